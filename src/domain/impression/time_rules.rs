//! Clock and delay: whether a play's time can be believed and is recent enough.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::{
    refusal::{Code, Detail, Refusal},
    time::{HOUR_MS, MINUTE_MS, SECOND_MS, Timestamp},
};

/// The tolerances for clocks and delays. Every limit itself is still within. Rule: D-02.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TimeLimits {
    /// How far a device's clock, or a play, may lie ahead of the server.
    pub ahead_seconds: u32,
    /// From more than this behind, the play carries the flag `CLOCK_DRIFT`.
    pub drift_seconds: u32,
    /// How far a device's clock may lie behind the server.
    pub behind_seconds: u32,
    /// How late a play may arrive that was not declared as queued.
    pub live_delay_seconds: u32,
    /// How late a queued play may arrive.
    pub queued_delay_seconds: u32,
}

impl Default for TimeLimits {
    fn default() -> Self {
        Self {
            ahead_seconds: 5 * 60,
            drift_seconds: 5 * 60,
            behind_seconds: 10 * 60,
            live_delay_seconds: 10 * 60,
            queued_delay_seconds: 4 * 60 * 60,
        }
    }
}

/// Seconds of a limit in milliseconds.
fn ms(seconds: u32) -> i64 {
    i64::from(seconds).saturating_mul(SECOND_MS)
}

/// The times of one submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeInput {
    /// The end of the play by the device's clock (rule D-01).
    pub played_at: Timestamp,
    /// The arrival by the server's clock.
    pub received_at: Timestamp,
    /// The moment of sending by the device's clock, where it says so.
    pub sent_at: Option<Timestamp>,
    /// Whether the device declares that the play waited in its queue.
    pub queued: bool,
}

/// What the clock check found of an accepted play.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct TimeVerdict {
    /// `received_at − played_at`; below 0 when the play lies (within limits) ahead.
    pub delay_ms: i64,
    /// `received_at − sent_at`: above 0 the device's clock is behind. `None` without `sent_at`.
    pub skew_ms: Option<i64>,
    /// The play was queued and came later than a live one may.
    pub delayed: bool,
    /// The device's clock is more than 5 minutes behind: flag `CLOCK_DRIFT`, no hold.
    pub clock_drift: bool,
}

/// Judges a play's times: first the device's clock, then the play's age.
///
/// # Errors
/// `INVALID_TIMESTAMP_FUTURE`, `TIMESTAMP_OUT_OF_BOUNDS`; each says by how much, and carries
/// `server_time`, `device_time` and `difference_ms`. Rule: D-01, D-02, IMP-05 (S3 EC5, EC12).
pub fn judge_time(input: &TimeInput, limits: &TimeLimits) -> Result<TimeVerdict, Refusal> {
    let skew_ms = match input.sent_at {
        Some(sent_at) => Some(judge_clock(sent_at, input.received_at, limits)?),
        None => None,
    };
    let delay_ms = input.received_at.since_ms(input.played_at);
    let ahead_ms = delay_ms.saturating_neg();
    if ahead_ms > ms(limits.ahead_seconds) {
        let what = format!(
            "played_at lies {} in the future (allowed: {})",
            Spoken(ahead_ms),
            Spoken(ms(limits.ahead_seconds))
        );
        let code = Code::InvalidTimestampFuture;
        return Err(clock_refusal(code, &what, input.received_at, input.played_at));
    }
    let is_late = delay_ms > ms(limits.live_delay_seconds);
    if let Some(what) = too_late(delay_ms, is_late, input.queued, limits) {
        let code = Code::TimestampOutOfBounds;
        return Err(clock_refusal(code, &what, input.received_at, input.played_at));
    }
    let clock_drift = skew_ms.is_some_and(|skew| skew > ms(limits.drift_seconds));
    Ok(TimeVerdict { delay_ms, skew_ms, delayed: is_late, clock_drift })
}

