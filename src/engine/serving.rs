//! Serving: the next ad for a device, as a lease. Rule: CAM-17, CAM-18, DEV-03, D-14.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    command::{Changes, Command, Context, Record},
    live::{Lease, Live},
    plays::{PricedPlay, price_at_hour},
};
use crate::{
    clock::Randomness,
    config::Settings,
    domain::{
        campaign::{
            ab_test::{AbTest, Served, Variant, VariantRef, served},
            allocation::{Candidate, choose, next_asset},
            model::Campaign,
            timeline::last_moment,
        },
        catalog::{AssetStatus, Device, DeviceStatus, Store, StoreStatus, hours},
        ids::{AssetNo, CampaignNo, DeviceNo},
        impression::quality::QualityBand,
        money::Amount,
        refusal::{Code, Refusal},
        share_of_voice::{Draw, ShareKey, shares},
        time::{HOUR_MS, SECOND_MS, Timestamp},
    },
};

/// Asks for the next ad of a device.
#[derive(Clone, Copy, Debug)]
pub struct NextAd {
    /// Device, authenticated.
    pub device: DeviceNo,
}

/// A slot offered to a device.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct LeaseOffer {
    /// Names the slot in the submission; spent once.
    pub lease_id: Uuid,
    /// What to play.
    pub campaign_id: Uuid,
    /// What to play.
    pub content_asset_id: Uuid,
    /// Variant of an A/B test.
    pub variant_id: Option<String>,
    /// `IMAGE` or `VIDEO`.
    pub kind: crate::domain::catalog::AssetKind,
    /// SHA-256 of the file, hex.
    pub asset_sha256: String,
    /// Seconds that the play lasts.
    pub duration_seconds: u16,
    /// Second of the play at which to capture the frame.
    pub capture_second: u16,
    /// Grant, server clock.
    pub granted_at: Timestamp,
    /// No longer held for the device after this moment.
    pub expires_at: Timestamp,
}

impl Command for NextAd {
    type Output = Option<LeaseOffer>;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Option<LeaseOffer>), Refusal> {
        let device = live.devices.get(self.device.0).ok_or_else(|| Refusal::not_found("Device"))?;
        let Some(store) = serving_store(live, context, device)? else {
            return Ok((Changes::default(), None));
        };
        let slot = Slot::at(live, context, device, store);
        let eligible = slot.eligible();
        let (mut changes, mut draw) = (Changes::default(), slot.draw(&eligible));
        let candidates: Vec<Candidate> =
            eligible.offers.iter().map(|campaign| slot.candidate(campaign)).collect();
        let Some(chosen) = choose(&candidates, context.random.number()) else {
            changes.draws.extend((!draw.capped.is_empty()).then_some(draw));
            return Ok((changes, None));
        };
        let campaign = &eligible.offers[chosen];
        let Some((asset, variant)) = slot.content(campaign, context.random) else {
            return Ok((changes, None));
        };
        draw.chosen = Some(campaign.no);
        let random = context.random.number();
        let mut lease = slot.lease(campaign, asset, context.random.uuid(context.now), random);
        if let Some((of, id)) = variant {
            (lease.variant, lease.ab_test) = (Some(id), Some(of));
        }
        let offer = offer(live, campaign, &lease)?;
        changes.draws.push(draw);
        changes.put(Record::Lease(Arc::new(lease)));
        Ok((changes, Some(offer)))
    }
}

