//! The decision which ad a device plays next, among many campaigns.

use std::{path::Path, time::Instant};

use anyhow::ensure;

use super::{
    http::{Connection, Server, post},
    report::Latencies,
    setup::{World, open_engine},
};
use crate::engine::{Actor, serving::NextAd};

/// Decisions of one commit.
const GROUP: usize = 256;

/// Decides for `count` devices in turn, in process; the commit is not part of a decision.
///
/// # Errors
/// When a device gets no ad.
pub fn in_process(folder: &Path, world: &World, count: usize) -> anyhow::Result<Latencies> {
    let mut engine = open_engine(folder)?;
    let actor = Actor::system();
    let mut latencies = Latencies::default();
    for (index, device) in world.devices.iter().cycle().take(count).enumerate() {
        let started = Instant::now();
        let offered = engine.run(world.start, &actor, NextAd { device: device.no }, None);
        latencies.add(started.elapsed());
        let offered = offered.map_err(|refusal| anyhow::anyhow!("{}", refusal.message))?;
        ensure!(offered.is_some(), "no ad for a device among {} campaigns", world.campaigns.len());
        if index % GROUP == GROUP - 1 {
            engine.commit()?;
        }
    }
    engine.commit()?;
    Ok(latencies)
}

/// The same over HTTP on one connection; `None` where this build has no such route.
///
/// # Errors
/// When a device gets no ad.
pub async fn over_http(
    folder: &Path,
    world: &World,
    count: usize,
) -> anyhow::Result<Option<Latencies>> {
    let server = Server::start(folder, world.start).await?;
    let mut connection = Connection::open(server.address).await?;
    let mut latencies = Latencies::default();
    for device in world.devices.iter().cycle().take(count) {
        let request = post(&format!("/devices/{}/next-ad", device.id), &device.token, "{}");
        let started = Instant::now();
        let (status, body) = connection.ask(&request).await?;
        latencies.add(started.elapsed());
        if status == 404 {
            return Ok(None);
        }
        let shown = String::from_utf8_lossy(body);
        ensure!(status == 200 && shown.contains("lease_id"), "{status}: {shown}");
    }
    server.kill()?;
    Ok(Some(latencies))
}
