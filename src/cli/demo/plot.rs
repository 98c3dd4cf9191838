//! The story of the campaigns: who books, approves, pauses, cancels what, and when.

use std::collections::{HashMap, HashSet, VecDeque};

use anyhow::Context as _;
use uuid::Uuid;

use super::{
    acts::Scene,
    bookings::{Act, CAMPAIGNS, CampaignCast, When},
    cast::{ADVERTISERS, STORES},
    estimates::{Estimates, ends_within},
    stage::{Stage, every_day, run},
};
use crate::{
    app::App,
    domain::{
        campaign::model::PricingMode,
        money::Amount,
        time::{DAY_MS, HOUR_MS, Timestamp},
    },
    engine::{
        Handle,
        commands::{
            campaigns::{CampaignFields, CreateCampaign, SetPricing, SubmitCampaign},
            reviews::DecideReviews,
        },
        reads,
    },
};

/// Campaigns are written so long before they start.
const BOOKED_AHEAD_MS: i64 = 40 * HOUR_MS;
/// What a campaign will deliver is estimated so long before its start.
const ESTIMATED_AHEAD_MS: i64 = HOUR_MS;
/// In the last hours nobody decides reviews, so that some wait at the end.
pub const QUIET_HOURS_MS: i64 = 20 * HOUR_MS;
/// UTC hours at which the reviewer works.
const REVIEW_HOURS: [u8; 3] = [2, 8, 14];
/// Noon and early evening in Vietnam, hours of UTC: all of its stores are open.
const BUSY_HOURS: [i64; 2] = [5, 11];

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
    fn at(self, when: When, booked: Timestamp) -> Timestamp {
        let part = |percent: i64| self.from.plus_ms(self.until.since_ms(self.from) / 100 * percent);
        let moment = match when {
            When::Percent(percent) => part(percent),
            When::InDays(days) => self.until.plus_ms(days * DAY_MS),
            When::HoursAgo(hours) => self.until.plus_ms(-hours * HOUR_MS),
            When::Midday(percent, later) => {
                let hour = BUSY_HOURS[0] + later;
                part(percent).day().start().plus_ms(hour * HOUR_MS).min(self.until)
            }
            When::LastMidday => self.last_midday(),
            When::AfterBooking(hours) => booked.plus_ms(hours * HOUR_MS).min(self.until),
        };
        Timestamp::from_ms(moment.ms().div_euclid(HOUR_MS) * HOUR_MS)
    }

    fn last_midday(self) -> Timestamp {
        let latest = self.until.plus_ms(-HOUR_MS);
        let days = [latest.day().previous().start(), latest.day().start()];
        let moments =
            days.iter().flat_map(|day| BUSY_HOURS.map(|hour| day.plus_ms(hour * HOUR_MS)));
        moments.filter(|moment| *moment <= latest).max().unwrap_or(latest)
    }

    fn booking(self, cast: &CampaignCast) -> Timestamp {
        let start = self.at(cast.runs.0, self.opened);
        let ahead = start.plus_ms(-BOOKED_AHEAD_MS);
        cast.booked.map_or(ahead, |when| self.at(when, self.opened)).max(self.opened)
    }
}

/// What happens to a campaign of the cast at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Book,
    Estimate,
    Act(Act),
}

/// The steps still to come.
pub struct Plot {
    span: Span,
    steps: VecDeque<(Timestamp, usize, Step)>,
    campaigns: HashMap<usize, Uuid>,
    /// What was expected of campaigns before they began.
    pub estimates: Estimates,
}

impl Plot {
    /// All steps of the cast's campaigns.
    #[must_use]
    pub fn new(span: Span) -> Self {
        let mut steps = Vec::new();
        for (index, cast) in CAMPAIGNS.iter().enumerate() {
            let booked = span.booking(cast);
            steps.push((booked, index, Step::Book));
            if ends_within(cast) {
                let start = span.at(cast.runs.0, booked);
                let before = start.plus_ms(-ESTIMATED_AHEAD_MS).max(booked);
                steps.push((before, index, Step::Estimate));
            }
            for (when, act) in cast.acts {
                steps.push((span.at(*when, booked), index, Step::Act(*act)));
            }
        }
        // Of one moment, as they stand in the cast.
        steps.sort_by_key(|(at, ..)| *at);
        let estimates = Estimates::default();
        Self { span, steps: steps.into(), campaigns: HashMap::new(), estimates }
    }

