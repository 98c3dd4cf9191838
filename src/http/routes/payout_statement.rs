//! Statements of payouts: every line of what was paid, as JSON, CSV or PDF. Rule: PAY-01,
//! POP-04.

use std::fmt::Write as _;

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    payouts::{PayoutView, find_payout},
    proof_download::require_pdf,
    wallet_statement::quoted,
};
use crate::{
    db::codec::sha256,
    domain::{
        ledger::{Payout, PayoutStatus},
        money::Amount,
        notices::Language,
        time::Day,
    },
    engine::{payout_reads::PayoutLine, publish::Views},
    http::{
        ApiError, AppState, Caller, Json, Path, Problem, Query, error::ApiResult,
        language::language_of,
    },
    proof::report,
};

/// Handlers of statements of payouts.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(show_payout_statement))
}

/// How a payout's statement is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum PayoutFormat {
    /// A JSON object.
    #[default]
    Json,
    /// Comma-separated values with a header, the sums as lines of their own.
    Csv,
    /// A document for people.
    Pdf,
}

/// How a statement is written.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PayoutStatementQuery {
    /// `json` (default), `csv` or `pdf`.
    #[serde(default)]
    #[param(inline)]
    pub format: PayoutFormat,
    /// Of the PDF: `en`, `vi`, `it`; by default the caller's.
    #[param(inline)]
    pub language: Option<Language>,
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
        (status = 200, content(
            (PayoutStatement = "application/json"),
            (String = "text/csv"),
            (String = "application/pdf"),
        )),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 422, description = "This build makes no PDF", body = Problem),
        (status = 503, description = "Too many documents at once", body = Problem),
    ),
)]
pub async fn show_payout_statement(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(query): Query<PayoutStatementQuery>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let (payout, lines) = find_payout(&state, &caller, id).await?;
    let statement = PayoutStatement::of(state.views(), &payout, &lines);
    match query.format {
        PayoutFormat::Json => Ok(Json(statement).into_response()),
        PayoutFormat::Csv => {
            Ok(file(id, "csv", "text/csv; charset=utf-8", to_csv(&statement).into()))
        }
        PayoutFormat::Pdf => {
            require_pdf()?;
            let spoken = || language_of(&state, &caller.principal, &headers);
            let language = query.language.unwrap_or_else(spoken);
            let pdf = print(&state, document_of(statement), language).await?;
            Ok(file(id, "pdf", "application/pdf", pdf))
        }
    }
}

fn file(id: Uuid, extension: &str, kind: &'static str, body: Bytes) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"payout-{id}.{extension}\"")),
    ];
    (headers, body).into_response()
}

/// A statement as the document has it.
fn document_of(statement: PayoutStatement) -> report::PayoutStatement {
    let payout = statement.payout;
    let lines = statement.lines.into_iter().map(|line| report::PayoutLine {
        day: line.date,
        campaign: line.campaign_name,
        store: line.store_name,
        plays: line.impressions,
        amount: line.amount,
    });
    report::PayoutStatement {
        supplier: statement.supplier_name,
        payout_id: payout.id,
        from: payout.period_start.day(),
        to: payout.period_end.plus_ms(-1).day(),
        paid_at: payout.completed_at.unwrap_or(payout.created_at),
        status: payout.status.as_str().to_owned(),
        is_open: payout.status == PayoutStatus::Pending,
        currency: payout.currency,
        gross: payout.gross_amount,
        clawback: payout.clawback,
        net: payout.amount,
        lines: lines.collect(),
    }
}

/// Makes the PDF of a statement, or takes it from where it is kept.
async fn print(
    state: &AppState,
    document: report::PayoutStatement,
    language: Language,
) -> ApiResult<Bytes> {
    let mut content = serde_json::to_vec(&document).map_err(ApiError::internal)?;
    content.extend_from_slice(language.as_str().as_bytes());
    content.extend_from_slice(env!("CARGO_PKG_VERSION").as_bytes());
    let key = sha256(&content);
    state.press().document(key, move || report::payout_pdf(&document, language)).await
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
