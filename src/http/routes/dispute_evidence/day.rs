//! Evidence about a day on which plays are said to be missing: figures, devices, refused plays, what
//! the devices logged.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    files::{add_json, folder},
    material::{Lines, log_lines},
};
use crate::{
    db::{Snapshot, StoreError},
    domain::{
        campaign::model::Campaign,
        catalog::Device,
        device_command::LogLevel,
        dispute::{DayFacts, DeviceDay, EvidenceStage, explain},
        ids::{CampaignNo, DeviceNo, Seq},
        impression::{heartbeat::Run, record::PlayStatus},
        proof_of_play::{AggregateKey, AggregateKind, DayAggregate},
        time::{Day, MINUTE_MS, Timestamp},
    },
    engine::{
        commands::periodic::ran_on,
        online_history::online_runs,
        reads::{self, Impression},
    },
    http::{AppState, error::ApiResult, routes::reading::from_store},
    media::evidence::{EvidenceError, Pack},
};

/// Refused plays that are listed at most.
const MOST_REFUSED: usize = 2_000;
/// Devices that are looked at, at most.
const MOST_DEVICES: usize = 1_000;
/// What plays count into as they come; chargebacks stand apart.
const KINDS: [AggregateKind; 3] =
    [AggregateKind::Record, AggregateKind::Late, AggregateKind::ReviewResolved];

/// Everything about a day.
pub struct DayMaterial {
    facts: DayFacts,
    refused: Vec<Impression>,
    logs: BTreeMap<DeviceNo, Lines>,
}

impl DayMaterial {
    /// What the records say, in one text.
    pub fn cause(&self) -> String {
        explain(&self.facts).join(" ")
    }

    /// Adds the files of the day.
    pub fn add(
        &self,
        state: &AppState,
        pack: &mut Pack<'_>,
        stage: EvidenceStage,
    ) -> Result<(), EvidenceError> {
        let at = |name: &str| format!("{}/{name}", folder(stage));
        let day = json!({"figures": self.facts, "explanation": explain(&self.facts)});
        add_json(pack, &at("day.json"), &day)?;
        let refused = self.refused.iter().map(|play| refused_play(state, play));
        add_json(pack, &at("refused-plays.json"), &refused.collect::<Vec<_>>())?;
        let logs = self.logs.iter().map(|(device, logs)| {
            let device = state.views().devices.get(device.0).map(|device| device.id);
            json!({"device_id": device, "lines": logs.lines, "more_than_kept": logs.cut})
        });
        add_json(pack, &at("device-log.json"), &logs.collect::<Vec<_>>())
    }
}

fn refused_play(state: &AppState, play: &Impression) -> Value {
    let device = state.views().devices.get(play.row.device.0);
    json!({
        "impression_id": play.row.id,
        "device_id": device.map(|device| device.id),
        "played_at": play.row.played_at,
        "received_at": play.row.received_at,
        "duration_actual": play.row.duration_actual,
        "reason": play.reason().map(|code| code.recorded_reason()),
        "message": play.row.message,
    })
}

/// Collects everything about a campaign's day.
pub async fn collect_day(
    state: &AppState,
    campaign: &Campaign,
    day: Day,
) -> ApiResult<DayMaterial> {
    let total = day_total(state, campaign.no, day).await?;
    let stores = campaign.stores_over_time.at(day.end());
    let stores = stores.map_or_else(|| campaign.target_stores.clone(), |(_, no)| no.clone());
    let stands =
        |device: &Device| device.store_at(day.end()).is_some_and(|store| stores.contains(&store));
    let devices = state.views().devices.iter().filter(|device| stands(device));
    let devices: Vec<_> = devices.take(MOST_DEVICES).collect();
    let numbers: Vec<DeviceNo> = devices.iter().map(|device| device.no).collect();
    let (no, most) = (campaign.no, state.settings().dispute.max_log_lines);
    let read = move |snapshot: &Snapshot| {
        let mut runs = BTreeMap::new();
        let mut logs = BTreeMap::new();
        let span = [(day.start(), day.end())];
        for device in numbers {
            runs.insert(device, online_runs(snapshot, device)?);
            let odd = |level| matches!(level, LogLevel::Warn | LogLevel::Error);
            let lines = log_lines(snapshot, device, &span, most, odd)?;
            if !lines.lines.is_empty() {
                logs.insert(device, lines);
            }
        }
        Ok((runs, logs, refused_of(snapshot, no, day)?))
    };
    let (runs, logs, refused) = from_store(state, read).await?;
    let device_day = |device: &Device| DeviceDay {
        device_id: device.id,
        name: device.name.clone(),
        billed: billed_by(&total, device.no),
        online_minutes: runs.get(&device.no).and_then(|runs| online_minutes(runs, day)),
    };
    let reasons = total.rejected.iter();
    let facts = DayFacts {
        day,
        ran: ran_on(campaign, day),
        billed: total.verified,
        under_review: total.under_review,
        refused: reasons.map(|(code, count)| (code.recorded_reason(), *count)).collect(),
        devices: devices.iter().map(|device| device_day(device)).collect(),
    };
    Ok(DayMaterial { facts, refused, logs })
}

/// The figures of a day: what records hold, and what none holds yet.
async fn day_total(state: &AppState, campaign: CampaignNo, day: Day) -> ApiResult<DayAggregate> {
    let counting = state.handle().with_engine(move |engine| {
        let live = engine.live();
        let mut total = DayAggregate::default();
        for kind in KINDS {
            if let Some(found) = live.aggregates.get(&AggregateKey { day, campaign, kind }) {
                total.merge(&found.aggregate);
            }
        }
        // Records that are cut later hold what was counted here.
        (total, live.record_counts.get(&(campaign, day)).copied().unwrap_or(0))
    });
    let (mut total, known) = counting.await?;
    let records =
        from_store(state, move |snapshot| reads::daily_records(snapshot, campaign, day, day));
    for record in records.await?.into_values().flatten() {
        if record.number < known && KINDS.contains(&record.kind) {
            total.merge(&record.aggregate);
        }
    }
    Ok(total)
}

fn billed_by(total: &DayAggregate, device: DeviceNo) -> u64 {
    let screens = total.screens.iter().filter(|((_, no), _)| *no == device);
    screens.map(|(_, count)| *count).sum()
}

/// Minutes of a day within runs; `None` where no heartbeat from before its end is kept.
fn online_minutes(runs: &[Run], day: Day) -> Option<u64> {
    let (from, to) = (day.start(), day.end());
    if runs.iter().all(|run| run.first > to) {
        return None;
    }
    let within = |run: &Run| run.last.min(to).since_ms(run.first.max(from)).max(0);
    let ms: i64 = runs.iter().map(within).sum();
    u64::try_from(ms / MINUTE_MS).ok()
}

/// The newest refused plays of a day among those that arrived until its end.
fn refused_of(
    snapshot: &Snapshot,
    campaign: CampaignNo,
    day: Day,
) -> Result<Vec<Impression>, StoreError> {
    let days = reads::partitions(snapshot)?;
    let next = days.iter().find(|(partition, _)| *partition > day);
    let before = next.map_or(Seq::MAX, |(_, first)| *first);
    let until: Timestamp = day.end();
    // Older plays end the search instead of being passed over one by one.
    let found = reads::campaign_plays(snapshot, campaign, before, MOST_REFUSED, |play| {
        play.row.played_at <= until
    })?;
    let of_day = found.into_iter().filter(|play| play.row.played_at.day() == day);
    Ok(of_day.filter(|play| play.status() == PlayStatus::Rejected).collect())
}
