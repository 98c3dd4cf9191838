//! Full-text search: an index derived from the store, made anew when missing or stale.
//! Lives here: words and their folding, documents, queries, the thread that follows the commits.
//! Must not live here: anything that only the index knows; deleting its folder loses nothing.

pub mod document;
pub mod follower;
pub mod query;
pub mod shelf;
pub mod words;

use std::{path::Path, sync::Arc, thread::JoinHandle, time::Duration};

use arc_swap::ArcSwapOption;
use tokio::sync::watch;

pub use document::Kind;
pub use query::{Hit, Query, QueryError, Scope};

use crate::engine::Handle;
use follower::Follower;
use shelf::Shelf;

/// Name of the index's folder in the data directory.
pub const FOLDER: &str = "search";

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The index is being made.
    #[error("the search index is being made; try again in a moment")]
    NotReady,
    /// The index cannot be read or written; the follower makes it anew.
    #[error("the search index fails: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] crate::db::StoreError),
    /// The folder cannot be made or emptied.
    #[error("the folder of the search index: {0}")]
    Folder(#[from] std::io::Error),
}

/// What the searchers and the follower share.
struct Shared {
    /// The index as it was last written; `None` while the first one is made.
    shelf: ArcSwapOption<Shelf>,
    /// How much of the feed the index has seen; `None` until it caught up with the store.
    seen: watch::Sender<Option<u64>>,
}

/// The search, and the thread that keeps its index. Rule: OPS-09.
pub struct Search {
    handle: Handle,
    shared: Arc<Shared>,
    thread: std::sync::Mutex<Option<JoinHandle<()>>>,
}

impl Search {
    /// Starts to follow the engine's commits; the index is opened or made in the background.
    ///
    /// # Errors
    /// When the thread cannot be started.
    pub fn start(handle: Handle, data_dir: &Path) -> std::io::Result<Self> {
        let settings = &handle.settings().search;
        let (sender, receiver) = std::sync::mpsc::sync_channel(settings.queue_capacity.max(1));
        handle.views().search.listen(sender);
        let shared =
            Arc::new(Shared { shelf: ArcSwapOption::empty(), seen: watch::Sender::new(None) });
        let follower =
            Follower::new(handle.clone(), data_dir.join(FOLDER), Arc::clone(&shared), receiver);
        let thread =
            std::thread::Builder::new().name("search".to_owned()).spawn(move || follower.run())?;
        Ok(Self { handle, shared, thread: std::sync::Mutex::new(Some(thread)) })
    }

    /// Waits until the index has seen everything committed before, for a short time at most: an
    /// index that lags answers from what it has.
    pub async fn fresh(&self) {
        let feed = &self.handle.views().search;
        let wanted = feed.noted();
        let is_seen = |seen: &Option<u64>| seen.is_some_and(|seen| seen >= wanted);
        let mut seen = self.shared.seen.subscribe();
        if is_seen(&seen.borrow()) {
            return;
        }
        feed.hurry();
        let most = Duration::from_millis(self.handle.settings().search.wait_ms);
        // Too late is no error: the answer is as new as the index.
        let _ = tokio::time::timeout(most, seen.wait_for(is_seen)).await;
    }

    /// Numbers of one kind below `before` that a query finds within a scope, newest first.
    ///
    /// # Errors
    /// `NotReady`, `Index`.
    pub fn newest(
        &self,
        kind: Kind,
        scope: Scope,
        query: &Query,
        before: u64,
        limit: usize,
    ) -> Result<Vec<u64>, SearchError> {
        self.shelf()?.newest(kind, scope, query, before, limit)
    }

    /// What a query finds within a scope, best first.
    ///
    /// # Errors
    /// `NotReady`, `Index`.
    pub fn best(
        &self,
        kinds: &[Kind],
        scope: Scope,
        query: &Query,
        limit: usize,
    ) -> Result<Vec<Hit>, SearchError> {
        self.shelf()?.best(kinds, scope, query, limit)
    }

    fn shelf(&self) -> Result<Arc<Shelf>, SearchError> {
        self.shared.shelf.load_full().ok_or(SearchError::NotReady)
    }

    /// Writes what was seen and ends the thread; call it after the writer has ended. Blocks.
    pub fn stop(&self) {
        self.handle.views().search.stop();
        let thread = self.thread.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        if let Some(thread) = thread
            && thread.join().is_err()
        {
            tracing::error!("the search thread ended in a panic; its index is made anew");
        }
    }
}
