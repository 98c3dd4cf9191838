//! The double-entry ledger: accounts, transfers, invariants.
//! Must not live here: balances in memory (engine) and rows on disk (db).

pub mod account;
pub mod transfer;

pub use account::Account;
pub use transfer::{Transfer, TransferDraft, TransferKind};
