//! Changes of a campaign's status: the one table decides, here is what follows from it.
//! Rule: CAM-03, CAM-08, CAM-09, CAM-19, CAM-21, BUD-01, BUD-03, BUD-04.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{approval, closing, top_up, upkeep::require_active};
use crate::{
    config::Settings,
    domain::{
        campaign::{
            health::effective_cpm,
            model::Campaign,
            status::{
                self, Action, Actor as Who, Asker, CampaignStatus, Circumstances, PauseReason,
            },
            timeline::StatusSpan,
        },
        catalog::{Role, access::Owner},
        ids::CampaignNo,
        ledger::{Account, TransferDraft, TransferKind},
        money::{Amount, Currency, Dollars},
        refusal::{Code, Detail, Refusal},
        text,
        time::Timestamp,
    },
    engine::{
        actor::{Actor, AuditDraft},
        command::{Changes, Command, Context, Record},
        live::Live,
        plays::cheapest_cost,
    },
};

/// Roles that decide approvals.
pub(super) const DECIDERS: &[Role] = &[Role::SuperAdmin, Role::Admin, Role::Reviewer];

/// The campaign of an id, if the actor may see it.
///
/// # Errors
/// `NotFound`.
pub fn visible(live: &Live, actor: &Actor, id: Uuid) -> Result<Arc<Campaign>, Refusal> {
    let campaign = live.campaigns.by_id(id).ok_or_else(|| Refusal::not_found("Campaign"))?;
    actor.require_sight(Owner::Advertiser(campaign.advertiser), "Campaign")?;
    Ok(Arc::clone(campaign))
}

/// The same, if the actor may also change it.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub fn editable(live: &Live, actor: &Actor, id: Uuid) -> Result<Arc<Campaign>, Refusal> {
    actor.require_role(&[Role::SuperAdmin, Role::Admin, Role::Advertiser])?;
    visible(live, actor, id)
}

pub(super) const fn who(actor: &Actor) -> Who {
    match actor.role {
        None => Who::System,
        Some(Role::Advertiser) => Who::Advertiser,
        Some(Role::Reviewer) => Who::Reviewer,
        Some(Role::SuperAdmin | Role::Admin | Role::Supplier | Role::Auditor) => Who::Admin,
    }
}

/// The same for what only people do: the appliance itself counts as an administrator.
pub(super) const fn person(actor: &Actor) -> Who {
    match who(actor) {
        Who::System => Who::Admin,
        person => person,
    }
}

/// The campaign after an action: status, moments, revision; and the audit entry.
///
/// # Errors
/// `IllegalTransition`, `Forbidden`.
pub fn moved(
    campaign: &Campaign,
    action: Action,
    pause_reason: Option<PauseReason>,
    by: Who,
    case: Circumstances,
    now: Timestamp,
) -> Result<(Campaign, AuditDraft), Refusal> {
    let from = campaign.status_now();
    let asker = Asker { case, ..campaign.asker(by, now) };
    status::permit(from, action, asker)?;
    let to = status::next(from, action, asker)?;
    let mut next = campaign.clone();
    // A timer that comes late, or a clock that was set back, never writes before the newest change:
    // the timeline is in time order, so what was meant to be the newest status would be lost.
    let now = next.status.iter().next_back().map_or(now, |(newest, _)| now.max(newest));
    next.status.push(now, StatusSpan { status: to, pause_reason });
    next.updated_at = now;
    next.revision += 1;
    match to {
        CampaignStatus::Active if from == CampaignStatus::Paused => {
            next.resumed_at = Some(now);
            // A pause at the start came before the first activation.
            next.activated_at.get_or_insert(now);
        }
        CampaignStatus::Active => {
            // A campaign that paused at its very start becomes active by its resume.
            next.activated_at.get_or_insert(now);
            if from == CampaignStatus::Paused {
                next.resumed_at = Some(now);
            }
        }
        CampaignStatus::Paused => next.paused_at = Some(now),
        CampaignStatus::Completed | CampaignStatus::Cancelled => {
            next.completed_at = Some(now);
            // Nobody decides on it any more; its money goes back with the rest.
            next.pending_increase = None;
        }
        CampaignStatus::Draft
        | CampaignStatus::PendingApproval
        | CampaignStatus::Scheduled
        | CampaignStatus::Error
        | CampaignStatus::Rejected
        | CampaignStatus::Expired => {}
    }
    let audit = AuditDraft::new(
        &format!("campaign.{}", action.as_str().to_lowercase()),
        "campaign",
        campaign.id,
    )
    .change("status", from, to)
    .because(pause_reason.map(|reason| reason.as_str()));
    Ok((next, audit))
}

