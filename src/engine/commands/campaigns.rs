//! Campaigns as advertisers write them: create, choose stores, submit, price.
//! Rule: CAM-01, CAM-04…CAM-08, CAM-16, CAM-18, BUD-01, D-27.

use std::sync::Arc;

use serde::Deserialize;
use uuid::Uuid;

use super::{
    schedule::{note_conflicts, require_playable, schedule_warnings},
    similar::{note_similar, similar},
    status::{self, StatusChanged, changed, editable, insufficient_wallet, person},
    warnings::{require_acknowledged, warnings},
};
use crate::{
    domain::{
        campaign::{
            approval::approval_reasons,
            category::{Category, ScanFlag},
            lifecycle::LifecycleNotes,
            model::{Campaign, CampaignText, PricingMode},
            priority::check_priority,
            status::{Action, CampaignStatus, Circumstances, permit, refuse},
            timeline::{StatusSpan, StatusTimeline},
            validation::{CampaignInput, Mode, Stored, failures, parse_end_date, parse_start_date},
        },
        catalog::{
            AssetStatus, DeviceStatus, PartyStatus, Role, StoreStatus,
            access::Owner,
            hours::{DaypartInput, check_dayparts},
        },
        change::Change,
        ids::{AdvertiserNo, AssetNo, CampaignNo, StoreNo},
        ledger::{Account, TransferDraft, TransferKind},
        money::{Amount, Currency},
        refusal::{Code, FieldError, Refusal},
        time::{Timeline, Timestamp},
    },
    engine::{
        actor::{Actor, AuditDraft},
        command::{Changes, Command, Context, Record},
        live::Live,
    },
};

/// Fields of a campaign as given; absent ones stay as they are.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignFields {
    /// 3 to 100 characters, unique for the advertiser.
    pub name: Option<String>,
    /// At most 500 characters; `null` clears it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub description: Change<String>,
    /// 2 to 50 characters.
    pub brand_name: Option<String>,
    /// One of the ten categories.
    pub category: Option<String>,
    /// 100.00 to 1,000,000.00.
    pub budget: Option<Amount>,
    /// RFC 3339, or a date (00:00 UTC).
    pub start_date: Option<String>,
    /// RFC 3339, or a date (inclusive: 23:59:59 UTC).
    pub end_date: Option<String>,
    /// From 10.00 to the budget; `null`: no cap.
    #[serde(default)]
    #[schema(value_type = Option<Amount>)]
    pub daily_cap: Change<Amount>,
    /// 1 to 10, at most 2 from the budget's default; `null`: the default again.
    #[serde(default)]
    #[schema(value_type = Option<i64>)]
    pub priority: Change<i64>,
    /// Informational; `null`: none.
    #[serde(default)]
    #[schema(value_type = Option<i64>)]
    pub impression_goal: Change<i64>,
    /// Store-local hours; `null`: all hours.
    #[serde(default)]
    #[schema(value_type = Option<Vec<DaypartInput>>)]
    pub dayparts: Change<Vec<DaypartInput>>,
    /// Stores.
    pub target_stores: Option<Vec<Uuid>>,
    /// Assets in rotation order.
    pub content_assets: Option<Vec<Uuid>>,
    /// Why, for the audit trail: 1 to 500 characters.
    pub reason: Option<String>,
}

/// Creates a draft. Rule: CAM-04.
#[derive(Clone, Debug)]
pub struct CreateCampaign {
    /// The buyer; an advertiser's own by default.
    pub advertiser_id: Option<Uuid>,
    /// What is known so far; the name is needed.
    pub fields: CampaignFields,
}

impl Command for CreateCampaign {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        let advertiser = buyer(live, context.actor, self.advertiser_id)?;
        if self.fields.name.is_none() {
            return Err(Refusal::field("name", "REQUIRED", "Name must be 3-100 characters"));
        }
        let no = CampaignNo(live.campaigns.next_number());
        let blank = blank_campaign(no, context.random.uuid(context.now), advertiser, context.now);
        let edit = Edit { live, context, campaign: &blank };
        let campaign = edit.apply(&self.fields)?;
        let mut changes = Changes::default();
        let entry = AuditDraft::new("campaign.create", "campaign", campaign.id);
        changes.audit(entry.because(self.fields.reason.as_deref()));
        let id = campaign.id;
        changes.put(Record::Campaign(Arc::new(campaign)));
        Ok((changes, id))
    }
}

