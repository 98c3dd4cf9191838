//! Wallets: balances of advertisers and suppliers, deposits, and what moved them. Rule: D-22, D-31.

use std::collections::BTreeMap;

use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::reading::{before, from_store};
use crate::{
    db::codec::sha256,
    domain::{
        catalog::{PartyStatus, access::Owner},
        ids::{AdvertiserNo, Seq, SupplierNo},
        ledger::{Account, EarnedDay, EarnedKey, Transfer, TransferDraft, TransferKind},
        money::{Amount, Currency},
        refusal::Refusal,
        time::{Day, Timestamp},
        wording::count,
    },
    engine::{
        commands::wallets::{Deposit, Deposited},
        payout_reads::{self, MoneyAsked},
        publish::Views,
        reads,
    },
    http::{
        ApiError, AppState, Caller, Idem, Json, List, NoBody, Page, Path, Problem, Query,
        body::created, error::ApiResult,
    },
};

/// The currency of all stores and campaigns. Rule: D-28.
const RETAIL: Currency = Currency::Usd;

/// Handlers of `/wallets`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(show_wallet))
        .routes(routes!(deposit_money))
        .routes(routes!(list_wallet_transactions))
}

/// Whose wallet it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum WalletOwner {
    /// An advertiser's.
    Advertiser,
    /// A supplier's.
    Supplier,
}

/// A wallet's balances.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct WalletView {
    /// The advertiser or supplier.
    pub owner_id: Uuid,
    /// Which of the two.
    pub owner_type: WalletOwner,
    /// What can be spent, or was paid out.
    pub available_balance: Amount,
    /// What campaigns hold (budgets and plays under review); advertisers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_balance: Option<Amount>,
    /// Earned, not paid out; suppliers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pending_balance: Option<Amount>,
    /// Owed for plays that were charged back after their payout, kept back from the next ones; 0 or
    /// above; suppliers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clawback_balance: Option<Amount>,
    /// Of all amounts.
    pub currency: Currency,
    /// The next payout; suppliers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_payout: Option<NextPayout>,
}

/// The next payout as far as it is known now.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct NextPayout {
    /// When the job runs.
    pub at: Timestamp,
    /// What it will pay; 0 where all of it waits.
    pub amount: Amount,
    /// What of `pending_balance` it will not pay, by reason.
    pub waiting: Vec<WaitingPart>,
}

/// Money that waits.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct WaitingPart {
    /// Why.
    pub reason: WaitingReason,
    /// How much.
    pub amount: Amount,
}

/// Why money waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum WaitingReason {
    /// Its plays are not old enough.
    InHold,
    /// Somebody disputes its plays.
    Disputed,
    /// An emergency stop of its plays is investigated.
    Frozen,
    /// There is less than the minimum.
    BelowMinimum,
    /// It makes up for what is owed; it is kept back with the next payout.
    Owed,
}

/// A supplier's wallet. Rule: PAY-01.
async fn supplier_wallet(
    state: &AppState,
    owner_id: Uuid,
    no: SupplierNo,
) -> ApiResult<WalletView> {
    let slot = state.now().day().next();
    let (settings, handle) = (state.settings().payout.clone(), state.handle().clone());
    let money = from_store(state, move |snapshot| {
        let views = handle.views();
        let row = views.suppliers.get(no.0);
        let is_closed = row.is_some_and(|row| row.status_now() == PartyStatus::Terminated);
        let asked = MoneyAsked { supplier: no, slot, limits: &settings, is_closed };
        let frozen: Vec<_> = views.fleet.incidents.iter().filter(|one| one.frozen).collect();
        payout_reads::supplier_money(snapshot, &asked, |campaign, store, day| {
            frozen.iter().any(|one| one.campaign == campaign && one.freezes(store, day.end()))
        })
    });
    let money = money.await?;
    let waiting = [
        (WaitingReason::InHold, money.in_hold),
        (WaitingReason::Disputed, money.disputed),
        (WaitingReason::Frozen, money.frozen),
        (WaitingReason::BelowMinimum, money.below_minimum),
        (WaitingReason::Owed, money.kept_back),
    ];
    let waiting = waiting.into_iter().filter(|(_, amount)| amount.is_positive());
    let waiting = waiting.map(|(reason, amount)| WaitingPart { reason, amount }).collect();
    Ok(WalletView {
        owner_id,
        owner_type: WalletOwner::Supplier,
        available_balance: money.available,
        held_balance: None,
        pending_balance: Some(money.pending),
        clawback_balance: Some(money.owed),
        currency: RETAIL,
        next_payout: Some(NextPayout { at: slot.start(), amount: money.next, waiting }),
    })
}

/// Money that came in.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDeposit {
    /// Above 0, whole cents, at most 10,000,000.
    pub amount: Amount,
    /// What a person finds it by, 1 to 200 characters.
    pub reference: String,
}

