//! What a campaign would deliver, from what earlier ones delivered. Rule: CAM-15.
//!
//! Each whole day of a past campaign in a store is compared with what the formula of deliverable
//! plays said for it. The quantiles of that ratio make the range; how often they held is measured
//! on the newest days, which had no part in them. There is no fixed margin.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::estimate::cost;
use crate::domain::{
    ids::StoreNo,
    money::{Amount, AmountError},
    time::Day,
    words::words,
};

/// Parts of one in a ratio.
const MILLION: u128 = 1_000_000;
/// Hundredths of a percent in a whole.
const WHOLE_BP: u128 = 10_000;

/// The numbers of a simulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SimulationLimits {
    /// So many days back are looked at.
    pub history_days: u32,
    /// The quantile of `low`, percent.
    pub low_percent: u32,
    /// The quantile of `mid`, percent.
    pub mid_percent: u32,
    /// The quantile of `high`, percent.
    pub high_percent: u32,
    /// The newest so many percent of the days are held out to measure the coverage.
    pub holdout_percent: u32,
    /// Store-days that a range needs at least.
    pub min_store_days: u32,
    /// History is stable while the measured coverage lies at most so many percent below the
    /// promised one.
    pub coverage_tolerance_percent: u32,
}

impl Default for SimulationLimits {
    fn default() -> Self {
        Self {
            history_days: 90,
            low_percent: 10,
            mid_percent: 50,
            high_percent: 90,
            holdout_percent: 25,
            min_store_days: 30,
            coverage_tolerance_percent: 10,
        }
    }
}

/// One whole UTC day of a past campaign in one of its stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreDay {
    /// The store.
    pub store: StoreNo,
    /// The day.
    pub day: Day,
    /// Whether the store is one of those asked about.
    pub is_target: bool,
    /// Whether the campaign is of the category asked about.
    pub is_similar: bool,
    /// Thousandths of plays that the formula said: device-minutes × plays an hour.
    pub predicted_milli: u64,
    /// Billed plays.
    pub delivered: u64,
}

impl StoreDay {
    /// Delivered ÷ predicted in millionths, rounded down.
    fn ratio_ppm(&self) -> u64 {
        let delivered = u128::from(self.delivered).saturating_mul(1000).saturating_mul(MILLION);
        let ratio = delivered.checked_div(u128::from(self.predicted_milli)).unwrap_or(0);
        u64::try_from(ratio).unwrap_or(u64::MAX)
    }
}

/// Three numbers of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Range<T> {
    /// Conservative.
    pub low: T,
    /// Expected.
    pub mid: T,
    /// Optimistic.
    pub high: T,
}

impl<T: Copy> Range<T> {
    /// The same range of something else.
    pub fn map<U>(self, change: impl Fn(T) -> U) -> Range<U> {
        Range { low: change(self.low), mid: change(self.mid), high: change(self.high) }
    }
}

words! {
    /// What a range was made with.
    Basis {
        /// The history of the chosen stores.
        TargetStores = "TARGET_STORES",
        /// The history of all stores: the chosen ones have too little.
        AllStores = "ALL_STORES",
        /// The formulas alone: there is too little history anywhere.
        Formula = "FORMULA",
    }
}

words! {
    /// How far a simulation can be relied on.
    Confidence {
        /// No comparable campaigns.
        Low = "LOW",
        /// Little history, or new stores.
        Medium = "MEDIUM",
        /// Similar campaigns, and history that held.
        High = "HIGH",
    }
}

/// How often the range held on days that had no part in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct BackTest {
    /// Store-days that the tested quantiles were made of.
    pub trained_store_days: u64,
    /// Newer store-days that they were tested on.
    pub held_out_store_days: u64,
    /// Of those, how many lay within the range.
    pub covered_store_days: u64,
    /// Days that they were tested on, all stores together.
    pub held_out_days: u64,
    /// Of those, how many lay within the range.
    pub covered_days: u64,
}

impl BackTest {
    /// Covered store-days in whole percent, rounded down; `None` when nothing was held out.
    #[must_use]
    pub fn coverage_percent(&self) -> Option<u64> {
        self.covered_store_days.saturating_mul(100).checked_div(self.held_out_store_days)
    }
}

/// What a campaign would deliver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Projection {
    /// Plays.
    pub impressions: Range<u64>,
    /// What the range was made with.
    pub basis: Basis,
    /// Delivered ÷ predicted in millionths; `None` without history.
    pub ratio_ppm: Option<Range<u64>>,
    /// How many store-days it was made with.
    pub store_days: u64,
    /// Of those, how many of campaigns of the same category.
    pub similar_store_days: u64,
    /// How often such a range held.
    pub back_test: BackTest,
}

