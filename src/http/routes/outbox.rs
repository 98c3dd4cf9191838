//! Deliveries of notifications: what waits, what arrived, what was given up; test calls of webhooks.
//! Rule: OPS-08.

use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    listing::owner_id,
    reading::{before, from_store},
};
use crate::{
    domain::{
        catalog::access::Owner,
        delivery::{Channel, Delivery, DeliveryStatus},
        ids::Seq,
        refusal::Refusal,
        time::Timestamp,
    },
    engine::{
        commands::{outbox::RetryDelivery, webhooks::PingWebhook},
        outbox as rows,
        publish::Views,
    },
    http::{
        AppState, Caller, Idem, Json, List, NoBody, Page, Path, Problem, Query, error::ApiResult,
    },
};

/// Handlers of `/outbox`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(list_deliveries))
        .routes(routes!(retry_delivery))
        .routes(routes!(ping_webhook))
}

/// The way of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DeliveryChannel {
    /// An e-mail.
    Email,
    /// A webhook.
    Webhook,
}

/// A delivery.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct DeliveryView {
    /// Place in the order of all entries; names it in `/outbox/{seq}/retry`.
    pub seq: Seq,
    /// The same for every attempt: `webhook-id` without its `msg_`, `Message-ID` of a mail.
    pub id: Uuid,
    /// The notification.
    pub notification: Seq,
    /// Its code.
    pub code: String,
    /// The advertiser or supplier that is told; absent (null) for the operator.
    pub owner_id: Option<Uuid>,
    /// The way.
    pub channel: DeliveryChannel,
    /// Address of a mail.
    pub to: Option<String>,
    /// The webhook.
    pub webhook_id: Option<Uuid>,
    /// Where it stands.
    pub status: DeliveryStatus,
    /// Attempts since it was made or last revived.
    pub attempts: u32,
    /// When it was made.
    pub created_at: Timestamp,
    /// The next attempt, by the machine's clock; absent (null) where none is waited for.
    pub next_attempt_at: Option<Timestamp>,
    /// When it was delivered or given up.
    pub finished_at: Option<Timestamp>,
    /// What went wrong last.
    pub last_error: Option<String>,
}

impl DeliveryView {
    fn of(views: &Views, row: &Delivery) -> Self {
        let (channel, to, webhook_id) = match &row.channel {
            Channel::Email { to, .. } => (DeliveryChannel::Email, Some(to.clone()), None),
            Channel::Webhook(no) => {
                let id = views.webhooks.get(no.0).map(|hook| hook.id);
                (DeliveryChannel::Webhook, None, id)
            }
        };
        let waits = row.status == DeliveryStatus::Pending && row.attempts > 0;
        Self {
            seq: row.seq,
            id: row.id,
            notification: row.notice,
            code: row.code.clone(),
            owner_id: owner_id(views, row.owner),
            channel,
            to,
            webhook_id,
            status: row.status,
            attempts: row.attempts,
            created_at: row.created_at,
            next_attempt_at: waits.then_some(row.next_attempt_at),
            finished_at: row.finished_at,
            last_error: row.last_error.clone(),
        }
    }

    fn is_of(channel: DeliveryChannel, row: &Delivery) -> bool {
        match &row.channel {
            Channel::Email { .. } => channel == DeliveryChannel::Email,
            Channel::Webhook(_) => channel == DeliveryChannel::Webhook,
        }
    }
}

/// Which deliveries are wanted.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeliveryFilter {
    /// Only those that stand so; `DEAD` lists what was given up.
    pub status: Option<DeliveryStatus>,
    /// Only those on this way.
    pub channel: Option<DeliveryChannel>,
    /// Only those of this code; `WEBHOOK_PING` lists test calls.
    pub code: Option<String>,
    /// Only those of this webhook.
    pub webhook_id: Option<Uuid>,
}

