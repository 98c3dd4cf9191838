//! What announced rates mean for each campaign that will still run then, and who is told.
//! Rule: CAM-29 (edge case 11).

use crate::{
    config::Settings,
    domain::{
        campaign::{
            model::{Campaign, PricingMode},
            rate_change::{RateImpact, Spending, mean_cpm, project},
            status::CampaignStatus,
            timeline::last_moment,
        },
        catalog::{DeviceStatus, access::Owner},
        impression::quality::QualityBand,
        money::Dollars,
        pricing::{
            price::PriceInput,
            rates::{RateCard, StoreCategory},
        },
        time::Timestamp,
    },
    engine::{command::Changes, live::Live, plays::screen_of},
};

/// Tells the advertisers of campaigns that the new rates will price. Campaigns under a contract keep
/// their rate and are told nothing. Rule: CAM-29, D-27.
pub(super) fn tell_impacts(
    live: &Live,
    settings: &Settings,
    card: &RateCard,
    now: Timestamp,
    changes: &mut Changes,
) {
    for campaign in live.campaigns.iter().filter(|campaign| will_run(campaign)) {
        if let Some(impact) = impact_of(live, settings, campaign, card, now) {
            tell(campaign, &impact, changes);
        }
    }
}

/// Submitted and not over.
fn will_run(campaign: &Campaign) -> bool {
    matches!(
        campaign.status_now(),
        CampaignStatus::PendingApproval
            | CampaignStatus::Scheduled
            | CampaignStatus::Active
            | CampaignStatus::Paused
            | CampaignStatus::Error
    )
}

/// What a card means for a campaign; `None` where its rates do not apply: a contract, an end before
/// them, no screen.
#[must_use]
pub fn impact_of(
    live: &Live,
    settings: &Settings,
    campaign: &Campaign,
    card: &RateCard,
    now: Timestamp,
) -> Option<RateImpact> {
    let (start, end) = (campaign.start_date?, last_moment(campaign.end_date?));
    if matches!(campaign.pricing_at(card.effective_at()), PricingMode::FixedCpm(_)) {
        return None;
    }
    let screens = screens_of(live, campaign, now);
    let (peak, limits) = (&settings.pricing.peak, &settings.pricing.price);
    let current = mean_cpm(live.rate_cards.at(now), &screens, peak, limits)?;
    let new = mean_cpm(card, &screens, peak, limits)?;
    let spending = Spending {
        budget: campaign.budget_or_zero(),
        spent: live.totals(campaign.no).map(|totals| totals.spent).unwrap_or_default(),
        remaining: live.remaining(campaign.no),
        start: campaign.activated_at.unwrap_or(start),
        end,
    };
    project(&spending, (current, new), card.effective_at(), now)
}

/// The ACTIVE screens of a campaign's stores, as prices look at them.
fn screens_of(live: &Live, campaign: &Campaign, now: Timestamp) -> Vec<PriceInput> {
    let mut screens = Vec::new();
    for no in &campaign.target_stores {
        let Some(store) = live.store(*no) else { continue };
        if live.blocked_reason(campaign, *no, now).is_some() {
            continue;
        }
        let traits = store.traits_now();
        let devices = live.store_devices.get(no).into_iter().flatten();
        let devices = devices.filter_map(|device| live.devices.get(device.0));
        let active = devices.filter(|device| device.status_now() == DeviceStatus::Active);
        screens.extend(active.map(|device| PriceInput {
            category: traits.map_or(StoreCategory::Other, |traits| traits.category),
            is_peak: false,
            daily_foot_traffic: traits.map_or(0, |traits| traits.daily_foot_traffic),
            screen: screen_of(device),
            content_seconds: 0,
            priority: campaign.priority_now(),
            band: QualityBand::Premium,
            fixed_cpm: None,
        }));
    }
    screens
}

fn tell(campaign: &Campaign, impact: &RateImpact, changes: &mut Changes) {
    let to = Owner::Advertiser(campaign.advertiser);
    let mut values = vec![
        ("campaign", campaign.name.clone()),
        ("effective_at", impact.effective_at.to_string()),
        ("current_cpm", Dollars(impact.current_cpm).to_string()),
        ("new_cpm", Dollars(impact.new_cpm).to_string()),
        ("projected_cost", Dollars(impact.projected_cost).to_string()),
        ("new_projected_cost", Dollars(impact.new_projected_cost).to_string()),
    ];
    let early = impact.new_exhausted_at.filter(|_| impact.exhausts_earlier);
    if let Some(at) = early {
        values.push(("exhausted_at", at.day().to_string()));
        values.push(("increase", Dollars(impact.suggested_increase).to_string()));
        changes.tell(to, "RATE_CHANGE_EXHAUSTS_BUDGET", campaign.id, &values);
    } else {
        changes.tell(to, "RATE_CHANGE_IMPACT", campaign.id, &values);
    }
}