/// Compares a device's clock with the server's (also at heartbeats) and returns
/// `received_at − sent_at` in milliseconds.
///
/// # Errors
/// `INVALID_TIMESTAMP_FUTURE` when ahead by > 5 min, `TIMESTAMP_OUT_OF_BOUNDS` when behind by
/// > 10 min. Rule: D-02.
pub fn judge_clock(
    sent_at: Timestamp,
    received_at: Timestamp,
    limits: &TimeLimits,
) -> Result<i64, Refusal> {
    let skew_ms = received_at.since_ms(sent_at);
    let ahead_ms = skew_ms.saturating_neg();
    let (code, side, off_ms, allowed) = if ahead_ms > ms(limits.ahead_seconds) {
        (Code::InvalidTimestampFuture, "ahead", ahead_ms, limits.ahead_seconds)
    } else if skew_ms > ms(limits.behind_seconds) {
        (Code::TimestampOutOfBounds, "behind", skew_ms, limits.behind_seconds)
    } else {
        return Ok(skew_ms);
    };
    let what =
        format!("Device clock is {side} by {} (allowed: {})", Spoken(off_ms), Spoken(ms(allowed)));
    Err(clock_refusal(code, &what, received_at, sent_at))
}

/// Why a play is too old, if it is.
fn too_late(delay_ms: i64, is_late: bool, queued: bool, limits: &TimeLimits) -> Option<String> {
    let longest_ms = ms(limits.queued_delay_seconds);
    if delay_ms > longest_ms {
        Some(format!(
            "Played {} before it arrived (allowed: {})",
            Spoken(delay_ms),
            Spoken(longest_ms)
        ))
    } else if is_late && !queued {
        Some(format!(
            "Played {} before it arrived (allowed: {}, or {} with \"queued\": true and a new \
             impression_id)",
            Spoken(delay_ms),
            Spoken(ms(limits.live_delay_seconds)),
            Spoken(longest_ms)
        ))
    } else {
        None
    }
}

/// A refusal with both clocks and the advice.
fn clock_refusal(code: Code, what: &str, server: Timestamp, device: Timestamp) -> Refusal {
    Refusal::new(code, format!("{what}. Sync device clock with NTP"))
        .with("server_time", Detail::Time(server))
        .with("device_time", Detail::Time(device))
        .with("difference_ms", Detail::Int(device.since_ms(server)))
}

/// A length of time as people say it: `4 h`, `7 min`, `5 min 0.001 s`.
struct Spoken(i64);

