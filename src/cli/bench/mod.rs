//! `vetrina bench`: the speed of the whole appliance, with every check on and every commit durable.
//! Lives here: the set-up that is measured, the loads, the report against the budgets.
//! Must not live here: rules, or another way through the engine than the real one.

mod cache;
mod day_report;
mod engine;
mod fill;
mod http;
mod next_ad;
mod plays;
mod report;
mod setup;
mod stop;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use aws_lc_rs::rsa::KeyPair;

use self::{
    cache::Cache,
    plays::{BATCH, Kind, Plays},
    report::{Report, filesystem},
    setup::{DEVICES, World, copy_folder, prepare, prepare_with},
};

/// Campaigns of all modes but `next-ad`.
const CAMPAIGNS: usize = 100;
/// Campaigns of `next-ad`.
const MANY_CAMPAIGNS: usize = 1_000;
/// Plays of the small run before the measured ones.
const WARM_UP: usize = 20_000;
/// Decisions of `next-ad`.
const DECISIONS: usize = 20_000;
/// Connections that submit single plays.
const CONNECTIONS: usize = 64;
/// Devices that listen when a campaign is stopped.
const STOPPED_DEVICES: usize = 1_000;
/// Emergency stops, one after the other.
const STOPS: usize = 5;
/// Connections that submit batches.
const BATCH_CONNECTIONS: usize = 8;

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Mode {
    /// Engine in process, 100 campaigns.
    EngineUniform,
    /// Engine in process, one campaign.
    EngineHot,
    /// Single submissions over HTTP.
    HttpSingle,
    /// Batches of 200 over HTTP.
    HttpBatch,
    /// Single submissions over HTTP, one campaign.
    HttpHot,
    /// The decision which ad plays next, 1,000 campaigns.
    NextAd,
    /// Start after `kill -9` under load.
    Start,
    /// The report of a day with 1,000,000 plays of one campaign (only when asked for).
    DayReport,
    /// A store that grows (only when asked for).
    Fill,
    /// An emergency stop against connected devices (only when asked for).
    Stop,
}

/// What runs when nothing is chosen.
const USUAL: [Mode; 7] = [
    Mode::EngineUniform,
    Mode::EngineHot,
    Mode::HttpSingle,
    Mode::HttpBatch,
    Mode::HttpHot,
    Mode::NextAd,
    Mode::Start,
];

/// Arguments.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Folder for the measured stores; on a real disk, emptied before and after.
    #[arg(long, default_value = "data/bench")]
    data: PathBuf,
    /// Folder for keys and signatures of earlier runs [default: vetrina/bench in the user's cache].
    #[arg(long)]
    cache: Option<PathBuf>,
    /// What to measure [default: all but fill].
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Mode>,
    /// Plays of each mode, instead of its own number.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    plays: Option<u32>,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
    /// Measure the PostgreSQL peer in the same run, with this script.
    #[arg(long, value_name = "SCRIPT", num_args = 0..=1,
          default_missing_value = "benches/peer/run.sh")]
    peer: Option<PathBuf>,
    /// Measure although the folder is in memory, where nothing is durable.
    #[arg(long)]
    allow_tmpfs: bool,
    /// Leave the measured stores where they are.
    #[arg(long)]
    keep: bool,
}

/// Measures and prints. Exit code 1 when a figure misses its bar.
///
/// # Errors
/// When any play is not VERIFIED, the books do not add up, or a folder cannot be used.
pub async fn run(args: Args) -> anyhow::Result<i32> {
    std::fs::create_dir_all(&args.data)
        .with_context(|| format!("making {}", args.data.display()))?;
    let kind = filesystem(&args.data);
    if ["tmpfs", "ramfs"].contains(&kind.as_str()) && !args.allow_tmpfs {
        eprintln!(
            "{} is in memory ({kind}): no commit there is durable. Choose a disk with --data, or \
             say --allow-tmpfs",
            args.data.display()
        );
        return Ok(2);
    }
    let mut bench = Bench::prepare(args)?;
    bench.measure().await?;
    bench.finish()
}

