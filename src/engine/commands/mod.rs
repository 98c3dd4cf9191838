//! Commands by noun: each looks at the state and answers with changes or a refusal.
//! Lives here: decisions that need the live state, one struct a command.
//! Must not live here: storage, HTTP, the play pipeline (`engine/plays`).

pub mod ab_tests;
pub mod access;
pub mod approval;
pub mod assets;
pub mod blocking;
pub mod campaigns;
pub mod captures;
mod closing;
pub mod content;
pub mod credits;
pub mod daily_cap;
pub mod device_commands;
pub mod devices;
pub mod dispute_resolution;
pub mod disputes;
pub mod distribution;
mod edit_differences;
pub mod editing;
pub mod emergency;
pub mod gaps;
pub mod incidents;
pub mod investigations;
pub mod lifecycle;
pub mod notices;
pub mod outbox;
pub mod parties;
pub mod payouts;
pub mod periodic;
pub mod rate_impact;
pub mod rates;
pub mod reviews;
pub mod schedule;
pub mod similar;
pub mod standing;
pub mod status;
pub mod stores;
pub mod supplier_standing;
pub mod targeting;
pub mod test_mode;
pub mod top_up;
pub mod upkeep;
pub mod wallets;
pub mod warnings;
pub mod webhooks;