/// Ends a command that moved a campaign: the row as it is now, its status as the answer.
pub(super) fn changed(mut changes: Changes, next: Campaign) -> (Changes, StatusChanged) {
    let answer = StatusChanged { id: next.id, status: next.status_now() };
    changes.put(Record::Campaign(Arc::new(next)));
    (changes, answer)
}

/// Pauses a campaign by a rule; `None` when it does not run.
pub fn pause_changes(
    live: &Live,
    campaign: CampaignNo,
    reason: PauseReason,
    now: Timestamp,
) -> Option<Changes> {
    let campaign = live.campaigns.get(campaign.0)?;
    if campaign.status_now() == CampaignStatus::Paused {
        return None;
    }
    let case = campaign.circumstances(now);
    let (next, audit) =
        moved(campaign, Action::AutoPause, Some(reason), Who::System, case, now).ok()?;
    let totals = live.totals(campaign.no)?;
    let mut changes = Changes::default();
    changes.audit(audit);
    let to = Owner::Advertiser(campaign.advertiser);
    let name = ("campaign", campaign.name.clone());
    if reason == PauseReason::BudgetExhausted {
        let spent = ("spent", Dollars(totals.spent).to_string());
        let cpm = effective_cpm(totals.spent, totals.verified);
        let cpm = cpm.map_or_else(|| "-".to_owned(), |cpm| Dollars(cpm).to_string());
        let values = [name, spent, ("plays", totals.verified.to_string()), ("cpm", cpm)];
        changes.tell(to, "CAMPAIGN_BUDGET_EXHAUSTED", campaign.id, &values);
    } else {
        let values = [name, ("reason", reason.to_string())];
        changes.tell(to, "CAMPAIGN_AUTO_PAUSED", campaign.id, &values);
    }
    changes.put(Record::Campaign(Arc::new(next)));
    Some(changes)
}

/// What a status command answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StatusChanged {
    /// The campaign.
    pub id: Uuid,
    /// Its status now.
    pub status: CampaignStatus,
}

/// Approves a campaign that waits. Rule: CAM-09, D-58.
#[derive(Clone, Debug)]
pub struct Approve {
    /// Campaign.
    pub id: Uuid,
}

impl Command for Approve {
    type Output = StatusChanged;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, StatusChanged), Refusal> {
        context.actor.require_role(DECIDERS)?;
        let campaign = visible(live, context.actor, self.id)?;
        let case = campaign.circumstances(context.now);
        approval::check_again(live, &campaign, case, context.now)?;
        let by = person(context.actor);
        let (next, audit) = moved(&campaign, Action::Approve, None, by, case, context.now)?;
        let mut changes = Changes::default();
        changes.audit(audit);
        changes.tell(
            Owner::Advertiser(campaign.advertiser),
            "CAMPAIGN_APPROVED",
            campaign.id,
            &[("campaign", campaign.name.clone())],
        );
        Ok(changed(changes, next))
    }
}

/// Rejects a campaign that waits; the hold is released. Rule: CAM-09.
#[derive(Clone, Debug)]
pub struct Reject {
    /// Campaign.
    pub id: Uuid,
    /// Why; required.
    pub reason: String,
}

