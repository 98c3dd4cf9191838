//! The transparency log of billed plays: appended in the commit that bills them.
//!
//! Kept are the right edge of the tree, the hashes of complete tiles (one for 256 leaves), which play
//! each leaf is of, and every checkpoint that was signed. Leaves themselves are computed again from
//! the rows of their plays. Rules: POP-07, D-86, D-87.
//! Lives here: appending, signing, the key's file, reading hashes and entries back.
//! Must not live here: hashing and proofs (`proof/log`), what a leaf says (`proof/leaf`), HTTP.

mod append;
mod blocks;
pub mod key_file;
pub mod read;
mod start;

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use self::blocks::Block;
pub use self::{
    append::is_billed,
    blocks::{Item, read_row},
};
use crate::{
    db::{StoreError, codec},
    domain::{ids::Seq, time::Timestamp},
    proof::log::{
        Hash,
        checkpoint::Checkpoint,
        note_key::{NoteKey, NoteSigner},
        range::Range,
    },
};

/// Key of the row with the right edge of the log.
pub const HEAD_KEY: &[u8] = b"log";
/// Key of the row with the public keys that signed checkpoints, oldest first.
pub const KEYS_KEY: &[u8] = b"log/keys";
/// Leaves that share a row of [`crate::db::Table::LogBlocks`]: those of one tile.
pub const BLOCK_LEAVES: u64 = 256;

/// The log as the writer has it.
#[derive(Default)]
pub struct PlayLog {
    range: Range,
    block: Block,
    last: Option<Arc<SignedCheckpoint>>,
    /// Keys that signed so far, the present one included.
    keys: u8,
    /// When the timer is set that signs what is not signed yet.
    due: Option<Timestamp>,
    /// The group appended leaves.
    touched: bool,
    /// Room for entries and signed texts.
    entry: Vec<u8>,
    text: Vec<u8>,
}

impl PlayLog {
    /// Number of leaves, those of the waiting group included.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.range.size()
    }
}

/// The right edge as it is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogHead {
    /// See [`Range::to_bytes`].
    pub range: Vec<u8>,
    /// The leaves after the last complete block, as a block's row.
    pub block: Vec<u8>,
}

/// A checkpoint as it is stored, under its size and key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredCheckpoint {
    /// Root of the tree.
    pub root: Hash,
    /// When it was signed, server clock.
    pub signed_at: Timestamp,
    /// Ed25519, 64 bytes.
    pub signature: Vec<u8>,
}

/// A checkpoint as it is handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCheckpoint {
    /// Leaves.
    pub size: u64,
    /// Place of the key that signed in the list of keys.
    pub key: u8,
    /// Root of the tree.
    pub root: Hash,
    /// When it was signed, server clock.
    pub signed_at: Timestamp,
    /// The signed note (C2SP `tlog-checkpoint`).
    pub note: String,
}

/// What readers see of the log.
#[derive(Default)]
pub struct LogViews {
    /// Who signs.
    pub signer: std::sync::OnceLock<Arc<NoteSigner>>,
    /// The newest checkpoint.
    pub checkpoint: ArcSwapOption<SignedCheckpoint>,
}

impl SignedCheckpoint {
    /// Place among all checkpoints.
    #[must_use]
    pub fn place(&self) -> u64 {
        u64::from_be_bytes(checkpoint_key(self.size, self.key))
    }
}

impl StoredCheckpoint {
    /// The checkpoint of a row as a note, where its key is among those that signed.
    #[must_use]
    pub fn render(&self, row_key: &[u8], keys: &[NoteKey]) -> Option<SignedCheckpoint> {
        let (size, key) = checkpoint_place(row_key);
        let signer = keys.get(usize::from(key))?;
        let text = Checkpoint::new(signer.name(), size, self.root).ok()?.to_string();
        let note = signed_note(&text, signer, &self.signature);
        Some(SignedCheckpoint { size, key, root: self.root, signed_at: self.signed_at, note })
    }
}

/// A note with one signature, as C2SP `signed-note` writes it.
fn signed_note(text: &str, signer: &NoteKey, signature: &[u8]) -> String {
    let line = [&signer.id().to_be_bytes()[..], signature].concat();
    format!("{text}\n\u{2014} {} {}\n", signer.name(), STANDARD.encode(line))
}

/// Key of a checkpoint: its size, then the place of the key that signed.
#[must_use]
pub const fn checkpoint_key(size: u64, key: u8) -> [u8; 8] {
    (size << 8 | key as u64).to_be_bytes()
}

/// Size and place of the signing key, of a checkpoint's row.
#[must_use]
pub fn checkpoint_place(row_key: &[u8]) -> (u64, u8) {
    let number = crate::engine::load::seq_of(row_key);
    (number >> 8, (number & 0xff) as u8)
}

/// Why the log cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The store cannot be read, or a row is damaged.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Rows that belong together do not fit.
    #[error("the log contradicts itself: {0}")]
    Damaged(String),
}

/// Key of the hash of a complete subtree. Lower levels come last, since level 1 grows at its end.
#[must_use]
pub fn hash_key(level: u8, index: u64) -> [u8; 8] {
    let above = u64::from(7_u8.saturating_sub(level)) << 56;
    (above | index).to_be_bytes()
}

/// Level and index of a hash's key.
#[must_use]
pub fn hash_place(key: &[u8]) -> Option<(u8, u64)> {
    let number = u64::from_be_bytes(key.try_into().ok()?);
    let level = 7_u8.checked_sub((number >> 56) as u8)?;
    Some((level, number & ((1 << 56) - 1)))
}

/// Key of the place of a reviewed play's leaf.
#[must_use]
pub fn place_key(seq: Seq) -> [u8; 9] {
    keyed(seq, 0)
}

/// Key of a play's reversal.
#[must_use]
pub fn reversal_key(seq: Seq) -> [u8; 9] {
    keyed(seq, 1)
}

fn keyed(seq: Seq, kind: u8) -> [u8; 9] {
    let mut key = [kind; 9];
    key[..8].copy_from_slice(&seq.to_be_bytes());
    key
}

/// Where the leaf of a reviewed play is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Index of the leaf.
    pub leaf: u64,
    /// Place of the next entry when it was logged; its transfers lie just before.
    pub near: Seq,
}

/// A reversal with the place of its own leaf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacedReversal {
    /// Index of the reversal's leaf.
    pub leaf: u64,
    /// What it says.
    pub reversal: crate::proof::leaf::Reversal,
}

/// Reads the row of the right edge.
///
/// # Errors
/// `Damaged` when it is no head.
pub fn read_head(bytes: Option<&[u8]>) -> Result<(Range, Block), LogError> {
    let Some(bytes) = bytes else { return Ok((Range::new(), Block::default())) };
    let damaged = |why: String| LogError::Damaged(format!("the right edge cannot be read: {why}"));
    let head: LogHead =
        codec::decode_sealed(HEAD_KEY, bytes).map_err(|error| damaged(error.to_string()))?;
    let range = Range::from_bytes(&head.range).map_err(|error| damaged(error.to_string()))?;
    let block = Block::from_row(&head.block);
    let block = block.filter(|block| u64::from(block.len()) == range.size() % BLOCK_LEAVES);
    Ok((range, block.ok_or_else(|| damaged("its last leaves are not its own".to_owned()))?))
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
