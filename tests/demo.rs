//! The demo as a program: two days of history, then its figures.

use std::process::Command;

use serde_json::Value;

/// Everything that `vetrina demo` says about its history comes out of the pipeline, so a small
/// history is a test of the pipeline as a whole.
#[test]
fn a_short_history_shows_every_status_and_its_books_balance() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("demo");
    let output = Command::new(env!("CARGO_BIN_EXE_vetrina"))
        .args(["demo", "--history-only", "--json", "--days", "2", "--devices", "6", "--seed", "7"])
        .arg("--data")
        .arg(&data)
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{:?}: {stderr}", output.status);
    let line: Value = serde_json::from_slice(&output.stdout).unwrap();
    let report = &line["report"];
    for status in [
        "DRAFT",
        "PENDING_APPROVAL",
        "REJECTED",
        "SCHEDULED",
        "ACTIVE",
        "PAUSED",
        "COMPLETED",
        "CANCELLED",
    ] {
        assert!(report["by_status"][status].as_u64() >= Some(1), "{status}: {report:#}");
    }
    let plays = line["history"]["plays"].as_u64().unwrap();
    let counted = ["VERIFIED", "REJECTED", "UNDER_REVIEW"].map(|name| &report["plays"][name]);
    let counted: u64 = counted.into_iter().filter_map(Value::as_u64).sum();
    assert!(plays > 300, "{line:#}");
    assert_eq!(counted + line["history"]["refused"].as_u64().unwrap(), plays, "{line:#}");
    assert!(report["reviews"].as_u64() >= Some(1), "{report:#}");
    assert_eq!(report["accounts_sum_micros"], 0);
    assert_eq!(report["is_sound"], true, "{report:#}");
    assert!(report["days_with_records"].as_u64() >= Some(2), "{report:#}");
    assert!(data.join("vetrina.redb").is_file());
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