impl Command for Reject {
    type Output = StatusChanged;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, StatusChanged), Refusal> {
        context.actor.require_role(DECIDERS)?;
        let campaign = visible(live, context.actor, self.id)?;
        let message = "A rejection needs a reason of 1-500 characters";
        let reason = text::required("reason", &self.reason, 500, message)?;
        let case = campaign.circumstances(context.now);
        let by = person(context.actor);
        let (mut next, audit) = moved(&campaign, Action::Reject, None, by, case, context.now)?;
        next.rejection_reason = Some(reason.to_owned());
        let mut changes = Changes::default();
        changes.transfers.extend(release(live, &campaign));
        changes.audit(audit.because(Some(&reason)));
        changes.tell(
            Owner::Advertiser(campaign.advertiser),
            "CAMPAIGN_REJECTED",
            campaign.id,
            &[("campaign", campaign.name.clone()), ("reason", reason.to_owned())],
        );
        Ok(changed(changes, next))
    }
}

/// Gives the whole escrow back before the campaign ran.
pub(super) fn release(live: &Live, campaign: &Campaign) -> Option<TransferDraft> {
    let held = live.remaining(campaign.no);
    held.is_positive().then(|| TransferDraft {
        debit: Account::CampaignEscrow(campaign.no),
        credit: Account::AdvertiserAvailable(campaign.advertiser),
        amount: held,
        currency: Currency::Usd,
        kind: TransferKind::Release,
        campaign: Some(campaign.no),
        reference: None,
        description: format!("Budget hold released for campaign: {}", campaign.name),
    })
}

/// Pauses a running campaign. Rule: CAM-19.
#[derive(Clone, Debug)]
pub struct Pause {
    /// Campaign.
    pub id: Uuid,
}

impl Command for Pause {
    type Output = StatusChanged;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, StatusChanged), Refusal> {
        let campaign = editable(live, context.actor, self.id)?;
        let reason = Some(PauseReason::UserRequested);
        let case = campaign.circumstances(context.now);
        let by = who(context.actor);
        let (next, audit) = moved(&campaign, Action::Pause, reason, by, case, context.now)?;
        let mut changes = Changes::default();
        changes.audit(audit);
        changes.tell(
            Owner::Advertiser(campaign.advertiser),
            "CAMPAIGN_PAUSED",
            campaign.id,
            &[("campaign", campaign.name.clone())],
        );
        Ok(changed(changes, next))
    }
}

/// Resumes a paused campaign. Rule: CAM-19, CAM-20.
#[derive(Clone, Debug)]
pub struct Resume {
    /// Campaign.
    pub id: Uuid,
}

impl Command for Resume {
    type Output = StatusChanged;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, StatusChanged), Refusal> {
        let campaign = editable(live, context.actor, self.id)?;
        let case = campaign.circumstances(context.now);
        let by = who(context.actor);
        let by = super::emergency::may_resume(live, &campaign, by, context.now)?;
        let (next, audit) = moved(&campaign, Action::Resume, None, by, case, context.now)?;
        require_active(live, campaign.advertiser)?;
        approval::require_content(live, &campaign, context.now)?;
        super::blocking::require_open_store(&campaign)?;
        require_money(live, context.settings, &campaign, context.now)?;
        let mut changes = Changes::default();
        changes.audit(audit);
        changes.tell(
            Owner::Advertiser(campaign.advertiser),
            "CAMPAIGN_RESUMED",
            campaign.id,
            &[("campaign", campaign.name.clone())],
        );
        Ok(changed(changes, next))
    }
}

