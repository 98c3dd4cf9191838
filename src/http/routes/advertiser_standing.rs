//! Accounts of advertisers: suspend, reinstate, terminate, settle. Rule: CAM-27.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::advertisers::{AdvertiserView, view};
use crate::{
    domain::{
        catalog::standing::{Suspension, SuspensionReason, Termination},
        ledger::credit::CreditStatus,
        money::Amount,
        time::Timestamp,
    },
    engine::commands::standing::{DecideDebt, Reinstate, Settle, Suspend, Terminate},
    http::{AppState, Caller, Idem, Json, Path, Problem, error::ApiResult},
};

/// Handlers of an advertiser's standing.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(suspend_advertiser))
        .routes(routes!(reinstate_advertiser))
        .routes(routes!(terminate_advertiser))
        .routes(routes!(approve_debt))
        .routes(routes!(reject_debt))
        .routes(routes!(settle_advertiser))
}

/// A suspension that is on.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SuspensionView {
    /// Begin.
    pub at: Timestamp,
    /// Why.
    pub reason: SuspensionReason,
    /// In words.
    pub note: Option<String>,
}

impl From<&Suspension> for SuspensionView {
    fn from(row: &Suspension) -> Self {
        Self { at: row.at, reason: row.reason, note: row.note.clone() }
    }
}

/// The end of an account.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct TerminationView {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: SuspensionReason,
    /// In words.
    pub note: Option<String>,
    /// Refunded from its campaigns.
    pub refunded: Amount,
    /// What the account owed.
    pub debt: Amount,
    /// How a debt stands that one person may not take alone; absent (null) for a small one.
    pub debt_status: Option<CreditStatus>,
    /// Who named it.
    pub debt_requested_by: Option<String>,
    /// Who decided about it.
    pub debt_decided_by: Option<String>,
    /// What of it was taken.
    pub debt_paid: Amount,
    /// The settlement is to be done by then.
    pub settlement_due_at: Timestamp,
    /// When it was settled.
    pub settled_at: Option<Timestamp>,
    /// Paid out at the settlement.
    pub paid_out: Option<Amount>,
    /// What the payment is found by.
    pub reference: Option<String>,
}

impl From<&Termination> for TerminationView {
    fn from(row: &Termination) -> Self {
        let settlement = row.settlement.as_ref();
        let claim = row.claim.as_ref();
        let decision = claim.and_then(|claim| claim.decision.as_ref());
        Self {
            at: row.at,
            reason: row.reason,
            note: row.note.clone(),
            refunded: row.refunded,
            debt: row.debt,
            debt_status: claim.map(|claim| claim.status),
            debt_requested_by: claim.map(|claim| claim.requested_by.name.clone()),
            debt_decided_by: decision.map(|decision| decision.by.name.clone()),
            debt_paid: row.debt_paid,
            settlement_due_at: row.settlement_due_at,
            settled_at: settlement.map(|done| done.at),
            paid_out: settlement.map(|done| done.paid_out),
            reference: settlement.map(|done| done.reference.clone()),
        }
    }
}

/// Why an account is held.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuspendBody {
    /// Why.
    pub reason: SuspensionReason,
    /// In words, 1 to 500 characters.
    pub note: Option<String>,
}

/// Why an account is free again.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReinstateBody {
    /// In words, 1 to 500 characters.
    pub note: Option<String>,
}

/// Why an account ends.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TerminateBody {
    /// Why.
    pub reason: SuspensionReason,
    /// In words, 1 to 500 characters.
    pub note: Option<String>,
    /// What it owes, at most 2 decimals; taken from refunds and wallet as far as they go, above
    /// `wallet.two_person_credit` once a second admin approved it.
    pub outstanding_debt: Option<Amount>,
}

/// A second person's word on a debt.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DebtDecisionBody {
    /// Why, 1 to 500 characters; needed for a rejection.
    pub reason: Option<String>,
}

/// The last payment.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettlementBody {
    /// What the payment is found by, 1 to 200 characters.
    pub reference: String,
}

