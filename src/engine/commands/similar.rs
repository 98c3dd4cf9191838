//! Campaigns of one advertiser that are much like each other. Source: EC13. Rule: CAM-23.

use std::sync::Arc;

use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    parties::MAX_REASON,
    status::{DECIDERS, visible},
    warnings::Warning,
};
use crate::{
    config::Settings,
    domain::{
        campaign::{
            model::Campaign,
            similarity::{Criterion, Profile},
            status::CampaignStatus,
            warning::{ReviewFlag, WarningCode},
        },
        catalog::access::Owner,
        refusal::{Code, Refusal},
        text,
    },
    engine::{
        actor::AuditDraft,
        command::{Changes, Command, Context, Record},
        live::Live,
    },
};

/// Similar campaigns named in one audit entry at most.
const NAMES_SHOWN: usize = 10;

/// A campaign that was submitted earlier and is much like the one in hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Similar {
    id: Uuid,
    name: String,
    status: CampaignStatus,
    in_common: Vec<Criterion>,
    overlap_percent: u32,
    comparison: Vec<Value>,
}

impl Similar {
    /// The warning, with the two campaigns side by side.
    #[must_use]
    pub fn warning(&self) -> Warning {
        let words: Vec<&str> = self.in_common.iter().map(|what| what.as_str()).collect();
        let details = [
            ("campaign_id", json!(self.id)),
            ("name", json!(self.name)),
            ("status", json!(self.status)),
            ("in_common", json!(words)),
            ("store_overlap_percent", json!(self.overlap_percent)),
            ("comparison", Value::Array(self.comparison.clone())),
        ];
        Warning {
            code: WarningCode::SimilarCampaign,
            message: format!("Similar campaign detected: {}", self.name),
            details: details.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        }
    }
}

/// Whether a campaign was submitted and neither refused nor called off: such ones are compared.
const fn counts(status: CampaignStatus) -> bool {
    use CampaignStatus as S;
    match status {
        S::PendingApproval | S::Scheduled | S::Active | S::Paused | S::Error | S::Completed => true,
        S::Draft | S::Cancelled | S::Rejected | S::Expired => false,
    }
}

/// The advertiser's other campaigns that are much like one, oldest first. Rule: CAM-23.
#[must_use]
pub fn similar(live: &Live, settings: &Settings, campaign: &Campaign) -> Vec<Similar> {
    let limits = &settings.campaign;
    let needed = usize::try_from(limits.similar_criteria).unwrap_or(usize::MAX);
    if needed == 0 {
        return Vec::new();
    }
    let ours = profile(live, campaign);
    let others = live.campaigns.iter().filter(|other| {
        other.advertiser == campaign.advertiser
            && other.no != campaign.no
            && counts(other.status_now())
    });
    let alike = others.filter_map(|other| {
        let theirs = profile(live, other);
        let in_common = ours.in_common(&theirs, limits.similar_overlap_percent);
        (in_common.len() >= needed).then(|| Similar {
            id: other.id,
            name: other.name.clone(),
            status: other.status_now(),
            comparison: compare(live, campaign, other, &in_common),
            overlap_percent: ours.overlap_percent(&theirs),
            in_common,
        })
    });
    alike.collect()
}

fn profile(live: &Live, campaign: &Campaign) -> Profile {
    let assets = campaign.content_assets.iter().filter_map(|no| live.assets.get(no.0));
    Profile::new(
        campaign.brand_name.as_deref(),
        campaign.category,
        &campaign.target_stores,
        assets.map(|asset| asset.sha256).collect(),
        campaign.start_date.zip(campaign.end_date),
    )
}

/// The two campaigns side by side, one row a criterion.
fn compare(live: &Live, ours: &Campaign, theirs: &Campaign, in_common: &[Criterion]) -> Vec<Value> {
    let row = |what: &Criterion| {
        json!({
            "field": what.as_str(),
            "is_common": in_common.contains(what),
            "submitted": shown(live, ours, *what),
            "existing": shown(live, theirs, *what),
        })
    };
    Criterion::ALL.iter().map(row).collect()
}

