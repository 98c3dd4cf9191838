//! Runs of heartbeats that ended, kept for as long as a play may be disputed. Rule: D-03, POP-06.
//!
//! A device's own row keeps the last hours; what it lets go of comes here, so that "was the device
//! online then?" has an answer weeks later.

use super::{core::Engine, load::row};
use crate::{
    db::{Snapshot, StoreError, Table, codec},
    domain::{
        ids::DeviceNo,
        impression::heartbeat::{OnlineIntervals, Run},
        time::{DAY_MS, Timestamp},
    },
};

/// Days beyond the time in which a play may be disputed: the dispute itself takes some.
const SPARE_DAYS: u32 = 15;

/// Key of a run; moments before 1970 do not occur.
fn key(device: DeviceNo, first: Timestamp) -> [u8; 12] {
    let mut key = [0; 12];
    key[..4].copy_from_slice(&device.0.to_be_bytes());
    key[4..].copy_from_slice(&first.ms().to_be_bytes());
    key
}

impl Engine {
    /// Keeps runs that a device's row let go of, and forgets those that nobody asks for any more.
    pub(super) fn keep_runs(&mut self, device: DeviceNo, ended: &[Run], now: Timestamp) {
        if ended.is_empty() {
            return;
        }
        for run in ended {
            let name = key(device, run.first);
            self.batch.put(Table::OnlineRuns, &name, codec::encode(&run.last));
        }
        let days = self.settings.dispute.window_days.saturating_add(SPARE_DAYS);
        let oldest = now.plus_ms(-i64::from(days).saturating_mul(DAY_MS));
        let range = key(device, Timestamp::from_ms(0)).to_vec()..key(device, oldest).to_vec();
        let old = self.committed(|snapshot| {
            let mut old = Vec::new();
            snapshot.scan(Table::OnlineRuns, range, |key, value| {
                let last: Timestamp = row(Table::OnlineRuns, value)?;
                if last < oldest {
                    old.push(key.to_vec());
                }
                Ok(true)
            })?;
            Ok(old)
        });
        for name in old {
            self.batch.delete(Table::OnlineRuns, &name);
        }
    }
}

/// All runs of a device that are kept, oldest first, the one that goes on included.
///
/// # Errors
/// `Storage`, `Row`.
pub fn online_runs(snapshot: &Snapshot, device: DeviceNo) -> Result<Vec<Run>, StoreError> {
    let mut runs = Vec::new();
    let range = device.0.to_be_bytes().to_vec()..(device.0 + 1).to_be_bytes().to_vec();
    snapshot.scan(Table::OnlineRuns, range, |key, value| {
        let first = key.last_chunk::<8>().map_or(0, |bytes| i64::from_be_bytes(*bytes));
        let last = row(Table::OnlineRuns, value)?;
        runs.push(Run { first: Timestamp::from_ms(first), last });
        Ok(true)
    })?;
    if let Some(bytes) = snapshot.get(Table::DeviceOnline, &device.0.to_be_bytes())? {
        let (online, _): (OnlineIntervals, Option<i64>) = row(Table::DeviceOnline, &bytes)?;
        runs.extend(online.runs().iter().copied());
    }
    Ok(runs)
}
