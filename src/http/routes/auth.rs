//! Sign-in, sign-out, and who one is. Rule: D-47.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    clock::Randomness,
    db::codec::sha256,
    domain::{
        catalog::{Role, User, access::Owner},
        refusal::Code,
        time::Timestamp,
    },
    engine::{
        actor::{Actor, ChangeType},
        commands::access::{EndSession, StartSession},
    },
    http::{
        ApiError, AppState, Json, Principal, Problem,
        auth::{CallerAddress, SESSION_COOKIE, verify_password},
        error::ApiResult,
    },
};

/// Milliseconds of an hour.
const HOUR_MS: i64 = 3_600_000;

/// Handlers of `/auth`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(log_in))
        .routes(routes!(log_out))
        .routes(routes!(show_me))
}

/// A sign-in.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LogIn {
    /// Sign-in name.
    pub email: String,
    /// Password.
    pub password: String,
}

/// What kind of caller one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CallerKind {
    /// A person with a session.
    User,
    /// A program with an API token.
    Token,
    /// A device.
    Device,
}

/// Who one is.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Me {
    /// Person, program or device.
    pub kind: CallerKind,
    /// Of the user, token or device.
    pub id: Uuid,
    /// Display name.
    pub name: String,
    /// Sign-in name of a person.
    pub email: Option<String>,
    /// What one may do; absent (null) for devices.
    pub role: Option<Role>,
    /// The advertiser or supplier one acts for; absent (null) for the operator.
    pub owner_id: Option<Uuid>,
    /// Value for X-CSRF-Token, for sessions.
    pub csrf: Option<String>,
    /// End of the session or token, if it has one.
    pub expires_at: Option<Timestamp>,
}

/// Signs a person in; the cookie holds the session.
#[utoipa::path(
    post,
    path = "/auth/login",
    tag = "auth",
    request_body = LogIn,
    security(()),
    responses(
        (status = 200, body = Me, headers(("set-cookie" = String))),
        (status = 401, body = Problem),
        (status = 429, body = Problem),
    ),
)]
pub async fn log_in(
    State(state): State<AppState>,
    CallerAddress(address): CallerAddress,
    Json(given): Json<LogIn>,
) -> ApiResult<Response> {
    state.limits().check_attempt(address.map(|address| address.ip()))?;
    let email = given.email.trim().to_lowercase();
    let number = state.views().user_emails.pin().get(&email).copied();
    let user = number.and_then(|number| state.views().users.get(number));
    let user = user.filter(|user| user.is_active);
    let stored = user.as_ref().map(|user| user.password_hash.clone());
    let fits = verify_password(&state, given.password, stored).await?;
    let Some(user) = user.filter(|_| fits) else {
        metrics::counter!("vetrina_sign_in_failures_total").increment(1);
        return Err(ApiError::new(Code::Unauthenticated, "e-mail or password is wrong"));
    };
    let ip_address = address.map(|address| address.ip().to_canonical().to_string());
    start_session(&state, &user, ip_address).await
}

/// Starts a session; the answer carries its cookie.
pub(super) async fn start_session(
    state: &AppState,
    user: &User,
    ip_address: Option<String>,
) -> ApiResult<Response> {
    let access = &state.settings().access;
    let expires_at = state.now().plus_ms(i64::from(access.session_hours) * HOUR_MS);
    let mut random = Randomness::from_system();
    let (secret, csrf) = (random.secret("vs"), random.secret("csrf"));
    let hash = sha256(secret.as_bytes());
    let start = StartSession { user: user.no, hash, csrf: csrf.clone(), expires_at };
    state.handle().run(&person(user, ip_address), start, None).await?;
    let max_age = u64::from(access.session_hours) * 3600;
    let cookie = session_cookie(&secret, max_age, access.secure_cookies)?;
    let me = me_of_user(state, user, csrf, expires_at);
    Ok(([(header::SET_COOKIE, cookie)], Json(me)).into_response())
}

/// Signs a person out.
#[utoipa::path(
    post,
    path = "/auth/logout",
    tag = "auth",
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem)),
)]
pub async fn log_out(
    State(state): State<AppState>,
    CallerAddress(address): CallerAddress,
    principal: Principal,
) -> ApiResult<Response> {
    let Principal::Person { user, session } = principal else {
        let message = "only sessions end here; revoke the token instead";
        return Err(ApiError::new(Code::Forbidden, message));
    };
    let ip_address = address.map(|address| address.ip().to_canonical().to_string());
    let end = EndSession { hash: session.hash };
    state.handle().run(&person(&user, ip_address), end, None).await?;
    let cookie = session_cookie("", 0, state.settings().access.secure_cookies)?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

/// Shows who one is.
#[utoipa::path(
    get,
    path = "/auth/me",
    tag = "auth",
    responses((status = 200, body = Me), (status = 401, body = Problem)),
)]
pub async fn show_me(State(state): State<AppState>, principal: Principal) -> ApiResult<Json<Me>> {
    let me = match principal {
        Principal::Person { user, session } => {
            me_of_user(&state, &user, session.csrf.clone(), session.expires_at)
        }
        Principal::Program { token } => Me {
            kind: CallerKind::Token,
            id: token.id,
            name: token.name.clone(),
            email: None,
            role: Some(token.role),
            owner_id: owner_id(&state, token.owner),
            csrf: None,
            expires_at: token.expires_at,
        },
        Principal::Device { device } => Me {
            kind: CallerKind::Device,
            id: device.id,
            name: device.name.clone(),
            email: None,
            role: None,
            owner_id: None,
            csrf: None,
            expires_at: None,
        },
    };
    Ok(Json(me))
}

fn me_of_user(state: &AppState, user: &User, csrf: String, expires_at: Timestamp) -> Me {
    Me {
        kind: CallerKind::User,
        id: user.id,
        name: user.name.clone(),
        email: Some(user.email.clone()),
        role: Some(user.role),
        owner_id: owner_id(state, user.owner),
        csrf: Some(csrf),
        expires_at: Some(expires_at),
    }
}

fn owner_id(state: &AppState, owner: Owner) -> Option<Uuid> {
    match owner {
        Owner::Operator => None,
        Owner::Advertiser(no) => state.views().advertisers.get(no.0).map(|row| row.id),
        Owner::Supplier(no) => state.views().suppliers.get(no.0).map(|row| row.id),
    }
}

fn person(user: &User, ip_address: Option<String>) -> Actor {
    Actor {
        id: Some(user.id),
        name: user.name.clone(),
        role: Some(user.role),
        owner: user.owner,
        change_type: ChangeType::Manual,
        ip_address,
    }
}

fn session_cookie(secret: &str, max_age: u64, secure: bool) -> ApiResult<HeaderValue> {
    let tls = if secure { "; Secure" } else { "" };
    let text = format!(
        "{SESSION_COOKIE}={secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age={max_age}{tls}"
    );
    HeaderValue::from_str(&text).map_err(ApiError::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_kept_from_scripts_and_other_sites() {
        let cookie = session_cookie("vs_1", 60, true).unwrap();
        let expected =
            "vetrina_session=vs_1; Path=/; HttpOnly; SameSite=Strict; Max-Age=60; Secure";
        assert_eq!(cookie, expected);
        assert!(!session_cookie("", 0, false).unwrap().to_str().unwrap().contains("Secure"));
    }
}
