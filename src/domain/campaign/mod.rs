//! The rules of a campaign, from the draft to its end.
//! Lives here: statuses and their table, validation, approval, priority, estimate, slot choice.
//! Must not live here: money movements, checks of a single play beyond "did the campaign run".

pub mod allocation;
pub mod approval;
pub mod category;
pub mod editing;
pub mod estimate;
pub mod model;
pub mod priority;
pub mod rate_change;
pub mod similarity;
pub mod status;
pub mod timeline;
pub mod validation;
pub mod warning;
