//! What rules do to campaigns by themselves beside start and end: pauses, resumes and
//! cancellations at deadlines. Rule: CAM-20, CAM-25, CAM-27, CAM-28, D-51…D-54.

use std::sync::Arc;

use super::{
    closing, content,
    status::{moved, release},
};
use crate::{
    config::Settings,
    domain::{
        campaign::{
            lifecycle::{after_days, after_hours},
            model::Campaign,
            status::{Action, Actor as Who, CampaignStatus, Circumstances, PauseReason},
        },
        catalog::{Device, DeviceStatus, PartyStatus, access::Owner},
        ids::{AdvertiserNo, CampaignNo},
        refusal::{Code, Refusal},
        time::Timestamp,
    },
    engine::{
        command::{Changes, Record},
        live::{Live, Timer},
        plays::cheapest_cost,
    },
};

impl Changes {
    /// Takes over what another decision of the same moment wishes.
    pub(in crate::engine) fn join(&mut self, other: Self) {
        self.records.extend(other.records);
        self.transfers.extend(other.transfers);
        self.audit.extend(other.audit);
        self.notices.extend(other.notices);
        self.later.extend(other.later);
        self.notice_flags.extend(other.notice_flags);
    }
}

impl Live {
    /// Whether an advertiser's account is ACTIVE.
    pub(super) fn is_active(&self, advertiser: AdvertiserNo) -> bool {
        let found = self.advertisers.get(advertiser.0);
        found.is_some_and(|row| row.status_now() == PartyStatus::Active)
    }

    /// Since when an ACTIVE account is so.
    fn active_since(&self, advertiser: AdvertiserNo) -> Option<Timestamp> {
        let found = self.advertisers.get(advertiser.0)?;
        let (since, status) = found.status.iter().next_back()?;
        (*status == PartyStatus::Active).then_some(since)
    }

    /// Until when a campaign that was paused with its account is to be resumed; `None` while the
    /// account is not ACTIVE. Rule: CAM-27, D-53.
    fn resume_deadline(&self, campaign: &Campaign) -> Option<Timestamp> {
        let lifted = self.active_since(campaign.advertiser)?;
        Some(after_days(lifted.max(since(campaign)), self.lifecycle.resume_days))
    }

    /// The deadlines that a campaign's status asks for, beside start, end and settlement.
    pub(in crate::engine) fn upkeep_timers(&self, campaign: &Campaign) -> Vec<(Timestamp, Timer)> {
        let (no, limits) = (campaign.no, &self.lifecycle);
        let since = since(campaign);
        match (campaign.status_now(), campaign.pause_reason()) {
            (CampaignStatus::PendingApproval, _) => {
                let from = campaign.submitted_at.unwrap_or(since);
                let expiry = after_days(from, limits.approval_expiry_days);
                let reminder = after_days(from, limits.approval_reminder_days);
                let due = campaign.lifecycle.approval_reminded_at.is_none();
                let reminder = due.then_some((reminder, Timer::ApprovalReminder(no)));
                reminder.into_iter().chain([(expiry, Timer::ApprovalExpiry(no))]).collect()
            }
            (CampaignStatus::Active, _) if limits.offline_pause_hours > 0 => {
                // The soonest that it can be; the timer looks when a device was heard from.
                let soonest = after_hours(since, limits.offline_pause_hours);
                vec![(soonest, Timer::DevicesOffline(no))]
            }
            (CampaignStatus::Paused, Some(PauseReason::ContentExpired)) => {
                vec![(after_days(since, limits.content_action_days), Timer::PauseDeadline(no))]
            }
            (CampaignStatus::Paused, Some(PauseReason::AccountSuspended)) => {
                let deadline = self.resume_deadline(campaign);
                deadline.map(|at| (at, Timer::PauseDeadline(no))).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// Keeps the set of campaigns that wait for a device to come back.
    pub(in crate::engine) fn note_waiting(&mut self, campaign: &Campaign) {
        if campaign.pause_reason() == Some(PauseReason::DevicesOffline) {
            self.waiting_for_devices.insert(campaign.no);
        } else {
            self.waiting_for_devices.remove(&campaign.no);
        }
    }

    /// Sets a timer beside those that follow from rows.
    pub(in crate::engine) fn set_timer(&mut self, at: Timestamp, timer: Timer) {
        self.timers.insert((at, timer));
        if let Timer::DevicesOffline(no) | Timer::PauseDeadline(no) = timer {
            self.campaign_live[no.index()].timers.push((at, timer));
        }
    }
}

/// Since when the newest status holds.
fn since(campaign: &Campaign) -> Timestamp {
    campaign.status.iter().next_back().map_or(campaign.created_at, |(since, _)| since)
}

/// Refuses what only an ACTIVE account may do. Rule: CAM-27.
pub(super) fn require_active(live: &Live, advertiser: AdvertiserNo) -> Result<(), Refusal> {
    if live.is_active(advertiser) {
        return Ok(());
    }
    Err(Refusal::new(
        Code::AccountNotActive,
        "The advertiser's account is not ACTIVE; resolve the account issue first",
    ))
}

/// What a pause by a rule says.
pub(super) struct Told<'a> {
    /// Code of the message.
    pub code: &'a str,
    /// Values beside the campaign's name.
    pub values: &'a [(&'a str, String)],
}

