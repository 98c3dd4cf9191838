use super::*;

fn input(days: &[&str], from: &str, to: &str) -> DaypartInput {
    DaypartInput {
        days: days.iter().map(ToString::to_string).collect(),
        from: from.to_owned(),
        to: to.to_owned(),
    }
}

fn window(days: &[&str], from: &str, to: &str) -> Daypart {
    Daypart::check(&input(days, from, to)).unwrap()
}

fn clock(text: &str) -> civil::DateTime {
    text.parse().unwrap()
}

const ALL: &[&str] = &["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];

#[test]
fn times_of_day() {
    for (text, minutes) in [("00:00", 0), ("00:01", 1), ("18:30", 1110), ("24:00", 1440)] {
        assert_eq!(TimeOfDay::parse(text).unwrap().minutes(), minutes);
        assert_eq!(TimeOfDay::parse(text).unwrap().to_string(), text);
    }
    for bad in
        ["", "8:00", "08:0", "24:01", "12:60", "+1:00", "-1:00", "12:00:00", "noon", "１2:00"]
    {
        assert_eq!(TimeOfDay::parse(bad), None, "{bad}");
    }
}

#[test]
fn windows_are_checked() {
    let table: &[(DaypartInput, &str)] = &[
        (input(&[], "08:00", "09:00"), "At least 1 day required"),
        (input(&["MON", "MON"], "08:00", "09:00"), "Day MON is listed twice"),
        (
            input(&["mon"], "08:00", "09:00"),
            "Day must be MON, TUE, WED, THU, FRI, SAT or SUN, not \"mon\"",
        ),
        (input(&["MON"], "8:00", "09:00"), "Time must be HH:MM, not \"8:00\""),
        (input(&["MON"], "08:00", "25:00"), "Time must be HH:MM, not \"25:00\""),
        (input(&["MON"], "08:00", "08:00"), "A window must end at another time than it begins"),
        (
            input(&["MON"], "24:00", "08:00"),
            "A window cannot begin at 24:00; use 00:00 of the next day",
        ),
    ];
    let all: Vec<DaypartInput> = table.iter().map(|(input, _)| input.clone()).collect();
    let expected: Vec<(usize, String)> =
        table.iter().enumerate().map(|(place, (_, text))| (place, (*text).to_owned())).collect();
    assert_eq!(check_dayparts(&all), Err(expected));
    let fine = vec![input(&["SUN", "MON"], "22:00", "02:00"); 50];
    assert_eq!(check_dayparts(&fine).unwrap()[0].days, [Weekday::Mon, Weekday::Sun]);
    let many = vec![input(&["MON"], "22:00", "02:00"); 51];
    assert_eq!(check_dayparts(&many), Err(vec![(50, "Maximum 50 windows allowed".to_owned())]));
}

/// 2026-02-02 is a Monday. Rule: CAM-24.
#[test]
fn windows_on_the_wall_clock() {
    let evening = window(&["MON", "TUE"], "18:00", "22:00");
    let night = window(&["SUN"], "22:00", "02:00");
    let until_midnight = window(&["MON"], "20:00", "00:00");
    let whole_day = window(&["MON"], "00:00", "24:00");
    let table: &[(&Daypart, &str, bool)] = &[
        (&evening, "2026-02-02T17:59:59", false),
        (&evening, "2026-02-02T18:00:00", true),
        (&evening, "2026-02-02T21:59:59", true),
        (&evening, "2026-02-02T22:00:00", false),
        (&evening, "2026-02-03T18:00:00", true),
        (&evening, "2026-02-04T18:00:00", false),
        (&night, "2026-02-01T21:59:00", false),
        (&night, "2026-02-01T22:00:00", true),
        (&night, "2026-02-02T01:59:59", true),
        (&night, "2026-02-02T02:00:00", false),
        (&night, "2026-02-02T22:00:00", false),
        (&night, "2026-02-01T01:00:00", false),
        (&until_midnight, "2026-02-02T23:59:59", true),
        (&until_midnight, "2026-02-03T00:00:00", false),
        (&whole_day, "2026-02-02T00:00:00", true),
        (&whole_day, "2026-02-02T23:59:59", true),
        (&whole_day, "2026-02-03T00:00:00", false),
    ];
    for (window, text, expected) in table {
        assert_eq!(window.allows(clock(text)), *expected, "{window:?} {text}");
    }
    assert!(allows(&[], clock("2026-02-02T03:00:00")));
    assert!(OpeningHours::default().is_open(clock("2026-02-02T03:00:00")));
    assert!(allows(&[evening.clone(), night], clock("2026-02-02T19:00:00")));
    assert!(!OpeningHours(vec![evening]).is_open(clock("2026-02-02T03:00:00")));
}

/// Edge case 10.
#[test]
fn shared_minutes() {
    let shop = OpeningHours(vec![window(ALL, "09:00", "18:00")]);
    let table: &[(&OpeningHours, Vec<Daypart>, u32)] = &[
        (&OpeningHours::default(), vec![], u32::from(WEEK_MINUTES)),
        (&shop, vec![], 7 * 9 * 60),
        (&shop, vec![window(ALL, "18:00", "22:00")], 0),
        (&shop, vec![window(ALL, "17:00", "22:00")], 7 * 60),
        (&shop, vec![window(&["MON"], "08:00", "10:00"), window(&["MON"], "09:30", "11:00")], 120),
        (&shop, vec![window(&["SUN"], "22:00", "10:00")], 60),
        (&OpeningHours::default(), vec![window(&["SUN"], "22:00", "02:00")], 240),
    ];
    for (open, dayparts, expected) in table {
        assert_eq!(playable_minutes_a_week(open, dayparts), *expected, "{dayparts:?}");
    }
}

/// The bitmap of a week and the judgement of a wall clock agree at every minute.
#[test]
fn the_week_agrees_with_the_clock() {
    let windows = [
        window(&["MON", "SUN"], "22:15", "02:45"),
        window(&["WED"], "00:00", "24:00"),
        window(&["FRI", "SAT"], "07:30", "08:00"),
    ];
    let mut moment = clock("2026-02-02T00:00:00");
    for flag in week_minutes(&windows) {
        assert_eq!(allows(&windows, moment), flag, "{moment}");
        moment = moment.checked_add(jiff::Span::new().minutes(1)).unwrap();
    }
}

#[test]
fn json_and_rows() {
    let json = r#"{"days":["MON"],"from":"18:00","to":"22:00"}"#;
    let daypart = window(&["MON"], "18:00", "22:00");
    assert_eq!(serde_json::to_string(&daypart).unwrap(), json);
    assert_eq!(serde_json::from_str::<Daypart>(json).unwrap(), daypart);
    assert_eq!(
        Daypart::check(&serde_json::from_str::<DaypartInput>(json).unwrap()),
        Ok(daypart.clone())
    );
    let hours = OpeningHours(vec![daypart]);
    assert_eq!(serde_json::to_string(&hours).unwrap(), format!("[{json}]"));
    let row = postcard::to_allocvec(&hours).unwrap();
    assert_eq!(postcard::from_bytes::<OpeningHours>(&row).unwrap(), hours);
    assert!(serde_json::from_str::<Daypart>(r#"{"days":["MON"],"from":"6","to":"7"}"#).is_err());
}

/// The OpenAPI document speaks the words of the wire.
#[test]
fn schemas() {
    use utoipa::PartialSchema;
    let days = serde_json::to_value(Weekday::schema()).unwrap();
    assert_eq!(days["enum"], serde_json::json!(["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]));
    assert_eq!(serde_json::to_value(TimeOfDay::schema()).unwrap()["type"], "string");
    assert_eq!(serde_json::to_value(OpeningHours::schema()).unwrap()["type"], "array");
}
