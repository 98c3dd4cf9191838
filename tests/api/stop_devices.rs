//! Commands to devices, the distribution of content, logs of devices, as stories over HTTP.
//! Rules: DEV-04, DEV-05, DEV-07, CAM-10, D-50, D-58.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADMIN, Plan, Screen, Server, World, quiet};

/// A device's command stream.
pub struct Stream {
    response: reqwest::Response,
    text: String,
}

impl Stream {
    /// Connects with the device's token.
    pub async fn open(server: &Server, screen: &Screen, last_event_id: Option<&str>) -> Self {
        let url = format!("{}/api/v1/devices/{}/commands", server.base, screen.id);
        let mut request = server.client.get(url).bearer_auth(&screen.token);
        if let Some(id) = last_event_id {
            request = request.header("last-event-id", id);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { response, text: String::new() }
    }

    /// The next command with its event id; `None` when the stream has ended.
    pub async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            while let Some(end) = self.text.find("\n\n") {
                let event: String = self.text.drain(..end + 2).collect();
                let field = |name: &str| {
                    event.lines().find_map(|line| line.strip_prefix(name)).map(str::trim)
                };
                if let (Some(id), Some(data)) = (field("id:"), field("data:")) {
                    assert_eq!(field("event:"), Some("command"));
                    return Some((id.to_owned(), serde_json::from_str(data).unwrap()));
                }
            }
            let chunk = tokio::time::timeout(Duration::from_secs(10), self.response.chunk());
            match chunk.await.expect("something comes within ten seconds") {
                Ok(Some(bytes)) => self.text.push_str(&String::from_utf8_lossy(&bytes)),
                Ok(None) | Err(_) => return None,
            }
        }
    }

    /// The next command of a kind.
    pub async fn next_of(&mut self, kind: &str) -> Value {
        loop {
            let (_, command) = self.next().await.expect("the stream goes on");
            if command["kind"] == kind {
                return command;
            }
        }
    }
}

/// A device answers a command.
pub async fn ack(server: &Server, screen: &Screen, command: &Value, status: &str) -> Value {
    let id = command["command_id"].as_str().unwrap();
    let path = format!("/devices/{}/commands/{id}/ack", screen.id);
    let body = json!({"status": status, "detail": "seen"});
    server.send(Method::POST, &path, &screen.token, body).await.expect(200)
}

/// The codes of the notices of whoever has the token, newest first.
pub async fn notices(server: &Server, token: &str) -> Vec<(String, String)> {
    let list = server.send(Method::GET, "/notifications?limit=500", token, Value::Null).await;
    let list = list.expect(200);
    let text = |item: &Value, name: &str| item[name].as_str().unwrap().to_owned();
    let items = list["items"].as_array().unwrap();
    items.iter().map(|item| (text(item, "code"), text(item, "message"))).collect()
}

/// Whether a notice of a code is there, and its sentence.
pub async fn notice(server: &Server, token: &str, code: &str) -> Option<String> {
    let found = notices(server, token).await.into_iter().find(|(known, _)| known == code);
    found.map(|(_, message)| message)
}

/// A token of a role.
pub async fn token(server: &Server, role: &str, owner: Option<&str>) -> String {
    let mut body = json!({"name": format!("a {role}"), "role": role});
    if let Some(owner) = owner {
        body["owner_id"] = json!(owner);
    }
    let made = server.post("/api-tokens", body).await.expect(201);
    made["token"].as_str().unwrap().to_owned()
}

async fn distribution(world: &World) -> Value {
    world.server.get(&format!("/campaigns/{}/distribution", world.campaign)).await
}

/// A world whose screen is online when the campaign starts.
async fn online_at_start(plan: Plan) -> World {
    let start = plan.start_date;
    let world = World::submitted(plan).await;
    world.server.set_clock("2026-02-03T23:59:00Z").await;
    world.screen.beat(&world.server).await;
    world.server.set_clock(start).await;
    world
}

