//! The evidence of one billed play as one file, and its check without the appliance.
//!
//! The file is JSON in one spelling: two spaces, members in the order of [`model`], a newline at the
//! end; reading it and writing it again must give the same bytes. Its `seal` is a signed note over
//! the SHA-256 of the `evidence` member written without spaces, so that no byte of it is free. Each
//! part also stands on its own: the device's signature, the price, the leaf, the checkpoint.
//! Rules: POP-07, D-86.
//! Lives here: the file's form, sealing, checking, and what was proved in plain words.
//! Must not live here: gathering the parts (that needs the store), printing.

pub mod model;
mod money;
mod parts;
mod report;
mod seal;
mod signed;
mod verify;

pub use self::{
    model::{Evidence, File},
    report::{Outcome, Part, PartReport, Report},
    seal::{FORMAT, compact, hash, seal, spelling},
    signed::pem,
    verify::{Trust, verify},
};

#[cfg(test)]
mod tests;
