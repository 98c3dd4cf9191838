//! A demo that runs: the process, its lines, its API.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

/// Where files lie in memory: syncing to a disk is not what is tested here, and it takes most of
/// the time of a small history.
const MEMORY: &str = "/dev/shm";

/// A folder for a demo's data, in memory where that is possible.
pub fn folder() -> TempDir {
    match Path::new(MEMORY).is_dir() {
        true => tempfile::tempdir_in(MEMORY).unwrap(),
        false => tempfile::tempdir().unwrap(),
    }
}

/// The process, its folder, and what it said first.
pub struct Demo {
    child: Child,
    lines: BufReader<ChildStdout>,
    _folder: TempDir,
    client: reqwest::Client,
    url: String,
    token: String,
    /// The line after the history.
    pub history: Value,
}

impl Demo {
    /// Starts it and waits until it serves.
    pub fn start(args: &[&str]) -> Self {
        let folder = folder();
        let mut child = Command::new(env!("CARGO_BIN_EXE_vetrina"))
            .args(["demo", "--json", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder.path().join("demo"))
            .args(args)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let history = wait_for(&mut lines, "history");
        let ready = wait_for(&mut lines, "ready");
        let text = |name: &str| ready[name].as_str().unwrap().to_owned();
        let (url, token) = (text("url"), text("token"));
        let client = reqwest::Client::new();
        Self { child, lines, _folder: folder, client, url, token, history }
    }

    /// A document, as the operator sees it.
    pub async fn get(&self, path: &str) -> Value {
        let url = format!("{}/api/v1{path}", self.url);
        let answer = self.client.get(url).bearer_auth(&self.token).send().await.unwrap();
        let status = answer.status();
        let body = answer.text().await.unwrap();
        assert!(status.is_success(), "{path}: {status} {body}");
        serde_json::from_str(&body).unwrap()
    }

    /// All rows of a list.
    pub async fn all(&self, path: &str) -> Vec<Value> {
        let (mut rows, mut cursor) = (Vec::new(), None);
        loop {
            let join = if path.contains('?') { '&' } else { '?' };
            let after = cursor.map_or_else(String::new, |cursor| format!("&cursor={cursor}"));
            let page = self.get(&format!("{path}{join}limit=500{after}")).await;
            rows.extend(page["items"].as_array().unwrap().iter().cloned());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = Some(next.to_owned()),
                None => return rows,
            }
        }
    }

    /// A campaign by its name.
    pub async fn campaign(&self, name: &str) -> Value {
        let rows = self.all("/campaigns").await;
        let found = rows.iter().find(|row| row["name"] == name);
        let id = found.unwrap_or_else(|| panic!("no campaign {name}"))["id"].clone();
        self.get(&format!("/campaigns/{}", id.as_str().unwrap())).await
    }

    /// Asks it to end, as Ctrl-C does; gives its last line.
    pub fn stop(mut self) -> Value {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        let end = wait_for(&mut self.lines, "end");
        assert!(self.child.wait().unwrap().success());
        end
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // Already ended in most cases.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn wait_for(lines: &mut BufReader<ChildStdout>, event: &str) -> Value {
    let mut line = String::new();
    loop {
        line.clear();
        let read = lines.read_line(&mut line).unwrap();
        assert!(read > 0, "the demo ended before it said {event:?}");
        let said: Value = serde_json::from_str(&line).unwrap();
        if said["event"] == event {
            return said;
        }
    }
}
