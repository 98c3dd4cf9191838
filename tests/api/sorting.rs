//! Lists in the order that is asked for, page by page.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADMIN, Plan, Server, World, make_advertiser, make_store, quiet};

/// The named members of all rows, page by page.
async fn all(server: &Server, token: &str, path: &str, limit: usize) -> Vec<Value> {
    let (mut rows, mut cursor) = (Vec::new(), String::new());
    loop {
        let sign = if path.contains('?') { '&' } else { '?' };
        let page = format!("{path}{sign}limit={limit}{cursor}");
        let list = server.send(Method::GET, &page, token, Value::Null).await.expect(200);
        let items = list["items"].as_array().unwrap();
        assert!(items.len() <= limit && (rows.is_empty() || !items.is_empty()), "{page}");
        rows.extend(items.iter().cloned());
        let Some(next) = list["next_cursor"].as_str() else { return rows };
        cursor = format!("&cursor={next}");
    }
}

fn names(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["name"].as_str().unwrap()).collect()
}

/// A world with four campaigns: names, budgets, dates, statuses and spends differ.
async fn world() -> World {
    let world = World::running(Plan { budget: 500.0, ..Plan::default() }).await;
    let later = Plan { budget: 300.0, start_date: "2026-02-10T00:00:00Z", ..Plan::default() };
    world.make_campaign("đèn lồng", &later).await;
    let end = Plan { budget: 500.0, end_date: "2026-02-15", ..later };
    let cancelled = world.make_campaign("Caffè", &end).await;
    world.server.post(&format!("/campaigns/{cancelled}/cancel"), json!({})).await.expect(200);
    let bare = json!({"advertiser_id": world.advertiser, "name": "Bare"});
    world.server.post("/campaigns", bare).await.expect(201);
    world.submit(&world.play().await).await.expect(201);
    world
}

/// Given four campaigns, when they are asked for in an order, then they come in it whatever the
/// size of a page, with those that have no value at the end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn campaigns_come_in_the_order_asked_for() {
    let world = world().await;
    let server = &world.server;
    for (sort, expected) in [
        ("name", ["Bare", "Caffè", "đèn lồng", "Tết 2026"]),
        ("-name", ["Tết 2026", "đèn lồng", "Caffè", "Bare"]),
        ("created_at", ["Tết 2026", "đèn lồng", "Caffè", "Bare"]),
        ("-created_at", ["Bare", "Caffè", "đèn lồng", "Tết 2026"]),
        ("budget", ["đèn lồng", "Tết 2026", "Caffè", "Bare"]),
        ("-budget", ["Caffè", "Tết 2026", "đèn lồng", "Bare"]),
        ("start_date", ["Tết 2026", "đèn lồng", "Caffè", "Bare"]),
        ("end_date", ["Caffè", "Tết 2026", "đèn lồng", "Bare"]),
        ("status", ["đèn lồng", "Bare", "Tết 2026", "Caffè"]),
        ("-spent", ["Tết 2026", "Bare", "Caffè", "đèn lồng"]),
    ] {
        for limit in [1, 3, 500] {
            let rows = all(server, ADMIN, &format!("/campaigns?sort={sort}"), limit).await;
            assert_eq!(names(&rows), expected, "{sort} by {limit}");
        }
    }
    let found = all(server, ADMIN, "/campaigns?q=l%E1%BB%93ng&sort=-name", 1).await;
    assert_eq!(names(&found), ["đèn lồng"], "within what a search finds");
    let drafts = all(server, ADMIN, "/campaigns?status=DRAFT&sort=name", 1).await;
    assert_eq!(names(&drafts), ["Bare", "đèn lồng"], "within a filter");
    let owner = json!({"name": "x", "role": "ADVERTISER",
        "owner_id": make_advertiser(server, "Other", 0.0).await});
    let other = server.post("/api-tokens", owner).await.expect(201);
    let other = other["token"].as_str().unwrap();
    assert_eq!(all(server, other, "/campaigns?sort=budget", 5).await, Vec::<Value>::new());
}

