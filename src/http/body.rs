//! Extractors that read JSON, the query and the path, and answer problems when they cannot.

use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{error::ApiError, paging::PAGE_PARAMETERS, state::AppState};
use crate::domain::refusal::{Code, Detail, Refusal};

/// A JSON body in, a JSON body out.
///
/// In: at most `http.max_body_bytes`, `application/json`; types refuse unknown fields themselves
/// (`#[serde(deny_unknown_fields)]`). An empty body counts as `{}` where every field is optional.
#[derive(Clone, Copy, Debug)]
pub struct Json<T>(pub T);

/// A body without members, for calls that say all in their path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoBody {}

impl<T: DeserializeOwned> FromRequest<AppState> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, ApiError> {
        let (_, value) = read_json(request, state.settings().http.max_body_bytes).await?;
        Ok(Self(value))
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(bytes) => {
                let json = HeaderValue::from_static("application/json");
                ([(header::CONTENT_TYPE, json)], bytes).into_response()
            }
            Err(error) => ApiError::internal(error).into_response(),
        }
    }
}

/// Answers 201 with what was made.
pub fn created<T: Serialize>(value: T) -> (StatusCode, Json<T>) {
    (StatusCode::CREATED, Json(value))
}

/// Reads a JSON body once: its bytes and its value.
///
/// # Errors
/// `BODY_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`, `MALFORMED_REQUEST`.
pub(super) async fn read_json<T: DeserializeOwned>(
    request: Request,
    max_bytes: usize,
) -> Result<(Bytes, T), ApiError> {
    let is_json = has_json_type(request.headers());
    let bytes = read_bytes(request, max_bytes).await?;
    if !is_json && !bytes.is_empty() {
        let message = "the body must be sent with Content-Type: application/json";
        return Err(ApiError::new(Code::UnsupportedMediaType, message));
    }
    let value = parse_json(&bytes)?;
    Ok((bytes, value))
}

/// Reads a whole body of at most `max_bytes`.
///
/// # Errors
/// `BODY_TOO_LARGE`; `MALFORMED_REQUEST` when the sender breaks off.
pub async fn read_bytes(request: Request, max_bytes: usize) -> Result<Bytes, ApiError> {
    let declared = request.headers().get(header::CONTENT_LENGTH);
    let declared = declared.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|length| length > max_bytes as u64) {
        return Err(too_large(max_bytes));
    }
    let collected = Limited::new(request.into_body(), max_bytes).collect().await;
    collected.map(http_body_util::Collected::to_bytes).map_err(|error| {
        if is_length_limit(&*error) {
            return too_large(max_bytes);
        }
        ApiError::malformed("the body ended before it was complete")
    })
}

fn is_length_limit(error: &(dyn std::error::Error + 'static)) -> bool {
    error.is::<LengthLimitError>() || error.source().is_some_and(is_length_limit)
}

fn too_large(max_bytes: usize) -> ApiError {
    let message = format!("the body is larger than {max_bytes} bytes");
    let limit = i64::try_from(max_bytes).unwrap_or(i64::MAX);
    Refusal::new(Code::BodyTooLarge, message).with("limit_bytes", Detail::Int(limit)).into()
}

/// Refuses a body that is not sent as JSON.
///
/// # Errors
/// `UNSUPPORTED_MEDIA_TYPE`.
pub(super) fn require_json_type(headers: &HeaderMap) -> Result<(), Refusal> {
    if has_json_type(headers) {
        return Ok(());
    }
    let message = "the body must be sent with Content-Type: application/json";
    Err(Refusal::new(Code::UnsupportedMediaType, message))
}

fn has_json_type(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(header::CONTENT_TYPE) else { return false };
    let Ok(text) = value.to_str() else { return false };
    let media_type = text.split(';').next().unwrap_or_default().trim();
    media_type.eq_ignore_ascii_case("application/json")
}

/// Reads JSON text.
///
/// # Errors
/// `MALFORMED_REQUEST` with the reason and, for text that is there, line and column.
pub fn parse_json<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, ApiError> {
    if bytes.is_empty() {
        return serde_json::from_slice(b"{}").map_err(|error| {
            let reason = error.to_string();
            let reason = reason.split(" at line ").next().unwrap_or_default();
            ApiError::malformed(format!("the body is empty; a JSON object is expected ({reason})"))
        });
    }
    require_object(bytes)?;
    serde_json::from_slice(bytes).map_err(|error| {
        let number = |at: usize| Detail::Int(i64::try_from(at).unwrap_or(i64::MAX));
        Refusal::new(Code::MalformedRequest, format!("the body cannot be read: {error}"))
            .with("line", number(error.line()))
            .with("column", number(error.column()))
            .into()
    })
}

/// Refuses a body that is no JSON object: a list would be read as the fields in their order.
///
/// # Errors
/// `MALFORMED_REQUEST`.
pub(super) fn require_object(bytes: &[u8]) -> Result<(), Refusal> {
    if bytes.trim_ascii_start().first() == Some(&b'{') {
        return Ok(());
    }
    let message = "the body cannot be read: a JSON object is expected";
    Err(Refusal::new(Code::MalformedRequest, message))
}

/// The query's parameters, without those of paging (see [`super::paging::Page`]).
///
/// Types refuse unknown parameters themselves (`#[serde(deny_unknown_fields)]`).
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<AppState> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ApiError> {
        read_query(&parts.uri, |name| !PAGE_PARAMETERS.contains(&name)).map(Self)
    }
}

/// Reads the query's parameters whose names are wanted.
///
/// # Errors
/// `MALFORMED_REQUEST`.
pub(super) fn read_query<T: DeserializeOwned>(
    uri: &Uri,
    wanted: impl Fn(&str) -> bool,
) -> Result<T, ApiError> {
    let pairs = uri.query().unwrap_or_default().split('&');
    let kept: Vec<&str> =
        pairs.filter(|pair| wanted(pair.split('=').next().unwrap_or_default())).collect();
    let unreadable =
        |reason: String| ApiError::malformed(format!("the query cannot be read: {reason}"));
    let filtered: Uri =
        format!("/?{}", kept.join("&")).parse().map_err(|_| unreadable("not a URI".to_owned()))?;
    let read = axum::extract::Query::<T>::try_from_uri(&filtered);
    read.map(|query| query.0).map_err(|error| unreadable(innermost(&error)))
}

/// The innermost reason of an error.
fn innermost(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => innermost(source),
        None => error.to_string(),
    }
}

/// The path's parameters, such as an id.
#[derive(Clone, Copy, Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<AppState> for Path<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let read = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        read.map(|path| Self(path.0)).map_err(|error| {
            ApiError::malformed(format!("the path cannot be read: {}", error.body_text()))
        })
    }
}

#[cfg(test)]
#[path = "body_tests.rs"]
mod tests;
