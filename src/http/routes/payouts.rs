//! Payouts to suppliers, with what they pay by campaign, store and day. Rule: PAY-01.

use std::collections::BTreeMap;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    listing::fits,
    reading::{before, from_store, span},
};
use crate::{
    domain::{
        catalog::{Role, access::Owner},
        ids::SupplierNo,
        ledger::{Payout, PayoutStatus},
        money::{Amount, Currency},
        refusal::Refusal,
        time::{Day, Timestamp},
    },
    engine::{
        payout_reads::{self, PayoutLine},
        publish::Views,
    },
    http::{AppState, Caller, Json, List, Page, Path, Problem, Query, error::ApiResult},
};

/// The currency of all stores and campaigns. Rule: D-28.
const RETAIL: Currency = Currency::Usd;
/// Those who see payouts; suppliers their own.
const READERS: &[Role] =
    &[Role::SuperAdmin, Role::Admin, Role::Reviewer, Role::Auditor, Role::Supplier];

/// Handlers of `/payouts`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(list_payouts)).routes(routes!(show_payout))
}

/// A payout.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PayoutView {
    /// Id; the reference of its transactions.
    pub id: Uuid,
    /// To whom.
    pub supplier_id: Uuid,
    /// What went to the wallet; 0 where all of it was owed.
    pub amount: Amount,
    /// What the plays earned: `amount` + `clawback`.
    pub gross_amount: Amount,
    /// What of it was kept back for chargebacks of plays that were paid before.
    pub clawback: Amount,
    /// Of all amounts.
    pub currency: Currency,
    /// Begin of the first UTC day of its plays.
    pub period_start: Timestamp,
    /// End of the last UTC day of its plays: the begin of the next, not inside.
    pub period_end: Timestamp,
    /// Plays that it pays.
    pub impression_count: u64,
    /// How it stands; money and record are one commit, so a payout is read as COMPLETED.
    pub status: PayoutStatus,
    /// The slot of the job.
    pub created_at: Timestamp,
    /// When the money was moved.
    pub completed_at: Option<Timestamp>,
}

impl PayoutView {
    /// A payout as it goes over the wire.
    pub(super) fn of(views: &Views, row: &Payout) -> Self {
        let supplier = views.suppliers.get(row.supplier.0).map(|supplier| supplier.id);
        Self {
            id: row.id,
            supplier_id: supplier.unwrap_or_default(),
            amount: row.amount,
            gross_amount: row.gross,
            clawback: row.clawback,
            currency: RETAIL,
            period_start: row.period_start,
            period_end: row.period_end,
            impression_count: row.impression_count,
            status: row.status,
            created_at: row.created_at,
            completed_at: row.completed_at,
        }
    }
}

/// A part of a payout.
#[derive(Clone, Debug, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub struct PayoutPart {
    /// The campaign or store; absent for a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// Its name; absent for a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The UTC day; absent for a campaign or store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// Plays.
    pub impressions: u64,
    /// The supplier's shares of them.
    pub amount: Amount,
}

impl PayoutPart {
    fn add(&mut self, line: &PayoutLine) {
        self.impressions += line.plays;
        self.amount = self.amount.checked_add(line.amount).unwrap_or(self.amount);
    }
}

/// A payout with what it pays; each of the three lists adds up to `gross_amount`.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PayoutDetail {
    /// The payout.
    #[serde(flatten)]
    pub payout: PayoutView,
    /// By campaign.
    pub by_campaign: Vec<PayoutPart>,
    /// By store.
    pub by_store: Vec<PayoutPart>,
    /// By UTC day of the plays.
    pub by_day: Vec<PayoutPart>,
}

