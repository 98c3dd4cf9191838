//! The OpenAPI 3.1 document, made from the handlers.

use axum::{
    Router,
    http::{HeaderValue, header},
    routing::get,
};
use utoipa::openapi::{
    InfoBuilder, OpenApi, OpenApiBuilder,
    security::{
        ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
    },
};
use utoipa_axum::router::OpenApiRouter;

use super::{auth::SESSION_COOKIE, error::Problem, patch, routes, state::AppState};

/// Where everything but health and metrics lives.
pub const BASE_PATH: &str = "/api/v1";
/// Where the document is.
pub const DOCUMENT_PATH: &str = "/api/v1/openapi.json";

/// All handlers with the document that describes them.
pub fn api() -> (Router<AppState>, OpenApi) {
    let (router, mut document) =
        OpenApiRouter::with_openapi(base()).nest(BASE_PATH, routes::all()).split_for_parts();
    let components = document.components.get_or_insert_default();
    for (name, scheme) in schemes() {
        components.security_schemes.insert(name.to_owned(), scheme.into());
    }
    let mut schemas = vec![(
        <Problem as utoipa::ToSchema>::name().into_owned(),
        <Problem as utoipa::PartialSchema>::schema(),
    )];
    <Problem as utoipa::ToSchema>::schemas(&mut schemas);
    components.schemas.extend(schemas);
    for (name, clearable) in routes::patch_bodies() {
        patch::refuse_null(components, &name, clearable);
    }
    (router, document)
}

/// The document alone, for its snapshot and for clients.
#[must_use]
pub fn document() -> OpenApi {
    api().1
}

/// Serves the document.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn document_router(document: &OpenApi) -> Result<Router<AppState>, serde_json::Error> {
    let text = bytes::Bytes::from(document.to_json()?);
    let json = HeaderValue::from_static("application/json");
    let answer = move || async move { ([(header::CONTENT_TYPE, json)], text) };
    Ok(Router::new().route(DOCUMENT_PATH, get(answer)))
}

fn base() -> OpenApi {
    let description = "Runs a retail media network: signed plays, verified, priced, billed and \
        provable. Money is in the account's currency; times are RFC 3339 in UTC. Problems are \
        application/problem+json with a stable `error`. Changing calls take `Idempotency-Key`; \
        lists take `limit` and `cursor`, and where they say so `sort`; unknown fields are refused. In \
        a PATCH a field left out stays as it is, and null clears it where its schema allows null.";
    let info = InfoBuilder::new()
        .title("Vetrina")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(description))
        .build();
    let either = [
        SecurityRequirement::new("bearer", Vec::<String>::new()),
        SecurityRequirement::new("session", Vec::<String>::new()),
    ];
    OpenApiBuilder::new().info(info).security(Some(either)).build()
}

fn schemes() -> [(&'static str, SecurityScheme); 2] {
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("An API token or a device's token."))
        .build();
    let cookie = ApiKeyValue::with_description(
        SESSION_COOKIE,
        "A person's session; changing calls repeat its csrf value in X-CSRF-Token.",
    );
    [
        ("bearer", SecurityScheme::Http(bearer)),
        ("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie))),
    ]
}
