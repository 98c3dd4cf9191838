//! Rate cards with the tables that prices follow, and holidays. Rule: PRC-01, PRC-02, PRC-05.

use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::listing::fits;
use crate::{
    domain::{
        impression::quality::QualityBand,
        money::Amount,
        pricing::{
            peak::{CountryCode, Holiday, PeakHours},
            rates::{
                BAND_RATES, CategoryRate, PRIORITY_TIERS, RateCard, SCREEN_TIERS, StoreCategory,
                TRAFFIC_TIERS,
            },
        },
        refusal::Refusal,
        time::{Day, Timestamp},
    },
    engine::commands::rates::{AnnounceRates, SetHoliday},
    http::{
        ApiError, AppState, Caller, Idem, Json, List, NoBody, Page, Path, Problem, Query,
        body::created, error::ApiResult,
    },
};

/// Handlers of `/rate-cards` and `/holidays`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(list_rate_cards, announce_rates))
        .routes(routes!(list_holidays, add_holiday))
        .routes(routes!(remove_holiday))
}

/// The rates of one store category, per 1,000 plays.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RateRow {
    /// Which stores the row is for.
    pub category: StoreCategory,
    /// CPM within peak hours.
    pub peak_cpm: Amount,
    /// CPM at all other hours.
    pub off_peak_cpm: Amount,
    /// The "premium multiplier" in percent; shown, never part of a price.
    pub premium_percent: u16,
}

/// One version of the base rates.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RateCardView {
    /// Rising from 1.
    pub version: u32,
    /// The first moment (of `played_at`) that the card prices.
    pub effective_at: Timestamp,
    /// Whether it prices plays of this moment.
    pub is_current: bool,
    /// One row a category.
    pub rows: Vec<RateRow>,
}

impl RateCardView {
    fn of(card: &RateCard, current: u32) -> Self {
        let rows = card.rows().iter().map(|row| RateRow {
            category: row.category,
            peak_cpm: row.peak,
            off_peak_cpm: row.off_peak,
            premium_percent: row.premium_percent,
        });
        Self {
            version: card.version(),
            effective_at: card.effective_at(),
            is_current: card.version() == current,
            rows: rows.collect(),
        }
    }
}

/// Spans of a store's wall clock, such as `11:00-14:00`.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PeakHoursView {
    /// Monday to Friday.
    pub weekday: Vec<String>,
    /// Saturday, Sunday and holidays.
    pub weekend: Vec<String>,
}

impl PeakHoursView {
    fn of(hours: &PeakHours) -> Self {
        Self {
            weekday: hours.weekday.iter().map(ToString::to_string).collect(),
            weekend: hours.weekend.iter().map(ToString::to_string).collect(),
        }
    }
}

/// From so many visitors a day on.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct TrafficMultiplier {
    /// Fewest visitors a day.
    pub from_visitors: u32,
    /// Percent.
    pub percent: u16,
}

/// From such a screen on.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct ScreenMultiplier {
    /// Smallest diagonal in inches.
    #[schema(value_type = f64)]
    pub from_inches: Amount,
    /// Whether it takes 4K.
    pub needs_4k: bool,
    /// Percent.
    pub percent: u16,
}

/// From such a priority on.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct PriorityMultiplier {
    /// Lowest priority.
    pub from_priority: u8,
    /// Percent.
    pub percent: u16,
}

/// By the band of the quality score.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct QualityMultiplier {
    /// The band.
    pub band: QualityBand,
    /// Percent; 0 is not billable.
    pub percent: u16,
}

/// What a base rate is multiplied by; each table highest first.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Multipliers {
    /// By the store's visitors.
    pub traffic: Vec<TrafficMultiplier>,
    /// By the device's screen.
    pub screen: Vec<ScreenMultiplier>,
    /// By the campaign's priority.
    pub priority: Vec<PriorityMultiplier>,
    /// By the play's quality.
    pub quality: Vec<QualityMultiplier>,
}

/// Micros of a tenth of an inch, as a number with one decimal.
const TENTH: i64 = 100_000;

