//! What a supplier earned and was not paid yet, in lines as the daily records have them, and plays that
//! are reckoned one by one since somebody disputes them. Rule: PAY-01, CHB-01.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::{
    ids::{CampaignNo, DisputeNo, Seq, StoreNo, SupplierNo},
    money::Amount,
    proof_of_play::AggregateKind,
    time::{Day, Timestamp},
};

/// A line: a store's plays in one daily record or supplement of a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PayableKey {
    /// Owner of the store.
    pub supplier: SupplierNo,
    /// UTC day of `played_at`.
    pub played: Day,
    /// Campaign.
    pub campaign: CampaignNo,
    /// Store.
    pub store: StoreNo,
    /// Number of the record of campaign and day; 0, then supplements.
    pub number: u32,
}

impl PayableKey {
    /// Bytes in the order of the fields; days before 1970 do not occur.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 20] {
        let parts = [
            self.supplier.0.to_be_bytes(),
            self.played.number().to_be_bytes(),
            self.campaign.0.to_be_bytes(),
            self.store.0.to_be_bytes(),
            self.number.to_be_bytes(),
        ];
        let mut bytes = [0; 20];
        for (to, from) in bytes.iter_mut().zip(parts.iter().flatten()) {
            *to = *from;
        }
        bytes
    }

    /// The key of bytes; `None` for bytes that are none.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; 20] = bytes.try_into().ok()?;
        let (parts, _) = bytes.as_chunks::<4>();
        let [supplier, played, campaign, store, number] = parts else { return None };
        Some(Self {
            supplier: SupplierNo(u32::from_be_bytes(*supplier)),
            played: Day::from_number(i32::from_be_bytes(*played)),
            campaign: CampaignNo(u32::from_be_bytes(*campaign)),
            store: StoreNo(u32::from_be_bytes(*store)),
            number: u32::from_be_bytes(*number),
        })
    }

    /// The keys of all records of the same day, campaign and store.
    #[must_use]
    pub fn siblings(self) -> std::ops::RangeInclusive<Self> {
        Self { number: 0, ..self }..=Self { number: u32::MAX, ..self }
    }

    /// The keys of a supplier's days, both inclusive.
    #[must_use]
    pub const fn days(supplier: SupplierNo, from: Day, to: Day) -> std::ops::RangeInclusive<Self> {
        let (least, most) = (u32::MIN, u32::MAX);
        let first = Self {
            supplier,
            played: from,
            campaign: CampaignNo(least),
            store: StoreNo(least),
            number: least,
        };
        let last = Self {
            supplier,
            played: to,
            campaign: CampaignNo(most),
            store: StoreNo(most),
            number: most,
        };
        first..=last
    }
}

/// What a line holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayableLine {
    /// Plays in it.
    pub plays: u64,
    /// Suppliers' shares of them.
    pub amount: Amount,
    /// Kind of the record.
    pub kind: AggregateKind,
    /// Slot of the daily job that cut the record.
    pub cut: Day,
    /// Every billing before this entry that counts into the record is in it.
    pub before: Seq,
}

impl PayableLine {
    /// Whether its record takes in plays billed as they arrived, or those billed by review.
    #[must_use]
    pub const fn takes(&self, reviewed: bool) -> bool {
        takes(self.kind, reviewed)
    }

    /// The payout slot from which on it is payable: its day is `hold_days` old and its record is cut.
    /// Rule: PAY-01, D-29.
    #[must_use]
    pub fn due(&self, played: Day, hold_days: u32) -> Day {
        held_until(played, hold_days).max(self.cut)
    }

    /// Without one play; `None` when nothing is left.
    #[must_use]
    pub fn without(self, share: Amount) -> Option<Self> {
        let plays = self.plays.saturating_sub(1);
        let amount = self.amount.minus_or_zero(share);
        (plays > 0).then_some(Self { plays, amount, ..self })
    }
}

/// Whether a record of a kind takes in plays billed as they arrived, or those billed by review.
#[must_use]
pub const fn takes(kind: AggregateKind, reviewed: bool) -> bool {
    match kind {
        AggregateKind::Record => true,
        AggregateKind::Late => !reviewed,
        AggregateKind::ReviewResolved => reviewed,
        AggregateKind::Chargeback => false,
    }
}

/// The slot at which a played day is old enough. The hold counts from the beginning of the UTC day,
/// as in the seed: the slot of 8 February pays the plays of 1 February. Rule: PAY-01.
#[must_use]
pub fn held_until(played: Day, hold_days: u32) -> Day {
    let days = i32::try_from(hold_days).unwrap_or(i32::MAX);
    Day::from_number(played.number().saturating_add(days))
}

/// A line that was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidLine {
    /// Place of the payout in the order of all entries.
    pub payout: Seq,
    /// What the line held.
    pub line: PayableLine,
}

/// Where the share of a single play was before it was reckoned alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Drawn {
    /// It is not billed: nothing was taken out.
    NotBilled,
    /// It counts in figures whose record is not cut: taken out when that is cut.
    AtCut,
    /// It was taken out of the line of this record.
    FromLine(u32),
    /// It was paid with the line of this record, and stays in it.
    Paid(u32),
    /// It was charged back before its day's record was cut, which never held it.
    BeforeCut,
}

