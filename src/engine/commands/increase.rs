//! More budget for a campaign: by top-up, by edit, and with a person's approval where it grows large.
//! Rule: BUD-04, D-40, D-54, D-55.

use std::sync::Arc;

use uuid::Uuid;

use super::status::{
    DECIDERS, StatusChanged, circumstances, editable, insufficient_wallet, moved, visible, who,
};
use crate::{
    domain::{
        campaign::{
            model::{Campaign, PendingIncrease},
            status::{self, Action, Actor as Who, CampaignStatus, PauseReason},
        },
        catalog::access::Owner,
        ledger::{Account, TransferDraft, TransferKind},
        money::{Amount, Currency, Dollars},
        refusal::{Code, Refusal},
    },
    engine::{
        actor::AuditDraft,
        command::{Changes, Command, Context, Record},
        live::Live,
    },
};

/// Adds budget; an exhausted campaign runs on. Rule: BUD-04, D-55.
#[derive(Clone, Debug)]
pub struct TopUp {
    /// Campaign.
    pub id: Uuid,
    /// At least 50.00, whole cents.
    pub additional_budget: Amount,
}

impl Command for TopUp {
    type Output = StatusChanged;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, StatusChanged), Refusal> {
        let campaign = editable(live, context.actor, self.id)?;
        check_amount(&campaign, self.additional_budget, context, "additional_budget")?;
        let case = circumstances(&campaign, context.now);
        status::permit(campaign.status_now(), None, Action::TopUp, who(context.actor))?;
        status::next(campaign.status_now(), Action::TopUp, case)?;
        let mut next = (*campaign).clone();
        next.updated_at = context.now;
        next.revision += 1;
        let mut changes = Changes::default();
        let next = raise(live, context, next, self.additional_budget, &mut changes)?;
        let status = next.status_now();
        changes.put(Record::Campaign(Arc::new(next)));
        Ok((changes, StatusChanged { id: campaign.id, status }))
    }
}

/// Approves or refuses more budget that waits. Rule: D-55.
#[derive(Clone, Debug)]
pub struct DecideIncrease {
    /// Campaign.
    pub id: Uuid,
    /// Yes or no.
    pub approve: bool,
    /// Why not.
    pub reason: Option<String>,
}

impl Command for DecideIncrease {
    type Output = StatusChanged;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, StatusChanged), Refusal> {
        context.actor.require_role(DECIDERS)?;
        let campaign = visible(live, context.actor, self.id)?;
        let Some(waiting) = campaign.pending_increase else {
            let message = "No increase of this campaign's budget waits for approval";
            return Err(Refusal::new(Code::IllegalTransition, message));
        };
        let mut next = (*campaign).clone();
        next.pending_increase = None;
        next.updated_at = context.now;
        next.revision += 1;
        let mut changes = Changes::default();
        if self.approve {
            let case = circumstances(&campaign, context.now);
            if campaign.status_now() != CampaignStatus::Scheduled {
                status::next(campaign.status_now(), Action::TopUp, case)?;
            }
            next = book(live, context, next, waiting.amount, &mut changes)?;
        } else {
            let entry = AuditDraft::new("campaign.reject_increase", "campaign", campaign.id);
            let entry = entry.change("pending_increase", waiting.amount, "");
            changes.audit(entry.because(self.reason.as_deref()));
            let values = [
                ("name", campaign.name.clone()),
                ("amount", Dollars(waiting.amount).to_string()),
                ("reason", self.reason.clone().unwrap_or_default()),
            ];
            let to = Owner::Advertiser(campaign.advertiser);
            changes.tell(to, "BUDGET_INCREASE_REJECTED", campaign.id, &values);
        }
        let status = next.status_now();
        changes.put(Record::Campaign(Arc::new(next)));
        Ok((changes, StatusChanged { id: campaign.id, status }))
    }
}

