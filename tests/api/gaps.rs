//! Plays that devices made and that never arrived, as stories over HTTP. Rules: D-06, D-15.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::{ADMIN, Plan, Screen, World, make_supplier, quiet},
    stop_devices::{notice, token},
};

/// A play of a screen with a counter, some minutes after the one before.
async fn count(world: &World, screen: &Screen, counter: u64) {
    world.server.advance(301).await;
    screen.beat(&world.server).await;
    let mut play = world.play().await;
    play.counter = Some(counter);
    screen.submit(&world.server, &play).await.expect(201);
}

fn figures(gaps: &Value) -> [Option<u64>; 6] {
    [
        "first_counter",
        "newest_counter",
        "counters_seen",
        "missing",
        "pending",
        "plays_without_counter",
    ]
    .map(|name| gaps[name].as_u64())
}

fn ranges(gaps: &Value) -> Vec<(u64, u64, bool)> {
    let items = gaps["items"].as_array().unwrap().iter();
    let number = |item: &Value, name: &str| item[name].as_u64().unwrap();
    items
        .map(|item| {
            (number(item, "first"), number(item, "last"), item["pending"].as_bool().unwrap())
        })
        .collect()
}

/// Given a device whose counter skips numbers; then these are pending while a queue may hold them and
/// missing afterwards, by device and in the list, also after a restart.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn gaps_are_pending_and_then_missing() {
    let world = World::running(Plan::default()).await;
    let path = format!("/devices/{}/gaps", world.screen.id);
    let none = world.server.get(&path).await;
    assert_eq!((&none["counting"], &none["missing_pct"]), (&json!("NO_PLAYS"), &Value::Null));
    for counter in [1, 2, 5, 6, 9] {
        count(&world, &world.screen, counter).await;
    }
    let some = |of: [u64; 6]| of.map(Some);
    let now = world.server.get(&path).await;
    assert_eq!(figures(&now), some([1, 9, 5, 0, 4, 0]), "{now}");
    assert_eq!(ranges(&now), [(7, 8, true), (3, 4, true)]);
    assert_eq!(now["counting"], "COUNTED");
    assert!(now["note"].as_str().unwrap().contains("campaign"), "{now}");
    // One of them was in the queue.
    let mut late = world.play().await;
    (late.counter, late.queued) = (Some(7), true);
    "2026-02-04T00:02:00Z".clone_into(&mut late.played_at);
    world.server.advance(301).await;
    world.screen.beat(&world.server).await;
    late.sent_at = Some(world.server.now().await.to_string());
    world.submit(&late).await.expect(201);
    world.server.advance(6 * 3600).await;
    let server = world.server.audited().await;
    let later = server.get(&path).await;
    assert_eq!(figures(&later), some([1, 9, 6, 3, 0, 0]), "{later}");
    assert_eq!(later["missing_pct"], 33.33);
    assert_eq!(ranges(&later), [(8, 8, false), (3, 4, false)]);
    let page = server.get(&format!("{path}?limit=1")).await;
    let cursor = page["next_cursor"].as_str().unwrap();
    let rest = server.get(&format!("{path}?limit=1&cursor={cursor}")).await;
    assert_eq!((ranges(&page), ranges(&rest)), (vec![(8, 8, false)], vec![(3, 4, false)]));
    let list = server.get("/reports/gaps?only_missing=true").await;
    assert_eq!(list["items"][0]["device_id"], world.screen.id.as_str());
    assert_eq!(figures(&list["items"][0]), figures(&later));
}

