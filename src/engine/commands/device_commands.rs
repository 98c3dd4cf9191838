//! Commands to devices and what devices answer; logs of devices. Rule: DEV-04, DEV-05, DEV-07.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{distribution::answered, emergency, parties::ADMINS};
use crate::{
    domain::{
        catalog::{Device, DeviceStatus, access::Owner},
        device_command::{AckStatus, CommandAck, CommandKind, DeviceCommand, DeviceLog, LogEntry},
        ids::{CampaignNo, DeviceNo},
        refusal::{Code, Refusal},
        text::is_plain_text,
        time::Timestamp,
    },
    engine::{
        actor::AuditDraft,
        command::{Changes, Command, Context},
        fleet::CommandDraft,
        live::Live,
    },
};

/// Most characters of a device's words.
const MAX_DETAIL: usize = 500;
/// Most characters of a log line.
const MAX_LOG_LINE: usize = 1_000;

/// A command as a device reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PendingCommand {
    /// Names it in the answer.
    pub command_id: Uuid,
    /// What to do.
    pub kind: CommandKind,
    /// The campaigns that it is about.
    pub campaign_ids: Vec<Uuid>,
    /// Why.
    pub reason: Option<String>,
    /// A STOP is done within so many seconds; what is on the screen may finish.
    pub within_seconds: Option<u32>,
    /// Creation, server clock.
    pub created_at: Timestamp,
}

impl PendingCommand {
    /// From a row, with a way to find campaigns.
    #[must_use]
    pub fn of(
        row: &DeviceCommand,
        stop_seconds: u32,
        campaign_id: impl Fn(CampaignNo) -> Option<Uuid>,
    ) -> Self {
        Self {
            command_id: row.id,
            kind: row.kind,
            campaign_ids: row.campaigns.iter().filter_map(|no| campaign_id(*no)).collect(),
            reason: row.reason.clone(),
            within_seconds: (row.kind == CommandKind::Stop).then_some(stop_seconds),
            created_at: row.created_at,
        }
    }
}

/// What a device still has to do, oldest first; for devices that poll.
#[must_use]
pub fn pending(live: &Live, device: DeviceNo, stop_seconds: u32) -> Vec<PendingCommand> {
    let campaign_id = |no: CampaignNo| live.campaigns.get(no.0).map(|row| row.id);
    let open = live.fleet.open_commands(device);
    open.map(|row| PendingCommand::of(row, stop_seconds, campaign_id)).collect()
}

fn find_device(live: &Live, no: DeviceNo) -> Result<&Arc<Device>, Refusal> {
    live.devices.get(no.0).ok_or_else(|| Refusal::not_found("Device"))
}

fn checked_words(field: &str, text: Option<String>) -> Result<Option<String>, Refusal> {
    let text = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    if text.as_ref().is_some_and(|text| !is_plain_text(text, MAX_DETAIL)) {
        let message =
            format!("{field} must be at most {MAX_DETAIL} characters, no control characters");
        return Err(Refusal::field(field, "LENGTH", message));
    }
    Ok(text)
}

/// A device answers a command. Rule: DEV-05.
#[derive(Clone, Debug)]
pub struct AckCommand {
    /// Whose token came.
    pub device: DeviceNo,
    /// Which command.
    pub command: Uuid,
    /// Done or not.
    pub status: AckStatus,
    /// In its words.
    pub detail: Option<String>,
}

/// The answer to an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Acknowledged {
    /// Which command.
    pub command_id: Uuid,
    /// What it asked for.
    pub kind: CommandKind,
    /// What holds: a first OK stays.
    pub status: AckStatus,
    /// When that came, server clock.
    pub acked_at: Timestamp,
}

impl Command for AckCommand {
    type Output = Acknowledged;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        let detail = checked_words("detail", self.detail)?;
        let mut kept = live.fleet.commands(self.device).rev();
        let command = kept.find(|command| command.id == self.command);
        let command = command.ok_or_else(|| Refusal::not_found("Command"))?;
        let answer = |ack: &CommandAck| Acknowledged {
            command_id: command.id,
            kind: command.kind,
            status: ack.status,
            acked_at: ack.at,
        };
        let mut changes = Changes::default();
        if let Some(known) = &command.ack
            && (!command.is_open() || known.status == self.status)
        {
            return Ok((changes, answer(known)));
        }
        let ack = CommandAck { status: self.status, detail: detail.clone(), at: context.now };
        let output = answer(&ack);
        changes.fleet.acks.push((self.device, command.seq, ack));
        match (command.kind, self.status) {
            (CommandKind::ManifestChanged, status) => {
                let said = (status, detail.as_deref());
                let (settings, campaigns) = (context.settings, &command.campaigns);
                answered(live, settings, self.device, campaigns, said, context.now, &mut changes);
            }
            (CommandKind::Stop, AckStatus::Ok) => {
                emergency::device_is_dark(live, command, context.now, &mut changes);
            }
            (_, AckStatus::Failed) => tell_failure(live, command, detail, &mut changes),
            (_, AckStatus::Ok) => {}
        }
        Ok((changes, output))
    }
}

fn tell_failure(
    live: &Live,
    command: &DeviceCommand,
    detail: Option<String>,
    changes: &mut Changes,
) {
    let Some(device) = live.devices.get(command.device.0) else { return };
    let values = [
        ("device", device.name.clone()),
        ("kind", command.kind.to_string()),
        ("detail", detail.unwrap_or_else(|| "-".to_owned())),
    ];
    changes.tell(Owner::Operator, "DEVICE_COMMAND_FAILED", device.id, &values);
}

