//! Makes documents, which is heavy: few at once, the same one only once. Rule: POP-04.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error::{ApiError, ApiResult};
use crate::{
    config::ReportSettings,
    domain::refusal::{Code, Detail, Refusal},
};

/// What `Retry-After` says when too many documents wait, seconds.
const RETRY_SECONDS: i64 = 5;

/// Documents by the hash of what they were made from, the newest used ones.
#[derive(Default)]
struct Shelf {
    documents: HashMap<[u8; 32], (Bytes, u64)>,
    bytes: usize,
    uses: u64,
}

impl Shelf {
    fn take(&mut self, key: &[u8; 32]) -> Option<Bytes> {
        self.uses += 1;
        let (document, used) = self.documents.get_mut(key)?;
        *used = self.uses;
        Some(document.clone())
    }

    /// Puts a document there; those that were not used for longest go until all fit.
    fn put(&mut self, key: [u8; 32], document: &Bytes, max_bytes: usize) {
        if document.len() > max_bytes {
            return;
        }
        self.uses += 1;
        self.bytes += document.len();
        if let Some((before, _)) = self.documents.insert(key, (document.clone(), self.uses)) {
            self.bytes -= before.len();
        }
        while self.bytes > max_bytes {
            let oldest = self.documents.iter().min_by_key(|(_, (_, used))| *used);
            let Some(oldest) = oldest.map(|(key, _)| *key) else { break };
            if let Some((gone, _)) = self.documents.remove(&oldest) {
                self.bytes -= gone.len();
            }
        }
    }
}

/// The place where documents are made.
pub struct Press {
    at_once: Arc<Semaphore>,
    waiting: Semaphore,
    exports: Arc<Semaphore>,
    shelf: Arc<Mutex<Shelf>>,
    max_bytes: usize,
}

impl Press {
    /// A press as configured.
    #[must_use]
    pub fn new(settings: &ReportSettings) -> Self {
        let permits = |count: usize| count.clamp(1, Semaphore::MAX_PERMITS);
        let at_once = permits(settings.pdf_at_once);
        Self {
            at_once: Arc::new(Semaphore::new(at_once)),
            waiting: Semaphore::new(permits(at_once.saturating_add(settings.pdf_waiting))),
            exports: Arc::new(Semaphore::new(permits(settings.exports_at_once))),
            shelf: Arc::default(),
            max_bytes: settings.pdf_cache_mib.saturating_mul(1024 * 1024),
        }
    }

    /// A place among the exports, to be held until the reader has all of it or goes away, or until the
    /// file is made.
    ///
    /// # Errors
    /// `OVERLOADED` when `reports.exports_at_once` are taken.
    pub(super) fn export_place(&self) -> ApiResult<OwnedSemaphorePermit> {
        Arc::clone(&self.exports).try_acquire_owned().map_err(|_| busy("exports"))
    }

    /// The document of a key: from the shelf, or made on a thread that may block.
    ///
    /// # Errors
    /// `OVERLOADED` when too many wait; what `work` fails with.
    pub async fn document<E: std::fmt::Display + Send + 'static>(
        &self,
        key: [u8; 32],
        work: impl FnOnce() -> Result<Vec<u8>, E> + Send + 'static,
    ) -> ApiResult<Bytes> {
        if let Some(document) = self.on_shelf(&key) {
            return Ok(document);
        }
        let Ok(_place) = self.waiting.try_acquire() else { return Err(busy("documents")) };
        let turn = Arc::clone(&self.at_once).acquire_owned().await.map_err(ApiError::internal)?;
        // Somebody who waited before may have made it.
        if let Some(document) = self.on_shelf(&key) {
            return Ok(document);
        }
        let (shelf, max_bytes) = (Arc::clone(&self.shelf), self.max_bytes);
        let making = tokio::task::spawn_blocking(move || {
            let made = work().map(Bytes::from);
            if let Ok(document) = &made {
                locked(&shelf).put(key, document, max_bytes);
            }
            // The turn ends after the document is there for the next in line, and also where nobody
            // waits for it any more.
            drop(turn);
            made
        });
        making.await.map_err(ApiError::internal)?.map_err(ApiError::internal)
    }

    fn on_shelf(&self, key: &[u8; 32]) -> Option<Bytes> {
        locked(&self.shelf).take(key)
    }
}

fn locked(shelf: &Mutex<Shelf>) -> MutexGuard<'_, Shelf> {
    shelf.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The refusal when too much of a kind is asked for at once.
fn busy(what: &str) -> ApiError {
    let message = format!("too many {what} are asked for at once; try again in some seconds");
    let seconds = Detail::Int(RETRY_SECONDS);
    Refusal::new(Code::Overloaded, message).with("retry_after_seconds", seconds).into()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    fn settings(waiting: usize) -> ReportSettings {
        ReportSettings { pdf_at_once: 1, pdf_waiting: waiting, ..ReportSettings::default() }
    }

    #[test]
    fn exports_take_places_and_give_them_back() {
        let press = Press::new(&ReportSettings { exports_at_once: 2, ..settings(1) });
        let (first, second) = (press.export_place().unwrap(), press.export_place().unwrap());
        let refused = press.export_place().unwrap_err();
        assert_eq!(refused.code(), Some(Code::Overloaded));
        drop(first);
        let third = press.export_place().unwrap();
        assert!(press.export_place().is_err());
        drop((second, third));
    }

    /// Ten ask for the same document at once: it is made once.
    #[tokio::test]
    async fn the_same_document_is_made_once() {
        let (press, made) = (Press::new(&settings(20)), Arc::new(AtomicU32::new(0)));
        let ask = || {
            let made = Arc::clone(&made);
            press.document([1; 32], move || {
                made.fetch_add(1, Ordering::SeqCst);
                Ok::<_, String>(b"document".to_vec())
            })
        };
        let answers = futures_util::future::join_all((0..10).map(|_| ask())).await;
        assert!(answers.into_iter().all(|answer| answer.unwrap() == "document"));
        assert_eq!(made.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn too_many_that_wait_are_told_to_come_back() {
        let press = Press::new(&settings(1));
        let ask = |key: u8| {
            press.document([key; 32], move || {
                std::thread::sleep(std::time::Duration::from_millis(50));
                Ok::<_, String>(vec![key])
            })
        };
        let answers = futures_util::future::join_all((0..5).map(ask)).await;
        let refused = answers.iter().filter(|answer| {
            answer.as_ref().is_err_and(|error| error.code() == Some(Code::Overloaded))
        });
        assert_eq!(refused.count(), 3);
    }

    #[test]
    fn what_was_not_used_for_longest_leaves_the_shelf() {
        let mut shelf = Shelf::default();
        let document = Bytes::from_static(&[0; 40]);
        shelf.put([1; 32], &document, 100);
        shelf.put([2; 32], &document, 100);
        assert!(shelf.take(&[1; 32]).is_some());
        shelf.put([3; 32], &document, 100);
        let kept = [1, 2, 3].map(|n| shelf.take(&[n; 32]).is_some());
        assert_eq!(kept, [true, false, true]);
        shelf.put([3; 32], &document, 100);
        assert_eq!(shelf.bytes, 80);
        shelf.put([4; 32], &Bytes::from_static(&[0; 101]), 100);
        assert!(shelf.take(&[4; 32]).is_none());
    }
}