/// A device without counters says so; one that has both is known in part.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn devices_without_counters_are_told_apart() {
    let world = World::running(Plan::default()).await;
    let path = format!("/devices/{}/gaps", world.screen.id);
    let mut play = world.play().await;
    play.version = 1;
    world.submit(&play).await.expect(201);
    let gaps = world.server.get(&path).await;
    assert_eq!(
        (&gaps["counting"], &gaps["plays_without_counter"]),
        (&json!("NO_COUNTERS"), &json!(1))
    );
    assert_eq!((&gaps["newest_counter"], &gaps["missing_pct"]), (&Value::Null, &Value::Null));
    count(&world, &world.screen, 1).await;
    let gaps = world.server.get(&path).await;
    assert_eq!((&gaps["counting"], &gaps["plays_without_counter"]), (&json!("PARTLY"), &json!(1)));
    let mine = token(&world.server, "SUPPLIER", Some(&world.supplier)).await;
    let other = make_supplier(&world.server, "Milano Schermi").await;
    let other = token(&world.server, "SUPPLIER", Some(&other)).await;
    let buyer = token(&world.server, "ADVERTISER", Some(&world.advertiser)).await;
    for (token, device, report, rows) in
        [(&mine, 200, 200, 1), (&other, 404, 200, 0), (&buyer, 404, 403, 0)]
    {
        let one = world.server.send(Method::GET, &path, token, Value::Null).await;
        assert_eq!(one.status.as_u16(), device, "{}", one.body);
        let all = world.server.send(Method::GET, "/reports/gaps", token, Value::Null).await;
        assert_eq!(all.status.as_u16(), report, "{}", all.body);
        assert_eq!(all.body["items"].as_array().map_or(0, Vec::len), rows);
    }
    let unknown = "0198a000-0000-7000-8000-00000000ffff";
    for (query, status) in [
        ("from=x".to_owned(), 422),
        ("to=2026-02-04".to_owned(), 422),
        ("from=2026-02-04&to=2027-01-01".to_owned(), 422),
        (format!("store_id={unknown}"), 404),
        ("colour=red".to_owned(), 400),
    ] {
        let path = format!("/reports/gaps?{query}");
        let answer = world.server.send(Method::GET, &path, ADMIN, Value::Null).await;
        assert_eq!(answer.status.as_u16(), status, "{query}: {}", answer.body);
    }
}

/// Given gaps on two days; then each day has its own, and the operator is told once of the day on
/// which more than the configured part is missing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn gaps_belong_to_their_day_and_are_told_once() {
    let mut settings = quiet();
    settings.devices.gap_min_plays = 3;
    settings.devices.gap_percent = 40;
    let world = World::running(Plan { settings, ..Plan::default() }).await;
    for counter in [10, 11, 13, 14] {
        count(&world, &world.screen, counter).await;
    }
    world.server.set_clock("2026-02-05T02:00:00Z").await;
    assert_eq!(notice(&world.server, ADMIN, "DEVICE_PLAYS_MISSING").await, None, "one of five");
    for counter in [15, 20, 21] {
        count(&world, &world.screen, counter).await;
    }
    let path = format!("/devices/{}/gaps", world.screen.id);
    let now = world.server.get(&format!("{path}?from=2026-02-05")).await;
    assert_eq!(figures(&now), [Some(15), Some(21), Some(3), Some(0), Some(4), Some(0)], "{now}");
    world.server.set_clock("2026-02-06T00:00:00Z").await;
    let server = world.server.audited().await;
    let told = notice(&server, ADMIN, "DEVICE_PLAYS_MISSING").await.unwrap();
    assert!(told.contains("made 7 plays, of which 4 (57 %)") && told.contains("16-19"), "{told}");
    for (query, expected) in [
        ("from=2026-02-04&to=2026-02-04", [10, 14, 4, 1]),
        ("from=2026-02-05&to=2026-02-05", [15, 21, 3, 4]),
        ("from=2026-02-04&to=2026-02-05", [10, 21, 7, 5]),
    ] {
        let gaps = server.get(&format!("{path}?{query}")).await;
        let found = figures(&gaps);
        assert_eq!(found[..4], expected.map(Some), "{query}: {gaps}");
    }
    let empty = server.get(&format!("{path}?from=2026-02-06")).await;
    assert_eq!((&empty["counters_seen"], &empty["missing"]), (&json!(0), &json!(0)));
    server.set_clock("2026-02-08T00:00:00Z").await;
    let list = server.get("/notifications?limit=500").await;
    let items = list["items"].as_array().unwrap().iter();
    assert_eq!(items.filter(|item| item["code"] == "DEVICE_PLAYS_MISSING").count(), 1);
    server.stop_and_audit().await;
}
