//! Emergency stops as stories over HTTP: who may, how fast it is dark, what is billed, how the
//! investigation ends. Rules: CAM-12, CAM-19, D-12, D-44, D-59.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::{
        ADMIN, Answer, Plan, Play, Screen, World, make_advertiser, make_store, make_supplier,
    },
    stop_devices::{Stream, ack, notice, token},
};

async fn stop(world: &World, token: &str, reason: &str) -> Answer {
    let path = format!("/campaigns/{}/emergency-stop", world.campaign);
    world.server.send(Method::POST, &path, token, json!({ "reason_code": reason })).await
}

async fn incident(world: &World, id: &Value) -> Value {
    world.server.get(&format!("/incidents/{}", id.as_str().unwrap())).await
}

async fn resolve(world: &World, id: &Value, body: Value) -> Answer {
    world.server.post(&format!("/incidents/{}/resolve", id.as_str().unwrap()), body).await
}

/// Whether the campaign's page offers to resume it.
async fn offers_resume(world: &World, token: &str) -> bool {
    let path = format!("/campaigns/{}", world.campaign);
    let shown = world.server.send(Method::GET, &path, token, Value::Null).await.expect(200);
    shown["allowed_actions"].as_array().unwrap().contains(&json!("RESUME"))
}

async fn resume(world: &World, token: &str) -> Answer {
    let path = format!("/campaigns/{}/resume", world.campaign);
    world.server.send(Method::POST, &path, token, json!({})).await
}

async fn audited(world: &World, action: &str) -> Value {
    world.server.get(&format!("/audit?action={action}")).await["items"][0].clone()
}

/// `vetrina audit` over a copy of the store, which stands still.
fn assert_books_are_clean(world: &World) {
    let copy = tempfile::tempdir().unwrap();
    let name = vetrina::app::STORE_FILE;
    std::fs::copy(world.server.folder.path().join(name), copy.path().join(name)).unwrap();
    let audit = std::process::Command::new(env!("CARGO_BIN_EXE_vetrina"))
        .args(["audit", "--data"])
        .arg(copy.path())
        .output()
        .unwrap();
    assert!(audit.status.success(), "{}", String::from_utf8_lossy(&audit.stdout));
}

fn money(value: &Value) -> f64 {
    value.to_string().parse().unwrap()
}

/// CAM-12: given a running campaign on two screens, one of them offline; when its advertiser
/// stops it; then the stream says STOP, the time to dark is the last answer's, and the silent
/// screen is never taken for dark.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_emergency_stop_darkens_and_counts_the_time() {
    let world = World::running(Plan::default()).await;
    let server = &world.server;
    let silent = Screen::make(server, &world.store, 1).await;
    let mut stream = Stream::open(server, &world.screen, None).await;
    let owner = token(server, "ADVERTISER", Some(&world.advertiser)).await;
    let opened = stop(&world, &owner, "ADVERTISER_REQUEST").await.expect(200);
    assert_eq!(
        (&opened["scope"], &opened["initiator"]),
        (&json!("CAMPAIGN"), &json!("ADVERTISER"))
    );
    assert_eq!(opened["devices_total"], 2);
    assert_eq!(opened["devices_unreachable"], 1);
    assert_eq!(opened["investigation_due_at"], "2026-02-05T00:00:00Z");
    let campaign = world.campaign().await;
    assert_eq!(
        (&campaign["status"], &campaign["pause_reason"]),
        (&json!("PAUSED"), &json!("EMERGENCY_STOP"),)
    );
    assert_eq!(campaign["emergency_stopped_at"], opened["stopped_at"]);
    assert_eq!(campaign["emergency_stopped_by"], opened["stopped_by"]);
    assert_eq!(campaign["incident_id"], opened["id"]);

    let command = stream.next_of("STOP").await;
    assert_eq!(command["campaign_ids"], json!([world.campaign]));
    assert_eq!(
        (&command["reason"], &command["within_seconds"]),
        (&json!("ADVERTISER_REQUEST"), &json!(30),)
    );
    server.advance(12).await;
    ack(server, &world.screen, &command, "OK").await;
    let shown = incident(&world, &opened["id"]).await;
    assert_eq!((&shown["is_dark"], &shown["devices_dark"]), (&json!(false), &json!(1)));
    assert_eq!(shown["time_to_dark_seconds"], Value::Null, "one screen is still unknown");
    let states: Vec<_> =
        shown["devices"].as_array().unwrap().iter().map(|d| d["state"].clone()).collect();
    assert_eq!(states, [json!("DARK"), json!("UNREACHABLE")]);
    server.advance(18).await;
    let told = notice(server, ADMIN, "INCIDENT_NOT_DARK").await.unwrap();
    assert!(told.contains("1 of 2 devices"), "{told}");

    // The silent screen comes back after two minutes, polls, fails first, then obeys.
    server.advance(90).await;
    let beat = silent.beat(server).await;
    let pending = &beat["pending_commands"][0];
    assert_eq!(pending["kind"], "STOP");
    ack(server, &silent, pending, "FAILED").await;
    let shown = incident(&world, &opened["id"]).await;
    assert_eq!(shown["devices"][1]["state"], "FAILED");
    let beat = silent.beat(server).await;
    assert_eq!(beat["pending_commands"][0], *pending, "a STOP stays until it is done");
    ack(server, &silent, pending, "OK").await;
    let shown = incident(&world, &opened["id"]).await;
    assert_eq!((&shown["is_dark"], &shown["time_to_dark_seconds"]), (&json!(true), &json!(120.0)));
    let told = notice(server, ADMIN, "INCIDENT_DARK").await.unwrap();
    assert!(told.ends_with("time to dark 120 s"), "{told}");
    // Self-initiated: the advertiser is not told, supplier and operator are.
    assert_eq!(notice(server, &owner, "CAMPAIGN_EMERGENCY_STOPPED").await, None);
    let supplier = token(server, "SUPPLIER", Some(&world.supplier)).await;
    assert!(notice(server, &supplier, "SUPPLIER_CAMPAIGN_STOPPED").await.is_some());
    assert!(notice(server, ADMIN, "INCIDENT_OPENED").await.unwrap().starts_with("URGENT"));
    let entry = audited(&world, "incident.open").await;
    assert!(entry["reason"].as_str().unwrap().starts_with("ADVERTISER_REQUEST by ADVERTISER"));
}

