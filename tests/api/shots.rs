//! Screenshots of plays as stories over HTTP: uploaded, shown, counted, deleted in time.
//! Rules: POP-03, D-14.

use std::path::{Path, PathBuf};

use reqwest::{Method, header};
use serde_json::{Value, json};
use vetrina::media::sample::sample_jpeg;

use crate::{
    harness::{ADMIN, Answer, Plan, Play, Screen, Server, World, make_advertiser, quiet},
    stop_devices::{notice, token},
};

/// A picture and the hash that a device signs for it.
pub fn picture(seed: u32) -> (Vec<u8>, String) {
    let jpeg = sample_jpeg(640, 360, seed);
    let hash = sha256(&jpeg);
    (jpeg, hash)
}

/// SHA-256 of bytes, hex.
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes))
}

/// A play that was submitted with the hash of a picture.
pub async fn played(world: &World, screen: &Screen, hash: &str) -> Play {
    screen.beat(&world.server).await;
    let mut play = world.play().await;
    hash.clone_into(&mut play.screenshot_hash);
    screen.submit(&world.server, &play).await;
    play
}

/// Puts up a body as the screenshot of a play.
pub async fn put(
    server: &Server,
    token: &str,
    id: &str,
    media_type: &str,
    body: Vec<u8>,
) -> Answer {
    let url = format!("{}/api/v1/impressions/{id}/screenshot", server.base);
    let request = server.client.put(url).header(header::CONTENT_TYPE, media_type).body(body);
    Server::read(if token.is_empty() { request } else { request.bearer_auth(token) }).await
}

/// Every file below the folder of screenshots.
pub fn files(server: &Server) -> Vec<PathBuf> {
    fn below(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { below(&path, found) } else { found.push(path) }
        }
    }
    let mut found = Vec::new();
    below(&server.folder.path().join("screenshots"), &mut found);
    found
}

async fn bytes(server: &Server, token: &str, path: &str) -> (u16, header::HeaderMap, Vec<u8>) {
    let url = format!("{}/api/v1{path}", server.base);
    let answer = server.client.get(url).bearer_auth(token).send().await.unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    (status, headers, answer.bytes().await.unwrap().to_vec())
}

