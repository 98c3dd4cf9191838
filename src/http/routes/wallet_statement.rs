//! Statements of wallets: opening balance, every movement, closing balance, as JSON or CSV.
//! Rule: BUD-07, D-22, D-31.

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
    periods::read_period,
    reading::from_store,
    wallets::{WalletOwner, WalletTransactionType, earned_text, find_owner, wallet_type},
};
use crate::{
    domain::{
        catalog::access::Owner,
        ids::Seq,
        ledger::{Account, EarnedDay, Transfer, TransferKind},
        money::{Amount, Currency},
        refusal::Refusal,
        time::{Day, Timestamp},
    },
    engine::{publish::Views, reads},
    http::{ApiError, AppState, Caller, Json, Path, Problem, Query, error::ApiResult},
};

/// The currency of all stores and campaigns. Rule: D-28.
const RETAIL: Currency = Currency::Usd;

/// Handlers of statements.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(show_statement))
}

/// How a statement is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum StatementFormat {
    /// A JSON object.
    #[default]
    Json,
    /// Comma-separated values with a header, opening and closing as lines of their own.
    Csv,
}

/// Which days, and how they are written.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StatementQuery {
    /// First UTC day.
    pub from: String,
    /// Last UTC day, inclusive, today at the latest.
    pub to: String,
    /// `json` (default) or `csv`.
    #[serde(default)]
    #[param(inline)]
    pub format: StatementFormat,
}

/// Balances of a wallet at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Balances {
    /// What can be spent or withdrawn.
    pub available_balance: Amount,
    /// Earned, inside the hold; suppliers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pending_balance: Option<Amount>,
}

/// One movement, with the balances after it.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct StatementLine {
    /// When, server clock; for a day's shares, of the newest play.
    pub at: Timestamp,
    /// The seed's word.
    pub transaction_type: WalletTransactionType,
    /// The ledger's word, finer.
    pub kind: TransferKind,
    /// Always above zero.
    pub amount: Amount,
    /// What it did to the available balance; below zero for money that went.
    pub available_change: Amount,
    /// What it did to the pending balance; suppliers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pending_change: Option<Amount>,
    /// Balances afterwards.
    #[serde(flatten)]
    pub after: Balances,
    /// The campaign concerned.
    pub campaign_id: Option<Uuid>,
    /// The request or impression concerned.
    pub reference_id: Option<Uuid>,
    /// A sentence for a person.
    pub description: String,
}

/// A wallet over some days: opening + all lines = closing.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Statement {
    /// The advertiser or supplier.
    pub owner_id: Uuid,
    /// Which of the two.
    pub owner_type: WalletOwner,
    /// Of all amounts.
    pub currency: Currency,
    /// First UTC day.
    pub from: Day,
    /// Last UTC day.
    pub to: Day,
    /// Before the first day.
    pub opening: Balances,
    /// Every movement in order; a supplier's shares of single plays as one line a day of receipt.
    pub lines: Vec<StatementLine>,
    /// After the last day.
    pub closing: Balances,
}

/// Shows a wallet's statement over UTC days, with opening and closing balances. Rule: BUD-07.
#[utoipa::path(
    get,
    path = "/wallets/{owner_id}/statement",
    tag = "wallets",
    params(("owner_id" = Uuid, Path, description = "The advertiser or supplier"), StatementQuery),
    responses(
        (status = 200, content((Statement = "application/json"), (String = "text/csv"))),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 422, description = "Days that cannot be reported", body = Problem),
    ),
)]
pub async fn show_statement(
    State(state): State<AppState>,
    caller: Caller,
    Path(owner_id): Path<Uuid>,
    Query(query): Query<StatementQuery>,
) -> ApiResult<Response> {
    let owner = find_owner(&state, &caller, owner_id)?;
    let max_days = state.settings().reports.max_days;
    let (from, to) = read_period(&query.from, &query.to, state.now().day(), max_days)?;
    let accounts = Accounts::of(owner)?;
    let movements = from_store(&state, move |snapshot| {
        let mut movements: Vec<Movement> = Vec::new();
        for account in accounts.all() {
            let found = reads::account_transfers(snapshot, account, RETAIL, Seq::MAX, usize::MAX)?;
            movements.extend(found.into_iter().map(Movement::Transfer));
        }
        if let Owner::Supplier(supplier) = owner {
            let days = reads::earned_days(snapshot, supplier)?;
            movements.extend(days.into_iter().map(|(day, earned)| Movement::Earned(day, earned)));
        }
        Ok(movements)
    });
    let statement = accounts.statement(state.views(), owner_id, (from, to), movements.await?);
    let statement =
        statement.ok_or_else(|| ApiError::internal("balances beyond the range of money"))?;
    match query.format {
        StatementFormat::Json => Ok(Json(statement).into_response()),
        StatementFormat::Csv => {
            let name = format!("attachment; filename=\"statement-{owner_id}-{from}-{to}.csv\"");
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, name),
            ];
            Ok((headers, to_csv(&statement)).into_response())
        }
    }
}

