//! The one-way flow of imports:
//! `cli, http, jobs, outbox, search, sync, chain → engine → db, proof, media → domain`.

use crate::{
    code::{Token, inline_modules, line_of, scrub, tokens, word},
    modules::Modules,
    tree::{File, Tree},
};

/// What a top-level module may import.
enum May {
    Everything,
    Only(&'static [&'static str]),
}

const LEAVES: &[&str] = &["domain"];
const SURROUNDINGS: &[&str] =
    &["engine", "db", "proof", "media", "domain", "config", "clock", "telemetry"];

/// The table of the flow. A top-level module that is not listed fails, so that every new one
/// gets its place here.
const FLOW: &[(&str, May)] = &[
    ("main", May::Everything),
    ("app", May::Everything),
    ("cli", May::Everything),
    (
        "http",
        May::Only(&[
            "jobs",
            "search",
            "engine",
            "db",
            "proof",
            "media",
            "domain",
            "config",
            "clock",
            "telemetry",
        ]),
    ),
    ("jobs", May::Only(SURROUNDINGS)),
    ("outbox", May::Only(SURROUNDINGS)),
    ("search", May::Only(SURROUNDINGS)),
    ("sync", May::Only(SURROUNDINGS)),
    ("chain", May::Only(SURROUNDINGS)),
    ("engine", May::Only(&["db", "proof", "media", "domain", "clock", "config", "telemetry"])),
    ("db", May::Only(LEAVES)),
    ("proof", May::Only(LEAVES)),
    ("media", May::Only(LEAVES)),
    ("clock", May::Only(LEAVES)),
    ("config", May::Only(LEAVES)),
    ("telemetry", May::Only(&["config", "domain"])),
    ("domain", May::Only(&[])),
    ("player", May::Only(&[])),
];

/// Parts of `db` that only the engine may touch: everybody else reads.
const WRITE_SIDE: &[&str] = &["writer"];
const READERS: &[&str] = &["http", "jobs", "outbox", "search", "sync", "chain"];

/// Words that may stand only below one folder, and words that may not stand below one.
const ONLY_BELOW: &[(&str, &str)] = &[("redb", "src/db/")];
const NEVER_BELOW: &[(&str, &str)] = &[("begin_write", "src/http/")];

/// Sentences about imports against the flow.
pub fn check_flow(tree: &Tree, modules: &Modules) -> Vec<String> {
    let mut found = Vec::new();
    for file in tree.rust(&["src/"]) {
        let from = top_module(&file.path);
        if from == "lib" {
            continue;
        }
        let Some((_, may)) = FLOW.iter().find(|(name, _)| *name == from) else {
            found.push(format!("{}: `{from}` has no place in the flow of imports", file.path));
            continue;
        };
        let depth = modules.get(&file.path).map_or_else(|| depth_by_path(&file.path), Vec::len);
        for (path, line) in reached(file, depth) {
            if let Some(why) = objection(from, may, &path) {
                found.push(format!("{}:{line}: {why}", file.path));
            }
        }
    }
    found
}

/// Sentences about words in places where they may not stand.
pub fn check_words(tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    for file in tree.rust(&["src/"]) {
        let scrubbed = scrub(&file.text);
        for token in tokens(&scrubbed) {
            let line = line_of(&scrubbed, token.at);
            for (banned, folder) in ONLY_BELOW {
                if token.text == *banned && !file.path.starts_with(folder) {
                    found.push(format!("{}:{line}: only {folder} may name `{banned}`", file.path));
                }
            }
            for (banned, folder) in NEVER_BELOW {
                if token.text == *banned && file.path.starts_with(folder) {
                    found.push(format!("{}:{line}: {folder} may not use `{banned}`", file.path));
                }
            }
        }
    }
    found
}

fn top_module(path: &str) -> &str {
    let below = path.trim_start_matches("src/");
    below.split(['/', '.']).next().unwrap_or(below)
}

/// The depth of a module that no `mod` line reaches yet, as its path suggests.
fn depth_by_path(path: &str) -> usize {
    let parts = path.trim_start_matches("src/").split('/').count();
    if path.ends_with("/mod.rs") { parts - 1 } else { parts }
}

fn objection(from: &str, may: &May, path: &[String]) -> Option<String> {
    let head = path.first()?.as_str();
    let allowed = match may {
        May::Everything => return None,
        May::Only(allowed) => allowed,
    };
    if head == from {
        return None;
    }
    if !allowed.contains(&head) {
        let list = if allowed.is_empty() { "nothing".to_owned() } else { allowed.join(", ") };
        return Some(format!("`{from}` imports `{head}`; it may import {list} of the project"));
    }
    let second = path.get(1).map_or("", String::as_str);
    (head == "db" && READERS.contains(&from) && WRITE_SIDE.contains(&second))
        .then(|| format!("`{from}` imports `db::{second}`; only the engine writes"))
}

/// Paths from the crate's root that a file names, by `crate::` or by enough `super::`, in `use`
/// lines and in code, with their lines. Macros (`crate::name!`) have no path to judge.
fn reached(file: &File, depth: usize) -> Vec<(Vec<String>, usize)> {
    let scrubbed = scrub(&file.text);
    let tokens = tokens(&scrubbed);
    let around = inline_modules(&tokens);
    let mut found = Vec::new();
    for index in 0..tokens.len() {
        let Some(start) = root_path_start(&tokens, index, depth + around[index].len()) else {
            continue;
        };
        let mut paths = Vec::new();
        let end = expand(&tokens, start, Vec::new(), &mut paths);
        if word(&tokens, end) == "!" {
            continue;
        }
        let line = line_of(&scrubbed, tokens[index].at);
        found.extend(paths.into_iter().map(|path| (path, line)));
    }
    found
}

