//! Emergency stops: who may, for which reasons, how they differ from a pause, what an
//! investigation may find. Rule: CAM-12, D-44, D-59.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::status::CampaignStatus;
use crate::domain::{
    ids::{CampaignNo, DeviceNo, IncidentNo, StopRequestNo, StoreNo, SupplierNo},
    money::Amount,
    refusal::{Code, Detail, FieldError, Refusal},
    text::is_plain_text,
    time::{DAY_MS, HOUR_MS, SECOND_MS, Timestamp},
    words::words,
};

words! {
    /// Why a campaign is stopped at once. Source: BR-CAMP-EMERGENCY-004.
    StopReason {
        /// Content appears in an inappropriate context.
        BrandSafety = "BRAND_SAFETY",
        /// Wrong or corrupted content plays.
        ContentError = "CONTENT_ERROR",
        /// Court order or legal requirement.
        LegalDemand = "LEGAL_DEMAND",
        /// Suspicious activity was detected.
        FraudDetected = "FRAUD_DETECTED",
        /// A security event of the platform.
        SecurityIncident = "SECURITY_INCIDENT",
        /// The advertiser's own emergency; no reason required.
        AdvertiserRequest = "ADVERTISER_REQUEST",
        /// A supplier raised an urgent concern.
        SupplierComplaint = "SUPPLIER_COMPLAINT",
        /// The system malfunctions.
        TechnicalIssue = "TECHNICAL_ISSUE",
        /// Suspicious manipulation of the budget.
        BudgetFraud = "BUDGET_FRAUD",
        /// Anything else, explained in words.
        Other = "OTHER",
    }
}

words! {
    /// Who stops. Source: BR-CAMP-EMERGENCY-001.
    Initiator {
        /// The campaign's own advertiser.
        Advertiser = "ADVERTISER",
        /// The operator.
        Admin = "ADMIN",
        /// The appliance itself.
        System = "SYSTEM",
        /// The owner of a store that shows it.
        Supplier = "SUPPLIER",
    }
}

/// What a reason asks for and who may name it.
#[derive(Clone, Copy, Debug)]
pub struct ReasonRule {
    /// The reason.
    pub reason: StopReason,
    /// `reason_detail` must be there.
    pub needs_detail: bool,
    /// A supplier who names it stops its own stores at once. Rule: D-59.
    pub is_safety: bool,
    /// Who may name it.
    pub by: &'static [Initiator],
}

const EVERYBODY: &[Initiator] = Initiator::ALL;
const NO_SUPPLIER: &[Initiator] = &[Initiator::Advertiser, Initiator::Admin, Initiator::System];
const NO_ADVERTISER: &[Initiator] = &[Initiator::Admin, Initiator::System, Initiator::Supplier];

const fn rule(
    reason: StopReason,
    needs_detail: bool,
    is_safety: bool,
    by: &'static [Initiator],
) -> ReasonRule {
    ReasonRule { reason, needs_detail, is_safety, by }
}

/// All reasons. Rule: CAM-12.
pub const REASONS: &[ReasonRule] = &[
    rule(StopReason::BrandSafety, false, true, EVERYBODY),
    rule(StopReason::ContentError, false, false, EVERYBODY),
    rule(StopReason::LegalDemand, false, true, EVERYBODY),
    rule(StopReason::FraudDetected, false, false, EVERYBODY),
    rule(StopReason::SecurityIncident, false, true, EVERYBODY),
    rule(StopReason::AdvertiserRequest, false, false, NO_SUPPLIER),
    rule(StopReason::SupplierComplaint, false, false, NO_ADVERTISER),
    rule(StopReason::TechnicalIssue, false, false, EVERYBODY),
    rule(StopReason::BudgetFraud, false, false, EVERYBODY),
    rule(StopReason::Other, true, false, EVERYBODY),
];

