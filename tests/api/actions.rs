//! Every action of a campaign in every status: legal ones act, refused ones change nothing and say
//! why. Rule: CAM-03.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADMIN, Answer, Plan, World};

/// Rows: actions as an operator calls them; columns: statuses, STOPPED for PAUSED by an emergency
/// stop. A cell is the status afterwards, `=` the same one with something else changed, `.` refused.
const EXPECTED: &str = "
.                  DRAFT PENDING_APPROVAL SCHEDULED ACTIVE PAUSED STOPPED ERROR COMPLETED CANCELLED REJECTED EXPIRED
SUBMIT             SCH   .                .         .      .      .       .     .         .         PEN      .
APPROVE            .     SCH              .         .      .      .       .     .         .         .        .
REJECT             .     REJ              .         .      .      .       .     .         .         .        .
REQUEST_CHANGES    .     DRA              .         .      .      .       .     .         .         .        .
PAUSE              .     .                .         PAU    .      .       PAU   .         .         .        .
AUTO_PAUSE         .     .                PAU       PAU    =      .       PAU   .         .         .        .
RESUME             .     .                .         .      ACT    .       .     .         .         .        .
EMERGENCY_STOP     .     .                PAU       PAU    =      .       PAU   .         .         .        .
CANCEL             CAN   CAN              CAN       CAN    CAN    CAN     CAN   .         .         CAN      .
TOP_UP             .     .                .         =      =      =       .     .         .         .        .
APPROVE_INCREASE   .     .                .         .      .      .       .     .         .         .        .
REJECT_INCREASE    .     .                .         .      .      .       .     .         .         .        .
RETRY_DISTRIBUTION .     .                .         .      .      .       ACT   .         .         .        .
START_TEST         .     .                =         .      .      .       .     .         .         .        .
STOP_TEST          .     .                .         .      .      .       .     .         .         .        .
SET_PRICING        =     =                =         =      =      =       =     .         .         =        .
";

/// The call of an action: method, path under the campaign, body.
fn call(action: &str, world: &World) -> (Method, &'static str, Value) {
    let reason = || json!({"reason": "blurred"});
    match action {
        "SUBMIT" => (Method::POST, "/submit", json!({"terms_accepted": true})),
        "APPROVE" => (Method::POST, "/approve", json!({})),
        "REJECT" => (Method::POST, "/reject", reason()),
        "REQUEST_CHANGES" => (Method::POST, "/request-changes", reason()),
        "PAUSE" => (Method::POST, "/pause", json!({})),
        "AUTO_PAUSE" => {
            let body = json!({"reason_code": "POLICY_VIOLATION", "detail": "misleading"});
            (Method::POST, "/pause", body)
        }
        "RESUME" => (Method::POST, "/resume", json!({})),
        "EMERGENCY_STOP" => {
            (Method::POST, "/emergency-stop", json!({"reason_code": "CONTENT_ERROR"}))
        }
        "CANCEL" => (Method::POST, "/cancel", json!({})),
        "TOP_UP" => (Method::POST, "/top-up", json!({"additional_budget": 100})),
        "APPROVE_INCREASE" => (Method::POST, "/top-up/approve", json!({})),
        "REJECT_INCREASE" => (Method::POST, "/top-up/reject", reason()),
        "RETRY_DISTRIBUTION" => (Method::POST, "/retry-distribution", json!({})),
        "START_TEST" => {
            let stores = [&world.store];
            (
                Method::POST,
                "/test",
                json!({"stores": stores, "duration_hours": 2, "test_budget": 20}),
            )
        }
        "STOP_TEST" => (Method::DELETE, "/test", Value::Null),
        "SET_PRICING" => (Method::PUT, "/pricing", json!({"mode": "FIXED_CPM", "cpm": 9})),
        other => panic!("{other} is no action"),
    }
}

async fn act(world: &World, campaign: &str, action: &str) -> Answer {
    let (method, path, body) = call(action, world);
    world.server.send(method, &format!("/campaigns/{campaign}{path}"), ADMIN, body).await
}

async fn shown(world: &World, campaign: &str) -> Value {
    world.server.get(&format!("/campaigns/{campaign}")).await
}

async fn wallet(world: &World) -> Value {
    world.server.get(&format!("/wallets/{}", world.advertiser)).await
}

