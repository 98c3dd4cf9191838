//! Full-text search: diacritics, beginnings of words, tenants, hostile queries, and an index that
//! is lost, stale or damaged. Rule: OPS-09.

use std::{collections::BTreeSet, fs, path::Path};

use reqwest::Method;
use serde_json::{Value, json};
use vetrina::domain::time::Timestamp;

use crate::{
    crash::Process,
    harness::{
        ADMIN, Plan, START, Screen, Server, World, make_advertiser, make_store, make_supplier,
    },
};

/// A GET with a query of any characters.
fn request(
    server: &Server,
    token: &str,
    path: &str,
    query: &[(&str, &str)],
) -> reqwest::RequestBuilder {
    let base = format!("{}/api/v1{path}", server.base);
    let url = reqwest::Url::parse_with_params(&base, query).unwrap();
    server.client.get(url).bearer_auth(token)
}

async fn ask(server: &Server, token: &str, path: &str, query: &[(&str, &str)]) -> Value {
    Server::read(request(server, token, path, query)).await.expect(200)
}

async fn titles(server: &Server, token: &str, q: &str) -> BTreeSet<String> {
    let found =
        ask(server, token, "/search", &[("q", q), ("kinds", "CAMPAIGN,STORE,DEVICE")]).await;
    found["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["title"].as_str().unwrap().to_owned())
        .collect()
}

async fn token(server: &Server, role: &str, owner: Option<&str>) -> String {
    let body = json!({"name": role, "role": role, "owner_id": owner});
    let made = server.post("/api-tokens", body).await.expect(201);
    made["token"].as_str().unwrap().to_owned()
}

async fn names(server: &Server, path: &str, token: &str, q: &str) -> Vec<String> {
    let found = ask(server, token, path, &[("q", q)]).await;
    let items = found["items"].as_array().unwrap();
    items.iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect()
}

/// What was committed before is found by words with or without diacritics, by their beginnings.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_are_found_without_their_diacritics() {
    let world = World::drafted(Plan::default()).await;
    let server = &world.server;
    let change =
        json!({"name": "Chợ Đà Nẵng", "region": "Đà Nẵng", "address": "Via Forlì 3, Caffè"});
    make_store(server, &world.supplier, change).await;
    for (q, expected) in [
        ("Tết", &["Tết 2026"][..]),
        ("tet", &["Tết 2026"]),
        ("TẾT 20", &["Tết 2026"]),
        ("pho viet", &["Tết 2026"]),
        ("phở việt 2026", &["Tết 2026"]),
        ("Pho\u{31b}\u{309}", &["Tết 2026"]),
        ("da nang", &["Chợ Đà Nẵng"]),
        ("đà n", &["Chợ Đà Nẵng"]),
        ("forli caffe", &["Chợ Đà Nẵng"]),
        ("caffè FORLÌ", &["Chợ Đà Nẵng"]),
        ("le thanh ton", &["Vincom Center"]),
        ("vin cen", &["Vincom Center"]),
        ("scr", &["Screen 0"]),
        ("et", &[]),
        ("tet da", &[]),
        ("2027", &[]),
    ] {
        let expected: BTreeSet<_> = expected.iter().map(|it| (*it).to_owned()).collect();
        assert_eq!(titles(server, ADMIN, q).await, expected, "{q}");
    }
    let found = ask(server, ADMIN, "/search", &[("q", &world.campaign[..23])]).await;
    assert_eq!(found["items"][0]["kind"], "CAMPAIGN", "also by the beginning of the id: {found}");

    // A change is found at once, and what was there before is not.
    let path = format!("/campaigns/{}", world.campaign);
    let change = json!({"name": "Giáng Sinh", "description": "Ưu đãi lớn"});
    server.send(Method::PATCH, &path, ADMIN, change).await.expect(200);
    assert_eq!(names(server, "/campaigns", ADMIN, "uu dai giang").await, ["Giáng Sinh"]);
    assert!(names(server, "/campaigns", ADMIN, "tet").await.is_empty());
}

