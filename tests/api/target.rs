//! Stores for a campaign: chosen, blocked, let in again.
//! Rules: CAM-07, BLK-01…BLK-05, EC3, D-42, D-52.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADMIN, Answer, Plan, Play, Screen, World, make_store, make_supplier};

pub async fn put(world: &World, body: Value) -> Answer {
    let path = format!("/campaigns/{}/targeting", world.campaign);
    world.server.send(Method::PUT, &path, ADMIN, body).await
}

pub async fn submit(world: &World, body: Value) -> Answer {
    world.server.post(&format!("/campaigns/{}/submit", world.campaign), body).await
}

/// A token for a program of a party.
async fn token(world: &World, role: &str, owner: Option<&str>) -> String {
    let name = format!("{role} {}", crate::harness::random());
    let body = json!({"name": name, "role": role, "owner_id": owner});
    let made = world.server.post("/api-tokens", body).await.expect(201);
    made["token"].as_str().unwrap().to_owned()
}

/// The newest notification of a code, as its addressee reads it.
async fn notice(world: &World, token: &str, code: &str) -> String {
    let path = format!("/notifications?code={code}");
    let list = world.server.send(Method::GET, &path, token, Value::Null).await.expect(200);
    list["items"][0]["message"].as_str().unwrap_or_default().to_owned()
}

async fn block(world: &World, store: &str, rule_type: &str, value: &str) -> Answer {
    let body = json!({"rule_type": rule_type, "blocked_value": value, "reason": "agreed"});
    world.server.post(&format!("/stores/{store}/blocking-rules"), body).await
}

async fn blocked_by(world: &World, store: &str, rule_type: &str, value: &str) -> String {
    let rule = block(world, store, rule_type, value).await.expect(201);
    rule["id"].as_str().unwrap().to_owned()
}

/// Campaigns in a screen's manifest.
async fn manifest(world: &World, screen: &Screen) -> Vec<String> {
    let path = format!("/devices/{}/manifest", screen.id);
    let body = world.server.send(Method::GET, &path, &screen.token, Value::Null).await.expect(200);
    let campaigns = body["campaigns"].as_array().unwrap().iter();
    campaigns.map(|row| row["campaign_id"].as_str().unwrap().to_owned()).collect()
}

/// Whether a screen is offered the world's campaign now.
async fn is_offered(world: &World, screen: &Screen) -> bool {
    screen.beat(&world.server).await;
    let offer = screen.next_ad(&world.server).await;
    offer.status == 200 && offer.body["campaign_id"] == json!(world.campaign)
}

/// `vetrina audit` over a copy of the store.
async fn audit_is_clean(world: &World) {
    let copy = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(world.server.folder.path()).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
        }
    }
    let audit = std::process::Command::new(env!("CARGO_BIN_EXE_vetrina"))
        .args(["audit", "--data"])
        .arg(copy.path())
        .output()
        .unwrap();
    assert!(audit.status.success(), "{}", String::from_utf8_lossy(&audit.stdout));
}

pub fn names(rows: &Value, member: &str) -> Vec<String> {
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row[member].as_str().unwrap().to_owned()).collect()
}

pub fn money(value: &Value) -> f64 {
    value.to_string().parse().unwrap()
}

/// Stores in two regions, each with a screen: (Ha Noi supermarket, Ha Noi mall, without screens).
async fn more_stores(world: &World) -> (String, String, String) {
    let server = &world.server;
    let ha_noi = |name: &str, category: &str, traffic: u32| {
        json!({"name": name, "region": "Ha Noi", "category": category, "lat": 21.0278,
               "lng": 105.8342, "daily_foot_traffic": traffic})
    };
    let first = ha_noi("WinMart", "SUPERMARKET", 3000);
    let first = make_store(server, &world.supplier, first).await;
    Screen::make(server, &first, 1).await;
    let mall = ha_noi("Royal City", "SHOPPING_MALL", 9000);
    let mall = make_store(server, &world.supplier, mall).await;
    Screen::make(server, &mall, 2).await;
    let bare = json!({"name": "Bare Wall", "region": "Da Nang"});
    let bare = make_store(server, &world.supplier, bare).await;
    (first, mall, bare)
}

