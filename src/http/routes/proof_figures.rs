//! The figures of a proof of play: gathered from counters and records, then as they go over the
//! wire. Rule: POP-01, POP-05, D-60, D-61, D-62.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{periods::read_period, reading::from_store};
use crate::{
    domain::{
        campaign::health::effective_cpm,
        ids::{CampaignNo, StoreNo},
        money::{Amount, Currency},
        proof_of_play::{AggregateKey, AggregateKind, DailyRecord, DayAggregate},
        refusal::Refusal,
        report,
        time::{Day, MINUTE_MS, Timestamp},
    },
    engine::{publish::Views, reads},
    http::{AppState, error::ApiResult},
};

/// The currency of all stores and campaigns. Rule: D-28.
const RETAIL: Currency = Currency::Usd;

/// Which days: `date`, or `from` and `to`.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Days {
    /// One UTC day.
    pub date: Option<String>,
    /// First UTC day.
    pub from: Option<String>,
    /// Last UTC day, inclusive; at most `reports.proof_of_play_days` days.
    pub to: Option<String>,
}

impl Days {
    /// Reads first and last day.
    ///
    /// # Errors
    /// `VALIDATION_FAILED` with the field and what would do.
    pub(super) fn read(&self, today: Day, max_days: u32) -> Result<(Day, Day), Refusal> {
        read_days([&self.date, &self.from, &self.to].map(Option::as_deref), today, max_days)
    }
}

/// Reads first and last day out of `date`, `from`, `to`.
///
/// # Errors
/// As [`Days::read`].
pub(super) fn read_days(
    given: [Option<&str>; 3],
    today: Day,
    max_days: u32,
) -> Result<(Day, Day), Refusal> {
    match given {
        [Some(date), None, None] => {
            let wrong = |why: String| Refusal::field("date", "INVALID", format!("date is {why}"));
            let day = Day::parse(date).map_err(wrong)?;
            if day > today {
                let message = format!("{day} has not come yet; today is {today}");
                return Err(Refusal::field("date", "FUTURE", message));
            }
            Ok((day, day))
        }
        [None, Some(from), Some(to)] => read_period(from, to, today, max_days),
        _ => {
            let message = "give either date, or from and to, as 2026-02-05";
            Err(Refusal::field("date", "EITHER", message))
        }
    }
}

/// Records, supplements and counters of a campaign and some days, as of one commit.
#[derive(Clone, Debug)]
pub(super) struct Gathered {
    pub from: Day,
    pub to: Day,
    /// Whether a day of them is not cut yet.
    pub is_live: bool,
    /// Moment that the figures are of: now to the minute, or the newest cut.
    pub as_of: Timestamp,
    pub records: BTreeMap<Day, Vec<DailyRecord>>,
    live: Vec<(AggregateKey, DayAggregate)>,
}

impl Gathered {
    /// Record + supplements + what is live, of all days.
    pub fn total(&self) -> DayAggregate {
        let records = self.records.values().flatten();
        let records = records.map(|record| (record.kind, &record.aggregate));
        let live = self.live.iter().map(|(key, part)| (key.kind, part));
        report::totals(records.chain(live))
    }

    /// The same by day; days without record or counter are left out.
    pub fn by_day(&self) -> BTreeMap<Day, DayAggregate> {
        let mut parts: BTreeMap<Day, Vec<(AggregateKind, &DayAggregate)>> = BTreeMap::new();
        for record in self.records.values().flatten() {
            parts.entry(record.day).or_default().push((record.kind, &record.aggregate));
        }
        for (key, part) in &self.live {
            parts.entry(key.day).or_default().push((key.kind, part));
        }
        parts.into_iter().map(|(day, parts)| (day, report::totals(parts))).collect()
    }
}

/// Counters that no record holds yet, as of the last commit.
struct LivePart {
    parts: Vec<(AggregateKey, DayAggregate)>,
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

/// Gathers what a report of a campaign and some days adds up.
///
/// # Errors
/// A failure of the appliance, or one that is stopping.
pub(super) async fn gather(
    state: &AppState,
    campaign: CampaignNo,
    (from, to): (Day, Day),
) -> ApiResult<Gathered> {
    // Counters first: a cut in between only adds records, and those are told from the known ones.
    let live = live_part(state, campaign, from, to).await?;
    let mut records =
        from_store(state, move |snapshot| reads::daily_records(snapshot, campaign, from, to))
            .await?;
    live.keep_known(&mut records);
    let as_of = if live.is_live {
        let now = state.now().ms();
        Timestamp::from_ms(now - now.rem_euclid(MINUTE_MS))
    } else {
        let newest = records.values().flatten().map(|record| record.generated_at).max();
        newest.unwrap_or_default().max(to.next().start())
    };
    Ok(Gathered { from, to, is_live: live.is_live, as_of, records, live: live.parts })
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
            for key in reads::aggregate_keys(campaign, day) {
                if let Some(found) = live.aggregates.get(&key) {
                    parts.push((key, found.aggregate.clone()));
                }
            }
            if let Some(count) = live.record_counts.get(&(campaign, day)) {
                record_counts.insert(day, *count);
            }
        }
        let is_live = live.cut_through.is_none_or(|through| to > through);
        LivePart { parts, is_live, record_counts }
    });
    Ok(part.await?)
}

