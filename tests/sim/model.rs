//! A small model of the rules, written apart from the engine: what each play must be answered,
//! and where the money must be. It knows no rows, no commits and no store.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;
use vetrina::domain::{impression::record::PlayStatus, refusal::Code};

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

/// Where a campaign stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    Pending,
    Scheduled,
    Active,
    PausedByUser,
    Exhausted,
    /// Paused since no device was heard from for a day.
    Silent,
    Completed,
    Cancelled,
    /// Nobody approved it within thirty days.
    Expired,
}

impl Stand {
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Cancelled | Self::Expired)
    }
}

/// A lease as the model knows it.
#[derive(Clone, Copy, Debug)]
pub struct MLease {
    pub campaign: usize,
    pub device: usize,
    pub granted: i64,
    pub expires: i64,
    pub spent: bool,
}

/// A play that waits for review.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    pub cost: i64,
    pub absorbed: i64,
    pub supplier: usize,
    pub soft: bool,
    pub received: i64,
    pub reminded: bool,
}

#[derive(Clone, Debug)]
pub struct MCampaign {
    pub id: Uuid,
    pub advertiser: usize,
    pub budget: i64,
    pub start: i64,
    pub end: i64,
    pub cpm: i64,
    pub stores: Vec<usize>,
    pub assets: Vec<usize>,
    /// Moment, stand; in order of time.
    pub stands: Vec<(i64, Stand)>,
    /// Moment, percent of the priority; in order of time.
    pub priority: Vec<(i64, i64)>,
    pub snapshots: Vec<(i64, i64)>,
    pub escrow: i64,
    pub hold: i64,
    pub spent: i64,
    pub absorbed: i64,
    pub absorbed_in_review: i64,
    pub verified: u64,
    pub rejected: u64,
    pub activated: bool,
    pub stopped: i64,
    pub settled: bool,
    pub held: BTreeMap<u64, Held>,
}

#[derive(Clone, Debug, Default)]
pub struct MDevice {
    pub enrolled: i64,
    pub store: usize,
    pub slots: Option<u32>,
    pub beats: Vec<i64>,
    /// Campaign, second of `played_at`.
    pub accepted: Vec<(usize, i64)>,
    /// Hour of receipt, rejected by own fault.
    pub submissions: Vec<(i64, bool)>,
    pub counters: BTreeSet<u64>,
    /// Screenshots of films, with the day of the newest receipt.
    pub shots: BTreeMap<[u8; 32], i64>,
}

#[derive(Clone, Debug)]
pub struct MAsset {
    pub seconds: i64,
    pub is_film: bool,
}

/// A play as the driver made it up.
#[derive(Clone, Debug)]
pub struct Play {
    pub device: usize,
    pub campaign: Option<usize>,
    pub asset: Option<usize>,
    pub played: i64,
    pub received: i64,
    pub sent: Option<i64>,
    pub queued: bool,
    pub seconds: i64,
    pub metres: Option<i64>,
    pub shot: Option<[u8; 32]>,
    pub lease: Option<Uuid>,
    pub counter: Option<u64>,
    pub version: u8,
    pub signed: bool,
}

/// What the rules say about a play.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Rejected(Code),
    Accepted { status: PlayStatus, soft: bool, cost: i64, charged: i64, absorbed: i64, score: i64 },
}

#[derive(Clone, Debug, Default)]
pub struct Model {
    pub campaigns: Vec<MCampaign>,
    pub devices: Vec<MDevice>,
    pub assets: Vec<MAsset>,
    pub suppliers_of_stores: Vec<usize>,
    pub leases: BTreeMap<Uuid, MLease>,
    pub wallets: Vec<i64>,
    pub pending: Vec<i64>,
    pub revenue: i64,
    pub absorbed: i64,
    pub outside: i64,
    pub last_hour: i64,
    pub last_day: i64,
    pub deposits: u8,
    /// Key and answer of the newest deposit.
    pub last_deposit: Option<([u8; 32], Uuid)>,
    /// Place of the next entry, once committed.
    pub next_seq: u64,
}

/// A fraction rounded half-even.
fn half_even(numerator: i128, denominator: i128) -> i64 {
    let whole = numerator / denominator;
    let twice = numerator % denominator * 2;
    let up = twice > denominator || (twice == denominator && whole % 2 == 1);
    i64::try_from(whole + i128::from(up)).unwrap()
}

