//! The binary: reads the command line and hands over.

use clap::{Parser, Subcommand};
use vetrina::cli;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A retail media network in one binary: signed plays, verified, priced, billed and provable.
#[derive(Parser)]
#[command(name = "vetrina", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the appliance.
    Serve(cli::serve::Args),
    /// Makes the data directory and the first administrator.
    Init(cli::init::Args),
    /// Shows a whole network: two weeks of history, then live.
    Demo(cli::demo::Args),
    /// Runs simulated devices against an appliance.
    Player(cli::player::Args),
    /// Recomputes every balance and counter from the entries and compares.
    Audit(cli::audit::Args),
    /// Checks the evidence of a play, or a proof of play, offline.
    Verify(cli::verify::Args),
    /// Prints the public key of the transparency log.
    LogKey(cli::log_key::Args),
    /// Checks the configuration.
    Config(cli::config_check::Args),
    /// Measures the appliance on this machine.
    Bench(cli::bench::Args),
    /// Prints the version.
    Version,
}

fn main() {
    let arguments = Arguments::parse();
    let code = run(arguments.command).unwrap_or_else(|error| {
        eprintln!("vetrina: {error:#}");
        1
    });
    std::process::exit(code);
}

fn run(command: Command) -> anyhow::Result<i32> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match command {
        Command::Serve(args) => runtime.block_on(cli::serve::run(args)),
        Command::Init(args) => runtime.block_on(cli::init::run(args)),
        Command::Demo(args) => runtime.block_on(cli::demo::run(args)),
        Command::Player(args) => runtime.block_on(cli::player::run(args)),
        Command::Audit(args) => {
            let settings = cli::serve::load_settings(args.config.as_deref(), None, None)?;
            let clean = cli::audit::run(&args, &settings, std::io::stdout().lock())?;
            Ok(i32::from(!clean))
        }
        Command::Verify(args) => {
            let accepted = cli::verify::run(&args, std::io::stdout().lock())?;
            Ok(i32::from(!accepted))
        }
        Command::LogKey(args) => cli::log_key::run(&args, std::io::stdout().lock()),
        Command::Config(args) => cli::config_check::run(&args),
        Command::Bench(args) => runtime.block_on(cli::bench::run(args)),
        Command::Version => {
            println!("vetrina {}", env!("CARGO_PKG_VERSION"));
            Ok(0)
        }
    }
}
