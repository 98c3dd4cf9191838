//! Suppliers: who owns stores and earns from plays.

use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    dispute_view::{ChargebackFlagView, ChargebackRateView},
    listing::{fits, mentions},
    sorting::{Asked, Key, SortField, ordered},
};
use crate::{
    domain::{
        catalog::{PartyStatus, Supplier, access::Owner},
        notices::Language,
        refusal::Refusal,
        time::Timestamp,
    },
    engine::commands::parties::{CreateSupplier, UpdateSupplier},
    http::{
        AppState, Caller, Idem, Json, List, PageRequest, Patch, PatchBody, Path, Problem, Query,
        body::created, error::ApiResult,
    },
};

/// Handlers of `/suppliers`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(create_supplier, list_suppliers))
        .routes(routes!(show_supplier, update_supplier))
}

/// A supplier.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SupplierView {
    /// Id.
    pub id: Uuid,
    /// Display name.
    pub name: String,
    /// Contact address.
    pub email: String,
    /// Language of notifications.
    pub language: Language,
    /// Whether it takes part.
    pub status: PartyStatus,
    /// Set while more of its billed plays were charged back than the limit allows (rule CHB-01).
    pub chargeback_flag: Option<ChargebackFlagView>,
    /// How much was charged back lately; only where one supplier is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chargebacks: Option<ChargebackRateView>,
    /// Creation.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

impl SupplierView {
    fn of(state: &AppState, row: &Supplier) -> Self {
        Self {
            id: row.id,
            name: row.name.clone(),
            email: row.email.clone(),
            language: row.language,
            status: row.status_now(),
            chargeback_flag: ChargebackFlagView::of(state.views().disputes.flag(row.no)),
            chargebacks: None,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// A supplier to be.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSupplier {
    /// Display name, 1 to 100 characters.
    pub name: String,
    /// Contact address, unique among suppliers.
    pub email: String,
    /// Language of notifications; English (`en`) where absent.
    pub language: Option<Language>,
}

/// What changes of a supplier.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SupplierChange {
    /// Display name.
    pub name: Option<String>,
    /// Contact address.
    pub email: Option<String>,
    /// Language of notifications.
    pub language: Option<Language>,
}

impl PatchBody for SupplierChange {
    const CLEARABLE: &'static [&'static str] = &[];
}

/// Which suppliers are wanted.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SupplierFilter {
    /// Only those in this status.
    pub status: Option<PartyStatus>,
    /// Only those whose name or address contains this.
    pub q: Option<String>,
    /// What to sort by, with `-` before it for descending: `created_at`, `name` or `status`.
    /// Newest first where absent.
    pub sort: Option<String>,
}

pub(super) fn view(state: &AppState, id: Uuid) -> ApiResult<SupplierView> {
    let row = state.views().suppliers.by_id(id);
    Ok(row
        .map(|row| SupplierView::of(state, &row))
        .ok_or_else(|| Refusal::not_found("Supplier"))?)
}

/// Makes a supplier: ACTIVE. For admins.
#[utoipa::path(
    post,
    path = "/suppliers",
    tag = "suppliers",
    request_body = NewSupplier,
    responses(
        (status = 201, body = SupplierView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 409, description = "The address is taken", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn create_supplier(
    State(state): State<AppState>,
    caller: Caller,
    Idem { value, key }: Idem<NewSupplier>,
) -> ApiResult<(StatusCode, Json<SupplierView>)> {
    let command = CreateSupplier { name: value.name, email: value.email, language: value.language };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(created(view(&state, id)?))
}

/// What the list is sorted by.
const SORTS: &[SortField<Supplier>] = &[
    ("created_at", |_, row| row.created_at.into()),
    ("name", |_, row| Key::text(&row.name)),
    ("status", |_, row| Key::Number(row.status_now() as i64)),
];

/// Lists suppliers, newest first; a supplier sees itself.
#[utoipa::path(
    get,
    path = "/suppliers",
    tag = "suppliers",
    params(PageRequest, SupplierFilter),
    responses(
        (status = 200, body = List<SupplierView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
    ),
)]
pub async fn list_suppliers(
    State(state): State<AppState>,
    caller: Caller,
    page: PageRequest,
    Query(filter): Query<SupplierFilter>,
) -> ApiResult<Json<List<SupplierView>>> {
    let asked = Asked { page: &page, sort: filter.sort.as_deref(), fields: SORTS };
    let rows = ordered(state.views(), &state.views().suppliers, &asked, |row| {
        caller.actor.sees(Owner::Supplier(row.no))
            && fits(filter.status, row.status_now())
            && mentions(filter.q.as_deref(), &[&row.name, &row.email])
    })?;
    Ok(Json(rows.map(|row| SupplierView::of(&state, &row))))
}

/// Shows a supplier.
#[utoipa::path(
    get,
    path = "/suppliers/{id}",
    tag = "suppliers",
    params(("id" = Uuid, Path, description = "The supplier")),
    responses(
        (status = 200, body = SupplierView),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 503, body = Problem),
    ),
)]
pub async fn show_supplier(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<SupplierView>> {
    let row = state.views().suppliers.by_id(id);
    let row = row.ok_or_else(|| Refusal::not_found("Supplier"))?;
    caller.require_sight(Owner::Supplier(row.no), "Supplier")?;
    let (no, now) = (row.no, state.now());
    let days = state.settings().dispute.flag_days;
    let rate =
        state.handle().with_engine(move |engine| engine.live().chargeback_rate(no, now, days));
    let chargebacks = ChargebackRateView::of(rate.await?, &state.settings().dispute);
    let chargebacks = Some(chargebacks);
    Ok(Json(SupplierView { chargebacks, ..SupplierView::of(&state, &row) }))
}

/// Changes a supplier. For admins and the supplier itself.
#[utoipa::path(
    patch,
    path = "/suppliers/{id}",
    tag = "suppliers",
    params(("id" = Uuid, Path, description = "The supplier")),
    request_body = SupplierChange,
    responses(
        (status = 200, body = SupplierView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "The address is taken", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn update_supplier(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Patch { value, key }: Patch<SupplierChange>,
) -> ApiResult<Json<SupplierView>> {
    let command =
        UpdateSupplier { id, name: value.name, email: value.email, language: value.language };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(view(&state, id)?))
}
