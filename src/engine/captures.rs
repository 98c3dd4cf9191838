//! Uploaded screenshots: rows, counters, the index of files, reads. Rule: POP-03, D-14.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{
    core::Engine,
    live::Live,
    load::{row, seq_of},
    reads::{Impression, impression_at, partitions},
};
use crate::{
    db::{Snapshot, StoreError, Table, codec},
    domain::{
        ids::{CampaignNo, DeviceNo, Seq},
        impression::{
            capture::{Capture, CaptureDay, CaptureTotals, DeviceCaptures, FileRefs},
            counters::CounterMark,
        },
        time::{Day, Timestamp},
    },
    media::blob::BlobHash,
};

/// Key of the row with the sums over all screenshots.
pub const TOTALS_KEY: &[u8] = b"captures";
/// Key of the row that says what the operator was told about the disk.
pub const TOLD_KEY: &[u8] = b"captures_told";

/// What the operator was told about the disk, and holds still.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StorageTold {
    /// The files take most of what is planned for them.
    pub over_budget: bool,
    /// The disk is nearly full.
    pub nearly_full: bool,
}

/// What a decision changes of the evidence beside the plays.
#[derive(Debug, Default)]
pub struct EvidenceChanges {
    /// Screenshots whose file is in its place.
    pub uploads: Vec<(Seq, Capture)>,
    /// Screenshots whose time is over.
    pub deletions: Vec<Seq>,
    /// Files that were removed from the disk.
    pub removed_files: Vec<BlobHash>,
    /// What the operator was told about the disk.
    pub told: Option<StorageTold>,
    /// Where counters of devices stood at the end of a day.
    pub marks: Vec<(DeviceNo, Day, CounterMark)>,
}

/// The state of all this.
#[derive(Debug, Default)]
pub struct Evidence {
    /// Sums over all screenshots.
    pub totals: CaptureTotals,
    /// What each device uploaded.
    pub devices: FxHashMap<DeviceNo, DeviceCaptures>,
    /// What the operator was told.
    pub told: StorageTold,
    /// The newest mark of each device's counters.
    pub marks: FxHashMap<DeviceNo, CounterMark>,
}

/// campaign + day + seq.
fn campaign_key(campaign: CampaignNo, day: Day, seq: Seq) -> Vec<u8> {
    [&campaign.0.to_be_bytes()[..], &day.number().to_be_bytes(), &seq.to_be_bytes()].concat()
}

/// The day and place of a key of `CapturesByCampaign`.
#[must_use]
pub fn day_and_seq(key: &[u8]) -> (Day, Seq) {
    let day = key.get(4..8).and_then(|bytes| bytes.try_into().ok()).map_or(0, i32::from_be_bytes);
    (Day::from_number(day), seq_of(key))
}

/// device + day.
#[must_use]
pub fn mark_key(device: DeviceNo, day: Day) -> [u8; 8] {
    let [a, b, c, d] = device.0.to_be_bytes();
    let [e, f, g, h] = day.number().to_be_bytes();
    [a, b, c, d, e, f, g, h]
}

impl Live {
    /// Whether a screenshot must stay although its time is over: a person still has to judge by it.
    #[must_use]
    pub fn keeps(&self, seq: Seq) -> bool {
        self.reviews.contains_key(&seq) || self.disputed.contains_key(&seq)
    }

    /// Rebuilds all this from its rows.
    pub(super) fn load_evidence(&mut self, snapshot: &Snapshot) -> Result<(), StoreError> {
        let evidence = &mut self.evidence;
        if let Some(bytes) = snapshot.get(Table::Meta, TOTALS_KEY)? {
            evidence.totals = row(Table::Meta, &bytes)?;
        }
        if let Some(bytes) = snapshot.get(Table::Meta, TOLD_KEY)? {
            evidence.told = row(Table::Meta, &bytes)?;
        }
        snapshot.scan(Table::CaptureDevices, .., |key, value| {
            let device = key.first_chunk::<4>().map_or(0, |bytes| u32::from_be_bytes(*bytes));
            evidence.devices.insert(DeviceNo(device), row(Table::CaptureDevices, value)?);
            Ok(true)
        })?;
        for device in self.devices.iter() {
            if let Some(mark) = mark_through(snapshot, device.no, Day::from_number(i32::MAX))? {
                evidence.marks.insert(device.no, mark);
            }
        }
        Ok(())
    }
}

