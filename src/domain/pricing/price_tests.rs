//! The seed's examples, all combinations against decimal arithmetic, and properties.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{super::rates::*, *};

const BANDS: [QualityBand; 4] =
    [QualityBand::Premium, QualityBand::Standard, QualityBand::Basic, QualityBand::Poor];
const UHD_55: Screen = Screen { diagonal_tenths: 550, width: 3840, height: 2160 };

fn amount(text: &str) -> Amount {
    Amount::parse(text).unwrap()
}

/// The store, device and hour of the worked example of S3 §4.2.
fn example() -> PriceInput {
    PriceInput {
        category: StoreCategory::PremiumMall,
        is_peak: true,
        daily_foot_traffic: 8_000,
        screen: UHD_55,
        content_seconds: 15,
        priority: 5,
        band: QualityBand::Premium,
        fixed_cpm: None,
    }
}

fn cost(input: PriceInput) -> Amount {
    price(&RateCard::default(), &input, &PricingLimits::default()).cost
}

/// Rule: PRC-03, PRC-04, D-26 (S3 §4.2, §4.3).
#[test]
fn worked_examples() {
    let full = price(&RateCard::default(), &example(), &PricingLimits::default());
    assert_eq!(full.cpm, amount("78.00"));
    assert_eq!(full.cost, amount("0.0780"));
    assert!(full.is_peak);
    for (content_seconds, priority, band, expected) in [
        (10, 5, QualityBand::Premium, "0.0520"),
        (5, 5, QualityBand::Premium, "0.0260"),
        (15, 5, QualityBand::Standard, "0.0780"),
        (30, 5, QualityBand::Premium, "0.0780"),
        (60, 5, QualityBand::Premium, "0.0780"),
        (15, 9, QualityBand::Premium, "0.0858"),
        (15, 10, QualityBand::Premium, "0.0858"),
        (15, 3, QualityBand::Premium, "0.0702"),
        (15, 5, QualityBand::Basic, "0.0624"),
        (10, 9, QualityBand::Basic, "0.0458"), // 0.04576
        (15, 5, QualityBand::Poor, "0"),
        (0, 5, QualityBand::Premium, "0"),
    ] {
        let input = PriceInput { content_seconds, priority, band, ..example() };
        assert_eq!(cost(input), amount(expected), "{content_seconds} s, {priority}, {band:?}");
    }
}

/// Rule: D-20. A tie goes to the even digit, whatever the steps before looked like.
#[test]
fn ties_round_to_even() {
    for (cpm, expected) in [
        ("0.05", "0"),      // 0.00005
        ("0.15", "0.0002"), // 0.00015
        ("0.25", "0.0002"), // 0.00025
        ("0.250001", "0.0003"),
        ("0.249999", "0.0002"),
        ("0.35", "0.0004"),
    ] {
        let input = PriceInput { fixed_cpm: Some(amount(cpm)), ..example() };
        assert_eq!(cost(input), amount(expected), "{cpm}");
    }
}

/// Rule: PRC-05, D-27.
#[test]
fn a_contract_replaces_base_traffic_and_device_only() {
    let fixed_cpm = Some(amount("5.00"));
    let priced = price(
        &RateCard::default(),
        &PriceInput { fixed_cpm, ..example() },
        &PricingLimits::default(),
    );
    assert_eq!((priced.cpm, priced.cost), (amount("5"), amount("0.005")));
    assert_eq!(priced.steps.mode, PricingMode::FixedCpm);
    assert!(priced.is_peak);
    for (content_seconds, priority, band, expected) in [
        (3, 5, QualityBand::Premium, "0.001"),
        (15, 9, QualityBand::Premium, "0.0055"),
        (15, 1, QualityBand::Premium, "0.0045"),
        (15, 5, QualityBand::Basic, "0.004"),
    ] {
        let input = PriceInput { content_seconds, priority, band, fixed_cpm, ..example() };
        assert_eq!(cost(input), amount(expected), "{content_seconds} {priority} {band:?}");
    }
    let elsewhere = PriceInput {
        category: StoreCategory::Other,
        is_peak: false,
        daily_foot_traffic: 1,
        screen: Screen { diagonal_tenths: 100, width: 1920, height: 1080 },
        fixed_cpm,
        ..example()
    };
    assert_eq!(cost(elsewhere), amount("0.005"));
    let negative = PriceInput { fixed_cpm: Some(amount("-5")), ..example() };
    assert_eq!(cost(negative), Amount::ZERO);
}

/// The same formula with decimals, every factor looked up by hand.
fn by_decimal(steps: &PriceSteps) -> Amount {
    let percent = |value: u16| Decimal::new(i64::from(value), 2);
    let numerator = steps.base_rate.to_decimal()
        * percent(steps.traffic_percent)
        * percent(steps.device_percent)
        * Decimal::from(steps.paid_seconds)
        * percent(steps.priority_percent)
        * percent(steps.quality_percent);
    let denominator = Decimal::from(1_000) * Decimal::from(steps.full_seconds);
    // Thirds never end, but no tie hides in 20 correct decimals of them.
    Amount::from_decimal_half_even(numerator / denominator, 4).unwrap()
}

