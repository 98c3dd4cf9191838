//! `vetrina verify`: checks the evidence of a play or a proof of play, without the appliance and
//! without a network. Rule: POP-04, POP-07.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use crate::{
    engine::proof_file::{ProofFileCheck, check_proof_file, is_proof_file},
    proof::{
        evidence::{Outcome, Report, Trust, verify},
        log::note_key::NoteKey,
    },
};

/// Checks the evidence of a play, or a proof of play as JSON, and says in plain words what it proves
/// and what it does not. Exit code 1 when any part of it does not hold.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The file, as `GET /impressions/{id}/evidence` or
    /// `GET /campaigns/{id}/proof-of-play/download?format=json` gives it.
    pub file: PathBuf,
    /// The log's key (`name+id+base64`) from a place that you trust, or a file that holds it.
    #[arg(long, value_name = "VKEY|FILE")]
    pub log_key: Option<String>,
    /// A checkpoint of the log that you kept: the log must have grown out of it.
    #[arg(long, value_name = "FILE")]
    pub checkpoint: Option<PathBuf>,
    /// Print the report as JSON.
    #[arg(long)]
    pub json: bool,
}

/// Checks and prints; answers whether everything holds.
///
/// # Errors
/// When a file cannot be read or the given key is none.
pub fn run(args: &Args, mut out: impl Write) -> anyhow::Result<bool> {
    let read = |path: &Path| {
        std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
    };
    let given = read(&args.file)?;
    if is_proof_file(&given) {
        anyhow::ensure!(
            args.log_key.is_none() && args.checkpoint.is_none(),
            "a proof of play carries no checkpoint; --log-key and --checkpoint are for the evidence \
             of a play"
        );
        return report_proof(&check_proof_file(&given), args.json, &mut out);
    }
    let trust = Trust {
        log_key: args.log_key.as_deref().map(read_key).transpose()?,
        older_checkpoint: args.checkpoint.as_deref().map(read).transpose()?,
    };
    let report = verify(&given, &trust);
    if args.json {
        serde_json::to_writer_pretty(&mut out, &report)?;
        writeln!(out)?;
    } else {
        print(&report, &mut out)?;
    }
    Ok(report.accepted)
}

/// The key itself, or the first line of a file that holds it.
fn read_key(text: &str) -> anyhow::Result<NoteKey> {
    if let Ok(key) = text.parse() {
        return Ok(key);
    }
    let held = std::fs::read_to_string(text)
        .with_context(|| format!("{text} is neither a key (name+id+base64) nor a readable file"))?;
    let line = held.lines().next().unwrap_or_default().trim();
    line.parse().with_context(|| format!("{text} holds no key (name+id+base64)"))
}

fn print(report: &Report, out: &mut impl Write) -> std::io::Result<()> {
    if let Some(id) = report.impression_id {
        writeln!(out, "Evidence of the play {id}")?;
    }
    for part in &report.parts {
        let word = match part.outcome {
            Outcome::Holds => "holds ",
            Outcome::Fails => "FAILS ",
            Outcome::Absent => "absent",
        };
        writeln!(out, "  {word} {:<16} {}", format!("{:?}", part.part), part.says)?;
    }
    for (title, sentences) in [("Proved", &report.proved), ("Not proved", &report.not_proved)] {
        if !sentences.is_empty() {
            writeln!(out, "{title}:")?;
        }
        for sentence in sentences {
            writeln!(out, "  - {sentence}")?;
        }
    }
    writeln!(out, "{}", if report.accepted { "ACCEPTED" } else { "REFUSED" })
}

/// Says what the check of a proof of play found; answers whether everything holds.
fn report_proof(check: &ProofFileCheck, json: bool, out: &mut impl Write) -> anyhow::Result<bool> {
    let accepted = check.findings.is_empty();
    if json {
        serde_json::to_writer_pretty(&mut *out, check)?;
        writeln!(out)?;
        return Ok(accepted);
    }
    writeln!(out, "Proof of play: records and supplements that hold: {}", check.records)?;
    for finding in &check.findings {
        writeln!(out, "  FAILS  {finding}")?;
    }
    if accepted && check.records > 0 {
        writeln!(out, "Proved:")?;
        writeln!(
            out,
            "  - each record has the hash of its content and carries that of the one before"
        )?;
        if check.sums_checked {
            writeln!(out, "  - the report's figures are the sums of its records")?;
        }
    }
    writeln!(out, "Not proved:")?;
    if !check.sums_checked {
        writeln!(out, "  - the figures of days that are not over: they are not in records yet")?;
    }
    if let Some(hash) = &check.newest_hash {
        writeln!(
            out,
            "  - that these are the appliance's records: compare the newest hash, {hash}, with one \
             that you were given before or elsewhere"
        )?;
    }
    writeln!(
        out,
        "  - which campaign it is, its currency, names of stores, screens and regions: the records"
    )?;
    writeln!(
        out,
        "    carry the appliance's own numbers; compare the newest hash with what the buyer was given"
    )?;
    writeln!(out, "  - single plays: check the evidence of any with this command")?;
    let verdict = match (accepted, check.sums_checked) {
        (false, _) => "REFUSED",
        (true, true) => "ACCEPTED",
        (true, false) => "ACCEPTED, BUT FOR ITS FIGURES",
    };
    writeln!(out, "{verdict}")?;
    Ok(accepted)
}
