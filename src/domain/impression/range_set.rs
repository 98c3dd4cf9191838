//! A set of numbers as ranges: which counters of a device were used.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::counters::CounterSpan;

/// Most ranges that are kept.
const MAX_RANGES: usize = 1_024;

/// Whole numbers, kept as ranges that neither touch nor overlap, in rising order.
///
/// A device that counts without gaps costs one range. Memory is bounded: past 1,024 ranges the
/// lowest gap is closed for good: its numbers count as used and are added to `closed`.
/// Rule: D-06, D-15.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RangeSet {
    ranges: Vec<(u64, u64)>,
    closed: u64,
}

impl RangeSet {
    /// True when the number is in the set.
    #[must_use]
    pub fn contains(&self, number: u64) -> bool {
        self.range_at_or_before(number).is_some_and(|(_, last)| last >= number)
    }

    /// The last range that begins at or before a number.
    fn range_at_or_before(&self, number: u64) -> Option<(u64, u64)> {
        let next = self.ranges.partition_point(|(first, _)| *first <= number);
        next.checked_sub(1).and_then(|i| self.ranges.get(i)).copied()
    }

    /// Adds a number; false when it was there already.
    pub fn insert(&mut self, number: u64) -> bool {
        let next = self.ranges.partition_point(|(first, _)| *first <= number);
        let before = next.checked_sub(1);
        let last = before.and_then(|i| self.ranges.get(i)).map(|(_, last)| *last);
        if last.is_some_and(|last| last >= number) {
            return false;
        }
        let touches_before = last.is_some_and(|last| last.checked_add(1) == Some(number));
        let touches_next =
            self.ranges.get(next).is_some_and(|(first, _)| number.checked_add(1) == Some(*first));
        match (before.filter(|_| touches_before), touches_next) {
            (Some(i), true) => {
                let (_, end) = self.ranges.remove(next);
                self.set_last(i, end);
            }
            (Some(i), false) => self.set_last(i, number),
            (None, true) => {
                if let Some(range) = self.ranges.get_mut(next) {
                    range.0 = number;
                }
            }
            (None, false) => self.ranges.insert(next, (number, number)),
        }
        self.close_lowest_gap();
        true
    }

    /// Moves the end of a range.
    fn set_last(&mut self, index: usize, last: u64) {
        if let Some(range) = self.ranges.get_mut(index) {
            range.1 = last;
        }
    }

    /// Keeps the number of ranges bounded.
    fn close_lowest_gap(&mut self) {
        if self.ranges.len() <= MAX_RANGES {
            return;
        }
        let (first, last) = self.ranges.remove(0);
        if let Some(range) = self.ranges.first_mut() {
            let missing = range.0.saturating_sub(last).saturating_sub(1);
            self.closed = self.closed.saturating_add(missing);
            range.0 = first;
        }
    }

    /// The gaps between the ranges, lowest first. What lies before the first number is no gap.
    pub fn gaps(&self) -> impl Iterator<Item = RangeInclusive<u64>> {
        self.ranges
            .iter()
            .zip(self.ranges.iter().skip(1))
            .map(|((_, last), (first, _))| last.saturating_add(1)..=first.saturating_sub(1))
    }

    /// How many numbers are missing between the lowest and the highest, closed gaps included.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.gaps().fold(self.closed, |sum, gap| {
            let size = gap.end().saturating_sub(*gap.start()).saturating_add(1);
            sum.saturating_add(size)
        })
    }

    /// Missing numbers whose gaps were closed for good.
    #[must_use]
    pub const fn closed(&self) -> u64 {
        self.closed
    }

    /// The parts of the ranges that lie within a span, lowest first.
    pub fn ranges_within(&self, span: CounterSpan) -> impl Iterator<Item = (u64, u64)> + '_ {
        self.ranges.iter().filter_map(move |(first, last)| clip(span, *first, *last))
    }

    /// The parts of the gaps that lie within a span, lowest first.
    pub fn gaps_within(
        &self,
        span: CounterSpan,
    ) -> impl DoubleEndedIterator<Item = (u64, u64)> + '_ {
        let pairs = self.ranges.windows(2);
        pairs.filter_map(move |pair| match pair {
            [(_, last), (first, _)] => clip(span, last.saturating_add(1), first.saturating_sub(1)),
            _ => None,
        })
    }

    /// The highest number.
    #[must_use]
    pub fn highest(&self) -> Option<u64> {
        self.ranges.last().map(|(_, last)| *last)
    }
}

/// The part of a range that lies within a span.
fn clip(span: CounterSpan, first: u64, last: u64) -> Option<(u64, u64)> {
    let lowest = match span.after {
        Some(after) => after.checked_add(1)?,
        None => 0,
    };
    let (first, last) = (first.max(lowest), last.min(span.through));
    (first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ranges_grow_merge_and_show_gaps() {
        let mut set = RangeSet::default();
        assert_eq!((set.highest(), set.contains(0)), (None, false));
        for number in [5, 7, 1, 9, 6] {
            assert!(set.insert(number), "{number}");
            assert!(!set.insert(number), "{number}");
        }
        assert_eq!(set.ranges, [(1, 1), (5, 7), (9, 9)]);
        assert_eq!(set.gaps().collect::<Vec<_>>(), [2..=4, 8..=8]);
        assert_eq!((set.missing(), set.highest()), (4, Some(9)));
        assert!(set.insert(8));
        assert_eq!(set.ranges, [(1, 1), (5, 9)]);
        assert!(set.insert(u64::MAX) && set.insert(0) && !set.insert(u64::MAX));
        assert_eq!(set.ranges, [(0, 1), (5, 9), (u64::MAX, u64::MAX)]);
    }

    #[test]
    fn memory_is_bounded_and_closed_gaps_stay_known() {
        let mut set = RangeSet::default();
        let max = MAX_RANGES as u64;
        for i in 0..max + 10 {
            assert!(set.insert(i * 3));
        }
        assert_eq!(set.ranges.len(), MAX_RANGES);
        assert_eq!(set.missing(), (max + 9) * 2);
        assert_eq!(set.closed, 20);
        assert!(!set.insert(1), "in a closed gap: counts as used");
        assert!(set.insert(31), "in an open gap");
    }

    proptest! {
        #[test]
        fn equals_a_plain_set(numbers in proptest::collection::vec(0_u64..64, 0..100)) {
            let mut plain = BTreeSet::new();
            let mut set = RangeSet::default();
            for number in numbers {
                prop_assert_eq!(set.insert(number), plain.insert(number));
            }
            for number in 0..64 {
                prop_assert_eq!(set.contains(number), plain.contains(&number));
            }
            let (first, last) = (plain.first().copied(), plain.last().copied());
            let missing: Vec<u64> = (first.unwrap_or(0)..=last.unwrap_or(0))
                .filter(|number| first.is_some() && !plain.contains(number))
                .collect();
            prop_assert_eq!(set.missing(), missing.len() as u64);
            prop_assert_eq!(set.gaps().flatten().collect::<Vec<_>>(), missing);
            prop_assert_eq!(set.highest(), last);
            let bytes = postcard::to_allocvec(&set).unwrap();
            prop_assert_eq!(postcard::from_bytes::<RangeSet>(&bytes).unwrap(), set);
        }
    }
}
