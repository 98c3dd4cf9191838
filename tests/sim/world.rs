//! The driver: a small advertising network, random commands on it, crashes, and what must hold
//! after each of them.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use rand::{Rng, SeedableRng, rngs::StdRng};
use uuid::Uuid;
use vetrina::{
    clock::Randomness,
    config::Settings,
    db::Store,
    domain::{
        campaign::{category::ScanFlag, model::PricingMode},
        catalog::{AssetKind, Orientation, Role},
        impression::{
            record::{ImpressionRow, JudgedSubmission},
            windows::DeviceWindows,
        },
        money::Amount,
        pricing::rates::StoreCategory,
        refusal::{Code, Refusal},
        time::Timestamp,
    },
    engine::{
        Actor, Command, Engine,
        commands::{
            assets::{ApproveAsset, CreateAsset},
            campaigns::{CampaignFields, CreateCampaign, SetPricing},
            devices::CreateDevice,
            parties::{CreateAdvertiser, CreateSupplier, VerifyEmail},
            stores::CreateStore,
            wallets::Deposit,
        },
        core::IdempotencyKey,
    },
};

use crate::{
    disk::{Disk, Fault},
    model::{Account, MAdvertiser, MAsset, MCampaign, MDevice, Model},
};

/// 2026-02-05T06:00:00Z.
pub const START: i64 = 1_770_271_200_000;
pub const SECOND: i64 = 1000;
pub const MINUTE: i64 = 60 * SECOND;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;
/// Groups of commands in a run.
const GROUPS: u32 = 24;
/// Page cache: small, so that pages are read again from the disk.
const CACHE_BYTES: usize = 256 * 1024;

/// What a long run must have seen.
const EXPECTED: &[&str] = &[
    "play VERIFIED",
    "play UNDER_REVIEW",
    "play overdrawn",
    "absorbed given back",
    "play delayed",
    "rejected INVALID_PROOF",
    "rejected COUNTER_REUSED",
    "rejected INVALID_LEASE",
    "rejected INVALID_TIMESTAMP_FUTURE",
    "rejected TIMESTAMP_OUT_OF_BOUNDS",
    "rejected CAMPAIGN_NOT_ACTIVE",
    "rejected ASSET_NOT_IN_CAMPAIGN",
    "rejected DEVICE_OFFLINE",
    "rejected INVALID_DURATION",
    "rejected DUPLICATE_IMPRESSION",
    "rejected SCREENSHOT_MISSING",
    "rejected INVALID_LOCATION",
    "rejected LOW_QUALITY",
    "rejected INSUFFICIENT_BUDGET",
    "rejected DEVICE_NOT_AUTHORIZED",
    "replay same",
    "replay other content",
    "campaign exhausted",
    "campaign settled",
    "lease granted",
    "review approved",
    "review rejected",
    "top-up",
    "paused",
    "resumed",
    "cancelled",
    "submission",
    "approval",
    "rejection",
    "request for changes",
    "edit of the budget",
    "edit of the start",
    "edit of the end",
    "edit of the stores",
    "edit of the content",
    "edit of the text",
    "edit of the priority",
    "daily cap",
    "increase approved",
    "increase rejected",
    "credit booked",
    "credit waits",
    "credit decided",
    "credit not decided",
    "rule made",
    "rule removed",
    "rejected STORE_BLOCKED",
    "rejected CONTENT_EXPIRED",
    "rule overridden",
    "licence set",
    "own stores stopped",
    "stop asked for",
    "stop request approved",
    "stop request declined",
    "content refused by all",
    "distributed again",
    "campaign NoContent",
    "campaign Error",
    "emergency stop",
    "stopped by the appliance",
    "outcome A",
    "outcome B",
    "outcome C",
    "outcome D",
    "refund after an investigation",
    "pause for the policy",
    "suspension",
    "reinstatement",
    "termination",
    "final settlement",
    "test started",
    "test stopped",
    "lease for a test",
    "play of a test",
    "A/B test started",
    "A/B test cancelled",
    "play of a variant",
    "ended without a play",
    "campaign PausedByUser",
    "campaign Exhausted",
    "campaign Silent",
    "campaign Policy",
    "campaign Suspended",
    "campaign Dark",
    "campaign Stopped",
    "campaign Completed",
    "campaign CutOff",
    "campaign Expired",
    "records cut",
    "payout",
    "payout waits for more",
    "dispute",
    "dispute before the review",
    "dispute without a chargeback",
    "chargeback before the record",
    "chargeback before the payout",
    "snapshots",
    "crash before commit",
    "crash in commit",
    "crash after commit",
    "disk error in commit",
    "group lost",
    "group kept",
    "crash while opening",
    "orderly stop",
    "filter saved",
];

