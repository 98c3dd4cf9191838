//! The outermost layer: request ids, the span, latency, and one line a failure.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Instant,
};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode},
    middleware::Next,
    response::Response,
};
use tracing::Instrument;

use super::{error::Failure, state::AppState};

/// The header that carries the id, in and out.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Characters of a caller's own id at most.
const MAX_CHARS: usize = 64;

static NEXT: AtomicU64 = AtomicU64::new(1);

tokio::task_local! {
    static CURRENT: String;
}

/// The id of the request that is being answered; empty outside of one.
#[must_use]
pub fn current() -> String {
    CURRENT.try_with(Clone::clone).unwrap_or_default()
}

/// Gives the request an id, a span, a place in the metrics and, if it fails, a line in the log.
pub async fn follow(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let id = given_id(request.headers()).unwrap_or_else(|| {
        format!("{:08x}-{:x}", state.run(), NEXT.fetch_add(1, Ordering::Relaxed))
    });
    let method = request.method().clone();
    let path = request.uri().path();
    let span = tracing::info_span!("request", request_id = %id, %method, path);
    let started = Instant::now();
    let mut response = CURRENT.scope(id.clone(), next.run(request)).instrument(span.clone()).await;
    let seconds = started.elapsed().as_secs_f64();
    count(&method, response.status(), seconds);
    span.in_scope(|| write_line(&mut response, seconds));
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// A caller's own id, if it is short and visible.
fn given_id(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(REQUEST_ID)?.to_str().ok()?;
    let usable =
        (1..=MAX_CHARS).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
    usable.then(|| text.to_owned())
}

fn count(method: &Method, status: StatusCode, seconds: f64) {
    // Only the known methods: a label must not grow by what callers invent.
    let method = match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "OTHER",
    };
    let status = status.as_u16().to_string();
    metrics::histogram!("vetrina_http_request_seconds", "method" => method, "status" => status)
        .record(seconds);
}

fn write_line(response: &mut Response, seconds: f64) {
    let status = response.status();
    let ms = seconds * 1000.0;
    let failure = response.extensions_mut().remove::<Failure>();
    let (error, message) =
        failure.as_ref().map_or(("", ""), |f| (f.error.as_str(), f.message.as_str()));
    if status.is_server_error() && status != StatusCode::SERVICE_UNAVAILABLE {
        tracing::error!(status = status.as_u16(), ms, error, reason = message, "request failed");
    } else if status.is_server_error() {
        tracing::warn!(status = status.as_u16(), ms, error, reason = message, "request not taken");
    } else if status.is_client_error() {
        tracing::info!(status = status.as_u16(), ms, error, reason = message, "request refused");
    } else {
        tracing::debug!(status = status.as_u16(), ms, "request answered");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_callers_id_is_taken_if_short_and_visible() {
        let long = "x".repeat(65);
        for (given, taken) in [
            ("abc-123", true),
            ("", false),
            ("with space", false),
            (long.as_str(), false),
            (&long[..64], true),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(REQUEST_ID, HeaderValue::from_str(given).unwrap());
            assert_eq!(given_id(&headers).as_deref() == Some(given), taken, "{given}");
        }
        assert_eq!(given_id(&HeaderMap::new()), None);
    }

    #[tokio::test]
    async fn the_id_is_known_inside_the_request_only() {
        assert_eq!(CURRENT.scope("r1".to_owned(), async { current() }).await, "r1");
        assert_eq!(current(), "");
    }
}
