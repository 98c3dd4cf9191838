//! An emergency stop against devices that listen: how fast STOP reaches each of them.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use tokio::task::JoinSet;

use super::{
    http::{Connection, Listener, Server, post},
    report::Latencies,
    setup::{TOKEN, World, make_administrator},
};

/// What was on and off.
pub const RULES: &str = "1,000 devices with one open stream each, in 200 stores; one campaign on all \
    of them; every commit durable (two-phase, fsync); listeners on the same cores";
/// A STOP that takes longer has failed.
const LIMIT: Duration = Duration::from_secs(30);

/// What the stops gave.
#[derive(Debug, Default)]
pub struct Stopped {
    /// From sending the call to the STOP on each stream.
    pub arrivals: Latencies,
    /// From sending the call to the last acknowledgement, of the slowest stop.
    pub dark: Duration,
}

/// Stops and resumes the campaign `stops` times while all devices listen and acknowledge.
///
/// # Errors
/// When a device does not hear of it, or an answer is not the expected one.
pub async fn run(folder: &Path, world: &World, stops: usize) -> anyhow::Result<Stopped> {
    make_administrator(folder, world.start)?;
    let server = Server::start(folder, world.start).await?;
    let mut listeners = Vec::with_capacity(world.devices.len());
    for device in &world.devices {
        let id = device.id.to_string();
        let listener = Listener::open(server.address, &id, &device.token).await?;
        listeners.push((listener, id, device.token.clone()));
    }
    let (campaign, _) = world.campaigns.first().context("there is a campaign")?;
    let mut operator = Connection::open(server.address).await?;
    let mut all = Stopped::default();
    for _ in 0..stops {
        let round = stop_once(&server, &campaign.to_string(), &mut operator, listeners).await?;
        all.arrivals.extend(round.stopped.arrivals);
        all.dark = all.dark.max(round.stopped.dark);
        listeners = round.listeners;
    }
    server.kill()?;
    Ok(all)
}

type Listeners = Vec<(Listener, String, String)>;

struct Round {
    stopped: Stopped,
    listeners: Listeners,
}

/// One stop, acknowledged by all, resolved as a false alarm and resumed.
async fn stop_once(
    server: &Server,
    campaign: &str,
    operator: &mut Connection,
    listeners: Listeners,
) -> anyhow::Result<Round> {
    let address = server.address;
    let count = listeners.len();
    let mut tasks = JoinSet::new();
    for (mut listener, device, token) in listeners {
        tasks.spawn(async move {
            let id = tokio::time::timeout(LIMIT, listener.next_stop()).await??;
            let arrived = Instant::now();
            anyhow::Ok((listener, device, token, id, arrived))
        });
    }
    let path = format!("/campaigns/{campaign}/emergency-stop");
    let request = post(&path, TOKEN, r#"{"reason_code":"TECHNICAL_ISSUE"}"#);
    let started = Instant::now();
    let (status, body) = operator.ask(&request).await?;
    ensure!(status == 200, "{status}: {}", String::from_utf8_lossy(body));
    let incident: serde_json::Value = serde_json::from_slice(body)?;
    let mut stopped = Stopped::default();
    let mut heard = Vec::with_capacity(count);
    while let Some(done) = tasks.join_next().await {
        let (listener, device, token, id, arrived) = done??;
        stopped.arrivals.add(arrived.duration_since(started));
        heard.push((listener, device, token, id));
    }
    let mut connection = Connection::open(address).await?;
    let mut listeners = Vec::with_capacity(count);
    for (listener, device, token, id) in heard {
        let path = format!("/devices/{device}/commands/{id}/ack");
        let (status, body) = connection.ask(&post(&path, &token, r#"{"status":"OK"}"#)).await?;
        ensure!(status == 200, "{status}: {}", String::from_utf8_lossy(body));
        listeners.push((listener, device, token));
    }
    stopped.dark = started.elapsed();
    let id = incident["id"].as_str().context("an incident without id")?;
    for (path, body) in [
        (format!("/incidents/{id}/resolve"), r#"{"outcome":"A","findings":"measured"}"#),
        (format!("/campaigns/{campaign}/resume"), "{}"),
    ] {
        let (status, body) = operator.ask(&post(&path, TOKEN, body)).await?;
        ensure!(status == 200, "{path}: {status}: {}", String::from_utf8_lossy(body));
    }
    Ok(Round { stopped, listeners })
}
