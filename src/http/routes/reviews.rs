//! Plays that wait for a person: the queue and its decisions. Rule: IMP-07, IMP-08, D-11.

use std::collections::BTreeSet;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{listing::fits, reading::from_store};
use crate::{
    db::StoreError,
    domain::{
        ids::Seq,
        impression::{
            fraud::Flags,
            record::{ImpressionRow, OpenReview, PlayStatus},
        },
        money::Amount,
        refusal::{Code, Refusal},
        time::{HOUR_MS, SECOND_MS, Timestamp},
    },
    engine::{
        commands::reviews::{DecideReviews, ReviewsDecided},
        core::IdempotencyKey,
        reads,
    },
    http::{
        AppState, Caller, Idem, Json, List, Page, Path, Problem, Query,
        auth::{OPERATOR, REVIEWERS},
        error::ApiResult,
    },
};

/// Handlers of `/reviews`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(list_reviews))
        .routes(routes!(approve_review))
        .routes(routes!(reject_review))
        .routes(routes!(decide_reviews))
}

/// A play that waits for a decision.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ReviewView {
    /// The impression.
    pub impression_id: Uuid,
    /// Place in the order of all entries.
    pub seq: Seq,
    /// Campaign.
    pub campaign_id: Option<Uuid>,
    /// Its name.
    pub campaign_name: Option<String>,
    /// Device.
    pub device_id: Option<Uuid>,
    /// Its name.
    pub device_name: Option<String>,
    /// Store that the device stood in.
    pub store_id: Option<Uuid>,
    /// Its name.
    pub store_name: Option<String>,
    /// Why it waits.
    pub flags: Flags,
    /// True when only a person decides; else the timer approves it.
    pub needs_person: bool,
    /// End of the play, device clock.
    pub played_at: Timestamp,
    /// Receipt, server clock.
    pub received_at: Timestamp,
    /// Waiting since, seconds.
    pub age_seconds: i64,
    /// When the timer decides: approves, or rejects at the end of the longest wait.
    pub decided_by_timer_at: Timestamp,
    /// Cost held.
    pub cost: Amount,
    /// From the store, metres; absent (null) when the device sent no place.
    pub distance_m: Option<u32>,
    /// 0 to 100.
    pub quality_score: u8,
    /// True once reviewers were reminded of it.
    pub reminded: bool,
}

/// Which waiting plays are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ReviewFilter {
    /// Only of this campaign.
    campaign_id: Option<Uuid>,
    /// Only of this device.
    device_id: Option<Uuid>,
    /// True: only those that need a person; false: only the others.
    needs_person: Option<bool>,
}

/// Lists the plays that wait, oldest first. For the operator.
#[utoipa::path(
    get,
    path = "/reviews",
    tag = "reviews",
    params(Page, ReviewFilter),
    responses(
        (status = 200, body = List<ReviewView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
    ),
)]
pub async fn list_reviews(
    State(state): State<AppState>,
    caller: Caller,
    page: Page,
    Query(filter): Query<ReviewFilter>,
) -> ApiResult<Json<List<ReviewView>>> {
    caller.require(OPERATOR)?;
    let views = state.views();
    let campaign = filter.campaign_id.map(|id| views.campaigns.by_id(id).map(|row| row.no));
    let device = filter.device_id.map(|id| views.devices.by_id(id).map(|row| row.no));
    let queue = views.reviews.load_full();
    let first = page.after.map_or(0, |after| after.saturating_add(1));
    let waiting = queue.range(first..).filter(|(_, review)| {
        fits(campaign, Some(review.campaign))
            && fits(device, Some(review.device))
            && fits(filter.needs_person, review.flags.needs_person())
    });
    let list = page.take(waiting.map(|(seq, review)| (*seq, *review)));
    let reading = state.clone();
    let items = list.items;
    let items = from_store(&state, move |snapshot| {
        let days = reads::partitions(snapshot)?;
        let views = items.iter().map(|review| {
            let after = days.partition_point(|(_, first)| *first <= review.seq);
            let Some((day, _)) = after.checked_sub(1).and_then(|at| days.get(at)) else {
                return Ok(None);
            };
            let play = reads::impression_at(snapshot, *day, review.seq)?;
            Ok(play.map(|play| render(&reading, &play.row, review)))
        });
        views.filter_map(Result::transpose).collect::<Result<Vec<_>, StoreError>>()
    });
    Ok(Json(List { items: items.await?, next_cursor: list.next_cursor }))
}

