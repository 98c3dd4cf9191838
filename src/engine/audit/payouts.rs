//! What suppliers are owed, what they were paid, what was charged back, against records, plays and
//! transfers. Rule: PAY-01, CHB-01.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::books::{Books, read_sealed};
use crate::{
    db::{Snapshot, Table},
    domain::{
        ids::{Seq, SupplierNo},
        impression::record::{ImpressionRow, Overlay, PlayStatus},
        ledger::{
            Account, Drawn, PaidLine, PayableKey, PayableLine, Payout, SinglePlay, Transfer,
            TransferKind,
        },
        money::Currency,
        proof_of_play::{AggregateKind, DailyRecord},
        refusal::Code,
    },
    engine::load::{LoadError, seq_of},
};

/// Plays and micros of a part.
type Sum = (u64, i128);

/// What a play's chargeback moved, by who gave and who got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Refunded {
    by_supplier: i128,
    by_platform: i128,
    to_platform: i128,
    owed: bool,
}

/// What the entries say about payouts.
#[derive(Default)]
pub(super) struct PayoutBooks {
    singles: BTreeMap<Seq, SinglePlay>,
    met: BTreeSet<Seq>,
    /// Shares of plays that are billed now, by supplier, micros.
    billed: BTreeMap<SupplierNo, i128>,
    refunded: BTreeMap<Uuid, Refunded>,
    /// What transfers of payouts moved, by payout: to the wallet, to the debt.
    moved: BTreeMap<Uuid, (i128, i128)>,
    /// What lines and single plays name a payout.
    paid: BTreeMap<Seq, Sum>,
}

impl PayoutBooks {
    pub fn read(snapshot: &Snapshot, report: &mut super::AuditReport) -> Result<Self, LoadError> {
        let mut books = Self::default();
        snapshot.scan(Table::SinglePlays, .., |key, value| {
            let read = read_sealed::<SinglePlay>(report, Table::SinglePlays, key, value);
            if let Some(single) = read {
                report.equal(
                    "a single play stands at its place",
                    single.id,
                    &seq_of(key),
                    &single.seq,
                );
                books.singles.insert(single.seq, single);
            }
            Ok(true)
        })?;
        Ok(books)
    }

    /// Whether a play was charged back, by its row among the single plays.
    pub fn is_charged_back(&self, seq: Seq) -> bool {
        self.singles.get(&seq).is_some_and(|single| single.charged_back.is_some())
    }

    /// Adds up what a transfer moved for a payout or a chargeback.
    pub fn meet_transfer(&mut self, transfer: &Transfer) {
        let draft = &transfer.draft;
        let Some(reference) = draft.reference else { return };
        let micros = i128::from(draft.amount.micros());
        match draft.kind {
            TransferKind::Payout => self.moved.entry(reference).or_default().0 += micros,
            TransferKind::Clawback => self.moved.entry(reference).or_default().1 += micros,
            TransferKind::ChargebackRefund | TransferKind::ChargebackClawback => {
                let sums = self.refunded.entry(reference).or_default();
                match draft.debit {
                    Account::PlatformRevenue => sums.by_platform += micros,
                    _ => sums.by_supplier += micros,
                }
                sums.owed |= draft.kind == TransferKind::ChargebackClawback;
                if draft.credit == Account::PlatformAbsorbed {
                    sums.to_platform += micros;
                }
            }
            _ => {}
        }
    }
}

impl Books<'_> {
    /// Compares a play with what is kept of it alone, and with what its chargeback moved.
    pub(super) fn check_single(
        &mut self,
        seq: Seq,
        play: &ImpressionRow,
        overlay: Option<&Overlay>,
    ) {
        let (status, reason) = super::books::standing(play, overlay);
        let supplier = self.stores.get(play.store.index()).map(|store| store.supplier);
        let supplier = supplier.unwrap_or_default();
        if status == PlayStatus::Verified {
            let share = i128::from(play.money.supplier.micros());
            *self.payouts.billed.entry(supplier).or_default() += share;
        }
        let charged_back = reason == Some(Code::ChargebackApproved);
        let Some(single) = self.payouts.singles.get(&seq).copied() else {
            if charged_back {
                self.report.add("a chargeback is reckoned alone", play.id, "a single play", "none");
            }
            return;
        };
        self.payouts.met.insert(seq);
        let wanted = (supplier, play.played_at.day(), play.campaign, play.store);
        let found = (single.supplier, single.played, Some(single.campaign), single.store);
        self.report.equal("place of a single play", play.id, &wanted, &found);
        let share = (play.id, play.money.supplier);
        self.report.equal("share of a single play", play.id, &share, &(single.id, single.share));
        let found = single.charged_back.is_some();
        self.report.equal("a chargeback is decided", play.id, &charged_back, &found);
        let refunded = self.payouts.refunded.remove(&play.id);
        let expected = charged_back.then(|| {
            let micros = |amount: crate::domain::money::Amount| i128::from(amount.micros());
            Refunded {
                by_supplier: micros(play.money.supplier),
                by_platform: micros(play.money.cost) - micros(play.money.supplier),
                to_platform: micros(play.money.absorbed),
                owed: single.payout.is_some() && play.money.supplier.is_positive(),
            }
        });
        self.report.equal("what a chargeback gave back", play.id, &expected, &refunded);
    }
}

