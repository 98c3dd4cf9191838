//! What every handler may use.

use std::sync::Arc;

use metrics_exporter_prometheus::PrometheusHandle;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{limits::Limits, press::Press};
use crate::{
    clock::Randomness,
    config::Settings,
    domain::{catalog::DeviceKeyRecord, refusal::Refusal, time::Timestamp},
    engine::{Handle, publish::Views},
    jobs::TimeDriver,
    media::{blob::BlobStore, evidence::EvidenceStore},
    proof::key::DeviceKey,
    search::Search,
};

/// What a state is made of.
pub struct AppParts {
    /// The way to the writer.
    pub handle: Handle,
    /// Files.
    pub blobs: Arc<BlobStore>,
    /// Files of evidence.
    pub evidence: Arc<EvidenceStore>,
    /// What `/metrics` shows.
    pub metrics: PrometheusHandle,
    /// Timers and jobs.
    pub time: Arc<dyn TimeDriver>,
    /// Full-text search.
    pub search: Arc<Search>,
}

struct Inner {
    parts: AppParts,
    keys: papaya::HashMap<Uuid, DeviceKey>,
    password_checks: Arc<Semaphore>,
    limits: Limits,
    press: Press,
    stopping: CancellationToken,
    /// Tells the request ids of this run from those of others.
    run: u32,
    /// What makes somebody the first administrator.
    setup_code: String,
}

/// What every handler may use; a clone is a counted reference.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

impl AppState {
    /// Makes the state of a server.
    #[must_use]
    pub fn new(parts: AppParts) -> Self {
        let settings = parts.handle.settings();
        let at_once = settings.access.argon2_at_once.clamp(1, Semaphore::MAX_PERMITS);
        Self(Arc::new(Inner {
            keys: papaya::HashMap::new(),
            password_checks: Arc::new(Semaphore::new(at_once)),
            limits: Limits::new(&settings.http),
            press: Press::new(&settings.reports),
            stopping: CancellationToken::new(),
            run: (Randomness::from_system().number() >> 32) as u32,
            setup_code: format!("{:016x}", Randomness::from_system().number()),
            parts,
        }))
    }

    /// The way to the writer.
    #[must_use]
    pub fn handle(&self) -> &Handle {
        &self.0.parts.handle
    }

    /// What readers see.
    #[must_use]
    pub fn views(&self) -> &Views {
        self.handle().views()
    }

    /// The configured numbers.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        self.handle().settings()
    }

    /// Now, by the clock of the business.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.handle().now()
    }

    /// Files.
    #[must_use]
    pub fn blobs(&self) -> &Arc<BlobStore> {
        &self.0.parts.blobs
    }

    /// Files of evidence.
    #[must_use]
    pub fn evidence(&self) -> &Arc<EvidenceStore> {
        &self.0.parts.evidence
    }

    /// Timers and jobs.
    #[must_use]
    pub fn time(&self) -> &dyn TimeDriver {
        &*self.0.parts.time
    }

    /// Full-text search.
    #[must_use]
    pub fn search(&self) -> &Search {
        &self.0.parts.search
    }

    /// Limits on how often one may ask.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// Makes documents.
    #[must_use]
    pub fn press(&self) -> &Press {
        &self.0.press
    }

    /// Ends when the server begins to stop; streams to callers must end with it.
    #[must_use]
    pub fn stopping(&self) -> &CancellationToken {
        &self.0.stopping
    }

    /// What whoever started the appliance reads in its output and nobody else knows: it makes them
    /// the first administrator while there is no user. Another one at each start.
    #[must_use]
    pub fn setup_code(&self) -> &str {
        &self.0.setup_code
    }

    /// Permits for password checks, which take memory.
    pub(super) fn password_checks(&self) -> &Arc<Semaphore> {
        &self.0.password_checks
    }

    /// Metrics as text.
    pub(super) fn render_metrics(&self) -> String {
        self.0.parts.metrics.run_upkeep();
        self.0.parts.metrics.render()
    }

    /// Tells the request ids of this run from those of others.
    pub(super) fn run(&self) -> u32 {
        self.0.run
    }

    /// A device's key, ready to verify; read from its bytes once and then kept.
    ///
    /// # Errors
    /// `INVALID_KEY`, which the checks at enrolment leave no way to.
    pub fn device_key(&self, record: &DeviceKeyRecord) -> Result<DeviceKey, Refusal> {
        let keys = self.0.keys.pin();
        if let Some(key) = keys.get(&record.id) {
            return Ok(key.clone());
        }
        let key = DeviceKey::from_spki_der(&record.spki_der)?;
        keys.insert(record.id, key.clone());
        Ok(key)
    }
}
