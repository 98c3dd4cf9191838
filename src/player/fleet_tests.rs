//! The fleet against a small appliance in this process, whose clock stands still.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::{get, post, put},
};
use serde_json::{Value, json};
use tokio::{sync::watch, task::JoinSet};

use super::{
    DeviceCredentials, FleetConfig, Judgement, Misbehaviour, Screen, Tally,
    api::Api,
    commands::Order,
    fleet::run_fleet,
    keys::tests::verifies,
    misbehaviour::TABLE,
    queue::OfflineQueue,
    setup::{SetupPlan, set_up},
    site::{Site, SlotReport},
    timebase::{Timebase, parse_ms, rfc3339},
};

const NOW: &str = "2026-02-05T14:00:00.000Z";
const DEVICE: &str = "00000000-0000-0000-0000-00000000dddd";
const STORE: &str = "00000000-0000-0000-0000-00000000eeee";
const CAMPAIGN: &str = "00000000-0000-0000-0000-00000000aaaa";
const ASSET: &str = "00000000-0000-0000-0000-00000000cccc";

/// What the small appliance remembers and how it answers.
#[derive(Default)]
struct Memory {
    calls: Vec<String>,
    pem: String,
    bodies: Vec<Value>,
    screenshots: Vec<Vec<u8>>,
    busy: u32,
    down: bool,
    nothing_to_show: bool,
    refuse_ads: bool,
    leases: u32,
    answer: Option<(u16, Value)>,
    batch_answer: Option<Value>,
    stream: String,
    acks: Vec<(String, Value)>,
}

type Shared = Arc<Mutex<Memory>>;

/// Notes the call; answers in place of the endpoint when the appliance is busy or down.
fn called(shared: &Shared, call: &str) -> Result<(), Box<Response>> {
    let mut memory = shared.lock().unwrap();
    memory.calls.push(call.to_owned());
    if memory.down {
        return Err(Box::new(StatusCode::BAD_GATEWAY.into_response()));
    }
    if memory.busy > 0 {
        memory.busy -= 1;
        let busy = (StatusCode::SERVICE_UNAVAILABLE, [("retry-after", "0")]);
        return Err(Box::new(busy.into_response()));
    }
    Ok(())
}

async fn enrol(State(shared): State<Shared>, Json(body): Json<Value>) -> Response {
    if let Err(answer) = called(&shared, "enrol") {
        return *answer;
    }
    assert_eq!(body["enrolment_token"], "once");
    shared.lock().unwrap().pem = body["public_key_pem"].as_str().unwrap().to_owned();
    let device =
        json!({"id": DEVICE, "device_token": "secret", "key_id": "key-1", "status": "PENDING"});
    Json(device).into_response()
}

async fn heartbeat(State(shared): State<Shared>, Json(body): Json<Value>) -> Response {
    if let Err(answer) = called(&shared, "heartbeat") {
        return *answer;
    }
    assert_eq!(body, json!({ "sent_at": NOW }));
    Json(json!({ "server_time": NOW })).into_response()
}

async fn next_ad(State(shared): State<Shared>) -> Response {
    if let Err(answer) = called(&shared, "next-ad") {
        return *answer;
    }
    let mut memory = shared.lock().unwrap();
    if memory.nothing_to_show {
        return (StatusCode::NO_CONTENT, [("retry-after", "7")]).into_response();
    }
    if memory.refuse_ads {
        let refusal = json!({"error": "FORBIDDEN", "message": "The device was revoked"});
        return (StatusCode::FORBIDDEN, Json(refusal)).into_response();
    }
    memory.leases += 1;
    Json(json!({
        "lease_id": format!("lease-{}", memory.leases), "campaign_id": CAMPAIGN,
        "content_asset_id": ASSET, "variant_id": null, "duration_seconds": 15,
        "capture_second": 4, "granted_at": NOW, "expires_at": NOW, "asset_sha256": "00"
    }))
    .into_response()
}

