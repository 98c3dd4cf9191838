//! Deadlines of a campaign's life, and what is kept about its end.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{investigation::Investigation, status::CampaignStatus};
use crate::domain::{
    money::Amount,
    refusal::Code,
    time::{DAY_MS, HOUR_MS, Timestamp},
};

/// The numbers of a campaign's life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LifecycleLimits {
    /// A campaign pauses when none of its devices was heard from for so many hours; 0 = off
    /// (rule CAM-20, D-51).
    pub offline_pause_hours: u32,
    /// Days after which an undecided approval is reminded of (rule CAM-25).
    pub approval_reminder_days: u32,
    /// Days after which an undecided approval expires and its hold is released (rule CAM-25).
    pub approval_expiry_days: u32,
    /// Days before the end of a licence at which its owner is told first (rule CAM-28).
    pub licence_first_alert_days: u32,
    /// Days before the end of a licence at which its owner is told again (rule CAM-28).
    pub licence_last_alert_days: u32,
    /// Days without action after which a campaign without content is cancelled (rule CAM-28).
    pub content_action_days: u32,
    /// Days to resume after a suspension was lifted; then the campaign is cancelled (rule CAM-27).
    pub resume_days: u32,
    /// Days in which a terminated advertiser is to be settled (rule CAM-27).
    pub settlement_days: u32,
    /// Percent of its budget that the service credit for a campaign may reach (rule CAM-26).
    pub service_credit_percent: u32,
    /// Percent of the run time without a device online that explain a campaign without plays
    /// (rule CAM-26).
    pub offline_cause_percent: u32,
    /// Points between spend and time that still count as on track (rule CAM-22).
    pub health_leeway_points: u32,
}

impl Default for LifecycleLimits {
    fn default() -> Self {
        Self {
            offline_pause_hours: 24,
            approval_reminder_days: 25,
            approval_expiry_days: 30,
            licence_first_alert_days: 7,
            licence_last_alert_days: 1,
            content_action_days: 7,
            resume_days: 7,
            settlement_days: 30,
            service_credit_percent: 100,
            offline_cause_percent: 90,
            health_leeway_points: 20,
        }
    }
}

impl LifecycleLimits {
    /// Days before the end of a licence at which its owner is told, furthest first.
    #[must_use]
    pub const fn licence_alerts(&self) -> [u32; 2] {
        [self.licence_first_alert_days, self.licence_last_alert_days]
    }
}

/// The moment so many days later.
#[must_use]
pub fn after_days(moment: Timestamp, days: u32) -> Timestamp {
    moment.plus_ms(i64::from(days).saturating_mul(DAY_MS))
}

/// The moment so many hours later.
#[must_use]
pub fn after_hours(moment: Timestamp, hours: u32) -> Timestamp {
    moment.plus_ms(i64::from(hours).saturating_mul(HOUR_MS))
}

/// The moments at which something happens to a licence: the alerts, then its end. A step is the
/// count of those that are done; `None` when all are. Rule: CAM-28, D-52.
#[must_use]
pub fn licence_moment(end: Timestamp, step: u8, alert_days: &[u32]) -> Option<Timestamp> {
    let step = usize::from(step);
    match alert_days.get(step) {
        Some(days) => Some(end.plus_ms(i64::from(*days).saturating_mul(DAY_MS).saturating_neg())),
        None => (step == alert_days.len()).then_some(end),
    }
}

/// The step at which a licence begins that is set at `now`: alerts that would lie in the past are
/// not made up for. Rule: CAM-28.
#[must_use]
pub fn first_licence_step(end: Timestamp, now: Timestamp, alert_days: &[u32]) -> u8 {
    let past = (0..=u8::MAX)
        .take_while(|step| usize::from(*step) < alert_days.len())
        .take_while(|step| licence_moment(end, *step, alert_days).is_some_and(|at| at <= now));
    u8::try_from(past.count()).unwrap_or(u8::MAX)
}

/// What is kept about a campaign's life beside its definition.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LifecycleNotes {
    /// When the undecided approval was reminded of.
    pub approval_reminded_at: Option<Timestamp>,
    /// What a person wished to be changed before approval.
    pub requested_changes: Option<String>,
    /// The figures at the settlement; never changed.
    pub final_report: Option<Box<FinalReport>>,
    /// Why it had no plays.
    pub investigation: Option<Box<Investigation>>,
}

/// A campaign's figures at its settlement. Rule: CAM-21.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FinalReport {
    /// The settlement.
    pub at: Timestamp,
    /// COMPLETED or CANCELLED.
    pub status: CampaignStatus,
    /// Total budget.
    pub budget: Amount,
    /// Charged for billed plays.
    pub spent: Amount,
    /// Paid by the platform for billed plays.
    pub absorbed: Amount,
    /// Given back to the wallet, whole cents.
    pub refund: Amount,
    /// Below a cent, to the platform.
    pub residue: Amount,
    /// Still kept for plays under review.
    pub held_for_review: Amount,
    /// Billed plays.
    pub verified: u64,
    /// Rejected plays.
    pub rejected: u64,
    /// Plays that waited for review.
    pub under_review: u64,
    /// Rejected plays by reason.
    pub reasons: BTreeMap<Code, u64>,
    /// Seconds of billed plays.
    pub duration_seconds: u64,
    /// Milliseconds of the run in which no device was online.
    pub offline_ms: i64,
    /// First billed play.
    pub first_verified_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    /// Rule: CAM-28.
    #[test]
    fn a_licence_is_told_of_twice_and_then_ends() {
        let days = LifecycleLimits::default().licence_alerts();
        let end = at("2026-03-10T12:00:00Z");
        let moments = [0, 1, 2, 3].map(|step| licence_moment(end, step, &days));
        let expected = ["2026-03-03T12:00:00Z", "2026-03-09T12:00:00Z", "2026-03-10T12:00:00Z"];
        assert_eq!(moments, [Some(at(expected[0])), Some(at(expected[1])), Some(end), None]);
        for (now, step) in [
            ("2026-03-01T00:00:00Z", 0),
            ("2026-03-03T11:59:59Z", 0),
            ("2026-03-03T12:00:00Z", 1),
            ("2026-03-09T12:00:00Z", 2),
            ("2026-03-11T00:00:00Z", 2),
        ] {
            assert_eq!(first_licence_step(end, at(now), &days), step, "{now}");
        }
        assert_eq!(licence_moment(end, 0, &[]), Some(end));
    }

    #[test]
    fn deadlines_count_whole_days_and_hours() {
        let from = at("2026-02-27T23:00:00Z");
        assert_eq!(after_days(from, 30), at("2026-03-29T23:00:00Z"));
        assert_eq!(after_hours(from, 24), at("2026-02-28T23:00:00Z"));
    }
}
