//! Gaps in the counters of a device: plays that it made and that never arrived.
//!
//! Version 2 of the signature carries a counter, one more for each play made. A number between two
//! that arrived is a play that did not; what it was, and for which campaign, nobody knows but the
//! device. Rule: D-06, D-15.

use serde::{Deserialize, Serialize};

use super::range_set::RangeSet;
use crate::domain::{
    ids::Seq,
    time::{HOUR_MS, SECOND_MS, Timestamp},
};

/// When counters arrived, as far as gaps need it: the highest of each of the last hours, and the
/// highest of all before them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterTimes {
    /// Hours since 1970 and their highest counter, rising hours.
    hours: Vec<(u32, u64)>,
    /// Highest counter of the hours that are kept no longer.
    older: Option<u64>,
    /// First play with a counter, server clock.
    first_at: Option<Timestamp>,
    /// Newest play with a counter, server clock.
    newest_at: Option<Timestamp>,
    /// Plays that the device signed without a counter (version 1).
    without: u64,
}

/// Hours that are kept at most; longer than any play may wait in a queue.
const KEPT_HOURS: usize = 8;

impl CounterTimes {
    /// Notes a counter that arrived.
    pub fn note(&mut self, counter: u64, received_at: Timestamp) {
        self.first_at.get_or_insert(received_at);
        self.newest_at = self.newest_at.max(Some(received_at));
        let hour = u32::try_from(received_at.ms().div_euclid(HOUR_MS).max(0)).unwrap_or(u32::MAX);
        match self.hours.binary_search_by_key(&hour, |(of, _)| *of) {
            Ok(at) => {
                if let Some((_, highest)) = self.hours.get_mut(at) {
                    *highest = counter.max(*highest);
                }
            }
            Err(at) => self.hours.insert(at, (hour, counter)),
        }
        if self.hours.len() > KEPT_HOURS {
            let (_, highest) = self.hours.remove(0);
            self.older = self.older.max(Some(highest));
        }
    }

    /// Notes a play that the device signed without a counter.
    pub const fn note_without(&mut self) {
        self.without = self.without.saturating_add(1);
    }

    /// Plays signed without a counter: nothing can be said about what is missing among them.
    #[must_use]
    pub const fn without(&self) -> u64 {
        self.without
    }

    /// First and newest play with a counter, server clock.
    #[must_use]
    pub const fn span(&self) -> (Option<Timestamp>, Option<Timestamp>) {
        (self.first_at, self.newest_at)
    }

    /// The highest counter that arrived at least `wait_seconds` ago, by whole hours: a missing number
    /// below it was played earlier still, so no queue can bring it any more.
    #[must_use]
    pub fn settled(&self, now: Timestamp, wait_seconds: u32) -> Option<u64> {
        let wait_ms = i64::from(wait_seconds).saturating_mul(SECOND_MS);
        let is_over = |hour: u32| {
            let end = i64::from(hour).saturating_add(1).saturating_mul(HOUR_MS);
            end.saturating_add(wait_ms) <= now.ms()
        };
        let over = self.hours.iter().filter(|(hour, _)| is_over(*hour));
        over.map(|(_, highest)| Some(*highest)).fold(self.older, Option::max)
    }
}

/// Where the counters of a device stood at the end of a UTC day; written when it changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterMark {
    /// Everything up to this entry is counted.
    pub as_of: Seq,
    /// The highest counter that had arrived.
    pub highest: u64,
    /// Gaps up to this counter were judged: the operator was told of them, or they were few.
    pub judged: Option<u64>,
}

/// Numbers above the first up to the second, both of them counters; no first one: from the lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CounterSpan {
    /// The highest counter before the span.
    pub after: Option<u64>,
    /// The highest counter of the span.
    pub through: u64,
}

/// What arrived and what did not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GapFigures {
    /// Lowest counter of the span that is known.
    pub first: Option<u64>,
    /// Highest counter of the span.
    pub newest: Option<u64>,
    /// Plays that arrived, refused ones included.
    pub seen: u64,
    /// Plays that never arrived.
    pub missing: u64,
    /// Plays that did not arrive and still may, out of the device's queue.
    pub pending: u64,
    /// Of the missing ones, those whose numbers are no longer kept one by one.
    pub unlisted: u64,
}