/// Given a verified play without its picture; when the device puts it up; then exactly these bytes
/// are shown to the buyer, the store's owner and the operator, and to nobody else.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_screenshot_is_kept_as_it_was_signed() {
    let world = World::running(Plan::default()).await;
    let (jpeg, hash) = picture(1);
    let play = played(&world, &world.screen, &hash).await;
    let path = format!("/impressions/{}/screenshot", play.id);
    let before = world.server.get(&format!("/impressions/{}", play.id)).await;
    assert_eq!(
        (&before["status"], &before["proof_available"]),
        (&json!("VERIFIED"), &json!(false))
    );
    let missing = world.server.send(Method::GET, &path, ADMIN, Value::Null).await.expect(404);
    assert_eq!(missing["sha256"], hash.as_str());

    let token_of = &world.screen.token;
    let kept = put(&world.server, token_of, &play.id, "image/jpeg", jpeg.clone()).await.expect(201);
    assert_eq!((&kept["stored"], &kept["sha256"]), (&json!(true), &json!(hash)));
    assert_eq!((&kept["width"], &kept["height"]), (&json!(640), &json!(360)));
    assert_eq!(kept["kept_until"], "2026-05-06T00:00:00Z");
    let again =
        put(&world.server, token_of, &play.id, "image/jpeg", jpeg.clone()).await.expect(200);
    assert_eq!(again["uploaded_at"], kept["uploaded_at"]);

    let server = world.server.restart().await;
    let stranger = make_advertiser(&server, "Cà phê", 0.0).await;
    for (role, owner, status) in [
        ("AUDITOR", None, 200),
        ("REVIEWER", None, 200),
        ("ADVERTISER", Some(&world.advertiser), 200),
        ("SUPPLIER", Some(&world.supplier), 200),
        ("ADVERTISER", Some(&stranger), 404),
    ] {
        let token = token(&server, role, owner.map(String::as_str)).await;
        let (found, headers, body) = bytes(&server, &token, &path).await;
        assert_eq!(found, status, "{role}");
        if status == 200 {
            assert_eq!(body, jpeg, "{role}");
            assert_eq!(headers[header::ETAG], format!("\"{hash}\""));
            assert_eq!(headers[header::CONTENT_TYPE], "image/jpeg");
            assert_eq!(headers[header::CACHE_CONTROL], "private, no-cache");
        }
    }
    assert_eq!(bytes(&server, &world.screen.token, &path).await.0, 403);
    let (status, _, body) = bytes(&server, ADMIN, &format!("{path}?size=thumb")).await;
    let small = image::load_from_memory(&body).unwrap();
    assert_eq!((status, small.width(), small.height()), (200, 320, 180));
    assert_eq!(bytes(&server, ADMIN, &format!("{path}?size=thumb")).await.2, body);
    assert_eq!(bytes(&server, ADMIN, &format!("{path}?size=huge")).await.0, 400);
    let url = format!("{}/api/v1{path}", server.base);
    let known = server.client.get(url).bearer_auth(ADMIN);
    let known = known.header(header::IF_NONE_MATCH, format!("\"{hash}\"")).send().await.unwrap();
    assert_eq!(known.status(), 304);
    let list = server.get(&format!("/campaigns/{}/impressions", world.campaign)).await;
    assert_eq!(list["items"][0]["proof_available"], true);
    // A file that was damaged is never shown as proof; the device may put it up again.
    let folder = server.folder.path().join("screenshots");
    let file = folder.join(&hash[..2]).join(&hash[2..4]).join(&hash);
    std::fs::write(&file, &jpeg[..jpeg.len() - 1]).unwrap();
    assert_eq!(bytes(&server, ADMIN, &path).await.0, 500);
    put(&server, &world.screen.token, &play.id, "image/jpeg", jpeg.clone()).await.expect(200);
    assert_eq!(bytes(&server, ADMIN, &path).await.2, jpeg);
    server.stop_and_audit().await;
}

/// The upload rate of a device is exact, by day and ever, also after a restart.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_upload_rate_of_a_device_is_counted() {
    let world = World::running(Plan::default()).await;
    for seed in 0..4 {
        let (jpeg, hash) = picture(seed);
        let play = played(&world, &world.screen, &hash).await;
        if seed < 3 {
            put(&world.server, &world.screen.token, &play.id, "image/jpeg", jpeg).await.expect(201);
        }
        world.server.advance(400).await;
    }
    let path = format!("/devices/{}", world.screen.id);
    let rate = |device: &Value| {
        let of = &device["screenshots"];
        [
            "accepted_plays",
            "uploaded",
            "upload_rate_pct",
            "accepted_plays_24h",
            "uploaded_24h",
            "upload_rate_24h_pct",
        ]
        .map(|name| of[name].as_f64())
    };
    let now = [Some(4.0), Some(3.0), Some(75.0), Some(4.0), Some(3.0), Some(75.0)];
    assert_eq!(rate(&world.server.get(&path).await), now);
    let list = world.server.get("/devices").await;
    assert_eq!(rate(&list["items"][0]), now);
    let server = world.server.audited().await;
    assert_eq!(rate(&server.get(&path).await), now);
    server.advance(25 * 3600).await;
    let later = [Some(4.0), Some(3.0), Some(75.0), Some(0.0), Some(0.0), None];
    assert_eq!(rate(&server.get(&path).await), later);
}

