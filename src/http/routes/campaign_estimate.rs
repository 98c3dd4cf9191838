//! What a campaign would deliver and cost on its target stores. Rule: CAM-07, D-46, D-49.

use axum::extract::State;
use jiff::civil;
use rust_decimal::Decimal;
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    campaign_view::{BlockedStore, StoreName, Targets, UsableStore},
    reading::find_campaign,
};
use crate::{
    config::Settings,
    domain::{
        campaign::{
            estimate::{EstimateRules, StoreReach, duration_days, estimate},
            model::{Campaign, PricingMode},
        },
        catalog::{
            Device,
            hours::{Daypart, OpeningHours, allows},
        },
        impression::quality::QualityBand,
        money::{Amount, AmountError},
        pricing::{
            peak::PeakHours,
            price::{PriceInput, price},
            rates::{RateCard, Screen, StoreCategory},
        },
        refusal::{FieldError, Refusal},
        time::Timestamp,
    },
    http::{ApiError, AppState, Caller, Json, Path, Problem, error::ApiResult},
};

/// Handlers of `/campaigns/{id}/estimate`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(estimate_campaign))
}

/// What a campaign would deliver and cost.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct EstimateView {
    /// Stores that can show it.
    pub eligible_stores: Vec<StoreName>,
    /// Stores that block it.
    pub blocked_stores: Vec<BlockedStore>,
    /// How many can show it.
    pub eligible_count: usize,
    /// How many block it.
    pub blocked_count: usize,
    /// By foot traffic, rounded down.
    pub estimated_impressions: u64,
    /// As many as the slots allow, rounded down.
    pub deliverable_impressions: u64,
    /// Cost of the estimated impressions.
    pub estimated_cost: Amount,
    /// Mean CPM of the eligible devices, peak and other hours by their share of a week.
    pub estimated_cpm: Amount,
    /// Cost of the lower of the two counts; compared with the budget.
    pub expected_cost: Amount,
}

/// Estimates what a campaign would deliver and cost; it needs dates and stores.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/estimate",
    tag = "campaigns",
    params(("id" = Uuid, Path)),
    responses(
        (status = 200, body = EstimateView),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 422, description = "Dates or stores are missing", body = Problem),
    ),
)]
pub async fn estimate_campaign(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<EstimateView>> {
    let campaign = find_campaign(&state, &caller.actor, id)?;
    estimate_of(&state, &campaign).await.map(Json)
}

/// Estimates a campaign.
///
/// # Errors
/// `VALIDATION_FAILED` while dates or stores are missing.
pub(super) async fn estimate_of(state: &AppState, campaign: &Campaign) -> ApiResult<EstimateView> {
    let (start, end) = needed(campaign)?;
    let (state, campaign) = (state.clone(), campaign.clone());
    // A minute-by-minute look at a week of many stores takes a while.
    let counting = tokio::task::spawn_blocking(move || compute(&state, &campaign, start, end));
    counting.await.map_err(ApiError::internal)?.map_err(|why| {
        Refusal::field("target_stores", "RANGE", format!("the estimate is too large: {why}")).into()
    })
}

/// What an estimate cannot do without.
fn needed(campaign: &Campaign) -> Result<(Timestamp, Timestamp), Refusal> {
    let missing = [
        ("start_date", campaign.start_date.is_none()),
        ("end_date", campaign.end_date.is_none()),
        ("target_stores", campaign.target_stores.is_empty()),
    ];
    if let (Some(start), Some(end), false) =
        (campaign.start_date, campaign.end_date, campaign.target_stores.is_empty())
    {
        return Ok((start, end));
    }
    let wrong = missing.into_iter().filter(|(_, is_missing)| *is_missing);
    Err(Refusal::validation(
        wrong
            .map(|(field, _)| FieldError {
                field: field.to_owned(),
                error: "REQUIRED".to_owned(),
                message: format!("An estimate needs {field}"),
            })
            .collect(),
    ))
}

fn compute(
    state: &AppState,
    campaign: &Campaign,
    start: Timestamp,
    end: Timestamp,
) -> Result<EstimateView, AmountError> {
    let now = state.now();
    let targets = Targets::of(state.views(), campaign, now);
    let cards = state.views().rate_cards.load_full();
    let rates = Rates { card: cards.at(start.max(now)), campaign, settings: state.settings() };
    let mut weeks = Weeks {
        known: Vec::new(),
        dayparts: &campaign.dayparts,
        peak: &state.settings().pricing.peak,
    };
    let mut reaches = Vec::new();
    let (mut cpm_sum, mut devices) = (Decimal::ZERO, 0_u32);
    for usable in &targets.usable {
        let week = weeks.of(&usable.store.opening_hours);
        reaches.push(reach(usable, week));
        for device in usable.devices.iter().filter(|_| week.total() > 0) {
            cpm_sum += rates.weighted_cpm(usable, device, week);
            devices += 1;
        }
    }
    let mean = cpm_sum.checked_div(Decimal::from(devices)).unwrap_or_default();
    let avg_cpm = Amount::from_decimal_half_even(mean, 6)?;
    let found = estimate(&reaches, duration_days(start, end), avg_cpm, &EstimateRules::default())?;
    let eligible_stores = targets.eligible();
    Ok(EstimateView {
        eligible_count: eligible_stores.len(),
        blocked_count: targets.blocked.len(),
        eligible_stores,
        blocked_stores: targets.blocked,
        estimated_impressions: found.estimated_impressions,
        deliverable_impressions: found.deliverable_impressions,
        estimated_cost: found.estimated_cost,
        estimated_cpm: found.estimated_cpm,
        expected_cost: found.expected_cost,
    })
}

fn reach(usable: &UsableStore, week: Week) -> StoreReach {
    StoreReach {
        daily_foot_traffic: usable.store.traits_now().map_or(0, |t| t.daily_foot_traffic),
        device_count: u32::try_from(usable.devices.len()).unwrap_or(u32::MAX),
        avg_dwell_time_minutes: usable.store.avg_dwell_time_minutes,
        playable_minutes_a_week: week.total(),
    }
}

/// Minutes of a plain week in which a store plays the campaign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Week {
    peak: u32,
    other: u32,
}

