//! A filter in memory over all ids ever stored: "surely new" without touching the disk.
//!
//! Bloom filters in segments of 3.2 million keys (20 bits a key: one new id in 14,000 is taken for a
//! known one by a segment). A negative answer is certain; a positive one names the range of entries
//! to look into on disk. An id that tells its time (version 7) is looked for only in segments that hold
//! ids of its day, so a new play costs the same however many there are. The newest segment is written
//! to the store every few hundred thousand keys, so a start reads a few megabytes and replays a
//! bounded tail. Rule: D-07.

use uuid::{Uuid, Variant};

use crate::domain::{ids::Seq, time::DAY_MS};

/// Keys in a full segment.
const SEGMENT_KEYS: u32 = 3_200_000;
/// Bits of a segment: 20 for each key. Just below 8 MiB, since the store rounds long rows up to
/// powers of two.
const SEGMENT_BITS: u64 = 64_000_000;
/// Days that a segment keeps apart; beyond so many (clocks run wild) it may hold ids of any day.
const MAX_DAYS: usize = 512;
/// Bits set for each key.
const PROBES: usize = 12;

/// The bits of a key; the same in every segment.
type Probes = [u64; PROBES];

fn probes_of(hash: u128) -> Probes {
    let low = hash as u64;
    let high = ((hash >> 64) as u64) | 1;
    std::array::from_fn(|i| low.wrapping_add((i as u64).wrapping_mul(high)) % SEGMENT_BITS)
}

/// What the filter is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    bits: u128,
    /// The day that the key itself tells.
    day: Option<u32>,
}

impl Key {
    /// An impression's id.
    #[must_use]
    pub fn id(id: Uuid) -> Self {
        let is_timed = id.get_version_num() == 7 && id.get_variant() == Variant::RFC4122;
        let ms = (id.as_u128() >> 80) as u64;
        let day = is_timed.then(|| u32::try_from(ms / DAY_MS.unsigned_abs()).unwrap_or(u32::MAX));
        Self { bits: id.as_u128(), day }
    }

    /// Anything else, told apart from ids by its bits.
    #[must_use]
    pub const fn other(bits: u128) -> Self {
        Self { bits, day: None }
    }
}

/// One segment of the filter.
#[derive(Clone, Debug)]
pub struct Segment {
    /// First entry that may be in it.
    pub first: Seq,
    /// Last entry that is in it.
    pub last: Seq,
    /// Keys in it.
    pub keys: u32,
    /// Days of its keys that tell theirs; more than `MAX_DAYS` = any.
    days: Vec<u32>,
    bits: Vec<u64>,
}

impl Segment {
    fn new(first: Seq) -> Self {
        let words = usize::try_from(SEGMENT_BITS / 64).expect("a segment fits in memory");
        Self { first, last: first, keys: 0, days: Vec::new(), bits: vec![0; words] }
    }

