//! What a campaign would deliver, from what earlier ones delivered. Charges nothing. Rule: CAM-15.
#![allow(clippy::float_arithmetic, reason = "percentages on the wire; no money is involved")]

use std::{collections::BTreeSet, sync::Arc};

use axum::extract::State;
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    campaign_estimate::{content, needed},
    campaign_view::Targets,
    reading::{find_campaign, from_store},
};
use crate::{
    domain::{
        campaign::{
            estimate::duration_days,
            model::Campaign,
            simulation::{
                BackTest, Basis, Confidence, Projection, Range, SimulationLimits, StoreDay, afford,
                confidence, mean_ratios_ppm, project, shares,
            },
        },
        catalog::Role,
        ids::StoreNo,
        money::Amount,
        refusal::Refusal,
        time::Timestamp,
    },
    engine::{
        forecast::{Forecast, Question},
        history::store_days,
    },
    http::{ApiError, AppState, Caller, Idem, Json, NoBody, Path, Problem, error::ApiResult},
};

/// Handlers of `/campaigns/{id}/simulate`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(simulate_campaign))
}

/// What a thousand plays would cost.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct CpmRange {
    /// Over all eligible devices, peak and other hours by their share of a week.
    pub average: Amount,
    /// Lowest and highest of a device and hour.
    pub range: [Amount; 2],
}

/// A store's part.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct StoreShare {
    /// Store.
    pub store_id: Uuid,
    /// Its name.
    pub store_name: String,
    /// Percent of the plays, 2 decimals; all sum to 100.
    pub pct_impressions: f64,
    /// Whether it was weighed by its own history.
    pub has_history: bool,
}

/// An hour's part.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct HourShare {
    /// Hour of the store's day, 0 to 23.
    pub hour: u8,
    /// Percent of the plays, 2 decimals; all sum to 100.
    pub pct_impressions: f64,
    /// Whether most of its minutes are peak minutes.
    pub is_peak: bool,
}

/// What the range rests on.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RangeEvidence {
    /// What the range was made with.
    pub basis: Basis,
    /// The same in a sentence, with its numbers.
    pub explanation: String,
    /// Whole days of past campaigns in a store that were compared.
    pub store_days: u64,
    /// Of those, how many of campaigns of the same category.
    pub similar_store_days: u64,
    /// Eligible stores without any history.
    pub new_stores: usize,
    /// Delivered ÷ predicted plays at the quantiles, in percent; `null` without history.
    pub delivered_pct: Option<Range<f64>>,
    /// Which quantiles, in percent.
    pub quantiles: Range<u32>,
    /// How often the range should hold, in percent.
    pub promised_coverage_pct: u32,
    /// How often such a range held on the newest days, which had no part in it; `null` where
    /// nothing could be held out.
    pub measured_coverage_pct: Option<u64>,
    /// The counts behind it.
    pub back_test: BackTest,
}

/// What a campaign would deliver. Nothing was charged.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SimulationView {
    /// Plays.
    pub estimated_impressions: Range<u64>,
    /// Their cost by the campaign's own content and priority.
    pub estimated_spend: Range<Amount>,
    /// What a thousand plays cost.
    pub estimated_cpm: CpmRange,
    /// By store, the largest first.
    pub store_distribution: Vec<StoreShare>,
    /// By hour of the stores' day.
    pub hourly_distribution: Vec<HourShare>,
    /// How far it can be relied on.
    pub confidence_level: Confidence,
    /// Whether the budget or daily cap ends the range.
    pub limited_by_budget: bool,
    /// What it rests on.
    pub evidence: RangeEvidence,
}

/// Simulates a campaign that has dates and stores, from the history of past ones. Charges nothing
/// and changes nothing. For the operator, and advertisers their own. Rule: CAM-15.
#[utoipa::path(
    post,
    path = "/campaigns/{id}/simulate",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = NoBody,
    responses(
        (status = 200, body = SimulationView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 422, description = "Dates or stores are missing", body = Problem),
    ),
)]
pub async fn simulate_campaign(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { .. }: Idem<NoBody>,
) -> ApiResult<Json<SimulationView>> {
    let roles = [Role::SuperAdmin, Role::Admin, Role::Reviewer, Role::Advertiser];
    caller.actor.require_role(&roles)?;
    let campaign = find_campaign(&state, &caller.actor, id)?;
    simulation_of(&state, campaign).await.map(Json)
}

/// Simulates a campaign, as of now.
///
/// # Errors
/// `VALIDATION_FAILED` while dates or stores are missing.
pub async fn simulation_of(state: &AppState, campaign: Arc<Campaign>) -> ApiResult<SimulationView> {
    let (start, end) = needed(&campaign)?;
    let (reader, now) = (state.clone(), state.now());
    let simulation = from_store(state, move |snapshot| {
        let settings = reader.settings();
        let history = store_days(snapshot, reader.views(), settings, &campaign, now)?;
        Ok(Simulation { state: &reader, campaign: &campaign, history, start, end }.run())
    });
    simulation.await?
}

struct Simulation<'a> {
    state: &'a AppState,
    campaign: &'a Campaign,
    history: Vec<StoreDay>,
    start: Timestamp,
    end: Timestamp,
}

