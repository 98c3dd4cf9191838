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
    /// day + campaign + kind + cut day → day aggregate.
    DayAggregates,
    /// campaign + day + number → immutable daily record or supplement.
    DailyRecords,
    /// device → windows and counters.
    DeviceWindows,
    /// device → online intervals.
    DeviceOnline,
    /// seq → decision that overlays an impression's status.
    Overlays,
    /// seq → review that waits.
    OpenReviews,
    /// lease id → lease.
    Leases,
    /// campaign + hour → budget snapshot.
    BudgetSnapshots,
    /// seq → audit entry.
    Audit,
    /// seq → notification.
    Notices,
    /// key hash → stored outcome of a call.
    Idempotency,
    /// job name → last slot and result.
    Jobs,
    /// received day → first seq of its partition.
    Days,
    /// first seq of a run of ids + bucket → hashes of impression ids and distances of their plays.
    IdRuns,
    /// UTC day of receipt: seq → impression.
    Impressions(i32),
    /// UTC day of receipt: device + screenshot hash → seq, films only.
    Screenshots(i32),
}

impl Table {
    /// Whether rows share entries (see `pack`): tables that grow at their end, key = seq.
    #[must_use]
    pub const fn is_packed(self) -> bool {
        matches!(self, Self::Impressions(_))
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
