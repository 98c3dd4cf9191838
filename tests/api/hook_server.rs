//! A program that is called by webhooks, for tests: it notes calls and answers as told.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Response, StatusCode},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;
use tokio::net::TcpListener;

use crate::harness::spawn;

/// A call as it arrived.
#[derive(Clone, Debug)]
pub struct Call {
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Call {
    /// A header's text.
    pub fn header(&self, name: &str) -> String {
        let value = self.headers.get(name).unwrap_or_else(|| panic!("{name} is missing"));
        value.to_str().unwrap().to_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Checks the signature as the standard says, by other code than the appliance's.
    pub fn is_signed_with(&self, secret: &str) -> bool {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let (id, timestamp) = (self.header("webhook-id"), self.header("webhook-timestamp"));
        let mut text = format!("{id}.{timestamp}.").into_bytes();
        text.extend_from_slice(&self.body);
        let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, &key);
        self.header("webhook-signature").split(' ').any(|one| {
            let tag = one.strip_prefix("v1,").and_then(|tag| STANDARD.decode(tag).ok());
            tag.is_some_and(|tag| aws_lc_rs::hmac::verify(&key, &text, &tag).is_ok())
        })
    }
}

#[derive(Default)]
struct Inner {
    calls: Vec<Call>,
    /// Statuses of the next answers, then 200.
    answers: Vec<u16>,
    /// Status of all answers.
    always: Option<u16>,
    location: Option<String>,
    /// Bytes of the answer's body, without end if negative.
    endless: bool,
}

/// The program.
#[derive(Clone)]
pub struct HookServer {
    pub port: u16,
    inner: Arc<Mutex<Inner>>,
}

impl HookServer {
    /// Starts on loopback.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self::on(listener)
    }

    /// Starts on a listener.
    pub fn on(listener: TcpListener) -> Self {
        let server = Self { port: listener.local_addr().unwrap().port(), inner: Arc::default() };
        let router = Router::new().fallback(take).with_state(server.clone());
        spawn(async move { axum::serve(listener, router).await.unwrap() });
        server
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/hook?token=hidden", self.port)
    }

    /// Calls so far.
    pub fn calls(&self) -> Vec<Call> {
        self.inner.lock().unwrap().calls.clone()
    }

    /// Answers the next calls with these statuses, later ones with 200.
    pub fn answer_next(&self, answers: &[u16]) {
        self.inner.lock().unwrap().answers = answers.to_vec();
    }

    /// Answers every call with a status, or by the list again.
    pub fn answer_always(&self, status: Option<u16>) {
        self.inner.lock().unwrap().always = status;
    }

    /// Names another place in each answer.
    pub fn lead_to(&self, location: &str) {
        self.inner.lock().unwrap().location = Some(location.to_owned());
    }

    /// Answers with a body that never ends.
    pub fn talk_without_end(&self) {
        self.inner.lock().unwrap().endless = true;
    }
}

async fn take(State(server): State<HookServer>, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let mut inner = server.inner.lock().unwrap();
    inner.calls.push(Call { headers, body });
    let next = if inner.answers.is_empty() { 200 } else { inner.answers.remove(0) };
    let status = StatusCode::from_u16(inner.always.unwrap_or(next)).unwrap();
    let mut answer = Response::builder().status(status);
    if let Some(location) = &inner.location {
        answer = answer.header("location", location);
    }
    let body = if inner.endless {
        let chunk = Bytes::from_static(&[b'x'; 4096]);
        let chunks =
            futures_util::stream::repeat_with(move || Ok::<_, std::io::Error>(chunk.clone()));
        Body::from_stream(chunks)
    } else {
        Body::from("fine")
    };
    answer.body(body).unwrap()
}
