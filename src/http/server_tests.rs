//! The whole router over a fresh store: problems, headers, sign-in, and the server's stop.

use std::sync::Arc;

use axum::http::{HeaderMap, Method};
use futures_util::{FutureExt, future::BoxFuture};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::*;
use crate::{
    clock::{Clock, Randomness},
    config::Settings,
    db::Store,
    domain::{catalog::Role, refusal::Refusal, time::Timestamp},
    engine::{Actor, Engine, EngineError, Handle, commands::access::CreateUser, live::JobState},
    http::{auth::hash_password, state::AppParts},
    jobs::{JobInfo, TimeDriver},
    media::{blob::BlobStore, evidence::EvidenceStore},
    search::Search,
};

/// A driver without jobs.
struct NoJobs;

impl TimeDriver for NoJobs {
    fn advance_to(&self, _: Timestamp) -> BoxFuture<'_, Result<(), EngineError>> {
        async { Ok(()) }.boxed()
    }

    fn run_job(&self, _: String) -> BoxFuture<'_, Result<JobState, Refusal>> {
        async { Err(Refusal::not_found("job")) }.boxed()
    }

    fn jobs(&self) -> Vec<JobInfo> {
        Vec::new()
    }
}

struct Appliance {
    state: AppState,
    router: Router,
    _folder: tempfile::TempDir,
}

impl Appliance {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = Settings::default();
        settings.access.argon2_kib = 64;
        settings.access.argon2_passes = 1;
        settings.http.attempts_per_minute = 3;
        let store = Arc::new(Store::open(&folder.path().join("x.redb"), 1 << 20).unwrap());
        let engine = Engine::open(store, Arc::new(settings), Randomness::seeded(1)).unwrap();
        let clock = Clock::simulated(Timestamp::parse("2026-01-01T00:00:00Z").unwrap());
        let (handle, _writer) = Handle::start(engine, clock, |error| panic!("{error}")).unwrap();
        let search = Search::start(handle.clone(), folder.path()).unwrap();
        let shots = Arc::new(BlobStore::open_at(&folder.path().join("screenshots")).unwrap());
        let evidence = EvidenceStore::open(&folder.path().join("evidence"), shots).unwrap();
        let state = AppState::new(AppParts {
            search: Arc::new(search),
            evidence: Arc::new(evidence),
            handle,
            blobs: Arc::new(BlobStore::open(folder.path()).unwrap()),
            metrics: crate::telemetry::start_metrics().unwrap(),
            time: Arc::new(NoJobs),
        });
        Self { router: router(state.clone()), state, _folder: folder }
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let mut request = axum::http::Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 1 << 24).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let json = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status: parts.status.as_u16(), headers: parts.headers, json, text }
    }

    async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, &[], "").await
    }

    async fn log_in(&self, email: &str, password: &str) -> Answer {
        let body = json!({"email": email, "password": password}).to_string();
        let headers = [("content-type", "application/json")];
        self.call(Method::POST, "/api/v1/auth/login", &headers, &body).await
    }

    async fn add_user(&self, role: Role) {
        let password_hash = hash_password("correct horse", &self.state.settings().access).unwrap();
        let command = CreateUser {
            language: None,
            email: "ada@example.com".to_owned(),
            name: "Ada".to_owned(),
            role,
            owner_id: None,
            password_hash,
        };
        self.state.handle().run(&Actor::system(), command, None).await.unwrap();
    }
}