impl PayoutDetail {
    fn of(views: &Views, row: &Payout, lines: &[PayoutLine]) -> Self {
        let mut campaigns = BTreeMap::new();
        let mut stores = BTreeMap::new();
        let mut days: BTreeMap<Day, PayoutPart> = BTreeMap::new();
        for line in lines {
            campaigns.entry(line.campaign).or_insert_with(PayoutPart::default).add(line);
            stores.entry(line.store).or_insert_with(PayoutPart::default).add(line);
            days.entry(line.day).or_default().add(line);
        }
        let by_campaign = campaigns.into_iter().map(|(no, part)| {
            let row = views.campaigns.get(no.0);
            let id = row.as_ref().map(|row| row.id);
            PayoutPart { id, name: row.map(|row| row.name.clone()), ..part }
        });
        let by_store = stores.into_iter().map(|(no, part)| {
            let row = views.stores.get(no.0);
            let id = row.as_ref().map(|row| row.id);
            PayoutPart { id, name: row.map(|row| row.name.clone()), ..part }
        });
        let by_day = days.into_iter().map(|(day, part)| PayoutPart { date: Some(day), ..part });
        Self {
            payout: PayoutView::of(views, row),
            by_campaign: by_campaign.collect(),
            by_store: by_store.collect(),
            by_day: by_day.collect(),
        }
    }
}

/// Which payouts are wanted.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PayoutFilter {
    /// Only those to this supplier.
    pub supplier_id: Option<Uuid>,
    /// Only those that stand so.
    pub status: Option<PayoutStatus>,
    /// Only those made at or after this date or time.
    pub from: Option<String>,
    /// Only those made at or before this date or time.
    pub to: Option<String>,
}

/// Whose payouts a caller asks for; `None` for all.
fn asked_supplier(
    views: &Views,
    caller: &Caller,
    wanted: Option<Uuid>,
) -> ApiResult<Option<SupplierNo>> {
    caller.require(READERS)?;
    if let Some(id) = wanted {
        let row = views.suppliers.by_id(id).ok_or_else(|| Refusal::not_found("Supplier"))?;
        caller.require_sight(Owner::Supplier(row.no), "Supplier")?;
        return Ok(Some(row.no));
    }
    Ok(match caller.actor.owner {
        Owner::Supplier(own) => Some(own),
        Owner::Operator | Owner::Advertiser(_) => None,
    })
}

/// Lists payouts, newest first; a supplier sees its own. Rule: PAY-01.
#[utoipa::path(
    get,
    path = "/payouts",
    tag = "payouts",
    params(Page, PayoutFilter),
    responses(
        (status = 200, body = List<PayoutView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, description = "No such supplier", body = Problem),
        (status = 422, description = "Times that are none", body = Problem),
    ),
)]
pub async fn list_payouts(
    State(state): State<AppState>,
    caller: Caller,
    page: Page,
    Query(filter): Query<PayoutFilter>,
) -> ApiResult<Json<List<PayoutView>>> {
    let supplier = asked_supplier(state.views(), &caller, filter.supplier_id)?;
    let (from, to) = span(filter.from.as_deref(), filter.to.as_deref())?;
    let (before, limit) = (before(&page), page.limit.saturating_add(1));
    let found = from_store(&state, move |snapshot| {
        payout_reads::payouts(snapshot, supplier, before, limit, |row| {
            fits(filter.status, row.status)
                && from.is_none_or(|from| row.created_at >= from)
                && to.is_none_or(|to| row.created_at <= to)
        })
    });
    let rows = found.await?;
    let views = state.views();
    Ok(Json(page.take(rows.iter().map(|row| (row.seq, PayoutView::of(views, row))))))
}

/// A payout of an id with its lines, if the caller may see it.
pub(super) async fn find_payout(
    state: &AppState,
    caller: &Caller,
    id: Uuid,
) -> ApiResult<(Payout, Vec<PayoutLine>)> {
    caller.require(READERS)?;
    let found = from_store(state, move |snapshot| {
        let Some(payout) = payout_reads::payout(snapshot, id)? else { return Ok(None) };
        let lines = payout_reads::payout_lines(snapshot, &payout)?;
        Ok(Some((payout, lines)))
    });
    let found = found.await?.ok_or_else(|| Refusal::not_found("Payout"))?;
    caller.require_sight(Owner::Supplier(found.0.supplier), "Payout")?;
    Ok(found)
}

/// Shows a payout with what it pays by campaign, store and day. Rule: PAY-01.
#[utoipa::path(
    get,
    path = "/payouts/{id}",
    tag = "payouts",
    params(("id" = Uuid, Path, description = "The payout")),
    responses(
        (status = 200, body = PayoutDetail),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn show_payout(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<PayoutDetail>> {
    let (payout, lines) = find_payout(&state, &caller, id).await?;
    Ok(Json(PayoutDetail::of(state.views(), &payout, &lines)))
}