/// A prepared bench.
struct Bench {
    args: Args,
    cache: Cache,
    keys: Vec<KeyPair>,
    base: PathBuf,
    world: World,
    report: Report,
}

impl Bench {
    fn prepare(args: Args) -> anyhow::Result<Self> {
        let cache = Cache::open(args.cache.as_deref())?;
        let base = args.data.join("base");
        // An emergency stop needs no signatures: one key serves all its devices.
        let only_stop = args.only.iter().all(|mode| *mode == Mode::Stop) && !args.only.is_empty();
        let (keys, campaigns) =
            if only_stop { (cache.keys(1)?, 1) } else { (cache.keys(DEVICES)?, CAMPAIGNS) };
        let world = prepare(&base, &keys, campaigns)?;
        let mut report = Report::new(&args.data);
        if only_stop {
            report.conditions.rules = stop::RULES;
        }
        Ok(Self { args, cache, keys, base, world, report })
    }

    async fn measure(&mut self) -> anyhow::Result<()> {
        let modes = if self.args.only.is_empty() { USUAL.to_vec() } else { self.args.only.clone() };
        for mode in modes {
            match mode {
                Mode::EngineUniform => self.engine(Kind::Uniform, 200_000).await?,
                Mode::EngineHot => self.engine(Kind::Hot, 100_000).await?,
                Mode::HttpSingle => self.http_single().await?,
                Mode::HttpBatch => self.http_batch().await?,
                Mode::HttpHot => self.http_hot().await?,
                Mode::NextAd => self.next_ad().await?,
                Mode::Start => self.start().await?,
                Mode::DayReport => self.day_report().await?,
                Mode::Fill => self.fill().await?,
                Mode::Stop => self.stop().await?,
            }
        }
        if let Some(script) = self.args.peer.clone() {
            self.peer(&script)?;
        }
        Ok(())
    }

    fn finish(self) -> anyhow::Result<i32> {
        if !self.args.keep {
            std::fs::remove_dir_all(&self.args.data)?;
        }
        if self.args.json {
            println!("{}", serde_json::to_string_pretty(&self.report)?);
        } else {
            print!("{}", self.report.to_text());
        }
        Ok(i32::from(self.report.lines.iter().any(|line| line.ok == Some(false))))
    }

    fn count(&self, usual: usize) -> usize {
        self.args.plays.map_or(usual, |plays| plays as usize)
    }

    fn signatures(&self, kind: Kind, count: usize) -> anyhow::Result<Vec<u8>> {
        self.cache.signatures(&Plays::of(&self.world), kind, count, &self.keys)
    }

    fn fresh(&self, name: &str) -> anyhow::Result<PathBuf> {
        copy_folder(&self.base, self.args.data.join(name))
    }

    async fn engine(&mut self, kind: Kind, usual: usize) -> anyhow::Result<()> {
        let count = self.count(usual);
        let signatures = self.signatures(kind, count.max(WARM_UP))?;
        let folder = self.fresh("warm-up")?;
        engine::run(&folder, &self.world, kind, &signatures, WARM_UP.min(count)).await?;
        let folder = self.fresh(kind.name())?;
        eprintln!("engine, {}: {count} plays", kind.name());
        let took = engine::run(&folder, &self.world, kind, &signatures, count).await?;
        let rate = count as f64 / took.as_secs_f64();
        if kind == Kind::Hot {
            let uniform = self.report.value("engine, 100 campaigns");
            let bar = uniform.map_or(8_000.0, |uniform| 0.8 * uniform);
            self.report.at_least("engine, one hot campaign", "/s", bar, "≥ 30 × the peer", rate);
        } else {
            let what = "engine, 100 campaigns";
            self.report.at_least(what, "/s", 10_000.0, "≥ 8 × the peer", rate);
        }
        Ok(())
    }

