//! The status of a campaign and the one table of its changes.

use Action as A;
use CampaignStatus as S;

use crate::domain::{
    refusal::{Code, Detail, Refusal},
    time::Timestamp,
    words::words,
};

words! {
    /// Where a campaign stands. Rule: CAM-03, D-41.
    CampaignStatus {
        /// Being written, not submitted.
        Draft = "DRAFT",
        /// Submitted; a person must look at it.
        PendingApproval = "PENDING_APPROVAL",
        /// Waits for its start date.
        Scheduled = "SCHEDULED",
        /// Serves ads.
        Active = "ACTIVE",
        /// Stopped for a while; `PauseReason` says why.
        Paused = "PAUSED",
        /// Its content could not be distributed.
        Error = "ERROR",
        /// Ended.
        Completed = "COMPLETED",
        /// Ended before its time.
        Cancelled = "CANCELLED",
        /// A person refused it; it can be edited and submitted again.
        Rejected = "REJECTED",
        /// Nobody decided within 30 days.
        Expired = "EXPIRED",
    }
}

words! {
    /// Why a campaign is paused. Rule: CAM-20.
    PauseReason {
        /// The advertiser asked.
        UserRequested = "USER_REQUESTED",
        /// The next play cannot be paid.
        BudgetExhausted = "BUDGET_EXHAUSTED",
        /// At activation there was not enough for one play.
        InsufficientBudget = "INSUFFICIENT_BUDGET",
        /// No device was online for 24 hours.
        DevicesOffline = "DEVICES_OFFLINE",
        /// Against the operator's policy.
        PolicyViolation = "POLICY_VIOLATION",
        /// The advertiser's account is suspended.
        AccountSuspended = "ACCOUNT_SUSPENDED",
        /// Every target store blocks it.
        NoEligibleStores = "NO_ELIGIBLE_STORES",
        /// The licence of its only asset ended.
        ContentExpired = "CONTENT_EXPIRED",
        /// Stopped at once; resumed only after a review.
        EmergencyStop = "EMERGENCY_STOP",
    }
}

words! {
    /// What can be done to a campaign.
    Action {
        /// Submit for running.
        Submit = "SUBMIT",
        /// A person approves.
        Approve = "APPROVE",
        /// A person refuses.
        Reject = "REJECT",
        /// A person asks for changes.
        RequestChanges = "REQUEST_CHANGES",
        /// The start date has come.
        Activate = "ACTIVATE",
        /// A person pauses.
        Pause = "PAUSE",
        /// Run on after a pause.
        Resume = "RESUME",
        /// A rule pauses.
        AutoPause = "AUTO_PAUSE",
        /// Stop at once on all devices.
        EmergencyStop = "EMERGENCY_STOP",
        /// End before its time.
        Cancel = "CANCEL",
        /// The end date has come.
        Complete = "COMPLETE",
        /// Nobody decided in time.
        Expire = "EXPIRE",
        /// The content could not be distributed.
        FailDistribution = "FAIL_DISTRIBUTION",
        /// Try the distribution again.
        RetryDistribution = "RETRY_DISTRIBUTION",
        /// Change fields (the edit matrix says which).
        Edit = "EDIT",
        /// Add budget.
        TopUp = "TOP_UP",
        /// Run in a few stores before the start.
        StartTest = "START_TEST",
    }
}

words! {
    /// Who acts.
    Actor {
        /// The campaign's own advertiser.
        Advertiser = "ADVERTISER",
        /// The operator: an administrator.
        Admin = "ADMIN",
        /// A rule or job of the appliance.
        System = "SYSTEM",
        /// The operator: one who decides approvals.
        Reviewer = "REVIEWER",
    }
}

impl CampaignStatus {
    /// True when nothing can follow. Rule: D-41.
    #[must_use]
    pub const fn is_terminal(self) -> bool {
        matches!(self, Self::Completed | Self::Cancelled | Self::Expired)
    }
}

/// What the choice between two ways depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// A person must approve the submission.
    pub needs_approval: bool,
    /// The start date has come.
    pub started: bool,
    /// The end date has come.
    pub ended: bool,
}

impl Circumstances {
    /// What the clock says about the dates; no approval needed.
    #[must_use]
    pub fn at(now: Timestamp, start_date: Timestamp, end_date: Timestamp) -> Self {
        Self { needs_approval: false, started: now >= start_date, ended: now >= end_date }
    }

