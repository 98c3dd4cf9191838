//! What readers see: immutable rows in concurrent maps, replaced after each commit.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicI64, AtomicU32, AtomicU64, Ordering},
    },
};

use arc_swap::ArcSwap;
use rustc_hash::FxHashSet;
use uuid::Uuid;

use super::{
    actor::Notice,
    command::Record,
    core::Engine,
    disputes::DisputeViews,
    fleet::FleetViews,
    ids::RecentIds,
    live::{CampaignTotals, JobState, Session},
    log::LogViews,
    outbox::OpenDeliveries,
    registry::{Entity, Registry},
    search_feed::{SearchFeed, Touched},
};
use crate::domain::{
    campaign::{
        ab_test::{AbTest, VariantCounts},
        model::Campaign,
    },
    catalog::{Advertiser, ApiToken, Asset, Device, Store, StoreRule, Supplier, User, Webhook},
    ids::{AbTestNo, CampaignNo, DeviceNo, Seq},
    impression::{capture::CaptureTotals, fraud::Flags, record::OpenReview, record::PlayStatus},
    ledger::{Account, ManualCredit},
    money::{Amount, Currency},
    pricing::{peak::HolidayCalendar, rates::RateCards},
    refusal::Code,
    time::{Day, Timestamp},
};

/// Entities of one kind for readers.
#[derive(Debug)]
pub struct Catalog<T> {
    by_no: papaya::HashMap<u32, Arc<T>>,
    by_id: papaya::HashMap<Uuid, u32>,
    len: AtomicU32,
}

impl<T> Default for Catalog<T> {
    fn default() -> Self {
        Self {
            by_no: papaya::HashMap::new(),
            by_id: papaya::HashMap::new(),
            len: AtomicU32::new(0),
        }
    }
}

impl<T: Entity> Catalog<T> {
    pub(super) fn put(&self, row: &Arc<T>) {
        self.by_no.pin().insert(row.number(), Arc::clone(row));
        self.by_id.pin().insert(row.id(), row.number());
        self.len.fetch_max(row.number() + 1, Ordering::SeqCst);
    }

    fn load(&self, registry: &Registry<T>) {
        for row in registry.iter() {
            self.put(row);
        }
    }

    /// By number.
    #[must_use]
    pub fn get(&self, number: u32) -> Option<Arc<T>> {
        self.by_no.pin().get(&number).cloned()
    }

    /// By id.
    #[must_use]
    pub fn by_id(&self, id: Uuid) -> Option<Arc<T>> {
        let number = *self.by_id.pin().get(&id)?;
        self.get(number)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.len.load(Ordering::SeqCst)
    }

    /// True when there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Arc<T>> + '_ {
        (0..self.len()).filter_map(|number| self.get(number))
    }
}

/// Counters and balances of a campaign for readers.
#[derive(Clone, Debug, Default)]
pub struct CampaignFigures {
    /// Counters.
    pub totals: CampaignTotals,
    /// What can still be spent.
    pub remaining: Amount,
    /// What waits for reviews.
    pub held_for_review: Amount,
}

/// A device's connection state for readers.
#[derive(Clone, Copy, Debug)]
pub struct DeviceFigures {
    /// Newest heartbeat, server clock.
    pub last_heartbeat: Timestamp,
    /// Newest measured clock error, milliseconds.
    pub last_skew_ms: Option<i64>,
}

