//! Whole UTC days of a report, as `from` and `to` of a query.

use crate::domain::{refusal::Refusal, time::Day};

/// Reads the first and the last day of a report, both inclusive.
///
/// # Errors
/// `VALIDATION_FAILED` with the field: no date, in the wrong order, not come yet, or too many days.
pub(super) fn read_period(
    from: &str,
    to: &str,
    today: Day,
    max_days: u32,
) -> Result<(Day, Day), Refusal> {
    let read = |field: &str, text: &str| {
        Day::parse(text)
            .map_err(|why| Refusal::field(field, "INVALID", format!("{field} is {why}")))
    };
    let (first, last) = (read("from", from)?, read("to", to)?);
    if first > last {
        return Err(Refusal::field("from", "ORDER", format!("from {first} lies after to {last}")));
    }
    if last > today {
        let message = format!("{last} has not come yet; today is {today}");
        return Err(Refusal::field("to", "FUTURE", message));
    }
    let days = i64::from(last.number()) - i64::from(first.number()) + 1;
    if days > i64::from(max_days) {
        let message = format!("a report covers at most {max_days} days, these are {days}");
        return Err(Refusal::field("to", "TOO_LONG", message));
    }
    Ok((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_that_make_no_report_are_refused_by_field() {
        let today = Day::parse("2026-02-05").unwrap();
        for (from, to, field) in [
            ("x", "2026-02-05", "from"),
            ("2026-02-01", "5.2.2026", "to"),
            ("2026-02-05", "2026-02-04", "from"),
            ("2026-02-05", "2026-02-06", "to"),
            ("2026-01-25", "2026-02-04", "to"),
        ] {
            let refusal = read_period(from, to, today, 10).unwrap_err();
            assert_eq!(refusal.fields[0].field, field, "{from} {to}");
        }
        let (from, to) = read_period("2026-01-27", "2026-02-05", today, 10).unwrap();
        assert_eq!(to.number() - from.number(), 9);
    }
}