async fn impression(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    if let Err(answer) = called(&shared, "impression") {
        return *answer;
    }
    assert_eq!(headers["authorization"], "Bearer secret");
    let mut memory = shared.lock().unwrap();
    let id = body["impression_id"].clone();
    memory.bodies.push(body);
    let (status, answer) = memory.answer.clone().unwrap_or_else(|| {
        let verified = json!({"impression_id": id, "status": "VERIFIED", "cost": 0.078,
            "campaign_remaining_budget": 245.32, "quality_score": 95});
        (201, verified)
    });
    (StatusCode::from_u16(status).unwrap(), Json(answer)).into_response()
}

async fn batch(State(shared): State<Shared>, Json(body): Json<Value>) -> Response {
    if let Err(answer) = called(&shared, "batch") {
        return *answer;
    }
    let items = body["items"].as_array().unwrap().clone();
    let said = shared.lock().unwrap().batch_answer.clone();
    let verdict = |(index, item): (usize, &Value)| {
        let mut verdict = said.clone().unwrap_or(json!({"status": "VERIFIED", "cost": "0.05"}));
        verdict["index"] = json!(index);
        verdict["impression_id"] = item["impression_id"].clone();
        verdict
    };
    let results: Vec<_> = items.iter().enumerate().map(verdict).collect();
    shared.lock().unwrap().bodies.extend(items);
    Json(json!({ "results": results })).into_response()
}

async fn screenshot(
    State(shared): State<Shared>,
    Path(_): Path<String>,
    body: bytes::Bytes,
) -> Response {
    shared.lock().unwrap().screenshots.push(body.to_vec());
    StatusCode::NO_CONTENT.into_response()
}

async fn commands(State(shared): State<Shared>) -> Response {
    let stream = shared.lock().unwrap().stream.clone();
    if stream.is_empty() {
        return StatusCode::NOT_FOUND.into_response();
    }
    ([("content-type", "text/event-stream")], stream).into_response()
}

async fn ack(
    State(shared): State<Shared>,
    Path((_, command)): Path<(String, String)>,
    Json(body): Json<Value>,
) -> Json<Value> {
    shared.lock().unwrap().acks.push((command, body));
    Json(json!({}))
}

async fn stores() -> Json<Value> {
    let store = json!({"id": STORE, "name": "One", "lat": 10.762_622, "lng": 106.660_172});
    Json(json!({ "items": [store], "next_cursor": null }))
}

async fn create(State(shared): State<Shared>, Json(body): Json<Value>) -> Response {
    shared.lock().unwrap().calls.push("create".to_owned());
    assert_eq!(body["store_id"], STORE);
    let device = json!({"id": DEVICE, "enrolment_token": "once", "status": "PENDING"});
    (StatusCode::CREATED, Json(device)).into_response()
}

async fn approve(State(shared): State<Shared>) -> Json<Value> {
    shared.lock().unwrap().calls.push("approve".to_owned());
    Json(json!({ "status": "ACTIVE" }))
}

/// The small appliance, listening; it ends with the returned set.
async fn appliance() -> (String, Shared, JoinSet<()>) {
    let shared = Shared::default();
    let routes = Router::new()
        .route("/sim/clock", get(|| async { Json(json!({ "now": NOW })) }))
        .route("/stores", get(stores))
        .route("/devices", post(create))
        .route("/devices/enrol", post(enrol))
        .route("/devices/{id}/approve", post(approve))
        .route("/devices/{id}/heartbeat", post(heartbeat))
        .route("/devices/{id}/next-ad", post(next_ad))
        .route("/devices/{id}/commands", get(commands))
        .route("/devices/{id}/commands/{command}/ack", post(ack))
        .route("/impressions", post(impression))
        .route("/impressions/batch", post(batch))
        .route("/impressions/{id}/screenshot", put(screenshot))
        .with_state(Arc::clone(&shared));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let mut tasks = JoinSet::new();
    tasks.spawn(async move {
        axum::serve(listener, Router::new().nest("/api/v1", routes)).await.unwrap();
    });
    (url, shared, tasks)
}

fn plan(url: &str) -> SetupPlan {
    SetupPlan {
        base_url: url.to_owned(),
        admin_token: "admin".to_owned(),
        devices: 1,
        store_ids: Vec::new(),
        slots_per_hour: 12,
        keys_dir: None,
    }
}

