//! Campaigns that resemble each other, and the trail of what was done to a campaign.
//! Rules: CAM-11, CAM-23, EC13.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::{
        ADMIN, Answer, Plan, Screen, Server, World, knowing_twins, make_advertiser, make_store,
        quiet,
    },
    money::token,
    stop_devices::notices,
};

async fn submit(world: &World, campaign: &str, body: Value) -> Answer {
    world.server.post(&format!("/campaigns/{campaign}/submit"), body).await
}

async fn status(world: &World, campaign: &str) -> Value {
    world.server.get(&format!("/campaigns/{campaign}")).await["status"].clone()
}

async fn held(world: &World) -> String {
    let wallet = world.server.get(&format!("/wallets/{}", world.advertiser)).await;
    wallet["held_balance"].to_string()
}

/// The entries of a campaign's trail with one action.
async fn trail(world: &World, campaign: &str, action: &str) -> Vec<Value> {
    let path = format!("/campaigns/{campaign}/audit?action={action}&limit=200");
    world.server.get(&path).await["items"].as_array().unwrap().clone()
}

fn words(list: &Value, member: &str) -> Vec<String> {
    let items = list.as_array().unwrap().iter();
    items.map(|one| one[member].as_str().unwrap().to_owned()).collect()
}

async fn edit(world: &World, campaign: &str, body: Value) -> Value {
    let path = format!("/campaigns/{campaign}");
    world.server.send(Method::PATCH, &path, ADMIN, body).await.expect(200)
}

/// EC13. Given a scheduled campaign, when its advertiser makes another one with the same brand,
/// category, stores and content for other dates, then the draft is warned of, the submission asks,
/// with both side by side, and goes through once that was acknowledged, which the audit tells.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec13_a_near_duplicate_asks_for_an_acknowledgement() {
    let world = World::submitted(Plan::default()).await;
    let body = json!({
        "advertiser_id": world.advertiser, "name": "Tết again", "brand_name": "PHỞ VIỆT ",
        "category": "FOOD_BEVERAGE", "budget": 1000, "start_date": "2026-03-01T00:00:00Z",
        "end_date": "2026-03-10", "content_assets": [world.asset], "target_stores": [world.store],
    });
    let made = world.server.post("/campaigns", body).await.expect(201);
    assert_eq!(words(&made["warnings"], "message"), ["Similar campaign detected: Tết 2026"]);
    let second = made["id"].as_str().unwrap().to_owned();
    let shown = world.server.get(&format!("/campaigns/{second}/similar")).await;
    assert_eq!((&shown["count"], &shown["campaigns"]), (&json!(1), &made["warnings"]));

    let before = held(&world).await;
    let asked = submit(&world, &second, json!({"terms_accepted": true})).await.expect(422);
    assert_eq!(asked["error"], "ACKNOWLEDGEMENT_REQUIRED");
    let message = asked["message"].as_str().unwrap();
    assert!(message.starts_with("Similar campaign detected: Tết 2026; "), "{message}");
    let warning = &asked["warnings"][0];
    assert_eq!(warning["code"], "SIMILAR_CAMPAIGN");
    assert_eq!(warning["campaign_id"], world.campaign.as_str());
    assert_eq!((&warning["status"], &warning["matches"]), (&json!("SCHEDULED"), &json!(4)));
    for (place, criterion, this, other, matches) in [
        (0, "BRAND_NAME", "PHỞ VIỆT", "Phở Việt", true),
        (1, "CATEGORY", "FOOD_BEVERAGE", "FOOD_BEVERAGE", true),
        (2, "TARGET_STORES", "1 stores", "1 stores, 1 of them shared", true),
        (3, "CONTENT_ASSETS", "film.mp4", "film.mp4", true),
        (
            4,
            "DATES",
            "2026-03-01T00:00:00Z to 2026-03-10T23:59:59Z",
            "2026-02-04T00:00:00Z to 2026-02-20T23:59:59Z",
            false,
        ),
    ] {
        let line = json!({
            "criterion": criterion, "this": this, "other": other, "matches": matches,
        });
        assert_eq!(warning["comparison"][place], line);
    }
    assert_eq!(status(&world, &second).await, "DRAFT");
    assert_eq!(held(&world).await, before, "nothing is held");
    assert!(trail(&world, &second, "campaign.acknowledge").await.is_empty());
    let other = json!({"terms_accepted": true, "acknowledged_warnings": ["SCHEDULE_CONFLICT"]});
    assert_eq!(submit(&world, &second, other).await.refused(422), "ACKNOWLEDGEMENT_REQUIRED");

    let done = submit(&world, &second, knowing_twins()).await.expect(200);
    assert_eq!(done["status"], "SCHEDULED", "duplicates are allowed");
    assert_eq!(held(&world).await, "2000");
    let entries = trail(&world, &second, "campaign.acknowledge").await;
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0]["new_value"], "SIMILAR_CAMPAIGN");
    assert_eq!(entries[0]["reason"], "1 similar: Tết 2026 (4 of 5)");
    assert!(trail(&world, &second, "campaign.flag_similar").await.is_empty());

    // Two of five are no duplicate; nor is another advertiser's campaign, whatever it is like.
    let third = world.make_campaign("Third", &Plan::default()).await;
    edit(&world, &third, json!({"brand_name": "Bánh Mì", "category": "TELECOM"})).await;
    let store = make_store(&world.server, &world.supplier, json!({"name": "Far"})).await;
    Screen::make(&world.server, &store, 1).await;
    edit(&world, &third, json!({"target_stores": [store]})).await;
    submit(&world, &third, json!({"terms_accepted": true})).await.expect(200);
    let rival = make_advertiser(&world.server, "Rival", 5_000.0).await;
    let body = json!({
        "advertiser_id": rival, "name": "Tết 2026", "brand_name": "Phở Việt",
        "category": "FOOD_BEVERAGE", "start_date": "2026-02-04", "end_date": "2026-02-20",
        "target_stores": [world.store],
    });
    assert_eq!(world.server.post("/campaigns", body).await.expect(201)["warnings"], json!([]));
    world.server.stop_and_audit().await;
}

