//! One play from submission to the rows and transfers of its group. Rule: IMP-03, D-08.
//! Lives here: the order of checks, the decision, what is recorded, the fold over plays.
//! Must not live here: the rules themselves (those are `domain/impression` and `domain/pricing`).

mod budget;
mod checks;
mod decided;
mod fold;
mod fraud_watch;
mod record;
mod replay;
mod tested;

use std::sync::Arc;

pub(crate) use budget::cheapest_cost;
pub use checks::{Judgement, Subject, price_steps, screen_of};
pub(crate) use checks::{PricedPlay, price_at_hour};
pub use fold::counted;
pub use record::{Leg, count, play_legs};
pub use tested::{figures_mut, test_play, variant_play};
use uuid::Uuid;

use super::core::Engine;
use crate::domain::{
    impression::record::{ImpressionRow, JudgedSubmission, PlayStatus},
    refusal::Refusal,
};

/// What became of a submission.
#[derive(Clone, Debug)]
pub struct PlayAnswer {
    /// The impression, also when the server made the id.
    pub impression_id: Uuid,
    /// What became of it.
    pub outcome: PlayOutcome,
}

/// What became of a submission.
#[derive(Clone, Debug)]
pub enum PlayOutcome {
    /// Recorded now or before; the row says how.
    Recorded {
        /// The row.
        row: Arc<ImpressionRow>,
        /// Why, when rejected.
        refusal: Option<Box<Refusal>>,
        /// True when the same submission was answered before.
        replayed: bool,
    },
    /// Not recorded (idempotency conflict).
    Refused(Box<Refusal>),
}

impl PlayAnswer {
    /// The status, when recorded.
    #[must_use]
    pub fn status(&self) -> Option<PlayStatus> {
        match &self.outcome {
            PlayOutcome::Recorded { row, .. } => Some(row.status),
            PlayOutcome::Refused(_) => None,
        }
    }
}

impl Engine {
    /// Decides one play and adds everything that follows from it to the group.
    ///
    /// The answer may go out only after `commit`. Rule: D-08.
    pub fn submit(&mut self, play: &JudgedSubmission) -> PlayAnswer {
        if let Some(answer) = self.first_answer(play) {
            return answer;
        }
        let subject = Subject::find(&self.live, play);
        let reused = self.screenshot_reused(play, &subject);
        let verdict = checks::judge(&self.live, &self.settings, play, &subject, reused);
        let (row, refusal) = self.record_play(play, &subject, verdict);
        PlayAnswer {
            impression_id: row.id,
            outcome: PlayOutcome::Recorded { row, refusal, replayed: false },
        }
    }
}