async fn manifest_ack(world: &World, body: Value) -> Value {
    let path = format!("/devices/{}/manifest/ack", world.screen.id);
    world.server.send(Method::POST, &path, &world.screen.token, body).await.expect(200)
}

/// Rule: DEV-05: what was missed comes on reconnect, until it is acknowledged, also after a
/// restart; a device has one stream.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_wait_until_they_are_acknowledged() {
    let world = World::drafted(Plan::default()).await;
    let path = format!("/devices/{}/commands", world.screen.id);
    let body = json!({"kind": "SCREENSHOT", "reason": "looks dark"});
    let sent = world.server.post(&path, body).await.expect(201);
    assert_eq!((&sent["kind"], &sent["open"]), (&json!("SCREENSHOT"), &json!(true)));
    for kind in ["STOP", "MANIFEST_CHANGED"] {
        let refused = world.server.post(&path, json!({ "kind": kind })).await.expect(422);
        assert_eq!(refused["fields"][0]["error"], "NOT_BY_HAND");
    }
    // Given while nobody listened: it comes first.
    let mut first = Stream::open(&world.server, &world.screen, None).await;
    let (event, command) = first.next().await.unwrap();
    assert_eq!(command["command_id"], sent["command_id"]);
    assert_eq!(command["reason"], "looks dark");
    // A second stream takes over, and not acknowledged means not done.
    let mut second = Stream::open(&world.server, &world.screen, Some(&event)).await;
    assert_eq!(second.next().await.unwrap().1, command);
    assert!(first.next().await.is_none(), "the older stream ends");
    // A live one comes at once.
    world.server.post(&path, json!({"kind": "ROTATE_KEY"})).await.expect(201);
    let rotate = second.next_of("ROTATE_KEY").await;
    let beat = world.screen.beat(&world.server).await;
    let pending = beat["pending_commands"].as_array().unwrap();
    assert_eq!(pending.len(), 2, "for devices that poll: {pending:?}");
    drop(second);
    let world = World { server: world.server.restart().await, ..world };
    let mut third = Stream::open(&world.server, &world.screen, None).await;
    assert_eq!(third.next().await.unwrap().1["kind"], "SCREENSHOT");
    assert_eq!(third.next().await.unwrap().1["command_id"], rotate["command_id"]);
    let done = ack(&world.server, &world.screen, &command, "OK").await;
    assert_eq!(done["status"], "OK");
    let again = ack(&world.server, &world.screen, &command, "FAILED").await;
    assert_eq!(again, done, "a first OK stays");
    ack(&world.server, &world.screen, &rotate, "FAILED").await;
    let told = notice(&world.server, ADMIN, "DEVICE_COMMAND_FAILED").await.unwrap();
    assert_eq!(told, "Device Screen 0 could not do ROTATE_KEY: seen");
    let list = world.server.get(&path).await;
    let acks: Vec<_> = list["items"].as_array().unwrap().iter().map(|c| &c["ack_status"]).collect();
    assert_eq!(acks, [&json!("FAILED"), &json!("OK")]);
    assert!(world.screen.beat(&world.server).await["pending_commands"] == json!([]));
}

/// Rule: DEV-05, D-47: nobody answers for another device, nobody but an admin sends.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_are_of_one_device_alone() {
    let world = World::drafted(Plan::default()).await;
    let server = &world.server;
    let other = Screen::make(server, &world.store, 1).await;
    let path = format!("/devices/{}/commands", world.screen.id);
    let sent = server.post(&path, json!({"kind": "SCREENSHOT"})).await.expect(201);
    let at = format!("{path}/{}/ack", sent["command_id"].as_str().unwrap());
    let answer = json!({"status": "OK"});
    let of_other = server.send(Method::POST, &at, &other.token, answer.clone()).await;
    assert_eq!(of_other.refused(403), "DEVICE_MISMATCH");
    let own = at.replace(&world.screen.id, &other.id);
    let unknown = server.send(Method::POST, &own, &other.token, answer.clone()).await;
    assert_eq!(unknown.refused(404), "NOT_FOUND");
    assert_eq!(server.post(&at, answer).await.refused(403), "FORBIDDEN");
    let listened = server.send(Method::GET, &path, &other.token, Value::Null).await;
    assert_eq!(listened.refused(403), "DEVICE_MISMATCH");
    let supplier = token(server, "SUPPLIER", Some(&world.supplier)).await;
    let sent = server.send(Method::POST, &path, &supplier, json!({"kind": "SCREENSHOT"})).await;
    assert_eq!(sent.refused(403), "FORBIDDEN");
    let seen = server.send(Method::GET, &path, &supplier, Value::Null).await.expect(200);
    assert_eq!(seen["items"].as_array().unwrap().len(), 1);
    let advertiser = token(server, "ADVERTISER", Some(&world.advertiser)).await;
    let seen = server.send(Method::GET, &path, &advertiser, Value::Null).await;
    assert_eq!(seen.refused(404), "NOT_FOUND");
}

