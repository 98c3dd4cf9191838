//! The server: routes with their layers, and the loop that accepts connections.

use std::{
    any::Any, convert::Infallible, future::Future, io, net::SocketAddr, pin::pin, time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request, State},
    http::{HeaderValue, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
use tower::ServiceExt;
use tower_http::catch_panic::CatchPanicLayer;

use super::{docs, error::ApiError, openapi, request_id, security, state::AppState, unread};
use crate::domain::refusal::Code;

/// A connection that sends no request for so long is closed.
const IDLE_SECONDS: u64 = 75;
/// What is asked for below it moves files, as uploads do.
const DISPUTES: &str = "/api/v1/disputes";
/// What moves files gets so many times the usual time.
const UPLOAD_FACTOR: u32 = 10;
/// Requests that are being answered when the server stops get so long to end.
const DRAIN: Duration = Duration::from_secs(10);
/// Pause after the system refused to accept (no descriptors left).
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// All routes with all layers.
///
/// # Panics
/// When the document cannot be written as JSON, which its test would have found.
pub fn router(state: AppState) -> Router {
    let (api, document) = openapi::api();
    let document = openapi::document_router(&document).expect("the document is plain data");
    Router::new()
        .merge(api)
        .merge(document)
        .merge(docs::router())
        .merge(front_page())
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route("/metrics", get(show_metrics))
        .fallback(other_path)
        .method_not_allowed_fallback(unknown_method)
        .layer(middleware::from_fn_with_state(state.clone(), give_up_late))
        .layer(CatchPanicLayer::custom(answer_panic))
        .layer(middleware::from_fn(unread::read_rest))
        .layer(middleware::from_fn(security::add_headers))
        .layer(middleware::from_fn_with_state(state.clone(), request_id::follow))
        .with_state(state)
}

/// With the interface inside, its page.
#[cfg(feature = "embed-ui")]
use super::ui::{router as front_page, serve_file as other_path};

/// Without the interface, the way to the documentation.
#[cfg(not(feature = "embed-ui"))]
fn front_page() -> Router<AppState> {
    use axum::response::Redirect;
    Router::new().route("/", get(|| async { Redirect::temporary(docs::DOCS_PATH) }))
}

async fn healthz() -> &'static str {
    "ok\n"
}

async fn readyz(State(state): State<AppState>) -> Result<&'static str, ApiError> {
    let handle = state.handle();
    if !handle.is_healthy() || state.stopping().is_cancelled() {
        return Err(ApiError::new(Code::Overloaded, "the appliance is stopping"));
    }
    if handle.queue_depth() >= state.settings().http.queue_capacity {
        return Err(crate::engine::writer::overloaded().into());
    }
    Ok("ready\n")
}

async fn show_metrics(State(state): State<AppState>) -> Response {
    metrics::gauge!("vetrina_queue_depth").set(state.handle().queue_depth() as f64);
    let text = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    ([(header::CONTENT_TYPE, text)], state.render_metrics()).into_response()
}

#[cfg(not(feature = "embed-ui"))]
async fn other_path(uri: axum::http::Uri) -> ApiError {
    ApiError::new(Code::NotFound, format!("there is nothing at {}", uri.path()))
}

async fn unknown_method(request: Request) -> ApiError {
    let (method, path) = (request.method(), request.uri().path());
    ApiError::new(Code::MethodNotAllowed, format!("{method} is not possible at {path}"))
}

/// Answers 503 when a request takes too long; what it asked for may still happen.
async fn give_up_late(State(state): State<AppState>, request: Request, next: Next) -> Response {
    // A long step of the simulated clock runs all that falls due on the way before it answers.
    if request.uri().path().ends_with("/sim/clock") {
        return next.run(request).await;
    }
    let seconds = Duration::from_secs(state.settings().http.timeout_seconds.max(1));
    let kind = request.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    let is_upload = kind.is_some_and(|kind| {
        kind.starts_with(b"multipart/")
            || kind.starts_with(b"image/")
            || kind.starts_with(b"video/")
    });
    // Evidence of a thousand plays is gigabytes of screenshots to read and write.
    let is_long = is_upload || request.uri().path().starts_with(DISPUTES);
    let limit = if is_long { seconds.saturating_mul(UPLOAD_FACTOR) } else { seconds };
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            let message = format!(
                "no answer within {} s; the outcome is open: repeat with the same Idempotency-Key",
                limit.as_secs()
            );
            ApiError::new(Code::Overloaded, message).into_response()
        }
    }
}

fn answer_panic(payload: Box<dyn Any + Send + 'static>) -> Response {
    let text = payload.downcast_ref::<String>().cloned();
    let text = text.or_else(|| payload.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    ApiError::internal(format!("panic: {}", text.unwrap_or_default())).into_response()
}

/// Serves until `shutdown` is done; then takes no more connections, lets running requests end and
/// closes what is left after ten seconds.
///
/// # Errors
/// When the listener's address cannot be read.
pub async fn serve(
    state: AppState,
    listener: TcpListener,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let address = listener.local_addr()?;
    tracing::info!(%address, "listening");
    let router = router(state.clone());
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    connections.spawn(serve_connection(state.clone(), router.clone(), stream, peer));
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            },
            Some(_) = connections.join_next() => {}
        }
    }
    drop(listener);
    state.stopping().cancel();
    let open = connections.len();
    tracing::info!(open, "stopping");
    let drained =
        tokio::time::timeout(DRAIN, async { while connections.join_next().await.is_some() {} });
    if drained.await.is_err() {
        tracing::warn!(open = connections.len(), "connections are cut off");
        connections.shutdown().await;
    }
    Ok(())
}

async fn serve_connection(state: AppState, router: Router, stream: TcpStream, peer: SocketAddr) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY was not set");
    }
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        let router = router.clone();
        async move { Ok::<_, Infallible>(answer(router, request).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(IDLE_SECONDS))
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = state.stopping().cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        // Callers who go away in the middle are everyday life.
        tracing::debug!(%error, "a connection broke");
    }
}

async fn answer(router: Router, request: Request) -> Response {
    match router.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

#[cfg(test)]
#[path = "server_tests.rs"]
mod tests;
