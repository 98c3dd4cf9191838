//! Every row of every table, and the switch between versions.

use super::*;

fn moment(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// Rule: PRC-01, D-25.
#[test]
fn base_rates_are_the_published_ones() {
    let expected = [
        ("PREMIUM_MALL", "50", "30", 200),
        ("SHOPPING_MALL", "40", "25", 160),
        ("SUPERMARKET", "35", "20", 140),
        ("DEPARTMENT_STORE", "30", "18", 120),
        ("CONVENIENCE_STORE", "25", "15", 100),
        ("GAS_STATION", "20", "12", 80),
        ("RESTAURANT", "18", "12", 70),
        ("OTHER", "15", "10", 60),
    ];
    let card = RateCard::default();
    assert_eq!(card.rows().len(), expected.len());
    for (word, peak, off_peak, premium) in expected {
        let category: StoreCategory = serde_json::from_str(&format!("\"{word}\"")).unwrap();
        assert_eq!(card.base(category, true), Amount::parse(peak).unwrap(), "{word}");
        assert_eq!(card.base(category, false), Amount::parse(off_peak).unwrap(), "{word}");
        assert_eq!(card.row(category).premium_percent, premium, "{word}");
        assert_eq!(card.row(category).category, category, "{word}");
    }
}

/// Rule: PRC-03.
#[test]
fn traffic_tiers_at_their_edges() {
    for (visitors, percent) in [
        (0, 80),
        (1_999, 80),
        (2_000, 100),
        (4_999, 100),
        (5_000, 120),
        (8_000, 120),
        (9_999, 120),
        (10_000, 150),
        (u32::MAX, 150),
    ] {
        assert_eq!(traffic_percent(visitors), percent, "{visitors} visitors");
    }
}

/// Rule: PRC-03.
#[test]
fn screen_tiers_at_their_edges() {
    for (diagonal_tenths, width, height, percent) in [
        (0, 1920, 1080, 90),
        (419, 3840, 2160, 90),
        (420, 1920, 1080, 100),
        (540, 3840, 2160, 100),
        (549, 3840, 2160, 100),
        (550, 1920, 1080, 100),
        (550, 3839, 2160, 100),
        (550, 3840, 2159, 100),
        (550, 3840, 2160, 130),
        (550, 2160, 3840, 130),
        (550, 2159, 3840, 100),
        (550, 2160, 2160, 100),
        (850, 4096, 2160, 130),
    ] {
        let screen = Screen { diagonal_tenths, width, height };
        assert_eq!(screen_percent(&screen), percent, "{screen:?}");
    }
}

/// Rule: PRC-04, D-09.
#[test]
fn priority_and_band_rates() {
    for priority in 0..=3 {
        assert_eq!(priority_percent(priority), 90, "priority {priority}");
    }
    for priority in 4..=8 {
        assert_eq!(priority_percent(priority), 100, "priority {priority}");
    }
    for priority in 9..=10 {
        assert_eq!(priority_percent(priority), 110, "priority {priority}");
    }
    assert_eq!(band_percent(QualityBand::Premium), 100);
    assert_eq!(band_percent(QualityBand::Standard), 100);
    assert_eq!(band_percent(QualityBand::Basic), 80);
    assert_eq!(band_percent(QualityBand::Poor), 0);
}

fn doubled() -> [CategoryRate; 8] {
    DEFAULT_RATES.map(|row| CategoryRate {
        peak: Amount::from_micros(row.peak.micros() * 2),
        off_peak: Amount::from_micros(row.off_peak.micros() * 2),
        ..row
    })
}

/// Rule: PRC-05, CAM-29.
#[test]
fn a_version_holds_from_exactly_its_effect_on() {
    let now = moment("2026-01-01T00:00:00Z");
    let effect = moment("2026-01-31T00:00:00Z");
    let limits = RateChangeLimits::default();
    let mut cards = RateCards::default();
    assert_eq!(cards.announce(doubled(), effect, now, &limits).unwrap().version(), 2);
    for (played_at, version) in [
        (Timestamp::from_ms(-1), 1),
        (now, 1),
        (effect.plus_ms(-1), 1),
        (effect, 2),
        (effect.plus_ms(1), 2),
        (Timestamp::MAX, 2),
    ] {
        assert_eq!(cards.at(played_at).version(), version, "{played_at}");
    }
    let next = effect.plus_ms(1);
    assert_eq!(cards.announce(DEFAULT_RATES, next, now, &limits).unwrap().version(), 3);
    assert_eq!(cards.at(effect).version(), 2);
    assert_eq!(cards.at(next).version(), 3);
}

/// Rule: CAM-29.
#[test]
fn short_notice_and_wrong_order_are_refused() {
    let now = moment("2026-01-01T00:00:00Z");
    let effect = moment("2026-01-31T00:00:00Z");
    let limits = RateChangeLimits::default();
    let mut cards = RateCards::default();
    let early = cards.announce(doubled(), effect.plus_ms(-1), now, &limits).unwrap_err();
    assert_eq!(early.fields[0].error, "NOTICE_TOO_SHORT");
    assert!(early.message.contains("2026-01-31T00:00:00Z"), "{}", early.message);
    cards.announce(doubled(), effect, now, &limits).unwrap();
    let same = cards.announce(doubled(), effect, now, &limits).unwrap_err();
    assert_eq!(same.fields[0].error, "NOT_AFTER_NEWEST");
    let mut free = doubled();
    free[3].off_peak = Amount::ZERO;
    let zero = cards.announce(free, effect.plus_ms(9), now, &limits).unwrap_err();
    assert_eq!(zero.fields[0].field, "rows");
    assert_eq!(cards.iter().count(), 2);
}

#[test]
fn cards_survive_both_encodings_and_bad_ones_are_refused() {
    let mut cards = RateCards::default();
    let effect = moment("2026-06-01T00:00:00Z");
    cards
        .announce(doubled(), effect, moment("2026-01-01T00:00:00Z"), &RateChangeLimits::default())
        .unwrap();
    let json = serde_json::to_string(&cards).unwrap();
    assert!(json.contains(r#""category":"PREMIUM_MALL","peak":50,"off_peak":30"#), "{json}");
    assert_eq!(serde_json::from_str::<RateCards>(&json).unwrap(), cards);
    let bytes = postcard::to_allocvec(&cards).unwrap();
    assert_eq!(postcard::from_bytes::<RateCards>(&bytes).unwrap(), cards);

    let twice = json.replace("\"OTHER\"", "\"RESTAURANT\"");
    assert!(serde_json::from_str::<RateCards>(&twice).is_err());
    assert!(serde_json::from_str::<RateCards>("[]").is_err());
    let backwards = json.replace("2026-06-01T00:00:00Z", "1970-01-01T00:00:00Z");
    assert!(serde_json::from_str::<RateCards>(&backwards).is_err());
}
