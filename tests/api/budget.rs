//! Budgets under concurrency: never more spent than there is. Rules: EC4, D-12, D-13, BUD-02,
//! BUD-03, BUD-04, BUD-05.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::harness::{ADMIN, Plan, Play, Screen, World, make_advertiser};

/// 1.00 a play: a contract CPM of 1,000 and 15 seconds of content.
pub fn one_dollar_plays(budget: f64) -> Plan {
    Plan { budget, fixed_cpm: Some(1000.0), priority: Some(5), ..Plan::default() }
}

/// Sends one play of each screen at once; answers by status and error word.
pub async fn at_once(
    world: &World,
    screens: &[Screen],
    leases: &[Option<String>],
) -> BTreeMap<String, u32> {
    let now = world.server.now().await;
    let mut senders = JoinSet::new();
    for (number, screen) in screens.iter().enumerate() {
        let mut play = Play::of(world, now);
        play.lease = leases.get(number).cloned().flatten();
        let url = format!("{}/api/v1/impressions", world.server.base);
        let body = screen.body(&play);
        let request = world.server.client.post(url).bearer_auth(&screen.token).json(&body);
        senders.spawn(async move {
            let response = request.send().await.unwrap();
            let status = response.status().as_u16();
            let body: Value = response.json().await.unwrap();
            match status {
                201 => "VERIFIED".to_owned(),
                _ => body["error"].as_str().unwrap().to_owned(),
            }
        });
    }
    let mut counts = BTreeMap::new();
    while let Some(word) = senders.join_next().await {
        *counts.entry(word.unwrap()).or_insert(0) += 1;
    }
    counts
}

pub async fn many_screens(world: &World, count: usize) -> Vec<Screen> {
    let mut screens = Vec::new();
    for number in 0..count {
        let screen = Screen::make(&world.server, &world.store, number).await;
        screen.beat(&world.server).await;
        screens.push(screen);
    }
    screens
}

pub fn money(value: &Value) -> f64 {
    value.to_string().parse().unwrap()
}

/// EC4: 500 devices, budget 100.00, 1.00 a play → exactly 100 billed, never negative.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec04_concurrent_impressions_never_exceed_the_budget() {
    let world = World::running(one_dollar_plays(100.0)).await;
    let screens = many_screens(&world, 500).await;
    let counts = at_once(&world, &screens, &[]).await;
    let expected = [("INSUFFICIENT_BUDGET".to_owned(), 400), ("VERIFIED".to_owned(), 100)];
    assert_eq!(counts, BTreeMap::from(expected));
    let campaign = world.campaign().await;
    assert_eq!(campaign["status"], "PAUSED");
    assert_eq!(campaign["pause_reason"], "BUDGET_EXHAUSTED");
    assert_eq!(money(&campaign["spent"]), 100.0);
    assert_eq!(money(&campaign["remaining_budget"]), 0.0);
    let stats = world.stats().await;
    assert_eq!(stats["rejections"], json!({"INSUFFICIENT_BUDGET": 400}));
    assert_eq!(money(&stats["absorbed"]), 0.0);
}

/// EC7: the refusal says what is there, what is needed and what to add.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec07_an_exhausted_budget_says_what_is_missing_and_a_top_up_resumes() {
    let world = World::running(one_dollar_plays(100.0)).await;
    let screens = many_screens(&world, 101).await;
    at_once(&world, &screens, &[]).await;
    world.server.advance(600).await;
    world.screen.beat(&world.server).await;
    let refused = world.submit(&world.play().await).await.expect(422);
    assert_eq!(refused["error"], "INSUFFICIENT_BUDGET");
    assert_eq!(money(&refused["remaining_budget"]), 0.0);
    assert_eq!(money(&refused["required_budget"]), 1.0);
    assert_eq!(refused["message"], "Please add at least $1.00 to resume");

    let path = format!("/campaigns/{}/top-up", world.campaign);
    let small = world.server.post(&path, json!({"additional_budget": 49.99})).await.expect(422);
    assert_eq!(small["message"], "Minimum top-up is $50.00");
    let resumed = world.server.post(&path, json!({"additional_budget": 50})).await.expect(200);
    assert_eq!(resumed["status"], "ACTIVE");
    let play = world.play().await;
    assert_eq!(world.submit(&play).await.expect(201)["status"], "VERIFIED");
    assert_eq!(money(&world.campaign().await["remaining_budget"]), 49.0);
}

