//! `vetrina config check`: says whether a configuration is usable, and what holds.

use std::path::PathBuf;

use super::serve::load_settings;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Checks file and environment and prints what holds.
    Check {
        /// Configuration file.
        #[arg(long)]
        config: Option<PathBuf>,
    },
}

/// Prints the configuration that holds, or what is wrong with it.
///
/// # Errors
/// When the configuration cannot be shown.
pub fn run(args: &Args) -> anyhow::Result<i32> {
    let What::Check { config } = &args.what;
    match load_settings(config.as_deref(), None, None) {
        Ok(settings) => {
            println!("{}", toml::to_string_pretty(&settings)?);
            Ok(0)
        }
        Err(error) => {
            eprintln!("{error:#}");
            Ok(1)
        }
    }
}
