//! The transparency log computed again from the plays: every leaf, every kept hash, the right edge,
//! and every checkpoint that was signed. Rules: POP-07, D-86, D-87.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::books::{Books, read_all, read_sealed};
use crate::{
    db::{StoreError, Table, codec},
    domain::{
        catalog::{Asset, Device, Store, Supplier},
        ids::Seq,
        impression::record::{ImpressionRow, Overlay, PlayStatus},
    },
    engine::{
        load::{LoadError, seq_of},
        log::{
            BLOCK_LEAVES, HEAD_KEY, Item, LogHead, Place, PlacedReversal, SignedCheckpoint,
            StoredCheckpoint, checkpoint_place, hash_place, is_billed, place_key, read::log_keys,
            read_row, reversal_key,
        },
        reads::play_at,
    },
    proof::{
        leaf::{self, Names, PlayIds, ReversalLeaf},
        log::{
            Hash,
            checkpoint::Checkpoint,
            hash::leaf_hash,
            note_key::NoteKey,
            range::{Range, StoredHash},
        },
    },
};

/// The catalog as the auditor read it.
struct Catalog {
    campaigns: Vec<uuid::Uuid>,
    stores: Vec<Store>,
    suppliers: Vec<Supplier>,
    devices: Vec<Device>,
    assets: Vec<Asset>,
}

impl Names for Catalog {
    fn play_ids(&self, row: &ImpressionRow) -> Option<PlayIds> {
        let store = self.stores.get(row.store.index())?;
        let device = self.devices.get(row.device.index())?;
        Some(PlayIds {
            campaign: *self.campaigns.get(row.campaign?.index())?,
            device: device.id,
            store: store.id,
            supplier: self.suppliers.get(store.supplier.index())?.id,
            asset: self.assets.get(row.asset?.index())?.id,
            key: device.keys.get(usize::from(row.key?))?.id,
        })
    }
}

impl Books<'_> {
    /// Counts a play that was billed, whatever became of it since.
    pub(super) fn count_leaf(&mut self, seq: Seq, play: &ImpressionRow) -> Result<(), StoreError> {
        if play.status == PlayStatus::Rejected {
            return Ok(());
        }
        let overlay = self.overlay_at(seq)?;
        // A play that was held, billed and taken back says only the latter now.
        let taken_back = self.snapshot.get(Table::LogPlaces, &reversal_key(seq))?.is_some();
        if is_billed(play, overlay.as_ref()) || taken_back {
            self.leaves_due += 1;
        }
        Ok(())
    }

    fn overlay_at(&self, seq: Seq) -> Result<Option<Overlay>, StoreError> {
        let key = seq.to_be_bytes();
        let bytes = self.snapshot.get(Table::Overlays, &key)?;
        Ok(bytes.and_then(|bytes| codec::decode_sealed(&key, &bytes).ok()))
    }
}

/// Computes the log again and compares it with what is kept.
///
/// # Errors
/// `Store` when the store cannot be read at all.
pub(super) fn check_log(books: &mut Books<'_>) -> Result<(), LoadError> {
    let catalog = catalog(books)?;
    let head = read_head(books)?;
    let signers = signers(books);
    let mut walk = Walk {
        catalog,
        range: Range::new(),
        hashes: BTreeMap::new(),
        checkpoints: checkpoints(books, &signers)?,
        plays: 0,
        reversals: 0,
        places: 0,
        newest: 0,
        text: Vec::new(),
        entry: Vec::new(),
        leaves: FxHashMap::default(),
    };
    read_hashes(books, &mut walk.hashes)?;
    walk.compare_checkpoints(books, &signers);
    for (first, items) in blocks(books, head.as_ref())? {
        walk.block(books, first, &items)?;
    }
    walk.finish(books, head)
}

