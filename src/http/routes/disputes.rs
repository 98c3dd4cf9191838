//! Disputes: opened by advertisers, looked into and decided by the operator, each with its evidence.
//! Rule: POP-06, CHB-01.

use std::{collections::BTreeSet, sync::Arc};

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    dispute_evidence::{About, Contents, Matter, collect, discard, json_of, zip_of},
    dispute_view::{DisputeSummary, DisputeView, sight},
    listing::{fits, newest_first},
    reading::from_store,
};
use crate::{
    db::StoreError,
    domain::{
        dispute::{Dispute, DisputeKind, DisputeOutcome, DisputeStatus, EvidenceStage},
        ids::CampaignNo,
        refusal::Refusal,
        time::{Day, Timestamp},
    },
    engine::{
        Actor, EngineError,
        commands::{
            dispute_resolution::{ClearFlag, ResolveDispute},
            disputes::{
                Collected, Investigate, OpenDispute, Opening, PlayNow, PrepareDispute, Subject,
                Withdraw,
            },
        },
        core::IdempotencyKey,
        disputes::evidence_parts,
        reads::{self, Impression},
    },
    http::{
        ApiError, AppState, Caller, Idem, Json, List, Page, Path, Problem, Query, auth::REVIEWERS,
        body::created, error::ApiResult,
    },
};

/// Handlers of `/disputes`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(open_dispute, list_disputes))
        .routes(routes!(show_dispute))
        .routes(routes!(show_dispute_evidence))
        .routes(routes!(investigate_dispute))
        .routes(routes!(resolve_dispute))
        .routes(routes!(withdraw_dispute))
        .routes(routes!(clear_chargeback_flag))
}

/// What is disputed: billed impressions of one campaign, or (for missing ones) a campaign's day.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDispute {
    /// 1 to 1,000 billed impressions of one campaign, each at most 30 days old.
    pub impression_ids: Option<Vec<Uuid>>,
    /// For `MISSING_IMPRESSION`: the campaign.
    pub campaign_id: Option<Uuid>,
    /// For `MISSING_IMPRESSION`: the UTC day, as 2026-02-05.
    pub date: Option<String>,
    /// What is wrong.
    pub r#type: DisputeKind,
    /// What is wrong in words; required.
    #[serde(default)]
    pub reason: String,
}

/// Opens a dispute: the advertiser about its own campaigns, an admin on its behalf.
///
/// The evidence is put together at once and kept. The plays leave the payouts until it is resolved.
#[utoipa::path(
    post,
    path = "/disputes",
    tag = "disputes",
    request_body = NewDispute,
    responses(
        (status = 201, body = DisputeView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, description = "Impressions or campaign not found", body = Problem),
        (status = 409, description = "Disputed before, or not billed", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn open_dispute(
    State(state): State<AppState>,
    caller: Caller,
    Idem { value, key }: Idem<NewDispute>,
) -> ApiResult<(StatusCode, Json<DisputeView>)> {
    let opened = open(&state, &caller.actor, value, key).await?;
    Ok(created(dispute_view(&state, &caller, opened)?))
}

/// Opens a dispute with its evidence; answers its id.
///
/// # Errors
/// What the command refuses; a failure of the appliance.
pub async fn open(
    state: &AppState,
    actor: &Actor,
    value: NewDispute,
    key: Option<IdempotencyKey>,
) -> ApiResult<Uuid> {
    let (state, actor) = (state.clone(), actor.clone());
    to_its_end(async move { open_whole(&state, &actor, value, key).await }).await
}

/// Does work to its end although nobody waits any more: evidence on disk is taken over by a dispute, or
/// removed.
#[expect(
    clippy::disallowed_methods,
    reason = "a request that is given up must not stop it halfway"
)]
async fn to_its_end(
    work: impl Future<Output = ApiResult<Uuid>> + Send + 'static,
) -> ApiResult<Uuid> {
    tokio::spawn(work).await.map_err(ApiError::internal)?
}

async fn open_whole(
    state: &AppState,
    actor: &Actor,
    value: NewDispute,
    key: Option<IdempotencyKey>,
) -> ApiResult<Uuid> {
    let (opening, plays) = opening(state, value).await?;
    let preparing = PrepareDispute(opening.clone());
    let prepared = match state.handle().run(actor, preparing, None).await {
        Ok(prepared) => Some(prepared),
        // The same call may have been answered before: the command itself finds its answer.
        Err(EngineError::Refused(_)) if key.is_some() => None,
        Err(error) => return Err(error.into()),
    };
    let prepared = match prepared {
        None => None,
        Some(prepared) => {
            let about = about_opening(state, &opening, plays, prepared.id, prepared.at)?;
            Some((prepared, collect(state, about).await?))
        }
    };
    let command = OpenDispute { prepared: prepared.clone(), opening };
    let opened = state.handle().run(actor, command, key).await;
    if let Some((prepared, collected)) = prepared
        && opened.as_ref().ok() != Some(&prepared.id)
    {
        discard(state, collected).await;
    }
    Ok(opened?)
}