/// Where the path below the root starts, if the token begins one.
fn root_path_start(tokens: &[Token<'_>], index: usize, depth: usize) -> Option<usize> {
    if index > 0 && word(tokens, index - 1) == "::" {
        return None;
    }
    match word(tokens, index) {
        "crate" if word(tokens, index + 1) == "::" => Some(index + 2),
        "super" => {
            let mut next = index;
            let mut climbed = 0;
            while word(tokens, next) == "super" && word(tokens, next + 1) == "::" {
                climbed += 1;
                next += 2;
            }
            (climbed > 0 && climbed >= depth).then_some(next)
        }
        _ => None,
    }
}

/// Expands `a::{b, c::d}` into its paths; returns the token after it.
fn expand(
    tokens: &[Token<'_>],
    start: usize,
    mut prefix: Vec<String>,
    paths: &mut Vec<Vec<String>>,
) -> usize {
    let mut at = start;
    if word(tokens, at) != "{" {
        prefix.push(word(tokens, at).to_owned());
        let next = word(tokens, at + 2);
        let goes_on = next.starts_with(|c: char| c.is_alphabetic() || "_{*".contains(c));
        if word(tokens, at + 1) == "::" && goes_on {
            return expand(tokens, at + 2, prefix, paths);
        }
        paths.push(prefix);
        return at + 1;
    }
    at += 1;
    while !matches!(word(tokens, at), "}" | "") {
        at = expand(tokens, at, prefix.clone(), paths);
        while !matches!(word(tokens, at), "," | "}" | "") {
            at += 1;
        }
        if word(tokens, at) == "," {
            at += 1;
        }
    }
    at + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::modules;

    fn sentences(path: &str, text: &str) -> Vec<String> {
        let lib = "mod domain; mod db; mod http; mod engine; mod player; mod odd; mod jobs;";
        let parent = format!("src/{}/mod.rs", top_module(path));
        let tree = Tree::of(&[("src/lib.rs", lib), (&parent, "mod a;"), (path, text)]);
        check_flow(&tree, &modules::follow(&tree))
    }

    #[test]
    fn imports_against_the_flow_are_named() {
        let cases = [
            ("src/domain/a.rs", "use crate::db::Table;", "`domain` imports `db`"),
            ("src/domain/a.rs", "fn f() { crate::clock::now() }", "`domain` imports `clock`"),
            ("src/domain/a.rs", "use super::super::engine;", "`domain` imports `engine`"),
            ("src/domain/a.rs", "mod t { use super::super::super::db; }", "imports `db`"),
            ("src/db/a.rs", "use crate::{domain::x, proof::{y, z as w}};", "`db` imports `proof`"),
            ("src/engine/a.rs", "use crate::http;", "`engine` imports `http`"),
            ("src/jobs/a.rs", "use crate::http::x;", "`jobs` imports `http`"),
            ("src/http/a.rs", "use crate::db::{reader, writer::W};", "only the engine writes"),
            ("src/player/a.rs", "use crate::domain::x;", "may import nothing"),
            ("src/domain/a.rs", "use crate::*;", "imports `*`"),
            ("src/odd/a.rs", "", "no place in the flow"),
        ];
        for (path, text, expected) in cases {
            let found = sentences(path, text);
            assert!(found.iter().any(|s| s.contains(expected)), "{text}: {found:?}");
        }
    }

    #[test]
    fn imports_with_the_flow_pass() {
        let cases = [
            ("src/domain/a.rs", "use crate::domain::b; use super::b; pub(crate) fn f() {}"),
            ("src/domain/a.rs", "// use crate::db;\nconst X: &str = \"crate::db::x\";"),
            ("src/domain/a.rs", "mod t { use super::super::db; }"),
            ("src/db/a.rs", "use crate::domain::money::Amount;"),
            ("src/engine/a.rs", "use crate::{clock::Clock, db::{self, writer}, domain};"),
            ("src/http/a.rs", "use crate::jobs::list; use crate::db::reader; crate::count!(1);"),
            ("src/cli/a.rs", "use crate::{http, jobs, player, app};"),
        ];
        for (path, text) in cases {
            let found = sentences(path, text);
            assert!(found.is_empty(), "{text}: {found:?}");
        }
    }

    #[test]
    fn one_sentence_an_import_with_its_line() {
        let found = sentences("src/db/a.rs", "\nuse crate::{engine, http, domain};\n");
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().all(|sentence| sentence.starts_with("src/db/a.rs:2: ")));
    }

    #[test]
    fn the_store_is_named_only_in_db() {
        let tree = Tree::of(&[
            ("src/db/a.rs", "use redb::Database; fn f() { d.begin_write() }"),
            ("src/engine/a.rs", "// redb is fine in words\nuse redb::Table;"),
            ("src/http/a.rs", "fn f() { store.begin_write() }"),
        ]);
        let found = check_words(&tree);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("src/engine/a.rs:2: only src/db/"));
        assert!(found[1].starts_with("src/http/a.rs:1: src/http/ may not use"));
    }
}