/// Everything readers see without touching the writer.
#[derive(Default)]
pub struct Views {
    /// Advertisers.
    pub advertisers: Catalog<Advertiser>,
    /// Suppliers.
    pub suppliers: Catalog<Supplier>,
    /// Stores.
    pub stores: Catalog<Store>,
    /// Devices.
    pub devices: Catalog<Device>,
    /// Assets.
    pub assets: Catalog<Asset>,
    /// Campaigns.
    pub campaigns: Catalog<Campaign>,
    /// Blocking rules.
    pub rules: Catalog<StoreRule>,
    /// Users.
    pub users: Catalog<User>,
    /// API tokens.
    pub tokens: Catalog<ApiToken>,
    /// Manual credits.
    pub credits: Catalog<ManualCredit>,
    /// How often a campaign was left out on its newest day because of its daily cap (rule CAM-18).
    pub cap_skips: papaya::HashMap<CampaignNo, (Day, u64)>,
    /// Counters by campaign.
    pub figures: papaya::HashMap<CampaignNo, Arc<CampaignFigures>>,
    /// A/B tests.
    pub ab_tests: Catalog<AbTest>,
    /// The newest A/B test of a campaign.
    pub newest_ab_test: papaya::HashMap<CampaignNo, AbTestNo>,
    /// Counters of A/B tests, in the order of their variants.
    pub ab_counts: papaya::HashMap<AbTestNo, Arc<Vec<VariantCounts>>>,
    /// Connection by device.
    pub online: papaya::HashMap<DeviceNo, DeviceFigures>,
    /// Devices with a wrong clock: the newest such play, how many in the 24 hours before it.
    pub clock_troubles: papaya::HashMap<DeviceNo, (Timestamp, u32)>,
    /// Devices by the hash of their token.
    pub device_tokens: papaya::HashMap<[u8; 32], DeviceNo>,
    /// API tokens by hash.
    pub token_hashes: papaya::HashMap<[u8; 32], u32>,
    /// Users by e-mail.
    pub user_emails: papaya::HashMap<String, u32>,
    /// Sessions by hash.
    pub sessions: papaya::HashMap<[u8; 32], Arc<Session>>,
    /// Balances.
    pub balances: papaya::HashMap<(Account, Currency), Amount>,
    /// Rate cards.
    pub rate_cards: ArcSwap<RateCards>,
    /// Holidays.
    pub holidays: ArcSwap<HolidayCalendar>,
    /// Plays that wait for review.
    pub reviews: ArcSwap<BTreeMap<Seq, OpenReview>>,
    /// Jobs.
    pub jobs: papaya::HashMap<String, JobState>,
    /// Place of the next entry.
    pub next_seq: AtomicU64,
    /// Places of the newest ids.
    pub recent_ids: RecentIds,
    /// Next timer, milliseconds since 1970; `i64::MAX` when none.
    pub next_timer_ms: AtomicI64,
    /// Webhooks.
    pub webhooks: Catalog<Webhook>,
    /// Deliveries that wait for an attempt.
    pub outbox: OpenDeliveries,
    /// What the search index has to look at.
    pub search: SearchFeed,
    /// Live events.
    pub events: Events,
    /// The appliance's own secret, from which unguessable values follow (rule D-14).
    pub secret: std::sync::OnceLock<String>,
    /// What devices were told, emergency stops.
    pub fleet: FleetViews,
    /// What all screenshots add up to.
    pub captures: ArcSwap<CaptureTotals>,
    /// Disputes, and suppliers' flags.
    pub disputes: DisputeViews,
    /// Who signs the transparency log, and its newest checkpoint.
    pub log: LogViews,
}

impl Views {
    /// The balance of an account.
    #[must_use]
    pub fn balance(&self, account: Account, currency: Currency) -> Amount {
        self.balances.pin().get(&(account, currency)).copied().unwrap_or(Amount::ZERO)
    }

    /// Counters of a campaign.
    #[must_use]
    pub fn figures_of(&self, campaign: CampaignNo) -> Arc<CampaignFigures> {
        self.figures.pin().get(&campaign).cloned().unwrap_or_default()
    }

    /// The newest A/B test of a campaign.
    #[must_use]
    pub fn ab_test_of(&self, campaign: CampaignNo) -> Option<Arc<AbTest>> {
        let no = *self.newest_ab_test.pin().get(&campaign)?;
        self.ab_tests.get(no.0)
    }

    /// Counters of an A/B test, in the order of its variants.
    #[must_use]
    pub fn ab_counts_of(&self, test: AbTestNo) -> Arc<Vec<VariantCounts>> {
        self.ab_counts.pin().get(&test).cloned().unwrap_or_default()
    }

    /// Whether a device sent a heartbeat within `window_ms`.
    #[must_use]
    pub fn is_online(&self, device: DeviceNo, now: Timestamp, window_ms: i64) -> bool {
        let seen = self.online.pin().get(&device).map(|figures| figures.last_heartbeat);
        seen.is_some_and(|at| now.since_ms(at) < window_ms)
    }
}

