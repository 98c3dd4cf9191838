//! The engine alone, in this process: signatures verified on all cores, one writer, durable.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::ensure;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::{
    plays::{Kind, Play, Plays, signature_of},
    setup::{World, beat_until, check_books, open_engine},
};
use crate::{
    clock::Clock,
    domain::{
        ids::DeviceNo,
        impression::record::{JudgedSubmission, PlayStatus, SignatureVerdict, Submission},
        time::Timestamp,
    },
    engine::{Handle, plays::PlayAnswer},
    proof::{
        canonical::SignedText,
        key::DeviceKey,
        verify::{proof_hash, verify},
    },
};

/// Plays that one task verifies and hands over at once.
const BATCH: usize = 256;
/// Tasks that verify and wait for the writer in turn: enough for one group to be verified while the
/// one before is committed.
const TASKS: usize = 48;

/// Submits the plays of a kind and gives how long the answers took, rounds' pauses left out.
///
/// # Errors
/// When any answer is not VERIFIED, or the books do not add up.
pub async fn run(
    folder: &Path,
    world: &World,
    kind: Kind,
    signatures: &[u8],
    count: usize,
) -> anyhow::Result<Duration> {
    let plays = Plays::of(world);
    let engine = open_engine(folder)?;
    let keys = Arc::new(parse_keys(&engine)?);
    let clock = Clock::simulated(world.start);
    let (handle, writer) = Handle::start(engine, clock.clone(), |error| {
        eprintln!("the commit failed: {error}");
        std::process::abort();
    })?;
    let mut took = Duration::ZERO;
    let mut first = 0;
    while first < count {
        let round = plays.play(kind, first).round;
        if round > 0 {
            advance(&handle, &clock, plays.clock(round)).await?;
        }
        let in_round = kind.plays_a_round(world.devices.len(), world.campaigns.len());
        let last = ((round + 1) * in_round).min(count);
        let ready: Vec<Ready> = (first..last)
            .map(|index| {
                let play: Play = plays.play(kind, index);
                let submission = plays.submission(&play, signature_of(signatures, index));
                let played_at = play.played_at.to_string();
                Ready { device: world.devices[play.device].no, submission, played_at }
            })
            .collect();
        took += submit(&handle, &keys, ready).await?;
        first = last;
    }
    let wanted = count as u64;
    handle.with_engine(move |engine| check_books(engine, wanted)).await??;
    handle.stop().await;
    tokio::task::spawn_blocking(move || writer.join())
        .await?
        .map_err(|_| anyhow::anyhow!("the writer ended in a panic"))?;
    Ok(took)
}

/// A play as the route has it after decoding.
struct Ready {
    device: DeviceNo,
    submission: Submission,
    /// As sent; the signature covers the text.
    played_at: String,
}

/// Keys of all devices, read once as the server does.
type Keys = papaya::HashMap<Uuid, DeviceKey>;

fn parse_keys(engine: &crate::engine::Engine) -> anyhow::Result<Keys> {
    let keys = papaya::HashMap::new();
    for record in engine.live().devices.iter().flat_map(|device| &device.keys) {
        let key = DeviceKey::from_spki_der(&record.spki_der)
            .map_err(|refusal| anyhow::anyhow!(refusal.message))?;
        keys.pin().insert(record.id, key);
    }
    Ok(keys)
}

async fn advance(handle: &Handle, clock: &Clock, now: Timestamp) -> anyhow::Result<()> {
    handle.with_engine(move |engine| beat_until(engine, now)).await??;
    clock.advance_to(now);
    Ok(())
}

async fn submit(handle: &Handle, keys: &Arc<Keys>, ready: Vec<Ready>) -> anyhow::Result<Duration> {
    let ready = Arc::new(ready);
    let next = Arc::new(AtomicUsize::new(0));
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..TASKS {
        let (handle, keys) = (handle.clone(), Arc::clone(keys));
        let (ready, next) = (Arc::clone(&ready), Arc::clone(&next));
        tasks.spawn(async move {
            loop {
                let from = next.fetch_add(BATCH, Ordering::Relaxed);
                let Some(plays) = ready.get(from..(from + BATCH).min(ready.len())) else {
                    return anyhow::Ok(());
                };
                if plays.is_empty() {
                    return Ok(());
                }
                let judged = plays.iter().map(|play| judge(play, &keys, handle.now())).collect();
                for answer in handle.submit_batch(judged).await? {
                    expect_verified(&answer)?;
                }
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    Ok(started.elapsed())
}

/// What the route does between decoding and handing over.
fn judge(ready: &Ready, keys: &Keys, received_at: Timestamp) -> JudgedSubmission {
    let submission = ready.submission.clone();
    let hash = submission.screenshot_hash.map(hex::encode).unwrap_or_default();
    let key_id = submission.key_id.unwrap_or_default();
    let mut text = Vec::with_capacity(512);
    let signed = SignedText {
        key_id,
        device_id: submission.device_id,
        counter: submission.counter.unwrap_or_default(),
        impression_id: submission.impression_id.unwrap_or_default(),
        campaign_id: submission.campaign_id,
        content_asset_id: submission.asset_id,
        variant_id: None,
        played_at: &ready.played_at,
        duration_actual: submission.duration_actual,
        screenshot_hash: &hash,
        lat_microdegrees: submission.location.map(|place| place.lat_e6()),
        lng_microdegrees: submission.location.map(|place| place.lng_e6()),
    };
    let written = signed.write_v2(&mut text).is_ok();
    let key = keys.pin().get(&key_id).cloned();
    let valid =
        key.is_some_and(|key| written && verify(&key, &text, &submission.signature).is_valid());
    let verdict = if valid {
        let proof = Some(proof_hash(&text, &submission.signature));
        SignatureVerdict::Valid { key: 0, proof }
    } else {
        SignatureVerdict::Invalid
    };
    JudgedSubmission { submission, device: ready.device, verdict, received_at }
}

/// Refuses any answer but VERIFIED.
///
/// # Errors
/// The answer in words.
pub fn expect_verified(answer: &PlayAnswer) -> anyhow::Result<()> {
    ensure!(answer.status() == Some(PlayStatus::Verified), "not VERIFIED: {answer:?}");
    Ok(())
}
