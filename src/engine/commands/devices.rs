//! Devices: registration, keys, presence.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    device_commands::{PendingCommand, pending},
    distribution::came_online,
    parties::{ADMINS, ADMINS_AND_SUPPLIERS, FieldChecks, MAX_NAME, replace},
    stores::store_to_change,
};
use crate::{
    db::codec::sha256,
    domain::{
        catalog::{Device, DeviceKeyRecord, DeviceStatus, Orientation, PlayHabits, access::Owner},
        change::Change,
        ids::{DeviceNo, StoreNo},
        impression::time_rules::judge_clock,
        refusal::{Code, Refusal},
        time::{HOUR_MS, Timeline, Timestamp},
    },
    engine::{
        actor::{Actor, AuditDraft},
        command::{Changes, Command, Context, Record},
        live::Live,
    },
    proof::key::DeviceKey,
};

/// Largest diagonal, tenths of an inch.
const MAX_INCHES_X10: u32 = 10_000;
/// Most pixels across or down.
const MAX_PIXELS: u32 = 32_768;
/// Most ad slots an hour: one a second.
const MAX_SLOTS: u32 = 3_600;
/// Longest display time of an image, seconds.
const MAX_IMAGE_SECONDS: u32 = 300;
/// Keys that one device may have had.
const MAX_KEYS: usize = 100;

fn is_admin(actor: &Actor) -> bool {
    actor.require_role(&ADMINS).is_ok()
}

/// Finds a device that the actor may change.
///
/// # Errors
/// `Forbidden` for the wrong role, `NotFound` for an unknown device or another supplier's.
fn device_to_change<'l>(
    live: &'l Live,
    actor: &Actor,
    id: Uuid,
) -> Result<&'l Arc<Device>, Refusal> {
    actor.require_role(&ADMINS_AND_SUPPLIERS)?;
    let device = find(live, id)?;
    if !actor.is_operator() {
        let store = device.store_now().and_then(|no| live.store(no));
        let store = store.ok_or_else(|| Refusal::not_found("Device"))?;
        actor.require_sight(Owner::Supplier(store.supplier), "Device")?;
    }
    Ok(device)
}

fn find(live: &Live, id: Uuid) -> Result<&Arc<Device>, Refusal> {
    live.devices.by_id(id).ok_or_else(|| Refusal::not_found("Device"))
}

/// A refusal about the device's status.
fn wrong_status(device: &Device, wanted: &str) -> Refusal {
    let status = device.status_now();
    let message = format!("The device {} is {status}; {wanted}", device.name);
    Refusal::new(Code::IllegalTransition, message)
}

/// A checked key that counts from now on.
fn new_key(spki_der: &[u8], context: &mut Context<'_>) -> Result<DeviceKeyRecord, Refusal> {
    let key = DeviceKey::from_spki_der(spki_der)?;
    Ok(DeviceKeyRecord {
        id: context.random.uuid(context.now),
        spki_der: key.spki_der().to_vec(),
        valid_from: context.now,
        valid_until: None,
    })
}

/// Ends all keys that still count: plays after this moment need another one.
fn end_keys(device: &mut Device, now: Timestamp) {
    for key in device.keys.iter_mut().filter(|key| key.valid_until.is_none()) {
        key.valid_until = Some(now);
    }
}

fn check_slots(checks: &mut FieldChecks, slots: Option<u32>, image_seconds: Option<u16>) {
    if let Some(slots) = slots {
        checks.range("slots_per_hour", "Slots per hour", slots, 1, MAX_SLOTS);
    }
    if let Some(seconds) = image_seconds {
        let seconds = u32::from(seconds);
        checks.range("image_display_seconds", "Image display time", seconds, 1, MAX_IMAGE_SECONDS);
    }
}

