//! When a campaign can play in a store: dayparts against opening hours, both on the store's own
//! wall clock. Rule: CAM-24, D-49.

use jiff::civil;

use crate::domain::{
    catalog::hours::{Daypart, OpeningHours, TimeOfDay, WEEK_MINUTES, Weekday, week_minutes},
    pricing::peak::PeakHours,
};

/// One flag for each minute of a plain week, from Monday 00:00 on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinuteSet(Vec<bool>);

impl MinuteSet {
    /// The minutes of windows; no windows mean all.
    #[must_use]
    pub fn of_windows(windows: &[Daypart]) -> Self {
        Self(week_minutes(windows))
    }

    /// The minutes in which a store is open and the dayparts allow to play.
    #[must_use]
    pub fn playable(open: &OpeningHours, dayparts: &Self) -> Self {
        let open = week_minutes(&open.0);
        Self(open.iter().zip(&dayparts.0).map(|(open, allowed)| *open && *allowed).collect())
    }

    /// The peak minutes of a week without holidays.
    #[must_use]
    pub fn peak(hours: &PeakHours) -> Self {
        // 5 January 2026 is a Monday; the clock is the store's own.
        let days = civil::date(2026, 1, 5).series(jiff::Span::new().days(1)).take(7);
        Self(days.flat_map(minutes).map(|minute| hours.is_peak(minute, false)).collect())
    }

    /// How many minutes are in it.
    #[must_use]
    pub fn len(&self) -> u32 {
        u32::try_from(self.0.iter().filter(|on| **on).count()).unwrap_or(u32::MAX)
    }

    /// True when no minute is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.0.contains(&true)
    }

    /// How many of the `length` minutes from a wall clock on are in it; the week goes round.
    #[must_use]
    pub fn count_from(&self, local: civil::DateTime, length: u16) -> u32 {
        let start = usize::from(minute_of_week(local));
        let minutes = self.0.iter().cycle().skip(start).take(usize::from(length));
        u32::try_from(minutes.filter(|on| **on).count()).unwrap_or(u32::MAX)
    }
}

fn minutes(day: civil::Date) -> impl Iterator<Item = civil::DateTime> {
    (0..24).flat_map(move |hour| (0..60).map(move |minute| day.at(hour, minute, 0, 0)))
}

/// The minute of the week that a wall clock shows.
fn minute_of_week(local: civil::DateTime) -> u16 {
    let day = Weekday::of(local) as u16;
    day.saturating_mul(24 * 60)
        .saturating_add(TimeOfDay::of(local).minutes())
        .min(WEEK_MINUTES.saturating_sub(1))
}

/// Playable minutes of a plain week by hour of the store's day, peak minutes and others apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlayableWeek {
    peak: [u32; 24],
    other: [u32; 24],
}

impl PlayableWeek {
    /// Counts the minutes.
    #[must_use]
    pub fn count(playable: &MinuteSet, peak: &MinuteSet) -> Self {
        let mut week = Self::default();
        let hours = (0..24_usize).cycle().flat_map(|hour| std::iter::repeat_n(hour, 60));
        for ((on, is_peak), hour) in playable.0.iter().zip(&peak.0).zip(hours) {
            let counters = if *is_peak { &mut week.peak } else { &mut week.other };
            if let (true, Some(counter)) = (*on, counters.get_mut(hour)) {
                *counter = counter.saturating_add(1);
            }
        }
        week
    }

    /// Minutes in peak hours.
    #[must_use]
    pub fn peak(&self) -> u32 {
        self.peak.iter().fold(0, |sum, minutes| sum.saturating_add(*minutes))
    }

    /// Minutes outside peak hours.
    #[must_use]
    pub fn other(&self) -> u32 {
        self.other.iter().fold(0, |sum, minutes| sum.saturating_add(*minutes))
    }

    /// All minutes; zero means that opening hours and dayparts never meet (edge case 10).
    #[must_use]
    pub fn total(&self) -> u32 {
        self.peak().saturating_add(self.other())
    }

    /// Peak and other minutes of each hour of the day.
    pub fn by_hour(&self) -> impl Iterator<Item = (u32, u32)> {
        self.peak.into_iter().zip(self.other)
    }
}

