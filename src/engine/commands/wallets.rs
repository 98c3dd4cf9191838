//! Wallets of advertisers.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::parties::{ADMINS, FieldChecks, find_advertiser};
use crate::{
    domain::{
        catalog::PartyStatus,
        ids::AdvertiserNo,
        ledger::{Account, TransferDraft, TransferKind},
        money::{Amount, Currency, Dollars},
        refusal::{Code, Refusal},
    },
    engine::{
        actor::AuditDraft,
        command::{Changes, Command, Context},
        live::Live,
    },
};

/// The largest single deposit.
pub(super) const MAX_DEPOSIT: Amount = Amount::from_units(10_000_000);
/// Most characters of a deposit's reference.
pub(super) const MAX_REFERENCE: usize = 200;

/// What of an advertiser's money its campaigns hold: escrow, review holds, and increases that wait
/// for approval. Rule: D-22, D-55.
#[must_use]
pub fn held_balance(live: &Live, advertiser: AdvertiserNo) -> Amount {
    let own = live.campaigns.iter().filter(|campaign| campaign.advertiser == advertiser);
    let held = own.flat_map(|campaign| {
        let no = campaign.no;
        [live.remaining(no), live.held_for_review(no), live.pending_increase(no)]
    });
    Amount::sum(held).expect("parts of one ledger's money fit in its range")
}

/// Books money that came in from outside. Rule: BUD-07, D-22.
#[derive(Clone, Debug)]
pub struct Deposit {
    /// The advertiser.
    pub owner_id: Uuid,
    /// Above 0, whole cents, at most 10,000,000.
    pub amount: Amount,
    /// What a person finds it by: number of the wire, of the receipt.
    pub reference: String,
}

/// The answer to `Deposit`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Deposited {
    /// Reference of the transfer.
    pub transaction_id: Uuid,
    /// What was booked.
    pub amount: Amount,
    /// Of all amounts.
    pub currency: Currency,
    /// What the advertiser can spend now.
    pub available_balance: Amount,
    /// What its campaigns hold.
    pub held_balance: Amount,
}

impl Deposit {
    /// Checks all fields and returns the reference.
    fn check(&self) -> Result<String, Refusal> {
        let mut checks = FieldChecks::default();
        if !self.amount.is_positive() {
            let message = format!("Amount must be above 0, not {}", self.amount);
            checks.fail("amount", "NOT_POSITIVE", message);
        } else if !self.amount.is_whole_cents() {
            let message = format!("Amount must have at most 2 decimals, not {}", self.amount);
            checks.fail("amount", "TOO_MANY_DECIMALS", message);
        } else if self.amount > MAX_DEPOSIT {
            let (most, found) = (Dollars(MAX_DEPOSIT), Dollars(self.amount));
            let message = format!("Amount must be at most {most}, not {found}");
            checks.fail("amount", "TOO_LARGE", message);
        }
        let reference = checks.text("reference", "Reference", &self.reference, MAX_REFERENCE);
        checks.finish()?;
        Ok(reference)
    }
}

impl Command for Deposit {
    type Output = Deposited;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        context.actor.require_role(&ADMINS)?;
        let advertiser = find_advertiser(live, self.owner_id)?;
        let reference = self.check()?;
        if advertiser.status_now() == PartyStatus::Terminated {
            let message =
                format!("The advertiser {} is terminated and takes no deposits", advertiser.name);
            return Err(Refusal::new(Code::AccountNotActive, message));
        }
        let currency = live.retail_currency();
        let wallet = Account::AdvertiserAvailable(advertiser.no);
        let after = live.accounts.balance(wallet, currency).checked_add(self.amount);
        let outside = live.accounts.balance(Account::External, currency);
        let (Some(available_balance), Some(_)) = (after, outside.checked_sub(self.amount)) else {
            return Err(Refusal::new(Code::Conflict, "The ledger cannot hold that much money"));
        };
        let transaction_id = context.random.uuid(context.now);
        let mut changes = Changes::default();
        changes.transfers.push(TransferDraft {
            debit: Account::External,
            credit: wallet,
            amount: self.amount,
            currency,
            kind: TransferKind::Deposit,
            campaign: None,
            reference: Some(transaction_id),
            description: format!("Deposit: {reference}"),
        });
        let entry = AuditDraft::new("wallet.deposit", "advertiser", advertiser.id);
        let before = live.accounts.balance(wallet, currency);
        let entry = entry.change("available_balance", before, available_balance);
        changes.audit(entry.because(Some(&reference)));
        let held_balance = held_balance(live, advertiser.no);
        let amount = self.amount;
        let output =
            Deposited { transaction_id, amount, currency, available_balance, held_balance };
        Ok((changes, output))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_at_their_edges() {
        for (text, expected) in [
            ("0.01", None),
            ("10000000", None),
            ("0", Some("NOT_POSITIVE")),
            ("-1", Some("NOT_POSITIVE")),
            ("0.001", Some("TOO_MANY_DECIMALS")),
            ("10000000.01", Some("TOO_LARGE")),
        ] {
            let amount = Amount::parse(text).unwrap();
            let deposit = Deposit { owner_id: Uuid::nil(), amount, reference: "wire".to_owned() };
            let found = deposit.check().err().map(|refusal| refusal.fields[0].error.clone());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