/// Rows that one decision changed.
#[derive(Default)]
struct Touched {
    devices: BTreeSet<DeviceNo>,
    days: BTreeMap<Day, CaptureDay>,
    totals: bool,
}

impl Engine {
    /// Applies what a decision changes of the evidence beside the plays.
    pub(super) fn apply_evidence(&mut self, now: Timestamp, changes: EvidenceChanges) {
        let mut touched = Touched::default();
        for (seq, capture) in changes.uploads {
            self.keep_capture(seq, capture, &mut touched);
        }
        for seq in changes.deletions {
            self.delete_capture(seq, now, &mut touched);
        }
        for hash in changes.removed_files {
            if self.file_refs(&hash).captures == 0 {
                self.batch.delete(Table::CaptureFiles, &hash);
                self.batch.delete(Table::CaptureFilesToRemove, &hash);
            }
        }
        if let Some(told) = changes.told {
            self.live.evidence.told = told;
            self.batch.put(Table::Meta, TOLD_KEY, codec::encode(&told));
        }
        for (device, day, mark) in changes.marks {
            self.live.evidence.marks.insert(device, mark);
            self.batch.put(Table::CounterMarks, &mark_key(device, day), codec::encode(&mark));
        }
        self.write_touched(touched);
    }

    fn write_touched(&mut self, touched: Touched) {
        for device in touched.devices {
            let row = self.live.evidence.devices.entry(device).or_default();
            self.batch.put(Table::CaptureDevices, &device.0.to_be_bytes(), codec::encode(row));
        }
        for (day, row) in touched.days {
            let key = day.number().to_be_bytes();
            self.batch.put(Table::CaptureDays, &key, codec::encode(&row));
        }
        if touched.totals {
            let row = codec::encode(&self.live.evidence.totals);
            self.batch.put(Table::Meta, TOTALS_KEY, row);
            self.publication.evidence_changed = true;
        }
    }

    /// A row of the group, or as of the last commit. Only for rows that are never removed.
    fn newest_row<T: DeserializeOwned>(&mut self, table: Table, key: &[u8]) -> Option<T> {
        let waiting = self.batch.newest(table, key).map(<[u8]>::to_vec);
        let found = waiting.or_else(|| self.committed(|snapshot| snapshot.get(table, key)))?;
        Some(row(table, &found).expect("fail-stop: a row of the store must be readable"))
    }

    /// What a file stands for. A row that the group removed stood for nothing.
    fn file_refs(&mut self, hash: &BlobHash) -> FileRefs {
        self.newest_row(Table::CaptureFiles, hash).unwrap_or_default()
    }

    /// Notes an upload; a second one of the same play changes nothing.
    fn keep_capture(&mut self, seq: Seq, capture: Capture, touched: &mut Touched) {
        let key = seq.to_be_bytes();
        if self.newest_row::<Capture>(Table::Captures, &key).is_some() {
            return;
        }
        let Some(play) = self.row_of_seq(seq) else { return };
        let (Some(campaign), Some(hash)) = (play.campaign, play.screenshot_hash) else { return };
        let by_campaign = campaign_key(campaign, play.played_at.day(), seq);
        self.batch.put(Table::Captures, &key, codec::encode(&capture));
        self.batch.put(Table::CapturesByCampaign, &by_campaign, Vec::new());
        self.batch.put(Table::CapturesKept, &key, Vec::new());
        let mut file = self.file_refs(&hash);
        let evidence = &mut self.live.evidence;
        if file.captures == 0 {
            evidence.totals.files.add(capture.bytes);
            self.batch.delete(Table::CaptureFilesToRemove, &hash);
        }
        file = FileRefs { bytes: capture.bytes, captures: file.captures.saturating_add(1) };
        self.batch.put(Table::CaptureFiles, &hash, codec::encode(&file));
        evidence.totals.uploaded.add(capture.bytes);
        evidence.totals.kept.add(capture.bytes);
        let device = evidence.devices.entry(play.device).or_default();
        device.count(play.received_at, &capture);
        touched.devices.insert(play.device);
        touched.totals = true;
        self.day_mut(capture.uploaded_at.day(), touched).uploaded.add(capture.bytes);
    }

