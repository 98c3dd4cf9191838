//! A/B tests: begin, choose a winner, extend, cancel; looks at the figures, and what follows from
//! changes of the campaign or its content. Rule: ABT-01, ABT-03, ABT-04.

use std::sync::Arc;

use uuid::Uuid;

use super::status::editable;
use crate::{
    config::Settings,
    domain::{
        campaign::{
            ab_statistics::confidence_of,
            ab_test::{
                AbOutcome, AbStatus, AbTest, Finding, Look, TestMetric, Variant, VariantInput,
                look, variant_failures, variant_ids,
            },
            model::Campaign,
            status::{CampaignStatus, PauseReason},
            timeline::last_moment,
        },
        catalog::{AssetStatus, access::Owner},
        ids::{AbTestNo, AssetNo, CampaignNo},
        refusal::{Code, Detail, FieldError, Refusal},
        time::{DAY_MS, Timestamp},
        wording::{count, listed},
    },
    engine::{
        actor::{Actor, AuditDraft},
        command::{Changes, Command, Context, Record},
        core::Engine,
        live::Live,
    },
};

/// Begins an A/B test. Rule: ABT-01.
#[derive(Clone, Debug)]
pub struct StartAbTest {
    /// Campaign.
    pub campaign: Uuid,
    /// Two to four.
    pub variants: Vec<VariantInput>,
    /// What decides.
    pub metric: TestMetric,
    /// Percent; the configured one where absent.
    pub confidence_threshold: Option<i64>,
    /// Whether the statistics choose the winner.
    pub auto_winner: bool,
    /// The final look; the campaign's end where absent.
    pub planned_end: Option<Timestamp>,
}

impl Command for StartAbTest {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        let campaign = editable(live, context.actor, self.campaign)?;
        require_startable(live, &campaign)?;
        let limits = &context.settings.ab_test;
        let mut wrong = variant_failures(&self.variants, limits);
        let variants = self.variants(live, &campaign, context.now, &mut wrong);
        let threshold = self.threshold(context.settings, &mut wrong);
        let planned_end = self.planned_end(&campaign, context, &mut wrong);
        if !wrong.is_empty() {
            return Err(Refusal::validation(wrong));
        }
        let mut test = AbTest {
            no: AbTestNo(live.ab.tests.next_number()),
            id: context.random.uuid(context.now),
            campaign: campaign.no,
            metric: self.metric,
            confidence_threshold: threshold,
            auto_winner: self.auto_winner,
            engaged_seconds: limits.engaged_seconds,
            variants,
            status: AbStatus::Running,
            outcome: None,
            winner: None,
            recommended: None,
            looks: Vec::new(),
            low_volume_told: false,
            created_at: context.now,
            started_at: None,
            planned_end,
            ended_at: None,
            ran_ms: 0,
            running_since: None,
            paused_at: None,
            checked_at: context.now,
            next_look_at: None,
            revision: 0,
        };
        if campaign.is_active() {
            test.run_from(context.now, limits);
        }
        let mut changes = Changes::default();
        let entry = AuditDraft::new("ab_test.start", "campaign", campaign.id);
        changes.audit(entry.change("variants", "", described(&test)));
        let values = [
            ("campaign", campaign.name.clone()),
            ("metric", test.metric.to_string()),
            ("variants", test.variants.len().to_string()),
            ("until", planned_end.to_string()),
        ];
        let to = Owner::Advertiser(campaign.advertiser);
        changes.tell(to, "AB_TEST_STARTED", campaign.id, &values);
        let id = test.id;
        changes.put(Record::AbTest(Arc::new(test)));
        Ok((changes, id))
    }
}

/// Variants as an audit entry shows them.
fn described(test: &AbTest) -> String {
    let parts = test.variants.iter().map(|v| format!("{} ({}) {}%", v.id, v.name, v.weight));
    parts.collect::<Vec<_>>().join(", ")
}

