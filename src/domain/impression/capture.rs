//! Screenshots of plays: what is known of each that was uploaded, and what they add up to.
//! Rule: POP-03, D-14.

use serde::{Deserialize, Serialize};

use crate::domain::time::{Day, HOUR_MS, Timestamp};

/// Hours that uploads of a device are counted by, as its submissions are.
const COUNTED_HOURS: u32 = 24;

/// What screenshots may be, and the disk they may take. Rule: POP-03, D-14.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScreenshotLimits {
    /// Largest upload, bytes.
    pub max_bytes: u64,
    /// Largest width and height, pixels.
    pub max_px: u32,
    /// Memory that a decoded one may take, MiB.
    pub decode_mib: u64,
    /// Uploads and thumbnails decoded at once; more wait.
    pub at_once: usize,
    /// Longest side of a thumbnail, pixels.
    pub thumb_px: u32,
    /// Disk planned for the files, MiB; 0 = no plan.
    pub budget_mib: u64,
    /// Percent of the planned disk from which the operator is told.
    pub warn_percent: u32,
    /// Free disk below which the operator is told, MiB; 0 = off.
    pub warn_free_mib: u64,
    /// Free disk below which uploads are refused, so that plays can still be recorded, MiB; 0 = off.
    pub min_free_mib: u64,
}

impl Default for ScreenshotLimits {
    fn default() -> Self {
        Self {
            max_bytes: 2 * 1024 * 1024,
            max_px: 4096,
            decode_mib: 64,
            at_once: 2,
            thumb_px: 320,
            budget_mib: 50 * 1024,
            warn_percent: 80,
            warn_free_mib: 4 * 1024,
            min_free_mib: 512,
        }
    }
}

/// What is known of an uploaded screenshot; stays when its file is deleted. The hash stands in the
/// row of the play.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// Length of the file.
    pub bytes: u64,
    /// Arrival, server clock.
    pub uploaded_at: Timestamp,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// When its time was over, server clock.
    pub deleted_at: Option<Timestamp>,
}

impl Capture {
    /// Whether the file is kept.
    #[must_use]
    pub const fn is_available(&self) -> bool {
        self.deleted_at.is_none()
    }
}

/// How many, and how many bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaptureSum {
    /// Screenshots or files.
    pub count: u64,
    /// Their bytes.
    pub bytes: u64,
}

impl CaptureSum {
    /// Counts one more.
    pub const fn add(&mut self, bytes: u64) {
        self.count = self.count.saturating_add(1);
        self.bytes = self.bytes.saturating_add(bytes);
    }

    /// Counts one less.
    pub const fn take(&mut self, bytes: u64) {
        self.count = self.count.saturating_sub(1);
        self.bytes = self.bytes.saturating_sub(bytes);
    }
}

/// What happened on a UTC day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaptureDay {
    /// Uploads.
    pub uploaded: CaptureSum,
    /// Screenshots whose time was over.
    pub deleted: CaptureSum,
}

/// What all screenshots add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaptureTotals {
    /// Uploads ever.
    pub uploaded: CaptureSum,
    /// Those whose file is kept; several may share one.
    pub kept: CaptureSum,
    /// Files on disk.
    pub files: CaptureSum,
}

/// A file and how many screenshots it stands for; none left: it is to be removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRefs {
    /// Length of the file.
    pub bytes: u64,
    /// Screenshots.
    pub captures: u64,
}

/// A moment as whole hours since 1970.
fn hour(moment: Timestamp) -> u32 {
    u32::try_from(moment.ms().div_euclid(HOUR_MS).max(0)).unwrap_or(u32::MAX)
}

/// What a device uploaded. Rule: D-14 (the upload rate).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceCaptures {
    /// Uploads ever.
    pub uploaded: CaptureSum,
    /// Newest upload, server clock.
    pub newest_at: Option<Timestamp>,
    /// Uploads by hour of their plays' receipt, rising: the newest hour and the 23 before it.
    hours: Vec<(u32, u32)>,
}

impl DeviceCaptures {
    /// Counts an upload. The result does not depend on the order of uploads.
    pub fn count(&mut self, received_at: Timestamp, capture: &Capture) {
        self.uploaded.add(capture.bytes);
        self.newest_at = self.newest_at.max(Some(capture.uploaded_at));
        let hour = hour(received_at);
        match self.hours.binary_search_by_key(&hour, |(of, _)| *of) {
            Ok(at) => {
                if let Some((_, count)) = self.hours.get_mut(at) {
                    *count = count.saturating_add(1);
                }
            }
            Err(at) => self.hours.insert(at, (hour, 1)),
        }
        let newest = self.hours.last().map_or(0, |(of, _)| *of);
        self.hours.retain(|(of, _)| newest.saturating_sub(*of) < COUNTED_HOURS);
    }

    /// Uploads for plays received in the current hour and the 23 before it: the same hours that
    /// `DeviceWindows::day_count` counts submissions by.
    #[must_use]
    pub fn uploaded_24h(&self, now: Timestamp) -> u32 {
        let newest = hour(now);
        let within = |of: u32| of <= newest && newest.saturating_sub(of) < COUNTED_HOURS;
        let counted = self.hours.iter().filter(|(of, _)| within(*of));
        counted.fold(0, |sum, (_, count)| sum.saturating_add(*count))
    }
}

/// The last day on which the screenshot of a play is kept, counted from the day of the play's
/// receipt. The job of the day after deletes it. Rule: D-14.
#[must_use]
pub fn last_day(received_at: Timestamp, retention_days: u32) -> Day {
    let days = i32::try_from(retention_days).unwrap_or(i32::MAX);
    Day::from_number(received_at.day().number().saturating_add(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn capture(bytes: u64) -> Capture {
        let uploaded_at = Timestamp::from_ms(5);
        Capture { bytes, uploaded_at, width: 160, height: 90, deleted_at: None }
    }

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_ms((1_000 + hours) * HOUR_MS)
    }

    /// Rule: D-14. The window is the newest hour and the 23 before it, in whatever order they come.
    #[test]
    fn uploads_are_counted_by_hour_of_receipt_in_any_order() {
        let received = [0, 0, 5, 23, 24, 30, 7];
        let mut forward = DeviceCaptures::default();
        let mut backward = DeviceCaptures::default();
        for hours in received {
            forward.count(at(hours), &capture(10));
        }
        for hours in received.iter().rev() {
            backward.count(at(*hours), &capture(10));
        }
        assert_eq!(forward, backward);
        assert_eq!(forward.uploaded, CaptureSum { count: 7, bytes: 70 });
        for (now, expected) in [(30, 4), (31, 3), (46, 3), (47, 2), (54, 0), (29, 3)] {
            assert_eq!(forward.uploaded_24h(at(now)), expected, "{now}");
        }
    }

    #[test]
    fn sums_never_wrap() {
        let mut sum = CaptureSum::default();
        sum.take(7);
        assert_eq!(sum, CaptureSum::default());
        sum.add(u64::MAX);
        sum.add(1);
        assert_eq!(sum, CaptureSum { count: 2, bytes: u64::MAX });
    }

    /// Rule: D-14. Ninety whole days, whatever the hour.
    #[test]
    fn the_last_day_is_counted_from_the_plays_receipt() {
        let received = Timestamp::parse("2026-02-04T23:59:59Z").unwrap();
        assert_eq!(last_day(received, 90).to_string(), "2026-05-05");
        assert_eq!(last_day(received, 0).to_string(), "2026-02-04");
        assert!(last_day(received, u32::MAX).number() > 0);
    }
}
