//! `vetrina demo`: two weeks of history through the engine itself, then live with a fleet.
//! Lives here: the cast, its story, the screens of the past, the live run, the final figures.
//! Must not live here: rules, and figures that the pipeline did not produce.

mod acts;
mod bookings;
mod cast;
mod estimates;
mod history;
mod live;
mod orders;
mod plot;
mod poster;
mod report;
mod screens;
mod stage;

use std::{
    cell::Cell,
    fs,
    io::IsTerminal as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use self::{
    history::{History, Progress},
    live::Live,
    plot::{Plot, Span},
    report::Report,
    screens::HistoryScreen,
    stage::Stage,
};
use crate::{
    app::App,
    clock::{Clock, Randomness},
    config::Settings,
    domain::time::{DAY_MS, Timestamp},
    http::passwords::hash_password,
    player::DeviceKey,
    telemetry,
};

/// Says that a folder was made by the demo and may be made anew.
const MARKER: &str = ".vetrina-demo";
/// Keys of the screens; making them takes seconds, so that they are kept from run to run.
const KEYS: &str = "device-keys";
/// Plays of each variant that an A/B test needs, for each screen of a fleet that is too small for
/// the configured number.
const AB_PLAYS_A_DEVICE: u64 = 20;
/// Between two lines where there is no terminal, days.
const LINE_EVERY_DAYS: i64 = 3;

/// Shows a whole network: 14 days of plays, made by the same engine under a simulated clock, then
/// live screens over HTTP. Its folder is made anew on each run.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Folder of the demo's data; an existing one must be the demo's own.
    #[arg(long, default_value = "data/demo")]
    pub data: PathBuf,
    /// Address and port.
    #[arg(long, default_value = "127.0.0.1:8420")]
    pub listen: String,
    /// Days of history.
    #[arg(long, default_value_t = 14, value_parser = clap::value_parser!(u32).range(1..=90))]
    pub days: u32,
    /// Screens.
    #[arg(long, default_value_t = 48, value_parser = clap::value_parser!(u16).range(5..=500))]
    pub devices: u16,
    /// Make the history, print its figures, end.
    #[arg(long)]
    pub history_only: bool,
    /// Password of all sign-ins; without it one is drawn and printed.
    #[arg(long)]
    pub password: Option<String>,
    /// What decides jitter and misbehaviour; without it, the system's randomness.
    #[arg(long)]
    pub seed: Option<u64>,
    /// Print JSON, one document a line.
    #[arg(long)]
    pub json: bool,
}

/// Makes the history, then serves and plays until stopped. Exit code 1 when the books are not
/// in order at the end.
///
/// # Errors
/// The folder is not the demo's, the address is taken, or the engine refuses the cast.
pub async fn run(args: Args) -> anyhow::Result<i32> {
    let mut settings = Settings::load(None, std::env::vars())?;
    settings.storage.data_dir.clone_from(&args.data);
    settings.http.listen.clone_from(&args.listen);
    settings.log.level = "warn".to_owned();
    fit_to_the_story(&mut settings, &args);
    telemetry::start_logs(&settings.log)?;
    make_folder(&args.data)?;
    let mut random = Randomness::from_system();
    let seed = args.seed.unwrap_or_else(|| random.number());
    let password =
        args.password.clone().unwrap_or_else(|| format!("demo-{:012x}", random.number() >> 16));
    let span = Span::of(args.days, Clock::real().now());
    let (history, screens, report) = past(&args, &settings, span, (&password, seed)).await?;
    show_report(&args, "history", &report, &history)?;
    if args.history_only {
        return Ok(i32::from(!report.is_sound));
    }
    let live = Live { settings, password, json: args.json, seed, history };
    let report = live.run(screens).await?;
    show_report(&args, "end", &report, &history)?;
    Ok(i32::from(!report.is_sound))
}

/// The few numbers of the demo's own: approvals expire within the history, and a small fleet's A/B
/// test needs fewer plays. Everything else holds as configured.
fn fit_to_the_story(settings: &mut Settings, args: &Args) {
    let lifecycle = &mut settings.lifecycle;
    let expiry = lifecycle.approval_expiry_days.min((args.days / 2).max(1));
    lifecycle.approval_expiry_days = expiry;
    lifecycle.approval_reminder_days =
        lifecycle.approval_reminder_days.min(expiry.saturating_sub(1).max(1));
    let of_fleet = u64::from(args.devices) * AB_PLAYS_A_DEVICE;
    settings.ab_test.min_plays = settings.ab_test.min_plays.min(of_fleet);
}

