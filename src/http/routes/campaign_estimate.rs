//! What a campaign would deliver and cost on its target stores. Rule: CAM-07, D-46, D-49.

use std::sync::Arc;

use axum::extract::State;
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    campaign_view::{BlockedStore, StoreName, Targets},
    reading::find_campaign,
};
use crate::{
    domain::{
        campaign::model::Campaign,
        catalog::Asset,
        money::{Amount, AmountError},
        refusal::{FieldError, Refusal},
        time::Timestamp,
    },
    engine::forecast::Question,
    http::{ApiError, AppState, Caller, Json, Path, Problem, error::ApiResult},
};

/// Handlers of `/campaigns/{id}/estimate`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(estimate_campaign))
}

/// What a campaign would deliver and cost.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct EstimateView {
    /// Stores that can show it.
    pub eligible_stores: Vec<StoreName>,
    /// Stores that block it.
    pub blocked_stores: Vec<BlockedStore>,
    /// Stores that are not ACTIVE or have no ACTIVE device.
    pub unusable_stores: Vec<BlockedStore>,
    /// Eligible stores that are never open in the campaign's hours: they add nothing.
    pub schedule_conflicts: Vec<StoreName>,
    /// How many can show it.
    pub eligible_count: usize,
    /// How many block it.
    pub blocked_count: usize,
    /// By foot traffic, rounded down.
    pub estimated_impressions: u64,
    /// As many as the slots allow, rounded down.
    pub deliverable_impressions: u64,
    /// Cost of the estimated impressions.
    pub estimated_cost: Amount,
    /// Mean CPM of the eligible devices by the price list, peak and other hours by their share of a
    /// week.
    pub estimated_cpm: Amount,
    /// What a thousand plays cost: the same with the discount for short content and the factor of
    /// the priority. Both costs rest on it.
    pub expected_cpm: Amount,
    /// Cost of the lower of the two counts; compared with the budget.
    pub expected_cost: Amount,
}

/// Estimates what a campaign would deliver and cost; it needs dates and stores.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/estimate",
    tag = "campaigns",
    params(("id" = Uuid, Path)),
    responses(
        (status = 200, body = EstimateView),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 422, description = "Dates or stores are missing", body = Problem),
    ),
)]
pub async fn estimate_campaign(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<EstimateView>> {
    let campaign = find_campaign(&state, &caller.actor, id)?;
    estimate_of(&state, &campaign).await.map(Json)
}

/// Estimates a campaign.
///
/// # Errors
/// `VALIDATION_FAILED` while dates or stores are missing.
pub(super) async fn estimate_of(state: &AppState, campaign: &Campaign) -> ApiResult<EstimateView> {
    let (start, end) = needed(campaign)?;
    let (state, campaign) = (state.clone(), campaign.clone());
    // A minute-by-minute look at a week of many stores takes a while.
    let counting = tokio::task::spawn_blocking(move || compute(&state, &campaign, start, end));
    counting.await.map_err(ApiError::internal)?.map_err(|why| {
        Refusal::field("target_stores", "RANGE", format!("the estimate is too large: {why}")).into()
    })
}

/// What an estimate cannot do without.
///
/// # Errors
/// `VALIDATION_FAILED` with the fields that are missing.
pub(super) fn needed(campaign: &Campaign) -> Result<(Timestamp, Timestamp), Refusal> {
    let missing = [
        ("start_date", campaign.start_date.is_none()),
        ("end_date", campaign.end_date.is_none()),
        ("target_stores", campaign.target_stores.is_empty()),
    ];
    if let (Some(start), Some(end), false) =
        (campaign.start_date, campaign.end_date, campaign.target_stores.is_empty())
    {
        return Ok((start, end));
    }
    let wrong = missing.into_iter().filter(|(_, is_missing)| *is_missing);
    Err(Refusal::validation(
        wrong
            .map(|(field, _)| FieldError {
                field: field.to_owned(),
                error: "REQUIRED".to_owned(),
                message: format!("An estimate needs {field}"),
            })
            .collect(),
    ))
}

/// The assets of a campaign.
pub(super) fn content(state: &AppState, campaign: &Campaign) -> Vec<Arc<Asset>> {
    campaign.content_assets.iter().filter_map(|no| state.views().assets.get(no.0)).collect()
}

fn compute(
    state: &AppState,
    campaign: &Campaign,
    start: Timestamp,
    end: Timestamp,
) -> Result<EstimateView, AmountError> {
    let targets = Targets::of(state.views(), campaign);
    let cards = state.views().rate_cards.load_full();
    let card = cards.at(start.max(state.now()));
    let settings = state.settings();
    let assets = content(state, campaign);
    let question = Question { campaign, from: start, to: end, card, settings, assets: &assets };
    let forecast = question.answer(&targets.usable)?;
    let eligible_stores = targets.eligible();
    Ok(EstimateView {
        eligible_count: eligible_stores.len(),
        blocked_count: targets.blocked.len(),
        eligible_stores,
        blocked_stores: targets.blocked,
        unusable_stores: targets.unusable,
        schedule_conflicts: forecast.conflicts().map(|store| StoreName::of(store)).collect(),
        estimated_impressions: forecast.estimate.estimated_impressions,
        deliverable_impressions: forecast.estimate.deliverable_impressions,
        estimated_cost: forecast.estimate.estimated_cost,
        estimated_cpm: forecast.estimate.estimated_cpm,
        expected_cpm: forecast.estimate.expected_cpm,
        expected_cost: forecast.estimate.expected_cost,
    })
}