/// Everybody finds what they may see, and nothing else.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_finds_what_belongs_to_others() {
    let world = World::drafted(Plan::default()).await;
    let server = &world.server;
    let rival = make_advertiser(server, "Rival", 0.0).await;
    let body = json!({"advertiser_id": rival, "name": "Tết sale", "brand_name": "Rival"});
    server.post("/campaigns", body).await.expect(201);
    let other = make_supplier(server, "Hanoi Screens").await;
    let store = make_store(server, &other, json!({"name": "Vincom Hanoi"})).await;
    Screen::make(server, &store, 1).await;
    let buyer = token(server, "ADVERTISER", Some(&world.advertiser)).await;
    let seller = token(server, "SUPPLIER", Some(&world.supplier)).await;
    let auditor = token(server, "AUDITOR", None).await;
    let set = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect::<BTreeSet<_>>();
    for (who, q, expected) in [
        (&buyer, "tet", set(&["Tết 2026"])),
        (&buyer, "rival", set(&[])),
        (&buyer, "vincom", set(&[])),
        (&buyer, "screen", set(&[])),
        (&seller, "vincom", set(&["Vincom Center"])),
        (&seller, "screen", set(&["Screen 0"])),
        (&seller, "tet", set(&[])),
        (&auditor, "tet", set(&["Tết 2026", "Tết sale"])),
        (&auditor, "screen", set(&["Screen 0", "Screen 1"])),
    ] {
        assert_eq!(titles(server, who, q).await, expected, "{q}");
    }
    // The audit is the operator's.
    for (who, found) in [(&buyer, false), (&seller, false), (&auditor, true)] {
        let query = [("q", "campaign create"), ("kinds", "AUDIT")];
        let list = ask(server, who, "/search", &query).await;
        assert_eq!(list["items"].as_array().unwrap().is_empty(), !found);
    }
    assert_eq!(names(server, "/campaigns", &buyer, "tet").await, ["Tết 2026"]);
    assert_eq!(names(server, "/devices", &seller, "screen").await, ["Screen 0"]);
    assert_eq!(names(server, "/stores", &seller, "vincom").await, ["Vincom Center"]);
    let offered = names(server, "/stores", &buyer, "vincom").await;
    assert_eq!(offered, ["Vincom Hanoi", "Vincom Center"], "advertisers choose among all stores");
}

/// Lists with `q` keep their order, their other filters and their pages.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_in_a_list_keeps_filters_and_pages() {
    let world = World::drafted(Plan::default()).await;
    let server = &world.server;
    for number in 1..=5 {
        world.make_campaign(&format!("Mùa xuân {number}"), &Plan::default()).await;
    }
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let mut query = vec![("q", "mua xuan"), ("limit", "2"), ("status", "DRAFT")];
        if !cursor.is_empty() {
            query.push(("cursor", &cursor));
        }
        let list = ask(server, ADMIN, "/campaigns", &query).await;
        let items = list["items"].as_array().unwrap();
        assert!(items.len() <= 2);
        seen.extend(items.iter().map(|it| it["name"].as_str().unwrap().to_owned()));
        match list["next_cursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    let expected: Vec<_> = (1..=5).rev().map(|number| format!("Mùa xuân {number}")).collect();
    assert_eq!(seen, expected);
    let query = [("q", "mua xuan"), ("status", "ACTIVE")];
    assert_eq!(ask(server, ADMIN, "/campaigns", &query).await["items"], json!([]));
    let entries = ask(server, ADMIN, "/audit", &[("q", "campaign.create"), ("limit", "3")]).await;
    let entries = entries["items"].as_array().unwrap();
    assert_eq!(entries.len(), 3);
    assert!(entries.iter().all(|it| it["action"] == "campaign.create"), "{entries:?}");
    let seqs: Vec<_> = entries.iter().map(|it| it["seq"].as_u64().unwrap()).collect();
    assert!(seqs.is_sorted_by(|a, b| a > b), "newest first: {seqs:?}");
    let pages = ask(server, ADMIN, "/search", &[("q", "mua"), ("limit", "2")]).await;
    let next = pages["next_cursor"].as_str().unwrap();
    let more =
        ask(server, ADMIN, "/search", &[("q", "mua"), ("limit", "2"), ("cursor", next)]).await;
    assert_ne!(pages["items"], more["items"]);
}

