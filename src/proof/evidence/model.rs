//! The members of an evidence file, in their order. Money is in micros, hashes are hex, times are
//! RFC 3339; whose clock, the member says. What is absent is `null`.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::{
    impression::{fraud::Flag, quality::DeductionEntry, quality::QualityBand, record::PlayStatus},
    pricing::{price::PricingMode, rates::StoreCategory},
    proof_of_play::AggregateKind,
    time::{Day, Timestamp},
};

/// The whole file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EvidenceFile)]
pub struct File {
    /// `vetrina-evidence-v1`.
    pub format: String,
    /// What is shown.
    pub evidence: Evidence,
    /// Signed note over the hash of `evidence`, by the log's key.
    pub seal: String,
}

/// Everything about one billed play.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The play.
    pub impression_id: Uuid,
    /// When the file was made, server clock.
    pub made_at: Timestamp,
    /// The log that the play is in.
    pub log: LogPart,
    /// What the device sent and signed.
    pub submission: SubmissionPart,
    /// Who signed, and where the screen stood.
    pub device: DevicePart,
    /// How it was judged.
    pub verdict: VerdictPart,
    /// How the price came about.
    pub price: PricePart,
    /// Who paid and who received.
    pub money: MoneyPart,
    /// The daily records of its day.
    pub daily: DailyPart,
    /// Its leaf in the log, and the proof that it is there.
    pub leaf: LeafPart,
    /// The decision of a review, if it was held.
    pub review: Option<ReviewPart>,
    /// The reversal, if it was taken back.
    pub reversal: Option<ReversalPart>,
    /// The log's signed checkpoint that the proofs lead to.
    pub checkpoint: String,
    /// Proof that the log grew out of an older checkpoint, if one was asked for.
    pub consistency: Option<ConsistencyPart>,
}

/// The log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LogPart {
    /// Its name.
    pub origin: String,
    /// Its public key as other tools read it: `name+id+base64`.
    pub key: String,
}

/// What the device sent and signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SubmissionPart {
    /// 1 or 2: which text is signed.
    pub signature_version: u8,
    /// The device's own id of the play.
    pub impression_id: Uuid,
    /// Device.
    pub device_id: Uuid,
    /// Campaign, as sent.
    pub campaign_id: String,
    /// Asset that was shown.
    pub content_asset_id: Uuid,
    /// Variant of an A/B test.
    pub variant_id: Option<String>,
    /// End of the play by the device's clock, as sent.
    pub played_at: String,
    /// Seconds played.
    pub duration_actual: u32,
    /// SHA-256 of the captured frame, as sent.
    pub screenshot_hash: String,
    /// Where the device said it stood, millionths of a degree.
    pub lat_microdegrees: Option<i32>,
    /// The same, east positive.
    pub lng_microdegrees: Option<i32>,
    /// Key that the device named.
    pub key_id: Option<Uuid>,
    /// The device's counter of plays.
    pub counter: Option<u64>,
    /// Moment of sending, device clock.
    pub sent_at: Option<Timestamp>,
    /// Declared as queued.
    pub queued: bool,
    /// Lease that offered the slot.
    pub lease_id: Option<Uuid>,
    /// The text that the device signed, byte for byte.
    pub signed_text: String,
    /// RSASSA-PKCS1-v1_5 SHA-256 over that text, base64.
    pub device_signature: String,
    /// SHA-256 of the text and the signature's bytes.
    pub proof_hash: String,
}

/// Something that somebody did, from the audit trail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActPart {
    /// What.
    pub action: String,
    /// When, server clock.
    pub at: Timestamp,
    /// Who.
    pub by: String,
}

/// Who signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DevicePart {
    /// Device.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Store that it stood in.
    pub store_id: Uuid,
    /// The store's name.
    pub store_name: String,
    /// Owner of the store.
    pub supplier_id: Uuid,
    /// Key that signed.
    pub key_id: Uuid,
    /// The public key.
    pub public_key_pem: String,
    /// SHA-256 of the key's DER.
    pub key_fingerprint: String,
    /// The key counts from, server clock.
    pub key_valid_from: Timestamp,
    /// It no longer counts for plays from then on.
    pub key_valid_until: Option<Timestamp>,
    /// How device and key came to be known and approved.
    pub enrolment: Vec<ActPart>,
}

/// A check and how it ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckPart {
    /// Which.
    pub check: String,
    /// `PASSED`.
    pub outcome: String,
}

/// How the play was judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VerdictPart {
    /// Receipt, server clock.
    pub received_at: Timestamp,
    /// VERIFIED, or UNDER_REVIEW when it was held first.
    pub status: PlayStatus,
    /// All checks in their order.
    pub checks: Vec<CheckPart>,
    /// Length of the content, seconds.
    pub duration_expected: u16,
    /// Came late through a queue.
    pub delayed: bool,
    /// 0 to 100.
    pub quality: u8,
    /// What was deducted.
    #[schema(value_type = Vec<Object>)]
    pub deductions: Vec<DeductionEntry>,
    /// What was noticed.
    pub flags: Vec<Flag>,
    /// Number of the A/B test that counts it.
    pub ab_test: Option<u32>,
    /// Place of the variant in that test.
    pub ab_variant: Option<u8>,
    /// Place of the test run that counts it.
    pub test_run: Option<u8>,
}

