//! Warnings about a submission: all of them are collected here, and it goes on once each kind was
//! acknowledged. Rule: CAM-08, CAM-23, CAM-24.

use serde::Serialize;

use super::similar::Similar;
use crate::domain::{
    campaign::warning::WarningCode,
    refusal::{Code, Detail, Refusal},
    wording::listed,
};

/// Something that a submission may have overlooked.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Warning {
    /// Which kind; the word that acknowledges it.
    pub code: WarningCode,
    /// What it is, in words.
    pub message: String,
    /// The case.
    #[serde(flatten)]
    pub details: serde_json::Map<String, serde_json::Value>,
}

/// All warnings about a submission.
#[must_use]
pub fn warnings(similar: &[Similar], schedule: &[Warning]) -> Vec<Warning> {
    let mut found: Vec<Warning> = similar.iter().map(Similar::warning).collect();
    found.extend_from_slice(schedule);
    found
}

/// Refuses while a kind of warning is not acknowledged.
///
/// # Errors
/// `ACKNOWLEDGEMENT_REQUIRED` with all `warnings` and the codes to `acknowledge`;
/// `VALIDATION_FAILED` for an acknowledgement of no known kind.
pub fn require_acknowledged(warnings: &[Warning], acknowledged: &[String]) -> Result<(), Refusal> {
    if let Some(unknown) = acknowledged.iter().find(|word| WarningCode::parse(word).is_none()) {
        let known = listed(WarningCode::ALL, "and");
        let message = format!("No warning is called {unknown}; those that exist are {known}");
        return Err(Refusal::field("acknowledged_warnings", "UNKNOWN", message));
    }
    let is_open = |warning: &&Warning| !acknowledged.iter().any(|a| a == warning.code.as_str());
    let Some(first) = warnings.iter().find(is_open) else { return Ok(()) };
    let mut codes: Vec<String> = warnings.iter().map(|one| one.code.to_string()).collect();
    codes.sort_unstable();
    codes.dedup();
    let open = warnings.iter().filter(is_open).count();
    let more = if open > 1 { format!(" (and {} more)", open - 1) } else { String::new() };
    let message = format!(
        "{}{more}. To go on, submit with acknowledged_warnings: {}",
        first.message,
        codes.join(", ")
    );
    let rows = serde_json::to_value(warnings).unwrap_or_default();
    Err(Refusal::new(Code::AcknowledgementRequired, message)
        .with("warnings", Detail::Json(rows))
        .with("acknowledge", Detail::List(codes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn warning(code: WarningCode, message: &str) -> Warning {
        Warning { code, message: message.to_owned(), details: serde_json::Map::new() }
    }

    /// Rule: CAM-08.
    #[test]
    fn each_kind_is_acknowledged_by_its_word() {
        use WarningCode as C;
        let both = [
            warning(C::SimilarCampaign, "Similar campaign detected: Tết"),
            warning(C::ScheduleConflict, "Vincom is never open then"),
        ];
        let words = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
        let table: &[(&[Warning], &[&str], Option<Code>)] = &[
            (&[], &[], None),
            (&[], &["SIMILAR_CAMPAIGN"], None),
            (&both, &[], Some(Code::AcknowledgementRequired)),
            (&both, &["SIMILAR_CAMPAIGN"], Some(Code::AcknowledgementRequired)),
            (&both, &["SCHEDULE_CONFLICT", "SIMILAR_CAMPAIGN"], None),
            (&both[..1], &["SIMILAR_CAMPAIGN"], None),
            (&both[..1], &["SCHEDULE_CONFLICT"], Some(Code::AcknowledgementRequired)),
            (&[], &["SIMILAR"], Some(Code::ValidationFailed)),
            (&both, &["SIMILAR_CAMPAIGN", ""], Some(Code::ValidationFailed)),
        ];
        for (warnings, acknowledged, expected) in table {
            let result = require_acknowledged(warnings, &words(acknowledged));
            assert_eq!(result.err().map(|refusal| refusal.code), *expected, "{acknowledged:?}");
        }
        let refusal = require_acknowledged(&both, &[]).unwrap_err();
        assert_eq!(
            refusal.message,
            "Similar campaign detected: Tết (and 1 more). To go on, submit with \
             acknowledged_warnings: SCHEDULE_CONFLICT, SIMILAR_CAMPAIGN"
        );
        let members = refusal.members();
        let Detail::Json(rows) = &members[0].1 else { panic!("{members:?}") };
        assert_eq!(rows[0]["code"], "SIMILAR_CAMPAIGN");
        assert_eq!(rows.as_array().map(Vec::len), Some(2));
    }
}