/// How often what happened; a run in which something never happens tests nothing.
#[derive(Clone, Debug, Default)]
pub struct Tally(pub BTreeMap<String, u64>);

impl Tally {
    pub fn note(&mut self, what: &str) {
        *self.0.entry(what.to_owned()).or_default() += 1;
    }

    pub fn add(&mut self, other: &Self) {
        for (what, count) in &other.0 {
            *self.0.entry(what.clone()).or_default() += count;
        }
    }

    pub fn assert_everything_happened(&self) {
        for what in EXPECTED {
            assert!(self.0.get(*what).is_some_and(|count| *count > 0), "{what} never happened");
        }
    }
}

/// A submission with the row that answered it.
pub type Answered = (JudgedSubmission, Arc<ImpressionRow>);

pub struct World {
    pub seed: u64,
    pub random: StdRng,
    pub disk: Disk,
    engine: Option<Engine>,
    pub settings: Arc<Settings>,
    pub now: i64,
    pub model: Model,
    pub committed: Model,
    pub windows: Vec<DeviceWindows>,
    pub devices: Vec<Uuid>,
    pub assets: Vec<Uuid>,
    pub stores: Vec<Uuid>,
    pub advertisers: Vec<Uuid>,
    pub acknowledged: Vec<Answered>,
    pub waiting: Vec<Answered>,
    pub next_counter: u64,
    opened: u64,
    /// Of the disk, for the newest commit.
    usual_operations: u64,
    pub tally: Tally,
}

fn admin() -> Actor {
    Actor { name: "admin".to_owned(), role: Some(Role::SuperAdmin), ..Actor::system() }
}

/// One real key for all devices; signatures are judged elsewhere.
fn public_key() -> Vec<u8> {
    use aws_lc_rs::{
        encoding::AsDer as _,
        rsa::{KeyPair, KeySize},
        signature::KeyPair as _,
    };
    static KEY: OnceLock<Vec<u8>> = OnceLock::new();
    let make = || {
        let pair = KeyPair::generate(KeySize::Rsa2048).unwrap();
        pair.public_key().as_der().unwrap().as_ref().to_vec()
    };
    KEY.get_or_init(make).clone()
}

fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.campaign.min_lead_hours = 0;
    settings.storage.ids_a_run = 5;
    settings.ab_test.min_days = 0;
    settings.emergency.fraud_min_plays = 20;
    settings.emergency.fraud_min_devices = 2;
    settings.payout.minimum = 5;
    settings
}

impl World {
    /// Runs one seed; panics where something does not hold.
    pub fn run(seed: u64) -> Tally {
        let mut world = Self::new(seed);
        for _ in 0..GROUPS {
            for _ in 0..world.random.random_range(1..14) {
                world.step();
            }
            world.end_group();
        }
        world.check_everything();
        for campaign in &world.model.campaigns {
            for (_, stand) in &campaign.stands {
                world.tally.note(&format!("campaign {stand:?}"));
            }
            if campaign.investigated {
                world.tally.note("ended without a play");
            }
        }
        world.tally
    }

    /// A world with its first campaigns, on disk.
    pub fn new(seed: u64) -> Self {
        let disk = Disk::default();
        let mut world = Self {
            seed,
            random: StdRng::seed_from_u64(seed),
            disk: disk.clone(),
            engine: None,
            settings: Arc::new(settings()),
            now: START,
            model: Model::default(),
            committed: Model::default(),
            windows: Vec::new(),
            devices: Vec::new(),
            assets: Vec::new(),
            stores: Vec::new(),
            advertisers: Vec::new(),
            acknowledged: Vec::new(),
            waiting: Vec::new(),
            next_counter: 1,
            opened: 0,
            usual_operations: 0,
            tally: Tally::default(),
        };
        world.engine = Some(world.open(disk).expect("a new store opens"));
        world.set_up();
        world
    }

    pub fn engine(&mut self) -> &mut Engine {
        self.engine.as_mut().expect("the engine is open")
    }

    fn open(&mut self, disk: Disk) -> Result<Engine, String> {
        self.opened += 1;
        let store = Store::open_backend(disk, CACHE_BYTES).map_err(|error| error.to_string())?;
        let random = Randomness::seeded(self.seed * 10_000 + self.opened);
        Engine::open(Arc::new(store), Arc::clone(&self.settings), random)
            .map_err(|error| error.to_string())
    }

    pub fn chance(&mut self, percent: u32) -> bool {
        self.random.random_range(0..100) < percent
    }

