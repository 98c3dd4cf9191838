//! What a device sends, and the row that stays for ever. Rule: IMP-01, IMP-02.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{fraud::Flags, quality::Deductions};
use crate::domain::{
    campaign::ab_test::VariantRef,
    geo::GeoPoint,
    ids::{AssetNo, CampaignNo, DeviceNo, Seq, StoreNo},
    money::Amount,
    refusal::Code,
    time::Timestamp,
    words::words,
};

/// Texts as sent, kept only where they differ from the canonical form of their value: the
/// signature covers the text, so that the proof can be checked again for ever.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawText {
    /// As sent.
    pub campaign_id: Option<String>,
    /// As sent.
    pub played_at: Option<String>,
    /// As sent.
    pub screenshot_hash: Option<String>,
}

/// A play as submitted for billing, decoded and within the schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Submission {
    /// The device's own id of the play: the idempotency key (rule D-07).
    pub impression_id: Option<Uuid>,
    /// Campaign.
    pub campaign_id: Uuid,
    /// Device; equals the token's.
    pub device_id: Uuid,
    /// Asset.
    pub asset_id: Uuid,
    /// End of the play by the device's clock (rule D-01).
    pub played_at: Timestamp,
    /// Seconds played.
    pub duration_actual: u32,
    /// SHA-256 of the captured frame.
    pub screenshot_hash: Option<[u8; 32]>,
    /// Where the device says it stands.
    pub location: Option<GeoPoint>,
    /// RSASSA-PKCS1-v1_5 SHA-256.
    pub signature: Vec<u8>,
    /// Moment of sending by the device's clock.
    pub sent_at: Option<Timestamp>,
    /// The device says that the play waited in its queue.
    pub queued: bool,
    /// The lease that offered the slot.
    pub lease_id: Option<Uuid>,
    /// Variant of an A/B test.
    pub variant_id: Option<String>,
    /// Key that signed.
    pub key_id: Option<Uuid>,
    /// Per-device counter of plays (signature v2).
    pub counter: Option<u64>,
    /// 1 or 2.
    pub signature_version: u8,
    /// Texts as sent.
    pub raw: RawText,
}

/// What the check of the signature said; only the verifier makes one that is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureVerdict {
    /// A key of the device signed exactly this.
    Valid {
        /// Place of the key in the device's list.
        key: u8,
        /// Hash of the signed text and the signature, for the log (rule D-16), where whoever checked
        /// the signature computed it; else the writer does, from the row.
        proof: Option<[u8; 32]>,
    },
    /// No key of the device signed this.
    Invalid,
    /// The named key does not belong to the device.
    UnknownKey,
}

impl SignatureVerdict {
    /// The proof hash that came with a valid signature.
    #[must_use]
    pub const fn proof(self) -> Option<[u8; 32]> {
        match self {
            Self::Valid { proof, .. } => proof,
            Self::Invalid | Self::UnknownKey => None,
        }
    }
}

/// A submission with the verdict about its signature and the moment it came in.
#[derive(Clone, Debug)]
pub struct JudgedSubmission {
    /// As sent.
    pub submission: Submission,
    /// Of the device that the token belongs to.
    pub device: DeviceNo,
    /// Verdict.
    pub verdict: SignatureVerdict,
    /// Receipt, server clock.
    pub received_at: Timestamp,
}

words! {
    /// Where an impression stands. Rule: IMP-07.
    PlayStatus {
        /// Billed.
        Verified = "VERIFIED",
        /// Not billed.
        Rejected = "REJECTED",
        /// Held until decided.
        UnderReview = "UNDER_REVIEW",
    }
}

impl PlayStatus {
    /// Two bits for posting lists.
    #[must_use]
    pub const fn code(self) -> u64 {
        match self {
            Self::Verified => 0,
            Self::Rejected => 1,
            Self::UnderReview => 2,
        }
    }

    /// Back from two bits.
    #[must_use]
    pub const fn from_code(code: u64) -> Self {
        match code & 3 {
            0 => Self::Verified,
            1 => Self::Rejected,
            _ => Self::UnderReview,
        }
    }
}

/// The money of an impression. cost = charged + absorbed. Rule: D-23.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlayMoney {
    /// Price, 4 decimals.
    pub cost: Amount,
    /// Paid from the campaign's escrow.
    pub charged: Amount,
    /// Paid by the platform (rule D-12).
    pub absorbed: Amount,
    /// Of the cost, the supplier's share (rule REV-01).
    pub supplier: Amount,
    /// CPM before duration, priority and quality.
    pub cpm: Amount,
    /// The campaign's remaining budget afterwards.
    pub remaining: Amount,
}

