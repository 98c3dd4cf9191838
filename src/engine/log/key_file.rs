//! The file with the log's secret key: made once, readable by its owner alone, never overwritten.
//! Rule: POP-07.

use std::{
    fs::{File, OpenOptions},
    io::{ErrorKind, Read as _, Write as _},
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use crate::{
    clock::Randomness,
    config::Settings,
    proof::log::note_key::{KeyError, NoteSigner},
};

/// Name of the key's file in the data directory.
pub const KEY_FILE: &str = "log.key";
/// What the origin of a log begins with where none is configured.
const ORIGIN_PREFIX: &str = "vetrina/";
/// Most bytes of a key file that are read.
const MAX_FILE_BYTES: u64 = 4096;

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// The file cannot be read or made.
    #[error("the key of the log, {path}: {source}")]
    Disk {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file holds no key.
    #[error("the key of the log, {path}: {source}")]
    Key {
        /// Which.
        path: PathBuf,
        /// Why.
        source: KeyError,
    },
    /// Others than its owner may read or write the file.
    #[error(
        "the key of the log, {path}, is open to others (mode {mode:o}); whoever reads it signs in \
         the log's name: chmod 600 {path}, and replace it if it was read"
    )]
    Open {
        /// Which.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// The configured name is another than the key's.
    #[error(
        "transparency.origin is {configured}, but {path} is the key of {found}; the origin of a log \
         never changes"
    )]
    Origin {
        /// Which.
        path: PathBuf,
        /// As configured.
        configured: String,
        /// As in the key.
        found: String,
    },
    /// A key signed before, but its file is gone.
    #[error(
        "the log is signed by {known}, but there is no {path}; put it back from the backup, or, if \
         it is lost for good, start once with transparency.accept_new_key = true"
    )]
    Gone {
        /// Where it should be.
        path: PathBuf,
        /// The key that signed last.
        known: String,
    },
}

/// Where the key's file is: as configured, else in the data directory.
#[must_use]
pub fn path(settings: &Settings) -> PathBuf {
    let configured = &settings.transparency.key_file;
    if configured.as_os_str().is_empty() {
        settings.storage.data_dir.join(KEY_FILE)
    } else {
        configured.clone()
    }
}

/// Reads the key, or makes it where none ever signed (`known` is the key that signed last).
///
/// # Errors
/// A [`KeyFileError`]; an existing file is never replaced.
pub fn read_or_make(
    settings: &Settings,
    known: Option<String>,
    random: &mut Randomness,
) -> Result<NoteSigner, KeyFileError> {
    let path = path(settings);
    match File::open(&path) {
        Ok(file) => read_from(&path, &file, &settings.transparency.origin),
        Err(error) if error.kind() == ErrorKind::NotFound => match known {
            Some(known) if !settings.transparency.accept_new_key => {
                Err(KeyFileError::Gone { path, known })
            }
            known => {
                // A log keeps its name, also under a new key.
                let name = known.as_deref().and_then(name_of).unwrap_or_default();
                let configured = settings.transparency.origin.as_str();
                make(&path, if configured.is_empty() { name } else { configured }, random)
            }
        },
        Err(source) => Err(KeyFileError::Disk { path, source }),
    }
}

/// Reads the key; makes none.
///
/// # Errors
/// A [`KeyFileError`].
pub fn read(settings: &Settings) -> Result<NoteSigner, KeyFileError> {
    let path = path(settings);
    match File::open(&path) {
        Ok(file) => read_from(&path, &file, &settings.transparency.origin),
        Err(source) => Err(KeyFileError::Disk { path, source }),
    }
}

/// The name in a key's text, `name+id+base64`.
fn name_of(key: &str) -> Option<&str> {
    key.split('+').next().filter(|name| !name.is_empty())
}

fn read_from(path: &Path, file: &File, origin: &str) -> Result<NoteSigner, KeyFileError> {
    let disk = |source| KeyFileError::Disk { path: path.to_owned(), source };
    let mode = file.metadata().map_err(disk)?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(KeyFileError::Open { path: path.to_owned(), mode });
    }
    let mut text = String::new();
    file.take(MAX_FILE_BYTES).read_to_string(&mut text).map_err(disk)?;
    let signer = NoteSigner::from_secret_text(text.trim_end());
    let signer = signer.map_err(|source| KeyFileError::Key { path: path.to_owned(), source })?;
    let found = signer.key().name().to_owned();
    if origin.is_empty() || origin == found {
        return Ok(signer);
    }
    Err(KeyFileError::Origin { path: path.to_owned(), configured: origin.to_owned(), found })
}

