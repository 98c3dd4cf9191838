//! What estimates promise against what is billed: short content and priority count on both sides.
//! Rules: CAM-07, CAM-14, CAM-22, D-26, D-49.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    budget::{many_screens, money},
    harness::{ADMIN, Plan, World},
};

/// A contract of 1.00 a play, ten of fifteen seconds, priority 3: 0.60 a play.
fn short_plays(budget: f64) -> Plan {
    Plan { budget, fixed_cpm: Some(1000.0), film_seconds: 10, ..Plan::default() }
}

/// Given short content at a low priority, when stores are chosen, then the budget is compared with
/// what the plays really cost, and the price list is shown beside it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_estimate_costs_what_plays_are_billed() {
    let world = World::drafted(short_plays(408.0)).await;
    let path = format!("/campaigns/{}/targeting", world.campaign);
    let body = json!({"target_stores": [world.store]});
    let put = async || world.server.send(Method::PUT, &path, ADMIN, body.clone()).await;
    // 816 plays of 0.60; the price list would say 816.00 and refuse it.
    let chosen = put().await.expect(200);
    let numbers = |found: &Value| {
        ["estimated_cpm", "expected_cpm", "expected_cost"].map(|name| money(&found[name]))
    };
    assert_eq!(numbers(&chosen), [1000.0, 600.0, 489.6]);
    let estimate = world.server.get(&format!("/campaigns/{}/estimate", world.campaign)).await;
    assert_eq!(numbers(&estimate), [1000.0, 600.0, 489.6]);
    assert_eq!(money(&estimate["estimated_cost"]), 47_600.0 * 0.6);
    let simulated = format!("/campaigns/{}/simulate", world.campaign);
    let simulated = world.server.post(&simulated, json!({})).await.expect(200);
    assert_eq!(money(&simulated["estimated_cpm"]["average"]), 600.0);
    let campaign = format!("/campaigns/{}", world.campaign);
    let less = json!({"budget": 407.99});
    world.server.send(Method::PATCH, &campaign, ADMIN, less).await.expect(200);
    let refused = put().await.expect(422);
    assert_eq!(refused["message"], "Estimated cost ($489.60) exceeds budget ($407.99)");
}

/// CAM-22: given plays at their full price, when the effective CPM is compared, then it lies where it
/// was expected.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_variance_compares_what_is_billed_with_what_was_expected() {
    let world = World::running(short_plays(408.0)).await;
    for screen in many_screens(&world, 5).await {
        let play = crate::harness::Play { duration: 10, ..world.play().await };
        screen.submit(&world.server, &play).await.expect(201);
    }
    let stats = world.stats().await;
    let numbers = ["estimated_cpm", "expected_cpm", "effective_cpm", "cpm_variance_pct"]
        .map(|name| money(&stats[name]));
    assert_eq!(numbers, [1000.0, 600.0, 600.0, 0.0], "{stats}");
}

/// CAM-14: a test's CPM is compared with what its content costs.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_test_compares_with_what_its_content_costs() {
    let world = World::submitted(short_plays(408.0)).await;
    let path = format!("/campaigns/{}/test", world.campaign);
    let body = json!({"stores": [world.store], "duration_hours": 2, "test_budget": 10});
    world.server.post(&path, body).await.expect(201);
    world.server.advance(60).await;
    world.screen.beat(&world.server).await;
    let play = crate::harness::Play { duration: 10, ..world.play().await };
    world.submit(&play).await.expect(201);
    let test = world.server.get(&path).await;
    let numbers = ["actual_cpm", "estimated_cpm", "cpm_difference"].map(|name| money(&test[name]));
    assert_eq!(numbers, [600.0, 600.0, 0.0], "{test}");
}
