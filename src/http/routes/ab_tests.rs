//! A/B tests of a campaign's content: begin, report, winner, extend, cancel. Rule: ABT-01…05.

use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::campaigns::status_visible;
use crate::{
    domain::{
        campaign::{
            ab_statistics::{Interval, confidence_of, corrected, rounded},
            ab_test::{
                AbOutcome, AbStatus, AbTest, AbTestLimits, Analysis, Confidence, TestMetric,
                VariantCounts, VariantInput, analyse,
            },
            validation::parse_end_date,
        },
        money::Amount,
        refusal::Refusal,
        time::Timestamp,
    },
    engine::commands::ab_tests::{CancelAbTest, ChooseWinner, ExtendAbTest, StartAbTest},
    http::{AppState, Caller, Idem, Json, NoBody, Path, Problem, error::ApiResult},
};

/// Handlers of `/campaigns/{id}/ab-test`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(start_ab_test, show_ab_test))
        .routes(routes!(choose_winner))
        .routes(routes!(extend_ab_test))
        .routes(routes!(cancel_ab_test))
}

/// An A/B test to be.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAbTest {
    /// Two to four; weights sum to 100, each at least 10.
    pub variants: Vec<VariantInput>,
    /// What decides.
    #[serde(alias = "test_metric")]
    pub metric: TestMetric,
    /// Percent, 80 to 99; 95 where absent.
    pub confidence_threshold: Option<i64>,
    /// Whether the statistics choose the winner, or a person.
    #[serde(default)]
    pub auto_winner: bool,
    /// RFC 3339, or a date (inclusive): at least 7 days after the start; the campaign's end where
    /// absent.
    pub planned_end: Option<String>,
}

/// What a variant has shown so far.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct VariantView {
    /// `A`, `B`…
    pub variant_id: String,
    /// For people.
    pub name: String,
    /// In rotation order.
    pub content_assets: Vec<Uuid>,
    /// Percent of the slots, as asked for.
    pub weight: u8,
    /// When its content could no longer play.
    pub removed_at: Option<Timestamp>,
    /// Billed plays.
    pub impressions: u64,
    /// Plays that wait for review.
    pub under_review: u64,
    /// Plays refused as too short.
    pub too_short: u64,
    /// Plays shown to the end, of billed and too short ones; 0 to 1.
    pub completion_rate: f64,
    /// Plays shown for the engaged seconds or to the end, of the same; 0 to 1.
    pub engagement_rate: f64,
    /// Mean seconds of billed plays.
    pub avg_view_duration: f64,
    /// Devices with a billed play.
    pub unique_devices: u32,
    /// Stores with a billed play.
    pub unique_stores: u32,
    /// Cost of billed plays.
    pub cost: Amount,
    /// What a thousand plays cost.
    pub cpm: Option<Amount>,
    /// What one play costs.
    pub cost_per_impression: Option<Amount>,
    /// The test's metric; for IMPRESSIONS the share of all billed plays.
    pub metric_value: f64,
    /// Lower end of its interval.
    pub metric_low: f64,
    /// Upper end of its interval.
    pub metric_high: f64,
    /// By hour of the stores' wall clock.
    pub time_of_day: Vec<HourView>,
}

/// A variant in an hour of the day.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct HourView {
    /// 0 to 23.
    pub hour: u8,
    /// Billed plays.
    pub impressions: u64,
    /// Of these shown to the end.
    pub completed: u64,
}

/// The statistics of a test. Rule: ABT-03, ABT-05.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct StatisticsView {
    /// `chi_square`.
    pub test_type: &'static str,
    /// Sum of squared differences, now.
    pub statistic: f64,
    /// Variants that take part, less one.
    pub degrees_of_freedom: u32,
    /// As computed from the plays so far; looking at it decides nothing.
    pub p_value: f64,
    /// The same, corrected for repeated looks; of the newest look where there was one.
    pub corrected_p_value: f64,
    /// 100 × (1 − corrected p-value), percent.
    pub confidence_level: f64,
    /// Asked for, percent.
    pub confidence_threshold: u8,
    /// Whether a look reached the confidence asked for.
    pub is_significant: bool,
    /// Lower end of the best variant's lead over the second.
    pub lead_low: Option<f64>,
    /// Upper end of it.
    pub lead_high: Option<f64>,
    /// Whether each variant has enough plays.
    pub sample_size_adequate: bool,
    /// Billed plays that each variant needs.
    pub required_impressions: u64,
    /// Billed plays of the variant with the fewest.
    pub fewest_impressions: u64,
    /// Whether it ran long enough.
    pub duration_adequate: bool,
    /// Looks so far.
    pub looks: Vec<LookView>,
    /// The next look.
    pub next_look_at: Option<Timestamp>,
}