    /// Does everything that is due.
    ///
    /// # Errors
    /// What the engine refuses.
    pub async fn run_until(
        &mut self,
        now: Timestamp,
        app: &App,
        stage: &Stage,
    ) -> anyhow::Result<()> {
        while let Some((_, index, step)) = self.steps.pop_front_if(|(at, ..)| *at <= now) {
            let name = CAMPAIGNS[index].name;
            self.take(index, step, app, stage)
                .await
                .with_context(|| format!("{name}: {step:?}"))?;
        }
        let review_time =
            now.ms().rem_euclid(HOUR_MS) == 0 && REVIEW_HOURS.contains(&now.utc_hour());
        if review_time && self.span.until.since_ms(now) > QUIET_HOURS_MS {
            decide_reviews(&app.handle, stage).await?;
        }
        Ok(())
    }

    /// Campaigns that no screen can show.
    #[must_use]
    pub fn unplayable(&self) -> HashSet<Uuid> {
        let booked = self.campaigns.iter();
        booked.filter(|(index, _)| !CAMPAIGNS[**index].playable).map(|(_, id)| *id).collect()
    }

    async fn take(
        &mut self,
        index: usize,
        step: Step,
        app: &App,
        stage: &Stage,
    ) -> anyhow::Result<()> {
        if step == Step::Book {
            return self.book(index, &app.handle, stage).await;
        }
        let id = self.campaigns.get(&index).copied().context("it is booked")?;
        match step {
            Step::Book => Ok(()),
            Step::Estimate => self.estimates.note(id, app).await,
            Step::Act(act) => {
                let advertiser = CAMPAIGNS[index].advertiser;
                Scene { handle: &app.handle, state: app.state(), stage, advertiser, campaign: id }
                    .play(act)
                    .await
            }
        }
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
        if cast.submitted {
            let acknowledged_warnings = vec!["SIMILAR_CAMPAIGN".to_owned()];
            let command = SubmitCampaign { id, terms_accepted: true, acknowledged_warnings };
            run(handle, buyer, command).await?;
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
            description: Some(cast.description.to_owned()).into(),
            brand_name: Some(ADVERTISERS[cast.advertiser].brand.to_owned()),
            category: Some(cast.category.to_owned()),
            budget: Some(Amount::from_units(cast.budget.0)),
            start_date: Some(self.span.at(cast.runs.0, self.span.opened).to_string()),
            end_date: Some(self.span.at(cast.runs.1, self.span.opened).to_string()),
            daily_cap: cast.budget.1.map(Amount::from_units).into(),
            dayparts: cast.daypart.map(every_day).into(),
            target_stores: Some(stores.map(|(_, id)| *id).collect()),
            content_assets: Some(assets?),
            ..CampaignFields::default()
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
        for days in [1, 2, 9, 14] {
            for until in ["2026-11-21T00:01:00Z", "2026-11-21T04:26:21Z", "2026-11-21T23:59:59Z"] {
                let until = Timestamp::parse(until).unwrap();
                let span = Span::of(days, until);
                let steps = Plot::new(span).steps;
                assert!(steps.iter().is_sorted_by_key(|(at, ..)| *at));
                assert!(steps.iter().all(|(at, ..)| *at >= span.opened && *at <= until));
                let booked = steps.iter().filter(|(_, _, step)| *step == Step::Book);
                assert_eq!(booked.count(), CAMPAIGNS.len());
                for (index, cast) in CAMPAIGNS.iter().enumerate() {
                    let own = steps.iter().filter(|(_, of, _)| *of == index);
                    let acts: Vec<Act> = own
                        .filter_map(|(_, _, step)| match step {
                            Step::Act(act) => Some(*act),
                            Step::Book | Step::Estimate => None,
                        })
                        .collect();
                    let told: Vec<Act> = cast.acts.iter().map(|(_, act)| *act).collect();
                    assert_eq!(acts, told, "{}: in the order of the cast", cast.name);
                }
            }
        }
    }

    #[test]
    fn the_open_stop_comes_by_daylight_shortly_before_now() {
        for (until, expected) in [
            ("2026-11-21T05:59:00Z", "2026-11-20T11:00:00Z"),
            ("2026-11-21T06:01:00Z", "2026-11-21T05:00:00Z"),
            ("2026-11-21T23:59:00Z", "2026-11-21T11:00:00Z"),
            ("2026-11-21T00:10:00Z", "2026-11-20T11:00:00Z"),
        ] {
            let span = Span::of(3, Timestamp::parse(until).unwrap());
            let at = span.at(When::LastMidday, span.opened);
            assert_eq!(at, Timestamp::parse(expected).unwrap(), "{until}");
        }
    }
}