/// Rule: CAM-07.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stores_are_chosen_by_criteria() {
    let world = World::drafted(Plan::default()).await;
    let (win_mart, mall, _) = more_stores(&world).await;
    let near_ha_noi = json!({"lat": 21.03, "lng": 105.83, "max_distance_km": 50});
    let table = [
        (json!({"regions": ["ha noi"]}), vec!["WinMart", "Royal City"]),
        (
            json!({"categories": ["PREMIUM_MALL", "SHOPPING_MALL"]}),
            vec!["Vincom Center", "Royal City"],
        ),
        (json!({"min_foot_traffic": 8000}), vec!["Vincom Center", "Royal City"]),
        (json!({"near": near_ha_noi}), vec!["WinMart", "Royal City"]),
        (json!({"near": near_ha_noi, "min_foot_traffic": 5000}), vec!["Royal City"]),
    ];
    for (criteria, expected) in table {
        let answer = put(&world, json!({"targeting_criteria": criteria})).await.expect(200);
        assert_eq!(names(&answer["eligible_stores"], "store_name"), expected, "{criteria}");
        assert_eq!(answer["eligible_count"], expected.len());
        assert!(answer["deliverable_impressions"].as_u64().unwrap() > 0, "{answer}");
    }
    let campaign = world.campaign().await;
    assert_eq!(
        campaign["targeting_criteria"]["near"],
        json!({"lat": 21.03, "lng": 105.83, "max_distance_km": 50.0})
    );
    assert_eq!(campaign["target_stores"], json!([mall]));
    put(&world, json!({"target_stores": [win_mart]})).await.expect(200);
    assert_eq!(world.campaign().await["targeting_criteria"], Value::Null, "by hand again");
    let entry =
        &world.server.get("/audit?action=campaign.edit&q=targeting_criteria").await["items"][0];
    assert_eq!(entry["new_value"], "by hand");
}

/// Rule: CAM-07: the refusals say what is wrong, and nothing changes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_choice_that_cannot_work_is_refused() {
    let world = World::drafted(Plan::default()).await;
    let (win_mart, _, bare) = more_stores(&world).await;
    let many: Vec<String> = (0..1001).map(|n| uuid::Uuid::from_u128(n).to_string()).collect();
    let unknown = uuid::Uuid::from_u128(5).to_string();
    let table = [
        (json!({"target_stores": []}), "At least 1 target store required"),
        (json!({"target_stores": many}), "Maximum 1000 target stores allowed"),
        (
            json!({"target_stores": [unknown]}),
            "Store 00000000-0000-0000-0000-000000000005 not found",
        ),
        (json!({"target_stores": [bare]}), "Selected stores have no active devices"),
        (json!({"targeting_criteria": {}}), "At least one criterion required"),
        (
            json!({"targeting_criteria": {"regions": ["Hue"]}}),
            "No stores match your targeting criteria",
        ),
        (
            json!({"targeting_criteria": {"regions": ["Da Nang"]}}),
            "Selected stores have no active devices",
        ),
        (
            json!({"targeting_criteria": {"near": {"lat": 91, "lng": 0, "max_distance_km": 1}}}),
            "lat must lie between -90 and 90 degrees",
        ),
        (
            json!({"targeting_criteria": {"near": {"lat": 9, "lng": 0, "max_distance_km": -1}}}),
            "max_distance_km must be above 0 and at most 20015",
        ),
        (json!({}), "Give either target_stores or targeting_criteria"),
        (
            json!({"target_stores": [win_mart], "targeting_criteria": {"regions": ["Hue"]}}),
            "Give either target_stores or targeting_criteria",
        ),
    ];
    for (body, message) in table {
        let refused = put(&world, body.clone()).await.expect(422);
        assert_eq!(refused["message"], message, "{refused}");
    }
    assert_eq!(world.campaign().await["target_stores"], json!([world.store]));

    // Inactive stores and those without screens are listed and left out while one is left.
    let path = format!("/stores/{win_mart}");
    world.server.send(Method::PATCH, &path, ADMIN, json!({"status": "INACTIVE"})).await.expect(200);
    let answer =
        put(&world, json!({"target_stores": [world.store, win_mart, bare]})).await.expect(200);
    assert_eq!(names(&answer["eligible_stores"], "store_name"), ["Vincom Center"]);
    assert_eq!(
        names(&answer["unusable_stores"], "reason"),
        ["The store is not ACTIVE", "No ACTIVE device"]
    );
}

