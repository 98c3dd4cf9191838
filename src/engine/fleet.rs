//! What devices are told and have answered: commands, the distribution of content, emergency
//! stops, logs. State, rows, rebuilding, publishing. Rule: DEV-05, DEV-07, CAM-10, CAM-12.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::{Arc, atomic::AtomicU64},
};

use rustc_hash::{FxHashMap, FxHashSet};
use tokio::sync::Notify;

use super::{
    actor::Actor,
    command::Record,
    commands::distribution,
    core::Engine,
    live::{Live, Timer},
    load::row,
    publish::{EventKind, Publication},
    registry::Registry,
};
use crate::{
    db::{Snapshot, StoreError, Table, codec},
    domain::{
        campaign::{
            distribution::{Distribution, Share, ShareStatus},
            emergency::{Incident, StopRequest},
            model::Campaign,
        },
        device_command::{CommandAck, CommandKind, DeviceCommand, DeviceLog},
        ids::{CampaignNo, DeviceNo, IncidentNo, Seq, StoreNo},
        time::Timestamp,
    },
    media::blob::BlobStore,
};

/// A command before it has a place and an id.
#[derive(Clone, Debug)]
pub struct CommandDraft {
    /// For whom.
    pub device: DeviceNo,
    /// What.
    pub kind: CommandKind,
    /// About which campaigns.
    pub campaigns: Vec<CampaignNo>,
    /// The incident behind a STOP.
    pub incident: Option<IncidentNo>,
    /// Why.
    pub reason: Option<String>,
}

/// What a decision changes for devices.
#[derive(Debug, Default)]
pub struct FleetChanges {
    /// What devices are told anew. A MANIFEST_CHANGED joins the one that is open.
    pub commands: Vec<CommandDraft>,
    /// Answers to commands.
    pub acks: Vec<(DeviceNo, Seq, CommandAck)>,
    /// How content stands on devices.
    pub shares: Vec<(DeviceNo, CampaignNo, Share)>,
    /// How distributions stand.
    pub distributions: Vec<Distribution>,
    /// Logs of devices.
    pub logs: Vec<DeviceLog>,
}

/// A campaign's shares on a device, as a row.
type ShareRow = Vec<(CampaignNo, Share)>;

/// The state of all this.
#[derive(Default)]
pub struct Fleet {
    /// Commands kept, by device, oldest first.
    commands: FxHashMap<DeviceNo, BTreeMap<Seq, Arc<DeviceCommand>>>,
    /// How content stands, by device.
    shares: FxHashMap<DeviceNo, BTreeMap<CampaignNo, Share>>,
    /// Distributions of campaigns that run, or failed.
    distributions: FxHashMap<CampaignNo, Distribution>,
    /// Emergency stops.
    pub incidents: Registry<Incident>,
    /// Of each campaign, oldest first.
    campaign_incidents: FxHashMap<CampaignNo, Vec<IncidentNo>>,
    /// Devices that have not confirmed a stop.
    waiting: FxHashMap<IncidentNo, BTreeSet<DeviceNo>>,
    /// Requests of suppliers.
    pub requests: Registry<StopRequest>,
    /// Logs kept, by device, oldest first.
    logs: FxHashMap<DeviceNo, VecDeque<Seq>>,
    /// Devices whose row of shares the group must write, once each.
    touched_shares: FxHashSet<DeviceNo>,
    /// Commands that the group must write, once each.
    touched_commands: FxHashSet<(DeviceNo, Seq)>,
    /// The MANIFEST_CHANGED that the group itself made: nobody has read it, so it may grow.
    fresh: FxHashMap<DeviceNo, Seq>,
}

