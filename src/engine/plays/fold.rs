//! The fold over plays: windows of devices, aggregates of days, posting lists, the id filter.
//! The live path and the replay at start run the same code.

use super::replay::{shot_filter_key, shot_key};
use crate::{
    domain::{
        catalog::AssetKind,
        ids::Seq,
        impression::{
            record::{ImpressionRow, PlayStatus},
            time_rules::TimeLimits,
        },
        proof_of_play::{AggregateKey, AggregateKind, CountedPlay},
        refusal::Code,
        time::SECOND_MS,
    },
    engine::{core::Engine, filter::Key, live::Live},
};

impl Engine {
    /// Folds a play that was just decided.
    pub(super) fn fold_play(&mut self, seq: Seq, row: &ImpressionRow) {
        self.live.filter.insert(Key::id(row.id), seq);
        self.fold_windows(seq, row);
        self.fold_aggregate(seq, row);
        if let Some(campaign) = row.campaign {
            self.add_posting(campaign, seq, row.status);
        }
    }

    /// Folds a play again at start, into whatever does not hold it yet.
    pub(in crate::engine) fn replay_play(
        &mut self,
        seq: Seq,
        row: &ImpressionRow,
        filter_from: Seq,
    ) {
        if seq >= filter_from {
            self.live.filter.insert(Key::id(row.id), seq);
            let film = row.asset.and_then(|no| self.live.assets.get(no.0));
            if film.is_some_and(|asset| asset.kind == AssetKind::Video)
                && let Some(hash) = &row.screenshot_hash
            {
                let key = shot_filter_key(&shot_key(row.device, hash));
                self.live.filter.insert(key, seq);
            }
        }
        if self.live.device_live.get(row.device.index()).is_some_and(|live| seq > live.as_of) {
            self.fold_windows(seq, row);
        }
        self.replay_aggregate(seq, row);
        if let Some(campaign) = row.campaign
            && seq > self.live.campaign_live[campaign.index()].postings_as_of
        {
            self.add_posting(campaign, seq, row.status);
        }
    }

    fn fold_windows(&mut self, seq: Seq, row: &ImpressionRow) {
        self.mark_device(row.device, seq);
        let windows = &mut self.live.device_live[row.device.index()].windows;
        windows.count_submission(row.received_at, row.reason, shows_clock_trouble(row));
        // Only a play that the device itself signed uses up its counter.
        if row.key.is_some() && row.reason != Some(Code::CounterReused) {
            windows.count_signed(row.counter, row.received_at);
        }
        if let Some(campaign) = row.campaign
            && row.status != PlayStatus::Rejected
        {
            windows.accept(campaign, row.played_at);
        }
    }

    fn fold_aggregate(&mut self, seq: Seq, row: &ImpressionRow) {
        let Some(key) = self.live.aggregate_key(row) else { return };
        let play = counted(&self.live, row);
        let aggregate = self.aggregate_mut(key, seq);
        match (row.status, row.reason) {
            (PlayStatus::Verified, _) => aggregate.count_verified(&play),
            (PlayStatus::UnderReview, _) => aggregate.count_under_review(),
            (PlayStatus::Rejected, Some(reason)) => aggregate.count_rejected(reason),
            (PlayStatus::Rejected, None) => {}
        }
    }

    /// Plays before the newest cut of their day are in a record already.
    fn replay_aggregate(&mut self, seq: Seq, row: &ImpressionRow) {
        let cut = self.live.cut_through.is_some_and(|through| row.played_at.day() <= through);
        if cut && seq < self.live.cut_seq {
            return;
        }
        let Some(key) = self.live.aggregate_key(row) else { return };
        if self.live.aggregates.get(&key).is_none_or(|live| seq > live.as_of) {
            self.fold_aggregate(seq, row);
        }
    }
}

impl Live {
    /// The aggregate that a play counts into as it is submitted: the record of its day, or the
    /// supplement for late plays once that record is cut. Rule: D-60.
    fn aggregate_key(&self, row: &ImpressionRow) -> Option<AggregateKey> {
        let day = row.played_at.day();
        let cut = self.cut_through.is_some_and(|through| day <= through);
        let kind = if cut { AggregateKind::Late } else { AggregateKind::Record };
        row.campaign.map(|campaign| AggregateKey { day, campaign, kind })
    }
}

/// Whether a play's times say that the device's clock is wrong: ahead, or behind by more than it may
/// without a flag. A play that merely came late says nothing. Rule: IMP-10 (edge case 5), D-02.
#[must_use]
pub fn shows_clock_trouble(row: &ImpressionRow) -> bool {
    let limits = TimeLimits::default();
    let behind_ms = i64::from(limits.drift_seconds) * SECOND_MS;
    row.reason == Some(Code::InvalidTimestampFuture)
        || row.sent_at.is_some_and(|sent_at| row.received_at.since_ms(sent_at) > behind_ms)
}

/// A play as aggregates count it.
#[must_use]
pub fn counted(live: &Live, row: &ImpressionRow) -> CountedPlay {
    let local = row.played_at.local(&live.zone(row.store));
    CountedPlay {
        store: row.store,
        device: row.device,
        played_at: row.played_at,
        local_hour: u8::try_from(local.hour()).unwrap_or(0),
        duration_seconds: row.duration_actual,
        cost: row.money.cost,
        share: row.money.supplier,
        backfilled: row.delayed,
    }
}
