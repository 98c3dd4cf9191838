//! Master data: who buys (advertisers), who owns screens (suppliers, stores, devices), what plays
//! (assets), who signs in (users, tokens). Rows and their invariants live here.
//! Must not live here: lookups, storage, decisions about plays.

pub mod access;
pub mod asset;
pub mod device;
pub mod hours;
pub mod parties;
pub mod standing;
pub mod store;
pub mod webhook;

pub use access::{ApiToken, Role, User};
pub use asset::{Asset, AssetKind, AssetStatus};
pub use device::{Device, DeviceKeyRecord, DeviceStatus, Orientation, PlayHabits};
pub use parties::{Advertiser, PartyStatus, Supplier};
pub use store::{Store, StoreRule, StoreStatus, StoreTraits};
pub use webhook::Webhook;
