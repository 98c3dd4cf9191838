//! Every problem on the wire: code → HTTP status and title, as `application/problem+json`.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Map, Value};

use super::request_id;
use crate::{
    domain::refusal::{Code, Detail, FieldError, Refusal},
    engine::EngineError,
};

/// The media type of problems. Source: RFC 9457.
pub const PROBLEM_JSON: &str = "application/problem+json";
/// The member that overrides what `Retry-After` says, seconds.
pub const RETRY_AFTER_MEMBER: &str = "retry_after_seconds";
/// What `Retry-After` says otherwise, seconds.
const RETRY_AFTER_SECONDS: i64 = 1;
/// The word of a failure of the appliance itself.
const INTERNAL: &str = "INTERNAL";

/// Why a request has no answer but a problem.
#[derive(Debug)]
pub enum ApiError {
    /// A rule says no.
    Refused(Box<Refusal>),
    /// The appliance failed; the text goes to the log, not to the caller.
    Internal(String),
}

/// The result of a handler.
pub type ApiResult<T> = Result<T, ApiError>;

impl ApiError {
    /// A refusal with a sentence.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Refusal::new(code, message).into()
    }

    /// A failure of the appliance; the reason is logged once and not told.
    #[must_use]
    pub fn internal(reason: impl std::fmt::Display) -> Self {
        Self::Internal(reason.to_string())
    }

    /// A request that cannot be read.
    #[must_use]
    pub fn malformed(message: impl Into<String>) -> Self {
        Self::new(Code::MalformedRequest, message)
    }

    /// The refusal's code, if it is one.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Refused(refusal) => Some(refusal.code),
            Self::Internal(_) => None,
        }
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<EngineError> for ApiError {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Refused(refusal) => refusal.into(),
            EngineError::Overloaded => crate::engine::writer::overloaded().into(),
            EngineError::Stopped => Self::new(Code::Overloaded, "the appliance is stopping"),
        }
    }
}

/// What went wrong, for the one line in the log.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The word on the wire.
    pub error: String,
    /// The sentence; for failures of the appliance the reason that is not told.
    pub message: String,
}

/// Code → HTTP status and title. Rules: D-05, the HTTP contract's errors.
#[must_use]
pub const fn status_and_title(code: Code) -> (StatusCode, &'static str) {
    use {Code as C, StatusCode as S};
    match code {
        C::MalformedRequest => (S::BAD_REQUEST, "Malformed request"),
        C::ValidationFailed => (S::UNPROCESSABLE_ENTITY, "Fields need correction"),
        C::Unauthenticated => (S::UNAUTHORIZED, "Credentials needed"),
        C::Forbidden => (S::FORBIDDEN, "Not allowed"),
        C::DeviceMismatch => (S::FORBIDDEN, "Another device's token"),
        C::NotFound => (S::NOT_FOUND, "Not found"),
        C::MethodNotAllowed => (S::METHOD_NOT_ALLOWED, "Method not allowed"),
        C::Conflict => (S::CONFLICT, "Exists already"),
        C::IdempotencyConflict => (S::CONFLICT, "Key used for another request"),
        C::IllegalTransition => (S::CONFLICT, "Not possible in this status"),
        C::FieldNotEditable => (S::UNPROCESSABLE_ENTITY, "Field not editable in this status"),
        C::StaleEtag => (S::PRECONDITION_FAILED, "Changed by somebody else"),
        C::BodyTooLarge => (S::PAYLOAD_TOO_LARGE, "Body too large"),
        C::UnsupportedMediaType => (S::UNSUPPORTED_MEDIA_TYPE, "Media type not accepted"),
        C::RateLimited => (S::TOO_MANY_REQUESTS, "Too many requests"),
        C::Overloaded => (S::SERVICE_UNAVAILABLE, "Busy"),
        C::AccountNotActive => (S::UNPROCESSABLE_ENTITY, "Account not active"),
        C::InsufficientWalletBalance => (S::UNPROCESSABLE_ENTITY, "Wallet balance too low"),
        C::TermsNotAccepted => (S::UNPROCESSABLE_ENTITY, "Terms not accepted"),
        C::AcknowledgementRequired => (S::UNPROCESSABLE_ENTITY, "Acknowledgement needed"),
        C::NoEligibleStores => (S::UNPROCESSABLE_ENTITY, "No eligible stores"),
        C::SecondPersonRequired => (S::UNPROCESSABLE_ENTITY, "Second person needed"),
        C::SimulationRefused => (S::CONFLICT, "Simulated clock refused"),
        C::InvalidMedia => (S::UNPROCESSABLE_ENTITY, "Media file not usable"),
        C::InvalidKey => (S::UNPROCESSABLE_ENTITY, "Key not usable"),
        C::InvalidToken => (S::UNAUTHORIZED, "One-time token not usable"),
        C::ScreenshotMismatch => (S::UNPROCESSABLE_ENTITY, "Not the picture that was signed"),
        C::ScreenshotDeleted => (S::GONE, "Screenshot kept no longer"),
        C::EvidenceDamaged => (S::CONFLICT, "Evidence damaged"),
        C::InvalidProof => (S::UNPROCESSABLE_ENTITY, "Signature does not verify"),
        C::InvalidTimestampFuture => (S::UNPROCESSABLE_ENTITY, "Play in the future"),
        C::TimestampOutOfBounds => (S::UNPROCESSABLE_ENTITY, "Play time out of bounds"),
        C::CampaignNotActive => (S::UNPROCESSABLE_ENTITY, "Campaign not active"),
        C::AssetNotInCampaign => (S::UNPROCESSABLE_ENTITY, "Asset not in campaign"),
        C::ContentExpired => (S::UNPROCESSABLE_ENTITY, "Content not approved or expired"),
        C::DeviceNotAuthorized => (S::UNPROCESSABLE_ENTITY, "Device not authorised"),
        C::StoreBlocked => (S::UNPROCESSABLE_ENTITY, "Blocked by the store"),
        C::DeviceOffline => (S::UNPROCESSABLE_ENTITY, "Device was offline"),
        C::InvalidDuration => (S::UNPROCESSABLE_ENTITY, "Played too short"),
        C::DuplicateImpression => (S::UNPROCESSABLE_ENTITY, "Already recorded"),
        C::InvalidLease => (S::UNPROCESSABLE_ENTITY, "Lease of something else"),
        C::CounterReused => (S::UNPROCESSABLE_ENTITY, "Counter reused"),
        C::ScreenshotMissing => (S::UNPROCESSABLE_ENTITY, "Screenshot missing"),
        C::InvalidLocation => (S::UNPROCESSABLE_ENTITY, "Too far from the store"),
        C::LowQuality => (S::UNPROCESSABLE_ENTITY, "Quality too low"),
        C::InsufficientBudget => (S::UNPROCESSABLE_ENTITY, "Campaign budget too low"),
        C::ReviewExpired => (S::UNPROCESSABLE_ENTITY, "Review not decided in time"),
        C::ReviewRejected => (S::UNPROCESSABLE_ENTITY, "Rejected in review"),
        C::ChargebackApproved => (S::UNPROCESSABLE_ENTITY, "Charged back"),
    }
}

