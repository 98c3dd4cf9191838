//! Bringing a running campaign's content to its devices: pushes, answers, retries, alerts.
//! Rule: CAM-10, D-50.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::status::{StatusChanged, changed, editable, moved, who};
use crate::{
    config::Settings,
    domain::{
        campaign::{
            distribution::{Distribution, Share, ShareStatus, is_refused_everywhere},
            model::Campaign,
            status::{Action, Actor as Who, CampaignStatus, Circumstances, PauseReason},
        },
        catalog::{DeviceStatus, access::Owner},
        device_command::{AckStatus, CommandKind},
        ids::{CampaignNo, DeviceNo, StoreNo},
        refusal::Refusal,
        time::{HOUR_MS, MINUTE_MS, Timestamp},
    },
    engine::{
        command::{Changes, Command, Context, Record},
        fleet::{CommandDraft, pushed},
        live::Live,
    },
};

/// What is said where a file is not there.
const UNREADABLE: &str = "a content file cannot be read";

/// A campaign's devices that may show it, and whether they are online. Rule: CAM-10.
#[must_use]
pub fn targets(
    live: &Live,
    settings: &Settings,
    campaign: &Campaign,
    now: Timestamp,
) -> Vec<(DeviceNo, bool)> {
    let open = |store: &&StoreNo| live.blocked_reason(campaign, **store, now).is_none();
    let stores = campaign.target_stores.iter().filter(open);
    let devices = stores.filter_map(|store| live.store_devices.get(store)).flatten();
    devices
        .filter(|no| is_active(live, **no))
        .map(|no| (*no, online(live, settings, *no, now)))
        .collect()
}

fn is_active(live: &Live, device: DeviceNo) -> bool {
    live.devices.get(device.0).is_some_and(|row| row.status_now() == DeviceStatus::Active)
}

/// Whether a device said hello within the last minutes.
pub(super) fn online(live: &Live, settings: &Settings, device: DeviceNo, now: Timestamp) -> bool {
    live.device_live[device.index()].online.online_at(now, &settings.heartbeat)
}

fn manifest_changed(device: DeviceNo, campaigns: Vec<CampaignNo>) -> CommandDraft {
    let kind = CommandKind::ManifestChanged;
    CommandDraft { device, kind, campaigns, incident: None, reason: None }
}

fn push(changes: &mut Changes, device: DeviceNo, campaign: CampaignNo, share: Share) {
    changes.fleet.shares.push((device, campaign, share));
    changes.fleet.commands.push(manifest_changed(device, vec![campaign]));
}

/// What devices are told when a campaign changed: content goes out when it begins to run, and
/// again when stores or content change; when it ceases to run, manifests change too.
pub fn follow(
    live: &Live,
    settings: &Settings,
    before: Option<&Campaign>,
    after: &Campaign,
    readable: bool,
    now: Timestamp,
) -> Changes {
    let ran = before.is_some_and(Campaign::is_active);
    match (ran, after.is_active()) {
        (false, true) => begin(live, settings, after, readable, now),
        (true, true) => before.map_or_else(Changes::default, |before| {
            redistribute(live, settings, before, after, now)
        }),
        (true, false) => cease(live, after),
        (false, false) => Changes::default(),
    }
}

/// The first push, at activation and at each resumption.
fn begin(
    live: &Live,
    settings: &Settings,
    campaign: &Campaign,
    readable: bool,
    now: Timestamp,
) -> Changes {
    let mut changes = Changes::default();
    let limits = &settings.distribution;
    let targets = targets(live, settings, campaign, now);
    let nobody = !targets.iter().any(|(_, online)| *online);
    if readable {
        for (device, _) in targets.iter().filter(|(_, online)| *online) {
            push(&mut changes, *device, campaign.no, pushed(None, now));
        }
    }
    // A campaign that was paused in between is said once to have no first play, not with each begin.
    let known = live.fleet.distribution(campaign.no);
    let first_play_alerted = known.is_some_and(|known| known.first_play_alerted);
    let wait_ms = if nobody && readable { limits.offline_retry_ms() } else { limits.backoff_ms(1) };
    changes.fleet.distributions.push(Distribution {
        campaign: campaign.no,
        started_at: now,
        offline_since: nobody.then_some(now),
        offline_alerted: false,
        first_play_alerted,
        content_failures: u8::from(!readable),
        error: (!readable).then(|| UNREADABLE.to_owned()),
        next_at: Some(now.plus_ms(wait_ms)),
    });
    changes
}