    /// Notes that a screenshot's time is over; its file is to be removed once no other needs it.
    fn delete_capture(&mut self, seq: Seq, now: Timestamp, touched: &mut Touched) {
        let key = seq.to_be_bytes();
        let known = self.newest_row::<Capture>(Table::Captures, &key);
        let Some(capture) = known.filter(Capture::is_available) else { return };
        let hash = self.row_of_seq(seq).and_then(|play| play.screenshot_hash);
        let Some(hash) = hash else { return };
        let gone = Capture { deleted_at: Some(now), ..capture };
        self.batch.put(Table::Captures, &key, codec::encode(&gone));
        self.batch.delete(Table::CapturesKept, &key);
        let mut file = self.file_refs(&hash);
        file.captures = file.captures.saturating_sub(1);
        self.batch.put(Table::CaptureFiles, &hash, codec::encode(&file));
        let totals = &mut self.live.evidence.totals;
        if file.captures == 0 {
            totals.files.take(file.bytes);
            self.batch.put(Table::CaptureFilesToRemove, &hash, Vec::new());
        }
        totals.kept.take(capture.bytes);
        touched.totals = true;
        self.day_mut(now.day(), touched).deleted.add(capture.bytes);
    }

    fn day_mut<'t>(&mut self, day: Day, touched: &'t mut Touched) -> &'t mut CaptureDay {
        let known = (!touched.days.contains_key(&day))
            .then(|| self.newest_row(Table::CaptureDays, &day.number().to_be_bytes()));
        touched.days.entry(day).or_insert_with(|| known.flatten().unwrap_or_default())
    }
}

/// What is known of the screenshot of a play.
///
/// # Errors
/// `Storage`, `Row`.
pub fn capture_at(snapshot: &Snapshot, seq: Seq) -> Result<Option<Capture>, StoreError> {
    let bytes = snapshot.get(Table::Captures, &seq.to_be_bytes())?;
    bytes.map(|bytes| row(Table::Captures, &bytes)).transpose()
}

/// Screenshots of a campaign whose files are kept, of plays between two UTC days, both inclusive,
/// the oldest first, at most `limit`.
///
/// # Errors
/// `Storage`, `Row`.
pub fn captures_of(
    snapshot: &Snapshot,
    campaign: CampaignNo,
    from: Day,
    to: Day,
    limit: usize,
) -> Result<Vec<(Seq, Capture)>, StoreError> {
    let range = campaign_key(campaign, from, 0)..campaign_key(campaign, to.next(), 0);
    let mut found = Vec::new();
    if range.is_empty() {
        return Ok(found);
    }
    snapshot.scan(Table::CapturesByCampaign, range, |key, _| {
        let (_, seq) = day_and_seq(key);
        let capture = capture_at(snapshot, seq)?.filter(Capture::is_available);
        found.extend(capture.map(|capture| (seq, capture)));
        Ok(found.len() < limit)
    })?;
    Ok(found)
}

/// Where a list of screenshots goes on: the day and place of the last one that was looked at.
pub type GalleryPlace = (Day, Seq);

