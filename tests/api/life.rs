//! A campaign's life beside the straight line: pauses by rule, deadlines, licences, approvals.
//! Rules: CAM-09, CAM-19, CAM-20, CAM-21, CAM-22, CAM-25, CAM-28, D-51…D-56; edge cases 1, 2, 9,
//! 14, 15.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADMIN, Plan, Play, Screen, Server, World, make_store};

/// An amount of an answer.
pub fn money(value: &Value) -> f64 {
    value.to_string().parse().unwrap()
}

/// Messages of a code that the operator's overview holds.
pub async fn told(server: &Server, code: &str) -> Vec<String> {
    told_to(server, ADMIN, code).await
}

/// Messages of a code that a token's owner was sent.
pub async fn told_to(server: &Server, token: &str, code: &str) -> Vec<String> {
    let list = server.send(Method::GET, "/notifications?limit=500", token, Value::Null).await;
    let list = list.expect(200);
    let items = list["items"].as_array().unwrap();
    let of_code = items.iter().filter(|item| item["code"] == code);
    of_code.map(|item| item["message"].as_str().unwrap().to_owned()).collect()
}

/// A token of an advertiser or supplier.
pub async fn token_of(server: &Server, role: &str, owner: &str) -> String {
    let body = json!({"name": format!("{role} {owner}"), "role": role, "owner_id": owner});
    let made = server.post("/api-tokens", body).await.expect(201);
    made["token"].as_str().unwrap().to_owned()
}

/// Actions of a campaign's audit entries, newest first.
pub async fn actions(server: &Server, subject: &str) -> Vec<String> {
    let list = server.get("/audit?limit=500").await;
    let items = list["items"].as_array().unwrap();
    let of_subject = items.iter().filter(|item| item["subject_id"] == subject);
    of_subject.map(|item| item["action"].as_str().unwrap().to_owned()).collect()
}

/// The types of a campaign's transactions with their amounts, newest first.
pub async fn transactions(world: &World) -> Vec<(String, f64)> {
    let path = format!("/campaigns/{}/transactions?limit=500", world.campaign);
    let list = world.server.get(&path).await;
    let items = list["items"].as_array().unwrap();
    let of = |item: &Value| {
        (item["transaction_type"].as_str().unwrap().to_owned(), money(&item["amount"]))
    };
    items.iter().map(of).collect()
}

async fn campaign_call(
    world: &World,
    token: &str,
    call: &str,
    body: Value,
) -> crate::harness::Answer {
    let path = format!("/campaigns/{}/{call}", world.campaign);
    world.server.send(Method::POST, &path, token, body).await
}