/// The priority's percent that follows from a budget (none was chosen).
pub fn percent_of_budget(budget: i64) -> i64 {
    // Default priorities 3, 5, 7, 9; 1-3 pay 90 %, 4-8 pay 100 %, 9-10 pay 110 %.
    match budget / 1_000_000 {
        ..500 => 90,
        500..=10_000 => 100,
        _ => 110,
    }
}

impl MCampaign {
    pub fn stand(&self) -> Stand {
        self.stands.last().unwrap().1
    }

    /// A change of stand never lies before the one before it.
    pub fn set_stand(&mut self, at: i64, stand: Stand) -> i64 {
        let at = at.max(self.stands.last().unwrap().0);
        self.stands.push((at, stand));
        if stand.is_final() {
            self.stopped = at;
        }
        at
    }

    /// Resumes by itself, within its dates.
    fn run_on(&mut self, now: i64) {
        if now < self.end {
            let stand = if now < self.start { Stand::Scheduled } else { Stand::Active };
            self.set_stand(now, stand);
        }
    }

    fn stand_at(&self, moment: i64) -> Option<(i64, Stand)> {
        self.stands.iter().rev().find(|(from, _)| *from <= moment).copied()
    }

    fn last_ms(&self) -> i64 {
        self.end / SECOND * SECOND + SECOND - 1
    }

    fn cost(&self, seconds: i64, played: i64, percent: i64) -> i64 {
        let priority = self.priority.iter().rev().find(|(from, _)| *from <= played);
        let priority = priority.map_or_else(|| percent_of_budget(self.budget), |(_, p)| *p);
        let numerator = i128::from(self.cpm * seconds.min(15)) * i128::from(priority * percent);
        half_even(numerator, 15 * 1000 * 100 * 100 * 100) * 100
    }

    fn cheapest(&self, assets: &[MAsset], now: i64) -> i64 {
        let seconds = self.assets.iter().map(|asset| assets[*asset].seconds).min().unwrap();
        self.cost(seconds, now, 100)
    }

    /// Whether it ran at a play's end, with the exhaustion that came between.
    fn ran(&self, play: &Play, lease: Option<&MLease>) -> Result<Option<i64>, Code> {
        let started = play.played - play.seconds * SECOND;
        let (since, stand) = self.stand_at(play.played).ok_or(Code::CampaignNotActive)?;
        if play.played < self.start {
            return Err(if stand == Stand::Exhausted {
                Code::InsufficientBudget
            } else {
                Code::CampaignNotActive
            });
        }
        let exhausted = self.stands.iter().find(|(from, stand)| {
            *stand == Stand::Exhausted && *from > started && *from <= play.received
        });
        let exhausted = exhausted.map(|(from, _)| *from);
        let over = play.played > self.last_ms();
        let bills = |stand| matches!(stand, Stand::Active | Stand::Silent);
        if bills(stand) && !over {
            return Ok(exhausted);
        }
        // When did it stop? The first change after it last was active, or the end date.
        let known: Vec<_> = self.stands.iter().filter(|(from, _)| *from <= play.played).collect();
        let active = known.iter().rposition(|(_, stand)| bills(*stand));
        let stop = active.map(|at| {
            let change = known[at + 1..]
                .iter()
                .find(|(from, stand)| !(*stand == Stand::Completed && *from >= self.end));
            let changed = change.map_or(i64::MAX, |(from, _)| *from);
            changed.min(if over { self.last_ms() + 1 } else { i64::MAX })
        });
        if let Some(stop) = stop
            && started < stop
            && play.received - stop <= 5 * MINUTE
        {
            return Ok(exhausted);
        }
        if stand != Stand::Exhausted || over {
            return Err(Code::CampaignNotActive);
        }
        match lease.filter(|lease| play.received <= lease.expires && lease.granted <= since) {
            Some(_) => Ok(Some(since)),
            None => Err(Code::InsufficientBudget),
        }
    }
}

impl MDevice {
    fn busiest_hour(&self, played: i64) -> u32 {
        let new = played / SECOND;
        let mut all: Vec<i64> = self.accepted.iter().map(|(_, second)| *second).collect();
        all.push(new);
        let hours = all.iter().filter(|from| **from <= new && new < **from + 3600);
        let plays = hours.map(|from| all.iter().filter(|s| from <= s && **s < from + 3600).count());
        u32::try_from(plays.max().unwrap()).unwrap()
    }

