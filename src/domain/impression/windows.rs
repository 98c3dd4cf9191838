//! What is remembered of each device's plays: buckets, frequency, timing, rejections, counters.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    counters::CounterTimes,
    fraud::{FraudLimits, busiest_hour_with, is_robotic},
    range_set::RangeSet,
};
use crate::domain::{
    ids::CampaignNo,
    refusal::Code,
    time::{HOUR_MS, Timestamp},
};

/// Seconds in a duplicate bucket (S3 §6.3).
const BUCKET_S: u32 = 5 * 60;
/// Seconds that a campaign's plays are remembered.
const DAY_S: u32 = 24 * 3_600;
/// Seconds that all plays are remembered: the latest arrival (4 h) and an hour around it.
const RECENT_S: u32 = 5 * 3_600;
/// Hours that submissions are counted over.
const COUNTED_HOURS: u32 = 24;
/// Most recent plays that are kept; far beyond any limit of frequency (one every 4.4 s).
const MAX_RECENT: usize = 4_096;

/// Refusals that say nothing about the device; they count neither as submission nor as rejection.
/// Rule: D-09.
pub const NOT_THE_DEVICES_FAULT: [Code; 3] =
    [Code::InsufficientBudget, Code::CampaignNotActive, Code::StoreBlocked];

/// The submissions of one hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct HourCount {
    /// Hours since 1970.
    hour: u32,
    submissions: u32,
    rejections: u32,
    clock_troubles: u32,
}

impl HourCount {
    const fn of(hour: u32) -> Self {
        Self { hour, submissions: 0, rejections: 0, clock_troubles: 0 }
    }
}

/// Submissions and rejections of the last 24 hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayCount {
    /// All that count.
    pub submissions: u32,
    /// Those rejected through the device's own fault.
    pub rejections: u32,
    /// Those whose times say that the device's clock is wrong (rule IMP-10, edge case 5).
    pub clock_troubles: u32,
}

/// The memory of one device.
///
/// Accepted means VERIFIED or UNDER_REVIEW; a later rejection by review frees nothing (rule D-07).
/// Every question says for which moment (`now`, the server's clock) it is asked and looks only at
/// its own window, so the answers do not depend on when `prune` ran. It runs with the first submission
/// of each hour, which bounds the memory: one play a bucket of the last 25 hours and each campaign,
/// 4,096 recent plays, 24 hours, 1,024 ranges.
/// Rule: D-07, D-09, D-10, D-15, IMP-06, IMP-10.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceWindows {
    /// Accepted plays' `played_at` in seconds, rising, at most one a bucket.
    campaigns: BTreeMap<CampaignNo, Vec<u32>>,
    /// All accepted plays' `played_at` in seconds, rising.
    recent: Vec<u32>,
    /// Rising.
    hours: Vec<HourCount>,
    accepted_total: u64,
    counters: RangeSet,
    counter_times: CounterTimes,
}

/// A moment as whole seconds since 1970.
fn seconds(moment: Timestamp) -> u32 {
    u32::try_from(moment.seconds().max(0)).unwrap_or(u32::MAX)
}

/// A moment as whole hours since 1970.
fn hour(moment: Timestamp) -> u32 {
    u32::try_from(moment.ms().div_euclid(HOUR_MS).max(0)).unwrap_or(u32::MAX)
}

/// The duplicate bucket of a second.
fn bucket(second: u32) -> u32 {
    second.div_euclid(BUCKET_S)
}

/// The plays within the last `window_s` seconds before `now` (and any after it).
fn within(sorted: &[u32], now: Timestamp, window_s: u32) -> &[u32] {
    let oldest = seconds(now).saturating_sub(window_s);
    sorted.get(sorted.partition_point(|second| *second < oldest)..).unwrap_or_default()
}

/// Drops all but the last plays, and most of the memory that they took.
fn keep_last(plays: &mut Vec<u32>, kept: usize) {
    plays.drain(..plays.len().saturating_sub(kept));
    plays.shrink_to(kept.saturating_mul(2));
}

impl DeviceWindows {
    /// The accepted plays of a campaign, in seconds, rising.
    fn plays_of(&self, campaign: CampaignNo) -> &[u32] {
        self.campaigns.get(&campaign).map(Vec::as_slice).unwrap_or_default()
    }

    /// True when an accepted play of the campaign lies in the same 5-minute bucket.
    ///
    /// Exact while `played_at` is less than 24 hours before the newest `prune`, which the limit of
    /// 4 hours for arrivals guarantees. Rule: D-07 (S3 §6.3).
    #[must_use]
    pub fn is_duplicate(&self, campaign: CampaignNo, played_at: Timestamp) -> bool {
        let wanted = bucket(seconds(played_at));
        let plays = self.plays_of(campaign);
        let at = plays.partition_point(|second| bucket(*second) < wanted);
        plays.get(at).is_some_and(|second| bucket(*second) == wanted)
    }

    /// How many accepted plays of a campaign ended between two moments, both inclusive.
    /// Rule: CAM-17.
    #[must_use]
    pub fn plays_between(&self, campaign: CampaignNo, from: Timestamp, to: Timestamp) -> u32 {
        let plays = self.plays_of(campaign);
        let first = plays.partition_point(|second| *second < seconds(from));
        let after = plays.partition_point(|second| *second <= seconds(to));
        u32::try_from(after.saturating_sub(first)).unwrap_or(u32::MAX)
    }

