//! What the running demo must show. Each part reads it over HTTP.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use vetrina::domain::time::{HOUR_MS, Timestamp};

use super::running::Demo;

fn moment(value: &Value) -> Timestamp {
    Timestamp::parse(value.as_str().unwrap_or_else(|| panic!("no moment: {value}"))).unwrap()
}

fn id(row: &Value) -> &str {
    row["id"].as_str().unwrap()
}

/// The line after the history: plays, records, reviews, the ledger.
pub fn books_balance(line: &Value) {
    let report = &line["report"];
    let plays = line["history"]["plays"].as_u64().unwrap();
    let counted = ["VERIFIED", "REJECTED", "UNDER_REVIEW"].map(|name| &report["plays"][name]);
    let counted: u64 = counted.into_iter().filter_map(Value::as_u64).sum();
    assert!(plays > 1_000, "{line:#}");
    assert_eq!(counted + line["history"]["refused"].as_u64().unwrap(), plays, "{line:#}");
    let reviews = report["reviews"].as_u64().unwrap();
    assert!((1..=60).contains(&reviews), "a handful for a person: {report:#}");
    assert_eq!(report["accounts_sum_micros"], 0);
    assert_eq!(report["is_sound"], true, "{report:#}");
    assert!(report["days_with_records"].as_u64() >= Some(9), "{report:#}");
}

/// Every status, and pauses for several reasons; none because screens are silent (CAM-20).
pub async fn every_state(demo: &Demo) {
    let rows = demo.all("/campaigns").await;
    let words = |field: &str| -> BTreeSet<String> {
        rows.iter().filter_map(|row| row[field].as_str().map(str::to_owned)).collect()
    };
    let statuses: Vec<String> = words("status").into_iter().collect();
    assert_eq!(
        statuses,
        [
            "ACTIVE",
            "CANCELLED",
            "COMPLETED",
            "DRAFT",
            "ERROR",
            "EXPIRED",
            "PAUSED",
            "PENDING_APPROVAL",
            "REJECTED",
            "SCHEDULED",
        ]
    );
    let reasons: Vec<String> = words("pause_reason").into_iter().collect();
    assert_eq!(
        reasons,
        ["BUDGET_EXHAUSTED", "EMERGENCY_STOP", "POLICY_VIOLATION", "USER_REQUESTED"]
    );
    let broken = rows.iter().find(|row| row["status"] == "ERROR").unwrap();
    let distribution = demo.get(&format!("/campaigns/{}/distribution", id(broken))).await;
    assert!(distribution.to_string().contains("no decoder"), "{distribution:#}");
}

/// The engine's own look found the winner, and nothing else was shown afterwards (ABT-03).
pub async fn an_ab_test_with_its_winner(demo: &Demo) {
    let campaign = demo.campaign("Âm thanh mới").await;
    assert_eq!(campaign["status"], "ACTIVE");
    let report = demo.get(&format!("/campaigns/{}/ab-test", id(&campaign))).await;
    assert_eq!(report["outcome"], "WINNER_FOUND", "{report:#}");
    assert_eq!(report["auto_winner"], true);
    assert!(report["duration_days"].as_u64() >= Some(7), "{report:#}");
    assert_eq!(report["recommendation"]["winner"], "A");
    let analysis = &report["statistical_analysis"];
    let look = analysis["looks"].as_array().unwrap().last().unwrap();
    assert_eq!(look["is_significant"], true);
    assert!(look["corrected_p_value"].as_f64().unwrap() < 0.05, "{look}");
    let needed = analysis["required_impressions"].as_u64().unwrap();
    let mut rates = Vec::new();
    for variant in report["variants"].as_array().unwrap() {
        assert!(variant["impressions"].as_u64().unwrap() >= needed, "{variant:#}");
        rates.push(variant["completion_rate"].as_f64().unwrap());
    }
    assert!(rates[0] > rates[1], "{rates:?}");
    let winner = &report["variants"][0]["content_assets"][0];
    // A screen that was cut off at the end of the test may still show what it had kept.
    let settled = moment(&report["ended_at"]).plus_ms(4 * HOUR_MS);
    let plays = demo.all(&format!("/campaigns/{}/impressions", id(&campaign))).await;
    let later: Vec<&Value> =
        plays.iter().filter(|play| moment(&play["played_at"]) > settled).collect();
    assert!(later.len() > 20, "{} plays after the test", later.len());
    let others = later.iter().filter(|play| &play["content_asset_id"] != winner).count();
    assert_eq!(others, 0, "of {} plays after the test", later.len());
    assert!(later.iter().all(|play| play["variant_id"].is_null()));
}

