//! Campaigns that ended without a single play: what is known, what it was, what follows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::{
    money::{Amount, Dollars},
    refusal::{Code, FieldError, Refusal},
    time::Timestamp,
    words::words,
};

/// Most characters of findings, a post-mortem or documentation.
const MAX_TEXT: usize = 5000;

words! {
    /// Why a campaign had no plays. Rule: CAM-26.
    Cause {
        /// A: stores or devices were not there; nobody's fault.
        DeviceIssues = "STORE_DEVICE_ISSUES",
        /// B: stores blocked the campaign after its activation.
        BlockingRules = "BLOCKING_RULE_CHANGES",
        /// C: the platform failed.
        PlatformFault = "PLATFORM_FAULT",
        /// D: nobody could have helped it.
        ForceMajeure = "FORCE_MAJEURE",
    }
}

/// What the appliance knows about the run, put together when the case was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Stores that it was meant for.
    pub target_stores: u32,
    /// ACTIVE devices in them.
    pub devices: u32,
    /// Devices that sent a heartbeat since the activation.
    pub devices_heard: u32,
    /// Milliseconds in which it wanted to play.
    pub wanted_ms: i64,
    /// Milliseconds of these without any device online.
    pub offline_ms: i64,
    /// Ads offered to devices.
    pub offers: u64,
    /// Rejected plays by reason.
    pub rejections: BTreeMap<Code, u64>,
    /// Stores that blocked it at the end.
    pub blocked: Vec<BlockedThen>,
    /// Milliseconds by which the activation was late; `None` when it never became active.
    pub late_ms: Option<i64>,
}

/// A store that blocked the campaign at its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockedThen {
    /// Store.
    pub store_id: Uuid,
    /// Its name.
    pub store_name: String,
    /// Which rule, in words.
    pub reason: String,
    /// Whether it did not block at the activation.
    pub since_activation: bool,
}

impl Evidence {
    /// What the evidence speaks for; a person decides.
    ///
    /// All stores blocking: B. No device heard, or none online for most of the time: A. Else devices
    /// were there and nothing came of it, or the appliance never started it: C. Rule: CAM-26.
    #[must_use]
    pub fn suggested_cause(&self, offline_percent: u32) -> Cause {
        let blocked = u32::try_from(self.blocked.len()).unwrap_or(u32::MAX);
        if blocked > 0 && blocked >= self.target_stores {
            return Cause::BlockingRules;
        }
        if self.late_ms.is_none() {
            return Cause::PlatformFault;
        }
        let offline = i128::from(self.offline_ms).saturating_mul(100);
        let limit = i128::from(self.wanted_ms).saturating_mul(i128::from(offline_percent));
        if self.devices_heard == 0 || offline >= limit {
            Cause::DeviceIssues
        } else {
            Cause::PlatformFault
        }
    }
}

/// A case. Rule: CAM-26.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Investigation {
    /// The settlement at which it was opened.
    pub opened_at: Timestamp,
    /// What was given back.
    pub refunded: Amount,
    /// What is known.
    pub evidence: Evidence,
    /// What it speaks for.
    pub suggested_cause: Cause,
    /// What a person found.
    pub resolution: Option<Resolution>,
}

/// The end of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resolution {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: String,
    /// Why there were no plays.
    pub cause: Cause,
    /// What was found.
    pub findings: String,
    /// C: paid by the platform to the advertiser.
    pub service_credit: Option<Amount>,
    /// C: what failed and what was done about it.
    pub post_mortem: Option<String>,
    /// D: for the records.
    pub documentation: Option<String>,
    /// A: the campaign may run again, free of charge.
    pub extension: Option<Extension>,
}

/// The offer to run again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// The draft that was made of it, once accepted.
    pub campaign_id: Option<Uuid>,
    /// When it was accepted.
    pub accepted_at: Option<Timestamp>,
}

/// What a person enters to end a case.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Finding {
    /// Why there were no plays.
    pub cause: Option<Cause>,
    /// What was found, 1 to 5,000 characters.
    pub findings: String,
    /// `PLATFORM_FAULT` alone, and there required: above 0, whole cents, up to the budget.
    pub service_credit: Option<Amount>,
    /// `PLATFORM_FAULT` alone, and there required.
    pub post_mortem: Option<String>,
    /// `FORCE_MAJEURE` alone, and there required.
    pub documentation: Option<String>,
}

impl Finding {
    /// Checks that what the cause asks for is there, and nothing else.
    ///
    /// # Errors
    /// `VALIDATION_FAILED` with all wrong fields. Rule: CAM-26.
    pub fn check(&self, most_credit: Amount) -> Result<Cause, Refusal> {
        let mut wrong = Vec::new();
        if self.cause.is_none() {
            wrong.push(field("cause", "REQUIRED", "Name the cause".to_owned()));
        }
        check_text("findings", Some(&self.findings), true, &mut wrong);
        let fault = self.cause == Some(Cause::PlatformFault);
        let majeure = self.cause == Some(Cause::ForceMajeure);
        check_text("post_mortem", self.post_mortem.as_deref(), fault, &mut wrong);
        check_text("documentation", self.documentation.as_deref(), majeure, &mut wrong);
        self.check_credit(fault, most_credit, &mut wrong);
        match self.cause {
            Some(cause) if wrong.is_empty() => Ok(cause),
            Some(_) | None => Err(Refusal::validation(wrong)),
        }
    }

