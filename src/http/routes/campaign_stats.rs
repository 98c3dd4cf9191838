//! A campaign's figures: counters, transactions, plays, rejections. Rule: BUD-06, CAM-22, D-31,
//! IMP-01, POP-05.

use std::collections::BTreeMap;

use axum::extract::State;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    campaign_estimate::estimate_of,
    campaign_view::remaining_budget,
    campaigns::status_visible,
    impression_view::{ImpressionView, render},
    reading::{before, from_store, span},
    wallets::{WalletTransactionType, type_of},
};
use crate::{
    domain::{
        campaign::{
            health::{Health, cpm_variance, effective_cpm, health, percent, time_percent},
            model::Campaign,
            status::CampaignStatus,
        },
        ids::{CampaignNo, Seq},
        impression::record::PlayStatus,
        ledger::{Account, Transfer, TransferKind},
        money::{Amount, Currency, Dollars},
        time::{SECOND_MS, Timestamp},
    },
    engine::{
        publish::CampaignFigures,
        reads::{self, Impression},
    },
    http::{AppState, Caller, Json, List, NoBody, Page, Path, Problem, Query, error::ApiResult},
};

/// Handlers of a campaign's figures.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(show_stats))
        .routes(routes!(list_transactions))
        .routes(routes!(list_impressions))
        .routes(routes!(list_rejections))
        .routes(routes!(list_snapshots))
}

/// A campaign's counters and balances.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CampaignStats {
    /// Billed plays.
    pub verified: u64,
    /// Rejected plays.
    pub rejected: u64,
    /// Plays that wait for review.
    pub under_review: u64,
    /// Rejected plays by recorded reason.
    pub rejections: BTreeMap<String, u64>,
    /// Charged for billed plays.
    pub spent: Amount,
    /// What can still be spent.
    pub remaining_budget: Amount,
    /// What waits for reviews.
    pub held_for_review: Amount,
    /// Paid by the platform, beside `spent`.
    pub absorbed: Amount,
    /// spent ÷ billed plays × 1000; absent without a play.
    pub effective_cpm: Option<Amount>,
    /// By the price list, as the estimate says now; absent while dates or stores are missing.
    pub estimated_cpm: Option<Amount>,
    /// What a thousand plays should cost, by length of the content and priority.
    pub expected_cpm: Option<Amount>,
    /// (effective − expected) ÷ expected in percent, 1 decimal.
    pub cpm_variance_pct: Option<Amount>,
    /// Percent of the budget spent, 2 decimals.
    pub completion_pct: Amount,
    /// Percent of the run time passed, time without any device online left out; 2 decimals.
    pub time_completion_pct: Amount,
    /// Seconds of the run in which no device was online, as of the last full hour.
    pub offline_seconds: i64,
    /// Absent before the start.
    pub health: Option<Health>,
    /// Seconds of billed plays.
    pub duration_seconds: u64,
    /// Charged for plays of today (UTC).
    pub daily_spent: Amount,
    /// Limit of a day.
    pub daily_cap: Option<Amount>,
    /// Draws of today (UTC) that left the campaign out because of its daily cap.
    pub daily_cap_skips: u64,
    /// First billed play.
    pub first_impression_at: Option<Timestamp>,
}

