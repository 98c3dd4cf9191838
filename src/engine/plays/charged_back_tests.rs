//! Where the money of a play that is charged back comes from and goes to.

use super::*;
use crate::domain::ids::AdvertiserNo;

fn money(cost: i64, absorbed: i64, supplier: i64) -> PlayMoney {
    let micros = Amount::from_micros;
    PlayMoney {
        cost: micros(cost),
        charged: micros(cost - absorbed),
        absorbed: micros(absorbed),
        supplier: micros(supplier),
        ..PlayMoney::default()
    }
}

/// Rule: CHB-01, D-23, D-30: what was charged goes back to the campaign's side, what the platform paid
/// to the platform; each share comes back whole.
#[test]
fn a_refund_undoes_a_play_to_the_micro() {
    let supplier = Account::SupplierPending(SupplierNo(1));
    let payer = Account::AdvertiserAvailable(AdvertiserNo(2));
    let (revenue, absorbed) = (Account::PlatformRevenue, Account::PlatformAbsorbed);
    for (play, expected) in [
        (money(78_000, 0, 62_400), vec![(supplier, payer, 62_400), (revenue, payer, 15_600)]),
        (
            money(78_000, 48_000, 62_400),
            vec![
                (supplier, payer, 30_000),
                (supplier, absorbed, 32_400),
                (revenue, absorbed, 15_600),
            ],
        ),
        (
            money(78_000, 78_000, 62_400),
            vec![(supplier, absorbed, 62_400), (revenue, absorbed, 15_600)],
        ),
        (
            money(78_000, 5_000, 62_400),
            vec![(supplier, payer, 62_400), (revenue, payer, 10_600), (revenue, absorbed, 5_000)],
        ),
        (money(100, 0, 100), vec![(supplier, payer, 100)]),
        (money(0, 0, 0), vec![]),
    ] {
        let found: Vec<_> = refunds(&play, supplier, payer)
            .into_iter()
            .map(|one| (one.debit, one.credit, one.amount.micros()))
            .collect();
        assert_eq!(found, expected, "{play:?}");
    }
}
