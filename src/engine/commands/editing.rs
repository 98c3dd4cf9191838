//! Editing a campaign in any status: the matrix decides, here is what follows from a change.
//! Rule: CAM-11, D-40, D-41, D-52.

use std::sync::Arc;

use uuid::Uuid;

use super::{
    campaigns::{CampaignFields, Edit, eligible_stores, field_error},
    status::{circumstances, editable, moved, release},
    top_up,
};
use crate::{
    domain::{
        campaign::{
            category::Category,
            editing::{Direction, EditRule, Field, Outcome, judge, rule},
            model::Campaign,
            status::{Action, Actor as Who, CampaignStatus},
            validation::parse_start_date,
        },
        catalog::AssetStatus,
        refusal::{Code, Detail, Refusal},
    },
    engine::{
        actor::AuditDraft,
        command::{Changes, Command, Context, Record},
        live::Live,
    },
};

/// Edits a campaign as far as its status allows.
#[derive(Clone, Debug)]
pub struct EditCampaign {
    /// Campaign.
    pub id: Uuid,
    /// New values.
    pub fields: CampaignFields,
    /// The revision that the caller saw, if it said so.
    pub if_revision: Option<u32>,
}

impl Command for EditCampaign {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        let campaign = editable(live, context.actor, self.id)?;
        check_revision(&campaign, self.if_revision)?;
        let mut fields = self.fields.clone();
        forget_unchanged_start(&campaign, &mut fields);
        refuse_terminal(&campaign)?;
        refuse_read_only(live, &campaign, &fields)?;
        let edit = Edit { live, context, campaign: &campaign };
        let next = edit.apply(&fields)?;
        let changed = changed_fields(live, context, &campaign, &next);
        let outcome = judge(campaign.status_now(), &changed)?;
        if changed.is_empty() {
            return Ok((Changes::default(), campaign.id));
        }
        let is_changed = |field: Field| changed.iter().any(|(of, _)| *of == field);
        check_consequences(live, context, &next, &is_changed)?;
        let mut changes = Changes::default();
        audit_differences(live, &campaign, &next, fields.reason.as_deref(), &mut changes);
        let next = settle_edit(live, context, &campaign, next, outcome, &mut changes)?;
        changes.put(Record::Campaign(Arc::new(next)));
        Ok((changes, campaign.id))
    }
}

fn check_revision(campaign: &Campaign, seen: Option<u32>) -> Result<(), Refusal> {
    match seen {
        Some(seen) if seen != campaign.revision => Err(Refusal::new(
            Code::StaleEtag,
            format!("The campaign is at revision {}, not {seen}; read it again", campaign.revision),
        )),
        _ => Ok(()),
    }
}

/// A form sends back what it got: a start that stays as it is need not lie ahead again.
fn forget_unchanged_start(campaign: &Campaign, fields: &mut CampaignFields) {
    let given = fields.start_date.as_deref().and_then(|text| parse_start_date(text).ok());
    if given.is_some() && given == campaign.start_date {
        fields.start_date = None;
    }
}

/// Terminal statuses say so, whatever was sent. Rule: D-41.
fn refuse_terminal(campaign: &Campaign) -> Result<(), Refusal> {
    let status = campaign.status_now();
    if !status.is_terminal() {
        return Ok(());
    }
    let message = format!("A campaign that is {status} cannot be edited: {status} is final");
    Err(Refusal::new(Code::FieldNotEditable, message)
        .with("status", Detail::Text(status.to_string())))
}

/// A field that cannot change at all says that, whatever else is wrong with its new value.
fn refuse_read_only(
    live: &Live,
    campaign: &Campaign,
    fields: &CampaignFields,
) -> Result<(), Refusal> {
    let ids: Vec<Uuid> = campaign
        .content_assets
        .iter()
        .filter_map(|no| live.assets.get(no.0))
        .map(|asset| asset.id)
        .collect();
    let given = [
        (Field::BrandName, fields.brand_name.is_some() && fields.brand_name != campaign.brand_name),
        (
            Field::Category,
            fields.category.is_some()
                && fields.category.as_deref() != campaign.category.map(Category::as_str),
        ),
        (Field::StartDate, fields.start_date.is_some()),
        (Field::ContentAssets, fields.content_assets.as_ref().is_some_and(|given| *given != ids)),
    ];
    let status = campaign.status_now();
    let refused: Vec<_> = given
        .into_iter()
        .filter(|(field, differs)| *differs && rule(*field, status) == EditRule::ReadOnly)
        .map(|(field, _)| (field, Direction::Other))
        .collect();
    judge(status, &refused).map(|_| ())
}

/// The fields whose values would change, and where to.
fn changed_fields(
    live: &Live,
    context: &Context<'_>,
    old: &Campaign,
    new: &Campaign,
) -> Vec<(Field, Direction)> {
    let up = |is_up: bool| if is_up { Direction::Up } else { Direction::Other };
    let is_blocked = |no| live.blocked_reason(old, no, context.now).is_some();
    let stores_kept =
        old.target_stores.iter().all(|no| new.target_stores.contains(no) || is_blocked(*no));
    let assets_kept = old.content_assets.iter().all(|no| new.content_assets.contains(no));
    [
        (Field::Name, old.name != new.name, Direction::Other),
        (Field::Description, old.description != new.description, Direction::Other),
        (Field::BrandName, old.brand_name != new.brand_name, Direction::Other),
        (Field::Category, old.category != new.category, Direction::Other),
        (Field::Budget, old.budget != new.budget, up(new.budget > old.budget)),
        (Field::StartDate, old.start_date != new.start_date, up(new.start_date > old.start_date)),
        (Field::EndDate, old.end_date != new.end_date, up(new.end_date > old.end_date)),
        (Field::DailyCap, old.daily_cap != new.daily_cap, Direction::Other),
        (Field::TargetStores, old.target_stores != new.target_stores, up(stores_kept)),
        (Field::ContentAssets, old.content_assets != new.content_assets, up(assets_kept)),
        (Field::Priority, old.priority != new.priority, Direction::Other),
        (Field::Dayparts, old.dayparts != new.dayparts, Direction::Other),
        (Field::ImpressionGoal, old.impression_goal != new.impression_goal, Direction::Other),
    ]
    .into_iter()
    .filter(|(_, changed, _)| *changed)
    .map(|(field, _, direction)| (field, direction))
    .collect()
}

