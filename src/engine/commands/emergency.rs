//! Emergency stops: at once on all devices, recorded as incidents. Rule: CAM-12, D-12, D-44, D-59.

use std::{collections::BTreeSet, sync::Arc};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    distribution::online,
    parties::ADMINS,
    status::{moved, visible},
};
use crate::{
    config::Settings,
    domain::{
        campaign::{
            emergency::{AffectedDevice, Grounds, Incident, Initiator, Outcome, RESUME},
            model::Campaign,
            status::{Action, Actor as Who, CampaignStatus, Circumstances, PauseReason, refuse},
        },
        catalog::{AssetStatus, DeviceStatus, Role, access::Owner},
        device_command::{CommandKind, DeviceCommand},
        ids::{AssetNo, DeviceNo, IncidentNo, StopRequestNo, StoreNo},
        refusal::{Detail, Refusal},
        time::{SECOND_MS, Timestamp},
    },
    engine::{
        actor::{Actor, AuditDraft},
        command::{Changes, Command, Context, Record},
        fleet::CommandDraft,
        live::{Lease, Live},
    },
};

/// Campaigns that one call stops at most.
const MAX_CAMPAIGNS: usize = 1_000;

/// Stops campaigns at once. An advertiser its own, an admin any and several. Rule: CAM-12.
#[derive(Clone, Debug)]
pub struct StopCampaigns {
    /// Campaigns.
    pub ids: Vec<Uuid>,
    /// Why.
    pub grounds: Grounds,
    /// What cannot be stopped does not hold up the others.
    pub several: bool,
}

/// What came of one campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct StopResult {
    /// The campaign.
    pub campaign_id: Uuid,
    /// Whether it is stopped now.
    pub stopped: bool,
    /// The incident that was opened.
    pub incident_id: Option<Uuid>,
    /// Why it was not stopped, as a word.
    pub error: Option<String>,
    /// The same in a sentence.
    pub message: Option<String>,
}

impl Command for StopCampaigns {
    type Output = Vec<StopResult>;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        let roles: &[Role] =
            if self.several { &ADMINS } else { &[Role::SuperAdmin, Role::Admin, Role::Advertiser] };
        context.actor.require_role(roles)?;
        let initiator = initiator(context.actor);
        let grounds = self.grounds.check(initiator, &context.settings.emergency)?;
        let ids: BTreeSet<Uuid> = self.ids.iter().copied().collect();
        if ids.is_empty() || ids.len() > MAX_CAMPAIGNS {
            let message = format!("1 to {MAX_CAMPAIGNS} campaigns at once, not {}", ids.len());
            return Err(Refusal::field("campaign_ids", "COUNT", message));
        }
        let mut changes = Changes::default();
        let mut results = Vec::new();
        let mut first_refusal = None;
        for id in ids {
            let stop = Stop { grounds: &grounds, initiator, request: None };
            match stop_campaign(live, context, id, &stop, &mut changes) {
                Ok(incident) => results.push(StopResult {
                    campaign_id: id,
                    stopped: true,
                    incident_id: Some(incident),
                    error: None,
                    message: None,
                }),
                Err(refusal) => {
                    results.push(StopResult {
                        campaign_id: id,
                        stopped: false,
                        incident_id: None,
                        error: Some(refusal.code.as_str()),
                        message: Some(refusal.message.clone()),
                    });
                    first_refusal.get_or_insert(refusal);
                }
            }
        }
        match first_refusal {
            Some(refusal) if results.iter().all(|result| !result.stopped) => Err(refusal),
            _ => Ok((changes, results)),
        }
    }
}

const fn initiator(actor: &Actor) -> Initiator {
    match actor.role {
        None => Initiator::System,
        Some(Role::Advertiser) => Initiator::Advertiser,
        Some(Role::Supplier) => Initiator::Supplier,
        Some(_) => Initiator::Admin,
    }
}

/// Who stops and why.
pub(super) struct Stop<'a> {
    pub grounds: &'a Grounds,
    pub initiator: Initiator,
    pub request: Option<StopRequestNo>,
}

fn stop_campaign(
    live: &Live,
    context: &mut Context<'_>,
    id: Uuid,
    stop: &Stop<'_>,
    changes: &mut Changes,
) -> Result<Uuid, Refusal> {
    let campaign = visible(live, context.actor, id)?;
    let by = if stop.initiator == Initiator::Advertiser { Who::Advertiser } else { Who::Admin };
    if let Some(open) = open_stop(live, &campaign) {
        return Err(already_stopped(&campaign, open, by, context.now));
    }
    let status_before = campaign.status_now();
    pause(&campaign, by, stop.grounds, context.now, changes)?;
    let devices = reachable_by(live, context.settings, &campaign, context.now);
    let mut incident = new_incident(live, context, &campaign, stop, changes);
    incident.status_before = status_before;
    incident.campaign_stopped_at = Some(context.now);
    incident.devices = devices;
    tell_devices(live, &incident, &incident.devices, context.now, changes);
    tell_people(live, &campaign, &incident, stop.initiator != Initiator::Advertiser, changes);
    let id = incident.id;
    changes.put(Record::Incident(Arc::new(incident)));
    Ok(id)
}

