//! Test mode: begin a test of a scheduled campaign, stop it, end it when its time or money is over.
//! Rule: CAM-14, D-57.

use std::sync::Arc;

use uuid::Uuid;

use super::{
    campaigns::eligible_stores,
    status::{editable, person},
};
use crate::{
    domain::{
        campaign::{
            model::Campaign,
            status::{self, Action, CampaignStatus},
            test_mode::{TestEnd, TestRun, planned_end, test_failures},
        },
        catalog::access::Owner,
        ids::{CampaignNo, StoreNo},
        money::{Amount, Dollars},
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

/// Begins a test. Rule: CAM-14.
#[derive(Clone, Debug)]
pub struct StartTest {
    /// Campaign.
    pub campaign: Uuid,
    /// One to three of its target stores.
    pub stores: Vec<Uuid>,
    /// 1 to 24.
    pub duration_hours: i64,
    /// 10.00 to 50.00, part of the campaign's budget.
    pub test_budget: Amount,
}

impl Command for StartTest {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        let campaign = editable(live, context.actor, self.campaign)?;
        let start_date = require_testable(&campaign, context)?;
        let stores = self.stores(live, &campaign, context)?;
        let remaining = live.remaining(campaign.no);
        if remaining < self.test_budget {
            let message = format!(
                "The campaign has {} left, less than the test budget of {}",
                Dollars(remaining),
                Dollars(self.test_budget)
            );
            return Err(Refusal::new(Code::InsufficientBudget, message)
                .with("remaining_budget", Detail::Amount(remaining))
                .with("required_budget", Detail::Amount(self.test_budget)));
        }
        let run = TestRun {
            id: context.random.uuid(context.now),
            stores,
            budget: self.test_budget,
            started_at: context.now,
            planned_end: planned_end(context.now, self.duration_hours, start_date),
            ended_at: None,
            ended_by: None,
            honours_plays_under_way: true,
        };
        let mut changes = Changes::default();
        let values = [
            ("campaign", campaign.name.clone()),
            ("stores", run.stores.len().to_string()),
            ("budget", Dollars(run.budget).to_string()),
            ("until", run.planned_end.to_string()),
        ];
        let to = Owner::Advertiser(campaign.advertiser);
        changes.tell(to, "CAMPAIGN_TEST_STARTED", campaign.id, &values);
        let entry = AuditDraft::new("campaign.start_test", "campaign", campaign.id);
        let stores = count(run.stores.len(), "store", "stores");
        let what = format!("{stores}, {}, until {}", values[2].1, values[3].1);
        changes.audit(entry.change("test", "", what));
        let id = run.id;
        let mut next = touched(&campaign, context.now);
        next.test_runs.push(run);
        changes.put(Record::Campaign(Arc::new(next)));
        Ok((changes, id))
    }
}

fn touched(campaign: &Campaign, now: Timestamp) -> Campaign {
    let mut next = campaign.clone();
    next.updated_at = now;
    next.revision += 1;
    next
}

/// Only a scheduled campaign before its start, one test at a time. Rule: CAM-14.
fn require_testable(campaign: &Campaign, context: &Context<'_>) -> Result<Timestamp, Refusal> {
    let asker = campaign.asker(person(context.actor), context.now);
    let now_status = campaign.status_now();
    status::permit(now_status, Action::StartTest, asker)?;
    status::next(now_status, Action::StartTest, asker)?;
    if let Some((_, run)) = campaign.open_test() {
        let message = format!("A test runs until {}; stop it first", run.planned_end);
        return Err(
            Refusal::new(Code::Conflict, message).with("test_id", Detail::Text(run.id.to_string()))
        );
    }
    campaign.start_date.ok_or_else(|| Refusal::new(Code::IllegalTransition, "No start date yet"))
}

impl StartTest {
    /// The test stores: targets of the campaign that can show it now.
    fn stores(
        &self,
        live: &Live,
        campaign: &Campaign,
        context: &Context<'_>,
    ) -> Result<Vec<StoreNo>, Refusal> {
        let mut ids = self.stores.clone();
        ids.sort_unstable();
        ids.dedup();
        let limits = &context.settings.test_mode;
        let wrong = test_failures(ids.len(), self.duration_hours, self.test_budget, limits);
        if !wrong.is_empty() {
            return Err(Refusal::validation(wrong));
        }
        let found = eligible_stores(live, campaign, context.now);
        let mut stores = Vec::new();
        for id in ids {
            let no = live.stores.by_id(id).map(|store| store.no);
            let Some(no) = no.filter(|no| campaign.target_stores.contains(no)) else {
                let message = format!("Store {id} is no target store of the campaign");
                return Err(Refusal::field("stores", "NOT_TARGETED", message));
            };
            if let Some((_, reason)) = found.blocked.iter().find(|(blocked, _)| *blocked == no) {
                let message = format!("Store {id} blocks the campaign: {reason}");
                return Err(Refusal::field("stores", "BLOCKED", message));
            }
            if !found.eligible.contains(&no) {
                let message = format!("Store {id} has no active devices");
                return Err(Refusal::field("stores", "NO_DEVICES", message));
            }
            stores.push(no);
        }
        Ok(stores)
    }
}

/// Stops a test. Rule: CAM-14.
#[derive(Clone, Debug)]
pub struct StopTest {
    /// Campaign.
    pub campaign: Uuid,
}

impl Command for StopTest {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        let campaign = editable(live, context.actor, self.campaign)?;
        let Some((_, run)) = campaign.open_test() else {
            let asker = campaign.asker(person(context.actor), context.now);
            let why = ": no test runs";
            return Err(status::refuse(campaign.status_now(), "STOP_TEST", why, asker));
        };
        let id = run.id;
        let mut changes = end(live, &campaign, TestEnd::Stopped, true, context.now);
        changes.audit(AuditDraft::new("campaign.stop_test", "campaign", campaign.id));
        Ok((changes, id))
    }
}

