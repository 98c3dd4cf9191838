//! Proof of play of a campaign: a day, live or final, or a range of days. Rule: POP-01, POP-02,
//! POP-05, D-60, D-61, D-62.

use std::collections::BTreeMap;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{campaigns::status_visible, reading::from_store};
use crate::{
    domain::{
        ids::CampaignNo,
        money::Amount,
        proof_of_play::{AggregateKind, DailyRecord, DayAggregate},
        refusal::Refusal,
        time::{Day, Timestamp},
    },
    engine::{publish::Views, reads},
    http::{AppState, Caller, Json, Path, Problem, Query, error::ApiResult},
};

/// Handlers of proof of play.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(show_proof_of_play))
}

/// Days of one report at most.
const MAX_DAYS: i32 = 366;

/// Which days: `date`, or `from` and `to`.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Days {
    /// One UTC day.
    pub date: Option<String>,
    /// First UTC day.
    pub from: Option<String>,
    /// Last UTC day, inclusive; at most 366 days.
    pub to: Option<String>,
}

/// Whether figures can still change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReportStatus {
    /// Some day is not over: counted from what is committed so far.
    Live,
    /// Every day's record is cut.
    Final,
}

/// Plays of a store.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct StorePlays {
    /// Store.
    pub store_id: Uuid,
    /// Its name.
    pub name: String,
    /// Verified plays.
    pub impressions: u64,
    /// Seconds played.
    pub duration_seconds: u64,
}

/// Where plays were.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Geography {
    /// Verified plays by region.
    pub regions: BTreeMap<String, u64>,
    /// Verified plays by store, most first.
    pub stores: Vec<StorePlays>,
}

/// The immutable record of a day.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct RecordView {
    /// UTC day.
    pub date: Day,
    /// 0 = the record, 1… = supplements.
    pub number: u32,
    /// `RECORD`, `LATE`, `REVIEW_RESOLVED`, or `CHARGEBACK`, which takes back what it holds.
    pub kind: AggregateKind,
    /// When it was cut: the slot of the daily job.
    pub generated_at: Timestamp,
    /// Verified plays in it; of a chargeback, those that it takes back.
    pub impressions: u64,
    /// SHA-256 over its content and the hash before it, hex.
    pub hash: String,
    /// Hash of the campaign's record or supplement before it, hex.
    pub previous_hash: String,
}

impl RecordView {
    fn of(record: &DailyRecord) -> Self {
        Self {
            date: record.day,
            number: record.number,
            kind: record.kind,
            generated_at: record.generated_at,
            impressions: record.aggregate.verified,
            hash: hex::encode(record.hash),
            previous_hash: hex::encode(record.previous_hash),
        }
    }
}

/// A report: record + supplements + what is live; unique counts are unions.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ProofOfPlay {
    /// Campaign.
    pub campaign_id: Uuid,
    /// The day, for a report of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// First day, for a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// Last day, for a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// Whether figures can still change.
    pub status: ReportStatus,
    /// Verified plays.
    pub total_impressions: u64,
    /// Devices with a verified play.
    pub unique_devices: usize,
    /// Stores with a verified play.
    pub unique_stores: usize,
    /// Seconds of verified plays.
    pub total_duration_seconds: u64,
    /// Cost of verified plays.
    pub total_cost: Amount,
    /// Verified plays by UTC hour "00"…"23", hours without plays left out.
    pub hourly_breakdown: BTreeMap<String, u64>,
    /// The same by each store's local hour.
    pub hourly_breakdown_local: BTreeMap<String, u64>,
    /// By region and store.
    pub geographic_breakdown: Geography,
    /// Rejected plays.
    pub rejected: u64,
    /// Rejected plays by recorded reason.
    pub rejections: BTreeMap<String, u64>,
    /// Verified plays that came late through a queue.
    pub backfilled: u64,
    /// The record, for a report of one day that is cut.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordView>,
    /// Supplements to the record, in order; for a range all records and supplements.
    pub supplements: Vec<RecordView>,
}