    /// Bytes for the store: four numbers, the days and the bits.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(24 + self.days.len() * 4 + self.bits.len() * 8);
        bytes.extend_from_slice(&self.first.to_be_bytes());
        bytes.extend_from_slice(&self.last.to_be_bytes());
        bytes.extend_from_slice(&self.keys.to_be_bytes());
        bytes.extend_from_slice(&(self.days.len() as u32).to_be_bytes());
        for day in &self.days {
            bytes.extend_from_slice(&day.to_be_bytes());
        }
        for word in &self.bits {
            bytes.extend_from_slice(&word.to_be_bytes());
        }
        bytes
    }

    /// Back from bytes; `None` when they are no segment.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (first, rest) = bytes.split_first_chunk::<8>()?;
        let (last, rest) = rest.split_first_chunk::<8>()?;
        let (keys, rest) = rest.split_first_chunk::<4>()?;
        let (count, rest) = rest.split_first_chunk::<4>()?;
        let days = usize::try_from(u32::from_be_bytes(*count)).ok()?;
        let (days, rest) = rest.split_at_checked(days.checked_mul(4)?)?;
        let (days, []) = days.as_chunks::<4>() else { return None };
        let (words, []) = rest.as_chunks::<8>() else { return None };
        let bits: Vec<u64> = words.iter().map(|word| u64::from_be_bytes(*word)).collect();
        (bits.len() as u64 == SEGMENT_BITS / 64).then(|| Self {
            first: Seq::from_be_bytes(*first),
            last: Seq::from_be_bytes(*last),
            keys: u32::from_be_bytes(*keys),
            days: days.iter().map(|day| u32::from_be_bytes(*day)).collect(),
            bits,
        })
    }

    fn insert(&mut self, key: Key, probes: &Probes) {
        if let Some(day) = key.day
            && self.days.len() <= MAX_DAYS
            && !self.days.iter().rev().any(|known| *known == day)
        {
            self.days.push(day);
        }
        for bit in probes {
            self.bits[(bit / 64) as usize] |= 1 << (bit % 64);
        }
        self.keys += 1;
    }

    /// Whether ids of a key's day are in it.
    fn covers(&self, key: Key) -> bool {
        let known = |day| self.days.len() > MAX_DAYS || self.days.contains(&day);
        key.day.is_none_or(known)
    }

    /// The first bits are looked at together, without a decision after each: segments that do not
    /// have the key are left by one branch that is easy to foretell, so the loads of many segments,
    /// each from far memory, run at the same time.
    fn contains(&self, probes: &Probes) -> bool {
        let is_set = |bit: u64| self.bits[(bit / 64) as usize] >> (bit % 64) & 1;
        let [a, b, c, rest @ ..] = probes;
        is_set(*a) & is_set(*b) & is_set(*c) != 0 && rest.iter().all(|bit| is_set(*bit) != 0)
    }
}

/// The filter over all segments.
#[derive(Debug, Default)]
pub struct IdFilter {
    segments: Vec<Segment>,
    unsaved_keys: u32,
    /// Segments before this one are in the store as they are.
    saved_segments: usize,
}

impl IdFilter {
    /// Takes over a segment from the store, in order.
    pub fn load(&mut self, segment: Segment) {
        self.saved_segments = self.segments.len();
        self.segments.push(segment);
    }

    /// Adds a key of entry `seq`.
    pub fn insert(&mut self, key: Key, seq: Seq) {
        if self.segments.last().is_none_or(|segment| segment.keys >= SEGMENT_KEYS) {
            self.segments.push(Segment::new(seq));
        }
        let segment = self.segments.last_mut().expect("a segment was just made sure of");
        segment.insert(key, &probes_of(mix(key.bits)));
        segment.last = seq;
        self.unsaved_keys += 1;
    }

    /// Ranges of entries that may hold the key; empty = surely new. Newest first.
    pub fn candidates(&self, key: Key) -> impl Iterator<Item = (Seq, Seq)> {
        let probes = probes_of(mix(key.bits));
        let near = self.segments.iter().rev().filter(move |segment| segment.covers(key));
        let hits = near.filter(move |segment| segment.contains(&probes));
        hits.map(|segment| (segment.first, segment.last))
    }

    /// The last entry that the newest segment knows, `None` when empty.
    #[must_use]
    pub fn last_seq(&self) -> Option<Seq> {
        self.segments.last().map(|segment| segment.last)
    }

    /// Keys added since the newest segment was written.
    #[must_use]
    pub const fn unsaved_keys(&self) -> u32 {
        self.unsaved_keys
    }

    /// The segments that a save must write (the newest, and those that it followed since the last
    /// save), with their numbers.
    pub fn take_unsaved(&mut self) -> Vec<(u32, &Segment)> {
        self.unsaved_keys = 0;
        let from = self.saved_segments;
        self.saved_segments = self.segments.len().saturating_sub(1);
        let numbered = (0_u32..).zip(&self.segments);
        numbered.skip(from).collect()
    }
}

