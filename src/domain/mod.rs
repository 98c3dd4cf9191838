//! The rules, pure: no I/O, no clock, no randomness of its own, no floats on money.
//! Lives here: entities, tables of the rules, decisions as functions from values to values.
//! Must not live here: storage, HTTP, threads, anything that imports another folder of the project.
#![deny(
    clippy::float_arithmetic,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm
)]
#![cfg_attr(
    test,
    allow(
        clippy::float_arithmetic,
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "tests compute expectations in the plainest way"
    )
)]

pub mod address;
pub mod blocking;
pub mod campaign;
pub mod catalog;
pub mod change;
pub mod csv;
pub mod delivery;
pub mod device_command;
pub mod dispute;
pub mod geo;
pub mod ids;
pub mod impression;
pub mod ledger;
pub mod money;
pub mod notices;
pub mod pricing;
pub mod proof_of_play;
pub mod refusal;
pub mod report;
pub mod secret;
pub mod share_of_voice;
pub mod text;
pub mod time;
pub mod wording;
mod words;
