//! `null` in a PATCH: it clears what may be empty, and is refused everywhere else. Rule: OPS-04.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADMIN, Answer, Plan, Screen, Server, World, make_store};

async fn patch(server: &Server, path: &str, body: Value) -> Answer {
    server.send(Method::PATCH, path, ADMIN, body).await
}

/// Every PATCH of the document, field by field: where its schema does not allow null, null is
/// refused with the field's name, whatever stands behind the id.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn null_is_refused_in_every_field_that_cannot_be_empty() {
    let server = Server::start().await;
    let document = server.get("/openapi.json").await;
    let (mut refused, mut clears) = (0, Vec::new());
    for (path, methods) in document["paths"].as_object().unwrap() {
        let body = &methods["patch"]["requestBody"]["content"]["application/json"]["schema"];
        let Some(name) = body["$ref"].as_str().and_then(|text| text.rsplit('/').next()) else {
            assert!(methods["patch"].is_null(), "{path} has a PATCH without a named body");
            continue;
        };
        let path = path.strip_prefix("/api/v1").unwrap();
        let path = path.replace("{id}", NOWHERE).replace("{rule_id}", NOWHERE);
        let schema = &document["components"]["schemas"][name];
        for (field, rules) in schema["properties"].as_object().unwrap() {
            if rules.to_string().contains("\"null\"") {
                clears.push(format!("{name}.{field}"));
                continue;
            }
            let problem = patch(&server, &path, json!({field: null})).await.expect(422);
            assert_eq!(problem["error"], "VALIDATION_FAILED", "{path} {field}: {problem}");
            let only = &problem["fields"][0];
            assert_eq!((&only["field"], &only["error"]), (&json!(field), &json!("NOT_CLEARABLE")));
            let sentence = format!("{field} cannot be cleared; leave it out to keep it as it is");
            assert_eq!(problem["message"], sentence, "{path}");
            refused += 1;
        }
        let unknown = patch(&server, &path, json!({"no_such_field": null})).await;
        assert_eq!(unknown.refused(400), "MALFORMED_REQUEST", "{path}");
    }
    clears.sort();
    assert_eq!(clears, CLEARED);
    assert!(refused > 30, "only {refused} fields");
}

const NOWHERE: &str = "0198a000-0000-7000-8000-00000000ffff";

/// What null clears; each is cleared below.
const CLEARED: &[&str] = &[
    "AssetChange.license_expires_at",
    "BlockingRuleChange.reason",
    "CampaignFields.daily_cap",
    "CampaignFields.dayparts",
    "CampaignFields.description",
    "CampaignFields.impression_goal",
    "CampaignFields.priority",
    "DeviceChange.image_display_seconds",
    "DeviceChange.slots_per_hour",
    "StoreChange.opening_hours",
    "StoreChange.venue_type",
];

/// Given a campaign with everything that may be empty, when null is sent for it, then it is empty,
/// the audit says what stood there, and a second null changes nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn null_clears_what_a_campaign_may_do_without() {
    let world = World::drafted(Plan::default()).await;
    let server = &world.server;
    let path = format!("/campaigns/{}", world.campaign);
    let dayparts = json!([{"days": ["MON"], "from": "09:00", "to": "18:00"}]);
    let full = json!({
        "description": "sweet", "daily_cap": 50, "priority": 7, "impression_goal": 9000,
        "dayparts": dayparts,
    });
    let shown = patch(server, &path, full.clone()).await.expect(200);
    for (field, value) in full.as_object().unwrap() {
        assert_eq!(&shown[field], value, "{field}");
    }
    let nulls = json!({
        "description": null, "daily_cap": null, "priority": null, "impression_goal": null,
        "dayparts": null,
    });
    let shown = patch(server, &path, nulls.clone()).await.expect(200);
    for field in ["description", "daily_cap", "impression_goal"] {
        assert_eq!(shown[field], Value::Null, "{field}");
    }
    assert_eq!((&shown["priority"], &shown["dayparts"]), (&json!(5), &json!([])), "the defaults");
    let entries = server.get(&format!("{path}/audit?action=campaign.edit&field=daily_cap")).await;
    let newest = &entries["items"][0];
    assert_eq!((&newest["old_value"], &newest["new_value"]), (&json!("50"), &json!("")));
    let again = patch(server, &path, nulls).await.expect(200);
    assert_eq!(again["updated_at"], shown["updated_at"], "nothing was left to clear");

    // Given a running campaign with a cap, it runs on without one.
    let world = World::running(Plan::default()).await;
    let (server, path) = (&world.server, format!("/campaigns/{}", world.campaign));
    patch(server, &path, json!({"daily_cap": 10})).await.expect(200);
    let shown = patch(server, &path, json!({"daily_cap": null})).await.expect(200);
    assert_eq!((&shown["daily_cap"], &shown["status"]), (&Value::Null, &json!("ACTIVE")));
    let problem = patch(server, &path, json!({"name": null, "budget": null})).await.expect(422);
    assert_eq!(problem["message"], "2 fields need correction");
    world.server.stop_and_audit().await;
}

/// The same for stores, devices, blocking rules and assets.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn null_clears_what_others_may_do_without() {
    let world = World::drafted(Plan::default()).await;
    let server = &world.server;
    let hours = json!([{"days": ["MON"], "from": "09:00", "to": "18:00"}]);
    let change = json!({"venue_type": "retail.malls", "opening_hours": hours});
    let store = make_store(server, &world.supplier, change).await;
    let path = format!("/stores/{store}");
    let always = server.get(&format!("/stores/{}", world.store)).await["opening_hours"].clone();
    let nulls = json!({"venue_type": null, "opening_hours": null});
    let shown = patch(server, &path, nulls).await.expect(200);
    assert_eq!((&shown["venue_type"], &shown["opening_hours"]), (&Value::Null, &always));

    let screen = Screen::make(server, &store, 1).await;
    let path = format!("/devices/{}", screen.id);
    let full = json!({"slots_per_hour": 60, "image_display_seconds": 20});
    let shown = patch(server, &path, full).await.expect(200);
    assert_eq!(
        (&shown["slots_per_hour"], &shown["image_display_seconds"]),
        (&json!(60), &json!(20))
    );
    let shown = patch(server, &path, json!({"slots_per_hour": null})).await.expect(200);
    assert_eq!(
        (&shown["slots_per_hour"], &shown["image_display_seconds"]),
        (&Value::Null, &json!(20))
    );
    let shown = patch(server, &path, json!({"image_display_seconds": null})).await.expect(200);
    assert_eq!(shown["image_display_seconds"], Value::Null);

    let path = format!("/stores/{store}/blocking-rules");
    let rule = json!({"rule_type": "BRAND", "blocked_value": "Coca", "reason": "a contract"});
    let rule = server.post(&path, rule).await.expect(201);
    let path = format!("{path}/{}", rule["id"].as_str().unwrap());
    let shown = patch(server, &path, json!({"reason": null})).await.expect(200);
    assert_eq!((&shown["reason"], &shown["is_active"]), (&Value::Null, &json!(true)));

    // Given an asset whose licence ends before the campaign, it plays on once the end is cleared.
    let path = format!("/assets/{}", world.asset);
    let ends = json!({"license_expires_at": "2026-02-03T00:00:00Z"});
    patch(server, &path, ends).await.expect(200);
    let shown = patch(server, &path, json!({"license_expires_at": null})).await.expect(200);
    assert_eq!(shown["license_expires_at"], Value::Null);
    server.set_clock("2026-02-03T12:00:00Z").await;
    assert_eq!(server.get(&path).await["status"], "APPROVED");
    world.server.stop_and_audit().await;
}
