//! Plays that are disputed, and plays that are charged back: payout, money, counters, aggregate,
//! overlay. Rule: CHB-01, PAY-01, D-23, D-30, D-60.
//!
//! Counters of A/B tests and test runs stay as they are: they say what was shown and verified then, and
//! a decision that rests on them is not made again.

use crate::{
    domain::{
        ids::{CampaignNo, DisputeNo, Seq, SupplierNo},
        impression::record::{ImpressionRow, Overlay, PlayMoney, PlayStatus},
        ledger::{Account, Drawn, SinglePlay, TransferDraft, TransferKind},
        money::{Amount, Currency},
        proof_of_play::{AggregateKey, AggregateKind, DayAggregate},
        time::{Day, Timestamp},
    },
    engine::{Actor, commands::upkeep, core::Engine, live::Live, plays::counted},
};

/// A billed play that is charged back.
#[derive(Clone, Debug)]
pub struct ChargebackOutcome {
    /// The play.
    pub seq: Seq,
    /// REJECTED with `ChargebackApproved`, and why.
    pub overlay: Overlay,
    /// The dispute that ended so.
    pub dispute: DisputeNo,
}

/// One movement of a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refund {
    /// Who gives back.
    pub debit: Account,
    /// Who gets it back.
    pub credit: Account,
    /// Above zero.
    pub amount: Amount,
}

/// The movements that undo a billed play: each share goes back from who got it, and reaches whoever
/// paid the play, the campaign's side first. Rule: CHB-01, D-23, D-30.
///
/// `supplier` is the account of the supplier's share, `payer` that of the charged part.
#[must_use]
pub fn refunds(money: &PlayMoney, supplier: Account, payer: Account) -> Vec<Refund> {
    let mut sources = [
        (supplier, money.supplier),
        (Account::PlatformRevenue, money.cost.minus_or_zero(money.supplier)),
    ];
    let mut found = Vec::new();
    for (credit, mut missing) in
        [(payer, money.charged), (Account::PlatformAbsorbed, money.absorbed)]
    {
        for (debit, left) in &mut sources {
            let amount = missing.min(*left);
            if amount.is_positive() {
                found.push(Refund { debit: *debit, credit, amount });
                missing = missing.minus_or_zero(amount);
                *left = left.minus_or_zero(amount);
            }
        }
    }
    found
}

impl Live {
    /// Where the charged part of a play goes back to: to the campaign while it lives, else to the
    /// wallet. Rule: D-30.
    fn payer(&self, campaign: CampaignNo) -> Account {
        let row = self.campaigns.get(campaign.0);
        match row.filter(|campaign| campaign.settled_at.is_some()) {
            Some(settled) => Account::AdvertiserAvailable(settled.advertiser),
            None => Account::CampaignEscrow(campaign),
        }
    }

    fn is_cut(&self, day: Day) -> bool {
        self.cut_through.is_some_and(|through| day <= through)
    }
}

impl Engine {
    /// Plays enter a dispute, so that their payout waits, or leave it. Rule: PAY-01, CHB-01.
    pub(in crate::engine) fn apply_disputed(
        &mut self,
        now: Timestamp,
        changes: Vec<(Seq, Option<DisputeNo>)>,
    ) {
        for (seq, dispute) in changes {
            let Some(row) = self.row_of_seq(seq) else { continue };
            let Some(mut single) = self.single_out(seq, &row) else { continue };
            match dispute {
                Some(no) => drop(self.live.disputed.insert(seq, no)),
                None => drop(self.live.disputed.remove(&seq)),
            }
            single.dispute = dispute;
            if dispute.is_none() {
                single.ready = single.ready.max(now.day().next());
            }
            if dispute.is_none() && single.drawn == Drawn::NotBilled {
                self.drop_single(&single);
            } else {
                self.put_single(single);
            }
        }
    }

    /// A play that was disputed while under review was approved: it is billed, and waits.
    pub(super) fn bill_disputed(&mut self, seq: Seq, billed: Seq) {
        let Some(single) = self.live.payables.single(seq).copied() else { return };
        let drawn = self.draw_single(single, billed);
        self.put_single(drawn);
    }

