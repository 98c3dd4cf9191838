//! Setting devices up on an appliance: created by an operator, enrolled by the device, approved.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    api::{Api, Reply},
    keys::{DeviceKey, write_private},
    queue::OfflineQueue,
    screen::Screen,
    site::DeviceCredentials,
    timebase::{Timebase, rfc3339},
};

/// Stores asked for at a time.
const PAGE: usize = 500;

/// Which devices to set up. Without `Debug`, so that no log shows the token.
#[derive(Clone)]
pub struct SetupPlan {
    /// The appliance, to know its kept devices again.
    pub base_url: String,
    /// A token of an administrator.
    pub admin_token: String,
    /// How many devices.
    pub devices: usize,
    /// Their stores in turn; none: the appliance's own list, in its order.
    pub store_ids: Vec<String>,
    /// Ad slots an hour of each device.
    pub slots_per_hour: u32,
    /// Where keys, devices and queues are kept for the next run.
    pub keys_dir: Option<PathBuf>,
}

/// A store a device may stand in.
#[derive(Clone, Debug, Deserialize)]
struct Store {
    id: String,
    #[serde(default)]
    lat: Option<f64>,
    #[serde(default)]
    lng: Option<f64>,
}

/// A device of an earlier run.
#[derive(Serialize, Deserialize)]
struct KeptDevice {
    base_url: String,
    device_id: Uuid,
    device_token: String,
    key_id: String,
    lat: Option<f64>,
    lng: Option<f64>,
    slots_per_hour: u32,
}

/// Sets up the plan's devices, or finds them again; `progress` hears of each one that is ready.
///
/// # Errors
/// The appliance refuses, has no stores, or keys cannot be kept.
pub async fn set_up(
    api: &Api,
    plan: &SetupPlan,
    progress: impl Fn(usize),
) -> anyhow::Result<Vec<Screen>> {
    let timebase = Timebase::detect(api, &plan.admin_token).await?;
    let mut stores: Option<Vec<Store>> = None;
    let mut screens = Vec::with_capacity(plan.devices);
    for index in 0..plan.devices {
        anyhow::ensure!(!api.is_stopped(), "stopped after {index} of {} devices", plan.devices);
        let name = format!("device-{:05}", index + 1);
        let key = load_key(plan.keys_dir.clone(), name.clone()).await?;
        let found = find_kept(api, plan, &name, &key, &timebase).await?;
        let credentials = if let Some(credentials) = found {
            credentials
        } else {
            if stores.is_none() {
                stores = Some(list_stores(api, plan).await?);
            }
            let stores = stores.as_deref().unwrap_or_default();
            let store = stores.get(index % stores.len().max(1)).context("there are no stores")?;
            let credentials = create(api, plan, store, &name, key).await?;
            keep(plan, &name, &credentials)?;
            credentials
        };
        let queue = match &plan.keys_dir {
            Some(folder) => OfflineQueue::open(folder, &credentials.device_id.to_string())?,
            None => OfflineQueue::in_memory(),
        };
        screens.push(Screen::new(credentials, queue));
        progress(index + 1);
    }
    Ok(screens)
}

/// Making a key takes tens of milliseconds of CPU, so it has a thread of its own.
async fn load_key(folder: Option<PathBuf>, name: String) -> anyhow::Result<DeviceKey> {
    let make = move || match folder {
        Some(folder) => DeviceKey::load_or_create(&folder.join(format!("{name}.pk8"))),
        None => DeviceKey::generate(),
    };
    tokio::task::spawn_blocking(make).await?
}

async fn list_stores(api: &Api, plan: &SetupPlan) -> anyhow::Result<Vec<Store>> {
    let token = &plan.admin_token;
    let mut stores = Vec::new();
    if !plan.store_ids.is_empty() {
        for id in plan.store_ids.iter().take(plan.devices) {
            let reply = success(api.get(&format!("/stores/{id}"), token).await?, "store")?;
            stores.push(serde_json::from_value(reply.body).context("a store is not readable")?);
        }
        return Ok(stores);
    }
    let mut cursor: Option<String> = None;
    while stores.len() < plan.devices {
        let mut path = format!("/stores?limit={PAGE}");
        if let Some(cursor) = &cursor {
            path.push_str(&format!("&cursor={}", percent_encoded(cursor)));
        }
        let reply = success(api.get(&path, token).await?, "stores")?;
        let items = reply.body.get("items").cloned().unwrap_or(Value::Null);
        let page: Vec<Store> =
            serde_json::from_value(items).context("the list of stores is not readable")?;
        let next = reply.text_member("next_cursor");
        let is_last = page.is_empty() || next.is_none() || next == cursor;
        stores.extend(page);
        if is_last {
            break;
        }
        cursor = next;
    }
    anyhow::ensure!(!stores.is_empty(), "the appliance has no stores; add one, or run its demo");
    Ok(stores)
}

