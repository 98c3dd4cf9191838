//! Budgets that grow, daily caps, leases and fair slots. Rules: BUD-03, BUD-04, BUD-06, CAM-06, CAM-16,
//! CAM-17, CAM-18, D-15, D-31, D-55.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;
use vetrina::media::sample::sample_jpeg;

use crate::{
    budget::{at_once, many_screens, money, one_dollar_plays},
    harness::{ADMIN, Answer, Plan, Play, Screen, Server, World, make_advertiser, quiet},
};

/// A token for a role and owner.
pub async fn token(server: &Server, role: &str, owner: Option<&str>) -> String {
    let mut body = json!({"name": format!("{role} {}", crate::harness::random()), "role": role});
    if let Some(owner) = owner {
        body["owner_id"] = json!(owner);
    }
    let made = server.post("/api-tokens", body).await.expect(201);
    made["token"].as_str().unwrap().to_owned()
}

/// Codes and sentences of somebody's notices, newest first.
pub async fn notices(server: &Server, token: &str) -> Vec<(String, String, Value)> {
    let list = server.send(Method::GET, "/notifications?limit=500", token, Value::Null).await;
    let list = list.expect(200);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let items = list["items"].as_array().unwrap();
    items.iter().map(|n| (text(&n["code"]), text(&n["message"]), n["subject_id"].clone())).collect()
}

/// Codes alone.
pub async fn codes(server: &Server, token: &str) -> Vec<String> {
    notices(server, token).await.into_iter().map(|(code, ..)| code).collect()
}

pub async fn balances(server: &Server, owner: &str) -> (f64, f64) {
    let wallet = server.get(&format!("/wallets/{owner}")).await;
    let second = if wallet["held_balance"].is_null() { "pending_balance" } else { "held_balance" };
    (money(&wallet["available_balance"]), money(&wallet[second]))
}

async fn top_up(world: &World, dollars: f64) -> Answer {
    let path = format!("/campaigns/{}/top-up", world.campaign);
    world.server.post(&path, json!({"additional_budget": dollars})).await
}

/// Types, kinds and amounts of a campaign's transactions, newest first.
async fn transactions(world: &World) -> Vec<(String, String, f64)> {
    let path = format!("/campaigns/{}/transactions", world.campaign);
    let list = world.server.get(&path).await;
    let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let items = list["items"].as_array().unwrap().iter();
    items.map(|t| (word(&t["transaction_type"]), word(&t["kind"]), money(&t["amount"]))).collect()
}

fn row(kind: &str, fine: &str, amount: f64) -> (String, String, f64) {
    (kind.to_owned(), fine.to_owned(), amount)
}

