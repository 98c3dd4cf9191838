//! What the entries add up to: plays, decisions on them, transfers.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use rustc_hash::{FxHashMap, FxHashSet};
use uuid::Uuid;

use super::{
    AuditReport, counters::CounterBooks, days::Covered, payouts::PayoutBooks, postings::Postings,
    tests_kept::TestBooks,
};
use crate::{
    config::Settings,
    db::{Snapshot, StoreError, Table, codec},
    domain::{
        campaign::{fraud_watch::FraudWatch, model::Campaign},
        catalog,
        ids::{CampaignNo, Seq, SupplierNo},
        impression::record::{ImpressionRow, Overlay, PlayStatus},
        ledger::{Account, Transfer},
        money::Currency,
        proof_of_play::DayAggregate,
        refusal::Code,
        time::Day,
    },
    engine::{
        live::Lease,
        load::{LoadError, row, seq_of},
        reads::partitions,
    },
};

/// Days of plays whose buckets are remembered while reading: more than a play can be late.
const BUCKET_DAYS: i32 = 2;
/// Five-minute buckets of a day.
const BUCKETS_A_DAY: i64 = 288;

/// What a campaign's counters should say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Expected {
    pub verified: u64,
    pub rejected: u64,
    pub under_review: u64,
    pub reasons: BTreeMap<Code, u64>,
    pub spent: i128,
    pub absorbed: i128,
    pub absorbed_in_review: i128,
    pub duration_seconds: u64,
    pub fraud: FraudWatch,
}

/// Owner and zone of a store.
pub(super) struct StoreFacts {
    pub supplier: SupplierNo,
    pub zone: TimeZone,
}

/// Everything that the entries add up to.
pub(super) struct Books<'a> {
    pub snapshot: &'a Snapshot,
    pub settings: &'a Settings,
    pub report: AuditReport,
    pub campaigns: Vec<Campaign>,
    pub stores: Vec<StoreFacts>,
    pub partitions: Vec<(Day, Seq)>,
    pub balances: BTreeMap<(Account, Currency), i128>,
    pub totals: BTreeMap<CampaignNo, Expected>,
    pub days: BTreeMap<(CampaignNo, Day), DayAggregate>,
    /// Plays that no aggregate on disk holds yet, by their first verdict.
    pub uncovered: BTreeMap<(CampaignNo, Day), DayAggregate>,
    pub covered: Covered,
    pub leases: FxHashMap<Uuid, Lease>,
    pub spent_leases: BTreeMap<Uuid, Vec<Seq>>,
    pub open_reviews: BTreeSet<Seq>,
    /// Shares of plays billed as they arrived, by supplier and day of receipt: how many, micros.
    pub earned: BTreeMap<(SupplierNo, Day), (u64, i128)>,
    /// Plays that were billed, by the UTC day they were played on and supplier.
    pub billed: BTreeMap<(Day, SupplierNo), u64>,
    buckets: FxHashSet<(u32, u32, i64)>,
    postings: Postings,
    pub tests: TestBooks,
    pub payouts: PayoutBooks,
    pub counters: CounterBooks,
    /// Ids of campaigns, by number.
    pub campaign_ids: Vec<Uuid>,
    /// Plays that were billed, those taken back since included: each has its leaf.
    pub leaves_due: u64,
}

/// All rows of a table that can be decoded; the others become findings.
pub(super) fn read_all<T: serde::de::DeserializeOwned>(
    snapshot: &Snapshot,
    table: Table,
    report: &mut AuditReport,
) -> Result<Vec<T>, StoreError> {
    let mut rows = Vec::new();
    snapshot.scan(table, .., |key, value| {
        match row(table, value) {
            Ok(read) => rows.push(read),
            Err(error) => report.add("row can be read", name_of(table, key), "a row", error),
        }
        Ok(true)
    })?;
    Ok(rows)
}

/// A row's name for people: its table and key.
pub(super) fn name_of(table: Table, key: &[u8]) -> String {
    format!("{table} {}", hex::encode(key))
}

/// Decodes a money row; a damaged one becomes a finding.
pub(super) fn read_sealed<T: serde::de::DeserializeOwned>(
    report: &mut AuditReport,
    table: Table,
    key: &[u8],
    value: &[u8],
) -> Option<T> {
    match codec::decode_sealed(key, value) {
        Ok(read) => Some(read),
        Err(error) => {
            report.add("row is undamaged", name_of(table, key), "an intact checksum", error);
            None
        }
    }
}

