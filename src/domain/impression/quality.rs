//! The quality score of a play: 100 less deductions, and the band that decides its rate.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeSeq};

use crate::domain::{
    geo::LocationCheck,
    refusal::{Code, Refusal},
    time::{HOUR_MS, MINUTE_MS},
};

/// The class of a score. Rates per band stand in `pricing::rates::BAND_RATES`. Rule: IMP-09.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum QualityBand {
    /// 80 to 100: full rate.
    Premium,
    /// 60 to 79: full rate.
    Standard,
    /// 40 to 59: reduced rate.
    Basic,
    /// Below 40: not billable.
    Poor,
}

/// The lower bounds of the bands (inclusive). Rule: D-09 (S2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct QualityLimits {
    /// Least score of PREMIUM.
    pub premium_from: u8,
    /// Least score of STANDARD.
    pub standard_from: u8,
    /// Least score of BASIC.
    pub basic_from: u8,
    /// Submissions of a device within 24 h before its rejection rate counts.
    pub rejection_rate_min_submissions: u32,
}

impl Default for QualityLimits {
    fn default() -> Self {
        Self {
            premium_from: 80,
            standard_from: 60,
            basic_from: 40,
            rejection_rate_min_submissions: 20,
        }
    }
}

/// What the score is computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QualityInput {
    /// The version of the signed text, 1 or 2.
    pub signature_version: u8,
    /// The outcome of the location check.
    pub location: LocationCheck,
    /// The device clock's error in milliseconds, either way; `None` where it was not measured.
    pub skew_ms: Option<i64>,
    /// From the play to its arrival, in milliseconds.
    pub delay_ms: i64,
    /// Seconds shown.
    pub actual_seconds: u32,
    /// The content's length in seconds.
    pub expected_seconds: u32,
    /// Age at `played_at` of the newest heartbeat before it; `None` when there was none.
    pub newest_heartbeat_age_ms: Option<i64>,
    /// Whether the play waited in the device's queue.
    pub is_backfill: bool,
    /// The device's rejected submissions of 24 h that were its own fault.
    pub device_rejections_24h: u32,
    /// The device's submissions of 24 h that count.
    pub device_submissions_24h: u32,
    /// The plays of this campaign on this device come like clockwork.
    pub robotic: bool,
    /// The screenshot's hash came with another play of a video within 30 days.
    pub screenshot_reused: bool,
}

/// Why points were taken off. Words and their points never change; a new rule gets a new word.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[repr(u8)]
pub enum Deduction {
    /// Signed with the older text.
    SignatureVersionOne,
    /// No place was sent.
    LocationMissing,
    /// 1 to 5 km from the store.
    LocationDistant,
    /// Clock off by more than 1 minute.
    SkewOverOneMinute,
    /// Clock off by more than 2 minutes.
    SkewOverTwoMinutes,
    /// Clock off by more than 5 minutes.
    SkewOverFiveMinutes,
    /// Arrived more than 10 minutes late.
    DelayOverTenMinutes,
    /// Arrived more than 1 hour late.
    DelayOverOneHour,
    /// Shown for less than the whole length.
    PlayedNotInFull,
    /// Shown for less than 95 %.
    PlayedBelow95Percent,
    /// Shown for less than 90 %.
    PlayedBelow90Percent,
    /// No heartbeat within 5 minutes before the play.
    HeartbeatOld,
    /// More than a tenth of the device's submissions were rejected.
    RejectionRate,
    /// Plays like clockwork.
    RoboticTiming,
    /// The same screenshot as for another play.
    ScreenshotReused,
}

impl Deduction {
    /// The deduction's bit in a set.
    fn bit(self) -> u16 {
        1_u16.checked_shl(u32::from(self as u8)).unwrap_or(0)
    }

    /// The points it takes off.
    #[must_use]
    pub fn points(self) -> u8 {
        tiers().find(|tier| tier.deduction == self).map_or(0, |tier| tier.points)
    }
}

