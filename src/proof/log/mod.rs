//! The transparency log: an append-only Merkle tree over billed plays, and its signed heads.
//! Lives here: hashing, tiles, proofs and their checks, signed notes, checkpoints; all pure.
//! Must not live here: what a leaf holds, where hashes are kept, clocks, randomness, HTTP.
//!
//! Formats: RFC 6962 (hashing, proofs), C2SP `tlog-tiles`, `signed-note` and `tlog-checkpoint`.
//! Rules: POP-07, D-86.

pub mod check;
pub mod checkpoint;
pub mod hash;
pub mod note;
pub mod note_key;
pub mod prove;
pub mod range;
pub mod source;
pub mod tile;

pub use hash::Hash;

#[cfg(test)]
mod agreement_tests;
#[cfg(test)]
mod known_tests;
#[cfg(test)]
pub(super) mod testing;
