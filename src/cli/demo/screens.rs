//! A screen of the history: when its slots come, what it plays, and how it misbehaves.

use std::{collections::VecDeque, sync::Arc};

use rand::{Rng as _, RngCore as _, rngs::StdRng};
use uuid::Uuid;

use crate::{
    domain::{
        catalog::{Device, hours::OpeningHours},
        device_command::LogEntry,
        time::{HOUR_MS, MINUTE_MS, SECOND_MS, Timestamp},
    },
    engine::serving::LeaseOffer,
    player::{
        DeviceCredentials,
        frame::FrameContent,
        play::{Draft, Location, SignatureVersion},
        queue::OfflineQueue,
    },
};

/// Ads that a screen keeps for the time without a network.
const CACHED_ADS: usize = 6;
/// A degree of latitude in kilometres.
const KM_PER_DEGREE: f64 = 111.2;
/// A slot comes so much earlier or later than even, percent.
const JITTER_PERCENT: i64 = 20;
/// So long after its hello a screen still holds its stream of commands.
const STREAM_MS: i64 = 10 * MINUTE_MS;
/// A film of so many seconds or more is longer than some loops allow.
const LONG_FILM_SECONDS: u16 = 25;
/// So many of a hundred long films are cut short by its screen's loop.
const CUT_PERCENT: u32 = 14;
/// Seconds that a cut film lacks: it still counts as a play, but not as shown to the end.
const CUT_SECONDS: std::ops::RangeInclusive<u32> = 2..=5;
/// Offline, a campaign comes at most twice an hour, and not within this time.
const OFFLINE_GAP_MS: i64 = 11 * MINUTE_MS;

/// What a play is made of, before the frame is drawn and the text signed.
pub struct Making {
    /// The screen's place in the fleet.
    pub screen: usize,
    /// The play.
    pub draft: Draft,
    /// The frame; `None`: none is shown.
    pub frame: Option<FrameContent>,
    /// Signed with a key that nobody knows.
    pub wrong_key: bool,
    /// Moment of sending, device clock.
    pub sent_at_ms: i64,
    /// Waited in the offline queue.
    pub queued: bool,
    /// Receipt, server clock.
    pub received_at: Timestamp,
}

/// How a screen treats one play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conduct {
    /// As it should.
    Honest,
    /// Half of the content.
    Short,
    /// Ten kilometres away.
    FarAway,
    /// Some kilometres away: a person has to look.
    Nearby,
    /// Signed with another key.
    WrongKey,
    /// The play before once more.
    Duplicate,
    /// A clock eight minutes fast.
    FastClock,
    /// No frame.
    NoFrame,
    /// The short signature: fine, worth less.
    OldSignature,
    /// No place: fine, worth less.
    NoPlace,
}

/// How often each misbehaviour comes among a hundred.
const CONDUCTS: [(Conduct, u32); 9] = [
    (Conduct::Short, 24),
    (Conduct::Nearby, 10),
    (Conduct::FarAway, 8),
    (Conduct::WrongKey, 8),
    (Conduct::Duplicate, 14),
    (Conduct::FastClock, 8),
    (Conduct::NoFrame, 8),
    (Conduct::OldSignature, 10),
    (Conduct::NoPlace, 10),
];

/// An ad kept for the time without a network.
#[derive(Clone)]
struct CachedAd {
    campaign_id: Uuid,
    asset_id: Uuid,
    seconds: u16,
}

/// One screen.
pub struct HistoryScreen {
    /// What the appliance knows it by.
    pub credentials: DeviceCredentials,
    /// Its row.
    pub device: Arc<Device>,
    /// Its counter, and later what waits for delivery.
    pub queue: OfflineQueue,
    /// When its next slot comes.
    pub next_slot: Timestamp,
    /// Plays made without a network, to be delivered.
    pub backlog: Vec<Making>,
    /// Without a network until then.
    pub offline_until: Option<Timestamp>,
    /// When it said hello last.
    pub last_hello: Option<Timestamp>,
    /// The newest accepted play.
    pub last_accepted: Option<Draft>,
    /// Lines of its log that wait to be sent.
    pub log: Vec<LogEntry>,
    hours: OpeningHours,
    zone: jiff::tz::TimeZone,
    cached: VecDeque<CachedAd>,
    recent: VecDeque<(Uuid, i64)>,
    misbehaves_permille: u32,
}