fn catalog(books: &mut Books<'_>) -> Result<Catalog, LoadError> {
    let snapshot = books.snapshot;
    Ok(Catalog {
        campaigns: books.campaign_ids.clone(),
        stores: read_all(snapshot, Table::Stores, &mut books.report)?,
        suppliers: read_all(snapshot, Table::Suppliers, &mut books.report)?,
        devices: read_all(snapshot, Table::Devices, &mut books.report)?,
        assets: read_all(snapshot, Table::Assets, &mut books.report)?,
    })
}

fn read_head(books: &mut Books<'_>) -> Result<Option<LogHead>, LoadError> {
    let bytes = books.snapshot.get(Table::Meta, HEAD_KEY)?;
    Ok(bytes.and_then(|bytes| read_sealed(&mut books.report, Table::Meta, HEAD_KEY, &bytes)))
}

/// All blocks in order, the one that fills included.
fn blocks(
    books: &mut Books<'_>,
    head: Option<&LogHead>,
) -> Result<Vec<(u64, Vec<Item>)>, LoadError> {
    let mut found = Vec::new();
    let mut next = 0;
    let report = &mut books.report;
    books.snapshot.scan(Table::LogBlocks, .., |key, value| {
        let first = seq_of(key);
        report.equal("blocks of the log follow each other", first, &next, &first);
        next = first + BLOCK_LEAVES;
        match read_row(value) {
            Some((_, items)) if items.len() as u64 == BLOCK_LEAVES => found.push((first, items)),
            _ => report.add("a block of the log is whole", first, BLOCK_LEAVES, "another row"),
        }
        Ok(true)
    })?;
    if let Some(head) = head {
        match read_row(&head.block) {
            Some((_, items)) => found.push((next, items)),
            None => report.add("the last leaves can be read", next, "leaves", "another row"),
        }
    }
    Ok(found)
}

fn read_hashes(
    books: &mut Books<'_>,
    hashes: &mut BTreeMap<(u8, u64), Vec<u8>>,
) -> Result<(), LoadError> {
    let report = &mut books.report;
    books.snapshot.scan(Table::LogHashes, .., |key, value| {
        match hash_place(key) {
            Some(place) => drop(hashes.insert(place, value.to_vec())),
            None => {
                report.add("a hash of the log has a place", hex::encode(key), "a place", "none")
            }
        }
        Ok(true)
    })?;
    Ok(())
}

/// Checkpoints by size and key, each with what it says, unless its key is unknown.
fn checkpoints(
    books: &mut Books<'_>,
    keys: &[NoteKey],
) -> Result<BTreeMap<(u64, u8), Option<SignedCheckpoint>>, LoadError> {
    let mut found = BTreeMap::new();
    let report = &mut books.report;
    books.snapshot.scan(Table::LogCheckpoints, .., |key, value| {
        let read = read_sealed::<StoredCheckpoint>(report, Table::LogCheckpoints, key, value);
        if let Some(stored) = read {
            found.insert(checkpoint_place(key), stored.render(key, keys));
        }
        Ok(true)
    })?;
    Ok(found)
}

/// The keys that signed.
fn signers(books: &mut Books<'_>) -> Vec<NoteKey> {
    match log_keys(books.snapshot) {
        Ok(keys) => keys,
        Err(error) => {
            books.report.add("keys of the log can be read", "all", "keys", error);
            Vec::new()
        }
    }
}

/// The log as it grows again.
struct Walk {
    catalog: Catalog,
    range: Range,
    hashes: BTreeMap<(u8, u64), Vec<u8>>,
    checkpoints: BTreeMap<(u64, u8), Option<SignedCheckpoint>>,
    plays: u64,
    reversals: u64,
    places: u64,
    /// The highest place of plays that were billed in order.
    newest: Seq,
    text: Vec<u8>,
    entry: Vec<u8>,
    /// Leaves of plays that have a place of their own: reviewed ones.
    leaves: FxHashMap<Seq, u64>,
}

