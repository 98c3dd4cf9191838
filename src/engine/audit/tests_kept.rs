//! Counters of A/B tests and test runs against what the plays add up to. Rule: ABT-03, CAM-14.

use std::collections::{BTreeMap, BTreeSet};

use super::books::{Books, read_all, read_sealed, standing};
use crate::{
    db::Table,
    domain::{
        campaign::{
            ab_test::{AbTest, VariantCounts, VariantRef},
            test_mode::TestFigures,
        },
        ids::CampaignNo,
        impression::record::{ImpressionRow, Overlay, PlayStatus},
    },
    engine::{
        ab::Seen,
        load::LoadError,
        plays::{figures_mut, test_play, variant_play},
    },
};

/// What the plays add up to.
#[derive(Default)]
pub(super) struct TestBooks {
    variants: BTreeMap<VariantRef, VariantCounts>,
    seen: BTreeSet<(VariantRef, Seen)>,
    runs: BTreeMap<CampaignNo, Vec<TestFigures>>,
    engaged_seconds: Vec<u32>,
}

impl Books<'_> {
    /// Reads what the counting of plays depends on.
    pub(super) fn read_tests(&mut self) -> Result<(), LoadError> {
        let tests: Vec<AbTest> = read_all(self.snapshot, Table::AbTests, &mut self.report)?;
        self.tests.engaged_seconds = tests.iter().map(|test| test.engaged_seconds).collect();
        Ok(())
    }

    /// Counts a play by the verdict that holds now, in one step.
    pub(super) fn count_tests(&mut self, play: &ImpressionRow, overlay: Option<&Overlay>) {
        let (status, _) = standing(play, overlay);
        if let Some(of) = play.ab_test {
            let zone = self.stores.get(play.store.index()).map(|store| store.zone.clone());
            let local = zone.map_or(0, |zone| play.played_at.local(&zone).hour());
            let counted = variant_play(play, overlay, u8::try_from(local).unwrap_or(0));
            let engaged = self.tests.engaged_seconds.get(of.test.index()).copied().unwrap_or(0);
            let counts = self.tests.variants.entry(of).or_default();
            counts.count(&counted, engaged);
            if status == PlayStatus::Verified {
                for (seen, unique) in [
                    (Seen::Device(play.device), &mut counts.devices),
                    (Seen::Store(play.store), &mut counts.stores),
                ] {
                    *unique += u32::from(self.tests.seen.insert((of, seen)));
                }
            }
        }
        if let (Some(campaign), Some(place)) = (play.campaign, play.test_run) {
            let runs = self.tests.runs.entry(campaign).or_default();
            figures_mut(runs, usize::from(place)).count(&test_play(play, overlay));
        }
    }

    /// The figures of a campaign's test runs as the plays add up to.
    pub(super) fn expected_runs(&self, campaign: CampaignNo) -> Vec<TestFigures> {
        self.tests.runs.get(&campaign).cloned().unwrap_or_default()
    }

    /// Counters and the list of devices and stores, of every A/B test.
    pub(super) fn compare_tests(&mut self) -> Result<(), LoadError> {
        let mut kept: BTreeMap<u32, Vec<VariantCounts>> = BTreeMap::new();
        let snapshot = self.snapshot;
        snapshot.scan(Table::AbCounts, .., |key, value| {
            let number = key.first_chunk::<4>().map_or(0, |bytes| u32::from_be_bytes(*bytes));
            if let Some(counts) = read_sealed(&mut self.report, Table::AbCounts, key, value) {
                kept.insert(number, counts);
            }
            Ok(true)
        })?;
        let tests: Vec<AbTest> = read_all(self.snapshot, Table::AbTests, &mut self.report)?;
        for test in &tests {
            let found = kept.remove(&test.no.0).unwrap_or_default();
            for (place, variant) in test.variants.iter().enumerate() {
                let of = VariantRef { test: test.no, variant: u8::try_from(place).unwrap_or(0) };
                let expected = self.tests.variants.remove(&of).unwrap_or_default();
                let found = found.get(place).cloned().unwrap_or_default();
                let subject = format!("{} variant {}", test.id, variant.id);
                self.report.equal("counters of a variant", subject, &expected, &found);
            }
        }
        for (of, expected) in std::mem::take(&mut self.tests.variants) {
            let subject = format!("test {} variant {}", of.test.0, of.variant);
            self.report.add(
                "plays of a variant have their test",
                subject,
                "a test",
                format!("{expected:?}"),
            );
        }
        let mut seen = BTreeSet::new();
        snapshot.scan(Table::AbSeen, .., |key, _| {
            seen.extend(Seen::from_key(key));
            Ok(true)
        })?;
        self.report.equal("devices and stores of variants", "all", &self.tests.seen, &seen);
        Ok(())
    }
}