/// Rule: CAM-07, D-49: the lower of the two counts may cost 20 % more than the budget, no more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_estimate_far_above_the_budget_is_refused() {
    // 1.00 a play, 2 an hour, 17 days of 24 hours: 816 plays.
    let plan =
        |budget| Plan { budget, fixed_cpm: Some(1000.0), priority: Some(5), ..Plan::default() };
    let world = World::drafted(plan(680.0)).await;
    let body = json!({"target_stores": [world.store]});
    let answer = put(&world, body.clone()).await.expect(200);
    assert_eq!(answer["deliverable_impressions"], 816);
    // 8000 visitors × 0.5 h × 17 days × 0.7.
    assert_eq!(answer["estimated_impressions"], 47_600);
    assert_eq!(money(&answer["estimated_cpm"]), 1000.0);
    assert_eq!(money(&answer["expected_cost"]), 816.0);
    let path = format!("/campaigns/{}", world.campaign);
    world.server.send(Method::PATCH, &path, ADMIN, json!({"budget": 679.99})).await.expect(200);
    let refused = put(&world, body).await.expect(422);
    assert_eq!(refused["message"], "Estimated cost ($816.00) exceeds budget ($679.99)");
}

/// Rule: BLK-01: blocked stores are named with their reason when stores are chosen.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn blocked_stores_are_left_out_of_a_choice() {
    let world = World::drafted(Plan::default()).await;
    let (win_mart, mall, _) = more_stores(&world).await;
    block(&world, &win_mart, "BRAND", "PHỞ VIỆT").await.expect(201);
    block(&world, &mall, "KEYWORD", "tết").await.expect(201);
    let all = json!({"target_stores": [world.store, win_mart, mall]});
    let answer = put(&world, all).await.expect(200);
    assert_eq!(names(&answer["eligible_stores"], "store_name"), ["Vincom Center"]);
    assert_eq!(
        names(&answer["blocked_stores"], "reason"),
        ["Brand blocked: PHỞ VIỆT", "Keyword blocked: tết"]
    );
    assert_eq!((&answer["eligible_count"], &answer["blocked_count"]), (&json!(1), &json!(2)));
    let estimate = world.server.get(&format!("/campaigns/{}/estimate", world.campaign)).await;
    assert_eq!(estimate["deliverable_impressions"], 816, "one screen: {estimate}");
    let refused = put(&world, json!({"target_stores": [win_mart, mall]})).await.expect(422);
    assert_eq!(refused["error"], "NO_ELIGIBLE_STORES");
    assert_eq!(refused["message"], "All selected stores blocked by competitor rules");
    assert_eq!(names(&refused["blocked_stores"], "store_name"), ["WinMart", "Royal City"]);
    // A campaign of another name is judged anew at its edit, without choosing stores again.
    let path = format!("/campaigns/{}", world.campaign);
    let body = json!({"name": "Lunar year"});
    let edited = world.server.send(Method::PATCH, &path, ADMIN, body).await.expect(200);
    assert_eq!(names(&edited["blocked_stores"], "store_name"), ["WinMart"]);
}

/// Two stores with a screen each; the campaign runs in both since its start.
async fn running_in_two() -> (World, String, Screen) {
    let world = World::drafted(Plan::default()).await;
    let second = json!({"name": "WinMart", "category": "SUPERMARKET"});
    let second = make_store(&world.server, &world.supplier, second).await;
    let screen = Screen::make(&world.server, &second, 1).await;
    put(&world, json!({"target_stores": [world.store, second]})).await.expect(200);
    submit(&world, json!({"terms_accepted": true})).await.expect(200);
    world.server.set_clock("2026-02-04T00:00:00Z").await;
    (world, second, screen)
}

