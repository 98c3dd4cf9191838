//! The demo as a program: what it says about its history, and the same over HTTP while it runs.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails with the place")]

mod demo {
    pub mod running;
    pub mod shown;
}

use std::process::Command;

use demo::{
    running::{Demo, folder},
    shown,
};
use serde_json::Value;

/// The shortest history: the whole story must fit into a day, whatever the hour is.
#[test]
fn a_day_is_long_enough_for_the_story() {
    let folder = folder();
    let output = Command::new(env!("CARGO_BIN_EXE_vetrina"))
        .args(["demo", "--history-only", "--json", "--days", "1", "--devices", "5", "--seed", "7"])
        .arg("--data")
        .arg(folder.path().join("demo"))
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{:?}: {stderr}", output.status);
    let line: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(line["history"]["plays"].as_u64() > Some(100), "{line:#}");
    assert_eq!(line["report"]["is_sound"], true, "{line:#}");
}

/// Everything that `vetrina demo` says about its history comes out of the pipeline, so a small
/// history is a test of the pipeline as a whole. Nine days are enough for an A/B test.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nine_days_show_every_state_and_the_books_balance() {
    let demo = Demo::start(&["--days", "9", "--devices", "6", "--seed", "7"]);
    shown::books_balance(&demo.history);
    shown::every_state(&demo).await;
    shown::an_ab_test_with_its_winner(&demo).await;
    shown::blocked_stores(&demo).await;
    shown::stops_and_their_investigations(&demo).await;
    shown::money_that_waits(&demo).await;
    shown::a_test_before_the_start(&demo).await;
    shown::estimates_beside_what_came(&demo).await;
    shown::screenshots_and_logs(&demo).await;
    let end = demo.stop();
    assert_eq!(end["report"]["accounts_sum_micros"], 0, "{end:#}");
    assert_eq!(end["report"]["is_sound"], true, "{end:#}");
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let thesis = folder.path().join("thesis.txt");
    std::fs::write(&thesis, "years of work").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_vetrina"))
        .args(["demo", "--history-only", "--data"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.contains("is not the demo's"), "{stderr}");
    assert_eq!(std::fs::read_to_string(thesis).unwrap(), "years of work");
}