/// Screenshots of a campaign, of the newest days first, before a place, at most `limit` that
/// `wanted` keeps out of `look_at`; and the place where the next page begins, if more may come.
///
/// # Errors
/// `Storage`, `Row`.
pub fn gallery(
    snapshot: &Snapshot,
    campaign: CampaignNo,
    (from, to): (Day, Day),
    before: Option<GalleryPlace>,
    (limit, look_at): (usize, usize),
    mut wanted: impl FnMut(&Impression) -> bool,
) -> Result<(Vec<Impression>, Option<GalleryPlace>), StoreError> {
    let end = match before {
        Some((day, seq)) if day <= to => campaign_key(campaign, day, seq),
        Some(_) | None => campaign_key(campaign, to.next(), 0),
    };
    let start = campaign_key(campaign, from, 0);
    let days = partitions(snapshot)?;
    let (mut found, mut looked, mut next) = (Vec::new(), 0, None);
    if start >= end {
        return Ok((found, next));
    }
    snapshot.scan_back(Table::CapturesByCampaign, start..end, |key, _| {
        let (day, seq) = day_and_seq(key);
        if found.len() >= limit || looked >= look_at {
            return Ok(false);
        }
        looked += 1;
        next = Some((day, seq));
        let at = days.partition_point(|(_, first)| *first <= seq);
        let partition = at.checked_sub(1).and_then(|at| days.get(at)).map(|(day, _)| *day);
        if let Some(partition) = partition
            && let Some(mut play) = impression_at(snapshot, partition, seq)?
        {
            play.capture = capture_at(snapshot, seq)?;
            if wanted(&play) {
                found.push(play);
            }
        }
        Ok(true)
    })?;
    let is_whole = found.len() < limit && looked < look_at;
    Ok((found, next.filter(|_| !is_whole)))
}

/// Uploads and deletions by UTC day, oldest first.
///
/// # Errors
/// `Storage`, `Row`.
pub fn capture_days(
    snapshot: &Snapshot,
    from: Day,
    to: Day,
) -> Result<Vec<(Day, CaptureDay)>, StoreError> {
    let key = |day: Day| day.number().max(0).to_be_bytes().to_vec();
    let mut days = Vec::new();
    snapshot.scan(Table::CaptureDays, key(from)..key(to.next()), |key, value| {
        let day = key.try_into().map_or(0, i32::from_be_bytes);
        days.push((Day::from_number(day), row(Table::CaptureDays, value)?));
        Ok(true)
    })?;
    Ok(days)
}

/// Screenshots whose file is kept, of plays received before a UTC day, after a place, oldest first.
///
/// # Errors
/// `Storage`, `Row`.
pub fn kept_before(
    snapshot: &Snapshot,
    day: Day,
    after: Seq,
    limit: usize,
) -> Result<Vec<Seq>, StoreError> {
    let days = partitions(snapshot)?;
    let end = days.iter().find(|(of, _)| *of >= day).map_or(Seq::MAX, |(_, first)| *first);
    let start = after.saturating_add(1);
    let mut found = Vec::new();
    if start < end {
        let range = start.to_be_bytes().to_vec()..end.to_be_bytes().to_vec();
        snapshot.scan(Table::CapturesKept, range, |key, _| {
            found.push(seq_of(key));
            Ok(found.len() < limit)
        })?;
    }
    Ok(found)
}

/// Files that no screenshot needs any more.
///
/// # Errors
/// `Storage`.
pub fn files_to_remove(snapshot: &Snapshot) -> Result<Vec<BlobHash>, StoreError> {
    let mut found = Vec::new();
    snapshot.scan(Table::CaptureFilesToRemove, .., |key, _| {
        found.extend(BlobHash::try_from(key));
        Ok(true)
    })?;
    Ok(found)
}

/// Whether a screenshot needs a file.
///
/// # Errors
/// `Storage`, `Row`.
pub fn needs_file(snapshot: &Snapshot, hash: &BlobHash) -> Result<bool, StoreError> {
    let bytes = snapshot.get(Table::CaptureFiles, hash)?;
    let refs: Option<FileRefs> = bytes.map(|bytes| row(Table::CaptureFiles, &bytes)).transpose()?;
    Ok(refs.is_some_and(|refs| refs.captures > 0))
}

/// The newest mark of a device's counters up to a UTC day, inclusive.
///
/// # Errors
/// `Storage`, `Row`.
pub fn mark_through(
    snapshot: &Snapshot,
    device: DeviceNo,
    day: Day,
) -> Result<Option<CounterMark>, StoreError> {
    if day.number() < 0 {
        return Ok(None);
    }
    let start = mark_key(device, Day::from_number(0)).to_vec();
    let mut end = mark_key(device, day).to_vec();
    end.push(0);
    let mut found = None;
    snapshot.scan_back(Table::CounterMarks, start..end, |_, value| {
        found = Some(row(Table::CounterMarks, value)?);
        Ok(false)
    })?;
    Ok(found)
}
