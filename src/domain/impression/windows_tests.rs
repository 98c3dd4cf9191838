//! Buckets, windows and counts at their edges, and equality with a recomputation from rows.

use proptest::prelude::*;

use super::*;
use crate::domain::time::{DAY_MS, MINUTE_MS, SECOND_MS};

const NOW: i64 = 1_769_178_600_000; // 2026-01-23T14:30:00Z
const A: CampaignNo = CampaignNo(1);
const B: CampaignNo = CampaignNo(2);

fn at(ms: i64) -> Timestamp {
    Timestamp::from_ms(NOW + ms)
}

/// Rule: D-07 (the example of S3 §6.3).
#[test]
fn one_play_a_bucket() {
    let mut windows = DeviceWindows::default();
    assert!(windows.accept(A, at(0)));
    for (ms, duplicate) in [
        (-1, false),
        (0, true),
        (90_000, true),
        (5 * MINUTE_MS - 1, true),
        (5 * MINUTE_MS, false),
        (301_000, false),
    ] {
        assert_eq!(windows.is_duplicate(A, at(ms)), duplicate, "{ms} ms");
        assert!(!windows.is_duplicate(B, at(ms)), "another campaign");
    }
    assert!(!windows.accept(A, at(90_000)));
    assert!(windows.accept(B, at(90_000)));
    assert!(windows.accept(A, at(-1)), "out of order, in the bucket before");
    assert_eq!(windows.accepted_total(), 3);
}

/// Rule: D-07. The bucket is taken for at least 24 hours, whatever was pruned.
#[test]
fn buckets_outlive_the_acceptance_window() {
    let mut windows = DeviceWindows::default();
    windows.accept(A, at(0));
    windows.prune(at(DAY_MS));
    assert!(windows.is_duplicate(A, at(0)));
    windows.prune(at(DAY_MS + SECOND_MS));
    assert!(!windows.is_duplicate(A, at(0)));
    assert!(windows.campaigns.is_empty());
    assert_eq!(windows.accepted_total(), 1);
}

/// Whatever the pattern of the plays, no device's memory grows with the number of its plays.
#[test]
fn the_memory_of_a_device_is_bounded() {
    let mut windows = DeviceWindows::default();
    for round in 0..500 {
        let now = round * 8 * 60 * MINUTE_MS;
        for campaign in 0..20 {
            windows.count_submission(at(now), None, false);
            windows.accept(CampaignNo(campaign), at(now + i64::from(campaign) * SECOND_MS));
        }
    }
    assert_eq!(windows.recent.len(), 20, "the last five hours");
    assert!(windows.recent.capacity() <= 4 * 20, "and memory for about as many");
    for plays in windows.campaigns.values() {
        assert!(plays.len() <= 4, "the last 25 hours: {plays:?}");
    }
    assert_eq!(windows.hours.len(), 3);
    assert_eq!(windows.accepted_total(), 10_000);
}

/// Rule: D-10.
#[test]
fn frequency_spans_campaigns() {
    let mut windows = DeviceWindows::default();
    for i in 0..6 {
        windows.accept(A, at(i * 5 * MINUTE_MS));
        windows.accept(B, at(i * 5 * MINUTE_MS));
    }
    let next = at(30 * MINUTE_MS);
    assert_eq!(windows.plays_in_hour(next, next), 13);
    assert_eq!(windows.plays_in_hour(at(5 * HOUR_MS), at(5 * HOUR_MS)), 1);
}

/// Rule: D-10.
#[test]
fn robotic_needs_the_same_campaign() {
    let limits = FraudLimits::default();
    let mut windows = DeviceWindows::default();
    for i in 0..29 {
        windows.accept(A, at(i * 10 * MINUTE_MS));
    }
    let next = at(290 * MINUTE_MS);
    assert!(windows.robotic(A, next, next, &limits), "the 30th play, on the dot");
    assert!(!windows.robotic(B, next, next, &limits));
    let off_beat = next.plus_ms(4 * MINUTE_MS);
    assert!(!windows.robotic(A, off_beat, off_beat, &limits));
    let tomorrow = at(DAY_MS + SECOND_MS);
    assert!(!windows.robotic(A, next, tomorrow, &limits), "the first play is out of the window");
}

/// Rule: D-09.
#[test]
fn rejections_count_by_fault_and_hour() {
    let mut windows = DeviceWindows::default();
    windows.count_submission(at(0), None, false);
    windows.count_submission(at(0), Some(Code::InvalidProof), true);
    for code in NOT_THE_DEVICES_FAULT {
        windows.count_submission(at(0), Some(code), false);
    }
    let both = DayCount { submissions: 2, rejections: 1, clock_troubles: 1 };
    assert_eq!(windows.day_count(at(0)), both);
    assert_eq!(windows.day_count(at(-HOUR_MS)), DayCount::default(), "not counted yet");
    // 14:30 lies in hour 14; it counts until 13:59:59.999 of the next day.
    let last = 24 * HOUR_MS - 30 * MINUTE_MS - 1;
    assert_eq!(windows.day_count(at(last)), both);
    assert_eq!(windows.day_count(at(last + 1)), DayCount::default());
    windows.prune(at(last));
    assert_eq!(windows.day_count(at(last)), both);
    windows.prune(at(last + 1));
    assert!(windows.hours.is_empty());
}

