//! Which campaigns a person must approve before they run.

use super::category::ScanFlag;
use crate::domain::money::{Amount, Dollars};

/// Why a person must look at a campaign, one sentence each; empty when nobody must.
///
/// A budget above `threshold` counts, the threshold itself does not; a threshold of zero turns the
/// rule off (`campaign.approval_budget`, default 10,000). Rule: CAM-08.
#[must_use]
pub fn approval_reasons(flags: &[ScanFlag], budget: Amount, threshold: Amount) -> Vec<String> {
    let mut reasons: Vec<String> = ScanFlag::ALL
        .iter()
        .filter(|flag| flags.contains(flag))
        .map(|flag| format!("Content flagged {flag}"))
        .collect();
    if is_large(budget, threshold) {
        let (budget, threshold) = (Dollars(budget), Dollars(threshold));
        reasons.push(format!("Budget {budget} is above {threshold}"));
    }
    reasons
}

/// Whether submission leads to `PENDING_APPROVAL` instead of `SCHEDULED`. Rule: CAM-08.
#[must_use]
pub fn needs_approval(flags: &[ScanFlag], budget: Amount, threshold: Amount) -> bool {
    !flags.is_empty() || is_large(budget, threshold)
}

/// Whether an increase of the budget crosses the threshold and waits for a person. Rule: D-55.
#[must_use]
pub fn increase_needs_approval(before: Amount, after: Amount, threshold: Amount) -> bool {
    !is_large(before, threshold) && is_large(after, threshold)
}

fn is_large(budget: Amount, threshold: Amount) -> bool {
    threshold.is_positive() && budget > threshold
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Amount = Amount::from_units(10_000);
    const ABOVE: Amount = Amount::from_micros(10_000_010_000);

    /// Rule: CAM-08.
    #[test]
    fn flags_and_large_budgets_need_a_person() {
        let table: &[(&[ScanFlag], Amount, Amount, bool)] = &[
            (&[], Amount::from_units(100), LIMIT, false),
            (&[], LIMIT, LIMIT, false),
            (&[], ABOVE, LIMIT, true),
            (&[], ABOVE, Amount::ZERO, false),
            (&[ScanFlag::Alcohol], Amount::from_units(100), LIMIT, true),
            (&[ScanFlag::Tobacco], Amount::from_units(100), LIMIT, true),
            (&[ScanFlag::Gambling], Amount::from_units(100), Amount::ZERO, true),
            (&[ScanFlag::Adult], ABOVE, LIMIT, true),
        ];
        for (flags, budget, limit, expected) in table {
            assert_eq!(needs_approval(flags, *budget, *limit), *expected, "{flags:?} {budget}");
            let reasons = approval_reasons(flags, *budget, *limit);
            assert_eq!(reasons.is_empty(), !*expected, "{flags:?} {budget}");
        }
        assert_eq!(
            approval_reasons(&[ScanFlag::Adult, ScanFlag::Alcohol], ABOVE, LIMIT),
            [
                "Content flagged ALCOHOL",
                "Content flagged ADULT",
                "Budget $10,000.01 is above $10,000.00",
            ]
        );
    }

    /// Rule: D-55.
    #[test]
    fn only_crossing_the_threshold_asks_again() {
        assert!(increase_needs_approval(LIMIT, ABOVE, LIMIT));
        assert!(!increase_needs_approval(ABOVE, Amount::from_units(20_000), LIMIT));
        assert!(!increase_needs_approval(Amount::from_units(1), LIMIT, LIMIT));
        assert!(!increase_needs_approval(LIMIT, ABOVE, Amount::ZERO));
    }
}
