//! The live state: everything that decisions look at, owned by the writer alone.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

use jiff::tz::TimeZone;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    ab::AbLive, accounts::Accounts, captures::Evidence, disputes::Disputes, filter::IdFilter,
    fleet::Fleet, ids::Run, log::PlayLog, payables::Payables, registry::Registry,
};
use crate::domain::{
    campaign::{
        ab_test::VariantRef, fraud_watch::FraudWatch, lifecycle::LifecycleLimits, model::Campaign,
        test_mode::TestFigures,
    },
    catalog::{Advertiser, ApiToken, Asset, Device, Store, StoreRule, Supplier, User, Webhook},
    delivery::Delivery,
    ids::{
        AbTestNo, AdvertiserNo, AssetNo, CampaignNo, DeviceNo, DisputeNo, IncidentNo, RuleNo, Seq,
        StoreNo, UserNo,
    },
    impression::{
        heartbeat::OnlineIntervals,
        record::{ImpressionRow, OpenReview, Overlay, PlayStatus},
        windows::DeviceWindows,
    },
    ledger::{Account, EarnedDay, EarnedKey, ManualCredit},
    money::{Amount, Currency},
    pricing::{peak::HolidayCalendar, rates::RateCards},
    proof_of_play::{AggregateKey, DayAggregate},
    refusal::Code,
    share_of_voice::{ShareDay, ShareKey},
    time::{Day, Timestamp},
};

/// Lifetime counters of a campaign; written with every group that touches it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignTotals {
    /// Billed plays.
    pub verified: u64,
    /// Rejected plays.
    pub rejected: u64,
    /// Plays that wait for review.
    pub under_review: u64,
    /// Rejected plays by reason.
    pub reasons: BTreeMap<Code, u64>,
    /// Charged for billed plays.
    pub spent: Amount,
    /// Paid by the platform for billed plays.
    pub absorbed: Amount,
    /// Absorbed parts of plays that wait for review.
    pub absorbed_in_review: Amount,
    /// Seconds of billed plays.
    pub duration_seconds: u64,
    /// Charged by UTC day of `played_at`, the newest days only (rule CAM-18).
    pub day_spend: VecDeque<(Day, Amount)>,
    /// Remaining budget at the full hours, the newest only (rule D-13).
    pub snapshots: VecDeque<(Timestamp, Amount)>,
    /// The 90 % notice went out for this budget (rule BUD-02).
    pub notice_sent: bool,
    /// Leases granted so far; rotates the assets evenly.
    pub rotation: u64,
    /// First billed play.
    pub first_verified_at: Option<Timestamp>,
    /// Figures of its test runs (rule CAM-14).
    pub test_runs: Vec<TestFigures>,
    /// Milliseconds in which it wanted to play and no device was online (rule D-56).
    pub offline_ms: i64,
    /// Offline time is counted up to this moment.
    pub offline_through: Option<Timestamp>,
    /// Suspicious plays of late (rule CAM-12).
    pub fraud: FraudWatch,
}

impl CampaignTotals {
    /// Counts a decision on a play that was under review.
    pub fn decide(&mut self, row: &ImpressionRow, overlay: &Overlay) {
        self.under_review = self.under_review.saturating_sub(1);
        self.absorbed_in_review = self.absorbed_in_review.minus_or_zero(row.money.absorbed);
        if overlay.status == PlayStatus::Verified {
            self.verified += 1;
            self.spent = self.spent.checked_add(row.money.charged).unwrap_or(self.spent);
            self.absorbed = self.absorbed.checked_add(row.money.absorbed).unwrap_or(self.absorbed);
            self.duration_seconds += u64::from(row.duration_actual);
            self.first_verified_at.get_or_insert(overlay.decided_at);
            return;
        }
        self.rejected += 1;
        if let Some(reason) = overlay.reason {
            *self.reasons.entry(reason).or_default() += 1;
        }
        self.unspend_day(row);
    }

    /// Counts a billed play that was charged back. Rule: CHB-01.
    pub fn charge_back(&mut self, row: &ImpressionRow, overlay: &Overlay) {
        self.verified = self.verified.saturating_sub(1);
        self.spent = self.spent.minus_or_zero(row.money.charged);
        self.absorbed = self.absorbed.minus_or_zero(row.money.absorbed);
        self.duration_seconds =
            self.duration_seconds.saturating_sub(u64::from(row.duration_actual));
        self.rejected += 1;
        if let Some(reason) = overlay.reason {
            *self.reasons.entry(reason).or_default() += 1;
        }
        self.unspend_day(row);
    }

