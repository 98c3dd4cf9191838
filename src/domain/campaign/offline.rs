//! How long none of a campaign's devices was online: time that its health leaves out.

use super::{
    status::{CampaignStatus, PauseReason},
    timeline::StatusTimeline,
};
use crate::domain::time::Timestamp;

/// The parts of a window in which a campaign wanted to play: ACTIVE, or paused because no device
/// was there. Rule: D-51, D-56.
#[must_use]
pub fn wanted_spans(
    timeline: &StatusTimeline,
    from: Timestamp,
    to: Timestamp,
) -> Vec<(Timestamp, Timestamp)> {
    let entries: Vec<_> = timeline.iter().collect();
    let ends = entries.iter().skip(1).map(|(begin, _)| *begin).chain([Timestamp::MAX]);
    let spans = entries.iter().zip(ends).filter(|((_, span), _)| match span.status {
        CampaignStatus::Active => true,
        CampaignStatus::Paused => span.pause_reason == Some(PauseReason::DevicesOffline),
        CampaignStatus::Draft
        | CampaignStatus::PendingApproval
        | CampaignStatus::Scheduled
        | CampaignStatus::Error
        | CampaignStatus::Completed
        | CampaignStatus::Cancelled
        | CampaignStatus::Rejected
        | CampaignStatus::Expired => false,
    });
    spans
        .map(|((begin, _), end)| ((*begin).max(from), end.min(to)))
        .filter(|(begin, end)| begin < end)
        .collect()
}

/// Milliseconds of a window that no interval covers.
#[must_use]
pub fn uncovered_ms(
    mut online: Vec<(Timestamp, Timestamp)>,
    from: Timestamp,
    to: Timestamp,
) -> i64 {
    online.sort_unstable();
    let mut gone = 0_i64;
    let mut covered = from;
    for (begin, end) in online {
        if begin >= to {
            break;
        }
        gone = gone.saturating_add(begin.since_ms(covered).max(0));
        covered = covered.max(end);
    }
    gone.saturating_add(to.since_ms(covered).max(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::campaign::timeline::StatusSpan;

    const fn at(ms: i64) -> Timestamp {
        Timestamp::from_ms(ms)
    }

    /// Rule: D-56.
    #[test]
    fn gaps_between_overlapping_intervals_add_up() {
        let of = |pairs: &[(i64, i64)]| pairs.iter().map(|(a, b)| (at(*a), at(*b))).collect();
        let table: &[(&[(i64, i64)], i64)] = &[
            (&[], 100),
            (&[(0, 100)], 0),
            (&[(-50, 200)], 0),
            (&[(10, 20), (15, 40), (60, 70)], 60),
            (&[(60, 70), (10, 20)], 80),
            (&[(-20, -10), (100, 110)], 100),
            (&[(90, 300)], 90),
        ];
        for (pairs, expected) in table {
            assert_eq!(uncovered_ms(of(pairs), at(0), at(100)), *expected, "{pairs:?}");
        }
    }

    /// Rule: D-51, D-56: a pause for missing devices is their time, one of a person is not.
    #[test]
    fn only_time_in_which_it_wanted_to_play_counts() {
        let mut line = StatusTimeline::starting(at(0), StatusSpan::of(CampaignStatus::Scheduled));
        line.push(at(10), StatusSpan::of(CampaignStatus::Active));
        line.push(at(20), StatusSpan::paused(PauseReason::UserRequested));
        line.push(at(30), StatusSpan::of(CampaignStatus::Active));
        line.push(at(40), StatusSpan::paused(PauseReason::DevicesOffline));
        line.push(at(50), StatusSpan::of(CampaignStatus::Completed));
        let spans = wanted_spans(&line, at(5), at(45));
        assert_eq!(spans, [(at(10), at(20)), (at(30), at(40)), (at(40), at(45))]);
        assert!(wanted_spans(&line, at(50), at(90)).is_empty());
    }
}