/// Shows a campaign's counters as of the last commit.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/stats",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    responses(
        (status = 200, body = CampaignStats),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn show_stats(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<CampaignStats>> {
    let campaign = status_visible(&state, &caller, id)?;
    let figures = state.views().figures_of(campaign.no);
    let estimated = match campaign.target_stores.is_empty() {
        true => None,
        false => estimate_of(&state, &campaign).await.ok(),
    };
    let leeway = state.settings().lifecycle.health_leeway_points;
    let mut stats = stats(&campaign, &figures, state.now(), leeway);
    let (listed, paid) = estimated.map(|found| (found.estimated_cpm, found.expected_cpm)).unzip();
    stats.estimated_cpm = listed.filter(|cpm| cpm.is_positive());
    stats.expected_cpm = paid.filter(|cpm| cpm.is_positive());
    let pair = stats.effective_cpm.zip(stats.expected_cpm);
    stats.cpm_variance_pct = pair.and_then(|(found, expected)| cpm_variance(found, expected));
    stats.daily_cap_skips = cap_skips(&state, campaign.no);
    Ok(Json(stats))
}

/// Draws of today that left a campaign out because of its daily cap. Rule: CAM-18.
fn cap_skips(state: &AppState, campaign: CampaignNo) -> u64 {
    let newest = state.views().cap_skips.pin().get(&campaign).copied();
    newest.filter(|(day, _)| *day == state.now().day()).map_or(0, |(_, skips)| skips)
}

fn stats(
    campaign: &Campaign,
    figures: &CampaignFigures,
    now: Timestamp,
    leeway: u32,
) -> CampaignStats {
    let totals = &figures.totals;
    let completion = percent(totals.spent.to_decimal(), campaign.budget_or_zero().to_decimal());
    let report = campaign.lifecycle.final_report.as_deref();
    let offline_ms = report.map_or(totals.offline_ms, |report| report.offline_ms);
    let dates = campaign.start_date.zip(campaign.end_date);
    let time = dates.and_then(|(start, end)| time_percent(start, end, now, offline_ms));
    let today = totals.day_spend.iter().find(|(day, _)| *day == now.day());
    CampaignStats {
        verified: totals.verified,
        rejected: totals.rejected,
        under_review: totals.under_review,
        rejections: totals.reasons.iter().map(|(code, n)| (code.recorded_reason(), *n)).collect(),
        spent: totals.spent,
        remaining_budget: remaining_budget(campaign, figures),
        held_for_review: figures.held_for_review,
        absorbed: totals.absorbed,
        effective_cpm: effective_cpm(totals.spent, totals.verified),
        estimated_cpm: None,
        expected_cpm: None,
        cpm_variance_pct: None,
        completion_pct: rounded(completion),
        time_completion_pct: rounded(time.unwrap_or_default()),
        offline_seconds: offline_ms / SECOND_MS,
        health: time.map(|time| health(completion, time, leeway)),
        duration_seconds: totals.duration_seconds,
        daily_spent: today.map_or(Amount::ZERO, |(_, spent)| *spent),
        daily_cap: campaign.daily_cap,
        daily_cap_skips: 0,
        first_impression_at: totals.first_verified_at,
    }
}

fn rounded(value: Decimal) -> Amount {
    Amount::from_decimal_half_even(value, 2).unwrap_or(Amount::ZERO)
}

/// A change of a campaign's money. Rule: BUD-06, D-31.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct TransactionView {
    /// Id; of a play's DEBIT the impression's.
    pub id: Uuid,
    /// The seed's word: `HOLD`, `CREDIT` (top-up), `DEBIT`, `RELEASE`, `REFUND`.
    pub transaction_type: WalletTransactionType,
    /// The ledger's word, finer; absent (null) for a play, which is no transfer of its own.
    pub kind: Option<TransferKind>,
    /// Above zero; of a play, the campaign's part: zero where the platform paid it all.
    pub amount: Amount,
    /// The wallet's available balance for HOLD, CREDIT, RELEASE, REFUND; else the campaign's
    /// remaining budget.
    pub balance_before: Amount,
    /// The same afterwards.
    pub balance_after: Amount,
    /// The impression or request concerned.
    pub reference_id: Option<Uuid>,
    /// For a person.
    pub description: String,
    /// When, server clock.
    pub created_at: Timestamp,
}

