//! Handlers by noun: read the request, ask engine or views, write the answer.
//! Lives here: one file a noun with its `router()`, its request and answer types.
//! Must not live here: rules, lookups of credentials, storage.

pub mod auth;
pub mod impressions;
pub mod system;

use utoipa_axum::router::OpenApiRouter;

use super::state::AppState;

/// All handlers under `/api/v1`.
pub fn all() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .merge(auth::router())
        .merge(impressions::router())
        .merge(system::router())
}
