//! Time: UTC milliseconds, and the wall clock of a store's zone.

use std::fmt;

use jiff::{civil, tz::TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// One second in milliseconds.
pub const SECOND_MS: i64 = 1_000;
/// One minute in milliseconds.
pub const MINUTE_MS: i64 = 60 * SECOND_MS;
/// One hour in milliseconds.
pub const HOUR_MS: i64 = 60 * MINUTE_MS;
/// One day in milliseconds.
pub const DAY_MS: i64 = 24 * HOUR_MS;

/// A moment in UTC, in milliseconds since 1970. Whose clock it is, the field's name says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The latest moment that is read and shown: the end of 9998.
    pub const MAX: Self = Self(253_370_764_799_999);

    /// From milliseconds since 1970.
    #[must_use]
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub const fn ms(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970, rounded down.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(SECOND_MS)
    }

    /// The moment so many milliseconds later (earlier where negative), saturating.
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to this moment (negative where it is later), saturating.
    #[must_use]
    pub const fn since_ms(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The UTC day that the moment lies in.
    #[must_use]
    pub fn day(self) -> Day {
        Day(i32::try_from(self.0.div_euclid(DAY_MS)).unwrap_or(i32::MAX))
    }

    /// The hour of the UTC day, 0 to 23.
    #[must_use]
    pub fn utc_hour(self) -> u8 {
        u8::try_from(self.0.rem_euclid(DAY_MS).div_euclid(HOUR_MS)).unwrap_or(0)
    }

    /// The start of the 5-minute bucket, counted in buckets since 1970 (rule §6.3).
    #[must_use]
    pub fn five_minute_bucket(self) -> u32 {
        u32::try_from(self.0.div_euclid(5 * MINUTE_MS)).unwrap_or(0)
    }

    /// The wall clock in a zone.
    #[must_use]
    pub fn local(self, zone: &TimeZone) -> civil::DateTime {
        zone.to_datetime(self.to_jiff())
    }

    /// The same moment as a `jiff` timestamp.
    #[must_use]
    pub fn to_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }

    /// Reads RFC 3339 with any offset; sub-millisecond digits are cut.
    ///
    /// # Errors
    /// A sentence that says what was expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.len() > 40 {
            return Err("not an RFC 3339 time such as 2026-01-23T14:30:00Z".to_owned());
        }
        let parsed: jiff::Timestamp = text
            .parse()
            .map_err(|_| "not an RFC 3339 time such as 2026-01-23T14:30:00Z".to_owned())?;
        let ms = parsed.as_millisecond();
        if (0..=Self::MAX.0).contains(&ms) {
            Ok(Self(ms))
        } else {
            Err("the time lies outside 1970 to 9998".to_owned())
        }
    }
}

/// RFC 3339 in UTC; milliseconds only where they are not zero.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let precision = if self.0.rem_euclid(SECOND_MS) == 0 { 0 } else { 3 };
        write!(f, "{:.*}", precision, self.to_jiff())
    }
}

impl utoipa::PartialSchema for Timestamp {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        text_schema("date-time", "RFC 3339, UTC")
    }
}

impl utoipa::ToSchema for Timestamp {}

fn text_schema(
    format: &str,
    description: &str,
) -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .format(Some(utoipa::openapi::SchemaFormat::Custom(format.to_owned())))
        .description(Some(description))
        .into()
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_i64(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
            Self::parse(&text).map_err(de::Error::custom)
        } else {
            i64::deserialize(deserializer).map(Self)
        }
    }
}

/// A UTC day, counted since 1970-01-01.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// From days since 1970.
    #[must_use]
    pub const fn from_number(days: i32) -> Self {
        Self(days)
    }

    /// Days since 1970.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// Midnight UTC at which the day begins.
    #[must_use]
    pub fn start(self) -> Timestamp {
        Timestamp(i64::from(self.0).saturating_mul(DAY_MS))
    }

    /// The last millisecond of the day.
    #[must_use]
    pub fn end(self) -> Timestamp {
        self.next().start().plus_ms(-1)
    }

    /// The day after.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The day before.
    #[must_use]
    pub const fn previous(self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    /// Reads `2026-02-05`.
    ///
    /// # Errors
    /// A sentence that says what was expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        let date: civil::Date =
            text.parse().map_err(|_| "not a date such as 2026-02-05".to_owned())?;
        let moment = TimeZone::UTC
            .to_timestamp(date.at(0, 0, 0, 0))
            .map_err(|_| "outside the calendar, which ends in the year 9999".to_owned())?;
        Ok(Timestamp(moment.as_millisecond()).day())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.start().to_jiff().strftime("%Y-%m-%d"))
    }
}

