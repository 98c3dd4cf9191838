//! What a person sees before approving a campaign, and the request for changes. Rule: CAM-09.

use std::collections::BTreeMap;

use axum::extract::State;
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    assets::{self, AssetView},
    campaign_view::{CampaignView, Renderer, Targets, stores_of},
    campaigns::{Reason, status_visible},
};
use crate::{
    domain::{
        campaign::{
            approval::approval_reasons,
            model::Campaign,
            status::{CampaignStatus, PauseReason},
        },
        catalog::{PartyStatus, Role},
        money::Amount,
        refusal::Refusal,
        time::Timestamp,
    },
    engine::commands::approval::RequestChanges,
    http::{AppState, Caller, Idem, Json, Path, Problem, error::ApiResult},
};

/// Handlers of the review screen.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(show_review)).routes(routes!(request_changes))
}

/// Everything that a person needs to decide about a campaign.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CampaignReview {
    /// All fields.
    pub campaign: CampaignView,
    /// Why a person must look at it.
    pub approval_reasons: Vec<String>,
    /// Its content with what the scans found; the files lie at `/assets/{id}/content`.
    pub content: Vec<AssetView>,
    /// Who buys, and what was before.
    pub advertiser: AdvertiserHistory,
    /// Where it would show.
    pub stores: Vec<StorePoint>,
    /// When the approval expires.
    pub expires_at: Option<Timestamp>,
}

/// What is known of a buyer.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct AdvertiserHistory {
    /// The buyer.
    pub advertiser_id: Uuid,
    /// Name.
    pub name: String,
    /// Status of the account.
    pub status: PartyStatus,
    /// Since when it is with us.
    pub created_at: Timestamp,
    /// Other campaigns, by status.
    pub campaigns: BTreeMap<String, u32>,
    /// Charged for plays of all campaigns so far.
    pub spent: Amount,
    /// Rejections of its campaigns, newest first.
    pub rejections: Vec<PastRejection>,
    /// Pauses for a violation of the policy.
    pub policy_pauses: u32,
    /// Suspensions of the account.
    pub suspensions: usize,
    /// Disputes about its plays.
    pub disputes: u64,
}

/// A campaign that was rejected before.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PastRejection {
    /// Campaign.
    pub campaign_id: Uuid,
    /// Name.
    pub name: String,
    /// When.
    pub at: Timestamp,
    /// Why; absent once it was submitted again.
    pub reason: Option<String>,
}

/// How a target store stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum StoreFitness {
    /// Can show it.
    Eligible,
    /// Its rules block it.
    Blocked,
    /// Not ACTIVE or without an ACTIVE device.
    Unusable,
}

/// A target store on the map.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct StorePoint {
    /// Store.
    pub store_id: Uuid,
    /// Name.
    pub store_name: String,
    /// Region.
    pub region: String,
    /// Degrees.
    pub lat: f64,
    /// Degrees.
    pub lng: f64,
    /// ACTIVE devices.
    pub devices: usize,
    /// Whether it can show the campaign.
    pub fitness: StoreFitness,
    /// Why it is blocked.
    pub reason: Option<String>,
}

