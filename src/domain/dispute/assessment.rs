//! What the evidence about one play says, check by check, and what follows. Pure: facts come in,
//! findings in plain words go out. Source: S0 "Dispute Resolution". Rule: POP-06, CHB-01, D-14.

use serde::Serialize;
use uuid::Uuid;

use super::{grounds::ChargebackReason, model::DisputeKind};
use crate::domain::{
    geo::GeoLimits,
    impression::{duration::DurationLimits, duration::required_seconds, heartbeat::Run},
    time::{MINUTE_MS, SECOND_MS, Timestamp},
    words::words,
};

words! {
    /// What the evidence speaks for. A person decides. Rule: POP-06.
    Advice {
        /// Take the money back.
        Chargeback = "CHARGEBACK",
        /// Let the play stand.
        Reject = "REJECT",
        /// The evidence does not decide it.
        Person = "PERSON",
        /// There is nothing to take back.
        NoChargeback = "NO_CHARGEBACK",
    }
}

words! {
    /// What a check says about the play.
    Verdict {
        /// It bears the play out.
        ForThePlay = "FOR_THE_PLAY",
        /// It contradicts the play.
        AgainstThePlay = "AGAINST_THE_PLAY",
        /// It says neither.
        Open = "OPEN",
    }
}

words! {
    /// What is looked at.
    Check {
        /// The signature over the submission.
        Signature = "SIGNATURE",
        /// Heartbeats around the play.
        Heartbeat = "HEARTBEAT",
        /// Another play at the same time.
        Duplicate = "DUPLICATE",
        /// The captured frame.
        Screenshot = "SCREENSHOT",
        /// The same frame with another play.
        ScreenshotReused = "SCREENSHOT_REUSED",
        /// Distance from the store.
        Location = "LOCATION",
        /// Seconds shown.
        Duration = "DURATION",
        /// Plays like clockwork.
        Timing = "TIMING",
        /// Too many plays in an hour.
        Frequency = "FREQUENCY",
        /// The device's own log.
        DeviceLog = "DEVICE_LOG",
    }
}

/// Whether a check decides disputes of a kind, and with which reason it contradicts a play.
#[derive(Clone, Copy, Debug)]
struct CheckRule {
    check: Check,
    kinds: &'static [DisputeKind],
    reason: ChargebackReason,
}

const ALL: &[DisputeKind] = DisputeKind::ALL;
const FRAUD: &[DisputeKind] = &[DisputeKind::Fraudulent];
const PLACE: &[DisputeKind] = &[DisputeKind::WrongLocation, DisputeKind::Fraudulent];
const TIME: &[DisputeKind] = &[DisputeKind::WrongDuration, DisputeKind::Fraudulent];
const LENGTH: &[DisputeKind] = &[DisputeKind::WrongDuration];

const fn rule(check: Check, kinds: &'static [DisputeKind], reason: ChargebackReason) -> CheckRule {
    CheckRule { check, kinds, reason }
}

/// All checks; of several that contradict a play, the first one gives the reason.
///
/// A play without valid proof, from a silent device, or billed twice falls whatever the dispute was
/// about. The other checks decide where they are what the dispute is about.
const RULES: [CheckRule; 10] = [
    rule(Check::Signature, ALL, ChargebackReason::ProofInvalid),
    rule(Check::Heartbeat, ALL, ChargebackReason::DeviceOffline),
    rule(Check::Duplicate, ALL, ChargebackReason::Duplicate),
    rule(Check::Screenshot, ALL, ChargebackReason::ProofInvalid),
    rule(Check::ScreenshotReused, FRAUD, ChargebackReason::ProofInvalid),
    rule(Check::Location, PLACE, ChargebackReason::ProofInvalid),
    rule(Check::Duration, TIME, ChargebackReason::ProofInvalid),
    rule(Check::Timing, FRAUD, ChargebackReason::ProofInvalid),
    rule(Check::Frequency, FRAUD, ChargebackReason::ProofInvalid),
    rule(Check::DeviceLog, LENGTH, ChargebackReason::ProofInvalid),
];

