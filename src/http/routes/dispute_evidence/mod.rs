//! Evidence of disputes: collected from what the appliance knows, kept as bytes, handed out whole.
//! Lives here: what goes into a bundle, its facts for the assessment, the bundle for one reader.
//! Must not live here: the assessment itself (`domain/dispute`), files on disk (`media/evidence`).

mod bundle;
mod collect;
mod day;
mod facts;
mod files;
mod material;
mod readme;

pub(super) use bundle::{Contents, json_of, zip_of};
pub(super) use collect::{About, Matter, collect, discard};
