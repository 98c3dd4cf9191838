//! Rebuilding the live state at start: rows, then the plays after the last written folds.

use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::{
    checkpoint::{META_KEY, Meta},
    core::Engine,
    filter::Segment,
    ids,
    live::{AggregateLive, CampaignTotals, JobState, Lease, Live, Session, StoredOutcome},
    publish::{Publication, Views},
    registry::{Entity, Registry},
};
use crate::{
    clock::Randomness,
    config::Settings,
    db::{Batch, Snapshot, Store, StoreError, Table, codec},
    domain::{
        ids::{CampaignNo, DeviceNo, Seq},
        impression::{
            heartbeat::OnlineIntervals,
            record::{ImpressionRow, OpenReview},
            windows::DeviceWindows,
        },
        ledger::Account,
        money::{Amount, Currency},
        proof_of_play::{AggregateKey, DayAggregate},
        time::Day,
    },
};

/// Why the state cannot be rebuilt.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was read contradicts itself.
    #[error("the store contradicts itself: {0}")]
    Contradiction(String),
}

/// Key of the row with the appliance's own secret.
pub const SECRET_KEY: &[u8] = b"secret";

/// Key of the row that says how far the daily records are cut, and at which entry.
pub const CUT_KEY: &[u8] = b"cut";

impl Engine {
    /// Opens the engine on a store: reads all rows and replays the tail of plays.
    ///
    /// # Errors
    /// `Store` when it cannot be read or a row is damaged, `Contradiction` when balances of a
    /// currency do not sum to zero.
    pub fn open(
        store: Arc<Store>,
        settings: Arc<Settings>,
        random: Randomness,
    ) -> Result<Self, LoadError> {
        let mut engine = Self {
            live: Live { next_seq: 1, ..Live::default() },
            store,
            batch: Batch::default(),
            settings,
            random,
            views: Arc::new(Views::default()),
            publication: Publication::default(),
            group_rows: rustc_hash::FxHashMap::default(),
            group_ids: rustc_hash::FxHashMap::default(),
            sealed_ids: false,
            urgent_aggregates: rustc_hash::FxHashSet::default(),
            group_shots: rustc_hash::FxHashSet::default(),
            snapshot: None,
            content: None,
            screenshots: None,
        };
        let snapshot = engine.store.snapshot()?;
        let meta: Meta = match snapshot.get(Table::Meta, META_KEY)? {
            Some(bytes) => row(Table::Meta, &bytes)?,
            None => Meta { next_seq: 1, replay_from: 1 },
        };
        engine.live.next_seq = meta.next_seq;
        engine.live.load_master_data(&snapshot)?;
        engine.live.load_money(&snapshot)?;
        engine.live.load_ab(&snapshot)?;
        engine.live.load_folds(&snapshot)?;
        engine.live.load_rest(&snapshot)?;
        engine.live.load_payables(&snapshot)?;
        engine.live.load_fleet(&snapshot)?;
        engine.live.load_evidence(&snapshot)?;
        engine.live.load_disputes(&snapshot, &engine.settings)?;
        engine.load_log(&snapshot)?;
        engine.replay(&snapshot, meta)?;
        engine.check_sums()?;
        engine.load_secret(&snapshot)?;
        engine.live.arm_all(&engine.settings);
        engine.publish_all();
        Ok(engine)
    }

    /// The appliance's own secret, made at the first start. Rule: D-14.
    fn load_secret(&mut self, snapshot: &Snapshot) -> Result<(), LoadError> {
        let secret = match snapshot.get(Table::Meta, SECRET_KEY)? {
            Some(bytes) => row(Table::Meta, &bytes)?,
            None => {
                let secret = self.random.secret("appliance");
                let mut batch = Batch::default();
                batch.put(Table::Meta, SECRET_KEY, codec::encode(&secret));
                self.store.commit(&mut batch)?;
                secret
            }
        };
        self.views.secret.get_or_init(|| secret);
        Ok(())
    }

    fn check_sums(&self) -> Result<(), LoadError> {
        for currency in [Currency::Usd, Currency::Eur] {
            let total = self.live.accounts.total(currency);
            if total != 0 {
                let message =
                    format!("all {} accounts sum to {total} micros, not zero", currency.code());
                return Err(LoadError::Contradiction(message));
            }
        }
        Ok(())
    }