/// Lines follow from the records, payouts from lines, balances of suppliers from both.
pub(super) fn compare_payouts(books: &mut Books<'_>) -> Result<(), LoadError> {
    let strays: Vec<Seq> = books.payouts.singles.keys().copied().collect();
    for seq in strays.into_iter().filter(|seq| !books.payouts.met.contains(seq)) {
        books.report.add("a single play is a play", seq, "a play", "none");
    }
    for (id, _) in std::mem::take(&mut books.payouts.refunded) {
        books.report.add("a chargeback's transfers belong to one", id, "a chargeback", "none");
    }
    let drawn = drawn(books);
    let lines = compare_lines(books, &drawn)?;
    let mut rows = 0_u64;
    for table in [Table::Payables, Table::PaidLines] {
        books.snapshot.scan(table, .., |_, _| {
            rows += 1;
            Ok(true)
        })?;
    }
    books.report.equal("lines belong to records", "all", &lines, &rows);
    compare_single_payouts(books);
    let (gross, netted) = compare_payout_rows(books)?;
    compare_suppliers(books, &gross, &netted);
    Ok(())
}

/// What single plays took out of each line.
fn drawn(books: &Books<'_>) -> BTreeMap<PayableKey, Sum> {
    let mut drawn: BTreeMap<PayableKey, Sum> = BTreeMap::new();
    for single in books.payouts.singles.values() {
        if let Drawn::FromLine(number) = single.drawn {
            let sum = drawn.entry(single.line(number)).or_default();
            sum.0 += 1;
            sum.1 += i128::from(single.share.micros());
        }
    }
    drawn
}

/// A line for each store of a record, less the single plays, once: payable or paid. Answers how many.
fn compare_lines(
    books: &mut Books<'_>,
    drawn: &BTreeMap<PayableKey, Sum>,
) -> Result<u64, LoadError> {
    let (snapshot, mut lines) = (books.snapshot, 0);
    snapshot.scan(Table::DailyRecords, .., |key, value| {
        let read = read_sealed::<DailyRecord>(&mut books.report, Table::DailyRecords, key, value);
        let Some(record) = read.filter(|record| record.kind != AggregateKind::Chargeback) else {
            return Ok(true);
        };
        for (store, tally) in &record.aggregate.stores {
            let supplier = books.stores.get(store.index()).map(|store| store.supplier);
            let (supplier, played) = (supplier.unwrap_or_default(), record.day);
            let (campaign, number) = (record.campaign, record.number);
            let name = PayableKey { supplier, played, campaign, store: *store, number };
            let less = drawn.get(&name).copied().unwrap_or_default();
            let micros = i128::from(tally.share.micros());
            let expected = (tally.impressions.saturating_sub(less.0), micros - less.1);
            let (found, rows) = find_line(books, &name)?;
            lines += rows;
            let subject = format!("{name:?}");
            books.report.equal("a line is its record's", &subject, &expected, &found);
            if rows > 1 {
                books.report.add("a line is payable or paid", &subject, 1, rows);
            }
        }
        Ok(true)
    })?;
    Ok(lines)
}

