//! Keys of signed notes: names, ids, and their texts (C2SP `signed-note`, Ed25519).

use std::{fmt, str::FromStr};

use aws_lc_rs::{
    digest::{Context, SHA256},
    signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey},
};
use base64::{Engine, engine::general_purpose::STANDARD};

/// The signature type byte of Ed25519 keys.
const ED25519_TYPE: u8 = 0x01;
/// What the text of a secret key begins with.
const SECRET_PREFIX: &str = "PRIVATE+KEY+";
/// Longest name of a key, in bytes.
pub const MAX_NAME_BYTES: usize = 255;
/// Longest text of a key that is read: prefix, name, id, 33 bytes in base64, signs between them.
const MAX_TEXT_BYTES: usize = MAX_NAME_BYTES + 80;

/// Why a text, or a name, is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not `name+id+base64`, or not `PRIVATE+KEY+name+id+base64`.
    #[error("a key reads name+id+base64, a secret key PRIVATE+KEY+name+id+base64")]
    Malformed,
    /// The name is empty, too long, or has a space, a plus or a control character.
    #[error("the name of a key has 1 to 255 bytes, no space, no plus, no control character")]
    BadName,
    /// The signature type is not that of Ed25519.
    #[error("only Ed25519 keys (type 1) are known, not type {0}")]
    UnknownType(u8),
    /// The key has another length than 32 bytes.
    #[error("an Ed25519 key has 32 bytes, not {0}")]
    WrongLength(usize),
    /// The id is not that of the name and the key.
    #[error("the id of the key is {expected:08x}, the text says {found:08x}")]
    WrongId {
        /// Id that follows from name and key.
        expected: u32,
        /// Id in the text.
        found: u32,
    },
}

/// The public key of somebody who signs notes. Rule: POP-07.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteKey {
    name: String,
    id: u32,
    public: [u8; 32],
}

impl NoteKey {
    /// A key from its name and the 32 bytes of an Ed25519 public key.
    ///
    /// # Errors
    /// [`KeyError::BadName`].
    pub fn new(name: &str, public: [u8; 32]) -> Result<Self, KeyError> {
        if !is_key_name(name) {
            return Err(KeyError::BadName);
        }
        Ok(Self { name: name.to_owned(), id: key_id(name, &public), public })
    }

    /// Name of the key; for a log its origin.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// First four bytes of SHA-256(name ‖ newline ‖ type ‖ key): tells keys apart, proves nothing.
    #[must_use]
    pub const fn id(&self) -> u32 {
        self.id
    }

    /// The Ed25519 public key.
    #[must_use]
    pub const fn public(&self) -> &[u8; 32] {
        &self.public
    }

    /// Whether the key's owner signed exactly this text.
    #[must_use]
    pub fn verifies(&self, text: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, &self.public).verify(text, signature).is_ok()
    }
}

impl fmt::Display for NoteKey {
    /// Writes `name+id+base64`, as other tools read it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = typed_base64(&self.public);
        write!(f, "{}+{:08x}+{key}", self.name, self.id)
    }
}

impl FromStr for NoteKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let (name, id, public) = read_key(text)?;
        Self::new(name, public)?.with_id(id)
    }
}

impl NoteKey {
    fn with_id(self, found: u32) -> Result<Self, KeyError> {
        if self.id == found {
            return Ok(self);
        }
        Err(KeyError::WrongId { expected: self.id, found })
    }
}

/// A secret key that signs notes; its text and its debug form do not tell it by accident.
pub struct NoteSigner {
    key: NoteKey,
    pair: Ed25519KeyPair,
    seed: [u8; 32],
}

impl NoteSigner {
    /// A signer from its name and an Ed25519 seed: 32 bytes of good randomness.
    ///
    /// # Errors
    /// [`KeyError::BadName`].
    pub fn from_seed(name: &str, seed: [u8; 32]) -> Result<Self, KeyError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed)
            .map_err(|_| KeyError::WrongLength(seed.len()))?;
        let bytes = pair.public_key().as_ref();
        let public = bytes.try_into().map_err(|_| KeyError::WrongLength(bytes.len()))?;
        Ok(Self { key: NoteKey::new(name, public)?, pair, seed })
    }

    /// Reads `PRIVATE+KEY+name+id+base64`.
    ///
    /// # Errors
    /// A [`KeyError`] that does not repeat the text.
    pub fn from_secret_text(text: &str) -> Result<Self, KeyError> {
        let rest = text.strip_prefix(SECRET_PREFIX).ok_or(KeyError::Malformed)?;
        let (name, id, seed) = read_key(rest)?;
        let signer = Self::from_seed(name, seed)?;
        Ok(Self { key: signer.key.with_id(id)?, ..signer })
    }

    /// The text that [`NoteSigner::from_secret_text`] reads; whoever has it signs in this name.
    #[must_use]
    pub fn to_secret_text(&self) -> String {
        let seed = typed_base64(&self.seed);
        format!("{SECRET_PREFIX}{}+{:08x}+{seed}", self.key.name, self.key.id)
    }

    /// The public key, to be handed out.
    #[must_use]
    pub const fn key(&self) -> &NoteKey {
        &self.key
    }

    /// Signs a text: 64 bytes, the same for the same text.
    #[must_use]
    pub fn sign(&self, text: &[u8]) -> Vec<u8> {
        self.pair.sign(text).as_ref().to_vec()
    }
}

impl fmt::Debug for NoteSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NoteSigner").field("key", &self.key).finish_non_exhaustive()
    }
}

/// Whether a name may stand in a signature line.
#[must_use]
pub fn is_key_name(name: &str) -> bool {
    let bad = |c: char| c.is_whitespace() || c.is_control() || c == '+';
    !name.is_empty() && name.len() <= MAX_NAME_BYTES && !name.contains(bad)
}

fn key_id(name: &str, public: &[u8; 32]) -> u32 {
    let mut context = Context::new(&SHA256);
    context.update(name.as_bytes());
    context.update(&[b'\n', ED25519_TYPE]);
    context.update(public);
    let digest = context.finish();
    u32::from_be_bytes(*digest.as_ref().first_chunk().expect("a SHA-256 digest has 32 bytes"))
}

fn typed_base64(key: &[u8; 32]) -> String {
    let mut bytes = [ED25519_TYPE; 33];
    bytes[1..].copy_from_slice(key);
    STANDARD.encode(bytes)
}

/// Reads `name+id+base64`: the name as it stands, the id as written, the 32 bytes of the key.
fn read_key(text: &str) -> Result<(&str, u32, [u8; 32]), KeyError> {
    if text.len() > MAX_TEXT_BYTES {
        return Err(KeyError::Malformed);
    }
    let mut parts = text.splitn(3, '+');
    let mut part = || parts.next().ok_or(KeyError::Malformed);
    let (name, id, key) = (part()?, part()?, part()?);
    let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if id.len() != 8 || !id.bytes().all(hex) {
        return Err(KeyError::Malformed);
    }
    let id = u32::from_str_radix(id, 16).map_err(|_| KeyError::Malformed)?;
    let bytes = STANDARD.decode(key).map_err(|_| KeyError::Malformed)?;
    let (kind, key) = bytes.split_first().ok_or(KeyError::Malformed)?;
    if *kind != ED25519_TYPE {
        return Err(KeyError::UnknownType(*kind));
    }
    let key = key.try_into().map_err(|_| KeyError::WrongLength(key.len()))?;
    Ok((name, id, key))
}