/// One row of a rate card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RatePart {
    /// Category of the store.
    pub category: StoreCategory,
    /// CPM in peak hours.
    pub peak_micros: i64,
    /// CPM at other hours.
    pub off_peak_micros: i64,
}

/// How the price came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PricePart {
    /// RATE_CARD, or FIXED_CPM by contract.
    pub mode: PricingMode,
    /// Version of the rate card in force.
    pub rate_version: u32,
    /// It holds from.
    pub rates_effective_at: Timestamp,
    /// Its rows.
    pub rates: Vec<RatePart>,
    /// Category of the store.
    pub category: StoreCategory,
    /// Peak hour of the store's wall clock.
    pub is_peak: bool,
    /// Base CPM.
    pub base_micros: i64,
    /// The store's visitors a day.
    pub daily_foot_traffic: u32,
    /// Factor for them.
    pub traffic_percent: u16,
    /// Diagonal of the screen, tenths of an inch.
    pub screen_inches_x10: u16,
    /// Pixels across.
    pub screen_width: u32,
    /// Pixels down.
    pub screen_height: u32,
    /// Factor for the screen.
    pub device_percent: u16,
    /// Seconds that are paid for.
    pub paid_seconds: u32,
    /// Seconds that pay the full rate.
    pub full_seconds: u32,
    /// Priority of the campaign.
    pub priority: u8,
    /// Factor for it.
    pub priority_percent: u16,
    /// Band of the quality score.
    pub band: QualityBand,
    /// Factor for it.
    pub quality_percent: u16,
    /// Base × traffic × screen.
    pub cpm_micros: i64,
    /// The price: all factors, rounded half-even to 4 decimals once.
    pub cost_micros: i64,
}

/// A movement of money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LegPart {
    /// Who paid.
    pub debit: String,
    /// Who received.
    pub credit: String,
    /// How much, above zero.
    pub amount_micros: i64,
    /// What for; `PLAY` for the movements that the play itself implies.
    pub kind: String,
    /// When, server clock.
    pub at: Timestamp,
    /// The transfer, where it is an entry of its own.
    pub transfer_id: Option<Uuid>,
}

/// Who paid and who received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoneyPart {
    /// ISO 4217.
    pub currency: String,
    /// The price.
    pub cost_micros: i64,
    /// Paid from the campaign's budget.
    pub charged_micros: i64,
    /// Paid by the platform.
    pub absorbed_micros: i64,
    /// The supplier's share in percent.
    pub supplier_percent: u8,
    /// The supplier's share.
    pub supplier_micros: i64,
    /// The rest.
    pub platform_micros: i64,
    /// What the campaign could still spend afterwards.
    pub remaining_micros: i64,
    /// All movements, in their order.
    pub legs: Vec<LegPart>,
}

/// A record or supplement of the play's campaign and day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordPart {
    /// 0 = the record, then supplements.
    pub number: u32,
    /// What it holds.
    pub kind: AggregateKind,
    /// When it was cut.
    pub generated_at: Timestamp,
    /// Hash of the campaign's record or supplement before this.
    pub previous_hash: String,
    /// SHA-256 of the record.
    pub hash: String,
    /// The bytes that are hashed, base64; `null` for those who may not see the whole campaign.
    pub hashed: Option<String>,
}

/// The daily records of the play's day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DailyPart {
    /// UTC day of the play.
    pub day: Day,
    /// `LIVE` until the record is cut, then `FINAL`.
    pub status: String,
    /// Record and supplements, in their order.
    pub records: Vec<RecordPart>,
}

/// A leaf and its proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LeafPart {
    /// Place in the log, from 0.
    pub index: u64,
    /// The entry, byte for byte.
    pub entry: String,
    /// SHA-256(0x00 ‖ entry).
    pub hash: String,
    /// Hashes from the leaf up to the checkpoint's root.
    pub inclusion: Vec<String>,
}

/// The decision of a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewPart {
    /// What held since then.
    pub status: PlayStatus,
    /// Why, when rejected.
    pub reason: Option<String>,
    /// When, server clock.
    pub decided_at: Timestamp,
    /// Who; `system` for timers.
    pub decided_by: String,
    /// Their note.
    pub note: Option<String>,
}

/// The reversal of the play.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReversalPart {
    /// Why, as recorded.
    pub reason: String,
    /// When, server clock.
    pub decided_at: Timestamp,
    /// Its own leaf.
    pub leaf: LeafPart,
}

/// Proof that the log grew out of an older checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsistencyPart {
    /// Size of the older tree.
    pub from: u64,
    /// Hashes, as RFC 6962 orders them.
    pub hashes: Vec<String>,
}
