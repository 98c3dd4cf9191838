//! The end of the screenshots' time: rows first, then files; what a crash leaves is done by the next
//! slot. Rule: POP-03, D-14.

use std::sync::Arc;

use crate::{
    db::{Snapshot, StoreError},
    domain::{
        ids::Seq,
        refusal::{Code, Refusal},
        time::{Day, Timestamp},
    },
    engine::{
        Actor, EngineError, Handle,
        captures::{files_to_remove, kept_before, needs_file},
        commands::captures::{DeleteCaptures, FinishRetention, ForgetFiles},
        screenshots::Screenshots,
    },
    media::blob::BlobHash,
};

/// Screenshots ended in one commit.
const PAGE: usize = 1_000;
/// Every so many days each file is looked at, whether a row needs it.
const SWEEP_DAYS: u8 = 16;

/// Ends the time of screenshots whose last day is over, removes their files, and looks for files that
/// no row needs.
///
/// # Errors
/// `Overloaded`, `Stopped`; `Refused` when the store cannot be read.
pub async fn run(handle: &Handle, slot: Timestamp) -> Result<String, EngineError> {
    let days = handle.settings().storage.screenshot_retention_days;
    let kept_days = i32::try_from(days).unwrap_or(i32::MAX);
    let first_kept = Day::from_number(slot.day().number().saturating_sub(kept_days));
    let (mut after, mut deleted) = (0, 0);
    loop {
        let page = read(handle, move |snapshot| kept_before(snapshot, first_kept, after, PAGE));
        let seqs: Vec<Seq> = page.await?;
        let Some(last) = seqs.last().copied() else { break };
        after = last;
        let command = DeleteCaptures { seqs };
        deleted += handle.run_at(slot, &Actor::system(), command, None).await?;
    }
    let (mut removed, mut stray, mut room) = (0, 0, None);
    if let Some(screenshots) = handle.screenshots().cloned() {
        removed = remove_files(handle, slot, &screenshots).await?;
        stray = sweep(handle, slot.day(), &screenshots).await?;
        room = screenshots.room();
    }
    let result = format!(
        "{deleted} screenshots older than {days} days, {removed} files removed, {stray} stray ones"
    );
    let command = FinishRetention { slot, result, room };
    handle.run_at(slot, &Actor::system(), command, None).await
}

/// Reads a snapshot on a thread that may block.
async fn read<T: Send + 'static>(
    handle: &Handle,
    read: impl FnOnce(&Snapshot) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, EngineError> {
    let handle = handle.clone();
    let reading = tokio::task::spawn_blocking(move || read(&handle.store().snapshot()?));
    let found = reading.await.map_err(|_| EngineError::Stopped)?;
    found.map_err(|error| {
        let message = format!("the screenshots cannot be read: {error}");
        EngineError::Refused(Refusal::new(Code::Overloaded, message))
    })
}

/// Removes files that no screenshot needs any more; one that the disk does not let go stays noted.
async fn remove_files(
    handle: &Handle,
    slot: Timestamp,
    screenshots: &Arc<Screenshots>,
) -> Result<usize, EngineError> {
    let hashes = read(handle, files_to_remove).await?;
    let mut removed = 0;
    for page in hashes.chunks(PAGE) {
        let (own, shots) = (handle.clone(), Arc::clone(screenshots));
        let page = page.to_vec();
        let gone = read(handle, move |_| {
            page.into_iter().filter_map(|hash| remove(&own, &shots, hash).transpose()).collect()
        });
        let hashes: Vec<BlobHash> = gone.await?;
        if !hashes.is_empty() {
            let command = ForgetFiles { hashes };
            removed += handle.run_at(slot, &Actor::system(), command, None).await?;
        }
    }
    Ok(removed)
}

/// Removes a file in its turn, unless a screenshot needs it by now.
fn remove(
    handle: &Handle,
    screenshots: &Screenshots,
    hash: BlobHash,
) -> Result<Option<BlobHash>, StoreError> {
    let _turn = screenshots.turn_blocking(&hash);
    if needs_file(&handle.store().snapshot()?, &hash)? {
        return Ok(None);
    }
    match screenshots.remove(&hash) {
        Ok(_) => Ok(Some(hash)),
        Err(error) => {
            tracing::warn!(%error, "a screenshot could not be removed; trying again tomorrow");
            Ok(None)
        }
    }
}

/// Removes files that no row knows: a process that was killed between a file and its row left them.
/// A sixteenth of all files a day.
async fn sweep(
    handle: &Handle,
    day: Day,
    screenshots: &Arc<Screenshots>,
) -> Result<usize, EngineError> {
    let part = u8::try_from(day.number().rem_euclid(i32::from(SWEEP_DAYS))).unwrap_or(0);
    let (own, shots) = (handle.clone(), Arc::clone(screenshots));
    read(handle, move |snapshot| {
        let mut stray = 0;
        for first in (0..=u8::MAX).filter(|first| first % SWEEP_DAYS == part) {
            let names = shots.files().names_from(first).unwrap_or_else(|error| {
                tracing::warn!(%error, "the screenshots could not be listed");
                Vec::new()
            });
            for hash in names {
                if !needs_file(snapshot, &hash)? {
                    stray += usize::from(remove(&own, &shots, hash)?.is_some());
                }
            }
        }
        Ok(stray)
    })
    .await
}
