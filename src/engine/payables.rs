//! What suppliers are owed, in memory and as rows: a line for each store of a daily record, made when
//! the record is cut; plays that are reckoned alone; what becomes of both in a payout.
//! Rule: PAY-01, CHB-01, D-29.
//!
//! Lines follow from records, so the way of a play costs nothing more: its share is a sum of the
//! aggregate that becomes the record.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rustc_hash::FxHashMap;

use super::{core::Engine, live::Live, load::sealed};
use crate::{
    db::{Snapshot, StoreError, Table, codec},
    domain::{
        ids::{CampaignNo, Seq, StoreNo, SupplierNo},
        ledger::{Drawn, PaidLine, PayableKey, PayableLine, Payout, SinglePlay, payable::takes},
        money::Amount,
        proof_of_play::DailyRecord,
        time::Day,
    },
};

/// Lines that are not paid, and single plays of which something may still become.
#[derive(Default)]
pub struct Payables {
    /// Lines that are not paid.
    open: BTreeMap<PayableKey, PayableLine>,
    /// Lines that the waiting group pays: not in the store yet.
    paid_now: BTreeMap<PayableKey, PaidLine>,
    /// Single plays that are open.
    singles: BTreeMap<Seq, SinglePlay>,
    /// Of these, those that count in figures whose record is not cut.
    uncut: FxHashMap<(CampaignNo, Day), BTreeSet<Seq>>,
}

/// What a supplier would be paid at a slot.
#[derive(Clone, Debug, Default)]
pub struct Due {
    /// Lines.
    pub lines: Vec<PayableKey>,
    /// Single plays.
    pub singles: Vec<Seq>,
    /// Plays in all of them.
    pub plays: u64,
    /// Shares of all of them.
    pub gross: Amount,
    /// First and last day of the plays.
    pub days: Option<(Day, Day)>,
}

impl Due {
    fn add(&mut self, played: Day, plays: u64, amount: Amount) {
        self.plays = self.plays.saturating_add(plays);
        let sum = self.gross.checked_add(amount);
        self.gross = sum.expect("parts of one ledger's money fit in its range");
        let (first, last) = self.days.unwrap_or((played, played));
        self.days = Some((first.min(played), last.max(played)));
    }
}

/// A payout as a decision wishes it, with what it pays. Its money moves by transfers of the decision.
#[derive(Clone, Debug)]
pub struct PayoutDraft {
    /// Without a place in the order yet.
    pub payout: Payout,
    /// Lines and plays that it pays.
    pub due: Due,
}

impl Payables {
    /// The open line of a key.
    #[must_use]
    pub fn line(&self, key: &PayableKey) -> Option<&PayableLine> {
        self.open.get(key)
    }

    /// A single play that is open.
    #[must_use]
    pub fn single(&self, seq: Seq) -> Option<&SinglePlay> {
        self.singles.get(&seq)
    }

    fn put_single(&mut self, single: SinglePlay) {
        let of_day = (single.campaign, single.played);
        if single.drawn == Drawn::AtCut {
            self.uncut.entry(of_day).or_default().insert(single.seq);
        } else if let Some(waiting) = self.uncut.get_mut(&of_day) {
            waiting.remove(&single.seq);
            if waiting.is_empty() {
                self.uncut.remove(&of_day);
            }
        }
        if single.is_open() {
            self.singles.insert(single.seq, single);
        } else {
            self.singles.remove(&single.seq);
        }
    }

    /// Forgets what concerned the group that was just committed.
    pub(super) fn group_is_over(&mut self) {
        self.paid_now.clear();
    }
}

