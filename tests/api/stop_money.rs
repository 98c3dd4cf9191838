//! Money of a campaign while its emergency stop is looked into, as stories over HTTP.
//! Rules: CAM-12, CAM-21, CAM-27, D-24.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::{ADMIN, Plan, World},
    stop_devices::token,
};

fn money(value: &Value) -> f64 {
    value.to_string().parse().unwrap()
}

async fn stop(world: &World) -> Value {
    let path = format!("/campaigns/{}/emergency-stop", world.campaign);
    world.server.post(&path, json!({"reason_code": "FRAUD_DETECTED"})).await.expect(200)
}

async fn resolve(world: &World, incident: &Value, outcome: &str) {
    let path = format!("/incidents/{}/resolve", incident["id"].as_str().unwrap());
    let body = json!({"outcome": outcome, "findings": "nothing was found"});
    world.server.post(&path, body).await.expect(200);
}

/// What the advertiser has and what is held of it.
async fn wallet(world: &World) -> (f64, f64) {
    let wallet = world.server.get(&format!("/wallets/{}", world.advertiser)).await;
    (money(&wallet["available_balance"]), money(&wallet["held_balance"]))
}

/// Moment and amount of the newest refund.
async fn refund(world: &World) -> Option<(Value, f64)> {
    let list = world.server.get(&format!("/campaigns/{}/transactions", world.campaign)).await;
    let found = list["items"].as_array().unwrap().iter();
    let refund = found.clone().find(|one| one["transaction_type"] == "REFUND")?;
    Some((refund["created_at"].clone(), money(&refund["amount"])))
}

/// CAM-12: given a campaign that an administrator stopped; when its advertiser cancels it; then
/// nothing is refunded, also after the grace and a restart, until the investigation is over.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancellation_during_an_investigation_is_refunded_after_it() {
    let world = World::running(Plan::default()).await;
    world.submit(&world.play().await).await.expect(201);
    let spent = money(&world.stats().await["spent"]);
    let incident = stop(&world).await;
    let owner = token(&world.server, "ADVERTISER", Some(&world.advertiser)).await;
    let path = format!("/campaigns/{}/cancel", world.campaign);
    let cancelled = world.server.send(Method::POST, &path, &owner, json!({})).await.expect(200);
    assert_eq!(cancelled["status"], "CANCELLED");
    world.server.advance(301).await;
    let (available, held) = wallet(&world).await;
    assert_eq!(available, 49_000.0, "frozen while it is open");
    assert!((held - 1_000.0 + spent).abs() < 0.000_01, "{held} {spent}");
    assert!(world.told().await.contains(&"CAMPAIGN_CANCELLED_HELD".to_owned()));
    assert_eq!(refund(&world).await, None);
    let world = World { server: world.server.audited().await, ..world };
    world.server.advance(3_600).await;
    assert_eq!(refund(&world).await, None, "a restart forgets nothing");

    world.server.set_clock("2026-02-04T09:00:00Z").await;
    resolve(&world, &incident, "A").await;
    let world = World { server: world.server.restart().await, ..world };
    world.server.advance(1).await;
    assert_eq!(wallet(&world).await.1, 0.0);
    let (at, amount) = refund(&world).await.unwrap();
    assert_eq!(at, "2026-02-04T09:00:00Z", "settled as of the resolution");
    assert_eq!(amount, ((1_000.0 - spent) * 100.0).floor() / 100.0);
    assert!(world.told().await.contains(&"CAMPAIGN_ENDED".to_owned()));
    world.server.stop_and_audit().await;
}

/// CAM-12, CAM-21: given a campaign whose supplier stopped its own stores for safety; when the
/// campaign ends by its date before the investigation does; then it is settled with it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_campaign_that_ends_during_an_investigation_is_settled_after_it() {
    let plan = Plan { end_date: "2026-02-05", ..Plan::default() };
    let world = World::running(plan).await;
    world.submit(&world.play().await).await.expect(201);
    let supplier = token(&world.server, "SUPPLIER", Some(&world.supplier)).await;
    let body = json!({"campaign_id": world.campaign, "reason_code": "BRAND_SAFETY"});
    let asked = world.server.send(Method::POST, "/emergency-stop-requests", &supplier, body).await;
    let incident = json!({"id": asked.expect(201)["incident_id"]});
    world.screen.online_until(&world.server, "2026-02-06T00:10:00Z").await;
    assert_eq!(world.campaign().await["status"], "COMPLETED");
    assert_eq!(refund(&world).await, None);
    resolve(&world, &incident, "B").await;
    world.server.advance(1).await;
    let (at, _) = refund(&world).await.unwrap();
    assert_eq!((at, wallet(&world).await.1), (json!("2026-02-06T00:10:00Z"), 0.0));
    world.server.stop_and_audit().await;
}

/// CAM-12: a campaign that never ran needs no grace for its refund, but an investigation holds it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_campaign_that_is_stopped_before_its_start_is_refunded_after_the_investigation() {
    let world = World::submitted(Plan::default()).await;
    let incident = stop(&world).await;
    world
        .server
        .post(&format!("/campaigns/{}/cancel", world.campaign), json!({}))
        .await
        .expect(200);
    assert_eq!(wallet(&world).await, (49_000.0, 1_000.0));
    resolve(&world, &incident, "C").await;
    world.server.advance(300).await;
    assert_eq!(wallet(&world).await, (50_000.0, 0.0));
    world.server.stop_and_audit().await;
}

/// CAM-12, CAM-27: given a stop that is looked into; when the account is terminated; then the
/// campaign's money waits, and the account is not settled before.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_termination_waits_for_the_investigation() {
    let world = World::running(Plan::default()).await;
    let incident = stop(&world).await;
    let path = format!("/advertisers/{}/terminate", world.advertiser);
    let body = json!({"reason": "POLICY_VIOLATION", "outstanding_debt": 100});
    let ended = world.server.post(&path, body).await.expect(200);
    assert_eq!(money(&ended["termination"]["refunded"]), 0.0);
    assert_eq!(world.campaign().await["status"], "CANCELLED");
    assert_eq!(wallet(&world).await, (48_900.0, 1_000.0));
    world.server.advance(301).await;
    let settle = format!("/advertisers/{}/settlement", world.advertiser);
    let refused = world.server.post(&settle, json!({"reference": "wire 7"})).await.expect(409);
    assert_eq!(money(&refused["remaining_budget"]), 1_000.0, "{refused}");
    let forbidden = world.server.send(Method::POST, &settle, "", json!({"reference": "x"})).await;
    assert_eq!(forbidden.status, 401);

    resolve(&world, &incident, "A").await;
    world.server.advance(1).await;
    assert_eq!(wallet(&world).await, (49_900.0, 0.0));
    let sent = world.server.send(Method::POST, &settle, ADMIN, json!({"reference": "wire 7"}));
    let settled = sent.await.expect(200);
    assert_eq!(money(&settled["termination"]["paid_out"]), 49_900.0);
    world.server.stop_and_audit().await;
}