/// A screen that is set up, and the site it plays in.
async fn ready(url: &str) -> (Screen, Site) {
    let (_, stop) = watch::channel(false);
    let api = Api::new(url, 4, stop).unwrap();
    let screen = set_up(&api, &plan(url), |_| {}).await.unwrap().remove(0);
    let timebase = Timebase::detect(&api, "admin").await.unwrap();
    assert!(matches!(timebase, Timebase::Simulated { .. }));
    (screen, Site::new(api, timebase, false))
}

/// Builds the signed v2 text from the wire body alone, member by member. Rule: D-06.
fn text_of(body: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let degrees = |value: &Value| value.as_f64().map(|d| format!("{d:.6}")).unwrap_or_default();
    let place = &body["proof"]["location"];
    let mut lines = vec!["vetrina-play-v2".to_owned()];
    lines.extend([text(&body["key_id"]), text(&body["device_id"]), body["counter"].to_string()]);
    for name in ["impression_id", "campaign_id", "content_asset_id", "variant_id", "played_at"] {
        lines.push(text(&body[name]));
    }
    lines.push(body["duration_actual"].to_string());
    lines.push(text(&body["proof"]["screenshot_hash"]));
    lines.extend([degrees(&place["lat"]), degrees(&place["lng"])]);
    lines.join("\n")
}

fn signature_holds(shared: &Shared, body: &Value) -> bool {
    let pem = shared.lock().unwrap().pem.clone();
    let signature = body["proof"]["device_signature"].as_str().unwrap();
    verifies(&pem, text_of(body).as_bytes(), signature)
}

#[tokio::test]
async fn walks_from_enrolment_to_a_receipt() {
    let (url, shared, _tasks) = appliance().await;
    let (_keep, stop) = watch::channel(false);
    let api = Api::new(&url, 4, stop.clone()).unwrap();
    let screens = set_up(&api, &plan(&url), |_| {}).await.unwrap();
    shared.lock().unwrap().busy = 1;
    let config = FleetConfig {
        slots: Some(1),
        interval: Some(Duration::from_millis(1)),
        upload_screenshots: true,
        ..FleetConfig::new(&url)
    };
    let progressed = std::cell::Cell::new(0);
    let progress = |tally: &Tally| progressed.set(tally.slots);
    let (summary, screens) = run_fleet(&config, screens, progress, stop).await.unwrap();

    let memory = shared.lock().unwrap();
    let calls = "create enrol approve heartbeat heartbeat next-ad impression";
    assert_eq!(memory.calls.join(" "), calls);
    assert_eq!(screens[0].waiting(), 0);
    let totals = &summary.totals;
    assert_eq!((totals.answered, totals.heartbeats, totals.retries), (1, 1, 1));
    assert_eq!((totals.cost_micros, totals.slots, progressed.get()), (78_000, 1, 1));
    assert!(summary.is_clean(), "{:?}", totals.errors);
    let receipt = &summary.receipts[0];
    assert_eq!((receipt.status.as_str(), receipt.http_status), ("VERIFIED", 201));
    assert_eq!(receipt.impression_id.to_string(), memory.bodies[0]["impression_id"]);
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &memory.screenshots[0]);
    assert_eq!(memory.bodies[0]["proof"]["screenshot_hash"], hex::encode(hash));
    let body = memory.bodies[0].clone();
    drop(memory);
    assert!(signature_holds(&shared, &body));
    assert_eq!(
        (body["played_at"].as_str(), body["lease_id"].as_str()),
        (Some(NOW), Some("lease-1"))
    );
}

