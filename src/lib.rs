//! Vetrina: a retail media network in one binary.
//!
//! Screens in stores play ads, each play is signed by the device, verified, priced, billed and
//! provable. `docs/ARCHITECTURE.md` walks through one play from the socket to the ledger.

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod domain;
pub mod engine;
pub mod http;
pub mod jobs;
pub mod media;
pub mod outbox;
pub mod player;
pub mod proof;
pub mod search;
pub mod telemetry;
