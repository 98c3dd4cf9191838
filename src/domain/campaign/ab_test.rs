//! A/B tests of a campaign's content: variants, their draw, their counters, their course.
//! Rule: ABT-01, ABT-02, ABT-03, ABT-04.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    ab_statistics::{
        ChiSquare, Interval, Tally, chi_square_of_rates, chi_square_of_shares, corrected,
        difference, interval, reaches,
    },
    model::Campaign,
};
use crate::domain::{
    ids::{AbTestNo, AssetNo, CampaignNo},
    impression::record::PlayStatus,
    money::Amount,
    refusal::{Code, FieldError},
    time::{DAY_MS, HOUR_MS, Timestamp},
    words::words,
};

words! {
    /// What the variants are compared by. Rule: ABT-03.
    TestMetric {
        /// Plays shown to the end, of all plays long enough or refused as too short.
        CompletionRate = "COMPLETION_RATE",
        /// Plays shown for the engaged seconds or to the end, of the same plays.
        Engagement = "ENGAGEMENT",
        /// Billed plays against the variant's weight.
        Impressions = "IMPRESSIONS",
    }
}

words! {
    /// Where a test stands. Rule: ABT-01.
    AbStatus {
        /// Variants are drawn while the campaign is ACTIVE.
        Running = "RUNNING",
        /// Ended; the outcome says how.
        Completed = "COMPLETED",
        /// Given up.
        Cancelled = "CANCELLED",
    }
}

words! {
    /// How a test ended. Rule: ABT-03, ABT-04.
    AbOutcome {
        /// The statistics found a winner, which gets all slots.
        WinnerFound = "WINNER_FOUND",
        /// A person chose the winner, which gets all slots.
        WinnerChosen = "WINNER_CHOSEN",
        /// Enough plays, and no difference (case 2).
        NoSignificantDifference = "NO_SIGNIFICANT_DIFFERENCE",
        /// A person ended it without a winner (case 1).
        EndedWithoutWinner = "ENDED_WITHOUT_WINNER",
        /// The campaign's budget ran out first (case 3).
        BudgetExhausted = "BUDGET_EXHAUSTED",
        /// Only one variant's content may still play (case 4).
        OneVariantLeft = "ONE_VARIANT_LEFT",
        /// The campaign ended first.
        CampaignEnded = "CAMPAIGN_ENDED",
        /// A person gave it up.
        Cancelled = "CANCELLED",
    }
}

words! {
    /// How much a recommendation is worth. Rule: ABT-05.
    Confidence {
        /// Enough plays and a significant difference.
        High = "HIGH",
        /// Enough plays, and a hint of a difference.
        Medium = "MEDIUM",
        /// Too few plays, or no hint.
        Low = "LOW",
    }
}

/// The numbers of A/B tests. Rule: ABT-01, ABT-03.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AbTestLimits {
    /// Variants at least.
    pub min_variants: usize,
    /// Variants at most.
    pub max_variants: usize,
    /// Weight of a variant at least, percent.
    pub min_weight_percent: u8,
    /// Days that a test runs at least; no winner before.
    pub min_days: u32,
    /// Billed plays of each variant that a winner needs at least.
    pub min_plays: u64,
    /// Confidence asked for where the test names none, percent.
    pub confidence_percent: u8,
    /// The lowest confidence that a test may ask for, percent.
    pub min_confidence_percent: u8,
    /// Days between two looks.
    pub look_days: u32,
    /// Hours between two looks for enough plays after the planned end.
    pub late_look_hours: u32,
    /// Seconds after which a play counts as engaged (ENGAGEMENT).
    pub engaged_seconds: u32,
    /// From this confidence on a hint is worth MEDIUM, percent.
    pub medium_percent: u8,
}

impl Default for AbTestLimits {
    fn default() -> Self {
        Self {
            min_variants: 2,
            max_variants: 4,
            min_weight_percent: 10,
            min_days: 7,
            min_plays: 1000,
            confidence_percent: 95,
            min_confidence_percent: 80,
            look_days: 7,
            late_look_hours: 24,
            engaged_seconds: 10,
            medium_percent: 80,
        }
    }
}

