//! Content whose licence ends or that may not play any more, and what its campaigns do then.
//! Rule: CAM-28, D-52.

use std::sync::Arc;

use uuid::Uuid;

use super::upkeep::{Told, auto_pause};
use crate::{
    config::Settings,
    domain::{
        campaign::{
            lifecycle::{first_licence_step, licence_moment},
            model::Campaign,
            status::{CampaignStatus, PauseReason},
        },
        catalog::{Asset, AssetStatus, Role, access::Owner},
        change::Change,
        ids::AssetNo,
        refusal::Refusal,
        time::Timestamp,
    },
    engine::{
        actor::AuditDraft,
        command::{Changes, Command, Context, Record},
        live::{Live, Timer},
    },
};

impl Live {
    /// Sets the timer of an asset's next step. A timer of an older licence does nothing.
    pub(in crate::engine) fn arm_licence(&mut self, asset: &Asset) {
        let days = self.lifecycle.licence_alerts();
        let end = asset.license_expires_at;
        let at = end.and_then(|end| licence_moment(end, asset.license_step, &days));
        if let Some(at) = at {
            self.timers.insert((at, Timer::Licence(asset.no)));
        }
    }
}

fn standings<'a>(
    live: &'a Live,
    campaign: &'a Campaign,
    now: Timestamp,
) -> impl Iterator<Item = AssetStatus> + 'a {
    let assets = campaign.content_assets.iter().filter_map(|no| live.assets.get(no.0));
    assets.map(move |asset| asset.status_at(now))
}

/// Whether a campaign has an asset that may play.
pub(super) fn playable(live: &Live, campaign: &Campaign, now: Timestamp) -> bool {
    standings(live, campaign, now).any(|status| status == AssetStatus::Approved)
}

/// Whether something was done about missing content: an asset that may play, or one that waits
/// for its approval.
pub(super) fn acted(live: &Live, campaign: &Campaign, now: Timestamp) -> bool {
    standings(live, campaign, now)
        .any(|status| matches!(status, AssetStatus::Approved | AssetStatus::Pending))
}

/// Pauses a campaign that has no asset left that may play.
pub(super) fn pause_without(live: &Live, campaign: &Campaign, now: Timestamp) -> Option<Changes> {
    let values = [("days", live.lifecycle.content_action_days.to_string())];
    let told = Told { code: "CAMPAIGN_PAUSED_CONTENT_EXPIRED", values: &values };
    auto_pause(campaign, PauseReason::ContentExpired, now, &told)
}

/// Campaigns that have an asset and are neither over nor in writing.
fn users(live: &Live, asset: AssetNo) -> impl Iterator<Item = &Arc<Campaign>> {
    live.campaigns.iter().filter(move |campaign| {
        let waits =
            matches!(campaign.status_now(), CampaignStatus::Draft | CampaignStatus::Rejected);
        !campaign.is_terminal() && !waits && campaign.content_assets.contains(&asset)
    })
}

/// An asset may not play any more as of `now`: others go on, a campaign without any pauses.
/// Rule: CAM-28.
pub fn lost(live: &Live, asset: AssetNo, now: Timestamp) -> Changes {
    let mut changes = Changes::default();
    let Some(row) = live.assets.get(asset.0) else { return changes };
    for campaign in users(live, asset) {
        let others = campaign.content_assets.iter().filter(|no| **no != asset);
        let mut others = others.filter_map(|no| live.assets.get(no.0));
        let goes_on = others.any(|other| other.status_at(now) == AssetStatus::Approved);
        let runs = matches!(campaign.status_now(), CampaignStatus::Active | CampaignStatus::Error);
        if runs && !goes_on {
            changes.join(pause_without(live, campaign, now).unwrap_or_default());
            continue;
        }
        let code = if goes_on { "CONTENT_LEFT_ROTATION" } else { "CONTENT_NONE_LEFT" };
        let values = [("campaign", campaign.name.clone()), ("asset", row.name.clone())];
        changes.tell(Owner::Advertiser(campaign.advertiser), code, campaign.id, &values);
    }
    changes
}

/// A step of a licence is due: an alert, or its end. Rule: CAM-28, D-52.
pub fn licence_due(live: &Live, settings: &Settings, no: AssetNo, due: Timestamp) -> Changes {
    let mut changes = Changes::default();
    let Some(asset) = live.assets.get(no.0) else { return changes };
    let days = settings.lifecycle.licence_alerts();
    let Some(end) = asset.license_expires_at else { return changes };
    if licence_moment(end, asset.license_step, &days) != Some(due) {
        return changes;
    }
    if due < end {
        let used = users(live, no).next().is_some();
        let left = days.get(usize::from(asset.license_step));
        if let Some(left) = left.filter(|_| used) {
            let values = [
                ("asset", asset.name.clone()),
                ("days", left.to_string()),
                ("end", end.to_string()),
            ];
            let to = Owner::Advertiser(asset.advertiser);
            changes.tell(to, "LICENCE_ENDS_SOON", asset.id, &values);
        }
    } else {
        changes.join(lost(live, no, due));
        let entry = AuditDraft::new("asset.expire", "asset", asset.id);
        changes.audit(entry.because(Some("the licence ended")));
    }
    let mut row = (**asset).clone();
    row.license_step = row.license_step.saturating_add(1);
    changes.put(Record::Asset(Arc::new(row)));
    changes
}

/// Sets the end of an asset's licence anew, or takes it away. Rule: CAM-28.
#[derive(Clone, Copy, Debug)]
pub struct ExtendLicence {
    /// Which.
    pub id: Uuid,
    /// In the future; cleared: a licence without end.
    pub license_expires_at: Change<Timestamp>,
}

impl Command for ExtendLicence {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        context.actor.require_role(&[Role::SuperAdmin, Role::Admin, Role::Advertiser])?;
        let found = live.assets.by_id(self.id).ok_or_else(|| Refusal::not_found("Asset"))?;
        context.actor.require_sight(Owner::Advertiser(found.advertiser), "Asset")?;
        if let Some(end) = self.license_expires_at.value().filter(|end| **end <= context.now) {
            let message = format!("The licence ended at {end} already");
            return Err(Refusal::field("license_expires_at", "IN_THE_PAST", message));
        }
        let mut changes = Changes::default();
        let end = self.license_expires_at.onto(found.license_expires_at);
        if end == found.license_expires_at {
            return Ok((changes, self.id));
        }
        let text = |end: Option<Timestamp>| end.map_or_else(String::new, |end| end.to_string());
        let before = text(found.license_expires_at);
        let mut row = (**found).clone();
        row.license_expires_at = end;
        row.license_over_time.push(context.now, end);
        let days = context.settings.lifecycle.licence_alerts();
        row.license_step = end.map_or(0, |end| first_licence_step(end, context.now, &days));
        row.updated_at = context.now;
        let entry = AuditDraft::new("asset.extend_licence", "asset", row.id);
        changes.audit(entry.change("license_expires_at", before, text(end)));
        let waits = |campaign: &&Arc<Campaign>| {
            campaign.pause_reason() == Some(PauseReason::ContentExpired)
        };
        for campaign in users(live, row.no).filter(waits) {
            let values = [("campaign", campaign.name.clone()), ("asset", row.name.clone())];
            let to = Owner::Advertiser(campaign.advertiser);
            changes.tell(to, "CONTENT_BACK", campaign.id, &values);
        }
        changes.put(Record::Asset(Arc::new(row)));
        Ok((changes, self.id))
    }
}