/// Rule: CAM-10, DEV-04: given a screen online at the start, it is told and acknowledges; one
/// MANIFEST_CHANGED is open at a time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn content_goes_to_online_devices_at_activation() {
    let world = online_at_start(Plan::default()).await;
    let told = distribution(&world).await;
    assert_eq!((&told["status"], &told["pending"]), (&json!("ACTIVE"), &json!(1)));
    assert_eq!(told["devices"][0]["tries"], 1);
    let mut stream = Stream::open(&world.server, &world.screen, None).await;
    let command = stream.next_of("MANIFEST_CHANGED").await;
    assert_eq!(command["campaign_ids"], json!([world.campaign]));
    // No answer within 30 seconds: told again, the same command.
    world.server.advance(31).await;
    assert_eq!(stream.next_of("MANIFEST_CHANGED").await["command_id"], command["command_id"]);
    assert_eq!(distribution(&world).await["devices"][0]["tries"], 2);
    let answer = manifest_ack(&world, json!({"status": "OK", "etag": "\"x\""})).await;
    assert_eq!(answer["campaign_ids"], json!([world.campaign]));
    let shown = distribution(&world).await;
    assert_eq!((&shown["acked"], &shown["devices"][0]["status"]), (&json!(1), &json!("ACKED")));
    let list = world.server.get(&format!("/devices/{}/commands", world.screen.id)).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    assert_eq!(list["items"][0]["ack_status"], "OK");
    // A pause changes the manifest, a resumption too: one command is open, with both reasons.
    for verb in ["pause", "resume", "pause", "resume"] {
        let path = format!("/campaigns/{}/{verb}", world.campaign);
        world.server.post(&path, json!({})).await.expect(200);
    }
    let beat = world.screen.beat(&world.server).await;
    let open = beat["pending_commands"].as_array().unwrap();
    assert_eq!(open.len(), 1, "{open:?}");
    let manifest = format!("/devices/{}/manifest", world.screen.id);
    let manifest = world.server.send(Method::GET, &manifest, &world.screen.token, Value::Null);
    assert_eq!(manifest.await.expect(200)["cache_days"], 7);
}