/// Given a campaign that runs in two stores, when one adds a rule, then its screen gets it no more
/// from that moment on, the advertiser hears why and what remains, and money stays where it is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_rule_acts_at_once() {
    let (world, second, screen) = running_in_two().await;
    let advertiser = token(&world, "ADVERTISER", Some(&world.advertiser)).await;
    assert!(is_offered(&world, &screen).await);
    assert_eq!(manifest(&world, &screen).await, std::slice::from_ref(&world.campaign));
    world.server.advance(600).await;
    screen.beat(&world.server).await;
    let played_before = Play::of(&world, world.server.now().await);
    world.server.advance(60).await;

    let supplier = token(&world, "SUPPLIER", Some(&world.supplier)).await;
    let path = format!("/stores/{second}/blocking-rules");
    let rule = json!({"rule_type": "BRAND", "blocked_value": "Phở Việt", "reason": "Exclusive partnership"});
    let rule = world.server.send(Method::POST, &path, &supplier, rule).await.expect(201);
    let rule_path = format!("{path}/{}", rule["id"].as_str().unwrap());

    assert!(!is_offered(&world, &screen).await);
    assert!(manifest(&world, &screen).await.is_empty());
    let campaign = world.campaign().await;
    assert_eq!(campaign["status"], "ACTIVE");
    assert_eq!(names(&campaign["blocked_stores"], "store_name"), ["WinMart"]);
    assert_eq!(money(&campaign["remaining_budget"]), 1000.0);
    let told = notice(&world, &advertiser, "STORE_NOW_BLOCKS").await;
    let expected = "Store WinMart now blocks your campaign due to: Brand blocked: Phở Việt. Tết 2026 goes on in 1 store and now expects 816 impressions for";
    assert!(told.starts_with(expected), "{told}");
    let entry = &world.server.get("/audit?action=campaign.blocked_stores").await["items"][0];
    assert_eq!((&entry["old_value"], &entry["new_value"]), (&json!("0 stores"), &json!("1 store")));
    assert_eq!(entry["change_type"], "SYSTEM");

    // What was on screen before counts, what came after does not.
    let mut before = played_before;
    before.location = None;
    screen.submit(&world.server, &before).await.expect(201);
    world.server.advance(600).await;
    screen.beat(&world.server).await;
    let mut after = Play::of(&world, world.server.now().await);
    after.location = None;
    assert_eq!(screen.submit(&world.server, &after).await.refused(422), "STORE_BLOCKED");

    // It stands after a restart, and goes with the rule.
    let world = World { server: world.server.restart().await, ..world };
    assert_eq!(names(&world.campaign().await["blocked_stores"], "store_name"), ["WinMart"]);
    let off = json!({"is_active": false});
    world.server.send(Method::PATCH, &rule_path, &supplier, off).await.expect(200);
    assert_eq!(world.campaign().await["blocked_stores"], json!([]));
    assert!(is_offered(&world, &screen).await);
    let told = notice(&world, &advertiser, "STORE_OPEN_AGAIN").await;
    assert!(told.starts_with("No longer blocked: WinMart. Tết 2026 has 2 stores"), "{told}");
    let on = json!({"is_active": true});
    world.server.send(Method::PATCH, &rule_path, &supplier, on).await.expect(200);
    assert_eq!(names(&world.campaign().await["blocked_stores"], "store_name"), ["WinMart"]);
    world.server.send(Method::DELETE, &rule_path, &supplier, json!({})).await.expect(200);
    assert_eq!(world.campaign().await["blocked_stores"], json!([]));
    audit_is_clean(&world).await;
}

/// Rule: BLK-01: a supplier's rules are its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn suppliers_manage_their_own_rules_alone() {
    let (world, second, _) = running_in_two().await;
    let rule = blocked_by(&world, &second, "KEYWORD", "cola").await;
    let other = make_supplier(&world.server, "Other Screens").await;
    let other = token(&world, "SUPPLIER", Some(&other)).await;
    let advertiser = token(&world, "ADVERTISER", Some(&world.advertiser)).await;
    let path = format!("/stores/{second}/blocking-rules/{rule}");
    let off = json!({"is_active": false});
    for (who, status) in [(&other, 404), (&advertiser, 404)] {
        let patched = world.server.send(Method::PATCH, &path, who, off.clone()).await;
        assert_eq!(patched.status, status);
        let deleted = world.server.send(Method::DELETE, &path, who, json!({})).await;
        assert_eq!(deleted.status, status);
    }
}