/// A device says how it stands with its manifest. Rule: DEV-04, CAM-10.
#[derive(Clone, Debug)]
pub struct AckManifest {
    /// Whose token came.
    pub device: DeviceNo,
    /// Only this campaign; otherwise all that the device was told of.
    pub campaign: Option<Uuid>,
    /// Done or not.
    pub status: AckStatus,
    /// Why not.
    pub reason: Option<String>,
}

/// The answer to `AckManifest`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ManifestAcknowledged {
    /// The campaigns that the answer was about.
    pub campaign_ids: Vec<Uuid>,
    /// Done or not.
    pub status: AckStatus,
}

impl Command for AckManifest {
    type Output = ManifestAcknowledged;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        let reason = checked_words("reason", self.reason)?;
        let open: Vec<&Arc<DeviceCommand>> = live
            .fleet
            .open_commands(self.device)
            .filter(|command| command.kind == CommandKind::ManifestChanged)
            .collect();
        let campaigns: Vec<CampaignNo> = match self.campaign {
            Some(id) => vec![campaign_on(live, self.device, id)?],
            None => open.iter().flat_map(|command| command.campaigns.iter().copied()).collect(),
        };
        let mut changes = Changes::default();
        let (now, said) = (context.now, (self.status, reason.as_deref()));
        answered(live, context.settings, self.device, &campaigns, said, now, &mut changes);
        for command in open {
            let ack = CommandAck { status: self.status, detail: reason.clone(), at: now };
            let left = command.campaigns.iter().filter(|no| !campaigns.contains(no));
            if left.clone().all(|no| is_answered(live, self.device, *no)) {
                changes.fleet.acks.push((self.device, command.seq, ack));
            }
        }
        let ids = campaigns.iter().filter_map(|no| live.campaigns.get(no.0));
        let campaign_ids = ids.map(|row| row.id).collect();
        Ok((changes, ManifestAcknowledged { campaign_ids, status: self.status }))
    }
}

fn is_answered(live: &Live, device: DeviceNo, campaign: CampaignNo) -> bool {
    use crate::domain::campaign::distribution::ShareStatus;
    live.fleet.share(device, campaign).is_some_and(|share| share.status != ShareStatus::Pending)
}

/// A campaign that may play where a device stands.
fn campaign_on(live: &Live, device: DeviceNo, id: Uuid) -> Result<CampaignNo, Refusal> {
    let store = find_device(live, device)?.store_now();
    let found = live.campaigns.by_id(id);
    let found = found.filter(|row| store.is_some_and(|store| row.target_stores.contains(&store)));
    found.map(|row| row.no).ok_or_else(|| Refusal::not_found("Campaign"))
}

/// Sends a command to a device, for admins. Rule: DEV-05.
#[derive(Clone, Debug)]
pub struct SendCommand {
    /// To which device.
    pub device: Uuid,
    /// `ROTATE_KEY` or `SCREENSHOT`.
    pub kind: CommandKind,
    /// Why.
    pub reason: Option<String>,
}

impl Command for SendCommand {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        context.actor.require_role(&ADMINS)?;
        let device = live.devices.by_id(self.device);
        let device = device.ok_or_else(|| Refusal::not_found("Device"))?;
        let reason = checked_words("reason", self.reason)?;
        if !matches!(self.kind, CommandKind::RotateKey | CommandKind::Screenshot) {
            let message = format!(
                "{} is not sent by hand: an emergency stop sends STOP, a change of what may play \
                 sends MANIFEST_CHANGED; possible are ROTATE_KEY and SCREENSHOT",
                self.kind
            );
            return Err(Refusal::field("kind", "NOT_BY_HAND", message));
        }
        if !matches!(device.status_now(), DeviceStatus::Active | DeviceStatus::Maintenance) {
            let message = format!("The device {} takes no commands in its status", device.name);
            return Err(Refusal::new(Code::IllegalTransition, message));
        }
        let most = context.settings.devices.commands_kept as usize;
        if live.fleet.open_commands(device.no).count() >= most.max(1) {
            let message = format!("{most} commands wait for the device {} already", device.name);
            return Err(Refusal::new(Code::Conflict, message));
        }
        let mut changes = Changes::default();
        let entry = AuditDraft::new("device.command", "device", device.id);
        changes.audit(entry.change("kind", "", self.kind).because(reason.as_deref()));
        changes.fleet.commands.push(CommandDraft {
            device: device.no,
            kind: self.kind,
            campaigns: Vec::new(),
            incident: None,
            reason,
        });
        Ok((changes, device.id))
    }
}

/// Keeps log lines of a device. Rule: DEV-07.
#[derive(Clone, Debug)]
pub struct UploadLogs {
    /// Whose token came.
    pub device: DeviceNo,
    /// Oldest first.
    pub entries: Vec<LogEntry>,
}

impl Command for UploadLogs {
    type Output = usize;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        find_device(live, self.device)?;
        let most = context.settings.devices.log_lines as usize;
        let count = self.entries.len();
        if count == 0 || count > most {
            let message = format!("1 to {most} lines at once, not {count}");
            return Err(Refusal::field("entries", "COUNT", message));
        }
        let bad = self.entries.iter().position(|line| !is_plain_text(&line.message, MAX_LOG_LINE));
        if let Some(index) = bad {
            let message = format!("A line has 1-{MAX_LOG_LINE} characters, no control characters");
            return Err(Refusal::field(&format!("entries.{index}.message"), "LENGTH", message));
        }
        let mut changes = Changes::default();
        changes.fleet.logs.push(DeviceLog {
            device: self.device,
            received_at: context.now,
            entries: self.entries,
        });
        Ok((changes, count))
    }
}
