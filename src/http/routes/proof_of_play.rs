//! Proof of play of a campaign: a day, live or final, or a range of days; the same of one store.
//! Rule: POP-01, POP-02, POP-05, D-60, D-61, D-62.

use axum::extract::State;
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    campaigns::status_visible,
    proof_figures::{Days, ProofOfPlay, ReportStatus, ScreenPlays, gather, report_of, screens},
};
use crate::{
    domain::{refusal::Refusal, time::Day},
    http::{AppState, Caller, Json, Path, Problem, Query, error::ApiResult},
};

/// Handlers of proof of play.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(show_proof_of_play))
        .routes(routes!(show_proof_of_play_of_store))
}

/// Shows what was played on a day or in a range: live today, final and immutable afterwards.
///
/// Days and `hourly_breakdown` are UTC; `hourly_breakdown_local` follows each store's own clock.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/proof-of-play",
    tag = "proof of play",
    params(("id" = Uuid, Path, description = "The campaign"), Days),
    responses(
        (status = 200, body = ProofOfPlay),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 422, description = "Days that cannot be reported", body = Problem),
    ),
)]
pub async fn show_proof_of_play(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(days): Query<Days>,
) -> ApiResult<Json<ProofOfPlay>> {
    let campaign = status_visible(&state, &caller, id)?;
    let span = days.read(state.now().day(), state.settings().reports.proof_of_play_days)?;
    let gathered = gather(&state, campaign.no, span).await?;
    Ok(Json(report_of(state.views(), id, &gathered, days.date.is_some())))
}

/// Plays of a store on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct StoreDayPlays {
    /// UTC day.
    pub date: Day,
    /// Verified plays.
    pub impressions: u64,
    /// Seconds played.
    pub duration_seconds: u64,
}

/// A campaign's proof of play in one store. Records keep hours, costs and rejected plays of a
/// campaign as a whole, so those stand in the report of all stores alone.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct StoreProofOfPlay {
    /// Campaign.
    pub campaign_id: Uuid,
    /// Store.
    pub store_id: Uuid,
    /// Its name.
    pub name: String,
    /// Its region.
    pub region: String,
    /// Of all days: always UTC.
    pub time_zone: &'static str,
    /// The store's own time zone (IANA).
    pub store_time_zone: String,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Whether figures can still change.
    pub status: ReportStatus,
    /// Verified plays.
    pub total_impressions: u64,
    /// Devices with a verified play.
    pub unique_devices: usize,
    /// Seconds of verified plays.
    pub total_duration_seconds: u64,
    /// By day, days without a play left out.
    pub daily_breakdown: Vec<StoreDayPlays>,
    /// By screen, most first.
    pub screens: Vec<ScreenPlays>,
}

/// Shows what was played in one store on a day or in a range.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/proof-of-play/stores/{store_id}",
    tag = "proof of play",
    params(
        ("id" = Uuid, Path, description = "The campaign"),
        ("store_id" = Uuid, Path, description = "The store"),
        Days,
    ),
    responses(
        (status = 200, body = StoreProofOfPlay),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 422, description = "Days that cannot be reported", body = Problem),
    ),
)]
pub async fn show_proof_of_play_of_store(
    State(state): State<AppState>,
    caller: Caller,
    Path((id, store_id)): Path<(Uuid, Uuid)>,
    Query(days): Query<Days>,
) -> ApiResult<Json<StoreProofOfPlay>> {
    let campaign = status_visible(&state, &caller, id)?;
    let store = state.views().stores.by_id(store_id);
    let store = store.ok_or_else(|| Refusal::not_found("Store"))?;
    let span = days.read(state.now().day(), state.settings().reports.proof_of_play_days)?;
    let gathered = gather(&state, campaign.no, span).await?;
    let total = gathered.total();
    let tally = total.stores.get(&store.no).copied().unwrap_or_default();
    let found = screens(state.views(), &total, Some(store.no));
    let daily = gathered.by_day().into_iter().filter_map(|(date, of)| {
        let tally = of.stores.get(&store.no)?;
        let (impressions, duration_seconds) = (tally.impressions, tally.duration_seconds);
        Some(StoreDayPlays { date, impressions, duration_seconds })
    });
    Ok(Json(StoreProofOfPlay {
        campaign_id: id,
        store_id,
        name: store.name.clone(),
        region: store.region.clone(),
        time_zone: "UTC",
        store_time_zone: store.timezone.clone(),
        from: gathered.from,
        to: gathered.to,
        status: ReportStatus::of(gathered.is_live),
        total_impressions: tally.impressions,
        unique_devices: found.len(),
        total_duration_seconds: tally.duration_seconds,
        daily_breakdown: daily.collect(),
        screens: found,
    }))
}