    fn rejected_often(&self, received: i64) -> bool {
        let hour = received.div_euclid(HOUR);
        let counted = self.submissions.iter().filter(|(of, _)| *of <= hour && hour - of < 24);
        let (mut all, mut bad) = (0_u32, 0_u32);
        for (_, rejected) in counted {
            all += 1;
            bad += u32::from(*rejected);
        }
        all >= 20 && bad * 10 > all
    }
}

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
            Some(l) => l.campaign == campaign && l.device == play.device,
            None => play.lease.is_none(),
        };
        ensure(fits, Code::InvalidLease)?;
        let facts = &self.campaigns[campaign];
        let exhausted = facts.ran(play, lease)?;
        let asset = play.asset.filter(|asset| facts.assets.contains(asset));
        let asset = &self.assets[asset.ok_or(Code::AssetNotInCampaign)?];
        ensure(facts.stores.contains(&device.store), Code::DeviceNotAuthorized)?;
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
        let (charged, absorbed) = self.payment(facts, play, lease, exhausted, cost)?;
        let limit = device.slots.map_or(12, |slots| slots * 3 / 2);
        let hard =
            device.busiest_hour(play.played) > limit || play.metres.is_some_and(|m| m > 1000);
        let soft = device.accepted.len() < 10;
        let status = if hard || soft { PlayStatus::UnderReview } else { PlayStatus::Verified };
        Ok(Verdict::Accepted { status, soft: !hard, cost, charged, absorbed, score })
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
        let hour = facts.snapshots.iter().rev().find(|(hour, _)| *hour <= play.played);
        let affordable = match hour {
            Some((hour, remaining)) => play.played - hour < 2 * HOUR && *remaining >= cost,
            None => facts.budget >= cost,
        };
        let left = facts.budget / 100 - facts.absorbed - facts.absorbed_in_review;
        if (leased || ((delayed || facts.settled) && affordable)) && short <= left {
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
        if let Some(code) = refused {
            // A refusal for a pause that is over stops nothing that is funded again.
            let lease = play.lease.and_then(|lease| self.leases.get(&lease));
            let by_status = self.campaigns[no].ran(play, lease).is_err();
            let assets = &self.assets;
            let campaign = &mut self.campaigns[no];
            campaign.rejected += 1;
            let short = !by_status || campaign.escrow < campaign.cheapest(assets, play.received);
            if code == Code::InsufficientBudget && short && campaign.stand() == Stand::Active {
                campaign.set_stand(play.received, Stand::Exhausted);
            }
            return;
        }
        device.accepted.push((no, (play.played / SECOND)));
        if let Some(lease) = play.lease.and_then(|lease| self.leases.get_mut(&lease)) {
            lease.spent = true;
        }
        self.pay(play, no, verdict, seq);
        let assets = &self.assets;
        let campaign = &mut self.campaigns[no];
        if campaign.stand() == Stand::Active
            && campaign.escrow < campaign.cheapest(assets, play.received)
        {
            campaign.set_stand(play.received, Stand::Exhausted);
        }
    }

    fn pay(&mut self, play: &Play, no: usize, verdict: &Verdict, seq: u64) {
        let Verdict::Accepted { status, soft, cost, charged, absorbed, .. } = verdict else {
            return;
        };
        let supplier = self.suppliers_of_stores[self.devices[play.device].store];
        let campaign = &mut self.campaigns[no];
        campaign.escrow -= charged;
        self.absorbed -= absorbed;
        if *status == PlayStatus::UnderReview {
            campaign.hold += cost;
            campaign.absorbed_in_review += absorbed;
            let held = Held {
                cost: *cost,
                absorbed: *absorbed,
                supplier,
                soft: *soft,
                received: play.received,
                reminded: false,
            };
            campaign.held.insert(seq, held);
            return;
        }
        campaign.spent += charged;
        campaign.absorbed += absorbed;
        campaign.verified += 1;
        self.share(supplier, *cost);
    }

    fn share(&mut self, supplier: usize, cost: i64) {
        let part = half_even(i128::from(cost) * 80, 100 * 100) * 100;
        self.pending[supplier] += part;
        self.revenue += cost - part;
    }

    /// Decides a play under review.
    pub fn decide(&mut self, no: usize, seq: u64, approve: bool, now: i64) {
        let campaign = &mut self.campaigns[no];
        let held = campaign.held.remove(&seq).expect("only held plays are decided");
        let charged = held.cost - held.absorbed;
        campaign.hold -= held.cost;
        campaign.absorbed_in_review -= held.absorbed;
        if approve {
            campaign.verified += 1;
            campaign.spent += charged;
            campaign.absorbed += held.absorbed;
            self.share(held.supplier, held.cost);
            return;
        }
        campaign.rejected += 1;
        self.absorbed += held.absorbed;
        if campaign.settled {
            self.wallets[campaign.advertiser] += charged;
        } else {
            campaign.escrow += charged;
        }
        // Money that came back lets an exhausted campaign run on.
        let enough = campaign.escrow > 0 && campaign.escrow >= campaign.cheapest(&self.assets, now);
        if campaign.stand() == Stand::Exhausted && enough {
            campaign.run_on(now);
        }
    }

    /// The rest goes back, whole cents to the wallet, the residue to the platform.
    pub fn settle(&mut self, no: usize) {
        let campaign = &mut self.campaigns[no];
        campaign.settled = true;
        let rest = std::mem::take(&mut campaign.escrow);
        let residue = rest % 10_000;
        self.wallets[campaign.advertiser] += rest - residue;
        self.revenue += residue;
    }

    /// Everything that falls due until `now`, in the order of time.
    pub fn pass_time(&mut self, now: i64) {
        while let Some((at, no, event)) = self.next_event().filter(|(at, ..)| *at <= now) {
            let campaign = &mut self.campaigns[no];
            match event {
                Event::Start if campaign.end < now => {
                    campaign.set_stand(now, Stand::Completed);
                }
                Event::Start => {
                    campaign.activated = true;
                    campaign.set_stand(at, Stand::Active);
                }
                Event::End => {
                    campaign.set_stand(at, Stand::Completed);
                }
                Event::Silence => {
                    campaign.set_stand(at, Stand::Silent);
                }
                Event::Expiry => {
                    campaign.set_stand(at, Stand::Expired);
                    campaign.settled = true;
                    self.wallets[campaign.advertiser] += std::mem::take(&mut campaign.escrow);
                }
                Event::Settle => self.settle(no),
                Event::Review(seq) => {
                    let held = campaign.held.get_mut(&seq).expect("due reviews wait");
                    if held.soft {
                        self.decide(no, seq, true, at);
                    } else if held.reminded || at - held.received >= 30 * 24 * HOUR {
                        self.decide(no, seq, false, at);
                    } else {
                        held.reminded = true;
                    }
                }
            }
        }
    }

    /// A day after an active campaign began to run or a device in its stores was heard from.
    fn silent_at(&self, campaign: &MCampaign) -> i64 {
        let devices = self.devices.iter().filter(|device| campaign.stores.contains(&device.store));
        let newest = devices.filter_map(|device| device.beats.last()).max();
        let since = campaign.stands.last().unwrap().0;
        newest.map_or(since, |beat| since.max(*beat)) + 24 * HOUR
    }

    /// A device said hello: campaigns that waited for one run on.
    pub fn heard(&mut self, device: usize, now: i64) {
        let store = self.devices[device].store;
        for campaign in &mut self.campaigns {
            let waits = campaign.stand() == Stand::Silent && campaign.stores.contains(&store);
            if waits && campaign.escrow > 0 {
                campaign.run_on(now);
            }
        }
    }

    fn next_event(&self) -> Option<(i64, usize, Event)> {
        let mut next: Option<(i64, usize, Event)> = None;
        for (no, campaign) in self.campaigns.iter().enumerate() {
            let due = match campaign.stand() {
                Stand::Pending => {
                    Some((campaign.stands.last().unwrap().0 + 30 * 24 * HOUR, Event::Expiry))
                }
                Stand::Expired => None,
                Stand::Scheduled => Some((campaign.start, Event::Start)),
                Stand::Active | Stand::PausedByUser | Stand::Exhausted | Stand::Silent => {
                    Some((campaign.last_ms() + 1, Event::End))
                }
                Stand::Completed | Stand::Cancelled => {
                    (!campaign.settled).then_some((campaign.stopped + 5 * MINUTE, Event::Settle))
                }
            };
            let reviews = campaign.held.iter().map(|(seq, held)| {
                let days = if held.reminded { 30 } else { 1 };
                (held.received + days * 24 * HOUR, Event::Review(*seq))
            });
            let silence = (campaign.stand() == Stand::Active)
                .then(|| (self.silent_at(campaign), Event::Silence));
            for (at, event) in due.into_iter().chain(silence).chain(reviews) {
                if next.as_ref().is_none_or(|(least, ..)| at < *least) {
                    next = Some((at, no, event));
                }
            }
        }
        next
    }
}

#[derive(Clone, Copy, Debug)]
enum Event {
    Start,
    End,
    Settle,
    Silence,
    Expiry,
    Review(u64),
}