/// Rule: D-52, CAM-11: while a campaign runs stores join, and only one that blocks it leaves.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_blocks_may_be_removed_while_active() {
    let (world, second, screen) = running_in_two().await;
    let advertiser = token(&world, "ADVERTISER", Some(&world.advertiser)).await;
    let path = format!("/campaigns/{}/targeting", world.campaign);
    let only_first = json!({"target_stores": [world.store]});
    let remove = || world.server.send(Method::PUT, &path, &advertiser, only_first.clone());
    let refused = remove().await.expect(422);
    assert_eq!(refused["error"], "FIELD_NOT_EDITABLE");
    assert_eq!(refused["would_be_removed"], 1);
    block(&world, &second, "BRAND", "phở việt").await.expect(201);
    remove().await.expect(200);
    let campaign = world.campaign().await;
    assert_eq!(campaign["target_stores"], json!([world.store]));
    assert_eq!(campaign["blocked_stores"], json!([]));
    assert!(!is_offered(&world, &screen).await);
    let third = make_store(&world.server, &world.supplier, json!({"name": "Third"})).await;
    let third_screen = Screen::make(&world.server, &third, 2).await;
    put(&world, json!({"target_stores": [world.store, third]})).await.expect(200);
    assert!(is_offered(&world, &third_screen).await);
    world
        .server
        .post(&format!("/campaigns/{}/cancel", world.campaign), json!({}))
        .await
        .expect(200);
    let refused = put(&world, json!({"target_stores": [world.store]})).await.expect(422);
    assert_eq!(refused["message"], "Stores of a campaign that is CANCELLED cannot be changed");
}

/// Given a campaign that waits for its start, when all its stores block it before, then it does not
/// start but pauses. Rule: BLK-02.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn blocking_is_judged_again_at_the_start() {
    let world = World::submitted(Plan::default()).await;
    let advertiser = token(&world, "ADVERTISER", Some(&world.advertiser)).await;
    block(&world, &world.store, "CATEGORY", "FOOD_BEVERAGE").await.expect(201);
    let campaign = world.campaign().await;
    assert_eq!(campaign["status"], "SCHEDULED");
    let told = notice(&world, &advertiser, "CAMPAIGN_ALL_STORES_BLOCKED").await;
    assert!(told.starts_with("All target stores have blocked your campaign Tết 2026"), "{told}");
    world.server.set_clock("2026-02-04T00:00:00Z").await;
    let campaign = world.campaign().await;
    assert_eq!(campaign["status"], "PAUSED");
    assert_eq!(campaign["pause_reason"], "NO_ELIGIBLE_STORES");
    assert_eq!(notice(&world, &advertiser, "CAMPAIGN_LIVE").await, "", "it never was");
}