/// Rule: IMP-05, D-02.
#[tokio::test]
async fn a_play_without_network_is_kept_and_delivered_as_queued() {
    let (url, shared, _tasks) = appliance().await;
    let (mut screen, site) = ready(&url).await;
    let broken = screen.slot_with_broken_network(&site).await;
    assert_eq!((broken.queued, screen.waiting()), (1, 1));
    // The only campaign known was shown in this bucket already.
    assert!(screen.offline_slot(&site).await.idle);

    shared.lock().unwrap().down = true;
    let failed = screen.online_slot(&site).await;
    assert_eq!((failed.receipts.len(), failed.errors.len(), screen.waiting()), (0, 1, 1));

    shared.lock().unwrap().down = false;
    let delivered = screen.online_slot(&site).await;
    assert_eq!(screen.waiting(), 0);
    let kept: Vec<_> = delivered.receipts.iter().map(|r| (r.queued, r.cost_micros)).collect();
    assert_eq!(kept, [(true, Some(50_000)), (false, Some(78_000))]);
    let bodies = shared.lock().unwrap().bodies.clone();
    assert_eq!((&bodies[0]["queued"], &bodies[1]["queued"]), (&json!(true), &json!(false)));
    assert_eq!(bodies[0]["counter"].to_string(), "1");
    assert_eq!(bodies[1]["counter"].to_string(), "2");
    assert!(bodies.iter().all(|body| signature_holds(&shared, body)));
}

#[tokio::test]
async fn an_empty_answer_is_an_idle_slot() {
    let (url, shared, _tasks) = appliance().await;
    let (mut screen, site) = ready(&url).await;
    shared.lock().unwrap().nothing_to_show = true;
    let report = screen.online_slot(&site).await;
    assert!(report.idle && report.receipts.is_empty() && report.errors.is_empty());
    assert_eq!(report.retry_after, Some(Duration::from_secs(7)));
}

#[tokio::test]
async fn the_cache_serves_an_outage_but_not_a_refusal() {
    let (url, shared, mut tasks) = appliance().await;
    let (mut screen, mut site) = ready(&url).await;
    screen.online_slot(&site).await;
    // A later bucket: the cached campaign may be shown again.
    screen.clock_offset_ms = 1;
    screen.used_buckets.clear();
    shared.lock().unwrap().refuse_ads = true;
    let refused = screen.online_slot(&site).await;
    assert_eq!(refused.errors, ["next-ad: 403 FORBIDDEN The device was revoked"]);
    assert_eq!((refused.queued, screen.waiting()), (0, 0));

    tasks.shutdown().await;
    site.timebase = Timebase::Wall;
    let outage = screen.online_slot(&site).await;
    assert_eq!(outage.errors, ["the appliance does not answer"]);
    assert_eq!((outage.queued, screen.waiting()), (1, 1));
}

/// What one misbehaviour does to the body, as a question about (body, the honest one before).
type Question = fn(&Value, &Value) -> bool;

fn minutes_off(body: &Value, member: &str) -> i64 {
    (parse_ms(body[member].as_str().unwrap()).unwrap() - parse_ms(NOW).unwrap()) / 60_000
}

fn km_off(body: &Value) -> f64 {
    (body["proof"]["location"]["lat"].as_f64().unwrap() - 10.762_622).abs() * 111.2
}

const DISTORTIONS: &[(Misbehaviour, Question)] = &[
    (Misbehaviour::ShortPlay, |body, _| body["duration_actual"].as_u64() == Some(7)),
    (Misbehaviour::ClockAhead, |body, _| {
        (minutes_off(body, "sent_at"), minutes_off(body, "played_at")) == (8, 8)
    }),
    (Misbehaviour::ClockBehind, |body, _| {
        (minutes_off(body, "sent_at"), minutes_off(body, "played_at")) == (-12, -12)
    }),
    (Misbehaviour::FarAway, |body, _| km_off(body) > 5.0),
    (Misbehaviour::Nearby, |body, _| km_off(body) > 1.0 && km_off(body) < 5.0),
    (Misbehaviour::UndeclaredOldPlay, |body, _| {
        minutes_off(body, "played_at") == -20 && body["queued"] == false
    }),
    (Misbehaviour::StaleQueue, |body, _| {
        minutes_off(body, "played_at") == -300 && body["queued"] == true
    }),
    (Misbehaviour::CounterReuse, |body, honest| {
        body["counter"] == honest["counter"] && body["impression_id"] != honest["impression_id"]
    }),
    (Misbehaviour::MissingScreenshot, |body, _| body["proof"]["screenshot_hash"] == ""),
    (Misbehaviour::ReusedScreenshot, |body, honest| {
        body["proof"]["screenshot_hash"] == honest["proof"]["screenshot_hash"]
    }),
    (Misbehaviour::WrongAsset, |body, _| body["content_asset_id"] != ASSET),
    (Misbehaviour::ReplayOtherContent, |body, honest| {
        body["impression_id"] == honest["impression_id"]
            && body["duration_actual"] != honest["duration_actual"]
    }),
    (Misbehaviour::ReplayOtherId, |body, honest| {
        body["impression_id"] != honest["impression_id"]
            && body["played_at"] == honest["played_at"]
            && body.get("lease_id").is_none()
    }),
    (Misbehaviour::SpentLease, |body, honest| {
        body["impression_id"] != honest["impression_id"] && body["lease_id"] == honest["lease_id"]
    }),
];

