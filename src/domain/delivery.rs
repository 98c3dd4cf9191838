//! Deliveries of notifications outside the appliance: their states, and when to try again.
//! Rule: OPS-08.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    catalog::access::Owner,
    ids::{Seq, WebhookNo},
    notices::Language,
    time::{SECOND_MS, Timestamp},
    words::words,
};

words! {
    /// Where a delivery stands.
    DeliveryStatus {
        /// Waits for its first or next attempt.
        Pending = "PENDING",
        /// Taken by the other side.
        Delivered = "DELIVERED",
        /// Given up; a person may try again.
        Dead = "DEAD",
    }
}

/// The way a notification goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Channel {
    /// An e-mail.
    Email {
        /// Address.
        to: String,
        /// Of the reader.
        language: Language,
    },
    /// A signed call of a program.
    Webhook(WebhookNo),
}

/// One notification on one way; written in the same commit as the notification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Place in the order of all entries.
    pub seq: Seq,
    /// The same for every attempt, so that the other side knows repetitions.
    pub id: Uuid,
    /// The notification.
    pub notice: Seq,
    /// Its code.
    pub code: String,
    /// Whom the notification is for.
    pub owner: Owner,
    /// The way.
    pub channel: Channel,
    /// Where it stands.
    pub status: DeliveryStatus,
    /// Attempts since it was made or last revived.
    pub attempts: u32,
    /// When it was made, server clock.
    pub created_at: Timestamp,
    /// Not tried before this moment of the machine's clock (networks do not know a simulated one).
    pub next_attempt_at: Timestamp,
    /// When it was delivered or given up, server clock.
    pub finished_at: Option<Timestamp>,
    /// What went wrong last.
    pub last_error: Option<String>,
}

/// Attempts and the time between them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RetryLimits {
    /// Milliseconds before the second attempt; doubles with each one.
    pub first_ms: u32,
    /// Seconds between two attempts at most.
    pub most_seconds: u32,
    /// Attempts before a delivery is given up.
    pub attempts: u32,
}

impl Default for RetryLimits {
    fn default() -> Self {
        Self { first_ms: 5_000, most_seconds: 6 * 3600, attempts: 16 }
    }
}

impl RetryLimits {
    /// Milliseconds to wait after so many failed attempts; `None` when it was the last one.
    ///
    /// Doubles, half of it drawn by chance, so that many failures do not come back at once.
    #[must_use]
    pub fn wait_ms(&self, attempts: u32, chance: u64) -> Option<i64> {
        if attempts >= self.attempts {
            return None;
        }
        let steps = attempts.saturating_sub(1).min(62);
        let factor = 1_i64.checked_shl(steps).unwrap_or(i64::MAX);
        let full = i64::from(self.first_ms).saturating_mul(factor).min(self.longest_ms());
        let half = full / 2;
        let drawn = u64::try_from(half).ok().and_then(|half| chance.checked_rem(half.max(1)));
        let drawn = drawn.and_then(|drawn| i64::try_from(drawn).ok()).unwrap_or(0);
        Some(full.saturating_sub(half).saturating_add(drawn))
    }

    /// The longest wait.
    #[must_use]
    pub fn longest_ms(&self) -> i64 {
        i64::from(self.most_seconds).saturating_mul(SECOND_MS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rule: OPS-08.
    #[test]
    fn waits_double_with_jitter_until_the_last_attempt() {
        let limits = RetryLimits { first_ms: 1000, most_seconds: 60, attempts: 9 };
        for (attempts, full) in
            [(1, 1000), (2, 2000), (3, 4000), (6, 32_000), (7, 60_000), (8, 60_000)]
        {
            for chance in [0, 1, 499, u64::MAX, 12_345_678] {
                let wait = limits.wait_ms(attempts, chance).unwrap();
                assert!((full / 2..=full).contains(&wait), "{attempts} {chance}: {wait}");
            }
            let waits: Vec<_> = (0..50).map(|c| limits.wait_ms(attempts, c * 7919)).collect();
            assert!(waits.iter().any(|wait| *wait != waits[0]), "{attempts}: no jitter");
        }
        assert_eq!(limits.wait_ms(9, 0), None);
        assert_eq!(limits.wait_ms(10, 0), None);
        let extreme = RetryLimits { first_ms: u32::MAX, most_seconds: u32::MAX, attempts: 1000 };
        assert!(extreme.wait_ms(999, u64::MAX).is_some_and(|wait| wait <= extreme.longest_ms()));
        let instant = RetryLimits { first_ms: 0, most_seconds: 0, attempts: 2 };
        assert_eq!(instant.wait_ms(1, 5), Some(0));
    }
}