impl Fleet {
    /// Whether the group has nothing to write for devices.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.touched_shares.is_empty() && self.touched_commands.is_empty()
    }

    /// Adds campaigns to the MANIFEST_CHANGED that the group made for a device; false if it made
    /// none.
    fn grow_fresh(&mut self, device: DeviceNo, campaigns: &[CampaignNo]) -> bool {
        let Some(seq) = self.fresh.get(&device) else { return false };
        let of_device = self.commands.get_mut(&device);
        let Some(command) = of_device.and_then(|of| of.get_mut(seq)) else { return false };
        let named = &mut Arc::make_mut(command).campaigns;
        for campaign in campaigns {
            if let Err(place) = named.binary_search(campaign) {
                named.insert(place, *campaign);
            }
        }
        self.touched_commands.insert((device, *seq));
        true
    }

    fn forget_command(&mut self, device: DeviceNo, seq: Seq) {
        if let Some(of_device) = self.commands.get_mut(&device) {
            of_device.remove(&seq);
        }
        self.touched_commands.remove(&(device, seq));
    }

    /// Commands of a device that are kept, oldest first.
    pub fn commands(
        &self,
        device: DeviceNo,
    ) -> impl DoubleEndedIterator<Item = &Arc<DeviceCommand>> {
        self.commands.get(&device).into_iter().flat_map(BTreeMap::values)
    }

    /// What a device still has to do, oldest first.
    pub fn open_commands(&self, device: DeviceNo) -> impl Iterator<Item = &Arc<DeviceCommand>> {
        self.commands(device).filter(|command| command.is_open())
    }

    /// Whether the device still has a STOP of the same campaigns before it that is newer than a
    /// command: a device that reads them in order would end with the STOP. Rule: DEV-05, CAM-12.
    fn stops_after(&self, known: &DeviceCommand) -> bool {
        self.open_commands(known.device).any(|command| {
            command.kind == CommandKind::Stop
                && command.seq > known.seq
                && command.campaigns.iter().any(|one| known.campaigns.contains(one))
        })
    }

    /// How a campaign's content stands on a device.
    #[must_use]
    pub fn share(&self, device: DeviceNo, campaign: CampaignNo) -> Option<Share> {
        self.shares.get(&device).and_then(|shares| shares.get(&campaign)).copied()
    }

    /// Devices that were told of a campaign, with how it stands.
    pub fn shares_of(&self, campaign: CampaignNo) -> impl Iterator<Item = (DeviceNo, Share)> + '_ {
        self.shares.iter().filter_map(move |(device, of)| Some((*device, *of.get(&campaign)?)))
    }

    /// How the distribution of a campaign stands.
    #[must_use]
    pub fn distribution(&self, campaign: CampaignNo) -> Option<&Distribution> {
        self.distributions.get(&campaign)
    }

    /// Emergency stops of a campaign, oldest first.
    pub fn incidents_of(
        &self,
        campaign: CampaignNo,
    ) -> impl DoubleEndedIterator<Item = &Arc<Incident>> {
        let numbers = self.campaign_incidents.get(&campaign).into_iter().flatten();
        numbers.filter_map(|no| self.incidents.get(no.0))
    }

    /// How many devices have not confirmed a stop.
    #[must_use]
    pub fn waiting(&self, incident: IncidentNo) -> usize {
        self.waiting.get(&incident).map_or(0, BTreeSet::len)
    }

    /// Whether a device is the only one that has not confirmed a stop.
    #[must_use]
    pub fn waits_only_for(&self, incident: IncidentNo, device: DeviceNo) -> bool {
        self.waiting
            .get(&incident)
            .is_some_and(|waiting| waiting.len() == 1 && waiting.contains(&device))
    }

    /// Why a store is dark for a campaign at a moment, by its supplier's own stop. Rule: D-59.
    #[must_use]
    pub fn store_stop(
        &self,
        campaign: CampaignNo,
        store: StoreNo,
        moment: Timestamp,
    ) -> Option<String> {
        let stop = self.incidents_of(campaign).find(|one| one.stops_store(store, moment))?;
        let (reason, since) = (stop.grounds.reason, stop.stopped_at);
        Some(format!("stopped by its supplier for safety ({reason}) since {since}"))
    }

    /// Whether the payout of a play waits for an investigation. Rule: CAM-12.
    #[must_use]
    pub fn is_frozen(&self, campaign: CampaignNo, store: StoreNo, played_at: Timestamp) -> bool {
        self.incidents_of(campaign).any(|incident| incident.freezes(store, played_at))
    }

    fn store_stops_now(&self) -> FxHashSet<(CampaignNo, StoreNo)> {
        let lasting = self.incidents.iter().filter(|incident| incident.lifted_at.is_none());
        lasting.flat_map(|one| one.stores.iter().map(|store| (one.campaign, *store))).collect()
    }

    fn note_incident(&mut self, incident: &Arc<Incident>) {
        self.incidents.put(Arc::clone(incident));
        let of_campaign = self.campaign_incidents.entry(incident.campaign).or_default();
        if !of_campaign.contains(&incident.no) {
            of_campaign.push(incident.no);
        }
    }

    fn note_command(&mut self, command: &Arc<DeviceCommand>) {
        if let Some(incident) = command.incident {
            let waiting = self.waiting.entry(incident).or_default();
            if command.is_open() {
                waiting.insert(command.device);
            } else {
                waiting.remove(&command.device);
            }
        }
        self.commands.entry(command.device).or_default().insert(command.seq, Arc::clone(command));
    }
}