impl Live {
    /// What each supplier would be paid at a slot: everything that is old enough, not disputed and not
    /// frozen. An incident that freezes from the middle of a day holds the whole day back.
    /// Rule: PAY-01, CAM-12, D-29.
    #[must_use]
    pub fn payable_at(&self, slot: Day, hold_days: u32) -> BTreeMap<SupplierNo, Due> {
        let mut found: BTreeMap<SupplierNo, Due> = BTreeMap::new();
        let frozen =
            |campaign, store, played: Day| self.fleet.is_frozen(campaign, store, played.end());
        for (key, line) in &self.payables.open {
            let is_due = line.due(key.played, hold_days) <= slot;
            if is_due && !frozen(key.campaign, key.store, key.played) {
                let due = found.entry(key.supplier).or_default();
                due.lines.push(*key);
                due.add(key.played, line.plays, line.amount);
            }
        }
        for (seq, single) in &self.payables.singles {
            let is_due = single.due(hold_days).is_some_and(|due| due <= slot);
            if is_due && !frozen(single.campaign, single.store, single.played) {
                let due = found.entry(single.supplier).or_default();
                due.singles.push(*seq);
                due.add(single.played, 1, single.share);
            }
        }
        found
    }

    /// Rebuilds all this from its rows.
    pub(super) fn load_payables(&mut self, snapshot: &Snapshot) -> Result<(), StoreError> {
        snapshot.scan(Table::Payables, .., |key, value| {
            if let Some(name) = PayableKey::from_bytes(key) {
                self.payables.open.insert(name, sealed(Table::Payables, key, value)?);
            }
            Ok(true)
        })?;
        snapshot.scan(Table::SinglePlays, .., |key, value| {
            let single: SinglePlay = sealed(Table::SinglePlays, key, value)?;
            if let Some(dispute) = single.dispute {
                self.disputed.insert(single.seq, dispute);
            }
            self.payables.put_single(single);
            Ok(true)
        })
    }
}

impl Engine {
    /// Makes the lines of a record that was just cut. Single plays that it counts were taken out of
    /// what is payable before and are taken out of its lines now.
    pub(super) fn open_lines(&mut self, record: &Arc<DailyRecord>) {
        let (cut, before) = (record.generated_at.day(), self.live.next_seq);
        if !takes(record.kind, false) && !takes(record.kind, true) {
            return;
        }
        let mut lines: BTreeMap<StoreNo, PayableLine> = BTreeMap::new();
        for (store, tally) in record.aggregate.stores.iter().filter(|(_, of)| of.impressions > 0) {
            let (plays, amount) = (tally.impressions, tally.share);
            let line = PayableLine { plays, amount, kind: record.kind, cut, before };
            lines.insert(*store, line);
        }
        for mut single in self.uncut_singles(record) {
            if let Some(left) = lines.remove(&single.store).and_then(|of| of.without(single.share))
            {
                lines.insert(single.store, left);
            }
            single.drawn = Drawn::FromLine(record.number);
            single.ready = single.ready.max(cut);
            self.put_single(single);
        }
        for (store, line) in lines {
            let supplier = self.live.store(store).map(|row| row.supplier).unwrap_or_default();
            let (played, campaign, number) = (record.day, record.campaign, record.number);
            self.put_line(PayableKey { supplier, played, campaign, store, number }, Some(line));
        }
    }

    /// The single plays that a record counts and that were not taken out of a line yet.
    fn uncut_singles(&self, record: &DailyRecord) -> Vec<SinglePlay> {
        let waiting = self.live.payables.uncut.get(&(record.campaign, record.day));
        let singles = waiting.into_iter().flatten();
        let singles = singles.filter_map(|seq| self.live.payables.singles.get(seq).copied());
        singles.filter(|single| takes(record.kind, single.reviewed)).collect()
    }

    fn put_line(&mut self, key: PayableKey, line: Option<PayableLine>) {
        let name = key.to_bytes();
        match line {
            Some(line) => {
                self.batch.put(Table::Payables, &name, codec::encode_sealed(&name, &line));
                self.live.payables.open.insert(key, line);
            }
            None => {
                self.batch.delete(Table::Payables, &name);
                self.live.payables.open.remove(&key);
            }
        }
    }

    /// Writes a single play.
    pub(super) fn put_single(&mut self, single: SinglePlay) {
        let key = single.key();
        self.batch.put(Table::SinglePlays, &key, codec::encode_sealed(&key, &single));
        self.live.payables.put_single(single);
    }

    /// Forgets a single play from which nothing was drawn.
    pub(super) fn drop_single(&mut self, single: &SinglePlay) {
        self.batch.delete(Table::SinglePlays, &single.key());
        self.live.payables.singles.remove(&single.seq);
    }

