//! The player's way to the appliance: JSON over HTTP, bounded in flight, obeying `Retry-After`.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use anyhow::Context as _;
use reqwest::{Method, RequestBuilder, header};
use serde::Serialize;
use serde_json::Value;
use tokio::sync::{Semaphore, watch};

/// How long one request may take.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
/// How long a stream may stay open before it is opened anew.
const LONGEST_STREAM: Duration = Duration::from_secs(24 * 60 * 60);
/// How often one body is sent before the caller is told that the appliance is busy.
const ATTEMPTS: u32 = 8;
/// The longest wait between two attempts, whatever `Retry-After` says.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// The first wait when a 429 or 503 comes without `Retry-After`; it doubles each time.
const FIRST_WAIT: Duration = Duration::from_millis(200);

/// The appliance was not reached, or could not take the request now.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the appliance does not answer")]
pub struct NoAnswer;

/// A connection pool to one appliance.
#[derive(Debug)]
pub struct Api {
    client: reqwest::Client,
    base: String,
    permits: Semaphore,
    stop: watch::Receiver<bool>,
    retries: AtomicU64,
}

/// What the appliance answered.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// `Retry-After`, where given in seconds.
    pub retry_after: Option<Duration>,
    /// The JSON body, `Null` if there is none.
    pub body: Value,
    /// From sending to the end of the body, of the last attempt alone.
    pub latency: Duration,
}

impl Reply {
    /// A member of the body as text.
    #[must_use]
    pub fn text_member(&self, name: &str) -> Option<String> {
        self.body.get(name).and_then(Value::as_str).map(str::to_owned)
    }

    /// Whether the status says success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether the same body may be accepted later (429, 503).
    #[must_use]
    pub fn is_busy(&self) -> bool {
        matches!(self.status, 429 | 503)
    }

    /// Turns anything but success into an error that names the request: [`NoAnswer`] inside, if
    /// the appliance is busy or broken rather than refusing.
    ///
    /// # Errors
    /// The status says no success.
    pub fn expect_success(&self, request: &str) -> anyhow::Result<()> {
        let what = format!("{request}: {}", self.describe());
        match self.status {
            _ if self.is_success() => Ok(()),
            429 | 500.. => Err(anyhow::Error::new(NoAnswer).context(what)),
            _ => Err(anyhow::Error::msg(what)),
        }
    }

    /// Status, error word and message in one line, for a person.
    #[must_use]
    pub fn describe(&self) -> String {
        let word = self.text_member("error").unwrap_or_default();
        let message = self.text_member("message").unwrap_or_default();
        format!("{} {word} {message}", self.status).trim_end().to_owned()
    }
}