/// What the check of the signature said when it was done again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureFact {
    /// The device's key signed exactly the stored submission.
    Holds {
        /// Version of the signed text.
        version: u8,
    },
    /// No key that the device had signed it.
    Fails,
}

/// The captured frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScreenshotFact {
    /// It is there, and its bytes have the signed hash.
    Intact {
        /// How many bytes.
        bytes: u64,
    },
    /// It was uploaded with the signed hash; the appliance lost or damaged the file since.
    Lost,
    /// It was never uploaded.
    NeverUploaded,
    /// It is past the time for which frames are kept: its absence says nothing.
    NotKept,
}

/// What is known of the device's heartbeats near a play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnlineFact {
    /// Heartbeats on both sides of the play, or within ten minutes of it.
    Near(Run),
    /// The first heartbeat after it, before it arrived from the device's queue.
    OnlyAtArrival(Run),
    /// None.
    Silent {
        /// The newest before the play.
        before: Option<Timestamp>,
        /// The first after it.
        after: Option<Timestamp>,
    },
    /// Heartbeats of that time are not kept any more.
    Unknown,
}

/// Finds what runs of heartbeats say about a play. `runs` in any order; `cover_ms` is how far from
/// the play a heartbeat may lie. Rule: D-03.
#[must_use]
pub fn online_near(
    runs: &[Run],
    played_at: Timestamp,
    received_at: Timestamp,
    cover_ms: i64,
) -> OnlineFact {
    let (from, to) = (played_at.plus_ms(cover_ms.saturating_neg()), played_at.plus_ms(cover_ms));
    let touching = |from: Timestamp, to: Timestamp| {
        runs.iter().find(|run| run.first <= to && run.last >= from).copied()
    };
    if let Some(run) = touching(from, to) {
        return OnlineFact::Near(run);
    }
    if let Some(run) = touching(from, received_at) {
        return OnlineFact::OnlyAtArrival(run);
    }
    if runs.iter().all(|run| run.first > played_at) {
        return OnlineFact::Unknown;
    }
    let before = runs.iter().map(|run| run.last).filter(|last| *last < from).max();
    let after = runs.iter().map(|run| run.first).filter(|first| *first > to).min();
    OnlineFact::Silent { before, after }
}

/// Everything that the checks look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlayFacts {
    /// End of the play, device clock.
    pub played_at: Timestamp,
    /// Arrival, server clock.
    pub received_at: Timestamp,
    /// The signature, verified again.
    pub signature: SignatureFact,
    /// Heartbeats.
    pub online: OnlineFact,
    /// Other billed plays of the campaign on this device that overlap in time.
    pub overlapping: Vec<Uuid>,
    /// The captured frame.
    pub screenshot: ScreenshotFact,
    /// Its hash came with another play of the device before.
    pub screenshot_reused: bool,
    /// Metres from the store, where the device sent a place.
    pub distance_m: Option<u32>,
    /// Length of the content, seconds.
    pub expected_seconds: u32,
    /// Seconds shown, as signed.
    pub actual_seconds: u32,
    /// Plays of the campaign on this device came like clockwork.
    pub robotic: bool,
    /// More plays in an hour than the device should have.
    pub frequent: bool,
    /// Lines of the device's log around the play.
    pub log_lines: u64,
}

/// The numbers that the checks compare with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Yardsticks {
    /// Distances.
    pub geo: GeoLimits,
    /// Least part of the content.
    pub duration: DurationLimits,
}

/// What one check says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which check.
    pub check: Check,
    /// What it says.
    pub verdict: Verdict,
    /// Whether it decides a dispute of this kind.
    pub decides: bool,
    /// In plain words, with the numbers.
    pub sentence: String,
}