/// Something that moved a wallet.
enum Movement {
    Transfer(Transfer),
    Earned(Day, EarnedDay),
}

impl Movement {
    const fn seq(&self) -> Seq {
        match self {
            Self::Transfer(transfer) => transfer.seq,
            Self::Earned(_, earned) => earned.newest,
        }
    }

    fn day(&self) -> Day {
        match self {
            Self::Transfer(transfer) => transfer.at.day(),
            Self::Earned(day, _) => *day,
        }
    }
}

/// The accounts that make up a wallet.
#[derive(Clone, Copy)]
struct Accounts {
    owner_type: WalletOwner,
    available: Account,
    pending: Option<Account>,
}

impl Accounts {
    fn of(owner: Owner) -> Result<Self, Refusal> {
        match owner {
            Owner::Advertiser(no) => Ok(Self {
                owner_type: WalletOwner::Advertiser,
                available: Account::AdvertiserAvailable(no),
                pending: None,
            }),
            Owner::Supplier(no) => Ok(Self {
                owner_type: WalletOwner::Supplier,
                available: Account::SupplierAvailable(no),
                pending: Some(Account::SupplierPending(no)),
            }),
            Owner::Operator => Err(Refusal::not_found("Wallet")),
        }
    }

    fn all(self) -> impl Iterator<Item = Account> {
        std::iter::once(self.available).chain(self.pending)
    }

    /// Opening, lines and closing; `None` when a sum does not fit.
    fn statement(
        self,
        views: &Views,
        owner_id: Uuid,
        (from, to): (Day, Day),
        mut movements: Vec<Movement>,
    ) -> Option<Statement> {
        movements.sort_by_key(Movement::seq);
        // A payout moves money between both accounts of a supplier and is one transfer.
        movements.dedup_by_key(|movement| movement.seq());
        let mut now = Balances {
            available_balance: Amount::ZERO,
            pending_balance: self.pending.map(|_| Amount::ZERO),
        };
        for movement in movements.iter().filter(|movement| movement.day() < from) {
            now = self.line(views, movement, now)?.after;
        }
        let opening = now;
        let mut lines = Vec::new();
        let within = |movement: &&Movement| (from..=to).contains(&movement.day());
        for movement in movements.iter().filter(within) {
            let line = self.line(views, movement, now)?;
            now = line.after;
            lines.push(line);
        }
        let (owner_type, currency) = (self.owner_type, RETAIL);
        Some(Statement { owner_id, owner_type, currency, from, to, opening, lines, closing: now })
    }

    fn line(self, views: &Views, movement: &Movement, before: Balances) -> Option<StatementLine> {
        let (available_change, pending_change) = match movement {
            Movement::Transfer(transfer) => (
                change(transfer, self.available)?,
                self.pending.map_or(Some(Amount::ZERO), |account| change(transfer, account))?,
            ),
            Movement::Earned(_, earned) => (Amount::ZERO, earned.amount),
        };
        let after = Balances {
            available_balance: before.available_balance.checked_add(available_change)?,
            pending_balance: match before.pending_balance {
                Some(pending) => Some(pending.checked_add(pending_change)?),
                None => None,
            },
        };
        let pending_change = self.pending.map(|_| pending_change);
        Some(match movement {
            Movement::Transfer(transfer) => {
                let draft = &transfer.draft;
                let campaign = draft.campaign.and_then(|no| views.campaigns.get(no.0));
                StatementLine {
                    at: transfer.at,
                    transaction_type: wallet_type(draft, self.owner_type),
                    kind: draft.kind,
                    amount: draft.amount,
                    available_change,
                    pending_change,
                    after,
                    campaign_id: campaign.map(|campaign| campaign.id),
                    reference_id: draft.reference,
                    description: draft.description.clone(),
                }
            }
            Movement::Earned(day, earned) => StatementLine {
                at: earned.newest_at,
                transaction_type: WalletTransactionType::Credit,
                kind: TransferKind::SupplierShare,
                amount: earned.amount,
                available_change,
                pending_change,
                after,
                campaign_id: None,
                reference_id: None,
                description: earned_text(*day, earned),
            },
        })
    }
}

