//! Folds over plays (windows, aggregates, posting lists) are written now and then, not with every
//! play: the plays themselves are the log. A start reads the folds and replays the plays after
//! them, so that what a reader sees always equals the fold of what was committed.

use super::{core::Engine, live::DeviceLive};
use crate::{
    db::{Table, codec},
    domain::{
        ids::{CampaignNo, DeviceNo, Seq},
        impression::record::PlayStatus,
        proof_of_play::{AggregateKey, DayAggregate},
    },
};

/// A dirty fold is written once it lags this many entries behind: bounds the replay at start.
const MAX_LAG: u64 = 200_000;
/// Postings of a campaign are written once so many wait.
const POSTINGS_A_ROW: usize = 256;
/// The same for postings, since readers scan the plays that no posting row covers yet.
const MAX_POSTING_LAG: u64 = 20_000;
/// Folds written with one group at most, so that no group waits long.
const FOLDS_A_GROUP: usize = 256;
/// Keys after which the id filter's newest segment is written.
const FILTER_SAVE_KEYS: u32 = 500_000;
/// Keys from which an orderly stop writes it too; fewer are replayed faster than read.
const FILTER_CLOSE_KEYS: u32 = 50_000;

/// Where the store stands.
#[derive(Clone, Copy, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Meta {
    /// Place of the next entry.
    pub next_seq: Seq,
    /// A start replays plays from here.
    pub replay_from: Seq,
}

/// Key of the only row of its kind in the meta table.
pub const META_KEY: &[u8] = b"position";

impl Engine {
    /// Notes that a device's windows changed with entry `seq`.
    pub(super) fn mark_device(&mut self, device: DeviceNo, seq: Seq) {
        let live = &mut self.live.device_live[device.index()];
        if live.dirty_since.is_none() {
            live.dirty_since = Some(seq);
            self.live.dirty_devices.push_back(device);
        }
    }

    /// The aggregate of a key, noted as changed with entry `seq`.
    pub(super) fn aggregate_mut(&mut self, key: AggregateKey, seq: Seq) -> &mut DayAggregate {
        let live = self.live.aggregates.entry(key).or_default();
        if live.dirty_since.is_none() {
            live.dirty_since = Some(seq);
            self.live.dirty_aggregates.push_back(key);
        }
        &mut live.aggregate
    }

    /// Notes a play in its campaign's posting list.
    pub(super) fn add_posting(&mut self, campaign: CampaignNo, seq: Seq, status: PlayStatus) {
        let live = &mut self.live.campaign_live[campaign.index()];
        if live.postings.is_empty() {
            self.live.dirty_postings.push_back(campaign);
        }
        live.postings.push((seq, status));
    }

    /// Writes the counters of campaigns that the group touched.
    pub(super) fn flush_touched_campaigns(&mut self) {
        self.flush_ab_counts();
        let touched: Vec<CampaignNo> = self.live.touched_campaigns.drain().collect();
        for campaign in touched {
            let Some(live) = self.live.campaign_live.get(campaign.index()) else { continue };
            let key = campaign.0.to_be_bytes();
            let row = codec::encode_sealed(&key, &live.totals);
            self.batch.put(Table::CampaignTotals, &key, row);
            if live.postings.len() >= POSTINGS_A_ROW {
                self.flush_postings(campaign);
            }
            self.publication.campaigns.insert(campaign);
        }
    }

    /// Writes folds that lag too far behind, or all of them.
    pub(super) fn flush_checkpoints(&mut self, all: bool) {
        let limit = if all { usize::MAX } else { FOLDS_A_GROUP };
        let oldest = if all { Seq::MAX } else { self.live.next_seq.saturating_sub(MAX_LAG) };
        let oldest_posting =
            if all { Seq::MAX } else { self.live.next_seq.saturating_sub(MAX_POSTING_LAG) };
        for _ in 0..limit {
            if !self.flush_oldest_device(oldest)
                & !self.flush_oldest_aggregate(oldest)
                & !self.flush_oldest_postings(oldest_posting)
            {
                break;
            }
        }
        let unsaved = self.live.filter.unsaved_keys();
        if unsaved >= if all { FILTER_CLOSE_KEYS } else { FILTER_SAVE_KEYS } {
            self.save_filter();
        }
    }

    fn flush_oldest_device(&mut self, before: Seq) -> bool {
        let Some(device) = self.live.dirty_devices.front().copied() else { return false };
        let as_of = self.live.next_seq.saturating_sub(1);
        let live: &mut DeviceLive = &mut self.live.device_live[device.index()];
        if live.dirty_since.is_some_and(|since| since >= before) {
            return false;
        }
        live.dirty_since = None;
        live.as_of = as_of;
        let row = codec::encode(&(live.as_of, &live.windows));
        self.batch.put(Table::DeviceWindows, &device.0.to_be_bytes(), row);
        self.live.dirty_devices.pop_front();
        true
    }

