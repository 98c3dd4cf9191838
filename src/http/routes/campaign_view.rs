//! A campaign as it goes over the wire, and how its target stores stand.
//! Rule: CAM-01, CAM-07, BLK-01, D-23, D-49.

use std::{collections::BTreeMap, sync::Arc};

use serde::Serialize;
use uuid::Uuid;

use super::campaign_targeting::Criteria;
use crate::{
    domain::{
        campaign::{
            blocks::StoreBlock,
            category::Category,
            editing::{EditRule, Field, rule_of},
            emergency::Incident,
            model::{Campaign, PendingIncrease, PricingMode},
            status::{self, Action, Actor as Who, CampaignStatus, PauseReason},
            test_mode::SubStatus,
            warning::ReviewFlag,
        },
        catalog::{AssetStatus, Device, DeviceStatus, Role, Store, StoreStatus, hours::Daypart},
        ids::{AssetNo, StoreNo},
        money::Amount,
        pricing::price,
        time::Timestamp,
    },
    engine::{
        actor::Actor,
        commands::emergency,
        forecast::UsableStore,
        publish::{CampaignFigures, Views},
    },
    http::AppState,
};

/// How plays of a campaign are priced. Rule: D-27.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CampaignPricing {
    /// By rate card or by contract.
    pub mode: price::PricingMode,
    /// The contract's CPM.
    pub cpm: Option<Amount>,
}

impl From<PricingMode> for CampaignPricing {
    fn from(mode: PricingMode) -> Self {
        match mode {
            PricingMode::RateCard => Self { mode: price::PricingMode::RateCard, cpm: None },
            PricingMode::FixedCpm(cpm) => {
                Self { mode: price::PricingMode::FixedCpm, cpm: Some(cpm) }
            }
        }
    }
}

/// A store by id and name.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct StoreName {
    /// Store.
    pub store_id: Uuid,
    /// Its name.
    pub store_name: String,
}

impl StoreName {
    pub(super) fn of(store: &Store) -> Self {
        Self { store_id: store.id, store_name: store.name.clone() }
    }
}

/// A store that does not show the campaign.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct BlockedStore {
    /// Store.
    pub store_id: Uuid,
    /// Its name.
    pub store_name: String,
    /// Which rule blocks, in words.
    pub reason: String,
}

/// A campaign: every field of the entity, its counters and what the caller may do with it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CampaignView {
    /// Id.
    pub id: Uuid,
    /// The buyer.
    pub advertiser_id: Option<Uuid>,
    /// Name.
    pub name: String,
    /// Description.
    pub description: Option<String>,
    /// Brand.
    pub brand_name: Option<String>,
    /// Category.
    pub category: Option<Category>,
    /// Total budget.
    pub budget: Option<Amount>,
    /// More budget that waits for approval, held from the wallet.
    pub pending_increase: Option<PendingIncrease>,
    /// Charged for billed plays.
    pub spent: Amount,
    /// What can still be spent; before submission the budget.
    pub remaining_budget: Amount,
    /// What waits for reviews.
    pub held_for_review: Amount,
    /// Paid by the platform for billed plays, beside `spent`.
    pub absorbed: Amount,
    /// First moment.
    pub start_date: Option<Timestamp>,
    /// Last moment, inclusive.
    pub end_date: Option<Timestamp>,
    /// Status.
    pub status: CampaignStatus,
    /// What the status alone does not say: `TEST` while a scheduled campaign is tested.
    pub sub_status: Option<SubStatus>,
    /// Why it is paused.
    pub pause_reason: Option<PauseReason>,
    /// Why it was rejected.
    pub rejection_reason: Option<String>,
    /// What a person wished to be changed before approval.
    pub requested_changes: Option<String>,
    /// Chosen stores.
    pub target_stores: Vec<Uuid>,
    /// What the stores were chosen by; `null` = by hand.
    pub targeting_criteria: Option<Criteria>,
    /// Chosen stores that block it now.
    pub blocked_stores: Vec<BlockedStore>,
    /// Assets in rotation order.
    pub content_assets: Vec<Uuid>,
    /// Seconds of one rotation.
    pub total_content_seconds: u32,
    /// 1 to 10.
    pub priority: u8,
    /// Spend limit of a UTC day.
    pub daily_cap: Option<Amount>,
    /// Wished-for plays.
    pub impression_goal: Option<u64>,
    /// Store-local hours; empty = always.
    pub dayparts: Vec<Daypart>,
    /// How plays are priced.
    pub pricing: CampaignPricing,
    /// Creation.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
    /// Submission.
    pub submitted_at: Option<Timestamp>,
    /// First activation.
    pub activated_at: Option<Timestamp>,
    /// Newest pause.
    pub paused_at: Option<Timestamp>,
    /// Newest resume.
    pub resumed_at: Option<Timestamp>,
    /// Newest emergency stop of the whole campaign.
    pub emergency_stopped_at: Option<Timestamp>,
    /// Who stopped it; absent (null) for the system.
    pub emergency_stopped_by: Option<Uuid>,
    /// Its incident.
    pub incident_id: Option<Uuid>,
    /// Completion or cancellation.
    pub completed_at: Option<Timestamp>,
    /// When the rest of the budget was given back.
    pub settled_at: Option<Timestamp>,
    /// What the caller may do now.
    pub allowed_actions: Vec<Action>,
    /// What an edit may do to each field in this status.
    pub edit_rules: BTreeMap<Field, EditRule>,
    /// Why the operator should look at it; empty for others.
    pub review_flags: Vec<ReviewFlag>,
}

