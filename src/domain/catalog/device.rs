//! Devices: the screens, their keys and hardware.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::{
    ids::{DeviceNo, StoreNo},
    time::{Timeline, Timestamp},
    words::words,
};

words! {
    /// Whether a device may play. Rule: DEV-01.
    DeviceStatus {
        /// Registered, waits for enrolment or approval.
        Pending = "PENDING",
        /// Plays and bills.
        Active = "ACTIVE",
        /// Taken out for a while by the operator.
        Maintenance = "MAINTENANCE",
        /// Never again.
        Revoked = "REVOKED",
    }
}

/// How the screen hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Orientation {
    /// Wider than high.
    Landscape,
    /// Higher than wide.
    Portrait,
}

/// A public key of a device and when it counts. Rule: IMP-04, D-06.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceKeyRecord {
    /// Id for the outside; `key_id` of submissions.
    pub id: Uuid,
    /// SubjectPublicKeyInfo, DER.
    pub spki_der: Vec<u8>,
    /// Counts from, server clock.
    pub valid_from: Timestamp,
    /// No longer counts for plays after this moment (rotation or revocation).
    pub valid_until: Option<Timestamp>,
}

impl DeviceKeyRecord {
    /// Whether the key counted at a moment.
    #[must_use]
    pub fn valid_at(&self, moment: Timestamp) -> bool {
        self.valid_from <= moment && self.valid_until.is_none_or(|until| moment < until)
    }
}

/// What a device declares about its plays; judged as of `played_at` (rule D-08).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlayHabits {
    /// Ad slots an hour (rule D-10).
    pub slots_per_hour: Option<u32>,
    /// Display time of an image, seconds; the appliance's default where absent (rule CAM-06).
    pub image_display_seconds: Option<u16>,
}

/// A screen in a store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Device {
    /// Number inside rows.
    pub no: DeviceNo,
    /// Id for the outside.
    pub id: Uuid,
    /// Where it stood over time.
    pub store: Timeline<StoreNo>,
    /// Display name.
    pub name: String,
    /// Diagonal in tenths of an inch.
    pub screen_inches_x10: u32,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// How it hangs.
    pub orientation: Orientation,
    /// What it declares about its plays, as it was over time.
    pub habits: Timeline<PlayHabits>,
    /// Status as it was over time.
    pub status: Timeline<DeviceStatus>,
    /// Keys, oldest first.
    pub keys: Vec<DeviceKeyRecord>,
    /// SHA-256 of the device token, once enrolled.
    pub token_hash: Option<[u8; 32]>,
    /// SHA-256 of the one-time enrolment token, until used.
    pub enrolment_hash: Option<[u8; 32]>,
    /// The enrolment token counts until then.
    pub enrolment_expires_at: Option<Timestamp>,
    /// Creation, server clock.
    pub created_at: Timestamp,
    /// Last change, server clock.
    pub updated_at: Timestamp,
}

impl Device {
    /// What it declares about its plays now.
    #[must_use]
    pub fn habits_now(&self) -> PlayHabits {
        self.habits.last().copied().unwrap_or_default()
    }

    /// What it declared at a moment; the first declaration for moments before.
    #[must_use]
    pub fn habits_at(&self, moment: Timestamp) -> PlayHabits {
        let first = || self.habits.iter().next().map(|(_, habits)| *habits);
        self.habits.at(moment).map(|(_, habits)| *habits).or_else(first).unwrap_or_default()
    }

    /// The status now.
    #[must_use]
    pub fn status_now(&self) -> DeviceStatus {
        self.status.last().copied().unwrap_or(DeviceStatus::Revoked)
    }

    /// The status that held at a moment, if the device existed.
    #[must_use]
    pub fn status_at(&self, moment: Timestamp) -> Option<DeviceStatus> {
        self.status.at(moment).map(|(_, status)| *status)
    }

    /// The store it stands in now.
    #[must_use]
    pub fn store_now(&self) -> Option<StoreNo> {
        self.store.last().copied()
    }

    /// The store it stood in at a moment; the first one for moments before.
    #[must_use]
    pub fn store_at(&self, moment: Timestamp) -> Option<StoreNo> {
        self.store
            .at(moment)
            .map(|(_, no)| *no)
            .or_else(|| self.store.iter().next().map(|(_, no)| *no))
    }

    /// The newest key that still counts.
    #[must_use]
    pub fn current_key(&self) -> Option<&DeviceKeyRecord> {
        self.keys.iter().rev().find(|key| key.valid_until.is_none())
    }
}
