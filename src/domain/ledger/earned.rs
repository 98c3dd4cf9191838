//! What a supplier earned with plays on one day of receipt: the sum of legs that are no rows.

use serde::{Deserialize, Serialize};

use crate::domain::{
    ids::{Seq, SupplierNo},
    money::Amount,
    time::{Day, Timestamp},
};

/// A supplier's day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EarnedKey {
    /// Whose.
    pub supplier: SupplierNo,
    /// UTC day of receipt, server clock.
    pub day: Day,
}

impl EarnedKey {
    /// Bytes by supplier, then day; days before 1970 do not occur.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 8] {
        let [a, b, c, d] = self.supplier.0.to_be_bytes();
        let [e, f, g, h] = self.day.number().to_be_bytes();
        [a, b, c, d, e, f, g, h]
    }

    /// The key of bytes; `None` for bytes that are none.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let [a, b, c, d, e, f, g, h] = bytes.try_into().ok()?;
        Some(Self {
            supplier: SupplierNo(u32::from_be_bytes([a, b, c, d])),
            day: Day::from_number(i32::from_be_bytes([e, f, g, h])),
        })
    }
}

/// Shares of billed plays, summed. Rule: BUD-07, D-22.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarnedDay {
    /// Plays billed as they arrived (those decided in review are transfers of their own).
    pub plays: u64,
    /// Sum of their supplier's shares.
    pub amount: Amount,
    /// Place of the newest one.
    pub newest: Seq,
    /// Its receipt, server clock.
    pub newest_at: Timestamp,
}

impl EarnedDay {
    /// Adds a play's share; `None` when the sum does not fit.
    #[must_use]
    pub fn plus(self, share: Amount, seq: Seq, at: Timestamp) -> Option<Self> {
        Some(Self {
            plays: self.plays.saturating_add(1),
            amount: self.amount.checked_add(share)?,
            newest: self.newest.max(seq),
            newest_at: self.newest_at.max(at),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_and_keys_round_trip() {
        let share = Amount::from_micros(62_400);
        let at = Timestamp::from_ms(5);
        let day = EarnedDay::default().plus(share, 9, at).unwrap();
        let day = day.plus(share, 7, Timestamp::from_ms(3)).unwrap();
        let amount = Amount::from_micros(124_800);
        assert_eq!(day, EarnedDay { plays: 2, amount, newest: 9, newest_at: at });
        assert_eq!(day.plus(Amount::from_micros(i64::MAX), 10, at), None);
        let key = EarnedKey { supplier: SupplierNo(3), day: Day::from_number(20_000) };
        assert_eq!(EarnedKey::from_bytes(&key.to_bytes()), Some(key));
        assert_eq!(EarnedKey::from_bytes(&[0; 7]), None);
    }
}
