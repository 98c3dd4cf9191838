//! The order in which a device hears of stops and manifests. Rules: CAM-12, DEV-05.

use serde_json::{Value, json};

use crate::{
    harness::{Plan, World},
    stop_devices::Stream,
};

async fn pending(world: &World) -> Vec<Value> {
    let beat = world.screen.beat(&world.server).await;
    let commands = beat["pending_commands"].as_array().unwrap().iter();
    commands.map(|command| command["kind"].clone()).collect()
}

async fn post(world: &World, path: &str, body: Value) -> Value {
    world.server.post(path, body).await.expect(200)
}

/// Given a screen that was told of a new manifest and answers nothing; when the campaign is stopped
/// and, after the investigation, resumed; then it hears the stop first and the manifest last, so it
/// ends with what holds, also when it reads everything anew.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_resumed_campaign_is_told_after_its_stop() {
    let world = World::running(Plan::default()).await;
    assert_eq!(pending(&world).await, ["MANIFEST_CHANGED"]);
    let path = format!("/campaigns/{}/emergency-stop", world.campaign);
    let incident = post(&world, &path, json!({"reason_code": "TECHNICAL_ISSUE"})).await;
    assert_eq!(pending(&world).await, ["MANIFEST_CHANGED", "STOP"], "dark at the end");
    let path = format!("/incidents/{}/resolve", incident["id"].as_str().unwrap());
    post(&world, &path, json!({"outcome": "A", "findings": "a loose cable"})).await;
    post(&world, &format!("/campaigns/{}/resume", world.campaign), json!({})).await;
    assert_eq!(pending(&world).await, ["STOP", "MANIFEST_CHANGED"], "runs at the end");
    let world = World { server: world.server.restart().await, ..world };
    let mut stream = Stream::open(&world.server, &world.screen, None).await;
    let (_, first) = stream.next().await.unwrap();
    let (_, second) = stream.next().await.unwrap();
    assert_eq!((&first["kind"], &second["kind"]), (&json!("STOP"), &json!("MANIFEST_CHANGED")));
    assert_eq!(second["campaign_ids"], json!([world.campaign]));
    // A manifest that changes again joins the one that is open.
    for verb in ["pause", "resume"] {
        post(&world, &format!("/campaigns/{}/{verb}", world.campaign), json!({})).await;
    }
    assert_eq!(pending(&world).await, ["STOP", "MANIFEST_CHANGED"]);
}
