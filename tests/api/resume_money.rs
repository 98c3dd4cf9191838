//! Campaigns out of money: what a resume needs, what a top-up does, what is told of it.
//! Rules: BLK-03, BUD-03, BUD-04, CAM-10, CAM-19, CAM-28, D-54.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    budget::{at_once, many_screens, money, one_dollar_plays},
    harness::{ADMIN, Plan, World},
    stop_devices::{notice, token},
};

/// A hundred plays of 0.999 leave 0.10 of 100.00: less than another one costs.
async fn exhausted() -> World {
    let mut plan = Plan { fixed_cpm: Some(999.0), ..one_dollar_plays(100.0) };
    plan.settings.campaign.min_top_up = 0;
    let world = World::running(plan).await;
    let screens = many_screens(&world, 100).await;
    at_once(&world, &screens, &[]).await;
    assert_eq!(world.campaign().await["pause_reason"], "BUDGET_EXHAUSTED");
    world
}

async fn act(world: &World, what: &str, body: Value) -> crate::harness::Answer {
    world.server.post(&format!("/campaigns/{}/{what}", world.campaign), body).await
}

async fn top_up(world: &World, amount: f64) -> Value {
    act(world, "top-up", json!({"additional_budget": amount})).await.expect(200)
}

/// D-54: given a campaign with less left than one play costs, when its owner resumes it, then it is
/// refused with both numbers; a top-up that is not enough leaves it paused, the next one resumes it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_resume_needs_the_money_of_one_play() {
    let world = exhausted().await;
    let owner = token(&world.server, "ADVERTISER", Some(&world.advertiser)).await;
    let path = format!("/campaigns/{}/resume", world.campaign);
    for token in [ADMIN, &owner] {
        let sent = world.server.send(Method::POST, &path, token, json!({})).await;
        let refused = sent.expect(422);
        assert_eq!(refused["error"], "INSUFFICIENT_BUDGET");
        let numbers = (money(&refused["remaining_budget"]), money(&refused["required_budget"]));
        assert_eq!(numbers, (0.1, 0.999), "{refused}");
        let message = refused["message"].as_str().unwrap();
        assert!(message.contains("$0.10") && message.contains("$0.9990"), "{message}");
    }
    top_up(&world, 0.5).await;
    assert_eq!(world.campaign().await["pause_reason"], "BUDGET_EXHAUSTED");
    assert!(!world.told().await.contains(&"CAMPAIGN_RESUMED".to_owned()));
    let refused = act(&world, "resume", json!({})).await.expect(422);
    assert_eq!(money(&refused["remaining_budget"]), 0.6);
    assert_eq!(top_up(&world, 0.4).await["status"], "ACTIVE");
    assert!(world.told().await.contains(&"CAMPAIGN_RESUMED".to_owned()));
    world.server.advance(301).await;
    world.screen.beat(&world.server).await;
    assert_eq!(world.submit(&world.play().await).await.expect(201)["status"], "VERIFIED");
    world.server.stop_and_audit().await;
}

/// BUD-03: the notice of the exhaustion tells spend, plays and what a thousand of them cost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_exhaustion_tells_the_effective_cpm() {
    let world = exhausted().await;
    let owner = token(&world.server, "ADVERTISER", Some(&world.advertiser)).await;
    let told = notice(&world.server, &owner, "CAMPAIGN_BUDGET_EXHAUSTED").await.unwrap();
    assert!(told.contains("Spent $99.90 on 100 impressions, effective CPM $999.00"), "{told}");
}

/// BLK-03, BUD-04: given an exhausted campaign that all of its stores block meanwhile, when it is
/// topped up, then it pauses for the blocks and nobody is told that it runs.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_top_up_of_a_blocked_campaign_resumes_nothing() {
    let world = exhausted().await;
    let path = format!("/stores/{}/blocking-rules", world.store);
    let rule = json!({"rule_type": "BRAND", "blocked_value": "Phở Việt"});
    let rule = world.server.post(&path, rule).await.expect(201);
    top_up(&world, 500.0).await;
    let campaign = world.campaign().await;
    assert_eq!(
        (&campaign["status"], &campaign["pause_reason"]),
        (&json!("PAUSED"), &json!("NO_ELIGIBLE_STORES"))
    );
    assert_eq!(money(&campaign["remaining_budget"]), 500.1);
    let told = world.told().await;
    assert_eq!(told[0], "CAMPAIGN_NO_ELIGIBLE_STORES", "{told:?}");
    assert!(!told.contains(&"CAMPAIGN_RESUMED".to_owned()), "{told:?}");
    let path = format!("/stores/{}/blocking-rules/{}", world.store, rule["id"].as_str().unwrap());
    let removed = world.server.send(Method::DELETE, &path, ADMIN, Value::Null).await;
    assert!(removed.status.is_success(), "{removed:?}");
    assert_eq!(act(&world, "resume", json!({})).await.expect(200)["status"], "ACTIVE");
    world.server.stop_and_audit().await;
}

/// CAM-28: the same where its content may not play any more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_top_up_without_content_resumes_nothing() {
    let world = exhausted().await;
    let path = format!("/assets/{}/reject", world.asset);
    world.server.post(&path, json!({"reason": "wrong cut"})).await.expect(200);
    top_up(&world, 500.0).await;
    assert_eq!(world.campaign().await["pause_reason"], "CONTENT_EXPIRED");
    let told = world.told().await;
    assert_eq!(told[0], "CAMPAIGN_PAUSED_CONTENT_EXPIRED", "{told:?}");
    assert!(!told.contains(&"CAMPAIGN_RESUMED".to_owned()), "{told:?}");
}

/// CAM-10: a campaign that was told to have no first play, paused since its screens fell silent and
/// ran on, is not told of again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_first_play_is_told_once() {
    let world = World::running(Plan::default()).await;
    let missed = async || {
        let told = world.told().await;
        told.into_iter().filter(|code| code == "CAMPAIGN_NO_FIRST_IMPRESSION").count()
    };
    world.screen.online_until(&world.server, "2026-02-04T20:00:00Z").await;
    world.screen.beat(&world.server).await;
    world.server.set_clock("2026-02-05T10:00:00Z").await;
    assert_eq!(missed().await, 1);
    world.server.set_clock("2026-02-05T21:00:00Z").await;
    assert_eq!(world.campaign().await["pause_reason"], "DEVICES_OFFLINE");
    world.screen.beat(&world.server).await;
    assert_eq!(world.campaign().await["status"], "ACTIVE");
    world.screen.online_until(&world.server, "2026-02-07T00:00:00Z").await;
    assert_eq!(missed().await, 1);
}