    /// Remembers an accepted play; false, and nothing remembered, when its bucket is taken.
    pub fn accept(&mut self, campaign: CampaignNo, played_at: Timestamp) -> bool {
        if self.is_duplicate(campaign, played_at) {
            return false;
        }
        let second = seconds(played_at);
        let plays = self.campaigns.entry(campaign).or_default();
        plays.insert(plays.partition_point(|other| *other < second), second);
        self.recent.insert(self.recent.partition_point(|other| *other <= second), second);
        if self.recent.len() > MAX_RECENT {
            self.recent.remove(0);
        }
        self.accepted_total = self.accepted_total.saturating_add(1);
        true
    }

    /// The most accepted plays in any 60 minutes around a new play, the new one counted.
    ///
    /// Rule: D-10.
    #[must_use]
    pub fn plays_in_hour(&self, played_at: Timestamp, now: Timestamp) -> u32 {
        busiest_hour_with(within(&self.recent, now, RECENT_S), seconds(played_at))
    }

    /// True when a new play and the campaign's accepted plays of the last 24 hours on this device
    /// come like clockwork. Rule: D-10.
    #[must_use]
    pub fn robotic(
        &self,
        campaign: CampaignNo,
        played_at: Timestamp,
        now: Timestamp,
        limits: &FraudLimits,
    ) -> bool {
        let plays = within(self.plays_of(campaign), now, DAY_S);
        let new = seconds(played_at);
        let (before, after) = plays.split_at(plays.partition_point(|second| *second < new));
        let all = before.iter().copied().chain(std::iter::once(new)).chain(after.iter().copied());
        is_robotic(all, limits)
    }

    /// Counts a submission and its outcome (`None`: accepted) for the rejection rate; the first one
    /// of an hour also forgets what is too old (see `prune`).
    ///
    /// Refusals of `NOT_THE_DEVICES_FAULT` are left out altogether. Rule: D-09.
    pub fn count_submission(
        &mut self,
        received_at: Timestamp,
        refused: Option<Code>,
        clock_trouble: bool,
    ) {
        if refused.is_some_and(|code| NOT_THE_DEVICES_FAULT.contains(&code)) {
            return;
        }
        let hour = hour(received_at);
        if self.hours.iter().rev().all(|count| count.hour != hour) {
            self.prune(received_at);
            let at = self.hours.partition_point(|count| count.hour < hour);
            self.hours.insert(at, HourCount::of(hour));
        }
        if let Some(count) = self.hours.iter_mut().rev().find(|count| count.hour == hour) {
            count.submissions = count.submissions.saturating_add(1);
            count.rejections = count.rejections.saturating_add(u32::from(refused.is_some()));
            count.clock_troubles = count.clock_troubles.saturating_add(u32::from(clock_trouble));
        }
    }

    /// Submissions and rejections of the current hour and the 23 before it. Rule: D-09.
    #[must_use]
    pub fn day_count(&self, now: Timestamp) -> DayCount {
        let newest = hour(now);
        let in_window = |count: &&HourCount| {
            count.hour <= newest && newest.saturating_sub(count.hour) < COUNTED_HOURS
        };
        self.hours.iter().filter(in_window).fold(DayCount::default(), |sum, count| DayCount {
            submissions: sum.submissions.saturating_add(count.submissions),
            rejections: sum.rejections.saturating_add(count.rejections),
            clock_troubles: sum.clock_troubles.saturating_add(count.clock_troubles),
        })
    }

    /// The newest hour with a wrong clock and how many such plays it and the 23 hours before hold.
    #[must_use]
    pub fn newest_clock_trouble(&self) -> Option<(Timestamp, u32)> {
        let newest = self.hours.iter().rev().find(|count| count.clock_troubles > 0)?;
        let at = Timestamp::from_ms(i64::from(newest.hour).saturating_mul(HOUR_MS));
        Some((at, self.day_count(at).clock_troubles))
    }

    /// Plays that were ever accepted. Rule: D-11 (`NEW_DEVICE`).
    #[must_use]
    pub const fn accepted_total(&self) -> u64 {
        self.accepted_total
    }

    /// The counters used in version 2 signatures. Rule: D-06, D-15.
    #[must_use]
    pub const fn counters(&self) -> &RangeSet {
        &self.counters
    }

    /// When counters arrived, and plays without one. Rule: D-06, D-15.
    #[must_use]
    pub const fn counter_times(&self) -> &CounterTimes {
        &self.counter_times
    }

    /// Counts a play that the device signed, with its counter if it has one. Rule: D-06.
    pub fn count_signed(&mut self, counter: Option<u64>, received_at: Timestamp) {
        match counter {
            Some(counter) => {
                self.use_counter(counter);
                self.counter_times.note(counter, received_at);
            }
            None => self.counter_times.note_without(),
        }
    }

    /// The same device's memory with nothing but its counters, for readers.
    #[must_use]
    pub fn counters_alone(&self) -> Self {
        Self {
            counters: self.counters.clone(),
            counter_times: self.counter_times.clone(),
            ..Self::default()
        }
    }

    /// Marks a counter as used; false when it was used already. Rule: D-15 (`COUNTER_REUSED`).
    pub fn use_counter(&mut self, counter: u64) -> bool {
        self.counters.insert(counter)
    }

    /// Forgets what no later question can ask for. Counters and the lifetime count stay.
    ///
    /// `now` is the server's clock and must not go back.
    pub fn prune(&mut self, now: Timestamp) {
        self.campaigns.retain(|_, plays| {
            let kept = within(plays, now, DAY_S).len();
            keep_last(plays, kept);
            !plays.is_empty()
        });
        let kept = within(&self.recent, now, RECENT_S).len();
        keep_last(&mut self.recent, kept);
        let newest = hour(now);
        self.hours.retain(|count| newest.saturating_sub(count.hour) < COUNTED_HOURS);
    }
}

#[cfg(test)]
#[path = "windows_tests.rs"]
mod tests;
