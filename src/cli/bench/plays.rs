//! The plays of a bench: which device plays what when, as text to sign, as submission, as JSON.
//! All of it follows from the kind and the number of a play alone.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use uuid::Uuid;

use super::{cache::SIGNATURE_BYTES, setup::World};
use crate::{
    db::codec::sha256,
    domain::{
        impression::record::{RawText, Submission},
        time::{MINUTE_MS, SECOND_MS, Timestamp},
    },
    proof::canonical::SignedText,
};

/// Duplicate buckets of a round: both are younger than the 10 minutes of a live play.
const BUCKETS: usize = 2;
/// Minutes between two rounds.
const ROUND_MINUTES: i64 = 10;
/// Seconds from the first bucket's start to the moment of its first play.
const FIRST_PLAY_S: i64 = 60;
/// Plays of one bucket end within so many seconds.
const SPREAD_S: usize = 200;
/// Seconds that an image shows.
pub const IMAGE_SECONDS: u16 = 10;
/// Plays of one batch over HTTP.
pub const BATCH: usize = 200;

/// How plays spread over devices and campaigns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Devices in turn, each with other campaigns.
    Uniform,
    /// Devices in turn, all on one campaign.
    Hot,
    /// 200 plays of one device, then of the next.
    Batch,
}

impl Kind {
    /// A word for file names.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Uniform => "uniform",
            Self::Hot => "hot",
            Self::Batch => "batch",
        }
    }

    /// Plays that fit into one round without a duplicate.
    #[must_use]
    pub const fn plays_a_round(self, devices: usize, campaigns: usize) -> usize {
        match self {
            Self::Uniform => devices * campaigns * BUCKETS,
            Self::Hot => devices * BUCKETS,
            Self::Batch => devices * BATCH,
        }
    }
}

/// One play by its numbers.
#[derive(Clone, Copy, Debug)]
pub struct Play {
    /// Index of the device.
    pub device: usize,
    /// Index of the campaign.
    pub campaign: usize,
    /// Round, counted from zero.
    pub round: usize,
    /// End of the play.
    pub played_at: Timestamp,
    counter: u64,
    id: Uuid,
    screenshot: [u8; 32],
}

impl Play {
    /// The same play at a later time, as another one: `number` is its place among all.
    pub fn renumber(&mut self, number: usize, devices: usize, shift_ms: i64) {
        self.played_at = self.played_at.plus_ms(shift_ms);
        self.counter = (number / devices) as u64 + 1;
        self.screenshot = sha256(format!("later {number}").as_bytes());
        self.id = id_of(self.played_at, &self.screenshot);
    }
}

/// An id such as a device makes: version 7, of the moment of the play.
fn id_of(played_at: Timestamp, hash: &[u8; 32]) -> Uuid {
    let mut random = [0; 10];
    random.copy_from_slice(&hash[..10]);
    let ms = u64::try_from(played_at.ms()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid()
}

/// The plays of a world.
#[derive(Clone, Copy, Debug)]
pub struct Plays<'a> {
    world: &'a World,
}

impl<'a> Plays<'a> {
    /// The plays of a world.
    #[must_use]
    pub const fn of(world: &'a World) -> Self {
        Self { world }
    }