/// EC1, CAM-20, D-51, D-56: given a screen that goes silent, when a day has passed, then the
/// campaign pauses by itself, and the first heartbeat resumes it; nothing is charged meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec01_silent_devices_pause_the_campaign_and_a_heartbeat_resumes_it() {
    let world = World::running(Plan::default()).await;
    let owner = token_of(&world.server, "ADVERTISER", &world.advertiser).await;
    let server = &world.server;
    // Offline for less than a day: ACTIVE, nothing billed, nobody told.
    server.advance(23 * 3600).await;
    assert_eq!(world.campaign().await["status"], "ACTIVE");
    world.screen.beat(server).await;
    assert_eq!(world.submit(&world.play().await).await.expect(201)["status"], "VERIFIED");
    let spent = money(&world.campaign().await["spent"]);
    // The day counts from the last heartbeat.
    server.advance(24 * 3600 - 1).await;
    assert_eq!(world.campaign().await["status"], "ACTIVE");
    server.advance(1).await;
    let paused = world.campaign().await;
    assert_eq!(
        (&paused["status"], &paused["pause_reason"], &paused["paused_at"]),
        (&json!("PAUSED"), &json!("DEVICES_OFFLINE"), &json!("2026-02-05T23:00:00Z"))
    );
    let told = told_to(server, &owner, "CAMPAIGN_PAUSED_DEVICES_OFFLINE").await;
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("no device was online for 24 hours"), "{}", told[0]);
    // It survives a restart, and the end date does not move.
    server.advance(1800).await;
    let queued = Play { queued: true, sent_at: None, ..world.play().await };
    server.advance(1800).await;
    let end = paused["end_date"].clone();
    let World { server, campaign, screen, .. } = world;
    let server = server.restart().await;
    screen.beat(&server).await;
    let resumed = server.get(&format!("/campaigns/{campaign}")).await;
    assert_eq!(resumed["status"], "ACTIVE");
    assert_eq!(resumed["end_date"], end);
    assert_eq!(money(&resumed["spent"]), spent);
    // A play that waited in the device's queue meanwhile is backfilled (D-56).
    assert_eq!(screen.submit(&server, &queued).await.expect(201)["status"], "VERIFIED");
    assert_eq!(told_to(&server, &owner, "CAMPAIGN_RESUMED_DEVICE_BACK").await.len(), 1);
    let history = actions(&server, &campaign).await;
    assert_eq!(history[..2], ["campaign.resume", "campaign.auto_pause"]);
    // 23 h and 25 h without a device, less five minutes of each heartbeat: left out of health.
    server.advance(3600).await;
    let stats = server.get(&format!("/campaigns/{campaign}/stats")).await;
    let offline = stats["offline_seconds"].as_i64().unwrap();
    assert!((47 * 3600..49 * 3600).contains(&offline), "{offline}");
    let time = money(&stats["time_completion_pct"]);
    assert!(time < 1.0, "49 h of 17 days, 48 h of them offline: {time}");
}

/// CAM-22: spend against time and estimate.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_and_variance_are_part_of_the_statistics() {
    let plan =
        Plan { budget: 100.0, fixed_cpm: Some(1000.0), priority: Some(5), ..Plan::default() };
    let world = World::running(plan).await;
    let before = world.stats().await;
    assert_eq!(
        (&before["health"], &before["cpm_variance_pct"]),
        (&json!("ON_TRACK"), &Value::Null)
    );
    let mut screens = Vec::new();
    for number in 0..30 {
        let screen = Screen::make(&world.server, &world.store, number).await;
        screen.beat(&world.server).await;
        screens.push(screen);
    }
    for screen in &screens {
        screen.submit(&world.server, &world.play().await).await.expect(201);
    }
    let stats = world.stats().await;
    assert_eq!(stats["health"], "BURNING_TOO_FAST", "{stats}");
    assert_eq!(money(&stats["completion_pct"]), 30.0);
    assert_eq!(money(&stats["effective_cpm"]), 1000.0);
    assert_eq!(money(&stats["cpm_variance_pct"]), 0.0, "a contract's CPM is the estimate: {stats}");
}

/// CAM-19, CAM-20: who pauses and resumes what.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_policy_pause_is_resumed_by_an_admin_alone() {
    let world = World::running(Plan::default()).await;
    let owner = token_of(&world.server, "ADVERTISER", &world.advertiser).await;
    let paused = campaign_call(&world, &owner, "pause", Value::Null).await.expect(200);
    assert_eq!(paused["pause_reason"], "USER_REQUESTED");
    assert_eq!(
        campaign_call(&world, &owner, "pause", json!({})).await.refused(409),
        "ILLEGAL_TRANSITION"
    );
    campaign_call(&world, &owner, "resume", json!({})).await.expect(200);

    let body = json!({"reason_code": "POLICY_VIOLATION", "detail": "Misleading claims"});
    assert_eq!(
        campaign_call(&world, &owner, "pause", body.clone()).await.refused(403),
        "FORBIDDEN"
    );
    for bad in [
        json!({"reason_code": "POLICY_VIOLATION"}),
        json!({"reason_code": "POLICY_VIOLATION", "detail": "  "}),
        json!({"detail": "why"}),
    ] {
        assert_eq!(
            campaign_call(&world, ADMIN, "pause", bad).await.refused(422),
            "VALIDATION_FAILED"
        );
    }
    // Also while its owner has paused it, so that the owner cannot resume.
    campaign_call(&world, &owner, "pause", json!({})).await.expect(200);
    let play = world.play().await;
    let paused = campaign_call(&world, ADMIN, "pause", body.clone()).await.expect(200);
    assert_eq!(paused["pause_reason"], "POLICY_VIOLATION");
    assert_eq!(
        campaign_call(&world, ADMIN, "pause", body).await.refused(409),
        "ILLEGAL_TRANSITION"
    );
    assert_eq!(campaign_call(&world, &owner, "resume", json!({})).await.refused(403), "FORBIDDEN");
    assert_eq!(world.submit(&play).await.refused(422), "CAMPAIGN_NOT_ACTIVE", "no grace");
    let told = told_to(&world.server, &owner, "CAMPAIGN_PAUSED_POLICY").await;
    assert!(told[0].contains("Misleading claims"), "{told:?}");
    let resumed = campaign_call(&world, ADMIN, "resume", json!({})).await.expect(200);
    assert_eq!(resumed["status"], "ACTIVE");
    assert_eq!(money(&resumed["remaining_budget"]), 1000.0, "no penalty, no fees");
}