/// Longest name of a variant, characters.
const MAX_NAME: usize = 100;
/// Longest id of a variant, characters.
const MAX_ID: usize = 32;
/// Ids of variants that name none.
const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// A variant as asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VariantInput {
    /// 1 to 32 letters, digits, `-` or `_`; A, B, C, D in their order where absent.
    #[serde(default, alias = "variant_id")]
    pub id: Option<String>,
    /// For people, 1 to 100 characters.
    pub name: String,
    /// Assets of the campaign, in rotation order.
    pub content_assets: Vec<Uuid>,
    /// Percent of the slots; all sum to 100.
    pub weight: i64,
}

/// The ids of variants, given or by their place.
#[must_use]
pub fn variant_ids(inputs: &[VariantInput]) -> Vec<String> {
    let by_place = |place: usize| {
        LETTERS.chars().nth(place).map_or_else(|| place.to_string(), |letter| letter.to_string())
    };
    let named = inputs.iter().enumerate();
    named.map(|(place, one)| one.id.clone().unwrap_or_else(|| by_place(place))).collect()
}

/// Everything wrong with the variants of a test. Rule: ABT-01.
#[must_use]
pub fn variant_failures(inputs: &[VariantInput], limits: &AbTestLimits) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    let mut object = |field: String, error: &str, message: String| {
        wrong.push(FieldError { field, error: error.to_owned(), message });
    };
    let (least, most) = (limits.min_variants, limits.max_variants);
    if !(least..=most).contains(&inputs.len()) {
        let message = format!("A test has {least} to {most} variants, not {}", inputs.len());
        object("variants".to_owned(), "RANGE", message);
    }
    let sum = inputs.iter().fold(0_i64, |sum, one| sum.saturating_add(one.weight));
    if sum != 100 {
        let message = format!("Variant weights must sum to 100, not {sum}");
        object("variants".to_owned(), "WEIGHTS", message);
    }
    let ids = variant_ids(inputs);
    for (place, (one, id)) in inputs.iter().zip(&ids).enumerate() {
        let field = |name: &str| format!("variants[{place}].{name}");
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if id.is_empty() || id.len() > MAX_ID || !id.chars().all(plain) {
            let message = format!("A variant's id has 1-{MAX_ID} letters, digits, - or _");
            object(field("id"), "FORMAT", message);
        }
        if ids.iter().take(place).any(|other| other == id) {
            object(field("id"), "DUPLICATE", format!("Two variants are called {id}"));
        }
        let name = one.name.trim();
        if name.is_empty() || name.chars().count() > MAX_NAME {
            let message = format!("A variant's name has 1-{MAX_NAME} characters");
            object(field("name"), "LENGTH", message);
        }
        let least_weight = i64::from(limits.min_weight_percent);
        if !(least_weight..=100).contains(&one.weight) {
            let message =
                format!("Minimum weight per variant is {least_weight}%, not {}%", one.weight);
            object(field("weight"), "RANGE", message);
        }
        if one.content_assets.is_empty() {
            let message = "A variant needs at least one asset of the campaign".to_owned();
            object(field("content_assets"), "REQUIRED", message);
        }
        let mut earlier = inputs.iter().zip(&ids).take(place);
        let twin = earlier.find(|(other, _)| as_set(other) == as_set(one));
        if let Some((_, other)) = twin.filter(|_| !one.content_assets.is_empty()) {
            let message = format!(
                "Variants differ by their content; the variants {other} and {id} have the same assets"
            );
            object(field("content_assets"), "DUPLICATE", message);
        }
    }
    wrong
}

fn as_set(input: &VariantInput) -> std::collections::BTreeSet<Uuid> {
    input.content_assets.iter().copied().collect()
}

/// A variant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    /// `A`, `B`…: stands on leases and plays.
    pub id: String,
    /// For people.
    pub name: String,
    /// In rotation order.
    pub assets: Vec<AssetNo>,
    /// Percent of the slots.
    pub weight: u8,
    /// When its content could no longer play (case 4).
    pub removed_at: Option<Timestamp>,
}

/// A variant of a test, inside rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct VariantRef {
    /// The test.
    pub test: AbTestNo,
    /// Place of the variant in it.
    pub variant: u8,
}

impl VariantRef {
    /// Its place as an index.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.variant)
    }
}

/// One look at the figures, of which each spends a part of alpha. Rule: ABT-03.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// From one.
    pub number: u32,
    /// When.
    pub at: Timestamp,
    /// As computed.
    pub chi_square: ChiSquare,
    /// Corrected for repeated looks.
    pub corrected_p: f64,
    /// Whether it reached the confidence asked for.
    pub is_significant: bool,
    /// The variant with the best figure.
    pub leader: Option<u8>,
}

