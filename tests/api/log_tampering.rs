//! The store opened directly and changed by somebody who keeps every checksum right: found by the
//! auditor, and, where even the log is made anew, by whoever kept an older checkpoint.

use reqwest::Method;
use serde_json::Value;
use tempfile::TempDir;
use vetrina::{
    app::STORE_FILE,
    config::Settings,
    db::{Batch, Store, Table, codec},
    domain::{
        impression::record::ImpressionRow,
        money::Amount,
        time::{Day, Timestamp},
    },
    engine::audit::audit,
    proof::log::check::{Head, check_consistency},
};

use crate::{
    harness::{Plan, Server, World},
    log::{keys_of, newest_head, plays, sign},
};

type Stopped = (TempDir, Settings, Timestamp);

/// Leaves of the world that is tampered with: one whole tile and some more.
const PLAYS: usize = 262;

/// A stopped appliance with a log, and the checkpoint that a client kept.
async fn stopped() -> (Stopped, Head) {
    let world = World::running(Plan::default()).await;
    plays(&world, PLAYS).await;
    sign(&world.server).await;
    let kept = newest_head(&world.server).await;
    assert_eq!(kept.size, PLAYS as u64);
    (world.server.stop().await, kept)
}

fn open(folder: &TempDir) -> Store {
    Store::open(&folder.path().join(STORE_FILE), 1 << 24).unwrap()
}

/// The plays of the store: table, key, row.
fn rows(store: &Store) -> Vec<(Table, Vec<u8>, ImpressionRow)> {
    let mut days: Vec<Day> = Vec::new();
    let snapshot = store.snapshot().unwrap();
    let scanned = snapshot.scan(Table::Days, .., |_, value| {
        days.push(codec::decode::<(Day, u64)>(value).unwrap().0);
        Ok(true)
    });
    scanned.unwrap();
    let mut found = Vec::new();
    for day in days {
        let table = Table::Impressions(day.number());
        let scanned = snapshot.scan(table, .., |key, value| {
            found.push((table, key.to_vec(), codec::decode_sealed(key, value).unwrap()));
            Ok(true)
        });
        scanned.unwrap();
    }
    found
}

fn put(store: &Store, table: Table, key: &[u8], row: Option<&ImpressionRow>) {
    let mut batch = Batch::default();
    match row {
        Some(row) => batch.put(table, key, codec::encode_sealed(key, row)),
        None => batch.delete(table, key),
    }
    store.commit(&mut batch).unwrap();
}

fn findings(folder: &TempDir, settings: &Settings) -> Vec<String> {
    let report = audit(&open(folder), settings).unwrap();
    report.findings.into_iter().map(|f| format!("{}: {}", f.what, f.subject)).collect()
}

#[track_caller]
fn found(folder: &TempDir, settings: &Settings, wanted: &str) {
    let findings = findings(folder, settings);
    assert!(findings.iter().any(|what| what.starts_with(wanted)), "{wanted}: {findings:#?}");
}

/// Rule: POP-07. Edited, deleted, reordered, rolled back: the auditor finds each.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_auditor_finds_every_change_of_a_logged_play() {
    let ((folder, settings, _), _) = stopped().await;
    assert_eq!(findings(&folder, &settings), Vec::<String>::new());
    let logged = "leaves of the log are those that were logged: leaves 0 to 255";
    let signed = "the log is the one that was signed";
    let edge = "size and root of the log";

    // Edited: a second that nobody is charged for, in the first tile and after it.
    for (place, wanted) in [(7, logged), (PLAYS - 2, signed)] {
        let store = open(&folder);
        let (table, key, row) = rows(&store).swap_remove(place);
        let edited = ImpressionRow { sent_at: Some(row.received_at.plus_ms(-1)), ..row.clone() };
        put(&store, table, &key, Some(&edited));
        drop(store);
        found(&folder, &settings, wanted);
        found(&folder, &settings, edge);
        put(&open(&folder), table, &key, Some(&row));
        assert_eq!(findings(&folder, &settings), Vec::<String>::new());
    }
    // Edited in a way that keeps every sum: who played what is exchanged between two plays.
    let store = open(&folder);
    let all = rows(&store);
    let ((table, one, first), (_, other, second)) = (&all[20], &all[21]);
    put(&store, *table, one, Some(second));
    put(&store, *table, other, Some(first));
    drop(store);
    found(&folder, &settings, logged);
    let store = open(&folder);
    put(&store, *table, one, Some(first));
    put(&store, *table, other, Some(second));
    // Deleted.
    put(&store, *table, one, None);
    drop(store);
    found(&folder, &settings, "a leaf of the log has its play");
    found(&folder, &settings, "every billed play is a leaf");
    put(&open(&folder), *table, one, Some(first));
    // Rolled back: the newest play is gone, and the right edge is that of the log before it.
    let store = open(&folder);
    let (table, newest, row) = all.last().unwrap();
    put(&store, *table, newest, None);
    drop(store);
    found(&folder, &settings, "a leaf of the log has its play");
    put(&open(&folder), *table, newest, Some(row));
    assert_eq!(findings(&folder, &settings), Vec::<String>::new());
}