/// CAM-09: what a person sees before deciding, and the way back to the draft.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_review_shows_what_a_decision_needs_and_changes_can_be_requested() {
    let world = World::drafted(Plan { budget: 20_000.0, ..Plan::default() }).await;
    let server = &world.server;
    let owner = token_of(server, "ADVERTISER", &world.advertiser).await;
    campaign_call(&world, ADMIN, "submit", json!({"terms_accepted": true})).await.expect(200);
    let review = server.get(&format!("/campaigns/{}/review", world.campaign)).await;
    assert_eq!(review["campaign"]["status"], "PENDING_APPROVAL");
    assert_eq!(review["approval_reasons"], json!(["Budget $20,000.00 is above $10,000.00"]));
    assert_eq!(review["content"][0]["scan_flags"], json!([]));
    assert_eq!(review["expires_at"], "2026-03-04T01:00:00Z");
    let store = &review["stores"][0];
    assert_eq!((&store["fitness"], &store["devices"]), (&json!("ELIGIBLE"), &json!(1)));
    assert_eq!((money(&store["lat"]), money(&store["lng"])), (10.762_622, 106.660_172));
    assert_eq!(review["advertiser"]["disputes"], 0);
    let path = format!("/campaigns/{}/review", world.campaign);
    let refused = server.send(Method::GET, &path, &owner, Value::Null).await;
    assert_eq!(refused.refused(403), "FORBIDDEN");

    assert_eq!(
        campaign_call(&world, ADMIN, "request-changes", json!({})).await.refused(422),
        "VALIDATION_FAILED"
    );
    let body = json!({"reason": "Show the price"});
    assert_eq!(
        campaign_call(&world, &owner, "request-changes", body.clone()).await.refused(403),
        "FORBIDDEN"
    );
    let draft = campaign_call(&world, ADMIN, "request-changes", body).await.expect(200);
    assert_eq!(
        (&draft["status"], &draft["requested_changes"]),
        (&json!("DRAFT"), &json!("Show the price"))
    );
    let wallet = server.get(&format!("/wallets/{}", world.advertiser)).await;
    assert_eq!(
        (money(&wallet["available_balance"]), money(&wallet["held_balance"])),
        (50_000.0, 0.0)
    );
    assert!(
        told_to(server, &owner, "CAMPAIGN_CHANGES_REQUESTED").await[0].contains("Show the price")
    );
    campaign_call(&world, &owner, "submit", json!({"terms_accepted": true})).await.expect(200);
    campaign_call(&world, ADMIN, "reject", json!({"reason": "No"})).await.expect(200);
    let again = world.make_campaign("Second", &Plan::default()).await;
    let review = server.get(&format!("/campaigns/{again}/review")).await;
    let history = &review["advertiser"];
    assert_eq!(history["campaigns"], json!({"REJECTED": 1}));
    assert_eq!(history["rejections"][0]["reason"], "No");
}