/// Reads what is asked for and looks the impressions up.
async fn opening(state: &AppState, value: NewDispute) -> ApiResult<(Opening, Vec<Impression>)> {
    let NewDispute { impression_ids, campaign_id, date, r#type: kind, reason } = value;
    let (subject, plays) = match (kind.is_by_day(), impression_ids, campaign_id, date) {
        (true, None, Some(campaign), Some(date)) => {
            let day = Day::parse(&date)
                .map_err(|why| Refusal::field("date", "INVALID", format!("date is {why}")))?;
            (Subject::Day(campaign, day), Vec::new())
        }
        (false, Some(ids), None, None) => {
            let most = state.settings().dispute.max_impressions as usize;
            let ids: BTreeSet<Uuid> = ids.into_iter().take(most.saturating_add(1)).collect();
            let plays = find_plays(state, ids.iter().copied().collect()).await?;
            let known: BTreeSet<Uuid> = plays.iter().map(|play| play.row.id).collect();
            let unknown = ids.difference(&known).copied().collect();
            (Subject::Plays(plays.iter().map(play_now).collect(), unknown), plays)
        }
        (true, ..) => {
            let message = format!("{kind} names campaign_id and date, and no impression_ids");
            return Err(Refusal::field("campaign_id", "SHAPE", message).into());
        }
        (false, ..) => {
            let message = format!("{kind} names impression_ids, and neither campaign_id nor date");
            return Err(Refusal::field("impression_ids", "SHAPE", message).into());
        }
    };
    Ok((Opening { subject, kind, reason }, plays))
}

async fn find_plays(state: &AppState, ids: Vec<Uuid>) -> ApiResult<Vec<Impression>> {
    let recent = &state.views().recent_ids;
    let wanted: Vec<_> = ids.into_iter().map(|id| (id, recent.get(id))).collect();
    let found = from_store(state, move |snapshot| {
        let plays = wanted.iter().map(|(id, recent)| reads::impression(snapshot, *id, *recent));
        plays.collect::<Result<Vec<_>, StoreError>>()
    });
    Ok(found.await?.into_iter().flatten().collect())
}

fn play_now(play: &Impression) -> PlayNow {
    PlayNow {
        seq: play.seq,
        id: play.row.id,
        campaign: play.row.campaign,
        device: play.row.device,
        store: play.row.store,
        status: play.status(),
        played_at: play.row.played_at,
        cost: play.row.money.cost,
        charged: play.row.money.charged,
    }
}

/// What evidence is to be collected about; the opening was checked.
fn about_opening(
    state: &AppState,
    opening: &Opening,
    plays: Vec<Impression>,
    id: Uuid,
    at: Timestamp,
) -> ApiResult<About> {
    let views = state.views();
    let (campaign, matter) = match &opening.subject {
        Subject::Day(campaign, day) => (views.campaigns.by_id(*campaign), Matter::Day(*day)),
        Subject::Plays(named, _) => {
            let no = named.first().and_then(|play| play.campaign);
            let campaign = no.and_then(|CampaignNo(no)| views.campaigns.get(no));
            (campaign, Matter::Plays(plays))
        }
    };
    let campaign = campaign.ok_or_else(|| Refusal::not_found("Campaign"))?;
    Ok(About { id, kind: opening.kind, campaign, stage: EvidenceStage::Opened, at, matter })
}

fn find(state: &AppState, id: Uuid) -> Result<Arc<Dispute>, Refusal> {
    state.views().disputes.rows.by_id(id).ok_or_else(|| Refusal::not_found("Dispute"))
}

fn dispute_view(state: &AppState, caller: &Caller, id: Uuid) -> ApiResult<DisputeView> {
    let dispute = find(state, id)?;
    let supplier = sight(&caller.actor, &dispute)?;
    Ok(DisputeView::of(state, &dispute, supplier))
}

/// Which disputes are wanted.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DisputeFilter {
    /// Only those in this status.
    pub status: Option<DisputeStatus>,
    /// Only those that (do not) wait for a decision.
    pub open: Option<bool>,
    /// Only those of this type.
    pub r#type: Option<DisputeKind>,
    /// Only those of this advertiser.
    pub advertiser_id: Option<Uuid>,
    /// Only those of this campaign.
    pub campaign_id: Option<Uuid>,
    /// Only those with plays of this supplier.
    pub supplier_id: Option<Uuid>,
    /// Only those about this impression.
    pub impression_id: Option<Uuid>,
}

