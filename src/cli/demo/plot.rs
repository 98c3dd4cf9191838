//! The story of the campaigns: who books, approves, pauses, cancels what, and when.

use std::{cmp::Reverse, collections::HashMap};

use anyhow::Context as _;
use uuid::Uuid;

use super::{
    cast::{ADVERTISERS, CAMPAIGNS, CampaignCast, Fate, STORES, When},
    stage::{Stage, every_day, run},
};
use crate::{
    domain::{
        campaign::{model::PricingMode, similar::SIMILAR_CAMPAIGN},
        money::Amount,
        time::{DAY_MS, HOUR_MS, Timestamp},
    },
    engine::{
        Handle,
        commands::{
            campaigns::{CampaignFields, CreateCampaign, SetPricing, SubmitCampaign},
            reviews::DecideReviews,
            status::{Approve, Cancel, Pause, Reject, TopUp},
        },
        reads,
    },
};

/// Campaigns are written so long before they start.
const BOOKED_AHEAD_MS: i64 = 40 * HOUR_MS;
/// Approvals come so long after the submission.
const APPROVED_AFTER_MS: i64 = 2 * HOUR_MS;
/// In the last hours nobody decides reviews, so that some wait at the end.
pub const QUIET_HOURS_MS: i64 = 20 * HOUR_MS;
/// UTC hours at which the reviewer works.
const REVIEW_HOURS: [u8; 3] = [2, 8, 14];

/// The three moments everything is counted from.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// Parties, stores and devices come in, first campaigns are booked.
    pub opened: Timestamp,
    /// The first plays.
    pub from: Timestamp,
    /// Now.
    pub until: Timestamp,
}

impl Span {
    /// So many days of plays up to now, and one before them for what is booked.
    #[must_use]
    pub fn of(days: u32, until: Timestamp) -> Self {
        let from = until.plus_ms(-i64::from(days) * DAY_MS).day().start();
        Self { opened: from.plus_ms(-DAY_MS), from, until }
    }

    /// A moment of the story, on the full hour.
    fn at(self, when: When) -> Timestamp {
        let moment = match when {
            When::Percent(percent) => {
                self.from.plus_ms(self.until.since_ms(self.from) / 100 * percent)
            }
            When::InDays(days) => self.until.plus_ms(days * DAY_MS),
        };
        Timestamp::from_ms(moment.ms().div_euclid(HOUR_MS) * HOUR_MS)
    }
}

/// What happens at a moment; the number is the campaign's place in the cast.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Book(usize),
    Approve(usize),
    Reject(usize, &'static str),
    Pause(usize),
    Cancel(usize),
    TopUp(usize, i64),
}

/// The steps still to come.
pub struct Plot {
    span: Span,
    steps: Vec<(Timestamp, Step)>,
    campaigns: HashMap<usize, Uuid>,
}

impl Plot {
    /// All steps of the cast's campaigns.
    #[must_use]
    pub fn new(span: Span) -> Self {
        let mut steps = Vec::new();
        for (index, cast) in CAMPAIGNS.iter().enumerate() {
            let start = span.at(cast.runs.0);
            let booked = cast.booked.map_or(start.plus_ms(-BOOKED_AHEAD_MS), |when| span.at(when));
            let booked = booked.max(span.opened);
            steps.push((booked, Step::Book(index)));
            match cast.fate {
                Fate::Draft | Fate::Runs => {}
                Fate::Approved => {
                    steps.push((booked.plus_ms(APPROVED_AFTER_MS), Step::Approve(index)));
                }
                Fate::Rejected(when, why) => steps.push((span.at(when), Step::Reject(index, why))),
                Fate::Paused(when) => steps.push((span.at(when), Step::Pause(index))),
                Fate::Cancelled(when) => steps.push((span.at(when), Step::Cancel(index))),
                Fate::ToppedUp(when, more) => {
                    steps.push((span.at(when), Step::TopUp(index, more)));
                }
            }
        }
        // The earliest is taken from the end.
        steps.sort_by_key(|(at, _)| Reverse(*at));
        Self { span, steps, campaigns: HashMap::new() }
    }

    /// Does everything that is due.
    ///
    /// # Errors
    /// What the engine refuses.
    pub async fn run_until(
        &mut self,
        now: Timestamp,
        handle: &Handle,
        stage: &Stage,
    ) -> anyhow::Result<()> {
        while self.steps.last().is_some_and(|(at, _)| *at <= now) {
            let Some((_, step)) = self.steps.pop() else { break };
            self.take(step, handle, stage).await.with_context(|| format!("{step:?}"))?;
        }
        let review_time =
            now.ms().rem_euclid(HOUR_MS) == 0 && REVIEW_HOURS.contains(&now.utc_hour());
        if review_time && self.span.until.since_ms(now) > QUIET_HOURS_MS {
            decide_reviews(handle, stage).await?;
        }
        Ok(())
    }

