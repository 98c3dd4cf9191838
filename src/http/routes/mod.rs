//! Handlers by noun: read the request, ask engine or views, write the answer.
//! Lives here: one file a noun with its `router()`, its request and answer types.
//! Must not live here: rules, lookups of credentials, storage.

pub mod advertisers;
mod asker;
pub mod asset_content;
pub mod asset_upload;
pub mod assets;
pub mod audit;
pub mod auth;
pub mod blocking_rules;
pub mod campaign_estimate;
pub mod campaign_flags;
pub mod campaign_money;
pub mod campaign_stats;
mod campaign_view;
pub mod campaigns;
mod device_view;
pub mod devices;
pub mod events;
pub mod impression_reads;
mod impression_view;
pub mod impressions;
pub mod jobs;
mod listing;
pub mod manifest;
pub mod notifications;
pub mod proof_of_play;
mod periods;
mod ranges;
pub mod rate_cards;
mod reading;
pub mod reviews;
pub mod share_of_voice;
pub mod sim;
pub mod stores;
pub mod suppliers;
pub mod system;
pub mod tokens;
pub mod users;
pub mod wallet_credits;
pub mod wallet_statement;
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
        .merge(audit::router())
        .merge(auth::router())
        .merge(blocking_rules::router())
        .merge(campaign_estimate::router())
        .merge(campaign_flags::router())
        .merge(campaign_money::router())
        .merge(campaign_stats::router())
        .merge(campaigns::router())
        .merge(devices::router())
        .merge(events::router())
        .merge(impression_reads::router())
        .merge(impressions::router())
        .merge(jobs::router())
        .merge(manifest::router())
        .merge(notifications::router())
        .merge(proof_of_play::router())
        .merge(rate_cards::router())
        .merge(reviews::router())
        .merge(share_of_voice::router())
        .merge(sim::router())
        .merge(stores::router())
        .merge(suppliers::router())
        .merge(system::router())
        .merge(tokens::router())
        .merge(users::router())
        .merge(wallet_credits::router())
        .merge(wallet_statement::router())
        .merge(wallets::router())
}