/// The advertiser that a campaign is made for: ACTIVE, with a verified address. Rule: CAM-04.
fn buyer(live: &Live, actor: &Actor, id: Option<Uuid>) -> Result<AdvertiserNo, Refusal> {
    actor.require_role(&[Role::SuperAdmin, Role::Admin, Role::Advertiser])?;
    let advertiser = match (actor.owner, id) {
        (Owner::Advertiser(no), None) => live.advertisers.get(no.0),
        (_, Some(id)) => live.advertisers.by_id(id),
        (Owner::Operator | Owner::Supplier(_), None) => {
            return Err(Refusal::field("advertiser_id", "REQUIRED", "advertiser_id is required"));
        }
    };
    let advertiser = advertiser.ok_or_else(|| Refusal::not_found("Advertiser"))?;
    actor.require_sight(Owner::Advertiser(advertiser.no), "Advertiser")?;
    if advertiser.status_now() != PartyStatus::Active {
        return Err(Refusal::new(Code::AccountNotActive, "The advertiser's account is not ACTIVE"));
    }
    if !advertiser.email_verified {
        return Err(Refusal::new(
            Code::AccountNotActive,
            "The advertiser's e-mail address is not verified",
        ));
    }
    Ok(advertiser.no)
}

fn blank_campaign(no: CampaignNo, id: Uuid, advertiser: AdvertiserNo, now: Timestamp) -> Campaign {
    Campaign {
        no,
        id,
        advertiser,
        name: String::new(),
        description: None,
        brand_name: None,
        category: None,
        budget: None,
        start_date: None,
        end_date: None,
        target_stores: Vec::new(),
        targeting_criteria: None,
        blocked: Vec::new(),
        content_assets: Vec::new(),
        assets_over_time: Timeline::default(),
        stores_over_time: Timeline::default(),
        priority: None,
        priority_over_time: Timeline::default(),
        daily_cap: None,
        impression_goal: None,
        dayparts: Vec::new(),
        dayparts_over_time: Timeline::starting(now, Vec::new()),
        status: StatusTimeline::starting(now, StatusSpan::of(CampaignStatus::Draft)),
        pricing: Timeline::default(),
        text: Timeline::default(),
        rejection_reason: None,
        submitted_at: None,
        activated_at: None,
        paused_at: None,
        resumed_at: None,
        completed_at: None,
        settled_at: None,
        pending_increase: None,
        lifecycle: LifecycleNotes::default(),
        review_flags: Vec::new(),
        created_at: now,
        updated_at: now,
        test_runs: Vec::new(),
        revision: 0,
    }
}

impl Campaign {
    /// Notes the priority that holds from now on, for prices as of `played_at`.
    pub fn note_priority(&mut self, now: Timestamp) {
        let priority = self.priority_now();
        if self.priority_over_time.last() != Some(&priority) {
            self.priority_over_time.push(now, priority);
        }
    }

    fn note_text(&mut self, now: Timestamp) {
        let text = CampaignText {
            name: self.name.clone(),
            description: self.description.clone().unwrap_or_default(),
            brand_name: self.brand_name.clone().unwrap_or_default(),
            category: self.category,
        };
        if self.text.last() != Some(&text) {
            self.text.push(now, text);
        }
    }
}

/// Values from a request, checked, on top of a campaign.
pub(super) struct Edit<'a, 'b> {
    pub live: &'a Live,
    pub context: &'a Context<'b>,
    pub campaign: &'a Campaign,
}

impl Edit<'_, '_> {
    fn apply(&self, fields: &CampaignFields) -> Result<Campaign, Refusal> {
        let (next, wrong) = self.draft(fields);
        if wrong.is_empty() { Ok(next) } else { Err(Refusal::validation(wrong)) }
    }