/// A look that was taken.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct LookView {
    /// From one.
    pub number: u32,
    /// When.
    pub at: Timestamp,
    /// As computed.
    pub p_value: f64,
    /// Corrected for repeated looks.
    pub corrected_p_value: f64,
    /// Whether it reached the confidence asked for.
    pub is_significant: bool,
}

/// What to do. Rule: ABT-05.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Recommendation {
    /// The variant that won or should win.
    pub winner: Option<String>,
    /// Why, in words.
    pub reasoning: String,
    /// What it is worth.
    pub confidence: Confidence,
    /// What the advertiser can do now.
    pub options: Vec<&'static str>,
}

/// The report of an A/B test. Rule: ABT-05.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct AbTestReport {
    /// Test.
    pub test_id: Uuid,
    /// Parent campaign.
    pub campaign_id: Uuid,
    /// Where it stands.
    pub status: AbStatus,
    /// Whether it stands still because the campaign is not ACTIVE.
    pub is_paused: bool,
    /// How it ended.
    pub outcome: Option<AbOutcome>,
    /// What decides.
    pub test_metric: TestMetric,
    /// Whether the statistics choose the winner.
    pub auto_winner: bool,
    /// Percent.
    pub confidence_threshold: u8,
    /// Creation.
    pub created_at: Timestamp,
    /// When the first variant could be drawn.
    pub started_at: Option<Timestamp>,
    /// The final look, if there are enough plays by then.
    pub planned_end: Timestamp,
    /// End.
    pub ended_at: Option<Timestamp>,
    /// Whole days that it ran, pauses left out.
    pub duration_days: u32,
    /// Billed plays of all variants.
    pub total_impressions: u64,
    /// In their order.
    pub variants: Vec<VariantView>,
    /// What the figures prove.
    pub statistical_analysis: StatisticsView,
    /// What to do.
    pub recommendation: Recommendation,
}

/// Begins an A/B test of the campaign's content. Rule: ABT-01.
///
/// The campaign is SCHEDULED, ACTIVE or PAUSED; the test draws variants while it is ACTIVE.
#[utoipa::path(
    post,
    path = "/campaigns/{id}/ab-test",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = NewAbTest,
    responses(
        (status = 201, body = AbTestReport),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Not in this status, or a test runs", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn start_ab_test(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<NewAbTest>,
) -> ApiResult<(StatusCode, Json<AbTestReport>)> {
    let command = StartAbTest {
        campaign: id,
        planned_end: value.planned_end.as_deref().map(end_of).transpose()?,
        variants: value.variants,
        metric: value.metric,
        confidence_threshold: value.confidence_threshold,
        auto_winner: value.auto_winner,
    };
    state.handle().run(&caller.actor, command, key).await?;
    Ok((StatusCode::CREATED, report(&state, &caller, id)?))
}

fn end_of(text: &str) -> Result<Timestamp, Refusal> {
    parse_end_date(text)
        .map_err(|why| Refusal::field("planned_end", "INVALID", format!("planned_end is {why}")))
}

/// Shows the report of the campaign's newest A/B test. Rule: ABT-05.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/ab-test",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    responses(
        (status = 200, body = AbTestReport),
        (status = 401, body = Problem),
        (status = 404, description = "No such campaign, or it has no test", body = Problem),
    ),
)]
pub async fn show_ab_test(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<AbTestReport>> {
    report(&state, &caller, id)
}

/// The choice of a winner.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WinnerChoice {
    /// The variant that gets all slots; `null` ends the test without a winner.
    #[serde(deserialize_with = "Option::deserialize")]
    pub variant_id: Option<String>,
}

/// Ends the test with a winner, which gets all slots, or without one. Rule: ABT-03, ABT-04.
#[utoipa::path(
    post,
    path = "/campaigns/{id}/ab-test/winner",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = WinnerChoice,
    responses(
        (status = 200, body = AbTestReport),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Too few days or plays, or the test is over", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn choose_winner(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<WinnerChoice>,
) -> ApiResult<Json<AbTestReport>> {
    let command = ChooseWinner { campaign: id, variant: value.variant_id };
    state.handle().run(&caller.actor, command, key).await?;
    report(&state, &caller, id)
}

/// A later end.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// RFC 3339, or a date (inclusive); later than now and than planned before.
    pub planned_end: String,
}

