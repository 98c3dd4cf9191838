//! Evidence is collected before the dispute is committed: its files lie on disk first.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    day::{DayMaterial, collect_day},
    facts::{facts_of, yardsticks},
    files::{PlayFile, add_device, add_json, add_play, add_store, folder},
    material::Material,
};
use crate::{
    domain::{
        campaign::model::Campaign,
        dispute::{Advice, Assessment, DisputeKind, EvidenceStage, assess},
        ids::{DeviceNo, StoreNo, SupplierNo},
        pricing::price::PriceSteps,
        refusal::{Code, Detail, Refusal},
        time::{Day, Timestamp},
    },
    engine::{
        commands::disputes::{Collected, CollectedPart},
        plays::price_steps,
        reads::Impression,
    },
    http::{ApiError, AppState, error::ApiResult},
    media::evidence::{EvidenceError, Frame, Pack, PackedPart},
};

/// What evidence is about.
pub enum Matter {
    /// Plays of one campaign.
    Plays(Vec<Impression>),
    /// A day of it.
    Day(Day),
}

/// The dispute that evidence is collected for.
pub struct About {
    /// Its id.
    pub id: Uuid,
    /// What is said to be wrong.
    pub kind: DisputeKind,
    /// Its campaign.
    pub campaign: Arc<Campaign>,
    /// At which step.
    pub stage: EvidenceStage,
    /// Now, server clock.
    pub at: Timestamp,
    /// Plays or day.
    pub matter: Matter,
}

/// A failure of evidence as callers read it: damage is told, other failures are the appliance's.
pub fn failed(error: EvidenceError) -> ApiError {
    match error {
        EvidenceError::Damaged { sha256, missing } => {
            let state = if missing { "missing" } else { "damaged" };
            let message = format!(
                "The stored evidence is {state}: the file {} does not have its hash any more. \
                 Restore it from a backup; the hash in the dispute tells the right one",
                hex::encode(sha256)
            );
            tracing::error!(sha256 = hex::encode(sha256), state, "evidence of a dispute");
            Refusal::new(Code::EvidenceDamaged, message)
                .with("sha256", Detail::Text(hex::encode(sha256)))
                .with("state", Detail::Text(state.to_owned()))
                .into()
        }
        other => ApiError::internal(format!("{other}: {:?}", std::error::Error::source(&other))),
    }
}

/// Collects evidence and keeps its files.
///
/// # Errors
/// A failure of the appliance; no file is left then.
pub async fn collect(state: &AppState, about: About) -> ApiResult<Collected> {
    match about.matter {
        Matter::Plays(_) => collect_plays(state, about).await,
        Matter::Day(day) => {
            let material = collect_day(state, &about.campaign, day).await?;
            on_disk(state, move |state| keep_day(state, &about, &material)).await
        }
    }
}

/// Removes the files of evidence that no dispute took over.
pub async fn discard(state: &AppState, collected: Collected) {
    let removed = on_disk(state, move |state| {
        for part in &collected.parts {
            state.evidence().forget(&part.sha256)?;
        }
        Ok(())
    });
    if let Err(error) = removed.await {
        // The file does no harm: nothing names it.
        tracing::warn!(?error, "evidence of a dispute that was not opened stays on disk");
    }
}

/// Works with files on a thread that may block.
async fn on_disk<T: Send + 'static>(
    state: &AppState,
    work: impl FnOnce(&AppState) -> Result<T, EvidenceError> + Send + 'static,
) -> ApiResult<T> {
    let state = state.clone();
    let working = tokio::task::spawn_blocking(move || work(&state));
    working.await.map_err(ApiError::internal)?.map_err(failed)
}

/// What identifies a part beside its files: two disputes never share one.
fn head(about: &About) -> Value {
    json!({
        "dispute_id": about.id,
        "type": about.kind,
        "stage": about.stage,
        "collected_at": about.at,
        "campaign_id": about.campaign.id,
    })
}

fn add_common(pack: &mut Pack<'_>, about: &About) -> Result<(), EvidenceError> {
    let at = |name: &str| format!("{}/{name}", folder(about.stage));
    add_json(pack, &at("dispute.json"), &head(about))?;
    let campaign = &about.campaign;
    let statuses = campaign.status.iter();
    let statuses = statuses.map(|(from, span)| json!({"from": from, "status": span.status}));
    let facts = json!({
        "id": campaign.id,
        "name": campaign.name,
        "brand_name": campaign.brand_name,
        "category": campaign.category,
        "start_date": campaign.start_date,
        "end_date": campaign.end_date,
        "statuses": statuses.collect::<Vec<Value>>(),
    });
    add_json(pack, &at("campaign.json"), &facts)
}

