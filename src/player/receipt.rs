//! The appliance's answer to one play, read without loss, and whether it was the expected one.

use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::{api::Reply, play::Play};

/// What the appliance decided about one play.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// `VERIFIED`, `UNDER_REVIEW`, `REJECTED`, `CONFLICT` (same id, other content) or `ERROR`.
    pub status: String,
    /// Why not, as the appliance's word.
    pub reason: Option<String>,
    /// Marks on an accepted play.
    pub flags: Vec<String>,
    /// The price in micros, where told.
    pub cost_micros: Option<i64>,
    /// 0–100, where told.
    pub quality_score: Option<i64>,
}

impl Verdict {
    /// Reads the answer to a single submission.
    #[must_use]
    pub fn from_reply(reply: &Reply) -> Self {
        let said = reply.text_member("status").filter(|_| reply.is_success());
        let status = match (said, reply.status) {
            (Some(word), _) => word,
            (None, 409) => "CONFLICT".to_owned(),
            (None, 422) => "REJECTED".to_owned(),
            (None, _) => "ERROR".to_owned(),
        };
        let mut verdict = Self::from_members(&reply.body, status);
        if verdict.status == "ERROR" && verdict.reason.is_none() {
            verdict.reason = Some(format!("HTTP_{}", reply.status));
        }
        verdict
    }

    /// Reads one item of a batch's answer.
    #[must_use]
    pub fn from_item(item: &Value) -> Self {
        let said = item.get("status").and_then(Value::as_str).unwrap_or("ERROR");
        let conflict = item.get("error").and_then(Value::as_str) == Some("IDEMPOTENCY_CONFLICT");
        let status = if conflict { "CONFLICT" } else { said };
        Self::from_members(item, status.to_owned())
    }

    fn from_members(body: &Value, status: String) -> Self {
        let flags = body.get("flags").and_then(Value::as_array);
        Self {
            status,
            reason: body.get("error").and_then(Value::as_str).map(str::to_owned),
            flags: flags
                .into_iter()
                .flatten()
                .filter_map(|flag| flag.as_str().map(str::to_owned))
                .collect(),
            cost_micros: body.get("cost").and_then(micros),
            quality_score: body.get("quality_score").and_then(Value::as_i64),
        }
    }

    /// Whether the play counts or may come to count.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        matches!(self.status.as_str(), "VERIFIED" | "UNDER_REVIEW")
    }

    /// The word that says most: the reason of a refusal, the flags of a review, or the status.
    #[must_use]
    pub fn outcome(&self) -> String {
        match &self.reason {
            Some(reason) if !self.is_accepted() => reason.clone(),
            _ if self.flags.is_empty() => self.status.clone(),
            _ => format!("{} {}", self.status, self.flags.join("+")),
        }
    }
}

/// Reads an amount (JSON number or text) as micros, through its decimal digits. A JSON number is
/// read as a double first, so six decimals are exact up to eight billion: far above any price.
/// More than six decimals, or more than an `i64` holds, is no amount. Rule: D-20.
#[must_use]
pub fn micros(amount: &Value) -> Option<i64> {
    let text = match amount {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        _ => return None,
    };
    let decimal = text.parse::<Decimal>().or_else(|_| Decimal::from_scientific(&text)).ok()?;
    let micros = decimal.checked_mul(Decimal::from(1_000_000))?.normalize();
    if micros.scale() == 0 { micros.to_i64() } else { None }
}

/// Whether an answer was the one the screen deserved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Judgement {
    /// As the rules say.
    AsExpected,
    /// Another answer than the rules say.
    Unexpected,
    /// Another rule spoke first (an empty budget, a paused campaign…).
    Inconclusive,
}

/// One answered play, kept for the supplier's own books.
#[derive(Clone, Debug, Serialize)]
pub struct Receipt {
    /// The play.
    pub impression_id: Uuid,
    /// The screen.
    pub device_id: Uuid,
    /// The campaign.
    pub campaign_id: Uuid,
    /// The end of the play by the device's clock.
    pub played_at: String,
    /// Whether it was delivered late, from the queue.
    pub queued: bool,
    /// `HONEST` or the misbehaviour's name.
    pub behaviour: &'static str,
    /// The HTTP status of the answer (of the whole batch, for a batch).
    pub http_status: u16,
    /// See [`Verdict::status`].
    pub status: String,
    /// See [`Verdict::reason`].
    pub reason: Option<String>,
    /// See [`Verdict::flags`].
    pub flags: Vec<String>,
    /// See [`Verdict::cost_micros`].
    pub cost_micros: Option<i64>,
    /// See [`Verdict::quality_score`].
    pub quality_score: Option<i64>,
    /// What the rules say should come.
    pub expected: String,
    /// Whether it came.
    pub judgement: Judgement,
    /// From request to answer, microseconds; absent for plays of a batch.
    pub latency_us: Option<u64>,
}