impl Week {
    const fn total(self) -> u32 {
        self.peak + self.other
    }

    /// Looks at every minute of a week without holidays.
    fn count(open: &OpeningHours, dayparts: &[Daypart], peak: &PeakHours) -> Self {
        let mut week = Self::default();
        // 5 January 2026 is a Monday; the clock is the store's own.
        let days = civil::date(2026, 1, 5).series(jiff::Span::new().days(1)).take(7);
        for minute in days.flat_map(minutes) {
            if open.is_open(minute) && allows(dayparts, minute) {
                let counter =
                    if peak.is_peak(minute, false) { &mut week.peak } else { &mut week.other };
                *counter += 1;
            }
        }
        week
    }
}

fn minutes(day: civil::Date) -> impl Iterator<Item = civil::DateTime> {
    (0..24).flat_map(move |hour| (0..60).map(move |minute| day.at(hour, minute, 0, 0)))
}

/// Weeks by opening hours: most stores share theirs with others.
struct Weeks<'a> {
    known: Vec<(&'a OpeningHours, Week)>,
    dayparts: &'a [Daypart],
    peak: &'a PeakHours,
}

impl<'a> Weeks<'a> {
    fn of(&mut self, open: &'a OpeningHours) -> Week {
        if let Some((_, week)) = self.known.iter().find(|(known, _)| *known == open) {
            return *week;
        }
        let week = Week::count(open, self.dayparts, self.peak);
        self.known.push((open, week));
        week
    }
}

/// What CPMs depend on beside store and device.
struct Rates<'a> {
    card: &'a RateCard,
    campaign: &'a Campaign,
    settings: &'a Settings,
}

impl Rates<'_> {
    /// A device's CPM, peak and other hours by their share of the week.
    fn weighted_cpm(&self, usable: &UsableStore, device: &Device, week: Week) -> Decimal {
        let part = |is_peak, minutes: u32| {
            self.cpm(usable, device, is_peak).to_decimal() * Decimal::from(minutes)
        };
        let sum = part(true, week.peak) + part(false, week.other);
        sum.checked_div(Decimal::from(week.total())).unwrap_or_default()
    }

    fn cpm(&self, usable: &UsableStore, device: &Device, is_peak: bool) -> Amount {
        let traits = usable.store.traits_now();
        let input = PriceInput {
            category: traits.map_or(StoreCategory::Other, |t| t.category),
            is_peak,
            daily_foot_traffic: traits.map_or(0, |t| t.daily_foot_traffic),
            screen: Screen {
                diagonal_tenths: u16::try_from(device.screen_inches_x10).unwrap_or(u16::MAX),
                width: device.width,
                height: device.height,
            },
            content_seconds: self.settings.pricing.price.full_duration_seconds,
            priority: self.campaign.priority_now(),
            band: QualityBand::Premium,
            fixed_cpm: match self.campaign.pricing.last() {
                Some(PricingMode::FixedCpm(cpm)) => Some(*cpm),
                Some(PricingMode::RateCard) | None => None,
            },
        };
        price(self.card, &input, &self.settings.pricing.price).cpm
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalog::hours::{DaypartInput, check_dayparts};

    fn windows(days: &[&str], from: &str, to: &str) -> OpeningHours {
        let days = days.iter().map(ToString::to_string).collect();
        let input = DaypartInput { days, from: from.to_owned(), to: to.to_owned() };
        OpeningHours(check_dayparts(&[input]).unwrap())
    }

    /// Peak is 11-14 and 17-21 on weekdays, 10-22 at weekends. Rule: PRC-02, D-49.
    #[test]
    fn a_week_is_split_into_peak_and_other_minutes() {
        let peak = PeakHours::default();
        let table = [
            (OpeningHours::default(), 60 * (5 * 7 + 2 * 12), 60 * (5 * 17 + 2 * 12)),
            (windows(&["MON"], "09:00", "12:00"), 60, 120),
            (windows(&["SAT"], "21:00", "23:00"), 60, 60),
            (windows(&["FRI"], "23:00", "01:00"), 0, 120),
        ];
        for (open, expected_peak, expected_other) in table {
            let week = Week::count(&open, &[], &peak);
            assert_eq!(week, Week { peak: expected_peak, other: expected_other }, "{open:?}");
        }
        let evenings = windows(&["MON"], "20:00", "22:00");
        let week = Week::count(&OpeningHours::default(), &evenings.0, &peak);
        assert_eq!(week, Week { peak: 60, other: 60 });
    }
}