fn part(supplier: Option<SupplierNo>, packed: PackedPart) -> CollectedPart {
    let PackedPart { sha256, bytes, members } = packed;
    CollectedPart { supplier, sha256, bytes, members }
}

fn keep_day(
    state: &AppState,
    about: &About,
    material: &DayMaterial,
) -> Result<Collected, EvidenceError> {
    let packed = state.evidence().keep(|pack| {
        add_common(pack, about)?;
        material.add(state, pack, about.stage)
    })?;
    Ok(Collected {
        stage: about.stage,
        at: about.at,
        parts: vec![part(None, packed)],
        advice: BTreeMap::new(),
        cause: Some(material.cause()),
    })
}

/// A play with the steps of its price.
type Priced = (Impression, Option<PriceSteps>);

async fn collect_plays(state: &AppState, mut about: About) -> ApiResult<Collected> {
    let Matter::Plays(plays) = std::mem::replace(&mut about.matter, Matter::Plays(Vec::new()))
    else {
        return Err(ApiError::internal("plays are collected for plays"));
    };
    let pricing = state.handle().with_engine(move |engine| {
        let priced = plays.into_iter().map(|play| {
            let steps = price_steps(engine, &play.row);
            (play, steps)
        });
        priced.collect::<Vec<Priced>>()
    });
    let priced = pricing.await?;
    let state = state.clone();
    let working = tokio::task::spawn_blocking(move || {
        let plays: Vec<Impression> = priced.iter().map(|(play, _)| play.clone()).collect();
        let snapshot = state.handle().store().snapshot().map_err(ApiError::internal)?;
        let material = Material::read(&snapshot, &plays, &state.settings().dispute);
        let material = material.map_err(ApiError::internal)?;
        drop(snapshot);
        keep_plays(&state, &about, &material, priced).map_err(failed)
    });
    working.await.map_err(ApiError::internal)?
}

/// Keeps one part for each supplier.
fn keep_plays(
    state: &AppState,
    about: &About,
    material: &Material,
    priced: Vec<Priced>,
) -> Result<Collected, EvidenceError> {
    let mut by_supplier: BTreeMap<SupplierNo, Vec<Priced>> = BTreeMap::new();
    for priced in priced {
        let store = state.views().stores.get(priced.0.row.store.0);
        let supplier = store.map(|store| store.supplier).unwrap_or_default();
        by_supplier.entry(supplier).or_default().push(priced);
    }
    let mut collected = Collected {
        stage: about.stage,
        at: about.at,
        parts: Vec::new(),
        advice: BTreeMap::new(),
        cause: None,
    };
    for (supplier, plays) in by_supplier {
        match keep_supplier(state, about, material, plays, &mut collected) {
            Ok(packed) => collected.parts.push(part(Some(supplier), packed)),
            Err(error) => {
                for part in &collected.parts {
                    state.evidence().forget(&part.sha256)?;
                }
                return Err(error);
            }
        }
    }
    Ok(collected)
}

fn keep_supplier(
    state: &AppState,
    about: &About,
    material: &Material,
    plays: Vec<Priced>,
    collected: &mut Collected,
) -> Result<PackedPart, EvidenceError> {
    state.evidence().keep(|pack| {
        add_common(pack, about)?;
        let mut stores: Vec<StoreNo> = plays.iter().map(|(play, _)| play.row.store).collect();
        let mut devices: Vec<DeviceNo> = plays.iter().map(|(play, _)| play.row.device).collect();
        stores.sort_unstable();
        stores.dedup();
        devices.sort_unstable();
        devices.dedup();
        for store in stores {
            add_store(state, pack, about.stage, store)?;
        }
        for device in devices {
            add_device(state, pack, about.stage, device)?;
        }
        for (play, steps) in plays {
            let frame = state.evidence().screenshot(&play.row)?;
            let assessment = assessment_of(state, about, &play, material, &frame);
            let advice = (assessment.recommendation, assessment.reason);
            collected.advice.insert(play.seq, advice);
            let file = PlayFile { play: &play, steps, frame: &frame, assessment: &assessment };
            add_play(state, pack, about.stage, file, material)?;
        }
        Ok(())
    })
}

fn assessment_of(
    state: &AppState,
    about: &About,
    play: &Impression,
    material: &Material,
    frame: &Frame,
) -> Assessment {
    let facts = facts_of(state, play, material, frame);
    let assessment = assess(about.kind, &facts, &yardsticks(state));
    debug_assert!(assessment.recommendation != Advice::NoChargeback, "days have that advice");
    assessment
}