/// Rule: POP-07. What is kept of the log itself is compared too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_auditor_finds_every_change_of_the_log() {
    let ((folder, settings, _), _) = stopped().await;
    let tables = [Table::LogBlocks, Table::LogHashes, Table::LogCheckpoints];
    for (table, wanted) in
        tables.into_iter().zip(["size and root of the log", "a hash of the log is kept", ""])
    {
        let store = open(&folder);
        let key = keys_of(&store, table).pop().unwrap();
        let value = store.snapshot().unwrap().get(table, &key).unwrap().unwrap();
        let change = |value: Option<Vec<u8>>| {
            let mut batch = Batch::default();
            match value {
                Some(value) => batch.put(table, &key, value),
                None => batch.delete(table, &key),
            }
            store.commit(&mut batch).unwrap();
        };
        let audited = || {
            let report = audit(&store, &settings).unwrap();
            report.findings.into_iter().map(|f| f.what).collect::<Vec<_>>()
        };
        change(None);
        let gone = audited();
        assert!(wanted.is_empty() || gone.iter().any(|what| what == wanted), "{table}: {gone:?}");
        let mut damaged = value.clone();
        *damaged.last_mut().unwrap() ^= 1;
        change(Some(damaged));
        assert!(!audited().is_empty(), "{table}");
        change(Some(value));
        assert_eq!(audited(), Vec::<String>::new(), "{table}");
    }
    // The right edge of the log before its last leaf, in a store that holds the last one.
    let store = open(&folder);
    let head = store.snapshot().unwrap().get(Table::Meta, b"log").unwrap().unwrap();
    let mut batch = Batch::default();
    batch.delete(Table::Meta, b"log");
    store.commit(&mut batch).unwrap();
    let report = audit(&store, &settings).unwrap();
    let what: Vec<&str> = report.findings.iter().map(|f| f.what.as_str()).collect();
    assert!(what.contains(&"every billed play is a leaf"), "{what:?}");
    assert!(what.contains(&"the log is the one that was signed"), "{what:?}");
    batch.clear();
    batch.put(Table::Meta, b"log", head);
    store.commit(&mut batch).unwrap();
    assert!(audit(&store, &settings).unwrap().is_clean());
}

/// Makes the log of a store anew, as somebody does who owns machine and key.
fn forget_log(store: &Store) {
    let mut batch = Batch::default();
    for table in [Table::LogBlocks, Table::LogHashes, Table::LogCheckpoints, Table::LogPlaces] {
        keys_of(store, table).iter().for_each(|key| batch.delete(table, key));
    }
    batch.delete(Table::Meta, b"log");
    batch.delete(Table::Meta, b"log/keys");
    store.commit(&mut batch).unwrap();
}

/// The proof that the server gives for the checkpoint that the client kept; `None` when it has none.
async fn growth(server: &Server, kept: &Head) -> Option<bool> {
    sign(server).await;
    let head = newest_head(server).await;
    let path = format!("/log/proof/consistency?from={}&to={}", kept.size, head.size);
    let answer = server.send(Method::GET, &path, "", Value::Null).await;
    if answer.status != 200 {
        return None;
    }
    let hashes: Vec<[u8; 32]> = answer.body["hashes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|text| {
            let mut hash = [0; 32];
            hex::decode_to_slice(text.as_str().unwrap(), &mut hash).unwrap();
            hash
        })
        .collect();
    Some(check_consistency(kept, &head, &hashes).is_ok())
}

/// Rule: POP-07. Machine and key in one hand can write another history, but not one that fits an
/// older checkpoint.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_with_an_older_checkpoint_finds_a_log_made_anew() {
    let (stopped, kept) = stopped().await;
    let server = Server::resume(stopped).await;
    assert_eq!(growth(&server, &kept).await, Some(true), "an honest log grows");
    let (folder, settings, now) = server.stop().await;
    let store = open(&folder);
    let all = rows(&store);
    let (table, key, row) = &all[100];
    let cheaper = Amount::from_micros(row.money.remaining.micros() + 1);
    let mut edited = row.clone();
    edited.money.remaining = cheaper;

    // Edited, deleted, reordered: as many leaves or more, but others.
    put(&store, *table, key, Some(&edited));
    forget_log(&store);
    drop(store);
    assert_eq!(findings(&folder, &settings), ["every billed play is a leaf: all"]);
    let server = Server::resume((folder, settings, now)).await;
    assert_eq!(growth(&server, &kept).await, Some(false), "edited");
    let (folder, settings, now) = server.stop().await;
    assert_eq!(findings(&folder, &settings), Vec::<String>::new(), "the forged log is whole");

    // Rolled back: the newest play never was, so the log is shorter than what was signed.
    let store = open(&folder);
    put(&store, *table, key, Some(row));
    let (table, newest, _) = all.last().unwrap();
    put(&store, *table, newest, None);
    forget_log(&store);
    drop(store);
    let server = Server::resume((folder, settings, now)).await;
    assert_eq!(growth(&server, &kept).await, None, "rolled back");
    assert!(newest_head(&server).await.size < kept.size);
}