/// An A/B test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AbTest {
    /// Number inside rows.
    pub no: AbTestNo,
    /// Id for the outside.
    pub id: Uuid,
    /// Parent campaign.
    pub campaign: CampaignNo,
    /// What decides.
    pub metric: TestMetric,
    /// Percent.
    pub confidence_threshold: u8,
    /// Whether the statistics choose the winner, or a person.
    pub auto_winner: bool,
    /// Seconds after which a play counts as engaged, as configured when the test was made.
    pub engaged_seconds: u32,
    /// In their order.
    pub variants: Vec<Variant>,
    /// Where it stands.
    pub status: AbStatus,
    /// How it ended.
    pub outcome: Option<AbOutcome>,
    /// Gets all slots.
    pub winner: Option<u8>,
    /// Found by the statistics; waits for a person.
    pub recommended: Option<u8>,
    /// All looks so far.
    pub looks: Vec<Look>,
    /// The advertiser was told that plays are too few (case 1).
    pub low_volume_told: bool,
    /// Creation, server clock.
    pub created_at: Timestamp,
    /// When the first slot could be drawn.
    pub started_at: Option<Timestamp>,
    /// The final look, if there are enough plays by then.
    pub planned_end: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Milliseconds that it ran before `running_since`.
    pub ran_ms: i64,
    /// Since when it runs; `None` while the campaign is not ACTIVE (case 5).
    pub running_since: Option<Timestamp>,
    /// Since when it stands still.
    pub paused_at: Option<Timestamp>,
    /// What happened to its content by then is taken into account.
    pub checked_at: Timestamp,
    /// The next look.
    pub next_look_at: Option<Timestamp>,
    /// Counts changes.
    pub revision: u32,
}

impl AbTest {
    /// Whether a play or lease of a moment may name a variant of it. Rule: ABT-02, D-08.
    #[must_use]
    pub fn in_force(&self, moment: Timestamp) -> bool {
        self.created_at <= moment && self.ended_at.is_none_or(|end| moment < end)
    }

    /// Whether variants are drawn now.
    #[must_use]
    pub fn is_drawing(&self) -> bool {
        self.status == AbStatus::Running && self.running_since.is_some()
    }

    /// The variant of an id.
    #[must_use]
    pub fn named(&self, id: &str) -> Option<VariantRef> {
        let place = self.variants.iter().position(|variant| variant.id == id)?;
        Some(VariantRef { test: self.no, variant: u8::try_from(place).ok()? })
    }

    /// A variant by its place.
    #[must_use]
    pub fn variant(&self, place: u8) -> Option<&Variant> {
        self.variants.get(usize::from(place))
    }

    /// Milliseconds that it ran up to a moment, pauses left out. Rule: ABT-04 (case 5).
    #[must_use]
    pub fn ran_ms_at(&self, now: Timestamp) -> i64 {
        let since = self.running_since.map_or(0, |since| now.since_ms(since).max(0));
        self.ran_ms.saturating_add(since)
    }

    /// Whole days that it ran.
    #[must_use]
    pub fn days_run(&self, now: Timestamp) -> u32 {
        u32::try_from(self.ran_ms_at(now).div_euclid(DAY_MS)).unwrap_or(0)
    }

    /// Lets it run from a moment on; a planned look moves by the length of the pause.
    pub fn run_from(&mut self, now: Timestamp, limits: &AbTestLimits) {
        if self.running_since.is_some() {
            return;
        }
        self.running_since = Some(now);
        if self.started_at.is_none() {
            self.started_at = Some(now);
            let first = now.plus_ms(i64::from(limits.min_days).saturating_mul(DAY_MS));
            self.next_look_at = Some(first.min(self.planned_end));
        } else if let (Some(paused_at), Some(look)) = (self.paused_at, self.next_look_at) {
            let moved = look.plus_ms(now.since_ms(paused_at).max(0));
            self.next_look_at = Some(moved.min(self.planned_end).max(now));
        }
        self.paused_at = None;
    }

    /// Stops the time of the test. Rule: ABT-04 (case 5).
    pub fn pause_at(&mut self, now: Timestamp) {
        if self.running_since.is_none() {
            return;
        }
        self.ran_ms = self.ran_ms_at(now);
        self.running_since = None;
        self.paused_at = Some(now);
    }