/// D-12, D-44: a play before the stop bills though it arrives later; one on the screen at the stop
/// does not; none after it; a lease from before is worth nothing after the resumption.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn plays_after_the_stop_are_not_billed() {
    let world = World::running(Plan::default()).await;
    let server = &world.server;
    let offer = world.screen.next_ad(server).await.expect(200);
    server.advance(20).await;
    let before = world.play().await;
    server.advance(5).await;
    stop(&world, ADMIN, "CONTENT_ERROR").await.expect(200);
    let owner = token(server, "ADVERTISER", Some(&world.advertiser)).await;
    assert!(notice(server, &owner, "CAMPAIGN_EMERGENCY_STOPPED").await.is_some());
    assert_eq!(world.screen.next_ad(server).await.status, 204);
    server.advance(5).await;
    let on_screen =
        Play { lease: offer["lease_id"].as_str().map(str::to_owned), ..world.play().await };
    let refused = world.submit(&on_screen).await.expect(422);
    assert_eq!(refused["error"], "CAMPAIGN_NOT_ACTIVE");
    assert_eq!(refused["pause_reason"], "EMERGENCY_STOP");
    assert_eq!(world.submit(&before).await.expect(201)["status"], "VERIFIED");
    let stats = world.stats().await;
    assert_eq!((&stats["verified"], &stats["rejected"]), (&json!(1), &json!(1)));
    let cost = money(&stats["spent"]);
    let wallet = server.get(&format!("/wallets/{}", world.supplier)).await;
    assert!((money(&wallet["pending_balance"]) - cost * 0.8).abs() < 0.0001);
    let shown = world.campaign().await;
    let id = &shown["incident_id"];
    let frozen = server.get("/incidents?frozen=true").await;
    assert_eq!(frozen["items"][0]["id"], *id);
    assert_eq!(frozen["items"][0]["frozen_from"], "2026-01-28T00:00:25Z", "seven days before");
}

