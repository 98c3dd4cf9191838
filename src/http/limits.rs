//! Limits on how often a device or an address may ask, by the real clock.

use std::{
    hash::Hash,
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use governor::{DefaultKeyedRateLimiter, Quota};

use super::error::{ApiError, RETRY_AFTER_MEMBER};
use crate::{
    config::HttpSettings,
    domain::{
        ids::DeviceNo,
        refusal::{Code, Detail, Refusal},
    },
};

/// Seconds of requests that a device may send at once.
const BURST_SECONDS: u32 = 10;
/// After so many checks, keys that are fresh again are forgotten.
const CHECKS_A_SWEEP: u32 = 4096;

/// One limiter by key, or none where it is switched off.
struct Limiter<K: Hash + Eq + Clone> {
    inner: Option<DefaultKeyedRateLimiter<K>>,
    checks: AtomicU32,
}

impl<K: Hash + Eq + Clone> Limiter<K> {
    fn new(quota: Option<Quota>) -> Self {
        Self { inner: quota.map(DefaultKeyedRateLimiter::keyed), checks: AtomicU32::new(0) }
    }

    fn allows(&self, key: &K) -> bool {
        let Some(inner) = &self.inner else { return true };
        if self.checks.fetch_add(1, Ordering::Relaxed) % CHECKS_A_SWEEP == CHECKS_A_SWEEP - 1 {
            inner.retain_recent();
        }
        inner.check_key(key).is_ok()
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        self.inner.as_ref().map_or(0, |inner| inner.len())
    }
}

/// All limits of the server.
pub struct Limits {
    devices: Limiter<DeviceNo>,
    attempts: Limiter<IpAddr>,
    attempt_seconds: i64,
}

impl Limits {
    /// Limits as configured; 0 switches one off.
    #[must_use]
    pub fn new(settings: &HttpSettings) -> Self {
        let devices = NonZeroU32::new(settings.device_requests_per_second)
            .map(|rate| Quota::per_second(rate).allow_burst(rate.saturating_mul(BURST)));
        let attempts = NonZeroU32::new(settings.attempts_per_minute).map(Quota::per_minute);
        let pause = Duration::from_secs(60) / settings.attempts_per_minute.max(1);
        let attempt_seconds = i64::try_from(pause.as_secs()).unwrap_or(60).max(1);
        Self { devices: Limiter::new(devices), attempts: Limiter::new(attempts), attempt_seconds }
    }

    /// Counts a request of a device.
    ///
    /// # Errors
    /// `RATE_LIMITED`.
    pub fn check_device(&self, device: DeviceNo) -> Result<(), ApiError> {
        if self.devices.allows(&device) {
            return Ok(());
        }
        Err(limited("too many requests of this device; wait and send the rest", 1))
    }

    /// Counts an attempt (sign-in, enrolment) from an address.
    ///
    /// # Errors
    /// `RATE_LIMITED`.
    pub fn check_attempt(&self, address: Option<IpAddr>) -> Result<(), ApiError> {
        let network = network_of(address.unwrap_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED)));
        if self.attempts.allows(&network) {
            return Ok(());
        }
        Err(limited(
            "too many attempts from this address; wait before the next",
            self.attempt_seconds,
        ))
    }
}

/// Ten seconds' worth, as a number that is not zero.
const BURST: NonZeroU32 = match NonZeroU32::new(BURST_SECONDS) {
    Some(burst) => burst,
    None => NonZeroU32::MIN,
};

fn limited(message: &str, seconds: i64) -> ApiError {
    Refusal::new(Code::RateLimited, message).with(RETRY_AFTER_MEMBER, Detail::Int(seconds)).into()
}

/// One subscriber: an IPv4 address, or the /64 of an IPv6 address.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => IpAddr::V4(v4),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(devices: u32, attempts: u32) -> Limits {
        Limits::new(&HttpSettings {
            device_requests_per_second: devices,
            attempts_per_minute: attempts,
            ..HttpSettings::default()
        })
    }

    #[test]
    fn a_device_has_ten_seconds_worth_at_once() {
        let limits = limits(2, 0);
        let allowed = (0..100).filter(|_| limits.check_device(DeviceNo(1)).is_ok()).count();
        assert!((20..30).contains(&allowed), "{allowed}");
        assert!(limits.check_device(DeviceNo(2)).is_ok());
        let error = limits.check_device(DeviceNo(1)).unwrap_err();
        assert_eq!(error.code(), Some(Code::RateLimited));
    }

    #[test]
    fn attempts_are_counted_by_subscriber() {
        let limits = limits(0, 3);
        let at = |text: &str| Some(text.parse().unwrap());
        for address in ["2001:db8::1", "2001:db8::2", "2001:db8::ffff"] {
            assert!(limits.check_attempt(at(address)).is_ok());
        }
        assert!(limits.check_attempt(at("2001:db8::3")).is_err());
        assert!(limits.check_attempt(at("2001:db8:0:1::3")).is_ok());
        assert!(limits.check_attempt(at("192.0.2.1")).is_ok());
    }

    #[test]
    fn zero_switches_off() {
        let limits = limits(0, 0);
        assert!((0..1000).all(|_| limits.check_device(DeviceNo(1)).is_ok()));
        assert!((0..1000).all(|_| limits.check_attempt(None).is_ok()));
    }

    #[test]
    fn fresh_keys_are_forgotten() {
        let limiter = Limiter::new(NonZeroU32::new(u32::MAX).map(Quota::per_second));
        for key in 0..3 * CHECKS_A_SWEEP {
            assert!(limiter.allows(&key));
        }
        assert!(limiter.len() < 2 * CHECKS_A_SWEEP as usize, "{}", limiter.len());
    }
}
