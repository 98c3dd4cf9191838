//! A small model of the rules, written apart from the engine: what each play must be answered,
//! and where the money must be. It knows no rows, no commits and no store.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;
use vetrina::domain::{impression::record::PlayStatus, refusal::Code};

use crate::world::{HOUR, MINUTE, SECOND};

/// What held when: values with the moment from which they hold, in order of time.
pub type Line<T> = Vec<(i64, T)>;

/// Adds what holds from now on; what is decided later also holds later, whatever the clock says.
pub fn push<T>(line: &mut Line<T>, now: i64, value: T) {
    let at = line.last().map_or(now, |(newest, _)| now.max(*newest));
    line.push((at, value));
}

/// What held at a moment.
pub fn at<T>(line: &Line<T>, moment: i64) -> Option<&T> {
    line.iter().rev().find(|(from, _)| *from <= moment).map(|(_, value)| value)
}

/// Where a campaign stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    Draft,
    Pending,
    /// A person refused it.
    Rejected,
    Scheduled,
    Active,
    PausedByUser,
    Exhausted,
    /// Paused since no device was heard from for a day.
    Silent,
    /// At the start there was not enough for one play.
    Insufficient,
    /// Paused for a violation of the policy.
    Policy,
    /// Paused since nothing of its content may play.
    NoContent,
    /// Its content was refused by all screens that answered.
    Error,
    /// Paused with its advertiser's account.
    Suspended,
    /// Paused since every target store blocks it.
    Dark,
    /// Stopped at once.
    Stopped,
    Completed,
    Cancelled,
    /// Cancelled for fraud or with its account: nothing on screen is billed.
    CutOff,
    /// Nobody approved it within thirty days.
    Expired,
}

impl Stand {
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Cancelled | Self::CutOff | Self::Expired)
    }

    pub const fn is_paused(self) -> bool {
        matches!(
            self,
            Self::PausedByUser
                | Self::Exhausted
                | Self::Silent
                | Self::Insufficient
                | Self::Policy
                | Self::NoContent
                | Self::Suspended
                | Self::Dark
                | Self::Stopped
        )
    }

    /// Active, paused or in error: it has begun, or was held up at its start.
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::Active | Self::Error) || self.is_paused()
    }

    /// Nothing is held for it yet, or no more.
    pub const fn is_written(self) -> bool {
        matches!(self, Self::Draft | Self::Rejected)
    }

    /// Whether a play that was on screen at its beginning may still be billed.
    pub const fn honours(self) -> bool {
        matches!(
            self,
            Self::Active
                | Self::Completed
                | Self::PausedByUser
                | Self::Exhausted
                | Self::Insufficient
                | Self::Silent
                | Self::Cancelled
        )
    }
}

/// A lease as the model knows it.
#[derive(Clone, Debug)]
pub struct MLease {
    pub campaign: usize,
    pub device: usize,
    pub asset: usize,
    /// Variant of an A/B test; it has this one asset.
    pub variant: Option<String>,
    pub granted: i64,
    pub expires: i64,
    pub spent: bool,
    pub ran_out: bool,
}

/// A test of a campaign before its start.
#[derive(Clone, Debug)]
pub struct MTest {
    pub stores: Vec<usize>,
    pub budget: i64,
    pub used: i64,
    pub from: i64,
    pub planned: i64,
    pub ended: Option<i64>,
    pub honours: bool,
}

impl MTest {
    pub fn end(&self) -> i64 {
        self.ended.unwrap_or(self.planned)
    }
}

/// What a rule of a store looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleKind {
    /// The brand of all campaigns.
    Brand,
    /// A word that a description has or not.
    Word,
    /// A flag of the last asset.
    Flag,
}

/// A blocking rule of a store.
#[derive(Clone, Debug)]
pub struct MRule {
    pub id: Uuid,
    pub store: usize,
    pub kind: RuleKind,
    pub on: Line<bool>,
    /// Campaigns that are let in all the same, until their end, with the moment from which.
    pub let_in: Vec<(Uuid, i64)>,
}

impl MRule {
    /// Whether the campaign was let in at a moment: until its end, as that is now.
    pub fn lets_in(&self, campaign: &MCampaign, moment: i64) -> bool {
        let known = |(id, from): &(Uuid, i64)| *id == campaign.id && *from <= moment;
        moment <= campaign.last_ms() && self.let_in.iter().any(known)
    }
}

/// An emergency stop.
#[derive(Clone, Debug)]
pub struct MIncident {
    pub id: Uuid,
    pub campaign: usize,
    pub open: bool,
    /// Payouts of its plays wait.
    pub frozen: bool,
    /// The first moment whose plays wait.
    pub frozen_from: i64,
    /// The whole campaign is stopped.
    pub whole: bool,
    /// Stores that their supplier stopped by itself, from when until when.
    pub stores: Vec<usize>,
    pub from: i64,
    pub lifted: Option<i64>,
}

/// A play that was billed.
#[derive(Clone, Copy, Debug)]
pub struct MBilled {
    pub supplier: usize,
    pub store: usize,
    pub campaign: usize,
    pub share: i64,
    pub cost: i64,
    pub absorbed: i64,
    pub day: i64,
    /// Not payable before this day, since a dispute ended the day before.
    pub ready: i64,
    pub paid: bool,
    pub charged_back: bool,
}

