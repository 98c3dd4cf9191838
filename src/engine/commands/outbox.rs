//! What became of deliveries, and trying dead ones again. Rule: OPS-08.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::webhooks::SUBSCRIBERS;
use crate::{
    domain::{
        delivery::{Channel, Delivery, DeliveryStatus},
        ids::Seq,
        refusal::{Code, Refusal},
        time::Timestamp,
    },
    engine::{
        actor::AuditDraft,
        command::{Changes, Command, Context, Record},
        live::Live,
    },
};

/// Most characters kept of what went wrong.
const MAX_ERROR: usize = 300;

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// The other side took it.
    Delivered,
    /// It may work later.
    Failed(String),
    /// It will not work as things stand; no further attempt by itself.
    Refused(String),
    /// The other side is gone for good: nothing more is sent there.
    Gone(String),
}

/// Notes how an attempt ended.
#[derive(Clone, Debug)]
pub struct RecordAttempt {
    /// The delivery.
    pub seq: Seq,
    /// When it was tried, by the machine's clock.
    pub tried_at: Timestamp,
    /// How it ended.
    pub attempt: Attempt,
}

impl Command for RecordAttempt {
    /// Where the delivery stands now; `None` when it waits no more.
    type Output = Option<DeliveryStatus>;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        let mut changes = Changes::default();
        let Some(found) = live.outbox.get(&self.seq) else { return Ok((changes, None)) };
        let mut row = (**found).clone();
        row.attempts += 1;
        let (status, error) = match self.attempt {
            Attempt::Delivered => (DeliveryStatus::Delivered, None),
            Attempt::Refused(error) => (DeliveryStatus::Dead, Some(error)),
            Attempt::Gone(error) => {
                disable(live, &row.channel, &error, context.now, &mut changes);
                (DeliveryStatus::Dead, Some(error))
            }
            Attempt::Failed(error) => {
                let chance = context.random.number();
                match context.settings.outbox.retry.wait_ms(row.attempts, chance) {
                    Some(wait) => {
                        row.next_attempt_at = self.tried_at.plus_ms(wait);
                        (DeliveryStatus::Pending, Some(error))
                    }
                    None => (DeliveryStatus::Dead, Some(error)),
                }
            }
        };
        row.status = status;
        row.last_error = error.map(|error| error.chars().take(MAX_ERROR).collect());
        row.finished_at = (status != DeliveryStatus::Pending).then_some(context.now);
        changes.put(Record::Delivery(Arc::new(row)));
        Ok((changes, Some(status)))
    }
}

/// Switches a webhook off whose other side said that it is gone.
fn disable(live: &Live, channel: &Channel, why: &str, now: Timestamp, changes: &mut Changes) {
    let Channel::Webhook(no) = channel else { return };
    let Some(found) = live.webhooks.get(no.0).filter(|row| row.is_open()) else { return };
    let mut row = (**found).clone();
    row.is_active = false;
    row.disabled_because = Some(why.chars().take(MAX_ERROR).collect());
    row.updated_at = now;
    let entry = AuditDraft::new("webhook.disable", "webhook", row.id);
    changes.audit(entry.change("is_active", true, false).because(Some(why)));
    changes.put(Record::Webhook(Arc::new(row)));
}

/// Tries a dead delivery again, from the first attempt on. For admins, and its owner.
#[derive(Clone, Debug)]
pub struct RetryDelivery {
    /// As it was read from the store.
    pub row: Delivery,
}

/// The answer to `RetryDelivery`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct DeliveryRevived {
    /// Its place.
    pub seq: Seq,
}

impl Command for RetryDelivery {
    type Output = DeliveryRevived;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        context.actor.require_role(SUBSCRIBERS)?;
        let mut row = self.row;
        context.actor.require_sight(row.owner, "Delivery")?;
        if row.status != DeliveryStatus::Dead || live.outbox.contains_key(&row.seq) {
            let message = format!(
                "The delivery {} is not DEAD (any more); only dead deliveries are tried again",
                row.seq
            );
            return Err(Refusal::new(Code::IllegalTransition, message));
        }
        row.status = DeliveryStatus::Pending;
        row.attempts = 0;
        row.next_attempt_at = Timestamp::from_ms(0);
        row.finished_at = None;
        let mut changes = Changes::default();
        let entry = AuditDraft::new("delivery.retry", "delivery", row.id);
        changes.audit(entry.change("status", "DEAD", "PENDING").because(row.last_error.as_deref()));
        let seq = row.seq;
        changes.put(Record::Delivery(Arc::new(row)));
        Ok((changes, DeliveryRevived { seq }))
    }
}