/// A world with so many campaigns in a status.
async fn world_in(status: &str, count: usize) -> (World, Vec<String>) {
    let decided = matches!(status, "PENDING_APPROVAL" | "REJECTED" | "EXPIRED");
    // Over the limit of approval only where somebody decides.
    let budget = if decided { 12_000.0 } else { 500.0 };
    let plan = || Plan { budget, ..Plan::default() };
    let world = World::drafted(plan()).await;
    let deposit = json!({"amount": 200_000, "reference": "wire 2"});
    let path = format!("/wallets/{}/deposits", world.advertiser);
    world.server.post(&path, deposit).await.expect(201);
    let mut campaigns = vec![world.campaign.clone()];
    for number in 1..count {
        campaigns.push(world.make_campaign(&format!("Campaign {number}"), &plan()).await);
    }
    if !matches!(status, "DRAFT" | "CANCELLED") {
        for campaign in &campaigns {
            act(&world, campaign, "SUBMIT").await.expect(200);
        }
    }
    match status {
        "ACTIVE" | "PAUSED" | "STOPPED" | "COMPLETED" => start(&world).await,
        "ERROR" => fail(&world).await,
        "EXPIRED" => world.server.set_clock("2026-03-05T02:00:00Z").await,
        _ => {}
    }
    let by = match status {
        "PAUSED" => Some("PAUSE"),
        "STOPPED" => Some("EMERGENCY_STOP"),
        "CANCELLED" => Some("CANCEL"),
        "REJECTED" => Some("REJECT"),
        _ => None,
    };
    for campaign in by.iter().flat_map(|_| &campaigns) {
        act(&world, campaign, by.unwrap()).await.expect(200);
    }
    if status == "COMPLETED" {
        world.server.set_clock("2026-02-21T01:00:00Z").await;
    }
    let wanted = if status == "STOPPED" { "PAUSED" } else { status };
    for campaign in &campaigns {
        assert_eq!(shown(&world, campaign).await["status"], wanted);
    }
    (world, campaigns)
}

async fn start(world: &World) {
    world.server.set_clock("2026-02-04T00:00:00Z").await;
    world.screen.beat(&world.server).await;
}

/// The file of the content cannot be read for a while: its distribution fails three times.
async fn fail(world: &World) {
    world.server.set_clock("2026-02-03T23:59:00Z").await;
    world.screen.beat(&world.server).await;
    let asset = world.server.get(&format!("/assets/{}", world.asset)).await;
    let hash = asset["sha256"].as_str().unwrap();
    let folder = world.server.folder.path().join("blobs").join(&hash[..2]).join(&hash[2..4]);
    let (file, aside) = (folder.join(hash), world.server.folder.path().join("aside"));
    std::fs::rename(&file, &aside).unwrap();
    world.server.set_clock("2026-02-04T00:00:00Z").await;
    world.server.advance(30).await;
    world.server.advance(60).await;
    std::fs::rename(&aside, &file).unwrap();
    world.screen.beat(&world.server).await;
}

/// All actions in one status: the refused ones on one campaign, each legal one on its own.
async fn check_status(status: &str) {
    let mut lines = EXPECTED.lines().filter(|line| !line.is_empty());
    let mut header = lines.next().unwrap().split_whitespace();
    let column = header.position(|name| name == status).unwrap();
    let rows: Vec<(&str, &str)> = lines
        .map(|line| {
            let mut cells = line.split_whitespace();
            let action = cells.next().unwrap();
            (action, cells.nth(column - 1).unwrap())
        })
        .collect();
    let legal = rows.iter().filter(|(_, cell)| *cell != ".");
    let (world, campaigns) = world_in(status, legal.count() + 1).await;
    for (action, _) in rows.iter().filter(|(_, cell)| *cell == ".") {
        check_refused(&world, &campaigns[0], action).await;
    }
    check_others(&world, &campaigns[0]).await;
    let legal = rows.iter().filter(|(_, cell)| *cell != ".");
    for ((action, cell), campaign) in legal.zip(&campaigns[1..]) {
        check_legal(&world, campaign, (action, cell)).await;
    }
}