impl<'a> Books<'a> {
    /// Reads master data and what says how far the folds on disk reach.
    pub fn open(snapshot: &'a Snapshot, settings: &'a Settings) -> Result<Self, LoadError> {
        let mut report = AuditReport::default();
        let campaigns: Vec<Campaign> = read_all(snapshot, Table::Campaigns, &mut report)?;
        let stores: Vec<catalog::Store> = read_all(snapshot, Table::Stores, &mut report)?;
        let leases: Vec<Lease> = read_all(snapshot, Table::Leases, &mut report)?;
        let facts = |store: catalog::Store| StoreFacts {
            supplier: store.supplier,
            zone: TimeZone::get(&store.timezone).unwrap_or(TimeZone::UTC),
        };
        Ok(Self {
            snapshot,
            settings,
            covered: Covered::read(snapshot, &mut report)?,
            payouts: PayoutBooks::read(snapshot, &mut report)?,
            postings: Postings::read(snapshot, campaigns.iter().map(|c| c.no))?,
            report,
            campaign_ids: campaigns.iter().map(|campaign| campaign.id).collect(),
            leaves_due: 0,
            campaigns,
            stores: stores.into_iter().map(facts).collect(),
            partitions: partitions(snapshot)?,
            balances: BTreeMap::new(),
            totals: BTreeMap::new(),
            days: BTreeMap::new(),
            uncovered: BTreeMap::new(),
            leases: leases.into_iter().map(|lease| (lease.id, lease)).collect(),
            spent_leases: BTreeMap::new(),
            open_reviews: BTreeSet::new(),
            earned: BTreeMap::new(),
            billed: BTreeMap::new(),
            buckets: FxHashSet::default(),
            tests: TestBooks::default(),
            counters: CounterBooks::default(),
        })
    }

    fn book(&mut self, debit: Account, credit: Account, currency: Currency, micros: i128) {
        if micros != 0 {
            *self.balances.entry((debit, currency)).or_default() -= micros;
            *self.balances.entry((credit, currency)).or_default() += micros;
        }
    }

    /// Adds up the transfers that are rows of their own.
    pub fn read_transfers(&mut self) -> Result<(), LoadError> {
        let snapshot = self.snapshot;
        snapshot.scan(Table::Transfers, .., |key, value| {
            let Some(transfer) =
                read_sealed::<Transfer>(&mut self.report, Table::Transfers, key, value)
            else {
                return Ok(true);
            };
            self.report.transfers += 1;
            self.report.equal(
                "transfer stands at its place",
                transfer.id,
                &seq_of(key),
                &transfer.seq,
            );
            let draft = &transfer.draft;
            if !draft.amount.is_positive() {
                self.report.add("amount above zero", transfer.id, "> 0", draft.amount);
            }
            let micros = i128::from(draft.amount.micros());
            self.book(draft.debit, draft.credit, draft.currency, micros);
            self.payouts.meet_transfer(&transfer);
            Ok(true)
        })?;
        Ok(())
    }

    /// Adds up the plays, day by day in the order of their places.
    pub fn read_plays(&mut self) -> Result<(), LoadError> {
        let snapshot = self.snapshot;
        for (day, _) in self.partitions.clone() {
            let oldest = i64::from(day.number() - BUCKET_DAYS) * BUCKETS_A_DAY;
            self.buckets.retain(|(_, _, bucket)| *bucket >= oldest);
            let table = Table::Impressions(day.number());
            snapshot.scan(table, .., |key, value| {
                let read = read_sealed::<ImpressionRow>(&mut self.report, table, key, value);
                if let Some(play) = read {
                    self.read_play(seq_of(key), &play)?;
                }
                Ok(true)
            })?;
        }
        Ok(())
    }

    fn read_play(&mut self, seq: Seq, play: &ImpressionRow) -> Result<(), StoreError> {
        self.report.plays += 1;
        self.count_counters(seq, play)?;
        self.count_leaf(seq, play)?;
        let money = play.money;
        let parts = money.charged.checked_add(money.absorbed);
        self.report.equal("cost = charged + absorbed", play.id, &parts, &Some(money.cost));
        if play.status == PlayStatus::Rejected && !money.cost.is_zero() {
            self.report.add("a rejected play costs nothing", play.id, 0, money.cost);
        }
        let overlay = self.overlay_of(seq, play)?;
        let Some(campaign) = play.campaign else {
            if play.status != PlayStatus::Rejected {
                self.report.add(
                    "a play without campaign is rejected",
                    play.id,
                    "REJECTED",
                    "accepted",
                );
            }
            return Ok(());
        };
        self.book_play(campaign, play);
        self.count_billed(play, overlay.as_ref());
        self.count_play(campaign, play, overlay.as_ref());
        self.count_day(campaign, seq, play, overlay.as_ref());
        // A chargeback does not touch tests: they count what was verified then.
        let tested = overlay.as_ref().map(before_chargeback);
        self.count_tests(play, tested.as_ref());
        self.check_single(seq, play, overlay.as_ref());
        if play.status != PlayStatus::Rejected {
            self.check_double(campaign, seq, play);
        }
        self.postings.meet(self.snapshot, campaign, seq, play.status, &mut self.report)
    }

