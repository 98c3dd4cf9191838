//! The evidence of disputes: unpacked, hashed, kept while its sources go, damaged.
//! Rules: POP-06, DEV-07, D-03, D-14.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use reqwest::Method;
use serde_json::{Value, json};
use vetrina::{
    db::codec::sha256,
    proof::{key::DeviceKey, verify::verify},
};

use crate::{
    court::{Court, path_of},
    dispute::walk,
    harness::{ADMIN, Plan, quiet},
};

/// The bundle, unpacked by the library of the tests.
async fn unpack(court: &Court, token: &str, dispute: &Value) -> BTreeMap<String, Vec<u8>> {
    let url = format!("{}/api/v1{}/evidence", court.server().base, path_of(dispute));
    let response = court.server().client.get(url).bearer_auth(token).send().await.unwrap();
    assert_eq!(response.status().as_u16(), 200);
    assert_eq!(response.headers()["content-type"], "application/zip");
    let name = format!("attachment; filename=\"dispute-{}.zip\"", dispute["id"].as_str().unwrap());
    assert_eq!(response.headers()["content-disposition"], name.as_str());
    let bytes = response.bytes().await.unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let name = file.name().unwrap().into_owned();
        assert!(files.insert(name, bytes).is_none(), "each name once");
    }
    files
}

fn json_file(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Value {
    let file = files.get(name).unwrap_or_else(|| panic!("{name} in {:?}", files.keys()));
    serde_json::from_slice(file).unwrap()
}

/// Every file that the manifest lists is there with its hash and size, and nothing else is.
fn check_manifest(files: &BTreeMap<String, Vec<u8>>) {
    let manifest = json_file(files, "manifest.json");
    let listed = manifest["members"].as_array().unwrap();
    for member in listed {
        let file = &files[member["name"].as_str().unwrap()];
        assert_eq!(member["sha256"], hex::encode(sha256(file)), "{member}");
        assert_eq!(member["bytes"], file.len());
    }
    assert_eq!(listed.len() + 1, files.len());
}

/// Uploads a line of the device's log at its clock's present.
async fn log(court: &Court, message: &str) {
    let screen = &court.world.screen;
    let now = court.server().now().await.to_string();
    let lines = json!({"entries": [{"at": now, "level": "INFO", "message": message}]});
    let path = format!("/devices/{}/logs", screen.id);
    court.server().send(Method::POST, &path, &screen.token, lines).await.expect(201);
}

/// Given a disputed play, when logs and screenshot are gone from where they were, then the bundle
/// still has their bytes, and every hash, the signature among them, can be checked.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn evidence_holds_the_bytes_themselves() {
    let mut settings = quiet();
    settings.devices.log_uploads_kept = 1;
    let court = Court::open(Plan { settings, ..Plan::default() }).await;
    log(&court, "decoder restarted in the middle of the film").await;
    let id = court.billed().await;
    // The run of heartbeats around the play ends, and hours later the device's row lets it go.
    court.server().advance(7 * 3600).await;
    court.world.screen.beat(court.server()).await;
    court.days(3).await;
    let dispute = court.opened("WRONG_DURATION", &[&id]).await;
    log(&court, "another day").await;
    std::fs::remove_dir_all(court.server().folder.path().join("screenshots")).unwrap();
    let kept = court.server().get(&format!("/devices/{}/logs", court.world.screen.id)).await;
    assert!(!kept.to_string().contains("decoder restarted"), "pushed out by newer lines");
    let files = unpack(&court, &court.buyer, &dispute).await;
    check_manifest(&files);
    let at = |name: &str| format!("opened/plays/{id}/{name}");
    let logs = json_file(&files, &at("device-log.json"));
    assert!(logs["lines"][0]["message"].as_str().unwrap().contains("decoder restarted"));
    let key = DeviceKey::from_pem(std::str::from_utf8(&files[&at("key.pem")]).unwrap()).unwrap();
    let (text, signature) = (&files[&at("signed-text.txt")], &files[&at("signature.bin")]);
    assert!(verify(&key, text, signature).is_valid());
    let picture = hex::encode(sha256(&files[&at("screenshot.jpg")]));
    assert!(String::from_utf8_lossy(text).contains(&picture), "the signed hash");
    let trail = json_file(&files, &at("trail.json"));
    assert_eq!(trail["checks"].as_array().unwrap().len(), 10);
    assert_eq!(trail["transfers"].as_array().unwrap().len(), 2);
    assert!(trail["price_steps"].is_object());
    let place = json_file(&files, &at("location.json"));
    assert_eq!((&place["distance_m"], &place["near_m"]), (&json!(0), &json!(1000)));
    let beats = json_file(&files, &at("heartbeats.json"));
    assert_eq!(beats["runs"].as_array().unwrap().len(), 1, "{beats}");
    let played = json_file(&files, &at("playback-log.json"));
    assert_eq!(played["plays"][0]["this_one"], true);
    let findings = json_file(&files, &at("findings.json"));
    assert_eq!(findings["recommendation"], "REJECT", "{findings}");
    let said = findings["findings"][1]["sentence"].as_str().unwrap();
    assert!(said.starts_with("The device was heard from 2026-02-"), "{said}");
    for name in ["README.txt", "opened/campaign.json", "opened/dispute.json"] {
        assert!(files.contains_key(name), "{name}");
    }
    let store = format!("opened/stores/{}.json", court.world.store);
    assert_eq!(json_file(&files, &store)["region"], "Ho Chi Minh");
    let device = format!("opened/devices/{}.json", court.world.screen.id);
    assert_eq!(json_file(&files, &device)["keys"].as_array().unwrap().len(), 1);
    assert_eq!(unpack(&court, &court.seller, &dispute).await, files, "one supplier: all of it");
}

