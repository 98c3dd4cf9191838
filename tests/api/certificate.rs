//! A self-signed certificate for servers of tests, made anew each time (RFC 5280, in plain DER).

use std::sync::Arc;

use ::aws_lc_rs::{
    encoding::{AsDer, PublicKeyX509Der},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::aws_lc_rs,
        pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const ECDSA_WITH_SHA256: &[u8] = &[0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
const COMMON_NAME: &[u8] = &[0x06, 3, 0x55, 4, 3];
const SUBJECT_ALT_NAME: &[u8] = &[0x06, 3, 0x55, 0x1d, 0x11];

/// A certificate with its key.
pub struct Certificate {
    der: Vec<u8>,
    key: Vec<u8>,
}

impl Certificate {
    /// A certificate of the address 127.0.0.1, or of a name alone.
    pub fn of(name: Option<&str>) -> Self {
        let random = SystemRandom::new();
        let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, key.as_ref()).unwrap();
        let spki: PublicKeyX509Der<'_> = pair.public_key().as_der().unwrap();
        let alt = match name {
            Some(name) => tlv(0x82, &[name.as_bytes()]),
            None => tlv(0x87, &[&[127, 0, 0, 1]]),
        };
        let alt = tlv(0x04, &[&tlv(SEQUENCE, &[&alt])]);
        let extensions = tlv(SEQUENCE, &[&tlv(SEQUENCE, &[SUBJECT_ALT_NAME, &alt])]);
        let text = tlv(0x0c, &[b"a mail server of tests"]);
        let subject = tlv(SEQUENCE, &[&tlv(0x31, &[&tlv(SEQUENCE, &[COMMON_NAME, &text])])]);
        let years = [tlv(0x17, &[b"200101000000Z"]), tlv(0x17, &[b"491231235959Z"])];
        let algorithm = tlv(SEQUENCE, &[ECDSA_WITH_SHA256]);
        let signed = tlv(
            SEQUENCE,
            &[
                &tlv(0xa0, &[&tlv(INTEGER, &[&[2]])]),
                &tlv(INTEGER, &[&[1]]),
                &algorithm,
                &subject,
                &tlv(SEQUENCE, &[&years[0], &years[1]]),
                &subject,
                spki.as_ref(),
                &tlv(0xa3, &[&extensions]),
            ],
        );
        let signature = pair.sign(&random, &signed).unwrap();
        let signature = tlv(0x03, &[&[0], signature.as_ref()]);
        let der = tlv(SEQUENCE, &[&signed, &algorithm, &signature]);
        Self { der, key: key.as_ref().to_vec() }
    }

    /// The certificate as a file for those who trust it.
    pub fn pem(&self) -> String {
        let text = STANDARD.encode(&self.der);
        let lines: Vec<&str> =
            text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
        let body = lines.join("\n");
        format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n")
    }

    /// What a server needs to speak TLS with it.
    pub fn acceptor(&self) -> TlsAcceptor {
        let chain = vec![CertificateDer::from(self.der.clone())];
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(self.key.clone()));
        let provider = Arc::new(aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider);
        let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
        TlsAcceptor::from(Arc::new(config.with_single_cert(chain, key).unwrap()))
    }
}

/// One element of DER: tag, length, content.
fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = content.len();
    let mut bytes = vec![tag];
    match u8::try_from(length) {
        Ok(short) if short < 0x80 => bytes.push(short),
        Ok(long) => bytes.extend([0x81, long]),
        Err(_) => {
            bytes.push(0x82);
            bytes.extend(u16::try_from(length).unwrap().to_be_bytes());
        }
    }
    bytes.extend(content);
    bytes
}