/// Lists deliveries, newest first; advertisers and suppliers see their own.
#[utoipa::path(
    get,
    path = "/outbox",
    tag = "notifications",
    params(Page, DeliveryFilter),
    responses(
        (status = 200, body = List<DeliveryView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
    ),
)]
pub async fn list_deliveries(
    State(state): State<AppState>,
    caller: Caller,
    page: Page,
    Query(filter): Query<DeliveryFilter>,
) -> ApiResult<Json<List<DeliveryView>>> {
    let views = state.views();
    let hook = filter.webhook_id.map(|id| views.webhooks.by_id(id).map(|hook| hook.no));
    let owner = caller.actor.owner;
    let found = from_store(&state, move |snapshot| {
        let wanted = |row: &Delivery| {
            filter.status.is_none_or(|status| row.status == status)
                && filter.channel.is_none_or(|channel| DeliveryView::is_of(channel, row))
                && filter.code.as_ref().is_none_or(|code| row.code == *code)
                && hook.is_none_or(|no| no.map(Channel::Webhook).as_ref() == Some(&row.channel))
        };
        let (before, limit) = (before(&page), page.limit + 1);
        match owner {
            Owner::Operator => rows::deliveries(snapshot, before, limit, wanted),
            Owner::Advertiser(_) | Owner::Supplier(_) => {
                rows::deliveries_of(snapshot, owner, before, limit, wanted)
            }
        }
    });
    let found = found.await?;
    Ok(Json(page.take(found.iter().map(|row| (row.seq, DeliveryView::of(views, row))))))
}

/// Tries a delivery that was given up again, from its first attempt on. For admins, and advertisers
/// and suppliers their own.
#[utoipa::path(
    post,
    path = "/outbox/{seq}/retry",
    tag = "notifications",
    params(("seq" = u64, Path, description = "The delivery's place")),
    request_body = NoBody,
    responses(
        (status = 200, body = DeliveryView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "It is not DEAD", body = Problem),
    ),
)]
pub async fn retry_delivery(
    State(state): State<AppState>,
    caller: Caller,
    Path(seq): Path<Seq>,
    Idem { key, .. }: Idem<NoBody>,
) -> ApiResult<Json<DeliveryView>> {
    let found = from_store(&state, move |snapshot| rows::delivery(snapshot, seq)).await?;
    let row = found.ok_or_else(|| Refusal::not_found("Delivery"))?;
    let revived = state.handle().run(&caller.actor, RetryDelivery { row }, key).await?;
    let found = from_store(&state, move |snapshot| rows::delivery(snapshot, revived.seq)).await?;
    let row = found.ok_or_else(|| Refusal::not_found("Delivery"))?;
    Ok(Json(DeliveryView::of(state.views(), &row)))
}

/// Calls a webhook for a test, with the code `WEBHOOK_PING` and signed like any other call. The
/// answer is the delivery; where it stands later is read at `/outbox?webhook_id=…`.
///
/// For whoever may change the webhook; one test call at a time.
#[utoipa::path(
    post,
    path = "/webhooks/{id}/ping",
    tag = "notifications",
    params(("id" = Uuid, Path, description = "The webhook")),
    request_body = NoBody,
    responses(
        (status = 202, body = DeliveryView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Switched off, or a test call waits", body = Problem),
    ),
)]
pub async fn ping_webhook(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { key, .. }: Idem<NoBody>,
) -> ApiResult<(StatusCode, Json<DeliveryView>)> {
    state.handle().run(&caller.actor, PingWebhook { id }, key).await?;
    let hook = state.views().webhooks.by_id(id).ok_or_else(|| Refusal::not_found("Webhook"))?;
    let found = from_store(&state, move |snapshot| {
        rows::deliveries_of(snapshot, hook.owner, Seq::MAX, 1, |row| {
            row.code == rows::PING && row.channel == Channel::Webhook(hook.no)
        })
    });
    let row = found.await?.pop().ok_or_else(|| Refusal::not_found("Delivery"))?;
    Ok((StatusCode::ACCEPTED, Json(DeliveryView::of(state.views(), &row))))
}
