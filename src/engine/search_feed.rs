//! What changed for the search index: a bounded feed that never holds the writer up. Rule: OPS-09.

use std::sync::{
    OnceLock,
    atomic::{AtomicBool, AtomicU64, Ordering},
    mpsc::{SyncSender, TrySendError},
};

use super::command::Record;
use crate::domain::ids::{CampaignNo, DeviceNo, StoreNo};

/// What the index has to look at again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Touched {
    /// A campaign.
    Campaign(CampaignNo),
    /// A store.
    Store(StoreNo),
    /// A device.
    Device(DeviceNo),
    /// New audit entries.
    Audit,
    /// Nothing: somebody waits for what was noted before.
    Hurry,
    /// Nothing: the appliance stops.
    Stop,
}

impl Touched {
    /// What a record touches.
    #[must_use]
    pub fn by(record: &Record) -> Option<Self> {
        match record {
            Record::Campaign(row) => Some(Self::Campaign(row.no)),
            Record::Store(row) => Some(Self::Store(row.no)),
            Record::Device(row) => Some(Self::Device(row.no)),
            _ => None,
        }
    }
}

/// The feed. Without a listener, notes are only counted.
#[derive(Debug, Default)]
pub struct SearchFeed {
    noted: AtomicU64,
    overflowed: AtomicBool,
    stopped: AtomicBool,
    listener: OnceLock<SyncSender<Touched>>,
}

impl SearchFeed {
    /// Sends notes to a listener from now on; only the first one is taken.
    pub fn listen(&self, listener: SyncSender<Touched>) {
        // A second listener would be a second index; there is one.
        let _ = self.listener.set(listener);
    }

    /// Notes a change; a full feed only remembers that something is missing.
    pub fn note(&self, touched: Touched) {
        let Some(listener) = self.listener.get() else { return };
        match listener.try_send(touched) {
            Ok(()) | Err(TrySendError::Disconnected(_)) => {}
            Err(TrySendError::Full(_)) => self.overflowed.store(true, Ordering::SeqCst),
        }
        self.noted.fetch_add(1, Ordering::SeqCst);
    }

    /// How much was noted so far.
    #[must_use]
    pub fn noted(&self) -> u64 {
        self.noted.load(Ordering::SeqCst)
    }

    /// Asks the listener to look at once; how much it then has to have seen.
    pub fn hurry(&self) -> u64 {
        let noted = self.noted();
        if let Some(listener) = self.listener.get() {
            // A full feed is being read already.
            let _ = listener.try_send(Touched::Hurry);
        }
        noted
    }

    /// Tells the listener to end.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        if let Some(listener) = self.listener.get() {
            // A listener that is gone already needs no word.
            let _ = listener.send(Touched::Stop);
        }
    }

    /// Whether the listener was told to end.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    /// Whether notes were lost since the last question.
    #[must_use]
    pub fn take_overflow(&self) -> bool {
        self.overflowed.swap(false, Ordering::SeqCst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_feed_says_that_something_is_missing() {
        let feed = SearchFeed::default();
        feed.note(Touched::Audit);
        assert_eq!((feed.noted(), feed.take_overflow()), (0, false), "nobody listens");
        let (sender, receiver) = std::sync::mpsc::sync_channel(2);
        feed.listen(sender);
        for number in 0..3 {
            feed.note(Touched::Campaign(CampaignNo(number)));
        }
        assert_eq!(feed.noted(), 3);
        assert!(feed.take_overflow() && !feed.take_overflow());
        let seen: Vec<_> = receiver.try_iter().collect();
        assert_eq!(seen, [0, 1].map(|number| Touched::Campaign(CampaignNo(number))));
        feed.stop();
        assert!(feed.is_stopped(), "known even to a listener that failed over the word");
        drop(receiver);
        feed.note(Touched::Audit);
        assert!(!feed.take_overflow(), "nobody is left to miss it");
    }
}
