//! The straight line of the contract, step by step, with nothing but names that are fixed there.

use reqwest::Method;
use serde_json::json;

use crate::harness::{ADMIN, Plan, World};

/// Rule: IMP-02, IMP-04, PRC-01, REV-01: the seed's example, CPM 78.00, 0.0780 a play, 80/20.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signed_play_becomes_a_billed_impression() {
    let world = World::running(Plan::default()).await;
    let server = &world.server;
    assert_eq!(world.campaign().await["status"], "ACTIVE");
    // Friday 18:30 in Ho Chi Minh City is peak.
    server.set_clock("2026-02-06T11:30:00Z").await;
    world.screen.beat(server).await;
    let play = world.play().await;
    let answer = world.submit(&play).await.expect(201);
    assert_eq!(answer["status"], "VERIFIED", "{answer}");
    assert_eq!(answer["cost"].to_string(), "0.078");
    assert_eq!(answer["campaign_remaining_budget"].to_string(), "999.922");
    assert_eq!(answer["quality_score"], 100);
    assert_eq!(answer["impression_id"], json!(play.id));

    let campaign = world.campaign().await;
    assert_eq!(campaign["spent"].to_string(), "0.078");
    assert_eq!(campaign["remaining_budget"].to_string(), "999.922");
    let stats = world.stats().await;
    assert_eq!(stats["verified"], 1);
    assert_eq!(stats["effective_cpm"].to_string().parse::<f64>().unwrap(), 78.0);

    let impression = server.get(&format!("/impressions/{}", play.id)).await;
    assert_eq!(impression["supplier_revenue"].to_string(), "0.0624");
    assert_eq!(impression["platform_revenue"].to_string(), "0.0156");
    assert_eq!(impression["is_peak_hour"], true);
    assert_eq!(impression["cpm_rate"].to_string().parse::<f64>().unwrap(), 78.0);

    let transactions = server.get(&format!("/campaigns/{}/transactions", world.campaign)).await;
    let kinds: Vec<&str> = transactions["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t["transaction_type"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["DEBIT", "HOLD"]);
    let wallet = server.get(&format!("/wallets/{}", world.advertiser)).await;
    assert_eq!(wallet["available_balance"].to_string().parse::<f64>().unwrap(), 49_000.0);
    let supplier = server.get(&format!("/wallets/{}", world.supplier)).await;
    assert_eq!(supplier["pending_balance"].to_string(), "0.0624");

    let path = format!("/campaigns/{}/proof-of-play?date=2026-02-06", world.campaign);
    let report = server.get(&path).await;
    assert_eq!(report["total_impressions"], 1);
    assert_eq!(report["unique_devices"], 1);
    assert_eq!(report["total_duration_seconds"], 15);
    assert_eq!(report["hourly_breakdown"], json!({"11": 1}));
    assert_eq!(report["hourly_breakdown_local"], json!({"18": 1}));
    assert_eq!(report["geographic_breakdown"]["regions"], json!({"Ho Chi Minh": 1}));
    assert_eq!(report["status"], "LIVE");
}

/// Rule: IMP-06, D-07: the same id gets the first answer again, other content a conflict.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_repeated_submission_gets_the_first_answer_also_after_a_restart() {
    let world = World::running(Plan::default()).await;
    let play = world.play().await;
    let body = world.screen.body(&play);
    let token = world.screen.token.clone();
    let server = &world.server;
    let first = server.send(Method::POST, "/impressions", &token, body.clone()).await.expect(201);
    let again = server.send(Method::POST, "/impressions", &token, body.clone()).await.expect(200);
    assert_eq!(first, again);
    let mut other = play.clone();
    other.duration = 14;
    assert_eq!(world.submit(&other).await.refused(409), "IDEMPOTENCY_CONFLICT");
    let mut refused = play.clone();
    refused.id = uuid::Uuid::from_u128(7).to_string();
    assert_eq!(world.submit(&refused).await.refused(422), "DUPLICATE_IMPRESSION");

    let server = world.server.restart().await;
    let after = server.send(Method::POST, "/impressions", &token, body).await.expect(200);
    assert_eq!(first, after);
    let stats = server.get(&format!("/campaigns/{}/stats", world.campaign)).await;
    assert_eq!((&stats["verified"], &stats["rejected"]), (&json!(1), &json!(1)));
    assert_eq!(stats["rejections"], json!({"DUPLICATE_IMPRESSION": 1}));
    let listed = server
        .send(
            Method::GET,
            &format!("/campaigns/{}/impressions", world.campaign),
            ADMIN,
            json!(null),
        )
        .await
        .expect(200);
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
}
