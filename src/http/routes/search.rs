//! Search over everything that the caller may see. Rule: OPS-09.

use std::sync::Arc;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::reading::{before, from_store};
use crate::{
    domain::{
        catalog::access::Owner,
        ids::Seq,
        refusal::{Code, Refusal},
        time::Timestamp,
    },
    engine::{
        actor::{Actor, AuditEntry},
        publish::Catalog,
        reads,
        registry::Entity,
    },
    http::{ApiError, AppState, Caller, Json, List, Page, Problem, Query, error::ApiResult},
    search::{self, Hit, Kind, Scope, SearchError},
};

/// Numbers asked of the index at once while a page is filled.
const CHUNK: usize = 500;

/// Handlers of `/search`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(search_all))
}

/// What is searched for.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SearchFilter {
    /// Beginnings of words, all of which must be there; letters with and without diacritics are
    /// the same.
    #[param(max_length = 200)]
    pub q: String,
    /// Only these kinds, with commas: `CAMPAIGN,STORE,DEVICE,AUDIT`.
    pub kinds: Option<String>,
}

/// Something found.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct FoundView {
    /// What it is.
    pub kind: Kind,
    /// Of the campaign, store or device; of an audit entry's subject.
    pub id: Option<Uuid>,
    /// Place of an audit entry.
    pub seq: Option<Seq>,
    /// Its name; an audit entry's action.
    pub title: String,
    /// What tells it from others: brand, address, store, what changed.
    pub detail: String,
    /// When it was made or done.
    pub at: Timestamp,
}

impl From<SearchError> for ApiError {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::NotReady => Self::new(Code::Overloaded, error.to_string()),
            other => Self::internal(other),
        }
    }
}

/// Reads `q`; `None` where it is absent or blank.
pub(super) fn read_query(q: Option<&str>) -> Result<Option<search::Query>, Refusal> {
    let Some(text) = q else { return Ok(None) };
    search::Query::read(text).map_err(|why| Refusal::field("q", "LENGTH", why.to_string()))
}

fn read_kinds(kinds: Option<&str>) -> Result<Vec<Kind>, Refusal> {
    let Some(kinds) = kinds else { return Ok(Kind::ALL.to_vec()) };
    let mut found: Vec<Kind> = Vec::new();
    for word in kinds.split(',').map(str::trim) {
        let kind = Kind::parse(word).ok_or_else(|| {
            let message = format!("{word:?} is no kind; CAMPAIGN, STORE, DEVICE and AUDIT are");
            Refusal::field("kinds", "UNKNOWN", message)
        })?;
        if !found.contains(&kind) {
            found.push(kind);
        }
    }
    Ok(found)
}

/// Searches campaigns, stores, devices and (for the operator) the audit, best first.
///
/// An advertiser finds its own campaigns, a supplier its own stores and devices.
#[utoipa::path(
    get,
    path = "/search",
    tag = "search",
    params(Page, SearchFilter),
    responses(
        (status = 200, body = List<FoundView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 422, body = Problem),
        (status = 503, description = "The index is being made", body = Problem),
    ),
)]
pub async fn search_all(
    State(state): State<AppState>,
    caller: Caller,
    page: Page,
    Query(filter): Query<SearchFilter>,
) -> ApiResult<Json<List<FoundView>>> {
    let kinds = read_kinds(filter.kinds.as_deref())?;
    let skipped = page.after.map_or(0, |after| usize::try_from(after).unwrap_or(usize::MAX));
    let hits = skipped.saturating_add(page.limit + 1).min(state.settings().search.max_hits);
    let Some(query) = read_query(Some(&filter.q))? else {
        return Err(Refusal::field("q", "REQUIRED", "q must name what is searched for").into());
    };
    let scope = Scope::of(caller.actor.owner);
    state.search().fresh().await;
    let asked = state.clone();
    let found =
        tokio::task::spawn_blocking(move || asked.search().best(&kinds, scope, &query, hits));
    let found = found.await.map_err(ApiError::internal)??;
    let actor = caller.actor;
    let views = state.clone();
    let items = from_store(&state, move |snapshot| {
        let mut items = Vec::with_capacity(found.len());
        for hit in found {
            let entry = match hit.kind {
                Kind::Audit => reads::audit_entry(snapshot, hit.number)?,
                Kind::Campaign | Kind::Store | Kind::Device => None,
            };
            items.extend(view(&views, &actor, hit, entry));
        }
        Ok(items)
    });
    Ok(Json(page.slice(items.await?)))
}

/// A hit as it goes out; `None` where the caller may not see it, whatever the index says.
fn view(state: &AppState, actor: &Actor, hit: Hit, entry: Option<AuditEntry>) -> Option<FoundView> {
    let views = state.views();
    let number = u32::try_from(hit.number).ok();
    let found = |id, title: &str, detail: String, at| FoundView {
        kind: hit.kind,
        id: Some(id),
        seq: None,
        title: title.to_owned(),
        detail,
        at,
    };
    match hit.kind {
        Kind::Campaign => {
            let row = views.campaigns.get(number?)?;
            let detail = row.brand_name.clone().unwrap_or_default();
            let view = found(row.id, &row.name, detail, row.created_at);
            actor.sees(Owner::Advertiser(row.advertiser)).then_some(view)
        }
        Kind::Store => {
            let row = views.stores.get(number?)?;
            let detail = format!("{}, {}", row.address, row.region);
            let view = found(row.id, &row.name, detail, row.created_at);
            actor.sees(Owner::Supplier(row.supplier)).then_some(view)
        }
        Kind::Device => {
            let row = views.devices.get(number?)?;
            let store = row.store_now().and_then(|no| views.stores.get(no.0));
            let owner =
                store.as_ref().map_or(Owner::Operator, |store| Owner::Supplier(store.supplier));
            let detail = store.map_or_else(String::new, |store| store.name.clone());
            let view = found(row.id, &row.name, detail, row.created_at);
            actor.sees(owner).then_some(view)
        }
        Kind::Audit => {
            let entry = entry?;
            let what = &entry.what;
            let change = match (&what.field, &what.old_value, &what.new_value) {
                (Some(field), Some(old), Some(new)) => format!("{field}: {old} → {new}"),
                _ => what.reason.clone().unwrap_or_default(),
            };
            actor.is_operator().then(|| FoundView {
                kind: hit.kind,
                id: what.subject_id,
                seq: Some(entry.seq),
                title: what.action.clone(),
                detail: format!("{} {change}", entry.actor).trim().to_owned(),
                at: entry.at,
            })
        }
    }
}

