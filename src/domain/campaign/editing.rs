//! What may be edited in which status: the one matrix of fields and statuses. Rule: CAM-11.

use EditRule as R;
use Field as F;
use Move as M;

use super::status::CampaignStatus as S;
use crate::domain::{
    refusal::{Code, Detail, FieldError, Refusal},
    words::words,
};

words! {
    /// A field that an edit may name.
    Field {
        /// Name.
        Name = "name",
        /// Description.
        Description = "description",
        /// Brand.
        BrandName = "brand_name",
        /// Category.
        Category = "category",
        /// Total budget.
        Budget = "budget",
        /// First moment.
        StartDate = "start_date",
        /// Last moment.
        EndDate = "end_date",
        /// Spend limit of a day.
        DailyCap = "daily_cap",
        /// Stores.
        TargetStores = "target_stores",
        /// Assets in rotation order.
        ContentAssets = "content_assets",
        /// 1 to 10.
        Priority = "priority",
        /// Store-local hours.
        Dayparts = "dayparts",
        /// Informational.
        ImpressionGoal = "impression_goal",
    }
}

words! {
    /// What may happen to a field.
    EditRule {
        /// Any valid value.
        Free = "FREE",
        /// Any valid value; the campaign counts as submitted again.
        Resubmits = "RESUBMITS",
        /// A larger value; the difference is held from the wallet.
        IncreaseOnly = "INCREASE_ONLY",
        /// A later moment, with the lead time of a submission.
        DelayOnly = "DELAY_ONLY",
        /// A later moment, while budget remains.
        ExtendOnly = "EXTEND_ONLY",
        /// More stores; only stores that block the campaign leave (rule D-52).
        AddStores = "ADD_STORES",
        /// More approved assets; only assets that no longer play leave.
        AddAssets = "ADD_ASSETS",
        /// Approved assets, added or in place of others (rule D-52).
        ReplaceAssets = "REPLACE_ASSETS",
        /// Nothing.
        ReadOnly = "READ_ONLY",
    }
}

/// What an edit does to the value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Sets a value where none was, or one that is neither more nor less.
    Sets,
    /// A larger amount.
    Raises,
    /// A smaller amount.
    Lowers,
    /// A later moment.
    Postpones,
    /// An earlier moment.
    Advances,
    /// An item joins.
    Adds,
    /// An item leaves.
    Removes,
    /// An item leaves that had no effect: a store that blocks, an asset that no longer plays.
    RemovesIdle,
    /// The same items in another order.
    Reorders,
}

/// The columns of the matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Draft,
    Pending,
    Scheduled,
    Active,
    Paused,
    Completed,
}

/// Status → column; a sub-status TEST is SCHEDULED. Rule: D-41.
const COLUMNS: &[(S, Column)] = &[
    (S::Draft, Column::Draft),
    (S::Rejected, Column::Draft),
    (S::PendingApproval, Column::Pending),
    (S::Scheduled, Column::Scheduled),
    (S::Active, Column::Active),
    (S::Paused, Column::Paused),
    (S::Error, Column::Paused),
    (S::Completed, Column::Completed),
    (S::Cancelled, Column::Completed),
    (S::Expired, Column::Completed),
];

/// DRAFT, PENDING_APPROVAL, SCHEDULED, ACTIVE, PAUSED, COMPLETED.
type Row = [EditRule; 6];

const UNTIL_THE_END: Row = [R::Free, R::Free, R::Free, R::Free, R::Free, R::ReadOnly];
const UNTIL_APPROVED: Row = [R::Free, R::Free, R::ReadOnly, R::ReadOnly, R::ReadOnly, R::ReadOnly];

/// The matrix. A budget is lowered in drafts only (rule D-40); approved assets are replaced while
/// PAUSED, and stores that block leave at any time (rule D-52). Hours and goal, which the seed's
/// matrix does not name, steer delivery as the daily cap does. Rule: CAM-11.
pub const MATRIX: &[(Field, Row)] = &[
    (F::Name, UNTIL_THE_END),
    (F::Description, UNTIL_THE_END),
    (F::BrandName, UNTIL_APPROVED),
    (F::Category, UNTIL_APPROVED),
    (
        F::Budget,
        [R::Free, R::IncreaseOnly, R::IncreaseOnly, R::IncreaseOnly, R::IncreaseOnly, R::ReadOnly],
    ),
    (F::StartDate, [R::Free, R::Free, R::DelayOnly, R::ReadOnly, R::ReadOnly, R::ReadOnly]),
    (F::EndDate, [R::Free, R::Free, R::Free, R::ExtendOnly, R::ExtendOnly, R::ReadOnly]),
    (F::DailyCap, UNTIL_THE_END),
    (F::TargetStores, [R::Free, R::Free, R::AddStores, R::AddStores, R::AddStores, R::ReadOnly]),
    (
        F::ContentAssets,
        [R::Free, R::Resubmits, R::ReadOnly, R::AddAssets, R::ReplaceAssets, R::ReadOnly],
    ),
    (F::Priority, UNTIL_THE_END),
    (F::Dayparts, UNTIL_THE_END),
    (F::ImpressionGoal, UNTIL_THE_END),
];

