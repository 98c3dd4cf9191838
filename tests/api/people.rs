//! Advertisers, devices, assets, approvals, sign-in: the way to a running campaign.
//! Rules: CAM-04…CAM-10, DEV-01…DEV-06, D-47, OPS-07, OPS-10, POP-02.

use reqwest::Method;
use serde_json::{Value, json};
use vetrina::{
    media::sample::{sample_jpeg, sample_png},
    player::DeviceKey,
};

use crate::harness::{
    ADMIN, Plan, Screen, Server, World, make_advertiser, make_store, make_supplier,
};

/// Rule: CAM-04.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_active_verified_advertisers_make_campaigns() {
    let server = Server::start().await;
    let body = json!({"name": "New", "email": "new@example.com"});
    let advertiser = server.post("/advertisers", body.clone()).await.expect(201);
    assert_eq!(advertiser["status"], "ACTIVE");
    assert_eq!(advertiser["email_verified"], false);
    assert_eq!(server.post("/advertisers", body).await.refused(409), "CONFLICT");
    let draft = json!({"advertiser_id": advertiser["id"], "name": "First campaign"});
    let refused = server.post("/campaigns", draft.clone()).await.expect(422);
    assert_eq!(refused["error"], "ACCOUNT_NOT_ACTIVE");
    let id = advertiser["id"].as_str().unwrap();
    server.post(&format!("/advertisers/{id}/verify-email"), json!({})).await.expect(200);
    let made = server.post("/campaigns", draft.clone()).await.expect(201);
    assert_eq!((&made["status"], &made["priority"]), (&json!("DRAFT"), &json!(3)));
    let same = server.post("/campaigns", draft).await.expect(422);
    assert_eq!(same["fields"][0]["message"], "Campaign name already exists");
}

/// Rule: CAM-05: every failing field at once, with the published sentence.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_is_told_everything_that_is_wrong_with_it() {
    let server = Server::start().await;
    let advertiser = make_advertiser(&server, "A", 0.0).await;
    let body = json!({
        "advertiser_id": advertiser, "name": "ab", "brand_name": "x", "category": "TOYS",
        "budget": 99.999, "start_date": "2026-02-02T02:00:00Z", "end_date": "2028-01-01",
        "daily_cap": 5, "target_stores": [], "content_assets": [],
    });
    let refused = server.post("/campaigns", body).await.expect(422);
    assert_eq!(refused["error"], "VALIDATION_FAILED");
    let text = refused["fields"].to_string();
    for sentence in [
        "Name must be 3-100 characters",
        "Brand name must be 2-50 characters",
        "Minimum budget is $100.00",
        "Budget must have max 2 decimal places",
        "Start date must be at least 24 hours in future",
        "Campaign duration cannot exceed 1 year",
        "Minimum daily cap is $10.00",
        "At least 1 target store required",
        "At least 1 content asset required",
    ] {
        assert!(text.contains(sentence), "{sentence} in {text}");
    }
}

/// Rule: CAM-08, CAM-09, BUD-01.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn approval_and_rejection_move_the_hold() {
    let world = World::drafted(Plan::default()).await;
    let flags = format!("/assets/{}/scan-flags", world.asset);
    let body = json!({"scan_flags": ["ALCOHOL"]});
    world.server.send(Method::PUT, &flags, ADMIN, body).await.expect(200);
    let at = |verb: &str| format!("/campaigns/{}/{verb}", world.campaign);
    let submitted = world.server.post(&at("submit"), json!({"terms_accepted": true})).await;
    assert_eq!(submitted.expect(200)["status"], "PENDING_APPROVAL");
    let wallet = async || world.server.get(&format!("/wallets/{}", world.advertiser)).await;
    assert_eq!(wallet().await["held_balance"].to_string(), "1000");
    assert_eq!(world.server.post(&at("reject"), json!({"reason": " "})).await.status, 422);
    let rejected = world.server.post(&at("reject"), json!({"reason": "no spirits"})).await;
    assert_eq!(rejected.expect(200)["status"], "REJECTED");
    assert_eq!(wallet().await["held_balance"].to_string(), "0");
    assert_eq!(world.campaign().await["rejection_reason"], "no spirits");
    let illegal = world.server.post(&at("approve"), json!({})).await.expect(409);
    assert_eq!(illegal["error"], "ILLEGAL_TRANSITION");
    assert_eq!(illegal["status"], 409);
    // A rejected campaign is edited and submitted again.
    let path = format!("/campaigns/{}", world.campaign);
    let edit = json!({"description": "now with juice"});
    world.server.send(Method::PATCH, &path, ADMIN, edit).await.expect(200);
    world.server.post(&at("submit"), json!({"terms_accepted": true})).await.expect(200);
    let approved = world.server.post(&at("approve"), json!({})).await.expect(200);
    assert_eq!(approved["status"], "SCHEDULED");
    assert_eq!(wallet().await["held_balance"].to_string(), "1000");
    let transactions = world.server.get(&at("transactions")).await;
    let kinds: Vec<&str> = transactions["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t["transaction_type"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["HOLD", "RELEASE", "HOLD"]);
    let edit = json!({"brand_name": "too late"});
    let refused = world.server.send(Method::PATCH, &path, ADMIN, edit).await;
    assert_eq!(refused.refused(422), "FIELD_NOT_EDITABLE");
}

