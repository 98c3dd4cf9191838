//! Plays that devices made and that never arrived, as their counters show. Rule: D-06, D-15.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    device_view::sees, periods::read_period, reading::from_store, share_of_voice::percent,
};
use crate::{
    db::{Snapshot, StoreError},
    domain::{
        catalog::{Device, Role, access::Owner},
        ids::DeviceNo,
        impression::{
            counters::{CounterSpan, GapFigures, figures, size},
            windows::DeviceWindows,
        },
        money::Amount,
        refusal::Refusal,
        time::{Day, Timestamp},
    },
    engine::captures::mark_through,
    http::{AppState, Caller, Json, Page, Path, Problem, Query, error::ApiResult},
};

/// What the figures mean, for whoever reads them.
const NOTE: &str = "A missing number is a play that the device made and that never arrived; which \
                    campaign it belonged to is not known. Refused plays count as arrived. Numbers \
                    that may still lie in the device's queue are pending, not missing. A counter \
                    belongs to the day by whose end it, or a higher one, had arrived.";

/// Handlers of `/devices/{id}/gaps` and `/reports/gaps`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(show_device_gaps)).routes(routes!(list_gaps))
}

/// Which days are wanted; without them all since the first counter.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GapQuery {
    /// First UTC day.
    pub from: Option<String>,
    /// Last UTC day, inclusive, today at the latest.
    pub to: Option<String>,
}

/// Which devices and days are wanted.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GapListQuery {
    /// First UTC day.
    pub from: Option<String>,
    /// Last UTC day, inclusive, today at the latest.
    pub to: Option<String>,
    /// Only devices now in this store.
    pub store_id: Option<Uuid>,
    /// Only devices with missing plays.
    #[serde(default)]
    pub only_missing: bool,
}

/// What can be said about a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Counting {
    /// It counts its plays: gaps are seen.
    Counted,
    /// It signs some plays without a counter (version 1): nothing is known about these.
    Partly,
    /// It signs without counters: what is missing cannot be seen.
    NoCounters,
    /// It has signed no play yet.
    NoPlays,
}

/// What arrived of a device, and what did not.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct GapView {
    /// The device.
    pub device_id: Uuid,
    /// Its name.
    pub device_name: String,
    /// Where it stands now.
    pub store_id: Option<Uuid>,
    /// What can be said.
    pub counting: Counting,
    /// Lowest counter of the span that arrived.
    pub first_counter: Option<u64>,
    /// Highest counter of the span that arrived.
    pub newest_counter: Option<u64>,
    /// First play with a counter ever, server clock.
    pub first_counted_at: Option<Timestamp>,
    /// Newest play with a counter, server clock.
    pub newest_counted_at: Option<Timestamp>,
    /// Plays that arrived, refused ones included.
    pub counters_seen: u64,
    /// Plays that never arrived.
    pub missing: u64,
    /// Missing of seen and missing, percent with 2 decimals; absent (null) without counters.
    #[schema(value_type = Option<f64>)]
    pub missing_pct: Option<Amount>,
    /// Plays that did not arrive and may still come out of the device's queue.
    pub pending: u64,
    /// Of the missing ones, those whose numbers are no longer kept one by one.
    pub missing_unlisted: u64,
    /// Plays signed without a counter, ever: nothing is known about gaps among them.
    pub plays_without_counter: u64,
}

