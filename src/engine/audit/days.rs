//! The figures of each campaign's day: live counters, records, supplements, and their hashes.

use std::collections::{BTreeMap, HashMap};

use super::{
    AuditReport,
    books::{Books, read_sealed, standing},
};
use crate::{
    db::{Snapshot, Table},
    domain::{
        ids::{CampaignNo, Seq},
        impression::record::{ImpressionRow, Overlay, PlayStatus},
        proof_of_play::{AggregateKey, AggregateKind, DailyRecord, DayAggregate, StoreTally},
        refusal::Code,
        time::Day,
    },
    engine::{
        commands::periodic::record_is_intact,
        load::{CUT_KEY, LoadError, row},
    },
};

/// Which plays the counters and records on disk hold already.
#[derive(Default)]
pub(super) struct Covered {
    cut: Option<(Day, Seq)>,
    aggregates: BTreeMap<AggregateKey, (Seq, DayAggregate)>,
}

impl Covered {
    pub fn read(snapshot: &Snapshot, report: &mut AuditReport) -> Result<Self, LoadError> {
        let mut covered = Self::default();
        if let Some(bytes) = snapshot.get(Table::Meta, CUT_KEY)? {
            covered.cut = Some(row(Table::Meta, &bytes)?);
        }
        snapshot.scan(Table::DayAggregates, .., |key, value| {
            type Row = (AggregateKey, Seq, DayAggregate);
            if let Some((name, as_of, aggregate)) =
                read_sealed::<Row>(report, Table::DayAggregates, key, value)
            {
                covered.aggregates.insert(name, (as_of, aggregate));
            }
            Ok(true)
        })?;
        Ok(covered)
    }

    fn is_cut(&self, day: Day) -> bool {
        self.cut.is_some_and(|(through, _)| day <= through)
    }

    /// Whether a record or a counter on disk holds the play of a place.
    fn holds(&self, campaign: CampaignNo, day: Day, seq: Seq) -> bool {
        let kind = match self.cut {
            Some((through, cut_seq)) if day <= through => {
                if seq < cut_seq {
                    return true;
                }
                AggregateKind::Late
            }
            _ => AggregateKind::Record,
        };
        let key = AggregateKey { day, campaign, kind };
        self.aggregates.get(&key).is_some_and(|(as_of, _)| seq <= *as_of)
    }
}

/// Counts a play as of a verdict.
fn count(
    day: &mut DayAggregate,
    play: &ImpressionRow,
    local_hour: u8,
    verdict: (PlayStatus, Option<Code>),
) {
    match verdict {
        (PlayStatus::Rejected, reason) => {
            if let Some(reason) = reason {
                *day.rejected.entry(reason).or_default() += 1;
            }
        }
        (PlayStatus::UnderReview, _) => day.under_review += 1,
        (PlayStatus::Verified, _) => {
            let seconds = u64::from(play.duration_actual);
            day.verified += 1;
            day.duration_seconds += seconds;
            day.cost = day.cost.checked_add(play.money.cost).unwrap_or(day.cost);
            day.backfilled += u64::from(play.delayed);
            let utc_hour = play.played_at.ms().div_euclid(3_600_000).rem_euclid(24);
            *day.hourly.entry(u8::try_from(utc_hour).unwrap_or(0)).or_default() += 1;
            *day.hourly_local.entry(local_hour).or_default() += 1;
            let store: &mut StoreTally = day.stores.entry(play.store).or_default();
            store.impressions += 1;
            store.duration_seconds += seconds;
            store.share = store.share.checked_add(play.money.supplier).unwrap_or(store.share);
            day.devices.insert(play.device);
            *day.screens.entry((play.store, play.device)).or_default() += 1;
        }
    }
}

impl Books<'_> {
    /// Counts a play into its day, and apart if nothing on disk holds it yet.
    pub(super) fn count_day(
        &mut self,
        campaign: CampaignNo,
        seq: Seq,
        play: &ImpressionRow,
        overlay: Option<&Overlay>,
    ) {
        let day = play.played_at.day();
        let zone = self.stores.get(play.store.index()).map(|store| store.zone.clone());
        let local = zone.map_or(0, |zone| play.played_at.local(&zone).hour());
        let local_hour = u8::try_from(local).unwrap_or(0);
        let verdict = standing(play, overlay);
        let mine = self.days.entry((campaign, day)).or_default();
        count(mine, play, local_hour, verdict);
        if !self.covered.holds(campaign, day, seq) {
            let mine = self.uncovered.entry((campaign, day)).or_default();
            count(mine, play, local_hour, (play.status, play.reason));
        }
    }
}

