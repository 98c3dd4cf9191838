//! The web interface inside the binary: its files, compressed when it was built, and its page for
//! every path that is nobody else's.

use std::{collections::HashMap, sync::LazyLock};

use axum::{
    Router,
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use base64::{Engine, engine::general_purpose::STANDARD};

use super::{error::ApiError, state::AppState};
use crate::{clock::Randomness, db::codec::sha256, domain::refusal::Code};

/// A file of the built interface.
struct UiFile {
    /// Path in the URL.
    path: &'static str,
    bytes: &'static [u8],
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

/// All files, listed by `build.rs`.
static FILES: &[UiFile] = include!(concat!(env!("OUT_DIR"), "/ui_files.rs"));

/// Files by path, each with its tag.
static BY_PATH: LazyLock<HashMap<&str, (&UiFile, String)>> = LazyLock::new(|| {
    let tagged = FILES.iter().map(|file| {
        let hash = hex::encode(sha256(file.bytes));
        (file.path, (file, hash.chars().take(32).collect()))
    });
    tagged.collect()
});

/// The page.
const PAGE: &str = "/index.html";
/// Stands in the page where each answer gets its own word for styles made by scripts.
const NONCE: &str = "%NONCE%";
/// Files here carry a hash of their content in their name.
const HASHED: &str = "/static/";
/// Paths of programs; what is not there is no page.
const PROGRAMS: &[&str] = &["/api/", "/metrics", "/healthz", "/readyz", HASHED];

/// Media types by ending.
const TYPES: &[(&str, &str)] = &[
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("svg", "image/svg+xml"),
    ("json", "application/json"),
    ("webmanifest", "application/manifest+json"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("woff2", "font/woff2"),
];

/// Serves the page at `/`; the other files come by [`serve_file`] as the router's fallback.
pub fn router() -> Router<AppState> {
    Router::new().route("/", get(|| async { page() }))
}

/// Serves a file of the interface, or its page where a browser asks for a path of the interface.
pub async fn serve_file(request: Request) -> Response {
    let path = request.uri().path();
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    match BY_PATH.get(path) {
        Some((file, tag)) if reads && path != PAGE => answer(file, tag, request.headers()),
        _ if reads && is_page(path, request.headers()) => page(),
        _ => {
            let message = format!("there is nothing at {path}");
            ApiError::new(Code::NotFound, message).into_response()
        }
    }
}

/// Whether a browser asks for a page: not for data, nor for a file that is gone.
fn is_page(path: &str, headers: &HeaderMap) -> bool {
    let accepts = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accepts.is_some_and(|kinds| kinds.contains("text/html"))
        && !PROGRAMS.iter().any(|program| path.starts_with(program))
}

fn page() -> Response {
    let Some((file, _)) = BY_PATH.get(PAGE) else {
        return ApiError::internal("the interface has no page").into_response();
    };
    let nonce = nonce();
    let text = String::from_utf8_lossy(file.bytes).replace(NONCE, &nonce);
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::CONTENT_SECURITY_POLICY, policy(&nonce)),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin".to_owned()),
    ];
    (headers, text).into_response()
}

/// A word that nobody can guess.
fn nonce() -> String {
    let mut random = Randomness::from_system();
    STANDARD.encode([random.number().to_be_bytes(), random.number().to_be_bytes()].concat())
}

/// What the page may load: the appliance's own files, nothing inline, no other host.
fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; \
         worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    )
}

fn answer(file: &UiFile, tag: &str, asked: &HeaderMap) -> Response {
    let (coding, bytes) = choose(file, asked);
    let tag = format!("\"{tag}-{}\"", coding.unwrap_or("raw"));
    let mut headers = HeaderMap::new();
    let mut add = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    let keep = match file.path.starts_with(HASHED) {
        true => "public, max-age=31536000, immutable",
        false => "no-cache",
    };
    add(header::CACHE_CONTROL, keep);
    add(header::ETAG, &tag);
    add(header::VARY, "accept-encoding");
    let known = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| known.split(',').any(|one| is_tag(one, &tag))) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    add(header::CONTENT_TYPE, media_type(file.path));
    if let Some(coding) = coding {
        add(header::CONTENT_ENCODING, coding);
    }
    (headers, bytes).into_response()
}