/// The evidence of the investigation stands beside that of the opening; JSON says the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_investigation_adds_what_came_later() {
    let court = Court::usual().await;
    let id = court.billed().await;
    let dispute = court.opened("WRONG_DURATION", &[&id]).await;
    let path = format!("{}/evidence", path_of(&dispute));
    let played = court.server().now().await.plus_ms(-300_000).to_string();
    let lines = json!({"entries": [{"at": played, "level": "INFO", "message": "shown for 15 s"}]});
    let screen = &court.world.screen;
    let logs = format!("/devices/{}/logs", screen.id);
    court.server().send(Method::POST, &logs, &screen.token, lines).await.expect(201);
    court.server().advance(60).await;
    let before = unpack(&court, ADMIN, &dispute).await;
    let found = court.investigate(&dispute).await;
    assert_eq!(found["plays"][0]["recommendation"]["outcome"], "REJECT");
    let files = unpack(&court, &court.auditor, &dispute).await;
    check_manifest(&files);
    let log = |stage: &str| json_file(&files, &format!("{stage}/plays/{id}/device-log.json"));
    assert_eq!(log("opened")["lines"].as_array().unwrap().len(), 0);
    assert_eq!(log("investigation")["lines"][0]["message"], "shown for 15 s");
    for (name, bytes) in before.iter().filter(|(name, _)| name.starts_with("opened/")) {
        assert_eq!(&files[name], bytes, "{name} is as it was");
    }
    let same = court.read(ADMIN, &format!("{path}?format=json")).await.expect(200);
    assert_eq!(same["manifest"], json_file(&files, "manifest.json"));
    let members = same["members"].as_object().unwrap();
    assert_eq!(members.len() + 2, files.len(), "all but manifest and README");
    let shot = &members[&format!("opened/plays/{id}/screenshot.jpg")];
    let bytes = &files[&format!("opened/plays/{id}/screenshot.jpg")];
    assert_eq!(shot["sha256"], hex::encode(sha256(bytes)));
    assert_eq!(shot["href"], format!("/api/v1/impressions/{id}/screenshot"));
    let findings = &members[&format!("opened/plays/{id}/findings.json")];
    assert_eq!(findings, &json_file(&files, &format!("opened/plays/{id}/findings.json")));
}

