//! Signatures of devices and the hashes that everything else hangs on.

use aws_lc_rs::digest::{Context, SHA256, digest};
use base64::{Engine, engine::general_purpose::STANDARD};

use super::key::{DeviceKey, MAX_BITS};

/// The longest base64 text that can be a signature: 1,024 bytes of an 8192-bit key.
const MAX_BASE64_CHARS: usize = (MAX_BITS / 8).div_ceil(3) * 4;

/// What the check of one signature found.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureVerdict {
    /// The key's owner signed exactly this text.
    Valid,
    /// Right in form, but not by this key over this text.
    Invalid,
    /// The text is not strict base64 (standard alphabet, padded), or too long for any key.
    NotBase64,
    /// Another number of bytes than the key's signatures have.
    WrongLength,
}

impl SignatureVerdict {
    /// Whether the signature holds.
    #[must_use]
    pub const fn is_valid(self) -> bool {
        matches!(self, Self::Valid)
    }
}

/// Checks an RSASSA-PKCS1-v1_5 SHA-256 signature over `text`. Rule: D-06.
pub fn verify(key: &DeviceKey, text: &[u8], signature: &[u8]) -> SignatureVerdict {
    if signature.len() != key.signature_len() {
        return SignatureVerdict::WrongLength;
    }
    match key.parsed().verify_sig(text, signature) {
        Ok(()) => SignatureVerdict::Valid,
        Err(_) => SignatureVerdict::Invalid,
    }
}

/// Checks a signature as sent, in base64, and leaves its bytes in `signature`.
///
/// `signature` is emptied first, and stays empty for [`SignatureVerdict::NotBase64`].
pub fn verify_base64(
    key: &DeviceKey,
    text: &[u8],
    base64: &str,
    signature: &mut Vec<u8>,
) -> SignatureVerdict {
    signature.clear();
    if base64.len() > MAX_BASE64_CHARS || STANDARD.decode_vec(base64, signature).is_err() {
        signature.clear();
        return SignatureVerdict::NotBase64;
    }
    verify(key, text, signature)
}

/// The hash that stands for a signed play: SHA-256 of the text, then the signature. Rule: D-16.
#[must_use]
pub fn proof_hash(text: &[u8], signature: &[u8]) -> [u8; 32] {
    let mut context = Context::new(&SHA256);
    context.update(text);
    context.update(signature);
    first(context.finish().as_ref())
}

/// The SHA-256 of some bytes.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    first(digest(&SHA256, bytes).as_ref())
}

/// The first 8 bytes of the SHA-256: finds damage in a money row, proves nothing to others.
#[must_use]
pub fn checksum8(bytes: &[u8]) -> [u8; 8] {
    first(digest(&SHA256, bytes).as_ref())
}

/// The first N bytes of a digest that has at least as many.
fn first<const N: usize>(digest: &[u8]) -> [u8; N] {
    *digest.first_chunk().expect("a SHA-256 digest has 32 bytes")
}

#[cfg(test)]
#[path = "verify_tests.rs"]
mod tests;
