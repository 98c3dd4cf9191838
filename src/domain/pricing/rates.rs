//! Rate cards with their versions, and the tables of multipliers.

use serde::{Deserialize, Serialize};

use crate::domain::{
    impression::quality::QualityBand,
    money::Amount,
    refusal::Refusal,
    time::{DAY_MS, Timestamp},
    wording::count,
    words::words,
};

words! {
    /// What kind of place a store is; it decides the base rate. In the order of a rate card's rows.
    /// Rule: PRC-01.
    StoreCategory {
        /// A mall of the top class.
        PremiumMall = "PREMIUM_MALL",
        /// A mall.
        ShoppingMall = "SHOPPING_MALL",
        /// A supermarket.
        Supermarket = "SUPERMARKET",
        /// A department store.
        DepartmentStore = "DEPARTMENT_STORE",
        /// A convenience store.
        ConvenienceStore = "CONVENIENCE_STORE",
        /// A petrol station.
        GasStation = "GAS_STATION",
        /// A restaurant.
        Restaurant = "RESTAURANT",
        /// Anything else.
        Other = "OTHER",
    }
}

/// The rates of one store category, per 1,000 plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryRate {
    /// Which stores the row is for.
    pub category: StoreCategory,
    /// CPM within peak hours.
    pub peak: Amount,
    /// CPM at all other hours.
    pub off_peak: Amount,
    /// The "premium multiplier" column in percent; shown, never part of a price (rule D-25).
    pub premium_percent: u16,
}

/// Builds a row from whole units of currency.
const fn row(
    category: StoreCategory,
    peak_units: i64,
    off_peak_units: i64,
    premium_percent: u16,
) -> CategoryRate {
    CategoryRate {
        category,
        peak: Amount::from_units(peak_units),
        off_peak: Amount::from_units(off_peak_units),
        premium_percent,
    }
}

/// The base rates that hold until an operator announces others. Rule: PRC-01 (S3 §4.1).
pub const DEFAULT_RATES: [CategoryRate; 8] = [
    row(StoreCategory::PremiumMall, 50, 30, 200),
    row(StoreCategory::ShoppingMall, 40, 25, 160),
    row(StoreCategory::Supermarket, 35, 20, 140),
    row(StoreCategory::DepartmentStore, 30, 18, 120),
    row(StoreCategory::ConvenienceStore, 25, 15, 100),
    row(StoreCategory::GasStation, 20, 12, 80),
    row(StoreCategory::Restaurant, 18, 12, 70),
    row(StoreCategory::Other, 15, 10, 60),
];

/// Why rows or versions are no rate card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RateCardError {
    /// A category is missing, doubled or out of order.
    #[error("a rate card has each of the 8 store categories once, in their fixed order")]
    Rows,
    /// A rate of zero or below.
    #[error("every rate is above 0")]
    NotPositive,
    /// A list of versions that is empty or not in order of time and number.
    #[error("versions start with one card and rise in number and in effective_at")]
    Order,
}

/// One version of the base rates.
///
/// Any value of this type has every category once and only rates above 0. Rule: PRC-01, PRC-05.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RateCardParts")]
pub struct RateCard {
    version: u32,
    effective_at: Timestamp,
    rows: [CategoryRate; 8],
}

/// A rate card as read, before its rows were checked.
#[derive(Deserialize)]
struct RateCardParts {
    version: u32,
    effective_at: Timestamp,
    rows: [CategoryRate; 8],
}

impl TryFrom<RateCardParts> for RateCard {
    type Error = RateCardError;

    fn try_from(parts: RateCardParts) -> Result<Self, RateCardError> {
        Self::new(parts.version, parts.effective_at, parts.rows)
    }
}

impl RateCard {
    /// A card of checked rows (in the order of `StoreCategory::ALL`).
    ///
    /// # Errors
    /// `Rows`, `NotPositive`.
    pub fn new(
        version: u32,
        effective_at: Timestamp,
        rows: [CategoryRate; 8],
    ) -> Result<Self, RateCardError> {
        if !rows.iter().map(|row| row.category).eq(StoreCategory::ALL.iter().copied()) {
            return Err(RateCardError::Rows);
        }
        if !rows.iter().all(|row| row.peak.is_positive() && row.off_peak.is_positive()) {
            return Err(RateCardError::NotPositive);
        }
        Ok(Self { version, effective_at, rows })
    }