impl GapView {
    fn of(state: &AppState, device: &Device, counted: &Counted) -> Self {
        let (found, windows) = (&counted.figures, &counted.windows);
        let without = windows.counter_times().without();
        let (first_at, newest_at) = windows.counter_times().span();
        let made = found.seen.saturating_add(found.missing);
        let store = device.store_now().and_then(|no| state.views().stores.get(no.0));
        Self {
            device_id: device.id,
            device_name: device.name.clone(),
            store_id: store.map(|store| store.id),
            counting: match (windows.counters().highest(), without) {
                (Some(_), 0) => Counting::Counted,
                (Some(_), _) => Counting::Partly,
                (None, 0) => Counting::NoPlays,
                (None, _) => Counting::NoCounters,
            },
            first_counter: found.first,
            newest_counter: found.newest,
            first_counted_at: first_at,
            newest_counted_at: newest_at,
            counters_seen: found.seen,
            missing: found.missing,
            missing_pct: (made > 0).then(|| percent(found.missing, made)),
            pending: found.pending,
            missing_unlisted: found.unlisted,
            plays_without_counter: without,
        }
    }
}

/// Numbers that did not arrive, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct MissingRange {
    /// Lowest.
    pub first: u64,
    /// Highest.
    pub last: u64,
    /// How many.
    pub count: u64,
    /// Whether some of them may still come out of the device's queue.
    pub pending: bool,
}

/// The gaps of a device.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct DeviceGaps {
    /// First UTC day, where days were asked for.
    pub from: Option<Day>,
    /// Last UTC day.
    pub to: Option<Day>,
    /// The figures.
    #[serde(flatten)]
    pub figures: GapView,
    /// What they mean.
    pub note: String,
    /// The missing numbers, the highest first.
    pub items: Vec<MissingRange>,
    /// Gets the next page; absent (null) on the last one.
    pub next_cursor: Option<String>,
}

/// The gaps of many devices.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct GapReport {
    /// First UTC day, where days were asked for.
    pub from: Option<Day>,
    /// Last UTC day.
    pub to: Option<Day>,
    /// What the figures mean.
    pub note: String,
    /// Devices, those that miss most first.
    pub items: Vec<GapView>,
    /// Gets the next page; absent (null) on the last one.
    pub next_cursor: Option<String>,
}

/// Shows which plays a device made that never arrived. For operators, and suppliers their own devices.
#[utoipa::path(
    get,
    path = "/devices/{id}/gaps",
    tag = "devices",
    params(("id" = Uuid, Path, description = "The device"), GapQuery, Page),
    responses(
        (status = 200, body = DeviceGaps),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 422, description = "Days that cannot be reported", body = Problem),
    ),
)]
pub async fn show_device_gaps(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    page: Page,
    Query(query): Query<GapQuery>,
) -> ApiResult<Json<DeviceGaps>> {
    let days = read_days(&state, query.from, query.to)?;
    let device = state.views().devices.by_id(id).filter(|row| sees(&state, &caller.actor, row));
    let device = device.ok_or_else(|| Refusal::not_found("Device"))?;
    let counted = count(&state, vec![device.no], days).await?.into_iter().next();
    let (_, counted) = counted.ok_or_else(|| Refusal::not_found("Device"))?;
    let settled = counted.settled;
    let gaps = counted.windows.counters().gaps_within(counted.span).rev();
    let list = page.slice(gaps.map(|(first, last)| MissingRange {
        first,
        last,
        count: size(first, last),
        pending: settled.is_none_or(|settled| last > settled),
    }));
    Ok(Json(DeviceGaps {
        from: days.map(|(from, _)| from),
        to: days.map(|(_, to)| to),
        figures: GapView::of(&state, &device, &counted),
        note: NOTE.to_owned(),
        items: list.items,
        next_cursor: list.next_cursor,
    }))
}