/// Rule: CAM-10 case 1, D-50: all devices offline.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_campaign_without_online_devices_is_pushed_until_one_comes() {
    let world = World::submitted(Plan::default()).await;
    let advertiser = token(&world.server, "ADVERTISER", Some(&world.advertiser)).await;
    world.server.set_clock("2026-02-04T00:00:00Z").await;
    assert_eq!(world.campaign().await["status"], "ACTIVE");
    let told = notice(&world.server, ADMIN, "CAMPAIGN_NO_ONLINE_DEVICES").await.unwrap();
    assert!(told.starts_with("No online devices for campaign"), "{told}");
    assert_eq!(distribution(&world).await["offline_since"], "2026-02-04T00:00:00Z");
    world.server.set_clock("2026-02-04T00:55:00Z").await;
    assert_eq!(notice(&world.server, &advertiser, "CAMPAIGN_DEVICES_OFFLINE").await, None);
    assert_eq!(distribution(&world).await["next_look_at"], "2026-02-04T01:00:00Z");
    world.server.set_clock("2026-02-04T03:00:00Z").await;
    let told = notices(&world.server, &advertiser).await;
    let alerts: Vec<_> = told.iter().filter(|(c, _)| c == "CAMPAIGN_DEVICES_OFFLINE").collect();
    assert_eq!(alerts.len(), 1, "once: {told:?}");
    assert!(alerts[0].1.contains("60 minutes") && alerts[0].1.contains("consider pausing"));
    assert_eq!(world.campaign().await["status"], "ACTIVE", "it stays ACTIVE");
    world.screen.beat(&world.server).await;
    let shown = distribution(&world).await;
    assert_eq!((&shown["pending"], &shown["offline_since"]), (&json!(1), &Value::Null));
    // A device that never acknowledges stays pending and plays.
    world.server.advance(240).await;
    world.screen.beat(&world.server).await;
    world.server.advance(240).await;
    let shown = distribution(&world).await;
    assert_eq!((&shown["status"], &shown["devices"][0]["tries"]), (&json!("ACTIVE"), &json!(3)));
    assert_eq!(world.submit(&world.play().await).await.expect(201)["status"], "VERIFIED");
    // The state survives a restart.
    let world = World { server: world.server.restart().await, ..world };
    assert_eq!(distribution(&world).await["devices"], shown["devices"]);
}

/// Rule: CAM-10 case 2, D-50: every device that answers refuses, three times.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn content_refused_everywhere_is_an_error_and_can_be_retried() {
    let world = online_at_start(Plan::default()).await;
    let refuse = json!({
        "status": "FAILED", "campaign_id": world.campaign, "reason": "disk full",
    });
    manifest_ack(&world, refuse.clone()).await;
    assert_eq!(distribution(&world).await["devices"][0]["reason"], "disk full");
    for (seconds, tries) in [(31, 2), (61, 3)] {
        assert_eq!(world.campaign().await["status"], "ACTIVE");
        world.server.advance(seconds).await;
        assert_eq!(distribution(&world).await["devices"][0]["tries"], tries);
        manifest_ack(&world, refuse.clone()).await;
    }
    assert_eq!(world.campaign().await["status"], "ERROR");
    let advertiser = token(&world.server, "ADVERTISER", Some(&world.advertiser)).await;
    for reader in [ADMIN, &advertiser] {
        let told = notice(&world.server, reader, "CAMPAIGN_DISTRIBUTION_FAILED").await.unwrap();
        assert!(told.contains("disk full") && told.ends_with("Pause campaign or retry"), "{told}");
    }
    let path = format!("/campaigns/{}/retry-distribution", world.campaign);
    world.screen.beat(&world.server).await;
    let supplier = token(&world.server, "SUPPLIER", Some(&world.supplier)).await;
    let refused = world.server.send(Method::POST, &path, &supplier, json!({})).await;
    assert_eq!(refused.refused(403), "FORBIDDEN");
    let retried = world.server.send(Method::POST, &path, &advertiser, json!({})).await.expect(200);
    assert_eq!((&retried["status"], &retried["pending"]), (&json!("ACTIVE"), &json!(1)));
    assert_eq!(retried["devices"][0]["tries"], 1);
    manifest_ack(&world, json!({"status": "OK"})).await;
    assert_eq!(distribution(&world).await["acked"], 1);
    assert_eq!(world.server.post(&path, json!({})).await.refused(409), "ILLEGAL_TRANSITION");
}

