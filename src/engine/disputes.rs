//! Disputes in memory and as rows: which play is disputed by which, what was charged back when,
//! suppliers' flags; rebuilding and publishing. Rule: POP-06, CHB-01.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rustc_hash::FxHashMap;

use super::{
    billed::Billed,
    core::Engine,
    live::{Live, Timer},
    load::row,
    publish::{Catalog, EventKind},
    registry::Registry,
};
use crate::{
    config::Settings,
    db::{Snapshot, StoreError, Table, codec},
    domain::{
        dispute::{Dispute, DisputeLimits, DisputeStatus, EvidencePart, SupplierFlag},
        ids::{AdvertiserNo, CampaignNo, DisputeNo, Seq, SupplierNo},
        time::{Day, Timestamp},
    },
};

/// The state of all disputes.
#[derive(Default)]
pub struct Disputes {
    /// All of them.
    pub rows: Registry<Dispute>,
    /// The dispute of a play, one that was withdrawn left out: a play is disputed once.
    by_play: FxHashMap<Seq, DisputeNo>,
    /// The dispute about a campaign's day, one that was withdrawn left out.
    by_day: FxHashMap<(CampaignNo, Day), DisputeNo>,
    /// Those that wait for a decision.
    open: BTreeSet<DisputeNo>,
    /// Plays that were charged back, by supplier and the UTC day they were played on.
    charged_back: BTreeMap<(SupplierNo, Day), u64>,
    /// The newest flag of each supplier that ever had one.
    flags: BTreeMap<SupplierNo, Arc<SupplierFlag>>,
    /// Billed plays.
    pub billed: Billed,
}

impl Disputes {
    /// The dispute of a play, if it has one that was not withdrawn.
    #[must_use]
    pub fn of_play(&self, seq: Seq) -> Option<&Arc<Dispute>> {
        self.by_play.get(&seq).and_then(|no| self.rows.get(no.0))
    }

    /// The dispute about a campaign's day, if there is one that was not withdrawn.
    #[must_use]
    pub fn of_day(&self, campaign: CampaignNo, day: Day) -> Option<&Arc<Dispute>> {
        self.by_day.get(&(campaign, day)).and_then(|no| self.rows.get(no.0))
    }

    /// The disputes that wait for a decision, oldest first.
    pub fn waiting(&self) -> impl Iterator<Item = &Arc<Dispute>> {
        self.open.iter().filter_map(|no| self.rows.get(no.0))
    }

    /// The disputes of an advertiser that wait for a decision.
    pub fn waiting_of(&self, advertiser: AdvertiserNo) -> impl Iterator<Item = &Arc<Dispute>> {
        self.waiting().filter(move |dispute| dispute.advertiser == advertiser)
    }

    /// The flag of a supplier, one that was cleared included.
    #[must_use]
    pub fn flag(&self, supplier: SupplierNo) -> Option<&Arc<SupplierFlag>> {
        self.flags.get(&supplier)
    }

    /// Suppliers whose rate can have changed: flagged, or with a chargeback from a day on.
    #[must_use]
    pub fn suppliers_to_watch(&self, from: Day) -> BTreeSet<SupplierNo> {
        let flagged = self.flags.values().filter(|flag| flag.is_raised()).map(|flag| flag.supplier);
        let charged = self.charged_back.keys().filter(|(_, day)| *day >= from);
        flagged.chain(charged.map(|(supplier, _)| *supplier)).collect()
    }

    /// Plays of a supplier from a day on that were charged back.
    #[must_use]
    pub fn charged_back_since(&self, supplier: SupplierNo, from: Day) -> u64 {
        let last = Day::from_number(i32::MAX);
        self.charged_back.range((supplier, from)..=(supplier, last)).map(|(_, count)| *count).sum()
    }

    fn note(&mut self, dispute: &Arc<Dispute>) {
        let before = self.rows.get(dispute.no.0).cloned();
        let withdrawn = dispute.status == DisputeStatus::Withdrawn;
        for play in &dispute.plays {
            if !withdrawn {
                self.by_play.insert(play.seq, dispute.no);
            } else if self.by_play.get(&play.seq) == Some(&dispute.no) {
                self.by_play.remove(&play.seq);
            }
        }
        if let Some(day) = dispute.day {
            if !withdrawn {
                self.by_day.insert((dispute.campaign, day), dispute.no);
            } else if self.by_day.get(&(dispute.campaign, day)) == Some(&dispute.no) {
                self.by_day.remove(&(dispute.campaign, day));
            }
        }
        if dispute.is_open() {
            self.open.insert(dispute.no);
        } else {
            self.open.remove(&dispute.no);
        }
        if before.is_none_or(|before| before.is_open()) {
            for play in dispute.plays.iter().filter(|play| play.is_charged_back()) {
                let key = (play.supplier, play.played_at.day());
                *self.charged_back.entry(key).or_default() += 1;
            }
        }
        self.rows.put(Arc::clone(dispute));
    }
}

/// What readers see of all this.
#[derive(Default)]
pub struct DisputeViews {
    /// All disputes.
    pub rows: Catalog<Dispute>,
    by_play: papaya::HashMap<Seq, DisputeNo>,
    flags: papaya::HashMap<SupplierNo, Arc<SupplierFlag>>,
}

impl DisputeViews {
    /// The newest dispute of a play, one that was withdrawn included.
    #[must_use]
    pub fn of_play(&self, seq: Seq) -> Option<Arc<Dispute>> {
        let no = *self.by_play.pin().get(&seq)?;
        self.rows.get(no.0)
    }

