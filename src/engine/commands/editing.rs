//! Edits of campaigns in every status: the matrix decides, money goes with the budget, and each
//! changed field leaves an audit entry. Rule: CAM-11, D-40, D-41, D-52, D-55.

use std::sync::Arc;

use uuid::Uuid;

use super::{
    campaigns::{
        CampaignFields, Edit, check_complete, eligible_stores, field_error, hold, scan_flags,
    },
    edit_differences::{changed_fields, differences, joining_assets},
    parties::MAX_REASON,
    schedule::require_playable,
    status::{circumstances, editable, insufficient_wallet},
    top_up,
    upkeep::require_active,
};
use crate::{
    domain::{
        campaign::{
            approval::approval_reasons,
            category::ScanFlag,
            editing::{Difference, EditRule, Field, refuse, rule_of, violations},
            model::Campaign,
            priority::check_priority,
            status::{Action, CampaignStatus},
        },
        catalog::{AssetStatus, access::Owner},
        ledger::Account,
        money::{Amount, Currency, Dollars},
        refusal::{Code, FieldError, Refusal},
        time::Timestamp,
    },
    engine::{
        actor::AuditDraft,
        command::{Changes, Command, Context, Record},
        live::Live,
    },
};

/// What the audit trail calls an edit.
const EDIT: &str = "campaign.edit";

/// Edits a campaign as far as its status allows. Rule: CAM-11.
#[derive(Clone, Debug)]
pub struct EditCampaign {
    /// Campaign.
    pub id: Uuid,
    /// New values; those that stand already change nothing.
    pub fields: CampaignFields,
    /// The revision that the caller saw, if it said so.
    pub if_revision: Option<u32>,
}

impl Command for EditCampaign {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        let campaign = editable(live, context.actor, self.id)?;
        require_revision(&campaign, self.if_revision)?;
        let reason = checked_reason(self.fields.reason.as_deref())?;
        let given = changed_fields(live, &campaign, self.fields);
        let edit = Edit { live, context, campaign: &campaign };
        let (wished, wrong) = edit.draft(&given);
        let differences = differences(live, &campaign, &wished, context.now);
        check(live, context, &campaign, &wished, (&differences, wrong))?;
        if differences.is_empty() {
            return Ok((Changes::default(), campaign.id));
        }
        let resubmits = changes_waiting_content(&campaign, &differences);
        if resubmits {
            check_complete(live, context, &wished)?;
        }
        require_a_store(live, &campaign, &wished, context.now)?;
        let raise = raise(&campaign, &wished);
        let mut next = wished;
        if raise.is_some() {
            // What follows from the budget is noted once it is there.
            next.budget = campaign.budget;
            next.priority_over_time = campaign.priority_over_time.clone();
            next.note_priority(context.now);
        }
        let mut changes = Changes::default();
        if resubmits {
            resubmit(live, context, &mut next, &mut changes);
        }
        let moved = match raise {
            Some(amount) => add_budget(live, context, &campaign, next, amount)?,
            None => {
                changes.put(Record::Campaign(Arc::new(next)));
                Changes::default()
            }
        };
        note_differences(&campaign, &differences, raise.is_some(), &mut changes);
        changes.join(moved);
        explain(&mut changes, reason.as_deref());
        Ok((changes, campaign.id))
    }
}

fn require_revision(campaign: &Campaign, seen: Option<u32>) -> Result<(), Refusal> {
    match seen {
        Some(seen) if seen != campaign.revision => Err(Refusal::new(
            Code::StaleEtag,
            format!("The campaign is at revision {}, not {seen}; read it again", campaign.revision),
        )),
        Some(_) | None => Ok(()),
    }
}

fn checked_reason(reason: Option<&str>) -> Result<Option<String>, Refusal> {
    let Some(reason) = reason.map(str::trim) else { return Ok(None) };
    if reason.is_empty() || reason.chars().count() > MAX_REASON {
        let message = format!("A reason has 1-{MAX_REASON} characters");
        return Err(Refusal::field("reason", "LENGTH", message));
    }
    Ok(Some(reason.to_owned()))
}

/// Whether the budget of a campaign in a status is held.
const fn is_held(status: CampaignStatus) -> bool {
    !matches!(status, CampaignStatus::Draft | CampaignStatus::Rejected)
}

