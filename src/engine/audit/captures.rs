//! Uploaded screenshots against the plays they belong to, and everything counted beside them.
//! Rule: POP-03, D-14.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::books::Books;
use crate::{
    db::{StoreError, Table},
    domain::{
        ids::{DeviceNo, Seq},
        impression::{
            capture::{Capture, CaptureDay, CaptureTotals, DeviceCaptures, FileRefs},
            record::PlayStatus,
        },
        time::Day,
    },
    engine::{
        captures::{TOTALS_KEY, day_and_seq},
        load::{LoadError, row, seq_of},
        reads::play_at,
    },
    media::blob::BlobHash,
};

/// What the screenshots add up to.
#[derive(Default)]
struct Expected {
    totals: CaptureTotals,
    days: BTreeMap<Day, CaptureDay>,
    devices: BTreeMap<DeviceNo, DeviceCaptures>,
    files: FxHashMap<BlobHash, FileRefs>,
}

/// Each screenshot belongs to an accepted play with a signed hash; sums, days, devices, files and
/// lists are what the screenshots add up to. Rule: D-14.
pub(super) fn check_captures(books: &mut Books<'_>) -> Result<(), LoadError> {
    let snapshot = books.snapshot;
    let mut expected = Expected::default();
    snapshot.scan(Table::Captures, .., |key, value| {
        let capture: Capture = row(Table::Captures, value)?;
        books.report.captures += 1;
        check_one(books, &mut expected, seq_of(key), &capture)?;
        Ok(true)
    })?;
    compare_lists(books, &expected)?;
    compare_files(books, &expected)?;
    let kept: CaptureTotals = match snapshot.get(Table::Meta, TOTALS_KEY)? {
        Some(bytes) => row(Table::Meta, &bytes)?,
        None => CaptureTotals::default(),
    };
    books.report.equal("sums over all screenshots", "all", &expected.totals, &kept);
    Ok(())
}

fn check_one(
    books: &mut Books<'_>,
    expected: &mut Expected,
    seq: Seq,
    capture: &Capture,
) -> Result<(), StoreError> {
    let snapshot = books.snapshot;
    let play = play_at(snapshot, &books.partitions, seq)?;
    let play = play.filter(|play| play.status != PlayStatus::Rejected);
    let signed = play.as_ref().and_then(|play| Some((play, play.campaign?, play.screenshot_hash?)));
    let Some((play, campaign, hash)) = signed else {
        let what = "a screenshot belongs to an accepted play with a hash";
        books.report.add(what, seq, "such a play", "none");
        return Ok(());
    };
    let mut listed = campaign.0.to_be_bytes().to_vec();
    listed.extend_from_slice(&play.played_at.day().number().to_be_bytes());
    listed.extend_from_slice(&seq.to_be_bytes());
    let is_listed = snapshot.get(Table::CapturesByCampaign, &listed)?.is_some();
    books.report.equal("a screenshot is listed with its campaign", play.id, &true, &is_listed);
    let is_kept = snapshot.get(Table::CapturesKept, &seq.to_be_bytes())?.is_some();
    let available = capture.is_available();
    books.report.equal("a screenshot is listed while it is kept", play.id, &available, &is_kept);
    expected.totals.uploaded.add(capture.bytes);
    expected.devices.entry(play.device).or_default().count(play.received_at, capture);
    expected.days.entry(capture.uploaded_at.day()).or_default().uploaded.add(capture.bytes);
    if let Some(at) = capture.deleted_at {
        expected.days.entry(at.day()).or_default().deleted.add(capture.bytes);
        return Ok(());
    }
    expected.totals.kept.add(capture.bytes);
    let file = expected.files.entry(hash).or_default();
    if file.captures == 0 {
        expected.totals.files.add(capture.bytes);
        file.bytes = capture.bytes;
    }
    file.captures += 1;
    books.report.equal(
        "screenshots of one file have its length",
        play.id,
        &file.bytes,
        &capture.bytes,
    );
    Ok(())
}

