//! Decisions on plays under review, by people and by time. Rule: IMP-07, IMP-08, D-11, D-30.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    config::Settings,
    domain::{
        catalog::{Role, access::Owner},
        ids::Seq,
        impression::record::{OpenReview, Overlay, PlayStatus},
        refusal::{Code, Refusal},
        time::{DAY_MS, Timestamp},
        wording::count,
    },
    engine::{
        actor::AuditDraft,
        command::{Changes, Command, Context, ReviewOutcome},
        live::Live,
    },
};

/// Plays decided by one call at most.
const MAX_DECISIONS: usize = 1000;

/// Approves or rejects plays under review.
#[derive(Clone, Debug)]
pub struct DecideReviews {
    /// Places and ids of the plays.
    pub plays: Vec<(Seq, Uuid)>,
    /// True approves.
    pub approve: bool,
    /// Why; required for a rejection.
    pub reason: Option<String>,
}

/// How many plays were decided.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReviewsDecided {
    /// Decided now.
    pub decided: usize,
}

impl Command for DecideReviews {
    type Output = ReviewsDecided;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, ReviewsDecided), Refusal> {
        context.actor.require_role(&[Role::SuperAdmin, Role::Admin, Role::Reviewer])?;
        let note = self.reason.as_deref().map(str::trim).filter(|note| !note.is_empty());
        if !self.approve && note.is_none() {
            return Err(Refusal::field("reason", "REQUIRED", "A rejection needs a reason"));
        }
        if note.is_some_and(|note| note.chars().count() > 500) {
            return Err(Refusal::field(
                "reason",
                "LENGTH",
                "The reason has at most 500 characters",
            ));
        }
        if self.plays.is_empty() || self.plays.len() > MAX_DECISIONS {
            let message = format!("Name 1-{MAX_DECISIONS} impressions");
            return Err(Refusal::field("impression_ids", "LENGTH", message));
        }
        let waiting = self.plays.iter().filter(|(seq, _)| live.reviews.contains_key(seq)).count();
        if waiting != self.plays.len() {
            return Err(Refusal::new(
                Code::IllegalTransition,
                format!(
                    "{} of {} not under review (any more); nothing was decided",
                    self.plays.len() - waiting,
                    count(self.plays.len(), "impression is", "impressions are")
                ),
            ));
        }
        let mut changes = Changes::default();
        for (seq, id) in &self.plays {
            let reason = (!self.approve).then_some(Code::ReviewRejected);
            let overlay = Overlay {
                status: if self.approve { PlayStatus::Verified } else { PlayStatus::Rejected },
                reason,
                decided_at: context.now,
                decided_by: context.actor.name.clone(),
                note: note.map(str::to_owned),
            };
            let to = overlay.status;
            changes.reviews.push(ReviewOutcome { seq: *seq, overlay });
            let action = if self.approve { "impression.approve" } else { "impression.reject" };
            let entry =
                AuditDraft::new(action, "impression", *id).change("status", "UNDER_REVIEW", to);
            changes.audit(entry.because(note));
        }
        notify_suppliers(live, &self, &mut changes);
        Ok((changes, ReviewsDecided { decided: self.plays.len() }))
    }
}

/// A rejected play is told to the store's owner (S3 rule 7), once for each owner.
fn notify_suppliers(live: &Live, decision: &DecideReviews, changes: &mut Changes) {
    if decision.approve {
        return;
    }
    let mut counts = std::collections::BTreeMap::new();
    for (seq, id) in &decision.plays {
        let review = live.reviews.get(seq);
        let device = review.and_then(|review| live.devices.get(review.device.0));
        let store = device.and_then(|device| device.store_now()).and_then(|no| live.store(no));
        if let Some(store) = store {
            counts.entry(store.supplier).or_insert((0_u32, *id)).0 += 1;
        }
    }
    for (supplier, (count, id)) in counts {
        let values = [("count", count.to_string())];
        changes.tell(Owner::Supplier(supplier), "IMPRESSIONS_REJECTED", id, &values);
    }
}

/// A play reached 24 hours or 30 days: soft triggers are approved, hard ones reminded of and at
/// last rejected. Rule: D-11.
pub fn due(live: &Live, settings: &Settings, seq: Seq, at: Timestamp) -> Changes {
    let mut changes = Changes::default();
    let Some(review) = live.reviews.get(&seq) else { return changes };
    let age_ms = at.since_ms(review.received_at);
    let expired = age_ms >= i64::from(settings.review.expiry_days) * DAY_MS;
    if !review.flags.needs_person() {
        changes.reviews.push(by_time(review, PlayStatus::Verified, None, at));
    } else if expired {
        let reason = Some(Code::ReviewExpired);
        changes.reviews.push(by_time(review, PlayStatus::Rejected, reason, at));
    } else {
        changes.reminded.push(seq);
        if let Some(campaign) = live.campaigns.get(review.campaign.0) {
            let hours = settings.review.release_hours.to_string();
            let values = [("campaign", campaign.name.clone()), ("hours", hours)];
            changes.tell(Owner::Operator, "REVIEW_REMINDER", campaign.id, &values);
        }
    }
    changes
}

fn by_time(
    review: &OpenReview,
    status: PlayStatus,
    reason: Option<Code>,
    at: Timestamp,
) -> ReviewOutcome {
    ReviewOutcome {
        seq: review.seq,
        overlay: Overlay {
            status,
            reason,
            decided_at: at,
            decided_by: "system".to_owned(),
            note: None,
        },
    }
}