/// Lists devices with the plays that never arrived, those that miss most first. For operators, and
/// suppliers their own devices.
#[utoipa::path(
    get,
    path = "/reports/gaps",
    tag = "reports",
    params(GapListQuery, Page),
    responses(
        (status = 200, body = GapReport),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, description = "No such store", body = Problem),
        (status = 422, description = "Days that cannot be reported", body = Problem),
    ),
)]
pub async fn list_gaps(
    State(state): State<AppState>,
    caller: Caller,
    page: Page,
    Query(query): Query<GapListQuery>,
) -> ApiResult<Json<GapReport>> {
    const READERS: &[Role] =
        &[Role::SuperAdmin, Role::Admin, Role::Reviewer, Role::Auditor, Role::Supplier];
    caller.require(READERS)?;
    let days = read_days(&state, query.from, query.to)?;
    let views = state.views();
    let store = match query.store_id {
        Some(id) => {
            let row = views.stores.by_id(id);
            let row = row.filter(|row| caller.actor.sees(Owner::Supplier(row.supplier)));
            Some(row.ok_or_else(|| Refusal::not_found("Store"))?.no)
        }
        None => None,
    };
    let wanted = views.devices.iter().filter(|row| {
        sees(&state, &caller.actor, row) && store.is_none_or(|no| row.store_now() == Some(no))
    });
    let counted = count(&state, wanted.map(|row| row.no).collect(), days).await?;
    let mut rows: Vec<GapView> = counted
        .iter()
        .filter_map(|(no, counted)| Some(GapView::of(&state, &*views.devices.get(no.0)?, counted)))
        .filter(|row| !query.only_missing || row.missing > 0)
        .collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.missing), row.device_id));
    let list = page.slice(rows);
    Ok(Json(GapReport {
        from: days.map(|(from, _)| from),
        to: days.map(|(_, to)| to),
        note: NOTE.to_owned(),
        items: list.items,
        next_cursor: list.next_cursor,
    }))
}

/// Both days or none.
fn read_days(
    state: &AppState,
    from: Option<String>,
    to: Option<String>,
) -> Result<Option<(Day, Day)>, Refusal> {
    let today = state.now().day();
    match (from, to) {
        (None, None) => Ok(None),
        (Some(from), to) => {
            let to = to.unwrap_or_else(|| today.to_string());
            read_period(&from, &to, today, state.settings().reports.max_days).map(Some)
        }
        (None, Some(_)) => Err(Refusal::field("from", "MISSING", "to needs from")),
    }
}

/// The counters of a device within the span that was asked for.
struct Counted {
    windows: DeviceWindows,
    span: CounterSpan,
    settled: Option<u64>,
    figures: GapFigures,
}

/// Counts devices: their windows from the engine, the bounds of the days from the marks.
async fn count(
    state: &AppState,
    devices: Vec<DeviceNo>,
    days: Option<(Day, Day)>,
) -> ApiResult<Vec<(DeviceNo, Counted)>> {
    let now = state.now();
    let limits = state.settings().impressions.time;
    let wait = limits.queued_delay_seconds.saturating_add(limits.ahead_seconds);
    let windows = state.handle().with_engine(move |engine| {
        let live = engine.live();
        let of = |no: DeviceNo| Some((no, live.windows(no)?.counters_alone()));
        devices.into_iter().filter_map(of).collect::<Vec<_>>()
    });
    let windows = windows.await?;
    from_store(state, move |snapshot| {
        let mut counted = Vec::with_capacity(windows.len());
        for (no, windows) in windows {
            let span = span_of(snapshot, no, &windows, days, now.day())?;
            let settled = windows.counter_times().settled(now, wait);
            let figures = figures(windows.counters(), span, settled);
            counted.push((no, Counted { windows, span, settled, figures }));
        }
        Ok(counted)
    })
    .await
}

fn span_of(
    snapshot: &Snapshot,
    device: DeviceNo,
    windows: &DeviceWindows,
    days: Option<(Day, Day)>,
    today: Day,
) -> Result<CounterSpan, StoreError> {
    let newest = windows.counters().highest().unwrap_or(0);
    let Some((from, to)) = days else { return Ok(CounterSpan { after: None, through: newest }) };
    let highest = |day: Day| {
        Ok::<_, StoreError>(mark_through(snapshot, device, day)?.map(|mark| mark.highest))
    };
    let after = highest(from.previous())?;
    let through = if to >= today { newest } else { highest(to)?.unwrap_or(0) };
    Ok(CounterSpan { after, through })
}
