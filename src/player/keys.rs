//! Device keys: RSA-2048 made on the device, kept as PKCS#8, public half sent as SPKI PEM.

use std::{fs, io::Write as _, path::Path, sync::Arc};

use anyhow::{Context as _, anyhow};
use aws_lc_rs::{
    encoding::AsDer as _,
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{KeyPair as _, RSA_PKCS1_SHA256},
};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};

/// A device's private key.
#[derive(Clone, Debug)]
pub struct DeviceKey {
    pair: Arc<KeyPair>,
}

impl DeviceKey {
    /// Makes a new RSA-2048 key from the system's randomness (tens of milliseconds of CPU).
    ///
    /// # Errors
    /// The system gives no randomness.
    pub fn generate() -> anyhow::Result<Self> {
        let pair = KeyPair::generate(KeySize::Rsa2048)
            .map_err(|_| anyhow!("an RSA-2048 key could not be made"))?;
        Ok(Self { pair: Arc::new(pair) })
    }

    /// Reads a key from its PKCS#8 bytes.
    ///
    /// # Errors
    /// The bytes are not an RSA key that may sign.
    pub fn from_pkcs8(der: &[u8]) -> anyhow::Result<Self> {
        let pair =
            KeyPair::from_pkcs8(der).map_err(|error| anyhow!("not a PKCS#8 RSA key: {error}"))?;
        Ok(Self { pair: Arc::new(pair) })
    }

    /// The private key as PKCS#8 bytes.
    ///
    /// # Errors
    /// The key cannot be encoded.
    pub fn to_pkcs8(&self) -> anyhow::Result<Vec<u8>> {
        let der = self.pair.as_der().map_err(|_| anyhow!("the private key cannot be encoded"))?;
        Ok(der.as_ref().to_vec())
    }

    /// The public key as `BEGIN PUBLIC KEY` text (SubjectPublicKeyInfo, 64 characters a line).
    ///
    /// # Errors
    /// The key cannot be encoded.
    pub fn public_key_pem(&self) -> anyhow::Result<String> {
        let der = self
            .pair
            .public_key()
            .as_der()
            .map_err(|_| anyhow!("the public key cannot be encoded"))?;
        let text = BASE64.encode(der.as_ref());
        let mut pem = String::from("-----BEGIN PUBLIC KEY-----\n");
        for line in text.as_bytes().chunks(64) {
            pem.push_str(&String::from_utf8_lossy(line));
            pem.push('\n');
        }
        pem.push_str("-----END PUBLIC KEY-----\n");
        Ok(pem)
    }

    /// Signs with RSASSA-PKCS1-v1_5 over SHA-256 and gives the signature as base64.
    ///
    /// # Errors
    /// The library refuses to sign. Rule: D-06.
    pub fn sign_base64(&self, message: &[u8]) -> anyhow::Result<String> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
            .map_err(|_| anyhow!("the key could not sign"))?;
        Ok(BASE64.encode(signature))
    }

    /// Reads the key kept in a file, or makes one and keeps it there.
    ///
    /// # Errors
    /// The file is no key, or cannot be read or written.
    pub fn load_or_create(path: &Path) -> anyhow::Result<Self> {
        if path.exists() {
            let der = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
            return Self::from_pkcs8(&der).with_context(|| path.display().to_string());
        }
        let key = Self::generate()?;
        write_private(path, &key.to_pkcs8()?)?;
        Ok(key)
    }
}

/// Writes a file that only its owner may read, whole or not at all, also if the power fails.
///
/// # Errors
/// The folder cannot be made or the file not written.
pub fn write_private(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    write_whole(path, bytes, true)
}

/// As [`write_private`], but only a crash of the process is survived, not of the machine: for
/// files that are written once a play.
///
/// # Errors
/// The folder cannot be made or the file not written.
pub fn replace_file(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    write_whole(path, bytes, false)
}

fn write_whole(path: &Path, bytes: &[u8], durable: bool) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".tmp");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&temporary).and_then(|mut file| {
        file.write_all(bytes)?;
        if durable { file.sync_all() } else { Ok(()) }
    });
    written
        .and_then(|()| fs::rename(&temporary, path))
        .with_context(|| format!("writing {}", path.display()))
}

#[cfg(test)]
pub(super) mod tests {
    use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};

    use super::*;

    /// Checks a signature with nothing but the public PEM, as a server does.
    pub(in crate::player) fn verifies(pem: &str, message: &[u8], signature_base64: &str) -> bool {
        let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
        let der = BASE64.decode(body).unwrap();
        let signature = BASE64.decode(signature_base64).unwrap();
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der).verify(message, &signature).is_ok()
    }

    /// Rule: D-06.
    #[test]
    fn signs_what_the_public_key_verifies() {
        let key = DeviceKey::generate().unwrap();
        let pem = key.public_key_pem().unwrap();
        assert!(pem.starts_with("-----BEGIN PUBLIC KEY-----\nMIIBI"));
        assert!(pem.lines().all(|line| line.len() <= 64));
        let signature = key.sign_base64(b"a play").unwrap();
        assert_eq!(BASE64.decode(&signature).unwrap().len(), 256);
        assert!(verifies(&pem, b"a play", &signature));
        assert!(!verifies(&pem, b"another play", &signature));
    }

    #[test]
    fn a_kept_key_comes_back_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys/one.pk8");
        let made = DeviceKey::load_or_create(&path).unwrap();
        let read = DeviceKey::load_or_create(&path).unwrap();
        assert_eq!(made.public_key_pem().unwrap(), read.public_key_pem().unwrap());
        std::fs::write(&path, b"rubbish").unwrap();
        assert!(DeviceKey::load_or_create(&path).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_a_kept_key() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("one.pk8");
        write_private(&path, b"secret").unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
