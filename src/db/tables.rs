//! The names of all tables, and what their keys are.

use std::fmt;

/// A table. Keys and values are bytes; numbers in keys are big-endian, so that order is numeric.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// name → value: schema version, next numbers, checkpoint.
    Meta,
    /// number → advertiser.
    Advertisers,
    /// number → supplier.
    Suppliers,
    /// number → store.
    Stores,
    /// number → device.
    Devices,
    /// number → asset.
    Assets,
    /// number → campaign.
    Campaigns,
    /// number → blocking rule.
    BlockingRules,
    /// number → user.
    Users,
    /// number → API token.
    Tokens,
    /// token hash → session.
    Sessions,
    /// version → rate card.
    RateCards,
    /// country + date → holiday.
    Holidays,
    /// account key → balance.
    Balances,
    /// seq → transfer that is not the leg of a play.
    Transfers,
    /// account key + seq → nothing: transfers by account.
    TransfersByAccount,
    /// campaign → lifetime counters.
    CampaignTotals,
    /// campaign + first seq → seqs of its impressions.
    CampaignPlays,
    /// day + campaign + kind → day aggregate that no record holds yet.
    DayAggregates,
    /// campaign + day + number → immutable daily record or supplement.
    DailyRecords,
    /// device → windows and counters.
    DeviceWindows,
    /// device → online intervals, newest measured clock error.
    DeviceOnline,
    /// seq → decision that overlays an impression's status.
    Overlays,
    /// seq → review that waits.
    OpenReviews,
    /// lease id → lease.
    Leases,
    /// campaign + hour → budget snapshot.
    BudgetSnapshots,
    /// number → A/B test.
    AbTests,
    /// A/B test → counters of its variants.
    AbCounts,
    /// A/B test + variant + kind + number → nothing: devices and stores that showed a variant.
    AbSeen,
    /// seq → audit entry.
    Audit,
    /// seq → notification.
    Notices,
    /// owner + seq → whether it was marked read.
    NoticesByOwner,
    /// owner → everything up to this entry was marked read at once.
    NoticeMarks,
    /// seq → a notification on its way outside.
    Deliveries,
    /// number → webhook.
    Webhooks,
    /// key hash → stored outcome of a call.
    Idempotency,
    /// job name → last slot and result.
    Jobs,
    /// device + seq → command to a device.
    DeviceCommands,
    /// device → how campaigns' content stands on it.
    DeviceShares,
    /// campaign → how its distribution stands.
    Distributions,
    /// number → emergency stop with its investigation.
    Incidents,
    /// number → supplier's request for an emergency stop.
    StopRequests,
    /// device + seq → log lines of a device.
    DeviceLogs,
    /// seq → what is known of an uploaded screenshot.
    Captures,
    /// campaign + UTC day of the play + seq → nothing: its uploaded screenshots.
    CapturesByCampaign,
    /// seq → nothing: screenshots whose file is kept.
    CapturesKept,
    /// UTC day → uploads and deletions of screenshots.
    CaptureDays,
    /// device → what it uploaded.
    CaptureDevices,
    /// SHA-256 → file of screenshots, with how many it stands for.
    CaptureFiles,
    /// SHA-256 → nothing: files that no screenshot needs any more.
    CaptureFilesToRemove,
    /// device + UTC day → where its counters stood at the end of the day.
    CounterMarks,
    /// received day → first seq of its partition.
    Days,
    /// number → manual credit.
    Credits,
    /// supplier + received day → shares of billed plays.
    EarnedDays,
    /// supplier + played day + campaign + store + number of the record → shares not paid yet.
    Payables,
    /// the same → shares that were paid, and by which payout.
    PaidLines,
    /// supplier + seq → a billed play that is reckoned alone since it was disputed.
    SinglePlays,
    /// seq → payout.
    Payouts,
    /// payout id → seq.
    PayoutIds,
    /// supplier + seq → nothing: payouts by supplier.
    PayoutsBySupplier,
    /// day + store + device → draws: what was promised and offered.
    ShareDays,
    /// first seq of a run of ids + bucket → hashes of impression ids and distances of their plays.
    IdRuns,
    /// number → dispute.
    Disputes,
    /// dispute + place → what its evidence consists of.
    DisputeEvidence,
    /// supplier → flag for too many chargebacks.
    SupplierFlags,
    /// day played + supplier → billed plays.
    BilledDays,
    /// device + first heartbeat → last one: runs of heartbeats that ended.
    OnlineRuns,
    /// first leaf of 256 → places of the plays that the leaves are of.
    LogBlocks,
    /// level and index → hash of a complete subtree of the log.
    LogHashes,
    /// size → checkpoint that was signed.
    LogCheckpoints,
    /// seq + kind → leaf of a reviewed play, or reversal of a play.
    LogPlaces,
    /// UTC day of receipt: seq → impression.
    Impressions(i32),
    /// UTC day of receipt: device + screenshot hash → seq, films only.
    Screenshots(i32),
}

impl Table {
    /// Whether rows share entries (see `pack`): tables that grow at their end, key = a number.
    #[must_use]
    pub const fn is_packed(self) -> bool {
        matches!(
            self,
            Self::Impressions(_) | Self::LogBlocks | Self::LogHashes | Self::LogCheckpoints
        )
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Impressions(day) => write!(f, "impressions/{day}"),
            Self::Screenshots(day) => write!(f, "screenshots/{day}"),
            other => write!(f, "{other:?}"),
        }
    }
}
