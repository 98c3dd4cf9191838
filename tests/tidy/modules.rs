//! Which file is which module: found by following `mod name;` from the roots, as the compiler
//! does, so that a forgotten file shows up.

use std::collections::BTreeMap;

use crate::{
    code::{inline_modules, scrub, tokens, word},
    tree::{File, Tree},
};

/// Path of a file → its module path (`["domain", "money"]`; empty for a root).
pub type Modules = BTreeMap<String, Vec<String>>;

/// The modules below `src/lib.rs` and `src/main.rs`, and below every test and bench that
/// `Cargo.toml` names.
pub fn follow(tree: &Tree) -> Modules {
    let mut roots = vec!["src/lib.rs".to_owned(), "src/main.rs".to_owned()];
    roots.extend(targets(tree));
    let mut modules = Modules::new();
    for root in roots {
        if tree.get(&root).is_some() {
            visit(tree, &root, Vec::new(), &mut modules);
        }
    }
    modules
}

/// Sentences about Rust files that no module declaration and no target reaches.
pub fn check_reachable(tree: &Tree, modules: &Modules) -> Vec<String> {
    tree.rust(&["src/", "tests/", "benches/"])
        .filter(|file| !modules.contains_key(&file.path))
        .map(|file| format!("{}: never compiled: no `mod` line and no target names it", file.path))
        .collect()
}

/// The root files of `[[test]]` and `[[bench]]`; without a `path` they follow from the name.
fn targets(tree: &Tree) -> Vec<String> {
    let Some(manifest) = tree.get("Cargo.toml") else { return Vec::new() };
    let mut found = Vec::new();
    for section in manifest.text.split("\n[").skip(1) {
        let folder = match section.split(']').next().unwrap_or_default() {
            "[test" => "tests",
            "[bench" => "benches",
            _ => continue,
        };
        let value = |key: &str| {
            section.lines().find_map(|line| {
                let (name, value) = line.split_once('=')?;
                (name.trim() == key).then(|| value.trim().trim_matches('"').to_owned())
            })
        };
        let name = value("name").unwrap_or_default();
        let guesses = [format!("{folder}/{name}.rs"), format!("{folder}/{name}/main.rs")];
        found.extend(value("path").or_else(|| guesses.into_iter().find(|p| tree.get(p).is_some())));
    }
    found
}

fn visit(tree: &Tree, path: &str, module: Vec<String>, modules: &mut Modules) {
    let Some(file) = tree.get(path) else { return };
    if modules.insert(path.to_owned(), module.clone()).is_some() {
        return;
    }
    for child in declared(file, module.is_empty()) {
        let mut inner = module.clone();
        inner.extend(child.module);
        for candidate in child.candidates {
            visit(tree, &candidate, inner.clone(), modules);
        }
    }
}

/// A `mod name;` line: its module below the file's own, and where the file may lie.
struct Declared {
    module: Vec<String>,
    candidates: Vec<String>,
}

fn declared(file: &File, is_root: bool) -> Vec<Declared> {
    let scrubbed = scrub(&file.text);
    let tokens = tokens(&scrubbed);
    let around = inline_modules(&tokens);
    let (parent, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
    let own = if is_root || name == "mod.rs" {
        parent.to_owned()
    } else {
        format!("{parent}/{}", name.trim_end_matches(".rs"))
    };
    let mut found = Vec::new();
    for index in 0..tokens.len() {
        if word(&tokens, index) != "mod" || word(&tokens, index + 2) != ";" {
            continue;
        }
        let child = word(&tokens, index + 1);
        let mut module: Vec<String> = around[index].iter().map(|m| (*m).to_owned()).collect();
        module.push(child.to_owned());
        let start = scrubbed[..tokens[index].at].rfind([';', '{', '}']).map_or(0, |at| at + 1);
        let candidates = match path_attribute(&file.text[start..tokens[index].at]) {
            Some(given) => vec![format!("{parent}/{given}")],
            None => {
                let below = format!("{own}/{}", module.join("/"));
                vec![format!("{below}.rs"), format!("{below}/mod.rs")]
            }
        };
        found.push(Declared { module, candidates });
    }
    found
}

/// The file named by `#[path = "…"]` in the text before a `mod`.
fn path_attribute(before: &str) -> Option<&str> {
    let (_, rest) = before.rsplit_once("#[path")?;
    rest.split('"').nth(1)
}

#[test]
fn a_forgotten_file_is_named() {
    let tree = Tree::of(&[
        ("src/lib.rs", "pub mod a;\n#[cfg(test)]\n#[path = \"odd_tests.rs\"]\nmod odd;"),
        ("src/a/mod.rs", "mod b; mod tests { mod d; } // mod lost;"),
        ("src/a/b.rs", "mod c;"),
        ("src/a/b/c.rs", ""),
        ("src/a/tests/d.rs", ""),
        ("src/a/lost.rs", ""),
        ("src/odd_tests.rs", ""),
        ("Cargo.toml", "[package]\n[[test]]\nname = \"t\"\npath = \"tests/t/main.rs\"\n[lints]\n"),
        ("tests/t/main.rs", "mod u;"),
        ("tests/t/u.rs", ""),
        ("tests/forgotten.rs", ""),
    ]);
    let modules = follow(&tree);
    assert_eq!(modules["src/a/b/c.rs"], ["a", "b", "c"]);
    assert_eq!(modules["src/odd_tests.rs"], ["odd"]);
    let found = check_reachable(&tree, &modules);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("src/a/lost.rs:") && found[1].starts_with("tests/forgotten.rs:"));
}

#[test]
fn a_target_without_path_follows_from_its_name() {
    let tree = Tree::of(&[
        ("Cargo.toml", "x = 1\n[[bench]]\nname = \"speed\"\n[[test]]\nname = \"api\"\n"),
        ("benches/speed.rs", ""),
        ("tests/api/main.rs", ""),
    ]);
    assert_eq!(targets(&tree), ["benches/speed.rs", "tests/api/main.rs"]);
}
