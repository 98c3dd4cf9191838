//! Changes of a campaign's status: the one table decides, here is what follows from it.
//! Rule: CAM-03, CAM-08, CAM-09, CAM-19, CAM-21, BUD-01, BUD-03.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::lifecycle::refund_transfers;
use crate::{
    domain::{
        campaign::{
            model::Campaign,
            status::{self, Action, Actor as Who, CampaignStatus, Circumstances, PauseReason},
            timeline::StatusSpan,
        },
        catalog::{PartyStatus, Role, access::Owner},
        ids::CampaignNo,
        ledger::{Account, TransferDraft, TransferKind},
        money::{Amount, Currency, Dollars},
        refusal::{Code, Detail, Refusal},
        time::Timestamp,
    },
    engine::{
        actor::{Actor, AuditDraft},
        command::{Changes, Command, Context, Record},
        live::Live,
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
        Some(_) => Who::Admin,
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
    status::permit(from, campaign.pause_reason(), action, by)?;
    let to = status::next(from, action, case)?;
    let mut next = campaign.clone();
    // A timer that comes late, or a clock that was set back, never writes before the newest change:
    // the timeline is in time order, so what was meant to be the newest status would be lost.
    let now = next.status.iter().next_back().map_or(now, |(newest, _)| now.max(newest));
    next.status.push(now, StatusSpan { status: to, pause_reason });
    next.updated_at = now;
    next.revision += 1;
    match to {
        CampaignStatus::Active if from == CampaignStatus::Paused => next.resumed_at = Some(now),
        CampaignStatus::Active => {
            next.activated_at.get_or_insert(now);
        }
        CampaignStatus::Paused => next.paused_at = Some(now),
        CampaignStatus::Completed | CampaignStatus::Cancelled => next.completed_at = Some(now),
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

pub(super) fn circumstances(campaign: &Campaign, now: Timestamp) -> Circumstances {
    match (campaign.start_date, campaign.end_date) {
        (Some(start), Some(end)) => Circumstances::at(now, start, end),
        _ => Circumstances::default(),
    }
}

/// Pauses a campaign by a rule; `None` when it does not run.
pub fn pause_changes(
    live: &Live,
    campaign: CampaignNo,
    reason: PauseReason,
    now: Timestamp,
) -> Option<Changes> {
    let campaign = live.campaigns.get(campaign.0)?;
    let case = circumstances(campaign, now);
    let (next, audit) =
        moved(campaign, Action::AutoPause, Some(reason), Who::System, case, now).ok()?;
    let totals = live.totals(campaign.no)?;
    let mut changes = Changes::default();
    changes.audit(audit);
    changes.notify(
        Owner::Advertiser(campaign.advertiser),
        "CAMPAIGN_AUTO_PAUSED",
        campaign.id,
        match reason {
            PauseReason::BudgetExhausted => format!(
                "Campaign paused - budget exhausted: {}. Spent {} on {} impressions; add budget to \
                 resume",
                campaign.name,
                Dollars(totals.spent),
                totals.verified
            ),
            other => format!("Campaign auto-paused: {other}: {}", campaign.name),
        },
    );
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
        let case = circumstances(&campaign, context.now);
        let (next, audit) = moved(&campaign, Action::Approve, None, Who::Admin, case, context.now)?;
        let mut changes = Changes::default();
        changes.audit(audit);
        changes.notify(
            Owner::Advertiser(campaign.advertiser),
            "CAMPAIGN_APPROVED",
            campaign.id,
            format!("Campaign approved: {}", campaign.name),
        );
        let status = next.status_now();
        changes.put(Record::Campaign(Arc::new(next)));
        Ok((changes, StatusChanged { id: campaign.id, status }))
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
        let reason = self.reason.trim();
        if reason.is_empty() || reason.chars().count() > 500 {
            let message = "A rejection needs a reason of 1-500 characters";
            return Err(Refusal::field("reason", "REQUIRED", message));
        }
        let case = circumstances(&campaign, context.now);
        let (mut next, audit) =
            moved(&campaign, Action::Reject, None, Who::Admin, case, context.now)?;
        next.rejection_reason = Some(reason.to_owned());
        let mut changes = Changes::default();
        changes.transfers.extend(release(live, &campaign));
        changes.audit(audit.because(Some(reason)));
        changes.notify(
            Owner::Advertiser(campaign.advertiser),
            "CAMPAIGN_REJECTED",
            campaign.id,
            format!("Campaign rejected: {reason}"),
        );
        let status = next.status_now();
        changes.put(Record::Campaign(Arc::new(next)));
        Ok((changes, StatusChanged { id: campaign.id, status }))
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
        let case = circumstances(&campaign, context.now);
        let by = who(context.actor);
        let (next, audit) = moved(&campaign, Action::Pause, reason, by, case, context.now)?;
        let mut changes = Changes::default();
        changes.audit(audit);
        changes.notify(
            Owner::Advertiser(campaign.advertiser),
            "CAMPAIGN_PAUSED",
            campaign.id,
            format!("Campaign paused successfully: {}", campaign.name),
        );
        let status = next.status_now();
        changes.put(Record::Campaign(Arc::new(next)));
        Ok((changes, StatusChanged { id: campaign.id, status }))
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
        let case = circumstances(&campaign, context.now);
        let by = who(context.actor);
        let (next, audit) = moved(&campaign, Action::Resume, None, by, case, context.now)?;
        let advertiser = live.advertisers.get(campaign.advertiser.0);
        if advertiser.is_none_or(|a| a.status_now() != PartyStatus::Active) {
            return Err(Refusal::new(
                Code::AccountNotActive,
                "The advertiser's account is not ACTIVE; resolve the account issue first",
            ));
        }
        if !live.remaining(campaign.no).is_positive() {
            return Err(Refusal::new(
                Code::InsufficientBudget,
                "No budget remains; add at least $50.00 to resume",
            )
            .with("remaining_budget", Detail::Amount(Amount::ZERO)));
        }
        let mut changes = Changes::default();
        changes.audit(audit);
        changes.notify(
            Owner::Advertiser(campaign.advertiser),
            "CAMPAIGN_RESUMED",
            campaign.id,
            format!("Campaign resumed successfully: {}", campaign.name),
        );
        let status = next.status_now();
        changes.put(Record::Campaign(Arc::new(next)));
        Ok((changes, StatusChanged { id: campaign.id, status }))
    }
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
        let had_run = campaign.activated_at.is_some();
        let case = circumstances(&campaign, context.now);
        let by = who(context.actor);
        let (mut next, audit) = moved(&campaign, Action::Cancel, None, by, case, context.now)?;
        let mut changes = Changes::default();
        if !had_run {
            // Nothing can be on screen: no grace is needed.
            next.settled_at = Some(context.now);
            changes.transfers.extend(refund_transfers(live, &campaign));
        }
        changes.audit(audit);
        changes.notify(
            Owner::Advertiser(campaign.advertiser),
            "CAMPAIGN_CANCELLED",
            campaign.id,
            format!("Campaign cancelled: {}", campaign.name),
        );
        let status = next.status_now();
        changes.put(Record::Campaign(Arc::new(next)));
        Ok((changes, StatusChanged { id: campaign.id, status }))
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
