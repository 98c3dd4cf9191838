//! The priority of a campaign: a default by budget that the advertiser may move a little.

use std::ops::RangeInclusive;

use crate::domain::{
    money::{Amount, Dollars},
    refusal::Refusal,
};

/// The range of all priorities; 10 gets the most slots.
pub const RANGE: RangeInclusive<u8> = 1..=10;

/// How far an advertiser may move the default.
pub const LEEWAY: u8 = 2;

/// The first band whose bound covers the budget gives the default.
const BANDS: &[(Bound, u8)] = &[
    (Bound::Below(Amount::from_units(500)), 3),
    (Bound::Below(Amount::from_units(2_000)), 5),
    (Bound::UpTo(Amount::from_units(10_000)), 7),
];

/// Above all bands.
const TOP: u8 = 9;

/// The upper end of a band.
#[derive(Clone, Copy)]
enum Bound {
    /// Exclusive.
    Below(Amount),
    /// Inclusive.
    UpTo(Amount),
}

impl Bound {
    fn covers(self, budget: Amount) -> bool {
        match self {
            Self::Below(bound) => budget < bound,
            Self::UpTo(bound) => budget <= bound,
        }
    }
}

/// The priority of a campaign whose advertiser chose none. Rule: CAM-16, D-45.
#[must_use]
pub fn default_priority(budget: Amount) -> u8 {
    BANDS.iter().find(|(bound, _)| bound.covers(budget)).map_or(TOP, |(_, priority)| *priority)
}

/// The priorities an advertiser may choose: the default ± 2 within 1 to 10. Rule: CAM-16, D-45.
#[must_use]
pub fn allowed_priorities(budget: Amount) -> RangeInclusive<u8> {
    let default = default_priority(budget);
    let low = default.saturating_sub(LEEWAY).max(*RANGE.start());
    let high = default.saturating_add(LEEWAY).min(*RANGE.end());
    low..=high
}

/// Takes a wanted priority if the budget allows it; without a budget only 1 to 10 counts.
///
/// # Errors
/// A refusal about the field `priority`. Rule: CAM-16, D-45.
pub fn check_priority(budget: Option<Amount>, wanted: i64) -> Result<u8, Refusal> {
    let allowed = budget.map_or(RANGE, allowed_priorities);
    if let Ok(priority) = u8::try_from(wanted)
        && allowed.contains(&priority)
    {
        return Ok(priority);
    }
    let (low, high) = (allowed.start(), allowed.end());
    let message = match budget {
        None => format!("Priority must be {low}-{high}"),
        Some(budget) => format!(
            "Priority must be {low}-{high} for a budget of {} (default {}, ±{LEEWAY})",
            Dollars(budget),
            default_priority(budget),
        ),
    };
    Err(Refusal::field("priority", "RANGE", message))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Budget in cents, default, lowest, highest. Rule: CAM-16, D-45.
    #[test]
    fn defaults_and_ranges_by_budget() {
        let table: &[(i64, u8, u8, u8)] = &[
            (0, 3, 1, 5),
            (49_999, 3, 1, 5),
            (50_000, 5, 3, 7),
            (199_999, 5, 3, 7),
            (200_000, 7, 5, 9),
            (1_000_000, 7, 5, 9),
            (1_000_001, 9, 7, 10),
            (100_000_000, 9, 7, 10),
        ];
        for (cents, default, low, high) in table {
            let budget = Amount::from_micros(cents * 10_000);
            assert_eq!(default_priority(budget), *default, "{budget}");
            for wanted in -1..=300 {
                let expected = (i64::from(*low)..=i64::from(*high)).contains(&wanted);
                let got = check_priority(Some(budget), wanted);
                assert_eq!(got.is_ok(), expected, "{budget} {wanted}");
            }
        }
    }

    #[test]
    fn says_what_is_allowed() {
        let refusal = check_priority(Some(Amount::from_units(5_000)), 10).unwrap_err();
        assert_eq!(
            refusal.message,
            "Priority must be 5-9 for a budget of $5,000.00 (default 7, ±2)"
        );
        assert_eq!(refusal.fields[0].field, "priority");
        assert_eq!(check_priority(None, 11).unwrap_err().message, "Priority must be 1-10");
        assert_eq!(check_priority(None, 10), Ok(10));
    }
}
