//! Every tier at its edge, sums, bands, encodings.

use super::*;

/// A play without any deduction.
fn perfect() -> QualityInput {
    QualityInput {
        signature_version: 2,
        location: LocationCheck::Near,
        skew_ms: Some(0),
        delay_ms: 0,
        actual_seconds: 30,
        expected_seconds: 30,
        newest_heartbeat_age_ms: Some(0),
        is_backfill: false,
        device_rejections_24h: 0,
        device_submissions_24h: 0,
        robotic: false,
        screenshot_reused: false,
    }
}

fn scored(input: QualityInput) -> Quality {
    score(&input, &QualityLimits::default())
}

/// A play, the points it loses, and why.
type Case = (QualityInput, u8, Option<Deduction>);

const MIN: i64 = MINUTE_MS;

/// Signature, place, clock and delay.
fn proof_cases() -> Vec<Case> {
    use Deduction as D;
    let place = |location| QualityInput { location, ..perfect() };
    let skew = |ms| QualityInput { skew_ms: Some(ms), ..perfect() };
    let delay = |delay_ms| QualityInput { delay_ms, ..perfect() };
    vec![
        (perfect(), 0, None),
        (QualityInput { signature_version: 1, ..perfect() }, 5, Some(D::SignatureVersionOne)),
        (place(LocationCheck::Missing), 10, Some(D::LocationMissing)),
        (place(LocationCheck::Distant), 30, Some(D::LocationDistant)),
        (QualityInput { skew_ms: None, ..perfect() }, 0, None),
        (skew(MIN), 0, None),
        (skew(MIN + 1), 5, Some(D::SkewOverOneMinute)),
        (skew(-MIN - 1), 5, Some(D::SkewOverOneMinute)),
        (skew(2 * MIN), 5, Some(D::SkewOverOneMinute)),
        (skew(2 * MIN + 1), 10, Some(D::SkewOverTwoMinutes)),
        (skew(-2 * MIN - 1), 10, Some(D::SkewOverTwoMinutes)),
        (skew(5 * MIN), 10, Some(D::SkewOverTwoMinutes)),
        (skew(5 * MIN + 1), 20, Some(D::SkewOverFiveMinutes)),
        (skew(i64::MIN), 20, Some(D::SkewOverFiveMinutes)),
        (delay(-5 * MIN), 0, None),
        (delay(10 * MIN), 0, None),
        (delay(10 * MIN + 1), 5, Some(D::DelayOverTenMinutes)),
        (delay(60 * MIN), 5, Some(D::DelayOverTenMinutes)),
        (delay(60 * MIN + 1), 15, Some(D::DelayOverOneHour)),
    ]
}

/// The part of the content that was shown.
fn duration_cases() -> Vec<Case> {
    use Deduction as D;
    let played = |actual_seconds, expected_seconds| QualityInput {
        actual_seconds,
        expected_seconds,
        ..perfect()
    };
    vec![
        (played(40, 30), 0, None),
        (played(999, 1_000), 3, Some(D::PlayedNotInFull)),
        (played(99_999, 100_000), 3, Some(D::PlayedNotInFull)),
        (played(95, 100), 3, Some(D::PlayedNotInFull)),
        (played(19, 20), 3, Some(D::PlayedNotInFull)),
        (played(94_999, 100_000), 5, Some(D::PlayedBelow95Percent)),
        (played(90, 100), 5, Some(D::PlayedBelow95Percent)),
        (played(27, 30), 5, Some(D::PlayedBelow95Percent)),
        (played(89_999, 100_000), 10, Some(D::PlayedBelow90Percent)),
        (played(24, 30), 10, Some(D::PlayedBelow90Percent)),
        (played(0, 0), 0, None),
        (played(0, u32::MAX), 10, Some(D::PlayedBelow90Percent)),
    ]
}

/// Heartbeats and the device's history.
fn device_cases() -> Vec<Case> {
    use Deduction as D;
    let beat = |newest_heartbeat_age_ms, is_backfill| QualityInput {
        newest_heartbeat_age_ms,
        is_backfill,
        ..perfect()
    };
    let rejections = |device_rejections_24h, device_submissions_24h| QualityInput {
        device_rejections_24h,
        device_submissions_24h,
        ..perfect()
    };
    vec![
        (beat(Some(5 * MIN), false), 0, None),
        (beat(Some(5 * MIN + 1), false), 10, Some(D::HeartbeatOld)),
        (beat(None, false), 10, Some(D::HeartbeatOld)),
        (beat(Some(5 * MIN + 1), true), 0, None),
        (beat(None, true), 0, None),
        (rejections(19, 19), 0, None),
        (rejections(2, 20), 0, None),
        (rejections(3, 20), 15, Some(D::RejectionRate)),
        (rejections(2, 19), 0, None),
        (rejections(10, 100), 0, None),
        (rejections(11, 100), 15, Some(D::RejectionRate)),
        (rejections(1_000, 10_000), 0, None),
        (rejections(1_001, 10_000), 15, Some(D::RejectionRate)),
        (rejections(0, 10_000), 0, None),
        (QualityInput { robotic: true, ..perfect() }, 30, Some(D::RoboticTiming)),
        (QualityInput { screenshot_reused: true, ..perfect() }, 40, Some(D::ScreenshotReused)),
    ]
}