/// The open incident that has stopped the whole campaign.
fn open_stop<'l>(live: &'l Live, campaign: &Campaign) -> Option<&'l Arc<Incident>> {
    let stopped = campaign.pause_reason() == Some(PauseReason::EmergencyStop);
    let mut open = live.fleet.incidents_of(campaign.no).rev().filter(|one| one.is_open());
    open.find(|one| stopped && one.campaign_stopped_at.is_some())
}

fn already_stopped(campaign: &Campaign, open: &Incident, by: Who, now: Timestamp) -> Refusal {
    let why = format!(": it is stopped since {} already", open.stopped_at);
    let asker = campaign.asker(by, now);
    refuse(campaign.status_now(), Action::EmergencyStop.as_str(), &why, asker)
        .with("incident_id", Detail::Text(open.id.to_string()))
}

/// PAUSED by EMERGENCY_STOP, with its audit entry.
pub(super) fn pause(
    campaign: &Campaign,
    by: Who,
    grounds: &Grounds,
    now: Timestamp,
    changes: &mut Changes,
) -> Result<(), Refusal> {
    let reason = Some(PauseReason::EmergencyStop);
    let case = Circumstances::default();
    let (next, audit) = moved(campaign, Action::EmergencyStop, reason, by, case, now)?;
    let said = match &grounds.detail {
        Some(detail) => format!("{}: {detail}", grounds.reason),
        None => grounds.reason.to_string(),
    };
    changes.audit(audit.because(Some(&said)));
    changes.put(Record::Campaign(Arc::new(next)));
    Ok(())
}

/// Every device that could show a campaign: those in its target stores, and those that were told
/// of it. None of them is taken for dark before it says so.
pub(super) fn reachable_by(
    live: &Live,
    settings: &Settings,
    campaign: &Campaign,
    now: Timestamp,
) -> Vec<AffectedDevice> {
    let in_stores = campaign.target_stores.iter().filter_map(|store| live.store_devices.get(store));
    let mut numbers: BTreeSet<DeviceNo> = in_stores.flatten().copied().collect();
    numbers.extend(live.fleet.shares_of(campaign.no).map(|(device, _)| device));
    let playing = |no: &DeviceNo| {
        let row = live.devices.get(no.0);
        row.is_some_and(|row| {
            matches!(row.status_now(), DeviceStatus::Active | DeviceStatus::Maintenance)
        })
    };
    numbers.into_iter().filter(playing).map(|no| affected(live, settings, no, now)).collect()
}

fn affected(live: &Live, settings: &Settings, device: DeviceNo, now: Timestamp) -> AffectedDevice {
    let store = live.devices.get(device.0).and_then(|row| row.store_now()).unwrap_or_default();
    AffectedDevice { device, store, online: online(live, settings, device, now) }
}

/// An incident without scope and devices; numbers go on within one decision.
pub(super) fn new_incident(
    live: &Live,
    context: &mut Context<'_>,
    campaign: &Campaign,
    stop: &Stop<'_>,
    changes: &mut Changes,
) -> Incident {
    let limits = &context.settings.emergency;
    let made = changes.records.iter().filter(|record| match record {
        Record::Incident(one) => live.fleet.incidents.get(one.no.0).is_none(),
        _ => false,
    });
    let made = u32::try_from(made.count()).unwrap_or(u32::MAX);
    let no = IncidentNo(live.fleet.incidents.next_number().saturating_add(made));
    let now = context.now;
    let id = context.random.uuid(now);
    let audit = AuditDraft::new("incident.open", "incident", id);
    let evidence = stop.grounds.evidence_urls.join(" ");
    changes.audit(audit.change("campaign_id", "", campaign.id).because(Some(&format!(
        "{} by {}; {}; evidence: {evidence}",
        stop.grounds.reason,
        stop.initiator,
        stop.grounds.detail.as_deref().unwrap_or("no detail"),
    ))));
    Incident {
        no,
        id,
        campaign: campaign.no,
        stores: Vec::new(),
        campaign_stopped_at: None,
        grounds: stop.grounds.clone(),
        initiator: stop.initiator,
        stopped_at: now,
        stopped_by: context.actor.id,
        stopped_by_name: context.actor.name.clone(),
        status_before: campaign.status_now(),
        request: stop.request,
        devices: Vec::new(),
        frozen_from: limits.frozen_from(now),
        frozen: true,
        due_at: limits.due_at(now),
        dark_checked: false,
        overdue_since: None,
        resolution: None,
        lifted_at: None,
    }
}

