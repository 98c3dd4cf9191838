//! Transfers between accounts.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::account::Account;
use crate::domain::{
    ids::{CampaignNo, Seq},
    money::{Amount, Currency},
    time::Timestamp,
};

/// What a transfer is for. Rule: D-22.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TransferKind {
    /// Money from outside into a wallet.
    Deposit,
    /// Money from a wallet to outside.
    Withdrawal,
    /// A manual credit by an admin.
    Credit,
    /// A campaign's budget put into escrow (rule BUD-01).
    Hold,
    /// More budget for a campaign (the seed calls it CREDIT).
    TopUp,
    /// Escrow given back before the campaign ran.
    Release,
    /// What was not spent, given back at the end (rule BUD-05).
    Refund,
    /// The part of a refund below one cent (rule D-24).
    Rounding,
    /// The supplier's part of a play.
    SupplierShare,
    /// The platform's part of a play.
    PlatformShare,
    /// The cost of a play kept aside until its review is decided (rule D-11).
    ReviewHold,
    /// The cost of a reviewed play given back.
    ReviewRelease,
    /// What a terminated advertiser owed, taken from its wallet (rule CAM-27).
    DebtPayment,
    /// Paid by the platform for a fault of its own (rule CAM-26).
    ServiceCredit,
    /// What a supplier earned, paid out to its wallet (rule PAY-01).
    Payout,
    /// What a supplier owed, kept back from what it earned (rule PAY-01).
    Clawback,
    /// A share of a play that was charged back, given back by whoever got it (rule CHB-01).
    ChargebackRefund,
    /// The supplier's share of a play that was charged back after its payout: owed from then on
    /// (rule CHB-01).
    ChargebackClawback,
}

/// A transfer as a decision wishes it: no place in the order yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TransferDraft {
    /// Account that pays.
    pub debit: Account,
    /// Account that receives.
    pub credit: Account,
    /// Always above zero.
    pub amount: Amount,
    /// Of both accounts.
    pub currency: Currency,
    /// What for.
    pub kind: TransferKind,
    /// The campaign concerned, for its transaction list.
    pub campaign: Option<CampaignNo>,
    /// The impression or request concerned.
    pub reference: Option<Uuid>,
    /// A sentence for a person.
    pub description: String,
}

/// A committed transfer; never changed or removed. A correction is a new one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Transfer {
    /// Place in the order of all entries.
    pub seq: Seq,
    /// Id for the outside.
    pub id: Uuid,
    /// What was moved.
    pub draft: TransferDraft,
    /// When, server clock.
    pub at: Timestamp,
    /// The balance that rule D-31 names for this kind, before.
    pub balance_before: Amount,
    /// The same, after.
    pub balance_after: Amount,
}
