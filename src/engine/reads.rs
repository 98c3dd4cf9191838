//! Reading what was committed, from a snapshot of the store; never waits for the writer.

use std::collections::BTreeMap;

use uuid::Uuid;

pub use super::captures::captures_of;
use super::{
    actor::AuditEntry,
    captures::capture_at,
    ids,
    load::{row, sealed, seq_of},
    play_stream::Stretch,
};
use crate::{
    db::{Snapshot, StoreError, Table},
    domain::{
        ids::{CampaignNo, Seq, SupplierNo},
        impression::{
            capture::Capture,
            record::{ImpressionRow, Overlay, PlayStatus},
        },
        ledger::{Account, EarnedDay, EarnedKey, Transfer},
        money::{Amount, Currency},
        proof_of_play::{AggregateKey, AggregateKind, DailyRecord, DayAggregate},
        share_of_voice::{ShareDay, ShareKey},
        time::{Day, Timestamp},
    },
};

/// An impression as it stands now: its row and what later became of it.
#[derive(Clone, Debug)]
pub struct Impression {
    /// Place in the order of all entries.
    pub seq: Seq,
    /// What was recorded.
    pub row: ImpressionRow,
    /// What a review decided.
    pub overlay: Option<Overlay>,
    /// The uploaded screenshot; only where single plays are read, or lists of plays to show.
    pub capture: Option<Capture>,
}

impl Impression {
    /// The status that holds now.
    #[must_use]
    pub fn status(&self) -> PlayStatus {
        self.overlay.as_ref().map_or(self.row.status, |overlay| overlay.status)
    }

    /// Why it is rejected, if it is.
    #[must_use]
    pub fn reason(&self) -> Option<crate::domain::refusal::Code> {
        self.overlay.as_ref().map_or(self.row.reason, |overlay| overlay.reason)
    }
}

/// Days of receipt that have a partition, with the first place in each, oldest first.
///
/// # Errors
/// `Storage`, `Row`.
pub fn partitions(snapshot: &Snapshot) -> Result<Vec<(Day, Seq)>, StoreError> {
    let mut days = Vec::new();
    snapshot.scan(Table::Days, .., |_, value| {
        days.push(row::<(Day, Seq)>(Table::Days, value)?);
        Ok(true)
    })?;
    Ok(days)
}

/// An impression by its id.
///
/// `recent` is its place among the newest ones (`Views::recent_ids`, asked before the snapshot was
/// taken).
///
/// # Errors
/// `Storage`, `Row`.
pub fn impression(
    snapshot: &Snapshot,
    id: Uuid,
    recent: Option<Seq>,
) -> Result<Option<Impression>, StoreError> {
    let days = partitions(snapshot)?;
    let found = match recent {
        Some(seq) => play_at(snapshot, &days, seq)?.map(|play| (seq, play)),
        None => ids::find(snapshot, &ids::runs(snapshot)?, &days, id)?,
    };
    let Some((seq, row)) = found else { return Ok(None) };
    let overlay = overlay(snapshot, seq, &row)?;
    Ok(Some(Impression { seq, overlay, capture: capture_at(snapshot, seq)?, row }))
}

/// The row of a play by its place, whatever its day.
///
/// # Errors
/// `Storage`, `Row`.
pub fn play_at(
    snapshot: &Snapshot,
    days: &[(Day, Seq)],
    seq: Seq,
) -> Result<Option<ImpressionRow>, StoreError> {
    let after = days.partition_point(|(_, first)| *first <= seq);
    let Some((day, _)) = after.checked_sub(1).and_then(|at| days.get(at)) else { return Ok(None) };
    let table = Table::Impressions(day.number());
    let key = seq.to_be_bytes();
    snapshot.get(table, &key)?.map(|bytes| sealed(table, &key, &bytes)).transpose()
}

/// An impression by its place.
///
/// # Errors
/// `Storage`, `Row`.
pub fn impression_at(
    snapshot: &Snapshot,
    day: Day,
    seq: Seq,
) -> Result<Option<Impression>, StoreError> {
    let table = Table::Impressions(day.number());
    let key = seq.to_be_bytes();
    let Some(bytes) = snapshot.get(table, &key)? else { return Ok(None) };
    let play: ImpressionRow = sealed(table, &key, &bytes)?;
    let overlay = overlay(snapshot, seq, &play)?;
    Ok(Some(Impression { seq, overlay, capture: None, row: play }))
}

