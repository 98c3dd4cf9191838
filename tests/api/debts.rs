//! Debts of terminated accounts: a large one is taken only with a second person's word.
//! Rules: BUD-07, CAM-27.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    budget::money,
    harness::{ADMIN, Answer, Plan, World},
    stop_devices::{notice, token},
};

async fn call(world: &World, token: &str, what: &str, body: Value) -> Answer {
    let path = format!("/advertisers/{}/{what}", world.advertiser);
    world.server.send(Method::POST, &path, token, body).await
}

async fn terminated(debt: f64) -> (World, Value) {
    let world = World::submitted(Plan::default()).await;
    let body = json!({"reason": "PAYMENT_DEFAULT", "outstanding_debt": debt});
    let ended = call(&world, ADMIN, "terminate", body).await.expect(200);
    (world, ended["termination"].clone())
}

async fn wallet(world: &World) -> f64 {
    let wallet = world.server.get(&format!("/wallets/{}", world.advertiser)).await;
    money(&wallet["available_balance"])
}

/// Given an account that owes more than one person may take alone; when it is terminated; then
/// nothing is taken before another admin approves, and it is not settled before that either.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_debt_needs_another_admin() {
    let (world, ended) = terminated(1_000.01).await;
    assert_eq!((money(&ended["debt"]), money(&ended["debt_paid"])), (1_000.01, 0.0));
    assert_eq!(
        (&ended["debt_status"], &ended["debt_decided_by"]),
        (&json!("PENDING"), &Value::Null)
    );
    assert_eq!(wallet(&world).await, 50_000.0);
    let told = notice(&world.server, ADMIN, "DEBT_NEEDS_SECOND_PERSON").await.unwrap();
    assert!(told.contains("$1,000.01"), "{told}");
    let settle = json!({"reference": "wire 9"});
    let refused = call(&world, ADMIN, "settlement", settle.clone()).await.expect(409);
    assert_eq!(money(&refused["debt"]), 1_000.01, "{refused}");
    let owner = token(&world.server, "ADVERTISER", Some(&world.advertiser)).await;
    let reviewer = token(&world.server, "REVIEWER", None).await;
    for token in [&owner, &reviewer] {
        let sent = call(&world, token, "debt/approve", json!({})).await;
        assert_eq!(sent.refused(403), "FORBIDDEN");
    }
    for verb in ["debt/approve", "debt/reject"] {
        let sent = call(&world, ADMIN, verb, json!({"reason": "mine"})).await;
        assert_eq!(sent.refused(422), "SECOND_PERSON_REQUIRED");
    }
    let second = token(&world.server, "ADMIN", None).await;
    assert_eq!(call(&world, &second, "debt/approve", json!({"reasn": 1})).await.status, 400);
    let world = World { server: world.server.restart().await, ..world };
    let taken = call(&world, &second, "debt/approve", json!({})).await.expect(200);
    let taken = &taken["termination"];
    assert_eq!((&taken["debt_status"], money(&taken["debt_paid"])), (&json!("BOOKED"), 1_000.01));
    assert_eq!(wallet(&world).await, 48_999.99);
    assert_eq!(
        call(&world, &second, "debt/reject", json!({})).await.refused(409),
        "ILLEGAL_TRANSITION"
    );
    let told = notice(&world.server, &owner, "DEBT_TAKEN").await.unwrap();
    assert!(told.starts_with("$1,000.01"), "{told}");
    let settled = call(&world, ADMIN, "settlement", settle).await.expect(200);
    assert_eq!(money(&settled["termination"]["paid_out"]), 48_999.99);
    let audit = world.server.get("/audit?action=advertiser.debt_approve").await;
    assert_eq!(audit["items"][0]["new_value"], "BOOKED");
    world.server.stop_and_audit().await;
}

/// A debt that the second person rejects is not taken, also not by the settlement.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rejected_debt_is_not_taken() {
    let (world, _) = terminated(20_000.0).await;
    let second = token(&world.server, "ADMIN", None).await;
    let sent = call(&world, &second, "debt/reject", json!({})).await;
    assert_eq!(sent.refused(422), "VALIDATION_FAILED", "a reason is needed");
    let rejected = call(&world, &second, "debt/reject", json!({"reason": "it was paid"})).await;
    assert_eq!(rejected.expect(200)["termination"]["debt_status"], "REJECTED");
    let told = notice(&world.server, ADMIN, "DEBT_REJECTED").await.unwrap();
    assert!(told.ends_with("it was paid"), "{told}");
    let settled = call(&world, ADMIN, "settlement", json!({"reference": "wire 9"})).await;
    assert_eq!(money(&settled.expect(200)["termination"]["paid_out"]), 50_000.0);
    world.server.stop_and_audit().await;
}

/// What one person may take alone is taken at once, and nobody else is asked.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_small_debt_is_taken_at_once() {
    let (world, ended) = terminated(1_000.0).await;
    assert_eq!((&ended["debt_status"], money(&ended["debt_paid"])), (&Value::Null, 1_000.0));
    let second = token(&world.server, "ADMIN", None).await;
    assert_eq!(call(&world, &second, "debt/approve", json!({})).await.refused(404), "NOT_FOUND");
    let other = World::submitted(Plan::default()).await;
    let second = token(&other.server, "ADMIN", None).await;
    assert_eq!(call(&other, &second, "debt/approve", json!({})).await.refused(404), "NOT_FOUND");
}
