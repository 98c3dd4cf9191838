//! Money that people move by hand: manual credits, large ones with a second person, and what
//! suppliers withdraw. Rule: BUD-07.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    parties::{ADMINS, ADMINS_AND_SUPPLIERS, FieldChecks, MAX_REASON},
    status::insufficient_wallet,
    wallets::{MAX_DEPOSIT, MAX_REFERENCE},
};
use crate::{
    domain::{
        campaign::model::Campaign,
        catalog::{PartyStatus, access::Owner},
        ids::{AdvertiserNo, CampaignNo, CreditNo, SupplierNo},
        ledger::{
            Account, ManualCredit, TransferDraft, TransferKind,
            credit::{CreditDecision, CreditStatus, Person, needs_second_person},
        },
        money::{Amount, Dollars},
        refusal::{Code, Detail, Refusal},
        time::{HOUR_MS, Timestamp},
        wording::count,
    },
    engine::{
        actor::{Actor, AuditDraft},
        command::{Changes, Command, Context, Record},
        live::Live,
    },
};

/// A wallet: its owner with name and status, and the account of what is available.
struct Wallet {
    owner: Owner,
    id: Uuid,
    subject: &'static str,
    name: String,
    status: PartyStatus,
    available: Account,
}

impl Wallet {
    fn find(live: &Live, id: Uuid) -> Option<Self> {
        if let Some(row) = live.advertisers.by_id(id) {
            return Some(Self {
                owner: Owner::Advertiser(row.no),
                id,
                subject: "advertiser",
                name: row.name.clone(),
                status: row.status_now(),
                available: Account::AdvertiserAvailable(row.no),
            });
        }
        let row = live.suppliers.by_id(id)?;
        Some(Self {
            owner: Owner::Supplier(row.no),
            id,
            subject: "supplier",
            name: row.name.clone(),
            status: row.status_now(),
            available: Account::SupplierAvailable(row.no),
        })
    }

    /// The wallet of an id, if the actor may see it.
    ///
    /// # Errors
    /// `NotFound`.
    fn visible(live: &Live, actor: &Actor, id: Uuid) -> Result<Self, Refusal> {
        let wallet = Self::find(live, id).ok_or_else(|| Refusal::not_found("Wallet"))?;
        actor.require_sight(wallet.owner, "Wallet")?;
        Ok(wallet)
    }

    fn require_status(&self, allowed: &[PartyStatus]) -> Result<(), Refusal> {
        if allowed.contains(&self.status) {
            return Ok(());
        }
        let message = format!("The account of {} is {}", self.name, self.status);
        Err(Refusal::new(Code::AccountNotActive, message))
    }
}

fn check_amount(checks: &mut FieldChecks, amount: Amount) {
    if !amount.is_positive() {
        let message = format!("Amount must be above 0, not {amount}");
        checks.fail("amount", "NOT_POSITIVE", message);
    } else if !amount.is_whole_cents() {
        let message = format!("Amount must have at most 2 decimals, not {amount}");
        checks.fail("amount", "TOO_MANY_DECIMALS", message);
    } else if amount > MAX_DEPOSIT {
        let message =
            format!("Amount must be at most {}, not {}", Dollars(MAX_DEPOSIT), Dollars(amount));
        checks.fail("amount", "TOO_LARGE", message);
    }
}

pub(super) fn person(actor: &Actor) -> Person {
    Person { id: actor.id, name: actor.name.clone() }
}

/// What became of a credit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreditChanged {
    /// The credit.
    pub id: Uuid,
    /// Where it stands now.
    pub status: CreditStatus,
}

/// Gives a wallet money; above the limit a second person must agree first. Rule: BUD-07.
#[derive(Clone, Debug)]
pub struct GiveCredit {
    /// The advertiser or supplier.
    pub owner_id: Uuid,
    /// Above 0, whole cents, at most 10,000,000.
    pub amount: Amount,
    /// Why, 1 to 500 characters.
    pub reason: String,
}

impl Command for GiveCredit {
    type Output = CreditChanged;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, CreditChanged), Refusal> {
        context.actor.require_role(&ADMINS)?;
        let wallet = Wallet::visible(live, context.actor, self.owner_id)?;
        let mut checks = FieldChecks::default();
        check_amount(&mut checks, self.amount);
        let reason = checks.text("reason", "Reason", &self.reason, MAX_REASON);
        checks.finish()?;
        wallet.require_status(&[PartyStatus::Active, PartyStatus::Suspended])?;
        let waits = needs_second_person(
            self.amount,
            given_alone(live, wallet.owner, context),
            alone_limit(context),
        );
        let (mut credit, mut changes) = asked(live, context, &wallet, self.amount, reason);
        if waits {
            tell_operator(&wallet, &credit, &mut changes);
        } else {
            credit.status = CreditStatus::Booked;
            book(live, &wallet, &credit, &mut changes)?;
        }
        let output = CreditChanged { id: credit.id, status: credit.status };
        changes.put(Record::Credit(Arc::new(credit)));
        Ok((changes, output))
    }
}

