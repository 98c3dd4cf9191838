//! Binding every byte of a file: one spelling, one hash, one signature.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::model::{Evidence, File};
use crate::proof::{
    log::{
        note::{Note, NoteError},
        note_key::NoteSigner,
    },
    verify::sha256,
};

/// What a file of this version says, and the first line of its seal.
pub const FORMAT: &str = "vetrina-evidence-v1";

/// The evidence as it is hashed: JSON without spaces, members in their order.
#[must_use]
pub fn compact(evidence: &Evidence) -> Vec<u8> {
    serde_json::to_vec(evidence).expect("plain data is written without failure")
}

/// The file as it is written: JSON with two spaces, a newline at the end.
#[must_use]
pub fn spelling(file: &File) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(file).expect("plain data is written without failure");
    bytes.push(b'\n');
    bytes
}

/// SHA-256 of the evidence.
#[must_use]
pub fn hash(evidence: &Evidence) -> [u8; 32] {
    sha256(&compact(evidence))
}

/// The text that the seal signs: format, impression, hash in base64. No checkpoint can read so,
/// since the second line of one is a number.
#[must_use]
pub fn sealed_text(evidence: &Evidence) -> String {
    let hash = STANDARD.encode(hash(evidence));
    format!("{FORMAT}\n{}\n{hash}\n", evidence.impression_id)
}

/// Seals evidence with the log's key; the bytes of the file.
///
/// # Errors
/// A [`NoteError`], which a text of these three lines leaves no way to.
pub fn seal(evidence: Evidence, signer: &NoteSigner) -> Result<Vec<u8>, NoteError> {
    let note = Note::sign(sealed_text(&evidence), &[signer])?;
    let file = File { format: FORMAT.to_owned(), evidence, seal: note.to_string() };
    Ok(spelling(&file))
}
