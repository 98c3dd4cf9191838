//! Each boundary minute of weekdays, weekends and holidays, through daylight saving.

use super::*;

/// 2026-02-02 is a Monday, 2026-02-07 a Saturday.
fn local(date: &str, minute: u16) -> civil::DateTime {
    let date: civil::Date = date.parse().unwrap();
    date.at((minute / 60) as i8, (minute % 60) as i8, 59, 999_999_999)
}

fn weekday_peak(minute: u16) -> bool {
    let hour = minute / 60;
    (11..14).contains(&hour) || (17..21).contains(&hour)
}

/// Rule: PRC-02. Every minute of every day of a week, also as a holiday.
#[test]
fn every_minute_of_the_week() {
    let hours = PeakHours::default();
    for (date, weekend) in [
        ("2026-02-02", false),
        ("2026-02-03", false),
        ("2026-02-04", false),
        ("2026-02-05", false),
        ("2026-02-06", false),
        ("2026-02-07", true),
        ("2026-02-08", true),
    ] {
        for minute in 0..24 * 60 {
            let as_weekend = (10..22).contains(&(minute / 60));
            let expected = if weekend { as_weekend } else { weekday_peak(minute) };
            let clock = local(date, minute);
            assert_eq!(hours.is_peak(clock, false), expected, "{clock}");
            assert_eq!(hours.is_peak(clock, true), as_weekend, "{clock} as a holiday");
        }
    }
}

/// Rule: PRC-02, CAM-30. The last millisecond before and the first of each edge, in UTC.
#[test]
fn edges_in_zones_and_through_daylight_saving() {
    let hours = PeakHours::default();
    let none = HolidayCalendar::default();
    let country: CountryCode = "IT".parse().unwrap();
    for (zone, from, to, why) in [
        ("Asia/Ho_Chi_Minh", "2026-01-23T04:00:00Z", "2026-01-23T07:00:00Z", "Friday noon"),
        ("Asia/Ho_Chi_Minh", "2026-01-23T10:00:00Z", "2026-01-23T14:00:00Z", "Friday evening"),
        ("Asia/Ho_Chi_Minh", "2026-03-29T03:00:00Z", "2026-03-29T15:00:00Z", "Sunday, no DST"),
        ("Asia/Ho_Chi_Minh", "2026-10-25T03:00:00Z", "2026-10-25T15:00:00Z", "Sunday, no DST"),
        ("Europe/Rome", "2026-03-27T10:00:00Z", "2026-03-27T13:00:00Z", "Friday, winter"),
        ("Europe/Rome", "2026-03-28T09:00:00Z", "2026-03-28T21:00:00Z", "Saturday, winter"),
        ("Europe/Rome", "2026-03-29T08:00:00Z", "2026-03-29T20:00:00Z", "Sunday, an hour lost"),
        ("Europe/Rome", "2026-03-30T15:00:00Z", "2026-03-30T19:00:00Z", "Monday, summer"),
        ("Europe/Rome", "2026-10-24T08:00:00Z", "2026-10-24T20:00:00Z", "Saturday, summer"),
        ("Europe/Rome", "2026-10-25T09:00:00Z", "2026-10-25T21:00:00Z", "Sunday, an hour won"),
        ("Europe/Rome", "2026-10-26T16:00:00Z", "2026-10-26T20:00:00Z", "Monday, winter"),
    ] {
        let tz = TimeZone::get(zone).unwrap();
        let peak = |at: Timestamp| hours.is_peak_at(at, &tz, country, &none);
        let (from, to) = (Timestamp::parse(from).unwrap(), Timestamp::parse(to).unwrap());
        assert!(!peak(from.plus_ms(-1)), "{why}: before");
        assert!(peak(from), "{why}: start");
        assert!(peak(to.plus_ms(-1)), "{why}: end");
        assert!(!peak(to), "{why}: after");
    }
}

