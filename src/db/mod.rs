//! The embedded store: one redb file, byte tables, one commit for a group of changes.
//! Lives here: opening and recovery, tables, codecs, commits, snapshots.
//! Must not live here: anything of the business; keys and values are bytes to this folder.

pub mod batch;
pub mod codec;
mod pack;
pub mod store;
pub mod tables;

pub use batch::Batch;
pub use codec::CodecError;
pub use store::{Snapshot, Store, StoreError};
pub use tables::Table;
