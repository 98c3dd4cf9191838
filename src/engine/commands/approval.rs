//! What a person or the start checks again, a request for changes, and a pause for a violation of
//! the policy. Rule: CAM-09, CAM-10, CAM-20, CAM-27, CAM-28.

use uuid::Uuid;

use super::{
    campaigns::unusable_assets,
    content,
    status::{DECIDERS, StatusChanged, changed, moved, person, release, visible},
    upkeep::{Told, auto_pause, require_active},
};
use crate::{
    domain::{
        campaign::{
            model::Campaign,
            status::{Action, Actor as Who, CampaignStatus, Circumstances, PauseReason, refuse},
        },
        catalog::{Role, access::Owner},
        refusal::{Code, Refusal},
        text,
        time::Timestamp,
    },
    engine::{
        command::{Changes, Command, Context},
        live::Live,
    },
};

/// Most characters of a reason.
const MAX_REASON: usize = 500;

fn checked_reason(field: &str, reason: &str, what: &str) -> Result<String, Refusal> {
    let message = format!("{what} needs a reason of 1-{MAX_REASON} characters");
    text::required(field, reason, MAX_REASON, message)
}

/// What may have changed since the submission: the account is ACTIVE, all assets may play. A
/// campaign whose end has passed is completed and refunded whatever holds (D-58).
///
/// # Errors
/// `ACCOUNT_NOT_ACTIVE`, `VALIDATION_FAILED` with each asset that may not play.
pub(super) fn check_again(
    live: &Live,
    campaign: &Campaign,
    case: Circumstances,
    now: Timestamp,
) -> Result<(), Refusal> {
    if case.ended || campaign.status_now() != CampaignStatus::PendingApproval {
        return Ok(());
    }
    require_active(live, campaign.advertiser)?;
    let wrong = unusable_assets(live, campaign, now);
    if wrong.is_empty() { Ok(()) } else { Err(Refusal::validation(wrong)) }
}

/// Refuses to run a campaign without an asset that may play.
///
/// # Errors
/// `CONTENT_EXPIRED`.
pub(super) fn require_content(
    live: &Live,
    campaign: &Campaign,
    now: Timestamp,
) -> Result<(), Refusal> {
    if content::playable(live, campaign, now) {
        return Ok(());
    }
    Err(Refusal::new(
        Code::ContentExpired,
        "No approved and licensed content is left; add approved content or extend the licence, \
         then resume",
    ))
}

/// At its start a campaign pauses instead where its account is not ACTIVE or nothing may play.
pub(super) fn hold_back(
    live: &Live,
    campaign: &Campaign,
    due: Timestamp,
    now: Timestamp,
) -> Option<Changes> {
    if !live.is_active(campaign.advertiser) {
        let told = Told { code: "CAMPAIGN_PAUSED_SUSPENDED", values: &[] };
        return auto_pause(campaign, PauseReason::AccountSuspended, due, &told);
    }
    // A start that comes late may rest on content that was approved since.
    if content::playable(live, campaign, due) || content::playable(live, campaign, now) {
        return None;
    }
    content::pause_without(live, campaign, due)
}

/// Sends a campaign that waits back to its draft; the hold is released. Rule: CAM-09, D-41.
#[derive(Clone, Debug)]
pub struct RequestChanges {
    /// Campaign.
    pub id: Uuid,
    /// What shall change; required.
    pub reason: String,
}

impl Command for RequestChanges {
    type Output = StatusChanged;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, StatusChanged), Refusal> {
        context.actor.require_role(DECIDERS)?;
        let campaign = visible(live, context.actor, self.id)?;
        let reason = checked_reason("reason", &self.reason, "A request for changes")?;
        let case = campaign.circumstances(context.now);
        let by = person(context.actor);
        let (mut next, audit) =
            moved(&campaign, Action::RequestChanges, None, by, case, context.now)?;
        next.lifecycle.requested_changes = Some(reason.clone());
        let mut changes = Changes::default();
        changes.transfers.extend(release(live, &campaign));
        changes.audit(audit.because(Some(&reason)));
        let values = [("campaign", campaign.name.clone()), ("reason", reason)];
        let to = Owner::Advertiser(campaign.advertiser);
        changes.tell(to, "CAMPAIGN_CHANGES_REQUESTED", campaign.id, &values);
        Ok(changed(changes, next))
    }
}

/// Pauses a campaign that violates the policy; only an admin resumes it. Rule: CAM-20.
#[derive(Clone, Debug)]
pub struct PauseForPolicy {
    /// Campaign.
    pub id: Uuid,
    /// What is against the policy; required.
    pub reason: String,
}

impl Command for PauseForPolicy {
    type Output = StatusChanged;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, StatusChanged), Refusal> {
        context.actor.require_role(&[Role::SuperAdmin, Role::Admin])?;
        let campaign = visible(live, context.actor, self.id)?;
        let reason = checked_reason("detail", &self.reason, "A pause for the policy")?;
        let held = [PauseReason::PolicyViolation, PauseReason::EmergencyStop];
        if let Some(pause) = campaign.pause_reason().filter(|pause| held.contains(pause)) {
            let why = format!(": it is paused for {pause} already");
            let asker = campaign.asker(Who::Admin, context.now);
            return Err(refuse(campaign.status_now(), Action::AutoPause.as_str(), &why, asker));
        }
        let pause = Some(PauseReason::PolicyViolation);
        let case = campaign.circumstances(context.now);
        let (next, audit) =
            moved(&campaign, Action::AutoPause, pause, Who::Admin, case, context.now)?;
        let mut changes = Changes::default();
        changes.audit(audit.because(Some(&format!("POLICY_VIOLATION: {reason}"))));
        let values = [("campaign", campaign.name.clone()), ("reason", reason)];
        let to = Owner::Advertiser(campaign.advertiser);
        changes.tell(to, "CAMPAIGN_PAUSED_POLICY", campaign.id, &values);
        Ok(changed(changes, next))
    }
}
