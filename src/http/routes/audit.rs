//! The audit trail: who did what. Rule: CAM-11 (EDIT-003), OPS-04.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    reading::{before, find_campaign, from_store, span},
    search::{newest_audit_found, oldest_audit_found, read_query},
    sorting::{marked, oldest_first},
};
use crate::{
    domain::{ids::Seq, time::Timestamp},
    engine::{
        actor::{AuditEntry, ChangeType},
        reads,
    },
    http::{
        AppState, Caller, Json, List, Page, PageRequest, Path, Problem, Query, auth::OPERATOR,
        error::ApiResult,
    },
    search,
};

/// Handlers of `/audit` and `/campaigns/{id}/audit`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(list_audit)).routes(routes!(list_campaign_audit))
}

/// One thing that somebody did.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct AuditView {
    /// Place in the order of all entries.
    pub seq: Seq,
    /// When.
    pub at: Timestamp,
    /// User or token; absent (null) for the appliance itself.
    pub actor_id: Option<Uuid>,
    /// Name for people.
    pub actor: String,
    /// By a person, a program or the appliance.
    pub change_type: ChangeType,
    /// Where the call came from.
    pub ip_address: Option<String>,
    /// What was done.
    pub action: String,
    /// To what kind of thing.
    pub subject: String,
    /// To which one.
    pub subject_id: Option<Uuid>,
    /// Field that changed.
    pub field: Option<String>,
    /// Value before.
    pub old_value: Option<String>,
    /// Value after.
    pub new_value: Option<String>,
    /// Why, if given.
    pub reason: Option<String>,
}

impl AuditView {
    fn of(entry: AuditEntry) -> Self {
        Self {
            seq: entry.seq,
            at: entry.at,
            actor_id: entry.actor_id,
            actor: entry.actor,
            change_type: entry.change_type,
            ip_address: entry.ip_address,
            action: entry.what.action,
            subject: entry.what.subject,
            subject_id: entry.what.subject_id,
            field: entry.what.field,
            old_value: entry.what.old_value,
            new_value: entry.what.new_value,
            reason: entry.what.reason,
        }
    }
}

/// Which entries are wanted.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AuditFilter {
    /// Only this action, such as `campaign.submit`.
    action: Option<String>,
    /// Only about this kind of thing, such as `campaign`.
    subject: Option<String>,
    /// Only about this one.
    subject_id: Option<Uuid>,
    /// Only changes of this field, such as `budget`.
    field: Option<String>,
    /// Only by this user or token: the id, or the name in full.
    actor: Option<String>,
    /// Not before: RFC 3339 or a date.
    from: Option<String>,
    /// Not after: RFC 3339 or a date (inclusive).
    to: Option<String>,
    /// Only where action, actor, field, values or reason have words that begin so.
    q: Option<String>,
    /// `-at`, newest first (default), or `at`.
    sort: Option<String>,
}

/// A filter with its moments read.
struct Wanted {
    filter: AuditFilter,
    from: Option<Timestamp>,
    to: Option<Timestamp>,
}

impl Wanted {
    fn read(filter: AuditFilter) -> ApiResult<Self> {
        let (from, to) = span(filter.from.as_deref(), filter.to.as_deref())?;
        Ok(Self { filter, from, to })
    }

    fn keeps(&self, entry: &AuditEntry) -> bool {
        let (filter, what) = (&self.filter, &entry.what);
        let is = |wanted: &Option<String>, found: &str| {
            wanted.as_ref().is_none_or(|wanted| wanted == found)
        };
        let by = |actor: &String| {
            *actor == entry.actor || entry.actor_id.is_some_and(|id| id.to_string() == *actor)
        };
        self.from.is_none_or(|from| entry.at >= from)
            && self.to.is_none_or(|to| entry.at <= to)
            && is(&filter.action, &what.action)
            && is(&filter.subject, &what.subject)
            && filter.field.as_ref().is_none_or(|field| what.field.as_ref() == Some(field))
            && filter.subject_id.is_none_or(|id| what.subject_id == Some(id))
            && filter.actor.as_ref().is_none_or(by)
    }
}

async fn page_of(
    state: &AppState,
    page: &PageRequest,
    wanted: Wanted,
) -> ApiResult<List<AuditView>> {
    let query = read_query(wanted.filter.q.as_deref())?;
    let Some(from) = oldest_first(wanted.filter.sort.as_deref(), "at", page)? else {
        let page = page.by_position()?;
        return newest_of(state, page, query, wanted).await;
    };
    let limit = page.limit;
    if let Some(query) = query {
        let keep = |entry: &AuditEntry| wanted.keeps(entry);
        let found = oldest_audit_found(state, (from, limit), &query, keep).await?;
        return Ok(marked(found.map(AuditView::of)));
    }
    let found = from_store(state, move |snapshot| {
        reads::audit_entries_from(snapshot, from, limit + 1, |entry| wanted.keeps(entry))
    });
    let found = found.await?.into_iter().map(|entry| (entry.seq, AuditView::of(entry)));
    Ok(marked(Page { limit, after: None }.take(found)))
}

