//! Numbers, amounts, dates and times as people of each language write them. Rule: POP-04.

use jiff::{civil, tz::TimeZone};

use crate::domain::{
    money::{Amount, Currency},
    notices::Language,
    time::{Day, Timestamp},
};

/// Seconds of an hour.
const HOUR_SECONDS: u64 = 3_600;
/// Seconds of a minute.
const MINUTE_SECONDS: u64 = 60;

const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MONTHS_IT: [&str; 12] = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
];

/// The sign between groups of three digits, and the one before decimals.
const fn signs(language: Language) -> (char, char) {
    match language {
        Language::En => (',', '.'),
        Language::Vi | Language::It => ('.', ','),
    }
}

fn grouped(digits: &str, sign: char) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(sign);
        }
        text.push(digit);
    }
    text
}

/// A count: `15,000`, `15.000`.
#[must_use]
pub fn count(number: u64, language: Language) -> String {
    grouped(&number.to_string(), signs(language).0)
}

/// An amount with its currency, at least two decimals and as many more as it has:
/// `USD 1,234.50`, `1.234,50 USD`.
#[must_use]
pub fn amount(amount: Amount, currency: Currency, language: Language) -> String {
    let (group, point) = signs(language);
    let plain = amount.to_string();
    let (sign, plain) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("−", rest));
    let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
    let number = format!("{sign}{}{point}{decimals:0<2}", grouped(whole, group));
    match language {
        Language::En => format!("{} {number}", currency.code()),
        Language::Vi | Language::It => format!("{number} {}", currency.code()),
    }
}

/// A share in percent with one decimal, rounded half up: `12.3%`, `12,3%`.
#[must_use]
pub fn share(part: u64, whole: u64, language: Language) -> String {
    let tenths = permille(part, whole);
    format!("{}{}{}%", tenths / 10, signs(language).1, tenths % 10)
}

/// A share in thousandths, rounded half up; nothing of nothing.
#[must_use]
pub fn permille(part: u64, whole: u64) -> u64 {
    if whole == 0 {
        return 0;
    }
    let doubled = u128::from(part) * 2_000 + u128::from(whole);
    u64::try_from(doubled / (u128::from(whole) * 2)).unwrap_or(u64::MAX)
}

/// A length of time in hours, minutes and seconds, two of them at most: `62 h 30 min`, `45 s`.
#[must_use]
pub fn duration(seconds: u64, language: Language) -> String {
    let (hours, minutes, rest) =
        (seconds / HOUR_SECONDS, seconds % HOUR_SECONDS / MINUTE_SECONDS, seconds % MINUTE_SECONDS);
    let (hour, minute, second) = match language {
        Language::En | Language::It => ("h", "min", "s"),
        Language::Vi => ("giờ", "phút", "giây"),
    };
    if hours > 0 {
        format!("{} {hour} {minutes} {minute}", count(hours, language))
    } else if minutes > 0 {
        format!("{minutes} {minute} {rest} {second}")
    } else {
        format!("{rest} {second}")
    }
}

fn civil_date(day: Day) -> civil::Date {
    day.start().local(&TimeZone::UTC).date()
}

fn month<'a>(names: &'a [&str; 12], date: civil::Date) -> &'a str {
    usize::try_from(date.month() - 1).ok().and_then(|at| names.get(at)).copied().unwrap_or_default()
}

/// A date in full: `5 February 2026`, `5/2/2026`, `5 febbraio 2026`.
#[must_use]
pub fn long_date(day: Day, language: Language) -> String {
    let date = civil_date(day);
    let (number, year) = (date.day(), date.year());
    match language {
        Language::En => format!("{number} {} {year}", month(&MONTHS_EN, date)),
        Language::It => format!("{number} {} {year}", month(&MONTHS_IT, date)),
        Language::Vi => format!("{number}/{}/{year}", date.month()),
    }
}

/// A period; one day stands alone: `1 February 2026 – 28 February 2026`.
#[must_use]
pub fn period(from: Day, to: Day, language: Language) -> String {
    if from == to {
        return long_date(from, language);
    }
    format!("{} – {}", long_date(from, language), long_date(to, language))
}

/// A date in digits: `2026-02-05`, `5/2/2026`, `05/02/2026`.
#[must_use]
pub fn short_date(day: Day, language: Language) -> String {
    let date = civil_date(day);
    match language {
        Language::En => day.to_string(),
        Language::Vi => format!("{}/{}/{}", date.day(), date.month(), date.year()),
        Language::It => format!("{:02}/{:02}/{}", date.day(), date.month(), date.year()),
    }
}

/// Day and month for the axis of a chart: `5 Feb`, `5/2`, `5 feb`.
#[must_use]
pub fn axis_date(day: Day, language: Language) -> String {
    let date = civil_date(day);
    let first = |name: &str| name.chars().take(3).collect::<String>();
    match language {
        Language::En => format!("{} {}", date.day(), first(month(&MONTHS_EN, date))),
        Language::It => format!("{} {}", date.day(), first(month(&MONTHS_IT, date))),
        Language::Vi => format!("{}/{}", date.day(), date.month()),
    }
}

