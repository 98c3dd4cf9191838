//! Accounts of advertisers: suspended, reinstated, terminated, settled. Rule: CAM-27, D-53.

use std::{collections::BTreeMap, sync::Arc};

use uuid::Uuid;

use super::{
    closing, credits,
    parties::{ADMINS, FieldChecks, MAX_REASON, find_advertiser},
    status::moved,
    upkeep::{Told, auto_pause},
};
use crate::{
    config::Settings,
    domain::{
        campaign::{
            lifecycle::after_days,
            model::Campaign,
            status::{Action, Actor as Who, CampaignStatus, Circumstances, PauseReason},
        },
        catalog::{
            Advertiser, PartyStatus,
            access::Owner,
            standing::{DebtClaim, Settlement, Suspension, SuspensionReason, Termination},
        },
        ids::{AdvertiserNo, CampaignNo, SupplierNo},
        ledger::{
            Account, TransferDraft, TransferKind,
            credit::{CreditDecision, CreditStatus, needs_second_person, require_second_person},
        },
        money::{Amount, Currency, Dollars},
        refusal::{Code, Detail, Refusal},
        time::Timestamp,
    },
    engine::{
        actor::AuditDraft,
        command::{Changes, Command, Context, Record},
        live::{Live, Timer},
    },
};

/// Most characters of a settlement's reference.
const MAX_REFERENCE: usize = 200;

impl Live {
    /// Sets the timers of accounts that wait for their settlement.
    pub(in crate::engine) fn arm_settlements(&mut self) {
        let ended = self.advertisers.iter().filter_map(|row| {
            let end = row.standing.termination.as_ref()?;
            let waits = end.settlement.is_none() && !end.overdue_told;
            waits.then_some((end.settlement_due_at, Timer::Settlement(row.no)))
        });
        let timers: Vec<_> = ended.collect();
        self.timers.extend(timers);
    }
}

const fn word(status: PartyStatus) -> &'static str {
    match status {
        PartyStatus::Active => "ACTIVE",
        PartyStatus::Suspended => "SUSPENDED",
        PartyStatus::Terminated => "TERMINATED",
    }
}

/// Refuses a change that the account's status does not allow.
fn require_status(row: &Advertiser, allowed: &[PartyStatus], what: &str) -> Result<(), Refusal> {
    let status = row.status_now();
    if allowed.contains(&status) {
        return Ok(());
    }
    let message = format!("The advertiser {} is {} and cannot be {what}", row.name, word(status));
    Err(Refusal::new(Code::IllegalTransition, message)
        .with("status", Detail::Text(word(status).to_owned())))
}

fn checked_note(note: Option<&str>) -> Result<Option<String>, Refusal> {
    let mut checks = FieldChecks::default();
    let note = checks.optional_text("note", "Note", note, MAX_REASON);
    checks.finish()?;
    Ok(note)
}

/// Moves an account to a status, with its audit entry.
fn moved_to(
    row: &Advertiser,
    to: PartyStatus,
    action: &str,
    reason: Option<&str>,
    now: Timestamp,
    changes: &mut Changes,
) -> Advertiser {
    let mut next = row.clone();
    next.status.push(now, to);
    next.updated_at = now;
    let entry = AuditDraft::new(action, "advertiser", row.id);
    changes.audit(entry.change("status", word(row.status_now()), word(to)).because(reason));
    next
}

fn campaigns_of(live: &Live, advertiser: AdvertiserNo) -> impl Iterator<Item = &Arc<Campaign>> {
    live.campaigns.iter().filter(move |campaign| campaign.advertiser == advertiser)
}

/// Tells the owners of the stores of campaigns, once each. Rule: CAM-27.
fn tell_suppliers<'a>(
    live: &Live,
    row: &Advertiser,
    code: &str,
    campaigns: impl Iterator<Item = &'a Arc<Campaign>>,
    changes: &mut Changes,
) {
    let mut counts: BTreeMap<SupplierNo, u32> = BTreeMap::new();
    for campaign in campaigns {
        let stores = campaign.target_stores.iter().filter_map(|no| live.store(*no));
        let mut suppliers: Vec<SupplierNo> = stores.map(|store| store.supplier).collect();
        suppliers.sort_unstable();
        suppliers.dedup();
        for supplier in suppliers {
            *counts.entry(supplier).or_default() += 1;
        }
    }
    for (supplier, count) in counts {
        let values = [("advertiser", row.name.clone()), ("count", count.to_string())];
        changes.tell(Owner::Supplier(supplier), code, row.id, &values);
    }
}

