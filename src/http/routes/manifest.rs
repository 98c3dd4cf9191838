//! The manifest: what a device may play while it cannot ask. Rule: DEV-04, D-14.

use aws_lc_rs::hmac;
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::ranges::is_known;
use crate::{
    db::codec::sha256,
    domain::{
        campaign::{
            ab_test::{Served, served},
            allocation::Candidate,
            model::Campaign,
            status::CampaignStatus,
            test_mode::TestRun,
            timeline::last_moment,
        },
        catalog::{
            AssetKind, AssetStatus, Device, DeviceStatus, Store, StoreStatus, hours::Daypart,
        },
        ids::StoreNo,
        refusal::{Code, Refusal},
        time::{DAY_MS, HOUR_MS, Timestamp},
    },
    http::{ApiError, AppState, DeviceCaller, Path, Problem, error::ApiResult, openapi::BASE_PATH},
};

/// Handlers of `/devices/{id}/manifest`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(show_manifest))
}

/// A file to keep at hand.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ManifestAsset {
    /// The asset.
    pub asset_id: Uuid,
    /// Still or film.
    pub kind: AssetKind,
    /// SHA-256 of the file, hex.
    pub sha256: String,
    /// Size of the file.
    pub bytes: u64,
    /// Seconds that one play lasts on this device.
    pub duration_seconds: u16,
    /// Where to fetch it, with the device's token.
    pub url: String,
}

/// A campaign that may play on the device.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ManifestCampaign {
    /// The campaign.
    pub campaign_id: Uuid,
    /// 1 to 10.
    pub priority: u8,
    /// Share among the campaigns of the manifest: priority × remaining ÷ budget, 2 decimals.
    pub weight: f64,
    /// First moment.
    pub start_date: Option<Timestamp>,
    /// Last moment, inclusive.
    pub end_date: Option<Timestamp>,
    /// Store-local hours; empty = always.
    pub dayparts: Vec<Daypart>,
    /// Whether today's (UTC) spend limit is reached: not to be played until the next day.
    pub daily_cap_reached: bool,
    /// In rotation order.
    pub assets: Vec<ManifestAsset>,
    /// Variants of an A/B test, of which one is drawn by weight for each play; empty without.
    pub variants: Vec<ManifestVariant>,
}

/// A variant of an A/B test.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ManifestVariant {
    /// To be named in the submission.
    pub variant_id: String,
    /// Its share of the campaign's plays, in percent of the sum.
    pub weight: u8,
    /// Its assets among those of the campaign, in rotation order.
    pub asset_ids: Vec<Uuid>,
}

/// What changes when the manifest changes; the `ETag` is its hash.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ManifestContent {
    /// From which the second of capture follows for plays without a lease; of this device and
    /// hour, hex.
    pub capture_seed: String,
    /// By priority, then the oldest first.
    pub campaigns: Vec<ManifestCampaign>,
}

/// What a device may play while it cannot ask.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Manifest {
    /// The device.
    pub device_id: Uuid,
    /// Server clock.
    pub generated_at: Timestamp,
    /// Not to be played from after this moment.
    pub valid_until: Timestamp,
    /// Files are kept for so many days after they were named last (rule CAM-10).
    pub cache_days: u32,
    /// Campaigns and files.
    #[serde(flatten)]
    pub content: ManifestContent,
}

