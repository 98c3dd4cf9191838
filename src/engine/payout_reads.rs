//! Reading payouts and what waits for them, from a snapshot of the store. Rule: PAY-01, D-29.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::load::{sealed, seq_of};
use crate::{
    db::{Snapshot, StoreError, Table},
    domain::{
        ids::{CampaignNo, Seq, StoreNo, SupplierNo},
        ledger::{
            Account, Drawn, PaidLine, PayableKey, PayableLine, Payout, SinglePlay,
            payout::{PayoutLimits, divide},
        },
        money::{Amount, Currency},
        time::Day,
    },
};

/// Payouts before `before`, newest first, at most `limit` that `wanted` keeps; of one supplier or of
/// all.
///
/// # Errors
/// `Storage`, `Row`.
pub fn payouts(
    snapshot: &Snapshot,
    supplier: Option<SupplierNo>,
    before: Seq,
    limit: usize,
    mut wanted: impl FnMut(&Payout) -> bool,
) -> Result<Vec<Payout>, StoreError> {
    let mut found = Vec::new();
    let Some(supplier) = supplier else {
        snapshot.scan_back(Table::Payouts, ..before.to_be_bytes().to_vec(), |key, value| {
            let payout: Payout = sealed(Table::Payouts, key, value)?;
            if wanted(&payout) {
                found.push(payout);
            }
            Ok(found.len() < limit)
        })?;
        return Ok(found);
    };
    let prefix = supplier.0.to_be_bytes();
    let end = [&prefix[..], &before.to_be_bytes()].concat();
    snapshot.scan_back(Table::PayoutsBySupplier, prefix.to_vec()..end, |key, _| {
        if let Some(payout) = payout_at(snapshot, seq_of(key))?.filter(|payout| wanted(payout)) {
            found.push(payout);
        }
        Ok(found.len() < limit)
    })?;
    Ok(found)
}

fn payout_at(snapshot: &Snapshot, seq: Seq) -> Result<Option<Payout>, StoreError> {
    let key = seq.to_be_bytes();
    let bytes = snapshot.get(Table::Payouts, &key)?;
    bytes.map(|bytes| sealed(Table::Payouts, &key, &bytes)).transpose()
}

/// A payout by its id.
///
/// # Errors
/// `Storage`, `Row`.
pub fn payout(snapshot: &Snapshot, id: Uuid) -> Result<Option<Payout>, StoreError> {
    match snapshot.get(Table::PayoutIds, id.as_bytes())? {
        Some(key) => payout_at(snapshot, seq_of(&key)),
        None => Ok(None),
    }
}

/// What a payout pays for plays of a day, campaign and store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PayoutLine {
    /// UTC day of `played_at`.
    pub day: Day,
    /// Campaign.
    pub campaign: CampaignNo,
    /// Store.
    pub store: StoreNo,
    /// Plays.
    pub plays: u64,
    /// Supplier's shares of them.
    pub amount: Amount,
}

/// What a payout pays, by day, campaign and store; the amounts add up to its gross.
///
/// # Errors
/// `Storage`, `Row`.
pub fn payout_lines(snapshot: &Snapshot, payout: &Payout) -> Result<Vec<PayoutLine>, StoreError> {
    let mut found: BTreeMap<(Day, CampaignNo, StoreNo), (u64, Amount)> = BTreeMap::new();
    let mut add = |day, campaign, store, plays: u64, amount: Amount| {
        let line = found.entry((day, campaign, store)).or_default();
        line.0 += plays;
        line.1 = line.1.checked_add(amount).unwrap_or(line.1);
    };
    let last = payout.period_end.plus_ms(-1).day();
    let days = PayableKey::days(payout.supplier, payout.period_start.day(), last);
    let range = days.start().to_bytes().to_vec()..=days.end().to_bytes().to_vec();
    snapshot.scan(Table::PaidLines, range, |key, value| {
        let paid: PaidLine = sealed(Table::PaidLines, key, value)?;
        if let Some(name) = PayableKey::from_bytes(key).filter(|_| paid.payout == payout.seq) {
            add(name.played, name.campaign, name.store, paid.line.plays, paid.line.amount);
        }
        Ok(true)
    })?;
    for single in single_plays(snapshot, payout.supplier)? {
        let alone = !matches!(single.drawn, Drawn::Paid(_));
        if alone && single.payout == Some(payout.seq) {
            add(single.played, single.campaign, single.store, 1, single.share);
        }
    }
    let line = |((day, campaign, store), (plays, amount))| PayoutLine {
        day,
        campaign,
        store,
        plays,
        amount,
    };
    Ok(found.into_iter().map(line).collect())
}