/// Rule: CAM-10, D-58: without devices, after a downtime, and when all is over.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_campaign_starts_also_late_and_without_devices() {
    let world = World::submitted(Plan::default()).await;
    assert_eq!(world.campaign().await["status"], "SCHEDULED");
    world.server.set_clock("2026-02-03T23:59:59Z").await;
    assert_eq!(world.campaign().await["status"], "SCHEDULED");
    world.server.set_clock("2026-02-04T00:00:00Z").await;
    let campaign = world.campaign().await;
    assert_eq!(campaign["status"], "ACTIVE", "no device has said hello");
    assert_eq!(campaign["activated_at"], "2026-02-04T00:00:00Z");

    let both_past = World::drafted(Plan {
        settings: {
            let mut settings = crate::harness::quiet();
            settings.campaign.approval_budget = 100;
            settings
        },
        end_date: "2026-02-05",
        ..Plan::default()
    })
    .await;
    let at = |verb: &str| format!("/campaigns/{}/{verb}", both_past.campaign);
    let body = json!({"terms_accepted": true});
    both_past.server.post(&at("submit"), body).await.expect(200);
    both_past.server.set_clock("2026-02-06T00:10:00Z").await;
    let approved = both_past.server.post(&at("approve"), json!({})).await.expect(200);
    assert_eq!(approved["status"], "COMPLETED");
    both_past.server.advance(301).await;
    let wallet = both_past.server.get(&format!("/wallets/{}", both_past.advertiser)).await;
    assert_eq!(wallet["available_balance"].to_string(), "50000");
}

/// Rule: DEV-01: a one-time token, a key made on the device, an approval.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_enrols_once_and_is_approved() {
    let server = Server::start().await;
    let supplier = make_supplier(&server, "S").await;
    let store = make_store(&server, &supplier, json!({})).await;
    let body = json!({
        "store_id": store, "name": "Window", "screen_inches": 43.5, "width": 1080,
        "height": 1920, "orientation": "PORTRAIT", "slots_per_hour": 12,
    });
    let made = server.post("/devices", body).await.expect(201);
    assert_eq!(made["status"], "PENDING");
    let pem = DeviceKey::generate().unwrap().public_key_pem().unwrap();
    let enrol = json!({"enrolment_token": made["enrolment_token"], "public_key_pem": pem});
    let enrolled = server.send(Method::POST, "/devices/enrol", "", enrol.clone()).await.expect(201);
    assert_eq!(enrolled["id"], made["id"]);
    let again = server.send(Method::POST, "/devices/enrol", "", enrol).await;
    assert_eq!(again.refused(401), "INVALID_TOKEN");
    let id = made["id"].as_str().unwrap();
    let token = enrolled["device_token"].as_str().unwrap();
    let beat = format!("/devices/{id}/heartbeat");
    let early = server.send(Method::POST, &beat, token, json!({})).await;
    assert_eq!(early.refused(403), "FORBIDDEN");
    server.post(&format!("/devices/{id}/approve"), json!({})).await.expect(200);
    let sent_at = server.now().await.plus_ms(400_000).to_string();
    let ahead = server.send(Method::POST, &beat, token, json!({"sent_at": sent_at})).await;
    let hello = ahead.expect(200);
    assert_eq!((&hello["clock_ok"], &hello["skew_ms"]), (&json!(false), &json!(400_000)));
    let seen = server.get(&format!("/devices/{id}")).await;
    assert_eq!((&seen["status"], &seen["online"]), (&json!("ACTIVE"), &json!(true)));
    let server = server.restart().await;
    let seen = server.get(&format!("/devices/{id}")).await;
    assert_eq!(seen["last_skew_ms"], 400_000, "known after a restart");
    server.post(&format!("/devices/{id}/revoke"), json!({})).await.expect(200);
    let gone = server.send(Method::POST, &beat, token, json!({})).await;
    assert_eq!(gone.refused(401), "UNAUTHENTICATED");
}