/// CAM-12: STOP survives a restart between command and answer; so does the investigation's time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_survives_a_restart() {
    let world = World::running(Plan::default()).await;
    let opened = stop(&world, ADMIN, "SECURITY_INCIDENT").await.expect(200);
    let world = World { server: world.server.restart().await, ..world };
    let mut stream = Stream::open(&world.server, &world.screen, Some("1")).await;
    let command = stream.next_of("STOP").await;
    ack(&world.server, &world.screen, &command, "OK").await;
    let world = World { server: world.server.restart().await, ..world };
    let shown = incident(&world, &opened["id"]).await;
    assert_eq!((&shown["is_dark"], &shown["status"]), (&json!(true), &json!("OPEN")));
    world.server.set_clock("2026-02-04T23:59:59Z").await;
    assert_eq!(notice(&world.server, ADMIN, "INCIDENT_OVERDUE").await, None);
    world.server.set_clock("2026-02-05T00:00:00Z").await;
    assert!(notice(&world.server, ADMIN, "INCIDENT_OVERDUE").await.is_some());
    assert_eq!(notice(&world.server, ADMIN, "INCIDENT_NOT_DARK").await, None);
    let shown = incident(&world, &opened["id"]).await;
    assert_eq!(shown["overdue_since"], "2026-02-05T00:00:00Z");
}

/// CAM-12: who may stop what, and what the reasons ask for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_those_who_may_stop_and_only_with_a_reason() {
    let world = World::running(Plan::default()).await;
    let server = &world.server;
    let owner = token(server, "ADVERTISER", Some(&world.advertiser)).await;
    let stranger = make_advertiser(server, "Other", 0.0).await;
    let stranger = token(server, "ADVERTISER", Some(&stranger)).await;
    let supplier = token(server, "SUPPLIER", Some(&world.supplier)).await;
    let reviewer = token(server, "REVIEWER", None).await;
    assert_eq!(stop(&world, &stranger, "BRAND_SAFETY").await.refused(404), "NOT_FOUND");
    for token in [&supplier, &reviewer] {
        assert_eq!(stop(&world, token, "BRAND_SAFETY").await.refused(403), "FORBIDDEN");
    }
    assert_eq!(stop(&world, &owner, "SUPPLIER_COMPLAINT").await.refused(403), "FORBIDDEN");
    let other = stop(&world, &owner, "OTHER").await.expect(422);
    assert_eq!(other["fields"][0]["field"], "reason_detail");
    assert_eq!(stop(&world, &owner, "BOREDOM").await.status, 400);
    let several = json!({"campaign_ids": [world.campaign], "reason_code": "BRAND_SAFETY"});
    let refused = server.send(Method::POST, "/emergency-stop", &owner, several).await;
    assert_eq!(refused.refused(403), "FORBIDDEN");
    assert_eq!(world.campaign().await["status"], "ACTIVE");
    // An advertiser stops ACTIVE campaigns only; an admin a paused one too.
    server.post(&format!("/campaigns/{}/pause", world.campaign), json!({})).await.expect(200);
    assert_eq!(stop(&world, &owner, "BRAND_SAFETY").await.refused(403), "FORBIDDEN");
    stop(&world, ADMIN, "BRAND_SAFETY").await.expect(200);
    let again = stop(&world, ADMIN, "BRAND_SAFETY").await.expect(409);
    assert!(again["incident_id"].is_string(), "{again}");
}

/// CAM-12: an admin stops several at once; one that cannot be stopped does not hold up the rest.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_campaigns_stop_at_once() {
    let world = World::running(Plan::default()).await;
    let server = &world.server;
    let plan = Plan { start_date: "2026-02-10T00:00:00Z", ..Plan::default() };
    let draft = world.make_campaign("A draft", &plan).await;
    let scheduled = world.make_campaign("Scheduled", &plan).await;
    let path = format!("/campaigns/{scheduled}/submit");
    server.post(&path, json!({"terms_accepted": true})).await.expect(200);
    let body = json!({
        "campaign_ids": [world.campaign, draft, scheduled], "reason_code": "LEGAL_DEMAND",
        "reason_detail": "court order 17", "evidence_urls": ["https://example.com/order.pdf"],
    });
    let answer = server.post("/emergency-stop", body).await.expect(200);
    assert_eq!(answer["stopped"], 2);
    let results = answer["results"].as_array().unwrap();
    let of = |id: &str| results.iter().find(|result| result["campaign_id"] == id).unwrap();
    assert_eq!(of(&draft)["error"], "ILLEGAL_TRANSITION");
    for id in [&world.campaign, &scheduled] {
        let shown = incident(&world, &of(id)["incident_id"]).await;
        assert_eq!(shown["reason_detail"], "court order 17");
        assert_eq!(shown["evidence_urls"], json!(["https://example.com/order.pdf"]));
        assert_eq!(shown["campaign_status"], "PAUSED");
    }
    let body = json!({"campaign_ids": [draft], "reason_code": "LEGAL_DEMAND"});
    assert_eq!(server.post("/emergency-stop", body).await.refused(409), "ILLEGAL_TRANSITION");
}

