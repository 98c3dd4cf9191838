//! What screens are made of and share: credentials, ads, the appliance and its clock.

use std::{
    collections::HashMap,
    sync::{Mutex, OnceLock, PoisonError},
    time::Duration,
};

use anyhow::Context as _;
use serde::Deserialize;
use uuid::Uuid;

use super::{api::Api, keys::DeviceKey, receipt::Receipt, timebase::Timebase};

/// What an appliance knows a device by. Without `Debug`, so that no log shows its token.
#[derive(Clone)]
pub struct DeviceCredentials {
    /// The device.
    pub device_id: Uuid,
    /// Its bearer token.
    pub device_token: String,
    /// The id of its public key.
    pub key_id: String,
    /// Its private key.
    pub key: DeviceKey,
    /// Where its store stands, degrees north; without it plays carry no location.
    pub lat: Option<f64>,
    /// Where its store stands, degrees east.
    pub lng: Option<f64>,
    /// Ad slots an hour, as declared to the appliance.
    pub slots_per_hour: Option<u32>,
    /// Every asset this device is served is a video (screenshot reuse is scored for videos only).
    pub plays_video: bool,
    /// It never said hello nor played before this run.
    pub fresh: bool,
}

/// An ad to show, from a lease or from the cache.
#[derive(Clone, Debug, Deserialize)]
pub struct Ad {
    /// The campaign.
    pub campaign_id: Uuid,
    /// The creative file.
    pub content_asset_id: Uuid,
    /// The A/B variant.
    #[serde(default)]
    pub variant_id: Option<String>,
    /// How long it plays, seconds.
    pub duration_seconds: u32,
    /// At which second of the play the screenshot is taken. Rule: D-14.
    #[serde(default)]
    pub capture_second: Option<u32>,
    /// The lease.
    #[serde(default)]
    pub lease_id: Option<String>,
}

/// What the screens of one fleet share.
pub struct Site {
    /// The appliance.
    pub api: Api,
    /// The clock.
    pub timebase: Timebase,
    /// Plays take their real time; otherwise a play ends the moment it starts.
    pub real_pace: bool,
    /// Screenshots of accepted plays are uploaded. Rule: D-14.
    pub upload_screenshots: bool,
    /// Misbehaviours may report dozens of plays at once.
    pub bursts: bool,
    /// How often a screen says that it is alive. Rule: D-03.
    pub heartbeat_every: Duration,
    /// The newest unspent ad of each screen, for screens that steal.
    offers: Mutex<HashMap<Uuid, Ad>>,
    wrong_key: OnceLock<DeviceKey>,
}

impl Site {
    /// What the screens of one fleet share.
    #[must_use]
    pub fn new(api: Api, timebase: Timebase, real_pace: bool) -> Self {
        Self {
            api,
            timebase,
            real_pace,
            upload_screenshots: false,
            bursts: true,
            heartbeat_every: Duration::from_secs(60),
            offers: Mutex::default(),
            wrong_key: OnceLock::new(),
        }
    }

    /// An unspent ad of any other screen.
    pub(super) fn ad_of_another(&self, device_id: Uuid) -> Option<Ad> {
        let offers = self.offers.lock().unwrap_or_else(PoisonError::into_inner);
        offers.iter().find(|(owner, _)| **owner != device_id).map(|(_, ad)| ad.clone())
    }

    /// A key that no appliance knows, made once.
    pub(super) fn wrong_key(&self) -> anyhow::Result<&DeviceKey> {
        if self.wrong_key.get().is_none() {
            let key = DeviceKey::generate()?;
            return Ok(self.wrong_key.get_or_init(|| key));
        }
        self.wrong_key.get().context("the wrong key was just made")
    }

    /// Lets other screens see this screen's newest ad.
    pub(super) fn offer(&self, device_id: Uuid, ad: &Ad) {
        let mut offers = self.offers.lock().unwrap_or_else(PoisonError::into_inner);
        offers.insert(device_id, ad.clone());
    }

    /// Takes the ad back once its lease is spent.
    pub(super) fn withdraw(&self, device_id: Uuid) {
        self.offers.lock().unwrap_or_else(PoisonError::into_inner).remove(&device_id);
    }
}

/// What came of one slot.
#[derive(Clone, Debug, Default)]
pub struct SlotReport {
    /// The answers, in order.
    pub receipts: Vec<Receipt>,
    /// The appliance had nothing to show.
    pub idle: bool,
    /// When it may have something again.
    pub retry_after: Option<Duration>,
    /// Heartbeats that were answered.
    pub heartbeats: u64,
    /// Plays put into the offline queue.
    pub queued: u64,
    /// Plays that a full queue lost.
    pub lost: u64,
    /// Screenshots uploaded.
    pub screenshots: u64,
    /// Commands obeyed and answered. Rule: DEV-05.
    pub commands: u64,
    /// What went wrong besides verdicts.
    pub errors: Vec<String>,
}
