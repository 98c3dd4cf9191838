//! Vetrina: a retail media network in one binary.
//!
//! Screens in stores play ads, each play is signed by the device, verified, priced, billed and
//! provable. `docs/ARCHITECTURE.md` walks through one play from the socket to the ledger.

pub mod cli;
pub mod domain;
pub mod player;