impl Walk {
    /// Every checkpoint was signed by the log over its own size and root.
    fn compare_checkpoints(&mut self, books: &mut Books<'_>, signers: &[NoteKey]) {
        books.report.checkpoints = self.checkpoints.len() as u64;
        for ((size, key), signed) in &self.checkpoints {
            let signer = signers.get(usize::from(*key));
            let opened = signed.as_ref().zip(signer).is_some_and(|(signed, signer)| {
                Checkpoint::open(signed.note.as_bytes(), signer, &[]).is_ok()
            });
            if !opened {
                books.report.add("a checkpoint is signed by the log", size, "signed", "not so");
            }
        }
        self.meet_checkpoints(books);
    }

    fn block(
        &mut self,
        books: &mut Books<'_>,
        first: u64,
        items: &[Item],
    ) -> Result<(), LoadError> {
        if first != self.range.size() {
            // A block is missing or damaged, which is said already: nothing after it can be told.
            return Ok(());
        }
        for item in items {
            let Some(hash) = self.leaf(books, *item)? else {
                // The rest of the log hangs on it.
                self.range = Range::new();
                return Ok(());
            };
            self.append(books, hash);
        }
        Ok(())
    }

    fn append(&mut self, books: &mut Books<'_>, hash: Hash) {
        let (hashes, report) = (&mut self.hashes, &mut books.report);
        self.range.append(hash, |StoredHash { level, index, hash }| {
            let leaves = BLOCK_LEAVES.saturating_pow(level.into());
            let name = || format!("leaves {} to {}", index * leaves, (index + 1) * leaves - 1);
            match hashes.remove(&(level, index)) {
                Some(kept) if kept == hash => {}
                Some(kept) => report.add(
                    "leaves of the log are those that were logged",
                    name(),
                    hex::encode(hash),
                    hex::encode(kept),
                ),
                None => report.add("a hash of the log is kept", name(), hex::encode(hash), "none"),
            }
        });
        report.leaves = self.range.size();
        self.meet_checkpoints(books);
    }

    fn meet_checkpoints(&mut self, books: &mut Books<'_>) {
        let size = self.range.size();
        while let Some(entry) = self.checkpoints.first_entry()
            && entry.key().0 <= size
        {
            let ((of, _), signed) = entry.remove_entry();
            let Some(signed) = signed.filter(|_| of == size) else { continue };
            let (root, signed_root) = (hex::encode(self.range.root()), hex::encode(signed.root));
            let subject = format!("{size} leaves, signed at {}", signed.signed_at);
            books.report.equal("the log is the one that was signed", subject, &root, &signed_root);
        }
    }

    /// The hash of one leaf from its play; `None` where there is no such play any more.
    fn leaf(&mut self, books: &mut Books<'_>, item: Item) -> Result<Option<Hash>, LoadError> {
        let index = self.range.size();
        let subject = format!("leaf {index}, place {}", item.seq);
        // Damaged rows are findings of the books already.
        let play = play_at(books.snapshot, &books.partitions, item.seq).unwrap_or_default();
        let Some(play) = play else {
            books.report.add("a leaf of the log has its play", subject, "a billed play", "none");
            return Ok(None);
        };
        let Some(ids) = self.catalog.play_ids(&play) else {
            books.report.add("the play of a leaf was billed", subject, "billed", "without ids");
            return Ok(None);
        };
        if item.reversal {
            return self.reversal(books, item.seq, &play, &ids, &subject);
        }
        self.plays += 1;
        self.check_play(books, item.seq, &play, &subject)?;
        leaf::write_play(&play, &ids, &mut self.text, &mut self.entry);
        Ok(Some(leaf_hash(&self.entry)))
    }

