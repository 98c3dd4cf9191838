//! A campaign's plays in their order, a stretch at a time: for exports that never hold all of them.
//! Rule: POP-04.

use super::{
    captures::capture_at,
    checkpoint::{META_KEY, Meta},
    load::{row, sealed, seq_of},
    reads::{Impression, impression_at, partitions},
};
use crate::{
    db::{Snapshot, StoreError, Table},
    domain::{
        ids::{CampaignNo, Seq},
        impression::record::{ImpressionRow, Overlay, PlayStatus},
        time::Day,
    },
};

/// Days after the last played one in which its plays are received: queues hold them for 4 hours,
/// and a clock that stepped back stays in the newest partition.
const DAYS_AFTER: i32 = 2;
/// Entries that one stretch looks at in partitions, where no posting row tells whose they are.
const EXAMINED: usize = 50_000;
/// A run of postings is read in one go where at least every so many entries are the campaign's.
const DENSE: u64 = 8;

/// Places in the order of entries, both exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Before the first.
    pub after: Seq,
    /// After the last.
    pub end: Seq,
}

/// Some plays, and where to go on.
#[derive(Clone, Debug, Default)]
pub struct Stretch {
    /// Plays in order, with what reviews decided.
    pub plays: Vec<Impression>,
    /// `Span::after` of the next stretch; `None` at the end.
    pub next: Option<Seq>,
}

/// Where plays that ended between two days, both inclusive, can lie as of the snapshot.
///
/// # Errors
/// `Storage`, `Row`.
pub fn span_of(snapshot: &Snapshot, from: Day, to: Day) -> Result<Span, StoreError> {
    let days = partitions(snapshot)?;
    let last = Day::from_number(to.number().saturating_add(DAYS_AFTER));
    let next_seq = position(snapshot)?.next_seq;
    // A device's clock may be minutes ahead: a play may be received on the day before.
    let first = days.iter().find(|(day, _)| *day >= from.previous());
    let after = first.map_or(next_seq, |(_, seq)| *seq).saturating_sub(1);
    let end = days.iter().find(|(day, _)| *day > last).map_or(next_seq, |(_, seq)| *seq);
    Ok(Span { after, end })
}

fn position(snapshot: &Snapshot) -> Result<Meta, StoreError> {
    let bytes = snapshot.get(Table::Meta, META_KEY)?;
    bytes.map_or_else(|| Ok(Meta::default()), |bytes| row(Table::Meta, &bytes))
}

/// The next plays of a campaign in a span, at most about `limit`, those rejected at once left out;
/// only what `wanted` keeps is returned.
///
/// # Errors
/// `Storage`, `Row`.
pub fn plays_in(
    snapshot: &Snapshot,
    campaign: CampaignNo,
    span: Span,
    limit: usize,
    wanted: impl Fn(&ImpressionRow) -> bool,
) -> Result<Stretch, StoreError> {
    if span.after.saturating_add(1) >= span.end {
        return Ok(Stretch::default());
    }
    let days = partitions(snapshot)?;
    let (covered, posted) = posted(snapshot, campaign, span, limit)?;
    if let Some(last) = posted.last().copied() {
        let mut plays = read_posted(snapshot, campaign, &days, &posted)?;
        plays.retain(|play| wanted(&play.row));
        return Ok(Stretch { plays, next: Some(last) });
    }
    // No posting row holds what comes now; what some fold lacks begins at `replay_from`.
    let unposted = position(snapshot)?.replay_from.saturating_sub(1);
    let after = span.after.max(covered).max(unposted);
    examine(snapshot, campaign, Span { after, ..span }, &days, limit, wanted)
}

/// The last place that posting rows cover, and the next places of the campaign that they name.
fn posted(
    snapshot: &Snapshot,
    campaign: CampaignNo,
    span: Span,
    limit: usize,
) -> Result<(Seq, Vec<Seq>), StoreError> {
    let key = |seq: Seq| {
        let mut key = campaign.0.to_be_bytes().to_vec();
        key.extend_from_slice(&seq.to_be_bytes());
        key
    };
    let all = key(0)..campaign.0.saturating_add(1).to_be_bytes().to_vec();
    let mut covered = 0;
    snapshot.scan_back(Table::CampaignPlays, all.clone(), |_, value| {
        (covered, _) = row::<(Seq, Vec<u64>)>(Table::CampaignPlays, value)?;
        Ok(false)
    })?;
    // The row that holds the first place begins at it or before.
    let mut start = key(0);
    let before = key(0)..key(span.after.saturating_add(2));
    snapshot.scan_back(Table::CampaignPlays, before, |key, _| {
        start = key.to_vec();
        Ok(false)
    })?;
    let mut found = Vec::new();
    snapshot.scan(Table::CampaignPlays, start..all.end, |key, value| {
        let (_, steps): (Seq, Vec<u64>) = row(Table::CampaignPlays, value)?;
        let mut seq = seq_of(key);
        for step in steps {
            seq += step >> 2;
            let is_in = seq > span.after && seq < span.end;
            if is_in && PlayStatus::from_code(step) != PlayStatus::Rejected {
                found.push(seq);
            }
        }
        Ok(seq < span.end && found.len() < limit)
    })?;
    Ok((covered, found))
}

