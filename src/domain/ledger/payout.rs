//! Payouts to suppliers: when, how much, what is kept back. Rule: PAY-01, D-29.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::{
    ids::{Seq, SupplierNo},
    money::Amount,
    time::Timestamp,
    words::words,
};

/// The numbers of payouts. Rule: PAY-01.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PayoutLimits {
    /// A UTC day of plays is payable so many days after it began.
    pub hold_days: u32,
    /// Less (USD) is not paid but waits for more; 0 = everything is paid.
    pub minimum: u32,
}

impl Default for PayoutLimits {
    fn default() -> Self {
        Self { hold_days: 7, minimum: 50 }
    }
}

words! {
    /// How a payout stands. Rule: PAY-01.
    PayoutStatus {
        /// Computed, not moved yet.
        Pending = "PENDING",
        /// In the supplier's wallet.
        Completed = "COMPLETED",
    }
}

/// A payout: the seed's `SupplierPayout`. Rule: PAY-01.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Payout {
    /// Place in the order of all entries.
    pub seq: Seq,
    /// Id for the outside; the reference of its transfers.
    pub id: Uuid,
    /// To whom.
    pub supplier: SupplierNo,
    /// What was moved to the wallet; zero where all of it was owed.
    pub amount: Amount,
    /// What the plays earned: amount + clawback.
    pub gross: Amount,
    /// What of it was kept back for chargebacks.
    pub clawback: Amount,
    /// Begin of the first UTC day of its plays.
    pub period_start: Timestamp,
    /// End of the last UTC day of its plays, which is the begin of the next: not inside.
    pub period_end: Timestamp,
    /// Plays that it pays.
    pub impression_count: u64,
    /// How it stands.
    pub status: PayoutStatus,
    /// The slot of the job.
    pub created_at: Timestamp,
    /// When the money was moved, server clock.
    pub completed_at: Option<Timestamp>,
}

impl Payout {
    /// The same with its money moved.
    #[must_use]
    pub fn completed(mut self, at: Timestamp) -> Self {
        self.status = PayoutStatus::Completed;
        self.completed_at = Some(at);
        self
    }
}

/// What a payout does with what was earned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Division {
    /// To the wallet.
    pub amount: Amount,
    /// Kept back for what is owed.
    pub clawback: Amount,
}

/// Divides what is payable: first what is owed is kept back, then the rest is paid if it reaches the
/// minimum; `None` when nothing moves and all of it waits for more. Rule: PAY-01, D-29.
///
/// A closed account will not earn more, so the minimum does not hold for it.
#[must_use]
pub fn divide(gross: Amount, owed: Amount, minimum: Amount, is_closed: bool) -> Option<Division> {
    let clawback = gross.min(owed);
    let amount = gross.minus_or_zero(clawback);
    let enough = is_closed || (amount.is_positive() && amount >= minimum);
    (gross.is_positive() && enough).then_some(Division { amount, clawback })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rule: PAY-01, D-29: what is owed comes first, the minimum is judged by what is left.
    #[test]
    fn what_is_owed_comes_before_the_minimum() {
        let micros = Amount::from_micros;
        for (gross, owed, is_closed, expected) in [
            (0, 0, false, None),
            (49_999_999, 0, false, None),
            (50_000_000, 0, false, Some((50_000_000, 0))),
            (60_000_000, 10_000_000, false, Some((50_000_000, 10_000_000))),
            (60_000_000, 10_000_001, false, None),
            (60_000_000, 70_000_000, false, None),
            (0, 70_000_000, true, None),
            (1, 0, true, Some((1, 0))),
            (60_000_000, 70_000_000, true, Some((0, 60_000_000))),
        ] {
            let division = divide(micros(gross), micros(owed), Amount::from_units(50), is_closed);
            let found = division.map(|found| (found.amount.micros(), found.clawback.micros()));
            assert_eq!(found, expected, "{gross} earned, {owed} owed, closed: {is_closed}");
        }
        assert_eq!(divide(micros(0), micros(0), Amount::ZERO, false), None);
        let smallest = Division { amount: micros(1), clawback: Amount::ZERO };
        assert_eq!(divide(micros(1), micros(0), Amount::ZERO, false), Some(smallest));
    }
}