#[tokio::test]
async fn each_misbehaviour_changes_what_it_says_and_signs_it() {
    let (url, shared, _tasks) = appliance().await;
    let (mut screen, site) = ready(&url).await;
    for (kind, question) in DISTORTIONS {
        screen.online_slot(&site).await;
        let report = screen.misbehave(&site, *kind).await;
        assert!(report.errors.is_empty(), "{kind:?}: {:?}", report.errors);
        let bodies = shared.lock().unwrap().bodies.clone();
        let [.., honest, wrong] = bodies.as_slice() else { panic!("{kind:?}: two plays") };
        assert!(question(wrong, honest), "{kind:?}: {wrong} after {honest}");
        assert!(signature_holds(&shared, wrong), "{kind:?}");
        // An appliance that takes everything is found out.
        let judged = report.receipts.last().unwrap();
        assert_eq!((judged.behaviour, judged.judgement), (kind.name(), Judgement::Unexpected));
    }
}

#[tokio::test]
async fn a_wrong_key_and_the_old_text_do_not_verify_as_v2() {
    let (url, shared, _tasks) = appliance().await;
    let (mut screen, site) = ready(&url).await;
    screen.misbehave(&site, Misbehaviour::WrongKey).await;
    let report = screen.misbehave(&site, Misbehaviour::V1Signature).await;
    assert_eq!(report.receipts[0].judgement, Judgement::AsExpected, "95 is what v1 may have");
    let bodies = shared.lock().unwrap().bodies.clone();
    assert!(!signature_holds(&shared, &bodies[0]));
    let v1 = &bodies[1];
    assert_eq!(v1["signature_version"].to_string(), "1");
    let part = |value: &Value| value.as_str().unwrap().to_owned();
    let text =
        part(&v1["campaign_id"]) + &part(&v1["played_at"]) + &part(&v1["proof"]["screenshot_hash"]);
    let pem = shared.lock().unwrap().pem.clone();
    assert!(verifies(&pem, text.as_bytes(), &part(&v1["proof"]["device_signature"])));
}

/// Rule: D-03, D-15.
#[tokio::test]
async fn leases_and_ads_of_another_screen_are_stolen() {
    let (url, shared, _tasks) = appliance().await;
    let (mut owner, site) = ready(&url).await;
    owner.slot_with_broken_network(&site).await;
    let mut credentials = owner.credentials().clone();
    credentials.device_id = uuid::Uuid::from_u128(0xffff);
    let mut thief = Screen::new(credentials, OfflineQueue::in_memory());
    shared.lock().unwrap().answer = Some((422, json!({"error": "DEVICE_OFFLINE"})));
    shared.lock().unwrap().calls.clear();
    let silent = thief.misbehave(&site, Misbehaviour::NoHeartbeat).await;
    assert_eq!(shared.lock().unwrap().calls, ["impression"]);
    assert_eq!(silent.receipts[0].judgement, Judgement::AsExpected);

    shared.lock().unwrap().answer = Some((422, json!({"error": "INVALID_LEASE"})));
    let stolen = thief.misbehave(&site, Misbehaviour::ForeignLease).await;
    assert_eq!(stolen.receipts[0].judgement, Judgement::AsExpected);
    let bodies = shared.lock().unwrap().bodies.clone();
    assert_eq!(bodies[0].get("lease_id"), None);
    assert_eq!(bodies[1]["lease_id"], "lease-1");
}