fn make(path: &Path, origin: &str, random: &mut Randomness) -> Result<NoteSigner, KeyFileError> {
    let disk = |source| KeyFileError::Disk { path: path.to_owned(), source };
    let mut seed = [0; 32];
    for part in seed.chunks_exact_mut(8) {
        part.copy_from_slice(&random.number().to_be_bytes());
    }
    let name = if origin.is_empty() {
        format!("{ORIGIN_PREFIX}{:016x}", random.number())
    } else {
        origin.to_owned()
    };
    let signer = NoteSigner::from_seed(&name, seed);
    let signer = signer.map_err(|source| KeyFileError::Key { path: path.to_owned(), source })?;
    // A new name first, so that a crash never leaves half a key behind.
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(".new");
    let fresh = PathBuf::from(fresh);
    if let Err(error) = std::fs::remove_file(&fresh)
        && error.kind() != ErrorKind::NotFound
    {
        return Err(disk(error));
    }
    let mut options = OpenOptions::new();
    let mut file = options.write(true).create_new(true).mode(0o600).open(&fresh).map_err(disk)?;
    writeln!(file, "{}", signer.to_secret_text()).map_err(disk)?;
    file.sync_all().map_err(disk)?;
    // A link, unlike a rename, never takes the place of a key that is there.
    std::fs::hard_link(&fresh, path).map_err(disk)?;
    std::fs::remove_file(&fresh).map_err(disk)?;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(disk)?;
    }
    tracing::info!(key = %signer.key(), path = %path.display(), "made the key of the log");
    Ok(signer)
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;

    use super::*;

    fn settings(folder: &Path) -> Settings {
        let mut settings = Settings::default();
        settings.storage.data_dir = folder.to_owned();
        settings
    }

    fn open(settings: &Settings, known: Option<&str>) -> Result<NoteSigner, KeyFileError> {
        read_or_make(settings, known.map(str::to_owned), &mut Randomness::seeded(7))
    }

    /// Rule: POP-07.
    #[test]
    fn the_key_is_made_once_and_kept_from_others() {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = settings(folder.path());
        let made = open(&settings, None).unwrap();
        assert!(made.key().name().starts_with(ORIGIN_PREFIX));
        let file = folder.path().join(KEY_FILE);
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        let before = std::fs::read(&file).unwrap();
        let again = read_or_make(&settings, None, &mut Randomness::seeded(8)).unwrap();
        assert_eq!(again.key(), made.key());
        assert_eq!(std::fs::read(&file).unwrap(), before);

        settings.transparency.origin = "another.example/log".to_owned();
        assert!(matches!(open(&settings, None), Err(KeyFileError::Origin { .. })));
        settings.transparency.origin = made.key().name().to_owned();
        assert!(open(&settings, None).is_ok());
        std::fs::set_permissions(&file, Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(open(&settings, None), Err(KeyFileError::Open { mode: 0o640, .. })));
        std::fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
        std::fs::write(&file, "PRIVATE+KEY+nonsense").unwrap();
        assert!(matches!(open(&settings, None), Err(KeyFileError::Key { .. })));
    }

    #[test]
    fn a_key_that_signed_and_is_gone_is_not_replaced_silently() {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = settings(folder.path());
        assert!(matches!(open(&settings, Some("old+1+x")), Err(KeyFileError::Gone { .. })));
        settings.transparency.accept_new_key = true;
        let kept = folder.path().join("kept.key");
        settings.transparency.key_file = kept;
        let made = open(&settings, Some("old+1+x")).unwrap();
        assert_eq!(made.key().name(), "old", "a new key signs in the log's name");
        settings.transparency.key_file = PathBuf::new();
        settings.transparency.origin = "log.example/plays".to_owned();
        let made = open(&settings, Some("old+1+x")).unwrap();
        assert_eq!(made.key().name(), "log.example/plays");
        settings.transparency.key_file = folder.path().join("elsewhere.key");
        settings.transparency.origin = "two words".to_owned();
        assert!(matches!(open(&settings, None), Err(KeyFileError::Key { .. })));
    }
}
