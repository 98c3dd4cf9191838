//! Keys and signatures on disk: making them takes minutes, so that later runs read them back.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

use anyhow::{Context as _, ensure};
use aws_lc_rs::{
    encoding::AsDer as _,
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{KeyPair as _, RSA_PKCS1_SHA256},
};

use super::{
    plays::{Kind, Plays},
    report::progress,
};

/// Bytes of a signature by an RSA-2048 key.
pub const SIGNATURE_BYTES: usize = 256;
/// Keys or signatures that a thread makes between two looks at the common count.
const CHUNK: usize = 16;

/// The folder with keys and signatures of earlier runs.
#[derive(Clone, Debug)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// The given folder, or `vetrina/bench` in the user's cache folder.
    ///
    /// # Errors
    /// When it cannot be made, or there is neither `XDG_CACHE_HOME` nor `HOME`.
    pub fn open(given: Option<&Path>) -> anyhow::Result<Self> {
        let folder = match given {
            Some(folder) => folder.to_owned(),
            None => user_cache()?.join("vetrina/bench"),
        };
        fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
        Ok(Self { folder })
    }

    /// So many distinct RSA-2048 key pairs, made on all cores where they are not kept yet.
    ///
    /// # Errors
    /// When a file cannot be read or written, or holds no keys.
    pub fn keys(&self, count: usize) -> anyhow::Result<Vec<KeyPair>> {
        let path = self.folder.join(format!("keys-2048-{count}.bin"));
        if let Ok(bytes) = fs::read(&path) {
            return read_keys(&bytes, count).with_context(|| path.display().to_string());
        }
        let made = in_parallel(count, "making RSA-2048 keys (once)", |_| {
            let pair = KeyPair::generate(KeySize::Rsa2048)?;
            let der = pair.as_der()?.as_ref().to_vec();
            Ok((pair, der))
        })?;
        let mut bytes = Vec::new();
        for (_, der) in &made {
            bytes.extend_from_slice(&u32::try_from(der.len())?.to_be_bytes());
            bytes.extend_from_slice(der);
        }
        write_whole(&path, &bytes)?;
        Ok(made.into_iter().map(|(pair, _)| pair).collect())
    }

    /// The signatures of the first `count` plays of a kind, one after the other.
    ///
    /// # Errors
    /// When a file cannot be read or written.
    pub fn signatures(
        &self,
        plays: &Plays<'_>,
        kind: Kind,
        count: usize,
        keys: &[KeyPair],
    ) -> anyhow::Result<Vec<u8>> {
        let name = format!("signatures-{}-{}.bin", kind.name(), plays.fingerprint());
        let path = self.folder.join(name);
        let mut kept = fs::read(&path).unwrap_or_default();
        kept.truncate(kept.len() / SIGNATURE_BYTES * SIGNATURE_BYTES);
        let have = kept.len() / SIGNATURE_BYTES;
        if have < count {
            let message = format!("signing {} plays (once)", kind.name());
            let made = in_parallel(count - have, &message, |index| {
                let play = plays.play(kind, have + index);
                let mut signature = [0; SIGNATURE_BYTES];
                let pair = &keys[play.device];
                ensure!(pair.public_modulus_len() == SIGNATURE_BYTES, "a key of another size");
                let text = plays.signed_text(&play);
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), &text, &mut signature)?;
                Ok(signature)
            })?;
            kept.extend(made.iter().flatten());
            write_whole(&path, &kept)?;
        }
        kept.truncate(count * SIGNATURE_BYTES);
        Ok(kept)
    }
}

/// The public half as SubjectPublicKeyInfo, DER.
///
/// # Errors
/// When the library cannot encode it.
pub fn public_der(pair: &KeyPair) -> anyhow::Result<Vec<u8>> {
    Ok(pair.public_key().as_der()?.as_ref().to_vec())
}

fn user_cache() -> anyhow::Result<PathBuf> {
    if let Some(folder) = std::env::var_os("XDG_CACHE_HOME").filter(|folder| !folder.is_empty()) {
        return Ok(folder.into());
    }
    let home = std::env::var_os("HOME").context("neither XDG_CACHE_HOME nor HOME; use --cache")?;
    Ok(PathBuf::from(home).join(".cache"))
}

fn read_keys(mut bytes: &[u8], count: usize) -> anyhow::Result<Vec<KeyPair>> {
    let mut keys = Vec::with_capacity(count);
    while let Some((length, rest)) = bytes.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_be_bytes(*length))?;
        let (der, rest) = rest.split_at_checked(length).context("the file is cut off")?;
        keys.push(KeyPair::from_pkcs8(der).map_err(|error| anyhow::anyhow!("{error}"))?);
        bytes = rest;
    }
    ensure!(keys.len() == count, "{} keys instead of {count}; remove the file", keys.len());
    Ok(keys)
}

/// Written under another name first, so that an interrupted run leaves nothing half.
fn write_whole(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let temporary = path.with_extension("tmp");
    fs::write(&temporary, bytes)
        .and_then(|()| fs::rename(&temporary, path))
        .with_context(|| format!("writing {}", path.display()))
}

/// Makes so many things on all cores, in order, with a progress bar.
fn in_parallel<T: Send>(
    count: usize,
    message: &str,
    make: impl Fn(usize) -> anyhow::Result<T> + Sync,
) -> anyhow::Result<Vec<T>> {
    let bar = progress(count, message);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut made = Vec::new();
        loop {
            let start = next.fetch_add(CHUNK, Ordering::Relaxed);
            if start >= count {
                return Ok(made);
            }
            for index in start..(start + CHUNK).min(count) {
                made.push((index, make(index)?));
            }
            bar.inc(CHUNK as u64);
        }
    };
    let threads = std::thread::available_parallelism()?.get();
    let parts: anyhow::Result<Vec<Vec<(usize, T)>>> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let joined = running.into_iter().map(|thread| {
            thread.join().map_err(|_| anyhow::anyhow!("a thread ended in a panic"))?
        });
        joined.collect()
    });
    bar.finish_and_clear();
    let mut all: Vec<(usize, T)> = parts?.into_iter().flatten().collect();
    all.sort_by_key(|(index, _)| *index);
    Ok(all.into_iter().map(|(_, made)| made).collect())
}
