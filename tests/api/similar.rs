//! Near-duplicates of a campaign. Source: edge case 13. Rule: CAM-23.

use serde_json::{Value, json};

use crate::harness::{Answer, Plan, World, quiet};

async fn world() -> World {
    let mut settings = quiet();
    settings.campaign.similar_criteria = 3;
    World::submitted(Plan { settings, budget: 200.0, ..Plan::default() }).await
}

async fn submit(world: &World, id: &str, acknowledged: Value) -> Answer {
    let body = json!({"terms_accepted": true, "acknowledged_warnings": acknowledged});
    world.server.post(&format!("/campaigns/{id}/submit"), body).await
}

async fn notices(world: &World) -> usize {
    let notices = world.server.get("/notifications").await;
    let items = notices["items"].as_array().unwrap();
    items.iter().filter(|one| one["code"] == "NEAR_DUPLICATE_CAMPAIGNS").count()
}

/// Given a campaign, when its advertiser submits one that is much like it, then it is warned with
/// both side by side, and goes on once it has acknowledged.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec13_a_near_duplicate_is_warned_of_and_goes_on_when_acknowledged() {
    let world = world().await;
    let plan = Plan { budget: 100.0, ..Plan::default() };
    let second = world.make_campaign("Tết 2026 again", &plan).await;
    let warned = submit(&world, &second, json!([])).await.expect(422);
    assert_eq!(warned["error"], "ACKNOWLEDGEMENT_REQUIRED");
    let message = warned["message"].as_str().unwrap();
    assert!(message.starts_with("Similar campaign detected: Tết 2026"), "{message}");
    assert_eq!(warned["acknowledge"], json!(["SIMILAR_CAMPAIGN"]));
    let warning = &warned["warnings"][0];
    assert_eq!(warning["code"], "SIMILAR_CAMPAIGN");
    assert_eq!(warning["message"], "Similar campaign detected: Tết 2026");
    assert_eq!(warning["campaign_id"], json!(world.campaign));
    assert_eq!(
        (&warning["name"], &warning["store_overlap_percent"]),
        (&json!("Tết 2026"), &json!(100))
    );
    let all = json!(["brand_name", "category", "target_stores", "content_assets", "dates"]);
    assert_eq!(warning["in_common"], all);
    let table = warning["comparison"].as_array().unwrap();
    assert_eq!(table.len(), 5);
    assert_eq!(
        table[0],
        json!({
            "field": "brand_name", "is_common": true, "submitted": "Phở Việt",
            "existing": "Phở Việt",
        })
    );
    // Nothing happened yet.
    let path = format!("/campaigns/{second}");
    assert_eq!(world.server.get(&path).await["status"], "DRAFT");
    let wallet = world.server.get(&format!("/wallets/{}", world.advertiser)).await;
    assert_eq!(wallet["held_balance"].to_string().parse::<f64>().unwrap(), 200.0);
    // A word that is no warning is a typo, not silence.
    let typo = submit(&world, &second, json!(["SIMILAR"])).await.expect(422);
    assert_eq!(typo["fields"][0]["field"], "acknowledged_warnings");
    let other = submit(&world, &second, json!(["SCHEDULE_CONFLICT"])).await;
    assert_eq!(other.refused(422), "ACKNOWLEDGEMENT_REQUIRED");
    // Acknowledged, it goes on, and the trail knows.
    let done = submit(&world, &second, json!(["SIMILAR_CAMPAIGN"])).await.expect(200);
    assert_eq!((&done["status"], &done["review_flags"]), (&json!("SCHEDULED"), &json!([])));
    let trail = world.server.get(&format!("{path}/audit?action=campaign.near_duplicate")).await;
    let entry = &trail["items"][0];
    assert_eq!(entry["reason"], "SIMILAR_CAMPAIGN acknowledged");
    assert!(entry["new_value"].as_str().unwrap().contains(&world.campaign), "{entry}");
}

