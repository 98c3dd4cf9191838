//! Accounts that are suspended, reinstated, terminated; campaigns that ended without a play.
//! Rules: CAM-26, CAM-27, D-53; edge cases 8, 17.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::{ADMIN, Answer, Plan, Play, World},
    life::{actions, money, token_of, told, told_to, transactions},
};

async fn account(world: &World, call: &str, body: Value) -> Answer {
    world.server.post(&format!("/advertisers/{}/{call}", world.advertiser), body).await
}

async fn status_of(world: &World, campaign: &str) -> (String, String) {
    let found = world.server.get(&format!("/campaigns/{campaign}")).await;
    let text = |name: &str| found[name].as_str().unwrap_or("-").to_owned();
    (text("status"), text("pause_reason"))
}

fn pair(status: &str, reason: &str) -> (String, String) {
    (status.to_owned(), reason.to_owned())
}

async fn call(world: &World, campaign: &str, token: &str, what: &str) -> Answer {
    let path = format!("/campaigns/{campaign}/{what}");
    world.server.send(Method::POST, &path, token, json!({})).await
}

/// A running campaign, a scheduled one and one that its owner paused.
async fn three_campaigns() -> (World, String, String) {
    let world = World::drafted(Plan { end_date: "2026-03-20", ..Plan::default() }).await;
    let later = Plan {
        start_date: "2026-03-10T00:00:00Z",
        end_date: "2026-03-20",
        budget: 500.0,
        ..Plan::default()
    };
    let scheduled = world.make_campaign("Later", &later).await;
    let own = Plan { budget: 300.0, end_date: "2026-03-20", ..Plan::default() };
    let paused = world.make_campaign("Paused", &own).await;
    for campaign in [&world.campaign, &scheduled, &paused] {
        let path = format!("/campaigns/{campaign}/submit");
        world.server.post(&path, json!({"terms_accepted": true})).await.expect(200);
    }
    world.server.set_clock("2026-02-04T00:00:00Z").await;
    world.screen.beat(&world.server).await;
    call(&world, &paused, ADMIN, "pause").await.expect(200);
    (world, scheduled, paused)
}