/// Shows what was played on a day or in a range: live today, final and immutable afterwards.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/proof-of-play",
    tag = "proof of play",
    params(("id" = Uuid, Path, description = "The campaign"), Days),
    responses(
        (status = 200, body = ProofOfPlay),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 422, description = "Days that cannot be reported", body = Problem),
    ),
)]
pub async fn show_proof_of_play(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(days): Query<Days>,
) -> ApiResult<Json<ProofOfPlay>> {
    let campaign = status_visible(&state, &caller, id)?;
    let (from, to) = read_days(&days, state.now().day())?;
    let number = campaign.no;
    // Counters first: a cut in between only adds records, and those are told from the known ones.
    let live = live_part(&state, number, from, to).await?;
    let mut records =
        from_store(&state, move |snapshot| reads::daily_records(snapshot, number, from, to))
            .await?;
    live.keep_known(&mut records);
    let mut report = report(state.views(), id, &records, &live);
    if days.date.is_some() {
        report.date = Some(from);
        // A day on which the campaign did not run may have a supplement and no record.
        let first = report.supplements.first();
        let has_record = first.is_some_and(|first| first.kind == AggregateKind::Record);
        report.record = has_record.then(|| report.supplements.remove(0));
    } else {
        (report.from, report.to) = (Some(from), Some(to));
    }
    Ok(Json(report))
}

fn read_days(days: &Days, today: Day) -> Result<(Day, Day), Refusal> {
    let read = |field: &str, text: &str| {
        Day::parse(text)
            .map_err(|why| Refusal::field(field, "INVALID", format!("{field} is {why}")))
    };
    let (from, to) = match (&days.date, &days.from, &days.to) {
        (Some(date), None, None) => {
            let day = read("date", date)?;
            (day, day)
        }
        (None, Some(from), Some(to)) => (read("from", from)?, read("to", to)?),
        _ => {
            let message = "give either date, or from and to, as 2026-02-05";
            return Err(Refusal::field("date", "EITHER", message));
        }
    };
    if from > to {
        return Err(Refusal::field("from", "ORDER", format!("from {from} lies after to {to}")));
    }
    if to > today {
        return Err(Refusal::field(
            "to",
            "FUTURE",
            format!("{to} has not come yet; today is {today}"),
        ));
    }
    if to.number() - from.number() >= MAX_DAYS {
        let message = format!("a report covers at most {MAX_DAYS} days");
        return Err(Refusal::field("to", "TOO_LONG", message));
    }
    Ok((from, to))
}

/// Counters that no record holds yet, as of the last commit; and whether a day is not cut yet.
struct LivePart {
    parts: Vec<(AggregateKind, DayAggregate)>,
    is_live: bool,
    /// Records and supplements that hold the rest, by day.
    record_counts: BTreeMap<Day, u32>,
}

impl LivePart {
    /// Leaves out records that were cut after the counters were read: those still hold their plays.
    fn keep_known(&self, records: &mut BTreeMap<Day, Vec<DailyRecord>>) {
        for (day, of_day) in records {
            let known = self.record_counts.get(day).copied().unwrap_or(0);
            of_day.retain(|record| record.number < known);
        }
    }
}

async fn live_part(
    state: &AppState,
    campaign: CampaignNo,
    from: Day,
    to: Day,
) -> ApiResult<LivePart> {
    let part = state.handle().with_engine(move |engine| {
        let live = engine.live();
        let mut parts = Vec::new();
        let mut record_counts = BTreeMap::new();
        for day in (from.number()..=to.number()).map(Day::from_number) {
            let keys = reads::aggregate_keys(campaign, day);
            parts.extend(keys.iter().filter_map(|key| {
                live.aggregates.get(key).map(|found| (key.kind, found.aggregate.clone()))
            }));
            if let Some(count) = live.record_counts.get(&(campaign, day)) {
                record_counts.insert(day, *count);
            }
        }
        let is_live = live.cut_through.is_none_or(|through| to > through);
        LivePart { parts, is_live, record_counts }
    });
    Ok(part.await?)
}

