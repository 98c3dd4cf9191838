//! Assets: creative files, their approval and scan flags. Rule: CAM-06, CAM-08.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    listing::{fits, mentions},
    sorting::{Asked, Key, SortField, ordered},
};
use crate::{
    domain::{
        campaign::category::ScanFlag,
        catalog::{Asset, AssetKind, AssetStatus, access::Owner},
        change::Change,
        refusal::Refusal,
        time::Timestamp,
    },
    engine::commands::{
        assets::{ApproveAsset, RejectAsset, SetScanFlags},
        content::ExtendLicence,
    },
    http::{
        AppState, Caller, Idem, Json, List, PageRequest, Patch, PatchBody, Path, Problem, Query,
        error::ApiResult,
    },
};

/// Handlers of `/assets`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(list_assets))
        .routes(routes!(show_asset, update_asset))
        .routes(routes!(approve_asset))
        .routes(routes!(reject_asset))
        .routes(routes!(set_scan_flags))
}

/// A creative file.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct AssetView {
    /// Id.
    pub id: Uuid,
    /// The owner.
    pub advertiser_id: Option<Uuid>,
    /// Display name.
    pub name: String,
    /// Whether it may play, its licence considered.
    pub status: AssetStatus,
    /// Still or film.
    pub kind: AssetKind,
    /// Media type as probed.
    pub content_type: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Length of a film; display time of a still where the device says nothing else.
    pub duration_seconds: u16,
    /// Size of the file.
    pub bytes: u64,
    /// SHA-256 of the file, hex.
    pub sha256: String,
    /// What a scan or a person found.
    pub scan_flags: Vec<ScanFlag>,
    /// End of the licence.
    pub license_expires_at: Option<Timestamp>,
    /// Why it was rejected.
    pub rejection_reason: Option<String>,
    /// Creation.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

impl AssetView {
    fn of(state: &AppState, row: &Asset) -> Self {
        let advertiser = state.views().advertisers.get(row.advertiser.0);
        Self {
            id: row.id,
            advertiser_id: advertiser.map(|advertiser| advertiser.id),
            name: row.name.clone(),
            status: row.status_at(state.now()),
            kind: row.kind,
            content_type: row.content_type.clone(),
            width: row.width,
            height: row.height,
            duration_seconds: row.play_seconds(state.settings().serving.image_display_seconds),
            bytes: row.bytes,
            sha256: hex::encode(row.sha256),
            scan_flags: row.scan_flags.clone(),
            license_expires_at: row.license_expires_at,
            rejection_reason: row.rejection_reason.clone(),
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// What a person found in an asset.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScanFlags {
    /// All flags that hold; empty for nothing.
    pub scan_flags: Vec<ScanFlag>,
}

/// The approval of an asset.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssetApproval {
    /// What a person found; nothing where absent.
    #[serde(default)]
    pub scan_flags: Vec<ScanFlag>,
}

/// Why an asset may not play.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssetRejection {
    /// The owner reads it; 1 to 500 characters.
    pub reason: String,
}

/// Which assets are wanted.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AssetFilter {
    /// Only those of this advertiser.
    pub advertiser_id: Option<Uuid>,
    /// Only those in this status.
    pub status: Option<AssetStatus>,
    /// Only stills or films.
    pub kind: Option<AssetKind>,
    /// Only those whose name contains this.
    pub q: Option<String>,
    /// What to sort by, with `-` before it for descending: `created_at`, `name` or
    /// `license_expires_at`. Newest first where absent.
    pub sort: Option<String>,
}

/// The asset as answers show it.
pub(super) fn view(state: &AppState, id: Uuid) -> ApiResult<AssetView> {
    let row = state.views().assets.by_id(id).ok_or_else(|| Refusal::not_found("Asset"))?;
    Ok(AssetView::of(state, &row))
}

/// What the list is sorted by.
const SORTS: &[SortField<Asset>] = &[
    ("created_at", |_, row| row.created_at.into()),
    ("name", |_, row| Key::text(&row.name)),
    ("license_expires_at", |_, row| row.license_expires_at.into()),
];