/// Holds an account: its running and scheduled campaigns pause at once, without grace; money stays
/// where it is. Rule: CAM-27, D-53.
#[derive(Clone, Debug)]
pub struct Suspend {
    /// The advertiser.
    pub id: Uuid,
    /// Why.
    pub reason: SuspensionReason,
    /// In words.
    pub note: Option<String>,
}

impl Command for Suspend {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        context.actor.require_role(&ADMINS)?;
        let row = find_advertiser(live, self.id)?;
        require_status(row, &[PartyStatus::Active], "suspended")?;
        let note = checked_note(self.note.as_deref())?;
        let suspension = Suspension { at: context.now, reason: self.reason, note, lifted_at: None };
        Ok((suspended(live, row, suspension, None), self.id))
    }
}

/// What a suspension does: the account is held, and every campaign of it that runs or is scheduled
/// pauses, but for one that the same decision ends. Rule: CAM-12, CAM-27, D-53.
pub(super) fn suspended(
    live: &Live,
    row: &Advertiser,
    suspension: Suspension,
    except: Option<CampaignNo>,
) -> Changes {
    let (now, reason) = (suspension.at, suspension.reason);
    let mut changes = Changes::default();
    let (word, to) = (Some(reason.as_str()), PartyStatus::Suspended);
    let mut next = moved_to(row, to, "advertiser.suspend", word, now, &mut changes);
    next.standing.suspensions.push(suspension);
    let mut paused = Vec::new();
    for campaign in campaigns_of(live, row.no).filter(|campaign| Some(campaign.no) != except) {
        let told = Told { code: "CAMPAIGN_PAUSED_SUSPENDED", values: &[] };
        let pause = auto_pause(campaign, PauseReason::AccountSuspended, now, &told);
        if let Some(pause) = pause {
            changes.join(pause);
            paused.push(campaign);
        }
    }
    let values = [("reason", reason.to_string()), ("count", paused.len().to_string())];
    changes.tell(Owner::Advertiser(row.no), "ACCOUNT_SUSPENDED", row.id, &values);
    tell_suppliers(live, row, "SUPPLIER_CAMPAIGNS_HELD", paused.into_iter(), &mut changes);
    changes.put(Record::Advertiser(Arc::new(next)));
    changes
}

/// Lifts a suspension: nothing runs on by itself, the advertiser has seven days to resume.
/// Rule: CAM-27, D-53.
#[derive(Clone, Debug)]
pub struct Reinstate {
    /// The advertiser.
    pub id: Uuid,
    /// In words.
    pub note: Option<String>,
}

impl Command for Reinstate {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        context.actor.require_role(&ADMINS)?;
        let row = find_advertiser(live, self.id)?;
        require_status(row, &[PartyStatus::Suspended], "reinstated")?;
        let note = checked_note(self.note.as_deref())?;
        let now = context.now;
        let mut changes = Changes::default();
        let why = note.as_deref();
        let to = PartyStatus::Active;
        let mut next = moved_to(row, to, "advertiser.reinstate", why, now, &mut changes);
        if let Some(last) = next.standing.suspensions.last_mut() {
            last.lifted_at = Some(now);
        }
        let days = context.settings.lifecycle.resume_days;
        let mut waiting = 0_u32;
        for campaign in campaigns_of(live, row.no) {
            if campaign.pause_reason() == Some(PauseReason::AccountSuspended)
                && campaign.status_now() == CampaignStatus::Paused
            {
                waiting += 1;
                changes.later.push((after_days(now, days), Timer::PauseDeadline(campaign.no)));
            }
            // Refunds that waited for this are due now, though not within the grace.
            changes.later.extend(closing::thawed(live, campaign, now));
        }
        let values = [("count", waiting.to_string()), ("days", days.to_string())];
        changes.tell(Owner::Advertiser(row.no), "ACCOUNT_REINSTATED", row.id, &values);
        changes.put(Record::Advertiser(Arc::new(next)));
        Ok((changes, self.id))
    }
}

/// Ends an account for good: all campaigns are cancelled and refunded, debts are taken from the
/// wallet. Rule: CAM-27.
#[derive(Clone, Debug)]
pub struct Terminate {
    /// The advertiser.
    pub id: Uuid,
    /// Why.
    pub reason: SuspensionReason,
    /// In words.
    pub note: Option<String>,
    /// What it owes, whole cents; 0 for nothing.
    pub outstanding_debt: Amount,
}