/// Plays of a supplier that are reckoned alone, in their order.
///
/// # Errors
/// `Storage`, `Row`.
pub fn single_plays(
    snapshot: &Snapshot,
    supplier: SupplierNo,
) -> Result<Vec<SinglePlay>, StoreError> {
    let mut found = Vec::new();
    snapshot.scan(Table::SinglePlays, of_supplier(supplier), |key, value| {
        found.push(sealed(Table::SinglePlays, key, value)?);
        Ok(true)
    })?;
    Ok(found)
}

fn of_supplier(supplier: SupplierNo) -> std::ops::Range<Vec<u8>> {
    let from = supplier.0.to_be_bytes().to_vec();
    from..supplier.0.saturating_add(1).to_be_bytes().to_vec()
}

/// A supplier's money: what it has, what waits and why, what the next payout would be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SupplierMoney {
    /// Paid out, not withdrawn.
    pub available: Amount,
    /// Earned, not paid out.
    pub pending: Amount,
    /// Owed for chargebacks after payout; zero or above.
    pub owed: Amount,
    /// Waits for disputes.
    pub disputed: Amount,
    /// Waits for investigations of emergency stops.
    pub frozen: Amount,
    /// Waits for more, since what would be paid lies below the minimum.
    pub below_minimum: Amount,
    /// Makes up for what is owed, and waits with the rest for the minimum.
    pub kept_back: Amount,
    /// Waits for its time.
    pub in_hold: Amount,
    /// What the next slot would pay.
    pub next: Amount,
}

/// Whose money, and by which rules it is looked at.
#[derive(Clone, Copy, Debug)]
pub struct MoneyAsked<'a> {
    /// Whose.
    pub supplier: SupplierNo,
    /// Day of the next slot.
    pub slot: Day,
    /// Hold and minimum.
    pub limits: &'a PayoutLimits,
    /// The account is terminated.
    pub is_closed: bool,
}

/// Reads a supplier's money. The hold of what is not in a record yet is not over at the next slot.
/// Rule: PAY-01, D-29.
///
/// # Errors
/// `Storage`, `Row`.
pub fn supplier_money(
    snapshot: &Snapshot,
    asked: &MoneyAsked<'_>,
    is_frozen: impl Fn(CampaignNo, StoreNo, Day) -> bool,
) -> Result<SupplierMoney, StoreError> {
    let MoneyAsked { supplier, slot, limits, is_closed } = *asked;
    let balance = |account: Account| -> Result<Amount, StoreError> {
        let key = account.key(Currency::Usd);
        let bytes = snapshot.get(Table::Balances, &key)?;
        let micros = bytes.map(|bytes| sealed::<i64>(Table::Balances, &key, &bytes)).transpose()?;
        Ok(Amount::from_micros(micros.unwrap_or(0)))
    };
    let mut money = SupplierMoney {
        available: balance(Account::SupplierAvailable(supplier))?,
        pending: balance(Account::SupplierPending(supplier))?,
        owed: Amount::ZERO.minus_or_zero(balance(Account::SupplierClawback(supplier))?),
        ..SupplierMoney::default()
    };
    let plus = |sum: &mut Amount, more: Amount| *sum = sum.checked_add(more).unwrap_or(*sum);
    let mut due = Amount::ZERO;
    snapshot.scan(Table::Payables, of_supplier(supplier), |key, value| {
        let line: PayableLine = sealed(Table::Payables, key, value)?;
        let Some(name) = PayableKey::from_bytes(key) else { return Ok(true) };
        if is_frozen(name.campaign, name.store, name.played) {
            plus(&mut money.frozen, line.amount);
        } else if line.due(name.played, limits.hold_days) <= slot {
            plus(&mut due, line.amount);
        }
        Ok(true)
    })?;
    for single in single_plays(snapshot, supplier)?.iter().filter(|single| single.is_owed()) {
        if single.dispute.is_some() {
            plus(&mut money.disputed, single.share);
        } else if is_frozen(single.campaign, single.store, single.played) {
            plus(&mut money.frozen, single.share);
        } else if single.due(limits.hold_days).is_some_and(|at| at <= slot) {
            plus(&mut due, single.share);
        }
    }
    let minimum = Amount::from_units(i64::from(limits.minimum));
    match divide(due, money.owed, minimum, is_closed) {
        Some(division) => money.next = division.amount,
        None => {
            money.kept_back = due.min(money.owed);
            money.below_minimum = due.minus_or_zero(money.kept_back);
        }
    }
    let told = [money.disputed, money.frozen, due];
    money.in_hold = told.into_iter().fold(money.pending, |left, amount| left.minus_or_zero(amount));
    Ok(money)
}