    async fn http_single(&mut self) -> anyhow::Result<()> {
        let count = self.count(100_000);
        let what = "HTTP, single submissions, 64 connections";
        self.http(what, Kind::Uniform, count, CONNECTIONS, (10_000.0, "≥ 13,000/s")).await
    }

    async fn http_hot(&mut self) -> anyhow::Result<()> {
        let count = self.count(60_000);
        let what = "HTTP, single submissions, one hot campaign";
        self.http(what, Kind::Hot, count, CONNECTIONS, (8_000.0, "≥ 10,400/s")).await
    }

    async fn http_batch(&mut self) -> anyhow::Result<()> {
        let count = self.count(200_000).next_multiple_of(BATCH);
        let what = "HTTP, batches of 200, 8 connections";
        self.http(what, Kind::Batch, count, BATCH_CONNECTIONS, (25_000.0, "≥ 38,000/s")).await
    }

    async fn http(
        &mut self,
        what: &str,
        kind: Kind,
        count: usize,
        connections: usize,
        (bar, aim): (f64, &str),
    ) -> anyhow::Result<()> {
        let signatures = self.signatures(kind, count)?;
        let folder = self.fresh(&format!("http-{}", kind.name()))?;
        eprintln!("{what}: {count} plays");
        let load = http::run(&folder, &self.world, kind, &signatures, count, connections).await?;
        let mut latencies = load.latencies;
        let rate = count as f64 / load.took.as_secs_f64();
        self.report.at_least(what, "/s", bar, aim, rate);
        self.report.note(&format!("{what}, p50"), " ms", latencies.permille_ms(500));
        let (name, p99) = (format!("{what}, p99"), latencies.permille_ms(990));
        if kind == Kind::Uniform {
            self.report.at_most(&name, " ms", 130.0, "≤ 15 ms", p99);
        } else {
            self.report.note(&name, " ms", p99);
        }
        self.report.note(&format!("{what}, slowest"), " ms", latencies.permille_ms(1000));
        let name = format!("{what}, memory of the server");
        self.report.at_most(&name, " MiB", 1024.0, "≤ 400 MiB", load.peak_mib);
        Ok(())
    }

    async fn next_ad(&mut self) -> anyhow::Result<()> {
        let folder = self.args.data.join("next-ad");
        let world = prepare(&folder, &self.keys, MANY_CAMPAIGNS)?;
        let count = self.count(DECISIONS);
        eprintln!("next ad: {count} decisions among {MANY_CAMPAIGNS} campaigns");
        let mut engine = next_ad::in_process(&folder, &world, count)?;
        let what = "next-ad decision, 1,000 campaigns";
        self.report.note(&format!("{what}, p50"), " ms", engine.permille_ms(500));
        let p99 = engine.permille_ms(990);
        self.report.at_most(&format!("{what}, p99"), " ms", 2.0, "≤ 0.5 ms", p99);
        let folder = self.args.data.join("next-ad-http");
        let world = prepare(&folder, &self.keys, MANY_CAMPAIGNS)?;
        match next_ad::over_http(&folder, &world, count.min(5_000)).await? {
            Some(mut http) => {
                let what = "next-ad over HTTP, one connection, commit included";
                self.report.note(&format!("{what}, p50"), " ms", http.permille_ms(500));
                self.report.note(&format!("{what}, p99"), " ms", http.permille_ms(990));
            }
            None => eprintln!("next ad: this build has no route for it"),
        }
        Ok(())
    }

    async fn start(&mut self) -> anyhow::Result<()> {
        let used = self.args.data.join("http-uniform");
        let (folder, first) =
            if used.exists() { (used, self.count(100_000)) } else { (self.fresh("start")?, 0) };
        let last = first + 100_000;
        let signatures = self.signatures(Kind::Uniform, last)?;
        eprintln!("start after kill -9 under load");
        let restart =
            http::restart(folder, &self.world, Kind::Uniform, &signatures, (first, last)).await?;
        let what = format!("start after kill -9 under load, {} plays", restart.plays);
        self.report.at_most(&what, " s", 10.0, "≤ 3 s", restart.took.as_secs_f64());
        Ok(())
    }