impl Command for Terminate {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        context.actor.require_role(&ADMINS)?;
        let row = find_advertiser(live, self.id)?;
        let open = [PartyStatus::Active, PartyStatus::Suspended];
        require_status(row, &open, "terminated")?;
        let note = checked_note(self.note.as_deref())?;
        let debt = self.outstanding_debt;
        if debt.is_negative() || !debt.is_whole_cents() {
            let message = format!("A debt is 0 or more with at most 2 decimals, not {debt}");
            return Err(Refusal::field("outstanding_debt", "RANGE", message));
        }
        let now = context.now;
        let mut changes = Changes::default();
        let word = Some(self.reason.as_str());
        let to = PartyStatus::Terminated;
        let mut next = moved_to(row, to, "advertiser.terminate", word, now, &mut changes);
        let ran = [CampaignStatus::Active, CampaignStatus::Scheduled, CampaignStatus::Paused];
        let own = campaigns_of(live, row.no);
        let affected = own.filter(|campaign| ran.contains(&campaign.status_now()));
        tell_suppliers(live, row, "SUPPLIER_CAMPAIGNS_ENDED", affected, &mut changes);
        for campaign in campaigns_of(live, row.no) {
            changes.join(ended(live, context.settings, campaign, now));
        }
        let refunded = refunds(&changes);
        let wallet = wallet_balance(live, row.no).checked_add(refunded).unwrap_or(refunded);
        let large = debt.is_positive()
            && needs_second_person(debt, Amount::ZERO, credits::alone_limit(context));
        let claim = large.then(|| claimed(context, row, debt, &mut changes));
        let debt_paid = if large { Amount::ZERO } else { debt.min(wallet) };
        changes.transfers.extend(debt_draft(row.no, debt_paid));
        let days = context.settings.lifecycle.settlement_days;
        let due = after_days(now, days);
        changes.later.push((due, Timer::Settlement(row.no)));
        next.standing.termination = Some(Termination {
            at: now,
            reason: self.reason,
            note,
            refunded,
            debt,
            claim,
            debt_paid,
            settlement_due_at: due,
            overdue_told: false,
            settlement: None,
        });
        let values = [
            ("advertiser", row.name.clone()),
            ("reason", self.reason.to_string()),
            ("refund", Dollars(refunded).to_string()),
            ("debt", Dollars(debt_paid).to_string()),
            ("days", days.to_string()),
        ];
        changes.tell(Owner::Advertiser(row.no), "ACCOUNT_TERMINATED", row.id, &values);
        changes.tell(Owner::Operator, "SETTLEMENT_NEEDED", row.id, &values);
        changes.put(Record::Advertiser(Arc::new(next)));
        Ok((changes, self.id))
    }
}

/// What ends with an account: a campaign that is not over is cancelled, one that is not settled is
/// settled, once no emergency stop of it is looked into. Nothing on screen is billed any more.
fn ended(live: &Live, settings: &Settings, campaign: &Campaign, now: Timestamp) -> Changes {
    let mut changes = Changes::default();
    let was_written = campaign.submitted_at.is_some();
    let mut next = if campaign.is_terminal() {
        if campaign.settled_at.is_some() || campaign.completed_at.is_none() {
            return changes;
        }
        campaign.clone()
    } else {
        let case = Circumstances::default();
        let reason = was_written.then_some(PauseReason::AccountSuspended);
        let Ok((next, audit)) = moved(campaign, Action::Cancel, reason, Who::System, case, now)
        else {
            return changes;
        };
        changes.audit(audit);
        let values = [("campaign", campaign.name.clone())];
        let to = Owner::Advertiser(campaign.advertiser);
        changes.tell(to, "CAMPAIGN_CANCELLED_ACCOUNT", campaign.id, &values);
        next
    };
    if !closing::is_investigated(live, campaign) {
        changes.transfers.extend(closing::close(live, settings, campaign, &mut next, now));
    }
    changes.put(Record::Campaign(Arc::new(next)));
    changes
}

fn refunds(changes: &Changes) -> Amount {
    // An increase that still waited comes back as a release.
    let back = [TransferKind::Refund, TransferKind::Release];
    let refunds = changes.transfers.iter().filter(|draft| back.contains(&draft.kind));
    Amount::sum(refunds.map(|draft| draft.amount)).expect("parts of one ledger's money fit")
}

fn wallet_balance(live: &Live, advertiser: AdvertiserNo) -> Amount {
    live.accounts.balance(Account::AdvertiserAvailable(advertiser), Currency::Usd)
}

