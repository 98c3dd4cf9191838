//! Screenshots of a campaign as a gallery, and the upload rates of devices. Rule: POP-03, D-14.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    reading::{find_campaign, from_store},
    share_of_voice::percent,
};
use crate::{
    domain::{
        ids::DeviceNo,
        impression::{capture::DeviceCaptures, record::PlayStatus, windows::DayCount},
        money::Amount,
        refusal::Refusal,
        time::{Day, Timestamp},
    },
    engine::{
        captures::{self, GalleryPlace},
        reads::Impression,
    },
    http::{
        ApiError, AppState, Caller, Json, List, Page, Path, Problem, Query, error::ApiResult,
        paging::encode_cursor,
    },
};

/// Screenshots that are looked at for one page: few fit a filter on a store or device.
const LOOK_AT: usize = 5_000;
/// Bits of a cursor that are the place; the rest is the day.
const PLACE_BITS: u32 = 42;

/// Handlers of `/campaigns/{id}/screenshots`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(list_screenshots))
}

/// Which screenshots are wanted.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GalleryFilter {
    /// Of plays on this UTC day.
    pub date: Option<String>,
    /// Of plays not before this UTC day.
    pub from: Option<String>,
    /// Of plays not after this UTC day.
    pub to: Option<String>,
    /// Of plays in this store.
    pub store_id: Option<Uuid>,
    /// Of plays on this device.
    pub device_id: Option<Uuid>,
    /// Also those whose time is over; without their picture.
    #[serde(default)]
    pub deleted: bool,
}

/// A screenshot in a gallery.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ScreenshotView {
    /// The play.
    pub impression_id: Uuid,
    /// What holds of it.
    pub status: PlayStatus,
    /// END of the play, device clock.
    pub played_at: Timestamp,
    /// Screen.
    pub device_id: Option<Uuid>,
    /// Its name.
    pub device_name: Option<String>,
    /// Store that the screen stood in.
    pub store_id: Option<Uuid>,
    /// Its name.
    pub store_name: Option<String>,
    /// Asset that played.
    pub content_asset_id: Option<Uuid>,
    /// Arrival, server clock.
    pub uploaded_at: Timestamp,
    /// Length of the file.
    pub bytes: u64,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// SHA-256 of the file, hex; equals the signed hash.
    pub sha256: String,
    /// Where the picture is; absent (null) once its time is over.
    pub url: Option<String>,
    /// Where it is drawn small.
    pub thumb_url: Option<String>,
    /// When its time was over.
    pub deleted_at: Option<Timestamp>,
}

/// Lists the uploaded screenshots of a campaign, of the newest days first. For operators and the
/// campaign's advertiser.
///
/// With a filter on store or device a page may have fewer rows than asked for, or none, although
/// `next_cursor` says that more may come.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/screenshots",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign"), GalleryFilter, Page),
    responses(
        (status = 200, body = List<ScreenshotView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 422, description = "Days that cannot be read", body = Problem),
    ),
)]
pub async fn list_screenshots(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    page: Page,
    Query(filter): Query<GalleryFilter>,
) -> ApiResult<Json<List<ScreenshotView>>> {
    let campaign = find_campaign(&state, &caller.actor, id)?.no;
    let days = read_days(&filter)?;
    let views = state.views();
    let store = match filter.store_id {
        Some(id) => Some(views.stores.by_id(id).ok_or_else(|| Refusal::not_found("Store"))?.no),
        None => None,
    };
    let device = match filter.device_id {
        Some(id) => Some(views.devices.by_id(id).ok_or_else(|| Refusal::not_found("Device"))?.no),
        None => None,
    };
    let (before, limit) = (page.after.map(place_of), page.limit);
    let (found, next) = from_store(&state, move |snapshot| {
        captures::gallery(snapshot, campaign, days, before, (limit, LOOK_AT), |play| {
            store.is_none_or(|store| store == play.row.store)
                && device.is_none_or(|device| device == play.row.device)
                && (filter.deleted || play.capture.is_some_and(|capture| capture.is_available()))
        })
    })
    .await?;
    let items = found.iter().filter_map(|play| view(&state, play)).collect();
    let next_cursor = next.map(|place| encode_cursor(cursor_of(place)));
    Ok(Json(List { items, next_cursor }))
}

fn read_days(filter: &GalleryFilter) -> Result<(Day, Day), Refusal> {
    let read = |field: &str, text: &Option<String>| {
        let day = text.as_deref().map(Day::parse).transpose();
        day.map_err(|why| Refusal::field(field, "INVALID", format!("{field} is {why}")))
    };
    let (date, from, to) =
        (read("date", &filter.date)?, read("from", &filter.from)?, read("to", &filter.to)?);
    if date.is_some() && (from.is_some() || to.is_some()) {
        let message = "either date, or from and to";
        return Err(Refusal::field("date", "CONFLICT", message));
    }
    let (first, last) = (date.or(from), date.or(to));
    if let (Some(first), Some(last)) = (first, last)
        && first > last
    {
        return Err(Refusal::field("from", "ORDER", format!("from {first} lies after to {last}")));
    }
    let first = first.unwrap_or(Day::from_number(0));
    Ok((first, last.unwrap_or(Timestamp::MAX.day())))
}

