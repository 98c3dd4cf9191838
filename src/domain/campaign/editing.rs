//! What may be edited in which status: one table of fields and statuses.

use EditRule as R;
use Field as F;

use super::status::CampaignStatus;
use crate::domain::{
    refusal::{Code, Detail, FieldError, Refusal},
    words::words,
};

words! {
    /// A field of the edit matrix.
    Field {
        /// Name.
        Name = "name",
        /// Description.
        Description = "description",
        /// Brand.
        BrandName = "brand_name",
        /// Category.
        Category = "category",
        /// Budget.
        Budget = "budget",
        /// First moment.
        StartDate = "start_date",
        /// Last moment.
        EndDate = "end_date",
        /// Spend limit of a UTC day.
        DailyCap = "daily_cap",
        /// Stores.
        TargetStores = "target_stores",
        /// Assets.
        ContentAssets = "content_assets",
        /// Priority.
        Priority = "priority",
        /// Store-local hours.
        Dayparts = "dayparts",
        /// Wanted impressions.
        ImpressionGoal = "impression_goal",
    }
}

/// What a cell of the matrix allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditRule {
    /// Any valid value.
    Edit,
    /// Nothing.
    ReadOnly,
    /// Only up: a larger amount, a later moment, more stores or assets.
    UpOnly,
    /// Any valid value, and the campaign goes back to DRAFT to be submitted again.
    Resubmit,
}

/// Where a new value lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Larger, later, more of the same.
    Up,
    /// Anything else.
    Other,
}

/// The columns: DRAFT, PENDING_APPROVAL, SCHEDULED, ACTIVE, PAUSED, COMPLETED.
type Row = (Field, [EditRule; 6]);

/// The edit matrix (S3, BR-CAMP-EDIT-001 and its footnotes, EDIT-002).
///
/// A budget goes down in DRAFT alone (D-40). REJECTED is edited as DRAFT, TEST as SCHEDULED, ERROR as
/// PAUSED, terminal statuses as COMPLETED (D-41). Assets may be replaced while PAUSED (D-52). Dayparts and the
/// impression goal, which the seed's table lacks, are edited as the daily cap. Rule: CAM-11.
pub const MATRIX: &[Row] = &[
    (F::Name, [R::Edit, R::Edit, R::Edit, R::Edit, R::Edit, R::ReadOnly]),
    (F::Description, [R::Edit, R::Edit, R::Edit, R::Edit, R::Edit, R::ReadOnly]),
    (F::BrandName, [R::Edit, R::Edit, R::ReadOnly, R::ReadOnly, R::ReadOnly, R::ReadOnly]),
    (F::Category, [R::Edit, R::Edit, R::ReadOnly, R::ReadOnly, R::ReadOnly, R::ReadOnly]),
    (F::Budget, [R::Edit, R::UpOnly, R::UpOnly, R::UpOnly, R::UpOnly, R::ReadOnly]),
    (F::StartDate, [R::Edit, R::Edit, R::UpOnly, R::ReadOnly, R::ReadOnly, R::ReadOnly]),
    (F::EndDate, [R::Edit, R::Edit, R::Edit, R::UpOnly, R::UpOnly, R::ReadOnly]),
    (F::DailyCap, [R::Edit, R::Edit, R::Edit, R::Edit, R::Edit, R::ReadOnly]),
    (F::TargetStores, [R::Edit, R::Edit, R::UpOnly, R::UpOnly, R::UpOnly, R::ReadOnly]),
    (F::ContentAssets, [R::Edit, R::Resubmit, R::ReadOnly, R::UpOnly, R::Edit, R::ReadOnly]),
    (F::Priority, [R::Edit, R::Edit, R::Edit, R::Edit, R::Edit, R::ReadOnly]),
    (F::Dayparts, [R::Edit, R::Edit, R::Edit, R::Edit, R::Edit, R::ReadOnly]),
    (F::ImpressionGoal, [R::Edit, R::Edit, R::Edit, R::Edit, R::Edit, R::ReadOnly]),
];

const fn column(status: CampaignStatus) -> usize {
    match status {
        CampaignStatus::Draft | CampaignStatus::Rejected => 0,
        CampaignStatus::PendingApproval => 1,
        CampaignStatus::Scheduled => 2,
        CampaignStatus::Active => 3,
        CampaignStatus::Paused | CampaignStatus::Error => 4,
        CampaignStatus::Completed | CampaignStatus::Cancelled | CampaignStatus::Expired => 5,
    }
}

/// The cell of a field and a status.
#[must_use]
pub fn rule(field: Field, status: CampaignStatus) -> EditRule {
    let row = MATRIX.iter().find(|(of, _)| *of == field);
    row.and_then(|(_, cells)| cells.get(column(status))).copied().unwrap_or(R::ReadOnly)
}

/// What allowed changes ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Outcome {
    /// The campaign must be submitted again.
    pub resubmit: bool,
}

