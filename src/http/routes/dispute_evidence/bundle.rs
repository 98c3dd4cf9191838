//! The bundle for one reader: the parts that it may see, every file with its hash.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    sync::Arc,
};

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};
use tokio_util::io::ReaderStream;

use super::{collect::failed, files::folder, readme::readme};
use crate::{
    db::codec::sha256,
    domain::dispute::{Dispute, EvidenceMember, EvidencePart},
    http::{ApiError, AppState, error::ApiResult},
    media::evidence::{EvidenceError, EvidenceStore},
};

/// Bytes of the bundle in memory at a time.
const CHUNK_BYTES: usize = 64 * 1024;
/// The README inside a bundle.
const README: &str = "README.txt";
/// The list of all other files inside a bundle.
const MANIFEST: &str = "manifest.json";

/// A dispute with the parts of its evidence that somebody may see.
pub struct Contents {
    /// The dispute.
    pub dispute: Arc<Dispute>,
    /// The parts.
    pub parts: Vec<EvidencePart>,
}

impl Contents {
    /// All files, each name once: what parts of one step share is the same in each.
    fn members(&self) -> BTreeMap<&str, &EvidenceMember> {
        let members = self.parts.iter().flat_map(|part| &part.members);
        members.map(|member| (member.name.as_str(), member)).collect()
    }

    fn manifest(&self, state: &AppState, readme: &str) -> Value {
        let views = state.views();
        let text = readme.as_bytes();
        let listed = |name: &str, hash: &[u8; 32], bytes: u64| json!({"name": name, "sha256": hex::encode(hash), "bytes": bytes});
        let mut members = vec![listed(README, &sha256(text), text.len() as u64)];
        let kept = self.members();
        members.extend(kept.values().map(|one| listed(&one.name, &one.sha256, one.bytes)));
        let parts = self.parts.iter().map(|part| {
            let supplier = part.supplier.and_then(|no| views.suppliers.get(no.0));
            json!({
                "stage": part.stage,
                "folder": folder(part.stage),
                "supplier_id": supplier.map(|supplier| supplier.id),
                "collected_at": part.collected_at,
                "sha256": hex::encode(part.sha256),
                "bytes": part.bytes,
            })
        });
        json!({
            "dispute_id": self.dispute.id,
            "type": self.dispute.kind,
            "opened_at": self.dispute.opened_at,
            "parts": parts.collect::<Vec<Value>>(),
            "members": members,
        })
    }

    /// Visits each file once, its bytes checked against the hash that the dispute keeps.
    fn read(
        &self,
        store: &EvidenceStore,
        mut visit: impl FnMut(&str, Vec<u8>) -> Result<(), EvidenceError>,
    ) -> Result<(), EvidenceError> {
        let known = self.members();
        let mut seen = BTreeSet::new();
        for part in &self.parts {
            store.read(&part.sha256, |name, bytes| {
                let expected = known.get(name).map(|member| member.sha256);
                if !seen.insert(name.to_owned()) {
                    return Ok(());
                }
                if expected != Some(sha256(&bytes)) {
                    let sha256 = part.sha256;
                    return Err(EvidenceError::Damaged { sha256, missing: false });
                }
                visit(name, bytes)
            })?;
        }
        Ok(())
    }
}

/// Gives the bundle as a ZIP.
///
/// # Errors
/// `EVIDENCE_DAMAGED` when a file does not have its hash any more; `OVERLOADED` when too many exports
/// are made at once.
pub async fn zip_of(state: &AppState, contents: Contents) -> ApiResult<Response> {
    let id = contents.dispute.id;
    // The whole bundle is written before its first byte goes out: not too many at once.
    let place = state.press().export_place()?;
    let state = state.clone();
    let making = tokio::task::spawn_blocking(move || {
        let made = make_zip(&state, &contents).map_err(failed);
        drop(place);
        made
    });
    let (file, len) = making.await.map_err(ApiError::internal)??;
    let stream = ReaderStream::with_capacity(tokio::fs::File::from_std(file), CHUNK_BYTES);
    let name = format!("attachment; filename=\"dispute-{id}.zip\"");
    let mut headers = HeaderMap::new();
    let text = |text: &str| HeaderValue::from_str(text).map_err(ApiError::internal);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    headers.insert(header::CONTENT_DISPOSITION, text(&name)?);
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(len));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    Ok((headers, Body::from_stream(stream)).into_response())
}

fn make_zip(state: &AppState, contents: &Contents) -> Result<(File, u64), EvidenceError> {
    let readme = readme(&contents.dispute);
    let manifest = contents.manifest(state, &readme);
    let manifest = serde_json::to_vec_pretty(&manifest).map_err(std::io::Error::from)?;
    let store = state.evidence();
    store.bundle(|pack| {
        pack.add(README, readme.as_bytes())?;
        pack.add(MANIFEST, &manifest)?;
        contents.read(store, |name, bytes| pack.add(name, &bytes))
    })
}

/// Gives the same as one JSON: files of text as they are, others by hash, with a link where there is
/// one.
///
/// # Errors
/// `EVIDENCE_DAMAGED` when a file does not have its hash any more.
pub async fn json_of(state: &AppState, contents: Contents) -> ApiResult<Value> {
    let state = state.clone();
    let making = tokio::task::spawn_blocking(move || make_json(&state, &contents).map_err(failed));
    making.await.map_err(ApiError::internal)?
}

fn make_json(state: &AppState, contents: &Contents) -> Result<Value, EvidenceError> {
    let readme = readme(&contents.dispute);
    let manifest = contents.manifest(state, &readme);
    let mut files = Map::new();
    contents.read(state.evidence(), |name, bytes| {
        files.insert(name.to_owned(), as_json(name, &bytes));
        Ok(())
    })?;
    Ok(json!({"manifest": manifest, "readme": readme, "members": files}))
}

fn as_json(name: &str, bytes: &[u8]) -> Value {
    if name.ends_with(".json")
        && let Ok(value) = serde_json::from_slice(bytes)
    {
        return value;
    }
    if name.ends_with(".txt") || name.ends_with(".pem") {
        return Value::String(String::from_utf8_lossy(bytes).into_owned());
    }
    let mut by_hash = json!({"sha256": hex::encode(sha256(bytes)), "bytes": bytes.len()});
    if let Some(id) = screenshot_of(name) {
        by_hash["href"] = json!(format!("/api/v1/impressions/{id}/screenshot"));
    }
    by_hash
}

/// The impression whose screenshot a file is.
fn screenshot_of(name: &str) -> Option<&str> {
    name.strip_suffix("/screenshot.jpg")?.rsplit('/').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_become_json_by_their_kind() {
        let id = "0198a000-0000-7000-8000-000000000001";
        let shot = format!("opened/plays/{id}/screenshot.jpg");
        let href = format!("/api/v1/impressions/{id}/screenshot");
        let hash = hex::encode(sha256(b"[1]"));
        for (name, expected) in [
            ("a.json", json!([1])),
            ("a.txt", json!("[1]")),
            ("key.pem", json!("[1]")),
            ("signature.bin", json!({"sha256": hash, "bytes": 3})),
            (&shot, json!({"sha256": hash, "bytes": 3, "href": href})),
        ] {
            assert_eq!(as_json(name, b"[1]"), expected, "{name}");
        }
    }
}