    /// The number of the version, rising from 1.
    #[must_use]
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// The first moment (of `played_at`) that the card prices.
    #[must_use]
    pub const fn effective_at(&self) -> Timestamp {
        self.effective_at
    }

    /// All rows, in the order of `StoreCategory::ALL`.
    #[must_use]
    pub const fn rows(&self) -> &[CategoryRate; 8] {
        &self.rows
    }

    /// The row of a category.
    #[must_use]
    pub const fn row(&self, category: StoreCategory) -> &CategoryRate {
        let [premium, shopping, supermarket, department, convenience, gas, restaurant, other] =
            &self.rows;
        match category {
            StoreCategory::PremiumMall => premium,
            StoreCategory::ShoppingMall => shopping,
            StoreCategory::Supermarket => supermarket,
            StoreCategory::DepartmentStore => department,
            StoreCategory::ConvenienceStore => convenience,
            StoreCategory::GasStation => gas,
            StoreCategory::Restaurant => restaurant,
            StoreCategory::Other => other,
        }
    }

    /// The base CPM of a category.
    #[must_use]
    pub const fn base(&self, category: StoreCategory, is_peak: bool) -> Amount {
        let row = self.row(category);
        if is_peak { row.peak } else { row.off_peak }
    }
}

/// Version 1 with the default rates, in force since ever.
impl Default for RateCard {
    fn default() -> Self {
        Self { version: 1, effective_at: Timestamp::from_ms(0), rows: DEFAULT_RATES }
    }
}

/// All versions of the base rates, oldest first, never empty. Rule: PRC-05, CAM-29.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RateCardsParts", into = "RateCardsParts")]
pub struct RateCards {
    first: RateCard,
    later: Vec<RateCard>,
}

/// The versions as stored: one list.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct RateCardsParts(Vec<RateCard>);

impl From<RateCards> for RateCardsParts {
    fn from(cards: RateCards) -> Self {
        Self(cards.iter().cloned().collect())
    }
}

impl TryFrom<RateCardsParts> for RateCards {
    type Error = RateCardError;

    fn try_from(parts: RateCardsParts) -> Result<Self, RateCardError> {
        let mut list = parts.0.into_iter();
        let first = list.next().ok_or(RateCardError::Order)?;
        let later: Vec<RateCard> = list.collect();
        let mut previous = &first;
        for card in &later {
            if card.effective_at <= previous.effective_at || card.version <= previous.version {
                return Err(RateCardError::Order);
            }
            previous = card;
        }
        Ok(Self { first, later })
    }
}

/// The default card alone.
impl Default for RateCards {
    fn default() -> Self {
        Self { first: RateCard::default(), later: Vec::new() }
    }
}

impl RateCards {
    /// All versions, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &RateCard> {
        std::iter::once(&self.first).chain(&self.later)
    }

    /// The newest version, perhaps not in force yet.
    #[must_use]
    pub fn newest(&self) -> &RateCard {
        self.later.last().unwrap_or(&self.first)
    }

    /// The version in force at a play's `played_at`; before all versions, the first.
    ///
    /// A card holds from exactly its `effective_at` on. Rule: PRC-05.
    #[must_use]
    pub fn at(&self, played_at: Timestamp) -> &RateCard {
        self.later.iter().rev().find(|card| card.effective_at <= played_at).unwrap_or(&self.first)
    }

    /// Adds a version that takes effect later, and returns it.
    ///
    /// # Errors
    /// `VALIDATION_FAILED` on bad rows, on less notice than `limits.notice_days`, or when an
    /// already announced version takes effect at the same time or later. Rule: CAM-29.
    pub fn announce(
        &mut self,
        rows: [CategoryRate; 8],
        effective_at: Timestamp,
        now: Timestamp,
        limits: &RateChangeLimits,
    ) -> Result<&RateCard, Refusal> {
        let notice_ms = i64::from(limits.notice_days).saturating_mul(DAY_MS);
        let earliest = now.plus_ms(notice_ms);
        if effective_at < earliest {
            let message = format!(
                "New rates need {} of notice: effective_at must be {earliest} or later",
                count(limits.notice_days, "day", "days")
            );
            return Err(Refusal::field("effective_at", "NOTICE_TOO_SHORT", message));
        }
        let newest = self.newest();
        if effective_at <= newest.effective_at {
            let message = format!(
                "Rate version {} takes effect at {}: a newer one must come after it",
                newest.version, newest.effective_at
            );
            return Err(Refusal::field("effective_at", "NOT_AFTER_NEWEST", message));
        }
        let card = RateCard::new(newest.version.saturating_add(1), effective_at, rows)
            .map_err(|error| Refusal::field("rows", "INVALID_RATES", error.to_string()))?;
        self.later.push(card);
        Ok(self.newest())
    }
}

