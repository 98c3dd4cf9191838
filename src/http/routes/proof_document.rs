//! A proof of play as the document for people has it. Rule: POP-04, CAM-21.

use std::{cmp::Reverse, collections::BTreeMap, sync::Arc};

use super::{
    proof_csv::word,
    proof_download::{Name, PROOF, ReportFormat},
    proof_figures::{Gathered, ProofOfPlay, RecordView, ReportStatus, StorePlays, chain_place},
    proof_samples::add_evidence,
};
use crate::{
    domain::{campaign::model::Campaign, proof_of_play::DailyRecord},
    engine::publish::Views,
    http::{AppState, error::ApiResult},
    proof::report::{
        CampaignReport, Checked, DayLine, RecordLine, RegionLine, RejectionLine, ReportKind,
        StoreLine, Totals,
    },
};

/// A report as the document has it, without frames and checkpoint.
fn figures_of(
    state: &AppState,
    campaign: &Arc<Campaign>,
    gathered: &Gathered,
    figures: &ProofOfPlay,
) -> CampaignReport {
    let settings = &state.settings().reports;
    let geography = &figures.geographic_breakdown;
    let all: Vec<StoreLine> = geography.stores.iter().map(store_line).collect();
    let rest = all.get(settings.pdf_stores..).unwrap_or_default();
    let more = rest.iter().map(|line| line.impressions).sum();
    CampaignReport {
        kind: ReportKind::ProofOfPlay,
        advertiser: advertiser_name(state.views(), campaign),
        brand: campaign.brand_name.clone(),
        campaign: campaign.name.clone(),
        campaign_id: campaign.id,
        from: gathered.from,
        to: gathered.to,
        is_live: figures.status == ReportStatus::Live,
        as_of: figures.as_of,
        currency: figures.currency,
        totals: totals(figures),
        days: figures
            .daily_breakdown
            .iter()
            .map(|day| DayLine { day: day.date, impressions: day.impressions })
            .collect(),
        hours: hours(&figures.hourly_breakdown),
        hours_local: hours(&figures.hourly_breakdown_local),
        regions: regions(figures),
        more_stores: (!rest.is_empty()).then_some((rest.len() as u64, more)),
        stores: all.iter().take(settings.pdf_stores).cloned().collect(),
        rejections: rejections(figures),
        settlement: None,
        samples: Vec::new(),
        records: figures.records().map(record_line).collect(),
        checked: checked(state, campaign, gathered),
    }
}

/// A report as the document has it.
///
/// # Errors
/// A failure of the appliance.
pub(super) async fn document_of(
    state: &AppState,
    campaign: &Arc<Campaign>,
    gathered: &Gathered,
    figures: &ProofOfPlay,
) -> ApiResult<CampaignReport> {
    let mut document = figures_of(state, campaign, gathered, figures);
    let recorded_at = newest_record(gathered).map(|record| record.generated_at);
    add_evidence(state, campaign.no, recorded_at, &mut document).await?;
    Ok(document)
}

fn advertiser_name(views: &Views, campaign: &Campaign) -> String {
    let found = views.advertisers.get(campaign.advertiser.0);
    found.map(|advertiser| advertiser.name.clone()).unwrap_or_default()
}

fn totals(figures: &ProofOfPlay) -> Totals {
    Totals {
        impressions: figures.total_impressions,
        unique_devices: figures.unique_devices as u64,
        unique_stores: figures.unique_stores as u64,
        duration_seconds: figures.total_duration_seconds,
        cost: figures.total_cost,
        effective_cpm: figures.effective_cpm,
        rejected: figures.rejected,
        under_review: figures.under_review,
        backfilled: figures.backfilled,
    }
}

fn hours(counts: &BTreeMap<String, u64>) -> BTreeMap<u8, u64> {
    counts.iter().filter_map(|(hour, count)| Some((hour.parse().ok()?, *count))).collect()
}

fn store_line(store: &StorePlays) -> StoreLine {
    StoreLine {
        name: store.name.clone(),
        region: store.region.clone(),
        devices: store.unique_devices,
        duration_seconds: store.duration_seconds,
        impressions: store.impressions,
    }
}

fn regions(figures: &ProofOfPlay) -> Vec<RegionLine> {
    let regions = &figures.geographic_breakdown.regions;
    let mut lines: Vec<RegionLine> = regions
        .iter()
        .map(|(name, plays)| RegionLine { name: name.clone(), impressions: *plays })
        .collect();
    lines.sort_by_key(|line| Reverse(line.impressions));
    lines
}

fn rejections(figures: &ProofOfPlay) -> Vec<RejectionLine> {
    let mut lines: Vec<RejectionLine> = figures
        .rejections
        .iter()
        .map(|(reason, count)| RejectionLine { reason: reason.clone(), count: *count })
        .collect();
    lines.sort_by_key(|line| Reverse(line.count));
    lines
}

fn record_line(record: &RecordView) -> RecordLine {
    RecordLine {
        day: record.date,
        kind: word(record.kind),
        impressions: record.impressions,
        hash: record.hash.clone(),
        previous_hash: record.previous_hash.clone(),
    }
}

/// The record or supplement of the days that was cut last.
pub(super) fn newest_record(gathered: &Gathered) -> Option<&DailyRecord> {
    gathered.records.values().flatten().max_by_key(|record| chain_place(record))
}

fn checked(state: &AppState, campaign: &Campaign, gathered: &Gathered) -> Checked {
    let span = (gathered.from, gathered.to);
    let newest = newest_record(gathered);
    let base = state.settings().reports.public_url.trim_end_matches('/');
    let query = if span.0 == span.1 {
        format!("date={}", span.0)
    } else {
        format!("from={}&to={}", span.0, span.1)
    };
    let url = format!("{base}/api/v1/campaigns/{}/proof-of-play?{query}", campaign.id);
    Checked {
        newest_hash: newest.map(|record| hex::encode(record.hash)),
        checkpoint: None,
        url: (!base.is_empty()).then_some(url),
        file_name: Name { word: PROOF, campaign, span }.plain(ReportFormat::Json),
    }
}
