//! The first start: whether there is anybody yet, and how the first administrator is made.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use axum::{extract::State, response::Response};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    auth::{Me, start_session},
    users::check_password,
};
use crate::{
    domain::{
        notices::Language,
        refusal::{Code, Refusal},
    },
    engine::{Actor, commands::access::CreateFirstAdmin},
    http::{
        ApiError, AppState, Json, Problem,
        auth::{CallerAddress, hash_password_later},
        error::ApiResult,
    },
};

/// Handlers of `/welcome`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(show_welcome)).routes(routes!(create_first_admin))
}

/// How far the appliance is set up.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct WelcomeView {
    /// True while there is nobody who could sign in.
    pub needs_admin: bool,
}

/// The first administrator.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FirstAdmin {
    /// What the appliance printed when it was started.
    pub setup_code: String,
    /// Sign-in name.
    pub email: String,
    /// Display name, 1 to 100 characters.
    pub name: String,
    /// At least 10 characters.
    pub password: String,
    /// Language of notifications; English (`en`) where absent.
    pub language: Option<Language>,
}

/// Says whether the first administrator is still to be made.
#[utoipa::path(
    get,
    path = "/welcome",
    tag = "auth",
    security(()),
    responses((status = 200, body = WelcomeView)),
)]
pub async fn show_welcome(State(state): State<AppState>) -> Json<WelcomeView> {
    Json(WelcomeView { needs_admin: state.views().users.is_empty() })
}

/// Makes the first administrator, a `SUPER_ADMIN`, and signs them in.
///
/// Takes the code that the appliance printed at its start; refused once there is a user.
#[utoipa::path(
    post,
    path = "/welcome",
    tag = "auth",
    request_body = FirstAdmin,
    security(()),
    responses(
        (status = 200, body = Me, headers(("set-cookie" = String))),
        (status = 403, description = "Not the code of this start", body = Problem),
        (status = 409, description = "There are users already", body = Problem),
        (status = 422, body = Problem),
        (status = 429, body = Problem),
    ),
)]
pub async fn create_first_admin(
    State(state): State<AppState>,
    CallerAddress(address): CallerAddress,
    Json(given): Json<FirstAdmin>,
) -> ApiResult<Response> {
    state.limits().check_attempt(address.map(|address| address.ip()))?;
    let (code, expected) = (given.setup_code.trim().as_bytes(), state.setup_code().as_bytes());
    if verify_slices_are_equal(code, expected).is_err() {
        let message = "The setup code is not the one that the appliance printed at its last start";
        return Err(ApiError::new(Code::Forbidden, message));
    }
    check_password(&given.password)?;
    let FirstAdmin { email, name, password, language, .. } = given;
    let password_hash = hash_password_later(&state, password).await?;
    let command = CreateFirstAdmin { email, name, password_hash, language };
    let id = state.handle().run(&Actor::system(), command, None).await?;
    let user = state.views().users.by_id(id).ok_or_else(|| Refusal::not_found("User"))?;
    let ip_address = address.map(|address| address.ip().to_canonical().to_string());
    start_session(&state, &user, ip_address).await
}
