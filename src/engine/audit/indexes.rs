//! Indexes against the rows that they point to.

use std::{cmp::Reverse, collections::BinaryHeap, ops::Bound};

use super::books::{Books, name_of};
use crate::{
    db::{Snapshot, StoreError, Table, codec},
    domain::{impression::record::ImpressionRow, ledger::Transfer},
    engine::load::{LoadError, seq_of},
};

/// Ids read at once from one day.
const CHUNK: usize = 1024;

/// The ids of one day, rising, read in chunks.
struct DayIds {
    table: Table,
    chunk: std::vec::IntoIter<Vec<u8>>,
    last: Vec<u8>,
}

impl DayIds {
    fn next(&mut self, snapshot: &Snapshot) -> Result<Option<Vec<u8>>, StoreError> {
        if self.chunk.len() == 0 {
            let mut read = Vec::new();
            let range = (Bound::Excluded(self.last.clone()), Bound::Unbounded);
            snapshot.scan(self.table, range, |key, _| {
                read.push(key.to_vec());
                Ok(read.len() < CHUNK)
            })?;
            self.chunk = read.into_iter();
        }
        let next = self.chunk.next();
        if let Some(id) = &next {
            self.last.clone_from(id);
        }
        Ok(next)
    }
}

/// Each id leads to its row, each row has its id, and no id is there twice. Rule: D-07.
pub(super) fn check_ids(books: &mut Books<'_>) -> Result<(), LoadError> {
    let snapshot = books.snapshot;
    for (day, _) in books.partitions.clone() {
        let (rows, ids) = (Table::Impressions(day.number()), Table::ImpressionIds(day.number()));
        let (mut row_count, mut id_count) = (0_u64, 0_u64);
        snapshot.scan(rows, .., |_, _| {
            row_count += 1;
            Ok(true)
        })?;
        snapshot.scan(ids, .., |id, seq| {
            id_count += 1;
            let row = snapshot.get(rows, seq)?;
            let play =
                row.and_then(|bytes| codec::decode_sealed::<ImpressionRow>(seq, &bytes).ok());
            if play.is_none_or(|play| play.id.as_bytes() != id) {
                let subject = name_of(ids, id);
                books.report.add("an id leads to its play", subject, "its play", seq_of(seq));
            }
            Ok(true)
        })?;
        books.report.ids += id_count;
        books.report.equal("as many ids as plays", day, &row_count, &id_count);
    }
    check_unique(books)?;
    Ok(())
}

/// Merges the sorted ids of all days: equal neighbours are one id in two days.
fn check_unique(books: &mut Books<'_>) -> Result<(), StoreError> {
    let day_ids = |day: i32| DayIds {
        table: Table::ImpressionIds(day),
        chunk: Vec::new().into_iter(),
        last: Vec::new(),
    };
    let mut days: Vec<DayIds> =
        books.partitions.iter().map(|(day, _)| day_ids(day.number())).collect();
    let mut heap = BinaryHeap::new();
    for (place, day) in days.iter_mut().enumerate() {
        heap.extend(day.next(books.snapshot)?.map(|id| Reverse((id, place))));
    }
    let mut previous = Vec::new();
    while let Some(Reverse((id, place))) = heap.pop() {
        if id == previous {
            books.report.add("no id twice", hex::encode(&id), 1, 2);
        }
        let next = days.get_mut(place).map(|day| day.next(books.snapshot)).transpose()?.flatten();
        heap.extend(next.map(|id| Reverse((id, place))));
        previous = id;
    }
    Ok(())
}

/// Each transfer is listed with both of its accounts, and nothing else is listed.
pub(super) fn check_transfer_index(books: &mut Books<'_>) -> Result<(), LoadError> {
    let snapshot = books.snapshot;
    let mut listed = 0_u64;
    snapshot.scan(Table::TransfersByAccount, .., |_, _| {
        listed += 1;
        Ok(true)
    })?;
    let expected = books.report.transfers * 2;
    books.report.equal("transfers are listed by account", "all", &expected, &listed);
    snapshot.scan(Table::Transfers, .., |key, value| {
        let Ok(transfer) = codec::decode_sealed::<Transfer>(key, value) else { return Ok(true) };
        for account in [transfer.draft.debit, transfer.draft.credit] {
            let mut entry = account.key(transfer.draft.currency).to_vec();
            entry.extend_from_slice(key);
            if snapshot.get(Table::TransfersByAccount, &entry)?.is_none() {
                let subject = format!("{account:?}");
                books.report.add(
                    "a transfer is listed by account",
                    subject,
                    transfer.id,
                    "nothing",
                );
            }
        }
        Ok(true)
    })?;
    Ok(())
}
