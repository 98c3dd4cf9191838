//! More budget for a campaign: at once, or held until a person approved an increase over the limit
//! while the campaign runs on. Rule: BUD-04, D-55.

use std::sync::Arc;

use uuid::Uuid;

use super::{
    blocking, content,
    status::{DECIDERS, StatusChanged, changed, moved, person, visible},
    upkeep::require_active,
};
use crate::{
    config::Settings,
    domain::{
        campaign::{
            approval::increase_needs_approval,
            model::{Campaign, PendingIncrease},
            status::{self, Action, Actor as Who, CampaignStatus, PauseReason, refuse},
        },
        catalog::access::Owner,
        ledger::{Account, TransferDraft, TransferKind},
        money::{Amount, Currency, Dollars},
        refusal::{Code, Detail, Refusal},
        text,
        time::Timestamp,
    },
    engine::{
        actor::AuditDraft,
        command::{Changes, Command, Context, Record},
        live::Live,
        plays::cheapest_cost,
    },
};

/// Most characters of a reason.
const MAX_REASON: usize = 500;

/// Whether more budget waits for a person.
pub(super) fn must_wait(campaign: &Campaign, amount: Amount, context: &Context<'_>) -> bool {
    let limit = Amount::from_units(i64::from(context.settings.campaign.approval_budget));
    let before = campaign.budget_or_zero();
    before.checked_add(amount).is_some_and(|after| increase_needs_approval(before, after, limit))
}

fn movement(
    campaign: &Campaign,
    amount: Amount,
    (debit, credit): (Account, Account),
    kind: TransferKind,
    description: &str,
) -> TransferDraft {
    TransferDraft {
        debit,
        credit,
        amount,
        currency: Currency::Usd,
        kind,
        campaign: Some(campaign.no),
        reference: None,
        description: description.to_owned(),
    }
}

/// Holds an increase until a person decides; the campaign runs on.
///
/// # Errors
/// `Conflict` while another increase waits.
pub(super) fn ask(
    live: &Live,
    campaign: &Campaign,
    amount: Amount,
    now: Timestamp,
) -> Result<(Changes, StatusChanged), Refusal> {
    if let Some(waiting) = campaign.pending_increase {
        return Err(Refusal::new(
            Code::Conflict,
            format!(
                "An increase of {} waits for approval since {}; one at a time can wait",
                Dollars(waiting.amount),
                waiting.requested_at
            ),
        )
        .with("pending_increase", Detail::Amount(waiting.amount)));
    }
    let wallet = Account::AdvertiserAvailable(campaign.advertiser);
    let hold = Account::CampaignIncrease(campaign.no);
    let mut next = touched(campaign, now);
    next.pending_increase = Some(PendingIncrease { amount, requested_at: now });
    let mut changes = Changes::default();
    let text = "Budget increase held until it is approved";
    changes.transfers.push(movement(campaign, amount, (wallet, hold), TransferKind::Hold, text));
    let entry = AuditDraft::new("campaign.increase_request", "campaign", campaign.id);
    changes.audit(entry.change("pending_increase", Amount::ZERO, amount));
    let values = [
        ("campaign", campaign.name.clone()),
        ("amount", Dollars(amount).to_string()),
        ("budget", Dollars(campaign.budget_or_zero()).to_string()),
    ];
    changes.tell(Owner::Operator, "BUDGET_INCREASE_NEEDS_APPROVAL", campaign.id, &values);
    let advertiser = Owner::Advertiser(campaign.advertiser);
    changes.tell(advertiser, "BUDGET_INCREASE_WAITS", campaign.id, &values);
    let status = next.status_now();
    debug_assert!(live.pending_increase(campaign.no).is_zero(), "one increase at a time");
    changes.put(Record::Campaign(Arc::new(next)));
    Ok((changes, StatusChanged { id: campaign.id, status }))
}

