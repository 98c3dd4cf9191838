//! Stores: the shops that screens stand in.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::{
    blocking::BlockingRule,
    campaign::blocks::RuleOverride,
    catalog::hours::OpeningHours,
    geo::GeoPoint,
    ids::{RuleNo, StoreNo, SupplierNo},
    pricing::{peak::CountryCode, rates::StoreCategory},
    time::{Timeline, Timestamp},
    words::words,
};

words! {
    /// Whether a store takes plays.
    StoreStatus {
        /// Takes plays.
        Active = "ACTIVE",
        /// Takes none.
        Inactive = "INACTIVE",
    }
}

/// What a store's price and rules depend on; judged as of `played_at` (rule D-08).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoreTraits {
    /// Decides the base rate (rule PRC-01).
    pub category: StoreCategory,
    /// Visitors a day; decides the traffic multiplier (rule PRC-03).
    pub daily_foot_traffic: u32,
    /// Takes plays or not.
    pub status: StoreStatus,
    /// Place, in microdegrees (rule D-04).
    pub location: GeoPoint,
}

/// A store of a supplier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Store {
    /// Number inside rows.
    pub no: StoreNo,
    /// Id for the outside.
    pub id: Uuid,
    /// The owner.
    pub supplier: SupplierNo,
    /// Display name.
    pub name: String,
    /// Region of the reports.
    pub region: String,
    /// Street address.
    pub address: String,
    /// Place, in microdegrees.
    pub location: GeoPoint,
    /// IANA zone name; peak hours follow its wall clock (rule CAM-30).
    pub timezone: String,
    /// ISO 3166 code, for holidays.
    pub country: CountryCode,
    /// Opening hours in store-local time; empty = always open.
    pub opening_hours: OpeningHours,
    /// Mean stay of a visitor, minutes.
    pub avg_dwell_time_minutes: u32,
    /// OpenOOH venue type, if given.
    pub venue_type: Option<String>,
    /// Category, traffic and status as they were over time.
    pub traits: Timeline<StoreTraits>,
    /// Creation, server clock.
    pub created_at: Timestamp,
    /// Last change, server clock.
    pub updated_at: Timestamp,
}

impl Store {
    /// The newest traits.
    #[must_use]
    pub fn traits_now(&self) -> Option<&StoreTraits> {
        self.traits.last()
    }

    /// The traits that held at a moment; the first ones for moments before.
    #[must_use]
    pub fn traits_at(&self, moment: Timestamp) -> Option<&StoreTraits> {
        self.traits.at(moment).map(|(_, t)| t).or_else(|| self.traits.iter().next().map(|(_, t)| t))
    }
}

/// A blocking rule of a store. Rule: BLK-01.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoreRule {
    /// Number inside rows.
    pub no: RuleNo,
    /// Id for the outside.
    pub id: Uuid,
    /// The store that it applies to.
    pub store: StoreNo,
    /// What it blocks, and when it was on.
    pub rule: BlockingRule,
    /// Campaigns that are let in all the same (rule BLK-05).
    pub overrides: Vec<RuleOverride>,
    /// Creation, server clock.
    pub created_at: Timestamp,
    /// Last change, server clock.
    pub updated_at: Timestamp,
}
