//! The evidence of a play: who gets it, what it proves, and that no byte of it is free.

use std::{path::Path, process::Command as Process, sync::Arc};

use reqwest::Method;
use serde_json::{Value, json};
use vetrina::proof::evidence::{Part, Report, Trust, verify};

use crate::{
    court::Court,
    harness::{ADMIN, Plan, Server, World, make_advertiser, quiet},
    log::{log_key, plays, raw, sign, token},
};

/// The file, as the server gives it.
async fn evidence(server: &Server, id: &str, query: &str) -> Vec<u8> {
    let url = format!("{}/api/v1/impressions/{id}/evidence{query}", server.base);
    let response = server.client.get(url).bearer_auth(ADMIN).send().await.unwrap();
    assert_eq!(response.status(), 200, "{}", response.text().await.unwrap());
    response.bytes().await.unwrap().to_vec()
}

#[track_caller]
fn accepted(bytes: &[u8], trust: &Trust) -> Report {
    let report = verify(bytes, trust);
    assert!(report.accepted, "{:#?}", report.failures().collect::<Vec<_>>());
    report
}

/// Given a billed play, when those it concerns ask for its evidence, then each gets one file that
/// holds by itself, and nobody else gets it. Rule: POP-07.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_billed_play_is_proved_by_one_file() {
    let world = World::running(Plan::default()).await;
    let server = &world.server;
    let ids = plays(&world, 2).await;
    let first = sign(server).await["checkpoint"].as_str().unwrap().to_owned();
    let mut old_text = world.play().await;
    server.advance(602).await;
    world.screen.beat(server).await;
    (old_text.version, old_text.played_at) = (1, server.now().await.to_string());
    old_text.sent_at = None;
    world.submit(&old_text).await.expect(201);
    let key = log_key(server).await;
    let trust = Trust { log_key: Some(key), older_checkpoint: Some(first.into_bytes()) };
    for id in [&ids[0], &ids[1], &old_text.id] {
        let bytes = evidence(server, id, "?since=2").await;
        let report = accepted(&bytes, &trust);
        assert!(report.holds(Part::OlderCheckpoint) && report.holds(Part::Seal));
        let file: Value = serde_json::from_slice(&bytes).unwrap();
        let cost = server.get(&format!("/impressions/{id}")).await["cost"].as_f64().unwrap();
        let micros = file["evidence"]["money"]["cost_micros"].as_i64().unwrap();
        assert_eq!(format!("{:.0}", cost * 1e6), micros.to_string());
        assert_eq!(file["evidence"]["daily"]["status"], "LIVE");
        assert_eq!(file["evidence"]["device"]["enrolment"][0]["action"], "device.create");
        let told = report.not_proved.join("\n");
        assert_eq!(told.contains("version 1"), id == &old_text.id, "{told}");
    }
    let path = format!("/impressions/{}/evidence", ids[0]);
    let other = make_advertiser(server, "Other", 0.0).await;
    for (role, owner, status) in [
        ("AUDITOR", None, 200),
        ("ADVERTISER", Some(&world.advertiser), 200),
        ("SUPPLIER", Some(&world.supplier), 200),
        ("ADVERTISER", Some(&other), 404),
    ] {
        let token = token(server, role, owner.map(String::as_str)).await;
        let answer = server.send(Method::GET, &path, &token, Value::Null).await;
        assert_eq!(answer.status.as_u16(), status, "{role}: {}", answer.body);
    }
    assert_eq!(server.send(Method::GET, &path, "", Value::Null).await.status, 401);
    for (query, status) in [("?since=4", 422), ("?since=x", 400), ("?colour=red", 400)] {
        let answer = server.send(Method::GET, &format!("{path}{query}"), ADMIN, Value::Null).await;
        assert_eq!(answer.status.as_u16(), status, "{query}: {}", answer.body);
    }
}

/// Given the night, then the file shows the daily record, to a supplier by its hash alone. POP-07.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_record_of_the_day_is_part_of_the_evidence() {
    let world = World::running(Plan::default()).await;
    let ids = plays(&world, 1).await;
    world.screen.online_until(&world.server, "2026-02-05T06:00:00Z").await;
    let bytes = evidence(&world.server, &ids[0], "").await;
    assert!(accepted(&bytes, &Trust::default()).holds(Part::DailyRecord));
    let file: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(file["evidence"]["daily"]["status"], "FINAL");
    assert!(file["evidence"]["daily"]["records"][0]["hashed"].is_string());
    let seller = token(&world.server, "SUPPLIER", Some(&world.supplier)).await;
    let path = format!("/impressions/{}/evidence", ids[0]);
    let answer = world.server.send(Method::GET, &path, &seller, Value::Null).await;
    let shown = answer.expect(200);
    assert!(shown["evidence"]["daily"]["records"][0]["hashed"].is_null());
    world.server.stop_and_audit().await;
}

