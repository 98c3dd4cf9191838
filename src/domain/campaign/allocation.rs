//! Which campaign gets the next slot of a device: a weighted draw, exact and without floats.

use crate::domain::{
    ids::{AssetNo, CampaignNo},
    money::Amount,
    time::Timestamp,
};

/// Binary digits of a weight behind the point.
const FRACTION_BITS: u32 = 32;

/// A campaign that may play on the device now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// 1 to 10.
    pub priority: u8,
    /// What can still be spent.
    pub remaining: Amount,
    /// The whole budget.
    pub budget: Amount,
    /// When the campaign was created: older ones come first among equals.
    pub created_at: Timestamp,
    /// The campaign; the last word on order.
    pub no: CampaignNo,
}

impl Candidate {
    /// `priority × remaining ÷ budget`, with 32 binary digits behind the point, rounded down.
    ///
    /// Zero without money; at least the smallest step with any. The ratio never exceeds one.
    /// Rule: CAM-17.
    #[must_use]
    pub fn weight(&self) -> u128 {
        let (Ok(remaining), Ok(budget)) =
            (u128::try_from(self.remaining.micros()), u128::try_from(self.budget.micros()))
        else {
            return 0;
        };
        if remaining == 0 || self.priority == 0 {
            return 0;
        }
        // At most 8 + 63 + 32 bits: it cannot overflow.
        u128::from(self.priority)
            .saturating_mul(remaining.min(budget))
            .saturating_mul(1 << FRACTION_BITS)
            .checked_div(budget)
            .map_or(0, |weight| weight.max(1))
    }
}

/// The places of the candidates in serving order: highest priority first, then the oldest.
///
/// Rule: CAM-17.
#[must_use]
pub fn serving_order(candidates: &[Candidate]) -> Vec<usize> {
    let mut order: Vec<(usize, &Candidate)> = candidates.iter().enumerate().collect();
    order
        .sort_unstable_by_key(|(_, one)| (std::cmp::Reverse(one.priority), one.created_at, one.no));
    order.into_iter().map(|(place, _)| place).collect()
}

/// Draws one candidate with a probability in proportion to its weight; gives its place.
///
/// `random` is uniform over all 64 bits and comes in with the command. The result depends on the
/// set of candidates, not on the order in which they are given. `None` when no one has money.
/// Rule: CAM-17.
#[must_use]
pub fn choose(candidates: &[Candidate], random: u64) -> Option<usize> {
    let total = candidates.iter().fold(0_u128, |sum, one| sum.saturating_add(one.weight()));
    // The top 64 bits of a 64 × 64 bit product: uniform over 0..total.
    let mut point = u128::from(random).saturating_mul(total) >> 64;
    for place in serving_order(candidates) {
        let weight = candidates.get(place)?.weight();
        match point.checked_sub(weight) {
            None => return Some(place),
            Some(rest) => point = rest,
        }
    }
    None
}

/// The asset whose turn it is: the counter counts the plays given out so far. Rule: CAM-06.
#[must_use]
pub fn next_asset(rotation_counter: u64, assets: &[AssetNo]) -> Option<AssetNo> {
    let count = u64::try_from(assets.len()).ok()?;
    let turn = usize::try_from(rotation_counter.checked_rem(count)?).ok()?;
    assets.get(turn).copied()
}

#[cfg(test)]
mod tests {
    use rand::{RngCore, SeedableRng, rngs::StdRng};
    use statrs::distribution::{ChiSquared, ContinuousCDF};

    use super::*;

    const ONE: u128 = 1 << FRACTION_BITS;

    fn candidate(no: u32, priority: u8, remaining: i64, budget: i64) -> Candidate {
        Candidate {
            priority,
            remaining: Amount::from_micros(remaining),
            budget: Amount::from_micros(budget),
            created_at: Timestamp::from_ms(i64::from(no)),
            no: CampaignNo(no),
        }
    }

    /// The example of the rules: weights 9.0, 3.5 and 5.0.
    fn example() -> [Candidate; 3] {
        [candidate(1, 10, 900, 1000), candidate(2, 7, 500, 1000), candidate(3, 5, 1000, 1000)]
    }

    #[test]
    fn weights_are_exact() {
        let table: &[(u8, i64, i64, u128)] = &[
            (10, 900, 1000, 9 * ONE),
            (7, 500, 1000, 7 * ONE / 2),
            (5, 1000, 1000, 5 * ONE),
            (1, 1, 3, ONE / 3),
            (5, 0, 1000, 0),
            (5, -1, 1000, 0),
            (0, 1000, 1000, 0),
            (5, 1000, 0, 0),
            (5, 2000, 1000, 5 * ONE),
            (1, 1, i64::MAX, 1),
            (10, i64::MAX, i64::MAX, 10 * ONE),
        ];
        for (priority, remaining, budget, expected) in table {
            let weight = candidate(1, *priority, *remaining, *budget).weight();
            assert_eq!(weight, *expected, "{priority} {remaining} {budget}");
        }
    }