/// A test needs a campaign that was approved, is not over, and has no test that runs.
fn require_startable(live: &Live, campaign: &Campaign) -> Result<(), Refusal> {
    use CampaignStatus as S;
    let status = campaign.status_now();
    let exhausted = campaign.pause_reason() == Some(PauseReason::BudgetExhausted);
    if !matches!(status, S::Scheduled | S::Active | S::Paused) || exhausted {
        let why = if exhausted { " for BUDGET_EXHAUSTED" } else { "" };
        let message = format!(
            "An A/B test starts while a campaign is SCHEDULED, ACTIVE or PAUSED; it is {status}{why}"
        );
        return Err(Refusal::new(Code::IllegalTransition, message)
            .with("status", Detail::Text(status.to_string())));
    }
    if let Some(running) = live.ab.running(campaign.no) {
        let message = "The campaign has an A/B test that runs; end or cancel it first";
        return Err(Refusal::new(Code::Conflict, message)
            .with("test_id", Detail::Text(running.id.to_string())));
    }
    Ok(())
}

fn field_error(field: &str, error: &str, message: String) -> FieldError {
    FieldError { field: field.to_owned(), error: error.to_owned(), message }
}

impl StartAbTest {
    /// The variants with content of the campaign that is approved now.
    fn variants(
        &self,
        live: &Live,
        campaign: &Campaign,
        now: Timestamp,
        wrong: &mut Vec<FieldError>,
    ) -> Vec<Variant> {
        let mut variants = Vec::new();
        for (place, (input, id)) in
            self.variants.iter().zip(variant_ids(&self.variants)).enumerate()
        {
            let mut assets: Vec<AssetNo> = Vec::new();
            for asset_id in &input.content_assets {
                let asset = live.assets.by_id(*asset_id);
                let asset = asset.filter(|asset| campaign.content_assets.contains(&asset.no));
                let field = format!("variants[{place}].content_assets");
                match asset {
                    None => wrong.push(field_error(
                        &field,
                        "INVALID",
                        format!("Asset {asset_id} is not content of the campaign; add it first"),
                    )),
                    Some(asset) if asset.status_at(now) != AssetStatus::Approved => {
                        let message = format!("Asset not approved by admin: {}", asset.name);
                        wrong.push(field_error(&field, "NOT_APPROVED", message));
                    }
                    Some(asset) if assets.contains(&asset.no) => {}
                    Some(asset) => assets.push(asset.no),
                }
            }
            variants.push(Variant {
                id,
                name: input.name.trim().to_owned(),
                assets,
                weight: u8::try_from(input.weight).unwrap_or(0),
                removed_at: None,
            });
        }
        variants
    }

    fn threshold(&self, settings: &Settings, wrong: &mut Vec<FieldError>) -> u8 {
        let limits = &settings.ab_test;
        let asked = self.confidence_threshold.unwrap_or(i64::from(limits.confidence_percent));
        let least = limits.min_confidence_percent;
        match u8::try_from(asked) {
            Ok(percent) if (least..=99).contains(&percent) => percent,
            _ => {
                let message = format!("The confidence threshold is {least}-99%, not {asked}%");
                wrong.push(field_error("confidence_threshold", "RANGE", message));
                limits.confidence_percent
            }
        }
    }

    fn planned_end(
        &self,
        campaign: &Campaign,
        context: &Context<'_>,
        wrong: &mut Vec<FieldError>,
    ) -> Timestamp {
        let last = campaign.end_date.map_or(context.now, last_moment);
        let planned = self.planned_end.unwrap_or(last);
        let start = campaign.start_date.map_or(context.now, |start| start.max(context.now));
        if let Err(refused) = check_end(planned, start, last, context.settings) {
            wrong.push(refused);
        }
        planned
    }
}

/// A test ends at least the configured days after its start, and not after its campaign.
fn check_end(
    planned: Timestamp,
    start: Timestamp,
    last: Timestamp,
    settings: &Settings,
) -> Result<(), FieldError> {
    let days = settings.ab_test.min_days;
    let least = start.plus_ms(i64::from(days) * DAY_MS);
    // The last moment of an inclusive end date is a millisecond short of the next day.
    if planned.plus_ms(1) < least {
        let message = format!(
            "Minimum test duration is {days} days: the test may end from {least} on, not at {planned}"
        );
        return Err(field_error("planned_end", "TOO_SHORT", message));
    }
    if planned > last {
        let message = format!("The campaign ends at {last}, before {planned}");
        return Err(field_error("planned_end", "AFTER_CAMPAIGN", message));
    }
    Ok(())
}

/// The newest test of a campaign.
fn newest(live: &Live, campaign: &Campaign) -> Result<Arc<AbTest>, Refusal> {
    let test = live.ab.newest(campaign.no).cloned();
    test.ok_or_else(|| Refusal::not_found("A/B test"))
}

