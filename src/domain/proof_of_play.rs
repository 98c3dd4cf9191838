//! Proof of play: aggregates of a campaign's day, the immutable daily record, supplements.
//! Rule: POP-01, POP-02, D-60, D-61, D-62.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    ids::{CampaignNo, DeviceNo, StoreNo},
    money::Amount,
    refusal::Code,
    time::{Day, Timestamp},
};

/// What an aggregate will become. Rule: D-60.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AggregateKind {
    /// The record of the day, cut at midnight UTC.
    Record,
    /// Plays that arrived after the record was cut.
    Late,
    /// Plays whose review was decided after the record was cut.
    ReviewResolved,
    /// Plays that were charged back after the record was cut: what it holds is taken back.
    Chargeback,
}

/// Which aggregate a play counts into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AggregateKey {
    /// UTC day of `played_at`.
    pub day: Day,
    /// Campaign.
    pub campaign: CampaignNo,
    /// Record or supplement.
    pub kind: AggregateKind,
}

impl AggregateKey {
    /// Bytes in day order.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 9] {
        let [a, b, c, d] = self.day.number().to_be_bytes();
        let [e, f, g, h] = self.campaign.0.to_be_bytes();
        [a, b, c, d, e, f, g, h, self.kind as u8]
    }
}

/// Plays and seconds of one store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreTally {
    /// Verified plays.
    pub impressions: u64,
    /// Seconds played.
    pub duration_seconds: u64,
    /// Of their cost, the supplier's share (rule PAY-01).
    pub share: Amount,
}

/// Counters of one campaign and day; a fold over its plays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayAggregate {
    /// Verified plays.
    pub verified: u64,
    /// Plays still under review when counted.
    pub under_review: u64,
    /// Rejected plays by reason.
    pub rejected: BTreeMap<Code, u64>,
    /// Seconds of verified plays.
    pub duration_seconds: u64,
    /// Cost of verified plays.
    pub cost: Amount,
    /// Verified plays that came through a queue (EC16: "backfill").
    pub backfilled: u64,
    /// Verified plays by UTC hour.
    pub hourly: BTreeMap<u8, u64>,
    /// Verified plays by the store's local hour.
    pub hourly_local: BTreeMap<u8, u64>,
    /// Verified plays by store.
    pub stores: BTreeMap<StoreNo, StoreTally>,
    /// Devices with a verified play.
    pub devices: BTreeSet<DeviceNo>,
    /// Verified plays by store and device.
    pub screens: BTreeMap<(StoreNo, DeviceNo), u64>,
}

/// One play as an aggregate counts it.
#[derive(Clone, Copy, Debug)]
pub struct CountedPlay {
    /// Store.
    pub store: StoreNo,
    /// Device.
    pub device: DeviceNo,
    /// End of the play.
    pub played_at: Timestamp,
    /// Hour of the store's wall clock.
    pub local_hour: u8,
    /// Seconds.
    pub duration_seconds: u32,
    /// Cost.
    pub cost: Amount,
    /// Of the cost, the supplier's share.
    pub share: Amount,
    /// Came through a queue.
    pub backfilled: bool,
}

impl DayAggregate {
    /// Counts a verified play.
    pub fn count_verified(&mut self, play: &CountedPlay) {
        bump(&mut self.verified);
        let seconds = u64::from(play.duration_seconds);
        self.duration_seconds = self.duration_seconds.saturating_add(seconds);
        self.cost = self.cost.checked_add(play.cost).unwrap_or(self.cost);
        if play.backfilled {
            bump(&mut self.backfilled);
        }
        bump(self.hourly.entry(play.played_at.utc_hour()).or_default());
        bump(self.hourly_local.entry(play.local_hour).or_default());
        let store = self.stores.entry(play.store).or_default();
        bump(&mut store.impressions);
        store.duration_seconds = store.duration_seconds.saturating_add(seconds);
        store.share = store.share.checked_add(play.share).unwrap_or(store.share);
        self.devices.insert(play.device);
        bump(self.screens.entry((play.store, play.device)).or_default());
    }

