//! Campaigns that ended without a play: cases, evidence, findings. Rule: CAM-26.

use std::collections::BTreeMap;

use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    campaign_view::{CampaignView, Renderer},
    campaigns::status_visible,
    listing::newest_first,
};
use crate::{
    domain::{
        campaign::{
            investigation::{Cause, Finding, Investigation},
            model::Campaign,
        },
        catalog::access::Owner,
        money::Amount,
        refusal::Refusal,
        time::{SECOND_MS, Timestamp},
    },
    engine::commands::investigations::{AcceptExtension, ResolveInvestigation},
    http::{
        AppState, Caller, Idem, Json, List, Page, Path, Problem, Query, body::created,
        error::ApiResult,
    },
};

/// Handlers of investigations.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(list_investigations))
        .routes(routes!(show_investigation))
        .routes(routes!(resolve_investigation))
        .routes(routes!(accept_extension))
}

/// A case.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct InvestigationView {
    /// Campaign; the case is found by it.
    pub campaign_id: Uuid,
    /// Its name.
    pub campaign_name: String,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// OPEN or RESOLVED.
    pub status: CaseStatus,
    /// What was given back.
    pub refunded: Amount,
    /// What the evidence speaks for.
    pub suggested_cause: Cause,
    /// What the appliance knows.
    pub evidence: CaseEvidence,
    /// What a person found.
    pub resolution: Option<ResolutionView>,
}

/// Whether a case is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CaseStatus {
    /// Waits for a finding.
    Open,
    /// Decided.
    Resolved,
}

/// What the appliance knows about the run.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CaseEvidence {
    /// Stores that it was meant for.
    pub target_stores: u32,
    /// ACTIVE devices in them.
    pub devices: u32,
    /// Devices heard from since the activation.
    pub devices_heard: u32,
    /// Seconds in which it wanted to play.
    pub wanted_seconds: i64,
    /// Seconds of these without any device online.
    pub offline_seconds: i64,
    /// Ads offered to devices.
    pub offers: u64,
    /// Rejected plays by recorded reason.
    pub rejections: BTreeMap<String, u64>,
    /// Stores that blocked it at the end.
    pub blocked_stores: Vec<BlockedAtEnd>,
    /// Seconds by which the activation was late; absent when it never became active.
    pub late_seconds: Option<i64>,
    /// Every status that it had, with its reason.
    pub status_history: Vec<StatusEntry>,
}

/// A store that blocked a campaign.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct BlockedAtEnd {
    /// Store.
    pub store_id: Uuid,
    /// Its name.
    pub store_name: String,
    /// Which rule, in words.
    pub reason: String,
    /// Whether it did not block at the activation.
    pub since_activation: bool,
}

/// A status and since when.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct StatusEntry {
    /// Begin.
    pub at: Timestamp,
    /// The status.
    pub status: String,
    /// Why it was paused.
    pub reason: Option<String>,
}

/// The end of a case.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ResolutionView {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: String,
    /// Why there were no plays.
    pub cause: Cause,
    /// What was found.
    pub findings: String,
    /// Paid by the platform.
    pub service_credit: Option<Amount>,
    /// What failed and what was done about it.
    pub post_mortem: Option<String>,
    /// For the records.
    pub documentation: Option<String>,
    /// Whether the campaign may run again free of charge.
    pub extension_offered: bool,
    /// The draft that was made of it.
    pub extension_campaign_id: Option<Uuid>,
}

