//! Opening the store, committing groups, reading snapshots.

use std::{
    ops::{Bound, RangeBounds},
    path::Path,
};

use redb::{
    Database, Durability, ReadTransaction, ReadableDatabase, ReadableTableMetadata, StorageBackend,
    TableDefinition, TableError,
};

use super::{batch::Batch, pack, tables::Table};

/// An error of the store. After any of these nothing more is acknowledged: the process stops.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be opened or repaired.
    #[error("the store cannot be opened: {0}")]
    Open(#[from] redb::DatabaseError),
    /// A transaction cannot begin.
    #[error("the store cannot begin a transaction: {0}")]
    Transaction(#[from] redb::TransactionError),
    /// A table cannot be opened.
    #[error("a table of the store cannot be opened: {0}")]
    Table(#[from] redb::TableError),
    /// Reading or writing failed.
    #[error("the store cannot be read or written: {0}")]
    Storage(#[from] redb::StorageError),
    /// A commit failed.
    #[error("the store cannot commit: {0}")]
    Commit(#[from] redb::CommitError),
    /// The durability mode was refused.
    #[error("the store refuses the durability mode: {0}")]
    Durability(#[from] redb::SetDurabilityError),
    /// A row cannot be decoded.
    #[error("{table}: {source}")]
    Row {
        /// Where.
        table: String,
        /// Why.
        source: super::codec::CodecError,
    },
}

pub(super) type Bytes = &'static [u8];

fn definition(name: &str) -> TableDefinition<'_, Bytes, Bytes> {
    TableDefinition::new(name)
}

/// The store: one file, one writer.
pub struct Store {
    database: Database,
}

impl Store {
    /// Opens or creates the file, repairing it after a crash.
    ///
    /// # Errors
    /// `Open` when the file is damaged, locked or unreadable.
    pub fn open(path: &Path, cache_bytes: usize) -> Result<Self, StoreError> {
        let database = Database::builder().set_cache_size(cache_bytes).create(path)?;
        Ok(Self { database })
    }

    /// Opens a store on another backend (memory, or a disk that fails on purpose).
    ///
    /// # Errors
    /// As `open`.
    pub fn open_backend(
        backend: impl StorageBackend,
        cache_bytes: usize,
    ) -> Result<Self, StoreError> {
        let database =
            Database::builder().set_cache_size(cache_bytes).create_with_backend(backend)?;
        Ok(Self { database })
    }

    /// Commits a group: all of it is on disk when this returns, or none of it.
    ///
    /// # Errors
    /// Any error means that nothing of the group may be acknowledged.
    pub fn commit(&self, batch: &mut Batch) -> Result<(), StoreError> {
        let mut transaction = self.database.begin_write()?;
        transaction.set_durability(Durability::Immediate)?;
        transaction.set_two_phase_commit(true);
        transaction.set_quick_repair(true);
        for (table, rows) in batch.sorted_tables() {
            let name = table.to_string();
            let mut open = transaction.open_table(definition(&name))?;
            if table.is_packed() {
                pack::write(&mut open, rows)?;
                continue;
            }
            for (key, value) in rows {
                match value {
                    Some(value) => drop(open.insert(key.as_ref(), value.as_slice())?),
                    None => drop(open.remove(key.as_ref())?),
                }
            }
        }
        transaction.commit()?;
        Ok(())
    }

    /// A consistent view of everything committed so far.
    ///
    /// # Errors
    /// `Transaction` when the store is closed.
    pub fn snapshot(&self) -> Result<Snapshot, StoreError> {
        Ok(Snapshot { transaction: self.database.begin_read()? })
    }
}

/// A consistent view; later commits do not show in it.
pub struct Snapshot {
    transaction: ReadTransaction,
}

impl Snapshot {
    fn table(&self, table: Table) -> Result<Option<redb::ReadOnlyTable<Bytes, Bytes>>, StoreError> {
        match self.transaction.open_table(definition(&table.to_string())) {
            Ok(open) => Ok(Some(open)),
            Err(TableError::TableDoesNotExist(_)) => Ok(None),
            Err(other) => Err(other.into()),
        }
    }

    /// Leaf pages and entries of a table.
    ///
    /// # Errors
    /// `Storage`.
    pub fn leaf_pages(&self, table: Table) -> Result<(u64, u64), StoreError> {
        let Some(open) = self.table(table)? else { return Ok((0, 0)) };
        Ok((open.stats()?.leaf_pages(), open.len()?))
    }

    /// One row.
    ///
    /// # Errors
    /// `Storage`.
    pub fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(open) = self.table(table)? else { return Ok(None) };
        if table.is_packed() {
            return pack::get(&open, key);
        }
        Ok(open.get(key)?.map(|value| value.value().to_vec()))
    }

    /// Calls `visit` for each row of a range in key order until it answers `false`.
    ///
    /// # Errors
    /// `Storage`, or what `visit` returns.
    pub fn scan(
        &self,
        table: Table,
        range: impl RangeBounds<Vec<u8>>,
        mut visit: impl FnMut(&[u8], &[u8]) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        let Some(open) = self.table(table)? else { return Ok(()) };
        if table.is_packed() {
            return pack::scan(&open, borrowed(&range), false, visit);
        }
        for row in open.range::<&[u8]>(borrowed(&range))? {
            let (key, value) = row?;
            if !visit(key.value(), value.value())? {
                break;
            }
        }
        Ok(())
    }

    /// As `scan`, from the last key to the first.
    ///
    /// # Errors
    /// As `scan`.
    pub fn scan_back(
        &self,
        table: Table,
        range: impl RangeBounds<Vec<u8>>,
        mut visit: impl FnMut(&[u8], &[u8]) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        let Some(open) = self.table(table)? else { return Ok(()) };
        if table.is_packed() {
            return pack::scan(&open, borrowed(&range), true, visit);
        }
        for row in open.range::<&[u8]>(borrowed(&range))?.rev() {
            let (key, value) = row?;
            if !visit(key.value(), value.value())? {
                break;
            }
        }
        Ok(())
    }
}

fn borrowed(range: &impl RangeBounds<Vec<u8>>) -> (Bound<&[u8]>, Bound<&[u8]>) {
    (range.start_bound().map(Vec::as_slice), range.end_bound().map(Vec::as_slice))
}