fn not_running(test: &AbTest, what: &str) -> Refusal {
    Refusal::new(Code::IllegalTransition, format!("The A/B test is {}; {what}", test.status))
        .with("status", Detail::Text(test.status.to_string()))
}

/// A test with a change: its row's number of changes goes up.
fn changed(test: &AbTest, now: Timestamp) -> AbTest {
    AbTest { revision: test.revision + 1, checked_at: now, ..test.clone() }
}

/// Chooses a winner, or ends the test without one. Rule: ABT-03, ABT-04.
#[derive(Clone, Debug)]
pub struct ChooseWinner {
    /// Campaign.
    pub campaign: Uuid,
    /// The variant; `None` ends the test without a winner.
    pub variant: Option<String>,
}

impl Command for ChooseWinner {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        let campaign = editable(live, context.actor, self.campaign)?;
        let test = newest(live, &campaign)?;
        let undecided = test.status == AbStatus::Completed && test.winner.is_none();
        let accepts_any = undecided && test.outcome != Some(AbOutcome::CampaignEnded);
        if test.status != AbStatus::Running && !(accepts_any && self.variant.is_some()) {
            return Err(not_running(&test, "it has its result"));
        }
        if test.started_at.is_none() {
            return Err(not_running(&test, "but its campaign has not begun: cancel it instead"));
        }
        let winner = self.winner(live, &campaign, &test, context)?;
        let outcome = match winner {
            Some(_) => AbOutcome::WinnerChosen,
            None => AbOutcome::EndedWithoutWinner,
        };
        let mut next = changed(&test, context.now);
        if test.status == AbStatus::Completed {
            // Content that changed after the end would hide the winner again.
            next.ended_at = None;
        }
        next.end(context.now, outcome, winner);
        let mut changes = Changes::default();
        let entry = AuditDraft::new("ab_test.end", "campaign", campaign.id);
        changes.audit(entry.change("winner", "", self.variant.as_deref().unwrap_or("none")));
        tell_end(&campaign, &next, &mut changes);
        changes.put(Record::AbTest(Arc::new(next)));
        Ok((changes, test.id))
    }
}

impl ChooseWinner {
    /// A winner needs enough days and plays, whoever chooses it. Rule: ABT-01.
    fn winner(
        &self,
        live: &Live,
        campaign: &Campaign,
        test: &AbTest,
        context: &Context<'_>,
    ) -> Result<Option<u8>, Refusal> {
        let Some(id) = &self.variant else { return Ok(None) };
        let known = test.named(id).map(|of| of.variant);
        let remaining = test.remaining_variants();
        let place = known.filter(|place| remaining.contains(place));
        let Some(place) = place else {
            let left = test.variants.iter().zip(0..).filter(|(_, place)| remaining.contains(place));
            let names = listed(left.map(|(variant, _)| &variant.id), "and");
            let message = format!("{id} is no variant that still takes part; {names} do");
            return Err(Refusal::field("variant_id", "INVALID", message));
        };
        if !has_content(live, campaign, test, place, context.now) {
            let message = format!("No content of variant {id} may play now");
            return Err(Refusal::field("variant_id", "NO_CONTENT", message));
        }
        let limits = &context.settings.ab_test;
        let counts = live.ab.counts_of(test.no);
        let found = crate::domain::campaign::ab_test::analyse(test, counts, context.now, limits);
        if found.is_adequate() {
            return Ok(Some(place));
        }
        let (days, plays) = (test.days_run(context.now), found.fewest_plays);
        let message = format!(
            "A winner needs {} and {} of each variant; the test has run for {} and the variant with \
             the fewest has {}. End the test without a winner, extend or cancel it",
            count(limits.min_days, "day", "days"),
            count(limits.min_plays, "play", "plays"),
            count(days, "day", "days"),
            count(plays, "play", "plays"),
        );
        Err(Refusal::new(Code::IllegalTransition, message)
            .with("days_run", Detail::Int(i64::from(days)))
            .with("fewest_plays", Detail::Int(i64::try_from(plays).unwrap_or(i64::MAX))))
    }
}

/// Runs a test on after its planned end or without a difference. Rule: ABT-04 (cases 1, 2).
#[derive(Clone, Debug)]
pub struct ExtendAbTest {
    /// Campaign.
    pub campaign: Uuid,
    /// The new final look.
    pub planned_end: Timestamp,
}

