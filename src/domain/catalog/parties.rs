//! Advertisers and suppliers.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::standing::Standing;
use crate::domain::{
    ids::{AdvertiserNo, SupplierNo},
    notices::Language,
    time::{Timeline, Timestamp},
    words::words,
};

words! {
    /// Whether a party takes part. Rule: CAM-04, CAM-27.
    PartyStatus {
        /// Takes part.
        Active = "ACTIVE",
        /// Held by an admin; may come back.
        Suspended = "SUSPENDED",
        /// Ended for good.
        Terminated = "TERMINATED",
    }
}

/// Who buys plays. Has a wallet in the retail currency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Advertiser {
    /// Number inside rows.
    pub no: AdvertiserNo,
    /// Id for the outside.
    pub id: Uuid,
    /// Display name.
    pub name: String,
    /// Contact address.
    pub email: String,
    /// Of notifications.
    pub language: Language,
    /// Set by `verify-email`; needed to create campaigns (rule CAM-04).
    pub email_verified: bool,
    /// Status as it was over time.
    pub status: Timeline<PartyStatus>,
    /// Suspensions and termination (rule CAM-27).
    pub standing: Standing,
    /// Creation, server clock.
    pub created_at: Timestamp,
    /// Last change, server clock.
    pub updated_at: Timestamp,
}

impl Advertiser {
    /// The status now.
    #[must_use]
    pub fn status_now(&self) -> PartyStatus {
        self.status.last().copied().unwrap_or(PartyStatus::Terminated)
    }
}

/// Who owns stores and earns 80 % of each play (rule REV-01).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Supplier {
    /// Number inside rows.
    pub no: SupplierNo,
    /// Id for the outside.
    pub id: Uuid,
    /// Display name.
    pub name: String,
    /// Contact address.
    pub email: String,
    /// Of notifications.
    pub language: Language,
    /// Status as it was over time.
    pub status: Timeline<PartyStatus>,
    /// Creation, server clock.
    pub created_at: Timestamp,
    /// Last change, server clock.
    pub updated_at: Timestamp,
}

impl Supplier {
    /// The status now.
    #[must_use]
    pub fn status_now(&self) -> PartyStatus {
        self.status.last().copied().unwrap_or(PartyStatus::Terminated)
    }
}
