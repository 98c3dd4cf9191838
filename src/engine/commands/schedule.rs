//! A campaign's hours against those of its stores, at submission. Source: EC10. Rule: CAM-24.

use serde_json::{Value, json};

use super::{campaigns::eligible_stores, warnings::Warning};
use crate::{
    domain::{
        campaign::{model::Campaign, schedule::MinuteSet, warning::WarningCode},
        catalog::Store,
        refusal::{Code, Detail, Refusal},
        time::Timestamp,
    },
    engine::{actor::AuditDraft, command::Changes, live::Live},
};

/// Stores named in one audit entry at most.
const NAMES_SHOWN: usize = 10;

/// A store that is never open in the hours of the campaign: it will not show it.
fn warning(store: &Store) -> Warning {
    let details = [
        ("store_id", json!(store.id)),
        ("store_name", json!(store.name)),
        ("playable_minutes_a_week", json!(0)),
    ];
    Warning {
        code: WarningCode::ScheduleConflict,
        message: format!(
            "{} is never open during the scheduled hours: it will not show the campaign and is \
             left out of the estimate",
            store.name
        ),
        details: details.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
    }
}

/// The eligible stores whose hours never meet the campaign's, and how many stores are eligible.
fn conflicts(live: &Live, campaign: &Campaign, now: Timestamp) -> (Vec<Warning>, usize) {
    if campaign.dayparts.is_empty() {
        return (Vec::new(), 0);
    }
    let dayparts = MinuteSet::of_windows(&campaign.dayparts);
    let eligible = eligible_stores(live, campaign, now).eligible;
    let count = eligible.len();
    let stores = eligible.into_iter().filter_map(|no| live.store(no));
    let conflicting =
        stores.filter(|store| MinuteSet::playable(&store.opening_hours, &dayparts).is_empty());
    (conflicting.map(|store| warning(store)).collect(), count)
}

/// The warnings about a campaign's hours, one for each eligible store that can never play it.
#[must_use]
pub fn schedule_warnings(live: &Live, campaign: &Campaign, now: Timestamp) -> Vec<Warning> {
    conflicts(live, campaign, now).0
}

/// Refuses a campaign that no store can play in its hours. Rule: CAM-24.
///
/// # Errors
/// `NO_ELIGIBLE_STORES` with `warnings`.
pub fn require_playable(live: &Live, campaign: &Campaign, now: Timestamp) -> Result<(), Refusal> {
    let (warnings, eligible) = conflicts(live, campaign, now);
    if warnings.is_empty() || warnings.len() < eligible {
        return Ok(());
    }
    let message = "No stores available during scheduled hours";
    let suggestion = "Adjust schedule or target different stores".to_owned();
    let rows = serde_json::to_value(&warnings).unwrap_or(Value::Null);
    Err(Refusal::new(Code::NoEligibleStores, message)
        .with("suggestion", Detail::Text(suggestion))
        .with("warnings", Detail::Json(rows)))
}

/// Writes down which stores a submission went on in spite of. Rule: CAM-24.
pub fn note_conflicts(conflicts: &[Warning], campaign: &Campaign, changes: &mut Changes) {
    if conflicts.is_empty() {
        return;
    }
    let names = conflicts.iter().filter_map(|one| one.details.get("store_name")?.as_str());
    let names = names.take(NAMES_SHOWN).collect::<Vec<_>>().join(", ");
    let never_open = format!("{} never open: {names}", conflicts.len());
    let entry = AuditDraft::new("campaign.schedule_conflict", "campaign", campaign.id);
    let reason = format!("{} acknowledged", WarningCode::ScheduleConflict);
    changes.audit(entry.change("schedule_conflicts", 0, never_open).because(Some(&reason)));
}
