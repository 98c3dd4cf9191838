//! The rules of a campaign, from the draft to its end.
//! Lives here: statuses and their table, validation, approval, priority, estimate, slot choice.
//! Must not live here: money movements, checks of a single play beyond "did the campaign run".

pub mod ab_statistics;
pub mod ab_test;
pub mod allocation;
pub mod approval;
pub mod blocks;
pub mod category;
pub mod distribution;
pub mod editing;
pub mod emergency;
pub mod estimate;
pub mod fraud_watch;
pub mod health;
pub mod investigation;
pub mod lifecycle;
pub mod model;
pub mod offline;
pub mod preview;
pub mod priority;
pub mod rate_change;
pub mod rotation;
pub mod schedule;
pub mod similarity;
pub mod simulation;
pub mod status;
pub mod targeting;
pub mod test_mode;
pub mod timeline;
pub mod validation;
pub mod warning;
