//! Indexes against the rows that they point to.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{AuditReport, books::Books};
use crate::{
    db::{Snapshot, StoreError, Table, codec},
    domain::{ids::Seq, impression::record::ImpressionRow, ledger::Transfer},
    engine::{
        ids::{BUCKETS, RUN_PREFIX, hash_of},
        load::{LoadError, row, seq_of},
        reads::play_at,
    },
};

/// The part of an id's hash that a run keeps beside the bucket's number.
type Remainder = [u8; 3];

/// A run of ids as the store names it.
#[derive(Clone, Copy)]
struct Run {
    first: Seq,
    last: Seq,
    ids: u64,
}

/// What a run's buckets hold: place, bucket, remainder.
type Entry = (Seq, u16, Remainder);

fn read_runs(books: &mut Books<'_>) -> Result<Vec<Run>, StoreError> {
    let mut runs = Vec::new();
    books.snapshot.scan(Table::Meta, RUN_PREFIX.to_vec().., |key, value| {
        if !key.starts_with(RUN_PREFIX) {
            return Ok(false);
        }
        let (last, ids) = row(Table::Meta, value)?;
        runs.push(Run { first: seq_of(key), last, ids });
        Ok(true)
    })?;
    for pair in runs.windows(2) {
        if let [before, after] = pair
            && before.last >= after.first
        {
            let subject = format!("run from {}", after.first);
            books.report.add("runs of ids follow each other", subject, before.last, after.first);
        }
    }
    Ok(runs)
}

fn entries_of(first: Seq, bucket: u16, bytes: &[u8]) -> impl Iterator<Item = Entry> {
    let entries = bytes.chunks(7).map(move |entry| match entry {
        [x, y, z, a, b, c, d] => {
            Some((first + u64::from(u32::from_be_bytes([*a, *b, *c, *d])), bucket, [*x, *y, *z]))
        }
        _ => None,
    });
    entries.map(move |entry| entry.unwrap_or((Seq::MAX, bucket, [0; 3])))
}

fn read_run(snapshot: &Snapshot, run: Run) -> Result<Vec<Entry>, StoreError> {
    let mut entries: Vec<Entry> = Vec::new();
    let (from, to) = (run.first.to_be_bytes().to_vec(), (run.first + 1).to_be_bytes().to_vec());
    snapshot.scan(Table::IdRuns, from..to, |key, value| {
        let bucket = key.last_chunk::<2>().map_or(0, |bytes| u16::from_be_bytes(*bytes));
        entries.extend(entries_of(run.first, bucket, value));
        Ok(true)
    })?;
    entries.sort_unstable();
    Ok(entries)
}

/// Follows the runs while plays are read in order.
struct Walk<'a> {
    snapshot: &'a Snapshot,
    left: std::vec::IntoIter<Run>,
    /// The last play that the run at hand covers.
    last: Option<Seq>,
    entries: std::iter::Peekable<std::vec::IntoIter<Entry>>,
    /// Plays that no run covers yet.
    newest: Vec<Entry>,
}

impl Walk<'_> {
    fn is_covered(&self, seq: Seq) -> bool {
        self.last.is_some_and(|last| seq <= last)
    }

    /// Goes to the next run; false when there is none.
    fn next_run(&mut self, report: &mut AuditReport) -> Result<bool, StoreError> {
        self.entries.by_ref().for_each(|entry| lost(report, entry));
        let Some(run) = self.left.next() else { return Ok(false) };
        let entries = read_run(self.snapshot, run)?;
        report.equal("a run holds all of its ids", run.first, &run.ids, &(entries.len() as u64));
        report.ids += run.ids;
        self.entries = entries.into_iter().peekable();
        self.last = Some(run.last);
        Ok(true)
    }

    fn visit(&mut self, report: &mut AuditReport, seq: Seq, id: Uuid) -> Result<(), StoreError> {
        while !self.is_covered(seq) && self.next_run(report)? {}
        let (bucket, remainder) = hash_of(id);
        let entry = (seq, bucket, remainder);
        while let Some(earlier) = self.entries.next_if(|(other, ..)| *other < seq) {
            lost(report, earlier);
        }
        if !self.is_covered(seq) {
            self.newest.push(entry);
            report.ids += 1;
        } else if self.entries.next_if_eq(&entry).is_none() {
            report.add("a play has its id in a run", id, seq, "nothing");
        }
        Ok(())
    }
}

fn lost(report: &mut AuditReport, (seq, bucket, _): Entry) {
    report.add("an id leads to its play", format!("bucket {bucket}"), "its play", seq);
}

/// Each play that is no longer among the newest has its id in a run, each id in a run leads to its
/// play, and no id is there twice. Rule: D-07.
pub(super) fn check_ids(books: &mut Books<'_>) -> Result<(), LoadError> {
    let snapshot = books.snapshot;
    let runs = read_runs(books)?;
    let mut walk = Walk {
        snapshot,
        left: runs.clone().into_iter(),
        last: None,
        entries: Vec::new().into_iter().peekable(),
        newest: Vec::new(),
    };
    for (day, _) in &books.partitions {
        let table = Table::Impressions(day.number());
        snapshot.scan(table, .., |key, value| {
            if let Ok(play) = codec::decode_sealed::<ImpressionRow>(key, value) {
                walk.visit(&mut books.report, seq_of(key), play.id)?;
            }
            Ok(true)
        })?;
    }
    while walk.next_run(&mut books.report)? {}
    check_unique(books, &runs, &walk.newest)?;
    Ok(())
}

/// Where two hashes are equal, the ids themselves are compared.
fn check_unique(books: &mut Books<'_>, runs: &[Run], newest: &[Entry]) -> Result<(), StoreError> {
    let snapshot = books.snapshot;
    for bucket in 0..BUCKETS {
        let mut hashes: Vec<(Remainder, Seq)> = newest
            .iter()
            .filter(|(_, of, _)| *of == bucket)
            .map(|(seq, _, remainder)| (*remainder, *seq))
            .collect();
        for run in runs {
            let mut key = run.first.to_be_bytes().to_vec();
            key.extend_from_slice(&bucket.to_be_bytes());
            let bytes = snapshot.get(Table::IdRuns, &key)?.unwrap_or_default();
            hashes.extend(entries_of(run.first, bucket, &bytes).map(|(seq, _, hash)| (hash, seq)));
        }
        hashes.sort_unstable();
        for same in hashes.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
            let mut ids = BTreeSet::new();
            for (_, seq) in same {
                let Some(play) = play_at(snapshot, &books.partitions, *seq)? else { continue };
                if !ids.insert(play.id) {
                    books.report.add("no id twice", play.id, 1, 2);
                }
            }
        }
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
