//! Payouts, disputes and chargebacks: random ones beside the plays, and what the model says of them.

use std::collections::BTreeMap;

use rand::Rng;
use uuid::Uuid;
use vetrina::{
    domain::{
        dispute::{DisputeKind, DisputeOutcome as Outcome, EvidenceStage},
        refusal::{Code, Refusal},
        time::Timestamp,
    },
    engine::{
        commands::{
            dispute_resolution::ResolveDispute,
            disputes::{
                Collected, Investigate, OpenDispute, Opening, PlayNow, PrepareDispute, Subject,
                Withdraw,
            },
            payouts::PayOut,
        },
        reads,
    },
};

use crate::{
    model::{Account, Held, MBilled, MDispute, Model, Stand, half_even},
    world::{DAY, HOUR, World},
};

/// Less is not paid, as the settings of a world have it.
const MINIMUM: i64 = 5_000_000;
/// Days of the hold.
const HOLD: i64 = 7;
/// Days in which a play may be disputed.
const WINDOW: i64 = 30;
impl Model {
    /// A play is billed, as it arrives or by its review.
    pub fn bill(&mut self, seq: u64, campaign: usize, held: &Held) {
        let share = half_even(i128::from(held.cost) * 80, 100 * 100) * 100;
        self.pending[held.supplier] += share;
        self.revenue += held.cost - share;
        let billed = MBilled {
            supplier: held.supplier,
            store: held.store,
            campaign,
            share,
            cost: held.cost,
            absorbed: held.absorbed,
            day: held.day,
            ready: 0,
            paid: false,
            charged_back: false,
        };
        self.billed.insert(seq, billed);
    }

    fn is_play_frozen(&self, play: &MBilled) -> bool {
        let end = (play.day + 1) * DAY - 1;
        self.incidents.iter().any(|one| {
            let stopped = one.whole || one.stores.is_empty() || one.stores.contains(&play.store);
            one.frozen && one.campaign == play.campaign && stopped && end >= one.frozen_from
        })
    }

    /// Plays of a supplier that a slot pays, and what becomes of their shares: to the debt, to the
    /// wallet.
    fn payday(&self, supplier: usize, slot: i64) -> (Vec<u64>, i64, i64) {
        let due = |(seq, play): &(&u64, &MBilled)| {
            let waits = play.paid || play.charged_back || self.disputed.contains(seq);
            let old = play.day + HOLD <= slot && play.ready <= slot;
            play.supplier == supplier && !waits && old && !self.is_play_frozen(play)
        };
        let plays: Vec<u64> = self.billed.iter().filter(due).map(|(seq, _)| *seq).collect();
        let gross: i64 = plays.iter().map(|seq| self.billed[seq].share).sum();
        let debt = gross.min(self.owed[supplier]);
        (plays, debt, gross - debt)
    }

    /// A billed play is disputed once, within its time.
    fn may_dispute(&self, play: &PlayNow, now: i64) -> bool {
        let known = self.disputed.contains(&play.seq) || self.judged.contains(&play.seq);
        !known && now <= play.played_at.plus_ms(WINDOW * DAY).ms()
    }

    fn charge_back(&mut self, seq: u64, now: i64) {
        let play = self.billed.get_mut(&seq).expect("only billed plays are charged back");
        play.charged_back = true;
        let play = *play;
        let charged = play.cost - play.absorbed;
        let side = if play.paid { &mut self.owed } else { &mut self.pending };
        side[play.supplier] += if play.paid { play.share } else { -play.share };
        self.revenue -= play.cost - play.share;
        self.absorbed += play.absorbed;
        self.disputed.remove(&seq);
        let campaign = &mut self.campaigns[play.campaign];
        campaign.verified -= 1;
        campaign.rejected += 1;
        campaign.spent -= charged;
        campaign.absorbed -= play.absorbed;
        *campaign.day_spend.entry(play.day).or_default() -= charged;
        if campaign.settled.is_some() {
            self.wallets[campaign.advertiser] += charged;
        } else {
            campaign.escrow += charged;
        }
        let campaign = &self.campaigns[play.campaign];
        let enough = self.cheapest(campaign, now).is_some_and(|least| campaign.escrow >= least);
        if campaign.stand() == Stand::Exhausted && enough {
            self.run_on(play.campaign, now);
        }
    }
}

