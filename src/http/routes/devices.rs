//! Devices: registration, keys, and what a device asks while it plays. Rule: DEV-01, DEV-02, DEV-03.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    asker::Asker,
    device_view::{DeviceView, is_online, sees, tenths},
    listing::fits,
    sorting::{Asked, Key, SortField, searched},
};
use crate::{
    domain::{
        catalog::{Device, DeviceStatus, Orientation, Role, access::Owner},
        change::Change,
        money::Amount,
        refusal::Refusal,
        time::{SECOND_MS, Timestamp},
    },
    engine::{
        actor::{Actor, ChangeType},
        commands::devices::{
            ApproveDevice, CreateDevice, DeviceCreated, DeviceEnrolled, EnrolDevice, Heartbeat,
            HeartbeatAnswer, KeyRotated, RevokeDevice, RotateDeviceKey, UpdateDevice,
        },
        serving::{LeaseOffer, NextAd},
    },
    http::{
        AppState, Caller, DeviceCaller, Idem, Json, List, NoBody, PageRequest, Patch, PatchBody,
        Path, Problem, Query, auth::CallerAddress, body::created, error::ApiResult,
    },
    proof::key::DeviceKey,
    search::{Kind, Scope},
};

/// Handlers of `/devices`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(create_device, list_devices))
        .routes(routes!(enrol_device))
        .routes(routes!(show_device, update_device))
        .routes(routes!(approve_device))
        .routes(routes!(revoke_device))
        .routes(routes!(rotate_device_key))
        .routes(routes!(send_heartbeat))
        .routes(routes!(take_next_ad))
}

/// A device to be.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDevice {
    /// Where it stands.
    pub store_id: Uuid,
    /// Display name, 1 to 100 characters.
    pub name: String,
    /// Diagonal, at most one decimal.
    #[schema(value_type = f64, example = 54.6)]
    pub screen_inches: Amount,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// How it hangs.
    pub orientation: Orientation,
    /// Ad slots an hour.
    pub slots_per_hour: Option<u32>,
    /// Display time of an image, seconds.
    pub image_display_seconds: Option<u16>,
    /// RSA key of 2048 to 8192 bits; without one the device enrols with a one-time token.
    pub public_key_pem: Option<String>,
}

/// A device just made. Its tokens are shown only here.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DeviceMade {
    /// Of the device.
    pub id: Uuid,
    /// ACTIVE or PENDING.
    pub status: DeviceStatus,
    /// The device's credential, when a key was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_token: Option<String>,
    /// The key's id, when a key was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_id: Option<Uuid>,
    /// The one-time token for enrolment, when no key was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enrolment_token: Option<String>,
}

impl From<DeviceCreated> for DeviceMade {
    fn from(made: DeviceCreated) -> Self {
        Self {
            id: made.id,
            status: made.status,
            device_token: made.device_token,
            key_id: made.key_id,
            enrolment_token: made.enrolment_token,
        }
    }
}

/// What a device sends to enrol.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Enrolment {
    /// The one-time token.
    pub enrolment_token: String,
    /// RSA key of 2048 to 8192 bits.
    pub public_key_pem: String,
}

/// The next key of a device.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewKey {
    /// RSA key of 2048 to 8192 bits.
    pub public_key_pem: String,
}

/// What changes of a device. Store and status count from now on.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeviceChange {
    /// Display name.
    pub name: Option<String>,
    /// Where it stands now.
    pub store_id: Option<Uuid>,
    /// ACTIVE or MAINTENANCE.
    pub status: Option<DeviceStatus>,
    /// Ad slots an hour; `null`: none declared.
    #[serde(default)]
    #[schema(value_type = Option<u32>)]
    pub slots_per_hour: Change<u32>,
    /// Display time of an image, seconds; `null`: the appliance's.
    #[serde(default)]
    #[schema(value_type = Option<u16>)]
    pub image_display_seconds: Change<u16>,
}

impl PatchBody for DeviceChange {
    const CLEARABLE: &'static [&'static str] = &["slots_per_hour", "image_display_seconds"];
}

/// A device says that it is there.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HeartbeatBody {
    /// The device's clock when it sent; measures its error.
    pub sent_at: Option<Timestamp>,
}