/// D-12: leased plays may overdraw by 1 % of the budget in sum, booked to the platform. No more
/// leases are granted than the budget pays, so plays without one must have used it up.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn leases_from_before_the_exhaustion_overdraw_within_one_percent() {
    let world = World::running(one_dollar_plays(200.0)).await;
    let screens = many_screens(&world, 210).await;
    let (unleased, leased) = screens.split_at(10);
    let mut leases = Vec::new();
    for screen in leased {
        let offer = screen.next_ad(&world.server).await.expect(200);
        assert_eq!(offer["campaign_id"], json!(world.campaign));
        leases.push(Some(offer["lease_id"].as_str().unwrap().to_owned()));
    }
    world.server.advance(15).await;
    assert_eq!(at_once(&world, unleased, &[]).await["VERIFIED"], 10);
    let counts = at_once(&world, leased, &leases).await;
    assert_eq!(counts["VERIFIED"], 192, "190 paid by the budget and 2 (1 %) by the platform");
    assert_eq!(counts["INSUFFICIENT_BUDGET"], 8);
    let stats = world.stats().await;
    assert_eq!(money(&stats["spent"]), 200.0);
    assert_eq!(money(&stats["absorbed"]), 2.0);
    assert_eq!(money(&stats["remaining_budget"]), 0.0);
    let supplier = world.server.get(&format!("/wallets/{}", world.supplier)).await;
    assert_eq!(money(&supplier["pending_balance"]), 161.6, "80 % of 202 plays");
}

/// CAM-21, BUD-05, D-24, EC2: the rest comes back at the end, in whole cents.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_end_refunds_whole_cents_and_keeps_the_residue_visible() {
    let plan = Plan { end_date: "2026-02-06", ..Plan::default() };
    let world = World::running(plan).await;
    // Off-peak: 30 × 1.2 × 1.3 = 46.80 → 0.0468 a play.
    world.server.set_clock("2026-02-05T20:00:00Z").await;
    world.screen.beat(&world.server).await;
    let answer = world.submit(&world.play().await).await.expect(201);
    assert_eq!(answer["cost"].to_string(), "0.0468");
    // A play on screen at the end, arriving within five minutes, is honoured.
    world.server.set_clock("2026-02-06T23:59:55Z").await;
    world.screen.beat(&world.server).await;
    world.server.set_clock("2026-02-07T00:00:05Z").await;
    assert_eq!(world.campaign().await["status"], "COMPLETED");
    let answer = world.submit(&world.play().await).await.expect(201);
    assert_eq!(answer["status"], "VERIFIED");
    world.server.set_clock("2026-02-07T00:06:00Z").await;
    let campaign = world.campaign().await;
    assert_eq!(campaign["settled_at"], "2026-02-07T00:05:00Z");
    let wallet = world.server.get(&format!("/wallets/{}", world.advertiser)).await;
    // 1000 − 2 × 0.0468 = 999.9064: 999.90 refunded, 0.0064 residue.
    assert_eq!(money(&wallet["available_balance"]), 49_999.90);
    assert_eq!(money(&wallet["held_balance"]), 0.0);
    let path = format!("/campaigns/{}/transactions", world.campaign);
    let transactions = world.server.get(&path).await;
    let items = transactions["items"].as_array().unwrap();
    let of = |kind: &str| items.iter().find(|t| t["kind"] == kind).cloned();
    assert_eq!(money(&of("REFUND").unwrap()["amount"]), 999.90);
    assert_eq!(of("REFUND").unwrap()["description"], "Unused budget refund");
    assert_eq!(money(&of("ROUNDING").unwrap()["amount"]), 0.0064);
    world.screen.beat(&world.server).await;
    let late = world.submit(&world.play().await).await;
    assert_eq!(late.refused(422), "CAMPAIGN_NOT_ACTIVE");
}

