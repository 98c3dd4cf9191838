//! The list of rules: every rule has a place and a test, every citation leads to a rule.

use std::collections::BTreeSet;

use crate::tree::{File, Tree};

const LIST: &str = "docs/rules.md";

/// Sections whose rows are known ids without a test: rules to come, and decisions.
const UNTESTED_SECTIONS: &[&str] = &["Coming", "Decisions"];

/// One row `| id | rule | where | test |`.
#[derive(Debug, Default)]
struct Row {
    line: usize,
    id: String,
    places: Vec<String>,
    tests: Vec<String>,
    tested: bool,
}

/// Sentences about rows without a place or a test, and about ids listed twice.
pub fn check_rows(tree: &Tree) -> Vec<String> {
    let Some(list) = tree.get(LIST) else { return vec![format!("{LIST}: is not there")] };
    let (rows, mut found) = read_rows(list);
    let tests = test_names(tree);
    let mut seen = BTreeSet::new();
    for row in &rows {
        let mut object = |what: String| found.push(format!("{LIST}:{}: {what}", row.line));
        let id = &row.id;
        if !seen.insert(id.clone()) {
            object(format!("{id} is listed twice"));
        }
        if !row.tested {
            continue;
        }
        if row.places.is_empty() {
            object(format!("{id} says nowhere where it lives"));
        }
        for place in row.places.iter().filter(|place| !tree.has_path(place)) {
            object(format!("{id} lives in {place}, which is not there"));
        }
        if row.tests.is_empty() {
            object(format!("{id} has no test"));
        }
        for test in row.tests.iter().filter(|test| !tests.contains(test.as_str())) {
            object(format!("{id} names the test `{test}`, which is not there"));
        }
    }
    found
}

/// Sentences about `Rule:` citations of ids that the list does not have.
pub fn check_citations(tree: &Tree) -> Vec<String> {
    let Some(list) = tree.get(LIST) else { return Vec::new() };
    let known: BTreeSet<_> = read_rows(list).0.into_iter().map(|row| row.id).collect();
    let mut found = Vec::new();
    for file in tree.rust(&["src/", "tests/", "benches/"]) {
        if file.path.starts_with("tests/tidy") {
            continue;
        }
        for (number, line) in file.text.lines().enumerate() {
            for id in cited(line).filter(|id| !known.contains(*id)) {
                let line = number + 1;
                found.push(format!("{}:{line}: cites {id}, which {LIST} has not", file.path));
            }
        }
    }
    found
}

fn read_rows(list: &File) -> (Vec<Row>, Vec<String>) {
    let (mut rows, mut found) = (Vec::new(), Vec::new());
    let mut tested = true;
    for (number, line) in list.text.lines().enumerate() {
        if let Some(section) = line.strip_prefix("## ") {
            tested = !UNTESTED_SECTIONS.contains(&section.trim());
        }
        let Some(inner) = line.trim().strip_prefix('|') else { continue };
        let cells: Vec<_> = inner.trim_end_matches('|').split('|').map(str::trim).collect();
        let id = cells[0];
        if id == "id" || id.trim_matches(['-', ':']).is_empty() {
            continue;
        }
        if !is_id(id) || (tested && cells.len() != 4) {
            let line = number + 1;
            found.push(format!("{LIST}:{line}: must read `| ID | rule | where | test |`"));
            continue;
        }
        let list_of = |cell: usize| names(cells.get(cell).copied().unwrap_or_default());
        let (places, tests) = (list_of(2), list_of(3));
        rows.push(Row { line: number + 1, id: id.to_owned(), places, tests, tested });
    }
    (rows, found)
}