/// Lists disputes, newest first: operators see all, advertisers their own, suppliers those about
/// their plays.
#[utoipa::path(
    get,
    path = "/disputes",
    tag = "disputes",
    params(Page, DisputeFilter),
    responses(
        (status = 200, body = List<DisputeSummary>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
    ),
)]
pub async fn list_disputes(
    State(state): State<AppState>,
    caller: Caller,
    page: Page,
    Query(filter): Query<DisputeFilter>,
) -> ApiResult<Json<List<DisputeSummary>>> {
    let views = state.views();
    let campaign = filter.campaign_id.map(|id| views.campaigns.by_id(id).map(|row| row.no));
    let advertiser = filter.advertiser_id.map(|id| views.advertisers.by_id(id).map(|row| row.no));
    let supplier = filter.supplier_id.map(|id| views.suppliers.by_id(id).map(|row| row.no));
    let rows = newest_first(&views.disputes.rows, &page, |row: &Dispute| {
        sight(&caller.actor, row).is_ok()
            && fits(filter.status, row.status)
            && fits(filter.open, row.is_open())
            && fits(filter.r#type, row.kind)
            && fits(campaign, Some(row.campaign))
            && fits(advertiser, Some(row.advertiser))
            && supplier.is_none_or(|no| row.plays.iter().any(|play| Some(play.supplier) == no))
            && filter.impression_id.is_none_or(|id| row.plays.iter().any(|play| play.id == id))
    });
    Ok(Json(rows.map(|row| {
        let supplier = sight(&caller.actor, &row).unwrap_or_default();
        DisputeSummary::of(&state, &row, supplier)
    })))
}

/// Shows a dispute with its plays; a supplier sees its own.
#[utoipa::path(
    get,
    path = "/disputes/{id}",
    tag = "disputes",
    params(("id" = Uuid, Path, description = "The dispute")),
    responses(
        (status = 200, body = DisputeView),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn show_dispute(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<DisputeView>> {
    Ok(Json(dispute_view(&state, &caller, id)?))
}

/// In which form evidence is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum EvidenceFormat {
    /// A ZIP with all bytes.
    #[default]
    Zip,
    /// One JSON; files that are no text by hash, with a link.
    Json,
}

/// In which form evidence is wanted.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EvidenceQuery {
    /// `zip` (the default) or `json`.
    #[param(inline)]
    pub format: Option<EvidenceFormat>,
}

/// Gives the evidence of a dispute: every file with its SHA-256 in `manifest.json`.
///
/// It was put together when the dispute was opened, and again when the investigation began, and does
/// not change when screenshots or logs are deleted later. A supplier gets what is about its plays.
#[utoipa::path(
    get,
    path = "/disputes/{id}/evidence",
    tag = "disputes",
    params(("id" = Uuid, Path, description = "The dispute"), EvidenceQuery),
    responses(
        (status = 200, description = "The bundle", content_type = "application/zip"),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "A file does not have its hash any more", body = Problem),
    ),
)]
pub async fn show_dispute_evidence(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(query): Query<EvidenceQuery>,
) -> ApiResult<Response> {
    let dispute = find(&state, id)?;
    let supplier = sight(&caller.actor, &dispute)?;
    let no = dispute.no;
    let mut parts = from_store(&state, move |snapshot| evidence_parts(snapshot, no)).await?;
    parts.retain(|part| supplier.is_none() || part.supplier == supplier);
    let contents = Contents { dispute, parts };
    match query.format.unwrap_or_default() {
        EvidenceFormat::Zip => zip_of(&state, contents).await,
        EvidenceFormat::Json => Ok(Json(json_of(&state, contents).await?).into_response()),
    }
}

/// Begins the investigation of an OPEN dispute and puts the evidence together anew: what was
/// uploaded meanwhile counts. For reviewers and admins.
#[utoipa::path(
    post,
    path = "/disputes/{id}/investigate",
    tag = "disputes",
    params(("id" = Uuid, Path, description = "The dispute")),
    request_body = crate::http::NoBody,
    responses(
        (status = 200, body = DisputeView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "It is not OPEN", body = Problem),
    ),
)]
pub async fn investigate_dispute(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value: _, key }: Idem<crate::http::NoBody>,
) -> ApiResult<Json<DisputeView>> {
    caller.require(REVIEWERS)?;
    let done = investigate(&state, &caller.actor, id, key).await?;
    Ok(Json(dispute_view(&state, &caller, done)?))
}

