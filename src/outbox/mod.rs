//! The outbox: takes notifications to mail servers and webhooks, at least once, until they arrive.
//! Lives here: the loop, the two ways outside, the check of the addresses that are reached.
//! Must not live here: what is told to whom (the engine writes deliveries), rules of retrying.

pub mod dial;
pub mod mail;
pub mod webhook;

use std::{collections::HashSet, future::Future, pin::pin, sync::Arc, time::Duration};

use futures_util::stream::{FuturesUnordered, StreamExt as _};

use crate::{
    clock::Clock,
    config::Settings,
    domain::{
        delivery::{Channel, Delivery, DeliveryStatus},
        ids::Seq,
        time::Timestamp,
    },
    engine::{
        Actor, EngineError, Handle,
        actor::Notice,
        commands::outbox::{Attempt, RecordAttempt},
        outbox as rows,
    },
};

/// The loop looks so often for deliveries whose time has come, though nothing else happened.
const TICK: Duration = Duration::from_secs(1);
/// Between two tries to write down how an attempt ended.
const RECORD_PAUSE: Duration = Duration::from_millis(200);
/// Attempts under way get so long to end when the appliance stops.
const STOP_PATIENCE: Duration = Duration::from_secs(5);
/// Mails on their way at the same time: one server takes them all.
const MAIL_LANES: u64 = 4;

/// Why deliveries cannot be made as configured.
#[derive(Debug, thiserror::Error)]
pub enum OutboxError {
    /// `outbox.allow_private_addresses` has an entry that is no network.
    #[error("outbox.allow_private_addresses: {0} is no network such as 10.1.0.0/16")]
    Network(String),
    /// The mail settings do not fit together.
    #[error("mail.{key}: {why}")]
    Mail {
        /// Which setting.
        key: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// The client for webhooks cannot be made.
    #[error("the client for webhooks cannot be made: {0}")]
    Client(#[from] reqwest::Error),
}

/// Deliveries that must not be made at the same time: one lane a webhook, a few for mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Lane {
    Mail(u64),
    Webhook(u32),
}

fn lane(delivery: &Delivery) -> Lane {
    match &delivery.channel {
        Channel::Email { .. } => Lane::Mail(delivery.seq % MAIL_LANES),
        Channel::Webhook(no) => Lane::Webhook(no.0),
    }
}

/// The ways outside, and the loop that uses them.
pub struct Outbox {
    handle: Handle,
    mail: Option<mail::Mailer>,
    webhooks: webhook::Caller,
    /// Networks do not know a simulated clock: attempts follow the machine's.
    wall: Clock,
}

impl Outbox {
    /// Prepares the ways outside.
    ///
    /// # Errors
    /// When settings do not fit together.
    pub fn new(handle: Handle) -> Result<Self, OutboxError> {
        let settings = handle.settings();
        check(settings)?;
        let mail = settings.mail.is_on().then(|| mail::Mailer::new(settings)).transpose()?;
        let webhooks = webhook::Caller::new(&settings.outbox)?;
        Ok(Self { handle, mail, webhooks, wall: Clock::real() })
    }

    /// Delivers until `stop`. What was under way then gets a moment; the rest is tried after the
    /// next start.
    pub async fn run(&self, stop: impl Future<Output = ()>) {
        let mut stop = pin!(stop);
        let mut running = FuturesUnordered::new();
        let mut busy = HashSet::new();
        let most = self.handle.settings().outbox.at_once.max(1);
        loop {
            let due = self.due(&busy, most.saturating_sub(running.len()));
            for delivery in due {
                busy.insert((lane(&delivery), delivery.seq));
                running.push(self.attempt(delivery));
            }
            metrics::gauge!("vetrina_outbox_waiting").set(self.handle.views().outbox.len() as f64);
            tokio::select! {
                () = &mut stop => break,
                Some(done) = running.next(), if !running.is_empty() => {
                    busy.retain(|(_, seq)| *seq != done);
                }
                () = self.handle.views().outbox.changed() => {}
                () = tokio::time::sleep(self.pause()) => {}
            }
        }
        let rest = async { while running.next().await.is_some() {} };
        // What does not end in time is tried again after the next start.
        let _ = tokio::time::timeout(STOP_PATIENCE, rest).await;
    }

    /// Deliveries whose time has come, at most `free`, one a lane.
    fn due(&self, busy: &HashSet<(Lane, Seq)>, free: usize) -> Vec<Arc<Delivery>> {
        let mut lanes: HashSet<Lane> = busy.iter().map(|(lane, _)| *lane).collect();
        let mut due = Vec::new();
        if free == 0 {
            return due;
        }
        let now = self.wall.now();
        let longest = self.handle.settings().outbox.retry.longest_ms();
        for delivery in self.handle.views().outbox.waiting() {
            if due.len() < free && is_due(&delivery, now, longest) && lanes.insert(lane(&delivery))
            {
                due.push(delivery);
            }
        }
        due
    }