/// An impression as stored: what was sent, what was decided, what it cost. Never changes; later
/// decisions (reviews, chargebacks) overlay it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImpressionRow {
    /// Id for the outside.
    pub id: Uuid,
    /// Campaign; `None` when the submission named none that exists.
    pub campaign: Option<CampaignNo>,
    /// Campaign as named by the device, where there is none of that id.
    pub named_campaign: Option<Uuid>,
    /// Device.
    pub device: DeviceNo,
    /// Store that the device stood in at `played_at`.
    pub store: StoreNo,
    /// Asset; `None` when the submission named none that exists.
    pub asset: Option<AssetNo>,
    /// Asset as named by the device, where there is none of that id.
    pub named_asset: Option<Uuid>,
    /// Verdict at submission.
    pub status: PlayStatus,
    /// Why rejected.
    pub reason: Option<Code>,
    /// End of the play, device clock.
    pub played_at: Timestamp,
    /// Receipt, server clock.
    pub received_at: Timestamp,
    /// Length of the content, seconds.
    pub duration_expected: u16,
    /// Seconds played.
    pub duration_actual: u32,
    /// Money.
    pub money: PlayMoney,
    /// Peak hour of the store's wall clock.
    pub is_peak: bool,
    /// Rate card version; 0 where a fixed CPM held.
    pub rate_version: u32,
    /// 0 to 100.
    pub quality: u8,
    /// Which deductions applied.
    pub deductions: Deductions,
    /// What was noticed.
    pub flags: Flags,
    /// Came late through a queue (rule D-02).
    pub delayed: bool,
    /// Declared as queued.
    pub queued: bool,
    /// Moment of sending, device clock.
    pub sent_at: Option<Timestamp>,
    /// 1 or 2.
    pub signature_version: u8,
    /// Place of the key in the device's list, when the signature was valid.
    pub key: Option<u8>,
    /// Whether the device named the key that signed.
    pub names_key: bool,
    /// The key that the device named, where it is not the one that signed.
    pub named_key: Option<Uuid>,
    /// Counter.
    pub counter: Option<u64>,
    /// Lease.
    pub lease: Option<Uuid>,
    /// Variant.
    pub variant: Option<String>,
    /// The variant of the A/B test that counts it.
    pub ab_test: Option<VariantRef>,
    /// Place of the test run before the campaign's start that counts it.
    pub test_run: Option<u8>,
    /// Where it said it stood.
    pub location: Option<GeoPoint>,
    /// SHA-256 of the captured frame.
    pub screenshot_hash: Option<[u8; 32]>,
    /// Texts as sent, where not canonical; ids that do not exist.
    pub raw: Option<Box<RawText>>,
    /// The sentence of the refusal, with its numbers.
    pub message: Option<String>,
    /// The members of the refusal as JSON, so that a replay gets the first answer again.
    pub details: Option<String>,
    /// Signature bytes.
    #[serde(with = "serde_bytes_vec")]
    pub signature: Vec<u8>,
}

/// The ids that a submission named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// Campaign.
    pub campaign: Uuid,
    /// Asset.
    pub asset: Uuid,
    /// Key, if it named one.
    pub key: Option<Uuid>,
}

impl ImpressionRow {
    /// The ids that the submission named; the row keeps only those that its numbers do not stand for.
    /// The arguments are the ids of the row's campaign, of its asset and of the key that signed.
    #[must_use]
    pub fn named(&self, campaign: Option<Uuid>, asset: Option<Uuid>, key: Option<Uuid>) -> Named {
        Named {
            campaign: self.named_campaign.or(campaign).unwrap_or_default(),
            asset: self.named_asset.or(asset).unwrap_or_default(),
            key: self.named_key.or(key.filter(|_| self.names_key)),
        }
    }
}

/// Writes byte vectors as one run of bytes instead of element by element.
mod serde_bytes_vec {
    use serde::{Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], s: S) -> Result<S::Ok, S::Error> {
        s.serialize_bytes(bytes)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<u8>, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Vec<u8>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
                Ok(bytes.to_vec())
            }

            fn visit_borrowed_bytes<E: de::Error>(self, b: &'de [u8]) -> Result<Self::Value, E> {
                Ok(b.to_vec())
            }
        }
        d.deserialize_bytes(Visitor)
    }
}

/// What later became of an impression that was under review. Rule: IMP-07, IMP-08, D-30.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overlay {
    /// The status that holds now.
    pub status: PlayStatus,
    /// Why, when rejected.
    pub reason: Option<Code>,
    /// When, server clock.
    pub decided_at: Timestamp,
    /// Who; "system" for timers.
    pub decided_by: String,
    /// Note of the person.
    pub note: Option<String>,
}

/// A play that waits for a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenReview {
    /// Its place.
    pub seq: Seq,
    /// Campaign.
    pub campaign: CampaignNo,
    /// Device.
    pub device: DeviceNo,
    /// Receipt; the 24 h and 30 days count from here.
    pub received_at: Timestamp,
    /// Why.
    pub flags: Flags,
    /// Cost held.
    pub cost: Amount,
    /// Of the cost, what the platform pays.
    pub absorbed: Amount,
    /// A person decided that it stays until a person decides (reminded at 24 h).
    pub reminded: bool,
}
