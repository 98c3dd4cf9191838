//! kill −9 under load, with the real binary: nothing acknowledged is lost, nothing billed twice.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use vetrina::domain::time::{MINUTE_MS, Timestamp};

use crate::harness::{ADMIN, Plan, Play, Screen, Server, World, random};

/// Rounds that end in a kill.
const KILLS: i64 = 20;
/// Screens under load.
const SCREENS: usize = 12;
/// Campaigns that each screen plays in a round.
const CAMPAIGNS: usize = 8;

/// A server process.
pub struct Process {
    child: Child,
    pub base: String,
}

impl Process {
    /// Starts the binary on a data directory with its simulated clock at a moment.
    fn start(data: &Path, at: Timestamp) -> Self {
        Self::start_with(data, at, &[])
    }

    /// The same with more settings.
    pub fn start_with(data: &Path, at: Timestamp, settings: &[(&str, &str)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_vetrina"))
            .args(["serve", "--listen", "127.0.0.1:0", "--sim-clock", &at.to_string()])
            .arg("--data")
            .arg(data)
            .env("VETRINA_BOOTSTRAP_TOKEN", ADMIN)
            .env("VETRINA_REVIEW__NEW_DEVICE_IMPRESSIONS", "0")
            .env("VETRINA_REVIEW__MAX_IMPRESSIONS_PER_DEVICE_HOUR", "0")
            .env("VETRINA_REVIEW__ROBOTIC_MIN_PLAYS", "0")
            .env("VETRINA_HTTP__DEVICE_REQUESTS_PER_SECOND", "0")
            .env("VETRINA_LOG__LEVEL", "error")
            .envs(settings.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).and_then(|rest| rest.split_whitespace().next());
        let base =
            format!("http://{}", address.unwrap_or_else(|| panic!("no address in {line:?}")));
        Self { child, base }
    }

    /// kill −9.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Already ended in most cases.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Submissions by id: the body, and the first answer if one came.
type Ledger = Arc<Mutex<BTreeMap<String, (usize, Value, Option<Value>)>>>;

/// Rule: IMP-06, IMP-11, BUD-02, OPS-01: durable through kill −9.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_kills_under_load_lose_and_double_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_owned();
    let first = Timestamp::parse("2026-02-04T01:00:00Z").unwrap();
    let mut process = Process::start(&data, Timestamp::parse("2026-02-02T01:00:00Z").unwrap());
    let server = Server::attach(process.base.clone(), folder);
    let (mut world, screens, campaigns) = busy_world(server, first).await;
    let ledger = Ledger::default();
    for round in 0..KILLS {
        let now = first.plus_ms((round + 1) * 6 * MINUTE_MS);
        world.server.set_clock(&now.to_string()).await;
        for screen in &screens {
            screen.beat(&world.server).await;
        }
        let answered = acknowledged(&ledger);
        let mut senders = send_plays(&world, &screens, &campaigns, now, &ledger);
        // A random part of the round's answers, so that the kill hits plays under way on any machine.
        let enough =
            answered + 1 + usize::try_from(random() % (SCREENS * CAMPAIGNS / 2) as u128).unwrap();
        while acknowledged(&ledger) < enough && !senders.is_empty() {
            tokio::select! {
                _ = senders.join_next() => {}
                () = tokio::time::sleep(Duration::from_millis(1)) => {}
            }
        }
        process.kill();
        while senders.join_next().await.is_some() {}
        process = Process::start(&data, now);
        world.server.base.clone_from(&process.base);
    }
    check_all(&world, &screens, &ledger).await;
    process.kill();
    let audit = Command::new(env!("CARGO_BIN_EXE_vetrina"))
        .args(["audit", "--data"])
        .arg(&data)
        .output()
        .unwrap();
    assert!(audit.status.success(), "{}", String::from_utf8_lossy(&audit.stdout));
}

async fn busy_world(server: Server, start: Timestamp) -> (World, Vec<Screen>, Vec<String>) {
    let plan = Plan::default();
    let world = World::drafted_on(server, plan).await;
    let mut campaigns = vec![world.campaign.clone()];
    for number in 1..CAMPAIGNS {
        campaigns.push(world.make_campaign(&format!("Campaign {number}"), &Plan::default()).await);
    }
    for campaign in &campaigns {
        let path = format!("/campaigns/{campaign}/submit");
        let body = json!({
            "terms_accepted": true, "acknowledged_warnings": ["SIMILAR_CAMPAIGN"],
        });
        world.server.post(&path, body).await.expect(200);
    }
    let mut screens = Vec::new();
    for number in 0..SCREENS {
        screens.push(Screen::make(&world.server, &world.store, number).await);
    }
    world.server.set_clock(&start.to_string()).await;
    (world, screens, campaigns)
}

/// Plays that were answered.
fn acknowledged(ledger: &Ledger) -> usize {
    ledger.lock().unwrap().values().filter(|(.., answer)| answer.is_some()).count()
}

/// Starts sending one play for each screen and campaign, a few at a time for each screen.
fn send_plays(
    world: &World,
    screens: &[Screen],
    campaigns: &[String],
    now: Timestamp,
    ledger: &Ledger,
) -> JoinSet<()> {
    let mut senders = JoinSet::new();
    for (number, screen) in screens.iter().enumerate() {
        for campaign in campaigns {
            let mut play = Play::of(world, now);
            play.campaign.clone_from(campaign);
            let body = screen.body(&play);
            ledger.lock().unwrap().insert(play.id.clone(), (number, body.clone(), None));
            let url = format!("{}/api/v1/impressions", world.server.base);
            let request = world.server.client.post(url).bearer_auth(&screen.token).json(&body);
            let ledger = Arc::clone(ledger);
            senders.spawn(async move {
                let Ok(response) = request.send().await else { return };
                let status = response.status().as_u16();
                let Ok(answer) = response.json::<Value>().await else { return };
                assert_eq!(status, 201, "{answer}");
                ledger.lock().unwrap().get_mut(&play.id).unwrap().2 = Some(answer);
            });
        }
    }
    senders
}

/// Every acknowledged play is there with its first answer; the others can be sent again; the
/// campaigns' figures are the sum of exactly these.
async fn check_all(world: &World, screens: &[Screen], ledger: &Ledger) {
    let acknowledged = acknowledged(ledger);
    let entries: Vec<_> = ledger.lock().unwrap().values().cloned().collect();
    assert!(acknowledged > 100, "only {acknowledged} plays got through before the kills");
    assert!(acknowledged < entries.len(), "no kill hit a play under way");
    let mut billed = 0_u64;
    for (number, body, answer) in entries {
        let token = &screens[number].token;
        let again = world.server.send(Method::POST, "/impressions", token, body).await;
        match answer {
            Some(first) => {
                assert_eq!(again.status.as_u16(), 200, "acknowledged, then lost: {}", again.body);
                assert_eq!(again.body, first);
                billed += 1;
            }
            // Committed without an answer, or never arrived and still in time: billed once now.
            None if matches!(again.status.as_u16(), 200 | 201) => billed += 1,
            // Never arrived, and by now too late: refused, but not lost.
            None => assert_eq!(again.refused(422), "TIMESTAMP_OUT_OF_BOUNDS"),
        }
    }
    let mut verified = 0;
    let list = world.server.get("/campaigns?limit=100").await;
    for campaign in list["items"].as_array().unwrap() {
        let id = campaign["id"].as_str().unwrap();
        verified +=
            world.server.get(&format!("/campaigns/{id}/stats")).await["verified"].as_u64().unwrap();
    }
    assert_eq!(verified, billed);
}