struct Answer {
    status: u16,
    headers: HeaderMap,
    json: Value,
    text: String,
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_with_headers() {
    let appliance = Appliance::start();
    for (method, path, status, error) in [
        (Method::GET, "/api/v1/nothing", 404, "NOT_FOUND"),
        (Method::GET, "/nothing", 404, "NOT_FOUND"),
        (Method::PUT, "/api/v1/auth/login", 405, "METHOD_NOT_ALLOWED"),
        (Method::GET, "/api/v1/auth/me", 401, "UNAUTHENTICATED"),
        (Method::POST, "/api/v1/auth/login", 400, "MALFORMED_REQUEST"),
    ] {
        let answer = appliance.call(method, path, &[("x-request-id", "mine")], "").await;
        assert_eq!((answer.status, answer.json["error"].as_str()), (status, Some(error)), "{path}");
        assert_eq!(answer.json["request_id"], "mine");
        assert_eq!(answer.headers["x-request-id"], "mine");
        assert_eq!(answer.headers["content-type"], "application/problem+json");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert_eq!(answer.headers.contains_key("allow"), status == 405, "{path}");
        let cached = answer.headers.get("cache-control").map(|value| value.to_str().unwrap());
        assert_eq!(cached, path.starts_with("/api/v1").then_some("no-store"));
    }
}

#[tokio::test]
async fn health_metrics_document_and_docs_are_served() {
    let appliance = Appliance::start();
    assert_eq!(appliance.get("/healthz").await.status, 200);
    assert_eq!(appliance.get("/readyz").await.status, 200);
    assert!(appliance.get("/metrics").await.text.contains("vetrina_queue_depth"));
    let document = appliance.get("/api/v1/openapi.json").await.json;
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["paths"]["/api/v1/auth/login"]["post"].is_object());
    assert!(document["components"]["schemas"]["Problem"].is_object());
    assert!(document["components"]["securitySchemes"]["bearer"].is_object());
    let docs = appliance.get("/api/docs/").await;
    assert_eq!(docs.status, 200);
    assert!(!docs.text.contains("src=\"http"), "docs load nothing from elsewhere");
    appliance.state.stopping().cancel();
    let stopping = appliance.get("/readyz").await;
    assert_eq!((stopping.status, &stopping.headers["retry-after"]), (503, &HeaderValue::from(1)));
}

#[tokio::test]
async fn a_person_signs_in_and_out() {
    let appliance = Appliance::start();
    appliance.add_user(Role::Auditor).await;
    assert_eq!(appliance.log_in("ada@example.com", "wrong").await.status, 401);
    let unknown = appliance.log_in("eve@example.com", "wrong").await;
    assert_eq!(unknown.json["message"], "e-mail or password is wrong");
    let signed_in = appliance.log_in(" Ada@example.com", "correct horse").await;
    assert_eq!(signed_in.status, 200, "{}", signed_in.text);
    let fourth = appliance.log_in("ada@example.com", "correct horse").await;
    assert_eq!((fourth.status, &fourth.headers["retry-after"]), (429, &HeaderValue::from(20)));

    let cookie = signed_in.headers["set-cookie"].to_str().unwrap();
    let cookie = ("cookie", cookie.split(';').next().unwrap());
    let csrf = ("x-csrf-token", signed_in.json["csrf"].as_str().unwrap());
    let me = appliance.call(Method::GET, "/api/v1/auth/me", &[cookie], "").await;
    assert_eq!((me.status, me.json["role"].as_str()), (200, Some("AUDITOR")));
    let forged = appliance.call(Method::POST, "/api/v1/auth/logout", &[cookie], "").await;
    assert_eq!((forged.status, forged.json["error"].as_str()), (403, Some("FORBIDDEN")));
    let out = appliance.call(Method::POST, "/api/v1/auth/logout", &[cookie, csrf], "").await;
    assert_eq!(out.status, 204);
    let after = appliance.call(Method::GET, "/api/v1/auth/me", &[cookie], "").await;
    assert_eq!(after.status, 401);
}

#[tokio::test]
async fn a_panic_is_a_problem_that_tells_nothing() {
    let response = answer_panic(Box::new("secret detail"));
    assert_eq!(response.status(), 500);
    let failure = response.extensions().get::<super::super::error::Failure>().unwrap();
    assert_eq!(failure.message, "panic: secret detail");
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 16).await.unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("secret"));
}

#[tokio::test]
async fn the_server_stops_although_a_connection_is_open() {
    let appliance = Appliance::start();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut stream = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = serve(appliance.state.clone(), listener, async { drop(stopped.await) });
    let caller = async move {
        stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        let mut head = [0; 15];
        stream.read_exact(&mut head).await.unwrap();
        assert_eq!(&head, b"HTTP/1.1 200 OK");
        stop.send(()).unwrap();
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).await.unwrap();
        assert!(rest.ends_with(b"ok\n"));
    };
    let (served, ()) = tokio::join!(server, caller);
    served.unwrap();
}
