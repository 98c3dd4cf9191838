//! A campaign's stores: by hand or by criteria, with what they would deliver.
//! Rule: CAM-07, CAM-24, BLK-01.
#![allow(clippy::float_arithmetic, reason = "kilometres on the wire; no money is involved")]

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    campaign_estimate::estimate_of,
    campaign_view::{BlockedStore, StoreName, Targets},
    reading::find_campaign,
};
use crate::{
    domain::{
        campaign::targeting::{Near, TargetingCriteria},
        geo::GeoPoint,
        money::Amount,
        pricing::rates::StoreCategory,
        refusal::Refusal,
    },
    engine::commands::targeting::{Choice, SetTargets},
    http::{AppState, Caller, Idem, Json, Path, Problem, error::ApiResult},
};

/// Handlers of `/campaigns/{id}/targeting`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(set_targets))
}

/// A circle on the map.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Circle {
    /// Degrees, north positive.
    pub lat: f64,
    /// Degrees, east positive.
    pub lng: f64,
    /// Radius, above 0 and at most 20015 km, to the metre.
    pub max_distance_km: f64,
}

/// What stores must be like; all given criteria must hold, at least one is needed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Criteria {
    /// One of these regions; empty = any.
    pub regions: Vec<String>,
    /// One of these categories; empty = any.
    pub categories: Vec<StoreCategory>,
    /// Visitors a day at least.
    pub min_foot_traffic: Option<u32>,
    /// Within a circle.
    pub near: Option<Circle>,
}

/// Metres in a kilometre.
const KILOMETRE_M: f64 = 1000.0;

impl Circle {
    fn read(self) -> Result<Near, Refusal> {
        let wrong = |why: String| Refusal::field("targeting_criteria.near", "RANGE", why);
        let centre = GeoPoint::from_degrees(self.lat, self.lng);
        let centre = centre.map_err(|error| wrong(error.to_string()))?;
        // What does not fit saturates, and is refused with the range.
        let max_distance_m = (self.max_distance_km * KILOMETRE_M).round() as u32;
        Ok(Near { centre, max_distance_m })
    }
}

impl Criteria {
    fn read(self) -> Result<TargetingCriteria, Refusal> {
        Ok(TargetingCriteria {
            regions: self.regions,
            categories: self.categories,
            min_foot_traffic: self.min_foot_traffic,
            near: self.near.map(Circle::read).transpose()?,
        })
    }
}

impl From<&TargetingCriteria> for Criteria {
    fn from(criteria: &TargetingCriteria) -> Self {
        let circle = |near: Near| Circle {
            lat: near.centre.lat(),
            lng: near.centre.lng(),
            max_distance_km: f64::from(near.max_distance_m) / KILOMETRE_M,
        };
        Self {
            regions: criteria.regions.clone(),
            categories: criteria.categories.clone(),
            min_foot_traffic: criteria.min_foot_traffic,
            near: criteria.near.map(circle),
        }
    }
}

/// Stores for a campaign: one of the two.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Targeting {
    /// 1 to 1,000 stores.
    pub target_stores: Option<Vec<Uuid>>,
    /// Stores that are like this now.
    pub targeting_criteria: Option<Criteria>,
}

impl Targeting {
    fn choice(self) -> Result<Choice, Refusal> {
        match (self.target_stores, self.targeting_criteria) {
            (Some(stores), None) => Ok(Choice::Stores(stores)),
            (None, Some(criteria)) => Ok(Choice::Criteria(criteria.read()?)),
            (None, None) | (Some(_), Some(_)) => {
                let message = "Give either target_stores or targeting_criteria";
                Err(Refusal::field("target_stores", "ONE_OF", message))
            }
        }
    }
}

/// How the chosen stores stand, and what they would deliver.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct TargetingAnswer {
    /// Stores that can show the campaign.
    pub eligible_stores: Vec<StoreName>,
    /// Stores whose rules block it, with the reason.
    pub blocked_stores: Vec<BlockedStore>,
    /// Stores that are not ACTIVE or have no ACTIVE device.
    pub unusable_stores: Vec<BlockedStore>,
    /// Eligible stores that are never open in the campaign's hours: they add nothing.
    pub schedule_conflicts: Vec<StoreName>,
    /// How many can.
    pub eligible_count: usize,
    /// How many block.
    pub blocked_count: usize,
    /// By foot traffic, rounded down; `null` while the campaign has no dates, like all that follow.
    pub estimated_impressions: Option<u64>,
    /// As many as the slots allow, rounded down.
    pub deliverable_impressions: Option<u64>,
    /// Cost of the estimated impressions.
    pub estimated_cost: Option<Amount>,
    /// Mean CPM of the eligible devices.
    pub estimated_cpm: Option<Amount>,
    /// What a thousand plays cost, by length of the content and priority.
    pub expected_cpm: Option<Amount>,
    /// Cost of the lower of the two counts; at most 120 % of the budget.
    pub expected_cost: Option<Amount>,
}

/// Chooses a campaign's stores, by hand or by criteria, and says which of them can show it and what
/// they would deliver. A draft's stores change freely; once submitted and approved, stores are added,
/// and only those that block the campaign may be removed. Rule: CAM-07, CAM-11, BLK-01.
#[utoipa::path(
    put,
    path = "/campaigns/{id}/targeting",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = Targeting,
    responses(
        (status = 200, body = TargetingAnswer),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 422, description = "No eligible store, too dear, or not in this status", body = Problem),
    ),
)]
pub async fn set_targets(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<Targeting>,
) -> ApiResult<Json<TargetingAnswer>> {
    let command = SetTargets { id, choice: value.choice()? };
    state.handle().run(&caller.actor, command, key).await?;
    let campaign = find_campaign(&state, &caller.actor, id)?;
    if campaign.start_date.is_some() && campaign.end_date.is_some() {
        let found = estimate_of(&state, &campaign).await?;
        return Ok(Json(TargetingAnswer {
            eligible_stores: found.eligible_stores,
            blocked_stores: found.blocked_stores,
            unusable_stores: found.unusable_stores,
            schedule_conflicts: found.schedule_conflicts,
            eligible_count: found.eligible_count,
            blocked_count: found.blocked_count,
            estimated_impressions: Some(found.estimated_impressions),
            deliverable_impressions: Some(found.deliverable_impressions),
            estimated_cost: Some(found.estimated_cost),
            estimated_cpm: Some(found.estimated_cpm),
            expected_cpm: Some(found.expected_cpm),
            expected_cost: Some(found.expected_cost),
        }));
    }
    let targets = Targets::of(state.views(), &campaign);
    let eligible_stores = targets.eligible();
    Ok(Json(TargetingAnswer {
        eligible_count: eligible_stores.len(),
        blocked_count: targets.blocked.len(),
        eligible_stores,
        blocked_stores: targets.blocked,
        unusable_stores: targets.unusable,
        schedule_conflicts: Vec::new(),
        estimated_impressions: None,
        deliverable_impressions: None,
        estimated_cost: None,
        estimated_cpm: None,
        expected_cpm: None,
        expected_cost: None,
    }))
}