fn read_posted(
    snapshot: &Snapshot,
    campaign: CampaignNo,
    days: &[(Day, Seq)],
    seqs: &[Seq],
) -> Result<Vec<Impression>, StoreError> {
    let mut plays = Vec::with_capacity(seqs.len());
    for run in seqs.chunk_by(|a, b| partition(days, *a) == partition(days, *b)) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        let Some(day) = partition(days, *first) else { continue };
        if last - first < DENSE.saturating_mul(run.len() as u64) {
            let range = first.to_be_bytes().to_vec()..(last + 1).to_be_bytes().to_vec();
            scan_plays(snapshot, campaign, day, range, |play| {
                if play.row.status != PlayStatus::Rejected {
                    plays.push(play);
                }
                true
            })?;
        } else {
            for seq in run {
                plays.extend(impression_at(snapshot, day, *seq)?);
            }
        }
    }
    Ok(plays)
}

fn partition(days: &[(Day, Seq)], seq: Seq) -> Option<Day> {
    let after = days.partition_point(|(_, first)| *first <= seq);
    after.checked_sub(1).and_then(|at| days.get(at)).map(|(day, _)| *day)
}

/// Looks through partitions for plays that no posting row names yet.
fn examine(
    snapshot: &Snapshot,
    campaign: CampaignNo,
    span: Span,
    days: &[(Day, Seq)],
    limit: usize,
    wanted: impl Fn(&ImpressionRow) -> bool,
) -> Result<Stretch, StoreError> {
    let mut plays = Vec::new();
    let (mut seen, mut next) = (0, None);
    for (place, (day, first)) in days.iter().enumerate() {
        let past = days.get(place + 1).map_or(Seq::MAX, |(_, seq)| *seq);
        if past <= span.after + 1 || *first >= span.end {
            continue;
        }
        let table = Table::Impressions(day.number());
        let range =
            (span.after + 1).max(*first).to_be_bytes().to_vec()..span.end.to_be_bytes().to_vec();
        snapshot.scan(table, range, |key, value| {
            let play: ImpressionRow = sealed(table, key, value)?;
            let seq = seq_of(key);
            seen += 1;
            let is_accepted = play.status != PlayStatus::Rejected;
            if play.campaign == Some(campaign) && is_accepted && wanted(&play) {
                let (overlay, capture) = (overlay(snapshot, seq)?, capture_at(snapshot, seq)?);
                plays.push(Impression { seq, overlay, capture, row: play });
            }
            let is_full = plays.len() >= limit || seen >= EXAMINED;
            next = is_full.then_some(seq);
            Ok(!is_full)
        })?;
        if next.is_some() {
            break;
        }
    }
    Ok(Stretch { plays, next })
}

fn scan_plays(
    snapshot: &Snapshot,
    campaign: CampaignNo,
    day: Day,
    range: std::ops::Range<Vec<u8>>,
    mut visit: impl FnMut(Impression) -> bool,
) -> Result<(), StoreError> {
    let table = Table::Impressions(day.number());
    snapshot.scan(table, range, |key, value| {
        let play: ImpressionRow = sealed(table, key, value)?;
        if play.campaign != Some(campaign) {
            return Ok(true);
        }
        let seq = seq_of(key);
        let overlay = overlay(snapshot, seq)?;
        let capture = capture_at(snapshot, seq)?;
        Ok(visit(Impression { seq, row: play, overlay, capture }))
    })
}

fn overlay(snapshot: &Snapshot, seq: Seq) -> Result<Option<Overlay>, StoreError> {
    let key = seq.to_be_bytes();
    let bytes = snapshot.get(Table::Overlays, &key)?;
    bytes.map(|bytes| sealed(Table::Overlays, &key, &bytes)).transpose()
}

#[cfg(test)]
#[path = "play_stream_tests.rs"]
mod tests;