/// Rule: D-09. One change at a time; the points are what 100 lacks.
#[test]
fn every_tier_at_its_edge() {
    let table: Vec<Case> =
        [proof_cases(), duration_cases(), device_cases()].into_iter().flatten().collect();
    for (input, points, deduction) in table.iter().copied() {
        let quality = scored(input);
        assert_eq!(quality.score, 100 - points, "{input:?}");
        let found: Vec<Deduction> = quality.deductions.iter().map(|entry| entry.reason).collect();
        assert_eq!(found, deduction.into_iter().collect::<Vec<_>>(), "{input:?}");
        assert_eq!(deduction.map_or(0, Deduction::points), points, "{input:?}");
    }
    let named: std::collections::BTreeSet<Deduction> =
        table.iter().filter_map(|(_, _, deduction)| *deduction).collect();
    assert_eq!(named.len(), tiers().count(), "each tier is in the table above");
    let bits = tiers().fold(0_u16, |all, tier| all | tier.deduction.bit());
    assert_eq!(bits.count_ones() as usize, tiers().count(), "each has its own bit");
}

/// Rule: D-09 (S2).
#[test]
fn bands_at_their_edges() {
    let limits = QualityLimits::default();
    for (score, band) in [
        (100, QualityBand::Premium),
        (80, QualityBand::Premium),
        (79, QualityBand::Standard),
        (60, QualityBand::Standard),
        (59, QualityBand::Basic),
        (40, QualityBand::Basic),
        (39, QualityBand::Poor),
        (0, QualityBand::Poor),
    ] {
        assert_eq!(band_of(score, &limits), band, "{score}");
        let quality = Quality { score, band, deductions: Deductions::default() };
        assert_eq!(quality.judge(&limits).is_ok(), score >= 40, "{score}");
    }
    let poor = Quality { score: 39, band: QualityBand::Poor, deductions: Deductions::default() };
    let refusal = poor.judge(&limits).unwrap_err();
    assert_eq!(refusal.code, Code::LowQuality);
    assert_eq!(refusal.message, "Quality score 39 is below 40: the play is not billable");
}

#[test]
fn deductions_add_up_and_stop_at_zero() {
    let plain = scored(QualityInput {
        signature_version: 1,
        location: LocationCheck::Missing,
        actual_seconds: 28,
        ..perfect()
    });
    assert_eq!((plain.score, plain.band), (80, QualityBand::Premium));
    let worst = scored(QualityInput {
        signature_version: 1,
        location: LocationCheck::Distant,
        skew_ms: Some(6 * MINUTE_MS),
        delay_ms: 2 * HOUR_MS,
        actual_seconds: 24,
        newest_heartbeat_age_ms: None,
        device_rejections_24h: 20,
        device_submissions_24h: 20,
        robotic: true,
        screenshot_reused: true,
        ..perfect()
    });
    assert_eq!((worst.score, worst.band), (0, QualityBand::Poor));
    assert_eq!(worst.deductions.iter().count(), ROWS.len());
    let sum: u32 = worst.deductions.iter().map(|entry| u32::from(entry.points)).sum();
    assert_eq!(sum, 5 + 30 + 20 + 15 + 10 + 10 + 15 + 30 + 40);
}

#[test]
fn both_encodings() {
    let quality = scored(QualityInput { signature_version: 1, delay_ms: 2 * HOUR_MS, ..perfect() });
    let json = serde_json::to_string(&quality).unwrap();
    assert_eq!(
        json,
        r#"{"score":80,"band":"PREMIUM","deductions":[{"reason":"SIGNATURE_VERSION_ONE","points":5},{"reason":"DELAY_OVER_ONE_HOUR","points":15}]}"#
    );
    assert_eq!(serde_json::from_str::<Quality>(&json).unwrap(), quality);
    let bytes = postcard::to_allocvec(&quality).unwrap();
    assert!(bytes.len() <= 5);
    assert_eq!(postcard::from_bytes::<Quality>(&bytes).unwrap(), quality);
    let unknown = postcard::to_allocvec(&0x8000_u16).unwrap();
    assert!(postcard::from_bytes::<Deductions>(&unknown).is_err());
}