/// A credit that waits for a person, with its audit entry.
fn asked(
    live: &Live,
    context: &mut Context<'_>,
    wallet: &Wallet,
    amount: Amount,
    reason: String,
) -> (ManualCredit, Changes) {
    let credit = ManualCredit {
        no: CreditNo(live.credits.next_number()),
        id: context.random.uuid(context.now),
        owner: wallet.owner,
        amount,
        reason,
        status: CreditStatus::Pending,
        requested_by: person(context.actor),
        requested_at: context.now,
        decision: None,
    };
    let mut changes = Changes::default();
    let entry = AuditDraft::new("wallet.credit_request", wallet.subject, wallet.id);
    changes.audit(entry.change("credit", "", credit.amount).because(Some(&credit.reason)));
    (credit, changes)
}

fn tell_operator(wallet: &Wallet, credit: &ManualCredit, changes: &mut Changes) {
    let values = [
        ("owner", wallet.name.clone()),
        ("amount", Dollars(credit.amount).to_string()),
        ("person", credit.requested_by.name.clone()),
        ("reason", credit.reason.clone()),
    ];
    changes.tell(Owner::Operator, "CREDIT_NEEDS_SECOND_PERSON", credit.id, &values);
}

/// What makes an extension free: a credit of its budget that an administrator approves. Rule: CAM-26.
///
/// # Errors
/// `NotFound` without such an advertiser.
pub(super) fn ask_for_extension(
    live: &Live,
    context: &mut Context<'_>,
    campaign: &Campaign,
) -> Result<Changes, Refusal> {
    let advertiser = live.advertisers.get(campaign.advertiser.0);
    let wallet = advertiser.and_then(|row| Wallet::find(live, row.id));
    let wallet = wallet.ok_or_else(|| Refusal::not_found("Wallet"))?;
    let name: String = campaign.name.chars().take(MAX_REASON / 2).collect();
    let reason = format!("Free extension of {name}");
    let (credit, mut changes) = asked(live, context, &wallet, campaign.budget_or_zero(), reason);
    tell_operator(&wallet, &credit, &mut changes);
    changes.put(Record::Credit(Arc::new(credit)));
    Ok(changes)
}

pub(super) fn alone_limit(context: &Context<'_>) -> Amount {
    Amount::from_units(i64::from(context.settings.wallet.two_person_credit))
}

/// Refuses a compensation or service credit that one person may not give alone: it counts with the
/// manual credits of the same wallet. Rule: BUD-07, CAM-12, CAM-26.
///
/// # Errors
/// `VALIDATION_FAILED` with what is left.
pub(super) fn require_given_alone(
    live: &Live,
    context: &Context<'_>,
    advertiser: AdvertiserNo,
    amount: Amount,
    field: &str,
) -> Result<(), Refusal> {
    let alone = given_alone(live, Owner::Advertiser(advertiser), context);
    let limit = alone_limit(context);
    if !needs_second_person(amount, alone, limit) {
        return Ok(());
    }
    let message = format!(
        "One person alone gives a wallet at most {} in {}, and {} were given already: enter at \
         most {}, and the rest as a manual credit, which a second person approves",
        Dollars(limit),
        count(context.settings.wallet.credit_window_hours, "hour", "hours"),
        Dollars(alone),
        Dollars(limit.minus_or_zero(alone)),
    );
    Err(Refusal::field(field, "SECOND_PERSON", message))
}

/// What single persons paid the advertiser's campaigns as compensation or service credit.
fn compensated(live: &Live, owner: Owner, since: Timestamp) -> Option<Amount> {
    let own = |no: CampaignNo| {
        let campaign = live.campaigns.get(no.0);
        campaign.is_some_and(|campaign| Owner::Advertiser(campaign.advertiser) == owner)
    };
    let incidents = live.fleet.incidents.iter().filter(|one| own(one.campaign));
    let resolved = incidents.filter_map(|one| one.resolution.as_ref());
    let compensations = resolved.filter(|one| one.at > since).filter_map(|one| one.compensation);
    let campaigns = live.campaigns.iter().filter(|one| Owner::Advertiser(one.advertiser) == owner);
    let cases = campaigns.filter_map(|one| one.lifecycle.investigation.as_ref());
    let resolved = cases.filter_map(|case| case.resolution.as_ref());
    let credits = resolved.filter(|one| one.at > since).filter_map(|one| one.service_credit);
    Amount::sum(compensations.chain(credits))
}

