use super::*;

/// Rows: statuses; columns: actions; a cell is the status afterwards (`-`: refused), with `a/b`
/// the two ways of a fork: for SUBMIT with and without approval, for APPROVE before and after the
/// end, for RESUME before and after the start.
const EXPECTED: &str = "
.         SUBMIT  APPROVE REJECT REQUEST_CHANGES ACTIVATE PAUSE RESUME  AUTO_PAUSE EMERGENCY_STOP CANCEL COMPLETE EXPIRE FAIL_DISTRIBUTION RETRY_DISTRIBUTION EDIT TOP_UP START_TEST
DRAFT     PEN/SCH -       -      -               -        -     -       -          -              CAN    -        -      -                 -                  DRA  -      -
PENDING   -       SCH/COM REJ    DRA             -        -     -       -          -              CAN    -        EXP    -                 -                  PEN  -      -
SCHEDULED -       -       -      -               ACT      -     -       PAU        PAU            CAN    COM      -      ERR               -                  SCH  -      SCH
ACTIVE    -       -       -      -               -        PAU   -       PAU        PAU            CAN    COM      -      ERR               -                  ACT  ACT    -
PAUSED    -       -       -      -               -        -     SCH/ACT PAU        PAU            CAN    COM      -      -                 -                  PAU  PAU    -
ERROR     -       -       -      -               -        PAU   -       PAU        PAU            CAN    COM      -      -                 ACT                ERR  -      -
COMPLETED -       -       -      -               -        -     -       -          -              -      -        -      -                 -                  -    -      -
CANCELLED -       -       -      -               -        -     -       -          -              -      -        -      -                 -                  -    -      -
REJECTED  PEN/SCH -       -      -               -        -     -       -          -              CAN    -        -      -                 -                  REJ  -      -
EXPIRED   -       -       -      -               -        -     -       -          -              -      -        -      -                 -                  -    -      -
";

const BEFORE: Circumstances = Circumstances { needs_approval: true, started: false, ended: false };
const DURING: Circumstances = Circumstances { needs_approval: false, started: true, ended: false };
const AFTER: Circumstances = Circumstances { needs_approval: false, started: true, ended: true };

const fn asker(who: Actor, pause_reason: Option<PauseReason>, case: Circumstances) -> Asker {
    Asker { who, pause_reason, case }
}

/// The table's answer to an administrator.
fn next(
    status: CampaignStatus,
    action: Action,
    case: Circumstances,
) -> Result<CampaignStatus, Refusal> {
    super::next(status, action, asker(Actor::Admin, None, case))
}

fn permit(
    status: CampaignStatus,
    reason: Option<PauseReason>,
    action: Action,
    who: Actor,
) -> Result<(), Refusal> {
    super::permit(status, action, asker(who, reason, BEFORE))
}

fn status_of(prefix: &str) -> CampaignStatus {
    *S::ALL.iter().find(|status| status.as_str().starts_with(prefix)).unwrap()
}

/// Every status with every action. Rule: CAM-03.
#[test]
fn every_pair_does_what_the_table_says() {
    let mut lines = EXPECTED.lines().filter(|line| !line.is_empty());
    let actions: Vec<Action> = lines
        .next()
        .unwrap()
        .split_whitespace()
        .skip(1)
        .map(|word| Action::parse(word).unwrap())
        .collect();
    assert_eq!(actions, Action::ALL);
    let mut pairs = 0;
    for line in lines {
        let mut cells = line.split_whitespace();
        let status = status_of(cells.next().unwrap());
        for (action, cell) in actions.iter().zip(cells) {
            check_pair(status, *action, cell);
            pairs += 1;
        }
    }
    assert_eq!(pairs, S::ALL.len() * Action::ALL.len());
}

fn check_pair(status: CampaignStatus, action: Action, cell: &str) {
    if cell == "-" {
        for case in [BEFORE, DURING, AFTER] {
            let refusal = next(status, action, case).unwrap_err();
            assert_eq!(refusal.code, Code::IllegalTransition);
            assert!(refusal.message.contains(status.as_str()), "{}", refusal.message);
        }
        assert!(!allowed(status).contains(&action));
        return;
    }
    assert!(allowed(status).contains(&action), "{status} {action}");
    let (first, second) = cell.split_once('/').unwrap_or((cell, cell));
    let second_case = if action == A::Approve {
        AFTER
    } else if action == A::StartTest {
        BEFORE
    } else {
        DURING
    };
    assert_eq!(next(status, action, BEFORE), Ok(status_of(first)), "{status} {action}");
    assert_eq!(next(status, action, second_case), Ok(status_of(second)), "{status} {action}");
}

