//! The appliance that is measured: made by commands, the same ids in every run.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::Context as _;
use aws_lc_rs::rsa::KeyPair;
use uuid::Uuid;

use super::{cache::public_der, plays::IMAGE_SECONDS, report::progress};
use crate::{
    app::{open_store, store_path},
    clock::Randomness,
    config::Settings,
    db::codec::sha256,
    domain::{
        catalog::{AssetKind, Orientation},
        geo::GeoPoint,
        ids::DeviceNo,
        money::{Amount, Currency},
        pricing::rates::StoreCategory,
        time::{DAY_MS, MINUTE_MS, Timestamp},
    },
    engine::{
        Actor, Command, Engine,
        commands::{
            access::Bootstrap,
            assets::{ApproveAsset, CreateAsset},
            campaigns::{CampaignFields, CreateCampaign, SubmitCampaign},
            devices::{CreateDevice, Heartbeat},
            parties::{CreateAdvertiser, CreateSupplier, VerifyEmail},
            status::Approve,
            stores::CreateStore,
            wallets::Deposit,
        },
    },
};

/// Screens, each with a key of its own.
pub const DEVICES: usize = 10_000;
/// Stores that they stand in.
pub const STORES: usize = 200;
const SUPPLIERS: usize = 8;
/// Campaigns of one advertiser; its deposit pays for all of them.
const CAMPAIGNS_AN_ADVERTISER: usize = 10;
const BUDGET: Amount = Amount::from_units(1_000_000);
const DEPOSIT: Amount = Amount::from_units(10_000_000);
/// Commands of one commit.
const GROUP: usize = 1_000;
const SEED: u64 = 0x0076_6574_7269_6e61;
/// Ten seconds before the end of a 5-minute bucket.
const START: &str = "2027-03-01T12:09:50Z";
/// Days that the campaigns run.
const RUN_DAYS: i64 = 300;

/// What of the set-up the plays need.
#[derive(Clone, Debug)]
pub struct World {
    /// Server clock of the first round.
    pub start: Timestamp,
    /// Devices by index.
    pub devices: Vec<BenchDevice>,
    /// Campaign and asset by index.
    pub campaigns: Vec<(Uuid, Uuid)>,
}

/// A device as its plays need it.
#[derive(Clone, Debug)]
pub struct BenchDevice {
    /// Number.
    pub no: DeviceNo,
    /// Id.
    pub id: Uuid,
    /// Id of its key.
    pub key_id: Uuid,
    /// Credential.
    pub token: String,
    /// Where it stands.
    pub place: GeoPoint,
}

/// Every check on; only the thresholds that would hold plays for review are off, and the limit of
/// requests a device.
#[must_use]
pub fn settings(folder: &Path) -> Settings {
    let mut settings = Settings::default();
    folder.clone_into(&mut settings.storage.data_dir);
    settings.review.new_device_impressions = 0;
    settings.review.large_budget = 0;
    settings.review.max_impressions_per_device_hour = 0;
    settings.review.robotic_min_plays = 0;
    settings.http.device_requests_per_second = 0;
    "warn".clone_into(&mut settings.log.level);
    settings
}

/// Opens the engine on a folder, as a start does.
///
/// # Errors
/// When the store cannot be opened.
pub fn open_engine(folder: &Path) -> anyhow::Result<Engine> {
    let settings = settings(folder);
    let store = open_store(&settings)?;
    Ok(Engine::open(store, Arc::new(settings), Randomness::seeded(SEED))?)
}

/// The token of the administrator of `make_administrator`.
pub const TOKEN: &str = "bench-bootstrap-token-0123456789";

/// Makes the first administrator's token in a prepared folder.
///
/// # Errors
/// When there is one already, or the store cannot be opened.
pub fn make_administrator(folder: &Path, now: Timestamp) -> anyhow::Result<()> {
    let mut engine = open_engine(folder)?;
    let bootstrap = Bootstrap { token_hash: sha256(TOKEN.as_bytes()) };
    engine.run(now, &Actor::system(), bootstrap, None).map_err(|refusal| refused(&refusal))?;
    engine.close()?;
    Ok(())
}

/// A fresh copy of a prepared folder.
///
/// # Errors
/// When it cannot be copied.
pub fn copy_folder(from: &Path, to: PathBuf) -> anyhow::Result<PathBuf> {
    if to.exists() {
        std::fs::remove_dir_all(&to).with_context(|| format!("removing {}", to.display()))?;
    }
    std::fs::create_dir_all(&to)?;
    std::fs::copy(store_path(&settings(from)), store_path(&settings(&to)))
        .with_context(|| format!("copying {} to {}", from.display(), to.display()))?;
    Ok(to)
}

