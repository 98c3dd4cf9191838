//! What falls due at a moment: starts, ends, refunds, reviews, leases. The job driver asks for
//! it; every timer runs as of its own moment, in order.

use super::{
    actor::Actor,
    command::Changes,
    commands::{
        ab_tests, content, dispute_resolution, distribution, emergency, lifecycle, reviews,
        standing, test_mode, upkeep,
    },
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
        let mut timers = campaign_timers(campaign, self.grace_ms);
        if let (Some((at, Timer::CampaignSettle(_))), Some(let_go)) =
            (timers.first_mut(), self.let_go_at(campaign))
        {
            *at = let_go.max(*at);
        }
        timers.extend(self.upkeep_timers(campaign));
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
        self.lifecycle = settings.lifecycle.clone();
        for asset in self.assets.iter().cloned().collect::<Vec<_>>() {
            self.arm_licence(&asset);
        }
        self.arm_settlements();
        for campaign in self.campaigns.iter().cloned().collect::<Vec<_>>() {
            self.arm_campaign(&campaign);
        }
        for review in self.reviews.values().copied().collect::<Vec<_>>() {
            self.arm_review(&review, settings);
        }
        self.arm_fleet(settings);
        self.arm_disputes(settings);
    }
}

/// The timers that a campaign's status asks for. Rule: CAM-10, CAM-21, D-30, D-43.
fn campaign_timers(campaign: &Campaign, grace_ms: i64) -> Vec<(Timestamp, Timer)> {
    let no = campaign.no;
    let end = campaign.end_date.map(|end| last_moment(end).plus_ms(1));
    match campaign.status_now() {
        CampaignStatus::Scheduled => {
            let start = campaign.start_date.map(|start| (start, Timer::CampaignStart(no)));
            let test = campaign.open_test().map(|(_, run)| (run.planned_end, Timer::TestEnd(no)));
            start.into_iter().chain(test).collect()
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
            if timer == Timer::LogCheckpoint {
                self.sign_checkpoint(due);
                ran += 1;
                continue;
            }
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
            Timer::CampaignSettle(no) => lifecycle::settle(&self.live, &self.settings, no, due),
            Timer::Review(seq) => reviews::due(&self.live, &self.settings, seq, due),
            Timer::LeaseExpiry(id) => Changes { expired_leases: vec![id], ..Changes::default() },
            Timer::AbTest(no) => ab_tests::due(&self.live, &self.settings, no, due),
            Timer::TestEnd(no) => test_mode::due(&self.live, no, due),
            Timer::Distribution(no) => {
                let readable = self.content_is_readable(no);
                distribution::step(&self.live, &self.settings, no, due, now, readable)
            }
            other => self.deadline_changes(due, other),
        }
    }

    fn deadline_changes(&self, due: Timestamp, timer: Timer) -> Changes {
        let (live, settings) = (&self.live, &*self.settings);
        match timer {
            Timer::ApprovalReminder(no) => upkeep::approval_reminder(live, settings, no, due),
            Timer::ApprovalExpiry(no) => upkeep::approval_expiry(live, settings, no, due),
            Timer::DevicesOffline(no) => upkeep::devices_offline(live, settings, no, due),
            Timer::PauseDeadline(no) => upkeep::pause_deadline(live, settings, no, due),
            Timer::Licence(no) => content::licence_due(live, settings, no, due),
            Timer::Settlement(no) => standing::settlement_due(live, no, due),
            Timer::FirstPlay(no) => distribution::first_play(live, settings, no),
            Timer::StopCheck(no) => emergency::check_dark(live, settings, no),
            Timer::IncidentDue(no) => emergency::overdue(live, no, due),
            Timer::DisputeReminder(no) => dispute_resolution::remind(live, settings, no, due),
            _ => Changes::default(),
        }
    }
}