fn overlay(
    snapshot: &Snapshot,
    seq: Seq,
    play: &ImpressionRow,
) -> Result<Option<Overlay>, StoreError> {
    if play.status == PlayStatus::Rejected {
        return Ok(None);
    }
    let key = seq.to_be_bytes();
    let bytes = snapshot.get(Table::Overlays, &key)?;
    bytes.map(|bytes| sealed(Table::Overlays, &key, &bytes)).transpose()
}

/// Places and verdicts of a campaign's plays before `before`, newest first, at most `limit` that
/// `wanted` keeps. Posting rows cover all but the newest plays; those are read from the partitions.
///
/// # Errors
/// `Storage`, `Row`.
pub fn campaign_plays(
    snapshot: &Snapshot,
    campaign: CampaignNo,
    before: Seq,
    limit: usize,
    mut wanted: impl FnMut(&Impression) -> bool,
) -> Result<Vec<Impression>, StoreError> {
    let days = partitions(snapshot)?;
    let covered = covered_through(snapshot, campaign)?;
    let mut found = Vec::new();
    for (day, first) in days.iter().rev() {
        if found.len() >= limit || *first > before {
            continue;
        }
        let table = Table::Impressions(day.number());
        let start = (covered + 1).to_be_bytes().to_vec();
        let end = before.to_be_bytes().to_vec();
        if start >= end {
            break;
        }
        snapshot.scan_back(table, start..end, |key, value| {
            let play: ImpressionRow = sealed(table, key, value)?;
            if play.campaign == Some(campaign) {
                let seq = seq_of(key);
                let overlay = overlay(snapshot, seq, &play)?;
                let play = Impression { seq, row: play, overlay, capture: None };
                if wanted(&play) {
                    found.push(play);
                }
            }
            Ok(found.len() < limit)
        })?;
    }
    if found.len() < limit {
        posted_plays(
            snapshot,
            campaign,
            before.min(covered + 1),
            limit,
            &days,
            &mut wanted,
            &mut found,
        )?;
    }
    for play in &mut found {
        play.capture = capture_at(snapshot, play.seq)?;
    }
    Ok(found)
}

/// Entries that one stretch of [`newest_plays`] looks at.
const EXAMINED: usize = 50_000;

/// The newest plays before `before` that `wanted` keeps, newest first, at most `limit`, out of the next
/// 50,000; nothing but the partitions tells where a screen's plays lie.
///
/// # Errors
/// `Storage`, `Row`.
pub fn newest_plays(
    snapshot: &Snapshot,
    before: Seq,
    limit: usize,
    wanted: impl Fn(&ImpressionRow) -> bool,
) -> Result<Stretch, StoreError> {
    let mut found = Stretch::default();
    let mut examined = 0_usize;
    for (day, first) in partitions(snapshot)?.into_iter().rev() {
        if found.next.is_some() || first > before {
            continue;
        }
        let table = Table::Impressions(day.number());
        snapshot.scan_back(table, ..before.to_be_bytes().to_vec(), |key, value| {
            let (seq, row): (Seq, ImpressionRow) = (seq_of(key), sealed(table, key, value)?);
            examined += 1;
            if wanted(&row) {
                let (overlay, capture) =
                    (overlay(snapshot, seq, &row)?, capture_at(snapshot, seq)?);
                found.plays.push(Impression { seq, row, overlay, capture });
            }
            let is_full = found.plays.len() >= limit || examined >= EXAMINED;
            found.next = is_full.then_some(seq);
            Ok(!is_full)
        })?;
    }
    Ok(found)
}

fn covered_through(snapshot: &Snapshot, campaign: CampaignNo) -> Result<Seq, StoreError> {
    let mut covered = 0;
    snapshot.scan_back(Table::CampaignPlays, posting_range(campaign), |_, value| {
        let (as_of, _): (Seq, Vec<u64>) = row(Table::CampaignPlays, value)?;
        covered = as_of;
        Ok(false)
    })?;
    Ok(covered)
}

fn posting_range(campaign: CampaignNo) -> std::ops::Range<Vec<u8>> {
    campaign.0.to_be_bytes().to_vec()..(campaign.0 + 1).to_be_bytes().to_vec()
}

