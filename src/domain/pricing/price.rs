//! The price of one play, with every step of it, and who gets what.
//!
//! All factors are whole percents, so the formula is one exact fraction of 128-bit integers that
//! is rounded once, half-even, to 4 decimals. The tests compare it with decimal arithmetic.

use serde::{Deserialize, Serialize};

use super::rates::{
    RateCard, Screen, StoreCategory, band_percent, priority_percent, screen_percent,
    traffic_percent,
};
use crate::domain::{impression::quality::QualityBand, money::Amount};

/// Micros in the smallest step of a cost (4 decimals).
const COST_STEP_MICROS: i128 = 100;
/// Plays that a CPM pays for.
const PLAYS_PER_CPM: i128 = 1_000;
/// Percents in one.
const PERCENT: i128 = 100;

/// Numbers of the price formula that an operator may set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PricingLimits {
    /// Content of this length (seconds) or longer pays the full rate.
    pub full_duration_seconds: u32,
    /// The supplier's share of a cost in percent, at most 100.
    pub supplier_share_percent: u8,
}

impl Default for PricingLimits {
    fn default() -> Self {
        Self { full_duration_seconds: 15, supplier_share_percent: 80 }
    }
}

/// What decides the price of one play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceInput {
    /// The store's category.
    pub category: StoreCategory,
    /// Whether `played_at` lies in a peak hour of the store.
    pub is_peak: bool,
    /// The store's visitors a day.
    pub daily_foot_traffic: u32,
    /// The device's screen.
    pub screen: Screen,
    /// The content's own length in seconds, not the time it was shown (rule D-26).
    pub content_seconds: u32,
    /// The campaign's priority, 1 to 10.
    pub priority: u8,
    /// The play's quality band.
    pub band: QualityBand,
    /// A contract's CPM, in place of base × traffic × device (rule D-27).
    pub fixed_cpm: Option<Amount>,
}

/// Where the CPM comes from. Rule: D-27.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PricingMode {
    /// The rate card of `played_at`.
    RateCard,
    /// A contract.
    FixedCpm,
}

/// Every factor of a price, for the audit trail. Rule: IMP-12.
///
/// Multiplied together they give the cost again, to the last digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceSteps {
    /// Where the CPM comes from.
    pub mode: PricingMode,
    /// The version of the rate card in force, also where a contract replaced it.
    pub rate_version: u32,
    /// The base CPM: the card's, or the contract's.
    pub base_rate: Amount,
    /// The traffic multiplier in percent (100 under a contract).
    pub traffic_percent: u16,
    /// The device quality multiplier in percent (100 under a contract).
    pub device_percent: u16,
    /// The seconds that are paid for, at most `full_seconds`.
    pub paid_seconds: u32,
    /// The seconds that pay the full rate; the duration factor is `paid_seconds / full_seconds`.
    pub full_seconds: u32,
    /// The priority factor in percent.
    pub priority_percent: u16,
    /// The quality factor in percent.
    pub quality_percent: u16,
}

/// What one play costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct Price {
    /// CPM at the time of the play (base × traffic × device), half-even to 4 decimals, for show.
    pub cpm: Amount,
    /// The cost, half-even to 4 decimals, computed from the factors and not from `cpm`.
    pub cost: Amount,
    /// Whether the play was in a peak hour.
    pub is_peak: bool,
    /// How the cost came about.
    pub steps: PriceSteps,
}

/// Prices a play under the rate card of its `played_at`.
///
/// cost = base × traffic × device ÷ 1000 × min(1, seconds ÷ 15) × priority × quality, rounded
/// half-even to 4 decimals once, at the end. Never negative; 0 for the band POOR.
/// Rule: PRC-01…PRC-05, D-20, D-26, D-27 (S3 §4.2, §4.3).
pub fn price(card: &RateCard, input: &PriceInput, limits: &PricingLimits) -> Price {
    let (mode, base_rate, traffic, device) = match input.fixed_cpm {
        Some(cpm) => (PricingMode::FixedCpm, cpm, 100, 100),
        None => (
            PricingMode::RateCard,
            card.base(input.category, input.is_peak),
            traffic_percent(input.daily_foot_traffic),
            screen_percent(&input.screen),
        ),
    };
    let full_seconds = limits.full_duration_seconds.max(1);
    let steps = PriceSteps {
        mode,
        rate_version: card.version(),
        base_rate: base_rate.max(Amount::ZERO),
        traffic_percent: traffic,
        device_percent: device,
        paid_seconds: input.content_seconds.min(full_seconds),
        full_seconds,
        priority_percent: priority_percent(input.priority),
        quality_percent: band_percent(input.band),
    };
    Price { cpm: steps.cpm(), cost: steps.cost(), is_peak: input.is_peak, steps }
}

