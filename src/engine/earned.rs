//! Suppliers' earnings by day of receipt: written with the group of the plays, so that a statement
//! needs no look at single plays. Rule: BUD-07, D-22.

use super::core::Engine;
use crate::{
    db::{Table, codec},
    domain::{
        ids::{Seq, SupplierNo},
        ledger::{EarnedDay, EarnedKey},
        money::Amount,
        time::Timestamp,
    },
    engine::load::sealed,
};

/// Days kept in memory before the newest one; older ones are read again when a clock steps back.
const KEPT_DAYS: i32 = 1;
/// Rows in memory from which old days are looked for.
const PRUNE_FROM: usize = 1024;

impl Engine {
    /// Counts a supplier's share of a play that was billed as it arrived.
    pub(super) fn earn(&mut self, supplier: SupplierNo, share: Amount, seq: Seq, at: Timestamp) {
        let key = EarnedKey { supplier, day: at.day() };
        let before = match self.live.earned.get(&key) {
            Some(known) => *known,
            None => self.committed(|snapshot| {
                let bytes = snapshot.get(Table::EarnedDays, &key.to_bytes())?;
                let row = bytes.map(|bytes| sealed(Table::EarnedDays, &key.to_bytes(), &bytes));
                Ok(row.transpose()?.unwrap_or_default())
            }),
        };
        let after = before.plus(share, seq, at).expect("shares of a day fit into a ledger's range");
        self.live.earned.insert(key, after);
        self.live.touched_earned.insert(key);
    }

    /// Writes the earnings that the group changed.
    pub(super) fn flush_earned(&mut self) {
        for key in std::mem::take(&mut self.live.touched_earned) {
            let Some(day) = self.live.earned.get(&key) else { continue };
            let name = key.to_bytes();
            let row = codec::encode_sealed::<EarnedDay>(&name, day);
            self.batch.put(Table::EarnedDays, &name, row);
        }
        if self.live.earned.len() >= PRUNE_FROM
            && let Some(newest) = self.live.earned.keys().map(|key| key.day.number()).max()
        {
            self.live.earned.retain(|key, _| key.day.number() >= newest - KEPT_DAYS);
        }
    }
}
