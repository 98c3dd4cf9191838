//! The right edge of the tree: all that is needed to append a leaf and to tell the root.

use super::{
    hash::{Hash, empty_root, node_hash},
    tile::HEIGHT,
};

/// The most bytes that [`Range::to_bytes`] gives: the size and one hash a bit of it.
pub const MAX_RANGE_BYTES: usize = 8 + 64 * 32;

/// A hash that is kept for good: the root of a complete tile, one entry of the level above.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredHash {
    /// Tile level the hash belongs to, from 1 (each hash stands for 256 leaves) to 7.
    pub level: u8,
    /// Number of the hash in its level, from 0, without gaps.
    pub index: u64,
    /// Root of the leaves `index × 256^level` up to `(index + 1) × 256^level`.
    pub hash: Hash,
}

/// A compact range from leaf 0: the roots of the complete subtrees of a tree, largest first.
///
/// There is one hash for each bit set in the size, so a log of 100 million plays has 27 at most.
/// Rules: POP-07, D-86.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Range {
    size: u64,
    hashes: Vec<Hash>,
}

/// Why bytes are no range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RangeError {
    /// Fewer bytes than the size takes.
    #[error("the range has {0} bytes, too few for a size")]
    TooShort(usize),
    /// Another number of hashes than the size has bits set.
    #[error("a range over {size} leaves has {expected} bytes, not {found}")]
    WrongLength {
        /// Leaves, as the bytes say.
        size: u64,
        /// Bytes that a range of this size has.
        expected: usize,
        /// Bytes given.
        found: usize,
    },
}

impl Range {
    /// The range of a tree without leaves.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of leaves.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Roots of the complete subtrees, largest (and leftmost) first.
    #[must_use]
    pub fn hashes(&self) -> &[Hash] {
        &self.hashes
    }

    /// Builds a range of `size` leaves from the roots of its complete subtrees, largest first.
    ///
    /// # Errors
    /// [`RangeError::WrongLength`] when their number is not that of the bits set in `size`.
    pub fn from_hashes(size: u64, hashes: Vec<Hash>) -> Result<Self, RangeError> {
        let wanted = size.count_ones() as usize;
        if hashes.len() == wanted {
            return Ok(Self { size, hashes });
        }
        Err(RangeError::WrongLength {
            size,
            expected: 8 + 32 * wanted,
            found: 8_usize.saturating_add(hashes.len().saturating_mul(32)),
        })
    }

    /// Appends the hash of a leaf and returns the leaf's index: one hash on average, 64 at most.
    ///
    /// `keep` is told every hash that becomes final and must be stored, lowest level first. A
    /// tree never reaches 2^64 leaves.
    pub fn append(&mut self, leaf: Hash, mut keep: impl FnMut(StoredHash)) -> u64 {
        let index = self.size;
        let (mut hash, mut place, mut height) = (leaf, index, 0_u8);
        while place & 1 == 1 {
            let Some(left) = self.hashes.pop() else { break };
            hash = node_hash(&left, &hash);
            place >>= 1;
            height += 1;
            if height.is_multiple_of(HEIGHT) {
                keep(StoredHash { level: height / HEIGHT, index: place, hash });
            }
        }
        self.hashes.push(hash);
        self.size = index.checked_add(1).expect("no log holds 2^64 plays");
        index
    }

    /// The root of the tree. Rule: D-86.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut smallest_first = self.hashes.iter().rev();
        let Some(last) = smallest_first.next() else { return empty_root() };
        smallest_first.fold(*last, |right, left| node_hash(left, &right))
    }

    /// The range as one row: the size (8 bytes, big-endian), then the hashes, largest first.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(8 + 32 * self.hashes.len());
        bytes.extend_from_slice(&self.size.to_be_bytes());
        bytes.extend(self.hashes.iter().flatten());
        bytes
    }

    /// Reads what [`Range::to_bytes`] wrote.
    ///
    /// # Errors
    /// A [`RangeError`] when the length does not fit the size.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RangeError> {
        let (size, rest) = bytes.split_first_chunk().ok_or(RangeError::TooShort(bytes.len()))?;
        let size = u64::from_be_bytes(*size);
        let (hashes, tail) = rest.as_chunks::<32>();
        let expected = 8 + 32 * size.count_ones() as usize;
        if !tail.is_empty() || expected != bytes.len() {
            return Err(RangeError::WrongLength { size, expected, found: bytes.len() });
        }
        Self::from_hashes(size, hashes.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::proof::log::testing::{full_tree, leaf};

    #[test]
    fn what_becomes_final_is_told_once_in_order() {
        let mut range = Range::new();
        let mut kept = Vec::new();
        for index in 0..66_000 {
            assert_eq!(range.append(leaf(index), |hash| kept.push(hash)), index);
        }
        let places: Vec<_> = kept.iter().map(|hash| (hash.level, hash.index)).collect();
        let mut wanted: Vec<_> = (0..256).map(|index| (1, index)).collect();
        wanted.extend([(2, 0), (1, 256)]);
        assert_eq!(places, wanted);
        assert_eq!(kept[1].hash, full_tree(256..512));
        assert_eq!(kept[256].hash, full_tree(0..65_536));
    }

    #[test]
    fn a_range_has_a_hash_for_each_bit_and_survives_its_row() {
        let mut range = Range::new();
        for size in 0..300_u64 {
            assert_eq!(range.size(), size);
            assert_eq!(range.hashes().len(), size.count_ones() as usize);
            let row = range.to_bytes();
            assert!(row.len() <= MAX_RANGE_BYTES);
            assert_eq!(Range::from_bytes(&row).as_ref(), Ok(&range));
            for cut in 0..row.len() {
                assert!(Range::from_bytes(&row[..cut]).is_err(), "{size} cut at {cut}");
            }
            range.append(leaf(size), |_| ());
        }
    }

    #[test]
    fn rows_of_another_length_are_refused() {
        assert_eq!(Range::from_bytes(&[0; 7]), Err(RangeError::TooShort(7)));
        let wrong = Range::from_bytes(&[0; 40]);
        assert_eq!(wrong, Err(RangeError::WrongLength { size: 0, expected: 8, found: 40 }));
        assert!(Range::from_hashes(3, vec![leaf(0)]).is_err());
        assert!(Range::from_hashes(u64::MAX, vec![leaf(0); 64]).is_ok());
    }

    proptest! {
        #[test]
        fn reading_a_range_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(range) = Range::from_bytes(&bytes) {
                prop_assert_eq!(range.to_bytes(), bytes);
            }
        }
    }
}