/// Lists what happened to a campaign's money, newest first; plays and other transfers in one order.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/transactions",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign"), Page),
    responses(
        (status = 200, body = List<TransactionView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn list_transactions(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    page: Page,
    Query(NoBody {}): Query<NoBody>,
) -> ApiResult<Json<List<TransactionView>>> {
    let definition = status_visible(&state, &caller, id)?;
    let campaign = definition.no;
    let (before, limit) = (before(&page), page.limit + 1);
    let views = state.handle().clone();
    let rows = from_store(&state, move |snapshot| {
        let escrow = Account::CampaignEscrow(campaign);
        let hold = Account::CampaignReviewHold(campaign);
        let mut rows: BTreeMap<Seq, TransactionView> = BTreeMap::new();
        let increase = Account::CampaignIncrease(campaign);
        for account in [escrow, hold, increase] {
            let transfers =
                reads::account_transfers(snapshot, account, Currency::Usd, before, limit)?;
            rows.extend(transfers.into_iter().map(|t| (t.seq, of_transfer(&t))));
        }
        let billed = |play: &Impression| play.row.status != PlayStatus::Rejected;
        for play in reads::campaign_plays(snapshot, campaign, before, limit, billed)? {
            let device = views.views().devices.get(play.row.device.0).map(|d| d.id);
            rows.insert(play.seq, of_play(&play, device.unwrap_or_default(), &definition));
        }
        Ok(rows)
    })
    .await?;
    Ok(Json(page.take(rows.into_iter().rev().take(page.limit + 1))))
}

fn of_transfer(transfer: &Transfer) -> TransactionView {
    let kind = transfer.draft.kind;
    TransactionView {
        id: transfer.id,
        transaction_type: match kind {
            // For its campaign a top-up is money that came in, whatever it is for the wallet.
            TransferKind::TopUp => WalletTransactionType::Credit,
            TransferKind::SupplierShare | TransferKind::PlatformShare => {
                WalletTransactionType::Debit
            }
            other => type_of(other),
        },
        kind: Some(kind),
        amount: transfer.draft.amount,
        balance_before: transfer.balance_before,
        balance_after: transfer.balance_after,
        reference_id: transfer.draft.reference,
        description: transfer.draft.description.clone(),
        created_at: transfer.at,
    }
}

fn of_play(play: &Impression, device: Uuid, campaign: &Campaign) -> TransactionView {
    let money = &play.row.money;
    let held = play.row.status == PlayStatus::UnderReview;
    let mut description = format!("Impression cost: Device {device}");
    let then = campaign.status.at(play.row.played_at);
    if then.is_none_or(|(_, span)| span.status != CampaignStatus::Active) {
        description.push_str(" (Grace period impression)");
    }
    if money.absorbed.is_positive() {
        description.push_str(&format!("; {} paid by the platform", Dollars(money.absorbed)));
    }
    TransactionView {
        id: play.row.id,
        transaction_type: match held {
            true => WalletTransactionType::Hold,
            false => WalletTransactionType::Debit,
        },
        kind: None,
        amount: money.charged,
        balance_before: money.remaining.checked_add(money.charged).unwrap_or(money.remaining),
        balance_after: money.remaining,
        reference_id: Some(play.row.id),
        description,
        created_at: play.row.received_at,
    }
}

/// Lists a campaign's plays, newest first, each with its cost and whether proof is available.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/impressions",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign"), Page),
    responses(
        (status = 200, body = List<ImpressionView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn list_impressions(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    page: Page,
    Query(NoBody {}): Query<NoBody>,
) -> ApiResult<Json<List<ImpressionView>>> {
    let campaign = status_visible(&state, &caller, id)?.no;
    plays(&state, campaign, page, |_| true).await
}

/// Lists a campaign's rejected plays, newest first, each with its reason.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/rejections",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign"), Page),
    responses(
        (status = 200, body = List<ImpressionView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn list_rejections(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    page: Page,
    Query(NoBody {}): Query<NoBody>,
) -> ApiResult<Json<List<ImpressionView>>> {
    let campaign = status_visible(&state, &caller, id)?.no;
    plays(&state, campaign, page, |play| play.status() == PlayStatus::Rejected).await
}

async fn plays(
    state: &AppState,
    campaign: CampaignNo,
    page: Page,
    wanted: impl Fn(&Impression) -> bool + Send + 'static,
) -> ApiResult<Json<List<ImpressionView>>> {
    let (before, limit) = (before(&page), page.limit + 1);
    let found = from_store(state, move |snapshot| {
        reads::campaign_plays(snapshot, campaign, before, limit, wanted)
    })
    .await?;
    Ok(Json(page.take(found.iter().map(|play| (play.seq, render(state, play))))))
}

/// A remaining budget at a full hour.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct SnapshotView {
    /// The full hour.
    pub at: Timestamp,
    /// What could still be spent.
    pub remaining_budget: Amount,
}

/// Which hours are wanted.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SnapshotFilter {
    /// Not before: RFC 3339 or a date.
    pub from: Option<String>,
    /// Not after: RFC 3339 or a date (inclusive).
    pub to: Option<String>,
}

/// Lists a campaign's hourly budget snapshots, newest first. Rule: BUD-06, D-13.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/budget-snapshots",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign"), SnapshotFilter, Page),
    responses(
        (status = 200, body = List<SnapshotView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 422, description = "Hours that cannot be read", body = Problem),
    ),
)]
pub async fn list_snapshots(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    page: Page,
    Query(filter): Query<SnapshotFilter>,
) -> ApiResult<Json<List<SnapshotView>>> {
    let campaign = status_visible(&state, &caller, id)?.no;
    let (from, to) = span(filter.from.as_deref(), filter.to.as_deref())?;
    let end = to.unwrap_or(Timestamp::MAX).plus_ms(1);
    let after = page.after.and_then(|ms| i64::try_from(ms).ok()).map(Timestamp::from_ms);
    let hours = (from.unwrap_or_default(), after.map_or(end, |after| after.min(end)));
    let limit = page.limit.saturating_add(1);
    let found = from_store(&state, move |snapshot| {
        reads::budget_snapshots(snapshot, campaign, hours, limit)
    })
    .await?;
    let rows = found.into_iter().map(|(at, remaining_budget)| {
        (u64::try_from(at.ms()).unwrap_or(0), SnapshotView { at, remaining_budget })
    });
    Ok(Json(page.take(rows)))
}