/// Which devices are wanted.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeviceFilter {
    /// Only those in this store.
    pub store_id: Option<Uuid>,
    /// Only those in this status.
    pub status: Option<DeviceStatus>,
    /// Only those that are (not) online.
    pub online: Option<bool>,
    /// What to sort by, with `-` before it for descending: `created_at`, `name`, `status` or
    /// `last_heartbeat`. Newest first where absent.
    pub sort: Option<String>,
    /// Only those whose name contains this.
    pub q: Option<String>,
}

fn read_key(pem: &str) -> Result<Vec<u8>, Refusal> {
    Ok(DeviceKey::from_pem(pem)?.spki_der().to_vec())
}

fn view(state: &AppState, id: Uuid) -> ApiResult<DeviceView> {
    let row = state.views().devices.by_id(id).ok_or_else(|| Refusal::not_found("Device"))?;
    Ok(DeviceView::of(state, &row))
}

/// A device as the engine knows it: it has no role of its own, so it gets the one that changes
/// nothing; what a device may do names the device in the command.
pub(super) fn device_actor(state: &AppState, device: &Device, address: CallerAddress) -> Actor {
    let store = device.store_now().and_then(|no| state.views().stores.get(no.0));
    Actor {
        id: Some(device.id),
        name: device.name.clone(),
        role: Some(Role::Auditor),
        owner: store.map_or(Owner::Operator, |store| Owner::Supplier(store.supplier)),
        change_type: ChangeType::Api,
        ip_address: ip_of(address),
    }
}

fn ip_of(CallerAddress(address): CallerAddress) -> Option<String> {
    address.map(|address| address.ip().to_canonical().to_string())
}

/// Registers a device in a store. For admins, and suppliers in their own stores.
///
/// With a key and by an admin it is ACTIVE at once; by a supplier it waits for approval; without a
/// key it waits for enrolment. Takes no `Idempotency-Key`: the tokens are kept nowhere.
#[utoipa::path(
    post,
    path = "/devices",
    tag = "devices",
    request_body = NewDevice,
    responses(
        (status = 201, body = DeviceMade),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, description = "No such store", body = Problem),
        (status = 422, description = "Fields, or INVALID_KEY", body = Problem),
    ),
)]
pub async fn create_device(
    State(state): State<AppState>,
    caller: Caller,
    Json(given): Json<NewDevice>,
) -> ApiResult<(StatusCode, Json<DeviceMade>)> {
    let public_key = given.public_key_pem.as_deref().map(read_key).transpose()?;
    let command = CreateDevice {
        store_id: given.store_id,
        name: given.name,
        screen_inches_x10: tenths(given.screen_inches)?,
        width: given.width,
        height: given.height,
        orientation: given.orientation,
        slots_per_hour: given.slots_per_hour,
        image_display_seconds: given.image_display_seconds,
        public_key,
    };
    let made = state.handle().run(&caller.actor, command, None).await?;
    Ok(created(made.into()))
}

/// Enrols a device with its one-time token and its key; it then waits for approval.
///
/// The token is the credential. Takes no `Idempotency-Key`: the device's token is kept nowhere.
#[utoipa::path(
    post,
    path = "/devices/enrol",
    tag = "devices",
    request_body = Enrolment,
    security(()),
    responses(
        (status = 201, body = DeviceEnrolled),
        (status = 400, body = Problem),
        (status = 401, description = "The token is unknown, used or expired", body = Problem),
        (status = 422, description = "INVALID_KEY", body = Problem),
        (status = 429, body = Problem),
    ),
)]
pub async fn enrol_device(
    State(state): State<AppState>,
    address: CallerAddress,
    Json(given): Json<Enrolment>,
) -> ApiResult<(StatusCode, Json<DeviceEnrolled>)> {
    state.limits().check_attempt(address.0.map(|address| address.ip()))?;
    let command = EnrolDevice {
        enrolment_token: given.enrolment_token,
        spki_der: read_key(&given.public_key_pem)?,
    };
    let actor = Actor {
        id: None,
        name: "enrolling device".to_owned(),
        role: Some(Role::Auditor),
        owner: Owner::Operator,
        change_type: ChangeType::Api,
        ip_address: ip_of(address),
    };
    Ok(created(state.handle().run(&actor, command, None).await?))
}

