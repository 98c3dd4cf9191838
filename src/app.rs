//! The only place that wires the parts together: store, engine, writer, driver, server.

use std::{future::Future, os::unix::fs::DirBuilderExt as _, path::PathBuf, sync::Arc};

use anyhow::Context as _;
use tokio::net::TcpListener;

use crate::{
    clock::{Clock, Randomness},
    config::Settings,
    db::{Store, codec::sha256},
    domain::time::Timestamp,
    engine::{
        Actor, Engine, Handle,
        commands::access::Bootstrap,
        disputes::evidence_files,
        log::{key_file, read::log_keys},
        screenshots::Screenshots,
    },
    http::{
        self,
        state::{AppParts, AppState},
    },
    jobs::Driver,
    media::{
        blob::BlobStore,
        evidence::{EVIDENCE_FOLDER, EvidenceStore},
    },
    outbox::{self, Outbox},
    search::Search,
    telemetry,
};

/// Name of the store's file in the data directory.
pub const STORE_FILE: &str = "vetrina.redb";

/// A running appliance.
pub struct App {
    /// The way to the writer.
    pub handle: Handle,
    /// Jobs and timers.
    pub driver: Arc<Driver>,
    state: AppState,
    outbox: Outbox,
    search: Arc<Search>,
    writer: std::thread::JoinHandle<()>,
}

/// Opens the store of a data directory.
///
/// # Errors
/// When the directory cannot be made, or the file is damaged or held by another process.
pub fn open_store(settings: &Settings) -> anyhow::Result<Arc<Store>> {
    let folder = &settings.storage.data_dir;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("cannot make the data directory {}", folder.display()))?;
    let path = store_path(settings);
    let cache = settings.storage.cache_mib.saturating_mul(1024 * 1024);
    let store =
        Store::open(&path, cache).with_context(|| format!("cannot open {}", path.display()))?;
    Ok(Arc::new(store))
}

/// Where the store's file is.
#[must_use]
pub fn store_path(settings: &Settings) -> PathBuf {
    settings.storage.data_dir.join(STORE_FILE)
}

/// Reads or makes the key of the transparency log and signs with it from now on. Rule: POP-07.
fn open_log(engine: &mut Engine, now: Timestamp) -> anyhow::Result<()> {
    let settings = engine.settings();
    let known = log_keys(&engine.store().snapshot()?)?.last().map(ToString::to_string);
    let signer = key_file::read_or_make(&settings, known, &mut Randomness::from_system())?;
    engine.sign_log_with(signer, settings.transparency.accept_new_key, now)?;
    Ok(())
}

impl App {
    /// Opens the store, rebuilds the state, starts the writer.
    ///
    /// A failed commit ends the process at once: nothing of the group was acknowledged.
    ///
    /// # Errors
    /// When the store cannot be opened or contradicts itself.
    pub fn open(settings: Settings, clock: Clock) -> anyhow::Result<Self> {
        outbox::check(&settings)?;
        let data_dir = settings.storage.data_dir.clone();
        let store = open_store(&settings)?;
        let blobs = Arc::new(BlobStore::open(&settings.storage.data_dir)?);
        let screenshots = Screenshots::open(&data_dir, &settings.screenshots)?;
        let frames = screenshots.shared_files();
        let evidence = EvidenceStore::open(&data_dir.join(EVIDENCE_FOLDER), frames)?;
        let mut engine = Engine::open(store, Arc::new(settings), Randomness::from_system())
            .context("the state cannot be rebuilt from the store")?;
        let named = evidence_files(&engine.store().snapshot()?)?;
        let orphans = evidence.keep_only(&named)?;
        if orphans > 0 {
            tracing::info!(orphans, "removed files of evidence that no dispute names");
        }
        engine.read_content_from(Arc::clone(&blobs));
        engine.keep_screenshots_in(Arc::new(screenshots));
        open_log(&mut engine, clock.now())?;
        let (handle, writer) = Handle::start(engine, clock, |error| {
            tracing::error!(%error, "commit failed; stopping before anything is acknowledged");
            std::process::abort();
        })?;
        let driver = Arc::new(Driver::new(handle.clone()));
        let time: Arc<Driver> = Arc::clone(&driver);
        let outbox = Outbox::new(handle.clone())?;
        let search = Arc::new(Search::start(handle.clone(), &data_dir)?);
        let state = AppState::new(AppParts {
            handle: handle.clone(),
            blobs,
            evidence: Arc::new(evidence),
            metrics: telemetry::start_metrics()?,
            time,
            search: Arc::clone(&search),
        });
        Ok(Self { handle, driver, state, outbox, search, writer })
    }

    /// Makes the bootstrap token a SUPER_ADMIN, when there is no user yet.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn bootstrap(&self, token: &str) -> anyhow::Result<()> {
        let command = Bootstrap { token_hash: sha256(token.as_bytes()) };
        self.handle.run(&Actor::system(), command, None).await?;
        Ok(())
    }

    /// What handlers use, for those who submit plays within the process.
    #[must_use]
    pub const fn state(&self) -> &AppState {
        &self.state
    }

    /// Files.
    #[must_use]
    pub fn blobs(&self) -> &Arc<BlobStore> {
        self.state.blobs()
    }

    /// Serves until `shutdown`, then stops in order: requests, jobs, writer.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn serve(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> anyhow::Result<()> {
        if !self.handle.clock().is_simulated() {
            self.driver.catch_up(self.handle.now()).await?;
        }
        let stopping = self.state.stopping().clone();
        let driver = Arc::clone(&self.driver);
        let driven = driver.run(stopping.clone().cancelled_owned());
        let served = async {
            let result = http::server::serve(self.state.clone(), listener, shutdown).await;
            stopping.cancel();
            result
        };
        let delivered = self.outbox.run(stopping.clone().cancelled_owned());
        if self.handle.clock().is_simulated() {
            let ((), result) = tokio::join!(delivered, served);
            result?;
        } else {
            let ((), (), result) = tokio::join!(delivered, driven, served);
            result?;
        }
        self.close().await
    }

    /// Stops the writer in order: everything that waits is written.
    ///
    /// # Errors
    /// When the writer ended in a panic.
    pub async fn close(self) -> anyhow::Result<()> {
        self.handle.stop().await;
        let (search, writer) = (self.search, self.writer);
        let ended = tokio::task::spawn_blocking(move || {
            let ended = writer.join();
            // After the writer: what it committed last is found after the next start at once.
            search.stop();
            ended
        });
        ended.await?.map_err(|_| anyhow::anyhow!("the writer ended in a panic"))
    }
}
