//! A campaign's hours against those of its stores. Rules: CAM-24, EC10.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::{ADMIN, Plan, Screen, World, make_store},
    target::{money, names, put, submit},
};

/// Every day from 18:00 to 22:00.
fn evenings() -> Value {
    json!([{"days": ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"], "from": "18:00", "to": "22:00"}])
}

fn shop_hours(from: &str, to: &str) -> Value {
    json!([{"days": ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"], "from": from, "to": to}])
}

/// EC10. Given dayparts of 6 PM to 10 PM and a store that closes at 6 PM beside one that does not,
/// when the campaign is submitted, then the closed one is named, left out of the estimate, and the
/// campaign goes through once this was acknowledged.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec10_hours_that_never_meet_ask_for_an_acknowledgement() {
    let world = World::drafted(Plan::default()).await;
    let early = json!({"name": "Early Shop", "opening_hours": shop_hours("09:00", "18:00")});
    let early = make_store(&world.server, &world.supplier, early).await;
    Screen::make(&world.server, &early, 1).await;
    let path = format!("/campaigns/{}", world.campaign);
    let dayparts = json!({"dayparts": evenings()});
    world.server.send(Method::PATCH, &path, ADMIN, dayparts).await.expect(200);
    let both = json!({"target_stores": [world.store, early]});
    let answer = put(&world, both).await.expect(200);
    assert_eq!(names(&answer["schedule_conflicts"], "store_name"), ["Early Shop"]);
    // 2 an hour, 4 hours, 17 days, one screen.
    assert_eq!(answer["deliverable_impressions"], 136);
    assert_eq!(answer["estimated_impressions"], 47_600, "the other store alone");

    let asked = submit(&world, json!({"terms_accepted": true})).await.expect(422);
    assert_eq!(asked["error"], "ACKNOWLEDGEMENT_REQUIRED");
    assert_eq!(names(&asked["warnings"], "code"), ["SCHEDULE_CONFLICT"]);
    assert_eq!(names(&asked["warnings"], "store_name"), ["Early Shop"]);
    assert_eq!(world.campaign().await["status"], "DRAFT");
    let wallet = world.server.get(&format!("/wallets/{}", world.advertiser)).await;
    assert_eq!(money(&wallet["held_balance"]), 0.0);

    let knowing = json!({"terms_accepted": true, "acknowledged_warnings": ["SCHEDULE_CONFLICT"]});
    assert_eq!(submit(&world, knowing).await.expect(200)["status"], "SCHEDULED");
}

/// EC10. Given that no store is open in the campaign's hours, then it cannot be submitted, whatever
/// is acknowledged.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec10_without_any_open_store_a_campaign_is_refused() {
    let world = World::drafted(Plan::default()).await;
    let store = format!("/stores/{}", world.store);
    let hours = json!({"opening_hours": shop_hours("09:00", "18:00")});
    world.server.send(Method::PATCH, &store, ADMIN, hours).await.expect(200);
    let path = format!("/campaigns/{}", world.campaign);
    let dayparts = json!({"dayparts": evenings()});
    world.server.send(Method::PATCH, &path, ADMIN, dayparts).await.expect(200);
    let body = json!({"terms_accepted": true, "acknowledged_warnings": ["SCHEDULE_CONFLICT"]});
    let refused = submit(&world, body.clone()).await.expect(422);
    assert_eq!(refused["error"], "NO_ELIGIBLE_STORES");
    assert_eq!(refused["message"], "No stores available during scheduled hours");
    assert_eq!(refused["suggestion"], "Adjust schedule or target different stores");
    // One minute is enough.
    let longer = json!({"opening_hours": shop_hours("09:00", "18:01")});
    world.server.send(Method::PATCH, &store, ADMIN, longer).await.expect(200);
    submit(&world, json!({"terms_accepted": true})).await.expect(200);
}
