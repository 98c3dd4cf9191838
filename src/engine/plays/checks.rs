//! The checks of a play in their fixed order; the first failure is the reason. Rule: D-08, IMP-03.

use std::sync::Arc;

use super::budget::{self, Payment};
use crate::{
    config::Settings,
    domain::{
        campaign::{
            ab_test::VariantRef,
            model::{Campaign, PricingMode},
            status::PauseReason,
            test_mode::TestRun,
            timeline::{PlayTimes, Running, judge_running},
        },
        catalog::{Asset, AssetKind, AssetStatus, Device, DeviceStatus, Store, StoreStatus, hours},
        geo::{LocationVerdict, judge_location},
        ids::StoreNo,
        impression::{
            duration::judge_duration,
            fraud::{FlagInput, Flags, judge_flags},
            quality::{Quality, QualityBand, QualityInput, score},
            record::{JudgedSubmission, SignatureVerdict, Submission},
            time_rules::{TimeInput, TimeVerdict, judge_time},
        },
        pricing::{
            price::{Price, PriceInput, price},
            rates::{Screen, StoreCategory},
        },
        refusal::{Code, Detail, Refusal},
        time::{SECOND_MS, Timestamp},
    },
    engine::live::{Lease, Live},
};

/// What a submission is about, looked up once.
#[derive(Debug)]
pub struct Subject {
    /// Device, always there: its token was checked.
    pub device: Arc<Device>,
    /// Store that the device stood in at `played_at`.
    pub store: StoreNo,
    /// Campaign, if it exists.
    pub campaign: Option<Arc<Campaign>>,
    /// Asset, if it exists.
    pub asset: Option<Arc<Asset>>,
    /// Lease, if it is known.
    pub lease: Option<Lease>,
    /// Variant of an A/B test that it names, if there was such a one.
    pub variant: Option<VariantRef>,
    /// Place of the test run that counts it.
    pub test_run: Option<u8>,
}

impl Subject {
    /// Looks up what a submission is about.
    ///
    /// # Panics
    /// When the device is unknown: authentication comes first.
    #[must_use]
    pub fn find(live: &Live, play: &JudgedSubmission) -> Self {
        let sent = &play.submission;
        let device = live.devices.get(play.device.0).expect("an authenticated device exists");
        let campaign = live.campaigns.by_id(sent.campaign_id).cloned();
        let lease = sent.lease_id.and_then(|id| live.leases.get(&id).cloned());
        let test_run = campaign.as_ref().and_then(|one| one.test_at(sent.played_at));
        Self {
            device: Arc::clone(device),
            store: device.store_at(sent.played_at).unwrap_or_default(),
            variant: live.named_variant(campaign.as_deref(), sent, lease.as_ref()),
            test_run: test_run.and_then(|place| u8::try_from(place).ok()),
            campaign,
            asset: live.assets.by_id(sent.asset_id).cloned(),
            lease,
        }
    }

    /// Whether the asset is a film.
    #[must_use]
    pub fn is_film(&self) -> bool {
        self.asset.as_ref().is_some_and(|asset| asset.kind == AssetKind::Video)
    }

    /// Seconds that the content lasts on this device (rule D-26): as its lease said, else by what
    /// the device declared at `played_at`; zero without an asset.
    #[must_use]
    pub fn expected_seconds(&self, settings: &Settings, played_at: Timestamp) -> u16 {
        let Some(asset) = &self.asset else { return 0 };
        if let Some(lease) = self.lease.as_ref().filter(|lease| lease.asset == asset.no) {
            return lease.duration_seconds;
        }
        let declared = self.device.habits_at(played_at).image_display_seconds;
        asset.play_seconds(declared.unwrap_or(settings.serving.image_display_seconds))
    }

    /// The lease while it still counts at a moment.
    #[must_use]
    pub fn valid_lease(&self, moment: Timestamp) -> Option<&Lease> {
        self.lease.as_ref().filter(|lease| moment <= lease.expires_at)
    }
}