/// All findings and what follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Assessment {
    /// What the evidence speaks for.
    pub recommendation: Advice,
    /// The reason of a chargeback.
    pub reason: Option<ChargebackReason>,
    /// Check by check.
    pub findings: Vec<Finding>,
}

/// Assesses the evidence about one play.
///
/// One deciding check against the play is enough for a chargeback; without one, a deciding check
/// that says neither leaves it to a person; otherwise the play stands. Rule: POP-06, D-14.
#[must_use]
pub fn assess(kind: DisputeKind, facts: &PlayFacts, sticks: &Yardsticks) -> Assessment {
    let findings: Vec<Finding> = RULES
        .iter()
        .map(|rule| {
            let (verdict, sentence) = look(rule.check, facts, sticks);
            let decides = rule.kinds.contains(&kind);
            Finding { check: rule.check, verdict, decides, sentence }
        })
        .collect();
    let first = |verdict: Verdict| {
        let mut both = RULES.iter().zip(&findings);
        both.find(|(_, found)| found.decides && found.verdict == verdict).map(|(rule, _)| rule)
    };
    let (recommendation, reason) = match (first(Verdict::AgainstThePlay), first(Verdict::Open)) {
        (Some(against), _) => (Advice::Chargeback, Some(against.reason)),
        (None, Some(_)) => (Advice::Person, None),
        (None, None) => (Advice::Reject, None),
    };
    Assessment { recommendation, reason, findings }
}

fn look(check: Check, facts: &PlayFacts, sticks: &Yardsticks) -> (Verdict, String) {
    match check {
        Check::Signature => signature(facts),
        Check::Heartbeat => heartbeat(facts),
        Check::Duplicate => duplicate(facts),
        Check::Screenshot => screenshot(facts),
        Check::Location => location(facts, &sticks.geo),
        Check::Duration => duration(facts, &sticks.duration),
        Check::ScreenshotReused => mark(
            facts.screenshot_reused,
            Verdict::AgainstThePlay,
            "The same screenshot came with another play of this device within 30 days.",
            "No other play of this device came with the same screenshot.",
        ),
        Check::Timing => mark(
            facts.robotic,
            Verdict::Open,
            "The plays of this campaign on the device came like clockwork; a person let them pass.",
            "The times of the plays vary as they do on a real screen.",
        ),
        Check::Frequency => mark(
            facts.frequent,
            Verdict::Open,
            "The device reported more plays in an hour than it should have; a person let them pass.",
            "The device reported no more plays in an hour than it should have.",
        ),
        Check::DeviceLog => device_log(facts),
    }
}

/// A sign that is either there or not.
fn mark(there: bool, then: Verdict, yes: &str, no: &str) -> (Verdict, String) {
    if there { (then, yes.to_owned()) } else { (Verdict::ForThePlay, no.to_owned()) }
}

fn signature(facts: &PlayFacts) -> (Verdict, String) {
    match facts.signature {
        SignatureFact::Holds { version: 1 } => (
            Verdict::ForThePlay,
            "The signature of the device's key holds over campaign, time and screenshot."
                .to_owned(),
        ),
        SignatureFact::Holds { .. } => (
            Verdict::ForThePlay,
            "The signature of the device's key holds over every billed field.".to_owned(),
        ),
        SignatureFact::Fails => {
            (Verdict::AgainstThePlay, "No key of the device signed what is stored.".to_owned())
        }
    }
}