    /// Ends it.
    pub fn end(&mut self, now: Timestamp, outcome: AbOutcome, winner: Option<u8>) {
        self.pause_at(now);
        self.status = match outcome {
            AbOutcome::Cancelled => AbStatus::Cancelled,
            AbOutcome::WinnerFound
            | AbOutcome::WinnerChosen
            | AbOutcome::NoSignificantDifference
            | AbOutcome::EndedWithoutWinner
            | AbOutcome::BudgetExhausted
            | AbOutcome::OneVariantLeft
            | AbOutcome::CampaignEnded => AbStatus::Completed,
        };
        self.outcome = Some(outcome);
        self.winner = winner;
        self.ended_at.get_or_insert(now);
        self.next_look_at = None;
    }

    /// The next look after one at `now` that decided nothing: at the planned end at the latest, or
    /// daily for enough plays after it.
    pub fn plan_look(&mut self, now: Timestamp, limits: &AbTestLimits) {
        let next = if now < self.planned_end {
            let regular = now.plus_ms(i64::from(limits.look_days).saturating_mul(DAY_MS));
            regular.min(self.planned_end)
        } else {
            now.plus_ms(i64::from(limits.late_look_hours.max(1)).saturating_mul(HOUR_MS))
        };
        self.next_look_at = Some(next);
    }

    /// Draws a variant: a uniform point against the cumulative weights of those that can play.
    /// Rule: ABT-02.
    ///
    /// `playable` tells for each variant whether it has content to show; the weight of the others
    /// goes to the rest in proportion (case 4). `None` when none can play.
    #[must_use]
    pub fn draw(&self, playable: &[bool], random: u64) -> Option<usize> {
        let open = |place: usize| playable.get(place).copied().unwrap_or(false);
        let weights: Vec<u128> = self
            .variants
            .iter()
            .enumerate()
            .map(|(place, variant)| {
                let takes_part = variant.removed_at.is_none() && open(place);
                if takes_part { u128::from(variant.weight) } else { 0 }
            })
            .collect();
        let total = weights.iter().fold(0_u128, |sum, one| sum.saturating_add(*one));
        let mut point = u128::from(random).saturating_mul(total) >> 64;
        for (place, weight) in weights.iter().enumerate().filter(|(_, weight)| **weight > 0) {
            match point.checked_sub(*weight) {
                None => return Some(place),
                Some(rest) => point = rest,
            }
        }
        None
    }

    /// The variants that still take part, by place.
    #[must_use]
    pub fn remaining_variants(&self) -> Vec<u8> {
        let places = self.variants.iter().enumerate();
        let left = places.filter(|(_, variant)| variant.removed_at.is_none());
        left.filter_map(|(place, _)| u8::try_from(place).ok()).collect()
    }
}

/// What of a campaign's content is served now. Rule: ABT-02, ABT-03.
#[derive(Clone, Debug, PartialEq)]
pub enum Served<'a> {
    /// All of it in turn.
    All(&'a [AssetNo]),
    /// One of the test's variants, drawn each time.
    Drawn(&'a AbTest),
    /// The winner's content alone.
    Winner(Vec<AssetNo>),
}

/// What of a campaign's content is served, given its newest test.
///
/// The winner keeps all slots until the campaign's content changes. Rule: ABT-03.
#[must_use]
pub fn served<'a>(campaign: &'a Campaign, newest: Option<&'a AbTest>) -> Served<'a> {
    let all = Served::All(&campaign.content_assets);
    let Some(test) = newest else { return all };
    if test.is_drawing() {
        return Served::Drawn(test);
    }
    let winner = test.winner.filter(|_| test.status == AbStatus::Completed);
    let (Some(winner), Some(ended_at)) = (winner.and_then(|w| test.variant(w)), test.ended_at)
    else {
        return all;
    };
    let changed_at = campaign.assets_over_time.iter().next_back().map(|(from, _)| from);
    if changed_at.is_some_and(|at| at > ended_at) {
        return all;
    }
    let in_campaign = |asset: &AssetNo| campaign.content_assets.contains(asset);
    let assets: Vec<AssetNo> = winner.assets.iter().copied().filter(in_campaign).collect();
    if assets.is_empty() { all } else { Served::Winner(assets) }
}

/// Counters of one variant; part of the same commit as its plays. Rule: ABT-03.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantCounts {
    /// Billed plays.
    pub verified: u64,
    /// Plays that wait for review.
    pub under_review: u64,
    /// Plays refused as too short.
    pub too_short: u64,
    /// Billed plays shown to the end.
    pub completed: u64,
    /// Billed or too short plays that lasted the engaged seconds or to the end.
    pub engaged: u64,
    /// Seconds of billed plays.
    pub view_seconds: u64,
    /// Cost of billed plays.
    pub cost: Amount,
    /// Devices with a billed play.
    pub devices: u32,
    /// Stores with a billed play.
    pub stores: u32,
    /// Billed plays and completed ones by hour of the store's wall clock.
    pub hours: BTreeMap<u8, (u64, u64)>,
}