    fn replay(&mut self, snapshot: &Snapshot, meta: Meta) -> Result<(), LoadError> {
        let filter_from = self.live.filter.last_seq().map_or(1, |last| last + 1);
        self.live.id_runs = ids::runs(snapshot)?;
        let ids_from = self.live.id_runs.last().map_or(1, |run| run.last + 1);
        let from = meta.replay_from.min(filter_from).min(ids_from);
        let first = self.live.days.partition_point(|(_, first)| *first <= from).saturating_sub(1);
        let days: Vec<Day> = self.live.days.iter().skip(first).map(|(day, _)| *day).collect();
        for day in days {
            let table = Table::Impressions(day.number());
            let start = from.to_be_bytes().to_vec();
            snapshot.scan(table, start.., |key, value| {
                let play: ImpressionRow = sealed(table, key, value)?;
                let seq = seq_of(key);
                self.replay_play(seq, &play, filter_from);
                self.replay_id(seq, play.id)?;
                Ok(true)
            })?;
        }
        Ok(())
    }
}

/// The place in a key's last eight bytes.
#[must_use]
pub fn seq_of(key: &[u8]) -> Seq {
    key.last_chunk::<8>().map_or(0, |bytes| Seq::from_be_bytes(*bytes))
}

/// Decodes a row of a table.
///
/// # Errors
/// `Row` with the table's name.
pub fn row<T: DeserializeOwned>(table: Table, bytes: &[u8]) -> Result<T, StoreError> {
    codec::decode(bytes).map_err(|source| StoreError::Row { table: table.to_string(), source })
}

/// Decodes a money row of a table.
///
/// # Errors
/// `Row` with the table's name.
pub fn sealed<T: DeserializeOwned>(
    table: Table,
    key: &[u8],
    bytes: &[u8],
) -> Result<T, StoreError> {
    codec::decode_sealed(key, bytes)
        .map_err(|source| StoreError::Row { table: table.to_string(), source })
}

fn load_registry<T: Entity + DeserializeOwned>(
    snapshot: &Snapshot,
    table: Table,
    registry: &mut Registry<T>,
) -> Result<(), StoreError> {
    snapshot.scan(table, .., |_, value| {
        registry.put(Arc::new(row(table, value)?));
        Ok(true)
    })
}

fn number_of(key: &[u8]) -> u32 {
    key.first_chunk::<4>().map_or(0, |bytes| u32::from_be_bytes(*bytes))
}

impl Live {
    fn load_master_data(&mut self, snapshot: &Snapshot) -> Result<(), StoreError> {
        load_registry(snapshot, Table::Advertisers, &mut self.advertisers)?;
        load_registry(snapshot, Table::Suppliers, &mut self.suppliers)?;
        load_registry(snapshot, Table::Stores, &mut self.stores)?;
        load_registry(snapshot, Table::Devices, &mut self.devices)?;
        load_registry(snapshot, Table::Assets, &mut self.assets)?;
        load_registry(snapshot, Table::Campaigns, &mut self.campaigns)?;
        load_registry(snapshot, Table::BlockingRules, &mut self.rules)?;
        load_registry(snapshot, Table::Users, &mut self.users)?;
        load_registry(snapshot, Table::Tokens, &mut self.tokens)?;
        load_registry(snapshot, Table::Credits, &mut self.credits)?;
        load_registry(snapshot, Table::Webhooks, &mut self.webhooks)?;
        for store in self.stores.iter().cloned().collect::<Vec<_>>() {
            self.note_store(&store);
        }
        for device in self.devices.iter().cloned().collect::<Vec<_>>() {
            self.note_device(&device, None);
        }
        for rule in self.rules.iter() {
            self.store_rules.entry(rule.store).or_default().push(rule.no);
        }
        for campaign in self.campaigns.iter().cloned().collect::<Vec<_>>() {
            self.note_campaign(&campaign);
        }
        snapshot.scan(Table::RateCards, .., |_, value| {
            self.rate_cards = row(Table::RateCards, value)?;
            Ok(true)
        })?;
        snapshot.scan(Table::Holidays, .., |_, value| {
            self.holidays.insert(row(Table::Holidays, value)?);
            Ok(true)
        })
    }

    fn load_money(&mut self, snapshot: &Snapshot) -> Result<(), StoreError> {
        snapshot.scan(Table::Balances, .., |key, value| {
            let micros: i64 = sealed(Table::Balances, key, value)?;
            if let Some((account, currency)) = Account::from_key(key) {
                self.accounts.load(account, currency, Amount::from_micros(micros));
            }
            Ok(true)
        })?;
        snapshot.scan(Table::CampaignTotals, .., |key, value| {
            let totals: CampaignTotals = sealed(Table::CampaignTotals, key, value)?;
            if let Some(live) = self.campaign_live.get_mut(number_of(key) as usize) {
                live.totals = totals;
            }
            Ok(true)
        })
    }