    /// The campaign as far as the values can be read, and all that is wrong with them.
    pub(super) fn draft(&self, fields: &CampaignFields) -> (Campaign, Vec<FieldError>) {
        let mut wrong = Vec::new();
        let start = date(fields.start_date.as_deref(), "start_date", parse_start_date, &mut wrong);
        let end = date(fields.end_date.as_deref(), "end_date", parse_end_date, &mut wrong);
        wrong.extend(self.failures(fields, start, end));
        if fields.reason.as_deref().is_some_and(|reason| reason.chars().count() > 500) {
            wrong.push(field_error("reason", "Reason must be at most 500 characters".to_owned()));
        }
        let stores = self.stores(fields.target_stores.as_deref(), &mut wrong);
        let assets = self.assets(fields.content_assets.as_deref(), &mut wrong);
        let priority = self.priority(fields, &mut wrong);
        let now = self.context.now;
        let mut next = self.campaign.clone();
        let trimmed = |text: &Option<String>| text.as_deref().map(|t| t.trim().to_owned());
        next.name = trimmed(&fields.name).unwrap_or(next.name);
        let description = fields.description.clone().map(|text| text.trim().to_owned());
        next.description = description.onto(next.description);
        next.brand_name = trimmed(&fields.brand_name).or(next.brand_name);
        let category = fields.category.as_deref().and_then(Category::parse);
        next.category = category.or(next.category);
        next.budget = fields.budget.or(next.budget);
        next.start_date = start.or(next.start_date);
        next.end_date = end.or(next.end_date);
        next.daily_cap = fields.daily_cap.onto(next.daily_cap);
        next.priority = priority.onto(next.priority);
        let goal = fields.impression_goal.map(|goal| u64::try_from(goal).unwrap_or_default());
        next.impression_goal = goal.onto(next.impression_goal);
        if fields.dayparts.is_given() {
            let windows = fields.dayparts.value().map(|windows| check_dayparts(windows));
            next.dayparts = windows.and_then(Result::ok).unwrap_or_default();
            if next.dayparts_over_time.last() != Some(&next.dayparts) {
                next.dayparts_over_time.push(now, next.dayparts.clone());
            }
        }
        if let Some(stores) = stores {
            next.stores_over_time.push(now, stores.clone());
            next.target_stores = stores;
            next.targeting_criteria = None;
        }
        if let Some(assets) = assets {
            next.assets_over_time.push(now, assets.clone());
            next.content_assets = assets;
        }
        next.note_priority(now);
        next.note_text(now);
        next.updated_at = now;
        next.revision += 1;
        (next, wrong)
    }

    fn failures(
        &self,
        fields: &CampaignFields,
        start_date: Option<Timestamp>,
        end_date: Option<Timestamp>,
    ) -> Vec<FieldError> {
        let name_taken = fields.name.as_deref().is_some_and(|name| self.name_taken(name));
        let input = CampaignInput {
            name: fields.name.as_deref(),
            name_taken,
            description: fields.description.value().map(String::as_str),
            brand_name: fields.brand_name.as_deref(),
            category: fields.category.as_deref(),
            budget: fields.budget,
            daily_cap: fields.daily_cap.value().copied(),
            start_date,
            end_date,
            target_store_count: fields.target_stores.as_ref().map(Vec::len),
            content_asset_count: fields.content_assets.as_ref().map(Vec::len),
            // Checked apart: the default follows from the budget given with it.
            priority: None,
            impression_goal: fields.impression_goal.value().copied(),
            dayparts: fields.dayparts.value().map(Vec::as_slice),
            now: self.context.now,
            min_lead_hours: self.context.settings.campaign.min_lead_hours,
            stored: Stored {
                budget: self.campaign.budget,
                daily_cap: fields.daily_cap.onto(self.campaign.daily_cap),
                start_date: self.campaign.start_date,
                end_date: self.campaign.end_date,
            },
        };
        failures(&input, Mode::Draft)
    }

    fn name_taken(&self, name: &str) -> bool {
        let wanted = name.trim().to_lowercase();
        self.live.campaigns.iter().any(|other| {
            other.advertiser == self.campaign.advertiser
                && other.no != self.campaign.no
                && other.name.to_lowercase() == wanted
        })
    }