/// Ends the test that runs and tells its results. Rule: CAM-14.
pub fn end(
    live: &Live,
    campaign: &Campaign,
    by: TestEnd,
    honours_plays_under_way: bool,
    now: Timestamp,
) -> Changes {
    let mut changes = Changes::default();
    let Some((place, run)) = campaign.open_test() else { return changes };
    let ended_at = now.min(run.planned_end);
    let total = live.test_figures(campaign.no, place).total();
    let unknown = || "-".to_owned();
    let values = [
        ("campaign", campaign.name.clone()),
        ("reason", by.to_string()),
        ("plays", total.verified.to_string()),
        ("spent", Dollars(total.spent).to_string()),
        ("cpm", total.cpm().map_or_else(unknown, |cpm| Dollars(cpm).to_string())),
        ("quality", total.mean_quality().map_or_else(unknown, |mean| mean.to_string())),
    ];
    let to = Owner::Advertiser(campaign.advertiser);
    changes.tell(to, "CAMPAIGN_TEST_ENDED", campaign.id, &values);
    let mut next = touched(campaign, now.max(campaign.updated_at));
    if let Some(run) = next.test_runs.get_mut(place) {
        run.ended_at = Some(ended_at);
        run.ended_by = Some(by);
        run.honours_plays_under_way = honours_plays_under_way;
    }
    changes.put(Record::Campaign(Arc::new(next)));
    changes
}

/// The hours of a test are over.
pub fn due(live: &Live, no: CampaignNo, now: Timestamp) -> Changes {
    let Some(campaign) = live.campaigns.get(no.0) else { return Changes::default() };
    match campaign.open_test() {
        Some((_, run)) if run.planned_end <= now => {
            end(live, campaign, TestEnd::WindowOver, true, now)
        }
        Some(_) | None => Changes::default(),
    }
}

/// A test ends with its campaign's time of waiting; a start that was moved moves its end.
pub fn follow(live: &Live, no: CampaignNo, now: Timestamp) -> Option<Changes> {
    let campaign = live.campaigns.get(no.0)?;
    let (place, run) = campaign.open_test()?;
    if campaign.status_now() == CampaignStatus::Scheduled {
        let start = campaign.start_date.filter(|start| *start < run.planned_end)?;
        let mut next = touched(campaign, now);
        next.test_runs.get_mut(place)?.planned_end = start.max(now);
        let mut changes = Changes::default();
        changes.put(Record::Campaign(Arc::new(next)));
        return Some(changes);
    }
    let honours = campaign.status.last().is_some_and(|span| span.honours_plays_under_way());
    let by = match campaign.status_now() {
        CampaignStatus::Active => TestEnd::CampaignStarted,
        _ => TestEnd::CampaignStopped,
    };
    Some(end(live, campaign, by, honours, now))
}
