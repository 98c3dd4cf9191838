//! Payouts as stories over HTTP: what is paid when, what waits and why, who sees it.
//! Rules: PAY-01, D-29, BUD-07, CAM-12.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    budget::{at_once, many_screens, money, one_dollar_plays},
    harness::{ADMIN, Plan, Play, Screen, World, make_supplier, quiet},
    money::{notices, token},
};

/// One-dollar plays whose shares are paid whatever they come to.
fn paid_at_once() -> Plan {
    let mut settings = quiet();
    settings.payout.minimum = 0;
    Plan { settings, ..one_dollar_plays(1000.0) }
}

async fn play_all(world: &World, screens: &[Screen]) {
    for screen in screens {
        screen.beat(&world.server).await;
    }
    let verdicts = at_once(world, screens, &[]).await;
    assert_eq!(
        verdicts.get("VERIFIED").copied(),
        u32::try_from(screens.len()).ok(),
        "{verdicts:?}"
    );
}

async fn payouts(world: &World) -> Vec<Value> {
    world.server.get("/payouts").await["items"].as_array().unwrap().clone()
}

/// Amount, plays, first and last moment of a payout.
fn facts(payout: &Value) -> (f64, u64, String, String) {
    let text = |name: &str| payout[name].as_str().unwrap().to_owned();
    let count = payout["impression_count"].as_u64().unwrap();
    (money(&payout["amount"]), count, text("period_start"), text("period_end"))
}

async fn wallet(world: &World) -> Value {
    world.server.get(&format!("/wallets/{}", world.supplier)).await
}

/// What of a wallet waits, by reason.
fn waiting(wallet: &Value) -> Vec<(String, f64)> {
    let parts = wallet["next_payout"]["waiting"].as_array().unwrap().iter();
    parts
        .map(|part| (part["reason"].as_str().unwrap().to_owned(), money(&part["amount"])))
        .collect()
}

fn part(reason: &str, amount: f64) -> (String, f64) {
    (reason.to_owned(), amount)
}

/// Rule: PAY-01, D-29: given 24.00 a day for three days; when the first two days are old enough, then
/// they wait, since 48.00 lies below the minimum; with the third all are paid together, once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn small_earnings_wait_and_are_paid_together() {
    let world = World::running(one_dollar_plays(1000.0)).await;
    let server = &world.server;
    let screens = many_screens(&world, 30).await;
    for day in ["2026-02-04", "2026-02-05", "2026-02-06"] {
        world.screen.online_until(server, &format!("{day}T09:00:00Z")).await;
        play_all(&world, &screens).await;
    }
    assert_eq!(waiting(&wallet(&world).await), [part("IN_HOLD", 72.0)]);
    server.set_clock("2026-02-11T00:00:00Z").await;
    assert!(payouts(&world).await.is_empty());
    let seen = wallet(&world).await;
    assert_eq!(seen["next_payout"]["at"], "2026-02-12T00:00:00Z");
    assert_eq!(money(&seen["next_payout"]["amount"]), 0.0);
    assert_eq!(waiting(&seen), [part("IN_HOLD", 24.0), part("BELOW_MINIMUM", 48.0)]);
    server.set_clock("2026-02-12T18:00:00Z").await;
    assert!(payouts(&world).await.is_empty());
    let seen = wallet(&world).await;
    assert_eq!((money(&seen["next_payout"]["amount"]), waiting(&seen)), (72.0, vec![]));

    server.set_clock("2026-02-13T06:00:00Z").await;
    let list = payouts(&world).await;
    assert_eq!(list.len(), 1);
    let (from, to) = ("2026-02-04T00:00:00Z".to_owned(), "2026-02-07T00:00:00Z".to_owned());
    assert_eq!(facts(&list[0]), (72.0, 90, from, to));
    assert_eq!(list[0]["status"], "COMPLETED");
    assert_eq!(list[0]["completed_at"], "2026-02-13T00:00:00Z");
    let seen = wallet(&world).await;
    assert_eq!((money(&seen["available_balance"]), money(&seen["pending_balance"])), (72.0, 0.0));
    let own = token(server, "SUPPLIER", Some(&world.supplier)).await;
    let told = notices(server, &own).await;
    assert_eq!(told[0].0, "PAYOUT_PAID");
    assert_eq!(told[0].1, "Daily payout: $72.00 for 90 plays of 2026-02-04 to 2026-02-06");

    // A slot is done once, whoever asks, and after a restart too.
    server.post("/jobs/payouts/run", json!({})).await.expect(200);
    let id = list[0]["id"].as_str().unwrap().to_owned();
    let detail = server.get(&format!("/payouts/{id}")).await;
    let days = detail["by_day"].as_array().unwrap();
    assert_eq!(days.len(), 3);
    assert!(days.iter().all(|day| money(&day["amount"]) == 24.0 && day["impressions"] == 30));
    assert_eq!(detail["by_campaign"][0]["id"], json!(world.campaign));
    assert_eq!(detail["by_store"][0]["id"], json!(world.store));
    assert_eq!(money(&detail["by_store"][0]["amount"]), 72.0);
    let world = World { server: world.server.audited().await, ..world };
    assert_eq!(payouts(&world).await, list);
    world.server.stop_and_audit().await;
}

