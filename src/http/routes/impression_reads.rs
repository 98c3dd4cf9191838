//! Reading one impression, and its whole trail. Rule: IMP-01, IMP-12.

use axum::extract::State;
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    impression_view::{ImpressionView, render, signed_text},
    reading::{account_name, from_store},
};
use crate::{
    db::{Snapshot, StoreError, Table},
    domain::{
        catalog::access::Owner,
        dispute::{DisputeKind, DisputeOutcome, DisputeStatus},
        ids::{CampaignNo, Seq},
        impression::record::{Overlay, PlayStatus},
        ledger::{Account, Transfer, TransferKind},
        money::{Amount, Currency},
        pricing::price::PriceSteps,
        refusal::{Code, Refusal},
        time::Timestamp,
    },
    engine::{
        load::sealed,
        log::read::reversal_of,
        plays::{play_legs, price_steps},
        publish::Views,
        reads::{self, Impression},
    },
    http::{ApiError, AppState, Json, Path, Principal, Problem, error::ApiResult},
};

/// Handlers that read impressions.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(show_impression)).routes(routes!(show_trail))
}

/// The impression of an id, for those it concerns: the operator, the buyer, the store's owner, and
/// the device itself.
pub(super) async fn concerned(
    state: &AppState,
    principal: &Principal,
    id: Uuid,
) -> ApiResult<Impression> {
    let recent = state.views().recent_ids.get(id);
    let found = from_store(state, move |snapshot| reads::impression(snapshot, id, recent)).await?;
    let play = found.ok_or_else(|| Refusal::not_found("Impression"))?;
    let views = state.views();
    let buyer = play.row.campaign.and_then(|no| views.campaigns.get(no.0)).map(|c| c.advertiser);
    let owner = views.stores.get(play.row.store.0).map(|store| store.supplier);
    let may = match principal {
        Principal::Device { device } => device.no == play.row.device,
        Principal::Person { user, .. } => sees(user.owner, buyer, owner),
        Principal::Program { token } => sees(token.owner, buyer, owner),
    };
    if may { Ok(play) } else { Err(ApiError::from(Refusal::not_found("Impression"))) }
}

fn sees(
    who: Owner,
    buyer: Option<crate::domain::ids::AdvertiserNo>,
    supplier: Option<crate::domain::ids::SupplierNo>,
) -> bool {
    match who {
        Owner::Operator => true,
        Owner::Advertiser(no) => buyer == Some(no),
        Owner::Supplier(no) => supplier == Some(no),
    }
}

/// Shows an impression.
#[utoipa::path(
    get,
    path = "/impressions/{id}",
    tag = "impressions",
    params(("id" = Uuid, Path, description = "The impression")),
    responses(
        (status = 200, body = ImpressionView),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn show_impression(
    State(state): State<AppState>,
    principal: Principal,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<ImpressionView>> {
    let play = concerned(&state, &principal, id).await?;
    Ok(Json(render(&state, &play)))
}

/// A check and how it ended.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CheckOutcome {
    /// Which, in the order they run.
    pub check: &'static str,
    /// `PASSED`, `FAILED`, `NOT_REACHED`.
    pub outcome: &'static str,
    /// Why it failed, as recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The sentence of the refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// A movement of money of the play.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct LegView {
    /// Who paid.
    pub debit: String,
    /// Who received.
    pub credit: String,
    /// How much.
    pub amount: Amount,
    /// What for; absent for the movements that the play itself implies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<TransferKind>,
    /// When.
    pub at: Timestamp,
}

/// A review's decision.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct DecisionView {
    /// What holds since then.
    pub status: PlayStatus,
    /// Why rejected.
    pub reason: Option<String>,
    /// When.
    pub decided_at: Timestamp,
    /// Who.
    pub decided_by: String,
    /// Their note.
    pub note: Option<String>,
}

impl DecisionView {
    fn of(overlay: &Overlay) -> Self {
        Self {
            status: overlay.status,
            reason: overlay.reason.map(|code| code.recorded_reason()),
            decided_at: overlay.decided_at,
            decided_by: overlay.decided_by.clone(),
            note: overlay.note.clone(),
        }
    }
}