    /// A chosen priority suits the budget whenever one of them is given; an increase by a top-up
    /// may have left it behind, which is no reason to refuse other changes.
    fn priority(&self, fields: &CampaignFields, wrong: &mut Vec<FieldError>) -> Change<u8> {
        if fields.priority == Change::Clear {
            return Change::Clear;
        }
        let budget = fields.budget.or(self.campaign.budget);
        // A budget that was topped up may leave a chosen priority outside the new range.
        let status = self.campaign.status_now();
        let is_draft = matches!(status, CampaignStatus::Draft | CampaignStatus::Rejected);
        let stored = self.campaign.priority.filter(|_| is_draft && fields.budget.is_some());
        let Some(wanted) = fields.priority.onto(stored.map(i64::from)) else { return Change::Keep };
        match check_priority(budget, wanted) {
            Ok(priority) => fields.priority.map(|_| priority),
            Err(refusal) => {
                wrong.extend(refusal.fields);
                Change::Keep
            }
        }
    }

    /// Chosen stores exist; whether they are eligible is decided at submission.
    fn stores(&self, ids: Option<&[Uuid]>, wrong: &mut Vec<FieldError>) -> Option<Vec<StoreNo>> {
        let mut stores = Vec::new();
        for id in ids? {
            match self.live.stores.by_id(*id) {
                Some(store) if stores.contains(&store.no) => {}
                Some(store) => stores.push(store.no),
                None => wrong.push(field_error("target_stores", format!("Store {id} not found"))),
            }
        }
        Some(stores)
    }

    /// Chosen assets exist and are the advertiser's own. Rule: CAM-06.
    fn assets(&self, ids: Option<&[Uuid]>, wrong: &mut Vec<FieldError>) -> Option<Vec<AssetNo>> {
        let mut assets = Vec::new();
        for id in ids? {
            let own = self
                .live
                .assets
                .by_id(*id)
                .filter(|asset| asset.advertiser == self.campaign.advertiser);
            match own {
                Some(asset) if assets.contains(&asset.no) => {}
                Some(asset) => assets.push(asset.no),
                None => wrong.push(field_error(
                    "content_assets",
                    format!("Asset not found or access denied: {id}"),
                )),
            }
        }
        Some(assets)
    }
}

pub(super) fn field_error(field: &str, message: String) -> FieldError {
    FieldError { field: field.to_owned(), error: "INVALID".to_owned(), message }
}

fn date(
    text: Option<&str>,
    field: &str,
    parse: fn(&str) -> Result<Timestamp, String>,
    wrong: &mut Vec<FieldError>,
) -> Option<Timestamp> {
    match parse(text?) {
        Ok(moment) => Some(moment),
        Err(sentence) => {
            wrong.push(field_error(field, format!("{field} is {sentence}")));
            None
        }
    }
}

/// Submits a campaign: everything complete, budget held, approval where needed. Rule: CAM-08,
/// BUD-01.
#[derive(Clone, Debug)]
pub struct SubmitCampaign {
    /// Campaign.
    pub id: Uuid,
    /// Must be true.
    pub terms_accepted: bool,
    /// Codes of warnings that the caller has seen and goes on in spite of.
    pub acknowledged_warnings: Vec<String>,
}

impl Command for SubmitCampaign {
    type Output = StatusChanged;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, StatusChanged), Refusal> {
        let campaign = editable(live, context.actor, self.id)?;
        let by = person(context.actor);
        permit(campaign.status_now(), Action::Submit, campaign.asker(by, context.now))?;
        buyer(live, &Actor::system(), Some(advertiser_id(live, &campaign)?))?;
        check_complete(live, context, &campaign)?;
        if !self.terms_accepted {
            return Err(Refusal::new(Code::TermsNotAccepted, "Please accept Terms & Conditions"));
        }
        let eligible = eligible_stores(live, &campaign, context.now);
        eligible.require_one()?;
        require_playable(live, &campaign, context.now)?;
        let similar = similar(live, context.settings, &campaign);
        let schedule = schedule_warnings(live, &campaign, context.now);
        require_acknowledged(&warnings(&similar, &schedule), &self.acknowledged_warnings)?;
        let budget = campaign.budget_or_zero();
        let wallet = Account::AdvertiserAvailable(campaign.advertiser);
        let available = live.accounts.balance(wallet, Currency::Usd);
        if available < budget {
            return Err(insufficient_wallet(available, budget));
        }
        let reasons = approval_reasons(
            &scan_flags(live, &campaign),
            budget,
            Amount::from_units(i64::from(context.settings.campaign.approval_budget)),
        );
        let case = Circumstances::default().with_approval(!reasons.is_empty());
        let (mut next, audit) =
            status::moved(&campaign, Action::Submit, None, by, case, context.now)?;
        next.submitted_at = Some(context.now);
        next.rejection_reason = None;
        next.lifecycle.requested_changes = None;
        next.lifecycle.approval_reminded_at = None;
        let mut changes = Changes::default();
        changes.transfers.push(hold(&campaign, budget));
        changes.audit(audit);
        notify_submitted(&next, &reasons, &mut changes);
        note_conflicts(&schedule, &next, &mut changes);
        note_similar(live, context.settings, &similar, &mut next, &mut changes);
        Ok(changed(changes, next))
    }
}