/// Shows what a decision about a campaign needs. For admins, reviewers and auditors.
/// Rule: CAM-09.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/review",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    responses(
        (status = 200, body = CampaignReview),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn show_review(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<CampaignReview>> {
    caller.require(&[Role::SuperAdmin, Role::Admin, Role::Reviewer, Role::Auditor])?;
    let campaign = status_visible(&state, &caller, id)?;
    let views = state.views();
    let settings = state.settings();
    let found = campaign.content_assets.iter().filter_map(|no| views.assets.get(no.0));
    let mut content = Vec::new();
    let mut flags = Vec::new();
    for asset in found {
        flags.extend(asset.scan_flags.iter().copied());
        content.push(assets::view(&state, asset.id)?);
    }
    let threshold = Amount::from_units(i64::from(settings.campaign.approval_budget));
    let waits = campaign.status_now() == CampaignStatus::PendingApproval;
    let from = campaign.submitted_at.filter(|_| waits);
    let days = settings.lifecycle.approval_expiry_days;
    Ok(Json(CampaignReview {
        campaign: Renderer::new(&state, &caller.actor).view(&campaign),
        approval_reasons: approval_reasons(&flags, campaign.budget_or_zero(), threshold),
        content,
        advertiser: history(&state, &campaign)?,
        stores: points(&state, &campaign),
        expires_at: from.map(|at| crate::domain::campaign::lifecycle::after_days(at, days)),
    }))
}

fn history(state: &AppState, campaign: &Campaign) -> ApiResult<AdvertiserHistory> {
    let views = state.views();
    let row = views.advertisers.get(campaign.advertiser.0);
    let row = row.ok_or_else(|| Refusal::not_found("Advertiser"))?;
    let mut history = AdvertiserHistory {
        advertiser_id: row.id,
        name: row.name.clone(),
        status: row.status_now(),
        created_at: row.created_at,
        campaigns: BTreeMap::new(),
        spent: Amount::ZERO,
        rejections: Vec::new(),
        policy_pauses: 0,
        suspensions: row.standing.suspensions.len(),
        disputes: 0,
    };
    for other in views.campaigns.iter().filter(|one| one.advertiser == campaign.advertiser) {
        let spent = views.figures_of(other.no).totals.spent;
        history.spent = history.spent.checked_add(spent).unwrap_or(history.spent);
        if other.no != campaign.no {
            *history.campaigns.entry(other.status_now().to_string()).or_default() += 1;
        }
        for (at, span) in other.status.iter() {
            if span.status == CampaignStatus::Rejected {
                history.rejections.push(PastRejection {
                    campaign_id: other.id,
                    name: other.name.clone(),
                    at,
                    reason: other.rejection_reason.clone(),
                });
            }
            if span.status == CampaignStatus::Paused
                && span.pause_reason == Some(PauseReason::PolicyViolation)
            {
                history.policy_pauses += 1;
            }
        }
    }
    history.rejections.sort_by_key(|one| std::cmp::Reverse(one.at));
    Ok(history)
}

fn points(state: &AppState, campaign: &Campaign) -> Vec<StorePoint> {
    let views = state.views();
    let targets = Targets::of(views, campaign);
    let stores = stores_of(views, &campaign.target_stores);
    let points = stores.into_iter().map(|store| {
        let usable = targets.usable.iter().find(|usable| usable.store.no == store.no);
        let blocked = targets.blocked.iter().find(|blocked| blocked.store_id == store.id);
        StorePoint {
            store_id: store.id,
            store_name: store.name.clone(),
            region: store.region.clone(),
            lat: store.location.lat(),
            lng: store.location.lng(),
            devices: usable.map_or(0, |usable| usable.devices.len()),
            fitness: match (usable, blocked) {
                (_, Some(_)) => StoreFitness::Blocked,
                (Some(_), None) => StoreFitness::Eligible,
                (None, None) => StoreFitness::Unusable,
            },
            reason: blocked.map(|blocked| blocked.reason.clone()),
        }
    });
    points.collect()
}

/// Sends a campaign that waits back to its draft; its budget is released. For admins and
/// reviewers. Rule: CAM-09.
#[utoipa::path(
    post,
    path = "/campaigns/{id}/request-changes",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = Reason,
    responses(
        (status = 200, body = CampaignView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Not in this status", body = Problem),
        (status = 422, description = "No reason", body = Problem),
    ),
)]
pub async fn request_changes(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<Reason>,
) -> ApiResult<Json<CampaignView>> {
    let command = RequestChanges { id, reason: value.reason };
    state.handle().run(&caller.actor, command, key).await?;
    let campaign = status_visible(&state, &caller, id)?;
    Ok(Json(Renderer::new(&state, &caller.actor).view(&campaign)))
}
