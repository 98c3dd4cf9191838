//! What the transparency log costs a play on its way through the writer: writing its leaf, hashing it,
//! appending it. `docs/performance.md` has the time that a play takes in all.
#![allow(missing_docs, reason = "criterion's macros make public items without documentation")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use uuid::Uuid;
use vetrina::{
    domain::{
        geo::GeoPoint,
        ids::{AssetNo, CampaignNo, DeviceNo, StoreNo},
        impression::{
            fraud::Flags,
            quality::Deductions,
            record::{ImpressionRow, PlayMoney, PlayStatus},
        },
        money::Amount,
        time::Timestamp,
    },
    proof::{
        leaf::{PlayIds, write_play, write_proved},
        log::{hash::leaf_hash, range::Range},
    },
};

fn id(last: u128) -> Uuid {
    Uuid::from_u128(0x0192_f7a0_0000_7000_8000_0000_0000_0000 + last)
}

fn play() -> ImpressionRow {
    let cost = Amount::from_micros(78_000);
    ImpressionRow {
        id: id(7),
        campaign: Some(CampaignNo(1)),
        named_campaign: None,
        device: DeviceNo(1),
        store: StoreNo(1),
        asset: Some(AssetNo(1)),
        named_asset: None,
        status: PlayStatus::Verified,
        reason: None,
        played_at: Timestamp::from_ms(1_770_301_800_000),
        received_at: Timestamp::from_ms(1_770_301_802_500),
        duration_expected: 15,
        duration_actual: 15,
        money: PlayMoney {
            cost,
            charged: cost,
            absorbed: Amount::ZERO,
            supplier: Amount::from_micros(62_400),
            cpm: Amount::from_units(78),
            remaining: Amount::from_micros(999_922_000),
        },
        is_peak: true,
        rate_version: 1,
        quality: 100,
        deductions: Deductions::default(),
        flags: Flags::NONE,
        delayed: false,
        queued: false,
        sent_at: Some(Timestamp::from_ms(1_770_301_802_000)),
        signature_version: 2,
        key: Some(0),
        names_key: true,
        named_key: None,
        counter: Some(17),
        lease: None,
        variant: None,
        ab_test: None,
        test_run: None,
        location: GeoPoint::from_micro(10_762_622, 106_660_172).ok(),
        screenshot_hash: Some([9; 32]),
        raw: None,
        message: None,
        details: None,
        signature: vec![7; 256],
    }
}

fn appends(c: &mut Criterion) {
    let (row, mut range) = (play(), Range::new());
    let ids = PlayIds {
        campaign: id(1),
        device: id(2),
        store: id(3),
        supplier: id(4),
        asset: id(5),
        key: id(6),
    };
    let (mut text, mut entry) = (Vec::new(), Vec::new());
    let mut group = c.benchmark_group("log");
    group.throughput(Throughput::Elements(1));
    group.bench_function("write_proof_and_leaf", |b| {
        b.iter(|| write_play(black_box(&row), &ids, &mut text, &mut entry));
    });
    group.bench_function("write_leaf", |b| {
        b.iter(|| write_proved(black_box(&row), &ids, [8; 32], &mut entry));
    });
    group.bench_function("hash_leaf", |b| b.iter(|| leaf_hash(black_box(&entry))));
    group.bench_function("append_play", |b| {
        b.iter(|| {
            write_proved(black_box(&row), &ids, [8; 32], &mut entry);
            range.append(leaf_hash(&entry), |kept| {
                black_box(kept);
            })
        });
    });
    group.finish();
}

criterion_group!(benches, appends);
criterion_main!(benches);
