//! Random commands beside the plays, each with what the model says about it.

use rand::Rng;
use uuid::Uuid;
use vetrina::{
    domain::{ids::DeviceNo, money::Amount, refusal::Code, time::Timestamp},
    engine::{
        commands::{
            devices::Heartbeat,
            increase::TopUp,
            periodic::{CutDailyRecords, SnapshotBudgets},
            reviews::DecideReviews,
            status::{Approve, Cancel, Pause, Resume},
        },
        serving::NextAd,
    },
};

use crate::{
    model::{MLease, Stand, percent_of_budget},
    world::{DAY, HOUR, MINUTE, SECOND, START, World},
};

impl World {
    pub fn advance_clock(&mut self) {
        self.now += match self.random.random_range(0..100) {
            0..60 => self.random.random_range(0..10 * MINUTE),
            60..80 => self.random.random_range(0..HOUR),
            80..90 => self.random.random_range(0..6 * HOUR),
            90..93 => self.random.random_range(0..2 * DAY),
            93..94 => 31 * DAY,
            // Somebody set the clock back a little.
            _ => -self.random.random_range(0..90 * SECOND),
        };
        self.now = self.now.max(START);
        if self.chance(70) {
            self.heartbeats();
        }
    }

    pub fn heartbeats(&mut self) {
        for no in 0..self.devices.len() {
            if self.chance(20) {
                continue;
            }
            let device = DeviceNo(u32::try_from(no).unwrap());
            self.command(Heartbeat { device, sent_at: None }).unwrap();
            let beats = &mut self.model.devices[no].beats;
            if beats.last().is_none_or(|newest| *newest <= self.now) {
                beats.push(self.now);
            }
        }
    }

    pub fn next_ad(&mut self) {
        let no = self.random.random_range(0..self.devices.len());
        let device = DeviceNo(u32::try_from(no).unwrap());
        let newest = self.model.devices[no].beats.last().copied();
        let online = newest.is_some_and(|beat| self.now - beat < 5 * MINUTE);
        let offer = match self.command(NextAd { device }) {
            Err(refusal) => {
                assert_eq!((refusal.code, online), (Code::DeviceOffline, false));
                return;
            }
            Ok(offer) => offer,
        };
        assert!(online, "an offline device is offered nothing");
        let Some(offer) = offer else { return };
        self.tally.note("lease granted");
        let found = self.model.campaigns.iter().position(|c| c.id == offer.campaign_id);
        let campaign = found.expect("offered campaigns exist");
        let facts = &self.model.campaigns[campaign];
        assert_eq!(facts.stand(), Stand::Active, "only active campaigns are offered");
        assert!(facts.escrow > 0 && facts.start <= self.now && self.now < facts.end + SECOND);
        let me = &self.model.devices[no];
        assert!(facts.stores.contains(&me.store));
        let recent =
            |(of, second): &&(usize, i64)| *of == campaign && *second > self.now / SECOND - 3600;
        assert!(me.accepted.iter().filter(recent).count() < 2, "at most two plays in an hour");
        let open = |l: &MLease| {
            l.campaign == campaign && l.device == no && !l.spent && l.expires > self.now
        };
        assert!(!self.model.leases.values().any(open), "one open lease for a campaign and device");
        let lease = MLease {
            campaign,
            device: no,
            granted: offer.granted_at.ms(),
            expires: offer.expires_at.ms(),
            spent: false,
        };
        self.model.leases.insert(offer.lease_id, lease);
    }

    pub fn timers(&mut self) {
        let now = Timestamp::from_ms(self.now);
        let ran = self.engine().run_timers(now, now, 10_000);
        assert!(ran < 10_000, "timers come to an end");
        self.model.pass_time(self.now);
        let settled = self.model.campaigns.iter().filter(|campaign| campaign.settled).count();
        if settled > 0 {
            self.tally.note("campaign settled");
        }
    }