/// Renders campaigns for one caller; what all of them need is looked up once.
pub(super) struct Renderer<'a> {
    views: &'a Views,
    actor: &'a Actor,
    now: Timestamp,
    image_seconds: u16,
}

impl<'a> Renderer<'a> {
    /// Gets ready to render.
    pub(super) fn new(state: &'a AppState, actor: &'a Actor) -> Self {
        Self {
            views: state.views(),
            actor,
            now: state.now(),
            image_seconds: state.settings().serving.image_display_seconds,
        }
    }

    /// Renders one.
    pub(super) fn view(&self, campaign: &Campaign) -> CampaignView {
        let views = self.views;
        let figures = views.figures_of(campaign.no);
        let assets: Vec<_> =
            campaign.content_assets.iter().filter_map(|no| views.assets.get(no.0)).collect();
        let seconds = assets.iter().map(|asset| u32::from(asset.play_seconds(self.image_seconds)));
        let stores: Vec<_> = stores_of(views, &campaign.target_stores);
        let stop = views.fleet.newest_incident.pin().get(&campaign.no).copied();
        let stop = stop.and_then(|no| views.fleet.incidents.get(no.0));
        CampaignView {
            id: campaign.id,
            advertiser_id: views.advertisers.get(campaign.advertiser.0).map(|row| row.id),
            name: campaign.name.clone(),
            description: campaign.description.clone(),
            brand_name: campaign.brand_name.clone(),
            category: campaign.category,
            budget: campaign.budget,
            spent: figures.totals.spent,
            remaining_budget: remaining_budget(campaign, &figures),
            held_for_review: figures.held_for_review,
            absorbed: figures.totals.absorbed,
            start_date: campaign.start_date,
            end_date: campaign.end_date,
            status: campaign.status_now(),
            sub_status: campaign.sub_status(),
            pause_reason: campaign.pause_reason(),
            rejection_reason: campaign.rejection_reason.clone(),
            pending_increase: campaign.pending_increase,
            requested_changes: campaign.lifecycle.requested_changes.clone(),
            target_stores: stores.iter().map(|store| store.id).collect(),
            targeting_criteria: campaign.targeting_criteria.as_ref().map(Criteria::from),
            blocked_stores: blocked_stores(views, campaign),
            content_assets: assets.iter().map(|asset| asset.id).collect(),
            total_content_seconds: seconds.sum(),
            priority: campaign.priority_now(),
            daily_cap: campaign.daily_cap,
            impression_goal: campaign.impression_goal,
            dayparts: campaign.dayparts.clone(),
            pricing: campaign.pricing_at(self.now).into(),
            created_at: campaign.created_at,
            updated_at: campaign.updated_at,
            submitted_at: campaign.submitted_at,
            activated_at: campaign.activated_at,
            paused_at: campaign.paused_at,
            resumed_at: campaign.resumed_at,
            emergency_stopped_at: stop.as_ref().and_then(|stop| stop.campaign_stopped_at),
            emergency_stopped_by: stop.as_ref().and_then(|stop| stop.stopped_by),
            incident_id: stop.map(|stop| stop.id),
            completed_at: campaign.completed_at,
            settled_at: campaign.settled_at,
            allowed_actions: self.allowed_actions(campaign),
            edit_rules: edit_rules(campaign.status_now()),
            review_flags: if self.actor.is_operator() {
                campaign.review_flags.clone()
            } else {
                Vec::new()
            },
        }
    }
}

/// The column of the edit matrix. Rule: CAM-11.
fn edit_rules(status: CampaignStatus) -> BTreeMap<Field, EditRule> {
    Field::ALL.iter().map(|field| (*field, rule_of(*field, status))).collect()
}

/// What can still be spent; before submission the budget. Rule: D-23.
pub(super) fn remaining_budget(campaign: &Campaign, figures: &CampaignFigures) -> Amount {
    if was_submitted(campaign) { figures.remaining } else { campaign.budget_or_zero() }
}

/// Whether the budget is held: not in a draft, nor after a rejection gave it back.
fn was_submitted(campaign: &Campaign) -> bool {
    !matches!(campaign.status_now(), CampaignStatus::Draft | CampaignStatus::Rejected)
}

