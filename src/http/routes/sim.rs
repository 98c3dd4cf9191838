//! The simulated clock, only where it was asked for at start. Rule: OPS-10.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    domain::{
        refusal::{Code, Refusal},
        time::{DAY_MS, SECOND_MS, Timestamp},
    },
    http::{AppState, Caller, Json, Problem, auth::ADMINS, error::ApiResult},
};

/// Handlers of `/sim`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(show_clock, set_clock))
}

/// Days that one call may move the clock forward at most.
const MAX_DAYS: i64 = 400;

/// The simulated clock.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct SimClock {
    /// Now.
    pub now: Timestamp,
    /// Always true: under the real clock this is not found.
    pub simulated: bool,
}

/// Where the clock shall go: one of the two.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClockChange {
    /// So many seconds forward.
    pub advance_seconds: Option<i64>,
    /// To this moment.
    pub set: Option<Timestamp>,
}

fn require_simulated(state: &AppState) -> Result<(), Refusal> {
    if state.handle().clock().is_simulated() {
        return Ok(());
    }
    Err(Refusal::not_found("Simulated clock (start with --sim-clock to have one)"))
}

/// Shows the simulated clock.
#[utoipa::path(
    get,
    path = "/sim/clock",
    tag = "simulation",
    responses(
        (status = 200, body = SimClock),
        (status = 401, body = Problem),
        (status = 404, description = "The clock is real", body = Problem),
    ),
)]
pub async fn show_clock(
    State(state): State<AppState>,
    _caller: Caller,
) -> ApiResult<Json<SimClock>> {
    require_simulated(&state)?;
    Ok(Json(SimClock { now: state.now(), simulated: true }))
}

/// Sets the simulated clock forward; every job and timer due on the way runs first, in order.
#[utoipa::path(
    post,
    path = "/sim/clock",
    tag = "simulation",
    request_body = ClockChange,
    responses(
        (status = 200, body = SimClock),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, description = "The clock is real", body = Problem),
        (status = 409, description = "Backwards, or too far", body = Problem),
    ),
)]
pub async fn set_clock(
    State(state): State<AppState>,
    caller: Caller,
    Json(change): Json<ClockChange>,
) -> ApiResult<Json<SimClock>> {
    caller.require(ADMINS)?;
    require_simulated(&state)?;
    let now = state.now();
    let target = match (change.set, change.advance_seconds) {
        (Some(moment), None) => moment,
        (None, Some(seconds)) => now.plus_ms(seconds.saturating_mul(SECOND_MS)),
        (None, None) | (Some(_), Some(_)) => {
            let message = "give either set or advance_seconds";
            return Err(Refusal::field("set", "EITHER", message).into());
        }
    };
    let refused = |why: String| Refusal::new(Code::SimulationRefused, why);
    if target < now {
        return Err(refused(format!("the clock is at {now} and only goes forward")).into());
    }
    if target.since_ms(now) > MAX_DAYS * DAY_MS {
        return Err(refused(format!("at most {MAX_DAYS} days in one call")).into());
    }
    state.time().advance_to(target).await?;
    Ok(Json(SimClock { now: state.now(), simulated: true }))
}
