//! What the rules say about a play, and what it leaves in the model.

use vetrina::domain::{impression::record::PlayStatus, refusal::Code};

use crate::{
    model::{Held, MAsset, MCampaign, MLease, Model, Play, Stand, Verdict},
    world::{DAY, HOUR, MINUTE, SECOND},
};

impl Model {
    /// What the rules say about a play that is new.
    pub fn judge(&self, play: &Play) -> Verdict {
        match self.checks(play) {
            Ok(verdict) => verdict,
            Err(code) => Verdict::Rejected(code),
        }
    }

    fn clock(play: &Play) -> Result<(), Code> {
        if let Some(sent) = play.sent {
            if sent - play.received > 5 * MINUTE {
                return Err(Code::InvalidTimestampFuture);
            }
            if play.received - sent > 10 * MINUTE {
                return Err(Code::TimestampOutOfBounds);
            }
        }
        if play.played - play.received > 5 * MINUTE {
            return Err(Code::InvalidTimestampFuture);
        }
        let late = play.received - play.played;
        if late > 4 * HOUR || (late > 10 * MINUTE && !play.queued) {
            return Err(Code::TimestampOutOfBounds);
        }
        Ok(())
    }

    fn checks(&self, play: &Play) -> Result<Verdict, Code> {
        let device = &self.devices[play.device];
        let ensure = |holds: bool, code: Code| if holds { Ok(()) } else { Err(code) };
        // The key counts from its enrolment, less what a clock may be behind.
        let keyed = play.played >= device.enrolled - 10 * MINUTE;
        ensure(play.signed && keyed, Code::InvalidProof)?;
        ensure(play.counter.is_none_or(|c| !device.counters.contains(&c)), Code::CounterReused)?;
        Self::clock(play)?;
        let campaign = play.campaign.ok_or(Code::CampaignNotActive)?;
        let lease = play.lease.and_then(|lease| self.leases.get(&lease));
        // What was never granted is no lease; the model remembers all that were.
        let fits = match lease {
            Some(l) => {
                l.campaign == campaign && l.device == play.device && l.variant == play.variant
            }
            None => play.lease.is_none(),
        };
        ensure(fits, Code::InvalidLease)?;
        let facts = &self.campaigns[campaign];
        let test = facts.test_of(play);
        let exhausted = match test {
            Some(_) => None,
            None => facts.ran(play, lease).map_err(|code| self.unless_dark(play, facts, code))?,
        };
        let shown = |asset: &usize| {
            let of_variant = lease.is_none_or(|l| l.variant.is_none() || l.asset == *asset);
            facts.assets_at(play.played).contains(asset) && of_variant
        };
        let asset = &self.assets[play.asset.filter(shown).ok_or(Code::AssetNotInCampaign)?];
        ensure(asset.plays(play.played), Code::ContentExpired)?;
        let tested = test.is_none_or(|place| facts.tests[place].stores.contains(&device.store));
        let targeted = facts.stores_at(play.played).contains(&device.store) && tested;
        ensure(targeted, Code::DeviceNotAuthorized)?;
        ensure(!self.blocks(device.store, facts, play.played), Code::StoreBlocked)?;
        let from = play.played.min(play.received) - 10 * MINUTE;
        let heard = device.beats.iter().any(|beat| from <= *beat && *beat <= play.received);
        ensure(heard, Code::DeviceOffline)?;
        ensure(play.seconds * 100 >= asset.seconds * 80, Code::InvalidDuration)?;
        let bucket = (play.played / SECOND).div_euclid(300);
        let same =
            |(of, second): &(usize, i64)| *of == campaign && second.div_euclid(300) == bucket;
        let double = lease.is_some_and(|lease| lease.spent) || device.accepted.iter().any(same);
        ensure(!double, Code::DuplicateImpression)?;
        ensure(play.shot.is_some(), Code::ScreenshotMissing)?;
        ensure(play.metres.is_none_or(|metres| metres <= 5000), Code::InvalidLocation)?;
        let score = self.score(play, asset);
        ensure(score >= 40, Code::LowQuality)?;
        let cost = facts.cost(asset.seconds, play.played, if score >= 60 { 100 } else { 80 });
        let (charged, absorbed) = match test {
            // A test pays from its own part, and nobody else pays.
            Some(place) if facts.test_left(place) >= cost => (cost, 0),
            Some(_) => return Err(Code::InsufficientBudget),
            None => self.payment(facts, play, lease, exhausted, cost)?,
        };
        let limit = device.slots.map_or(12, |slots| slots * 3 / 2);
        let hard =
            device.busiest_hour(play.played) > limit || play.metres.is_some_and(|m| m > 1000);
        let soft = device.accepted.len() < 10 || facts.budget > 10_000_000_000;
        let status = if hard || soft { PlayStatus::UnderReview } else { PlayStatus::Verified };
        Ok(Verdict::Accepted { status, soft: !hard, cost, charged, absorbed, score })
    }

