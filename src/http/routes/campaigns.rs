//! Campaigns: create, read, edit, and everything that moves their status.
//! Rule: CAM-01, CAM-03…CAM-09, CAM-19, CAM-21, BUD-04, D-27.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    campaign_view::{CampaignView, Renderer},
    listing::fits,
    sorting::{Asked, Key, SortField, searched},
};
use crate::{
    domain::{
        campaign::{
            model::{Campaign, PricingMode},
            status::CampaignStatus,
            warning::ReviewFlag,
        },
        catalog::access::Owner,
        money::Amount,
        pricing::price,
        refusal::{Code, Refusal},
    },
    engine::commands::{
        approval::PauseForPolicy,
        campaigns::{CampaignFields, CreateCampaign, SetPricing, SubmitCampaign},
        editing::EditCampaign,
        similar::{Similar, similar},
        status::{self, StatusChanged},
        warnings::Warning,
    },
    http::{
        ApiError, AppState, Caller, Idem, Json, List, NoBody, PageRequest, Patch, PatchBody, Path,
        Problem, Query, error::ApiResult,
    },
    search::{Kind, Scope},
};

/// Handlers of `/campaigns` that change or show a campaign.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(create_campaign, list_campaigns))
        .routes(routes!(show_campaign, edit_campaign))
        .routes(routes!(submit_campaign))
        .routes(routes!(approve_campaign))
        .routes(routes!(reject_campaign))
        .routes(routes!(pause_campaign))
        .routes(routes!(resume_campaign))
        .routes(routes!(cancel_campaign))
        .routes(routes!(set_pricing))
}

/// A campaign to be: the name, and what is known so far.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCampaign {
    /// The buyer; an advertiser's own by default.
    pub advertiser_id: Option<Uuid>,
    /// 3 to 100 characters, unique for the advertiser.
    pub name: Option<String>,
    /// At most 500 characters.
    pub description: Option<String>,
    /// 2 to 50 characters.
    pub brand_name: Option<String>,
    /// One of the ten categories.
    pub category: Option<String>,
    /// 100.00 to 1,000,000.00.
    pub budget: Option<Amount>,
    /// RFC 3339, or a date (00:00 UTC).
    pub start_date: Option<String>,
    /// RFC 3339, or a date (inclusive: 23:59:59 UTC).
    pub end_date: Option<String>,
    /// From 10.00 to the budget.
    pub daily_cap: Option<Amount>,
    /// 1 to 10, at most 2 from the budget's default.
    pub priority: Option<i64>,
    /// Informational.
    pub impression_goal: Option<i64>,
    /// Store-local hours.
    pub dayparts: Option<Vec<crate::domain::catalog::hours::DaypartInput>>,
    /// Stores.
    pub target_stores: Option<Vec<Uuid>>,
    /// Assets in rotation order.
    pub content_assets: Option<Vec<Uuid>>,
}

impl PatchBody for CampaignFields {
    const CLEARABLE: &'static [&'static str] =
        &["description", "daily_cap", "priority", "impression_goal", "dayparts"];
}

impl From<NewCampaign> for CampaignFields {
    fn from(new: NewCampaign) -> Self {
        Self {
            name: new.name,
            description: new.description.into(),
            brand_name: new.brand_name,
            category: new.category,
            budget: new.budget,
            start_date: new.start_date,
            end_date: new.end_date,
            daily_cap: new.daily_cap.into(),
            priority: new.priority.into(),
            impression_goal: new.impression_goal.into(),
            dayparts: new.dayparts.into(),
            target_stores: new.target_stores,
            content_assets: new.content_assets,
            reason: None,
        }
    }
}

/// A campaign with its revision as ETag.
pub(super) fn answer(
    state: &AppState,
    caller: &Caller,
    id: Uuid,
    status: StatusCode,
) -> ApiResult<Response> {
    let campaign = status_visible(state, caller, id)?;
    let view = Renderer::new(state, &caller.actor).view(&campaign);
    Ok((status, [(header::ETAG, tag(&campaign)?)], Json(view)).into_response())
}

fn tag(campaign: &Campaign) -> ApiResult<HeaderValue> {
    HeaderValue::from_str(&format!("\"{}\"", campaign.revision)).map_err(ApiError::internal)
}

