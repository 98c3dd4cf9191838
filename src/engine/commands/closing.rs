//! The end of a campaign's money: refund, final report, and the case of one without plays.
//! Rule: CAM-21, CAM-26, BUD-05, D-24.

use super::lifecycle::refund_transfers;
use crate::{
    config::Settings,
    domain::{
        campaign::{
            investigation::{BlockedThen, Evidence, Investigation},
            lifecycle::FinalReport,
            model::Campaign,
            offline::wanted_spans,
            status::CampaignStatus,
        },
        catalog::{DeviceStatus, PartyStatus},
        ledger::{TransferDraft, TransferKind},
        money::Amount,
        time::Timestamp,
    },
    engine::live::{Live, Timer},
};

/// Whether refunds of a campaign wait: for the end of a suspension of its account, or of an
/// investigation of its own. Rule: CAM-12, CAM-27.
pub(super) fn is_frozen(live: &Live, campaign: &Campaign) -> bool {
    let advertiser = live.advertisers.get(campaign.advertiser.0);
    let is_suspended = advertiser.is_some_and(|row| row.status_now() == PartyStatus::Suspended);
    is_suspended || is_investigated(live, campaign)
}

/// Whether an emergency stop of a campaign is still looked into: its money stays where it is.
/// Rule: CAM-12.
pub(super) fn is_investigated(live: &Live, campaign: &Campaign) -> bool {
    live.fleet.incidents_of(campaign.no).any(|incident| incident.is_open())
}

/// The settlement of a campaign that is over and waited: due now, though not within the grace.
pub(super) fn thawed(
    live: &Live,
    campaign: &Campaign,
    now: Timestamp,
) -> Option<(Timestamp, Timer)> {
    let ended = campaign.completed_at.filter(|_| campaign.settled_at.is_none())?;
    let at = live.let_go_at(campaign).map_or(now, |let_go| now.max(let_go));
    Some((at.max(ended.plus_ms(live.grace_ms)), Timer::CampaignSettle(campaign.no)))
}

impl Live {
    /// When money of a campaign was let go last: by the end of a suspension or an investigation.
    /// What waited for it is settled as of then, also after a restart. Rule: CAM-12, CAM-27.
    pub(in crate::engine) fn let_go_at(&self, campaign: &Campaign) -> Option<Timestamp> {
        let account = self.advertisers.get(campaign.advertiser.0);
        let suspensions = account.into_iter().flat_map(|row| &row.standing.suspensions);
        let lifted = suspensions.filter_map(|suspension| suspension.lifted_at);
        let incidents = self.fleet.incidents_of(campaign.no);
        let resolved = incidents.filter_map(|one| one.resolution.as_ref().map(|end| end.at));
        lifted.chain(resolved).max()
    }
}

/// Settles a campaign that is over: refunds the rest, writes the final report, and opens a case
/// where it completed without a play.
pub(super) fn close(
    live: &Live,
    settings: &Settings,
    campaign: &Campaign,
    next: &mut Campaign,
    now: Timestamp,
) -> Vec<TransferDraft> {
    let transfers = refund_transfers(live, campaign);
    let part = |kind| {
        let found = transfers.iter().find(|draft| draft.kind == kind);
        found.map_or(Amount::ZERO, |draft| draft.amount)
    };
    let refund = part(TransferKind::Refund);
    next.settled_at = Some(now);
    let ended_at = next.completed_at.unwrap_or(now);
    let totals = live.totals(campaign.no).cloned().unwrap_or_default();
    let had_no_play = totals.verified == 0 && totals.under_review == 0;
    if next.status_now() == CampaignStatus::Completed && had_no_play {
        let evidence = evidence(live, settings, next, ended_at);
        let percent = settings.lifecycle.offline_cause_percent;
        next.lifecycle.investigation = Some(Box::new(Investigation {
            opened_at: now,
            refunded: refund,
            suggested_cause: evidence.suggested_cause(percent),
            evidence,
            resolution: None,
        }));
    }
    next.lifecycle.final_report = Some(Box::new(FinalReport {
        at: now,
        status: next.status_now(),
        budget: campaign.budget_or_zero(),
        spent: totals.spent,
        absorbed: totals.absorbed,
        refund,
        residue: part(TransferKind::Rounding),
        held_for_review: live.held_for_review(campaign.no),
        verified: totals.verified,
        rejected: totals.rejected,
        under_review: totals.under_review,
        reasons: totals.reasons,
        duration_seconds: totals.duration_seconds,
        offline_ms: live.offline_ms(settings, next, ended_at),
        first_verified_at: totals.first_verified_at,
    }));
    transfers
}

/// What is known about a campaign's run. Rule: CAM-26.
fn evidence(live: &Live, settings: &Settings, campaign: &Campaign, end: Timestamp) -> Evidence {
    let begin = campaign.activated_at.or(campaign.start_date).unwrap_or(end);
    let stores = campaign.target_stores.iter();
    let devices: Vec<_> = stores
        .filter_map(|store| live.store_devices.get(store))
        .flatten()
        .filter(|no| {
            live.devices.get(no.0).is_some_and(|row| row.status_now() == DeviceStatus::Active)
        })
        .collect();
    let newest = |index: usize| live.device_live[index].online.newest();
    let heard = devices.iter().filter(|no| newest(no.index()).is_some_and(|at| at >= begin));
    let spans = wanted_spans(&campaign.status, begin, end);
    let totals = live.totals(campaign.no).cloned().unwrap_or_default();
    Evidence {
        target_stores: u32::try_from(campaign.target_stores.len()).unwrap_or(u32::MAX),
        devices: u32::try_from(devices.len()).unwrap_or(u32::MAX),
        devices_heard: u32::try_from(heard.count()).unwrap_or(u32::MAX),
        wanted_ms: spans.iter().map(|(from, to)| to.since_ms(*from)).sum(),
        offline_ms: live.offline_ms(settings, campaign, end),
        offers: totals.rotation,
        rejections: totals.reasons,
        blocked: blocked(live, campaign, begin, end),
        late_ms: campaign.activated_at.zip(campaign.start_date).map(|(at, due)| at.since_ms(due)),
    }
}

fn blocked(live: &Live, campaign: &Campaign, begin: Timestamp, end: Timestamp) -> Vec<BlockedThen> {
    let stores = campaign.target_stores.iter().filter_map(|no| live.store(*no));
    let blocked = stores.filter_map(|store| {
        let reason = live.blocked_reason(campaign, store.no, end)?;
        Some(BlockedThen {
            store_id: store.id,
            store_name: store.name.clone(),
            reason,
            since_activation: live.blocked_reason(campaign, store.no, begin).is_none(),
        })
    });
    blocked.collect()
}
