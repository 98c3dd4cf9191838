//! API tokens of programs. Rule: D-47.

use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::listing::{fits, mentions, newest_first, owner_id};
use crate::{
    domain::{
        catalog::{ApiToken, Role},
        refusal::Refusal,
        time::Timestamp,
    },
    engine::{
        commands::access::{CreateToken, RevokeToken},
        publish::Views,
    },
    http::{
        AppState, Caller, Idem, Json, List, NoBody, Page, Path, Problem, Query, body::created,
        error::ApiResult,
    },
};

/// Handlers of `/api-tokens`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(create_api_token, list_api_tokens))
        .routes(routes!(show_api_token, revoke_api_token))
}

/// A token of a program, without its secret.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ApiTokenView {
    /// Id.
    pub id: Uuid,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// The advertiser or supplier it acts for; absent (null) for the operator.
    pub owner_id: Option<Uuid>,
    /// Whether it counts now.
    pub is_active: bool,
    /// Counts until then, if set.
    pub expires_at: Option<Timestamp>,
    /// Since when it is revoked.
    pub revoked_at: Option<Timestamp>,
    /// Creation.
    pub created_at: Timestamp,
}

fn is_active(row: &ApiToken, now: Timestamp) -> bool {
    row.revoked_at.is_none() && row.expires_at.is_none_or(|end| now < end)
}

impl ApiTokenView {
    fn of(views: &Views, row: &ApiToken, now: Timestamp) -> Self {
        Self {
            id: row.id,
            name: row.name.clone(),
            role: row.role,
            owner_id: owner_id(views, row.owner),
            is_active: is_active(row, now),
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
            created_at: row.created_at,
        }
    }
}

/// A token just made; its secret is shown only here.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ApiTokenCreated {
    /// The token.
    #[serde(flatten)]
    pub api_token: ApiTokenView,
    /// The secret, for `Authorization: Bearer`.
    pub token: String,
}

/// A token to be.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewApiToken {
    /// What it is for, 1 to 100 characters.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// The advertiser or supplier, for these roles.
    pub owner_id: Option<Uuid>,
    /// Counts until then; for good where absent.
    pub expires_at: Option<Timestamp>,
}

/// Which tokens are wanted.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ApiTokenFilter {
    /// Only those with this role.
    pub role: Option<Role>,
    /// Only those of this advertiser or supplier.
    pub owner_id: Option<Uuid>,
    /// Only those that (no longer) count.
    pub is_active: Option<bool>,
    /// Only those whose name contains this.
    pub q: Option<String>,
}

fn view(state: &AppState, id: Uuid) -> ApiResult<ApiTokenView> {
    let row = state.views().tokens.by_id(id).ok_or_else(|| Refusal::not_found("API token"))?;
    Ok(ApiTokenView::of(state.views(), &row, state.now()))
}

/// Makes an API token. For admins; only a `SUPER_ADMIN` makes those of admins.
///
/// Takes no `Idempotency-Key`: the secret is kept nowhere.
#[utoipa::path(
    post,
    path = "/api-tokens",
    tag = "api-tokens",
    request_body = NewApiToken,
    responses(
        (status = 201, body = ApiTokenCreated),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn create_api_token(
    State(state): State<AppState>,
    caller: Caller,
    Json(given): Json<NewApiToken>,
) -> ApiResult<(StatusCode, Json<ApiTokenCreated>)> {
    let command = CreateToken {
        name: given.name,
        role: given.role,
        owner_id: given.owner_id,
        expires_at: given.expires_at,
    };
    let made = state.handle().run(&caller.actor, command, None).await?;
    let api_token = view(&state, made.id)?;
    Ok(created(ApiTokenCreated { api_token, token: made.token }))
}

/// Lists API tokens, newest first; those of an advertiser or supplier see their own.
#[utoipa::path(
    get,
    path = "/api-tokens",
    tag = "api-tokens",
    params(Page, ApiTokenFilter),
    responses(
        (status = 200, body = List<ApiTokenView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
    ),
)]
pub async fn list_api_tokens(
    State(state): State<AppState>,
    caller: Caller,
    page: Page,
    Query(filter): Query<ApiTokenFilter>,
) -> ApiResult<Json<List<ApiTokenView>>> {
    let (views, now) = (state.views(), state.now());
    let rows = newest_first(&views.tokens, &page, |row| {
        caller.actor.sees(row.owner)
            && fits(filter.role, row.role)
            && (filter.owner_id.is_none() || filter.owner_id == owner_id(views, row.owner))
            && fits(filter.is_active, is_active(row, now))
            && mentions(filter.q.as_deref(), &[&row.name])
    });
    Ok(Json(rows.map(|row| ApiTokenView::of(views, &row, now))))
}

/// Shows an API token, without its secret.
#[utoipa::path(
    get,
    path = "/api-tokens/{id}",
    tag = "api-tokens",
    params(("id" = Uuid, Path, description = "The token")),
    responses(
        (status = 200, body = ApiTokenView),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn show_api_token(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<ApiTokenView>> {
    let row = state.views().tokens.by_id(id).ok_or_else(|| Refusal::not_found("API token"))?;
    caller.require_sight(row.owner, "API token")?;
    Ok(Json(ApiTokenView::of(state.views(), &row, state.now())))
}

/// Revokes an API token; the row stays. For admins.
#[utoipa::path(
    delete,
    path = "/api-tokens/{id}",
    tag = "api-tokens",
    params(("id" = Uuid, Path, description = "The token")),
    responses(
        (status = 200, body = ApiTokenView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "The last SUPER_ADMIN", body = Problem),
    ),
)]
pub async fn revoke_api_token(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { key, .. }: Idem<NoBody>,
) -> ApiResult<Json<ApiTokenView>> {
    let id = state.handle().run(&caller.actor, RevokeToken { id }, key).await?;
    Ok(Json(view(&state, id)?))
}
