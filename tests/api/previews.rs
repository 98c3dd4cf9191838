//! Previews over HTTP: figures and drawings of each kind, and when they are available.
//! Rule: CAM-13.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADMIN, Plan, World, make_advertiser};

async fn preview(world: &World, rest: &str) -> Value {
    world.server.get(&format!("/campaigns/{}/previews/{rest}", world.campaign)).await
}

/// Media type, width and height of a drawing.
async fn image(world: &World, url: &str) -> (String, u32, u32) {
    let url = format!("{}{url}", world.server.base);
    let response = world.server.client.get(&url).bearer_auth(ADMIN).send().await.unwrap();
    let status = response.status().as_u16();
    let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
    let bytes = response.bytes().await.unwrap();
    assert_eq!(status, 200, "{url}: {}", String::from_utf8_lossy(&bytes));
    let picture = image::load_from_memory(&bytes).unwrap();
    (kind, picture.width(), picture.height())
}

/// Rule: CAM-13: content and devices of every size, resolution and orientation.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn content_and_devices_are_drawn_in_every_size() {
    let plan = Plan { film_seconds: 0, ..Plan::default() };
    let world = World::drafted(plan).await;
    let found = preview(&world, "content").await;
    let content = &found["content"][0];
    assert_eq!(content["asset_id"], json!(world.asset));
    assert_eq!((&content["duration_seconds"], &content["has_audio"]), (&json!(10), &json!(false)));
    assert_eq!(content["area"], json!({"x": 0, "y": 0, "width": 1920, "height": 1080}));
    let url = content["image_url"].as_str().unwrap();
    assert_eq!(image(&world, url).await, ("image/jpeg".to_owned(), 1920, 1080));

    let mut widths = Vec::new();
    for inches in [32, 42, 55, 65] {
        let found = preview(&world, &format!("device?inches={inches}")).await;
        let device = &found["device"];
        assert_eq!((&device["width"], &device["height"]), (&json!(1920), &json!(1080)));
        let zone = json!({"x": 96, "y": 54, "width": 1728, "height": 972});
        assert_eq!(device["safe_zone"], zone);
        assert_eq!(device["content_reaches_over_safe_zone"], true);
        let (kind, width, height) = image(&world, device["image_url"].as_str().unwrap()).await;
        assert_eq!(kind, "image/png");
        assert!(width > height);
        widths.push(width);
    }
    assert!(widths.is_sorted() && widths[0] < widths[3], "to one scale: {widths:?}");
    let query = "device?inches=65&resolution=4k&orientation=PORTRAIT";
    let found = preview(&world, query).await;
    let device = &found["device"];
    assert_eq!((&device["width"], &device["height"]), (&json!(2160), &json!(3840)));
    assert_eq!(device["content_area"]["height"], 1215, "the whole picture between bars");
    let (_, width, height) = image(&world, device["image_url"].as_str().unwrap()).await;
    assert!(height > width);
    for (query, status) in [
        ("device?inches=40", 422),
        ("device?resolution=8k", 400),
        ("device?asset_id=0198a000-0000-7000-8000-00000000ffff", 422),
        ("device?colour=red", 400),
        ("hologram", 404),
        ("schedule?at=tomorrow", 422),
        ("store?store_id=0198a000-0000-7000-8000-00000000ffff", 422),
    ] {
        let path = format!("/campaigns/{}/previews/{query}", world.campaign);
        let answer = world.server.send(Method::GET, &path, ADMIN, Value::Null).await;
        assert_eq!(answer.status.as_u16(), status, "{query}: {}", answer.body);
    }
}

/// Rule: CAM-13: a film is a card with its length; store and hour show the others without names.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn films_stores_and_hours_are_previewed() {
    let mut world = World::running(Plan::default()).await;
    let running = world.campaign.clone();
    let rival = make_advertiser(&world.server, "Rival", 5000.0).await;
    let file = vetrina::media::sample::sample_mp4(2560, 1440, 30);
    let film = world.server.asset(&rival, file, "rival.mp4").await;
    let body = json!({
        "advertiser_id": rival, "name": "Secret plan", "brand_name": "Rival",
        "category": "FASHION_APPAREL", "budget": 500, "start_date": "2026-02-08",
        "end_date": "2026-02-18", "content_assets": [film], "target_stores": [world.store],
    });
    let made = world.server.post("/campaigns", body).await.expect(201);
    world.campaign = made["id"].as_str().unwrap().to_owned();
    let found = preview(&world, "content").await;
    let content = &found["content"][0];
    assert_eq!((&content["kind"], &content["duration_seconds"]), (&json!("VIDEO"), &json!(30)));
    assert_eq!(content["has_audio"], false);
    let url = content["image_url"].as_str().unwrap();
    assert_eq!(image(&world, url).await, ("image/jpeg".to_owned(), 1920, 1080));

    let token = json!({"name": "rival", "role": "ADVERTISER", "owner_id": rival});
    let token = world.server.post("/api-tokens", token).await.expect(201);
    let token = token["token"].as_str().unwrap();
    let path = format!("/campaigns/{}/previews/store", world.campaign);
    let seen = world.server.send(Method::GET, &path, token, Value::Null).await.expect(200);
    let rotation = seen["store"]["rotation"].as_array().unwrap();
    assert_eq!(rotation.len(), 2);
    assert!(!seen.to_string().contains("Tết 2026"), "others stay unnamed: {seen}");
    let shares: f64 = rotation.iter().map(|one| one["share_percent"].as_f64().unwrap()).sum();
    assert!((shares - 100.0).abs() < 0.1, "{rotation:?}");
    assert_eq!(seen["store"]["store_name"], "Vincom Center");
    assert_eq!(seen["store"]["devices"][0]["screen_inches"], 55.0);
    let (kind, ..) = image(&world, seen["store"]["image_url"].as_str().unwrap()).await;
    assert_eq!(kind, "image/png");

    let hour = preview(&world, "schedule").await;
    let schedule = &hour["schedule"];
    assert_eq!(schedule["from"], "2026-02-08T00:00:00Z", "from its start");
    assert_eq!((&schedule["own_plays"], &schedule["all_plays"]), (&json!(2), &json!(4)));
    assert_eq!(schedule["is_in_schedule"], true);
    let own = schedule["plays"].as_array().unwrap().iter().find(|play| play["is_own"] == true);
    assert_eq!(own.unwrap()["asset_id"], json!(film));
    assert_eq!(preview(&world, "schedule").await, hour, "the same hour each time");
    let (kind, ..) = image(&world, schedule["image_url"].as_str().unwrap()).await;
    assert_eq!(kind, "image/png");

    // Where each is available.
    world.campaign = running;
    for (kind, status) in [("content", 409), ("store", 409), ("device", 200), ("schedule", 200)] {
        for rest in ["", "/image"] {
            let path = format!("/campaigns/{}/previews/{kind}{rest}", world.campaign);
            let answer = world.server.send(Method::GET, &path, ADMIN, Value::Null).await;
            assert_eq!(answer.status.as_u16(), status, "{kind}{rest}: {}", answer.body);
        }
        let path = format!("/campaigns/{}/previews/{kind}", world.campaign);
        let other = world.server.send(Method::GET, &path, token, Value::Null).await;
        assert_eq!(other.refused(404), "NOT_FOUND", "another advertiser's");
    }
}