/// A play that is reckoned alone since it was disputed or charged back. Rule: PAY-01, CHB-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SinglePlay {
    /// Place of the play.
    pub seq: Seq,
    /// Its id.
    pub id: Uuid,
    /// Owner of the store.
    pub supplier: SupplierNo,
    /// UTC day of `played_at`.
    pub played: Day,
    /// Campaign.
    pub campaign: CampaignNo,
    /// Store.
    pub store: StoreNo,
    /// The supplier's share.
    pub share: Amount,
    /// Billed by a review.
    pub reviewed: bool,
    /// Where its share was.
    pub drawn: Drawn,
    /// The dispute that it waits for.
    pub dispute: Option<DisputeNo>,
    /// Not payable before this slot: its record is cut, its dispute over.
    pub ready: Day,
    /// The payout that paid it.
    pub payout: Option<Seq>,
    /// When it was charged back, server clock.
    pub charged_back: Option<Timestamp>,
}

impl SinglePlay {
    /// supplier + place.
    #[must_use]
    pub fn key(&self) -> [u8; 12] {
        Self::key_of(self.supplier, self.seq)
    }

    /// supplier + place.
    #[must_use]
    pub fn key_of(supplier: SupplierNo, seq: Seq) -> [u8; 12] {
        let [a, b, c, d] = supplier.0.to_be_bytes();
        let [e, f, g, h, i, j, k, l] = seq.to_be_bytes();
        [a, b, c, d, e, f, g, h, i, j, k, l]
    }

    /// Whether its share waits to be paid, disputed or not.
    #[must_use]
    pub const fn is_owed(&self) -> bool {
        self.payout.is_none()
            && self.charged_back.is_none()
            && !matches!(self.drawn, Drawn::NotBilled)
    }

    /// Whether something may still become of it: kept in memory.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.is_owed() || self.dispute.is_some() || matches!(self.drawn, Drawn::AtCut)
    }

    /// The payout slot from which on it is payable; `None` while it is disputed, and once it is paid
    /// or charged back. Rule: PAY-01, D-29.
    #[must_use]
    pub fn due(&self, hold_days: u32) -> Option<Day> {
        let waits = self.dispute.is_none() && self.is_owed();
        waits.then(|| held_until(self.played, hold_days).max(self.ready))
    }

    /// The key of its line in a record.
    #[must_use]
    pub const fn line(&self, number: u32) -> PayableKey {
        PayableKey {
            supplier: self.supplier,
            played: self.played,
            campaign: self.campaign,
            store: self.store,
            number,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: i32) -> Day {
        Day::from_number(number)
    }

    fn single() -> SinglePlay {
        SinglePlay {
            seq: 9,
            id: Uuid::nil(),
            supplier: SupplierNo(3),
            played: day(20_000),
            campaign: CampaignNo(4),
            store: StoreNo(5),
            share: Amount::from_micros(62_400),
            reviewed: false,
            drawn: Drawn::FromLine(0),
            dispute: None,
            ready: day(20_001),
            payout: None,
            charged_back: None,
        }
    }

    #[test]
    fn keys_round_trip_in_their_order() {
        let key = single().line(7);
        assert_eq!(PayableKey::from_bytes(&key.to_bytes()), Some(key));
        assert_eq!(PayableKey::from_bytes(&[0; 19]), None);
        assert!(key.siblings().contains(&single().line(0)));
        let days = PayableKey::days(SupplierNo(3), day(20_000), day(20_000));
        assert!(days.contains(&key) && days.start().to_bytes() < key.to_bytes());
        assert!(!days.contains(&PayableKey { played: day(20_001), ..key }));
        assert!(!days.contains(&PayableKey { supplier: SupplierNo(4), ..key }));
    }

    /// Rule: PAY-01, D-29: the hold counts whole UTC days, and a record cut later is due then.
    #[test]
    fn a_line_is_due_when_its_day_is_old_and_its_record_cut() {
        for (hold, cut, due) in
            [(7, 20_001, 20_007), (7, 20_007, 20_007), (7, 20_012, 20_012), (0, 20_001, 20_001)]
        {
            let line = PayableLine {
                plays: 2,
                amount: Amount::from_micros(124_800),
                kind: AggregateKind::Record,
                cut: day(cut),
                before: 1,
            };
            assert_eq!(line.due(day(20_000), hold), day(due), "{hold} {cut}");
            let left = line.without(Amount::from_micros(62_400)).unwrap();
            assert_eq!((left.plays, left.amount.micros()), (1, 62_400));
            assert_eq!(left.without(left.amount), None);
        }
    }

    /// Rule: PAY-01, CHB-01.
    #[test]
    fn a_single_play_is_due_unless_it_waits_or_is_done() {
        let free = single();
        assert_eq!(free.due(7), Some(day(20_007)));
        assert_eq!(SinglePlay { ready: day(20_030), ..free }.due(7), Some(day(20_030)));
        for waiting in [
            SinglePlay { dispute: Some(DisputeNo(1)), ..free },
            SinglePlay { payout: Some(12), ..free },
            SinglePlay { charged_back: Some(Timestamp::default()), ..free },
            SinglePlay { drawn: Drawn::NotBilled, ..free },
        ] {
            assert_eq!(waiting.due(7), None, "{waiting:?}");
        }
        let gone = SinglePlay { charged_back: Some(Timestamp::default()), ..free };
        assert!(!gone.is_open() && SinglePlay { drawn: Drawn::AtCut, ..gone }.is_open());
    }

    #[test]
    fn each_kind_of_record_takes_its_plays() {
        for (kind, arrived, reviewed) in [
            (AggregateKind::Record, true, true),
            (AggregateKind::Late, true, false),
            (AggregateKind::ReviewResolved, false, true),
            (AggregateKind::Chargeback, false, false),
        ] {
            assert_eq!((takes(kind, false), takes(kind, true)), (arrived, reviewed), "{kind:?}");
        }
    }
}
