//! The statistics of A/B tests: chi-square, intervals, and the price of looking more than once.
//! Rule: ABT-03.
#![allow(clippy::float_arithmetic, reason = "probabilities are real numbers; no money is involved")]

use serde::{Deserialize, Serialize};
use statrs::distribution::{ChiSquared, ContinuousCDF, Normal};

/// The smallest expected count of a cell for which the chi-square distribution may be used.
const LEAST_EXPECTED: f64 = 5.0;

/// Trials of a variant and how many of them succeeded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All.
    pub trials: u64,
    /// Those that succeeded; at most all.
    pub successes: u64,
}

impl Tally {
    /// The share of successes; zero without trials.
    #[must_use]
    pub fn rate(self) -> f64 {
        if self.trials == 0 { 0.0 } else { real(self.successes) / real(self.trials) }
    }
}

/// A chi-square test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChiSquare {
    /// Sum of (observed − expected)² ÷ expected.
    pub statistic: f64,
    /// Degrees of freedom.
    pub freedom: u32,
    /// How likely a difference at least this large is where there is none, 0 to 1.
    pub p_value: f64,
}

/// A range that holds the true value with the confidence asked for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

#[allow(clippy::cast_precision_loss, reason = "counts of plays lie far below 2^53")]
fn real(count: u64) -> f64 {
    count as f64
}

/// Whether variants succeed equally often: a table of successes and failures by variant.
///
/// With an expected count below five nothing can be told: the p-value is one. Rule: ABT-03.
#[must_use]
pub fn chi_square_of_rates(tallies: &[Tally]) -> ChiSquare {
    let trials: f64 = tallies.iter().map(|one| real(one.trials)).sum();
    let successes: f64 = tallies.iter().map(|one| real(one.successes)).sum();
    let cells = tallies.iter().flat_map(|one| {
        let share = if trials > 0.0 { real(one.trials) / trials } else { 0.0 };
        let failures = one.trials.saturating_sub(one.successes);
        [(real(one.successes), successes * share), (real(failures), (trials - successes) * share)]
    });
    chi_square(cells, tallies.len())
}

/// Whether counts follow their weights. Rule: ABT-03.
#[must_use]
pub fn chi_square_of_shares(counts: &[u64], weights: &[u32]) -> ChiSquare {
    let all: f64 = counts.iter().map(|count| real(*count)).sum();
    let weight: f64 = weights.iter().map(|weight| f64::from(*weight)).sum();
    let part = |one: u32| if weight > 0.0 { all * f64::from(one) / weight } else { 0.0 };
    let cells = counts.iter().zip(weights).map(|(count, one)| (real(*count), part(*one)));
    chi_square(cells, counts.len())
}

fn chi_square(cells: impl Iterator<Item = (f64, f64)>, variants: usize) -> ChiSquare {
    let freedom = u32::try_from(variants.saturating_sub(1)).unwrap_or(u32::MAX);
    let mut statistic = 0.0;
    let mut usable = freedom > 0;
    for (observed, expected) in cells {
        usable &= expected >= LEAST_EXPECTED;
        if expected > 0.0 {
            statistic += (observed - expected) * (observed - expected) / expected;
        }
    }
    let p_value = match ChiSquared::new(f64::from(freedom.max(1))) {
        Ok(law) if usable => law.sf(statistic).clamp(0.0, 1.0),
        Ok(_) | Err(_) => 1.0,
    };
    ChiSquare { statistic, freedom, p_value }
}

/// The distance from the middle, in standard deviations, that holds `percent` of a normal law.
fn deviations(percent: u8) -> f64 {
    let beyond = 1.0 - f64::from(percent.min(99)) / 100.0;
    Normal::new(0.0, 1.0).map_or(1.96, |law| law.inverse_cdf(1.0 - beyond / 2.0))
}

/// The interval of a share (Wilson's score interval). Rule: ABT-03.
#[must_use]
pub fn interval(tally: Tally, percent: u8) -> Interval {
    if tally.trials == 0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let (n, rate, z) = (real(tally.trials), tally.rate(), deviations(percent));
    let scale = 1.0 + z * z / n;
    let middle = (rate + z * z / (2.0 * n)) / scale;
    let half = z * (rate * (1.0 - rate) / n + z * z / (4.0 * n * n)).sqrt() / scale;
    Interval { low: (middle - half).max(0.0), high: (middle + half).min(1.0) }
}

/// The interval of the difference `a − b` of two shares (Newcombe's). Rule: ABT-03.
#[must_use]
pub fn difference(a: Tally, b: Tally, percent: u8) -> Interval {
    let (of_a, of_b) = (interval(a, percent), interval(b, percent));
    let gap = a.rate() - b.rate();
    let below = (a.rate() - of_a.low).hypot(of_b.high - b.rate());
    let above = (of_a.high - a.rate()).hypot(b.rate() - of_b.low);
    Interval { low: (gap - below).max(-1.0), high: (gap + above).min(1.0) }
}

/// The p-value of the `look`-th look (from one), corrected for all looks before and after it.
///
/// Look k may spend alpha ÷ (k·(k+1)); these parts sum to alpha over any number of looks, so that a
/// test that is looked at again and again errs no more often than one that is looked at once. The
/// correction multiplies instead, up to one. Rule: ABT-03.
#[must_use]
pub fn corrected(p_value: f64, look: u32) -> f64 {
    let look = f64::from(look.max(1));
    (p_value * look * (look + 1.0)).min(1.0)
}

/// Whether a corrected p-value reaches a confidence in percent. Rule: ABT-03.
#[must_use]
pub fn reaches(corrected: f64, percent: u8) -> bool {
    corrected <= 1.0 - f64::from(percent) / 100.0 + f64::EPSILON
}

/// The confidence that a corrected p-value stands for, in percent with two decimals.
#[must_use]
pub fn confidence_of(corrected: f64) -> f64 {
    ((1.0 - corrected) * 10_000.0).round() / 100.0
}

/// A number with so many decimals, for reports.
#[must_use]
pub fn rounded(value: f64, decimals: i32) -> f64 {
    let scale = 10.0_f64.powi(decimals);
    (value * scale).round() / scale
}

#[cfg(test)]
#[path = "ab_statistics_tests.rs"]
mod tests;