fn draft(
    advertiser: AdvertiserNo,
    amount: Amount,
    credit: Account,
    kind: TransferKind,
    description: String,
) -> Option<TransferDraft> {
    amount.is_positive().then_some(TransferDraft {
        debit: Account::AdvertiserAvailable(advertiser),
        credit,
        amount,
        currency: Currency::Usd,
        kind,
        campaign: None,
        reference: None,
        description,
    })
}

fn debt_draft(advertiser: AdvertiserNo, amount: Amount) -> Option<TransferDraft> {
    let description = "Outstanding debt of a terminated account".to_owned();
    draft(advertiser, amount, Account::PlatformRevenue, TransferKind::DebtPayment, description)
}

/// A debt that waits for a second person, who is asked for. Rule: BUD-07.
fn claimed(
    context: &Context<'_>,
    row: &Advertiser,
    debt: Amount,
    changes: &mut Changes,
) -> DebtClaim {
    let requested_by = credits::person(context.actor);
    let values = [
        ("advertiser", row.name.clone()),
        ("amount", Dollars(debt).to_string()),
        ("person", requested_by.name.clone()),
    ];
    changes.tell(Owner::Operator, "DEBT_NEEDS_SECOND_PERSON", row.id, &values);
    DebtClaim { requested_by, status: CreditStatus::Pending, decision: None }
}

/// A second person's word on a large debt of a terminated account. Rule: BUD-07, CAM-27.
#[derive(Clone, Debug)]
pub struct DecideDebt {
    /// The advertiser.
    pub id: Uuid,
    /// Taken from the wallet, or given up.
    pub approve: bool,
    /// Why; needed for a rejection.
    pub reason: Option<String>,
}

impl Command for DecideDebt {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        context.actor.require_role(&ADMINS)?;
        let row = find_advertiser(live, self.id)?;
        let mut next = (**row).clone();
        let termination = next.standing.termination.as_mut();
        let termination = termination.ok_or_else(|| Refusal::not_found("Termination"))?;
        let mut claim =
            termination.claim.clone().ok_or_else(|| Refusal::not_found("Debt that waits"))?;
        let by = credits::person(context.actor);
        require_second_person("debt", claim.status, &claim.requested_by, &by)?;
        let mut checks = FieldChecks::default();
        let given = self.reason.as_deref().or((!self.approve).then_some(""));
        let reason = checks.optional_text("reason", "Reason", given, MAX_REASON);
        checks.finish()?;
        let now = context.now;
        let mut changes = Changes::default();
        claim.status = if self.approve { CreditStatus::Booked } else { CreditStatus::Rejected };
        let action =
            if self.approve { "advertiser.debt_approve" } else { "advertiser.debt_reject" };
        let entry = AuditDraft::new(action, "advertiser", row.id);
        let entry = entry.change("debt", CreditStatus::Pending, claim.status);
        changes.audit(entry.because(reason.as_deref()));
        let values = [
            ("advertiser", row.name.clone()),
            ("amount", Dollars(termination.debt).to_string()),
            ("person", by.name.clone()),
            ("reason", reason.clone().unwrap_or_default()),
        ];
        claim.decision = Some(CreditDecision { by, at: now, reason });
        termination.claim = Some(claim);
        let paid = termination.debt_left().min(wallet_balance(live, row.no));
        changes.transfers.extend(debt_draft(row.no, paid));
        termination.debt_paid = termination.debt_paid.checked_add(paid).unwrap_or(paid);
        if self.approve {
            let values = [("amount", Dollars(paid).to_string())];
            changes.tell(Owner::Advertiser(row.no), "DEBT_TAKEN", row.id, &values);
        } else {
            changes.tell(Owner::Operator, "DEBT_REJECTED", row.id, &values);
        }
        next.updated_at = now;
        changes.put(Record::Advertiser(Arc::new(next)));
        Ok((changes, self.id))
    }
}

/// Pays a terminated account out and closes it. Rule: CAM-27.
#[derive(Clone, Debug)]
pub struct Settle {
    /// The advertiser.
    pub id: Uuid,
    /// What a person finds the payment by.
    pub reference: String,
}

