//! Edges of online and cover, and equality with a list of all beats.

use proptest::prelude::*;

use super::*;
use crate::domain::time::MINUTE_MS;

const BASE: i64 = 1_769_178_600_000;

fn at(ms: i64) -> Timestamp {
    Timestamp::from_ms(BASE + ms)
}

fn beats(times: &[i64]) -> OnlineIntervals {
    let mut online = OnlineIntervals::default();
    for time in times {
        online.beat(at(*time), &HeartbeatLimits::default());
    }
    online
}

/// Rule: D-03.
#[test]
fn online_below_five_minutes() {
    let limits = HeartbeatLimits::default();
    let online = beats(&[0]);
    assert!(online.online_at(at(0), &limits));
    assert!(online.online_at(at(5 * MINUTE_MS - 1), &limits));
    assert!(!online.online_at(at(5 * MINUTE_MS), &limits));
    assert!(!beats(&[]).online_at(at(0), &limits));
}

/// Rule: D-03. The window is [min(played_at, received_at) − 10 min, received_at].
#[test]
fn a_play_needs_a_heartbeat_near_it() {
    let limits = HeartbeatLimits::default();
    let online = beats(&[0]);
    let m10 = 10 * MINUTE_MS;
    for (played, received, expected, why) in [
        (0, 0, true, "in the same moment"),
        (m10, m10, true, "exactly 10 min later"),
        (m10 + 1, m10 + 1, false, "a millisecond too late"),
        (m10, m10 + 60_000, true, "played 10 min later, arrived after"),
        (-1, -1, false, "all before the first beat"),
        (-3_600_000, 0, true, "offline play, hello at arrival"),
        (-3_600_000, -1, false, "offline play, hello a millisecond after"),
        (-14_400_000, 60_000, true, "four hours late, device has said hello"),
        (m10 + 200_000, m10, true, "played_at ahead: counted from arrival"),
        (m10 + 200_000, m10 + 1, false, "played_at ahead, arrival too late"),
    ] {
        assert_eq!(online.covers(at(played), at(received), &limits), expected, "{why}");
    }
    assert!(!beats(&[]).covers(at(0), at(0), &limits));
}

#[test]
fn runs_break_above_five_minutes_and_keep_their_uptime() {
    let five = 5 * MINUTE_MS;
    let mut online = beats(&[0, five, 2 * five + 1]);
    assert_eq!(online.runs().len(), 2);
    assert_eq!(online.uptime_ms(), five);
    let limits = HeartbeatLimits::default();
    let end_of_first = five;
    assert_eq!(online.beat(at(end_of_first + KEPT_RUN_MS), &limits), []);
    assert_eq!(online.runs().len(), 3);
    let ended = online.beat(at(end_of_first + KEPT_RUN_MS + 1), &limits);
    assert_eq!(ended, [Run { first: at(0), last: at(end_of_first) }]);
    assert_eq!(online.runs().len(), 2);
    assert_eq!(online.uptime_ms(), five + 1);
    assert_eq!(online.beat_count(), 5);
    online.beat(at(0), &limits);
    assert_eq!(online.beat_count(), 5, "an older beat is not counted");
}

#[test]
fn the_newest_beat_before() {
    let limits = HeartbeatLimits::default();
    let minutes: Vec<i64> = (0..30).map(|i| i * MINUTE_MS).collect();
    let online = beats(&minutes);
    assert_eq!(online.newest_before(at(-1), &limits), None);
    assert_eq!(online.age_ms_at(at(29 * MINUTE_MS + 7), &limits), Some(7));
    assert_eq!(online.age_ms_at(at(14 * MINUTE_MS), &limits), Some(0), "the 16th newest");
    assert_eq!(online.age_ms_at(at(14 * MINUTE_MS - 1), &limits), Some(5 * MINUTE_MS), "bound");
    assert_eq!(online.age_ms_at(at(MINUTE_MS), &limits), Some(MINUTE_MS), "start of the run");
    assert_eq!(beats(&[0]).age_ms_at(at(77 * MINUTE_MS), &limits), Some(77 * MINUTE_MS));
}

proptest! {
    /// Rule: D-03. The compressed form answers as the full list of beats does.
    #[test]
    fn equals_the_list_of_beats(
        gaps in proptest::collection::vec(0_i64..15 * MINUTE_MS, 1..60),
        questions in proptest::collection::vec((0_i64..4 * HOUR_MS, -5 * MINUTE_MS..4 * HOUR_MS), 30),
    ) {
        let limits = HeartbeatLimits::default();
        let times: Vec<i64> = gaps
            .iter()
            .scan(0, |now, gap| {
                *now += *gap;
                Some(*now)
            })
            .collect();
        let online = beats(&times);
        let end = *times.last().unwrap();
        for (before_end, delay) in questions {
            let received = end + 20 * MINUTE_MS - before_end.min(30 * MINUTE_MS);
            let played = received - delay;
            let from = played.min(received) - 10 * MINUTE_MS;
            let covered = times.iter().any(|t| (from..=received).contains(t));
            prop_assert_eq!(online.covers(at(played), at(received), &limits), covered);

            let newest = times.iter().rev().find(|t| **t <= played);
            // Times older than the kept runs are out of scope.
            if played > end - KEPT_RUN_MS + 15 * MINUTE_MS {
                let is_old = newest.is_none_or(|t| played - t > 5 * MINUTE_MS);
                let found = online.age_ms_at(at(played), &limits);
                prop_assert_eq!(found.is_none_or(|age| age > 5 * MINUTE_MS), is_old);
            }
        }
        let bytes = postcard::to_allocvec(&online).unwrap();
        prop_assert!(online.runs().len() <= 61);
        prop_assert_eq!(postcard::from_bytes::<OnlineIntervals>(&bytes).unwrap(), online);
    }
}