/// The store of a device that may be served now; `None` when the store takes no plays.
fn serving_store<'a>(
    live: &'a Live,
    context: &Context<'_>,
    device: &Device,
) -> Result<Option<&'a Arc<Store>>, Refusal> {
    if device.status_now() != DeviceStatus::Active {
        return Err(Refusal::new(
            Code::DeviceNotAuthorized,
            format!("The device is {}, not ACTIVE", device.status_now()),
        ));
    }
    let online = &live.device_live[device.no.index()].online;
    if !online.online_at(context.now, &context.settings.heartbeat) {
        return Err(Refusal::new(
            Code::DeviceOffline,
            "No heartbeat within the last 5 minutes: send one, then ask again",
        ));
    }
    let store = device.store_now().and_then(|no| live.store(no));
    let taking = |store: &&Arc<Store>| {
        let open = store.opening_hours.is_open(context.now.local(&live.zone(store.no)));
        open && store.traits_now().is_some_and(|traits| traits.status == StoreStatus::Active)
    };
    Ok(store.filter(taking))
}

/// The campaigns that a slot may go to, and those that only their daily cap keeps out.
#[derive(Default)]
struct Eligible {
    offers: Vec<Arc<Campaign>>,
    capped: Vec<CampaignNo>,
}

/// A device's slot at a moment.
struct Slot<'a> {
    live: &'a Live,
    settings: &'a Settings,
    device: &'a Device,
    store: &'a Store,
    now: Timestamp,
    is_peak: bool,
}

impl<'a> Slot<'a> {
    fn at(live: &'a Live, context: &Context<'a>, device: &'a Device, store: &'a Store) -> Self {
        let (settings, now) = (context.settings, context.now);
        let peak = &settings.pricing.peak;
        let is_peak = peak.is_peak_at(now, &live.zone(store.no), store.country, &live.holidays);
        Self { live, settings, device, store, now, is_peak }
    }

    /// Campaigns that may play now and can pay for whatever they would show, in serving order.
    fn eligible(&self) -> Eligible {
        let mut eligible = Eligible::default();
        let targeting = self.live.serving.get(&self.store.no).into_iter().flatten();
        for campaign in targeting.filter_map(|no| self.live.campaigns.get(no.0)) {
            if !self.may_play(campaign) {
                continue;
            }
            // Whichever variant of an A/B test is drawn later: the draw decides nothing but the
            // content.
            let turns = self.turns(campaign);
            let mut shown = turns.iter().flatten();
            let has_content = turns.iter().any(Option::is_some);
            if !has_content || !shown.all(|asset| self.fits(campaign, *asset)) {
                continue;
            }
            if self.cap_reached(campaign) {
                eligible.capped.push(campaign.no);
            } else {
                eligible.offers.push(Arc::clone(campaign));
            }
        }
        eligible.offers.sort_by_key(|c| (std::cmp::Reverse(c.priority_now()), c.created_at, c.no));
        eligible
    }

    /// The test of the campaign that covers this store now. Rule: D-57.
    fn test_run(&self, campaign: &Campaign) -> Option<usize> {
        campaign.sub_status()?;
        let (place, run) = campaign.open_test()?;
        let here =
            run.stores.contains(&self.store.no) && campaign.target_stores.contains(&self.store.no);
        (here && run.covers(self.now)).then_some(place)
    }

    /// What the campaign can spend here: a test has a budget of its own. Rule: CAM-14.
    fn remaining(&self, campaign: &Campaign) -> Amount {
        match self.test_run(campaign) {
            Some(place) => self.live.test_remaining(campaign, place),
            None => self.live.remaining(campaign.no),
        }
    }

    fn may_play(&self, campaign: &Campaign) -> bool {
        let in_dates = campaign.start_date.is_some_and(|start| start <= self.now)
            && campaign.end_date.is_some_and(|end| self.now <= last_moment(end));
        let local = self.now.local(&self.live.zone(self.store.no));
        let runs = if campaign.is_active() { in_dates } else { self.test_run(campaign).is_some() };
        runs && self.remaining(campaign).is_positive()
            && hours::allows(&campaign.dayparts, local)
            && self.has_room(campaign)
            && self.live.blocked_reason(campaign, self.store.no, self.now).is_none()
    }

