//! Files by their content: `blobs/ab/cd/<sha256>`, written whole or not at all.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use aws_lc_rs::digest::{Context, SHA256};

use crate::domain::refusal::{Code, Detail, Refusal};

/// The SHA-256 that names a blob.
pub type BlobHash = [u8; 32];

/// Bytes moved at a time.
const CHUNK_BYTES: usize = 64 * 1024;

/// Why a blob could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// More bytes than allowed (`BODY_TOO_LARGE`).
    #[error("{}", .0.message)]
    Refused(Refusal),
    /// The bytes to be kept could not be read.
    #[error("reading the incoming bytes failed")]
    Incoming(#[source] io::Error),
    /// The disk refused.
    #[error("the blob file {path} failed")]
    Disk {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// What a check of a stored blob found.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlobState {
    /// The bytes hash to the name.
    Intact,
    /// There is no such file.
    Missing,
    /// The bytes hash to something else.
    Damaged,
}

/// A directory of files by SHA-256; one process at a time may own it.
#[derive(Debug)]
pub struct BlobStore {
    blobs: PathBuf,
    incoming: PathBuf,
    next: AtomicU64,
}

impl BlobStore {
    /// Opens or makes the store under `root` and removes what an earlier run left unfinished.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn open(root: &Path) -> Result<Self, BlobError> {
        Self::open_at(&root.join("blobs"))
    }

    /// Opens or makes the store in a folder of its own.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn open_at(folder: &Path) -> Result<Self, BlobError> {
        let (blobs, incoming) = (folder.to_owned(), folder.join("incoming"));
        make_directory(&incoming)?;
        let entries = fs::read_dir(&incoming).map_err(at(&incoming))?;
        for entry in entries {
            let path = entry.map_err(at(&incoming))?.path();
            fs::remove_file(&path).map_err(at(&path))?;
        }
        Ok(Self { blobs, incoming, next: AtomicU64::new(0) })
    }

    /// Begins a blob of at most `limit` bytes, whose parts are appended as they arrive.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn begin(&self, limit: u64) -> Result<Incoming, BlobError> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let path = self.incoming.join(format!("{number}.part"));
        let opened = OpenOptions::new().write(true).create_new(true).open(&path);
        let file = opened.map_err(at(&path))?;
        Ok(Incoming { file, temp: Temp(path), context: Context::new(&SHA256), len: 0, limit })
    }

    /// Begins a blob that is written in any order, hashed when it is whole.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn scratch(&self) -> Result<Scratch, BlobError> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let path = self.incoming.join(format!("{number}.scratch"));
        let opened = OpenOptions::new().read(true).write(true).create_new(true).open(&path);
        let file = opened.map_err(at(&path))?;
        Ok(Scratch { file, temp: Temp(path) })
    }

    /// Keeps everything a reader gives, at most `limit` bytes; answers hash and length.
    ///
    /// # Errors
    /// `BODY_TOO_LARGE`, or where the reader or the disk fails; nothing is left behind.
    pub fn put(&self, mut reader: impl Read, limit: u64) -> Result<(BlobHash, u64), BlobError> {
        let mut incoming = self.begin(limit)?;
        let mut chunk = vec![0; CHUNK_BYTES];
        loop {
            match reader.read(&mut chunk) {
                Ok(0) => break,
                Ok(len) => incoming.append(&chunk[..len])?,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(BlobError::Incoming(error)),
            }
        }
        let received = incoming.finish()?;
        let (hash, len) = (received.hash, received.len);
        self.keep(received)?;
        Ok((hash, len))
    }

    /// Moves a received blob to its name, durably; one that is there already is replaced.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn keep(&self, received: Received) -> Result<(), BlobError> {
        let name = received.hash;
        self.keep_as(received, &name)
    }

    /// Moves received bytes to the name of the blob that they were derived from, durably.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn keep_as(&self, received: Received, name: &BlobHash) -> Result<(), BlobError> {
        let path = self.path(name);
        let directory = path.parent().unwrap_or(&self.blobs);
        make_directory(directory)?;
        fs::rename(&received.temp.0, &path).map_err(at(&path))?;
        sync_directory(directory)
    }

    /// Where a blob is, or would be.
    #[must_use]
    pub fn path(&self, hash: &BlobHash) -> PathBuf {
        let name = hex::encode(hash);
        self.blobs.join(&name[..2]).join(&name[2..4]).join(&name)
    }

    /// Opens a blob for reading; `None` where there is none.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn open_blob(&self, hash: &BlobHash) -> Result<Option<File>, BlobError> {
        let path = self.path(hash);
        match File::open(&path) {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(BlobError::Disk { path, source }),
        }
    }

    /// Reads a blob through and compares its hash with its name.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn verify(&self, hash: &BlobHash) -> Result<BlobState, BlobError> {
        let Some(file) = self.open_blob(hash)? else { return Ok(BlobState::Missing) };
        let mut reader = BufReader::with_capacity(CHUNK_BYTES, file);
        let mut context = Context::new(&SHA256);
        let mut chunk = vec![0; CHUNK_BYTES];
        loop {
            let len = reader.read(&mut chunk).map_err(at(&self.path(hash)))?;
            if len == 0 {
                break;
            }
            context.update(&chunk[..len]);
        }
        let intact = context.finish().as_ref() == hash.as_slice();
        Ok(if intact { BlobState::Intact } else { BlobState::Damaged })
    }

    /// The blobs whose hashes begin with a byte, in no order; other files are left out.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn names_from(&self, first_byte: u8) -> Result<Vec<BlobHash>, BlobError> {
        let folder = self.blobs.join(hex::encode([first_byte]));
        let mut names = Vec::new();
        for below in entries(&folder)? {
            for path in entries(&below)? {
                let name = path.file_name().and_then(|name| name.to_str());
                let hash = name.and_then(|name| hex::decode(name).ok());
                names.extend(hash.and_then(|hash| BlobHash::try_from(hash).ok()));
            }
        }
        Ok(names)
    }

    /// Removes a blob whose time is over; answers whether it was there. Rule: D-14.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn remove(&self, hash: &BlobHash) -> Result<bool, BlobError> {
        let path = self.path(hash);
        match fs::remove_file(&path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(source) => Err(BlobError::Disk { path, source }),
        }
    }
}

