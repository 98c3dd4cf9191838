use rand::{RngCore, SeedableRng, rngs::StdRng};

use super::*;

fn at(day: i64) -> Timestamp {
    Timestamp::from_ms(day * DAY_MS)
}

fn variant(id: &str, weight: u8) -> Variant {
    Variant { id: id.to_owned(), name: id.to_owned(), assets: Vec::new(), weight, removed_at: None }
}

fn test_of(weights: &[u8], metric: TestMetric) -> AbTest {
    let ids = ["A", "B", "C", "D"];
    AbTest {
        no: AbTestNo(0),
        id: Uuid::nil(),
        campaign: CampaignNo(0),
        metric,
        confidence_threshold: 95,
        auto_winner: true,
        engaged_seconds: 10,
        variants: ids.iter().zip(weights).map(|(id, weight)| variant(id, *weight)).collect(),
        status: AbStatus::Running,
        outcome: None,
        winner: None,
        recommended: None,
        looks: Vec::new(),
        low_volume_told: false,
        created_at: at(0),
        started_at: None,
        planned_end: at(20),
        ended_at: None,
        ran_ms: 0,
        running_since: None,
        paused_at: None,
        checked_at: at(0),
        next_look_at: None,
        revision: 0,
    }
}

fn input(id: Option<&str>, weight: i64, assets: &[u128]) -> VariantInput {
    VariantInput {
        id: id.map(str::to_owned),
        name: "Control".to_owned(),
        content_assets: assets.iter().map(|n| Uuid::from_u128(*n)).collect(),
        weight,
    }
}

/// Rule: ABT-01.
#[test]
fn variants_keep_to_the_seeds_limits() {
    let limits = AbTestLimits::default();
    let fine = [input(None, 50, &[1]), input(None, 50, &[2])];
    assert!(variant_failures(&fine, &limits).is_empty());
    assert_eq!(variant_ids(&fine), ["A", "B"]);
    let cases: [(Vec<VariantInput>, &str); 10] = [
        (vec![input(None, 100, &[1])], "2 to 4 variants, not 1"),
        ((1..=5).map(|n| input(None, 20, &[n])).collect(), "2 to 4 variants, not 5"),
        (vec![input(None, 50, &[1]), input(None, 49, &[2])], "must sum to 100, not 99"),
        (vec![input(None, 91, &[1]), input(None, 9, &[2])], "is 10%, not 9%"),
        (vec![input(None, 150, &[1]), input(None, -50, &[2])], "is 10%, not -50%"),
        (vec![input(Some("A"), 50, &[1]), input(Some("A"), 50, &[2])], "Two variants are called A"),
        (vec![input(Some("a\nb"), 50, &[1]), input(None, 50, &[2])], "letters, digits"),
        (vec![input(None, 50, &[1, 2]), input(None, 50, &[2, 1])], "have the same assets"),
        (vec![input(None, 50, &[]), input(None, 50, &[2])], "at least one asset"),
        (vec![input(None, i64::MAX, &[1]), input(None, i64::MAX, &[2])], "must sum to 100"),
    ];
    for (inputs, expected) in cases {
        let found = variant_failures(&inputs, &limits);
        assert!(found.iter().any(|one| one.message.contains(expected)), "{expected}: {found:?}");
    }
    let mut nameless = fine.clone();
    nameless[0].name = "  ".to_owned();
    assert_eq!(variant_failures(&nameless, &limits)[0].field, "variants[0].name");
}

