//! A campaign's report as its template wants it. Rule: POP-04, CAM-21.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    data::{CampaignReport, RecordLine, ReportKind, Totals},
    format::{self, amount, count, duration, share},
    layout::{Card, Chart, Fact, Frame, chart, texts_of},
    qr,
    texts::{fill, word},
};
use crate::domain::{notices::Language, time::Day};

/// Hex digits of the hash before a record that its line shows.
const PREVIOUS_DIGITS: usize = 12;

/// A campaign's report in words.
#[derive(Debug, Serialize)]
pub(super) struct CampaignView {
    #[serde(flatten)]
    frame: Frame,
    note: String,
    submitted: String,
    verdicts: Vec<Verdict>,
    settlement: Vec<Fact>,
    charts: Vec<Chart>,
    regions: Vec<Region>,
    stores: Vec<Store>,
    more_stores: Option<String>,
    rejections: Vec<Rejection>,
    samples: Vec<SampleView>,
    verify: Verify,
}

#[derive(Debug, Serialize)]
struct Verdict {
    label: &'static str,
    count: String,
    share: String,
    permille: u64,
    tone: &'static str,
}

#[derive(Debug, Serialize)]
struct Region {
    name: String,
    impressions: String,
    share: String,
    permille: u64,
}

#[derive(Debug, Serialize)]
struct Store {
    name: String,
    region: String,
    devices: String,
    duration: String,
    impressions: String,
    share: String,
}

#[derive(Debug, Serialize)]
struct Rejection {
    reason: String,
    code: String,
    count: String,
    share: String,
    permille: u64,
}

#[derive(Debug, Serialize)]
struct SampleView {
    path: String,
    caption: String,
    hash: String,
}

#[derive(Debug, Serialize)]
struct Verify {
    command: String,
    qr: Vec<String>,
    scan: &'static str,
    newest: Option<String>,
    checkpoint: Option<Vec<String>>,
    records: Vec<Record>,
}

#[derive(Debug, Serialize)]
struct Record {
    day: String,
    kind: String,
    impressions: String,
    hash: String,
    previous: String,
}

/// Where a template finds the captured frame of a place.
pub(super) fn sample_path(place: usize) -> String {
    format!("samples/{place}.jpg")
}

/// Puts a report into words.
pub(super) fn campaign(report: &CampaignReport, language: Language) -> CampaignView {
    let totals = &report.totals;
    let submitted = totals.impressions + totals.rejected + totals.under_review;
    CampaignView {
        frame: frame(report, submitted, language),
        note: word(if report.is_live { "live_note" } else { "final_note" }, language).to_owned(),
        submitted: count(submitted, language),
        verdicts: verdicts(totals, submitted, language),
        settlement: settlement(report, language),
        charts: charts(report, language),
        regions: regions(report, language),
        stores: stores(report, language),
        more_stores: report.more_stores.map(|(stores, plays)| {
            let (stores, plays) = (count(stores, language), count(plays, language));
            fill("more_stores", language, &[("count", &stores), ("impressions", &plays)])
        }),
        rejections: rejections(report, language),
        samples: samples(report),
        verify: verify(report, language),
    }
}

fn frame(report: &CampaignReport, submitted: u64, language: Language) -> Frame {
    let title = match report.kind {
        ReportKind::ProofOfPlay => "proof_of_play",
        ReportKind::Final => "final_report",
    };
    let brand = report.brand.as_deref().filter(|brand| *brand != report.advertiser);
    let subtitle = [Some(report.advertiser.as_str()), brand];
    let id = report.campaign_id.to_string();
    Frame {
        lang: language.as_str(),
        title: word(title, language).to_owned(),
        name: report.campaign.clone(),
        subtitle: subtitle.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        period: format::period(report.from, report.to, language),
        pill: word(if report.is_live { "live" } else { "final" }, language).to_owned(),
        pill_live: report.is_live,
        footer: format!("Vetrina · {} {id}", word("campaign_id", language)),
        page_of: word("page_of", language),
        cards: cards(report, submitted, language),
        facts: facts(report, id, language),
        t: texts_of(language),
    }
}

fn cards(report: &CampaignReport, submitted: u64, language: Language) -> Vec<Card> {
    let totals = &report.totals;
    let money = |value| amount(value, report.currency, language);
    let part = |part| share(part, submitted, language);
    vec![
        Card::new("impressions", count(totals.impressions, language), language)
            .with_note(part(totals.impressions)),
        Card::new("unique_devices", count(totals.unique_devices, language), language),
        Card::new("unique_stores", count(totals.unique_stores, language), language),
        Card::new("duration", duration(totals.duration_seconds, language), language),
        Card::new("cost", money(totals.cost), language),
        Card::new(
            "effective_cpm",
            totals.effective_cpm.map_or_else(|| "–".to_owned(), money),
            language,
        ),
        Card::new("rejected", count(totals.rejected, language), language)
            .with_note(part(totals.rejected)),
        Card::new("under_review", count(totals.under_review, language), language)
            .with_note(part(totals.under_review)),
    ]
}

