//! Stops a campaign whose own screens send mostly suspicious plays. Rule: CAM-12.

use std::sync::Arc;

use crate::{
    domain::{
        campaign::{
            emergency::{Grounds, StopReason},
            fraud_watch::{Suspicion, is_suspicious},
        },
        ids::CampaignNo,
        impression::record::ImpressionRow,
    },
    engine::{Actor, command::Context, commands::emergency::system_stop, core::Engine},
};

fn grounds(found: &Suspicion, minutes: u32) -> Grounds {
    let detail = format!(
        "{} of {} plays within {minutes} minutes are suspicious, on {} devices",
        found.suspicious, found.plays, found.devices
    );
    Grounds { reason: StopReason::FraudDetected, detail: Some(detail), evidence_urls: Vec::new() }
}

impl Engine {
    /// Looks at a campaign after a suspicious play.
    pub(super) fn watch_fraud(&mut self, no: CampaignNo, row: &ImpressionRow) {
        if is_suspicious(row.status, row.flags, row.reason) != Some(true) {
            return;
        }
        let Some(campaign) = self.live.campaigns.get(no.0).filter(|one| one.is_active()) else {
            return;
        };
        let id = campaign.id;
        let since = campaign.status.iter().next_back().map_or(campaign.created_at, |(at, _)| at);
        let limits = &self.settings.emergency;
        let watch = &self.live.campaign_live[no.index()].totals.fraud;
        let Some(found) = watch.judge(row.received_at, since, limits) else { return };
        let grounds = grounds(&found, limits.fraud_window_minutes);
        tracing::warn!(campaign = %id, ?found, "stopped: its plays speak for fraud");
        let (actor, settings) = (Actor::system(), Arc::clone(&self.settings));
        let now = row.received_at;
        let random = &mut self.random;
        let mut context = Context { now, actor: &actor, settings: &settings, random };
        if let Some(changes) = system_stop(&self.live, &mut context, id, &grounds) {
            self.apply(now, &actor, changes);
        }
    }
}
