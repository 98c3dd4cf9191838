//! Webhooks: making, changing, deleting. Rule: OPS-08.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use reqwest::Url;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::parties::FieldChecks;
use crate::{
    config::Settings,
    domain::{
        address::host_objection,
        catalog::{Role, Webhook, webhook::ALL_EVENTS},
        delivery::{Channel, Delivery},
        ids::WebhookNo,
        notices::message,
        refusal::{Code, Detail, Refusal},
        secret::Secret,
    },
    engine::{
        actor::{Actor, AuditDraft},
        command::{Changes, Command, Context, Record},
        live::Live,
        outbox::PING,
    },
};

/// Those who may subscribe programs, each for what they act for.
pub(super) const SUBSCRIBERS: &[Role] =
    &[Role::SuperAdmin, Role::Admin, Role::Advertiser, Role::Supplier];
/// Most bytes of an address.
const MAX_URL: usize = 2048;
/// Most codes of one subscription.
const MAX_EVENTS: usize = 100;
/// What a signing secret begins with (Standard Webhooks).
pub const SECRET_PREFIX: &str = "whsec_";

/// Makes a webhook for what the caller acts for.
#[derive(Clone, Debug)]
pub struct CreateWebhook {
    /// Where it is called.
    pub url: Secret,
    /// Codes it asks for, or `*`.
    pub events: Vec<String>,
}

/// The answer to `CreateWebhook`. The secret is shown only here.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WebhookCreated {
    /// Of the webhook.
    pub id: Uuid,
    /// Signs each call.
    pub secret: Secret,
}

impl Command for CreateWebhook {
    type Output = WebhookCreated;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        context.actor.require_role(SUBSCRIBERS)?;
        let mut checks = FieldChecks::default();
        let url = check_url(&mut checks, context.settings, self.url.expose());
        let events = check_events(&mut checks, self.events);
        checks.finish()?;
        let owner = context.actor.owner;
        let most = context.settings.outbox.webhooks_per_owner;
        let of_owner = live.webhooks.iter().filter(|row| row.owner == owner);
        if of_owner.filter(|row| row.deleted_at.is_none()).count() >= most {
            let message = format!("There are {most} webhooks already; delete one first");
            let limit = i64::try_from(most).unwrap_or(i64::MAX);
            return Err(Refusal::new(Code::Conflict, message).with("limit", Detail::Int(limit)));
        }
        let id = context.random.uuid(context.now);
        let mut key = Vec::with_capacity(32);
        for _ in 0..4 {
            key.extend_from_slice(&context.random.number().to_be_bytes());
        }
        let secret = Secret::new(format!("{SECRET_PREFIX}{}", STANDARD.encode(key)));
        let mut changes = Changes::default();
        let entry = AuditDraft::new("webhook.create", "webhook", id);
        changes.audit(entry.change("host", "", host_of(&url)));
        changes.put(Record::Webhook(Arc::new(Webhook {
            no: WebhookNo(live.webhooks.next_number()),
            id,
            owner,
            url: Secret::new(url),
            events,
            secret: secret.clone(),
            is_active: true,
            disabled_because: None,
            deleted_at: None,
            created_at: context.now,
            updated_at: context.now,
        })));
        Ok((changes, WebhookCreated { id, secret }))
    }
}

/// Changes a webhook.
#[derive(Clone, Debug, Default)]
pub struct UpdateWebhook {
    /// Which.
    pub id: Uuid,
    /// Where it is called.
    pub url: Option<Secret>,
    /// Codes it asks for, or `*`.
    pub events: Option<Vec<String>>,
    /// False: nothing new is sent; true: again.
    pub is_active: Option<bool>,
}