/// What a transfer did to an account.
fn change(transfer: &Transfer, account: Account) -> Option<Amount> {
    let draft = &transfer.draft;
    let credited = if draft.credit == account { draft.amount } else { Amount::ZERO };
    let debited = if draft.debit == account { draft.amount } else { Amount::ZERO };
    credited.checked_sub(debited)
}

/// The header of the CSV form.
const COLUMNS: &str = "at,type,kind,amount,available_change,pending_change,available_balance,\
                       pending_balance,campaign_id,reference_id,description\r\n";

fn to_csv(statement: &Statement) -> String {
    let optional = |amount: Option<Amount>| amount.map_or_else(String::new, |a| a.to_string());
    let id = |id: Option<Uuid>| id.map_or_else(String::new, |id| id.to_string());
    let border = |at: Timestamp, word: &str, balances: &Balances| {
        let (available, pending) = (balances.available_balance, optional(balances.pending_balance));
        format!("{at},{word},,,,,{available},{pending},,,\r\n")
    };
    let mut text = COLUMNS.to_owned();
    text.push_str(&border(statement.from.start(), "OPENING", &statement.opening));
    for line in &statement.lines {
        // Writing to a text cannot fail.
        let _ = write!(
            text,
            "{},{},{},{},{},{},{},{},{},{},{}\r\n",
            line.at,
            word(line.transaction_type),
            word(line.kind),
            line.amount,
            line.available_change,
            optional(line.pending_change),
            line.after.available_balance,
            optional(line.after.pending_balance),
            id(line.campaign_id),
            id(line.reference_id),
            quoted(&line.description),
        );
    }
    text.push_str(&border(statement.to.end(), "CLOSING", &statement.closing));
    text
}

/// A word as it stands in JSON.
pub(super) fn word(value: impl Serialize) -> String {
    let value = serde_json::to_value(value).ok();
    value.and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A text as one field. What a spreadsheet would take for a formula begins with an apostrophe.
pub(super) fn quoted(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let guard = if is_formula { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        ids::{AdvertiserNo, CampaignNo},
        ledger::TransferDraft,
    };

    fn transfer(seq: Seq, day: i32, debit: Account, credit: Account, units: i64) -> Movement {
        Movement::Transfer(Transfer {
            seq,
            id: Uuid::from_u128(u128::from(seq)),
            draft: TransferDraft {
                debit,
                credit,
                amount: Amount::from_units(units),
                currency: RETAIL,
                kind: TransferKind::Deposit,
                campaign: None,
                reference: None,
                description: "=HYPERLINK(\"x\")".to_owned(),
            },
            at: Day::from_number(day).start(),
            balance_before: Amount::ZERO,
            balance_after: Amount::ZERO,
        })
    }

    /// Rule: BUD-07: opening + lines = closing, whatever the order of the clock.
    #[test]
    fn a_statement_adds_up_from_opening_to_closing() {
        let wallet = Account::AdvertiserAvailable(AdvertiserNo(1));
        let escrow = Account::CampaignEscrow(CampaignNo(1));
        let movements = vec![
            transfer(5, 11, wallet, escrow, 30),
            transfer(1, 9, Account::External, wallet, 100),
            transfer(7, 12, Account::External, wallet, 5),
            transfer(6, 9, wallet, escrow, 20),
        ];
        let accounts = Accounts::of(Owner::Advertiser(AdvertiserNo(1))).unwrap();
        let days = (Day::from_number(10), Day::from_number(11));
        let views = Views::default();
        let found = accounts.statement(&views, Uuid::nil(), days, movements).unwrap();
        let units = |balances: &Balances| balances.available_balance;
        assert_eq!(units(&found.opening), Amount::from_units(80));
        assert_eq!(found.lines.len(), 1);
        assert_eq!(found.lines[0].available_change, Amount::from_units(-30));
        assert_eq!(units(&found.closing), Amount::from_units(50));
        let csv = to_csv(&found);
        let rows: Vec<&str> = csv.lines().collect();
        assert_eq!(rows.len(), 4);
        assert!(rows[1].contains(",OPENING,,,,,80,"), "{csv}");
        assert!(rows[2].ends_with("\"'=HYPERLINK(\"\"x\"\")\""), "{csv}");
        assert!(rows[3].contains(",CLOSING,,,,,50,"), "{csv}");
    }
}