/// One page of a catalogue's rows that a query finds and that are kept, newest first.
///
/// # Errors
/// `OVERLOADED` while the index is made.
pub(super) async fn newest_found<T: Entity + Send + Sync + 'static>(
    state: &AppState,
    catalog: &Catalog<T>,
    (kind, scope): (Kind, Scope),
    (page, query): (&Page, &search::Query),
    keep: impl Fn(&T) -> bool,
) -> ApiResult<List<Arc<T>>> {
    let mut found = Vec::new();
    let mut below = page.after.unwrap_or(u64::from(u32::MAX));
    loop {
        let numbers = newest(state, kind, scope, query, below).await?;
        let is_last = numbers.len() < CHUNK;
        below = numbers.last().copied().unwrap_or(0);
        for number in numbers {
            let row = u32::try_from(number).ok().and_then(|number| catalog.get(number));
            found.extend(row.filter(|row| keep(row)).map(|row| (number, row)));
        }
        if is_last || found.len() > page.limit {
            return Ok(page.take(found));
        }
    }
}

/// The numbers of everything that a query finds, newest first.
///
/// # Errors
/// `OVERLOADED` while the index is made.
pub(super) async fn all_found(
    state: &AppState,
    kind: Kind,
    scope: Scope,
    query: &search::Query,
) -> ApiResult<Vec<u64>> {
    let mut found = Vec::new();
    loop {
        let below = found.last().copied().unwrap_or(u64::MAX);
        let numbers = newest(state, kind, scope, query, below).await?;
        let is_last = numbers.len() < CHUNK;
        found.extend(numbers);
        if is_last {
            return Ok(found);
        }
    }
}

/// One page of audit entries that a query finds, newest first.
///
/// # Errors
/// `OVERLOADED` while the index is made.
pub(super) async fn newest_audit_found(
    state: &AppState,
    page: &Page,
    query: &search::Query,
    keep: impl Fn(&AuditEntry) -> bool,
) -> ApiResult<List<AuditEntry>> {
    let mut found = Vec::new();
    let mut below = before(page);
    loop {
        let numbers = newest(state, Kind::Audit, Scope::All, query, below).await?;
        let is_last = numbers.len() < CHUNK;
        below = numbers.last().copied().unwrap_or(0);
        let read = audit_entries(state, numbers).await?.into_iter().filter(|entry| keep(entry));
        found.extend(read.map(|entry| (entry.seq, entry)));
        if is_last || found.len() > page.limit {
            return Ok(page.take(found));
        }
    }
}

/// The same from a place on, oldest first.
///
/// # Errors
/// As `newest_audit_found`.
pub(super) async fn oldest_audit_found(
    state: &AppState,
    (from, limit): (Seq, usize),
    query: &search::Query,
    keep: impl Fn(&AuditEntry) -> bool,
) -> ApiResult<List<AuditEntry>> {
    let mut numbers = all_found(state, Kind::Audit, Scope::All, query).await?;
    numbers.retain(|seq| *seq >= from);
    numbers.reverse();
    let page = Page { limit, after: None };
    let mut found = Vec::new();
    for chunk in numbers.chunks(CHUNK) {
        let read = audit_entries(state, chunk.to_vec()).await?;
        let kept = read.into_iter().filter(|entry| keep(entry));
        found.extend(kept.map(|entry| (entry.seq, entry)));
        if found.len() > limit {
            break;
        }
    }
    Ok(page.take(found))
}

async fn audit_entries(state: &AppState, numbers: Vec<Seq>) -> ApiResult<Vec<AuditEntry>> {
    let read = from_store(state, move |snapshot| {
        let mut entries = Vec::with_capacity(numbers.len());
        for seq in numbers {
            entries.extend(reads::audit_entry(snapshot, seq)?);
        }
        Ok(entries)
    });
    read.await
}

async fn newest(
    state: &AppState,
    kind: Kind,
    scope: Scope,
    query: &search::Query,
    below: u64,
) -> ApiResult<Vec<u64>> {
    state.search().fresh().await;
    let (asked, query) = (state.clone(), query.clone());
    let found = tokio::task::spawn_blocking(move || {
        asked.search().newest(kind, scope, &query, below, CHUNK)
    });
    Ok(found.await.map_err(ApiError::internal)??)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_words_with_commas() {
        assert_eq!(read_kinds(None).unwrap().len(), 4);
        assert_eq!(read_kinds(Some("STORE, AUDIT,STORE")).unwrap(), [Kind::Store, Kind::Audit]);
        for wrong in ["", "store", "STORE,", "ALL"] {
            assert!(read_kinds(Some(wrong)).is_err(), "{wrong}");
        }
    }
}
