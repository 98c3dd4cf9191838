use super::*;
use crate::domain::impression::fraud::Flag;

const START: i64 = 1_770_163_200_000;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_ms(START + minute * MINUTE_MS)
}

fn limits() -> EmergencyLimits {
    EmergencyLimits { fraud_min_plays: 6, ..EmergencyLimits::default() }
}

/// Rule: CAM-12.
#[test]
fn only_plays_of_own_screens_are_suspicious() {
    use {Code as C, PlayStatus as S};
    let none = Flags::NONE;
    for (status, flags, reason, expected) in [
        (S::Verified, none, None, Some(false)),
        (S::Verified, none.with(Flag::ClockDrift), None, Some(false)),
        (S::UnderReview, none.with(Flag::NewDevice), None, Some(false)),
        (S::UnderReview, none.with(Flag::LargeBudget), None, Some(false)),
        (S::UnderReview, none.with(Flag::SuspiciousLocation), None, Some(true)),
        (S::UnderReview, none.with(Flag::HighFrequency), None, Some(true)),
        (S::UnderReview, none.with(Flag::RoboticTiming), None, Some(true)),
        (S::Rejected, none, Some(C::InvalidLocation), Some(true)),
        (S::Rejected, none, Some(C::LowQuality), Some(true)),
        (S::Rejected, none, Some(C::InvalidProof), None),
        (S::Rejected, none, Some(C::CounterReused), None),
        (S::Rejected, none, Some(C::DeviceNotAuthorized), None),
        (S::Rejected, none, Some(C::InsufficientBudget), None),
    ] {
        assert_eq!(
            is_suspicious(status, flags, reason),
            expected,
            "{status:?} {flags:?} {reason:?}"
        );
    }
}

/// Suspicious and honest plays, devices → stopped? Rule: CAM-12.
#[test]
fn suspicion_needs_plays_a_share_and_devices() {
    let hour = EmergencyLimits::default();
    assert_eq!((hour.fraud_min_plays, hour.fraud_share_percent), (50, 50));
    assert_eq!((hour.fraud_min_devices, hour.fraud_window_minutes), (3, 60));
    for (suspicious, honest, devices, stopped) in [
        (6, 0, 3, true),
        (5, 0, 3, false),
        (6, 6, 3, true),
        (6, 7, 3, false),
        (60, 0, 2, false),
        (6, 0, 6, true),
    ] {
        let mut watch = FraudWatch::default();
        for number in 0..suspicious {
            watch.add(at(number.into()), DeviceNo(number % devices), true);
        }
        for number in 0..honest {
            watch.add(at(number.into()), DeviceNo(100 + number), false);
        }
        let found = watch.judge(at(59), at(0), &limits());
        assert_eq!(found.is_some(), stopped, "{suspicious} of {honest} on {devices}: {found:?}");
    }
}

#[test]
fn only_the_window_since_the_campaign_runs_counts() {
    let mut watch = FraudWatch::default();
    let off = EmergencyLimits { fraud_min_plays: 0, ..limits() };
    for number in 0..6 {
        watch.add(at(20), DeviceNo(number), true);
    }
    let all = Suspicion { plays: 6, suspicious: 6, devices: 6 };
    for (now, since, limits, expected) in [
        (25, 0, limits(), Some(all)),
        (25, 20, limits(), Some(all)),
        (25, 21, limits(), None),
        (79, 0, limits(), Some(all)),
        (80, 0, limits(), None),
        (25, 0, off, None),
    ] {
        assert_eq!(watch.judge(at(now), at(since), &limits), expected, "{now} {since}");
    }
    // A clock that was set back counts where it says; what is older than two hours is gone.
    watch.add(at(5), DeviceNo(9), true);
    assert_eq!(watch.judge(at(25), at(0), &limits()).map(|found| found.plays), Some(7));
    watch.add(at(130), DeviceNo(9), false);
    assert_eq!(watch.buckets.len(), 2);
    watch.add(at(5), DeviceNo(9), true);
    assert_eq!(watch.buckets.len(), 2, "too old to be kept");
}
