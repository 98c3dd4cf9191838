//! Simulations from history; nothing is charged. Rule: CAM-15.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADMIN, Plan, Play, Screen, World, make_store, quiet};

async fn simulate(world: &World, campaign: &str) -> Value {
    world.server.post(&format!("/campaigns/{campaign}/simulate"), json!({})).await.expect(200)
}

fn number(value: &Value) -> f64 {
    value.to_string().parse().unwrap()
}

/// Without history the range says so: the formulas alone made it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_simulation_without_history_says_so_and_charges_nothing() {
    let world = World::drafted(Plan::default()).await;
    let before = world.campaign().await;
    let found = simulate(&world, &world.campaign).await;
    // 2 an hour, 24 hours, 17 days on one screen.
    assert_eq!(found["estimated_impressions"], json!({"low": 0, "mid": 816, "high": 816}));
    assert_eq!(found["confidence_level"], "LOW");
    let evidence = &found["evidence"];
    assert_eq!(evidence["basis"], "FORMULA");
    assert_eq!(evidence["measured_coverage_pct"], Value::Null);
    let explained = evidence["explanation"].as_str().unwrap();
    assert!(explained.starts_with("Too little history (0 of 30 store-days)"), "{explained}");

    // The premium mall of 8,000 visitors with a 4K screen: 30 to 50 × 1.2 × 1.3.
    let cpm = &found["estimated_cpm"];
    assert_eq!(cpm["range"].to_string(), "[46.8,78]");
    assert!(number(&cpm["average"]) > 46.8 && number(&cpm["average"]) < 78.0);
    let hours = found["hourly_distribution"].as_array().unwrap();
    assert_eq!(hours.len(), 24);
    let sum: f64 = hours.iter().map(|hour| number(&hour["pct_impressions"])).sum();
    assert!((sum - 100.0).abs() < 0.001, "{sum}");
    assert_eq!((&hours[12]["is_peak"], &hours[3]["is_peak"]), (&json!(true), &json!(false)));
    assert_eq!(number(&found["store_distribution"][0]["pct_impressions"]), 100.0);

    assert_eq!(world.campaign().await, before, "nothing changed");
    let wallet = world.server.get(&format!("/wallets/{}", world.advertiser)).await;
    assert_eq!(number(&wallet["held_balance"]), 0.0);
    let bare =
        world.server.post("/campaigns", json!({"advertiser_id": world.advertiser, "name": "Bare"}));
    let bare = bare.await.expect(201)["id"].as_str().unwrap().to_owned();
    let refused = world.server.post(&format!("/campaigns/{bare}/simulate"), json!({})).await;
    assert_eq!(refused.refused(422), "VALIDATION_FAILED");
}

/// With history the range is its quantiles, and how often such a range held is printed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_simulation_takes_its_range_from_what_was_delivered() {
    let mut settings = quiet();
    settings.simulation.min_store_days = 6;
    let world = World::running(Plan { settings, ..Plan::default() }).await;
    // Eight whole days of 48 predicted plays; 6, 12, 18, 24, 6, 12, 18, 24 were billed.
    for day in 0..8_i64 {
        for _ in 0..6 * (day % 4 + 1) {
            world.server.advance(600).await;
            world.screen.beat(&world.server).await;
            let play = Play::of(&world, world.server.now().await);
            world.submit(&play).await.expect(201);
        }
        world.server.set_clock(&format!("2026-02-{:02}T00:00:00Z", 5 + day)).await;
    }
    let wallet = format!("/wallets/{}", world.advertiser);
    let before = world.server.get(&wallet).await;
    let plan = Plan {
        start_date: "2026-02-14T00:00:00Z",
        end_date: "2026-02-23",
        budget: 2000.0,
        ..Plan::default()
    };
    let next = world.make_campaign("Next", &plan).await;
    let found = simulate(&world, &next).await;
    let evidence = &found["evidence"];
    assert_eq!(evidence["basis"], "TARGET_STORES", "{found}");
    assert_eq!((&evidence["store_days"], &evidence["similar_store_days"]), (&json!(8), &json!(8)));
    // Ratios 1/8, 2/8, 3/8, 4/8, each twice: quantiles 12.5, 25 and 50 % of 480 deliverable plays.
    assert_eq!(evidence["delivered_pct"].to_string(), r#"{"high":50.0,"low":12.5,"mid":25.0}"#);
    assert_eq!(found["estimated_impressions"], json!({"low": 60, "mid": 120, "high": 240}));
    // The newest two days of eight (18 and 24 plays) lie within the quantiles of the older six.
    assert_eq!(evidence["back_test"]["held_out_store_days"], 2);
    assert_eq!(evidence["measured_coverage_pct"], 100);
    assert_eq!(evidence["promised_coverage_pct"], 80);
    assert_eq!(found["confidence_level"], "HIGH");
    assert_eq!(found["limited_by_budget"], false);
    let spend = number(&found["estimated_spend"]["mid"]) / 120.0 * 1000.0;
    assert!((spend - number(&found["estimated_cpm"]["average"])).abs() < 0.1, "{found}");

    // A store that never played makes it less certain; weights follow what was delivered.
    let fresh = make_store(&world.server, &world.supplier, json!({"name": "Fresh"})).await;
    Screen::make(&world.server, &fresh, 1).await;
    let path = format!("/campaigns/{next}");
    let both = json!({"target_stores": [world.store, fresh], "category": "FOOD_BEVERAGE"});
    world.server.send(Method::PATCH, &path, ADMIN, both).await.expect(200);
    let wider = simulate(&world, &next).await;
    assert_eq!(wider["confidence_level"], "MEDIUM");
    assert_eq!(wider["evidence"]["new_stores"], 1);
    assert_eq!(wider["store_distribution"].as_array().unwrap().len(), 2);
    // Another category has no comparable campaign.
    let other = json!({"category": "TELECOM"});
    world.server.send(Method::PATCH, &path, ADMIN, other).await.expect(200);
    assert_eq!(simulate(&world, &next).await["confidence_level"], "LOW");
    // A small budget ends the range.
    let small = json!({"budget": 100, "daily_cap": 10});
    world.server.send(Method::PATCH, &path, ADMIN, small).await.expect(200);
    let limited = simulate(&world, &next).await;
    assert!(number(&limited["estimated_spend"]["high"]) <= 100.0, "{limited}");
    assert_eq!(world.server.get(&wallet).await, before, "nothing was charged");
}
