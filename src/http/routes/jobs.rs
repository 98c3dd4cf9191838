//! Jobs: where they stand, and running one now. Rule: OPS-02.

use axum::extract::State;
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    domain::{catalog::Role, time::Timestamp},
    http::{AppState, Caller, Json, NoBody, Path, Problem, auth::ADMINS, error::ApiResult},
    jobs::JobInfo,
};

/// Handlers of `/jobs`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(list_jobs)).routes(routes!(run_job))
}

/// All jobs.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct JobList {
    /// In the order they run at one moment.
    pub items: Vec<JobInfo>,
}

/// What a job did last.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct JobDone {
    /// Name.
    pub name: String,
    /// The newest slot that was done.
    pub last_slot: Timestamp,
    /// When it was done.
    pub finished_at: Timestamp,
    /// What it did.
    pub result: String,
}

/// Lists jobs with their last slot, result and next slot. For the operator.
#[utoipa::path(
    get,
    path = "/jobs",
    tag = "jobs",
    responses(
        (status = 200, body = JobList),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
    ),
)]
pub async fn list_jobs(State(state): State<AppState>, caller: Caller) -> ApiResult<Json<JobList>> {
    caller.require(&[Role::SuperAdmin, Role::Admin, Role::Auditor])?;
    Ok(Json(JobList { items: state.time().jobs() }))
}

/// Runs every slot of a job that has come; one that was done already is not done again.
#[utoipa::path(
    post,
    path = "/jobs/{name}/run",
    tag = "jobs",
    params(("name" = String, Path, description = "The job's name")),
    request_body = NoBody,
    responses(
        (status = 200, body = JobDone),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "No slot has come yet", body = Problem),
    ),
)]
pub async fn run_job(
    State(state): State<AppState>,
    caller: Caller,
    Path(name): Path<String>,
    Json(NoBody {}): Json<NoBody>,
) -> ApiResult<Json<JobDone>> {
    caller.require(ADMINS)?;
    let done = state.time().run_job(name).await?;
    Ok(Json(JobDone {
        name: done.name,
        last_slot: done.last_slot,
        finished_at: done.finished_at,
        result: done.result,
    }))
}