/// Rule: CAM-10 case 2: a file that cannot be read.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unreadable_content_is_tried_three_times() {
    let world = World::submitted(Plan::default()).await;
    world.server.set_clock("2026-02-03T23:59:00Z").await;
    world.screen.beat(&world.server).await;
    let asset = world.server.get(&format!("/assets/{}", world.asset)).await;
    let hash = asset["sha256"].as_str().unwrap();
    let file = world.server.folder.path().join("blobs").join(&hash[..2]).join(&hash[2..4]);
    let (file, aside) = (file.join(hash), world.server.folder.path().join("aside"));
    std::fs::rename(&file, &aside).unwrap();
    world.server.set_clock("2026-02-04T00:00:00Z").await;
    let shown = distribution(&world).await;
    assert_eq!((&shown["status"], &shown["content_failures"]), (&json!("ACTIVE"), &json!(1)));
    assert_eq!(shown["not_told"], 1);
    world.server.advance(30).await;
    assert_eq!(distribution(&world).await["content_failures"], 2);
    world.server.advance(60).await;
    let shown = distribution(&world).await;
    assert_eq!(shown["status"], "ERROR");
    assert_eq!(shown["error"], "a content file cannot be read");
    std::fs::rename(&aside, &file).unwrap();
    world.screen.beat(&world.server).await;
    let path = format!("/campaigns/{}/retry-distribution", world.campaign);
    let retried = world.server.post(&path, json!({})).await.expect(200);
    assert_eq!((&retried["pending"], &retried["content_failures"]), (&json!(1), &json!(0)));
}

/// Rule: CAM-10: no play within 24 hours of activation is alerted, once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_impression_is_missed_after_a_day() {
    let world = online_at_start(Plan::default()).await;
    let advertiser = token(&world.server, "ADVERTISER", Some(&world.advertiser)).await;
    world.server.set_clock("2026-02-04T23:59:59Z").await;
    let code = "CAMPAIGN_NO_FIRST_IMPRESSION";
    assert_eq!(notice(&world.server, &advertiser, code).await, None);
    world.screen.online_until(&world.server, "2026-02-06T12:00:00Z").await;
    for reader in [ADMIN, &advertiser] {
        let told = notices(&world.server, reader).await;
        let count = told.iter().filter(|(known, _)| known == code).count();
        assert_eq!(count, 1, "{told:?}");
    }
    let told = notice(&world.server, &advertiser, code).await.unwrap();
    assert!(told.contains("active for 24 hours without a single impression"), "{told}");
}

/// Rule: CAM-10: with a play in time nothing is said.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_first_impression_in_time_is_no_alert() {
    let world = World::running(Plan::default()).await;
    world.submit(&world.play().await).await.expect(201);
    world.server.set_clock("2026-02-06T12:00:00Z").await;
    assert_eq!(notice(&world.server, ADMIN, "CAMPAIGN_NO_FIRST_IMPRESSION").await, None);
}

/// Rule: DEV-07: logs are bounded, kept and listed, the newest first.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn logs_of_devices_are_kept_as_evidence() {
    let mut settings = quiet();
    settings.devices.log_uploads_kept = 2;
    settings.devices.log_lines = 3;
    let world = World::drafted(Plan { settings, ..Plan::default() }).await;
    let path = format!("/devices/{}/logs", world.screen.id);
    let line = |text: &str| json!({"at": "2026-02-02T01:00:00Z", "level": "INFO", "message": text});
    let upload = async |lines: Vec<Value>| {
        let body = json!({ "entries": lines });
        world.server.send(Method::POST, &path, &world.screen.token, body).await
    };
    for text in ["one", "two", "three"] {
        assert_eq!(upload(vec![line(text), line("x")]).await.expect(201)["lines"], 2);
    }
    for (lines, field) in [
        (vec![], "entries"),
        (vec![line("a"), line("b"), line("c"), line("d")], "entries"),
        (vec![line("a"), line("")], "entries.1.message"),
        (vec![line(&"x".repeat(1_001))], "entries.0.message"),
    ] {
        let refused = upload(lines).await.expect(422);
        assert_eq!(refused["fields"][0]["field"], field, "{refused}");
    }
    let first_of = |list: &Value| -> Vec<String> {
        let items = list["items"].as_array().unwrap();
        items.iter().map(|i| i["entries"][0]["message"].as_str().unwrap().to_owned()).collect()
    };
    let list = world.server.get(&path).await;
    assert_eq!(first_of(&list), ["three", "two"], "the oldest upload went");
    let page = world.server.get(&format!("{path}?limit=1")).await;
    let cursor = page["next_cursor"].as_str().unwrap();
    let rest = world.server.get(&format!("{path}?limit=1&cursor={cursor}")).await;
    assert_eq!((first_of(&page), first_of(&rest)), (vec!["three".into()], vec!["two".into()]));
    let server = world.server.restart().await;
    assert_eq!(first_of(&server.get(&path).await), ["three", "two"]);
    let supplier = token(&server, "SUPPLIER", Some(&world.supplier)).await;
    server.send(Method::GET, &path, &supplier, Value::Null).await.expect(200);
    let advertiser = token(&server, "ADVERTISER", Some(&world.advertiser)).await;
    let hidden = server.send(Method::GET, &path, &advertiser, Value::Null).await;
    assert_eq!(hidden.refused(404), "NOT_FOUND");
}