/// Place of a record in its campaign's chain.
pub(super) fn chain_place(record: &DailyRecord) -> (Timestamp, Day, u32) {
    (record.generated_at, record.day, record.number)
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

impl ReportStatus {
    pub(super) const fn of(is_live: bool) -> Self {
        if is_live { Self::Live } else { Self::Final }
    }
}

/// Plays of a store.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct StorePlays {
    /// Store.
    pub store_id: Uuid,
    /// Its name.
    pub name: String,
    /// Its region.
    pub region: String,
    /// Verified plays.
    pub impressions: u64,
    /// Seconds played.
    pub duration_seconds: u64,
    /// Devices with a verified play.
    pub unique_devices: u64,
}

/// Plays of a screen in a store.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ScreenPlays {
    /// Device.
    pub device_id: Uuid,
    /// Its name.
    pub name: String,
    /// Store that it stood in.
    pub store_id: Uuid,
    /// Verified plays.
    pub impressions: u64,
}

/// Where plays were.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Geography {
    /// Verified plays by region.
    pub regions: BTreeMap<String, u64>,
    /// Verified plays by store, most first.
    pub stores: Vec<StorePlays>,
    /// Verified plays by screen, most first.
    pub screens: Vec<ScreenPlays>,
}

/// Figures of a day of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DayPlays {
    /// UTC day.
    pub date: Day,
    /// Verified plays.
    pub impressions: u64,
    /// Rejected plays.
    pub rejected: u64,
    /// Plays that wait for review.
    pub under_review: u64,
    /// Seconds of verified plays.
    pub duration_seconds: u64,
    /// Cost of verified plays.
    pub cost: Amount,
}

/// The immutable record of a day, or a supplement to it.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct RecordView {
    /// UTC day.
    pub date: Day,
    /// 0 = the record, 1… = supplements.
    pub number: u32,
    /// `RECORD`; `LATE`, `REVIEW_RESOLVED`: what it adds; `CHARGEBACK`: what it takes back.
    pub kind: AggregateKind,
    /// When it was cut: the slot of the daily job.
    pub generated_at: Timestamp,
    /// Verified plays in it.
    pub impressions: u64,
    /// Rejected plays in it.
    pub rejected: u64,
    /// Plays that waited for review when it was cut.
    pub under_review: u64,
    /// Seconds of its verified plays.
    pub duration_seconds: u64,
    /// Cost of its verified plays.
    pub cost: Amount,
    /// SHA-256 over its content and the hash before it, hex.
    pub hash: String,
    /// Hash of the campaign's record or supplement before it, hex.
    pub previous_hash: String,
}