impl World {
    /// The job of a slot, after the records of the same slot were cut.
    pub fn pay_suppliers(&mut self, slot: i64) {
        self.command(PayOut { slot: Timestamp::from_ms(slot) }).unwrap();
        let again = self.command(PayOut { slot: Timestamp::from_ms(slot) });
        assert_eq!(again.unwrap_err().code, Code::Conflict, "a slot is done once");
        for supplier in 0..self.model.pending.len() {
            let (plays, debt, paid) = self.model.payday(supplier, slot / DAY);
            if paid < MINIMUM {
                if !plays.is_empty() {
                    self.tally.note("payout waits for more");
                }
                continue;
            }
            self.tally.note(if debt > 0 { "payout net of a debt" } else { "payout" });
            for seq in plays {
                self.model.billed.get_mut(&seq).unwrap().paid = true;
            }
            self.model.pending[supplier] -= debt + paid;
            self.model.owed[supplier] -= debt;
            self.model.available[supplier] += paid;
        }
    }

    fn some_plays(&mut self, wanted: impl Fn(&Model, &u64, &MBilled) -> bool) -> Vec<u64> {
        let model = &self.model;
        let all = model.billed.iter().filter(|(_, play)| !play.charged_back);
        let mut seqs: Vec<u64> =
            all.filter(|(seq, play)| wanted(model, seq, play)).map(|(seq, _)| *seq).collect();
        while seqs.len() > 3 {
            seqs.swap_remove(self.random.random_range(0..seqs.len()));
        }
        seqs
    }

    /// Plays are disputed, disputes end with a chargeback or without one.
    pub fn dispute(&mut self) {
        match self.random.random_range(0..6) {
            0..2 => {
                let seqs = self.some_plays(|model, seq, _| !model.disputed.contains(seq));
                self.enter(&seqs);
            }
            2 => self.dispute_before_the_review(),
            3 => {
                let seqs: Vec<u64> = self.model.disputed.iter().copied().take(3).collect();
                self.release(&seqs);
            }
            4 => {
                let seqs = self.some_plays(|model, seq, _| model.disputed.contains(seq));
                self.charge_back(&seqs);
            }
            _ => {
                let paid = self.chance(60);
                let seqs = self.some_plays(|_, _, play| play.paid == paid);
                self.charge_back(&seqs);
            }
        }
    }

    /// Plays as the store has them, by campaign.
    fn plays_now(&mut self, seqs: &[u64]) -> BTreeMap<usize, Vec<PlayNow>> {
        self.commit_cleanly();
        let snapshot = self.engine().store().snapshot().expect("the store can be read");
        let days = reads::partitions(&snapshot).expect("readable");
        let mut plays: BTreeMap<usize, Vec<PlayNow>> = BTreeMap::new();
        for seq in seqs {
            let at = days.partition_point(|(_, first)| first <= seq);
            let (day, _) = days[at - 1];
            let play = reads::impression_at(&snapshot, day, *seq).expect("readable");
            let play = play.expect("it was billed or held");
            let campaign = play.row.campaign.expect("it was billed or held");
            plays.entry(campaign.index()).or_default().push(PlayNow {
                seq: *seq,
                id: play.row.id,
                campaign: play.row.campaign,
                device: play.row.device,
                store: play.row.store,
                status: play.status(),
                played_at: play.row.played_at,
                cost: play.row.money.cost,
                charged: play.row.money.charged,
            });
        }
        plays
    }

    fn opening(&mut self, plays: Vec<PlayNow>) -> Opening {
        const KINDS: [DisputeKind; 3] =
            [DisputeKind::WrongDuration, DisputeKind::WrongLocation, DisputeKind::Fraudulent];
        let kind = KINDS[self.random.random_range(0..KINDS.len())];
        let subject = Subject::Plays(plays, Vec::new());
        Opening { subject, kind, reason: "the screen was dark".to_owned() }
    }

    fn collected(&self, stage: EvidenceStage) -> Collected {
        let at = Timestamp::from_ms(self.now);
        Collected { stage, at, parts: Vec::new(), advice: BTreeMap::new(), cause: None }
    }

    /// A play that nobody was charged for is not disputed.
    fn dispute_before_the_review(&mut self) {
        let held = self.model.campaigns.iter().flat_map(|campaign| campaign.held.keys());
        let seqs: Vec<u64> = held.copied().take(2).collect();
        for (_, plays) in self.plays_now(&seqs) {
            let opening = self.opening(plays);
            let refused = self.command(PrepareDispute(opening)).unwrap_err().code;
            let expected = [Code::IllegalTransition, Code::AccountNotActive];
            assert!(expected.contains(&refused), "{refused:?}");
            self.tally.note("dispute before the review");
        }
    }

    /// Opens a dispute of each campaign about those plays that may be disputed.
    pub fn enter(&mut self, seqs: &[u64]) {
        let now = self.now;
        for (campaign, mut plays) in self.plays_now(seqs) {
            let all = plays.clone();
            plays.retain(|play| self.model.may_dispute(play, now));
            if plays.len() < all.len() {
                let opening = self.opening(all);
                self.command(PrepareDispute(opening)).unwrap_err();
            }
            let advertiser = self.model.campaigns[campaign].advertiser;
            if !plays.is_empty() {
                self.open_dispute(advertiser, plays);
            }
        }
    }