/// Shows what a device may play while it cannot ask. With the device's token.
#[utoipa::path(
    get,
    path = "/devices/{id}/manifest",
    tag = "devices",
    params(
        ("id" = Uuid, Path, description = "The device"),
        ("if-none-match" = Option<String>, Header, description = "ETag that is known already"),
    ),
    security(("bearer" = [])),
    responses(
        (status = 200, body = Manifest, headers(("etag" = String))),
        (status = 304, description = "Known already"),
        (status = 401, body = Problem),
        (status = 403, description = "Another device's token", body = Problem),
        (status = 422, description = "DEVICE_NOT_AUTHORIZED", body = Problem),
        (status = 429, body = Problem),
    ),
)]
pub async fn show_manifest(
    State(state): State<AppState>,
    device: DeviceCaller,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    device.require_own(id)?;
    let device = &device.0;
    if device.status_now() != DeviceStatus::Active {
        let message = format!("The device is {}, not ACTIVE", device.status_now());
        return Err(Refusal::new(Code::DeviceNotAuthorized, message).into());
    }
    let now = state.now();
    let campaigns = campaigns(&state, device, now);
    let secret = state.views().secret.get().map_or("", String::as_str);
    let content = ManifestContent { capture_seed: capture_seed(secret, device.id, now), campaigns };
    let text = serde_json::to_vec(&content).map_err(ApiError::internal)?;
    let etag = format!("\"{}\"", hex::encode(sha256(&text)));
    let cache = HeaderValue::from_static("private, no-cache");
    let tag = HeaderValue::from_str(&etag).map_err(ApiError::internal)?;
    let head = [(header::ETAG, tag), (header::CACHE_CONTROL, cache)];
    if is_known(&headers, &etag) {
        return Ok((StatusCode::NOT_MODIFIED, head).into_response());
    }
    let valid_until = now.plus_ms(DAY_MS);
    let cache_days = state.settings().distribution.cache_days;
    let (device_id, generated_at) = (device.id, now);
    let manifest = Manifest { device_id, generated_at, valid_until, cache_days, content };
    Ok((head, crate::http::Json(manifest)).into_response())
}

/// Of one device and hour, not to be known before the manifest is fetched: HMAC-SHA256 with the
/// appliance's secret over the device's id and the hour since 1970 (8 bytes, big-endian). Rule: D-14.
fn capture_seed(secret: &str, device: Uuid, now: Timestamp) -> String {
    let key = &hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let hour = now.ms().div_euclid(HOUR_MS);
    let text = [device.as_bytes().as_slice(), &hour.to_be_bytes()].concat();
    hex::encode(hmac::sign(key, &text))
}

/// Campaigns that run or start within a day in the device's store, by priority and age.
fn campaigns(state: &AppState, device: &Device, now: Timestamp) -> Vec<ManifestCampaign> {
    let views = state.views();
    let store = device.store_now().and_then(|no| views.stores.get(no.0));
    let takes = |store: &Store| {
        store.traits_now().is_some_and(|traits| traits.status == StoreStatus::Active)
    };
    let Some(store) = store.filter(|store| takes(store)) else { return Vec::new() };
    let mut found: Vec<_> = views
        .campaigns
        .iter()
        .filter(|campaign| campaign.target_stores.contains(&store.no))
        .filter(|campaign| is_near(campaign, now) || test_here(campaign, store.no, now).is_some())
        .filter(|campaign| campaign.block_of(store.no).is_none())
        .filter(|campaign| !views.fleet.store_stops.load().contains(&(campaign.no, store.no)))
        .collect();
    found.sort_by_key(|row| (std::cmp::Reverse(row.priority_now()), row.created_at, row.no));
    let entries = found.iter().map(|campaign| entry(state, device, store.no, campaign, now));
    entries.filter(|entry| !entry.assets.is_empty()).collect()
}

/// The test of a scheduled campaign that covers a store now. Rule: CAM-14, D-57.
fn test_here(campaign: &Campaign, store: StoreNo, now: Timestamp) -> Option<&TestRun> {
    campaign.sub_status()?;
    let (_, run) = campaign.open_test()?;
    (run.covers(now) && run.stores.contains(&store)).then_some(run)
}

fn is_near(campaign: &Campaign, now: Timestamp) -> bool {
    let soon = now.plus_ms(DAY_MS);
    let starts = campaign.start_date.is_some_and(|start| start <= soon);
    let lasts = campaign.end_date.is_some_and(|end| now <= last_moment(end));
    let status = campaign.status_now();
    starts && lasts && matches!(status, CampaignStatus::Active | CampaignStatus::Scheduled)
}

