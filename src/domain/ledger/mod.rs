//! The double-entry ledger.
//! Lives here: accounts, transfers and what always holds of them.
//! Must not live here: balances in memory (engine) and rows on disk (db).

pub mod account;
pub mod credit;
pub mod earned;
pub mod payable;
pub mod payout;
pub mod transfer;

pub use account::Account;
pub use credit::ManualCredit;
pub use earned::{EarnedDay, EarnedKey};
pub use payable::{Drawn, PaidLine, PayableKey, PayableLine, SinglePlay};
pub use payout::{Payout, PayoutStatus};
pub use transfer::{Transfer, TransferDraft, TransferKind};
