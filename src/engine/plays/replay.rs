//! Idempotency: the same id gets the first answer again. Rule: IMP-06, D-07.

use std::sync::Arc;

use uuid::Uuid;

use super::{PlayAnswer, PlayOutcome};
use crate::{
    db::{Snapshot, StoreError, Table},
    domain::{
        ids::{DeviceNo, Seq},
        impression::record::{ImpressionRow, JudgedSubmission, Named, PlayStatus, RawText},
        refusal::{Code, Refusal},
        time::Day,
    },
    engine::{core::Engine, filter::Key, ids, live::Live, load::sealed, plays::Subject},
};

/// Bytes of a screenshot's hash in its index: enough to be unique within a device.
const SHOT_PREFIX: usize = 12;

impl Engine {
    /// Reads from the store as of the last commit; a store that cannot be read stops the process.
    pub(in crate::engine) fn committed<T>(
        &mut self,
        read: impl FnOnce(&Snapshot) -> Result<T, StoreError>,
    ) -> T {
        if self.snapshot.is_none() {
            let fresh = self.store.snapshot().expect("fail-stop: the store must be readable");
            self.snapshot = Some(fresh);
        }
        let snapshot = self.snapshot.as_ref().expect("opened above");
        read(snapshot).expect("fail-stop: the store must be readable")
    }

    /// The answer that was given before to the same id, or the conflict.
    pub(super) fn first_answer(&mut self, play: &JudgedSubmission) -> Option<PlayAnswer> {
        let id = play.submission.impression_id?;
        let row = self.row_by_id(id)?;
        let outcome = if same_content(&row, self.live.named(&row), play) {
            let refusal = refusal_of(&row).map(Box::new);
            PlayOutcome::Recorded { row, refusal, replayed: true }
        } else {
            PlayOutcome::Refused(Box::new(Refusal::new(
                Code::IdempotencyConflict,
                format!("impression {id} was submitted before with other content; use a new id"),
            )))
        };
        Some(PlayAnswer { impression_id: id, outcome })
    }

    /// The stored row of an id, from the group or from the store.
    fn row_by_id(&mut self, id: Uuid) -> Option<Arc<ImpressionRow>> {
        if let Some(seq) = self.group_ids.get(&id) {
            return self.group_rows.get(seq).cloned();
        }
        let ranges: Vec<(Seq, Seq)> = self.live.filter.candidates(Key::id(id)).collect();
        if ranges.is_empty() {
            return None;
        }
        if let Some(seq) = self.views.recent_ids.get(id) {
            let day = self.live.day_of_seq(seq)?;
            return self.row_at(day, seq).map(Arc::new);
        }
        ranges.into_iter().find_map(|range| self.row_in_runs(range, id)).map(Arc::new)
    }

    /// The stored row of an id that lies in a range of entries and is no longer recent.
    fn row_in_runs(&mut self, (first, last): (Seq, Seq), id: Uuid) -> Option<ImpressionRow> {
        let runs = &self.live.id_runs;
        let from = runs.partition_point(|run| run.last < first);
        let to = runs.partition_point(|run| run.first <= last);
        let runs = runs[from..to.max(from)].to_vec();
        let days = self.live.days.clone();
        let found = self.committed(|snapshot| ids::find(snapshot, &runs, &days, id));
        found.map(|(_, row)| row)
    }

    /// A committed row by its partition and place.
    pub(in crate::engine) fn row_at(&mut self, day: Day, seq: Seq) -> Option<ImpressionRow> {
        let table = Table::Impressions(day.number());
        let key = seq.to_be_bytes();
        self.committed(|snapshot| {
            snapshot.get(table, &key)?.map(|bytes| sealed(table, &key, &bytes)).transpose()
        })
    }

    /// Partitions that may hold entries of a range, newest first.
    fn days_of(&self, first: Seq, last: Seq) -> Vec<Day> {
        let days = &self.live.days;
        let from = days.partition_point(|(_, start)| *start <= first).saturating_sub(1);
        let to = days.partition_point(|(_, start)| *start <= last);
        days[from.min(to)..to].iter().rev().map(|(day, _)| *day).collect()
    }

    /// Whether this device used the screenshot's hash for another play of a film within 30 days.
    /// Rule: D-09.
    pub(super) fn screenshot_reused(&mut self, play: &JudgedSubmission, subject: &Subject) -> bool {
        let Some(hash) = play.submission.screenshot_hash else { return false };
        if !subject.is_film() {
            return false;
        }
        let key = shot_key(play.device, &hash);
        if self.group_shots.contains(&key) {
            return true;
        }
        let oldest = play.received_at.day().number() - self.settings.impressions.reuse_days;
        let ranges: Vec<(Seq, Seq)> = self.live.filter.candidates(shot_filter_key(&key)).collect();
        for (first, last) in ranges {
            for day in self.days_of(first, last) {
                if day.number() < oldest {
                    return false;
                }
                let table = Table::Screenshots(day.number());
                if self.committed(|snapshot| snapshot.get(table, &key)).is_some() {
                    return true;
                }
            }
        }
        false
    }
}

/// Key of a screenshot in its index: device, then the first bytes of the hash.
pub(super) fn shot_key(device: DeviceNo, hash: &[u8; 32]) -> [u8; 16] {
    let mut key = [0; 16];
    key[..4].copy_from_slice(&device.0.to_be_bytes());
    key[4..].copy_from_slice(&hash[..SHOT_PREFIX]);
    key
}

/// The same in the id filter.
pub(super) fn shot_filter_key(key: &[u8; 16]) -> Key {
    Key::other(u128::from_be_bytes(*key) ^ 0x5c7e_e05b_07f1_17e5)
}

impl Live {
    /// The ids that a stored play named.
    fn named(&self, row: &ImpressionRow) -> Named {
        let campaign = row.campaign.and_then(|no| self.campaigns.get(no.0));
        let asset = row.asset.and_then(|no| self.assets.get(no.0));
        let device = self.devices.get(row.device.0);
        let key = row.key.and_then(|place| device?.keys.get(usize::from(place)));
        row.named(campaign.map(|c| c.id), asset.map(|a| a.id), key.map(|k| k.id))
    }
}

/// Whether a submission says the same as the stored row did, in everything that is billed or
/// signed. When it was sent and whether it waited may differ between tries.
fn same_content(row: &ImpressionRow, named: Named, play: &JudgedSubmission) -> bool {
    let sent = &play.submission;
    let raw = row.raw.as_deref();
    let none = RawText::default();
    row.device == play.device
        && named.campaign == sent.campaign_id
        && named.asset == sent.asset_id
        && row.played_at == sent.played_at
        && row.duration_actual == sent.duration_actual
        && row.screenshot_hash == sent.screenshot_hash
        && row.location == sent.location
        && row.signature_version == sent.signature_version
        && row.signature == sent.signature
        && row.lease == sent.lease_id
        && row.variant == sent.variant_id
        && named.key == sent.key_id
        && row.counter == sent.counter
        && raw.unwrap_or(&none) == &sent.raw
}

/// The refusal that a stored row was answered with.
fn refusal_of(row: &ImpressionRow) -> Option<Refusal> {
    if row.status != PlayStatus::Rejected {
        return None;
    }
    let mut refusal = Refusal::new(row.reason?, row.message.clone().unwrap_or_default());
    let details = row.details.as_deref().and_then(|text| serde_json::from_str(text).ok());
    refusal.details = details.unwrap_or_default();
    Some(refusal)
}