/// Rule: BUD-04, D-55: up to the limit at once; across it the increase is held until a person
/// approves, and the campaign runs on meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_increase_over_the_limit_waits_while_the_campaign_runs_on() {
    let world = World::running(Plan { budget: 9_000.0, ..Plan::default() }).await;
    let server = &world.server;
    let buyer = token(server, "ADVERTISER", Some(&world.advertiser)).await;
    let at = |verb: &str| format!("/campaigns/{}/{verb}", world.campaign);
    for (dollars, message) in [
        (49.99, "Minimum top-up is $50.00"),
        (50.001, "Budget must have max 2 decimal places"),
        (991_000.01, "Maximum budget is $1,000,000.00"),
    ] {
        let refused = top_up(&world, dollars).await.expect(422);
        assert_eq!(refused["fields"][0]["message"], message, "{refused}");
    }
    assert_eq!(top_up(&world, 41_000.01).await.refused(422), "INSUFFICIENT_WALLET_BALANCE");

    // Given a budget of 9,000: 1,000 more is not above 10,000 and counts at once.
    let campaign = top_up(&world, 1_000.0).await.expect(200);
    assert_eq!(
        (money(&campaign["budget"]), &campaign["pending_increase"]),
        (10_000.0, &json!(null))
    );
    // When 2,500 more cross it, then they wait, held, and the campaign runs on with what it has.
    let campaign = top_up(&world, 2_500.0).await.expect(200);
    assert_eq!(campaign["status"], "ACTIVE");
    assert_eq!(money(&campaign["budget"]), 10_000.0);
    assert_eq!(money(&campaign["pending_increase"]["amount"]), 2_500.0);
    assert_eq!(balances(server, &world.advertiser).await, (37_500.0, 12_500.0));
    assert_eq!(top_up(&world, 60.0).await.refused(409), "CONFLICT");
    assert_eq!(world.submit(&world.play().await).await.expect(201)["status"], "VERIFIED");
    let waiting = server.get("/budget-increases").await;
    assert_eq!(waiting["items"][0]["campaign_id"], json!(world.campaign));
    assert_eq!(money(&waiting["items"][0]["amount"]), 2_500.0);
    let list = server.send(Method::GET, "/budget-increases", &buyer, Value::Null).await;
    assert_eq!(list.refused(403), "FORBIDDEN");

    // A buyer does not approve its own money; a reviewer does.
    let own = server.send(Method::POST, &at("top-up/approve"), &buyer, json!({})).await;
    assert_eq!(own.refused(403), "FORBIDDEN");
    let no_reason = server.post(&at("top-up/reject"), json!({"reason": " "})).await;
    assert_eq!(no_reason.status, 422);
    let reviewer = token(server, "REVIEWER", None).await;
    let approved = server.send(Method::POST, &at("top-up/approve"), &reviewer, json!({})).await;
    let campaign = approved.expect(200);
    assert_eq!(
        (money(&campaign["budget"]), &campaign["pending_increase"]),
        (12_500.0, &json!(null))
    );
    let again = server.post(&at("top-up/approve"), json!({})).await;
    assert_eq!(again.refused(409), "ILLEGAL_TRANSITION");
    // Above the limit already: what follows needs no second look.
    assert_eq!(money(&top_up(&world, 50.0).await.expect(200)["budget"]), 12_550.0);

    assert_eq!(
        transactions(&world).await,
        [
            row("CREDIT", "TOP_UP", 50.0),
            row("CREDIT", "TOP_UP", 2_500.0),
            row("DEBIT", "-", 0.0468),
            row("HOLD", "HOLD", 2_500.0),
            row("CREDIT", "TOP_UP", 1_000.0),
            row("HOLD", "HOLD", 9_000.0),
        ]
    );
    let told = codes(server, &buyer).await;
    assert!(told.contains(&"BUDGET_INCREASE_WAITS".to_owned()), "{told:?}");
    assert!(told.contains(&"BUDGET_INCREASE_APPROVED".to_owned()), "{told:?}");
    let told = codes(server, ADMIN).await;
    assert!(told.contains(&"BUDGET_INCREASE_NEEDS_APPROVAL".to_owned()), "{told:?}");
    let audit = server.get(&format!("/audit?subject_id={}", world.campaign)).await.to_string();
    for action in ["campaign.increase_request", "campaign.increase_approve", "campaign.top_up"] {
        assert!(audit.contains(action), "{action}");
    }
    world.server.stop_and_audit().await;
}

/// Rule: D-55: a rejected increase goes back, and so does one that nobody decided until the end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_increase_that_is_not_approved_goes_back_to_the_wallet() {
    let plan = Plan { budget: 9_990.0, end_date: "2026-02-06", ..Plan::default() };
    let world = World::running(plan).await;
    let buyer = token(&world.server, "ADVERTISER", Some(&world.advertiser)).await;
    top_up(&world, 500.0).await.expect(200);
    let path = format!("/campaigns/{}/top-up/reject", world.campaign);
    let body = json!({"reason": "credit check failed"});
    let campaign = world.server.post(&path, body).await.expect(200);
    assert_eq!(
        (money(&campaign["budget"]), &campaign["pending_increase"]),
        (9_990.0, &json!(null))
    );
    assert_eq!(balances(&world.server, &world.advertiser).await, (40_010.0, 9_990.0));
    let told = notices(&world.server, &buyer).await;
    assert!(told[0].1.contains("$500.00") && told[0].1.contains("credit check failed"), "{told:?}");

    // It survives a restart, and the end gives it back with the rest.
    top_up(&world, 600.0).await.expect(200);
    let mut world = world;
    world.server = world.server.restart().await;
    assert_eq!(money(&world.campaign().await["pending_increase"]["amount"]), 600.0);
    world.server.set_clock("2026-02-07T00:06:00Z").await;
    let campaign = world.campaign().await;
    assert_eq!(
        (&campaign["status"], &campaign["pending_increase"]),
        (&json!("COMPLETED"), &json!(null))
    );
    let approve = format!("/campaigns/{}/top-up/approve", world.campaign);
    let late = world.server.post(&approve, json!({})).await;
    assert_eq!(late.refused(409), "ILLEGAL_TRANSITION");
    assert_eq!(top_up(&world, 50.0).await.refused(409), "ILLEGAL_TRANSITION");
    assert_eq!(balances(&world.server, &world.advertiser).await, (50_000.0, 0.0));
    world.server.stop_and_audit().await;
}

