//! The thread that keeps the index: catches up with the store at start, then follows its commits.

use std::{
    collections::BTreeSet,
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError},
    },
    time::{Duration, Instant},
};

use super::{
    SearchError, Shared,
    document::Document,
    shelf::{Position, STAMP, Shelf, ShelfWriter},
};
use crate::{
    db::Table,
    domain::ids::Seq,
    engine::{Handle, actor::AuditEntry, load::row, load::seq_of, search_feed::Touched},
};

/// Before an index that failed is made anew.
const REBUILD_PAUSE: Duration = Duration::from_secs(5);

/// Follows the engine.
pub(super) struct Follower {
    handle: Handle,
    folder: PathBuf,
    shared: Arc<Shared>,
    feed: Receiver<Touched>,
}

/// What the follower writes to.
struct Desk {
    shelf: Arc<Shelf>,
    writer: ShelfWriter,
    /// The newest audit entry inside.
    audit: Seq,
}

/// Why the following ends.
enum End {
    Stop,
    Failed(SearchError),
}

impl From<SearchError> for End {
    fn from(error: SearchError) -> Self {
        Self::Failed(error)
    }
}

impl Follower {
    pub(super) const fn new(
        handle: Handle,
        folder: PathBuf,
        shared: Arc<Shared>,
        feed: Receiver<Touched>,
    ) -> Self {
        Self { handle, folder, shared, feed }
    }

    /// Follows until told to stop. An index that fails is made anew.
    pub(super) fn run(self) {
        let mut found = Shelf::open(&self.folder);
        loop {
            match self.follow(found.take()) {
                End::Stop => return,
                End::Failed(error) => {
                    tracing::error!(%error, "the search index is made anew");
                    self.shared.seen.send_replace(None);
                }
            }
            // The word may have come with the changes over which the index failed.
            if self.handle.views().search.is_stopped() || self.pause_is_stopped() {
                return;
            }
        }
    }