impl StopReason {
    /// What it asks for.
    #[must_use]
    pub fn rule(self) -> Option<&'static ReasonRule> {
        REASONS.iter().find(|rule| rule.reason == self)
    }

    /// Whether a supplier who names it stops its own stores at once. Rule: D-59.
    #[must_use]
    pub fn is_safety(self) -> bool {
        self.rule().is_some_and(|rule| rule.is_safety)
    }
}

/// One line of the comparison of a pause with an emergency stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What is compared.
    pub aspect: &'static str,
    /// For a pause.
    pub pause: &'static str,
    /// For an emergency stop.
    pub stop: &'static str,
}

const fn difference(aspect: &'static str, pause: &'static str, stop: &'static str) -> Difference {
    Difference { aspect, pause, stop }
}

/// What happens to a play that is on screen.
pub const IN_FLIGHT: Difference = difference("In-flight impressions", "Honored", "Completed only");
/// Who may run it on.
pub const RESUME: Difference = difference("Resume capability", "Immediate", "Requires review");
/// Until when plays bill.
pub const BILLING: Difference = difference("Billing", "Continue 5min", "Stop immediately");

/// Source: BR-CAMP-EMERGENCY-003. Rule: CAM-12, CAM-19, D-44.
pub const DIFFERENCES: [Difference; 8] = [
    difference("Initiation", "User clicks pause", "Emergency button/trigger"),
    difference("Confirmation required", "Yes", "No"),
    difference("Grace period", "5 minutes", "30 seconds"),
    IN_FLIGHT,
    RESUME,
    difference("Notification", "Standard", "Urgent + escalation"),
    difference("Audit level", "Normal", "Enhanced"),
    BILLING,
];

/// The numbers of emergency stops.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EmergencyLimits {
    /// Devices must be dark within so many seconds.
    pub stop_seconds: u32,
    /// The investigation is due after so many hours.
    pub investigation_hours: u32,
    /// Plays of so many days before the stop are frozen: those not paid out yet.
    pub freeze_days: u32,
    /// Links to evidence at most.
    pub max_evidence: u32,
    /// The appliance stops a campaign by itself when so many plays within the window are
    /// suspicious; 0 = never.
    pub fraud_min_plays: u32,
    /// Of all its plays, in percent.
    pub fraud_share_percent: u32,
    /// On so many devices, at most 16.
    pub fraud_min_devices: u32,
    /// Within so many minutes, at most 120, in steps of ten.
    pub fraud_window_minutes: u32,
}

impl Default for EmergencyLimits {
    fn default() -> Self {
        Self {
            stop_seconds: 30,
            investigation_hours: 24,
            freeze_days: 7,
            max_evidence: 20,
            fraud_min_plays: 50,
            fraud_share_percent: 50,
            fraud_min_devices: 3,
            fraud_window_minutes: 60,
        }
    }
}

impl EmergencyLimits {
    /// When all devices must be dark.
    #[must_use]
    pub fn dark_by(&self, stopped_at: Timestamp) -> Timestamp {
        stopped_at.plus_ms(i64::from(self.stop_seconds).saturating_mul(SECOND_MS))
    }

    /// When the investigation is due.
    #[must_use]
    pub fn due_at(&self, stopped_at: Timestamp) -> Timestamp {
        stopped_at.plus_ms(i64::from(self.investigation_hours).saturating_mul(HOUR_MS))
    }

    /// The first moment whose plays are frozen.
    #[must_use]
    pub fn frozen_from(&self, stopped_at: Timestamp) -> Timestamp {
        stopped_at.plus_ms(i64::from(self.freeze_days).saturating_mul(DAY_MS).saturating_neg())
    }
}

/// Most characters of an explanation or of findings.
const MAX_TEXT: usize = 2_000;
/// Most characters of a link.
const MAX_LINK: usize = 2_000;

/// Why somebody stops, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grounds {
    /// The reason.
    pub reason: StopReason,
    /// In words.
    pub detail: Option<String>,
    /// Links to evidence.
    pub evidence_urls: Vec<String>,
}