/// Given a campaign and five near-duplicates, when a sixth comes, then it is flagged, the operator
/// is told, and a person takes the flag away.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec13_more_than_five_near_duplicates_are_flagged() {
    let world = world().await;
    let plan = Plan { budget: 100.0, ..Plan::default() };
    for number in 2..=6 {
        let id = world.make_campaign(&format!("Tết {number}"), &plan).await;
        submit(&world, &id, json!(["SIMILAR_CAMPAIGN"])).await.expect(200);
    }
    assert_eq!(notices(&world).await, 0);
    let seventh = world.make_campaign("Tết 7", &plan).await;
    let warned = submit(&world, &seventh, json!([])).await.expect(422);
    assert_eq!(warned["warnings"].as_array().map(Vec::len), Some(6));
    let done = submit(&world, &seventh, json!(["SIMILAR_CAMPAIGN"])).await.expect(200);
    assert_eq!(done["status"], "SCHEDULED", "flagged, not blocked");
    assert_eq!(done["review_flags"], json!(["NEAR_DUPLICATES"]));
    assert_eq!(notices(&world).await, 1);
    let path = format!("/campaigns/{seventh}/audit?action=campaign.flag");
    let trail = world.server.get(&path).await;
    assert_eq!(trail["items"][0]["reason"], "6 near-duplicates; more than 5");
    let flagged = world.server.get("/campaigns?review_flag=NEAR_DUPLICATES").await;
    assert_eq!(flagged["items"].as_array().map(Vec::len), Some(1));
    // The owner is not told of the suspicion.
    let body = json!({"name": "own", "role": "ADVERTISER", "owner_id": world.advertiser});
    let token = world.server.post("/api-tokens", body).await.expect(201);
    let token = token["token"].as_str().unwrap();
    let path = format!("/campaigns/{seventh}");
    let own = world.server.send(reqwest::Method::GET, &path, token, Value::Null).await.expect(200);
    assert_eq!(own["review_flags"], json!([]));
    // A person has looked.
    let clear = format!("{path}/clear-flags");
    let body = json!({"reason": "regional variants"});
    let refused = world.server.send(reqwest::Method::POST, &clear, token, body.clone()).await;
    assert_eq!(refused.refused(403), "FORBIDDEN");
    assert_eq!(world.server.post(&clear, json!({})).await.refused(422), "VALIDATION_FAILED");
    let cleared = world.server.post(&clear, body.clone()).await.expect(200);
    assert_eq!((&cleared["status"], &cleared["review_flags"]), (&json!("SCHEDULED"), &json!([])));
    assert_eq!(world.server.post(&clear, body).await.refused(409), "ILLEGAL_TRANSITION");
    let trail = world.server.get(&format!("{path}/audit?action=campaign.clear_flags")).await;
    assert_eq!(trail["items"][0]["reason"], "regional variants");
    assert_eq!(trail["items"][0]["old_value"], "NEAR_DUPLICATES");
}

/// Two criteria of five are no duplicate; drafts, called-off and other people's campaigns count
/// as none.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_alike_in_two_things_or_not_submitted_is_no_duplicate() {
    let world = world().await;
    let plan = Plan { budget: 100.0, ..Plan::default() };
    // Other brand, category and dates; stores and content as before.
    let other = world.make_campaign("Summer", &plan).await;
    let fields = json!({
        "brand_name": "Kem", "category": "ENTERTAINMENT", "start_date": "2026-06-01",
        "end_date": "2026-06-30",
    });
    let path = format!("/campaigns/{other}");
    let token = crate::harness::ADMIN;
    world.server.send(reqwest::Method::PATCH, &path, token, fields).await.expect(200);
    submit(&world, &other, json!([])).await.expect(200);
    // With the first one called off, its twin is like a draft and a summer campaign alone.
    world.make_campaign("Only a draft", &plan).await;
    let cancel = format!("/campaigns/{}/cancel", world.campaign);
    world.server.post(&cancel, json!({})).await.expect(200);
    let twin = world.make_campaign("Twin", &plan).await;
    submit(&world, &twin, json!([])).await.expect(200);
    // The twin's twin is warned.
    let third = world.make_campaign("Third", &plan).await;
    let warned = submit(&world, &third, json!([])).await.expect(422);
    assert_eq!(warned["warnings"].as_array().map(Vec::len), Some(1));
    assert_eq!(warned["warnings"][0]["name"], "Twin");
}