    /// While every store blocks a campaign, the block is the reason.
    fn unless_dark(&self, play: &Play, facts: &MCampaign, code: Code) -> Code {
        let stood = facts.stand_at(play.played).map(|(_, stand)| stand);
        let store = self.devices[play.device].store;
        let dark = stood == Some(Stand::Dark) && self.blocks(store, facts, play.played);
        if dark && code == Code::CampaignNotActive { Code::StoreBlocked } else { code }
    }

    /// The cheapest play that a campaign can have in some stores: its shortest asset, at full
    /// quality; none where all of them block it.
    pub fn cheapest_in(&self, campaign: &MCampaign, stores: &[usize], now: i64) -> Option<i64> {
        let seconds = campaign.assets.iter().map(|asset| self.assets[*asset].seconds).min();
        let open = stores.iter().any(|store| !self.blocks(*store, campaign, now));
        seconds.filter(|_| open).map(|seconds| campaign.cost(seconds, now, 100))
    }

    pub fn cheapest(&self, campaign: &MCampaign, now: i64) -> Option<i64> {
        self.cheapest_in(campaign, &campaign.stores, now)
    }

    /// Rule: D-09.
    fn score(&self, play: &Play, asset: &MAsset) -> i64 {
        let device = &self.devices[play.device];
        let late = play.received - play.played;
        let delayed = late > 10 * MINUTE;
        let skew = play.sent.map_or(0, |sent| (play.received - sent).abs());
        let newest = device.beats.iter().filter(|beat| **beat <= play.played).max();
        let heartbeat_old = newest.is_none_or(|beat| play.played - beat > 5 * MINUTE);
        let reused = asset.is_film
            && play.shot.is_some_and(|shot| {
                let day = device.shots.get(&shot);
                day.is_some_and(|day| play.received.div_euclid(24 * HOUR) - day <= 30)
            });
        let tier = |holds: bool, points: i64| if holds { points } else { 0 };
        let played = play.seconds * 100;
        let short = tier(played < asset.seconds * 100, 3)
            .max(tier(played < asset.seconds * 95, 5))
            .max(tier(played < asset.seconds * 90, 10));
        let off = tier(skew > MINUTE, 5)
            .max(tier(skew > 2 * MINUTE, 10))
            .max(tier(skew > 5 * MINUTE, 20));
        let place = match play.metres {
            None => 10,
            Some(metres) => tier(metres > 1000, 30),
        };
        let points = tier(play.version < 2, 5)
            + place
            + off
            + tier(delayed, 5).max(tier(late > HOUR, 15))
            + short
            + tier(!delayed && heartbeat_old, 10)
            + tier(device.rejected_often(play.received), 15)
            + tier(reused, 40);
        (100 - points).max(0)
    }

    /// Rule: D-12, D-13.
    fn payment(
        &self,
        facts: &MCampaign,
        play: &Play,
        lease: Option<&MLease>,
        exhausted: Option<i64>,
        cost: i64,
    ) -> Result<(i64, i64), Code> {
        if facts.escrow >= cost {
            return Ok((cost, 0));
        }
        let short = cost - facts.escrow;
        let leased = lease.is_some_and(|lease| {
            play.received <= lease.expires && exhausted.is_none_or(|at| lease.granted <= at)
        });
        let delayed = play.received - play.played > 10 * MINUTE;
        let refunded = facts.settled.is_some_and(|at| play.played < at);
        let hour = facts.snapshots.iter().rev().find(|(hour, _)| *hour <= play.played);
        let affordable = match hour {
            Some((hour, remaining)) => play.played - hour < 2 * HOUR && *remaining >= cost,
            None => facts.budget >= cost,
        };
        let left = facts.budget / 100 - facts.absorbed - facts.absorbed_in_review;
        if (leased || ((delayed || refunded) && affordable)) && short <= left {
            Ok((facts.escrow, short))
        } else {
            Err(Code::InsufficientBudget)
        }
    }

    /// Takes in what became of a play.
    pub fn record(&mut self, play: &Play, verdict: &Verdict, seq: u64) {
        let device = &mut self.devices[play.device];
        let refused = match verdict {
            Verdict::Rejected(code) => Some(*code),
            Verdict::Accepted { .. } => None,
        };
        let others_fault = [Code::InsufficientBudget, Code::CampaignNotActive, Code::StoreBlocked];
        if refused.is_none_or(|code| !others_fault.contains(&code)) {
            device.submissions.push((play.received.div_euclid(HOUR), refused.is_some()));
        }
        if play.signed && refused != Some(Code::CounterReused) {
            device.counters.extend(play.counter);
        }
        if play.asset.is_some_and(|asset| self.assets[asset].is_film) {
            device.shots.extend(play.shot.map(|shot| (shot, play.received.div_euclid(24 * HOUR))));
        }
        let Some(no) = play.campaign else { return };
        let suspicious = match verdict {
            Verdict::Accepted { soft, .. } => Some(!soft),
            Verdict::Rejected(Code::InvalidLocation | Code::LowQuality) => Some(true),
            Verdict::Rejected(_) => None,
        };
        if let Some(suspicious) = suspicious {
            let noticed = (play.received, play.device, suspicious);
            self.campaigns[no].watched.push(noticed);
        }
        if let Some(code) = refused {
            self.refused(play, no, code);
            self.watch_fraud(no, play.received, suspicious);
            return;
        }
        device.accepted.push((no, (play.played / SECOND)));
        if let Some(lease) = play.lease.and_then(|lease| self.leases.get_mut(&lease)) {
            lease.spent = true;
        }
        self.pay(play, no, verdict, seq);
        self.watch(no, play, verdict);
        self.watch_fraud(no, play.received, suspicious);
    }

