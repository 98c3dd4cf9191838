//! Posting lists against the plays, read side by side.

use std::{
    collections::{BTreeMap, VecDeque},
    ops::Bound,
};

use super::AuditReport;
use crate::{
    db::{Snapshot, StoreError, Table},
    domain::{
        ids::{CampaignNo, Seq},
        impression::record::PlayStatus,
    },
    engine::load::{row, seq_of},
};

/// Where the reading of one campaign's posting rows stands.
#[derive(Default)]
struct Cursor {
    last_key: Vec<u8>,
    waiting: VecDeque<(Seq, PlayStatus)>,
    /// Plays after this are in no posting row yet.
    covered: Seq,
}

/// The posting rows of all campaigns, a row of each in memory at a time.
#[derive(Default)]
pub(super) struct Postings {
    cursors: BTreeMap<CampaignNo, Cursor>,
}

impl Postings {
    pub fn read(
        snapshot: &Snapshot,
        campaigns: impl Iterator<Item = CampaignNo>,
    ) -> Result<Self, StoreError> {
        let mut postings = Self::default();
        for campaign in campaigns {
            let start = campaign.0.to_be_bytes().to_vec();
            let end = campaign.0.saturating_add(1).to_be_bytes().to_vec();
            let mut cursor = Cursor { last_key: start.clone(), ..Cursor::default() };
            snapshot.scan_back(Table::CampaignPlays, start..end, |_, value| {
                let (as_of, _): (Seq, Vec<u64>) = row(Table::CampaignPlays, value)?;
                cursor.covered = as_of;
                Ok(false)
            })?;
            postings.cursors.insert(campaign, cursor);
        }
        Ok(postings)
    }

    /// Compares a play with the next posting of its campaign.
    pub fn meet(
        &mut self,
        snapshot: &Snapshot,
        campaign: CampaignNo,
        seq: Seq,
        status: PlayStatus,
        report: &mut AuditReport,
    ) -> Result<(), StoreError> {
        let Some(cursor) = self.cursors.get_mut(&campaign) else {
            report.add("a play's campaign exists", seq, "a campaign", format!("{campaign:?}"));
            return Ok(());
        };
        if seq > cursor.covered {
            return Ok(());
        }
        let found = cursor.next(snapshot, campaign)?;
        report.postings += 1;
        let subject = format!("campaign {}", campaign.0);
        report.equal(
            "every play is in the posting list once",
            subject,
            &Some((seq, status)),
            &found,
        );
        Ok(())
    }

    /// What is left in posting rows belongs to no play.
    pub fn finish(
        &mut self,
        snapshot: &Snapshot,
        report: &mut AuditReport,
    ) -> Result<(), StoreError> {
        for (campaign, cursor) in &mut self.cursors {
            if let Some((seq, _)) = cursor.next(snapshot, *campaign)? {
                let subject = format!("campaign {}", campaign.0);
                report.add("every posting has a play", subject, "none", seq);
            }
        }
        Ok(())
    }
}

impl Cursor {
    fn next(
        &mut self,
        snapshot: &Snapshot,
        campaign: CampaignNo,
    ) -> Result<Option<(Seq, PlayStatus)>, StoreError> {
        if self.waiting.is_empty() {
            let end = campaign.0.saturating_add(1).to_be_bytes().to_vec();
            let range = (Bound::Excluded(self.last_key.clone()), Bound::Excluded(end));
            snapshot.scan(Table::CampaignPlays, range, |key, value| {
                let (_, steps): (Seq, Vec<u64>) = row(Table::CampaignPlays, value)?;
                let mut seq = seq_of(key);
                for step in steps {
                    seq += step >> 2;
                    self.waiting.push_back((seq, PlayStatus::from_code(step)));
                }
                self.last_key = key.to_vec();
                Ok(false)
            })?;
        }
        Ok(self.waiting.pop_front())
    }
}