/// Registers a device in a store.
///
/// With a key and by an admin it is ACTIVE at once; by a supplier it waits for approval; without a
/// key it waits for enrolment with a one-time token. Rule: DEV-01.
#[derive(Clone, Debug)]
pub struct CreateDevice {
    /// Where it stands.
    pub store_id: Uuid,
    /// Display name.
    pub name: String,
    /// Diagonal in tenths of an inch.
    pub screen_inches_x10: u32,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// How it hangs.
    pub orientation: Orientation,
    /// Ad slots an hour, as declared (rule D-10).
    pub slots_per_hour: Option<u32>,
    /// Display time of an image, seconds (rule CAM-06).
    pub image_display_seconds: Option<u16>,
    /// SubjectPublicKeyInfo, DER.
    pub public_key: Option<Vec<u8>>,
}

/// The answer to `CreateDevice`. The tokens are shown only here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DeviceCreated {
    /// Of the device.
    pub id: Uuid,
    /// ACTIVE or PENDING.
    pub status: DeviceStatus,
    /// The device's credential, when a key was given.
    pub device_token: Option<String>,
    /// The key's id, when a key was given.
    pub key_id: Option<Uuid>,
    /// The one-time token for enrolment, when no key was given.
    pub enrolment_token: Option<String>,
}

impl CreateDevice {
    /// Checks all fields and returns the name.
    fn check(&self) -> Result<String, Refusal> {
        let mut checks = FieldChecks::default();
        let name = checks.text("name", "Name", &self.name, MAX_NAME);
        if !(10..=MAX_INCHES_X10).contains(&self.screen_inches_x10) {
            let message = format!("Screen must be 1 to {} inches", MAX_INCHES_X10 / 10);
            checks.fail("screen_inches", "RANGE", message);
        }
        checks.range("width", "Width", self.width, 1, MAX_PIXELS);
        checks.range("height", "Height", self.height, 1, MAX_PIXELS);
        check_slots(&mut checks, self.slots_per_hour, self.image_display_seconds);
        checks.finish()?;
        Ok(name)
    }

    /// The device before it has a key or a token.
    fn build(
        self,
        name: String,
        no: DeviceNo,
        store: StoreNo,
        context: &mut Context<'_>,
    ) -> Device {
        Device {
            no,
            id: context.random.uuid(context.now),
            store: Timeline::starting(context.now, store),
            name,
            screen_inches_x10: self.screen_inches_x10,
            width: self.width,
            height: self.height,
            orientation: self.orientation,
            habits: Timeline::starting(
                context.now,
                PlayHabits {
                    slots_per_hour: self.slots_per_hour,
                    image_display_seconds: self.image_display_seconds,
                },
            ),
            status: Timeline::starting(context.now, DeviceStatus::Pending),
            keys: Vec::new(),
            token_hash: None,
            enrolment_hash: None,
            enrolment_expires_at: None,
            created_at: context.now,
            updated_at: context.now,
        }
    }
}

impl Command for CreateDevice {
    type Output = DeviceCreated;

    fn decide(
        mut self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        let store = store_to_change(live, context.actor, self.store_id)?.no;
        let name = self.check()?;
        let key = match self.public_key.take() {
            Some(spki_der) => Some(new_key(&spki_der, context)?),
            None => None,
        };
        let number = DeviceNo(live.devices.next_number());
        let mut row = self.build(name, number, store, context);
        let mut output = DeviceCreated {
            id: row.id,
            status: DeviceStatus::Pending,
            device_token: None,
            key_id: None,
            enrolment_token: None,
        };
        if let Some(key) = key {
            if is_admin(context.actor) {
                output.status = DeviceStatus::Active;
                row.status = Timeline::starting(context.now, DeviceStatus::Active);
            }
            let token = context.random.secret("vtd");
            row.token_hash = Some(sha256(token.as_bytes()));
            output.device_token = Some(token);
            output.key_id = Some(key.id);
            row.keys.push(key);
        } else {
            let token = context.random.secret("vte");
            let hours = i64::from(context.settings.access.enrolment_hours);
            row.enrolment_hash = Some(sha256(token.as_bytes()));
            row.enrolment_expires_at = Some(context.now.plus_ms(hours.saturating_mul(HOUR_MS)));
            output.enrolment_token = Some(token);
        }
        let mut changes = Changes::default();
        changes.audit(AuditDraft::new("device.create", "device", row.id));
        changes.put(Record::Device(Arc::new(row)));
        Ok((changes, output))
    }
}

