//! A deterministic simulation: the engine and its store under thousands of random commands, on a
//! disk that loses, tears and reorders what was not synced, against a model written apart.
//!
//! `VETRINA_SIM_SEEDS=n` runs n seeds, from `VETRINA_SIM_FIRST` on; `VETRINA_SIM_SEED=k` only
//! seed k.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod acts;
mod checks;
mod commands;
mod deeds;
mod disk;
mod edits;
mod judge;
mod life;
mod model;
mod payouts;
mod plays;
mod scenarios;
mod stops;
mod world;
mod year;

use std::{
    cell::Cell,
    panic::{self, AssertUnwindSafe},
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use world::{Tally, World};

/// Seeds of a run where nothing else is asked for.
const SEEDS: u64 = 1000;
/// Seeds that run at once.
const THREADS: usize = 2;

thread_local! {
    static SEED: Cell<Option<u64>> = const { Cell::new(None) };
}

fn from_environment(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a whole number"))
}

/// Says with each panic which seed it was.
fn name_seeds_in_panics() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if let Some(seed) = SEED.get() {
            eprintln!(
                "seed {seed} failed; again with VETRINA_SIM_SEED={seed} cargo test --test sim"
            );
        }
        before(info);
    }));
}

fn run_seeds(first: u64, end: u64) -> (Tally, Vec<u64>) {
    let next = AtomicU64::new(first);
    let result = Mutex::new((Tally::default(), Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::SeqCst);
                    if seed >= end {
                        break;
                    }
                    SEED.set(Some(seed));
                    let done = panic::catch_unwind(AssertUnwindSafe(|| World::run(seed)));
                    let mut result = result.lock().expect("no holder panics");
                    match done {
                        Ok(tally) => result.0.add(&tally),
                        Err(_) => result.1.push(seed),
                    }
                    if result.1.len() >= 5 {
                        break;
                    }
                }
            });
        }
    });
    result.into_inner().expect("no holder panics")
}

#[test]
fn crashes_lose_nothing_and_the_rules_hold() {
    name_seeds_in_panics();
    let (first, end) = match from_environment("VETRINA_SIM_SEED") {
        Some(seed) => (seed, seed + 1),
        None => {
            let first = from_environment("VETRINA_SIM_FIRST").unwrap_or(0);
            (first, first + from_environment("VETRINA_SIM_SEEDS").unwrap_or(SEEDS))
        }
    };
    let (tally, failed) = run_seeds(first, end);
    eprintln!("{tally:#?}");
    assert!(failed.is_empty(), "failed seeds: {failed:?}");
    if end - first >= 100 {
        tally.assert_everything_happened();
    }
}