/// Holds an account: its running and scheduled campaigns pause at once, budgets stay held.
/// For admins. Rule: CAM-27.
#[utoipa::path(
    post,
    path = "/advertisers/{id}/suspend",
    tag = "advertisers",
    params(("id" = Uuid, Path, description = "The advertiser")),
    request_body = SuspendBody,
    responses(
        (status = 200, body = AdvertiserView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Not ACTIVE", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn suspend_advertiser(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<SuspendBody>,
) -> ApiResult<Json<AdvertiserView>> {
    let command = Suspend { id, reason: value.reason, note: value.note };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(view(&state, id)?))
}

/// Lifts a suspension; campaigns wait 7 days to be resumed by hand. For admins. Rule: CAM-27.
#[utoipa::path(
    post,
    path = "/advertisers/{id}/reinstate",
    tag = "advertisers",
    params(("id" = Uuid, Path, description = "The advertiser")),
    request_body = ReinstateBody,
    responses(
        (status = 200, body = AdvertiserView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Not SUSPENDED", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn reinstate_advertiser(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<ReinstateBody>,
) -> ApiResult<Json<AdvertiserView>> {
    let command = Reinstate { id, note: value.note };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(view(&state, id)?))
}

/// Ends an account for good: campaigns are cancelled and refunded less debts. For admins.
/// Rule: CAM-27.
#[utoipa::path(
    post,
    path = "/advertisers/{id}/terminate",
    tag = "advertisers",
    params(("id" = Uuid, Path, description = "The advertiser")),
    request_body = TerminateBody,
    responses(
        (status = 200, body = AdvertiserView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "TERMINATED already", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn terminate_advertiser(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<TerminateBody>,
) -> ApiResult<Json<AdvertiserView>> {
    let outstanding_debt = value.outstanding_debt.unwrap_or(Amount::ZERO);
    let command = Terminate { id, reason: value.reason, note: value.note, outstanding_debt };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(view(&state, id)?))
}

/// Approves a large debt of a terminated account: it is taken from the wallet.
/// For admins, not for the one who named it. Rule: BUD-07, CAM-27.
#[utoipa::path(
    post,
    path = "/advertisers/{id}/debt/approve",
    tag = "advertisers",
    params(("id" = Uuid, Path, description = "The advertiser")),
    request_body = DebtDecisionBody,
    responses(
        (status = 200, body = AdvertiserView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, description = "No such account, or no debt that waits", body = Problem),
        (status = 409, description = "Decided already", body = Problem),
        (status = 422, description = "Needs another admin, or a reason", body = Problem),
    ),
)]
pub async fn approve_debt(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<DebtDecisionBody>,
) -> ApiResult<Json<AdvertiserView>> {
    let command = DecideDebt { id, approve: true, reason: value.reason };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(view(&state, id)?))
}

/// Rejects a large debt of a terminated account: nothing is taken for it.
/// For admins, not for the one who named it. Rule: BUD-07, CAM-27.
#[utoipa::path(
    post,
    path = "/advertisers/{id}/debt/reject",
    tag = "advertisers",
    params(("id" = Uuid, Path, description = "The advertiser")),
    request_body = DebtDecisionBody,
    responses(
        (status = 200, body = AdvertiserView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, description = "No such account, or no debt that waits", body = Problem),
        (status = 409, description = "Decided already", body = Problem),
        (status = 422, description = "Needs another admin, or a reason", body = Problem),
    ),
)]
pub async fn reject_debt(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<DebtDecisionBody>,
) -> ApiResult<Json<AdvertiserView>> {
    let command = DecideDebt { id, approve: false, reason: value.reason };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(view(&state, id)?))
}

/// Pays a terminated account out: debts first, then the rest of the wallet. For admins.
/// Rule: CAM-27.
#[utoipa::path(
    post,
    path = "/advertisers/{id}/settlement",
    tag = "advertisers",
    params(("id" = Uuid, Path, description = "The advertiser")),
    request_body = SettlementBody,
    responses(
        (status = 200, body = AdvertiserView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Not TERMINATED, settled, or plays under review", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn settle_advertiser(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<SettlementBody>,
) -> ApiResult<Json<AdvertiserView>> {
    let command = Settle { id, reference: value.reference };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(view(&state, id)?))
}