/// The quantiles of ratios; `None` without any.
///
/// `low` and `high` are taken at ranks of n + 1, outwards, so that a new value of the same kind
/// lies between them at least as often as promised; `mid` is the nearest rank.
#[must_use]
pub fn quantiles(mut ratios: Vec<u64>, limits: &SimulationLimits) -> Option<Range<u64>> {
    ratios.sort_unstable();
    let count = ratios.len();
    let ranked = |percent: u32, of: usize, up: bool| {
        let product = usize::try_from(percent).unwrap_or(100).saturating_mul(of);
        let rank = if up { product.div_ceil(100) } else { product.div_euclid(100) };
        ratios.get(rank.clamp(1, count.max(1)).saturating_sub(1)).copied()
    };
    let outer = count.saturating_add(1);
    Some(Range {
        low: ranked(limits.low_percent, outer, false)?,
        mid: ranked(limits.mid_percent, count, true)?,
        high: ranked(limits.high_percent, outer, true)?,
    })
}

/// `plays × ratio`, rounded down.
fn scaled(plays: u64, ratio_ppm: u64) -> u64 {
    let product = u128::from(plays).saturating_mul(u128::from(ratio_ppm));
    u64::try_from(product.checked_div(MILLION).unwrap_or(0)).unwrap_or(u64::MAX)
}

/// Tests the quantiles of the older days on the newest ones. Rule: CAM-15.
#[must_use]
pub fn back_test(history: &[StoreDay], limits: &SimulationLimits) -> BackTest {
    let mut days: Vec<Day> = history.iter().map(|one| one.day).collect();
    days.sort_unstable();
    days.dedup();
    let percent = usize::try_from(limits.holdout_percent.min(100)).unwrap_or(100);
    let held = days.len().saturating_mul(percent).div_euclid(100);
    let Some(first_held) = days.len().checked_sub(held).and_then(|at| days.get(at)) else {
        return BackTest::default();
    };
    let (newer, older): (Vec<&StoreDay>, Vec<&StoreDay>) =
        history.iter().partition(|one| one.day >= *first_held);
    let ratios = older.iter().map(|one| one.ratio_ppm()).collect();
    let Some(range) = quantiles(ratios, limits) else { return BackTest::default() };
    let within = |ratio: u64| range.low <= ratio && ratio <= range.high;
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let held_days: Vec<Day> = days.iter().copied().filter(|day| day >= first_held).collect();
    let covered_days = held_days.iter().filter(|day| {
        let of_day = newer.iter().filter(|one| one.day == **day);
        let sum = of_day.fold((0_u64, 0_u64), |(predicted, delivered), one| {
            (predicted.saturating_add(one.predicted_milli), delivered.saturating_add(one.delivered))
        });
        let (predicted_milli, delivered) = sum;
        newer
            .first()
            .is_some_and(|any| within(StoreDay { predicted_milli, delivered, ..**any }.ratio_ppm()))
    });
    BackTest {
        trained_store_days: count(older.len()),
        held_out_store_days: count(newer.len()),
        covered_store_days: count(newer.iter().filter(|one| within(one.ratio_ppm())).count()),
        held_out_days: count(held_days.len()),
        covered_days: count(covered_days.count()),
    }
}

/// Projects the plays of a campaign: `deliverable` and `expected` are the estimate's two counts.
///
/// Without enough history `high` is what the slots allow, `mid` the estimate, and `low` zero,
/// since nothing is known. Rule: CAM-15.
#[must_use]
pub fn project(
    history: &[StoreDay],
    deliverable: u64,
    expected: u64,
    limits: &SimulationLimits,
) -> Projection {
    let usable = history.iter().filter(|one| one.predicted_milli > 0);
    let (own, others): (Vec<StoreDay>, Vec<StoreDay>) = usable.partition(|one| one.is_target);
    let enough = |days: &[StoreDay]| {
        days.len() >= usize::try_from(limits.min_store_days.max(1)).unwrap_or(usize::MAX)
    };
    let (basis, days) = if enough(&own) {
        (Basis::TargetStores, own)
    } else {
        let all = [own, others].concat();
        (if enough(&all) { Basis::AllStores } else { Basis::Formula }, all)
    };
    let similar = days.iter().filter(|one| one.is_similar).count();
    let ratios = days.iter().map(StoreDay::ratio_ppm).collect();
    let ratio_ppm = quantiles(ratios, limits).filter(|_| basis != Basis::Formula);
    let formula = Range { low: 0, mid: expected, high: deliverable };
    Projection {
        impressions: ratio_ppm.map_or(formula, |range| range.map(|r| scaled(deliverable, r))),
        basis,
        ratio_ppm,
        store_days: u64::try_from(days.len()).unwrap_or(u64::MAX),
        similar_store_days: u64::try_from(similar).unwrap_or(u64::MAX),
        back_test: match basis {
            Basis::TargetStores | Basis::AllStores => back_test(&days, limits),
            Basis::Formula => BackTest::default(),
        },
    }
}