    /// A play is logged once, when it is billed; reviewed ones have their leaf's place kept.
    fn check_play(
        &mut self,
        books: &mut Books<'_>,
        seq: Seq,
        play: &ImpressionRow,
        subject: &str,
    ) -> Result<(), LoadError> {
        let index = self.range.size();
        if play.status == PlayStatus::Rejected {
            books.report.add("the play of a leaf was billed", subject, "billed", "REJECTED");
        }
        if play.status != PlayStatus::UnderReview {
            if seq <= self.newest {
                let after = format!("after place {}", self.newest);
                books.report.add("plays are logged in their order", subject, after, seq);
            }
            self.newest = self.newest.max(seq);
            return Ok(());
        }
        self.newest = self.newest.max(seq);
        if self.leaves.insert(seq, index).is_some() {
            books.report.add("a play is logged once", subject, 1, 2);
        }
        let bytes = books.snapshot.get(Table::LogPlaces, &place_key(seq))?;
        let place = bytes.and_then(|bytes| codec::decode::<Place>(&bytes).ok());
        self.places += u64::from(place.is_some());
        let found = place.map(|place| place.leaf);
        books.report.equal("a reviewed play knows its leaf", subject, &Some(index), &found);
        Ok(())
    }

    fn reversal(
        &mut self,
        books: &mut Books<'_>,
        seq: Seq,
        play: &ImpressionRow,
        ids: &PlayIds,
        subject: &str,
    ) -> Result<Option<Hash>, LoadError> {
        self.reversals += 1;
        let key = reversal_key(seq);
        let bytes = books.snapshot.get(Table::LogPlaces, &key)?;
        let read = bytes.and_then(|bytes| {
            read_sealed::<PlacedReversal>(&mut books.report, Table::LogPlaces, &key, &bytes)
        });
        let Some(PlacedReversal { leaf, reversal }) = read else {
            books.report.add("a reversal is kept", subject, "a reversal", "none");
            return Ok(None);
        };
        self.places += 1;
        books.report.equal("a reversal knows its leaf", subject, &self.range.size(), &leaf);
        let overlay = books.overlay_at(seq)?;
        let decided = overlay.map(|overlay| {
            let reason = overlay.reason.map(|code| code.recorded_reason()).unwrap_or_default();
            (overlay.status, reason, overlay.decided_at)
        });
        let expected = Some((PlayStatus::Rejected, reversal.reason.clone(), reversal.decided_at));
        books.report.equal("a reversal is what was decided", subject, &decided, &expected);
        let entry = ReversalLeaf {
            impression: play.id,
            play_leaf: reversal.play_leaf,
            proof: leaf::play_proof(play, ids, &mut self.text),
            reason: &reversal.reason,
            decided_at: reversal.decided_at,
        };
        entry.write(&mut self.entry);
        Ok(Some(leaf_hash(&self.entry)))
    }

    /// Nothing is kept that the plays do not give, and every billed play has its leaf.
    fn finish(mut self, books: &mut Books<'_>, head: Option<LogHead>) -> Result<(), LoadError> {
        let edge = head.map(|head| head.range).unwrap_or_default();
        let kept = if edge.is_empty() { Ok(Range::new()) } else { Range::from_bytes(&edge) };
        match kept {
            Ok(kept) => {
                let told = |range: &Range| (range.size(), hex::encode(range.root()));
                let (found, expected) = (told(&kept), told(&self.range));
                books.report.equal("size and root of the log", "right edge", &expected, &found);
            }
            Err(error) => books.report.add("the right edge can be read", "log", "a range", error),
        }
        books.report.equal("every billed play is a leaf", "all", &books.leaves_due, &self.plays);
        for (level, index) in std::mem::take(&mut self.hashes).into_keys() {
            let place = format!("level {level}, {index}");
            books.report.add("a kept hash is of leaves that are there", place, "none", "a hash");
        }
        for (size, _) in std::mem::take(&mut self.checkpoints).into_keys() {
            let subject = format!("{size} leaves");
            let found = format!("{} leaves", self.range.size());
            books.report.add(
                "the log is the one that was signed",
                subject,
                "as many leaves",
                found,
            );
        }
        self.check_places(books)
    }

    fn check_places(&self, books: &mut Books<'_>) -> Result<(), LoadError> {
        let mut kept = BTreeSet::new();
        books.snapshot.scan(Table::LogPlaces, .., |key, _| {
            kept.insert(key.to_vec());
            Ok(true)
        })?;
        let found = kept.len() as u64;
        books.report.equal("kept places are of leaves", "all", &self.places, &found);
        Ok(())
    }
}
