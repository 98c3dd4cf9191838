//! The single writer: a command comes in, changes come out, one commit a group.
//! Lives here: the live state, its rebuilding at start, decisions that need it, the queue, reads.
//! Must not live here: HTTP, the wall clock, rules that need no state (those are `domain`).

pub mod accounts;
pub mod actor;
pub mod apply;
pub mod audit;
pub mod checkpoint;
pub mod command;
pub mod commands;
pub mod core;
pub mod cut;
pub mod filter;
pub mod ids;
pub mod live;
pub mod load;
pub mod plays;
pub mod publish;
pub mod reads;
pub mod registry;
pub mod serving;
pub mod timers;
pub mod writer;

pub use actor::Actor;
pub use command::{Changes, Command, Context};
pub use core::Engine;
pub use live::Live;
pub use writer::{EngineError, Handle};