fn cursor_of((day, seq): GalleryPlace) -> u64 {
    let day = u64::try_from(day.number()).unwrap_or(0);
    day << PLACE_BITS | seq & ((1 << PLACE_BITS) - 1)
}

fn place_of(cursor: u64) -> GalleryPlace {
    let day = i32::try_from(cursor >> PLACE_BITS).unwrap_or(i32::MAX);
    (Day::from_number(day), cursor & ((1 << PLACE_BITS) - 1))
}

fn view(state: &AppState, play: &Impression) -> Option<ScreenshotView> {
    let capture = play.capture?;
    let (views, row) = (state.views(), &play.row);
    let device = views.devices.get(row.device.0);
    let store = views.stores.get(row.store.0);
    let url = format!("/api/v1/impressions/{}/screenshot", row.id);
    let url = Some(url).filter(|_| capture.is_available());
    Some(ScreenshotView {
        impression_id: row.id,
        status: play.status(),
        played_at: row.played_at,
        device_id: device.as_ref().map(|device| device.id),
        device_name: device.map(|device| device.name.clone()),
        store_id: store.as_ref().map(|store| store.id),
        store_name: store.map(|store| store.name.clone()),
        content_asset_id: row.asset.and_then(|no| views.assets.get(no.0)).map(|asset| asset.id),
        uploaded_at: capture.uploaded_at,
        bytes: capture.bytes,
        width: capture.width,
        height: capture.height,
        sha256: row.screenshot_hash.map(hex::encode).unwrap_or_default(),
        thumb_url: url.as_ref().map(|url| format!("{url}?size=thumb")),
        url,
        deleted_at: capture.deleted_at,
    })
}

/// How many screenshots of its plays a device uploaded. Rule: D-14.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct UploadRate {
    /// Plays accepted as they arrived, ever; each has a signed hash.
    pub accepted_plays: u64,
    /// Of these, those whose screenshot was uploaded.
    pub uploaded: u64,
    /// Uploaded of accepted, percent with 2 decimals; absent (null) without plays.
    #[schema(value_type = Option<f64>)]
    pub upload_rate_pct: Option<Amount>,
    /// Plays received in the current hour and the 23 before it, and accepted.
    pub accepted_plays_24h: u64,
    /// Of these, those whose screenshot was uploaded.
    pub uploaded_24h: u64,
    /// Uploaded of accepted, percent with 2 decimals; absent (null) without plays.
    #[schema(value_type = Option<f64>)]
    pub upload_rate_24h_pct: Option<Amount>,
    /// Bytes uploaded ever.
    pub uploaded_bytes: u64,
    /// Newest upload, server clock.
    pub newest_upload_at: Option<Timestamp>,
}

impl UploadRate {
    fn of(accepted: u64, day: DayCount, uploads: &DeviceCaptures, now: Timestamp) -> Self {
        let rate = |part: u64, whole: u64| (whole > 0).then(|| percent(part, whole));
        let accepted_24h = u64::from(day.submissions.saturating_sub(day.rejections));
        let uploaded_24h = u64::from(uploads.uploaded_24h(now));
        Self {
            accepted_plays: accepted,
            uploaded: uploads.uploaded.count,
            upload_rate_pct: rate(uploads.uploaded.count, accepted),
            accepted_plays_24h: accepted_24h,
            uploaded_24h,
            upload_rate_24h_pct: rate(uploaded_24h, accepted_24h),
            uploaded_bytes: uploads.uploaded.bytes,
            newest_upload_at: uploads.newest_at,
        }
    }
}

/// The upload rates of devices, in their order.
pub(super) async fn upload_rates(
    state: &AppState,
    devices: Vec<DeviceNo>,
) -> Result<Vec<UploadRate>, ApiError> {
    let now = state.now();
    let rates = state.handle().with_engine(move |engine| {
        let live = engine.live();
        let none = DeviceCaptures::default();
        let rate = |no: DeviceNo| {
            let windows = live.windows(no);
            let accepted = windows.map_or(0, |windows| windows.accepted_total());
            let day = windows.map(|windows| windows.day_count(now)).unwrap_or_default();
            UploadRate::of(accepted, day, live.evidence.devices.get(&no).unwrap_or(&none), now)
        };
        devices.into_iter().map(rate).collect()
    });
    Ok(rates.await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_day_and_place() {
        for (day, seq) in
            [("1970-01-01", 0), ("2026-02-05", 1), ("9998-12-31", (1 << PLACE_BITS) - 1)]
        {
            let place = (Day::parse(day).unwrap(), seq);
            assert_eq!(place_of(cursor_of(place)), place);
        }
        assert_eq!(place_of(u64::MAX).1, (1 << PLACE_BITS) - 1);
    }
}
