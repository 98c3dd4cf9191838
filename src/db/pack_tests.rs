use std::collections::BTreeMap;

use proptest::prelude::*;
use redb::backends::InMemoryBackend;

use super::*;
use crate::db::{Batch, Store, Table};

const TABLE: Table = Table::Impressions(1);

fn read(store: &Store, from: u64, to: u64, backwards: bool) -> Vec<(u64, Vec<u8>)> {
    let snapshot = store.snapshot().unwrap();
    let range = from.to_be_bytes().to_vec()..to.to_be_bytes().to_vec();
    let mut found = Vec::new();
    let visit = |key: &[u8], row: &[u8]| {
        found.push((number(key), row.to_vec()));
        Ok(true)
    };
    if backwards {
        snapshot.scan_back(TABLE, range, visit).unwrap();
    } else {
        snapshot.scan(TABLE, range, visit).unwrap();
    }
    found
}

#[test]
fn numbers_come_back_and_take_the_bytes_they_say() {
    for number in [0, 1, 127, 128, 16_383, 16_384, u64::from(u32::MAX), u64::MAX] {
        let mut bytes = Vec::new();
        write_number(&mut bytes, number);
        assert_eq!(bytes.len(), number_bytes(number), "{number}");
        assert_eq!(read_number(&mut bytes.as_slice()), Some(number));
    }
    assert_eq!(read_number(&mut [0xff; 11].as_slice()), None);
}

#[test]
fn a_damaged_pack_ends_early_and_never_panics() {
    let mut pack = Pack::new(7, b"first");
    pack.append(9, b"second");
    for cut in 0..pack.bytes.len() {
        assert!(rows(7, &pack.bytes[..cut]).count() < 2);
    }
    assert_eq!(rows(u64::MAX, &pack.bytes).count(), 1, "keys do not wrap");
}

#[test]
fn growing_tables_fill_their_pages() {
    let store = Store::open_backend(InMemoryBackend::new(), 1 << 20).unwrap();
    for group in 0..20_u64 {
        let mut batch = Batch::default();
        for seq in 0..500 {
            batch.put(TABLE, &(group * 500 + seq).to_be_bytes(), vec![7; 420]);
        }
        store.commit(&mut batch).unwrap();
    }
    let (pages, rows) = store.snapshot().unwrap().leaf_pages(TABLE).unwrap();
    let filled = 10_000.0 * 420.0 / (pages as f64 * 4096.0);
    assert!(filled > 0.9, "{rows} packs on {pages} pages: {filled}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// A packed table answers as a plain map does, whatever is appended, replaced, removed.
    #[test]
    fn equals_a_plain_map(
        groups in prop::collection::vec(
            prop::collection::vec((0_u64..4_000, prop::option::weighted(0.9, 0_usize..1_500)), 1..60),
            1..12,
        ),
        ascending in any::<bool>(),
        (from, to) in (0_u64..4_000, 0_u64..4_100),
    ) {
        let store = Store::open_backend(InMemoryBackend::new(), 1 << 20).unwrap();
        let mut map = BTreeMap::new();
        for (round, group) in groups.iter().enumerate() {
            let mut batch = Batch::default();
            for (place, (key, length)) in group.iter().enumerate() {
                let key = if ascending { (round * 60 + place) as u64 * 5 } else { *key };
                let row = length.map(|length| vec![(length % 251) as u8; length]);
                match &row {
                    Some(row) => batch.put(TABLE, &key.to_be_bytes(), row.clone()),
                    None => batch.delete(TABLE, &key.to_be_bytes()),
                }
                match row {
                    Some(row) => drop(map.insert(key, row)),
                    None => drop(map.remove(&key)),
                }
            }
            store.commit(&mut batch).unwrap();
        }
        let all: Vec<_> = map.clone().into_iter().collect();
        prop_assert_eq!(read(&store, 0, u64::MAX, false), all);
        let (from, to) = (from.min(to), to);
        let mut part: Vec<_> = map.range(from..to).map(|(k, v)| (*k, v.clone())).collect();
        prop_assert_eq!(read(&store, from, to, false), part.clone());
        part.reverse();
        prop_assert_eq!(read(&store, from, to, true), part);
        let snapshot = store.snapshot().unwrap();
        for key in from..from + 40 {
            let found = snapshot.get(TABLE, &key.to_be_bytes()).unwrap();
            prop_assert_eq!(found.as_ref(), map.get(&key));
        }
    }
}