    /// Its day may spend again what the play cost. Rule: CAM-18.
    fn unspend_day(&mut self, row: &ImpressionRow) {
        let day = row.played_at.day();
        if let Some((_, spent)) = self.day_spend.iter_mut().find(|(of, _)| *of == day) {
            *spent = spent.minus_or_zero(row.money.charged);
        }
    }
}

/// A campaign's state in memory beside its definition.
#[derive(Debug, Default)]
pub struct CampaignLive {
    /// Persisted counters.
    pub totals: CampaignTotals,
    /// Plays since the last posting row: place and verdict.
    pub postings: Vec<(Seq, PlayStatus)>,
    /// Timers set for it.
    pub timers: Vec<(Timestamp, Timer)>,
    /// The last entry that its posting rows cover.
    pub postings_as_of: Seq,
    /// What its open leases would cost (rules CAM-17, CAM-18).
    pub open_planned: Amount,
}

/// A device's state in memory beside its definition.
#[derive(Debug, Default)]
pub struct DeviceLive {
    /// Plays, counters, rates (rules D-07, D-09, D-10).
    pub windows: DeviceWindows,
    /// Heartbeats (rule D-03).
    pub online: OnlineIntervals,
    /// Newest measured clock error, device less server, milliseconds.
    pub last_skew_ms: Option<i64>,
    /// The windows on disk hold everything up to this entry.
    pub as_of: Seq,
    /// First entry that the windows on disk do not hold.
    pub dirty_since: Option<Seq>,
    /// Leases not yet spent or expired.
    pub open_leases: Vec<Uuid>,
}

/// An aggregate in memory.
#[derive(Debug, Default)]
pub struct AggregateLive {
    /// Counters.
    pub aggregate: DayAggregate,
    /// The row on disk holds everything up to this entry.
    pub as_of: Seq,
    /// First entry that the row on disk does not hold.
    pub dirty_since: Option<Seq>,
}

/// A slot offered to a device. Rule: DEV-03, D-15.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lease {
    /// Id.
    pub id: Uuid,
    /// For whom.
    pub device: DeviceNo,
    /// What to play.
    pub campaign: CampaignNo,
    /// What to play.
    pub asset: AssetNo,
    /// Variant of an A/B test.
    pub variant: Option<String>,
    /// The same inside rows: counted there whatever becomes of the test meanwhile.
    pub ab_test: Option<VariantRef>,
    /// Second of the play at which the frame is captured (rule D-14).
    pub capture_second: u16,
    /// Seconds that the play lasts.
    pub duration_seconds: u16,
    /// What the play would cost now, at full quality.
    pub planned: Amount,
    /// Grant, server clock.
    pub granted_at: Timestamp,
    /// No longer held for the device after this moment.
    pub expires_at: Timestamp,
    /// The play that spent it.
    pub spent_by: Option<Seq>,
    /// It ran out unspent: its slot and its money are free again.
    pub ran_out: bool,
}

/// What falls due at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timer {
    /// `start_date` of a scheduled campaign.
    CampaignStart(CampaignNo),
    /// `end_date` of a campaign that runs or is paused.
    CampaignEnd(CampaignNo),
    /// End of the grace after completion or cancellation: refund.
    CampaignSettle(CampaignNo),
    /// A play under review reached 24 hours or 30 days.
    Review(Seq),
    /// A lease that was not spent.
    LeaseExpiry(Uuid),
    /// A look at an A/B test, or the end of a licence of its content.
    AbTest(AbTestNo),
    /// A test run's hours are over.
    TestEnd(CampaignNo),
    /// An approval is undecided for 25 days.
    ApprovalReminder(CampaignNo),
    /// An approval is undecided for 30 days.
    ApprovalExpiry(CampaignNo),
    /// The devices of a campaign may have been silent for a day.
    DevicesOffline(CampaignNo),
    /// A pause without action has lasted too long.
    PauseDeadline(CampaignNo),
    /// An alert about the end of a licence, or the end.
    Licence(AssetNo),
    /// A terminated account should be settled.
    Settlement(AdvertiserNo),
    /// The distribution of a campaign's content is looked at.
    Distribution(CampaignNo),
    /// The first play of a campaign should have come.
    FirstPlay(CampaignNo),
    /// All devices of an emergency stop should be dark.
    StopCheck(IncidentNo),
    /// An investigation is due.
    IncidentDue(IncidentNo),
    /// The operator is reminded of a dispute.
    DisputeReminder(DisputeNo),
    /// Leaves of the log wait for a signed checkpoint.
    LogCheckpoint,
}

