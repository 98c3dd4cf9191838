use super::*;

fn at(hour: i64) -> Timestamp {
    Timestamp::from_ms(hour * HOUR_MS)
}

/// Rule: CAM-14.
#[test]
fn a_test_keeps_to_the_seeds_limits() {
    let limits = TestModeLimits::default();
    let dollars = Amount::from_units;
    for (stores, hours, budget, expected) in [
        (1, 24, dollars(50), vec![]),
        (3, 1, dollars(10), vec![]),
        (0, 24, dollars(50), vec!["stores"]),
        (4, 24, dollars(50), vec!["stores"]),
        (1, 25, dollars(50), vec!["duration_hours"]),
        (1, 0, dollars(50), vec!["duration_hours"]),
        (1, 24, Amount::from_micros(9_990_000), vec!["test_budget"]),
        (1, 24, Amount::from_micros(50_010_000), vec!["test_budget"]),
        (1, 24, Amount::from_micros(10_001_000), vec!["test_budget"]),
        (9, -1, dollars(0), vec!["stores", "duration_hours", "test_budget"]),
    ] {
        let found = test_failures(stores, hours, budget, &limits);
        let fields: Vec<&str> = found.iter().map(|one| one.field.as_str()).collect();
        assert_eq!(fields, expected, "{stores} {hours} {budget}");
    }
}

/// Rule: D-57.
#[test]
fn a_test_ends_at_the_start_at_the_latest() {
    assert_eq!(planned_end(at(10), 24, at(100)), at(34));
    assert_eq!(planned_end(at(10), 24, at(20)), at(20));
}

fn play(status: PlayStatus, store: u32, cents: i64, quality: u8) -> TestPlay {
    TestPlay {
        status,
        store: StoreNo(store),
        charged: Amount::from_micros(cents * 10_000),
        quality,
    }
}

#[test]
fn figures_by_store_add_up() {
    let mut figures = TestFigures::default();
    figures.count(&play(PlayStatus::Verified, 1, 8, 100));
    figures.count(&play(PlayStatus::Verified, 2, 6, 85));
    figures.count(&play(PlayStatus::Verified, 2, 6, 80));
    figures.count(&play(PlayStatus::Rejected, 2, 0, 0));
    figures.count(&play(PlayStatus::UnderReview, 1, 8, 90));
    figures.count(&play(PlayStatus::UnderReview, 1, 8, 90));
    assert_eq!(figures.remaining(Amount::from_units(10)), Amount::from_micros(9_640_000));
    figures.decide(&play(PlayStatus::Verified, 1, 8, 90));
    figures.decide(&play(PlayStatus::Rejected, 1, 8, 90));
    assert_eq!(figures.under_review, 0);
    let total = figures.total();
    assert_eq!((total.verified, total.rejected), (4, 2));
    assert_eq!(total.spent, Amount::from_micros(280_000));
    assert_eq!(figures.used, total.spent);
    assert_eq!(total.cpm(), Some(Amount::from_units(70)));
    assert_eq!(total.mean_quality(), Some(89));
    assert_eq!(StoreFigures::default().cpm(), None);
    assert_eq!(StoreFigures::default().mean_quality(), None);
}
