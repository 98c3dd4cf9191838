//! A store that grows: many plays over many days, to see what stays constant. The verdicts about
//! signatures are made directly; everything behind them is the real path.

use std::{
    os::unix::fs::MetadataExt,
    path::Path,
    time::{Duration, Instant},
};

use super::{
    engine::expect_verified,
    plays::{Kind, Plays},
    report::{Report, peak_memory_mib, progress},
    setup::{World, beat_until, check_books, open_engine, settings},
};
use crate::{
    app::store_path,
    domain::{
        impression::record::{JudgedSubmission, SignatureVerdict},
        time::Timestamp,
    },
    engine::{
        Actor, Engine,
        commands::periodic::{CutDailyRecords, SnapshotBudgets},
        writer::MAX_GROUP_PLAYS,
    },
    jobs::table::{JOBS, next_slot},
};

/// Plays of one round: each device twenty.
pub const PLAYS_A_ROUND: usize = 200_000;
/// Rounds lie so many bench rounds (of ten minutes) apart: eight hours, three rounds a day.
const STRIDE: usize = 48;
/// Plays of one commit.
const GROUP: usize = MAX_GROUP_PLAYS;
/// Rounds that a rate is taken over.
const WINDOW: usize = 5;

/// What the growth showed.
pub struct Filled {
    /// Plays in the store.
    pub plays: usize,
    /// Clock of the last round.
    pub now: Timestamp,
    rates: Vec<f64>,
    bytes_a_play: f64,
    written_a_play: f64,
}

/// Fills a prepared folder.
///
/// # Errors
/// When a play is not VERIFIED or cannot be written.
pub fn fill(folder: &Path, world: &World, plays: usize) -> anyhow::Result<Filled> {
    let mut engine = open_engine(folder)?;
    let before = disk_bytes(folder)?;
    let unwritten = written_bytes();
    let rounds = plays.div_ceil(PLAYS_A_ROUND);
    let bar = progress(rounds * PLAYS_A_ROUND, "filling the store");
    let mut rates = Vec::with_capacity(rounds);
    let mut now = world.start;
    for round in 0..rounds {
        let later = Plays::of(world).clock(round * STRIDE);
        run_jobs(&mut engine, now, later)?;
        now = later;
        if round > 0 {
            beat_until(&mut engine, now)?;
        }
        let took = submit_round(&mut engine, world, round, now)?;
        rates.push(PLAYS_A_ROUND as f64 / took.as_secs_f64());
        bar.inc(PLAYS_A_ROUND as u64);
    }
    bar.finish_and_clear();
    let stored = rounds * PLAYS_A_ROUND;
    check_books(&engine, stored as u64)?;
    // Not closed in order: the next start finds the store as after a crash.
    drop(engine);
    let after = disk_bytes(folder)?;
    let written_a_play = written_bytes().saturating_sub(unwritten) as f64 / stored as f64;
    let bytes_a_play = after.saturating_sub(before) as f64 / stored as f64;
    Ok(Filled { plays: stored, now, rates, bytes_a_play, written_a_play })
}

/// Bytes that the store takes on the disk. The file's length says less: it grows by doubling, and
/// what is not yet written takes no room.
fn disk_bytes(folder: &Path) -> anyhow::Result<u64> {
    const BLOCK: u64 = 512;
    Ok(std::fs::metadata(store_path(&settings(folder)))?.blocks() * BLOCK)
}

/// Bytes that this process has handed to the system to write.
fn written_bytes() -> u64 {
    let figures = std::fs::read_to_string("/proc/self/io").unwrap_or_default();
    let written = figures.lines().find_map(|line| line.strip_prefix("wchar: "));
    written.and_then(|bytes| bytes.parse().ok()).unwrap_or(0)
}

fn submit_round(
    engine: &mut Engine,
    world: &World,
    round: usize,
    now: Timestamp,
) -> anyhow::Result<Duration> {
    let mut took = Duration::ZERO;
    for first in (0..PLAYS_A_ROUND).step_by(GROUP) {
        let last = (first + GROUP).min(PLAYS_A_ROUND);
        let group: Vec<JudgedSubmission> =
            (first..last).map(|index| judged(world, round, index, now)).collect();
        let started = Instant::now();
        let answers: Vec<_> = group.iter().map(|play| engine.submit(play)).collect();
        engine.commit()?;
        took += started.elapsed();
        answers.iter().try_for_each(expect_verified)?;
    }
    Ok(took)
}

/// The play of a round, with an id, a counter and a signature of its own.
fn judged(world: &World, round: usize, index: usize, now: Timestamp) -> JudgedSubmission {
    let shift_ms = now.since_ms(world.start);
    let mut play = Plays::of(world).play(Kind::Uniform, index);
    play.renumber(round * PLAYS_A_ROUND + index, world.devices.len(), shift_ms);
    let mut signature = [0; super::cache::SIGNATURE_BYTES];
    for (place, byte) in signature.iter_mut().enumerate() {
        // Bytes that do not compress, as a real signature's.
        let mixed = (index as u64 ^ (round as u64) << 32 | (place as u64) << 48)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15);
        *byte = (mixed >> 56) as u8;
    }
    let mut submission = Plays::of(world).submission(&play, &signature);
    submission.sent_at = Some(now);
    let verdict = SignatureVerdict::Valid { key: 0, proof: None };
    let device = world.devices[play.device].no;
    JudgedSubmission { submission, device, verdict, received_at: now }
}

/// Runs what the driver would run between two moments.
fn run_jobs(engine: &mut Engine, from: Timestamp, until: Timestamp) -> anyhow::Result<()> {
    let actor = Actor::system();
    for (index, job) in JOBS.iter().enumerate() {
        let mut at = from;
        while let Some(slot) = next_slot(index, at).filter(|slot| *slot <= until) {
            let done = match job.name {
                crate::engine::commands::periodic::SNAPSHOT_JOB => {
                    engine.run(slot, &actor, SnapshotBudgets { slot }, None)
                }
                crate::engine::commands::periodic::RECORDS_JOB => {
                    engine.run(slot, &actor, CutDailyRecords { slot }, None)
                }
                _ => Ok(String::new()),
            };
            done.map_err(|refusal| anyhow::anyhow!("{}: {}", job.name, refusal.message))?;
            engine.commit()?;
            at = slot;
        }
    }
    Ok(())
}

impl Filled {
    /// Adds what the growth showed.
    pub fn report(&self, report: &mut Report) {
        let mean = |rates: &[f64]| rates.iter().sum::<f64>() / rates.len().max(1) as f64;
        let million = 1_000_000 / PLAYS_A_ROUND;
        let early = &self.rates[million.min(self.rates.len().saturating_sub(1))..];
        let early = mean(&early[..early.len().min(WINDOW)]);
        let late = mean(&self.rates[self.rates.len().saturating_sub(WINDOW)..]);
        report.note("fill: plays stored", "", self.plays as f64);
        report.note("fill: engine without signatures, after 1 million", "/s", early);
        report.at_least(
            "fill: rate at the end against after 1 million",
            " %",
            80.0,
            "≥ 95 %",
            100.0 * late / early,
        );
        report.at_most(
            "fill: disk a play, all indexes, signature",
            " B",
            456.0,
            "",
            self.bytes_a_play,
        );
        report.note("fill: written a play", " B", self.written_a_play);
        let memory = peak_memory_mib(std::process::id()).unwrap_or(0.0);
        report.at_most("fill: memory of this process", " MiB", 1024.0, "≤ 400 MiB", memory);
    }
}