impl Told<'_> {
    fn tell(&self, campaign: &Campaign, changes: &mut Changes) {
        let mut values = vec![("campaign", campaign.name.clone())];
        values.extend_from_slice(self.values);
        changes.tell(Owner::Advertiser(campaign.advertiser), self.code, campaign.id, &values);
    }
}

/// Pauses a campaign by a rule and tells its owner; `None` when it does not run or wait to.
pub(super) fn auto_pause(
    campaign: &Campaign,
    reason: PauseReason,
    now: Timestamp,
    told: &Told<'_>,
) -> Option<Changes> {
    if campaign.status_now() == CampaignStatus::Paused {
        return None;
    }
    let case = Circumstances::default();
    let (next, audit) =
        moved(campaign, Action::AutoPause, Some(reason), Who::System, case, now).ok()?;
    let mut changes = Changes::default();
    changes.audit(audit);
    told.tell(campaign, &mut changes);
    changes.put(Record::Campaign(Arc::new(next)));
    Some(changes)
}

/// Resumes a campaign without a person; one whose content ended meanwhile waits for content
/// instead. `None` where nothing may run: account, money or dates.
pub(super) fn run_on(
    live: &Live,
    campaign: &Campaign,
    now: Timestamp,
    told: &Told<'_>,
) -> Option<Changes> {
    if !live.is_active(campaign.advertiser) || !live.remaining(campaign.no).is_positive() {
        return None;
    }
    let case = campaign.circumstances(now);
    let (next, audit) = moved(campaign, Action::Resume, None, Who::System, case, now).ok()?;
    let mut changes = Changes::default();
    changes.audit(audit);
    if content::playable(live, campaign, now) {
        told.tell(campaign, &mut changes);
        changes.put(Record::Campaign(Arc::new(next)));
    } else {
        changes.join(content::pause_without(live, &next, now)?);
    }
    Some(changes)
}

/// Cancels a campaign that nobody attended to; what is left is refunded. Rule: CAM-27, CAM-28.
fn cancel(
    live: &Live,
    settings: &Settings,
    campaign: &Campaign,
    now: Timestamp,
    told: &Told<'_>,
) -> Option<Changes> {
    let reason = campaign.pause_reason();
    let case = Circumstances::default();
    let (mut next, audit) = moved(campaign, Action::Cancel, reason, Who::System, case, now).ok()?;
    let mut changes = Changes::default();
    if campaign.activated_at.is_none() && !closing::is_frozen(live, campaign) {
        changes.transfers.extend(closing::close(live, settings, campaign, &mut next, now));
    }
    changes.audit(audit);
    told.tell(campaign, &mut changes);
    changes.put(Record::Campaign(Arc::new(next)));
    Some(changes)
}

/// The newest heartbeat of any ACTIVE device in a campaign's stores.
fn last_heard(live: &Live, campaign: &Campaign) -> Option<Timestamp> {
    let devices = campaign.target_stores.iter().filter_map(|store| live.store_devices.get(store));
    let active = devices.flatten().filter(|no| {
        live.devices.get(no.0).is_some_and(|row| row.status_now() == DeviceStatus::Active)
    });
    active.filter_map(|no| live.device_live[no.index()].online.newest()).max()
}

/// Pauses a campaign none of whose devices was heard from for a day; else looks again when that
/// would be so. Rule: CAM-20, D-51.
pub fn devices_offline(
    live: &Live,
    settings: &Settings,
    no: CampaignNo,
    due: Timestamp,
) -> Changes {
    let mut changes = Changes::default();
    let Some(campaign) = live.campaigns.get(no.0) else { return changes };
    if campaign.status_now() != CampaignStatus::Active {
        return changes;
    }
    let hours = settings.lifecycle.offline_pause_hours;
    let heard = last_heard(live, campaign);
    let from = since(campaign).max(heard.unwrap_or(campaign.created_at));
    let deadline = after_hours(from, hours);
    if deadline > due {
        changes.later.push((deadline, Timer::DevicesOffline(no)));
        return changes;
    }
    let last_seen = heard.map_or_else(|| "-".to_owned(), |at| at.to_string());
    let values = [("hours", hours.to_string()), ("last_seen", last_seen)];
    let told = Told { code: "CAMPAIGN_PAUSED_DEVICES_OFFLINE", values: &values };
    auto_pause(campaign, PauseReason::DevicesOffline, due, &told).unwrap_or_default()
}

