use super::*;
use crate::domain::{
    blocking::{BlockingRule, RuleType},
    campaign::model::sample,
    time::Timeline,
};

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn rule(no: u32, value: &str, overrides: Vec<RuleOverride>) -> StoreRule {
    StoreRule {
        no: RuleNo(no),
        id: Uuid::from_u128(no.into()),
        store: StoreNo(0),
        rule: BlockingRule {
            rule_type: RuleType::Keyword,
            blocked_value: value.to_owned(),
            reason: None,
            created_by: None,
            active: Timeline::starting(at("2026-02-01T00:00:00Z"), true),
        },
        overrides,
        created_at: at("2026-02-01T00:00:00Z"),
        updated_at: at("2026-02-01T00:00:00Z"),
    }
}

fn let_in(campaign: u32, from: &str) -> RuleOverride {
    RuleOverride {
        id: Uuid::from_u128(9),
        campaign: CampaignNo(campaign),
        reason: "Manual override: agreed".to_owned(),
        approved_by: None,
        approved_by_name: "admin".to_owned(),
        from: at(from),
    }
}

fn campaign() -> Campaign {
    let mut campaign = sample();
    campaign.name = "Summer cola".to_owned();
    campaign.end_date = Some(at("2026-02-20T23:59:59Z"));
    campaign
}

/// Rule: BLK-05: an override counts for one campaign, from its approval to the campaign's end.
#[test]
fn an_override_holds_from_its_approval_to_the_end() {
    let mut campaign = campaign();
    let row = rule(1, "cola", vec![let_in(0, "2026-02-10T12:00:00Z")]);
    let table = [
        ("2026-02-10T11:59:59.999Z", false),
        ("2026-02-10T12:00:00Z", true),
        ("2026-02-20T23:59:59.999Z", true),
        ("2026-02-21T00:00:00Z", false),
    ];
    for (moment, expected) in table {
        assert_eq!(is_overridden(&row, &campaign, at(moment)), expected, "{moment}");
    }
    campaign.end_date = Some(at("2026-02-28T23:59:59Z"));
    assert!(is_overridden(&row, &campaign, at("2026-02-21T00:00:00Z")), "the end was extended");
    campaign.no = CampaignNo(7);
    assert!(!is_overridden(&row, &campaign, at("2026-02-12T00:00:00Z")), "of another campaign");
}

/// Rule: BLK-01, BLK-05: what one rule lets through, the next may still block.
#[test]
fn the_first_rule_that_is_not_overridden_blocks() {
    let campaign = campaign();
    let moment = at("2026-02-12T00:00:00Z");
    let subject = subject_at(&campaign, &[], moment);
    let first = rule(1, "cola", vec![let_in(0, "2026-02-10T12:00:00Z")]);
    let (second, other) = (rule(2, "summer", vec![]), rule(3, "winter", vec![]));
    let found = |rules: &[&StoreRule]| {
        blocking_rule(rules.iter().copied(), &campaign, &subject, moment)
            .map(|(row, reason)| (row.no.0, reason))
    };
    assert_eq!(found(&[&first, &other]), None);
    assert_eq!(found(&[&first, &other, &second]), Some((2, "Keyword blocked: summer".to_owned())));
    let before = at("2026-02-10T00:00:00Z");
    let found = blocking_rule([&first], &campaign, &subject, before);
    assert_eq!(found.map(|(row, _)| row.no), Some(RuleNo(1)), "before the approval");
}

/// Rule: BLK-04: the text of the moment counts, not the newest.
#[test]
fn the_text_of_the_moment_is_compared() {
    use crate::domain::campaign::model::CampaignText;
    let mut campaign = campaign();
    let text = |name: &str| CampaignText {
        name: name.to_owned(),
        description: String::new(),
        brand_name: String::new(),
        category: None,
    };
    campaign.text.push(at("2026-02-02T00:00:00Z"), text("Summer cola"));
    campaign.text.push(at("2026-02-05T00:00:00Z"), text("Spring water"));
    let row = rule(1, "cola", vec![]);
    for (moment, blocked) in [("2026-02-03T00:00:00Z", true), ("2026-02-06T00:00:00Z", false)] {
        let subject = subject_at(&campaign, &[], at(moment));
        let found = blocking_rule([&row], &campaign, &subject, at(moment));
        assert_eq!(found.is_some(), blocked, "{moment}");
    }
}