    /// Time until the next delivery may be due; a tick at most.
    fn pause(&self) -> Duration {
        let now = self.wall.now();
        let waits = self
            .handle
            .views()
            .outbox
            .waiting()
            .into_iter()
            .map(|delivery| u64::try_from(delivery.next_attempt_at.since_ms(now)).unwrap_or(0));
        // One that is due but has no free lane is looked at when the lane becomes free.
        waits
            .filter(|wait| *wait > 0)
            .min()
            .map_or(TICK, |wait| TICK.min(Duration::from_millis(wait)))
    }

    /// One attempt, and writing down how it ended.
    async fn attempt(&self, delivery: Arc<Delivery>) -> Seq {
        let attempt = self.deliver(&delivery).await;
        let way = match delivery.channel {
            Channel::Email { .. } => "email",
            Channel::Webhook(_) => "webhook",
        };
        let ended = match &attempt {
            Attempt::Delivered => "delivered",
            Attempt::Failed(_) => "failed",
            Attempt::Refused(_) | Attempt::Gone(_) => "refused",
        };
        metrics::counter!("vetrina_deliveries_total", "channel" => way, "outcome" => ended)
            .increment(1);
        self.record(&delivery, attempt, way).await;
        delivery.seq
    }

    async fn deliver(&self, delivery: &Delivery) -> Attempt {
        let notice = match self.notice(delivery.notice).await {
            Ok(Some(notice)) => notice,
            Ok(None) => return Attempt::Refused("the notification is not there".to_owned()),
            Err(why) => return Attempt::Failed(why),
        };
        match &delivery.channel {
            Channel::Email { to, language } => match &self.mail {
                Some(mailer) => mailer.send(delivery, &notice, to, *language).await,
                None => Attempt::Refused("mail is not configured any more".to_owned()),
            },
            Channel::Webhook(no) => {
                let row = self.handle.views().webhooks.get(no.0).filter(|row| row.is_open());
                match row {
                    Some(row) => self.webhooks.call(delivery, &notice, &row, self.wall.now()).await,
                    None => Attempt::Refused("the webhook is deleted or switched off".to_owned()),
                }
            }
        }
    }

    async fn notice(&self, seq: Seq) -> Result<Option<Notice>, String> {
        let handle = self.handle.clone();
        let read = tokio::task::spawn_blocking(move || {
            handle.store().snapshot().and_then(|snapshot| rows::notice(&snapshot, seq))
        });
        read.await.map_err(|why| why.to_string())?.map_err(|why| why.to_string())
    }

    /// Until it is written: an attempt that is not known about would be made again.
    async fn record(&self, delivery: &Delivery, attempt: Attempt, way: &str) {
        let (seq, tried_at) = (delivery.seq, self.wall.now());
        loop {
            let command = RecordAttempt { seq, tried_at, attempt: attempt.clone() };
            match self.handle.run(&Actor::system(), command, None).await {
                Ok(Some(DeliveryStatus::Dead)) => {
                    tracing::warn!(seq, way, code = %delivery.code, ?attempt, "a delivery is given up");
                    return;
                }
                Ok(_) | Err(EngineError::Stopped | EngineError::Refused(_)) => return,
                Err(EngineError::Overloaded) => tokio::time::sleep(RECORD_PAUSE).await,
            }
        }
    }
}

/// Whether a delivery's time has come; a wait longer than any that is possible comes from a
/// machine's clock that was set back.
fn is_due(delivery: &Delivery, now: Timestamp, longest_ms: i64) -> bool {
    let wait = delivery.next_attempt_at.since_ms(now);
    wait <= 0 || wait > longest_ms
}

/// Refuses settings that cannot work, at start and not at the first delivery.
///
/// # Errors
/// `Network`, `Mail`.
pub fn check(settings: &Settings) -> Result<(), OutboxError> {
    match settings.outbox.wrong_network() {
        Some(text) => Err(OutboxError::Network(text.to_owned())),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::{catalog::access::Owner, ids::WebhookNo};

    #[test]
    fn a_clock_set_back_delays_nothing_for_ever() {
        let moment = |ms| Timestamp::from_ms(1_000_000 + ms);
        let delivery = |next: i64| Delivery {
            seq: 1,
            id: Uuid::nil(),
            notice: 1,
            code: "CAMPAIGN_LIVE".to_owned(),
            owner: Owner::Operator,
            channel: Channel::Webhook(WebhookNo(0)),
            status: DeliveryStatus::Pending,
            attempts: 1,
            created_at: moment(0),
            next_attempt_at: moment(next),
            finished_at: None,
            last_error: None,
        };
        for (next, due) in [(-5, true), (0, true), (1, false), (1000, false), (1001, true)] {
            assert_eq!(is_due(&delivery(next), moment(0), 1000), due, "{next}");
        }
    }

    #[test]
    fn wrong_settings_are_named() {
        let mut settings = Settings::default();
        assert!(check(&settings).is_ok());
        settings.outbox.allow_private_addresses = vec!["10.0.0.0/8".into(), "office".into()];
        let why = check(&settings).unwrap_err().to_string();
        assert!(why.contains("office is no network"), "{why}");
    }
}