/// Wakes the one stream of a device.
#[derive(Debug, Default)]
pub struct Bell {
    /// Rung when something changed.
    pub changed: Notify,
    /// Number of the newest stream; older ones end.
    pub stream: AtomicU64,
}

/// What readers see of all this.
#[derive(Default)]
pub struct FleetViews {
    /// Commands kept, by device, oldest first.
    pub commands: papaya::HashMap<DeviceNo, Arc<Vec<Arc<DeviceCommand>>>>,
    /// Bells of devices that listen or have listened.
    pub bells: papaya::HashMap<DeviceNo, Arc<Bell>>,
    /// Emergency stops.
    pub incidents: super::publish::Catalog<Incident>,
    /// The newest one of a whole campaign.
    pub newest_incident: papaya::HashMap<CampaignNo, IncidentNo>,
    /// Stores that are dark for a campaign now.
    pub store_stops: arc_swap::ArcSwap<FxHashSet<(CampaignNo, StoreNo)>>,
    /// Requests of suppliers.
    pub requests: super::publish::Catalog<StopRequest>,
}

impl FleetViews {
    /// Commands of a device, oldest first.
    #[must_use]
    pub fn commands_of(&self, device: DeviceNo) -> Arc<Vec<Arc<DeviceCommand>>> {
        self.commands.pin().get(&device).cloned().unwrap_or_default()
    }

    /// The bell of a device.
    #[must_use]
    pub fn bell(&self, device: DeviceNo) -> Arc<Bell> {
        Arc::clone(self.bells.pin().get_or_insert_with(device, Arc::default))
    }
}

/// device + seq.
fn key_of(device: DeviceNo, seq: Seq) -> Vec<u8> {
    [&device.0.to_be_bytes()[..], &seq.to_be_bytes()].concat()
}

/// The range of a device's rows.
#[must_use]
pub fn rows_of(device: DeviceNo) -> std::ops::Range<Vec<u8>> {
    device.0.to_be_bytes().to_vec()..device.0.saturating_add(1).to_be_bytes().to_vec()
}

impl Engine {
    /// Applies what a decision changes for devices.
    pub(super) fn apply_fleet(&mut self, now: Timestamp, changes: FleetChanges) {
        for (device, campaign, share) in changes.shares {
            self.put_share(device, campaign, share);
        }
        for draft in changes.commands {
            self.tell_device(now, draft);
        }
        for (device, seq, ack) in changes.acks {
            self.note_ack(device, seq, ack);
        }
        for distribution in changes.distributions {
            self.put_distribution(distribution);
        }
        for log in changes.logs {
            self.put_log(log);
        }
    }

    fn put_command(&mut self, command: DeviceCommand) {
        let command = Arc::new(command);
        self.live.fleet.touched_commands.insert((command.device, command.seq));
        self.live.fleet.note_command(&command);
        self.publication.told.insert(command.device);
    }

    /// Writes what the group changed: each command and each device's row of shares once, however
    /// many campaigns began or ended together.
    pub(super) fn flush_fleet(&mut self) {
        let fleet = &mut self.live.fleet;
        fleet.fresh.clear();
        for (device, seq) in std::mem::take(&mut fleet.touched_commands) {
            if let Some(command) = fleet.commands.get(&device).and_then(|of| of.get(&seq)) {
                let row = codec::encode(&**command);
                self.batch.put(Table::DeviceCommands, &key_of(device, seq), row);
            }
        }
        let campaigns = &self.live.campaigns;
        for device in std::mem::take(&mut fleet.touched_shares) {
            let Some(of) = fleet.shares.get_mut(&device) else { continue };
            of.retain(|no, _| campaigns.get(no.0).is_some_and(|row| !row.is_terminal()));
            let row: ShareRow = of.iter().map(|(no, share)| (*no, *share)).collect();
            self.batch.put(Table::DeviceShares, &device.0.to_be_bytes(), codec::encode(&row));
        }
    }