/// Begins the investigation of a dispute with evidence put together anew.
///
/// # Errors
/// What the command refuses; a failure of the appliance.
pub async fn investigate(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    key: Option<IdempotencyKey>,
) -> ApiResult<Uuid> {
    let (state, actor) = (state.clone(), actor.clone());
    to_its_end(async move { investigate_whole(&state, &actor, id, key).await }).await
}

async fn investigate_whole(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    key: Option<IdempotencyKey>,
) -> ApiResult<Uuid> {
    let dispute = find(state, id)?;
    let collected = if dispute.status == DisputeStatus::Open {
        Some(collect_again(state, &dispute).await?)
    } else {
        None
    };
    let command = Investigate { id, collected: collected.clone() };
    let done = state.handle().run(actor, command, key).await;
    if let (Err(_), Some(collected)) = (&done, collected) {
        discard(state, collected).await;
    }
    Ok(done?)
}

async fn collect_again(state: &AppState, dispute: &Dispute) -> ApiResult<Collected> {
    let campaign = state.views().campaigns.get(dispute.campaign.0);
    let campaign = campaign.ok_or_else(|| Refusal::not_found("Campaign"))?;
    let matter = match dispute.day {
        Some(day) => Matter::Day(day),
        None => {
            let plays = dispute.plays.iter().map(|play| play.id).collect();
            Matter::Plays(find_plays(state, plays).await?)
        }
    };
    let (stage, at) = (EvidenceStage::Investigation, state.now());
    collect(state, About { id: dispute.id, kind: dispute.kind, campaign, stage, at, matter }).await
}

/// How a dispute ends.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisputeDecision {
    /// `CHARGEBACK` or `REJECTED`; for missing impressions `NO_CHARGEBACK` or `REJECTED`.
    pub outcome: DisputeOutcome,
    /// With `CHARGEBACK`: `PROOF_INVALID` (where absent), `DEVICE_OFFLINE` or `DUPLICATE`.
    pub reason: Option<String>,
    /// What was found, in words; required.
    #[serde(default)]
    pub findings: String,
    /// With `CHARGEBACK`: the impressions whose money goes back; all where absent.
    pub impression_ids: Option<Vec<Uuid>>,
}

/// Decides a dispute that is investigated. For admins.
///
/// `CHARGEBACK` gives the advertiser its money back and takes the supplier's share from what is
/// pending or from its next payout; the other plays join the payouts again.
#[utoipa::path(
    post,
    path = "/disputes/{id}/resolve",
    tag = "disputes",
    params(("id" = Uuid, Path, description = "The dispute")),
    request_body = DisputeDecision,
    responses(
        (status = 200, body = DisputeView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Not investigated, or its advertiser is suspended", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn resolve_dispute(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<DisputeDecision>,
) -> ApiResult<Json<DisputeView>> {
    let DisputeDecision { outcome, reason, findings, impression_ids } = value;
    let command = ResolveDispute { id, outcome, reason, findings, impression_ids };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(dispute_view(&state, &caller, id)?))
}

/// Why a dispute is taken back.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawalNote {
    /// At most 5,000 characters.
    pub note: Option<String>,
}

/// Takes a dispute back that is not decided: by its advertiser, or an admin on its behalf.
#[utoipa::path(
    post,
    path = "/disputes/{id}/withdraw",
    tag = "disputes",
    params(("id" = Uuid, Path, description = "The dispute")),
    request_body = WithdrawalNote,
    responses(
        (status = 200, body = DisputeView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Decided already", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn withdraw_dispute(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<WithdrawalNote>,
) -> ApiResult<Json<DisputeView>> {
    let command = Withdraw { id, note: value.note };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(dispute_view(&state, &caller, id)?))
}

/// What was found about a supplier.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FlagNote {
    /// Required, at most 500 characters.
    #[serde(default)]
    pub note: String,
}

/// Ends a supplier's flag for too many chargebacks after a look at it. For admins.
#[utoipa::path(
    post,
    path = "/suppliers/{id}/chargeback-flag/clear",
    tag = "suppliers",
    params(("id" = Uuid, Path, description = "The supplier")),
    request_body = FlagNote,
    responses(
        (status = 200, body = super::suppliers::SupplierView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "It is not flagged", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn clear_chargeback_flag(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<FlagNote>,
) -> ApiResult<Json<super::suppliers::SupplierView>> {
    let command = ClearFlag { supplier: id, note: value.note };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(super::suppliers::view(&state, id)?))
}