/// EC8, CAM-27, D-53: given running and scheduled campaigns, when the account is suspended, then
/// they pause without grace and money stays held; lifted, nothing runs by itself, and what is not
/// resumed within seven days is cancelled and refunded.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec08_a_suspension_pauses_and_seven_days_decide() {
    let (world, scheduled, paused) = three_campaigns().await;
    let server = &world.server;
    let owner = token_of(server, "ADVERTISER", &world.advertiser).await;
    let supplier = token_of(server, "SUPPLIER", &world.supplier).await;
    world.submit(&world.play().await).await.expect(201);
    server.advance(300).await;
    let on_screen = world.play().await;
    for bad in [json!({}), json!({"reason": "BORED"})] {
        assert!(account(&world, "suspend", bad).await.status.is_client_error());
    }
    let body = json!({"reason": "PAYMENT_DEFAULT", "note": "Invoice 17, 61 days overdue"});
    let path = format!("/advertisers/{}/suspend", world.advertiser);
    let refused = server.send(Method::POST, &path, &owner, body.clone()).await;
    assert_eq!(refused.refused(403), "FORBIDDEN");
    let suspended = account(&world, "suspend", body.clone()).await.expect(200);
    assert_eq!(suspended["status"], "SUSPENDED");
    assert_eq!(suspended["suspension"]["reason"], "PAYMENT_DEFAULT");
    assert_eq!(account(&world, "suspend", body).await.refused(409), "ILLEGAL_TRANSITION");

    assert_eq!(status_of(&world, &world.campaign).await, pair("PAUSED", "ACCOUNT_SUSPENDED"));
    assert_eq!(status_of(&world, &scheduled).await, pair("PAUSED", "ACCOUNT_SUSPENDED"));
    assert_eq!(status_of(&world, &paused).await, pair("PAUSED", "USER_REQUESTED"));
    assert_eq!(world.submit(&on_screen).await.refused(422), "CAMPAIGN_NOT_ACTIVE", "no grace");
    let wallet = server.get(&format!("/wallets/{}", world.advertiser)).await;
    let held = money(&wallet["held_balance"]);
    assert!((1799.0..1800.0).contains(&held), "{held}: budgets stay held");
    for campaign in [&world.campaign, &scheduled, &paused] {
        let refused = call(&world, campaign, &owner, "resume").await;
        assert_eq!(refused.refused(422), "ACCOUNT_NOT_ACTIVE");
    }
    let told_supplier = told_to(server, &supplier, "SUPPLIER_CAMPAIGNS_HELD").await;
    assert!(told_supplier[0].starts_with("2 campaigns of Phở Việt"), "{told_supplier:?}");
    assert!(told_to(server, &owner, "ACCOUNT_SUSPENDED").await[0].contains("2 campaigns"));
    assert_eq!(actions(server, &world.advertiser).await[0], "advertiser.suspend");

    // A heartbeat resumes nothing, and a cancelled campaign keeps its money until the end of it.
    world.screen.beat(server).await;
    call(&world, &paused, &owner, "cancel").await.expect(200);
    server.advance(3 * 24 * 3600).await;
    assert_eq!(status_of(&world, &world.campaign).await.0, "PAUSED");
    let frozen = server.get(&format!("/wallets/{}", world.advertiser)).await;
    assert_eq!(money(&frozen["held_balance"]), held, "nothing refunded while suspended");

    // Lifted at 2026-02-07T00:05: seven days to resume.
    account(&world, "reinstate", json!({"note": "Paid"})).await.expect(200);
    assert_eq!(status_of(&world, &world.campaign).await, pair("PAUSED", "ACCOUNT_SUSPENDED"));
    assert!(told_to(server, &owner, "ACCOUNT_REINSTATED").await[0].contains("within 7 days"));
    server.advance(1).await;
    let freed = server.get(&format!("/wallets/{}", world.advertiser)).await;
    assert_eq!(money(&freed["held_balance"]), held - 300.0, "the cancelled one is refunded");
    let resumed = call(&world, &scheduled, &owner, "resume").await.expect(200);
    assert_eq!(resumed["status"], "SCHEDULED", "before its start it waits again");
    let World { server, campaign, advertiser, .. } = world;
    let server = server.restart().await;
    server.set_clock("2026-02-14T00:04:59Z").await;
    let path = format!("/campaigns/{campaign}");
    assert_eq!(server.get(&path).await["status"], "PAUSED");
    server.set_clock("2026-02-14T00:15:00Z").await;
    let cancelled = server.get(&path).await;
    assert_eq!(cancelled["status"], "CANCELLED");
    assert!(cancelled["settled_at"].is_string());
    assert_eq!(told_to(&server, &owner, "CAMPAIGN_CANCELLED_NOT_RESUMED").await.len(), 1);
    let wallet = server.get(&format!("/wallets/{advertiser}")).await;
    assert_eq!(money(&wallet["held_balance"]), 500.0, "the scheduled one alone");
    assert_eq!(server.get(&format!("/campaigns/{scheduled}")).await["status"], "SCHEDULED");
    server.stop_and_audit().await;
}

