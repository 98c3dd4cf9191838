//! The check of a file, without the appliance and without a network. Rule: POP-07.

use super::{
    model::{Evidence, File},
    money, parts,
    report::{Part, Report},
    seal::{FORMAT, sealed_text, spelling},
    signed,
};
use crate::proof::log::{check::Head, checkpoint::Checkpoint, note::Note, note_key::NoteKey};

/// Longest file that is read, in bytes.
const MAX_FILE_BYTES: usize = 16 * 1024 * 1024;

/// What the reader already trusts.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    /// The log's key, from a place that is not the file.
    pub log_key: Option<NoteKey>,
    /// A checkpoint of the log that was kept earlier.
    pub older_checkpoint: Option<Vec<u8>>,
}

/// Checks a file. Never panics, whatever the bytes are. Rule: POP-07.
#[must_use]
pub fn verify(bytes: &[u8], trust: &Trust) -> Report {
    let mut report = Report::default();
    let file = match read(bytes) {
        Ok(file) => file,
        Err(why) => {
            report.note(Part::Format, Err(why));
            report.not_proved.push("Nothing: the file cannot be read as evidence.".to_owned());
            return report;
        }
    };
    let canonical = check_spelling(&file, bytes);
    report.note(Part::Format, canonical);
    let evidence = &file.evidence;
    report.impression_id = Some(evidence.impression_id);
    let key = read_log_key(evidence);
    let known = key.as_ref().ok().cloned();
    report.note(Part::LogKey, key.and_then(|key| check_pinned(&key, trust.log_key.as_ref())));
    report.note(Part::Seal, check_seal(&file, known.as_ref()));
    signed::check(evidence, &mut report);
    report.note(Part::Verdict, parts::check_verdict(evidence));
    report.note(Part::Price, money::check_price(evidence));
    report.note(Part::Split, money::check_split(evidence));
    report.note(Part::Ledger, money::check_ledger(evidence));
    parts::check_daily(evidence, &mut report);
    let head = check_log(evidence, known.as_ref(), &mut report);
    check_older(evidence, head.as_ref(), known.as_ref(), trust, &mut report);
    let failed = report.failures().next().is_some();
    report.accepted = !failed;
    tell(evidence, trust, &mut report);
    report
}

fn read(bytes: &[u8]) -> Result<File, String> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(format!("the file has {} bytes, no evidence is so long", bytes.len()));
    }
    serde_json::from_slice(bytes).map_err(|error| format!("the file is no evidence: {error}"))
}

fn check_spelling(file: &File, bytes: &[u8]) -> Result<String, String> {
    if file.format != FORMAT {
        return Err(format!("the format is {:?}, this program reads {FORMAT}", file.format));
    }
    let written = spelling(file);
    if written == bytes {
        return Ok(format!("{FORMAT}, {} bytes in their one spelling", bytes.len()));
    }
    let at = written.iter().zip(bytes).take_while(|(a, b)| a == b).count();
    Err(format!("byte {at} is not as this format is written"))
}

/// The key that the file names; the other parts are checked with it even where another is expected.
fn read_log_key(evidence: &Evidence) -> Result<NoteKey, String> {
    let text = &evidence.log.key;
    let key: NoteKey = text.parse().map_err(|error| format!("the log's key {text}: {error}"))?;
    if key.to_string() != *text {
        return Err(format!("the log's key is not written as {key}"));
    }
    if key.name() != evidence.log.origin {
        return Err(format!("the key is of {}, the log of {}", key.name(), evidence.log.origin));
    }
    Ok(key)
}

fn check_pinned(key: &NoteKey, pinned: Option<&NoteKey>) -> Result<String, String> {
    match pinned {
        Some(pinned) if pinned != key => {
            Err(format!("the file is of the log {key}, not of {pinned} as expected"))
        }
        Some(_) => Ok("the log's key is the expected one".to_owned()),
        None => Ok("the log's key is the one that the file itself names".to_owned()),
    }
}