/// The outcome of a call that carried an idempotency key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredOutcome {
    /// SHA-256 of the request.
    pub request_hash: [u8; 32],
    /// The output as JSON.
    pub output: Vec<u8>,
    /// When.
    pub at: Timestamp,
}

/// A signed-in person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// SHA-256 of the cookie's value.
    pub hash: [u8; 32],
    /// Who.
    pub user: UserNo,
    /// Value that state-changing calls must repeat.
    pub csrf: String,
    /// Counts until then.
    pub expires_at: Timestamp,
}

/// Where a job stands. Rule: OPS-02.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobState {
    /// Name.
    pub name: String,
    /// The newest slot that was done.
    pub last_slot: Timestamp,
    /// When it was done, server clock.
    pub finished_at: Timestamp,
    /// What it did, in a sentence.
    pub result: String,
}

/// Everything that decisions look at.
#[derive(Default)]
pub struct Live {
    /// Advertisers.
    pub advertisers: Registry<Advertiser>,
    /// Suppliers.
    pub suppliers: Registry<Supplier>,
    /// Stores.
    pub stores: Registry<Store>,
    /// Zones of the stores, by number.
    pub zones: Vec<TimeZone>,
    /// Devices.
    pub devices: Registry<Device>,
    /// Their state, by number.
    pub device_live: Vec<DeviceLive>,
    /// Devices now in each store.
    pub store_devices: FxHashMap<StoreNo, BTreeSet<DeviceNo>>,
    /// Assets.
    pub assets: Registry<Asset>,
    /// Campaigns.
    pub campaigns: Registry<Campaign>,
    /// Their state, by number.
    pub campaign_live: Vec<CampaignLive>,
    /// ACTIVE campaigns that target a store.
    pub serving: FxHashMap<StoreNo, Vec<CampaignNo>>,
    /// Blocking rules.
    pub rules: Registry<StoreRule>,
    /// Blocking rules of a store.
    pub store_rules: FxHashMap<StoreNo, Vec<RuleNo>>,
    /// Users.
    pub users: Registry<User>,
    /// API tokens.
    pub tokens: Registry<ApiToken>,
    /// Sessions by hash.
    pub sessions: FxHashMap<[u8; 32], Session>,
    /// Rate cards.
    pub rate_cards: RateCards,
    /// Holidays.
    pub holidays: HolidayCalendar,
    /// Balances.
    pub accounts: Accounts,
    /// Aggregates not yet cut.
    pub aggregates: FxHashMap<AggregateKey, AggregateLive>,
    /// Hash and count of each campaign's newest record or supplement.
    pub record_heads: FxHashMap<CampaignNo, [u8; 32]>,
    /// Records and supplements of a campaign's day so far.
    pub record_counts: FxHashMap<(CampaignNo, Day), u32>,
    /// Entry at which the newest cut happened.
    pub cut_seq: Seq,
    /// The newest day whose records are cut.
    pub cut_through: Option<Day>,
    /// Plays that wait for review.
    pub reviews: BTreeMap<Seq, OpenReview>,
    /// Leases that may still matter.
    pub leases: FxHashMap<Uuid, Lease>,
    /// The first lease that was granted since this process began: of the time from then on, every
    /// lease is known.
    pub leases_since: Option<Timestamp>,
    /// Manual credits.
    pub credits: Registry<ManualCredit>,
    /// Suppliers' earnings by day of receipt, the days touched lately.
    pub earned: FxHashMap<EarnedKey, EarnedDay>,
    /// Earnings that the group changed.
    pub touched_earned: FxHashSet<EarnedKey>,
    /// What suppliers are owed (rule PAY-01).
    pub payables: Payables,
    /// Plays that a dispute is about: their payout waits.
    pub disputed: FxHashMap<Seq, DisputeNo>,
    /// Disputes, and what suppliers' rates of chargebacks follow from.
    pub disputes: Disputes,
    /// Draws by screen and day, the days touched lately.
    pub share_days: FxHashMap<ShareKey, ShareDay>,
    /// Draws that the group added to.
    pub touched_shares: FxHashSet<ShareKey>,
    /// How often a campaign was left out on its newest day because of its daily cap.
    pub cap_skips: FxHashMap<CampaignNo, (Day, u64)>,
    /// Leases past their time that are kept for late plays.
    pub forgotten_leases: FxHashSet<Uuid>,
    /// Grace after a stop, milliseconds.
    pub grace_ms: i64,
    /// Deadlines of campaigns, licences and accounts.
    pub lifecycle: LifecycleLimits,
    /// Campaigns that wait for a device to come back (rule D-51).
    pub waiting_for_devices: BTreeSet<CampaignNo>,
    /// What falls due when.
    pub timers: BTreeSet<(Timestamp, Timer)>,
    /// All ids ever stored.
    pub filter: IdFilter,
    /// Where they lie on disk, oldest first.
    pub id_runs: Vec<Run>,
    /// First entry of each day of receipt.
    pub days: Vec<(Day, Seq)>,
    /// Place of the next entry.
    pub next_seq: Seq,
    /// Outcomes by key hash.
    pub idempotency: FxHashMap<[u8; 32], StoredOutcome>,
    /// Jobs by name.
    pub jobs: BTreeMap<String, JobState>,
    /// Webhooks.
    pub webhooks: Registry<Webhook>,
    /// Deliveries that wait for an attempt.
    pub outbox: BTreeMap<Seq, Arc<Delivery>>,
    /// Devices whose windows wait to be written, oldest first.
    pub dirty_devices: VecDeque<DeviceNo>,
    /// Aggregates that wait to be written, oldest first.
    pub dirty_aggregates: VecDeque<AggregateKey>,
    /// Campaigns touched by the group.
    pub touched_campaigns: FxHashSet<CampaignNo>,
    /// Campaigns with postings not yet written, oldest first.
    pub dirty_postings: VecDeque<CampaignNo>,
    /// A/B tests.
    pub ab: AbLive,
    /// What devices were told, distributions, emergency stops.
    pub fleet: Fleet,
    /// Uploaded screenshots, marks of counters.
    pub evidence: Evidence,
    /// The transparency log of billed plays.
    pub log: PlayLog,
}

