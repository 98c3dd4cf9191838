//! Rows that jobs leave behind: budget snapshots, daily records and supplements.

use std::sync::Arc;

use super::{commands::periodic::has_budget, core::Engine, load::CUT_KEY};
use crate::{
    db::{Table, codec},
    domain::{
        proof_of_play::{AggregateKey, DailyRecord},
        time::{Day, Timestamp},
    },
};

/// Snapshots kept in memory: what a play of the last four hours may need.
const SNAPSHOTS_KEPT: usize = 6;

/// Key of a daily record: campaign, day, number.
#[must_use]
pub fn record_key(record: &DailyRecord) -> Vec<u8> {
    let mut key = record.campaign.0.to_be_bytes().to_vec();
    key.extend_from_slice(&record.day.number().to_be_bytes());
    key.extend_from_slice(&record.number.to_be_bytes());
    key
}

impl Engine {
    /// Notes remaining budgets at a full hour. Rule: BUD-06, D-13.
    pub(super) fn apply_snapshots(&mut self, hour: Timestamp) {
        let running: Vec<_> =
            self.live.campaigns.iter().filter(|c| has_budget(c)).map(|c| c.no).collect();
        for campaign in running {
            let remaining = self.live.remaining(campaign);
            let totals = &mut self.live.campaign_live[campaign.index()].totals;
            totals.snapshots.push_back((hour, remaining));
            while totals.snapshots.len() > SNAPSHOTS_KEPT {
                totals.snapshots.pop_front();
            }
            let mut key = campaign.0.to_be_bytes().to_vec();
            key.extend_from_slice(&hour.ms().to_be_bytes());
            let row = codec::encode_sealed(&key, &remaining);
            self.batch.put(Table::BudgetSnapshots, &key, row);
            self.live.touched_campaigns.insert(campaign);
        }
    }

    /// Writes a record or supplement; its aggregate is done with. Rule: POP-02, D-60.
    pub(super) fn put_daily_record(&mut self, record: &Arc<DailyRecord>) {
        let key = record_key(record);
        self.batch.put(Table::DailyRecords, &key, codec::encode_sealed(&key, &**record));
        let mut head = b"head/".to_vec();
        head.extend_from_slice(&record.campaign.0.to_be_bytes());
        self.batch.put(Table::Meta, &head, codec::encode(&record.hash));
        self.live.record_heads.insert(record.campaign, record.hash);
        *self.live.record_counts.entry((record.campaign, record.day)).or_default() += 1;
        self.open_lines(record);
        let aggregate =
            AggregateKey { day: record.day, campaign: record.campaign, kind: record.kind };
        if self.live.aggregates.remove(&aggregate).is_some() {
            self.live.dirty_aggregates.retain(|other| *other != aggregate);
            self.urgent_aggregates.remove(&aggregate);
            self.batch.delete(Table::DayAggregates, &aggregate.to_bytes());
        }
    }

    /// From now on plays of the day and before count into supplements.
    pub(super) fn apply_cut(&mut self, day: Day) {
        let through = self.live.cut_through.map_or(day, |before| before.max(day));
        self.live.cut_through = Some(through);
        self.live.cut_seq = self.live.next_seq;
        self.batch.put(Table::Meta, CUT_KEY, codec::encode(&(through, self.live.cut_seq)));
        self.sign_checkpoint(day.next().start());
    }
}
