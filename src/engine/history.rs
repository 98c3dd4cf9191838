//! What past campaigns delivered a day and store, beside what the formula said. Rule: CAM-15.

use std::{collections::BTreeMap, sync::Arc};

use rustc_hash::FxHashSet;

use super::{publish::Views, reads::daily_records};
use crate::{
    config::Settings,
    db::{Snapshot, StoreError},
    domain::{
        campaign::{
            blocks::{blocking_rule, subject_at},
            model::Campaign,
            schedule::MinuteSet,
            simulation::StoreDay,
            status::CampaignStatus,
        },
        catalog::{Device, DeviceStatus, Store, StoreRule, StoreStatus},
        ids::StoreNo,
        proof_of_play::{DailyRecord, DayAggregate},
        time::{Day, HOUR_MS, Timestamp},
    },
};

/// Minutes of a UTC day.
const DAY_MINUTES: u16 = 24 * 60;

/// The whole UTC days on which a campaign was ACTIVE, within a span.
fn whole_days(campaign: &Campaign, from: Day, to: Day) -> Vec<Day> {
    let entries: Vec<(Timestamp, CampaignStatus)> =
        campaign.status.iter().map(|(at, span)| (at, span.status)).collect();
    let mut days = Vec::new();
    for (place, (start, status)) in entries.iter().enumerate() {
        if *status != CampaignStatus::Active {
            continue;
        }
        let end = entries.get(place + 1).map_or(Timestamp::MAX, |(next, _)| *next);
        let first = if start.day().start() == *start { start.day() } else { start.day().next() };
        let mut day = first.max(from);
        while day <= to && day.next().start() <= end {
            days.push(day);
            day = day.next();
        }
    }
    days
}

/// What the days of past campaigns are looked at with.
struct Archive<'a> {
    views: &'a Views,
    settings: &'a Settings,
    devices: BTreeMap<StoreNo, Vec<Arc<Device>>>,
    rules: BTreeMap<StoreNo, Vec<Arc<StoreRule>>>,
}

impl<'a> Archive<'a> {
    fn new(views: &'a Views, settings: &'a Settings) -> Self {
        let mut devices: BTreeMap<StoreNo, Vec<Arc<Device>>> = BTreeMap::new();
        for device in views.devices.iter() {
            let places: FxHashSet<StoreNo> = device.store.iter().map(|(_, no)| *no).collect();
            for store in places {
                devices.entry(store).or_default().push(Arc::clone(&device));
            }
        }
        let mut rules: BTreeMap<StoreNo, Vec<Arc<StoreRule>>> = BTreeMap::new();
        for rule in views.rules.iter() {
            rules.entry(rule.store).or_default().push(rule);
        }
        Self { views, settings, devices, rules }
    }

    fn active_devices(&self, store: StoreNo, moment: Timestamp) -> u64 {
        let stood = |device: &&Arc<Device>| {
            device.store.at(moment).is_some_and(|(_, at)| *at == store)
                && device.status_at(moment) == Some(DeviceStatus::Active)
        };
        self.devices.get(&store).into_iter().flatten().filter(stood).count() as u64
    }

    /// Whether a store took the campaign's plays at a moment.
    fn was_open_to(&self, campaign: &Campaign, store: &Store, moment: Timestamp) -> bool {
        if store.traits_at(moment).is_none_or(|traits| traits.status != StoreStatus::Active) {
            return false;
        }
        let Some(rules) = self.rules.get(&store.no) else { return true };
        let assets = campaign.assets_at(moment).iter().filter_map(|no| self.views.assets.get(no.0));
        let flags: Vec<_> = assets.flat_map(|asset| asset.scan_flags_at(moment).to_vec()).collect();
        let subject = subject_at(campaign, &flags, moment);
        let rules = rules.iter().map(|rule| &**rule);
        blocking_rule(rules, campaign, &subject, moment).is_none()
    }

    /// The formula's plays of a campaign in a store on a UTC day, in thousandths. Rule: D-49.
    fn predicted_milli(&self, minutes: u32, devices: u64) -> u64 {
        let plays = u64::from(self.settings.serving.plays_per_hour);
        u64::from(minutes) * devices * plays * 1000 / 60
    }
}

