//! Hours of a week on a store's wall clock: opening hours and dayparts.

use std::fmt;

use jiff::civil;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::domain::words::words;

/// Minutes of a day.
const DAY_MINUTES: u16 = 24 * 60;

/// Minutes of a week.
pub const WEEK_MINUTES: u16 = 7 * DAY_MINUTES;

/// How many windows a week may have.
const MAX_WINDOWS: usize = 50;

words! {
    /// A day of the week.
    Weekday {
        /// Monday.
        Mon = "MON",
        /// Tuesday.
        Tue = "TUE",
        /// Wednesday.
        Wed = "WED",
        /// Thursday.
        Thu = "THU",
        /// Friday.
        Fri = "FRI",
        /// Saturday.
        Sat = "SAT",
        /// Sunday.
        Sun = "SUN",
    }
}

impl Weekday {
    /// The day of a wall clock.
    #[must_use]
    pub fn of(local: civil::DateTime) -> Self {
        match local.weekday() {
            civil::Weekday::Monday => Self::Mon,
            civil::Weekday::Tuesday => Self::Tue,
            civil::Weekday::Wednesday => Self::Wed,
            civil::Weekday::Thursday => Self::Thu,
            civil::Weekday::Friday => Self::Fri,
            civil::Weekday::Saturday => Self::Sat,
            civil::Weekday::Sunday => Self::Sun,
        }
    }

    /// The day before.
    #[must_use]
    pub const fn previous(self) -> Self {
        match self {
            Self::Mon => Self::Sun,
            Self::Tue => Self::Mon,
            Self::Wed => Self::Tue,
            Self::Thu => Self::Wed,
            Self::Fri => Self::Thu,
            Self::Sat => Self::Fri,
            Self::Sun => Self::Sat,
        }
    }

    /// The minute of the week at which the day begins.
    const fn first_minute(self) -> u16 {
        (self as u16).saturating_mul(DAY_MINUTES)
    }
}

/// A time of day in whole minutes, `00:00` to `24:00`; on the wire `HH:MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, utoipa::ToSchema)]
#[schema(value_type = String, example = "18:00")]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// Minutes since midnight.
    #[must_use]
    pub const fn minutes(self) -> u16 {
        self.0
    }

    /// The wall clock, seconds cut.
    #[must_use]
    pub fn of(local: civil::DateTime) -> Self {
        let hour = u16::from(local.hour().unsigned_abs());
        let minute = u16::from(local.minute().unsigned_abs());
        Self(hour.saturating_mul(60).saturating_add(minute))
    }

    /// Reads `HH:MM`; `24:00` is the end of the day.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (hour, minute) = text.split_once(':')?;
        let two_digits = |part: &str| {
            let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| part.parse::<u16>().ok()).flatten()
        };
        let (hour, minute) = (two_digits(hour)?, two_digits(minute)?);
        let total = hour.checked_mul(60)?.checked_add(minute)?;
        (minute < 60 && total <= DAY_MINUTES).then_some(Self(total))
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0.div_euclid(60), self.0.rem_euclid(60))
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_u16(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            Self::parse(&text).ok_or_else(|| de::Error::custom("not a time such as 18:00"))
        } else {
            u16::deserialize(deserializer).map(Self)
        }
    }
}

/// A window as a request writes it, not checked yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DaypartInput {
    /// `MON` to `SUN`.
    pub days: Vec<String>,
    /// `HH:MM`, inclusive.
    pub from: String,
    /// `HH:MM`, exclusive; before `from` it means the next day.
    pub to: String,
}

/// A window of the week on the wall clock of a store.
///
/// `days` are the days on which it begins; it may pass midnight. Rule: CAM-24.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Daypart {
    /// The days on which the window begins, each once, from Monday on.
    pub days: Vec<Weekday>,
    /// Inclusive.
    pub from: TimeOfDay,
    /// Exclusive; before `from` it means the next day.
    pub to: TimeOfDay,
}

