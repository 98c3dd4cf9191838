//! What the store knows around plays: log lines, heartbeats, other plays of the device, transfers.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::{
    db::{Snapshot, StoreError, Table},
    domain::{
        device_command::{DeviceLog, LogLevel},
        dispute::DisputeLimits,
        ids::{CampaignNo, DeviceNo, Seq},
        impression::{heartbeat::Run, record::ImpressionRow},
        ledger::Transfer,
        time::{Day, MINUTE_MS, SECOND_MS, Timestamp},
    },
    engine::{
        load::{row, sealed, seq_of},
        online_history::online_runs,
        reads::{self, Impression},
    },
    http::routes::impression_reads::review_transfers,
};

/// Rows looked at on each side of a single play in search of its device's other plays.
const MOST_ROWS: u64 = 50_000;
/// The same, at least, where a dispute names many plays.
const LEAST_ROWS: u64 = 500;
/// The same for all plays of a dispute together.
const ALL_ROWS: u64 = 200_000;

/// A line of a device's log, with the moment its upload arrived.
#[derive(Clone, Debug, Serialize)]
pub struct LogLine {
    /// Device clock.
    pub at: Timestamp,
    /// How it weighs.
    pub level: LogLevel,
    /// What happened.
    pub message: String,
    /// Arrival of the upload, server clock.
    pub received_at: Timestamp,
}

/// Log lines of one device, in the order of the device's clock.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// The lines.
    pub lines: Vec<LogLine>,
    /// There were more.
    pub cut: bool,
}

/// Spans of time, for each device.
pub type Spans = FxHashMap<DeviceNo, Vec<(Timestamp, Timestamp)>>;

/// What the store knows around the plays of a dispute.
#[derive(Default)]
pub struct Material {
    /// Log lines around the plays.
    pub logs: FxHashMap<DeviceNo, Lines>,
    /// Runs of heartbeats, oldest first.
    pub runs: FxHashMap<DeviceNo, Vec<Run>>,
    /// Plays of the same devices near the disputed ones, these included, in the order of arrival.
    pub around: FxHashMap<DeviceNo, Vec<Impression>>,
    /// Transfers of the campaign's reviews.
    pub transfers: Vec<Transfer>,
}

/// The time that belongs to a play's evidence: from its begin, so many minutes on both sides.
pub fn span_of(play: &ImpressionRow, limits: &DisputeLimits) -> (Timestamp, Timestamp) {
    let margin_ms = i64::from(limits.evidence_minutes) * MINUTE_MS;
    let began = play.played_at.plus_ms(-i64::from(play.duration_actual) * SECOND_MS);
    (began.plus_ms(-margin_ms), play.played_at.plus_ms(margin_ms))
}

impl Material {
    /// Reads everything around plays.
    pub fn read(
        snapshot: &Snapshot,
        plays: &[Impression],
        limits: &DisputeLimits,
    ) -> Result<Self, StoreError> {
        let mut spans = Spans::default();
        for play in plays {
            spans.entry(play.row.device).or_default().push(span_of(&play.row, limits));
        }
        let mut material = Self { around: around(snapshot, plays, &spans)?, ..Self::default() };
        for (device, spans) in &spans {
            let lines = log_lines(snapshot, *device, spans, limits.max_log_lines, |_| true)?;
            material.logs.insert(*device, lines);
            material.runs.insert(*device, online_runs(snapshot, *device)?);
        }
        let decided = plays.iter().filter(|play| play.overlay.is_some());
        let campaigns: BTreeSet<CampaignNo> = decided.filter_map(|p| p.row.campaign).collect();
        for campaign in campaigns {
            material.transfers.extend(review_transfers(snapshot, campaign)?);
        }
        Ok(material)
    }
}

fn is_within(at: Timestamp, spans: &[(Timestamp, Timestamp)]) -> bool {
    spans.iter().any(|(from, to)| (*from..=*to).contains(&at))
}

/// Lines of a device's log within spans of its clock, the newest uploads first until there are
/// `most`.
pub fn log_lines(
    snapshot: &Snapshot,
    device: DeviceNo,
    spans: &[(Timestamp, Timestamp)],
    most: u32,
    wanted: impl Fn(LogLevel) -> bool,
) -> Result<Lines, StoreError> {
    let most = most as usize;
    let mut found = Lines::default();
    let range = device.0.to_be_bytes().to_vec()..(device.0 + 1).to_be_bytes().to_vec();
    snapshot.scan_back(Table::DeviceLogs, range, |_, value| {
        let log: DeviceLog = row(Table::DeviceLogs, value)?;
        let received_at = log.received_at;
        let lines = log.entries.into_iter().rev();
        let lines = lines.filter(|line| wanted(line.level) && is_within(line.at, spans));
        for line in lines {
            if found.lines.len() >= most {
                found.cut = true;
                return Ok(false);
            }
            let (at, level, message) = (line.at, line.level, line.message);
            found.lines.push(LogLine { at, level, message, received_at });
        }
        Ok(true)
    })?;
    found.lines.sort_by_key(|line| (line.at, line.received_at));
    Ok(found)
}

/// Ranges of places around plays, joined where they touch, by partition.
fn ranges(days: &[(Day, Seq)], plays: &[Impression]) -> BTreeMap<Day, Vec<(Seq, Seq)>> {
    let each = ALL_ROWS / (plays.len().max(1) as u64);
    let each = each.clamp(LEAST_ROWS, MOST_ROWS);
    let mut found: BTreeMap<Day, Vec<(Seq, Seq)>> = BTreeMap::new();
    let mut seqs: Vec<Seq> = plays.iter().map(|play| play.seq).collect();
    seqs.sort_unstable();
    for seq in seqs {
        let at = days.partition_point(|(_, first)| *first <= seq);
        let Some((day, _)) = at.checked_sub(1).and_then(|at| days.get(at)) else { continue };
        let (from, to) = (seq.saturating_sub(each), seq.saturating_add(each));
        let of_day = found.entry(*day).or_default();
        match of_day.last_mut() {
            Some((_, end)) if *end >= from => *end = to,
            _ => of_day.push((from, to)),
        }
    }
    found
}

/// Plays of the devices within the spans, found near the places of the disputed ones.
fn around(
    snapshot: &Snapshot,
    plays: &[Impression],
    spans: &Spans,
) -> Result<FxHashMap<DeviceNo, Vec<Impression>>, StoreError> {
    let days = reads::partitions(snapshot)?;
    let mut found: FxHashMap<DeviceNo, Vec<Impression>> = FxHashMap::default();
    for (day, ranges) in ranges(&days, plays) {
        let table = Table::Impressions(day.number());
        for (from, to) in ranges {
            let mut seqs = Vec::new();
            let keys = from.to_be_bytes().to_vec()..to.saturating_add(1).to_be_bytes().to_vec();
            snapshot.scan(table, keys, |key, value| {
                let play: ImpressionRow = sealed(table, key, value)?;
                if spans.get(&play.device).is_some_and(|spans| is_within(play.played_at, spans)) {
                    seqs.push(seq_of(key));
                }
                Ok(true)
            })?;
            for seq in seqs {
                if let Some(play) = reads::impression_at(snapshot, day, seq)? {
                    found.entry(play.row.device).or_default().push(play);
                }
            }
        }
    }
    Ok(found)
}