/// D-59: given a campaign on the stores of two suppliers; when one asks for a stop for safety;
/// then its own stores go dark at once, the others play on until an admin approves.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_suppliers_safety_stop_darkens_its_own_stores() {
    let plan = Plan::default;
    let world = World::drafted(plan()).await;
    let server = &world.server;
    let second = make_supplier(server, "Second").await;
    let store = make_store(server, &second, json!({"name": "Second store"})).await;
    let screen = Screen::make(server, &store, 1).await;
    let path = format!("/campaigns/{}/targeting", world.campaign);
    let body = json!({"target_stores": [world.store, store]});
    server.send(Method::PUT, &path, ADMIN, body).await.expect(200);
    let path = format!("/campaigns/{}/submit", world.campaign);
    server.post(&path, json!({"terms_accepted": true})).await.expect(200);
    server.set_clock("2026-02-04T00:00:00Z").await;
    world.screen.beat(server).await;
    screen.beat(server).await;

    let owner = token(server, "SUPPLIER", Some(&second)).await;
    let ask = async |token: &str, reason: &str| {
        let body = json!({"campaign_id": world.campaign, "reason_code": reason});
        server.send(Method::POST, "/emergency-stop-requests", token, body).await
    };
    assert_eq!(ask(ADMIN, "BRAND_SAFETY").await.refused(403), "FORBIDDEN");
    let stranger = make_supplier(server, "Stranger").await;
    let stranger = token(server, "SUPPLIER", Some(&stranger)).await;
    assert_eq!(ask(&stranger, "BRAND_SAFETY").await.refused(404), "NOT_FOUND");
    let request = ask(&owner, "BRAND_SAFETY").await.expect(201);
    assert_eq!(request["status"], "PENDING");
    assert_eq!(request["store_ids"], json!([store]));
    assert_eq!(ask(&owner, "BRAND_SAFETY").await.refused(409), "CONFLICT");

    let shown = incident(&world, &request["incident_id"]).await;
    assert_eq!((&shown["scope"], &shown["devices_total"]), (&json!("STORES"), &json!(1)));
    assert_eq!(world.campaign().await["status"], "ACTIVE");
    server.advance(20).await;
    let dark = Play { ..world.play().await };
    assert_eq!(screen.submit(server, &dark).await.refused(422), "STORE_BLOCKED");
    assert_eq!(screen.next_ad(server).await.status, 204);
    assert_eq!(world.submit(&world.play().await).await.expect(201)["status"], "VERIFIED");
    let manifest = format!("/devices/{}/manifest", screen.id);
    let manifest = server.send(Method::GET, &manifest, &screen.token, Value::Null).await;
    assert_eq!(manifest.expect(200)["campaigns"], json!([]));

    // Approved: the whole campaign, the same incident.
    let path = format!("/emergency-stop-requests/{}", request["id"].as_str().unwrap());
    let approve = format!("{path}/approve");
    let refused = server.send(Method::POST, &approve, &owner, json!({})).await;
    assert_eq!(refused.refused(403), "FORBIDDEN");
    let approved = server.post(&approve, json!({})).await.expect(200);
    assert_eq!(approved["status"], "APPROVED");
    assert_eq!(approved["incident_id"], request["incident_id"]);
    let shown = incident(&world, &request["incident_id"]).await;
    assert_eq!((&shown["scope"], &shown["devices_total"]), (&json!("CAMPAIGN"), &json!(2)));
    assert_eq!(world.campaign().await["status"], "PAUSED");
    let path = format!("/incidents/{}", shown["id"].as_str().unwrap());
    let own = server.send(Method::GET, &path, &owner, Value::Null);
    assert_eq!(own.await.expect(200)["devices_total"], 1, "a supplier sees its own devices");
    assert!(notice(server, &owner, "STOP_REQUEST_APPROVED").await.is_some());
    assert_eq!(server.post(&approve, json!({})).await.refused(409), "ILLEGAL_TRANSITION");
}

