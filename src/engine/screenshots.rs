//! The files of screenshots, apart from those of assets: who may write or remove one, and when.
//!
//! A file is written before the row that needs it and removed after the row that did. Between the two
//! nobody else may touch it, so each hash has a turn: an upload holds it from the file's name to the
//! commit, the removal while it looks whether a row needs the file. Rule: POP-03, D-14.

use std::{path::Path, path::PathBuf, sync::Arc};

use tokio::sync::{Mutex, OwnedMutexGuard, Semaphore};

use crate::{
    domain::impression::capture::ScreenshotLimits,
    media::{
        blob::{BlobError, BlobHash, BlobStore},
        frame::FrameLimits,
    },
};

/// Name of the folder in the data directory.
pub const FOLDER: &str = "screenshots";
/// Name of the folder of thumbnails, beside those of the files' first bytes.
const THUMBS: &str = "thumbs";
/// Hashes share so many turns.
const TURNS: usize = 256;
const MIB: u64 = 1024 * 1024;

/// Room on the disk of the data directory, bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiskRoom {
    /// What an unprivileged process may still use.
    pub free: u64,
    /// All of it.
    pub total: u64,
}

/// The files of screenshots.
#[derive(Debug)]
pub struct Screenshots {
    files: Arc<BlobStore>,
    thumbs: BlobStore,
    folder: PathBuf,
    turns: Vec<Arc<Mutex<()>>>,
    decoding: Semaphore,
}

impl Screenshots {
    /// Opens or makes the folder, and removes what an earlier run left unfinished.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn open(data_dir: &Path, settings: &ScreenshotLimits) -> Result<Self, BlobError> {
        let folder = data_dir.join(FOLDER);
        Ok(Self {
            files: Arc::new(BlobStore::open_at(&folder)?),
            thumbs: BlobStore::open_at(&folder.join(THUMBS))?,
            turns: (0..TURNS).map(|_| Arc::default()).collect(),
            decoding: Semaphore::new(settings.at_once.clamp(1, Semaphore::MAX_PERMITS)),
            folder,
        })
    }

    /// The files, by their hash.
    #[must_use]
    pub fn files(&self) -> &BlobStore {
        &self.files
    }

    /// The same, for those who only read them.
    #[must_use]
    pub fn shared_files(&self) -> Arc<BlobStore> {
        Arc::clone(&self.files)
    }

    /// Thumbnails, by the hash of the file that they were made of; derived, may be missing.
    #[must_use]
    pub const fn thumbs(&self) -> &BlobStore {
        &self.thumbs
    }

    /// Permits to decode: a picture takes many times its length in memory.
    #[must_use]
    pub const fn decoding(&self) -> &Semaphore {
        &self.decoding
    }

    /// The turn of a hash; held, nobody else writes or removes its file.
    pub async fn turn(&self, hash: &BlobHash) -> OwnedMutexGuard<()> {
        self.shared(hash).lock_owned().await
    }

    /// The same on a thread that may block.
    #[must_use]
    pub fn turn_blocking(&self, hash: &BlobHash) -> OwnedMutexGuard<()> {
        self.shared(hash).blocking_lock_owned()
    }

    fn shared(&self, hash: &BlobHash) -> Arc<Mutex<()>> {
        let first = hash.first().copied().map_or(0, usize::from);
        self.turns.get(first % TURNS).cloned().unwrap_or_default()
    }

    /// Removes a file and its thumbnail; answers whether the file was there.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn remove(&self, hash: &BlobHash) -> Result<bool, BlobError> {
        let there = self.files.remove(hash)?;
        self.thumbs.remove(hash)?;
        Ok(there)
    }

    /// Room on the disk that the folder lies on; `None` where the system does not say.
    #[must_use]
    pub fn room(&self) -> Option<DiskRoom> {
        let found = rustix::fs::statvfs(&self.folder).ok()?;
        let bytes = |blocks: u64| blocks.saturating_mul(found.f_frsize);
        Some(DiskRoom { free: bytes(found.f_bavail), total: bytes(found.f_blocks) })
    }
}

impl ScreenshotLimits {
    /// What an upload may be.
    #[must_use]
    pub const fn frame_limits(&self) -> FrameLimits {
        FrameLimits {
            max_bytes: self.max_bytes,
            max_px: self.max_px,
            max_decode_bytes: self.decode_mib.saturating_mul(MIB),
        }
    }

    /// Disk planned for the files, bytes; `None` without a plan.
    #[must_use]
    pub const fn budget_bytes(&self) -> Option<u64> {
        match self.budget_mib {
            0 => None,
            mib => Some(mib.saturating_mul(MIB)),
        }
    }

    /// Bytes of files from which the operator is told; `None` without a plan.
    #[must_use]
    pub fn warn_bytes(&self) -> Option<u64> {
        let budget = self.budget_bytes()?;
        Some(budget / 100 * u64::from(self.warn_percent))
    }

    /// Whether so little is free that uploads are refused.
    #[must_use]
    pub const fn is_full(&self, room: DiskRoom) -> bool {
        room.free < self.min_free_mib.saturating_mul(MIB)
    }

    /// Whether so little is free that the operator is told.
    #[must_use]
    pub const fn is_nearly_full(&self, room: DiskRoom) -> bool {
        room.free < self.warn_free_mib.saturating_mul(MIB)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_measured_and_judged() {
        let folder = tempfile::tempdir().unwrap();
        let settings = ScreenshotLimits::default();
        let shots = Screenshots::open(folder.path(), &settings).unwrap();
        let room = shots.room().unwrap();
        assert!(room.free <= room.total && room.total > 0, "{room:?}");
        let of = |mib: u64| DiskRoom { free: mib * MIB, total: u64::MAX };
        for (mib, full, nearly) in
            [(511, true, true), (512, false, true), (4095, false, true), (4096, false, false)]
        {
            assert_eq!(
                (settings.is_full(of(mib)), settings.is_nearly_full(of(mib))),
                (full, nearly)
            );
        }
        assert_eq!(settings.warn_bytes(), Some(40 * 1024 * MIB));
        let unplanned = ScreenshotLimits { budget_mib: 0, ..settings };
        assert_eq!((unplanned.budget_bytes(), unplanned.warn_bytes()), (None, None));
    }

    #[test]
    fn a_start_empties_both_incoming_folders() {
        let folder = tempfile::tempdir().unwrap();
        let settings = ScreenshotLimits::default();
        drop(Screenshots::open(folder.path(), &settings).unwrap());
        let stray = |below: &str| folder.path().join(FOLDER).join(below).join("7.part");
        for below in ["incoming", "thumbs/incoming"] {
            std::fs::write(stray(below), b"half").unwrap();
        }
        let shots = Screenshots::open(folder.path(), &settings).unwrap();
        assert!(!stray("incoming").exists() && !stray("thumbs/incoming").exists());
        let (hash, _) = shots.files().put(b"x".as_slice(), 1).unwrap();
        assert!(shots.remove(&hash).unwrap() && !shots.remove(&hash).unwrap());
    }
}