/// Enrols a device with its one-time token and its public key; it then waits for approval.
///
/// The token is the right to do so. Rule: DEV-01.
#[derive(Clone)]
pub struct EnrolDevice {
    /// The one-time token.
    pub enrolment_token: String,
    /// SubjectPublicKeyInfo, DER.
    pub spki_der: Vec<u8>,
}

/// The answer to `EnrolDevice`. The token is shown only here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DeviceEnrolled {
    /// Of the device.
    pub id: Uuid,
    /// The device's credential.
    pub device_token: String,
    /// The key's id.
    pub key_id: Uuid,
    /// PENDING until approved.
    pub status: DeviceStatus,
}

impl Command for EnrolDevice {
    type Output = DeviceEnrolled;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        let hash = sha256(self.enrolment_token.as_bytes());
        let now = context.now;
        let found = live.devices.iter().find(|device| {
            device.enrolment_hash == Some(hash)
                && device.status_now() == DeviceStatus::Pending
                && device.enrolment_expires_at.is_none_or(|end| now < end)
        });
        let found = found.ok_or_else(|| {
            let message = "The enrolment token is unknown, used or expired; ask for a new one";
            Refusal::new(Code::InvalidToken, message)
        })?;
        let key = new_key(&self.spki_der, context)?;
        let token = context.random.secret("vtd");
        let mut row = (**found).clone();
        let output = DeviceEnrolled {
            id: row.id,
            device_token: token,
            key_id: key.id,
            status: DeviceStatus::Pending,
        };
        end_keys(&mut row, now);
        row.keys.push(key);
        row.token_hash = Some(sha256(output.device_token.as_bytes()));
        row.enrolment_hash = None;
        row.enrolment_expires_at = None;
        row.updated_at = now;
        let mut changes = Changes::default();
        changes.audit(AuditDraft::new("device.enrol", "device", row.id));
        changes.put(Record::Device(Arc::new(row)));
        Ok((changes, output))
    }
}

/// Lets an enrolled device play. Rule: DEV-01.
#[derive(Clone, Copy, Debug)]
pub struct ApproveDevice {
    /// Which.
    pub id: Uuid,
}

impl Command for ApproveDevice {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        context.actor.require_role(&ADMINS)?;
        let found = find(live, self.id)?;
        if found.status_now() != DeviceStatus::Pending {
            return Err(wrong_status(found, "only a PENDING device is approved"));
        }
        if found.current_key().is_none() {
            return Err(wrong_status(found, "it must enrol with its key before it is approved"));
        }
        let mut row = (**found).clone();
        row.status.push(context.now, DeviceStatus::Active);
        row.updated_at = context.now;
        let mut changes = Changes::default();
        let entry = AuditDraft::new("device.approve", "device", row.id);
        changes.audit(entry.change("status", "PENDING", "ACTIVE"));
        changes.put(Record::Device(Arc::new(row)));
        Ok((changes, self.id))
    }
}

/// Takes a device out for good: its keys and its token count no longer. Rule: DEV-01.
#[derive(Clone, Copy, Debug)]
pub struct RevokeDevice {
    /// Which.
    pub id: Uuid,
}

impl Command for RevokeDevice {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        context.actor.require_role(&ADMINS)?;
        let mut row = (**find(live, self.id)?).clone();
        let mut changes = Changes::default();
        let before = row.status_now();
        if before != DeviceStatus::Revoked {
            row.status.push(context.now, DeviceStatus::Revoked);
            end_keys(&mut row, context.now);
            row.token_hash = None;
            row.enrolment_hash = None;
            row.enrolment_expires_at = None;
            row.updated_at = context.now;
            let entry = AuditDraft::new("device.revoke", "device", row.id);
            changes.audit(entry.change("status", before, "REVOKED"));
            changes.put(Record::Device(Arc::new(row)));
        }
        Ok((changes, self.id))
    }
}