impl Command for Settle {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        context.actor.require_role(&ADMINS)?;
        let row = find_advertiser(live, self.id)?;
        require_status(row, &[PartyStatus::Terminated], "settled")?;
        let mut checks = FieldChecks::default();
        let reference = checks.text("reference", "Reference", &self.reference, MAX_REFERENCE);
        checks.finish()?;
        let mut next = (**row).clone();
        let Some(termination) = next.standing.termination.as_mut() else {
            return Err(Refusal::not_found("Termination"));
        };
        if let Some(done) = &termination.settlement {
            let message = format!("The account was settled at {} already", done.at);
            return Err(Refusal::new(Code::IllegalTransition, message));
        }
        require_no_claim(termination)?;
        require_no_investigations(live, row.no)?;
        require_no_reviews(live, row.no)?;
        let now = context.now;
        let mut changes = Changes::default();
        let balance = wallet_balance(live, row.no);
        let debt = termination.debt_left().min(balance);
        changes.transfers.extend(debt_draft(row.no, debt));
        termination.debt_paid = termination.debt_paid.checked_add(debt).unwrap_or(debt);
        let rest = balance.minus_or_zero(debt);
        let paid_out = rest.floor_cents();
        let text = format!("Final settlement: {reference}");
        let kind = TransferKind::Withdrawal;
        changes.transfers.extend(draft(row.no, paid_out, Account::External, kind, text));
        let residue = rest.minus_or_zero(paid_out);
        let text = "Residue below one cent".to_owned();
        let kind = TransferKind::Rounding;
        changes.transfers.extend(draft(row.no, residue, Account::PlatformRevenue, kind, text));
        termination.settlement =
            Some(Settlement { at: now, paid_out, reference: reference.clone() });
        next.updated_at = now;
        let entry = AuditDraft::new("advertiser.settle", "advertiser", row.id);
        changes.audit(entry.change("paid_out", "", paid_out).because(Some(&reference)));
        let values = [("amount", Dollars(paid_out).to_string()), ("reference", reference)];
        changes.tell(Owner::Advertiser(row.no), "ACCOUNT_SETTLED", row.id, &values);
        changes.put(Record::Advertiser(Arc::new(next)));
        Ok((changes, self.id))
    }
}

/// Refuses while a second person has not decided about the debt. Rule: BUD-07.
fn require_no_claim(termination: &Termination) -> Result<(), Refusal> {
    let waits = termination.claim.as_ref().filter(|_| termination.claim_waits());
    let Some(claim) = waits else { return Ok(()) };
    let message = format!(
        "The debt of {} that {} named waits for another admin; approve or reject it before",
        Dollars(termination.debt),
        claim.requested_by.name
    );
    Err(Refusal::new(Code::IllegalTransition, message)
        .with("debt", Detail::Amount(termination.debt)))
}

/// Refuses while money of a campaign waits for the end of an investigation. Rule: CAM-12.
fn require_no_investigations(live: &Live, advertiser: AdvertiserNo) -> Result<(), Refusal> {
    let waits = |campaign: &&Arc<Campaign>| campaign.completed_at.is_some();
    let unsettled = campaigns_of(live, advertiser).filter(waits);
    let mut unsettled = unsettled.filter(|campaign| campaign.settled_at.is_none());
    let Some(first) = unsettled.next() else { return Ok(()) };
    let held = live.remaining(first.no);
    let message = format!(
        "{} of the campaign {} are not settled yet: resolve the incident of its emergency stop, \
         which settles it",
        Dollars(held),
        first.name
    );
    Err(Refusal::new(Code::IllegalTransition, message)
        .with("campaign_id", Detail::Text(first.id.to_string()))
        .with("remaining_budget", Detail::Amount(held)))
}

/// Refuses while plays under review may still give money back.
fn require_no_reviews(live: &Live, advertiser: AdvertiserNo) -> Result<(), Refusal> {
    let waiting = campaigns_of(live, advertiser).map(|c| live.held_for_review(c.no));
    let held = Amount::sum(waiting).expect("parts of one ledger's money fit");
    if held.is_zero() {
        return Ok(());
    }
    let message = format!("Plays of {} are under review; decide them before", Dollars(held));
    Err(Refusal::new(Code::IllegalTransition, message)
        .with("held_for_review", Detail::Amount(held)))
}

/// A settlement is overdue: the operator is told, once. Rule: CAM-27.
pub fn settlement_due(live: &Live, no: AdvertiserNo, due: Timestamp) -> Changes {
    let mut changes = Changes::default();
    let Some(row) = live.advertisers.get(no.0) else { return changes };
    let mut next = (**row).clone();
    let Some(termination) = next.standing.termination.as_mut() else { return changes };
    let is_due = termination.settlement_due_at <= due;
    if !is_due || termination.settlement.is_some() || termination.overdue_told {
        return changes;
    }
    termination.overdue_told = true;
    let left = Dollars(wallet_balance(live, no)).to_string();
    let values = [("advertiser", row.name.clone()), ("amount", left)];
    changes.tell(Owner::Operator, "SETTLEMENT_OVERDUE", row.id, &values);
    changes.put(Record::Advertiser(Arc::new(next)));
    changes
}
