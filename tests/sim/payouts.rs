//! Payouts, disputes and chargebacks: random ones beside the plays, and what the model says of them.

use rand::Rng;
use vetrina::{
    domain::{
        ids::{DisputeNo, Seq},
        impression::record::{Overlay, PlayStatus},
        refusal::{Code, Refusal},
        time::Timestamp,
    },
    engine::{
        Changes, Command, Context, Live, commands::payouts::PayOut, plays::ChargebackOutcome,
    },
};

use crate::{
    model::{Held, MBilled, Model, Stand, half_even},
    world::{DAY, HOUR, World},
};

/// Less is not paid, as the settings of a world have it.
const MINIMUM: i64 = 5_000_000;
/// Days of the hold.
const HOLD: i64 = 7;
/// The dispute of all plays.
const DISPUTE: DisputeNo = DisputeNo(0);

/// What the end of a dispute changes, whoever decides it.
pub struct Judge {
    pub disputed: Vec<(Seq, Option<DisputeNo>)>,
    pub charged_back: Vec<Seq>,
}

impl Command for Judge {
    type Output = ();

    fn decide(self, _: &Live, context: &mut Context<'_>) -> Result<(Changes, ()), Refusal> {
        let overlay = Overlay {
            status: PlayStatus::Rejected,
            reason: Some(Code::ChargebackApproved),
            decided_at: context.now,
            decided_by: "judge".to_owned(),
            note: Some("proof invalid".to_owned()),
        };
        let outcome = |seq| ChargebackOutcome { seq, overlay: overlay.clone(), dispute: DISPUTE };
        let chargebacks = self.charged_back.into_iter().map(outcome).collect();
        let changes = Changes { disputed: self.disputed, chargebacks, ..Changes::default() };
        Ok((changes, ()))
    }
}

impl Model {
    /// A play is billed, as it arrives or by its review.
    pub fn bill(&mut self, seq: u64, campaign: usize, held: &Held) {
        let share = half_even(i128::from(held.cost) * 80, 100 * 100) * 100;
        self.pending[held.supplier] += share;
        self.revenue += held.cost - share;
        let billed = MBilled {
            supplier: held.supplier,
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
        let concerned = |campaign: usize, from: i64| campaign == play.campaign && end >= from;
        self.incidents.iter().any(|one| one.frozen && concerned(one.campaign, one.frozen_from))
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
                self.enter(&seqs, "dispute");
            }
            2 => {
                let held = self.model.campaigns.iter().flat_map(|campaign| campaign.held.keys());
                let seqs: Vec<u64> = held.copied().take(2).collect();
                self.enter(&seqs, "dispute before the review");
            }
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

    pub fn enter(&mut self, seqs: &[u64], what: &str) {
        for seq in seqs {
            self.model.disputed.insert(*seq);
            self.tally.note(what);
        }
        let disputed = seqs.iter().map(|seq| (*seq, Some(DISPUTE))).collect();
        self.command(Judge { disputed, charged_back: Vec::new() }).unwrap();
    }

    pub fn release(&mut self, seqs: &[u64]) {
        let ready = self.now.div_euclid(DAY) + 1;
        for seq in seqs {
            self.model.disputed.remove(seq);
            if let Some(play) = self.model.billed.get_mut(seq) {
                play.ready = ready;
                self.tally.note("dispute without a chargeback");
            }
        }
        let disputed = seqs.iter().map(|seq| (*seq, None)).collect();
        self.command(Judge { disputed, charged_back: Vec::new() }).unwrap();
    }

    pub fn charge_back(&mut self, seqs: &[u64]) {
        let (now, cut) = (self.now, self.model.last_day / DAY);
        let charged_back = seqs.to_vec();
        self.command(Judge { disputed: Vec::new(), charged_back }).unwrap();
        for seq in seqs {
            let play = self.model.billed[seq];
            self.tally.note(match (play.paid, play.day < cut) {
                (true, _) => "chargeback after the payout",
                (false, true) => "chargeback before the payout",
                (false, false) => "chargeback before the record",
            });
            self.model.charge_back(*seq, now);
        }
        // Twice changes nothing.
        if let Some(first) = seqs.first() {
            self.command(Judge { disputed: Vec::new(), charged_back: vec![*first] }).unwrap();
        }
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
    world.enter(&seqs, "dispute");
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