    fn open_dispute(&mut self, advertiser: usize, plays: Vec<PlayNow>) {
        let seqs: Vec<u64> = plays.iter().map(|play| play.seq).collect();
        let opening = self.opening(plays);
        let prepared = self.command(PrepareDispute(opening.clone()));
        if self.model.advertisers[advertiser].paid_out {
            assert_eq!(prepared.unwrap_err().code, Code::AccountNotActive);
            return;
        }
        let prepared = Some((prepared.unwrap(), self.collected(EvidenceStage::Opened)));
        let id = self.command(OpenDispute { prepared, opening }).unwrap();
        for seq in &seqs {
            self.model.disputed.insert(*seq);
            self.tally.note("dispute");
        }
        self.model.disputes.push(MDispute { id, advertiser, seqs, investigated: false });
    }

    /// Ends the disputes of plays without a chargeback: by the buyer, or by an admin.
    pub fn release(&mut self, seqs: &[u64]) {
        for place in self.disputes_of(seqs) {
            if self.chance(50) {
                let id = self.model.disputes[place].id;
                let done = self.command(Withdraw { id, note: None });
                self.ended(place, done, &[], false);
            } else {
                self.judge_dispute(place, &[]);
            }
        }
    }

    /// Charges plays back, each by its dispute; those that have none yet are disputed first.
    pub fn charge_back(&mut self, seqs: &[u64]) {
        let fresh: Vec<u64> =
            seqs.iter().filter(|seq| !self.model.disputed.contains(*seq)).copied().collect();
        self.enter(&fresh);
        for place in self.disputes_of(seqs) {
            self.judge_dispute(place, seqs);
        }
    }

    /// Places of disputes about any of the plays, the newest first.
    fn disputes_of(&self, seqs: &[u64]) -> Vec<usize> {
        let all = self.model.disputes.iter().enumerate();
        let about = |dispute: &MDispute| dispute.seqs.iter().any(|seq| seqs.contains(seq));
        let mut places: Vec<usize> =
            all.filter(|(_, dispute)| about(dispute)).map(|(place, _)| place).collect();
        places.reverse();
        places
    }

    /// An admin decides a dispute: of its plays those among `seqs` are charged back.
    fn judge_dispute(&mut self, place: usize, seqs: &[u64]) {
        let dispute = self.model.disputes[place].clone();
        if !dispute.investigated {
            let collected = Some(self.collected(EvidenceStage::Investigation));
            self.command(Investigate { id: dispute.id, collected }).unwrap();
            self.model.disputes[place].investigated = true;
        }
        let back: Vec<u64> =
            dispute.seqs.iter().filter(|seq| seqs.contains(seq)).copied().collect();
        let plays = self.plays_now(&back);
        let ids: Vec<Uuid> = plays.into_values().flatten().map(|play| play.id).collect();
        let is_chargeback = !back.is_empty();
        let command = ResolveDispute {
            id: dispute.id,
            outcome: if is_chargeback { Outcome::Chargeback } else { Outcome::Rejected },
            reason: None,
            findings: "looked at".to_owned(),
            impression_ids: is_chargeback.then_some(ids),
        };
        let done = self.command(command.clone());
        let is_done = done.is_ok();
        self.ended(place, done, &back, true);
        if is_done {
            let again = self.command(command).unwrap_err().code;
            assert_eq!(again, Code::IllegalTransition, "a dispute is decided once");
        }
    }

    /// What the end of a dispute changes; nothing while its buyer is suspended.
    fn ended(&mut self, place: usize, done: Result<Uuid, Refusal>, back: &[u64], judged: bool) {
        let advertiser = self.model.disputes[place].advertiser;
        if self.model.advertisers[advertiser].account() == Account::Suspended {
            assert_eq!(done.unwrap_err().code, Code::IllegalTransition);
            self.tally.note("dispute frozen");
            return;
        }
        done.unwrap();
        let dispute = self.model.disputes.remove(place);
        for seq in dispute.seqs {
            if judged {
                self.model.judged.insert(seq);
            }
            if back.contains(&seq) {
                self.charged_back(seq);
            } else {
                self.model.disputed.remove(&seq);
                self.model.billed.get_mut(&seq).unwrap().ready = self.now.div_euclid(DAY) + 1;
                self.tally.note("dispute without a chargeback");
            }
        }
    }

    fn charged_back(&mut self, seq: u64) {
        let (now, cut) = (self.now, self.model.last_day / DAY);
        let play = self.model.billed[&seq];
        self.tally.note(match (play.paid, play.day < cut) {
            (true, _) => "chargeback after the payout",
            (false, true) => "chargeback before the payout",
            (false, false) => "chargeback before the record",
        });
        self.model.charge_back(seq, now);
    }
}

