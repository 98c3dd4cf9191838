//! A log in memory for the tests: the example leaves and two sources over them.

use std::{convert::Infallible, ops};

use super::{
    hash::{Hash, leaf_hash, node_hash},
    range::{Range, StoredHash},
    source::HashSource,
    tile::HEIGHT,
};

/// Hash of the leaf that `tests/fixtures/log/merkle.py` puts at an index.
pub fn leaf(index: u64) -> Hash {
    leaf_hash(format!("leaf {index}").as_bytes())
}

/// Root over some of these leaves, by the definition.
pub fn full_tree(span: ops::Range<u64>) -> Hash {
    let leaves: Vec<_> = span.map(leaf).collect();
    definition(&leaves)
}

fn definition(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => super::hash::empty_root(),
        [one] => *one,
        more => {
            let (left, right) = more.split_at(more.len().next_power_of_two() / 2);
            node_hash(&definition(left), &definition(right))
        }
    }
}

/// A log as the engine keeps it: leaf hashes to be had anew, other hashes by tile level.
#[derive(Default)]
pub struct Kept {
    pub range: Range,
    levels: Vec<Vec<Hash>>,
}

impl Kept {
    pub fn of_leaves(leaves: impl IntoIterator<Item = Hash>) -> Self {
        let mut kept = Self { levels: vec![Vec::new()], ..Self::default() };
        for leaf in leaves {
            kept.append(leaf);
        }
        kept
    }

    /// The first `size` example leaves.
    pub fn of_size(size: u64) -> Self {
        Self::of_leaves((0..size).map(leaf))
    }

    pub fn append(&mut self, leaf: Hash) {
        self.levels[0].push(leaf);
        let levels = &mut self.levels;
        self.range.append(leaf, |StoredHash { level, index, hash }| {
            let level = usize::from(level);
            if levels.len() == level {
                levels.push(Vec::new());
            }
            assert_eq!(levels[level].len() as u64, index, "no gaps");
            levels[level].push(hash);
        });
    }
}

impl HashSource for Kept {
    type Error = String;

    fn read(&self, level: u8, first: u64, out: &mut [Hash]) -> Result<(), String> {
        let span = first as usize..first as usize + out.len();
        assert_eq!(first >> HEIGHT, (span.end - 1) as u64 >> HEIGHT, "inside one tile");
        let hashes = self.levels.get(usize::from(level)).and_then(|hashes| hashes.get(span));
        out.copy_from_slice(hashes.ok_or_else(|| format!("level {level} has no {first}"))?);
        Ok(())
    }
}

/// A log with every complete subtree at hand, for many proofs in short time.
pub struct Whole(Vec<Vec<Hash>>);

impl Whole {
    pub fn of_size(size: u64) -> Self {
        let mut levels = vec![(0..size).map(leaf).collect::<Vec<_>>()];
        while let Some(below) = levels.last().filter(|below| below.len() > 1) {
            let level = below.as_chunks().0.iter().map(|[left, right]| node_hash(left, right));
            levels.push(level.collect());
        }
        Self(levels)
    }
}

impl HashSource for Whole {
    type Error = Infallible;

    fn read(&self, level: u8, first: u64, out: &mut [Hash]) -> Result<(), Infallible> {
        let first = first as usize;
        let hashes = &self.0[usize::from(level * HEIGHT)];
        out.copy_from_slice(&hashes[first..first + out.len()]);
        Ok(())
    }

    fn subtree(&self, height: u8, index: u64) -> Result<Hash, Infallible> {
        Ok(self.0[usize::from(height)][index as usize])
    }
}
