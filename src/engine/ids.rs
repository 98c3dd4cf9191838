//! Which play an id belongs to, exactly: the newest ids in memory, all others in sorted runs.
//!
//! Ids are random, so a tree of them would have a page of its own rewritten for nearly every play.
//! Instead the newest ids wait in memory (a start finds them again in the rows of their plays) and
//! are written together, sorted, as one run. A run is a fixed number of buckets, each a row of about
//! a page: a remainder of the id's hash and the distance of the play from the run's first, sorted.
//! A hash only names places to look at; the row of the play there says whether it has the id.
//! Rule: D-07.

use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use rustc_hash::FxHashMap;
use uuid::Uuid;

use super::{
    core::Engine,
    filter::mix,
    load::{row, seq_of},
    reads::play_at,
};
use crate::{
    db::{Batch, Snapshot, StoreError, Table, codec},
    domain::{ids::Seq, impression::record::ImpressionRow, time::Day},
};

/// An orderly stop writes a run of at least so much of a full one; less is replayed faster than read.
const CLOSE_PART: usize = 4;
/// Buckets of a run: those of 225,000 ids hold 511 on average, and one in a thousand outgrows a page.
pub(super) const BUCKETS: u16 = 440;
/// Bytes of an id in a bucket: three of its hash, four of its distance.
const ENTRY: usize = 7;
/// A run ends before distances outgrow their bytes.
const MAX_SPAN: Seq = 1 << 31;
/// What the rows in the meta table that name the runs begin with.
pub const RUN_PREFIX: &[u8] = b"ids/";

/// Where a run lies and what it covers: all plays from `first` to `last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its first play.
    pub first: Seq,
    /// Its last play.
    pub last: Seq,
    /// How many plays.
    pub ids: u64,
}

/// Bucket and remainder of an id.
pub(super) fn hash_of(id: Uuid) -> (u16, [u8; 3]) {
    let hash = mix(id.as_u128());
    let bucket = (u128::from(BUCKETS) * (hash >> 64)) >> 64;
    let [a, b, c, ..] = (hash as u64).to_be_bytes();
    (bucket as u16, [a, b, c])
}

/// Key of a bucket.
fn bucket_key(first: Seq, bucket: u16) -> [u8; 10] {
    let mut key = [0; 10];
    key[..8].copy_from_slice(&first.to_be_bytes());
    key[8..].copy_from_slice(&bucket.to_be_bytes());
    key
}

/// Puts ids into a batch as one run. `None` when there are none.
pub(super) fn write_run(batch: &mut Batch, ids: &FxHashMap<Uuid, Seq>) -> Option<Run> {
    let first = *ids.values().min()?;
    let last = *ids.values().max()?;
    let mut entries: Vec<(u16, [u8; ENTRY])> = ids
        .iter()
        .map(|(id, seq)| {
            let (bucket, hash) = hash_of(*id);
            let distance = u32::try_from(seq - first).expect("runs end before 2^31 entries");
            let mut entry = [0; ENTRY];
            entry[..3].copy_from_slice(&hash);
            entry[3..].copy_from_slice(&distance.to_be_bytes());
            (bucket, entry)
        })
        .collect();
    entries.sort_unstable();
    for bucket in entries.chunk_by(|a, b| a.0 == b.0) {
        let bytes = bucket.iter().flat_map(|(_, entry)| *entry).collect();
        batch.put(Table::IdRuns, &bucket_key(first, bucket[0].0), bytes);
    }
    let run = Run { first, last, ids: ids.len() as u64 };
    let mut name = RUN_PREFIX.to_vec();
    name.extend_from_slice(&first.to_be_bytes());
    batch.put(Table::Meta, &name, codec::encode(&(run.last, run.ids)));
    Some(run)
}

/// All runs, oldest first.
///
/// # Errors
/// `Storage`, `Row`.
pub fn runs(snapshot: &Snapshot) -> Result<Vec<Run>, StoreError> {
    let mut runs = Vec::new();
    let mut end = RUN_PREFIX.to_vec();
    end.extend_from_slice(&[0xff; 9]);
    snapshot.scan(Table::Meta, RUN_PREFIX.to_vec()..end, |key, value| {
        let (last, ids) = row(Table::Meta, value)?;
        runs.push(Run { first: seq_of(key), last, ids });
        Ok(true)
    })?;
    Ok(runs)
}

/// Places of a run at which the play of an id may lie.
fn places(snapshot: &Snapshot, run: &Run, id: Uuid) -> Result<Vec<Seq>, StoreError> {
    let (bucket, hash) = hash_of(id);
    let bytes = snapshot.get(Table::IdRuns, &bucket_key(run.first, bucket))?.unwrap_or_default();
    let (entries, _) = bytes.as_chunks::<ENTRY>();
    let from = entries.partition_point(|entry| entry[..3] < hash[..]);
    let same = entries[from..].iter().take_while(|entry| entry[..3] == hash[..]);
    Ok(same
        .map(|[.., a, b, c, d]| run.first + Seq::from(u32::from_be_bytes([*a, *b, *c, *d])))
        .collect())
}

/// The play of an id, looked up in runs, newest first.
///
/// # Errors
/// `Storage`, `Row`.
pub fn find(
    snapshot: &Snapshot,
    runs: &[Run],
    days: &[(Day, Seq)],
    id: Uuid,
) -> Result<Option<(Seq, ImpressionRow)>, StoreError> {
    for run in runs.iter().rev() {
        for seq in places(snapshot, run, id)? {
            if let Some(play) = play_at(snapshot, days, seq)?
                && play.id == id
            {
                return Ok(Some((seq, play)));
            }
        }
    }
    Ok(None)
}

