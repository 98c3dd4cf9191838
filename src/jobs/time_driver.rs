//! What others may ask of the driver.

use futures_util::future::BoxFuture;
use serde::Serialize;

use crate::{
    domain::{refusal::Refusal, time::Timestamp},
    engine::{EngineError, live::JobState},
};

/// A job of the appliance and where it stands. Rule: OPS-02.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct JobInfo {
    /// Name.
    pub name: String,
    /// When it runs, as a cron expression or words.
    pub schedule: String,
    /// The newest slot that was done.
    pub last_slot: Option<Timestamp>,
    /// What it did, in a sentence.
    pub last_result: Option<String>,
    /// The next slot.
    pub next_slot: Option<Timestamp>,
}

/// Drives the time of the business: timers and jobs. Rules: OPS-02, OPS-10.
pub trait TimeDriver: Send + Sync {
    /// Moves the simulated clock forward; every job due on the way runs at its own slot's time.
    fn advance_to(&self, moment: Timestamp) -> BoxFuture<'_, Result<(), EngineError>>;

    /// Runs a job now.
    fn run_job(&self, name: String) -> BoxFuture<'_, Result<JobState, Refusal>>;

    /// All jobs.
    fn jobs(&self) -> Vec<JobInfo>;
}
