//! Webhooks: programs that are told of notifications by a signed call. Rule: OPS-08.

use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::listing::{newest_first, owner_id};
use crate::{
    domain::{
        catalog::{Role, Webhook},
        refusal::Refusal,
        secret::Secret,
        time::Timestamp,
    },
    engine::{
        commands::webhooks::{CreateWebhook, DeleteWebhook, UpdateWebhook},
        publish::Views,
    },
    http::{
        AppState, Caller, Idem, Json, List, NoBody, Page, Patch, PatchBody, Path, Problem, Query,
        body::created, error::ApiResult,
    },
};

/// Who may see webhooks: their addresses may carry secrets.
const READERS: &[Role] =
    &[Role::SuperAdmin, Role::Admin, Role::Advertiser, Role::Supplier, Role::Auditor];

/// Handlers of `/webhooks`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(create_webhook, list_webhooks)).routes(routes!(
        show_webhook,
        update_webhook,
        delete_webhook
    ))
}

/// A webhook, without its secret.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct WebhookView {
    /// Id.
    pub id: Uuid,
    /// The advertiser or supplier whose notifications it is told of; absent (null) for the
    /// operator.
    pub owner_id: Option<Uuid>,
    /// Where it is called.
    pub url: String,
    /// Codes of notifications it asks for, or `*`.
    pub events: Vec<String>,
    /// Whether it is called.
    pub is_active: bool,
    /// Why it was switched off by itself.
    pub disabled_because: Option<String>,
    /// Creation.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

impl WebhookView {
    fn of(views: &Views, row: &Webhook) -> Self {
        Self {
            id: row.id,
            owner_id: owner_id(views, row.owner),
            url: row.url.expose().to_owned(),
            events: row.events.clone(),
            is_active: row.is_active,
            disabled_because: row.disabled_because.clone(),
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// A webhook just made; its secret is shown only here.
#[derive(Serialize, utoipa::ToSchema)]
pub struct WebhookCreatedView {
    /// The webhook.
    #[serde(flatten)]
    pub webhook: WebhookView,
    /// `whsec_` and the key in base64, for the check of `webhook-signature`.
    pub secret: String,
}

/// A webhook to be.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWebhook {
    /// `https://…`, a public address.
    pub url: String,
    /// Codes of notifications, or `["*"]`.
    pub events: Vec<String>,
}

/// What changes of a webhook.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookChange {
    /// `https://…`, a public address.
    pub url: Option<String>,
    /// Codes of notifications, or `["*"]`.
    pub events: Option<Vec<String>>,
    /// False switches it off, true on again.
    pub is_active: Option<bool>,
}

impl PatchBody for WebhookChange {
    const CLEARABLE: &'static [&'static str] = &[];
}

fn view(state: &AppState, id: Uuid) -> ApiResult<WebhookView> {
    let row = state.views().webhooks.by_id(id).ok_or_else(|| Refusal::not_found("Webhook"))?;
    Ok(WebhookView::of(state.views(), &row))
}

/// Makes a webhook for what the caller acts for. For admins, advertisers and suppliers.
///
/// Each call is signed after Standard Webhooks. Takes no `Idempotency-Key`: the secret is shown
/// only in this answer.
#[utoipa::path(
    post,
    path = "/webhooks",
    tag = "notifications",
    request_body = NewWebhook,
    responses(
        (status = 201, body = WebhookCreatedView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 409, description = "Too many webhooks", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn create_webhook(
    State(state): State<AppState>,
    caller: Caller,
    Json(given): Json<NewWebhook>,
) -> ApiResult<(StatusCode, Json<WebhookCreatedView>)> {
    let command = CreateWebhook { url: Secret::new(given.url), events: given.events };
    let made = state.handle().run(&caller.actor, command, None).await?;
    let secret = made.secret.expose().to_owned();
    Ok(created(WebhookCreatedView { webhook: view(&state, made.id)?, secret }))
}

/// Lists webhooks, newest first; advertisers and suppliers see their own.
#[utoipa::path(
    get,
    path = "/webhooks",
    tag = "notifications",
    params(Page),
    responses(
        (status = 200, body = List<WebhookView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
    ),
)]
pub async fn list_webhooks(
    State(state): State<AppState>,
    caller: Caller,
    page: Page,
    Query(NoBody {}): Query<NoBody>,
) -> ApiResult<Json<List<WebhookView>>> {
    caller.require(READERS)?;
    let views = state.views();
    let rows = newest_first(&views.webhooks, &page, |row| {
        caller.actor.sees(row.owner) && row.deleted_at.is_none()
    });
    Ok(Json(rows.map(|row| WebhookView::of(views, &row))))
}

/// Shows a webhook.
#[utoipa::path(
    get,
    path = "/webhooks/{id}",
    tag = "notifications",
    params(("id" = Uuid, Path, description = "The webhook")),
    responses(
        (status = 200, body = WebhookView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn show_webhook(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<WebhookView>> {
    caller.require(READERS)?;
    let found = state.views().webhooks.by_id(id).filter(|row| row.deleted_at.is_none());
    let row = found.ok_or_else(|| Refusal::not_found("Webhook"))?;
    caller.require_sight(row.owner, "Webhook")?;
    Ok(Json(WebhookView::of(state.views(), &row)))
}

/// Changes a webhook; its secret stays.
#[utoipa::path(
    patch,
    path = "/webhooks/{id}",
    tag = "notifications",
    params(("id" = Uuid, Path, description = "The webhook")),
    request_body = WebhookChange,
    responses(
        (status = 200, body = WebhookView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn update_webhook(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Patch { value, key }: Patch<WebhookChange>,
) -> ApiResult<Json<WebhookView>> {
    let command = UpdateWebhook {
        id,
        url: value.url.map(Secret::new),
        events: value.events,
        is_active: value.is_active,
    };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(view(&state, id)?))
}

/// Deletes a webhook and its secret; what waits for it is given up.
#[utoipa::path(
    delete,
    path = "/webhooks/{id}",
    tag = "notifications",
    params(("id" = Uuid, Path, description = "The webhook")),
    responses(
        (status = 200, body = WebhookView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn delete_webhook(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { key, .. }: Idem<NoBody>,
) -> ApiResult<Json<WebhookView>> {
    let id = state.handle().run(&caller.actor, DeleteWebhook { id }, key).await?;
    Ok(Json(view(&state, id)?))
}
