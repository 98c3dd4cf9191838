//! The single writer: a command comes in, changes come out, one commit a group.
//! Lives here: the live state, its rebuilding at start, decisions that need it, the queue, reads.
//! Must not live here: HTTP, the wall clock, rules that need no state (those are `domain`).

pub mod ab;
pub mod accounts;
pub mod actor;
pub mod apply;
pub mod audit;
pub mod billed;
pub mod blocks;
pub mod captures;
pub mod checkpoint;
pub mod command;
pub mod commands;
pub mod core;
pub mod cut;
pub mod disputes;
pub mod earned;
pub mod filter;
pub mod fleet;
pub mod forecast;
pub mod history;
pub mod ids;
pub mod leases;
pub mod live;
pub mod load;
pub mod log;
pub mod online_history;
pub mod outbox;
pub mod payables;
pub mod payout_reads;
pub mod play_stream;
pub mod plays;
pub mod proof_file;
pub mod publish;
pub mod reads;
pub mod registry;
pub mod screenshots;
pub mod search_feed;
pub mod serving;
pub mod shares;
pub mod timers;
mod uptime;
pub mod writer;

pub use actor::Actor;
pub use command::{Changes, Command, Context};
pub use core::Engine;
pub use live::Live;
pub use writer::{EngineError, Handle};