/// How rates may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RateChangeLimits {
    /// Days between the announcement and the effect.
    pub notice_days: u32,
}

impl Default for RateChangeLimits {
    fn default() -> Self {
        Self { notice_days: 30 }
    }
}

/// A step of the traffic table: from so many visitors a day on, so many percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrafficTier {
    /// Fewest visitors a day.
    pub from_visitors: u32,
    /// The multiplier in percent.
    pub percent: u16,
}

/// Foot traffic multiplier, highest first. Rule: PRC-03 (S3 §4.2).
pub const TRAFFIC_TIERS: [TrafficTier; 4] = [
    TrafficTier { from_visitors: 10_000, percent: 150 },
    TrafficTier { from_visitors: 5_000, percent: 120 },
    TrafficTier { from_visitors: 2_000, percent: 100 },
    TrafficTier { from_visitors: 0, percent: 80 },
];

/// The traffic multiplier in percent.
#[must_use]
pub fn traffic_percent(daily_foot_traffic: u32) -> u16 {
    TRAFFIC_TIERS
        .iter()
        .find(|tier| daily_foot_traffic >= tier.from_visitors)
        .map_or(100, |tier| tier.percent)
}

/// A device's screen, as far as it decides the price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screen {
    /// The diagonal in tenths of an inch (55" is 550).
    pub diagonal_tenths: u16,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

impl Screen {
    /// True at 3840 × 2160 pixels or more, mounted either way.
    #[must_use]
    pub fn is_4k(&self) -> bool {
        self.width.max(self.height) >= 3840 && self.width.min(self.height) >= 2160
    }
}

/// A step of the device table: from such a screen on, so many percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScreenTier {
    /// Smallest diagonal in tenths of an inch.
    pub from_tenths: u16,
    /// Whether the tier asks for 4K.
    pub needs_4k: bool,
    /// The multiplier in percent.
    pub percent: u16,
}

/// Device quality multiplier, highest first. Rule: PRC-03 (S3 §4.2).
pub const SCREEN_TIERS: [ScreenTier; 3] = [
    ScreenTier { from_tenths: 550, needs_4k: true, percent: 130 },
    ScreenTier { from_tenths: 420, needs_4k: false, percent: 100 },
    ScreenTier { from_tenths: 0, needs_4k: false, percent: 90 },
];

/// The device quality multiplier in percent.
#[must_use]
pub fn screen_percent(screen: &Screen) -> u16 {
    SCREEN_TIERS
        .iter()
        .find(|tier| {
            screen.diagonal_tenths >= tier.from_tenths && (!tier.needs_4k || screen.is_4k())
        })
        .map_or(100, |tier| tier.percent)
}

/// A step of the priority table: from such a priority on, so many percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriorityTier {
    /// Lowest priority of the tier.
    pub from_priority: u8,
    /// The factor in percent.
    pub percent: u16,
}

/// Priority adjustment, highest first. Rule: PRC-04 (S3 §4.3).
pub const PRIORITY_TIERS: [PriorityTier; 3] = [
    PriorityTier { from_priority: 9, percent: 110 },
    PriorityTier { from_priority: 4, percent: 100 },
    PriorityTier { from_priority: 0, percent: 90 },
];

/// The priority factor in percent.
#[must_use]
pub fn priority_percent(priority: u8) -> u16 {
    PRIORITY_TIERS
        .iter()
        .find(|tier| priority >= tier.from_priority)
        .map_or(100, |tier| tier.percent)
}

/// The rate of each quality band in percent; 0 is not billable. Rule: PRC-04, D-09 (S2).
pub const BAND_RATES: [(QualityBand, u16); 4] = [
    (QualityBand::Premium, 100),
    (QualityBand::Standard, 100),
    (QualityBand::Basic, 80),
    (QualityBand::Poor, 0),
];

/// The quality factor in percent.
#[must_use]
pub fn band_percent(band: QualityBand) -> u16 {
    BAND_RATES.iter().find(|(of, _)| *of == band).map_or(0, |(_, percent)| *percent)
}

#[cfg(test)]
#[path = "rates_tests.rs"]
mod tests;
