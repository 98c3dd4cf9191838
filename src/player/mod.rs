//! Simulated screens: devices that play, sign and submit over HTTP, as real hardware would.
//! Lives here: keys, frames, plays, the offline queue, misbehaviours, the fleet and its receipts.
//! Must not live here: anything imported from the project's other folders, so that the signed text
//! made here is an independent check of the one the appliance computes.

pub mod api;
mod commands;
pub mod conduct;
pub mod fleet;
pub mod frame;
pub mod keys;
pub mod log;
pub mod misbehaviour;
pub mod play;
pub mod queue;
pub mod receipt;
pub mod screen;
pub mod setup;
pub mod site;
pub mod summary;
pub mod timebase;
mod wall_clock;

pub use fleet::{FleetConfig, run_fleet};
pub use keys::DeviceKey;
pub use misbehaviour::Misbehaviour;
pub use receipt::{Judgement, Receipt};
pub use screen::Screen;
pub use site::DeviceCredentials;
pub use summary::{Summary, Tally};

#[cfg(test)]
mod fleet_tests;