/// What single persons gave a wallet lately.
fn given_alone(live: &Live, owner: Owner, context: &Context<'_>) -> Amount {
    let hours = i64::from(context.settings.wallet.credit_window_hours);
    let since = context.now.plus_ms(-hours * HOUR_MS);
    let newest_first = live.credits.iter().rev();
    let recent = newest_first
        .filter(|credit| credit.owner == owner && credit.had_one_person())
        .take_while(|credit| credit.requested_at > since);
    let sum = Amount::sum(recent.map(|credit| credit.amount));
    let sum =
        sum.zip(compensated(live, owner, since)).and_then(|(sum, more)| sum.checked_add(more));
    sum.unwrap_or(Amount::from_micros(i64::MAX))
}

/// Puts a credit into its wallet.
fn book(
    live: &Live,
    wallet: &Wallet,
    credit: &ManualCredit,
    changes: &mut Changes,
) -> Result<(), Refusal> {
    let currency = live.retail_currency();
    let before = live.accounts.balance(wallet.available, currency);
    let outside = live.accounts.balance(Account::External, currency);
    let (Some(after), Some(_)) =
        (before.checked_add(credit.amount), outside.checked_sub(credit.amount))
    else {
        return Err(Refusal::new(Code::Conflict, "The ledger cannot hold that much money"));
    };
    changes.transfers.push(TransferDraft {
        debit: Account::External,
        credit: wallet.available,
        amount: credit.amount,
        currency,
        kind: TransferKind::Credit,
        campaign: None,
        reference: Some(credit.id),
        description: format!("Manual credit: {}", credit.reason),
    });
    let entry = AuditDraft::new("wallet.credit", wallet.subject, wallet.id);
    changes.audit(entry.change("available_balance", before, after).because(Some(&credit.reason)));
    let values = [
        ("amount", Dollars(credit.amount).to_string()),
        ("reason", credit.reason.clone()),
        ("available", Dollars(after).to_string()),
    ];
    changes.tell(wallet.owner, "WALLET_CREDITED", credit.id, &values);
    Ok(())
}

/// A second person's word on a credit. Rule: BUD-07.
#[derive(Clone, Debug)]
pub struct DecideCredit {
    /// The advertiser or supplier.
    pub owner_id: Uuid,
    /// The credit.
    pub credit_id: Uuid,
    /// Booked, or not.
    pub approve: bool,
    /// Why; needed for a rejection.
    pub reason: Option<String>,
}

impl Command for DecideCredit {
    type Output = CreditChanged;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, CreditChanged), Refusal> {
        context.actor.require_role(&ADMINS)?;
        let wallet = Wallet::visible(live, context.actor, self.owner_id)?;
        let found = live.credits.by_id(self.credit_id).filter(|row| row.owner == wallet.owner);
        let mut credit = (**found.ok_or_else(|| Refusal::not_found("Credit"))?).clone();
        let by = person(context.actor);
        credit.may_decide(&by)?;
        let mut checks = FieldChecks::default();
        let given = self.reason.as_deref().or((!self.approve).then_some(""));
        let reason = checks.optional_text("reason", "Reason", given, MAX_REASON);
        checks.finish()?;
        credit.status = if self.approve { CreditStatus::Booked } else { CreditStatus::Rejected };
        credit.decision = Some(CreditDecision { by, at: context.now, reason: reason.clone() });
        let mut changes = Changes::default();
        let action = if self.approve { "wallet.credit_approve" } else { "wallet.credit_reject" };
        let entry = AuditDraft::new(action, wallet.subject, wallet.id);
        let entry = entry.change("credit", CreditStatus::Pending, credit.status);
        changes.audit(entry.because(reason.as_deref()));
        if self.approve {
            wallet.require_status(&[PartyStatus::Active, PartyStatus::Suspended])?;
            book(live, &wallet, &credit, &mut changes)?;
        } else {
            let values = [
                ("owner", wallet.name.clone()),
                ("amount", Dollars(credit.amount).to_string()),
                ("person", context.actor.name.clone()),
                ("reason", reason.unwrap_or_default()),
            ];
            changes.tell(Owner::Operator, "CREDIT_REJECTED", credit.id, &values);
        }
        let output = CreditChanged { id: credit.id, status: credit.status };
        changes.put(Record::Credit(Arc::new(credit)));
        Ok((changes, output))
    }
}

