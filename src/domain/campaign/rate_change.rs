//! What announced rates mean for a campaign: its projected cost, and when its budget would end.
//! Rule: CAM-29 (edge case 11).

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::{
    money::Amount,
    pricing::{
        peak::PeakHours,
        price::{PriceInput, PricingLimits, price},
        rates::RateCard,
    },
    time::{DAY_MS, Timestamp},
};

/// Minutes of a week.
const WEEK_MINUTES: u32 = 7 * 24 * 60;

/// How a campaign has spent so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spending {
    /// Total budget.
    pub budget: Amount,
    /// Charged for billed plays.
    pub spent: Amount,
    /// What can still be spent.
    pub remaining: Amount,
    /// First moment of the run.
    pub start: Timestamp,
    /// Last moment of the run.
    pub end: Timestamp,
}

/// What new rates mean for a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RateImpact {
    /// First moment of the new rates.
    pub effective_at: Timestamp,
    /// Mean CPM of the campaign's screens now, peak and other hours by their share of a week.
    pub current_cpm: Amount,
    /// The same by the new rates.
    pub new_cpm: Amount,
    /// What the campaign would cost until its end at today's rates and pace.
    pub projected_cost: Amount,
    /// The same with the new rates from their first moment on.
    pub new_projected_cost: Amount,
    /// When the budget would be used up at today's rates; absent when it lasts to the end.
    pub exhausted_at: Option<Timestamp>,
    /// The same with the new rates.
    pub new_exhausted_at: Option<Timestamp>,
    /// Whether the new rates use the budget up earlier.
    pub exhausts_earlier: bool,
    /// More budget that would carry the campaign to its end; zero when none is needed.
    pub suggested_increase: Amount,
}

/// Mean CPM of screens under a card, half-even to 4 decimals; `None` without a screen.
#[must_use]
pub fn mean_cpm(
    card: &RateCard,
    screens: &[PriceInput],
    peak: &PeakHours,
    limits: &PricingLimits,
) -> Option<Amount> {
    let minutes = peak_minutes(peak);
    let others = WEEK_MINUTES.saturating_sub(minutes);
    let mut sum = Decimal::ZERO;
    for screen in screens {
        for (is_peak, minutes) in [(true, minutes), (false, others)] {
            let cpm = price(card, &PriceInput { is_peak, ..*screen }, limits).cpm;
            let part = cpm.to_decimal().checked_mul(Decimal::from(minutes))?;
            sum = sum.checked_add(part)?;
        }
    }
    let count = Decimal::from(screens.len()).checked_mul(Decimal::from(WEEK_MINUTES))?;
    Amount::from_decimal_half_even(sum.checked_div(count)?, 4).ok()
}

/// Minutes of a week without holidays that are peak hours.
fn peak_minutes(peak: &PeakHours) -> u32 {
    let monday = jiff::civil::date(2026, 1, 5).at(0, 0, 0, 0);
    let minutes = monday.series(jiff::Span::new().minutes(1)).take(WEEK_MINUTES as usize);
    let found = minutes.filter(|minute| peak.is_peak(*minute, false)).count();
    u32::try_from(found).unwrap_or(WEEK_MINUTES)
}

/// Projects a campaign over a change of rates; `None` when it ends before the change.
///
/// The pace is what was spent since the start, or, while that says little (less than a day or no
/// play), the budget spread over the run. Amounts are rounded down to cents, the suggested increase
/// up. Rule: CAM-29.
#[must_use]
pub fn project(
    spending: &Spending,
    (current_cpm, new_cpm): (Amount, Amount),
    effective_at: Timestamp,
    now: Timestamp,
) -> Option<RateImpact> {
    let from = now.max(spending.start);
    if effective_at >= spending.end || from >= spending.end || !current_cpm.is_positive() {
        return None;
    }
    let pace = Pace::of(spending, now)?;
    let change = effective_at.max(from);
    let new = Pace {
        micros: pace.micros.checked_mul(new_cpm.micros().into())?,
        ms: pace.ms.checked_mul(current_cpm.micros().into())?,
    };
    let until_change = pace.cost(change.since_ms(from))?;
    let at_old = until_change.checked_add(pace.cost(spending.end.since_ms(change))?)?;
    let at_new = until_change.checked_add(new.cost(spending.end.since_ms(change))?)?;
    let remaining = i128::from(spending.remaining.micros());
    let exhausted_at = pace.end(from, remaining).filter(|at| *at < spending.end);
    let new_exhausted_at = if remaining <= until_change {
        exhausted_at
    } else {
        new.end(change, remaining.checked_sub(until_change)?).filter(|at| *at < spending.end)
    };
    let spent = i128::from(spending.spent.micros());
    let new_total = spent.checked_add(at_new)?;
    let missing = new_total.checked_sub(spending.budget.micros().into())?.max(0);
    Some(RateImpact {
        effective_at,
        current_cpm,
        new_cpm,
        projected_cost: amount(spent.checked_add(at_old)?)?.floor_cents(),
        new_projected_cost: amount(new_total)?.floor_cents(),
        exhausted_at,
        new_exhausted_at,
        exhausts_earlier: new_exhausted_at
            .is_some_and(|new| exhausted_at.is_none_or(|old| new < old)),
        suggested_increase: amount(missing.checked_add(9_999)?)?.floor_cents(),
    })
}

