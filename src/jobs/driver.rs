//! The driver: runs what is due, in order, catching up what was missed. Rule: OPS-02, OPS-10.
//!
//! Under the real clock it looks twice a second for what is due. Under the simulated clock it runs
//! only when the clock is set forward, and everything due on the way runs at its own time.

use std::{sync::atomic::Ordering, time::Duration};

use futures_util::future::BoxFuture;
use tokio::sync::Mutex;

use super::{
    table::{JOBS, next_slot},
    time_driver::{JobInfo, TimeDriver},
};
use crate::{
    domain::{
        refusal::{Code, Refusal},
        time::Timestamp,
    },
    engine::{Engine, EngineError, Handle, live::JobState},
};

/// Timers run in one commit at most.
const TIMERS_A_COMMAND: usize = 512;
/// The real clock is looked at this often at the latest.
const TICK: Duration = Duration::from_millis(500);

/// Drives the time of the business.
pub struct Driver {
    handle: Handle,
    /// When nothing is known of a job, it begins here.
    started_at: Timestamp,
    /// One at a time: a tick, or a step of the simulated clock.
    turn: Mutex<()>,
}

impl Driver {
    /// A driver on an engine.
    #[must_use]
    pub fn new(handle: Handle) -> Self {
        let started_at = handle.now();
        Self { handle, started_at, turn: Mutex::new(()) }
    }

    /// Runs under the real clock until told to stop.
    pub async fn run(&self, stop: impl Future<Output = ()>) {
        tokio::pin!(stop);
        loop {
            if let Err(error) = self.catch_up(self.handle.now()).await {
                tracing::error!(%error, "due work could not be run; trying again");
            }
            tokio::select! {
                () = &mut stop => return,
                () = tokio::time::sleep(TICK) => {}
            }
        }
    }

    /// Runs everything due up to a moment, in order of its time.
    ///
    /// # Errors
    /// `Overloaded`, `Stopped`.
    pub async fn catch_up(&self, until: Timestamp) -> Result<(), EngineError> {
        let _turn = self.turn.lock().await;
        while let Some((at, due)) = self.next_due().filter(|(at, _)| *at <= until) {
            self.handle.clock().advance_to(at);
            match due {
                Due::Timers => self.run_timers(at, until).await?,
                Due::Job(index) => self.run_slot(index, at).await?,
            }
        }
        self.handle.clock().advance_to(until);
        Ok(())
    }

    /// What falls due next. Jobs come before timers of the same moment.
    fn next_due(&self) -> Option<(Timestamp, Due)> {
        let timer_ms = self.handle.views().next_timer_ms.load(Ordering::SeqCst);
        let timer = (timer_ms != i64::MAX).then(|| (Timestamp::from_ms(timer_ms), Due::Timers));
        let jobs = (0..JOBS.len()).filter_map(|index| {
            next_slot(index, self.last_slot(index)).map(|slot| (slot, Due::Job(index)))
        });
        jobs.chain(timer).min_by_key(|(at, due)| (*at, due.rank()))
    }

    fn last_slot(&self, index: usize) -> Timestamp {
        let state = self.handle.views().jobs.pin().get(JOBS[index].name).map(|job| job.last_slot);
        state.unwrap_or(self.started_at)
    }

    /// Runs the timers of a moment, and those after it up to `until` or the next job's slot.
    async fn run_timers(&self, at: Timestamp, until: Timestamp) -> Result<(), EngineError> {
        // Late under the real clock: a campaign whose end has passed too must not start.
        let now = self.handle.now().max(at);
        let jobs = (0..JOBS.len()).filter_map(|index| next_slot(index, self.last_slot(index)));
        let until = jobs.min().map_or(until, |slot| until.min(slot.plus_ms(-1)));
        let work = move |engine: &mut Engine| engine.run_timers(now, until, TIMERS_A_COMMAND);
        self.handle.with_engine(work).await?;
        Ok(())
    }

    async fn run_slot(&self, index: usize, slot: Timestamp) -> Result<(), EngineError> {
        let job = &JOBS[index];
        let result = (job.run)(&self.handle, slot).await?;
        metrics::counter!("vetrina_job_runs_total", "job" => job.name).increment(1);
        tracing::info!(job = job.name, %slot, %result, "job done");
        Ok(())
    }

    fn info(&self, index: usize) -> JobInfo {
        let job = &JOBS[index];
        let state = self.handle.views().jobs.pin().get(job.name).cloned();
        JobInfo {
            name: job.name.to_owned(),
            schedule: format!("{} UTC", job.schedule),
            last_slot: state.as_ref().map(|s| s.last_slot),
            last_result: state.map(|s| s.result),
            next_slot: next_slot(index, self.last_slot(index)),
        }
    }
}

/// What falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Due {
    Job(usize),
    Timers,
}

impl Due {
    const fn rank(self) -> usize {
        match self {
            Self::Job(index) => index,
            Self::Timers => usize::MAX,
        }
    }
}

impl TimeDriver for Driver {
    fn advance_to(&self, moment: Timestamp) -> BoxFuture<'_, Result<(), EngineError>> {
        Box::pin(self.catch_up(moment))
    }

    /// Runs the newest slot that has come; a slot that was done already is not done again.
    fn run_job(&self, name: String) -> BoxFuture<'_, Result<JobState, Refusal>> {
        Box::pin(async move {
            let index = JOBS.iter().position(|job| job.name == name);
            let index = index.ok_or_else(|| Refusal::not_found("Job"))?;
            let busy = |error: EngineError| Refusal::new(Code::Overloaded, error.to_string());
            self.catch_up(self.handle.now()).await.map_err(busy)?;
            let state = self.handle.views().jobs.pin().get(JOBS[index].name).cloned();
            state.ok_or_else(|| {
                let next = self.info(index).next_slot;
                let when = next.map_or_else(String::new, |slot| format!("; its first is {slot}"));
                Refusal::new(
                    Code::IllegalTransition,
                    format!("No slot of {name} has come yet{when}"),
                )
            })
        })
    }

    fn jobs(&self) -> Vec<JobInfo> {
        (0..JOBS.len()).map(|index| self.info(index)).collect()
    }
}