impl Api {
    /// A pool to the appliance at `base_url` (scheme and host), with at most `in_flight` requests
    /// at a time; waits end when `stop` becomes true.
    ///
    /// # Errors
    /// The address is not `http://` or `https://`, or there are no trusted roots for HTTPS.
    pub fn new(
        base_url: &str,
        in_flight: usize,
        stop: watch::Receiver<bool>,
    ) -> anyhow::Result<Self> {
        let url: reqwest::Url =
            base_url.parse().with_context(|| format!("{base_url:?} is not an address"))?;
        let mut builder = reqwest::Client::builder()
            .timeout(REQUEST_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none());
        match url.scheme() {
            "https" => {}
            // Plain HTTP must also work on machines without trusted roots.
            "http" => builder = builder.tls_certs_only([]),
            other => anyhow::bail!("{base_url:?}: {other} is neither http nor https"),
        }
        if matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]")) {
            builder = builder.no_proxy();
        }
        Ok(Self {
            client: builder.build().context("the HTTP client could not be made")?,
            base: format!("{}/api/v1", base_url.trim_end_matches('/')),
            permits: Semaphore::new(in_flight.max(1)),
            stop,
            retries: AtomicU64::new(0),
        })
    }

    /// How many bodies were sent again after a 429 or 503.
    #[must_use]
    pub fn retries(&self) -> u64 {
        self.retries.load(Ordering::Relaxed)
    }

    /// Waits, but not beyond a stop.
    pub async fn pause(&self, wait: Duration) {
        let mut stop = self.stop.clone();
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = stopped(&mut stop) => {}
        }
    }

    /// Whether the caller asked to stop.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        *self.stop.borrow()
    }

    /// GET. A 429 or 503 is tried again; the last answer is given when it stays so.
    ///
    /// # Errors
    /// No answer: unreachable, broken off, timed out.
    pub async fn get(&self, path: &str, token: &str) -> anyhow::Result<Reply> {
        self.send(|client| client.request(Method::GET, self.url(path)), token).await
    }

    /// POST with a JSON body, which is the same bytes at each attempt.
    ///
    /// # Errors
    /// No answer: unreachable, broken off, timed out.
    pub async fn post(
        &self,
        path: &str,
        token: &str,
        body: &impl Serialize,
    ) -> anyhow::Result<Reply> {
        let bytes = bytes::Bytes::from(serde_json::to_vec(body)?);
        let build = |client: &reqwest::Client| {
            client
                .request(Method::POST, self.url(path))
                .header(header::CONTENT_TYPE, "application/json")
                .body(bytes.clone())
        };
        self.send(build, token).await
    }

    /// GET of a stream that stays open for hours; it takes no place among the requests in flight.
    ///
    /// # Errors
    /// No answer: unreachable.
    pub(super) async fn stream(
        &self,
        path: &str,
        token: &str,
        last_event_id: Option<&str>,
    ) -> anyhow::Result<reqwest::Response> {
        let mut request =
            self.client.get(self.url(path)).bearer_auth(token).timeout(LONGEST_STREAM);
        if let Some(id) = last_event_id {
            request = request.header("last-event-id", id);
        }
        request.send().await.context(NoAnswer)
    }

    /// PUT of a JPEG file.
    ///
    /// # Errors
    /// No answer: unreachable, broken off, timed out.
    pub async fn put_jpeg(&self, path: &str, token: &str, jpeg: Vec<u8>) -> anyhow::Result<Reply> {
        let bytes = bytes::Bytes::from(jpeg);
        let build = |client: &reqwest::Client| {
            client
                .request(Method::PUT, self.url(path))
                .header(header::CONTENT_TYPE, "image/jpeg")
                .body(bytes.clone())
        };
        self.send(build, token).await
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    async fn send(
        &self,
        build: impl Fn(&reqwest::Client) -> RequestBuilder,
        token: &str,
    ) -> anyhow::Result<Reply> {
        let mut backoff = FIRST_WAIT;
        let mut attempt = 1;
        loop {
            let mut request = build(&self.client);
            if !token.is_empty() {
                request = request.bearer_auth(token);
            }
            let reply = self.once(request).await?;
            if !reply.is_busy() || attempt >= ATTEMPTS || self.is_stopped() {
                return Ok(reply);
            }
            self.pause(reply.retry_after.unwrap_or(backoff).min(LONGEST_WAIT)).await;
            backoff = backoff.saturating_mul(2);
            attempt += 1;
            self.retries.fetch_add(1, Ordering::Relaxed);
        }
    }

    async fn once(&self, request: RequestBuilder) -> anyhow::Result<Reply> {
        let _permit = self.permits.acquire().await.context("the pool was closed")?;
        let started = Instant::now();
        let response = request.send().await.context(NoAnswer)?;
        let status = response.status().as_u16();
        let retry_after = response
            .headers()
            .get(header::RETRY_AFTER)
            .and_then(|value| value.to_str().ok())
            .and_then(|text| text.trim().parse().ok())
            .map(Duration::from_secs);
        let bytes = response.bytes().await.context(NoAnswer)?;
        let latency = started.elapsed();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Ok(Reply { status, retry_after, body, latency })
    }
}

/// Ends when the watched value becomes true; never, when its sender is gone without saying so.
pub async fn stopped(stop: &mut watch::Receiver<bool>) {
    if stop.wait_for(|now| *now).await.is_err() {
        std::future::pending::<()>().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_http_addresses_are_taken() {
        let (_keep, stop) = watch::channel(false);
        for (address, taken) in [
            ("http://127.0.0.1:8080", true),
            ("http://appliance.local/", true),
            ("ftp://appliance.local", false),
            ("appliance", false),
        ] {
            assert_eq!(Api::new(address, 1, stop.clone()).is_ok(), taken, "{address}");
        }
        let api = Api::new("http://appliance.local/", 1, stop).unwrap();
        assert_eq!(api.url("/stores"), "http://appliance.local/api/v1/stores");
    }
}