/// Rule: IMP-04, D-06: keys that cannot be used are refused with what was found.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn weak_keys_are_refused() {
    let server = Server::start().await;
    let supplier = make_supplier(&server, "S").await;
    let store = make_store(&server, &supplier, json!({})).await;
    let weak = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/proof"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.to_string_lossy().contains("1024"))
        .unwrap();
    let pem = std::fs::read_to_string(weak).unwrap();
    for (pem, found) in [(pem.as_str(), "1024"), ("not a key", "key"), ("", "key")] {
        let body = json!({
            "store_id": store, "name": "Weak", "screen_inches": 55, "width": 3840,
            "height": 2160, "orientation": "LANDSCAPE", "public_key_pem": pem,
        });
        let refused = server.post("/devices", body).await.expect(422);
        assert_eq!(refused["error"], "INVALID_KEY", "{refused}");
        assert!(refused["message"].as_str().unwrap().contains(found), "{refused}");
    }
}

/// Rule: DEV-06, CAM-06: ranges, tags; corrupt and wrong media; path tricks in names.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn assets_are_downloaded_with_ranges_and_tags() {
    let world = World::running(Plan { film_seconds: 0, ..Plan::default() }).await;
    let server = &world.server;
    let url = format!("{}/api/v1/assets/{}/content", server.base, world.asset);
    let get = |range: Option<&str>, tag: Option<&str>| {
        let mut request = server.client.get(&url).bearer_auth(&world.screen.token);
        if let Some(range) = range {
            request = request.header("range", range);
        }
        if let Some(tag) = tag {
            request = request.header("if-none-match", tag);
        }
        request.send()
    };
    let whole = get(None, None).await.unwrap();
    assert_eq!(whole.status(), 200);
    let tag = whole.headers()["etag"].to_str().unwrap().to_owned();
    let bytes = whole.bytes().await.unwrap();
    assert_eq!(bytes, sample_jpeg(1920, 1080, 1));
    let part = get(Some("bytes=10-19"), None).await.unwrap();
    assert_eq!(part.status(), 206);
    let expected = format!("bytes 10-19/{}", bytes.len());
    assert_eq!(part.headers()["content-range"].to_str().unwrap(), expected);
    assert_eq!(part.bytes().await.unwrap(), bytes[10..20]);
    let tail = get(Some("bytes=-5"), None).await.unwrap();
    assert_eq!(tail.bytes().await.unwrap(), bytes[bytes.len() - 5..]);
    let beyond = get(Some("bytes=99999999-"), None).await.unwrap();
    assert_eq!(beyond.status(), 416);
    assert_eq!(get(None, Some(&tag)).await.unwrap().status(), 304);

    let advertiser = &world.advertiser;
    let upload = |file: Vec<u8>, name: &'static str| server.upload(ADMIN, advertiser, file, name);
    let small = upload(sample_png(640, 480, 1), "small.png").await.expect(422);
    assert_eq!(small["error"], "INVALID_MEDIA");
    assert!(small["message"].as_str().unwrap().contains("640"), "{small}");
    assert_eq!(upload(b"hello".to_vec(), "x.mp4").await.refused(422), "INVALID_MEDIA");
    let mut cut = sample_jpeg(1920, 1080, 2);
    cut.truncate(cut.len() / 2);
    assert_eq!(upload(cut, "cut.jpg").await.refused(422), "INVALID_MEDIA");
    let tricky = upload(sample_png(1920, 1080, 3), "../../etc/pass\u{202e}wd.png").await;
    assert!(tricky.status == 422 || !tricky.body["name"].as_str().unwrap().contains('/'));
    assert_eq!(upload(vec![0; 51 * 1024 * 1024], "big.mp4").await.status, 413);
}