impl Command for ExtendAbTest {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        let campaign = editable(live, context.actor, self.campaign)?;
        let test = newest(live, &campaign)?;
        let no_difference = test.outcome == Some(AbOutcome::NoSignificantDifference);
        if test.status != AbStatus::Running && !no_difference {
            return Err(not_running(&test, "it cannot be extended"));
        }
        let last = campaign.end_date.map_or(context.now, last_moment);
        let later = self.planned_end > test.planned_end.max(context.now);
        if campaign.is_terminal() || !later || self.planned_end > last {
            let message = format!(
                "A test is extended beyond {} and not beyond its campaign's end at {last}",
                test.planned_end.max(context.now)
            );
            return Err(Refusal::field("planned_end", "RANGE", message));
        }
        let mut next = changed(&test, context.now);
        next.planned_end = self.planned_end;
        next.low_volume_told = false;
        next.status = AbStatus::Running;
        (next.outcome, next.ended_at) = (None, None);
        if no_difference {
            next.plan_look(context.now, &context.settings.ab_test);
            next.paused_at = Some(context.now);
            if campaign.is_active() {
                next.run_from(context.now, &context.settings.ab_test);
            }
        }
        let mut changes = Changes::default();
        let entry = AuditDraft::new("ab_test.extend", "campaign", campaign.id);
        changes.audit(entry.change("planned_end", test.planned_end, self.planned_end));
        changes.put(Record::AbTest(Arc::new(next)));
        Ok((changes, test.id))
    }
}

/// Gives a test up; all content is served again. Rule: ABT-04.
#[derive(Clone, Debug)]
pub struct CancelAbTest {
    /// Campaign.
    pub campaign: Uuid,
}

impl Command for CancelAbTest {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        let campaign = editable(live, context.actor, self.campaign)?;
        let test = newest(live, &campaign)?;
        if test.status != AbStatus::Running {
            return Err(not_running(&test, "it cannot be cancelled"));
        }
        let mut next = changed(&test, context.now);
        next.end(context.now, AbOutcome::Cancelled, None);
        let mut changes = Changes::default();
        changes.audit(AuditDraft::new("ab_test.cancel", "campaign", campaign.id));
        tell_end(&campaign, &next, &mut changes);
        changes.put(Record::AbTest(Arc::new(next)));
        Ok((changes, test.id))
    }
}

/// Whether any content of a variant may play at a moment.
fn has_content(live: &Live, campaign: &Campaign, test: &AbTest, place: u8, now: Timestamp) -> bool {
    let assets = test.variant(place).map_or(&[][..], |variant| &variant.assets);
    let in_campaign = assets.iter().filter(|asset| campaign.content_assets.contains(asset));
    let mut rows = in_campaign.filter_map(|asset| live.assets.get(asset.0));
    rows.any(|asset| asset.status_at(now) == AssetStatus::Approved)
}

/// How a variant is called in messages.
fn name_of(test: &AbTest, place: Option<u8>) -> String {
    let variant = place.and_then(|place| test.variant(place));
    variant.map_or_else(|| "none".to_owned(), |v| format!("{} ({})", v.id, v.name))
}

/// Tells the advertiser that a test has ended.
fn tell_end(campaign: &Campaign, test: &AbTest, changes: &mut Changes) {
    let to = Owner::Advertiser(campaign.advertiser);
    let confidence = test.looks.last().map_or(0.0, |look| confidence_of(look.corrected_p));
    let values = [
        ("campaign", campaign.name.clone()),
        ("winner", name_of(test, test.winner)),
        ("outcome", test.outcome.map_or_else(String::new, |outcome| outcome.to_string())),
        ("confidence", confidence.to_string()),
    ];
    match test.outcome {
        Some(AbOutcome::WinnerFound) => {
            changes.tell(to, "AB_TEST_WINNER", campaign.id, &values);
        }
        Some(AbOutcome::NoSignificantDifference) => {
            changes.tell(to, "AB_TEST_NO_DIFFERENCE", campaign.id, &values);
        }
        _ => changes.tell(to, "AB_TEST_ENDED", campaign.id, &values),
    }
}