/// What the list is sorted by.
const SORTS: &[SortField<Device>] = &[
    ("created_at", |_, row| row.created_at.into()),
    ("name", |_, row| Key::text(&row.name)),
    ("status", |_, row| Key::Number(row.status_now() as i64)),
    ("last_heartbeat", |views, row| {
        views.online.pin().get(&row.no).map(|figures| figures.last_heartbeat).into()
    }),
];

/// Lists devices, newest first: operators see all, suppliers those in their stores.
#[utoipa::path(
    get,
    path = "/devices",
    tag = "devices",
    params(PageRequest, DeviceFilter),
    responses(
        (status = 200, body = List<DeviceView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
    ),
)]
pub async fn list_devices(
    State(state): State<AppState>,
    caller: Caller,
    page: PageRequest,
    Query(filter): Query<DeviceFilter>,
) -> ApiResult<Json<List<DeviceView>>> {
    let views = state.views();
    let store = filter.store_id.map(|id| views.stores.by_id(id).map(|store| store.no));
    let kind = (Kind::Device, Scope::of(caller.actor.owner));
    let asked = Asked { page: &page, sort: filter.sort.as_deref(), fields: SORTS };
    let asked = (&asked, filter.q.as_deref());
    let rows = searched(&state, &views.devices, kind, asked, |row| {
        sees(&state, &caller.actor, row)
            && store.is_none_or(|store| store.is_some() && store == row.store_now())
            && fits(filter.status, row.status_now())
            && filter.online.is_none_or(|online| online == is_online(&state, row))
    });
    Ok(Json(rows.await?.map(|row| DeviceView::of(&state, &row))))
}

/// Shows a device, with its time online ever. A device may ask for itself.
#[utoipa::path(
    get,
    path = "/devices/{id}",
    tag = "devices",
    params(("id" = Uuid, Path, description = "The device")),
    responses(
        (status = 200, body = DeviceView),
        (status = 401, body = Problem),
        (status = 403, description = "Another device's token", body = Problem),
        (status = 404, body = Problem),
        (status = 503, body = Problem),
    ),
)]
pub async fn show_device(
    State(state): State<AppState>,
    Asker(asker): Asker,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<DeviceView>> {
    let row = state.views().devices.by_id(id);
    let row = match asker {
        Ok(caller) => row.filter(|row| sees(&state, &caller.actor, row)),
        Err(device) => {
            device.require_own(id)?;
            row
        }
    };
    let row = row.ok_or_else(|| Refusal::not_found("Device"))?;
    let no = row.no;
    let uptime_ms = state.handle().with_engine(move |engine| {
        engine.live().device_live.get(no.index()).map(|live| live.online.uptime_ms())
    });
    let uptime_seconds = uptime_ms.await?.map(|ms| ms / SECOND_MS);
    Ok(Json(DeviceView { uptime_seconds, ..DeviceView::of(&state, &row) }))
}

/// Changes a device. For admins, and suppliers in their own stores.
#[utoipa::path(
    patch,
    path = "/devices/{id}",
    tag = "devices",
    params(("id" = Uuid, Path, description = "The device")),
    request_body = DeviceChange,
    responses(
        (status = 200, body = DeviceView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Not possible in this status", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn update_device(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Patch { value, key }: Patch<DeviceChange>,
) -> ApiResult<Json<DeviceView>> {
    let command = UpdateDevice {
        id,
        name: value.name,
        store_id: value.store_id,
        status: value.status,
        slots_per_hour: value.slots_per_hour,
        image_display_seconds: value.image_display_seconds,
    };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(view(&state, id)?))
}

/// Lets an enrolled device play. For admins.
#[utoipa::path(
    post,
    path = "/devices/{id}/approve",
    tag = "devices",
    params(("id" = Uuid, Path, description = "The device")),
    request_body = NoBody,
    responses(
        (status = 200, body = DeviceView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Not PENDING, or not enrolled", body = Problem),
    ),
)]
pub async fn approve_device(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { key, .. }: Idem<NoBody>,
) -> ApiResult<Json<DeviceView>> {
    let id = state.handle().run(&caller.actor, ApproveDevice { id }, key).await?;
    Ok(Json(view(&state, id)?))
}

