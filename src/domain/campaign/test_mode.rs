//! Test mode: a scheduled campaign runs in a few stores for some hours, with real billing.
//! Rule: CAM-14, D-57.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{model::Campaign, status::CampaignStatus, timeline::PlayTimes};
use crate::domain::{
    ids::StoreNo,
    impression::record::PlayStatus,
    money::{Amount, Dollars},
    refusal::FieldError,
    time::{HOUR_MS, Timestamp},
    words::words,
};

words! {
    /// What a status alone does not say. Rule: D-41.
    SubStatus {
        /// A scheduled campaign that is being tested.
        Test = "TEST",
    }
}

words! {
    /// Why a test run ended. Rule: CAM-14.
    TestEnd {
        /// Its hours are over.
        WindowOver = "WINDOW_OVER",
        /// Its budget does not pay another play.
        BudgetSpent = "BUDGET_SPENT",
        /// A person stopped it.
        Stopped = "STOPPED",
        /// The campaign began.
        CampaignStarted = "CAMPAIGN_STARTED",
        /// The campaign was paused, stopped or cancelled.
        CampaignStopped = "CAMPAIGN_STOPPED",
    }
}

/// The numbers of test mode.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TestModeLimits {
    /// Hours at most.
    pub max_hours: u32,
    /// Stores at most.
    pub max_stores: usize,
    /// Budget at least, USD.
    pub min_budget: u32,
    /// Budget at most, USD.
    pub max_budget: u32,
}

impl Default for TestModeLimits {
    fn default() -> Self {
        Self { max_hours: 24, max_stores: 3, min_budget: 10, max_budget: 50 }
    }
}

/// One test of a campaign before its start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TestRun {
    /// Id for the outside.
    pub id: Uuid,
    /// Where; target stores of the campaign.
    pub stores: Vec<StoreNo>,
    /// What it may spend of the campaign's budget.
    pub budget: Amount,
    /// Beginning, server clock.
    pub started_at: Timestamp,
    /// End at the latest.
    pub planned_end: Timestamp,
    /// End.
    pub ended_at: Option<Timestamp>,
    /// Why it ended.
    pub ended_by: Option<TestEnd>,
    /// Whether plays that were on screen at its end may still arrive.
    pub honours_plays_under_way: bool,
}

/// Everything wrong with what a test is asked to be. Rule: CAM-14.
#[must_use]
pub fn test_failures(
    stores: usize,
    hours: i64,
    budget: Amount,
    limits: &TestModeLimits,
) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    let mut object = |field: &str, message: String| {
        let (field, error) = (field.to_owned(), "RANGE".to_owned());
        wrong.push(FieldError { field, error, message });
    };
    if stores == 0 || stores > limits.max_stores {
        object("stores", format!("A test runs in 1-{} stores, not {stores}", limits.max_stores));
    }
    if !(1..=i64::from(limits.max_hours)).contains(&hours) {
        let most = limits.max_hours;
        object("duration_hours", format!("A test lasts 1-{most} hours, not {hours}"));
    }
    let least = Amount::from_units(i64::from(limits.min_budget));
    let most = Amount::from_units(i64::from(limits.max_budget));
    if budget < least || budget > most || !budget.is_whole_cents() {
        let message = format!(
            "A test budget lies between {} and {} with 2 decimals, not {}",
            Dollars(least),
            Dollars(most),
            Dollars(budget)
        );
        object("test_budget", message);
    }
    wrong
}

/// The end of a test that begins now: after its hours, at the campaign's start at the latest.
/// Rule: D-57.
#[must_use]
pub fn planned_end(now: Timestamp, hours: i64, start_date: Timestamp) -> Timestamp {
    now.plus_ms(hours.saturating_mul(HOUR_MS)).min(start_date)
}

impl TestRun {
    /// The first moment after it, as far as is known.
    #[must_use]
    pub fn end(&self) -> Timestamp {
        self.ended_at.unwrap_or(self.planned_end)
    }

    /// Whether it covers a moment.
    #[must_use]
    pub fn covers(&self, moment: Timestamp) -> bool {
        self.started_at <= moment && moment < self.end()
    }
}

impl Campaign {
    /// The test that runs, if any.
    #[must_use]
    pub fn open_test(&self) -> Option<(usize, &TestRun)> {
        let newest = self.test_runs.iter().enumerate().next_back();
        newest.filter(|(_, run)| run.ended_at.is_none())
    }

    /// The test that a play bills under: on screen while it ran, or at its end with the usual
    /// grace. Rule: D-12, D-57.
    #[must_use]
    pub fn test_of_play(&self, play: PlayTimes, grace_ms: i64) -> Option<&TestRun> {
        let run = self.test_at(play.played_at).and_then(|place| self.test_runs.get(place))?;
        let in_grace = run.honours_plays_under_way
            && play.started_at < run.end()
            && play.received_at.since_ms(run.end()) <= grace_ms;
        (run.covers(play.played_at) || in_grace).then_some(run)
    }

