//! `vetrina audit`: the books recomputed from the entries.

use std::{io::Write, path::PathBuf};

use anyhow::Context as _;

use crate::{
    app::STORE_FILE,
    config::Settings,
    db::Store,
    engine::audit::{AuditReport, audit},
};

/// Recomputes every balance, counter, record and index from the entries alone and compares them.
/// Exit code 1 when anything differs.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The data directory; no other process may have it open.
    #[arg(long)]
    pub data: PathBuf,
    /// Configuration file that the appliance runs with, where it changes numbers of rules.
    #[arg(long)]
    pub config: Option<PathBuf>,
    /// Print the report as JSON.
    #[arg(long)]
    pub json: bool,
}

/// Audits, prints the report, and answers whether all is well.
///
/// # Errors
/// When there is no store, another process holds it, or it cannot be read.
pub fn run(args: &Args, settings: &Settings, mut out: impl Write) -> anyhow::Result<bool> {
    let path = args.data.join(STORE_FILE);
    anyhow::ensure!(path.is_file(), "there is no store at {}", path.display());
    let cache_bytes = settings.storage.cache_mib.saturating_mul(1024 * 1024);
    let store = Store::open(&path, cache_bytes).with_context(|| {
        format!(
            "opening {}; stop the appliance first, only one process may hold its store",
            path.display()
        )
    })?;
    let mut settings = settings.clone();
    settings.storage.data_dir.clone_from(&args.data);
    let report = audit(&store, &settings)?;
    if args.json {
        serde_json::to_writer_pretty(&mut out, &report)?;
        writeln!(out)?;
    } else {
        print(&report, &mut out)?;
    }
    Ok(report.is_clean())
}

fn print(report: &AuditReport, out: &mut impl Write) -> std::io::Result<()> {
    for (count, what) in [
        (report.plays, "plays read, their money and their buckets recomputed"),
        (report.overlays, "review decisions read"),
        (report.transfers, "transfers read"),
        (report.accounts, "balances recomputed"),
        (report.campaigns, "campaigns' counters and budgets recomputed"),
        (report.campaign_days, "campaign days recomputed"),
        (report.daily_records, "daily records and supplements hashed again"),
        (report.postings, "plays found in posting lists"),
        (report.ids, "impression ids found in their index"),
        (report.captures, "uploaded screenshots and their files' counts recomputed"),
        (report.counted_devices, "devices' counters of plays recomputed"),
        (report.leases, "leases compared with the plays that spent them"),
        (report.disputes, "disputes compared with what became of their plays"),
        (report.evidence_files, "files of evidence hashed again"),
        (report.leaves, "leaves of the transparency log computed again"),
        (report.checkpoints, "signed checkpoints compared with them"),
    ] {
        writeln!(out, "{count:>12} {what}")?;
    }
    for finding in &report.findings {
        let (what, subject) = (&finding.what, &finding.subject);
        writeln!(out, "DIFFERS {what}: {subject}")?;
        writeln!(out, "        the entries say {}", finding.expected)?;
        writeln!(out, "        the store keeps {}", finding.found)?;
    }
    match report.findings.len() as u64 + report.further_findings {
        0 => writeln!(out, "Nothing differs."),
        1 => writeln!(out, "1 difference."),
        many => writeln!(out, "{many} differences."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run_on(folder: &std::path::Path, json: bool) -> anyhow::Result<(bool, String)> {
        let mut out = Vec::new();
        let args = Args { data: folder.to_owned(), config: None, json };
        let clean = run(&args, &Settings::default(), &mut out)?;
        Ok((clean, String::from_utf8(out)?))
    }

    #[test]
    fn an_empty_store_is_in_order_and_a_held_one_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(run_on(folder.path(), false).unwrap_err().to_string().contains("no store"));
        let path = folder.path().join(STORE_FILE);
        let held = Store::open(&path, 1 << 20).unwrap();
        let refused = run_on(folder.path(), false).unwrap_err().to_string();
        assert!(refused.contains("stop the appliance first"), "{refused}");
        drop(held);
        let (clean, text) = run_on(folder.path(), false).unwrap();
        assert!(clean && text.ends_with("Nothing differs.\n"), "{text}");
        let (_, json) = run_on(folder.path(), true).unwrap();
        let report: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(report["plays"], 0);
    }
}
