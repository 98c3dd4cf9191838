//! What one play costs: rate cards, peak hours, multipliers, the formula and the split.
//! Lives here: the tables of S3 §4.1–4.3 and §5.1 and the functions that read them.
//! Must not live here: wallets and transfers (`ledger`), estimates over many plays, storage.

pub mod peak;
pub mod price;
pub mod rates;
