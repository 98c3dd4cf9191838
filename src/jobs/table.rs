//! The jobs: name, schedule, what a slot does. Rule: OPS-02.

use std::{str::FromStr, sync::LazyLock};

use croner::Cron;
use futures_util::future::BoxFuture;
use jiff::tz::TimeZone;

use super::retention;
use crate::{
    domain::time::Timestamp,
    engine::{
        Actor, EngineError, Handle,
        commands::{
            captures::RETENTION_JOB,
            dispute_resolution::{RATES_JOB, ReviewChargebackRates},
            gaps::{MARKS_JOB, MarkCounters},
            payouts::{PAYOUTS_JOB, PayOut},
            periodic::{CutDailyRecords, RECORDS_JOB, SNAPSHOT_JOB, SnapshotBudgets},
        },
    },
};

/// A job of the table.
pub struct Job {
    /// Name.
    pub name: &'static str,
    /// Cron expression, UTC.
    pub schedule: &'static str,
    /// Runs one slot, as of the slot's time.
    pub run: for<'a> fn(&'a Handle, Timestamp) -> BoxFuture<'a, Result<String, EngineError>>,
}

/// All jobs. Where several fall on one moment, they run in this order: a day is cut first, and what
/// is cut then is paid.
pub const JOBS: &[Job] = &[
    Job {
        name: RECORDS_JOB,
        schedule: "0 0 * * *",
        run: |handle, slot| Box::pin(run_at(handle, slot, CutDailyRecords { slot })),
    },
    Job {
        name: SNAPSHOT_JOB,
        schedule: "0 * * * *",
        run: |handle, slot| Box::pin(run_at(handle, slot, SnapshotBudgets { slot })),
    },
    Job {
        name: PAYOUTS_JOB,
        schedule: "0 0 * * *",
        run: |handle, slot| Box::pin(run_at(handle, slot, PayOut { slot })),
    },
    Job {
        name: MARKS_JOB,
        schedule: "0 0 * * *",
        run: |handle, slot| Box::pin(run_at(handle, slot, MarkCounters { slot })),
    },
    Job {
        name: RETENTION_JOB,
        schedule: "20 0 * * *",
        run: |handle, slot| Box::pin(retention::run(handle, slot)),
    },
    Job {
        name: RATES_JOB,
        schedule: "0 0 * * *",
        run: |handle, slot| Box::pin(run_at(handle, slot, ReviewChargebackRates { slot })),
    },
];

async fn run_at<C: crate::engine::Command<Output = String>>(
    handle: &Handle,
    slot: Timestamp,
    command: C,
) -> Result<String, EngineError> {
    handle.run_at(slot, &Actor::system(), command, None).await
}

/// The schedules, parsed once, beside their jobs.
static SCHEDULES: LazyLock<Vec<Cron>> = LazyLock::new(|| {
    let parsed = JOBS.iter().map(|job| Cron::from_str(job.schedule));
    parsed.map(|cron| cron.expect("schedules of the table are valid cron")).collect()
});

/// The first slot of a job after a moment.
#[must_use]
pub fn next_slot(job: usize, after: Timestamp) -> Option<Timestamp> {
    let zoned = after.to_jiff().to_zoned(TimeZone::UTC);
    let next = SCHEDULES.get(job)?.find_next_occurrence(&zoned, false).ok()?;
    Some(Timestamp::from_ms(next.timestamp().as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_follow_the_schedule() {
        let after = Timestamp::parse("2026-02-05T10:59:59Z").unwrap();
        let slot = |job: usize, after| next_slot(job, after).unwrap().to_string();
        assert_eq!(slot(0, after), "2026-02-06T00:00:00Z");
        assert_eq!(slot(1, after), "2026-02-05T11:00:00Z");
        let on_slot = Timestamp::parse("2026-02-05T11:00:00Z").unwrap();
        assert_eq!(slot(1, on_slot), "2026-02-05T12:00:00Z");
    }
}
