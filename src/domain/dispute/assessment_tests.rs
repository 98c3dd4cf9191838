//! The table of checks, fact by fact and kind by kind.

use super::*;

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn run(first: &str, last: &str) -> Run {
    Run { first: at(first), last: at(last) }
}

/// A play that nothing speaks against.
fn good() -> PlayFacts {
    PlayFacts {
        played_at: at("2026-02-06T11:30:00Z"),
        received_at: at("2026-02-06T11:30:02Z"),
        signature: SignatureFact::Holds { version: 2 },
        online: OnlineFact::Near(run("2026-02-06T11:00:00Z", "2026-02-06T12:00:00Z")),
        overlapping: Vec::new(),
        screenshot: ScreenshotFact::Intact { bytes: 100_000 },
        screenshot_reused: false,
        distance_m: Some(12),
        expected_seconds: 15,
        actual_seconds: 15,
        robotic: false,
        frequent: false,
        log_lines: 4,
    }
}

use Advice::{Chargeback as C, Person as P, Reject as R};
use ChargebackReason::{DeviceOffline as Off, Duplicate as Dup, ProofInvalid as Bad};

/// What was changed, a word of the finding, and the advice for wrong duration, wrong location, fraud.
type Row = (Check, fn(&mut PlayFacts), &'static str, [(Advice, Option<ChargebackReason>); 3]);

/// All facts that a check can meet.
const ROWS: &[Row] = &[
    (Check::Signature, |_| {}, "every billed field", [(R, None); 3]),
    (
        Check::Signature,
        |facts| facts.signature = SignatureFact::Holds { version: 1 },
        "campaign, time and screenshot",
        [(R, None); 3],
    ),
    (
        Check::Signature,
        |facts| facts.signature = SignatureFact::Fails,
        "No key of the device",
        [(C, Some(Bad)); 3],
    ),
    (
        Check::Heartbeat,
        |facts| facts.online = OnlineFact::Silent { before: None, after: None },
        "silent around 2026-02-06T11:30:00Z: last heartbeat before none that is kept",
        [(C, Some(Off)); 3],
    ),
    (
        Check::Heartbeat,
        |facts| {
            let back = run("2026-02-06T13:00:00Z", "2026-02-06T13:00:00Z");
            facts.online = OnlineFact::OnlyAtArrival(back);
        },
        "was back at 2026-02-06T13:00:00Z",
        [(P, None); 3],
    ),
    (Check::Heartbeat, |f| f.online = OnlineFact::Unknown, "are not kept", [(P, None); 3]),
    (
        Check::Duplicate,
        |facts| facts.overlapping = vec![Uuid::nil()],
        "overlap: 00000000-",
        [(C, Some(Dup)); 3],
    ),
    (
        Check::Screenshot,
        |facts| facts.screenshot = ScreenshotFact::NeverUploaded,
        "never uploaded: a dispute about the play goes against the supplier",
        [(C, Some(Bad)); 3],
    ),
    (
        Check::Screenshot,
        |facts| facts.screenshot = ScreenshotFact::Lost,
        "does not count against the supplier",
        [(P, None); 3],
    ),
    (
        Check::Screenshot,
        |f| f.screenshot = ScreenshotFact::NotKept,
        "only the signed hash",
        [(P, None); 3],
    ),
    (
        Check::ScreenshotReused,
        |facts| facts.screenshot_reused = true,
        "same screenshot came with another play",
        [(R, None), (R, None), (C, Some(Bad))],
    ),
    (
        Check::Location,
        |facts| facts.distance_m = Some(1_000),
        "1000 m from the store, within",
        [(R, None); 3],
    ),
    (
        Check::Location,
        |facts| facts.distance_m = Some(1_001),
        "1001 m from the store, outside its 1000 m",
        [(R, None), (C, Some(Bad)), (C, Some(Bad))],
    ),
    (Check::Location, |f| f.distance_m = None, "sent no place", [(R, None), (P, None), (P, None)]),
    (
        Check::Duration,
        |facts| facts.actual_seconds = 12,
        "12 of 15 s; 12 s (80 %) are needed",
        [(R, None); 3],
    ),
    (
        Check::Duration,
        |facts| facts.actual_seconds = 11,
        "11 of 15 s",
        [(C, Some(Bad)), (R, None), (C, Some(Bad))],
    ),
    (Check::Timing, |f| f.robotic = true, "like clockwork", [(R, None), (R, None), (P, None)]),
    (
        Check::Frequency,
        |f| f.frequent = true,
        "more plays in an hour than",
        [(R, None), (R, None), (P, None)],
    ),
    (
        Check::DeviceLog,
        |facts| facts.log_lines = 0,
        "no log lines around the play, which arrived 2 s after it",
        [(P, None), (R, None), (R, None)],
    ),
];

const KINDS: [DisputeKind; 3] =
    [DisputeKind::WrongDuration, DisputeKind::WrongLocation, DisputeKind::Fraudulent];

/// Rule: POP-06, D-14.
#[test]
fn each_fact_leads_to_its_finding_and_advice() {
    let mut seen = std::collections::BTreeSet::new();
    for (check, change, words, expected) in ROWS {
        seen.insert(*check);
        let mut facts = good();
        change(&mut facts);
        for (kind, advice) in KINDS.into_iter().zip(*expected) {
            let found = assess(kind, &facts, &Yardsticks::default());
            let finding = found.findings.iter().find(|one| one.check == *check).unwrap();
            assert!(finding.sentence.contains(words), "{check}: {}", finding.sentence);
            assert_eq!((found.recommendation, found.reason), advice, "{check} {words} {kind}");
            assert_eq!(found.findings.len(), RULES.len());
        }
    }
    assert_eq!(seen.len(), Check::ALL.len(), "every check has a row");
}

/// Rule: CHB-01: of several contradictions the first of the table gives the reason.
#[test]
fn the_gravest_contradiction_gives_the_reason() {
    let mut facts = good();
    facts.screenshot = ScreenshotFact::NeverUploaded;
    facts.overlapping = vec![Uuid::nil()];
    let kind = DisputeKind::Fraudulent;
    assert_eq!(assess(kind, &facts, &Yardsticks::default()).reason, Some(Dup));
    facts.online = OnlineFact::Silent { before: None, after: None };
    assert_eq!(assess(kind, &facts, &Yardsticks::default()).reason, Some(Off));
    facts.signature = SignatureFact::Fails;
    assert_eq!(assess(kind, &facts, &Yardsticks::default()).reason, Some(Bad));
}

/// Rule: D-03, POP-06: what runs of heartbeats say about a play at 11:30 that arrives at 13:00.
#[test]
fn heartbeats_near_a_play() {
    let cover_ms = 10 * MINUTE_MS;
    let (played_at, received_at) = (at("2026-02-06T11:30:00Z"), at("2026-02-06T13:00:00Z"));
    let around = run("2026-02-06T10:00:00Z", "2026-02-06T12:00:00Z");
    let just_before = run("2026-02-06T09:00:00Z", "2026-02-06T11:20:00Z");
    let too_early = run("2026-02-06T09:00:00Z", "2026-02-06T11:19:59Z");
    let just_after = run("2026-02-06T11:40:00Z", "2026-02-06T11:50:00Z");
    let at_arrival = run("2026-02-06T11:40:01Z", "2026-02-06T13:30:00Z");
    let later = run("2026-02-06T13:00:01Z", "2026-02-06T14:00:00Z");
    for (runs, expected) in [
        (vec![around], OnlineFact::Near(around)),
        (vec![just_before], OnlineFact::Near(just_before)),
        (vec![just_after], OnlineFact::Near(just_after)),
        (vec![too_early, at_arrival], OnlineFact::OnlyAtArrival(at_arrival)),
        (
            vec![later, too_early],
            OnlineFact::Silent { before: Some(too_early.last), after: Some(later.first) },
        ),
        (vec![too_early], OnlineFact::Silent { before: Some(too_early.last), after: None }),
        (vec![later], OnlineFact::Unknown),
        (vec![], OnlineFact::Unknown),
    ] {
        assert_eq!(online_near(&runs, played_at, received_at, cover_ms), expected, "{runs:?}");
    }
}

#[test]
fn spans_are_short() {
    for (ms, text) in [(0, "0 s"), (119_999, "119 s"), (120_000, "2 min"), (7_200_000, "120 min")] {
        assert_eq!(span(ms), text);
    }
}
