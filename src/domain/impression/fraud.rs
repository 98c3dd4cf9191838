//! Signs of fraud: too many plays, plays like clockwork, and the flags that hold a play.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeSeq};

use crate::domain::{geo::LocationCheck, money::Amount};

/// Seconds in an hour.
const HOUR_S: u32 = 3_600;

/// Thresholds of the fraud rules; 0 switches a rule off. Rule: D-10, D-11.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FraudLimits {
    /// Plays in an hour for a device that declares no `slots_per_hour`.
    pub plays_per_hour: u32,
    /// Plays in an hour in percent of the declared `slots_per_hour`.
    pub slots_percent: u32,
    /// Plays of one campaign on one device within 24 h before their timing is looked at.
    pub robotic_min_plays: u32,
    /// Timing is robotic below this coefficient of variation, in thousandths.
    pub robotic_cv_permille: u32,
    /// How many first plays of a device a person may look at.
    pub new_device_plays: u32,
    /// Campaigns with a budget above this (whole units of currency) are looked at.
    pub large_budget_units: u32,
}

impl Default for FraudLimits {
    fn default() -> Self {
        Self {
            plays_per_hour: 12,
            slots_percent: 150,
            robotic_min_plays: 30,
            robotic_cv_permille: 10,
            new_device_plays: 10,
            large_budget_units: 10_000,
        }
    }
}

/// The most plays in an hour that raise no flag, or `None` when the rule is off.
///
/// 1.5 × slots is rounded down, which is exact: a whole number exceeds 1.5 × slots exactly when it
/// exceeds the whole part of it. No slots (or 0) declared means the default. Rule: D-10.
#[must_use]
pub fn hourly_limit(slots_per_hour: Option<u32>, limits: &FraudLimits) -> Option<u32> {
    let limit = match slots_per_hour.filter(|slots| *slots > 0) {
        None => limits.plays_per_hour,
        Some(_) if limits.slots_percent == 0 => return None,
        Some(slots) => {
            let hundredths = u64::from(slots).saturating_mul(limits.slots_percent.into());
            return Some(u32::try_from(hundredths.div_euclid(100)).unwrap_or(u32::MAX));
        }
    };
    (limit > 0).then_some(limit)
}

/// The most plays in any 60 minutes that contain a new play, the new one counted.
///
/// `sorted` are the device's accepted plays in seconds. Hours on both sides count, so plays that
/// are submitted in reverse order do not slip through. Rule: D-10.
#[must_use]
pub fn busiest_hour_with(sorted: &[u32], played_at: u32) -> u32 {
    let split = sorted.partition_point(|second| *second <= played_at);
    let (before, after) = sorted.split_at(split);
    let earliest = played_at.saturating_sub(HOUR_S.saturating_sub(1));
    let far = before.partition_point(|second| *second < earliest);
    let near = before.get(far..).unwrap_or_default();
    let starts = near.iter().copied().chain(std::iter::once(played_at));
    let busiest = starts.enumerate().map(|(skipped, start)| {
        let end = start.saturating_add(HOUR_S);
        let later = after.partition_point(|second| *second < end);
        near.len().saturating_sub(skipped).saturating_add(1).saturating_add(later)
    });
    u32::try_from(busiest.max().unwrap_or(1)).unwrap_or(u32::MAX)
}

/// True when plays come like clockwork: the coefficient of variation (population standard
/// deviation ÷ mean) of the gaps between them is below 1 % over at least 30 plays.
///
/// Exact in integers: with n gaps of sum S and sum of squares Q, (cv)² = (nQ − S²) ÷ S².
/// `sorted` are seconds in rising order. Rule: D-10.
#[must_use]
pub fn is_robotic(sorted: impl IntoIterator<Item = u32>, limits: &FraudLimits) -> bool {
    if limits.robotic_min_plays == 0 {
        return false;
    }
    let (mut plays, mut sum, mut squares) = (0_u32, 0_u128, 0_u128);
    let mut previous = None;
    for second in sorted {
        if let Some(earlier) = previous {
            let gap = u128::from(second.saturating_sub(earlier));
            sum = sum.saturating_add(gap);
            squares = squares.saturating_add(gap.saturating_mul(gap));
        }
        previous = Some(second);
        plays = plays.saturating_add(1);
    }
    if plays < limits.robotic_min_plays.max(2) {
        return false;
    }
    let gaps = u128::from(plays.saturating_sub(1));
    let square_of_sum = sum.saturating_mul(sum);
    let spread = gaps.saturating_mul(squares).saturating_sub(square_of_sum);
    let limit = u128::from(limits.robotic_cv_permille);
    spread.saturating_mul(1_000_000)
        < square_of_sum.saturating_mul(limit.saturating_mul(limit)).max(1)
}

/// Why a play is looked at.
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
#[repr(u8)]
pub enum Flag {
    /// 1 to 5 km from the store.
    SuspiciousLocation,
    /// More plays in an hour than the device should have.
    HighFrequency,
    /// Plays like clockwork.
    RoboticTiming,
    /// One of the device's first plays.
    NewDevice,
    /// The campaign has a large budget.
    LargeBudget,
    /// The device's clock is 5 to 10 minutes behind.
    ClockDrift,
}