    /// A play that is reckoned alone from now on; `None` for one without a campaign.
    fn single_out(&mut self, seq: Seq, row: &ImpressionRow) -> Option<SinglePlay> {
        let campaign = row.campaign?;
        let supplier = self.supplier_of(row);
        let known = self.find_single(supplier, seq);
        // What was not billed then may be now.
        if let Some(known) = known.filter(|single| single.drawn != Drawn::NotBilled) {
            return Some(known);
        }
        let overlay = self.overlay_of(seq);
        let status = overlay.as_ref().map_or(row.status, |found| found.overlay.status);
        let reviewed = row.status == PlayStatus::UnderReview;
        let billed = overlay.filter(|_| reviewed).map_or(seq, |found| found.seq);
        let single = SinglePlay {
            seq,
            id: row.id,
            supplier,
            played: row.played_at.day(),
            campaign,
            store: row.store,
            share: row.money.supplier,
            reviewed,
            drawn: Drawn::NotBilled,
            dispute: None,
            ready: row.received_at.day().next(),
            payout: None,
            charged_back: None,
        };
        let is_billed = status == PlayStatus::Verified;
        Some(if is_billed { self.draw_single(single, billed) } else { single })
    }

    fn supplier_of(&self, row: &ImpressionRow) -> SupplierNo {
        self.live.store(row.store).map(|store| store.supplier).unwrap_or_default()
    }

    /// Charges a billed play back: the cost returns to who paid it, the supplier's share comes from
    /// what waits for it, or is owed once it was paid. A play that is not billed stays as it is.
    /// Rule: CHB-01, D-30, D-60.
    pub(in crate::engine) fn apply_chargeback(
        &mut self,
        now: Timestamp,
        outcome: ChargebackOutcome,
    ) {
        let seq = outcome.seq;
        let Some(row) = self.row_of_seq(seq) else { return };
        let decided = self.overlay_of(seq).map(|found| found.overlay.status);
        let (Some(campaign), PlayStatus::Verified) = (row.campaign, decided.unwrap_or(row.status))
        else {
            tracing::warn!(impression = %row.id, "a play that is not billed is not charged back");
            return;
        };
        let Some(mut single) = self.single_out(seq, &row) else { return };
        self.refund_play(now, campaign, &row, &single, &outcome.overlay);
        self.put_overlay(seq, &outcome.overlay);
        self.log_reversal(seq, &outcome.overlay);
        self.live.touched_campaigns.insert(campaign);
        let totals = &mut self.live.campaign_live[campaign.index()].totals;
        totals.charge_back(&row, &outcome.overlay);
        self.fold_chargeback(campaign, &row);
        if !self.live.is_cut(single.played) {
            single.drawn = Drawn::BeforeCut;
        }
        single.dispute = None;
        single.charged_back = Some(now);
        self.live.disputed.remove(&seq);
        self.put_single(single);
        let changes = upkeep::refunded(&self.live, &self.settings, campaign, now);
        self.apply(now, &Actor::system(), changes);
    }

    fn refund_play(
        &mut self,
        now: Timestamp,
        campaign: CampaignNo,
        row: &ImpressionRow,
        single: &SinglePlay,
        overlay: &Overlay,
    ) {
        let is_paid = single.payout.is_some();
        let supplier = match is_paid {
            true => Account::SupplierClawback(single.supplier),
            false => Account::SupplierPending(single.supplier),
        };
        let why = overlay.note.as_deref().unwrap_or("Chargeback");
        for refund in refunds(&row.money, supplier, self.live.payer(campaign)) {
            let kind = match refund.debit == supplier && is_paid {
                true => TransferKind::ChargebackClawback,
                false => TransferKind::ChargebackRefund,
            };
            let draft = TransferDraft {
                debit: refund.debit,
                credit: refund.credit,
                amount: refund.amount,
                currency: Currency::Usd,
                kind,
                campaign: Some(campaign),
                reference: Some(row.id),
                description: why.to_owned(),
            };
            self.apply_transfer(now, draft);
        }
    }

    /// Takes the play back out of its running day, or counts it into the day's supplement of
    /// chargebacks. Rule: D-60.
    fn fold_chargeback(&mut self, campaign: CampaignNo, row: &ImpressionRow) {
        let day = row.played_at.day();
        let play = counted(&self.live, row);
        let seq = self.live.next_seq;
        let key = if self.live.is_cut(day) {
            let key = AggregateKey { day, campaign, kind: AggregateKind::Chargeback };
            self.aggregate_mut(key, seq).count_verified(&play);
            key
        } else {
            let key = AggregateKey { day, campaign, kind: AggregateKind::Record };
            let mut taken = DayAggregate::default();
            taken.count_verified(&play);
            self.aggregate_mut(key, seq).take_back(&taken);
            key
        };
        self.urgent_aggregates.insert(key);
    }
}

#[cfg(test)]
#[path = "charged_back_tests.rs"]
mod tests;