impl PriceSteps {
    /// The CPM: base × traffic × device, half-even to 4 decimals.
    #[must_use]
    pub fn cpm(&self) -> Amount {
        let numerator = product(&[
            self.base_rate.micros().into(),
            self.traffic_percent.into(),
            self.device_percent.into(),
        ]);
        rounded_cost(numerator, product(&[PERCENT, PERCENT]))
    }

    /// The cost of one play: all factors, half-even to 4 decimals.
    #[must_use]
    pub fn cost(&self) -> Amount {
        let numerator = product(&[
            self.base_rate.micros().into(),
            self.traffic_percent.into(),
            self.device_percent.into(),
            self.paid_seconds.into(),
            self.priority_percent.into(),
            self.quality_percent.into(),
        ]);
        let percents = product(&[PERCENT, PERCENT, PERCENT, PERCENT]);
        let denominator = product(&[percents, self.full_seconds.into(), PLAYS_PER_CPM]);
        rounded_cost(numerator, denominator)
    }
}

/// The product of factors. It cannot overflow: 63 bits of money, 32 of seconds and four percents
/// of a table (below 2^8 each) stay under 127 bits.
fn product(factors: &[i128]) -> i128 {
    factors.iter().fold(1, |all, factor| i128::saturating_mul(all, *factor))
}

/// A fraction of micros, rounded half-even to 4 decimals.
fn rounded_cost(numerator: i128, denominator: i128) -> Amount {
    let steps = divide_half_even(numerator, denominator.saturating_mul(COST_STEP_MICROS));
    Amount::from_micros(i64::try_from(steps.saturating_mul(COST_STEP_MICROS)).unwrap_or(i64::MAX))
}

/// The quotient rounded to the nearest integer, a tie to the even one; 0 for a divisor ≤ 0.
fn divide_half_even(numerator: i128, denominator: i128) -> i128 {
    if denominator <= 0 {
        return 0;
    }
    let quotient = numerator.div_euclid(denominator);
    let rest_twice = numerator.rem_euclid(denominator).saturating_mul(2);
    let is_odd = quotient.rem_euclid(2) == 1;
    let up = rest_twice > denominator || (rest_twice == denominator && is_odd);
    quotient.saturating_add(i128::from(up))
}

/// How a cost is shared. The two parts always sum to the cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// The supplier's revenue.
    pub supplier: Amount,
    /// The platform's revenue.
    pub platform: Amount,
}

/// Shares a cost: supplier = half-even(cost × 80 %, 4 decimals), platform = the rest.
///
/// Rule: REV-01, D-23 (S3 §5.1).
#[must_use]
pub fn split(cost: Amount, limits: &PricingLimits) -> Split {
    let share = limits.supplier_share_percent.min(100);
    let numerator = product(&[cost.micros().into(), share.into()]);
    // A cost of finer steps than 4 decimals could round above itself.
    let supplier = rounded_cost(numerator, PERCENT).min(cost.max(Amount::ZERO));
    let platform = cost.checked_sub(supplier).unwrap_or(Amount::ZERO);
    Split { supplier, platform }
}

/// The least that one more play of a campaign can cost at a store and device, or `None` without
/// content.
///
/// It is the minimum over peak and off-peak and over the lengths of the campaign's content, at the
/// full quality rate: a play's quality is unknown beforehand, and a budget that could pay only a
/// poor play counts as exhausted. `input.is_peak`, `content_seconds` and `band` are not read.
/// The caller takes the minimum over the eligible devices. Rule: D-54, BUD-03.
#[must_use]
pub fn cheapest_cost(
    card: &RateCard,
    input: &PriceInput,
    content_seconds: impl IntoIterator<Item = u32>,
    limits: &PricingLimits,
) -> Option<Amount> {
    let shortest = content_seconds.into_iter().min()?;
    [true, false]
        .into_iter()
        .map(|is_peak| {
            let band = QualityBand::Premium;
            let play = PriceInput { is_peak, content_seconds: shortest, band, ..*input };
            price(card, &play, limits).cost
        })
        .min()
}

#[cfg(test)]
#[path = "price_tests.rs"]
mod tests;