    pub fn change_campaign(&mut self) {
        let mut no = self.random.random_range(0..self.model.campaigns.len());
        let paused = self.model.campaigns.iter().position(|campaign| {
            matches!(campaign.stand(), Stand::PausedByUser | Stand::Exhausted)
        });
        if self.chance(40) {
            no = paused.unwrap_or(no);
        }
        let id = self.model.campaigns[no].id;
        let stand = self.model.campaigns[no].stand();
        match self.random.random_range(0..8) {
            0..3 => {
                let done = self.command(Pause { id });
                assert_eq!(done.is_ok(), stand == Stand::Active, "pause while {stand:?}");
                if done.is_ok() {
                    self.model.campaigns[no].set_stand(self.now, Stand::PausedByUser);
                    self.tally.note("paused");
                }
            }
            3..5 => {
                let done = self.command(Resume { id });
                let facts = &mut self.model.campaigns[no];
                let paused = matches!(stand, Stand::PausedByUser | Stand::Exhausted);
                let ok =
                    paused && self.now < facts.end && self.now >= facts.start && facts.escrow > 0;
                // A clock that was set back may stand before the start again.
                if paused && self.now < facts.start {
                    assert!(done.is_ok());
                    facts.set_stand(self.now, Stand::Scheduled);
                    return;
                }
                assert_eq!(done.is_ok(), ok, "resume while {stand:?}");
                if ok {
                    facts.set_stand(self.now, Stand::Active);
                    self.tally.note("resumed");
                }
            }
            5..7 => self.top_up(no),
            _ => {
                let done = self.command(Cancel { id });
                assert_eq!(done.is_ok(), !stand.is_final(), "cancel while {stand:?}");
                if done.is_ok() {
                    self.model.campaigns[no].set_stand(self.now, Stand::Cancelled);
                    if !self.model.campaigns[no].activated {
                        self.model.settle(no);
                    }
                    self.tally.note("cancelled");
                }
            }
        }
    }

    pub fn top_up(&mut self, no: usize) {
        let facts = &self.model.campaigns[no];
        let (id, stand, wallet) = (facts.id, facts.stand(), self.model.wallets[facts.advertiser]);
        let more = 1_000_000 * self.random.random_range(50..400_i64);
        let running = matches!(stand, Stand::Active | Stand::PausedByUser | Stand::Exhausted);
        let facts = &self.model.campaigns[no];
        let in_time = self.now < facts.end;
        let done = self.command(TopUp { id, additional_budget: Amount::from_micros(more) });
        let resumes_early = stand == Stand::Exhausted && self.now < self.model.campaigns[no].start;
        assert_eq!(done.is_ok(), running && in_time && wallet >= more, "top-up while {stand:?}");
        if done.is_err() {
            return;
        }
        self.tally.note("top-up");
        let now = self.now;
        let facts = &mut self.model.campaigns[no];
        facts.budget += more;
        facts.escrow += more;
        let at = facts.priority.partition_point(|(from, _)| *from <= now);
        facts.priority.insert(at, (now, percent_of_budget(facts.budget)));
        if stand == Stand::Exhausted {
            facts.set_stand(now, if resumes_early { Stand::Scheduled } else { Stand::Active });
        }
        let advertiser = facts.advertiser;
        self.model.wallets[advertiser] -= more;
    }

    pub fn approve(&mut self) {
        let no = self.random.random_range(0..self.model.campaigns.len());
        let facts = &self.model.campaigns[no];
        let (id, pending) = (facts.id, facts.stand() == Stand::Pending);
        let done = self.command(Approve { id });
        assert_eq!(done.is_ok(), pending, "approval");
        if pending {
            let facts = &mut self.model.campaigns[no];
            let over = self.now >= facts.end;
            facts.set_stand(self.now, if over { Stand::Completed } else { Stand::Scheduled });
        }
    }

    pub fn decide_reviews(&mut self) {
        let approve = self.chance(60);
        let mut chosen = Vec::new();
        for (no, campaign) in self.model.campaigns.iter().enumerate() {
            // Overdrawn plays first: they are few, and their money has two ways back.
            let overdrawn = campaign.held.iter().filter(|(_, held)| held.absorbed > 0);
            let seqs = overdrawn.chain(&campaign.held).map(|(seq, _)| (no, *seq)).take(3);
            chosen.extend(seqs);
        }
        chosen.sort_unstable();
        chosen.dedup();
        if chosen.is_empty() {
            return;
        }
        let plays = chosen.iter().map(|(_, seq)| (*seq, Uuid::nil())).collect();
        let reason = Some("looked at".to_owned());
        self.command(DecideReviews { plays, approve, reason }).unwrap();
        for (no, seq) in chosen {
            if !approve && self.model.campaigns[no].held[&seq].absorbed > 0 {
                self.tally.note("absorbed given back");
            }
            self.model.decide(no, seq, approve);
            self.tally.note(if approve { "review approved" } else { "review rejected" });
        }
    }

    pub fn jobs(&mut self) {
        let hour = self.now / HOUR * HOUR;
        if hour > self.model.last_hour.max(START) {
            self.model.last_hour = hour;
            self.command(SnapshotBudgets { slot: Timestamp::from_ms(hour) }).unwrap();
            self.tally.note("snapshots");
            for campaign in &mut self.model.campaigns {
                if matches!(
                    campaign.stand(),
                    Stand::Active | Stand::PausedByUser | Stand::Exhausted
                ) {
                    campaign.snapshots.push((hour, campaign.escrow));
                }
            }
        }
        let day = self.now / DAY * DAY;
        if day > self.model.last_day.max(START) {
            self.model.last_day = day;
            self.command(CutDailyRecords { slot: Timestamp::from_ms(day) }).unwrap();
            self.tally.note("records cut");
        }
    }
}
