//! The engine: state, store and the group that waits for its commit.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use uuid::Uuid;

use super::{
    actor::Actor,
    command::{Command, Context},
    live::{Live, StoredOutcome},
    publish::{Publication, Views},
    screenshots::Screenshots,
};
use crate::{
    clock::Randomness,
    config::Settings,
    db::{Batch, Snapshot, Store, StoreError, Table, codec},
    domain::{
        ids::Seq,
        impression::record::ImpressionRow,
        proof_of_play::AggregateKey,
        refusal::{Code, Refusal},
        time::{DAY_MS, Timestamp},
    },
    media::blob::BlobStore,
};

/// A key that makes a call safe to repeat, with the hash of what was asked.
#[derive(Clone, Debug)]
pub struct IdempotencyKey {
    /// SHA-256 of caller and key.
    pub key: [u8; 32],
    /// SHA-256 of the request.
    pub request: [u8; 32],
}

/// The live state with its store. One thread owns it.
pub struct Engine {
    /// State that decisions look at.
    pub(super) live: Live,
    /// Disk.
    pub(super) store: Arc<Store>,
    /// Changes of the group.
    pub(super) batch: Batch,
    /// Configured numbers.
    pub(super) settings: Arc<Settings>,
    /// Ids and chance.
    pub(super) random: Randomness,
    /// What readers see; updated after each commit.
    pub(super) views: Arc<Views>,
    /// What this group will publish.
    pub(super) publication: Publication,
    /// Plays of this group, not yet on disk.
    pub(super) group_rows: FxHashMap<Seq, Arc<ImpressionRow>>,
    /// Their ids.
    pub(super) group_ids: FxHashMap<Uuid, Seq>,
    /// The group writes a run of ids.
    pub(super) sealed_ids: bool,
    /// Their screenshots of films.
    pub(super) group_shots: FxHashSet<[u8; 16]>,
    /// Aggregates that the group must write, since their changes are no fold over plays.
    pub(super) urgent_aggregates: FxHashSet<AggregateKey>,
    /// The store as of the last commit, opened when first needed by the group.
    pub(super) snapshot: Option<Snapshot>,
    /// Files of assets; without them every file counts as readable.
    pub(super) content: Option<Arc<BlobStore>>,
    /// Files of screenshots.
    pub(super) screenshots: Option<Arc<Screenshots>>,
}

impl Engine {
    /// The state, for reading.
    #[must_use]
    pub const fn live(&self) -> &Live {
        &self.live
    }

    /// What readers see.
    #[must_use]
    pub fn views(&self) -> Arc<Views> {
        Arc::clone(&self.views)
    }

    /// The store, for snapshots.
    #[must_use]
    pub fn store(&self) -> Arc<Store> {
        Arc::clone(&self.store)
    }

    /// Keeps files of screenshots from here on; the handle made of it gives them to everybody.
    pub fn keep_screenshots_in(&mut self, screenshots: Arc<Screenshots>) {
        self.screenshots = Some(screenshots);
    }

    /// The configured numbers.
    #[must_use]
    pub fn settings(&self) -> Arc<Settings> {
        Arc::clone(&self.settings)
    }

    /// Decides a command and applies its changes to the state and the waiting group.
    ///
    /// The answer may go out only after `commit`.
    ///
    /// # Errors
    /// The refusal; nothing changed.
    pub fn run<C: Command>(
        &mut self,
        now: Timestamp,
        actor: &Actor,
        command: C,
        idempotency: Option<&IdempotencyKey>,
    ) -> Result<C::Output, Refusal> {
        if let Some(stored) = self.replayed_outcome(idempotency)? {
            return serde_json::from_slice(&stored.output).map_err(|_| {
                Refusal::new(
                    Code::IdempotencyConflict,
                    "this Idempotency-Key was used for another kind of call",
                )
            });
        }
        let mut context =
            Context { now, actor, settings: &self.settings, random: &mut self.random };
        let (changes, output) = command.decide(&self.live, &mut context)?;
        self.apply(now, actor, changes);
        if let Some(key) = idempotency {
            self.store_outcome(now, key, &output);
        }
        Ok(output)
    }

    fn replayed_outcome(
        &self,
        idempotency: Option<&IdempotencyKey>,
    ) -> Result<Option<&StoredOutcome>, Refusal> {
        let Some(key) = idempotency else { return Ok(None) };
        match self.live.idempotency.get(&key.key) {
            Some(stored) if stored.request_hash != key.request => Err(Refusal::new(
                Code::IdempotencyConflict,
                "this Idempotency-Key was used with another request; use a new key",
            )),
            found => Ok(found),
        }
    }

    fn store_outcome(
        &mut self,
        now: Timestamp,
        key: &IdempotencyKey,
        output: &impl serde::Serialize,
    ) {
        let output = serde_json::to_vec(output).expect("outputs are plain data");
        let stored = StoredOutcome { request_hash: key.request, output, at: now };
        self.batch.put(Table::Idempotency, &key.key, codec::encode(&stored));
        self.live.idempotency.insert(key.key, stored);
        self.drop_old_outcomes(now);
    }

    /// Outcomes are kept for two days (the contract asks for one).
    fn drop_old_outcomes(&mut self, now: Timestamp) {
        if !self.live.idempotency.len().is_multiple_of(1024) {
            return;
        }
        let batch = &mut self.batch;
        self.live.idempotency.retain(|key, stored| {
            let keep = now.since_ms(stored.at) < 2 * DAY_MS;
            if !keep {
                batch.delete(Table::Idempotency, key);
            }
            keep
        });
    }

    /// The place of the next entry.
    pub(super) fn take_seq(&mut self) -> Seq {
        let seq = self.live.next_seq;
        self.live.next_seq = seq + 1;
        seq
    }

    /// True when nothing waits for a commit.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.batch.is_empty()
            && self.live.touched_campaigns.is_empty()
            && self.live.touched_shares.is_empty()
            && self.live.ab.touched.is_empty()
            && self.live.fleet.is_idle()
    }

    /// Commits the group; after this its answers may go out.
    ///
    /// # Errors
    /// Nothing of the group may be acknowledged and the process must stop.
    pub fn commit(&mut self) -> Result<(), StoreError> {
        if self.is_idle() {
            // Timers may have moved without a row.
            self.publish_positions();
            return Ok(());
        }
        self.flush_group();
        self.store.commit(&mut self.batch)?;
        self.finish_group();
        Ok(())
    }

    fn flush_group(&mut self) {
        self.live.accounts.flush(&mut self.batch);
        self.flush_touched_campaigns();
        self.flush_earned();
        self.flush_billed();
        self.flush_shares();
        self.flush_fleet();
        self.flush_urgent_aggregates();
        self.flush_checkpoints(false);
        self.flush_ids(false);
        self.flush_log();
        self.put_meta();
    }

    /// Forgets the group that was just committed, and publishes what it changed.
    pub(super) fn finish_group(&mut self) {
        self.batch.clear();
        self.group_rows.clear();
        self.keep_group_ids();
        self.group_shots.clear();
        self.live.payables.group_is_over();
        self.snapshot = None;
        self.publish_log();
        self.publish_group();
    }
}
