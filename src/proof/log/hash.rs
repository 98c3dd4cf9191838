//! The three hashes of RFC 6962: the empty tree, a leaf, a node.

use aws_lc_rs::digest::{Context, SHA256};

use crate::proof::verify::sha256;

/// A SHA-256 hash of a leaf, a node or a whole tree.
pub type Hash = [u8; 32];

/// What goes before the bytes of a leaf, so that no leaf can be read as a node. Rule: D-86.
const LEAF: u8 = 0x00;
/// What goes before the two hashes of a node. Rule: D-86.
const NODE: u8 = 0x01;

/// The root of a tree without leaves: SHA-256 of nothing. Rule: D-86.
#[must_use]
pub fn empty_root() -> Hash {
    sha256(&[])
}

/// The hash of a leaf's bytes: SHA-256(0x00 ‖ entry). Rule: D-86.
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> Hash {
    let mut context = Context::new(&SHA256);
    context.update(&[LEAF]);
    context.update(entry);
    *context.finish().as_ref().first_chunk().expect("a SHA-256 digest has 32 bytes")
}

/// The hash of a node over its two children: SHA-256(0x01 ‖ left ‖ right). Rule: D-86.
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut bytes = [NODE; 65];
    bytes[1..33].copy_from_slice(left);
    bytes[33..].copy_from_slice(right);
    sha256(&bytes)
}