    async fn take(&mut self, step: Step, handle: &Handle, stage: &Stage) -> anyhow::Result<()> {
        let id = |index: usize| self.campaigns.get(&index).copied().context("it is booked");
        let buyer = |index: usize| &stage.advertisers[CAMPAIGNS[index].advertiser].1;
        match step {
            Step::Book(index) => self.book(index, handle, stage).await?,
            Step::Approve(index) => {
                run(handle, &stage.operator, Approve { id: id(index)? }).await?;
            }
            Step::Reject(index, why) => {
                let command = Reject { id: id(index)?, reason: why.to_owned() };
                run(handle, &stage.reviewer, command).await?;
            }
            Step::Pause(index) => {
                run(handle, buyer(index), Pause { id: id(index)? }).await?;
            }
            Step::Cancel(index) => {
                run(handle, buyer(index), Cancel { id: id(index)? }).await?;
            }
            Step::TopUp(index, dollars) => {
                let additional_budget = Amount::from_units(dollars);
                run(handle, buyer(index), TopUp { id: id(index)?, additional_budget }).await?;
            }
        }
        Ok(())
    }

    async fn book(&mut self, index: usize, handle: &Handle, stage: &Stage) -> anyhow::Result<()> {
        let cast = &CAMPAIGNS[index];
        let buyer = &stage.advertisers[cast.advertiser].1;
        let fields = self.fields(cast, stage)?;
        let id = run(handle, buyer, CreateCampaign { advertiser_id: None, fields }).await?;
        self.campaigns.insert(index, id);
        if let Some(cpm) = cast.fixed_cpm {
            let mode = PricingMode::FixedCpm(Amount::from_units(cpm));
            run(handle, &stage.operator, SetPricing { id, mode }).await?;
        }
        if cast.fate != Fate::Draft {
            // One brand's campaigns in the same cities resemble each other.
            let acknowledged_warnings = vec![SIMILAR_CAMPAIGN.to_owned()];
            run(handle, buyer, SubmitCampaign { id, terms_accepted: true, acknowledged_warnings })
                .await?;
        }
        Ok(())
    }

    fn fields(&self, cast: &CampaignCast, stage: &Stage) -> anyhow::Result<CampaignFields> {
        let asset = |name: &&str| {
            stage.assets.get(*name).copied().with_context(|| format!("the creative {name}"))
        };
        let assets: Result<Vec<Uuid>, _> = cast.posters.iter().map(asset).collect();
        let stores = STORES.iter().zip(&stage.stores);
        let stores = stores.filter(|(store, _)| cast.cities.contains(&store.city));
        Ok(CampaignFields {
            name: Some(cast.name.to_owned()),
            description: Some(cast.description.to_owned()),
            brand_name: Some(ADVERTISERS[cast.advertiser].brand.to_owned()),
            category: Some(cast.category.to_owned()),
            budget: Some(Amount::from_units(cast.budget.0)),
            start_date: Some(self.span.at(cast.runs.0).to_string()),
            end_date: Some(self.span.at(cast.runs.1).to_string()),
            daily_cap: cast.budget.1.map(Amount::from_units),
            priority: None,
            impression_goal: None,
            dayparts: cast.daypart.map(every_day),
            target_stores: Some(stores.map(|(_, id)| *id).collect()),
            content_assets: Some(assets?),
            reason: None,
        })
    }
}

/// The reviewer looks at what only a person may decide: two of three are approved.
async fn decide_reviews(handle: &Handle, stage: &Stage) -> anyhow::Result<()> {
    let waiting = handle.views().reviews.load_full();
    let hard: Vec<_> = waiting.values().filter(|review| review.flags.needs_person()).collect();
    let (mut fine, mut wrong) = (Vec::new(), Vec::new());
    let snapshot = handle.store().snapshot()?;
    for review in hard {
        let day = review.received_at.day();
        let Some(play) = reads::impression_at(&snapshot, day, review.seq)? else { continue };
        let list = if review.seq.is_multiple_of(3) { &mut wrong } else { &mut fine };
        list.push((review.seq, play.row.id));
    }
    drop(snapshot);
    let decisions = [
        (fine, true, None),
        (wrong, false, Some("The place does not fit to the store; the shop was asked".to_owned())),
    ];
    for (plays, approve, reason) in decisions {
        if !plays.is_empty() {
            run(handle, &stage.reviewer, DecideReviews { plays, approve, reason }).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_come_in_order_and_within_the_story() {
        for days in [1, 2, 14] {
            let until = Timestamp::parse("2026-11-21T04:26:21Z").unwrap();
            let span = Span::of(days, until);
            let plot = Plot::new(span);
            assert!(plot.steps.is_sorted_by_key(|(at, _)| Reverse(*at)));
            assert!(plot.steps.iter().all(|(at, _)| *at >= span.opened && *at <= until));
            let booked = plot.steps.iter().filter(|(_, step)| matches!(step, Step::Book(_)));
            assert_eq!(booked.count(), CAMPAIGNS.len());
        }
    }
}