/// What a line holds, in how many rows it stands; counts it for the payout that paid it.
fn find_line(
    books: &mut Books<'_>,
    name: &PayableKey,
) -> Result<(Sum, u64), crate::db::StoreError> {
    let key = name.to_bytes();
    let open = books.snapshot.get(Table::Payables, &key)?;
    let open = open.and_then(|bytes| {
        read_sealed::<PayableLine>(&mut books.report, Table::Payables, &key, &bytes)
    });
    let paid = books.snapshot.get(Table::PaidLines, &key)?;
    let paid = paid.and_then(|bytes| {
        read_sealed::<PaidLine>(&mut books.report, Table::PaidLines, &key, &bytes)
    });
    let sum = |line: PayableLine| (line.plays, i128::from(line.amount.micros()));
    let mut found = (0, 0);
    let mut rows = 0;
    if let Some(line) = open {
        found = sum(line);
        rows += 1;
    }
    if let Some(paid) = paid {
        found = sum(paid.line);
        rows += 1;
        let of_payout = books.payouts.paid.entry(paid.payout).or_default();
        of_payout.0 += found.0;
        of_payout.1 += found.1;
    }
    Ok((found, rows))
}

/// Counts single plays for the payouts that paid them; those paid with their line stand in it.
fn compare_single_payouts(books: &mut Books<'_>) {
    let paid = books.payouts.singles.values().filter_map(|one| Some((*one, one.payout?)));
    for (single, payout) in paid.collect::<Vec<_>>() {
        if matches!(single.drawn, Drawn::Paid(_)) {
            continue;
        }
        let of_payout = books.payouts.paid.entry(payout).or_default();
        of_payout.0 += 1;
        of_payout.1 += i128::from(single.share.micros());
    }
}

/// By supplier.
type BySupplier = BTreeMap<SupplierNo, i128>;

/// Each payout is what its lines add up to and what its transfers moved. Answers what was paid and
/// what of it was kept back, by supplier.
fn compare_payout_rows(books: &mut Books<'_>) -> Result<(BySupplier, BySupplier), LoadError> {
    let (mut gross, mut netted) = (BySupplier::new(), BySupplier::new());
    let snapshot = books.snapshot;
    snapshot.scan(Table::Payouts, .., |key, value| {
        let read = read_sealed::<Payout>(&mut books.report, Table::Payouts, key, value);
        let Some(payout) = read else { return Ok(true) };
        books.report.payouts += 1;
        let micros = |amount: crate::domain::money::Amount| i128::from(amount.micros());
        let (id, parts) = (payout.id, (micros(payout.amount), micros(payout.clawback)));
        let report = &mut books.report;
        report.equal("payout stands at its place", id, &seq_of(key), &payout.seq);
        report.equal("gross = amount + clawback", id, &micros(payout.gross), &(parts.0 + parts.1));
        let lines = books.payouts.paid.remove(&payout.seq).unwrap_or_default();
        let wanted = (payout.impression_count, micros(payout.gross));
        report.equal("a payout is the sum of its lines", id, &lines, &wanted);
        let moved = books.payouts.moved.remove(&id).unwrap_or_default();
        report.equal("what a payout moved", id, &parts, &moved);
        *gross.entry(payout.supplier).or_default() += wanted.1;
        *netted.entry(payout.supplier).or_default() += parts.1;
        Ok(true)
    })?;
    for (seq, _) in std::mem::take(&mut books.payouts.paid) {
        books.report.add("what is paid names a payout", seq, "a payout", "none");
    }
    for (id, _) in std::mem::take(&mut books.payouts.moved) {
        books.report.add("transfers of a payout name one", id, "a payout", "none");
    }
    Ok((gross, netted))
}

/// What waits for a supplier is what was billed and not paid; what it owes is what was charged back
/// after its payout, less what was kept back since.
fn compare_suppliers(books: &mut Books<'_>, gross: &BySupplier, netted: &BySupplier) {
    let mut charged_back = BySupplier::new();
    for single in books.payouts.singles.values().filter(|one| one.payout.is_some()) {
        if single.charged_back.is_some() {
            *charged_back.entry(single.supplier).or_default() += i128::from(single.share.micros());
        }
    }
    let suppliers: BTreeSet<SupplierNo> = books.stores.iter().map(|store| store.supplier).collect();
    for no in suppliers {
        let of = |map: &BySupplier| map.get(&no).copied().unwrap_or(0);
        let balance = |account| books.balances.get(&(account, Currency::Usd)).copied().unwrap_or(0);
        let pending = balance(Account::SupplierPending(no));
        let owed = balance(Account::SupplierClawback(no));
        let expected = of(&books.payouts.billed) + of(&charged_back) - of(gross);
        let subject = format!("supplier {}", no.0);
        books.report.equal("pending = billed - paid", &subject, &expected, &pending);
        let expected = of(netted) - of(&charged_back);
        books.report.equal("owed = charged back - kept back", &subject, &expected, &owed);
    }
}
