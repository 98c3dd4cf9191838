//! A campaign's stores, chosen by hand or by criteria. Rule: CAM-07, CAM-11, BLK-01, D-52.

use std::sync::Arc;

use uuid::Uuid;

use super::status::editable;
use crate::{
    config::Settings,
    domain::{
        campaign::{
            estimate::check_against_budget,
            model::Campaign,
            targeting::{
                MAX_STORES, STORE_EDITS, StoreEdit, TargetingCriteria, check_store_change,
            },
        },
        catalog::{Device, DeviceStatus, StoreStatus},
        ids::StoreNo,
        refusal::{Code, Detail, FieldError, Refusal},
        time::Timestamp,
        wording::count,
    },
    engine::{
        actor::AuditDraft,
        command::{Changes, Command, Context, Record},
        forecast::{Forecast, Question, UsableStore},
        live::Live,
    },
};

/// How stores are chosen.
#[derive(Clone, Debug)]
pub enum Choice {
    /// One by one.
    Stores(Vec<Uuid>),
    /// Those that are ACTIVE, have an ACTIVE device and match now.
    Criteria(TargetingCriteria),
}

/// Chooses a campaign's stores. Rule: CAM-07.
#[derive(Clone, Debug)]
pub struct SetTargets {
    /// Campaign.
    pub id: Uuid,
    /// How.
    pub choice: Choice,
}

impl Command for SetTargets {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        let campaign = editable(live, context.actor, self.id)?;
        let (stores, criteria) = match self.choice {
            Choice::Stores(ids) => (by_hand(live, &ids)?, None),
            Choice::Criteria(criteria) => {
                let criteria = criteria.check()?;
                (by_criteria(live, &criteria)?, Some(criteria))
            }
        };
        let status = campaign.status_now();
        let keeps = |store| campaign.block_of(store).is_none();
        check_store_change(status, &campaign.target_stores, &stores, keeps)?;
        let mut next = (*campaign).clone();
        if next.target_stores != stores {
            next.stores_over_time.push(context.now, stores.clone());
        }
        next.target_stores = stores;
        next.targeting_criteria = criteria;
        next.blocked = live.blocks_now(&next, context.now);
        let is_planned = STORE_EDITS.contains(&(status, StoreEdit::Free));
        check_selection(live, context.settings, &next, is_planned, context.now)?;
        next.updated_at = context.now;
        next.revision += 1;
        let mut changes = Changes::default();
        audit(&campaign, &next, &mut changes);
        changes.put(Record::Campaign(Arc::new(next)));
        Ok((changes, campaign.id))
    }
}

fn audit(old: &Campaign, new: &Campaign, changes: &mut Changes) {
    let base = AuditDraft::new("campaign.edit", "campaign", old.id);
    if old.target_stores != new.target_stores {
        let stores = |of: &Campaign| count(of.target_stores.len(), "store", "stores");
        changes.audit(base.clone().change("target_stores", stores(old), stores(new)));
    }
    if old.targeting_criteria != new.targeting_criteria {
        let words = |campaign: &Campaign| {
            let criteria = campaign.targeting_criteria.as_ref();
            let json = criteria.and_then(|criteria| serde_json::to_string(criteria).ok());
            json.unwrap_or_else(|| "by hand".to_owned())
        };
        changes.audit(base.change("targeting_criteria", words(old), words(new)));
    }
}

fn wrong(error: &str, message: String) -> FieldError {
    FieldError { field: "target_stores".to_owned(), error: error.to_owned(), message }
}

fn by_hand(live: &Live, ids: &[Uuid]) -> Result<Vec<StoreNo>, Refusal> {
    if ids.is_empty() {
        let message = "At least 1 target store required".to_owned();
        return Err(Refusal::validation(vec![wrong("MINIMUM", message)]));
    }
    if ids.len() > MAX_STORES {
        let message = format!("Maximum {MAX_STORES} target stores allowed");
        return Err(Refusal::validation(vec![wrong("MAXIMUM", message)]));
    }
    let mut seen = rustc_hash::FxHashSet::default();
    let mut stores = Vec::with_capacity(ids.len());
    let mut unknown = Vec::new();
    for id in ids {
        match live.stores.by_id(*id) {
            Some(store) if seen.insert(store.no) => stores.push(store.no),
            Some(_) => {}
            None => unknown.push(wrong("UNKNOWN", format!("Store {id} not found"))),
        }
    }
    if unknown.is_empty() { Ok(stores) } else { Err(Refusal::validation(unknown)) }
}