/// Something that happened, for `GET /events`.
#[derive(Clone, Debug)]
pub struct Event {
    /// Counts up; `Last-Event-ID`.
    pub id: u64,
    /// What.
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum EventKind {
    /// Counters or balances of a campaign changed.
    Campaign(CampaignNo),
    /// A device was heard from or changed.
    Device(DeviceNo),
    /// The review queue changed.
    Reviews {
        /// Plays that wait.
        waiting: usize,
    },
    /// A job ran.
    Job(String),
    /// Somebody is told something.
    Notice(Arc<Notice>),
    /// A play was decided (for the operator's live view).
    Play(PlayEvent),
}

/// A decided play.
#[derive(Clone, Debug)]
pub struct PlayEvent {
    /// Id.
    pub id: Uuid,
    /// Campaign.
    pub campaign: Option<CampaignNo>,
    /// Device.
    pub device: DeviceNo,
    /// Verdict.
    pub status: PlayStatus,
    /// Why rejected.
    pub reason: Option<Code>,
    /// Cost.
    pub cost: Amount,
    /// Flags.
    pub flags: Flags,
}

/// The newest events and those who listen.
pub struct Events {
    sender: tokio::sync::broadcast::Sender<Arc<Event>>,
    recent: Mutex<VecDeque<Arc<Event>>>,
    next: AtomicU64,
}

/// Events kept for those who come back.
const RECENT_EVENTS: usize = 1024;

impl Default for Events {
    fn default() -> Self {
        let (sender, _) = tokio::sync::broadcast::channel(RECENT_EVENTS);
        Self { sender, recent: Mutex::default(), next: AtomicU64::new(1) }
    }
}

impl Events {
    fn publish(&self, kinds: Vec<EventKind>) {
        if kinds.is_empty() {
            return;
        }
        // Kept and sent under one lock: who subscribes in between gets an event twice rather than
        // never.
        let mut recent = self.recent();
        for kind in kinds {
            let id = self.next.fetch_add(1, Ordering::SeqCst);
            let event = Arc::new(Event { id, kind });
            if recent.len() >= RECENT_EVENTS {
                recent.pop_front();
            }
            recent.push_back(Arc::clone(&event));
            // Nobody listening is no error.
            let _ = self.sender.send(event);
        }
    }

    /// Held for moments only: while a group is told, and while somebody comes back.
    fn recent(&self) -> MutexGuard<'_, VecDeque<Arc<Event>>> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Events after an id that are still kept, and a receiver for the ones to come.
    #[must_use]
    pub fn subscribe(
        &self,
        after: Option<u64>,
    ) -> (Vec<Arc<Event>>, tokio::sync::broadcast::Receiver<Arc<Event>>) {
        let receiver = self.sender.subscribe();
        let missed = after.map_or_else(Vec::new, |after| {
            self.recent().iter().filter(|event| event.id > after).cloned().collect()
        });
        (missed, receiver)
    }
}

/// What a group will publish once it is committed.
#[derive(Debug, Default)]
pub struct Publication {
    /// Master data.
    pub records: Vec<Record>,
    /// Accounts that moved.
    pub accounts: FxHashSet<(Account, Currency)>,
    /// Campaigns that were touched.
    pub campaigns: FxHashSet<CampaignNo>,
    /// Campaigns that were left out because of their daily cap.
    pub capped: FxHashSet<CampaignNo>,
    /// A/B tests whose counters changed.
    pub ab_tests: FxHashSet<AbTestNo>,
    /// Devices that were heard from.
    pub heartbeats: Vec<(DeviceNo, Timestamp, Option<i64>)>,
    /// Devices with a wrong clock: when, how often in 24 hours.
    pub clock_troubles: Vec<(DeviceNo, Timestamp, u32)>,
    /// Notices.
    pub notices: Vec<Notice>,
    /// Audit entries were written.
    pub audited: bool,
    /// Plays decided, the newest few of the group.
    pub plays: Vec<PlayEvent>,
    /// All plays decided.
    pub counts: PlayCounts,
    /// The review queue changed.
    pub reviews_changed: bool,
    /// Devices that were told something, or answered.
    pub told: FxHashSet<DeviceNo>,
    /// Screenshots were uploaded or deleted.
    pub evidence_changed: bool,
}

/// Plays of a group by status, for the metrics.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlayCounts {
    verified: u64,
    rejected: u64,
    under_review: u64,
}

impl PlayCounts {
    /// Counts one.
    pub(super) const fn add(&mut self, status: PlayStatus) {
        match status {
            PlayStatus::Verified => self.verified += 1,
            PlayStatus::Rejected => self.rejected += 1,
            PlayStatus::UnderReview => self.under_review += 1,
        }
    }