fn check_seal(file: &File, key: Option<&NoteKey>) -> Result<String, String> {
    let key = key.ok_or("the log's key cannot be used")?;
    let note = Note::parse(file.seal.as_bytes()).map_err(|error| error.to_string())?;
    if note.to_string() != file.seal || note.signatures().len() != 1 {
        return Err("the seal is not one note with one signature".to_owned());
    }
    note.verify(&[key]).map_err(|error| error.to_string())?;
    if note.text() != sealed_text(&file.evidence) {
        return Err("the seal is of other evidence: something in the file was changed".to_owned());
    }
    Ok("the log's key signed the whole file".to_owned())
}

/// Leaf, proof and checkpoint, of the play and of its reversal.
fn check_log(evidence: &Evidence, key: Option<&NoteKey>, report: &mut Report) -> Option<Head> {
    report.note(Part::Leaf, parts::check_leaf(evidence));
    let checkpoint = check_checkpoint(evidence, key);
    let head = checkpoint.as_ref().ok().copied();
    let says = checkpoint.map(|head| format!("the log signed its root at {} leaves", head.size));
    report.note(Part::Checkpoint, says);
    let Some(head) = head else {
        let why = "the checkpoint does not hold, so there is no root to prove it to".to_owned();
        report.note(Part::Inclusion, Err(why));
        return None;
    };
    report.note(Part::Inclusion, parts::check_inclusion_of(&evidence.leaf, &head));
    parts::check_review(evidence, report);
    parts::check_reversal(evidence, &head, report);
    Some(head)
}

fn check_checkpoint(evidence: &Evidence, key: Option<&NoteKey>) -> Result<Head, String> {
    let key = key.ok_or("the log's key cannot be used")?;
    let text = &evidence.checkpoint;
    let opened = Checkpoint::open(text.as_bytes(), key, &[]).map_err(|error| error.to_string())?;
    let note = Note::parse(text.as_bytes()).map_err(|error| error.to_string())?;
    if note.to_string() != *text {
        return Err("the checkpoint is not in its one spelling".to_owned());
    }
    Ok(*opened.0.head())
}

fn check_older(
    evidence: &Evidence,
    head: Option<&Head>,
    key: Option<&NoteKey>,
    trust: &Trust,
    report: &mut Report,
) {
    let Some(older) = &trust.older_checkpoint else {
        if let (Some(consistency), Some(head)) = (&evidence.consistency, head) {
            if consistency.from > head.size {
                report.note(Part::OlderCheckpoint, Err("it proves growth backwards".to_owned()));
            } else {
                report.absent(Part::OlderCheckpoint, "no older checkpoint was given to compare");
            }
        }
        return;
    };
    let checked = match (head, key) {
        (Some(head), Some(key)) => parts::check_growth(evidence, older, head, key),
        _ => Err("the file's own checkpoint does not hold".to_owned()),
    };
    report.note(Part::OlderCheckpoint, checked);
}

/// What was proved and what was not, for people.
fn tell(evidence: &Evidence, trust: &Trust, report: &mut Report) {
    if !report.accepted {
        let names: Vec<String> = report.failures().map(|part| format!("{:?}", part.part)).collect();
        report.not_proved.push(format!("Anything: {} does not hold.", names.join(", ")));
        return;
    }
    let sent = &evidence.submission;
    let mut proved = vec![
        format!(
            "The key {} of device {} signed this play of campaign {}.",
            evidence.device.key_id, sent.device_id, sent.campaign_id
        ),
        format!(
            "The price of {} {} follows from the factors shown, and its parts add up.",
            crate::domain::money::Amount::from_micros(evidence.money.cost_micros),
            evidence.money.currency
        ),
        format!("The log {} holds the play as leaf {}.", evidence.log.origin, evidence.leaf.index),
    ];
    if let Some(reversal) = &evidence.reversal {
        let at = reversal.leaf.index;
        proved.push(format!("The play was taken back ({}) as leaf {at}.", reversal.reason));
    }
    if report.holds(Part::OlderCheckpoint) {
        proved.push("The log only grew since the older checkpoint.".to_owned());
    }
    report.proved = proved;
    report.not_proved = parts::not_proved(evidence, trust, report);
}
