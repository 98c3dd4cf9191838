//! Evidence of disputes on disk: one ZIP a part, named by its SHA-256, checked at every reading.
//! Rule: POP-06, D-14.

use std::{
    collections::BTreeSet,
    fs::File,
    io::{Read, Write},
    path::Path,
    sync::Arc,
};

use aws_lc_rs::digest::{SHA256, digest};
use zip::{CompressionMethod, ZipArchive, ZipWriter, result::ZipError, write::SimpleFileOptions};

use super::blob::{BlobError, BlobHash, BlobState, BlobStore};
use crate::domain::{dispute::EvidenceMember, impression::record::ImpressionRow};

/// Folder of the evidence's files in the data directory.
pub const EVIDENCE_FOLDER: &str = "evidence";
/// A screenshot that is larger is none.
const MAX_SCREENSHOT_BYTES: u64 = 64 * 1024 * 1024;

/// Why evidence could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// The disk refused.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// A ZIP could not be written or read.
    #[error("the ZIP of evidence failed")]
    Zip(#[from] ZipError),
    /// Bytes could not be moved.
    #[error("moving bytes of evidence failed")]
    Bytes(#[from] std::io::Error),
    /// A part is not there any more, or its bytes have another hash.
    #[error("the evidence file {} is {}", hex::encode(sha256), if *missing { "missing" } else { "damaged" })]
    Damaged {
        /// What its hash should be.
        sha256: BlobHash,
        /// It is not there at all.
        missing: bool,
    },
}

/// The files of evidence, and the screenshots that go into them.
#[derive(Debug)]
pub struct EvidenceStore {
    parts: BlobStore,
    screenshots: Arc<BlobStore>,
}

/// A captured frame as it lies on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// Its bytes have the signed hash.
    Intact(Vec<u8>),
    /// Its bytes have another hash.
    Differs,
    /// There is none.
    Missing,
}

/// The screenshot that a play's hash names.
///
/// # Errors
/// Where the disk refuses.
pub fn screenshot_bytes(store: &BlobStore, play: &ImpressionRow) -> Result<Frame, BlobError> {
    let Some(hash) = play.screenshot_hash else { return Ok(Frame::Missing) };
    let Some(file) = store.open_blob(&hash)? else { return Ok(Frame::Missing) };
    let mut bytes = Vec::new();
    let path = store.path(&hash);
    file.take(MAX_SCREENSHOT_BYTES)
        .read_to_end(&mut bytes)
        .map_err(|source| BlobError::Disk { path, source })?;
    let intact = digest(&SHA256, &bytes).as_ref() == hash.as_slice();
    Ok(if intact { Frame::Intact(bytes) } else { Frame::Differs })
}

/// A ZIP that is being filled. Members are stored as they are, in their order, without times: the
/// same members give the same bytes.
pub struct Pack<'a> {
    zip: ZipWriter<&'a File>,
    members: Vec<EvidenceMember>,
}

impl<'a> Pack<'a> {
    fn new(file: &'a File) -> Self {
        Self { zip: ZipWriter::new(file), members: Vec::new() }
    }

    /// Adds a member.
    ///
    /// # Errors
    /// Where the disk refuses, or the name is there already.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), EvidenceError> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .unix_permissions(0o644);
        self.zip.start_file(name, options)?;
        self.zip.write_all(bytes)?;
        let digest = digest(&SHA256, bytes);
        let sha256 = *digest.as_ref().first_chunk().expect("a SHA-256 digest has 32 bytes");
        self.members.push(EvidenceMember {
            name: name.to_owned(),
            sha256,
            bytes: bytes.len() as u64,
        });
        Ok(())
    }

    fn finish(self) -> Result<Vec<EvidenceMember>, EvidenceError> {
        self.zip.finish()?.flush()?;
        Ok(self.members)
    }
}

/// A part that is on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackedPart {
    /// SHA-256 of its file, and its name.
    pub sha256: BlobHash,
    /// Bytes of its file.
    pub bytes: u64,
    /// What is inside.
    pub members: Vec<EvidenceMember>,
}

