//! Proofs that must not hold: every kind of change to one that does, and plain noise.

use proptest::{collection::vec, prelude::*};

use super::*;
use crate::proof::log::{
    prove::{prove_consistency, prove_inclusion},
    source::root_at,
    testing::{Whole, leaf},
};

const SIZE: u64 = 600;

fn whole() -> &'static Whole {
    static WHOLE: std::sync::LazyLock<Whole> = std::sync::LazyLock::new(|| Whole::of_size(SIZE));
    &WHOLE
}

fn head(size: u64) -> Head {
    Head { size, root: root_at(whole(), size).unwrap() }
}

/// Proofs with one hash changed, dropped, doubled or moved, and with one more at either end.
fn spoiled(proof: &[Hash], extra: Hash) -> Vec<Vec<Hash>> {
    let mut all = vec![[proof, &[extra]].concat(), [&[extra], proof].concat()];
    for at in 0..proof.len() {
        for bit in [0, 100, 255] {
            let mut changed = proof.to_vec();
            changed[at][bit / 8] ^= 1 << (bit % 8);
            all.push(changed);
        }
        let mut shorter = proof.to_vec();
        shorter.remove(at);
        all.push(shorter);
        let mut longer = proof.to_vec();
        longer.insert(at, proof[at]);
        all.push(longer);
        let mut swapped = proof.to_vec();
        swapped.swap(at, 0);
        if at > 0 {
            all.push(swapped);
        }
    }
    all
}

/// Rule: POP-07.
#[test]
fn the_failing_part_is_named() {
    let (old, new) = (head(6), head(7));
    let included = prove_inclusion(whole(), 2, 7).unwrap();
    let grown = prove_consistency(whole(), 6, 7).unwrap();
    let short = CheckError::WrongLength { found: included.len() - 1 };
    let zero = Hash::default();
    for (outcome, wanted) in [
        (check_inclusion(&new, 7, &leaf(7), &[]), CheckError::NoSuchLeaf { index: 7, size: 7 }),
        (check_inclusion(&new, 2, &leaf(3), &included), CheckError::WrongRoot),
        (check_inclusion(&new, 2, &leaf(2), &included[1..]), short),
        (check_consistency(&new, &old, &grown), CheckError::Shrunk { old: 7, new: 6 }),
        (check_consistency(&old, &new, &[]), CheckError::WrongLength { found: 0 }),
        (check_consistency(&Head { root: zero, ..old }, &new, &grown), CheckError::WrongOldRoot),
        (check_consistency(&old, &Head { root: zero, ..new }, &grown), CheckError::WrongRoot),
        (check_consistency(&old, &Head { root: zero, ..old }, &[]), CheckError::WrongRoot),
        (check_consistency(&old, &old, &[zero]), CheckError::WrongLength { found: 1 }),
        (check_consistency(&Head { size: 0, root: zero }, &new, &[]), CheckError::WrongOldRoot),
    ] {
        assert_eq!(outcome, Err(wanted));
    }
}

proptest! {
    #[test]
    fn changed_inclusion_proofs_never_hold(
        (size, index) in (1..=SIZE).prop_flat_map(|size| (Just(size), 0..size)),
        other in 0..SIZE,
        extra: [u8; 32],
    ) {
        let (head, hash) = (head(size), leaf(index));
        let proof = prove_inclusion(whole(), index, size).unwrap();
        prop_assert_eq!(check_inclusion(&head, index, &hash, &proof), Ok(()));
        for wrong in spoiled(&proof, extra) {
            prop_assert!(check_inclusion(&head, index, &hash, &wrong).is_err());
        }
        if other != index {
            prop_assert!(check_inclusion(&head, other, &hash, &proof).is_err());
            prop_assert!(check_inclusion(&head, index, &leaf(other), &proof).is_err());
        }
        let wrong_root = Head { root: extra, ..head };
        prop_assert!(check_inclusion(&wrong_root, index, &hash, &proof).is_err());
    }

    #[test]
    fn changed_consistency_proofs_never_hold(
        (new, old) in (2..=SIZE).prop_flat_map(|new| (Just(new), 1..new)),
        other in 1..SIZE,
        extra: [u8; 32],
    ) {
        let (old, new) = (head(old), head(new));
        let proof = prove_consistency(whole(), old.size, new.size).unwrap();
        prop_assert_eq!(check_consistency(&old, &new, &proof), Ok(()));
        for wrong in spoiled(&proof, extra) {
            prop_assert!(check_consistency(&old, &new, &wrong).is_err());
        }
        for wrong in [Head { root: extra, ..old }, Head { root: new.root, ..old }] {
            prop_assert!(check_consistency(&wrong, &new, &proof).is_err());
        }
        for wrong in [Head { root: extra, ..new }, Head { root: old.root, ..new }] {
            prop_assert!(check_consistency(&old, &wrong, &proof).is_err());
        }
        if other != old.size {
            let wrong = Head { size: other, ..old };
            prop_assert!(check_consistency(&wrong, &new, &proof).is_err());
        }
    }

    #[test]
    fn noise_never_holds_and_never_panics(
        sizes in (any::<u64>(), any::<u64>()),
        shift in 0..64_u32,
        index: u64,
        root: [u8; 32],
        old_root: [u8; 32],
        proof in vec(any::<[u8; 32]>(), 0..70),
    ) {
        let (old, new) = (sizes.0 >> shift, sizes.1 >> shift);
        let new = Head { size: new, root };
        let index = index >> shift;
        prop_assert!(check_inclusion(&new, index, &old_root, &proof).is_err());
        let old = Head { size: old, root: old_root };
        prop_assert!(check_consistency(&old, &new, &proof).is_err());
    }
}
