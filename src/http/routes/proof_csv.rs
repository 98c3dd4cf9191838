//! A proof of play as comma-separated values, one figure a line. Rule: POP-04.

use serde::Serialize;

use super::proof_figures::{Gathered, ProofOfPlay};
use crate::domain::{
    campaign::model::Campaign,
    csv::{BYTE_ORDER_MARK, CsvText},
};

/// Columns of the CSV form: what a line is about, then its figures.
const COLUMNS: &[&str] =
    &["section", "key", "id", "name", "count", "duration_seconds", "cost", "hash", "previous_hash"];

/// A report as CSV; the mark in front makes spreadsheets read it as UTF-8.
pub(super) fn csv_text(campaign: &Campaign, gathered: &Gathered, report: &ProofOfPlay) -> String {
    let mut csv = CsvText::default();
    csv.line(COLUMNS);
    summary(&mut csv, campaign, gathered, report);
    for day in &report.daily_breakdown {
        csv.plain("DAY").plain(day.date).empty().empty().plain(day.impressions);
        csv.plain(day.duration_seconds).plain(day.cost).empty().empty().end();
    }
    let hours = [
        ("HOUR_UTC", &report.hourly_breakdown),
        ("HOUR_LOCAL", &report.hourly_breakdown_local),
        ("REJECTED", &report.rejections),
    ];
    for (section, counts) in hours {
        for (key, count) in counts {
            csv.plain(section).plain(key).empty().empty().plain(count);
            csv.empty().empty().empty().empty().end();
        }
    }
    places(&mut csv, report);
    for record in report.records() {
        let key = format!("{}/{}", record.date, record.number);
        csv.plain("RECORD").plain(key).empty().plain(word(record.kind)).plain(record.impressions);
        csv.plain(record.duration_seconds).plain(record.cost);
        csv.plain(&record.hash).plain(&record.previous_hash).end();
    }
    format!("{BYTE_ORDER_MARK}{}", csv.take())
}

fn summary(csv: &mut CsvText, campaign: &Campaign, gathered: &Gathered, report: &ProofOfPlay) {
    csv.plain("SUMMARY").plain("campaign").plain(campaign.id).text(&campaign.name);
    csv.empty().empty().empty().empty().empty().end();
    let words = [
        ("from", gathered.from.to_string()),
        ("to", gathered.to.to_string()),
        ("status", word(report.status)),
        ("as_of", report.as_of.to_string()),
        ("time_zone", report.time_zone.to_owned()),
        ("currency", report.currency.code().to_owned()),
    ];
    for (key, value) in words {
        csv.plain("SUMMARY").plain(key).empty().plain(value);
        csv.empty().empty().empty().empty().empty().end();
    }
    csv.plain("SUMMARY").plain("total_impressions").empty().empty().plain(report.total_impressions);
    csv.plain(report.total_duration_seconds).plain(report.total_cost).empty().empty().end();
    csv.plain("SUMMARY").plain("effective_cpm").empty().empty().empty().empty();
    csv.optional(report.effective_cpm).empty().empty().end();
    let counts = [
        ("unique_devices", report.unique_devices as u64),
        ("unique_stores", report.unique_stores as u64),
        ("rejected", report.rejected),
        ("under_review", report.under_review),
        ("backfilled", report.backfilled),
    ];
    for (key, count) in counts {
        csv.plain("SUMMARY").plain(key).empty().empty().plain(count);
        csv.empty().empty().empty().empty().end();
    }
}

fn places(csv: &mut CsvText, report: &ProofOfPlay) {
    let geography = &report.geographic_breakdown;
    for (name, plays) in &geography.regions {
        csv.plain("REGION").empty().empty().text(name).plain(plays);
        csv.empty().empty().empty().empty().end();
    }
    for store in &geography.stores {
        csv.plain("STORE").empty().plain(store.store_id).text(&store.name);
        csv.plain(store.impressions).plain(store.duration_seconds).empty().empty().empty().end();
    }
    for screen in &geography.screens {
        csv.plain("SCREEN").plain(screen.store_id).plain(screen.device_id).text(&screen.name);
        csv.plain(screen.impressions).empty().empty().empty().empty().end();
    }
}

/// A word as it stands in JSON.
pub(super) fn word(value: impl Serialize) -> String {
    let value = serde_json::to_value(value).ok();
    value.and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
