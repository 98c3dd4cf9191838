//! A campaign's budget while it runs: increases that wait, daily cap, what new rates mean.
//! Rule: BUD-04, CAM-18, CAM-29, D-55.

use axum::{extract::State, response::Response};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    campaign_view::CampaignView,
    campaigns::{Reason, moved, status_visible},
};
use crate::{
    domain::{
        campaign::{model::PricingMode, rate_change::RateImpact},
        money::Amount,
        time::Timestamp,
    },
    engine::commands::{
        daily_cap::SetDailyCap,
        rate_impact::impact_of,
        status::TopUp,
        top_up::{ApproveIncrease, RejectIncrease},
    },
    http::{
        AppState, Caller, Idem, Json, List, NoBody, Page, Path, Problem, Query, auth::OPERATOR,
        error::ApiResult,
    },
};

/// Handlers of a campaign's budget.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(top_up_campaign))
        .routes(routes!(list_increases))
        .routes(routes!(approve_increase))
        .routes(routes!(reject_increase))
        .routes(routes!(set_daily_cap))
        .routes(routes!(show_rate_impact))
}

/// More budget that waits for approval.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct IncreaseView {
    /// The campaign.
    pub campaign_id: Uuid,
    /// Its name.
    pub campaign_name: String,
    /// The buyer.
    pub advertiser_id: Option<Uuid>,
    /// Its budget now.
    pub budget: Amount,
    /// How much more; held from the wallet.
    pub amount: Amount,
    /// Since when it waits.
    pub requested_at: Timestamp,
}

/// More budget.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TopUpBody {
    /// At least 50.00.
    pub additional_budget: Amount,
}

/// Adds budget from the wallet; a campaign paused for an exhausted budget runs on.
///
/// An increase past the limit of approval (10,000) is held and waits for a person while the campaign
/// runs on; `pending_increase` has it. Rule: BUD-04, D-55.
#[utoipa::path(
    post,
    path = "/campaigns/{id}/top-up",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = TopUpBody,
    responses(
        (status = 200, body = CampaignView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Not in this status", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn top_up_campaign(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<TopUpBody>,
) -> ApiResult<Response> {
    let command = TopUp { id, additional_budget: value.additional_budget };
    moved(&state, &caller, id, state.handle().run(&caller.actor, command, key).await)
}

/// Lists increases that wait for approval, oldest campaign first. For the operator. Rule: D-55.
#[utoipa::path(
    get,
    path = "/budget-increases",
    tag = "campaigns",
    params(Page),
    responses(
        (status = 200, body = List<IncreaseView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
    ),
)]
pub async fn list_increases(
    State(state): State<AppState>,
    caller: Caller,
    page: Page,
    Query(NoBody {}): Query<NoBody>,
) -> ApiResult<Json<List<IncreaseView>>> {
    caller.require(OPERATOR)?;
    let views = state.views();
    let waiting = views.campaigns.iter().filter_map(|campaign| {
        let increase = campaign.pending_increase?;
        let view = IncreaseView {
            campaign_id: campaign.id,
            campaign_name: campaign.name.clone(),
            advertiser_id: views.advertisers.get(campaign.advertiser.0).map(|row| row.id),
            budget: campaign.budget_or_zero(),
            amount: increase.amount,
            requested_at: increase.requested_at,
        };
        Some((u64::from(campaign.no.0) + 1, view))
    });
    let after = page.after.unwrap_or(0);
    Ok(Json(page.take(waiting.filter(|(position, _)| *position > after))))
}

/// Approves more budget: it joins the budget, and an exhausted campaign runs on. For admins and
/// reviewers. Rule: D-55.
#[utoipa::path(
    post,
    path = "/campaigns/{id}/top-up/approve",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = NoBody,
    responses(
        (status = 200, body = CampaignView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "No increase waits, or the campaign is over", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn approve_increase(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { key, .. }: Idem<NoBody>,
) -> ApiResult<Response> {
    let command = ApproveIncrease { id };
    moved(&state, &caller, id, state.handle().run(&caller.actor, command, key).await)
}

/// Rejects more budget; the money goes back to the wallet. For admins and reviewers. Rule: D-55.
#[utoipa::path(
    post,
    path = "/campaigns/{id}/top-up/reject",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = Reason,
    responses(
        (status = 200, body = CampaignView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "No increase waits", body = Problem),
        (status = 422, description = "No reason", body = Problem),
    ),
)]
pub async fn reject_increase(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<Reason>,
) -> ApiResult<Response> {
    let command = RejectIncrease { id, reason: value.reason };
    moved(&state, &caller, id, state.handle().run(&caller.actor, command, key).await)
}

/// The most that a campaign may spend on a UTC day.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DailyCapBody {
    /// From 10.00 to the budget; null takes the limit away.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required)]
    pub daily_cap: Option<Amount>,
}

/// Sets the daily cap or takes it away, in every status until the end. Rule: CAM-18.
#[utoipa::path(
    put,
    path = "/campaigns/{id}/daily-cap",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = DailyCapBody,
    responses(
        (status = 200, body = CampaignView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn set_daily_cap(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<DailyCapBody>,
) -> ApiResult<Response> {
    let command = SetDailyCap { id, daily_cap: value.daily_cap };
    moved(&state, &caller, id, state.handle().run(&caller.actor, command, key).await)
}

/// What the newest announced rates mean for a campaign.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RateImpactView {
    /// The announced version; absent (null) when none waits to take effect.
    pub version: Option<u32>,
    /// Whether a contract locks the campaign's rate.
    pub rate_lock: bool,
    /// The projection; absent (null) when the new rates do not touch the campaign.
    pub impact: Option<RateImpact>,
}

/// Projects a campaign's cost under the newest announced rates. Rule: CAM-29.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/rate-impact",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    responses(
        (status = 200, body = RateImpactView),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn show_rate_impact(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<RateImpactView>> {
    let no = status_visible(&state, &caller, id)?.no;
    let now = state.now();
    let view = state.handle().with_engine(move |engine| {
        let (live, settings) = (engine.live(), engine.settings());
        let card = live.rate_cards.newest();
        let coming = (card.effective_at() > now).then_some(card);
        let campaign = live.campaigns.get(no.0);
        let at = card.effective_at().max(now);
        RateImpactView {
            version: coming.map(|card| card.version()),
            rate_lock: campaign
                .is_some_and(|row| matches!(row.pricing_at(at), PricingMode::FixedCpm(_))),
            impact: coming
                .zip(campaign)
                .and_then(|(card, row)| impact_of(live, &settings, row, card, now)),
        }
    });
    Ok(Json(view.await?))
}
