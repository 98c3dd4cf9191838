//! The appliance itself.

use axum::extract::State;
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::storage::{DiskView, ScreenshotStorage, disk, screenshot_storage};
use crate::{
    domain::time::Timestamp,
    http::{AppState, Caller, Json, Problem, error::ApiResult},
};

/// Handlers of `/system`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(show_system))
}

/// What runs here.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SystemView {
    /// Release.
    pub version: String,
    /// Now, by the clock of the business.
    pub server_time: Timestamp,
    /// Whether that clock is simulated.
    pub simulated_clock: bool,
    /// Messages that wait for the writer.
    pub queue_depth: usize,
    /// False once a commit has failed.
    pub healthy: bool,
    /// What screenshots take of the disk; for the operator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub screenshots: Option<ScreenshotStorage>,
    /// Room on the disk; for the operator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disk: Option<DiskView>,
}

/// Shows version, clock and queue.
#[utoipa::path(
    get,
    path = "/system",
    tag = "system",
    responses((status = 200, body = SystemView), (status = 401, body = Problem)),
)]
pub async fn show_system(
    State(state): State<AppState>,
    caller: Caller,
) -> ApiResult<Json<SystemView>> {
    let handle = state.handle();
    let is_operator = caller.actor.is_operator();
    Ok(Json(SystemView {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        server_time: state.now(),
        simulated_clock: handle.clock().is_simulated(),
        queue_depth: handle.queue_depth(),
        healthy: handle.is_healthy(),
        screenshots: is_operator.then(|| screenshot_storage(&state)),
        disk: if is_operator { disk(&state) } else { None },
    }))
}
