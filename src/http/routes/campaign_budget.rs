//! More budget for a campaign: top-up, and the decision on an increase that waits. Rule: BUD-04, D-55.

use axum::{extract::State, response::Response};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::campaigns::{Reason, moved};
use crate::{
    domain::money::Amount,
    engine::commands::increase::{DecideIncrease, TopUp},
    http::{AppState, Caller, Idem, NoBody, Path, Problem, error::ApiResult},
};

/// Handlers of `/campaigns/{id}/top-up` and `/campaigns/{id}/budget-increase`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(top_up_campaign))
        .routes(routes!(approve_increase))
        .routes(routes!(reject_increase))
}

/// More budget.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TopUpBody {
    /// At least 50.00.
    pub additional_budget: Amount,
}

/// Adds budget from the wallet; a campaign paused for an exhausted budget runs on.
///
/// An advertiser's increase past the limit of approval (10,000) waits for a person while the campaign
/// runs on: then `pending_increase` has it, and the money stays in the wallet. Rule: BUD-04, D-55.
#[utoipa::path(
    post,
    path = "/campaigns/{id}/top-up",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = TopUpBody,
    responses(
        (status = 200, body = super::campaign_view::CampaignView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Not in this status", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn top_up_campaign(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<TopUpBody>,
) -> ApiResult<Response> {
    let command = TopUp { id, additional_budget: value.additional_budget };
    moved(&state, &caller, id, state.handle().run(&caller.actor, command, key).await)
}

/// Approves more budget that waits: it is held and can be spent at once. Rule: D-55.
#[utoipa::path(
    post,
    path = "/campaigns/{id}/budget-increase/approve",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = NoBody,
    responses(
        (status = 200, body = super::campaign_view::CampaignView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Nothing waits, or not in this status", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn approve_increase(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { key, .. }: Idem<NoBody>,
) -> ApiResult<Response> {
    let command = DecideIncrease { id, approve: true, reason: None };
    moved(&state, &caller, id, state.handle().run(&caller.actor, command, key).await)
}

/// Refuses more budget that waits; nothing moves. Rule: D-55.
#[utoipa::path(
    post,
    path = "/campaigns/{id}/budget-increase/reject",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = Reason,
    responses(
        (status = 200, body = super::campaign_view::CampaignView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Nothing waits", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn reject_increase(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<Reason>,
) -> ApiResult<Response> {
    let command = DecideIncrease { id, approve: false, reason: Some(value.reason) };
    moved(&state, &caller, id, state.handle().run(&caller.actor, command, key).await)
}