/// Refuses to run on with less than the cheapest play costs: it would only pause again.
///
/// # Errors
/// `INSUFFICIENT_BUDGET` with what remains and what a play costs. Rule: D-54.
fn require_money(
    live: &Live,
    settings: &Settings,
    campaign: &Campaign,
    now: Timestamp,
) -> Result<(), Refusal> {
    let remaining = live.remaining(campaign.no);
    let cheapest = cheapest_cost(live, settings, campaign, now).unwrap_or(Amount::ZERO);
    if remaining.is_positive() && remaining >= cheapest {
        return Ok(());
    }
    let message = format!(
        "{} of the budget remain and the cheapest play costs {}; add at least {} to resume",
        Dollars(remaining),
        Dollars(cheapest),
        Dollars(Amount::from_units(i64::from(settings.campaign.min_top_up)))
    );
    Err(Refusal::new(Code::InsufficientBudget, message)
        .with("remaining_budget", Detail::Amount(remaining))
        .with("required_budget", Detail::Amount(cheapest)))
}

/// Ends a campaign before its time; the rest is refunded after the grace. Rule: CAM-21, D-30.
#[derive(Clone, Debug)]
pub struct Cancel {
    /// Campaign.
    pub id: Uuid,
}

impl Command for Cancel {
    type Output = StatusChanged;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, StatusChanged), Refusal> {
        let campaign = editable(live, context.actor, self.id)?;
        // Plays of a test may be on screen too.
        let had_run = campaign.activated_at.is_some() || !campaign.test_runs.is_empty();
        let case = campaign.circumstances(context.now);
        let by = who(context.actor);
        let (mut next, audit) = moved(&campaign, Action::Cancel, None, by, case, context.now)?;
        let mut changes = Changes::default();
        let holds_nothing = live.remaining(campaign.no).is_zero();
        if !had_run && (holds_nothing || !closing::is_frozen(live, &campaign)) {
            // Nothing can be on screen: no grace is needed. What holds no money waits for no
            // reinstatement and no investigation either.
            let (settings, now) = (context.settings, context.now);
            changes.transfers.extend(closing::close(live, settings, &campaign, &mut next, now));
        }
        changes.audit(audit);
        let waits = next.settled_at.is_none() && closing::is_frozen(live, &campaign);
        let code = if waits { "CAMPAIGN_CANCELLED_HELD" } else { "CAMPAIGN_CANCELLED" };
        let amount = Dollars(live.remaining(campaign.no)).to_string();
        let values = [("campaign", campaign.name.clone()), ("amount", amount)];
        changes.tell(Owner::Advertiser(campaign.advertiser), code, campaign.id, &values);
        Ok(changed(changes, next))
    }
}

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
        top_up::check_amount(&campaign, self.additional_budget, context, "additional_budget")?;
        require_active(live, campaign.advertiser)?;
        let asker = campaign.asker(who(context.actor), context.now);
        status::permit(campaign.status_now(), Action::TopUp, asker)?;
        status::next(campaign.status_now(), Action::TopUp, asker)?;
        let wallet = Account::AdvertiserAvailable(campaign.advertiser);
        let available = live.accounts.balance(wallet, Currency::Usd);
        if available < self.additional_budget {
            return Err(insufficient_wallet(available, self.additional_budget));
        }
        if top_up::must_wait(&campaign, self.additional_budget, context) {
            return top_up::ask(live, &campaign, self.additional_budget, context.now);
        }
        let (changes, next) = top_up::grant(
            live,
            context.settings,
            &campaign,
            self.additional_budget,
            wallet,
            "campaign.top_up",
            context.now,
        )?;
        Ok(changed(changes, next))
    }
}

/// A wallet that cannot pay, with the seed's sentence. Rule: CAM-08.
#[must_use]
pub fn insufficient_wallet(available: Amount, required: Amount) -> Refusal {
    Refusal::new(
        Code::InsufficientWalletBalance,
        format!(
            "Insufficient wallet balance ({} available, {} required)",
            Dollars(available),
            Dollars(required)
        ),
    )
    .with("available_balance", Detail::Amount(available))
    .with("required_balance", Detail::Amount(required))
}
