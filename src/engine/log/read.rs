//! Reading the log back from a snapshot: hashes for proofs and tiles, entries, places of leaves.
//! Rule: POP-07.

pub use super::start::log_keys;
use super::{
    BLOCK_LEAVES, HEAD_KEY, Item, LogError, Place, PlacedReversal, SignedCheckpoint,
    StoredCheckpoint,
    append::write_reversal,
    blocks::{Block, read_row},
    checkpoint_key, hash_key, place_key, read_head, reversal_key,
};
use crate::{
    db::{Snapshot, StoreError, Table},
    domain::{
        ids::Seq,
        impression::record::{ImpressionRow, PlayStatus},
        time::{Day, Timestamp},
    },
    engine::{
        load::{row, sealed, seq_of},
        reads::{partitions, play_at},
    },
    proof::{
        leaf::{self, Names},
        log::{
            Hash,
            hash::leaf_hash,
            source::{HashSource, root_at},
        },
    },
};

/// The log as of a snapshot.
pub struct LogReader<'a, N> {
    snapshot: &'a Snapshot,
    names: &'a N,
    days: Vec<(Day, Seq)>,
    size: u64,
    tail: Vec<Item>,
}

impl<'a, N: Names> LogReader<'a, N> {
    /// Opens the log of a snapshot; `names` knows the ids of its plays.
    ///
    /// # Errors
    /// A [`LogError`].
    pub fn open(snapshot: &'a Snapshot, names: &'a N) -> Result<Self, LogError> {
        let head = snapshot.get(Table::Meta, HEAD_KEY)?;
        let (range, block): (_, Block) = read_head(head.as_deref())?;
        let (days, tail) = (partitions(snapshot)?, block.items());
        Ok(Self { snapshot, names, days, size: range.size(), tail })
    }

    /// Number of leaves.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The leaves of a block.
    fn block(&self, block: u64) -> Result<Vec<Item>, LogError> {
        let first = block * BLOCK_LEAVES;
        if first + self.tail.len() as u64 == self.size {
            return Ok(self.tail.clone());
        }
        let bytes = self.snapshot.get(Table::LogBlocks, &first.to_be_bytes())?;
        let items = bytes.and_then(|bytes| read_row(&bytes)).map(|(_, items)| items);
        items.ok_or_else(|| LogError::Damaged(format!("the block of leaf {first} is not there")))
    }

    /// The play of a place.
    ///
    /// # Errors
    /// `Damaged` when there is none.
    pub fn play(&self, seq: Seq) -> Result<ImpressionRow, LogError> {
        let play = play_at(self.snapshot, &self.days, seq)?;
        play.ok_or_else(|| LogError::Damaged(format!("the play at place {seq} is not there")))
    }

    /// The reversal of a play, if it was taken back.
    ///
    /// # Errors
    /// `Store`.
    pub fn reversal(&self, seq: Seq) -> Result<Option<PlacedReversal>, LogError> {
        Ok(reversal_of(self.snapshot, seq)?)
    }

    /// Where the leaf of a reviewed play is.
    ///
    /// # Errors
    /// `Store`.
    pub fn place(&self, seq: Seq) -> Result<Option<Place>, LogError> {
        let bytes = self.snapshot.get(Table::LogPlaces, &place_key(seq))?;
        Ok(bytes.map(|bytes| row(Table::LogPlaces, &bytes)).transpose()?)
    }

    /// Index of the leaf of a play; `None` when it was not billed.
    ///
    /// # Errors
    /// `Store`.
    pub fn leaf_of(&self, seq: Seq, play: &ImpressionRow) -> Result<Option<u64>, LogError> {
        match play.status {
            PlayStatus::Rejected => return Ok(None),
            PlayStatus::UnderReview => return Ok(self.place(seq)?.map(|place| place.leaf)),
            PlayStatus::Verified => {}
        }
        if let Some(at) = find_in(&self.tail, seq) {
            return Ok(Some(self.size - self.tail.len() as u64 + at));
        }
        Ok(find_block(self.snapshot, seq)?)
    }

    /// The entries of consecutive leaves of one block, each given to `visit` with its item.
    fn entries(
        &self,
        first: u64,
        count: usize,
        mut visit: impl FnMut(usize, &[u8]),
    ) -> Result<(), LogError> {
        let items = self.block(first / BLOCK_LEAVES)?;
        let from = (first % BLOCK_LEAVES) as usize;
        let missing = || LogError::Damaged(format!("leaf {first} and after are not there"));
        let items = items.get(from..from + count).ok_or_else(missing)?;
        let (mut text, mut entry) = (Vec::new(), Vec::new());
        for (at, item) in items.iter().enumerate() {
            self.write_entry(*item, &mut text, &mut entry)?;
            visit(at, &entry);
        }
        Ok(())
    }

    fn write_entry(
        &self,
        item: Item,
        text: &mut Vec<u8>,
        entry: &mut Vec<u8>,
    ) -> Result<(), LogError> {
        let (seq, play) = (item.seq, self.play(item.seq)?);
        let ids = self.names.play_ids(&play);
        let ids = ids.ok_or_else(|| LogError::Damaged(format!("place {seq} has no ids")))?;
        if !item.reversal {
            leaf::write_play(&play, &ids, text, entry);
            return Ok(());
        }
        let reversal = self.reversal(seq)?;
        let reversal =
            reversal.ok_or_else(|| LogError::Damaged(format!("place {seq} has no reversal")))?;
        write_reversal(&play, &ids, &reversal.reversal, text, entry);
        Ok(())
    }

