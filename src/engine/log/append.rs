//! Appending leaves and signing checkpoints, on the writer's side. Rules: POP-07, D-86, D-87.

use std::sync::Arc;

use super::{
    BLOCK_LEAVES, HEAD_KEY, Item, LogHead, Place, PlacedReversal, SignedCheckpoint,
    StoredCheckpoint,
    blocks::read_row,
    checkpoint_key, hash_key, place_key,
    read::{find_block, find_in},
    reversal_key, signed_note,
};
use crate::{
    db::{Table, codec},
    domain::{
        ids::Seq,
        impression::record::{ImpressionRow, Overlay, PlayStatus},
        time::{SECOND_MS, Timestamp},
    },
    engine::{
        core::Engine,
        live::{Live, Timer},
        publish::Views,
    },
    proof::{
        leaf::{self, Names, PlayIds, Reversal, ReversalLeaf},
        log::{Hash, checkpoint::Checkpoint, hash::leaf_hash},
    },
};

/// Whether a play was billed: at once, or by a review.
#[must_use]
pub fn is_billed(row: &ImpressionRow, overlay: Option<&Overlay>) -> bool {
    let approved = overlay.is_some_and(|overlay| overlay.status == PlayStatus::Verified);
    match row.status {
        PlayStatus::Verified => true,
        PlayStatus::UnderReview => approved,
        PlayStatus::Rejected => false,
    }
}

impl Engine {
    /// Appends the leaf of a play that becomes billed at `at`; `proof` is its proof hash, where
    /// whoever checked the signature computed it. Rule: POP-07.
    pub(in crate::engine) fn log_play(
        &mut self,
        seq: Seq,
        row: &ImpressionRow,
        proof: Option<Hash>,
        at: Timestamp,
    ) {
        let ids = self.live.play_ids(row);
        let ids = ids.expect("a billed play has a campaign, an asset, a store and a signing key");
        let log = &mut self.live.log;
        debug_assert!(
            proof.is_none_or(|proof| proof == leaf::play_proof(row, &ids, &mut log.text))
        );
        let proof = proof.unwrap_or_else(|| leaf::play_proof(row, &ids, &mut log.text));
        leaf::write_proved(row, &ids, proof, &mut log.entry);
        let hash = leaf_hash(&log.entry);
        let leaf = self.append_leaf(hash, Item { seq, reversal: false }, at);
        if row.status == PlayStatus::UnderReview {
            let place = Place { leaf, near: self.live.next_seq };
            self.batch.put(Table::LogPlaces, &place_key(seq), codec::encode(&place));
        }
    }

    /// Appends the leaf that takes a billed play back, once; a play that was never billed has none.
    /// Rule: D-87.
    pub fn log_reversal(&mut self, seq: Seq, overlay: &Overlay) {
        let key = reversal_key(seq);
        let waiting = self.batch.newest(Table::LogPlaces, &key).is_some();
        if waiting || self.committed(|snapshot| snapshot.get(Table::LogPlaces, &key)).is_some() {
            return;
        }
        let Some(row) = self.row_of_seq(seq) else { return };
        let Some(ids) = self.live.play_ids(&row) else { return };
        let Some(play_leaf) = self.leaf_of_play(seq, &row) else { return };
        let reason = overlay.reason.map(|code| code.recorded_reason()).unwrap_or_default();
        let reversal = Reversal {
            reason,
            decided_at: overlay.decided_at,
            play_leaf,
            near: self.live.next_seq,
        };
        let log = &mut self.live.log;
        write_reversal(&row, &ids, &reversal, &mut log.text, &mut log.entry);
        let hash = leaf_hash(&log.entry);
        let item = Item { seq, reversal: true };
        let leaf = self.append_leaf(hash, item, overlay.decided_at);
        let placed = PlacedReversal { leaf, reversal };
        self.batch.put(Table::LogPlaces, &key, codec::encode_sealed(&key, &placed));
    }

    /// Where the leaf of a play is: in the waiting group, in the block that fills, or on disk.
    fn leaf_of_play(&mut self, seq: Seq, row: &ImpressionRow) -> Option<u64> {
        if row.status == PlayStatus::UnderReview {
            let key = place_key(seq);
            let waiting = self.batch.newest(Table::LogPlaces, &key).map(<[u8]>::to_vec);
            let bytes = waiting.or_else(|| self.committed(|s| s.get(Table::LogPlaces, &key)))?;
            return codec::decode::<Place>(&bytes).ok().map(|place| place.leaf);
        }
        let log = &self.live.log;
        let mut first = log.range.size() - log.range.size() % BLOCK_LEAVES;
        if seq > log.block.start() {
            return find_in(&log.block.items(), seq).map(|at| first + at);
        }
        // Blocks that the group completed are not on disk yet.
        while first > 0 {
            let block = first - BLOCK_LEAVES;
            let Some(row) = self.batch.newest(Table::LogBlocks, &block.to_be_bytes()) else {
                break;
            };
            let (start, items) = read_row(row)?;
            if start < seq {
                return find_in(&items, seq).map(|at| block + at);
            }
            first = block;
        }
        self.committed(|snapshot| find_block(snapshot, seq))
    }

