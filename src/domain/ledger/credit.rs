//! Manual credits: money that an admin gives a wallet, large ones with a second person's word.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::{
    catalog::access::Owner,
    ids::CreditNo,
    money::Amount,
    refusal::{Code, Refusal},
    time::Timestamp,
    words::words,
};

words! {
    /// Where a manual credit stands. Rule: BUD-07.
    CreditStatus {
        /// Waits for a second person.
        Pending = "PENDING",
        /// In the wallet.
        Booked = "BOOKED",
        /// A second person said no.
        Rejected = "REJECTED",
    }
}

/// Who did something, as it is shown later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// User or token; `None` for the appliance.
    pub id: Option<Uuid>,
    /// Name for people.
    pub name: String,
}

/// A second person's decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreditDecision {
    /// Who.
    pub by: Person,
    /// When, server clock.
    pub at: Timestamp,
    /// Why, for a rejection.
    pub reason: Option<String>,
}

/// A manual credit. Rule: BUD-07.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ManualCredit {
    /// Number inside rows.
    pub no: CreditNo,
    /// Id for the outside; the reference of its transfer.
    pub id: Uuid,
    /// Whose wallet.
    pub owner: Owner,
    /// Above zero, whole cents.
    pub amount: Amount,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub status: CreditStatus,
    /// Who asked for it.
    pub requested_by: Person,
    /// When, server clock.
    pub requested_at: Timestamp,
    /// What the second person said.
    pub decision: Option<CreditDecision>,
}

impl ManualCredit {
    /// Whether one person alone booked it.
    #[must_use]
    pub fn had_one_person(&self) -> bool {
        self.status == CreditStatus::Booked && self.decision.is_none()
    }

    /// Refuses a decision by the person who asked, or a second decision.
    ///
    /// # Errors
    /// `IllegalTransition`, `SecondPersonRequired`.
    pub fn may_decide(&self, by: &Person) -> Result<(), Refusal> {
        require_second_person("credit", self.status, &self.requested_by, by)
    }
}

/// Refuses a decision about money that waits by the person who asked, or a second decision.
///
/// # Errors
/// `IllegalTransition`, `SecondPersonRequired`.
pub fn require_second_person(
    what: &str,
    status: CreditStatus,
    asked_by: &Person,
    by: &Person,
) -> Result<(), Refusal> {
    if status != CreditStatus::Pending {
        return Err(Refusal::new(
            Code::IllegalTransition,
            format!("The {what} is {status}; only a PENDING one is decided"),
        ));
    }
    if by.id.is_none() || by.id == asked_by.id {
        return Err(Refusal::new(
            Code::SecondPersonRequired,
            format!("{} asked for this {what}; another admin must decide", asked_by.name),
        ));
    }
    Ok(())
}

/// Whether a credit needs a second person: it, or it with what one person alone gave the same wallet
/// lately, lies above the limit. Cutting an amount into small ones does not help. Rule: BUD-07.
#[must_use]
pub fn needs_second_person(amount: Amount, given_alone: Amount, limit: Amount) -> bool {
    amount.checked_add(given_alone).is_none_or(|sum| sum > limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(number: u128) -> Person {
        Person { id: Some(Uuid::from_u128(number)), name: format!("person {number}") }
    }

    fn credit(status: CreditStatus) -> ManualCredit {
        ManualCredit {
            no: CreditNo(0),
            id: Uuid::nil(),
            owner: Owner::Operator,
            amount: Amount::from_units(5),
            reason: "goodwill".to_owned(),
            status,
            requested_by: person(1),
            requested_at: Timestamp::default(),
            decision: None,
        }
    }

    /// Rule: BUD-07.
    #[test]
    fn the_limit_holds_for_the_sum_of_one_persons_credits() {
        let limit = Amount::from_units(1000);
        for (amount, alone, needed) in [
            (1000, 0, false),
            (1001, 0, true),
            (500, 500, false),
            (500, 501, true),
            (i64::MAX, i64::MAX, true),
        ] {
            let (amount, alone) = (Amount::from_units(amount), Amount::from_units(alone));
            assert_eq!(needs_second_person(amount, alone, limit), needed, "{amount} {alone}");
        }
        assert!(needs_second_person(Amount::from_micros(10_000), Amount::ZERO, Amount::ZERO));
    }

    /// Rule: BUD-07.
    #[test]
    fn another_person_decides_once() {
        let code = |status, by: &Person| credit(status).may_decide(by).err().map(|r| r.code);
        assert_eq!(code(CreditStatus::Pending, &person(2)), None);
        assert_eq!(code(CreditStatus::Pending, &person(1)), Some(Code::SecondPersonRequired));
        let nobody = Person { id: None, name: "system".to_owned() };
        assert_eq!(code(CreditStatus::Pending, &nobody), Some(Code::SecondPersonRequired));
        for status in [CreditStatus::Booked, CreditStatus::Rejected] {
            assert_eq!(code(status, &person(2)), Some(Code::IllegalTransition));
        }
        assert!(credit(CreditStatus::Booked).had_one_person());
    }
}