async fn newest_of(
    state: &AppState,
    page: Page,
    query: Option<search::Query>,
    wanted: Wanted,
) -> ApiResult<List<AuditView>> {
    if let Some(query) = query {
        let keep = |entry: &AuditEntry| wanted.keeps(entry);
        let found = newest_audit_found(state, &page, &query, keep).await?;
        return Ok(found.map(AuditView::of));
    }
    let found = from_store(state, move |snapshot| {
        let keeps = |entry: &AuditEntry| wanted.keeps(entry);
        reads::audit_entries(snapshot, before(&page), page.limit + 1, keeps)
    });
    let found = found.await?;
    Ok(page.take(found.into_iter().map(|entry| (entry.seq, AuditView::of(entry)))))
}

/// Lists what was done by whom, newest first where no order is asked for. For the operator.
#[utoipa::path(
    get,
    path = "/audit",
    tag = "audit",
    params(PageRequest, AuditFilter),
    responses(
        (status = 200, body = List<AuditView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn list_audit(
    State(state): State<AppState>,
    caller: Caller,
    page: PageRequest,
    Query(filter): Query<AuditFilter>,
) -> ApiResult<Json<List<AuditView>>> {
    caller.require(OPERATOR)?;
    page_of(&state, &page, Wanted::read(filter)?).await.map(Json)
}

/// Which entries of a campaign are wanted.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct CampaignAuditFilter {
    /// Only this action, such as `campaign.edit`.
    action: Option<String>,
    /// Only changes of this field, such as `budget`.
    field: Option<String>,
    /// Only by this user or token: the id, or the name in full.
    actor: Option<String>,
    /// Not before: RFC 3339 or a date.
    from: Option<String>,
    /// Not after: RFC 3339 or a date (inclusive).
    to: Option<String>,
    /// Only where action, actor, field, values or reason have words that begin so.
    q: Option<String>,
    /// `-at`, newest first (default), or `at`.
    sort: Option<String>,
}

/// Lists what was done to a campaign, newest first where no order is asked for.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/audit",
    tag = "campaigns",
    params(("id" = Uuid, Path), PageRequest, CampaignAuditFilter),
    responses(
        (status = 200, body = List<AuditView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn list_campaign_audit(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    page: PageRequest,
    Query(wanted): Query<CampaignAuditFilter>,
) -> ApiResult<Json<List<AuditView>>> {
    let campaign = find_campaign(&state, &caller.actor, id)?;
    let CampaignAuditFilter { action, field, actor, from, to, q, sort } = wanted;
    let (subject, subject_id) = (Some("campaign".to_owned()), Some(campaign.id));
    let filter = AuditFilter { action, subject, subject_id, field, actor, from, to, q, sort };
    let mut list = page_of(&state, &page, Wanted::read(filter)?).await?;
    if !caller.actor.is_operator() {
        // Addresses of the operator's people are not the advertiser's business.
        list = list.map(|entry| AuditView { ip_address: None, ..entry });
    }
    Ok(Json(list))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::actor::AuditDraft;

    #[test]
    fn every_filter_counts() {
        let id = Uuid::from_u128(7);
        let at = Timestamp::parse("2026-02-05T12:00:00Z").unwrap();
        let entry = AuditEntry {
            seq: 1,
            at,
            actor_id: Some(id),
            actor: "Linh".to_owned(),
            change_type: ChangeType::Manual,
            ip_address: None,
            what: AuditDraft::new("campaign.edit", "campaign", id).change("name", "Tết", "Xuân"),
        };
        let text = |text: &str| Some(text.to_owned());
        let none = AuditFilter::default;
        let table = [
            (none(), true),
            (AuditFilter { action: text("campaign.edit"), ..none() }, true),
            (AuditFilter { action: text("campaign"), ..none() }, false),
            (AuditFilter { subject: text("device"), ..none() }, false),
            (AuditFilter { field: text("name"), ..none() }, true),
            (AuditFilter { field: text("nam"), ..none() }, false),
            (AuditFilter { subject_id: Some(Uuid::from_u128(8)), ..none() }, false),
            (AuditFilter { actor: text("Linh"), ..none() }, true),
            (AuditFilter { actor: text(&id.to_string()), ..none() }, true),
            (AuditFilter { actor: text("Li"), ..none() }, false),
            (AuditFilter { from: text("2026-02-05"), to: text("2026-02-05"), ..none() }, true),
            (AuditFilter { from: text("2026-02-06"), ..none() }, false),
            (AuditFilter { to: text("2026-02-05T11:59:59Z"), ..none() }, false),
        ];
        for (filter, expected) in table {
            let shown = format!("{filter:?}");
            assert_eq!(Wanted::read(filter).unwrap().keeps(&entry), expected, "{shown}");
        }
    }
}
