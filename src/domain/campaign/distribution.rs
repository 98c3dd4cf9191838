//! How far a campaign's content has come to its devices. Rule: CAM-10, D-50.

use serde::{Deserialize, Serialize};

use crate::domain::{
    ids::CampaignNo,
    time::{HOUR_MS, MINUTE_MS, SECOND_MS, Timestamp},
    words::words,
};

words! {
    /// How a campaign's content stands on one device.
    ShareStatus {
        /// Told, no answer yet.
        Pending = "PENDING",
        /// The device has it.
        Acked = "ACKED",
        /// The device refused it.
        Failed = "FAILED",
    }
}

/// The numbers of the distribution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DistributionLimits {
    /// A device acknowledges within so many seconds, or is told again.
    pub ack_seconds: u32,
    /// How often a device is told, and content that cannot be read is looked for.
    pub tries: u8,
    /// While no device is online, it is tried every so many seconds.
    pub offline_retry_seconds: u32,
    /// The advertiser is alerted after so many minutes without a device online.
    pub offline_alert_minutes: u32,
    /// The first play must come within so many hours, or it is alerted.
    pub first_impression_hours: u32,
    /// Devices keep content for so many days.
    pub cache_days: u32,
}

impl Default for DistributionLimits {
    fn default() -> Self {
        Self {
            ack_seconds: 30,
            tries: 3,
            offline_retry_seconds: 300,
            offline_alert_minutes: 60,
            first_impression_hours: 24,
            cache_days: 7,
        }
    }
}

impl DistributionLimits {
    /// How long is waited after the n-th try: 30 s, 60 s, 120 s…
    #[must_use]
    pub fn backoff_ms(&self, tries: u8) -> i64 {
        let doublings = u32::from(tries.saturating_sub(1).min(16));
        let factor = 2_i64.saturating_pow(doublings);
        i64::from(self.ack_seconds).saturating_mul(SECOND_MS).saturating_mul(factor)
    }

    /// Time between two tries while all devices are offline.
    #[must_use]
    pub fn offline_retry_ms(&self) -> i64 {
        i64::from(self.offline_retry_seconds.max(1)).saturating_mul(SECOND_MS)
    }

    /// Time without a device online after which the advertiser hears of it.
    #[must_use]
    pub fn offline_alert_ms(&self) -> i64 {
        i64::from(self.offline_alert_minutes).saturating_mul(MINUTE_MS)
    }

    /// Time within which the first play must come.
    #[must_use]
    pub fn first_impression_ms(&self) -> i64 {
        i64::from(self.first_impression_hours).saturating_mul(HOUR_MS)
    }
}

/// How a campaign's content stands on one device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Newest push or answer, server clock.
    pub at: Timestamp,
    /// How often the device was told.
    pub tries: u8,
    /// How it stands.
    pub status: ShareStatus,
}

impl Share {
    /// When the device is told again; `None` when it has it or was told often enough.
    #[must_use]
    pub fn retry_at(&self, limits: &DistributionLimits) -> Option<Timestamp> {
        let again = self.status != ShareStatus::Acked && self.tries < limits.tries;
        again.then(|| self.at.plus_ms(limits.backoff_ms(self.tries)))
    }

    /// Whether the device refuses for good.
    #[must_use]
    pub fn is_refused(&self, limits: &DistributionLimits) -> bool {
        self.status == ShareStatus::Failed && self.tries >= limits.tries
    }
}

/// How the distribution of a running campaign stands as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Distribution {
    /// Which campaign.
    pub campaign: CampaignNo,
    /// When it became ACTIVE (again).
    pub started_at: Timestamp,
    /// Since when no device of it is online.
    pub offline_since: Option<Timestamp>,
    /// The alert about it went out.
    pub offline_alerted: bool,
    /// The alert about the missing first play went out.
    pub first_play_alerted: bool,
    /// How often its content could not be read.
    pub content_failures: u8,
    /// What a device that refused said last, or why the content cannot be read.
    pub error: Option<String>,
    /// When it is looked at again.
    pub next_at: Option<Timestamp>,
}

/// Whether the distribution has failed: somebody answered, and everybody who did refuses for good.
///
/// Devices that do not answer are pending, and never a reason for ERROR. Rule: D-50.
#[must_use]
pub fn is_refused_everywhere(
    shares: impl IntoIterator<Item = Share>,
    limits: &DistributionLimits,
) -> bool {
    let mut refused = false;
    for share in shares {
        match share.status {
            ShareStatus::Pending => {}
            ShareStatus::Acked => return false,
            ShareStatus::Failed if share.is_refused(limits) => refused = true,
            ShareStatus::Failed => return false,
        }
    }
    refused
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(status: ShareStatus, tries: u8) -> Share {
        Share { at: Timestamp::from_ms(1_000), tries, status }
    }

    /// Rule: CAM-10.
    #[test]
    fn tries_wait_twice_as_long_each_time() {
        let limits = DistributionLimits::default();
        for (status, tries, at) in [
            (ShareStatus::Pending, 1, Some(31_000)),
            (ShareStatus::Failed, 2, Some(61_000)),
            (ShareStatus::Pending, 3, None),
            (ShareStatus::Acked, 1, None),
        ] {
            assert_eq!(share(status, tries).retry_at(&limits).map(Timestamp::ms), at, "{status}");
        }
        assert_eq!(limits.backoff_ms(3), 120_000);
        assert!(limits.backoff_ms(u8::MAX) > 0);
    }

    /// Rule: D-50.
    #[test]
    fn silence_is_no_refusal() {
        use ShareStatus as S;
        let limits = DistributionLimits::default();
        for (shares, refused) in [
            (vec![], false),
            (vec![(S::Pending, 3)], false),
            (vec![(S::Failed, 3)], true),
            (vec![(S::Failed, 2)], false),
            (vec![(S::Failed, 3), (S::Pending, 3)], true),
            (vec![(S::Failed, 3), (S::Acked, 1)], false),
            (vec![(S::Failed, 3), (S::Failed, 1)], false),
        ] {
            let found = shares.iter().map(|(status, tries)| share(*status, *tries));
            assert_eq!(is_refused_everywhere(found, &limits), refused, "{shares:?}");
        }
    }
}
