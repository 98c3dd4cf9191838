//! Campaigns of the same advertiser that resemble one, side by side. Source: EC13. Rule: CAM-23.

use axum::extract::State;
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{campaign_view::CampaignView, reading::find_campaign};
use crate::{
    domain::campaign::{
        model::Campaign,
        similar::{Similar, SimilarCampaign, find_similar},
    },
    http::{AppState, Caller, Json, Path, Problem, error::ApiResult},
};

/// Handlers of `/campaigns/{id}/similar`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(show_similar))
}

/// A new campaign, and what to know before submitting it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CreatedCampaign {
    /// All fields.
    #[serde(flatten)]
    pub campaign: CampaignView,
    /// Campaigns that it resembles; submitting it asks for an acknowledgement.
    pub warnings: Vec<SimilarCampaign>,
}

/// The near-duplicates of a campaign as things stand.
pub(super) fn similar_to(state: &AppState, campaign: &Campaign) -> Similar {
    let views = state.views();
    find_similar(campaign, views.campaigns.iter(), &state.settings().similar, |no| {
        views.assets.get(no.0).map(|asset| asset.name.clone())
    })
}

/// Compares a campaign with the advertiser's other ones that were submitted: those alike in three of
/// five criteria, the newest first. Rule: CAM-23.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/similar",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    responses(
        (status = 200, body = Similar),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn show_similar(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<Similar>> {
    let campaign = find_campaign(&state, &caller.actor, id)?;
    Ok(Json(similar_to(&state, &campaign)))
}