/// An entry for what a test did by itself.
fn system_entry(campaign: &Campaign, test: &AbTest) -> AuditDraft {
    let outcome = test.outcome.map_or_else(String::new, |outcome| outcome.to_string());
    let entry = AuditDraft::new("ab_test.end", "campaign", campaign.id);
    entry.change("outcome", AbStatus::Running, outcome).because(Some(&name_of(test, test.winner)))
}

/// What falls due for a test: a look, or content whose licence ends. Rule: ABT-03, ABT-04.
pub fn due(live: &Live, settings: &Settings, no: AbTestNo, at: Timestamp) -> Changes {
    let mut changes = Changes::default();
    let Some(test) = live.ab.tests.get(no.0) else { return changes };
    let Some(campaign) = live.campaigns.get(test.campaign.0) else { return changes };
    if !test.is_drawing() {
        return changes;
    }
    let mut next = changed(test, at);
    let course = Course { live, settings, campaign, now: at };
    course.follow_content(&mut next, &mut changes);
    if next.status == AbStatus::Running && next.next_look_at.is_some_and(|look| look <= at) {
        course.take_look(&mut next, &mut changes);
    }
    changes.put(Record::AbTest(Arc::new(next)));
    changes
}

impl Engine {
    /// Lets tests follow changes of their campaigns and content, in the same commit.
    /// Rule: ABT-04, CAM-14.
    pub(in crate::engine) fn follow_tests(&mut self, now: Timestamp, campaigns: Vec<CampaignNo>) {
        for campaign in campaigns {
            let of_content = follow(&self.live, &self.settings, campaign, now);
            let of_stores = super::test_mode::follow(&self.live, campaign, now);
            for changes in of_content.into_iter().chain(of_stores) {
                self.apply(now, &Actor::system(), changes);
            }
        }
    }
}

/// What a test does after its campaign or content changed. Rule: ABT-04.
fn follow(live: &Live, settings: &Settings, no: CampaignNo, now: Timestamp) -> Option<Changes> {
    let test = live.ab.running(no)?;
    let campaign = live.campaigns.get(no.0)?;
    let mut next = changed(test, now);
    let mut changes = Changes::default();
    let course = Course { live, settings, campaign, now };
    course.follow_content(&mut next, &mut changes);
    if next.status == AbStatus::Running {
        course.follow_status(&mut next, &mut changes);
    }
    let same = next.variants == test.variants
        && next.status == test.status
        && next.running_since == test.running_since;
    if same {
        return None;
    }
    changes.put(Record::AbTest(Arc::new(next)));
    Some(changes)
}

/// A test on its way, and what surrounds it.
struct Course<'a> {
    live: &'a Live,
    settings: &'a Settings,
    campaign: &'a Campaign,
    now: Timestamp,
}

