//! kill −9 while screenshots are put up: what was acknowledged is kept, the rest can come again.
//! Rules: POP-03, D-14, OPS-01.

use std::{
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::task::JoinSet;
use vetrina::domain::time::{MINUTE_MS, Timestamp};

use crate::{
    crash::Process,
    harness::{ADMIN, Plan, Screen, Server, World, random},
    shots::{files, picture, played},
};

/// Rounds that end in a kill.
const KILLS: u32 = 5;
/// Screens that put up a picture each in a round.
const SCREENS: u32 = 10;

/// A picture on its way: of which play, with which token.
#[derive(Clone)]
struct Upload {
    url: String,
    token: String,
    jpeg: Vec<u8>,
    acknowledged: bool,
}

async fn send(client: reqwest::Client, upload: &Upload) -> bool {
    let request = client.put(&upload.url).bearer_auth(&upload.token);
    let request = request.header("content-type", "image/jpeg").body(upload.jpeg.clone());
    request.send().await.is_ok_and(|answer| answer.status().is_success())
}

/// Given uploads under way; when the process is killed; then every acknowledged picture is there, no
/// other file is left after all came again, and the counts are right.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_loses_no_screenshot() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_owned();
    let first = Timestamp::parse("2026-02-04T01:00:00Z").unwrap();
    let mut process =
        Process::start_with(&data, Timestamp::parse("2026-02-02T01:00:00Z").unwrap(), &[]);
    let server = Server::attach(process.base.clone(), folder);
    let mut world = World::submitted_on(server, Plan::default()).await;
    let mut screens = Vec::new();
    for number in 0..SCREENS {
        screens.push(Screen::make(&world.server, &world.store, number as usize).await);
    }
    let mut all: Vec<Upload> = Vec::new();
    for round in 0..KILLS {
        let now = first.plus_ms(i64::from(round + 1) * 6 * MINUTE_MS);
        world.server.set_clock(&now.to_string()).await;
        let mut fresh = Vec::new();
        for (screen, number) in screens.iter().zip(0..) {
            let (jpeg, hash) = picture(round * SCREENS + number);
            let play = played(&world, screen, &hash).await;
            let url = format!("/api/v1/impressions/{}/screenshot", play.id);
            let token = screen.token.clone();
            fresh.push(Upload { url, token, jpeg, acknowledged: false });
        }
        let done = Arc::new(AtomicUsize::new(0));
        let mut senders = JoinSet::new();
        for mut upload in fresh {
            let (client, base, done) =
                (world.server.client.clone(), world.server.base.clone(), Arc::clone(&done));
            senders.spawn(async move {
                let sent = Upload { url: format!("{base}{}", upload.url), ..upload.clone() };
                upload.acknowledged = send(client, &sent).await;
                done.fetch_add(usize::from(upload.acknowledged), Ordering::SeqCst);
                upload
            });
        }
        let enough = usize::try_from(random() % u128::from(SCREENS)).unwrap();
        while done.load(Ordering::SeqCst) < enough {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        process.kill();
        while let Some(upload) = senders.join_next().await {
            all.push(upload.unwrap());
        }
        process = Process::start_with(&data, now, &[]);
        world.server.base.clone_from(&process.base);
        check_acknowledged(&world, &all).await;
    }
    for upload in &all {
        let url = format!("{}{}", world.server.base, upload.url);
        let sent = Upload { url, ..upload.clone() };
        assert!(send(world.server.client.clone(), &sent).await, "{}", upload.url);
    }
    assert_eq!(files(&world.server).len(), all.len());
    let storage = world.server.get("/system/storage").await;
    assert_eq!(storage["screenshots"]["kept"]["count"].as_u64(), Some(all.len() as u64));
    process.kill();
    let audit = Command::new(env!("CARGO_BIN_EXE_vetrina"))
        .args(["audit", "--data"])
        .arg(&data)
        .output()
        .unwrap();
    assert!(audit.status.success(), "{}", String::from_utf8_lossy(&audit.stdout));
}

async fn check_acknowledged(world: &World, all: &[Upload]) {
    for upload in all.iter().filter(|upload| upload.acknowledged) {
        let url = format!("{}{}", world.server.base, upload.url);
        let answer = world.server.client.get(url).bearer_auth(ADMIN).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{}", upload.url);
        assert_eq!(answer.bytes().await.unwrap(), upload.jpeg, "{}", upload.url);
    }
}