/// Rule: DEV-04.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_manifest_lists_what_may_play_and_is_tagged() {
    let world = World::running(Plan::default()).await;
    let path = format!("/devices/{}/manifest", world.screen.id);
    let token = &world.screen.token;
    let answer = world.server.send(Method::GET, &path, token, Value::Null).await;
    let tag = answer.headers["etag"].to_str().unwrap().to_owned();
    let manifest = answer.expect(200);
    assert_eq!(manifest["campaigns"][0]["campaign_id"], json!(world.campaign));
    assert_eq!(manifest["campaigns"][0]["assets"][0]["asset_id"], json!(world.asset));
    let url = format!("{}/api/v1{path}", world.server.base);
    let same = world.server.client.get(url).bearer_auth(token).header("if-none-match", tag);
    assert_eq!(same.send().await.unwrap().status(), 304);
    let pause = format!("/campaigns/{}/pause", world.campaign);
    world.server.post(&pause, json!({})).await.expect(200);
    let after = world.server.send(Method::GET, &path, token, Value::Null).await.expect(200);
    assert_eq!(after["campaigns"], json!([]));
}

/// Rule: POP-02, D-60, OPS-02: cut at midnight, caught up after a downtime, immutable; late plays
/// come as a supplement.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_days_record_is_cut_once_and_caught_up() {
    let world = World::running(Plan::default()).await;
    world.server.set_clock("2026-02-05T23:50:00Z").await;
    world.screen.beat(&world.server).await;
    world.submit(&world.play().await).await.expect(201);
    let mut late = world.play().await;
    late.played_at = "2026-02-05T23:44:00Z".to_owned();
    late.queued = true;
    late.sent_at = None;
    let (server, campaign) = (&world.server, &world.campaign);
    let report = |day: &'static str| async move {
        server.get(&format!("/campaigns/{campaign}/proof-of-play?date={day}")).await
    };
    assert_eq!(report("2026-02-05").await["status"], "LIVE");
    world.server.set_clock("2026-02-06T00:00:00Z").await;
    let record = report("2026-02-05").await;
    assert_eq!((&record["status"], &record["total_impressions"]), (&json!("FINAL"), &json!(1)));
    world.screen.beat(&world.server).await;
    world.submit(&late).await.expect(201);
    // Three days later the job has caught up every slot; the record is the same.
    world.server.set_clock("2026-02-09T00:00:00Z").await;
    let after = report("2026-02-05").await;
    assert_eq!(after["record"], record["record"], "a record never changes");
    assert_eq!(after["total_impressions"], 2, "record + supplement");
    assert_eq!(after["supplements"][0]["kind"], "LATE");
    assert_eq!(after["unique_devices"], 1, "a union, not a sum");
    let empty = report("2026-02-07").await;
    assert_eq!((&empty["status"], &empty["total_impressions"]), (&json!("FINAL"), &json!(0)));
    let jobs = world.server.get("/jobs").await;
    assert!(jobs.to_string().contains("2026-02-09T00:00:00Z"), "{jobs}");
    let range =
        format!("/campaigns/{}/proof-of-play?from=2026-02-04&to=2026-02-08", world.campaign);
    assert_eq!(world.server.get(&range).await["total_impressions"], 2);
}

/// Rule: OPS-10.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_simulated_clock_only_goes_forward_and_only_where_asked_for() {
    let server = Server::start().await;
    let back = server.post("/sim/clock", json!({"set": "2026-01-01T00:00:00Z"})).await;
    assert_eq!(back.refused(409), "SIMULATION_REFUSED");
    server.advance(60).await;
    assert_eq!(server.now().await.to_string(), "2026-02-02T01:01:00Z");
    let anonymous = server.send(Method::POST, "/sim/clock", "", json!({"advance_seconds": 1}));
    assert_eq!(anonymous.await.refused(401), "UNAUTHENTICATED");
}