/// Rule: D-15.
#[test]
fn counters_are_used_once() {
    let mut windows = DeviceWindows::default();
    assert!(windows.use_counter(1) && windows.use_counter(3));
    assert!(!windows.use_counter(3));
    assert_eq!(windows.counters().gaps().collect::<Vec<_>>(), [2..=2]);
    windows.prune(at(99 * DAY_MS));
    assert!(!windows.use_counter(1));
}

#[test]
fn memory_is_bounded() {
    let mut windows = DeviceWindows::default();
    let plays = MAX_RECENT as u32 + 100;
    for i in 0..plays {
        assert!(windows.accept(CampaignNo(i), at(i64::from(i) * SECOND_MS)));
    }
    assert_eq!(windows.recent.len(), MAX_RECENT);
    let newest = at(i64::from(plays) * SECOND_MS);
    assert_eq!(windows.plays_in_hour(newest, newest), 3_600);
}

/// One submission as a stored row keeps it.
#[derive(Clone, Debug)]
struct Row {
    campaign: CampaignNo,
    played_at: Timestamp,
    received_at: Timestamp,
    refused: Option<Code>,
}

/// The rows of one device, in the order of arrival.
fn rows() -> impl Strategy<Value = Vec<Row>> {
    let codes = [
        None,
        None,
        None,
        Some(Code::InvalidProof),
        Some(Code::InsufficientBudget),
        Some(Code::DeviceOffline),
    ];
    let row = (0_u32..3, 0_i64..40 * MINUTE_MS, -5 * MINUTE_MS..4 * HOUR_MS, 0..codes.len());
    proptest::collection::vec(row, 1..120).prop_map(move |parts| {
        let mut now = NOW;
        let row = |(campaign, pause, delay, code): (u32, i64, i64, usize)| {
            now += pause;
            Row {
                campaign: CampaignNo(campaign),
                played_at: Timestamp::from_ms(now - delay),
                received_at: Timestamp::from_ms(now),
                refused: codes[code],
            }
        };
        parts.into_iter().map(row).collect()
    })
}

/// Checks every answer about a submission against the rows accepted and received before it.
fn check(windows: &DeviceWindows, row: &Row, earlier: &[Row]) -> Result<(), TestCaseError> {
    let limits =
        FraudLimits { robotic_min_plays: 3, robotic_cv_permille: 300, ..Default::default() };
    let now = row.received_at;
    let accepted = || earlier.iter().filter(|r| r.refused.is_none());
    let same_bucket = accepted().any(|r| {
        r.campaign == row.campaign
            && r.played_at.five_minute_bucket() == row.played_at.five_minute_bucket()
    });
    prop_assert_eq!(windows.is_duplicate(row.campaign, row.played_at), same_bucket);

    let mut all: Vec<u32> = accepted().map(|r| r.played_at.seconds() as u32).collect();
    all.sort_unstable();
    let busiest = busiest_hour_with(&all, row.played_at.seconds() as u32);
    prop_assert_eq!(windows.plays_in_hour(row.played_at, now), busiest);

    let mut same: Vec<u32> = accepted()
        .filter(|r| r.campaign == row.campaign)
        .map(|r| r.played_at.seconds() as u32)
        .filter(|second| i64::from(*second) >= now.seconds() - 24 * 3_600)
        .chain([row.played_at.seconds() as u32])
        .collect();
    same.sort_unstable();
    let robotic = windows.robotic(row.campaign, row.played_at, now, &limits);
    prop_assert_eq!(robotic, is_robotic(same, &limits));

    let first_hour = now.ms().div_euclid(HOUR_MS) - 23;
    let counted = |r: &&Row| {
        r.received_at.ms().div_euclid(HOUR_MS) >= first_hour
            && r.refused != Some(Code::InsufficientBudget)
    };
    let submissions = earlier.iter().filter(counted).count() as u32;
    let rejections = earlier.iter().filter(counted).filter(|r| r.refused.is_some()).count() as u32;
    prop_assert_eq!(
        windows.day_count(now),
        DayCount { submissions, rejections, clock_troubles: 0 }
    );
    prop_assert_eq!(windows.accepted_total(), accepted().count() as u64);
    Ok(())
}

proptest! {
    /// Rule: D-10 ("windows equal a recomputation from the rows"), whenever pruning ran and
    /// however often the windows were stored and read.
    #[test]
    fn equals_a_recomputation_from_rows(mut rows in rows(), prune_every in 1_usize..10) {
        let mut windows = DeviceWindows::default();
        for i in 0..rows.len() {
            let (earlier, later) = rows.split_at_mut(i);
            let row = &mut later[0];
            check(&windows, row, earlier)?;
            if row.refused.is_none() && !windows.accept(row.campaign, row.played_at) {
                row.refused = Some(Code::DuplicateImpression);
            }
            windows.count_submission(row.received_at, row.refused, false);
            if i % prune_every == 0 {
                windows.prune(row.received_at);
                let bytes = postcard::to_allocvec(&windows).unwrap();
                windows = postcard::from_bytes(&bytes).unwrap();
            }
        }
    }
}