/// 409 with status, action and what is allowed in the message; nothing changes, no money moves.
async fn check_refused(world: &World, campaign: &str, action: &str) {
    let before = (shown(world, campaign).await, wallet(world).await);
    let status = before.0["status"].as_str().unwrap();
    let refused = act(world, campaign, action).await.expect(409);
    assert_eq!(refused["error"], "ILLEGAL_TRANSITION", "{action} in {status}: {refused}");
    let message = refused["message"].as_str().unwrap();
    let opening = format!("A campaign that is {status} cannot {action}");
    assert!(message.starts_with(&opening), "{action} in {status}: {message}");
    let allowed = refused["allowed"].as_array().unwrap();
    let names: Vec<&str> = allowed.iter().map(|one| one.as_str().unwrap()).collect();
    assert!(!names.contains(&action), "{action} in {status}: {message}");
    if matches!(status, "COMPLETED" | "CANCELLED" | "EXPIRED") {
        assert!(message.ends_with(&format!("{status} is final")) && names.is_empty(), "{message}");
    } else {
        let ending = format!("; allowed: {}", names.join(", "));
        assert!(message.ends_with(&ending) && names.contains(&"CANCEL"), "{message}");
    }
    let after = (shown(world, campaign).await, wallet(world).await);
    assert_eq!(before, after, "{action} in {status} was refused and changed something");
}

/// What needs an A/B test or an investigation that is not there is refused in every status.
async fn check_others(world: &World, campaign: &str) {
    let before = shown(world, campaign).await;
    for path in ["ab-test/cancel", "ab-test/winner", "investigation/accept-extension"] {
        let answer = world.server.post(&format!("/campaigns/{campaign}/{path}"), json!({})).await;
        assert!(answer.status.is_client_error(), "{path}: {}", answer.body);
        assert!(answer.body["message"].is_string(), "{path}: {}", answer.body);
    }
    let path = format!("/campaigns/{campaign}");
    let answer = world.server.send(Method::DELETE, &path, ADMIN, Value::Null).await;
    assert_eq!(answer.status.as_u16(), 405, "campaigns are never deleted");
    assert_eq!(shown(world, campaign).await, before);
}

/// The status afterwards is the table's, and the trail tells of the change.
async fn check_legal(world: &World, campaign: &str, (action, cell): (&str, &str)) {
    let before = shown(world, campaign).await;
    let status = before["status"].as_str().unwrap();
    assert!(
        action == "SET_PRICING"
            || action == "AUTO_PAUSE"
            || action == "EMERGENCY_STOP"
            || before["allowed_actions"].as_array().unwrap().contains(&json!(action)),
        "{action} in {status} is not offered: {}",
        before["allowed_actions"]
    );
    let answer = act(world, campaign, action).await;
    assert!(answer.status.is_success(), "{action} in {status}: {}", answer.body);
    let after = shown(world, campaign).await;
    let now = after["status"].as_str().unwrap();
    if cell == "=" {
        assert_eq!(now, status, "{action}");
    } else {
        assert!(now.starts_with(cell), "{action} in {status} led to {now}");
    }
    assert_ne!(before, after, "{action} in {status} did nothing");
    let path = format!("/campaigns/{campaign}/audit?limit=1");
    let trail = world.server.get(&path).await;
    let entry = &trail["items"][0];
    assert_ne!(entry["action"], "campaign.create", "{action} in {status} left no trail");
    if cell != "=" {
        assert_eq!((&entry["old_value"], &entry["new_value"]), (&json!(status), &json!(now)));
    }
}

/// Rule: CAM-03.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_action_in_a_draft() {
    check_status("DRAFT").await;
}

/// Rule: CAM-03.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_action_while_pending_approval() {
    check_status("PENDING_APPROVAL").await;
}

/// Rule: CAM-03.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_action_while_scheduled() {
    check_status("SCHEDULED").await;
}

/// Rule: CAM-03.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_action_while_active() {
    check_status("ACTIVE").await;
}

/// Rule: CAM-03.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_action_while_paused() {
    check_status("PAUSED").await;
}

/// Rule: CAM-03.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_action_after_an_emergency_stop() {
    check_status("STOPPED").await;
}

/// Rule: CAM-03.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_action_in_error() {
    check_status("ERROR").await;
}

/// Rule: CAM-03.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_action_once_completed() {
    check_status("COMPLETED").await;
}

/// Rule: CAM-03.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_action_once_cancelled() {
    check_status("CANCELLED").await;
}

/// Rule: CAM-03.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_action_once_rejected() {
    check_status("REJECTED").await;
}

/// Rule: CAM-03.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_action_once_expired() {
    check_status("EXPIRED").await;
}