    /// The same, with the need for approval.
    #[must_use]
    pub const fn with_approval(mut self, needs_approval: bool) -> Self {
        self.needs_approval = needs_approval;
        self
    }
}

/// When a row of the table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Always.
    Always,
    /// A person must approve.
    NeedsApproval,
    /// Nobody must approve.
    NeedsNoApproval,
    /// Before the start date.
    BeforeStart,
    /// Between start and end.
    Running,
    /// Before the end date.
    BeforeEnd,
    /// Both dates have passed.
    AfterEnd,
}

impl When {
    const fn holds(self, case: Circumstances) -> bool {
        match self {
            Self::Always => true,
            Self::NeedsApproval => case.needs_approval,
            Self::NeedsNoApproval => !case.needs_approval,
            Self::BeforeStart => !case.started && !case.ended,
            Self::Running => case.started && !case.ended,
            Self::BeforeEnd => !case.ended,
            Self::AfterEnd => case.ended,
        }
    }
}

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The status now.
    pub from: CampaignStatus,
    /// What is done.
    pub action: Action,
    /// The circumstances of this row.
    pub when: When,
    /// The status afterwards.
    pub to: CampaignStatus,
    /// Who may.
    pub by: &'static [Actor],
}

const fn row(
    from: CampaignStatus,
    action: Action,
    when: When,
    to: CampaignStatus,
    by: &'static [Actor],
) -> Transition {
    Transition { from, action, when, to, by }
}

const OWNER: &[Actor] = &[Actor::Advertiser, Actor::Admin];
const ADMIN: &[Actor] = &[Actor::Admin];
const DECIDERS: &[Actor] = &[Actor::Admin, Actor::Reviewer];
const SYSTEM: &[Actor] = &[Actor::System];
const STAFF: &[Actor] = &[Actor::Admin, Actor::System];
const ANYONE: &[Actor] = &[Actor::Advertiser, Actor::Admin, Actor::System];

/// The one table of status changes; what it does not hold is refused.
///
/// Rule: CAM-03, CAM-09, CAM-10, CAM-12, CAM-19, CAM-20, CAM-25, D-41, D-53, D-54, D-58.
pub const TRANSITIONS: &[Transition] = &[
    row(S::Draft, A::Submit, When::NeedsApproval, S::PendingApproval, OWNER),
    row(S::Draft, A::Submit, When::NeedsNoApproval, S::Scheduled, OWNER),
    row(S::Draft, A::Cancel, When::Always, S::Cancelled, ANYONE),
    row(S::Draft, A::Edit, When::Always, S::Draft, OWNER),
    row(S::PendingApproval, A::Approve, When::BeforeEnd, S::Scheduled, DECIDERS),
    row(S::PendingApproval, A::Approve, When::AfterEnd, S::Completed, DECIDERS),
    row(S::PendingApproval, A::Reject, When::Always, S::Rejected, DECIDERS),
    row(S::PendingApproval, A::RequestChanges, When::Always, S::Draft, DECIDERS),
    row(S::PendingApproval, A::Cancel, When::Always, S::Cancelled, ANYONE),
    row(S::PendingApproval, A::Expire, When::Always, S::Expired, SYSTEM),
    row(S::PendingApproval, A::Edit, When::Always, S::PendingApproval, OWNER),
    row(S::Scheduled, A::Activate, When::Always, S::Active, SYSTEM),
    row(S::Scheduled, A::AutoPause, When::Always, S::Paused, STAFF),
    row(S::Scheduled, A::EmergencyStop, When::Always, S::Paused, STAFF),
    row(S::Scheduled, A::Cancel, When::Always, S::Cancelled, ANYONE),
    row(S::Scheduled, A::Complete, When::Always, S::Completed, SYSTEM),
    row(S::Scheduled, A::FailDistribution, When::Always, S::Error, SYSTEM),
    row(S::Scheduled, A::Edit, When::Always, S::Scheduled, OWNER),
    row(S::Scheduled, A::StartTest, When::BeforeStart, S::Scheduled, OWNER),
    row(S::Active, A::Pause, When::Always, S::Paused, OWNER),
    row(S::Active, A::AutoPause, When::Always, S::Paused, STAFF),
    row(S::Active, A::EmergencyStop, When::Always, S::Paused, ANYONE),
    row(S::Active, A::Cancel, When::Always, S::Cancelled, ANYONE),
    row(S::Active, A::Complete, When::Always, S::Completed, SYSTEM),
    row(S::Active, A::FailDistribution, When::Always, S::Error, SYSTEM),
    row(S::Active, A::Edit, When::Always, S::Active, OWNER),
    row(S::Active, A::TopUp, When::BeforeEnd, S::Active, OWNER),
    row(S::Paused, A::Resume, When::Running, S::Active, ANYONE),
    row(S::Paused, A::Resume, When::BeforeStart, S::Scheduled, ANYONE),
    row(S::Paused, A::AutoPause, When::Always, S::Paused, STAFF),
    row(S::Paused, A::EmergencyStop, When::Always, S::Paused, STAFF),
    row(S::Paused, A::Cancel, When::Always, S::Cancelled, ANYONE),
    row(S::Paused, A::Complete, When::Always, S::Completed, SYSTEM),
    row(S::Paused, A::Edit, When::Always, S::Paused, OWNER),
    row(S::Paused, A::TopUp, When::BeforeEnd, S::Paused, OWNER),
    row(S::Error, A::Pause, When::Always, S::Paused, OWNER),
    row(S::Error, A::AutoPause, When::Always, S::Paused, STAFF),
    row(S::Error, A::EmergencyStop, When::Always, S::Paused, STAFF),
    row(S::Error, A::Cancel, When::Always, S::Cancelled, ANYONE),
    row(S::Error, A::Complete, When::Always, S::Completed, SYSTEM),
    row(S::Error, A::RetryDistribution, When::BeforeEnd, S::Active, ANYONE),
    row(S::Error, A::Edit, When::Always, S::Error, OWNER),
    row(S::Rejected, A::Submit, When::NeedsApproval, S::PendingApproval, OWNER),
    row(S::Rejected, A::Submit, When::NeedsNoApproval, S::Scheduled, OWNER),
    row(S::Rejected, A::Cancel, When::Always, S::Cancelled, ANYONE),
    row(S::Rejected, A::Edit, When::Always, S::Rejected, OWNER),
];

