//! Test mode over HTTP: limits, real billing in the chosen stores, every end. Rules: CAM-14, D-57.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADMIN, Plan, Play, Screen, World, make_store};

/// A scheduled campaign (4 to 20 February) whose two stores have a screen each.
async fn scheduled(plan: Plan) -> (World, String, Screen) {
    let world = World::drafted(plan).await;
    let other = make_store(&world.server, &world.supplier, json!({"name": "Other"})).await;
    let screen = Screen::make(&world.server, &other, 1).await;
    let path = format!("/campaigns/{}", world.campaign);
    let body = json!({"target_stores": [world.store, other]});
    world.server.send(Method::PATCH, &path, ADMIN, body).await.expect(200);
    let path = format!("{path}/submit");
    world.server.post(&path, json!({"terms_accepted": true})).await.expect(200);
    (world, other, screen)
}

fn path(world: &World) -> String {
    format!("/campaigns/{}/test", world.campaign)
}

async fn begin(world: &World, hours: i64, budget: f64) -> Value {
    let body = json!({"stores": [world.store], "duration_hours": hours, "test_budget": budget});
    world.server.post(&path(world), body).await.expect(201)
}

async fn summary(world: &World) -> Value {
    world.server.get(&path(world)).await
}

async fn stop(world: &World) -> crate::harness::Answer {
    world.server.send(Method::DELETE, &path(world), ADMIN, Value::Null).await
}

fn money(value: &Value) -> f64 {
    value.to_string().parse().unwrap()
}

/// Rule: CAM-14: who, when, where, how long, how much.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_test_keeps_to_its_limits() {
    let (world, other, _) = scheduled(Plan::default()).await;
    let server = &world.server;
    let empty = make_store(server, &world.supplier, json!({"name": "Empty"})).await;
    let ask = async |stores: Value, hours: i64, budget: f64| {
        let body = json!({"stores": stores, "duration_hours": hours, "test_budget": budget});
        server.post(&path(&world), body).await
    };
    let own = json!([world.store]);
    for (stores, hours, budget, expected) in [
        (json!([]), 24, 50.0, "1-3 stores, not 0"),
        (own.clone(), 25, 50.0, "1-24 hours, not 25"),
        (own.clone(), 24, 50.01, "between $10.00 and $50.00"),
        (own.clone(), 24, 9.99, "between $10.00 and $50.00"),
        (json!([empty]), 24, 50.0, "is no target store"),
    ] {
        let refused = ask(stores, hours, budget).await.expect(422);
        let text = refused["fields"][0]["message"].as_str().unwrap().to_owned();
        assert!(text.contains(expected), "{expected}: {text}");
    }
    let missing = server.send(Method::GET, &path(&world), ADMIN, Value::Null).await;
    assert_eq!(missing.refused(404), "NOT_FOUND");
    assert_eq!(stop(&world).await.refused(409), "ILLEGAL_TRANSITION");
    let begun = ask(json!([world.store, other]), 24, 50.0).await.expect(201);
    assert_eq!(begun["status"], "RUNNING");
    assert_eq!(begun["stores"].as_array().unwrap().len(), 2);
    assert_eq!(ask(own.clone(), 24, 50.0).await.refused(409), "CONFLICT");
    let campaign = world.campaign().await;
    assert_eq!(
        (&campaign["status"], &campaign["sub_status"]),
        (&json!("SCHEDULED"), &json!("TEST"))
    );
    let ended = stop(&world).await.expect(200);
    assert_eq!((&ended["status"], &ended["ended_by"]), (&json!("ENDED"), &json!("STOPPED")));
    assert_eq!(world.campaign().await["sub_status"], Value::Null);
    ask(own.clone(), 1, 10.0).await.expect(201);

    // Not after the start.
    server.set_clock("2026-02-04T00:00:00Z").await;
    assert_eq!(ask(own.clone(), 1, 10.0).await.refused(409), "ILLEGAL_TRANSITION");
    let plan = Plan { start_date: "2026-02-08T00:00:00Z", ..Plan::default() };
    let draft = world.make_campaign("Draft", &plan).await;
    let body = json!({"stores": own, "duration_hours": 1, "test_budget": 10});
    let refused = server.post(&format!("/campaigns/{draft}/test"), body).await;
    assert_eq!(refused.refused(409), "ILLEGAL_TRANSITION");
}