/// A play that passed all checks.
#[derive(Debug)]
pub struct Judgement {
    /// Delay and clock error.
    pub time: TimeVerdict,
    /// What was noticed; some hold the play for review.
    pub flags: Flags,
    /// Score, band, deductions.
    pub quality: Quality,
    /// CPM, cost, steps.
    pub price: Price,
    /// Who pays.
    pub payment: Payment,
}

/// Everything a check may look at.
pub(super) struct Case<'a> {
    pub live: &'a Live,
    pub settings: &'a Settings,
    pub play: &'a JudgedSubmission,
    pub sent: &'a Submission,
    pub subject: &'a Subject,
}

/// Runs all checks in order. `screenshot_reused` was looked up before.
///
/// # Errors
/// The refusal of the first check that fails.
pub fn judge(
    live: &Live,
    settings: &Settings,
    play: &JudgedSubmission,
    subject: &Subject,
    screenshot_reused: bool,
) -> Result<Judgement, Refusal> {
    let case = Case { live, settings, play, sent: &play.submission, subject };
    case.signature()?;
    let time = case.time()?;
    let campaign = case.campaign()?;
    let running = case.running(campaign)?;
    case.asset(campaign)?;
    let store = case.device_and_store(campaign)?;
    case.hours(campaign, store)?;
    let content_seconds = subject.expected_seconds(settings, case.sent.played_at);
    let expected = u32::from(content_seconds);
    judge_duration(expected, case.sent.duration_actual, &settings.impressions.duration)?;
    case.duplicate(campaign)?;
    let location = case.proof(store)?;
    let robotic = case.is_robotic(campaign);
    let flags = case.flags(campaign, &time, &location, robotic);
    let quality = case.quality(&time, &location, robotic, screenshot_reused, expected);
    quality.judge(&settings.impressions.quality)?;
    let price = case.price(campaign, store, content_seconds, quality.band);
    let payment = budget::pay(&case, campaign, &running, &time, price.cost)?;
    Ok(Judgement { time, flags, quality, price, payment })
}

impl<'a> Case<'a> {
    /// Rule: IMP-04, D-06, D-15.
    fn signature(&self) -> Result<(), Refusal> {
        let key = match self.play.verdict {
            SignatureVerdict::Valid { key, .. } => key,
            SignatureVerdict::Invalid => {
                return Err(Refusal::new(
                    Code::InvalidProof,
                    "Signature verification failed: no key of this device signed this play",
                ));
            }
            SignatureVerdict::UnknownKey => {
                return Err(Refusal::new(
                    Code::InvalidProof,
                    "Signature verification failed: key_id is no key of this device",
                ));
            }
        };
        let played_at = self.sent.played_at;
        if !self.key_counted(key) {
            return Err(Refusal::new(
                Code::InvalidProof,
                format!("Signature verification failed: the key did not count at {played_at}"),
            ));
        }
        match self.sent.counter {
            Some(counter) if self.counter_used(counter) => Err(Refusal::new(
                Code::CounterReused,
                format!("Counter {counter} was used for another play; counters only go up"),
            )
            .with("counter", Detail::Int(i64::try_from(counter).unwrap_or(i64::MAX)))),
            _ => Ok(()),
        }
    }

    /// Whether the key counted at `played_at`. A device whose clock is behind by no more than D-02
    /// allows may seem to have played just before its key was enrolled.
    fn key_counted(&self, key: u8) -> bool {
        let Some(record) = self.subject.device.keys.get(usize::from(key)) else { return false };
        let behind_ms = i64::from(self.settings.impressions.time.behind_seconds) * SECOND_MS;
        let played_at = self.sent.played_at;
        let just_before = record.valid_from.since_ms(played_at);
        let moment =
            if (0..=behind_ms).contains(&just_before) { record.valid_from } else { played_at };
        record.valid_at(moment)
    }

    fn counter_used(&self, counter: u64) -> bool {
        self.live
            .windows(self.play.device)
            .is_some_and(|windows| windows.counters().contains(counter))
    }