/// Records + supplements + counters + plays after them = all plays of the day.
pub(super) fn compare_days(books: &mut Books<'_>) -> Result<(), LoadError> {
    let mut found = std::mem::take(&mut books.uncovered);
    let mut taken: BTreeMap<(CampaignNo, Day), DayAggregate> = BTreeMap::new();
    let snapshot = books.snapshot;
    snapshot.scan(Table::DailyRecords, .., |key, value| {
        let read = read_sealed::<DailyRecord>(&mut books.report, Table::DailyRecords, key, value);
        if let Some(record) = read {
            let side = if is_taken(record.kind) { &mut taken } else { &mut found };
            side.entry((record.campaign, record.day)).or_default().merge(&record.aggregate);
        }
        Ok(true)
    })?;
    for (key, (_, aggregate)) in &books.covered.aggregates {
        let side = if is_taken(key.kind) { &mut taken } else { &mut found };
        side.entry((key.campaign, key.day)).or_default().merge(aggregate);
    }
    for (key, back) in &taken {
        found.entry(*key).or_default().take_back(back);
    }
    let expected = std::mem::take(&mut books.days);
    for key in found.keys().filter(|key| !expected.contains_key(key)) {
        let empty = DayAggregate::default();
        compare_day(books, *key, &empty, &found[key]);
    }
    for (key, day) in &expected {
        let kept = found.get(key).cloned().unwrap_or_default();
        compare_day(books, *key, day, &kept);
    }
    Ok(())
}

/// Whether a record holds what was taken back. Rule: CHB-01.
fn is_taken(kind: AggregateKind) -> bool {
    kind == AggregateKind::Chargeback
}

fn compare_day(
    books: &mut Books<'_>,
    (campaign, day): (CampaignNo, Day),
    expected: &DayAggregate,
    found: &DayAggregate,
) {
    let subject = format!("campaign {} on {day}", campaign.0);
    let is_cut = books.covered.is_cut(day);
    let report = &mut books.report;
    report.campaign_days += 1;
    report.equal("verified plays of a day", &subject, &expected.verified, &found.verified);
    report.equal("rejected plays of a day", &subject, &expected.rejected, &found.rejected);
    report.equal("seconds of a day", &subject, &expected.duration_seconds, &found.duration_seconds);
    report.equal("cost of a day", &subject, &expected.cost, &found.cost);
    report.equal("backfilled plays of a day", &subject, &expected.backfilled, &found.backfilled);
    report.equal("plays by UTC hour", &subject, &expected.hourly, &found.hourly);
    report.equal("plays by local hour", &subject, &expected.hourly_local, &found.hourly_local);
    report.equal("plays by store", &subject, &expected.stores, &found.stores);
    report.equal("devices of a day", &subject, &expected.devices, &found.devices);
    report.equal("plays by screen", &subject, &expected.screens, &found.screens);
    if !is_cut {
        let (expected, found) = (expected.under_review, found.under_review);
        report.equal("plays under review of a day", &subject, &expected, &found);
    }
}

/// Every record fits its hash, and the records of a campaign form one chain. Rule: D-60.
pub(super) fn check_records(books: &mut Books<'_>) -> Result<(), LoadError> {
    let mut chains: BTreeMap<CampaignNo, HashMap<[u8; 32], [u8; 32]>> = BTreeMap::new();
    let mut numbers: BTreeMap<(CampaignNo, Day), u32> = BTreeMap::new();
    let report = &mut books.report;
    books.snapshot.scan(Table::DailyRecords, .., |key, value| {
        let Some(record) = read_sealed::<DailyRecord>(report, Table::DailyRecords, key, value)
        else {
            return Ok(true);
        };
        report.daily_records += 1;
        let subject =
            format!("campaign {} on {} no. {}", record.campaign.0, record.day, record.number);
        if !record_is_intact(&record) {
            report.add(
                "record fits its hash",
                &subject,
                "its content's hash",
                hex::encode(record.hash),
            );
        }
        let next = numbers.entry((record.campaign, record.day)).or_default();
        report.equal("records are numbered without gaps", &subject, next, &record.number);
        *next += 1;
        let chain = chains.entry(record.campaign).or_default();
        if chain.insert(record.previous_hash, record.hash).is_some() {
            report.add("one record after another", &subject, "one successor", "two");
        }
        Ok(true)
    })?;
    for (campaign, chain) in chains {
        check_chain(books, campaign, &chain)?;
    }
    Ok(())
}

fn check_chain(
    books: &mut Books<'_>,
    campaign: CampaignNo,
    chain: &HashMap<[u8; 32], [u8; 32]>,
) -> Result<(), LoadError> {
    let mut key = b"head/".to_vec();
    key.extend_from_slice(&campaign.0.to_be_bytes());
    let kept: Option<[u8; 32]> = match books.snapshot.get(Table::Meta, &key)? {
        Some(bytes) => Some(row(Table::Meta, &bytes)?),
        None => None,
    };
    let mut head = [0; 32];
    let mut steps = 0;
    while let Some(next) = chain.get(&head).filter(|_| steps <= chain.len()) {
        head = *next;
        steps += 1;
    }
    let subject = format!("records of campaign {}", campaign.0);
    books.report.equal("all records are in one chain", &subject, &chain.len(), &steps);
    let (head, kept) = (hex::encode(head), hex::encode(kept.unwrap_or_default()));
    books.report.equal("the newest record is the head", &subject, &head, &kept);
    Ok(())
}