/// Everything about one impression.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Trail {
    /// The impression.
    pub impression: ImpressionView,
    /// The text that the device signed.
    pub signed_text: String,
    /// The signature, base64.
    pub device_signature: String,
    /// All checks in their order, with outcomes.
    pub checks: Vec<CheckOutcome>,
    /// How the price came about; absent for a rejected play.
    #[schema(value_type = Option<Object>)]
    pub price_steps: Option<PriceSteps>,
    /// All movements of money, those of a review included.
    pub transfers: Vec<LegView>,
    /// What a review decided.
    pub review: Option<DecisionView>,
    /// The dispute about it.
    pub dispute: Option<DisputeBrief>,
}

/// A dispute as the trail of one of its plays shows it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct DisputeBrief {
    /// Id.
    pub id: Uuid,
    /// What is said to be wrong.
    pub r#type: DisputeKind,
    /// How far it is.
    pub status: DisputeStatus,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// How it ended for this play.
    pub outcome: Option<DisputeOutcome>,
    /// When it ended.
    pub resolved_at: Option<Timestamp>,
}

impl DisputeBrief {
    fn of(state: &AppState, seq: Seq) -> Option<Self> {
        let dispute = state.views().disputes.of_play(seq)?;
        let play = dispute.plays.iter().find(|play| play.seq == seq)?;
        Some(Self {
            id: dispute.id,
            r#type: dispute.kind,
            status: dispute.status,
            opened_at: dispute.opened_at,
            outcome: play.outcome,
            resolved_at: dispute.resolution.as_ref().map(|end| end.at),
        })
    }
}

