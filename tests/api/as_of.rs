//! State as of `played_at`: what changes between a play and its late arrival does not count.
//! Rules: D-08, D-13, EC12, EC16, IMP-05, PRC-05.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADMIN, Plan, Play, World};

/// A world whose play ended at 12:00 UTC on 5 February (19:00 there, peak) and waits in the queue.
async fn with_queued_play() -> (World, Play) {
    queued_play_of(Plan::default()).await
}

async fn queued_play_of(plan: Plan) -> (World, Play) {
    let world = World::running(plan).await;
    world.server.set_clock("2026-02-05T12:00:00Z").await;
    world.screen.beat(&world.server).await;
    let mut play = world.play().await;
    play.queued = true;
    play.sent_at = None;
    (world, play)
}

async fn arrives(world: &World, play: &Play, at: &str) -> crate::harness::Answer {
    world.server.set_clock(at).await;
    world.screen.beat(&world.server).await;
    world.submit(play).await
}

async fn verified(world: &World, play: &Play) -> Value {
    let answer = arrives(world, play, "2026-02-05T14:00:00Z").await.expect(201);
    assert_eq!(answer["status"], "VERIFIED");
    answer
}

/// The campaign's status.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pause_after_the_play_does_not_undo_it_and_one_before_does() {
    let (world, play) = with_queued_play().await;
    world.server.advance(60).await;
    let path = format!("/campaigns/{}/pause", world.campaign);
    world.server.post(&path, json!({})).await.expect(200);
    let mut after = play.clone();
    after.id = uuid::Uuid::from_u128(1).to_string();
    after.played_at = "2026-02-05T12:10:00Z".to_owned();
    verified(&world, &play).await;
    assert_eq!(world.submit(&after).await.refused(422), "CAMPAIGN_NOT_ACTIVE");
}

/// The device's status.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_taken_out_later_was_active_then() {
    let (world, play) = with_queued_play().await;
    world.server.advance(60).await;
    let path = format!("/devices/{}", world.screen.id);
    let body = json!({"status": "MAINTENANCE"});
    world.server.send(Method::PATCH, &path, ADMIN, body).await.expect(200);
    verified(&world, &play).await;
    let now = world.play().await;
    assert_eq!(world.submit(&now).await.refused(422), "DEVICE_NOT_AUTHORIZED");
}

/// A blocking rule.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_block_after_the_play_does_not_undo_it() {
    let (world, play) = with_queued_play().await;
    world.server.advance(60).await;
    let path = format!("/stores/{}/blocking-rules", world.store);
    let rule = json!({"rule_type": "BRAND", "blocked_value": "phở việt", "is_active": true});
    world.server.post(&path, rule).await.expect(201);
    verified(&world, &play).await;
    let now = world.play().await;
    let refused = world.submit(&now).await.expect(422);
    assert_eq!(refused["error"], "STORE_BLOCKED");
    assert_eq!(refused["reason"], "Brand blocked: phở việt");
}

/// The store's place: what it was at the play decides, on the way there and back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_moved_later_stood_there_then() {
    let (world, play) = with_queued_play().await;
    world.server.advance(60).await;
    let path = format!("/stores/{}", world.store);
    let body = json!({"lat": 11.7, "lng": 107.9});
    world.server.send(Method::PATCH, &path, ADMIN, body).await.expect(200);
    verified(&world, &play).await;
    let now = world.play().await;
    assert_eq!(world.submit(&now).await.refused(422), "INVALID_LOCATION");
}

