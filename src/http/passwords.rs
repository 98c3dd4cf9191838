//! Passwords as Argon2id hashes; few checks at once, since each takes memory.

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

use super::{
    error::{ApiError, ApiResult},
    state::AppState,
};
use crate::{clock::Randomness, config::AccessSettings};

/// Bytes of a password at most; longer ones are no passwords but an attempt to keep us busy.
const MAX_BYTES: usize = 1024;

/// The configured cost cannot be used, or the hash cannot be made.
#[derive(Debug, thiserror::Error)]
#[error("the password cannot be hashed: {0}")]
pub struct PasswordError(String);

/// Hashes a password for storage, in PHC form. Takes tens of milliseconds.
///
/// # Errors
/// `PasswordError` when the configured memory or passes are out of Argon2's range.
pub fn hash_password(password: &str, access: &AccessSettings) -> Result<String, PasswordError> {
    let params = Params::new(access.argon2_kib, access.argon2_passes, 1, None);
    let params = params.map_err(|error| PasswordError(error.to_string()))?;
    let mut random = Randomness::from_system();
    let salt = [random.number().to_be_bytes(), random.number().to_be_bytes()].concat();
    let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hashed: Result<PasswordHash, _> =
        hasher.hash_password_with_salt(password.as_bytes(), &salt);
    hashed.map(|hash| hash.to_string()).map_err(|error| PasswordError(error.to_string()))
}

/// Whether a password gives the stored hash; a hash that cannot be read fits none.
#[must_use]
pub fn fits(password: &str, stored: &str) -> bool {
    password.len() <= MAX_BYTES
        && Argon2::default().verify_password(password.as_bytes(), stored).is_ok()
}

/// A hash that no known password gives, as dear to check as a real one.
fn nobodys_hash(access: &AccessSettings) -> String {
    let (kib, passes) = (access.argon2_kib, access.argon2_passes);
    let (salt, hash) = ("A".repeat(22), "A".repeat(43));
    format!("$argon2id$v=19$m={kib},t={passes},p=1${salt}${hash}")
}

/// Hashes a password off the server's threads, few at once.
///
/// # Errors
/// A failure of the appliance.
pub async fn hash_password_later(state: &AppState, password: String) -> ApiResult<String> {
    let access = state.settings().access.clone();
    off_thread(state, move || hash_password(&password, &access)).await?.map_err(ApiError::internal)
}

/// Checks a password off the server's threads, few at once; without a stored hash it takes as long
/// and fits never, so that time does not tell who exists.
///
/// # Errors
/// A failure of the appliance.
pub async fn verify_password(
    state: &AppState,
    password: String,
    stored: Option<String>,
) -> ApiResult<bool> {
    let is_known = stored.is_some();
    let stored = stored.unwrap_or_else(|| nobodys_hash(&state.settings().access));
    off_thread(state, move || fits(&password, &stored) && is_known).await
}

async fn off_thread<T: Send + 'static>(
    state: &AppState,
    work: impl FnOnce() -> T + Send + 'static,
) -> ApiResult<T> {
    let permits = Arc::clone(state.password_checks());
    let permit = permits.acquire_owned().await.map_err(ApiError::internal)?;
    let task = tokio::task::spawn_blocking(move || {
        let output = work();
        drop(permit);
        output
    });
    task.await.map_err(ApiError::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cheap() -> AccessSettings {
        AccessSettings { argon2_kib: 64, argon2_passes: 1, ..AccessSettings::default() }
    }

    #[test]
    fn a_password_fits_its_hash_only() {
        let stored = hash_password("correct horse", &cheap()).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{stored}");
        assert!(fits("correct horse", &stored));
        assert!(!fits("correct horsf", &stored));
        assert!(!fits("correct horse", "nonsense"));
        assert_ne!(hash_password("correct horse", &cheap()).unwrap(), stored);
    }

    #[test]
    fn nobodys_hash_is_checked_like_a_real_one() {
        let hash = nobodys_hash(&cheap());
        let read = PasswordHash::new(&hash).unwrap();
        assert_eq!(read.to_string(), hash);
        assert_eq!(Params::try_from(&read).unwrap().m_cost(), 64);
        assert!(!fits("", &hash));
    }

    #[test]
    fn a_cost_out_of_range_is_said() {
        assert!(hash_password("x", &AccessSettings { argon2_kib: 0, ..cheap() }).is_err());
    }
}