    /// Counts a rejected play.
    pub fn count_rejected(&mut self, reason: Code) {
        bump(self.rejected.entry(reason).or_default());
    }

    /// Counts a play that waits for review.
    pub fn count_under_review(&mut self) {
        bump(&mut self.under_review);
    }

    /// A play under review was decided in the same aggregate.
    pub fn leave_review(&mut self) {
        self.under_review = self.under_review.saturating_sub(1);
    }

    /// Adds another aggregate: sums, and unions of devices and stores.
    pub fn merge(&mut self, other: &Self) {
        self.verified = self.verified.saturating_add(other.verified);
        self.under_review = self.under_review.saturating_add(other.under_review);
        self.duration_seconds = self.duration_seconds.saturating_add(other.duration_seconds);
        self.cost = self.cost.checked_add(other.cost).unwrap_or(self.cost);
        self.backfilled = self.backfilled.saturating_add(other.backfilled);
        add_all(&mut self.rejected, &other.rejected);
        add_all(&mut self.hourly, &other.hourly);
        add_all(&mut self.hourly_local, &other.hourly_local);
        for (store, tally) in &other.stores {
            let mine = self.stores.entry(*store).or_default();
            mine.impressions = mine.impressions.saturating_add(tally.impressions);
            mine.duration_seconds = mine.duration_seconds.saturating_add(tally.duration_seconds);
            mine.share = mine.share.checked_add(tally.share).unwrap_or(mine.share);
        }
        self.devices.extend(&other.devices);
        add_all(&mut self.screens, &other.screens);
    }

    /// Takes back what another aggregate holds: its verified plays count as rejected by chargeback,
    /// and devices and stores without another play are gone. Rule: CHB-01, D-60.
    ///
    /// What is taken back must be in here: where several aggregates are added up, chargebacks come
    /// last.
    pub fn take_back(&mut self, other: &Self) {
        self.verified = self.verified.saturating_sub(other.verified);
        self.duration_seconds = self.duration_seconds.saturating_sub(other.duration_seconds);
        self.cost = self.cost.minus_or_zero(other.cost);
        self.backfilled = self.backfilled.saturating_sub(other.backfilled);
        take_all(&mut self.hourly, &other.hourly);
        take_all(&mut self.hourly_local, &other.hourly_local);
        take_all(&mut self.screens, &other.screens);
        for (store, tally) in &other.stores {
            let Some(mine) = self.stores.get_mut(store) else { continue };
            mine.impressions = mine.impressions.saturating_sub(tally.impressions);
            mine.duration_seconds = mine.duration_seconds.saturating_sub(tally.duration_seconds);
            mine.share = mine.share.minus_or_zero(tally.share);
        }
        self.stores.retain(|_, tally| tally.impressions > 0);
        let left: BTreeSet<DeviceNo> = self.screens.keys().map(|(_, device)| *device).collect();
        self.devices.retain(|device| !other.devices.contains(device) || left.contains(device));
        if other.verified > 0 {
            let charged_back = self.rejected.entry(Code::ChargebackApproved).or_default();
            *charged_back = charged_back.saturating_add(other.verified);
        }
    }

    /// All rejected plays.
    #[must_use]
    pub fn rejected_total(&self) -> u64 {
        self.rejected.values().fold(0, |sum, n| sum.saturating_add(*n))
    }
}

fn bump(counter: &mut u64) {
    *counter = counter.saturating_add(1);
}

fn take_all<K: Ord + Copy>(mine: &mut BTreeMap<K, u64>, other: &BTreeMap<K, u64>) {
    for (key, count) in other {
        if let Some(slot) = mine.get_mut(key) {
            *slot = slot.saturating_sub(*count);
        }
    }
    mine.retain(|_, count| *count > 0);
}