/// EC15, CAM-25: given an approval that nobody decides, then both sides are warned on day 25 and
/// the hold is released on day 30.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec15_an_undecided_approval_is_reminded_of_and_expires() {
    let plan = Plan {
        budget: 20_000.0,
        start_date: "2026-04-01T00:00:00Z",
        end_date: "2026-04-20",
        ..Plan::default()
    };
    let world = World::submitted(plan).await;
    let owner = token_of(&world.server, "ADVERTISER", &world.advertiser).await;
    world.server.set_clock("2026-02-27T00:59:59Z").await;
    assert!(told(&world.server, "APPROVAL_OVERDUE").await.is_empty());
    world.server.set_clock("2026-02-27T01:00:00Z").await;
    assert_eq!(told(&world.server, "APPROVAL_OVERDUE").await.len(), 1);
    let warned = told_to(&world.server, &owner, "CAMPAIGN_PENDING_LONG").await;
    assert!(warned[0].starts_with("Campaign pending approval for 25 days"), "{warned:?}");
    let World { server, campaign, advertiser, .. } = world;
    let server = server.restart().await;
    server.set_clock("2026-03-04T00:59:59Z").await;
    assert_eq!(told(&server, "APPROVAL_OVERDUE").await.len(), 1, "once, also after a restart");
    let path = format!("/campaigns/{campaign}");
    assert_eq!(server.get(&path).await["status"], "PENDING_APPROVAL");
    server.set_clock("2026-03-04T01:00:00Z").await;
    let expired = server.get(&path).await;
    assert_eq!(expired["status"], "EXPIRED");
    let wallet = server.get(&format!("/wallets/{advertiser}")).await;
    assert_eq!(
        (money(&wallet["available_balance"]), money(&wallet["held_balance"])),
        (50_000.0, 0.0)
    );
    let list = server.get(&format!("{path}/transactions")).await;
    assert_eq!(list["items"][0]["transaction_type"], "RELEASE");
    let told_owner = told_to(&server, &owner, "CAMPAIGN_EXPIRED").await;
    assert!(told_owner[0].starts_with("Campaign expired due to prolonged pending status"));
    assert!(
        told(&server, "APPROVAL_EXPIRED").await[0].starts_with("Expired campaign - review queue")
    );
    assert_eq!(actions(&server, &campaign).await[0], "campaign.expire");
    let late = server.post(&format!("{path}/approve"), json!({})).await;
    assert_eq!(late.refused(409), "ILLEGAL_TRANSITION");
}

/// EC2, CAM-21: given an end date, then the campaign runs through its whole last day, honours what
/// was on screen, refunds the rest five minutes later, and closes with a report.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec02_the_last_day_runs_whole_and_closes_with_a_report() {
    let plan = Plan {
        end_date: "2026-02-05",
        fixed_cpm: Some(1000.0),
        priority: Some(5),
        ..Plan::default()
    };
    let world = World::running(plan).await;
    let server = &world.server;
    world.screen.beat(server).await;
    world.submit(&world.play().await).await.expect(201);
    server.set_clock("2026-02-05T18:30:00Z").await;
    world.screen.beat(server).await;
    world.submit(&world.play().await).await.expect(201);
    assert_eq!(world.campaign().await["status"], "ACTIVE");
    let report = format!("/campaigns/{}/final-report", world.campaign);
    let none = server.send(Method::GET, &report, ADMIN, Value::Null).await.expect(404);
    assert!(none["message"].as_str().unwrap().contains("ACTIVE"), "{none}");
    server.set_clock("2026-02-05T23:59:50Z").await;
    world.screen.beat(server).await;
    server.set_clock("2026-02-06T00:00:00Z").await;
    assert_eq!(world.campaign().await["status"], "COMPLETED");
    server.set_clock("2026-02-06T00:00:03Z").await;
    assert_eq!(world.submit(&world.play().await).await.expect(201)["status"], "VERIFIED");
    assert_eq!(money(&world.campaign().await["remaining_budget"]), 997.0, "no refund before grace");
    server.set_clock("2026-02-06T00:05:00Z").await;
    let report = server.get(&report).await;
    assert_eq!(report["generated_at"], "2026-02-06T00:05:00Z");
    assert_eq!(report["status"], "COMPLETED");
    assert_eq!((&report["impressions"], money(&report["spent"])), (&json!(3), 3.0));
    assert_eq!((money(&report["refunded"]), money(&report["residue"])), (997.0, 0.0));
    assert_eq!(money(&report["effective_cpm"]), 1000.0);
    assert_eq!((&report["unique_devices"], &report["unique_stores"]), (&json!(1), &json!(1)));
    assert_eq!(report["days"].as_array().unwrap().len(), 2);
    assert_eq!(report["now"]["impressions"], 3);
    assert_eq!(transactions(&world).await[0], ("REFUND".to_owned(), 997.0));
    let wallet = server.get(&format!("/wallets/{}", world.advertiser)).await;
    assert_eq!(money(&wallet["available_balance"]), 49_997.0);
    assert!(actions(server, &world.campaign).await.contains(&"campaign.complete".to_owned()));
    let case = format!("/campaigns/{}/investigation", world.campaign);
    assert_eq!(server.send(Method::GET, &case, ADMIN, Value::Null).await.status, 404);
}