/// EC8 B, CAM-27: given debts, when the account is terminated, then everything is cancelled and
/// refunded, the debt is taken, and the rest is paid out.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec08_a_termination_refunds_less_debts_and_is_settled() {
    let (world, scheduled, paused) = three_campaigns().await;
    let server = &world.server;
    // Two kilometres away: held for a person, so the account cannot be settled yet.
    let far = Play { location: Some((10.780_7, 106.660_172)), ..world.play().await };
    world.submit(&far).await.expect(202);
    let later =
        Plan { start_date: "2026-03-10T00:00:00Z", end_date: "2026-03-20", ..Plan::default() };
    let draft = world.make_campaign("Draft", &later).await;
    account(&world, "suspend", json!({"reason": "FRAUD_INVESTIGATION"})).await.expect(200);
    for bad in [-1.0, 1.005] {
        let body = json!({"reason": "FRAUD_INVESTIGATION", "outstanding_debt": bad});
        assert_eq!(account(&world, "terminate", body).await.refused(422), "VALIDATION_FAILED");
    }
    let settle = json!({"reference": "wire 9"});
    assert_eq!(
        account(&world, "settlement", settle.clone()).await.refused(409),
        "ILLEGAL_TRANSITION"
    );
    // Within what one person may take alone.
    let body = json!({"reason": "FRAUD_INVESTIGATION", "outstanding_debt": 934.5});
    let ended = account(&world, "terminate", body.clone()).await.expect(200);
    assert_eq!(ended["status"], "TERMINATED");
    let end = &ended["termination"];
    assert_eq!((money(&end["debt"]), money(&end["debt_paid"])), (934.5, 934.5));
    assert_eq!(end["settlement_due_at"], "2026-03-06T00:00:00Z");
    for campaign in [&world.campaign, &scheduled, &paused, &draft] {
        assert_eq!(status_of(&world, campaign).await.0, "CANCELLED");
    }
    let path = format!("/wallets/{}", world.advertiser);
    let wallet = server.get(&path).await;
    let held = money(&wallet["held_balance"]);
    assert!(held > 0.0 && held < 1.0, "only the play under review: {held}");
    let available = money(&wallet["available_balance"]);
    assert!((available - (50_000.0 - 934.5 - held)).abs() < 0.011, "{available} {held}");
    assert_eq!(account(&world, "terminate", body).await.refused(409), "ILLEGAL_TRANSITION");
    assert_eq!(account(&world, "reinstate", json!({})).await.refused(409), "ILLEGAL_TRANSITION");

    assert_eq!(
        account(&world, "settlement", settle.clone()).await.refused(409),
        "ILLEGAL_TRANSITION"
    );
    let reject = format!("/reviews/{}/reject", far.id);
    server.post(&reject, json!({"reason": "Wrong place"})).await.expect(200);
    server.set_clock("2026-03-06T00:00:00Z").await;
    assert_eq!(told(server, "SETTLEMENT_OVERDUE").await.len(), 1);
    let settled = account(&world, "settlement", settle.clone()).await.expect(200);
    let paid = money(&settled["termination"]["paid_out"]);
    assert_eq!(settled["termination"]["settled_at"], "2026-03-06T00:00:00Z");
    // Each campaign keeps its residue below a cent.
    assert!((paid - (50_000.0 - 934.5)).abs() < 0.021, "everything but the debt: {paid}");
    let wallet = server.get(&path).await;
    assert_eq!((money(&wallet["available_balance"]), money(&wallet["held_balance"])), (0.0, 0.0));
    let list = server.get(&format!("{path}/transactions?limit=500")).await;
    let kinds: Vec<&str> =
        list["items"].as_array().unwrap().iter().map(|t| t["kind"].as_str().unwrap()).collect();
    for kind in ["DEBT_PAYMENT", "WITHDRAWAL", "REFUND"] {
        assert!(kinds.contains(&kind), "{kind} in {kinds:?}");
    }
    assert_eq!(account(&world, "settlement", settle).await.refused(409), "ILLEGAL_TRANSITION");
    assert_eq!(actions(server, &world.advertiser).await[0], "advertiser.settle");
    world.server.stop_and_audit().await;
}

/// A world whose campaign has ended without a single play.
async fn without_plays(heard: bool) -> World {
    let world = World::submitted(Plan { end_date: "2026-02-05", ..Plan::default() }).await;
    world.server.set_clock("2026-02-04T00:00:00Z").await;
    if heard {
        for _ in 0..47 {
            for _ in 0..15 {
                world.screen.beat(&world.server).await;
                world.server.advance(240).await;
            }
        }
    }
    world.server.set_clock("2026-02-06T00:05:00Z").await;
    world
}

async fn case(world: &World) -> Value {
    world.server.get(&format!("/campaigns/{}/investigation", world.campaign)).await
}

