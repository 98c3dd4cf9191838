//! Checks a downloaded proof of play without the appliance: the hash of each record, their chain,
//! and that the figures are their sum. Rule: POP-04, D-60.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use crate::{
    db::codec,
    domain::{
        campaign::health::effective_cpm,
        money::Amount,
        proof_of_play::{AggregateKind, DailyRecord},
        report,
        time::{Day, Timestamp},
    },
};

/// What the file says it is.
pub const FORMAT: &str = "vetrina-proof-of-play/1";

/// The members of a file that are checked.
#[derive(Debug, Deserialize)]
struct File {
    format: String,
    status: String,
    date: Option<Day>,
    from: Option<Day>,
    to: Option<Day>,
    record: Option<Listed>,
    supplements: Vec<Listed>,
    record_contents: Vec<Content>,
}

impl File {
    /// First and last day.
    fn period(&self) -> Option<(Day, Day)> {
        match (self.date, self.from, self.to) {
            (Some(day), None, None) => Some((day, day)),
            (None, Some(from), Some(to)) if from <= to => Some((from, to)),
            _ => None,
        }
    }
}

/// What a report says of its period, all of it sums of records.
#[derive(Debug, PartialEq, Deserialize)]
struct Figures {
    total_impressions: u64,
    unique_devices: u64,
    unique_stores: u64,
    total_duration_seconds: u64,
    total_cost: Amount,
    effective_cpm: Option<Amount>,
    hourly_breakdown: BTreeMap<String, u64>,
    hourly_breakdown_local: BTreeMap<String, u64>,
    daily_breakdown: Vec<OfDay>,
    rejected: u64,
    rejections: BTreeMap<String, u64>,
    under_review: u64,
    backfilled: u64,
}

/// The same of a day.
#[derive(Debug, PartialEq, Deserialize)]
struct OfDay {
    date: Day,
    impressions: u64,
    rejected: u64,
    under_review: u64,
    duration_seconds: u64,
    cost: Amount,
}

impl Figures {
    /// The figures that records and supplements add up to.
    fn of(records: &[&DailyRecord]) -> Self {
        let total = report::totals_of_records(records.iter().copied());
        let mut days: BTreeMap<Day, Vec<&DailyRecord>> = BTreeMap::new();
        for record in records {
            days.entry(record.day).or_default().push(record);
        }
        let of_day = |(date, records): (Day, Vec<&DailyRecord>)| {
            let total = report::totals_of_records(records);
            OfDay {
                date,
                impressions: total.verified,
                rejected: total.rejected_total(),
                under_review: total.under_review,
                duration_seconds: total.duration_seconds,
                cost: total.cost,
            }
        };
        Self {
            total_impressions: total.verified,
            unique_devices: total.devices.len() as u64,
            unique_stores: total.stores.len() as u64,
            total_duration_seconds: total.duration_seconds,
            total_cost: total.cost,
            effective_cpm: effective_cpm(total.cost, total.verified),
            hourly_breakdown: hours(&total.hourly),
            hourly_breakdown_local: hours(&total.hourly_local),
            daily_breakdown: days.into_iter().map(of_day).collect(),
            rejected: total.rejected_total(),
            rejections: total.rejected.iter().map(|(c, n)| (c.recorded_reason(), *n)).collect(),
            under_review: total.under_review,
            backfilled: total.backfilled,
        }
    }
}

fn hours(counts: &BTreeMap<u8, u64>) -> BTreeMap<String, u64> {
    let with_plays = counts.iter().filter(|(_, count)| **count > 0);
    with_plays.map(|(hour, count)| (format!("{hour:02}"), *count)).collect()
}

#[derive(Debug, Deserialize)]
struct Listed {
    date: Day,
    number: u32,
    kind: AggregateKind,
    generated_at: Timestamp,
    impressions: u64,
    rejected: u64,
    under_review: u64,
    duration_seconds: u64,
    cost: Amount,
    hash: String,
    previous_hash: String,
}

impl Listed {
    /// Whether it says what a record's content says.
    fn is_of(&self, record: &DailyRecord) -> bool {
        let of = &record.aggregate;
        (self.kind, self.generated_at) == (record.kind, record.generated_at)
            && (self.impressions, self.under_review) == (of.verified, of.under_review)
            && (self.rejected, self.cost) == (of.rejected_total(), of.cost)
            && self.duration_seconds == of.duration_seconds
            && self.previous_hash == hex::encode(record.previous_hash)
    }
}

#[derive(Debug, Deserialize)]
struct Content {
    date: Day,
    number: u32,
    in_period: bool,
    hash: String,
    content: String,
}

/// What a check of a file found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ProofFileCheck {
    /// Records and supplements whose hash and place in the chain hold.
    pub records: usize,
    /// Newest hash, hex: to be compared with one that was handed out before.
    pub newest_hash: Option<String>,
    /// Whether the figures were compared; those of a live day hold more than its records.
    pub sums_checked: bool,
    /// What is wrong, a sentence each; nothing is wrong where there is none.
    pub findings: Vec<String>,
}

/// Whether a text says that it is a proof of play.
#[must_use]
pub fn is_proof_file(text: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Head {
        format: String,
    }
    serde_json::from_slice::<Head>(text).is_ok_and(|head| head.format == FORMAT)
}

