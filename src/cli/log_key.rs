//! `vetrina log-key`: shows the public key of the appliance's transparency log.

use std::{io::Write, path::PathBuf};

use anyhow::Context as _;

use super::serve::load_settings;
use crate::engine::log::key_file;

/// Prints the log's public key, for those who verify evidence; the secret stays in its file.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Configuration file.
    #[arg(long)]
    pub config: Option<PathBuf>,
    /// Data directory (over the configuration).
    #[arg(long)]
    pub data: Option<PathBuf>,
}

/// Prints the key.
///
/// # Errors
/// When there is no key yet, or its file cannot be used.
pub fn run(args: &Args, mut out: impl Write) -> anyhow::Result<i32> {
    let settings = load_settings(args.config.as_deref(), args.data.clone(), None)?;
    let signer = key_file::read(&settings).with_context(|| {
        format!("{}; `vetrina init` or `serve` makes it", key_file::path(&settings).display())
    })?;
    writeln!(out, "{}", signer.key())?;
    Ok(0)
}
