//! Draws by screen and day: promised beside offered, and skips for a daily cap. One row a screen
//! and day, written with each draw. Rule: CAM-17, CAM-18.

use super::{core::Engine, live::Live};
use crate::{
    db::{Snapshot, StoreError, Table, codec},
    domain::{
        ids::CampaignNo,
        share_of_voice::{Draw, ShareDay, ShareKey},
        time::Day,
    },
    engine::load::row,
};

/// Days kept in memory before the newest one; older ones are read again when a clock steps back.
const KEPT_DAYS: i32 = 1;
/// Rows in memory from which old days are looked for.
const PRUNE_FROM: usize = 1024;

impl Engine {
    /// Counts a draw.
    pub(super) fn apply_draw(&mut self, draw: &Draw) {
        if !self.live.share_days.contains_key(&draw.key) {
            let known: ShareDay = self.committed(|snapshot| {
                let bytes = snapshot.get(Table::ShareDays, &draw.key.to_bytes())?;
                let row = bytes.map(|bytes| row(Table::ShareDays, &bytes));
                Ok(row.transpose()?.unwrap_or_default())
            });
            self.live.share_days.insert(draw.key, known);
        }
        if let Some(day) = self.live.share_days.get_mut(&draw.key) {
            day.count(draw);
        }
        self.live.touched_shares.insert(draw.key);
        for campaign in &draw.capped {
            self.live.count_cap_skips(*campaign, draw.key.day, 1);
            self.publication.capped.insert(*campaign);
        }
    }

    /// Writes the draws that the group added to.
    pub(super) fn flush_shares(&mut self) {
        for key in std::mem::take(&mut self.live.touched_shares) {
            if let Some(day) = self.live.share_days.get(&key) {
                self.batch.put(Table::ShareDays, &key.to_bytes(), codec::encode(day));
            }
        }
        if self.live.share_days.len() >= PRUNE_FROM
            && let Some(newest) = self.live.share_days.keys().map(|key| key.day.number()).max()
        {
            self.live.share_days.retain(|key, _| key.day.number() >= newest - KEPT_DAYS);
        }
    }

    /// Shows how often campaigns were left out because of their daily cap.
    pub(super) fn publish_cap_skips(&self, campaigns: impl IntoIterator<Item = CampaignNo>) {
        let shown = self.views.cap_skips.pin();
        for campaign in campaigns {
            if let Some(skips) = self.live.cap_skips.get(&campaign) {
                shown.insert(campaign, *skips);
            }
        }
    }
}

impl Live {
    fn count_cap_skips(&mut self, campaign: CampaignNo, day: Day, skips: u64) {
        let known = self.cap_skips.entry(campaign).or_insert((day, 0));
        if known.0 < day {
            *known = (day, 0);
        }
        if known.0 == day {
            known.1 += skips;
        }
    }

    /// Counts the skips of the newest day again.
    pub(super) fn load_cap_skips(&mut self, snapshot: &Snapshot) -> Result<(), StoreError> {
        let mut newest = None;
        snapshot.scan_back(Table::ShareDays, .., |key, _| {
            newest = ShareKey::from_bytes(key).map(|key| key.day);
            Ok(false)
        })?;
        let Some(day) = newest else { return Ok(()) };
        let from = day.number().to_be_bytes().to_vec();
        snapshot.scan(Table::ShareDays, from.., |_, value| {
            let draws: ShareDay = row(Table::ShareDays, value)?;
            for (campaign, tally) in draws.campaigns.iter().filter(|(_, tally)| tally.capped > 0) {
                self.count_cap_skips(*campaign, day, tally.capped);
            }
            Ok(true)
        })
    }
}