    /// Changes whenever a signature of an earlier run would no longer fit.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let world = self.world;
        let mut text = format!("1 {}", world.start);
        for device in &world.devices {
            text.push_str(&format!("{}{}{:?}", device.id, device.key_id, device.place));
        }
        for (campaign, asset) in &world.campaigns {
            text.push_str(&format!("{campaign}{asset}"));
        }
        hex::encode(&sha256(text.as_bytes())[..8])
    }

    /// The server's clock during a round.
    #[must_use]
    pub const fn clock(&self, round: usize) -> Timestamp {
        self.world.start.plus_ms(round as i64 * ROUND_MINUTES * MINUTE_MS)
    }

    /// A play by its number.
    #[must_use]
    pub fn play(&self, kind: Kind, index: usize) -> Play {
        let (devices, campaigns) = (self.world.devices.len(), self.world.campaigns.len());
        let (device, turn, campaign, bucket) = match kind {
            Kind::Uniform => {
                let (device, turn) = (index % devices, index / devices);
                (device, turn, (turn + device * 7) % campaigns, turn / campaigns % BUCKETS)
            }
            Kind::Hot => (index % devices, index / devices, 0, index / devices % BUCKETS),
            Kind::Batch => {
                let (device, round) = (index / BATCH % devices, index / BATCH / devices);
                let turn = round * BATCH + index % BATCH;
                (device, turn, turn % campaigns, index % BATCH / campaigns % BUCKETS)
            }
        };
        let round = index / kind.plays_a_round(devices, campaigns);
        // The round's clock stands ten seconds before the end of its second bucket.
        let begin = self.clock(round).plus_ms(10 * SECOND_MS - ROUND_MINUTES * MINUTE_MS);
        let second = FIRST_PLAY_S + (device % SPREAD_S) as i64;
        let played_at = begin.plus_ms((bucket as i64 * 5 * 60 + second) * SECOND_MS);
        let screenshot = sha256(format!("{} {index}", kind.name()).as_bytes());
        let id = id_of(played_at, &screenshot);
        Play { device, campaign, round, played_at, counter: turn as u64 + 1, id, screenshot }
    }

    /// The credential of the device of a play.
    #[must_use]
    pub fn token(&self, play: &Play) -> &'a str {
        &self.world.devices[play.device].token
    }

    /// The canonical text (version 2) of a play.
    #[must_use]
    pub fn signed_text(&self, play: &Play) -> Vec<u8> {
        let device = &self.world.devices[play.device];
        let (campaign_id, content_asset_id) = self.world.campaigns[play.campaign];
        let mut out = Vec::with_capacity(512);
        let text = SignedText {
            key_id: device.key_id,
            device_id: device.id,
            counter: play.counter,
            impression_id: play.id,
            campaign_id,
            content_asset_id,
            variant_id: None,
            played_at: &play.played_at.to_string(),
            duration_actual: IMAGE_SECONDS.into(),
            screenshot_hash: &hex::encode(play.screenshot),
            lat_microdegrees: Some(device.place.lat_e6()),
            lng_microdegrees: Some(device.place.lng_e6()),
        };
        text.write_v2(&mut out).expect("no field holds a line break");
        out
    }

    /// What the route's decoding makes of a play.
    #[must_use]
    pub fn submission(&self, play: &Play, signature: &[u8]) -> Submission {
        let device = &self.world.devices[play.device];
        let (campaign_id, asset_id) = self.world.campaigns[play.campaign];
        Submission {
            impression_id: Some(play.id),
            campaign_id,
            device_id: device.id,
            asset_id,
            played_at: play.played_at,
            duration_actual: IMAGE_SECONDS.into(),
            screenshot_hash: Some(play.screenshot),
            location: Some(device.place),
            signature: signature.to_vec(),
            sent_at: Some(self.clock(play.round)),
            queued: false,
            lease_id: None,
            variant_id: None,
            key_id: Some(device.key_id),
            counter: Some(play.counter),
            signature_version: 2,
            raw: RawText::default(),
        }
    }

    /// The JSON that a device sends.
    #[must_use]
    pub fn json(&self, play: &Play, signature: &[u8]) -> String {
        let device = &self.world.devices[play.device];
        let (campaign, asset) = self.world.campaigns[play.campaign];
        format!(
            "{{\"campaign_id\":\"{campaign}\",\"device_id\":\"{}\",\"content_asset_id\":\"{asset}\",\
             \"played_at\":\"{}\",\"duration_actual\":{IMAGE_SECONDS},\"proof\":{{\
             \"screenshot_hash\":\"{}\",\"device_signature\":\"{}\",\
             \"location\":{{\"lat\":{:.6},\"lng\":{:.6}}}}},\"impression_id\":\"{}\",\
             \"sent_at\":\"{}\",\"key_id\":\"{}\",\"counter\":{},\"signature_version\":2}}",
            device.id,
            play.played_at,
            hex::encode(play.screenshot),
            STANDARD.encode(signature),
            device.place.lat(),
            device.place.lng(),
            play.id,
            self.clock(play.round),
            device.key_id,
            play.counter,
        )
    }
}

/// The signature of a play among all of its kind.
#[must_use]
pub fn signature_of(signatures: &[u8], index: usize) -> &[u8] {
    &signatures[index * SIGNATURE_BYTES..][..SIGNATURE_BYTES]
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::cli::bench::setup::BenchDevice;

    fn world() -> World {
        let device = |n: u128| BenchDevice {
            no: crate::domain::ids::DeviceNo(n as u32),
            id: Uuid::from_u128(n),
            key_id: Uuid::from_u128(n + 1_000),
            token: String::new(),
            place: crate::domain::geo::GeoPoint::from_degrees(10.5, 106.7).unwrap(),
        };
        World {
            start: Timestamp::parse("2027-03-01T12:09:50Z").unwrap(),
            devices: (0..7).map(device).collect(),
            campaigns: (0..100).map(|n| (Uuid::from_u128(n), Uuid::from_u128(n + 500))).collect(),
        }
    }

    /// No two plays share campaign, device and 5-minute bucket, a counter, or an id. Rule: D-07.
    #[test]
    fn no_play_is_a_duplicate_and_all_are_live() {
        let world = world();
        let plays = Plays::of(&world);
        for kind in [Kind::Uniform, Kind::Hot, Kind::Batch] {
            let count = 2 * kind.plays_a_round(7, 100) + 3;
            let (mut keys, mut counters, mut ids) =
                (HashSet::new(), HashSet::new(), HashSet::new());
            for index in 0..count {
                let play = plays.play(kind, index);
                let bucket = play.played_at.ms() / (5 * MINUTE_MS);
                assert!(keys.insert((play.device, play.campaign, bucket)), "{kind:?} {index}");
                assert!(counters.insert((play.device, play.counter)), "{kind:?} {index}");
                assert!(ids.insert(play.id));
                let delay_ms = plays.clock(play.round).since_ms(play.played_at);
                assert!((0..10 * MINUTE_MS).contains(&delay_ms), "{kind:?} {index}: {delay_ms}");
            }
            assert_eq!(plays.play(kind, count - 1).round, 2);
        }
    }
}