    /// The place of the test that a play of a moment counts into: the newest that began before, as
    /// long as the campaign itself had not begun.
    #[must_use]
    pub fn test_at(&self, moment: Timestamp) -> Option<usize> {
        if self.test_runs.is_empty() {
            return None;
        }
        let mut active = self.status.iter().filter(|(_, s)| s.status == CampaignStatus::Active);
        if active.next().is_some_and(|(since, _)| since <= moment) {
            return None;
        }
        self.test_runs.iter().rposition(|run| run.started_at <= moment)
    }

    /// What the status alone does not say. Rule: D-41, D-57.
    #[must_use]
    pub fn sub_status(&self) -> Option<SubStatus> {
        let is_scheduled = self.status_now() == CampaignStatus::Scheduled;
        (is_scheduled && self.open_test().is_some()).then_some(SubStatus::Test)
    }
}

/// Plays of a test in one store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreFigures {
    /// Billed plays.
    pub verified: u64,
    /// Refused plays.
    pub rejected: u64,
    /// Charged for billed plays.
    pub spent: Amount,
    /// Sum of the quality scores of billed plays.
    pub quality_sum: u64,
}

/// Counters of a test; part of the same commit as its plays. Rule: CAM-14.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestFigures {
    /// Plays that wait for review.
    pub under_review: u64,
    /// Charged for billed plays and reserved for those under review.
    pub used: Amount,
    /// By store.
    pub stores: BTreeMap<StoreNo, StoreFigures>,
}

/// A play as a test counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TestPlay {
    /// The verdict that holds.
    pub status: PlayStatus,
    /// Where.
    pub store: StoreNo,
    /// Paid from the budget.
    pub charged: Amount,
    /// 0 to 100.
    pub quality: u8,
}

impl TestFigures {
    /// Counts a play as it was decided first.
    pub fn count(&mut self, play: &TestPlay) {
        match play.status {
            PlayStatus::UnderReview => {
                self.under_review = self.under_review.saturating_add(1);
                self.used = self.used.checked_add(play.charged).unwrap_or(self.used);
            }
            PlayStatus::Verified => {
                self.used = self.used.checked_add(play.charged).unwrap_or(self.used);
                self.count_verified(play);
            }
            PlayStatus::Rejected => self.count_rejected(play),
        }
    }

    /// Counts the decision on a play that was under review.
    pub fn decide(&mut self, play: &TestPlay) {
        self.under_review = self.under_review.saturating_sub(1);
        if play.status == PlayStatus::Verified {
            self.count_verified(play);
        } else {
            self.used = self.used.minus_or_zero(play.charged);
            self.count_rejected(play);
        }
    }

    fn count_verified(&mut self, play: &TestPlay) {
        let store = self.stores.entry(play.store).or_default();
        store.verified = store.verified.saturating_add(1);
        store.spent = store.spent.checked_add(play.charged).unwrap_or(store.spent);
        store.quality_sum = store.quality_sum.saturating_add(u64::from(play.quality));
    }

    fn count_rejected(&mut self, play: &TestPlay) {
        let store = self.stores.entry(play.store).or_default();
        store.rejected = store.rejected.saturating_add(1);
    }

    /// The stores together.
    #[must_use]
    pub fn total(&self) -> StoreFigures {
        self.stores.values().fold(StoreFigures::default(), |sum, one| StoreFigures {
            verified: sum.verified.saturating_add(one.verified),
            rejected: sum.rejected.saturating_add(one.rejected),
            spent: sum.spent.checked_add(one.spent).unwrap_or(sum.spent),
            quality_sum: sum.quality_sum.saturating_add(one.quality_sum),
        })
    }

    /// What of a test's budget is left.
    #[must_use]
    pub fn remaining(&self, budget: Amount) -> Amount {
        budget.minus_or_zero(self.used)
    }
}

impl StoreFigures {
    /// What a thousand plays cost, half-even to 2 decimals; `None` without plays.
    #[must_use]
    pub fn cpm(&self) -> Option<Amount> {
        let plays = rust_decimal::Decimal::from(self.verified);
        let thousand = self.spent.to_decimal().checked_mul(rust_decimal::Decimal::from(1000))?;
        Amount::from_decimal_half_even(thousand.checked_div(plays)?, 2).ok()
    }

    /// The mean quality score, rounded to the nearest; `None` without plays.
    #[must_use]
    pub fn mean_quality(&self) -> Option<u64> {
        let half = self.verified.checked_div(2)?;
        self.quality_sum.saturating_add(half).checked_div(self.verified)
    }
}

#[cfg(test)]
#[path = "test_mode_tests.rs"]
mod tests;
