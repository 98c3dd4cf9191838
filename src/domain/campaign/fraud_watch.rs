//! What is noticed of fraud around a campaign: when most plays of its own screens are suspicious,
//! the appliance stops it by itself. Source: BR-CAMP-EMERGENCY-001 (3). Rule: CAM-12.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::emergency::EmergencyLimits;
use crate::domain::{
    ids::DeviceNo,
    impression::{
        fraud::Flags,
        record::{ImpressionRow, PlayStatus},
    },
    refusal::Code,
    time::{MINUTE_MS, Timestamp},
};

/// Plays are counted in buckets of ten minutes of receipt.
const BUCKET_MINUTES: i64 = 10;
const BUCKET_MS: i64 = BUCKET_MINUTES * MINUTE_MS;
/// So many buckets are kept: two hours.
const BUCKETS_KEPT: i64 = 12;
/// So many devices are remembered in a bucket.
const DEVICES_KEPT: usize = 16;

/// Refusals that speak for fraud. What is refused before the device and its store were checked says
/// nothing about the campaign it names: else any screen could have any campaign stopped.
const SUSPICIOUS: [Code; 2] = [Code::InvalidLocation, Code::LowQuality];

/// Whether a play speaks for fraud; `None` when it says nothing either way. Rule: CAM-12.
#[must_use]
pub fn is_suspicious(status: PlayStatus, flags: Flags, reason: Option<Code>) -> Option<bool> {
    match status {
        PlayStatus::Verified => Some(false),
        PlayStatus::UnderReview => Some(flags.needs_person()),
        PlayStatus::Rejected => reason.filter(|one| SUSPICIOUS.contains(one)).map(|_| true),
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Bucket {
    number: i64,
    plays: u32,
    suspicious: u32,
    devices: Vec<DeviceNo>,
}

/// The plays of a campaign in the last two hours, suspicious ones apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FraudWatch {
    /// Oldest first.
    buckets: VecDeque<Bucket>,
}

/// Why a campaign is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suspicion {
    /// Plays in the window.
    pub plays: u32,
    /// Of those, suspicious ones.
    pub suspicious: u32,
    /// Devices that sent them.
    pub devices: usize,
}

impl FraudWatch {
    /// Counts a play as it is recorded.
    pub fn count(&mut self, play: &ImpressionRow) {
        if let Some(suspicious) = is_suspicious(play.status, play.flags, play.reason) {
            self.add(play.received_at, play.device, suspicious);
        }
    }

    fn add(&mut self, received_at: Timestamp, device: DeviceNo, suspicious: bool) {
        let number = received_at.ms().div_euclid(BUCKET_MS);
        let newest = self.buckets.back().map_or(number, |bucket| bucket.number.max(number));
        let oldest = newest.saturating_sub(BUCKETS_KEPT);
        self.buckets.retain(|bucket| bucket.number > oldest);
        if number <= oldest {
            return;
        }
        let place = self.buckets.partition_point(|bucket| bucket.number < number);
        if self.buckets.get(place).is_none_or(|bucket| bucket.number != number) {
            self.buckets.insert(place, Bucket { number, ..Bucket::default() });
        }
        let Some(bucket) = self.buckets.get_mut(place) else { return };
        bucket.plays = bucket.plays.saturating_add(1);
        if suspicious {
            bucket.suspicious = bucket.suspicious.saturating_add(1);
            if !bucket.devices.contains(&device) && bucket.devices.len() < DEVICES_KEPT {
                bucket.devices.push(device);
            }
        }
    }

    /// Whether the plays since the campaign last began to run speak for fraud: enough suspicious
    /// ones, from enough devices, as a share of all. Rule: CAM-12.
    #[must_use]
    pub fn judge(
        &self,
        now: Timestamp,
        running_since: Timestamp,
        limits: &EmergencyLimits,
    ) -> Option<Suspicion> {
        if limits.fraud_min_plays == 0 {
            return None;
        }
        let window_ms = i64::from(limits.fraud_window_minutes).saturating_mul(MINUTE_MS);
        let after = now.plus_ms(window_ms.saturating_neg()).ms().div_euclid(BUCKET_MS);
        let begun = |bucket: &&Bucket| {
            bucket.number.saturating_mul(BUCKET_MS) >= running_since.ms() && bucket.number > after
        };
        let mut devices: Vec<DeviceNo> = Vec::new();
        let (mut plays, mut suspicious) = (0_u32, 0_u32);
        for bucket in self.buckets.iter().filter(begun) {
            plays = plays.saturating_add(bucket.plays);
            suspicious = suspicious.saturating_add(bucket.suspicious);
            devices.extend(&bucket.devices);
        }
        devices.sort_unstable();
        devices.dedup();
        let share = u64::from(suspicious).saturating_mul(100);
        let least = u64::from(plays).saturating_mul(u64::from(limits.fraud_share_percent));
        let enough_devices = usize::try_from(limits.fraud_min_devices).unwrap_or(usize::MAX);
        let found = suspicious >= limits.fraud_min_plays
            && share >= least
            && devices.len() >= enough_devices;
        found.then_some(Suspicion { plays, suspicious, devices: devices.len() })
    }
}

#[cfg(test)]
#[path = "fraud_watch_tests.rs"]
mod tests;