/// What follows from a pause for its reason.
struct PauseRule {
    reason: PauseReason,
    /// A play that was on screen when the pause came may still be billed.
    honours_plays_under_way: bool,
    resumed_by: &'static [Actor],
}

const fn pause(reason: PauseReason, honours: bool, resumed_by: &'static [Actor]) -> PauseRule {
    PauseRule { reason, honours_plays_under_way: honours, resumed_by }
}

/// Grace and who may resume, by reason. Rule: CAM-12, CAM-20, D-12, D-44, D-51, D-53.
const PAUSES: &[PauseRule] = &[
    pause(PauseReason::UserRequested, true, OWNER),
    pause(PauseReason::BudgetExhausted, true, ANYONE),
    pause(PauseReason::InsufficientBudget, true, ANYONE),
    pause(PauseReason::DevicesOffline, true, ANYONE),
    pause(PauseReason::PolicyViolation, false, ADMIN),
    pause(PauseReason::AccountSuspended, false, OWNER),
    pause(PauseReason::NoEligibleStores, false, OWNER),
    pause(PauseReason::ContentExpired, false, OWNER),
    pause(PauseReason::EmergencyStop, false, ADMIN),
];

impl PauseReason {
    fn rule(self) -> Option<&'static PauseRule> {
        PAUSES.iter().find(|rule| rule.reason == self)
    }

    /// Whether a play that started before such a pause may still be billed. Rule: D-12, D-44.
    #[must_use]
    pub fn honours_plays_under_way(self) -> bool {
        self.rule().is_some_and(|rule| rule.honours_plays_under_way)
    }

    /// Who may resume after such a pause.
    ///
    /// `ACCOUNT_SUSPENDED`: only once the account is ACTIVE again, which the caller checks.
    /// Rule: CAM-19, CAM-20, CAM-27.
    #[must_use]
    pub fn resumed_by(self) -> &'static [Actor] {
        self.rule().map_or(&[], |rule| rule.resumed_by)
    }
}

/// Who asks for an action, and what else decides whether it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asker {
    /// Who.
    pub who: Actor,
    /// Why the campaign is paused, if it is: decides who may resume.
    pub pause_reason: Option<PauseReason>,
    /// What the choice between two ways depends on.
    pub case: Circumstances,
}