/// What a rule lets through, and how it is said (after the field's name).
struct Meaning {
    rule: EditRule,
    moves: &'static [Move],
    says: &'static str,
}

const ALL_MOVES: &[Move] = &[
    M::Sets,
    M::Raises,
    M::Lowers,
    M::Postpones,
    M::Advances,
    M::Adds,
    M::Removes,
    M::RemovesIdle,
    M::Reorders,
];

const fn meaning(rule: EditRule, moves: &'static [Move], says: &'static str) -> Meaning {
    Meaning { rule, moves, says }
}

const MEANINGS: &[Meaning] = &[
    meaning(R::Free, ALL_MOVES, "takes any valid value"),
    meaning(R::Resubmits, ALL_MOVES, "takes any valid value, as a new submission"),
    meaning(R::IncreaseOnly, &[M::Raises], "can only be increased"),
    meaning(R::DelayOnly, &[M::Postpones], "can only be moved to a later time"),
    meaning(R::ExtendOnly, &[M::Postpones], "can only be extended"),
    meaning(
        R::AddStores,
        &[M::Adds, M::RemovesIdle],
        "can only be added to; only stores that block the campaign can be removed",
    ),
    meaning(
        R::AddAssets,
        &[M::Adds, M::RemovesIdle],
        "can only be added to; to remove or replace what plays, pause the campaign, edit, resume",
    ),
    meaning(
        R::ReplaceAssets,
        &[M::Adds, M::Removes, M::RemovesIdle, M::Reorders],
        "takes approved assets, added or in place of others",
    ),
    meaning(R::ReadOnly, &[], "is read-only"),
];

impl EditRule {
    fn meaning(self) -> Option<&'static Meaning> {
        MEANINGS.iter().find(|meaning| meaning.rule == self)
    }

    /// Whether the rule lets a move through.
    #[must_use]
    pub fn allows(self, what: Move) -> bool {
        self.meaning().is_some_and(|meaning| meaning.moves.contains(&what))
    }

    /// What is allowed, in words that follow the field's name.
    #[must_use]
    pub fn says(self) -> &'static str {
        self.meaning().map_or("is read-only", |meaning| meaning.says)
    }
}

/// What may happen to a field in a status. Rule: CAM-11, D-41.
#[must_use]
pub fn rule_of(field: Field, status: S) -> EditRule {
    let column = COLUMNS.iter().find(|(of, _)| *of == status).map(|(_, column)| *column as usize);
    let row = MATRIX.iter().find(|(of, _)| *of == field).map(|(_, row)| row);
    row.zip(column).and_then(|(row, column)| row.get(column).copied()).unwrap_or(R::ReadOnly)
}

/// A field that an edit changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which.
    pub field: Field,
    /// What happens to its value.
    pub moves: Vec<Move>,
    /// The value before, as text.
    pub old: String,
    /// The value after, as text.
    pub new: String,
    /// What is told of it in a refusal, such as `1000 → 900`.
    pub shown: String,
}

/// One error for each difference that the matrix does not let through; empty when it lets all.
#[must_use]
pub fn violations(status: S, differences: &[Difference]) -> Vec<FieldError> {
    let refused = differences.iter().filter_map(|difference| {
        let rule = rule_of(difference.field, status);
        let is_fine = difference.moves.iter().all(|what| rule.allows(*what));
        (!is_fine).then(|| FieldError {
            field: difference.field.to_string(),
            error: rule.to_string(),
            message: format!(
                "{} {} while the campaign is {status} ({})",
                difference.field,
                rule.says(),
                difference.shown
            ),
        })
    });
    refused.collect()
}

/// The refusal of an edit: all failing fields, the status, and what each field allows in it.
///
/// Rule: CAM-11.
#[must_use]
pub fn refuse(status: S, fields: Vec<FieldError>) -> Refusal {
    let rules = Field::ALL.iter().map(|field| format!("{field}: {}", rule_of(*field, status)));
    let mut refusal = Refusal::validation(fields);
    refusal.code = Code::FieldNotEditable;
    if refusal.fields.len() > 1 {
        let reasons: Vec<&str> = refusal.fields.iter().map(|one| one.message.as_str()).collect();
        refusal.message = reasons.join("; ");
    }
    refusal
        .with("campaign_status", Detail::Text(status.to_string()))
        .with("allowed", Detail::List(rules.collect()))
}

#[cfg(test)]
#[path = "editing_tests.rs"]
mod tests;
