use rand::{Rng, SeedableRng, rngs::StdRng};

use super::*;

fn tally(successes: u64, trials: u64) -> Tally {
    Tally { trials, successes }
}

/// Rule: ABT-03: values computed by hand and by standard tables.
#[test]
fn chi_square_of_known_tables() {
    // 2×2: 900/1000 against 930/1000; Σ(o−e)²/e = 15²·(2/915 + 2/85).
    let found = chi_square_of_rates(&[tally(900, 1000), tally(930, 1000)]);
    assert!((found.statistic - 5.785_92).abs() < 1e-4, "{found:?}");
    assert_eq!(found.freedom, 1);
    assert!((found.p_value - 0.016_155).abs() < 1e-4, "{found:?}");
    // Equal rates differ by nothing.
    let equal = chi_square_of_rates(&[tally(450, 500), tally(900, 1000), tally(90, 100)]);
    assert!(equal.statistic < 1e-9 && (equal.p_value - 1.0).abs() < 1e-9);
    assert_eq!(equal.freedom, 2);
    // The 5 % points of the tables: 3.841 for one degree, 5.991 for two.
    let shares = chi_square_of_shares(&[1000 + 44, 1000 - 44], &[50, 50]);
    assert!((shares.statistic - 3.872).abs() < 1e-9 && shares.p_value < 0.05, "{shares:?}");
    let shares = chi_square_of_shares(&[1000 + 43, 1000 - 43], &[50, 50]);
    assert!(shares.p_value > 0.05, "{shares:?}");
    let weighted = chi_square_of_shares(&[600, 300, 100], &[60, 30, 10]);
    assert!(weighted.statistic.abs() < 1e-9);
}

#[test]
fn too_few_in_a_cell_tells_nothing() {
    for tallies in [
        vec![tally(1000, 1000), tally(1000, 1000)],
        vec![tally(1000, 1000), tally(996, 1000)],
        vec![tally(0, 0), tally(5, 10)],
        vec![tally(5, 10)],
        vec![],
    ] {
        let found = chi_square_of_rates(&tallies);
        assert!((found.p_value - 1.0).abs() < 1e-12, "{tallies:?}: {found:?}");
    }
    assert!((chi_square_of_shares(&[0, 0], &[50, 50]).p_value - 1.0).abs() < 1e-12);
}

/// Wilson's and Newcombe's own examples.
#[test]
fn intervals_of_known_shares() {
    let found = interval(tally(81, 263), 95);
    assert!((found.low - 0.2553).abs() < 1e-4 && (found.high - 0.3662).abs() < 1e-4, "{found:?}");
    let gap = difference(tally(56, 70), tally(48, 80), 95);
    assert!((gap.low - 0.0524).abs() < 1e-4 && (gap.high - 0.3339).abs() < 1e-4, "{gap:?}");
    assert_eq!(interval(tally(0, 0), 95), Interval { low: 0.0, high: 1.0 });
    let all = interval(tally(1000, 1000), 95);
    assert!(all.low > 0.99 && (all.high - 1.0).abs() < 1e-12, "{all:?}");
    let wide = interval(tally(50, 100), 99);
    let narrow = interval(tally(50, 100), 80);
    assert!(wide.low < narrow.low && wide.high > narrow.high);
}

#[test]
fn looks_share_one_alpha() {
    let spent: f64 =
        (1..=10_000_u32).map(|look| 0.05 / f64::from(look) / f64::from(look + 1)).sum();
    assert!(spent < 0.05 && spent > 0.0499);
    assert!(reaches(corrected(0.025, 1), 95) && !reaches(corrected(0.0251, 1), 95));
    assert!(reaches(corrected(0.05 / 6.0, 2), 95) && !reaches(corrected(0.0084, 2), 95));
    assert!((corrected(0.9, 3) - 1.0).abs() < 1e-12);
    assert!((confidence_of(corrected(0.02, 1)) - 96.0).abs() < 1e-9);
}

/// Successes of `trials` draws, as the sum of single draws.
fn successes(random: &mut StdRng, trials: u64, rate: f64) -> u64 {
    (0..trials).map(|_| u64::from(random.random::<f64>() < rate)).sum()
}

/// Runs A/A tests of four weekly looks at 1,000, 1,250, 1,500 … plays a variant; counts those in
/// which some look finds a winner. `correct` gives the p-value that is compared.
fn false_winners(tests: u64, looks: u32, correct: impl Fn(f64, u32) -> f64) -> u64 {
    let mut winners = 0;
    for seed in 0..tests {
        let mut random = StdRng::seed_from_u64(seed);
        let mut variants = [tally(0, 0), tally(0, 0)];
        let mut found = false;
        for look in 1..=looks {
            let more = if look == 1 { 1000 } else { 250 };
            for variant in &mut variants {
                variant.trials += more;
                variant.successes += successes(&mut random, more, 0.9);
            }
            let p_value = chi_square_of_rates(&variants).p_value;
            found |= reaches(correct(p_value, look), 95);
        }
        winners += u64::from(found);
    }
    winners
}

/// Rule: ABT-03: 1,000 seeded A/A tests. The bounds are the binomial law's: mean 50 of 1,000 at
/// 5 %, standard deviation 6.9, three of them.
#[test]
fn a_thousand_equal_tests_find_a_winner_no_more_often_than_stated() {
    // One look without correction errs as often as alpha says: the p-values are right.
    let single = false_winners(1000, 1, |p, _| p);
    assert!((29..=71).contains(&single), "{single} of 1,000 at one look");
    // Looked at four times with the correction: at most 5 %, in fact 25 of 1,000.
    let corrected_looks = false_winners(1000, 4, corrected);
    assert!(corrected_looks <= 50, "{corrected_looks} of 1,000 at four corrected looks");
    assert!(corrected_looks >= 5, "{corrected_looks}: a test that finds nothing proves nothing");
    // The same looks without it err more often than 5 %: the correction is needed.
    let uncorrected = false_winners(1000, 4, |p, _| p);
    assert!(uncorrected > 71, "{uncorrected} of 1,000 at four plain looks");
}

/// A real difference of five points is found.
#[test]
fn a_real_difference_is_found() {
    let mut found = 0;
    for seed in 0..200 {
        let mut random = StdRng::seed_from_u64(seed);
        let a = tally(successes(&mut random, 1000, 0.85), 1000);
        let b = tally(successes(&mut random, 1000, 0.90), 1000);
        let p_value = chi_square_of_rates(&[a, b]).p_value;
        found += u32::from(reaches(corrected(p_value, 1), 95));
    }
    assert!(found > 150, "{found} of 200");
}