impl Command for UpdateWebhook {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        let mut row = find(live, context.actor, self.id)?;
        let mut checks = FieldChecks::default();
        let url = self.url.map(|url| check_url(&mut checks, context.settings, url.expose()));
        let events = self.events.map(|events| check_events(&mut checks, events));
        checks.finish()?;
        let mut changes = Changes::default();
        let base = AuditDraft::new("webhook.update", "webhook", row.id);
        if let Some(url) = url.filter(|url| url != row.url.expose()) {
            // An address may carry a secret: the audit names the host.
            let (old, new) = (host_of(row.url.expose()), host_of(&url));
            changes.audit(base.clone().change("host", old, new));
            row.url = Secret::new(url);
        }
        if let Some(events) = events.filter(|events| *events != row.events) {
            let (old, new) = (row.events.join(", "), events.join(", "));
            changes.audit(base.clone().change("events", old, new));
            row.events = events;
        }
        if let Some(is_active) = self.is_active.filter(|active| *active != row.is_active) {
            changes.audit(base.change("is_active", row.is_active, is_active));
            row.is_active = is_active;
            row.disabled_because = None;
        }
        if !changes.audit.is_empty() {
            row.updated_at = context.now;
            changes.put(Record::Webhook(Arc::new(row)));
        }
        Ok((changes, self.id))
    }
}

/// Deletes a webhook and its secret; deliveries that still wait are given up.
#[derive(Clone, Copy, Debug)]
pub struct DeleteWebhook {
    /// Which.
    pub id: Uuid,
}

impl Command for DeleteWebhook {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        let mut row = find(live, context.actor, self.id)?;
        row.deleted_at = Some(context.now);
        row.updated_at = context.now;
        row.is_active = false;
        row.secret = Secret::default();
        let mut changes = Changes::default();
        changes.audit(AuditDraft::new("webhook.delete", "webhook", row.id));
        changes.put(Record::Webhook(Arc::new(row)));
        Ok((changes, self.id))
    }
}

/// Calls a webhook once for a test, by the outbox like any other notification.
#[derive(Clone, Copy, Debug)]
pub struct PingWebhook {
    /// Which.
    pub id: Uuid,
}

impl Command for PingWebhook {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        let row = find(live, context.actor, self.id)?;
        if !row.is_active {
            let message = "The webhook is switched off; set is_active to true first";
            return Err(Refusal::new(Code::Conflict, message));
        }
        let is_test =
            |one: &&Arc<Delivery>| one.channel == Channel::Webhook(row.no) && one.code == PING;
        if let Some(open) = live.outbox.values().find(is_test) {
            let message = format!(
                "A test call waits since {} already; it is tried again by itself",
                open.created_at
            );
            return Err(Refusal::new(Code::Conflict, message));
        }
        let mut changes = Changes::default();
        let host = host_of(row.url.expose());
        let values = [("host", host.clone()), ("by", context.actor.name.clone())];
        changes.tell(row.owner, PING, row.id, &values);
        let entry = AuditDraft::new("webhook.ping", "webhook", row.id);
        changes.audit(entry.change("host", "", host));
        Ok((changes, self.id))
    }
}

fn find(live: &Live, actor: &Actor, id: Uuid) -> Result<Webhook, Refusal> {
    actor.require_role(SUBSCRIBERS)?;
    let found = live.webhooks.by_id(id).filter(|row| row.deleted_at.is_none());
    let found = found.ok_or_else(|| Refusal::not_found("Webhook"))?;
    actor.require_sight(found.owner, "Webhook")?;
    Ok((**found).clone())
}

/// The host of an address that was checked.
fn host_of(url: &str) -> String {
    let url = Url::parse(url).ok();
    url.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

fn check_url(checks: &mut FieldChecks, settings: &Settings, text: &str) -> String {
    match objection_to_url(settings, text) {
        Ok(url) => url,
        Err((error, message)) => {
            checks.fail("url", error, message);
            String::new()
        }
    }
}

/// The address in its canonical form. Names are resolved and judged at each call.
fn objection_to_url(settings: &Settings, text: &str) -> Result<String, (&'static str, String)> {
    let text = text.trim();
    if text.len() > MAX_URL {
        return Err(("LENGTH", format!("The URL must have at most {MAX_URL} bytes")));
    }
    let url = Url::parse(text).map_err(|why| ("INVALID", format!("The URL is none: {why}")))?;
    let plain = settings.outbox.allow_http && url.scheme() == "http";
    if url.scheme() != "https" && !plain {
        return Err(("SCHEME", "The URL must begin with https://".to_owned()));
    }
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err(("INVALID", "The URL must have no user, password or fragment".to_owned()));
    }
    let host = url.host_str().unwrap_or_default();
    match host_objection(host, &settings.outbox.allowed_networks()) {
        Some(why) => Err((
            "ADDRESS_NOT_ALLOWED",
            format!("The host {host} is {why} and not reached; use a public address"),
        )),
        None => Ok(url.to_string()),
    }
}