    /// Rule: IMP-05, D-02.
    fn time(&self) -> Result<TimeVerdict, Refusal> {
        let input = TimeInput {
            played_at: self.sent.played_at,
            received_at: self.play.received_at,
            sent_at: self.sent.sent_at,
            queued: self.sent.queued,
        };
        judge_time(&input, &self.settings.impressions.time)
    }

    fn campaign(&self) -> Result<&'a Campaign, Refusal> {
        let campaign = self.subject.campaign.as_deref().ok_or_else(|| {
            Refusal::new(
                Code::CampaignNotActive,
                format!("Campaign not running: there is no campaign {}", self.sent.campaign_id),
            )
        })?;
        let Some(lease) = &self.subject.lease else {
            return self.unknown_lease().map(|()| campaign);
        };
        let matches = lease.campaign == campaign.no
            && lease.device == self.play.device
            && lease.variant == self.sent.variant_id;
        if matches {
            Ok(campaign)
        } else {
            Err(Refusal::new(
                Code::InvalidLease,
                format!("Lease {} was granted for another campaign, device or variant", lease.id),
            ))
        }
    }

    /// A lease that is forgotten counts as none, like an expired one; what never was one is refused.
    /// Rule: D-15.
    fn unknown_lease(&self) -> Result<(), Refusal> {
        let Some(id) = self.sent.lease_id else { return Ok(()) };
        if self.live.may_have_been_granted(id, self.play.received_at, self.settings) {
            return Ok(());
        }
        Err(Refusal::new(Code::InvalidLease, format!("Lease {id} was never granted")))
    }

    /// Rule: D-12, CAM-21. A leased play may follow an exhaustion that its device had not heard of.
    fn running(&self, campaign: &Campaign) -> Result<Running, Refusal> {
        let (Some(start), Some(end)) = (campaign.start_date, campaign.end_date) else {
            return Err(Refusal::new(
                Code::CampaignNotActive,
                "Campaign not running: it has no dates yet",
            ));
        };
        if self.test_run(campaign).is_some() {
            return Ok(Running { in_grace: false, exhausted_at: None });
        }
        let verdict = judge_running(&campaign.status, self.times(), start, end, self.grace_ms());
        match verdict {
            Err(refusal) if refusal.code == Code::InsufficientBudget => {
                match budget::lease_before_exhaustion(self, campaign) {
                    Some(exhausted_at) => {
                        Ok(Running { in_grace: true, exhausted_at: Some(exhausted_at) })
                    }
                    None => Err(budget::insufficient(self, campaign, None)),
                }
            }
            Err(refusal) if refusal.code == Code::CampaignNotActive => {
                Err(self.blocked_everywhere(campaign).unwrap_or(refusal))
            }
            other => other,
        }
    }

    /// A campaign that is paused because every store blocks it is refused for the block, as it would
    /// be while another store is left. Rule: BLK-03, EC3.
    fn blocked_everywhere(&self, campaign: &Campaign) -> Option<Refusal> {
        let played_at = self.sent.played_at;
        let (_, span) = campaign.status.at(played_at)?;
        if span.pause_reason != Some(PauseReason::NoEligibleStores) {
            return None;
        }
        let store = self.live.store(self.subject.store)?;
        let reason = self.live.blocked_reason(campaign, store.no, played_at)?;
        Some(store_blocked(store, reason))
    }

    fn times(&self) -> PlayTimes {
        let played_at = self.sent.played_at;
        let lasted_ms = i64::from(self.sent.duration_actual) * SECOND_MS;
        let started_at = played_at.plus_ms(-lasted_ms);
        PlayTimes { started_at, played_at, received_at: self.play.received_at }
    }

    fn grace_ms(&self) -> i64 {
        i64::from(self.settings.campaign.grace_seconds) * SECOND_MS
    }

    /// The test that the play bills under, instead of status and dates. Rule: D-57.
    pub(super) fn test_run<'c>(&self, campaign: &'c Campaign) -> Option<&'c TestRun> {
        campaign.test_of_play(self.times(), self.grace_ms())
    }

    /// A play that names a variant shows content of that variant. Rule: ABT-02, D-08.
    fn variant(&self, asset: &Asset) -> Result<(), Refusal> {
        let Some(id) = &self.sent.variant_id else { return Ok(()) };
        let test =
            self.subject.variant.and_then(|of| self.live.ab.tests.get(of.test.0).zip(Some(of)));
        let variant = test.and_then(|(test, of)| test.variants.get(of.index()));
        let message = match variant {
            Some(variant) if variant.assets.contains(&asset.no) => return Ok(()),
            Some(_) => format!("Asset {} is not content of variant {id}", asset.id),
            None => format!(
                "Campaign {} had no variant {id} when the play began",
                self.sent.campaign_id
            ),
        };
        Err(Refusal::new(Code::AssetNotInCampaign, message)
            .with("variant_id", Detail::Text(id.clone())))
    }

    /// Rule: D-08 (asset checks), D-52.
    fn asset(&self, campaign: &Campaign) -> Result<&'a Asset, Refusal> {
        let played_at = self.sent.played_at;
        let asset = self.subject.asset.as_deref();
        let in_rotation = asset.filter(|asset| campaign.assets_at(played_at).contains(&asset.no));
        let Some(asset) = in_rotation else {
            return Err(Refusal::new(
                Code::AssetNotInCampaign,
                format!(
                    "Asset {} was not in campaign {} at {played_at}",
                    self.sent.asset_id, self.sent.campaign_id
                ),
            ));
        };
        self.variant(asset)?;
        match asset.status_at(played_at) {
            AssetStatus::Approved => Ok(asset),
            status => Err(Refusal::new(
                Code::ContentExpired,
                format!(
                    "Asset {} was {status} at {played_at}; only approved and licensed content bills",
                    asset.id
                ),
            )),
        }
    }

    /// Rule: D-03, D-08, BLK-03.
    fn device_and_store(&self, campaign: &Campaign) -> Result<&'a Store, Refusal> {
        let played_at = self.sent.played_at;
        let store = self.live.store(self.subject.store).map(Arc::as_ref);
        let targeted = campaign.stores_at(played_at).contains(&self.subject.store)
            && self.test_run(campaign).is_none_or(|run| run.stores.contains(&self.subject.store));
        let Some(store) = store.filter(|_| targeted) else {
            let what = self.test_run(campaign).map_or("a target", |_| "a test store");
            return Err(not_authorized(format!(
                "The device's store was not {what} of campaign {} at {played_at}",
                campaign.id
            )));
        };
        if let Some(reason) = self.live.blocked_reason(campaign, store.no, played_at) {
            return Err(store_blocked(store, reason));
        }
        if self.subject.device.status_at(played_at) != Some(DeviceStatus::Active) {
            return Err(not_authorized(format!("The device was not ACTIVE at {played_at}")));
        }
        if store.traits_at(played_at).is_none_or(|traits| traits.status != StoreStatus::Active) {
            return Err(not_authorized(format!("The store was not ACTIVE at {played_at}")));
        }
        let online = &self.live.device_live[self.play.device.index()].online;
        if online.covers(played_at, self.play.received_at, &self.settings.heartbeat) {
            Ok(store)
        } else {
            Err(Refusal::new(
                Code::DeviceOffline,
                format!(
                    "No heartbeat of the device within 10 minutes before {played_at} or since; \
                     send a heartbeat, then the play again with a new id"
                ),
            ))
        }
    }

    /// A play outside the hours that the buyer chose is not billed. It has begun within them on the
    /// store's clock, or holds a lease, which is granted within them alone; hours that were narrowed
    /// count after the grace. Rule: CAM-24, D-08.
    fn hours(&self, campaign: &Campaign, store: &Store) -> Result<(), Refusal> {
        let started_at = self.times().started_at;
        let local = started_at.local(&self.live.zone(store.no));
        let held_at = [started_at, started_at.plus_ms(-self.grace_ms())];
        let within =
            held_at.iter().any(|moment| hours::allows(campaign.dayparts_at(*moment), local));
        if within || self.subject.valid_lease(self.sent.played_at).is_some() {
            return Ok(());
        }
        let local = local.strftime("%A %H:%M:%S").to_string();
        let message = format!(
            "Campaign not running: the play began on {local} on the store's clock, outside the \
             campaign's hours"
        );
        Err(Refusal::new(Code::CampaignNotActive, message)
            .with("store_local_time", Detail::Text(local)))
    }

    /// Rule: IMP-06, D-07, D-15.
    fn duplicate(&self, campaign: &Campaign) -> Result<(), Refusal> {
        if let Some(lease) = &self.subject.lease
            && lease.spent_by.is_some()
        {
            return Err(Refusal::new(
                Code::DuplicateImpression,
                format!("Lease {} was already used for another play", lease.id),
            ));
        }
        let windows = self.live.windows(self.play.device);
        if windows.is_some_and(|windows| windows.is_duplicate(campaign.no, self.sent.played_at)) {
            return Err(Refusal::new(
                Code::DuplicateImpression,
                "Already recorded within 5min: this campaign and device have a play in the same \
                 5-minute window",
            )
            .with("played_at", Detail::Time(self.sent.played_at)));
        }
        Ok(())
    }

    /// Rule: D-04, S3 §6.4.
    fn proof(&self, store: &Store) -> Result<LocationVerdict, Refusal> {
        if self.sent.screenshot_hash.is_none() {
            return Err(Refusal::new(
                Code::ScreenshotMissing,
                "proof.screenshot_hash is missing: send the SHA-256 of the captured frame",
            ));
        }
        let place = store.traits_at(self.sent.played_at).map_or(store.location, |t| t.location);
        judge_location(self.sent.location, place, &self.settings.impressions.location)
    }

    fn is_robotic(&self, campaign: &Campaign) -> bool {
        let limits = self.settings.review.fraud();
        let windows = self.live.windows(self.play.device);
        windows.is_some_and(|windows| {
            windows.robotic(campaign.no, self.sent.played_at, self.play.received_at, &limits)
        })
    }

    /// Rule: IMP-10, D-10, D-11.
    fn flags(
        &self,
        campaign: &Campaign,
        time: &TimeVerdict,
        location: &LocationVerdict,
        robotic: bool,
    ) -> Flags {
        let windows = self.live.windows(self.play.device);
        let input = FlagInput {
            location: location.check,
            plays_in_hour: windows
                .map_or(1, |w| w.plays_in_hour(self.sent.played_at, self.play.received_at)),
            slots_per_hour: self.subject.device.habits_at(self.sent.played_at).slots_per_hour,
            robotic,
            accepted_before: windows.map_or(0, |w| w.accepted_total()),
            campaign_budget: campaign.budget_or_zero(),
            clock_drift: time.clock_drift,
        };
        judge_flags(&input, &self.settings.review.fraud())
    }

    /// Rule: IMP-09, D-09.
    fn quality(
        &self,
        time: &TimeVerdict,
        location: &LocationVerdict,
        robotic: bool,
        screenshot_reused: bool,
        expected_seconds: u32,
    ) -> Quality {
        let live = &self.live.device_live[self.play.device.index()];
        let day = live.windows.day_count(self.play.received_at);
        let input = QualityInput {
            signature_version: self.sent.signature_version,
            location: location.check,
            skew_ms: time.skew_ms,
            delay_ms: time.delay_ms,
            actual_seconds: self.sent.duration_actual,
            expected_seconds,
            newest_heartbeat_age_ms: live
                .online
                .age_ms_at(self.sent.played_at, &self.settings.heartbeat),
            is_backfill: time.delayed,
            device_rejections_24h: day.rejections,
            device_submissions_24h: day.submissions,
            robotic,
            screenshot_reused,
        };
        score(&input, &self.settings.impressions.quality)
    }

    /// Rule: PRC-01…05, D-26, D-27.
    fn price(
        &self,
        campaign: &Campaign,
        store: &Store,
        content_seconds: u16,
        band: QualityBand,
    ) -> Price {
        let played_at = self.sent.played_at;
        let card = self.live.rate_cards.at(played_at);
        price_play(
            self.live,
            self.settings,
            &PricedPlay {
                campaign,
                store,
                device: &self.subject.device,
                content_seconds,
                played_at,
                band,
            },
            card,
        )
    }
}

