//! What documents say, before it is put into words. Rule: POP-04.

use std::collections::BTreeMap;

use serde::Serialize;
use uuid::Uuid;

use crate::domain::{
    money::{Amount, Currency},
    time::{Day, Timestamp},
};

/// What a campaign's report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum ReportKind {
    /// A day or a range of days.
    ProofOfPlay,
    /// The whole run of a campaign that is settled. Rule: CAM-21.
    Final,
}

/// Figures of the whole period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Verified plays.
    pub impressions: u64,
    /// Devices with a verified play.
    pub unique_devices: u64,
    /// Stores with a verified play.
    pub unique_stores: u64,
    /// Seconds of verified plays.
    pub duration_seconds: u64,
    /// Cost of verified plays.
    pub cost: Amount,
    /// cost ÷ plays × 1000; absent without a play.
    pub effective_cpm: Option<Amount>,
    /// Rejected plays.
    pub rejected: u64,
    /// Plays that wait for review.
    pub under_review: u64,
    /// Verified plays that came late through a queue.
    pub backfilled: u64,
}

/// Figures of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct DayLine {
    /// UTC day.
    pub day: Day,
    /// Verified plays.
    pub impressions: u64,
}

/// Figures of a region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RegionLine {
    /// Name.
    pub name: String,
    /// Verified plays.
    pub impressions: u64,
}

/// Figures of a store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoreLine {
    /// Name.
    pub name: String,
    /// Region.
    pub region: String,
    /// Devices with a verified play.
    pub devices: u64,
    /// Seconds of verified plays.
    pub duration_seconds: u64,
    /// Verified plays.
    pub impressions: u64,
}

/// Rejected plays of a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RejectionLine {
    /// Recorded reason.
    pub reason: String,
    /// Plays.
    pub count: u64,
}

/// A record or supplement of the hash chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordLine {
    /// UTC day.
    pub day: Day,
    /// `RECORD`, `LATE`, `REVIEW_RESOLVED`, `CHARGEBACK`.
    pub kind: String,
    /// Verified plays in it; those taken back by chargebacks.
    pub impressions: u64,
    /// SHA-256, hex.
    pub hash: String,
    /// SHA-256 of the one before, hex.
    pub previous_hash: String,
}

/// A frame that a screen captured during playback.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sample {
    /// The file as the device sent it; what does not decode as JPEG is left out by the caller.
    #[serde(skip)]
    pub jpeg: Vec<u8>,
    /// Store, device, moment.
    pub caption: String,
    /// SHA-256 of the file as signed, hex; empty: not shown.
    pub sha256: String,
}

/// What a verifier needs beside the records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// Newest hash of the campaign's chain within the period, hex.
    pub newest_hash: Option<String>,
    /// Text of the transparency log's checkpoint.
    pub checkpoint: Option<String>,
    /// Where the report can be read at its source.
    pub url: Option<String>,
    /// Name of the JSON file that the command checks.
    pub file_name: String,
}

/// How a campaign's money ended. Rule: CAM-21.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Settlement {
    /// Total budget.
    pub budget: Amount,
    /// Charged for billed plays.
    pub spent: Amount,
    /// Given back to the wallet.
    pub refunded: Amount,
    /// Kept for plays under review.
    pub held: Amount,
    /// Paid by the platform.
    pub absorbed: Amount,
}

/// A campaign's report over some days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CampaignReport {
    /// What it is about.
    pub kind: ReportKind,
    /// Name of the advertiser.
    pub advertiser: String,
    /// Brand, where the campaign names one.
    pub brand: Option<String>,
    /// Name of the campaign.
    pub campaign: String,
    /// Its id.
    pub campaign_id: Uuid,
    /// First UTC day.
    pub from: Day,
    /// Last UTC day.
    pub to: Day,
    /// Whether figures can still grow.
    pub is_live: bool,
    /// Moment that the figures are of.
    pub as_of: Timestamp,
    /// Of all amounts.
    pub currency: Currency,
    /// Figures of the whole period.
    pub totals: Totals,
    /// Days in order; of a single day none are drawn.
    pub days: Vec<DayLine>,
    /// Verified plays by UTC hour.
    pub hours: BTreeMap<u8, u64>,
    /// Verified plays by the stores' local hour.
    pub hours_local: BTreeMap<u8, u64>,
    /// Regions, most first.
    pub regions: Vec<RegionLine>,
    /// Stores, most first.
    pub stores: Vec<StoreLine>,
    /// Stores that are not listed, and their plays.
    pub more_stores: Option<(u64, u64)>,
    /// Reasons, most first.
    pub rejections: Vec<RejectionLine>,
    /// How the money ended.
    pub settlement: Option<Settlement>,
    /// Captured frames; empty: the document says that there are none.
    pub samples: Vec<Sample>,
    /// Records and supplements, by day.
    pub records: Vec<RecordLine>,
    /// What a verifier needs beside them.
    pub checked: Checked,
}

/// What a supplier earned with a campaign in a store on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PayoutLine {
    /// UTC day of the plays.
    pub day: Day,
    /// Name of the campaign.
    pub campaign: String,
    /// Name of the store.
    pub store: String,
    /// Plays.
    pub plays: u64,
    /// The supplier's share.
    pub amount: Amount,
}

/// The statement of a payout. Rule: POP-04.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PayoutStatement {
    /// Name of the supplier.
    pub supplier: String,
    /// Id of the payout.
    pub payout_id: Uuid,
    /// First UTC day of what is paid.
    pub from: Day,
    /// Last UTC day.
    pub to: Day,
    /// The payout's moment.
    pub paid_at: Timestamp,
    /// `PENDING`, `COMPLETED`; any other word is shown as it is.
    pub status: String,
    /// Whether the status can still change.
    pub is_open: bool,
    /// Of all amounts.
    pub currency: Currency,
    /// Earned.
    pub gross: Amount,
    /// Chargebacks that were netted.
    pub clawback: Amount,
    /// gross − clawback.
    pub net: Amount,
    /// By day, campaign and store.
    pub lines: Vec<PayoutLine>,
}
