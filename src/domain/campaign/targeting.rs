//! Which stores a campaign asks for: by hand, or by criteria that all must hold.
//! Rule: CAM-07, CAM-11, D-52.

use serde::{Deserialize, Serialize};

use super::status::CampaignStatus as S;
use crate::domain::{
    catalog::Store,
    geo::GeoPoint,
    ids::StoreNo,
    pricing::rates::StoreCategory,
    refusal::{Code, Detail, Refusal},
};

/// Stores of one campaign at most.
pub const MAX_STORES: usize = 1000;
/// Half the earth's girth: nothing lies farther away.
const MAX_DISTANCE_M: u32 = 20_015_115;
/// Regions in one list at most.
const MAX_REGIONS: usize = 100;

/// A circle on the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Near {
    /// Its centre.
    pub centre: GeoPoint,
    /// Its radius in metres, inclusive.
    pub max_distance_m: u32,
}

/// What stores must be like; all given criteria must hold. Rule: CAM-07.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetingCriteria {
    /// One of these regions, letters in either case; empty = any.
    pub regions: Vec<String>,
    /// One of these categories; empty = any.
    pub categories: Vec<StoreCategory>,
    /// Visitors a day at least.
    pub min_foot_traffic: Option<u32>,
    /// Within a circle.
    pub near: Option<Near>,
}

impl TargetingCriteria {
    /// Trims and checks them.
    ///
    /// # Errors
    /// A refusal about the field `targeting_criteria`.
    pub fn check(mut self) -> Result<Self, Refusal> {
        let wrong = |error: &str, message: String| {
            Err(Refusal::field("targeting_criteria", error, message))
        };
        for region in &mut self.regions {
            *region = region.trim().to_owned();
        }
        self.regions.dedup();
        self.categories.sort_unstable();
        self.categories.dedup();
        let is_empty = self.regions.is_empty()
            && self.categories.is_empty()
            && self.min_foot_traffic.is_none()
            && self.near.is_none();
        if is_empty {
            return wrong("REQUIRED", "At least one criterion required".to_owned());
        }
        if self.regions.len() > MAX_REGIONS || self.regions.iter().any(String::is_empty) {
            return wrong("REGIONS", format!("Regions must be 1-{MAX_REGIONS} names, none empty"));
        }
        let far = |near: &Near| near.max_distance_m == 0 || near.max_distance_m > MAX_DISTANCE_M;
        if self.near.as_ref().is_some_and(far) {
            let message = "max_distance_km must be above 0 and at most 20015".to_owned();
            return wrong("DISTANCE", message);
        }
        Ok(self)
    }

    /// Whether a store is like that now.
    #[must_use]
    pub fn matches(&self, store: &Store) -> bool {
        let Some(traits) = store.traits_now() else { return false };
        let region = store.region.trim().to_lowercase();
        let in_region =
            self.regions.is_empty() || self.regions.iter().any(|one| one.to_lowercase() == region);
        let in_category = self.categories.is_empty() || self.categories.contains(&traits.category);
        let visited = self.min_foot_traffic.is_none_or(|least| traits.daily_foot_traffic >= least);
        in_region
            && in_category
            && visited
            && self
                .near
                .is_none_or(|near| near.centre.distance_m(store.location) <= near.max_distance_m)
    }
}

/// What may happen to a campaign's stores in a status. Source: BR-CAMP-EDIT-001, -002.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreEdit {
    /// Anything.
    Free,
    /// Stores join; only one that blocks the campaign may leave (D-52).
    AddOnly,
    /// Nothing.
    ReadOnly,
}

/// Status → what may happen to its stores. Rule: CAM-11, D-41, D-52.
pub const STORE_EDITS: [(S, StoreEdit); 10] = [
    (S::Draft, StoreEdit::Free),
    (S::PendingApproval, StoreEdit::Free),
    (S::Rejected, StoreEdit::Free),
    (S::Scheduled, StoreEdit::AddOnly),
    (S::Active, StoreEdit::AddOnly),
    (S::Paused, StoreEdit::AddOnly),
    (S::Error, StoreEdit::AddOnly),
    (S::Completed, StoreEdit::ReadOnly),
    (S::Cancelled, StoreEdit::ReadOnly),
    (S::Expired, StoreEdit::ReadOnly),
];

/// Checks a change of stores: `kept` says of a store that it must not leave (it does not block).
///
/// # Errors
/// `FIELD_NOT_EDITABLE` with the status and how many stores would leave. Rule: CAM-11, D-52.
pub fn check_store_change(
    status: S,
    before: &[StoreNo],
    after: &[StoreNo],
    kept: impl Fn(StoreNo) -> bool,
) -> Result<(), Refusal> {
    let edit = STORE_EDITS.iter().find(|(of, _)| *of == status).map(|(_, edit)| *edit);
    let leaving = before.iter().filter(|store| !after.contains(store) && kept(**store)).count();
    let message = match edit {
        Some(StoreEdit::Free) => return Ok(()),
        Some(StoreEdit::AddOnly) if leaving == 0 => return Ok(()),
        Some(StoreEdit::AddOnly) => format!(
            "Stores of a campaign that is {status} can only be added; {leaving} that do not block \
             it would be removed"
        ),
        Some(StoreEdit::ReadOnly) | None => {
            format!("Stores of a campaign that is {status} cannot be changed")
        }
    };
    let leaving = i64::try_from(leaving).unwrap_or(i64::MAX);
    Err(Refusal::new(Code::FieldNotEditable, message)
        .with("status", Detail::Text(status.to_string()))
        .with("field", Detail::Text("target_stores".to_owned()))
        .with("would_be_removed", Detail::Int(leaving)))
}

#[cfg(test)]
#[path = "targeting_tests.rs"]
mod tests;