/// Actions that have a call of their own here.
const OFFERED: &[Action] = &[
    Action::Submit,
    Action::Approve,
    Action::Reject,
    Action::RequestChanges,
    Action::Pause,
    Action::Resume,
    Action::Cancel,
    Action::Edit,
    Action::TopUp,
    Action::StartTest,
    Action::RetryDistribution,
];

impl Renderer<'_> {
    /// What the caller may do with a campaign now. Rule: CAM-03, CAM-12.
    fn allowed_actions(&self, campaign: &Campaign) -> Vec<Action> {
        let who = match self.actor.role {
            Some(Role::Advertiser) => Who::Advertiser,
            Some(Role::Reviewer) => Who::Reviewer,
            Some(Role::SuperAdmin | Role::Admin) => Who::Admin,
            Some(Role::Supplier | Role::Auditor) | None => return Vec::new(),
        };
        let as_whom =
            |who| status::allowed_for(campaign.status_now(), campaign.asker(who, self.now));
        let mut actions = as_whom(who);
        if emergency::is_stopped(campaign) {
            actions.retain(|action| *action != Action::Resume);
            let resumer = self.resumer(campaign, who);
            if resumer.is_some_and(|who| as_whom(who).contains(&Action::Resume)) {
                actions.push(Action::Resume);
            }
        }
        actions.retain(|action| {
            let testable = *action != Action::StartTest || campaign.open_test().is_none();
            OFFERED.contains(action) && testable
        });
        actions
    }

    /// As whom the caller may resume a campaign after an emergency stop. Rule: CAM-12, D-44.
    fn resumer(&self, campaign: &Campaign, who: Who) -> Option<Who> {
        let views = self.views;
        let whole =
            |one: &Arc<Incident>| one.campaign == campaign.no && one.campaign_stopped_at.is_some();
        let stops = views.fleet.incidents.iter().filter(whole);
        let Some(newest) = stops.max_by_key(|one| one.no) else { return Some(who) };
        let approved = |no: &AssetNo| {
            let asset = views.assets.get(no.0);
            asset.is_some_and(|asset| asset.status_at(self.now) == AssetStatus::Approved)
        };
        emergency::resumer(&newest, campaign.content_assets.iter().all(approved), who).ok()
    }
}

/// The rows of stores, in the order given.
pub(super) fn stores_of(views: &Views, numbers: &[StoreNo]) -> Vec<Arc<Store>> {
    numbers.iter().filter_map(|no| views.stores.get(no.0)).collect()
}

/// The target stores that block a campaign, each with its reason. Rule: BLK-01, BLK-03.
pub(super) fn blocked_stores(views: &Views, campaign: &Campaign) -> Vec<BlockedStore> {
    let of_block = |block: &StoreBlock| {
        let StoreName { store_id, store_name } = StoreName::of(&*views.stores.get(block.store.0)?);
        Some(BlockedStore { store_id, store_name, reason: block.reason.clone() })
    };
    campaign.blocked.iter().filter_map(of_block).collect()
}

/// Target stores as they stand. Rule: CAM-07.
pub(super) struct Targets {
    pub usable: Vec<UsableStore>,
    pub blocked: Vec<BlockedStore>,
    pub unusable: Vec<BlockedStore>,
}

impl Targets {
    /// Sorts a campaign's target stores: blocked, not ACTIVE or without an ACTIVE device, usable.
    pub(super) fn of(views: &Views, campaign: &Campaign) -> Self {
        let stores = stores_of(views, &campaign.target_stores);
        let blocked = blocked_stores(views, campaign);
        let mut devices: BTreeMap<StoreNo, Vec<Arc<Device>>> = BTreeMap::new();
        for device in views.devices.iter().filter(|one| one.status_now() == DeviceStatus::Active) {
            if let Some(store) = device.store_now() {
                devices.entry(store).or_default().push(device);
            }
        }
        let mut targets = Self { usable: Vec::new(), blocked, unusable: Vec::new() };
        for store in stores {
            if campaign.block_of(store.no).is_some() {
                continue;
            }
            let active = store.traits_now().is_some_and(|t| t.status == StoreStatus::Active);
            match devices.remove(&store.no).filter(|_| active) {
                Some(devices) => targets.usable.push(UsableStore { store, devices }),
                None => {
                    let StoreName { store_id, store_name } = StoreName::of(&store);
                    let reason =
                        if active { "No ACTIVE device" } else { "The store is not ACTIVE" };
                    let reason = reason.to_owned();
                    targets.unusable.push(BlockedStore { store_id, store_name, reason });
                }
            }
        }
        targets
    }

    /// The usable stores by name.
    pub(super) fn eligible(&self) -> Vec<StoreName> {
        self.usable.iter().map(|usable| StoreName::of(&usable.store)).collect()
    }
}