/// Books what a supplier took out of what is available to it. Rule: BUD-07.
#[derive(Clone, Debug)]
pub struct Withdraw {
    /// The supplier.
    pub owner_id: Uuid,
    /// Above 0, whole cents, at most what is available.
    pub amount: Amount,
    /// What a person finds it by, 1 to 200 characters.
    pub reference: String,
}

/// The answer to `Withdraw`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Withdrawn {
    /// Reference of the transfer.
    pub transaction_id: Uuid,
    /// What was booked.
    pub amount: Amount,
    /// Of all amounts.
    pub currency: crate::domain::money::Currency,
    /// What is still available.
    pub available_balance: Amount,
    /// Earned, inside the hold.
    pub pending_balance: Amount,
}

impl Command for Withdraw {
    type Output = Withdrawn;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Withdrawn), Refusal> {
        context.actor.require_role(&ADMINS_AND_SUPPLIERS)?;
        let wallet = Wallet::visible(live, context.actor, self.owner_id)?;
        let supplier = supplier_of(&wallet)?;
        let mut checks = FieldChecks::default();
        check_amount(&mut checks, self.amount);
        let reference = checks.text("reference", "Reference", &self.reference, MAX_REFERENCE);
        checks.finish()?;
        // A closed account cannot ask any more; what is left in its wallet an admin pays out.
        let for_closed = context.actor.require_role(&ADMINS).is_ok();
        let closed = for_closed.then_some(PartyStatus::Terminated);
        let allowed: Vec<_> = [PartyStatus::Active].into_iter().chain(closed).collect();
        wallet.require_status(&allowed)?;
        let currency = live.retail_currency();
        let before = live.accounts.balance(wallet.available, currency);
        if before < self.amount {
            return Err(insufficient_wallet(before, self.amount));
        }
        require_debt_left(live, &wallet, supplier, (before, self.amount))?;
        let available_balance = before.minus_or_zero(self.amount);
        let transaction_id = context.random.uuid(context.now);
        let mut changes = Changes::default();
        changes.transfers.push(TransferDraft {
            debit: wallet.available,
            credit: Account::External,
            amount: self.amount,
            currency,
            kind: TransferKind::Withdrawal,
            campaign: None,
            reference: Some(transaction_id),
            description: format!("Withdrawal: {reference}"),
        });
        let entry = AuditDraft::new("wallet.withdraw", wallet.subject, wallet.id);
        let entry = entry.change("available_balance", before, available_balance);
        changes.audit(entry.because(Some(&reference)));
        let values = [
            ("amount", Dollars(self.amount).to_string()),
            ("reference", reference),
            ("available", Dollars(available_balance).to_string()),
        ];
        changes.tell(wallet.owner, "WALLET_WITHDRAWN", transaction_id, &values);
        let pending = Account::SupplierPending(supplier);
        let output = Withdrawn {
            transaction_id,
            amount: self.amount,
            currency,
            available_balance,
            pending_balance: live.accounts.balance(pending, currency),
        };
        Ok((changes, output))
    }
}

/// A closed account has no payouts any more that its chargebacks could be kept back from: what it owes
/// stays in its wallet. Rule: PAY-01, CHB-01.
fn require_debt_left(
    live: &Live,
    wallet: &Wallet,
    supplier: SupplierNo,
    (available, amount): (Amount, Amount),
) -> Result<(), Refusal> {
    if wallet.status != PartyStatus::Terminated {
        return Ok(());
    }
    let account = Account::SupplierClawback(supplier);
    let owed = Amount::ZERO.minus_or_zero(live.accounts.balance(account, live.retail_currency()));
    let free = available.minus_or_zero(owed).floor_cents();
    if amount <= free {
        return Ok(());
    }
    let message = format!(
        "{} is TERMINATED and owes {} for chargebacks, which no payout will bring back: of {} \
         available at most {} can be withdrawn",
        wallet.name,
        Dollars(owed),
        Dollars(available),
        Dollars(free)
    );
    Err(Refusal::new(Code::InsufficientWalletBalance, message)
        .with("owed", Detail::Amount(owed))
        .with("withdrawable", Detail::Amount(free)))
}

fn supplier_of(wallet: &Wallet) -> Result<SupplierNo, Refusal> {
    match wallet.owner {
        Owner::Supplier(no) => Ok(no),
        Owner::Advertiser(_) | Owner::Operator => {
            let message = "Only suppliers withdraw; an advertiser's money goes back at the end of \
                           its account";
            Err(Refusal::field("owner_id", "NOT_A_SUPPLIER", message))
        }
    }
}
