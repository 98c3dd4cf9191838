//! How long none of a campaign's devices was online. Rule: CAM-22, CAM-26, D-56.

use super::{core::Engine, live::Live};
use crate::{
    config::Settings,
    domain::{
        campaign::{
            model::Campaign,
            offline::{uncovered_ms, wanted_spans},
            timeline::last_moment,
        },
        catalog::DeviceStatus,
        time::{SECOND_MS, Timestamp},
    },
};

impl Live {
    /// Milliseconds until a moment in which a campaign wanted to play and no device was online:
    /// what is counted already, and what came after.
    #[must_use]
    pub fn offline_ms(&self, settings: &Settings, campaign: &Campaign, until: Timestamp) -> i64 {
        let Some(totals) = self.totals(campaign.no) else { return 0 };
        totals.offline_ms.saturating_add(self.uncounted(settings, campaign, until))
    }

    fn uncounted(&self, settings: &Settings, campaign: &Campaign, until: Timestamp) -> i64 {
        let through = self.totals(campaign.no).and_then(|totals| totals.offline_through);
        let from = through.or(campaign.activated_at).unwrap_or(until);
        let end = campaign.end_date.map_or(until, |end| until.min(last_moment(end).plus_ms(1)));
        let spans = wanted_spans(&campaign.status, from, end);
        spans.into_iter().map(|(from, to)| self.silent_ms(settings, campaign, from, to)).sum()
    }

    /// Milliseconds of a window in which no ACTIVE device of the target stores was online.
    fn silent_ms(
        &self,
        settings: &Settings,
        campaign: &Campaign,
        from: Timestamp,
        to: Timestamp,
    ) -> i64 {
        let online_ms = i64::from(settings.heartbeat.online_seconds) * SECOND_MS;
        let stores = campaign.target_stores.iter();
        let devices = stores.filter_map(|store| self.store_devices.get(store)).flatten();
        let mut online = Vec::new();
        for no in devices {
            let device = self.devices.get(no.0);
            if device.is_none_or(|device| device.status_now() != DeviceStatus::Active) {
                continue;
            }
            for run in self.device_live[no.index()].online.runs() {
                let end = run.last.plus_ms(online_ms);
                if run.first <= from && end >= to {
                    return 0;
                }
                if run.first < to && end > from {
                    online.push((run.first, end));
                }
            }
        }
        uncovered_ms(online, from, to)
    }
}

impl Engine {
    /// Counts the offline time of all campaigns that are not over, up to a full hour: heartbeats
    /// are kept for some hours only.
    pub(super) fn account_offline(&mut self, hour: Timestamp) {
        let campaigns: Vec<_> = self
            .live
            .campaigns
            .iter()
            .filter(|campaign| campaign.activated_at.is_some() && !campaign.is_terminal())
            .cloned()
            .collect();
        for campaign in campaigns {
            let more = self.live.uncounted(&self.settings, &campaign, hour);
            let totals = &mut self.live.campaign_live[campaign.no.index()].totals;
            totals.offline_ms = totals.offline_ms.saturating_add(more);
            totals.offline_through = Some(hour);
            self.live.touched_campaigns.insert(campaign.no);
        }
    }
}