/// Rule: BUD-03, BUD-04, D-54, D-55: an exhausted campaign runs on when its increase is approved.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_exhausted_campaign_resumes_with_its_approved_increase() {
    let mut settings = quiet();
    settings.campaign.approval_budget = 100;
    let world = World::running(Plan { settings, ..one_dollar_plays(100.0) }).await;
    let screens = many_screens(&world, 100).await;
    at_once(&world, &screens, &[]).await;
    assert_eq!(world.campaign().await["pause_reason"], "BUDGET_EXHAUSTED");
    let waiting = top_up(&world, 50.0).await.expect(200);
    assert_eq!(waiting["status"], "PAUSED", "not approved yet");
    world.server.advance(60).await;
    let path = format!("/campaigns/{}/top-up/approve", world.campaign);
    let campaign = world.server.post(&path, json!({})).await.expect(200);
    assert_eq!(
        (&campaign["status"], money(&campaign["remaining_budget"])),
        (&json!("ACTIVE"), 50.0)
    );
    world.server.advance(30).await;
    world.screen.beat(&world.server).await;
    assert_eq!(world.submit(&world.play().await).await.expect(201)["status"], "VERIFIED");
    world.server.stop_and_audit().await;
}

/// Asks for an ad on each screen; how many got one.
async fn offers(world: &World, screens: &[Screen]) -> Vec<Option<Value>> {
    let mut found = Vec::new();
    for screen in screens {
        let answer = screen.next_ad(&world.server).await;
        found.push((answer.status == 200).then_some(answer.body));
    }
    found
}

fn granted(offers: &[Option<Value>]) -> usize {
    offers.iter().flatten().count()
}

async fn set_cap(world: &World, cap: Value) -> Answer {
    let path = format!("/campaigns/{}/daily-cap", world.campaign);
    world.server.send(Method::PUT, &path, ADMIN, json!({"daily_cap": cap})).await
}

async fn play_leased(world: &World, screen: &Screen, offer: &Value) -> Answer {
    let mut play = Play::of(world, world.server.now().await);
    play.lease = Some(offer["lease_id"].as_str().unwrap().to_owned());
    play.campaign = offer["campaign_id"].as_str().unwrap().to_owned();
    screen.submit(&world.server, &play).await
}

