//! Emergency stops by the appliance itself, as stories over HTTP. Rule: CAM-12.

use serde_json::{Value, json};

use crate::{
    harness::{ADMIN, Plan, Play, Screen, World, quiet},
    stop_devices::{notice, token},
};

/// A running campaign on three screens; six suspicious plays are enough.
async fn watched() -> (World, Vec<Screen>) {
    let mut settings = quiet();
    settings.emergency.fraud_min_plays = 6;
    let world = World::running(Plan { settings, ..Plan::default() }).await;
    let mut screens = Vec::new();
    for number in 1..3 {
        screens.push(Screen::make(&world.server, &world.store, number).await);
    }
    (world, screens)
}

/// One play of each screen, six minutes after what was before.
async fn round(world: &World, others: &[Screen], change: impl Fn(&mut Play)) -> Vec<Value> {
    world.server.advance(360).await;
    let mut answers = Vec::new();
    for screen in others.iter().chain([&world.screen]) {
        screen.beat(&world.server).await;
        let mut play = world.play().await;
        change(&mut play);
        answers.push(screen.submit(&world.server, &play).await.body);
    }
    answers
}

/// Two kilometres away: held for a person.
fn far(play: &mut Play) {
    play.location = Some((10.780_7, 106.660_172));
}

/// Given a campaign on three screens; when all of them send plays from elsewhere; then it is stopped
/// by the appliance, with incident, notices and STOP, and only an investigation lets it run on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn suspicious_screens_stop_their_campaign() {
    let (world, others) = watched().await;
    for answer in round(&world, &others, far).await {
        assert_eq!(answer["status"], "UNDER_REVIEW", "{answer}");
    }
    assert_eq!(world.campaign().await["status"], "ACTIVE", "three of six");
    round(&world, &others, far).await;
    let campaign = world.campaign().await;
    assert_eq!(
        (&campaign["status"], &campaign["pause_reason"]),
        (&json!("PAUSED"), &json!("EMERGENCY_STOP"))
    );
    let path = format!("/incidents/{}", campaign["incident_id"].as_str().unwrap());
    let incident = world.server.get(&path).await;
    assert_eq!(
        (&incident["initiator"], &incident["reason_code"], &incident["devices_total"]),
        (&json!("SYSTEM"), &json!("FRAUD_DETECTED"), &json!(3))
    );
    assert_eq!(
        incident["reason_detail"],
        "6 of 6 plays within 60 minutes are suspicious, on 3 devices"
    );
    assert_eq!((&incident["status"], &incident["frozen"]), (&json!("OPEN"), &json!(true)));
    let owner = token(&world.server, "ADVERTISER", Some(&world.advertiser)).await;
    assert!(notice(&world.server, &owner, "CAMPAIGN_EMERGENCY_STOPPED").await.is_some());
    let told = notice(&world.server, ADMIN, "INCIDENT_OPENED").await.unwrap();
    assert!(told.contains("FRAUD_DETECTED"), "{told}");
    let beat = world.screen.beat(&world.server).await;
    let kinds: Vec<_> =
        beat["pending_commands"].as_array().unwrap().iter().map(|c| c["kind"].clone()).collect();
    assert!(kinds.contains(&json!("STOP")), "{beat}");
    let entry = world.server.get("/audit?action=incident.open").await["items"][0].clone();
    assert!(entry["reason"].as_str().unwrap().starts_with("FRAUD_DETECTED by SYSTEM"), "{entry}");
    let resume = format!("/campaigns/{}/resume", world.campaign);
    assert_eq!(world.server.post(&resume, json!({})).await.refused(409), "ILLEGAL_TRANSITION");
    world.server.stop_and_audit().await;
}

/// What an investigation has looked into does not stop the campaign again after it was resumed; what
/// comes anew does, also when the appliance was restarted in between.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_resumed_campaign_is_not_stopped_for_what_was_looked_into() {
    let (world, others) = watched().await;
    for _ in 0..2 {
        round(&world, &others, far).await;
    }
    let id = world.campaign().await["incident_id"].clone();
    let path = format!("/incidents/{}/resolve", id.as_str().unwrap());
    let body = json!({"outcome": "A", "findings": "the mall was moved on the map"});
    world.server.post(&path, body).await.expect(200);
    let resume = format!("/campaigns/{}/resume", world.campaign);
    world.server.post(&resume, json!({})).await.expect(200);
    // The rest of the bucket in which it was resumed does not count either.
    world.server.advance(600).await;
    round(&world, &others, far).await;
    assert_eq!(world.campaign().await["status"], "ACTIVE", "three of six");
    let world = World { server: world.server.audited().await, ..world };
    round(&world, &others, far).await;
    assert_eq!(world.campaign().await["pause_reason"], "EMERGENCY_STOP");
    assert_ne!(world.campaign().await["incident_id"], id);
}

/// Plays whose signature does not verify say nothing about the campaign they name.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_signatures_stop_nothing() {
    let (world, others) = watched().await;
    for _ in 0..3 {
        // Two of the three screens have other keys than this one.
        let wrong = |play: &mut Play| {
            far(play);
            play.signer = Some(0);
        };
        let answers = round(&world, &others, wrong).await;
        let refused = answers.iter().filter(|answer| answer["error"] == "INVALID_PROOF").count();
        assert_eq!(refused, 2, "{answers:?}");
    }
    assert_eq!(world.campaign().await["status"], "ACTIVE");
}
