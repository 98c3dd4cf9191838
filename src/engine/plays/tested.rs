//! What tests count: variants of A/B tests, and campaigns that are tested before their start.
//! Rule: ABT-03, CAM-14.

use crate::{
    domain::{
        campaign::{
            ab_test::VariantPlay,
            model::Campaign,
            test_mode::{TestEnd, TestFigures, TestPlay},
        },
        ids::CampaignNo,
        impression::record::{ImpressionRow, Overlay, PlayStatus},
        money::Amount,
        time::Timestamp,
    },
    engine::{ab::Seen, core::Engine, live::Live, plays::cheapest_cost},
};

/// A play as its variant counts it; the second verdict overlays the first.
#[must_use]
pub fn variant_play(row: &ImpressionRow, overlay: Option<&Overlay>, local_hour: u8) -> VariantPlay {
    VariantPlay {
        status: overlay.map_or(row.status, |decided| decided.status),
        reason: overlay.map_or(row.reason, |decided| decided.reason),
        seconds: row.duration_actual,
        content_seconds: u32::from(row.duration_expected),
        cost: row.money.cost,
        local_hour,
    }
}

/// A play as its test run counts it.
#[must_use]
pub fn test_play(row: &ImpressionRow, overlay: Option<&Overlay>) -> TestPlay {
    TestPlay {
        status: overlay.map_or(row.status, |decided| decided.status),
        store: row.store,
        charged: row.money.charged,
        quality: row.quality,
    }
}

/// Figures of a test run, made when they are the first.
pub fn figures_mut(runs: &mut Vec<TestFigures>, place: usize) -> &mut TestFigures {
    if runs.len() <= place {
        runs.resize_with(place + 1, TestFigures::default);
    }
    &mut runs[place]
}

impl Engine {
    /// Counts a play that was just decided.
    pub(super) fn count_tests(&mut self, row: &ImpressionRow) {
        self.count_variant(row, None);
        self.count_test_run(row, None);
    }

    /// Counts a decision on a play that was under review.
    pub(super) fn count_tests_decision(&mut self, row: &ImpressionRow, overlay: &Overlay) {
        self.count_variant(row, Some(overlay));
        self.count_test_run(row, Some(overlay));
    }

    fn count_variant(&mut self, row: &ImpressionRow, overlay: Option<&Overlay>) {
        let Some(of) = row.ab_test else { return };
        let Some(engaged) = self.live.ab.tests.get(of.test.0).map(|test| test.engaged_seconds)
        else {
            return;
        };
        let local = row.played_at.local(&self.live.zone(row.store));
        let play = variant_play(row, overlay, u8::try_from(local.hour()).unwrap_or(0));
        let (mut devices, mut stores) = (0, 0);
        if play.status == PlayStatus::Verified {
            devices = u32::from(self.note_seen(of, Seen::Device(row.device)));
            stores = u32::from(self.note_seen(of, Seen::Store(row.store)));
        }
        let counts = self.live.ab.counts.get_mut(of.test.index());
        let Some(counts) = counts.and_then(|all| all.get_mut(of.index())) else { return };
        match overlay {
            None => counts.count(&play, engaged),
            Some(_) => counts.decide(&play, engaged),
        }
        counts.devices += devices;
        counts.stores += stores;
        self.live.ab.touched.insert(of.test);
    }

    fn count_test_run(&mut self, row: &ImpressionRow, overlay: Option<&Overlay>) {
        let (Some(no), Some(place)) = (row.campaign, row.test_run) else { return };
        let runs = &mut self.live.campaign_live[no.index()].totals.test_runs;
        let (figures, play) = (figures_mut(runs, usize::from(place)), test_play(row, overlay));
        match overlay {
            None => figures.count(&play),
            Some(_) => figures.decide(&play),
        }
    }

    /// Ends a test that cannot pay another play. Rule: CAM-14.
    pub(super) fn watch_test(&mut self, campaign: &Campaign, cost: Amount, now: Timestamp) {
        let Some((place, run)) = campaign.open_test() else { return };
        let left = self.live.test_remaining(campaign, place);
        let near = Amount::from_micros(cost.micros().saturating_mul(4));
        if left >= near {
            return;
        }
        let mut tested = campaign.clone();
        tested.target_stores.clone_from(&run.stores);
        let cheapest = cheapest_cost(&self.live, &self.settings, &tested, now);
        if left.is_zero() || cheapest.is_some_and(|least| left < least) {
            let changes = crate::engine::commands::test_mode::end(
                &self.live,
                campaign,
                TestEnd::BudgetSpent,
                true,
                now,
            );
            self.apply(now, &crate::engine::Actor::system(), changes);
        }
    }
}

impl Live {
    /// Figures of a campaign's test run.
    #[must_use]
    pub fn test_figures(&self, campaign: CampaignNo, place: usize) -> TestFigures {
        let totals = self.totals(campaign);
        totals.and_then(|totals| totals.test_runs.get(place)).cloned().unwrap_or_default()
    }

    /// What a test run can still spend: of its own budget, and of the campaign's.
    #[must_use]
    pub fn test_remaining(&self, campaign: &Campaign, place: usize) -> Amount {
        let budget = campaign.test_runs.get(place).map_or(Amount::ZERO, |run| run.budget);
        let left = self.test_figures(campaign.no, place).remaining(budget);
        left.min(self.remaining(campaign.no))
    }
}
