//! One play: the text a device signs and the body it sends.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{keys::DeviceKey, timebase::rfc3339};

/// Where the device says it stands, degrees with at most six decimals.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Location {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lng: f64,
}

impl Location {
    /// A place, rounded to six decimals, so that the number sent and the text signed agree.
    #[must_use]
    pub fn new(lat: f64, lng: f64) -> Self {
        Self { lat: six_decimals(lat), lng: six_decimals(lng) }
    }
}

/// Rounds to six decimals; never the negative zero, which would be signed as `-0.000000`.
fn six_decimals(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6 + 0.0
}

/// Which text is signed. Rule: D-06.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureVersion {
    /// Campaign, time and screenshot hash, concatenated.
    V1,
    /// The canonical text over every billed field.
    V2,
}

/// A play before it is signed.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The device's own id of the play.
    pub impression_id: Uuid,
    /// The campaign.
    pub campaign_id: Uuid,
    /// The screen.
    pub device_id: Uuid,
    /// The creative file.
    pub content_asset_id: Uuid,
    /// The A/B variant, if any.
    pub variant_id: Option<String>,
    /// The lease the play holds, if any.
    pub lease_id: Option<String>,
    /// The END of the play by the device's clock, milliseconds since 1970 UTC. Rule: D-01.
    pub played_at_ms: i64,
    /// How long it played, seconds.
    pub duration_actual: u32,
    /// SHA-256 of the frame, lowercase hex.
    pub screenshot_hash: String,
    /// Where the device stands, if it knows.
    pub location: Option<Location>,
    /// The key that signs.
    pub key_id: String,
    /// The device's own count of plays, from 1.
    pub counter: u64,
    /// Which text is signed.
    pub version: SignatureVersion,
}

impl Draft {
    /// The text the device signs. Rule: D-06.
    #[must_use]
    pub fn signed_text(&self) -> String {
        let played_at = rfc3339(self.played_at_ms);
        match self.version {
            SignatureVersion::V1 => {
                format!("{}{}{}", self.campaign_id, played_at, self.screenshot_hash)
            }
            SignatureVersion::V2 => {
                let degrees = |value: Option<f64>| value.map(|v| format!("{v:.6}"));
                [
                    "vetrina-play-v2".to_owned(),
                    self.key_id.clone(),
                    self.device_id.to_string(),
                    self.counter.to_string(),
                    self.impression_id.to_string(),
                    self.campaign_id.to_string(),
                    self.content_asset_id.to_string(),
                    self.variant_id.clone().unwrap_or_default(),
                    played_at,
                    self.duration_actual.to_string(),
                    self.screenshot_hash.clone(),
                    degrees(self.location.map(|place| place.lat)).unwrap_or_default(),
                    degrees(self.location.map(|place| place.lng)).unwrap_or_default(),
                ]
                .join("\n")
            }
        }
    }

    /// Signs the draft with a key.
    ///
    /// # Errors
    /// The key cannot sign.
    pub fn sign(&self, key: &DeviceKey) -> anyhow::Result<Play> {
        let device_signature = key.sign_base64(self.signed_text().as_bytes())?;
        let of_v2 = self.version == SignatureVersion::V2;
        Ok(Play {
            campaign_id: self.campaign_id,
            device_id: self.device_id,
            content_asset_id: self.content_asset_id,
            played_at: rfc3339(self.played_at_ms),
            duration_actual: self.duration_actual,
            proof: Proof {
                screenshot_hash: self.screenshot_hash.clone(),
                device_signature,
                location: self.location,
            },
            impression_id: self.impression_id,
            lease_id: self.lease_id.clone(),
            variant_id: self.variant_id.clone(),
            key_id: of_v2.then(|| self.key_id.clone()),
            counter: of_v2.then_some(self.counter),
            signature_version: if of_v2 { 2 } else { 1 },
        })
    }
}

/// The evidence inside a play.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proof {
    /// SHA-256 of the frame, lowercase hex.
    pub screenshot_hash: String,
    /// RSASSA-PKCS1-v1_5 over SHA-256, base64.
    pub device_signature: String,
    /// Where the device stood.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub location: Option<Location>,
}

/// A signed play: all of the body but how and when it is delivered. This is what the queue keeps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Play {
    /// The campaign.
    pub campaign_id: Uuid,
    /// The screen.
    pub device_id: Uuid,
    /// The creative file.
    pub content_asset_id: Uuid,
    /// The END of the play by the device's clock, exactly as signed.
    pub played_at: String,
    /// Seconds played.
    pub duration_actual: u32,
    /// Screenshot hash, signature, place.
    pub proof: Proof,
    /// The device's own id of the play.
    pub impression_id: Uuid,
    /// The lease the play holds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub lease_id: Option<String>,
    /// The A/B variant.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub variant_id: Option<String>,
    /// The key that signed (v2).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub key_id: Option<String>,
    /// The device's count of plays (v2).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub counter: Option<u64>,
    /// 1 or 2.
    pub signature_version: u8,
}