/// Takes a device out for good. For admins.
#[utoipa::path(
    post,
    path = "/devices/{id}/revoke",
    tag = "devices",
    params(("id" = Uuid, Path, description = "The device")),
    request_body = NoBody,
    responses(
        (status = 200, body = DeviceView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn revoke_device(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { key, .. }: Idem<NoBody>,
) -> ApiResult<Json<DeviceView>> {
    let id = state.handle().run(&caller.actor, RevokeDevice { id }, key).await?;
    Ok(Json(view(&state, id)?))
}

/// Gives a device a new key; plays from now on need it, earlier ones keep the old. For the device
/// itself and admins.
#[utoipa::path(
    post,
    path = "/devices/{id}/rotate-key",
    tag = "devices",
    params(("id" = Uuid, Path, description = "The device")),
    request_body = NewKey,
    responses(
        (status = 200, body = KeyRotated),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, description = "Not allowed, or another device's token", body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Not possible in this status", body = Problem),
        (status = 422, description = "INVALID_KEY", body = Problem),
    ),
)]
pub async fn rotate_device_key(
    State(state): State<AppState>,
    Asker(asker): Asker,
    address: CallerAddress,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<NewKey>,
) -> ApiResult<Json<KeyRotated>> {
    let (actor, by_device) = match asker {
        Ok(caller) => (caller.actor, None),
        Err(device) => {
            device.require_own(id)?;
            (device_actor(&state, &device.0, address), Some(device.no()))
        }
    };
    let command = RotateDeviceKey { id, spki_der: read_key(&value.public_key_pem)?, by_device };
    Ok(Json(state.handle().run(&actor, command, key).await?))
}

/// Notes that a device is there, and how far its clock is off. With the device's token.
#[utoipa::path(
    post,
    path = "/devices/{id}/heartbeat",
    tag = "devices",
    params(("id" = Uuid, Path, description = "The device")),
    request_body = HeartbeatBody,
    security(("bearer" = [])),
    responses(
        (status = 200, body = HeartbeatAnswer),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, description = "Another device's token, or not approved", body = Problem),
        (status = 429, body = Problem),
        (status = 503, body = Problem),
    ),
)]
pub async fn send_heartbeat(
    State(state): State<AppState>,
    device: DeviceCaller,
    address: CallerAddress,
    Path(id): Path<Uuid>,
    Json(given): Json<HeartbeatBody>,
) -> ApiResult<Json<HeartbeatAnswer>> {
    device.require_own(id)?;
    let actor = device_actor(&state, &device.0, address);
    let command = Heartbeat { device: device.no(), sent_at: given.sent_at };
    Ok(Json(state.handle().run(&actor, command, None).await?))
}

/// Offers a device its next ad, as a lease; 204 when nothing fits now. With the device's token.
#[utoipa::path(
    post,
    path = "/devices/{id}/next-ad",
    tag = "devices",
    params(("id" = Uuid, Path, description = "The device")),
    request_body = NoBody,
    security(("bearer" = [])),
    responses(
        (status = 200, body = LeaseOffer),
        (status = 204, description = "Nothing fits; see Retry-After", headers(("retry-after" = u32))),
        (status = 401, body = Problem),
        (status = 403, description = "Another device's token", body = Problem),
        (status = 422, description = "DEVICE_OFFLINE, DEVICE_NOT_AUTHORIZED", body = Problem),
        (status = 429, body = Problem),
        (status = 503, body = Problem),
    ),
)]
pub async fn take_next_ad(
    State(state): State<AppState>,
    device: DeviceCaller,
    address: CallerAddress,
    Path(id): Path<Uuid>,
    Idem { key, .. }: Idem<NoBody>,
) -> ApiResult<Response> {
    device.require_own(id)?;
    let actor = device_actor(&state, &device.0, address);
    let offer = state.handle().run(&actor, NextAd { device: device.no() }, key).await?;
    match offer {
        Some(offer) => Ok(Json(offer).into_response()),
        None => {
            let wait = HeaderValue::from(state.settings().serving.retry_seconds);
            Ok((StatusCode::NO_CONTENT, [(header::RETRY_AFTER, wait)]).into_response())
        }
    }
}