/// Refuses what the matrix or another rule does not let through; all failing fields at once.
fn check(
    live: &Live,
    context: &Context<'_>,
    old: &Campaign,
    new: &Campaign,
    (differences, mut wrong): (&[Difference], Vec<FieldError>),
) -> Result<(), Refusal> {
    let status = old.status_now();
    let mut refused = violations(status, differences);
    wrong.extend(further_failures(live, context, old, new));
    wrong.retain(|one| refused.iter().all(|other| other.field != one.field));
    if refused.is_empty() {
        return if wrong.is_empty() { Ok(()) } else { Err(Refusal::validation(wrong)) };
    }
    refused.extend(wrong);
    Err(refuse(status, refused))
}

/// What a campaign whose budget is held must keep to beside the matrix. Rule: CAM-11, D-55.
fn further_failures(
    live: &Live,
    context: &Context<'_>,
    old: &Campaign,
    new: &Campaign,
) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    let status = old.status_now();
    if !is_held(status) {
        return wrong;
    }
    let raise = raise(old, new);
    let least = Amount::from_units(i64::from(context.settings.campaign.min_top_up));
    if let Some(amount) = raise.filter(|amount| *amount < least) {
        let message = format!(
            "A budget is increased by at least {}, not by {}",
            Dollars(least),
            Dollars(amount)
        );
        wrong.push(FieldError { error: "MINIMUM".to_owned(), ..field_error("budget", message) });
    }
    let waiting = old.pending_increase.map_or(Amount::ZERO, |increase| increase.amount);
    let total = new.budget_or_zero().checked_add(waiting);
    if raise.is_some() && total.is_none_or(|total| total > top_up::MAX_BUDGET) {
        let message = format!(
            "Maximum budget is {}, and {} wait for approval already",
            Dollars(top_up::MAX_BUDGET),
            Dollars(waiting)
        );
        wrong.push(FieldError { error: "MAXIMUM".to_owned(), ..field_error("budget", message) });
    }
    let is_extended = old.end_date.zip(new.end_date).is_some_and(|(old, new)| new > old);
    if is_extended && raise.is_none() && !live.remaining(old.no).is_positive() {
        let message = format!(
            "end_date can be extended while budget remains; nothing does, so add at least {}",
            Dollars(least)
        );
        wrong
            .push(FieldError { error: "NO_BUDGET".to_owned(), ..field_error("end_date", message) });
    }
    let known = scan_flags(live, old);
    let is_decided = status != CampaignStatus::PendingApproval;
    for asset in joining_assets(old, new).filter_map(|no| live.assets.get(no.0)) {
        if asset.status_at(context.now) != AssetStatus::Approved {
            let message = format!("Asset not approved by admin: {}", asset.name);
            wrong.push(field_error("content_assets", message));
        }
        let unknown: Vec<ScanFlag> =
            asset.scan_flags.iter().copied().filter(|flag| !known.contains(flag)).collect();
        if let (Some(flag), true) = (unknown.first(), is_decided) {
            let message = format!(
                "Asset {} is flagged {flag}, which this campaign was not approved with; submit it \
                 in a campaign of its own",
                asset.name
            );
            wrong.push(field_error("content_assets", message));
        }
    }
    wrong
}

/// By how much an edit raises a budget that is held.
fn raise(old: &Campaign, new: &Campaign) -> Option<Amount> {
    let more = new.budget_or_zero().checked_sub(old.budget_or_zero())?;
    (is_held(old.status_now()) && more.is_positive()).then_some(more)
}

/// Refuses an edit after which no store is left that shows the campaign, where one did.
///
/// Name, description, brand, category, stores and assets are what blocking looks at.
fn require_a_store(
    live: &Live,
    old: &Campaign,
    new: &Campaign,
    now: Timestamp,
) -> Result<(), Refusal> {
    let looked_at_same = old.text.last() == new.text.last()
        && old.target_stores == new.target_stores
        && old.content_assets == new.content_assets;
    if !is_held(old.status_now()) {
        return Ok(());
    }
    if old.dayparts != new.dayparts && require_playable(live, old, now).is_ok() {
        require_playable(live, new, now)?;
    }
    if looked_at_same {
        return Ok(());
    }
    if eligible_stores(live, old, now).eligible.is_empty() {
        return Ok(());
    }
    eligible_stores(live, new, now).require_one()
}

/// Whether an edit changes the content that a reviewer looks at.
fn changes_waiting_content(campaign: &Campaign, differences: &[Difference]) -> bool {
    let status = campaign.status_now();
    let mut fields = differences.iter().map(|difference| difference.field);
    fields.any(|field| rule_of(field, status) == EditRule::Resubmits)
}

