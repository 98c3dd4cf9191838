//! What a campaign would deliver and cost: the formula of the rules, in whole numbers.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::{
    money::{Amount, AmountError, Dollars},
    refusal::Refusal,
    time::{DAY_MS, Timestamp},
};

/// The numbers of the estimate that an operator may set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EstimateRules {
    /// How much of the computed impressions is promised, in percent (the seed's × 0.7).
    pub conservative_percent: u32,
    /// How far the cost may lie above the budget, in percent of the budget (the seed's × 1.2).
    pub allowed_cost_percent: u32,
    /// Plays of one campaign in an hour on one device (rule CAM-17).
    pub plays_per_device_hour: u32,
}

impl Default for EstimateRules {
    fn default() -> Self {
        Self { conservative_percent: 70, allowed_cost_percent: 120, plays_per_device_hour: 2 }
    }
}

/// What the estimate needs to know of an eligible store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreReach {
    /// Visitors a day.
    pub daily_foot_traffic: u32,
    /// ACTIVE devices.
    pub device_count: u32,
    /// How long a visitor stays.
    pub avg_dwell_time_minutes: u32,
    /// Minutes of a week in which the store is open and the dayparts allow to play; a store
    /// without any contributes nothing.
    pub playable_minutes_a_week: u32,
}

/// What a campaign would deliver and cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Estimate {
    /// By the seed's formula, rounded down.
    pub estimated_impressions: u64,
    /// As many as the slots allow, rounded down.
    pub deliverable_impressions: u64,
    /// The cost of the seed's impressions, half-even to 2 decimals.
    pub estimated_cost: Amount,
    /// The mean CPM of the eligible devices by the price list, half-even to 2 decimals.
    pub estimated_cpm: Amount,
    /// What a thousand plays of the campaign's own content cost at its priority, half-even to 4
    /// decimals: what both costs rest on.
    pub expected_cpm: Amount,
    /// The cost of the lower of the two counts, half-even to 2 decimals: what is compared with the
    /// budget.
    pub expected_cost: Amount,
}

impl Estimate {
    /// The lower of the two counts, on which health and the comparison with the budget rest.
    ///
    /// Rule: D-49.
    #[must_use]
    pub fn expected_impressions(&self) -> u64 {
        self.estimated_impressions.min(self.deliverable_impressions)
    }
}

/// What a thousand plays cost, in the mean of the eligible devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeanCpm {
    /// By the price list: full length, normal priority (rule D-49).
    pub listed: Amount,
    /// As billed: with the discount for short content and the factor of the priority.
    pub paid: Amount,
}

/// The days a campaign runs, begun ones counted whole: 1 to 28 February inclusive are 28.
#[must_use]
pub fn duration_days(start_date: Timestamp, end_date: Timestamp) -> u32 {
    let length_ms = end_date.since_ms(start_date).max(0);
    let whole = length_ms.div_euclid(DAY_MS);
    let begun = i64::from(length_ms.rem_euclid(DAY_MS) > 0);
    u32::try_from(whole.saturating_add(begun)).unwrap_or(u32::MAX)
}