/// The HTTP status of a code.
#[must_use]
pub const fn status_of(code: Code) -> StatusCode {
    status_and_title(code).0
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(refusal) => refused(*refusal),
            Self::Internal(reason) => internal(reason),
        }
    }
}

fn refused(refusal: Refusal) -> Response {
    let (status, title) = status_and_title(refusal.code);
    let error = refusal.code.as_str();
    let mut body = head(status, title, &error, &refusal.message);
    let mut retry_after = RETRY_AFTER_SECONDS;
    for (name, detail) in &refusal.details {
        if let (RETRY_AFTER_MEMBER, Detail::Int(seconds)) = (name.as_ref(), detail) {
            retry_after = *seconds;
        }
        // A member of the case never hides one of the problem's own.
        body.entry(name.as_ref()).or_insert_with(|| to_value(detail));
    }
    if !refusal.fields.is_empty() {
        body.insert("fields".to_owned(), to_value(&refusal.fields));
    }
    let mut response = problem_response(status, body, Failure { error, message: refusal.message });
    let headers = response.headers_mut();
    if status == StatusCode::TOO_MANY_REQUESTS || status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(retry_after));
    }
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

fn internal(reason: String) -> Response {
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    let message = "Something went wrong here; the request id finds it in the appliance's log";
    let body = head(status, "Internal error", INTERNAL, message);
    problem_response(status, body, Failure { error: INTERNAL.to_owned(), message: reason })
}

fn head(status: StatusCode, title: &str, error: &str, message: &str) -> Map<String, Value> {
    let mut body = Map::new();
    body.insert("type".to_owned(), format!("urn:vetrina:problem:{error}").into());
    body.insert("title".to_owned(), title.into());
    body.insert("status".to_owned(), status.as_u16().into());
    body.insert("error".to_owned(), error.into());
    body.insert("message".to_owned(), message.into());
    body.insert("request_id".to_owned(), request_id::current().into());
    body
}

fn to_value(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

fn problem_response(status: StatusCode, body: Map<String, Value>, failure: Failure) -> Response {
    let mut response = Response::new(Body::from(Value::Object(body).to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
    response.extensions_mut().insert(failure);
    response
}

/// A problem as the document describes it; members of the case come beside these.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// `urn:vetrina:problem:` and the error.
    pub r#type: String,
    /// The kind of problem, for people.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable word; `INTERNAL` for a failure of the appliance.
    #[schema(example = "INVALID_DURATION")]
    pub error: String,
    /// What happened, with the numbers, and what to do.
    pub message: String,
    /// Finds the request in the appliance's log.
    pub request_id: String,
    /// The fields that need correction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<FieldError>>,
}

/// The result of a play that was refused inside a batch, member by member.
#[must_use]
pub fn problem_members(refusal: &Refusal) -> Map<String, Value> {
    let mut members = Map::new();
    members.insert("error".to_owned(), refusal.code.as_str().into());
    members.insert("message".to_owned(), refusal.message.clone().into());
    for (name, detail) in &refusal.details {
        members.entry(name.as_ref()).or_insert_with(|| to_value(detail));
    }
    members
}

#[cfg(test)]
#[path = "error_tests.rs"]
mod tests;