/// Starts the wait for approval anew. Rule: CAM-11.
fn resubmit(live: &Live, context: &Context<'_>, next: &mut Campaign, changes: &mut Changes) {
    let before = next.submitted_at.map_or_else(String::new, |at| at.to_string());
    next.submitted_at = Some(context.now);
    let entry = AuditDraft::new("campaign.resubmit", "campaign", next.id);
    changes.audit(entry.change("submitted_at", before, context.now));
    let limit = Amount::from_units(i64::from(context.settings.campaign.approval_budget));
    let mut reasons = approval_reasons(&scan_flags(live, next), next.budget_or_zero(), limit);
    if reasons.is_empty() {
        reasons.push("new content".to_owned());
    }
    let values = [("campaign", next.name.clone()), ("reasons", reasons.join(", "))];
    for to in [Owner::Operator, Owner::Advertiser(next.advertiser)] {
        changes.tell(to, "CAMPAIGN_RESUBMITTED", next.id, &values);
    }
}

/// Takes the difference from the wallet with the edit: into the escrow, or held until a person
/// approved an increase over the limit. Rule: BUD-04, D-55.
fn add_budget(
    live: &Live,
    context: &Context<'_>,
    old: &Campaign,
    mut next: Campaign,
    amount: Amount,
) -> Result<Changes, Refusal> {
    require_active(live, next.advertiser)?;
    let wallet = Account::AdvertiserAvailable(next.advertiser);
    let available = live.accounts.balance(wallet, Currency::Usd);
    if available < amount {
        return Err(insufficient_wallet(available, amount));
    }
    let status = next.status_now();
    let case = circumstances(&next, context.now);
    let ran =
        matches!(status, CampaignStatus::Active | CampaignStatus::Paused | CampaignStatus::Error);
    if case.ended && ran {
        // As for a top-up the end has not come, by the dates as the edit leaves them.
        crate::domain::campaign::status::next(status, Action::TopUp, case)?;
    }
    let waits_itself = status == CampaignStatus::PendingApproval;
    if !waits_itself && top_up::must_wait(&next, amount, context) {
        require_fit_without_increase(old, &next)?;
        return top_up::ask(live, &next, amount, context.now).map(|(changes, _)| changes);
    }
    if !waits_itself && status != CampaignStatus::Scheduled {
        let (mut changes, next) =
            top_up::grant(live, context.settings, &next, amount, wallet, EDIT, context.now)?;
        changes.put(Record::Campaign(Arc::new(next)));
        return Ok(changes);
    }
    let budget = next.budget_or_zero();
    next.budget = budget.checked_add(amount);
    next.note_priority(context.now);
    let mut changes = Changes::default();
    changes.transfers.push(hold(&next, amount));
    let entry = AuditDraft::new(EDIT, "campaign", next.id);
    changes.audit(entry.change(Field::Budget.as_str(), budget, next.budget_or_zero()));
    changes.put(Record::Campaign(Arc::new(next)));
    Ok(changes)
}

/// Cap and priority count against the budget that is there, not against an increase that waits.
fn require_fit_without_increase(old: &Campaign, next: &Campaign) -> Result<(), Refusal> {
    let budget = next.budget_or_zero();
    if next.daily_cap.is_some_and(|cap| cap > budget) {
        let message = format!(
            "Daily cap cannot exceed total budget, {} until the increase is approved",
            Dollars(budget)
        );
        return Err(Refusal::field("daily_cap", "MAXIMUM", message));
    }
    match next.priority.filter(|_| next.priority != old.priority) {
        Some(priority) => check_priority(next.budget, i64::from(priority)).map(drop),
        None => Ok(()),
    }
}

/// One audit entry for each field that changed; that of a budget comes with its money.
/// Rule: CAM-11 (EDIT-003).
fn note_differences(
    campaign: &Campaign,
    differences: &[Difference],
    has_raise: bool,
    changes: &mut Changes,
) {
    for difference in differences {
        if !(has_raise && difference.field == Field::Budget) {
            let entry = AuditDraft::new(EDIT, "campaign", campaign.id);
            let Difference { field, old, new, .. } = difference;
            changes.audit(entry.change(field.as_str(), old, new));
        }
    }
}

/// Puts the caller's reason beside every entry that has none.
fn explain(changes: &mut Changes, reason: Option<&str>) {
    for entry in &mut changes.audit {
        if entry.reason.is_none() {
            entry.reason = reason.map(str::to_owned);
        }
    }
}