    /// The play is no duplicate, and the budget can pay it beside all leases that are still open:
    /// many screens that ask at once do not get more than there is. Rule: CAM-17, BUD-03.
    fn fits(&self, campaign: &Campaign, asset: AssetNo) -> bool {
        let windows = &self.live.device_live[self.device.no.index()].windows;
        let end = self.now.plus_ms(i64::from(self.seconds_of(asset)) * SECOND_MS);
        let planned = self.live.planned(campaign.no);
        let free = self.remaining(campaign).minus_or_zero(planned);
        !windows.is_duplicate(campaign.no, end) && free >= self.cost(campaign, asset)
    }

    /// What the play would cost now, at full quality.
    fn cost(&self, campaign: &Campaign, asset: AssetNo) -> Amount {
        let play = PricedPlay {
            campaign,
            store: self.store,
            device: self.device,
            content_seconds: self.seconds_of(asset),
            played_at: self.now,
            band: QualityBand::Premium,
        };
        let card = self.live.rate_cards.at(self.now);
        price_at_hour(self.settings, &play, card, self.is_peak).cost
    }

    /// What was charged for plays of today and what open leases would add reach the cap.
    /// Rule: CAM-18.
    fn cap_reached(&self, campaign: &Campaign) -> bool {
        let Some(cap) = campaign.daily_cap else { return false };
        let today = self.now.day();
        let totals = self.live.totals(campaign.no);
        let spent = totals.and_then(|t| t.day_spend.iter().find(|(day, _)| *day == today));
        let spent = spent.map_or(Amount::ZERO, |(_, spent)| *spent);
        let planned = spent.checked_add(self.live.planned(campaign.no));
        let reached = planned.is_none_or(|planned| planned >= cap);
        if reached {
            metrics::counter!("vetrina_daily_cap_skips_total").increment(1);
            tracing::debug!(campaign = %campaign.id, %spent, %cap, "Daily cap reached");
        }
        reached
    }

    /// What this draw promises to whom. Rule: CAM-17.
    fn draw(&self, eligible: &Eligible) -> Draw {
        let key = ShareKey { day: self.now.day(), store: self.store.no, device: self.device.no };
        let weights: Vec<(CampaignNo, u128)> = eligible
            .offers
            .iter()
            .map(|campaign| (campaign.no, self.candidate(campaign).weight()))
            .collect();
        Draw { key, shares: shares(&weights), chosen: None, capped: eligible.capped.clone() }
    }

    /// At most two plays in a rolling hour, open leases included. Rule: CAM-17.
    fn has_room(&self, campaign: &Campaign) -> bool {
        let live = &self.live.device_live[self.device.no.index()];
        let open: Vec<&Lease> =
            live.open_leases.iter().filter_map(|id| self.live.leases.get(id)).collect();
        if open.iter().any(|lease| lease.campaign == campaign.no && lease.expires_at > self.now) {
            return false;
        }
        let hour_ago = self.now.plus_ms(-HOUR_MS);
        let plays = live.windows.plays_between(campaign.no, hour_ago, self.now.plus_ms(HOUR_MS));
        plays < self.settings.serving.plays_per_hour
    }

    fn seconds_of(&self, asset: AssetNo) -> u16 {
        let declared = self.device.habits_now().image_display_seconds;
        let display = declared.unwrap_or(self.settings.serving.image_display_seconds);
        self.live.assets.get(asset.0).map_or(0, |asset| asset.play_seconds(display))
    }