fn amount(micros: i128) -> Option<Amount> {
    i64::try_from(micros).ok().map(Amount::from_micros)
}

/// So many micros in so many milliseconds; both above zero.
#[derive(Clone, Copy, Debug)]
struct Pace {
    micros: i128,
    ms: i128,
}

impl Pace {
    fn of(spending: &Spending, now: Timestamp) -> Option<Self> {
        let passed = now.since_ms(spending.start);
        let (spent, ms) = if passed >= DAY_MS && spending.spent.is_positive() {
            (spending.spent, passed)
        } else {
            (spending.budget, spending.end.since_ms(spending.start))
        };
        (spent.is_positive() && ms > 0)
            .then(|| Self { micros: spent.micros().into(), ms: ms.into() })
    }

    fn cost(self, ms: i64) -> Option<i128> {
        self.micros.checked_mul(ms.into())?.checked_div(self.ms)
    }

    /// When an amount is used up.
    fn end(self, from: Timestamp, micros: i128) -> Option<Timestamp> {
        let ms = micros.checked_mul(self.ms)?.checked_div(self.micros)?;
        i64::try_from(ms).ok().map(|ms| from.plus_ms(ms))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{impression::quality::QualityBand, pricing::rates::*};

    fn day(number: i64) -> Timestamp {
        Timestamp::from_ms(number * DAY_MS)
    }

    fn spending(spent: i64) -> Spending {
        Spending {
            budget: Amount::from_units(1000),
            spent: Amount::from_units(spent),
            remaining: Amount::from_units(1000 - spent),
            start: day(0),
            end: day(100),
        }
    }

    fn impact(spent: i64, now: i64, old: i64, new: i64) -> RateImpact {
        let cpms = (Amount::from_units(old), Amount::from_units(new));
        project(&spending(spent), cpms, day(50), day(now)).unwrap()
    }

    /// Rule: CAM-29: new projected cost, and whether the budget ends earlier.
    #[test]
    fn projections_follow_pace_and_rates() {
        // 8 a day for 20 days; the rest of the run is 80 days, 50 of them at double the rate.
        let found = impact(160, 20, 50, 100);
        assert_eq!(found.projected_cost, Amount::from_units(800));
        assert_eq!(found.new_projected_cost, Amount::from_units(1200));
        assert_eq!(found.exhausted_at, None);
        // 400 are spent by day 50; 600 last 37.5 days at 16 a day.
        assert_eq!(found.new_exhausted_at, Some(day(87).plus_ms(DAY_MS / 2)));
        assert!(found.exhausts_earlier);
        assert_eq!(found.suggested_increase, Amount::from_units(200));

        let cheaper = impact(160, 20, 100, 50);
        assert_eq!(cheaper.new_projected_cost, Amount::from_units(600));
        assert!(!cheaper.exhausts_earlier && cheaper.suggested_increase.is_zero());

        // Without plays the budget is spread over the run.
        let fresh = impact(0, 0, 50, 60);
        assert_eq!(fresh.projected_cost, Amount::from_units(1000));
        assert_eq!(fresh.new_projected_cost, Amount::from_units(1100));
        assert!(fresh.exhausts_earlier);

        // Used up before the change: the change does not matter.
        let burnt = impact(800, 20, 50, 100);
        assert_eq!(burnt.exhausted_at, Some(day(25)));
        assert_eq!(burnt.new_exhausted_at, Some(day(25)));
        assert!(!burnt.exhausts_earlier);
    }

    #[test]
    fn a_campaign_that_ends_before_the_change_is_not_touched() {
        let cpms = (Amount::from_units(1), Amount::from_units(2));
        assert_eq!(project(&spending(10), cpms, day(100), day(20)), None);
        assert_eq!(project(&spending(10), cpms, day(150), day(120)), None);
    }

    #[test]
    fn the_mean_cpm_weighs_peak_hours_by_their_share_of_a_week() {
        let screen = PriceInput {
            category: StoreCategory::PremiumMall,
            is_peak: false,
            daily_foot_traffic: 2_000,
            screen: Screen { diagonal_tenths: 550, width: 3840, height: 2160 },
            content_seconds: 15,
            priority: 5,
            band: QualityBand::Premium,
            fixed_cpm: None,
        };
        let (card, limits) = (RateCard::default(), PricingLimits::default());
        let peak = PeakHours::default();
        // Weekdays 7 hours, weekends 12: 59 of 168 at 50, the others at 30, times 1.3.
        assert_eq!(peak_minutes(&peak), 59 * 60);
        let found = mean_cpm(&card, &[screen, screen], &peak, &limits).unwrap();
        assert_eq!(found, Amount::parse("48.131").unwrap());
        assert_eq!(mean_cpm(&card, &[], &peak, &limits), None);
    }
}
