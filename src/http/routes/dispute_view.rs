//! A dispute as it goes over the wire; a supplier sees what concerns its own plays. Rule: POP-06.

use std::sync::Arc;

use serde::Serialize;
use uuid::Uuid;

use crate::{
    domain::{
        catalog::access::Owner,
        dispute::{
            Advice, ChargebackRate, ChargebackReason, Dispute, DisputeKind, DisputeLimits,
            DisputeOutcome, DisputeStatus, DisputedPlay, SupplierFlag, model::sum,
        },
        ids::SupplierNo,
        money::Amount,
        refusal::Refusal,
        time::{Day, Timestamp},
    },
    engine::actor::Actor,
    http::AppState,
};

/// What the evidence speaks for; a person decides.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct RecommendationView {
    /// The outcome that it speaks for.
    pub outcome: Advice,
    /// The reason of a chargeback.
    pub reason: Option<ChargebackReason>,
}

/// A disputed play.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct DisputedPlayView {
    /// Impression.
    pub impression_id: Uuid,
    /// Device.
    pub device_id: Option<Uuid>,
    /// Store.
    pub store_id: Option<Uuid>,
    /// Owner of the store.
    pub supplier_id: Option<Uuid>,
    /// End of the play, device clock.
    pub played_at: Timestamp,
    /// What it cost.
    pub cost: Amount,
    /// What the evidence speaks for.
    pub recommendation: RecommendationView,
    /// How it ended; absent (null) until then.
    pub outcome: Option<DisputeOutcome>,
}

impl DisputedPlayView {
    fn of(state: &AppState, play: &DisputedPlay) -> Self {
        let views = state.views();
        Self {
            impression_id: play.id,
            device_id: views.devices.get(play.device.0).map(|row| row.id),
            store_id: views.stores.get(play.store.0).map(|row| row.id),
            supplier_id: views.suppliers.get(play.supplier.0).map(|row| row.id),
            played_at: play.played_at,
            cost: play.cost,
            recommendation: RecommendationView {
                outcome: play.advice,
                reason: play.advised_reason,
            },
            outcome: play.outcome,
        }
    }
}

/// How much evidence there is.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct EvidenceView {
    /// Files.
    pub members: u64,
    /// Bytes.
    pub bytes: u64,
    /// When the newest was put together.
    pub collected_at: Timestamp,
}

/// How a dispute ended.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct DisputeEndView {
    /// How; absent (null) when it was withdrawn.
    pub outcome: Option<DisputeOutcome>,
    /// Why money went back.
    pub reason: Option<ChargebackReason>,
    /// What was found; what was said at a withdrawal.
    pub findings: String,
    /// Plays whose money went back.
    pub charged_back: usize,
    /// What these cost.
    pub charged_back_amount: Amount,
    /// Plays that stand.
    pub upheld: usize,
    /// When.
    pub resolved_at: Timestamp,
    /// Who; not for suppliers.
    pub resolved_by_name: Option<String>,
}

/// A dispute without its plays, as lists show it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct DisputeSummary {
    /// Id.
    pub id: Uuid,
    /// Who bought the plays.
    pub advertiser_id: Option<Uuid>,
    /// Campaign.
    pub campaign_id: Option<Uuid>,
    /// UTC day, where plays are missing.
    pub date: Option<Day>,
    /// What is said to be wrong.
    pub r#type: DisputeKind,
    /// The evidence that such a dispute asks for.
    pub evidence_required: String,
    /// In words.
    pub reason: String,
    /// How far it is.
    pub status: DisputeStatus,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Who opened it; not for suppliers.
    pub opened_by_name: Option<String>,
    /// When the investigation began.
    pub investigated_at: Option<Timestamp>,
    /// Who looks into it; not for suppliers.
    pub investigated_by_name: Option<String>,
    /// Plays; a supplier's own.
    pub impressions: usize,
    /// What they cost.
    pub amount: Amount,
    /// What the evidence says about a day, in words.
    pub cause: Option<String>,
    /// How much evidence there is.
    pub evidence: EvidenceView,
    /// How it ended.
    pub resolution: Option<DisputeEndView>,
}

/// A dispute.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct DisputeView {
    /// Everything but its plays.
    #[serde(flatten)]
    pub summary: DisputeSummary,
    /// Its plays; a supplier's own.
    pub plays: Vec<DisputedPlayView>,
}

