//! A group of row changes that is committed as one.

use rustc_hash::FxHashMap;

use super::tables::Table;

/// Keys up to this length lie in the row itself; all but the longest names do.
const INLINE_KEY: usize = 30;

/// A key: short ones lie beside their row, without memory of their own.
#[derive(Clone, Debug)]
pub enum Key {
    /// Length and bytes.
    Inline(u8, [u8; INLINE_KEY]),
    /// A longer one.
    Heap(Box<[u8]>),
}

impl From<&[u8]> for Key {
    fn from(bytes: &[u8]) -> Self {
        let mut inline = [0; INLINE_KEY];
        match (inline.get_mut(..bytes.len()), u8::try_from(bytes.len())) {
            (Some(place), Ok(length)) => {
                place.copy_from_slice(bytes);
                Self::Inline(length, inline)
            }
            _ => Self::Heap(bytes.into()),
        }
    }
}

impl AsRef<[u8]> for Key {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Inline(length, bytes) => &bytes[..usize::from(*length)],
            Self::Heap(bytes) => bytes,
        }
    }
}

/// A row that is set to a value, or removed.
pub type Change = (Key, Option<Vec<u8>>);

/// Row changes by table. For one key the last change counts.
#[derive(Debug, Default)]
pub struct Batch {
    tables: FxHashMap<Table, Vec<Change>>,
    rows: usize,
}

impl Batch {
    /// Sets a row.
    pub fn put(&mut self, table: Table, key: &[u8], value: Vec<u8>) {
        self.tables.entry(table).or_default().push((key.into(), Some(value)));
        self.rows += 1;
    }

    /// Removes a row.
    pub fn delete(&mut self, table: Table, key: &[u8]) {
        self.tables.entry(table).or_default().push((key.into(), None));
        self.rows += 1;
    }

    /// The newest waiting value of a row; `None` where the batch does not set it.
    #[must_use]
    pub fn newest(&self, table: Table, key: &[u8]) -> Option<&[u8]> {
        let rows = self.tables.get(&table)?;
        let (_, value) = rows.iter().rev().find(|(found, _)| found.as_ref() == key)?;
        value.as_deref()
    }

    /// True when there is nothing to commit.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// How many row changes wait.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows
    }

    /// Forgets everything, keeping the memory of the tables.
    pub fn clear(&mut self) {
        self.tables.retain(|_, rows| {
            let used = !rows.is_empty();
            rows.clear();
            used
        });
        self.rows = 0;
    }

    /// The changes of each table, sorted by key so that neighbours share pages; among equal keys
    /// the later change stays later.
    pub fn sorted_tables(&mut self) -> Vec<(Table, &[Change])> {
        let mut tables: Vec<_> = self
            .tables
            .iter_mut()
            .filter(|(_, rows)| !rows.is_empty())
            .map(|(table, rows)| {
                rows.sort_by(|a, b| a.0.as_ref().cmp(b.0.as_ref()));
                (*table, rows.as_slice())
            })
            .collect();
        tables.sort_by_key(|(table, _)| *table);
        tables
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_every_length_come_back_in_order() {
        let mut batch = Batch::default();
        let keys: Vec<Vec<u8>> = (0..64).map(|length| vec![7; length]).collect();
        for key in keys.iter().rev() {
            batch.put(Table::Meta, key, Vec::new());
        }
        batch.put(Table::Meta, &keys[3], vec![1]);
        assert_eq!(batch.newest(Table::Meta, &keys[3]), Some(&[1][..]));
        assert_eq!(batch.newest(Table::Audit, &keys[3]), None);
        let tables = batch.sorted_tables();
        let [(Table::Meta, rows)] = tables.as_slice() else { panic!("one table: {tables:?}") };
        let sorted: Vec<&[u8]> = rows.iter().map(|(key, _)| key.as_ref()).collect();
        let mut expected: Vec<&[u8]> = keys.iter().map(Vec::as_slice).collect();
        expected.insert(4, &keys[3]);
        assert_eq!(sorted, expected);
        assert_eq!(rows[4].1, Some(vec![1]), "the later change of a key stays later");
    }
}