/// The newest ids, those in no run yet; shared with readers.
#[derive(Debug, Default)]
pub struct RecentIds(RwLock<FxHashMap<Uuid, Seq>>);

impl RecentIds {
    /// The place of a recent id. A reader asks before it takes its snapshot of the store: what has
    /// left this memory by then is in a run of that snapshot.
    #[must_use]
    pub fn get(&self, id: Uuid) -> Option<Seq> {
        self.read().get(&id).copied()
    }

    fn read(&self) -> RwLockReadGuard<'_, FxHashMap<Uuid, Seq>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn with<T>(&self, change: impl FnOnce(&mut FxHashMap<Uuid, Seq>) -> T) -> T {
        change(&mut self.0.write().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Engine {
    /// Adds a run to the waiting group, when there are ids enough for one.
    pub(super) fn flush_ids(&mut self, closing: bool) {
        let a_run = self.settings.storage.ids_a_run;
        let recent_ids = &self.views.recent_ids;
        let ids = recent_ids.read().len() + self.group_ids.len();
        let since = self.live.id_runs.last().map_or(0, |run| run.last);
        let full = ids >= a_run || self.live.next_seq.saturating_sub(since) >= MAX_SPAN;
        if !(full || closing && ids >= a_run / CLOSE_PART) {
            return;
        }
        // Readers may look these up before they are committed; their snapshot has no row then.
        recent_ids.with(|recent| recent.extend(self.group_ids.iter().map(|(id, seq)| (*id, *seq))));
        // Sorting takes long; readers go on meanwhile.
        let run = write_run(&mut self.batch, &recent_ids.read());
        self.live.id_runs.extend(run);
        self.sealed_ids = run.is_some();
    }

    /// Takes over the ids of the group that was just committed.
    pub(super) fn keep_group_ids(&mut self) {
        let sealed = std::mem::take(&mut self.sealed_ids);
        self.views.recent_ids.with(|recent| {
            if sealed {
                recent.clear();
            } else {
                recent.extend(self.group_ids.iter().map(|(id, seq)| (*id, *seq)));
            }
        });
        self.group_ids.clear();
    }

    /// Takes over an id found in the row of its play at start.
    ///
    /// # Errors
    /// As `commit`: a store whose runs are missing gets them again.
    pub(super) fn replay_id(&mut self, seq: Seq, id: Uuid) -> Result<(), StoreError> {
        if self.live.id_runs.last().is_some_and(|run| seq <= run.last) {
            return Ok(());
        }
        let a_run = self.settings.storage.ids_a_run;
        let mut batch = Batch::default();
        let run = self.views.recent_ids.with(|recent| {
            recent.insert(id, seq);
            (recent.len() >= a_run).then(|| write_run(&mut batch, recent))
        });
        if let Some(run) = run.flatten() {
            self.store.commit(&mut batch)?;
            self.live.id_runs.push(run);
            self.views.recent_ids.with(FxHashMap::clear);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Store;

    fn store_with(ids: &FxHashMap<Uuid, Seq>) -> (Snapshot, Option<Run>) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("store"), 1 << 20).unwrap();
        let mut batch = Batch::default();
        let run = write_run(&mut batch, ids);
        store.commit(&mut batch).unwrap();
        (store.snapshot().unwrap(), run)
    }

    #[test]
    fn a_run_knows_each_of_its_ids() {
        let ids: FxHashMap<Uuid, Seq> =
            (0..30_000_u64).map(|n| (Uuid::from_u128(u128::from(n) << 3), 7 + n * 100)).collect();
        let (snapshot, run) = store_with(&ids);
        let expected = Run { first: 7, last: 7 + 29_999 * 100, ids: 30_000 };
        assert_eq!((run, runs(&snapshot).unwrap()), (Some(expected), vec![expected]));
        let mut looked_at = 0;
        for (id, seq) in &ids {
            let found = places(&snapshot, &expected, *id).unwrap();
            assert!(found.contains(seq), "{id}");
            looked_at += found.len();
        }
        assert!(looked_at <= ids.len() + 20, "{looked_at} places for {} ids", ids.len());
        let strange = (0..30_000_u128).map(|n| Uuid::from_u128(n << 3 | 1));
        let wrong = strange.filter(|id| !places(&snapshot, &expected, *id).unwrap().is_empty());
        assert!(wrong.count() <= 3, "unknown ids name a place almost never");
    }

    #[test]
    fn ids_with_one_hash_keep_a_place_each() {
        // Found by trying: equal in bucket and remainder.
        let mut seen: FxHashMap<(u16, [u8; 3]), Uuid> = FxHashMap::default();
        let pair = (0_u128..).find_map(|n| {
            let id = Uuid::from_u128(n);
            seen.insert(hash_of(id), id).map(|other| (other, id))
        });
        let (a, b) = pair.unwrap();
        let (snapshot, run) = store_with(&FxHashMap::from_iter([(a, 3), (b, 9)]));
        let run = run.unwrap();
        assert_eq!(places(&snapshot, &run, a).unwrap(), [3, 9]);
        assert_eq!(places(&snapshot, &run, b).unwrap(), [3, 9]);
    }

    #[test]
    fn nothing_is_no_run() {
        assert_eq!(store_with(&FxHashMap::default()).1, None);
    }
}
