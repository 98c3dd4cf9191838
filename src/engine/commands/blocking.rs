//! Blocking judged again whenever something it looks at has changed, and overrides of rules.
//! Rule: BLK-02…BLK-05, EC3.

use std::sync::Arc;

use uuid::Uuid;

use super::{
    parties::{FieldChecks, MAX_REASON},
    status::moved,
};
use crate::{
    config::Settings,
    domain::{
        campaign::{
            blocks::{RuleOverride, StoreBlock, is_overridden},
            model::Campaign,
            status::{Action, Actor as Who, CampaignStatus, Circumstances, PauseReason},
        },
        catalog::{Role, Store, StoreRule, access::Owner},
        ids::{CampaignNo, StoreNo},
        money::Dollars,
        refusal::{Code, Detail, Refusal},
        time::Timestamp,
        wording::count,
    },
    engine::{
        actor::AuditDraft,
        command::{Changes, Command, Context, Record},
        live::Live,
    },
};

/// Names of stores in one notice at most.
const NAMES_SHOWN: usize = 5;

/// A campaign whose blocking may have changed, as it was before.
#[derive(Clone, Debug)]
pub struct Concerned {
    campaign: CampaignNo,
    before: Option<Arc<Campaign>>,
}

/// The campaigns that changed rows concern; to be asked before the rows are applied.
///
/// A rule concerns the campaigns that target its store, an asset those that show it when its flags
/// change, a campaign itself when text, assets, stores or end change or when it starts to run.
#[must_use]
pub fn concerned(live: &Live, records: &[Record]) -> Vec<Concerned> {
    let mut found = Vec::new();
    let mut add_all = |wanted: &dyn Fn(&Campaign) -> bool| {
        let rows = live.campaigns.iter().filter(|row| !row.is_terminal() && wanted(row));
        found.extend(rows.map(|row| Concerned { campaign: row.no, before: Some(Arc::clone(row)) }));
    };
    for record in records {
        match record {
            Record::Rule(rule) => add_all(&|row| row.target_stores.contains(&rule.store)),
            Record::Asset(asset) => {
                let old = live.assets.get(asset.no.0);
                if old.is_some_and(|old| old.scan_flags != asset.scan_flags) {
                    add_all(&|row| row.content_assets.contains(&asset.no));
                }
            }
            _ => {}
        }
    }
    for record in records {
        if let Record::Campaign(row) = record
            && !row.is_terminal()
        {
            let before = live.campaigns.get(row.no.0).cloned();
            if before.as_ref().is_none_or(|old| looks_different(old, row)) {
                found.push(Concerned { campaign: row.no, before });
            }
        }
    }
    found
}

fn looks_different(old: &Campaign, new: &Campaign) -> bool {
    let starts = new.status_now() == CampaignStatus::Active && old.status_now() != new.status_now();
    starts
        || old.text.last() != new.text.last()
        || old.content_assets != new.content_assets
        || old.target_stores != new.target_stores
        || old.end_date != new.end_date
}

/// Judges a campaign's stores again; `None` when nothing changes.
///
/// New blocks count at once: the store is told apart, the advertiser hears of it with the new
/// estimate, and a running campaign without any store left is paused. Rule: BLK-03, BLK-04, EC3.
#[must_use]
pub fn judge_again(
    live: &Live,
    settings: &Settings,
    concerned: &Concerned,
    now: Timestamp,
) -> Option<Changes> {
    let campaign = live.campaigns.get(concerned.campaign.0)?;
    if campaign.is_terminal() {
        return None;
    }
    let mut next = (**campaign).clone();
    next.blocked = live.blocks_now(campaign, now);
    let is_same = next.blocked == campaign.blocked;
    let is_dark = next.is_blocked_everywhere();
    let pauses = is_dark && next.status_now() == CampaignStatus::Active;
    if is_same && !pauses {
        return None;
    }
    let mut changes = Changes::default();
    if !is_same {
        changes.audit(audit_blocks(campaign, &next));
        if is_told(&next) {
            let news = News { live, settings, before: concerned.before.as_deref(), now };
            news.tell(campaign, &next, &mut changes);
        }
        next.updated_at = now;
        next.revision += 1;
    }
    if pauses {
        changes.notices.retain(|notice| notice.code != "CAMPAIGN_ALL_STORES_BLOCKED");
        next = pause_dark(next, now, &mut changes);
    }
    changes.put(Record::Campaign(Arc::new(next)));
    Some(changes)
}

/// Whether the advertiser hears of blocks: not while it still writes the campaign.
fn is_told(campaign: &Campaign) -> bool {
    !matches!(campaign.status_now(), CampaignStatus::Draft | CampaignStatus::Rejected)
}

