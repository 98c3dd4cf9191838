use CampaignStatus as S;
use PauseReason as P;

use super::*;
use crate::domain::time::{HOUR_MS, MINUTE_MS};

const GRACE_MS: i64 = 5 * MINUTE_MS;

fn at(text: &str) -> Timestamp {
    Timestamp::parse(&format!("2026-02-01T{text}Z")).unwrap()
}

fn start() -> Timestamp {
    at("08:00:00")
}

fn end() -> Timestamp {
    at("23:59:59")
}

/// ACTIVE from 08:00 on, then the given spans.
fn line(spans: &[(&str, StatusSpan)]) -> StatusTimeline {
    let mut line = Timeline::starting(at("01:00:00"), StatusSpan::of(S::Draft));
    line.push(at("02:00:00"), StatusSpan::of(S::Scheduled));
    line.push(start(), StatusSpan::of(S::Active));
    for (from, span) in spans {
        line.push(at(from), *span);
    }
    line
}

/// A play of 30 s that ended at `played_at` and arrived so many milliseconds later.
fn play(played_at: Timestamp, delay_ms: i64) -> PlayTimes {
    PlayTimes {
        started_at: played_at.plus_ms(-30_000),
        played_at,
        received_at: played_at.plus_ms(delay_ms),
    }
}

fn judge(line: &StatusTimeline, play: PlayTimes) -> Result<Running, Refusal> {
    judge_running(line, play, start(), end(), GRACE_MS)
}

const FINE: &str = "fine";
const IN_GRACE: &str = "grace";
const NOT_ACTIVE: &str = "CAMPAIGN_NOT_ACTIVE";
const NO_BUDGET: &str = "INSUFFICIENT_BUDGET";

fn word(verdict: &Result<Running, Refusal>) -> String {
    match verdict {
        Ok(Running { in_grace: false, .. }) => FINE.to_owned(),
        Ok(Running { in_grace: true, .. }) => IN_GRACE.to_owned(),
        Err(refusal) => refusal.code.as_str(),
    }
}

/// The stop comes at 14:30:00 for each reason; the play ends at `played_at`, arrives at
/// `received_at`. Edge case 6 and D-12.
#[test]
fn grace_by_reason() {
    let stops: &[(StatusSpan, &str, &str)] = &[
        (StatusSpan::paused(P::UserRequested), IN_GRACE, NOT_ACTIVE),
        (StatusSpan::paused(P::BudgetExhausted), IN_GRACE, NO_BUDGET),
        (StatusSpan::paused(P::InsufficientBudget), IN_GRACE, NOT_ACTIVE),
        (StatusSpan::paused(P::DevicesOffline), FINE, FINE),
        (StatusSpan::paused(P::PolicyViolation), NOT_ACTIVE, NOT_ACTIVE),
        (StatusSpan::paused(P::AccountSuspended), NOT_ACTIVE, NOT_ACTIVE),
        (StatusSpan::paused(P::NoEligibleStores), NOT_ACTIVE, NOT_ACTIVE),
        (StatusSpan::paused(P::ContentExpired), NOT_ACTIVE, NOT_ACTIVE),
        (StatusSpan::paused(P::EmergencyStop), NOT_ACTIVE, NOT_ACTIVE),
        (StatusSpan::of(S::Cancelled), IN_GRACE, NOT_ACTIVE),
        (
            StatusSpan { status: S::Cancelled, pause_reason: Some(P::AccountSuspended) },
            NOT_ACTIVE,
            NOT_ACTIVE,
        ),
        (StatusSpan::of(S::Completed), IN_GRACE, NOT_ACTIVE),
        (StatusSpan::of(S::Error), NOT_ACTIVE, NOT_ACTIVE),
    ];
    for (span, graced, refused) in stops {
        let line = line(&[("14:30:00", *span)]);
        let table: &[(&str, &str, &str)] = &[
            // played_at, received_at, verdict
            ("14:29:59.999", "14:30:20", FINE),
            ("14:29:59.999", "18:00:00", FINE), // queued: judged as of the play
            ("14:30:00", "14:30:00", graced),
            ("14:30:20", "14:30:20", graced),
            ("14:30:29.999", "14:30:40", graced),
            ("14:30:30", "14:30:30", refused), // started exactly at the stop
            ("14:31:00", "14:31:00", refused),
            ("14:30:20", "14:35:00", graced),
            ("14:30:20", "14:35:00.001", refused),
            ("14:30:20", "15:30:00", refused),
        ];
        for (played_at, received_at, expected) in table {
            let delay_ms = at(received_at).since_ms(at(played_at));
            let verdict = judge(&line, play(at(played_at), delay_ms));
            assert_eq!(word(&verdict), *expected, "{span:?} {played_at} {received_at}");
        }
    }
}