    pub fn command<C: Command>(&mut self, command: C) -> Result<C::Output, Refusal> {
        let now = Timestamp::from_ms(self.now);
        self.engine().run(now, &admin(), command, None)
    }

    fn set_up(&mut self) {
        for no in 0..2 {
            let email = format!("a{no}@example.com");
            let id = self
                .command(CreateAdvertiser { name: format!("Buyer {no}"), email, language: None })
                .unwrap();
            self.command(VerifyEmail { id }).unwrap();
            self.advertisers.push(id);
            self.model.wallets.push(0);
            self.model.advertisers.push(MAdvertiser {
                account: vec![(self.now, Account::Active)],
                credits: Vec::new(),
                lifted: 0,
                debt: 0,
                paid_out: false,
            });
            let units = [2_000, 40_000][self.random.random_range(0..2)];
            self.deposit(no, units * 1_000_000);
        }
        for no in 0..2 {
            let email = format!("s{no}@example.com");
            let supplier = CreateSupplier { name: format!("Owner {no}"), email, language: None };
            let supplier_id = self.command(supplier).unwrap();
            self.model.pending.push(0);
            self.model.available.push(0);
            self.model.owed.push(0);
            for _ in 0..=no {
                self.add_store(supplier_id, no);
            }
        }
        for no in 0..self.random.random_range(3..7) {
            self.add_device(no % self.stores.len());
        }
        for no in 0..4 {
            self.add_asset(no);
        }
        for _ in 0..3 {
            self.add_campaign();
        }
        self.commit_cleanly();
    }

    fn add_store(&mut self, supplier_id: Uuid, supplier: usize) {
        let zone = ["UTC", "Asia/Ho_Chi_Minh", "America/New_York"][self.stores.len() % 3];
        let store = CreateStore {
            supplier_id,
            name: format!("Store {}", self.stores.len()),
            category: StoreCategory::Supermarket,
            region: "North".to_owned(),
            address: "1 Main Street".to_owned(),
            lat: 10.0,
            lng: 106.0,
            timezone: zone.to_owned(),
            country: "US".parse().unwrap(),
            opening_hours: Vec::new(),
            daily_foot_traffic: 800,
            avg_dwell_time_minutes: 20,
            venue_type: None,
            status: None,
        };
        let id = self.command(store).unwrap();
        self.stores.push(id);
        self.model.suppliers_of_stores.push(supplier);
    }

    fn add_device(&mut self, store: usize) {
        let slots = [None, Some(6), Some(30)][self.random.random_range(0..3)];
        let device = CreateDevice {
            store_id: self.stores[store],
            name: format!("Screen {}", self.devices.len()),
            screen_inches_x10: 320,
            width: 1920,
            height: 1080,
            orientation: Orientation::Landscape,
            slots_per_hour: slots,
            image_display_seconds: None,
            public_key: Some(public_key()),
        };
        let id = self.command(device).unwrap().id;
        self.devices.push(id);
        self.model.devices.push(MDevice { enrolled: self.now, store, slots, ..MDevice::default() });
    }

    fn add_asset(&mut self, no: usize) {
        let film = no % 2 == 1;
        let asset = CreateAsset {
            advertiser_id: self.advertisers[no / 2],
            name: format!("Asset {no}"),
            kind: if film { AssetKind::Video } else { AssetKind::Image },
            content_type: if film { "video/mp4" } else { "image/png" }.to_owned(),
            width: 1920,
            height: 1080,
            duration_seconds: film.then_some(20),
            bytes: 1000,
            sha256: [u8::try_from(no).unwrap(); 32],
            license_expires_at: None,
        };
        let id = self.command(asset).unwrap();
        // Films of the second advertiser need a person's approval of their campaigns.
        let scan_flags =
            if no == crate::edits::FLAGGED { vec![ScanFlag::Alcohol] } else { Vec::new() };
        self.command(ApproveAsset { id, scan_flags }).unwrap();
        self.assets.push(id);
        let (seconds, licence) = (if film { 20 } else { 10 }, vec![(self.now, None)]);
        self.model.assets.push(MAsset { seconds, is_film: film, licence, ended: false });
    }

    pub fn deposit(&mut self, advertiser: usize, micros: i64) {
        let owner_id = self.advertisers[advertiser];
        let amount = Amount::from_micros(micros);
        self.command(Deposit { owner_id, amount, reference: "wire".to_owned() }).unwrap();
        self.model.wallets[advertiser] += micros;
        self.model.outside -= micros;
    }