/// STOP to the devices; leases of the campaign that they hold end now. Rule: D-12, D-44.
pub(super) fn tell_devices(
    live: &Live,
    incident: &Incident,
    devices: &[AffectedDevice],
    now: Timestamp,
    changes: &mut Changes,
) {
    for affected in devices {
        changes.fleet.commands.push(CommandDraft {
            device: affected.device,
            kind: CommandKind::Stop,
            campaigns: vec![incident.campaign],
            incident: Some(incident.no),
            reason: Some(incident.grounds.reason.to_string()),
        });
        let open = &live.device_live[affected.device.index()].open_leases;
        let leases = open.iter().filter_map(|id| live.leases.get(id));
        for lease in leases.filter(|lease| lease.campaign == incident.campaign) {
            let expires_at = lease.expires_at.min(now);
            changes.put(Record::Lease(Arc::new(Lease { expires_at, ..lease.clone() })));
        }
    }
}

/// Operator, affected suppliers, and the advertiser unless it was the one.
fn tell_people(
    live: &Live,
    campaign: &Campaign,
    incident: &Incident,
    tell_advertiser: bool,
    changes: &mut Changes,
) {
    let reason = ("reason", incident.grounds.reason.to_string());
    let name = ("campaign", campaign.name.clone());
    let unreachable = incident.devices.iter().filter(|one| !one.online).count();
    let operator = [
        name.clone(),
        reason.clone(),
        ("by", format!("{} ({})", incident.stopped_by_name, incident.initiator)),
        ("devices", incident.devices.len().to_string()),
        ("unreachable", unreachable.to_string()),
        ("due", incident.due_at.to_string()),
    ];
    changes.tell(Owner::Operator, "INCIDENT_OPENED", incident.id, &operator);
    if tell_advertiser {
        let to = Owner::Advertiser(campaign.advertiser);
        let values = [name.clone(), reason.clone()];
        changes.tell(to, "CAMPAIGN_EMERGENCY_STOPPED", campaign.id, &values);
    }
    tell_suppliers(live, incident, &incident.devices, &name.1, changes);
}

/// Suppliers hear how many devices of theirs are concerned.
pub(super) fn tell_suppliers(
    live: &Live,
    incident: &Incident,
    devices: &[AffectedDevice],
    name: &str,
    changes: &mut Changes,
) {
    let mut counts = std::collections::BTreeMap::new();
    for supplier in devices.iter().filter_map(|one| live.store(one.store)).map(|row| row.supplier) {
        *counts.entry(supplier).or_insert(0_usize) += 1;
    }
    for (supplier, count) in counts {
        let values = [
            ("campaign", name.to_owned()),
            ("reason", incident.grounds.reason.to_string()),
            ("devices", count.to_string()),
        ];
        let to = Owner::Supplier(supplier);
        changes.tell(to, "SUPPLIER_CAMPAIGN_STOPPED", incident.id, &values);
    }
}

/// What follows when a device confirms a STOP: after the last one, the time to dark is known.
pub(super) fn device_is_dark(
    live: &Live,
    command: &DeviceCommand,
    now: Timestamp,
    changes: &mut Changes,
) {
    let Some(incident) = command.incident.and_then(|no| live.fleet.incidents.get(no.0)) else {
        return;
    };
    if !live.fleet.waits_only_for(incident.no, command.device) {
        return;
    }
    let Some(campaign) = live.campaigns.get(incident.campaign.0) else { return };
    let told_at = incident.campaign_stopped_at.unwrap_or(incident.stopped_at);
    let seconds = now.since_ms(told_at) / SECOND_MS;
    let values = [
        ("devices", incident.devices.len().to_string()),
        ("campaign", campaign.name.clone()),
        ("seconds", seconds.to_string()),
    ];
    changes.tell(Owner::Operator, "INCIDENT_DARK", incident.id, &values);
}

/// Looks whether all devices were dark in time. Rule: CAM-12.
pub fn check_dark(live: &Live, settings: &Settings, no: IncidentNo) -> Changes {
    let mut changes = Changes::default();
    let Some(incident) = live.fleet.incidents.get(no.0) else { return changes };
    if incident.dark_checked {
        return changes;
    }
    let open = live.fleet.waiting(no);
    let campaign = live.campaigns.get(incident.campaign.0);
    if let Some(campaign) = campaign.filter(|_| open > 0) {
        let values = [
            ("open", open.to_string()),
            ("devices", incident.devices.len().to_string()),
            ("campaign", campaign.name.clone()),
            ("seconds", settings.emergency.stop_seconds.to_string()),
        ];
        changes.tell(Owner::Operator, "INCIDENT_NOT_DARK", incident.id, &values);
    }
    let next = Incident { dark_checked: true, ..(**incident).clone() };
    changes.put(Record::Incident(Arc::new(next)));
    changes
}

