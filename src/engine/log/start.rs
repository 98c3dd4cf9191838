//! The log at a start: reading its right edge, building it for a store that has none, the key.

use std::sync::Arc;

use super::{HEAD_KEY, KEYS_KEY, LogError, StoredCheckpoint, is_billed, read_head};
use crate::{
    db::{Batch, Snapshot, StoreError, Table, codec},
    domain::{
        ids::Seq,
        impression::record::{ImpressionRow, Overlay},
        time::Timestamp,
    },
    engine::{
        core::Engine,
        load::{LoadError, row, sealed, seq_of},
    },
    proof::log::note_key::{NoteKey, NoteSigner},
};

/// Leaves that are written with one commit while a log is built.
const BUILD_LEAVES: u64 = 50_000;

/// The public keys that signed checkpoints, oldest first.
///
/// # Errors
/// `Store`; `Damaged` for a text that is no key.
pub fn log_keys(snapshot: &Snapshot) -> Result<Vec<NoteKey>, LogError> {
    let Some(bytes) = snapshot.get(Table::Meta, KEYS_KEY)? else { return Ok(Vec::new()) };
    let texts: Vec<String> = row(Table::Meta, &bytes)?;
    let read = |text: &String| {
        text.parse().map_err(|error| LogError::Damaged(format!("the key {text}: {error}")))
    };
    texts.iter().map(read).collect()
}

impl Engine {
    /// Reads the right edge and the newest checkpoint; a store from before the log gets one.
    pub(in crate::engine) fn load_log(&mut self, snapshot: &Snapshot) -> Result<(), LoadError> {
        let damaged = |error: LogError| LoadError::Contradiction(error.to_string());
        let head = snapshot.get(Table::Meta, HEAD_KEY)?;
        let keys = log_keys(snapshot).map_err(damaged)?;
        self.live.log.keys = u8::try_from(keys.len()).unwrap_or(u8::MAX);
        if head.is_none() {
            return self.build_log(snapshot, &keys);
        }
        let (range, block) = read_head(head.as_deref()).map_err(damaged)?;
        self.live.log.range = range;
        self.live.log.block = block;
        snapshot.scan_back(Table::LogCheckpoints, .., |key, value| {
            let stored: StoredCheckpoint = sealed(Table::LogCheckpoints, key, value)?;
            self.live.log.last = stored.render(key, &keys).map(Arc::new);
            Ok(false)
        })?;
        let signed = self.live.log.last.as_ref().map_or(0, |last| last.size);
        if signed > self.live.log.size() {
            let message = format!(
                "a checkpoint of {signed} leaves was signed, the log has {}",
                self.live.log.size()
            );
            return Err(LoadError::Contradiction(message));
        }
        Ok(())
    }

    /// Builds the log of a store that was written before there was one, in the order of the plays.
    fn build_log(&mut self, snapshot: &Snapshot, keys: &[NoteKey]) -> Result<(), LoadError> {
        let days = self.live.days.clone();
        for (day, _) in days {
            let table = Table::Impressions(day.number());
            let mut billed: Vec<(Seq, ImpressionRow)> = Vec::new();
            snapshot.scan(table, .., |key, value| {
                let play: ImpressionRow = sealed(table, key, value)?;
                if is_billed(&play, overlay_at(snapshot, key)?.as_ref()) {
                    billed.push((seq_of(key), play));
                }
                if billed.len() as u64 >= BUILD_LEAVES {
                    self.append_built(&mut billed)?;
                }
                Ok(true)
            })?;
            self.append_built(&mut billed)?;
        }
        if !keys.is_empty() && self.live.log.size() > 0 {
            let message = "billed plays and a key of the log are there, the log itself is not";
            return Err(LoadError::Contradiction(message.to_owned()));
        }
        Ok(())
    }

    fn append_built(&mut self, billed: &mut Vec<(Seq, ImpressionRow)>) -> Result<(), StoreError> {
        for (seq, play) in billed.drain(..) {
            self.log_play(seq, &play, None, play.received_at);
        }
        self.flush_log();
        self.store.commit(&mut self.batch)?;
        self.batch.clear();
        Ok(())
    }

    /// Signs checkpoints with a key from now on, and remembers it among those that signed.
    ///
    /// # Errors
    /// `Contradiction` when another key signed before and `accept_new_key` is off; `Store`.
    pub fn sign_log_with(
        &mut self,
        signer: NoteSigner,
        accept_new_key: bool,
        now: Timestamp,
    ) -> Result<(), LoadError> {
        let snapshot = self.store.snapshot()?;
        let keys = log_keys(&snapshot);
        let mut keys = keys.map_err(|error| LoadError::Contradiction(error.to_string()))?;
        if keys.last() != Some(signer.key()) {
            if let Some(known) = keys.last()
                && !accept_new_key
            {
                let message = format!(
                    "the log is signed by {known}, but its key file holds {}; put the right file \
                     back, or, if it is lost for good, start once with \
                     transparency.accept_new_key = true and publish the new key",
                    signer.key()
                );
                return Err(LoadError::Contradiction(message));
            }
            keys.push(signer.key().clone());
            let texts: Vec<String> = keys.iter().map(ToString::to_string).collect();
            let mut batch = Batch::default();
            batch.put(Table::Meta, KEYS_KEY, codec::encode(&texts));
            self.store.commit(&mut batch)?;
        }
        self.live.log.keys = u8::try_from(keys.len()).unwrap_or(u8::MAX);
        // A second signer of one process changes nothing.
        let _ = self.views.log.signer.set(Arc::new(signer));
        self.sign_checkpoint(now);
        self.commit()?;
        self.publish_log();
        Ok(())
    }
}

fn overlay_at(snapshot: &Snapshot, key: &[u8]) -> Result<Option<Overlay>, StoreError> {
    let bytes = snapshot.get(Table::Overlays, key)?;
    bytes.map(|bytes| sealed(Table::Overlays, key, &bytes)).transpose()
}