    async fn fill(&mut self) -> anyhow::Result<()> {
        let count = self.count(2_000_000);
        let folder = self.fresh("fill")?;
        let filled = fill::fill(&folder, &self.world, count)?;
        filled.report(&mut self.report);
        let first = http::Server::start(&folder, filled.now).await?;
        first.kill()?;
        let started = std::time::Instant::now();
        let second = http::Server::start(&folder, filled.now).await?;
        let took = started.elapsed();
        let what = "fill: start after kill -9";
        self.report.at_most(what, " s", 10.0, "≤ 3 s", took.as_secs_f64());
        let memory = second.peak_memory_mib();
        self.report.note("fill: memory of the server after the start", " MiB", memory);
        second.kill()
    }

    async fn stop(&mut self) -> anyhow::Result<()> {
        let folder = self.args.data.join("stop");
        let key = self.keys.first().context("there is a key")?;
        let world = prepare_with(&folder, &vec![key; STOPPED_DEVICES], 1)?;
        eprintln!("emergency stop: {STOPPED_DEVICES} connected devices, {STOPS} stops");
        let stopped = stop::run(&folder, &world, STOPS).await?;
        let mut arrivals = stopped.arrivals;
        let what = format!("STOP to {STOPPED_DEVICES} connected devices");
        self.report.note(&format!("{what}, p50"), " ms", arrivals.permille_ms(500));
        self.report.note(&format!("{what}, p99"), " ms", arrivals.permille_ms(990));
        let slowest = arrivals.permille_ms(1000);
        self.report.at_most(&format!("{what}, slowest"), " ms", 1_000.0, "≤ 500 ms", slowest);
        let dark = stopped.dark.as_secs_f64() * 1000.0;
        self.report.note("from the stop to the last acknowledgement on disk", " ms", dark);
        Ok(())
    }

    async fn day_report(&mut self) -> anyhow::Result<()> {
        let plays = self.count(1_000_000);
        let folder = self.fresh("day-report")?;
        let mut reports = day_report::run(&folder, &self.world, plays).await?;
        let what = format!("report of a day with {plays} plays of one campaign");
        self.report.note(&format!("{what}, p50"), " ms", reports.late.permille_ms(500));
        let p99 = reports.late.permille_ms(990);
        self.report.at_most(&format!("{what}, p99"), " ms", 50.0, "as with few plays", p99);
        let early = reports.early.permille_ms(500);
        self.report.note(&format!("the same with {} plays, p50", reports.few), " ms", early);
        Ok(())
    }

    /// Runs the peer on the same disk and adds its figures and the ratios.
    fn peer(&mut self, script: &Path) -> anyhow::Result<()> {
        eprintln!("the PostgreSQL peer");
        let folder = self.args.data.canonicalize()?;
        let output = std::process::Command::new(script)
            .args(["--json", "--dir"])
            .arg(&folder)
            .stderr(std::process::Stdio::inherit())
            .output()
            .with_context(|| format!("running {}", script.display()))?;
        anyhow::ensure!(output.status.success(), "the peer ended with {}", output.status);
        let figures: serde_json::Value = serde_json::from_slice(&output.stdout)?;
        for (name, of, bar) in
            [("uniform", "engine, 100 campaigns", 8.0), ("hot", "engine, one hot campaign", 30.0)]
        {
            let peer = figures[format!("peer_{name}_per_s")].as_f64();
            let peer = peer.with_context(|| format!("the peer gave no figure for {name}"))?;
            self.report.note(&format!("PostgreSQL peer, {name}"), "/s", peer);
            if let Some(own) = self.report.value(of) {
                let what = format!("ratio to the peer, {name} (aim {bar:.0})");
                self.report.note(&what, " ×", own / peer);
            }
        }
        Ok(())
    }
}