/// Rule: ABT-02: the seed's example, 60/40: 45 → A, 75 → B; and a chi-square of 100,000 draws.
#[test]
fn the_draw_follows_the_weights() {
    let test = test_of(&[60, 40], TestMetric::CompletionRate);
    let point = |percent: u64| u64::MAX / 100 * percent;
    for (percent, expected) in [(0, 0), (45, 0), (59, 0), (61, 1), (75, 1), (100, 1)] {
        assert_eq!(test.draw(&[true, true], point(percent)), Some(expected), "{percent}");
    }
    assert_eq!(test.draw(&[true, true], u64::MAX), Some(1));
    assert_eq!(test.draw(&[false, true], 0), Some(1), "weight goes to what can play");
    assert_eq!(test.draw(&[false, false], 7), None);
    assert_eq!(test.draw(&[], 7), None);
    let mut random = StdRng::seed_from_u64(1);
    let weights = [10_u8, 20, 30, 40];
    let test = test_of(&weights, TestMetric::CompletionRate);
    let mut counts = [0_u64; 4];
    for _ in 0..100_000 {
        counts[test.draw(&[true; 4], random.next_u64()).unwrap()] += 1;
    }
    let fit = chi_square_of_shares(&counts, &weights.map(u32::from));
    assert!(fit.p_value > 0.001, "{counts:?} {fit:?}");
}

/// Rule: ABT-04 (case 4): the rest keeps its proportion.
#[test]
fn a_removed_variant_leaves_its_weight_to_the_rest_in_proportion() {
    let mut test = test_of(&[50, 30, 20], TestMetric::CompletionRate);
    test.variants[0].removed_at = Some(at(1));
    assert_eq!(test.remaining_variants(), [1, 2]);
    let mut random = StdRng::seed_from_u64(2);
    let mut counts = [0_u64; 3];
    for _ in 0..50_000 {
        counts[test.draw(&[true; 3], random.next_u64()).unwrap()] += 1;
    }
    assert_eq!(counts[0], 0);
    assert!(chi_square_of_shares(&counts[1..], &[30, 20]).p_value > 0.001, "{counts:?}");
}

fn play(status: PlayStatus, reason: Option<Code>, seconds: u32) -> VariantPlay {
    let cost = if status == PlayStatus::Verified { Amount::from_units(1) } else { Amount::ZERO };
    VariantPlay { status, reason, seconds, content_seconds: 30, cost, local_hour: 9 }
}

/// Rule: ABT-03: too short plays count as not completed, other refusals do not count.
#[test]
fn counters_follow_the_definitions() {
    let verified = |seconds| play(PlayStatus::Verified, None, seconds);
    let short = |seconds| play(PlayStatus::Rejected, Some(Code::InvalidDuration), seconds);
    let other = play(PlayStatus::Rejected, Some(Code::DuplicateImpression), 30);
    let mut counts = VariantCounts::default();
    for one in [verified(30), verified(31), verified(24), short(12), short(9), other] {
        counts.count(&one, 10);
    }
    assert_eq!((counts.verified, counts.too_short, counts.completed), (3, 2, 2));
    assert_eq!(counts.completion(), Tally { trials: 5, successes: 2 });
    assert_eq!(counts.engagement(), Tally { trials: 5, successes: 4 });
    assert_eq!((counts.view_seconds, counts.cost), (85, Amount::from_units(3)));
    assert_eq!(counts.hours, BTreeMap::from([(9, (3, 2))]));
    counts.count(&play(PlayStatus::UnderReview, None, 30), 10);
    assert_eq!((counts.under_review, counts.verified), (1, 3));
    counts.decide(&verified(30), 10);
    assert_eq!((counts.under_review, counts.verified, counts.completed), (0, 4, 3));
    counts.count(&play(PlayStatus::UnderReview, None, 30), 10);
    counts.decide(&play(PlayStatus::Rejected, Some(Code::ReviewRejected), 30), 10);
    assert_eq!((counts.under_review, counts.verified), (0, 4));
    // Content shorter than the engaged seconds is engaged when shown to the end.
    let brief = VariantPlay { seconds: 5, content_seconds: 5, ..verified(5) };
    counts.count(&brief, 10);
    assert_eq!(counts.engaged, 6);
}

fn counts(verified: u64, completed: u64) -> VariantCounts {
    VariantCounts { verified, completed, ..VariantCounts::default() }
}

