//! The only reading of the machine's clock in the simulated players.

use std::time::{SystemTime, UNIX_EPOCH};

/// Reads the machine's clock, in milliseconds since 1970 UTC.
#[allow(
    clippy::disallowed_methods,
    reason = "a simulated device has a clock of its own, apart from the appliance's"
)]
pub fn now_ms() -> i64 {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX)
}