/// Given plays that wait or are refused, then there is no evidence of a bill, and the answer says
/// why; approved ones have it, with their transfers. Rules: POP-07, IMP-08.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_play_is_proved_once_its_review_bills_it() {
    let mut settings = quiet();
    settings.review.new_device_impressions = 3;
    let world = World::running(Plan { settings, ..Plan::default() }).await;
    let server = &world.server;
    let mut held = Vec::new();
    for _ in 0..3 {
        server.advance(301).await;
        world.screen.beat(server).await;
        let play = world.play().await;
        world.submit(&play).await.expect(202);
        held.push(play.id);
    }
    let billed = plays(&world, 1).await;
    let path = |id: &str| format!("/impressions/{id}/evidence");
    for decision in ["approve", "reject"] {
        let id = if decision == "approve" { &held[1] } else { &held[2] };
        let answer = server.send(Method::GET, &path(id), ADMIN, Value::Null).await;
        assert_eq!(answer.status, 409, "{}", answer.body);
        let body = json!({"reason": "looked at"});
        let body = if decision == "approve" { json!({}) } else { body };
        server.post(&format!("/reviews/{id}/{decision}"), body).await.expect(200);
    }
    let answer = server.send(Method::GET, &path(&held[2]), ADMIN, Value::Null).await;
    assert_eq!(answer.status, 409);
    assert!(answer.body["message"].as_str().unwrap().contains("REVIEW"), "{}", answer.body);
    let bytes = evidence(server, &held[1], "").await;
    let report = accepted(&bytes, &Trust::default());
    assert!(report.holds(Part::Review) && report.holds(Part::Ledger));
    let file: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(file["evidence"]["leaf"]["index"], 1, "after the play that was billed at once");
    assert_eq!(file["evidence"]["money"]["legs"].as_array().unwrap().len(), 3);
    accepted(&evidence(server, &billed[0], "").await, &Trust::default());
    // The timer approves what nobody decided.
    world.screen.online_until(server, "2026-02-05T06:00:00Z").await;
    accepted(&evidence(server, &held[0], "").await, &Trust::default());
    world.server.stop_and_audit().await;
}

/// Given a chargeback, then the reversal is a leaf of its own with its own proof, once, and the
/// other plays are proved as before. Rule: D-87, CHB-01.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_play_that_is_taken_back_shows_its_reversal() {
    let mut settings = quiet();
    settings.transparency.origin = "log.example/plays".to_owned();
    let court = Court::open(Plan { settings, ..Plan::default() }).await;
    let ids = [court.billed().await, court.billed().await, court.billed().await];
    assert_eq!(sign(court.server()).await["size"], 3);
    court.charged_back("FRAUDULENT", &[&ids[1]]).await;
    let server = court.server();
    assert_eq!(sign(server).await["size"], 4, "one leaf more, and no second one");
    let bytes = evidence(server, &ids[1], "").await;
    let trust = Trust { log_key: Some(log_key(server).await), ..Trust::default() };
    let report = accepted(&bytes, &trust);
    assert!(report.holds(Part::Reversal) && report.holds(Part::Ledger), "{report:#?}");
    let proved = report.proved.join("\n");
    assert!(proved.contains("taken back (CHARGEBACK_APPROVED)"), "{proved}");
    let file: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(file["evidence"]["log"]["origin"], "log.example/plays");
    assert_eq!(file["evidence"]["reversal"]["leaf"]["index"], 3);
    let (_, bundle, _) = raw(server, "tile/entries/000.p/4", ADMIN).await;
    assert!(String::from_utf8_lossy(&bundle).contains("vetrina-reversal-leaf-v1"));
    accepted(&evidence(server, &ids[2], "").await, &trust);
    court.world.server.stop_and_audit().await;
}

/// Files whose bytes are flipped, and those of them of which every byte is; `VETRINA_WHOLE_FILES` says
/// another number, up to all of them.
const FILES: usize = 240;
const WHOLE_FILES: usize = 1;

/// Flips bytes of a file; those that were not refused, or refused without naming a part.
fn flip(bytes: &[u8], places: impl Iterator<Item = usize>) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut spoiled = bytes.to_vec();
    for place in places {
        // Another bit each time, so that digits become digits, letters letters, and others not.
        spoiled[place] ^= 1 << (place % 8);
        let report = verify(&spoiled, &Trust::default());
        if report.accepted || report.failures().next().is_none_or(|part| part.says.is_empty()) {
            let near = place.saturating_sub(30)..(place + 30).min(bytes.len());
            wrong.push(format!("byte {place}: {}", String::from_utf8_lossy(&bytes[near])));
        }
        spoiled[place] = bytes[place];
    }
    wrong
}

