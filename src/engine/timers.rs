//! What falls due at a moment: starts, ends, refunds, reviews, leases. The job driver asks for
//! it; every timer runs as of its own moment, in order.

use super::{
    actor::Actor,
    command::Changes,
    commands::{distribution, emergency, lifecycle, reviews},
    core::Engine,
    live::{Live, Timer},
};
use crate::{
    config::Settings,
    domain::{
        campaign::{model::Campaign, status::CampaignStatus, timeline::last_moment},
        impression::record::OpenReview,
        time::{DAY_MS, HOUR_MS, SECOND_MS, Timestamp},
    },
};

impl Live {
    /// Sets the timers of a campaign anew.
    pub(super) fn arm_campaign(&mut self, campaign: &Campaign) {
        let old = std::mem::take(&mut self.campaign_live[campaign.no.index()].timers);
        for timer in old {
            self.timers.remove(&timer);
        }
        let timers = campaign_timers(campaign, self.grace_ms);
        self.timers.extend(timers.iter().copied());
        self.campaign_live[campaign.no.index()].timers = timers;
    }

    /// Sets the timer of a play under review.
    pub(super) fn arm_review(&mut self, review: &OpenReview, settings: &Settings) {
        let hours = i64::from(settings.review.release_hours);
        let days = i64::from(settings.review.expiry_days);
        let after_ms = if review.reminded { days * DAY_MS } else { hours * HOUR_MS };
        self.timers.insert((review.received_at.plus_ms(after_ms), Timer::Review(review.seq)));
    }

    /// Sets all timers, after the state was rebuilt.
    pub(super) fn arm_all(&mut self, settings: &Settings) {
        self.grace_ms = i64::from(settings.campaign.grace_seconds) * SECOND_MS;
        for campaign in self.campaigns.iter().cloned().collect::<Vec<_>>() {
            self.arm_campaign(&campaign);
        }
        for review in self.reviews.values().copied().collect::<Vec<_>>() {
            self.arm_review(&review, settings);
        }
        self.arm_fleet(settings);
    }
}

/// The timers that a campaign's status asks for. Rule: CAM-10, CAM-21, D-30, D-43.
fn campaign_timers(campaign: &Campaign, grace_ms: i64) -> Vec<(Timestamp, Timer)> {
    let no = campaign.no;
    let end = campaign.end_date.map(|end| last_moment(end).plus_ms(1));
    match campaign.status_now() {
        CampaignStatus::Scheduled => {
            campaign.start_date.map(|start| (start, Timer::CampaignStart(no))).into_iter().collect()
        }
        CampaignStatus::Active | CampaignStatus::Paused | CampaignStatus::Error => {
            end.map(|end| (end, Timer::CampaignEnd(no))).into_iter().collect()
        }
        CampaignStatus::Completed | CampaignStatus::Cancelled if campaign.settled_at.is_none() => {
            let stopped = campaign.completed_at.unwrap_or(campaign.updated_at);
            vec![(stopped.plus_ms(grace_ms), Timer::CampaignSettle(no))]
        }
        CampaignStatus::Draft
        | CampaignStatus::PendingApproval
        | CampaignStatus::Rejected
        | CampaignStatus::Expired
        | CampaignStatus::Completed
        | CampaignStatus::Cancelled => Vec::new(),
    }
}

impl Engine {
    /// Runs everything that is due at `now`, at most `limit` timers; answers how many ran.
    ///
    /// Timers up to `until` run in the same commit, each as of its own moment, where what they do
    /// does not depend on how late they run. A start depends on it (D-58) and waits.
    pub fn run_timers(&mut self, now: Timestamp, until: Timestamp, limit: usize) -> usize {
        let mut ran = 0;
        while ran < limit {
            let Some((due, timer)) = self.live.timers.first().copied() else { break };
            let is_start = matches!(timer, Timer::CampaignStart(_));
            if due > now && (due > until || is_start) {
                break;
            }
            self.live.timers.remove(&(due, timer));
            let changes = self.timer_changes(now, due, timer);
            self.apply(due, &Actor::system(), changes);
            ran += 1;
        }
        ran
    }

    fn timer_changes(&self, now: Timestamp, due: Timestamp, timer: Timer) -> Changes {
        match timer {
            Timer::CampaignStart(no) => lifecycle::start(&self.live, &self.settings, no, due, now),
            Timer::CampaignEnd(no) => lifecycle::complete(&self.live, no, due),
            Timer::CampaignSettle(no) => lifecycle::settle(&self.live, no, due),
            Timer::Review(seq) => reviews::due(&self.live, &self.settings, seq, due),
            Timer::LeaseExpiry(id) => Changes { expired_leases: vec![id], ..Changes::default() },
            Timer::Distribution(no) => {
                let readable = self.content_is_readable(no);
                distribution::step(&self.live, &self.settings, no, due, now, readable)
            }
            Timer::FirstPlay(no) => distribution::first_play(&self.live, &self.settings, no),
            Timer::StopCheck(no) => emergency::check_dark(&self.live, &self.settings, no),
            Timer::IncidentDue(no) => emergency::overdue(&self.live, no, due),
        }
    }

    /// Forgets a lease that ran out; a spent one is remembered until no play can name it.
    pub(super) fn drop_lease(&mut self, id: uuid::Uuid) {
        let Some(lease) = self.live.leases.get(&id) else { return };
        if let Some(live) = self.live.device_live.get_mut(lease.device.index()) {
            live.open_leases.retain(|open| *open != id);
        }
        let keep_until = lease.granted_at.plus_ms(LEASE_MEMORY_MS);
        if lease.expires_at < keep_until && !self.live.forgotten_leases.contains(&id) {
            self.live.forgotten_leases.insert(id);
            self.live.timers.insert((keep_until, Timer::LeaseExpiry(id)));
            return;
        }
        self.live.forgotten_leases.remove(&id);
        self.live.leases.remove(&id);
        self.batch.delete(crate::db::Table::Leases, id.as_bytes());
    }
}

/// How long a lease is remembered: as long as a play that names it can still be accepted.
const LEASE_MEMORY_MS: i64 = 5 * HOUR_MS;
