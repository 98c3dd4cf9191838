//! What is told has its words: every code that the engine tells of stands in a table of messages.

use std::collections::BTreeSet;

use crate::tree::{File, Tree};

const TABLES: &str = "src/domain/notices/";
const TELLERS: &[&str] = &["src/engine/"];
const CALL: &str = ".tell(";

/// Sentences about codes that are told without words. A code that a call gets by name is checked
/// where it is told: `Changes::tell` asserts it in every test.
pub fn check_told(tree: &Tree) -> Vec<String> {
    let known = known_codes(tree);
    let mut found = Vec::new();
    for file in tree.rust(TELLERS) {
        for (at, _) in file.text.match_indices(CALL) {
            let line = file.text[..at].matches('\n').count() + 1;
            let codes = codes(arguments(&file.text[at + CALL.len()..]));
            for code in codes.into_iter().filter(|code| !known.contains(code)) {
                found.push(format!("{}:{line}: {code} has no row in {TABLES}", file.path));
            }
        }
    }
    found
}

/// Sentences about messages that nobody sends.
pub fn check_used(tree: &Tree) -> Vec<String> {
    let texts: Vec<&File> = tree.rust(TELLERS).collect();
    let used = |code: &str| texts.iter().any(|file| file.text.contains(&format!("\"{code}\"")));
    let unused = known_codes(tree).into_iter().filter(|code| !used(code));
    unused.map(|code| format!("{TABLES}: nobody tells {code}")).collect()
}

fn known_codes(tree: &Tree) -> BTreeSet<&str> {
    let rows = tree.rust(&[TABLES]).flat_map(|file| file.text.split("code: \"").skip(1));
    rows.filter_map(|rest| Some(rest.split_once('"')?.0)).collect()
}

/// The text up to the parenthesis that closes the call.
fn arguments(text: &str) -> &str {
    let mut depth = 1_usize;
    let mut in_text = false;
    let mut before = ' ';
    for (at, sign) in text.char_indices() {
        match sign {
            '"' if before != '\\' => in_text = !in_text,
            '(' if !in_text => depth += 1,
            ')' if !in_text => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[..at];
        }
        before = sign;
    }
    text
}

/// Literals in capital letters: the codes, as no name of a value is written so.
fn codes(arguments: &str) -> Vec<&str> {
    let literals = arguments.split('"').skip(1).step_by(2);
    let is_code = |text: &&str| {
        text.len() > 3
            && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
    };
    literals.filter(is_code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(call: &str) -> Vec<String> {
        let tree = Tree::of(&[
            ("src/domain/notices/core.rs", "Message { code: \"CAMPAIGN_LIVE\", en: \"x\" }"),
            ("src/engine/a.rs", call),
        ]);
        check_told(&tree)
    }

    #[test]
    fn codes_without_words_are_named() {
        for (call, expected) in [
            ("c.tell(to, \"CAMPAIGN_LIVE\", id, &[(\"a\", f(\"(\"))]);", ""),
            ("publication.counts.tell();", ""),
            ("c.tell(\n    to,\n    \"CAMPAIGN_DEAD\",\n    id, &v);", "CAMPAIGN_DEAD has no row"),
            ("c.tell(to, code, id, &[(\"a\", x)]);", ""),
            (
                "c.tell(to, if x { \"CAMPAIGN_LIVE\" } else { \"OTHER\" }, id, &v);",
                "OTHER has no row",
            ),
        ] {
            let found = found(call);
            let fits = if expected.is_empty() {
                found.is_empty()
            } else {
                found.len() == 1 && found[0].contains(expected)
            };
            assert!(fits, "{call}: {found:?}");
        }
    }

    #[test]
    fn words_that_nobody_says_are_named() {
        let table = "code: \"A_CODE\" code: \"B_CODE\"";
        let tree =
            Tree::of(&[("src/domain/notices/core.rs", table), ("src/engine/a.rs", "\"A_CODE\"")]);
        assert_eq!(check_used(&tree), ["src/domain/notices/: nobody tells B_CODE"]);
    }
}