    fn tell_device(&mut self, now: Timestamp, mut draft: CommandDraft) {
        let manifest = draft.kind == CommandKind::ManifestChanged;
        if manifest {
            draft.campaigns.sort_unstable();
            if self.live.fleet.grow_fresh(draft.device, &draft.campaigns) {
                self.publication.told.insert(draft.device);
                return;
            }
            let mut open = self.live.fleet.open_commands(draft.device);
            let known = open.find(|command| command.kind == CommandKind::ManifestChanged).cloned();
            drop(open);
            if let Some(known) = known {
                let mut next = (*known).clone();
                let named = &known.campaigns;
                let is_said = draft.campaigns.iter().all(|one| named.binary_search(one).is_ok());
                if is_said && !self.live.fleet.stops_after(&known) {
                    next.repeats = next.repeats.saturating_add(1);
                    return self.put_command(next);
                }
                next.superseded = true;
                self.put_command(next);
                self.forget_superseded(draft.device, known.seq);
                draft.campaigns.extend(known.campaigns.iter());
                draft.campaigns.sort_unstable();
                draft.campaigns.dedup();
            }
        }
        let command = DeviceCommand {
            seq: self.take_seq(),
            id: self.random.uuid(now),
            device: draft.device,
            kind: draft.kind,
            campaigns: draft.campaigns,
            incident: draft.incident,
            reason: draft.reason,
            created_at: now,
            repeats: 0,
            superseded: false,
            ack: None,
        };
        self.forget_commands(command.device);
        if manifest {
            self.live.fleet.fresh.insert(command.device, command.seq);
        } else {
            // What comes after a STOP is told after it.
            self.live.fleet.fresh.remove(&command.device);
        }
        self.put_command(command);
    }

    /// Of superseded commands without an answer only the newest is kept: a device may still answer
    /// it, and their lists of campaigns contain each other.
    fn forget_superseded(&mut self, device: DeviceNo, newest: Seq) {
        let fleet = &self.live.fleet;
        let old: Vec<Seq> = fleet
            .commands(device)
            .filter(|one| one.superseded && one.ack.is_none() && one.seq != newest)
            .map(|one| one.seq)
            .collect();
        for seq in old {
            self.live.fleet.forget_command(device, seq);
            self.batch.delete(Table::DeviceCommands, &key_of(device, seq));
        }
    }

    /// Old commands go, answered ones first; a STOP stays, since an incident shows it.
    fn forget_commands(&mut self, device: DeviceNo) {
        let most = self.settings.devices.commands_kept as usize;
        let Some(kept) = self.live.fleet.commands.get(&device) else { return };
        let excess = kept.len().saturating_sub(most.max(1));
        let old: Vec<Seq> = kept
            .values()
            .filter(|command| !command.is_open() && command.kind != CommandKind::Stop)
            .take(excess)
            .map(|command| command.seq)
            .collect();
        for seq in old {
            self.live.fleet.forget_command(device, seq);
            self.batch.delete(Table::DeviceCommands, &key_of(device, seq));
        }
    }

    fn note_ack(&mut self, device: DeviceNo, seq: Seq, ack: CommandAck) {
        let found = self.live.fleet.commands.get(&device).and_then(|of| of.get(&seq));
        let Some(mut next) = found.map(|found| (**found).clone()) else { return };
        next.ack = Some(ack);
        self.put_command(next);
    }

    fn put_share(&mut self, device: DeviceNo, campaign: CampaignNo, share: Share) {
        let of = self.live.fleet.shares.entry(device).or_default();
        of.insert(campaign, share);
        self.live.fleet.touched_shares.insert(device);
    }