/// Says that an investigation is overdue. Rule: CAM-12.
pub fn overdue(live: &Live, no: IncidentNo, due: Timestamp) -> Changes {
    let mut changes = Changes::default();
    let Some(incident) = live.fleet.incidents.get(no.0) else { return changes };
    if !incident.is_open() || incident.overdue_since.is_some() {
        return changes;
    }
    let campaign = live.campaigns.get(incident.campaign.0);
    let values = [
        ("campaign", campaign.map(|row| row.name.clone()).unwrap_or_default()),
        ("due", incident.due_at.to_string()),
    ];
    changes.tell(Owner::Operator, "INCIDENT_OVERDUE", incident.id, &values);
    let next = Incident { overdue_since: Some(due), ..(**incident).clone() };
    changes.put(Record::Incident(Arc::new(next)));
    changes
}

/// Stops a campaign by a rule of the appliance; `None` when it does not run. Rule: CAM-12.
#[must_use]
pub fn system_stop(
    live: &Live,
    context: &mut Context<'_>,
    campaign: Uuid,
    grounds: &Grounds,
) -> Option<Changes> {
    let mut changes = Changes::default();
    let stop = Stop { grounds, initiator: Initiator::System, request: None };
    stop_campaign(live, context, campaign, &stop, &mut changes).ok()?;
    Some(changes)
}

/// As whom somebody resumes a campaign: after an emergency stop only when the investigation is
/// over; a false alarm lets the advertiser itself. Rule: CAM-12, D-44.
///
/// # Errors
/// `ILLEGAL_TRANSITION` while an investigation is open or content waits for approval.
pub fn may_resume(
    live: &Live,
    campaign: &Campaign,
    by: Who,
    now: Timestamp,
) -> Result<Who, Refusal> {
    if !is_stopped(campaign) {
        return Ok(by);
    }
    let whole = |one: &&Arc<Incident>| one.campaign_stopped_at.is_some();
    let Some(newest) = live.fleet.incidents_of(campaign.no).rev().find(whole) else {
        return Ok(by);
    };
    let not_yet = |why: &str| {
        let id = Detail::Text(newest.id.to_string());
        let asker = campaign.asker(by, now);
        let refusal = refuse(campaign.status_now(), Action::Resume.as_str(), why, asker);
        Err(refusal.with("incident_id", id))
    };
    let approved = |no: &AssetNo| {
        let asset = live.assets.get(no.0);
        asset.is_some_and(|asset| asset.status_at(now) == AssetStatus::Approved)
    };
    match resumer(newest, campaign.content_assets.iter().all(approved), by) {
        Ok(who) => Ok(who),
        Err(NotYet::Investigated) => not_yet(&format!(
            ": {} after an emergency stop: {}; the investigation is open, due at {}",
            RESUME.aspect, RESUME.stop, newest.due_at
        )),
        Err(NotYet::ContentWaits) => not_yet(": the content must be approved again before"),
    }
}

/// Whether an emergency stop of the whole campaign holds it.
#[must_use]
pub fn is_stopped(campaign: &Campaign) -> bool {
    campaign.pause_reason() == Some(PauseReason::EmergencyStop)
        && campaign.status_now() == CampaignStatus::Paused
}

/// Why nobody may resume a stopped campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotYet {
    /// The investigation is open.
    Investigated,
    /// The content must be approved again.
    ContentWaits,
}

/// As whom somebody resumes a campaign after its newest stop; a false alarm lets the advertiser
/// itself, as if it were an admin. Rule: CAM-12, D-44.
///
/// # Errors
/// What must come before.
pub fn resumer(newest: &Incident, is_approved: bool, by: Who) -> Result<Who, NotYet> {
    let Some(resolution) = &newest.resolution else { return Err(NotYet::Investigated) };
    if resolution.reapprove_content && !is_approved {
        return Err(NotYet::ContentWaits);
    }
    let is_free = resolution.outcome == Outcome::A;
    Ok(if is_free && by == Who::Advertiser { Who::Admin } else { by })
}

/// Devices of some stores among those that could show a campaign.
pub(super) fn in_stores(devices: &[AffectedDevice], stores: &[StoreNo]) -> Vec<AffectedDevice> {
    devices.iter().filter(|one| stores.contains(&one.store)).copied().collect()
}
