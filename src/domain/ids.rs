//! Typed identifiers: UUIDs for the outside, small numbers inside rows.

use serde::{Deserialize, Serialize};

/// Declares a number type that stands for an entity inside rows and tables.
macro_rules! entity_numbers {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        pub struct $name(pub u32);

        impl $name {
            /// The number as an index.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

entity_numbers! {
    /// An advertiser.
    AdvertiserNo,
    /// A supplier, the owner of stores.
    SupplierNo,
    /// A store.
    StoreNo,
    /// A device in a store.
    DeviceNo,
    /// A creative file.
    AssetNo,
    /// A campaign.
    CampaignNo,
    /// A blocking rule of a store.
    RuleNo,
    /// A person who signs in.
    UserNo,
    /// A token of a program.
    TokenNo,
    /// A manual credit.
    CreditNo,
    /// An A/B test of a campaign.
    AbTestNo,
    /// An emergency stop with its investigation.
    IncidentNo,
    /// A supplier's request for an emergency stop.
    StopRequestNo,
    /// A webhook.
    WebhookNo,
    /// A dispute about plays.
    DisputeNo,
}

/// The place of an entry in the one order of everything that was committed.
///
/// Impressions and transfers share this order, so a merged list needs no clock.
pub type Seq = u64;