/// Rule: D-10.
#[tokio::test]
async fn a_robot_reports_equal_gaps() {
    let (url, shared, _tasks) = appliance().await;
    let (mut screen, site) = ready(&url).await;
    let report = screen.misbehave(&site, Misbehaviour::RobotTiming).await;
    assert_eq!(report.receipts.len(), 31);
    let last = report.receipts.last().unwrap();
    assert_eq!(
        (last.judgement, last.expected.as_str()),
        (Judgement::Unexpected, "UNDER_REVIEW ROBOTIC_TIMING")
    );
    assert!(report.receipts[..30].iter().all(|r| r.judgement == Judgement::AsExpected));
    let bodies = shared.lock().unwrap().bodies.clone();
    let now_ms = parse_ms(NOW).unwrap();
    for (back, body) in (0..31).rev().zip(&bodies) {
        assert_eq!(body["played_at"], rfc3339(now_ms - back * 300_000));
        assert_eq!(body["queued"], true);
    }
    // The campaign is known as played now: a second robot would be hidden, so it plays honestly.
    let again = screen.misbehave(&site, Misbehaviour::RobotTiming).await;
    assert_eq!((again.receipts.len(), again.receipts[0].behaviour), (1, "HONEST"));
}

/// Rule: D-10.
#[tokio::test]
async fn a_crowded_hour_has_more_plays_than_slots_allow() {
    let (url, shared, _tasks) = appliance().await;
    let (screen, site) = ready(&url).await;
    let credentials = DeviceCredentials { slots_per_hour: Some(4), ..screen.credentials().clone() };
    let mut screen = Screen::new(credentials, OfflineQueue::in_memory());
    let flagged = json!({"status": "UNDER_REVIEW", "flags": ["HIGH_FREQUENCY"]});
    shared.lock().unwrap().batch_answer = Some(flagged);
    let report = screen.misbehave(&site, Misbehaviour::TooFrequent).await;
    assert_eq!(report.receipts.len(), 7, "one more than 1.5 times 4");
    assert!(report.receipts.iter().all(|r| r.judgement == Judgement::AsExpected));
    let bodies = shared.lock().unwrap().bodies.clone();
    let now_ms = parse_ms(NOW).unwrap();
    for (back, body) in (0..7).rev().zip(&bodies) {
        assert_eq!(body["played_at"], rfc3339(now_ms - back * 300_000));
    }
}

/// Rule: D-02.
#[tokio::test]
async fn a_play_that_waited_for_five_hours_should_be_refused() {
    let (url, _shared, _tasks) = appliance().await;
    let (mut screen, site) = ready(&url).await;
    screen.slot_with_broken_network(&site).await;
    screen.clock_offset_ms = 5 * 60 * 60 * 1000;
    let mut report = SlotReport::default();
    screen.flush(&site, &mut report).await.unwrap();
    let receipt = &report.receipts[0];
    assert_eq!(receipt.expected, "TIMESTAMP_OUT_OF_BOUNDS");
    assert_eq!((receipt.status.as_str(), receipt.judgement), ("VERIFIED", Judgement::Unexpected));
}