/// EC13. Given an advertiser that goes on submitting the same campaign, when the one before had
/// five near-duplicates and the next has six, then it is flagged, the operator hears of it, and it
/// runs all the same; the flag outlives a restart.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec13_more_than_five_near_duplicates_are_flagged() {
    let mut world = World::submitted(Plan::default()).await;
    let mut last = String::new();
    for number in 1..=6 {
        assert!(!told(&world).await.contains("MANY_SIMILAR_CAMPAIGNS"), "{number}");
        last = world.make_campaign(&format!("Copy {number}"), &Plan::default()).await;
        let done = submit(&world, &last, knowing_twins()).await.expect(200);
        assert_eq!(done["status"], "SCHEDULED", "flagged, not blocked");
    }
    let all = notices(&world.server, ADMIN).await;
    let flags = all.iter().filter(|(code, _)| code == "MANY_SIMILAR_CAMPAIGNS");
    let flags: Vec<_> = flags.map(|(_, message)| message.as_str()).collect();
    assert_eq!(flags.len(), 1);
    assert!(flags[0].starts_with("Phở Việt submitted Copy 6, which resembles 6 of its"));
    let flag = trail(&world, &last, "campaign.flag_similar").await;
    assert_eq!((flag.len(), &flag[0]["new_value"]), (1, &json!("6")));
    let found = world.server.get("/audit?action=campaign.flag_similar").await;
    assert_eq!(found["items"][0]["subject_id"], last.as_str(), "what to look at");
    world.server = world.server.audited().await;
    let review = world.server.get(&format!("/campaigns/{last}/review")).await;
    assert_eq!(
        (&review["similar_flag"]["count"], &review["similar"]["count"]),
        (&json!(6), &json!(6))
    );
    assert_eq!(review["advertiser"]["similar_flags"], 1);
    let buyer = token(&world.server, "ADVERTISER", Some(&world.advertiser)).await;
    let path = format!("/campaigns/{last}/review");
    world.server.send(Method::GET, &path, &buyer, Value::Null).await.refused(403);
}