async fn licence(server: &Server, asset: &str, end: &str) -> crate::harness::Answer {
    let body = json!({"license_expires_at": end});
    server.send(Method::PATCH, &format!("/assets/{asset}"), ADMIN, body).await
}

/// EC9, CAM-28: given content whose licence ends, then its owner is told 7 days and 1 day before,
/// it leaves the rotation at the second, and a campaign without other content pauses.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec09_content_leaves_at_the_end_of_its_licence() {
    let plan = Plan { end_date: "2026-03-20", ..Plan::default() };
    let world = World::drafted(plan).await;
    let owner = token_of(&world.server, "ADVERTISER", &world.advertiser).await;
    let server = &world.server;
    let film = vetrina::media::sample::sample_mp4(1920, 1080, 15);
    let other = server.asset(&world.advertiser, film, "other.mp4").await;
    let path = format!("/campaigns/{}", world.campaign);
    let body = json!({"content_assets": [world.asset, other]});
    server.send(Method::PATCH, &path, ADMIN, body).await.expect(200);
    licence(server, &world.asset, "2026-02-12T12:00:00Z").await.expect(200);
    licence(server, &other, "2026-02-14T12:00:00Z").await.expect(200);
    campaign_call(&world, ADMIN, "submit", json!({"terms_accepted": true})).await.expect(200);

    for (moment, count) in [
        ("2026-02-05T11:59:59Z", 0),
        ("2026-02-05T12:00:00Z", 1),
        ("2026-02-11T11:59:59Z", 2),
        ("2026-02-11T12:00:00Z", 3),
    ] {
        server.set_clock(moment).await;
        assert_eq!(told_to(server, &owner, "LICENCE_ENDS_SOON").await.len(), count, "{moment}");
    }
    server.set_clock("2026-02-12T11:59:50Z").await;
    world.screen.beat(server).await;
    assert_eq!(world.campaign().await["status"], "ACTIVE");
    let before = Play { duration: 15, ..world.play().await };
    server.set_clock("2026-02-12T12:00:00Z").await;
    assert_eq!(told_to(server, &owner, "CONTENT_LEFT_ROTATION").await.len(), 1);
    assert_eq!(server.get(&format!("/assets/{}", world.asset)).await["status"], "EXPIRED");
    // Judged as of the play: before the end it bills, after it never.
    assert_eq!(world.submit(&before).await.expect(201)["status"], "VERIFIED");
    server.set_clock("2026-02-12T12:10:00Z").await;
    world.screen.beat(server).await;
    let after = world.play().await;
    assert_eq!(world.submit(&after).await.refused(422), "CONTENT_EXPIRED");
    let offer = world.screen.next_ad(server).await.expect(200);
    assert_eq!(offer["content_asset_id"], json!(other));

    // The last one: the campaign pauses at the second.
    server.set_clock("2026-02-14T11:59:50Z").await;
    world.screen.beat(server).await;
    server.set_clock("2026-02-14T12:00:00Z").await;
    let paused = world.campaign().await;
    assert_eq!(
        (&paused["pause_reason"], &paused["paused_at"]),
        (&json!("CONTENT_EXPIRED"), &json!("2026-02-14T12:00:00Z"))
    );
    let refused = campaign_call(&world, ADMIN, "resume", json!({})).await;
    assert_eq!(refused.refused(422), "CONTENT_EXPIRED");
    // An extended licence lets its owner resume; what was refused stays refused.
    let past = licence(server, &other, "2026-02-14T00:00:00Z").await;
    assert_eq!(past.refused(422), "VALIDATION_FAILED");
    server.set_clock("2026-02-16T00:00:00Z").await;
    licence(server, &other, "2026-02-25T00:00:00Z").await.expect(200);
    assert_eq!(told_to(server, &owner, "CONTENT_BACK").await.len(), 1);
    server.set_clock("2026-02-21T12:00:00Z").await;
    assert_eq!(world.campaign().await["status"], "PAUSED", "acted upon: not cancelled");
    world.screen.beat(server).await;
    let resumed = campaign_call(&world, ADMIN, "resume", json!({})).await.expect(200);
    assert_eq!(resumed["status"], "ACTIVE");

    // Without action it is cancelled after seven days, and the rest refunded.
    server.set_clock("2026-02-24T23:59:50Z").await;
    world.screen.beat(server).await;
    server.set_clock("2026-03-03T23:59:59Z").await;
    assert_eq!(world.campaign().await["pause_reason"], "CONTENT_EXPIRED");
    server.set_clock("2026-03-04T00:05:00Z").await;
    let cancelled = world.campaign().await;
    assert_eq!(
        (&cancelled["status"], &cancelled["completed_at"]),
        (&json!("CANCELLED"), &json!("2026-03-04T00:00:00Z"))
    );
    assert!(cancelled["settled_at"].is_string());
    assert_eq!(told_to(server, &owner, "CAMPAIGN_CANCELLED_NO_CONTENT").await.len(), 1);
    let wallet = server.get(&format!("/wallets/{}", world.advertiser)).await;
    assert_eq!(money(&wallet["held_balance"]), 0.0);
    assert!(actions(server, &world.asset).await.contains(&"asset.expire".to_owned()));
}