fn entry(
    state: &AppState,
    device: &Device,
    store: StoreNo,
    campaign: &Campaign,
    now: Timestamp,
) -> ManifestCampaign {
    let test = test_here(campaign, store, now);
    let figures = state.views().figures_of(campaign.no);
    let candidate = Candidate {
        priority: campaign.priority_now(),
        remaining: figures.remaining,
        budget: campaign.budget_or_zero(),
        created_at: campaign.created_at,
        no: campaign.no,
    };
    let today = figures.totals.day_spend.iter().find(|(day, _)| *day == now.day());
    let cap_reached = |cap| today.is_some_and(|(_, spent)| *spent >= cap);
    ManifestCampaign {
        campaign_id: campaign.id,
        priority: campaign.priority_now(),
        weight: rounded(candidate.weight()),
        start_date: test.map_or(campaign.start_date, |run| Some(run.started_at)),
        end_date: test.map_or(campaign.end_date, |run| Some(run.planned_end)),
        dayparts: campaign.dayparts.clone(),
        daily_cap_reached: campaign.daily_cap.is_some_and(cap_reached),
        assets: assets(state, device, campaign, now),
        variants: variants(state, campaign, now),
    }
}

/// A weight with 32 binary digits behind the point as a number of 2 decimals: coarse, so that a
/// single play does not make another manifest.
fn rounded(weight: u128) -> f64 {
    let hundredths = weight.saturating_mul(100) >> 32;
    hundredths as f64 / 100.0
}

/// The variants that may be drawn. Rule: ABT-02.
fn variants(state: &AppState, campaign: &Campaign, now: Timestamp) -> Vec<ManifestVariant> {
    let newest = state.views().ab_test_of(campaign.no);
    let Served::Drawn(test) = served(campaign, newest.as_deref()) else { return Vec::new() };
    let left = test.variants.iter().filter(|variant| variant.removed_at.is_none());
    let entries = left.map(|variant| {
        let assets = variant.assets.iter().filter(|no| campaign.content_assets.contains(no));
        let assets = assets.filter_map(|no| state.views().assets.get(no.0));
        let playable = assets.filter(|asset| asset.status_at(now) == AssetStatus::Approved);
        ManifestVariant {
            variant_id: variant.id.clone(),
            weight: variant.weight,
            asset_ids: playable.map(|asset| asset.id).collect(),
        }
    });
    entries.filter(|entry| !entry.asset_ids.is_empty()).collect()
}

fn assets(
    state: &AppState,
    device: &Device,
    campaign: &Campaign,
    now: Timestamp,
) -> Vec<ManifestAsset> {
    let standard = state.settings().serving.image_display_seconds;
    let display = device.habits_now().image_display_seconds.unwrap_or(standard);
    let newest = state.views().ab_test_of(campaign.no);
    let kept = match served(campaign, newest.as_deref()) {
        Served::Winner(assets) => assets,
        Served::All(_) | Served::Drawn(_) => campaign.content_assets.clone(),
    };
    let found = kept.iter().filter_map(|no| state.views().assets.get(no.0));
    let playable = found.filter(|asset| asset.status_at(now) == AssetStatus::Approved);
    let entries = playable.map(|asset| ManifestAsset {
        asset_id: asset.id,
        kind: asset.kind,
        sha256: hex::encode(asset.sha256),
        bytes: asset.bytes,
        duration_seconds: asset.play_seconds(display),
        url: format!("{BASE_PATH}/assets/{}/content", asset.id),
    });
    entries.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_rounded_down_to_hundredths() {
        for (weight, expected) in [(0, 0.0), (1, 0.0), (9 << 32, 9.0), (7 << 31, 3.5)] {
            assert!((rounded(weight) - expected).abs() < 1e-9, "{weight}");
        }
    }

    #[test]
    fn a_seed_is_of_one_device_and_hour() {
        let (device, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let at = |ms| Timestamp::from_ms(ms);
        assert_eq!(
            capture_seed("secret", device, at(0)),
            capture_seed("secret", device, at(HOUR_MS - 1))
        );
        assert_ne!(
            capture_seed("secret", device, at(0)),
            capture_seed("secret", device, at(HOUR_MS))
        );
        assert_ne!(capture_seed("secret", device, at(0)), capture_seed("secret", other, at(0)));
        assert_eq!(capture_seed("secret", device, at(0)).len(), 64);
    }
}