    /// The decision on a play, if it was under review or charged back.
    fn overlay_of(
        &mut self,
        seq: Seq,
        play: &ImpressionRow,
    ) -> Result<Option<Overlay>, StoreError> {
        let under_review = play.status == PlayStatus::UnderReview;
        if !under_review && !self.payouts.is_charged_back(seq) {
            return Ok(None);
        }
        let key = seq.to_be_bytes();
        let bytes = self.snapshot.get(Table::Overlays, &key)?;
        let read = bytes.and_then(|bytes| {
            read_sealed::<Overlay>(&mut self.report, Table::Overlays, &key, &bytes)
        });
        match &read {
            Some(_) => self.report.overlays += 1,
            None if under_review => {
                self.open_reviews.insert(seq);
            }
            None => self.report.add("a chargeback has its decision", play.id, "one", "none"),
        }
        Ok(read)
    }

    /// The money that a play moves, derived from its row alone. Rule: D-22, D-23.
    fn book_play(&mut self, campaign: CampaignNo, play: &ImpressionRow) {
        let escrow = Account::CampaignEscrow(campaign);
        let usd = Currency::Usd;
        let cost = i128::from(play.money.cost.micros());
        let absorbed = i128::from(play.money.absorbed.micros());
        match play.status {
            PlayStatus::Rejected => {}
            PlayStatus::UnderReview => {
                self.book(Account::PlatformAbsorbed, escrow, usd, absorbed);
                self.book(escrow, Account::CampaignReviewHold(campaign), usd, cost);
            }
            PlayStatus::Verified => {
                let supplier_part = i128::from(play.money.supplier.micros());
                if !(0..=cost).contains(&supplier_part) || supplier_part % 100 != 0 {
                    let expected = format!("4 decimals within 0 and {}", play.money.cost);
                    let found = play.money.supplier;
                    self.report.add("the supplier's share", play.id, expected, found);
                }
                let supplier = self.stores.get(play.store.index()).map(|store| store.supplier);
                let supplier = supplier.unwrap_or_default();
                if supplier_part > 0 {
                    let key = (supplier, play.received_at.day());
                    let earned = self.earned.entry(key).or_default();
                    *earned = (earned.0 + 1, earned.1 + supplier_part);
                }
                let pending = Account::SupplierPending(supplier);
                self.book(Account::PlatformAbsorbed, escrow, usd, absorbed);
                self.book(escrow, pending, usd, supplier_part);
                self.book(escrow, Account::PlatformRevenue, usd, cost - supplier_part);
            }
        }
    }

    fn count_play(
        &mut self,
        campaign: CampaignNo,
        play: &ImpressionRow,
        overlay: Option<&Overlay>,
    ) {
        let (status, reason) = standing(play, overlay);
        let totals = self.totals.entry(campaign).or_default();
        totals.fraud.count(play);
        match status {
            PlayStatus::Verified => {
                totals.verified += 1;
                totals.spent += i128::from(play.money.charged.micros());
                totals.absorbed += i128::from(play.money.absorbed.micros());
                totals.duration_seconds += u64::from(play.duration_actual);
            }
            PlayStatus::UnderReview => {
                totals.under_review += 1;
                totals.absorbed_in_review += i128::from(play.money.absorbed.micros());
            }
            PlayStatus::Rejected => {
                totals.rejected += 1;
                if let Some(reason) = reason {
                    *totals.reasons.entry(reason).or_default() += 1;
                }
            }
        }
    }

    /// No bucket and no lease counts twice. Rule: D-07, D-15.
    fn check_double(&mut self, campaign: CampaignNo, seq: Seq, play: &ImpressionRow) {
        let bucket = play.played_at.seconds().div_euclid(300);
        if !self.buckets.insert((campaign.0, play.device.0, bucket)) {
            let subject = format!("play {} at {}", play.id, play.played_at);
            self.report.add("one accepted play in five minutes", subject, 1, 2);
        }
        if let Some(lease) = play.lease.filter(|lease| self.leases.contains_key(lease)) {
            self.spent_leases.entry(lease).or_default().push(seq);
        }
    }

    /// Every posting row belongs to a play.
    pub fn finish_postings(&mut self) -> Result<(), LoadError> {
        self.postings.finish(self.snapshot, &mut self.report)?;
        Ok(())
    }
}

/// What held of a play before it was charged back.
fn before_chargeback(overlay: &Overlay) -> Overlay {
    match overlay.reason {
        Some(Code::ChargebackApproved) => {
            Overlay { status: PlayStatus::Verified, reason: None, ..overlay.clone() }
        }
        _ => overlay.clone(),
    }
}

/// Status and reason that hold now.
pub(super) fn standing(
    play: &ImpressionRow,
    overlay: Option<&Overlay>,
) -> (PlayStatus, Option<Code>) {
    overlay.map_or((play.status, play.reason), |decided| (decided.status, decided.reason))
}
