//! The auditor finds what is tampered with.

use super::*;
use crate::{
    db::{Batch, Table, codec},
    domain::{
        ids::CampaignNo,
        ledger::Account,
        money::{Amount, Currency},
    },
    engine::live::CampaignTotals,
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