    /// Adds to the metrics, once a group instead of once a play.
    fn tell(self) {
        for (label, plays) in [
            ("verified", self.verified),
            ("rejected", self.rejected),
            ("under_review", self.under_review),
        ] {
            if plays > 0 {
                metrics::counter!("vetrina_plays_total", "status" => label).increment(plays);
            }
        }
    }
}

/// Plays of one group that are told to live views; a full group would flood them.
pub(super) const PLAY_EVENTS_A_GROUP: usize = 16;

impl Engine {
    /// Publishes what the committed group changed.
    pub(super) fn publish_group(&mut self) {
        let mut publication = std::mem::take(&mut self.publication);
        self.publish_told(&mut publication);
        publication.counts.tell();
        let mut events = Vec::new();
        for record in &publication.records {
            self.publish_record(record, &mut events);
            if let Some(touched) = Touched::by(record) {
                self.views.search.note(touched);
            }
        }
        if publication.audited {
            self.views.search.note(Touched::Audit);
        }
        for (account, currency) in publication.accounts {
            let balance = self.live.accounts.balance(account, currency);
            self.views.balances.pin().insert((account, currency), balance);
        }
        for campaign in publication.campaigns {
            self.publish_figures(campaign);
            events.push(EventKind::Campaign(campaign));
        }
        self.publish_cap_skips(publication.capped);
        for test in publication.ab_tests {
            self.publish_ab_counts(test);
        }
        for (device, at, last_skew_ms) in publication.heartbeats {
            let figures = DeviceFigures { last_heartbeat: at, last_skew_ms };
            self.views.online.pin().insert(device, figures);
            events.push(EventKind::Device(device));
        }
        for (device, at, count) in publication.clock_troubles {
            self.views.clock_troubles.pin().insert(device, (at, count));
        }
        if publication.reviews_changed {
            self.views.reviews.store(Arc::new(self.live.reviews.clone()));
            events.push(EventKind::Reviews { waiting: self.live.reviews.len() });
        }
        if publication.evidence_changed {
            self.views.captures.store(Arc::new(self.live.evidence.totals));
        }
        events.extend(publication.plays.into_iter().map(EventKind::Play));
        events.extend(publication.notices.into_iter().map(|n| EventKind::Notice(Arc::new(n))));
        self.publish_positions();
        self.views.events.publish(events);
    }

    pub(super) fn publish_positions(&self) {
        self.views.next_seq.store(self.live.next_seq, Ordering::SeqCst);
        let next = self.live.next_timer().map_or(i64::MAX, Timestamp::ms);
        self.views.next_timer_ms.store(next, Ordering::SeqCst);
    }

    fn publish_ab_test(&self, test: &Arc<AbTest>) {
        self.views.ab_tests.put(test);
        if let Some(newest) = self.live.ab.newest(test.campaign) {
            self.views.newest_ab_test.pin().insert(test.campaign, newest.no);
        }
    }

    fn publish_ab_counts(&self, test: AbTestNo) {
        let counts = self.live.ab.counts_of(test).to_vec();
        self.views.ab_counts.pin().insert(test, Arc::new(counts));
    }

    fn publish_figures(&self, campaign: CampaignNo) {
        let Some(totals) = self.live.totals(campaign) else { return };
        let figures = CampaignFigures {
            totals: totals.clone(),
            remaining: self.live.remaining(campaign),
            held_for_review: self.live.held_for_review(campaign),
        };
        self.views.figures.pin().insert(campaign, Arc::new(figures));
    }

