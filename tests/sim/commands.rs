//! Random commands beside the plays, each with what the model says about it.

use rand::Rng;
use uuid::Uuid;
use vetrina::{
    domain::{ids::DeviceNo, money::Amount, refusal::Code, time::Timestamp},
    engine::{
        commands::{
            devices::Heartbeat,
            dispute_resolution::ReviewChargebackRates,
            periodic::{CutDailyRecords, SnapshotBudgets},
            reviews::DecideReviews,
            status::{Cancel, Pause, Resume, TopUp},
        },
        serving::NextAd,
    },
};

use crate::{
    model::{MLease, Stand},
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
            self.model.heard(no, self.now);
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
        let store = self.model.devices[no].store;
        let tested = facts.tests.last().filter(|test| test.ended.is_none());
        if facts.stand() == Stand::Scheduled {
            let test = tested.expect("what waits is offered for a test alone");
            assert!(self.now < test.planned && test.stores.contains(&store));
            self.tally.note("lease for a test");
        } else {
            assert_eq!(facts.stand(), Stand::Active, "only active campaigns are offered");
            assert!(facts.start <= self.now && self.now < facts.end + SECOND);
        }
        assert!(facts.escrow > 0 && facts.stores.contains(&store));
        assert!(!self.model.blocks(store, facts, self.now), "no store shows what it blocks");
        let asset = self.assets.iter().position(|id| *id == offer.content_asset_id).unwrap();
        assert!(self.model.assets[asset].plays(self.now), "what may not play is not offered");
        let spent = facts.day_spend.get(&self.now.div_euclid(DAY)).copied().unwrap_or(0);
        assert!(facts.daily_cap.is_none_or(|cap| spent < cap), "the cap of the day ends the draw");
        let me = &self.model.devices[no];
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
            asset,
            variant: offer.variant_id,
            ran_out: false,
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
        let settled =
            self.model.campaigns.iter().filter(|campaign| campaign.settled.is_some()).count();
        if settled > 0 {
            self.tally.note("campaign settled");
        }
    }

    pub fn change_campaign(&mut self) {
        let mut no = self.random.random_range(0..self.model.campaigns.len());
        let paused = self.model.campaigns.iter().position(|campaign| campaign.stand().is_paused());
        if self.chance(40) {
            no = paused.unwrap_or(no);
        }
        let (id, now) = (self.model.campaigns[no].id, self.now);
        match self.random.random_range(0..8) {
            0..3 => {
                let wanted = self.model.pause(no, now);
                self.expect(wanted, "paused", Pause { id });
            }
            3..5 => self.resume(no),
            5..7 => self.top_up(no),
            _ => {
                let wanted = self.model.cancel(no, now);
                self.expect(wanted, "cancelled", Cancel { id });
            }
        }
    }

    pub fn resume(&mut self, no: usize) {
        let id = self.model.campaigns[no].id;
        let wanted = self.model.resume(no, self.now);
        self.expect(wanted, "resumed", Resume { id });
    }

    pub fn top_up(&mut self, no: usize) {
        let id = self.model.campaigns[no].id;
        let units = if self.chance(25) { 9_900 } else { self.random.random_range(45..400_i64) };
        let more = 1_000_000 * units;
        let wanted = self.model.top_up(no, more, self.now);
        let top_up = TopUp { id, additional_budget: Amount::from_micros(more) };
        self.expect(wanted, "top-up", top_up);
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
            self.model.decide(no, seq, approve, self.now);
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
                if campaign.stand().is_under_way() && campaign.stand() != Stand::Error {
                    campaign.snapshots.push((hour, campaign.escrow));
                }
            }
        }
        let day = self.now / DAY * DAY;
        if day > self.model.last_day.max(START) {
            self.model.last_day = day;
            self.command(CutDailyRecords { slot: Timestamp::from_ms(day) }).unwrap();
            self.command(ReviewChargebackRates { slot: Timestamp::from_ms(day) }).unwrap();
            self.tally.note("records cut");
            self.pay_suppliers(day);
        }
    }
}