fn redistribute(
    live: &Live,
    settings: &Settings,
    before: &Campaign,
    after: &Campaign,
    now: Timestamp,
) -> Changes {
    let mut changes = Changes::default();
    let new_content = before.content_assets != after.content_assets;
    let shows = |campaign: &Campaign, store: StoreNo| {
        campaign.target_stores.contains(&store) && campaign.block_of(store).is_none()
    };
    let lost: Vec<StoreNo> = before
        .target_stores
        .iter()
        .copied()
        .filter(|store| shows(before, *store) && !shows(after, *store))
        .collect();
    let gained =
        after.target_stores.iter().any(|store| shows(after, *store) && !shows(before, *store));
    if !new_content && lost.is_empty() && !gained {
        return changes;
    }
    for (device, is_online) in targets(live, settings, after, now) {
        let known = live.fleet.share(device, after.no).is_some();
        if is_online && (new_content || !known) {
            push(&mut changes, device, after.no, pushed(None, now));
        }
    }
    for device in lost.iter().filter_map(|store| live.store_devices.get(store)).flatten() {
        changes.fleet.commands.push(manifest_changed(*device, vec![after.no]));
    }
    look_again(live, after.no, now.plus_ms(settings.distribution.backoff_ms(1)), &mut changes);
    changes
}

/// Devices that have the campaign hear that it ceased; after an emergency stop they get a STOP,
/// and an end date they know.
fn cease(live: &Live, after: &Campaign) -> Changes {
    let mut changes = Changes::default();
    if let Some(known) = live.fleet.distribution(after.no) {
        changes.fleet.distributions.push(Distribution { next_at: None, ..known.clone() });
    }
    let is_stop = after.pause_reason() == Some(PauseReason::EmergencyStop);
    if is_stop || after.status_now() == CampaignStatus::Completed {
        return changes;
    }
    for (device, _) in live.fleet.shares_of(after.no) {
        changes.fleet.commands.push(manifest_changed(device, vec![after.no]));
    }
    changes.fleet.commands.sort_by_key(|draft| draft.device);
    changes
}

/// Sees to it that a distribution is looked at by a moment at the latest.
fn look_again(live: &Live, campaign: CampaignNo, at: Timestamp, changes: &mut Changes) {
    let Some(known) = live.fleet.distribution(campaign) else { return };
    if known.next_at.is_none_or(|next| next > at) {
        changes.fleet.distributions.push(Distribution { next_at: Some(at), ..known.clone() });
    }
}

/// A device that came online, or changed, gets the campaigns that it has not heard of.
pub fn came_online(live: &Live, settings: &Settings, device: DeviceNo, now: Timestamp) -> Changes {
    let mut changes = Changes::default();
    let Some(row) = live.devices.get(device.0) else { return changes };
    let newest = live.device_live[device.index()].online.newest();
    let unchanged = newest.is_some_and(|beat| row.updated_at <= beat);
    if (online(live, settings, device, now) && unchanged) || !is_active(live, device) {
        return changes;
    }
    let Some(store) = row.store_now() else { return changes };
    let running = live.serving.get(&store).into_iter().flatten();
    let mut fresh = Vec::new();
    for no in running.filter(|no| live.fleet.share(device, **no).is_none()) {
        let (Some(campaign), Some(known)) =
            (live.campaigns.get(no.0), live.fleet.distribution(*no))
        else {
            continue;
        };
        if known.content_failures == 0 && live.blocked_reason(campaign, store, now).is_none() {
            fresh.push(*no);
            changes.fleet.shares.push((device, *no, pushed(None, now)));
            found_online(known, now.plus_ms(settings.distribution.backoff_ms(1)), &mut changes);
        }
    }
    if !fresh.is_empty() {
        changes.fleet.commands.push(manifest_changed(device, fresh));
    }
    changes
}

fn found_online(known: &Distribution, look_at: Timestamp, changes: &mut Changes) {
    let sooner = known.next_at.is_none_or(|next| next > look_at);
    if sooner || known.offline_since.is_some() {
        let next_at = if sooner { Some(look_at) } else { known.next_at };
        changes.fleet.distributions.push(Distribution {
            offline_since: None,
            offline_alerted: false,
            next_at,
            ..known.clone()
        });
    }
}

/// Looks at a distribution: pushes again, alerts, gives up.
pub fn step(
    live: &Live,
    settings: &Settings,
    no: CampaignNo,
    due: Timestamp,
    now: Timestamp,
    readable: bool,
) -> Changes {
    let mut changes = Changes::default();
    let (Some(campaign), Some(known)) = (live.campaigns.get(no.0), live.fleet.distribution(no))
    else {
        return changes;
    };
    let mut next = Distribution { next_at: None, ..known.clone() };
    if campaign.is_active() {
        let limits = &settings.distribution;
        // While the appliance was off, nobody could be heard: the time begins anew.
        let late = now.since_ms(due) > limits.offline_retry_ms();
        let moment = if late { now } else { due };
        if late && next.offline_since.is_some() {
            next.offline_since = Some(now);
        }
        let look = Look { live, settings, campaign, moment };
        if readable {
            look.push_again(&mut next, &mut changes);
        } else {
            look.content_is_unreadable(&mut next, &mut changes);
        }
    }
    changes.fleet.distributions.push(next);
    changes
}

