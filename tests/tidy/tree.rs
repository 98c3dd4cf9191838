//! The files that are checked, read once, or put together in memory by a test.

use std::{fs, path::Path};

/// Kinds of files that are read; the names in the second list have no ending.
const ENDINGS: &[&str] =
    &["rs", "toml", "md", "sh", "ts", "tsx", "css", "html", "snap", "sql", "service", "yml"];
const NAMES: &[&str] = &["Makefile", "run"];

/// Folders that hold nothing written by people: at the top, and anywhere.
const SKIPPED_AT_TOP: &[&str] = &["target", "data"];
const SKIPPED: &[&str] = &[".git", "node_modules", "dist"];

/// One text file; `path` is relative to the package, with `/` between parts.
#[derive(Clone, Debug)]
pub struct File {
    pub path: String,
    pub text: String,
}

/// The files of the package, sorted by path.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    pub files: Vec<File>,
}

impl Tree {
    /// Reads the package. A folder or file that cannot be read stops the test with its name.
    pub fn read(root: &Path) -> Self {
        let mut files = Vec::new();
        read_folder(root, "", &mut files);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { files }
    }

    /// A package in memory, for samples.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let files = files
            .iter()
            .map(|(path, text)| File { path: (*path).to_owned(), text: (*text).to_owned() })
            .collect();
        Self { files }
    }

    /// The file of that path.
    pub fn get(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// True when a file has this path or lies in this folder.
    pub fn has_path(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        self.files.iter().any(|file| file.path == path || file.path.starts_with(&folder))
    }

    /// The Rust files below one of the folders.
    pub fn rust<'a>(&'a self, folders: &'a [&'a str]) -> impl Iterator<Item = &'a File> {
        self.files.iter().filter(move |file| {
            file.path.ends_with(".rs") && folders.iter().any(|folder| file.path.starts_with(folder))
        })
    }
}

fn read_folder(folder: &Path, prefix: &str, files: &mut Vec<File>) {
    let entries = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("cannot list {}: {error}", folder.display()));
    for entry in entries {
        let entry = entry.expect("a folder that could be opened can be listed");
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if entry.path().is_dir() {
            let skipped = SKIPPED.contains(&name.as_str())
                || (prefix.is_empty() && SKIPPED_AT_TOP.contains(&name.as_str()));
            if !skipped {
                read_folder(&entry.path(), &format!("{path}/"), files);
            }
        } else if is_read(&name) {
            let bytes = fs::read(entry.path())
                .unwrap_or_else(|error| panic!("cannot read {path}: {error}"));
            files.push(File { path, text: String::from_utf8_lossy(&bytes).into_owned() });
        }
    }
}

fn is_read(name: &str) -> bool {
    NAMES.contains(&name)
        || name.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

#[test]
fn a_folder_counts_as_a_path() {
    let tree = Tree::of(&[("src/db/mod.rs", "")]);
    assert!(tree.has_path("src/db") && tree.has_path("src/db/") && tree.has_path("src/db/mod.rs"));
    assert!(!tree.has_path("src/d") && !tree.has_path("src/db/mod"));
}
