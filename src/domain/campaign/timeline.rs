//! Did the campaign run when the ad was on screen? Judged as of the play, not as of its arrival.

use serde::{Deserialize, Serialize};

use super::status::{CampaignStatus, PauseReason};
use crate::domain::{
    refusal::{Code, Detail, Refusal},
    time::{SECOND_MS, Timeline, Timestamp},
};

/// A status and, where it stands for a pause, its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusSpan {
    /// The status.
    pub status: CampaignStatus,
    /// Why it paused. A CANCELLED span may carry the reason that led to it (a terminated account),
    /// which then decides about grace.
    pub pause_reason: Option<PauseReason>,
}

impl StatusSpan {
    /// A status without a reason.
    #[must_use]
    pub const fn of(status: CampaignStatus) -> Self {
        Self { status, pause_reason: None }
    }

    /// A pause with its reason.
    #[must_use]
    pub const fn paused(reason: PauseReason) -> Self {
        Self { status: CampaignStatus::Paused, pause_reason: Some(reason) }
    }

    /// Whether a play that was on screen when this span began may still be billed.
    ///
    /// Rule: D-12, D-44. A cancellation is a user's action like a pause (D-30).
    #[must_use]
    pub fn honours_plays_under_way(self) -> bool {
        match self.status {
            CampaignStatus::Active | CampaignStatus::Completed => true,
            CampaignStatus::Paused => {
                self.pause_reason.is_some_and(PauseReason::honours_plays_under_way)
            }
            CampaignStatus::Cancelled => {
                self.pause_reason.is_none_or(PauseReason::honours_plays_under_way)
            }
            CampaignStatus::Draft
            | CampaignStatus::PendingApproval
            | CampaignStatus::Scheduled
            | CampaignStatus::Error
            | CampaignStatus::Rejected
            | CampaignStatus::Expired => false,
        }
    }

    /// Whether a play in this span bills. A pause for silent devices says only that none was heard
    /// from: a play that was queued meanwhile proves otherwise. Rule: D-51, D-56.
    fn bills(self) -> bool {
        self.status == CampaignStatus::Active
            || (self.status == CampaignStatus::Paused
                && self.pause_reason == Some(PauseReason::DevicesOffline))
    }

    fn is_exhausted(self) -> bool {
        self.pause_reason == Some(PauseReason::BudgetExhausted)
    }
}

/// Which status held when.
pub type StatusTimeline = Timeline<StatusSpan>;

/// The three moments of a play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlayTimes {
    /// The beginning by the device's clock: `played_at` less the played duration.
    pub started_at: Timestamp,
    /// The end by the device's clock (rule D-01).
    pub played_at: Timestamp,
    /// The arrival by the server's clock.
    pub received_at: Timestamp,
}

/// The campaign ran, or is to be judged as if it had.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Running {
    /// It had stopped while the ad was on screen.
    pub in_grace: bool,
    /// The first pause by an exhausted budget that came after the start of the play and not after
    /// its arrival: only a lease granted before it may overdraw (rule D-12).
    pub exhausted_at: Option<Timestamp>,
}

/// The last millisecond of a campaign: its end date includes the whole second. Rule: D-43.
#[must_use]
pub const fn last_moment(end_date: Timestamp) -> Timestamp {
    Timestamp::from_ms(end_date.seconds().saturating_mul(SECOND_MS)).plus_ms(SECOND_MS - 1)
}