async fn past(
    args: &Args,
    settings: &Settings,
    span: Span,
    (password, seed): (&str, u64),
) -> anyhow::Result<(Progress, Vec<HistoryScreen>, Report)> {
    let password_hash = hash_password(password, &settings.access)?;
    let app = App::open(settings.clone(), Clock::simulated(span.opened))?;
    let count = usize::from(args.devices) + 1;
    let mut keys = keys(&args.data.join(KEYS), count).await?;
    let stranger = keys.pop().context("one key more than screens")?;
    let stage = Stage::build(&app, &password_hash).await.context("the cast")?;
    let history = History::open(&app, &stage, span, (keys, stranger), seed).await?;
    let bar = Bar::new(span);
    let (progress, screens, estimates) = history.run(Plot::new(span), |at| bar.show(at)).await?;
    bar.bar.finish_and_clear();
    let mut report = Report::read(&app.handle)?;
    report.estimates = estimates.compare(&app.handle);
    app.close().await?;
    Ok((progress, screens, report))
}

/// Empties the demo's folder, or makes it; the keys stay.
fn make_folder(folder: &Path) -> anyhow::Result<()> {
    let naming = || folder.display().to_string();
    let marker = folder.join(MARKER);
    let is_used = folder.exists() && fs::read_dir(folder).with_context(naming)?.next().is_some();
    if is_used && !marker.is_file() {
        anyhow::bail!(
            "{} exists and has no {MARKER}: it is not the demo's and stays as it is; name another \
             folder with --data",
            folder.display()
        );
    }
    fs::create_dir_all(folder).with_context(naming)?;
    for entry in fs::read_dir(folder).with_context(naming)? {
        let entry = entry.with_context(naming)?;
        let path = entry.path();
        if path == marker || entry.file_name() == KEYS {
            continue;
        }
        let removed = match entry.file_type().with_context(naming)?.is_dir() {
            true => fs::remove_dir_all(&path),
            false => fs::remove_file(&path),
        };
        removed.with_context(|| format!("cannot remove {}", path.display()))?;
    }
    fs::write(&marker, "Made by `vetrina demo`, which makes this folder anew on each run.\n")
        .with_context(naming)
}

/// Reads or makes so many keys, on all cores.
async fn keys(folder: &Path, count: usize) -> anyhow::Result<Vec<DeviceKey>> {
    let tasks: Vec<_> = (0..count)
        .map(|index| {
            let path = folder.join(format!("screen-{index}.pk8"));
            tokio::task::spawn_blocking(move || DeviceKey::load_or_create(&path))
        })
        .collect();
    let mut keys = Vec::new();
    for task in tasks {
        keys.push(task.await??);
    }
    Ok(keys)
}

fn show_report(
    args: &Args,
    event: &str,
    report: &Report,
    history: &Progress,
) -> anyhow::Result<()> {
    if args.json {
        let line = json!({ "event": event, "history": history, "report": report });
        println!("{}", serde_json::to_string(&line)?);
        return Ok(());
    }
    if event == "history" {
        println!(
            "{} days with {} screens in {} stores: {} plays in {}.{} s ({} a second), {} idle slots",
            args.days,
            report.devices,
            report.stores,
            history.plays,
            history.took_ms / 1000,
            history.took_ms % 1000 / 100,
            history.rate(),
            history.idle
        );
    }
    println!("\n{}", report.to_text());
    Ok(())
}

/// A bar on a terminal, a line every few days elsewhere.
struct Bar {
    bar: ProgressBar,
    opened: Timestamp,
    told: Cell<i64>,
}

impl Bar {
    fn new(span: Span) -> Self {
        let ticks = span.until.since_ms(span.opened) / 1000;
        let bar = match std::io::stderr().is_terminal() {
            true => ProgressBar::new(ticks.unsigned_abs()),
            false => ProgressBar::hidden(),
        };
        let style = ProgressStyle::with_template("history {wide_bar} {msg}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        Self { bar: bar.with_style(style), opened: span.opened, told: Cell::new(0) }
    }

    fn show(&self, at: &Progress) {
        let passed_ms = at.now.since_ms(self.opened);
        let words = format!("{}  {} plays  {}/s", at.now.day(), at.plays, at.rate());
        if !self.bar.is_hidden() {
            self.bar.set_position((passed_ms / 1000).unsigned_abs());
            self.bar.set_message(words);
        } else if passed_ms / DAY_MS >= self.told.get() + LINE_EVERY_DAYS {
            self.told.set(passed_ms / DAY_MS);
            eprintln!("history {words}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_demos_own_folder_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let demo = folder.path().join("demo");
        make_folder(&demo).unwrap();
        fs::create_dir_all(demo.join(KEYS)).unwrap();
        fs::create_dir_all(demo.join("blobs/ab")).unwrap();
        fs::write(demo.join("vetrina.redb"), b"old").unwrap();
        make_folder(&demo).unwrap();
        assert!(demo.join(KEYS).is_dir() && demo.join(MARKER).is_file());
        assert!(!demo.join("blobs").exists() && !demo.join("vetrina.redb").exists());
        let foreign = folder.path().join("mine");
        fs::create_dir_all(&foreign).unwrap();
        fs::write(foreign.join("thesis.txt"), b"years of work").unwrap();
        let refusal = make_folder(&foreign).unwrap_err().to_string();
        assert!(refusal.contains("is not the demo's"), "{refusal}");
        assert!(foreign.join("thesis.txt").is_file());
    }
}
