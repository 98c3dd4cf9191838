//! A campaign's hours against those of its stores, at submission. Source: EC10. Rule: CAM-24.

use serde::Serialize;
use uuid::Uuid;

use super::campaigns::eligible_stores;
use crate::{
    domain::{
        campaign::{model::Campaign, schedule::MinuteSet},
        refusal::{Code, Detail, Refusal},
        time::Timestamp,
    },
    engine::live::Live,
};

/// The word that acknowledges the warnings.
pub const SCHEDULE_CONFLICT: &str = "SCHEDULE_CONFLICT";

/// A store that is never open in the hours of the campaign: it will not show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ScheduleWarning {
    /// `SCHEDULE_CONFLICT`.
    pub code: &'static str,
    /// What happens, in words.
    pub message: String,
    /// The store.
    pub store_id: Uuid,
    /// Its name.
    pub store_name: String,
    /// Minutes of a week in which it can play the campaign: none.
    pub playable_minutes_a_week: u32,
}

/// The eligible stores whose hours never meet the campaign's, and how many stores are eligible.
fn conflicts(live: &Live, campaign: &Campaign, now: Timestamp) -> (Vec<ScheduleWarning>, usize) {
    if campaign.dayparts.is_empty() {
        return (Vec::new(), 0);
    }
    let dayparts = MinuteSet::of_windows(&campaign.dayparts);
    let eligible = eligible_stores(live, campaign, now).eligible;
    let count = eligible.len();
    let stores = eligible.into_iter().filter_map(|no| live.store(no));
    let conflicting =
        stores.filter(|store| MinuteSet::playable(&store.opening_hours, &dayparts).is_empty());
    let warnings = conflicting.map(|store| ScheduleWarning {
        code: SCHEDULE_CONFLICT,
        message: format!(
            "{} is never open during the scheduled hours: it will not show the campaign and is \
             left out of the estimate",
            store.name
        ),
        store_id: store.id,
        store_name: store.name.clone(),
        playable_minutes_a_week: 0,
    });
    (warnings.collect(), count)
}

/// The warnings about a campaign's hours, one for each eligible store that can never play it.
#[must_use]
pub fn schedule_warnings(live: &Live, campaign: &Campaign, now: Timestamp) -> Vec<ScheduleWarning> {
    conflicts(live, campaign, now).0
}

/// Refuses a campaign that no store can play in its hours; else the stores that cannot, and how many
/// are eligible. Rule: CAM-24.
///
/// # Errors
/// `NO_ELIGIBLE_STORES` with `warnings`.
pub(super) fn check_schedule(
    live: &Live,
    campaign: &Campaign,
    now: Timestamp,
) -> Result<(Vec<ScheduleWarning>, usize), Refusal> {
    let (warnings, eligible) = conflicts(live, campaign, now);
    if warnings.is_empty() || warnings.len() < eligible {
        return Ok((warnings, eligible));
    }
    let message = "No stores available during scheduled hours";
    let suggestion = "Adjust schedule or target different stores".to_owned();
    let refusal =
        Refusal::new(Code::NoEligibleStores, message).with("suggestion", Detail::Text(suggestion));
    Err(match serde_json::to_value(&warnings) {
        Ok(value) => refusal.with("warnings", Detail::Json(value)),
        Err(_) => refusal,
    })
}