/// One changed byte of kept evidence is noticed by readers and by the auditor; so is a missing file.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tampering_with_evidence_is_noticed() {
    let court = Court::usual().await;
    let id = court.billed().await;
    let dispute = court.opened("FRAUDULENT", &[&id]).await;
    let path = format!("{}/evidence", path_of(&dispute));
    let folder = court.server().folder.path().to_owned();
    let files = walk(&folder.join("evidence"));
    let [file] = files.as_slice() else { panic!("{files:?}") };
    let good = std::fs::read(file).unwrap();
    let name = file.file_name().unwrap().to_str().unwrap().to_owned();
    assert_eq!(name, hex::encode(sha256(&good)), "named by its hash");
    for place in [0, good.len() / 3, good.len() / 2, good.len() - 1] {
        let mut bad = good.clone();
        bad[place] ^= 0x20;
        std::fs::write(file, bad).unwrap();
        for end in ["", "?format=json"] {
            let damaged = court.read(&court.buyer, &format!("{path}{end}")).await.expect(409);
            assert_eq!(damaged["error"], "EVIDENCE_DAMAGED", "{place}");
            assert_eq!((&damaged["sha256"], &damaged["state"]), (&json!(name), &json!("damaged")));
        }
    }
    std::fs::remove_file(file).unwrap();
    assert_eq!(court.read(ADMIN, &path).await.expect(409)["state"], "missing");
    std::fs::write(file, &good).unwrap();
    court.read(ADMIN, &path).await.expect(200);
    let mut bad = good.clone();
    bad[good.len() / 2] ^= 1;
    let file = file.clone();
    let server = court.world.server;
    let settings = {
        let mut settings = quiet();
        settings.storage.data_dir.clone_from(&folder);
        settings
    };
    let server = server.audited().await;
    std::fs::write(server.folder.path().join(file.strip_prefix(&folder).unwrap()), bad).unwrap();
    let (kept, ..) = server.stop().await;
    let store = vetrina::db::Store::open(&kept.path().join(vetrina::app::STORE_FILE), 1 << 24);
    let settings = vetrina::config::Settings {
        storage: vetrina::config::StorageSettings {
            data_dir: kept.path().to_owned(),
            ..settings.storage
        },
        ..settings
    };
    let report = vetrina::engine::audit::audit(&store.unwrap(), &settings).unwrap();
    let found: Vec<_> = report.findings.iter().map(|finding| finding.what.as_str()).collect();
    assert_eq!(found, ["a file of evidence"]);
    assert_eq!(report.findings[0].expected, name);
}

/// A file that no dispute names, left by a run that ended between file and commit, is removed at the
/// next start; what a dispute names stays.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn evidence_that_no_dispute_names_is_removed_at_the_start() {
    let court = Court::usual().await;
    let id = court.billed().await;
    let dispute = court.opened("FRAUDULENT", &[&id]).await;
    let folder = court.server().folder.path().join("evidence");
    let kept = walk(&folder);
    let orphan = b"gigabytes of an opening that nobody waited for";
    let name = hex::encode(sha256(orphan));
    let place = folder.join(&name[..2]).join(&name[2..4]);
    std::fs::create_dir_all(&place).unwrap();
    std::fs::write(place.join(&name), orphan).unwrap();
    let Court { world, buyer, .. } = court;
    let server = world.server.restart().await;
    assert!(!place.join(&name).exists(), "the orphan is gone");
    assert_eq!(kept.len(), 1);
    let path = format!("{}/evidence", path_of(&dispute));
    server.send(Method::GET, &path, &buyer, Value::Null).await.expect(200);
    server.stop_and_audit().await;
}
