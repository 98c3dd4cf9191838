//! Media: what an uploaded creative or screenshot really is, and where its bytes are kept.
//! Lives here: probing by content, display names, files by their hash, made-up samples.
//! Must not live here: who may upload, approval, the store's rows; only `domain` is imported.

pub mod blob;
pub mod evidence;
pub mod frame;
pub mod glyphs;
mod h264;
mod mp4;
pub mod name;
mod picture;
pub mod preview;
pub mod probe;
pub mod sample;
pub mod thumb;

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::domain::refusal::{Code, Refusal};

/// A refusal of a media file.
fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::new(Code::InvalidMedia, message)
}

/// Runs a decoder over bytes from outside; a panic in it becomes `None`.
///
/// The last guard: what is known to make a decoder fail is refused before it runs.
fn guarded<T>(decode: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(decode)).ok()
}
