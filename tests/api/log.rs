//! The transparency log as an outsider reads it: checkpoints, tiles, proofs.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use vetrina::proof::log::{
    Hash,
    check::{Head, check_consistency, check_inclusion},
    checkpoint::Checkpoint,
    hash::{leaf_hash, node_hash},
    note_key::NoteKey,
};

use crate::harness::{ADMIN, Plan, Server, World, make_advertiser, quiet};

/// The log's key, as anybody gets it.
pub async fn log_key(server: &Server) -> NoteKey {
    let key = server.send(Method::GET, "/log/key", "", Value::Null).await.expect(200);
    key["key"].as_str().unwrap().parse().unwrap()
}

/// The bytes that a path of the log answers with, without credentials.
pub async fn raw(server: &Server, path: &str, token: &str) -> (StatusCode, Vec<u8>, String) {
    let mut request = server.client.get(format!("{}/api/v1/log/{path}", server.base));
    if !token.is_empty() {
        request = request.bearer_auth(token);
    }
    let response = request.send().await.unwrap();
    let cache = response.headers().get("cache-control").map(|v| v.to_str().unwrap().to_owned());
    let status = response.status();
    (status, response.bytes().await.unwrap().to_vec(), cache.unwrap_or_default())
}

/// The newest checkpoint, after checking that the log signed it.
pub async fn newest_head(server: &Server) -> Head {
    let key = log_key(server).await;
    let (status, note, _) = raw(server, "checkpoint", "").await;
    assert_eq!(status, 200);
    *Checkpoint::open(&note, &key, &[]).unwrap().0.head()
}

/// A checkpoint of everything that was billed.
pub async fn sign(server: &Server) -> Value {
    server.post("/log/checkpoint", Value::Null).await.expect(200)
}

fn hashes(proof: &Value) -> Vec<Hash> {
    let read = |text: &Value| hash(text.as_str().unwrap());
    proof["hashes"].as_array().unwrap().iter().map(read).collect()
}

fn hash(text: &str) -> Hash {
    let mut hash = Hash::default();
    hex::decode_to_slice(text, &mut hash).unwrap();
    hash
}

/// The entries of a bundle.
fn entries(mut bundle: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    while let Some((length, rest)) = bundle.split_first_chunk::<2>() {
        let (entry, rest) = rest.split_at(usize::from(u16::from_be_bytes(*length)));
        found.push(entry.to_vec());
        bundle = rest;
    }
    found
}

/// The root by the definition of RFC 6962.
fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [one] => *one,
        more => {
            let (left, right) = more.split_at(more.len().next_power_of_two() / 2);
            node_hash(&root(left), &root(right))
        }
    }
}

/// A token of a role.
pub async fn token(server: &Server, role: &str, owner: Option<&str>) -> String {
    let body = json!({"name": role, "role": role, "owner_id": owner});
    let made = server.post("/api-tokens", body).await.expect(201);
    made["token"].as_str().unwrap().to_owned()
}

/// Plays of the world's campaign, five minutes apart; their ids.
pub async fn plays(world: &World, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for _ in 0..count {
        world.server.advance(301).await;
        world.screen.beat(&world.server).await;
        let play = world.play().await;
        world.submit(&play).await.expect(201);
        ids.push(play.id);
    }
    ids
}