    /// A single play, open or closed.
    pub(super) fn find_single(&mut self, supplier: SupplierNo, seq: Seq) -> Option<SinglePlay> {
        if let Some(open) = self.live.payables.single(seq) {
            return Some(*open);
        }
        let key = SinglePlay::key_of(supplier, seq);
        let waiting = self.batch.newest(Table::SinglePlays, &key).map(<[u8]>::to_vec);
        let found =
            waiting.or_else(|| self.committed(|snapshot| snapshot.get(Table::SinglePlays, &key)));
        let read = |bytes: Vec<u8>| codec::decode_sealed(&key, &bytes);
        found.map(|bytes| read(bytes).expect("fail-stop: a money row must be readable"))
    }

    /// Takes a billed play out of its line, or out of what will become one, unless it is paid.
    ///
    /// `billed` is the place of its billing: of the play itself, or of the review that approved it.
    /// The first record after it that takes such plays holds it.
    pub(super) fn draw_single(&mut self, mut single: SinglePlay, billed: Seq) -> SinglePlay {
        let (siblings, reviewed) = (self.lines_of(single.line(0)), single.reviewed);
        let found = siblings
            .into_iter()
            .filter(|(_, (_, line))| line.takes(reviewed) && billed < line.before)
            .min_by_key(|(_, (_, line))| line.before);
        let Some((key, (payout, line))) = found else {
            single.drawn = Drawn::AtCut;
            return single;
        };
        single.ready = single.ready.max(line.cut);
        if payout.is_some() {
            single.payout = payout;
            single.drawn = Drawn::Paid(key.number);
        } else {
            single.drawn = Drawn::FromLine(key.number);
            self.put_line(key, line.without(single.share));
        }
        single
    }

    /// The lines of a day, campaign and store, with the payouts that paid them.
    fn lines_of(&mut self, key: PayableKey) -> BTreeMap<PayableKey, (Option<Seq>, PayableLine)> {
        let bytes = |key: PayableKey| key.to_bytes().to_vec();
        let range = bytes(*key.siblings().start())..=bytes(*key.siblings().end());
        let mut lines = self.committed(|snapshot| {
            let mut lines = BTreeMap::new();
            snapshot.scan(Table::PaidLines, range, |key, value| {
                if let Some(name) = PayableKey::from_bytes(key) {
                    let paid: PaidLine = sealed(Table::PaidLines, key, value)?;
                    lines.insert(name, (Some(paid.payout), paid.line));
                }
                Ok(true)
            })?;
            Ok(lines)
        });
        let payables = &self.live.payables;
        let paid = payables.paid_now.range(key.siblings());
        lines.extend(paid.map(|(key, paid)| (*key, (Some(paid.payout), paid.line))));
        let open = payables.open.range(key.siblings());
        lines.extend(open.map(|(key, line)| (*key, (None, *line))));
        lines
    }

    /// Writes a payout and marks what it pays. Its transfers are part of the same decision.
    pub(super) fn apply_payout(&mut self, draft: PayoutDraft) {
        let seq = self.take_seq();
        let PayoutDraft { mut payout, due } = draft;
        payout.seq = seq;
        for key in due.lines {
            let Some(line) = self.live.payables.line(&key).copied() else { continue };
            self.put_line(key, None);
            let (name, paid) = (key.to_bytes(), PaidLine { payout: seq, line });
            self.batch.put(Table::PaidLines, &name, codec::encode_sealed(&name, &paid));
            self.live.payables.paid_now.insert(key, paid);
        }
        for play in due.singles {
            let Some(single) = self.live.payables.single(play).copied() else { continue };
            self.put_single(SinglePlay { payout: Some(seq), ..single });
        }
        let key = seq.to_be_bytes();
        self.batch.put(Table::Payouts, &key, codec::encode_sealed(&key, &payout));
        self.batch.put(Table::PayoutIds, payout.id.as_bytes(), key.to_vec());
        let of_supplier = [&payout.supplier.0.to_be_bytes()[..], &key].concat();
        self.batch.put(Table::PayoutsBySupplier, &of_supplier, Vec::new());
    }
}
