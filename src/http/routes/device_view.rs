//! A device as answers show it.

use serde::Serialize;
use uuid::Uuid;

use super::screenshot_gallery::UploadRate;
use crate::{
    db::codec::sha256,
    domain::{
        catalog::{Device, DeviceKeyRecord, DeviceStatus, Orientation, Store, access::Owner},
        money::Amount,
        refusal::Refusal,
        time::{DAY_MS, SECOND_MS, Timestamp},
    },
    engine::actor::Actor,
    http::AppState,
};

/// Micros of a tenth of an inch, as a number with one decimal.
const TENTH: i64 = 100_000;

/// A public key of a device.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct DeviceKeyView {
    /// `key_id` of submissions.
    pub key_id: Uuid,
    /// SHA-256 of the key (SubjectPublicKeyInfo, DER), hex.
    pub fingerprint: String,
    /// Counts from.
    pub valid_from: Timestamp,
    /// No longer counts for plays after this moment.
    pub valid_until: Option<Timestamp>,
}

impl DeviceKeyView {
    fn of(key: &DeviceKeyRecord) -> Self {
        Self {
            key_id: key.id,
            fingerprint: hex::encode(sha256(&key.spki_der)),
            valid_from: key.valid_from,
            valid_until: key.valid_until,
        }
    }
}

/// A screen in a store.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct DeviceView {
    /// Id.
    pub id: Uuid,
    /// Where it stands now.
    pub store_id: Option<Uuid>,
    /// Display name.
    pub name: String,
    /// Diagonal, at most one decimal.
    #[schema(value_type = f64)]
    pub screen_inches: Amount,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// How it hangs.
    pub orientation: Orientation,
    /// Ad slots an hour, as declared.
    pub slots_per_hour: Option<u32>,
    /// Display time of an image, seconds; the appliance's default where absent (null).
    pub image_display_seconds: Option<u16>,
    /// Whether it may play.
    pub status: DeviceStatus,
    /// Whether a heartbeat came within the last minutes.
    pub online: bool,
    /// Newest heartbeat, server clock.
    pub last_heartbeat: Option<Timestamp>,
    /// Newest measured clock error, device less server, milliseconds.
    pub last_skew_ms: Option<i64>,
    /// Plays of the last 24 hours whose times say that the clock is wrong (edge case 5).
    pub clock_troubles_24h: u32,
    /// So many that the clock needs a person.
    pub has_chronic_clock_trouble: bool,
    /// Seconds online ever; only where one device is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uptime_seconds: Option<i64>,
    /// Screenshots that it uploaded; where devices are shown or listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub screenshots: Option<UploadRate>,
    /// Keys, oldest first.
    pub keys: Vec<DeviceKeyView>,
    /// Creation.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

impl DeviceView {
    pub(super) fn of(state: &AppState, row: &Device) -> Self {
        let views = state.views();
        let store = row.store_now().and_then(|no| views.stores.get(no.0));
        let figures = views.online.pin().get(&row.no).copied();
        let trouble = views.clock_troubles.pin().get(&row.no).copied();
        let troubles = trouble
            .filter(|(at, _)| state.now().since_ms(*at) < DAY_MS)
            .map_or(0, |(_, count)| count);
        let limit = state.settings().review.chronic_clock_plays;
        Self {
            id: row.id,
            store_id: store.map(|store| store.id),
            name: row.name.clone(),
            screen_inches: Amount::from_micros(i64::from(row.screen_inches_x10) * TENTH),
            width: row.width,
            height: row.height,
            orientation: row.orientation,
            slots_per_hour: row.habits_now().slots_per_hour,
            image_display_seconds: row.habits_now().image_display_seconds,
            status: row.status_now(),
            online: is_online(state, row),
            last_heartbeat: figures.map(|figures| figures.last_heartbeat),
            last_skew_ms: figures.and_then(|figures| figures.last_skew_ms),
            clock_troubles_24h: troubles,
            has_chronic_clock_trouble: limit > 0 && troubles >= limit,
            uptime_seconds: None,
            screenshots: None,
            keys: row.keys.iter().map(DeviceKeyView::of).collect(),
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// Whether a device is online now. Rule: D-03.
pub(super) fn is_online(state: &AppState, row: &Device) -> bool {
    let window_ms = i64::from(state.settings().heartbeat.online_seconds) * SECOND_MS;
    state.views().is_online(row.no, state.now(), window_ms)
}

/// Whether the actor may see a device: operators all, suppliers those in their stores.
pub(super) fn sees(state: &AppState, actor: &Actor, row: &Device) -> bool {
    let store = || row.store_now().and_then(|no| state.views().stores.get(no.0));
    let is_own = |store: &Store| actor.sees(Owner::Supplier(store.supplier));
    actor.is_operator() || store().is_some_and(|store| is_own(&store))
}

/// Tenths of an inch of a diagonal with at most one decimal.
///
/// # Errors
/// `VALIDATION_FAILED` on `screen_inches`.
pub(super) fn tenths(inches: Amount) -> Result<u32, Refusal> {
    if inches.micros() % TENTH != 0 {
        let message = format!("Screen must have at most 1 decimal, not {inches}");
        return Err(Refusal::field("screen_inches", "TOO_MANY_DECIMALS", message));
    }
    u32::try_from(inches.micros() / TENTH).map_err(|_| {
        let message = format!("Screen cannot measure {inches} inches");
        Refusal::field("screen_inches", "RANGE", message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn diagonals_have_one_decimal() {
        for (text, found) in [
            ("55", Ok(550)),
            ("54.6", Ok(546)),
            ("54.60", Ok(546)),
            ("54.65", Err("TOO_MANY_DECIMALS")),
            ("-1", Err("RANGE")),
            ("900000000", Err("RANGE")),
        ] {
            let tenths = tenths(Amount::parse(text).unwrap());
            let tenths = tenths.map_err(|refusal| refusal.fields[0].error.clone());
            assert_eq!(tenths, found.map_err(str::to_owned), "{text}");
        }
    }
}
