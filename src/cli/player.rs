//! `vetrina player`: simulated screens against any appliance.

use std::{cell::Cell, io::IsTerminal as _, path::PathBuf, time::Duration};

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use tokio::sync::watch;

use crate::player::{
    FleetConfig, Screen, Summary, Tally,
    api::Api,
    fleet::{random_seed, run_fleet},
    setup::{SetupPlan, set_up},
    summary::amount,
};

/// Slots between two lines where there is no terminal.
const LINE_EVERY_SLOTS: u64 = 500;

/// Simulated screens that enrol, play, sign and submit, honestly or not, and keep their receipts.
/// Exit code 1 when an answer was not the one the rules give.
#[derive(Clone, clap::Args)]
pub struct Args {
    /// The appliance, scheme and host.
    #[arg(long, default_value = "http://127.0.0.1:8420")]
    pub url: String,
    /// An administrator's API token, to set the devices up.
    #[arg(long, env = "VETRINA_ADMIN_TOKEN", hide_env_values = true)]
    pub admin_token: String,
    /// How many screens.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub devices: u32,
    /// Stores they stand in, in turn (repeat it); without it, the appliance's own stores.
    #[arg(long = "store-id", value_name = "UUID")]
    pub store_ids: Vec<uuid::Uuid>,
    /// Ad slots an hour that new devices declare.
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub slots_per_hour: u32,
    /// Slots each screen works through, then the run ends.
    #[arg(long)]
    pub plays: Option<u64>,
    /// The run ends after this many seconds.
    #[arg(long)]
    pub duration_seconds: Option<u64>,
    /// Milliseconds between slots, instead of the pace that follows from the slots an hour.
    #[arg(long)]
    pub interval_ms: Option<u64>,
    /// How often a slot is a misbehaviour, percent.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=100))]
    pub misbehave: u8,
    /// How often an outage begins in a slot, percent.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=100))]
    pub offline: u8,
    /// Requests in flight at most.
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..))]
    pub concurrency: u16,
    /// Upload no screenshots of accepted plays, as a device does whose pictures get lost.
    #[arg(long)]
    pub no_screenshots: bool,
    /// Where keys, devices and offline queues are kept for the next run.
    #[arg(long, value_name = "DIR")]
    pub keys_dir: Option<PathBuf>,
    /// Write every answer to this file, as JSON.
    #[arg(long, value_name = "FILE")]
    pub receipts: Option<PathBuf>,
    /// Print the summary as JSON.
    #[arg(long)]
    pub json: bool,
    /// What decides jitter, outages and misbehaviour; without it, the system's randomness.
    #[arg(long)]
    pub seed: Option<u64>,
}

/// Sets the devices up, runs them, prints what came of it. Interrupting ends the run in order.
///
/// # Errors
/// The appliance does not answer, refuses the devices, or a file cannot be written.
pub async fn run(args: Args) -> anyhow::Result<i32> {
    let (stopper, stop) = watch::channel(false);
    let work = work(&args, stop);
    tokio::pin!(work);
    tokio::select! {
        code = &mut work => return code,
        _ = tokio::signal::ctrl_c() => {}
    }
    stopper.send_replace(true);
    tokio::select! {
        code = work => code,
        _ = tokio::signal::ctrl_c() => anyhow::bail!("interrupted twice"),
    }
}

async fn work(args: &Args, stop: watch::Receiver<bool>) -> anyhow::Result<i32> {
    let screens = set_up_devices(args, stop.clone()).await?;
    let seed = match args.seed {
        Some(seed) => seed,
        None => random_seed()?,
    };
    let config = FleetConfig {
        clock_token: Some(args.admin_token.clone()),
        slots: args.plays,
        duration: args.duration_seconds.map(Duration::from_secs),
        interval: args.interval_ms.map(Duration::from_millis),
        misbehave_percent: args.misbehave,
        offline_percent: args.offline,
        concurrency: usize::from(args.concurrency),
        upload_screenshots: !args.no_screenshots,
        seed,
        ..FleetConfig::new(&args.url)
    };
    let slots = args.plays.map(|slots| slots.saturating_mul(screens.len() as u64));
    let bar = progress_bar(slots, "playing");
    let told = Cell::new(0);
    let (summary, _screens) = run_fleet(&config, screens, |tally| show(&bar, tally, &told), stop)
        .await
        .context("the fleet")?;
    bar.finish_and_clear();
    finish(args, &summary)
}