/// A dispute that waits for its end.
#[derive(Clone, Debug)]
pub struct MDispute {
    pub id: Uuid,
    pub advertiser: usize,
    pub seqs: Vec<u64>,
    pub investigated: bool,
}

/// A supplier's request for a stop that waits.
#[derive(Clone, Copy, Debug)]
pub struct MRequest {
    pub id: Uuid,
    pub supplier: usize,
    pub campaign: usize,
    /// Place of the incident by which its own stores are stopped.
    pub incident: Option<usize>,
}

/// A credit that waits for a second person.
#[derive(Clone, Copy, Debug)]
pub struct MCredit {
    pub id: Uuid,
    pub advertiser: usize,
    pub amount: i64,
    pub asked_by: u128,
}

/// How an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account {
    Active,
    Suspended,
    Terminated,
}

/// A buyer.
#[derive(Clone, Debug)]
pub struct MAdvertiser {
    pub account: Line<Account>,
    /// Moment and amount of what one person alone gave.
    pub credits: Vec<(i64, i64)>,
    /// The newest reinstatement, by the clock of then.
    pub lifted: i64,
    pub debt: i64,
    pub paid_out: bool,
}

impl MAdvertiser {
    pub fn account(&self) -> Account {
        self.account.last().unwrap().1
    }

    pub fn since(&self) -> i64 {
        self.account.last().unwrap().0
    }
}

/// A play that waits for review.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    pub cost: i64,
    pub absorbed: i64,
    pub supplier: usize,
    pub store: usize,
    pub soft: bool,
    pub received: i64,
    pub reminded: bool,
    /// The test that it belongs to.
    pub test: Option<usize>,
    /// UTC day of the play.
    pub day: i64,
}

#[derive(Clone, Debug, Default)]
pub struct MCampaign {
    pub id: Uuid,
    pub advertiser: usize,
    pub budget: i64,
    pub start: i64,
    pub end: i64,
    pub cpm: i64,
    pub stores: Vec<usize>,
    pub stores_then: Line<Vec<usize>>,
    pub assets: Vec<usize>,
    pub assets_then: Line<Vec<usize>>,
    /// Whether its description has the word that some stores block.
    pub word: Line<bool>,
    /// Every target store blocked it when that was last looked at.
    pub dark: bool,
    pub stands: Line<Stand>,
    /// The priority that its advertiser chose.
    pub chosen: Option<i64>,
    pub priority: Line<i64>,
    pub daily_cap: Option<i64>,
    /// Held for plays of a day or spent on them.
    pub day_spend: BTreeMap<i64, i64>,
    /// An increase that waits for a person, and whether one can still decide it.
    pub increase: i64,
    pub asks: bool,
    pub tests: Vec<MTest>,
    pub submitted: Option<i64>,
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
    pub settled: Option<i64>,
    /// Its end without a play is looked into.
    pub investigated: bool,
    /// Receipt, device and suspicion of plays that speak for or against fraud.
    pub watched: Vec<(i64, usize, bool)>,
    /// Without content it is cancelled then, unless there is some again.
    pub content_due: i64,
    /// When an investigation of a stop let its money go last.
    pub let_go: i64,
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
    /// End of its licence, as it was over time.
    pub licence: Line<Option<i64>>,
    /// That end has come and its campaigns were looked at.
    pub ended: bool,
}

impl MAsset {
    /// Whether it may play at a moment, by the licence that held then.
    pub fn plays(&self, moment: i64) -> bool {
        let newest = &self.licence.last().unwrap().1;
        let end = at(&self.licence, moment).unwrap_or(newest);
        end.is_none_or(|end| moment < end)
    }
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
    pub variant: Option<String>,
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
    pub advertisers: Vec<MAdvertiser>,
    pub rules: Vec<MRule>,
    pub incidents: Vec<MIncident>,
    pub requests: Vec<MRequest>,
    pub credits: Vec<MCredit>,
    pub wallets: Vec<i64>,
    pub pending: Vec<i64>,
    /// Paid out to suppliers, and what they owe.
    pub available: Vec<i64>,
    pub owed: Vec<i64>,
    /// Plays that were billed, by place.
    pub billed: BTreeMap<u64, MBilled>,
    /// Plays that a dispute is about, and the disputes.
    pub disputed: BTreeSet<u64>,
    pub disputes: Vec<MDispute>,
    /// Plays whose dispute was decided: none is disputed again.
    pub judged: BTreeSet<u64>,
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
pub fn half_even(numerator: i128, denominator: i128) -> i64 {
    let whole = numerator / denominator;
    let twice = numerator % denominator * 2;
    let up = twice > denominator || (twice == denominator && whole % 2 == 1);
    i64::try_from(whole + i128::from(up)).unwrap()
}

/// The priority that follows from a budget.
pub const fn default_priority(budget: i64) -> i64 {
    match budget {
        ..500_000_000 => 3,
        500_000_000..2_000_000_000 => 5,
        2_000_000_000..=10_000_000_000 => 7,
        _ => 9,
    }
}

/// 1-3 pay 90 %, 4-8 pay 100 %, 9-10 pay 110 %.
const fn percent(priority: i64) -> i64 {
    match priority {
        ..=3 => 90,
        4..=8 => 100,
        _ => 110,
    }
}

impl MCampaign {
    /// A campaign that is being written.
    pub fn draft(id: Uuid, advertiser: usize, now: i64) -> Self {
        let stands = vec![(now, Stand::Draft)];
        Self { id, advertiser, stands, stopped: now, ..Self::default() }
    }