/// What a scan found: a flag that came after the play blocks only what is played after it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flag_found_later_does_not_block_what_was_played_before() {
    let (world, play) = with_queued_play().await;
    let path = format!("/stores/{}/blocking-rules", world.store);
    let rule = json!({"rule_type": "CATEGORY", "blocked_value": "ALCOHOL", "is_active": true});
    world.server.post(&path, rule).await.expect(201);
    world.server.advance(60).await;
    let path = format!("/assets/{}/scan-flags", world.asset);
    let body = json!({"scan_flags": ["ALCOHOL"]});
    world.server.send(Method::PUT, &path, ADMIN, body).await.expect(200);
    verified(&world, &play).await;
    let now = world.play().await;
    assert_eq!(world.submit(&now).await.refused(422), "STORE_BLOCKED");
}

/// How long the device showed images.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_display_time_of_the_play_counts() {
    let (world, mut play) = queued_play_of(Plan { film_seconds: 0, ..Plan::default() }).await;
    play.duration = 10;
    world.server.advance(60).await;
    let path = format!("/devices/{}", world.screen.id);
    let body = json!({"image_display_seconds": 30});
    world.server.send(Method::PATCH, &path, ADMIN, body).await.expect(200);
    verified(&world, &play).await;
    let shown = world.server.get(&format!("/impressions/{}", play.id)).await;
    assert_eq!(shown["duration_expected"], 10);
    let mut now = world.play().await;
    now.duration = 10;
    assert_eq!(world.submit(&now).await.refused(422), "INVALID_DURATION");
}

/// The key that signed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_rotated_later_counted_then() {
    let (mut world, play) = with_queued_play().await;
    let body = world.screen.body(&play);
    world.server.advance(60).await;
    let pem = vetrina::player::DeviceKey::generate().unwrap().public_key_pem().unwrap();
    let path = format!("/devices/{}/rotate-key", world.screen.id);
    let rotated = world.server.post(&path, json!({"public_key_pem": pem})).await.expect(200);
    assert_ne!(rotated["key_id"], json!(world.screen.key_id));
    world.server.set_clock("2026-02-05T14:00:00Z").await;
    world.screen.beat(&world.server).await;
    let token = world.screen.token.clone();
    let sent = world.server.send(Method::POST, "/impressions", &token, body).await;
    assert_eq!(sent.expect(201)["status"], "VERIFIED");
    // The old key no longer counts for a play of now.
    let now = world.play().await;
    assert_eq!(world.submit(&now).await.refused(422), "INVALID_PROOF");
    world.screen.key_id = rotated["key_id"].as_str().unwrap().to_owned();
    let stats = world.stats().await;
    assert_eq!(stats["rejections"], json!({"INVALID_SIGNATURE": 1}));
}

/// The price: a rate card and a contract that came later.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_rate_of_the_moment_of_the_play_counts() {
    let plan = Plan { end_date: "2026-04-20", ..Plan::default() };
    let world = World::running(plan).await;
    let rows: Vec<Value> = [
        "PREMIUM_MALL",
        "SHOPPING_MALL",
        "SUPERMARKET",
        "DEPARTMENT_STORE",
        "CONVENIENCE_STORE",
        "GAS_STATION",
        "RESTAURANT",
        "OTHER",
    ]
    .iter()
    .map(|category| json!({"category": category, "peak_cpm": 100, "off_peak_cpm": 90}))
    .collect();
    let soon = json!({"rows": rows, "effective_at": "2026-02-10T00:00:00Z"});
    let refused = world.server.post("/rate-cards", soon).await.expect(422);
    assert!(refused["message"].as_str().unwrap().contains("30 days of notice"), "{refused}");
    let later = json!({"rows": rows, "effective_at": "2026-03-20T12:30:00Z"});
    world.server.post("/rate-cards", later).await.expect(201);

    world.server.set_clock("2026-03-20T12:29:00Z").await;
    world.screen.beat(&world.server).await;
    let mut before = world.play().await;
    before.queued = true;
    before.sent_at = None;
    world.server.set_clock("2026-03-20T13:30:00Z").await;
    world.screen.beat(&world.server).await;
    let old = world.submit(&before).await.expect(201);
    assert_eq!(old["cost"].to_string(), "0.078", "peak 50 × 1.2 × 1.3 by version 1");
    let new = world.submit(&world.play().await).await.expect(201);
    assert_eq!(new["cost"].to_string(), "0.156", "peak 100 × 1.2 × 1.3 by version 2");

    let path = format!("/campaigns/{}/pricing", world.campaign);
    let body = json!({"mode": "FIXED_CPM", "cpm": 10});
    world.server.send(Method::PUT, &path, ADMIN, body).await.expect(200);
    let mut earlier = before.clone();
    earlier.id = uuid::Uuid::from_u128(2).to_string();
    earlier.screenshot_hash = "2".repeat(64);
    earlier.played_at = "2026-03-20T13:15:00Z".to_owned();
    let rate_card = world.submit(&earlier).await.expect(201);
    assert_eq!(rate_card["cost"].to_string(), "0.156");
    world.server.advance(300).await;
    world.screen.beat(&world.server).await;
    let contract = world.submit(&world.play().await).await.expect(201);
    assert_eq!(contract["cost"].to_string(), "0.01");
}

