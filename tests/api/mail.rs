//! Mail over encrypted connections and with sign-in, to a real SMTP server of the test: what is
//! wrong there loses no mail. Rule: OPS-08.

use serde_json::Value;
use vetrina::{
    config::{MailTls, Settings},
    domain::secret::Secret,
};

use crate::{
    certificate::Certificate,
    harness::{Plan, Server, World},
    mail_server::{MailServer, Manners},
    notify::{outward, settled, until},
};

const LOGIN: (&str, &str) = ("vetrina", "mật khẩu: 'ç\\\"");

fn manners(certificate: &Certificate, mechanisms: &'static str) -> Manners {
    let tls = Some(certificate.acceptor());
    Manners { tls, login: Some(LOGIN), mechanisms, ..Manners::default() }
}

/// Settings of an appliance that trusts a certificate and signs in.
fn settings(mail: &MailServer, trusted: &tempfile::NamedTempFile, password: &str) -> Settings {
    let mut settings = outward(Some(mail));
    settings.mail.tls = MailTls::Starttls;
    settings.mail.ca_file = trusted.path().to_owned();
    settings.mail.username = LOGIN.0.to_owned();
    settings.mail.password = Secret::new(password.to_owned());
    settings
}

fn file_of(certificate: &Certificate) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), certificate.pem()).unwrap();
    file
}

/// A world whose advertiser is told by mail that its campaign is scheduled.
async fn told(settings: Settings) -> World {
    World::submitted(Plan { settings, ..Plan::default() }).await
}

/// The deliveries, once each of them failed so often.
async fn failing(server: &Server, attempts: u64) -> Vec<Value> {
    until("failed attempts", async || {
        let items = server.get("/outbox").await["items"].as_array().unwrap().clone();
        let tried = items.iter().all(|it| it["attempts"].as_u64() >= Some(attempts));
        (tried && !items.is_empty()).then_some(items)
    })
    .await
}

fn error(delivery: &Value) -> &str {
    delivery["last_error"].as_str().unwrap_or_default()
}

/// Given a server with STARTTLS, or with TLS from the first byte, that takes mail after a sign-in
/// only, by either way, when a campaign is scheduled, then the mail arrives.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mail_goes_encrypted_and_signed_in() {
    let certificate = Certificate::of(None);
    let trusted = file_of(&certificate);
    for (tls, mechanisms) in
        [(MailTls::Starttls, "PLAIN LOGIN"), (MailTls::Starttls, "LOGIN"), (MailTls::Tls, "PLAIN")]
    {
        let mut manners = manners(&certificate, mechanisms);
        manners.from_the_start = tls == MailTls::Tls;
        let mail = MailServer::with(manners).await;
        let mut settings = settings(&mail, &trusted, LOGIN.1);
        settings.mail.tls = tls;
        let world = told(settings).await;
        let deliveries = settled(&world.server, 1).await;
        assert!(deliveries.iter().all(|it| it["status"] == "DELIVERED"), "{deliveries:?}");
        let mails = mail.mails();
        assert_eq!(mails.len(), deliveries.len(), "{tls:?} {mechanisms}");
        assert!(mails.iter().any(|mail| mail.body().contains("Tết 2026")), "{mails:?}");
        assert_eq!(mail.refused_logins(), 0);
    }
}

/// Given a wrong password, then every attempt is refused and the mail waits; once the server takes
/// it, the same mail arrives. The password stands in no answer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_password_is_retried_until_it_is_right() {
    let certificate = Certificate::of(None);
    let trusted = file_of(&certificate);
    for mechanisms in ["PLAIN", "LOGIN"] {
        let mail = MailServer::with(manners(&certificate, mechanisms)).await;
        let mut settings = settings(&mail, &trusted, "old-password-17");
        settings.outbox.retry.attempts = 1000;
        let world = told(settings).await;
        let waiting = failing(&world.server, 2).await;
        assert!(waiting.iter().all(|it| it["status"] == "PENDING"), "{waiting:?}");
        assert!(error(&waiting[0]).contains("authentication failed"), "{waiting:?}");
        assert!(!format!("{waiting:?}").contains("old-password-17"));
        assert!(mail.refused_logins() >= 2 && mail.attempts() == 0 && mail.mails().is_empty());
        mail.change_login((LOGIN.0, "old-password-17"));
        let deliveries = settled(&world.server, 1).await;
        assert!(deliveries.iter().all(|it| it["status"] == "DELIVERED"), "{deliveries:?}");
        assert_eq!(mail.mails().len(), deliveries.len());
    }
}

/// Given a server that shows a certificate which nobody vouches for, or one of another name, then
/// neither password nor mail goes there; it is tried again, and given up with the reason.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_that_is_not_trusted_gets_no_mail() {
    let shown = Certificate::of(None);
    let elsewhere = Certificate::of(Some("mail.example.com"));
    for (shown, trusted) in [(&shown, &elsewhere), (&elsewhere, &elsewhere)] {
        let mail = MailServer::with(manners(shown, "PLAIN LOGIN")).await;
        let trusted = file_of(trusted);
        let world = told(settings(&mail, &trusted, LOGIN.1)).await;
        let deliveries = settled(&world.server, 1).await;
        for delivery in &deliveries {
            let found = (delivery["status"].as_str(), delivery["attempts"].as_u64());
            assert_eq!(found, (Some("DEAD"), Some(4)), "{delivery}");
            assert!(error(delivery).contains("certificate"), "{delivery}");
        }
        assert!(mail.mails().is_empty() && mail.attempts() == 0 && mail.refused_logins() == 0);
    }
}
