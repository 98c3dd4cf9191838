//! How a campaign's content stands on its devices. Rule: CAM-10, D-50.

use axum::extract::State;
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::reading::find_campaign;
use crate::{
    domain::{
        campaign::{
            distribution::{Distribution, ShareStatus},
            status::CampaignStatus,
        },
        time::Timestamp,
    },
    engine::commands::distribution::{DeviceShare, RetryDistribution, report},
    http::{AppState, Caller, Idem, Json, NoBody, Path, Problem, error::ApiResult},
};

/// Handlers of `/campaigns/{id}/distribution` and `/retry-distribution`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(show_distribution)).routes(routes!(retry_distribution))
}

/// How the content stands on one device.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct DeviceShareView {
    /// Device.
    pub device_id: Option<Uuid>,
    /// Its name.
    pub device_name: Option<String>,
    /// Whether it is online.
    pub online: bool,
    /// How it stands; absent (null) while the device was not told.
    pub status: Option<ShareStatus>,
    /// How often it was told.
    pub tries: u8,
    /// Newest push or answer.
    pub changed_at: Option<Timestamp>,
    /// When it said that it has the content.
    pub acked_at: Option<Timestamp>,
    /// What it said when it refused.
    pub reason: Option<String>,
}

/// How a campaign's content stands.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct DistributionView {
    /// The campaign.
    pub campaign_id: Uuid,
    /// Its status.
    pub status: CampaignStatus,
    /// When it began to run (again).
    pub started_at: Option<Timestamp>,
    /// Devices that may show it or were told of it.
    pub devices_total: usize,
    /// Devices that have it.
    pub acked: usize,
    /// Devices that were told and have not answered.
    pub pending: usize,
    /// Devices that refused.
    pub failed: usize,
    /// Devices that were not told, since they were never online.
    pub not_told: usize,
    /// Since when no device is online.
    pub offline_since: Option<Timestamp>,
    /// How often the content could not be read.
    pub content_failures: u8,
    /// What went wrong last.
    pub error: Option<String>,
    /// When it is looked at again.
    pub next_look_at: Option<Timestamp>,
    /// Device by device.
    pub devices: Vec<DeviceShareView>,
}

impl DistributionView {
    fn of(
        state: &AppState,
        (campaign_id, status): (Uuid, CampaignStatus),
        whole: Option<Distribution>,
        devices: &[DeviceShare],
    ) -> Self {
        let counted = |wanted: Option<ShareStatus>| {
            devices.iter().filter(|one| one.share.map(|share| share.status) == wanted).count()
        };
        let whole = whole.as_ref();
        Self {
            campaign_id,
            status,
            started_at: whole.map(|whole| whole.started_at),
            devices_total: devices.len(),
            acked: counted(Some(ShareStatus::Acked)),
            pending: counted(Some(ShareStatus::Pending)),
            failed: counted(Some(ShareStatus::Failed)),
            not_told: counted(None),
            offline_since: whole.and_then(|whole| whole.offline_since),
            content_failures: whole.map_or(0, |whole| whole.content_failures),
            error: whole.and_then(|whole| whole.error.clone()),
            next_look_at: whole.and_then(|whole| whole.next_at),
            devices: devices.iter().map(|one| share_view(state, one)).collect(),
        }
    }
}

fn share_view(state: &AppState, one: &DeviceShare) -> DeviceShareView {
    let row = state.views().devices.get(one.device.0);
    let acked = one.share.filter(|share| share.status == ShareStatus::Acked);
    DeviceShareView {
        device_id: row.as_ref().map(|row| row.id),
        device_name: row.map(|row| row.name.clone()),
        online: one.online,
        status: one.share.map(|share| share.status),
        tries: one.share.map_or(0, |share| share.tries),
        changed_at: one.share.map(|share| share.at),
        acked_at: acked.map(|share| share.at),
        reason: one.reason.clone(),
    }
}

async fn show(state: &AppState, caller: &Caller, id: Uuid) -> ApiResult<Json<DistributionView>> {
    let campaign = find_campaign(state, &caller.actor, id)?;
    let (no, now) = (campaign.no, state.now());
    let found = state.handle().with_engine(move |engine| {
        let live = engine.live();
        let row = live.campaigns.get(no.0)?;
        let devices = report(live, &engine.settings(), row, now);
        Some((row.status_now(), live.fleet.distribution(no).cloned(), devices))
    });
    let (status, whole, devices) =
        found.await?.unwrap_or((campaign.status_now(), None, Vec::new()));
    Ok(Json(DistributionView::of(state, (id, status), whole, &devices)))
}

/// Shows how a campaign's content stands, device by device. Rule: CAM-10.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/distribution",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    responses(
        (status = 200, body = DistributionView),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn show_distribution(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<DistributionView>> {
    show(&state, &caller, id).await
}

/// Distributes a campaign's content again after ERROR. Rule: CAM-10.
#[utoipa::path(
    post,
    path = "/campaigns/{id}/retry-distribution",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = NoBody,
    responses(
        (status = 200, body = DistributionView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Not in ERROR, or after the end", body = Problem),
    ),
)]
pub async fn retry_distribution(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { key, .. }: Idem<NoBody>,
) -> ApiResult<Json<DistributionView>> {
    state.handle().run(&caller.actor, RetryDistribution { id }, key).await?;
    show(&state, &caller, id).await
}