fn render(state: &AppState, row: &ImpressionRow, review: &OpenReview) -> ReviewView {
    let views = state.views();
    let campaign = views.campaigns.get(review.campaign.0);
    let device = views.devices.get(review.device.0);
    let store = views.stores.get(row.store.0);
    let rules = &state.settings().review;
    let needs_person = review.flags.needs_person();
    let wait_hours = if needs_person {
        i64::from(rules.expiry_days) * 24
    } else {
        i64::from(rules.release_hours)
    };
    ReviewView {
        impression_id: row.id,
        seq: review.seq,
        campaign_id: campaign.as_ref().map(|row| row.id),
        campaign_name: campaign.map(|row| row.name.clone()),
        device_id: device.as_ref().map(|row| row.id),
        device_name: device.map(|row| row.name.clone()),
        store_id: store.as_ref().map(|row| row.id),
        store_name: store.as_ref().map(|row| row.name.clone()),
        flags: review.flags,
        needs_person,
        played_at: row.played_at,
        received_at: review.received_at,
        age_seconds: state.now().since_ms(review.received_at).max(0) / SECOND_MS,
        decided_by_timer_at: review.received_at.plus_ms(wait_hours * HOUR_MS),
        cost: review.cost,
        distance_m: store
            .and_then(|store| row.location.map(|there| there.distance_m(store.location))),
        quality_score: row.quality,
        reminded: review.reminded,
    }
}

/// Why a play is decided so.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewReason {
    /// At most 500 characters; needed for a rejection.
    reason: Option<String>,
}

/// What became of a play.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ReviewDecision {
    /// The impression.
    pub impression_id: Uuid,
    /// The status that holds now.
    pub status: PlayStatus,
}

/// Bills a play that waits.
#[utoipa::path(
    post,
    path = "/reviews/{impression_id}/approve",
    tag = "reviews",
    params(("impression_id" = Uuid, Path)),
    request_body = ReviewReason,
    responses(
        (status = 200, body = ReviewDecision),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "It does not wait", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn approve_review(
    State(state): State<AppState>,
    caller: Caller,
    Path(impression_id): Path<Uuid>,
    Idem { value, key }: Idem<ReviewReason>,
) -> ApiResult<Json<ReviewDecision>> {
    decide(&state, &caller, &[impression_id], true, value.reason, key).await?;
    Ok(Json(ReviewDecision { impression_id, status: PlayStatus::Verified }))
}

/// Rejects a play that waits; the held cost goes back to where it came from.
#[utoipa::path(
    post,
    path = "/reviews/{impression_id}/reject",
    tag = "reviews",
    params(("impression_id" = Uuid, Path)),
    request_body = ReviewReason,
    responses(
        (status = 200, body = ReviewDecision),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "It does not wait", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn reject_review(
    State(state): State<AppState>,
    caller: Caller,
    Path(impression_id): Path<Uuid>,
    Idem { value, key }: Idem<ReviewReason>,
) -> ApiResult<Json<ReviewDecision>> {
    decide(&state, &caller, &[impression_id], false, value.reason, key).await?;
    Ok(Json(ReviewDecision { impression_id, status: PlayStatus::Rejected }))
}

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Verdict {
    /// Bill them.
    Approve,
    /// Do not bill them.
    Reject,
}

/// One decision on many plays.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkDecision {
    /// 1 to 1,000 plays; each counts once.
    impression_ids: Vec<Uuid>,
    /// Which way.
    decision: Verdict,
    /// At most 500 characters; needed for a rejection.
    reason: Option<String>,
}

/// How many plays were decided.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct BulkDecided {
    /// Decided now.
    pub decided: usize,
}

/// Decides many plays at once: all of them or none.
#[utoipa::path(
    post,
    path = "/reviews/bulk",
    tag = "reviews",
    request_body = BulkDecision,
    responses(
        (status = 200, body = BulkDecided),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Some do not wait; nothing was decided", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn decide_reviews(
    State(state): State<AppState>,
    caller: Caller,
    Idem { value, key }: Idem<BulkDecision>,
) -> ApiResult<Json<BulkDecided>> {
    let approve = value.decision == Verdict::Approve;
    let done = decide(&state, &caller, &value.impression_ids, approve, value.reason, key).await?;
    Ok(Json(BulkDecided { decided: done.decided }))
}

/// More ids are not looked up; the command names its own limit.
const MAX_LOOKUPS: usize = 1001;

async fn decide(
    state: &AppState,
    caller: &Caller,
    ids: &[Uuid],
    approve: bool,
    reason: Option<String>,
    key: Option<IdempotencyKey>,
) -> ApiResult<ReviewsDecided> {
    caller.require(REVIEWERS)?;
    let wanted: BTreeSet<Uuid> = ids.iter().copied().take(MAX_LOOKUPS).collect();
    let recent = &state.views().recent_ids;
    let wanted: Vec<_> = wanted.into_iter().map(|id| (id, recent.get(id))).collect();
    let found = from_store(state, move |snapshot| {
        let places = wanted.iter().map(|(id, recent)| {
            let play = reads::impression(snapshot, *id, *recent)?;
            Ok((play.map(|play| play.seq), *id))
        });
        places.collect::<Result<Vec<_>, StoreError>>()
    });
    let plays = found.await?.into_iter().map(|(seq, id)| match seq {
        Some(seq) => Ok((seq, id)),
        None => Err(Refusal::new(Code::NotFound, format!("Impression {id} not found"))),
    });
    let plays = plays.collect::<Result<Vec<_>, Refusal>>()?;
    let decision = DecideReviews { plays, approve, reason };
    Ok(state.handle().run(&caller.actor, decision, key).await?)
}