impl fmt::Display for Spoken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hours = self.0.div_euclid(HOUR_MS);
        let minutes = self.0.rem_euclid(HOUR_MS).div_euclid(MINUTE_MS);
        let seconds = self.0.rem_euclid(MINUTE_MS).div_euclid(SECOND_MS);
        let millis = self.0.rem_euclid(SECOND_MS);
        let mut gap = "";
        for (count, unit) in [(hours, "h"), (minutes, "min")] {
            if count != 0 {
                write!(f, "{gap}{count} {unit}")?;
                gap = " ";
            }
        }
        if millis != 0 {
            write!(f, "{gap}{seconds}.{millis:03} s")
        } else if seconds != 0 || gap.is_empty() {
            write!(f, "{gap}{seconds} s")
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVER: i64 = 1_769_178_600_000; // 2026-01-23T14:30:00Z
    const MIN_5: i64 = 5 * MINUTE_MS;
    const MIN_10: i64 = 10 * MINUTE_MS;
    const H_4: i64 = 4 * HOUR_MS;

    /// Judges a play `delay` before arrival, sent `skew` before arrival.
    fn judge(delay: i64, skew: Option<i64>, queued: bool) -> Result<TimeVerdict, Refusal> {
        let received_at = Timestamp::from_ms(SERVER);
        let input = TimeInput {
            played_at: received_at.plus_ms(-delay),
            received_at,
            sent_at: skew.map(|ms| received_at.plus_ms(-ms)),
            queued,
        };
        judge_time(&input, &TimeLimits::default())
    }

    /// Rule: D-02, IMP-05. Each limit and a millisecond on both sides of it.
    #[test]
    fn delays_at_their_edges() {
        use Code::{InvalidTimestampFuture as Future, TimestampOutOfBounds as Bounds};
        for (delay, queued, expected) in [
            (-MIN_5 - 1, false, Err(Future)),
            (-MIN_5 - 1, true, Err(Future)),
            (-MIN_5, false, Ok(false)),
            (-MIN_5 + 1, false, Ok(false)),
            (0, false, Ok(false)),
            (MIN_10 - 1, false, Ok(false)),
            (MIN_10, false, Ok(false)),
            (MIN_10, true, Ok(false)),
            (MIN_10 + 1, false, Err(Bounds)),
            (MIN_10 + 1, true, Ok(true)),
            (H_4 - 1, true, Ok(true)),
            (H_4, true, Ok(true)),
            (H_4, false, Err(Bounds)),
            (H_4 + 1, true, Err(Bounds)),
            (H_4 + 1, false, Err(Bounds)),
        ] {
            let found = judge(delay, None, queued);
            let code = found.as_ref().map(|v| v.delayed).map_err(|refusal| refusal.code);
            assert_eq!(code, expected, "{delay} ms, queued {queued}");
            if let Ok(verdict) = found {
                assert_eq!(verdict.delay_ms, delay);
                assert_eq!((verdict.skew_ms, verdict.clock_drift), (None, false));
            }
        }
    }

    /// Rule: D-02. Skew needs `sent_at`; drift is flagged, not refused.
    #[test]
    fn clocks_at_their_edges() {
        use Code::{InvalidTimestampFuture as Future, TimestampOutOfBounds as Bounds};
        for (skew, expected) in [
            (-MIN_5 - 1, Err(Future)),
            (-MIN_5, Ok(false)),
            (-MIN_5 + 1, Ok(false)),
            (0, Ok(false)),
            (MIN_5 - 1, Ok(false)),
            (MIN_5, Ok(false)),
            (MIN_5 + 1, Ok(true)),
            (MIN_10 - 1, Ok(true)),
            (MIN_10, Ok(true)),
            (MIN_10 + 1, Err(Bounds)),
        ] {
            let found = judge(0, Some(skew), false);
            let drift = found.as_ref().map(|v| v.clock_drift).map_err(|refusal| refusal.code);
            assert_eq!(drift, expected, "{skew} ms");
            if let Ok(verdict) = found {
                assert_eq!(verdict.skew_ms, Some(skew));
            }
        }
    }

    /// Rule: D-02, S3 EC5 ("ahead by {diff}", "Sync device clock with NTP").
    #[test]
    fn refusals_say_by_how_much() {
        let minute = MINUTE_MS;
        for (delay, skew, queued, message) in [
            (0, Some(-7 * minute), false, "Device clock is ahead by 7 min (allowed: 5 min)"),
            (
                0,
                Some(MIN_10 + 1),
                false,
                "Device clock is behind by 10 min 0.001 s (allowed: 10 min)",
            ),
            (-7 * minute, None, false, "played_at lies 7 min in the future (allowed: 5 min)"),
            (H_4 + 1_000, None, true, "Played 4 h 1 s before it arrived (allowed: 4 h)"),
            (
                11 * minute,
                None,
                false,
                "Played 11 min before it arrived (allowed: 10 min, or 4 h with \"queued\": true \
                 and a new impression_id)",
            ),
        ] {
            let refusal = judge(delay, skew, queued).unwrap_err();
            assert_eq!(refusal.message, format!("{message}. Sync device clock with NTP"));
            let off = skew.unwrap_or(delay);
            let device = Timestamp::from_ms(SERVER - off);
            let details = [
                ("server_time", Detail::Time(Timestamp::from_ms(SERVER))),
                ("device_time", Detail::Time(device)),
                ("difference_ms", Detail::Int(-off)),
            ];
            assert_eq!(refusal.members(), details);
        }
    }

    /// The device's clock is judged before the play's age.
    #[test]
    fn the_clock_comes_first() {
        let refusal = judge(H_4 + 1, Some(-MIN_5 - 1), false).unwrap_err();
        assert_eq!(refusal.code, Code::InvalidTimestampFuture);
    }

    #[test]
    fn extremes_do_not_overflow() {
        let limits = TimeLimits::default();
        let ends = [i64::MIN, 0, i64::MAX].map(Timestamp::from_ms);
        for (a, b) in ends.into_iter().flat_map(|a| ends.map(|b| (a, b))) {
            assert_eq!(judge_clock(a, b, &limits).is_ok(), a == b);
        }
        assert_eq!(Spoken(0).to_string(), "0 s");
        assert_eq!(Spoken(59_999).to_string(), "59.999 s");
    }
}
