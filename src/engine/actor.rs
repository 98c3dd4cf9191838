//! Who acts, and what is written down about it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::{
    catalog::{Role, access::Owner},
    ids::Seq,
    refusal::{Code, Refusal},
    time::Timestamp,
    wording::listed,
};

/// How a change came about. Rule: CAM-11 (EDIT-003).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ChangeType {
    /// A person in the UI.
    Manual,
    /// The appliance itself (jobs, rules).
    System,
    /// A program with a token.
    Api,
}

/// Who acts.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// User or token; `None` for the system.
    pub id: Option<Uuid>,
    /// Name for people.
    pub name: String,
    /// What it may do; `None` for the system, which may all.
    pub role: Option<Role>,
    /// What it acts for.
    pub owner: Owner,
    /// Person, program or system.
    pub change_type: ChangeType,
    /// Where the call came from.
    pub ip_address: Option<String>,
}

impl Actor {
    /// The appliance itself.
    #[must_use]
    pub fn system() -> Self {
        Self {
            id: None,
            name: "system".to_owned(),
            role: None,
            owner: Owner::Operator,
            change_type: ChangeType::System,
            ip_address: None,
        }
    }

    /// Whether the actor belongs to the operator.
    #[must_use]
    pub fn is_operator(&self) -> bool {
        self.owner == Owner::Operator
    }

    /// Whether the actor may see what belongs to `owner`.
    #[must_use]
    pub fn sees(&self, owner: Owner) -> bool {
        self.is_operator() || self.owner == owner
    }

    /// Refuses with "not found" what the actor may not see, so that ids are not probed.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn require_sight(&self, owner: Owner, what: &str) -> Result<(), Refusal> {
        if self.sees(owner) { Ok(()) } else { Err(Refusal::not_found(what)) }
    }

    /// Refuses unless the role is among `roles` (the system may all).
    ///
    /// # Errors
    /// `Forbidden`.
    pub fn require_role(&self, roles: &[Role]) -> Result<(), Refusal> {
        match self.role {
            None => Ok(()),
            Some(role) if roles.contains(&role) => Ok(()),
            Some(role) => {
                // Whoever ADMIN lets through lets SUPER_ADMIN through too: naming both says no more.
                let is_told =
                    |one: &&Role| **one != Role::SuperAdmin || !roles.contains(&Role::Admin);
                let names = listed(roles.iter().filter(is_told), "or");
                let message = format!("the role {role} may not do this; it takes {names}");
                Err(Refusal::new(Code::Forbidden, message))
            }
        }
    }
}

/// One thing that somebody did; never changed, kept 7 years. Rule: CAM-11 (EDIT-003), OPS-04.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Place in the order of all entries.
    pub seq: Seq,
    /// When, server clock.
    pub at: Timestamp,
    /// User or token; `None` for the system.
    pub actor_id: Option<Uuid>,
    /// Name for people.
    pub actor: String,
    /// Person, program or system.
    pub change_type: ChangeType,
    /// Where the call came from.
    pub ip_address: Option<String>,
    /// What was done.
    pub what: AuditDraft,
}

/// What was done, before it has a place in the order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuditDraft {
    /// `campaign.submit`, `device.approve`…
    pub action: String,
    /// `campaign`, `device`…
    pub subject: String,
    /// Of the subject.
    pub subject_id: Option<Uuid>,
    /// Field that changed, for edits.
    pub field: Option<String>,
    /// Old value as text.
    pub old_value: Option<String>,
    /// New value as text.
    pub new_value: Option<String>,
    /// Why, if given.
    pub reason: Option<String>,
}

impl AuditDraft {
    /// An entry about a subject.
    #[must_use]
    pub fn new(action: &str, subject: &str, id: Uuid) -> Self {
        Self {
            action: action.to_owned(),
            subject: subject.to_owned(),
            subject_id: Some(id),
            field: None,
            old_value: None,
            new_value: None,
            reason: None,
        }
    }

    /// The same, for one field that changed.
    #[must_use]
    pub fn change(mut self, field: &str, old: impl ToString, new: impl ToString) -> Self {
        self.field = Some(field.to_owned());
        self.old_value = Some(old.to_string());
        self.new_value = Some(new.to_string());
        self
    }

    /// The same, with a reason.
    #[must_use]
    pub fn because(mut self, reason: Option<&str>) -> Self {
        self.reason = reason.map(str::to_owned);
        self
    }
}

/// Whom a notification is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient(pub Owner);

/// A notification, written in the same commit as its cause. Rule: OPS-08.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// Place in the order of all entries.
    pub seq: Seq,
    /// When, server clock.
    pub at: Timestamp,
    /// What it says.
    pub what: NoticeDraft,
    /// When somebody marked it read.
    pub read_at: Option<Timestamp>,
}

/// A notification before it has a place in the order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NoticeDraft {
    /// Whom for.
    pub to: Owner,
    /// Stable word: `CAMPAIGN_SCHEDULED`…
    pub code: String,
    /// Sentence for a person.
    pub message: String,
    /// Subject, if any.
    pub subject_id: Option<Uuid>,
    /// Values for the message of other languages, by name (`domain::notices`).
    pub values: Vec<(String, String)>,
}
