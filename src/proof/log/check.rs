//! Checking the proofs of RFC 6962 with nothing but roots, sizes and hashes.
//!
//! Follows the walks of RFC 9162, sections 2.1.3.2 and 2.1.4.2, which say the same of the same
//! trees; making proofs follows the definitions of RFC 6962, so neither can cover up the other.

use super::hash::{Hash, empty_root, node_hash};

/// Most hashes of a proof in a tree of 64-bit size: 64, and one where the older tree is named.
pub const MAX_PROOF_HASHES: usize = 65;

/// A tree's size and root, as a checkpoint tells them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Number of leaves.
    pub size: u64,
    /// Root over them.
    pub root: Hash,
}

/// What a proof failed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    /// The tree is too small to have the leaf.
    #[error("a tree of {size} leaves has no leaf {index}")]
    NoSuchLeaf {
        /// Index claimed, from 0.
        index: u64,
        /// Leaves of the tree.
        size: u64,
    },
    /// The newer tree is smaller: the log was rolled back.
    #[error("the log went back from {old} leaves to {new}")]
    Shrunk {
        /// Leaves of the older tree.
        old: u64,
        /// Leaves of the newer tree.
        new: u64,
    },
    /// Fewer or more hashes than the sizes ask for.
    #[error("the proof has {found} hashes, too few or too many for these sizes")]
    WrongLength {
        /// Hashes given.
        found: usize,
    },
    /// The hashes lead to another root than that of the tree (for growth: the newer one).
    #[error("the proof leads to another root than the tree's")]
    WrongRoot,
    /// The hashes lead to another root than that of the older tree.
    #[error("the proof leads to another root than the older tree's")]
    WrongOldRoot,
}

/// Checks that the leaf with this hash is the tree's leaf number `index`. Rule: POP-07.
///
/// # Errors
/// A [`CheckError`] that says what failed; never panics, whatever is given.
pub fn check_inclusion(
    head: &Head,
    index: u64,
    leaf: &Hash,
    proof: &[Hash],
) -> Result<(), CheckError> {
    if index >= head.size {
        return Err(CheckError::NoSuchLeaf { index, size: head.size });
    }
    let wrong_length = CheckError::WrongLength { found: proof.len() };
    let mut walk = Walk { place: index, last: head.size - 1 };
    let mut root = *leaf;
    for sibling in proof {
        root = match walk.step().ok_or(wrong_length)? {
            Side::Left => node_hash(sibling, &root),
            Side::Right => node_hash(&root, sibling),
        };
    }
    if walk.last != 0 {
        return Err(wrong_length);
    }
    if root == head.root { Ok(()) } else { Err(CheckError::WrongRoot) }
}

/// Checks that the newer tree begins with all leaves of the older one. Rule: POP-07.
///
/// # Errors
/// A [`CheckError`] that says what failed; never panics, whatever is given.
pub fn check_consistency(old: &Head, new: &Head, proof: &[Hash]) -> Result<(), CheckError> {
    if old.size > new.size {
        return Err(CheckError::Shrunk { old: old.size, new: new.size });
    }
    let wrong_length = CheckError::WrongLength { found: proof.len() };
    if old.size == 0 || old.size == new.size {
        return check_trivial(old, new, proof.is_empty().then_some(()).ok_or(wrong_length));
    }
    // A complete older tree is a node of the newer one, so the proof leaves its root out.
    let (first, rest) = if old.size.is_power_of_two() {
        (&old.root, proof)
    } else {
        proof.split_first().ok_or(wrong_length)?
    };
    let shift = (old.size - 1).trailing_ones();
    let mut walk = Walk {
        place: (old.size - 1).checked_shr(shift).unwrap_or(0),
        last: (new.size - 1).checked_shr(shift).unwrap_or(0),
    };
    let (mut old_root, mut new_root) = (*first, *first);
    for hash in rest {
        match walk.step().ok_or(wrong_length)? {
            Side::Left => {
                old_root = node_hash(hash, &old_root);
                new_root = node_hash(hash, &new_root);
            }
            Side::Right => new_root = node_hash(&new_root, hash),
        }
    }
    if walk.last != 0 {
        Err(wrong_length)
    } else if old_root != old.root {
        Err(CheckError::WrongOldRoot)
    } else if new_root != new.root {
        Err(CheckError::WrongRoot)
    } else {
        Ok(())
    }
}

/// Trees of the same size, or an empty older one: nothing to prove but the roots themselves.
fn check_trivial(old: &Head, new: &Head, length: Result<(), CheckError>) -> Result<(), CheckError> {
    if old.size == 0 && old.root != empty_root() {
        return Err(CheckError::WrongOldRoot);
    }
    if new.size == old.size && new.root != old.root {
        return Err(CheckError::WrongRoot);
    }
    length
}

/// Where the next hash of a proof belongs.
enum Side {
    Left,
    Right,
}

/// The way from a node up to the root: its place in a level, and the place of the level's last.
struct Walk {
    place: u64,
    last: u64,
}

impl Walk {
    /// Takes one hash: on which side it belongs; `None` when the root is reached already.
    fn step(&mut self) -> Option<Side> {
        if self.last == 0 {
            return None;
        }
        let side = if self.place & 1 == 1 || self.place == self.last {
            // A last node without a sibling goes up unchanged until it is a right child.
            while self.place & 1 == 0 && self.place != 0 {
                self.up();
            }
            Side::Left
        } else {
            Side::Right
        };
        self.up();
        Some(side)
    }

    const fn up(&mut self) {
        self.place >>= 1;
        self.last >>= 1;
    }
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