/// Edge case 2: the end date is inclusive, with grace after it, whether or not the job ran.
#[test]
fn the_end_date() {
    let completed = [
        line(&[]),
        line(&[("23:59:59", StatusSpan::of(S::Completed))]),
        line(&[("23:59:59.999", StatusSpan::of(S::Completed))]),
        {
            let mut late_job = line(&[]);
            late_job.push(end().plus_ms(2 * MINUTE_MS), StatusSpan::of(S::Completed));
            late_job
        },
    ];
    let table: &[(i64, i64, &str)] = &[
        // played_at after 23:59:59 in ms, delay in ms, verdict
        (-1, 0, FINE),
        (0, 0, FINE),
        (0, 3 * HOUR_MS, FINE),
        (999, 3 * HOUR_MS, FINE),
        (1_000, 0, IN_GRACE),
        (20_000, 1_000, IN_GRACE),
        (20_000, 4 * MINUTE_MS, IN_GRACE),
        (20_000, 5 * MINUTE_MS, NOT_ACTIVE),
        (30_999, 0, IN_GRACE),
        (31_000, 0, NOT_ACTIVE),
        (HOUR_MS, 0, NOT_ACTIVE),
    ];
    for (number, line) in completed.iter().enumerate() {
        for (after_ms, delay_ms, expected) in table {
            let verdict = judge(line, play(end().plus_ms(*after_ms), *delay_ms));
            assert_eq!(word(&verdict), *expected, "line {number}, {after_ms} ms, {delay_ms} ms");
        }
    }
    let refusal = judge(&completed[0], play(end().plus_ms(HOUR_MS), 0)).unwrap_err();
    assert_eq!(
        refusal.message,
        "Campaign was COMPLETED at 2026-02-02T00:59:59Z, since 2026-02-01T23:59:59Z; \
         the play started at 2026-02-02T00:59:29Z, not before the stop"
    );
}

/// A pause by exhaustion that outlives the end date is no longer a question of budget.
#[test]
fn the_end_comes_before_the_budget() {
    let line = line(&[("14:00:00", StatusSpan::paused(P::BudgetExhausted))]);
    assert_eq!(word(&judge(&line, play(at("14:10:00"), 0))), NO_BUDGET);
    assert_eq!(word(&judge(&line, play(end().plus_ms(HOUR_MS), 0))), NOT_ACTIVE);
}

#[test]
fn before_the_start_and_before_the_campaign() {
    let line = line(&[]);
    let refusal = judge(&line, play(at("07:59:59.999"), 0)).unwrap_err();
    assert_eq!(refusal.code, Code::CampaignNotActive);
    assert_eq!(
        refusal.message,
        "Campaign was SCHEDULED at 2026-02-01T07:59:59.999Z, since 2026-02-01T02:00:00Z; \
         it starts at 2026-02-01T08:00:00Z"
    );
    // An ACTIVE status alone does not make up for the date.
    let early = judge_running(&line, play(at("09:00:00"), 0), at("10:00:00"), end(), GRACE_MS);
    assert_eq!(word(&early), NOT_ACTIVE);
    assert_eq!(word(&judge(&line, play(at("08:00:00"), 0))), FINE);
    let refusal = judge(&line, play(at("00:30:00"), 0)).unwrap_err();
    assert_eq!(refusal.message, "The campaign did not exist at 2026-02-01T00:30:00Z");
    // Late activation: the date has come, the status has not.
    let refusal =
        judge_running(&line, play(at("07:30:00"), 0), at("07:00:00"), end(), GRACE_MS).unwrap_err();
    assert_eq!(refusal.code, Code::CampaignNotActive);
    assert!(refusal.message.ends_with("it had not run before"), "{}", refusal.message);
}