/// What a submitted campaign must still be after an edit. Rule: EDIT-002.
fn check_consequences(
    live: &Live,
    context: &Context<'_>,
    next: &Campaign,
    is_changed: &dyn Fn(Field) -> bool,
) -> Result<(), Refusal> {
    let status = next.status_now();
    if matches!(status, CampaignStatus::Draft | CampaignStatus::Rejected) {
        return Ok(());
    }
    let text_changed = is_changed(Field::Name) || is_changed(Field::Description);
    if is_changed(Field::TargetStores) || text_changed {
        eligible_stores(live, next, context.now).require_one()?;
    }
    let runs = matches!(status, CampaignStatus::Active | CampaignStatus::Paused);
    let broke = !live.remaining(next.no).is_positive() && !is_changed(Field::Budget);
    if is_changed(Field::EndDate) && runs && broke {
        let message = "The budget is used up; add budget before or with the extension";
        return Err(Refusal::field("end_date", "NO_BUDGET", message));
    }
    let waits = status == CampaignStatus::PendingApproval;
    if is_changed(Field::ContentAssets) && !waits {
        check_assets(live, context, next)?;
    }
    Ok(())
}

/// Assets that join a campaign that was approved are approved already. Rule: EDIT-002, D-52.
fn check_assets(live: &Live, context: &Context<'_>, next: &Campaign) -> Result<(), Refusal> {
    let assets = next.content_assets.iter().filter_map(|no| live.assets.get(no.0));
    let wrong: Vec<_> = assets
        .filter(|asset| asset.status_at(context.now) != AssetStatus::Approved)
        .map(|asset| {
            let message = format!("Asset not approved by admin: {}", asset.name);
            field_error("content_assets", message)
        })
        .collect();
    if wrong.is_empty() { Ok(()) } else { Err(Refusal::validation(wrong)) }
}

/// Moves the money of a larger budget; sends a campaign back that must be submitted again.
fn settle_edit(
    live: &Live,
    context: &Context<'_>,
    old: &Campaign,
    mut next: Campaign,
    outcome: Outcome,
    changes: &mut Changes,
) -> Result<Campaign, Refusal> {
    let is_held = !matches!(old.status_now(), CampaignStatus::Draft | CampaignStatus::Rejected);
    if outcome.resubmit {
        changes.transfers.extend(release(live, old));
        let case = circumstances(&next, context.now);
        let (sent_back, audit) =
            moved(&next, Action::RequestChanges, None, Who::Admin, case, context.now)?;
        changes.audit(audit.because(Some("the content changed; submit the campaign again")));
        return Ok(sent_back);
    }
    let more = next.budget_or_zero().minus_or_zero(old.budget_or_zero());
    if is_held && more.is_positive() {
        next.budget = old.budget;
        let (more_changes, mut raised) = top_up::raise(live, context, &next, more)?;
        changes.join(more_changes);
        raised.revision = next.revision;
        return Ok(raised);
    }
    Ok(next)
}

/// One audit entry for each field that changed. Rule: CAM-11 (EDIT-003).
fn audit_differences(
    live: &Live,
    old: &Campaign,
    new: &Campaign,
    reason: Option<&str>,
    changes: &mut Changes,
) {
    let stores = |one: &Campaign| {
        ids(one.target_stores.iter().filter_map(|no| live.stores.get(no.0)).map(|row| row.id))
    };
    let assets = |one: &Campaign| {
        ids(one.content_assets.iter().filter_map(|no| live.assets.get(no.0)).map(|row| row.id))
    };
    let pairs = [
        ("name", old.name.clone(), new.name.clone()),
        ("description", text(&old.description), text(&new.description)),
        ("brand_name", text(&old.brand_name), text(&new.brand_name)),
        ("category", text(&old.category), text(&new.category)),
        ("budget", text(&old.budget), text(&new.budget)),
        ("start_date", text(&old.start_date), text(&new.start_date)),
        ("end_date", text(&old.end_date), text(&new.end_date)),
        ("daily_cap", text(&old.daily_cap), text(&new.daily_cap)),
        ("priority", text(&old.priority), text(&new.priority)),
        ("impression_goal", text(&old.impression_goal), text(&new.impression_goal)),
        ("dayparts", json(&old.dayparts), json(&new.dayparts)),
        ("target_stores", stores(old), stores(new)),
        ("content_assets", assets(old), assets(new)),
    ];
    for (field, before, after) in pairs {
        if before != after {
            let entry = AuditDraft::new("campaign.edit", "campaign", old.id);
            changes.audit(entry.change(field, before, after).because(reason));
        }
    }
}

fn ids(ids: impl Iterator<Item = Uuid>) -> String {
    ids.map(|id| id.to_string()).collect::<Vec<_>>().join(", ")
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn text<T: ToString>(value: &Option<T>) -> String {
    value.as_ref().map_or_else(String::new, ToString::to_string)
}