/// EC12, EC16: four hours, and only when declared as queued; counted to the day of the play.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec12_backfill_is_accepted_for_four_hours_when_declared() {
    let (world, play) = with_queued_play().await;
    let mut undeclared = play.clone();
    undeclared.queued = false;
    undeclared.id = uuid::Uuid::from_u128(3).to_string();
    let refused = arrives(&world, &undeclared, "2026-02-05T12:10:01Z").await.expect(422);
    assert_eq!(refused["error"], "TIMESTAMP_OUT_OF_BOUNDS");
    let at_limit = arrives(&world, &play, "2026-02-05T16:00:00Z").await.expect(201);
    assert_eq!(at_limit["status"], "VERIFIED");
    let impression = world.server.get(&format!("/impressions/{}", play.id)).await;
    assert_eq!(impression["backfill"], true);
    let mut late = play.clone();
    late.id = uuid::Uuid::from_u128(4).to_string();
    late.played_at = "2026-02-05T11:59:59Z".to_owned();
    assert_eq!(world.submit(&late).await.refused(422), "TIMESTAMP_OUT_OF_BOUNDS");
}

/// D-13: a budget that was there at the play and is gone today is absorbed within 1 %.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_budget_spent_later_is_absorbed_within_the_cap() {
    let plan =
        Plan { budget: 100.0, fixed_cpm: Some(1000.0), priority: Some(5), ..Plan::default() };
    let world = World::running(plan).await;
    world.server.set_clock("2026-02-05T12:30:00Z").await;
    world.screen.beat(&world.server).await;
    let mut queued = world.play().await;
    queued.queued = true;
    queued.sent_at = None;
    let mut second = queued.clone();
    second.id = uuid::Uuid::from_u128(5).to_string();
    second.screenshot_hash = "5".repeat(64);
    second.played_at = "2026-02-05T12:24:00Z".to_owned();
    // Spend everything: 100 plays in 100 buckets of five minutes would take hours, so many screens.
    for number in 0..100 {
        let screen = crate::harness::Screen::make(&world.server, &world.store, number).await;
        world.server.advance(1).await;
        screen.beat(&world.server).await;
        let play = Play::of(&world, world.server.now().await);
        screen.submit(&world.server, &play).await.expect(201);
    }
    assert_eq!(world.campaign().await["pause_reason"], "BUDGET_EXHAUSTED");
    world.server.set_clock("2026-02-05T13:30:00Z").await;
    world.screen.beat(&world.server).await;
    assert_eq!(world.submit(&queued).await.expect(201)["status"], "VERIFIED");
    // The cap of 1.00 is used up now.
    assert_eq!(world.submit(&second).await.refused(422), "INSUFFICIENT_BUDGET");
    let stats = world.stats().await;
    assert_eq!(stats["absorbed"].to_string().parse::<f64>().unwrap(), 1.0);
}