/// The amount of a top-up: whole cents, at least 50.00, the budget below its maximum. Rule: BUD-04.
///
/// # Errors
/// `VALIDATION_FAILED`.
pub(super) fn check_amount(
    campaign: &Campaign,
    amount: Amount,
    context: &Context<'_>,
    field: &str,
) -> Result<(), Refusal> {
    let least = Amount::from_units(i64::from(context.settings.campaign.min_top_up));
    if !amount.is_whole_cents() {
        let message = "Budget must have max 2 decimal places";
        return Err(Refusal::field(field, "DECIMALS", message));
    }
    if amount < least {
        let message = format!("Minimum top-up is {}", Dollars(least));
        return Err(Refusal::field(field, "MINIMUM", message));
    }
    let waiting = campaign.pending_increase.map_or(Amount::ZERO, |increase| increase.amount);
    let wanted = amount.checked_add(waiting);
    require_below_maximum(campaign, wanted, field)
}

/// The largest budget of a campaign. Rule: CAM-05, D-55.
pub(super) const MAX_BUDGET: Amount = Amount::from_units(1_000_000);

fn require_below_maximum(
    campaign: &Campaign,
    more: Option<Amount>,
    field: &str,
) -> Result<(), Refusal> {
    let total = more.and_then(|more| campaign.budget_or_zero().checked_add(more));
    if total.is_some_and(|total| total <= MAX_BUDGET) {
        return Ok(());
    }
    let message = format!("Maximum budget is {}", Dollars(MAX_BUDGET));
    Err(Refusal::field(field, "MAXIMUM", message))
}

fn touched(campaign: &Campaign, now: Timestamp) -> Campaign {
    let mut next = campaign.clone();
    next.updated_at = now;
    next.revision += 1;
    next
}

/// Adds money from an account to a campaign's budget; an exhausted campaign runs on.
///
/// # Errors
/// `IllegalTransition` when it cannot run on.
pub(super) fn grant(
    live: &Live,
    settings: &Settings,
    campaign: &Campaign,
    amount: Amount,
    from: Account,
    action: &str,
    now: Timestamp,
) -> Result<(Changes, Campaign), Refusal> {
    let budget = campaign.budget_or_zero();
    let total = budget.checked_add(amount);
    let exhausted = campaign.pause_reason() == Some(PauseReason::BudgetExhausted);
    let mut follows = Changes::default();
    let mut next = match exhausted && is_enough(live, settings, campaign, amount, now) {
        true => funded(live, campaign, now, &mut follows)?,
        false => touched(campaign, now),
    };
    next.budget = total;
    next.note_priority(now);
    let mut changes = Changes::default();
    let escrow = Account::CampaignEscrow(campaign.no);
    let text = "Budget top-up by advertiser";
    changes.transfers.push(movement(campaign, amount, (from, escrow), TransferKind::TopUp, text));
    let entry = AuditDraft::new(action, "campaign", campaign.id);
    changes.audit(entry.change("budget", budget, total.unwrap_or(budget)));
    changes.notice_flags.push((campaign.no, false));
    changes.join(follows);
    Ok((changes, next))
}

/// Whether a campaign could pay its cheapest play with so much more. Rule: D-54.
fn is_enough(
    live: &Live,
    settings: &Settings,
    campaign: &Campaign,
    more: Amount,
    now: Timestamp,
) -> bool {
    let after = live.remaining(campaign.no).checked_add(more).unwrap_or(more);
    cheapest_cost(live, settings, campaign, now).is_none_or(|least| after >= least)
}

/// An exhausted campaign that can pay again: it runs on, or pauses for what else keeps it from
/// playing, and its advertiser hears which of the two. Rule: BLK-03, BUD-04, CAM-28, D-54.
fn funded(
    live: &Live,
    campaign: &Campaign,
    now: Timestamp,
    changes: &mut Changes,
) -> Result<Campaign, Refusal> {
    let case = campaign.circumstances(now);
    let (next, audit) = moved(campaign, Action::Resume, None, Who::System, case, now)?;
    changes.audit(audit);
    if next.is_blocked_everywhere() {
        return Ok(blocking::pause_dark(next, now, changes));
    }
    let name = ("campaign", campaign.name.clone());
    let advertiser = Owner::Advertiser(campaign.advertiser);
    if content::playable(live, campaign, now) {
        changes.tell(advertiser, "CAMPAIGN_RESUMED", campaign.id, &[name]);
        return Ok(next);
    }
    let reason = Some(PauseReason::ContentExpired);
    let (next, audit) = moved(&next, Action::AutoPause, reason, Who::System, case, now)?;
    changes.audit(audit);
    let days = ("days", live.lifecycle.content_action_days.to_string());
    changes.tell(advertiser, "CAMPAIGN_PAUSED_CONTENT_EXPIRED", campaign.id, &[name, days]);
    Ok(next)
}