/// Rule: PRC-01…PRC-05. 8 categories × 2 hours × 4 traffic × 3 screens × 60 lengths × 3
/// priorities × 4 bands.
#[test]
fn all_combinations_equal_decimal_arithmetic() {
    let screens = [
        UHD_55,
        Screen { diagonal_tenths: 420, width: 1920, height: 1080 },
        Screen { diagonal_tenths: 320, width: 1920, height: 1080 },
    ];
    let card = RateCard::default();
    let limits = PricingLimits::default();
    let mut seen = 0_u32;
    for category in StoreCategory::ALL.iter().copied() {
        for (is_peak, daily_foot_traffic) in
            [true, false].into_iter().flat_map(|p| TRAFFIC_TIERS.map(|t| (p, t.from_visitors)))
        {
            for screen in screens {
                for content_seconds in 1..=60 {
                    for (priority, band) in
                        [1, 5, 9].into_iter().flat_map(|p| BANDS.map(|band| (p, band)))
                    {
                        let input = PriceInput {
                            category,
                            is_peak,
                            daily_foot_traffic,
                            screen,
                            content_seconds,
                            priority,
                            band,
                            fixed_cpm: None,
                        };
                        let priced = price(&card, &input, &limits);
                        assert_eq!(priced.cost, by_decimal(&priced.steps), "{input:?}");
                        seen += 1;
                    }
                }
            }
        }
    }
    assert_eq!(seen, 8 * 2 * 4 * 3 * 60 * 3 * 4);
}

/// Rule: REV-01, D-23 (S3 §5.1).
#[test]
fn splits() {
    let limits = PricingLimits::default();
    for (cost, supplier, platform) in [
        ("0.0780", "0.0624", "0.0156"),
        ("0.0520", "0.0416", "0.0104"),
        ("0.0001", "0.0001", "0"),
        ("0.0002", "0.0002", "0"),
        ("0.0003", "0.0002", "0.0001"),
        ("0.0458", "0.0366", "0.0092"),
        ("0", "0", "0"),
        ("0.00007", "0.00007", "0"),
    ] {
        let parts = split(amount(cost), &limits);
        assert_eq!(parts.supplier, amount(supplier), "{cost}");
        assert_eq!(parts.platform, amount(platform), "{cost}");
    }
}

/// Rule: D-54.
#[test]
fn the_cheapest_cost_looks_at_both_hours_and_the_shortest_content() {
    let card = RateCard::default();
    let limits = PricingLimits::default();
    let cheapest = |seconds: &[u32]| {
        let poor = PriceInput { band: QualityBand::Poor, ..example() };
        cheapest_cost(&card, &poor, seconds.iter().copied(), &limits)
    };
    assert_eq!(cheapest(&[15, 30]), Some(amount("0.0468")));
    assert_eq!(cheapest(&[30, 10, 15]), Some(amount("0.0312")));
    assert_eq!(cheapest(&[]), None);
    let fixed = PriceInput { fixed_cpm: Some(amount("5")), ..example() };
    assert_eq!(cheapest_cost(&card, &fixed, [15], &limits), Some(amount("0.005")));
}

#[test]
fn steps_survive_both_encodings() {
    let priced = price(&RateCard::default(), &example(), &PricingLimits::default());
    let bytes = postcard::to_allocvec(&priced).unwrap();
    assert_eq!(postcard::from_bytes::<Price>(&bytes).unwrap(), priced);
    let json = serde_json::to_value(priced).unwrap();
    assert_eq!(json["steps"]["mode"], "RATE_CARD");
    assert_eq!(json["steps"]["rate_version"], 1);
    assert_eq!(serde_json::from_value::<Price>(json).unwrap(), priced);
}

fn any_input() -> impl Strategy<Value = PriceInput> {
    (
        (0_usize..8, any::<bool>(), any::<u32>(), any::<u16>(), 0_u32..9_000, 0_u32..9_000),
        (0_u32..120, 0_u8..=12, 0_usize..4, proptest::option::of(any::<i64>())),
    )
        .prop_map(|((category, is_peak, traffic, tenths, width, height), rest)| {
            let (content_seconds, priority, band, fixed) = rest;
            PriceInput {
                category: StoreCategory::ALL[category],
                is_peak,
                daily_foot_traffic: traffic,
                screen: Screen { diagonal_tenths: tenths, width, height },
                content_seconds,
                priority,
                band: BANDS[band],
                fixed_cpm: fixed.map(Amount::from_micros),
            }
        })
}

proptest! {
    /// Rule: REV-01.
    #[test]
    fn parts_sum_to_the_whole(micros in 0_i64..=i64::MAX) {
        let cost = Amount::from_micros(micros);
        let parts = split(cost, &PricingLimits::default());
        prop_assert_eq!(parts.supplier.checked_add(parts.platform), Some(cost));
        prop_assert!(!parts.supplier.is_negative() && !parts.platform.is_negative());
    }

    #[test]
    fn a_cost_is_never_negative_and_has_four_decimals(input in any_input()) {
        let priced = price(&RateCard::default(), &input, &PricingLimits::default());
        prop_assert!(!priced.cost.is_negative());
        prop_assert_eq!(priced.cost.micros() % 100, 0);
        prop_assert_eq!(priced.cpm.micros() % 100, 0);
        prop_assert_eq!(priced.steps.cost(), priced.cost);
    }

    #[test]
    fn longer_content_never_costs_less(input in any_input()) {
        let mut previous = Amount::ZERO;
        for content_seconds in 0..=15 {
            let now = cost(PriceInput { content_seconds, ..input });
            prop_assert!(now >= previous);
            previous = now;
        }
        prop_assert_eq!(cost(PriceInput { content_seconds: 16, ..input }), previous);
    }
}