/// The gallery of a campaign: newest days first, by day, store and device, page by page.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_gallery_lists_by_day_store_and_device() {
    let world = World::running(Plan::default()).await;
    let other = Screen::make(&world.server, &world.store, 1).await;
    let mut ids = Vec::new();
    for (seed, screen) in [(1, &world.screen), (2, &other), (3, &world.screen), (4, &other)] {
        let (jpeg, hash) = picture(seed);
        let play = played(&world, screen, &hash).await;
        put(&world.server, &screen.token, &play.id, "image/jpeg", jpeg).await.expect(201);
        ids.push(play.id);
        if seed == 2 {
            world.server.set_clock("2026-02-05T03:00:00Z").await;
        }
        world.server.advance(400).await;
    }
    let path = format!("/campaigns/{}/screenshots", world.campaign);
    let of = |list: &Value| -> Vec<String> {
        let items = list["items"].as_array().unwrap().iter();
        items.map(|item| item["impression_id"].as_str().unwrap().to_owned()).collect()
    };
    let newest: Vec<String> = ids.iter().rev().cloned().collect();
    let all = world.server.get(&path).await;
    assert_eq!(of(&all), newest);
    let first = &all["items"][0];
    assert_eq!(first["device_id"], other.id.as_str());
    assert_eq!(first["store_name"], "Vincom Center");
    assert_eq!(first["status"], "VERIFIED");
    let thumb = first["thumb_url"].as_str().unwrap().trim_start_matches("/api/v1").to_owned();
    assert_eq!(bytes(&world.server, ADMIN, &thumb).await.0, 200);
    for (query, expected) in [
        ("date=2026-02-04".to_owned(), vec![&ids[1], &ids[0]]),
        ("from=2026-02-05".to_owned(), vec![&ids[3], &ids[2]]),
        (format!("device_id={}", other.id), vec![&ids[3], &ids[1]]),
        (format!("store_id={}&to=2026-02-04", world.store), vec![&ids[1], &ids[0]]),
        ("date=2026-02-06".to_owned(), vec![]),
    ] {
        let list = world.server.get(&format!("{path}?{query}")).await;
        assert_eq!(of(&list).iter().collect::<Vec<_>>(), expected, "{query}");
    }
    let (mut pages, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = world.server.get(&format!("{path}?limit=1{cursor}")).await;
        pages.extend(of(&page));
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(pages, newest);
    let unknown = "0198a000-0000-7000-8000-00000000ffff";
    for (query, status) in [
        ("date=yesterday".to_owned(), 422),
        ("from=2026-02-05&to=2026-02-04".to_owned(), 422),
        ("date=2026-02-05&from=2026-02-05".to_owned(), 422),
        (format!("store_id={unknown}"), 404),
        (format!("device_id={unknown}"), 404),
        ("colour=red".to_owned(), 400),
        ("cursor=x".to_owned(), 400),
    ] {
        let path = format!("{path}?{query}");
        let answer = world.server.send(Method::GET, &path, ADMIN, Value::Null).await;
        assert_eq!(answer.status.as_u16(), status, "{query}: {}", answer.body);
    }
    let supplier = token(&world.server, "SUPPLIER", Some(&world.supplier)).await;
    world.server.send(Method::GET, &path, &supplier, Value::Null).await.expect(404);
    let own = token(&world.server, "ADVERTISER", Some(&world.advertiser)).await;
    world.server.send(Method::GET, &path, &own, Value::Null).await.expect(200);
}

fn short_retention(days: u32) -> Plan {
    let mut settings = quiet();
    settings.storage.screenshot_retention_days = days;
    Plan { settings, ..Plan::default() }
}

