//! The public key of a device, read once and used for every play.

use std::{fmt, sync::Arc};

use aws_lc_rs::{
    encoding::{AsDer, PublicKeyX509Der},
    rsa,
    signature::{ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents},
};
use base64::{Engine, engine::general_purpose::STANDARD};

use super::verify::sha256;
use crate::domain::refusal::{Code, Detail, Refusal};

/// The smallest RSA modulus that is accepted, in bits. Rule: D-06.
pub const MIN_BITS: usize = 2048;
/// The largest RSA modulus that is accepted, in bits. Rule: D-06.
pub const MAX_BITS: usize = 8192;
/// The longest PEM text that is read, in bytes (an 8192-bit key takes about 1,500).
const MAX_PEM_BYTES: usize = 16 * 1024;

/// The two spellings of an RSA public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    /// `SubjectPublicKeyInfo`, "PUBLIC KEY".
    Spki,
    /// `RSAPublicKey`, "RSA PUBLIC KEY".
    Pkcs1,
}

/// PEM label → encoding.
const LABELS: &[(&str, Encoding)] =
    &[("PUBLIC KEY", Encoding::Spki), ("RSA PUBLIC KEY", Encoding::Pkcs1)];

/// An RSA public key of 2048 to 8192 bits, ready to verify; a clone is a counted reference.
#[derive(Clone)]
pub struct DeviceKey(Arc<Inner>);

struct Inner {
    parsed: ParsedPublicKey,
    spki_der: Box<[u8]>,
    fingerprint: [u8; 32],
    bits: usize,
}

impl DeviceKey {
    /// Reads one public key from PEM ("PUBLIC KEY" or "RSA PUBLIC KEY"). Rule: D-06.
    ///
    /// # Errors
    /// `INVALID_KEY` with the reason; for a wrong size with the number of bits found.
    pub fn from_pem(pem: &str) -> Result<Self, Refusal> {
        let (encoding, der) = read_pem(pem)?;
        Self::from_encoded(encoding, &der)
    }

    /// Reads a key from the stored `SubjectPublicKeyInfo` DER (see [`Self::spki_der`]).
    ///
    /// # Errors
    /// As [`Self::from_pem`].
    pub fn from_spki_der(der: &[u8]) -> Result<Self, Refusal> {
        Self::from_encoded(Encoding::Spki, der)
    }

    fn from_encoded(encoding: Encoding, der: &[u8]) -> Result<Self, Refusal> {
        let key = rsa::PublicKey::from_der(der).map_err(|_| not_rsa())?;
        let modulus = key.modulus().big_endian_without_leading_zero();
        let exponent = key.exponent().big_endian_without_leading_zero();
        let bits = bit_length(modulus);
        check_size(bits)?;
        check_exponent(exponent)?;
        let spki: PublicKeyX509Der<'_> = key.as_der().map_err(|_| not_rsa())?;
        let canonical = match encoding {
            Encoding::Spki => spki.as_ref(),
            Encoding::Pkcs1 => key.as_ref(),
        };
        if canonical != der {
            // Trailing bytes, a key bound to RSA-PSS, or another spelling of the same key.
            return Err(not_rsa());
        }
        let parsed = RsaPublicKeyComponents { n: modulus, e: exponent }
            .to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256)
            .map_err(|_| not_rsa())?;
        let fingerprint = sha256(spki.as_ref());
        let spki_der = spki.as_ref().into();
        Ok(Self(Arc::new(Inner { parsed, spki_der, fingerprint, bits })))
    }

    /// The key as `SubjectPublicKeyInfo` DER, the form that is stored.
    #[must_use]
    pub fn spki_der(&self) -> &[u8] {
        &self.0.spki_der
    }

    /// The SHA-256 of [`Self::spki_der`]; the same for both PEM spellings.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 32] {
        self.0.fingerprint
    }

    /// The size of the modulus in bits.
    #[must_use]
    pub fn bits(&self) -> usize {
        self.0.bits
    }

    /// The length of every signature by this key, in bytes.
    #[must_use]
    pub fn signature_len(&self) -> usize {
        self.0.bits.div_ceil(8)
    }

    /// The key in the form that verifies without reading it again.
    pub(super) fn parsed(&self) -> &ParsedPublicKey {
        &self.0.parsed
    }
}

impl fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceKey(RSA-{}, {})", self.0.bits, hex::encode(self.0.fingerprint))
    }
}

impl PartialEq for DeviceKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.fingerprint == other.0.fingerprint
    }
}

impl Eq for DeviceKey {}

/// Takes the only block out of a PEM text.
fn read_pem(pem: &str) -> Result<(Encoding, Vec<u8>), Refusal> {
    if pem.len() > MAX_PEM_BYTES {
        return Err(invalid(format!(
            "The key text has {} bytes; at most {MAX_PEM_BYTES} are read",
            pem.len()
        )));
    }
    let not_pem =
        || invalid("The key is not PEM: expected one \"-----BEGIN PUBLIC KEY-----\" block");
    let rest = pem.trim().strip_prefix("-----BEGIN ").ok_or_else(not_pem)?;
    let (label, rest) = rest.split_once("-----").ok_or_else(not_pem)?;
    if label.contains("PRIVATE") {
        return Err(invalid(
            "This is a private key: never send it; send the public key, and replace this pair",
        ));
    }
    let encoding = LABELS.iter().find(|(name, _)| *name == label).map(|(_, encoding)| *encoding);
    let encoding = encoding.ok_or_else(|| {
        let shown: String = label.chars().take(40).filter(|c| !c.is_control()).collect();
        invalid(format!("The PEM block is \"{shown}\"; PUBLIC KEY or RSA PUBLIC KEY is accepted"))
    })?;
    let end = format!("-----END {label}-----");
    let body = rest.strip_suffix(end.as_str()).ok_or_else(not_pem)?;
    let body: String = body.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let der = STANDARD.decode(body).map_err(|_| not_pem())?;
    Ok((encoding, der))
}

fn check_size(bits: usize) -> Result<(), Refusal> {
    if (MIN_BITS..=MAX_BITS).contains(&bits) {
        return Ok(());
    }
    let message = format!("RSA key of {bits} bits; {MIN_BITS} to {MAX_BITS} are accepted");
    let found = i64::try_from(bits).unwrap_or(i64::MAX);
    Err(invalid(message).with("key_bits", Detail::Int(found)))
}

/// The public exponent must be odd, at least 3 and at most 32 bits long.
fn check_exponent(exponent: &[u8]) -> Result<(), Refusal> {
    let value = exponent.iter().fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    if exponent.len() <= 4 && value >= 3 && value % 2 == 1 {
        return Ok(());
    }
    Err(invalid(
        "The RSA exponent must be odd, at least 3 and at most 32 bits long; 65537 is usual",
    ))
}

fn bit_length(big_endian: &[u8]) -> usize {
    let leading = big_endian.first().map_or(0, |byte| byte.leading_zeros() as usize);
    (big_endian.len() * 8).saturating_sub(leading)
}

fn not_rsa() -> Refusal {
    invalid("The PEM block holds no usable RSA public key")
}

fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::new(Code::InvalidKey, message)
}

#[cfg(test)]
#[path = "key_tests.rs"]
mod tests;