    fn append_leaf(&mut self, hash: Hash, item: Item, at: Timestamp) -> u64 {
        let (log, batch) = (&mut self.live.log, &mut self.batch);
        let index = log.range.append(hash, |kept| {
            let key = hash_key(kept.level, kept.index);
            batch.put(Table::LogHashes, &key, kept.hash.to_vec());
        });
        log.block.push(item);
        if log.range.size() % BLOCK_LEAVES == 0 {
            let first = (log.range.size() - BLOCK_LEAVES).to_be_bytes();
            batch.put(Table::LogBlocks, &first, log.block.to_row());
            log.block = log.block.next();
        }
        log.touched = true;
        if log.due.is_none() {
            self.arm_checkpoint(at);
        }
        index
    }

    /// Sets the timer of the next checkpoint, where somebody signs.
    pub(super) fn arm_checkpoint(&mut self, now: Timestamp) {
        if self.views.log.signer.get().is_none() {
            return;
        }
        let wait_ms = i64::from(self.settings.transparency.checkpoint_seconds) * SECOND_MS;
        let last = self.live.log.last.as_ref().map(|last| last.signed_at.plus_ms(wait_ms));
        let due = last.map_or(now, |at| at.max(now));
        self.live.log.due = Some(due);
        self.live.timers.insert((due, Timer::LogCheckpoint));
    }

    /// Signs a checkpoint of everything appended so far, unless the newest one is of the same size.
    /// It is handed out after the commit. Rule: POP-07.
    pub fn sign_checkpoint(&mut self, now: Timestamp) {
        let Some(signer) = self.views.log.signer.get().map(Arc::clone) else { return };
        if let Some(due) = self.live.log.due.take() {
            self.live.timers.remove(&(due, Timer::LogCheckpoint));
        }
        let log = &self.live.log;
        let (size, root) = (log.range.size(), log.range.root());
        let place = log.keys.saturating_sub(1);
        if log.last.as_ref().is_some_and(|last| (last.size, last.key) == (size, place)) {
            return;
        }
        let checkpoint = Checkpoint::new(signer.key().name(), size, root);
        let text = checkpoint.expect("the name of a key is an origin").to_string();
        let signature = signer.sign(text.as_bytes());
        let note = signed_note(&text, signer.key(), &signature);
        let stored = StoredCheckpoint { root, signed_at: now, signature };
        let key = checkpoint_key(size, place);
        self.batch.put(Table::LogCheckpoints, &key, codec::encode_sealed(&key, &stored));
        let signed = SignedCheckpoint { size, key: place, root, signed_at: now, note };
        self.live.log.last = Some(Arc::new(signed));
    }

    /// Writes the right edge, where the group appended leaves.
    pub(in crate::engine) fn flush_log(&mut self) {
        if std::mem::take(&mut self.live.log.touched) {
            let log = &self.live.log;
            let head = LogHead { range: log.range.to_bytes(), block: log.block.to_row() };
            self.batch.put(Table::Meta, HEAD_KEY, codec::encode_sealed(HEAD_KEY, &head));
        }
    }

    /// Shows readers the newest checkpoint.
    pub(in crate::engine) fn publish_log(&self) {
        let shown = self.views.log.checkpoint.load();
        let place = |checkpoint: Option<&SignedCheckpoint>| checkpoint.map(SignedCheckpoint::place);
        if place(shown.as_deref()) != place(self.live.log.last.as_deref()) {
            self.views.log.checkpoint.store(self.live.log.last.clone());
        }
    }
}

/// Writes the leaf of a reversal; `text` is room for the play's signed text.
pub(super) fn write_reversal(
    row: &ImpressionRow,
    ids: &PlayIds,
    reversal: &Reversal,
    text: &mut Vec<u8>,
    out: &mut Vec<u8>,
) {
    ReversalLeaf {
        impression: row.id,
        play_leaf: reversal.play_leaf,
        proof: leaf::play_proof(row, ids, text),
        reason: &reversal.reason,
        decided_at: reversal.decided_at,
    }
    .write(out);
}

/// Both know the same catalog, the writer's and the readers'.
macro_rules! names {
    ($($who:ty),*) => {$(
        impl Names for $who {
            fn play_ids(&self, row: &ImpressionRow) -> Option<PlayIds> {
                let (store, device) =
                    (self.stores.get(row.store.0)?, self.devices.get(row.device.0)?);
                Some(PlayIds {
                    campaign: self.campaigns.get(row.campaign?.0)?.id,
                    device: device.id,
                    store: store.id,
                    supplier: self.suppliers.get(store.supplier.0)?.id,
                    asset: self.assets.get(row.asset?.0)?.id,
                    key: device.keys.get(usize::from(row.key?))?.id,
                })
            }
        }
    )*};
}

names!(Live, Views);
