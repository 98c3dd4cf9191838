//! Uploads of screenshots, the end of their time, room on the disk. Rule: POP-03, D-14.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::periodic::{done, not_done_yet};
use crate::{
    domain::{
        catalog::access::Owner,
        ids::Seq,
        impression::capture::Capture,
        refusal::{Code, Refusal},
        time::Timestamp,
    },
    engine::{
        command::{Changes, Command, Context},
        live::Live,
        screenshots::DiskRoom,
    },
    media::blob::BlobHash,
};

/// Name of the job that ends the time of screenshots.
pub const RETENTION_JOB: &str = "screenshot_retention";
const MIB: u64 = 1024 * 1024;

/// Notes that the screenshot of a play is in its place. A second one changes nothing.
#[derive(Clone, Copy, Debug)]
pub struct KeepCapture {
    /// The play.
    pub seq: Seq,
    /// Length of the file.
    pub bytes: u64,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Room on the disk, where the system says.
    pub room: Option<DiskRoom>,
}

/// What holds of the screenshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaptureKept {
    /// Arrival, server clock.
    pub uploaded_at: Timestamp,
}

impl Command for KeepCapture {
    type Output = CaptureKept;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        if context.settings.storage.screenshot_retention_days == 0 {
            let message = "screenshots are not stored: storage.screenshot_retention_days is 0";
            return Err(Refusal::new(Code::IllegalTransition, message));
        }
        if self.seq >= live.next_seq {
            return Err(Refusal::not_found("Impression"));
        }
        let capture = Capture {
            bytes: self.bytes,
            uploaded_at: context.now,
            width: self.width,
            height: self.height,
            deleted_at: None,
        };
        let mut changes = Changes::default();
        changes.evidence.uploads.push((self.seq, capture));
        let used = live.evidence.totals.files.bytes.saturating_add(self.bytes);
        watch_disk(live, context, used, self.room, &mut changes);
        Ok((changes, CaptureKept { uploaded_at: context.now }))
    }
}

/// Tells the operator once when the files or the disk pass their limit; below it, once more later.
fn watch_disk(
    live: &Live,
    context: &Context<'_>,
    used: u64,
    room: Option<DiskRoom>,
    changes: &mut Changes,
) {
    let settings = &context.settings.screenshots;
    let before = live.evidence.told;
    let mut told = before;
    told.over_budget = settings.warn_bytes().is_some_and(|limit| used >= limit);
    if let Some(room) = room {
        told.nearly_full = settings.is_nearly_full(room);
        if told.nearly_full && !before.nearly_full {
            let values = [
                ("free", (room.free / MIB).to_string()),
                ("total", (room.total / MIB).to_string()),
                ("limit", settings.warn_free_mib.to_string()),
                ("refuse", settings.min_free_mib.to_string()),
            ];
            changes.tell(Owner::Operator, "DISK_NEARLY_FULL", Uuid::nil(), &values);
        }
    }
    if told.over_budget && !before.over_budget {
        let values = [
            ("used", (used / MIB).to_string()),
            ("budget", settings.budget_mib.to_string()),
            ("percent", settings.warn_percent.to_string()),
            ("days", context.settings.storage.screenshot_retention_days.to_string()),
        ];
        changes.tell(Owner::Operator, "SCREENSHOTS_NEAR_BUDGET", Uuid::nil(), &values);
    }
    changes.evidence.told = (told != before).then_some(told);
}

/// Ends the time of screenshots. What still has to be judged by keeps its own.
#[derive(Clone, Debug)]
pub struct DeleteCaptures {
    /// Their plays.
    pub seqs: Vec<Seq>,
}

impl Command for DeleteCaptures {
    type Output = usize;

    fn decide(self, live: &Live, _: &mut Context<'_>) -> Result<(Changes, Self::Output), Refusal> {
        let mut changes = Changes::default();
        changes.evidence.deletions =
            self.seqs.into_iter().filter(|seq| !live.keeps(*seq)).collect();
        let count = changes.evidence.deletions.len();
        Ok((changes, count))
    }
}

/// Notes that files were removed from the disk.
#[derive(Clone, Debug)]
pub struct ForgetFiles {
    /// Their hashes.
    pub hashes: Vec<BlobHash>,
}

impl Command for ForgetFiles {
    type Output = usize;

    fn decide(self, _: &Live, _: &mut Context<'_>) -> Result<(Changes, Self::Output), Refusal> {
        let count = self.hashes.len();
        let mut changes = Changes::default();
        changes.evidence.removed_files = self.hashes;
        Ok((changes, count))
    }
}

/// Ends a slot of the retention job.
#[derive(Clone, Debug)]
pub struct FinishRetention {
    /// The slot.
    pub slot: Timestamp,
    /// What it did, in a sentence.
    pub result: String,
    /// Room on the disk, where the system says.
    pub room: Option<DiskRoom>,
}

impl Command for FinishRetention {
    type Output = String;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, String), Refusal> {
        not_done_yet(live, RETENTION_JOB, self.slot)?;
        let mut changes = Changes::default();
        watch_disk(live, context, live.evidence.totals.files.bytes, self.room, &mut changes);
        changes.put(done(RETENTION_JOB, self.slot, context.now, self.result.clone()));
        Ok((changes, self.result))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{clock::Randomness, config::Settings, engine::Actor};

    /// Rule: D-14. Each limit is told once when it is passed, and again only after it was not.
    #[test]
    fn the_operator_is_told_once_of_each_limit() {
        let mut settings = Settings::default();
        settings.screenshots.budget_mib = 100;
        let (actor, mut random) = (Actor::system(), Randomness::seeded(1));
        let now = Timestamp::from_ms(0);
        let context = Context { now, actor: &actor, settings: &settings, random: &mut random };
        let mut live = Live::default();
        let room = |mib: u64| Some(DiskRoom { free: mib * MIB, total: 10_000 * MIB });
        for (used, free, expected) in [
            (79, room(9_000), &[][..]),
            (80, room(9_000), &["SCREENSHOTS_NEAR_BUDGET"]),
            (95, room(9_000), &[]),
            (95, room(4_000), &["DISK_NEARLY_FULL"]),
            (95, None, &[]),
            (10, room(5_000), &[]),
            (90, room(100), &["DISK_NEARLY_FULL", "SCREENSHOTS_NEAR_BUDGET"]),
        ] {
            let mut changes = Changes::default();
            watch_disk(&live, &context, used * MIB, free, &mut changes);
            let codes: Vec<_> = changes.notices.iter().map(|notice| &*notice.code).collect();
            assert_eq!(codes, expected, "{used} {free:?}");
            live.evidence.told = changes.evidence.told.unwrap_or(live.evidence.told);
        }
    }
}
