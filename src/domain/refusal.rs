//! Refusals: what a rule says no to, with the numbers of the case.
//!
//! A refusal is a value, not an error of the program. The table code → HTTP status and title
//! stands in `http/error.rs`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{money::Amount, time::Timestamp};

/// What was refused, as a stable word on the wire.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Code {
    /// The request is not readable (broken JSON, wrong types, unknown fields).
    MalformedRequest,
    /// Fields break rules; `fields` lists all of them.
    ValidationFailed,
    /// No or unknown credentials.
    Unauthenticated,
    /// Known, but not allowed.
    Forbidden,
    /// The body names another device than the token does.
    DeviceMismatch,
    /// No such thing, or not visible to the caller.
    NotFound,
    /// The method is not known at this path.
    MethodNotAllowed,
    /// Exists already.
    Conflict,
    /// The same key or id came with other content.
    IdempotencyConflict,
    /// The status machine has no such way.
    IllegalTransition,
    /// The edit matrix does not allow it in this status.
    FieldNotEditable,
    /// The `If-Match` tag is not the newest.
    StaleEtag,
    /// The body is larger than the limit.
    BodyTooLarge,
    /// The body's media type is not taken here.
    UnsupportedMediaType,
    /// Too many requests.
    RateLimited,
    /// The queue is full or the appliance is stopping.
    Overloaded,
    /// An account that is not ACTIVE, or an e-mail address not verified.
    AccountNotActive,
    /// A wallet cannot pay.
    InsufficientWalletBalance,
    /// Terms not accepted.
    TermsNotAccepted,
    /// Warnings wait for an acknowledgement.
    AcknowledgementRequired,
    /// Every chosen store is blocked or unusable.
    NoEligibleStores,
    /// A second person must approve.
    SecondPersonRequired,
    /// The simulated clock is not there or may not go back.
    SimulationRefused,
    /// The media file cannot be used.
    InvalidMedia,
    /// The key cannot be used.
    InvalidKey,
    /// A one-time token is unknown, used or expired.
    InvalidToken,
    /// A screenshot's bytes are not those that the device signed.
    ScreenshotMismatch,
    /// A screenshot is kept no longer; its hash stays.
    ScreenshotDeleted,
    /// A file of evidence does not have its hash any more.
    EvidenceDamaged,
    // --- impressions (S3 §6.2, S2, D-05, D-08) ---
    /// The signature does not verify (recorded as `INVALID_SIGNATURE`).
    InvalidProof,
    /// The device's clock is ahead, or the play lies in the future.
    InvalidTimestampFuture,
    /// The play is too old, undeclared as queued, or the device's clock is behind.
    TimestampOutOfBounds,
    /// The campaign did not run at `played_at`.
    CampaignNotActive,
    /// The asset is not of the campaign (or variant).
    AssetNotInCampaign,
    /// The asset was not approved or its licence had ended.
    ContentExpired,
    /// The device is not in a target store or not ACTIVE.
    DeviceNotAuthorized,
    /// The store blocked the campaign.
    StoreBlocked,
    /// No heartbeat near the play.
    DeviceOffline,
    /// Played too short (recorded as `INSUFFICIENT_DURATION`).
    InvalidDuration,
    /// Already recorded in this 5-minute bucket, or the lease is spent.
    DuplicateImpression,
    /// The lease belongs to another campaign, device or variant.
    InvalidLease,
    /// The counter was used for another play.
    CounterReused,
    /// The screenshot hash is missing.
    ScreenshotMissing,
    /// More than 5 km from the store.
    InvalidLocation,
    /// A quality score below 40.
    LowQuality,
    /// The campaign cannot pay.
    InsufficientBudget,
    /// The review was not decided within 30 days.
    ReviewExpired,
    /// A person rejected it in review.
    ReviewRejected,
    /// A chargeback was approved.
    ChargebackApproved,
}

impl Code {
    /// The word on the wire.
    #[must_use]
    pub fn as_str(self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|value| value.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// The reason that is stored and reported, where it differs from the API's word (rule D-05).
    #[must_use]
    pub fn recorded_reason(self) -> String {
        for (code, reason) in RECORDED_REASONS {
            if *code == self {
                return (*reason).to_owned();
            }
        }
        self.as_str()
    }
}

/// API error code → recorded reason, where they differ (S3 §6.2 against S2 and S3 §6.4).
/// Rule: D-05.
const RECORDED_REASONS: &[(Code, &str)] =
    &[(Code::InvalidDuration, "INSUFFICIENT_DURATION"), (Code::InvalidProof, "INVALID_SIGNATURE")];

/// A number, text or time that belongs to the case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Detail {
    /// Money.
    Amount(Amount),
    /// A count, seconds, metres.
    Int(i64),
    /// A word or sentence.
    Text(String),
    /// A moment.
    Time(Timestamp),
    /// Several words.
    List(Vec<String>),
    /// Anything structured (warnings with their own members).
    Json(serde_json::Value),
}

/// One field of a request that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FieldError {
    /// The field's name, dotted for nested ones.
    pub field: String,
    /// A stable word.
    pub error: String,
    /// The sentence for a person.
    pub message: String,
}

/// What was refused and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// The stable word.
    pub code: Code,
    /// What happened, with the numbers, and what to do.
    pub message: String,
    /// Members of the case (`required_duration`, `remaining_budget`…).
    pub details: Vec<(Cow<'static, str>, Detail)>,
    /// All fields that failed, for `ValidationFailed`.
    pub fields: Vec<FieldError>,
}

impl Refusal {
    /// A refusal with a sentence.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), details: Vec::new(), fields: Vec::new() }
    }

    /// Adds a member of the case.
    #[must_use]
    pub fn with(mut self, name: &'static str, detail: Detail) -> Self {
        self.details.push((Cow::Borrowed(name), detail));
        self
    }

    /// The members of the case, by name.
    #[must_use]
    pub fn members(&self) -> Vec<(&str, Detail)> {
        self.details.iter().map(|(name, detail)| (name.as_ref(), detail.clone())).collect()
    }

    /// A refusal for a thing that is not there.
    #[must_use]
    pub fn not_found(what: &str) -> Self {
        Self::new(Code::NotFound, format!("{what} not found"))
    }

    /// A refusal that lists fields.
    #[must_use]
    pub fn validation(fields: Vec<FieldError>) -> Self {
        let message = match fields.as_slice() {
            [only] => only.message.clone(),
            many => format!("{} fields need correction", many.len()),
        };
        Self { code: Code::ValidationFailed, message, details: Vec::new(), fields }
    }

    /// A refusal about one field.
    #[must_use]
    pub fn field(field: &str, error: &str, message: impl Into<String>) -> Self {
        Self::validation(vec![FieldError {
            field: field.to_owned(),
            error: error.to_owned(),
            message: message.into(),
        }])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rule: D-05.
    #[test]
    fn recorded_reasons_differ_only_where_the_table_says() {
        assert_eq!(Code::InvalidDuration.as_str(), "INVALID_DURATION");
        assert_eq!(Code::InvalidDuration.recorded_reason(), "INSUFFICIENT_DURATION");
        assert_eq!(Code::InvalidProof.recorded_reason(), "INVALID_SIGNATURE");
        assert_eq!(Code::DeviceOffline.recorded_reason(), "DEVICE_OFFLINE");
    }
}