async fn resolve(world: &World, body: Value) -> Answer {
    let path = format!("/campaigns/{}/investigation/resolve", world.campaign);
    world.server.post(&path, body).await
}

/// EC17 A, CAM-26: given devices that were never there, then everything is refunded, the case says
/// so, and the campaign may run again free of charge.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec17_silent_devices_give_a_full_refund_and_an_extension() {
    let world = without_plays(false).await;
    let server = &world.server;
    let owner = token_of(server, "ADVERTISER", &world.advertiser).await;
    let wallet = server.get(&format!("/wallets/{}", world.advertiser)).await;
    assert_eq!(money(&wallet["available_balance"]), 50_000.0);
    assert_eq!(transactions(&world).await[0], ("REFUND".to_owned(), 1000.0));
    assert_eq!(told(server, "CAMPAIGN_ZERO_IMPRESSIONS").await.len(), 1);
    let open = case(&world).await;
    assert_eq!((&open["status"], money(&open["refunded"])), (&json!("OPEN"), 1000.0));
    assert_eq!(open["suggested_cause"], "STORE_DEVICE_ISSUES");
    let evidence = &open["evidence"];
    assert_eq!((&evidence["devices"], &evidence["devices_heard"]), (&json!(1), &json!(0)));
    assert_eq!(evidence["wanted_seconds"], 48 * 3600);
    assert_eq!(evidence["offline_seconds"], 48 * 3600);
    assert_eq!(evidence["status_history"][2]["reason"], Value::Null);
    let listed = server.get("/investigations?status=OPEN").await;
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);

    let path = format!("/campaigns/{}/investigation", world.campaign);
    let resolving = format!("{path}/resolve");
    let body = json!({"cause": "STORE_DEVICE_ISSUES", "findings": "The shop had no power"});
    let refused = server.send(Method::POST, &resolving, &owner, body.clone()).await;
    assert_eq!(refused.refused(403), "FORBIDDEN");
    let accept = format!("{path}/accept-extension");
    let begin = json!({"start_date": "2026-02-10"});
    let early = server.send(Method::POST, &accept, &owner, begin.clone()).await;
    assert_eq!(early.refused(409), "ILLEGAL_TRANSITION");
    let done = resolve(&world, body.clone()).await.expect(200);
    assert_eq!(done["resolution"]["extension_offered"], true);
    assert_eq!(resolve(&world, body).await.refused(409), "ILLEGAL_TRANSITION");
    let told = told_to(server, &owner, "INVESTIGATION_DEVICE_ISSUES").await;
    assert!(told[0].contains("$1,000.00 were refunded in full"), "{told:?}");
    let draft = server.send(Method::POST, &accept, &owner, begin.clone()).await.expect(201);
    assert_eq!(
        (&draft["status"], &draft["name"]),
        (&json!("DRAFT"), &json!("Tết 2026 (extension)"))
    );
    assert_eq!(
        (&draft["start_date"], &draft["end_date"]),
        (&json!("2026-02-10T00:00:00Z"), &json!("2026-02-11T23:59:59Z"))
    );
    let again = server.send(Method::POST, &accept, &owner, begin).await;
    assert_eq!(again.refused(409), "ILLEGAL_TRANSITION");
    assert_eq!(case(&world).await["resolution"]["extension_campaign_id"], draft["id"]);
    // It is free: a person credits its budget, once.
    let waiting = server.get("/credits?status=PENDING").await["items"].clone();
    assert_eq!((waiting.as_array().unwrap().len(), money(&waiting[0]["amount"])), (1, 1000.0));
    let credit = waiting[0]["id"].as_str().unwrap();
    let approve = format!("/wallets/{}/credits/{credit}/approve", world.advertiser);
    server.post(&approve, json!({})).await.expect(200);
    let wallet = server.get(&format!("/wallets/{}", world.advertiser)).await;
    assert_eq!(money(&wallet["available_balance"]), 51_000.0);
    let world = World { server: world.server.restart().await, ..world };
    assert_eq!(case(&world).await["status"], "RESOLVED");
}