/// One tier of a row: above such a measure, so many points.
struct Tier {
    above: i64,
    deduction: Deduction,
    points: u8,
}

/// A row of the table: what is measured, and its tiers, highest first; the first that applies
/// counts alone.
struct Row {
    measure: fn(&QualityInput, &QualityLimits) -> i64,
    tiers: &'static [Tier],
}

/// Shortens the table.
const fn tier(above: i64, deduction: Deduction, points: u8) -> Tier {
    Tier { above, deduction, points }
}

/// All deductions. Rule: D-09.
const ROWS: [Row; 9] = [
    Row {
        measure: |input, _| i64::from(input.signature_version < 2),
        tiers: &[tier(0, Deduction::SignatureVersionOne, 5)],
    },
    Row {
        measure: |input, _| match input.location {
            LocationCheck::Near => 0,
            LocationCheck::Missing => 1,
            LocationCheck::Distant => 2,
        },
        tiers: &[tier(1, Deduction::LocationDistant, 30), tier(0, Deduction::LocationMissing, 10)],
    },
    Row {
        measure: |input, _| input.skew_ms.unwrap_or(0).saturating_abs(),
        tiers: &[
            tier(5 * MINUTE_MS, Deduction::SkewOverFiveMinutes, 20),
            tier(2 * MINUTE_MS, Deduction::SkewOverTwoMinutes, 10),
            tier(MINUTE_MS, Deduction::SkewOverOneMinute, 5),
        ],
    },
    Row {
        measure: |input, _| input.delay_ms,
        tiers: &[
            tier(HOUR_MS, Deduction::DelayOverOneHour, 15),
            tier(10 * MINUTE_MS, Deduction::DelayOverTenMinutes, 5),
        ],
    },
    Row {
        measure: |input, _| {
            let short = input.expected_seconds.saturating_sub(input.actual_seconds);
            permille_up(short, input.expected_seconds)
        },
        tiers: &[
            tier(100, Deduction::PlayedBelow90Percent, 10),
            tier(50, Deduction::PlayedBelow95Percent, 5),
            tier(0, Deduction::PlayedNotInFull, 3),
        ],
    },
    Row {
        measure: |input, _| match (input.is_backfill, input.newest_heartbeat_age_ms) {
            (true, _) => 0,
            (false, age_ms) => age_ms.unwrap_or(i64::MAX),
        },
        tiers: &[tier(5 * MINUTE_MS, Deduction::HeartbeatOld, 10)],
    },
    Row {
        measure: |input, limits| {
            if input.device_submissions_24h < limits.rejection_rate_min_submissions {
                return 0;
            }
            permille_up(input.device_rejections_24h, input.device_submissions_24h)
        },
        tiers: &[tier(100, Deduction::RejectionRate, 15)],
    },
    Row {
        measure: |input, _| i64::from(input.robotic),
        tiers: &[tier(0, Deduction::RoboticTiming, 30)],
    },
    Row {
        measure: |input, _| i64::from(input.screenshot_reused),
        tiers: &[tier(0, Deduction::ScreenshotReused, 40)],
    },
];

/// A part in thousandths of a whole, rounded up, so that "above n ‰" is exact; 0 of nothing.
fn permille_up(part: u32, whole: u32) -> i64 {
    let thousands = u64::from(part).saturating_mul(1_000);
    if whole == 0 {
        return 0;
    }
    i64::try_from(thousands.div_ceil(whole.into())).unwrap_or(i64::MAX)
}

/// All tiers of all rows.
fn tiers() -> impl Iterator<Item = &'static Tier> {
    ROWS.iter().flat_map(|row| row.tiers)
}

/// A set of deductions: 2 bytes in rows, a list of `{"reason","points"}` on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, utoipa::ToSchema)]
#[schema(value_type = Vec<DeductionEntry>)]
pub struct Deductions(u16);

