//! What files look like: length, opening lines, words that may not stay, machine paths.

use crate::{
    code::{line_of, scrub, tokens, word},
    tree::{File, Tree},
};

/// Lines above which a file must be justified, and above which it fails.
const LINES_TO_JUSTIFY: usize = 600;
const LINES_AT_MOST: usize = 800;

/// First-line marks of files whose length says nothing about their reading.
const EXEMPT: &[&str] = &["// generated", "// table data"];

/// Words that mark unfinished work, built from halves so that this file does not hold them.
const UNFINISHED: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
const UNFINISHED_MACROS: &[&str] = &["unimplemented", "todo"];

/// Beginnings of paths that exist on one machine only.
const MACHINE_PATHS: &[&str] = &[
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/Us", "ers/"),
    concat!("/wo", "rk/"),
    concat!("C:\\", "Users"),
];

/// Lines that a folder's `mod.rs` says about itself, at least.
const OPENING_LINES: usize = 3;

/// Files too long: those that fail, then those that only need a reason.
pub fn check_lengths(tree: &Tree) -> (Vec<String>, Vec<String>) {
    let (mut failures, mut warnings) = (Vec::new(), Vec::new());
    for file in &tree.files {
        let is_code = [".rs", ".ts", ".tsx", ".css", ".sh"].iter().any(|e| file.path.ends_with(e));
        let lines = file.text.lines().count();
        if !is_code || is_exempt(file) || lines <= LINES_TO_JUSTIFY {
            continue;
        }
        let limit = if lines > LINES_AT_MOST { LINES_AT_MOST } else { LINES_TO_JUSTIFY };
        let sentence = format!("{}: {lines} lines, more than {limit}", file.path);
        if lines > LINES_AT_MOST { failures.push(sentence) } else { warnings.push(sentence) }
    }
    (failures, warnings)
}

fn is_exempt(file: &File) -> bool {
    let first = file.text.lines().next().unwrap_or_default();
    EXEMPT.iter().any(|mark| first.starts_with(mark))
        || file.text.lines().take(3).any(|line| line.contains("auto-generated"))
}

/// Sentences about folders that do not say what lives in them and what must not.
pub fn check_openings(tree: &Tree) -> Vec<String> {
    tree.rust(&["src/"])
        .filter(|file| file.path.ends_with("/mod.rs"))
        .filter(|file| {
            file.text.lines().take_while(|line| line.starts_with("//!")).count() < OPENING_LINES
        })
        .map(|file| {
            format!("{}: must start with {OPENING_LINES} `//!` lines: what lives here", file.path)
        })
        .collect()
}

/// Sentences about unfinished work and tests switched off without a reason.
pub fn check_unfinished(tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    for file in tree.files.iter().filter(|file| !file.path.ends_with(".md")) {
        for (number, line) in file.text.lines().enumerate() {
            for mark in UNFINISHED {
                if has_word(line, mark) {
                    found.push(format!("{}:{}: unfinished: {mark}", file.path, number + 1));
                }
            }
        }
        if file.path.ends_with(".rs") {
            found.extend(unfinished_code(file));
        }
    }
    found
}

fn has_word(line: &str, wanted: &str) -> bool {
    line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|part| part == wanted)
}

fn unfinished_code(file: &File) -> Vec<String> {
    let scrubbed = scrub(&file.text);
    let tokens = tokens(&scrubbed);
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let line = line_of(&scrubbed, token.at);
        let (before, after) = (index.checked_sub(1), word(&tokens, index + 1));
        if UNFINISHED_MACROS.contains(&token.text) && after == "!" {
            found.push(format!("{}:{line}: unfinished: {}!", file.path, token.text));
        }
        let opened = before.is_some_and(|before| word(&tokens, before) == "[");
        if token.text == "ignore" && opened && after == "]" {
            found.push(format!("{}:{line}: a test is ignored without a reason", file.path));
        }
    }
    found
}

/// Sentences about paths of one machine.
pub fn check_machine_paths(tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    for file in &tree.files {
        for (number, line) in file.text.lines().enumerate() {
            for path in MACHINE_PATHS.iter().filter(|path| starts_a_path(line, path)) {
                found.push(format!("{}:{}: path of one machine: {path}", file.path, number + 1));
            }
        }
    }
    found
}