fn audit_blocks(old: &Campaign, new: &Campaign) -> AuditDraft {
    let stores = |of: &Campaign| count(of.blocked.len(), "store", "stores");
    let reasons: Vec<&str> = new.blocked.iter().map(|block| block.reason.as_str()).collect();
    let reason = reasons.first().map(|first| match reasons.len() {
        1 => (*first).to_owned(),
        more => format!("{first} and {} more", more - 1),
    });
    AuditDraft::new("campaign.blocked_stores", "campaign", old.id)
        .change("blocked_stores", stores(old), stores(new))
        .because(reason.as_deref())
}

/// Pauses a campaign that no store shows any more. Source: EC3. Rule: CAM-20, BLK-03.
pub(super) fn pause_dark(campaign: Campaign, now: Timestamp, changes: &mut Changes) -> Campaign {
    let reason = Some(PauseReason::NoEligibleStores);
    let case = Circumstances::default();
    match moved(&campaign, Action::AutoPause, reason, Who::System, case, now) {
        Ok((next, audit)) => {
            changes.audit(audit);
            tell_dark("CAMPAIGN_NO_ELIGIBLE_STORES", &next, changes);
            next
        }
        Err(_) => campaign,
    }
}

fn tell_dark(code: &str, campaign: &Campaign, changes: &mut Changes) {
    let to = Owner::Advertiser(campaign.advertiser);
    changes.tell(to, code, campaign.id, &[("campaign", campaign.name.clone())]);
}

/// Judges blocking at the start: a campaign that every store blocks is paused instead.
/// Rule: BLK-02, CAM-10.
#[must_use]
pub fn dark_at_start(live: &Live, campaign: &Campaign, now: Timestamp) -> Option<Changes> {
    let mut fresh = campaign.clone();
    fresh.blocked = live.blocks_now(campaign, now);
    if !fresh.is_blocked_everywhere() {
        return None;
    }
    let mut changes = Changes::default();
    let next = pause_dark(fresh, now, &mut changes);
    changes.put(Record::Campaign(Arc::new(next)));
    Some(changes)
}

/// Refuses to run a campaign on while every target store blocks it. Source: EC3.
///
/// # Errors
/// `NO_ELIGIBLE_STORES` with what can be done.
pub fn require_open_store(campaign: &Campaign) -> Result<(), Refusal> {
    if !campaign.is_blocked_everywhere() {
        return Ok(());
    }
    let blocked = i64::try_from(campaign.blocked.len()).unwrap_or(i64::MAX);
    let options = [
        "Add new target stores",
        "Contact blocked stores for exemption",
        "Cancel campaign (refund remaining budget)",
    ];
    Err(Refusal::new(Code::NoEligibleStores, "All target stores have blocked your campaign")
        .with("blocked_count", Detail::Int(blocked))
        .with("options", Detail::List(options.map(str::to_owned).to_vec())))
}

/// What is told about stores that block or no longer block.
struct News<'a> {
    live: &'a Live,
    settings: &'a Settings,
    before: Option<&'a Campaign>,
    now: Timestamp,
}

impl News<'_> {
    fn tell(&self, old: &Campaign, new: &Campaign, changes: &mut Changes) {
        // A store that the advertiser has just chosen was shown as blocked in the answer.
        let was_target =
            |store| self.before.is_some_and(|before| before.target_stores.contains(&store));
        let added: Vec<&StoreBlock> = new
            .blocked
            .iter()
            .filter(|block| old.block_of(block.store).is_none() && was_target(block.store))
            .collect();
        let freed: Vec<StoreNo> = old
            .blocked
            .iter()
            .map(|block| block.store)
            .filter(|store| new.block_of(*store).is_none() && new.target_stores.contains(store))
            .collect();
        let mut values = self.estimate(new);
        values.push(("campaign", new.name.clone()));
        let to = Owner::Advertiser(new.advertiser);
        if let Some(first) = added.first() {
            values.push(("store", self.names(added.iter().map(|block| block.store))));
            values.push(("reason", first.reason.clone()));
            values.push(("count", added.len().to_string()));
            let code = if added.len() == 1 { "STORE_NOW_BLOCKS" } else { "STORES_NOW_BLOCK" };
            changes.tell(to, code, new.id, &values);
            if new.is_blocked_everywhere() {
                tell_dark("CAMPAIGN_ALL_STORES_BLOCKED", new, changes);
            }
        }
        if !freed.is_empty() {
            values.retain(|(name, _)| *name != "store");
            values.push(("store", self.names(freed.into_iter())));
            let can_resume = new.pause_reason() == Some(PauseReason::NoEligibleStores);
            let code = if can_resume { "STORE_OPEN_AGAIN_RESUME" } else { "STORE_OPEN_AGAIN" };
            changes.tell(to, code, new.id, &values);
        }
    }

    /// Stores, plays and cost that remain from now on. Source: S3 §8.4 step 3.
    fn estimate(&self, campaign: &Campaign) -> Vec<(&'static str, String)> {
        let targets = campaign.target_stores.iter().copied();
        let open: Vec<StoreNo> =
            targets.filter(|store| campaign.block_of(*store).is_none()).collect();
        let forecast = self.live.forecast(self.settings, campaign, &open, self.now);
        let (plays, cost) = forecast.map_or_else(
            || ("0".to_owned(), "$0.00".to_owned()),
            |found| {
                let estimate = found.estimate;
                let plays = estimate.expected_impressions().to_string();
                (plays, Dollars(estimate.expected_cost).to_string())
            },
        );
        let budget = Dollars(self.live.remaining(campaign.no)).to_string();
        vec![
            ("stores", open.len().to_string()),
            ("impressions", plays),
            ("cost", cost),
            ("budget", budget),
        ]
    }

    fn names(&self, stores: impl ExactSizeIterator<Item = StoreNo>) -> String {
        let count = stores.len();
        let shown = stores.take(NAMES_SHOWN).filter_map(|no| self.live.store(no));
        let names: Vec<&str> = shown.map(|store| store.name.as_str()).collect();
        let more = if count > NAMES_SHOWN { ", …" } else { "" };
        format!("{}{more}", names.join(", "))
    }
}