/// D-59: a request without danger waits for the admin, who may decline it with a note.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_suppliers_request_waits_for_an_admin() {
    let world = World::running(Plan::default()).await;
    let server = &world.server;
    let owner = token(server, "SUPPLIER", Some(&world.supplier)).await;
    let body = json!({"campaign_id": world.campaign, "reason_code": "SUPPLIER_COMPLAINT"});
    let request = server.send(Method::POST, "/emergency-stop-requests", &owner, body).await;
    let request = request.expect(201);
    assert_eq!(request["incident_id"], Value::Null);
    assert_eq!(world.screen.next_ad(server).await.status, 200, "nothing is dark yet");
    let told = notice(server, ADMIN, "STOP_REQUEST_RECEIVED").await.unwrap();
    assert!(told.contains("Saigon Screens") && told.contains("0 of its stores"), "{told}");
    let path = format!("/emergency-stop-requests/{}/decline", request["id"].as_str().unwrap());
    assert_eq!(server.post(&path, json!({})).await.refused(422), "VALIDATION_FAILED");
    let declined = server.post(&path, json!({"note": "no ground"})).await.expect(200);
    assert_eq!(declined["status"], "DECLINED");
    let told = notice(server, &owner, "STOP_REQUEST_DECLINED").await.unwrap();
    assert!(told.ends_with("no ground"), "{told}");
    let open = server.get("/emergency-stop-requests?status=PENDING").await;
    assert_eq!(open["items"], json!([]));
    assert_eq!(world.campaign().await["status"], "ACTIVE");
    assert_eq!(audited(&world, "stop_request.decide").await["new_value"], "DECLINED");
}

/// CAM-12 outcome A: resume needs the review; then also the advertiser, with a compensation.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_false_alarm_resumes_and_compensates() {
    let world = World::running(Plan::default()).await;
    let owner = token(&world.server, "ADVERTISER", Some(&world.advertiser)).await;
    let opened = stop(&world, ADMIN, "TECHNICAL_ISSUE").await.expect(200);
    for token in [ADMIN, &owner] {
        let refused = resume(&world, token).await.expect(409);
        assert!(!offers_resume(&world, token).await, "while it is investigated");
        assert!(refused["message"].as_str().unwrap().contains("Requires review"), "{refused}");
    }
    let id = &opened["id"];
    let body = |outcome: &str, amount: Value| json!({"outcome": outcome, "findings": "a loose cable", "compensation_amount": amount});
    for (outcome, amount) in [("B", json!(10)), ("A", json!(0.001)), ("A", json!(1000.01))] {
        assert_eq!(resolve(&world, id, body(outcome, amount)).await.status, 422);
    }
    // One person alone does not pay out more than a manual credit could.
    let credits = format!("/wallets/{}/credits", world.advertiser);
    let given = json!({"amount": 974, "reason": "a good start"});
    world.server.post(&credits, given).await.expect(201);
    let much = resolve(&world, id, body("A", json!(26.5))).await.expect(422);
    assert_eq!(much["fields"][0]["error"], "SECOND_PERSON");
    let none = json!({"outcome": "A", "findings": " "});
    assert_eq!(resolve(&world, id, none).await.refused(422), "VALIDATION_FAILED");
    let as_owner = format!("/incidents/{}/resolve", id.as_str().unwrap());
    let sent = world.server.send(Method::POST, &as_owner, &owner, body("A", Value::Null)).await;
    assert_eq!(sent.refused(403), "FORBIDDEN");
    let wallet = async || world.server.get(&format!("/wallets/{}", world.advertiser)).await;
    let before = money(&wallet().await["available_balance"]);
    let resolved = resolve(&world, id, body("A", json!(25.5))).await.expect(200);
    assert_eq!(resolved["outcome_name"], "FALSE_ALARM");
    assert_eq!((&resolved["status"], &resolved["frozen"]), (&json!("RESOLVED"), &json!(false)));
    assert_eq!(money(&wallet().await["available_balance"]), before + 25.5);
    let supplier = token(&world.server, "SUPPLIER", Some(&world.supplier)).await;
    let path = format!("/incidents/{}", id.as_str().unwrap());
    let shown = world.server.send(Method::GET, &path, &supplier, Value::Null).await.expect(200);
    for kept in ["findings", "compensation_amount", "resolved_by_name"] {
        assert_eq!(shown[kept], Value::Null, "{kept} is not for suppliers");
    }
    assert_eq!(
        resolve(&world, id, body("A", Value::Null)).await.refused(409),
        "ILLEGAL_TRANSITION"
    );
    let told = notice(&world.server, &owner, "INCIDENT_FALSE_ALARM").await.unwrap();
    assert!(told.ends_with("Compensation: $25.50"), "{told}");
    assert!(offers_resume(&world, &owner).await && offers_resume(&world, ADMIN).await);
    assert_eq!(resume(&world, &owner).await.expect(200)["status"], "ACTIVE");
    world.server.advance(60).await;
    assert_eq!(world.submit(&world.play().await).await.expect(201)["status"], "VERIFIED");
    assert_eq!(audited(&world, "incident.resolve").await["new_value"], "FALSE_ALARM");
    assert_books_are_clean(&world);
}

