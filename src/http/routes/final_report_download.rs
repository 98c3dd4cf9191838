//! The final report of a campaign as a document. Rule: CAM-21, POP-04.

use axum::{extract::State, http::HeaderMap, response::Response};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    campaign_report::final_report_of,
    campaigns::status_visible,
    proof_document::document_of,
    proof_download::{Name, ReportFormat, answer, print, require_pdf},
    proof_figures::{gather, report_of},
};
use crate::{
    domain::notices::Language,
    http::{AppState, Caller, Path, Problem, Query, error::ApiResult, language::language_of},
    proof::report::{ReportKind, Settlement},
};

/// Handlers of `/campaigns/{id}/final-report/download`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(download_final_report))
}

/// In which language.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FinalReportQuery {
    /// `en`, `vi`, `it`; by default the caller's.
    #[param(inline)]
    pub language: Option<Language>,
}

/// Downloads the final report as PDF: the settlement, and the proof of play of the whole run with
/// what supplements changed since.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/final-report/download",
    tag = "campaigns",
    params(
        ("id" = Uuid, Path, description = "The campaign"),
        FinalReportQuery,
        ("accept-language" = Option<String>, Header),
        ("if-none-match" = Option<String>, Header, description = "ETag that is known already"),
    ),
    responses(
        (status = 200, body = String, content_type = "application/pdf"),
        (status = 304, description = "Known already"),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, description = "No such campaign, or not settled yet", body = Problem),
        (status = 422, description = "This build makes no PDF", body = Problem),
        (status = 503, description = "Too many documents at once", body = Problem),
    ),
)]
pub async fn download_final_report(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(query): Query<FinalReportQuery>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let campaign = status_visible(&state, &caller, id)?;
    let report = final_report_of(&campaign)?;
    require_pdf()?;
    let to = report.at.day();
    let from = campaign.activated_at.unwrap_or(report.at).day().min(to);
    let gathered = gather(&state, campaign.no, (from, to)).await?;
    let figures = report_of(state.views(), id, &gathered, false);
    let mut document = document_of(&state, &campaign, &gathered, &figures).await?;
    document.kind = ReportKind::Final;
    document.settlement = Some(Settlement {
        budget: report.budget,
        spent: report.spent,
        refunded: report.refund,
        held: report.held_for_review,
        absorbed: report.absorbed,
    });
    let spoken = || language_of(&state, &caller.principal, &headers);
    let body = print(&state, document, query.language.unwrap_or_else(spoken)).await?;
    let name = Name { word: "final-report", campaign: &campaign, span: (from, to) };
    answer(&headers, &name, ReportFormat::Pdf, body)
}