/// Gives a device a new key; plays from now on need it, earlier ones keep the old.
///
/// The device itself or an admin may. Rule: DEV-01, D-06.
#[derive(Clone, Debug)]
pub struct RotateDeviceKey {
    /// Which.
    pub id: Uuid,
    /// SubjectPublicKeyInfo, DER.
    pub spki_der: Vec<u8>,
    /// The device whose token asks, if one does.
    pub by_device: Option<DeviceNo>,
}

/// The answer to `RotateDeviceKey`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct KeyRotated {
    /// Of the device.
    pub id: Uuid,
    /// The new key's id.
    pub key_id: Uuid,
    /// The new key counts from, server clock.
    pub valid_from: Timestamp,
}

impl Command for RotateDeviceKey {
    type Output = KeyRotated;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        if self.by_device.is_none() {
            context.actor.require_role(&ADMINS)?;
        }
        let found = find(live, self.id)?;
        if self.by_device.is_some_and(|device| device != found.no) {
            let message = "The token belongs to another device";
            return Err(Refusal::new(Code::DeviceMismatch, message));
        }
        if found.status_now() == DeviceStatus::Revoked {
            return Err(wrong_status(found, "a revoked device gets no new key"));
        }
        let Some(current) = found.current_key() else {
            return Err(wrong_status(found, "it must enrol before its key can be rotated"));
        };
        if found.keys.len() >= MAX_KEYS {
            return Err(wrong_status(
                found,
                "it had 100 keys; register the screen as a new device",
            ));
        }
        let key = new_key(&self.spki_der, context)?;
        if key.spki_der == current.spki_der {
            let message = "This is the key that the device has already; make a new pair";
            return Err(Refusal::new(Code::InvalidKey, message));
        }
        let output = KeyRotated { id: found.id, key_id: key.id, valid_from: key.valid_from };
        let entry = AuditDraft::new("device.rotate_key", "device", found.id);
        let mut changes = Changes::default();
        changes.audit(entry.change("key_id", current.id, key.id));
        let mut row = (**found).clone();
        end_keys(&mut row, context.now);
        row.keys.push(key);
        row.updated_at = context.now;
        changes.put(Record::Device(Arc::new(row)));
        Ok((changes, output))
    }
}

/// Changes a device. Store and status count from now on.
#[derive(Clone, Debug, Default)]
pub struct UpdateDevice {
    /// Which.
    pub id: Uuid,
    /// Display name.
    pub name: Option<String>,
    /// Where it stands now.
    pub store_id: Option<Uuid>,
    /// ACTIVE or MAINTENANCE.
    pub status: Option<DeviceStatus>,
    /// Ad slots an hour, as declared.
    pub slots_per_hour: Change<u32>,
    /// Display time of an image, seconds; cleared: the appliance's.
    pub image_display_seconds: Change<u16>,
}

impl UpdateDevice {
    /// The status to change to, if it differs.
    fn new_status(&self, device: &Device) -> Result<Option<DeviceStatus>, Refusal> {
        let before = device.status_now();
        let Some(after) = self.status.filter(|after| *after != before) else { return Ok(None) };
        let is_open = |status| matches!(status, DeviceStatus::Active | DeviceStatus::Maintenance);
        if is_open(before) && is_open(after) {
            return Ok(Some(after));
        }
        let wanted = "an edit only moves it between ACTIVE and MAINTENANCE (approve and revoke are \
                      calls of their own)";
        Err(wrong_status(device, wanted))
    }

    fn change_habits(
        &self,
        row: &mut Device,
        base: &AuditDraft,
        audit: &mut Vec<AuditDraft>,
        now: Timestamp,
    ) {
        let show = |value: Option<u32>| value.map_or(String::new(), |value| value.to_string());
        let old = row.habits_now();
        let new = PlayHabits {
            slots_per_hour: self.slots_per_hour.onto(old.slots_per_hour),
            image_display_seconds: self.image_display_seconds.onto(old.image_display_seconds),
        };
        let words = |habits: &PlayHabits| {
            [
                ("slots_per_hour", show(habits.slots_per_hour)),
                ("image_display_seconds", show(habits.image_display_seconds.map(u32::from))),
            ]
        };
        for ((field, before), (_, after)) in words(&old).into_iter().zip(words(&new)) {
            if before != after {
                audit.push(base.clone().change(field, before, after));
            }
        }
        if new != old {
            row.habits.push(now, new);
        }
    }
}

