//! What follows from a decision on a play under review: money, counters, aggregate, overlay.
//! Rule: IMP-07, IMP-08, D-11, D-30, D-60.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    db::{Table, codec},
    domain::{
        ids::Seq,
        impression::record::{ImpressionRow, OpenReview, Overlay, PlayStatus},
        ledger::{Account, TransferDraft, TransferKind},
        money::{Amount, Currency},
        proof_of_play::{AggregateKey, AggregateKind},
        time::Timestamp,
    },
    engine::{
        Actor, command::ReviewOutcome, commands::upkeep, core::Engine, live::Timer, plays::counted,
    },
};

/// An overlay as its row has it. Who needs only the overlay decodes only that: the place stands
/// behind it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OverlayRow {
    /// What holds.
    pub overlay: Overlay,
    /// The next place in the order of all entries when it was decided.
    pub seq: Seq,
}

impl Engine {
    /// Writes what holds of a play from now on.
    pub(super) fn put_overlay(&mut self, seq: Seq, overlay: &Overlay) {
        let key = seq.to_be_bytes();
        let row = OverlayRow { overlay: overlay.clone(), seq: self.live.next_seq };
        self.batch.put(Table::Overlays, &key, codec::encode_sealed(&key, &row));
    }

    /// What was decided on a play, committed or in the waiting group.
    pub(super) fn overlay_of(&mut self, seq: Seq) -> Option<OverlayRow> {
        let key = seq.to_be_bytes();
        let waiting = self.batch.newest(Table::Overlays, &key).map(<[u8]>::to_vec);
        let found =
            waiting.or_else(|| self.committed(|snapshot| snapshot.get(Table::Overlays, &key)));
        let read = |bytes: Vec<u8>| codec::decode_sealed(&key, &bytes);
        found.map(|bytes| read(bytes).expect("fail-stop: a money row must be readable"))
    }

    /// Applies a decision on a play under review.
    pub(in crate::engine) fn apply_review(&mut self, now: Timestamp, outcome: ReviewOutcome) {
        let Some(review) = self.live.reviews.remove(&outcome.seq) else { return };
        let Some(row) = self.row_of_seq(outcome.seq) else { return };
        let key = outcome.seq.to_be_bytes();
        self.batch.delete(Table::OpenReviews, &key);
        self.put_overlay(outcome.seq, &outcome.overlay);
        let billed = self.live.next_seq;
        self.live.timers.retain(|(_, timer)| *timer != Timer::Review(outcome.seq));
        self.publication.reviews_changed = true;
        let approved = outcome.overlay.status == PlayStatus::Verified;
        let transfers = if approved {
            self.approval_transfers(&review, &row)
        } else {
            self.release_transfers(&review, &row)
        };
        for draft in transfers {
            self.apply_transfer(now, draft);
        }
        if approved {
            self.log_play(outcome.seq, &row, None, now);
        }
        self.count_decision(&review, &row, &outcome.overlay);
        self.fold_decision(&row, &outcome.overlay);
        if approved {
            self.bill_disputed(outcome.seq, billed);
            self.count_billed(&row);
        } else {
            let changes = upkeep::refunded(&self.live, &self.settings, review.campaign, now);
            self.apply(now, &Actor::system(), changes);
        }
    }

    /// The row of a place, from the group or the store.
    pub(in crate::engine) fn row_of_seq(&mut self, seq: Seq) -> Option<Arc<ImpressionRow>> {
        if let Some(row) = self.group_rows.get(&seq) {
            return Some(Arc::clone(row));
        }
        let day = self.live.day_of_seq(seq)?;
        self.row_at(day, seq).map(Arc::new)
    }

    fn approval_transfers(&self, review: &OpenReview, row: &ImpressionRow) -> Vec<TransferDraft> {
        let supplier = self.live.store(row.store).map(|store| store.supplier).unwrap_or_default();
        let platform = review.cost.minus_or_zero(row.money.supplier);
        let to_supplier = Account::SupplierPending(supplier);
        [
            (
                row.money.supplier,
                to_supplier,
                TransferKind::SupplierShare,
                "Supplier's share after review",
            ),
            (
                platform,
                Account::PlatformRevenue,
                TransferKind::PlatformShare,
                "Platform's share after review",
            ),
        ]
        .into_iter()
        .filter_map(|(amount, credit, kind, text)| {
            hold_draft(review, row, amount, credit, kind, text)
        })
        .collect()
    }

    /// The held cost goes back to where it came from. Rule: D-23, D-30.
    fn release_transfers(&self, review: &OpenReview, row: &ImpressionRow) -> Vec<TransferDraft> {
        let campaign = self.live.campaigns.get(review.campaign.0);
        let back = match campaign.filter(|campaign| campaign.settled_at.is_some()) {
            Some(settled) => Account::AdvertiserAvailable(settled.advertiser),
            None => Account::CampaignEscrow(review.campaign),
        };
        let charged = review.cost.minus_or_zero(review.absorbed);
        let kind = TransferKind::ReviewRelease;
        [
            (charged, back, "Cost given back after review"),
            (review.absorbed, Account::PlatformAbsorbed, "Absorbed cost given back after review"),
        ]
        .into_iter()
        .filter_map(|(amount, credit, text)| hold_draft(review, row, amount, credit, kind, text))
        .collect()
    }

    fn count_decision(&mut self, review: &OpenReview, row: &ImpressionRow, overlay: &Overlay) {
        self.live.touched_campaigns.insert(review.campaign);
        let totals = &mut self.live.campaign_live[review.campaign.index()].totals;
        totals.decide(row, overlay);
        self.count_tests_decision(row, overlay);
    }

    fn fold_decision(&mut self, row: &ImpressionRow, overlay: &Overlay) {
        let Some(campaign) = row.campaign else { return };
        let day = row.played_at.day();
        let cut = self.live.cut_through.is_some_and(|through| day <= through);
        let kind = if cut { AggregateKind::ReviewResolved } else { AggregateKind::Record };
        let key = AggregateKey { day, campaign, kind };
        let play = counted(&self.live, row);
        let seq = self.live.next_seq;
        let aggregate = self.aggregate_mut(key, seq);
        if !cut {
            aggregate.leave_review();
        }
        match (overlay.status, overlay.reason) {
            (PlayStatus::Verified, _) => aggregate.count_verified(&play),
            (_, Some(reason)) => aggregate.count_rejected(reason),
            (_, None) => {}
        }
        self.urgent_aggregates.insert(key);
    }
}

fn hold_draft(
    review: &OpenReview,
    row: &ImpressionRow,
    amount: Amount,
    credit: Account,
    kind: TransferKind,
    description: &str,
) -> Option<TransferDraft> {
    amount.is_positive().then(|| TransferDraft {
        debit: Account::CampaignReviewHold(review.campaign),
        credit,
        amount,
        currency: Currency::Usd,
        kind,
        campaign: Some(review.campaign),
        reference: Some(row.id),
        description: description.to_owned(),
    })
}