impl Grounds {
    /// Checks reason, explanation and links for who names them.
    ///
    /// # Errors
    /// `VALIDATION_FAILED` with every field that is wrong; `FORBIDDEN` for a reason of others.
    pub fn check(self, by: Initiator, limits: &EmergencyLimits) -> Result<Self, Refusal> {
        let mut fields = Vec::new();
        let mut wrong = |field: &str, error: &str, message: String| {
            let (field, error) = (field.to_owned(), error.to_owned());
            fields.push(FieldError { field, error, message });
        };
        let detail = self.detail.map(|text| text.trim().to_owned()).filter(|t| !t.is_empty());
        let needs_detail = self.reason.rule().is_some_and(|rule| rule.needs_detail);
        if detail.is_none() && needs_detail {
            let message = format!("reason_detail is required for the reason {}", self.reason);
            wrong("reason_detail", "REQUIRED", message);
        }
        if detail.as_ref().is_some_and(|text| !is_plain_text(text, MAX_TEXT)) {
            let message = format!(
                "reason_detail must be at most {MAX_TEXT} characters, no control characters"
            );
            wrong("reason_detail", "LENGTH", message);
        }
        let most = usize::try_from(limits.max_evidence).unwrap_or(usize::MAX);
        if self.evidence_urls.len() > most {
            let given = self.evidence_urls.len();
            wrong("evidence_urls", "COUNT", format!("At most {most} links, not {given}"));
        }
        if let Some(bad) = self.evidence_urls.iter().find(|url| !is_link(url)) {
            let shown: String = bad.chars().take(60).filter(|c| !c.is_control()).collect();
            let message = format!("Evidence must be http:// or https:// links, not {shown:?}");
            wrong("evidence_urls", "INVALID_URL", message);
        }
        if !fields.is_empty() {
            return Err(Refusal::validation(fields));
        }
        if !self.reason.rule().is_some_and(|rule| rule.by.contains(&by)) {
            let message = format!("The reason {} cannot be named by the {by}", self.reason);
            return Err(Refusal::new(Code::Forbidden, message)
                .with("reason_code", Detail::Text(self.reason.to_string())));
        }
        Ok(Self { detail, ..self })
    }
}

fn is_link(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let has_host = rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'));
    has_host && url.len() <= MAX_LINK && url.chars().all(|c| !c.is_whitespace() && !c.is_control())
}

/// What an investigation found. Source: BR-CAMP-EMERGENCY-005.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
pub enum Outcome {
    /// False alarm: may run on, perhaps with a compensation.
    #[serde(alias = "FALSE_ALARM")]
    A,
    /// Valid concern: the issue is resolved first, perhaps with a new approval of the content.
    #[serde(alias = "VALID_CONCERN")]
    B,
    /// Policy violation: stays paused, formal warning.
    #[serde(alias = "POLICY_VIOLATION")]
    C,
    /// Fraud: the campaign is terminated, the account investigated.
    #[serde(alias = "FRAUD_CONFIRMED")]
    D,
}

impl Outcome {
    /// The seed's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::A => "FALSE_ALARM",
            Self::B => "VALID_CONCERN",
            Self::C => "POLICY_VIOLATION",
            Self::D => "FRAUD_CONFIRMED",
        }
    }

    /// Whether the payouts of the affected plays are free again.
    #[must_use]
    pub const fn frees_payouts(self) -> bool {
        !matches!(self, Self::D)
    }
}

/// How an investigation ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resolution {
    /// What was found.
    pub outcome: Outcome,
    /// In words.
    pub findings: String,
    /// Paid to the advertiser for lost plays (outcome A).
    pub compensation: Option<Amount>,
    /// The content has to be approved again (outcome B).
    pub reapprove_content: bool,
    /// When, server clock.
    pub at: Timestamp,
    /// Who; `None` for the system.
    pub by: Option<Uuid>,
    /// Name for people.
    pub by_name: String,
}

/// A device that could show the campaign when it was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AffectedDevice {
    /// Which.
    pub device: DeviceNo,
    /// Where it stood.
    pub store: StoreNo,
    /// Whether it was online at that moment.
    pub online: bool,
}