    fn put_distribution(&mut self, next: Distribution) {
        let no = next.campaign;
        let before = self.live.fleet.distributions.get(&no).cloned();
        if let Some(at) = before.as_ref().and_then(|before| before.next_at) {
            self.live.timers.remove(&(at, Timer::Distribution(no)));
        }
        if let Some(at) = next.next_at {
            self.live.timers.insert((at, Timer::Distribution(no)));
        }
        // Only the time of the next look differs: a start looks again at once, so no row is needed.
        let same = before.is_some_and(|before| {
            before.next_at.is_some() == next.next_at.is_some()
                && Distribution { next_at: next.next_at, ..before } == next
        });
        if !same {
            self.batch.put(Table::Distributions, &no.0.to_be_bytes(), codec::encode(&next));
            let due = next.started_at.plus_ms(self.settings.distribution.first_impression_ms());
            if next.first_play_alerted {
                self.live.timers.remove(&(due, Timer::FirstPlay(no)));
            } else {
                self.live.timers.insert((due, Timer::FirstPlay(no)));
            }
        }
        self.live.fleet.distributions.insert(no, next);
    }

    fn put_log(&mut self, log: DeviceLog) {
        let (device, seq) = (log.device, self.take_seq());
        self.batch.put(Table::DeviceLogs, &key_of(device, seq), codec::encode(&log));
        let kept = self.live.fleet.logs.entry(device).or_default();
        kept.push_back(seq);
        while kept.len() > (self.settings.devices.log_uploads_kept as usize).max(1) {
            if let Some(old) = kept.pop_front() {
                self.batch.delete(Table::DeviceLogs, &key_of(device, old));
            }
        }
    }

    /// Reads files of assets from here on, to see before a distribution whether they are there.
    pub fn read_content_from(&mut self, blobs: Arc<BlobStore>) {
        self.content = Some(blobs);
    }

    /// Whether every file of a campaign is there in its whole length. Rule: CAM-10.
    pub(super) fn content_is_readable(&self, campaign: CampaignNo) -> bool {
        let (Some(blobs), Some(campaign)) = (&self.content, self.live.campaigns.get(campaign.0))
        else {
            return true;
        };
        let mut assets = campaign.content_assets.iter().filter_map(|no| self.live.assets.get(no.0));
        assets.all(|asset| {
            let found = std::fs::metadata(blobs.path(&asset.sha256));
            found.is_ok_and(|found| found.is_file() && found.len() == asset.bytes)
        })
    }

    /// A campaign as it was, where a record replaces it.
    pub(super) fn before_change(
        &self,
        record: &Record,
    ) -> Option<(CampaignNo, Option<Arc<Campaign>>)> {
        match record {
            Record::Campaign(row) => Some((row.no, self.live.campaigns.get(row.no.0).cloned())),
            _ => None,
        }
    }

    /// Tells devices what follows from a campaign's change.
    pub(super) fn follow_campaign(
        &mut self,
        now: Timestamp,
        actor: &Actor,
        changed: Option<(CampaignNo, Option<Arc<Campaign>>)>,
    ) {
        let Some((no, before)) = changed else { return };
        let Some(after) = self.live.campaigns.get(no.0).cloned() else { return };
        let begins = after.is_active() && !before.as_ref().is_some_and(|row| row.is_active());
        let readable = !begins || self.content_is_readable(no);
        let (live, settings) = (&self.live, &self.settings);
        let changes =
            distribution::follow(live, settings, before.as_deref(), &after, readable, now);
        self.apply(now, actor, changes);
    }

    pub(super) fn put_incident(&mut self, incident: &Arc<Incident>) {
        let key = incident.no.0.to_be_bytes();
        self.batch.put(Table::Incidents, &key, codec::encode(&**incident));
        self.live.fleet.note_incident(incident);
        self.live.arm_incident(incident, &self.settings.emergency);
    }

    pub(super) fn put_stop_request(&mut self, request: &Arc<StopRequest>) {
        let key = request.no.0.to_be_bytes();
        self.batch.put(Table::StopRequests, &key, codec::encode(&**request));
        self.live.fleet.requests.put(Arc::clone(request));
    }

    /// Lets readers see what devices were told by the group, and wakes their streams.
    pub(super) fn publish_told(&self, publication: &mut Publication) {
        for device in publication.told.drain() {
            self.publish_commands(device);
            if let Some(bell) = self.views.fleet.bells.pin().get(&device) {
                bell.changed.notify_waiters();
            }
        }
    }

    fn publish_commands(&self, device: DeviceNo) {
        let commands: Vec<_> = self.live.fleet.commands(device).cloned().collect();
        self.views.fleet.commands.pin().insert(device, Arc::new(commands));
    }

