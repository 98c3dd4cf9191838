//! The cost of pricing one play and of splitting its cost.
#![allow(missing_docs, reason = "criterion's macros make public items without documentation")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use vetrina::domain::{
    impression::quality::QualityBand,
    pricing::{
        price::{PriceInput, PricingLimits, price, split},
        rates::{RateCard, Screen, StoreCategory},
    },
};

fn prices(c: &mut Criterion) {
    let card = RateCard::default();
    let limits = PricingLimits::default();
    let input = PriceInput {
        category: StoreCategory::ShoppingMall,
        is_peak: true,
        daily_foot_traffic: 6_000,
        screen: Screen { diagonal_tenths: 550, width: 3840, height: 2160 },
        content_seconds: 12,
        priority: 7,
        band: QualityBand::Basic,
        fixed_cpm: None,
    };
    let cost = price(&card, &input, &limits).cost;
    assert!(cost.is_positive());
    let mut group = c.benchmark_group("price");
    group.throughput(Throughput::Elements(1));
    group.bench_function("price", |b| {
        b.iter(|| price(black_box(&card), black_box(&input), &limits));
    });
    group.bench_function("split", |b| b.iter(|| split(black_box(cost), &limits)));
    group.finish();
}

criterion_group!(benches, prices);
criterion_main!(benches);
