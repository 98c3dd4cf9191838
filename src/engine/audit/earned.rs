//! Suppliers' earnings by day of receipt against the plays.

use std::collections::BTreeMap;

use super::books::{Books, read_sealed};
use crate::{
    db::Table,
    domain::{
        ids::SupplierNo,
        ledger::{EarnedDay, EarnedKey},
        time::Day,
    },
    engine::load::LoadError,
};

/// Each day's shares are those of the plays billed on it. Rule: BUD-07, D-22.
pub(super) fn compare_earned(books: &mut Books<'_>) -> Result<(), LoadError> {
    let mut kept: BTreeMap<(SupplierNo, Day), (u64, i128)> = BTreeMap::new();
    let snapshot = books.snapshot;
    snapshot.scan(Table::EarnedDays, .., |key, value| {
        let row = read_sealed::<EarnedDay>(&mut books.report, Table::EarnedDays, key, value);
        if let (Some(name), Some(day)) = (EarnedKey::from_bytes(key), row) {
            kept.insert((name.supplier, name.day), (day.plays, day.amount.micros().into()));
        }
        Ok(true)
    })?;
    let expected = std::mem::take(&mut books.earned);
    for key in kept.keys().chain(expected.keys()) {
        let subject = format!("supplier {} on {}", key.0.0, key.1);
        let of = |days: &BTreeMap<_, _>| days.get(key).copied().unwrap_or_default();
        books.report.equal("shares of a day", &subject, &of(&expected), &of(&kept));
    }
    Ok(())
}
