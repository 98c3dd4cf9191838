//! Money moved by hand: manual credits with a second person, withdrawals of suppliers. Rule: BUD-07.

use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    listing::{fits, newest_first, owner_id},
    wallets::find_owner,
};
use crate::{
    domain::{
        ledger::{ManualCredit, credit::CreditStatus},
        money::{Amount, Currency},
        time::Timestamp,
    },
    engine::{
        commands::credits::{CreditChanged, DecideCredit, GiveCredit, Withdraw, Withdrawn},
        publish::Views,
    },
    http::{
        ApiError, AppState, Caller, Idem, Json, List, NoBody, Page, Path, Problem, Query,
        auth::OPERATOR, body::created, error::ApiResult,
    },
};

/// The currency of all stores and campaigns. Rule: D-28.
const RETAIL: Currency = Currency::Usd;

/// Handlers of credits and withdrawals.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(give_credit, list_wallet_credits))
        .routes(routes!(approve_credit))
        .routes(routes!(reject_credit))
        .routes(routes!(list_credits))
        .routes(routes!(withdraw_money))
}

/// A manual credit.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CreditView {
    /// Id; the reference of its transaction.
    pub id: Uuid,
    /// The advertiser or supplier.
    pub owner_id: Option<Uuid>,
    /// Always above zero.
    pub amount: Amount,
    /// Of the amount.
    pub currency: Currency,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub status: CreditStatus,
    /// Who asked for it.
    pub requested_by: String,
    /// The user or token that asked, who may not be the second person; absent (null) for the appliance.
    pub requested_by_id: Option<Uuid>,
    /// When.
    pub requested_at: Timestamp,
    /// The second person; absent (null) when none was needed or none has decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// Why, for a rejection.
    pub decision_reason: Option<String>,
}

impl CreditView {
    fn of(views: &Views, row: &ManualCredit) -> Self {
        let decision = row.decision.as_ref();
        Self {
            id: row.id,
            owner_id: owner_id(views, row.owner),
            amount: row.amount,
            currency: RETAIL,
            reason: row.reason.clone(),
            status: row.status,
            requested_by: row.requested_by.name.clone(),
            requested_by_id: row.requested_by.id,
            requested_at: row.requested_at,
            decided_by: decision.map(|decision| decision.by.name.clone()),
            decided_at: decision.map(|decision| decision.at),
            decision_reason: decision.and_then(|decision| decision.reason.clone()),
        }
    }
}

/// Money for a wallet.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCredit {
    /// Above 0, whole cents, at most 10,000,000.
    pub amount: Amount,
    /// Why, 1 to 500 characters.
    pub reason: String,
}

/// Why a credit is not given.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditRejection {
    /// 1 to 500 characters.
    pub reason: String,
}

fn shown(state: &AppState, changed: &CreditChanged) -> ApiResult<CreditView> {
    let views = state.views();
    let row = views.credits.by_id(changed.id);
    let row = row.ok_or_else(|| ApiError::internal("the credit is not published"))?;
    Ok(CreditView::of(views, &row))
}

/// Gives a wallet money. Above the configured limit (together with what one admin alone gave it
/// lately) it waits, and another admin decides. For admins. Rule: BUD-07.
#[utoipa::path(
    post,
    path = "/wallets/{owner_id}/credits",
    tag = "wallets",
    params(("owner_id" = Uuid, Path, description = "The advertiser or supplier")),
    request_body = NewCredit,
    responses(
        (status = 201, description = "Booked", body = CreditView),
        (status = 202, description = "Waits for another admin", body = CreditView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 422, description = "Amount or reason, or a terminated account", body = Problem),
    ),
)]
pub async fn give_credit(
    State(state): State<AppState>,
    caller: Caller,
    Path(owner_id): Path<Uuid>,
    Idem { value, key }: Idem<NewCredit>,
) -> ApiResult<(StatusCode, Json<CreditView>)> {
    let command = GiveCredit { owner_id, amount: value.amount, reason: value.reason };
    let changed = state.handle().run(&caller.actor, command, key).await?;
    let view = shown(&state, &changed)?;
    Ok(match changed.status {
        CreditStatus::Pending => (StatusCode::ACCEPTED, Json(view)),
        CreditStatus::Booked | CreditStatus::Rejected => created(view),
    })
}

