//! A group of row changes that is committed as one.

use rustc_hash::FxHashMap;

use super::tables::Table;

/// A key: short ones stay on the stack of the row that carries them.
pub type Key = Box<[u8]>;

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
                rows.sort_by(|a, b| a.0.cmp(&b.0));
                (*table, rows.as_slice())
            })
            .collect();
        tables.sort_by_key(|(table, _)| *table);
        tables
    }
}