/// Checks a file; the answer names each part that does not hold.
#[must_use]
pub fn check_proof_file(text: &[u8]) -> ProofFileCheck {
    let mut check = ProofFileCheck::default();
    let read = || Ok((serde_json::from_slice(text)?, serde_json::from_slice(text)?));
    let (file, told): (File, Figures) = match read() {
        Ok(file) => file,
        Err::<_, serde_json::Error>(error) => {
            check.findings.push(format!("the file cannot be read: {error}"));
            return check;
        }
    };
    if file.format != FORMAT {
        check.findings.push(format!("the file is {:?}, expected {FORMAT:?}", file.format));
        return check;
    }
    let Some((from, to)) = file.period() else {
        check.findings.push("the file names neither a date nor from and to".to_owned());
        return check;
    };
    let mut records = Vec::new();
    for content in &file.record_contents {
        let is_in = (from..=to).contains(&content.date);
        if is_in != content.in_period {
            let name = format!("record {} no. {}", content.date, content.number);
            check.findings.push(format!("{name}: in_period is wrong for {from} to {to}"));
        }
        match read_record(content) {
            Ok(record) => records.push((is_in, record)),
            Err(why) => {
                let name = format!("record {} no. {}", content.date, content.number);
                check.findings.push(format!("{name}: {why}"));
            }
        }
    }
    if !check.findings.is_empty() {
        return check;
    }
    check.records = records.len();
    check_chain(&mut check, &file.record_contents, &records);
    let of_period: Vec<&DailyRecord> =
        records.iter().filter(|(is_in, _)| *is_in).map(|(_, record)| record).collect();
    compare_listed(&mut check, &file, &of_period);
    // Something was cut after the last day: then the whole period was.
    let is_over = records.iter().any(|(_, record)| record.generated_at.day() > to);
    match (file.status.as_str(), is_over) {
        ("FINAL", _) => {
            check.sums_checked = true;
            compare_sums(&mut check, &told, &of_period);
        }
        ("LIVE", false) => {}
        ("LIVE", true) => {
            let said = format!("the report says LIVE, but {to} is over and its record is cut");
            check.findings.push(said);
        }
        (other, _) => check.findings.push(format!("the status {other:?} is none of a report")),
    }
    check
}

/// The record behind a content, if its hash is the one that is told.
fn read_record(content: &Content) -> Result<DailyRecord, String> {
    let bytes = STANDARD.decode(&content.content).map_err(|_| "the content is no base64")?;
    let hash = hex::encode(codec::sha256(&bytes));
    if hash != content.hash {
        return Err(format!("the content's SHA-256 is {hash}, not the one that is told"));
    }
    let record: DailyRecord =
        codec::decode(&bytes).map_err(|error| format!("the content cannot be read: {error}"))?;
    let is_same = record.day == content.date && record.number == content.number;
    if is_same { Ok(record) } else { Err("it is another day's or number's".to_owned()) }
}

/// Contents stand in the order in which they were cut: each carries the hash of the one before it.
/// Only the first one's lies outside the file.
fn check_chain(check: &mut ProofFileCheck, contents: &[Content], records: &[(bool, DailyRecord)]) {
    for (before, (_, record)) in contents.iter().zip(records.iter().skip(1)) {
        if hex::encode(record.previous_hash) != before.hash {
            let name = format!("record {} no. {}", record.day, record.number);
            let place = format!("{} no. {}", before.date, before.number);
            check.findings.push(format!("{name} does not carry the hash of {place} before it"));
        }
    }
    check.newest_hash = contents.last().map(|content| content.hash.clone());
}

/// Each record of the period is listed with its figures, and nothing else is.
fn compare_listed(check: &mut ProofFileCheck, file: &File, records: &[&DailyRecord]) {
    let contents: BTreeMap<(Day, u32), &DailyRecord> =
        records.iter().map(|record| ((record.day, record.number), *record)).collect();
    let hashes: BTreeMap<(Day, u32), &str> = file
        .record_contents
        .iter()
        .map(|content| ((content.date, content.number), content.hash.as_str()))
        .collect();
    let mut seen = BTreeSet::new();
    for listed in file.record.iter().chain(&file.supplements) {
        let key = (listed.date, listed.number);
        let holds = contents.get(&key).is_some_and(|record| {
            listed.is_of(record) && hashes.get(&key).is_some_and(|hash| *hash == listed.hash)
        });
        if !holds || !seen.insert(key) {
            let name = format!("record {} no. {}", listed.date, listed.number);
            check.findings.push(format!("{name} is not listed as its content says"));
        }
    }
    if seen.len() != records.len() {
        let (names, all) = (seen.len(), records.len());
        check.findings.push(format!("{names} records are listed, {all} are of the period"));
    }
}

fn compare_sums(check: &mut ProofFileCheck, told: &Figures, records: &[&DailyRecord]) {
    let sums = Figures::of(records);
    let mut compare = |name: &str, told: &dyn Debug, found: &dyn Debug, is_same: bool| {
        if !is_same {
            check.findings.push(format!("{name} is {told:?}, the records add up to {found:?}"));
        }
    };
    macro_rules! figures {
        ($($name:ident),* $(,)?) => {
            $(compare(stringify!($name), &told.$name, &sums.$name, told.$name == sums.$name);)*
        };
    }
    figures!(
        total_impressions,
        unique_devices,
        unique_stores,
        total_duration_seconds,
        total_cost,
        effective_cpm,
        hourly_breakdown,
        hourly_breakdown_local,
        daily_breakdown,
        rejected,
        rejections,
        under_review,
        backfilled,
    );
}