/// How much of its predicted plays each store delivered in sum, in millionths, and all together;
/// `None` without history.
#[must_use]
pub fn mean_ratios_ppm(history: &[StoreDay]) -> (BTreeMap<StoreNo, u64>, Option<u64>) {
    let mut sums: BTreeMap<StoreNo, (u128, u128)> = BTreeMap::new();
    let mut all = (0, 0);
    for one in history {
        for sum in [sums.entry(one.store).or_default(), &mut all] {
            sum.0 = sum.0.saturating_add(u128::from(one.predicted_milli));
            sum.1 = sum.1.saturating_add(u128::from(one.delivered));
        }
    }
    let ratio = |(predicted, delivered): (u128, u128)| {
        let scaled = delivered.saturating_mul(1000).saturating_mul(MILLION);
        Some(u64::try_from(scaled.checked_div(predicted)?).unwrap_or(u64::MAX))
    };
    let by_store = sums.into_iter().filter_map(|(store, sum)| Some((store, ratio(sum)?)));
    (by_store.collect(), ratio(all))
}

/// How far a projection can be relied on, for so many chosen stores without any history.
///
/// HIGH: similar campaigns in all these stores, and the range held. LOW: no comparable campaign,
/// or the formulas alone. MEDIUM: everything between. Source: BR-CAMP-PREVIEW-003. Rule: CAM-15.
#[must_use]
pub fn confidence(
    projection: &Projection,
    new_stores: usize,
    limits: &SimulationLimits,
) -> Confidence {
    if projection.basis == Basis::Formula || projection.similar_store_days == 0 {
        return Confidence::Low;
    }
    let promised = limits.high_percent.saturating_sub(limits.low_percent);
    let least = u64::from(promised.saturating_sub(limits.coverage_tolerance_percent));
    let held = projection.back_test.coverage_percent().is_some_and(|percent| percent >= least);
    if projection.basis == Basis::TargetStores && new_stores == 0 && held {
        Confidence::High
    } else {
        Confidence::Medium
    }
}

/// What plays would cost, and how many of them the money allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Affordable {
    /// Plays, at most as many as can be paid.
    pub impressions: Range<u64>,
    /// Their cost, half-even to 2 decimals.
    pub spend: Range<Amount>,
    /// Whether money is what ends the range.
    pub is_limited: bool,
}

/// Cuts a range at what the money allows; without a limit it stays.
///
/// # Errors
/// `OutOfRange` when a cost does not fit.
pub fn afford(
    wanted: Range<u64>,
    cpm: Amount,
    money: Option<Amount>,
) -> Result<Affordable, AmountError> {
    let plays = |money: Amount| {
        let micros = i128::from(money.micros().max(0)).saturating_mul(1000);
        let plays = micros.checked_div(i128::from(cpm.micros())).unwrap_or(i128::MAX);
        u64::try_from(plays).unwrap_or(u64::MAX)
    };
    let most = money.map_or(u64::MAX, plays);
    let impressions = wanted.map(|count| count.min(most));
    let spend = Range {
        low: cost(impressions.low, cpm)?,
        mid: cost(impressions.mid, cpm)?,
        high: cost(impressions.high, cpm)?,
    };
    Ok(Affordable { impressions, spend, is_limited: wanted.high > most })
}

/// The shares of weights in hundredths of a percent; they sum to 10,000 exactly.
///
/// Each is rounded down, and what is left goes to the largest remainders, the first of equals first.
#[must_use]
pub fn shares(weights: &[u128]) -> Vec<u32> {
    let total = weights.iter().fold(0_u128, |sum, weight| sum.saturating_add(*weight));
    if total == 0 {
        return vec![0; weights.len()];
    }
    let parts: Vec<(u128, u128)> = weights
        .iter()
        .map(|weight| weight.saturating_mul(WHOLE_BP))
        .map(|scaled| (scaled.div_euclid(total), scaled.rem_euclid(total)))
        .collect();
    let given = parts.iter().fold(0_u128, |sum, (whole, _)| sum.saturating_add(*whole));
    let left = usize::try_from(WHOLE_BP.saturating_sub(given)).unwrap_or(0);
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|place| std::cmp::Reverse(parts.get(*place).map(|(_, rest)| *rest)));
    let lucky: Vec<usize> = order.into_iter().take(left).collect();
    let share = |(place, (whole, _)): (usize, &(u128, u128))| {
        let more = u32::from(lucky.contains(&place));
        u32::try_from(*whole).unwrap_or(u32::MAX).saturating_add(more)
    };
    parts.iter().enumerate().map(share).collect()
}

#[cfg(test)]
#[path = "simulation_tests.rs"]
mod tests;
