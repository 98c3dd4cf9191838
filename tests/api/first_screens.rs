//! What the first screens ask for: the first administrator, and what goes on now.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Plan, Server, World};

fn admin(code: &str) -> Value {
    json!({
        "setup_code": code, "email": "Ada@example.com", "name": "Ada",
        "password": "a long enough one", "language": "it"
    })
}

/// An appliance without users, as somebody starts it.
struct Fresh {
    child: Child,
    base: String,
    /// What it printed.
    code: String,
}

impl Fresh {
    fn start(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_vetrina"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .env("VETRINA_LOG__LEVEL", "error")
            .env("VETRINA_HTTP__ATTEMPTS_PER_MINUTE", "0")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.map(Result::unwrap).find(|line| line.starts_with("First start:"));
        let first = first.expect("the line of the first start");
        let link = first.split_whitespace().find(|word| word.starts_with("http://")).unwrap();
        // With the interface inside it is a link, else the call and its code.
        let (base, code) = match link.split_once("/welcome#") {
            Some((base, code)) => (base, code),
            None => (link.split_once("/api/").unwrap().0, first.rsplit(' ').next().unwrap()),
        };
        Self { child, base: base.to_owned(), code: code.to_owned() }
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        // Already ended when a test failed early.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whoever reads the appliance's output makes the administrator, once; nobody else ever does.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_administrator_needs_the_printed_code() {
    let folder = tempfile::tempdir().unwrap();
    let fresh = Fresh::start(&folder.path().join("data"));
    let server = Server::attach(fresh.base.clone(), folder);
    let code = fresh.code.as_str();
    let ask = || server.send(Method::GET, "/welcome", "", Value::Null);
    assert_eq!(ask().await.expect(200), json!({"needs_admin": true}));
    let make = |body: Value| server.send(Method::POST, "/welcome", "", body);
    assert_eq!(make(admin("0000000000000000")).await.refused(403), "FORBIDDEN");
    let mut short = admin(code);
    short["password"] = json!("short");
    assert_eq!(make(short).await.refused(422), "VALIDATION_FAILED");
    let mut nameless = admin(code);
    nameless["name"] = json!(" ");
    assert_eq!(make(nameless).await.refused(422), "VALIDATION_FAILED");
    let both = tokio::join!(make(admin(code)), make(admin(code)));
    let mut statuses = [both.0.status.as_u16(), both.1.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "two at once make one administrator");
    let me = if both.0.status.is_success() { both.0.body } else { both.1.body };
    assert_eq!((&me["role"], &me["email"]), (&json!("SUPER_ADMIN"), &json!("ada@example.com")));
    assert_eq!(ask().await.expect(200), json!({"needs_admin": false}));
    assert_eq!(make(admin(code)).await.refused(409), "CONFLICT");
    let sign_in = json!({"email": "ada@example.com", "password": "a long enough one"});
    server.send(Method::POST, "/auth/login", "", sign_in).await.expect(200);
}

/// The overview is the sum over all campaigns, the same before and after the record of the day.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_overview_counts_what_was_played() {
    let world = World::running(Plan::default()).await;
    let server = &world.server;
    let before = server.get("/overview").await;
    assert_eq!((&before["today"]["verified"], &before["fleet"]["active"]), (&json!(0), &json!(1)));
    assert_eq!(before["hours"].as_array().unwrap().len(), 24);
    let play = world.play().await;
    let answer = world.submit(&play).await.expect(201);
    let again = world.play().await;
    assert_eq!(world.submit(&again).await.refused(422), "DUPLICATE_IMPRESSION");
    let now = server.get("/overview").await;
    assert_eq!(now["today"]["verified"], 1);
    assert_eq!(now["today"]["total_cost"], answer["cost"]);
    assert_eq!(now["today"]["rejections"], json!({"DUPLICATE_IMPRESSION": 1}));
    assert_eq!(now["hours"][23]["verified"], 1);
    assert_eq!((&now["active_campaigns"], &now["fleet"]["online"]), (&json!(1), &json!(1)));
    server.advance(86_400).await;
    let next = server.get("/overview").await;
    assert_eq!(
        (&next["today"]["verified"], &next["yesterday"]["verified"]),
        (&json!(0), &json!(1))
    );
    assert_eq!(next["yesterday"]["total_cost"], answer["cost"]);
}

/// It is for the operator: a buyer or an owner of stores sees nothing of the others.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_overview_is_for_the_operator() {
    let world = World::drafted(Plan::default()).await;
    let server = &world.server;
    for (role, owner, status) in [
        ("AUDITOR", None, 200),
        ("REVIEWER", None, 200),
        ("ADVERTISER", Some(&world.advertiser), 403),
        ("SUPPLIER", Some(&world.supplier), 403),
    ] {
        let body = json!({"name": role, "role": role, "owner_id": owner});
        let made = server.post("/api-tokens", body).await.expect(201);
        let token = made["token"].as_str().unwrap();
        let answer = server.send(Method::GET, "/overview", token, Value::Null).await;
        assert_eq!(answer.status.as_u16(), status, "{role}");
    }
}
