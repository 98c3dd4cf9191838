//! The house's own rules, checked from its source text with the standard library alone.
//!
//! Each test collects every objection as a sentence (`path:line: what is wrong`) and fails with
//! the whole list. The checks have unit tests on small samples beside them in `tests/tidy/`, so
//! that each is seen to fail.

use std::{io::Write, path::PathBuf, sync::LazyLock};

#[path = "tidy/code.rs"]
mod code;
#[path = "tidy/imports.rs"]
mod imports;
#[path = "tidy/modules.rs"]
mod modules;
#[path = "tidy/notices.rs"]
mod notices;
#[path = "tidy/rules.rs"]
mod rules;
#[path = "tidy/texts.rs"]
mod texts;
#[path = "tidy/tree.rs"]
mod tree;

use tree::Tree;

/// The package's files, read once for all tests.
static PACKAGE: LazyLock<Tree> = LazyLock::new(|| {
    let root = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    Tree::read(&root)
});

#[track_caller]
fn assert_tidy(found: &[String]) {
    assert!(found.is_empty(), "{} objections:\n  {}\n", found.len(), found.join("\n  "));
}

#[test]
fn imports_go_one_way() {
    assert_tidy(&imports::check_flow(&PACKAGE, &modules::follow(&PACKAGE)));
}

#[test]
fn only_the_store_names_the_store_library() {
    assert_tidy(&imports::check_words(&PACKAGE));
}

#[test]
fn what_is_told_has_its_words() {
    assert_tidy(&notices::check_told(&PACKAGE));
    assert_tidy(&notices::check_used(&PACKAGE));
}

#[test]
fn no_file_is_forgotten() {
    assert_tidy(&modules::check_reachable(&PACKAGE, &modules::follow(&PACKAGE)));
}

#[test]
fn no_file_is_too_long() {
    let (failures, warnings) = texts::check_lengths(&PACKAGE);
    for warning in warnings {
        // Past the capture of test output: a warning is for the reader of a passing run.
        let _ = writeln!(std::io::stderr(), "warning: {warning}");
    }
    assert_tidy(&failures);
}

#[test]
fn every_folder_says_what_lives_there() {
    assert_tidy(&texts::check_openings(&PACKAGE));
}

#[test]
fn nothing_is_left_unfinished() {
    assert_tidy(&texts::check_unfinished(&PACKAGE));
}

#[test]
fn no_path_of_one_machine() {
    assert_tidy(&texts::check_machine_paths(&PACKAGE));
}

#[test]
fn every_listed_rule_has_a_place_and_a_test() {
    assert_tidy(&rules::check_rows(&PACKAGE));
}

#[test]
fn every_cited_rule_is_listed() {
    assert_tidy(&rules::check_citations(&PACKAGE));
}

#[test]
fn the_change_log_starts_with_what_is_unreleased() {
    assert_tidy(&texts::check_changelog(&PACKAGE));
}