/// What the table shows of a campaign.
fn shown(live: &Live, campaign: &Campaign, what: Criterion) -> Value {
    match what {
        Criterion::Brand => json!(campaign.brand_name),
        Criterion::Category => json!(campaign.category),
        Criterion::Stores => json!({"count": campaign.target_stores.len()}),
        Criterion::Content => {
            let assets = campaign.content_assets.iter().filter_map(|no| live.assets.get(no.0));
            assets.map(|asset| json!({"id": asset.id, "name": asset.name})).collect()
        }
        Criterion::Dates => json!({"from": campaign.start_date, "to": campaign.end_date}),
    }
}

/// Writes down that near-duplicates were submitted knowingly; from a number on the campaign is
/// flagged and the operator told. Rule: CAM-23.
pub fn note_similar(
    live: &Live,
    settings: &Settings,
    similar: &[Similar],
    next: &mut Campaign,
    changes: &mut Changes,
) {
    next.review_flags.retain(|flag| *flag != ReviewFlag::NearDuplicates);
    if similar.is_empty() {
        return;
    }
    let count = similar.len();
    let names = similar.iter().take(NAMES_SHOWN).map(|one| format!("{} ({})", one.name, one.id));
    let names = names.collect::<Vec<_>>().join(", ");
    let entry = AuditDraft::new("campaign.near_duplicate", "campaign", next.id);
    let reason = format!("{} acknowledged", WarningCode::SimilarCampaign);
    changes.audit(entry.change("similar_campaigns", 0, names).because(Some(&reason)));
    if count <= usize::try_from(settings.campaign.max_similar).unwrap_or(usize::MAX) {
        return;
    }
    next.review_flags.push(ReviewFlag::NearDuplicates);
    let reason = format!("{count} near-duplicates; more than {}", settings.campaign.max_similar);
    let entry = AuditDraft::new("campaign.flag", "campaign", next.id);
    let entry = entry.change("review_flags", "", ReviewFlag::NearDuplicates);
    changes.audit(entry.because(Some(&reason)));
    let advertiser = live.advertisers.get(next.advertiser.0);
    let values = [
        ("advertiser", advertiser.map_or_else(String::new, |row| row.name.clone())),
        ("campaign", next.name.clone()),
        ("count", count.to_string()),
    ];
    changes.tell(Owner::Operator, "NEAR_DUPLICATE_CAMPAIGNS", next.id, &values);
}

/// Takes the flags of a campaign away: a person has looked. Rule: CAM-23.
#[derive(Clone, Debug)]
pub struct ClearFlags {
    /// Campaign.
    pub id: Uuid,
    /// What the person found; required.
    pub reason: String,
}

impl Command for ClearFlags {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        context.actor.require_role(DECIDERS)?;
        let campaign = visible(live, context.actor, self.id)?;
        let message = format!("What you found takes a reason of 1-{MAX_REASON} characters");
        let reason = text::required("reason", &self.reason, MAX_REASON, message)?;
        if campaign.review_flags.is_empty() {
            return Err(Refusal::new(Code::IllegalTransition, "The campaign has no review flags"));
        }
        let mut next = (*campaign).clone();
        next.review_flags.clear();
        next.updated_at = context.now;
        next.revision += 1;
        let words: Vec<&str> = campaign.review_flags.iter().map(|flag| flag.as_str()).collect();
        let entry = AuditDraft::new("campaign.clear_flags", "campaign", campaign.id);
        let mut changes = Changes::default();
        changes.audit(entry.change("review_flags", words.join(", "), "").because(Some(&reason)));
        changes.put(Record::Campaign(Arc::new(next)));
        Ok((changes, campaign.id))
    }
}