/// CAM-10 case 3: given a campaign approved after its start; then it begins at once, and the
/// operator hears how late; D-58: approved after its end, it completes and is refunded.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_late_campaign_begins_at_once_or_completes() {
    let plan = || Plan { budget: 20_000.0, end_date: "2026-02-06", ..Plan::default() };
    let world = World::submitted(plan()).await;
    let other = world.make_campaign("Too late", &plan()).await;
    let submit = format!("/campaigns/{other}/submit");
    world.server.post(&submit, json!({"terms_accepted": true})).await.expect(200);
    world.server.set_clock("2026-02-04T02:00:00Z").await;
    world.screen.beat(&world.server).await;
    let approve = format!("/campaigns/{}/approve", world.campaign);
    world.server.post(&approve, json!({})).await.expect(200);
    world.server.advance(1).await;
    assert_eq!(world.campaign().await["status"], "ACTIVE");
    let told = notice(&world.server, ADMIN, "CAMPAIGN_LATE_ACTIVATION").await.unwrap();
    assert!(told.contains("120 minutes after its start date 2026-02-04T00:00:00Z"), "{told}");
    assert_eq!(distribution(&world).await["pending"], 1, "its content went out");
    world.server.set_clock("2026-02-08T00:00:00Z").await;
    let approve = format!("/campaigns/{other}/approve");
    let done = world.server.post(&approve, json!({})).await.expect(200);
    assert_eq!(done["status"], "COMPLETED");
    world.server.advance(301).await;
    let wallet = world.server.get(&format!("/wallets/{}", world.advertiser)).await;
    assert_eq!(wallet["held_balance"].to_string(), "0");
    assert_eq!(wallet["available_balance"].to_string(), "50000");
}

/// EC1: given a screen that is offline for two hours, during which the campaign's manifest
/// changes; then the campaign stays ACTIVE, nothing is billed, and the screen syncs and plays on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec01_a_device_that_was_offline_syncs_and_plays_on() {
    let world = online_at_start(Plan::default()).await;
    manifest_ack(&world, json!({"status": "OK"})).await;
    assert_eq!(world.submit(&world.play().await).await.expect(201)["status"], "VERIFIED");
    let spent = world.campaign().await["spent"].clone();
    world.server.advance(3_600).await;
    for verb in ["pause", "resume"] {
        let path = format!("/campaigns/{}/{verb}", world.campaign);
        world.server.post(&path, json!({})).await.expect(200);
    }
    world.server.advance(3_600).await;
    let campaign = world.campaign().await;
    assert_eq!((&campaign["status"], &campaign["spent"]), (&json!("ACTIVE"), &spent));
    assert_eq!(campaign["end_date"], "2026-02-20T23:59:59Z", "the end does not move");
    world.screen.beat(&world.server).await;
    let mut stream = Stream::open(&world.server, &world.screen, None).await;
    let command = stream.next_of("MANIFEST_CHANGED").await;
    assert_eq!(ack(&world.server, &world.screen, &command, "OK").await["status"], "OK");
    assert_eq!(distribution(&world).await["acked"], 1);
    assert_eq!(world.submit(&world.play().await).await.expect(201)["status"], "VERIFIED");
}