/// Given the first page of a list, when rows come, go up and go down, then the next page goes on
/// where the first one ended.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_goes_on_where_the_last_one_ended() {
    let world = world().await;
    let server = &world.server;
    let first = server.get("/campaigns?sort=name&limit=2").await;
    assert_eq!(names(first["items"].as_array().unwrap()), ["Bare", "Caffè"]);
    let later = Plan { start_date: "2026-02-10T00:00:00Z", ..Plan::default() };
    world.make_campaign("Aardvark", &later).await;
    world.make_campaign("Dandelion", &later).await;
    let bare = first["items"][0]["id"].as_str().unwrap();
    let path = format!("/campaigns/{bare}");
    server.send(Method::PATCH, &path, ADMIN, json!({"name": "Zzz"})).await.expect(200);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = server.get(&format!("/campaigns?sort=name&limit=9&cursor={cursor}")).await;
    let expected = ["Dandelion", "đèn lồng", "Tết 2026", "Zzz"];
    assert_eq!(names(second["items"].as_array().unwrap()), expected);
    for path in [
        "/campaigns?sort=-name&cursor=",
        "/campaigns?sort=budget&cursor=",
        "/stores?sort=name&limit=1&cursor=",
    ] {
        let answer = server.send(Method::GET, &format!("{path}{cursor}"), ADMIN, Value::Null).await;
        if path.starts_with("/stores") {
            // The same order of another list: the place is one there too.
            answer.expect(200);
        } else {
            let problem = answer.expect(400);
            assert_eq!(
                problem["message"],
                "the cursor is of another order; begin again without it"
            );
        }
    }
    let plain = server.get("/campaigns?limit=1").await;
    let plain = plain["next_cursor"].as_str().unwrap();
    for path in
        [format!("/campaigns?sort=name&cursor={plain}"), format!("/campaigns?cursor={cursor}")]
    {
        assert_eq!(
            server.send(Method::GET, &path, ADMIN, Value::Null).await.refused(400),
            "MALFORMED_REQUEST"
        );
    }
}

/// The other lists know their orders, and say so to whoever asks for another.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_main_list_has_its_orders() {
    let server = Server::with(quiet()).await;
    let world = World::drafted_on(server, Plan::default()).await;
    let server = &world.server;
    make_advertiser(server, "Ấm áp", 0.0).await;
    make_store(server, &world.supplier, json!({"name": "Aeon", "daily_foot_traffic": 9})).await;
    let list = async |path: &str| all(server, ADMIN, path, 1).await;
    assert_eq!(names(&list("/advertisers?sort=name").await), ["Ấm áp", "Phở Việt"]);
    assert_eq!(names(&list("/stores?sort=name").await), ["Aeon", "Vincom Center"]);
    assert_eq!(names(&list("/stores?sort=-daily_foot_traffic").await), ["Vincom Center", "Aeon"]);
    for (path, allowed) in [
        ("/campaigns", "created_at, name, budget, start_date, end_date, status or spent"),
        ("/advertisers", "created_at, name or status"),
        ("/suppliers", "created_at, name or status"),
        ("/stores", "created_at, name, region, category or daily_foot_traffic"),
        ("/devices", "created_at, name, status or last_heartbeat"),
        ("/assets", "created_at, name or license_expires_at"),
        ("/users", "created_at, name, email or role"),
        ("/audit", "at"),
    ] {
        let known = allowed.replace(" or ", ", ");
        for field in known.split(", ") {
            let forward = list(&format!("{path}?sort={field}")).await;
            let mut back = list(&format!("{path}?sort=-{field}")).await;
            back.reverse();
            let nothing = |row: &&Value| row[field].is_null();
            if !forward.iter().any(|row| nothing(&row)) {
                assert_eq!(forward, back, "{path} {field}");
            }
            assert_eq!(forward.len(), back.len(), "{path} {field}");
        }
        let path = format!("{path}?sort=colour");
        let problem = server.send(Method::GET, &path, ADMIN, Value::Null).await.expect(400);
        let message = format!("sort takes {allowed}, with - before it for descending");
        assert_eq!(problem["message"], message, "{path}");
    }
    let other = server.send(Method::GET, "/webhooks?sort=name", ADMIN, Value::Null).await;
    assert_eq!(other.refused(400), "MALFORMED_REQUEST", "what has no orders says so");
    let times =
        |rows: &[Value]| rows.iter().map(|row| row["seq"].as_u64().unwrap()).collect::<Vec<_>>();
    let edits = times(&list("/audit?sort=at&q=campaign").await);
    assert!(edits.is_sorted() && !edits.is_empty(), "a search too: {edits:?}");
    let campaign = format!("/campaigns/{}/audit", world.campaign);
    let oldest = times(&list(&format!("{campaign}?sort=at")).await);
    let mut newest = times(&list(&campaign).await);
    newest.reverse();
    assert_eq!(oldest, newest);
    let cursor = server.get("/audit?sort=at&limit=1").await["next_cursor"].clone();
    let mixed = format!("/audit?cursor={}", cursor.as_str().unwrap());
    assert_eq!(server.send(Method::GET, &mixed, ADMIN, Value::Null).await.status, 400);
}
