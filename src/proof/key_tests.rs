//! Known keys, refused keys, hostile texts.

use proptest::prelude::*;

use super::*;

const DEVICE: &str = include_str!("../../tests/fixtures/proof/device_2048.pem");
const DEVICE_PKCS1: &str = include_str!("../../tests/fixtures/proof/device_2048_pkcs1.pem");
const WEAK: &str = include_str!("../../tests/fixtures/proof/weak_1024.pem");
const CURVE: &str = include_str!("../../tests/fixtures/proof/ec_p256.pem");
const PSS: &str = include_str!("../../tests/fixtures/proof/pss_2048.pem");

/// A DER value: tag, length, content.
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let len = content.len();
    let mut out = match len {
        0..=127 => vec![tag, len as u8],
        128..=255 => vec![tag, 0x81, len as u8],
        _ => vec![tag, 0x82, (len >> 8) as u8, len as u8],
    };
    out.extend_from_slice(content);
    out
}

/// A PKCS#1 PEM around a made-up odd modulus of so many bits (a multiple of 8).
fn made_up(bits: usize, exponent: &[u8]) -> String {
    let mut modulus = vec![0xff; bits / 8];
    modulus.insert(0, 0);
    let body = [der(2, &modulus), der(2, exponent)].concat();
    let text = STANDARD.encode(der(0x30, &body));
    format!("-----BEGIN RSA PUBLIC KEY-----\n{text}\n-----END RSA PUBLIC KEY-----\n")
}

#[test]
fn both_spellings_give_the_same_key() {
    let key = DeviceKey::from_pem(DEVICE).unwrap();
    assert_eq!(key.bits(), 2048);
    assert_eq!(key.signature_len(), 256);
    assert_eq!(
        hex::encode(key.fingerprint()),
        "9bac131ea490737949aa2bc83a6ae02d805f3d68fc238bb69cee3389be070e83"
    );
    assert_eq!(DeviceKey::from_pem(DEVICE_PKCS1).unwrap(), key);
    assert_eq!(DeviceKey::from_spki_der(key.spki_der()).unwrap(), key);
    let windows = DEVICE.replace('\n', "\r\n");
    assert_eq!(DeviceKey::from_pem(&format!("\n  {windows}\n")).unwrap(), key);
}

/// Rule: D-06.
#[test]
fn sizes_outside_the_range_are_refused_with_the_bits_found() {
    let f4 = [1, 0, 1];
    for bits in [2048, 3072, 4096, 8192] {
        assert_eq!(DeviceKey::from_pem(&made_up(bits, &f4)).unwrap().bits(), bits);
    }
    let refusal = DeviceKey::from_pem(WEAK).unwrap_err();
    assert_eq!(refusal.code, Code::InvalidKey);
    assert_eq!(refusal.message, "RSA key of 1024 bits; 2048 to 8192 are accepted");
    assert_eq!(refusal.members(), vec![("key_bits", Detail::Int(1024))]);
    for bits in [1024, 2040, 8200] {
        let message = DeviceKey::from_pem(&made_up(bits, &f4)).unwrap_err().message;
        assert_eq!(message, format!("RSA key of {bits} bits; 2048 to 8192 are accepted"));
    }
}

#[test]
fn strange_exponents_are_refused() {
    assert!(DeviceKey::from_pem(&made_up(2048, &[3])).is_ok());
    for exponent in [&[1][..], &[2], &[1, 0, 0], &[1, 0, 0, 0, 1]] {
        let refusal = DeviceKey::from_pem(&made_up(2048, exponent)).unwrap_err();
        assert_eq!(refusal.code, Code::InvalidKey, "{exponent:?}");
    }
}

#[test]
fn other_texts_are_refused_with_the_reason() {
    let two = format!("{DEVICE}{DEVICE}");
    let private = DEVICE.replace("PUBLIC", "PRIVATE");
    let certificate = DEVICE.replace("PUBLIC KEY", "CERTIFICATE");
    let mismatch = DEVICE.replace("END PUBLIC", "END RSA PUBLIC");
    let mislabelled = DEVICE_PKCS1.replace("RSA PUBLIC", "PUBLIC");
    let cut = DEVICE.replacen("-----\nMIIB", "-----\nMIIBMIIB", 1);
    let long = format!("{DEVICE}{}", " ".repeat(MAX_PEM_BYTES));
    for (text, expected) in [
        ("", "not PEM"),
        ("-----BEGIN PUBLIC KEY-----", "not PEM"),
        ("-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----", "no usable RSA"),
        (two.as_str(), "not PEM"),
        (private.as_str(), "private key"),
        (certificate.as_str(), "is \"CERTIFICATE\""),
        (mismatch.as_str(), "not PEM"),
        (mislabelled.as_str(), "no usable RSA"),
        (cut.as_str(), "no usable RSA"),
        (long.as_str(), "at most 16384"),
        (CURVE, "no usable RSA"),
        (PSS, "no usable RSA"),
    ] {
        let refusal = DeviceKey::from_pem(text).unwrap_err();
        assert_eq!(refusal.code, Code::InvalidKey);
        assert!(refusal.message.contains(expected), "{expected}: {}", refusal.message);
    }
}

#[test]
fn trailing_bytes_after_the_key_are_refused() {
    let mut longer = DeviceKey::from_pem(DEVICE).unwrap().spki_der().to_vec();
    longer.push(0);
    assert!(DeviceKey::from_spki_der(&longer).is_err());
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,300}") {
        prop_assert!(DeviceKey::from_pem(&text).is_err());
    }

    #[test]
    fn no_block_makes_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for label in ["PUBLIC KEY", "RSA PUBLIC KEY"] {
            let body = STANDARD.encode(&bytes);
            let pem = format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----");
            prop_assert!(DeviceKey::from_pem(&pem).is_err());
        }
    }

    #[test]
    fn a_changed_byte_is_refused_or_another_key(at in 0_usize..294, bit in 0_u8..8) {
        let key = DeviceKey::from_pem(DEVICE).unwrap();
        let mut changed = key.spki_der().to_vec();
        changed[at] ^= 1 << bit;
        if let Ok(other) = DeviceKey::from_spki_der(&changed) {
            prop_assert_ne!(other, key);
        }
    }
}