/// No two rows of the table hold at once, and the ways of a fork are open to the same people.
#[test]
fn rows_do_not_overlap() {
    for case in [BEFORE, DURING, AFTER, Circumstances::default()] {
        for status in S::ALL {
            for action in A::ALL {
                let holding = ways(*status, *action).filter(|way| way.when.holds(case)).count();
                assert!(holding <= 1, "{status} {action} {case:?}");
                let first = ways(*status, *action).next();
                assert!(ways(*status, *action).all(|way| Some(way.by) == first.map(|one| one.by)));
            }
        }
    }
}

#[test]
fn terminal_statuses_have_no_way_out_and_others_have() {
    for status in S::ALL {
        assert_eq!(allowed(*status).is_empty(), status.is_terminal(), "{status}");
    }
}

#[test]
fn a_refusal_names_the_status_and_what_is_allowed() {
    let refusal = next(S::Rejected, A::Pause, DURING).unwrap_err();
    assert_eq!(
        refusal.message,
        "A campaign that is REJECTED cannot PAUSE; allowed: SUBMIT, CANCEL, EDIT"
    );
    assert_eq!(
        refusal.members(),
        [
            ("status", Detail::Text("REJECTED".into())),
            ("campaign_status", Detail::Text("REJECTED".into())),
            ("allowed", Detail::List(vec!["SUBMIT".into(), "CANCEL".into(), "EDIT".into()])),
        ]
    );
    let refusal = next(S::Completed, A::Resume, AFTER).unwrap_err();
    assert_eq!(refusal.message, "A campaign that is COMPLETED cannot RESUME: COMPLETED is final");
}

/// What was left behind by time. Rule: CAM-19, BUD-04, D-53, D-58.
#[test]
fn dates_decide() {
    for (status, action) in [
        (S::Paused, A::Resume),
        (S::Paused, A::TopUp),
        (S::Active, A::TopUp),
        (S::Error, A::RetryDistribution),
    ] {
        let refusal = next(status, action, AFTER).unwrap_err();
        assert!(refusal.message.contains("after its end date"), "{}", refusal.message);
        assert!(!refusal.message.contains(&format!("allowed: {action}")));
    }
    assert!(next(S::Scheduled, A::StartTest, DURING).unwrap_err().message.contains("at this time"));
    let moment = Timestamp::from_ms;
    let at = |now| Circumstances::at(moment(now), moment(10), moment(20));
    assert_eq!((at(9).started, at(10).started), (false, true));
    assert_eq!((at(19).ended, at(20).ended), (false, true));
    assert!(at(9).with_approval(true).needs_approval);
}