    /// Drains the feed for a moment; true when it says stop.
    fn pause_is_stopped(&self) -> bool {
        let end = Instant::now() + REBUILD_PAUSE;
        loop {
            match self.feed.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(Touched::Stop) | Err(RecvTimeoutError::Disconnected) => return true,
                Err(RecvTimeoutError::Timeout) => return false,
                Ok(_) => {}
            }
        }
    }

    fn follow(&self, found: Option<(Shelf, Position)>) -> End {
        let opened = self.begin(found);
        let mut desk = match opened {
            Ok(desk) => desk,
            Err(error) => return End::Failed(error),
        };
        loop {
            if let Err(end) = self.step(&mut desk) {
                return end;
            }
        }
    }

    /// Opens the index and brings it to where the store is.
    ///
    /// After an orderly stop nothing is missing. After anything else entities may have changed
    /// without the index knowing: they are all looked at again, and audit entries from the newest
    /// known one on.
    fn begin(&self, found: Option<(Shelf, Position)>) -> Result<Desk, SearchError> {
        let noted = self.handle.views().search.noted();
        // What is lost from here on is noticed at the next step.
        let _ = self.handle.views().search.take_overflow();
        let next_seq = self.next_seq();
        let (shelf, position) = match found {
            Some((shelf, position)) if position.next_seq <= next_seq => (shelf, Some(position)),
            _ => (Shelf::make(&self.folder)?, None),
        };
        let shelf = Arc::new(shelf);
        let writer = shelf.writer(self.handle.settings().search.memory_mib)?;
        let mut desk = Desk { shelf, writer, audit: position.map_or(0, |it| it.audit) };
        let is_current = position.is_some_and(|it| it.closed && it.next_seq == next_seq);
        if position.is_some() {
            // An index that lags is of more use than none.
            self.shared.shelf.store(Some(Arc::clone(&desk.shelf)));
        }
        if !is_current {
            self.put_everything(&mut desk)?;
        }
        self.commit(&mut desk, next_seq, false)?;
        self.shared.shelf.store(Some(Arc::clone(&desk.shelf)));
        self.shared.seen.send_replace(Some(noted));
        Ok(desk)
    }

    fn next_seq(&self) -> Seq {
        self.handle.views().next_seq.load(std::sync::atomic::Ordering::SeqCst)
    }

    /// Waits for changes, gathers a few, writes them.
    fn step(&self, desk: &mut Desk) -> Result<(), End> {
        let Ok(first) = self.feed.recv() else { return Err(End::Stop) };
        let mut touched = BTreeSet::from([first]);
        self.gather(&mut touched);
        // Whoever is counted here was sent before: it is drained below, or lost and known as such.
        let noted = self.handle.views().search.noted();
        let next_seq = self.next_seq();
        touched.extend(self.feed.try_iter());
        let stop = touched.contains(&Touched::Stop);
        if self.handle.views().search.take_overflow() {
            self.put_everything(desk)?;
        } else if touched.iter().any(|it| !matches!(it, Touched::Hurry | Touched::Stop)) {
            self.put_some(desk, &touched)?;
        } else if !stop {
            return Ok(());
        }
        self.commit(desk, next_seq, stop)?;
        self.shared.seen.send_replace(Some(noted));
        if stop { Err(End::Stop) } else { Ok(()) }
    }

    fn gather(&self, touched: &mut BTreeSet<Touched>) {
        let hurried = |touched: &BTreeSet<Touched>| {
            touched.contains(&Touched::Hurry) || touched.contains(&Touched::Stop)
        };
        let end = Instant::now() + Duration::from_millis(self.handle.settings().search.gather_ms);
        while !hurried(touched) {
            let left = end.saturating_duration_since(Instant::now());
            match self.feed.recv_timeout(left) {
                Ok(more) => drop(touched.insert(more)),
                Err(_) => return,
            }
        }
    }

    fn put_some(&self, desk: &mut Desk, touched: &BTreeSet<Touched>) -> Result<(), SearchError> {
        let views = self.handle.views();
        for it in touched {
            let document = match it {
                Touched::Campaign(no) => {
                    views.campaigns.get(no.0).map(|row| Document::campaign(&row))
                }
                Touched::Store(no) => views.stores.get(no.0).map(|row| Document::store(&row)),
                Touched::Device(no) => {
                    views.devices.get(no.0).map(|row| Document::device(views, &row))
                }
                Touched::Audit | Touched::Hurry | Touched::Stop => None,
            };
            if let Some(document) = document {
                desk.writer.put(&document)?;
            }
        }
        self.put_audit(desk)
    }

    fn put_everything(&self, desk: &mut Desk) -> Result<(), SearchError> {
        let views = self.handle.views();
        for row in views.campaigns.iter() {
            desk.writer.put(&Document::campaign(&row))?;
        }
        for row in views.stores.iter() {
            desk.writer.put(&Document::store(&row))?;
        }
        for row in views.devices.iter() {
            desk.writer.put(&Document::device(views, &row))?;
        }
        self.put_audit(desk)
    }

    /// Audit entries after the newest known one. A row that cannot be read is left out: it must
    /// not keep all the others from being found.
    fn put_audit(&self, desk: &mut Desk) -> Result<(), SearchError> {
        let snapshot = self.handle.store().snapshot()?;
        let from = desk.audit.saturating_add(1).to_be_bytes().to_vec();
        let mut failed = None;
        snapshot.scan(Table::Audit, from.., |key, value| {
            desk.audit = seq_of(key);
            match row::<AuditEntry>(Table::Audit, value) {
                Ok(entry) => failed = desk.writer.put(&Document::audit(&entry)).err(),
                Err(error) => tracing::warn!(%error, "an audit entry cannot be indexed"),
            }
            Ok(failed.is_none())
        })?;
        failed.map_or(Ok(()), Err)
    }

    fn commit(&self, desk: &mut Desk, next_seq: Seq, closed: bool) -> Result<(), SearchError> {
        desk.writer.commit(Position { stamp: STAMP, audit: desk.audit, next_seq, closed })?;
        desk.shelf.reload()
    }
}
