//! An advertiser's standing: suspensions with their reasons, and the end of its account.

use serde::{Deserialize, Serialize};

use crate::domain::{
    ledger::credit::{CreditDecision, CreditStatus, Person},
    money::Amount,
    time::Timestamp,
    words::words,
};

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
    /// The second person's word on a debt that one may not take alone; `None` for a small one.
    pub claim: Option<DebtClaim>,
    /// What of it was taken from the refund and the wallet.
    pub debt_paid: Amount,
    /// The settlement is to be done by then.
    pub settlement_due_at: Timestamp,
    /// The operator was told that it is overdue.
    pub overdue_told: bool,
    /// The settlement.
    pub settlement: Option<Settlement>,
}

/// A debt above what one person may take alone. Rule: BUD-07, CAM-27.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DebtClaim {
    /// Who named it.
    pub requested_by: Person,
    /// `BOOKED` once it may be taken.
    pub status: CreditStatus,
    /// What the second person said.
    pub decision: Option<CreditDecision>,
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
    /// What is still to be taken; nothing while a second person has not agreed.
    #[must_use]
    pub fn debt_left(&self) -> Amount {
        let claim = self.claim.as_ref();
        let may_take = claim.is_none_or(|claim| claim.status == CreditStatus::Booked);
        if may_take { self.debt.minus_or_zero(self.debt_paid) } else { Amount::ZERO }
    }

    /// Whether a second person still has to decide about the debt.
    #[must_use]
    pub fn claim_waits(&self) -> bool {
        self.claim.as_ref().is_some_and(|claim| claim.status == CreditStatus::Pending)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rule: BUD-07, CAM-27.
    #[test]
    fn a_debt_is_taken_once_a_second_person_agreed() {
        let claim = |status| DebtClaim {
            requested_by: Person { id: None, name: "one".to_owned() },
            status,
            decision: None,
        };
        for (status, left, waits) in [
            (None, 60, false),
            (Some(CreditStatus::Pending), 0, true),
            (Some(CreditStatus::Booked), 60, false),
            (Some(CreditStatus::Rejected), 0, false),
        ] {
            let termination = Termination {
                at: Timestamp::default(),
                reason: SuspensionReason::PaymentDefault,
                note: None,
                refunded: Amount::ZERO,
                debt: Amount::from_units(100),
                claim: status.map(claim),
                debt_paid: Amount::from_units(40),
                settlement_due_at: Timestamp::default(),
                overdue_told: false,
                settlement: None,
            };
            let found = (termination.debt_left(), termination.claim_waits());
            assert_eq!(found, (Amount::from_units(left), waits), "{status:?}");
        }
    }

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
