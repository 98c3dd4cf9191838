//! What goes on now, for the operator's first screen: the last day by hour, today's figures, what
//! waits for a person.

use std::collections::BTreeMap;

use axum::extract::State;
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{device_view::is_online, reading::from_store};
use crate::{
    db::{Snapshot, StoreError},
    domain::{
        campaign::{emergency::RequestStatus, status::CampaignStatus},
        catalog::{AssetStatus, DeviceStatus, StoreStatus},
        ids::CampaignNo,
        ledger::credit::CreditStatus,
        money::Amount,
        proof_of_play::{AggregateKind, DayAggregate},
        time::{Day, Timestamp},
    },
    engine::reads,
    http::{AppState, Caller, Json, Problem, auth::OPERATOR, error::ApiResult},
};

/// Handlers of `/overview`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(show_overview))
}

/// Hours that the chart covers, the running one included.
const HOURS: i64 = 24;
/// Milliseconds of an hour.
const HOUR_MS: i64 = 3_600_000;
/// What counts plays; a supplement that takes back is left out.
const COUNTED: [AggregateKind; 3] =
    [AggregateKind::Record, AggregateKind::Late, AggregateKind::ReviewResolved];

/// Verified plays of an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct OverviewHour {
    /// The full hour, UTC.
    pub start: Timestamp,
    /// Verified plays whose end lies in it, device clock.
    pub verified: u64,
}

/// Figures of a UTC day, all campaigns together, by the end of the plays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct OverviewDay {
    /// The UTC day.
    pub date: Day,
    /// Verified plays.
    pub verified: u64,
    /// Rejected plays.
    pub rejected: u64,
    /// Rejected plays by recorded reason.
    pub rejections: BTreeMap<String, u64>,
    /// Cost of verified plays.
    pub total_cost: Amount,
    /// Stores with a verified play.
    pub stores: usize,
    /// Devices with a verified play.
    pub devices: usize,
}

/// How many things wait for a person, by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct OverviewWaiting {
    /// Campaigns in PENDING_APPROVAL.
    pub campaigns: usize,
    /// Assets nobody has looked at.
    pub assets: usize,
    /// Plays under review.
    pub reviews: usize,
    /// Those of them that no timer approves.
    pub reviews_for_a_person: usize,
    /// Disputes that are not decided.
    pub disputes: usize,
    /// Emergency stops whose investigation is open.
    pub incidents: usize,
    /// Suppliers' requests for an emergency stop.
    pub stop_requests: usize,
    /// Increases of budgets.
    pub budget_increases: usize,
    /// Manual credits for a second person.
    pub credits: usize,
    /// Campaigns without a play whose case is open.
    pub investigations: usize,
    /// Campaigns whose content could not be distributed.
    pub failed_campaigns: usize,
    /// Devices that wait for approval.
    pub devices: usize,
}

/// How the screens are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct OverviewFleet {
    /// ACTIVE devices.
    pub active: usize,
    /// ACTIVE devices with a fresh heartbeat.
    pub online: usize,
    /// ACTIVE devices whose clock needs a person.
    pub clock_troubles: usize,
    /// ACTIVE stores.
    pub stores: usize,
}

/// What goes on now.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Overview {
    /// Now, by the clock of the business.
    pub server_time: Timestamp,
    /// The last 24 hours, oldest first; the last one is running.
    pub hours: Vec<OverviewHour>,
    /// Today (UTC) so far.
    pub today: OverviewDay,
    /// The day before.
    pub yesterday: OverviewDay,
    /// What waits for a person.
    pub waiting: OverviewWaiting,
    /// The screens.
    pub fleet: OverviewFleet,
    /// ACTIVE campaigns.
    pub active_campaigns: usize,
}

/// Shows what goes on now: the last day by hour, today's figures, what waits. For the operator.
#[utoipa::path(
    get,
    path = "/overview",
    tag = "system",
    responses(
        (status = 200, body = Overview),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
    ),
)]
pub async fn show_overview(
    State(state): State<AppState>,
    caller: Caller,
) -> ApiResult<Json<Overview>> {
    caller.require(OPERATOR)?;
    let now = state.now();
    let today = now.day();
    let days = two_days(&state, today).await?;
    Ok(Json(Overview {
        server_time: now,
        hours: hours(&days, now),
        today: day_view(today, &days.today),
        yesterday: day_view(today.previous(), &days.yesterday),
        waiting: waiting(&state, now),
        fleet: fleet(&state),
        active_campaigns: count(state.views().campaigns.iter(), |row| {
            row.status_now() == CampaignStatus::Active
        }),
    }))
}

/// Today and yesterday, over all campaigns.
#[derive(Default)]
struct TwoDays {
    today: DayAggregate,
    yesterday: DayAggregate,
}

/// Sums the running counters and the records of yesterday that are cut.
async fn two_days(state: &AppState, today: Day) -> ApiResult<TwoDays> {
    let yesterday = today.previous();
    // Counters first: a cut in between only adds records, and those are told from the known ones.
    let live = state.handle().with_engine(move |engine| {
        let live = engine.live();
        let mut days = TwoDays::default();
        for (key, found) in &live.aggregates {
            if !COUNTED.contains(&key.kind) {
                continue;
            }
            if key.day == today {
                days.today.merge(&found.aggregate);
            } else if key.day == yesterday {
                days.yesterday.merge(&found.aggregate);
            }
        }
        let counts = live.record_counts.iter().filter(|((_, day), _)| *day == yesterday);
        let known: Vec<(CampaignNo, u32)> = counts.map(|((no, _), count)| (*no, *count)).collect();
        (days, known)
    });
    let (mut days, known) = live.await?;
    let cut = from_store(state, move |snapshot| cut_records(snapshot, &known, yesterday)).await?;
    days.yesterday.merge(&cut);
    Ok(days)
}