/// Playable weeks by opening hours: most stores share theirs with others.
#[derive(Debug)]
pub struct Weeks<'a> {
    dayparts: MinuteSet,
    peak: MinuteSet,
    known: Vec<(&'a OpeningHours, PlayableWeek)>,
}

impl<'a> Weeks<'a> {
    /// Gets ready for a campaign's dayparts.
    #[must_use]
    pub fn new(dayparts: &[Daypart], peak: &PeakHours) -> Self {
        let (dayparts, peak) = (MinuteSet::of_windows(dayparts), MinuteSet::peak(peak));
        Self { dayparts, peak, known: Vec::new() }
    }

    /// The week of a store.
    pub fn of(&mut self, open: &'a OpeningHours) -> PlayableWeek {
        if let Some((_, week)) = self.known.iter().find(|(known, _)| *known == open) {
            return *week;
        }
        let week = PlayableWeek::count(&MinuteSet::playable(open, &self.dayparts), &self.peak);
        self.known.push((open, week));
        week
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalog::hours::{DaypartInput, check_dayparts};

    fn windows(days: &[&str], from: &str, to: &str) -> OpeningHours {
        let days = days.iter().map(ToString::to_string).collect();
        let input = DaypartInput { days, from: from.to_owned(), to: to.to_owned() };
        OpeningHours(check_dayparts(&[input]).unwrap())
    }

    const EVERY_DAY: [&str; 7] = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];

    /// Peak is 11-14 and 17-21 on weekdays, 10-22 at weekends. Rule: PRC-02, D-49.
    #[test]
    fn a_week_is_split_into_peak_and_other_minutes() {
        let peak = PeakHours::default();
        let table = [
            (OpeningHours::default(), 60 * (5 * 7 + 2 * 12), 60 * (5 * 17 + 2 * 12)),
            (windows(&["MON"], "09:00", "12:00"), 60, 120),
            (windows(&["SAT"], "21:00", "23:00"), 60, 60),
            (windows(&["FRI"], "23:00", "01:00"), 0, 120),
        ];
        for (open, expected_peak, expected_other) in table {
            let week = Weeks::new(&[], &peak).of(&open);
            assert_eq!((week.peak(), week.other()), (expected_peak, expected_other), "{open:?}");
        }
        let evenings = windows(&["MON"], "20:00", "22:00");
        let (mut weeks, open) = (Weeks::new(&evenings.0, &peak), OpeningHours::default());
        let week = weeks.of(&open);
        assert_eq!((week.peak(), week.other()), (60, 60));
        let hours: Vec<_> = week.by_hour().collect();
        assert_eq!((hours[19], hours[20], hours[21]), ((0, 0), (60, 0), (0, 60)));
    }

    /// Edge case 10: 6 PM to 10 PM in a store that closes at 6 PM. Rule: CAM-24.
    #[test]
    fn ec10_hours_that_never_meet_leave_nothing_to_play() {
        let evening = windows(&EVERY_DAY, "18:00", "22:00");
        let table = [
            (windows(&EVERY_DAY, "09:00", "18:00"), 0),
            (windows(&EVERY_DAY, "09:00", "18:01"), 7),
            (windows(&EVERY_DAY, "09:00", "20:00"), 7 * 120),
            (windows(&["SUN"], "21:00", "03:00"), 60),
            (OpeningHours::default(), 7 * 240),
        ];
        for (open, minutes) in table {
            let week = Weeks::new(&evening.0, &PeakHours::default()).of(&open);
            assert_eq!(week.total(), minutes, "{open:?}");
        }
    }

    #[test]
    fn a_day_is_counted_from_any_minute_of_the_week() {
        let open = windows(&["SUN", "MON"], "08:00", "20:00");
        let all = MinuteSet::of_windows(&[]);
        let set = MinuteSet::playable(&open, &all);
        assert_eq!((set.len(), set.is_empty()), (1440, false));
        // 1 February 2026 is a Sunday: from 07:00 on 24 hours reach into Monday.
        assert_eq!(set.count_from(civil::date(2026, 2, 1).at(7, 0, 0, 0), 1440), 720);
        assert_eq!(set.count_from(civil::date(2026, 2, 1).at(19, 0, 0, 0), 1440), 60 + 660);
        assert_eq!(set.count_from(civil::date(2026, 2, 3).at(0, 0, 0, 0), 1440), 0);
    }
}