/// A play as a variant counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VariantPlay {
    /// The verdict that holds.
    pub status: PlayStatus,
    /// Why rejected.
    pub reason: Option<Code>,
    /// Seconds played.
    pub seconds: u32,
    /// Seconds of the content.
    pub content_seconds: u32,
    /// Cost.
    pub cost: Amount,
    /// Hour of the store's wall clock.
    pub local_hour: u8,
}

impl VariantCounts {
    /// Counts a play as it was decided first. Rule: ABT-03.
    pub fn count(&mut self, play: &VariantPlay, engaged_seconds: u32) {
        match play.status {
            PlayStatus::UnderReview => bump(&mut self.under_review),
            PlayStatus::Verified => self.count_verified(play, engaged_seconds),
            PlayStatus::Rejected if play.reason == Some(Code::InvalidDuration) => {
                bump(&mut self.too_short);
                if is_engaged(play, engaged_seconds) {
                    bump(&mut self.engaged);
                }
            }
            PlayStatus::Rejected => {}
        }
    }

    /// Counts the decision on a play that was under review.
    pub fn decide(&mut self, play: &VariantPlay, engaged_seconds: u32) {
        self.under_review = self.under_review.saturating_sub(1);
        if play.status == PlayStatus::Verified {
            self.count_verified(play, engaged_seconds);
        }
    }

    fn count_verified(&mut self, play: &VariantPlay, engaged_seconds: u32) {
        bump(&mut self.verified);
        self.view_seconds = self.view_seconds.saturating_add(u64::from(play.seconds));
        self.cost = self.cost.checked_add(play.cost).unwrap_or(self.cost);
        let (plays, completed) = self.hours.entry(play.local_hour).or_default();
        bump(plays);
        if play.seconds >= play.content_seconds {
            bump(completed);
            bump(&mut self.completed);
        }
        if is_engaged(play, engaged_seconds) {
            bump(&mut self.engaged);
        }
    }

    /// Plays that were long enough or refused as too short.
    #[must_use]
    pub const fn shown(&self) -> u64 {
        self.verified.saturating_add(self.too_short)
    }

    /// Plays shown to the end. Rule: ABT-03 (COMPLETION_RATE).
    #[must_use]
    pub const fn completion(&self) -> Tally {
        Tally { trials: self.shown(), successes: self.completed }
    }

    /// Plays that lasted the engaged seconds or to the end. Rule: ABT-03 (ENGAGEMENT).
    #[must_use]
    pub const fn engagement(&self) -> Tally {
        Tally { trials: self.shown(), successes: self.engaged }
    }
}

fn is_engaged(play: &VariantPlay, engaged_seconds: u32) -> bool {
    play.seconds >= engaged_seconds.min(play.content_seconds)
}

fn bump(counter: &mut u64) {
    *counter = counter.saturating_add(1);
}

/// What the figures of a test say at a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// The metric of each variant, with its interval; in the order of the variants.
    pub rates: Vec<(f64, Interval)>,
    /// Over the variants that still take part.
    pub chi_square: ChiSquare,
    /// The variant with the best figure; `None` when two share it.
    pub leader: Option<u8>,
    /// Leader less the second best, with its interval.
    pub lead: Option<Interval>,
    /// The fewest billed plays of a variant that still takes part.
    pub fewest_plays: u64,
    /// Whether each variant has enough plays.
    pub enough_plays: bool,
    /// Whether it ran long enough.
    pub enough_days: bool,
}

impl Analysis {
    /// Whether a winner may be looked for. Rule: ABT-01, ABT-03.
    #[must_use]
    pub const fn is_adequate(&self) -> bool {
        self.enough_plays && self.enough_days
    }
}