/// Makes suppliers, stores, devices, advertisers, assets and campaigns in an empty folder.
///
/// # Errors
/// When a command is refused or the folder cannot be written.
pub fn prepare(folder: &Path, keys: &[KeyPair], campaigns: usize) -> anyhow::Result<World> {
    prepare_with(folder, &keys.iter().collect::<Vec<_>>(), campaigns)
}

/// The same with keys that devices may share, where nothing is signed.
///
/// # Errors
/// When a command is refused or the folder cannot be written.
pub fn prepare_with(folder: &Path, keys: &[&KeyPair], campaigns: usize) -> anyhow::Result<World> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    let start = Timestamp::parse(START).map_err(anyhow::Error::msg)?;
    let mut maker = Maker {
        engine: open_engine(folder)?,
        actor: Actor::system(),
        now: start.plus_ms(-3 * DAY_MS),
        waiting: 0,
    };
    let stores = maker.stores()?;
    let devices = maker.devices(keys, &stores)?;
    let ids: Vec<Uuid> = stores.iter().map(|(id, _)| *id).collect();
    let campaigns = maker.campaigns(campaigns, &ids, start)?;
    let Maker { mut engine, .. } = maker;
    let due = start.plus_ms(-DAY_MS);
    while engine.live().next_timer().is_some_and(|at| at <= due) {
        engine.run_timers(due, due, GROUP);
        engine.commit()?;
    }
    beat_until(&mut engine, start)?;
    engine.close()?;
    Ok(World { start, devices, campaigns })
}

/// Heartbeats of all devices in the quarter of an hour before a moment.
///
/// # Errors
/// When one is refused or cannot be written.
pub fn beat_until(engine: &mut Engine, now: Timestamp) -> anyhow::Result<()> {
    let actor = Actor::system();
    for minutes in [14, 10, 5, 0] {
        let at = now.plus_ms(-minutes * MINUTE_MS);
        for number in 0..engine.live().devices.next_number() {
            let beat = Heartbeat { device: DeviceNo(number), sent_at: Some(at) };
            engine.run(at, &actor, beat, None).map_err(|refusal| refused(&refusal))?;
        }
        engine.commit()?;
    }
    Ok(())
}

fn refused(refusal: &crate::domain::refusal::Refusal) -> anyhow::Error {
    anyhow::anyhow!("{:?}: {} {:?}", refusal.code, refusal.message, refusal.fields)
}

struct Maker {
    engine: Engine,
    actor: Actor,
    now: Timestamp,
    waiting: usize,
}

impl Maker {
    fn run<C: Command>(&mut self, command: C) -> anyhow::Result<C::Output> {
        let done = self.engine.run(self.now, &self.actor, command, None);
        self.waiting += 1;
        if self.waiting >= GROUP {
            self.waiting = 0;
            self.engine.commit()?;
        }
        done.map_err(|refusal| refused(&refusal))
    }

    fn stores(&mut self) -> anyhow::Result<Vec<(Uuid, GeoPoint)>> {
        use StoreCategory::{ConvenienceStore, PremiumMall, ShoppingMall, Supermarket};
        const CATEGORIES: [StoreCategory; 4] =
            [PremiumMall, ShoppingMall, Supermarket, ConvenienceStore];
        let mut suppliers = Vec::new();
        for number in 0..SUPPLIERS {
            let name = format!("Supplier {number}");
            let email = format!("supplier{number}@example.com");
            suppliers.push(self.run(CreateSupplier { name, email, language: None })?);
        }
        let mut stores = Vec::new();
        for number in 0..STORES {
            let (lat, lng) = (10.0 + number as f64 * 0.01, 106.0 + number as f64 * 0.01);
            let id = self.run(CreateStore {
                supplier_id: suppliers[number % SUPPLIERS],
                name: format!("Store {number}"),
                category: CATEGORIES[number % CATEGORIES.len()],
                region: format!("Region {}", number % 10),
                address: format!("{number} Main Street"),
                lat,
                lng,
                timezone: "Asia/Ho_Chi_Minh".to_owned(),
                country: "VN".parse().map_err(anyhow::Error::msg)?,
                opening_hours: Vec::new(),
                daily_foot_traffic: 500 + 37 * u32::try_from(number)?,
                avg_dwell_time_minutes: 20,
                venue_type: None,
                status: None,
            })?;
            stores.push((id, GeoPoint::from_degrees(lat, lng)?));
        }
        Ok(stores)
    }

