//! The facts about one play, from its row and what is around it, for the assessment.

use uuid::Uuid;

use super::material::{Material, span_of};
use crate::{
    domain::{
        dispute::{
            PlayFacts,
            assessment::{ScreenshotFact, SignatureFact, Yardsticks, online_near},
        },
        impression::{
            fraud::Flag,
            quality::Deduction,
            record::{ImpressionRow, PlayStatus},
        },
        time::SECOND_MS,
    },
    engine::reads::Impression,
    http::{AppState, routes::impression_view::signed_text},
    media::evidence::Frame,
    proof::verify,
};

/// The numbers that the assessment compares with.
pub fn yardsticks(state: &AppState) -> Yardsticks {
    let rules = &state.settings().impressions;
    Yardsticks { geo: rules.location, duration: rules.duration }
}

/// The facts about a play.
pub fn facts_of(
    state: &AppState,
    play: &Impression,
    material: &Material,
    frame: &Frame,
) -> PlayFacts {
    let row = &play.row;
    let runs = material.runs.get(&row.device).map_or(&[][..], Vec::as_slice);
    let cover_ms = i64::from(state.settings().heartbeat.cover_seconds) * SECOND_MS;
    PlayFacts {
        played_at: row.played_at,
        received_at: row.received_at,
        signature: signature(state, row),
        online: online_near(runs, row.played_at, row.received_at, cover_ms),
        overlapping: overlapping(play, material),
        screenshot: screenshot(state, play, frame),
        screenshot_reused: row.deductions.contains(Deduction::ScreenshotReused),
        distance_m: distance_m(state, row),
        expected_seconds: u32::from(row.duration_expected),
        actual_seconds: row.duration_actual,
        robotic: row.flags.contains(Flag::RoboticTiming)
            || row.deductions.contains(Deduction::RoboticTiming),
        frequent: row.flags.contains(Flag::HighFrequency),
        log_lines: log_lines(state, row, material),
    }
}

/// Verifies the signature again, over the text rebuilt from the row.
fn signature(state: &AppState, row: &ImpressionRow) -> SignatureFact {
    let device = state.views().devices.get(row.device.0);
    let record = row.key.and_then(|place| Some(device?.keys.get(usize::from(place))?.clone()));
    let key = record.and_then(|record| state.device_key(&record).ok());
    let text = signed_text(state, row);
    let holds = key.is_some_and(|key| verify::verify(&key, &text, &row.signature).is_valid());
    if holds {
        SignatureFact::Holds { version: row.signature_version }
    } else {
        SignatureFact::Fails
    }
}

/// Metres between where the device said it stood and its store as it was then.
pub fn distance_m(state: &AppState, row: &ImpressionRow) -> Option<u32> {
    let store = state.views().stores.get(row.store.0)?;
    let place = store.traits_at(row.played_at).map_or(store.location, |traits| traits.location);
    row.location.map(|there| there.distance_m(place))
}

/// What was uploaded had the signed hash, or it was refused: what became of the file since is the
/// appliance's own matter. Rule: D-14.
fn screenshot(state: &AppState, play: &Impression, frame: &Frame) -> ScreenshotFact {
    let stores_none = state.settings().storage.screenshot_retention_days == 0;
    match (frame, play.capture) {
        (Frame::Intact(bytes), _) => ScreenshotFact::Intact { bytes: bytes.len() as u64 },
        (_, Some(capture)) if !capture.is_available() => ScreenshotFact::NotKept,
        (_, Some(_)) => ScreenshotFact::Lost,
        (_, None) if stores_none => ScreenshotFact::NotKept,
        (_, None) => ScreenshotFact::NeverUploaded,
    }
}

/// Whether a device shows two plays at the same time: begin and end as it reported them.
fn overlaps(one: &ImpressionRow, other: &ImpressionRow) -> bool {
    let began =
        |row: &ImpressionRow| row.played_at.plus_ms(-i64::from(row.duration_actual) * SECOND_MS);
    began(one) < other.played_at && began(other) < one.played_at
}

fn overlapping(play: &Impression, material: &Material) -> Vec<Uuid> {
    let around = material.around.get(&play.row.device).into_iter().flatten();
    let others = around.filter(|other| {
        other.seq != play.seq
            && other.row.campaign == play.row.campaign
            && other.status() == PlayStatus::Verified
            && overlaps(&play.row, &other.row)
    });
    others.map(|other| other.row.id).collect()
}

fn log_lines(state: &AppState, row: &ImpressionRow, material: &Material) -> u64 {
    let (from, to) = span_of(row, &state.settings().dispute);
    let lines = material.logs.get(&row.device).map_or(&[][..], |logs| logs.lines.as_slice());
    lines.iter().filter(|line| (from..=to).contains(&line.at)).count() as u64
}
