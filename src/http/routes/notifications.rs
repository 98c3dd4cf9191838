//! Notifications: what one is told, and marking it read. Rule: OPS-08.

use axum::{extract::State, http::HeaderMap};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::reading::{before, from_store};
use crate::{
    domain::{
        catalog::access::Owner,
        ids::Seq,
        notices::{self, DEFAULT_LANGUAGE, Language},
        refusal::Refusal,
        time::Timestamp,
    },
    engine::{
        actor::Notice,
        commands::notices::{MarkAllRead, MarkRead},
        outbox as rows,
    },
    http::{
        AppState, Caller, Idem, Json, List, NoBody, Page, Path, Problem, Query, error::ApiResult,
        language::language_of,
    },
};

/// Unread notifications are counted no further.
const MOST_UNREAD: usize = 1_000;

/// Handlers of `/notifications`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(list_notifications))
        .routes(routes!(count_unread))
        .routes(routes!(mark_all_read))
        .routes(routes!(mark_read))
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
    /// The sentence, in the caller's language.
    pub message: String,
    /// The language of the sentence.
    pub language: Language,
    /// The campaign, device, impression… concerned.
    pub subject_id: Option<Uuid>,
    /// When somebody marked it read.
    pub read_at: Option<Timestamp>,
}

impl NoticeView {
    /// A notification as it goes out.
    pub(super) fn of(notice: &Notice, language: Language) -> Self {
        let what = &notice.what;
        let rendered = notices::render(&what.code, &what.values, language);
        let language = if rendered.is_some() { language } else { DEFAULT_LANGUAGE };
        Self {
            seq: notice.seq,
            at: notice.at,
            code: notice.what.code.clone(),
            message: rendered.unwrap_or_else(|| what.message.clone()),
            language,
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

/// How many notifications wait to be read.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct UnreadView {
    /// Unread ones, counted to a thousand.
    pub unread: usize,
}

/// When everything was marked read.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct AllReadView {
    /// The moment.
    pub read_at: Timestamp,
    /// Unread ones that are left: those told since.
    pub unread: usize,
}

async fn unread(state: &AppState, owner: Owner) -> ApiResult<usize> {
    from_store(state, move |snapshot| rows::unread_count(snapshot, owner, MOST_UNREAD)).await
}

/// Counts one's own unread notifications.
#[utoipa::path(
    get,
    path = "/notifications/unread",
    tag = "notifications",
    responses(
        (status = 200, body = UnreadView),
        (status = 401, body = Problem),
    ),
)]
pub async fn count_unread(
    State(state): State<AppState>,
    caller: Caller,
) -> ApiResult<Json<UnreadView>> {
    Ok(Json(UnreadView { unread: unread(&state, caller.actor.owner).await? }))
}

/// Marks all of one's own notifications read.
#[utoipa::path(
    post,
    path = "/notifications/read-all",
    tag = "notifications",
    request_body = NoBody,
    responses(
        (status = 200, body = AllReadView),
        (status = 401, body = Problem),
    ),
)]
pub async fn mark_all_read(
    State(state): State<AppState>,
    caller: Caller,
    Idem { key, .. }: Idem<NoBody>,
) -> ApiResult<Json<AllReadView>> {
    let owner = caller.actor.owner;
    let read_at = state.handle().run(&caller.actor, MarkAllRead { owner }, key).await?;
    Ok(Json(AllReadView { read_at, unread: unread(&state, owner).await? }))
}

/// Lists one's own notifications in one's language, newest first.
#[utoipa::path(
    get,
    path = "/notifications",
    tag = "notifications",
    params(Page, NoticeFilter, ("accept-language" = Option<String>, Header)),
    responses(
        (status = 200, body = List<NoticeView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
    ),
)]
pub async fn list_notifications(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    page: Page,
    Query(filter): Query<NoticeFilter>,
) -> ApiResult<Json<List<NoticeView>>> {
    let owner = caller.actor.owner;
    let language = language_of(&state, &caller.principal, &headers);
    let found = from_store(&state, move |snapshot| {
        rows::notices_of(snapshot, owner, before(&page), page.limit + 1, |notice| {
            filter.code.as_ref().is_none_or(|code| notice.what.code == *code)
                && filter.unread.is_none_or(|unread| notice.read_at.is_none() == unread)
        })
    });
    let found = found.await?;
    Ok(Json(page.take(found.iter().map(|notice| (notice.seq, NoticeView::of(notice, language))))))
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
    headers: HeaderMap,
    Path(seq): Path<Seq>,
    Idem { key, .. }: Idem<NoBody>,
) -> ApiResult<Json<NoticeView>> {
    let owner = caller.actor.owner;
    let found = from_store(&state, move |snapshot| {
        let end = seq.saturating_add(1);
        let newest = rows::notices_of(snapshot, owner, end, 1, |_| true)?;
        Ok(newest.into_iter().find(|notice| notice.seq == seq))
    });
    let notice = found.await?.ok_or_else(|| Refusal::not_found("Notification"))?;
    let language = language_of(&state, &caller.principal, &headers);
    let mut view = NoticeView::of(&notice, language);
    if view.read_at.is_none() {
        view.read_at = Some(state.handle().run(&caller.actor, MarkRead { seq }, key).await?);
    }
    Ok(Json(view))
}