/// Rule: CAM-18: open leases count as planned spend, so that many screens at once do not get past
/// the cap; skips are counted; midnight UTC begins anew; the cap can be moved at any time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_daily_cap_holds_for_screens_that_ask_at_once() {
    let world = World::running(one_dollar_plays(500.0)).await;
    for (cap, message) in [(9.99, "Minimum daily cap is $10.00"), (500.01, "Daily cap")] {
        let refused = set_cap(&world, json!(cap)).await.expect(422);
        assert!(refused["message"].as_str().unwrap().contains(message), "{refused}");
    }
    assert_eq!(money(&set_cap(&world, json!(10)).await.expect(200)["daily_cap"]), 10.0);
    let screens = many_screens(&world, 13).await;
    let first = offers(&world, &screens).await;
    assert_eq!(granted(&first), 10, "ten leases of a dollar fill the cap");
    let stats = world.stats().await;
    assert_eq!((&stats["daily_cap_skips"], money(&stats["daily_spent"])), (&json!(3), 0.0));
    world.server.advance(15).await;
    for (screen, offer) in screens.iter().zip(&first).take(10) {
        play_leased(&world, screen, offer.as_ref().unwrap()).await.expect(201);
    }
    assert_eq!(money(&world.stats().await["daily_spent"]), 10.0);
    assert_eq!(granted(&offers(&world, &screens[10..]).await), 0);
    // The cap is about serving: a play without a lease still bills, and the budget is untouched.
    let campaign = set_cap(&world, json!(11)).await.expect(200);
    assert_eq!(money(&campaign["remaining_budget"]), 490.0);
    assert_eq!(granted(&offers(&world, &screens[10..]).await), 1);
    assert_eq!(world.stats().await["daily_cap_skips"], 8);
    let mut world = world;
    world.server = world.server.restart().await;
    assert_eq!(world.stats().await["daily_cap_skips"], 8, "kept over a restart");
    set_cap(&world, json!(null)).await.expect(200);
    assert_eq!(granted(&offers(&world, &screens[11..]).await), 2);
    set_cap(&world, json!(10)).await.expect(200);

    world.server.set_clock("2026-02-05T00:00:00Z").await;
    assert_eq!(world.stats().await["daily_cap_skips"], 0);
    screens[0].beat(&world.server).await;
    assert_eq!(granted(&offers(&world, &screens[..1]).await), 1, "a new day");
    let audit = world.server.get(&format!("/audit?subject_id={}", world.campaign)).await;
    let fields: Vec<&Value> =
        audit["items"].as_array().unwrap().iter().map(|entry| &entry["field"]).collect();
    assert_eq!(fields.iter().filter(|field| ***field == json!("daily_cap")).count(), 4);
    world.server.stop_and_audit().await;
}

/// Rule: CAM-17, BUD-03: no more leases than the budget can pay; one that runs out frees its slot.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn open_leases_count_as_planned_spend() {
    let world = World::running(one_dollar_plays(100.0)).await;
    let screens = many_screens(&world, 103).await;
    let first = offers(&world, &screens).await;
    assert_eq!(granted(&first), 100);
    // A play that is made spends its lease and its dollar: still nothing is free.
    world.server.advance(15).await;
    play_leased(&world, &screens[0], first[0].as_ref().unwrap()).await.expect(201);
    assert_eq!(granted(&offers(&world, &screens[100..]).await), 0);
    // The other 99 run out unspent; 99 dollars are free again.
    world.server.advance(125).await;
    assert_eq!(granted(&offers(&world, &screens[100..]).await), 3);
    let world = World { server: world.server.restart().await, ..world };
    assert_eq!(granted(&offers(&world, &screens[1..100]).await), 96, "known again after a restart");
    assert_eq!(money(&world.campaign().await["remaining_budget"]), 99.0);
    world.server.stop_and_audit().await;
}

/// Rule: D-15: a spent lease stays known as long as a play that ended in time can arrive; what
/// never was a lease is refused; what is long over counts as none.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn spent_leases_are_known_as_long_as_a_play_can_name_them() {
    let world = World::running(Plan::default()).await;
    let offer = world.screen.next_ad(&world.server).await.expect(200);
    world.server.advance(15).await;
    let mut first = world.play().await;
    first.lease = Some(offer["lease_id"].as_str().unwrap().to_owned());
    world.submit(&first).await.expect(201);
    let again = async |minutes: i64, queued: bool| {
        let now = world.server.now().await;
        let mut play = Play::of(&world, now.plus_ms(-minutes * 60_000));
        play.lease.clone_from(&first.lease);
        play.queued = queued;
        play.sent_at = Some(now.to_string());
        world.submit(&play).await
    };
    // 4 hours and 20 minutes after its expiry it is still known.
    world.server.advance(4 * 3600 + 20 * 60).await;
    world.screen.beat(&world.server).await;
    assert_eq!(again(0, false).await.refused(422), "DUPLICATE_IMPRESSION");
    world.server.advance(3600).await;
    world.screen.beat(&world.server).await;
    assert_eq!(again(0, false).await.expect(201)["status"], "VERIFIED", "counts as none");

    let named = async |id: Uuid| {
        world.server.advance(300).await;
        world.screen.beat(&world.server).await;
        let mut play = world.play().await;
        play.lease = Some(id.to_string());
        world.submit(&play).await
    };
    let invented = named(Uuid::from_u128(crate::harness::random())).await.expect(422);
    assert_eq!(invented["error"], "INVALID_LEASE", "{invented}");
    assert!(invented["message"].as_str().unwrap().contains("never granted"), "{invented}");
    // The id of another thing made just now looks like a lease's, and is none.
    let campaign = world
        .make_campaign("Made now", &Plan { start_date: "2026-02-08", ..Plan::default() })
        .await;
    assert_eq!(named(campaign.parse().unwrap()).await.refused(422), "INVALID_LEASE");
    world.server.stop_and_audit().await;
}