/// One deduction on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DeductionEntry {
    /// Why.
    pub reason: Deduction,
    /// The points taken off.
    pub points: u8,
}

impl Deductions {
    /// True when the set holds a deduction.
    #[must_use]
    pub fn contains(self, deduction: Deduction) -> bool {
        self.0 & deduction.bit() != 0
    }

    /// The set as bits, in the order of `Deduction`.
    #[must_use]
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// The deductions with their points, in the table's order.
    pub fn iter(self) -> impl Iterator<Item = DeductionEntry> {
        tiers()
            .filter(move |tier| self.contains(tier.deduction))
            .map(|tier| DeductionEntry { reason: tier.deduction, points: tier.points })
    }

    /// Adds a deduction.
    fn insert(&mut self, deduction: Deduction) {
        self.0 |= deduction.bit();
    }
}

impl FromIterator<Deduction> for Deductions {
    fn from_iter<I: IntoIterator<Item = Deduction>>(deductions: I) -> Self {
        let mut set = Self::default();
        deductions.into_iter().for_each(|deduction| set.insert(deduction));
        set
    }
}

impl Serialize for Deductions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return serializer.serialize_u16(self.0);
        }
        let mut list = serializer.serialize_seq(None)?;
        for entry in self.iter() {
            list.serialize_element(&entry)?;
        }
        list.end()
    }
}

impl<'de> Deserialize<'de> for Deductions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut set = Self::default();
        if deserializer.is_human_readable() {
            for entry in Vec::<DeductionEntry>::deserialize(deserializer)? {
                set.insert(entry.reason);
            }
            return Ok(set);
        }
        let bits = u16::deserialize(deserializer)?;
        let known = tiers().fold(0, |all, tier| all | tier.deduction.bit());
        if bits & !known != 0 {
            return Err(de::Error::custom("unknown deduction"));
        }
        Ok(Self(bits))
    }
}

/// A play's quality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[must_use]
pub struct Quality {
    /// 0 to 100.
    pub score: u8,
    /// The band of the score.
    pub band: QualityBand,
    /// What was taken off.
    pub deductions: Deductions,
}

/// Scores a play: 100 less, of each row of the table, the highest tier that applies; at least 0.
///
/// Allocates nothing. Rule: D-09, IMP-09.
pub fn score(input: &QualityInput, limits: &QualityLimits) -> Quality {
    let mut points = 100_u8;
    let mut deductions = Deductions::default();
    for row in &ROWS {
        let measure = (row.measure)(input, limits);
        if let Some(tier) = row.tiers.iter().find(|tier| measure > tier.above) {
            points = points.saturating_sub(tier.points);
            deductions.insert(tier.deduction);
        }
    }
    Quality { score: points, band: band_of(points, limits), deductions }
}

/// The band of a score.
#[must_use]
pub fn band_of(score: u8, limits: &QualityLimits) -> QualityBand {
    if score >= limits.premium_from {
        QualityBand::Premium
    } else if score >= limits.standard_from {
        QualityBand::Standard
    } else if score >= limits.basic_from {
        QualityBand::Basic
    } else {
        QualityBand::Poor
    }
}

impl Quality {
    /// The refusal of a play that is too poor to bill.
    ///
    /// # Errors
    /// `LOW_QUALITY` for the band POOR. Rule: D-09.
    pub fn judge(&self, limits: &QualityLimits) -> Result<(), Refusal> {
        match self.band {
            QualityBand::Premium | QualityBand::Standard | QualityBand::Basic => Ok(()),
            QualityBand::Poor => {
                let message = format!(
                    "Quality score {} is below {}: the play is not billable",
                    self.score, limits.basic_from
                );
                Err(Refusal::new(Code::LowQuality, message))
            }
        }
    }
}

#[cfg(test)]
#[path = "quality_tests.rs"]
mod tests;
