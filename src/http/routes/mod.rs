//! Handlers by noun: read the request, ask engine or views, write the answer.
//! Lives here: one file a noun with its `router()`, its request and answer types.
//! Must not live here: rules, lookups of credentials, storage.

pub mod advertisers;
mod asker;
pub mod asset_content;
pub mod asset_upload;
pub mod assets;
pub mod auth;
pub mod blocking_rules;
mod campaign_estimate;
pub mod campaign_stats;
mod campaign_view;
pub mod campaigns;
mod device_view;
pub mod devices;
mod impression_view;
pub mod impressions;
pub mod jobs;
mod listing;
pub mod manifest;
mod ranges;
pub mod rate_cards;
mod reading;
pub mod sim;
pub mod stores;
pub mod suppliers;
pub mod system;
pub mod tokens;
pub mod users;
pub mod wallets;

use utoipa_axum::router::OpenApiRouter;

use super::state::AppState;

/// All handlers under `/api/v1`.
pub fn all() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .merge(advertisers::router())
        .merge(asset_content::router())
        .merge(asset_upload::router())
        .merge(assets::router())
        .merge(auth::router())
        .merge(blocking_rules::router())
        .merge(campaign_stats::router())
        .merge(campaigns::router())
        .merge(devices::router())
        .merge(impressions::router())
        .merge(jobs::router())
        .merge(manifest::router())
        .merge(rate_cards::router())
        .merge(sim::router())
        .merge(stores::router())
        .merge(suppliers::router())
        .merge(system::router())
        .merge(tokens::router())
        .merge(users::router())
        .merge(wallets::router())
}
