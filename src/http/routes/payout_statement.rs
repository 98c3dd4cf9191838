//! Statements of payouts: every line of what was paid, as JSON or CSV. Rule: PAY-01.

use std::fmt::Write as _;

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    payouts::{PayoutView, find_payout},
    wallet_statement::{StatementFormat, quoted},
};
use crate::{
    domain::{ledger::Payout, money::Amount, time::Day},
    engine::{payout_reads::PayoutLine, publish::Views},
    http::{AppState, Caller, Json, Path, Problem, Query, error::ApiResult},
};

/// Handlers of statements of payouts.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(show_payout_statement))
}

/// How a statement is written.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PayoutStatementQuery {
    /// `json` (default) or `csv`.
    #[serde(default)]
    pub format: StatementFormat,
}

/// What was paid for plays of a day, campaign and store.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct PayoutStatementLine {
    /// UTC day of the plays.
    pub date: Day,
    /// Campaign.
    pub campaign_id: Uuid,
    /// Its name.
    pub campaign_name: String,
    /// Store.
    pub store_id: Uuid,
    /// Its name.
    pub store_name: String,
    /// Plays.
    pub impressions: u64,
    /// The supplier's shares of them.
    pub amount: Amount,
}

/// A payout's statement: its lines add up to `gross_amount`, less `clawback` is `amount`.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PayoutStatement {
    /// The payout.
    #[serde(flatten)]
    pub payout: PayoutView,
    /// The supplier's name.
    pub supplier_name: String,
    /// What was paid, by day, campaign and store.
    pub lines: Vec<PayoutStatementLine>,
}

impl PayoutStatement {
    /// The statement of a payout; every form is written from this.
    fn of(views: &Views, payout: &Payout, lines: &[PayoutLine]) -> Self {
        let supplier = views.suppliers.get(payout.supplier.0);
        let line = |line: &PayoutLine| {
            let campaign = views.campaigns.get(line.campaign.0);
            let store = views.stores.get(line.store.0);
            PayoutStatementLine {
                date: line.day,
                campaign_id: campaign.as_ref().map(|row| row.id).unwrap_or_default(),
                campaign_name: campaign.map(|row| row.name.clone()).unwrap_or_default(),
                store_id: store.as_ref().map(|row| row.id).unwrap_or_default(),
                store_name: store.map(|row| row.name.clone()).unwrap_or_default(),
                impressions: line.plays,
                amount: line.amount,
            }
        };
        Self {
            payout: PayoutView::of(views, payout),
            supplier_name: supplier.map(|row| row.name.clone()).unwrap_or_default(),
            lines: lines.iter().map(line).collect(),
        }
    }
}

/// Shows a payout's statement, every line of what it pays. Rule: PAY-01.
#[utoipa::path(
    get,
    path = "/payouts/{id}/statement",
    tag = "payouts",
    params(("id" = Uuid, Path, description = "The payout"), PayoutStatementQuery),
    responses(
        (status = 200, content((PayoutStatement = "application/json"), (String = "text/csv"))),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn show_payout_statement(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(query): Query<PayoutStatementQuery>,
) -> ApiResult<Response> {
    let (payout, lines) = find_payout(&state, &caller, id).await?;
    let statement = PayoutStatement::of(state.views(), &payout, &lines);
    match query.format {
        StatementFormat::Json => Ok(Json(statement).into_response()),
        StatementFormat::Csv => {
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, format!("attachment; filename=\"payout-{id}.csv\"")),
            ];
            Ok((headers, to_csv(&statement)).into_response())
        }
    }
}

/// The header of the CSV form.
const COLUMNS: &str =
    "type,date,campaign_id,campaign_name,store_id,store_name,impressions,amount\r\n";

/// Lines, then what they add up to, what was kept back, what was paid.
fn to_csv(statement: &PayoutStatement) -> String {
    let mut text = COLUMNS.to_owned();
    for line in &statement.lines {
        // Writing to a text cannot fail.
        let _ = write!(
            text,
            "LINE,{},{},{},{},{},{},{}\r\n",
            line.date,
            line.campaign_id,
            quoted(&line.campaign_name),
            line.store_id,
            quoted(&line.store_name),
            line.impressions,
            line.amount,
        );
    }
    let payout = &statement.payout;
    let kept = Amount::ZERO.checked_sub(payout.clawback).unwrap_or_default();
    for (word, amount) in
        [("GROSS", payout.gross_amount), ("CLAWBACK", kept), ("PAYOUT", payout.amount)]
    {
        let count = payout.impression_count;
        let _ = write!(text, "{word},,,,,,{count},{amount}\r\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        ids::{CampaignNo, StoreNo, SupplierNo},
        ledger::PayoutStatus,
        time::Timestamp,
    };

    /// Rule: PAY-01: the lines of a statement lead to its sums.
    #[test]
    fn a_payouts_csv_ends_with_its_sums() {
        let day = Day::from_number(20_000);
        let payout = Payout {
            seq: 1,
            id: Uuid::nil(),
            supplier: SupplierNo(0),
            amount: Amount::from_units(55),
            gross: Amount::from_units(60),
            clawback: Amount::from_units(5),
            period_start: day.start(),
            period_end: day.next().start(),
            impression_count: 3,
            status: PayoutStatus::Completed,
            created_at: Timestamp::default(),
            completed_at: None,
        };
        let (campaign, store) = (CampaignNo(0), StoreNo(0));
        let lines = [PayoutLine { day, campaign, store, plays: 3, amount: Amount::from_units(60) }];
        let statement = PayoutStatement::of(&Views::default(), &payout, &lines);
        let csv = to_csv(&statement);
        let rows: Vec<&str> = csv.lines().collect();
        assert!(rows[1].starts_with("LINE,2024-10-04,") && rows[1].ends_with(",3,60"), "{csv}");
        assert_eq!(rows[2..], ["GROSS,,,,,,3,60", "CLAWBACK,,,,,,3,-5", "PAYOUT,,,,,,3,55"]);
    }
}