/// Rule: PAY-01, BUD-07: what was paid out can be withdrawn, is on the statement of payout and wallet,
/// and is nobody else's to see.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payout_is_withdrawn_and_stands_on_statements() {
    let world = World::running(paid_at_once()).await;
    let server = &world.server;
    let screens = many_screens(&world, 3).await;
    play_all(&world, &screens).await;
    server.set_clock("2026-02-11T10:00:00Z").await;
    let list = payouts(&world).await;
    let id = list[0]["id"].as_str().unwrap().to_owned();
    let own = token(server, "SUPPLIER", Some(&world.supplier)).await;
    let ask =
        async |token: &str, path: &str| server.send(Method::GET, path, token, Value::Null).await;

    let statement = ask(&own, &format!("/payouts/{id}/statement")).await.expect(200);
    assert_eq!(statement["supplier_name"], "Saigon Screens");
    assert_eq!(money(&statement["lines"][0]["amount"]), 2.4);
    assert_eq!(statement["lines"][0]["store_name"], "Vincom Center");
    let csv = ask(&own, &format!("/payouts/{id}/statement?format=csv")).await;
    assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8");
    let csv = csv.expect(200);
    assert!(csv.as_str().unwrap().ends_with("PAYOUT,,,,,,3,2.4\r\n"), "{csv}");
    let pdf = ask(&own, &format!("/payouts/{id}/statement?format=pdf&language=it")).await;
    assert_eq!(pdf.headers["content-type"], "application/pdf");
    assert!(pdf.expect(200).as_str().unwrap().starts_with("%PDF-"));
    assert_eq!(ask(&own, &format!("/payouts/{id}/statement?format=xls")).await.status, 400);

    let take = async |amount: f64| {
        let body = json!({"amount": amount, "reference": "wire 9"});
        server
            .send(Method::POST, &format!("/wallets/{}/withdrawals", world.supplier), &own, body)
            .await
    };
    assert_eq!(take(2.41).await.refused(422), "INSUFFICIENT_WALLET_BALANCE");
    assert_eq!(money(&take(2.4).await.expect(201)["available_balance"]), 0.0);
    let moves = server.get(&format!("/wallets/{}/transactions", world.supplier)).await;
    let kinds: Vec<&Value> =
        moves["items"].as_array().unwrap().iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["WITHDRAWAL", "PAYOUT", "SUPPLIER_SHARE"]);
    assert_eq!(moves["items"][1]["reference_id"], json!(id));
    let path = format!("/wallets/{}/statement?from=2026-02-04&to=2026-02-11", world.supplier);
    let statement = server.get(&path).await;
    let payout = &statement["lines"][1];
    assert_eq!((money(&payout["available_change"]), money(&payout["pending_change"])), (2.4, -2.4));
    assert_eq!(money(&statement["closing"]["available_balance"]), 0.0);

    let other = make_supplier(server, "Other").await;
    let foreign = token(server, "SUPPLIER", Some(&other)).await;
    let buyer = token(server, "ADVERTISER", Some(&world.advertiser)).await;
    assert_eq!(ask(&foreign, &format!("/payouts/{id}")).await.status, 404);
    assert_eq!(ask(&foreign, &format!("/payouts/{id}/statement")).await.status, 404);
    assert_eq!(ask(&foreign, "/payouts").await.expect(200)["items"], json!([]));
    let filter = format!("/payouts?supplier_id={}", world.supplier);
    assert_eq!(ask(&foreign, &filter).await.status, 404);
    assert_eq!(ask(&buyer, "/payouts").await.refused(403), "FORBIDDEN");
    for (query, found) in [
        (format!("?supplier_id={}&status=COMPLETED", world.supplier), 1),
        (format!("?supplier_id={other}"), 0),
        ("?status=PENDING".to_owned(), 0),
        ("?from=2026-02-11&to=2026-02-11".to_owned(), 1),
        ("?from=2026-02-12".to_owned(), 0),
    ] {
        let list = server.get(&format!("/payouts{query}")).await;
        assert_eq!(list["items"].as_array().unwrap().len(), found, "{query}");
    }
    for (query, status) in [("?from=x", 422), ("?status=PAID", 400), ("?paid=1", 400)] {
        assert_eq!(ask(ADMIN, &format!("/payouts{query}")).await.status, status, "{query}");
    }
    world.server.stop_and_audit().await;
}