/// Adds budget at once, or lets a larger one wait for a person while the campaign runs on.
///
/// # Errors
/// `INSUFFICIENT_WALLET_BALANCE`, `VALIDATION_FAILED`, `CONFLICT` while another one waits.
pub(super) fn raise(
    live: &Live,
    context: &Context<'_>,
    mut next: Campaign,
    amount: Amount,
    changes: &mut Changes,
) -> Result<Campaign, Refusal> {
    let waits = next.status_now() == CampaignStatus::PendingApproval;
    if !matches!(next.status_now(), CampaignStatus::PendingApproval | CampaignStatus::Scheduled) {
        check_amount(&next, amount, context, "budget")?;
    }
    let limit = Amount::from_units(i64::from(context.settings.campaign.approval_budget));
    let total = next.budget_or_zero().checked_add(amount);
    let crosses = next.budget_or_zero() <= limit && total.is_none_or(|total| total > limit);
    if waits || !crosses || who(context.actor) != Who::Advertiser {
        return book(live, context, next, amount, changes);
    }
    if let Some(other) = next.pending_increase {
        let message =
            format!("An increase by {} waits for approval already", Dollars(other.amount));
        return Err(Refusal::new(Code::Conflict, message));
    }
    require_wallet(live, &next, amount)?;
    next.pending_increase = Some(PendingIncrease { amount, requested_at: context.now });
    let entry = AuditDraft::new("campaign.request_increase", "campaign", next.id);
    changes.audit(entry.change("pending_increase", "", amount));
    let values = [("name", next.name.clone()), ("amount", Dollars(amount).to_string())];
    changes.tell(Owner::Operator, "BUDGET_INCREASE_NEEDS_APPROVAL", next.id, &values);
    Ok(next)
}

fn require_wallet(live: &Live, campaign: &Campaign, amount: Amount) -> Result<(), Refusal> {
    let wallet = Account::AdvertiserAvailable(campaign.advertiser);
    let available = live.accounts.balance(wallet, Currency::Usd);
    if available < amount { Err(insufficient_wallet(available, amount)) } else { Ok(()) }
}

/// Moves the money; an exhausted campaign runs on.
fn book(
    live: &Live,
    context: &Context<'_>,
    campaign: Campaign,
    amount: Amount,
    changes: &mut Changes,
) -> Result<Campaign, Refusal> {
    require_wallet(live, &campaign, amount)?;
    let budget = campaign.budget_or_zero();
    let exhausted = campaign.pause_reason() == Some(PauseReason::BudgetExhausted);
    let case = circumstances(&campaign, context.now);
    let (mut next, audit) = if exhausted {
        moved(&campaign, Action::Resume, None, Who::System, case, context.now)?
    } else {
        let id = campaign.id;
        (campaign, AuditDraft::new("campaign.top_up", "campaign", id))
    };
    let total = budget.checked_add(amount).unwrap_or(budget);
    next.budget = Some(total);
    next.note_priority(context.now);
    changes.transfers.push(TransferDraft {
        debit: Account::AdvertiserAvailable(next.advertiser),
        credit: Account::CampaignEscrow(next.no),
        amount,
        currency: Currency::Usd,
        kind: TransferKind::TopUp,
        campaign: Some(next.no),
        reference: None,
        description: "Budget top-up by advertiser".to_owned(),
    });
    changes.audit(audit.change("budget", budget, total));
    changes.notice_flags.push((next.no, false));
    let values = [
        ("name", next.name.clone()),
        ("amount", Dollars(amount).to_string()),
        ("budget", Dollars(total).to_string()),
    ];
    let code = if exhausted { "BUDGET_ADDED_RESUMED" } else { "BUDGET_ADDED" };
    changes.tell(Owner::Advertiser(next.advertiser), code, next.id, &values);
    Ok(next)
}

fn check_amount(
    campaign: &Campaign,
    amount: Amount,
    context: &Context<'_>,
    field: &str,
) -> Result<(), Refusal> {
    let least = Amount::from_units(i64::from(context.settings.campaign.min_top_up));
    if !amount.is_whole_cents() {
        return Err(Refusal::field(field, "DECIMALS", "Budget must have max 2 decimal places"));
    }
    if amount < least {
        let message = format!("Minimum top-up is {}", Dollars(least));
        return Err(Refusal::field(field, "MINIMUM", message));
    }
    let total = campaign.budget_or_zero().checked_add(amount);
    if total.is_none_or(|total| total > Amount::from_units(1_000_000)) {
        return Err(Refusal::field(field, "MAXIMUM", "Maximum budget is $1,000,000.00"));
    }
    Ok(())
}
