//! Which play each leaf is of, 256 leaves a row.
//!
//! Plays are billed nearly in the order of their places, so a row is the place before its first leaf
//! and then tokens: a run of following places, a step ahead, a step back (a play that waited for
//! review), a reversal. A token is a LEB128 number whose two lowest bits are its kind. In practice a
//! leaf takes a quarter of a byte; the worst play takes as many bytes as its distance.

use super::BLOCK_LEAVES;
use crate::domain::ids::Seq;

const RUN: u64 = 0;
const AHEAD: u64 = 1;
const BACK: u64 = 2;
const REVERSAL: u64 = 3;

/// What a leaf is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// Place of the play.
    pub seq: Seq,
    /// True for the leaf that takes the play back.
    pub reversal: bool,
}

/// Leaves of one row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// The highest place in order before the first leaf.
    start: Seq,
    /// The highest place in order so far.
    newest: Seq,
    /// Following places not yet written as a token.
    run: u64,
    tokens: Vec<u8>,
    len: u16,
}

impl Block {
    /// The block after this one.
    #[must_use]
    pub fn next(&self) -> Self {
        Self { start: self.newest, newest: self.newest, ..Self::default() }
    }

    /// Leaves so far.
    #[must_use]
    pub const fn len(&self) -> u16 {
        self.len
    }

    /// Adds a leaf.
    pub fn push(&mut self, item: Item) {
        self.len += 1;
        if !item.reversal && item.seq == self.newest + 1 {
            self.run += 1;
            self.newest = item.seq;
            return;
        }
        end_run(&mut self.tokens, std::mem::take(&mut self.run));
        let (kind, distance) = if !item.reversal && item.seq > self.newest {
            let distance = item.seq - self.newest;
            self.newest = item.seq;
            (AHEAD, distance)
        } else {
            let kind = if item.reversal { REVERSAL } else { BACK };
            let back = self.newest.checked_sub(item.seq);
            (kind, back.expect("a play is billed before it is taken back"))
        };
        write_number(&mut self.tokens, distance << 2 | kind);
    }

    /// The row of the block.
    #[must_use]
    pub fn to_row(&self) -> Vec<u8> {
        let mut row = Vec::with_capacity(self.tokens.len() + 12);
        write_number(&mut row, self.start);
        row.extend_from_slice(&self.tokens);
        end_run(&mut row, self.run);
        row
    }

    /// Reads a row.
    #[must_use]
    pub fn from_row(row: &[u8]) -> Option<Self> {
        let (start, items) = read_row(row)?;
        let mut block = Self { start, newest: start, ..Self::default() };
        items.into_iter().for_each(|item| block.push(item));
        Some(block)
    }

    /// The leaves.
    #[must_use]
    pub fn items(&self) -> Vec<Item> {
        read_row(&self.to_row()).map(|(_, items)| items).unwrap_or_default()
    }

    /// The highest place in order before the first leaf.
    #[must_use]
    pub const fn start(&self) -> Seq {
        self.start
    }
}

fn end_run(out: &mut Vec<u8>, run: u64) {
    if run > 0 {
        write_number(out, run << 2 | RUN);
    }
}

/// The place before the first leaf, and the leaves; `None` for bytes that no block wrote.
pub fn read_row(row: &[u8]) -> Option<(Seq, Vec<Item>)> {
    let mut rest = row;
    let start = if row.is_empty() { 0 } else { read_number(&mut rest)? };
    let (mut newest, mut items) = (start, Vec::new());
    while !rest.is_empty() {
        let token = read_number(&mut rest)?;
        let value = token >> 2;
        match token & 3 {
            RUN => {
                if value == 0 || value + items.len() as u64 > BLOCK_LEAVES {
                    return None;
                }
                for _ in 0..value {
                    newest = newest.checked_add(1)?;
                    items.push(Item { seq: newest, reversal: false });
                }
            }
            AHEAD => {
                newest = newest.checked_add(value)?;
                items.push(Item { seq: newest, reversal: false });
            }
            kind => {
                let seq = newest.checked_sub(value)?;
                items.push(Item { seq, reversal: kind == REVERSAL });
            }
        }
    }
    (items.len() as u64 <= BLOCK_LEAVES).then_some((start, items))
}

fn write_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn read_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for place in 0..9 {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << (place * 7);
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    /// Leaves as they come: mostly in order, some after a review, some reversals.
    fn leaves() -> impl Strategy<Value = Vec<Item>> {
        vec((1..400_u64, 0..10_u8, any::<u64>()), 0..=256).prop_map(|steps| {
            let mut newest = 0;
            let mut items = Vec::new();
            for (step, kind, back) in steps {
                let item = match kind {
                    0 if newest > 0 => Item { seq: newest - back % newest, reversal: true },
                    1 if newest > 1 => {
                        Item { seq: newest - 1 - back % (newest - 1), reversal: false }
                    }
                    2 | 3 => Item { seq: newest + step, reversal: false },
                    _ => Item { seq: newest + 1, reversal: false },
                };
                newest = if item.reversal { newest } else { newest.max(item.seq) };
                items.push(item);
            }
            items
        })
    }

    #[test]
    fn plays_in_order_take_a_fraction_of_a_byte() {
        let mut block = Block::default();
        for seq in 1..=256 {
            // One of twenty is refused or is another entry.
            block.push(Item { seq: 1_000_000 + seq + seq / 20, reversal: false });
        }
        assert!(block.to_row().len() < 48, "{}", block.to_row().len());
        assert_eq!(block.next().start(), 1_000_268);
    }

    #[test]
    fn rows_that_no_block_wrote_are_refused() {
        for row in [&[0x80][..], &[0, 0], &[0, 0x84, 0x08], &[5, 6 << 2 | 2], &[0; 600]] {
            assert_eq!(Block::from_row(row), None, "{row:?}");
        }
        assert_eq!(Block::from_row(&[]), Some(Block::default()));
    }

    proptest! {
        #[test]
        fn leaves_come_back_as_they_went(items in leaves()) {
            let mut block = Block::default();
            for item in &items {
                block.push(*item);
            }
            prop_assert_eq!(block.items(), items.clone());
            prop_assert_eq!(Block::from_row(&block.to_row()), Some(block.clone()));
            prop_assert_eq!(usize::from(block.len()), items.len());
        }

        #[test]
        fn reading_never_panics(row in vec(any::<u8>(), 0..80)) {
            let _ = Block::from_row(&row);
        }
    }
}
