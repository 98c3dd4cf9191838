//! Peak hours by the store's wall clock, with weekends and holidays.

use std::{collections::BTreeSet, fmt, str::FromStr};

use jiff::{
    civil::{self, Weekday},
    tz::TimeZone,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::domain::time::{Day, Timestamp};

/// Minutes in a day, the latest end of a span.
const DAY_MINUTES: u16 = 24 * 60;

/// A span of the wall clock within one day, written `11:00-14:00`; the end may be `24:00`.
///
/// The start belongs to it, the end does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalSpan {
    start_minute: u16,
    end_minute: u16,
}

impl LocalSpan {
    /// A span between two minutes of the day; `None` unless start < end ≤ 24:00.
    #[must_use]
    pub const fn new(start_minute: u16, end_minute: u16) -> Option<Self> {
        if start_minute < end_minute && end_minute <= DAY_MINUTES {
            Some(Self { start_minute, end_minute })
        } else {
            None
        }
    }

    /// True when the minute of the day lies in the span.
    #[must_use]
    pub const fn contains(self, minute: u16) -> bool {
        self.start_minute <= minute && minute < self.end_minute
    }
}

/// Reads `HH:MM` as a minute of the day.
fn parse_minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    if hours.len() != 2 || minutes.len() != 2 {
        return None;
    }
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    if minutes > 59 {
        return None;
    }
    hours.checked_mul(60)?.checked_add(minutes)
}

impl FromStr for LocalSpan {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.split_once('-')
            .and_then(|(start, end)| Self::new(parse_minute(start)?, parse_minute(end)?))
            .ok_or_else(|| format!("'{text}' is not a span of the day such as 11:00-14:00"))
    }
}

impl fmt::Display for LocalSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = |minute: u16| (minute.div_euclid(60), minute.rem_euclid(60));
        let ((h1, m1), (h2, m2)) = (parts(self.start_minute), parts(self.end_minute));
        write!(f, "{h1:02}:{m1:02}-{h2:02}:{m2:02}")
    }
}

impl Serialize for LocalSpan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for LocalSpan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// The peak hours of the week, in store-local time. Rule: PRC-02 (S3 §4.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PeakHours {
    /// Monday to Friday.
    pub weekday: Vec<LocalSpan>,
    /// Saturday, Sunday and holidays.
    pub weekend: Vec<LocalSpan>,
}

impl Default for PeakHours {
    fn default() -> Self {
        let span = |start_hour: u16, end_hour: u16| LocalSpan {
            start_minute: start_hour.saturating_mul(60),
            end_minute: end_hour.saturating_mul(60),
        };
        Self { weekday: vec![span(11, 14), span(17, 21)], weekend: vec![span(10, 22)] }
    }
}

impl PeakHours {
    /// True when the wall clock shows a peak hour; a holiday counts as a weekend.
    #[must_use]
    pub fn is_peak(&self, local: civil::DateTime, is_holiday: bool) -> bool {
        let is_weekend = matches!(local.weekday(), Weekday::Saturday | Weekday::Sunday);
        let spans = if is_weekend || is_holiday { &self.weekend } else { &self.weekday };
        let whole = local.hour().unsigned_abs();
        let minute = u16::from(whole)
            .saturating_mul(60)
            .saturating_add(local.minute().unsigned_abs().into());
        spans.iter().any(|span| span.contains(minute))
    }

    /// True when `played_at` lies in a peak hour of a store.
    ///
    /// The wall clock alone decides: the hour that daylight saving repeats counts twice, the hour
    /// it skips never. Rule: PRC-02, CAM-30.
    #[must_use]
    pub fn is_peak_at(
        &self,
        played_at: Timestamp,
        zone: &TimeZone,
        country: CountryCode,
        holidays: &HolidayCalendar,
    ) -> bool {
        let local = played_at.local(zone);
        self.is_peak(local, holidays.contains(country, local.date()))
    }
}

/// A country as two capital letters (ISO 3166-1 alpha-2), such as `VN`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryCode([u8; 2]);

impl FromStr for CountryCode {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.as_bytes() {
            [a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Ok(Self([*a, *b])),
            _ => Err("not a country code of two capital letters such as VN".to_owned()),
        }
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b] = self.0;
        write!(f, "{}{}", char::from(a), char::from(b))
    }
}

impl Serialize for CountryCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CountryCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// One public holiday of a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// Where.
    pub country: CountryCode,
    /// The date on the calendar there (no zone: it is the store's local date).
    pub date: Day,
}

/// The holidays of all countries; their hours follow the weekend. Rule: PRC-02.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HolidayCalendar(BTreeSet<Holiday>);

impl HolidayCalendar {
    /// Adds a holiday; false when it is known already.
    pub fn insert(&mut self, holiday: Holiday) -> bool {
        self.0.insert(holiday)
    }

    /// Takes a holiday out; false when it is not there.
    pub fn remove(&mut self, holiday: &Holiday) -> bool {
        self.0.remove(holiday)
    }

    /// All holidays, by country and date.
    pub fn iter(&self) -> impl Iterator<Item = &Holiday> {
        self.0.iter()
    }

    /// True when the local date is a holiday in the country.
    #[must_use]
    pub fn contains(&self, country: CountryCode, date: civil::Date) -> bool {
        !self.0.is_empty() && self.0.contains(&Holiday { country, date: calendar_day(date) })
    }
}

/// A civil date as days since 1970-01-01.
fn calendar_day(date: civil::Date) -> Day {
    let hours = date.duration_since(civil::date(1970, 1, 1)).as_hours();
    Day::from_number(i32::try_from(hours.div_euclid(24)).unwrap_or(i32::MAX))
}

#[cfg(test)]
#[path = "peak_tests.rs"]
mod tests;