/// Estimates impressions and cost over the eligible stores.
///
/// Impressions: Σ(traffic × devices × dwell minutes ÷ 60 × days) × 0.7, rounded down once at the
/// end. Deliverable: 2 for each playable hour and device. Rule: CAM-07, D-46, D-49.
///
/// # Errors
/// `OutOfRange` when a cost does not fit.
pub fn estimate(
    stores: &[StoreReach],
    duration_days: u32,
    cpm: MeanCpm,
    rules: &EstimateRules,
) -> Result<Estimate, AmountError> {
    let days = u128::from(duration_days);
    let (mut visits, mut device_minutes) = (0_u128, 0_u128);
    for store in stores.iter().filter(|store| store.playable_minutes_a_week > 0) {
        let devices = u128::from(store.device_count);
        let visit_minutes = devices
            .saturating_mul(u128::from(store.daily_foot_traffic))
            .saturating_mul(u128::from(store.avg_dwell_time_minutes));
        visits = visits.saturating_add(visit_minutes);
        let playable = u128::from(store.playable_minutes_a_week);
        device_minutes = device_minutes.saturating_add(devices.saturating_mul(playable));
    }
    let impressions = share(visits, days, rules.conservative_percent, 60 * 100);
    let deliverable = share(device_minutes, days, rules.plays_per_device_hour, 60 * 7);
    let estimated_cost = cost(impressions, cpm.paid)?;
    Ok(Estimate {
        estimated_impressions: impressions,
        deliverable_impressions: deliverable,
        estimated_cost,
        estimated_cpm: Amount::from_decimal_half_even(cpm.listed.to_decimal(), 2)?,
        expected_cpm: Amount::from_decimal_half_even(cpm.paid.to_decimal(), 4)?,
        expected_cost: cost(impressions.min(deliverable), cpm.paid)?,
    })
}

/// `sum × days × factor ÷ divisor`, rounded down.
fn share(sum: u128, days: u128, factor: u32, divisor: u128) -> u64 {
    let product = sum.saturating_mul(days).saturating_mul(u128::from(factor));
    u64::try_from(product.checked_div(divisor).unwrap_or(0)).unwrap_or(u64::MAX)
}

/// `impressions × cpm ÷ 1000`, half-even to 2 decimals.
///
/// # Errors
/// `OutOfRange` when it does not fit.
pub fn cost(impressions: u64, cpm: Amount) -> Result<Amount, AmountError> {
    let exact = Decimal::from(impressions)
        .checked_mul(cpm.to_decimal())
        .and_then(|thousandfold| thousandfold.checked_div(Decimal::ONE_THOUSAND))
        .ok_or(AmountError::OutOfRange)?;
    Amount::from_decimal_half_even(exact, 2)
}

