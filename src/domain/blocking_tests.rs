use super::*;

fn rule(rule_type: RuleType, value: &str) -> BlockingRule {
    BlockingRule {
        rule_type,
        blocked_value: value.to_owned(),
        reason: Some("Exclusive partnership".to_owned()),
        created_by: None,
        active: Timeline::starting(Timestamp::from_ms(100), true),
    }
}

fn cola() -> Subject {
    Subject::new(
        "Summer of Taste",
        Some("A fresh Energy Drink for hot days"),
        " Coca-Cola ",
        Category::FoodBeverage,
        &[ScanFlag::Alcohol],
    )
}

/// Rule: BLK-01, D-42.
#[test]
fn each_type_matches_as_written() {
    use RuleType::{Brand, Category as Kind, Keyword};
    let table: &[(RuleType, &str, Option<&str>)] = &[
        (Brand, "Coca-Cola", Some("Brand blocked: Coca-Cola")),
        (Brand, "coca-COLA", Some("Brand blocked: coca-COLA")),
        (Brand, "Coca", None),
        (Brand, "Coca-Cola Zero", None),
        (Brand, "", None),
        (Kind, "FOOD_BEVERAGE", Some("Category blocked: FOOD_BEVERAGE")),
        (Kind, "food_beverage", Some("Category blocked: food_beverage")),
        (Kind, "ALCOHOL", Some("Category blocked: ALCOHOL")),
        (Kind, "TOBACCO", None),
        (Kind, "ELECTRONICS", None),
        (Kind, "FOOD", None),
        (Keyword, "energy drink", Some("Keyword blocked: energy drink")),
        (Keyword, "SUMMER", Some("Keyword blocked: SUMMER")),
        (Keyword, "cola", Some("Keyword blocked: cola")),
        (Keyword, "taste a fresh", Some("Keyword blocked: taste a fresh")),
        (Keyword, "winter", None),
        (Keyword, "alcohol", None),
        (Keyword, " ", None),
    ];
    for (rule_type, value, expected) in table {
        let got = rule(*rule_type, value).matches(&cola());
        assert_eq!(got.as_deref(), *expected, "{rule_type} {value:?}");
    }
    let plain = Subject::new("Name", None, "Brand", Category::Other, &[]);
    assert!(rule(Keyword, "name brand").matches(&plain).is_some());
    let nordic = Subject::new("Name", None, "ÅNGSTRÖM", Category::Other, &[]);
    assert!(rule(Brand, "ångström").matches(&nordic).is_some());
}

/// Rule: BLK-01, D-08.
#[test]
fn rules_hold_while_switched_on() {
    let mut first = rule(RuleType::Keyword, "cola");
    first.active.push(Timestamp::from_ms(200), false);
    first.active.push(Timestamp::from_ms(300), true);
    let second = rule(RuleType::Category, "ALCOHOL");
    let mut off = rule(RuleType::Brand, "Coca-Cola");
    off.active = Timeline::starting(Timestamp::from_ms(0), false);
    let rules = [off, first, second];
    let table: &[(i64, Option<&str>)] = &[
        (99, None),
        (100, Some("Keyword blocked: cola")),
        (199, Some("Keyword blocked: cola")),
        (200, Some("Category blocked: ALCOHOL")),
        (300, Some("Keyword blocked: cola")),
    ];
    for (ms, expected) in table {
        let got = blocked_at(&rules, &cola(), Timestamp::from_ms(*ms));
        assert_eq!(got.as_deref(), *expected, "{ms}");
    }
    let without_second = rules.iter().filter(|one| one.rule_type != RuleType::Category);
    assert_eq!(blocked_at(without_second, &cola(), Timestamp::from_ms(250)), None);
}

#[test]
fn values_are_checked() {
    let checked = |kind, value: &str| check_blocked_value(kind, value).map_err(|e| e.message);
    assert_eq!(checked(RuleType::Brand, "  Pepsi "), Ok("Pepsi".to_owned()));
    assert_eq!(checked(RuleType::Category, "alcohol"), Ok("ALCOHOL".to_owned()));
    assert_eq!(checked(RuleType::Category, "TELECOM"), Ok("TELECOM".to_owned()));
    assert_eq!(checked(RuleType::Keyword, &"é".repeat(100)), Ok("é".repeat(100)));
    for (kind, value) in [
        (RuleType::Brand, " "),
        (RuleType::Keyword, ""),
        (RuleType::Keyword, "a\nb"),
        (RuleType::Category, "DRINKS"),
        (RuleType::Brand, "x".repeat(101).as_str()),
    ] {
        assert!(checked(kind, value).is_err(), "{kind} {value:?}");
    }
}

#[test]
fn rows_keep_a_rule() {
    let rule = rule(RuleType::Keyword, "energy drink");
    let row = postcard::to_allocvec(&rule).unwrap();
    assert_eq!(postcard::from_bytes::<BlockingRule>(&row).unwrap(), rule);
}