    #[test]
    fn serves_by_priority_then_age_then_number() {
        let mut same_age = candidate(9, 7, 1, 1);
        same_age.created_at = Timestamp::from_ms(2);
        let all = [
            candidate(4, 5, 1, 1),
            same_age,
            candidate(3, 10, 1, 1),
            candidate(2, 7, 1, 1),
            candidate(1, 5, 1, 1),
        ];
        assert_eq!(serving_order(&all), [2, 3, 1, 4, 0]);
    }

    #[test]
    fn the_borders_of_a_draw_are_exact() {
        let halves = [candidate(1, 5, 1, 1), candidate(2, 5, 1, 1)];
        assert_eq!(choose(&halves, 0), Some(0));
        assert_eq!(choose(&halves, (1 << 63) - 1), Some(0));
        assert_eq!(choose(&halves, 1 << 63), Some(1));
        assert_eq!(choose(&halves, u64::MAX), Some(1));
        assert_eq!(choose(&[], 7), None);
        let broke = [candidate(1, 5, 0, 1), candidate(2, 5, 0, 1)];
        assert_eq!(choose(&broke, 0), None);
        assert_eq!(choose(&broke, u64::MAX), None);
        let one_can_pay = [candidate(1, 9, 0, 1), candidate(2, 1, 1, 1), candidate(3, 1, -5, 1)];
        for random in [0, 1, 1 << 40, u64::MAX] {
            assert_eq!(choose(&one_can_pay, random), Some(1));
        }
    }

    #[test]
    fn the_order_given_does_not_matter() {
        let all = example();
        let turned = [all[2], all[0], all[1]];
        let mut rng = StdRng::seed_from_u64(3);
        for _ in 0..1000 {
            let random = rng.next_u64();
            let (a, b) = (choose(&all, random).unwrap(), choose(&turned, random).unwrap());
            assert_eq!(all[a].no, turned[b].no);
        }
    }

    /// How probable counts at least this far from the weights are: Pearson's chi-square test.
    fn p_value(counts: &[u32], weights: &[f64]) -> f64 {
        let (draws, sum): (f64, f64) =
            (counts.iter().map(|count| f64::from(*count)).sum(), weights.iter().sum());
        let parts = counts.iter().zip(weights).map(|(count, weight)| {
            let expected = draws * weight / sum;
            (f64::from(*count) - expected).powi(2) / expected
        });
        let freedom = f64::from(u32::try_from(counts.len() - 1).unwrap());
        ChiSquared::new(freedom).unwrap().sf(parts.sum())
    }

    fn draw(all: &[Candidate], seed: u64) -> Vec<u32> {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut counts = vec![0_u32; all.len()];
        for _ in 0..100_000 {
            counts[choose(all, rng.next_u64()).unwrap()] += 1;
        }
        counts
    }

    /// 100,000 draws with a fixed seed follow the weights and no others. Rule: CAM-17.
    #[test]
    fn draws_follow_the_weights() {
        let counts = draw(&example(), 20_260_123);
        assert!(p_value(&counts, &[9.0, 3.5, 5.0]) > 0.01, "{counts:?}");
        for wrong in [[10.0, 7.0, 5.0], [1.0, 1.0, 1.0], [9.0, 3.7, 5.0], [0.9, 0.5, 1.0]] {
            assert!(p_value(&counts, &wrong) < 0.001, "{counts:?} {wrong:?}");
        }
    }

    /// The same among forty campaigns of every priority and many remaining parts. Rule: CAM-17.
    #[test]
    fn draws_among_many_follow_priority_times_remaining_part() {
        let all: Vec<Candidate> = (0..40)
            .map(|no| {
                let priority = u8::try_from(no % 10 + 1).unwrap();
                candidate(no, priority, i64::from(no) * 20 + 200, 1000)
            })
            .collect();
        let weights: Vec<f64> =
            (0..40).map(|no| f64::from(no % 10 + 1) * f64::from(no * 20 + 200) / 1000.0).collect();
        let by_priority: Vec<f64> = (0..40).map(|no| f64::from(no % 10 + 1)).collect();
        let counts = draw(&all, 7);
        assert!(p_value(&counts, &weights) > 0.01, "{counts:?}");
        assert!(p_value(&counts, &by_priority) < 0.001, "the remaining part counts too");
    }

    /// Rule: CAM-06.
    #[test]
    fn assets_take_turns() {
        let assets = [AssetNo(7), AssetNo(8), AssetNo(9)];
        let mut counts = [0; 3];
        for counter in 0..300 {
            let asset = next_asset(counter, &assets).unwrap();
            counts[asset.index() - 7] += 1;
        }
        assert_eq!(counts, [100, 100, 100]);
        assert_eq!(next_asset(u64::MAX, &assets), Some(AssetNo(7)));
        assert_eq!(next_asset(4, &assets), Some(AssetNo(8)));
        assert_eq!(next_asset(0, &[]), None);
    }
}