    /// The flag of a supplier, one that was cleared included.
    #[must_use]
    pub fn flag(&self, supplier: SupplierNo) -> Option<Arc<SupplierFlag>> {
        self.flags.pin().get(&supplier).cloned()
    }

    pub(super) fn put_flag(&self, flag: &Arc<SupplierFlag>) {
        self.flags.pin().insert(flag.supplier, Arc::clone(flag));
    }

    fn put(&self, dispute: &Arc<Dispute>) {
        self.rows.put(dispute);
        let by_play = self.by_play.pin();
        for play in &dispute.plays {
            // A play that was disputed again after a withdrawal belongs to the newer one.
            if by_play.get(&play.seq).is_none_or(|known| *known <= dispute.no) {
                by_play.insert(play.seq, dispute.no);
            }
        }
    }
}

impl Engine {
    pub(super) fn put_dispute(&mut self, dispute: &Arc<Dispute>) {
        let key = dispute.no.0.to_be_bytes();
        self.batch.put(Table::Disputes, &key, codec::encode(&**dispute));
        if let Some(before) = self.live.disputes.rows.get(dispute.no.0).cloned() {
            self.live.disarm_dispute(&before, &self.settings.dispute);
        }
        self.live.disputes.note(dispute);
        self.live.arm_dispute(dispute, &self.settings.dispute);
    }

    pub(super) fn put_evidence_part(&mut self, part: &EvidencePart) {
        self.batch.put(Table::DisputeEvidence, &part.key(), codec::encode(part));
    }

    pub(super) fn put_supplier_flag(&mut self, flag: &Arc<SupplierFlag>) {
        let key = flag.supplier.0.to_be_bytes();
        self.batch.put(Table::SupplierFlags, &key, codec::encode(&**flag));
        self.live.disputes.flags.insert(flag.supplier, Arc::clone(flag));
    }

    pub(super) fn publish_dispute(&self, dispute: &Arc<Dispute>, events: &mut Vec<EventKind>) {
        self.views.disputes.put(dispute);
        events.push(EventKind::Campaign(dispute.campaign));
    }

    /// Publishes everything, after the state was rebuilt.
    pub(super) fn publish_disputes(&self) {
        for dispute in self.live.disputes.rows.iter() {
            self.views.disputes.put(dispute);
        }
        for flag in self.live.disputes.flags.values() {
            self.views.disputes.put_flag(flag);
        }
    }
}

/// When the operator is reminded of a dispute.
fn reminder(dispute: &Dispute, limits: &DisputeLimits) -> Option<(Timestamp, Timer)> {
    let last = dispute.reminded_at.unwrap_or(dispute.opened_at);
    let at = limits.reminder_after(last).filter(|_| dispute.is_open())?;
    Some((at, Timer::DisputeReminder(dispute.no)))
}

impl Live {
    fn arm_dispute(&mut self, dispute: &Dispute, limits: &DisputeLimits) {
        self.timers.extend(reminder(dispute, limits));
    }

    fn disarm_dispute(&mut self, dispute: &Dispute, limits: &DisputeLimits) {
        if let Some(timer) = reminder(dispute, limits) {
            self.timers.remove(&timer);
        }
    }

    /// Sets the reminders of all disputes, after the state was rebuilt.
    pub(super) fn arm_disputes(&mut self, settings: &Settings) {
        for dispute in self.disputes.waiting().cloned().collect::<Vec<_>>() {
            self.arm_dispute(&dispute, &settings.dispute);
        }
    }

    /// Rebuilds all this from its rows.
    pub(super) fn load_disputes(
        &mut self,
        snapshot: &Snapshot,
        settings: &Settings,
    ) -> Result<(), StoreError> {
        snapshot.scan(Table::Disputes, .., |_, value| {
            let dispute: Arc<Dispute> = Arc::new(row(Table::Disputes, value)?);
            if dispute.is_open() {
                self.disputed.extend(dispute.plays.iter().map(|play| (play.seq, dispute.no)));
            }
            self.disputes.note(&dispute);
            Ok(true)
        })?;
        snapshot.scan(Table::SupplierFlags, .., |_, value| {
            let flag: SupplierFlag = row(Table::SupplierFlags, value)?;
            self.disputes.flags.insert(flag.supplier, Arc::new(flag));
            Ok(true)
        })?;
        self.load_billed(snapshot, settings.dispute.flag_days)
    }
}

/// The files of all evidence, by their hashes.
///
/// # Errors
/// `Storage`, `Row`.
pub fn evidence_files(snapshot: &Snapshot) -> Result<BTreeSet<[u8; 32]>, StoreError> {
    let mut files = BTreeSet::new();
    snapshot.scan(Table::DisputeEvidence, .., |_, value| {
        let part: EvidencePart = row(Table::DisputeEvidence, value)?;
        files.insert(part.sha256);
        Ok(true)
    })?;
    Ok(files)
}

/// The parts of a dispute's evidence, oldest first.
///
/// # Errors
/// `Storage`, `Row`.
pub fn evidence_parts(
    snapshot: &Snapshot,
    dispute: DisputeNo,
) -> Result<Vec<EvidencePart>, StoreError> {
    let mut parts = Vec::new();
    let range = dispute.0.to_be_bytes().to_vec()..(dispute.0 + 1).to_be_bytes().to_vec();
    snapshot.scan(Table::DisputeEvidence, range, |_, value| {
        parts.push(row(Table::DisputeEvidence, value)?);
        Ok(true)
    })?;
    Ok(parts)
}