/// What a wallet's entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum WalletTransactionType {
    /// Money into the wallet.
    Credit,
    /// Money out of the wallet to outside.
    Debit,
    /// Put into a campaign.
    Hold,
    /// Back from a campaign before it ran.
    Release,
    /// Back from a campaign after it ran.
    Refund,
}

/// One movement of a wallet.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct WalletTransaction {
    /// Id.
    pub id: Uuid,
    /// The seed's word.
    pub transaction_type: WalletTransactionType,
    /// The ledger's word, finer.
    pub kind: TransferKind,
    /// Always above zero.
    pub amount: Amount,
    /// The available balance before; absent (null) where the movement does not touch it.
    pub balance_before: Option<Amount>,
    /// The same after.
    pub balance_after: Option<Amount>,
    /// The request or impression concerned.
    pub reference_id: Option<Uuid>,
    /// The campaign concerned.
    pub campaign_id: Option<Uuid>,
    /// A sentence for a person.
    pub description: String,
    /// When.
    pub created_at: Timestamp,
}

/// Whether a supplier gives back its share of a play that was charged back.
const fn gives_back(draft: &TransferDraft) -> bool {
    matches!(draft.debit, Account::SupplierPending(_) | Account::SupplierClawback(_))
        && matches!(draft.kind, TransferKind::ChargebackRefund | TransferKind::ChargebackClawback)
}

/// A transfer in the words of a wallet's owner.
pub(super) const fn wallet_type(
    draft: &TransferDraft,
    owner: WalletOwner,
) -> WalletTransactionType {
    match owner {
        WalletOwner::Supplier if gives_back(draft) => WalletTransactionType::Debit,
        WalletOwner::Supplier | WalletOwner::Advertiser => type_of(draft),
    }
}

/// Kinds of transfers in a wallet's words. A top-up is CREDIT for its campaign, but holds money
/// of the wallet.
pub(super) const fn type_of(draft: &TransferDraft) -> WalletTransactionType {
    use {TransferKind as K, WalletTransactionType as T};
    match draft.kind {
        K::Deposit
        | K::Credit
        | K::SupplierShare
        | K::PlatformShare
        | K::ServiceCredit
        | K::Payout => T::Credit,
        K::Withdrawal | K::Rounding | K::DebtPayment | K::Clawback => T::Debit,
        K::ChargebackRefund | K::ChargebackClawback => T::Refund,
        K::Hold | K::TopUp | K::ReviewHold => T::Hold,
        K::Release => T::Release,
        K::Refund | K::ReviewRelease => T::Refund,
    }
}

impl WalletTransaction {
    fn of(views: &Views, owner: WalletOwner, transfer: &Transfer) -> Self {
        let draft = &transfer.draft;
        // These show the balance of an account that is none of the wallet.
        let of_plays = matches!(draft.kind, TransferKind::SupplierShare | TransferKind::Clawback);
        let is_back = owner == WalletOwner::Supplier && gives_back(draft);
        let is_own = !of_plays && !is_back;
        let campaign = draft.campaign.and_then(|no| views.campaigns.get(no.0));
        Self {
            id: transfer.id,
            transaction_type: wallet_type(draft, owner),
            kind: draft.kind,
            amount: draft.amount,
            balance_before: is_own.then_some(transfer.balance_before),
            balance_after: is_own.then_some(transfer.balance_after),
            reference_id: draft.reference,
            campaign_id: campaign.map(|campaign| campaign.id),
            description: draft.description.clone(),
            created_at: transfer.at,
        }
    }

    /// A supplier's shares of one day of receipt; its id follows from both.
    fn earned(supplier: SupplierNo, day: Day, earned: &EarnedDay) -> Self {
        let name = EarnedKey { supplier, day }.to_bytes();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&sha256(&name)[..16]);
        Self {
            id: uuid::Builder::from_custom_bytes(bytes).into_uuid(),
            transaction_type: WalletTransactionType::Credit,
            kind: TransferKind::SupplierShare,
            amount: earned.amount,
            balance_before: None,
            balance_after: None,
            reference_id: None,
            campaign_id: None,
            description: earned_text(day, earned),
            created_at: earned.newest_at,
        }
    }
}

/// What a day's sum of shares is, in words.
pub(super) fn earned_text(day: Day, earned: &EarnedDay) -> String {
    format!("Shares of {} received on {day}", count(earned.plays, "play", "plays"))
}

/// The owner of a wallet, if the caller may see it.
pub(super) fn find_owner(state: &AppState, caller: &Caller, id: Uuid) -> ApiResult<Owner> {
    let views = state.views();
    let advertiser = views.advertisers.by_id(id).map(|row| Owner::Advertiser(row.no));
    let supplier = || views.suppliers.by_id(id).map(|row| Owner::Supplier(row.no));
    let owner = advertiser.or_else(supplier).ok_or_else(|| Refusal::not_found("Wallet"))?;
    caller.require_sight(owner, "Wallet")?;
    Ok(owner)
}

