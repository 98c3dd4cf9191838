//! Assets: creative files of advertisers.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::{
    campaign::category::ScanFlag,
    ids::{AdvertiserNo, AssetNo},
    time::{Timeline, Timestamp},
    words::words,
};

/// What kind of file an asset is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AssetKind {
    /// A still, shown for the device's image display time.
    Image,
    /// A film of 10 to 60 seconds.
    Video,
}

words! {
    /// Whether an asset may play.
    AssetStatus {
        /// Uploaded, not yet looked at.
        Pending = "PENDING",
        /// May play.
        Approved = "APPROVED",
        /// May not play.
        Rejected = "REJECTED",
        /// Its licence has ended.
        Expired = "EXPIRED",
    }
}

/// A creative file. Rule: CAM-06, DEV-06.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asset {
    /// Number inside rows.
    pub no: AssetNo,
    /// Id for the outside.
    pub id: Uuid,
    /// The owner.
    pub advertiser: AdvertiserNo,
    /// Display name.
    pub name: String,
    /// Still or film.
    pub kind: AssetKind,
    /// Media type as probed.
    pub content_type: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Length of a film in whole seconds (nearest); `None` for a still.
    pub duration_seconds: Option<u16>,
    /// Size of the file.
    pub bytes: u64,
    /// SHA-256 of the file, also its name in the blob store.
    pub sha256: [u8; 32],
    /// Status as it was over time.
    pub status: Timeline<AssetStatus>,
    /// Why it was rejected.
    pub rejection_reason: Option<String>,
    /// What the scan or the reviewer found.
    pub scan_flags: Vec<ScanFlag>,
    /// The same over time: blocking is judged as of `played_at` (rule D-08, BLK-04).
    pub flags_over_time: Timeline<Vec<ScanFlag>>,
    /// End of the licence; plays after it do not bill (rule CAM-28).
    pub license_expires_at: Option<Timestamp>,
    /// The same as it was over time.
    pub license_over_time: Timeline<Option<Timestamp>>,
    /// Alerts about the end of the licence, and the end itself, that are done.
    pub license_step: u8,
    /// Creation, server clock.
    pub created_at: Timestamp,
    /// Last change, server clock.
    pub updated_at: Timestamp,
}

impl Asset {
    /// The status at a moment, the end of the licence that held then considered.
    #[must_use]
    pub fn status_at(&self, moment: Timestamp) -> AssetStatus {
        let recorded = self.status.at(moment).map_or(AssetStatus::Pending, |(_, s)| *s);
        let end = self.license_over_time.at(moment);
        let end = end.map_or(self.license_expires_at, |(_, end)| *end);
        let expired = end.is_some_and(|end| moment >= end);
        if expired && recorded == AssetStatus::Approved { AssetStatus::Expired } else { recorded }
    }

    /// What the scan or the reviewer had found at a moment.
    #[must_use]
    pub fn scan_flags_at(&self, moment: Timestamp) -> &[ScanFlag] {
        self.flags_over_time.at(moment).map_or(&[], |(_, flags)| flags)
    }

    /// Seconds that one play lasts on a device with this image display time.
    #[must_use]
    pub fn play_seconds(&self, image_display_seconds: u16) -> u16 {
        self.duration_seconds.unwrap_or(image_display_seconds)
    }
}