    /// A campaign from draft to submission.
    pub fn add_campaign(&mut self) {
        let advertiser = self.random.random_range(0..2);
        let budget = 1_000_000 * self.random.random_range(100..130_i64);
        let start = self.now + self.random.random_range(-30..90) * MINUTE;
        let hours = [4, 40, 150][self.random.random_range(0..3)];
        let end = start.max(self.now) + self.random.random_range(20..hours * 60) * MINUTE;
        let stores: Vec<usize> = (0..self.stores.len())
            .filter(|no| *no == 0 || self.seed.is_multiple_of(3) || *no == 1)
            .collect();
        let out = self.random.random_range(0..5) + advertiser * 2;
        let assets = advertiser * 2..advertiser * 2 + 2;
        let assets: Vec<usize> = assets.filter(|asset| *asset != out).collect();
        let daily_cap = self.chance(20).then_some(40_000_000);
        let word = self.chance(30);
        let no = self.model.campaigns.len();
        let fields = CampaignFields {
            name: Some(format!("Campaign {no}")),
            brand_name: Some("Brand".to_owned()),
            category: Some("FOOD_BEVERAGE".to_owned()),
            budget: Some(Amount::from_micros(budget)),
            start_date: Some(Timestamp::from_ms(start).to_string()),
            end_date: Some(Timestamp::from_ms(end).to_string()),
            description: Some(if word { "with sugar" } else { "plain" }.to_owned()).into(),
            daily_cap: daily_cap.map(Amount::from_micros).into(),
            target_stores: Some(stores.iter().map(|no| self.stores[*no]).collect()),
            content_assets: Some(assets.iter().map(|no| self.assets[*no]).collect()),
            ..CampaignFields::default()
        };
        let advertiser_id = Some(self.advertisers[advertiser]);
        let made = self.command(CreateCampaign { advertiser_id, fields });
        assert_eq!(made.is_ok(), self.model.is_active(advertiser), "a campaign of an active buyer");
        let Ok(id) = made else { return };
        let cpm = 10_000 * self.random.random_range(80_000..100_000_i64);
        let mode = PricingMode::FixedCpm(Amount::from_micros(cpm));
        self.command(SetPricing { id, mode }).unwrap();
        let (now, new) = (self.now, self.model.campaigns.len());
        let mut draft = MCampaign::draft(id, advertiser, now);
        (draft.budget, draft.cpm, draft.daily_cap) = (budget, cpm, daily_cap);
        (draft.start, draft.end) = (start, end);
        (draft.stores_then, draft.stores) = (vec![(now, stores.clone())], stores);
        (draft.assets_then, draft.assets) = (vec![(now, assets.clone())], assets);
        draft.word = vec![(now, word)];
        self.model.campaigns.push(draft);
        self.model.campaigns[new].note_priority(now);
        self.model.look_at_blocks(new, now);
        if self.chance(95) {
            self.submit_campaign(new);
        }
    }

    fn step(&mut self) {
        if self.chance(22) {
            self.deed();
            return;
        }
        match self.random.random_range(0..100) {
            0..33 => self.play_once(),
            33..38 => self.play_backlog(),
            38..44 => self.play_again(),
            44..58 => self.heartbeats(),
            58..68 => self.next_ad(),
            68..80 => self.advance_clock(),
            80..88 => self.timers(),
            88..91 => self.change_campaign(),
            91..93 => self.decide_reviews(),
            93..94 => self.dispute(),
            94..96 => self.judge_pending(),
            96..98 => self.jobs(),
            _ => {
                if self.model.campaigns.len() < 8 {
                    self.add_campaign();
                }
            }
        }
    }

    /// A deposit that is safe to repeat, and sometimes is.
    fn deposit_once(&mut self) {
        let number = self.model.deposits;
        let key =
            IdempotencyKey { key: [1; 32].map(|b: u8| b.wrapping_add(number)), request: [2; 32] };
        let now = Timestamp::from_ms(self.now);
        let amount = Amount::from_micros(1_000_000);
        let owner_id = self.advertisers[0];
        let deposit = Deposit { owner_id, amount, reference: "wire".to_owned() };
        let first = self.engine().run(now, &admin(), deposit.clone(), Some(&key)).unwrap();
        self.model.deposits += 1;
        self.model.wallets[0] += 1_000_000;
        self.model.outside -= 1_000_000;
        self.model.last_deposit = Some((key.key, first.transaction_id));
        self.repeat_deposit();
    }