/// What an advertiser's campaigns hold. Rule: D-22.
fn held(views: &Views, advertiser: AdvertiserNo) -> ApiResult<Amount> {
    let own = views.campaigns.iter().filter(|campaign| campaign.advertiser == advertiser);
    let accounts = own.flat_map(|campaign| {
        let no = campaign.no;
        [
            Account::CampaignEscrow(no),
            Account::CampaignReviewHold(no),
            Account::CampaignIncrease(no),
        ]
    });
    Amount::sum(accounts.map(|account| views.balance(account, RETAIL)))
        .ok_or_else(|| ApiError::internal("held balances beyond the range of money"))
}

/// Shows a wallet's balances.
#[utoipa::path(
    get,
    path = "/wallets/{owner_id}",
    tag = "wallets",
    params(("owner_id" = Uuid, Path, description = "The advertiser or supplier")),
    responses(
        (status = 200, body = WalletView),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn show_wallet(
    State(state): State<AppState>,
    caller: Caller,
    Path(owner_id): Path<Uuid>,
) -> ApiResult<Json<WalletView>> {
    let views = state.views();
    let wallet = match find_owner(&state, &caller, owner_id)? {
        Owner::Advertiser(no) => WalletView {
            owner_id,
            owner_type: WalletOwner::Advertiser,
            available_balance: views.balance(Account::AdvertiserAvailable(no), RETAIL),
            held_balance: Some(held(views, no)?),
            pending_balance: None,
            clawback_balance: None,
            currency: RETAIL,
            next_payout: None,
        },
        Owner::Supplier(no) => supplier_wallet(&state, owner_id, no).await?,
        Owner::Operator => return Err(Refusal::not_found("Wallet").into()),
    };
    Ok(Json(wallet))
}

/// Books money that came in for an advertiser. For admins.
#[utoipa::path(
    post,
    path = "/wallets/{owner_id}/deposits",
    tag = "wallets",
    params(("owner_id" = Uuid, Path, description = "The advertiser")),
    request_body = NewDeposit,
    responses(
        (status = 201, body = Deposited),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 422, description = "Amount or reference, or a terminated advertiser", body = Problem),
    ),
)]
pub async fn deposit_money(
    State(state): State<AppState>,
    caller: Caller,
    Path(owner_id): Path<Uuid>,
    Idem { value, key }: Idem<NewDeposit>,
) -> ApiResult<(StatusCode, Json<Deposited>)> {
    let command = Deposit { owner_id, amount: value.amount, reference: value.reference };
    Ok(created(state.handle().run(&caller.actor, command, key).await?))
}

/// Lists what moved a wallet, newest first.
///
/// A supplier's shares of plays that were billed as they arrived stand as one sum a day of receipt;
/// today's still grows. Shares of plays decided in review are entries of their own.
#[utoipa::path(
    get,
    path = "/wallets/{owner_id}/transactions",
    tag = "wallets",
    params(("owner_id" = Uuid, Path, description = "The advertiser or supplier"), Page),
    responses(
        (status = 200, body = List<WalletTransaction>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn list_wallet_transactions(
    State(state): State<AppState>,
    caller: Caller,
    Path(owner_id): Path<Uuid>,
    page: Page,
    Query(NoBody {}): Query<NoBody>,
) -> ApiResult<Json<List<WalletTransaction>>> {
    let owner = find_owner(&state, &caller, owner_id)?;
    let accounts = match owner {
        Owner::Advertiser(no) => vec![Account::AdvertiserAvailable(no)],
        Owner::Supplier(no) => vec![
            Account::SupplierPending(no),
            Account::SupplierAvailable(no),
            Account::SupplierClawback(no),
        ],
        Owner::Operator => Vec::new(),
    };
    let supplier = match owner {
        Owner::Supplier(no) => Some(no),
        Owner::Advertiser(_) | Owner::Operator => None,
    };
    let owner_type = match supplier {
        Some(_) => WalletOwner::Supplier,
        None => WalletOwner::Advertiser,
    };
    let (before, limit) = (before(&page), page.limit.saturating_add(1));
    let views = state.handle().clone();
    let transfers = from_store(&state, move |snapshot| {
        let views = views.views();
        // A payout moves money between both accounts of a supplier and is one transfer.
        let mut all: BTreeMap<Seq, WalletTransaction> = BTreeMap::new();
        for account in accounts {
            let found = reads::account_transfers(snapshot, account, RETAIL, before, limit)?;
            all.extend(
                found.iter().map(|row| (row.seq, WalletTransaction::of(views, owner_type, row))),
            );
        }
        if let Some(supplier) = supplier {
            let days = reads::earned_days(snapshot, supplier)?;
            let days = days.iter().rev().filter(|(_, earned)| earned.newest < before).take(limit);
            all.extend(days.map(|(day, earned)| {
                (earned.newest, WalletTransaction::earned(supplier, *day, earned))
            }));
        }
        Ok(all)
    });
    Ok(Json(page.take(transfers.await?.into_iter().rev())))
}