/// What a price depends on.
pub(crate) struct PricedPlay<'a> {
    pub campaign: &'a Campaign,
    pub store: &'a Store,
    pub device: &'a Device,
    pub content_seconds: u16,
    pub played_at: Timestamp,
    pub band: QualityBand,
}

/// Prices a play as of its `played_at`.
pub(crate) fn price_play(
    live: &Live,
    settings: &Settings,
    play: &PricedPlay<'_>,
    card: &crate::domain::pricing::rates::RateCard,
) -> Price {
    let zone = live.zone(play.store.no);
    let is_peak =
        settings.pricing.peak.is_peak_at(play.played_at, &zone, play.store.country, &live.holidays);
    price_at_hour(settings, play, card, is_peak)
}

/// Prices a play whose hour is known to be a peak hour or not.
pub(crate) fn price_at_hour(
    settings: &Settings,
    play: &PricedPlay<'_>,
    card: &crate::domain::pricing::rates::RateCard,
    is_peak: bool,
) -> Price {
    let traits = play.store.traits_at(play.played_at);
    let input = PriceInput {
        category: traits.map_or(StoreCategory::Other, |t| t.category),
        is_peak,
        daily_foot_traffic: traits.map_or(0, |t| t.daily_foot_traffic),
        screen: screen_of(play.device),
        content_seconds: u32::from(play.content_seconds),
        priority: play.campaign.priority_at(play.played_at),
        band: play.band,
        fixed_cpm: match play.campaign.pricing_at(play.played_at) {
            PricingMode::RateCard => None,
            PricingMode::FixedCpm(cpm) => Some(cpm),
        },
    };
    price(card, &input, &settings.pricing.price)
}