    pub fn stand(&self) -> Stand {
        self.stands.last().unwrap().1
    }

    /// Where it stands from now on; what follows for its test and its increase.
    pub fn set_stand(&mut self, now: i64, stand: Stand) {
        push(&mut self.stands, now, stand);
        let since = self.stands.last().unwrap().0;
        if stand.is_final() {
            self.stopped = since;
            self.asks = false;
        }
        self.activated |= stand == Stand::Active;
        if stand != Stand::Scheduled {
            self.end_test(now, stand.honours());
        }
    }

    /// Ends the test that runs.
    pub fn end_test(&mut self, now: i64, honours: bool) {
        if let Some(test) = self.open_test() {
            test.ended = Some(now.min(test.planned));
            test.honours = honours;
        }
    }

    pub fn open_test(&mut self) -> Option<&mut MTest> {
        self.tests.last_mut().filter(|test| test.ended.is_none())
    }

    /// The test that a play of a moment counts into.
    pub fn test_at(&self, moment: i64) -> Option<usize> {
        let begun = self.stands.iter().find(|(_, stand)| *stand == Stand::Active);
        if begun.is_some_and(|(since, _)| *since <= moment) {
            return None;
        }
        self.tests.iter().rposition(|test| test.from <= moment)
    }

    /// The test that a play is billed under.
    pub fn test_of(&self, play: &Play) -> Option<usize> {
        let place = self.test_at(play.played)?;
        let test = &self.tests[place];
        let started = play.played - play.seconds * SECOND;
        let late = play.received - test.end();
        let in_grace = test.honours && started < test.end() && late <= 5 * MINUTE;
        (play.played < test.end() || in_grace).then_some(place)
    }

    pub fn test_left(&self, place: usize) -> i64 {
        let test = &self.tests[place];
        (test.budget - test.used).max(0).min(self.escrow)
    }

    /// Notes the priority that follows from choice and budget.
    pub fn note_priority(&mut self, now: i64) {
        let priority = self.chosen.unwrap_or_else(|| default_priority(self.budget));
        if self.priority.last().is_none_or(|(_, newest)| *newest != priority) {
            push(&mut self.priority, now, priority);
        }
    }

    pub fn word_at(&self, moment: i64) -> bool {
        *at(&self.word, moment).unwrap_or(&self.word.last().unwrap().1)
    }

    pub fn assets_at(&self, moment: i64) -> &[usize] {
        at(&self.assets_then, moment).unwrap_or(&self.assets)
    }

    pub fn stores_at(&self, moment: i64) -> &[usize] {
        at(&self.stores_then, moment).unwrap_or(&self.stores)
    }

    pub fn stand_at(&self, moment: i64) -> Option<(i64, Stand)> {
        self.stands.iter().rev().find(|(from, _)| *from <= moment).copied()
    }

    pub fn last_ms(&self) -> i64 {
        self.end / SECOND * SECOND + SECOND - 1
    }

    pub fn cost(&self, seconds: i64, played: i64, quality: i64) -> i64 {
        let now = self.chosen.unwrap_or_else(|| default_priority(self.budget));
        let paid = percent(*at(&self.priority, played).unwrap_or(&now));
        let numerator = i128::from(self.cpm * seconds.min(15)) * i128::from(paid * quality);
        half_even(numerator, 15 * 1000 * 100 * 100 * 100) * 100
    }

    /// Whether it ran at a play's end, with the exhaustion that came between.
    pub fn ran(&self, play: &Play, lease: Option<&MLease>) -> Result<Option<i64>, Code> {
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
            let after = known[at + 1..].iter();
            let mut changes =
                after.filter(|(from, stand)| !(*stand == Stand::Completed && *from >= self.end));
            let honours = changes.clone().all(|(_, stand)| stand.honours());
            let changed = changes.next().map_or(i64::MAX, |(from, _)| *from);
            (changed.min(if over { self.last_ms() + 1 } else { i64::MAX }), honours)
        });
        if let Some((stop, true)) = stop
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
    pub fn busiest_hour(&self, played: i64) -> u32 {
        let new = played / SECOND;
        let mut all: Vec<i64> = self.accepted.iter().map(|(_, second)| *second).collect();
        all.push(new);
        let hours = all.iter().filter(|from| **from <= new && new < **from + 3600);
        let plays = hours.map(|from| all.iter().filter(|s| from <= s && **s < from + 3600).count());
        u32::try_from(plays.max().unwrap()).unwrap()
    }

    pub fn rejected_often(&self, received: i64) -> bool {
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