fn heartbeat(facts: &PlayFacts) -> (Verdict, String) {
    let at = facts.played_at;
    match facts.online {
        OnlineFact::Near(run) => (
            Verdict::ForThePlay,
            format!("The device was heard from {} to {} without a gap.", run.first, run.last),
        ),
        OnlineFact::OnlyAtArrival(run) => (
            Verdict::Open,
            format!(
                "No heartbeat within 10 minutes of the play at {at}; the device was back at {} and \
                 sent it from its queue.",
                run.first
            ),
        ),
        OnlineFact::Silent { before, after } => {
            let moment = |at: Option<Timestamp>| {
                at.map_or_else(|| "none that is kept".to_owned(), |at| at.to_string())
            };
            let (before, after) = (moment(before), moment(after));
            let sentence = format!(
                "The device was silent around {at}: last heartbeat before {before}, first after \
                 {after}."
            );
            (Verdict::AgainstThePlay, sentence)
        }
        OnlineFact::Unknown => (
            Verdict::Open,
            format!("Heartbeats around {at} are not kept; when the play arrived there was one."),
        ),
    }
}

fn duplicate(facts: &PlayFacts) -> (Verdict, String) {
    if facts.overlapping.is_empty() {
        let sentence = "No other billed play of the campaign on this device overlaps with it.";
        return (Verdict::ForThePlay, sentence.to_owned());
    }
    let ids: Vec<String> = facts.overlapping.iter().map(ToString::to_string).collect();
    let sentence =
        format!("Other billed plays of the campaign on this device overlap: {}.", ids.join(", "));
    (Verdict::AgainstThePlay, sentence)
}

fn screenshot(facts: &PlayFacts) -> (Verdict, String) {
    match facts.screenshot {
        ScreenshotFact::Intact { bytes } => (
            Verdict::ForThePlay,
            format!("The screenshot is there ({bytes} bytes) and has the signed hash."),
        ),
        ScreenshotFact::Lost => (
            Verdict::Open,
            "The screenshot was uploaded and had the signed hash, but its file is lost or damaged \
             since: that does not count against the supplier."
                .to_owned(),
        ),
        ScreenshotFact::NeverUploaded => (
            Verdict::AgainstThePlay,
            "The screenshot that the device signed was never uploaded: a dispute about the play \
             goes against the supplier."
                .to_owned(),
        ),
        ScreenshotFact::NotKept => (
            Verdict::Open,
            "Screenshots of that time are not kept; only the signed hash is.".to_owned(),
        ),
    }
}

fn location(facts: &PlayFacts, geo: &GeoLimits) -> (Verdict, String) {
    let Some(metres) = facts.distance_m else {
        return (Verdict::Open, "The device sent no place with the play.".to_owned());
    };
    let near = geo.near_m;
    if metres <= near {
        let sentence = format!("Played {metres} m from the store, within its {near} m.");
        (Verdict::ForThePlay, sentence)
    } else {
        let sentence = format!("Played {metres} m from the store, outside its {near} m.");
        (Verdict::AgainstThePlay, sentence)
    }
}

fn duration(facts: &PlayFacts, limits: &DurationLimits) -> (Verdict, String) {
    let (actual, expected) = (facts.actual_seconds, facts.expected_seconds);
    let required = required_seconds(expected, limits);
    let sentence = format!(
        "Shown for {actual} of {expected} s; {required} s ({} %) are needed to bill.",
        limits.min_percent
    );
    let verdict = if actual >= required { Verdict::ForThePlay } else { Verdict::AgainstThePlay };
    (verdict, sentence)
}

fn device_log(facts: &PlayFacts) -> (Verdict, String) {
    let late = facts.received_at.since_ms(facts.played_at).max(0);
    match facts.log_lines {
        0 => (
            Verdict::Open,
            format!(
                "The device uploaded no log lines around the play, which arrived {} after it.",
                span(late)
            ),
        ),
        lines => (
            Verdict::ForThePlay,
            format!("{lines} lines of the device's log lie around the play; a person reads them."),
        ),
    }
}

/// A span in words: seconds, from two minutes on minutes.
fn span(ms: i64) -> String {
    let minutes = ms.div_euclid(MINUTE_MS);
    if minutes >= 2 { format!("{minutes} min") } else { format!("{} s", ms.div_euclid(SECOND_MS)) }
}

#[cfg(test)]
#[path = "assessment_tests.rs"]
mod tests;