/// The body as it goes over the wire: a play and its delivery.
#[derive(Clone, Debug, Serialize)]
pub struct Submission<'a> {
    /// The signed play.
    #[serde(flatten)]
    pub play: &'a Play,
    /// When the device sends it, by its own clock.
    pub sent_at: String,
    /// Whether the play waited in the offline queue. Rule: D-02.
    pub queued: bool,
}

impl<'a> Submission<'a> {
    /// A play that is sent at this moment of the device's clock.
    #[must_use]
    pub fn new(play: &'a Play, sent_at_ms: i64, queued: bool) -> Self {
        Self { play, sent_at: rfc3339(sent_at_ms), queued }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::player::keys::tests::verifies;

    pub(in crate::player) fn draft() -> Draft {
        Draft {
            impression_id: Uuid::from_u128(0x1111),
            campaign_id: Uuid::from_u128(0xAAAA),
            device_id: Uuid::from_u128(0xBBBB),
            content_asset_id: Uuid::from_u128(0xCCCC),
            variant_id: None,
            lease_id: Some("lease-1".to_owned()),
            played_at_ms: 1_770_300_000_120,
            duration_actual: 15,
            screenshot_hash: "ab".repeat(32),
            location: Some(Location::new(10.762_622, 106.660_172_4)),
            key_id: "key-1".to_owned(),
            counter: 42,
            version: SignatureVersion::V2,
        }
    }

    /// Rule: D-06.
    #[test]
    fn the_v2_text_is_exact() {
        let hash = "ab".repeat(32);
        let expected = format!(
            "vetrina-play-v2\nkey-1\n00000000-0000-0000-0000-00000000bbbb\n42\n\
             00000000-0000-0000-0000-000000001111\n00000000-0000-0000-0000-00000000aaaa\n\
             00000000-0000-0000-0000-00000000cccc\n\n2026-02-05T14:00:00.120Z\n15\n{hash}\n\
             10.762622\n106.660172"
        );
        assert_eq!(draft().signed_text(), expected);
        let bare = Draft { variant_id: Some("b".to_owned()), location: None, ..draft() };
        let tail = format!("\nb\n2026-02-05T14:00:00.120Z\n15\n{hash}\n\n");
        assert!(bare.signed_text().ends_with(&tail), "{}", bare.signed_text());
    }

    /// Rule: D-06.
    #[test]
    fn the_v1_text_is_three_strings() {
        let v1 = Draft { version: SignatureVersion::V1, ..draft() };
        let expected = format!(
            "00000000-0000-0000-0000-00000000aaaa2026-02-05T14:00:00.120Z{}",
            "ab".repeat(32)
        );
        assert_eq!(v1.signed_text(), expected);
    }

    #[test]
    fn places_are_signed_as_they_are_sent() {
        for (degrees, text) in [
            (10.5, "10.500000"),
            (-0.000_000_2, "0.000000"),
            (-12.345_678_49, "-12.345678"),
            (179.999_999_9, "180.000000"),
        ] {
            let place = Location::new(degrees, 0.0);
            assert_eq!(format!("{:.6}", place.lat), text);
            let sent = serde_json::to_string(&place).unwrap();
            let read: Location = serde_json::from_str(&sent).unwrap();
            assert_eq!(format!("{:.6}", read.lat), text);
        }
    }

    #[test]
    fn both_versions_verify() {
        let key = DeviceKey::generate().unwrap();
        let pem = key.public_key_pem().unwrap();
        for version in [SignatureVersion::V1, SignatureVersion::V2] {
            let draft = Draft { version, ..draft() };
            let play = draft.sign(&key).unwrap();
            let signature = &play.proof.device_signature;
            assert!(verifies(&pem, draft.signed_text().as_bytes(), signature));
            let other = Draft { screenshot_hash: "cd".repeat(32), ..draft };
            assert!(!verifies(&pem, other.signed_text().as_bytes(), signature));
        }
    }

    #[test]
    fn the_body_has_the_contracts_members() {
        let key = DeviceKey::generate().unwrap();
        let play = draft().sign(&key).unwrap();
        let body = serde_json::to_value(Submission::new(&play, 1_770_300_001_000, true)).unwrap();
        let mut members: Vec<_> = body.as_object().unwrap().keys().map(String::as_str).collect();
        members.sort_unstable();
        let expected = "campaign_id content_asset_id counter device_id duration_actual \
                        impression_id key_id lease_id played_at proof queued sent_at \
                        signature_version";
        assert_eq!(members.join(" "), expected);
        assert_eq!(body["sent_at"], "2026-02-05T14:00:01.000Z");
        assert_eq!(body["played_at"], "2026-02-05T14:00:00.120Z");
        assert_eq!(body["duration_actual"].to_string(), "15");
        assert_eq!(body["proof"]["location"]["lng"].to_string(), "106.660172");
        assert_eq!(body["signature_version"].to_string(), "2");

        let v1 = Draft { version: SignatureVersion::V1, location: None, ..draft() };
        let play = v1.sign(&key).unwrap();
        let body = serde_json::to_value(Submission::new(&play, 0, false)).unwrap();
        assert!(body.get("counter").is_none() && body.get("key_id").is_none());
        assert!(body["proof"].get("location").is_none());
    }
}
