//! The scheduler inside: jobs with cron slots, timers of the business, the simulated clock.
//! Lives here: the driver and the table of jobs; each job's effect is a command of the engine.
//! Must not live here: rules, storage.

pub mod driver;
mod retention;
pub mod table;
pub mod time_driver;

pub use driver::Driver;
pub use time_driver::{JobInfo, TimeDriver};