/// Edge cases 12 and 16: what counts is the state as of the play.
#[test]
fn late_arrivals() {
    let line = line(&[
        ("10:00:00", StatusSpan::paused(P::UserRequested)),
        ("11:00:00", StatusSpan::of(S::Active)),
        ("12:00:00", StatusSpan::paused(P::BudgetExhausted)),
        ("13:00:00", StatusSpan::of(S::Active)),
        ("14:00:00", StatusSpan::paused(P::EmergencyStop)),
        ("15:00:00", StatusSpan::of(S::Active)),
        ("16:00:00", StatusSpan::of(S::Cancelled)),
    ]);
    let table: &[(&str, &str)] = &[
        ("09:59:00", FINE),
        ("10:00:10", NOT_ACTIVE),
        ("10:30:00", NOT_ACTIVE),
        ("11:00:00", FINE),
        ("11:30:00", FINE),
        ("12:30:00", NO_BUDGET),
        ("13:30:00", FINE),
        ("14:30:00", NOT_ACTIVE),
        ("15:30:00", FINE),
        ("16:30:00", NOT_ACTIVE),
    ];
    for (played_at, expected) in table {
        let delay_ms = at("17:00:00").since_ms(at(played_at));
        let verdict = judge(&line, play(at(played_at), delay_ms));
        assert_eq!(word(&verdict), *expected, "{played_at}");
    }
}

/// Several stops in a row: the first one counts for the time, the strictest for the grace.
#[test]
fn stops_in_a_row() {
    let user = StatusSpan::paused(P::UserRequested);
    let then_cancelled = line(&[("14:30:00", user), ("14:30:10", StatusSpan::of(S::Cancelled))]);
    let mut late = play(at("14:30:20"), 0);
    assert_eq!(word(&judge(&then_cancelled, late)), IN_GRACE);
    late.received_at = at("14:35:05");
    assert_eq!(word(&judge(&then_cancelled, late)), NOT_ACTIVE);
    let then_emergency =
        line(&[("14:30:00", user), ("14:30:10", StatusSpan::paused(P::EmergencyStop))]);
    assert_eq!(word(&judge(&then_emergency, play(at("14:30:05"), 60_000))), IN_GRACE);
    assert_eq!(word(&judge(&then_emergency, play(at("14:30:10"), 0))), NOT_ACTIVE);
    let emergency_then_cancelled = line(&[
        ("14:30:00", StatusSpan::paused(P::EmergencyStop)),
        ("14:30:10", StatusSpan::of(S::Cancelled)),
    ]);
    assert_eq!(word(&judge(&emergency_then_cancelled, play(at("14:30:20"), 0))), NOT_ACTIVE);
}

/// D-12: the caller learns which exhaustion a play met.
#[test]
fn tells_the_exhaustion() {
    let line = line(&[("14:30:00", StatusSpan::paused(P::BudgetExhausted))]);
    let met = |play| judge(&line, play).unwrap().exhausted_at;
    assert_eq!(met(play(at("14:30:20"), 0)), Some(at("14:30:00")));
    assert_eq!(met(play(at("14:29:50"), 20_000)), Some(at("14:30:00")));
    assert_eq!(met(play(at("14:29:50"), 5_000)), None);
    assert_eq!(met(play(at("13:00:00"), 0)), None);
    // An exhaustion before the play, topped up since, is over.
    let mut topped_up = line.clone();
    topped_up.push(at("15:00:00"), StatusSpan::of(S::Active));
    let later = judge(&topped_up, play(at("15:30:00"), 0)).unwrap();
    assert_eq!(later, Running { in_grace: false, exhausted_at: None });
}

#[test]
fn a_refusal_carries_status_reason_and_time() {
    let line = line(&[("14:30:00", StatusSpan::paused(P::EmergencyStop))]);
    let refusal = judge(&line, play(at("14:30:10"), 0)).unwrap_err();
    assert_eq!(
        refusal.message,
        "Campaign was PAUSED (EMERGENCY_STOP) at 2026-02-01T14:30:10Z, since \
         2026-02-01T14:30:00Z; plays on screen at that moment are not billed"
    );
    assert!(refusal.members().contains(&("pause_reason", Detail::Text("EMERGENCY_STOP".into()))));
    assert!(refusal.members().contains(&("since", Detail::Time(at("14:30:00")))));
}

#[test]
fn rows_keep_the_timeline() {
    let line = line(&[("14:30:00", StatusSpan::paused(P::EmergencyStop))]);
    let row = postcard::to_allocvec(&line).unwrap();
    assert_eq!(postcard::from_bytes::<StatusTimeline>(&row).unwrap(), line);
}