    /// Writes aggregates that changed by more than plays.
    pub(super) fn flush_urgent_aggregates(&mut self) {
        let urgent: Vec<AggregateKey> = self.urgent_aggregates.drain().collect();
        for key in urgent {
            self.live.dirty_aggregates.retain(|other| *other != key);
            self.flush_aggregate(key);
        }
    }

    fn flush_aggregate(&mut self, key: AggregateKey) {
        let as_of = self.live.next_seq.saturating_sub(1);
        if let Some(live) = self.live.aggregates.get_mut(&key) {
            live.dirty_since = None;
            live.as_of = as_of;
            let row = codec::encode_sealed(&key.to_bytes(), &(key, as_of, &live.aggregate));
            self.batch.put(Table::DayAggregates, &key.to_bytes(), row);
        }
    }

    fn flush_oldest_aggregate(&mut self, before: Seq) -> bool {
        let Some(key) = self.live.dirty_aggregates.front().copied() else { return false };
        let since = self.live.aggregates.get(&key).and_then(|live| live.dirty_since);
        if since.is_some_and(|since| since >= before) {
            return false;
        }
        self.flush_aggregate(key);
        self.live.dirty_aggregates.pop_front();
        true
    }

    fn flush_oldest_postings(&mut self, before: Seq) -> bool {
        let Some(campaign) = self.live.dirty_postings.front().copied() else { return false };
        let waiting = &self.live.campaign_live[campaign.index()].postings;
        if waiting.first().is_some_and(|(seq, _)| *seq >= before) {
            return false;
        }
        self.flush_postings(campaign);
        true
    }

    /// Writes the waiting postings of a campaign as one row: the first place in the key, then
    /// distances and verdicts.
    fn flush_postings(&mut self, campaign: CampaignNo) {
        self.live.dirty_postings.retain(|other| *other != campaign);
        let as_of = self.live.next_seq.saturating_sub(1);
        let live = &mut self.live.campaign_live[campaign.index()];
        let Some((first, _)) = live.postings.first().copied() else { return };
        let mut previous = first;
        let mut steps = Vec::with_capacity(live.postings.len());
        for (seq, status) in live.postings.drain(..) {
            steps.push((seq - previous) << 2 | status.code());
            previous = seq;
        }
        live.postings_as_of = as_of;
        let mut key = campaign.0.to_be_bytes().to_vec();
        key.extend_from_slice(&first.to_be_bytes());
        self.batch.put(Table::CampaignPlays, &key, codec::encode(&(as_of, steps)));
    }

    /// Adds the id filter to the waiting group, whatever its size: a start then replays only the
    /// plays after it.
    pub fn save_filter(&mut self) {
        for (number, segment) in self.live.filter.take_unsaved() {
            let key = format!("filter/{number:08}");
            self.batch.put(Table::Meta, key.as_bytes(), segment.to_bytes());
        }
    }

    /// Writes where the store stands.
    pub(super) fn put_meta(&mut self) {
        let next_seq = self.live.next_seq;
        let device = self.live.dirty_devices.front().and_then(|device| {
            self.live.device_live.get(device.index()).and_then(|live| live.dirty_since)
        });
        let aggregate = self
            .live
            .dirty_aggregates
            .front()
            .and_then(|key| self.live.aggregates.get(key).and_then(|live| live.dirty_since));
        let postings = self.live.dirty_postings.front().and_then(|campaign| {
            let live = self.live.campaign_live.get(campaign.index())?;
            live.postings.first().map(|(seq, _)| *seq)
        });
        let oldest = [device, aggregate, postings].into_iter().flatten().min();
        let meta = Meta { next_seq, replay_from: oldest.unwrap_or(next_seq) };
        self.batch.put(Table::Meta, META_KEY, codec::encode(&meta));
    }

    /// Writes everything that waits, for an orderly stop.
    ///
    /// # Errors
    /// As `commit`.
    pub fn close(&mut self) -> Result<(), crate::db::StoreError> {
        self.live.accounts.flush(&mut self.batch);
        self.flush_touched_campaigns();
        self.flush_earned();
        self.flush_shares();
        self.flush_urgent_aggregates();
        self.flush_checkpoints(true);
        self.flush_ids(true);
        self.flush_log();
        self.put_meta();
        self.store.commit(&mut self.batch)?;
        self.finish_group();
        Ok(())
    }
}