/// No query is a failure of the appliance, and none finds more than it may.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile_queries_do_no_harm() {
    let world = World::drafted(Plan::default()).await;
    let server = &world.server;
    let long_word = "a".repeat(200);
    let many_words = "b ".repeat(17);
    let too_long = "c".repeat(201);
    let nothing = 200;
    for (q, status) in [
        ("*", nothing),
        ("tet*", 200),
        ("\"", nothing),
        ("name:tet", nothing),
        ("+tet -2026 OR (", nothing),
        ("[* TO *]", nothing),
        (".*", nothing),
        ("(a+)+$", nothing),
        ("' OR '1'='1", nothing),
        ("../../etc/passwd", nothing),
        ("\u{0}", nothing),
        ("\u{202e}\u{feff}🦀", nothing),
        ("%25%00", nothing),
        (&long_word, nothing),
        (&many_words, 422),
        (&too_long, 422),
        ("", 422),
        ("   ", 422),
    ] {
        let answer = Server::read(request(server, ADMIN, "/search", &[("q", q)])).await;
        assert_eq!(answer.status, status, "{q:?}: {}", answer.body);
    }
    for list in ["/campaigns", "/stores", "/devices", "/audit"] {
        for (q, empty) in [("*", true), ("\u{0}", true), ("", false), (" ", false)] {
            let items = ask(server, ADMIN, list, &[("q", q)]).await["items"].clone();
            assert_eq!(items.as_array().unwrap().is_empty(), empty, "{list} {q:?}");
        }
        let long = request(server, ADMIN, list, &[("q", &too_long)]);
        assert_eq!(Server::read(long).await.refused(422), "VALIDATION_FAILED");
    }
    for wrong in ["/search", "/search?q=a&kinds=ALL", "/search?q=a&limit=0", "/search?q=a&x=1"] {
        let answer = server.send(Method::GET, wrong, ADMIN, Value::Null).await;
        assert!(answer.status.is_client_error(), "{wrong}: {}", answer.status);
    }
}

fn start(data: &Path, gather_ms: &str) -> Process {
    let now = Timestamp::parse(START).unwrap();
    Process::start_with(data, now, &[("VETRINA_SEARCH__GATHER_MS", gather_ms)])
}

/// The index is derived: lost, stale after a kill or damaged, it is made anew.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_index_that_is_lost_stale_or_damaged_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_owned();
    let index = data.join("search");
    // Given an index that is written after a minute, when the appliance is killed before…
    let mut process = start(&data, "60000");
    let server = Server::attach(process.base.clone(), folder);
    let mut world = World::drafted_on(server, Plan::default()).await;
    process.kill();
    // …then everything is found after the next start.
    process = start(&data, "20");
    world.server.base.clone_from(&process.base);
    let everything = async |server: &Server, place: &str| {
        assert_eq!(titles(server, ADMIN, "tet").await.len(), 1, "{place}");
        assert_eq!(titles(server, ADMIN, "vincom").await.len(), 1, "{place}");
        let audit = ask(server, ADMIN, "/audit", &[("q", "campaign.create")]).await;
        assert_eq!(audit["items"].as_array().unwrap().len(), 1, "{place}");
    };
    everything(&world.server, "stale").await;
    process.kill();
    fs::remove_dir_all(&index).unwrap();
    process = start(&data, "20");
    world.server.base.clone_from(&process.base);
    everything(&world.server, "lost").await;
    process.kill();
    fs::write(index.join("meta.json"), "{\"segments\": []").unwrap();
    process = start(&data, "20");
    world.server.base.clone_from(&process.base);
    everything(&world.server, "damaged").await;
    process.kill();
    for file in fs::read_dir(&index).unwrap().map(|file| file.unwrap().path()) {
        if file.extension().is_some_and(|ending| ending == "idx" || ending == "term") {
            let mut bytes = fs::read(&file).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0xff;
            fs::write(&file, bytes).unwrap();
        }
    }
    process = start(&data, "20");
    world.server.base.clone_from(&process.base);
    everything(&world.server, "bit rot").await;
    process.kill();
}