fn advertiser_id(live: &Live, campaign: &Campaign) -> Result<Uuid, Refusal> {
    let advertiser = live.advertisers.get(campaign.advertiser.0);
    advertiser.map(|a| a.id).ok_or_else(|| Refusal::not_found("Advertiser"))
}

pub(super) fn hold(campaign: &Campaign, budget: Amount) -> TransferDraft {
    TransferDraft {
        debit: Account::AdvertiserAvailable(campaign.advertiser),
        credit: Account::CampaignEscrow(campaign.no),
        amount: budget,
        currency: Currency::Usd,
        kind: TransferKind::Hold,
        campaign: Some(campaign.no),
        reference: None,
        description: format!("Budget hold for campaign: {}", campaign.name),
    }
}

fn notify_submitted(campaign: &Campaign, reasons: &[String], changes: &mut Changes) {
    let to = Owner::Advertiser(campaign.advertiser);
    let name = ("campaign", campaign.name.clone());
    if campaign.status_now() == CampaignStatus::PendingApproval {
        changes.tell(to, "CAMPAIGN_PENDING_APPROVAL", campaign.id, std::slice::from_ref(&name));
        let values = [name, ("reasons", reasons.join(", "))];
        changes.tell(Owner::Operator, "CAMPAIGN_NEEDS_APPROVAL", campaign.id, &values);
    } else {
        changes.tell(to, "CAMPAIGN_SCHEDULED", campaign.id, &[name]);
    }
}

/// What the scans of a campaign's assets found.
pub(super) fn scan_flags(live: &Live, campaign: &Campaign) -> Vec<ScanFlag> {
    let assets = campaign.content_assets.iter().filter_map(|no| live.assets.get(no.0));
    assets.flat_map(|asset| asset.scan_flags.iter().copied()).collect()
}

/// Every field is there and still valid, every asset approved. Rule: CAM-05, CAM-06, CAM-08.
pub(super) fn check_complete(
    live: &Live,
    context: &Context<'_>,
    campaign: &Campaign,
) -> Result<(), Refusal> {
    let input = CampaignInput {
        name: Some(&campaign.name),
        description: campaign.description.as_deref(),
        brand_name: campaign.brand_name.as_deref(),
        category: campaign.category.map(|category| category.as_str()),
        budget: campaign.budget,
        daily_cap: campaign.daily_cap,
        start_date: campaign.start_date,
        end_date: campaign.end_date,
        target_store_count: Some(campaign.target_stores.len()),
        content_asset_count: Some(campaign.content_assets.len()),
        now: context.now,
        min_lead_hours: context.settings.campaign.min_lead_hours,
        ..CampaignInput::default()
    };
    let mut wrong = failures(&input, Mode::Submit);
    wrong.extend(unusable_assets(live, campaign, context.now));
    if wrong.is_empty() {
        return Ok(());
    }
    let reasons: Vec<&str> = wrong.iter().map(|field| field.message.as_str()).collect();
    let message = format!("Campaign validation failed: {}", reasons.join("; "));
    let mut refusal = Refusal::validation(wrong);
    refusal.message = message;
    Err(refusal)
}