/// Nothing is listed that is not there; days and devices are kept as they add up.
fn compare_lists(books: &mut Books<'_>, expected: &Expected) -> Result<(), LoadError> {
    let (snapshot, report) = (books.snapshot, &mut books.report);
    let (mut listed, mut kept) = (0_u64, 0_u64);
    snapshot.scan(Table::CapturesByCampaign, .., |key, _| {
        let (_, seq) = day_and_seq(key);
        if snapshot.get(Table::Captures, &seq.to_be_bytes())?.is_none() {
            report.add("a listed screenshot is there", seq, "a screenshot", "none");
        }
        listed += 1;
        Ok(true)
    })?;
    snapshot.scan(Table::CapturesKept, .., |_, _| {
        kept += 1;
        Ok(true)
    })?;
    let totals = &expected.totals;
    report.equal("screenshots listed with campaigns", "all", &totals.uploaded.count, &listed);
    report.equal("screenshots listed as kept", "all", &totals.kept.count, &kept);
    let mut days = BTreeMap::new();
    snapshot.scan(Table::CaptureDays, .., |key, value| {
        let day = Day::from_number(key.try_into().map_or(0, i32::from_be_bytes));
        days.insert(day, row::<CaptureDay>(Table::CaptureDays, value)?);
        Ok(true)
    })?;
    report.equal("screenshots by day", "all", &expected.days, &days);
    let mut devices = BTreeMap::new();
    snapshot.scan(Table::CaptureDevices, .., |key, value| {
        let no = key.first_chunk::<4>().map_or(0, |bytes| u32::from_be_bytes(*bytes));
        devices.insert(DeviceNo(no), row::<DeviceCaptures>(Table::CaptureDevices, value)?);
        Ok(true)
    })?;
    for no in expected.devices.keys().chain(devices.keys()) {
        let subject = format!("device {}", no.0);
        report.equal("uploads of a device", subject, &expected.devices.get(no), &devices.get(no));
    }
    Ok(())
}

/// Each file stands for as many screenshots as are kept; what stands for none is to be removed.
fn compare_files(books: &mut Books<'_>, expected: &Expected) -> Result<(), LoadError> {
    let (snapshot, report) = (books.snapshot, &mut books.report);
    let (mut files, mut unneeded) = (0_u64, 0_u64);
    snapshot.scan(Table::CaptureFiles, .., |key, value| {
        let found: FileRefs = row(Table::CaptureFiles, value)?;
        let hash = BlobHash::try_from(key).unwrap_or_default();
        let of_rows = expected.files.get(&hash).map_or(0, |file| file.captures);
        report.equal("screenshots of a file", hex::encode(key), &of_rows, &found.captures);
        if found.captures > 0 {
            files += 1;
        } else {
            unneeded += 1;
        }
        Ok(true)
    })?;
    report.equal("files of screenshots", "all", &(expected.files.len() as u64), &files);
    let mut to_remove = 0_u64;
    snapshot.scan(Table::CaptureFilesToRemove, .., |_, _| {
        to_remove += 1;
        Ok(true)
    })?;
    report.equal("files that wait for their removal", "all", &unneeded, &to_remove);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::Settings,
        db::{Batch, Store, codec},
        domain::time::Timestamp,
        engine::audit::audit,
    };

    #[test]
    fn screenshots_without_plays_and_sums_without_screenshots_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("store"), 1 << 20).unwrap();
        let mut batch = Batch::default();
        let uploaded_at = Timestamp::from_ms(5);
        let capture = Capture { bytes: 9, uploaded_at, width: 1, height: 1, deleted_at: None };
        batch.put(Table::Captures, &3_u64.to_be_bytes(), codec::encode(&capture));
        batch.put(Table::CapturesKept, &4_u64.to_be_bytes(), Vec::new());
        let refs = FileRefs { bytes: 9, captures: 1 };
        batch.put(Table::CaptureFiles, &[7; 32], codec::encode(&refs));
        store.commit(&mut batch).unwrap();
        let report = audit(&store, &Settings::default()).unwrap();
        let found: Vec<_> = report.findings.iter().map(|finding| &*finding.what).collect();
        assert_eq!(
            found,
            [
                "a screenshot belongs to an accepted play with a hash",
                "screenshots listed as kept",
                "screenshots of a file",
                "files of screenshots",
            ]
        );
    }
}
