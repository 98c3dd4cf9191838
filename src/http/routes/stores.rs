//! Stores: the shops that screens stand in. Rule: PRC-01, D-08.

use std::collections::BTreeMap;

use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    listing::fits,
    sorting::{Asked, Key, SortField, searched},
};
use crate::{
    domain::{
        catalog::{
            DeviceStatus, Store, StoreStatus,
            access::Owner,
            hours::{DaypartInput, OpeningHours},
        },
        change::Change,
        ids::StoreNo,
        pricing::{peak::CountryCode, rates::StoreCategory},
        refusal::Refusal,
        time::Timestamp,
    },
    engine::{
        actor::Actor,
        commands::stores::{CreateStore, UpdateStore},
        publish::Views,
    },
    http::{
        AppState, Caller, Idem, Json, List, PageRequest, Patch, PatchBody, Path, Problem, Query,
        body::created, error::ApiResult,
    },
    search::{Kind, Scope},
};

/// Handlers of `/stores`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(create_store, list_stores))
        .routes(routes!(show_store, update_store))
}

/// A store. Advertisers see what they choose stores by; the members marked so are for operators
/// and the owner.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct StoreView {
    /// Id.
    pub id: Uuid,
    /// The owner (not for advertisers).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplier_id: Option<Uuid>,
    /// Display name.
    pub name: String,
    /// Decides the base rate.
    pub category: StoreCategory,
    /// Region of the reports.
    pub region: String,
    /// Street address (not for advertisers).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Degrees, north positive.
    pub lat: f64,
    /// Degrees, east positive.
    pub lng: f64,
    /// IANA zone name.
    pub timezone: String,
    /// ISO 3166 code.
    #[schema(value_type = String, example = "VN")]
    pub country: CountryCode,
    /// Store-local; empty means always open.
    pub opening_hours: OpeningHours,
    /// Visitors a day; decides the traffic multiplier.
    pub daily_foot_traffic: u32,
    /// Mean stay of a visitor, minutes.
    pub avg_dwell_time_minutes: u32,
    /// OpenOOH venue type.
    pub venue_type: Option<String>,
    /// Whether it takes plays.
    pub status: StoreStatus,
    /// Devices that stand in it and are not revoked (not for advertisers).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_count: Option<usize>,
    /// Creation.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

/// How much of a store a caller sees.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sight {
    Nothing,
    Offer,
    Everything,
}

fn sight(actor: &Actor, store: &Store) -> Sight {
    match actor.owner {
        Owner::Advertiser(_) => Sight::Offer,
        _ if actor.sees(Owner::Supplier(store.supplier)) => Sight::Everything,
        _ => Sight::Nothing,
    }
}

/// Devices by store, the revoked ones left out.
fn device_counts(views: &Views) -> BTreeMap<StoreNo, usize> {
    let mut counts = BTreeMap::new();
    let standing = views.devices.iter().filter(|row| row.status_now() != DeviceStatus::Revoked);
    for store in standing.filter_map(|device| device.store_now()) {
        *counts.entry(store).or_default() += 1;
    }
    counts
}

