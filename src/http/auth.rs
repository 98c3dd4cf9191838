//! Who calls: bearer tokens of programs and devices, cookie sessions of people.

use std::{net::SocketAddr, sync::Arc};

use aws_lc_rs::constant_time::verify_slices_are_equal;
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{Extensions, HeaderMap, Method, header, request::Parts},
};
use uuid::Uuid;

use super::{error::ApiError, state::AppState};
use crate::{
    db::codec::sha256,
    domain::{
        catalog::{ApiToken, Device, DeviceStatus, Role, User, access::Owner},
        ids::DeviceNo,
        refusal::Code,
    },
    engine::{
        actor::{Actor, ChangeType},
        live::Session,
    },
};

pub use super::passwords::{PasswordError, hash_password, hash_password_later, verify_password};

/// The cookie of a session.
pub const SESSION_COOKIE: &str = "vetrina_session";
/// The header that repeats the session's CSRF value.
pub const CSRF_HEADER: &str = "x-csrf-token";

/// Those who run the appliance.
pub const ADMINS: &[Role] = &[Role::SuperAdmin, Role::Admin];
/// Those who decide reviews and approvals.
pub const REVIEWERS: &[Role] = &[Role::SuperAdmin, Role::Admin, Role::Reviewer];
/// Everybody of the operator, for reading.
pub const OPERATOR: &[Role] = &[Role::SuperAdmin, Role::Admin, Role::Reviewer, Role::Auditor];
/// Those who change campaigns and assets.
pub const BUYERS: &[Role] = &[Role::SuperAdmin, Role::Admin, Role::Advertiser];
/// Those who change stores and blocking rules.
pub const SELLERS: &[Role] = &[Role::SuperAdmin, Role::Admin, Role::Supplier];

/// Whoever calls.
#[derive(Clone, Debug)]
pub enum Principal {
    /// A person with a cookie session.
    Person {
        /// Who.
        user: Arc<User>,
        /// The session, with its CSRF value.
        session: Arc<Session>,
    },
    /// A program with an API token.
    Program {
        /// The token.
        token: Arc<ApiToken>,
    },
    /// A device with its token.
    Device {
        /// The device.
        device: Arc<Device>,
    },
}

impl Principal {
    /// Finds out who calls; asked again in the same request, it remembers.
    ///
    /// # Errors
    /// `UNAUTHENTICATED`; `FORBIDDEN` when a session's call lacks its CSRF value.
    pub fn find(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        if let Some(known) = parts.extensions.get::<Self>() {
            return Ok(known.clone());
        }
        let found = match bearer(&parts.headers)? {
            Some(token) => by_token(token, state)?,
            None => by_cookie(&parts.method, &parts.headers, state)?,
        };
        parts.extensions.insert(found.clone());
        Ok(found)
    }

    /// Who it is, as text that no other caller shares.
    #[must_use]
    pub fn identity(&self) -> String {
        match self {
            Self::Person { user, .. } => format!("user:{}", user.id),
            Self::Program { token } => format!("token:{}", token.id),
            Self::Device { device } => format!("device:{}", device.id),
        }
    }
}

impl FromRequestParts<AppState> for Principal {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        Self::find(parts, state)
    }
}

/// A person or program that calls, as the engine knows it.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Person or program.
    pub principal: Principal,
    /// The same for the engine.
    pub actor: Actor,
}

impl Caller {
    /// Refuses unless the role is among `roles`.
    ///
    /// # Errors
    /// `FORBIDDEN`.
    pub fn require(&self, roles: &[Role]) -> Result<(), ApiError> {
        self.actor.require_role(roles).map_err(ApiError::from)
    }

    /// Refuses with "not found" what the caller may not see.
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub fn require_sight(&self, owner: Owner, what: &str) -> Result<(), ApiError> {
        self.actor.require_sight(owner, what).map_err(ApiError::from)
    }
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let principal = Principal::find(parts, state)?;
        let actor = actor_of(&principal, address_of(&parts.extensions))?;
        if actor.role == Some(Role::Auditor) && !parts.method.is_safe() {
            return Err(forbidden("an auditor reads everything and changes nothing"));
        }
        Ok(Self { principal, actor })
    }
}

fn actor_of(principal: &Principal, address: Option<SocketAddr>) -> Result<Actor, ApiError> {
    let ip_address = address.map(|address| address.ip().to_canonical().to_string());
    match principal {
        Principal::Person { user, .. } => Ok(Actor {
            id: Some(user.id),
            name: user.name.clone(),
            role: Some(user.role),
            owner: user.owner,
            change_type: ChangeType::Manual,
            ip_address,
        }),
        Principal::Program { token } => Ok(Actor {
            id: Some(token.id),
            name: token.name.clone(),
            role: Some(token.role),
            owner: token.owner,
            change_type: ChangeType::Api,
            ip_address,
        }),
        Principal::Device { .. } => Err(forbidden("a device's token does not open this")),
    }
}

/// A device that calls with its token. Rule: DEV-01.
#[derive(Clone, Debug)]
pub struct DeviceCaller(pub Arc<Device>);

impl DeviceCaller {
    /// Number inside rows.
    #[must_use]
    pub fn no(&self) -> DeviceNo {
        self.0.no
    }

    /// Refuses unless the id in path or body is the caller's own.
    ///
    /// # Errors
    /// `DEVICE_MISMATCH`.
    pub fn require_own(&self, id: Uuid) -> Result<(), ApiError> {
        if id == self.0.id {
            return Ok(());
        }
        let message = format!("the token is of device {}, the request of {id}", self.0.id);
        Err(ApiError::new(Code::DeviceMismatch, message))
    }
}