/// Judges whether the campaign ran at `played_at`, or had stopped so that grace covers the play.
///
/// Grace: the play started before the stop and arrived at most `grace_ms` after it, and nothing
/// since the stop forbids it (emergency stop, policy, suspension). The stop is the moment at which
/// the campaign last ceased to be ACTIVE, or its end date, whichever came first.
/// Rule: CAM-21, D-08, D-12, D-30, D-43, D-44; edge cases 2, 6, 12, 16.
///
/// # Errors
/// `INSUFFICIENT_BUDGET` while paused by an exhausted budget, else `CAMPAIGN_NOT_ACTIVE`.
pub fn judge_running(
    timeline: &StatusTimeline,
    play: PlayTimes,
    start_date: Timestamp,
    end_date: Timestamp,
    grace_ms: i64,
) -> Result<Running, Refusal> {
    let played_at = play.played_at;
    let Some((since, span)) = timeline.at(played_at) else {
        let message = format!("The campaign did not exist at {played_at}");
        return Err(Refusal::new(Code::CampaignNotActive, message)
            .with("played_at", Detail::Time(played_at)));
    };
    let seen = Seen { span: *span, since, played_at, end_date };
    if played_at < start_date {
        return Err(seen.refuse(&format!("it starts at {start_date}")));
    }
    let stop = match standing(timeline, played_at, end_date) {
        Standing::Runs => {
            return Ok(Running { in_grace: false, exhausted_at: exhausted(timeline, play) });
        }
        Standing::NeverRan => return Err(seen.refuse("it had not run before")),
        Standing::Stopped(stop) => stop,
    };
    let late_ms = play.received_at.since_ms(stop.at);
    if !stop.honours {
        Err(seen.refuse("plays on screen at that moment are not billed"))
    } else if play.started_at >= stop.at {
        Err(seen.refuse(&format!("the play started at {}, not before the stop", play.started_at)))
    } else if late_ms > grace_ms {
        let (late, grace) = (late_ms.div_euclid(SECOND_MS), grace_ms.div_euclid(SECOND_MS));
        Err(seen.refuse(&format!("the play arrived {late} s after the stop, grace is {grace} s")))
    } else {
        Ok(Running { in_grace: true, exhausted_at: exhausted(timeline, play) })
    }
}

/// How the campaign stood at a moment.
enum Standing {
    Runs,
    NeverRan,
    Stopped(Stop),
}

/// The moment a campaign ceased to run.
struct Stop {
    at: Timestamp,
    honours: bool,
}

/// Walks back from a moment to the last time plays of the campaign were billed.
fn standing(timeline: &StatusTimeline, moment: Timestamp, end_date: Timestamp) -> Standing {
    let ended = moment > last_moment(end_date);
    let mut stopped_at = ended.then(|| last_moment(end_date).plus_ms(1));
    let mut honours = true;
    for (from, span) in timeline.iter().rev().filter(|(from, _)| *from <= moment) {
        if span.bills() {
            return match stopped_at {
                None => Standing::Runs,
                Some(at) => Standing::Stopped(Stop { at, honours }),
            };
        }
        // The completion that follows the end date adds nothing to it: the date alone counts,
        // to the end of its second, at whatever moment the job ran.
        if span.status == CampaignStatus::Completed && from >= end_date {
            continue;
        }
        honours &= span.honours_plays_under_way();
        stopped_at = Some(stopped_at.map_or(from, |at| at.min(from)));
    }
    Standing::NeverRan
}

/// The first exhaustion between the start of a play and its arrival.
fn exhausted(timeline: &StatusTimeline, play: PlayTimes) -> Option<Timestamp> {
    timeline
        .iter()
        .find(|(from, span)| {
            span.is_exhausted() && *from > play.started_at && *from <= play.received_at
        })
        .map(|(from, _)| from)
}

/// What stood in the timeline at `played_at`, for the sentence of a refusal.
struct Seen {
    span: StatusSpan,
    since: Timestamp,
    played_at: Timestamp,
    end_date: Timestamp,
}

impl Seen {
    /// A refusal with the status, since when, and why no grace helps.
    ///
    /// An end date that passed counts as COMPLETED, whether or not the job had run by then.
    fn refuse(&self, because: &str) -> Refusal {
        let past_end = self.played_at > last_moment(self.end_date);
        let (span, since) = if past_end && !self.span.status.is_terminal() {
            (StatusSpan::of(CampaignStatus::Completed), self.end_date)
        } else {
            (self.span, self.since)
        };
        let reason = span.pause_reason.map_or_else(String::new, |reason| format!(" ({reason})"));
        let (status, played_at) = (span.status, self.played_at);
        let exhausted = status == CampaignStatus::Paused && span.is_exhausted();
        let code = if exhausted { Code::InsufficientBudget } else { Code::CampaignNotActive };
        let message =
            format!("Campaign was {status}{reason} at {played_at}, since {since}; {because}");
        let refusal = Refusal::new(code, message)
            .with("status", Detail::Text(status.to_string()))
            .with("since", Detail::Time(since))
            .with("played_at", Detail::Time(played_at));
        match span.pause_reason {
            Some(reason) => refusal.with("pause_reason", Detail::Text(reason.to_string())),
            None => refusal,
        }
    }
}

#[cfg(test)]
#[path = "timeline_tests.rs"]
mod tests;