impl StoreView {
    fn of(views: &Views, row: &Store, counts: &BTreeMap<StoreNo, usize>, sight: Sight) -> Self {
        let is_full = sight == Sight::Everything;
        let supplier = views.suppliers.get(row.supplier.0).filter(|_| is_full);
        let traits = row.traits_now();
        Self {
            id: row.id,
            supplier_id: supplier.map(|supplier| supplier.id),
            name: row.name.clone(),
            category: traits.map_or(StoreCategory::Other, |traits| traits.category),
            region: row.region.clone(),
            address: is_full.then(|| row.address.clone()),
            lat: row.location.lat(),
            lng: row.location.lng(),
            timezone: row.timezone.clone(),
            country: row.country,
            opening_hours: row.opening_hours.clone(),
            daily_foot_traffic: traits.map_or(0, |traits| traits.daily_foot_traffic),
            avg_dwell_time_minutes: row.avg_dwell_time_minutes,
            venue_type: row.venue_type.clone(),
            status: status(row),
            device_count: is_full.then(|| counts.get(&row.no).copied().unwrap_or(0)),
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

fn status(row: &Store) -> StoreStatus {
    row.traits_now().map_or(StoreStatus::Inactive, |traits| traits.status)
}

/// A store to be.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStore {
    /// The owner.
    pub supplier_id: Uuid,
    /// Display name, 1 to 100 characters.
    pub name: String,
    /// Decides the base rate.
    pub category: StoreCategory,
    /// Region of the reports.
    pub region: String,
    /// Street address.
    pub address: String,
    /// Degrees, north positive.
    pub lat: f64,
    /// Degrees, east positive.
    pub lng: f64,
    /// IANA zone name.
    #[schema(example = "Asia/Ho_Chi_Minh")]
    pub timezone: String,
    /// ISO 3166 code, for holidays.
    #[schema(value_type = String, example = "VN")]
    pub country: CountryCode,
    /// Store-local; always open where absent or empty.
    #[serde(default)]
    pub opening_hours: Vec<DaypartInput>,
    /// Visitors a day.
    pub daily_foot_traffic: u32,
    /// Mean stay of a visitor, minutes.
    pub avg_dwell_time_minutes: u32,
    /// OpenOOH venue type.
    pub venue_type: Option<String>,
    /// ACTIVE where absent.
    pub status: Option<StoreStatus>,
}

/// What changes of a store. Category, traffic and status count from now on.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StoreChange {
    /// Display name.
    pub name: Option<String>,
    /// Decides the base rate.
    pub category: Option<StoreCategory>,
    /// Region of the reports.
    pub region: Option<String>,
    /// Street address.
    pub address: Option<String>,
    /// Degrees, north positive.
    pub lat: Option<f64>,
    /// Degrees, east positive.
    pub lng: Option<f64>,
    /// IANA zone name.
    pub timezone: Option<String>,
    /// ISO 3166 code.
    #[schema(value_type = Option<String>)]
    pub country: Option<CountryCode>,
    /// Store-local; empty or `null` means always open.
    #[serde(default)]
    #[schema(value_type = Option<Vec<DaypartInput>>)]
    pub opening_hours: Change<Vec<DaypartInput>>,
    /// Visitors a day.
    pub daily_foot_traffic: Option<u32>,
    /// Mean stay of a visitor, minutes.
    pub avg_dwell_time_minutes: Option<u32>,
    /// OpenOOH venue type; `null`: none.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub venue_type: Change<String>,
    /// Takes plays or not.
    pub status: Option<StoreStatus>,
}

impl PatchBody for StoreChange {
    const CLEARABLE: &'static [&'static str] = &["opening_hours", "venue_type"];
}

/// Which stores are wanted.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StoreFilter {
    /// Only those of this supplier (not for advertisers, who get none).
    pub supplier_id: Option<Uuid>,
    /// Only those of this category.
    pub category: Option<StoreCategory>,
    /// Only those of this region, as written.
    pub region: Option<String>,
    /// Only those of this country.
    #[param(value_type = Option<String>)]
    pub country: Option<CountryCode>,
    /// Only those in this status.
    pub status: Option<StoreStatus>,
    /// Only those with at least so many visitors a day.
    pub min_foot_traffic: Option<u32>,
    /// Only those whose name, region or address has words that begin so.
    pub q: Option<String>,
    /// What to sort by, with `-` before it for descending: `created_at`, `name`, `region`,
    /// `category` or `daily_foot_traffic`. Newest first where absent.
    pub sort: Option<String>,
}

impl StoreFilter {
    fn keeps(&self, actor: &Actor, views: &Views, row: &Store) -> bool {
        let seen = sight(actor, row);
        let of_supplier = |id| {
            let supplier = views.suppliers.get(row.supplier.0);
            seen == Sight::Everything && supplier.is_some_and(|supplier| supplier.id == id)
        };
        let traits = row.traits_now();
        let category = traits.map(|traits| traits.category);
        let traffic = traits.map_or(0, |traits| traits.daily_foot_traffic);
        seen != Sight::Nothing
            && self.supplier_id.is_none_or(of_supplier)
            && (self.category.is_none() || self.category == category)
            && fits(self.region.as_deref(), row.region.as_str())
            && fits(self.country, row.country)
            && fits(self.status, status(row))
            && self.min_foot_traffic.is_none_or(|least| traffic >= least)
    }
}