impl FromRequestParts<AppState> for DeviceCaller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        match Principal::find(parts, state)? {
            Principal::Device { device } => {
                state.limits().check_device(device.no)?;
                Ok(Self(device))
            }
            Principal::Person { .. } | Principal::Program { .. } => {
                Err(forbidden("only a device's own token opens this"))
            }
        }
    }
}

/// Where a call came from; the socket's other end, since headers can be made up.
#[derive(Clone, Copy, Debug)]
pub struct CallerAddress(pub Option<SocketAddr>);

impl FromRequestParts<AppState> for CallerAddress {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Self::Rejection> {
        Ok(Self(address_of(&parts.extensions)))
    }
}

fn address_of(extensions: &Extensions) -> Option<SocketAddr> {
    extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0)
}

/// Whether the request carries anything to sign in with.
#[must_use]
pub fn has_credentials(headers: &HeaderMap) -> bool {
    headers.contains_key(header::AUTHORIZATION) || session_cookie(headers).is_some()
}

/// The token after `Bearer`.
fn bearer(headers: &HeaderMap) -> Result<Option<&str>, ApiError> {
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let parts = value.to_str().ok().and_then(|text| text.split_once(' '));
    match parts {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(Some(token.trim())),
        _ => Err(unauthenticated("Authorization must be: Bearer <token>")),
    }
}

fn by_token(token: &str, state: &AppState) -> Result<Principal, ApiError> {
    let hash = sha256(token.as_bytes());
    let views = state.views();
    let device = views.device_tokens.pin().get(&hash).copied();
    if let Some(device) = device.and_then(|no| views.devices.get(no.0)) {
        if device.status_now() == DeviceStatus::Revoked {
            return Err(unauthenticated("the device is revoked"));
        }
        return Ok(Principal::Device { device });
    }
    let number = views.token_hashes.pin().get(&hash).copied();
    let token = number.and_then(|number| views.tokens.get(number));
    let token = token.ok_or_else(|| unauthenticated("the token is not known"))?;
    if token.revoked_at.is_some() {
        return Err(unauthenticated("the token is revoked"));
    }
    if token.expires_at.is_some_and(|end| end <= state.now()) {
        return Err(unauthenticated("the token has expired"));
    }
    Ok(Principal::Program { token })
}

fn by_cookie(
    method: &Method,
    headers: &HeaderMap,
    state: &AppState,
) -> Result<Principal, ApiError> {
    let cookie = session_cookie(headers)
        .ok_or_else(|| unauthenticated("sign in, or send Authorization: Bearer <token>"))?;
    let views = state.views();
    let session = views.sessions.pin().get(&sha256(cookie.as_bytes())).cloned();
    let session = session.filter(|session| session.expires_at > state.now());
    let session = session.ok_or_else(|| unauthenticated("the session has ended; sign in again"))?;
    let user = views.users.get(session.user.0).filter(|user| user.is_active);
    let user = user.ok_or_else(|| unauthenticated("the user is disabled"))?;
    let given = headers.get(CSRF_HEADER).map(|value| value.as_bytes());
    if !csrf_allows(method, &session.csrf, given) {
        return Err(forbidden("X-CSRF-Token must repeat the csrf value of the session"));
    }
    Ok(Principal::Person { user, session })
}

/// Whether a call with a session's cookie may go on: reading always, changing only with the
/// session's own value in the header.
fn csrf_allows(method: &Method, expected: &str, given: Option<&[u8]>) -> bool {
    method.is_safe()
        || given.is_some_and(|given| verify_slices_are_equal(given, expected.as_bytes()).is_ok())
}

/// The session's cookie.
pub(super) fn session_cookie(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
    pairs.find(|(name, _)| name.trim() == SESSION_COOKIE).map(|(_, value)| value.trim())
}

fn unauthenticated(message: &str) -> ApiError {
    ApiError::new(Code::Unauthenticated, message)
}

fn forbidden(message: &str) -> ApiError {
    ApiError::new(Code::Forbidden, message)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn changing_calls_of_a_session_repeat_its_csrf_value() {
        for (method, given, allowed) in [
            (Method::GET, None, true),
            (Method::HEAD, Some("wrong"), true),
            (Method::POST, None, false),
            (Method::POST, Some(""), false),
            (Method::POST, Some("abd"), false),
            (Method::POST, Some("abcd"), false),
            (Method::POST, Some("abc"), true),
            (Method::DELETE, None, false),
            (Method::PATCH, Some("abc"), true),
            (Method::PUT, Some("ABC"), false),
        ] {
            let found = csrf_allows(&method, "abc", given.map(str::as_bytes));
            assert_eq!(found, allowed, "{method} {given:?}");
        }
    }

    #[test]
    fn only_bearer_is_taken() {
        for (value, token) in [
            ("Bearer abc", Ok(Some("abc"))),
            ("bearer  abc ", Ok(Some("abc"))),
            ("Basic abc", Err(())),
            ("abc", Err(())),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::AUTHORIZATION, HeaderValue::from_static(value));
            assert!(has_credentials(&headers));
            assert_eq!(bearer(&headers).map_err(drop), token, "{value}");
        }
        assert!(matches!(bearer(&HeaderMap::new()), Ok(None)));
        assert!(!has_credentials(&HeaderMap::new()));
    }

    #[test]
    fn the_session_cookie_is_found_among_others() {
        for (value, found) in [
            ("vetrina_session=abc", Some("abc")),
            ("theme=dark; vetrina_session=abc; x=y", Some("abc")),
            ("xvetrina_session=abc", None),
            ("vetrina_session", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_static(value));
            assert_eq!(session_cookie(&headers), found, "{value}");
        }
    }
}
