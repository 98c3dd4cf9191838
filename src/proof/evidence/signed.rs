//! What the device signed, and with which key.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    model::{Evidence, SubmissionPart},
    report::{Part, Report},
};
use crate::{
    domain::time::Timestamp,
    proof::{
        canonical::{self, SignedText},
        key::DeviceKey,
        verify::{SignatureVerdict, proof_hash, verify_base64},
    },
};

/// Checks key and signature of the device.
pub(super) fn check(evidence: &Evidence, report: &mut Report) {
    let key = check_key(evidence);
    let known = key.as_ref().ok().map(|(key, _)| key.clone());
    report.note(Part::DeviceKey, key.map(|(_, says)| says));
    report.note(Part::DeviceSignature, check_signature(evidence, known.as_ref()));
}

fn check_key(evidence: &Evidence) -> Result<(DeviceKey, String), String> {
    let (device, sent) = (&evidence.device, &evidence.submission);
    let key = DeviceKey::from_pem(&device.public_key_pem).map_err(|refusal| refusal.message)?;
    let fingerprint = hex::encode(key.fingerprint());
    if fingerprint != device.key_fingerprint {
        return Err(format!("the key's fingerprint is {fingerprint}, the file says another"));
    }
    if pem(key.spki_der()) != device.public_key_pem {
        return Err("the key is not in its one spelling".to_owned());
    }
    if device.id != sent.device_id {
        return Err(format!("the key is of device {}, {} sent it", device.id, sent.device_id));
    }
    if device.key_valid_from > evidence.verdict.received_at {
        return Err(format!("the key counts from {} on only", device.key_valid_from));
    }
    let played_at = played_at(sent)?;
    if let Some(until) = device.key_valid_until.filter(|until| *until <= played_at) {
        return Err(format!("the key no longer counted from {until} on"));
    }
    let says = format!("RSA-{}, {} of device {}", key.bits(), device.key_id, device.id);
    Ok((key, says))
}

/// End of the play, from the text as sent.
pub(super) fn played_at(sent: &SubmissionPart) -> Result<Timestamp, String> {
    Timestamp::parse(&sent.played_at).map_err(|why| format!("played_at is {why}"))
}

/// A public key as `openssl` writes it.
#[must_use]
pub fn pem(spki_der: &[u8]) -> String {
    let text = STANDARD.encode(spki_der);
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(64)
        .map(|line| str::from_utf8(line).expect("base64 is ASCII"))
        .collect();
    format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n"))
}

fn check_signature(evidence: &Evidence, key: Option<&DeviceKey>) -> Result<String, String> {
    let (sent, device) = (&evidence.submission, &evidence.device);
    let key = key.ok_or("the device's key cannot be used")?;
    if sent.impression_id != evidence.impression_id {
        return Err(format!("it is of the play {}", sent.impression_id));
    }
    if sent.key_id.is_some_and(|named| named != device.key_id && sent.signature_version != 1) {
        return Err("the device signed for another key than the one shown".to_owned());
    }
    let text = signed_text(sent)?;
    if text != sent.signed_text.as_bytes() {
        return Err("the signed text does not say what the submission says".to_owned());
    }
    let mut signature = Vec::new();
    match verify_base64(key, &text, &sent.device_signature, &mut signature) {
        SignatureVerdict::Valid => {}
        SignatureVerdict::Invalid => return Err("the key did not sign this text".to_owned()),
        SignatureVerdict::NotBase64 => return Err("the signature is no base64".to_owned()),
        SignatureVerdict::WrongLength => return Err("the signature has a wrong length".to_owned()),
    }
    let hash = hex::encode(proof_hash(&text, &signature));
    if hash != sent.proof_hash {
        return Err(format!("the proof hash is {hash}, the file says another"));
    }
    Ok(format!("the key signed the text of version {}", sent.signature_version))
}

fn signed_text(sent: &SubmissionPart) -> Result<Vec<u8>, String> {
    let mut text = Vec::new();
    if sent.signature_version == 1 {
        canonical::write_v1(&mut text, &sent.campaign_id, &sent.played_at, &sent.screenshot_hash);
        return Ok(text);
    }
    if sent.signature_version != 2 {
        return Err(format!("there is no signed text of version {}", sent.signature_version));
    }
    let signed = SignedText {
        key_id: sent.key_id.unwrap_or_default(),
        device_id: sent.device_id,
        counter: sent.counter.unwrap_or_default(),
        impression_id: sent.impression_id,
        campaign_id: campaign(sent)?,
        content_asset_id: sent.content_asset_id,
        variant_id: sent.variant_id.as_deref(),
        played_at: &sent.played_at,
        duration_actual: sent.duration_actual,
        screenshot_hash: &sent.screenshot_hash,
        lat_microdegrees: sent.lat_microdegrees,
        lng_microdegrees: sent.lng_microdegrees,
    };
    signed.write_v2(&mut text).map_err(|error| error.to_string())?;
    Ok(text)
}

/// The campaign, from the text as sent.
pub(super) fn campaign(sent: &SubmissionPart) -> Result<uuid::Uuid, String> {
    uuid::Uuid::try_parse(&sent.campaign_id).map_err(|_| "campaign_id is no UUID".to_owned())
}