    /// Twenty suspicious plays, half of all, of two devices within an hour stop a campaign; what came
    /// before it last began to run does not count. Time goes by buckets of ten minutes.
    fn watch_fraud(&mut self, no: usize, now: i64, suspicious: Option<bool>) {
        let campaign = &self.campaigns[no];
        if campaign.stand() != Stand::Active || suspicious != Some(true) {
            return;
        }
        let bucket = |moment: i64| moment.div_euclid(10 * MINUTE);
        let since = campaign.stands.last().unwrap().0;
        let counts = |at: i64| bucket(at) * 10 * MINUTE >= since && bucket(at) > bucket(now - HOUR);
        let plays: Vec<_> = campaign.watched.iter().filter(|(at, ..)| counts(*at)).collect();
        let bad: Vec<_> = plays.iter().filter(|(.., suspicious)| *suspicious).collect();
        let first = bad.first().map(|(_, device, _)| *device);
        let several = bad.iter().any(|(_, device, _)| Some(*device) != first);
        if bad.len() >= 20 && bad.len() * 2 >= plays.len() && several {
            self.stop(no, now);
        }
    }

    /// A refusal for want of money pauses what cannot pay.
    fn refused(&mut self, play: &Play, no: usize, code: Code) {
        let campaign = &self.campaigns[no];
        let lease = play.lease.and_then(|lease| self.leases.get(&lease));
        let now = play.received;
        // A refusal for a pause that is over stops nothing that is funded again.
        let asked = if campaign.test_of(play).is_some() {
            let asset = &self.assets[play.asset.unwrap_or_default()];
            let percent = if self.score(play, asset) >= 60 { 100 } else { 80 };
            Some(campaign.cost(asset.seconds, play.played, percent))
        } else if campaign.ran(play, lease).is_err() {
            Some(self.cheapest(campaign, now).unwrap_or(0))
        } else {
            None
        };
        let short = asked.is_none_or(|asked| campaign.escrow < asked);
        let campaign = &mut self.campaigns[no];
        campaign.rejected += 1;
        if code == Code::InsufficientBudget && short && campaign.stand() == Stand::Active {
            campaign.set_stand(now, Stand::Exhausted);
        }
    }

    /// After a play that counts: a campaign or test that cannot pay another one stops.
    fn watch(&mut self, no: usize, play: &Play, verdict: &Verdict) {
        let Verdict::Accepted { cost, .. } = verdict else { return };
        let (campaign, now) = (&self.campaigns[no], play.received);
        let cannot_pay = match self.cheapest(campaign, now) {
            Some(least) => campaign.escrow < least,
            None => campaign.escrow < cost * 4,
        };
        let tested = campaign.tests.len().checked_sub(1).filter(|place| {
            let test = &campaign.tests[*place];
            let least = self.cheapest_in(campaign, &test.stores, now);
            let left = campaign.test_left(*place);
            test.ended.is_none() && (left == 0 || least.is_some_and(|least| left < least))
        });
        let campaign = &mut self.campaigns[no];
        if campaign.stand() == Stand::Active && cannot_pay {
            campaign.set_stand(now, Stand::Exhausted);
        }
        if tested.is_some() {
            campaign.end_test(now, true);
        }
    }

    fn pay(&mut self, play: &Play, no: usize, verdict: &Verdict, seq: u64) {
        let Verdict::Accepted { status, soft, cost, charged, absorbed, .. } = verdict else {
            return;
        };
        let store = self.devices[play.device].store;
        let supplier = self.suppliers_of_stores[store];
        let campaign = &mut self.campaigns[no];
        let test = campaign.test_of(play);
        if let Some(place) = test {
            campaign.tests[place].used += charged;
        }
        *campaign.day_spend.entry(play.played.div_euclid(DAY)).or_default() += charged;
        campaign.escrow -= charged;
        self.absorbed -= absorbed;
        let held = Held {
            cost: *cost,
            absorbed: *absorbed,
            supplier,
            store,
            soft: *soft,
            received: play.received,
            reminded: false,
            test,
            day: play.played.div_euclid(DAY),
        };
        if *status == PlayStatus::UnderReview {
            campaign.hold += cost;
            campaign.absorbed_in_review += absorbed;
            campaign.held.insert(seq, held);
            return;
        }
        campaign.spent += charged;
        campaign.absorbed += absorbed;
        campaign.verified += 1;
        self.bill(seq, no, &held);
    }
}