/// Given plays of which some are refused, when an outsider reads the log, then the billed ones and
/// no others are its leaves, in their order, under a signed root. Rules: POP-07, D-86.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn billed_plays_are_leaves_that_anybody_can_check() {
    let world = World::running(Plan::default()).await;
    let server = &world.server;
    let ids = plays(&world, 3).await;
    let again = world.play().await;
    assert_eq!(world.submit(&again).await.refused(422), "DUPLICATE_IMPRESSION");
    let ids = [ids, plays(&world, 4).await].concat();
    let signed = sign(server).await;
    let head = newest_head(server).await;
    assert_eq!(
        (head.size, hex::encode(head.root)),
        (7, signed["root"].as_str().unwrap().to_owned())
    );

    let (status, tile, cache) = raw(server, "tile/0/000.p/7", "").await;
    assert_eq!((status, tile.len()), (StatusCode::OK, 7 * 32));
    assert!(cache.contains("public") && cache.contains("immutable"), "{cache}");
    let leaves = tile.as_chunks::<32>().0;
    assert_eq!(root(leaves), head.root);

    let auditor = token(server, "AUDITOR", None).await;
    let (status, bundle, cache) = raw(server, "tile/entries/000.p/7", &auditor).await;
    assert_eq!(status, 200);
    assert!(cache.contains("private"), "{cache}");
    let entries = entries(&bundle);
    for (index, (entry, id)) in entries.iter().zip(&ids).enumerate() {
        let text = str::from_utf8(entry).unwrap();
        assert!(text.contains(&format!("\nimpression {id}\n")), "{text}");
        let cost = server.get(&format!("/impressions/{id}")).await["cost"].as_f64().unwrap();
        assert!(text.contains(&format!("\ncost {:.0}\n", cost * 1e6)), "{cost}: {text}");
        assert_eq!(leaf_hash(entry), leaves[index]);
        let path = format!("/log/proof/inclusion?leaf_index={index}");
        let proof = server.send(Method::GET, &path, "", Value::Null).await.expect(200);
        check_inclusion(&head, index as u64, &leaves[index], &hashes(&proof)).unwrap();
        let path = format!("/log/proof/inclusion?impression_id={id}&tree_size={}", index + 1);
        let proof = server.get(&path).await;
        assert_eq!(proof["leaf_index"], index);
        assert_eq!(proof["leaf_hash"], hex::encode(leaves[index]));
        let then = Head { size: index as u64 + 1, root: root(&leaves[..=index]) };
        check_inclusion(&then, index as u64, &leaves[index], &hashes(&proof)).unwrap();
    }
    for old in 1..=7_u64 {
        let path = format!("/log/proof/consistency?from={old}");
        let proof = server.send(Method::GET, &path, "", Value::Null).await.expect(200);
        let then = Head { size: old, root: root(&leaves[..old as usize]) };
        check_consistency(&then, &head, &hashes(&proof)).unwrap();
    }
    world.server.stop_and_audit().await;
}

/// Given time and nights, then checkpoints are signed by themselves, each once, all kept. POP-07.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn checkpoints_are_signed_by_themselves_and_all_are_kept() {
    let world = World::running(Plan::default()).await;
    assert_eq!(newest_head(&world.server).await.size, 0, "an empty log is signed too");
    plays(&world, 1).await;
    // Ten seconds after the newest one, and not before.
    let before = newest_head(&world.server).await.size;
    world.server.advance(10).await;
    let after = newest_head(&world.server).await.size;
    assert!(before <= after && after == 1, "{before} {after}");
    let last = plays(&world, 2).await;
    assert_eq!(last.len(), 2);
    world.screen.online_until(&world.server, "2026-02-05T00:00:00Z").await;
    assert_eq!(newest_head(&world.server).await.size, 3);
    let old_head = newest_head(&world.server).await;
    let key = log_key(&world.server).await;

    let world = World { server: world.server.audited().await, ..world };
    assert_eq!(log_key(&world.server).await, key, "the key stays");
    assert_eq!(newest_head(&world.server).await, old_head);
    world.screen.beat(&world.server).await;
    plays(&world, 300).await;
    sign(&world.server).await;
    let head = newest_head(&world.server).await;
    assert_eq!(head.size, 303);
    let path = "/log/proof/consistency?from=3&to=303";
    let proof = world.server.send(Method::GET, path, "", Value::Null).await.expect(200);
    check_consistency(&old_head, &head, &hashes(&proof)).unwrap();
    let (status, above, _) = raw(&world.server, "tile/1/000.p/1", "").await;
    let (_, below, _) = raw(&world.server, "tile/0/000", "").await;
    assert_eq!((status, above.len(), below.len()), (StatusCode::OK, 32, 256 * 32));
    assert_eq!(root(below.as_chunks::<32>().0).to_vec(), above);
    let mut sizes = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/log/checkpoints?limit=2{cursor}");
        let page = world.server.send(Method::GET, &path, "", Value::Null).await.expect(200);
        for one in page["items"].as_array().unwrap() {
            let note = one["checkpoint"].as_str().unwrap();
            let (opened, _) = Checkpoint::open(note.as_bytes(), &key, &[]).unwrap();
            assert_eq!(json!(opened.head().size), one["size"]);
            sizes.push(opened.head().size);
        }
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert!(sizes.is_sorted() && sizes.len() > 3, "{sizes:?}");
    assert_eq!((sizes[0], sizes.last().copied()), (0, Some(303)));
    world.server.stop_and_audit().await;
}