fn report(
    views: &Views,
    campaign_id: Uuid,
    records: &BTreeMap<Day, Vec<DailyRecord>>,
    live: &LivePart,
) -> ProofOfPlay {
    let counted = live.parts.iter().map(|(kind, part)| (*kind, part));
    let cut = records.values().flatten().map(|record| (record.kind, &record.aggregate));
    let total = DayAggregate::total(counted.chain(cut));
    let hours = |counts: &BTreeMap<u8, u64>| {
        counts.iter().map(|(hour, count)| (format!("{hour:02}"), *count)).collect()
    };
    ProofOfPlay {
        campaign_id,
        date: None,
        from: None,
        to: None,
        status: if live.is_live { ReportStatus::Live } else { ReportStatus::Final },
        total_impressions: total.verified,
        unique_devices: total.devices.len(),
        unique_stores: total.stores.len(),
        total_duration_seconds: total.duration_seconds,
        total_cost: total.cost,
        hourly_breakdown: hours(&total.hourly),
        hourly_breakdown_local: hours(&total.hourly_local),
        geographic_breakdown: geography(views, &total),
        rejected: total.rejected_total(),
        rejections: total.rejected.iter().map(|(c, n)| (c.recorded_reason(), *n)).collect(),
        backfilled: total.backfilled,
        record: None,
        supplements: records.values().flatten().map(RecordView::of).collect(),
    }
}

fn geography(views: &Views, total: &DayAggregate) -> Geography {
    let mut regions = BTreeMap::new();
    let mut stores = Vec::new();
    for (no, tally) in &total.stores {
        let Some(store) = views.stores.get(no.0) else { continue };
        *regions.entry(store.region.clone()).or_default() += tally.impressions;
        stores.push(StorePlays {
            store_id: store.id,
            name: store.name.clone(),
            impressions: tally.impressions,
            duration_seconds: tally.duration_seconds,
        });
    }
    stores.sort_by(|a, b| b.impressions.cmp(&a.impressions).then_with(|| a.name.cmp(&b.name)));
    Geography { regions, stores }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(number: u32) -> DailyRecord {
        DailyRecord {
            campaign: CampaignNo(1),
            day: Day::from_number(9),
            number,
            kind: AggregateKind::Record,
            generated_at: Timestamp::default(),
            aggregate: DayAggregate::default(),
            previous_hash: [0; 32],
            hash: [0; 32],
        }
    }

    /// A play is never counted twice when a record is cut between two reads. Rule: POP-01.
    #[test]
    fn records_cut_after_the_counters_were_read_are_left_out() {
        let day = Day::from_number(9);
        let live = |counts: &[(Day, u32)]| LivePart {
            parts: Vec::new(),
            is_live: false,
            record_counts: counts.iter().copied().collect(),
        };
        for (counts, kept) in [(&[][..], 0), (&[(day, 1)][..], 1), (&[(day, 2)][..], 2)] {
            let mut records = BTreeMap::from([(day, vec![record(0), record(1)])]);
            live(counts).keep_known(&mut records);
            assert_eq!(records[&day].len(), kept, "{counts:?}");
        }
    }

    #[test]
    fn days_that_make_no_report_are_refused_by_field() {
        let today = Day::parse("2026-02-05").unwrap();
        let table = [
            (None, None, None, "date"),
            (Some("2026-02-05"), Some("2026-02-01"), None, "date"),
            (Some("05.02.2026"), None, None, "date"),
            (Some("2026-02-06"), None, None, "to"),
            (None, Some("2026-02-05"), Some("2026-02-04"), "from"),
            (None, Some("2025-02-04"), Some("2026-02-05"), "to"),
        ];
        let given = |text: Option<&str>| text.map(str::to_owned);
        for (date, from, to, field) in table {
            let days = Days { date: given(date), from: given(from), to: given(to) };
            let refusal = read_days(&days, today).unwrap_err();
            assert_eq!(refusal.fields[0].field, field, "{days:?}");
        }
        let days =
            Days { date: None, from: given(Some("2025-02-05")), to: given(Some("2026-02-05")) };
        assert!(read_days(&days, today).is_ok());
    }
}
