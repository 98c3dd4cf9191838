//! Making the proofs of RFC 6962: that a leaf is in a tree, that a tree grew out of another.

use std::ops;

use super::{
    hash::Hash,
    source::{HashSource, span_root},
};

/// Why no proof was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProveError<E> {
    /// The tree of this size has no such leaf.
    #[error("a tree of {size} leaves has no leaf {index}")]
    NoSuchLeaf {
        /// Index asked for, from 0.
        index: u64,
        /// Leaves of the tree.
        size: u64,
    },
    /// The older tree is larger than the newer one.
    #[error("a tree of {new} leaves did not grow out of one of {old}")]
    Shrunk {
        /// Leaves of the older tree.
        old: u64,
        /// Leaves of the newer tree.
        new: u64,
    },
    /// A hash could not be had.
    #[error("a hash of the log could not be read")]
    Source(#[source] E),
}

/// Proves that leaf `index` is in the tree of `size` leaves: its siblings from the leaf up.
///
/// At most 64 hashes, and 64 reads of the source. Rule: POP-07.
///
/// # Errors
/// [`ProveError::NoSuchLeaf`], or what the source says; it must know at least `size` leaves.
pub fn prove_inclusion<S: HashSource>(
    source: &S,
    index: u64,
    size: u64,
) -> Result<Vec<Hash>, ProveError<S::Error>> {
    if index >= size {
        return Err(ProveError::NoSuchLeaf { index, size });
    }
    hashes_of(source, inclusion_spans(index, size))
}

/// Proves that the tree of `new` leaves begins with the tree of `old` leaves.
///
/// Empty when one of them is empty or they are the same. Rule: POP-07.
///
/// # Errors
/// [`ProveError::Shrunk`], or what the source says; it must know at least `new` leaves.
pub fn prove_consistency<S: HashSource>(
    source: &S,
    old: u64,
    new: u64,
) -> Result<Vec<Hash>, ProveError<S::Error>> {
    if old > new {
        return Err(ProveError::Shrunk { old, new });
    }
    hashes_of(source, consistency_spans(old, new))
}

fn hashes_of<S: HashSource>(
    source: &S,
    spans: Vec<ops::Range<u64>>,
) -> Result<Vec<Hash>, ProveError<S::Error>> {
    let hash = |span: ops::Range<u64>| span_root(source, span.start, span.end);
    spans.into_iter().map(hash).collect::<Result<_, _>>().map_err(ProveError::Source)
}

/// Where a span of at least two leaves is cut: after the largest power of two that leaves a rest.
const fn cut(start: u64, end: u64) -> u64 {
    start + (1 << (end - start - 1).ilog2())
}

/// The spans whose roots are PATH(index, D[0:size]) of RFC 6962, section 2.1.1.
fn inclusion_spans(index: u64, size: u64) -> Vec<ops::Range<u64>> {
    let (mut start, mut end) = (0, size);
    let mut spans = Vec::new();
    while end - start > 1 {
        let middle = cut(start, end);
        if index < middle {
            spans.push(middle..end);
            end = middle;
        } else {
            spans.push(start..middle);
            start = middle;
        }
    }
    spans.reverse();
    spans
}

/// The spans whose roots are PROOF(old, D[0:new]) of RFC 6962, section 2.1.2.
fn consistency_spans(old: u64, new: u64) -> Vec<ops::Range<u64>> {
    let (mut start, mut end) = (0, new);
    let mut spans = Vec::new();
    if old == 0 {
        return spans;
    }
    while end != old {
        let middle = cut(start, end);
        if old <= middle {
            spans.push(middle..end);
            end = middle;
        } else {
            spans.push(start..middle);
            start = middle;
        }
    }
    if start > 0 {
        spans.push(start..end);
    }
    spans.reverse();
    spans
}