/// Two campaigns on twenty screens: priorities 7 and 5, whole budgets.
async fn two_voices() -> (World, String, Vec<Screen>) {
    let plan = || Plan { priority: Some(7), ..one_dollar_plays(1000.0) };
    let world = World::submitted(plan()).await;
    let second = world.make_campaign("Second", &Plan { priority: Some(3), ..plan() }).await;
    let path = format!("/campaigns/{second}/submit");
    world.server.post(&path, json!({"terms_accepted": true})).await.expect(200);
    world.server.set_clock("2026-02-04T00:00:00Z").await;
    let screens = many_screens(&world, 20).await;
    (world, second, screens)
}

/// Rule: CAM-17: the report compares what the draws promised with what was billed, by campaign,
/// store and device; each slot is promised once in sum.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn share_of_voice_compares_the_promise_with_the_delivery() {
    let (world, second, screens) = two_voices().await;
    let first = offers(&world, &screens).await;
    assert_eq!(granted(&first), 20);
    world.server.advance(15).await;
    for (screen, offer) in screens.iter().zip(&first).take(12) {
        play_leased(&world, screen, offer.as_ref().unwrap()).await.expect(201);
    }
    let report = async |query: &str| {
        world
            .server
            .get(&format!("/reports/share-of-voice?from=2026-02-04&to=2026-02-04{query}"))
            .await
    };
    let all = report("").await;
    assert_eq!((&all["draws"], &all["delivered_plays"]), (&json!(20), &json!(12)));
    let rows = all["items"].as_array().unwrap();
    // Weights 7 and 3: 14 and 6 of 20 slots, whatever chance gave.
    assert_eq!(
        (&rows[0]["campaign_id"], money(&rows[0]["promised_plays"])),
        (&json!(world.campaign), 14.0)
    );
    assert_eq!((&rows[1]["campaign_id"], money(&rows[1]["promised_plays"])), (&json!(second), 6.0));
    assert_eq!(money(&rows[0]["promised_share_pct"]), 70.0);
    let buyer = world.server.get(&format!("/advertisers/{}", world.advertiser)).await;
    assert_eq!(
        (&rows[0]["advertiser_id"], &rows[0]["advertiser_name"]),
        (&buyer["id"], &buyer["name"])
    );
    let of = |offers: &[Option<Value>], id: &str| {
        offers.iter().flatten().filter(|offer| offer["campaign_id"] == *id).count()
    };
    assert_eq!(rows[0]["offered_plays"], json!(of(&first, &world.campaign)));
    assert_eq!(rows[0]["delivered_plays"], json!(of(&first[..12], &world.campaign)));
    assert_eq!(rows[1]["delivered_plays"], json!(of(&first[..12], &second)));
    let points = money(&rows[0]["delivered_share_pct"]) - 70.0;
    assert!((money(&rows[0]["difference_points"]) - points).abs() < 0.005);

    let devices = report("&by=device&limit=500").await;
    let devices = devices["items"].as_array().unwrap();
    assert_eq!(devices.len(), 40, "two campaigns on twenty screens");
    assert!(devices.iter().all(|row| [0.7, 0.3].contains(&money(&row["promised_plays"]))));
    let one = report(&format!("&by=device&device={}", screens[0].id)).await;
    assert_eq!((&one["draws"], &one["delivered_plays"]), (&json!(1), &json!(1)));
    let store = report(&format!("&by=store&store={}&campaign={second}", world.store)).await;
    assert_eq!(store["items"].as_array().unwrap().len(), 1);
    assert_eq!(money(&store["items"][0]["promised_share_pct"]), 30.0, "of everything in the store");

    // After midnight the day's plays stand in records; the report stays the same.
    world.server.set_clock("2026-02-05T00:00:00Z").await;
    let world = World { server: world.server.restart().await, ..world };
    let path = "/reports/share-of-voice?from=2026-02-04&to=2026-02-05";
    let later = world.server.get(path).await;
    assert_eq!(later["items"], all["items"]);
    // Others see what is theirs.
    let other = make_advertiser(&world.server, "Other", 0.0).await;
    let foreign = token(&world.server, "ADVERTISER", Some(&other)).await;
    let seen = world.server.send(Method::GET, path, &foreign, Value::Null).await.expect(200);
    assert_eq!(seen["items"], json!([]));
    let supplier = token(&world.server, "SUPPLIER", Some(&world.supplier)).await;
    let seen = world.server.send(Method::GET, path, &supplier, Value::Null).await.expect(200);
    assert_eq!(seen["items"], all["items"]);
    world.server.stop_and_audit().await;
}

