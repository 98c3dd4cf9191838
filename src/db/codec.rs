//! Rows as bytes: a version byte, postcard, and for money rows a checksum of their own.

use aws_lc_rs::digest::{SHA256, digest};
use serde::{Serialize, de::DeserializeOwned};

/// The row format written today.
const ROW_VERSION: u8 = 1;
/// Bytes of the checksum at the end of money rows.
const CHECKSUM_LEN: usize = 8;

/// Why bytes are no row.
#[derive(Debug, thiserror::Error)]
pub enum CodecError {
    /// No bytes at all, or fewer than a checksum.
    #[error("the row is cut off ({0} bytes)")]
    Truncated(usize),
    /// Written by a newer release.
    #[error("row version {0} is unknown to this release")]
    UnknownVersion(u8),
    /// The row's own checksum does not match: the bytes are damaged.
    #[error("the row's checksum does not match its bytes")]
    Checksum,
    /// The fields cannot be read.
    #[error("the row cannot be decoded: {0}")]
    Postcard(#[from] postcard::Error),
}

/// Bytes that most rows fit into.
const USUAL_ROW: usize = 64;

/// Encodes a row: version byte and postcard.
#[must_use]
pub fn encode<T: Serialize>(row: &T) -> Vec<u8> {
    encode_into(row, USUAL_ROW)
}

fn encode_into<T: Serialize>(row: &T, capacity: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(capacity);
    bytes.push(ROW_VERSION);
    postcard::to_extend(row, bytes)
        .expect("rows are plain data; writing them to memory cannot fail")
}

/// Decodes a row.
///
/// # Errors
/// See `CodecError`.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
    match bytes.split_first() {
        None => Err(CodecError::Truncated(0)),
        Some((&ROW_VERSION, body)) => Ok(postcard::from_bytes(body)?),
        Some((&version, _)) => Err(CodecError::UnknownVersion(version)),
    }
}

/// Encodes a money row: like `encode`, then 8 bytes of SHA-256 over key and row.
///
/// The store does not check pages when it reads; a money row proves itself.
#[must_use]
pub fn encode_sealed<T: Serialize>(key: &[u8], row: &T) -> Vec<u8> {
    encode_sealed_sized(key, row, USUAL_ROW)
}

/// The same for rows whose length is about known, so that the bytes need not move as they grow.
#[must_use]
pub fn encode_sealed_sized<T: Serialize>(key: &[u8], row: &T, about: usize) -> Vec<u8> {
    let mut bytes = encode_into(row, about);
    let sum = checksum(key, &bytes);
    bytes.extend_from_slice(&sum);
    bytes
}

/// Decodes a money row after checking its checksum.
///
/// # Errors
/// See `CodecError`.
pub fn decode_sealed<T: DeserializeOwned>(key: &[u8], bytes: &[u8]) -> Result<T, CodecError> {
    let body_len =
        bytes.len().checked_sub(CHECKSUM_LEN).ok_or(CodecError::Truncated(bytes.len()))?;
    let (body, sum) = bytes.split_at(body_len);
    if checksum(key, body) != sum {
        return Err(CodecError::Checksum);
    }
    decode(body)
}

fn checksum(key: &[u8], body: &[u8]) -> [u8; CHECKSUM_LEN] {
    let mut context = aws_lc_rs::digest::Context::new(&SHA256);
    context.update(key);
    context.update(body);
    let full = context.finish();
    let mut short = [0; CHECKSUM_LEN];
    short.copy_from_slice(&full.as_ref()[..CHECKSUM_LEN]);
    short
}

/// SHA-256 of bytes.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, bytes).as_ref());
    hash
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_damaged_money_row_is_found() {
        let sealed = encode_sealed(b"key", &(7_u32, "text"));
        assert_eq!(decode_sealed::<(u32, String)>(b"key", &sealed).unwrap(), (7, "text".into()));
        assert!(decode_sealed::<(u32, String)>(b"other", &sealed).is_err());
        for position in 0..sealed.len() {
            let mut bad = sealed.clone();
            bad[position] ^= 1;
            assert!(decode_sealed::<(u32, String)>(b"key", &bad).is_err(), "{position}");
        }
    }

    proptest! {
        #[test]
        fn decoding_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode::<(u64, String, Option<Vec<u8>>)>(&bytes);
            let _ = decode_sealed::<(u64, String)>(b"k", &bytes);
        }
    }
}