/// A temporary file that goes away with its owner, unless it was moved to its name.
#[derive(Debug)]
struct Temp(PathBuf);

impl Drop for Temp {
    fn drop(&mut self) {
        // After the move there is nothing at this path; what stays by mistake goes at the next start.
        let _gone = fs::remove_file(&self.0);
    }
}

/// A blob that is still arriving; dropped, it leaves nothing.
pub struct Incoming {
    file: File,
    temp: Temp,
    context: Context,
    len: u64,
    limit: u64,
}

impl Incoming {
    /// Appends bytes.
    ///
    /// # Errors
    /// `BODY_TOO_LARGE` past the limit, or where the disk refuses.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), BlobError> {
        let len = self.len.saturating_add(bytes.len() as u64);
        if len > self.limit {
            let limit = i64::try_from(self.limit).unwrap_or(i64::MAX);
            let message = format!("The body is larger than {limit} bytes");
            let refusal = Refusal::new(Code::BodyTooLarge, message);
            return Err(BlobError::Refused(refusal.with("limit_bytes", Detail::Int(limit))));
        }
        self.file.write_all(bytes).map_err(at(&self.temp.0))?;
        self.context.update(bytes);
        self.len = len;
        Ok(())
    }

    /// Makes what arrived durable under its temporary name, ready to be probed and kept.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn finish(self) -> Result<Received, BlobError> {
        self.file.sync_all().map_err(at(&self.temp.0))?;
        let digest = self.context.finish();
        let hash = *digest.as_ref().first_chunk().expect("a SHA-256 digest has 32 bytes");
        Ok(Received { hash, len: self.len, temp: self.temp })
    }
}

/// A file that is written in any order; dropped, it leaves nothing.
#[derive(Debug)]
pub struct Scratch {
    file: File,
    temp: Temp,
}

impl Scratch {
    /// The file, for reading and writing.
    #[must_use]
    pub const fn file(&self) -> &File {
        &self.file
    }

    /// Makes what was written durable, hashed and ready to be kept.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn finish(mut self) -> Result<Received, BlobError> {
        let path = self.temp.0.clone();
        self.file.sync_all().map_err(at(&path))?;
        self.file.rewind().map_err(at(&path))?;
        let (hash, len) = hash_of(&mut self.file).map_err(at(&path))?;
        Ok(Received { hash, len, temp: self.temp })
    }

    /// The file from its begin, with its length; it has no name any more and goes when it is closed.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn into_reader(mut self) -> Result<(File, u64), BlobError> {
        let len = self.file.seek(SeekFrom::End(0)).map_err(at(&self.temp.0))?;
        self.file.rewind().map_err(at(&self.temp.0))?;
        Ok((self.file, len))
    }
}

/// SHA-256 and length of what a reader gives.
fn hash_of(reader: &mut impl Read) -> io::Result<(BlobHash, u64)> {
    let mut context = Context::new(&SHA256);
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut all = 0;
    loop {
        let len = reader.read(&mut chunk)?;
        if len == 0 {
            break;
        }
        context.update(&chunk[..len]);
        all += len as u64;
    }
    let digest = context.finish();
    Ok((*digest.as_ref().first_chunk().expect("a SHA-256 digest has 32 bytes"), all))
}

/// A whole blob under a temporary name: [`BlobStore::keep`] it, or drop it and nothing is left.
#[must_use]
#[derive(Debug)]
pub struct Received {
    /// The SHA-256 of the bytes.
    pub hash: BlobHash,
    /// How many bytes there are.
    pub len: u64,
    temp: Temp,
}

impl Received {
    /// Where the bytes are until then.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.temp.0
    }
}

/// What lies in a directory; nothing where there is none.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, BlobError> {
    let found = match fs::read_dir(folder) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(at(folder)(source)),
    };
    found.map(|entry| Ok(entry.map_err(at(folder))?.path())).collect()
}

/// Names the path in an error of the disk.
fn at(path: &Path) -> impl FnOnce(io::Error) -> BlobError {
    let path = path.to_owned();
    move |source| BlobError::Disk { path, source }
}

/// Makes a directory and those above it, each durably named in its parent.
fn make_directory(path: &Path) -> Result<(), BlobError> {
    if path.is_dir() {
        return Ok(());
    }
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    make_directory(parent)?;
    match fs::create_dir(path) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(source) => return Err(BlobError::Disk { path: path.to_owned(), source }),
    }
    sync_directory(parent)
}

fn sync_directory(path: &Path) -> Result<(), BlobError> {
    File::open(path).and_then(|directory| directory.sync_all()).map_err(at(path))
}

#[cfg(test)]
#[path = "blob_tests.rs"]
mod tests;