/// A campaign that the caller may see.
pub(super) fn status_visible(
    state: &AppState,
    caller: &Caller,
    id: Uuid,
) -> ApiResult<std::sync::Arc<Campaign>> {
    let campaign = state.views().campaigns.by_id(id);
    let campaign = campaign.ok_or_else(|| Refusal::not_found("Campaign"))?;
    caller.require_sight(Owner::Advertiser(campaign.advertiser), "Campaign")?;
    Ok(campaign)
}

/// A new campaign, and what to know before submitting it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CreatedCampaign {
    /// All fields.
    #[serde(flatten)]
    pub campaign: CampaignView,
    /// Campaigns that it is much like, as a submission warns of them.
    #[schema(value_type = Vec<Object>)]
    pub warnings: Vec<Warning>,
}

/// Creates a draft, warning of campaigns that it is much like. For admins, and advertisers for
/// themselves. Rule: CAM-04, CAM-23.
#[utoipa::path(
    post,
    path = "/campaigns",
    tag = "campaigns",
    request_body = NewCampaign,
    responses(
        (status = 201, body = CreatedCampaign),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn create_campaign(
    State(state): State<AppState>,
    caller: Caller,
    Idem { value, key }: Idem<NewCampaign>,
) -> ApiResult<Response> {
    let advertiser_id = value.advertiser_id;
    let command = CreateCampaign { advertiser_id, fields: value.into() };
    let id = state.handle().run(&caller.actor, command, key).await?;
    let alike = state.handle().with_engine(move |engine| {
        let live = engine.live();
        live.campaigns.by_id(id).map(|row| similar(live, &engine.settings(), row))
    });
    let alike = alike.await?.unwrap_or_default();
    let campaign = status_visible(&state, &caller, id)?;
    let created = CreatedCampaign {
        campaign: Renderer::new(&state, &caller.actor).view(&campaign),
        warnings: alike.iter().map(Similar::warning).collect(),
    };
    Ok((StatusCode::CREATED, [(header::ETAG, tag(&campaign)?)], Json(created)).into_response())
}

/// Which campaigns are wanted.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CampaignFilter {
    /// Only those in this status.
    pub status: Option<CampaignStatus>,
    /// Only those of this advertiser.
    pub advertiser_id: Option<Uuid>,
    /// Only those whose name, brand or description has words that begin so.
    pub q: Option<String>,
    /// Only those flagged so; for the operator.
    pub review_flag: Option<ReviewFlag>,
    /// What to sort by, with `-` before it for descending: `created_at`, `name`, `budget`,
    /// `start_date`, `end_date`, `status` or `spent`. Newest first where absent.
    pub sort: Option<String>,
}

/// What the list is sorted by.
const SORTS: &[SortField<Campaign>] = &[
    ("created_at", |_, row| row.created_at.into()),
    ("name", |_, row| Key::text(&row.name)),
    ("budget", |_, row| row.budget.into()),
    ("start_date", |_, row| row.start_date.into()),
    ("end_date", |_, row| row.end_date.into()),
    ("status", |_, row| Key::Number(row.status_now() as i64)),
    ("spent", |views, row| views.figures_of(row.no).totals.spent.into()),
];

/// Lists campaigns, newest first where no order is asked for; an advertiser sees its own.
#[utoipa::path(
    get,
    path = "/campaigns",
    tag = "campaigns",
    params(PageRequest, CampaignFilter),
    responses(
        (status = 200, body = List<CampaignView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
    ),
)]
pub async fn list_campaigns(
    State(state): State<AppState>,
    caller: Caller,
    page: PageRequest,
    Query(filter): Query<CampaignFilter>,
) -> ApiResult<Json<List<CampaignView>>> {
    let wanted = match filter.advertiser_id {
        Some(id) => match state.views().advertisers.by_id(id) {
            Some(row) => Some(row.no),
            None => return Ok(Json(List { items: Vec::new(), next_cursor: None })),
        },
        None => None,
    };
    let kind = (Kind::Campaign, Scope::of(caller.actor.owner));
    let asked = Asked { page: &page, sort: filter.sort.as_deref(), fields: SORTS };
    let asked = (&asked, filter.q.as_deref());
    let rows = searched(&state, &state.views().campaigns, kind, asked, |row| {
        caller.actor.sees(Owner::Advertiser(row.advertiser))
            && fits(wanted, row.advertiser)
            && fits(filter.status, row.status_now())
            && filter
                .review_flag
                .is_none_or(|flag| caller.actor.is_operator() && row.review_flags.contains(&flag))
    });
    let rows = rows.await?;
    let renderer = Renderer::new(&state, &caller.actor);
    Ok(Json(rows.map(|row| renderer.view(&row))))
}

