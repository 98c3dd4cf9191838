//! The newest plays of a device and of a store, as stories over HTTP. Rule: IMP-01, DEV-01.

use reqwest::Method;
use serde_json::Value;

use crate::{
    harness::{ADMIN, Plan, Screen, World, make_supplier},
    stop_devices::token,
};

/// A play of a screen, some minutes after the one before; its counter tells it apart.
async fn play(world: &World, screen: &Screen, counter: u64) {
    world.server.advance(301).await;
    screen.beat(&world.server).await;
    let mut play = world.play().await;
    play.counter = Some(counter);
    screen.submit(&world.server, &play).await.expect(201);
}

fn counters(list: &Value) -> Vec<u64> {
    let items = list["items"].as_array().unwrap().iter();
    items.map(|item| item["counter"].as_u64().unwrap()).collect()
}

/// Given plays of two screens in turn, one of them rejected; then each screen lists its own, the store
/// all of them, newest first, page by page, over midnight and a restart, for those whom they concern.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_screen_and_its_store_list_their_plays() {
    let world = World::running(Plan::default()).await;
    let other = Screen::make(&world.server, &world.store, 1).await;
    for counter in [1, 2, 3] {
        play(&world, &world.screen, counter).await;
        play(&world, &other, counter + 10).await;
    }
    let mut short = world.play().await;
    (short.counter, short.duration) = (Some(14), 1);
    other.submit(&world.server, &short).await.expect(422);
    world.server.advance(24 * 3600).await;
    play(&world, &other, 15).await;
    let server = world.server.audited().await;

    let device = format!("/devices/{}/impressions", other.id);
    let all = server.get(&device).await;
    assert_eq!(counters(&all), [15, 14, 13, 12, 11], "{all}");
    assert_eq!(all["next_cursor"], Value::Null);
    let words: Vec<_> = all["items"].as_array().unwrap().iter().map(|one| &one["status"]).collect();
    assert_eq!(words, ["VERIFIED", "REJECTED", "VERIFIED", "VERIFIED", "VERIFIED"]);
    assert!(all["items"].as_array().unwrap().iter().all(|one| one["device_id"] == *other.id));
    let page = server.get(&format!("{device}?limit=2")).await;
    let cursor = page["next_cursor"].as_str().unwrap();
    let rest = server.get(&format!("{device}?limit=2&cursor={cursor}")).await;
    assert_eq!((counters(&page), counters(&rest)), (vec![15, 14], vec![13, 12]));

    let store = format!("/stores/{}/impressions", world.store);
    assert_eq!(counters(&server.get(&store).await), [15, 14, 13, 3, 12, 2, 11, 1]);

    let mine = token(&server, "SUPPLIER", Some(&world.supplier)).await;
    let stranger = make_supplier(&server, "Milano Schermi").await;
    let stranger = token(&server, "SUPPLIER", Some(&stranger)).await;
    let buyer = token(&server, "ADVERTISER", Some(&world.advertiser)).await;
    for (who, status) in [(&*mine, 200), (&stranger, 404), (&buyer, 404), (ADMIN, 200)] {
        for path in [&device, &store] {
            let answer = server.send(Method::GET, path, who, Value::Null).await;
            assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.body);
        }
    }
    for query in ["?colour=red", "?limit=501", "?cursor=x"] {
        let path = format!("{device}{query}");
        server.send(Method::GET, &path, ADMIN, Value::Null).await.expect(400);
    }
    let unknown = "/devices/0198a000-0000-7000-8000-00000000ffff/impressions";
    server.send(Method::GET, unknown, ADMIN, Value::Null).await.expect(404);
    server.stop_and_audit().await;
}