#[tokio::test]
async fn a_fleet_ends_when_told_and_chooses_only_what_it_can_do() {
    let (url, _shared, _tasks) = appliance().await;
    let (screen, site) = ready(&url).await;
    let mut rng = <rand::rngs::StdRng as rand::SeedableRng>::seed_from_u64(1);
    let never = [
        Misbehaviour::CounterReuse,
        Misbehaviour::ReusedScreenshot,
        Misbehaviour::ForeignLease,
        Misbehaviour::NoHeartbeat,
        Misbehaviour::TooFrequent,
    ];
    let mut seen = std::collections::HashSet::new();
    for _ in 0..2000 {
        let kind = screen.choose_misbehaviour(&site, &mut rng).unwrap();
        assert!(!never.contains(&kind), "{kind:?}");
        seen.insert(kind);
    }
    assert_eq!(seen.len(), TABLE.len() - never.len());

    let (stopper, stop) = watch::channel(false);
    let config = FleetConfig { interval: Some(Duration::from_millis(1)), ..FleetConfig::new(&url) };
    let progress = |tally: &Tally| {
        if tally.slots >= 3 {
            stopper.send_replace(true);
        }
    };
    let running = run_fleet(&config, vec![screen], progress, stop);
    let (summary, screens) =
        tokio::time::timeout(Duration::from_secs(20), running).await.unwrap().unwrap();
    assert!(summary.totals.slots >= 3 && screens.len() == 1);
}

#[tokio::test]
async fn kept_devices_are_found_again_with_their_queue() {
    let (url, shared, _tasks) = appliance().await;
    let folder = tempfile::tempdir().unwrap();
    let plan = SetupPlan { keys_dir: Some(folder.path().to_owned()), ..plan(&url) };
    let (_keep, stop) = watch::channel(false);
    let api = Api::new(&url, 4, stop).unwrap();
    let mut first = set_up(&api, &plan, |_| {}).await.unwrap().remove(0);
    let timebase = Timebase::detect(&api, "admin").await.unwrap();
    let site = Site::new(api, timebase, false);
    first.slot_with_broken_network(&site).await;
    drop(first);

    shared.lock().unwrap().calls.clear();
    let mut again = set_up(&site.api, &plan, |_| {}).await.unwrap().remove(0);
    assert_eq!(shared.lock().unwrap().calls, ["heartbeat"]);
    assert!(!again.credentials().fresh);
    assert_eq!(again.waiting(), 1);
    again.online_slot(&site).await;
    let bodies = shared.lock().unwrap().bodies.clone();
    assert_eq!(bodies[1]["counter"].to_string(), "2");
    assert!(bodies.iter().all(|body| signature_holds(&shared, body)));
}

/// Rule: DEV-05.
#[tokio::test]
async fn a_fleet_obeys_what_its_stream_says() {
    let (url, shared, _tasks) = appliance().await;
    let (mut screen, site) = ready(&url).await;
    screen.online_slot(&site).await;
    let (stop_id, rotate_id) = (uuid::Uuid::from_u128(7), uuid::Uuid::from_u128(8));
    let event = |id: u8, command: uuid::Uuid, kind: &str| {
        let data = json!({"command_id": command, "kind": kind, "campaign_ids": [CAMPAIGN]});
        format!("id: {id}\nevent: command\ndata: {data}\n\n")
    };
    let stream = event(1, stop_id, "STOP") + &event(2, rotate_id, "ROTATE_KEY");
    shared.lock().unwrap().stream = stream;
    let (stopper, stop) = watch::channel(false);
    let config = FleetConfig { interval: Some(Duration::from_secs(2)), ..FleetConfig::new(&url) };
    let progress = |tally: &Tally| {
        if tally.commands >= 2 {
            stopper.send_replace(true);
        }
    };
    let running = run_fleet(&config, vec![screen], progress, stop);
    let (summary, screens) =
        tokio::time::timeout(Duration::from_secs(20), running).await.unwrap().unwrap();
    assert!(summary.totals.commands >= 2);
    let acks = shared.lock().unwrap().acks.clone();
    let of = |id: uuid::Uuid| acks.iter().find(|(known, _)| *known == id.to_string()).unwrap();
    assert_eq!(of(stop_id).1["status"], "OK");
    assert_eq!(of(rotate_id).1["status"], "FAILED", "its key is kept on disk");
    let mut screen = screens.into_iter().next().unwrap();
    screen.online_slot(&site).await;
    let campaign_ids = vec![CAMPAIGN.parse().unwrap()];
    let order = Order { command_id: stop_id, kind: "STOP".to_owned(), campaign_ids };
    assert!(!screen.cached_ads.is_empty());
    screen.obey(&site, &order).await.unwrap();
    assert!(screen.cached_ads.is_empty(), "off the playlist");
}
