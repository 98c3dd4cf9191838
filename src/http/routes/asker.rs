//! What both people (or programs) and devices may ask.

use axum::{extract::FromRequestParts, http::request::Parts};

use crate::http::{ApiError, AppState, Caller, DeviceCaller, Principal};

/// Whoever asks: a person or program, or else a device.
pub struct Asker(pub Result<Caller, DeviceCaller>);

impl FromRequestParts<AppState> for Asker {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        match Principal::find(parts, state)? {
            Principal::Device { .. } => {
                DeviceCaller::from_request_parts(parts, state).await.map(|it| Self(Err(it)))
            }
            Principal::Person { .. } | Principal::Program { .. } => {
                Caller::from_request_parts(parts, state).await.map(|it| Self(Ok(it)))
            }
        }
    }
}
