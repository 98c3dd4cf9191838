//! The writer's thread and the queue in front of it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

use tokio::sync::{mpsc, oneshot};

use super::{
    actor::Actor,
    command::Command,
    core::{Engine, IdempotencyKey},
    plays::PlayAnswer,
    publish::Views,
    screenshots::Screenshots,
};
use crate::{
    clock::Clock,
    config::Settings,
    db::{Store, StoreError},
    domain::{
        impression::record::JudgedSubmission,
        refusal::{Code, Refusal},
        time::Timestamp,
    },
};

/// Plays taken into one group at most. A commit also writes the store's own map of free pages, which
/// grows with the file (half a mebibyte for every four gibibytes), so under load groups are big.
pub const MAX_GROUP_PLAYS: usize = 8192;
/// Commands taken into one group at most.
const MAX_GROUP_COMMANDS: usize = 1024;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// A rule says no.
    #[error("{}", .0.message)]
    Refused(Refusal),
    /// The queue is full; try again after a second.
    #[error("the appliance is busy")]
    Overloaded,
    /// The appliance is stopping.
    #[error("the appliance is stopping")]
    Stopped,
}

impl From<Refusal> for EngineError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// An answer that waits for the commit.
type Answer = Box<dyn FnOnce() + Send>;
/// A command with its way back.
type Job = Box<dyn FnOnce(&mut Engine) -> Answer + Send>;

enum Message {
    Play(Box<JudgedSubmission>, oneshot::Sender<PlayAnswer>),
    Plays(Vec<JudgedSubmission>, oneshot::Sender<Vec<PlayAnswer>>),
    Command(Job),
    Stop,
}

/// The way to the writer. Cheap to clone.
#[derive(Clone)]
pub struct Handle {
    sender: mpsc::Sender<Message>,
    views: Arc<Views>,
    store: Arc<Store>,
    settings: Arc<Settings>,
    screenshots: Option<Arc<Screenshots>>,
    clock: Clock,
    healthy: Arc<AtomicBool>,
}

impl Handle {
    /// Starts the writer's thread on an engine.
    ///
    /// `on_failure` is called when a commit fails: the process must stop, since nothing of the
    /// group was acknowledged and the state in memory is ahead of the disk.
    ///
    /// # Errors
    /// When the thread cannot be started.
    pub fn start(
        engine: Engine,
        clock: Clock,
        on_failure: impl FnOnce(StoreError) + Send + 'static,
    ) -> std::io::Result<(Self, JoinHandle<()>)> {
        let (sender, receiver) = mpsc::channel(engine.settings().http.queue_capacity);
        let healthy = Arc::new(AtomicBool::new(true));
        let handle = Self {
            sender,
            views: engine.views(),
            store: engine.store(),
            settings: engine.settings(),
            screenshots: engine.screenshots.clone(),
            clock,
            healthy: Arc::clone(&healthy),
        };
        let thread = std::thread::Builder::new().name("writer".to_owned()).spawn(move || {
            let _guard = FailStop;
            if let Err(error) = write_groups(engine, receiver) {
                healthy.store(false, Ordering::SeqCst);
                on_failure(error);
            }
        })?;
        Ok((handle, thread))
    }

    /// What readers see.
    #[must_use]
    pub fn views(&self) -> &Views {
        &self.views
    }

    /// The store, for snapshots.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The configured numbers.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Files of screenshots; `None` where the engine keeps none.
    #[must_use]
    pub const fn screenshots(&self) -> Option<&Arc<Screenshots>> {
        self.screenshots.as_ref()
    }

    /// The clock of the business.
    #[must_use]
    pub const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Now, by the clock of the business.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// False once a commit has failed.
    #[must_use]
    pub fn is_healthy(&self) -> bool {
        self.healthy.load(Ordering::SeqCst) && !self.sender.is_closed()
    }

    /// Messages that wait in the queue.
    #[must_use]
    pub fn queue_depth(&self) -> usize {
        self.sender.max_capacity() - self.sender.capacity()
    }

    /// Submits one play; answers once it is on disk.
    ///
    /// # Errors
    /// `Overloaded`, `Stopped`.
    pub async fn submit(&self, play: JudgedSubmission) -> Result<PlayAnswer, EngineError> {
        let (reply, answer) = oneshot::channel();
        self.send(Message::Play(Box::new(play), reply))?;
        answer.await.map_err(|_| EngineError::Stopped)
    }