/// Runs the test longer: at its end or after it found no difference. Rule: ABT-04.
#[utoipa::path(
    post,
    path = "/campaigns/{id}/ab-test/extend",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = Extension,
    responses(
        (status = 200, body = AbTestReport),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "The test is over", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn extend_ab_test(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<Extension>,
) -> ApiResult<Json<AbTestReport>> {
    let command = ExtendAbTest { campaign: id, planned_end: end_of(&value.planned_end)? };
    state.handle().run(&caller.actor, command, key).await?;
    report(&state, &caller, id)
}

/// Gives the test up; all content is served again. Rule: ABT-04.
#[utoipa::path(
    post,
    path = "/campaigns/{id}/ab-test/cancel",
    tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = NoBody,
    responses(
        (status = 200, body = AbTestReport),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "The test is over", body = Problem),
    ),
)]
pub async fn cancel_ab_test(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { key, .. }: Idem<NoBody>,
) -> ApiResult<Json<AbTestReport>> {
    state.handle().run(&caller.actor, CancelAbTest { campaign: id }, key).await?;
    report(&state, &caller, id)
}

fn report(state: &AppState, caller: &Caller, id: Uuid) -> ApiResult<Json<AbTestReport>> {
    let campaign = status_visible(state, caller, id)?;
    let test = state.views().ab_test_of(campaign.no);
    let test = test.ok_or_else(|| Refusal::not_found("A/B test"))?;
    let counts = state.views().ab_counts_of(test.no);
    let limits = &state.settings().ab_test;
    let now = state.now();
    let found = analyse(&test, &counts, now, limits);
    let total = counts.iter().map(|one| one.verified).sum();
    Ok(Json(AbTestReport {
        test_id: test.id,
        campaign_id: campaign.id,
        status: test.status,
        is_paused: test.status == AbStatus::Running && test.running_since.is_none(),
        outcome: test.outcome,
        test_metric: test.metric,
        auto_winner: test.auto_winner,
        confidence_threshold: test.confidence_threshold,
        created_at: test.created_at,
        started_at: test.started_at,
        planned_end: test.planned_end,
        ended_at: test.ended_at,
        duration_days: test.days_run(now),
        total_impressions: total,
        variants: variants(state, &test, &counts, &found),
        statistical_analysis: statistics(&test, &found, limits),
        recommendation: recommendation(&test, &found, limits),
    }))
}

/// Digits of shares and p-values behind the point.
const DIGITS: i32 = 6;

fn variants(
    state: &AppState,
    test: &AbTest,
    counts: &[VariantCounts],
    found: &Analysis,
) -> Vec<VariantView> {
    let mut views = Vec::new();
    for (place, variant) in test.variants.iter().enumerate() {
        let counts = counts.get(place).cloned().unwrap_or_default();
        let whole = Interval { low: 0.0, high: 1.0 };
        let (rate, interval) = found.rates.get(place).copied().unwrap_or((0.0, whole));
        let assets = variant.assets.iter().filter_map(|no| state.views().assets.get(no.0));
        let hours = counts.hours.iter().map(|(hour, (impressions, completed))| HourView {
            hour: *hour,
            impressions: *impressions,
            completed: *completed,
        });
        let each = |thousands: u64, places: u32| {
            let cost = counts.cost.to_decimal() * rust_decimal::Decimal::from(thousands);
            let one = cost.checked_div(rust_decimal::Decimal::from(counts.verified))?;
            Amount::from_decimal_half_even(one, places).ok()
        };
        views.push(VariantView {
            variant_id: variant.id.clone(),
            name: variant.name.clone(),
            content_assets: assets.map(|asset| asset.id).collect(),
            weight: variant.weight,
            removed_at: variant.removed_at,
            impressions: counts.verified,
            under_review: counts.under_review,
            too_short: counts.too_short,
            completion_rate: rounded(counts.completion().rate(), DIGITS),
            engagement_rate: rounded(counts.engagement().rate(), DIGITS),
            avg_view_duration: rounded(
                counts.view_seconds as f64 / counts.verified.max(1) as f64,
                2,
            ),
            unique_devices: counts.devices,
            unique_stores: counts.stores,
            cost: counts.cost,
            cpm: each(1000, 2),
            cost_per_impression: each(1, 4),
            metric_value: rounded(rate, DIGITS),
            metric_low: rounded(interval.low, DIGITS),
            metric_high: rounded(interval.high, DIGITS),
            time_of_day: hours.collect(),
        });
    }
    views
}

