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
        catalog::access::Owner,
        ids::{AdvertiserNo, Seq, SupplierNo},
        ledger::{Account, EarnedDay, EarnedKey, Transfer, TransferKind},
        money::{Amount, Currency},
        refusal::Refusal,
        time::{Day, Timestamp},
        wording::count,
    },
    engine::{
        commands::wallets::{Deposit, Deposited},
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
    /// Earned, inside the 7-day hold; suppliers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pending_balance: Option<Amount>,
    /// Of all amounts.
    pub currency: Currency,
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

/// Kinds of transfers in a wallet's words. A top-up is CREDIT for its campaign, but holds money
/// of the wallet.
pub(super) const fn type_of(kind: TransferKind) -> WalletTransactionType {
    use {TransferKind as K, WalletTransactionType as T};
    match kind {
        K::Deposit | K::Credit | K::SupplierShare | K::PlatformShare | K::ServiceCredit => {
            T::Credit
        }
        K::Withdrawal | K::Rounding | K::DebtPayment => T::Debit,
        K::Hold | K::TopUp | K::ReviewHold => T::Hold,
        K::Release => T::Release,
        K::Refund | K::ReviewRelease => T::Refund,
    }
}

impl WalletTransaction {
    fn of(views: &Views, transfer: &Transfer) -> Self {
        let draft = &transfer.draft;
        // A share shows the balance of the account that pays it, which is none of the wallet.
        let is_own = draft.kind != TransferKind::SupplierShare;
        let campaign = draft.campaign.and_then(|no| views.campaigns.get(no.0));
        Self {
            id: transfer.id,
            transaction_type: type_of(draft.kind),
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
            currency: RETAIL,
        },
        Owner::Supplier(no) => WalletView {
            owner_id,
            owner_type: WalletOwner::Supplier,
            available_balance: views.balance(Account::SupplierAvailable(no), RETAIL),
            held_balance: None,
            pending_balance: Some(views.balance(Account::SupplierPending(no), RETAIL)),
            currency: RETAIL,
        },
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
        Owner::Supplier(no) => vec![Account::SupplierPending(no), Account::SupplierAvailable(no)],
        Owner::Operator => Vec::new(),
    };
    let supplier = match owner {
        Owner::Supplier(no) => Some(no),
        Owner::Advertiser(_) | Owner::Operator => None,
    };
    let (before, limit) = (before(&page), page.limit.saturating_add(1));
    let views = state.handle().clone();
    let transfers = from_store(&state, move |snapshot| {
        let views = views.views();
        // A payout moves money between both accounts of a supplier and is one transfer.
        let mut all: BTreeMap<Seq, WalletTransaction> = BTreeMap::new();
        for account in accounts {
            let found = reads::account_transfers(snapshot, account, RETAIL, before, limit)?;
            all.extend(found.iter().map(|row| (row.seq, WalletTransaction::of(views, row))));
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
