//! A/B tests in memory: rows, counters of their variants, timers; how they are kept and rebuilt.
//! Rule: ABT-02, ABT-03.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    command::{Changes, Record},
    core::Engine,
    live::{Lease, Live, Timer},
    load::{row, sealed},
    registry::Registry,
};
use crate::{
    db::{Snapshot, StoreError, Table, codec},
    domain::{
        campaign::{
            ab_test::{AbStatus, AbTest, VariantCounts, VariantRef},
            model::Campaign,
        },
        ids::{AbTestNo, CampaignNo, DeviceNo, StoreNo},
        impression::record::Submission,
        time::{SECOND_MS, Timestamp},
    },
};

/// A device or store that showed a variant: counted once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seen {
    /// A device.
    Device(DeviceNo),
    /// A store.
    Store(StoreNo),
}

impl Seen {
    /// Key of its row: test, variant, kind, number.
    #[must_use]
    pub fn key(self, of: VariantRef) -> [u8; 10] {
        let (kind, number) = match self {
            Self::Device(no) => (0, no.0),
            Self::Store(no) => (1, no.0),
        };
        let [a, b, c, d] = of.test.0.to_be_bytes();
        let [w, x, y, z] = number.to_be_bytes();
        [a, b, c, d, of.variant, kind, w, x, y, z]
    }

    /// Back from a key.
    #[must_use]
    pub fn from_key(key: &[u8]) -> Option<(VariantRef, Self)> {
        let key: [u8; 10] = key.try_into().ok()?;
        let [a, b, c, d, variant, kind, w, x, y, z] = key;
        let of = VariantRef { test: AbTestNo(u32::from_be_bytes([a, b, c, d])), variant };
        let number = u32::from_be_bytes([w, x, y, z]);
        let seen =
            if kind == 0 { Self::Device(DeviceNo(number)) } else { Self::Store(StoreNo(number)) };
        Some((of, seen))
    }
}

/// All A/B tests with their counters.
#[derive(Default)]
pub struct AbLive {
    /// Rows.
    pub tests: Registry<AbTest>,
    /// Counters of the variants, by the test's number.
    pub counts: Vec<Vec<VariantCounts>>,
    /// Devices and stores that are counted already.
    pub seen: FxHashSet<(VariantRef, Seen)>,
    /// Tests of a campaign, oldest first.
    pub of_campaign: FxHashMap<CampaignNo, Vec<AbTestNo>>,
    /// Tests whose counters changed in the group.
    pub touched: FxHashSet<AbTestNo>,
    /// The timer that is set for a test.
    timers: FxHashMap<AbTestNo, Timestamp>,
}

impl AbLive {
    /// The newest test of a campaign.
    #[must_use]
    pub fn newest(&self, campaign: CampaignNo) -> Option<&Arc<AbTest>> {
        let newest = self.of_campaign.get(&campaign)?.last()?;
        self.tests.get(newest.0)
    }

    /// The test of a campaign that runs.
    #[must_use]
    pub fn running(&self, campaign: CampaignNo) -> Option<&Arc<AbTest>> {
        self.newest(campaign).filter(|test| test.status == AbStatus::Running)
    }

    /// Counters of a test, in the order of its variants.
    #[must_use]
    pub fn counts_of(&self, test: AbTestNo) -> &[VariantCounts] {
        self.counts.get(test.index()).map_or(&[], Vec::as_slice)
    }

    fn note(&mut self, test: &Arc<AbTest>) {
        self.tests.put(Arc::clone(test));
        if test.no.index() >= self.counts.len() {
            self.counts.push(vec![VariantCounts::default(); test.variants.len()]);
            self.of_campaign.entry(test.campaign).or_default().push(test.no);
        }
    }
}

impl Live {
    /// The variant that a play names: the one that its lease was granted for, or without lease that
    /// of the test that was in force when the play began. Rule: ABT-02, D-08.
    #[must_use]
    pub fn named_variant(
        &self,
        campaign: Option<&Campaign>,
        sent: &Submission,
        lease: Option<&Lease>,
    ) -> Option<VariantRef> {
        let id = sent.variant_id.as_deref()?;
        if let Some(lease) = lease {
            return lease.ab_test.filter(|_| lease.variant.as_deref() == Some(id));
        }
        let began = sent.played_at.plus_ms(-i64::from(sent.duration_actual) * SECOND_MS);
        let tests = self.ab.of_campaign.get(&campaign?.no)?;
        let mut tests = tests.iter().rev().filter_map(|no| self.ab.tests.get(no.0));
        tests.find(|test| test.in_force(began))?.named(id)
    }

