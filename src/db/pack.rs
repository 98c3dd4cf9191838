//! Packs: many small rows with ascending keys share one entry of the tree.
//!
//! The tree halves a full page, so a table that only grows at its end would keep pages half full. A
//! pack fills one page with rows: its key is the key of its first row, its value the rows one after
//! the other, each as distance from the key before (the first: 0), length, bytes; both numbers as
//! LEB128. Keys of packed tables are eight bytes, big-endian.

use std::ops::Bound;

use redb::ReadableTable;

use super::{
    batch::Change,
    store::{Bytes, StoreError},
};

/// Bytes of a pack: one page of 4,096 less the page's header, two offsets and the key.
const PACK_BYTES: usize = 4_072;

/// A pack that grows.
struct Pack {
    first: u64,
    last: u64,
    bytes: Vec<u8>,
    changed: bool,
}

impl Pack {
    fn new(key: u64, row: &[u8]) -> Self {
        let mut pack = Self { first: key, last: key, bytes: Vec::new(), changed: true };
        pack.append(key, row);
        pack
    }

    fn stored(first: u64, bytes: &[u8]) -> Self {
        let last = rows(first, bytes).last().map_or(first, |(key, _)| key);
        Self { first, last, bytes: bytes.to_vec(), changed: false }
    }

    fn append(&mut self, key: u64, row: &[u8]) {
        write_number(&mut self.bytes, key - self.last);
        write_number(&mut self.bytes, row.len() as u64);
        self.bytes.extend_from_slice(row);
        self.last = key;
        self.changed = true;
    }

    fn fits(&self, key: u64, row: &[u8]) -> bool {
        let header = number_bytes(key - self.last) + number_bytes(row.len() as u64);
        self.bytes.len() + header + row.len() <= PACK_BYTES
    }
}

fn write_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

const fn number_bytes(number: u64) -> usize {
    let bits = 64 - (number | 1).leading_zeros() as usize;
    bits.div_ceil(7)
}

fn read_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for place in 0..10 {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << (place * 7);
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// The rows of a pack in order; a damaged pack ends early, and its rows are missed by their readers.
fn rows(first: u64, bytes: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    let (mut key, mut rest) = (first, bytes);
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        key = key.checked_add(read_number(&mut rest)?)?;
        let length = usize::try_from(read_number(&mut rest)?).ok()?;
        let (row, after) = rest.split_at_checked(length)?;
        rest = after;
        Some((key, row))
    })
}

fn number(key: &[u8]) -> u64 {
    key.last_chunk::<8>().map_or(0, |bytes| u64::from_be_bytes(*bytes))
}

/// Writes changes that are sorted by key. Appending is the quick way; other changes rewrite a pack.
///
/// # Errors
/// `Storage`.
pub(super) fn write(
    table: &mut redb::Table<'_, Bytes, Bytes>,
    changes: &[Change],
) -> Result<(), StoreError> {
    let mut tail = last_pack(table)?;
    for (key, value) in changes {
        let key = number(key.as_ref());
        match (&mut tail, value) {
            (Some(pack), Some(row)) if key > pack.last && pack.fits(key, row) => {
                pack.append(key, row);
            }
            (Some(pack), Some(row)) if key > pack.last => {
                let full = std::mem::replace(pack, Pack::new(key, row));
                store(table, &full)?;
            }
            (None, Some(row)) => tail = Some(Pack::new(key, row)),
            (_, value) => {
                if let Some(pack) = tail.take() {
                    store(table, &pack)?;
                }
                rewrite(table, key, value.as_deref())?;
                tail = last_pack(table)?;
            }
        }
    }
    tail.iter().try_for_each(|pack| store(table, pack))
}

fn last_pack(table: &redb::Table<'_, Bytes, Bytes>) -> Result<Option<Pack>, StoreError> {
    let last = table.last()?;
    Ok(last.map(|(key, value)| Pack::stored(number(key.value()), value.value())))
}

fn store(table: &mut redb::Table<'_, Bytes, Bytes>, pack: &Pack) -> Result<(), StoreError> {
    if pack.changed {
        table.insert(pack.first.to_be_bytes().as_slice(), pack.bytes.as_slice())?;
    }
    Ok(())
}