/// Rule: PAY-01, D-29: the UTC day of `played_at` decides, also for a play that arrives a day later.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn midnight_decides_which_payout_a_play_is_in() {
    let world = World::running(paid_at_once()).await;
    let server = &world.server;
    world.screen.online_until(server, "2026-02-04T23:50:00Z").await;
    let queued = Play { queued: true, ..world.play().await };
    server.set_clock("2026-02-04T23:59:59Z").await;
    world.screen.beat(server).await;
    world.submit(&world.play().await).await.expect(201);
    server.set_clock("2026-02-05T00:05:00Z").await;
    world.submit(&world.play().await).await.expect(201);
    server.set_clock("2026-02-05T02:00:00Z").await;
    world.screen.beat(server).await;
    let queued = Play { sent_at: Some(server.now().await.to_string()), ..queued };
    assert_eq!(world.submit(&queued).await.expect(201)["status"], "VERIFIED");
    server.set_clock("2026-02-13T00:00:00Z").await;
    let list = payouts(&world).await;
    let found: Vec<_> = list.iter().map(facts).collect();
    let day = |number: u32| format!("2026-02-{number:02}T00:00:00Z");
    assert_eq!(found, [(0.8, 1, day(5), day(6)), (1.6, 2, day(4), day(5))]);
    assert_eq!(list[1]["created_at"], "2026-02-11T00:00:00Z");
    world.server.stop_and_audit().await;
}

/// Rule: PAY-01, OPS-02: an appliance that was off for three days makes the payout of each, in order.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn payouts_missed_for_three_days_are_caught_up_in_order() {
    let world = World::running(paid_at_once()).await;
    let screens = many_screens(&world, 2).await;
    for day in 4..7 {
        let noon = format!("2026-02-{day:02}T12:00:00Z");
        world.screen.online_until(&world.server, &noon).await;
        play_all(&world, &screens).await;
    }
    world.server.set_clock("2026-02-10T12:00:00Z").await;
    assert!(payouts(&world).await.is_empty());
    let server = world.server.restart_at("2026-02-13T12:00:00Z").await;
    let world = World { server, ..world };
    world.server.set_clock("2026-02-13T12:00:01Z").await;
    let list = payouts(&world).await;
    let found: Vec<_> = list.iter().map(|one| (one["created_at"].clone(), facts(one))).collect();
    let day = |number: u32| format!("2026-02-{number:02}T00:00:00Z");
    let expected: Vec<_> = [13, 12, 11]
        .map(|slot| (json!(day(slot)), (1.6, 2, day(slot - 7), day(slot - 6))))
        .into_iter()
        .collect();
    assert_eq!(found, expected);
    world.server.stop_and_audit().await;
}

/// Rule: PAY-01, D-29, D-11: a play that a person approves after its hold is paid on the day after.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_review_decided_late_is_paid_on_the_day_after() {
    let world = World::running(paid_at_once()).await;
    let server = &world.server;
    world.submit(&world.play().await).await.expect(201);
    server.advance(600).await;
    world.screen.beat(server).await;
    let away = Play { location: Some((10.780_622, 106.660_172)), ..world.play().await };
    assert_eq!(world.submit(&away).await.expect(202)["status"], "UNDER_REVIEW");
    server.set_clock("2026-02-14T10:00:00Z").await;
    assert_eq!(payouts(&world).await.len(), 1);
    server.post(&format!("/reviews/{}/approve", away.id), json!({})).await.expect(200);
    assert_eq!(waiting(&wallet(&world).await), [part("IN_HOLD", 0.8)]);
    server.set_clock("2026-02-15T00:00:00Z").await;
    let list = payouts(&world).await;
    let (from, to) = ("2026-02-04T00:00:00Z".to_owned(), "2026-02-05T00:00:00Z".to_owned());
    assert_eq!(facts(&list[0]), (0.8, 1, from, to));
    assert_eq!(list[0]["created_at"], "2026-02-15T00:00:00Z");
    world.server.stop_and_audit().await;
}

