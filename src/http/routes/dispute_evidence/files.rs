//! The files of a part: for each play everything about it, beside the facts of campaign, stores and
//! devices.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    facts::distance_m,
    material::{Material, span_of},
};
use crate::{
    domain::{
        catalog::{Device, Store},
        dispute::{Assessment, EvidenceStage},
        ids::{DeviceNo, StoreNo},
        impression::record::ImpressionRow,
        pricing::price::PriceSteps,
    },
    engine::reads::Impression,
    http::{
        AppState,
        routes::{impression_reads::trail_of, impression_view::signed_text},
    },
    media::evidence::{EvidenceError, Frame, Pack},
};

/// Characters of a line of PEM.
const PEM_LINE: usize = 64;

/// The folder of a step inside a bundle.
pub const fn folder(stage: EvidenceStage) -> &'static str {
    match stage {
        EvidenceStage::Opened => "opened",
        EvidenceStage::Investigation => "investigation",
    }
}

/// Adds a JSON file, indented, so that people can read it.
pub fn add_json(
    pack: &mut Pack<'_>,
    name: &str,
    value: &impl Serialize,
) -> Result<(), EvidenceError> {
    let bytes = serde_json::to_vec_pretty(value).map_err(std::io::Error::from)?;
    pack.add(name, &bytes)
}

/// A play with everything that is known about it.
pub struct PlayFile<'a> {
    /// The play.
    pub play: &'a Impression,
    /// How its price came about.
    pub steps: Option<PriceSteps>,
    /// Its screenshot.
    pub frame: &'a Frame,
    /// What the evidence says.
    pub assessment: &'a Assessment,
}

/// Adds everything about one play.
pub fn add_play(
    state: &AppState,
    pack: &mut Pack<'_>,
    stage: EvidenceStage,
    file: PlayFile<'_>,
    material: &Material,
) -> Result<(), EvidenceError> {
    let row = &file.play.row;
    let at = |name: &str| format!("{}/plays/{}/{name}", folder(stage), row.id);
    let trail = trail_of(state, file.play, file.steps, &material.transfers);
    add_json(pack, &at("trail.json"), &trail)?;
    pack.add(&at("signed-text.txt"), &signed_text(state, row))?;
    pack.add(&at("signature.bin"), &row.signature)?;
    if let Some(pem) = key_pem(state, row) {
        pack.add(&at("key.pem"), pem.as_bytes())?;
    }
    if let Frame::Intact(bytes) = file.frame {
        pack.add(&at("screenshot.jpg"), bytes)?;
    }
    add_json(pack, &at("location.json"), &location(state, row))?;
    add_json(pack, &at("heartbeats.json"), &heartbeats(state, row, material))?;
    add_json(pack, &at("playback-log.json"), &playback_log(state, row, material))?;
    add_json(pack, &at("device-log.json"), &device_log(state, row, material))?;
    add_json(pack, &at("findings.json"), file.assessment)
}

/// The key that signed, for `openssl dgst`.
fn key_pem(state: &AppState, row: &ImpressionRow) -> Option<String> {
    let device = state.views().devices.get(row.device.0)?;
    let text = STANDARD.encode(&device.keys.get(usize::from(row.key?))?.spki_der);
    let mut pem = String::from("-----BEGIN PUBLIC KEY-----\n");
    for (place, sign) in text.chars().enumerate() {
        if place > 0 && place % PEM_LINE == 0 {
            pem.push('\n');
        }
        pem.push(sign);
    }
    pem.push_str("\n-----END PUBLIC KEY-----\n");
    Some(pem)
}

/// GPS against the store's geofence.
fn location(state: &AppState, row: &ImpressionRow) -> Value {
    let store = state.views().stores.get(row.store.0);
    let limits = &state.settings().impressions.location;
    let place = store.as_ref().map(|store| {
        store.traits_at(row.played_at).map_or(store.location, |traits| traits.location)
    });
    json!({
        "device": row.location,
        "store": place,
        "store_id": store.map(|store| store.id),
        "distance_m": distance_m(state, row),
        "near_m": limits.near_m,
        "far_m": limits.far_m,
    })
}

fn heartbeats(state: &AppState, row: &ImpressionRow, material: &Material) -> Value {
    let (from, to) = span_of(row, &state.settings().dispute);
    let to = to.max(row.received_at);
    let runs = material.runs.get(&row.device).into_iter().flatten();
    let near = runs.filter(|run| run.first <= to && run.last >= from);
    let near: Vec<Value> = near.map(|run| json!({"first": run.first, "last": run.last})).collect();
    json!({
        "says": "Server clock. Within a run no two heartbeats are further apart than the limit.",
        "longest_gap_seconds": state.settings().heartbeat.online_seconds,
        "from": from,
        "to": to,
        "runs": near,
    })
}

