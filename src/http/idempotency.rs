//! `Idempotency-Key`: the same call twice has one effect and one answer.

use axum::{
    extract::{FromRequest, Request},
    http::{HeaderMap, request::Parts},
};
use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::{
    auth::{self, Principal},
    body,
    error::ApiError,
    state::AppState,
};
use crate::{db::codec::sha256, engine::core::IdempotencyKey};

/// The header.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// Characters of a key at most.
const MAX_CHARS: usize = 200;

/// A JSON body with the key that makes its call safe to repeat; reads the body once.
///
/// Hand `key` to `Handle::run`.
#[derive(Clone, Debug)]
pub struct Idem<T> {
    /// The body.
    pub value: T,
    /// The key, if one was sent.
    pub key: Option<IdempotencyKey>,
}

impl<T: DeserializeOwned> FromRequest<AppState> for Idem<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, ApiError> {
        let (_, value, key) = read_once(request, state).await?;
        Ok(Self { value, key })
    }
}

/// Reads a JSON body once: its bytes, its value, and the key of the call.
pub(super) async fn read_once<T: DeserializeOwned>(
    request: Request,
    state: &AppState,
) -> Result<(Bytes, T, Option<IdempotencyKey>), ApiError> {
    let (mut parts, incoming) = request.into_parts();
    let caller = identity(&mut parts, state)?;
    let given = given_key(&parts.headers)?;
    let (method, path) = (parts.method.clone(), parts.uri.clone());
    let request = Request::from_parts(parts, incoming);
    let limit = state.settings().http.max_body_bytes;
    let (bytes, value) = body::read_json(request, limit).await?;
    let path = path.path_and_query().map_or("/", |path| path.as_str());
    let key = given.map(|key| hash_key(&caller, &key, method.as_str(), path, &bytes));
    Ok((bytes, value, key))
}

/// Who calls, as text; calls without credentials share one.
fn identity(parts: &mut Parts, state: &AppState) -> Result<String, ApiError> {
    if !auth::has_credentials(&parts.headers) {
        return Ok("anonymous".to_owned());
    }
    Ok(Principal::find(parts, state)?.identity())
}

/// Reads the header.
///
/// # Errors
/// `MALFORMED_REQUEST` for a key that is too long or not visible ASCII.
pub(super) fn given_key(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let Some(value) = headers.get(IDEMPOTENCY_KEY) else { return Ok(None) };
    let text = value.to_str().ok();
    let usable = text.filter(|text| {
        (1..=MAX_CHARS).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic())
    });
    usable.map(|text| Some(text.to_owned())).ok_or_else(|| {
        ApiError::malformed(format!(
            "Idempotency-Key must be 1 to {MAX_CHARS} visible ASCII characters"
        ))
    })
}

/// Hashes caller and key, and apart from them what was asked.
#[must_use]
pub fn hash_key(caller: &str, key: &str, method: &str, path: &str, body: &[u8]) -> IdempotencyKey {
    IdempotencyKey {
        key: hash_parts(&[caller.as_bytes(), key.as_bytes()]),
        request: hash_parts(&[method.as_bytes(), path.as_bytes(), body]),
    }
}

/// Each part with its length before it, so that no two lists of parts give the same bytes.
fn hash_parts(parts: &[&[u8]]) -> [u8; 32] {
    let mut text = Vec::new();
    for part in parts {
        text.extend_from_slice(&(part.len() as u64).to_be_bytes());
        text.extend_from_slice(part);
    }
    sha256(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_and_request_are_told_apart() {
        let base = hash_key("token:1", "k", "POST", "/x", b"{}");
        for (other, same_key, same_request) in [
            (hash_key("token:1", "k", "POST", "/x", b"{}"), true, true),
            (hash_key("token:2", "k", "POST", "/x", b"{}"), false, true),
            (hash_key("token:1", "l", "POST", "/x", b"{}"), false, true),
            (hash_key("token:1k", "", "POST", "/x", b"{}"), false, true),
            (hash_key("token:1", "k", "PUT", "/x", b"{}"), true, false),
            (hash_key("token:1", "k", "POST", "/y", b"{}"), true, false),
            (hash_key("token:1", "k", "POST", "/x", b"{ }"), true, false),
            (hash_key("token:1", "k", "POST", "/x{", b"}"), true, false),
        ] {
            assert_eq!(other.key == base.key, same_key);
            assert_eq!(other.request == base.request, same_request);
        }
    }

    #[test]
    fn keys_are_short_and_visible() {
        let long = "k".repeat(201);
        for (given, good) in
            [("k-1", true), ("", false), ("a b", false), (&long, false), (&long[..200], true)]
        {
            let mut headers = HeaderMap::new();
            headers.insert(IDEMPOTENCY_KEY, given.parse().unwrap());
            assert_eq!(given_key(&headers).is_ok(), good, "{given}");
        }
        assert_eq!(given_key(&HeaderMap::new()).unwrap(), None);
    }
}