/// Judges the fields that would change, all at once.
///
/// # Errors
/// `FIELD_NOT_EDITABLE` with each refused field, the status and what it allows. Rule: CAM-11.
pub fn judge(status: CampaignStatus, changed: &[(Field, Direction)]) -> Result<Outcome, Refusal> {
    let mut outcome = Outcome::default();
    let mut refused = Vec::new();
    for (field, direction) in changed {
        match (rule(*field, status), direction) {
            (R::Edit, _) | (R::UpOnly, Direction::Up) => {}
            (R::Resubmit, _) => outcome.resubmit = true,
            (cell @ (R::UpOnly | R::ReadOnly), _) => refused.push(FieldError {
                field: field.as_str().to_owned(),
                error: word(cell).to_owned(),
                message: sentence(*field, cell, status),
            }),
        }
    }
    if refused.is_empty() {
        return Ok(outcome);
    }
    let sentences: Vec<&str> = refused.iter().map(|one| one.message.as_str()).collect();
    let editable = Field::ALL.iter().filter(|field| rule(**field, status) != R::ReadOnly);
    let editable: Vec<String> = editable.map(ToString::to_string).collect();
    let mut refusal = Refusal::new(Code::FieldNotEditable, sentences.join("; "))
        .with("status", Detail::Text(status.to_string()))
        .with("editable", Detail::List(editable));
    refusal.fields = refused;
    Err(refusal)
}

const fn word(cell: EditRule) -> &'static str {
    match cell {
        R::UpOnly => "DIRECTION",
        R::Edit | R::ReadOnly | R::Resubmit => "READ_ONLY",
    }
}

fn sentence(field: Field, cell: EditRule, status: CampaignStatus) -> String {
    if cell != R::UpOnly {
        return format!("{field} is read-only while the campaign is {status}");
    }
    let way = match field {
        F::Budget => "be increased",
        F::StartDate => "move to a later moment",
        F::EndDate => "be extended",
        F::TargetStores => "get more stores (a store that blocks the campaign may be removed)",
        F::ContentAssets => "get more approved assets",
        F::Name
        | F::Description
        | F::BrandName
        | F::Category
        | F::DailyCap
        | F::Priority
        | F::Dayparts
        | F::ImpressionGoal => "go up",
    };
    format!("{field} can only {way} while the campaign is {status}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every cell of the seed's table, as its signs say it, and every direction.
    #[test]
    fn every_field_in_every_status_does_what_the_table_says() {
        for field in Field::ALL {
            for status in CampaignStatus::ALL {
                for direction in [Direction::Up, Direction::Other] {
                    let allowed = match (rule(*field, *status), direction) {
                        (R::Edit | R::Resubmit, _) | (R::UpOnly, Direction::Up) => true,
                        (R::UpOnly, Direction::Other) | (R::ReadOnly, _) => false,
                    };
                    let verdict = judge(*status, &[(*field, direction)]);
                    assert_eq!(verdict.is_ok(), allowed, "{field} in {status}, {direction:?}");
                    if let Err(refusal) = verdict {
                        assert_eq!(refusal.code, Code::FieldNotEditable);
                        assert_eq!(refusal.fields.len(), 1);
                        assert!(refusal.message.contains(status.as_str()), "{}", refusal.message);
                    }
                }
            }
        }
    }

    #[test]
    fn the_footnotes_hold() {
        use CampaignStatus as S;
        for (field, status, expected) in [
            (F::Budget, S::Draft, R::Edit),
            (F::Budget, S::PendingApproval, R::UpOnly),
            (F::StartDate, S::Scheduled, R::UpOnly),
            (F::EndDate, S::Scheduled, R::Edit),
            (F::EndDate, S::Active, R::UpOnly),
            (F::TargetStores, S::PendingApproval, R::Edit),
            (F::ContentAssets, S::PendingApproval, R::Resubmit),
            (F::ContentAssets, S::Active, R::UpOnly),
            (F::ContentAssets, S::Paused, R::Edit),
            (F::ContentAssets, S::Scheduled, R::ReadOnly),
            (F::Name, S::Rejected, R::Edit),
            (F::Name, S::Error, R::Edit),
            (F::Name, S::Expired, R::ReadOnly),
        ] {
            assert_eq!(rule(field, status), expected, "{field} in {status}");
        }
        assert_eq!(MATRIX.len(), Field::ALL.len());
    }

    #[test]
    fn all_refused_fields_are_named_at_once() {
        let changed = [
            (F::BrandName, Direction::Other),
            (F::Name, Direction::Other),
            (F::Budget, Direction::Other),
        ];
        let refusal = judge(CampaignStatus::Active, &changed).unwrap_err();
        let fields: Vec<&str> = refusal.fields.iter().map(|one| one.field.as_str()).collect();
        assert_eq!(fields, ["brand_name", "budget"]);
        assert_eq!(
            refusal.message,
            "brand_name is read-only while the campaign is ACTIVE; budget can only be increased \
             while the campaign is ACTIVE"
        );
    }
}