    /// Sets the timer of a test: its next look, or the end of a licence of its content before it.
    fn arm_ab_test(&mut self, test: &AbTest) {
        if let Some(old) = self.ab.timers.remove(&test.no) {
            self.timers.remove(&(old, Timer::AbTest(test.no)));
        }
        if !test.is_drawing() {
            return;
        }
        let assets = test.variants.iter().flat_map(|variant| &variant.assets);
        let assets = assets.filter_map(|no| self.assets.get(no.0));
        let licences = assets.filter_map(|asset| asset.license_expires_at);
        let due = licences.filter(|end| *end > test.checked_at).chain(test.next_look_at).min();
        if let Some(due) = due {
            self.timers.insert((due, Timer::AbTest(test.no)));
            self.ab.timers.insert(test.no, due);
        }
    }

    /// Reads tests and counters at start.
    pub(super) fn load_ab(&mut self, snapshot: &Snapshot) -> Result<(), StoreError> {
        snapshot.scan(Table::AbTests, .., |_, value| {
            let test: AbTest = row(Table::AbTests, value)?;
            self.ab.note(&Arc::new(test));
            Ok(true)
        })?;
        snapshot.scan(Table::AbCounts, .., |key, value| {
            let counts: Vec<VariantCounts> = sealed(Table::AbCounts, key, value)?;
            let number = key.first_chunk::<4>().map_or(0, |bytes| u32::from_be_bytes(*bytes));
            if let Some(slot) = self.ab.counts.get_mut(number as usize) {
                *slot = counts;
            }
            Ok(true)
        })?;
        snapshot.scan(Table::AbSeen, .., |key, _| {
            self.ab.seen.extend(Seen::from_key(key));
            Ok(true)
        })?;
        for test in self.ab.tests.iter().cloned().collect::<Vec<_>>() {
            self.arm_ab_test(&test);
        }
        Ok(())
    }
}

impl Engine {
    /// Writes and keeps a test.
    pub(super) fn put_ab_test(&mut self, test: &Arc<AbTest>) {
        self.batch.put(Table::AbTests, &test.no.0.to_be_bytes(), codec::encode(&**test));
        self.live.ab.note(test);
        self.live.ab.touched.insert(test.no);
        self.live.arm_ab_test(test);
    }

    /// Notes that a device and store showed a variant; answers which of them were new.
    pub(super) fn note_seen(&mut self, of: VariantRef, seen: Seen) -> bool {
        let is_new = self.live.ab.seen.insert((of, seen));
        if is_new {
            self.batch.put(Table::AbSeen, &seen.key(of), Vec::new());
        }
        is_new
    }

    /// Writes the counters of tests that the group touched.
    pub(super) fn flush_ab_counts(&mut self) {
        let touched: Vec<AbTestNo> = self.live.ab.touched.drain().collect();
        for test in touched {
            let key = test.0.to_be_bytes();
            let counts = self.live.ab.counts_of(test).to_vec();
            self.batch.put(Table::AbCounts, &key, codec::encode_sealed(&key, &counts));
            self.publication.ab_tests.insert(test);
        }
    }

    /// Campaigns whose tests may have to follow a change of their own or of their content.
    pub(super) fn tested_campaigns(&self, changes: &Changes) -> Vec<CampaignNo> {
        let mut touched = Vec::new();
        for record in &changes.records {
            match record {
                Record::Campaign(row) => touched.push(row.no),
                Record::Asset(row) => {
                    let plays = |test: &Arc<AbTest>| {
                        test.variants.iter().any(|variant| variant.assets.contains(&row.no))
                    };
                    let running = self
                        .live
                        .ab
                        .tests
                        .iter()
                        .filter(|test| test.status == AbStatus::Running && plays(test));
                    touched.extend(running.map(|test| test.campaign));
                }
                _ => {}
            }
        }
        touched
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_what_was_seen_lead_back() {
        let of = VariantRef { test: AbTestNo(7), variant: 3 };
        for seen in [Seen::Device(DeviceNo(9)), Seen::Store(StoreNo(70_000))] {
            assert_eq!(Seen::from_key(&seen.key(of)), Some((of, seen)));
        }
        assert_eq!(Seen::from_key(b"short"), None);
    }
}