/// The increase that waits.
///
/// # Errors
/// `IllegalTransition` when none does.
fn waiting(
    campaign: &Campaign,
    asked: &str,
    context: &Context<'_>,
) -> Result<PendingIncrease, Refusal> {
    campaign.pending_increase.ok_or_else(|| {
        let why = ": no increase of its budget waits for approval";
        let asker = campaign.asker(person(context.actor), context.now);
        refuse(campaign.status_now(), asked, why, asker)
    })
}

/// Approves an increase: it joins the budget, and an exhausted campaign runs on. Rule: D-55.
#[derive(Clone, Copy, Debug)]
pub struct ApproveIncrease {
    /// Campaign.
    pub id: Uuid,
}

impl Command for ApproveIncrease {
    type Output = StatusChanged;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, StatusChanged), Refusal> {
        context.actor.require_role(DECIDERS)?;
        let campaign = visible(live, context.actor, self.id)?;
        require_active(live, campaign.advertiser)?;
        let amount = waiting(&campaign, "APPROVE_INCREASE", context)?.amount;
        let (before, now) = (campaign.status_now(), context.now);
        // Before the start more budget comes by an edit (rule CAM-11).
        let by_edit = matches!(before, CampaignStatus::Scheduled | CampaignStatus::Error);
        let action = if by_edit { Action::Edit } else { Action::TopUp };
        status::next(before, action, campaign.asker(person(context.actor), now))?;
        require_below_maximum(&campaign, Some(amount), "additional_budget")?;
        let hold = Account::CampaignIncrease(campaign.no);
        let (mut changes, mut next) = grant(
            live,
            context.settings,
            &campaign,
            amount,
            hold,
            "campaign.increase_approve",
            now,
        )?;
        next.pending_increase = None;
        let budget = next.budget_or_zero();
        let values = [
            ("campaign", campaign.name.clone()),
            ("amount", Dollars(amount).to_string()),
            ("budget", Dollars(budget).to_string()),
        ];
        let advertiser = Owner::Advertiser(campaign.advertiser);
        changes.tell(advertiser, "BUDGET_INCREASE_APPROVED", campaign.id, &values);
        Ok(changed(changes, next))
    }
}

/// Rejects an increase: the money goes back to the wallet. Rule: D-55.
#[derive(Clone, Debug)]
pub struct RejectIncrease {
    /// Campaign.
    pub id: Uuid,
    /// Why; required.
    pub reason: String,
}

impl Command for RejectIncrease {
    type Output = StatusChanged;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, StatusChanged), Refusal> {
        context.actor.require_role(DECIDERS)?;
        let campaign = visible(live, context.actor, self.id)?;
        let message = format!("A rejection needs a reason of 1-{MAX_REASON} characters");
        let reason = text::required("reason", &self.reason, MAX_REASON, message)?;
        let amount = waiting(&campaign, "REJECT_INCREASE", context)?.amount;
        let mut next = touched(&campaign, context.now);
        next.pending_increase = None;
        let mut changes = Changes::default();
        changes.transfers.extend(release(live, &campaign));
        let entry = AuditDraft::new("campaign.increase_reject", "campaign", campaign.id);
        let entry = entry.change("pending_increase", amount, Amount::ZERO);
        changes.audit(entry.because(Some(&reason)));
        let values = [
            ("campaign", campaign.name.clone()),
            ("amount", Dollars(amount).to_string()),
            ("reason", reason.to_owned()),
        ];
        let advertiser = Owner::Advertiser(campaign.advertiser);
        changes.tell(advertiser, "BUDGET_INCREASE_REJECTED", campaign.id, &values);
        Ok(changed(changes, next))
    }
}

/// Gives an increase that still waits back to the wallet: it was rejected, or the campaign is over.
pub(super) fn release(live: &Live, campaign: &Campaign) -> Option<TransferDraft> {
    let held = live.pending_increase(campaign.no);
    let accounts =
        (Account::CampaignIncrease(campaign.no), Account::AdvertiserAvailable(campaign.advertiser));
    let text = "Budget increase that was not approved";
    held.is_positive().then(|| movement(campaign, held, accounts, TransferKind::Release, text))
}
