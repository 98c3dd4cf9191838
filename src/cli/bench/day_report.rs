//! The day's report of one campaign with very many plays: it must not depend on how many.

use std::{path::Path, time::Instant};

use anyhow::ensure;

use super::{
    engine::expect_verified,
    http::{Connection, Server, get},
    plays::{Kind, Plays},
    report::{Latencies, progress},
    setup::{TOKEN, World, beat_until, make_administrator, open_engine},
};
use crate::{
    domain::{
        impression::record::{JudgedSubmission, SignatureVerdict},
        time::Timestamp,
    },
    engine::Engine,
};

/// Plays of one commit.
const GROUP: usize = 4_096;
/// Reports that are asked for.
const REPORTS: usize = 200;

/// How long a report took after few plays and after all.
pub struct DayReports {
    /// Plays of the day at the first measurement.
    pub few: usize,
    /// The report then.
    pub early: Latencies,
    /// The report after all plays.
    pub late: Latencies,
}

/// Bills `plays` plays of one campaign on one day and asks for the day's report over HTTP, after the
/// first round of devices and after the last.
///
/// # Errors
/// When a play is not VERIFIED, or a report does not count all plays.
pub async fn run(folder: &Path, world: &World, plays: usize) -> anyhow::Result<DayReports> {
    make_administrator(folder, world.start)?;
    let few = Kind::Hot.plays_a_round(world.devices.len(), world.campaigns.len()).min(plays);
    let bar = progress(plays, "billing the plays of a day");
    let mut now = world.start;
    let mut latencies = Vec::new();
    for (first, last) in [(0, few), (few, plays)] {
        let mut engine = open_engine(folder)?;
        now = bill(&mut engine, world, first..last, now)?;
        bar.inc((last - first) as u64);
        engine.close()?;
        drop(engine);
        latencies.push(ask(folder, world, last, now).await?);
    }
    bar.finish_and_clear();
    let late = latencies.pop().unwrap_or_default();
    let early = latencies.pop().unwrap_or_default();
    Ok(DayReports { few, early, late })
}

/// Submits plays; the verdicts about signatures are made directly, all behind them is the real path.
fn bill(
    engine: &mut Engine,
    world: &World,
    numbers: std::ops::Range<usize>,
    from: Timestamp,
) -> anyhow::Result<Timestamp> {
    let of = Plays::of(world);
    let mut now = from;
    let mut waiting = Vec::with_capacity(GROUP);
    let end = numbers.end;
    for number in numbers {
        let play = of.play(Kind::Hot, number);
        let clock = of.clock(play.round);
        if clock > now {
            now = clock;
            beat_until(engine, now)?;
        }
        let mut submission = of.submission(&play, &[7; super::cache::SIGNATURE_BYTES]);
        submission.sent_at = Some(now);
        let verdict = SignatureVerdict::Valid { key: 0, proof: None };
        let device = world.devices[play.device].no;
        waiting.push(engine.submit(&JudgedSubmission {
            submission,
            device,
            verdict,
            received_at: now,
        }));
        if waiting.len() == GROUP || number + 1 == end {
            engine.commit()?;
            waiting.drain(..).try_for_each(|answer| expect_verified(&answer))?;
        }
    }
    Ok(now)
}

async fn ask(
    folder: &Path,
    world: &World,
    plays: usize,
    now: Timestamp,
) -> anyhow::Result<Latencies> {
    let server = Server::start(folder, now).await?;
    let mut connection = Connection::open(server.address).await?;
    let day = now.day();
    let path = format!("/campaigns/{}/proof-of-play?date={day}", world.campaigns[0].0);
    let request = get(&path, TOKEN);
    let mut latencies = Latencies::default();
    for _ in 0..REPORTS {
        let started = Instant::now();
        let (status, body) = connection.ask(&request).await?;
        latencies.add(started.elapsed());
        let shown = String::from_utf8_lossy(body);
        ensure!(status == 200, "{status}: {shown}");
        ensure!(
            shown.contains(&format!(":{plays},")),
            "the report does not count {plays}: {shown}"
        );
    }
    server.kill()?;
    Ok(latencies)
}