    /// What is served of the campaign's content now. Rule: ABT-02.
    fn served<'c>(&self, campaign: &'c Campaign) -> Served<'c>
    where
        Self: 'c,
    {
        served(campaign, self.live.ab.newest(campaign.no).map(Arc::as_ref))
    }

    /// The asset whose turn it is: one, or one of each variant of an A/B test.
    fn turns(&self, campaign: &Campaign) -> Vec<Option<AssetNo>> {
        match self.served(campaign) {
            Served::All(assets) => vec![self.asset_of(campaign, assets)],
            Served::Winner(assets) => vec![self.asset_of(campaign, &assets)],
            Served::Drawn(test) => self.variant_turns(campaign, test),
        }
    }

    fn variant_turns(&self, campaign: &Campaign, test: &AbTest) -> Vec<Option<AssetNo>> {
        let turn = |variant: &Variant| {
            let mut assets = variant.assets.clone();
            assets.retain(|asset| campaign.content_assets.contains(asset));
            self.asset_of(campaign, &assets).filter(|_| variant.removed_at.is_none())
        };
        test.variants.iter().map(turn).collect()
    }

    /// What the chosen campaign shows: in an A/B test a variant is drawn, anew for every slot.
    /// Rule: ABT-02.
    fn content(
        &self,
        campaign: &Campaign,
        random: &mut Randomness,
    ) -> Option<(AssetNo, Option<(VariantRef, String)>)> {
        let Served::Drawn(test) = self.served(campaign) else {
            return Some((self.turns(campaign).first().copied()??, None));
        };
        let turns = self.variant_turns(campaign, test);
        let playable: Vec<bool> = turns.iter().map(Option::is_some).collect();
        let place = test.draw(&playable, random.number())?;
        let of = VariantRef { test: test.no, variant: u8::try_from(place).ok()? };
        Some((turns.get(place).copied()??, Some((of, test.variants.get(place)?.id.clone()))))
    }

    /// The asset whose turn it is among those that may play. Rule: CAM-06 (even rotation).
    fn asset_of(&self, campaign: &Campaign, assets: &[AssetNo]) -> Option<AssetNo> {
        let approved = |no: &AssetNo| {
            let asset = self.live.assets.get(no.0);
            asset.is_some_and(|asset| asset.status_at(self.now) == AssetStatus::Approved)
        };
        let playable: Vec<AssetNo> = assets.iter().copied().filter(approved).collect();
        let rotation = self.live.totals(campaign.no).map_or(0, |totals| totals.rotation);
        next_asset(rotation, &playable)
    }

    fn candidate(&self, campaign: &Campaign) -> Candidate {
        Candidate {
            priority: campaign.priority_now(),
            remaining: self.remaining(campaign),
            budget: match self.test_run(campaign) {
                Some(place) => campaign.test_runs[place].budget,
                None => campaign.budget_or_zero(),
            },
            created_at: campaign.created_at,
            no: campaign.no,
        }
    }

    fn lease(&self, campaign: &Campaign, asset: AssetNo, id: Uuid, random: u64) -> Lease {
        let duration_seconds = self.seconds_of(asset);
        // A whole second strictly inside the play; at least 1.
        let choices = u64::from(duration_seconds.saturating_sub(1).max(1));
        let capture_second = 1 + u16::try_from(random % choices).unwrap_or(0);
        let held = i64::from(duration_seconds) + i64::from(self.settings.serving.lease_seconds);
        Lease {
            id,
            device: self.device.no,
            campaign: campaign.no,
            asset,
            variant: None,
            ab_test: None,
            capture_second,
            duration_seconds,
            planned: self.cost(campaign, asset),
            granted_at: self.now,
            expires_at: self.now.plus_ms(held * SECOND_MS),
            spent_by: None,
            ran_out: false,
        }
    }
}

fn offer(live: &Live, campaign: &Campaign, lease: &Lease) -> Result<LeaseOffer, Refusal> {
    let asset = live.assets.get(lease.asset.0).ok_or_else(|| Refusal::not_found("Asset"))?;
    Ok(LeaseOffer {
        lease_id: lease.id,
        campaign_id: campaign.id,
        content_asset_id: asset.id,
        variant_id: lease.variant.clone(),
        kind: asset.kind,
        asset_sha256: hex::encode(asset.sha256),
        duration_seconds: lease.duration_seconds,
        capture_second: lease.capture_second,
        granted_at: lease.granted_at,
        expires_at: lease.expires_at,
    })
}