fn view(campaign: &Campaign, case: &Investigation) -> InvestigationView {
    let evidence = &case.evidence;
    let blocked = evidence.blocked.iter().map(|store| BlockedAtEnd {
        store_id: store.store_id,
        store_name: store.store_name.clone(),
        reason: store.reason.clone(),
        since_activation: store.since_activation,
    });
    let history = campaign.status.iter().map(|(at, span)| StatusEntry {
        at,
        status: span.status.to_string(),
        reason: span.pause_reason.map(|reason| reason.to_string()),
    });
    let resolution = case.resolution.as_ref().map(|done| ResolutionView {
        at: done.at,
        by: done.by.clone(),
        cause: done.cause,
        findings: done.findings.clone(),
        service_credit: done.service_credit,
        post_mortem: done.post_mortem.clone(),
        documentation: done.documentation.clone(),
        extension_offered: done.extension.is_some(),
        extension_campaign_id: done.extension.as_ref().and_then(|offer| offer.campaign_id),
    });
    let reasons = evidence.rejections.iter();
    InvestigationView {
        campaign_id: campaign.id,
        campaign_name: campaign.name.clone(),
        opened_at: case.opened_at,
        status: status_of(case),
        refunded: case.refunded,
        suggested_cause: case.suggested_cause,
        evidence: CaseEvidence {
            target_stores: evidence.target_stores,
            devices: evidence.devices,
            devices_heard: evidence.devices_heard,
            wanted_seconds: evidence.wanted_ms / SECOND_MS,
            offline_seconds: evidence.offline_ms / SECOND_MS,
            offers: evidence.offers,
            rejections: reasons.map(|(code, n)| (code.recorded_reason(), *n)).collect(),
            blocked_stores: blocked.collect(),
            late_seconds: evidence.late_ms.map(|ms| ms / SECOND_MS),
            status_history: history.collect(),
        },
        resolution,
    }
}

const fn status_of(case: &Investigation) -> CaseStatus {
    if case.resolution.is_some() { CaseStatus::Resolved } else { CaseStatus::Open }
}

fn case_view(campaign: &Campaign) -> Result<InvestigationView, Refusal> {
    let case = campaign.lifecycle.investigation.as_deref();
    case.map(|case| view(campaign, case)).ok_or_else(|| Refusal::not_found("Investigation"))
}

/// Which cases are wanted.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CaseFilter {
    /// Only open or resolved ones.
    pub status: Option<CaseStatus>,
}

/// Lists cases, newest campaign first; an advertiser sees its own.
#[utoipa::path(
    get,
    path = "/investigations",
    tag = "investigations",
    params(Page, CaseFilter),
    responses(
        (status = 200, body = List<InvestigationView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
    ),
)]
pub async fn list_investigations(
    State(state): State<AppState>,
    caller: Caller,
    page: Page,
    Query(filter): Query<CaseFilter>,
) -> ApiResult<Json<List<InvestigationView>>> {
    let rows = newest_first(&state.views().campaigns, &page, |row| {
        let case = row.lifecycle.investigation.as_deref();
        case.is_some_and(|case| filter.status.is_none_or(|wanted| wanted == status_of(case)))
            && caller.actor.sees(Owner::Advertiser(row.advertiser))
    });
    let mut items = Vec::new();
    for row in rows.items {
        items.push(case_view(&row)?);
    }
    Ok(Json(List { items, next_cursor: rows.next_cursor }))
}

/// Shows the case of a campaign.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/investigation",
    tag = "investigations",
    params(("id" = Uuid, Path, description = "The campaign")),
    responses(
        (status = 200, body = InvestigationView),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn show_investigation(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<InvestigationView>> {
    Ok(Json(case_view(&*status_visible(&state, &caller, id)?)?))
}

/// Ends a case with its cause and what follows from it. For admins. Rule: CAM-26.
#[utoipa::path(
    post,
    path = "/campaigns/{id}/investigation/resolve",
    tag = "investigations",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = Finding,
    responses(
        (status = 200, body = InvestigationView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Resolved already", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn resolve_investigation(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<Finding>,
) -> ApiResult<Json<InvestigationView>> {
    let command = ResolveInvestigation { id, finding: value };
    state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(case_view(&*status_visible(&state, &caller, id)?)?))
}

/// When the extension begins.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtensionBody {
    /// RFC 3339, or a date (00:00 UTC).
    pub start_date: String,
}

/// Takes the offer to run again: a draft like the campaign and as long. For admins and the
/// campaign's owner. Rule: CAM-26.
#[utoipa::path(
    post,
    path = "/campaigns/{id}/investigation/accept-extension",
    tag = "investigations",
    params(("id" = Uuid, Path, description = "The campaign that had no plays")),
    request_body = ExtensionBody,
    responses(
        (status = 201, body = CampaignView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Nothing offered, or accepted already", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn accept_extension(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<ExtensionBody>,
) -> ApiResult<(StatusCode, Json<CampaignView>)> {
    let command = AcceptExtension { id, start_date: value.start_date };
    let made = state.handle().run(&caller.actor, command, key).await?;
    let campaign = status_visible(&state, &caller, made)?;
    Ok(created(Renderer::new(&state, &caller.actor).view(&campaign)))
}
