//! What a submission warns of, all at once, and what is written down once it was acknowledged.
//! Source: EC10, EC13. Rule: CAM-23, CAM-24.

use serde_json::Value;

use super::schedule::{SCHEDULE_CONFLICT, ScheduleWarning, check_schedule};
use crate::{
    domain::{
        campaign::{
            model::Campaign,
            similar::{SIMILAR_CAMPAIGN, Similar, SimilarFlag, find_similar},
        },
        catalog::access::Owner,
        refusal::{Code, Detail, Refusal},
    },
    engine::{
        actor::AuditDraft,
        command::{Changes, Context},
        live::Live,
    },
};

/// What was found and acknowledged.
pub(super) struct Warned {
    schedule: Vec<ScheduleWarning>,
    similar: Similar,
}

/// Collects the warnings about a campaign; those that were not acknowledged are asked about, all in
/// one answer. Rule: CAM-23, CAM-24.
///
/// # Errors
/// `NO_ELIGIBLE_STORES`; `ACKNOWLEDGEMENT_REQUIRED` with `warnings`.
pub(super) fn check_warnings(
    live: &Live,
    context: &Context<'_>,
    campaign: &Campaign,
    acknowledged: &[String],
) -> Result<Warned, Refusal> {
    let (schedule, eligible) = check_schedule(live, campaign, context.now)?;
    let warned = Warned { schedule, similar: similar(live, context, campaign) };
    let asks = |code: &str| !acknowledged.iter().any(|given| given == code);
    let mut sentences = Vec::new();
    let mut warnings = Vec::new();
    if warned.similar.count > 0 && asks(SIMILAR_CAMPAIGN) {
        sentences.push(similar_sentence(&warned.similar));
        let shown = warned.similar.campaigns.iter();
        warnings.extend(shown.filter_map(|one| serde_json::to_value(one).ok()));
    }
    let stores = warned.schedule.len();
    if stores > 0 && asks(SCHEDULE_CONFLICT) {
        sentences.push(format!(
            "{stores} of {eligible} stores are never open during the scheduled hours; remove them \
             or acknowledge {SCHEDULE_CONFLICT}"
        ));
        let stores = warned.schedule.iter();
        warnings.extend(stores.filter_map(|one| serde_json::to_value(one).ok()));
    }
    if sentences.is_empty() {
        return Ok(warned);
    }
    Err(Refusal::new(Code::AcknowledgementRequired, sentences.join(". "))
        .with("similar_count", Detail::Int(i64::from(warned.similar.count)))
        .with("warnings", Detail::Json(Value::Array(warnings))))
}

fn similar(live: &Live, context: &Context<'_>, campaign: &Campaign) -> Similar {
    let others = live.campaigns.iter().map(|other| &**other);
    find_similar(campaign, others, &context.settings.similar, |no| {
        live.assets.get(no.0).map(|asset| asset.name.clone())
    })
}

fn similar_sentence(similar: &Similar) -> String {
    let first = similar.campaigns.first().map_or("", |one| one.campaign_name.as_str());
    let more = match similar.count {
        0 | 1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    format!(
        "Similar campaign detected: {first}{more}; change the campaign or acknowledge \
         {SIMILAR_CAMPAIGN}"
    )
}

impl Warned {
    /// Writes down what was acknowledged; one near-duplicate too many is flagged for the operator.
    /// Rule: CAM-23.
    pub(super) fn record(
        &self,
        live: &Live,
        context: &Context<'_>,
        next: &mut Campaign,
        changes: &mut Changes,
    ) {
        let acknowledged = |code: &str, reason: String| {
            let entry = AuditDraft::new("campaign.acknowledge", "campaign", next.id);
            entry.change("acknowledged_warnings", "", code).because(Some(&reason))
        };
        if !self.schedule.is_empty() {
            let stores = self.schedule.iter().map(|one| one.store_name.as_str());
            let stores = stores.collect::<Vec<_>>().join(", ");
            let reason = format!("Never open during the scheduled hours: {stores}");
            changes.audit(acknowledged(SCHEDULE_CONFLICT, reason));
        }
        if self.similar.count == 0 {
            return;
        }
        let count = self.similar.count;
        let likes = self.similar.campaigns.iter();
        let likes = likes.map(|one| format!("{} ({} of 5)", one.campaign_name, one.matches));
        let likes = likes.collect::<Vec<_>>().join(", ");
        let reason = format!("{count} similar: {likes}");
        changes.audit(acknowledged(SIMILAR_CAMPAIGN, reason));
        if !self.similar.is_flagged(&context.settings.similar) {
            next.lifecycle.similar_flag = None;
            return;
        }
        next.lifecycle.similar_flag = Some(SimilarFlag { at: context.now, count });
        let entry = AuditDraft::new("campaign.flag_similar", "campaign", next.id);
        changes.audit(entry.change("similar_campaigns", "", count));
        let advertiser = live.advertisers.get(next.advertiser.0);
        let values = [
            ("campaign", next.name.clone()),
            ("advertiser", advertiser.map_or_else(String::new, |row| row.name.clone())),
            ("count", count.to_string()),
            ("limit", context.settings.similar.flagged_above.to_string()),
        ];
        changes.tell(Owner::Operator, "MANY_SIMILAR_CAMPAIGNS", next.id, &values);
    }
}
