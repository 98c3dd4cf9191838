//! Commands by noun: each looks at the state and answers with changes or a refusal.
//! Lives here: decisions that need the live state, one struct a command.
//! Must not live here: storage, HTTP, the play pipeline (`engine/plays`).

pub mod access;
pub mod assets;
pub mod campaigns;
pub mod credits;
pub mod daily_cap;
pub mod devices;
mod edit_differences;
pub mod editing;
pub mod lifecycle;
pub mod notices;
pub mod parties;
pub mod periodic;
pub mod rate_impact;
pub mod rates;
pub mod reviews;
pub mod similar;
pub mod status;
pub mod stores;
pub mod top_up;
pub mod wallets;
pub mod warnings;
