//! An advertiser's standing: suspensions with their reasons, and the end of its account.

use serde::{Deserialize, Serialize};

use crate::domain::{money::Amount, time::Timestamp, words::words};

words! {
    /// Why an account is held or ended. Rule: CAM-27.
    SuspensionReason {
        /// An invoice is overdue for more than 60 days.
        PaymentDefault = "PAYMENT_DEFAULT",
        /// A serious violation of the policy.
        PolicyViolation = "POLICY_VIOLATION",
        /// Fraud is looked into.
        FraudInvestigation = "FRAUD_INVESTIGATION",
        /// A law or an authority asks for it.
        LegalRequirement = "LEGAL_REQUIREMENT",
        /// The customer could not be identified.
        KycFailure = "KYC_FAILURE",
    }
}

/// What happened to an account beside its status. Rule: CAM-27.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// All suspensions, oldest first.
    pub suspensions: Vec<Suspension>,
    /// The end of the account.
    pub termination: Option<Termination>,
}

impl Standing {
    /// The suspension that is on.
    #[must_use]
    pub fn suspended(&self) -> Option<&Suspension> {
        self.suspensions.last().filter(|suspension| suspension.lifted_at.is_none())
    }
}

/// A suspension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspension {
    /// Begin.
    pub at: Timestamp,
    /// Why.
    pub reason: SuspensionReason,
    /// In words.
    pub note: Option<String>,
    /// End, if it was lifted.
    pub lifted_at: Option<Timestamp>,
}

/// The end of an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Termination {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: SuspensionReason,
    /// In words.
    pub note: Option<String>,
    /// Refunded from its campaigns.
    pub refunded: Amount,
    /// What the account owed.
    pub debt: Amount,
    /// What of it was taken from the refund and the wallet.
    pub debt_paid: Amount,
    /// The settlement is to be done by then.
    pub settlement_due_at: Timestamp,
    /// The operator was told that it is overdue.
    pub overdue_told: bool,
    /// The settlement.
    pub settlement: Option<Settlement>,
}

/// The last payment of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// When.
    pub at: Timestamp,
    /// Paid to the advertiser.
    pub paid_out: Amount,
    /// What a person finds it by.
    pub reference: String,
}

impl Termination {
    /// What is still owed.
    #[must_use]
    pub fn debt_left(&self) -> Amount {
        self.debt.minus_or_zero(self.debt_paid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lifted_suspension_is_over() {
        let mut standing = Standing::default();
        assert_eq!(standing.suspended(), None);
        let mut one = Suspension {
            at: Timestamp::from_ms(1),
            reason: SuspensionReason::KycFailure,
            note: None,
            lifted_at: None,
        };
        standing.suspensions.push(one.clone());
        assert_eq!(standing.suspended(), Some(&one));
        one.lifted_at = Some(Timestamp::from_ms(2));
        standing.suspensions = vec![one];
        assert_eq!(standing.suspended(), None);
    }
}