/// An emergency stop with its investigation. Rule: CAM-12.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    /// Number inside rows.
    pub no: IncidentNo,
    /// Id for the outside.
    pub id: Uuid,
    /// What was stopped.
    pub campaign: CampaignNo,
    /// Stores of a supplier's own stop; empty where the whole campaign was stopped at once.
    pub stores: Vec<StoreNo>,
    /// Since when the whole campaign is stopped.
    pub campaign_stopped_at: Option<Timestamp>,
    /// Why.
    pub grounds: Grounds,
    /// Who, by kind.
    pub initiator: Initiator,
    /// When, server clock.
    pub stopped_at: Timestamp,
    /// User or token; `None` for the system.
    pub stopped_by: Option<Uuid>,
    /// Name for people.
    pub stopped_by_name: String,
    /// The status before.
    pub status_before: CampaignStatus,
    /// The supplier's request behind it.
    pub request: Option<StopRequestNo>,
    /// Every device that was told to stop.
    pub devices: Vec<AffectedDevice>,
    /// Plays from this moment on are left out of payouts while `frozen`.
    pub frozen_from: Timestamp,
    /// Whether payouts of the affected plays wait.
    pub frozen: bool,
    /// The investigation is due.
    pub due_at: Timestamp,
    /// It was looked whether all devices were dark in time.
    pub dark_checked: bool,
    /// Since when it is overdue and said to be.
    pub overdue_since: Option<Timestamp>,
    /// How it ended.
    pub resolution: Option<Resolution>,
    /// Since when the stores of a supplier's own stop may show the campaign again.
    pub lifted_at: Option<Timestamp>,
}

impl Incident {
    /// Whether the investigation is not over.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.resolution.is_none()
    }

    /// Whether a store was dark for the campaign at a moment by its supplier's own stop.
    /// Rule: D-59.
    #[must_use]
    pub fn stops_store(&self, store: StoreNo, moment: Timestamp) -> bool {
        self.stores.contains(&store)
            && self.stopped_at <= moment
            && self.lifted_at.is_none_or(|lifted| moment < lifted)
    }

    /// Whether payouts of a play wait for the investigation. Rule: CAM-12.
    #[must_use]
    pub fn freezes(&self, store: StoreNo, played_at: Timestamp) -> bool {
        let whole = self.campaign_stopped_at.is_some() || self.stores.is_empty();
        let concerned = whole || self.stores.contains(&store);
        self.frozen && concerned && played_at >= self.frozen_from
    }
}

words! {
    /// How a device stands after a STOP. Silence is never taken for dark.
    DarkState {
        /// It said that it stopped.
        Dark = "DARK",
        /// It said that it could not.
        Failed = "FAILED",
        /// Online, has not answered.
        Waiting = "WAITING",
        /// Offline, has not answered: it may still play.
        Unreachable = "UNREACHABLE",
    }
}

words! {
    /// How a supplier's request stands.
    RequestStatus {
        /// Waits for an administrator.
        Pending = "PENDING",
        /// The whole campaign was stopped.
        Approved = "APPROVED",
        /// It was not.
        Declined = "DECLINED",
    }
}

/// A supplier asks for an emergency stop of a campaign on its stores. Rule: CAM-12, D-59.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StopRequest {
    /// Number inside rows.
    pub no: StopRequestNo,
    /// Id for the outside.
    pub id: Uuid,
    /// Who asks.
    pub supplier: SupplierNo,
    /// What to stop.
    pub campaign: CampaignNo,
    /// The supplier's stores that show it.
    pub stores: Vec<StoreNo>,
    /// Why.
    pub grounds: Grounds,
    /// When, server clock.
    pub created_at: Timestamp,
    /// How it stands.
    pub status: RequestStatus,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// Who decided.
    pub decided_by: Option<Uuid>,
    /// What was said about it.
    pub decision_note: Option<String>,
    /// The incident that came of it.
    pub incident: Option<IncidentNo>,
}

#[cfg(test)]
#[path = "emergency_tests.rs"]
mod tests;
