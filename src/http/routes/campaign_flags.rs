//! Flags that ask the operator to look at a campaign. Rule: CAM-23.

use axum::{extract::State, http::StatusCode, response::Response};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    campaign_view::CampaignView,
    campaigns::{Reason, answer},
};
use crate::{
    engine::commands::similar::ClearFlags,
    http::{AppState, Caller, Idem, Path, Problem, error::ApiResult},
};

/// Handlers of `/campaigns/{id}/clear-flags`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(clear_flags))
}

/// Takes a campaign's `review_flags` away once a person has looked. For admins and reviewers.
#[utoipa::path(
    post,
    path = "/campaigns/{id}/clear-flags",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = Reason,
    responses(
        (status = 200, body = CampaignView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "No flags", body = Problem),
        (status = 422, description = "No reason", body = Problem),
    ),
)]
pub async fn clear_flags(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<Reason>,
) -> ApiResult<Response> {
    state.handle().run(&caller.actor, ClearFlags { id, reason: value.reason }, key).await?;
    answer(&state, &caller, id, StatusCode::OK)
}
