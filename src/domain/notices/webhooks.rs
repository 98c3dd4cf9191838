//! Messages about webhooks. Rule: OPS-08.

use super::Message;

/// The table.
pub const MESSAGES: &[Message] = &[Message {
    code: "WEBHOOK_PING",
    en: "Test call of the webhook at {host}, asked for by {by}",
    vi: "Cuộc gọi thử webhook tại {host}, do {by} yêu cầu",
    it: "Chiamata di prova del webhook di {host}, chiesta da {by}",
}];