/// What the device reported to have played around the play.
fn playback_log(state: &AppState, row: &ImpressionRow, material: &Material) -> Value {
    let (from, to) = span_of(row, &state.settings().dispute);
    let around = material.around.get(&row.device).into_iter().flatten();
    let around = around.filter(|play| (from..=to).contains(&play.row.played_at));
    let plays = around.map(|play| {
        let other = &play.row;
        // Whose the plays of other campaigns are is not for the readers of this bundle.
        let same = other.campaign == row.campaign;
        json!({
            "impression_id": same.then_some(other.id),
            "this_one": other.id == row.id,
            "same_campaign": same,
            "played_at": other.played_at,
            "duration_actual": other.duration_actual,
            "counter": other.counter,
            "received_at": other.received_at,
            "status": play.status(),
            "reason": play.reason().map(|code| code.recorded_reason()),
        })
    });
    let plays: Vec<Value> = plays.collect();
    json!({"clock": "device", "from": from, "to": to, "plays": plays})
}

fn device_log(state: &AppState, row: &ImpressionRow, material: &Material) -> Value {
    let (from, to) = span_of(row, &state.settings().dispute);
    let logs = material.logs.get(&row.device);
    let lines = logs.map_or(&[][..], |logs| logs.lines.as_slice());
    let own = row.campaign;
    let is_other = |id: Uuid| {
        state.views().campaigns.by_id(id).is_some_and(|campaign| Some(campaign.no) != own)
    };
    let lines = lines.iter().filter(|line| (from..=to).contains(&line.at)).cloned();
    let lines: Vec<_> = lines
        .map(|mut line| {
            line.message = veiled(&line.message, is_other);
            line
        })
        .collect();
    let cut = logs.is_some_and(|logs| logs.cut);
    json!({"clock": "device", "from": from, "to": to, "lines": lines, "more_than_kept": cut})
}

/// Where an id of something else stood in a device's log.
const VEIL: &str = "(another campaign)";
/// Characters of an id with its dashes.
const ID_LEN: usize = 36;

/// A line of a log without the ids that are not for those who dispute: whose else ads ran is theirs.
fn veiled(text: &str, is_other: impl Fn(Uuid) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let id = rest.get(..ID_LEN).and_then(|part| Uuid::try_parse(part).ok());
        let step = if id.is_some_and(&is_other) {
            out.push_str(VEIL);
            ID_LEN
        } else {
            out.push(first);
            first.len_utf8()
        };
        rest = &rest[step..];
    }
    out
}

/// Adds the facts of a device as they are now: where it stood, its keys.
pub fn add_device(
    state: &AppState,
    pack: &mut Pack<'_>,
    stage: EvidenceStage,
    no: DeviceNo,
) -> Result<(), EvidenceError> {
    let Some(device) = state.views().devices.get(no.0) else { return Ok(()) };
    let name = format!("{}/devices/{}.json", folder(stage), device.id);
    add_json(pack, &name, &device_facts(state, &device))
}

fn device_facts(state: &AppState, device: &Device) -> Value {
    let store_id = |no: &StoreNo| state.views().stores.get(no.0).map(|store| store.id);
    let stood = device.store.iter();
    let stood: Vec<Value> =
        stood.map(|(from, no)| json!({"from": from, "store_id": store_id(no)})).collect();
    let statuses = device.status.iter();
    let statuses: Vec<Value> =
        statuses.map(|(from, status)| json!({"from": from, "status": status})).collect();
    let keys = device.keys.iter().map(|key| {
        json!({
            "id": key.id,
            "public_key_der_base64": STANDARD.encode(&key.spki_der),
            "valid_from": key.valid_from,
            "valid_until": key.valid_until,
        })
    });
    let keys: Vec<Value> = keys.collect();
    json!({
        "id": device.id,
        "name": device.name,
        "screen_inches_x10": device.screen_inches_x10,
        "width": device.width,
        "height": device.height,
        "stores": stood,
        "statuses": statuses,
        "keys": keys,
    })
}

/// Adds the facts of a store.
pub fn add_store(
    state: &AppState,
    pack: &mut Pack<'_>,
    stage: EvidenceStage,
    no: StoreNo,
) -> Result<(), EvidenceError> {
    let Some(store) = state.views().stores.get(no.0) else { return Ok(()) };
    let name = format!("{}/stores/{}.json", folder(stage), store.id);
    add_json(pack, &name, &store_facts(state, &store))
}

fn store_facts(state: &AppState, store: &Store) -> Value {
    let supplier = state.views().suppliers.get(store.supplier.0);
    json!({
        "id": store.id,
        "name": store.name,
        "supplier_id": supplier.as_ref().map(|row| row.id),
        "supplier": supplier.map(|row| row.name.clone()),
        "region": store.region,
        "address": store.address,
        "location": store.location,
        "timezone": store.timezone,
        "category": store.traits_now().map(|traits| traits.category),
        "status": store.traits_now().map(|traits| traits.status),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_others_are_veiled_in_a_line() {
        let (own, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let is_other = |id: Uuid| id == other;
        for (line, expected) in [
            (format!("{own} für 10 s"), format!("{own} für 10 s")),
            (format!("ä {other}: ok"), format!("ä {VEIL}: ok")),
            (format!("{other}{other}"), format!("{VEIL}{VEIL}")),
            ("short".to_owned(), "short".to_owned()),
        ] {
            assert_eq!(veiled(&line, is_other), expected);
        }
    }
}