impl utoipa::PartialSchema for Day {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        text_schema("date", "UTC day, YYYY-MM-DD")
    }
}

impl utoipa::ToSchema for Day {}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_i32(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            Self::parse(&text).map_err(de::Error::custom)
        } else {
            i32::deserialize(deserializer).map(Self)
        }
    }
}

/// Values that held from given moments on: what was true at a time, not what is true now.
///
/// Rule: D-08 ("everything is judged as of `played_at` against kept timelines").
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline<T>(Vec<(Timestamp, T)>);

impl<T> Default for Timeline<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Timeline<T> {
    /// A timeline whose first value holds from `from`.
    #[must_use]
    pub fn starting(from: Timestamp, value: T) -> Self {
        Self(vec![(from, value)])
    }

    /// Adds a value that holds from `from`, or from the newest entry on where that is later: what is
    /// decided last also holds last, although a clock was set back meanwhile.
    pub fn push(&mut self, from: Timestamp, value: T) {
        let newest = self.0.last().map(|(start, _)| *start);
        self.0.push((newest.map_or(from, |newest| from.max(newest)), value));
    }

    /// The value that held at a moment, with the moment since when; `None` before the first.
    #[must_use]
    pub fn at(&self, moment: Timestamp) -> Option<(Timestamp, &T)> {
        let next = self.0.partition_point(|(start, _)| *start <= moment);
        next.checked_sub(1).and_then(|i| self.0.get(i)).map(|(from, value)| (*from, value))
    }

    /// The newest value.
    #[must_use]
    pub fn last(&self) -> Option<&T> {
        self.0.last().map(|(_, value)| value)
    }

    /// All entries, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Timestamp, &T)> {
        self.0.iter().map(|(from, value)| (*from, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_shows_times() {
        let t = Timestamp::parse("2026-01-23T21:30:00+07:00").unwrap();
        assert_eq!(t.to_string(), "2026-01-23T14:30:00Z");
        assert_eq!(t.plus_ms(5).to_string(), "2026-01-23T14:30:00.005Z");
        for bad in ["", "2026-01-23", "2026-13-01T00:00:00Z", "tomorrow", "1960-01-01T00:00:00Z"] {
            assert!(Timestamp::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn days_and_buckets() {
        let day = Day::parse("2026-02-05").unwrap();
        assert_eq!(day.to_string(), "2026-02-05");
        assert_eq!(day.end().to_string(), "2026-02-05T23:59:59.999Z");
        let a = Timestamp::parse("2026-01-23T14:30:00Z").unwrap();
        let b = Timestamp::parse("2026-01-23T14:31:30Z").unwrap();
        let c = Timestamp::parse("2026-01-23T14:35:01Z").unwrap();
        assert_eq!(a.five_minute_bucket(), b.five_minute_bucket());
        assert_ne!(a.five_minute_bucket(), c.five_minute_bucket());
    }

    #[test]
    fn a_timeline_tells_what_held_then() {
        let mut line = Timeline::starting(Timestamp::from_ms(10), 'a');
        line.push(Timestamp::from_ms(20), 'b');
        line.push(Timestamp::from_ms(30), 'c');
        assert_eq!(line.at(Timestamp::from_ms(9)), None);
        assert_eq!(line.at(Timestamp::from_ms(10)), Some((Timestamp::from_ms(10), &'a')));
        assert_eq!(line.at(Timestamp::from_ms(29)).unwrap().1, &'b');
        assert_eq!(line.at(Timestamp::MAX).unwrap().1, &'c');
    }

    #[test]
    fn what_is_decided_last_holds_last_although_the_clock_was_set_back() {
        let moment = Timestamp::from_ms;
        let mut line = Timeline::starting(moment(100), true);
        line.push(moment(40), false);
        assert_eq!(line.last(), Some(&false));
        assert_eq!(line.at(moment(99)), None, "what was before stays as it was");
        assert_eq!(line.at(moment(100)), Some((moment(100), &false)));
    }

    proptest::proptest! {
        #[test]
        fn reading_never_panics_and_round_trips(text in ".{0,40}", ms in 0_i64..=Timestamp::MAX.ms()) {
            let _ = Timestamp::parse(&text);
            let _ = Day::parse(&text);
            let moment = Timestamp::from_ms(ms);
            proptest::prop_assert_eq!(Timestamp::parse(&moment.to_string()), Ok(moment));
            let day = moment.day();
            proptest::prop_assert_eq!(Day::parse(&day.to_string()), Ok(day));
        }
    }
}