/// Shows a campaign; its revision is the ETag.
#[utoipa::path(
    get,
    path = "/campaigns/{id}",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    responses(
        (status = 200, body = CampaignView),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn show_campaign(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> ApiResult<Response> {
    answer(&state, &caller, id, StatusCode::OK)
}

/// Edits a campaign as far as its status allows (`edit_rules`); with `If-Match` only the revision
/// that was seen. All refused fields are named at once. More budget is taken from the wallet with
/// the edit; new content of a campaign that waits for approval counts as a new submission.
/// Rule: CAM-11.
#[utoipa::path(
    patch,
    path = "/campaigns/{id}",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = CampaignFields,
    responses(
        (status = 200, body = CampaignView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 412, description = "Changed by somebody else", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn edit_campaign(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    Patch { value, key }: Patch<CampaignFields>,
) -> ApiResult<Response> {
    let if_revision = if_match(&headers)?;
    let command = EditCampaign { id, fields: value, if_revision };
    state.handle().run(&caller.actor, command, key).await?;
    answer(&state, &caller, id, StatusCode::OK)
}

/// The revision of `If-Match`; `*` matches any.
fn if_match(headers: &HeaderMap) -> Result<Option<u32>, Refusal> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let number = text.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
    number.and_then(|number| number.parse().ok()).map(Some).ok_or_else(|| {
        Refusal::new(Code::StaleEtag, "If-Match is no ETag of this campaign; read it again")
    })
}

/// What a submission confirms.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Submission {
    /// Must be true.
    #[serde(default)]
    pub terms_accepted: bool,
    /// Codes of warnings that were seen: `SIMILAR_CAMPAIGN`, `SCHEDULE_CONFLICT`.
    #[serde(default)]
    pub acknowledged_warnings: Vec<String>,
}

/// Submits a campaign: checks it whole, holds its budget; SCHEDULED or PENDING_APPROVAL. Warnings
/// come back as `ACKNOWLEDGEMENT_REQUIRED` until they are acknowledged. Rule: CAM-08, CAM-23, BUD-01.
#[utoipa::path(
    post,
    path = "/campaigns/{id}/submit",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = Submission,
    responses(
        (status = 200, body = CampaignView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Not in this status", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn submit_campaign(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<Submission>,
) -> ApiResult<Response> {
    let Submission { terms_accepted, acknowledged_warnings } = value;
    let command = SubmitCampaign { id, terms_accepted, acknowledged_warnings };
    moved(&state, &caller, id, state.handle().run(&caller.actor, command, key).await)
}

/// Answers a status command with the campaign.
pub(super) fn moved(
    state: &AppState,
    caller: &Caller,
    id: Uuid,
    result: Result<StatusChanged, crate::engine::EngineError>,
) -> ApiResult<Response> {
    result?;
    answer(state, caller, id, StatusCode::OK)
}

/// Why, in words.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// 1 to 500 characters.
    #[serde(default)]
    pub reason: String,
}

/// Approves a campaign that waits. For admins and reviewers. Rule: CAM-09.
#[utoipa::path(
    post,
    path = "/campaigns/{id}/approve",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = NoBody,
    responses(
        (status = 200, body = CampaignView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Not in this status", body = Problem),
    ),
)]
pub async fn approve_campaign(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { key, .. }: Idem<NoBody>,
) -> ApiResult<Response> {
    let command = status::Approve { id };
    moved(&state, &caller, id, state.handle().run(&caller.actor, command, key).await)
}

/// Rejects a campaign that waits; its budget is released. For admins and reviewers. Rule: CAM-09.
#[utoipa::path(
    post,
    path = "/campaigns/{id}/reject",
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
pub async fn reject_campaign(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<Reason>,
) -> ApiResult<Response> {
    let command = status::Reject { id, reason: value.reason };
    moved(&state, &caller, id, state.handle().run(&caller.actor, command, key).await)
}

/// Why a campaign is paused by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PauseCode {
    /// Its owner wishes it.
    UserRequested,
    /// It violates the policy; for admins, who alone resume it.
    PolicyViolation,
}

