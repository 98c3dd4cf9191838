//! Verdict, daily record, leaf, proofs, review and reversal.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    model::{Evidence, LeafPart, RecordPart},
    money::same,
    report::{Outcome, Part, Report},
    signed,
    verify::Trust,
};
use crate::{
    domain::{
        impression::{fraud::Flags, quality::Deductions, record::PlayStatus},
        proof_of_play::{AggregateKind, DailyRecord},
    },
    proof::{
        leaf::{PlayIds, PlayLeaf, ReversalLeaf},
        log::{
            Hash,
            check::{Head, check_consistency, check_inclusion},
            checkpoint::Checkpoint,
            hash::leaf_hash,
            note_key::NoteKey,
        },
        verify::sha256,
    },
};

/// Points that a play starts with (rule D-09).
const FULL_QUALITY: u8 = 100;

/// All checks passed, the quality is what was deducted from 100, and what was held was decided.
pub(super) fn check_verdict(evidence: &Evidence) -> Result<String, String> {
    let verdict = &evidence.verdict;
    if let Some(failed) = verdict.checks.iter().find(|check| check.outcome != "PASSED") {
        return Err(format!("the check {} is {}", failed.check, failed.outcome));
    }
    if verdict.checks.is_empty() {
        return Err("no check is listed".to_owned());
    }
    let points = |left: u8, entry: &crate::domain::impression::quality::DeductionEntry| {
        left.saturating_sub(entry.points)
    };
    let quality = verdict.deductions.iter().fold(FULL_QUALITY, points);
    same("quality", verdict.quality, quality)?;
    for entry in &verdict.deductions {
        same("points of a deduction", entry.points, entry.reason.points())?;
    }
    let held = Flags::from_iter(verdict.flags.iter().copied()).holds();
    let expected = if held { PlayStatus::UnderReview } else { PlayStatus::Verified };
    same("verdict at submission", verdict.status, expected)?;
    Ok(format!("{:?} with quality {}", verdict.status, verdict.quality))
}

/// Hashes of record and supplements, and that they are of the play's day.
pub(super) fn check_daily(evidence: &Evidence, report: &mut Report) {
    let daily = &evidence.daily;
    let checked = signed::played_at(&evidence.submission).and_then(|played_at| {
        same("day of the play", daily.day, played_at.day())?;
        let status = if daily.records.is_empty() { "LIVE" } else { "FINAL" };
        same("status of the day", daily.status.as_str(), status)?;
        for (place, record) in daily.records.iter().enumerate() {
            check_record(evidence, place, record)?;
        }
        Ok(format!("{} records and supplements", daily.records.len()))
    });
    match checked {
        Ok(_) if daily.records.is_empty() => {
            report.absent(Part::DailyRecord, "the day's record is not cut yet");
        }
        result => report.note(Part::DailyRecord, result),
    }
}

fn check_record(evidence: &Evidence, place: usize, part: &RecordPart) -> Result<(), String> {
    same("number of a record", u32::try_from(place).ok(), Some(part.number))?;
    // A campaign without a record of the day itself has supplements only.
    if place > 0 && part.kind == AggregateKind::Record {
        return Err("the record of the day comes first".to_owned());
    }
    let hash = read_hash(&part.hash)?;
    let previous = read_hash(&part.previous_hash)?;
    let before = place.checked_sub(1).and_then(|before| evidence.daily.records.get(before));
    if let Some(before) = before
        && before.generated_at == part.generated_at
    {
        same("hash of the record before", &part.previous_hash, &before.hash)?;
    }
    let Some(hashed) = &part.hashed else { return Ok(()) };
    let bytes = STANDARD.decode(hashed).map_err(|_| "a record is no base64".to_owned())?;
    same("hash of a record", hex::encode(sha256(&bytes)), hex::encode(hash))?;
    let record = read_record(&bytes)?;
    same("day of a record", record.day, evidence.daily.day)?;
    same("number of a record", record.number, part.number)?;
    same("kind of a record", record.kind, part.kind)?;
    same("generation of a record", record.generated_at, part.generated_at)?;
    same("link of a record", record.previous_hash, previous)
}

/// A record as it is hashed: the version of rows, then its fields, its own hash as zeros.
fn read_record(bytes: &[u8]) -> Result<DailyRecord, String> {
    let body = bytes.strip_prefix(&[1]).ok_or("a record of an unknown version")?;
    let unreadable = |error: postcard::Error| format!("a record cannot be read: {error}");
    let record: DailyRecord = postcard::from_bytes(body).map_err(unreadable)?;
    let again = postcard::to_allocvec(&record).map_err(unreadable)?;
    if again == body && record.hash == [0; 32] {
        return Ok(record);
    }
    Err("a record is not in its one spelling".to_owned())
}