/// A world in which campaigns were shown and at least `least` plays were billed.
fn billed(least: usize) -> World {
    let mut world = World::new(1);
    world.show(least);
    world
}

impl World {
    /// Shows campaigns until so many plays are billed that are not paid.
    fn show(&mut self, least: usize) {
        for _ in 0..200 {
            let waits = |play: &&MBilled| !play.paid && !play.charged_back;
            if self.model.billed.values().filter(waits).count() >= least {
                self.check_model();
                return;
            }
            if !self.model.campaigns.iter().any(|c| c.stand() == Stand::Active) {
                self.add_campaign();
                self.now += 3 * HOUR;
            }
            while self.model.campaigns.iter().any(|c| c.stand() == Stand::Pending) {
                self.judge_pending();
            }
            self.timers();
            self.heartbeats();
            self.play_backlog();
            self.decide_reviews();
        }
        panic!("nothing is billed");
    }

    /// Goes to a slot so many days after today, and runs its jobs.
    fn sleep(&mut self, days: i64) {
        for _ in 0..days {
            self.now = (self.now.div_euclid(DAY) + 1) * DAY;
            self.timers();
            self.jobs();
            self.check_model();
        }
        self.commit_cleanly();
        self.check_audit();
    }

    fn sums(&self) -> (i64, i64, i64) {
        let sum = |line: &[i64]| line.iter().sum::<i64>();
        (sum(&self.model.pending), sum(&self.model.available), sum(&self.model.owed))
    }

    fn share(&self, seqs: &[u64]) -> i64 {
        seqs.iter().map(|seq| self.model.billed[seq].share).sum()
    }
}

/// Rule: CHB-01, PAY-01: given billed plays; when one is charged back on its day and one after its record
/// was cut, both before the payout; then what waits is less by their shares, and nothing is owed.
#[test]
fn a_chargeback_before_the_payout_leaves_what_waits() {
    let mut world = billed(30);
    let seqs: Vec<u64> = world.model.billed.keys().copied().take(2).collect();
    for (place, seq) in seqs.iter().enumerate() {
        let (before, paid, _) = world.sums();
        world.charge_back(&[*seq]);
        world.check_model();
        assert_eq!(world.sums(), (before - world.share(&[*seq]), paid, 0), "chargeback {place}");
        world.sleep(2);
    }
    world.sleep(6);
    let (_, paid, owed) = world.sums();
    assert!(paid > 0 && owed == 0, "the rest is paid: {paid}");
    assert!(world.tally.0.contains_key("chargeback before the payout"));
}

/// Rule: CHB-01, PAY-01: given plays that were paid; when some are charged back; then the wallet keeps
/// what it has, the supplier owes their shares, and the next payout is less by them.
#[test]
fn a_chargeback_after_the_payout_is_kept_back_from_the_next() {
    let mut world = billed(30);
    world.sleep(9);
    let (_, paid, _) = world.sums();
    assert!(paid > 0);
    let seqs: Vec<u64> =
        world.model.billed.iter().filter(|(_, play)| play.paid).map(|(seq, _)| *seq).collect();
    world.charge_back(&seqs[..4]);
    let debt = world.share(&seqs[..4]);
    assert_eq!((world.sums().1, world.sums().2), (paid, debt));
    world.show(60);
    world.sleep(9);
    assert!(world.tally.0.contains_key("payout net of a debt"), "{:?}", world.tally);
    assert!(world.sums().2 < debt && world.sums().1 > paid);
}

/// Rule: PAY-01, CHB-01, D-29: given disputed plays, also one that was not billed yet; when their day is
/// old enough; then they wait, and are paid at the slot after the dispute ends.
#[test]
fn a_disputed_play_waits_and_is_paid_when_it_leaves() {
    let mut world = billed(30);
    let seqs: Vec<u64> = world.model.billed.keys().copied().collect();
    world.enter(&seqs);
    world.sleep(10);
    let waits = |world: &World| seqs.iter().all(|seq| !world.model.billed[seq].paid);
    assert!(waits(&world), "disputed plays are not paid");
    let (pending, paid, owed) = world.sums();
    assert!(pending >= world.share(&seqs) && owed == 0);
    // One of them is charged back, the others leave the dispute.
    world.charge_back(&seqs[..1]);
    assert_eq!(world.sums().0, pending - world.share(&seqs[..1]));
    world.release(&seqs[1..]);
    assert!(waits(&world), "the slot is not there");
    world.sleep(1);
    assert!(seqs[1..].iter().all(|seq| world.model.billed[seq].paid), "{:?}", world.sums());
    assert!(world.sums().1 >= paid + world.share(&seqs[1..]));
}