/// Sets or removes a row that is not behind the last one.
fn rewrite(
    table: &mut redb::Table<'_, Bytes, Bytes>,
    key: u64,
    value: Option<&[u8]>,
) -> Result<(), StoreError> {
    let mut kept = std::collections::BTreeMap::new();
    let holder = holder(table, key)?;
    if let Some((first, bytes)) = &holder {
        kept.extend(rows(*first, bytes).map(|(key, row)| (key, row.to_vec())));
        table.remove(first.to_be_bytes().as_slice())?;
    }
    match value {
        Some(row) => drop(kept.insert(key, row.to_vec())),
        None => drop(kept.remove(&key)),
    }
    let mut open: Option<Pack> = None;
    for (key, row) in &kept {
        match &mut open {
            Some(pack) if pack.fits(*key, row) => pack.append(*key, row),
            _ => {
                let full = open.replace(Pack::new(*key, row));
                full.iter().try_for_each(|pack| store(table, pack))?;
            }
        }
    }
    open.iter().try_for_each(|pack| store(table, pack))
}

/// The pack that a key would lie in.
fn holder(
    table: &impl ReadableTable<Bytes, Bytes>,
    key: u64,
) -> Result<Option<(u64, Vec<u8>)>, StoreError> {
    let end = key.to_be_bytes();
    let mut before = table.range::<&[u8]>((Bound::Unbounded, Bound::Included(end.as_slice())))?;
    let Some(found) = before.next_back() else { return Ok(None) };
    let (first, value) = found?;
    Ok(Some((number(first.value()), value.value().to_vec())))
}

/// One row.
///
/// # Errors
/// `Storage`.
pub(super) fn get(
    table: &impl ReadableTable<Bytes, Bytes>,
    key: &[u8],
) -> Result<Option<Vec<u8>>, StoreError> {
    let wanted = number(key);
    let Some((first, bytes)) = holder(table, wanted)? else { return Ok(None) };
    Ok(rows(first, &bytes).find(|(key, _)| *key == wanted).map(|(_, row)| row.to_vec()))
}

/// Calls `visit` for each row of a range in order, or from the end, until it answers `false`.
///
/// # Errors
/// `Storage`, or what `visit` returns.
pub(super) fn scan(
    table: &impl ReadableTable<Bytes, Bytes>,
    range: (Bound<&[u8]>, Bound<&[u8]>),
    backwards: bool,
    mut visit: impl FnMut(&[u8], &[u8]) -> Result<bool, StoreError>,
) -> Result<(), StoreError> {
    let start = match range.0 {
        Bound::Included(key) | Bound::Excluded(key) => holder(table, number(key))?
            .map_or(Bound::Unbounded, |(first, _)| Bound::Included(first.to_be_bytes())),
        Bound::Unbounded => Bound::Unbounded,
    };
    let start = start.as_ref().map(<[u8; 8]>::as_slice);
    let mut packs = table.range::<&[u8]>((start, range.1))?;
    loop {
        let Some(pack) = (if backwards { packs.next_back() } else { packs.next() }) else {
            return Ok(());
        };
        let (first, bytes) = pack?;
        let inside = rows(number(first.value()), bytes.value())
            .map(|(key, row)| (key.to_be_bytes(), row))
            .filter(|(key, _)| std::ops::RangeBounds::<[u8]>::contains(&range, key.as_slice()));
        let wants_more = if backwards {
            let rows: Vec<_> = inside.collect();
            visit_all(rows.into_iter().rev(), &mut visit)?
        } else {
            visit_all(inside, &mut visit)?
        };
        if !wants_more {
            return Ok(());
        }
    }
}

fn visit_all<'a>(
    rows: impl Iterator<Item = ([u8; 8], &'a [u8])>,
    visit: &mut impl FnMut(&[u8], &[u8]) -> Result<bool, StoreError>,
) -> Result<bool, StoreError> {
    for (key, row) in rows {
        if !visit(&key, row)? {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
#[path = "pack_tests.rs"]
mod tests;
