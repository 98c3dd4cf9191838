//! Plays against the hours that a campaign's buyer chose. Rules: CAM-24, D-08.

use reqwest::Method;
use serde_json::{Value, json};
use vetrina::domain::time::Timestamp;

use crate::{
    budget::money,
    harness::{ADMIN, Plan, Play, World},
};

fn every_day(from: &str, to: &str) -> Value {
    let days = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];
    json!({"dayparts": [{"days": days, "from": from, "to": to}]})
}

/// A campaign of 18:00 to 22:00 in a store of Ho Chi Minh City: 11:00 to 15:00 UTC.
async fn evenings() -> World {
    let world = World::drafted(Plan::default()).await;
    let path = format!("/campaigns/{}", world.campaign);
    let hours = every_day("18:00", "22:00");
    world.server.send(Method::PATCH, &path, ADMIN, hours).await.expect(200);
    let path = format!("/campaigns/{}/submit", world.campaign);
    world.server.post(&path, json!({"terms_accepted": true})).await.expect(200);
    world
}

/// A play of 15 seconds that began at a time of 4 February and arrives five seconds after its end.
async fn begun(world: &World, time: &str, lease: Option<String>) -> crate::harness::Answer {
    let began = Timestamp::parse(&format!("2026-02-04T{time}Z")).unwrap();
    world.server.set_clock(&began.plus_ms(20_000).to_string()).await;
    world.screen.beat(&world.server).await;
    let play = Play { sent_at: None, lease, ..Play::of(world, began.plus_ms(15_000)) };
    world.submit(&play).await
}

/// Given hours of 18:00 to 22:00, when a screen plays before, within and after them, then the play's
/// beginning on the store's clock decides, and a lease from within them counts to its end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn plays_outside_the_chosen_hours_are_not_billed() {
    let world = evenings().await;
    let refused = begun(&world, "00:30:00", None).await.expect(422);
    assert_eq!(refused["error"], "CAMPAIGN_NOT_ACTIVE");
    assert_eq!(refused["store_local_time"], "Wednesday 07:30:00");
    assert_eq!(world.screen.next_ad(&world.server).await.status, 204);
    for (time, billed) in [
        ("10:59:50", false),
        ("11:00:00", true),
        ("14:50:00", true),
        ("14:59:59", true),
        ("15:00:00", false),
    ] {
        let answer = begun(&world, time, None).await;
        let expected = if billed { 201 } else { 422 };
        assert_eq!(answer.status.as_u16(), expected, "{time}: {}", answer.body);
    }
    let stats = world.stats().await;
    assert_eq!((&stats["verified"], &stats["rejected"]), (&json!(3), &json!(3)));
    assert_eq!(stats["rejections"], json!({"CAMPAIGN_NOT_ACTIVE": 3}));
    let spent = money(&stats["spent"]);

    // The next evening: offered at the last moment, begun a little after it.
    world.screen.online_until(&world.server, "2026-02-05T14:59:55Z").await;
    world.screen.beat(&world.server).await;
    let offer = world.screen.next_ad(&world.server).await.expect(200);
    world.server.set_clock("2026-02-05T15:00:25Z").await;
    let lease = offer["lease_id"].as_str().map(str::to_owned);
    let play = Play { lease, ..world.play().await };
    assert_eq!(world.submit(&play).await.expect(201)["status"], "VERIFIED");
    assert!(money(&world.stats().await["spent"]) > spent);
    world.server.stop_and_audit().await;
}

/// Given hours that are narrowed while the campaign runs, when a screen still plays by the old ones,
/// then it is billed for the grace and no longer; what was played before stays as it was.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hours_that_were_narrowed_count_after_the_grace() {
    let world = evenings().await;
    begun(&world, "11:55:00", None).await.expect(201);
    world.server.set_clock("2026-02-04T12:00:00Z").await;
    let path = format!("/campaigns/{}", world.campaign);
    let hours = every_day("20:00", "22:00");
    world.server.send(Method::PATCH, &path, ADMIN, hours).await.expect(200);
    // Queued: it began while the old hours held.
    let before = Play {
        queued: true,
        sent_at: None,
        ..Play::of(&world, Timestamp::parse("2026-02-04T11:40:00Z").unwrap())
    };
    world.submit(&before).await.expect(201);
    begun(&world, "12:04:00", None).await.expect(201);
    let refused = begun(&world, "12:06:00", None).await;
    assert_eq!(refused.refused(422), "CAMPAIGN_NOT_ACTIVE");
    let world = World { server: world.server.restart().await, ..world };
    begun(&world, "13:00:00", None).await.expect(201);
    world.server.stop_and_audit().await;
}
