//! Signed notes: a text, an empty line, and one line for each signature (C2SP `signed-note`).

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};

use super::note_key::{NoteKey, NoteSigner, is_key_name};

/// Longest note that is read, in bytes.
pub const MAX_NOTE_BYTES: usize = 1 << 20;
/// Most signatures of a note that is read; the format asks for 16 at least.
pub const MAX_SIGNATURES: usize = 100;
/// What a signature line begins with: an em dash and a space.
const MARK: &str = "\u{2014} ";

/// Why bytes are no note, or a note is not to be trusted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// More than [`MAX_NOTE_BYTES`].
    #[error("the note has {0} bytes, more than {MAX_NOTE_BYTES}")]
    TooLong(usize),
    /// Not UTF-8.
    #[error("the note is not UTF-8")]
    NotUtf8,
    /// A control character that is no newline.
    #[error("line {line} of the note has a control character")]
    ControlCharacter {
        /// Line, from 1.
        line: usize,
    },
    /// The text, or the last signature line, does not end in a newline.
    #[error("the note does not end in a newline")]
    NoFinalNewline,
    /// No empty line with at least one signature line after it.
    #[error("the note has no signature lines after an empty line")]
    NoSignatures,
    /// A line after the empty line is no signature.
    #[error("line {line} of the note is no signature line")]
    BadSignatureLine {
        /// Line, from 1.
        line: usize,
    },
    /// More than [`MAX_SIGNATURES`].
    #[error("the note has {0} signatures, more than {MAX_SIGNATURES}")]
    TooManySignatures(usize),
    /// Two of the keys given have the same name and id.
    #[error("two known keys are called {name}+{id:08x}")]
    AmbiguousKey {
        /// Name of the keys.
        name: String,
        /// Id of the keys.
        id: u32,
    },
    /// A signature in the name of a known key was not made by it over this text.
    #[error("the signature of {name}+{id:08x} does not hold")]
    InvalidSignature {
        /// Name of the key.
        name: String,
        /// Id of the key.
        id: u32,
    },
    /// No signature is by a known key.
    #[error("the note has no signature by a known key")]
    NoKnownSignature,
}

/// One signature line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    name: String,
    id: u32,
    bytes: Vec<u8>,
}

impl Signature {
    /// Name of the key that is said to have signed.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Id of the key that is said to have signed.
    #[must_use]
    pub const fn id(&self) -> u32 {
        self.id
    }

    /// The signature itself; 64 bytes for Ed25519.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn is_by(&self, key: &NoteKey) -> bool {
        self.id == key.id() && self.name == key.name()
    }

    /// Reads a line without its newline.
    fn read(line: &str) -> Option<Self> {
        let (name, base64) = line.strip_prefix(MARK)?.split_once(' ')?;
        if !is_key_name(name) {
            return None;
        }
        let bytes = STANDARD.decode(base64).ok()?;
        let (id, rest) = bytes.split_first_chunk()?;
        let id = u32::from_be_bytes(*id);
        (!rest.is_empty()).then(|| Self { name: name.to_owned(), id, bytes: rest.to_vec() })
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&self.id.to_be_bytes()[..], &self.bytes].concat();
        writeln!(f, "{MARK}{} {}", self.name, STANDARD.encode(bytes))
    }
}

/// A note as read or made: its text means nothing before [`Note::verify`]. Rule: POP-07.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

impl Note {
    /// Signs a text, which must end in a newline, with each of the signers.
    ///
    /// # Errors
    /// When the text cannot be that of a note, or there is no signer.
    pub fn sign(text: String, signers: &[&NoteSigner]) -> Result<Self, NoteError> {
        check_characters(&text)?;
        if !text.ends_with('\n') {
            return Err(NoteError::NoFinalNewline);
        }
        if signers.is_empty() {
            return Err(NoteError::NoSignatures);
        }
        let mut note = Self { text, signatures: Vec::new() };
        for signer in signers {
            note.add_signature(signer)?;
        }
        Ok(note)
    }