fn posted_plays(
    snapshot: &Snapshot,
    campaign: CampaignNo,
    before: Seq,
    limit: usize,
    days: &[(Day, Seq)],
    wanted: &mut impl FnMut(&Impression) -> bool,
    found: &mut Vec<Impression>,
) -> Result<(), StoreError> {
    snapshot.scan_back(Table::CampaignPlays, posting_range(campaign), |key, value| {
        let (_, steps): (Seq, Vec<u64>) = row(Table::CampaignPlays, value)?;
        let mut seq = seq_of(key);
        let mut seqs = Vec::with_capacity(steps.len());
        for step in steps {
            seq += step >> 2;
            seqs.push(seq);
        }
        for seq in seqs.into_iter().rev().filter(|seq| *seq < before) {
            let at = days.partition_point(|(_, first)| *first <= seq);
            let Some((day, _)) = at.checked_sub(1).and_then(|at| days.get(at)) else { continue };
            if let Some(play) = impression_at(snapshot, *day, seq)?
                && wanted(&play)
            {
                found.push(play);
                if found.len() >= limit {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    })
}

/// Transfers of an account before `before`, newest first.
///
/// # Errors
/// `Storage`, `Row`.
pub fn account_transfers(
    snapshot: &Snapshot,
    account: Account,
    currency: Currency,
    before: Seq,
    limit: usize,
) -> Result<Vec<Transfer>, StoreError> {
    let prefix = account.key(currency).to_vec();
    let start = prefix.clone();
    let mut end = prefix;
    end.extend_from_slice(&before.to_be_bytes());
    let mut seqs = Vec::new();
    snapshot.scan_back(Table::TransfersByAccount, start..end, |key, _| {
        seqs.push(seq_of(key));
        Ok(seqs.len() < limit)
    })?;
    let mut transfers = Vec::new();
    for seq in seqs {
        let key = seq.to_be_bytes();
        if let Some(bytes) = snapshot.get(Table::Transfers, &key)? {
            transfers.push(sealed(Table::Transfers, &key, &bytes)?);
        }
    }
    Ok(transfers)
}

/// The figures of one campaign and day.
#[derive(Clone, Debug, Default)]
pub struct DayReport {
    /// Record and supplements, in order; empty while the day is live.
    pub records: Vec<DailyRecord>,
    /// What counters hold that no record holds yet.
    pub live: DayAggregate,
    /// Record + supplements + what is live.
    pub total: DayAggregate,
}

/// The record, supplements and live counters of a campaign's day. Rule: POP-01, D-60, D-62.
///
/// Counters on disk lag a little; the plays after them are counted from the partitions, so that
/// the report equals the fold of everything committed.
///
/// # Errors
/// `Storage`, `Row`.
pub fn daily_records(
    snapshot: &Snapshot,
    campaign: CampaignNo,
    from: Day,
    to: Day,
) -> Result<BTreeMap<Day, Vec<DailyRecord>>, StoreError> {
    let key = |day: Day| {
        let mut key = campaign.0.to_be_bytes().to_vec();
        key.extend_from_slice(&day.number().to_be_bytes());
        key
    };
    let mut records: BTreeMap<Day, Vec<DailyRecord>> = BTreeMap::new();
    snapshot.scan(Table::DailyRecords, key(from)..key(to.next()), |key, value| {
        let record: DailyRecord = sealed(Table::DailyRecords, key, value)?;
        records.entry(record.day).or_default().push(record);
        Ok(true)
    })?;
    Ok(records)
}

/// The records and supplements of all campaigns between two days, both inclusive.
///
/// # Errors
/// `Storage`, `Row`.
pub fn daily_records_of_all(
    snapshot: &Snapshot,
    from: Day,
    to: Day,
) -> Result<Vec<DailyRecord>, StoreError> {
    let mut records = Vec::new();
    snapshot.scan(Table::DailyRecords, .., |key, value| {
        let day = key.get(4..8).and_then(|bytes| bytes.try_into().ok()).map(i32::from_be_bytes);
        if day.is_some_and(|day| (from.number()..=to.number()).contains(&day)) {
            records.push(sealed(Table::DailyRecords, key, value)?);
        }
        Ok(true)
    })?;
    Ok(records)
}

/// Calls `visit` for the draws of each screen and day between two days, both inclusive.
///
/// # Errors
/// `Storage`, `Row`.
pub fn share_days(
    snapshot: &Snapshot,
    from: Day,
    to: Day,
    mut visit: impl FnMut(ShareKey, &ShareDay),
) -> Result<(), StoreError> {
    let start = |day: Day| day.number().to_be_bytes().to_vec();
    snapshot.scan(Table::ShareDays, start(from)..start(to.next()), |key, value| {
        if let Some(name) = ShareKey::from_bytes(key) {
            visit(name, &row(Table::ShareDays, value)?);
        }
        Ok(true)
    })
}

/// What a supplier earned by day of receipt, oldest first. Rule: BUD-07.
///
/// # Errors
/// `Storage`, `Row`.
pub fn earned_days(
    snapshot: &Snapshot,
    supplier: SupplierNo,
) -> Result<Vec<(Day, EarnedDay)>, StoreError> {
    let mut days = Vec::new();
    let range = supplier.0.to_be_bytes().to_vec()..(supplier.0 + 1).to_be_bytes().to_vec();
    snapshot.scan(Table::EarnedDays, range, |key, value| {
        if let Some(name) = EarnedKey::from_bytes(key) {
            days.push((name.day, sealed(Table::EarnedDays, key, value)?));
        }
        Ok(true)
    })?;
    Ok(days)
}

/// All aggregate kinds of a campaign's day.
#[must_use]
pub fn aggregate_keys(campaign: CampaignNo, day: Day) -> [AggregateKey; 4] {
    [
        AggregateKind::Record,
        AggregateKind::Late,
        AggregateKind::ReviewResolved,
        AggregateKind::Chargeback,
    ]
    .map(|kind| AggregateKey { day, campaign, kind })
}

/// Budget snapshots of a campaign before a moment and not before another, newest first.
/// Rule: BUD-06.
///
/// # Errors
/// `Storage`, `Row`.
pub fn budget_snapshots(
    snapshot: &Snapshot,
    campaign: CampaignNo,
    (from, before): (Timestamp, Timestamp),
    limit: usize,
) -> Result<Vec<(Timestamp, Amount)>, StoreError> {
    if from >= before {
        return Ok(Vec::new());
    }
    let name = |hour: Timestamp| {
        let mut key = campaign.0.to_be_bytes().to_vec();
        key.extend_from_slice(&hour.ms().to_be_bytes());
        key
    };
    let mut found = Vec::new();
    snapshot.scan_back(Table::BudgetSnapshots, name(from)..name(before), |key, value| {
        let hour = key.last_chunk::<8>().map_or(0, |bytes| i64::from_be_bytes(*bytes));
        found.push((Timestamp::from_ms(hour), sealed(Table::BudgetSnapshots, key, value)?));
        Ok(found.len() < limit)
    })?;
    Ok(found)
}

/// Audit entries before `before`, newest first, that `wanted` keeps.
///
/// # Errors
/// `Storage`, `Row`.
pub fn audit_entries(
    snapshot: &Snapshot,
    before: Seq,
    limit: usize,
    mut wanted: impl FnMut(&AuditEntry) -> bool,
) -> Result<Vec<AuditEntry>, StoreError> {
    let mut found = Vec::new();
    snapshot.scan_back(Table::Audit, ..before.to_be_bytes().to_vec(), |_, value| {
        let entry: AuditEntry = row(Table::Audit, value)?;
        if wanted(&entry) {
            found.push(entry);
        }
        Ok(found.len() < limit)
    })?;
    Ok(found)
}

/// Audit entries from `from` on, oldest first, that `wanted` keeps.
///
/// # Errors
/// `Storage`, `Row`.
pub fn audit_entries_from(
    snapshot: &Snapshot,
    from: Seq,
    limit: usize,
    mut wanted: impl FnMut(&AuditEntry) -> bool,
) -> Result<Vec<AuditEntry>, StoreError> {
    let mut found = Vec::new();
    snapshot.scan(Table::Audit, from.to_be_bytes().to_vec().., |_, value| {
        let entry: AuditEntry = row(Table::Audit, value)?;
        if wanted(&entry) {
            found.push(entry);
        }
        Ok(found.len() < limit)
    })?;
    Ok(found)
}

/// One audit entry.
///
/// # Errors
/// `Storage`, `Row`.
pub fn audit_entry(snapshot: &Snapshot, seq: Seq) -> Result<Option<AuditEntry>, StoreError> {
    let bytes = snapshot.get(Table::Audit, &seq.to_be_bytes())?;
    bytes.map(|bytes| row(Table::Audit, &bytes)).transpose()
}
