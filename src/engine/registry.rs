//! Entities in memory, by number and by id.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use uuid::Uuid;

/// Something that has a number inside rows and an id for the outside.
pub trait Entity {
    /// The number, counted from zero without gaps.
    fn number(&self) -> u32;
    /// The id.
    fn id(&self) -> Uuid;
}

/// Implements `Entity` for types with fields `no` and `id`.
macro_rules! entities {
    ($($name:ty),* $(,)?) => {$(
        impl Entity for $name {
            fn number(&self) -> u32 { self.no.0 }
            fn id(&self) -> Uuid { self.id }
        }
    )*};
}

use crate::domain::{
    campaign::{
        ab_test::AbTest,
        emergency::{Incident, StopRequest},
        model::Campaign,
    },
    catalog::{Advertiser, ApiToken, Asset, Device, Store, StoreRule, Supplier, User, Webhook},
    dispute::Dispute,
    ledger::ManualCredit,
};
entities!(Advertiser, Supplier, Store, Device, Asset, Campaign, User, ApiToken, StoreRule, Webhook);
entities!(ManualCredit, AbTest, Incident, StopRequest, Dispute);

/// All entities of one kind.
#[derive(Debug)]
pub struct Registry<T> {
    rows: Vec<Arc<T>>,
    by_id: FxHashMap<Uuid, u32>,
}

impl<T> Default for Registry<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), by_id: FxHashMap::default() }
    }
}

impl<T: Entity> Registry<T> {
    /// The number that the next new entity gets.
    #[must_use]
    pub fn next_number(&self) -> u32 {
        u32::try_from(self.rows.len()).expect("fewer than 2^32 entities of a kind fit in memory")
    }

    /// Adds an entity or replaces it.
    ///
    /// # Panics
    /// When a number would leave a gap: rows are written without gaps.
    pub fn put(&mut self, entity: Arc<T>) {
        let index = entity.number() as usize;
        self.by_id.insert(entity.id(), entity.number());
        match self.rows.get_mut(index) {
            Some(slot) => *slot = entity,
            None => {
                assert_eq!(index, self.rows.len(), "entity numbers have no gaps");
                self.rows.push(entity);
            }
        }
    }

    /// By number.
    #[must_use]
    pub fn get(&self, number: u32) -> Option<&Arc<T>> {
        self.rows.get(number as usize)
    }

    /// By id.
    #[must_use]
    pub fn by_id(&self, id: Uuid) -> Option<&Arc<T>> {
        self.by_id.get(&id).and_then(|number| self.get(*number))
    }

    /// All, in order of creation.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Arc<T>> {
        self.rows.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True when there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}