impl Receipt {
    /// Books the verdict on a play; who asked for it and what was expected come with it.
    #[must_use]
    pub fn new(play: &Play, verdict: Verdict, expectation: (&'static str, String)) -> Self {
        let (behaviour, expected) = expectation;
        Self {
            impression_id: play.impression_id,
            device_id: play.device_id,
            campaign_id: play.campaign_id,
            played_at: play.played_at.clone(),
            queued: false,
            behaviour,
            http_status: 0,
            status: verdict.status,
            reason: verdict.reason,
            flags: verdict.flags,
            cost_micros: verdict.cost_micros,
            quality_score: verdict.quality_score,
            expected,
            judgement: Judgement::AsExpected,
            latency_us: None,
        }
    }

    /// The word that says most about the answer.
    #[must_use]
    pub fn outcome(&self) -> String {
        Verdict {
            status: self.status.clone(),
            reason: self.reason.clone(),
            flags: self.flags.clone(),
            cost_micros: None,
            quality_score: None,
        }
        .outcome()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn reply(status: u16, body: &str) -> Reply {
        let body = serde_json::from_str(body).unwrap();
        Reply { status, retry_after: None, body, latency: Duration::ZERO }
    }

    /// Rule: D-20, D-21.
    #[test]
    fn amounts_are_read_without_loss() {
        for (json, expected) in [
            ("0.078", Some(78_000)),
            ("\"0.0780\"", Some(78_000)),
            ("8000000000.123456", Some(8_000_000_000_123_456)),
            ("7.8e-2", Some(78_000)),
            ("12", Some(12_000_000)),
            ("0.0000001", None),
            ("99999999999999999999", None),
            ("null", None),
            ("\"free\"", None),
        ] {
            assert_eq!(micros(&serde_json::from_str(json).unwrap()), expected, "{json}");
        }
    }

    /// Rule: D-05, D-07.
    #[test]
    fn answers_are_read_by_status_and_body() {
        let verified = r#"{"status":"VERIFIED","cost":0.078,"quality_score":95}"#;
        let review = r#"{"status":"UNDER_REVIEW","flags":["NEW_DEVICE"],"cost":0.1}"#;
        let rows = [
            (201, verified, "VERIFIED", "VERIFIED", Some(78_000)),
            (200, verified, "VERIFIED", "VERIFIED", Some(78_000)),
            (202, review, "UNDER_REVIEW", "UNDER_REVIEW NEW_DEVICE", Some(100_000)),
            (
                422,
                r#"{"error":"INVALID_DURATION","status":422}"#,
                "REJECTED",
                "INVALID_DURATION",
                None,
            ),
            (409, r#"{"error":"IDEMPOTENCY_CONFLICT"}"#, "CONFLICT", "IDEMPOTENCY_CONFLICT", None),
            (500, "null", "ERROR", "HTTP_500", None),
        ];
        for (status, body, word, outcome, cost) in rows {
            let verdict = Verdict::from_reply(&reply(status, body));
            assert_eq!(verdict.status, word, "{status} {body}");
            assert_eq!(verdict.outcome(), outcome, "{status} {body}");
            assert_eq!(verdict.cost_micros, cost, "{status} {body}");
        }
    }

    #[test]
    fn batch_items_are_read_each() {
        let item = serde_json::json!({"index": 0, "status": "REJECTED", "error": "DEVICE_OFFLINE"});
        assert_eq!(Verdict::from_item(&item).outcome(), "DEVICE_OFFLINE");
        let item = serde_json::json!({"status": "REJECTED", "error": "IDEMPOTENCY_CONFLICT"});
        assert_eq!(Verdict::from_item(&item).status, "CONFLICT");
        assert_eq!(Verdict::from_item(&Value::Null).status, "ERROR");
    }
}