/// The comma-separated names of a cell, without backticks.
fn names(cell: &str) -> Vec<String> {
    cell.split(',')
        .map(|name| name.trim().trim_matches('`').to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// `CAM-01`, `D-20`: capital letters, a dash, two digits.
fn is_id(text: &str) -> bool {
    text.split_once('-').is_some_and(|(family, number)| {
        !family.is_empty()
            && family.bytes().all(|byte| byte.is_ascii_uppercase())
            && number.len() == 2
            && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// The ids after the word `Rule:` or `rule` in a line.
fn cited(line: &str) -> impl Iterator<Item = &str> {
    let start = ["Rule:", "Rules:", "rule ", "rules "].iter().filter_map(|mark| line.find(mark));
    let rest = start.min().map_or("", |at| &line[at..]);
    rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').filter(|word| is_id(word))
}

/// Names of functions that a test attribute stands above, under `src/` and `tests/`.
fn test_names(tree: &Tree) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for file in tree.rust(&["src/", "tests/"]) {
        let mut attributed = false;
        for line in file.text.lines().map(str::trim) {
            if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
                attributed = true;
            }
            let rest = line.strip_prefix("async ").unwrap_or(line);
            if let Some(after) = rest.strip_prefix("fn ") {
                if attributed {
                    let end = after.find(['(', '<']).unwrap_or(after.len());
                    found.insert(after[..end].trim());
                }
                attributed = false;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(list: &str) -> Tree {
        Tree::of(&[
            (LIST, list),
            ("src/a/b.rs", "#[test]\n/// Rule: IMP-01.\nfn it_holds() {}\nfn plain() {}"),
            ("tests/c.rs", "#[tokio::test]\nasync fn it_serves() {}\nproptest! {\n#[test]\nfn p(x"),
        ])
    }

    #[test]
    fn rows_need_a_place_and_a_test() {
        let cases = [
            ("| IMP-01 | x | src/a/b.rs | it_holds |", ""),
            ("| IMP-01 | x | `src/a`, tests/c.rs | `it_serves`, `p` |", ""),
            ("| id | rule | where | test |\n|---|---|:--|---|", ""),
            ("| IMP-01 | x | src/a/b.rs | |", "has no test"),
            ("| IMP-01 | x | | it_holds |", "nowhere"),
            ("| IMP-01 | x | src/z.rs | it_holds |", "lives in src/z.rs"),
            ("| IMP-01 | x | src/a/b.rs | plain |", "names the test `plain`"),
            ("| IMP-01 | x | src/a/b.rs | it_holds, lost |", "names the test `lost`"),
            ("| IMP-1 | x | src/a/b.rs | it_holds |", "must read"),
            ("| IMP-01 | x | src/a/b.rs |", "must read"),
            ("| A-01 | x | src/a | p |\n## Coming\n| A-01 | x | | |", "listed twice"),
            ("## Coming\n| A-01 | x |", ""),
            ("## Coming\n| A-01 | x |\n## More\n| A-02 | x | src/a | |", "has no test"),
        ];
        for (list, expected) in cases {
            let found = check_rows(&package(list));
            let fits = if expected.is_empty() {
                found.is_empty()
            } else {
                found.len() == 1 && found[0].contains(expected)
            };
            assert!(fits, "{list}: {found:?}");
        }
        assert_eq!(check_rows(&Tree::default()).len(), 1);
    }

    #[test]
    fn citations_lead_to_a_rule() {
        assert_eq!(check_citations(&package("| IMP-01 | x | src/a | p |")), Vec::<String>::new());
        let found = check_citations(&package("| IMP-02 | x | src/a | p |"));
        assert_eq!(found, ["src/a/b.rs:2: cites IMP-01, which docs/rules.md has not"]);
    }

    #[test]
    fn ids_are_found_only_where_a_rule_is_cited() {
        let ids = |line| cited(line).collect::<Vec<_>>();
        assert_eq!(ids("/// Rule: PRC-03, D-20 and OPS-10."), ["PRC-03", "D-20", "OPS-10"]);
        assert_eq!(ids("(what a refund pays; rule D-24)"), ["D-24"]);
        assert!(ids("UTF-16 and SHA-25 and IMP-04").is_empty());
        assert!(ids("Rule: EDIT-002 of S3 §6.2, RSA-2048").is_empty());
    }
}
