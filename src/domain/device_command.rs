//! What the appliance tells a device to do, and what the device answers. Rule: DEV-05, DEV-07.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    ids::{CampaignNo, DeviceNo, IncidentNo, Seq},
    time::Timestamp,
    words::words,
};

words! {
    /// What a device is told. Rule: DEV-05.
    CommandKind {
        /// Take campaigns off the screen; what is on it may finish.
        Stop = "STOP",
        /// The manifest is another one: fetch it and the files it names.
        ManifestChanged = "MANIFEST_CHANGED",
        /// Make a new pair of keys and register the public one.
        RotateKey = "ROTATE_KEY",
        /// Capture what is on the screen.
        Screenshot = "SCREENSHOT",
    }
}

words! {
    /// What a device answers.
    AckStatus {
        /// Done.
        Ok = "OK",
        /// It could not be done.
        Failed = "FAILED",
    }
}

words! {
    /// How a log line weighs.
    LogLevel {
        /// For the maker of the player.
        Debug = "DEBUG",
        /// Everyday life: a play, a download.
        Info = "INFO",
        /// Something odd.
        Warn = "WARN",
        /// Something failed.
        Error = "ERROR",
    }
}

words! {
    /// What a log line tells of. Rule: DEV-07.
    LogKind {
        /// The device itself: starts, network, clock, files.
        Device = "DEVICE",
        /// What was on the screen: a play that began, ended, was cut off.
        Playback = "PLAYBACK",
    }
}

/// A line that does not say is about the device.
impl Default for LogKind {
    fn default() -> Self {
        Self::Device
    }
}

/// A device's answer to a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandAck {
    /// Done or not.
    pub status: AckStatus,
    /// In the device's words.
    pub detail: Option<String>,
    /// Arrival, server clock.
    pub at: Timestamp,
}

/// Something that a device is told. Kept until it is acknowledged, and some time longer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeviceCommand {
    /// Place in the order of all entries; the id of its event.
    pub seq: Seq,
    /// Id for the outside.
    pub id: Uuid,
    /// For whom.
    pub device: DeviceNo,
    /// What.
    pub kind: CommandKind,
    /// The campaigns that it is about.
    pub campaigns: Vec<CampaignNo>,
    /// The incident behind a STOP.
    pub incident: Option<IncidentNo>,
    /// Why, in a word or sentence.
    pub reason: Option<String>,
    /// Creation, server clock.
    pub created_at: Timestamp,
    /// How often it was put on the stream anew after its creation.
    pub repeats: u16,
    /// A newer one of its kind says the same and more.
    pub superseded: bool,
    /// The answer.
    pub ack: Option<CommandAck>,
}

impl DeviceCommand {
    /// Whether the device still has to do it: a STOP until it is done, others until answered.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let answered = self
            .ack
            .as_ref()
            .is_some_and(|ack| ack.status == AckStatus::Ok || self.kind != CommandKind::Stop);
        !answered && !self.superseded
    }

    /// When the device said that it was done.
    #[must_use]
    pub fn done_at(&self) -> Option<Timestamp> {
        self.ack.as_ref().filter(|ack| ack.status == AckStatus::Ok).map(|ack| ack.at)
    }
}

/// One line of a device's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LogEntry {
    /// When, device clock.
    pub at: Timestamp,
    /// How it weighs.
    pub level: LogLevel,
    /// What it tells of.
    #[serde(default)]
    pub kind: LogKind,
    /// The play that it is about, by the device's own id.
    #[serde(default)]
    pub impression_id: Option<Uuid>,
    /// What happened.
    pub message: String,
}

/// Log lines that a device sent together; evidence for disputes. Rule: DEV-07.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceLog {
    /// Whose.
    pub device: DeviceNo,
    /// Arrival, server clock.
    pub received_at: Timestamp,
    /// As sent.
    pub entries: Vec<LogEntry>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rule: DEV-05.
    #[test]
    fn a_stop_is_open_until_it_is_done() {
        let command = |kind, ack: Option<AckStatus>, superseded| DeviceCommand {
            seq: 1,
            id: Uuid::nil(),
            device: DeviceNo(0),
            kind,
            campaigns: Vec::new(),
            incident: None,
            reason: None,
            created_at: Timestamp::from_ms(0),
            repeats: 0,
            superseded,
            ack: ack.map(|status| CommandAck { status, detail: None, at: Timestamp::from_ms(5) }),
        };
        use {AckStatus as A, CommandKind as K};
        for (kind, ack, superseded, open, done) in [
            (K::Stop, None, false, true, None),
            (K::Stop, Some(A::Failed), false, true, None),
            (K::Stop, Some(A::Ok), false, false, Some(5)),
            (K::ManifestChanged, None, false, true, None),
            (K::ManifestChanged, None, true, false, None),
            (K::ManifestChanged, Some(A::Failed), false, false, None),
            (K::Screenshot, Some(A::Ok), false, false, Some(5)),
        ] {
            let command = command(kind, ack, superseded);
            assert_eq!(command.is_open(), open, "{command:?}");
            assert_eq!(command.done_at().map(Timestamp::ms), done, "{command:?}");
        }
    }
}