    /// Adds a signature, in place of an earlier one by the same key.
    ///
    /// # Errors
    /// [`NoteError::TooManySignatures`].
    pub fn add_signature(&mut self, signer: &NoteSigner) -> Result<(), NoteError> {
        let key = signer.key();
        self.signatures.retain(|signature| !signature.is_by(key));
        if self.signatures.len() >= MAX_SIGNATURES {
            return Err(NoteError::TooManySignatures(self.signatures.len() + 1));
        }
        let bytes = signer.sign(self.text.as_bytes());
        self.signatures.push(Signature { name: key.name().to_owned(), id: key.id(), bytes });
        Ok(())
    }

    /// Reads a note; nothing is verified.
    ///
    /// # Errors
    /// What is wrong with its form, with the line; never panics.
    pub fn parse(message: &[u8]) -> Result<Self, NoteError> {
        if message.len() > MAX_NOTE_BYTES {
            return Err(NoteError::TooLong(message.len()));
        }
        let message = str::from_utf8(message).map_err(|_| NoteError::NotUtf8)?;
        check_characters(message)?;
        let lines = message.strip_suffix('\n').ok_or(NoteError::NoFinalNewline)?;
        // The text keeps the first of the two newlines, the signatures begin after the second.
        let end = lines.rfind("\n\n").ok_or(NoteError::NoSignatures)?;
        let (text, lines) = (&lines[..=end], &lines[end + 2..]);
        if lines.is_empty() {
            return Err(NoteError::NoSignatures);
        }
        let count = lines.split('\n').count();
        if count > MAX_SIGNATURES {
            return Err(NoteError::TooManySignatures(count));
        }
        let first = text.matches('\n').count() + 2;
        let signatures = lines
            .split('\n')
            .enumerate()
            .map(|(at, line)| {
                Signature::read(line).ok_or(NoteError::BadSignatureLine { line: first + at })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { text: text.to_owned(), signatures })
    }

    /// The text with its last newline.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// All signatures, verified or not.
    #[must_use]
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// Checks the signatures of the known keys and returns those that signed, in line order.
    ///
    /// Lines of other keys are ignored, so notes may carry signatures of witnesses unknown here.
    ///
    /// # Errors
    /// When a line of a known key does not hold, when no line is by a known key, or when a line
    /// is by a name and id that two of the keys share.
    pub fn verify<'k>(&self, keys: &[&'k NoteKey]) -> Result<Vec<&'k NoteKey>, NoteError> {
        let mut signed: Vec<&NoteKey> = Vec::new();
        for signature in &self.signatures {
            let mut matching = keys.iter().filter(|key| signature.is_by(key));
            let Some(&key) = matching.next() else { continue };
            let (name, id) = (key.name().to_owned(), key.id());
            if matching.next().is_some() {
                return Err(NoteError::AmbiguousKey { name, id });
            }
            if !key.verifies(self.text.as_bytes(), &signature.bytes) {
                return Err(NoteError::InvalidSignature { name, id });
            }
            if !signed.iter().any(|known| signature.is_by(known)) {
                signed.push(key);
            }
        }
        if signed.is_empty() { Err(NoteError::NoKnownSignature) } else { Ok(signed) }
    }
}

impl fmt::Display for Note {
    /// Writes the note as it is served and read.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| signature.fmt(f))
    }
}

/// No character below U+0020 but newlines.
fn check_characters(text: &str) -> Result<(), NoteError> {
    match text.bytes().position(|byte| byte < b' ' && byte != b'\n') {
        None => Ok(()),
        Some(at) => {
            let before = text.bytes().take(at).filter(|byte| *byte == b'\n').count();
            Err(NoteError::ControlCharacter { line: before + 1 })
        }
    }
}

#[cfg(test)]
#[path = "note_tests.rs"]
mod tests;
