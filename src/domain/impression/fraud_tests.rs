//! Thresholds at their edges, the busiest hour against brute force, encodings.

use proptest::prelude::*;

use super::*;

/// Rule: D-10.
#[test]
fn hourly_limits() {
    let limits = FraudLimits::default();
    let off = FraudLimits { plays_per_hour: 0, slots_percent: 0, ..limits };
    for (slots, limit) in [
        (None, Some(12)),
        (Some(0), Some(12)),
        (Some(1), Some(1)),
        (Some(2), Some(3)),
        (Some(7), Some(10)), // 10.5: the 11th play exceeds it, the 10th does not
        (Some(60), Some(90)),
        (Some(u32::MAX), Some(u32::MAX)),
    ] {
        assert_eq!(hourly_limit(slots, &limits), limit, "{slots:?}");
        assert_eq!(hourly_limit(slots, &off), None, "{slots:?}");
    }
}

/// Rule: D-10.
#[test]
fn the_busiest_hour_counts_both_sides() {
    let t = 1_769_178_600;
    for (plays, expected, why) in [
        (vec![], 1, "alone"),
        (vec![t - 3_599], 2, "just within the hour before"),
        (vec![t - 3_600], 1, "an hour is half-open"),
        (vec![t + 3_599], 2, "just within the hour after"),
        (vec![t + 3_600], 1, "an hour after"),
        (vec![t - 1_800, t + 1_799], 3, "in one hour around"),
        (vec![t - 1_800, t + 1_800], 2, "not in one hour"),
        (vec![t, t, t], 4, "the same second"),
        (vec![t - 7_000, t - 6_000, t - 5_000], 1, "an earlier busy hour without the play"),
        (vec![t - 3_000, t - 2_000, t + 500, t + 1_000, t + 1_599], 5, "from the second on"),
    ] {
        assert_eq!(busiest_hour_with(&plays, t), expected, "{why}");
    }
}

/// Rule: D-10. Plays that arrive newest first are counted like those in order.
#[test]
fn reverse_order_does_not_hide_a_burst() {
    let mut accepted: Vec<u32> = Vec::new();
    for second in (0..20).rev().map(|i| 1_000_000 + i * 60) {
        let busiest = busiest_hour_with(&accepted, second);
        assert_eq!(busiest as usize, accepted.len() + 1);
        accepted.insert(0, second);
    }
}

/// Plays with the given gaps.
fn plays(gaps: impl IntoIterator<Item = u32>) -> Vec<u32> {
    let mut now = 1_769_178_600;
    let mut all = vec![now];
    for gap in gaps {
        now += gap;
        all.push(now);
    }
    all
}

/// Rule: D-10.
#[test]
fn robotic_timing() {
    let limits = FraudLimits::default();
    let jitter = |by: u32| (0..30).map(move |i| if i % 2 == 0 { 1_000 - by } else { 1_000 + by });
    for (gaps, expected, why) in [
        (vec![600; 29], true, "30 plays to the second"),
        (vec![600; 28], false, "29 plays are too few"),
        (jitter(9).collect(), true, "0.9 %"),
        (jitter(10).collect(), false, "exactly 1 %"),
        (jitter(11).collect(), false, "1.1 %"),
        ((0..40).map(|i| 300 + (i * 37) % 200).collect(), false, "people and playlists"),
        (vec![], false, "one play"),
    ] {
        assert_eq!(is_robotic(plays(gaps), &limits), expected, "{why}");
    }
    let off = FraudLimits { robotic_min_plays: 0, ..limits };
    assert!(!is_robotic(plays(vec![600; 29]), &off));
    assert!(!is_robotic([], &limits));
    let wide = FraudLimits { robotic_min_plays: 2, robotic_cv_permille: 0, ..limits };
    assert!(is_robotic([0, u32::MAX], &wide), "no spread at all");
    assert!(!is_robotic([0, 1, u32::MAX], &wide));
}

/// A quiet play of an old device.
fn quiet() -> FlagInput {
    FlagInput {
        location: LocationCheck::Near,
        plays_in_hour: 1,
        slots_per_hour: None,
        robotic: false,
        accepted_before: 10,
        campaign_budget: Amount::from_units(10_000),
        clock_drift: false,
    }
}