/// What a flag does to a play. Rule: D-02, D-11.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlagKind {
    /// Held until a person decides (at most 30 days).
    Hard,
    /// Held, approved by the timer after 24 h.
    Soft,
    /// Not held; shown and scored only.
    ScoreOnly,
}

impl Flag {
    /// All flags, in the order of their bits.
    pub const ALL: [Self; 6] = [
        Self::SuspiciousLocation,
        Self::HighFrequency,
        Self::RoboticTiming,
        Self::NewDevice,
        Self::LargeBudget,
        Self::ClockDrift,
    ];

    /// What the flag does to a play.
    #[must_use]
    pub const fn kind(self) -> FlagKind {
        match self {
            Self::SuspiciousLocation | Self::HighFrequency | Self::RoboticTiming => FlagKind::Hard,
            Self::NewDevice | Self::LargeBudget => FlagKind::Soft,
            Self::ClockDrift => FlagKind::ScoreOnly,
        }
    }

    /// The flag's bit in a set.
    fn bit(self) -> u16 {
        1_u16.checked_shl(u32::from(self as u8)).unwrap_or(0)
    }
}

/// A set of flags: 2 bytes in rows, a list of words on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, utoipa::ToSchema)]
#[schema(value_type = Vec<Flag>)]
pub struct Flags(u16);

impl Flags {
    /// No flag.
    pub const NONE: Self = Self(0);

    /// The set with one flag more.
    #[must_use]
    pub fn with(self, flag: Flag) -> Self {
        Self(self.0 | flag.bit())
    }

    /// The set with one flag more where the condition holds.
    #[must_use]
    pub fn with_if(self, holds: bool, flag: Flag) -> Self {
        if holds { self.with(flag) } else { self }
    }

    /// True when the set holds the flag.
    #[must_use]
    pub fn contains(self, flag: Flag) -> bool {
        self.0 & flag.bit() != 0
    }

    /// The set as bits, in the order of `Flag::ALL`.
    #[must_use]
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// True when there is no flag.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The flags, in the order of their bits.
    pub fn iter(self) -> impl Iterator<Item = Flag> {
        Flag::ALL.into_iter().filter(move |flag| self.contains(*flag))
    }

    /// True when a flag asks that the play be held (UNDER_REVIEW). Rule: D-11.
    #[must_use]
    pub fn holds(self) -> bool {
        self.iter().any(|flag| flag.kind() != FlagKind::ScoreOnly)
    }

    /// True when only a person may decide. Rule: D-11.
    #[must_use]
    pub fn needs_person(self) -> bool {
        self.iter().any(|flag| flag.kind() == FlagKind::Hard)
    }
}

impl FromIterator<Flag> for Flags {
    fn from_iter<I: IntoIterator<Item = Flag>>(flags: I) -> Self {
        flags.into_iter().fold(Self::NONE, Self::with)
    }
}

impl Serialize for Flags {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return serializer.serialize_u16(self.0);
        }
        let mut list = serializer.serialize_seq(None)?;
        for flag in self.iter() {
            list.serialize_element(&flag)?;
        }
        list.end()
    }
}

impl<'de> Deserialize<'de> for Flags {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return Vec::<Flag>::deserialize(deserializer).map(Self::from_iter);
        }
        let bits = u16::deserialize(deserializer)?;
        if bits & !Flag::ALL.into_iter().collect::<Self>().0 != 0 {
            return Err(de::Error::custom("unknown flag"));
        }
        Ok(Self(bits))
    }
}

/// What the flags of a play are judged from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlagInput {
    /// The outcome of the location check.
    pub location: LocationCheck,
    /// The busiest hour of the device around the play, the play counted.
    pub plays_in_hour: u32,
    /// What the device declared.
    pub slots_per_hour: Option<u32>,
    /// Whether the timing is robotic.
    pub robotic: bool,
    /// Plays of the device that were ever accepted before this one.
    pub accepted_before: u64,
    /// The campaign's budget.
    pub campaign_budget: Amount,
    /// Whether the device's clock is 5 to 10 minutes behind.
    pub clock_drift: bool,
}

/// All flags of a play. Rule: D-02, D-04, D-10, D-11, IMP-08, IMP-10.
#[must_use]
pub fn judge_flags(input: &FlagInput, limits: &FraudLimits) -> Flags {
    let is_frequent =
        hourly_limit(input.slots_per_hour, limits).is_some_and(|limit| input.plays_in_hour > limit);
    let large = Amount::from_units(limits.large_budget_units.into());
    Flags::NONE
        .with_if(input.location == LocationCheck::Distant, Flag::SuspiciousLocation)
        .with_if(is_frequent, Flag::HighFrequency)
        .with_if(input.robotic, Flag::RoboticTiming)
        .with_if(input.accepted_before < limits.new_device_plays.into(), Flag::NewDevice)
        .with_if(large.is_positive() && input.campaign_budget > large, Flag::LargeBudget)
        .with_if(input.clock_drift, Flag::ClockDrift)
}

#[cfg(test)]
#[path = "fraud_tests.rs"]
mod tests;