/// Spreads a key over 128 bits: ids of devices may be far from random.
pub(super) fn mix(key: u128) -> u128 {
    let scramble = |word: u64, salt: u64| {
        let mut x = word ^ salt;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    };
    let low = key as u64;
    let high = (key >> 64) as u64;
    let a = scramble(low.wrapping_add(scramble(high, 0x9e37_79b9_7f4a_7c15)), 1);
    let b = scramble(high.wrapping_add(scramble(low, 0xd1b5_4a32_d192_ed03)), 2);
    (u128::from(b) << 64) | u128::from(a)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An id of version 7 of a day.
    fn timed(day: u64) -> Key {
        let ms = day * DAY_MS.unsigned_abs();
        Key::id(uuid::Builder::from_unix_timestamp_millis(ms, &[5; 10]).into_uuid())
    }

    /// Also ids that lie about their day are found again, and however many days there are.
    #[test]
    fn days_only_leave_out_what_is_not_there() {
        let mut filter = IdFilter::default();
        filter.insert(timed(100), 1);
        filter.insert(Key::id(Uuid::from_u128(77)), 2);
        assert_eq!(filter.candidates(timed(100)).count(), 1);
        assert_eq!(filter.candidates(Key::id(Uuid::from_u128(77))).count(), 1);
        assert!(!filter.segments[0].covers(timed(101)), "another day costs nothing");
        for day in 0..1_000 {
            filter.insert(timed(day), 3 + day);
            assert_eq!(filter.candidates(timed(day)).count(), 1, "day {day}");
        }
        assert!(filter.segments[0].days.len() <= MAX_DAYS + 1);
        let back = Segment::from_bytes(&filter.segments[0].to_bytes()).unwrap();
        assert!(back.covers(timed(9_999)), "too many days = any day");
    }

    #[test]
    fn a_segment_survives_the_store() {
        let mut segment = Segment::new(7);
        segment.insert(Key::other(42), &probes_of(mix(42)));
        segment.insert(timed(9), &probes_of(mix(timed(9).bits)));
        let back = Segment::from_bytes(&segment.to_bytes()).unwrap();
        assert!(back.contains(&probes_of(mix(42))));
        assert_eq!((back.first, back.keys, back.days), (7, 2, vec![9]));
        assert!(Segment::from_bytes(b"cut off").is_none());
    }

    #[test]
    fn never_forgets_and_rarely_errs() {
        let mut filter = IdFilter::default();
        for key in 0..50_000_u128 {
            filter.insert(Key::other(key), key as u64 + 1);
        }
        for key in 0..50_000_u128 {
            assert_eq!(filter.candidates(Key::other(key)).next(), Some((1, 50_000)));
        }
        let wrong = (1_000_000..1_100_000_u128)
            .filter(|key| filter.candidates(Key::other(*key)).count() > 0);
        assert!(wrong.count() < 100, "a filter this empty errs almost never");
    }

    #[test]
    fn a_save_takes_what_changed_since_the_last() {
        let mut filter =
            IdFilter { segments: vec![Segment::new(1), Segment::new(2)], ..IdFilter::default() };
        let numbers = |filter: &mut IdFilter| -> Vec<u32> {
            filter.take_unsaved().iter().map(|(number, _)| *number).collect()
        };
        assert_eq!(numbers(&mut filter), [0, 1]);
        assert_eq!(numbers(&mut filter), [1]);
        filter.segments.push(Segment::new(3));
        assert_eq!(numbers(&mut filter), [1, 2]);
        let mut loaded = IdFilter::default();
        loaded.load(Segment::new(1));
        loaded.load(Segment::new(2));
        assert_eq!(numbers(&mut loaded), [1], "the newest one may go on growing");
    }

    #[test]
    fn a_full_segment_errs_as_rarely_as_promised() {
        let mut segment = Segment::new(1);
        for key in 0..SEGMENT_KEYS {
            segment.insert(Key::other(0), &probes_of(mix(u128::from(key))));
        }
        let wrong =
            (1..=200_000_u128).filter(|key| segment.contains(&probes_of(mix(key << 40)))).count();
        assert!(wrong < 40, "{wrong} of 200,000 new keys were taken for known ones");
    }
}
