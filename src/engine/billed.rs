//! Billed plays of each supplier by the UTC day they were played on, written with the group of the
//! plays: what rates of chargebacks are taken of. Rule: CHB-01.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{core::Engine, live::Live, load::sealed};
use crate::{
    db::{Snapshot, StoreError, Table, codec},
    domain::{
        dispute::{ChargebackRate, rate::window_start},
        ids::SupplierNo,
        impression::record::ImpressionRow,
        time::{Day, Timestamp},
    },
};

/// Days kept in memory beyond those that a rate is taken over: clocks of devices differ a little.
const SPARE_DAYS: u32 = 2;

/// A supplier's day.
pub type BilledKey = (Day, SupplierNo);

/// Bytes by day, then supplier; days before 1970 do not occur.
#[must_use]
pub fn key_bytes((day, supplier): BilledKey) -> [u8; 8] {
    let [a, b, c, d] = day.number().to_be_bytes();
    let [e, f, g, h] = supplier.0.to_be_bytes();
    [a, b, c, d, e, f, g, h]
}

/// The key of bytes; `None` for bytes that are none.
#[must_use]
pub fn key_of(bytes: &[u8]) -> Option<BilledKey> {
    let [a, b, c, d, e, f, g, h] = bytes.try_into().ok()?;
    let day = Day::from_number(i32::from_be_bytes([a, b, c, d]));
    Some((day, SupplierNo(u32::from_be_bytes([e, f, g, h]))))
}

/// Billed plays of the newest days; older ones are read again when a late decision bills a play.
#[derive(Debug, Default)]
pub struct Billed {
    days: FxHashMap<BilledKey, u64>,
    touched: FxHashSet<BilledKey>,
    /// The newest day with a play.
    newest: Option<Day>,
    /// The newest day when old ones were last forgotten.
    forgot_at: Option<Day>,
}

impl Billed {
    /// Billed plays of a supplier from a day on.
    fn since(&self, supplier: SupplierNo, from: Day) -> u64 {
        let Some(newest) = self.newest else { return 0 };
        let days = (from.number()..=newest.number()).map(Day::from_number);
        days.filter_map(|day| self.days.get(&(day, supplier))).sum()
    }

    fn set(&mut self, key: BilledKey, count: u64) {
        self.newest = self.newest.max(Some(key.0));
        self.days.insert(key, count);
    }

    /// Forgets days that no rate is taken over any more.
    fn forget(&mut self, flag_days: u32) {
        if self.forgot_at == self.newest {
            return;
        }
        self.forgot_at = self.newest;
        if let Some(newest) = self.newest {
            let from = window_start(newest, flag_days.saturating_add(SPARE_DAYS));
            self.days.retain(|(day, _), _| *day >= from);
        }
    }
}

impl Engine {
    /// Counts a play that is billed, at its arrival or by a review.
    pub(super) fn count_billed(&mut self, row: &ImpressionRow) {
        let Some(supplier) = self.live.store(row.store).map(|store| store.supplier) else { return };
        let key = (row.played_at.day(), supplier);
        let before = match self.live.disputes.billed.days.get(&key) {
            Some(known) => *known,
            None => self.committed(|snapshot| {
                let name = key_bytes(key);
                let bytes = snapshot.get(Table::BilledDays, &name)?;
                let row = bytes.map(|bytes| sealed(Table::BilledDays, &name, &bytes));
                Ok(row.transpose()?.unwrap_or(0_u64))
            }),
        };
        let billed = &mut self.live.disputes.billed;
        billed.set(key, before + 1);
        billed.touched.insert(key);
    }

    /// Writes the days that the group changed.
    pub(super) fn flush_billed(&mut self) {
        let billed = &mut self.live.disputes.billed;
        for key in billed.touched.drain() {
            let Some(count) = billed.days.get(&key) else { continue };
            let name = key_bytes(key);
            self.batch.put(Table::BilledDays, &name, codec::encode_sealed(&name, count));
        }
        billed.forget(self.settings.dispute.flag_days);
    }
}

impl Live {
    /// Rebuilds the newest days from their rows.
    pub(super) fn load_billed(
        &mut self,
        snapshot: &Snapshot,
        flag_days: u32,
    ) -> Result<(), StoreError> {
        let mut newest = None;
        snapshot.scan_back(Table::BilledDays, .., |key, _| {
            newest = key_of(key).map(|(day, _)| day);
            Ok(false)
        })?;
        let Some(newest) = newest else { return Ok(()) };
        let from = window_start(newest, flag_days.saturating_add(SPARE_DAYS));
        let from = from.number().to_be_bytes().to_vec();
        let billed = &mut self.disputes.billed;
        snapshot.scan(Table::BilledDays, from.., |key, value| {
            if let Some(name) = key_of(key) {
                billed.set(name, sealed(Table::BilledDays, key, value)?);
            }
            Ok(true)
        })
    }

    /// How much of a supplier's billed plays of the newest `days` was charged back. Rule: CHB-01.
    #[must_use]
    pub fn chargeback_rate(
        &self,
        supplier: SupplierNo,
        now: Timestamp,
        days: u32,
    ) -> ChargebackRate {
        let from = window_start(now.day(), days);
        ChargebackRate {
            charged_back: self.disputes.charged_back_since(supplier, from),
            billed: self.disputes.billed.since(supplier, from),
        }
    }
}