fn add_all<K: Ord + Copy>(mine: &mut BTreeMap<K, u64>, other: &BTreeMap<K, u64>) {
    for (key, count) in other {
        let slot = mine.entry(*key).or_default();
        *slot = slot.saturating_add(*count);
    }
}

/// The immutable record of a day (number 0) or a supplement to it (1, 2, …), linked by hash to the
/// one before it of the same campaign. Rule: POP-02, D-60.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DailyRecord {
    /// Campaign.
    pub campaign: CampaignNo,
    /// UTC day.
    pub day: Day,
    /// 0 = the record, then supplements.
    pub number: u32,
    /// What it holds.
    pub kind: AggregateKind,
    /// Generation: the slot of the daily job.
    pub generated_at: Timestamp,
    /// Figures.
    pub aggregate: DayAggregate,
    /// Hash of the campaign's record or supplement before this; zeros for the first.
    pub previous_hash: [u8; 32],
    /// SHA-256 over all of the above.
    pub hash: [u8; 32],
}

#[cfg(test)]
mod tests {
    use super::*;

    fn play(store: u32, device: u32) -> CountedPlay {
        CountedPlay {
            store: StoreNo(store),
            device: DeviceNo(device),
            played_at: Timestamp::parse("2026-02-05T09:30:00Z").unwrap(),
            local_hour: 16,
            duration_seconds: 15,
            cost: Amount::from_micros(78_000),
            share: Amount::from_micros(62_400),
            backfilled: device == 2,
        }
    }

    /// Rule: POP-01, D-61: unique counts are unions, never sums.
    #[test]
    fn merging_adds_counts_and_unites_devices() {
        let mut record = DayAggregate::default();
        record.count_verified(&play(1, 1));
        record.count_verified(&play(1, 2));
        record.count_rejected(Code::DeviceOffline);
        let mut late = DayAggregate::default();
        late.count_verified(&play(1, 2));
        late.count_verified(&play(2, 3));
        late.count_rejected(Code::DeviceOffline);
        record.merge(&late);
        assert_eq!(record.verified, 4);
        assert_eq!(record.devices.len(), 3);
        assert_eq!(record.stores.len(), 2);
        assert_eq!(record.hourly.get(&9), Some(&4));
        assert_eq!(record.hourly_local.get(&16), Some(&4));
        assert_eq!(record.duration_seconds, 60);
        assert_eq!(record.cost, Amount::from_micros(312_000));
        assert_eq!(record.backfilled, 2);
        assert_eq!(record.rejected.get(&Code::DeviceOffline), Some(&2));
    }

    /// Rule: CHB-01, D-60: what remains equals a count without the plays that are taken back.
    #[test]
    fn taking_back_leaves_what_was_never_there() {
        let one = |store, device| {
            let mut one = DayAggregate::default();
            one.count_verified(&play(store, device));
            one
        };
        let (mut record, mut expected) = (DayAggregate::default(), DayAggregate::default());
        for (store, device) in [(1, 1), (1, 2), (1, 2), (2, 2), (3, 3)] {
            record.merge(&one(store, device));
        }
        for (store, device) in [(1, 1), (1, 2), (2, 2)] {
            expected.merge(&one(store, device));
        }
        let late = one(4, 4);
        expected.merge(&late);
        expected.rejected.insert(Code::ChargebackApproved, 2);
        let mut taken = one(3, 3);
        taken.merge(&one(1, 2));
        let parts = [
            (AggregateKind::Chargeback, &taken),
            (AggregateKind::Record, &record),
            (AggregateKind::Late, &late),
        ];
        assert_eq!(crate::domain::report::totals(parts), expected);
        assert_eq!((expected.devices.len(), expected.stores.len()), (3, 3));
        // The last play of a store and a device takes both with it, and no trace stays but the reason.
        let mut single = one(1, 1);
        single.take_back(&one(1, 1));
        let rejected = BTreeMap::from([(Code::ChargebackApproved, 1)]);
        assert_eq!(single, DayAggregate { rejected, ..DayAggregate::default() });
    }
}