/// Given two plays with the same picture and one under review; when their time is over; then each
/// goes by itself, the file with the last of them, what is under review when it is decided, and the
/// hash stays.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn screenshots_go_after_their_time_and_the_hash_stays() {
    let world = World::running(short_retention(2)).await;
    let (jpeg, hash) = picture(1);
    let older = played(&world, &world.screen, &hash).await;
    put(&world.server, &world.screen.token, &older.id, "image/jpeg", jpeg.clone())
        .await
        .expect(201);
    world.server.advance(400).await;
    let (held_jpeg, held_hash) = picture(2);
    let mut held = world.play().await;
    held.screenshot_hash = held_hash;
    held.location = Some((10.785, 106.660_172));
    world.submit(&held).await.expect(202);
    put(&world.server, &world.screen.token, &held.id, "image/jpeg", held_jpeg).await.expect(201);
    world.server.set_clock("2026-02-05T03:00:00Z").await;
    let younger = played(&world, &world.screen, &hash).await;
    put(&world.server, &world.screen.token, &younger.id, "image/jpeg", jpeg.clone())
        .await
        .expect(201);
    assert_eq!(files(&world.server).len(), 2, "equal pictures are one file");

    let path = |play: &Play| format!("/impressions/{}/screenshot", play.id);
    let status = async |server: &Server, play: &Play| bytes(server, ADMIN, &path(play)).await.0;
    world.server.set_clock("2026-02-07T00:00:00Z").await;
    assert_eq!(status(&world.server, &older).await, 200, "kept for two whole days");
    world.server.set_clock("2026-02-07T00:20:00Z").await;
    let server = world.server.audited().await;
    assert_eq!(status(&server, &older).await, 410);
    assert_eq!(status(&server, &younger).await, 200);
    assert_eq!(status(&server, &held).await, 200, "a person still has to judge by it");
    let gone = server.send(Method::GET, &path(&older), ADMIN, Value::Null).await.expect(410);
    assert_eq!((&gone["error"], &gone["sha256"]), (&json!("SCREENSHOT_DELETED"), &json!(hash)));
    assert_eq!(gone["deleted_at"], "2026-02-07T00:20:00Z");
    let again = put(&server, &world.screen.token, &older.id, "image/jpeg", jpeg.clone()).await;
    assert_eq!(again.refused(410), "SCREENSHOT_DELETED");
    let shown = server.get(&format!("/impressions/{}", older.id)).await;
    assert_eq!(
        (&shown["proof_available"], &shown["screenshot_hash"]),
        (&json!(false), &json!(hash))
    );
    let listed = format!("/campaigns/{}/screenshots", world.campaign);
    assert_eq!(server.get(&listed).await["items"].as_array().unwrap().len(), 2);
    let with_gone = server.get(&format!("{listed}?deleted=true")).await;
    assert_eq!(with_gone["items"].as_array().unwrap().len(), 3);
    assert_eq!(with_gone["items"][2]["url"], Value::Null);

    let decide = format!("/reviews/{}/approve", held.id);
    server.post(&decide, json!({})).await.expect(200);
    server.set_clock("2026-02-08T00:20:00Z").await;
    check_sums_after_the_end(&server).await;
    assert!(files(&server).is_empty(), "{:?}", files(&server));
    let jobs = server.get("/jobs").await;
    let job = jobs["items"].as_array().unwrap().iter();
    let job = job.clone().find(|job| job["name"] == "screenshot_retention").unwrap();
    assert!(job["last_result"].as_str().unwrap().starts_with("2 screenshots"), "{job}");
    server.stop_and_audit().await;
}

/// Three uploads on two days, and their ends on two others.
async fn check_sums_after_the_end(server: &Server) {
    let storage = server.get("/system/storage").await;
    let sums = |name: &str| storage["screenshots"][name]["count"].as_u64().unwrap();
    assert_eq!((sums("uploaded"), sums("kept"), sums("files")), (3, 0, 0));
    let days: Vec<_> = storage["days"]
        .as_array()
        .unwrap()
        .iter()
        .map(|day| {
            let count = |name: &str| day[name]["count"].as_u64().unwrap();
            (day["date"].as_str().unwrap().to_owned(), count("uploaded"), count("deleted"))
        })
        .collect();
    let of = |date: &str, up, down| (date.to_owned(), up, down);
    let expected = [
        of("2026-02-04", 2, 0),
        of("2026-02-05", 1, 0),
        of("2026-02-07", 0, 1),
        of("2026-02-08", 0, 2),
    ];
    assert_eq!(days, expected);
}

/// D-14: with a retention of 0 nothing is stored; what is wrong is refused all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_retention_of_zero_stores_nothing() {
    let world = World::running(short_retention(0)).await;
    let (jpeg, hash) = picture(1);
    let play = played(&world, &world.screen, &hash).await;
    let kept =
        put(&world.server, &world.screen.token, &play.id, "image/jpeg", jpeg).await.expect(200);
    assert_eq!((&kept["stored"], &kept["kept_until"]), (&json!(false), &Value::Null));
    assert!(kept["message"].as_str().unwrap().contains("screenshot_retention_days"), "{kept}");
    let (other, _) = picture(2);
    let refused = put(&world.server, &world.screen.token, &play.id, "image/jpeg", other).await;
    assert_eq!(refused.refused(422), "SCREENSHOT_MISMATCH");
    assert!(files(&world.server).is_empty());
    let shown = world.server.get(&format!("/impressions/{}", play.id)).await;
    assert_eq!(shown["proof_available"], false);
    world.server.stop_and_audit().await;
}