/// Looks at the figures of a test without deciding anything. Rule: ABT-03.
#[must_use]
pub fn analyse(
    test: &AbTest,
    counts: &[VariantCounts],
    now: Timestamp,
    limits: &AbTestLimits,
) -> Analysis {
    let empty = VariantCounts::default();
    let of = |place: u8| counts.get(usize::from(place)).unwrap_or(&empty);
    let left = test.remaining_variants();
    let all_plays = left.iter().fold(0_u64, |sum, place| sum.saturating_add(of(*place).verified));
    let tally = |place: u8| match test.metric {
        TestMetric::CompletionRate => of(place).completion(),
        TestMetric::Engagement => of(place).engagement(),
        TestMetric::Impressions => Tally { trials: all_plays, successes: of(place).verified },
    };
    let percent = test.confidence_threshold;
    let places = (0..test.variants.len()).filter_map(|place| u8::try_from(place).ok());
    let rates = places.map(|place| (tally(place).rate(), interval(tally(place), percent)));
    let tallies: Vec<Tally> = left.iter().map(|place| tally(*place)).collect();
    let weight = |place: &u8| test.variant(*place).map_or(0, |variant| u32::from(variant.weight));
    let weights: Vec<u32> = left.iter().map(weight).collect();
    let chi_square = match test.metric {
        TestMetric::CompletionRate | TestMetric::Engagement => chi_square_of_rates(&tallies),
        TestMetric::Impressions => {
            let plays: Vec<u64> = left.iter().map(|place| of(*place).verified).collect();
            chi_square_of_shares(&plays, &weights)
        }
    };
    let mut order: Vec<(u8, u64, u64)> = Vec::new();
    for ((place, tally), weight) in left.iter().zip(&tallies).zip(&weights) {
        // A share is compared with its weight, a rate with one.
        let against = match test.metric {
            TestMetric::Impressions => tally.trials.saturating_mul(u64::from(*weight)),
            TestMetric::CompletionRate | TestMetric::Engagement => tally.trials,
        };
        order.push((*place, tally.successes, against));
    }
    order.sort_by(|a, b| ratio_order((b.1, b.2), (a.1, a.2)));
    let (leader, second) = (order.first(), order.get(1));
    let tied = leader.zip(second).is_some_and(|(a, b)| ratio_order((a.1, a.2), (b.1, b.2)).is_eq());
    let lead = leader.zip(second).map(|(a, b)| difference(tally(a.0), tally(b.0), percent));
    let fewest_plays = left.iter().map(|place| of(*place).verified).min().unwrap_or(0);
    Analysis {
        rates: rates.collect(),
        chi_square,
        leader: leader.filter(|_| !tied).map(|(place, ..)| *place),
        lead,
        fewest_plays,
        enough_plays: fewest_plays >= limits.min_plays,
        enough_days: test.ran_ms_at(now) >= i64::from(limits.min_days).saturating_mul(DAY_MS),
    }
}

/// Compares two shares exactly; one of nothing counts as zero.
fn ratio_order(a: (u64, u64), b: (u64, u64)) -> std::cmp::Ordering {
    let cross = |x: u64, y: u64| u128::from(x).saturating_mul(u128::from(y));
    cross(a.0, b.1.max(1)).cmp(&cross(b.0, a.1.max(1)))
}

/// What a look means for the test.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// Too few plays or days; nothing of alpha was spent.
    TooEarly {
        /// The planned end has come: the test runs on (case 1).
        past_end: bool,
    },
    /// A winner.
    Significant(Look),
    /// No difference so far; another look follows.
    Open(Look),
    /// No difference at the end (case 2).
    NoDifference(Look),
}

/// Takes a look that counts. Rule: ABT-03, ABT-04.
#[must_use]
pub fn look(
    test: &AbTest,
    counts: &[VariantCounts],
    at: Timestamp,
    is_last: bool,
    limits: &AbTestLimits,
) -> Finding {
    let found = analyse(test, counts, at, limits);
    if !found.is_adequate() {
        return Finding::TooEarly { past_end: is_last };
    }
    let number = u32::try_from(test.looks.len()).unwrap_or(u32::MAX).saturating_add(1);
    let corrected_p = corrected(found.chi_square.p_value, number);
    let is_significant = reaches(corrected_p, test.confidence_threshold) && found.leader.is_some();
    let look = Look {
        number,
        at,
        chi_square: found.chi_square,
        corrected_p,
        is_significant,
        leader: found.leader,
    };
    match (is_significant, is_last) {
        (true, _) => Finding::Significant(look),
        (false, false) => Finding::Open(look),
        (false, true) => Finding::NoDifference(look),
    }
}

#[cfg(test)]
#[path = "ab_test_tests.rs"]
mod tests;