/// All store-days of the history that a simulation may use, up to the newest day that is cut.
///
/// Only whole days on which the campaign ran count, without a daily cap, in stores that took its
/// plays then. Opening hours and dayparts are those of today: they are not kept over time.
///
/// # Errors
/// `Storage`, `Row`.
pub fn store_days(
    snapshot: &Snapshot,
    views: &Views,
    settings: &Settings,
    asked: &Campaign,
    now: Timestamp,
) -> Result<Vec<StoreDay>, StoreError> {
    let archive = Archive::new(views, settings);
    let targets: FxHashSet<StoreNo> = asked.target_stores.iter().copied().collect();
    let to = now.day().previous();
    let back = i32::try_from(settings.simulation.history_days).unwrap_or(i32::MAX);
    let from = Day::from_number(now.day().number().saturating_sub(back));
    let mut found = Vec::new();
    for campaign in views.campaigns.iter().filter(|row| row.daily_cap.is_none()) {
        let days = whole_days(&campaign, from, to);
        let (Some(first), Some(last)) = (days.first(), days.last()) else { continue };
        let records = daily_records(snapshot, campaign.no, *first, *last)?;
        let total = |rows: &Vec<DailyRecord>| {
            DayAggregate::total(rows.iter().map(|row| (row.kind, &row.aggregate)))
        };
        let totals: BTreeMap<Day, DayAggregate> =
            records.iter().map(|(day, rows)| (*day, total(rows))).collect();
        let is_similar = campaign.category.is_some() && campaign.category == asked.category;
        let counted = days.iter().filter_map(|day| totals.get(day).map(|total| (*day, total)));
        let stores = StoresOf::new(&archive, &campaign);
        for (day, total) in counted {
            for (store, predicted_milli) in stores.predicted(day) {
                let tally = total.stores.get(&store);
                found.push(StoreDay {
                    store,
                    day,
                    is_target: targets.contains(&store),
                    is_similar,
                    predicted_milli,
                    delivered: tally.map_or(0, |tally| tally.impressions),
                });
            }
        }
    }
    Ok(found)
}

/// A campaign's stores with the minutes of a week in which each can play it.
struct StoresOf<'a> {
    archive: &'a Archive<'a>,
    campaign: &'a Campaign,
    minutes: BTreeMap<StoreNo, (Arc<Store>, MinuteSet)>,
}

impl<'a> StoresOf<'a> {
    fn new(archive: &'a Archive<'a>, campaign: &'a Campaign) -> Self {
        let dayparts = MinuteSet::of_windows(&campaign.dayparts);
        let all = campaign.stores_over_time.iter().flat_map(|(_, stores)| stores.iter());
        let all = all.chain(&campaign.target_stores);
        let mut minutes = BTreeMap::new();
        for no in all {
            if let Some(store) = archive.views.stores.get(no.0)
                && !minutes.contains_key(no)
            {
                let set = MinuteSet::playable(&store.opening_hours, &dayparts);
                minutes.insert(*no, (store, set));
            }
        }
        Self { archive, campaign, minutes }
    }

    fn predicted(&self, day: Day) -> Vec<(StoreNo, u64)> {
        let noon = day.start().plus_ms(12 * HOUR_MS);
        let mut found = Vec::new();
        for no in self.campaign.stores_at(day.start()) {
            let Some((store, set)) = self.minutes.get(no) else { continue };
            if !self.archive.was_open_to(self.campaign, store, noon) {
                continue;
            }
            let zone = jiff::tz::TimeZone::get(&store.timezone);
            let local = day.start().local(&zone.unwrap_or(jiff::tz::TimeZone::UTC));
            let minutes = set.count_from(local, DAY_MINUTES);
            let devices = self.archive.active_devices(*no, noon);
            let predicted = self.archive.predicted_milli(minutes, devices);
            if predicted > 0 {
                found.push((*no, predicted));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::campaign::{
        status::PauseReason,
        timeline::{StatusSpan, StatusTimeline},
    };

    /// Rule: CAM-15: a day that a campaign ran in part says nothing about whole days.
    #[test]
    fn only_whole_days_count() {
        let at = |text: &str| Timestamp::parse(text).unwrap();
        let mut campaign = crate::domain::campaign::model::sample();
        let mut status = StatusTimeline::starting(
            at("2026-02-01T09:00:00Z"),
            StatusSpan::of(CampaignStatus::Scheduled),
        );
        status.push(at("2026-02-03T00:00:00Z"), StatusSpan::of(CampaignStatus::Active));
        let paused = StatusSpan::paused(PauseReason::UserRequested);
        status.push(at("2026-02-05T12:00:00Z"), paused);
        status.push(at("2026-02-06T12:00:00Z"), StatusSpan::of(CampaignStatus::Active));
        status.push(at("2026-02-09T00:00:00Z"), StatusSpan::of(CampaignStatus::Completed));
        campaign.status = status;
        let days = |from: &str, to: &str| {
            let days = whole_days(&campaign, Day::parse(from).unwrap(), Day::parse(to).unwrap());
            days.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let all = days("2026-01-01", "2026-03-01");
        assert_eq!(all, ["2026-02-03", "2026-02-04", "2026-02-07", "2026-02-08"]);
        assert_eq!(days("2026-02-04", "2026-02-07"), ["2026-02-04", "2026-02-07"]);
    }
}