/// The operator is told when the planned disk or the disk itself runs short, once; without room
/// screenshots are refused and plays go on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn room_on_the_disk_is_watched() {
    let mut settings = quiet();
    settings.screenshots.budget_mib = 1;
    settings.screenshots.warn_percent = 1;
    settings.screenshots.warn_free_mib = u64::MAX;
    let world = World::running(Plan { settings, ..Plan::default() }).await;
    let server = &world.server;
    for seed in 0..2 {
        let jpeg = sample_jpeg(1920, 1080, seed);
        let play = played(&world, &world.screen, &sha256(&jpeg)).await;
        put(server, &world.screen.token, &play.id, "image/jpeg", jpeg).await.expect(201);
        server.advance(400).await;
    }
    let codes = |list: &Value, code: &str| {
        list["items"].as_array().unwrap().iter().filter(|item| item["code"] == code).count()
    };
    let list = server.get("/notifications?limit=500").await;
    assert_eq!(codes(&list, "SCREENSHOTS_NEAR_BUDGET"), 1);
    assert_eq!(codes(&list, "DISK_NEARLY_FULL"), 1);
    let system = server.get("/system").await;
    assert_eq!(system["screenshots"]["is_near_budget"], true, "{system}");
    assert_eq!(system["screenshots"]["budget_bytes"], 1 << 20);
    assert_eq!(system["disk"]["is_nearly_full"], true);
    assert!(system["disk"]["free_bytes"].as_u64().unwrap() > 0);
    let advertiser = token(server, "ADVERTISER", Some(&world.advertiser)).await;
    let hidden = server.send(Method::GET, "/system", &advertiser, Value::Null).await.expect(200);
    assert!(hidden.get("disk").is_none() && hidden.get("screenshots").is_none(), "{hidden}");
    server.send(Method::GET, "/system/storage", &advertiser, Value::Null).await.expect(403);
    for query in ["from=x", "from=2026-02-05&to=2026-02-04", "to=2027-01-01"] {
        let path = format!("/system/storage?{query}");
        server.send(Method::GET, &path, ADMIN, Value::Null).await.expect(422);
    }

    let mut settings = quiet();
    settings.screenshots.min_free_mib = u64::MAX;
    let full = World::running(Plan { settings, ..Plan::default() }).await;
    let (jpeg, hash) = picture(1);
    let play = played(&full, &full.screen, &hash).await;
    let refused = put(&full.server, &full.screen.token, &play.id, "image/jpeg", jpeg).await;
    assert_eq!(refused.headers["retry-after"], "3600");
    refused.expect(503);
    assert_eq!(full.stats().await["verified"], 1);
    assert!(notice(&full.server, ADMIN, "DISK_NEARLY_FULL").await.is_none());
}

/// What a killed process left between a file and its row goes with a sweep; what is kept stays.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_without_a_row_are_swept() {
    let plan = Plan { end_date: "2026-02-06", ..Plan::default() };
    let world = World::running(plan).await;
    let (jpeg, hash) = picture(1);
    let play = played(&world, &world.screen, &hash).await;
    put(&world.server, &world.screen.token, &play.id, "image/jpeg", jpeg).await.expect(201);
    let stray = sha256(b"nobody knows this one");
    let folder = world.server.folder.path().join("screenshots");
    let below = folder.join(&stray[..2]).join(&stray[2..4]);
    std::fs::create_dir_all(&below).unwrap();
    std::fs::write(below.join(&stray), b"nobody knows this one").unwrap();
    std::fs::write(folder.join("incoming/9.part"), b"half").unwrap();
    let server = world.server.restart().await;
    assert_eq!(files(&server).len(), 2, "what was under way goes at start");
    server.set_clock("2026-02-22T00:00:00Z").await;
    assert_eq!(files(&server).len(), 1, "{:?}", files(&server));
    assert!(files(&server)[0].ends_with(&hash));
    server.stop_and_audit().await;
}