    /// The entry of a leaf.
    ///
    /// # Errors
    /// `Damaged` when there is no such leaf.
    pub fn entry(&self, index: u64) -> Result<Vec<u8>, LogError> {
        let mut found = Vec::new();
        self.entries(index, 1, |_, entry| found = entry.to_vec())?;
        Ok(found)
    }

    /// The entries of consecutive leaves of one tile.
    ///
    /// # Errors
    /// `Damaged` when not all of them are there.
    pub fn entries_of(&self, first: u64, count: usize) -> Result<Vec<Vec<u8>>, LogError> {
        let mut found = Vec::with_capacity(count);
        self.entries(first, count, |_, entry| found.push(entry.to_vec()))?;
        Ok(found)
    }

    /// The root at a size that the log has or had.
    ///
    /// # Errors
    /// A [`LogError`].
    pub fn root(&self, size: u64) -> Result<Hash, LogError> {
        root_at(self, size)
    }
}

impl<N: Names> HashSource for LogReader<'_, N> {
    type Error = LogError;

    fn read(&self, level: u8, first: u64, out: &mut [Hash]) -> Result<(), LogError> {
        if level == 0 {
            return self.entries(first, out.len(), |at, entry| out[at] = leaf_hash(entry));
        }
        for (index, hash) in (first..).zip(out) {
            let bytes = self.snapshot.get(Table::LogHashes, &hash_key(level, index))?;
            *hash = bytes.and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| {
                LogError::Damaged(format!("hash {index} of level {level} is not there"))
            })?;
        }
        Ok(())
    }
}

/// Place of a play's leaf among those of its block, for plays that were billed in order.
#[must_use]
pub fn find_in(items: &[Item], seq: Seq) -> Option<u64> {
    let wanted = Item { seq, reversal: false };
    items.iter().position(|item| *item == wanted).map(|at| at as u64)
}

/// Index of the leaf of a play that was billed in order and whose block is complete and on disk.
///
/// # Errors
/// `Store`.
pub fn find_block(snapshot: &Snapshot, seq: Seq) -> Result<Option<u64>, StoreError> {
    let mut newest = None;
    snapshot.scan_back(Table::LogBlocks, .., |key, _| {
        newest = Some(seq_of(key) / BLOCK_LEAVES);
        Ok(false)
    })?;
    let read = |block: u64| -> Result<Option<(Seq, Vec<Item>)>, StoreError> {
        let bytes = snapshot.get(Table::LogBlocks, &(block * BLOCK_LEAVES).to_be_bytes())?;
        Ok(bytes.and_then(|bytes| read_row(&bytes)))
    };
    // The last block that begins before the play.
    let (mut low, mut high) = (0, newest.map_or(0, |newest| newest + 1));
    while low < high {
        let middle = low + (high - low) / 2;
        let Some((start, _)) = read(middle)? else { return Ok(None) };
        if start < seq {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    let Some(block) = low.checked_sub(1) else { return Ok(None) };
    let found = read(block)?.and_then(|(_, items)| find_in(&items, seq));
    Ok(found.map(|at| block * BLOCK_LEAVES + at))
}

/// The reversal of a play, if it was taken back.
///
/// # Errors
/// `Storage`, `Row`.
pub fn reversal_of(snapshot: &Snapshot, seq: Seq) -> Result<Option<PlacedReversal>, StoreError> {
    let key = reversal_key(seq);
    let bytes = snapshot.get(Table::LogPlaces, &key)?;
    bytes.map(|bytes| sealed(Table::LogPlaces, &key, &bytes)).transpose()
}

/// Checkpoints from a place on (see [`SignedCheckpoint::place`]), smallest first, at most `limit`.
///
/// # Errors
/// A [`LogError`].
pub fn checkpoints(
    snapshot: &Snapshot,
    from: u64,
    limit: usize,
) -> Result<Vec<SignedCheckpoint>, LogError> {
    let keys = log_keys(snapshot)?;
    let mut found = Vec::new();
    snapshot.scan(Table::LogCheckpoints, from.to_be_bytes().to_vec().., |key, value| {
        let stored: StoredCheckpoint = sealed(Table::LogCheckpoints, key, value)?;
        found.extend(stored.render(key, &keys));
        Ok(found.len() < limit)
    })?;
    Ok(found)
}

/// The first checkpoint that was signed at a moment or later; later ones do not change it.
///
/// # Errors
/// A [`LogError`].
pub fn checkpoint_since(
    snapshot: &Snapshot,
    at: Timestamp,
) -> Result<Option<SignedCheckpoint>, LogError> {
    let head = snapshot.get(Table::Meta, HEAD_KEY)?;
    let (range, _): (_, Block) = read_head(head.as_deref())?;
    // The larger the tree, the later it was signed: halve what is left.
    let (mut low, mut high) = (0, range.size().saturating_add(1));
    while low < high {
        let middle = low + (high - low) / 2;
        match checkpoints(snapshot, place_of(middle), 1)?.first() {
            Some(found) if found.signed_at < at => low = found.size + 1,
            _ => high = middle,
        }
    }
    Ok(checkpoints(snapshot, place_of(low), 1)?.into_iter().next())
}

/// The first place of checkpoints of a size.
const fn place_of(size: u64) -> u64 {
    u64::from_be_bytes(checkpoint_key(size, 0))
}
