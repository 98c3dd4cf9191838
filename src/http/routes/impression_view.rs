//! An impression as it goes over the wire. Rule: IMP-01, D-16, D-23, D-30.

use serde::Serialize;
use uuid::Uuid;

use crate::{
    domain::{
        geo::GeoPoint,
        impression::{
            fraud::Flag,
            quality::{DeductionEntry, QualityBand, band_of},
            record::{ImpressionRow, Named, PlayStatus},
        },
        money::Amount,
        refusal::Code,
        time::Timestamp,
    },
    engine::reads::Impression,
    http::AppState,
    proof::{canonical, verify},
};

/// Degrees.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct LocationView {
    /// North positive.
    pub lat: f64,
    /// East positive.
    pub lng: f64,
}

/// An impression: what was recorded, and what later became of it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ImpressionView {
    /// Id.
    pub id: Uuid,
    /// Campaign as named by the device.
    pub campaign_id: Uuid,
    /// Device.
    pub device_id: Option<Uuid>,
    /// Store that the device stood in.
    pub store_id: Option<Uuid>,
    /// Asset as named by the device.
    pub content_asset_id: Uuid,
    /// Variant of an A/B test.
    pub variant_id: Option<String>,
    /// END of the play, device clock.
    pub played_at: Timestamp,
    /// Receipt, server clock.
    pub received_at: Timestamp,
    /// Moment of sending, device clock.
    pub sent_at: Option<Timestamp>,
    /// Length of the content, seconds.
    pub duration_expected: u16,
    /// Seconds played.
    pub duration_actual: u32,
    /// The status that holds now.
    pub status: PlayStatus,
    /// True when VERIFIED.
    pub verified: bool,
    /// Why rejected, as recorded.
    pub rejection_reason: Option<String>,
    /// The sentence of the refusal.
    pub rejection_message: Option<String>,
    /// Price, 4 decimals.
    pub cost: Amount,
    /// Paid from the campaign's budget.
    pub charged: Amount,
    /// Paid by the platform.
    pub absorbed: Amount,
    /// CPM before duration, priority and quality.
    pub cpm_rate: Amount,
    /// Peak hour of the store's wall clock.
    pub is_peak_hour: bool,
    /// 80 % of the cost, once verified.
    pub supplier_revenue: Amount,
    /// The rest, once verified.
    pub platform_revenue: Amount,
    /// 0 to 100.
    pub quality_score: u8,
    /// Band of the score.
    pub quality_band: QualityBand,
    /// What was deducted, and how much.
    #[schema(value_type = Vec<Object>)]
    pub deductions: Vec<DeductionEntry>,
    /// What was noticed.
    pub flags: Vec<Flag>,
    /// Came late through a queue.
    pub backfill: bool,
    /// Lease that offered the slot.
    pub lease_id: Option<Uuid>,
    /// The device's count of plays.
    pub counter: Option<u64>,
    /// Key that the device named.
    pub key_id: Option<Uuid>,
    /// 1 or 2.
    pub signature_version: u8,
    /// Where the device said it stood.
    pub location: Option<LocationView>,
    /// SHA-256 of the captured frame, hex.
    pub screenshot_hash: Option<String>,
    /// SHA-256 over the signed text and the signature, hex.
    pub proof_hash: String,
    /// The newest dispute about it.
    pub dispute_id: Option<Uuid>,
    /// Whether a dispute about it waits for a decision: its payout waits too.
    pub disputed: bool,
    /// Whether the frame itself is stored; VERIFIED without it is possible (rule D-14).
    pub proof_available: bool,
    /// When the frame was uploaded, server clock.
    pub screenshot_uploaded_at: Option<Timestamp>,
    /// When its file was deleted; the hash stays.
    pub screenshot_deleted_at: Option<Timestamp>,
    /// When a review decided.
    pub decided_at: Option<Timestamp>,
    /// Who decided; "system" for timers.
    pub decided_by: Option<String>,
    /// Receipt, server clock.
    pub created_at: Timestamp,
}

