//! Emergency stops: of one campaign, of several, asked for by suppliers. Rule: CAM-12, D-59.

use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    incidents::{IncidentView, incident_view},
    listing::{fits, newest_first},
};
use crate::{
    domain::{
        campaign::emergency::{Grounds, RequestStatus, StopReason, StopRequest},
        catalog::access::Owner,
        refusal::Refusal,
        time::Timestamp,
    },
    engine::commands::{
        emergency::{StopCampaigns, StopResult},
        incidents::{DecideStopRequest, RequestStop},
    },
    http::{
        AppState, Caller, Idem, Json, List, Page, Path, Problem, Query, body::created,
        error::ApiResult,
    },
};

/// Handlers of `/campaigns/{id}/emergency-stop`, `/emergency-stop`, `/emergency-stop-requests`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(stop_campaign))
        .routes(routes!(stop_campaigns))
        .routes(routes!(request_stop, list_stop_requests))
        .routes(routes!(show_stop_request))
        .routes(routes!(approve_stop_request))
        .routes(routes!(decline_stop_request))
}

/// Why a campaign is stopped.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StopBody {
    /// Required.
    pub reason_code: StopReason,
    /// Required for OTHER.
    pub reason_detail: Option<String>,
    /// Links, http or https, at most 20.
    #[serde(default)]
    pub evidence_urls: Vec<String>,
}

impl From<StopBody> for Grounds {
    fn from(body: StopBody) -> Self {
        Self {
            reason: body.reason_code,
            detail: body.reason_detail,
            evidence_urls: body.evidence_urls,
        }
    }
}

/// Stops a campaign at once on all devices. Advertisers their own ACTIVE ones, admins any.
///
/// What is on a screen may finish, nothing of it is billed after this moment; it resumes only
/// after a review. No confirmation is asked. Rule: CAM-12.
#[utoipa::path(
    post,
    path = "/campaigns/{id}/emergency-stop",
    tag = "emergency",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = StopBody,
    responses(
        (status = 200, body = IncidentView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Not in this status, or stopped already", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn stop_campaign(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<StopBody>,
) -> ApiResult<Json<IncidentView>> {
    let command = StopCampaigns { ids: vec![id], grounds: value.into(), several: false };
    let results = state.handle().run(&caller.actor, command, key).await?;
    let incident = results.first().and_then(|result| result.incident_id);
    let incident = incident.ok_or_else(|| Refusal::not_found("Incident"))?;
    Ok(Json(incident_view(&state, &caller, incident)?))
}

/// Several campaigns, and why they are stopped.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StopsBody {
    /// 1 to 1,000 campaigns.
    pub campaign_ids: Vec<Uuid>,
    /// Required.
    pub reason_code: StopReason,
    /// Required for OTHER.
    pub reason_detail: Option<String>,
    /// Links, http or https, at most 20.
    #[serde(default)]
    pub evidence_urls: Vec<String>,
}

/// What came of each campaign.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct StopsAnswer {
    /// How many are stopped.
    pub stopped: usize,
    /// One by one.
    pub results: Vec<StopResult>,
}

/// Stops several campaigns at once; one that cannot be stopped does not hold up the others.
/// For admins. Rule: CAM-12.
#[utoipa::path(
    post,
    path = "/emergency-stop",
    tag = "emergency",
    request_body = StopsBody,
    responses(
        (status = 200, body = StopsAnswer),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, description = "None of them is known", body = Problem),
        (status = 409, description = "None of them can be stopped", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn stop_campaigns(
    State(state): State<AppState>,
    caller: Caller,
    Idem { value, key }: Idem<StopsBody>,
) -> ApiResult<Json<StopsAnswer>> {
    let grounds = Grounds {
        reason: value.reason_code,
        detail: value.reason_detail,
        evidence_urls: value.evidence_urls,
    };
    let command = StopCampaigns { ids: value.campaign_ids, grounds, several: true };
    let results = state.handle().run(&caller.actor, command, key).await?;
    let stopped = results.iter().filter(|result| result.stopped).count();
    Ok(Json(StopsAnswer { stopped, results }))
}

/// A supplier's request for an emergency stop.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct StopRequestView {
    /// Id.
    pub id: Uuid,
    /// Who asks.
    pub supplier_id: Option<Uuid>,
    /// What to stop.
    pub campaign_id: Option<Uuid>,
    /// The supplier's stores that show it.
    pub store_ids: Vec<Uuid>,
    /// Why.
    pub reason_code: StopReason,
    /// In words.
    pub reason_detail: Option<String>,
    /// Links to evidence.
    pub evidence_urls: Vec<String>,
    /// Whether its own stores went dark at once.
    pub is_safety: bool,
    /// How it stands.
    pub status: RequestStatus,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// What was said about it.
    pub decision_note: Option<String>,
    /// The incident that came of it.
    pub incident_id: Option<Uuid>,
}