    /// Submits many plays in order; answers once all are on disk.
    ///
    /// # Errors
    /// `Overloaded`, `Stopped`.
    pub async fn submit_batch(
        &self,
        plays: Vec<JudgedSubmission>,
    ) -> Result<Vec<PlayAnswer>, EngineError> {
        let (reply, answer) = oneshot::channel();
        self.send(Message::Plays(plays, reply))?;
        answer.await.map_err(|_| EngineError::Stopped)
    }

    /// Runs a command at this moment; answers once its changes are on disk.
    ///
    /// # Errors
    /// `Refused`, `Overloaded`, `Stopped`.
    pub async fn run<C: Command>(
        &self,
        actor: &Actor,
        command: C,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<C::Output, EngineError> {
        self.run_at(self.now(), actor, command, idempotency).await
    }

    /// Runs a command as of a moment (jobs run at their slot's time).
    ///
    /// # Errors
    /// As `run`.
    pub async fn run_at<C: Command>(
        &self,
        now: Timestamp,
        actor: &Actor,
        command: C,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<C::Output, EngineError> {
        let actor = actor.clone();
        self.with_engine(move |engine| engine.run(now, &actor, command, idempotency.as_ref()))
            .await?
            .map_err(EngineError::Refused)
    }

    /// Runs something on the engine itself; answers after the commit.
    ///
    /// # Errors
    /// `Overloaded`, `Stopped`.
    pub async fn with_engine<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Engine) -> T + Send + 'static,
    ) -> Result<T, EngineError> {
        let (reply, answer) = oneshot::channel();
        let job: Job = Box::new(move |engine| {
            let output = work(engine);
            // A caller who has gone away needs no answer.
            Box::new(move || drop(reply.send(output)))
        });
        self.send(Message::Command(job))?;
        answer.await.map_err(|_| EngineError::Stopped)
    }

    /// Asks the writer to write everything that waits and to end.
    pub async fn stop(&self) {
        // A writer that is gone already needs no word.
        let _ = self.sender.send(Message::Stop).await;
    }

    fn send(&self, message: Message) -> Result<(), EngineError> {
        self.sender.try_send(message).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => EngineError::Overloaded,
            mpsc::error::TrySendError::Closed(_) => EngineError::Stopped,
        })
    }
}

/// Ends the process when the writer panics: an invariant is broken, nothing of the group was
/// acknowledged, and the next start rebuilds the state from the store.
struct FailStop;

impl Drop for FailStop {
    fn drop(&mut self) {
        if std::thread::panicking() {
            tracing::error!(
                "the writer broke an invariant; stopping before anything is acknowledged"
            );
            std::process::abort();
        }
    }
}

/// The refusal that overload answers with over HTTP.
#[must_use]
pub fn overloaded() -> Refusal {
    Refusal::new(Code::Overloaded, "the appliance is busy; try again after a second")
}

fn write_groups(mut engine: Engine, mut queue: mpsc::Receiver<Message>) -> Result<(), StoreError> {
    let mut answers: Vec<Answer> = Vec::new();
    while let Some(first) = queue.blocking_recv() {
        let mut stop = false;
        let mut plays = 0;
        let mut commands = 0;
        let mut next = Some(first);
        while let Some(message) = next {
            match message {
                Message::Play(play, reply) => {
                    plays += 1;
                    let answer = engine.submit(&play);
                    answers.push(Box::new(move || drop(reply.send(answer))));
                }
                Message::Plays(batch, reply) => {
                    plays += batch.len();
                    let given: Vec<_> = batch.iter().map(|play| engine.submit(play)).collect();
                    answers.push(Box::new(move || drop(reply.send(given))));
                }
                Message::Command(job) => {
                    commands += 1;
                    answers.push(job(&mut engine));
                }
                Message::Stop => stop = true,
            }
            let full = plays >= MAX_GROUP_PLAYS || commands >= MAX_GROUP_COMMANDS || stop;
            next = if full { None } else { queue.try_recv().ok() };
        }
        engine.commit()?;
        metrics::counter!("vetrina_groups_total").increment(1);
        metrics::histogram!("vetrina_group_plays").record(plays as f64);
        answers.drain(..).for_each(|answer| answer());
        if stop {
            break;
        }
    }
    engine.close()
}