impl RecordView {
    /// A record as it goes over the wire.
    pub(super) fn of(record: &DailyRecord) -> Self {
        Self {
            date: record.day,
            number: record.number,
            kind: record.kind,
            generated_at: record.generated_at,
            impressions: record.aggregate.verified,
            rejected: record.aggregate.rejected_total(),
            under_review: record.aggregate.under_review,
            duration_seconds: record.aggregate.duration_seconds,
            cost: record.aggregate.cost,
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
    /// Of all days, and of `hourly_breakdown`: always UTC.
    pub time_zone: &'static str,
    /// Whether figures can still change.
    pub status: ReportStatus,
    /// Moment that the figures are of.
    pub as_of: Timestamp,
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
    /// Of all amounts.
    pub currency: Currency,
    /// total_cost ÷ plays × 1000; absent without a play.
    pub effective_cpm: Option<Amount>,
    /// Verified plays by UTC hour "00"…"23", hours without plays left out.
    pub hourly_breakdown: BTreeMap<String, u64>,
    /// The same by each store's local hour, in the time zone of that store.
    pub hourly_breakdown_local: BTreeMap<String, u64>,
    /// By day, days that have neither record nor play left out.
    pub daily_breakdown: Vec<DayPlays>,
    /// By region, store and screen.
    pub geographic_breakdown: Geography,
    /// Rejected plays.
    pub rejected: u64,
    /// Rejected plays by recorded reason.
    pub rejections: BTreeMap<String, u64>,
    /// Plays that wait for review.
    pub under_review: u64,
    /// Verified plays that came late through a queue.
    pub backfilled: u64,
    /// The record, for a report of one day that is cut.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordView>,
    /// Supplements to the record, in order; for a range all records and supplements.
    pub supplements: Vec<RecordView>,
}

impl ProofOfPlay {
    /// All records and supplements, whichever member holds them.
    pub(super) fn records(&self) -> impl Iterator<Item = &RecordView> {
        self.record.iter().chain(&self.supplements)
    }
}

/// A report of what was gathered; `is_day` for a report of one day.
pub(super) fn report_of(
    views: &Views,
    campaign_id: Uuid,
    gathered: &Gathered,
    is_day: bool,
) -> ProofOfPlay {
    let total = gathered.total();
    let mut supplements: Vec<RecordView> =
        gathered.records.values().flatten().map(RecordView::of).collect();
    // A day on which the campaign did not run may have a supplement and no record.
    let has_record = supplements.first().is_some_and(|one| one.kind == AggregateKind::Record);
    let record = (is_day && has_record).then(|| supplements.remove(0));
    ProofOfPlay {
        campaign_id,
        date: is_day.then_some(gathered.from),
        from: (!is_day).then_some(gathered.from),
        to: (!is_day).then_some(gathered.to),
        time_zone: "UTC",
        status: ReportStatus::of(gathered.is_live),
        as_of: gathered.as_of,
        total_impressions: total.verified,
        unique_devices: total.devices.len(),
        unique_stores: total.stores.len(),
        total_duration_seconds: total.duration_seconds,
        total_cost: total.cost,
        currency: RETAIL,
        effective_cpm: effective_cpm(total.cost, total.verified),
        hourly_breakdown: hours(&total.hourly),
        hourly_breakdown_local: hours(&total.hourly_local),
        daily_breakdown: gathered.by_day().iter().map(|(day, of)| day_plays(*day, of)).collect(),
        geographic_breakdown: geography(views, &total),
        rejected: total.rejected_total(),
        rejections: total.rejected.iter().map(|(c, n)| (c.recorded_reason(), *n)).collect(),
        under_review: total.under_review,
        backfilled: total.backfilled,
        record,
        supplements,
    }
}

fn hours(counts: &BTreeMap<u8, u64>) -> BTreeMap<String, u64> {
    let with_plays = counts.iter().filter(|(_, count)| **count > 0);
    with_plays.map(|(hour, count)| (format!("{hour:02}"), *count)).collect()
}

fn day_plays(date: Day, of: &DayAggregate) -> DayPlays {
    DayPlays {
        date,
        impressions: of.verified,
        rejected: of.rejected_total(),
        under_review: of.under_review,
        duration_seconds: of.duration_seconds,
        cost: of.cost,
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
            region: store.region.clone(),
            impressions: tally.impressions,
            duration_seconds: tally.duration_seconds,
            unique_devices: devices_of(total, *no),
        });
    }
    stores.sort_by(|a, b| b.impressions.cmp(&a.impressions).then_with(|| a.name.cmp(&b.name)));
    Geography { regions, stores, screens: screens(views, total, None) }
}

fn devices_of(total: &DayAggregate, store: StoreNo) -> u64 {
    total.screens.keys().filter(|(of, _)| *of == store).count() as u64
}

/// Plays by screen, most first; of one store or of all.
pub(super) fn screens(
    views: &Views,
    total: &DayAggregate,
    of: Option<StoreNo>,
) -> Vec<ScreenPlays> {
    let wanted = |store: StoreNo| of.is_none_or(|of| of == store);
    let mut found: Vec<ScreenPlays> = total
        .screens
        .iter()
        .filter(|((store, _), _)| wanted(*store))
        .filter_map(|((store, device), plays)| {
            let (store, device) = (views.stores.get(store.0)?, views.devices.get(device.0)?);
            Some(ScreenPlays {
                device_id: device.id,
                name: device.name.clone(),
                store_id: store.id,
                impressions: *plays,
            })
        })
        .collect();
    found.sort_by(|a, b| b.impressions.cmp(&a.impressions).then_with(|| a.name.cmp(&b.name)));
    found
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
        for (given, field) in [
            ([None, None, None], "date"),
            ([Some("2026-02-05"), Some("2026-02-01"), None], "date"),
            ([None, Some("2026-02-01"), None], "date"),
            ([Some("05.02.2026"), None, None], "date"),
            ([Some("2026-02-06"), None, None], "date"),
            ([None, Some("2026-02-05"), Some("2026-02-04")], "from"),
            ([None, Some("x"), Some("2026-02-04")], "from"),
            ([None, Some("2026-02-01"), Some("2026-02-30")], "to"),
            ([None, Some("2025-01-01"), Some("2026-02-05")], "to"),
        ] {
            let refusal = read_days(given, today, 400).unwrap_err();
            assert_eq!(refusal.fields[0].field, field, "{given:?}");
        }
        assert!(read_days([None, Some("2025-01-02"), Some("2026-02-05")], today, 400).is_ok());
    }
}
