//! Tests of a scheduled campaign in a few stores: begin, stop, summary. Rule: CAM-14, D-57.

use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{campaign_estimate::estimate_of, campaigns::status_visible};
use crate::{
    domain::{
        campaign::{
            model::Campaign,
            test_mode::{StoreFigures, TestEnd, TestRun},
        },
        ids::StoreNo,
        money::Amount,
        refusal::Refusal,
        time::Timestamp,
    },
    engine::commands::test_mode::{StartTest, StopTest},
    http::{AppState, Caller, Idem, Json, Path, Problem, error::ApiResult},
};

/// Handlers of `/campaigns/{id}/test`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(start_test, stop_test, show_test))
}

/// A test to be.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTest {
    /// One to three of the campaign's target stores.
    pub stores: Vec<Uuid>,
    /// 1 to 24; the campaign's start ends it earlier.
    pub duration_hours: i64,
    /// 10.00 to 50.00, part of the campaign's budget.
    pub test_budget: Amount,
}

/// Whether a test runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TestState {
    /// Plays are served and billed.
    Running,
    /// Over.
    Ended,
}

/// What can follow a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NextStep {
    /// Let the campaign start as it is.
    Proceed,
    /// Edit the campaign.
    Modify,
    /// Cancel the campaign.
    Cancel,
}

/// A test in one of its stores.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct TestStoreView {
    /// Store.
    pub store_id: Uuid,
    /// Its name.
    pub store_name: String,
    /// Billed plays.
    pub impressions: u64,
    /// Refused plays.
    pub rejected: u64,
    /// Charged for billed plays.
    pub spent: Amount,
    /// What a thousand plays cost.
    pub actual_cpm: Option<Amount>,
    /// Mean score of billed plays, 0 to 100.
    pub quality_score: Option<u64>,
}

/// What a test brought. Rule: CAM-14.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct TestSummary {
    /// Test.
    pub test_id: Uuid,
    /// Campaign.
    pub campaign_id: Uuid,
    /// Runs or over.
    pub status: TestState,
    /// Beginning.
    pub started_at: Timestamp,
    /// End at the latest.
    pub planned_end: Timestamp,
    /// End.
    pub ended_at: Option<Timestamp>,
    /// Why it ended.
    pub ended_by: Option<TestEnd>,
    /// What it may spend.
    pub test_budget: Amount,
    /// Charged for billed plays.
    pub spent: Amount,
    /// Reserved for plays under review.
    pub held_for_review: Amount,
    /// What it can still spend.
    pub remaining_test_budget: Amount,
    /// Billed plays.
    pub impressions: u64,
    /// Refused plays.
    pub rejected: u64,
    /// Plays that wait for review.
    pub under_review: u64,
    /// What a thousand plays cost.
    pub actual_cpm: Option<Amount>,
    /// What the estimate says that a thousand plays of its content cost in the test stores.
    pub estimated_cpm: Amount,
    /// Actual less estimated.
    pub cpm_difference: Option<Amount>,
    /// Mean score of billed plays, 0 to 100.
    pub quality_score: Option<u64>,
    /// The stores side by side.
    pub stores: Vec<TestStoreView>,
    /// What can follow; empty while it runs.
    pub next_steps: Vec<NextStep>,
    /// Tests of the campaign so far.
    pub tests: usize,
}

/// Begins a test: the campaign plays in the chosen stores before its start, with real billing.
/// Rule: CAM-14.
#[utoipa::path(
    post,
    path = "/campaigns/{id}/test",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = NewTest,
    responses(
        (status = 201, body = TestSummary),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Not SCHEDULED, or a test runs", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn start_test(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<NewTest>,
) -> ApiResult<(StatusCode, Json<TestSummary>)> {
    let NewTest { stores, duration_hours, test_budget } = value;
    let command = StartTest { campaign: id, stores, duration_hours, test_budget };
    state.handle().run(&caller.actor, command, key).await?;
    Ok((StatusCode::CREATED, summary(&state, &caller, id).await?))
}

/// Stops the test; plays on screen still have their five minutes. Rule: CAM-14.
#[utoipa::path(
    delete,
    path = "/campaigns/{id}/test",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    responses(
        (status = 200, body = TestSummary),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "No test runs", body = Problem),
    ),
)]
pub async fn stop_test(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<TestSummary>> {
    state.handle().run(&caller.actor, StopTest { campaign: id }, None).await?;
    summary(&state, &caller, id).await
}

/// Shows the newest test: figures while it runs, the summary afterwards. Rule: CAM-14.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/test",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    responses(
        (status = 200, body = TestSummary),
        (status = 401, body = Problem),
        (status = 404, description = "No such campaign, or it was never tested", body = Problem),
    ),
)]
pub async fn show_test(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<TestSummary>> {
    summary(&state, &caller, id).await
}

async fn summary(state: &AppState, caller: &Caller, id: Uuid) -> ApiResult<Json<TestSummary>> {
    let campaign = status_visible(state, caller, id)?;
    let run = campaign.test_runs.last().ok_or_else(|| Refusal::not_found("Test"))?;
    let mut tested = (*campaign).clone();
    tested.target_stores.clone_from(&run.stores);
    let expected_cpm = estimate_of(state, &tested).await?.expected_cpm;
    Ok(Json(view(state, &campaign, run, expected_cpm)))
}

fn view(state: &AppState, campaign: &Campaign, run: &TestRun, estimate: Amount) -> TestSummary {
    let totals = &state.views().figures_of(campaign.no).totals;
    let place = campaign.test_runs.len().saturating_sub(1);
    let figures = totals.test_runs.get(place).cloned().unwrap_or_default();
    let total = figures.total();
    let is_over = run.ended_at.is_some();
    let steps = [NextStep::Proceed, NextStep::Modify, NextStep::Cancel];
    let stores = run.stores.iter().filter_map(|no| {
        store_view(state, *no, figures.stores.get(no).copied().unwrap_or_default())
    });
    TestSummary {
        test_id: run.id,
        campaign_id: campaign.id,
        status: if is_over { TestState::Ended } else { TestState::Running },
        started_at: run.started_at,
        planned_end: run.planned_end,
        ended_at: run.ended_at,
        ended_by: run.ended_by,
        test_budget: run.budget,
        spent: total.spent,
        held_for_review: figures.used.minus_or_zero(total.spent),
        remaining_test_budget: figures.remaining(run.budget),
        impressions: total.verified,
        rejected: total.rejected,
        under_review: figures.under_review,
        actual_cpm: total.cpm(),
        estimated_cpm: estimate,
        cpm_difference: total.cpm().and_then(|actual| actual.checked_sub(estimate)),
        quality_score: total.mean_quality(),
        stores: stores.collect(),
        next_steps: if is_over { steps.to_vec() } else { Vec::new() },
        tests: campaign.test_runs.len(),
    }
}

fn store_view(state: &AppState, no: StoreNo, figures: StoreFigures) -> Option<TestStoreView> {
    let store = state.views().stores.get(no.0)?;
    Some(TestStoreView {
        store_id: store.id,
        store_name: store.name.clone(),
        impressions: figures.verified,
        rejected: figures.rejected,
        spent: figures.spent,
        actual_cpm: figures.cpm(),
        quality_score: figures.mean_quality(),
    })
}