/// Checks that the expected cost stays within 120 % of the budget.
///
/// # Errors
/// A refusal about the field `budget` with both numbers. Rule: CAM-07, D-49.
pub fn check_against_budget(
    estimate: &Estimate,
    budget: Amount,
    rules: &EstimateRules,
) -> Result<(), Refusal> {
    let cost = i128::from(estimate.expected_cost.micros()).saturating_mul(100);
    let limit = i128::from(budget.micros()).saturating_mul(i128::from(rules.allowed_cost_percent));
    if cost <= limit {
        return Ok(());
    }
    let (cost, budget) = (Dollars(estimate.expected_cost), Dollars(budget));
    let message = format!("Estimated cost ({cost}) exceeds budget ({budget})");
    Err(Refusal::field("budget", "ESTIMATE", message))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: EstimateRules = EstimateRules {
        conservative_percent: 70,
        allowed_cost_percent: 120,
        plays_per_device_hour: 2,
    };
    const ALWAYS: u32 = 7 * 24 * 60;

    fn store(traffic: u32, devices: u32, dwell: u32, minutes: u32) -> StoreReach {
        StoreReach {
            daily_foot_traffic: traffic,
            device_count: devices,
            avg_dwell_time_minutes: dwell,
            playable_minutes_a_week: minutes,
        }
    }

    fn money(text: &str) -> Amount {
        Amount::parse(text).unwrap()
    }

    /// Stores, days, CPM → impressions, deliverable, cost, expected cost. Rule: CAM-07, D-46, D-49.
    #[test]
    fn follows_the_formula() {
        assert_eq!(EstimateRules::default(), RULES);
        type Row<'a> = (&'a [StoreReach], u32, &'a str, u64, u64, &'a str, &'a str);
        let table: &[Row<'_>] = &[
            (&[], 30, "50", 0, 0, "0", "0"),
            // 8000 × 1 × 0.5 h × 10 d × 0.7 = 28,000; 2 × 24 h × 10 d = 480
            (&[store(8000, 1, 30, ALWAYS)], 10, "78", 28_000, 480, "2184", "37.44"),
            // 1 × 1 × 1/60 × 1 × 0.7 = 0.0116…
            (&[store(1, 1, 1, ALWAYS)], 1, "78", 0, 48, "0", "0"),
            // 100 / 60 × 0.7 = 1.166…; three of them 3.5: rounded once
            (&[store(100, 1, 1, ALWAYS); 3], 1, "10", 3, 144, "0.03", "0.03"),
            // 9 h a day for 7 days: 126 for each of 2 devices
            (&[store(5000, 2, 20, 7 * 540)], 7, "45.5", 16_333, 252, "743.15", "11.47"),
            // closed when the dayparts play
            (&[store(5000, 2, 20, 0)], 7, "45.5", 0, 0, "0", "0"),
            // 10 days of a store open on Mondays from 9 to 10: 10/7 h, 2.86 plays
            (&[store(5000, 1, 60, 60)], 10, "10", 35_000, 2, "350", "0.02"),
        ];
        for (stores, days, cpm, impressions, deliverable, whole, expected) in table {
            let listed = money("120");
            let cpm = MeanCpm { listed, paid: money(cpm) };
            let got = estimate(stores, *days, cpm, &RULES).unwrap();
            assert_eq!(got.estimated_impressions, *impressions, "{stores:?}");
            assert_eq!(got.deliverable_impressions, *deliverable, "{stores:?}");
            assert_eq!(got.estimated_cost, money(whole), "{stores:?}");
            assert_eq!(got.expected_cost, money(expected), "{stores:?}");
            assert_eq!((got.estimated_cpm, got.expected_cpm), (listed, cpm.paid));
            assert_eq!(got.expected_impressions(), (*impressions).min(*deliverable));
        }
    }

    #[test]
    fn rounds_half_even_and_never_wraps() {
        assert_eq!(cost(1, money("5")), Ok(money("0")));
        assert_eq!(cost(3, money("5")), Ok(money("0.02")));
        assert_eq!(cost(5, money("5")), Ok(money("0.02")));
        let huge = [store(u32::MAX, u32::MAX, u32::MAX, ALWAYS)];
        let cpm = |paid| MeanCpm { listed: money("50"), paid };
        let found = estimate(&huge, u32::MAX, cpm(money("50")), &RULES);
        assert_eq!(found, Err(AmountError::OutOfRange));
        assert!(estimate(&huge, u32::MAX, cpm(Amount::ZERO), &RULES).is_ok());
    }

    #[test]
    fn the_cost_may_exceed_the_budget_by_a_fifth() {
        let of = |cost: &str| Estimate {
            estimated_impressions: 1,
            deliverable_impressions: 1,
            estimated_cost: money("999999"),
            estimated_cpm: money("10"),
            expected_cpm: money("10"),
            expected_cost: money(cost),
        };
        let check = |cost| check_against_budget(&of(cost), money("1000"), &RULES);
        assert_eq!(check("1200"), Ok(()));
        assert_eq!(
            check("1200.01").unwrap_err().message,
            "Estimated cost ($1,200.01) exceeds budget ($1,000.00)"
        );
    }

    #[test]
    fn days_count_whole() {
        let at = |text: &str| Timestamp::parse(text).unwrap();
        let table = [
            ("2026-02-01T00:00:00Z", "2026-02-28T23:59:59Z", 28),
            ("2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z", 1),
            ("2026-02-01T00:00:00Z", "2026-02-02T00:00:01Z", 2),
            ("2026-02-01T00:00:00Z", "2026-02-01T00:00:00Z", 0),
            ("2026-02-02T00:00:00Z", "2026-02-01T00:00:00Z", 0),
        ];
        for (start, end, days) in table {
            assert_eq!(duration_days(at(start), at(end)), days, "{start} {end}");
        }
    }
}