impl Command for UpdateDevice {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        let found = device_to_change(live, context.actor, self.id)?;
        // Display time decides the price of images, slots the frequency limit: for admins alone.
        if self.slots_per_hour.is_given() || self.image_display_seconds.is_given() {
            context.actor.require_role(&ADMINS)?;
        }
        let mut checks = FieldChecks::default();
        let name = checks.optional_text("name", "Name", self.name.as_deref(), MAX_NAME);
        let (slots, seconds) = (self.slots_per_hour.value(), self.image_display_seconds.value());
        check_slots(&mut checks, slots.copied(), seconds.copied());
        checks.finish()?;
        let store = match self.store_id {
            Some(id) => Some(store_to_change(live, context.actor, id)?),
            None => None,
        };
        let status = self.new_status(found)?;
        let mut row = (**found).clone();
        let mut changes = Changes::default();
        let base = AuditDraft::new("device.update", "device", row.id);
        replace(&mut changes.audit, &base, "name", &mut row.name, name);
        self.change_habits(&mut row, &base, &mut changes.audit, context.now);
        if let Some(store) = store.filter(|store| row.store_now() != Some(store.no)) {
            let old = row.store_now().and_then(|no| live.store(no));
            let old = old.map_or(String::new(), |store| store.id.to_string());
            changes.audit(base.clone().change("store_id", old, store.id));
            row.store.push(context.now, store.no);
        }
        if let Some(status) = status {
            let (old, new) = (row.status_now(), status);
            changes.audit(base.change("status", old, new));
            row.status.push(context.now, status);
        }
        if !changes.audit.is_empty() {
            row.updated_at = context.now;
            changes.put(Record::Device(Arc::new(row)));
        }
        Ok((changes, self.id))
    }
}

/// Notes that a device is there, and how far its clock is off. Rule: DEV-02, D-02, D-03.
#[derive(Clone, Copy, Debug)]
pub struct Heartbeat {
    /// The device whose token came.
    pub device: DeviceNo,
    /// The device's clock when it sent.
    pub sent_at: Option<Timestamp>,
}

/// The answer to `Heartbeat`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct HeartbeatAnswer {
    /// Server clock at arrival.
    pub server_time: Timestamp,
    /// Device clock less server clock, milliseconds; `None` without `sent_at`.
    pub skew_ms: Option<i64>,
    /// False when plays with this clock would be refused.
    pub clock_ok: bool,
    /// Seconds until the next heartbeat is due.
    pub next_heartbeat_seconds: u32,
    /// What the device still has to do, for those that do not listen to its command stream.
    pub pending_commands: Vec<PendingCommand>,
}

impl Command for Heartbeat {
    type Output = HeartbeatAnswer;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        let device = live.devices.get(self.device.0);
        let device = device.ok_or_else(|| Refusal::not_found("Device"))?;
        let status = device.status_now();
        if !matches!(status, DeviceStatus::Active | DeviceStatus::Maintenance) {
            let message = format!(
                "The device {} is {}; heartbeats are taken from ACTIVE and MAINTENANCE devices",
                device.name, status
            );
            return Err(Refusal::new(Code::Forbidden, message));
        }
        let limits = &context.settings.impressions.time;
        let output = HeartbeatAnswer {
            server_time: context.now,
            skew_ms: self.sent_at.map(|sent_at| sent_at.since_ms(context.now)),
            clock_ok: self.sent_at.is_none_or(|at| judge_clock(at, context.now, limits).is_ok()),
            next_heartbeat_seconds: context.settings.heartbeat.interval_seconds,
            pending_commands: pending(live, device.no, context.settings.emergency.stop_seconds),
        };
        let mut changes = came_online(live, context.settings, device.no, context.now);
        changes.heartbeats.push((device.no, context.now, output.skew_ms));
        changes.join(super::upkeep::heard(live, device, context.now));
        Ok((changes, output))
    }
}
