//! Notifications: what one is told, and marking it read. Rule: OPS-08.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::reading::{before, from_store};
use crate::{
    domain::{ids::Seq, refusal::Refusal, time::Timestamp},
    engine::{actor::Notice, commands::notices::MarkRead, reads},
    http::{
        AppState, Caller, Idem, Json, List, NoBody, Page, Path, Problem, Query, error::ApiResult,
    },
};

/// Handlers of `/notifications`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(list_notifications)).routes(routes!(mark_read))
}

/// A notification.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct NoticeView {
    /// Place in the order of all entries; names it in `/notifications/{seq}/read`.
    pub seq: Seq,
    /// When.
    pub at: Timestamp,
    /// Stable word.
    pub code: String,
    /// The sentence.
    pub message: String,
    /// The campaign, device, impression… concerned.
    pub subject_id: Option<Uuid>,
    /// When somebody marked it read.
    pub read_at: Option<Timestamp>,
}

impl NoticeView {
    /// A notification as it goes out.
    pub(super) fn of(notice: &Notice) -> Self {
        Self {
            seq: notice.seq,
            at: notice.at,
            code: notice.what.code.clone(),
            message: notice.what.message.clone(),
            subject_id: notice.what.subject_id,
            read_at: notice.read_at,
        }
    }
}

/// Which notifications are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct NoticeFilter {
    /// Only those with this code.
    code: Option<String>,
    /// True: only unread ones; false: only read ones.
    unread: Option<bool>,
}

/// Lists one's own notifications, newest first.
#[utoipa::path(
    get,
    path = "/notifications",
    tag = "notifications",
    params(Page, NoticeFilter),
    responses(
        (status = 200, body = List<NoticeView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
    ),
)]
pub async fn list_notifications(
    State(state): State<AppState>,
    caller: Caller,
    page: Page,
    Query(filter): Query<NoticeFilter>,
) -> ApiResult<Json<List<NoticeView>>> {
    let owner = caller.actor.owner;
    let found = from_store(&state, move |snapshot| {
        reads::notices(snapshot, before(&page), page.limit + 1, |notice| {
            notice.what.to == owner
                && filter.code.as_ref().is_none_or(|code| notice.what.code == *code)
                && filter.unread.is_none_or(|unread| notice.read_at.is_none() == unread)
        })
    });
    let found = found.await?;
    Ok(Json(page.take(found.iter().map(|notice| (notice.seq, NoticeView::of(notice))))))
}

/// Marks one of one's own notifications read; the first moment stays.
#[utoipa::path(
    post,
    path = "/notifications/{seq}/read",
    tag = "notifications",
    params(("seq" = u64, Path)),
    request_body = NoBody,
    responses(
        (status = 200, body = NoticeView),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn mark_read(
    State(state): State<AppState>,
    caller: Caller,
    Path(seq): Path<Seq>,
    Idem { key, .. }: Idem<NoBody>,
) -> ApiResult<Json<NoticeView>> {
    let owner = caller.actor.owner;
    let found = from_store(&state, move |snapshot| {
        let end = seq.saturating_add(1);
        let newest = reads::notices(snapshot, end, 1, |_| true)?;
        Ok(newest.into_iter().find(|notice| notice.seq == seq && notice.what.to == owner))
    });
    let notice = found.await?.ok_or_else(|| Refusal::not_found("Notification"))?;
    let mut view = NoticeView::of(&notice);
    if view.read_at.is_none() {
        view.read_at = Some(state.handle().run(&caller.actor, MarkRead { seq }, key).await?);
    }
    Ok(Json(view))
}
