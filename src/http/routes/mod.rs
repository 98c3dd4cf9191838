//! Handlers by noun: read the request, ask engine or views, write the answer.
//! Lives here: one file a noun with its `router()`, its request and answer types.
//! Must not live here: rules, lookups of credentials, storage.

pub mod ab_tests;
pub mod advertiser_standing;
pub mod advertisers;
mod asker;
pub mod asset_content;
pub mod asset_upload;
pub mod assets;
pub mod audit;
pub mod auth;
pub mod blocking_overrides;
pub mod blocking_rules;
pub mod campaign_estimate;
pub mod campaign_flags;
pub mod campaign_money;
pub mod campaign_report;
pub mod campaign_review;
pub mod campaign_simulation;
pub mod campaign_stats;
pub mod campaign_targeting;
mod campaign_view;
pub mod campaigns;
pub mod device_commands;
mod device_view;
pub mod devices;
mod dispute_evidence;
mod dispute_view;
pub mod disputes;
pub mod distribution;
pub mod emergency;
pub mod events;
pub mod evidence;
mod evidence_parts;
pub mod final_report_download;
pub mod gaps;
pub mod impression_reads;
mod impression_view;
pub mod impressions;
pub mod incidents;
pub mod investigations;
pub mod jobs;
mod listing;
pub mod log;
pub mod manifest;
pub mod notifications;
pub mod outbox;
pub mod overview;
pub mod payout_statement;
pub mod payouts;
mod periods;
mod place_plays;
pub mod play_exports;
pub mod preview_images;
pub mod previews;
mod proof_csv;
mod proof_document;
pub mod proof_download;
mod proof_figures;
pub mod proof_of_play;
mod proof_samples;
mod ranges;
pub mod rate_cards;
mod reading;
pub mod reviews;
mod screenshot_body;
pub mod screenshot_gallery;
pub mod screenshot_picture;
pub mod screenshots;
pub mod search;
pub mod share_of_voice;
pub mod sim;
mod sorting;
pub mod storage;
pub mod stores;
pub mod supplier_standing;
pub mod suppliers;
pub mod system;
pub mod test_mode;
pub mod tokens;
pub mod users;
pub mod wallet_credits;
pub mod wallet_statement;
pub mod wallets;
pub mod webhooks;
pub mod welcome;

use utoipa_axum::router::OpenApiRouter;

use super::{patch::PatchBody, state::AppState};

/// All handlers under `/api/v1`.
pub fn all() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .merge(ab_tests::router())
        .merge(advertiser_standing::router())
        .merge(advertisers::router())
        .merge(asset_content::router())
        .merge(asset_upload::router())
        .merge(assets::router())
        .merge(audit::router())
        .merge(auth::router())
        .merge(blocking_overrides::router())
        .merge(blocking_rules::router())
        .merge(campaign_estimate::router())
        .merge(campaign_flags::router())
        .merge(campaign_money::router())
        .merge(campaign_report::router())
        .merge(campaign_review::router())
        .merge(campaign_simulation::router())
        .merge(campaign_stats::router())
        .merge(campaign_targeting::router())
        .merge(campaigns::router())
        .merge(device_commands::router())
        .merge(devices::router())
        .merge(disputes::router())
        .merge(distribution::router())
        .merge(emergency::router())
        .merge(events::router())
        .merge(evidence::router())
        .merge(final_report_download::router())
        .merge(gaps::router())
        .merge(impression_reads::router())
        .merge(impressions::router())
        .merge(incidents::router())
        .merge(investigations::router())
        .merge(jobs::router())
        .merge(log::router())
        .merge(manifest::router())
        .merge(notifications::router())
        .merge(outbox::router())
        .merge(overview::router())
        .merge(payout_statement::router())
        .merge(payouts::router())
        .merge(preview_images::router())
        .merge(previews::router())
        .merge(place_plays::router())
        .merge(play_exports::router())
        .merge(proof_download::router())
        .merge(proof_of_play::router())
        .merge(rate_cards::router())
        .merge(reviews::router())
        .merge(screenshot_gallery::router())
        .merge(screenshot_picture::router())
        .merge(screenshots::router())
        .merge(search::router())
        .merge(share_of_voice::router())
        .merge(sim::router())
        .merge(storage::router())
        .merge(stores::router())
        .merge(supplier_standing::router())
        .merge(suppliers::router())
        .merge(system::router())
        .merge(test_mode::router())
        .merge(tokens::router())
        .merge(users::router())
        .merge(wallet_credits::router())
        .merge(wallet_statement::router())
        .merge(wallets::router())
        .merge(webhooks::router())
        .merge(welcome::router())
}

/// The bodies of all PATCH calls: name of the schema, members that `null` clears.
pub(super) fn patch_bodies() -> Vec<(String, &'static [&'static str])> {
    fn body<T: PatchBody>() -> (String, &'static [&'static str]) {
        (T::name().into_owned(), T::CLEARABLE)
    }
    vec![
        body::<advertisers::AdvertiserChange>(),
        body::<assets::AssetChange>(),
        body::<blocking_rules::BlockingRuleChange>(),
        body::<crate::engine::commands::campaigns::CampaignFields>(),
        body::<devices::DeviceChange>(),
        body::<stores::StoreChange>(),
        body::<suppliers::SupplierChange>(),
        body::<users::UserChange>(),
        body::<webhooks::WebhookChange>(),
    ]
}