/// Rule: PAY-01, CAM-12: while an emergency stop is investigated, the plays of its days wait; once it
/// ends without fraud, the next payout has them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn plays_frozen_by_a_stop_are_paid_when_it_is_resolved() {
    let world = World::running(paid_at_once()).await;
    let server = &world.server;
    let screens = many_screens(&world, 5).await;
    play_all(&world, &screens).await;
    let stop = format!("/campaigns/{}/emergency-stop", world.campaign);
    let body = json!({"reason_code": "TECHNICAL_ISSUE"});
    let incident = server.post(&stop, body).await.expect(200)["id"].clone();
    server.set_clock("2026-02-12T10:00:00Z").await;
    assert!(payouts(&world).await.is_empty());
    assert_eq!(waiting(&wallet(&world).await), [part("FROZEN", 4.0)]);
    let resolve = format!("/incidents/{}/resolve", incident.as_str().unwrap());
    let body = json!({"outcome": "A", "findings": "a false alarm"});
    server.post(&resolve, body).await.expect(200);
    let seen = wallet(&world).await;
    assert_eq!((money(&seen["next_payout"]["amount"]), waiting(&seen)), (4.0, vec![]));
    server.set_clock("2026-02-13T00:00:00Z").await;
    assert_eq!(money(&payouts(&world).await[0]["amount"]), 4.0);
    world.server.stop_and_audit().await;
}

/// Rule: PAY-01, BUD-07: a suspended supplier is paid and cannot withdraw; a terminated one gets what
/// it earned although it lies below the minimum, and an admin books its withdrawal.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_terminated_supplier_gets_the_rest() {
    let world = World::running(one_dollar_plays(1000.0)).await;
    let server = &world.server;
    let own = token(server, "SUPPLIER", Some(&world.supplier)).await;
    let screens = many_screens(&world, 5).await;
    play_all(&world, &screens).await;
    let set = async |verb: &str, token: &str, body: Value| {
        let path = format!("/suppliers/{}/{verb}", world.supplier);
        server.send(Method::POST, &path, token, body).await
    };
    let why = json!({"reason": "the contract ends"});
    assert_eq!(set("suspend", &own, why.clone()).await.refused(403), "FORBIDDEN");
    assert_eq!(set("suspend", ADMIN, json!({"reason": " "})).await.status, 422);
    let held = set("suspend", ADMIN, why.clone()).await.expect(200);
    assert_eq!(held["status"], "SUSPENDED");
    assert_eq!(set("suspend", ADMIN, why.clone()).await.refused(409), "ILLEGAL_TRANSITION");
    let take = async |token: &str| {
        let path = format!("/wallets/{}/withdrawals", world.supplier);
        let body = json!({"amount": 4, "reference": "last wire"});
        server.send(Method::POST, &path, token, body).await
    };
    assert_eq!(take(&own).await.refused(422), "ACCOUNT_NOT_ACTIVE");
    set("reinstate", ADMIN, json!({})).await.expect(200);
    let refused = set("terminate", ADMIN, why.clone()).await.expect(409);
    assert_eq!(refused["active_stores"], 1);
    let store = format!("/stores/{}", world.store);
    let close = |status: &str| json!({ "status": status });
    server.send(Method::PATCH, &store, ADMIN, close("INACTIVE")).await.expect(200);
    set("terminate", ADMIN, why).await.expect(200);
    let reopened = server.send(Method::PATCH, &store, ADMIN, close("ACTIVE")).await;
    assert_eq!(reopened.refused(422), "ACCOUNT_NOT_ACTIVE");
    assert_eq!(set("reinstate", ADMIN, json!({})).await.refused(409), "ILLEGAL_TRANSITION");

    server.set_clock("2026-02-11T00:00:00Z").await;
    assert_eq!(money(&payouts(&world).await[0]["amount"]), 4.0);
    assert_eq!(take(&own).await.refused(422), "ACCOUNT_NOT_ACTIVE");
    assert_eq!(money(&take(ADMIN).await.expect(201)["available_balance"]), 0.0);
    world.server.stop_and_audit().await;
}