struct Look<'a> {
    live: &'a Live,
    settings: &'a Settings,
    campaign: &'a Campaign,
    moment: Timestamp,
}

impl Look<'_> {
    fn push_again(&self, next: &mut Distribution, changes: &mut Changes) {
        let limits = &self.settings.distribution;
        let was_unreadable = next.content_failures > 0;
        next.content_failures = 0;
        if was_unreadable {
            next.error = None;
        }
        let targets = targets(self.live, self.settings, self.campaign, self.moment);
        let mut waits = Vec::new();
        let mut unknown = targets.is_empty();
        for (device, is_online) in &targets {
            let known = self.live.fleet.share(*device, self.campaign.no);
            unknown |= known.is_none();
            if !is_online {
                continue;
            }
            let due = match known {
                None => Some(self.moment),
                Some(share) => share.retry_at(limits),
            };
            match due {
                Some(at) if at <= self.moment => {
                    let share = pushed(known, self.moment);
                    waits.extend(share.retry_at(limits));
                    push(changes, *device, self.campaign.no, share);
                }
                Some(at) => waits.push(at),
                None => {}
            }
        }
        let anybody = targets.iter().any(|(_, online)| *online);
        self.watch_offline(anybody, next, changes);
        if unknown || !anybody {
            waits.push(self.moment.plus_ms(limits.offline_retry_ms()));
        }
        next.next_at = waits.into_iter().min();
    }

    fn watch_offline(&self, anybody: bool, next: &mut Distribution, changes: &mut Changes) {
        if anybody {
            next.offline_since = None;
            next.offline_alerted = false;
            return;
        }
        let since = *next.offline_since.get_or_insert(self.moment);
        let offline_ms = self.moment.since_ms(since);
        if offline_ms >= self.settings.distribution.offline_alert_ms() && !next.offline_alerted {
            next.offline_alerted = true;
            let values = [
                ("campaign", self.campaign.name.clone()),
                ("minutes", (offline_ms / MINUTE_MS).to_string()),
            ];
            let to = Owner::Advertiser(self.campaign.advertiser);
            changes.tell(to, "CAMPAIGN_DEVICES_OFFLINE", self.campaign.id, &values);
        }
    }

    fn content_is_unreadable(&self, next: &mut Distribution, changes: &mut Changes) {
        let limits = &self.settings.distribution;
        next.content_failures = next.content_failures.saturating_add(1);
        next.error = Some(UNREADABLE.to_owned());
        if next.content_failures < limits.tries {
            let wait_ms = limits.backoff_ms(next.content_failures);
            next.next_at = Some(self.moment.plus_ms(wait_ms));
        } else {
            self.fail(UNREADABLE, changes);
        }
    }

    /// Gives up: ERROR, with urgent notices to both sides.
    fn fail(&self, error: &str, changes: &mut Changes) {
        let case = Circumstances::default();
        let action = Action::FailDistribution;
        let Ok((row, audit)) = moved(self.campaign, action, None, Who::System, case, self.moment)
        else {
            return;
        };
        let values = [
            ("campaign", self.campaign.name.clone()),
            ("tries", self.settings.distribution.tries.to_string()),
            ("error", error.to_owned()),
        ];
        for to in [Owner::Advertiser(self.campaign.advertiser), Owner::Operator] {
            changes.tell(to, "CAMPAIGN_DISTRIBUTION_FAILED", self.campaign.id, &values);
        }
        changes.audit(audit.because(Some(error)));
        changes.put(Record::Campaign(Arc::new(row)));
    }
}

/// Notes a device's answer about campaigns; when everybody refuses, the distribution has failed.
pub(super) fn answered(
    live: &Live,
    settings: &Settings,
    device: DeviceNo,
    campaigns: &[CampaignNo],
    (status, reason): (AckStatus, Option<&str>),
    now: Timestamp,
    changes: &mut Changes,
) {
    for no in campaigns {
        let known = live.fleet.share(device, *no);
        let status = match status {
            AckStatus::Ok => ShareStatus::Acked,
            AckStatus::Failed => ShareStatus::Failed,
        };
        if known.is_some_and(|share| share.status == status) {
            continue;
        }
        let tries = known.map_or(1, |share| share.tries);
        let share = Share { at: now, tries, status };
        changes.fleet.shares.push((device, *no, share));
        if status == ShareStatus::Failed {
            refused(live, settings, *no, (device, share), reason, now, changes);
        }
    }
}

