//! Checks a downloaded proof of play without the appliance: the hash of each record, their chain,
//! and that the figures are their sum. Rule: POP-04, D-60.

use std::collections::{BTreeMap, BTreeSet};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use crate::{
    db::codec,
    domain::{money::Amount, proof_of_play::DailyRecord, report, time::Day},
};

/// What the file says it is.
pub const FORMAT: &str = "vetrina-proof-of-play/1";

/// The members of a file that are checked.
#[derive(Debug, Deserialize)]
struct File {
    format: String,
    status: String,
    total_impressions: u64,
    unique_devices: u64,
    unique_stores: u64,
    total_duration_seconds: u64,
    total_cost: Amount,
    rejected: u64,
    under_review: u64,
    record: Option<Listed>,
    supplements: Vec<Listed>,
    record_contents: Vec<Content>,
}

#[derive(Debug, Deserialize)]
struct Listed {
    date: Day,
    number: u32,
    impressions: u64,
    hash: String,
    previous_hash: String,
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
    let file: File = match serde_json::from_slice(text) {
        Ok(file) => file,
        Err(error) => {
            check.findings.push(format!("the file cannot be read: {error}"));
            return check;
        }
    };
    if file.format != FORMAT {
        check.findings.push(format!("the file is {:?}, expected {FORMAT:?}", file.format));
        return check;
    }
    let mut records = Vec::new();
    for content in &file.record_contents {
        match read_record(content) {
            Ok(record) => records.push((content.in_period, record)),
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
    if file.status == "FINAL" {
        check.sums_checked = true;
        compare_sums(&mut check, &file, &of_period);
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
            record.aggregate.verified == listed.impressions
                && hex::encode(record.previous_hash) == listed.previous_hash
                && hashes.get(&key).is_some_and(|hash| *hash == listed.hash)
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

fn compare_sums(check: &mut ProofFileCheck, file: &File, records: &[&DailyRecord]) {
    let total = report::totals_of_records(records.iter().copied());
    let pairs = [
        ("total_impressions", file.total_impressions, total.verified),
        ("unique_devices", file.unique_devices, total.devices.len() as u64),
        ("unique_stores", file.unique_stores, total.stores.len() as u64),
        ("total_duration_seconds", file.total_duration_seconds, total.duration_seconds),
        ("rejected", file.rejected, total.rejected_total()),
        ("under_review", file.under_review, total.under_review),
    ];
    for (name, told, found) in pairs {
        if told != found {
            check.findings.push(format!("{name} is {told}, the records add up to {found}"));
        }
    }
    if file.total_cost != total.cost {
        let (told, found) = (file.total_cost, total.cost);
        check.findings.push(format!("total_cost is {told}, the records add up to {found}"));
    }
}