fn read_hash(text: &str) -> Result<Hash, String> {
    let mut hash = Hash::default();
    let lower = !text.bytes().any(|byte| byte.is_ascii_uppercase());
    match hex::decode_to_slice(text, &mut hash) {
        Ok(()) if lower => Ok(hash),
        _ => Err(format!("{text:?} is no SHA-256 in small hex digits")),
    }
}

fn read_hashes(texts: &[String]) -> Result<Vec<Hash>, String> {
    texts.iter().map(|text| read_hash(text)).collect()
}

/// The entry says exactly what the other parts say.
pub(super) fn check_leaf(evidence: &Evidence) -> Result<String, String> {
    let mut entry = Vec::new();
    play_leaf(evidence)?.write(&mut entry);
    check_entry(&evidence.leaf, &entry)?;
    Ok(format!("leaf {} says what the file says", evidence.leaf.index))
}

fn check_entry(leaf: &LeafPart, written: &[u8]) -> Result<(), String> {
    let lines = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if leaf.entry.as_bytes() != written {
        let (found, wanted) = (leaf.entry.clone(), lines(written));
        let differing = found.lines().zip(wanted.lines()).find(|(found, wanted)| found != wanted);
        let (found, wanted) = differing.unwrap_or(("more or fewer lines", "the same lines"));
        return Err(format!("the leaf says {found:?}, the file {wanted:?}"));
    }
    same("hash of the leaf", &leaf.hash, &hex::encode(leaf_hash(written)))
}

fn play_leaf(evidence: &Evidence) -> Result<PlayLeaf<'_>, String> {
    let (sent, device, verdict) = (&evidence.submission, &evidence.device, &evidence.verdict);
    let (price, money) = (&evidence.price, &evidence.money);
    let campaign = signed::campaign(sent)?;
    let played_at = signed::played_at(sent)?;
    let screenshot = match sent.screenshot_hash.as_str() {
        "" => None,
        text => Some(read_hash(&text.to_ascii_lowercase())?),
    };
    let canonical = [
        campaign.to_string(),
        played_at.to_string(),
        screenshot.map(hex::encode).unwrap_or_default(),
    ];
    let texts = [&sent.campaign_id, &sent.played_at, &sent.screenshot_hash].map(String::as_str);
    let raw = std::array::from_fn(|at| (texts[at] != canonical[at]).then_some(texts[at]));
    let location = match (sent.lat_microdegrees, sent.lng_microdegrees) {
        (None, None) => None,
        (Some(lat), Some(lng)) => Some((lat, lng)),
        _ => return Err("half a place".to_owned()),
    };
    Ok(PlayLeaf {
        impression: sent.impression_id,
        ids: PlayIds {
            campaign,
            device: device.id,
            store: device.store_id,
            supplier: device.supplier_id,
            asset: sent.content_asset_id,
            key: device.key_id,
        },
        key_named: sent.key_id,
        signature_version: sent.signature_version,
        counter: sent.counter,
        lease: sent.lease_id,
        variant: sent.variant_id.as_deref(),
        ab_test: ab_test(verdict.ab_test, verdict.ab_variant)?,
        test_run: verdict.test_run,
        played_at,
        received_at: verdict.received_at,
        sent_at: sent.sent_at,
        queued: sent.queued,
        delayed: verdict.delayed,
        duration_expected: verdict.duration_expected,
        duration_actual: sent.duration_actual,
        location,
        screenshot,
        quality: verdict.quality,
        deductions: Deductions::from_iter(verdict.deductions.iter().map(|e| e.reason)).bits(),
        flags: Flags::from_iter(verdict.flags.iter().copied()).bits(),
        reviewed: verdict.status == PlayStatus::UnderReview,
        peak: price.is_peak,
        rate_version: price.rate_version,
        cpm: price.cpm_micros,
        cost: money.cost_micros,
        charged: money.charged_micros,
        absorbed: money.absorbed_micros,
        supplier_share: money.supplier_micros,
        remaining: money.remaining_micros,
        raw,
        proof: read_hash(&sent.proof_hash)?,
    })
}

fn ab_test(test: Option<u32>, variant: Option<u8>) -> Result<Option<(u32, u8)>, String> {
    match (test, variant) {
        (None, None) => Ok(None),
        (Some(test), Some(variant)) => Ok(Some((test, variant))),
        _ => Err("half a variant of an A/B test".to_owned()),
    }
}