/// True when the beginning stands in the line and is not the middle of a longer path.
fn starts_a_path(line: &str, beginning: &str) -> bool {
    line.match_indices(beginning).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || "_-.}*/".contains(c))
    })
}

/// Sentences about a change log whose top is not the unreleased section.
pub fn check_changelog(tree: &Tree) -> Vec<String> {
    let Some(file) = tree.get("CHANGELOG.md") else {
        return vec!["CHANGELOG.md: is not there".to_owned()];
    };
    let mut found = Vec::new();
    if file.text.lines().next() != Some("# Changelog") {
        found.push("CHANGELOG.md: the first line must be `# Changelog`".to_owned());
    }
    if file.text.lines().find(|line| line.starts_with("## ")) != Some("## Unreleased") {
        found.push("CHANGELOG.md: the first section must be `## Unreleased`".to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_files_fail_or_warn() {
        let text = |lines: usize| "x\n".repeat(lines);
        let marked = format!("// generated\n{}", text(900));
        let table = format!("// table data: rates\n{}", text(900));
        let tree = Tree::of(&[
            ("src/a.rs", &text(801)),
            ("src/b.rs", &text(800)),
            ("src/c.rs", &text(600)),
            ("src/d.rs", &marked),
            ("src/e.rs", &table),
            ("docs/f.md", &text(900)),
        ]);
        let (failures, warnings) = check_lengths(&tree);
        assert_eq!(failures, ["src/a.rs: 801 lines, more than 800"]);
        assert_eq!(warnings, ["src/b.rs: 800 lines, more than 600"]);
    }

    #[test]
    fn folders_say_what_lives_there() {
        let tree = Tree::of(&[
            ("src/a/mod.rs", "//! One.\n//! Two.\n//! Three.\n"),
            ("src/b/mod.rs", "//! One.\n//! Two.\n\n//! Three.\n"),
        ]);
        let found = check_openings(&tree);
        assert!(found.len() == 1 && found[0].starts_with("src/b/mod.rs:"), "{found:?}");
    }

    #[test]
    fn unfinished_work_is_named() {
        let later = format!("// {}: later", UNFINISHED[0]);
        let cases = [
            (later.as_str(), 1),
            ("fn f() { unimplemented!() }", 1),
            ("fn f() { todo!(\"x\") }", 1),
            ("#[test]\n#[ignore]\nfn f() {}", 1),
            ("#[ignore = \"needs a network, IMP-04\"]\nfn f() {}", 0),
            ("// unimplemented!() is refused, #[ignore] too", 0),
            ("fn ignore(todo: u8) {}", 0),
        ];
        for (text, expected) in cases {
            let found = check_unfinished(&Tree::of(&[("src/a.rs", text)]));
            assert_eq!(found.len(), expected, "{text}: {found:?}");
        }
    }

    #[test]
    fn machine_paths_are_named() {
        let (user, admin) = (MACHINE_PATHS[0], MACHINE_PATHS[1]);
        let cases = [
            (format!("let p = \"{user}me/x\";"), 1),
            (format!("see {admin}x and {user}y"), 2),
            (format!("$PREFIX{user}x"), 0),
            (format!("https://example.org{user}x"), 0),
            ("\"$HOME/.cache\"".to_owned(), 0),
        ];
        for (text, expected) in cases {
            let found = check_machine_paths(&Tree::of(&[("scripts/a.sh", &text)]));
            assert_eq!(found.len(), expected, "{text}: {found:?}");
        }
    }

    #[test]
    fn the_change_log_has_its_top() {
        let cases = [
            ("# Changelog\n\n## Unreleased\n\n## 0.1.0\n", 0),
            ("# Changelog\n\n## 0.1.0\n\n## Unreleased\n", 1),
            ("# Changes\n", 2),
        ];
        for (text, expected) in cases {
            let found = check_changelog(&Tree::of(&[("CHANGELOG.md", text)]));
            assert_eq!(found.len(), expected, "{text}: {found:?}");
        }
        assert_eq!(check_changelog(&Tree::default()).len(), 1);
    }
}
