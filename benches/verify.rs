//! The cost of one play's signature: writing the text, decoding, verifying, hashing.
#![allow(missing_docs, reason = "criterion's macros make public items without documentation")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use uuid::Uuid;
use vetrina::proof::{
    canonical::SignedText,
    key::DeviceKey,
    verify::{proof_hash, verify_base64},
};

const KEY: &str = include_str!("../tests/fixtures/proof/device_2048.pem");
const TEXT: &[u8] = include_bytes!("../tests/fixtures/proof/play_v2.txt");
const SIGNATURE: &str = include_str!("../tests/fixtures/proof/play_v2.sig");

fn play() -> SignedText<'static> {
    SignedText {
        key_id: Uuid::from_u128(0x0192_f7a0_0000_7000_8000_0000_0000_000a),
        device_id: Uuid::from_u128(0x0192_f7a0_0000_7000_8000_0000_0000_000b),
        counter: 4711,
        impression_id: Uuid::from_u128(0x0192_f7a0_0000_7000_8000_0000_0000_000c),
        campaign_id: Uuid::from_u128(0x0192_f7a0_5b1e_7c3d_8a4f_1234_5678_90ab),
        content_asset_id: Uuid::from_u128(0x0192_f7a0_0000_7000_8000_0000_0000_000d),
        variant_id: None,
        played_at: "2026-02-05T14:30:00Z",
        duration_actual: 28,
        screenshot_hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        lat_microdegrees: Some(10_776_900),
        lng_microdegrees: Some(-500_001),
    }
}

fn signatures(c: &mut Criterion) {
    let key = DeviceKey::from_pem(KEY).expect("the fixture is a usable key");
    let mut signature = Vec::new();
    assert!(verify_base64(&key, TEXT, SIGNATURE, &mut signature).is_valid());
    let mut group = c.benchmark_group("signature");
    group.throughput(Throughput::Elements(1));
    let mut text = Vec::new();
    group.bench_function("write_v2", |b| {
        b.iter(|| black_box(play()).write_v2(&mut text).expect("no field holds a line break"));
    });
    let mut decoded = Vec::new();
    group.bench_function("verify_rsa_2048", |b| {
        b.iter(|| verify_base64(&key, black_box(TEXT), black_box(SIGNATURE), &mut decoded));
    });
    group.bench_function("proof_hash", |b| {
        b.iter(|| proof_hash(black_box(TEXT), black_box(&signature)));
    });
    group.bench_function("read_key_pem", |b| b.iter(|| DeviceKey::from_pem(black_box(KEY))));
    group.finish();
}

criterion_group!(benches, signatures);
criterion_main!(benches);