    fn devices(
        &mut self,
        keys: &[&KeyPair],
        stores: &[(Uuid, GeoPoint)],
    ) -> anyhow::Result<Vec<BenchDevice>> {
        let bar = progress(keys.len(), "registering devices");
        let mut devices = Vec::with_capacity(keys.len());
        for (number, key) in keys.iter().enumerate() {
            let (store_id, place) = stores[number % stores.len()];
            let made = self.run(CreateDevice {
                store_id,
                name: format!("Screen {number}"),
                screen_inches_x10: 430,
                width: 1920,
                height: 1080,
                orientation: Orientation::Landscape,
                slots_per_hour: None,
                image_display_seconds: Some(IMAGE_SECONDS),
                public_key: Some(public_der(key)?),
            })?;
            devices.push(BenchDevice {
                no: DeviceNo(u32::try_from(number)?),
                id: made.id,
                key_id: made.key_id.context("a device with a key has its id")?,
                token: made.device_token.context("a device with a key has a token")?,
                place,
            });
            bar.inc(1);
        }
        bar.finish_and_clear();
        Ok(devices)
    }

    fn campaigns(
        &mut self,
        count: usize,
        stores: &[Uuid],
        start: Timestamp,
    ) -> anyhow::Result<Vec<(Uuid, Uuid)>> {
        let mut campaigns = Vec::with_capacity(count);
        let mut advertiser_id = Uuid::nil();
        for number in 0..count {
            if number % CAMPAIGNS_AN_ADVERTISER == 0 {
                advertiser_id = self.advertiser(number)?;
            }
            let asset = self.asset(advertiser_id, number)?;
            let id = self.run(CreateCampaign {
                advertiser_id: Some(advertiser_id),
                fields: CampaignFields {
                    name: Some(format!("Campaign {number}")),
                    description: Some("Measured".to_owned()).into(),
                    brand_name: Some("Brand".to_owned()),
                    category: Some("FOOD_BEVERAGE".to_owned()),
                    budget: Some(BUDGET),
                    start_date: Some(start.plus_ms(-DAY_MS).to_string()),
                    end_date: Some(start.plus_ms(RUN_DAYS * DAY_MS).to_string()),
                    target_stores: Some(stores.to_vec()),
                    content_assets: Some(vec![asset]),
                    ..CampaignFields::default()
                },
            })?;
            let acknowledged_warnings = vec!["SIMILAR_CAMPAIGN".to_owned()];
            self.run(SubmitCampaign { id, terms_accepted: true, acknowledged_warnings })?;
            self.run(Approve { id })?;
            campaigns.push((id, asset));
        }
        Ok(campaigns)
    }

    fn advertiser(&mut self, number: usize) -> anyhow::Result<Uuid> {
        let name = format!("Advertiser {number}");
        let email = format!("advertiser{number}@example.com");
        let id = self.run(CreateAdvertiser { name, email, language: None })?;
        self.run(VerifyEmail { id })?;
        let reference = format!("wire {number}");
        self.run(Deposit { owner_id: id, amount: DEPOSIT, reference })?;
        Ok(id)
    }

    fn asset(&mut self, advertiser_id: Uuid, number: usize) -> anyhow::Result<Uuid> {
        let id = self.run(CreateAsset {
            advertiser_id,
            name: format!("image{number}.jpg"),
            kind: AssetKind::Image,
            content_type: "image/jpeg".to_owned(),
            width: 1920,
            height: 1080,
            duration_seconds: None,
            bytes: 100_000,
            sha256: crate::db::codec::sha256(format!("image {number}").as_bytes()),
            license_expires_at: None,
        })?;
        self.run(ApproveAsset { id, scan_flags: Vec::new() })?;
        Ok(id)
    }
}

/// That all accounts of the store add up and so many plays were billed.
///
/// # Errors
/// When they do not.
pub fn check_books(engine: &Engine, plays: u64) -> anyhow::Result<()> {
    let live = engine.live();
    for currency in [Currency::Usd, Currency::Eur] {
        let total = live.accounts.total(currency);
        anyhow::ensure!(total == 0, "all {} accounts sum to {total} micros", currency.code());
    }
    let totals = live.campaigns.iter().filter_map(|campaign| live.totals(campaign.no));
    let verified: u64 = totals.map(|totals| totals.verified).sum();
    anyhow::ensure!(verified == plays, "{verified} plays are billed instead of {plays}");
    let campaigns = live.campaigns.iter();
    let wrong = campaigns.filter(|campaign| {
        let spent = live.totals(campaign.no).map_or(Amount::ZERO, |totals| totals.spent);
        spent.checked_add(live.remaining(campaign.no)) != campaign.budget
    });
    let wrong = wrong.count();
    anyhow::ensure!(wrong == 0, "{wrong} campaigns where spent + remaining is not the budget");
    Ok(())
}
