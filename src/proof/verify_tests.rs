//! Known answers made with OpenSSL, and what must not pass.

use super::*;

const DEVICE: &str = include_str!("../../tests/fixtures/proof/device_2048.pem");
const OTHER: &str = include_str!("../../tests/fixtures/proof/other_2048.pem");
const V1_TEXT: &[u8] = include_bytes!("../../tests/fixtures/proof/play_v1.txt");
const V1_SIGNATURE: &str = include_str!("../../tests/fixtures/proof/play_v1.sig");
const V2_TEXT: &[u8] = include_bytes!("../../tests/fixtures/proof/play_v2.txt");
const V2_SIGNATURE: &str = include_str!("../../tests/fixtures/proof/play_v2.sig");

fn device() -> DeviceKey {
    DeviceKey::from_pem(DEVICE).unwrap()
}

fn judge(key: &DeviceKey, text: &[u8], base64: &str) -> SignatureVerdict {
    verify_base64(key, text, base64, &mut Vec::new())
}

/// Rules: D-06, D-16.
#[test]
fn signatures_made_elsewhere_verify_and_hash_to_the_known_values() {
    for (text, signature, hash) in [
        (V1_TEXT, V1_SIGNATURE, "e8ba5eea64919fffe74b38baeb02a52846af4ee25e78ab381caabd74426474d4"),
        (V2_TEXT, V2_SIGNATURE, "841f4f8e88366000457dd519c833506d3fb07b0f8e21376abf26911eb0615449"),
    ] {
        let mut bytes = b"left over".to_vec();
        assert!(verify_base64(&device(), text, signature, &mut bytes).is_valid());
        assert_eq!(bytes.len(), 256);
        assert_eq!(hex::encode(proof_hash(text, &bytes)), hash);
    }
}

#[test]
fn another_key_or_another_text_does_not_verify() {
    let other = DeviceKey::from_pem(OTHER).unwrap();
    assert_eq!(judge(&other, V1_TEXT, V1_SIGNATURE), SignatureVerdict::Invalid);
    assert_eq!(judge(&device(), V2_TEXT, V1_SIGNATURE), SignatureVerdict::Invalid);
    assert_eq!(judge(&device(), b"", V1_SIGNATURE), SignatureVerdict::Invalid);
}

#[test]
fn any_flipped_bit_breaks_the_signature() {
    let key = device();
    let good = STANDARD.decode(V1_SIGNATURE).unwrap();
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 1 << (at % 8);
        assert_eq!(verify(&key, V1_TEXT, &bad), SignatureVerdict::Invalid, "signature byte {at}");
    }
    for at in 0..V1_TEXT.len() {
        let mut bad = V1_TEXT.to_vec();
        bad[at] ^= 1 << (at % 8);
        assert_eq!(verify(&key, &bad, &good), SignatureVerdict::Invalid, "text byte {at}");
    }
}

#[test]
fn form_is_checked_before_mathematics() {
    let good = STANDARD.decode(V1_SIGNATURE).unwrap();
    let longer = STANDARD.encode([good.as_slice(), &[0]].concat());
    let shorter = STANDARD.encode(&good[1..]);
    let unpadded = V1_SIGNATURE.trim_end_matches('=').to_owned();
    let spaced = format!("{V1_SIGNATURE}\n");
    let url_safe = V1_SIGNATURE.replace('+', "-").replace('/', "_");
    assert_ne!(url_safe, V1_SIGNATURE);
    let largest = "A".repeat(MAX_BASE64_CHARS);
    let oversize = "A".repeat(MAX_BASE64_CHARS + 4);
    for (base64, expected) in [
        ("", SignatureVerdict::WrongLength),
        (longer.as_str(), SignatureVerdict::WrongLength),
        (shorter.as_str(), SignatureVerdict::WrongLength),
        (largest.as_str(), SignatureVerdict::WrongLength),
        (unpadded.as_str(), SignatureVerdict::NotBase64),
        (spaced.as_str(), SignatureVerdict::NotBase64),
        (url_safe.as_str(), SignatureVerdict::NotBase64),
        (oversize.as_str(), SignatureVerdict::NotBase64),
        ("é", SignatureVerdict::NotBase64),
    ] {
        assert_eq!(judge(&device(), V1_TEXT, base64), expected, "{base64}");
    }
}

#[test]
fn bytes_of_an_unreadable_signature_are_not_left_behind() {
    let mut bytes = vec![1, 2, 3];
    let verdict = verify_base64(&device(), V1_TEXT, "AAAA!", &mut bytes);
    assert_eq!((verdict, bytes), (SignatureVerdict::NotBase64, Vec::new()));
}

#[test]
fn hashes_are_sha_256() {
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(hex::encode(sha256(b"abc")), abc);
    assert_eq!(hex::encode(checksum8(b"abc")), &abc[..16]);
    assert_eq!(proof_hash(b"a", b"bc"), sha256(b"abc"));
}
