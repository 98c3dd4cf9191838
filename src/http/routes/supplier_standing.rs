//! Accounts of suppliers: suspend, reinstate, terminate. Rule: PAY-01.

use axum::extract::State;
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::suppliers::{SupplierView, view};
use crate::{
    domain::catalog::PartyStatus,
    engine::commands::supplier_standing::SetSupplierStatus,
    http::{AppState, Caller, Idem, Json, NoBody, Path, Problem, error::ApiResult},
};

/// Handlers of a supplier's standing.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(suspend_supplier))
        .routes(routes!(reinstate_supplier))
        .routes(routes!(terminate_supplier))
}

/// Why an account is held or ends.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StandingReason {
    /// In words, 1 to 500 characters.
    pub reason: String,
}

/// Holds a supplier's account: payouts go on, withdrawals wait. For admins. Rule: PAY-01.
#[utoipa::path(
    post,
    path = "/suppliers/{id}/suspend",
    tag = "suppliers",
    params(("id" = Uuid, Path, description = "The supplier")),
    request_body = StandingReason,
    responses(
        (status = 200, body = SupplierView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Not ACTIVE", body = Problem),
        (status = 422, description = "No reason", body = Problem),
    ),
)]
pub async fn suspend_supplier(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<StandingReason>,
) -> ApiResult<Json<SupplierView>> {
    let (to, reason) = (PartyStatus::Suspended, Some(value.reason));
    let command = SetSupplierStatus { id, to, reason };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(view(&state, id)?))
}

/// Ends a suspension of a supplier. For admins. Rule: PAY-01.
#[utoipa::path(
    post,
    path = "/suppliers/{id}/reinstate",
    tag = "suppliers",
    params(("id" = Uuid, Path, description = "The supplier")),
    request_body = NoBody,
    responses(
        (status = 200, body = SupplierView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Not SUSPENDED", body = Problem),
    ),
)]
pub async fn reinstate_supplier(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { key, .. }: Idem<NoBody>,
) -> ApiResult<Json<SupplierView>> {
    let command = SetSupplierStatus { id, to: PartyStatus::Active, reason: None };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(view(&state, id)?))
}

/// Ends a supplier's account, once none of its stores is ACTIVE. What it earned is still paid out,
/// also below the minimum, and an admin books its withdrawals. For admins. Rule: PAY-01.
#[utoipa::path(
    post,
    path = "/suppliers/{id}/terminate",
    tag = "suppliers",
    params(("id" = Uuid, Path, description = "The supplier")),
    request_body = StandingReason,
    responses(
        (status = 200, body = SupplierView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Terminated already, or with ACTIVE stores", body = Problem),
        (status = 422, description = "No reason", body = Problem),
    ),
)]
pub async fn terminate_supplier(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<StandingReason>,
) -> ApiResult<Json<SupplierView>> {
    let (to, reason) = (PartyStatus::Terminated, Some(value.reason));
    let command = SetSupplierStatus { id, to, reason };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(view(&state, id)?))
}