/// A campaign's assets that may not play at a moment, one error each. Rule: CAM-08, CAM-28.
pub(super) fn unusable_assets(live: &Live, campaign: &Campaign, now: Timestamp) -> Vec<FieldError> {
    let assets = campaign.content_assets.iter().filter_map(|no| live.assets.get(no.0));
    let wrong = assets.filter_map(|asset| {
        let why = match asset.status_at(now) {
            AssetStatus::Approved => return None,
            AssetStatus::Expired => "Asset licence ended",
            AssetStatus::Pending | AssetStatus::Rejected => "Asset not approved by admin",
        };
        Some(field_error("content_assets", format!("{why}: {}", asset.name)))
    });
    wrong.collect()
}

/// Target stores as they stand: usable, blocked, without devices.
#[derive(Clone, Debug, Default)]
pub struct Eligibility {
    /// ACTIVE with at least one ACTIVE device, not blocked.
    pub eligible: Vec<StoreNo>,
    /// Blocked, with the reason.
    pub blocked: Vec<(StoreNo, String)>,
    /// Not ACTIVE or without an ACTIVE device.
    pub unusable: Vec<StoreNo>,
}

impl Eligibility {
    /// Refuses when no store is left.
    pub(super) fn require_one(&self) -> Result<(), Refusal> {
        if !self.eligible.is_empty() {
            return Ok(());
        }
        let message = if self.blocked.is_empty() {
            "Selected stores have no active devices"
        } else {
            "All selected stores blocked by competitor rules"
        };
        Err(Refusal::new(Code::NoEligibleStores, message))
    }
}

/// Sorts a campaign's target stores by eligibility. Rule: CAM-07, BLK-01.
#[must_use]
pub fn eligible_stores(live: &Live, campaign: &Campaign, now: Timestamp) -> Eligibility {
    let mut result = Eligibility::default();
    for no in &campaign.target_stores {
        let Some(store) = live.store(*no) else { continue };
        let active = store.traits_now().is_some_and(|t| t.status == StoreStatus::Active);
        let devices = live.store_devices.get(no).into_iter().flatten();
        let mut devices = devices.filter_map(|device| live.devices.get(device.0));
        let has_device = devices.any(|device| device.status_now() == DeviceStatus::Active);
        if let Some(reason) = live.blocked_reason(campaign, *no, now) {
            result.blocked.push((*no, reason));
        } else if active && has_device {
            result.eligible.push(*no);
        } else {
            result.unusable.push(*no);
        }
    }
    result
}

/// How a campaign is priced, for the audit trail.
fn pricing_words(mode: PricingMode) -> String {
    match mode {
        PricingMode::RateCard => "RATE_CARD".to_owned(),
        PricingMode::FixedCpm(cpm) => format!("FIXED_CPM {cpm}"),
    }
}

/// Sets how a campaign is priced from now on. Rule: D-27, PRC-05.
#[derive(Clone, Copy, Debug)]
pub struct SetPricing {
    /// Campaign.
    pub id: Uuid,
    /// How.
    pub mode: PricingMode,
}

impl Command for SetPricing {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        context.actor.require_role(&[Role::SuperAdmin, Role::Admin])?;
        let campaign = status::visible(live, context.actor, self.id)?;
        if let PricingMode::FixedCpm(cpm) = self.mode {
            let most = Amount::from_units(1000);
            if !cpm.is_positive() || cpm > most || !cpm.is_whole_cents() {
                let message = "A contract CPM lies above 0 and up to $1,000.00 with 2 decimals";
                return Err(Refusal::field("cpm", "RANGE", message));
            }
        }
        if campaign.is_terminal() {
            let asker = campaign.asker(person(context.actor), context.now);
            return Err(refuse(campaign.status_now(), "SET_PRICING", "", asker));
        }
        let mut next = (*campaign).clone();
        let before = pricing_words(next.pricing_at(context.now));
        next.pricing.push(context.now, self.mode);
        next.updated_at = context.now;
        next.revision += 1;
        let mut changes = Changes::default();
        let entry = AuditDraft::new("campaign.pricing", "campaign", campaign.id);
        changes.audit(entry.change("pricing", before, pricing_words(self.mode)));
        changes.put(Record::Campaign(Arc::new(next)));
        Ok((changes, campaign.id))
    }
}