    pub(super) fn publish_incident(&self, incident: &Arc<Incident>, events: &mut Vec<EventKind>) {
        let views = &self.views.fleet;
        views.incidents.put(incident);
        if incident.campaign_stopped_at.is_some() {
            views.newest_incident.pin().insert(incident.campaign, incident.no);
        }
        views.store_stops.store(Arc::new(self.live.fleet.store_stops_now()));
        events.push(EventKind::Campaign(incident.campaign));
    }

    /// Publishes everything, after the state was rebuilt.
    pub(super) fn publish_fleet(&self) {
        for device in self.live.fleet.commands.keys() {
            self.publish_commands(*device);
        }
        for incident in self.live.fleet.incidents.iter() {
            self.publish_incident(incident, &mut Vec::new());
        }
        for request in self.live.fleet.requests.iter() {
            self.views.fleet.requests.put(request);
        }
    }
}

impl Live {
    pub(super) fn arm_incident(
        &mut self,
        incident: &Incident,
        limits: &crate::domain::campaign::emergency::EmergencyLimits,
    ) {
        let due = (incident.due_at, Timer::IncidentDue(incident.no));
        if incident.is_open() && incident.overdue_since.is_none() {
            self.timers.insert(due);
        } else {
            self.timers.remove(&due);
        }
        let told_at = incident.campaign_stopped_at.unwrap_or(incident.stopped_at);
        if incident.is_open() && !incident.dark_checked {
            self.timers.insert((limits.dark_by(told_at), Timer::StopCheck(incident.no)));
        }
    }

    /// Sets the timers of distributions and incidents, after the state was rebuilt.
    pub(super) fn arm_fleet(&mut self, settings: &crate::config::Settings) {
        for distribution in self.fleet.distributions.values() {
            let no = distribution.campaign;
            if let Some(at) = distribution.next_at {
                self.timers.insert((at, Timer::Distribution(no)));
            }
            if !distribution.first_play_alerted {
                let after_ms = settings.distribution.first_impression_ms();
                let due = distribution.started_at.plus_ms(after_ms);
                self.timers.insert((due, Timer::FirstPlay(no)));
            }
        }
        for incident in self.fleet.incidents.iter().cloned().collect::<Vec<_>>() {
            self.arm_incident(&incident, &settings.emergency);
        }
    }

    /// Rebuilds all this from its rows.
    pub(super) fn load_fleet(&mut self, snapshot: &Snapshot) -> Result<(), StoreError> {
        let fleet = &mut self.fleet;
        snapshot.scan(Table::Incidents, .., |_, value| {
            fleet.note_incident(&Arc::new(row::<Incident>(Table::Incidents, value)?));
            Ok(true)
        })?;
        snapshot.scan(Table::StopRequests, .., |_, value| {
            fleet.requests.put(Arc::new(row::<StopRequest>(Table::StopRequests, value)?));
            Ok(true)
        })?;
        snapshot.scan(Table::DeviceCommands, .., |_, value| {
            fleet.note_command(&Arc::new(row::<DeviceCommand>(Table::DeviceCommands, value)?));
            Ok(true)
        })?;
        snapshot.scan(Table::DeviceShares, .., |key, value| {
            let shares: ShareRow = row(Table::DeviceShares, value)?;
            let device = key.first_chunk::<4>().map_or(0, |bytes| u32::from_be_bytes(*bytes));
            fleet.shares.insert(DeviceNo(device), shares.into_iter().collect());
            Ok(true)
        })?;
        snapshot.scan(Table::Distributions, .., |_, value| {
            let found: Distribution = row(Table::Distributions, value)?;
            fleet.distributions.insert(found.campaign, found);
            Ok(true)
        })?;
        snapshot.scan(Table::DeviceLogs, .., |key, value| {
            let log: DeviceLog = row(Table::DeviceLogs, value)?;
            fleet.logs.entry(log.device).or_default().push_back(super::load::seq_of(key));
            Ok(true)
        })
    }
}

/// A share after a push.
#[must_use]
pub fn pushed(before: Option<Share>, now: Timestamp) -> Share {
    let tries = before.map_or(0, |before| before.tries).saturating_add(1);
    Share { at: now, tries, status: ShareStatus::Pending }
}

#[cfg(test)]
#[path = "fleet_tests.rs"]
mod tests;
