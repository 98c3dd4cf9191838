//! Marks of the devices' counters at the end of a day, and who is told of plays that never arrived.
//! Rule: D-06, D-15.

use super::periodic::{done, not_done_yet};
use crate::{
    domain::{
        catalog::access::Owner,
        ids::DeviceNo,
        impression::{
            counters::{CounterMark, CounterSpan, figures},
            windows::DeviceWindows,
        },
        refusal::Refusal,
        time::{Day, Timestamp},
    },
    engine::{
        command::{Changes, Command, Context},
        live::Live,
    },
};

/// Name of the daily job.
pub const MARKS_JOB: &str = "counter_marks";
/// Missing numbers that a notice lists, in ranges.
const LISTED_RANGES: usize = 5;

/// Notes where each device's counters stand at the end of a day, and judges the gaps that no queue
/// can fill any more: each one once.
#[derive(Clone, Copy, Debug)]
pub struct MarkCounters {
    /// Midnight UTC at which the day has ended.
    pub slot: Timestamp,
}

impl Command for MarkCounters {
    type Output = String;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, String), Refusal> {
        not_done_yet(live, MARKS_JOB, self.slot)?;
        let day = self.slot.day().previous();
        let mut changes = Changes::default();
        let mut told = 0_u32;
        for (device, state) in live.devices.iter().zip(&live.device_live) {
            told +=
                u32::from(self.mark(live, context, (device.no, day), &state.windows, &mut changes));
        }
        let marked = changes.evidence.marks.len();
        let result = format!("{marked} devices counted on, {told} with gaps to look at");
        changes.put(done(MARKS_JOB, self.slot, context.now, result.clone()));
        Ok((changes, result))
    }
}

impl MarkCounters {
    /// Marks a device whose counters went on; answers whether the operator is told of it.
    fn mark(
        self,
        live: &Live,
        context: &Context<'_>,
        (device, day): (DeviceNo, Day),
        windows: &DeviceWindows,
        changes: &mut Changes,
    ) -> bool {
        let Some(highest) = windows.counters().highest() else { return false };
        let before = live.evidence.marks.get(&device);
        let settled = windows.counter_times().settled(self.slot, wait_seconds(context));
        let judged = before.and_then(|mark| mark.judged).max(settled);
        let as_of = live.next_seq.saturating_sub(1);
        let mark = CounterMark { as_of, highest, judged };
        if before.is_some_and(|old| (old.highest, old.judged) == (highest, judged)) {
            return false;
        }
        changes.evidence.marks.push((device, day, mark));
        let Some(through) = judged else { return false };
        let after = before.and_then(|mark| mark.judged);
        tell_gaps(live, context, device, windows, CounterSpan { after, through }, changes)
    }
}

/// How long a play may be on its way: what a queue may hold, and how far a clock may be ahead.
fn wait_seconds(context: &Context<'_>) -> u32 {
    let limits = &context.settings.impressions.time;
    limits.queued_delay_seconds.saturating_add(limits.ahead_seconds)
}

fn tell_gaps(
    live: &Live,
    context: &Context<'_>,
    no: DeviceNo,
    windows: &DeviceWindows,
    span: CounterSpan,
    changes: &mut Changes,
) -> bool {
    let limits = &context.settings.devices;
    let found = figures(windows.counters(), span, Some(span.through));
    let made = found.seen.saturating_add(found.missing);
    let is_few = found.missing < u64::from(limits.gap_min_plays)
        || found.missing.saturating_mul(100) < made.saturating_mul(u64::from(limits.gap_percent));
    let Some(device) = live.devices.get(no.0).filter(|_| limits.gap_min_plays > 0 && !is_few)
    else {
        return false;
    };
    let listed = windows.counters().gaps_within(span).rev().take(LISTED_RANGES);
    let mut ranges: Vec<String> = listed
        .map(|(first, last)| match first == last {
            true => first.to_string(),
            false => format!("{first}-{last}"),
        })
        .collect();
    ranges.reverse();
    let values = [
        ("device", device.name.clone()),
        ("missing", found.missing.to_string()),
        ("made", made.to_string()),
        ("percent", (found.missing.saturating_mul(100) / made.max(1)).to_string()),
        ("ranges", ranges.join(", ")),
    ];
    changes.tell(Owner::Operator, "DEVICE_PLAYS_MISSING", device.id, &values);
    true
}