/// Why a campaign is paused.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PauseBody {
    /// `USER_REQUESTED` by default.
    pub reason_code: Option<PauseCode>,
    /// What violates the policy, 1 to 500 characters; for `POLICY_VIOLATION` alone.
    pub detail: Option<String>,
}

/// Pauses a running campaign; plays on screen have five minutes to arrive, unless it violates the
/// policy. Rule: CAM-19, CAM-20.
#[utoipa::path(
    post,
    path = "/campaigns/{id}/pause",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = PauseBody,
    responses(
        (status = 200, body = CampaignView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Not in this status", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn pause_campaign(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<PauseBody>,
) -> ApiResult<Response> {
    let handle = state.handle();
    let result = match (value.reason_code, value.detail) {
        (Some(PauseCode::PolicyViolation), detail) => {
            let command = PauseForPolicy { id, reason: detail.unwrap_or_default() };
            handle.run(&caller.actor, command, key).await
        }
        (Some(PauseCode::UserRequested) | None, None) => {
            handle.run(&caller.actor, status::Pause { id }, key).await
        }
        (Some(PauseCode::UserRequested) | None, Some(_)) => {
            let message = "detail goes with reason_code POLICY_VIOLATION alone";
            return Err(Refusal::field("detail", "MISMATCH", message).into());
        }
    };
    moved(&state, &caller, id, result)
}

/// Resumes a paused campaign. Rule: CAM-19, CAM-20.
#[utoipa::path(
    post,
    path = "/campaigns/{id}/resume",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = NoBody,
    responses(
        (status = 200, body = CampaignView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Not in this status", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn resume_campaign(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { key, .. }: Idem<NoBody>,
) -> ApiResult<Response> {
    let command = status::Resume { id };
    moved(&state, &caller, id, state.handle().run(&caller.actor, command, key).await)
}

/// Ends a campaign before its time; what is left is refunded after the grace. Rule: CAM-21.
#[utoipa::path(
    post,
    path = "/campaigns/{id}/cancel",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = NoBody,
    responses(
        (status = 200, body = CampaignView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Not in this status", body = Problem),
    ),
)]
pub async fn cancel_campaign(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { key, .. }: Idem<NoBody>,
) -> ApiResult<Response> {
    let command = status::Cancel { id };
    moved(&state, &caller, id, state.handle().run(&caller.actor, command, key).await)
}

/// How plays shall be priced.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PricingBody {
    /// `RATE_CARD` or `FIXED_CPM`.
    pub mode: price::PricingMode,
    /// The contract's CPM, for `FIXED_CPM`.
    pub cpm: Option<Amount>,
}

/// Sets how plays are priced from now on; earlier plays keep their price. For admins. Rule: D-27.
#[utoipa::path(
    put,
    path = "/campaigns/{id}/pricing",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = PricingBody,
    responses(
        (status = 200, body = CampaignView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Not in this status", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn set_pricing(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<PricingBody>,
) -> ApiResult<Response> {
    let mode = match (value.mode, value.cpm) {
        (price::PricingMode::RateCard, None) => PricingMode::RateCard,
        (price::PricingMode::FixedCpm, Some(cpm)) => PricingMode::FixedCpm(cpm),
        (price::PricingMode::RateCard, Some(_)) | (price::PricingMode::FixedCpm, None) => {
            let message = "cpm goes with mode FIXED_CPM, and with it alone";
            return Err(Refusal::field("cpm", "MISMATCH", message).into());
        }
    };
    state.handle().run(&caller.actor, SetPricing { id, mode }, key).await?;
    answer(&state, &caller, id, StatusCode::OK)
}