    fn publish_record(&self, record: &Record, events: &mut Vec<EventKind>) {
        let views = &self.views;
        match record {
            Record::Advertiser(row) => views.advertisers.put(row),
            Record::Supplier(row) => views.suppliers.put(row),
            Record::Store(row) => views.stores.put(row),
            Record::Asset(row) => views.assets.put(row),
            Record::Rule(row) => views.rules.put(row),
            Record::Campaign(row) => views.campaigns.put(row),
            Record::Device(row) => {
                self.publish_device(row);
                events.push(EventKind::Device(row.no));
            }
            Record::User(row) => self.publish_user(row),
            Record::Token(row) => {
                views.tokens.put(row);
                views.token_hashes.pin().insert(row.hash, row.no.0);
            }
            Record::Session(row) => drop(views.sessions.pin().insert(row.hash, Arc::clone(row))),
            Record::SessionEnd(hash) => drop(views.sessions.pin().remove(hash).cloned()),
            Record::RateCards(_) => views.rate_cards.store(Arc::new(self.live.rate_cards.clone())),
            Record::Holiday { .. } => views.holidays.store(Arc::new(self.live.holidays.clone())),
            Record::Job(job) => {
                views.jobs.pin().insert(job.name.clone(), job.clone());
                events.push(EventKind::Job(job.name.clone()));
            }
            Record::Credit(row) => views.credits.put(row),
            Record::AbTest(row) => self.publish_ab_test(row),
            Record::Incident(row) => self.publish_incident(row, events),
            Record::StopRequest(row) => views.fleet.requests.put(row),
            Record::Webhook(row) => views.webhooks.put(row),
            Record::Delivery(row) => views.outbox.put(row),
            Record::Dispute(row) => self.publish_dispute(row, events),
            Record::SupplierFlag(row) => views.disputes.put_flag(row),
            Record::Lease(_) | Record::DailyRecord(_) | Record::EvidencePart(_) => {}
        }
    }

    fn publish_user(&self, user: &Arc<User>) {
        self.views.users.put(user);
        self.views.user_emails.pin().insert(user.email.clone(), user.no.0);
    }

    fn publish_device(&self, device: &Arc<Device>) {
        if let Some(old) = self.views.devices.get(device.no.0)
            && let Some(hash) = old.token_hash
            && device.token_hash != old.token_hash
        {
            self.views.device_tokens.pin().remove(&hash);
        }
        self.views.devices.put(device);
        if let Some(hash) = device.token_hash {
            self.views.device_tokens.pin().insert(hash, device.no);
        }
    }

    /// Publishes everything, after the state was rebuilt.
    pub(super) fn publish_all(&mut self) {
        let views = Arc::clone(&self.views);
        views.advertisers.load(&self.live.advertisers);
        views.suppliers.load(&self.live.suppliers);
        views.stores.load(&self.live.stores);
        views.assets.load(&self.live.assets);
        views.campaigns.load(&self.live.campaigns);
        views.rules.load(&self.live.rules);
        views.tokens.load(&self.live.tokens);
        views.credits.load(&self.live.credits);
        self.publish_cap_skips(self.live.cap_skips.keys().copied());
        views.webhooks.load(&self.live.webhooks);
        for delivery in self.live.outbox.values() {
            views.outbox.put(delivery);
        }
        for device in self.live.devices.iter() {
            self.publish_device(device);
        }
        for test in self.live.ab.tests.iter() {
            self.publish_ab_test(test);
            self.publish_ab_counts(test.no);
        }
        for user in self.live.users.iter() {
            self.publish_user(user);
        }
        for token in self.live.tokens.iter() {
            views.token_hashes.pin().insert(token.hash, token.no.0);
        }
        for (hash, session) in &self.live.sessions {
            views.sessions.pin().insert(*hash, Arc::new(session.clone()));
        }
        for (account, currency, balance) in self.live.accounts.iter() {
            views.balances.pin().insert((account, currency), balance);
        }
        for campaign in self.live.campaigns.iter() {
            self.publish_figures(campaign.no);
        }
        for (device, live) in self.live.devices.iter().zip(&self.live.device_live) {
            if let Some(last_heartbeat) = live.online.newest() {
                let figures = DeviceFigures { last_heartbeat, last_skew_ms: live.last_skew_ms };
                views.online.pin().insert(device.no, figures);
            }
        }
        for (device, live) in self.live.devices.iter().zip(&self.live.device_live) {
            if let Some((at, count)) = live.windows.newest_clock_trouble() {
                views.clock_troubles.pin().insert(device.no, (at, count));
            }
        }
        for (name, job) in &self.live.jobs {
            views.jobs.pin().insert(name.clone(), job.clone());
        }
        views.rate_cards.store(Arc::new(self.live.rate_cards.clone()));
        views.holidays.store(Arc::new(self.live.holidays.clone()));
        views.reviews.store(Arc::new(self.live.reviews.clone()));
        views.captures.store(Arc::new(self.live.evidence.totals));
        self.publish_fleet();
        self.publish_disputes();
        self.publish_positions();
    }
}