fn is_tag(known: &str, tag: &str) -> bool {
    let known = known.trim();
    known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag
}

/// The smallest form that the caller can read.
fn choose(file: &UiFile, asked: &HeaderMap) -> (Option<&'static str>, &'static [u8]) {
    let accepted = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let accepted = accepted.unwrap_or_default();
    let twins = [("br", file.brotli), ("gzip", file.gzip)];
    let twin = twins.into_iter().find(|(coding, twin)| twin.is_some() && takes(accepted, coding));
    match twin {
        Some((coding, Some(bytes))) => (Some(coding), bytes),
        _ => (None, file.bytes),
    }
}

/// Whether `Accept-Encoding` names a coding and does not refuse it.
fn takes(accepted: &str, coding: &str) -> bool {
    accepted.split(',').any(|part| {
        let mut pieces = part.split(';').map(str::trim);
        let is_named = pieces.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let weight = pieces.find_map(|piece| piece.strip_prefix("q=")?.parse::<f32>().ok());
        is_named && weight.is_none_or(|weight| weight > 0.0)
    })
}

fn media_type(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    TYPES.iter().find(|(known, _)| *known == ending).map_or("application/octet-stream", |(_, t)| *t)
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    fn asked(headers: &[(&str, &str)], path: &str) -> Request {
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(axum::body::Body::empty()).unwrap()
    }

    fn script() -> &'static UiFile {
        let mut files = FILES.iter();
        let is_hashed = |file: &&UiFile| {
            file.path.starts_with(HASHED) && file.path.ends_with(".js") && file.brotli.is_some()
        };
        files.find(is_hashed).unwrap()
    }

    fn header_of(response: &Response, name: HeaderName) -> &str {
        response.headers().get(name).map_or("", |value| value.to_str().unwrap())
    }

    #[tokio::test]
    async fn files_come_compressed_and_are_kept() {
        let file = script();
        for (accepted, coding, bytes) in [
            ("gzip, deflate, br", "br", file.brotli.unwrap()),
            ("gzip", "gzip", file.gzip.unwrap()),
            ("br;q=0, gzip;q=0.5", "gzip", file.gzip.unwrap()),
            ("identity", "", file.bytes),
        ] {
            let headers = [("accept-encoding", accepted)];
            let response = serve_file(asked(&headers, file.path)).await;
            assert_eq!(header_of(&response, header::CONTENT_ENCODING), coding, "{accepted}");
            assert!(header_of(&response, header::CACHE_CONTROL).contains("immutable"));
            assert!(header_of(&response, header::CONTENT_TYPE).starts_with("text/javascript"));
            let tag = header_of(&response, header::ETAG).to_owned();
            assert_eq!(to_bytes(response.into_body(), usize::MAX).await.unwrap(), bytes);
            let again = [("accept-encoding", accepted), ("if-none-match", tag.as_str())];
            let response = serve_file(asked(&again, file.path)).await;
            assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{accepted}");
        }
    }

    #[tokio::test]
    async fn the_page_is_for_browsers_and_each_has_its_own_nonce() {
        let html = [("accept", "text/html,*/*")];
        let mut policies = Vec::new();
        for path in
            ["/", "/campaigns/1", "/assets/0198a000-0000-7000-8000-000000000001", "/index.html"]
        {
            let response = serve_file(asked(&html, path)).await;
            assert_eq!(response.status(), StatusCode::OK, "{path}");
            let policy = header_of(&response, header::CONTENT_SECURITY_POLICY).to_owned();
            assert!(!policy.contains("unsafe"), "{policy}");
            let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            let text = String::from_utf8_lossy(&body);
            let (_, rest) = policy.split_once("'nonce-").unwrap();
            let (nonce, _) = rest.split_once('\'').unwrap();
            assert!(text.contains(nonce) && !text.contains(NONCE), "{text}");
            assert!(!policies.contains(&policy));
            policies.push(policy);
        }
    }

    #[tokio::test]
    async fn what_is_no_page_is_not_found() {
        let html: &[(&str, &str)] = &[("accept", "text/html")];
        for (headers, path) in
            [(html, "/api/v1/nothing"), (html, "/static/gone.js"), (&[][..], "/campaigns")]
        {
            let response = serve_file(asked(headers, path)).await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
}
