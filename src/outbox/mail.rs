//! E-mail over SMTP, in the reader's language. Rule: OPS-08.

use std::time::{Duration, SystemTime};

use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp::{
        Error as SmtpError,
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
    },
};

use super::OutboxError;
use crate::{
    config::{MailSettings, MailTls, Settings},
    domain::{
        delivery::Delivery,
        notices::{self, Language, mail},
        time::Timestamp,
    },
    engine::{actor::Notice, commands::outbox::Attempt},
};

/// Sends mail by the configured server.
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

fn wrong(key: &'static str, why: impl ToString) -> OutboxError {
    OutboxError::Mail { key, why: why.to_string() }
}

impl Mailer {
    /// Prepares the way to the server; connects to nothing yet.
    ///
    /// # Errors
    /// `Mail` with the setting that does not fit.
    pub fn new(settings: &Settings) -> Result<Self, OutboxError> {
        let given = &settings.mail;
        let from: Mailbox = given.from.parse().map_err(|why| wrong("from", why))?;
        if given.tls == MailTls::None && !given.username.is_empty() {
            return Err(wrong("tls", "a password is not sent in the clear; use starttls or tls"));
        }
        let timeout = Duration::from_secs(settings.outbox.timeout_seconds.max(1));
        let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&given.host);
        let mut builder = builder.port(given.port).timeout(Some(timeout)).tls(tls(given)?);
        if !given.username.is_empty() {
            let password = given.password.expose().to_owned();
            builder = builder.credentials(Credentials::new(given.username.clone(), password));
        }
        Ok(Self { transport: builder.build(), from })
    }

    /// Sends one mail once.
    pub async fn send(
        &self,
        delivery: &Delivery,
        notice: &Notice,
        to: &str,
        language: Language,
    ) -> Attempt {
        let mail = match self.write(delivery, notice, to, language) {
            Ok(mail) => mail,
            Err(why) => return Attempt::Refused(format!("the mail cannot be written: {why}")),
        };
        match self.transport.send(mail).await {
            Ok(_) => Attempt::Delivered,
            Err(error) => failed(&error),
        }
    }

    fn write(
        &self,
        delivery: &Delivery,
        notice: &Notice,
        to: &str,
        language: Language,
    ) -> Result<Message, String> {
        let to: Address = to.parse().map_err(|_| "the address cannot be used".to_owned())?;
        let what = &notice.what;
        let text = notices::render(&what.code, &what.values, language)
            .unwrap_or_else(|| what.message.clone());
        let subject_id = what.subject_id.map(|id| id.to_string());
        let body = mail::body(&text, &notice.at.to_string(), subject_id.as_deref(), language);
        // The same for every attempt, so that a repetition is known as one.
        let id = format!("<{}@{}>", delivery.id.simple(), self.from.email.domain());
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .date(moment(notice.at))
            .message_id(Some(id))
            .subject(mail::subject(&text))
            .header(ContentType::TEXT_PLAIN)
            .body(body)
            .map_err(|why| why.to_string())
    }
}

fn moment(at: Timestamp) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(at.ms()).unwrap_or(0))
}

fn tls(settings: &MailSettings) -> Result<Tls, OutboxError> {
    if settings.tls == MailTls::None {
        return Ok(Tls::None);
    }
    let mut parameters = TlsParameters::builder(settings.host.clone());
    if !settings.ca_file.as_os_str().is_empty() {
        let pem = std::fs::read(&settings.ca_file).map_err(|why| wrong("ca_file", why))?;
        let certificate = Certificate::from_pem(&pem).map_err(|why| wrong("ca_file", why))?;
        parameters = parameters.add_root_certificate(certificate);
    }
    let parameters = parameters.build().map_err(|why| wrong("host", why))?;
    Ok(match settings.tls {
        MailTls::Starttls => Tls::Required(parameters),
        MailTls::Tls | MailTls::None => Tls::Wrapper(parameters),
    })
}

/// Answers to a sign-in that is missing, too weak or wrong (RFC 4954): the operator mends them, and
/// the mail is none the worse for it.
const SIGN_IN: [u16; 4] = [530, 534, 535, 538];

/// A refusal of the mail for good ends the delivery; everything else may work later.
fn failed(error: &SmtpError) -> Attempt {
    let mut text = error.to_string();
    let mut inner = std::error::Error::source(error);
    while let Some(why) = inner {
        text.push_str(": ");
        text.push_str(&why.to_string());
        inner = why.source();
    }
    let is_sign_in = error.status().is_some_and(|code| SIGN_IN.contains(&code.into()));
    if error.is_permanent() && !is_sign_in { Attempt::Refused(text) } else { Attempt::Failed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(change: impl FnOnce(&mut MailSettings)) -> Settings {
        let mut settings = Settings::default();
        settings.mail.host = "localhost".to_owned();
        settings.mail.from = "Vetrina <notices@example.com>".to_owned();
        change(&mut settings.mail);
        settings
    }

    fn refused(change: impl FnOnce(&mut MailSettings)) -> Option<String> {
        Mailer::new(&settings(change)).err().map(|why| why.to_string())
    }

    #[tokio::test]
    async fn wrong_settings_are_named() {
        for tls in [MailTls::None, MailTls::Starttls, MailTls::Tls] {
            assert_eq!(refused(|mail| mail.tls = tls), None);
        }
        let named = |key: &str, why: Option<String>| {
            assert!(why.as_ref().is_some_and(|why| why.starts_with(key)), "{key}: {why:?}");
        };
        named("mail.from", refused(|mail| mail.from = "nobody".to_owned()));
        named("mail.ca_file", refused(|mail| mail.ca_file = "no/such/file.pem".into()));
        named(
            "mail.tls",
            refused(|mail| {
                mail.tls = MailTls::None;
                mail.username = "vetrina".to_owned();
            }),
        );
    }
}