/// A moment to the minute in UTC: `2026-03-01 00:00 UTC`.
#[must_use]
pub fn moment(at: Timestamp, language: Language) -> String {
    let time = at.local(&TimeZone::UTC).time();
    format!("{} {:02}:{:02} UTC", short_date(at.day(), language), time.hour(), time.minute())
}

/// Tops of axes below ten.
const SMALL_TOPS: [u64; 5] = [1, 2, 4, 6, 8];
/// Tops of axes from ten on, times a power of ten. Halves are whole too.
const TOPS: [u64; 10] = [10, 12, 16, 20, 24, 30, 40, 50, 60, 80];

/// A round number that is not below a count, for the top of an axis.
#[must_use]
pub fn axis_top(most: u64) -> u64 {
    if let Some(top) = SMALL_TOPS.iter().find(|top| **top >= most) {
        return *top;
    }
    let mut scale: u64 = 1;
    while let Some(next) = scale.checked_mul(10) {
        let tops = TOPS.iter().filter_map(|step| scale.checked_mul(*step));
        if let Some(top) = tops.into_iter().find(|top| *top >= most) {
            return top;
        }
        scale = next;
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{En, It, Vi};

    /// Rule: POP-04.
    #[test]
    fn counts_and_amounts_follow_the_language() {
        for (number, en, other) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (1_000, "1,000", "1.000"),
            (1_234_567, "1,234,567", "1.234.567"),
        ] {
            assert_eq!(count(number, En), en);
            assert_eq!(count(number, It), other);
            assert_eq!(count(number, Vi), other);
        }
        for (text, en, it) in [
            ("0", "USD 0.00", "0,00 USD"),
            ("0.078", "USD 0.078", "0,078 USD"),
            ("1234.5", "USD 1,234.50", "1.234,50 USD"),
            ("1000000", "USD 1,000,000.00", "1.000.000,00 USD"),
            ("-1234.5678", "USD −1,234.5678", "−1.234,5678 USD"),
        ] {
            let given = Amount::parse(text).unwrap();
            assert_eq!(amount(given, Currency::Usd, En), en);
            assert_eq!(amount(given, Currency::Usd, It), it);
            assert_eq!(amount(given, Currency::Usd, Vi), it);
        }
    }

    #[test]
    fn shares_round_half_up() {
        for (part, whole, en, vi) in [
            (0, 0, "0.0%", "0,0%"),
            (1, 3, "33.3%", "33,3%"),
            (1, 2000, "0.1%", "0,1%"),
            (1, 2001, "0.0%", "0,0%"),
            (7, 7, "100.0%", "100,0%"),
            (u64::MAX, u64::MAX, "100.0%", "100,0%"),
        ] {
            assert_eq!(share(part, whole, En), en);
            assert_eq!(share(part, whole, Vi), vi);
        }
    }

    #[test]
    fn times_follow_the_language() {
        let day = Day::parse("2026-02-05").unwrap();
        let at = Timestamp::parse("2026-02-05T09:03:59Z").unwrap();
        for (language, long, short, axis, minute) in [
            (En, "5 February 2026", "2026-02-05", "5 Feb", "2026-02-05 09:03 UTC"),
            (Vi, "5/2/2026", "5/2/2026", "5/2", "5/2/2026 09:03 UTC"),
            (It, "5 febbraio 2026", "05/02/2026", "5 feb", "05/02/2026 09:03 UTC"),
        ] {
            assert_eq!(long_date(day, language), long);
            assert_eq!(short_date(day, language), short);
            assert_eq!(axis_date(day, language), axis);
            assert_eq!(moment(at, language), minute);
            assert_eq!(period(day, day, language), long);
        }
        assert_eq!(period(day, day.next(), Vi), "5/2/2026 – 6/2/2026");
        for (seconds, en, vi) in [
            (0, "0 s", "0 giây"),
            (45, "45 s", "45 giây"),
            (61, "1 min 1 s", "1 phút 1 giây"),
            (225_000, "62 h 30 min", "62 giờ 30 phút"),
            (36_000_000, "10,000 h 0 min", "10.000 giờ 0 phút"),
        ] {
            assert_eq!(duration(seconds, En), en);
            assert_eq!(duration(seconds, Vi), vi);
        }
    }

    #[test]
    fn the_top_of_an_axis_is_round_and_not_below_the_most() {
        for (most, top) in
            [(0, 1), (1, 1), (2, 2), (3, 4), (9, 10), (13, 16), (890, 1_000), (1_009, 1_200)]
        {
            assert_eq!(axis_top(most), top, "{most}");
        }
        for most in (0..64).map(|place| 1_u64 << place).chain([u64::MAX]) {
            assert!(axis_top(most) >= most, "{most}");
        }
    }
}