/// CAM-10, CAM-28, CAM-09: the content is checked again at approval and at the start.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn content_is_checked_again_at_approval_and_start() {
    let world = World::drafted(Plan { budget: 20_000.0, ..Plan::default() }).await;
    let owner = token_of(&world.server, "ADVERTISER", &world.advertiser).await;
    let server = &world.server;
    campaign_call(&world, ADMIN, "submit", json!({"terms_accepted": true})).await.expect(200);
    let reject = format!("/assets/{}/reject", world.asset);
    server.post(&reject, json!({"reason": "Copied"})).await.expect(200);
    let refused = campaign_call(&world, ADMIN, "approve", json!({})).await.expect(422);
    assert_eq!(refused["message"], "Asset not approved by admin: film.mp4");
    let approve = format!("/assets/{}/approve", world.asset);
    server.post(&approve, json!({})).await.expect(200);
    campaign_call(&world, ADMIN, "approve", json!({})).await.expect(200);
    server.post(&reject, json!({"reason": "Copied after all"})).await.expect(200);
    assert_eq!(
        told_to(server, &owner, "CONTENT_NONE_LEFT").await.len(),
        2,
        "while it waits, twice"
    );
    server.set_clock("2026-02-04T00:00:00Z").await;
    let paused = world.campaign().await;
    assert_eq!(
        (&paused["status"], &paused["pause_reason"]),
        (&json!("PAUSED"), &json!("CONTENT_EXPIRED"))
    );
    server.post(&approve, json!({})).await.expect(200);
    let resumed = campaign_call(&world, ADMIN, "resume", json!({})).await.expect(200);
    assert_eq!(resumed["status"], "ACTIVE");
    assert!(resumed["activated_at"].is_string(), "{resumed}");
}