/// CAM-12 outcome B: the content is approved again, then an admin resumes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_valid_concern_asks_for_approval_of_the_content() {
    let world = World::running(Plan::default()).await;
    let owner = token(&world.server, "ADVERTISER", Some(&world.advertiser)).await;
    let opened = stop(&world, ADMIN, "CONTENT_ERROR").await.expect(200);
    let body = json!({
        "outcome": "B", "findings": "wrong cut", "require_content_reapproval": true,
    });
    resolve(&world, &opened["id"], body).await.expect(200);
    assert_eq!(resume(&world, ADMIN).await.refused(409), "ILLEGAL_TRANSITION");
    assert!(!offers_resume(&world, ADMIN).await, "before the content is approved");
    let path = format!("/assets/{}/approve", world.asset);
    world.server.post(&path, json!({"scan_flags": []})).await.expect(200);
    assert!(offers_resume(&world, ADMIN).await && !offers_resume(&world, &owner).await);
    assert_eq!(resume(&world, &owner).await.refused(403), "FORBIDDEN");
    assert_eq!(resume(&world, ADMIN).await.expect(200)["status"], "ACTIVE");
}

/// CAM-12 outcome C: it stays paused for a policy violation, with a formal warning.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_policy_violation_stays_paused() {
    let world = World::running(Plan::default()).await;
    let owner = token(&world.server, "ADVERTISER", Some(&world.advertiser)).await;
    let opened = stop(&world, ADMIN, "BRAND_SAFETY").await.expect(200);
    let body = json!({"outcome": "POLICY_VIOLATION", "findings": "tobacco"});
    resolve(&world, &opened["id"], body).await.expect(200);
    let campaign = world.campaign().await;
    assert_eq!(
        (&campaign["status"], &campaign["pause_reason"]),
        (&json!("PAUSED"), &json!("POLICY_VIOLATION"),)
    );
    assert_eq!(resume(&world, &owner).await.refused(403), "FORBIDDEN");
    let told = notice(&world.server, &owner, "INCIDENT_POLICY_VIOLATION").await.unwrap();
    assert!(told.starts_with("FORMAL WARNING") && told.ends_with("tobacco"), "{told}");
}

/// CAM-12 outcome D: the campaign ends, its payouts stay frozen, the account is suspended; its
/// rest comes back when that is over.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn confirmed_fraud_terminates_the_campaign() {
    let world = World::running(Plan::default()).await;
    let opened = stop(&world, ADMIN, "FRAUD_DETECTED").await.expect(200);
    let body = json!({"outcome": "D", "findings": "scripted plays"});
    let resolved = resolve(&world, &opened["id"], body).await.expect(200);
    assert_eq!(
        (&resolved["frozen"], &resolved["campaign_status"]),
        (&json!(true), &json!("CANCELLED"),)
    );
    let account = world.server.get(&format!("/advertisers/{}", world.advertiser)).await;
    assert_eq!(account["status"], "SUSPENDED");
    world.server.advance(301).await;
    let wallet = world.server.get(&format!("/wallets/{}", world.advertiser)).await;
    assert_eq!(money(&wallet["held_balance"]), 1_000.0, "money stays while the account is held");
    let lift = format!("/advertisers/{}/reinstate", world.advertiser);
    world.server.post(&lift, json!({})).await.expect(200);
    world.server.advance(1).await;
    let wallet = world.server.get(&format!("/wallets/{}", world.advertiser)).await;
    assert_eq!(money(&wallet["held_balance"]), 0.0);
    assert_eq!(money(&wallet["available_balance"]), 50_000.0);
    let transactions =
        world.server.get(&format!("/campaigns/{}/transactions", world.campaign)).await;
    assert_eq!(transactions["items"][0]["transaction_type"], "REFUND");
}