/// Rule: CAM-30. The wall clock decides, also where it runs twice or jumps.
#[test]
fn repeated_and_skipped_hours() {
    let night = PeakHours { weekday: vec![], weekend: vec!["02:00-03:00".parse().unwrap()] };
    let tz = TimeZone::get("Europe/Rome").unwrap();
    let country: CountryCode = "IT".parse().unwrap();
    let minutes = |day: &str| {
        let start = Day::parse(day).unwrap().start();
        (0..24 * 60)
            .filter(|minute| {
                let at = start.plus_ms(minute * 60_000);
                night.is_peak_at(at, &tz, country, &HolidayCalendar::default())
            })
            .count()
    };
    assert_eq!(minutes("2026-03-29"), 0, "02:00 to 03:00 does not exist");
    assert_eq!(minutes("2026-10-25"), 120, "02:00 to 03:00 runs twice");
}

/// Rule: PRC-02.
#[test]
fn a_holiday_is_one_of_its_country_and_local_date() {
    let hours = PeakHours::default();
    let (vn, it): (CountryCode, CountryCode) = ("VN".parse().unwrap(), "IT".parse().unwrap());
    let mut holidays = HolidayCalendar::default();
    let tet = Holiday { country: vn, date: Day::parse("2026-02-17").unwrap() };
    assert!(holidays.insert(tet));
    assert!(!holidays.insert(tet));
    let tz = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    // 2026-02-17 is a Tuesday; 15:00 local is off-peak on a weekday, peak on a holiday.
    for (at, country, expected) in [
        ("2026-02-17T08:00:00Z", vn, true),
        ("2026-02-17T08:00:00Z", it, false),
        ("2026-02-17T02:59:59.999Z", vn, false),
        ("2026-02-17T03:00:00Z", vn, true),
        ("2026-02-17T14:59:59.999Z", vn, true),
        ("2026-02-17T15:00:00Z", vn, false),
        ("2026-02-16T08:00:00Z", vn, false),
        ("2026-02-18T08:00:00Z", vn, false),
    ] {
        let at = Timestamp::parse(at).unwrap();
        assert_eq!(hours.is_peak_at(at, &tz, country, &holidays), expected, "{at} {country}");
    }
    assert!(holidays.remove(&tet));
    assert_eq!(holidays, HolidayCalendar::default());
}

/// The local date is not the UTC date: 18:00 UTC on the 16th is 01:00 on the 17th in Vietnam.
#[test]
fn the_local_date_decides() {
    let all_day = PeakHours { weekday: vec![], weekend: vec!["00:00-24:00".parse().unwrap()] };
    let vn: CountryCode = "VN".parse().unwrap();
    let mut holidays = HolidayCalendar::default();
    holidays.insert(Holiday { country: vn, date: Day::parse("2026-02-17").unwrap() });
    let tz = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    for (at, expected) in [
        ("2026-02-16T16:59:59.999Z", false),
        ("2026-02-16T17:00:00Z", true),
        ("2026-02-17T16:59:59.999Z", true),
        ("2026-02-17T17:00:00Z", false),
    ] {
        let at = Timestamp::parse(at).unwrap();
        assert_eq!(all_day.is_peak_at(at, &tz, vn, &holidays), expected, "{at}");
    }
}

#[test]
fn spans_calendars_and_codes_read_and_write() {
    for good in ["11:00-14:00", "00:00-24:00", "09:05-09:06"] {
        assert_eq!(good.parse::<LocalSpan>().unwrap().to_string(), good);
    }
    for bad in
        ["", "11-14", "14:00-11:00", "11:00-11:00", "11:60-12:00", "23:00-24:01", "1:00-2:00"]
    {
        assert!(bad.parse::<LocalSpan>().is_err(), "{bad}");
    }
    for bad in ["", "vn", "VNM", "V1"] {
        assert!(bad.parse::<CountryCode>().is_err(), "{bad}");
    }
    let json = r#"[{"country":"VN","date":"2026-02-17"}]"#;
    let holidays: HolidayCalendar = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&holidays).unwrap(), json);
    let bytes = postcard::to_allocvec(&holidays).unwrap();
    assert_eq!(postcard::from_bytes::<HolidayCalendar>(&bytes).unwrap(), holidays);
    let hours: PeakHours = toml::from_str("weekday = [\"08:00-09:30\"]").unwrap();
    assert_eq!(hours.weekend, PeakHours::default().weekend);
    assert_eq!(hours.weekday, vec!["08:00-09:30".parse().unwrap()]);
    assert!(toml::from_str::<PeakHours>("weekdays = []").is_err());
}