/// Rule: CAM-14, D-57: before the start, in the chosen store alone, with real money.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_test_serves_and_bills_in_its_stores_alone() {
    let (mut world, _, outside) = scheduled(Plan::default()).await;
    let before = world.play().await;
    world.screen.beat(&world.server).await;
    assert_eq!(world.submit(&before).await.refused(422), "CAMPAIGN_NOT_ACTIVE");
    world.server.advance(400).await;
    begin(&world, 2, 10.0).await;
    world.server.advance(30).await;
    world.screen.beat(&world.server).await;
    outside.beat(&world.server).await;
    assert_eq!(outside.next_ad(&world.server).await.status.as_u16(), 204);
    let offer = world.screen.next_ad(&world.server).await.expect(200);
    assert_eq!(offer["campaign_id"], json!(world.campaign));
    world.server.advance(15).await;
    let mut play = world.play().await;
    play.lease = Some(offer["lease_id"].as_str().unwrap().to_owned());
    let billed = world.submit(&play).await.expect(201);
    // Monday 08:07 there: off-peak, 30 × 1.2 × 1.3 = 46.80.
    assert_eq!(money(&billed["cost"]), 0.0468);
    assert_eq!(money(&billed["campaign_remaining_budget"]), 999.9532);
    let elsewhere = world.play().await;
    assert_eq!(
        outside.submit(&world.server, &elsewhere).await.refused(422),
        "DEVICE_NOT_AUTHORIZED"
    );
    let device = format!("/devices/{}/manifest", world.screen.id);
    let token = world.screen.token.clone();
    let manifest = world.server.send(Method::GET, &device, &token, Value::Null).await.expect(200);
    assert_eq!(manifest["campaigns"][0]["campaign_id"], json!(world.campaign));
    let running = summary(&world).await;
    assert_eq!(running["impressions"], 1);
    assert_eq!(money(&running["spent"]), 0.0468);
    assert_eq!(money(&running["remaining_test_budget"]), 9.9532);
    assert_eq!(running["next_steps"], json!([]));

    world.server.advance(7200).await;
    let ended = summary(&world).await;
    assert_eq!((&ended["status"], &ended["ended_by"]), (&json!("ENDED"), &json!("WINDOW_OVER")));
    assert_eq!(money(&ended["actual_cpm"]), 46.8);
    assert!(money(&ended["estimated_cpm"]) > 40.0, "{ended}");
    assert_eq!(ended["quality_score"], 100);
    assert_eq!(ended["stores"][0]["store_name"], "Vincom Center");
    assert_eq!(ended["next_steps"], json!(["PROCEED", "MODIFY", "CANCEL"]));
    world.screen.beat(&world.server).await;
    assert_eq!(world.screen.next_ad(&world.server).await.status.as_u16(), 204);
    assert_eq!(world.submit(&world.play().await).await.refused(422), "CAMPAIGN_NOT_ACTIVE");
    let told = world.told().await;
    for code in ["CAMPAIGN_TEST_STARTED", "CAMPAIGN_TEST_ENDED"] {
        assert!(told.contains(&code.to_owned()), "{code}: {told:?}");
    }
    let supplier = world.server.get(&format!("/wallets/{}", world.supplier)).await;
    assert_eq!(money(&supplier["pending_balance"]), 0.0374);
    world.server = world.server.audited().await;
    assert_eq!(summary(&world).await["impressions"], 1, "rebuilt at start");
    let campaign = world.campaign().await;
    assert_eq!(money(&campaign["spent"]), 0.0468, "test plays count for the campaign");
}

/// Rule: CAM-14: the test's own budget is never overspent, and its end is its last play.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_test_budget_is_spent_to_the_last_play_and_no_further() {
    let plan = Plan { fixed_cpm: Some(1000.0), priority: Some(5), ..Plan::default() };
    let (mut world, ..) = scheduled(plan).await;
    begin(&world, 24, 10.0).await;
    let mut screens = Vec::new();
    for number in 0..12 {
        let screen = Screen::make(&world.server, &world.store, number).await;
        screen.beat(&world.server).await;
        screens.push(screen);
    }
    world.server.advance(60).await;
    let mut words = Vec::new();
    for screen in &screens {
        let play = Play::of(&world, world.server.now().await);
        let answer = screen.submit(&world.server, &play).await;
        words.push(answer.status.as_u16());
    }
    assert_eq!(words.iter().filter(|word| **word == 201).count(), 10, "{words:?}");
    let ended = summary(&world).await;
    assert_eq!(ended["ended_by"], "BUDGET_SPENT");
    assert_eq!((money(&ended["spent"]), money(&ended["remaining_test_budget"])), (10.0, 0.0));
    let campaign = world.campaign().await;
    assert_eq!(campaign["status"], "SCHEDULED", "the campaign goes on to wait");
    assert_eq!(money(&campaign["remaining_budget"]), 990.0);
    world.server = world.server.audited().await;
}

/// Rule: D-57, D-12: the start ends a test and the campaign runs on; plays under way are honoured.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_start_ends_a_test_and_a_cancellation_refunds_after_the_grace() {
    let (mut world, ..) = scheduled(Plan::default()).await;
    world.server.set_clock("2026-02-03T22:00:00Z").await;
    let begun = begin(&world, 24, 50.0).await;
    assert_eq!(begun["planned_end"], "2026-02-04T00:00:00Z", "the start at the latest");
    world.server.set_clock("2026-02-04T00:00:05Z").await;
    world.screen.beat(&world.server).await;
    let ended = summary(&world).await;
    assert_eq!(ended["ended_by"], "CAMPAIGN_STARTED");
    assert_eq!(world.campaign().await["status"], "ACTIVE");
    world.submit(&world.play().await).await.expect(201);
    assert_eq!(summary(&world).await["impressions"], 0, "it is a play of the campaign");

    let plan = Plan { start_date: "2026-02-08T00:00:00Z", ..Plan::default() };
    let second = world.make_campaign("Second", &plan).await;
    let submit = format!("/campaigns/{second}/submit");
    world.server.post(&submit, json!({"terms_accepted": true})).await.expect(200);
    let first = std::mem::replace(&mut world.campaign, second);
    begin(&world, 24, 50.0).await;
    world.server.advance(600).await;
    world.screen.beat(&world.server).await;
    let cancel = format!("/campaigns/{}/cancel", world.campaign);
    world.server.post(&cancel, json!({})).await.expect(200);
    assert_eq!(summary(&world).await["ended_by"], "CAMPAIGN_STOPPED");
    world.server.advance(5).await;
    world.submit(&world.play().await).await.expect(201);
    assert_eq!(summary(&world).await["impressions"], 1, "it was on screen");
    world.server.advance(10).await;
    world.server.advance(400).await;
    let campaign = world.campaign().await;
    assert!(campaign["settled_at"].is_string(), "{campaign}");
    assert_eq!(money(&campaign["remaining_budget"]), 0.0);
    world.campaign = first;
    world.server = world.server.audited().await;
}
