//! Judging one submitted play: time, presence, duration, duplicates, fraud, quality.
//! Lives here: the rules of S3 6–7 and S2 as functions over values, and each device's windows.
//! Must not live here: signatures, storage, money, the order in which the checks run.

pub mod capture;
pub mod counters;
pub mod duration;
pub mod fraud;
pub mod heartbeat;
pub mod quality;
pub mod range_set;
pub mod record;
pub mod time_rules;
pub mod windows;