impl Live {
    /// What a campaign can still spend.
    #[must_use]
    pub fn remaining(&self, campaign: CampaignNo) -> Amount {
        self.accounts.balance(Account::CampaignEscrow(campaign), Currency::Usd)
    }

    /// What of a campaign's budget waits for reviews.
    #[must_use]
    pub fn held_for_review(&self, campaign: CampaignNo) -> Amount {
        self.accounts.balance(Account::CampaignReviewHold(campaign), Currency::Usd)
    }

    /// An increase of the budget that waits for approval (rule D-55).
    #[must_use]
    pub fn pending_increase(&self, campaign: CampaignNo) -> Amount {
        self.accounts.balance(Account::CampaignIncrease(campaign), Currency::Usd)
    }

    /// Counters of a campaign; `None` when it has no row yet.
    #[must_use]
    pub fn totals(&self, campaign: CampaignNo) -> Option<&CampaignTotals> {
        self.campaign_live.get(campaign.index()).map(|live| &live.totals)
    }

    /// The owner of a store.
    #[must_use]
    pub fn store(&self, store: StoreNo) -> Option<&Arc<Store>> {
        self.stores.get(store.0)
    }

    /// The zone of a store, UTC where the row is missing.
    #[must_use]
    pub fn zone(&self, store: StoreNo) -> TimeZone {
        self.zones.get(store.index()).cloned().unwrap_or(TimeZone::UTC)
    }

    /// The partition day of an entry.
    #[must_use]
    pub fn day_of_seq(&self, seq: Seq) -> Option<Day> {
        let after = self.days.partition_point(|(_, first)| *first <= seq);
        after.checked_sub(1).map(|index| self.days[index].0)
    }

    /// The next thing that falls due.
    #[must_use]
    pub fn next_timer(&self) -> Option<Timestamp> {
        self.timers.first().map(|(at, _)| *at)
    }
}