/// EC17 C, CAM-26: given devices that were there all the time, then the platform failed, and pays.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec17_a_fault_of_the_platform_is_credited_with_a_post_mortem() {
    let world = without_plays(true).await;
    let open = case(&world).await;
    assert_eq!(open["suggested_cause"], "PLATFORM_FAULT", "{open}");
    let cause = |more: Value| {
        let mut body = json!({"cause": "PLATFORM_FAULT", "findings": "The queue stood still"});
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        body
    };
    for (bad, field) in [
        (json!({"service_credit": 50}), "post_mortem"),
        (json!({"post_mortem": "Why"}), "service_credit"),
        (json!({"post_mortem": "Why", "service_credit": 1000.01}), "service_credit"),
        (json!({"post_mortem": "Why", "service_credit": 5, "documentation": "x"}), "documentation"),
    ] {
        let refused = resolve(&world, cause(bad)).await.expect(422);
        assert_eq!(refused["fields"][0]["field"], field, "{refused}");
    }
    let body = cause(json!({"post_mortem": "A full disk; watched now", "service_credit": 100}));
    let done = resolve(&world, body).await.expect(200);
    assert_eq!(done["resolution"]["extension_offered"], false);
    let wallet = world.server.get(&format!("/wallets/{}", world.advertiser)).await;
    assert_eq!(money(&wallet["available_balance"]), 50_100.0);
    let path = format!("/wallets/{}/transactions", world.advertiser);
    let newest = world.server.get(&path).await["items"][0].clone();
    assert_eq!((&newest["kind"], money(&newest["amount"])), (&json!("SERVICE_CREDIT"), 100.0));
    assert!(actions(&world.server, &world.campaign).await[0].ends_with("investigation"));
    world.server.stop_and_audit().await;
}

/// EC17 B, D, CAM-26: given a store that blocked the brand after the start, then the case names it;
/// force majeure asks for its documentation.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec17_a_block_is_named_and_force_majeure_documented() {
    let world = World::submitted(Plan { end_date: "2026-02-05", ..Plan::default() }).await;
    let owner = token_of(&world.server, "ADVERTISER", &world.advertiser).await;
    world.server.set_clock("2026-02-04T00:00:00Z").await;
    world.screen.beat(&world.server).await;
    world.server.advance(60).await;
    let path = format!("/stores/{}/blocking-rules", world.store);
    let rule = json!({"rule_type": "BRAND", "blocked_value": "Phở Việt"});
    world.server.post(&path, rule).await.expect(201);
    world.server.set_clock("2026-02-06T00:05:00Z").await;
    let open = case(&world).await;
    assert_eq!(open["suggested_cause"], "BLOCKING_RULE_CHANGES");
    let blocked = &open["evidence"]["blocked_stores"][0];
    assert_eq!(
        (&blocked["reason"], &blocked["since_activation"]),
        (&json!("Brand blocked: Phở Việt"), &json!(true))
    );
    let body = json!({"cause": "FORCE_MAJEURE", "findings": "x"});
    assert_eq!(resolve(&world, body).await.refused(422), "VALIDATION_FAILED");
    let body = json!({"cause": "BLOCKING_RULE_CHANGES", "findings": "A rule of the store"});
    resolve(&world, body).await.expect(200);
    let told = told_to(&world.server, &owner, "INVESTIGATION_BLOCKING").await;
    assert!(told[0].contains("(Vincom Center)"), "{told:?}");
}

/// EC17 D.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec17_force_majeure_leaves_its_documentation() {
    let world = without_plays(false).await;
    let body = json!({"cause": "FORCE_MAJEURE", "findings": "Flood", "documentation": "Report 7"});
    let done = resolve(&world, body).await.expect(200);
    assert_eq!(done["resolution"]["documentation"], "Report 7");
    let wallet = world.server.get(&format!("/wallets/{}", world.advertiser)).await;
    assert_eq!(money(&wallet["available_balance"]), 50_000.0, "no credit, no penalty");
}