/// Books a credit that waits. For an admin other than the one who asked for it. Rule: BUD-07.
#[utoipa::path(
    post,
    path = "/wallets/{owner_id}/credits/{credit_id}/approve",
    tag = "wallets",
    params(
        ("owner_id" = Uuid, Path, description = "The advertiser or supplier"),
        ("credit_id" = Uuid, Path, description = "The credit"),
    ),
    request_body = NoBody,
    responses(
        (status = 200, body = CreditView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Decided already", body = Problem),
        (status = 422, description = "The same person, or a terminated account", body = Problem),
    ),
)]
pub async fn approve_credit(
    State(state): State<AppState>,
    caller: Caller,
    Path((owner_id, credit_id)): Path<(Uuid, Uuid)>,
    Idem { key, .. }: Idem<NoBody>,
) -> ApiResult<Json<CreditView>> {
    let command = DecideCredit { owner_id, credit_id, approve: true, reason: None };
    let changed = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(shown(&state, &changed)?))
}

/// Rejects a credit that waits. For an admin other than the one who asked for it. Rule: BUD-07.
#[utoipa::path(
    post,
    path = "/wallets/{owner_id}/credits/{credit_id}/reject",
    tag = "wallets",
    params(
        ("owner_id" = Uuid, Path, description = "The advertiser or supplier"),
        ("credit_id" = Uuid, Path, description = "The credit"),
    ),
    request_body = CreditRejection,
    responses(
        (status = 200, body = CreditView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Decided already", body = Problem),
        (status = 422, description = "The same person, or no reason", body = Problem),
    ),
)]
pub async fn reject_credit(
    State(state): State<AppState>,
    caller: Caller,
    Path((owner_id, credit_id)): Path<(Uuid, Uuid)>,
    Idem { value, key }: Idem<CreditRejection>,
) -> ApiResult<Json<CreditView>> {
    let reason = Some(value.reason);
    let command = DecideCredit { owner_id, credit_id, approve: false, reason };
    let changed = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(shown(&state, &changed)?))
}

/// Which credits are wanted.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CreditFilter {
    /// Only these.
    pub status: Option<CreditStatus>,
}

/// Lists the manual credits of a wallet, newest first. For the operator.
#[utoipa::path(
    get,
    path = "/wallets/{owner_id}/credits",
    tag = "wallets",
    params(("owner_id" = Uuid, Path, description = "The advertiser or supplier"), Page, CreditFilter),
    responses(
        (status = 200, body = List<CreditView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn list_wallet_credits(
    State(state): State<AppState>,
    caller: Caller,
    Path(owner_id): Path<Uuid>,
    page: Page,
    Query(filter): Query<CreditFilter>,
) -> ApiResult<Json<List<CreditView>>> {
    caller.require(OPERATOR)?;
    let owner = find_owner(&state, &caller, owner_id)?;
    let views = state.views();
    let list = newest_first(&views.credits, &page, |row| {
        row.owner == owner && fits(filter.status, row.status)
    });
    Ok(Json(list.map(|row| CreditView::of(views, &row))))
}

/// Lists manual credits of all wallets, newest first, such as those that wait for a second person.
/// For the operator.
#[utoipa::path(
    get,
    path = "/credits",
    tag = "wallets",
    params(Page, CreditFilter),
    responses(
        (status = 200, body = List<CreditView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
    ),
)]
pub async fn list_credits(
    State(state): State<AppState>,
    caller: Caller,
    page: Page,
    Query(filter): Query<CreditFilter>,
) -> ApiResult<Json<List<CreditView>>> {
    caller.require(OPERATOR)?;
    let views = state.views();
    let list = newest_first(&views.credits, &page, |row| fits(filter.status, row.status));
    Ok(Json(list.map(|row| CreditView::of(views, &row))))
}

/// Money that a supplier takes out.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWithdrawal {
    /// Above 0, whole cents, at most what is available.
    pub amount: Amount,
    /// What a person finds it by, 1 to 200 characters.
    pub reference: String,
}

/// Books what a supplier takes out of what is available. For admins and the supplier itself.
/// Rule: BUD-07.
#[utoipa::path(
    post,
    path = "/wallets/{owner_id}/withdrawals",
    tag = "wallets",
    params(("owner_id" = Uuid, Path, description = "The supplier")),
    request_body = NewWithdrawal,
    responses(
        (status = 201, body = Withdrawn),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 422, description = "Too little available, or no supplier", body = Problem),
    ),
)]
pub async fn withdraw_money(
    State(state): State<AppState>,
    caller: Caller,
    Path(owner_id): Path<Uuid>,
    Idem { value, key }: Idem<NewWithdrawal>,
) -> ApiResult<(StatusCode, Json<Withdrawn>)> {
    let command = Withdraw { owner_id, amount: value.amount, reference: value.reference };
    Ok(created(state.handle().run(&caller.actor, command, key).await?))
}