impl Multipliers {
    fn all() -> Self {
        let traffic = TRAFFIC_TIERS.map(|tier| TrafficMultiplier {
            from_visitors: tier.from_visitors,
            percent: tier.percent,
        });
        let screen = SCREEN_TIERS.map(|tier| ScreenMultiplier {
            from_inches: Amount::from_micros(i64::from(tier.from_tenths) * TENTH),
            needs_4k: tier.needs_4k,
            percent: tier.percent,
        });
        let priority = PRIORITY_TIERS.map(|tier| PriorityMultiplier {
            from_priority: tier.from_priority,
            percent: tier.percent,
        });
        let quality = BAND_RATES.map(|(band, percent)| QualityMultiplier { band, percent });
        Self {
            traffic: traffic.to_vec(),
            screen: screen.to_vec(),
            priority: priority.to_vec(),
            quality: quality.to_vec(),
        }
    }
}

/// Versions of the base rates, newest first, with the tables that prices follow.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RateCardList {
    /// The versions.
    pub items: Vec<RateCardView>,
    /// Gets the next page; absent (null) on the last one.
    pub next_cursor: Option<String>,
    /// Peak hours on a store's wall clock.
    pub peak_hours: PeakHoursView,
    /// What a base rate is multiplied by.
    pub multipliers: Multipliers,
}

/// New rates of one category.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRateRow {
    /// Which stores the row is for.
    pub category: StoreCategory,
    /// CPM within peak hours, above 0.
    pub peak_cpm: Amount,
    /// CPM at all other hours, above 0.
    pub off_peak_cpm: Amount,
}

/// New base rates.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRateCard {
    /// Each of the 8 categories once.
    pub rows: Vec<NewRateRow>,
    /// First `played_at` that they price, at least 30 days ahead.
    pub effective_at: Timestamp,
}

/// Brings rows in their fixed order; the premium column stays as it is.
fn ordered(rows: &[NewRateRow], newest: &RateCard) -> Result<[CategoryRate; 8], Refusal> {
    let mut card = *newest.rows();
    for row in &mut card {
        let mut of_category = rows.iter().filter(|given| given.category == row.category);
        let (Some(given), None) = (of_category.next(), of_category.next()) else {
            let category = serde_json::to_string(&row.category).unwrap_or_default();
            let message = format!("Rows must name each store category once; look at {category}");
            return Err(Refusal::field("rows", "INVALID_RATES", message));
        };
        row.peak = given.peak_cpm;
        row.off_peak = given.off_peak_cpm;
    }
    Ok(card)
}

/// Lists the versions of the base rates, newest first, with peak hours and multipliers.
#[utoipa::path(
    get,
    path = "/rate-cards",
    tag = "rates",
    params(Page),
    responses(
        (status = 200, body = RateCardList),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
    ),
)]
pub async fn list_rate_cards(
    State(state): State<AppState>,
    _: Caller,
    page: Page,
) -> ApiResult<Json<RateCardList>> {
    let cards = state.views().rate_cards.load_full();
    let current = cards.at(state.now()).version();
    let mut newest: Vec<&RateCard> = cards.iter().collect();
    newest.reverse();
    let list = page.slice(newest).map(|card| RateCardView::of(card, current));
    Ok(Json(RateCardList {
        items: list.items,
        next_cursor: list.next_cursor,
        peak_hours: PeakHoursView::of(&state.settings().pricing.peak),
        multipliers: Multipliers::all(),
    }))
}

/// Announces new base rates and tells the advertisers. For admins.
#[utoipa::path(
    post,
    path = "/rate-cards",
    tag = "rates",
    request_body = NewRateCard,
    responses(
        (status = 201, body = RateCardView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 422, description = "Rows, or too short a notice", body = Problem),
    ),
)]
pub async fn announce_rates(
    State(state): State<AppState>,
    caller: Caller,
    Idem { value, key }: Idem<NewRateCard>,
) -> ApiResult<(StatusCode, Json<RateCardView>)> {
    let cards = state.views().rate_cards.load_full();
    let rows = ordered(&value.rows, cards.newest())?;
    let command = AnnounceRates { rows, effective_at: value.effective_at };
    let version = state.handle().run(&caller.actor, command, key).await?;
    let cards = state.views().rate_cards.load_full();
    let current = cards.at(state.now()).version();
    let card = cards.iter().find(|card| card.version() == version);
    let card = card.ok_or_else(|| ApiError::internal("the new rate card is not published"))?;
    Ok(created(RateCardView::of(card, current)))
}