/// The hardware that the device quality multiplier looks at.
#[must_use]
pub fn screen_of(device: &Device) -> Screen {
    Screen {
        diagonal_tenths: u16::try_from(device.screen_inches_x10).unwrap_or(u16::MAX),
        width: device.width,
        height: device.height,
    }
}

fn store_blocked(store: &Store, reason: String) -> Refusal {
    let message = format!("Store {} blocks the campaign: {reason}", store.name);
    Refusal::new(Code::StoreBlocked, message).with("reason", Detail::Text(reason))
}

fn not_authorized(message: String) -> Refusal {
    Refusal::new(Code::DeviceNotAuthorized, message)
}

/// How the price of a recorded play came about, computed again as of its `played_at`; `None` for a
/// rejected play. Rule: IMP-12.
#[must_use]
pub fn price_steps(
    engine: &crate::engine::Engine,
    row: &crate::domain::impression::record::ImpressionRow,
) -> Option<crate::domain::pricing::price::PriceSteps> {
    use crate::domain::impression::{quality::band_of, record::PlayStatus};
    if row.status == PlayStatus::Rejected {
        return None;
    }
    let (live, settings) = (engine.live(), engine.settings());
    let play = PricedPlay {
        campaign: live.campaigns.get(row.campaign?.0)?,
        store: live.store(row.store)?,
        device: live.devices.get(row.device.0)?,
        content_seconds: row.duration_expected,
        played_at: row.played_at,
        band: band_of(row.quality, &settings.impressions.quality),
    };
    let card = live.rate_cards.at(row.played_at);
    // The hour as it was judged then: a holiday may have been added since.
    Some(price_at_hour(&settings, &play, card, row.is_peak).steps)
}
