//! The command line: one file a subcommand.
//! Lives here: arguments, progress, exit codes.
//! Must not live here: rules, storage.

pub mod audit;
pub mod bench;
pub mod config_check;
pub mod demo;
pub mod init;
pub mod log_key;
pub mod player;
pub mod serve;
pub mod verify;