/// A device said hello: campaigns that waited for one in its store run on. Rule: CAM-20, D-51.
pub fn heard(live: &Live, device: &Device, now: Timestamp) -> Changes {
    let mut changes = Changes::default();
    if live.waiting_for_devices.is_empty() || device.status_now() != DeviceStatus::Active {
        return changes;
    }
    let Some(store) = device.store_now() else { return changes };
    let waiting = live.waiting_for_devices.iter().filter_map(|no| live.campaigns.get(no.0));
    for campaign in waiting.filter(|campaign| campaign.target_stores.contains(&store)) {
        if live.blocked_reason(campaign, store, now).is_none() {
            let values = [("device", device.name.clone())];
            let told = Told { code: "CAMPAIGN_RESUMED_DEVICE_BACK", values: &values };
            changes.join(run_on(live, campaign, now, &told).unwrap_or_default());
        }
    }
    changes
}

/// Money came back after a review: a campaign that was out of budget runs on, if it can pay its
/// cheapest play again. Rule: D-54.
pub fn refunded(live: &Live, settings: &Settings, no: CampaignNo, now: Timestamp) -> Changes {
    let Some(campaign) = live.campaigns.get(no.0) else { return Changes::default() };
    if campaign.pause_reason() != Some(PauseReason::BudgetExhausted) {
        return Changes::default();
    }
    let cheapest = cheapest_cost(live, settings, campaign, now);
    if cheapest.is_none_or(|least| live.remaining(no) < least) {
        return Changes::default();
    }
    let told = Told { code: "CAMPAIGN_RESUMED_REFUND", values: &[] };
    run_on(live, campaign, now, &told).unwrap_or_default()
}

/// A pause went on too long without action: the campaign is cancelled. Rule: CAM-27, CAM-28, D-53.
pub fn pause_deadline(live: &Live, settings: &Settings, no: CampaignNo, due: Timestamp) -> Changes {
    let mut changes = Changes::default();
    let Some(campaign) = live.campaigns.get(no.0) else { return changes };
    let limits = &settings.lifecycle;
    let (code, days) = match campaign.pause_reason() {
        Some(PauseReason::ContentExpired) if content::acted(live, campaign, due) => {
            changes.later.push((after_days(due, 1), Timer::PauseDeadline(no)));
            return changes;
        }
        Some(PauseReason::ContentExpired) => {
            ("CAMPAIGN_CANCELLED_NO_CONTENT", limits.content_action_days)
        }
        Some(PauseReason::AccountSuspended) if live.is_active(campaign.advertiser) => {
            // The timer of an earlier reinstatement may still be there.
            if let Some(deadline) = live.resume_deadline(campaign).filter(|at| due < *at) {
                changes.later.push((deadline, Timer::PauseDeadline(no)));
                return changes;
            }
            ("CAMPAIGN_CANCELLED_NOT_RESUMED", limits.resume_days)
        }
        _ => return changes,
    };
    if campaign.status_now() != CampaignStatus::Paused {
        return changes;
    }
    let told = Told { code, values: &[("days", days.to_string())] };
    cancel(live, settings, campaign, due, &told).unwrap_or_default()
}

/// An approval is undecided for long: advertiser and operator are reminded. Rule: CAM-25.
pub fn approval_reminder(
    live: &Live,
    settings: &Settings,
    no: CampaignNo,
    due: Timestamp,
) -> Changes {
    let mut changes = Changes::default();
    let Some(campaign) = live.campaigns.get(no.0) else { return changes };
    if campaign.status_now() != CampaignStatus::PendingApproval {
        return changes;
    }
    let mut next = (**campaign).clone();
    next.lifecycle.approval_reminded_at = Some(due);
    let limits = &settings.lifecycle;
    let left = limits.approval_expiry_days.saturating_sub(limits.approval_reminder_days);
    let values = [
        ("campaign", campaign.name.clone()),
        ("days", limits.approval_reminder_days.to_string()),
        ("left", left.to_string()),
    ];
    let to = Owner::Advertiser(campaign.advertiser);
    changes.tell(to, "CAMPAIGN_PENDING_LONG", campaign.id, &values);
    changes.tell(Owner::Operator, "APPROVAL_OVERDUE", campaign.id, &values);
    changes.put(Record::Campaign(Arc::new(next)));
    changes
}

/// Nobody decided in time: EXPIRED, and the hold is released. Rule: CAM-25.
pub fn approval_expiry(
    live: &Live,
    settings: &Settings,
    no: CampaignNo,
    due: Timestamp,
) -> Changes {
    let mut changes = Changes::default();
    let Some(campaign) = live.campaigns.get(no.0) else { return changes };
    let case = Circumstances::default();
    let Ok((mut next, audit)) = moved(campaign, Action::Expire, None, Who::System, case, due)
    else {
        return changes;
    };
    next.settled_at = Some(due);
    changes.transfers.extend(release(live, campaign));
    changes.audit(audit);
    let days = settings.lifecycle.approval_expiry_days.to_string();
    let values = [("campaign", campaign.name.clone()), ("days", days)];
    let to = Owner::Advertiser(campaign.advertiser);
    changes.tell(to, "CAMPAIGN_EXPIRED", campaign.id, &values);
    changes.tell(Owner::Operator, "APPROVAL_EXPIRED", campaign.id, &values);
    changes.put(Record::Campaign(Arc::new(next)));
    changes
}
