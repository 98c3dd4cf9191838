//! Whether a play lasted long enough.

use serde::{Deserialize, Serialize};

use crate::domain::refusal::{Code, Detail, Refusal};

/// How much of the content must have been shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DurationLimits {
    /// Least part of the content's length in percent.
    pub min_percent: u8,
}

impl Default for DurationLimits {
    fn default() -> Self {
        Self { min_percent: 80 }
    }
}

/// The least whole seconds that count as a play: 80 % of the content's length, rounded up.
#[must_use]
pub fn required_seconds(expected_seconds: u32, limits: &DurationLimits) -> u32 {
    let hundredths = u64::from(expected_seconds).saturating_mul(limits.min_percent.into());
    u32::try_from(hundredths.div_ceil(100)).unwrap_or(u32::MAX)
}

/// Checks the seconds played against the content's length.
///
/// # Errors
/// `INVALID_DURATION` with `required_duration` and `actual_duration` in seconds.
/// Rule: IMP-02, IMP-03 (S3 §6.1, §6.2).
pub fn judge_duration(
    expected_seconds: u32,
    actual_seconds: u32,
    limits: &DurationLimits,
) -> Result<(), Refusal> {
    let required = required_seconds(expected_seconds, limits);
    if actual_seconds >= required {
        return Ok(());
    }
    let message = format!(
        "Played duration {actual_seconds}s < required {required}s ({}% of {expected_seconds}s)",
        limits.min_percent
    );
    Err(Refusal::new(Code::InvalidDuration, message)
        .with("required_duration", Detail::Int(required.into()))
        .with("actual_duration", Detail::Int(actual_seconds.into())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rule: IMP-03.
    #[test]
    fn eighty_percent_rounded_up() {
        let limits = DurationLimits::default();
        for (expected, required) in
            [(0, 0), (1, 1), (5, 4), (6, 5), (10, 8), (11, 9), (15, 12), (30, 24), (60, 48)]
        {
            assert_eq!(required_seconds(expected, &limits), required, "{expected} s");
            assert!(judge_duration(expected, required, &limits).is_ok());
            if required > 0 {
                assert!(judge_duration(expected, required - 1, &limits).is_err(), "{expected} s");
            }
        }
        assert_eq!(required_seconds(u32::MAX, &limits), 3_435_973_836);
        assert_eq!(required_seconds(30, &DurationLimits { min_percent: 50 }), 15);
    }

    /// Rule: IMP-02 (S3 §6.2's error body).
    #[test]
    fn the_refusal_carries_the_numbers() {
        let refusal = judge_duration(30, 20, &DurationLimits::default()).unwrap_err();
        assert_eq!(refusal.code, Code::InvalidDuration);
        assert_eq!(refusal.message, "Played duration 20s < required 24s (80% of 30s)");
        let details =
            [("required_duration", Detail::Int(24)), ("actual_duration", Detail::Int(20))];
        assert_eq!(refusal.members(), details);
    }
}