/// The status after an action.
///
/// # Errors
/// `ILLEGAL_TRANSITION` with the members `status` and `allowed`. Rule: CAM-03.
pub fn next(
    status: CampaignStatus,
    action: Action,
    asker: Asker,
) -> Result<CampaignStatus, Refusal> {
    ways(status, action)
        .find(|way| way.when.holds(asker.case))
        .map(|way| way.to)
        .ok_or_else(|| illegal(status, action, asker))
}

/// Checks that someone may do an action in a status; the pause's reason decides about RESUME.
///
/// # Errors
/// `ILLEGAL_TRANSITION` where nobody may, `FORBIDDEN` where others may. Rule: CAM-03, CAM-20.
pub fn permit(status: CampaignStatus, action: Action, asker: Asker) -> Result<(), Refusal> {
    let Some(by) = doers(status, action, asker.pause_reason) else {
        return Err(illegal(status, action, asker));
    };
    if by.contains(&asker.who) {
        return Ok(());
    }
    let why = match asker.pause_reason {
        Some(reason) if action == Action::Resume => format!(" paused for {reason}"),
        Some(_) | None => format!(" that is {status}"),
    };
    let names = join(by.iter().map(|one| one.as_str()), " or ");
    Err(Refusal::new(Code::Forbidden, format!("{action} of a campaign{why} is left to {names}"))
        .with("status", Detail::Text(status.to_string())))
}

/// Who may do an action in a status; `None` where nobody may.
fn doers(
    status: CampaignStatus,
    action: Action,
    pause_reason: Option<PauseReason>,
) -> Option<&'static [Actor]> {
    let way = ways(status, action).next()?;
    let resumed_by = pause_reason.filter(|_| action == Action::Resume).map(PauseReason::resumed_by);
    Some(resumed_by.unwrap_or(way.by))
}

/// The actions that the table holds for a status, whoever does them.
#[must_use]
pub fn allowed(status: CampaignStatus) -> Vec<Action> {
    Action::ALL.iter().copied().filter(|action| ways(status, *action).next().is_some()).collect()
}

/// The actions that someone may do in a status now.
#[must_use]
pub fn allowed_for(status: CampaignStatus, asker: Asker) -> Vec<Action> {
    let is_open = |action: &Action| {
        doers(status, *action, asker.pause_reason).is_some_and(|by| by.contains(&asker.who))
            && ways(status, *action).any(|way| way.when.holds(asker.case))
    };
    Action::ALL.iter().copied().filter(is_open).collect()
}

fn ways(status: CampaignStatus, action: Action) -> impl Iterator<Item = &'static Transition> {
    TRANSITIONS.iter().filter(move |way| way.from == status && way.action == action)
}

fn illegal(status: CampaignStatus, action: Action, asker: Asker) -> Refusal {
    let why = match (allowed(status).contains(&action), asker.case.ended) {
        (true, true) => " after its end date",
        (true, false) => " at this time",
        (false, _) => "",
    };
    refuse(status, action.as_str(), why, asker)
}

/// Refuses what was asked in the words of the table: status, what was asked, and what whoever asks
/// may do instead.
///
/// `why` goes on after the word, with its own blank or sign before it; a final status needs none.
/// For what the table does not decide alone. Rule: CAM-03.
#[must_use]
pub fn refuse(status: CampaignStatus, asked: &str, why: &str, asker: Asker) -> Refusal {
    let mut actions = allowed_for(status, asker);
    actions.retain(|one| one.as_str() != asked);
    let names = join(actions.iter().map(|one| one.as_str()), ", ");
    let message = if status.is_terminal() {
        format!("A campaign that is {status} cannot {asked}: {status} is final")
    } else if actions.is_empty() {
        format!("A campaign that is {status} cannot {asked}{why}")
    } else {
        format!("A campaign that is {status} cannot {asked}{why}; allowed: {names}")
    };
    Refusal::new(Code::IllegalTransition, message)
        .with("status", Detail::Text(status.to_string()))
        .with("campaign_status", Detail::Text(status.to_string()))
        .with("allowed", Detail::List(actions.iter().map(ToString::to_string).collect()))
}

fn join<'a>(words: impl Iterator<Item = &'a str>, between: &str) -> String {
    words.collect::<Vec<_>>().join(between)
}

#[cfg(test)]
#[path = "status_tests.rs"]
mod tests;