fn by_criteria(live: &Live, criteria: &TargetingCriteria) -> Result<Vec<StoreNo>, Refusal> {
    let active = live.stores.iter().filter(|store| {
        store.traits_now().is_some_and(|traits| traits.status == StoreStatus::Active)
    });
    let matching: Vec<StoreNo> =
        active.filter(|store| criteria.matches(store)).map(|store| store.no).collect();
    if matching.is_empty() {
        let message = "No stores match your targeting criteria";
        return Err(Refusal::new(Code::NoEligibleStores, message));
    }
    let usable: Vec<StoreNo> =
        live.usable_stores(&matching).iter().map(|usable| usable.store.no).collect();
    if usable.is_empty() {
        return Err(no_devices());
    }
    if usable.len() > MAX_STORES {
        let message = format!(
            "Maximum {MAX_STORES} target stores allowed; {} match your criteria: narrow them",
            usable.len()
        );
        return Err(Refusal::validation(vec![wrong("MAXIMUM", message)]));
    }
    Ok(usable)
}

fn no_devices() -> Refusal {
    Refusal::new(Code::NoEligibleStores, "Selected stores have no active devices")
}

/// At least one store is left after blocking, and while the campaign is planned its estimated cost
/// stays within 120 % of the budget, as far as dates and budget are known. Rule: CAM-07.
fn check_selection(
    live: &Live,
    settings: &Settings,
    campaign: &Campaign,
    is_planned: bool,
    now: Timestamp,
) -> Result<(), Refusal> {
    if campaign.is_blocked_everywhere() {
        return Err(all_blocked(live, campaign));
    }
    let targets = campaign.target_stores.iter().copied();
    let open: Vec<StoreNo> = targets.filter(|store| campaign.block_of(*store).is_none()).collect();
    if live.usable_stores(&open).is_empty() {
        return Err(no_devices());
    }
    match (live.forecast(settings, campaign, &open, now), campaign.budget) {
        (Some(forecast), Some(budget)) if is_planned => {
            check_against_budget(&forecast.estimate, budget, &settings.estimate_rules())
        }
        _ => Ok(()),
    }
}

fn all_blocked(live: &Live, campaign: &Campaign) -> Refusal {
    let rows = campaign.blocked.iter().filter_map(|block| {
        let store = live.store(block.store)?;
        Some(serde_json::json!({
            "store_id": store.id, "store_name": store.name, "reason": block.reason,
        }))
    });
    let message = "All selected stores blocked by competitor rules";
    Refusal::new(Code::NoEligibleStores, message)
        .with("blocked_stores", Detail::Json(rows.collect()))
}

impl Live {
    /// Those of the stores that are ACTIVE and have an ACTIVE device. Rule: CAM-07.
    #[must_use]
    pub fn usable_stores(&self, stores: &[StoreNo]) -> Vec<UsableStore> {
        let active = |no: &StoreNo| {
            let store = self.store(*no)?;
            let traits = store.traits_now()?;
            (traits.status == StoreStatus::Active).then(|| Arc::clone(store))
        };
        let with_devices = |store: Arc<crate::domain::catalog::Store>| {
            let devices = self.active_devices(store.no);
            (!devices.is_empty()).then_some(UsableStore { store, devices })
        };
        stores.iter().filter_map(active).filter_map(with_devices).collect()
    }

    fn active_devices(&self, store: StoreNo) -> Vec<Arc<Device>> {
        let numbers = self.store_devices.get(&store).into_iter().flatten();
        let devices = numbers.filter_map(|no| self.devices.get(no.0));
        devices.filter(|device| device.status_now() == DeviceStatus::Active).cloned().collect()
    }

    /// What a campaign would deliver on stores from now or its start on; `None` while it has no
    /// dates or where the numbers do not fit. Rule: CAM-07, D-49.
    #[must_use]
    pub fn forecast(
        &self,
        settings: &Settings,
        campaign: &Campaign,
        stores: &[StoreNo],
        now: Timestamp,
    ) -> Option<Forecast> {
        let from = campaign.start_date?.max(now);
        let card = self.rate_cards.at(from);
        let to = campaign.end_date?;
        let assets = campaign.content_assets.iter().filter_map(|no| self.assets.get(no.0));
        let assets: Vec<_> = assets.cloned().collect();
        let question = Question { campaign, from, to, card, settings, assets: &assets };
        question.answer(&self.usable_stores(stores)).ok()
    }
}