/// Who reads what, and what is no tile, leaf or size. Rule: POP-07.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn entries_are_for_the_operator_and_nonsense_is_a_problem() {
    let world = World::running(Plan::default()).await;
    let server = &world.server;
    let ids = plays(&world, 2).await;
    sign(server).await;
    let other = make_advertiser(server, "Other", 0.0).await;
    let other = token(server, "ADVERTISER", Some(&other)).await;
    let buyer = token(server, "ADVERTISER", Some(&world.advertiser)).await;
    let seller = token(server, "SUPPLIER", Some(&world.supplier)).await;
    let auditor = token(server, "AUDITOR", None).await;
    for (name, token, status) in [
        ("nobody", "", 401),
        ("a buyer", &buyer, 403),
        ("a seller", &seller, 403),
        ("a screen", &world.screen.token, 403),
        ("an auditor", &auditor, 200),
        ("an administrator", ADMIN, 200),
    ] {
        let found = raw(server, "tile/entries/000.p/2", token).await.0;
        let refused = found.is_client_error() && status != 200;
        assert!(found.as_u16() == status || (name == "a screen" && refused), "{name}: {found}");
        let signing = server.send(Method::POST, "/log/checkpoint", token, Value::Null).await;
        let may = name == "an administrator";
        assert_eq!(signing.status == 200, may, "{name}: {}", signing.body);
    }
    let by_play = format!("/log/proof/inclusion?impression_id={}", ids[0]);
    for (token, status) in [("", 401), (&*other, 404), (&*buyer, 200), (&*seller, 200)] {
        let answer = server.send(Method::GET, &by_play, token, Value::Null).await;
        assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
    }
    for (path, status) in [
        ("/log/tile/0/001", 404),
        ("/log/tile/0/000", 404),
        ("/log/tile/0/000.p/3", 404),
        ("/log/tile/0/000.p/0", 404),
        ("/log/tile/0/x000/001", 404),
        ("/log/tile/64/000", 404),
        ("/log/tile/nonsense", 404),
        ("/log/tile/1/000.p/1", 404),
        ("/log/proof/inclusion", 400),
        ("/log/proof/inclusion?leaf_index=x", 400),
        ("/log/proof/inclusion?leaf_index=0&colour=red", 400),
        ("/log/proof/inclusion?leaf_index=2", 422),
        ("/log/proof/inclusion?leaf_index=0&tree_size=3", 422),
        ("/log/proof/inclusion?leaf_index=0&tree_size=0", 422),
        ("/log/proof/inclusion?leaf_index=18446744073709551615", 422),
        ("/log/proof/consistency", 400),
        ("/log/proof/consistency?from=3", 422),
        ("/log/proof/consistency?from=2&to=1", 422),
        ("/log/proof/consistency?from=1&to=9", 422),
        ("/log/checkpoints?limit=0", 400),
    ] {
        let answer = server.send(Method::GET, path, "", Value::Null).await;
        assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.body);
        assert!(answer.body["message"].is_string(), "{path}: {}", answer.body);
    }
    assert_eq!(raw(server, "tile/0/000.p/1", "").await.0, 200, "tiles of earlier sizes stay");
}

