use super::*;

fn now() -> Timestamp {
    Timestamp::parse("2026-01-23T12:00:00Z").unwrap()
}

fn hours(count: i64) -> Timestamp {
    now().plus_ms(count * HOUR_MS)
}

fn money(text: &str) -> Amount {
    Amount::parse(text).unwrap()
}

/// A campaign without a fault.
fn fine() -> CampaignInput<'static> {
    CampaignInput {
        name: Some("Summer"),
        description: Some("Line one\nline two"),
        brand_name: Some("Acme"),
        category: Some("FOOD_BEVERAGE"),
        budget: Some(money("1000")),
        daily_cap: Some(money("50")),
        start_date: Some(hours(24)),
        end_date: Some(hours(24 * 30)),
        target_store_count: Some(1),
        content_asset_count: Some(1),
        priority: Some(5),
        impression_goal: Some(1),
        now: now(),
        min_lead_hours: 24,
        ..CampaignInput::default()
    }
}

fn messages(input: &CampaignInput<'_>, mode: Mode) -> Vec<(String, String)> {
    failures(input, mode).into_iter().map(|field| (field.field, field.message)).collect()
}

type Change = fn(&mut CampaignInput<'static>);

/// One fault each: what is changed, the field, the message (`""`: no fault).
const MATRIX: &[(Change, &str, &str)] = &[
    (|_| (), "", ""),
    (|c| c.name = Some("ab"), "name", "Name must be 3-100 characters"),
    (|c| c.name = Some("  ab  "), "name", "Name must be 3-100 characters"),
    (|c| c.name = Some(""), "name", "Name must be 3-100 characters"),
    (|c| c.name = Some("abc"), "", ""),
    (|c| c.name = Some("été"), "", ""),
    (|c| c.name = Some("日本語".repeat(33).leak()), "", ""),
    (|c| c.name = Some("é".repeat(100).leak()), "", ""),
    (|c| c.name = Some("é".repeat(101).leak()), "name", "Name must be 3-100 characters"),
    (|c| c.name_taken = true, "name", "Campaign name already exists"),
    (
        |c| c.name = Some("two\nlines"),
        "name",
        "Name must not contain control or invisible characters",
    ),
    (|c| c.description = Some("x".repeat(500).leak()), "", ""),
    (|c| c.description = Some(""), "", ""),
    (
        |c| c.description = Some("x".repeat(501).leak()),
        "description",
        "Description cannot exceed 500 characters",
    ),
    (
        |c| c.description = Some("bell\u{7}bell"),
        "description",
        "Description must not contain control or invisible characters",
    ),
    (|c| c.brand_name = Some("A"), "brand_name", "Brand name must be 2-50 characters"),
    (|c| c.brand_name = Some("AB"), "", ""),
    (|c| c.brand_name = Some("x".repeat(50).leak()), "", ""),
    (
        |c| c.brand_name = Some("x".repeat(51).leak()),
        "brand_name",
        "Brand name must be 2-50 characters",
    ),
    (|c| c.brand_name = Some("  "), "brand_name", "Brand name required for competitor blocking"),
    (
        |c| c.brand_name = Some("Coca\u{200B}-Cola"),
        "brand_name",
        "Brand name must not contain control or invisible characters",
    ),
    (|c| c.budget = Some(money("99.99")), "budget", "Minimum budget is $100.00"),
    (|c| (c.budget, c.priority) = (Some(money("100")), None), "", ""),
    (|c| (c.budget, c.priority) = (Some(money("1000000")), None), "", ""),
    (
        |c| (c.budget, c.priority) = (Some(money("1000000.01")), None),
        "budget",
        "Maximum budget is $1,000,000.00",
    ),
    (|c| c.budget = Some(money("1000.001")), "budget", "Budget must have max 2 decimal places"),
    (
        |c| c.start_date = Some(hours(24).plus_ms(-1)),
        "start_date",
        "Start date must be at least 24 hours in future",
    ),
    (
        |c| (c.min_lead_hours, c.start_date) = (48, Some(hours(47))),
        "start_date",
        "Start date must be at least 48 hours in future",
    ),
    (|c| (c.min_lead_hours, c.start_date) = (0, Some(hours(-1))), "", ""),
    (|c| c.end_date = c.start_date, "start_date", "Start date must be before end date"),
    (|c| c.end_date = Some(hours(25)), "", ""),
    (|c| c.end_date = Some(hours(24 * 366)), "", ""),
    (
        |c| c.end_date = Some(hours(24 * 366).plus_ms(1)),
        "end_date",
        "Campaign duration cannot exceed 1 year",
    ),
    (|c| c.target_store_count = Some(0), "target_stores", "At least 1 target store required"),
    (|c| c.target_store_count = Some(1000), "", ""),
    (|c| c.target_store_count = Some(1001), "target_stores", "Maximum 1000 target stores allowed"),
    (|c| c.content_asset_count = Some(0), "content_assets", "At least 1 content asset required"),
    (|c| c.content_asset_count = Some(10), "", ""),
    (|c| c.content_asset_count = Some(11), "content_assets", "Maximum 10 content assets allowed"),
    (|c| c.daily_cap = Some(money("9.99")), "daily_cap", "Minimum daily cap is $10.00"),
    (|c| c.daily_cap = Some(money("10")), "", ""),
    (|c| c.daily_cap = Some(money("1000")), "", ""),
    (|c| c.daily_cap = Some(money("1000.01")), "daily_cap", "Daily cap cannot exceed total budget"),
    (
        |c| c.daily_cap = Some(money("10.001")),
        "daily_cap",
        "Daily cap must have max 2 decimal places",
    ),
    (|c| c.impression_goal = Some(0), "impression_goal", "Impression goal must be greater than 0"),
    (|c| c.priority = Some(7), "", ""),
    (
        |c| c.priority = Some(8),
        "priority",
        "Priority must be 3-7 for a budget of $1,000.00 (default 5, ±2)",
    ),
];

/// Rule: CAM-05.
#[test]
fn the_matrix() {
    for (place, (change, field, message)) in MATRIX.iter().enumerate() {
        let mut input = fine();
        change(&mut input);
        let expected: Vec<(String, String)> = if field.is_empty() {
            Vec::new()
        } else {
            vec![((*field).to_owned(), (*message).to_owned())]
        };
        for mode in [Mode::Draft, Mode::Submit] {
            assert_eq!(messages(&input, mode), expected, "row {place} {mode:?}");
        }
    }
}

#[test]
fn the_category_message_names_all() {
    let input = CampaignInput { category: Some("FOOD"), ..fine() };
    let found = messages(&input, Mode::Draft);
    let words: Vec<&str> = Category::ALL.iter().map(|one| one.as_str()).collect();
    assert_eq!(found[0].1, format!("Category must be one of {}", words.join(", ")));
}

/// Rule: CAM-08.
#[test]
fn a_draft_may_be_empty_and_a_submission_not() {
    let empty = CampaignInput { now: now(), min_lead_hours: 24, ..CampaignInput::default() };
    assert_eq!(validate(&empty, Mode::Draft), Ok(()));
    let refusal = validate(&empty, Mode::Submit).unwrap_err();
    let fields: Vec<&str> = refusal.fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "name",
            "brand_name",
            "category",
            "budget",
            "start_date",
            "end_date",
            "target_stores",
            "content_assets"
        ]
    );
    let input = CampaignInput { content_asset_count: None, ..fine() };
    assert_eq!(
        validate(&input, Mode::Submit).unwrap_err().message,
        "Campaign validation failed: At least 1 content asset required"
    );
    assert_eq!(validate(&fine(), Mode::Submit), Ok(()));
}

