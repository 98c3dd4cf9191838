//! `vetrina verify`: checks the evidence of a play, without the appliance and without a network.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use crate::proof::{
    evidence::{Outcome, Report, Trust, verify},
    log::note_key::NoteKey,
};

/// Checks an evidence file and says in plain words what it proves and what it does not.
/// Exit code 1 when any part of it does not hold.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The file, as `GET /impressions/{id}/evidence` gives it.
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
    let trust = Trust {
        log_key: args.log_key.as_deref().map(read_key).transpose()?,
        older_checkpoint: args.checkpoint.as_deref().map(read).transpose()?,
    };
    let report = verify(&read(&args.file)?, &trust);
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
