//! Advertisers: who buys plays. Rule: CAM-04.

use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    advertiser_standing::{SuspensionView, TerminationView},
    listing::{fits, mentions},
    sorting::{Asked, Key, SortField, ordered},
};
use crate::{
    domain::{
        catalog::{Advertiser, PartyStatus, access::Owner},
        notices::Language,
        refusal::Refusal,
        time::Timestamp,
    },
    engine::commands::parties::{CreateAdvertiser, UpdateAdvertiser, VerifyEmail},
    http::{
        AppState, Caller, Idem, Json, List, NoBody, PageRequest, Patch, PatchBody, Path, Problem,
        Query, body::created, error::ApiResult,
    },
};

/// Handlers of `/advertisers`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(create_advertiser, list_advertisers))
        .routes(routes!(show_advertiser, update_advertiser))
        .routes(routes!(verify_email))
}

/// An advertiser.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct AdvertiserView {
    /// Id.
    pub id: Uuid,
    /// Display name.
    pub name: String,
    /// Contact address.
    pub email: String,
    /// Language of notifications.
    pub language: Language,
    /// Whether the address was verified; needed to create campaigns.
    pub email_verified: bool,
    /// Whether it takes part.
    pub status: PartyStatus,
    /// The suspension that is on.
    pub suspension: Option<SuspensionView>,
    /// The end of the account.
    pub termination: Option<TerminationView>,
    /// Creation.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

impl AdvertiserView {
    fn of(row: &Advertiser) -> Self {
        Self {
            id: row.id,
            name: row.name.clone(),
            email: row.email.clone(),
            language: row.language,
            email_verified: row.email_verified,
            status: row.status_now(),
            suspension: row.standing.suspended().map(SuspensionView::from),
            termination: row.standing.termination.as_ref().map(TerminationView::from),
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// An advertiser to be.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAdvertiser {
    /// Display name, 1 to 100 characters.
    pub name: String,
    /// Contact address, unique among advertisers.
    pub email: String,
    /// Language of notifications; English (`en`) where absent.
    pub language: Option<Language>,
}

/// What changes of an advertiser.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdvertiserChange {
    /// Display name.
    pub name: Option<String>,
    /// Contact address; a new one has to be verified again.
    pub email: Option<String>,
    /// Language of notifications.
    pub language: Option<Language>,
}

impl PatchBody for AdvertiserChange {
    const CLEARABLE: &'static [&'static str] = &[];
}

/// Which advertisers are wanted.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AdvertiserFilter {
    /// Only those in this status.
    pub status: Option<PartyStatus>,
    /// Only those whose address was (not) verified.
    pub email_verified: Option<bool>,
    /// Only those whose name or address contains this.
    pub q: Option<String>,
    /// What to sort by, with `-` before it for descending: `created_at`, `name` or `status`.
    /// Newest first where absent.
    pub sort: Option<String>,
}

pub(super) fn view(state: &AppState, id: Uuid) -> ApiResult<AdvertiserView> {
    let row = state.views().advertisers.by_id(id);
    Ok(row.map(|row| AdvertiserView::of(&row)).ok_or_else(|| Refusal::not_found("Advertiser"))?)
}

/// Makes an advertiser: ACTIVE, its address not verified yet. For admins.
#[utoipa::path(
    post,
    path = "/advertisers",
    tag = "advertisers",
    request_body = NewAdvertiser,
    responses(
        (status = 201, body = AdvertiserView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 409, description = "The address is taken", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn create_advertiser(
    State(state): State<AppState>,
    caller: Caller,
    Idem { value, key }: Idem<NewAdvertiser>,
) -> ApiResult<(StatusCode, Json<AdvertiserView>)> {
    let command =
        CreateAdvertiser { name: value.name, email: value.email, language: value.language };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(created(view(&state, id)?))
}

/// What the list is sorted by.
const SORTS: &[SortField<Advertiser>] = &[
    ("created_at", |_, row| row.created_at.into()),
    ("name", |_, row| Key::text(&row.name)),
    ("status", |_, row| Key::Number(row.status_now() as i64)),
];

/// Lists advertisers, newest first; an advertiser sees itself.
#[utoipa::path(
    get,
    path = "/advertisers",
    tag = "advertisers",
    params(PageRequest, AdvertiserFilter),
    responses(
        (status = 200, body = List<AdvertiserView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
    ),
)]
pub async fn list_advertisers(
    State(state): State<AppState>,
    caller: Caller,
    page: PageRequest,
    Query(filter): Query<AdvertiserFilter>,
) -> ApiResult<Json<List<AdvertiserView>>> {
    let asked = Asked { page: &page, sort: filter.sort.as_deref(), fields: SORTS };
    let rows = ordered(state.views(), &state.views().advertisers, &asked, |row| {
        caller.actor.sees(Owner::Advertiser(row.no))
            && fits(filter.status, row.status_now())
            && fits(filter.email_verified, row.email_verified)
            && mentions(filter.q.as_deref(), &[&row.name, &row.email])
    })?;
    Ok(Json(rows.map(|row| AdvertiserView::of(&row))))
}

/// Shows an advertiser.
#[utoipa::path(
    get,
    path = "/advertisers/{id}",
    tag = "advertisers",
    params(("id" = Uuid, Path, description = "The advertiser")),
    responses(
        (status = 200, body = AdvertiserView),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn show_advertiser(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<AdvertiserView>> {
    let row = state.views().advertisers.by_id(id);
    let row = row.ok_or_else(|| Refusal::not_found("Advertiser"))?;
    caller.require_sight(Owner::Advertiser(row.no), "Advertiser")?;
    Ok(Json(AdvertiserView::of(&row)))
}

/// Changes an advertiser. For admins and the advertiser itself.
#[utoipa::path(
    patch,
    path = "/advertisers/{id}",
    tag = "advertisers",
    params(("id" = Uuid, Path, description = "The advertiser")),
    request_body = AdvertiserChange,
    responses(
        (status = 200, body = AdvertiserView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "The address is taken", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn update_advertiser(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Patch { value, key }: Patch<AdvertiserChange>,
) -> ApiResult<Json<AdvertiserView>> {
    let command =
        UpdateAdvertiser { id, name: value.name, email: value.email, language: value.language };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(view(&state, id)?))
}

/// Notes that an advertiser's address was verified. For admins.
#[utoipa::path(
    post,
    path = "/advertisers/{id}/verify-email",
    tag = "advertisers",
    params(("id" = Uuid, Path, description = "The advertiser")),
    request_body = NoBody,
    responses(
        (status = 200, body = AdvertiserView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn verify_email(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { key, .. }: Idem<NoBody>,
) -> ApiResult<Json<AdvertiserView>> {
    let id = state.handle().run(&caller.actor, VerifyEmail { id }, key).await?;
    Ok(Json(view(&state, id)?))
}