/// D-54: money that a review gives back lets an exhausted campaign run on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refund_by_review_resumes_an_exhausted_campaign() {
    let plan =
        Plan { budget: 100.0, fixed_cpm: Some(1000.0), priority: Some(5), ..Plan::default() };
    let world = World::running(plan).await;
    let owner = token_of(&world.server, "ADVERTISER", &world.advertiser).await;
    let mut screens = Vec::new();
    for number in 0..100 {
        let screen = Screen::make(&world.server, &world.store, number).await;
        screen.beat(&world.server).await;
        screens.push(screen);
    }
    // Two kilometres away: held for a person.
    let far = Play { location: Some((10.780_7, 106.660_172)), ..world.play().await };
    screens[0].submit(&world.server, &far).await.expect(202);
    for screen in &screens[1..] {
        screen.submit(&world.server, &world.play().await).await.expect(201);
    }
    assert_eq!(world.campaign().await["pause_reason"], "BUDGET_EXHAUSTED");
    let path = format!("/reviews/{}/reject", far.id);
    world.server.post(&path, json!({"reason": "Wrong place"})).await.expect(200);
    let campaign = world.campaign().await;
    assert_eq!(
        (&campaign["status"], money(&campaign["remaining_budget"])),
        (&json!("ACTIVE"), 1.0)
    );
    assert_eq!(told_to(&world.server, &owner, "CAMPAIGN_RESUMED_REFUND").await.len(), 1);
}

/// EC14, CAM-30: given a store in New York, when the clocks change, then peak hours follow its
/// wall clock, nothing stops, and repeated hours are told apart by UTC.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec14_peak_hours_follow_the_wall_clock_through_daylight_saving() {
    let plan =
        Plan { start_date: "2026-03-01T00:00:00Z", end_date: "2026-11-30", ..Plan::default() };
    let mut world = World::drafted(plan).await;
    let change = json!({
        "name": "Fifth Avenue", "region": "New York", "timezone": "America/New_York",
        "country": "US", "lat": 10.762_622, "lng": 106.660_172,
    });
    world.store = make_store(&world.server, &world.supplier, change).await;
    world.screen = Screen::make(&world.server, &world.store, 1).await;
    let path = format!("/campaigns/{}", world.campaign);
    let body = json!({"target_stores": [world.store]});
    world.server.send(Method::PATCH, &path, ADMIN, body).await.expect(200);
    campaign_call(&world, ADMIN, "submit", json!({"terms_accepted": true})).await.expect(200);
    // Friday 6 March is standard time (UTC-5), Monday 9 March daylight time (UTC-4).
    for (moment, is_peak) in [
        ("2026-03-06T21:59:59Z", false), // 16:59:59
        ("2026-03-06T22:05:00Z", true),  // 17:05
        ("2026-03-07T02:05:00Z", false), // 21:05
        ("2026-03-09T20:59:59Z", false), // 16:59:59
        ("2026-03-09T21:05:00Z", true),  // 17:05
        ("2026-03-10T01:05:00Z", false), // 21:05
        ("2026-11-02T21:59:59Z", false), // Monday after the way back, 16:59:59
        ("2026-11-02T22:05:00Z", true),
    ] {
        world.server.set_clock(moment).await;
        world.screen.beat(&world.server).await;
        assert_eq!(world.campaign().await["status"], "ACTIVE", "{moment}");
        let play = world.play().await;
        world.submit(&play).await.expect(201);
        let row = world.server.get(&format!("/impressions/{}", play.id)).await;
        assert_eq!(row["is_peak_hour"], json!(is_peak), "{moment}");
    }
}

/// EC14: half past one comes twice on 1 November; both plays bill.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec14_a_repeated_hour_bills_both_plays() {
    let plan =
        Plan { start_date: "2026-10-31T00:00:00Z", end_date: "2026-11-05", ..Plan::default() };
    let world = World::running(plan).await;
    let mut ids = Vec::new();
    for moment in ["2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z"] {
        world.server.set_clock(moment).await;
        world.screen.beat(&world.server).await;
        let play = world.play().await;
        ids.push(world.submit(&play).await.expect(201)["impression_id"].clone());
    }
    assert_ne!(ids[0], ids[1]);
    assert_eq!(world.stats().await["verified"], 2);
}
