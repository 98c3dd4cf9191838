//! The totals of a day or a range: the one place that adds records, supplements and counters up.
//! Rule: POP-01, D-60, D-62.

use super::proof_of_play::{AggregateKind, DailyRecord, DayAggregate};

/// Record + supplements + counters that no record holds yet, in whatever order, less what
/// chargebacks took back.
///
/// Unique devices and stores are unions: those of the screens with a play left. Plays under review
/// are those that no review decided since.
#[must_use]
pub fn totals<'a>(
    parts: impl IntoIterator<Item = (AggregateKind, &'a DayAggregate)>,
) -> DayAggregate {
    let mut total = DayAggregate::default();
    let mut taken = DayAggregate::default();
    let mut decided: u64 = 0;
    for (kind, part) in parts {
        match kind {
            AggregateKind::Record | AggregateKind::Late => total.merge(part),
            AggregateKind::Chargeback => taken.merge(part),
            AggregateKind::ReviewResolved => {
                total.merge(part);
                let resolved = part.verified.saturating_add(part.rejected_total());
                decided = decided.saturating_add(resolved);
            }
        }
    }
    total.take_back(&taken);
    total.under_review = total.under_review.saturating_sub(decided);
    total.screens.retain(|_, plays| *plays > 0);
    total.stores.retain(|_, tally| tally.impressions > 0);
    total.devices = total.screens.keys().map(|(_, device)| *device).collect();
    total
}

/// The totals of records and supplements alone.
#[must_use]
pub fn totals_of_records<'a>(records: impl IntoIterator<Item = &'a DailyRecord>) -> DayAggregate {
    totals(records.into_iter().map(|record| (record.kind, &record.aggregate)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        ids::{DeviceNo, StoreNo},
        money::Amount,
        proof_of_play::CountedPlay,
        refusal::Code,
        time::Timestamp,
    };

    fn play(store: u32, device: u32) -> CountedPlay {
        CountedPlay {
            store: StoreNo(store),
            device: DeviceNo(device),
            played_at: Timestamp::parse("2026-02-05T09:30:00Z").unwrap(),
            local_hour: 16,
            duration_seconds: 15,
            cost: Amount::from_micros(78_000),
            share: Amount::from_micros(62_400),
            backfilled: false,
        }
    }

    fn part(plays: &[(u32, u32)], rejected: u64, under_review: u64) -> DayAggregate {
        let mut part = DayAggregate::default();
        for (store, device) in plays {
            part.count_verified(&play(*store, *device));
        }
        for _ in 0..rejected {
            part.count_rejected(Code::ReviewRejected);
        }
        for _ in 0..under_review {
            part.count_under_review();
        }
        part
    }

    /// Rule: POP-01, D-60: unique counts are unions, and a decided review waits no more.
    #[test]
    fn totals_unite_screens_and_settle_reviews() {
        let record = part(&[(1, 1), (1, 2)], 1, 3);
        let late = part(&[(1, 2), (2, 3)], 0, 1);
        let resolved = part(&[(3, 4)], 2, 0);
        let parts = [
            (AggregateKind::Record, &record),
            (AggregateKind::Late, &late),
            (AggregateKind::ReviewResolved, &resolved),
        ];
        let table = [(1, 2, 2, 1, 1, 3), (2, 4, 3, 2, 1, 4), (3, 5, 4, 3, 3, 1)];
        for (taken, verified, devices, stores, rejected, under_review) in table {
            let total = totals(parts.iter().take(taken).copied());
            assert_eq!(total.verified, verified, "{taken}");
            assert_eq!(total.devices.len(), devices, "{taken}");
            assert_eq!(total.stores.len(), stores, "{taken}");
            assert_eq!(total.rejected_total(), rejected, "{taken}");
            assert_eq!(total.under_review, under_review, "{taken}");
        }
    }

    #[test]
    fn nothing_adds_up_to_nothing() {
        assert_eq!(totals([]), DayAggregate::default());
        let empty = DayAggregate::default();
        assert_eq!(totals([(AggregateKind::ReviewResolved, &empty)]), empty);
    }
}
