//! A year of days: late plays, reviews, disputes, chargebacks, payouts. Every day, for every campaign,
//! record and supplements are the plays, and the plays are the ledger. Rules: CHB-01, PAY-01, POP-01,
//! D-60.

use std::collections::BTreeMap;

use rand::Rng;
use vetrina::{
    domain::{proof_of_play::DayAggregate, time::Day},
    engine::reads,
};

use crate::{
    model::Stand,
    world::{DAY, HOUR, MINUTE, START, Tally, World},
};

/// Seeds of a run.
const SEEDS: u64 = 4;
/// Days of a run.
const DAYS: i64 = 365;
/// Days between two looks of the auditor.
const AUDIT_EVERY: i64 = 45;
/// Days after which nothing becomes of a day any more: the time of disputes, and some.
const CHANGING: i64 = 40;
/// Campaigns under way at once, at most.
const CAMPAIGNS: usize = 3;

impl World {
    /// What records, supplements and live counters say of each campaign's day, from a day on.
    fn reported(&mut self, from: i64) -> BTreeMap<(usize, i64), DayAggregate> {
        let store = self.engine().store();
        let snapshot = store.snapshot().expect("the store can be read");
        let live = self.engine().live();
        let mut found = BTreeMap::new();
        for campaign in live.campaigns.iter().map(|row| row.no) {
            let (first, last) = (Day::from_number(from as i32), Day::from_number(40_000));
            let records = reads::daily_records(&snapshot, campaign, first, last).expect("readable");
            let mut parts: BTreeMap<Day, Vec<_>> = BTreeMap::new();
            for record in records.into_values().flatten() {
                parts.entry(record.day).or_default().push((record.kind, record.aggregate));
            }
            let counted = live
                .aggregates
                .iter()
                .filter(|(key, _)| key.campaign == campaign && i64::from(key.day.number()) >= from);
            for (key, part) in counted {
                parts.entry(key.day).or_default().push((key.kind, part.aggregate.clone()));
            }
            for (day, parts) in parts {
                let total =
                    vetrina::domain::report::totals(parts.iter().map(|(kind, part)| (*kind, part)));
                found.insert((campaign.index(), i64::from(day.number())), total);
            }
        }
        found
    }

    /// Σ record and supplements = plays = ledger, of the days from one on; all days where that is 0.
    fn check_days(&mut self, from: i64) {
        let reported = self.reported(from);
        let mut expected: BTreeMap<(usize, i64), (u64, i64, i64)> = BTreeMap::new();
        let billed = self.model.billed.values();
        for play in billed.filter(|play| !play.charged_back && play.day >= from) {
            let day = expected.entry((play.campaign, play.day)).or_default();
            day.0 += 1;
            day.1 += play.cost;
            day.2 += play.share;
        }
        for (key, total) in &reported {
            let shares: i64 = total.stores.values().map(|tally| tally.share.micros()).sum();
            let screens: u64 = total.screens.values().sum();
            let found = (total.verified, total.cost.micros(), shares);
            let wanted = expected.remove(key).unwrap_or_default();
            assert_eq!(found, wanted, "campaign {} on day {}", key.0, key.1);
            assert_eq!(screens, wanted.0, "plays by screen are the plays");
            let devices: std::collections::BTreeSet<_> =
                total.screens.keys().map(|(_, device)| *device).collect();
            assert_eq!(devices, total.devices, "devices are those with a play left");
        }
        assert!(expected.is_empty(), "every day with a play is reported: {expected:?}");
        if from > 0 {
            return;
        }
        let spent: i64 = self.model.campaigns.iter().map(|c| c.spent + c.absorbed).sum();
        let cost: i64 = reported.values().map(|total| total.cost.micros()).sum();
        assert_eq!(spent, cost, "the days add up to what the campaigns spent");
    }

    fn one_day(&mut self, day: i64) {
        self.now = START + day * DAY;
        self.timers();
        self.jobs();
        self.heartbeats();
        let stands = self.model.campaigns.iter().map(|campaign| campaign.stand());
        let under_way = stands.filter(|stand| stand.is_under_way() || *stand == Stand::Scheduled);
        if under_way.count() < CAMPAIGNS {
            (0..2).for_each(|advertiser| self.deposit(advertiser, 200_000_000));
            self.add_campaign();
        }
        for _ in 0..self.random.random_range(0..3) {
            self.now += self.random.random_range(MINUTE..2 * HOUR);
            self.timers();
            self.heartbeats();
            match self.random.random_range(0..4) {
                0 => self.play_backlog(),
                1 => self.judge_pending(),
                _ => {
                    for _ in 0..6 {
                        self.play_once();
                    }
                }
            }
        }
        if self.chance(30) {
            self.decide_reviews();
        }
        if self.chance(50) {
            self.dispute();
        }
        self.check_model();
        self.commit_cleanly();
        // What is older than a dispute may be cannot change; the auditor's days look at all of it.
        let is_audit = day % AUDIT_EVERY == AUDIT_EVERY - 1;
        self.check_days(if is_audit { 0 } else { self.now / DAY - CHANGING });
        if is_audit {
            self.check_audit();
        }
    }
}

/// What the years must have seen.
const EXPECTED: &[&str] = &[
    "play delayed",
    "review approved",
    "payout",
    "payout net of a debt",
    "payout waits for more",
    "dispute",
    "dispute without a chargeback",
    "chargeback before the record",
    "chargeback before the payout",
    "chargeback after the payout",
];

/// Rule: CHB-01, PAY-01, POP-01, D-60.
#[test]
fn a_year_of_days_adds_up_to_the_micro() {
    let mut tally = Tally::default();
    for seed in 0..SEEDS {
        let mut world = World::new(seed);
        for day in 1..=DAYS {
            world.one_day(day);
        }
        world.check_days(0);
        world.check_everything();
        tally.add(&world.tally);
    }
    for what in EXPECTED {
        assert!(tally.0.contains_key(*what), "{what} never happened: {tally:?}");
    }
}