/// A public holiday; its hours follow the weekend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HolidayView {
    /// Where, ISO 3166 code.
    #[schema(value_type = String, example = "VN")]
    pub country: CountryCode,
    /// Date on the calendar there.
    pub date: Day,
}

/// Which holidays are wanted.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HolidayFilter {
    /// Only those of this country.
    #[param(value_type = Option<String>)]
    pub country: Option<CountryCode>,
}

/// Lists holidays by country and date, newest first.
#[utoipa::path(
    get,
    path = "/holidays",
    tag = "rates",
    params(Page, HolidayFilter),
    responses(
        (status = 200, body = List<HolidayView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
    ),
)]
pub async fn list_holidays(
    State(state): State<AppState>,
    _: Caller,
    page: Page,
    Query(filter): Query<HolidayFilter>,
) -> ApiResult<Json<List<HolidayView>>> {
    let calendar = state.views().holidays.load_full();
    let mut rows: Vec<Holiday> =
        calendar.iter().filter(|row| fits(filter.country, row.country)).copied().collect();
    rows.sort_unstable_by_key(|row| std::cmp::Reverse((row.date, row.country)));
    let list = page.slice(rows);
    Ok(Json(list.map(|row| HolidayView { country: row.country, date: row.date })))
}

/// Adds a holiday; 200 when it was there already. For admins.
#[utoipa::path(
    post,
    path = "/holidays",
    tag = "rates",
    request_body = HolidayView,
    responses(
        (status = 201, body = HolidayView),
        (status = 200, description = "It was there already", body = HolidayView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
    ),
)]
pub async fn add_holiday(
    State(state): State<AppState>,
    caller: Caller,
    Idem { value, key }: Idem<HolidayView>,
) -> ApiResult<(StatusCode, Json<HolidayView>)> {
    let command = SetHoliday { country: value.country, date: value.date, is_holiday: true };
    let is_new = state.handle().run(&caller.actor, command, key).await?;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(value)))
}

/// Takes a holiday out. For admins.
#[utoipa::path(
    delete,
    path = "/holidays/{country}/{date}",
    tag = "rates",
    params(
        ("country" = String, Path, description = "ISO 3166 code"),
        ("date" = Day, Path, description = "Date on the calendar there"),
    ),
    responses(
        (status = 200, body = HolidayView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn remove_holiday(
    State(state): State<AppState>,
    caller: Caller,
    Path((country, date)): Path<(CountryCode, Day)>,
    Idem { key, .. }: Idem<NoBody>,
) -> ApiResult<Json<HolidayView>> {
    let command = SetHoliday { country, date, is_holiday: false };
    if !state.handle().run(&caller.actor, command, key).await? {
        return Err(Refusal::not_found("Holiday").into());
    }
    Ok(Json(HolidayView { country, date }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_in_any_order_but_each_category_once() {
        let newest = RateCard::default();
        let row = |category| NewRateRow {
            category,
            peak_cpm: Amount::from_units(9),
            off_peak_cpm: Amount::from_units(3),
        };
        let mut rows: Vec<NewRateRow> = StoreCategory::ALL.iter().rev().copied().map(row).collect();
        let card = ordered(&rows, &newest).unwrap();
        assert!(card.iter().map(|row| row.category).eq(StoreCategory::ALL.iter().copied()));
        assert_eq!(
            (card[0].peak, card[0].off_peak),
            (Amount::from_units(9), Amount::from_units(3))
        );
        assert_eq!(card[0].premium_percent, newest.rows()[0].premium_percent);
        rows.push(row(StoreCategory::Other));
        assert!(ordered(&rows, &newest).is_err());
        assert!(ordered(&rows[2..], &newest).is_err());
    }
}
