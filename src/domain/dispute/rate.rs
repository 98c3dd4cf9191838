//! How much of a supplier's billed plays was charged back, and the flag that follows.
//! Source: S3 5.3 "Excessive chargebacks (>5%)". Rule: CHB-01.

use serde::{Deserialize, Serialize};

use crate::domain::{
    ids::SupplierNo,
    time::{Day, Timestamp},
};

/// Plays of a span of days: how many were billed, and how many of these were charged back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ChargebackRate {
    /// Charged back.
    pub charged_back: u64,
    /// Billed, charged back ones included.
    pub billed: u64,
}

impl ChargebackRate {
    /// Whether more than so many thousandths were charged back; exact, nothing is rounded.
    #[must_use]
    pub fn exceeds(self, permille: u32) -> bool {
        let charged = u128::from(self.charged_back).saturating_mul(1_000);
        charged > u128::from(self.billed).saturating_mul(u128::from(permille))
    }

    /// The rate in percent with two decimals, rounded down; `0.00` where nothing was billed.
    #[must_use]
    pub fn percent(self) -> String {
        let hundredths = u128::from(self.charged_back).saturating_mul(10_000);
        let hundredths = hundredths.checked_div(u128::from(self.billed)).unwrap_or(0);
        let (whole, rest) = (hundredths.div_euclid(100), hundredths.rem_euclid(100));
        format!("{whole}.{rest:02}")
    }
}

/// The first UTC day of the `days` that end with `today`.
#[must_use]
pub fn window_start(today: Day, days: u32) -> Day {
    let back = i32::try_from(days.saturating_sub(1)).unwrap_or(i32::MAX);
    Day::from_number(today.number().saturating_sub(back))
}

/// A supplier whose chargebacks are looked into. Rule: CHB-01.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplierFlag {
    /// Whose.
    pub supplier: SupplierNo,
    /// The rate when it was last looked at.
    pub rate: ChargebackRate,
    /// Since when.
    pub raised_at: Timestamp,
    /// When it ended.
    pub cleared_at: Option<Timestamp>,
    /// Who ended it; "system" where the rate did.
    pub cleared_by: Option<String>,
    /// A person ended it: only further chargebacks raise it again.
    pub by_person: bool,
    /// What was said about it.
    pub note: Option<String>,
}

impl SupplierFlag {
    /// Whether it is on.
    #[must_use]
    pub const fn is_raised(&self) -> bool {
        self.cleared_at.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rule: CHB-01: above 5 %, not at 5 %.
    #[test]
    fn a_rate_exceeds_its_limit_exactly() {
        for (charged_back, billed, exceeds, percent) in [
            (0, 0, false, "0.00"),
            (1, 0, true, "0.00"),
            (0, 100, false, "0.00"),
            (5, 100, false, "5.00"),
            (6, 100, true, "6.00"),
            (1, 20, false, "5.00"),
            (1, 19, true, "5.26"),
            (50_001, 1_000_000, true, "5.00"),
            (50_000, 1_000_000, false, "5.00"),
            (u64::MAX, u64::MAX, true, "100.00"),
        ] {
            let rate = ChargebackRate { charged_back, billed };
            assert_eq!(rate.exceeds(50), exceeds, "{rate:?}");
            assert_eq!(rate.percent(), percent, "{rate:?}");
        }
    }

    #[test]
    fn thirty_days_end_with_today() {
        let today = Day::parse("2026-03-30").unwrap();
        assert_eq!(window_start(today, 30).to_string(), "2026-03-01");
        assert_eq!(window_start(today, 1), today);
        assert_eq!(window_start(today, 0), today);
    }
}
