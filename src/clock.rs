//! The only place that reads the wall clock and draws randomness. Rule: OPS-10.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use rand::{RngCore, SeedableRng, rngs::StdRng};
use uuid::Uuid;

use crate::domain::time::Timestamp;

/// The clock of the business: real, or simulated when asked for at start.
#[derive(Clone, Debug)]
pub struct Clock {
    simulated: Option<Arc<AtomicI64>>,
    /// The newest real moment that was given out, in milliseconds.
    newest: Arc<AtomicI64>,
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn real() -> Self {
        Self { simulated: None, newest: Arc::default() }
    }

    /// A clock that stands still until it is set.
    #[must_use]
    pub fn simulated(start: Timestamp) -> Self {
        Self { simulated: Some(Arc::new(AtomicI64::new(start.ms()))), newest: Arc::default() }
    }

    /// Whether the clock is simulated.
    #[must_use]
    pub const fn is_simulated(&self) -> bool {
        self.simulated.is_some()
    }

    /// Now, in UTC. Never earlier than what it said before: when the machine's clock is set back, it
    /// stands still until that moment comes again, so that what is kept over time stays in order.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match &self.simulated {
            Some(ms) => Timestamp::from_ms(ms.load(Ordering::SeqCst)),
            None => self.not_before(real_now()),
        }
    }

    fn not_before(&self, moment: Timestamp) -> Timestamp {
        let newest = self.newest.fetch_max(moment.ms(), Ordering::SeqCst);
        Timestamp::from_ms(newest.max(moment.ms()))
    }

    /// Sets a simulated clock forward; a real clock and a step back are left alone.
    pub fn advance_to(&self, moment: Timestamp) {
        if let Some(ms) = &self.simulated {
            ms.fetch_max(moment.ms(), Ordering::SeqCst);
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "this is the one place that reads the wall clock")]
fn real_now() -> Timestamp {
    Timestamp::from_ms(jiff::Timestamp::now().as_millisecond())
}

/// Makes ids and random numbers; seeded, so that a simulation repeats.
#[derive(Debug)]
pub struct Randomness {
    generator: StdRng,
}

impl Randomness {
    /// From the operating system.
    #[must_use]
    pub fn from_system() -> Self {
        Self { generator: StdRng::from_os_rng() }
    }

    /// From a seed, for simulations and tests.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self { generator: StdRng::seed_from_u64(seed) }
    }

    /// A UUIDv7 of a moment.
    pub fn uuid(&mut self, now: Timestamp) -> Uuid {
        let mut bytes = [0; 10];
        self.generator.fill_bytes(&mut bytes);
        let ms = u64::try_from(now.ms()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(ms, &bytes).into_uuid()
    }

    /// 64 random bits.
    pub fn number(&mut self) -> u64 {
        self.generator.next_u64()
    }

    /// A secret of 256 bits as URL-safe text with a prefix that says what it is for.
    pub fn secret(&mut self, prefix: &str) -> String {
        let mut bytes = [0; 32];
        self.generator.fill_bytes(&mut bytes);
        format!("{prefix}_{}", hex::encode(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_set_back_stands_still() {
        let clock = Clock::real();
        let (noon, before, after) = (43_200_000, 43_199_000, 43_201_000);
        for (machine, expected) in [(noon, noon), (before, noon), (noon, noon), (after, after)] {
            assert_eq!(clock.not_before(Timestamp::from_ms(machine)).ms(), expected);
        }
    }
}