/// Given a lost, opened or exchanged key file, then the appliance does not start; a new key is taken
/// only when it is asked for. Rule: POP-07.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_key_stops_the_start() {
    use std::os::unix::fs::PermissionsExt as _;

    use vetrina::{app::App, clock::Clock};
    let world = World::running(Plan::default()).await;
    plays(&world, 1).await;
    sign(&world.server).await;
    let old = newest_head(&world.server).await;
    let (folder, mut settings, now) = world.server.stop().await;
    settings.storage.data_dir = folder.path().to_owned();
    let refused = |settings: &vetrina::config::Settings| {
        let opened = App::open(settings.clone(), Clock::simulated(now));
        format!("{:#}", opened.err().expect("the start is refused"))
    };
    let file = folder.path().join("log.key");
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let secret = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    let said = refused(&settings);
    assert!(said.contains("put it back from the backup"), "{said}");
    settings.transparency.accept_new_key = true;
    let server = Server::resume((folder, settings.clone(), now)).await;
    let key = log_key(&server).await;
    let checkpoints = server.get("/log/checkpoints").await;
    let note = checkpoints["items"][0]["checkpoint"].as_str().unwrap().to_owned();
    assert!(Checkpoint::open(note.as_bytes(), &key, &[]).is_err(), "the old key signed it");
    let (folder, mut settings, now) = server.stop().await;
    std::fs::write(folder.path().join("log.key"), secret).unwrap();
    settings.transparency.accept_new_key = false;
    settings.storage.data_dir = folder.path().to_owned();
    let opened = App::open(settings.clone(), Clock::simulated(now));
    let said = format!("{:#}", opened.err().expect("the start is refused"));
    assert!(said.contains("put the right file"), "{said}");
    settings.transparency.accept_new_key = true;
    let server = Server::resume((folder, settings, now)).await;
    assert_eq!(server.get("/log/checkpoints").await["items"][1]["size"], old.size);
    server.stop_and_audit().await;
}

/// Given a store from before the log, when it is opened, then its billed plays are logged in their
/// order. Rule: POP-07.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_without_a_log_gets_one() {
    use vetrina::db::{Batch, Store, Table};
    let mut settings = quiet();
    settings.review.new_device_impressions = 2;
    let world = World::running(Plan { settings, ..Plan::default() }).await;
    let held = world.play().await;
    world.submit(&held).await.expect(202);
    world.server.advance(301).await;
    world.screen.beat(&world.server).await;
    world.submit(&world.play().await).await.expect(202);
    plays(&world, 3).await;
    let path = format!("/reviews/{}/approve", held.id);
    world.server.post(&path, json!({})).await.expect(200);
    let (folder, settings, now) = world.server.stop().await;
    let store = Store::open(&folder.path().join(vetrina::app::STORE_FILE), 1 << 24).unwrap();
    let mut batch = Batch::default();
    for table in [Table::LogBlocks, Table::LogHashes, Table::LogCheckpoints, Table::LogPlaces] {
        let keys = keys_of(&store, table);
        keys.iter().for_each(|key| batch.delete(table, key));
    }
    batch.delete(Table::Meta, b"log");
    batch.delete(Table::Meta, b"log/keys");
    store.commit(&mut batch).unwrap();
    drop(store);
    let server = Server::resume((folder, settings, now)).await;
    sign(&server).await;
    assert_eq!(newest_head(&server).await.size, 4);
    let proof = server.get(&format!("/log/proof/inclusion?impression_id={}", held.id)).await;
    assert_eq!(proof["leaf_index"], 0);
    server.stop_and_audit().await;
}

/// All keys of a table.
pub fn keys_of(store: &vetrina::db::Store, table: vetrina::db::Table) -> Vec<Vec<u8>> {
    let mut keys = Vec::new();
    let scanned = store.snapshot().unwrap().scan(table, .., |key, _| {
        keys.push(key.to_vec());
        Ok(true)
    });
    scanned.unwrap();
    keys
}