impl HistoryScreen {
    /// A screen; its place in the fleet decides its temper.
    pub fn new(
        credentials: DeviceCredentials,
        device: Arc<Device>,
        (hours, zone): (OpeningHours, jiff::tz::TimeZone),
        (index, now): (usize, Timestamp),
        rng: &mut StdRng,
    ) -> Self {
        let misbehaves_permille = match index % 16 {
            5 => 70,
            3 | 10 => 25,
            _ => 4,
        };
        let first = now.plus_ms(rng.random_range(0..10 * MINUTE_MS));
        Self {
            credentials,
            device,
            queue: OfflineQueue::in_memory(),
            next_slot: first,
            backlog: Vec::new(),
            offline_until: None,
            last_hello: None,
            last_accepted: None,
            log: Vec::new(),
            hours,
            zone,
            cached: VecDeque::new(),
            recent: VecDeque::new(),
            misbehaves_permille,
        }
    }

    /// Whether its store is open.
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.hours.is_open(at.local(&self.zone))
    }

    /// Whether it listens to the appliance.
    pub fn is_connected(&self, at: Timestamp) -> bool {
        let heard = self.last_hello.is_some_and(|hello| at.since_ms(hello) < STREAM_MS);
        heard && self.offline_until.is_none_or(|end| at >= end) && self.is_open(at)
    }

    /// Takes the slot that is due and sets the next, jittered.
    pub fn take_slot(&mut self, rng: &mut StdRng) -> Timestamp {
        let at = self.next_slot;
        let slots = i64::from(self.credentials.slots_per_hour.unwrap_or(12).max(1));
        let percent = rng.random_range(100 - JITTER_PERCENT..=100 + JITTER_PERCENT);
        self.next_slot = at.plus_ms(HOUR_MS / slots * percent / 100 + rng.random_range(0..1000));
        at
    }

    /// What it will do in this slot; `nearby` says whether one may seem displaced.
    pub fn conduct(&self, nearby: bool, rng: &mut StdRng) -> Conduct {
        if rng.random_range(0..1000) >= self.misbehaves_permille {
            return Conduct::Honest;
        }
        let mut left = rng.random_range(0..CONDUCTS.iter().map(|(_, weight)| weight).sum());
        for (conduct, weight) in CONDUCTS {
            if left < weight {
                let refused = conduct == Conduct::Nearby && !nearby;
                return if refused { Conduct::Short } else { conduct };
            }
            left -= weight;
        }
        Conduct::Honest
    }

    /// Plays an offered ad.
    ///
    /// # Errors
    /// The counter cannot be kept.
    pub fn play(
        &mut self,
        screen: usize,
        at: Timestamp,
        offer: &LeaseOffer,
        rng: &mut StdRng,
    ) -> anyhow::Result<Making> {
        let ad = CachedAd {
            campaign_id: offer.campaign_id,
            asset_id: offer.content_asset_id,
            seconds: offer.duration_seconds,
        };
        self.cached.retain(|known| known.campaign_id != ad.campaign_id);
        self.cached.push_back(ad.clone());
        if self.cached.len() > CACHED_ADS {
            self.cached.pop_front();
        }
        let mut making = self.making(screen, at, &ad, rng)?;
        making.draft.lease_id = Some(offer.lease_id.to_string());
        making.draft.variant_id.clone_from(&offer.variant_id);
        if let Some(frame) = &mut making.frame {
            let left = offer.duration_seconds.saturating_sub(offer.capture_second);
            frame.captured_at_ms = making.draft.played_at_ms - i64::from(left) * SECOND_MS;
        }
        Ok(making)
    }

    /// Plays from the cache and keeps the play for later.
    ///
    /// # Errors
    /// The counter cannot be kept.
    pub fn play_offline(
        &mut self,
        screen: usize,
        at: Timestamp,
        rng: &mut StdRng,
    ) -> anyhow::Result<()> {
        let recent = &self.recent;
        let may = |ad: &&CachedAd| {
            let own = recent.iter().filter(|(campaign, _)| *campaign == ad.campaign_id);
            let ages: Vec<i64> = own.map(|(_, end_ms)| at.ms() - end_ms).collect();
            ages.iter().filter(|age| **age < HOUR_MS).count() < 2
                && ages.iter().all(|age| *age > OFFLINE_GAP_MS)
        };
        let Some(ad) = self.cached.iter().find(may).cloned() else { return Ok(()) };
        let mut making = self.making(screen, at, &ad, rng)?;
        making.queued = true;
        self.backlog.push(making);
        Ok(())
    }

    fn making(
        &mut self,
        screen: usize,
        at: Timestamp,
        ad: &CachedAd,
        rng: &mut StdRng,
    ) -> anyhow::Result<Making> {
        let lasts_ms = i64::from(ad.seconds) * SECOND_MS;
        let ended_ms = at.ms() + lasts_ms + rng.random_range(150..1800);
        let sent_at_ms = ended_ms + rng.random_range(60..700);
        let device_id = self.credentials.device_id;
        let mut random = [0; 10];
        rng.fill_bytes(&mut random);
        let stamp = u64::try_from(ended_ms)?;
        let impression_id = uuid::Builder::from_unix_timestamp_millis(stamp, &random).into_uuid();
        let place = self.credentials.lat.zip(self.credentials.lng);
        // Receivers differ by some metres from day to day.
        let mut near = |degrees: f64| degrees + rng.random_range(-0.000_3..0.000_3);
        let mut draft = Draft {
            impression_id,
            campaign_id: ad.campaign_id,
            device_id,
            content_asset_id: ad.asset_id,
            variant_id: None,
            lease_id: None,
            played_at_ms: ended_ms,
            duration_actual: u32::from(ad.seconds),
            screenshot_hash: String::new(),
            location: place.map(|(lat, lng)| Location::new(near(lat), near(lng))),
            key_id: self.credentials.key_id.clone(),
            counter: self.queue.next_counter()?,
            version: SignatureVersion::V2,
        };
        self.recent.push_back((ad.campaign_id, ended_ms));
        self.recent.retain(|(_, end_ms)| ended_ms - end_ms < HOUR_MS);
        if ad.seconds >= LONG_FILM_SECONDS && rng.random_range(0..100) < CUT_PERCENT {
            draft.duration_actual -= rng.random_range(CUT_SECONDS);
        }
        let captured_at_ms = ended_ms - lasts_ms / 2;
        Ok(Making {
            screen,
            frame: Some(FrameContent { campaign_id: ad.campaign_id, device_id, captured_at_ms }),
            draft,
            wrong_key: false,
            sent_at_ms,
            queued: false,
            received_at: Timestamp::from_ms(sent_at_ms + rng.random_range(20..120)),
        })
    }

    /// Makes a play wrong; a duplicate becomes a second play.
    ///
    /// # Errors
    /// The counter cannot be kept.
    pub fn distort(
        &mut self,
        conduct: Conduct,
        making: &mut Making,
        rng: &mut StdRng,
    ) -> anyhow::Result<()> {
        let draft = &mut making.draft;
        let mut move_by = |draft: &mut Draft, km: f64| {
            draft.location = draft.location.map(|place| {
                let north = rng.random_range(-1.0_f64..1.0);
                let east = (1.0 - north * north).sqrt() / place.lat.to_radians().cos();
                let step = km / KM_PER_DEGREE;
                Location::new(place.lat + north * step, place.lng + east * step)
            });
        };
        match conduct {
            Conduct::Honest => {}
            Conduct::Short => draft.duration_actual /= 2,
            Conduct::FarAway => move_by(draft, 10.0),
            Conduct::Nearby => move_by(draft, 2.6),
            Conduct::WrongKey => making.wrong_key = true,
            Conduct::FastClock => {
                draft.played_at_ms += 8 * MINUTE_MS;
                making.sent_at_ms += 8 * MINUTE_MS;
            }
            Conduct::NoFrame => making.frame = None,
            Conduct::OldSignature => draft.version = SignatureVersion::V1,
            Conduct::NoPlace => draft.location = None,
            Conduct::Duplicate => {
                let Some(last) = &self.last_accepted else { return Ok(()) };
                // Older ones would be refused for their age.
                if draft.played_at_ms - last.played_at_ms > 8 * MINUTE_MS {
                    return Ok(());
                }
                draft.campaign_id = last.campaign_id;
                draft.content_asset_id = last.content_asset_id;
                draft.variant_id.clone_from(&last.variant_id);
                draft.duration_actual = last.duration_actual;
                draft.played_at_ms = last.played_at_ms;
                draft.lease_id = None;
            }
        }
        Ok(())
    }
}