/// What follows from a refusal: another try later, or ERROR.
fn refused(
    live: &Live,
    settings: &Settings,
    no: CampaignNo,
    (device, share): (DeviceNo, Share),
    reason: Option<&str>,
    now: Timestamp,
    changes: &mut Changes,
) {
    let (Some(campaign), Some(known)) = (live.campaigns.get(no.0), live.fleet.distribution(no))
    else {
        return;
    };
    if !campaign.is_active() {
        return;
    }
    let limits = &settings.distribution;
    let error = reason.unwrap_or("the device gave no reason");
    let others = live.fleet.shares_of(no).filter(|(other, _)| *other != device);
    let shares = others.map(|(_, share)| share).chain([share]);
    let played = live.totals(no).is_some_and(|totals| totals.verified > 0);
    let mut next = Distribution { error: Some(error.to_owned()), ..known.clone() };
    if !played && is_refused_everywhere(shares, limits) {
        next.next_at = None;
        let look = Look { live, settings, campaign, moment: now };
        look.fail(&format!("every device that answered refused: {error}"), changes);
    } else if let Some(at) = share.retry_at(limits)
        && next.next_at.is_none_or(|next_at| next_at > at)
    {
        next.next_at = Some(at);
    }
    changes.fleet.distributions.push(next);
}

/// Alerts when the first play has not come in time. Rule: CAM-10.
pub fn first_play(live: &Live, settings: &Settings, no: CampaignNo) -> Changes {
    let mut changes = Changes::default();
    let (Some(campaign), Some(known)) = (live.campaigns.get(no.0), live.fleet.distribution(no))
    else {
        return changes;
    };
    let played = live.totals(no).is_some_and(|totals| totals.verified + totals.under_review > 0);
    if played || known.first_play_alerted || !campaign.is_active() {
        return changes;
    }
    let hours = settings.distribution.first_impression_ms() / HOUR_MS;
    let values = [("campaign", campaign.name.clone()), ("hours", hours.to_string())];
    for to in [Owner::Advertiser(campaign.advertiser), Owner::Operator] {
        changes.tell(to, "CAMPAIGN_NO_FIRST_IMPRESSION", campaign.id, &values);
    }
    changes.fleet.distributions.push(Distribution { first_play_alerted: true, ..known.clone() });
    changes
}

/// Distributes the content again after ERROR. Rule: CAM-10, D-41.
#[derive(Clone, Copy, Debug)]
pub struct RetryDistribution {
    /// Campaign.
    pub id: Uuid,
}

impl Command for RetryDistribution {
    type Output = StatusChanged;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, StatusChanged), Refusal> {
        let campaign = editable(live, context.actor, self.id)?;
        let (by, now) = (who(context.actor), context.now);
        let case = campaign.circumstances(now);
        let (next, audit) = moved(&campaign, Action::RetryDistribution, None, by, case, now)?;
        let mut changes = Changes::default();
        changes.audit(audit);
        Ok(changed(changes, next))
    }
}

/// How a campaign's content stands on one device, for a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeviceShare {
    /// Which.
    pub device: DeviceNo,
    /// Whether it is online.
    pub online: bool,
    /// How it stands; `None` while it was not told.
    pub share: Option<Share>,
    /// What it said when it refused last.
    pub reason: Option<String>,
}

/// Every device that may show a campaign or was told of it, by number.
#[must_use]
pub fn report(
    live: &Live,
    settings: &Settings,
    campaign: &Campaign,
    now: Timestamp,
) -> Vec<DeviceShare> {
    let mut devices = targets(live, settings, campaign, now);
    for (device, _) in live.fleet.shares_of(campaign.no) {
        devices.push((device, online(live, settings, device, now)));
    }
    devices.sort_unstable();
    devices.dedup();
    let rows = devices.into_iter().map(|(device, online)| {
        let share = live.fleet.share(device, campaign.no);
        let refused = share.is_some_and(|share| share.status == ShareStatus::Failed);
        let said = live.fleet.commands(device).rev().find(|command| {
            command.kind == CommandKind::ManifestChanged
                && command.campaigns.contains(&campaign.no)
                && command.ack.as_ref().is_some_and(|ack| ack.status == AckStatus::Failed)
        });
        let said = said.and_then(|command| command.ack.as_ref()?.detail.clone());
        DeviceShare { device, online, share, reason: said.filter(|_| refused) }
    });
    rows.collect()
}