fn statistics(test: &AbTest, found: &Analysis, limits: &AbTestLimits) -> StatisticsView {
    let p_value = found.chi_square.p_value;
    // Before the first look: what a look now would say.
    let corrected_p = test.looks.last().map_or_else(|| corrected(p_value, 1), |l| l.corrected_p);
    let looks = test.looks.iter().map(|look| LookView {
        number: look.number,
        at: look.at,
        p_value: rounded(look.chi_square.p_value, DIGITS),
        corrected_p_value: rounded(look.corrected_p, DIGITS),
        is_significant: look.is_significant,
    });
    StatisticsView {
        test_type: "chi_square",
        statistic: rounded(found.chi_square.statistic, DIGITS),
        degrees_of_freedom: found.chi_square.freedom,
        p_value: rounded(p_value, DIGITS),
        corrected_p_value: rounded(corrected_p, DIGITS),
        confidence_level: confidence_of(corrected_p),
        confidence_threshold: test.confidence_threshold,
        is_significant: test.looks.iter().any(|look| look.is_significant),
        lead_low: found.lead.map(|lead| rounded(lead.low, DIGITS)),
        lead_high: found.lead.map(|lead| rounded(lead.high, DIGITS)),
        sample_size_adequate: found.enough_plays,
        required_impressions: limits.min_plays,
        fewest_impressions: found.fewest_plays,
        duration_adequate: found.enough_days,
        looks: looks.collect(),
        next_look_at: test.next_look_at.filter(|_| test.is_drawing()),
    }
}

/// Rule: ABT-04, ABT-05.
fn recommendation(test: &AbTest, found: &Analysis, limits: &AbTestLimits) -> Recommendation {
    let id_of = |place: Option<u8>| {
        place.and_then(|place| test.variant(place)).map(|variant| variant.id.clone())
    };
    let winner = id_of(test.winner.or(test.recommended));
    let is_significant = test.looks.iter().any(|look| look.is_significant);
    let hint = test.looks.last().map_or_else(
        || confidence_of(corrected(found.chi_square.p_value, 1)),
        |look| confidence_of(look.corrected_p),
    );
    let confidence = match () {
        () if is_significant => Confidence::High,
        () if found.is_adequate() && hint >= f64::from(limits.medium_percent) => Confidence::Medium,
        () => Confidence::Low,
    };
    let name = winner.clone().unwrap_or_default();
    let metric = test.metric;
    let (reasoning, options): (String, &[&'static str]) = match (test.status, test.outcome) {
        (AbStatus::Running, _) if test.recommended.is_some() => (
            format!("{name} has the best {metric}, with {hint}% confidence; choose the winner"),
            &["CHOOSE_WINNER", "EXTEND", "CANCEL"],
        ),
        (AbStatus::Running, _) if !found.enough_plays => (
            format!(
                "Too few plays so far: {} of the {} that each variant needs",
                found.fewest_plays, limits.min_plays
            ),
            &["EXTEND", "END_WITHOUT_WINNER", "CANCEL"],
        ),
        (AbStatus::Running, _) => (
            "The test runs; no look has found a significant difference yet".to_owned(),
            &["EXTEND", "END_WITHOUT_WINNER", "CANCEL"],
        ),
        (_, Some(AbOutcome::NoSignificantDifference)) => (
            "The variants perform similarly: run longer or accept any variant".to_owned(),
            &["EXTEND", "CHOOSE_WINNER"],
        ),
        (_, Some(AbOutcome::BudgetExhausted)) => (
            "The budget ran out before the planned end; the report rests on what there is"
                .to_owned(),
            &["CHOOSE_WINNER"],
        ),
        (_, Some(AbOutcome::CampaignEnded)) => {
            ("The campaign ended first; the report rests on what there is".to_owned(), &[])
        }
        (_, Some(AbOutcome::OneVariantLeft)) => {
            (format!("Only the content of {name} may still play"), &[])
        }
        (_, Some(AbOutcome::WinnerFound)) => {
            (format!("{name} has the best {metric}, with {hint}% confidence"), &[])
        }
        (_, Some(AbOutcome::WinnerChosen)) => (format!("{name} was chosen"), &[]),
        (_, Some(AbOutcome::EndedWithoutWinner)) => {
            ("Ended without a winner".to_owned(), &["CHOOSE_WINNER"])
        }
        (_, Some(AbOutcome::Cancelled) | None) => ("Cancelled".to_owned(), &[]),
    };
    Recommendation { winner, reasoning, confidence, options: options.to_vec() }
}
