//! The daily payout to suppliers. Rule: PAY-01, CHB-01, D-29.

use std::collections::BTreeMap;

use super::periodic::{done, not_done_yet};
use crate::{
    domain::{
        catalog::{PartyStatus, Supplier, access::Owner},
        ids::SupplierNo,
        ledger::{
            Account, Payout, PayoutStatus, TransferDraft, TransferKind,
            payout::{Division, divide},
        },
        money::{Amount, Dollars},
        refusal::Refusal,
        time::{Day, Timestamp},
    },
    engine::{
        actor::AuditDraft,
        command::{Changes, Command, Context},
        live::Live,
        payables::{Due, PayoutDraft},
    },
};

/// Name of the daily job.
pub const PAYOUTS_JOB: &str = "payouts";

/// Pays each supplier what is payable at a slot, where that reaches the minimum.
///
/// The account's status stops nothing: what was earned is owed. A terminated supplier gets the rest
/// below the minimum too. Rule: PAY-01, D-29.
#[derive(Clone, Copy, Debug)]
pub struct PayOut {
    /// Midnight UTC.
    pub slot: Timestamp,
}

impl Command for PayOut {
    type Output = String;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, String), Refusal> {
        not_done_yet(live, PAYOUTS_JOB, self.slot)?;
        let mut changes = Changes::default();
        let (mut waiting, mut paid) = (0_usize, Amount::ZERO);
        let payable: BTreeMap<SupplierNo, Due> =
            live.payable_at(self.slot.day(), context.settings.payout.hold_days);
        for (no, due) in payable {
            let Some(supplier) = live.suppliers.get(no.0) else { continue };
            let Some(division) = division(live, context, supplier, &due) else {
                waiting += 1;
                continue;
            };
            paid = paid.checked_add(division.amount).unwrap_or(paid);
            self.pay(live, context, supplier, due, division, &mut changes);
        }
        let result = format!(
            "{} payouts of {} in all; {waiting} suppliers wait for more",
            changes.payouts.len(),
            Dollars(paid)
        );
        changes.put(done(PAYOUTS_JOB, self.slot, context.now, result.clone()));
        Ok((changes, result))
    }
}

fn division(
    live: &Live,
    context: &Context<'_>,
    supplier: &Supplier,
    due: &Due,
) -> Option<Division> {
    let minimum = Amount::from_units(i64::from(context.settings.payout.minimum));
    let is_closed = supplier.status_now() == PartyStatus::Terminated;
    divide(due.gross, live.owed_by(supplier.no), minimum, is_closed)
}

impl Live {
    /// What a supplier owes for plays that were charged back after their payout. Rule: CHB-01.
    #[must_use]
    pub fn owed_by(&self, supplier: SupplierNo) -> Amount {
        let account = Account::SupplierClawback(supplier);
        Amount::ZERO.minus_or_zero(self.accounts.balance(account, self.retail_currency()))
    }
}

impl PayOut {
    fn pay(
        self,
        live: &Live,
        context: &mut Context<'_>,
        supplier: &Supplier,
        due: Due,
        division: Division,
        changes: &mut Changes,
    ) {
        let id = context.random.uuid(context.now);
        let (first, last) = due.days.unwrap_or((self.slot.day(), self.slot.day()));
        let payout = Payout {
            seq: 0,
            id,
            supplier: supplier.no,
            amount: division.amount,
            gross: due.gross,
            clawback: division.clawback,
            period_start: first.start(),
            period_end: last.next().start(),
            impression_count: due.plays,
            status: PayoutStatus::Pending,
            created_at: self.slot,
            completed_at: None,
        };
        changes.transfers.extend(transfers(live, &payout, first, last));
        let payout = payout.completed(context.now);
        let entry = AuditDraft::new("payout.complete", "payout", id);
        changes.audit(entry.change("status", PayoutStatus::Pending, payout.status));
        let values = [
            ("amount", Dollars(payout.amount).to_string()),
            ("count", payout.impression_count.to_string()),
            ("from", first.to_string()),
            ("to", last.to_string()),
            ("clawback", Dollars(payout.clawback).to_string()),
        ];
        let code = if payout.clawback.is_zero() { "PAYOUT_PAID" } else { "PAYOUT_PAID_NET" };
        changes.tell(Owner::Supplier(supplier.no), code, id, &values);
        changes.payouts.push(PayoutDraft { payout, due });
    }
}

/// What a payout moves, as far as it is more than nothing.
fn transfers(
    live: &Live,
    payout: &Payout,
    first: Day,
    last: Day,
) -> impl Iterator<Item = TransferDraft> + use<> {
    let no = payout.supplier;
    let (id, currency) = (payout.id, live.retail_currency());
    let days = if first == last { first.to_string() } else { format!("{first} to {last}") };
    let kept = format!("Kept back for chargebacks after payout, from plays of {days}");
    let paid = format!("Payout for {} plays of {days}", payout.impression_count);
    let wallet = Account::SupplierAvailable(no);
    let debt = Account::SupplierClawback(no);
    [
        (debt, payout.clawback, TransferKind::Clawback, kept),
        (wallet, payout.amount, TransferKind::Payout, paid),
    ]
    .into_iter()
    .filter(|(_, amount, ..)| amount.is_positive())
    .map(move |(credit, amount, kind, description)| TransferDraft {
        debit: Account::SupplierPending(no),
        credit,
        amount,
        currency,
        kind,
        campaign: None,
        reference: Some(id),
        description,
    })
}
