//! The final report of a campaign that is over. Rule: CAM-21.

use std::collections::BTreeMap;

use axum::extract::State;
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{campaigns::status_visible, reading::from_store};
use crate::{
    domain::{
        campaign::{
            health::effective_cpm, lifecycle::FinalReport, model::Campaign, status::CampaignStatus,
        },
        money::Amount,
        refusal::Refusal,
        report::totals_of_records,
        time::{Day, SECOND_MS, Timestamp},
    },
    engine::reads,
    http::{AppState, Caller, Json, Path, Problem, error::ApiResult},
};

/// Handlers of the final report.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(show_final_report))
}

/// A campaign's figures at its settlement, and what reviews changed since.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct FinalReportView {
    /// Campaign.
    pub campaign_id: Uuid,
    /// Name.
    pub name: String,
    /// The settlement.
    pub generated_at: Timestamp,
    /// COMPLETED or CANCELLED.
    pub status: CampaignStatus,
    /// First moment as planned.
    pub start_date: Option<Timestamp>,
    /// Last moment as planned, inclusive.
    pub end_date: Option<Timestamp>,
    /// First activation.
    pub activated_at: Option<Timestamp>,
    /// Completion or cancellation.
    pub completed_at: Option<Timestamp>,
    /// Total budget.
    pub budget: Amount,
    /// Charged for billed plays.
    pub spent: Amount,
    /// Given back to the wallet.
    pub refunded: Amount,
    /// Below a cent, to the platform.
    pub residue: Amount,
    /// Kept for plays under review.
    pub held_for_review: Amount,
    /// Paid by the platform, beside `spent`.
    pub absorbed: Amount,
    /// Billed plays.
    pub impressions: u64,
    /// Rejected plays.
    pub rejected: u64,
    /// Plays that waited for review.
    pub under_review: u64,
    /// Rejected plays by recorded reason.
    pub rejections: BTreeMap<String, u64>,
    /// spent ÷ billed plays × 1000; absent without a play.
    pub effective_cpm: Option<Amount>,
    /// Seconds of billed plays.
    pub duration_seconds: u64,
    /// Seconds of the run in which no device was online.
    pub offline_seconds: i64,
    /// First billed play.
    pub first_impression_at: Option<Timestamp>,
    /// Billed plays by UTC day, days without records left out.
    pub days: Vec<DayFigures>,
    /// Devices with a billed play.
    pub unique_devices: usize,
    /// Stores with a billed play.
    pub unique_stores: usize,
    /// Figures as they are now.
    pub now: LaterFigures,
}

/// A day of a campaign.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct DayFigures {
    /// UTC day of `played_at`.
    pub date: Day,
    /// Billed plays.
    pub impressions: u64,
    /// Their cost.
    pub cost: Amount,
}

/// What reviews and late plays changed after the settlement.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct LaterFigures {
    /// Billed plays.
    pub impressions: u64,
    /// Rejected plays.
    pub rejected: u64,
    /// Plays that wait for review.
    pub under_review: u64,
    /// Charged for billed plays.
    pub spent: Amount,
}

/// The final report of a campaign.
///
/// # Errors
/// `NOT_FOUND` with the reason while the campaign is not settled.
pub(super) fn final_report_of(campaign: &Campaign) -> Result<Box<FinalReport>, Refusal> {
    campaign.lifecycle.final_report.clone().ok_or_else(|| {
        let mut refusal = Refusal::not_found("Final report");
        refusal.message = format!(
            "There is no final report yet: the campaign is {}; it is made once a campaign that \
             ended is settled",
            campaign.status_now()
        );
        refusal
    })
}

/// Shows the final report: made five minutes after the end, never changed. Rule: CAM-21.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/final-report",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    responses(
        (status = 200, body = FinalReportView),
        (status = 401, body = Problem),
        (status = 404, description = "No such campaign, or not settled yet", body = Problem),
    ),
)]
pub async fn show_final_report(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<FinalReportView>> {
    let campaign = status_visible(&state, &caller, id)?;
    let report = final_report_of(&campaign)?;
    let number = campaign.no;
    let from = campaign.activated_at.unwrap_or(campaign.created_at).day();
    let to = state.now().day();
    let records =
        from_store(&state, move |snapshot| reads::daily_records(snapshot, number, from, to))
            .await?;
    let whole = totals_of_records(records.values().flatten());
    let days = records.into_iter().map(|(date, records)| {
        let total = totals_of_records(&records);
        DayFigures { date, impressions: total.verified, cost: total.cost }
    });
    let totals = state.views().figures_of(number).totals.clone();
    Ok(Json(FinalReportView {
        campaign_id: campaign.id,
        name: campaign.name.clone(),
        generated_at: report.at,
        status: report.status,
        start_date: campaign.start_date,
        end_date: campaign.end_date,
        activated_at: campaign.activated_at,
        completed_at: campaign.completed_at,
        budget: report.budget,
        spent: report.spent,
        refunded: report.refund,
        residue: report.residue,
        held_for_review: report.held_for_review,
        absorbed: report.absorbed,
        impressions: report.verified,
        rejected: report.rejected,
        under_review: report.under_review,
        rejections: report.reasons.iter().map(|(code, n)| (code.recorded_reason(), *n)).collect(),
        effective_cpm: effective_cpm(report.spent, report.verified),
        duration_seconds: report.duration_seconds,
        offline_seconds: report.offline_ms / SECOND_MS,
        first_impression_at: report.first_verified_at,
        days: days.collect(),
        unique_devices: whole.devices.len(),
        unique_stores: whole.stores.len(),
        now: LaterFigures {
            impressions: totals.verified,
            rejected: totals.rejected,
            under_review: totals.under_review,
            spent: totals.spent,
        },
    }))
}