fn check_events(checks: &mut FieldChecks, mut events: Vec<String>) -> Vec<String> {
    if events.is_empty() || events.len() > MAX_EVENTS {
        let text = format!("Name 1-{MAX_EVENTS} notification codes, or \"*\" for all");
        checks.fail("events", "LENGTH", text);
        return events;
    }
    let unknown = events.iter().find(|code| *code != ALL_EVENTS && message(code).is_none());
    if let Some(code) = unknown {
        checks.fail("events", "UNKNOWN", format!("{code} is no code of a notification"));
    }
    events.sort();
    events.dedup();
    events
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rule: OPS-08.
    #[test]
    fn addresses_of_webhooks_are_public_and_encrypted() {
        let strict = Settings::default();
        let mut lenient = Settings::default();
        lenient.outbox.allow_http = true;
        lenient.outbox.allow_private_addresses = vec!["127.0.0.0/8".to_owned()];
        for (url, by_default, where_allowed) in [
            ("https://example.com/hook?k=1", Ok("https://example.com/hook?k=1"), true),
            ("HTTPS://Example.COM", Ok("https://example.com/"), true),
            ("https://8.8.8.8/", Ok("https://8.8.8.8/"), true),
            ("http://example.com/", Err("SCHEME"), true),
            ("ftp://example.com/", Err("SCHEME"), false),
            ("file:///etc/passwd", Err("SCHEME"), false),
            ("javascript:alert(1)", Err("SCHEME"), false),
            ("https://user:pw@example.com/", Err("INVALID"), false),
            ("https://example.com/#x", Err("INVALID"), false),
            ("not a url", Err("INVALID"), false),
            ("https://", Err("INVALID"), false),
            ("", Err("INVALID"), false),
            ("https://127.0.0.1/", Err("ADDRESS_NOT_ALLOWED"), true),
            ("https://2130706433/", Err("ADDRESS_NOT_ALLOWED"), true),
            ("https://0x7f.1/", Err("ADDRESS_NOT_ALLOWED"), true),
            ("https://0177.0.0.1/", Err("ADDRESS_NOT_ALLOWED"), true),
            ("https://127.1/", Err("ADDRESS_NOT_ALLOWED"), true),
            ("https://[::1]/", Err("ADDRESS_NOT_ALLOWED"), false),
            ("https://[::ffff:127.0.0.1]/", Err("ADDRESS_NOT_ALLOWED"), true),
            ("https://169.254.169.254/latest/meta-data", Err("ADDRESS_NOT_ALLOWED"), false),
            ("https://10.0.0.1:8443/", Err("ADDRESS_NOT_ALLOWED"), false),
            ("https://１２７.0.0.1/", Err("ADDRESS_NOT_ALLOWED"), true),
            ("https://localhost/", Err("ADDRESS_NOT_ALLOWED"), true),
            ("https://LOCALHOST.:8443/hook", Err("ADDRESS_NOT_ALLOWED"), true),
            ("https://hook.localhost/", Err("ADDRESS_NOT_ALLOWED"), true),
            ("https://localhost.example.com/", Ok("https://localhost.example.com/"), true),
        ] {
            let found = objection_to_url(&strict, url).map_err(|(error, _)| error);
            assert_eq!(found.as_deref(), by_default.as_ref().map(|url| *url), "{url}");
            assert_eq!(objection_to_url(&lenient, url).is_ok(), where_allowed, "{url}");
        }
        let long = format!("https://example.com/{}", "a".repeat(MAX_URL));
        assert_eq!(objection_to_url(&strict, &long).unwrap_err().0, "LENGTH");
    }

    #[test]
    fn subscriptions_name_known_codes() {
        for (events, fits) in [
            (&["*"][..], true),
            (&["CAMPAIGN_LIVE", "CAMPAIGN_ENDED"], true),
            (&["campaign_live"], false),
            (&["NO_SUCH"], false),
            (&[], false),
        ] {
            let mut checks = FieldChecks::default();
            check_events(&mut checks, events.iter().map(|e| (*e).to_owned()).collect());
            assert_eq!(checks.finish().is_ok(), fits, "{events:?}");
        }
    }
}