/// Figures of a span. Numbers above `settled` may still arrive.
///
/// Where old gaps are no longer kept one by one (more than 1,024 ranges), they count in the span
/// that begins with the first counter, and are left out of any later one.
#[must_use]
pub fn figures(set: &RangeSet, span: CounterSpan, settled: Option<u64>) -> GapFigures {
    let mut found = GapFigures::default();
    for (first, last) in set.ranges_within(span) {
        found.first.get_or_insert(first);
        found.newest = Some(last);
        found.seen = found.seen.saturating_add(size(first, last));
    }
    for gap in set.gaps_within(span) {
        let (lost, open) = split(gap, settled);
        found.missing = found.missing.saturating_add(lost);
        found.pending = found.pending.saturating_add(open);
    }
    if span.after.is_none() {
        found.unlisted = set.closed();
        found.seen = found.seen.saturating_sub(set.closed());
        found.missing = found.missing.saturating_add(set.closed());
    }
    found
}

/// How many numbers a range has.
#[must_use]
pub const fn size(first: u64, last: u64) -> u64 {
    last.saturating_sub(first).saturating_add(1)
}

/// A gap's numbers that can arrive no more, and those that still may.
fn split((first, last): (u64, u64), settled: Option<u64>) -> (u64, u64) {
    match settled {
        Some(settled) if settled >= last => (size(first, last), 0),
        Some(settled) if settled >= first => {
            (size(first, settled), size(settled.saturating_add(1), last))
        }
        Some(_) | None => (0, size(first, last)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(numbers: impl IntoIterator<Item = u64>) -> RangeSet {
        let mut set = RangeSet::default();
        for number in numbers {
            set.insert(number);
        }
        set
    }

    fn span(after: Option<u64>, through: u64) -> CounterSpan {
        CounterSpan { after, through }
    }

    /// Rule: D-15.
    #[test]
    fn a_span_counts_what_arrived_and_what_did_not() {
        let set = set([3, 4, 7, 8, 9, 12]);
        for (after, through, settled, expected) in [
            (None, 12, Some(12), (Some(3), Some(12), 6, 4, 0)),
            (None, 12, Some(9), (Some(3), Some(12), 6, 2, 2)),
            (None, 12, Some(8), (Some(3), Some(12), 6, 2, 2)),
            (None, 12, None, (Some(3), Some(12), 6, 0, 4)),
            (Some(4), 9, Some(9), (Some(7), Some(9), 3, 2, 0)),
            (Some(5), 8, Some(9), (Some(7), Some(8), 2, 1, 0)),
            (Some(9), 12, Some(10), (Some(12), Some(12), 1, 1, 1)),
            (Some(12), 12, Some(12), (None, None, 0, 0, 0)),
        ] {
            let found = figures(&set, span(after, through), settled);
            let plain = (found.first, found.newest, found.seen, found.missing, found.pending);
            assert_eq!(plain, expected, "{after:?} {through} {settled:?}");
        }
        let empty = figures(&RangeSet::default(), span(None, u64::MAX), None);
        assert_eq!(empty, GapFigures::default());
    }

    /// What is no longer kept one by one is still counted, once.
    #[test]
    fn closed_gaps_count_in_the_first_span_alone() {
        let set = set((0..1_100_u64).map(|n| n * 2 + 1));
        let whole = figures(&set, span(None, 2_199), Some(2_199));
        assert_eq!((whole.seen, whole.missing), (1_100, 1_099));
        assert!(whole.unlisted > 0);
        let later = figures(&set, span(Some(2_000), 2_199), Some(2_199));
        assert_eq!((later.seen, later.missing, later.unlisted), (100, 99, 0));
    }

    /// Rule: D-02, D-15. By whole hours: an hour counts as over once every play of it is too old.
    #[test]
    fn what_may_still_be_in_a_queue_is_not_missing() {
        let at = |minutes: i64| Timestamp::from_ms(1_000 * HOUR_MS + minutes * 60 * SECOND_MS);
        let wait = 4 * 3_600;
        let mut times = CounterTimes::default();
        times.note(5, at(10));
        times.note(4, at(20));
        times.note(9, at(70));
        for (minutes, expected) in
            [(80, None), (299, None), (300, Some(5)), (359, Some(5)), (360, Some(9))]
        {
            assert_eq!(times.settled(at(minutes), wait), expected, "{minutes}");
        }
        assert_eq!(times.span(), (Some(at(10)), Some(at(70))));
        for hours in 2..40_u64 {
            times.note(10 + hours, at(i64::try_from(hours).unwrap() * 60));
        }
        assert_eq!(times.hours.len(), KEPT_HOURS);
        assert_eq!(times.settled(at(39 * 60 + 5), wait), Some(44));
        assert_eq!(times.settled(at(50 * 60), wait), Some(49));
        times.note_without();
        assert_eq!(times.without(), 1);
    }
}