/// Rule: ABT-01, ABT-03: no winner before 7 days and 1,000 plays of each variant.
#[test]
fn a_look_waits_for_days_and_plays() {
    let limits = AbTestLimits::default();
    let mut test = test_of(&[50, 50], TestMetric::CompletionRate);
    test.run_from(at(1), &limits);
    assert_eq!(test.next_look_at, Some(at(8)));
    let clear = [counts(1000, 800), counts(1000, 950)];
    let taken = |test: &AbTest, counts: &[VariantCounts], day, last| {
        look(test, counts, at(day), last, &limits)
    };
    assert_eq!(taken(&test, &clear, 7, false), Finding::TooEarly { past_end: false });
    let few = [counts(999, 800), counts(2000, 1900)];
    assert_eq!(taken(&test, &few, 20, true), Finding::TooEarly { past_end: true });
    let Finding::Significant(first) = taken(&test, &clear, 8, false) else { panic!("a winner") };
    assert_eq!((first.number, first.leader), (1, Some(1)));
    let same = [counts(1000, 900), counts(1000, 905)];
    assert!(matches!(taken(&test, &same, 8, false), Finding::Open(_)));
    assert!(matches!(taken(&test, &same, 20, true), Finding::NoDifference(_)));
    // What one look would find, a later one must prove better: 900 against 930 of 1,000, p = 0.016.
    let narrow = [counts(1000, 900), counts(1000, 930)];
    assert!(matches!(taken(&test, &narrow, 8, false), Finding::Significant(_)));
    test.looks.push(first);
    assert!(matches!(taken(&test, &narrow, 15, false), Finding::Open(_)));
}

/// Rule: ABT-04 (case 5): the time of a pause does not count and the looks move.
#[test]
fn a_pause_moves_the_looks() {
    let limits = AbTestLimits::default();
    let mut test = test_of(&[50, 50], TestMetric::CompletionRate);
    test.run_from(at(0), &limits);
    test.pause_at(at(3));
    assert!(!test.is_drawing() && test.in_force(at(4)));
    assert_eq!(test.ran_ms_at(at(9)), 3 * DAY_MS);
    test.run_from(at(5), &limits);
    assert_eq!(test.next_look_at, Some(at(9)), "seven days of running");
    assert_eq!((test.days_run(at(9)), test.started_at), (7, Some(at(0))));
    test.plan_look(at(9), &limits);
    assert_eq!(test.next_look_at, Some(at(16)));
    test.plan_look(at(16), &limits);
    assert_eq!(test.next_look_at, Some(at(20)), "the planned end at the latest");
    test.plan_look(at(20), &limits);
    assert_eq!(test.next_look_at, Some(at(21)), "daily after it");
    test.end(at(22), AbOutcome::WinnerFound, Some(1));
    assert_eq!((test.status, test.running_since), (AbStatus::Completed, None));
    assert!(test.in_force(at(21)) && !test.in_force(at(22)));
}

/// Rule: ABT-03: each metric compares what its definition says.
#[test]
fn each_metric_has_its_leader() {
    let limits = AbTestLimits::default();
    let rows = [
        VariantCounts {
            verified: 6000,
            completed: 5000,
            engaged: 5900,
            ..VariantCounts::default()
        },
        VariantCounts {
            verified: 4500,
            completed: 4400,
            engaged: 4000,
            ..VariantCounts::default()
        },
    ];
    for (metric, leader) in [
        (TestMetric::CompletionRate, 1),
        (TestMetric::Engagement, 0),
        // 4,500 of a weight of 40 are more than 6,000 of a weight of 60.
        (TestMetric::Impressions, 1),
    ] {
        let found = analyse(&test_of(&[60, 40], metric), &rows, at(9), &limits);
        assert_eq!(found.leader, Some(leader), "{metric}");
        assert!(found.chi_square.p_value < 0.001, "{metric}: {found:?}");
        assert_eq!(found.rates.len(), 2);
    }
    let tied = [counts(1000, 900), counts(1000, 900)];
    let found = analyse(&test_of(&[50, 50], TestMetric::CompletionRate), &tied, at(9), &limits);
    assert_eq!(found.leader, None);
    let none = analyse(&test_of(&[50, 50], TestMetric::Impressions), &[], at(9), &limits);
    assert!(!none.is_adequate() && (none.chi_square.p_value - 1.0).abs() < 1e-12);
}