/// D-13: a play made before the end that arrives after the refund is absorbed within 1 %, live or
/// queued; beyond that nobody is asked to add budget to a campaign that is over.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_play_that_arrives_after_the_refund_is_absorbed_within_the_cap() {
    let plan = Plan {
        budget: 100.0,
        fixed_cpm: Some(1000.0),
        priority: Some(5),
        end_date: "2026-02-06",
        ..Plan::default()
    };
    let world = World::running(plan).await;
    world.server.set_clock("2026-02-06T23:59:50Z").await;
    world.screen.beat(&world.server).await;
    let live = world.play().await;
    let mut queued = world.play().await;
    queued.played_at = "2026-02-06T23:50:00Z".to_owned();
    (queued.queued, queued.sent_at) = (true, None);
    world.server.set_clock("2026-02-07T00:07:00Z").await;
    assert_eq!(world.campaign().await["settled_at"], "2026-02-07T00:05:00Z");
    world.screen.beat(&world.server).await;
    let mut live = live;
    live.sent_at = None;
    assert_eq!(world.submit(&live).await.expect(201)["status"], "VERIFIED");
    let refused = world.submit(&queued).await.expect(422);
    assert_eq!(refused["error"], "INSUFFICIENT_BUDGET");
    let message = refused["message"].as_str().unwrap();
    assert_eq!(message, "The campaign is COMPLETED and has $0.00 left; the play costs $1.00");
    let stats = world.stats().await;
    assert_eq!(money(&stats["absorbed"]), 1.0);
}

/// CAM-08, BUD-01: the hold is whole or nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wallet_that_cannot_pay_holds_nothing() {
    let world = World::drafted(Plan::default()).await;
    let poor = make_advertiser(&world.server, "Poor", 99.99).await;
    let rich_path = format!("/campaigns/{}/submit", world.campaign);
    let body = json!({"terms_accepted": false});
    let terms = world.server.post(&rich_path, body).await.expect(422);
    assert_eq!(terms["message"], "Please accept Terms & Conditions");
    let deposit = json!({"amount": 50_000, "reference": "x"});
    let path = format!("/wallets/{poor}/deposits");
    world.server.send(Method::POST, &path, ADMIN, deposit).await.expect(201);
    let plan = Plan { budget: 900_000.0, ..Plan::default() };
    let dear = world.make_campaign("Too dear", &plan).await;
    let path = format!("/campaigns/{dear}/submit");
    let refused = world.server.post(&path, json!({"terms_accepted": true})).await.expect(422);
    assert_eq!(refused["error"], "INSUFFICIENT_WALLET_BALANCE");
    assert_eq!(
        refused["message"],
        "Insufficient wallet balance ($50,000.00 available, $900,000.00 required)"
    );
    let wallet = world.server.get(&format!("/wallets/{}", world.advertiser)).await;
    assert_eq!(money(&wallet["held_balance"]), 0.0);
}

/// BUD-03, D-08: a late play of a pause that is over stops nothing that is funded again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_play_from_a_past_exhaustion_does_not_pause_again() {
    let world = World::running(one_dollar_plays(100.0)).await;
    let screens = many_screens(&world, 101).await;
    at_once(&world, &screens, &[]).await;
    world.server.advance(600).await;
    world.screen.beat(&world.server).await;
    let paused = world.play().await;
    world.server.advance(60).await;
    let path = format!("/campaigns/{}/top-up", world.campaign);
    world.server.post(&path, json!({"additional_budget": 900})).await.expect(200);
    world.server.advance(60).await;
    assert_eq!(world.submit(&paused).await.refused(422), "INSUFFICIENT_BUDGET");
    let campaign = world.campaign().await;
    assert_eq!(
        (&campaign["status"], money(&campaign["remaining_budget"])),
        (&json!("ACTIVE"), 900.0)
    );
}

/// D-08, CAM-30: what billed hours depend on never changes; what prices depend on only by admins.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn owners_of_stores_do_not_move_prices() {
    let world = World::running(Plan::default()).await;
    let store = format!("/stores/{}", world.store);
    let server = &world.server;
    let patch = async |path: &str, token: &str, body: Value| {
        server.send(Method::PATCH, path, token, body).await
    };
    let zone = json!({"timezone": "Europe/Rome"});
    let refused = patch(&store, ADMIN, zone).await.expect(422);
    assert_eq!(refused["fields"][0]["error"], "IMMUTABLE", "{refused}");
    let body = json!({"name": "owner", "role": "SUPPLIER", "owner_id": world.supplier});
    let token = world.server.post("/api-tokens", body).await.expect(201);
    let token = token["token"].as_str().unwrap();
    for body in [json!({"daily_foot_traffic": 1_000_000}), json!({"lat": 45.4, "lng": 9.1})] {
        assert_eq!(patch(&store, token, body).await.refused(403), "FORBIDDEN");
    }
    let device = format!("/devices/{}", world.screen.id);
    for body in [json!({"image_display_seconds": 60}), json!({"slots_per_hour": 3600})] {
        assert_eq!(patch(&device, token, body).await.refused(403), "FORBIDDEN");
    }
    patch(&store, token, json!({"name": "Vincom Đồng Khởi"})).await.expect(200);
}