impl EvidenceStore {
    /// Opens or makes the folder of the parts.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn open(folder: &Path, screenshots: Arc<BlobStore>) -> Result<Self, BlobError> {
        Ok(Self { parts: BlobStore::open_at(folder)?, screenshots })
    }

    /// Removes files that no dispute names: an earlier run ended between them and its commit.
    /// Answers how many.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn keep_only(&self, named: &BTreeSet<BlobHash>) -> Result<usize, BlobError> {
        let mut removed = 0;
        for first in 0..=u8::MAX {
            for hash in self.parts.names_from(first)? {
                if !named.contains(&hash) {
                    removed += usize::from(self.parts.remove(&hash)?);
                }
            }
        }
        Ok(removed)
    }

    /// The screenshot that a play's hash names.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn screenshot(&self, play: &ImpressionRow) -> Result<Frame, BlobError> {
        screenshot_bytes(&self.screenshots, play)
    }

    /// Writes a part, durably; a failure leaves nothing behind.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn keep(
        &self,
        fill: impl FnOnce(&mut Pack<'_>) -> Result<(), EvidenceError>,
    ) -> Result<PackedPart, EvidenceError> {
        let scratch = self.parts.scratch()?;
        let mut pack = Pack::new(scratch.file());
        fill(&mut pack)?;
        let members = pack.finish()?;
        let received = scratch.finish()?;
        let (sha256, bytes) = (received.hash, received.len);
        self.parts.keep(received)?;
        Ok(PackedPart { sha256, bytes, members })
    }

    /// Makes a ZIP for one reader: the file from its begin, and its length.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn bundle(
        &self,
        fill: impl FnOnce(&mut Pack<'_>) -> Result<(), EvidenceError>,
    ) -> Result<(File, u64), EvidenceError> {
        let scratch = self.parts.scratch()?;
        let mut pack = Pack::new(scratch.file());
        fill(&mut pack)?;
        pack.finish()?;
        Ok(scratch.into_reader()?)
    }

    /// Reads a part through, and only if its bytes have its hash gives its members, in their order.
    ///
    /// # Errors
    /// `Damaged`; where the disk refuses.
    pub fn read(
        &self,
        sha256: &BlobHash,
        mut visit: impl FnMut(&str, Vec<u8>) -> Result<(), EvidenceError>,
    ) -> Result<(), EvidenceError> {
        let damaged = |missing| EvidenceError::Damaged { sha256: *sha256, missing };
        match self.parts.verify(sha256)? {
            BlobState::Intact => {}
            BlobState::Missing => return Err(damaged(true)),
            BlobState::Damaged => return Err(damaged(false)),
        }
        let file = self.parts.open_blob(sha256)?.ok_or_else(|| damaged(true))?;
        let mut archive = ZipArchive::new(file)?;
        for place in 0..archive.len() {
            let mut member = archive.by_index(place)?;
            let name = member.name()?.into_owned();
            let mut bytes = Vec::new();
            member.read_to_end(&mut bytes)?;
            visit(&name, bytes)?;
        }
        Ok(())
    }

    /// Whether a part is there and whole.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn verify(&self, sha256: &BlobHash) -> Result<BlobState, BlobError> {
        self.parts.verify(sha256)
    }

    /// Removes a part that no dispute names.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn forget(&self, sha256: &BlobHash) -> Result<(), BlobError> {
        self.parts.remove(sha256).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> (tempfile::TempDir, EvidenceStore) {
        let folder = tempfile::tempdir().unwrap();
        let shots = Arc::new(BlobStore::open_at(&folder.path().join("screenshots")).unwrap());
        let store = EvidenceStore::open(&folder.path().join("evidence"), shots).unwrap();
        (folder, store)
    }

    fn two_members(pack: &mut Pack<'_>) -> Result<(), EvidenceError> {
        pack.add("a/one.txt", b"one")?;
        pack.add("two.bin", &[0; 100_000])
    }

    fn members(store: &EvidenceStore, part: &PackedPart) -> Result<Vec<String>, EvidenceError> {
        let mut names = Vec::new();
        store.read(&part.sha256, |name, bytes| {
            names.push(format!("{name} {}", bytes.len()));
            Ok(())
        })?;
        Ok(names)
    }

    /// Rule: POP-06.
    #[test]
    fn a_part_is_read_back_and_damage_is_noticed() {
        let (_folder, store) = store();
        let part = store.keep(two_members).unwrap();
        assert_eq!(store.keep(two_members).unwrap(), part, "the same members, the same bytes");
        assert_eq!(part.members[0].sha256[..], *digest(&SHA256, b"one").as_ref());
        assert_eq!(members(&store, &part).unwrap(), ["a/one.txt 3", "two.bin 100000"]);
        let path = store.parts.path(&part.sha256);
        let good = std::fs::read(&path).unwrap();
        assert_eq!(good.len() as u64, part.bytes);
        for place in [0, 40, 1_000, good.len() - 1] {
            let mut bad = good.clone();
            bad[place] ^= 1;
            std::fs::write(&path, bad).unwrap();
            let error = members(&store, &part).unwrap_err();
            assert!(matches!(error, EvidenceError::Damaged { missing: false, .. }), "{error}");
        }
        std::fs::write(&path, &good).unwrap();
        assert!(members(&store, &part).is_ok());
        store.forget(&part.sha256).unwrap();
        let error = members(&store, &part).unwrap_err();
        assert!(matches!(error, EvidenceError::Damaged { missing: true, .. }), "{error}");
    }

    #[test]
    fn a_failure_leaves_nothing_behind() {
        let (folder, store) = store();
        let twice = |pack: &mut Pack<'_>| {
            pack.add("same", b"1")?;
            pack.add("same", b"2")
        };
        assert!(store.keep(twice).is_err());
        let left = |name: &str| std::fs::read_dir(folder.path().join(name)).unwrap().count();
        assert_eq!((left("evidence"), left("evidence/incoming")), (1, 0));
        let (mut file, len) = store.bundle(two_members).unwrap();
        assert_eq!(left("evidence/incoming"), 0, "what is sent has no name any more");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes.len() as u64, len);
        assert_eq!(&bytes[..2], b"PK");
    }
}