    fn check_credit(&self, fault: bool, most: Amount, wrong: &mut Vec<FieldError>) {
        let name = "service_credit";
        match self.service_credit {
            None if fault => {
                let message = "A fault of the platform asks for a service credit";
                wrong.push(field(name, "REQUIRED", message.to_owned()));
            }
            Some(_) if !fault => {
                let message = "A service credit goes with PLATFORM_FAULT alone";
                wrong.push(field(name, "NOT_OF_THIS_CAUSE", message.to_owned()));
            }
            Some(credit) if !credit.is_positive() || credit > most || !credit.is_whole_cents() => {
                let message = format!(
                    "A service credit lies above $0.00 and up to {} with 2 decimals, not {}",
                    Dollars(most),
                    credit
                );
                wrong.push(field(name, "RANGE", message));
            }
            Some(_) | None => {}
        }
    }
}

fn check_text(name: &str, text: Option<&str>, wanted: bool, wrong: &mut Vec<FieldError>) {
    let length = text.map_or(0, |text| text.trim().chars().count());
    if wanted && (length == 0 || length > MAX_TEXT) {
        let message = format!("{name} must be 1-{MAX_TEXT} characters for this cause");
        wrong.push(field(name, "LENGTH", message));
    } else if !wanted && text.is_some() {
        let message = format!("{name} does not go with this cause");
        wrong.push(field(name, "NOT_OF_THIS_CAUSE", message));
    }
}

fn field(field: &str, error: &str, message: String) -> FieldError {
    FieldError { field: field.to_owned(), error: error.to_owned(), message }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocked(count: usize) -> Vec<BlockedThen> {
        let one = BlockedThen {
            store_id: Uuid::nil(),
            store_name: "x".to_owned(),
            reason: "y".to_owned(),
            since_activation: true,
        };
        vec![one; count]
    }

    /// Rule: CAM-26.
    #[test]
    fn the_evidence_speaks_for_a_cause() {
        let base = Evidence {
            target_stores: 2,
            devices: 3,
            devices_heard: 2,
            wanted_ms: 1000,
            late_ms: Some(0),
            ..Evidence::default()
        };
        let table = [
            (base.clone(), Cause::PlatformFault),
            (Evidence { offline_ms: 899, ..base.clone() }, Cause::PlatformFault),
            (Evidence { offline_ms: 900, ..base.clone() }, Cause::DeviceIssues),
            (Evidence { devices_heard: 0, ..base.clone() }, Cause::DeviceIssues),
            (Evidence { blocked: blocked(1), ..base.clone() }, Cause::PlatformFault),
            (Evidence { blocked: blocked(2), ..base.clone() }, Cause::BlockingRules),
            (Evidence { late_ms: None, devices_heard: 0, ..base }, Cause::PlatformFault),
        ];
        for (evidence, cause) in table {
            assert_eq!(evidence.suggested_cause(90), cause, "{evidence:?}");
        }
    }

    /// Rule: CAM-26: each cause asks for its own records.
    #[test]
    fn a_cause_asks_for_what_follows_from_it() {
        let text = |text: &str| Some(text.to_owned());
        let credit = |value: &str| Some(Amount::parse(value).unwrap());
        let found = |cause| Finding {
            cause: Some(cause),
            findings: "seen".to_owned(),
            ..Finding::default()
        };
        let fault = Finding {
            service_credit: credit("10"),
            post_mortem: text("why"),
            ..found(Cause::PlatformFault)
        };
        let table: Vec<(Finding, &[&str])> = vec![
            (Finding::default(), &["cause", "findings"]),
            (found(Cause::DeviceIssues), &[]),
            (found(Cause::BlockingRules), &[]),
            (found(Cause::ForceMajeure), &["documentation"]),
            (Finding { documentation: text("storm"), ..found(Cause::ForceMajeure) }, &[]),
            (found(Cause::PlatformFault), &["post_mortem", "service_credit"]),
            (fault.clone(), &[]),
            (Finding { service_credit: credit("100.01"), ..fault.clone() }, &["service_credit"]),
            (Finding { service_credit: credit("0"), ..fault.clone() }, &["service_credit"]),
            (Finding { service_credit: credit("1.005"), ..fault.clone() }, &["service_credit"]),
            (Finding { post_mortem: text("  "), ..fault }, &["post_mortem"]),
            (
                Finding {
                    service_credit: credit("1"),
                    post_mortem: text("x"),
                    documentation: text("y"),
                    ..found(Cause::DeviceIssues)
                },
                &["post_mortem", "documentation", "service_credit"],
            ),
        ];
        for (finding, expected) in table {
            let refused = finding.check(Amount::from_units(100)).err();
            let fields = refused.map(|refusal| refusal.fields).unwrap_or_default();
            let names: Vec<&str> = fields.iter().map(|field| field.field.as_str()).collect();
            assert_eq!(names, *expected, "{finding:?}");
        }
    }
}