impl StopRequestView {
    fn of(state: &AppState, row: &StopRequest) -> Self {
        let views = state.views();
        let stores = row.stores.iter().filter_map(|no| views.stores.get(no.0));
        let incident = row.incident.and_then(|no| views.fleet.incidents.get(no.0));
        Self {
            id: row.id,
            supplier_id: views.suppliers.get(row.supplier.0).map(|supplier| supplier.id),
            campaign_id: views.campaigns.get(row.campaign.0).map(|campaign| campaign.id),
            store_ids: stores.map(|store| store.id).collect(),
            reason_code: row.grounds.reason,
            reason_detail: row.grounds.detail.clone(),
            evidence_urls: row.grounds.evidence_urls.clone(),
            is_safety: row.grounds.reason.is_safety(),
            status: row.status,
            created_at: row.created_at,
            decided_at: row.decided_at,
            decision_note: row.decision_note.clone(),
            incident_id: incident.map(|incident| incident.id),
        }
    }
}

fn request_view(state: &AppState, caller: &Caller, id: Uuid) -> ApiResult<StopRequestView> {
    let row = state.views().fleet.requests.by_id(id);
    let row = row.ok_or_else(|| Refusal::not_found("Request"))?;
    caller.require_sight(Owner::Supplier(row.supplier), "Request")?;
    Ok(StopRequestView::of(state, &row))
}

/// What a supplier asks for.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStopRequest {
    /// A campaign that runs on the supplier's stores.
    pub campaign_id: Uuid,
    /// Required; BRAND_SAFETY, LEGAL_DEMAND and SECURITY_INCIDENT stop the own stores at once.
    pub reason_code: StopReason,
    /// Required for OTHER.
    pub reason_detail: Option<String>,
    /// Links, http or https, at most 20.
    #[serde(default)]
    pub evidence_urls: Vec<String>,
}

/// Asks for an emergency stop of a campaign on the supplier's stores. For suppliers.
///
/// An administrator decides about the whole campaign; for a reason of safety the supplier's own
/// stores go dark at once. Rule: CAM-12, D-59.
#[utoipa::path(
    post,
    path = "/emergency-stop-requests",
    tag = "emergency",
    request_body = NewStopRequest,
    responses(
        (status = 201, body = StopRequestView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, description = "No such campaign on the own stores", body = Problem),
        (status = 409, description = "Not ACTIVE, or asked for already", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn request_stop(
    State(state): State<AppState>,
    caller: Caller,
    Idem { value, key }: Idem<NewStopRequest>,
) -> ApiResult<(StatusCode, Json<StopRequestView>)> {
    let grounds = Grounds {
        reason: value.reason_code,
        detail: value.reason_detail,
        evidence_urls: value.evidence_urls,
    };
    let command = RequestStop { campaign: value.campaign_id, grounds };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(created(request_view(&state, &caller, id)?))
}

/// Which requests are wanted.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StopRequestFilter {
    /// Only those that stand so.
    pub status: Option<RequestStatus>,
}

/// Lists requests, newest first: operators see all, suppliers their own.
#[utoipa::path(
    get,
    path = "/emergency-stop-requests",
    tag = "emergency",
    params(Page, StopRequestFilter),
    responses(
        (status = 200, body = List<StopRequestView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
    ),
)]
pub async fn list_stop_requests(
    State(state): State<AppState>,
    caller: Caller,
    page: Page,
    Query(filter): Query<StopRequestFilter>,
) -> ApiResult<Json<List<StopRequestView>>> {
    let rows = newest_first(&state.views().fleet.requests, &page, |row| {
        caller.actor.sees(Owner::Supplier(row.supplier)) && fits(filter.status, row.status)
    });
    Ok(Json(rows.map(|row| StopRequestView::of(&state, &row))))
}

/// Shows a request.
#[utoipa::path(
    get,
    path = "/emergency-stop-requests/{id}",
    tag = "emergency",
    params(("id" = Uuid, Path, description = "The request")),
    responses(
        (status = 200, body = StopRequestView),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn show_stop_request(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<StopRequestView>> {
    Ok(Json(request_view(&state, &caller, id)?))
}

/// What is said about a request.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionNote {
    /// Required to decline.
    pub note: Option<String>,
}

/// Approves a request: the whole campaign is stopped. For admins. Rule: CAM-12, D-59.
#[utoipa::path(
    post,
    path = "/emergency-stop-requests/{id}/approve",
    tag = "emergency",
    params(("id" = Uuid, Path, description = "The request")),
    request_body = DecisionNote,
    responses(
        (status = 200, body = StopRequestView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Decided already, or nothing to stop", body = Problem),
    ),
)]
pub async fn approve_stop_request(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<DecisionNote>,
) -> ApiResult<Json<StopRequestView>> {
    let command = DecideStopRequest { id, approve: true, note: value.note };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(request_view(&state, &caller, id)?))
}

/// Declines a request, with the reason; the supplier's own stores stay dark until their incident
/// is resolved. For admins. Rule: CAM-12, D-59.
#[utoipa::path(
    post,
    path = "/emergency-stop-requests/{id}/decline",
    tag = "emergency",
    params(("id" = Uuid, Path, description = "The request")),
    request_body = DecisionNote,
    responses(
        (status = 200, body = StopRequestView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Decided already", body = Problem),
        (status = 422, description = "No note", body = Problem),
    ),
)]
pub async fn decline_stop_request(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<DecisionNote>,
) -> ApiResult<Json<StopRequestView>> {
    let command = DecideStopRequest { id, approve: false, note: value.note };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(request_view(&state, &caller, id)?))
}