/// Shows everything about an impression: what was signed, each check, the price step by step,
/// every movement of money, the review.
#[utoipa::path(
    get,
    path = "/impressions/{id}/audit",
    tag = "impressions",
    params(("id" = Uuid, Path, description = "The impression")),
    responses(
        (status = 200, body = Trail),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn show_trail(
    State(state): State<AppState>,
    principal: Principal,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<Trail>> {
    let play = concerned(&state, &principal, id).await?;
    let decided = match (&play.overlay, play.row.campaign) {
        (Some(_), Some(campaign)) => {
            let (seq, id) = (play.seq, play.row.id);
            let read = move |snapshot: &Snapshot| {
                let mut found = reversal_transfers(snapshot, seq, id)?;
                found.extend(review_transfers(snapshot, campaign)?);
                Ok(found)
            };
            from_store(&state, read).await?
        }
        _ => Vec::new(),
    };
    let row = play.row.clone();
    let steps = state.handle().with_engine(move |engine| price_steps(engine, &row)).await?;
    Ok(Json(trail_of(&state, &play, steps, &decided)))
}

/// Puts a trail together. `decided` are transfers among which those of the play's review are.
pub(super) fn trail_of(
    state: &AppState,
    play: &Impression,
    price_steps: Option<PriceSteps>,
    decided: &[Transfer],
) -> Trail {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    Trail {
        impression: render(state, play),
        signed_text: String::from_utf8_lossy(&signed_text(state, &play.row)).into_owned(),
        device_signature: STANDARD.encode(&play.row.signature),
        checks: checks(play),
        price_steps,
        transfers: transfers(state.views(), play, decided),
        review: play.overlay.as_ref().map(DecisionView::of),
        dispute: DisputeBrief::of(state, play.seq),
    }
}

/// The transfers of a campaign's reviews, newest first.
///
/// # Errors
/// `Storage`, `Row`.
pub(super) fn review_transfers(
    snapshot: &Snapshot,
    campaign: CampaignNo,
) -> Result<Vec<Transfer>, StoreError> {
    let hold = Account::CampaignReviewHold(campaign);
    reads::account_transfers(snapshot, hold, Currency::Usd, u64::MAX, usize::MAX)
}

/// Transfers of a review or reversal lie so near to the place that its leaf remembers.
const NEAR_ENTRIES: u64 = 64;

/// The transfers of a play around a place in the order of all entries, oldest first.
///
/// # Errors
/// `Storage`, `Row`.
pub(super) fn transfers_near(
    snapshot: &Snapshot,
    near: Seq,
    play: Uuid,
) -> Result<Vec<Transfer>, StoreError> {
    let from = near.saturating_sub(NEAR_ENTRIES).to_be_bytes().to_vec();
    let to = near.saturating_add(NEAR_ENTRIES).to_be_bytes().to_vec();
    let mut found = Vec::new();
    snapshot.scan(Table::Transfers, from..to, |key, value| {
        let transfer: Transfer = sealed(Table::Transfers, key, value)?;
        if transfer.draft.reference == Some(play) {
            found.push(transfer);
        }
        Ok(true)
    })?;
    Ok(found)
}

/// The transfers by which a play was charged back, newest first.
fn reversal_transfers(
    snapshot: &Snapshot,
    seq: Seq,
    play: Uuid,
) -> Result<Vec<Transfer>, StoreError> {
    let Some(placed) = reversal_of(snapshot, seq)? else { return Ok(Vec::new()) };
    let mut found = transfers_near(snapshot, placed.reversal.near, play)?;
    let is_reversal = |transfer: &Transfer| {
        matches!(
            transfer.draft.kind,
            TransferKind::ChargebackRefund | TransferKind::ChargebackClawback
        )
    };
    found.retain(is_reversal);
    found.reverse();
    Ok(found)
}

fn transfers(views: &Views, play: &Impression, decided: &[Transfer]) -> Vec<LegView> {
    let Some(campaign) = play.row.campaign else { return Vec::new() };
    let supplier = views.stores.get(play.row.store.0).map(|store| store.supplier);
    let own = play_legs(campaign, supplier.unwrap_or_default(), &play.row);
    let own = own.into_iter().flatten().map(|(debit, credit, amount)| LegView {
        debit: account_name(views, debit),
        credit: account_name(views, credit),
        amount,
        kind: None,
        at: play.row.received_at,
    });
    let mut legs: Vec<LegView> = own.collect();
    let of_play = decided.iter().rev().filter(|t| t.draft.reference == Some(play.row.id));
    legs.extend(of_play.map(|t| LegView {
        debit: account_name(views, t.draft.debit),
        credit: account_name(views, t.draft.credit),
        amount: t.draft.amount,
        kind: Some(t.draft.kind),
        at: t.at,
    }));
    legs
}

/// The checks in their order, and the reasons that each gives. Rule: D-08.
pub(super) const CHECKS: &[(&str, &[Code])] = &[
    ("signature", &[Code::InvalidProof, Code::CounterReused]),
    ("timestamp", &[Code::InvalidTimestampFuture, Code::TimestampOutOfBounds]),
    ("campaign", &[Code::CampaignNotActive, Code::InvalidLease]),
    ("asset", &[Code::AssetNotInCampaign, Code::ContentExpired]),
    ("device_and_store", &[Code::DeviceNotAuthorized, Code::StoreBlocked, Code::DeviceOffline]),
    ("duration", &[Code::InvalidDuration]),
    ("duplicate", &[Code::DuplicateImpression]),
    ("proof", &[Code::ScreenshotMissing, Code::InvalidLocation]),
    ("fraud_and_quality", &[Code::LowQuality]),
    ("price_and_budget", &[Code::InsufficientBudget]),
];

fn checks(play: &Impression) -> Vec<CheckOutcome> {
    let failed = play.row.reason;
    let place = failed.and_then(|code| CHECKS.iter().position(|(_, codes)| codes.contains(&code)));
    let outcome = |index: usize| match place {
        Some(at) if index == at => "FAILED",
        Some(at) if index > at => "NOT_REACHED",
        _ => "PASSED",
    };
    let listed = CHECKS.iter().enumerate().map(|(index, (check, _))| {
        let outcome = outcome(index);
        let is_failure = outcome == "FAILED";
        CheckOutcome {
            check,
            outcome,
            reason: failed.filter(|_| is_failure).map(|code| code.recorded_reason()),
            message: play.row.message.clone().filter(|_| is_failure),
        }
    });
    listed.collect()
}
