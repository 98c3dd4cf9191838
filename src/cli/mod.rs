//! The command line, one file a subcommand.
//! Lives here: arguments, exit codes, progress on a terminal.
//! Must not live here: rules, storage, anything another program would want to call.

pub mod player;