/// Lets one campaign into a store in spite of a rule, until the campaign's end. Rule: BLK-05.
#[derive(Clone, Debug)]
pub struct OverrideRule {
    /// The rule.
    pub rule_id: Uuid,
    /// The campaign.
    pub campaign_id: Uuid,
    /// Business justification, 1 to 500 characters.
    pub reason: String,
}

impl OverrideRule {
    fn find<'l>(&self, live: &'l Live) -> Result<Parts<'l>, Refusal> {
        let rule = live.rules.by_id(self.rule_id);
        let rule = rule.ok_or_else(|| Refusal::not_found("Blocking rule"))?;
        let campaign = live.campaigns.by_id(self.campaign_id);
        let campaign = campaign.ok_or_else(|| Refusal::not_found("Campaign"))?;
        let store = live.store(rule.store).ok_or_else(|| Refusal::not_found("Store"))?;
        Ok((rule, campaign, store))
    }
}

/// An override's rule, campaign and store.
type Parts<'l> = (&'l StoreRule, &'l Campaign, &'l Store);

/// Refuses an override that would change nothing.
fn refuse_needless(
    live: &Live,
    rule: &StoreRule,
    campaign: &Campaign,
    store: &Store,
    now: Timestamp,
) -> Result<(), Refusal> {
    if campaign.is_terminal() {
        let message = format!("A campaign that is {} needs no override", campaign.status_now());
        return Err(Refusal::new(Code::IllegalTransition, message));
    }
    let subject = live.blocking_subject(campaign, now);
    let is_on = rule.rule.active.last() == Some(&true);
    let blocks = is_on && rule.rule.matches(&subject).is_some();
    if !blocks || !campaign.target_stores.contains(&store.no) {
        let message = format!("The rule does not block {} from {}", campaign.name, store.name);
        return Err(Refusal::new(Code::Conflict, message));
    }
    if is_overridden(rule, campaign, now) {
        let message = format!("The rule is overridden for {} already", campaign.name);
        return Err(Refusal::new(Code::Conflict, message));
    }
    Ok(())
}

impl Command for OverrideRule {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        context.actor.require_role(&[Role::SuperAdmin])?;
        let mut checks = FieldChecks::default();
        let reason = checks.text("reason", "Reason", &self.reason, MAX_REASON);
        checks.finish()?;
        let (rule, campaign, store) = self.find(live)?;
        refuse_needless(live, rule, campaign, store, context.now)?;
        let id = context.random.uuid(context.now);
        let mut row = rule.clone();
        row.overrides.push(RuleOverride {
            id,
            campaign: campaign.no,
            reason: format!("Manual override: {reason}"),
            approved_by: context.actor.id,
            approved_by_name: context.actor.name.clone(),
            from: context.now,
        });
        row.updated_at = context.now;
        let mut changes = Changes::default();
        for (subject, subject_id) in [("blocking_rule", row.id), ("campaign", campaign.id)] {
            let entry = AuditDraft::new("blocking_rule.override", subject, subject_id);
            let value = rule.rule.blocked_value.as_str();
            let entry = entry.change(rule.rule.rule_type.as_str(), value, &campaign.name);
            changes.audit(entry.because(Some(&reason)));
        }
        changes.put(Record::Rule(Arc::new(row)));
        changes.tell(
            Owner::Supplier(store.supplier),
            "BLOCKING_OVERRIDDEN",
            rule.id,
            &[
                ("campaign", campaign.name.clone()),
                ("store", store.name.clone()),
                ("reason", reason),
                ("until", campaign.end_date.map_or_else(String::new, |end| end.to_string())),
            ],
        );
        Ok((changes, id))
    }
}