/// Given hundreds of files, when a byte is flipped, then the file is refused and the part is named:
/// each byte of some files, and of the others so many that together every place is. Rule: POP-07.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_byte_of_an_evidence_file_is_free() {
    let whole = std::env::var("VETRINA_WHOLE_FILES").map_or(WHOLE_FILES, |n| n.parse().unwrap());
    let world = World::running(Plan::default()).await;
    let server = &world.server;
    let ids = plays(&world, FILES).await;
    sign(server).await;
    let mut files = Vec::new();
    for id in &ids {
        files.push(evidence(server, id, "?since=9").await);
    }
    let files = Arc::new(files);
    let mut tasks = Vec::new();
    for half in 0..2 {
        let files = Arc::clone(&files);
        tasks.push(tokio::task::spawn_blocking(move || {
            let mut wrong = Vec::new();
            for (number, bytes) in files.iter().enumerate().filter(|(number, _)| number % 2 == half)
            {
                assert!(verify(bytes, &Trust::default()).accepted, "file {number}");
                let step = if number < whole { 1 } else { FILES };
                wrong.extend(flip(bytes, (number % step..bytes.len()).step_by(step)));
            }
            wrong
        }));
    }
    for task in tasks {
        let wrong = task.await.unwrap();
        assert!(wrong.is_empty(), "{} flips:\n{}", wrong.len(), wrong.join("\n"));
    }
}

fn run(program: &str, args: &[&str]) -> (Option<i32>, String) {
    let output = Process::new(program).args(args).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&text).into_owned())
}

fn written(folder: &Path, name: &str, bytes: &[u8]) -> String {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Given the file alone, then the binary and, without it, a short script with openssl say the same:
/// as docs/verification.md tells. Rule: POP-07.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outsider_checks_a_play_with_the_binary_or_with_a_script() {
    let world = World::running(Plan::default()).await;
    let server = &world.server;
    let mut ids = plays(&world, 2).await;
    let older = sign(server).await["checkpoint"].as_str().unwrap().to_owned();
    ids.extend(plays(&world, 3).await);
    let mut old_text = world.play().await;
    server.advance(301).await;
    world.screen.beat(server).await;
    (old_text.version, old_text.played_at) = (1, server.now().await.to_string());
    old_text.sent_at = None;
    world.submit(&old_text).await.expect(201);
    ids.push(old_text.id);
    let folder = tempfile::tempdir().unwrap();
    let key = log_key(server).await.to_string();
    let key_file = written(folder.path(), "log.vkey", format!("{key}\n").as_bytes());
    let older = written(folder.path(), "older.txt", older.as_bytes());
    let (binary, script) = (env!("CARGO_BIN_EXE_vetrina"), "docs/examples/verify_play.py");
    for id in &ids {
        let bytes = evidence(server, id, "?since=2").await;
        let file = written(folder.path(), "evidence.json", &bytes);
        let (code, said) = run(binary, &["verify", &file]);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains("Not proved") && said.ends_with("ACCEPTED\n"), "{said}");
        let args = ["verify", &file, "--log-key", &key_file, "--checkpoint", &older, "--json"];
        let (code, said) = run(binary, &args);
        let report: Value = serde_json::from_str(&said).unwrap();
        assert_eq!((code, &report["accepted"]), (Some(0), &json!(true)), "{said}");
        let (code, said) = run("python3", &[script, &file, &key]);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains("ACCEPTED"), "{said}");
        for (from, to) in [
            ("\"cost_micros\": ", "\"cost_micros\": 1"),
            ("\"quality\": ", "\"quality\": 1"),
            ("\"index\": ", "\"index\":  "),
        ] {
            let text = String::from_utf8(bytes.clone()).unwrap();
            assert!(text.contains(from), "{from}");
            let spoiled = written(folder.path(), "spoiled.json", text.replace(from, to).as_bytes());
            let (code, said) = run(binary, &["verify", &spoiled]);
            assert_eq!(code, Some(1), "{from}: {said}");
            assert!(said.contains("FAILS") && said.ends_with("REFUSED\n"), "{said}");
            let (code, said) = run("python3", &[script, &spoiled, &key]);
            assert_eq!(code, Some(1), "{from}: {said}");
            assert!(said.contains("REFUSED"), "{said}");
        }
        let stranger = "other.example/log+00000000+AQ==";
        assert_eq!(run("python3", &[script, &file, stranger]).0, Some(1));
    }
    assert_eq!(run(binary, &["verify"]).0, Some(2));
    for args in [&["verify", "/nowhere.json"][..], &["verify", &older, "--log-key", "nonsense"]] {
        let (code, said) = run(binary, args);
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains("vetrina: "), "{said}");
    }
    let data = server.folder.path().to_str().unwrap();
    assert_eq!(run(binary, &["log-key", "--data", data]), (Some(0), format!("{key}\n")));
    let empty = folder.path().to_str().unwrap();
    let (code, said) = run(binary, &["log-key", "--data", empty]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("makes it"), "{said}");
}