/// The store as the caller sees it.
fn view(state: &AppState, actor: &Actor, id: Uuid) -> ApiResult<StoreView> {
    let views = state.views();
    let found = views.stores.by_id(id).map(|row| (sight(actor, &row), row));
    let (sight, row) = found
        .filter(|(sight, _)| *sight != Sight::Nothing)
        .ok_or_else(|| Refusal::not_found("Store"))?;
    Ok(StoreView::of(views, &row, &device_counts(views), sight))
}

/// Makes a store. For admins, and suppliers their own.
#[utoipa::path(
    post,
    path = "/stores",
    tag = "stores",
    request_body = NewStore,
    responses(
        (status = 201, body = StoreView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, description = "No such supplier", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn create_store(
    State(state): State<AppState>,
    caller: Caller,
    Idem { value, key }: Idem<NewStore>,
) -> ApiResult<(StatusCode, Json<StoreView>)> {
    let command = CreateStore {
        supplier_id: value.supplier_id,
        name: value.name,
        category: value.category,
        region: value.region,
        address: value.address,
        lat: value.lat,
        lng: value.lng,
        timezone: value.timezone,
        country: value.country,
        opening_hours: value.opening_hours,
        daily_foot_traffic: value.daily_foot_traffic,
        avg_dwell_time_minutes: value.avg_dwell_time_minutes,
        venue_type: value.venue_type,
        status: value.status,
    };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(created(view(&state, &caller.actor, id)?))
}

/// What the list is sorted by.
const SORTS: &[SortField<Store>] = &[
    ("created_at", |_, row| row.created_at.into()),
    ("name", |_, row| Key::text(&row.name)),
    ("region", |_, row| Key::text(&row.region)),
    ("category", |_, row| {
        row.traits_now().map(|traits| Key::Number(traits.category as i64)).into()
    }),
    ("daily_foot_traffic", |_, row| {
        row.traits_now().map(|traits| Key::Number(traits.daily_foot_traffic.into())).into()
    }),
];

/// Lists stores, newest first: operators see all, suppliers their own, advertisers all with what
/// they choose by.
#[utoipa::path(
    get,
    path = "/stores",
    tag = "stores",
    params(PageRequest, StoreFilter),
    responses(
        (status = 200, body = List<StoreView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
    ),
)]
pub async fn list_stores(
    State(state): State<AppState>,
    caller: Caller,
    page: PageRequest,
    Query(filter): Query<StoreFilter>,
) -> ApiResult<Json<List<StoreView>>> {
    let (views, actor) = (state.views(), &caller.actor);
    // Advertisers choose among all stores; `keeps` shows nobody more than they may see.
    let asked = Asked { page: &page, sort: filter.sort.as_deref(), fields: SORTS };
    let (kind, asked) = ((Kind::Store, Scope::All), (&asked, filter.q.as_deref()));
    let rows = searched(&state, &views.stores, kind, asked, |row| filter.keeps(actor, views, row));
    let rows = rows.await?;
    let counts = device_counts(views);
    Ok(Json(rows.map(|row| StoreView::of(views, &row, &counts, sight(actor, &row)))))
}

/// Shows a store.
#[utoipa::path(
    get,
    path = "/stores/{id}",
    tag = "stores",
    params(("id" = Uuid, Path, description = "The store")),
    responses(
        (status = 200, body = StoreView),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn show_store(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<StoreView>> {
    Ok(Json(view(&state, &caller.actor, id)?))
}

/// Changes a store. For admins, and suppliers their own.
#[utoipa::path(
    patch,
    path = "/stores/{id}",
    tag = "stores",
    params(("id" = Uuid, Path, description = "The store")),
    request_body = StoreChange,
    responses(
        (status = 200, body = StoreView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn update_store(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Patch { value, key }: Patch<StoreChange>,
) -> ApiResult<Json<StoreView>> {
    let command = UpdateStore {
        id,
        name: value.name,
        category: value.category,
        region: value.region,
        address: value.address,
        lat: value.lat,
        lng: value.lng,
        timezone: value.timezone,
        country: value.country,
        opening_hours: value.opening_hours,
        daily_foot_traffic: value.daily_foot_traffic,
        avg_dwell_time_minutes: value.avg_dwell_time_minutes,
        venue_type: value.venue_type,
        status: value.status,
    };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(view(&state, &caller.actor, id)?))
}