    /// The newest deposit again: the first answer, and nothing moves.
    pub fn repeat_deposit(&mut self) {
        let Some((key, transaction_id)) = self.model.last_deposit else { return };
        let now = Timestamp::from_ms(self.now);
        let amount = Amount::from_micros(1_000_000);
        let owner_id = self.advertisers[0];
        let deposit = Deposit { owner_id, amount, reference: "wire".to_owned() };
        let seq = self.engine().live().next_seq;
        let key = IdempotencyKey { key, request: [2; 32] };
        let again = self.engine().run(now, &admin(), deposit.clone(), Some(&key)).unwrap();
        assert_eq!(again.transaction_id, transaction_id, "the first answer again");
        let other = IdempotencyKey { key: key.key, request: [3; 32] };
        let refused = self.engine().run(now, &admin(), deposit, Some(&other)).unwrap_err();
        assert_eq!(refused.code, Code::IdempotencyConflict);
        assert_eq!(self.engine().live().next_seq, seq, "a repeated call leaves nothing");
    }

    /// Commits, or crashes before, within or after the commit.
    fn end_group(&mut self) {
        // Every group moves money, so that it can be told whether it is there.
        self.deposit_once();
        self.check_model();
        if self.random.random_range(0..100) == 0 {
            self.tally.note("filter saved");
            self.engine().save_filter();
        }
        match self.random.random_range(0..100) {
            0..70 => self.commit_cleanly(),
            70..76 => {
                self.tally.note("crash before commit");
                self.model = self.committed.clone();
                self.waiting.clear();
                self.restart(None);
            }
            76..90 => self.commit_with_fault(Fault::Crash, "crash in commit"),
            90..94 => self.commit_with_fault(Fault::Error, "disk error in commit"),
            94..97 => {
                self.commit_cleanly();
                self.tally.note("crash after commit");
                self.restart(None);
            }
            _ => {
                self.commit_cleanly();
                self.engine().close().expect("an orderly stop");
                self.tally.note("orderly stop");
                self.restart(None);
            }
        }
    }

    fn current_windows(&mut self) -> Vec<DeviceWindows> {
        let live = self.engine().live();
        live.device_live.iter().map(|device| device.windows.clone()).collect()
    }

    pub fn commit_cleanly(&mut self) {
        let before = self.disk.operations();
        self.engine().commit().expect("no fault was asked for");
        self.usual_operations = self.disk.operations() - before;
        self.committed = self.model.clone();
        self.committed.next_seq = self.engine().live().next_seq;
        self.windows = self.current_windows();
        self.acknowledged.append(&mut self.waiting);
    }

    fn commit_with_fault(&mut self, fault: Fault, name: &str) {
        let most = self.usual_operations + 2;
        // The last operations are where a commit becomes final.
        let least = if self.chance(60) { most.saturating_sub(6) } else { 0 };
        let after = self.random.random_range(least..most);
        self.disk.fail_after(after, fault);
        let mut wished = self.model.clone();
        wished.next_seq = self.engine().live().next_seq;
        let windows = self.current_windows();
        let result = self.engine().commit();
        let happened = self.disk.disarm();
        assert_eq!(result.is_err(), happened, "a fault is an error, and only a fault: {result:?}");
        if happened {
            self.tally.note(name);
            self.restart(Some((wished, windows)));
        } else {
            self.committed = wished;
            self.windows = windows;
            self.acknowledged.append(&mut self.waiting);
        }
    }

    /// Stops, reopens from what the disk kept, and checks that all is there: the committed state,
    /// or, where a commit was under way, that or the wished one.
    fn restart(&mut self, wished: Option<(Model, Vec<DeviceWindows>)>) {
        let mut image = self.disk.crash(&mut self.random);
        self.engine = None;
        while self.chance(20) {
            let disk = Disk::holding(image.clone());
            disk.fail_after(self.random.random_range(0..12), Fault::Crash);
            let opened = self.open(disk.clone());
            image = disk.crash(&mut self.random);
            drop(opened);
            self.tally.note("crash while opening");
        }
        self.disk = Disk::holding(image);
        let opened = self.open(self.disk.clone());
        self.engine = Some(opened.expect("the store opens after any crash"));
        let found = self.engine().live().next_seq;
        match wished.filter(|(model, _)| model.next_seq == found) {
            Some((model, windows)) => {
                self.tally.note("group kept");
                self.committed = model;
                self.windows = windows;
                self.acknowledged.append(&mut self.waiting);
            }
            None => {
                self.tally.note("group lost");
                assert_eq!(found, self.committed.next_seq, "a group is there wholly or not at all");
            }
        }
        self.model = self.committed.clone();
        let lost = std::mem::take(&mut self.waiting);
        self.check_reopened(&lost);
    }
}
