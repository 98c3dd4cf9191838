//! How a campaign's spend stands against its time and its estimate.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::domain::{money::Amount, time::Timestamp};

/// How spend stands against time. Rule: CAM-22.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Health {
    /// Spent more than 20 points ahead of time.
    BurningTooFast,
    /// Spent more than 20 points behind time.
    Underdelivering,
    /// In between.
    OnTrack,
}

/// `part` of `whole` in percent, exact; zero of nothing.
#[must_use]
pub fn percent(part: Decimal, whole: Decimal) -> Decimal {
    let hundredfold = part.checked_mul(Decimal::ONE_HUNDRED);
    hundredfold.and_then(|p| p.checked_div(whole)).unwrap_or_default()
}

/// Percent of the run time that has passed, the time without any device online left out of both;
/// `None` before the start. Rule: CAM-22, D-56.
#[must_use]
pub fn time_percent(
    start: Timestamp,
    end: Timestamp,
    now: Timestamp,
    offline_ms: i64,
) -> Option<Decimal> {
    if now < start {
        return None;
    }
    let passed = now.min(end).since_ms(start).saturating_sub(offline_ms).max(0);
    let whole = end.since_ms(start).saturating_sub(offline_ms).max(1);
    Some(percent(Decimal::from(passed), Decimal::from(whole)))
}

/// Judges spend against time, both in percent: more than `leeway` points apart is off track.
///
/// Rule: CAM-22.
#[must_use]
pub fn health(completion: Decimal, time: Decimal, leeway: u32) -> Health {
    let ahead = completion.saturating_sub(time);
    let leeway = Decimal::from(leeway);
    if ahead > leeway {
        Health::BurningTooFast
    } else if ahead < Decimal::ZERO.saturating_sub(leeway) {
        Health::Underdelivering
    } else {
        Health::OnTrack
    }
}

/// spent ÷ plays × 1000, half-even to 4 decimals; `None` without a play. Rule: CAM-22.
#[must_use]
pub fn effective_cpm(spent: Amount, plays: u64) -> Option<Amount> {
    let per_play = spent.to_decimal().checked_div(Decimal::from(plays))?;
    Amount::from_decimal_half_even(per_play.checked_mul(Decimal::ONE_THOUSAND)?, 4).ok()
}

/// How far the effective CPM lies from the estimated one, in percent of the latter, half-even to
/// one decimal; `None` where nothing was estimated. Rule: CAM-22.
#[must_use]
pub fn cpm_variance(effective: Amount, estimated: Amount) -> Option<Amount> {
    if !estimated.is_positive() {
        return None;
    }
    let difference = effective.to_decimal().checked_sub(estimated.to_decimal())?;
    Amount::from_decimal_half_even(percent(difference, estimated.to_decimal()), 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rule: CAM-22: more than twenty points, not twenty.
    #[test]
    fn health_compares_spend_with_time() {
        for (completion, time, expected) in [
            (70, 50, Health::OnTrack),
            (71, 50, Health::BurningTooFast),
            (30, 50, Health::OnTrack),
            (29, 50, Health::Underdelivering),
        ] {
            assert_eq!(health(Decimal::from(completion), Decimal::from(time), 20), expected);
        }
    }

    /// Rule: CAM-22: the worked example.
    #[test]
    fn the_effective_cpm_follows_the_worked_example() {
        let cpm = effective_cpm(Amount::from_units(500), 10_000);
        assert_eq!(cpm, Some(Amount::from_units(50)));
        assert_eq!(effective_cpm(Amount::ZERO, 0), None);
        let variance = cpm_variance(Amount::from_units(50), Amount::from_units(45));
        assert_eq!(variance, Some(Amount::parse("11.1").unwrap()));
        let below = cpm_variance(Amount::from_units(40), Amount::from_units(50));
        assert_eq!(below, Some(Amount::from_units(-20)));
        assert_eq!(cpm_variance(Amount::from_units(50), Amount::ZERO), None);
    }

    /// Rule: CAM-22, D-56.
    #[test]
    fn offline_time_is_left_out() {
        let at = Timestamp::from_ms;
        let table = [
            (99, 0, None),
            (100, 0, Some("0")),
            (150, 0, Some("50")),
            (150, 20, Some("37.5")),
            (150, 50, Some("0")),
            (150, 90, Some("0")),
            (900, 20, Some("100")),
            (900, 100, Some("0")),
        ];
        for (now, offline, expected) in table {
            let found = time_percent(at(100), at(200), at(now), offline);
            let expected = expected.map(|text: &str| text.parse::<Decimal>().unwrap());
            assert_eq!(found, expected, "{now} {offline}");
        }
    }
}
