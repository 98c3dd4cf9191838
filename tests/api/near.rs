//! Warnings before and at a submission, and the trail that nobody changes.
//! Rules: CAM-11, CAM-23, CAM-24, EC13.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADMIN, Answer, Plan, Screen, World, make_store, quiet};

async fn world() -> World {
    let mut settings = quiet();
    settings.campaign.similar_criteria = 3;
    World::submitted(Plan { settings, ..Plan::default() }).await
}

async fn submit(world: &World, id: &str, acknowledged: Value) -> Answer {
    let body = json!({"terms_accepted": true, "acknowledged_warnings": acknowledged});
    world.server.post(&format!("/campaigns/{id}/submit"), body).await
}

fn words(list: &Value, member: &str) -> Vec<String> {
    let items = list.as_array().unwrap().iter();
    items.map(|one| one[member].as_str().unwrap().to_owned()).collect()
}

/// EC13. Given a scheduled campaign, when its advertiser creates one that is much like it, then the
/// answer already warns, with both side by side, and the draft is made all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec13_a_new_draft_is_warned_of_its_twin() {
    let world = world().await;
    let mut body = json!({
        "advertiser_id": world.advertiser, "name": "Tết again", "brand_name": "PHỞ VIỆT ",
        "category": "FOOD_BEVERAGE", "budget": 1000, "start_date": "2026-03-01",
        "end_date": "2026-03-10", "target_stores": [world.store],
    });
    let made = world.server.post("/campaigns", body.clone()).await.expect(201);
    assert_eq!(made["status"], "DRAFT");
    assert_eq!(words(&made["warnings"], "message"), ["Similar campaign detected: Tết 2026"]);
    let warning = &made["warnings"][0];
    assert_eq!(warning["campaign_id"], world.campaign.as_str());
    assert_eq!(warning["in_common"], json!(["brand_name", "category", "target_stores"]));
    assert_eq!(warning["comparison"].as_array().map(Vec::len), Some(5));
    // Two of five are no duplicate, and a draft is nobody's twin.
    body["name"] = json!("Another");
    body["brand_name"] = json!("Bánh Mì");
    let made = world.server.post("/campaigns", body).await.expect(201);
    assert_eq!(made["warnings"], json!([]));
}

/// CAM-23, CAM-24: both kinds come in one answer, each waits for its own word, and the trail keeps
/// what was acknowledged.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn warnings_of_both_kinds_come_at_once() {
    let world = world().await;
    let hours = |from: &str, to: &str| json!([{"days": ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"], "from": from, "to": to}]);
    let change = json!({"name": "Early Shop", "opening_hours": hours("09:00", "18:00")});
    let early = make_store(&world.server, &world.supplier, change).await;
    Screen::make(&world.server, &early, 1).await;
    let second = world.make_campaign("Second", &Plan::default()).await;
    let path = format!("/campaigns/{second}");
    let body = json!({
        "target_stores": [world.store, early], "dayparts": hours("18:00", "22:00"),
    });
    world.server.send(Method::PATCH, &path, ADMIN, body).await.expect(200);
    let before = world.server.get(&path).await;
    for acknowledged in [json!([]), json!(["SIMILAR_CAMPAIGN"]), json!(["SCHEDULE_CONFLICT"])] {
        let asked = submit(&world, &second, acknowledged).await.expect(422);
        assert_eq!(asked["error"], "ACKNOWLEDGEMENT_REQUIRED");
        assert_eq!(words(&asked["warnings"], "code"), ["SIMILAR_CAMPAIGN", "SCHEDULE_CONFLICT"]);
        assert_eq!(asked["acknowledge"], json!(["SCHEDULE_CONFLICT", "SIMILAR_CAMPAIGN"]));
    }
    assert_eq!(world.server.get(&path).await, before, "nothing happened yet");
    let all = json!(["SIMILAR_CAMPAIGN", "SCHEDULE_CONFLICT"]);
    assert_eq!(submit(&world, &second, all).await.expect(200)["status"], "SCHEDULED");
    let trail = async |action: &str| {
        let found = world.server.get(&format!("{path}/audit?action={action}")).await;
        found["items"][0].clone()
    };
    let similar = trail("campaign.near_duplicate").await;
    assert_eq!(similar["reason"], "SIMILAR_CAMPAIGN acknowledged");
    let conflict = trail("campaign.schedule_conflict").await;
    assert_eq!(conflict["reason"], "SCHEDULE_CONFLICT acknowledged");
    assert_eq!(conflict["new_value"], "1 never open: Early Shop");
    world.server.stop_and_audit().await;
}

/// EDIT-003: no method of no path changes or removes an entry, whoever calls.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_changes_or_removes_what_was_done() {
    let world = World::submitted(Plan::default()).await;
    let server = &world.server;
    let before = server.get("/audit?limit=200").await;
    let seq = &before["items"][0]["seq"];
    let path = format!("/campaigns/{}/audit", world.campaign);
    let targets =
        ["/audit".to_owned(), format!("/audit/{seq}"), path.clone(), format!("{path}/{seq}")];
    for target in &targets {
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            let body = json!({"new_value": "never happened"});
            let answer = server.send(method.clone(), target, ADMIN, body).await;
            let code = answer.status.as_u16();
            assert!(matches!(code, 404 | 405), "{method} {target}: {code} {}", answer.body);
        }
    }
    assert_eq!(server.get("/audit?limit=200").await, before);
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = server.get(&format!("{path}?limit=1{cursor}")).await;
        seen.extend(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert!(seen.len() > 1 && seen.iter().rev().is_sorted_by_key(|one| one["seq"].as_u64()));
    assert_eq!(json!(seen), server.get(&path).await["items"], "newest first, page by page");
    let restarted = world.server.restart().await;
    let after = restarted.get("/audit?limit=200").await;
    for entry in before["items"].as_array().unwrap() {
        assert!(after["items"].as_array().unwrap().contains(entry), "{entry}");
    }
}