    fn load_folds(&mut self, snapshot: &Snapshot) -> Result<(), StoreError> {
        snapshot.scan(Table::DeviceWindows, .., |key, value| {
            let (as_of, windows): (Seq, DeviceWindows) = row(Table::DeviceWindows, value)?;
            if let Some(live) = self.device_live.get_mut(number_of(key) as usize) {
                live.as_of = as_of;
                live.windows = windows;
            }
            Ok(true)
        })?;
        snapshot.scan(Table::DeviceOnline, .., |key, value| {
            let (online, last_skew_ms): (OnlineIntervals, Option<i64>) =
                row(Table::DeviceOnline, value)?;
            if let Some(live) = self.device_live.get_mut(number_of(key) as usize) {
                live.online = online;
                live.last_skew_ms = last_skew_ms;
            }
            Ok(true)
        })?;
        snapshot.scan(Table::DayAggregates, .., |key, value| {
            let (name, as_of, aggregate): (AggregateKey, Seq, DayAggregate) =
                sealed(Table::DayAggregates, key, value)?;
            self.aggregates.insert(name, AggregateLive { aggregate, as_of, dirty_since: None });
            Ok(true)
        })?;
        let mut posted: Vec<(CampaignNo, Seq)> = Vec::new();
        for campaign in self.campaigns.iter() {
            let start = campaign.no.0.to_be_bytes().to_vec();
            let end = (campaign.no.0 + 1).to_be_bytes().to_vec();
            snapshot.scan_back(Table::CampaignPlays, start..end, |_, value| {
                let (as_of, _): (Seq, Vec<u64>) = row(Table::CampaignPlays, value)?;
                posted.push((campaign.no, as_of));
                Ok(false)
            })?;
        }
        for (campaign, as_of) in posted {
            self.campaign_live[campaign.index()].postings_as_of = as_of;
        }
        snapshot.scan(Table::Meta, b"filter/".to_vec()..b"filter0".to_vec(), |_, value| {
            if let Some(segment) = Segment::from_bytes(value) {
                self.filter.load(segment);
            }
            Ok(true)
        })
    }

    fn load_rest(&mut self, snapshot: &Snapshot) -> Result<(), StoreError> {
        snapshot.scan(Table::Days, .., |key, value| {
            let (day, first): (Day, Seq) = row(Table::Days, value)?;
            debug_assert_eq!(key.len(), 4, "days are keyed by their number");
            self.days.push((day, first));
            Ok(true)
        })?;
        if let Some(bytes) = snapshot.get(Table::Meta, CUT_KEY)? {
            let (day, seq): (Day, Seq) = row(Table::Meta, &bytes)?;
            self.cut_through = Some(day);
            self.cut_seq = seq;
        }
        snapshot.scan(Table::OpenReviews, .., |key, value| {
            self.reviews.insert(seq_of(key), row::<OpenReview>(Table::OpenReviews, value)?);
            Ok(true)
        })?;
        snapshot.scan(Table::Leases, .., |_, value| {
            let lease: Lease = row(Table::Leases, value)?;
            self.note_lease(&lease);
            self.leases.insert(lease.id, lease);
            Ok(true)
        })?;
        snapshot.scan(Table::Sessions, .., |_, value| {
            let session: Session = row(Table::Sessions, value)?;
            self.sessions.insert(session.hash, session);
            Ok(true)
        })?;
        snapshot.scan(Table::Idempotency, .., |key, value| {
            let stored: StoredOutcome = row(Table::Idempotency, value)?;
            if let Ok(hash) = key.try_into() {
                self.idempotency.insert(hash, stored);
            }
            Ok(true)
        })?;
        snapshot.scan(Table::Jobs, .., |_, value| {
            let job: JobState = row(Table::Jobs, value)?;
            self.jobs.insert(job.name.clone(), job);
            Ok(true)
        })?;
        self.load_cap_skips(snapshot)?;
        self.load_outbox(snapshot)?;
        self.load_record_heads(snapshot)
    }

    fn load_record_heads(&mut self, snapshot: &Snapshot) -> Result<(), StoreError> {
        snapshot.scan(Table::Meta, b"head/".to_vec()..b"head0".to_vec(), |key, value| {
            let hash: [u8; 32] = row(Table::Meta, value)?;
            let number = key.last_chunk::<4>().map_or(0, |bytes| u32::from_be_bytes(*bytes));
            self.record_heads.insert(CampaignNo(number), hash);
            Ok(true)
        })?;
        snapshot.scan(Table::DailyRecords, .., |key, _| {
            let campaign = CampaignNo(number_of(key));
            let day = key.get(4..8).and_then(|b| b.try_into().ok()).map_or(0, i32::from_be_bytes);
            *self.record_counts.entry((campaign, Day::from_number(day))).or_default() += 1;
            Ok(true)
        })
    }

    /// Windows of a device, made when the row is new.
    #[must_use]
    pub fn windows(&self, device: DeviceNo) -> Option<&DeviceWindows> {
        self.device_live.get(device.index()).map(|live| &live.windows)
    }
}