/// The sum of a day's records that were known when the counters were read.
fn cut_records(
    snapshot: &Snapshot,
    known: &[(CampaignNo, u32)],
    day: Day,
) -> Result<DayAggregate, StoreError> {
    let mut total = DayAggregate::default();
    for (campaign, count) in known {
        for record in reads::daily_records(snapshot, *campaign, day, day)?.values().flatten() {
            if record.number < *count && COUNTED.contains(&record.kind) {
                total.merge(&record.aggregate);
            }
        }
    }
    Ok(total)
}

fn hours(days: &TwoDays, now: Timestamp) -> Vec<OverviewHour> {
    let running = Timestamp::from_ms(now.ms() - now.ms().rem_euclid(HOUR_MS));
    let hour = |back: i64| {
        let start = running.plus_ms(-back * HOUR_MS);
        let day = if start.day() == now.day() { &days.today } else { &days.yesterday };
        OverviewHour { start, verified: day.hourly.get(&start.utc_hour()).copied().unwrap_or(0) }
    };
    (0..HOURS).rev().map(hour).collect()
}

fn day_view(date: Day, figures: &DayAggregate) -> OverviewDay {
    OverviewDay {
        date,
        verified: figures.verified,
        rejected: figures.rejected_total(),
        rejections: figures.rejected.iter().map(|(c, n)| (c.recorded_reason(), *n)).collect(),
        total_cost: figures.cost,
        stores: figures.stores.len(),
        devices: figures.devices.len(),
    }
}

fn count<T>(rows: impl Iterator<Item = T>, wanted: impl Fn(&T) -> bool) -> usize {
    rows.filter(wanted).count()
}

fn waiting(state: &AppState, now: Timestamp) -> OverviewWaiting {
    let views = state.views();
    let reviews = views.reviews.load();
    let in_status = |status| count(views.campaigns.iter(), |row| row.status_now() == status);
    OverviewWaiting {
        campaigns: in_status(CampaignStatus::PendingApproval),
        assets: count(views.assets.iter(), |row| row.status_at(now) == AssetStatus::Pending),
        reviews: reviews.len(),
        reviews_for_a_person: count(reviews.values(), |review| review.flags.needs_person()),
        disputes: count(views.disputes.rows.iter(), |row| row.is_open()),
        incidents: count(views.fleet.incidents.iter(), |row| row.is_open()),
        stop_requests: count(views.fleet.requests.iter(), |row| {
            row.status == RequestStatus::Pending
        }),
        budget_increases: count(views.campaigns.iter(), |row| row.pending_increase.is_some()),
        credits: count(views.credits.iter(), |row| row.status == CreditStatus::Pending),
        investigations: count(views.campaigns.iter(), |row| {
            let case = row.lifecycle.investigation.as_deref();
            case.is_some_and(|case| case.resolution.is_none())
        }),
        failed_campaigns: in_status(CampaignStatus::Error),
        devices: count(views.devices.iter(), |row| row.status_now() == DeviceStatus::Pending),
    }
}

fn fleet(state: &AppState) -> OverviewFleet {
    let views = state.views();
    let limit = state.settings().review.chronic_clock_plays;
    let now = state.now();
    let mut fleet = OverviewFleet {
        stores: count(views.stores.iter(), |row| {
            row.traits_now().is_some_and(|traits| traits.status == StoreStatus::Active)
        }),
        ..OverviewFleet::default()
    };
    for device in views.devices.iter().filter(|row| row.status_now() == DeviceStatus::Active) {
        fleet.active += 1;
        fleet.online += usize::from(is_online(state, &device));
        let trouble = views.clock_troubles.pin().get(&device.no).copied();
        let is_chronic = trouble.is_some_and(|(at, troubles)| {
            limit > 0 && troubles >= limit && now.since_ms(at) < HOURS * HOUR_MS
        });
        fleet.clock_troubles += usize::from(is_chronic);
    }
    fleet
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(counts: &[(u8, u64)]) -> DayAggregate {
        DayAggregate { hourly: counts.iter().copied().collect(), ..DayAggregate::default() }
    }

    #[test]
    fn the_last_day_reaches_back_over_midnight() {
        let days = TwoDays { today: day(&[(0, 5), (2, 7)]), yesterday: day(&[(2, 9), (3, 1)]) };
        let hours = hours(&days, Timestamp::parse("2026-02-05T02:59:59Z").unwrap());
        assert_eq!(hours.len(), 24);
        let shown: Vec<_> = hours.iter().filter(|hour| hour.verified > 0).collect();
        let shown: Vec<_> =
            shown.iter().map(|hour| (hour.start.to_string(), hour.verified)).collect();
        let expected = [
            ("2026-02-04T03:00:00Z".to_owned(), 1),
            ("2026-02-05T00:00:00Z".to_owned(), 5),
            ("2026-02-05T02:00:00Z".to_owned(), 7),
        ];
        assert_eq!(shown, expected, "02:00 of yesterday is more than a day ago");
    }
}
