//! Published vectors of RFC 6962 trees: the eight leaves of the Certificate Transparency project.

use super::{
    check::{Head, check_consistency, check_inclusion},
    hash::{Hash, empty_root, leaf_hash},
    prove::{ProveError, prove_consistency, prove_inclusion},
    range::Range,
    source::root_at,
    testing::Kept,
};

const LEAVES: [&str; 8] = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
];

const EMPTY_ROOT: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Roots of the sizes 1 to 8.
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

/// Index, size, proof.
const INCLUSION: &[(u64, u64, &[&str])] = &[
    (0, 1, &[]),
    (
        0,
        8,
        &[
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5,
        8,
        &[
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (2, 3, &["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
        1,
        5,
        &[
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
];

/// Older size, newer size, proof.
const CONSISTENCY: &[(u64, u64, &[&str])] = &[
    (1, 1, &[]),
    (
        1,
        8,
        &[
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        &[
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        &[
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
    (
        6,
        7,
        &[
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
];

fn hash(hex: &str) -> Hash {
    hex::decode(hex).unwrap().try_into().unwrap()
}

fn leaves() -> Vec<Hash> {
    LEAVES.iter().map(|entry| leaf_hash(&hex::decode(entry).unwrap())).collect()
}

fn head(size: u64) -> Head {
    Head { size, root: hash(ROOTS[size as usize - 1]) }
}

fn proof(hashes: &[&str]) -> Vec<Hash> {
    hashes.iter().map(|hex| hash(hex)).collect()
}

/// Rule: D-86.
#[test]
fn published_roots_come_out() {
    assert_eq!(empty_root(), hash(EMPTY_ROOT));
    let mut range = Range::new();
    assert_eq!(range.root(), hash(EMPTY_ROOT));
    let kept = Kept::of_leaves(leaves());
    assert_eq!(root_at(&kept, 0), Ok(hash(EMPTY_ROOT)));
    for (leaf, size) in leaves().into_iter().zip(1..) {
        range.append(leaf, |_| ());
        assert_eq!(range.root(), head(size).root, "size {size}");
        assert_eq!(root_at(&kept, size), Ok(head(size).root), "size {size}");
    }
}

/// Rules: POP-07, D-86.
#[test]
fn published_inclusion_proofs_come_out_and_hold() {
    let kept = Kept::of_leaves(leaves());
    for &(index, size, hashes) in INCLUSION {
        let wanted = proof(hashes);
        assert_eq!(prove_inclusion(&kept, index, size).as_ref(), Ok(&wanted), "{index} {size}");
        let leaf = leaves()[index as usize];
        assert_eq!(check_inclusion(&head(size), index, &leaf, &wanted), Ok(()));
    }
}

/// Rules: POP-07, D-86.
#[test]
fn published_consistency_proofs_come_out_and_hold() {
    let kept = Kept::of_leaves(leaves());
    for &(old, new, hashes) in CONSISTENCY {
        let wanted = proof(hashes);
        assert_eq!(prove_consistency(&kept, old, new).as_ref(), Ok(&wanted), "{old} {new}");
        assert_eq!(check_consistency(&head(old), &head(new), &wanted), Ok(()));
    }
}

#[test]
fn no_proof_is_made_of_what_is_not_so() {
    let kept = Kept::of_leaves(leaves());
    let missing = prove_inclusion(&kept, 8, 8);
    assert_eq!(missing, Err(ProveError::NoSuchLeaf { index: 8, size: 8 }));
    assert_eq!(prove_inclusion(&kept, 0, 0), Err(ProveError::NoSuchLeaf { index: 0, size: 0 }));
    assert_eq!(prove_consistency(&kept, 8, 7), Err(ProveError::Shrunk { old: 8, new: 7 }));
    let unread = prove_inclusion(&kept, 0, 9);
    assert!(matches!(unread, Err(ProveError::Source(_))), "{unread:?}");
}
