//! Room on the disk, and what screenshots take of it. Rule: D-14.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{periods::read_period, reading::from_store, share_of_voice::percent};
use crate::{
    domain::{
        impression::capture::{CaptureDay, CaptureSum},
        money::Amount,
        time::Day,
    },
    engine::captures::capture_days,
    http::{AppState, Caller, Json, Problem, Query, auth::OPERATOR, error::ApiResult},
};

/// Days that are listed where none are asked for.
const USUAL_DAYS: i32 = 30;

/// Handlers of `/system/storage`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(show_storage))
}

/// Which days are wanted.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StorageQuery {
    /// First UTC day; 30 days by default.
    pub from: Option<String>,
    /// Last UTC day, inclusive; today by default.
    pub to: Option<String>,
}

/// How many, and how many bytes.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct SumView {
    /// Screenshots or files.
    pub count: u64,
    /// Their bytes.
    pub bytes: u64,
}

impl From<CaptureSum> for SumView {
    fn from(sum: CaptureSum) -> Self {
        Self { count: sum.count, bytes: sum.bytes }
    }
}

/// What screenshots take.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct ScreenshotStorage {
    /// Days after a play on which its screenshot is kept; 0: none is stored.
    pub retention_days: u32,
    /// Uploads ever.
    pub uploaded: SumView,
    /// Those that are kept; several may share a file.
    pub kept: SumView,
    /// Files, thumbnails left out.
    pub files: SumView,
    /// Planned for the files; absent (null) without a plan.
    pub budget_bytes: Option<u64>,
    /// Files of what is planned, percent with 2 decimals.
    #[schema(value_type = Option<f64>)]
    pub budget_used_pct: Option<Amount>,
    /// From here on the operator is told.
    pub warn_bytes: Option<u64>,
    /// Whether that is so.
    pub is_near_budget: bool,
}

/// Room on the disk of the data directory.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct DiskView {
    /// All of it.
    pub total_bytes: u64,
    /// What may still be used.
    pub free_bytes: u64,
    /// Less is free than `screenshots.warn_free_mib`.
    pub is_nearly_full: bool,
    /// Less is free than `screenshots.min_free_mib`: screenshots are refused.
    pub refuses_screenshots: bool,
}

/// What happened on a day.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct StorageDay {
    /// UTC day.
    pub date: Day,
    /// Screenshots uploaded on it.
    pub uploaded: SumView,
    /// Screenshots whose time was over on it.
    pub deleted: SumView,
}

impl StorageDay {
    fn of((date, day): (Day, CaptureDay)) -> Self {
        Self { date, uploaded: day.uploaded.into(), deleted: day.deleted.into() }
    }
}

/// Room, and what takes it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct StorageView {
    /// Screenshots.
    pub screenshots: ScreenshotStorage,
    /// The disk; absent (null) where the system does not say.
    pub disk: Option<DiskView>,
    /// Days on which something happened, oldest first.
    pub days: Vec<StorageDay>,
}

/// Shows what screenshots take of the disk, by day, and how much is free. For the operator.
#[utoipa::path(
    get,
    path = "/system/storage",
    tag = "system",
    params(StorageQuery),
    responses(
        (status = 200, body = StorageView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 422, description = "Days that cannot be read", body = Problem),
    ),
)]
pub async fn show_storage(
    State(state): State<AppState>,
    caller: Caller,
    Query(query): Query<StorageQuery>,
) -> ApiResult<Json<StorageView>> {
    caller.require(OPERATOR)?;
    let today = state.now().day();
    let to = query.to.unwrap_or_else(|| today.to_string());
    let usual = Day::parse(&to).map_or(today.number(), Day::number).saturating_sub(USUAL_DAYS - 1);
    let from = query.from.unwrap_or_else(|| Day::from_number(usual).to_string());
    let (from, to) = read_period(&from, &to, today, state.settings().reports.max_days)?;
    let days = from_store(&state, move |snapshot| capture_days(snapshot, from, to)).await?;
    Ok(Json(StorageView {
        screenshots: screenshot_storage(&state),
        disk: disk(&state),
        days: days.into_iter().map(StorageDay::of).collect(),
    }))
}

/// What screenshots take, from the counters.
pub(super) fn screenshot_storage(state: &AppState) -> ScreenshotStorage {
    let totals = **state.views().captures.load();
    let settings = &state.settings().screenshots;
    let (budget, warn) = (settings.budget_bytes(), settings.warn_bytes());
    ScreenshotStorage {
        retention_days: state.settings().storage.screenshot_retention_days,
        uploaded: totals.uploaded.into(),
        kept: totals.kept.into(),
        files: totals.files.into(),
        budget_bytes: budget,
        budget_used_pct: budget.map(|budget| percent(totals.files.bytes, budget)),
        warn_bytes: warn,
        is_near_budget: warn.is_some_and(|warn| totals.files.bytes >= warn),
    }
}

/// Room on the disk now.
pub(super) fn disk(state: &AppState) -> Option<DiskView> {
    let room = state.handle().screenshots()?.room()?;
    let settings = &state.settings().screenshots;
    Some(DiskView {
        total_bytes: room.total,
        free_bytes: room.free,
        is_nearly_full: settings.is_nearly_full(room),
        refuses_screenshots: settings.is_full(room),
    })
}