async fn set_up_devices(args: &Args, stop: watch::Receiver<bool>) -> anyhow::Result<Vec<Screen>> {
    let api = Api::new(&args.url, usize::from(args.concurrency), stop)?;
    let plan = SetupPlan {
        base_url: args.url.clone(),
        admin_token: args.admin_token.clone(),
        devices: usize::try_from(args.devices)?,
        store_ids: args.store_ids.iter().map(uuid::Uuid::to_string).collect(),
        slots_per_hour: args.slots_per_hour,
        keys_dir: args.keys_dir.clone(),
    };
    let bar = progress_bar(Some(args.devices.into()), "setting up");
    let screens = set_up(&api, &plan, |ready| bar.set_position(ready as u64)).await;
    bar.finish_and_clear();
    let screens = screens.context("setting the devices up")?;
    if bar.is_hidden() {
        eprintln!("{} devices are ready", screens.len());
    }
    Ok(screens)
}

fn finish(args: &Args, summary: &Summary) -> anyhow::Result<i32> {
    if let Some(path) = &args.receipts {
        summary.write_receipts(path)?;
    }
    if args.json {
        println!("{}", serde_json::to_string_pretty(summary)?);
    } else {
        print!("{}", summary.to_text());
        for receipt in &summary.unexpected {
            println!(
                "unexpected: {} {} expected {}, got {}",
                receipt.impression_id,
                receipt.behaviour,
                receipt.expected,
                receipt.outcome()
            );
        }
    }
    Ok(i32::from(!summary.is_clean()))
}

fn progress_bar(length: Option<u64>, what: &'static str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let (bar, template) = match length {
        Some(length) => (ProgressBar::new(length), "{prefix} {wide_bar} {pos}/{len} {msg}"),
        None => (ProgressBar::new_spinner(), "{prefix} {spinner} {pos} {msg}"),
    };
    let style =
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.with_style(style).with_prefix(what)
}

fn show(bar: &ProgressBar, tally: &Tally, told: &Cell<u64>) {
    let message = format!(
        "{} answered, {} unexpected, {} billed",
        tally.answered,
        tally.unexpected,
        amount(tally.cost_micros)
    );
    if bar.is_hidden() {
        if tally.slots >= told.get() + LINE_EVERY_SLOTS {
            told.set(tally.slots);
            eprintln!("slot {}: {message}", tally.slots);
        }
        return;
    }
    bar.set_position(tally.slots);
    bar.set_message(message);
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;

    #[derive(clap::Parser)]
    struct Command {
        #[command(flatten)]
        args: Args,
    }

    #[test]
    fn arguments_are_checked_before_anything_runs() {
        let parse = |line: &str| Command::try_parse_from(line.split(' ')).map(|c| c.args);
        let args = parse("player --admin-token t --devices 3 --misbehave 20 --plays 5").unwrap();
        assert_eq!((args.devices, args.misbehave, args.plays), (3, 20, Some(5)));
        assert!(!args.no_screenshots, "a device uploads its pictures unless told otherwise");
        let store = "00000000-0000-0000-0000-000000000001";
        let args = parse(&format!("player --admin-token t --store-id {store} --store-id {store}"));
        assert_eq!(args.unwrap().store_ids.len(), 2);
        for wrong in [
            "player --admin-token t --devices 0",
            "player --admin-token t --misbehave 101",
            "player --admin-token t --store-id nowhere",
            "player --admin-token t --plays -1",
        ] {
            assert_eq!(parse(wrong).err().unwrap().exit_code(), 2, "{wrong}");
        }
    }
}