#[test]
fn all_failures_come_at_once() {
    let input = CampaignInput {
        name: Some("a"),
        name_taken: true,
        brand_name: Some(""),
        budget: Some(money("1.001")),
        start_date: Some(hours(1)),
        end_date: Some(hours(0)),
        daily_cap: Some(money("5")),
        priority: Some(11),
        ..fine()
    };
    let found = messages(&input, Mode::Draft);
    let expected = [
        "Name must be 3-100 characters",
        "Campaign name already exists",
        "Brand name required for competitor blocking",
        "Minimum budget is $100.00",
        "Budget must have max 2 decimal places",
        "Start date must be at least 24 hours in future",
        "Start date must be before end date",
        "Minimum daily cap is $10.00",
        "Daily cap cannot exceed total budget",
        "Priority must be 1-5 for a budget of $1.0010 (default 3, ±2)",
    ];
    assert_eq!(found.iter().map(|(_, message)| message.as_str()).collect::<Vec<_>>(), expected);
    let refusal = validate(&input, Mode::Draft).unwrap_err();
    assert_eq!(refusal.message, "10 fields need correction");
}

/// One side given, the other stored.
#[test]
fn a_draft_compares_with_what_it_holds() {
    let stored = Stored {
        budget: Some(money("500")),
        daily_cap: Some(money("400")),
        start_date: Some(hours(1)),
        end_date: Some(hours(100)),
    };
    let blank =
        CampaignInput { now: now(), min_lead_hours: 24, stored, ..CampaignInput::default() };
    // A stored start that has grown too near is no fault of an edit of another field.
    let table: &[(CampaignInput<'_>, Option<&str>)] = &[
        (CampaignInput { name: Some("Fine"), ..blank }, None),
        (CampaignInput { end_date: Some(hours(1)), ..blank }, Some("start_date")),
        (CampaignInput { start_date: Some(hours(100)), ..blank }, Some("start_date")),
        (CampaignInput { end_date: Some(hours(2)), ..blank }, None),
        (CampaignInput { end_date: Some(hours(24 * 366)), ..blank }, Some("end_date")),
        (CampaignInput { daily_cap: Some(money("501")), ..blank }, Some("daily_cap")),
        (CampaignInput { budget: Some(money("399")), ..blank }, Some("daily_cap")),
        (CampaignInput { budget: Some(money("400")), ..blank }, None),
        (CampaignInput { priority: Some(8), ..blank }, Some("priority")),
        (CampaignInput { priority: Some(7), ..blank }, None),
    ];
    for (place, (input, field)) in table.iter().enumerate() {
        let found = messages(input, Mode::Draft);
        assert_eq!(found.first().map(|(name, _)| name.as_str()), *field, "row {place} {found:?}");
        assert!(found.len() <= 1, "row {place} {found:?}");
    }
}

#[test]
fn dayparts_are_named_by_place() {
    let windows = [
        DaypartInput { days: vec!["MON".into()], from: "08:00".into(), to: "09:00".into() },
        DaypartInput { days: vec!["MON".into()], from: "08:00".into(), to: "08:00".into() },
    ];
    let input = CampaignInput { dayparts: Some(&windows), ..fine() };
    assert_eq!(
        messages(&input, Mode::Draft),
        [("dayparts.1".to_owned(), "A window must end at another time than it begins".to_owned())]
    );
    let input = CampaignInput { dayparts: Some(&windows[..1]), ..fine() };
    assert_eq!(validate(&input, Mode::Submit), Ok(()));
}

/// Rule: D-43.
#[test]
fn dates_without_a_time() {
    let table: &[(&str, &str, &str)] = &[
        ("2026-02-01", "2026-02-01T00:00:00Z", "2026-02-01T23:59:59Z"),
        (" 2026-02-01 ", "2026-02-01T00:00:00Z", "2026-02-01T23:59:59Z"),
        ("2026-02-01T18:00:00+07:00", "2026-02-01T11:00:00Z", "2026-02-01T11:00:00Z"),
        ("9999-12-29", "9999-12-29T00:00:00Z", "9999-12-29T23:59:59Z"),
    ];
    for (text, start, end) in table {
        assert_eq!(parse_start_date(text).unwrap().to_string(), *start, "{text}");
        assert_eq!(parse_end_date(text).unwrap().to_string(), *end, "{text}");
    }
    let bad = [
        "",
        "2026-02-30",
        "01.02.2026",
        "2026-02",
        "2026-02-01T10:00:00",
        "1969-12-31",
        "9999-12-31",
    ];
    for text in bad {
        assert!(parse_start_date(text).is_err(), "{text}");
        assert!(parse_end_date(text).is_err(), "{text}");
    }
}
