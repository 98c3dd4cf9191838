//! What a document shows beside the figures: captured frames, the log's checkpoint.
//! Rule: POP-04, D-14.

use std::sync::Arc;

use super::{log::newest_checkpoint, reading::from_store, screenshot_picture::file_bytes};
use crate::{
    db::{Snapshot, StoreError, codec::sha256},
    domain::{
        ids::CampaignNo,
        impression::record::PlayStatus,
        time::{Day, SECOND_MS, Timestamp},
    },
    engine::{captures, log::read::checkpoint_since, publish::Views, reads::Impression},
    http::{ApiError, AppState, error::ApiResult},
    proof::report::{CampaignReport, Sample},
};

/// Screenshots that are looked at for a document, however many there are.
const LOOK_AT: usize = 480;

/// Adds frames of verified plays, and the checkpoint that covers the newest record.
///
/// # Errors
/// A failure of the appliance.
pub(super) async fn add_evidence(
    state: &AppState,
    campaign: CampaignNo,
    recorded_at: Option<Timestamp>,
    document: &mut CampaignReport,
) -> ApiResult<()> {
    document.samples = samples(state, campaign, (document.from, document.to)).await?;
    document.checked.checkpoint = checkpoint(state, recorded_at).await?;
    Ok(())
}

/// The first checkpoint after the newest record, so that a document of old days stays as it is; the
/// newest one while there is none. `None` where nobody signs the log.
async fn checkpoint(state: &AppState, recorded_at: Option<Timestamp>) -> ApiResult<Option<String>> {
    if state.views().log.signer.get().is_none() {
        return Ok(None);
    }
    if let Some(at) = recorded_at {
        let handle = state.handle().clone();
        let reading = tokio::task::spawn_blocking(move || {
            let snapshot = handle.store().snapshot().map_err(ApiError::internal)?;
            checkpoint_since(&snapshot, at).map_err(ApiError::internal)
        });
        if let Some(found) = reading.await.map_err(ApiError::internal)?? {
            return Ok(Some(found.note));
        }
    }
    Ok(Some(newest_checkpoint(state).await?.note.clone()))
}

async fn samples(
    state: &AppState,
    campaign: CampaignNo,
    span: (Day, Day),
) -> ApiResult<Vec<Sample>> {
    let wanted = state.settings().reports.pdf_samples;
    let Some(shots) = state.handle().screenshots().map(Arc::clone) else { return Ok(Vec::new()) };
    let chosen =
        from_store(state, move |snapshot| choose(snapshot, campaign, span, wanted)).await?;
    let state = state.clone();
    let reading = tokio::task::spawn_blocking(move || {
        let mut samples = Vec::new();
        for play in chosen {
            let Some(hash) = play.row.screenshot_hash else { continue };
            let bytes = file_bytes(shots.files(), &hash)?;
            // A file that was deleted meanwhile, or is damaged, is no evidence.
            if let Some(jpeg) = bytes.filter(|bytes| sha256(bytes) == hash) {
                let (caption, sha256) = (caption(state.views(), &play), hex::encode(hash));
                samples.push(Sample { jpeg, caption, sha256 });
            }
        }
        Ok(samples)
    });
    reading.await.map_err(ApiError::internal)?
}

/// Verified plays with a kept screenshot, spread over the days.
fn choose(
    snapshot: &Snapshot,
    campaign: CampaignNo,
    (from, to): (Day, Day),
    wanted: usize,
) -> Result<Vec<Impression>, StoreError> {
    let mut found = Vec::new();
    for span in stretches(from, to, wanted) {
        let limits = (LOOK_AT / wanted.max(1), LOOK_AT);
        let (mut plays, _) = captures::gallery(snapshot, campaign, span, None, limits, |play| {
            play.status() == PlayStatus::Verified
                && play.capture.is_some_and(|capture| capture.is_available())
        })?;
        plays.reverse();
        found.append(&mut plays);
    }
    Ok(spread(found, wanted))
}

/// The days in at most `count` parts of about the same length, in order.
fn stretches(from: Day, to: Day, count: usize) -> Vec<(Day, Day)> {
    let days = i64::from(to.number()) - i64::from(from.number()) + 1;
    let parts = days.min(count as i64).max(0);
    let at = |part: i64| i64::from(from.number()) + days * part / parts;
    let day = |number: i64| Day::from_number(i32::try_from(number).unwrap_or(i32::MAX));
    (0..parts).map(|part| (day(at(part)), day(at(part + 1) - 1))).collect()
}

/// At most `wanted` of a list, at equal distances.
fn spread<T>(list: Vec<T>, wanted: usize) -> Vec<T> {
    let len = list.len();
    let count = wanted.min(len);
    let kept: Vec<usize> = (0..count).map(|at| at * len / count).collect();
    let with_places = list.into_iter().enumerate();
    with_places.filter(|(at, _)| kept.binary_search(at).is_ok()).map(|(_, one)| one).collect()
}

fn caption(views: &Views, play: &Impression) -> String {
    let store = views.stores.get(play.row.store.0).map(|store| store.name.clone());
    let device = views.devices.get(play.row.device.0).map(|device| device.name.clone());
    let parts = [store, device, Some(moment(play.row.played_at))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A moment to the second.
fn moment(at: Timestamp) -> String {
    let seconds = Timestamp::from_ms(at.ms() - at.ms().rem_euclid(SECOND_MS));
    seconds.to_string().replace('T', " ").replace('Z', "\u{a0}UTC")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caption_names_the_second() {
        let at = Timestamp::parse("2026-11-14T09:00:23.046Z").unwrap();
        assert_eq!(moment(at), "2026-11-14 09:00:23\u{a0}UTC");
    }

    /// Rule: POP-04: frames come from all over the period.
    #[test]
    fn frames_are_spread_over_the_days() {
        let day = |number| Day::from_number(20_000 + number);
        let parts = |to, count| stretches(day(0), day(to), count);
        assert_eq!(parts(0, 6), [(day(0), day(0))]);
        assert_eq!(parts(2, 2), [(day(0), day(0)), (day(1), day(2))]);
        let year = parts(365, 6);
        assert_eq!((year.len(), year[0].0, year[5].1), (6, day(0), day(365)));
        assert!(year.windows(2).all(|pair| pair[0].1.next() == pair[1].0));
        assert!(parts(5, 0).is_empty());
        assert_eq!(spread((0..12).collect(), 4), [0, 3, 6, 9]);
        assert_eq!(spread(vec![1, 2], 6), [1, 2]);
        assert!(spread(vec![1, 2], 0).is_empty());
    }
}