/// Rules from the beginning, one that came while the campaign ran, and one overridden (BLK).
pub async fn blocked_stores(demo: &Demo) {
    for (name, status, store) in [
        ("Conto Zero", "ACTIVE", "Galleria Lombarda Centrale"),
        ("Sao Mai TV 4K", "ACTIVE", "Chợ Việt Thảo Điền"),
    ] {
        let campaign = demo.campaign(name).await;
        assert_eq!(campaign["status"], status);
        let blocked = campaign["blocked_stores"].as_array().unwrap();
        assert_eq!(blocked.len(), 1, "{name}: {blocked:#?}");
        assert_eq!(blocked[0]["store_name"], store);
        let brand = campaign["brand_name"].as_str().unwrap();
        let reason = blocked[0]["reason"].as_str().unwrap();
        assert!(reason.contains(brand), "{name}: {reason}");
    }
    let beer = demo.campaign("Birra rossa d'autunno").await;
    assert!(beer["blocked_stores"].as_array().unwrap().is_empty(), "{beer:#}");
    let stores = demo.all("/stores").await;
    let market = stores.iter().find(|store| store["name"] == "Mercato Garibaldi").unwrap();
    let rules = demo.all(&format!("/stores/{}/blocking-rules", id(market))).await;
    let overrides = demo.all(&format!("/blocking-rules/{}/overrides", id(&rules[0]))).await;
    assert_eq!(overrides[0]["campaign_id"], beer["id"], "{overrides:#?}");
    assert_eq!(overrides[0]["is_active"], true);
}

/// Three stops: one a false alarm, one a violation, one still open (CAM-12).
pub async fn stops_and_their_investigations(demo: &Demo) {
    let mut by_campaign = BTreeMap::new();
    for row in demo.all("/incidents").await {
        let incident = demo.get(&format!("/incidents/{}", id(&row))).await;
        by_campaign.insert(incident["campaign_id"].as_str().unwrap().to_owned(), incident);
    }
    assert_eq!(by_campaign.len(), 3);
    for (name, status, outcome, initiator) in [
        ("Đêm hội Hà Nội", "ACTIVE", Some("FALSE_ALARM"), "ADMIN"),
        ("Carta Valdoro", "PAUSED", Some("POLICY_VIOLATION"), "SUPPLIER"),
        ("Trà sữa cuối năm", "PAUSED", None, "ADVERTISER"),
    ] {
        let campaign = demo.campaign(name).await;
        assert_eq!(campaign["status"], status, "{name}");
        let incident = &by_campaign[id(&campaign)];
        assert_eq!(incident["outcome_name"].as_str(), outcome, "{name}: {incident:#}");
        assert_eq!(incident["initiator"], initiator);
        let devices = incident["devices"].as_array().unwrap();
        assert!(!devices.is_empty(), "{incident:#}");
        // Those that were connected said so themselves, within the 30 seconds.
        let dark = devices.iter().filter_map(|device| device["seconds_to_dark"].as_f64());
        let fastest = dark.fold(f64::INFINITY, f64::min);
        assert!((0.0..30.0).contains(&fastest), "{name}: {incident:#}");
        let answered = devices.iter().filter(|device| !device["acked_at"].is_null()).count();
        assert_eq!(incident["devices_dark"].as_u64(), Some(answered as u64), "{incident:#}");
        if outcome.is_some() {
            assert_eq!(incident["is_dark"], true, "{name}: {incident:#}");
            assert!(incident["time_to_dark_seconds"].as_f64() >= Some(fastest), "{incident:#}");
            assert!(incident["findings"].as_str().is_some_and(|text| !text.is_empty()));
        }
    }
    let false_alarm = demo.campaign("Đêm hội Hà Nội").await;
    assert_eq!(by_campaign[id(&false_alarm)]["compensation_amount"].as_f64(), Some(75.0));
    let requests = demo.all("/emergency-stop-requests").await;
    assert_eq!(requests[0]["status"], "APPROVED", "{requests:#?}");
}

/// A top-up at once, an increase that waits, a credit at once, one for a second person (BUD).
pub async fn money_that_waits(demo: &Demo) {
    let topped_up = demo.campaign("Sao Mai TV 4K").await;
    assert_eq!(topped_up["budget"].as_f64(), Some(3_500.0));
    let silk = demo.campaign("Lụa mùa thu").await;
    assert_eq!(silk["status"], "ACTIVE");
    assert_eq!(silk["budget"].as_f64(), Some(5_000.0));
    assert_eq!(silk["pending_increase"]["amount"].as_f64(), Some(6_000.0));
    let waiting = demo.all("/budget-increases").await;
    assert_eq!((waiting.len(), &waiting[0]["campaign_id"]), (1, &silk["id"]));
    let credits = demo.all("/credits").await;
    let known: BTreeSet<(String, i64)> = credits
        .iter()
        .map(|row| {
            let amount = row["amount"].as_f64().unwrap();
            (row["status"].as_str().unwrap().to_owned(), amount as i64)
        })
        .collect();
    let expected = [("BOOKED".to_owned(), 150), ("PENDING".to_owned(), 4_000)];
    assert_eq!(known, BTreeSet::from(expected), "{credits:#?}");
}

