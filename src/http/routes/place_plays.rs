//! The newest plays of a device or of a store's screens. Rule: IMP-01, DEV-01.

use axum::extract::State;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    device_view::sees,
    impression_view::{ImpressionView, render},
    reading::{before, from_store},
};
use crate::{
    domain::{
        catalog::access::Owner, ids::StoreNo, impression::record::ImpressionRow, refusal::Refusal,
    },
    engine::{actor::Actor, play_stream::Stretch, reads},
    http::{
        AppState, Caller, Json, NoBody, Path, Problem, Query,
        error::ApiResult,
        paging::{List, Page, encode_cursor},
    },
};

/// Handlers that list plays by where they were shown.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(list_device_plays)).routes(routes!(list_store_plays))
}

/// Lists a device's plays, newest first, rejected ones too. A page that had to look through very many
/// plays of other devices ends early, empty perhaps; `next_cursor` goes on from there. For the operator,
/// and the store's owner as far as the store was its own.
#[utoipa::path(
    get,
    path = "/devices/{id}/impressions",
    tag = "devices",
    params(("id" = Uuid, Path, description = "The device"), Page),
    responses(
        (status = 200, body = List<ImpressionView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn list_device_plays(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    page: Page,
    Query(NoBody {}): Query<NoBody>,
) -> ApiResult<Json<List<ImpressionView>>> {
    let device = state.views().devices.by_id(id).filter(|row| sees(&state, &caller.actor, row));
    let device = device.ok_or_else(|| Refusal::not_found("Device"))?.no;
    list(&state, &caller.actor, &page, move |row| row.device == device).await
}

/// Lists the plays of a store's screens, newest first, rejected ones too; pages end as those of a device
/// do. For the operator and the store's owner.
#[utoipa::path(
    get,
    path = "/stores/{id}/impressions",
    tag = "stores",
    params(("id" = Uuid, Path, description = "The store"), Page),
    responses(
        (status = 200, body = List<ImpressionView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn list_store_plays(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    page: Page,
    Query(NoBody {}): Query<NoBody>,
) -> ApiResult<Json<List<ImpressionView>>> {
    let own = |supplier| caller.actor.sees(Owner::Supplier(supplier));
    let store = state.views().stores.by_id(id).filter(|row| own(row.supplier));
    let store = store.ok_or_else(|| Refusal::not_found("Store"))?.no;
    list(&state, &caller.actor, &page, move |row| row.store == store).await
}

async fn list(
    state: &AppState,
    actor: &Actor,
    page: &Page,
    is_there: impl Fn(&ImpressionRow) -> bool + Send + 'static,
) -> ApiResult<Json<List<ImpressionView>>> {
    let (before, limit) = (before(page), page.limit);
    let (actor, handle) = (actor.clone(), state.handle().clone());
    let found = from_store(state, move |snapshot| {
        let stores = &handle.views().stores;
        // A device may have stood in somebody else's store before.
        let owner = |store: StoreNo| stores.get(store.0).map(|row| Owner::Supplier(row.supplier));
        let wanted = |row: &ImpressionRow| {
            is_there(row) && owner(row.store).is_some_and(|owner| actor.sees(owner))
        };
        reads::newest_plays(snapshot, before, limit, wanted)
    });
    let Stretch { plays, next } = found.await?;
    let items = plays.iter().map(|play| render(state, play)).collect();
    Ok(Json(List { items, next_cursor: next.map(encode_cursor) }))
}