/// Whose plays of a dispute somebody sees; refused as not found where none.
///
/// # Errors
/// `NOT_FOUND`.
pub fn sight(actor: &Actor, dispute: &Dispute) -> Result<Option<SupplierNo>, Refusal> {
    match actor.owner {
        Owner::Operator => Ok(None),
        Owner::Advertiser(no) if no == dispute.advertiser => Ok(None),
        Owner::Supplier(no) if dispute.plays.iter().any(|play| play.supplier == no) => Ok(Some(no)),
        Owner::Advertiser(_) | Owner::Supplier(_) => Err(Refusal::not_found("Dispute")),
    }
}

impl DisputeSummary {
    /// As somebody sees it who sees all plays (`None`) or those of a supplier.
    pub fn of(state: &AppState, dispute: &Dispute, supplier: Option<SupplierNo>) -> Self {
        let views = state.views();
        let inner = |name: &String| supplier.is_none().then(|| name.clone());
        let investigation = dispute.investigation.as_ref();
        let rule = dispute.kind.rule();
        Self {
            id: dispute.id,
            advertiser_id: views.advertisers.get(dispute.advertiser.0).map(|row| row.id),
            campaign_id: views.campaigns.get(dispute.campaign.0).map(|row| row.id),
            date: dispute.day,
            r#type: dispute.kind,
            evidence_required: rule.map(|rule| rule.evidence.to_owned()).unwrap_or_default(),
            reason: dispute.reason.clone(),
            status: dispute.status,
            opened_at: dispute.opened_at,
            opened_by_name: inner(&dispute.opened_by_name),
            investigated_at: investigation.map(|one| one.at),
            investigated_by_name: investigation.and_then(|one| inner(&one.by_name)),
            impressions: dispute.plays_of(supplier).count(),
            amount: sum(dispute.plays_of(supplier).map(|play| play.cost)),
            cause: dispute.cause.clone(),
            evidence: EvidenceView {
                members: dispute.evidence.members,
                bytes: dispute.evidence.bytes,
                collected_at: dispute.evidence.collected_at,
            },
            resolution: end_of(dispute, supplier),
        }
    }
}

fn end_of(dispute: &Dispute, supplier: Option<SupplierNo>) -> Option<DisputeEndView> {
    let end = dispute.resolution.as_ref()?;
    let back = || dispute.plays_of(supplier).filter(|play| play.is_charged_back());
    let charged_back = back().count();
    Some(DisputeEndView {
        outcome: end.outcome,
        reason: end.reason,
        findings: end.findings.clone(),
        charged_back,
        charged_back_amount: sum(back().map(|play| play.cost)),
        upheld: dispute.plays_of(supplier).count() - charged_back,
        resolved_at: end.at,
        resolved_by_name: supplier.is_none().then(|| end.by_name.clone()),
    })
}

impl DisputeView {
    /// As somebody sees it who sees all plays (`None`) or those of a supplier.
    pub fn of(state: &AppState, dispute: &Dispute, supplier: Option<SupplierNo>) -> Self {
        let plays = dispute.plays_of(supplier);
        Self {
            summary: DisputeSummary::of(state, dispute, supplier),
            plays: plays.map(|play| DisputedPlayView::of(state, play)).collect(),
        }
    }
}

/// How much of a supplier's billed plays was charged back lately, and how much may be. Rule: CHB-01.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ChargebackRateView {
    /// Plays of the last days.
    #[serde(flatten)]
    pub rate: ChargebackRate,
    /// The rate in percent, two decimals, rounded down.
    pub rate_percent: String,
    /// UTC days that are counted, today included.
    pub days: u32,
    /// A supplier is flagged above so many percent.
    pub limit_percent: String,
}

impl ChargebackRateView {
    /// The rate of a supplier by the rules of the appliance.
    pub fn of(rate: ChargebackRate, limits: &DisputeLimits) -> Self {
        let limit = u64::from(limits.flag_rate_permille);
        let limit = ChargebackRate { charged_back: limit, billed: 1_000 };
        Self {
            rate,
            rate_percent: rate.percent(),
            days: limits.flag_days,
            limit_percent: limit.percent(),
        }
    }
}

/// A supplier's flag for too many chargebacks.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ChargebackFlagView {
    /// Since when.
    pub raised_at: Timestamp,
    /// The plays of the last 30 days when it was last looked at.
    #[serde(flatten)]
    pub rate: ChargebackRate,
    /// The rate in percent.
    pub rate_percent: String,
}

impl ChargebackFlagView {
    /// The flag that is on.
    pub fn of(flag: Option<Arc<SupplierFlag>>) -> Option<Self> {
        let flag = flag.filter(|flag| flag.is_raised())?;
        let rate_percent = flag.rate.percent();
        Some(Self { raised_at: flag.raised_at, rate: flag.rate, rate_percent })
    }
}