impl Simulation<'_> {
    fn run(&self) -> ApiResult<SimulationView> {
        let targets = Targets::of(self.state.views(), self.campaign);
        let cards = self.state.views().rate_cards.load_full();
        let assets = content(self.state, self.campaign);
        let question = Question {
            campaign: self.campaign,
            from: self.start,
            to: self.end,
            card: cards.at(self.start.max(self.state.now())),
            settings: self.state.settings(),
            assets: &assets,
        };
        let too_large = |why| {
            let message = format!("the simulation is too large: {why}");
            ApiError::from(Refusal::field("target_stores", "RANGE", message))
        };
        let forecast = question.answer(&targets.usable).map_err(too_large)?;
        let limits = &self.state.settings().simulation;
        let deliverable = forecast.estimate.deliverable_impressions;
        let expected = forecast.estimate.expected_impressions();
        let projection = project(&self.history, deliverable, expected, limits);
        let cpm = forecast.estimate.expected_cpm;
        let paid = afford(projection.impressions, cpm, self.money()).map_err(too_large)?;
        let new_stores = self.new_stores(&forecast);
        let range = forecast.cpm_range.unwrap_or((Amount::ZERO, Amount::ZERO));
        Ok(SimulationView {
            estimated_impressions: paid.impressions,
            estimated_spend: paid.spend,
            estimated_cpm: CpmRange { average: cpm, range: [range.0, range.1] },
            store_distribution: self.by_store(&forecast),
            hourly_distribution: by_hour(&forecast),
            confidence_level: confidence(&projection, new_stores, limits),
            limited_by_budget: paid.is_limited,
            evidence: evidence(&projection, new_stores, limits),
        })
    }

    /// What can be spent: the budget, or the daily cap of all days where that is less.
    fn money(&self) -> Option<Amount> {
        let days = i64::from(duration_days(self.start, self.end));
        let capped = self.campaign.daily_cap.map(|cap| cap.micros().saturating_mul(days));
        let limits = [self.campaign.budget, capped.map(Amount::from_micros)];
        limits.into_iter().flatten().min()
    }

    fn new_stores(&self, forecast: &Forecast) -> usize {
        let known: BTreeSet<StoreNo> = self.history.iter().map(|one| one.store).collect();
        let playing = forecast.stores.iter().filter(|one| !one.is_conflict());
        playing.filter(|one| !known.contains(&one.store.no)).count()
    }

    /// By the minutes that screens can play, times what the store delivered of its predictions.
    fn by_store(&self, forecast: &Forecast) -> Vec<StoreShare> {
        let (own, all) = mean_ratios_ppm(&self.history);
        let pooled = all.unwrap_or(1);
        let ratios: Vec<Option<u64>> =
            forecast.stores.iter().map(|one| own.get(&one.store.no).copied()).collect();
        let weights: Vec<u128> = forecast
            .stores
            .iter()
            .zip(&ratios)
            .map(|(one, ratio)| {
                let minutes = u128::from(one.devices) * u128::from(one.week.total());
                minutes * u128::from(ratio.unwrap_or(pooled))
            })
            .collect();
        let mut rows: Vec<StoreShare> = forecast
            .stores
            .iter()
            .zip(shares(&weights))
            .zip(&ratios)
            .map(|((one, share), ratio)| StoreShare {
                store_id: one.store.id,
                store_name: one.store.name.clone(),
                pct_impressions: percent(share),
                has_history: ratio.is_some(),
            })
            .collect();
        rows.sort_by(|a, b| b.pct_impressions.total_cmp(&a.pct_impressions));
        rows
    }
}

/// Hundredths of a percent as percent.
fn percent(share: u32) -> f64 {
    f64::from(share) / 100.0
}

fn by_hour(forecast: &Forecast) -> Vec<HourShare> {
    let mut hours = [(0_u128, 0_u128); 24];
    for store in &forecast.stores {
        for (sum, (peak, other)) in hours.iter_mut().zip(store.week.by_hour()) {
            sum.0 += u128::from(store.devices) * u128::from(peak);
            sum.1 += u128::from(store.devices) * u128::from(other);
        }
    }
    let weights: Vec<u128> = hours.iter().map(|(peak, other)| peak + other).collect();
    let rows = (0..24_u8).zip(shares(&weights)).zip(hours);
    rows.map(|((hour, share), (peak, other))| HourShare {
        hour,
        pct_impressions: percent(share),
        is_peak: peak > other,
    })
    .collect()
}

fn evidence(
    projection: &Projection,
    new_stores: usize,
    limits: &SimulationLimits,
) -> RangeEvidence {
    RangeEvidence {
        basis: projection.basis,
        explanation: explanation(projection, limits),
        store_days: projection.store_days,
        similar_store_days: projection.similar_store_days,
        new_stores,
        delivered_pct: projection.ratio_ppm.map(|range| range.map(|ppm| ppm as f64 / 10_000.0)),
        quantiles: Range {
            low: limits.low_percent,
            mid: limits.mid_percent,
            high: limits.high_percent,
        },
        promised_coverage_pct: limits.high_percent.saturating_sub(limits.low_percent),
        measured_coverage_pct: projection.back_test.coverage_percent(),
        back_test: projection.back_test,
    }
}

fn explanation(projection: &Projection, limits: &SimulationLimits) -> String {
    let (days, test) = (projection.store_days, projection.back_test);
    let Range { low, mid, high } =
        Range { low: limits.low_percent, mid: limits.mid_percent, high: limits.high_percent };
    let held = test.coverage_percent().map_or_else(String::new, |percent| {
        format!(
            ". Such a range held on {percent} % of the {} newest store-days ({} promised)",
            test.held_out_store_days,
            high.saturating_sub(low)
        )
    });
    match projection.basis {
        Basis::TargetStores => format!(
            "The {low}, {mid} and {high} % quantiles of delivered against predicted plays on \
             {days} store-days of the chosen stores{held}"
        ),
        Basis::AllStores => format!(
            "The chosen stores have too little history (fewer than {} store-days): the {low}, \
             {mid} and {high} % quantiles of {days} store-days of all stores{held}",
            limits.min_store_days
        ),
        Basis::Formula => format!(
            "Too little history ({days} of {} store-days): high is what the slots allow, mid is \
             the estimate, low is zero since nothing is known",
            limits.min_store_days
        ),
    }
}