/// EC3. Given a campaign that runs in two stores, when both block it, then it is paused with its
/// budget held, cannot be resumed while nothing has changed, and runs on in a new store.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec03_all_stores_block_a_running_campaign() {
    let (world, second, _) = running_in_two().await;
    let advertiser = token(&world, "ADVERTISER", Some(&world.advertiser)).await;
    world.server.advance(600).await;
    world.screen.beat(&world.server).await;
    let cost = money(&world.submit(&world.play().await).await.expect(201)["cost"]);

    block(&world, &second, "KEYWORD", "tết").await.expect(201);
    assert_eq!(world.campaign().await["status"], "ACTIVE");
    let last = blocked_by(&world, &world.store, "KEYWORD", "tết").await;
    let campaign = world.campaign().await;
    assert_eq!(campaign["status"], "PAUSED");
    assert_eq!(campaign["pause_reason"], "NO_ELIGIBLE_STORES");
    assert_eq!(campaign["blocked_stores"].as_array().unwrap().len(), 2);
    world.server.advance(600).await;
    world.screen.beat(&world.server).await;
    let late = world.play().await;
    assert_eq!(world.submit(&late).await.refused(422), "STORE_BLOCKED");
    let told = notice(&world, &advertiser, "CAMPAIGN_NO_ELIGIBLE_STORES").await;
    assert!(told.starts_with("All target stores have blocked your campaign. "), "{told}");
    assert!(
        told.contains("add new target stores, contact blocked stores for exemption, or cancel")
    );

    // The budget stays held, not refunded.
    let wallet = world.server.get(&format!("/wallets/{}", world.advertiser)).await;
    assert_eq!(money(&wallet["available_balance"]), 49_000.0);
    assert_eq!(money(&wallet["held_balance"]), 1000.0 - cost);
    let path = format!("/campaigns/{}/transactions", world.campaign);
    let kinds = names(&world.server.get(&path).await["items"], "transaction_type");
    assert!(!kinds.contains(&"REFUND".to_owned()), "{kinds:?}");
    let entry = &world.server.get("/audit?action=campaign.auto_pause").await["items"][0];
    assert_eq!(entry["reason"], "NO_ELIGIBLE_STORES");

    let resume = format!("/campaigns/{}/resume", world.campaign);
    let resumed = world.server.send(Method::POST, &resume, &advertiser, json!({})).await;
    let refused = resumed.expect(422);
    assert_eq!(refused["error"], "NO_ELIGIBLE_STORES");
    assert_eq!(refused["options"].as_array().unwrap().len(), 3);

    // Way out 1: another store. The blocked ones stay listed.
    let third = make_store(&world.server, &world.supplier, json!({"name": "Third"})).await;
    let third_screen = Screen::make(&world.server, &third, 2).await;
    let stores = json!({"target_stores": [world.store, second, third]});
    put(&world, stores).await.expect(200);
    let resumed =
        world.server.send(Method::POST, &resume, &advertiser, json!({})).await.expect(200);
    assert_eq!(resumed["status"], "ACTIVE");
    assert!(is_offered(&world, &third_screen).await);

    // Way out 2: a store lifts its rule.
    block(&world, &third, "KEYWORD", "tết").await.expect(201);
    assert_eq!(world.campaign().await["pause_reason"], "NO_ELIGIBLE_STORES");
    let path = format!("/stores/{}/blocking-rules/{last}", world.store);
    world.server.send(Method::DELETE, &path, ADMIN, json!({})).await.expect(200);
    assert_eq!(world.campaign().await["status"], "PAUSED", "the advertiser decides");
    let told = notice(&world, &advertiser, "STORE_OPEN_AGAIN_RESUME").await;
    assert!(told.contains("can be resumed"), "{told}");
    world.server.send(Method::POST, &resume, &advertiser, json!({})).await.expect(200);

    // Way out 3: cancel, and the rest comes back after the grace.
    world
        .server
        .post(&format!("/campaigns/{}/cancel", world.campaign), json!({}))
        .await
        .expect(200);
    world.server.advance(301).await;
    let wallet = world.server.get(&format!("/wallets/{}", world.advertiser)).await;
    assert_eq!(money(&wallet["held_balance"]), 0.0);
    assert!((money(&wallet["available_balance"]) - (50_000.0 - cost)).abs() < 0.01);
    audit_is_clean(&world).await;
}

/// Rule: BLK-04, D-42: a scan flag that is found later blocks at once, and its end unblocks.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn new_scan_flags_are_judged_at_once() {
    let (world, second, screen) = running_in_two().await;
    let advertiser = token(&world, "ADVERTISER", Some(&world.advertiser)).await;
    block(&world, &second, "CATEGORY", "alcohol").await.expect(201);
    assert_eq!(world.campaign().await["blocked_stores"], json!([]));
    let flags = format!("/assets/{}/scan-flags", world.asset);
    let set = |flags_found: Value| {
        world.server.send(Method::PUT, &flags, ADMIN, json!({"scan_flags": flags_found}))
    };
    set(json!(["ALCOHOL"])).await.expect(200);
    let campaign = world.campaign().await;
    assert_eq!(names(&campaign["blocked_stores"], "reason"), ["Category blocked: ALCOHOL"]);
    assert!(!is_offered(&world, &screen).await);
    let told = notice(&world, &advertiser, "STORE_NOW_BLOCKS").await;
    assert!(told.starts_with("Store WinMart now blocks your campaign due to: Category blocked"));
    set(json!([])).await.expect(200);
    assert_eq!(world.campaign().await["blocked_stores"], json!([]));
    assert!(is_offered(&world, &screen).await);
}