/// A campaign that is tried in two stores before its start (CAM-14).
pub async fn a_test_before_the_start(demo: &Demo) {
    let campaign = demo.campaign("Sông Hương quà Tết").await;
    assert_eq!(campaign["status"], "SCHEDULED");
    assert_eq!(campaign["sub_status"], "TEST", "{campaign:#}");
    let test = demo.get(&format!("/campaigns/{}/test", id(&campaign))).await;
    assert_eq!((&test["status"], test["test_budget"].as_f64()), (&"RUNNING".into(), Some(50.0)));
    assert_eq!(test["stores"].as_array().unwrap().len(), 2, "{test:#}");
    assert!(test["impressions"].as_u64() >= Some(1), "{test:#}");
}

/// The table of CAM-15: its figures are those of the API, its errors follow from them.
pub async fn estimates_beside_what_came(demo: &Demo) {
    let rows = demo.history["report"]["estimates"].as_array().unwrap();
    assert_eq!(rows.len(), 6, "{rows:#?}");
    let (mut with_history, mut errors) = (0, BTreeSet::new());
    for row in rows {
        let campaign = row["campaign_id"].as_str().unwrap();
        let shown = demo.get(&format!("/campaigns/{campaign}")).await;
        assert_eq!((&shown["name"], &shown["status"]), (&row["campaign"], &"COMPLETED".into()));
        let stats = demo.get(&format!("/campaigns/{campaign}/stats")).await;
        let delivered = row["delivered"].as_u64().unwrap();
        // What waits for a person may be decided while the demo runs.
        let counted = stats["verified"].as_u64().unwrap();
        assert!((delivered..delivered + 30).contains(&counted), "{row:#} {stats:#}");
        let [low, mid, high] =
            ["low", "mid", "high"].map(|name| row["estimated"][name].as_u64().unwrap());
        assert!(low <= mid && mid <= high && high > 0, "{row:#}");
        let error = (delivered as f64 - mid as f64) / mid as f64 * 100.0;
        let told = row["error_pct"].as_f64().unwrap();
        assert!((told - error).abs() < 1e-9, "{row:#}");
        assert_eq!(row["inside"], (low..=high).contains(&delivered), "{row:#}");
        errors.insert((told * 10.0) as i64);
        if row["basis"] != "FORMULA" {
            with_history += 1;
            assert!(row["measured_coverage_pct"].as_u64() > Some(0), "{row:#}");
            assert_eq!(row["promised_coverage_pct"], 80);
        }
    }
    assert!(with_history >= 3, "{rows:#?}");
    assert!(errors.len() >= 4, "each campaign has its own error: {errors:?}");
    let held = rows.iter().filter(|row| row["inside"] == true && row["basis"] != "FORMULA");
    assert!(held.count() >= 1, "not even one range from history holds: {rows:#?}");
}

/// Pictures of the past in a gallery, upload rates, and logs as evidence (POP-03, DEV-07).
pub async fn screenshots_and_logs(demo: &Demo) {
    let line = &demo.history["history"];
    assert!(line["screenshots"].as_u64() > Some(20), "{line:#}");
    let campaign = demo.campaign("Âm thanh mới").await;
    let shots = demo.all(&format!("/campaigns/{}/screenshots", id(&campaign))).await;
    assert!(!shots.is_empty());
    for shot in &shots {
        let uploaded = moment(&shot["uploaded_at"]);
        assert!(uploaded > moment(&shot["played_at"]), "{shot:#}");
        assert!(shot["url"].is_string(), "{shot:#}");
    }
    let devices = demo.all("/devices").await;
    let uploads = devices.iter().filter_map(|row| row["screenshots"]["uploaded"].as_u64());
    assert!(uploads.sum::<u64>() >= line["screenshots"].as_u64().unwrap());
    let path = format!("/devices/{}/logs?kind=PLAYBACK", id(&devices[devices.len() - 1]));
    let logs = demo.all(&path).await;
    assert!(logs[0]["entries"].as_array().is_some_and(|lines| !lines.is_empty()), "{logs:#?}");
    let gaps = demo.get("/reports/gaps").await;
    assert_eq!(gaps["items"].as_array().unwrap().len(), devices.len());
}
