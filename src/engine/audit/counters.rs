//! What is kept of each device's plays beside them: accepted plays, counters, marks of days.
//! Rule: D-06, D-15.

use std::ops::Bound;

use rustc_hash::FxHashMap;

use super::books::Books;
use crate::{
    db::{Snapshot, StoreError, Table},
    domain::{
        ids::{DeviceNo, Seq},
        impression::{
            counters::CounterMark,
            record::{ImpressionRow, PlayStatus},
            windows::DeviceWindows,
        },
        refusal::Code,
    },
    engine::load::{LoadError, row},
};

/// What a device's plays add up to, and the kept rows that wait to be compared.
struct Device {
    /// Everything that was signed so far, counted anew.
    counted: DeviceWindows,
    accepted: u64,
    kept: Option<(Seq, DeviceWindows)>,
    mark: Option<(Vec<u8>, CounterMark)>,
}

/// Devices that were met.
#[derive(Default)]
pub(super) struct CounterBooks {
    devices: FxHashMap<DeviceNo, Device>,
}

/// The first mark of a device after a key.
fn next_mark(
    snapshot: &Snapshot,
    device: DeviceNo,
    after: Option<&[u8]>,
) -> Result<Option<(Vec<u8>, CounterMark)>, StoreError> {
    let start = match after {
        Some(key) => Bound::Excluded(key.to_vec()),
        None => Bound::Included(device.0.to_be_bytes().to_vec()),
    };
    let end = Bound::Excluded(device.0.saturating_add(1).to_be_bytes().to_vec());
    let mut found = None;
    snapshot.scan(Table::CounterMarks, (start, end), |key, value| {
        found = Some((key.to_vec(), row(Table::CounterMarks, value)?));
        Ok(false)
    })?;
    Ok(found)
}

impl Device {
    fn open(snapshot: &Snapshot, device: DeviceNo) -> Result<Self, StoreError> {
        let bytes = snapshot.get(Table::DeviceWindows, &device.0.to_be_bytes())?;
        let kept = bytes.map(|bytes| row(Table::DeviceWindows, &bytes)).transpose()?;
        let counted = DeviceWindows::default();
        Ok(Self { counted, accepted: 0, kept, mark: next_mark(snapshot, device, None)? })
    }
}

impl Books<'_> {
    /// Counts a play, after comparing what is kept as of a moment before it.
    pub(super) fn count_counters(
        &mut self,
        seq: Seq,
        play: &ImpressionRow,
    ) -> Result<(), StoreError> {
        if !self.counters.devices.contains_key(&play.device) {
            let fresh = Device::open(self.snapshot, play.device)?;
            self.counters.devices.insert(play.device, fresh);
        }
        self.compare_before(play.device, seq)?;
        let Some(device) = self.counters.devices.get_mut(&play.device) else { return Ok(()) };
        device.accepted += u64::from(play.status != PlayStatus::Rejected);
        if play.key.is_some() && play.reason != Some(Code::CounterReused) {
            device.counted.count_signed(play.counter, play.received_at);
        }
        Ok(())
    }

    /// Compares what is kept of a device as of entries before a place.
    fn compare_before(&mut self, no: DeviceNo, seq: Seq) -> Result<(), StoreError> {
        let Some(device) = self.counters.devices.get_mut(&no) else { return Ok(()) };
        let report = &mut self.report;
        let subject = format!("device {}", no.0);
        if let Some((_, kept)) = device.kept.take_if(|(as_of, _)| *as_of < seq) {
            let (accepted, counted) = (device.accepted, &device.counted);
            report.counted_devices += 1;
            report.equal("accepted plays of a device", &subject, &accepted, &kept.accepted_total());
            report.equal("counters of a device", &subject, counted.counters(), kept.counters());
            let times = (counted.counter_times(), kept.counter_times());
            report.equal("arrival of a device's counters", &subject, times.0, times.1);
        }
        while let Some((key, mark)) = device.mark.take_if(|(_, mark)| mark.as_of < seq) {
            let highest = device.counted.counters().highest();
            let subject = format!("device {} {}", no.0, hex::encode(&key));
            report.equal("highest counter of a day", subject, &highest, &Some(mark.highest));
            device.mark = next_mark(self.snapshot, no, Some(&key))?;
        }
        Ok(())
    }

    /// Compares what is left, and looks for rows of devices without a play.
    pub(super) fn finish_counters(&mut self) -> Result<(), LoadError> {
        let met: Vec<DeviceNo> = self.counters.devices.keys().copied().collect();
        for device in met {
            self.compare_before(device, Seq::MAX)?;
        }
        let (snapshot, devices) = (self.snapshot, &self.counters.devices);
        let report = &mut self.report;
        snapshot.scan(Table::CounterMarks, .., |key, _| {
            let no = key.first_chunk::<4>().map_or(0, |bytes| u32::from_be_bytes(*bytes));
            if !devices.contains_key(&DeviceNo(no)) {
                report.add("a mark belongs to a device with plays", no, "plays", "none");
            }
            Ok(true)
        })?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::Settings,
        db::{Batch, Store, codec},
        domain::time::Day,
        engine::{audit::audit, captures::mark_key},
    };

    #[test]
    fn a_mark_without_plays_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("store"), 1 << 20).unwrap();
        let mut batch = Batch::default();
        let mark = CounterMark { as_of: 5, highest: 7, judged: None };
        let key = mark_key(DeviceNo(3), Day::from_number(20_000));
        batch.put(Table::CounterMarks, &key, codec::encode(&mark));
        store.commit(&mut batch).unwrap();
        let report = audit(&store, &Settings::default()).unwrap();
        let found: Vec<_> = report.findings.iter().map(|finding| &*finding.what).collect();
        assert_eq!(found, ["a mark belongs to a device with plays"]);
    }
}
