//! What a campaign would deliver and cost on stores and devices as they are: the estimate's
//! formula with their hours and prices. Serves decisions and readers alike. Rule: CAM-07, D-49.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::plays::screen_of;
use crate::{
    config::Settings,
    domain::{
        campaign::{
            estimate::{Estimate, MeanCpm, StoreReach, duration_days, estimate},
            model::{Campaign, PricingMode},
            schedule::{PlayableWeek, Weeks},
        },
        catalog::{Asset, Device, Store},
        impression::quality::QualityBand,
        money::{Amount, AmountError},
        pricing::{
            price::{PriceInput, price},
            rates::{RateCard, StoreCategory},
        },
        time::Timestamp,
    },
};

/// A target store that can show the campaign, with its ACTIVE devices.
#[derive(Clone, Debug)]
pub struct UsableStore {
    /// The store.
    pub store: Arc<Store>,
    /// Its ACTIVE devices.
    pub devices: Vec<Arc<Device>>,
}

/// What a store adds to the forecast.
#[derive(Clone, Debug)]
pub struct StoreForecast {
    /// The store.
    pub store: Arc<Store>,
    /// Its ACTIVE devices.
    pub devices: u32,
    /// When it plays the campaign.
    pub week: PlayableWeek,
}

impl StoreForecast {
    /// Whether opening hours and dayparts never meet. Rule: CAM-24.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.week.total() == 0
    }
}

/// What a campaign would deliver and cost.
#[derive(Clone, Debug)]
pub struct Forecast {
    /// Counts and costs.
    pub estimate: Estimate,
    /// Lowest and highest cost of a thousand plays on a device, peak or not; `None` where nothing
    /// plays.
    pub cpm_range: Option<(Amount, Amount)>,
    /// By store, also those that never play.
    pub stores: Vec<StoreForecast>,
}

impl Forecast {
    /// Stores whose hours never meet the dayparts; they add nothing. Rule: CAM-24.
    pub fn conflicts(&self) -> impl Iterator<Item = &Arc<Store>> {
        self.stores.iter().filter(|one| one.is_conflict()).map(|one| &one.store)
    }
}

/// What is asked.
pub struct Question<'a> {
    /// The campaign; dates are given apart.
    pub campaign: &'a Campaign,
    /// First moment.
    pub from: Timestamp,
    /// Last moment.
    pub to: Timestamp,
    /// The rates that hold then.
    pub card: &'a RateCard,
    /// Configured numbers.
    pub settings: &'a Settings,
    /// Its content, whose length is paid; none yet counts as full length.
    pub assets: &'a [Arc<Asset>],
}

/// A device's price in an hour: what the list says, and what a thousand of its plays cost.
struct DeviceCpm {
    listed: Decimal,
    paid: Decimal,
}

impl Question<'_> {
    /// Answers for stores; those whose hours never meet the dayparts are left out of the numbers.
    ///
    /// # Errors
    /// `OutOfRange` when a cost does not fit.
    pub fn answer(&self, stores: &[UsableStore]) -> Result<Forecast, AmountError> {
        let mut weeks = Weeks::new(&self.campaign.dayparts, &self.settings.pricing.peak);
        let mut tally = Tally::default();
        let mut by_store = Vec::with_capacity(stores.len());
        for usable in stores {
            let week = weeks.of(&usable.store.opening_hours);
            tally.reaches.push(reach(usable, week));
            if week.total() > 0 {
                self.count(usable, week, &mut tally);
            }
            let devices = u32::try_from(usable.devices.len()).unwrap_or(u32::MAX);
            by_store.push(StoreForecast { store: Arc::clone(&usable.store), devices, week });
        }
        let mean = |sum: Decimal| {
            let mean = sum.checked_div(Decimal::from(tally.devices)).unwrap_or_default();
            Amount::from_decimal_half_even(mean, 6)
        };
        let cpm = MeanCpm { listed: mean(tally.listed)?, paid: mean(tally.paid)? };
        let days = duration_days(self.from, self.to);
        let rules = self.settings.estimate_rules();
        Ok(Forecast {
            estimate: estimate(&tally.reaches, days, cpm, &rules)?,
            cpm_range: tally.range,
            stores: by_store,
        })
    }

    fn count(&self, usable: &UsableStore, week: PlayableWeek, tally: &mut Tally) {
        for device in &usable.devices {
            let (mut listed, mut paid) = (Decimal::ZERO, Decimal::ZERO);
            for (is_peak, minutes) in [(true, week.peak()), (false, week.other())] {
                if minutes == 0 {
                    continue;
                }
                let cpm = self.cpm(usable, device, is_peak);
                listed += cpm.listed * Decimal::from(minutes);
                paid += cpm.paid * Decimal::from(minutes);
                let shown = Amount::from_decimal_half_even(cpm.paid, 4).unwrap_or(Amount::ZERO);
                let (least, most) = tally.range.unwrap_or((shown, shown));
                tally.range = Some((least.min(shown), most.max(shown)));
            }
            let minutes = Decimal::from(week.total());
            tally.listed += listed.checked_div(minutes).unwrap_or_default();
            tally.paid += paid.checked_div(minutes).unwrap_or_default();
            tally.devices += 1;
        }
    }

    fn cpm(&self, usable: &UsableStore, device: &Device, is_peak: bool) -> DeviceCpm {
        let pricing = &self.settings.pricing.price;
        let priced = |seconds: u32| {
            let input = PriceInput {
                category: usable.store.traits_now().map_or(StoreCategory::Other, |t| t.category),
                is_peak,
                daily_foot_traffic: usable.store.traits_now().map_or(0, |t| t.daily_foot_traffic),
                screen: screen_of(device),
                content_seconds: seconds,
                priority: self.campaign.priority_now(),
                band: QualityBand::Premium,
                fixed_cpm: match self.campaign.pricing.last() {
                    Some(PricingMode::FixedCpm(cpm)) => Some(*cpm),
                    Some(PricingMode::RateCard) | None => None,
                },
            };
            price(self.card, &input, pricing)
        };
        let full = priced(pricing.full_duration_seconds);
        let standard = self.settings.serving.image_display_seconds;
        let display = device.habits_now().image_display_seconds.unwrap_or(standard);
        let seconds = self.assets.iter().map(|asset| u32::from(asset.play_seconds(display)));
        let sum: Decimal = seconds.map(|seconds| priced(seconds).cost.to_decimal()).sum();
        let mean = sum.checked_div(Decimal::from(self.assets.len()));
        let play = mean.unwrap_or_else(|| full.cost.to_decimal());
        DeviceCpm { listed: full.cpm.to_decimal(), paid: play * Decimal::ONE_THOUSAND }
    }
}

#[derive(Default)]
struct Tally {
    reaches: Vec<StoreReach>,
    listed: Decimal,
    paid: Decimal,
    devices: u32,
    range: Option<(Amount, Amount)>,
}

fn reach(usable: &UsableStore, week: PlayableWeek) -> StoreReach {
    StoreReach {
        daily_foot_traffic: usable.store.traits_now().map_or(0, |t| t.daily_foot_traffic),
        device_count: u32::try_from(usable.devices.len()).unwrap_or(u32::MAX),
        avg_dwell_time_minutes: usable.store.avg_dwell_time_minutes,
        playable_minutes_a_week: week.total(),
    }
}