impl Daypart {
    /// Checks a window of a request.
    ///
    /// # Errors
    /// A sentence about the first thing that is wrong.
    pub fn check(input: &DaypartInput) -> Result<Self, String> {
        let mut days = Vec::with_capacity(input.days.len().min(7));
        for word in &input.days {
            let day = Weekday::parse(word).ok_or_else(|| {
                format!("Day must be MON, TUE, WED, THU, FRI, SAT or SUN, not {word:?}")
            })?;
            if days.contains(&day) {
                return Err(format!("Day {day} is listed twice"));
            }
            days.push(day);
        }
        days.sort_unstable();
        if days.is_empty() {
            return Err("At least 1 day required".to_owned());
        }
        let time = |text: &str| {
            TimeOfDay::parse(text).ok_or_else(|| format!("Time must be HH:MM, not {text:?}"))
        };
        let (from, to) = (time(&input.from)?, time(&input.to)?);
        if from.0 == DAY_MINUTES {
            return Err("A window cannot begin at 24:00; use 00:00 of the next day".to_owned());
        }
        if from == to {
            return Err("A window must end at another time than it begins".to_owned());
        }
        Ok(Self { days, from, to })
    }

    /// Whether a wall clock lies in the window.
    #[must_use]
    pub fn allows(&self, local: civil::DateTime) -> bool {
        let (today, time) = (Weekday::of(local), TimeOfDay::of(local));
        if self.from < self.to {
            return self.from <= time && time < self.to && self.days.contains(&today);
        }
        (time >= self.from && self.days.contains(&today))
            || (time < self.to && self.days.contains(&today.previous()))
    }

    /// The length in minutes of one occurrence.
    fn length(&self) -> u16 {
        let (from, to) = (self.from.0, self.to.0);
        if from < to {
            to.saturating_sub(from)
        } else {
            DAY_MINUTES.saturating_sub(from).saturating_add(to)
        }
    }
}

/// Checks all windows of a request: every wrong one is named as `(place, sentence)`.
///
/// # Errors
/// The list of what is wrong; too many windows are named at the place after the last allowed one.
pub fn check_dayparts(inputs: &[DaypartInput]) -> Result<Vec<Daypart>, Vec<(usize, String)>> {
    let mut dayparts = Vec::new();
    let mut wrong = Vec::new();
    for (place, input) in inputs.iter().take(MAX_WINDOWS).enumerate() {
        match Daypart::check(input) {
            Ok(daypart) => dayparts.push(daypart),
            Err(sentence) => wrong.push((place, sentence)),
        }
    }
    if inputs.len() > MAX_WINDOWS {
        wrong.push((MAX_WINDOWS, format!("Maximum {MAX_WINDOWS} windows allowed")));
    }
    if wrong.is_empty() { Ok(dayparts) } else { Err(wrong) }
}

/// Whether a wall clock lies in one of the windows; no windows allow every time. Rule: CAM-24.
#[must_use]
pub fn allows(windows: &[Daypart], local: civil::DateTime) -> bool {
    windows.is_empty() || windows.iter().any(|window| window.allows(local))
}

/// When a store is open, on its own wall clock; no windows mean always.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(transparent)]
pub struct OpeningHours(pub Vec<Daypart>);

impl OpeningHours {
    /// Whether the store is open at a wall clock.
    #[must_use]
    pub fn is_open(&self, local: civil::DateTime) -> bool {
        allows(&self.0, local)
    }
}

/// Minutes of a plain week in which a store is open and the dayparts allow to play.
///
/// Zero means that the two never meet (edge case 10). A week in which clocks change counts like any
/// other. Rule: CAM-24, D-49.
#[must_use]
pub fn playable_minutes_a_week(open: &OpeningHours, dayparts: &[Daypart]) -> u32 {
    let (open, allowed) = (week_minutes(&open.0), week_minutes(dayparts));
    let both = open.iter().zip(&allowed).filter(|(open, allowed)| **open && **allowed).count();
    u32::try_from(both).unwrap_or(u32::MAX)
}

/// One flag for each minute of a week, from Monday 00:00 on; no windows allow every minute.
#[must_use]
pub fn week_minutes(windows: &[Daypart]) -> Vec<bool> {
    let mut minutes = vec![windows.is_empty(); usize::from(WEEK_MINUTES)];
    for window in windows {
        for day in &window.days {
            let first = day.first_minute().saturating_add(window.from.0);
            for minute in first..first.saturating_add(window.length()) {
                if let Some(flag) = minutes.get_mut(usize::from(minute.rem_euclid(WEEK_MINUTES))) {
                    *flag = true;
                }
            }
        }
    }
    minutes
}

#[cfg(test)]
#[path = "hours_tests.rs"]
mod tests;