impl Course<'_> {
    /// Takes variants out whose content may not play any more; the last one left ends the test.
    /// Rule: ABT-04 (case 4).
    fn follow_content(&self, test: &mut AbTest, changes: &mut Changes) {
        let before = test.remaining_variants();
        let gone = before
            .iter()
            .copied()
            .filter(|place| !has_content(self.live, self.campaign, test, *place, self.now));
        let gone: Vec<u8> = gone.collect();
        for place in &gone {
            if let Some(variant) = test.variants.get_mut(usize::from(*place)) {
                variant.removed_at = Some(self.now);
            }
            let values = [
                ("campaign", self.campaign.name.clone()),
                ("variant", name_of(test, Some(*place))),
                ("left", test.remaining_variants().len().to_string()),
            ];
            let to = Owner::Advertiser(self.campaign.advertiser);
            changes.tell(to, "AB_TEST_VARIANT_REMOVED", self.campaign.id, &values);
            let entry = AuditDraft::new("ab_test.variant_removed", "campaign", self.campaign.id);
            changes.audit(entry.change("variant", name_of(test, Some(*place)), ""));
        }
        let left = test.remaining_variants();
        if !gone.is_empty() && left.len() < 2 {
            self.end(test, AbOutcome::OneVariantLeft, left.first().copied(), changes);
        }
    }

    /// Rule: ABT-04 (cases 3 and 5).
    fn follow_status(&self, test: &mut AbTest, changes: &mut Changes) {
        let exhausted = self.campaign.pause_reason() == Some(PauseReason::BudgetExhausted);
        match self.campaign.status_now() {
            CampaignStatus::Active => test.run_from(self.now, &self.settings.ab_test),
            CampaignStatus::Paused if exhausted => {
                self.end_early(test, AbOutcome::BudgetExhausted, changes);
            }
            CampaignStatus::Completed => {
                self.end_early(test, AbOutcome::CampaignEnded, changes);
            }
            CampaignStatus::Cancelled | CampaignStatus::Expired => {
                self.end(test, AbOutcome::Cancelled, None, changes);
            }
            CampaignStatus::Draft
            | CampaignStatus::PendingApproval
            | CampaignStatus::Scheduled
            | CampaignStatus::Paused
            | CampaignStatus::Error
            | CampaignStatus::Rejected => test.pause_at(self.now),
        }
    }

    /// Ends with what there is: a last look, where days and plays suffice.
    fn end_early(&self, test: &mut AbTest, otherwise: AbOutcome, changes: &mut Changes) {
        let counts = self.live.ab.counts_of(test.no);
        let limits = &self.settings.ab_test;
        let finding = match test.recommended {
            Some(_) => Finding::TooEarly { past_end: true },
            None => look(test, counts, self.now, true, limits),
        };
        match finding {
            Finding::Significant(found) if test.auto_winner => {
                let winner = found.leader;
                test.looks.push(found);
                self.end(test, AbOutcome::WinnerFound, winner, changes);
            }
            Finding::Significant(found) => {
                test.recommended = found.leader;
                test.looks.push(found);
                self.end(test, otherwise, None, changes);
            }
            Finding::NoDifference(found) | Finding::Open(found) => {
                test.looks.push(found);
                self.end(test, otherwise, None, changes);
            }
            Finding::TooEarly { .. } => self.end(test, otherwise, None, changes),
        }
    }

    fn end(
        &self,
        test: &mut AbTest,
        outcome: AbOutcome,
        winner: Option<u8>,
        changes: &mut Changes,
    ) {
        test.end(self.now, outcome, winner);
        changes.audit(system_entry(self.campaign, test));
        tell_end(self.campaign, test, changes);
    }

    /// Takes the look that is due. Rule: ABT-03.
    fn take_look(&self, test: &mut AbTest, changes: &mut Changes) {
        let counts = self.live.ab.counts_of(test.no);
        let is_last = self.now >= test.planned_end;
        match look(test, counts, self.now, is_last, &self.settings.ab_test) {
            Finding::TooEarly { past_end } => {
                if past_end && !test.low_volume_told {
                    test.low_volume_told = true;
                    self.tell_low_volume(test, changes);
                }
                test.plan_look(self.now, &self.settings.ab_test);
            }
            Finding::Open(found) => {
                test.looks.push(found);
                test.plan_look(self.now, &self.settings.ab_test);
            }
            Finding::Significant(found) => self.found_winner(test, found, changes),
            Finding::NoDifference(found) => {
                test.looks.push(found);
                self.end(test, AbOutcome::NoSignificantDifference, None, changes);
            }
        }
    }

    fn found_winner(&self, test: &mut AbTest, found: Look, changes: &mut Changes) {
        let winner = found.leader;
        let confidence = confidence_of(found.corrected_p).to_string();
        test.looks.push(found);
        test.recommended = winner;
        if test.auto_winner {
            self.end(test, AbOutcome::WinnerFound, winner, changes);
            return;
        }
        test.next_look_at = None;
        let values = [
            ("campaign", self.campaign.name.clone()),
            ("winner", name_of(test, winner)),
            ("confidence", confidence),
        ];
        let to = Owner::Advertiser(self.campaign.advertiser);
        changes.tell(to, "AB_TEST_RESULT_READY", self.campaign.id, &values);
    }

    /// Rule: ABT-04 (case 1).
    fn tell_low_volume(&self, test: &AbTest, changes: &mut Changes) {
        let counts = self.live.ab.counts_of(test.no);
        let left = test.remaining_variants();
        let plays = left.iter().filter_map(|place| counts.get(usize::from(*place)));
        let fewest = plays.map(|one| one.verified).min().unwrap_or(0);
        let values = [
            ("campaign", self.campaign.name.clone()),
            ("plays", fewest.to_string()),
            ("needed", self.settings.ab_test.min_plays.to_string()),
            ("end", test.planned_end.to_string()),
        ];
        let to = Owner::Advertiser(self.campaign.advertiser);
        changes.tell(to, "AB_TEST_LOW_VOLUME", self.campaign.id, &values);
    }
}
