//! Webhooks: programs that are told by a signed call.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::access::Owner;
use crate::domain::{ids::WebhookNo, secret::Secret, time::Timestamp};

/// The subscription to everything.
pub const ALL_EVENTS: &str = "*";

/// A program that is told of its owner's notifications. Rule: OPS-08.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Webhook {
    /// Number inside rows.
    pub no: WebhookNo,
    /// Id for the outside.
    pub id: Uuid,
    /// Whose notifications it is told of.
    pub owner: Owner,
    /// Where it is called.
    pub url: Secret,
    /// Codes it asks for, or `*`.
    pub events: Vec<String>,
    /// Signs each call; shown once, empty when deleted.
    pub secret: Secret,
    /// False: nothing new is sent.
    pub is_active: bool,
    /// Set when the other side answered that it is gone.
    pub disabled_because: Option<String>,
    /// Since when it is deleted; the row stays, for its deliveries.
    pub deleted_at: Option<Timestamp>,
    /// Creation, server clock.
    pub created_at: Timestamp,
    /// Last change, server clock.
    pub updated_at: Timestamp,
}

impl Webhook {
    /// Whether calls may go out.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_active && self.deleted_at.is_none()
    }

    /// Whether it asks for a code.
    #[must_use]
    pub fn wants(&self, code: &str) -> bool {
        self.is_open() && self.events.iter().any(|event| event == ALL_EVENTS || event == code)
    }
}