/// Given a store that blocks a running campaign, when a super administrator overrides the rule, then
/// the store shows it again from that moment on, its supplier is told, and all is on record.
/// Rule: BLK-05.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_override_lets_one_campaign_in() {
    let (world, second, screen) = running_in_two().await;
    let supplier = token(&world, "SUPPLIER", Some(&world.supplier)).await;
    let rule = blocked_by(&world, &second, "BRAND", "Phở Việt").await;
    world.server.advance(300).await;
    screen.beat(&world.server).await;
    let mut while_blocked = Play::of(&world, world.server.now().await);
    while_blocked.location = None;
    world.server.advance(60).await;

    let path = format!("/blocking-rules/{rule}/overrides");
    let body = json!({"campaign_id": world.campaign, "reason": "Both partners agreed"});
    let admin = token(&world, "ADMIN", None).await;
    for who in [&admin, &supplier] {
        let refused = world.server.send(Method::POST, &path, who, body.clone()).await;
        assert_eq!(refused.refused(403), "FORBIDDEN");
    }
    let empty = json!({"campaign_id": world.campaign, "reason": " "});
    assert_eq!(world.server.post(&path, empty).await.refused(422), "VALIDATION_FAILED");
    let made = world.server.post(&path, body.clone()).await.expect(201);
    assert_eq!(made["reason"], "Manual override: Both partners agreed");
    assert_eq!(made["expires_at"], "2026-02-20T23:59:59.999Z");
    assert_eq!((&made["is_active"], &made["campaign_name"]), (&json!(true), &json!("Tết 2026")));
    assert_eq!(world.server.post(&path, body.clone()).await.refused(409), "CONFLICT");

    assert_eq!(world.campaign().await["blocked_stores"], json!([]));
    assert!(is_offered(&world, &screen).await);
    assert_eq!(manifest(&world, &screen).await, std::slice::from_ref(&world.campaign));
    let told = notice(&world, &supplier, "BLOCKING_OVERRIDDEN").await;
    let expected = "Admin override: Campaign Tết 2026 approved for your store WinMart until";
    assert!(told.starts_with(expected), "{told}");
    let trail = world.server.get("/audit?action=blocking_rule.override").await;
    assert_eq!(trail["items"].as_array().unwrap().len(), 2, "on the rule and on the campaign");
    assert_eq!(trail["items"][0]["reason"], "Both partners agreed");
    let list = world.server.send(Method::GET, &path, &supplier, Value::Null).await.expect(200);
    assert_eq!(list["items"][0]["id"], made["id"]);

    // What was played before the approval stays refused, also when it arrives after.
    let refused = screen.submit(&world.server, &while_blocked).await;
    assert_eq!(refused.refused(422), "STORE_BLOCKED");
    world.server.advance(600).await;
    screen.beat(&world.server).await;
    let mut now = Play::of(&world, world.server.now().await);
    now.location = None;
    screen.submit(&world.server, &now).await.expect(201);

    // Another rule is not overridden; another campaign neither.
    block(&world, &second, "KEYWORD", "tết").await.expect(201);
    assert_eq!(
        names(&world.campaign().await["blocked_stores"], "reason"),
        ["Keyword blocked: tết"]
    );
    let plan = Plan { start_date: "2026-02-06T00:00:00Z", ..Plan::default() };
    let other = world.make_campaign("Another", &plan).await;
    let path = format!("/campaigns/{other}");
    let stores = json!({"target_stores": [second]});
    let other = world.server.send(Method::PATCH, &path, ADMIN, stores).await.expect(200);
    assert_eq!(names(&other["blocked_stores"], "reason"), ["Brand blocked: Phở Việt"]);
    let world = World { server: world.server.restart().await, ..world };
    assert!(!is_offered(&world, &screen).await, "the keyword still blocks");
    audit_is_clean(&world).await;
}