/// Rule: CAM-03, CAM-12, CAM-20, CAM-27, D-51.
#[test]
fn who_may() {
    use Actor::{Admin, Advertiser, System};
    let table: &[(S, Option<PauseReason>, A, [bool; 3])] = &[
        (S::Draft, None, A::Submit, [true, true, false]),
        (S::PendingApproval, None, A::Approve, [false, true, false]),
        (S::PendingApproval, None, A::Reject, [false, true, false]),
        (S::PendingApproval, None, A::Expire, [false, false, true]),
        (S::Scheduled, None, A::Activate, [false, false, true]),
        (S::Scheduled, None, A::EmergencyStop, [false, true, true]),
        (S::Active, None, A::EmergencyStop, [true, true, true]),
        (S::Active, None, A::Pause, [true, true, false]),
        (S::Active, None, A::AutoPause, [false, true, true]),
        (S::Active, None, A::Complete, [false, false, true]),
        (S::Paused, Some(PauseReason::UserRequested), A::Resume, [true, true, false]),
        (S::Paused, Some(PauseReason::BudgetExhausted), A::Resume, [true, true, true]),
        (S::Paused, Some(PauseReason::InsufficientBudget), A::Resume, [true, true, true]),
        (S::Paused, Some(PauseReason::DevicesOffline), A::Resume, [true, true, true]),
        (S::Paused, Some(PauseReason::PolicyViolation), A::Resume, [false, true, false]),
        (S::Paused, Some(PauseReason::AccountSuspended), A::Resume, [true, true, false]),
        (S::Paused, Some(PauseReason::NoEligibleStores), A::Resume, [true, true, false]),
        (S::Paused, Some(PauseReason::ContentExpired), A::Resume, [true, true, false]),
        (S::Paused, Some(PauseReason::EmergencyStop), A::Resume, [false, true, false]),
        (S::Paused, Some(PauseReason::EmergencyStop), A::Cancel, [true, true, true]),
    ];
    for (status, reason, action, expected) in table {
        let got = [Advertiser, Admin, System]
            .map(|actor| permit(*status, *reason, *action, actor).is_ok());
        assert_eq!(got, *expected, "{status} {reason:?} {action}");
    }
    let reason = Some(PauseReason::EmergencyStop);
    let refusal = permit(S::Paused, reason, A::Resume, Advertiser).unwrap_err();
    assert_eq!(refusal.code, Code::Forbidden);
    assert_eq!(refusal.message, "RESUME of a campaign paused for EMERGENCY_STOP is left to ADMIN");
    let refusal = permit(S::Completed, None, A::Edit, Admin).unwrap_err();
    assert_eq!(refusal.code, Code::IllegalTransition);
    let open = |who| allowed_for(S::Paused, asker(who, reason, DURING));
    assert!(!open(Advertiser).contains(&A::Resume) && open(Admin).contains(&A::Resume));
}

/// Whoever is refused hears what is open to it, and nothing of what others or the clock do.
/// Rule: CAM-03.
#[test]
fn a_refusal_offers_only_what_the_asker_may() {
    use Actor::{Admin, Advertiser, Reviewer};
    let stopped = Some(PauseReason::EmergencyStop);
    type Row = (S, Option<PauseReason>, A, Actor, Circumstances, &'static str);
    let table: &[Row] = &[
        (
            S::Active,
            None,
            A::Resume,
            Advertiser,
            DURING,
            "PAUSE, EMERGENCY_STOP, CANCEL, EDIT, TOP_UP",
        ),
        (
            S::Active,
            None,
            A::Resume,
            Admin,
            DURING,
            "PAUSE, AUTO_PAUSE, EMERGENCY_STOP, CANCEL, EDIT, TOP_UP",
        ),
        (S::Active, None, A::Resume, Advertiser, AFTER, "PAUSE, EMERGENCY_STOP, CANCEL, EDIT"),
        (S::PendingApproval, None, A::Pause, Advertiser, BEFORE, "CANCEL, EDIT"),
        (S::PendingApproval, None, A::Pause, Reviewer, BEFORE, "APPROVE, REJECT, REQUEST_CHANGES"),
        (S::Scheduled, None, A::Resume, Advertiser, BEFORE, "CANCEL, EDIT, START_TEST"),
        (S::Paused, stopped, A::Pause, Advertiser, DURING, "CANCEL, EDIT, TOP_UP"),
        (S::Draft, None, A::Approve, Reviewer, BEFORE, ""),
    ];
    for (status, reason, action, who, case, offered) in table {
        let refusal = super::permit(*status, *action, asker(*who, *reason, *case)).unwrap_err();
        let opening = format!("A campaign that is {status} cannot {action}");
        let ending =
            if offered.is_empty() { String::new() } else { format!("; allowed: {offered}") };
        assert_eq!(refusal.message, format!("{opening}{ending}"));
        let listed = Detail::List(
            offered.split(", ").filter(|one| !one.is_empty()).map(str::to_owned).collect(),
        );
        assert!(refusal.members().contains(&("allowed", listed)), "{refusal:?}");
    }
    for status in S::ALL {
        for who in [Advertiser, Admin, Reviewer] {
            let open = allowed_for(*status, asker(who, None, DURING));
            let by_the_clock = [A::Activate, A::Complete, A::Expire, A::FailDistribution];
            assert!(!open.iter().any(|action| by_the_clock.contains(action)), "{status} {who}");
        }
    }
}

#[test]
fn every_reason_has_its_rule() {
    for reason in PauseReason::ALL {
        assert!(reason.rule().is_some(), "{reason}");
        assert!(reason.resumed_by().contains(&Actor::Admin), "{reason}");
    }
}
