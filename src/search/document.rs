//! What of each kind of thing is found, and whose it is.

use crate::{
    domain::{
        campaign::model::Campaign,
        catalog::{Device, Store, access::Owner},
    },
    engine::{actor::AuditEntry, publish::Views},
};

/// Kinds of things that are found. The number goes into the index.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Kind {
    /// A campaign: name, brand, description.
    Campaign,
    /// A store: name, region, address.
    Store,
    /// A device: name.
    Device,
    /// An audit entry: action, actor, field, values, reason.
    Audit,
}

impl Kind {
    /// All kinds.
    pub const ALL: &'static [Self] = &[Self::Campaign, Self::Store, Self::Device, Self::Audit];

    /// The number inside the index.
    #[must_use]
    pub const fn number(self) -> u64 {
        match self {
            Self::Campaign => 0,
            Self::Store => 1,
            Self::Device => 2,
            Self::Audit => 3,
        }
    }

    /// The kind of a number.
    #[must_use]
    pub fn of(number: u64) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.number() == number)
    }

    /// The kind of a word on the wire.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "CAMPAIGN" => Some(Self::Campaign),
            "STORE" => Some(Self::Store),
            "DEVICE" => Some(Self::Device),
            "AUDIT" => Some(Self::Audit),
            _ => None,
        }
    }
}

/// One thing as it goes into the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What it is.
    pub kind: Kind,
    /// Its number; for audit entries their place.
    pub number: u64,
    /// Whose it is.
    pub owner: Owner,
    /// Everything it is found by.
    pub text: String,
}

impl Document {
    /// Of a campaign.
    #[must_use]
    pub fn campaign(row: &Campaign) -> Self {
        let mut text = Text::of(&row.name);
        text.add(row.brand_name.as_deref());
        text.add(row.description.as_deref());
        text.add(Some(&row.id.to_string()));
        let owner = Owner::Advertiser(row.advertiser);
        Self { kind: Kind::Campaign, number: u64::from(row.no.0), owner, text: text.0 }
    }

    /// Of a store.
    #[must_use]
    pub fn store(row: &Store) -> Self {
        let mut text = Text::of(&row.name);
        text.add(Some(&row.region));
        text.add(Some(&row.address));
        text.add(Some(&row.id.to_string()));
        let owner = Owner::Supplier(row.supplier);
        Self { kind: Kind::Store, number: u64::from(row.no.0), owner, text: text.0 }
    }

    /// Of a device; without a store it is the operator's.
    #[must_use]
    pub fn device(views: &Views, row: &Device) -> Self {
        let mut text = Text::of(&row.name);
        text.add(Some(&row.id.to_string()));
        let store = row.store_now().and_then(|no| views.stores.get(no.0));
        let owner = store.map_or(Owner::Operator, |store| Owner::Supplier(store.supplier));
        Self { kind: Kind::Device, number: u64::from(row.no.0), owner, text: text.0 }
    }

    /// Of an audit entry, which only the operator's people read.
    #[must_use]
    pub fn audit(entry: &AuditEntry) -> Self {
        let what = &entry.what;
        let mut text = Text::of(&what.action);
        text.add(Some(&what.subject));
        text.add(Some(&entry.actor));
        text.add(what.field.as_deref());
        text.add(what.old_value.as_deref());
        text.add(what.new_value.as_deref());
        text.add(what.reason.as_deref());
        text.add(entry.ip_address.as_deref());
        text.add(what.subject_id.map(|id| id.to_string()).as_deref());
        Self { kind: Kind::Audit, number: entry.seq, owner: Owner::Operator, text: text.0 }
    }
}

/// Texts one below the other.
struct Text(String);

impl Text {
    fn of(first: &str) -> Self {
        Self(first.to_owned())
    }

    fn add(&mut self, more: Option<&str>) {
        if let Some(more) = more {
            self.0.push('\n');
            self.0.push_str(more);
        }
    }
}