/// Rule: CAM-06, CAM-17: several assets take turns, whoever asks.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_assets_rotate_evenly_over_all_screens() {
    let world = World::drafted(Plan::default()).await;
    let mut assets = vec![world.asset.clone()];
    for number in 2..4 {
        let file = sample_jpeg(1920, 1080, number);
        assets.push(world.server.asset(&world.advertiser, file, "more.jpg").await);
    }
    let path = format!("/campaigns/{}", world.campaign);
    let body = json!({"content_assets": assets});
    world.server.send(Method::PATCH, &path, ADMIN, body).await.expect(200);
    let submit = format!("{path}/submit");
    world.server.post(&submit, json!({"terms_accepted": true})).await.expect(200);
    world.server.set_clock("2026-02-04T00:00:00Z").await;
    let screens = many_screens(&world, 9).await;
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for offer in offers(&world, &screens).await.into_iter().flatten() {
        *counts.entry(offer["content_asset_id"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    let expected: BTreeSet<String> = assets.into_iter().collect();
    assert_eq!(counts.keys().cloned().collect::<BTreeSet<_>>(), expected);
    assert!(counts.values().all(|count| *count == 3), "{counts:?}");
}

/// Rule: BUD-06, D-13, D-31: snapshots every full hour and transactions come in pages, newest first.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn snapshots_and_transactions_come_in_pages() {
    let world = World::running(one_dollar_plays(200.0)).await;
    let screens = many_screens(&world, 5).await;
    at_once(&world, &screens, &[]).await;
    world.server.set_clock("2026-02-04T05:30:00Z").await;
    let path = format!("/campaigns/{}/budget-snapshots", world.campaign);
    let all = world.server.get(&path).await;
    let hours: Vec<&str> =
        all["items"].as_array().unwrap().iter().map(|row| row["at"].as_str().unwrap()).collect();
    assert_eq!(hours.first(), Some(&"2026-02-04T05:00:00Z"));
    assert_eq!(money(&all["items"][0]["remaining_budget"]), 195.0);
    let first = world.server.get(&format!("{path}?limit=2")).await;
    let cursor = first["next_cursor"].as_str().unwrap();
    let next = world.server.get(&format!("{path}?limit=2&cursor={cursor}")).await;
    assert_eq!(next["items"][0]["at"], "2026-02-04T03:00:00Z");
    let span = format!("{path}?from=2026-02-04T02:00:00Z&to=2026-02-04T03:00:00Z");
    assert_eq!(world.server.get(&span).await["items"].as_array().unwrap().len(), 2);

    let path = format!("/campaigns/{}/transactions", world.campaign);
    let mut seen = Vec::new();
    let mut query = "?limit=2".to_owned();
    loop {
        let page = world.server.get(&format!("{path}{query}")).await;
        seen.extend(page["items"].as_array().unwrap().clone());
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        query = format!("?limit=2&cursor={cursor}");
    }
    let words: Vec<&str> = seen.iter().map(|t| t["transaction_type"].as_str().unwrap()).collect();
    assert_eq!(words, ["DEBIT", "DEBIT", "DEBIT", "DEBIT", "DEBIT", "HOLD"]);
    for (place, row) in seen[..5].iter().enumerate() {
        let after = 195.0 + f64::from(u32::try_from(place).unwrap());
        assert_eq!(
            (money(&row["balance_before"]), money(&row["balance_after"])),
            (after + 1.0, after)
        );
    }
    assert_eq!(money(&seen[5]["balance_before"]), 50_000.0, "of a HOLD, the wallet's");
}
