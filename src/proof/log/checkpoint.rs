//! Checkpoints: what a log says about itself at a size, as a signed note (C2SP `tlog-checkpoint`).

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    check::Head,
    hash::{Hash, empty_root},
    note::{Note, NoteError},
    note_key::{NoteKey, NoteSigner},
    tile::plain_number,
};

/// Why a text is no checkpoint, or a checkpoint is not to be trusted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The note around it is wrong.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// Fewer than three lines, or the last one without a newline.
    #[error("a checkpoint has three lines at least: origin, size, root")]
    TooShort,
    /// The origin is empty or has a control character.
    #[error("the origin of a checkpoint is one line, not empty")]
    BadOrigin,
    /// The size is no decimal number of 64 bits in its shortest spelling.
    #[error("the size of a checkpoint is a decimal number without leading zeros")]
    BadSize,
    /// The root is no base64 (standard alphabet, padded) of 32 bytes.
    #[error("the root of a checkpoint is 32 bytes in base64")]
    BadRoot,
    /// The size is 0 but the root is not that of the empty tree.
    #[error("the root of an empty log is the hash of nothing")]
    BadEmptyRoot,
    /// An extension line is empty or has a control character.
    #[error("line {line} of the checkpoint is no extension line")]
    BadExtension {
        /// Line, from 1.
        line: usize,
    },
    /// The checkpoint is of another log than the key that signed it.
    #[error("the checkpoint is of the log {found}, not of {expected}")]
    WrongOrigin {
        /// Name of the log's key.
        expected: String,
        /// Origin in the checkpoint.
        found: String,
    },
    /// Other keys signed, the log's own did not.
    #[error("the log itself did not sign the checkpoint")]
    NotByTheLog,
}

/// Size and root of a log, with its name. Rules: POP-07, D-86.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    head: Head,
    extensions: Vec<String>,
}

impl Checkpoint {
    /// A checkpoint of the log `origin` at a size.
    ///
    /// # Errors
    /// [`CheckpointError::BadOrigin`], or [`CheckpointError::BadEmptyRoot`].
    pub fn new(origin: &str, size: u64, root: Hash) -> Result<Self, CheckpointError> {
        if !is_line(origin) {
            return Err(CheckpointError::BadOrigin);
        }
        if size == 0 && root != empty_root() {
            return Err(CheckpointError::BadEmptyRoot);
        }
        let head = Head { size, root };
        Ok(Self { origin: origin.to_owned(), head, extensions: Vec::new() })
    }

    /// Adds an extension line, which nobody can audit.
    ///
    /// # Errors
    /// [`CheckpointError::BadExtension`].
    pub fn with_extension(mut self, line: &str) -> Result<Self, CheckpointError> {
        if !is_line(line) {
            return Err(CheckpointError::BadExtension { line: 4 + self.extensions.len() });
        }
        self.extensions.push(line.to_owned());
        Ok(self)
    }

    /// Name of the log.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Size and root, as the checks of proofs take them.
    #[must_use]
    pub const fn head(&self) -> &Head {
        &self.head
    }

    /// Extension lines, without newlines.
    #[must_use]
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }

    /// Reads the text of a note, only in the one spelling that [`Checkpoint`] writes.
    ///
    /// # Errors
    /// The line that is wrong; never panics.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let lines = text.strip_suffix('\n').ok_or(CheckpointError::TooShort)?;
        let mut lines = lines.split('\n');
        let mut line = || lines.next().ok_or(CheckpointError::TooShort);
        let (origin, size, root) = (line()?, line()?, line()?);
        let size = plain_number(size).ok_or(CheckpointError::BadSize)?;
        let root = STANDARD.decode(root).ok().and_then(|bytes| bytes.try_into().ok());
        let bare = Self::new(origin, size, root.ok_or(CheckpointError::BadRoot)?)?;
        lines.try_fold(bare, Self::with_extension)
    }

    /// Signs the checkpoint; the log's own key is named like its origin.
    ///
    /// A log signs no checkpoint that did not grow out of every one it signed before.
    ///
    /// # Errors
    /// [`CheckpointError::NotByTheLog`] when no signer has the origin's name.
    pub fn sign(&self, signers: &[&NoteSigner]) -> Result<Note, CheckpointError> {
        if !signers.iter().any(|signer| signer.key().name() == self.origin) {
            return Err(CheckpointError::NotByTheLog);
        }
        Ok(Note::sign(self.to_string(), signers)?)
    }

    /// Reads a signed checkpoint of the log whose key is given, and tells which keys signed it.
    ///
    /// # Errors
    /// When the note or the checkpoint is malformed, when the log did not sign it, when a line by
    /// the log or a known witness does not hold, or when the origin is not the key's name.
    pub fn open<'k>(
        message: &[u8],
        log: &'k NoteKey,
        witnesses: &[&'k NoteKey],
    ) -> Result<(Self, Vec<&'k NoteKey>), CheckpointError> {
        let note = Note::parse(message)?;
        let keys: Vec<_> = [log].into_iter().chain(witnesses.iter().copied()).collect();
        let signed = note.verify(&keys)?;
        if !signed.contains(&log) {
            return Err(CheckpointError::NotByTheLog);
        }
        let checkpoint = Self::parse(note.text())?;
        if checkpoint.origin == log.name() {
            return Ok((checkpoint, signed));
        }
        let expected = log.name().to_owned();
        Err(CheckpointError::WrongOrigin { expected, found: checkpoint.origin })
    }
}

impl fmt::Display for Checkpoint {
    /// Writes the text to be signed, each line with its newline.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Head { size, root } = &self.head;
        writeln!(f, "{}\n{size}\n{}", self.origin, STANDARD.encode(root))?;
        self.extensions.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// Whether a text is one line of a note that is not empty.
fn is_line(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte >= b' ')
}

#[cfg(test)]
#[path = "checkpoint_tests.rs"]
mod tests;
