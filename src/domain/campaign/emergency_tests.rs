use super::*;

fn grounds(reason: StopReason, detail: Option<&str>, links: &[&str]) -> Grounds {
    let evidence_urls = links.iter().map(|link| (*link).to_owned()).collect();
    Grounds { reason, detail: detail.map(str::to_owned), evidence_urls }
}

/// Rule: CAM-12.
#[test]
fn every_reason_has_its_rule() {
    assert_eq!(REASONS.len(), StopReason::ALL.len());
    for reason in StopReason::ALL {
        let rule = reason.rule().unwrap();
        assert_eq!(rule.needs_detail, *reason == StopReason::Other, "{reason}");
        for by in Initiator::ALL {
            let checked = grounds(*reason, Some("because"), &[])
                .check(*by, &EmergencyLimits::default())
                .is_ok();
            assert_eq!(checked, rule.by.contains(by), "{reason} by {by}");
        }
    }
    let safety = StopReason::ALL.iter().filter(|reason| reason.is_safety());
    let words: Vec<_> = safety.map(|reason| reason.as_str()).collect();
    assert_eq!(words, ["BRAND_SAFETY", "LEGAL_DEMAND", "SECURITY_INCIDENT"]);
}

/// Rule: CAM-12.
#[test]
fn grounds_are_checked_whole() {
    let limits = EmergencyLimits::default();
    let long = "x".repeat(2_001);
    let many = vec!["https://example.com/a"; 21];
    for (given, fields) in [
        (grounds(StopReason::Other, None, &[]), &["reason_detail"][..]),
        (grounds(StopReason::Other, Some("  "), &[]), &["reason_detail"]),
        (grounds(StopReason::BrandSafety, None, &[]), &[]),
        (
            grounds(StopReason::BrandSafety, Some(&long), &["ftp://a"]),
            &["reason_detail", "evidence_urls"],
        ),
        (grounds(StopReason::BrandSafety, Some("a\u{7}"), &[]), &["reason_detail"]),
        (grounds(StopReason::BrandSafety, None, &["https://example.com/a?b=c"]), &[]),
        (grounds(StopReason::BrandSafety, None, &["https://"]), &["evidence_urls"]),
        (grounds(StopReason::BrandSafety, None, &["https:///x"]), &["evidence_urls"]),
        (grounds(StopReason::BrandSafety, None, &["javascript:alert(1)"]), &["evidence_urls"]),
        (grounds(StopReason::BrandSafety, None, &many), &["evidence_urls"]),
    ] {
        let refusal = given.clone().check(Initiator::Admin, &limits).err();
        let named: Vec<String> =
            refusal.into_iter().flat_map(|r| r.fields).map(|field| field.field).collect();
        assert_eq!(named, fields, "{given:?}");
    }
    let trimmed = grounds(StopReason::Other, Some(" rain "), &[]);
    let trimmed = trimmed.check(Initiator::Advertiser, &limits).unwrap();
    assert_eq!(trimmed.detail.as_deref(), Some("rain"));
}

/// The table of BR-CAMP-EMERGENCY-003 against what the rules do. Rule: CAM-12, CAM-19, D-44.
#[test]
fn an_emergency_stop_is_no_pause() {
    use super::super::status::{Actor, PauseReason};
    let (pause, stop) = (PauseReason::UserRequested, PauseReason::EmergencyStop);
    let row = |aspect: &str| DIFFERENCES.iter().find(|row| row.aspect == aspect).unwrap();
    let words = |yes: bool, a: &'static str, b: &'static str| if yes { a } else { b };
    for (reason, side) in [(pause, 0), (stop, 1)] {
        let of = |aspect| [row(aspect).pause, row(aspect).stop][side];
        let honours = reason.honours_plays_under_way();
        assert_eq!(of("In-flight impressions"), words(honours, "Honored", "Completed only"));
        assert_eq!(of("Billing"), words(honours, "Continue 5min", "Stop immediately"));
        let at_once = reason.resumed_by().contains(&Actor::Advertiser);
        assert_eq!(of("Resume capability"), words(at_once, "Immediate", "Requires review"));
    }
    let limits = EmergencyLimits::default();
    assert_eq!(row("Grace period").stop, format!("{} seconds", limits.stop_seconds));
    assert_eq!(row("Grace period").pause, "5 minutes");
    let aspects: std::collections::BTreeSet<_> = DIFFERENCES.iter().map(|r| r.aspect).collect();
    assert_eq!(aspects.len(), 8);
    assert!(DIFFERENCES.iter().all(|row| row.pause != row.stop));
}

fn incident(stores: &[u32], whole_since: Option<i64>) -> Incident {
    Incident {
        no: IncidentNo(0),
        id: Uuid::nil(),
        campaign: CampaignNo(0),
        stores: stores.iter().map(|no| StoreNo(*no)).collect(),
        campaign_stopped_at: whole_since.map(Timestamp::from_ms),
        grounds: grounds(StopReason::BrandSafety, None, &[]),
        initiator: Initiator::Supplier,
        stopped_at: Timestamp::from_ms(100),
        stopped_by: None,
        stopped_by_name: String::new(),
        status_before: CampaignStatus::Active,
        request: None,
        devices: Vec::new(),
        frozen_from: Timestamp::from_ms(50),
        frozen: true,
        due_at: Timestamp::from_ms(200),
        dark_checked: false,
        overdue_since: None,
        resolution: None,
        lifted_at: Some(Timestamp::from_ms(150)),
    }
}

/// Rule: D-59.
#[test]
fn a_suppliers_stop_darkens_its_own_stores_only() {
    let own = incident(&[1, 2], None);
    for (store, at, dark) in
        [(1, 99, false), (1, 100, true), (2, 149, true), (2, 150, false), (3, 120, false)]
    {
        assert_eq!(own.stops_store(StoreNo(store), Timestamp::from_ms(at)), dark, "{store} {at}");
    }
    let whole = incident(&[], Some(100));
    assert!(!whole.stops_store(StoreNo(1), Timestamp::from_ms(120)));
    for (found, store, at, frozen) in [
        (&own, 1, 50, true),
        (&own, 1, 49, false),
        (&own, 3, 60, false),
        (&whole, 3, 60, true),
        (&incident(&[1], Some(130)), 3, 60, true),
    ] {
        assert_eq!(found.freezes(StoreNo(store), Timestamp::from_ms(at)), frozen, "{store} {at}");
    }
    let mut freed = whole;
    freed.frozen = false;
    assert!(!freed.freezes(StoreNo(1), Timestamp::from_ms(60)));
}

/// Rule: CAM-12.
#[test]
fn outcomes_are_read_by_letter_and_by_name() {
    for (outcome, letter, name) in [
        (Outcome::A, "\"A\"", "\"FALSE_ALARM\""),
        (Outcome::B, "\"B\"", "\"VALID_CONCERN\""),
        (Outcome::C, "\"C\"", "\"POLICY_VIOLATION\""),
        (Outcome::D, "\"D\"", "\"FRAUD_CONFIRMED\""),
    ] {
        for text in [letter, name] {
            assert_eq!(serde_json::from_str::<Outcome>(text).unwrap(), outcome, "{text}");
        }
        assert_eq!(format!("\"{}\"", outcome.name()), name);
        assert_eq!(serde_json::to_string(&outcome).unwrap(), letter);
    }
}
