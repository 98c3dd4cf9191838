//! When a device was online, as runs of heartbeats instead of one row a beat.

use serde::{Deserialize, Serialize};

use crate::domain::time::{HOUR_MS, SECOND_MS, Timestamp};

/// Exact times of the newest beats that are kept.
const KEPT_BEATS: usize = 16;
/// How long a run is kept after its end: longer than a play may arrive late.
const KEPT_RUN_MS: i64 = 5 * HOUR_MS;

/// How old a heartbeat may be. Rule: D-03.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HeartbeatLimits {
    /// A device is online while its newest heartbeat is younger than this.
    pub online_seconds: u32,
    /// A play is billed with a heartbeat from at most this long before it; not below
    /// `online_seconds`.
    pub cover_seconds: u32,
    /// The interval that devices are asked to keep.
    pub interval_seconds: u32,
}

impl Default for HeartbeatLimits {
    fn default() -> Self {
        Self { online_seconds: 5 * 60, cover_seconds: 10 * 60, interval_seconds: 60 }
    }
}

impl HeartbeatLimits {
    /// The online limit in milliseconds.
    fn online_ms(&self) -> i64 {
        i64::from(self.online_seconds).saturating_mul(SECOND_MS)
    }

    /// The cover limit in milliseconds.
    fn cover_ms(&self) -> i64 {
        i64::from(self.cover_seconds).saturating_mul(SECOND_MS)
    }
}

/// Heartbeats with no gap above the online limit, by the server's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The first beat.
    pub first: Timestamp,
    /// The last beat.
    pub last: Timestamp,
}

/// A device's heartbeats, compressed to runs. All times are the server's `received_at`.
///
/// A window at least as long as the online limit holds a beat exactly when it touches a run, so
/// no answer about such windows is lost by the compression. At most 61 runs and 16 beats are
/// held. Rule: D-03, DEV-02.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnlineIntervals {
    runs: Vec<Run>,
    beats: Vec<Timestamp>,
    trimmed_uptime_ms: i64,
    beat_count: u64,
}

impl OnlineIntervals {
    /// Takes in a heartbeat and answers the runs that it let go of. A heartbeat that is older than the
    /// newest is not counted: the server's clock never goes back.
    pub fn beat(&mut self, received_at: Timestamp, limits: &HeartbeatLimits) -> Vec<Run> {
        if self.newest().is_some_and(|newest| received_at < newest) {
            return Vec::new();
        }
        match self.runs.last_mut() {
            Some(run) if received_at.since_ms(run.last) <= limits.online_ms() => {
                run.last = received_at;
            }
            _ => self.runs.push(Run { first: received_at, last: received_at }),
        }
        if self.beats.len() >= KEPT_BEATS {
            self.beats.remove(0);
        }
        self.beats.push(received_at);
        self.beat_count = self.beat_count.saturating_add(1);
        self.trim(received_at)
    }

    /// Lets go of runs that ended more than 5 hours ago (never the newest); their uptime stays.
    fn trim(&mut self, now: Timestamp) -> Vec<Run> {
        let keep_from = now.plus_ms(KEPT_RUN_MS.saturating_neg());
        let old = self.runs.partition_point(|run| run.last < keep_from);
        let old = old.min(self.runs.len().saturating_sub(1));
        let ended: Vec<Run> = self.runs.drain(..old).collect();
        for run in &ended {
            let lasted_ms = run.last.since_ms(run.first);
            self.trimmed_uptime_ms = self.trimmed_uptime_ms.saturating_add(lasted_ms);
        }
        ended
    }

    /// True when a heartbeat was received between the two moments (both inclusive).
    ///
    /// Exact for windows at least as long as the online limit that begin less than 5 hours before
    /// the newest beat.
    #[must_use]
    fn heard_between(&self, from: Timestamp, to: Timestamp) -> bool {
        let begun = self.runs.partition_point(|run| run.first <= to);
        begun.checked_sub(1).and_then(|i| self.runs.get(i)).is_some_and(|run| run.last >= from)
    }

    /// True when a play may be billed: a heartbeat was received between 10 minutes before it (or
    /// before its arrival, where that is earlier) and its arrival. Rule: D-03, `DEVICE_OFFLINE`.
    #[must_use]
    pub fn covers(
        &self,
        played_at: Timestamp,
        received_at: Timestamp,
        limits: &HeartbeatLimits,
    ) -> bool {
        let from = played_at.min(received_at).plus_ms(limits.cover_ms().saturating_neg());
        self.heard_between(from, received_at)
    }

    /// True when the newest heartbeat is younger than 5 minutes. Rule: D-03.
    #[must_use]
    pub fn online_at(&self, now: Timestamp, limits: &HeartbeatLimits) -> bool {
        self.newest().is_some_and(|newest| now.since_ms(newest) < limits.online_ms())
    }

    /// The newest heartbeat.
    #[must_use]
    pub fn newest(&self) -> Option<Timestamp> {
        self.runs.last().map(|run| run.last)
    }

    /// The newest heartbeat at or before a moment.
    ///
    /// Exact within the last 16 beats and at the ends of runs. Within an older run it is the
    /// earliest that it can have been (the online limit before the moment, at most), so "older
    /// than 5 minutes" is exact there too. `None` where nothing is known from before.
    #[must_use]
    pub fn newest_before(&self, moment: Timestamp, limits: &HeartbeatLimits) -> Option<Timestamp> {
        let earlier = self.beats.partition_point(|beat| *beat <= moment);
        if let Some(beat) = earlier.checked_sub(1).and_then(|i| self.beats.get(i)) {
            return Some(*beat);
        }
        let begun = self.runs.partition_point(|run| run.first <= moment);
        let run = begun.checked_sub(1).and_then(|i| self.runs.get(i))?;
        if run.last <= moment {
            return Some(run.last);
        }
        Some(run.first.max(moment.plus_ms(limits.online_ms().saturating_neg())))
    }

    /// The age of the newest heartbeat at a moment, in milliseconds (see `newest_before`).
    #[must_use]
    pub fn age_ms_at(&self, moment: Timestamp, limits: &HeartbeatLimits) -> Option<i64> {
        self.newest_before(moment, limits).map(|beat| moment.since_ms(beat))
    }

    /// The runs of the last 5 hours, oldest first.
    #[must_use]
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// Milliseconds between first and last beats of all runs ever.
    #[must_use]
    pub fn uptime_ms(&self) -> i64 {
        self.runs.iter().fold(self.trimmed_uptime_ms, |sum, run| {
            sum.saturating_add(run.last.since_ms(run.first))
        })
    }

    /// How many heartbeats were ever taken in.
    #[must_use]
    pub const fn beat_count(&self) -> u64 {
        self.beat_count
    }
}

#[cfg(test)]
#[path = "heartbeat_tests.rs"]
mod tests;