/// Rule: D-47: people sign in with a password; what they see is theirs.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_see_what_is_theirs() {
    let world = World::running(Plan::default()).await;
    let server = &world.server;
    let other = make_advertiser(server, "Other", 500.0).await;
    let body = json!({
        "name": "reader", "role": "ADVERTISER", "owner_id": other,
    });
    let token = server.post("/api-tokens", body).await.expect(201);
    let token = token["token"].as_str().unwrap();
    let get = |path: String| async move {
        server.send(Method::GET, &path, token, Value::Null).await.status.as_u16()
    };
    assert_eq!(get(format!("/campaigns/{}", world.campaign)).await, 404);
    assert_eq!(get(format!("/wallets/{}", world.advertiser)).await, 404);
    assert_eq!(get(format!("/wallets/{other}")).await, 200);
    assert_eq!(get("/reviews".to_owned()).await, 403);
    let list = server.send(Method::GET, "/campaigns", token, Value::Null).await.expect(200);
    assert_eq!(list["items"], json!([]));

    let user = json!({
        "email": "boss@example.com", "name": "Boss", "role": "ADMIN", "password": "correct horse 9",
    });
    server.post("/users", user).await.expect(201);
    let login = |password: &'static str| {
        let body = json!({"email": "boss@example.com", "password": password});
        server.send(Method::POST, "/auth/login", "", body)
    };
    assert_eq!(login("wrong password").await.refused(401), "UNAUTHENTICATED");
    let signed_in = login("correct horse 9").await;
    assert_eq!(signed_in.status, 200, "{}", signed_in.body);
    let cookie = signed_in.headers["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
}

/// Rule: OPS-07.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn metrics_health_and_request_ids_are_there() {
    let world = World::running(Plan::default()).await;
    world.submit(&world.play().await).await.expect(201);
    let get = |path: &str| world.server.client.get(format!("{}{path}", world.server.base)).send();
    for path in ["/healthz", "/readyz"] {
        let answer = get(path).await.unwrap();
        assert_eq!(answer.status(), 200);
        assert!(answer.headers().contains_key("x-request-id"));
    }
    let metrics = get("/metrics").await.unwrap().text().await.unwrap();
    for name in ["vetrina_plays_total", "vetrina_groups_total"] {
        assert!(metrics.contains(name), "{name}");
    }
    let document: Value = get("/api/v1/openapi.json").await.unwrap().json().await.unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    assert!(document["paths"]["/api/v1/impressions"]["post"].is_object(), "documented");
    let docs = get("/api/docs/").await.unwrap();
    assert_eq!(docs.status(), 200);
}

/// Rule: IMP-06: a thousand tries at once of one submission are billed once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_times_the_same_id_bills_once() {
    let world = World::running(Plan::default()).await;
    let body = world.screen.body(&world.play().await);
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..1000 {
        let url = format!("{}/api/v1/impressions", world.server.base);
        let request = world.server.client.post(url).bearer_auth(&world.screen.token).json(&body);
        tries.spawn(async move { request.send().await.unwrap().status().as_u16() });
    }
    let mut counts = std::collections::BTreeMap::new();
    while let Some(status) = tries.join_next().await {
        *counts.entry(status.unwrap()).or_insert(0) += 1;
    }
    assert_eq!(counts, std::collections::BTreeMap::from([(200, 999), (201, 1)]));
    assert_eq!(world.stats().await["verified"], 1);
}

/// Rule: D-47: a screen's token opens nothing but what a screen needs.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_token_is_no_api_token() {
    let world = World::running(Plan::default()).await;
    let other = Screen::make(&world.server, &world.store, 1).await;
    for path in ["/campaigns", "/advertisers", "/reviews", "/audit", "/jobs", "/users"] {
        let answer = world.server.send(Method::GET, path, &other.token, Value::Null).await;
        assert!(matches!(answer.status.as_u16(), 401 | 403), "{path}: {}", answer.status);
    }
}
