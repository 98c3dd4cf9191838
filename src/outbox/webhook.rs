//! Calls of webhooks, signed after Standard Webhooks. Rule: OPS-08.

use std::{collections::BTreeMap, net::IpAddr, sync::Arc, time::Duration};

use aws_lc_rs::hmac;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use reqwest::{StatusCode, Url, header::CONTENT_TYPE, redirect::Policy};
use serde::Serialize;
use uuid::Uuid;

use super::dial::{Forbidden, GuardedResolver, forbidden_in};
use crate::{
    config::OutboxSettings,
    domain::{
        address::{Network, objection},
        catalog::Webhook,
        delivery::Delivery,
        ids::Seq,
        time::{SECOND_MS, Timestamp},
    },
    engine::{
        actor::Notice,
        commands::{outbox::Attempt, webhooks::SECRET_PREFIX},
    },
};

/// Names the appliance to the other side.
const USER_AGENT: &str = concat!("vetrina/", env!("CARGO_PKG_VERSION"));

/// The body of a call.
#[derive(Debug, Serialize)]
struct Payload<'a> {
    /// The notification's code.
    #[serde(rename = "type")]
    code: &'a str,
    /// When it was told, RFC 3339.
    timestamp: Timestamp,
    data: PayloadData<'a>,
}

#[derive(Debug, Serialize)]
struct PayloadData<'a> {
    notification: Seq,
    /// In English.
    message: &'a str,
    subject_id: Option<Uuid>,
    values: BTreeMap<&'a str, &'a str>,
}

/// Calls webhooks: no redirects, no proxies, only addresses that may be reached.
pub struct Caller {
    client: reqwest::Client,
    allowed: Vec<Network>,
    max_answer_bytes: usize,
}

impl Caller {
    /// A caller with the configured limits.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(settings: &OutboxSettings) -> Result<Self, reqwest::Error> {
        let allowed = settings.allowed_networks();
        let timeout = Duration::from_secs(settings.timeout_seconds.max(1));
        let client = reqwest::Client::builder()
            .user_agent(USER_AGENT)
            .redirect(Policy::none())
            .no_proxy()
            .referer(false)
            .dns_resolver(Arc::new(GuardedResolver::new(allowed.clone())))
            .connect_timeout(timeout)
            .timeout(timeout)
            // Each call resolves and connects anew: nothing outlives the check of its address.
            .pool_max_idle_per_host(0)
            .build()?;
        Ok(Self { client, allowed, max_answer_bytes: settings.max_answer_bytes })
    }

    /// Calls a webhook once.
    pub async fn call(
        &self,
        delivery: &Delivery,
        notice: &Notice,
        webhook: &Webhook,
        now: Timestamp,
    ) -> Attempt {
        let Ok(url) = Url::parse(webhook.url.expose()) else {
            return Attempt::Refused("the webhook's URL cannot be read".to_owned());
        };
        if let Some(forbidden) = self.forbidden_literal(&url) {
            return refused(&forbidden);
        }
        let body = body_of(notice);
        let id = message_id(delivery.id);
        let seconds = now.ms().div_euclid(SECOND_MS);
        let Some(signature) = sign(webhook.secret.expose(), &id, seconds, &body) else {
            return Attempt::Refused("the webhook's secret cannot be read".to_owned());
        };
        let request = self
            .client
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", seconds)
            .header("webhook-signature", signature)
            .body(body);
        match request.send().await {
            Ok(answer) => self.judge(answer).await,
            Err(error) => failed(error),
        }
    }

    /// A literal address passes no resolver.
    fn forbidden_literal(&self, url: &Url) -> Option<Forbidden> {
        let host = url.host_str()?;
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let address: IpAddr = bare.parse().ok()?;
        let why = objection(address, &self.allowed)?;
        Some(Forbidden { host: host.to_owned(), address: address.to_string(), why })
    }

    /// Reads the answer to its end or to the limit; only its status counts.
    async fn judge(&self, mut answer: reqwest::Response) -> Attempt {
        let status = answer.status();
        let mut seen = 0;
        while seen <= self.max_answer_bytes {
            match answer.chunk().await {
                Ok(Some(chunk)) => seen += chunk.len(),
                Ok(None) => break,
                Err(_) if status.is_success() => break,
                Err(error) => return failed(error),
            }
        }
        verdict(status)
    }
}

/// What a status says.
fn verdict(status: StatusCode) -> Attempt {
    let shown = format!("the webhook answered {}", status.as_u16());
    match status {
        _ if status.is_success() => Attempt::Delivered,
        StatusCode::GONE => Attempt::Gone(shown),
        _ if status.is_redirection() => {
            Attempt::Refused(format!("{shown}: redirects are not followed"))
        }
        _ => Attempt::Failed(shown),
    }
}

/// The address itself is for the operator's log alone.
fn refused(forbidden: &Forbidden) -> Attempt {
    let Forbidden { host, address, why } = forbidden;
    tracing::info!(host, address, why, "a webhook leads where it may not");
    Attempt::Refused(forbidden.to_string())
}

/// What an error says, without the address: it may carry a secret.
fn failed(error: reqwest::Error) -> Attempt {
    if let Some(forbidden) = forbidden_in(&error) {
        return refused(&forbidden);
    }
    let error = error.without_url();
    let mut text = error.to_string();
    let mut inner = std::error::Error::source(&error);
    while let Some(why) = inner {
        text.push_str(": ");
        text.push_str(&why.to_string());
        inner = why.source();
    }
    Attempt::Failed(text)
}

fn body_of(notice: &Notice) -> Vec<u8> {
    let what = &notice.what;
    let values = what.values.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let payload = Payload {
        code: &what.code,
        timestamp: notice.at,
        data: PayloadData {
            notification: notice.seq,
            message: &what.message,
            subject_id: what.subject_id,
            values: values.collect(),
        },
    };
    serde_json::to_vec(&payload).expect("texts and numbers become JSON")
}

/// The same for every attempt of a delivery.
fn message_id(id: Uuid) -> String {
    format!("msg_{}", id.simple())
}

/// `v1,` and the base64 of HMAC-SHA256 over id, seconds and body; `None` for a secret that is none.
#[must_use]
pub fn sign(secret: &str, id: &str, seconds: i64, body: &[u8]) -> Option<String> {
    let key = STANDARD.decode(secret.strip_prefix(SECRET_PREFIX)?).ok()?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
    let mut signing = hmac::Context::with_key(&key);
    signing.update(format!("{id}.{seconds}.").as_bytes());
    signing.update(body);
    Some(format!("v1,{}", STANDARD.encode(signing.sign().as_ref())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worked example of the Standard Webhooks specification. Rule: OPS-08.
    #[test]
    fn signatures_are_those_of_the_standard() {
        let signature = sign(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            br#"{"test": 2432232314}"#,
        );
        assert_eq!(signature.as_deref(), Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
        assert_eq!(sign("", "a", 1, b""), None);
        assert_eq!(sign("whsec_***", "a", 1, b""), None);
    }

    #[test]
    fn statuses_say_whether_to_try_again() {
        for (status, expected) in [
            (200, "Delivered"),
            (204, "Delivered"),
            (301, "Refused"),
            (302, "Refused"),
            (307, "Refused"),
            (400, "Failed"),
            (404, "Failed"),
            (410, "Gone"),
            (429, "Failed"),
            (500, "Failed"),
            (503, "Failed"),
        ] {
            let found = format!("{:?}", verdict(StatusCode::from_u16(status).unwrap()));
            assert!(found.starts_with(expected), "{status}: {found}");
        }
    }
}
