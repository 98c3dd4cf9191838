//! The cost of committing a group of plays: sorting, inserting, two flushes of the disk.
//! `cargo bench --bench commit` measures the disk of the temporary folder (`TMPDIR`).
#![allow(missing_docs, reason = "criterion's macros make public items without documentation")]

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use vetrina::db::{Batch, Store, Table, codec};

/// Bytes of a play's row, its signature included.
const ROW_BYTES: usize = 420;
const CACHE_BYTES: usize = 64 * 1024 * 1024;
const DAY: i32 = 20_000;

/// The rows of so many plays from `first` on: the plays, and one balance for all.
fn group(first: u64, plays: u64) -> Batch {
    let mut batch = Batch::default();
    for seq in first..first + plays {
        let key = seq.to_be_bytes();
        let row = vec![(seq % 251) as u8; ROW_BYTES];
        batch.put(Table::Impressions(DAY), &key, row);
    }
    batch.put(Table::Balances, b"balance", codec::encode_sealed(b"balance", &first));
    batch
}

fn commits(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = Store::open(&folder.path().join("bench.redb"), CACHE_BYTES).expect("a new store");
    let mut next = 1;
    let mut bench = c.benchmark_group("commit");
    bench.sample_size(20);
    for plays in [1, 64, 1_000, 4_000] {
        bench.throughput(Throughput::Elements(plays));
        bench.bench_function(BenchmarkId::from_parameter(plays), |b| {
            b.iter_batched(
                || {
                    next += plays;
                    group(next - plays, plays)
                },
                |mut batch| store.commit(&mut batch).expect("a commit"),
                BatchSize::PerIteration,
            );
        });
    }
    bench.finish();
}

/// What a batch itself costs, without the disk.
fn batches(c: &mut Criterion) {
    let mut bench = c.benchmark_group("batch");
    bench.throughput(Throughput::Elements(1_000));
    bench.bench_function("fill_and_sort_1000", |b| {
        b.iter(|| group(1, 1_000).sorted_tables().len());
    });
    bench.finish();
}

criterion_group!(benches, commits, batches);
criterion_main!(benches);