fn facts(report: &CampaignReport, id: String, language: Language) -> Vec<Fact> {
    let mut facts = vec![
        Fact::code("campaign_id", id, language),
        Fact::new("advertiser", &report.advertiser, language),
    ];
    facts.extend(report.brand.as_ref().map(|brand| Fact::new("brand", brand, language)));
    facts.push(Fact::new("time_zone", word("days_utc", language), language));
    facts.push(Fact::new("backfilled", count(report.totals.backfilled, language), language));
    facts.push(Fact::new("as_of", format::moment(report.as_of, language), language));
    facts
}

fn verdicts(totals: &Totals, submitted: u64, language: Language) -> Vec<Verdict> {
    let parts = [
        ("verified", totals.impressions, "good"),
        ("rejected", totals.rejected, "bad"),
        ("under_review", totals.under_review, "wait"),
    ];
    parts
        .map(|(key, plays, tone)| Verdict {
            label: word(key, language),
            count: count(plays, language),
            share: share(plays, submitted, language),
            permille: format::permille(plays, submitted),
            tone,
        })
        .into()
}

fn settlement(report: &CampaignReport, language: Language) -> Vec<Fact> {
    let Some(settlement) = report.settlement else { return Vec::new() };
    let rows = [
        ("budget", settlement.budget),
        ("spent", settlement.spent),
        ("refunded", settlement.refunded),
        ("held", settlement.held),
        ("absorbed", settlement.absorbed),
    ];
    rows.map(|(key, value)| Fact::new(key, amount(value, report.currency, language), language))
        .into()
}

fn charts(report: &CampaignReport, language: Language) -> Vec<Chart> {
    if report.totals.impressions == 0 {
        return Vec::new();
    }
    let hours = |counts: &BTreeMap<u8, u64>| -> Vec<(String, u64)> {
        let plays = |hour: &u8| counts.get(hour).copied().unwrap_or(0);
        (0..24).map(|hour: u8| (format!("{hour:02}"), plays(&hour))).collect()
    };
    let mut made = Vec::new();
    if report.from < report.to {
        made.push(chart("by_day", &every_day(report, language), language));
    }
    made.push(chart("by_hour_utc", &hours(&report.hours), language));
    made.push(chart("by_hour_local", &hours(&report.hours_local), language));
    made
}

/// Each day of the period, those without a play too.
fn every_day(report: &CampaignReport, language: Language) -> Vec<(String, u64)> {
    let plays: BTreeMap<Day, u64> =
        report.days.iter().map(|line| (line.day, line.impressions)).collect();
    let days = (report.from.number()..=report.to.number()).map(Day::from_number);
    days.map(|day| (format::axis_date(day, language), plays.get(&day).copied().unwrap_or(0)))
        .collect()
}

fn regions(report: &CampaignReport, language: Language) -> Vec<Region> {
    let whole = report.totals.impressions;
    let rows = report.regions.iter().map(|row| Region {
        name: row.name.clone(),
        impressions: count(row.impressions, language),
        share: share(row.impressions, whole, language),
        permille: format::permille(row.impressions, whole),
    });
    rows.collect()
}

fn stores(report: &CampaignReport, language: Language) -> Vec<Store> {
    let rows = report.stores.iter().map(|row| Store {
        name: row.name.clone(),
        region: row.region.clone(),
        devices: count(row.devices, language),
        duration: duration(row.duration_seconds, language),
        impressions: count(row.impressions, language),
        share: share(row.impressions, report.totals.impressions, language),
    });
    rows.collect()
}

fn rejections(report: &CampaignReport, language: Language) -> Vec<Rejection> {
    let rows = report.rejections.iter().map(|row| Rejection {
        reason: word(&row.reason, language).to_owned(),
        code: row.reason.clone(),
        count: count(row.count, language),
        share: share(row.count, report.totals.rejected, language),
        permille: format::permille(row.count, report.totals.rejected),
    });
    rows.collect()
}

fn samples(report: &CampaignReport) -> Vec<SampleView> {
    let rows = report.samples.iter().enumerate().map(|(place, sample)| SampleView {
        path: sample_path(place),
        caption: sample.caption.clone(),
        hash: sample.sha256.clone(),
    });
    rows.collect()
}

fn verify(report: &CampaignReport, language: Language) -> Verify {
    let checked = &report.checked;
    let record = |row: &RecordLine| Record {
        day: format::short_date(row.day, language),
        kind: word(&format!("kind_{}", row.kind), language).to_owned(),
        impressions: count(row.impressions, language),
        hash: row.hash.clone(),
        previous: row.previous_hash.chars().take(PREVIOUS_DIGITS).chain(['…']).collect(),
    };
    Verify {
        command: format!("vetrina verify {}", checked.file_name),
        qr: qr::rows(&checked.url.clone().unwrap_or_else(|| scanned_text(report))),
        scan: word(if checked.url.is_some() { "verify_scan_url" } else { "verify_scan" }, language),
        newest: checked.newest_hash.clone(),
        checkpoint: checked
            .checkpoint
            .as_ref()
            .map(|text| text.lines().map(str::to_owned).collect()),
        records: report.records.iter().map(record).collect(),
    }
}

/// What the code holds where the appliance has no address: enough to compare by eye or program.
fn scanned_text(report: &CampaignReport) -> String {
    let newest = report.checked.newest_hash.as_deref().unwrap_or("none");
    format!(
        "vetrina proof-of-play\ncampaign {}\nperiod {} {}\nimpressions {}\nchain {newest}\n",
        report.campaign_id, report.from, report.to, report.totals.impressions,
    )
}