/// Lists assets, newest first: operators see all, advertisers their own.
#[utoipa::path(
    get,
    path = "/assets",
    tag = "assets",
    params(PageRequest, AssetFilter),
    responses(
        (status = 200, body = List<AssetView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
    ),
)]
pub async fn list_assets(
    State(state): State<AppState>,
    caller: Caller,
    page: PageRequest,
    Query(filter): Query<AssetFilter>,
) -> ApiResult<Json<List<AssetView>>> {
    let (views, now) = (state.views(), state.now());
    let owner = filter.advertiser_id.map(|id| views.advertisers.by_id(id).map(|row| row.no));
    let asked = Asked { page: &page, sort: filter.sort.as_deref(), fields: SORTS };
    let rows = ordered(views, &views.assets, &asked, |row| {
        caller.actor.sees(Owner::Advertiser(row.advertiser))
            && owner.is_none_or(|owner| owner == Some(row.advertiser))
            && fits(filter.status, row.status_at(now))
            && fits(filter.kind, row.kind)
            && mentions(filter.q.as_deref(), &[&row.name])
    })?;
    Ok(Json(rows.map(|row| AssetView::of(&state, &row))))
}

/// Shows an asset. For operators and the owner.
#[utoipa::path(
    get,
    path = "/assets/{id}",
    tag = "assets",
    params(("id" = Uuid, Path, description = "The asset")),
    responses(
        (status = 200, body = AssetView),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn show_asset(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<AssetView>> {
    let row = state.views().assets.by_id(id).ok_or_else(|| Refusal::not_found("Asset"))?;
    caller.require_sight(Owner::Advertiser(row.advertiser), "Asset")?;
    Ok(Json(AssetView::of(&state, &row)))
}

/// What changes of an asset.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssetChange {
    /// End of the licence, in the future; `null`: without end.
    #[serde(default)]
    #[schema(value_type = Option<Timestamp>)]
    pub license_expires_at: Change<Timestamp>,
}

impl PatchBody for AssetChange {
    const CLEARABLE: &'static [&'static str] = &["license_expires_at"];
}

/// Sets the end of an asset's licence anew, or takes it away. For admins and the owner. Rule: CAM-28.
#[utoipa::path(
    patch,
    path = "/assets/{id}",
    tag = "assets",
    params(("id" = Uuid, Path, description = "The asset")),
    request_body = AssetChange,
    responses(
        (status = 200, body = AssetView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 422, description = "In the past", body = Problem),
    ),
)]
pub async fn update_asset(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Patch { value, key }: Patch<AssetChange>,
) -> ApiResult<Json<AssetView>> {
    let command = ExtendLicence { id, license_expires_at: value.license_expires_at };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(view(&state, id)?))
}

/// Lets an asset play, with what a person found in it. For reviewers and admins.
#[utoipa::path(
    post,
    path = "/assets/{id}/approve",
    tag = "assets",
    params(("id" = Uuid, Path, description = "The asset")),
    request_body = AssetApproval,
    responses(
        (status = 200, body = AssetView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Neither PENDING nor REJECTED, or the licence ended", body = Problem),
    ),
)]
pub async fn approve_asset(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<AssetApproval>,
) -> ApiResult<Json<AssetView>> {
    let command = ApproveAsset { id, scan_flags: value.scan_flags };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(view(&state, id)?))
}

/// Forbids an asset to play, also after it was approved. For reviewers and admins.
#[utoipa::path(
    post,
    path = "/assets/{id}/reject",
    tag = "assets",
    params(("id" = Uuid, Path, description = "The asset")),
    request_body = AssetRejection,
    responses(
        (status = 200, body = AssetView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "REJECTED already", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn reject_asset(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<AssetRejection>,
) -> ApiResult<Json<AssetView>> {
    let command = RejectAsset { id, reason: value.reason };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(view(&state, id)?))
}

/// Replaces what was found in an asset. For reviewers and admins.
#[utoipa::path(
    put,
    path = "/assets/{id}/scan-flags",
    tag = "assets",
    params(("id" = Uuid, Path, description = "The asset")),
    request_body = ScanFlags,
    responses(
        (status = 200, body = AssetView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn set_scan_flags(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<ScanFlags>,
) -> ApiResult<Json<AssetView>> {
    let command = SetScanFlags { id, flags: value.scan_flags };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(view(&state, id)?))
}