async fn create(
    api: &Api,
    plan: &SetupPlan,
    store: &Store,
    name: &str,
    key: DeviceKey,
) -> anyhow::Result<DeviceCredentials> {
    let device = json!({
        "store_id": store.id,
        "name": name,
        "screen_inches": 55,
        "width": 3840,
        "height": 2160,
        "orientation": "LANDSCAPE",
        "slots_per_hour": plan.slots_per_hour,
    });
    let created = success(api.post("/devices", &plan.admin_token, &device).await?, "device")?;
    let enrolment_token =
        created.text_member("enrolment_token").context("no enrolment token was given")?;
    let enrolment =
        json!({ "enrolment_token": enrolment_token, "public_key_pem": key.public_key_pem()? });
    let enrolled = success(api.post("/devices/enrol", "", &enrolment).await?, "enrolment")?;
    let member = |name: &str| {
        enrolled.text_member(name).with_context(|| format!("the enrolment gave no {name}"))
    };
    let id = member("id")?;
    if enrolled.text_member("status").as_deref() != Some("ACTIVE") {
        let path = format!("/devices/{id}/approve");
        success(api.post(&path, &plan.admin_token, &json!({})).await?, "approval")?;
    }
    Ok(DeviceCredentials {
        device_id: id.parse().context("the device's id is no UUID")?,
        device_token: member("device_token")?,
        key_id: member("key_id")?,
        key,
        lat: store.lat,
        lng: store.lng,
        slots_per_hour: Some(plan.slots_per_hour),
        plays_video: false,
        fresh: true,
    })
}

/// A device of an earlier run, if the appliance still knows it.
async fn find_kept(
    api: &Api,
    plan: &SetupPlan,
    name: &str,
    key: &DeviceKey,
    timebase: &Timebase,
) -> anyhow::Result<Option<DeviceCredentials>> {
    let Some(path) = kept_path(plan, name).filter(|path| path.exists()) else {
        return Ok(None);
    };
    let kept = read_kept(&path)?;
    if kept.base_url != plan.base_url {
        return Ok(None);
    }
    let hello = json!({ "sent_at": rfc3339(timebase.now_ms(api).await?) });
    let path = format!("/devices/{}/heartbeat", kept.device_id);
    let reply = api.post(&path, &kept.device_token, &hello).await?;
    if matches!(reply.status, 401 | 403 | 404) {
        return Ok(None);
    }
    success(reply, "heartbeat")?;
    Ok(Some(DeviceCredentials {
        device_id: kept.device_id,
        device_token: kept.device_token,
        key_id: kept.key_id,
        key: key.clone(),
        lat: kept.lat,
        lng: kept.lng,
        slots_per_hour: Some(kept.slots_per_hour),
        plays_video: false,
        fresh: false,
    }))
}

fn keep(plan: &SetupPlan, name: &str, device: &DeviceCredentials) -> anyhow::Result<()> {
    let Some(path) = kept_path(plan, name) else { return Ok(()) };
    let kept = KeptDevice {
        base_url: plan.base_url.clone(),
        device_id: device.device_id,
        device_token: device.device_token.clone(),
        key_id: device.key_id.clone(),
        lat: device.lat,
        lng: device.lng,
        slots_per_hour: plan.slots_per_hour,
    };
    write_private(&path, &serde_json::to_vec_pretty(&kept)?)
}

fn kept_path(plan: &SetupPlan, name: &str) -> Option<PathBuf> {
    plan.keys_dir.as_ref().map(|folder| folder.join(format!("{name}.json")))
}

fn read_kept(path: &Path) -> anyhow::Result<KeptDevice> {
    let context = || format!("reading {}", path.display());
    let bytes = fs::read(path).with_context(context)?;
    serde_json::from_slice(&bytes).with_context(context)
}

fn success(reply: Reply, what: &str) -> anyhow::Result<Reply> {
    reply.expect_success(what)?;
    Ok(reply)
}

/// Encodes all but the unreserved characters of a query value.
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_survive_a_query() {
        assert_eq!(percent_encoded("a+b/c=&é"), "a%2Bb%2Fc%3D%26%C3%A9");
        assert_eq!(percent_encoded("a-b_c.d~1"), "a-b_c.d~1");
    }
}