/// Rule: D-02, D-10, D-11, IMP-08.
#[test]
fn each_flag_at_its_edge() {
    let limits = FraudLimits::default();
    let over = Amount::from_micros(10_000_000_001);
    let table: [(FlagInput, Option<Flag>); 13] = [
        (quiet(), None),
        (FlagInput { location: LocationCheck::Missing, ..quiet() }, None),
        (FlagInput { location: LocationCheck::Distant, ..quiet() }, Some(Flag::SuspiciousLocation)),
        (FlagInput { plays_in_hour: 12, ..quiet() }, None),
        (FlagInput { plays_in_hour: 13, ..quiet() }, Some(Flag::HighFrequency)),
        (FlagInput { plays_in_hour: 90, slots_per_hour: Some(60), ..quiet() }, None),
        (
            FlagInput { plays_in_hour: 91, slots_per_hour: Some(60), ..quiet() },
            Some(Flag::HighFrequency),
        ),
        (FlagInput { robotic: true, ..quiet() }, Some(Flag::RoboticTiming)),
        (FlagInput { accepted_before: 9, ..quiet() }, Some(Flag::NewDevice)),
        (FlagInput { accepted_before: 0, ..quiet() }, Some(Flag::NewDevice)),
        (FlagInput { campaign_budget: over, ..quiet() }, Some(Flag::LargeBudget)),
        (FlagInput { clock_drift: true, ..quiet() }, Some(Flag::ClockDrift)),
        (FlagInput { accepted_before: u64::MAX, ..quiet() }, None),
    ];
    for (input, flag) in table {
        assert_eq!(judge_flags(&input, &limits), flag.into_iter().collect(), "{input:?}");
    }
    let off = FraudLimits {
        plays_per_hour: 0,
        slots_percent: 0,
        robotic_min_plays: 0,
        new_device_plays: 0,
        large_budget_units: 0,
        ..limits
    };
    let loud =
        FlagInput { plays_in_hour: 99, accepted_before: 0, campaign_budget: over, ..quiet() };
    assert_eq!(judge_flags(&loud, &off), Flags::NONE);
    assert_eq!(judge_flags(&loud, &limits).iter().count(), 3);
}

/// Rule: D-02, D-11.
#[test]
fn kinds_decide_about_holding() {
    for (flag, holds, person) in [
        (Flag::SuspiciousLocation, true, true),
        (Flag::HighFrequency, true, true),
        (Flag::RoboticTiming, true, true),
        (Flag::NewDevice, true, false),
        (Flag::LargeBudget, true, false),
        (Flag::ClockDrift, false, false),
    ] {
        let flags = Flags::NONE.with(flag);
        assert_eq!((flags.holds(), flags.needs_person()), (holds, person), "{flag:?}");
    }
    assert!(!Flags::NONE.holds());
    let mixed = Flags::NONE.with(Flag::NewDevice).with(Flag::HighFrequency);
    assert!(mixed.holds() && mixed.needs_person());
}

#[test]
fn both_encodings() {
    let flags = Flags::NONE.with(Flag::ClockDrift).with(Flag::SuspiciousLocation);
    let json = serde_json::to_string(&flags).unwrap();
    assert_eq!(json, r#"["SUSPICIOUS_LOCATION","CLOCK_DRIFT"]"#);
    assert_eq!(serde_json::from_str::<Flags>(&json).unwrap(), flags);
    for bits in 0..64_u16 {
        let bytes = postcard::to_allocvec(&bits).unwrap();
        let set: Flags = postcard::from_bytes(&bytes).unwrap();
        assert_eq!(set.iter().count() as u32, bits.count_ones());
        assert_eq!(postcard::to_allocvec(&set).unwrap(), bytes);
        assert_eq!(set.is_empty(), bits == 0);
    }
    let unknown = postcard::to_allocvec(&64_u16).unwrap();
    assert!(postcard::from_bytes::<Flags>(&unknown).is_err());
}

proptest! {
    /// Rule: D-10. Brute force: every second at which an hour around the play can begin.
    #[test]
    fn the_busiest_hour_equals_brute_force(
        mut offsets in proptest::collection::vec(0_u32..8_000, 0..40),
        at in 0_u32..8_000,
    ) {
        offsets.sort_unstable();
        let expected = (at.saturating_sub(3_599)..=at)
            .map(|start| {
                let inside = |t: u32| (start..start + 3_600).contains(&t);
                1 + offsets.iter().filter(|t| inside(**t)).count()
            })
            .max()
            .unwrap();
        prop_assert_eq!(busiest_hour_with(&offsets, at) as usize, expected);
    }

    /// Rule: D-10. The integer rule agrees with floating point away from the limit itself.
    #[test]
    fn robotic_equals_floating_point(gaps in proptest::collection::vec(980_u32..1_020, 29..80)) {
        let n = gaps.len() as f64;
        let mean = gaps.iter().map(|g| f64::from(*g)).sum::<f64>() / n;
        let variance = gaps.iter().map(|g| (f64::from(*g) - mean).powi(2)).sum::<f64>() / n;
        let cv = variance.sqrt() / mean;
        prop_assume!((cv - 0.01).abs() > 1e-9);
        prop_assert_eq!(is_robotic(plays(gaps), &FraudLimits::default()), cv < 0.01);
    }
}