/// Renders an impression.
pub(super) fn render(state: &AppState, play: &Impression) -> ImpressionView {
    let row = &play.row;
    let views = state.views();
    let status = play.status();
    let platform = row.money.cost.minus_or_zero(row.money.supplier);
    let verified = status == PlayStatus::Verified;
    let named = named(state, row);
    let dispute = views.disputes.of_play(play.seq);
    let earned = |share: Amount| if verified { share } else { Amount::ZERO };
    ImpressionView {
        id: row.id,
        campaign_id: named.campaign,
        device_id: views.devices.get(row.device.0).map(|device| device.id),
        store_id: views.stores.get(row.store.0).map(|store| store.id),
        content_asset_id: named.asset,
        variant_id: row.variant.clone(),
        played_at: row.played_at,
        received_at: row.received_at,
        sent_at: row.sent_at,
        duration_expected: row.duration_expected,
        duration_actual: row.duration_actual,
        status,
        verified,
        rejection_reason: play.reason().map(|code| code.recorded_reason()),
        rejection_message: row.message.clone().or_else(|| charged_back(play)),
        cost: row.money.cost,
        charged: row.money.charged,
        absorbed: row.money.absorbed,
        cpm_rate: row.money.cpm,
        is_peak_hour: row.is_peak,
        supplier_revenue: earned(row.money.supplier),
        platform_revenue: earned(platform),
        quality_score: row.quality,
        quality_band: band_of(row.quality, &state.settings().impressions.quality),
        deductions: row.deductions.iter().collect(),
        flags: row.flags.iter().collect(),
        backfill: row.delayed,
        lease_id: row.lease,
        counter: row.counter,
        key_id: named.key,
        signature_version: row.signature_version,
        location: row.location.map(|at| LocationView { lat: at.lat(), lng: at.lng() }),
        screenshot_hash: row.screenshot_hash.map(hex::encode),
        proof_hash: hex::encode(proof_hash(state, row)),
        dispute_id: dispute.as_ref().map(|dispute| dispute.id),
        disputed: dispute.is_some_and(|dispute| dispute.is_open()),
        proof_available: play.capture.is_some_and(|capture| capture.is_available()),
        screenshot_uploaded_at: play.capture.map(|capture| capture.uploaded_at),
        screenshot_deleted_at: play.capture.and_then(|capture| capture.deleted_at),
        decided_at: play.overlay.as_ref().map(|overlay| overlay.decided_at),
        decided_by: play.overlay.as_ref().map(|overlay| overlay.decided_by.clone()),
        created_at: row.received_at,
    }
}

/// The sentence of a chargeback, with its reason. Rule: CHB-01.
fn charged_back(play: &Impression) -> Option<String> {
    let overlay = play.overlay.as_ref()?;
    overlay.note.clone().filter(|_| overlay.reason == Some(Code::ChargebackApproved))
}

/// The text that the device signed, rebuilt from the row. Rule: D-06.
pub(super) fn signed_text(state: &AppState, row: &ImpressionRow) -> Vec<u8> {
    let raw = row.raw.as_deref();
    let named = named(state, row);
    let sent = |kept: Option<&String>, canonical: String| kept.cloned().unwrap_or(canonical);
    let campaign = sent(raw.and_then(|raw| raw.campaign_id.as_ref()), named.campaign.to_string());
    let played_at = sent(raw.and_then(|raw| raw.played_at.as_ref()), row.played_at.to_string());
    let hash = row.screenshot_hash.map(hex::encode).unwrap_or_default();
    let hash = sent(raw.and_then(|raw| raw.screenshot_hash.as_ref()), hash);
    let mut text = Vec::new();
    if row.signature_version == 1 {
        canonical::write_v1(&mut text, &campaign, &played_at, &hash);
        return text;
    }
    let device = state.views().devices.get(row.device.0).map(|device| device.id);
    let signed = canonical::SignedText {
        key_id: named.key.unwrap_or_default(),
        device_id: device.unwrap_or_default(),
        counter: row.counter.unwrap_or_default(),
        impression_id: row.id,
        campaign_id: named.campaign,
        content_asset_id: named.asset,
        variant_id: row.variant.as_deref(),
        played_at: &played_at,
        duration_actual: row.duration_actual,
        screenshot_hash: &hash,
        lat_microdegrees: row.location.map(GeoPoint::lat_e6),
        lng_microdegrees: row.location.map(GeoPoint::lng_e6),
    };
    // A text with a line break was never signed: an empty one hashes to no valid proof.
    signed.write_v2(&mut text).unwrap_or_default();
    text
}

/// The ids that a stored play named.
fn named(state: &AppState, row: &ImpressionRow) -> Named {
    let views = state.views();
    let campaign = row.campaign.and_then(|no| views.campaigns.get(no.0));
    let asset = row.asset.and_then(|no| views.assets.get(no.0));
    let device = views.devices.get(row.device.0);
    let key = row.key.and_then(|place| device?.keys.get(usize::from(place)).map(|key| key.id));
    row.named(campaign.map(|c| c.id), asset.map(|a| a.id), key)
}

/// Rule: D-16.
fn proof_hash(state: &AppState, row: &ImpressionRow) -> [u8; 32] {
    verify::proof_hash(&signed_text(state, row), &row.signature)
}