async fn told(world: &World) -> String {
    let all = notices(&world.server, ADMIN).await;
    all.into_iter().map(|(code, _)| code).collect::<Vec<_>>().join(" ")
}

/// CAM-23, CAM-24: what was not acknowledged comes back together, what was does not; the numbers are
/// configured.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_warnings_come_at_once() {
    let mut settings = quiet();
    settings.similar.criteria = 5;
    let world = World::submitted(Plan { settings, ..Plan::default() }).await;
    let second = world.make_campaign("Second", &Plan::default()).await;
    let hours = |from: &str, to: &str| json!([{"days": ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"], "from": from, "to": to}]);
    let change = json!({"name": "Early Shop", "opening_hours": hours("09:00", "18:00")});
    let early = make_store(&world.server, &world.supplier, change).await;
    Screen::make(&world.server, &early, 1).await;
    let body = json!({
        "target_stores": [world.store, early], "dayparts": hours("18:00", "22:00"),
    });
    edit(&world, &second, body).await;
    let answer = submit(&world, &second, json!({"terms_accepted": true})).await.expect(422);
    assert_eq!(words(&answer["warnings"], "code"), ["SCHEDULE_CONFLICT"], "4 of 5 are not enough");
    let both = world.make_campaign("Both", &Plan::default()).await;
    edit(&world, &both, json!({"target_stores": [early, world.store]})).await;
    edit(&world, &both, json!({"dayparts": hours("18:00", "22:00")})).await;
    let knowing = json!({"terms_accepted": true, "acknowledged_warnings": ["SCHEDULE_CONFLICT"]});
    submit(&world, &second, knowing.clone()).await.expect(200);
    let asked = submit(&world, &both, json!({"terms_accepted": true})).await.expect(422);
    assert_eq!(words(&asked["warnings"], "code"), ["SIMILAR_CAMPAIGN", "SCHEDULE_CONFLICT"]);
    let asked = submit(&world, &both, knowing).await.expect(422);
    assert_eq!(words(&asked["warnings"], "code"), ["SIMILAR_CAMPAIGN"]);
    let asked = submit(&world, &both, knowing_twins()).await.expect(422);
    assert_eq!(words(&asked["warnings"], "code"), ["SCHEDULE_CONFLICT"]);
    let all = ["SIMILAR_CAMPAIGN", "SCHEDULE_CONFLICT"];
    let body = json!({"terms_accepted": true, "acknowledged_warnings": all});
    submit(&world, &both, body).await.expect(200);
    let entries = trail(&world, &both, "campaign.acknowledge").await;
    let said = words(&json!(entries), "reason");
    assert_eq!(
        said,
        ["1 similar: Second (5 of 5)", "Never open during the scheduled hours: Early Shop"]
    );
}

/// EDIT-003: the trail of a campaign is its advertiser's to read, newest first and by pages; the
/// addresses of callers are the operator's; no method changes or removes an entry.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_campaigns_trail_is_read_by_its_owner_and_changed_by_nobody() {
    let world = World::drafted(Plan::default()).await;
    let server = &world.server;
    let other = make_store(server, &world.supplier, json!({"name": "Other"})).await;
    let buyer = token(server, "ADVERTISER", Some(&world.advertiser)).await;
    let path = format!("/campaigns/{}", world.campaign);
    let body = json!({"target_stores": [world.store, other], "budget": 900, "reason": "cheaper"});
    server.send(Method::PATCH, &path, &buyer, body).await.expect(200);
    let path = format!("{path}/audit");
    let list = server.send(Method::GET, &path, &buyer, Value::Null).await.expect(200);
    let items = list["items"].as_array().unwrap();
    let fields: Vec<_> = items.iter().map(|one| one["field"].as_str()).collect();
    assert_eq!(fields, [Some("target_stores"), Some("budget"), None], "newest first");
    for (member, expected) in [
        ("old_value", world.store.clone()),
        ("new_value", format!("{}, {other}", world.store)),
        ("reason", "cheaper".to_owned()),
        ("change_type", "API".to_owned()),
        ("action", "campaign.edit".to_owned()),
        ("at", server.now().await.to_string()),
    ] {
        assert_eq!(items[0][member], expected, "{member}");
    }
    assert!(items[0]["actor_id"].is_string() && items[0]["ip_address"].is_null());
    let full = server.get(&path).await;
    assert_eq!(full["items"][0]["ip_address"], "127.0.0.1", "for the operator");

    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = server.get(&format!("{path}?limit=1{cursor}")).await;
        seen.extend(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(json!(seen), full["items"]);

    let rival = make_advertiser(server, "Rival", 0.0).await;
    let rival = token(server, "ADVERTISER", Some(&rival)).await;
    server.send(Method::GET, &path, &rival, Value::Null).await.refused(404);
    server.send(Method::GET, "/audit", &buyer, Value::Null).await.refused(403);
    let seq = &full["items"][0]["seq"];
    let entry = [format!("/audit/{seq}"), format!("{path}/{seq}")];
    let all = server.get("/audit?limit=200").await;
    for target in ["/audit", &path, &entry[0], &entry[1]] {
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            let body = json!({"new_value": "never happened"});
            let answer = server.send(method.clone(), target, ADMIN, body).await;
            let code = answer.status.as_u16();
            assert!(matches!(code, 404 | 405), "{method} {target}: {code} {}", answer.body);
        }
    }
    assert_eq!(server.get("/audit?limit=200").await, all);
    let server = world.server.restart().await;
    assert_eq!(server.get("/audit?limit=200").await["items"], all["items"]);
}

/// OPS-04, EDIT-003: entries are found by subject, actor, action, field, time and words.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_trail_is_searched_by_every_member() {
    let world = World::drafted(Plan::default()).await;
    let server = &world.server;
    let start = server.now().await.to_string();
    server.advance(86_400).await;
    edit(&world, &world.campaign, json!({"name": "Trung Thu", "reason": "mùa mới"})).await;
    let later = server.now().await.to_string();
    let own = async |query: &str| {
        let path = format!("/campaigns/{}/audit?{query}", world.campaign);
        count(server, &path).await
    };
    for (query, expected) in [
        ("", 2),
        ("action=campaign.edit", 1),
        ("action=campaign.create", 1),
        ("action=campaign", 0),
        ("field=name", 1),
        ("field=budget", 0),
        ("actor=nobody", 0),
        ("from=2026-02-03", 1),
        ("to=2026-02-02", 1),
        ("from=2026-02-04", 0),
        ("q=trung", 1),
        ("q=mua+moi", 1),
        ("q=tet", 1),
        ("q=giang", 0),
        ("q=trung&field=budget", 0),
    ] {
        assert_eq!(own(query).await, expected, "{query}");
    }
    let all = async |query: String| count(server, &format!("/audit?{query}")).await;
    let subject = format!("subject=campaign&subject_id={}", world.campaign);
    assert_eq!(all(subject.clone()).await, 2);
    assert_eq!(all(format!("{subject}&field=name&from={later}")).await, 1);
    assert_eq!(all(format!("{subject}&to={start}")).await, 1);
    assert_eq!(all(format!("subject=store&subject_id={}", world.campaign)).await, 0);
    let entry = server.get(&format!("/audit?{subject}")).await["items"][0].clone();
    let actor = entry["actor"].as_str().unwrap();
    assert_eq!(all(format!("{subject}&actor={actor}")).await, 2);
    assert_eq!(all(format!("{subject}&actor={}", entry["actor_id"].as_str().unwrap())).await, 2);
    for wrong in ["from=never", "from=2026-02-04&to=2026-02-03"] {
        let path = format!("/campaigns/{}/audit?{wrong}", world.campaign);
        server.send(Method::GET, &path, ADMIN, Value::Null).await.refused(422);
    }
}

async fn count(server: &Server, path: &str) -> usize {
    server.get(path).await["items"].as_array().unwrap().len()
}
