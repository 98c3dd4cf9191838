//! The auditor finds what is tampered with.

use uuid::Uuid;

use super::*;
use crate::{
    db::{Batch, Table, codec},
    domain::{
        ids::{CampaignNo, StoreNo, SupplierNo},
        ledger::{Account, Drawn, PayableLine, Payout, PayoutStatus, SinglePlay},
        money::{Amount, Currency},
        proof_of_play::AggregateKind,
        time::Day,
    },
    engine::{
        ids::{hash_of, write_run},
        live::CampaignTotals,
    },
};

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("store"), 1 << 20).unwrap();
    (folder, store)
}

fn findings(store: &Store) -> Vec<String> {
    let report = audit(store, &Settings::default()).unwrap();
    report.findings.into_iter().map(|finding| finding.what).collect()
}

#[test]
fn an_empty_store_is_clean() {
    let (_folder, store) = store();
    assert!(audit(&store, &Settings::default()).unwrap().is_clean());
}

/// Rule: D-22. A balance without entries, a damaged one, and a sum that is not zero.
#[test]
fn balances_without_entries_are_found() {
    let (_folder, store) = store();
    let mut batch = Batch::default();
    let key = Account::CampaignEscrow(CampaignNo(0)).key(Currency::Usd);
    batch.put(Table::Balances, &key, codec::encode_sealed(&key, &-5_i64));
    let key = Account::PlatformRevenue.key(Currency::Usd);
    let mut damaged = codec::encode_sealed(&key, &5_i64);
    damaged[1] ^= 1;
    batch.put(Table::Balances, &key, damaged);
    store.commit(&mut batch).unwrap();
    assert_eq!(
        findings(&store),
        [
            "balance in micros",
            "no balance below zero",
            "row is undamaged",
            "all accounts sum to zero"
        ]
    );
}

/// Rule: D-07. Ids that lead nowhere, and a run that lost some of its ids.
#[test]
fn ids_without_plays_are_found() {
    let (_folder, store) = store();
    let mut batch = Batch::default();
    let ids = (1..=3_u64).map(|seq| (Uuid::from_u128(u128::from(seq)), seq)).collect();
    write_run(&mut batch, &ids).unwrap();
    store.commit(&mut batch).unwrap();
    assert_eq!(findings(&store), ["an id leads to its play"; 3]);
    let (bucket, _) = hash_of(Uuid::from_u128(2));
    let key = [&1_u64.to_be_bytes()[..], &bucket.to_be_bytes()].concat();
    batch.clear();
    batch.delete(Table::IdRuns, &key);
    store.commit(&mut batch).unwrap();
    let lost = ["a run holds all of its ids", "an id leads to its play", "an id leads to its play"];
    assert_eq!(findings(&store), lost);
}

/// Rule: PAY-01, CHB-01. Lines without a record, plays that are none, payouts that nothing adds up to
/// and nothing moved, a debt above zero.
#[test]
fn what_is_changed_in_payables_and_payouts_is_found() {
    let (_folder, store) = store();
    let single = SinglePlay {
        seq: 9,
        id: Uuid::from_u128(9),
        supplier: SupplierNo(0),
        played: Day::from_number(20_000),
        campaign: CampaignNo(0),
        store: StoreNo(0),
        share: Amount::from_units(1),
        reviewed: false,
        drawn: Drawn::BeforeCut,
        dispute: None,
        ready: Day::from_number(20_001),
        payout: None,
        charged_back: None,
    };
    let line = PayableLine {
        plays: 1,
        amount: Amount::from_units(1),
        kind: AggregateKind::Record,
        cut: Day::from_number(20_001),
        before: 5,
    };
    let payout = Payout {
        seq: 7,
        id: Uuid::from_u128(7),
        supplier: SupplierNo(0),
        amount: Amount::from_units(3),
        gross: Amount::from_units(4),
        clawback: Amount::from_units(2),
        period_start: single.played.start(),
        period_end: single.ready.start(),
        impression_count: 1,
        status: PayoutStatus::Completed,
        created_at: single.ready.start(),
        completed_at: None,
    };
    let mut batch = Batch::default();
    let key = single.key();
    batch.put(Table::SinglePlays, &key, codec::encode_sealed(&key, &single));
    let key = single.line(0).to_bytes();
    batch.put(Table::Payables, &key, codec::encode_sealed(&key, &line));
    let key = payout.seq.to_be_bytes();
    batch.put(Table::Payouts, &key, codec::encode_sealed(&key, &payout));
    let key = Account::SupplierClawback(SupplierNo(0)).key(Currency::Usd);
    batch.put(Table::Balances, &key, codec::encode_sealed(&key, &5_i64));
    let key = Account::External.key(Currency::Usd);
    batch.put(Table::Balances, &key, codec::encode_sealed(&key, &-5_i64));
    store.commit(&mut batch).unwrap();
    assert_eq!(
        findings(&store),
        [
            "balance in micros",
            "balance in micros",
            "no debt above zero",
            "a single play is a play",
            "lines belong to records",
            "gross = amount + clawback",
            "a payout is the sum of its lines",
            "what a payout moved",
        ]
    );
}

/// The report stays small whatever is wrong.
#[test]
fn findings_are_kept_up_to_a_limit() {
    let mut report = AuditReport::default();
    for n in 0..KEPT_FINDINGS + 5 {
        report.add("check", n, 1, 2);
    }
    assert_eq!((report.findings.len(), report.further_findings), (KEPT_FINDINGS, 5));
    assert!(!report.is_clean());
    let totals = CampaignTotals { spent: Amount::from_units(1), ..CampaignTotals::default() };
    report.equal("same", "campaign", &totals, &totals.clone());
    assert_eq!(report.further_findings, 5);
}