/// The leaf is in the tree of the checkpoint.
pub(super) fn check_inclusion_of(leaf: &LeafPart, head: &Head) -> Result<String, String> {
    let (hash, proof) = (read_hash(&leaf.hash)?, read_hashes(&leaf.inclusion)?);
    check_inclusion(head, leaf.index, &hash, &proof).map_err(|error| error.to_string())?;
    Ok(format!("leaf {} of {} is in the log", leaf.index, head.size))
}

/// A play that was held was approved, unless it was taken back since.
pub(super) fn check_review(evidence: &Evidence, report: &mut Report) {
    let held = evidence.verdict.status == PlayStatus::UnderReview;
    let Some(review) = &evidence.review else {
        if held && evidence.reversal.is_none() {
            report.note(Part::Review, Err("it was held, but no review decided".to_owned()));
        } else {
            report.absent(Part::Review, "no decision of a review is shown");
        }
        return;
    };
    let checked = if review.decided_at < evidence.verdict.received_at {
        Err(format!("decided at {}, before it arrived", review.decided_at))
    } else if review.status != PlayStatus::Verified || !held {
        Err(format!("a review that says {:?} bills nothing", review.status))
    } else {
        Ok(format!("approved by {} at {}", review.decided_by, review.decided_at))
    };
    report.note(Part::Review, checked);
}

/// The leaf that takes the play back, and its own proof. Rule: D-87.
pub(super) fn check_reversal(evidence: &Evidence, head: &Head, report: &mut Report) {
    let Some(reversal) = &evidence.reversal else {
        report.absent(Part::Reversal, "the play was not taken back");
        return;
    };
    let checked = read_hash(&evidence.submission.proof_hash).and_then(|proof| {
        let mut entry = Vec::new();
        ReversalLeaf {
            impression: evidence.impression_id,
            play_leaf: evidence.leaf.index,
            proof,
            reason: &reversal.reason,
            decided_at: reversal.decided_at,
        }
        .write(&mut entry);
        check_entry(&reversal.leaf, &entry)?;
        if reversal.leaf.index <= evidence.leaf.index {
            return Err("a play is billed before it is taken back".to_owned());
        }
        check_inclusion_of(&reversal.leaf, head)
    });
    report.note(Part::Reversal, checked);
}

/// The log of the file grew out of a checkpoint that was kept earlier.
pub(super) fn check_growth(
    evidence: &Evidence,
    older: &[u8],
    head: &Head,
    key: &NoteKey,
) -> Result<String, String> {
    let opened = Checkpoint::open(older, key, &[]);
    let opened = opened.map_err(|error| format!("the older checkpoint: {error}"))?;
    let old = opened.0.head();
    let proof = match &evidence.consistency {
        Some(part) if part.from == old.size => read_hashes(&part.hashes)?,
        _ if old.size >= head.size || old.size == 0 => Vec::new(),
        _ => {
            return Err(format!(
                "the file has no proof of growth from {} leaves; ask for the evidence with \
                 since={}",
                old.size, old.size
            ));
        }
    };
    check_consistency(old, head, &proof).map_err(|error| error.to_string())?;
    Ok(format!("the log grew from {} to {} leaves", old.size, head.size))
}

/// What an accepted file still does not prove.
pub(super) fn not_proved(evidence: &Evidence, trust: &Trust, report: &Report) -> Vec<String> {
    let mut not: Vec<String> = vec![
        "What was on the glass, or who saw it: a signature proves which key spoke, and the \
         screenshot's hash only fixes which picture the device will have to show."
            .to_owned(),
        "That place, clock, peak hour, visitors and the outcomes of the checks were as the \
         appliance says; the device signed its own part of it at most."
            .to_owned(),
    ];
    if evidence.submission.signature_version == 1 {
        not.push(
            "Device, asset, length and place by the signature: a text of version 1 covers campaign, \
             time and screenshot only."
                .to_owned(),
        );
    }
    if trust.log_key.is_none() {
        not.push(
            "Whose log this is: without --log-key the file only agrees with itself. Get the key \
             from the operator by another way."
                .to_owned(),
        );
    }
    if !report.holds(Part::OlderCheckpoint) {
        not.push(
            "That nothing was taken out of the log before: without an older checkpoint \
             (--checkpoint) one state of it is seen, not its growth."
                .to_owned(),
        );
    }
    let records = &evidence.daily.records;
    let absent = |part: Part| {
        report.parts.iter().any(|found| found.part == part && found.outcome == Outcome::Absent)
    };
    if absent(Part::DailyRecord) {
        not.push("The daily record: it is not cut yet.".to_owned());
    } else if records.iter().any(|record| record.hashed.is_none()) {
        not.push("What the daily record says: only its hash is shown.".to_owned());
    }
    not.push(
        "That money left a bank: the movements are those of the appliance's books.".to_owned(),
    );
    not
}
