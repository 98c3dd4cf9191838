//! Agreement with another implementation: `tests/fixtures/log/merkle.py`, whose output is kept.

use super::{
    check::{Head, check_consistency, check_inclusion},
    hash::Hash,
    prove::{prove_consistency, prove_inclusion},
    range::Range,
    source::{HashSource, range_at, root_at},
    testing::{Kept, Whole, leaf},
};
use crate::proof::verify::sha256;

const FIXTURE: &str = include_str!("../../../tests/fixtures/log/merkle.txt");
const SIZES: u64 = 1_000;
const CONSISTENT_SIZES: u64 = 200;

/// What the other implementation says of one size.
struct Line {
    root: String,
    inclusion: String,
    consistency: Option<String>,
}

fn fixture() -> Vec<Line> {
    let read = |(line, size): (&str, u64)| {
        let mut fields = line.split(' ').map(str::to_owned);
        assert_eq!(fields.next(), Some(size.to_string()));
        let (root, inclusion) = (fields.next().unwrap(), fields.next().unwrap());
        let consistency = fields.next();
        assert_eq!(consistency.is_some(), size <= CONSISTENT_SIZES);
        Line { root, inclusion, consistency }
    };
    let lines: Vec<_> = FIXTURE.lines().zip(1..).map(read).collect();
    assert_eq!(lines.len() as u64, SIZES);
    lines
}

/// The script's digest over many proofs.
fn digest(proofs: impl Iterator<Item = Vec<Hash>>) -> String {
    let mut together = Vec::new();
    for proof in proofs {
        together.push(proof.len() as u8);
        together.extend(proof.as_flattened());
    }
    hex::encode(&sha256(&together)[..16])
}

/// Rules: POP-07, D-86.
#[test]
fn all_sizes_and_leaves_agree_with_another_implementation() {
    let whole = Whole::of_size(SIZES);
    let mut range = Range::new();
    for (line, size) in fixture().into_iter().zip(1..) {
        range.append(leaf(size - 1), |_| ());
        let head = Head { size, root: range.root() };
        assert_eq!(hex::encode(head.root), line.root, "size {size}");
        assert_eq!(root_at(&whole, size), Ok(head.root), "size {size}");
        assert_eq!(range_at(&whole, size).as_ref(), Ok(&range));
        let proofs = (0..size).map(|index| {
            let proof = prove_inclusion(&whole, index, size).unwrap();
            assert_eq!(check_inclusion(&head, index, &leaf(index), &proof), Ok(()));
            proof
        });
        assert_eq!(digest(proofs), line.inclusion, "size {size}");
    }
}

/// Rules: POP-07, D-86.
#[test]
fn all_pairs_of_sizes_agree_with_another_implementation() {
    let whole = Whole::of_size(CONSISTENT_SIZES);
    let heads: Vec<_> = (0..=CONSISTENT_SIZES)
        .map(|size| Head { size, root: root_at(&whole, size).unwrap() })
        .collect();
    for (line, new) in fixture().iter().zip(&heads[1..]).take(CONSISTENT_SIZES as usize) {
        let proofs = heads[1..=new.size as usize].iter().map(|old| {
            let proof = prove_consistency(&whole, old.size, new.size).unwrap();
            assert_eq!(check_consistency(old, new, &proof), Ok(()), "{old:?} {new:?}");
            proof
        });
        assert_eq!(Some(digest(proofs)), line.consistency, "size {}", new.size);
        assert_eq!(prove_consistency(&whole, 0, new.size), Ok(Vec::new()));
        assert_eq!(check_consistency(&heads[0], new, &[]), Ok(()));
    }
}

#[test]
fn hashes_kept_by_tiles_give_every_subtree() {
    let (kept, whole) = (Kept::of_size(SIZES), Whole::of_size(SIZES));
    for height in 0..10 {
        for index in 0..SIZES >> height {
            let subtree = kept.subtree(height, index).unwrap();
            assert_eq!(Ok(subtree), whole.subtree(height, index), "{height} {index}");
        }
    }
}

#[test]
fn a_large_log_is_proved_from_the_hashes_it_keeps() {
    let size = 70_000;
    let kept = Kept::of_size(size);
    let head = Head { size, root: kept.range.root() };
    assert_eq!(root_at(&kept, size), Ok(head.root));
    assert_eq!(range_at(&kept, size).as_ref(), Ok(&kept.range));
    for index in [0, 1, 255, 256, 65_535, 65_536, 69_887, 69_888, 69_999] {
        let proof = prove_inclusion(&kept, index, size).unwrap();
        assert_eq!(check_inclusion(&head, index, &leaf(index), &proof), Ok(()), "{index}");
    }
    for old in [1, 255, 256, 257, 65_535, 65_536, 65_537, 69_999, size] {
        let head_then = Head { size: old, root: root_at(&kept, old).unwrap() };
        let proof = prove_consistency(&kept, old, size).unwrap();
        assert_eq!(check_consistency(&head_then, &head, &proof), Ok(()), "{old}");
    }
}
