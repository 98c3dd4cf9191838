//! What the appliance asks of the history's screens, and how they answer: through the commands
//! that a device's own calls become. Rule: DEV-05, CAM-10, CAM-12.

use std::{collections::HashSet, sync::Arc};

use anyhow::anyhow;
use rand::{Rng as _, rngs::StdRng};
use uuid::Uuid;

use crate::{
    domain::{
        catalog::{Device, Role, access::Owner},
        device_command::{AckStatus, CommandKind},
        ids::DeviceNo,
        refusal::Refusal,
        time::Timestamp,
    },
    engine::{
        Actor, Engine, Handle,
        actor::ChangeType,
        commands::device_commands::{AckCommand, AckManifest},
    },
};

/// What a screen says of a file that it cannot show.
const CANNOT_DECODE: &str = "no decoder for this film's stereo profile";
/// Milliseconds within which a connected screen answers.
const ANSWERS_WITHIN_MS: std::ops::Range<i64> = 180..1_900;

/// How one order is answered.
#[derive(Clone, Copy, Debug)]
enum Answer {
    Done(Uuid),
    /// One campaign of the manifest cannot be shown, or can.
    Manifest(Uuid, AckStatus),
}

/// The answers of connected screens, by device.
pub struct Orders(Vec<(DeviceNo, Actor, Vec<Answer>)>);

impl Orders {
    /// What waits for these devices.
    #[must_use]
    pub fn waiting(handle: &Handle, devices: &[Arc<Device>], unplayable: &HashSet<Uuid>) -> Self {
        let of_device = |device: &Arc<Device>| {
            let commands = handle.views().fleet.commands_of(device.no);
            let open = commands.iter().filter(|command| command.is_open());
            let answers: Vec<Answer> = open
                .flat_map(|command| {
                    let views = handle.views();
                    let rows = command.campaigns.iter().filter_map(|no| views.campaigns.get(no.0));
                    let ids: Vec<Uuid> = rows.map(|row| row.id).collect();
                    let is_manifest = command.kind == CommandKind::ManifestChanged;
                    if !is_manifest || !ids.iter().any(|id| unplayable.contains(id)) {
                        return vec![Answer::Done(command.id)];
                    }
                    let said = |id: Uuid| match unplayable.contains(&id) {
                        true => Answer::Manifest(id, AckStatus::Failed),
                        false => Answer::Manifest(id, AckStatus::Ok),
                    };
                    ids.into_iter().map(said).collect()
                })
                .collect();
            (!answers.is_empty()).then(|| (device.no, actor(handle, device), answers))
        };
        Self(devices.iter().filter_map(of_device).collect())
    }

    /// Answers everything, each screen at its own moment shortly after `now`.
    ///
    /// # Errors
    /// What the engine refuses.
    pub async fn obey(
        self,
        handle: &Handle,
        now: Timestamp,
        rng: &mut StdRng,
    ) -> anyhow::Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let mut answers: Vec<(Timestamp, DeviceNo, Actor, Answer)> = Vec::new();
        for (device, actor, given) in self.0 {
            let at = now.plus_ms(rng.random_range(ANSWERS_WITHIN_MS));
            answers.extend(given.into_iter().map(|answer| (at, device, actor.clone(), answer)));
        }
        answers.sort_by_key(|(at, ..)| *at);
        let all = move |engine: &mut Engine| {
            let mut each = answers.into_iter();
            each.try_for_each(|(at, device, actor, answer)| {
                give(engine, at, device, &actor, answer)
            })
        };
        let answered = handle.with_engine(all).await?;
        answered.map_err(|refusal| anyhow!("a screen's answer: {}", refusal.message))
    }
}

fn give(
    engine: &mut Engine,
    at: Timestamp,
    device: DeviceNo,
    actor: &Actor,
    answer: Answer,
) -> Result<(), Refusal> {
    match answer {
        Answer::Done(command) => {
            let (status, detail) = (AckStatus::Ok, None);
            engine.run(at, actor, AckCommand { device, command, status, detail }, None)?;
        }
        Answer::Manifest(campaign, status) => {
            let reason = (status == AckStatus::Failed).then(|| CANNOT_DECODE.to_owned());
            let campaign = Some(campaign);
            engine.run(at, actor, AckManifest { device, campaign, status, reason }, None)?;
        }
    }
    Ok(())
}

/// A device as its own calls show it.
fn actor(handle: &Handle, device: &Device) -> Actor {
    let store = device.store_now().and_then(|no| handle.views().stores.get(no.0));
    Actor {
        id: Some(device.id),
        name: device.name.clone(),
        role: Some(Role::Auditor),
        owner: store.map_or(Owner::Operator, |store| Owner::Supplier(store.supplier)),
        change_type: ChangeType::Api,
        ip_address: None,
    }
}
