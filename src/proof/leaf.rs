//! What a leaf of the transparency log holds: one billed play, or the reversal of one.
//!
//! A leaf is a text of lines `name value`, the same bytes whenever it is written from the same
//! rows, so leaves are not stored: whoever has the rows computes them again. The first line names
//! the version; another order, another field or another spelling is a new version. Money is in
//! micros, times are milliseconds since 1970, what is absent is an empty value. Rules: POP-07, D-86,
//! D-87.

use uuid::Uuid;

use super::{
    canonical::{self, NotOneLine, SignedText},
    verify::proof_hash,
};
use crate::domain::{
    geo::GeoPoint,
    ids::Seq,
    impression::record::{ImpressionRow, PlayStatus, RawText},
    time::Timestamp,
};

/// First line of the leaf of a billed play.
pub const PLAY_HEADER: &str = "vetrina-play-leaf-v1";
/// First line of the leaf that takes a billed play back.
pub const REVERSAL_HEADER: &str = "vetrina-reversal-leaf-v1";
/// Most bytes of an entry that the tiles of a log can carry.
pub const MAX_ENTRY_BYTES: usize = 65_535;

/// The ids that the numbers of a play's row stand for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlayIds {
    /// Campaign.
    pub campaign: Uuid,
    /// Device.
    pub device: Uuid,
    /// Store that the device stood in.
    pub store: Uuid,
    /// Owner of the store.
    pub supplier: Uuid,
    /// Asset that was shown.
    pub asset: Uuid,
    /// Key that signed.
    pub key: Uuid,
}

/// Somebody who knows which ids the numbers of a row stand for.
pub trait Names {
    /// The ids of a billed play; `None` where a number stands for nothing.
    fn play_ids(&self, row: &ImpressionRow) -> Option<PlayIds>;
}

/// Everything that the leaf of a billed play says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlayLeaf<'a> {
    /// The device's own id of the play.
    pub impression: Uuid,
    /// Ids.
    pub ids: PlayIds,
    /// Key that the device named, if it named one.
    pub key_named: Option<Uuid>,
    /// 1 or 2.
    pub signature_version: u8,
    /// The device's counter of plays.
    pub counter: Option<u64>,
    /// Lease that offered the slot.
    pub lease: Option<Uuid>,
    /// Variant as the device named it.
    pub variant: Option<&'a str>,
    /// Number of the A/B test that counts it, and the variant's place in it.
    pub ab_test: Option<(u32, u8)>,
    /// Place of the test run that counts it.
    pub test_run: Option<u8>,
    /// End of the play, device clock.
    pub played_at: Timestamp,
    /// Receipt, server clock.
    pub received_at: Timestamp,
    /// Moment of sending, device clock.
    pub sent_at: Option<Timestamp>,
    /// Declared as queued.
    pub queued: bool,
    /// Came late through a queue.
    pub delayed: bool,
    /// Length of the content, seconds.
    pub duration_expected: u16,
    /// Seconds played.
    pub duration_actual: u32,
    /// Latitude and longitude, microdegrees.
    pub location: Option<(i32, i32)>,
    /// SHA-256 of the captured frame.
    pub screenshot: Option<[u8; 32]>,
    /// 0 to 100.
    pub quality: u8,
    /// Bits of the deductions.
    pub deductions: u16,
    /// Bits of the flags.
    pub flags: u16,
    /// Held for review before it was billed.
    pub reviewed: bool,
    /// Peak hour of the store's wall clock.
    pub peak: bool,
    /// Rate card version.
    pub rate_version: u32,
    /// CPM, micros.
    pub cpm: i64,
    /// Price, micros.
    pub cost: i64,
    /// Paid from the campaign's escrow, micros.
    pub charged: i64,
    /// Paid by the platform, micros.
    pub absorbed: i64,
    /// The supplier's share, micros.
    pub supplier_share: i64,
    /// The campaign's remaining budget afterwards, micros.
    pub remaining: i64,
    /// Texts as sent, where they were not canonical: campaign, time, screenshot hash.
    pub raw: [Option<&'a str>; 3],
    /// SHA-256 of the signed text and the signature (rule D-16).
    pub proof: [u8; 32],
}

impl<'a> PlayLeaf<'a> {
    /// What the leaf of a row says. Rule: POP-07.
    #[must_use]
    pub fn of(row: &'a ImpressionRow, ids: PlayIds, proof: [u8; 32]) -> Self {
        let raw = row.raw.as_deref();
        let money = &row.money;
        Self {
            impression: row.id,
            ids,
            key_named: named_key(row, &ids),
            signature_version: row.signature_version,
            counter: row.counter,
            lease: row.lease,
            variant: row.variant.as_deref(),
            ab_test: row.ab_test.map(|variant| (variant.test.0, variant.variant)),
            test_run: row.test_run,
            played_at: row.played_at,
            received_at: row.received_at,
            sent_at: row.sent_at,
            queued: row.queued,
            delayed: row.delayed,
            duration_expected: row.duration_expected,
            duration_actual: row.duration_actual,
            location: row.location.map(|at| (at.lat_e6(), at.lng_e6())),
            screenshot: row.screenshot_hash,
            quality: row.quality,
            deductions: row.deductions.bits(),
            flags: row.flags.bits(),
            reviewed: row.status == PlayStatus::UnderReview,
            peak: row.is_peak,
            rate_version: row.rate_version,
            cpm: money.cpm.micros(),
            cost: money.cost.micros(),
            charged: money.charged.micros(),
            absorbed: money.absorbed.micros(),
            supplier_share: money.supplier.micros(),
            remaining: money.remaining.micros(),
            raw: raw.map_or([None; 3], |raw| {
                [&raw.campaign_id, &raw.played_at, &raw.screenshot_hash].map(Option::as_deref)
            }),
            proof,
        }
    }

    /// Writes the entry over what `out` held.
    pub fn write(&self, out: &mut Vec<u8>) {
        let mut lines = Lines::start(out, PLAY_HEADER);
        self.write_ids(&mut lines);
        self.write_play(&mut lines);
        self.write_money(&mut lines);
        lines.hex("proof", Some(&self.proof));
    }

    fn write_ids(&self, lines: &mut Lines<'_>) {
        lines.id("impression", Some(self.impression));
        lines.id("campaign", Some(self.ids.campaign));
        lines.id("device", Some(self.ids.device));
        lines.id("store", Some(self.ids.store));
        lines.id("supplier", Some(self.ids.supplier));
        lines.id("asset", Some(self.ids.asset));
        lines.id("key", Some(self.ids.key));
        lines.id("key_named", self.key_named);
        lines.number("signature_version", Some(self.signature_version.into()));
        lines.count("counter", self.counter);
        lines.id("lease", self.lease);
        lines.text("variant", self.variant);
        lines.number("ab_test", self.ab_test.map(|(test, _)| test.into()));
        lines.number("ab_variant", self.ab_test.map(|(_, variant)| variant.into()));
        lines.number("test_run", self.test_run.map(i64::from));
    }

    fn write_play(&self, lines: &mut Lines<'_>) {
        lines.number("played_at", Some(self.played_at.ms()));
        lines.number("received_at", Some(self.received_at.ms()));
        lines.number("sent_at", self.sent_at.map(|at| at.ms()));
        lines.number("queued", Some(self.queued.into()));
        lines.number("delayed", Some(self.delayed.into()));
        lines.number("duration_expected", Some(self.duration_expected.into()));
        lines.number("duration_actual", Some(self.duration_actual.into()));
        lines.number("lat", self.location.map(|(lat, _)| lat.into()));
        lines.number("lng", self.location.map(|(_, lng)| lng.into()));
        lines.hex("screenshot", self.screenshot.as_ref());
        lines.text("raw_campaign", self.raw[0]);
        lines.text("raw_played_at", self.raw[1]);
        lines.text("raw_screenshot", self.raw[2]);
        lines.number("quality", Some(self.quality.into()));
        lines.number("deductions", Some(self.deductions.into()));
        lines.number("flags", Some(self.flags.into()));
        lines.number("reviewed", Some(self.reviewed.into()));
    }

    fn write_money(&self, lines: &mut Lines<'_>) {
        lines.number("peak", Some(self.peak.into()));
        lines.number("rate_version", Some(self.rate_version.into()));
        for (name, micros) in [
            ("cpm", self.cpm),
            ("cost", self.cost),
            ("charged", self.charged),
            ("absorbed", self.absorbed),
            ("supplier_share", self.supplier_share),
            ("remaining", self.remaining),
        ] {
            lines.number(name, Some(micros));
        }
    }
}

/// The leaf that takes a billed play back. Rule: D-87.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReversalLeaf<'a> {
    /// The play.
    pub impression: Uuid,
    /// Index of its leaf.
    pub play_leaf: u64,
    /// Its proof hash, which also keeps others from guessing what this leaf says.
    pub proof: [u8; 32],
    /// Why, as recorded.
    pub reason: &'a str,
    /// When it was decided, server clock.
    pub decided_at: Timestamp,
}

impl ReversalLeaf<'_> {
    /// Writes the entry over what `out` held.
    pub fn write(&self, out: &mut Vec<u8>) {
        let mut lines = Lines::start(out, REVERSAL_HEADER);
        lines.id("impression", Some(self.impression));
        lines.count("play_leaf", Some(self.play_leaf));
        lines.text("reason", Some(self.reason));
        lines.number("decided_at", Some(self.decided_at.ms()));
        lines.hex("proof", Some(&self.proof));
    }
}

/// A reversal as it is kept beside the play. Rule: D-87.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Reversal {
    /// Why, as recorded.
    pub reason: String,
    /// When it was decided, server clock.
    pub decided_at: Timestamp,
    /// Index of the play's leaf.
    pub play_leaf: u64,
    /// Place of the next entry when it was logged; its transfers lie near.
    pub near: Seq,
}

/// The three texts that a device's signature may cover as they were sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentTexts {
    /// Campaign.
    pub campaign_id: String,
    /// End of the play.
    pub played_at: String,
    /// Hash of the screenshot; empty without one.
    pub screenshot_hash: String,
}

impl SentTexts {
    /// The texts of a stored play: as sent where that is kept, else canonical.
    #[must_use]
    pub fn of(row: &ImpressionRow, campaign: Uuid) -> Self {
        let none = RawText::default();
        let raw = row.raw.as_deref().unwrap_or(&none);
        let sent = |kept: &Option<String>, canonical: &dyn Fn() -> String| {
            kept.clone().unwrap_or_else(canonical)
        };
        Self {
            campaign_id: sent(&raw.campaign_id, &|| campaign.to_string()),
            played_at: sent(&raw.played_at, &|| row.played_at.to_string()),
            screenshot_hash: sent(&raw.screenshot_hash, &|| {
                row.screenshot_hash.map(hex::encode).unwrap_or_default()
            }),
        }
    }
}

/// Writes the text that the device signed for a billed play, over what `out` held. Rule: D-06.
///
/// # Errors
/// Where a field has a line break: such a text was never signed.
pub fn write_signed_text(
    row: &ImpressionRow,
    ids: &PlayIds,
    out: &mut Vec<u8>,
) -> Result<(), NotOneLine> {
    let sent = SentTexts::of(row, ids.campaign);
    if row.signature_version == 1 {
        canonical::write_v1(out, &sent.campaign_id, &sent.played_at, &sent.screenshot_hash);
        return Ok(());
    }
    SignedText {
        key_id: named_key(row, ids).unwrap_or_default(),
        device_id: ids.device,
        counter: row.counter.unwrap_or_default(),
        impression_id: row.id,
        campaign_id: ids.campaign,
        content_asset_id: ids.asset,
        variant_id: row.variant.as_deref(),
        played_at: &sent.played_at,
        duration_actual: row.duration_actual,
        screenshot_hash: &sent.screenshot_hash,
        lat_microdegrees: row.location.map(GeoPoint::lat_e6),
        lng_microdegrees: row.location.map(GeoPoint::lng_e6),
    }
    .write_v2(out)
}

/// Writes the leaf of a billed play over what `out` held; `text` is room for the signed text.
pub fn write_play(row: &ImpressionRow, ids: &PlayIds, text: &mut Vec<u8>, out: &mut Vec<u8>) {
    let proof = play_proof(row, ids, text);
    write_proved(row, ids, proof, out);
}

/// Writes the leaf of a billed play whose proof hash is known, over what `out` held.
pub fn write_proved(row: &ImpressionRow, ids: &PlayIds, proof: [u8; 32], out: &mut Vec<u8>) {
    PlayLeaf::of(row, *ids, proof).write(out);
}

/// The proof hash of a billed play; `text` is room for the signed text. Rule: D-16.
#[must_use]
pub fn play_proof(row: &ImpressionRow, ids: &PlayIds, text: &mut Vec<u8>) -> [u8; 32] {
    if write_signed_text(row, ids, text).is_err() {
        text.clear();
    }
    proof_hash(text, &row.signature)
}

fn named_key(row: &ImpressionRow, ids: &PlayIds) -> Option<Uuid> {
    row.named(Some(ids.campaign), Some(ids.asset), Some(ids.key)).key
}

/// Lines of an entry. The writer of the engine writes one for each play, so nothing here allocates
/// and each field is copied once.
struct Lines<'a>(&'a mut Vec<u8>);

impl<'a> Lines<'a> {
    /// Starts an entry over what `out` held.
    fn start(out: &'a mut Vec<u8>, header: &str) -> Self {
        out.clear();
        out.extend_from_slice(header.as_bytes());
        out.push(b'\n');
        Self(out)
    }

    fn line(&mut self, name: &str, value: &[u8]) {
        self.0.reserve(name.len() + value.len() + 2);
        self.0.extend_from_slice(name.as_bytes());
        self.0.push(b' ');
        self.0.extend_from_slice(value);
        self.0.push(b'\n');
    }

    fn id(&mut self, name: &str, id: Option<Uuid>) {
        let mut text = [0; uuid::fmt::Hyphenated::LENGTH];
        let text = id.map(|id| &*id.hyphenated().encode_lower(&mut text));
        self.line(name, text.unwrap_or_default().as_bytes());
    }

    fn number(&mut self, name: &str, number: Option<i64>) {
        let mut text = itoa::Buffer::new();
        let text = number.map(|number| text.format(number));
        self.line(name, text.unwrap_or_default().as_bytes());
    }

    fn count(&mut self, name: &str, number: Option<u64>) {
        let mut text = itoa::Buffer::new();
        let text = number.map(|number| text.format(number));
        self.line(name, text.unwrap_or_default().as_bytes());
    }

    fn hex(&mut self, name: &str, hash: Option<&[u8; 32]>) {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = [[0; 2]; 32];
        let Some(hash) = hash else { return self.line(name, &[]) };
        for (pair, byte) in text.iter_mut().zip(hash) {
            *pair = [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
        }
        self.line(name, text.as_flattened());
    }

    /// A text from outside: all but plain visible characters are written as `%XX`.
    fn text(&mut self, name: &str, text: Option<&str>) {
        const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
        self.0.extend_from_slice(name.as_bytes());
        self.0.push(b' ');
        for byte in text.unwrap_or_default().bytes() {
            if byte.is_ascii_graphic() && byte != b'%' {
                self.0.push(byte);
            } else {
                let (high, low) = (usize::from(byte >> 4), usize::from(byte & 15));
                self.0.extend_from_slice(&[b'%', DIGITS[high], DIGITS[low]]);
            }
        }
        self.0.push(b'\n');
    }
}

/// A billed play for tests.
#[cfg(test)]
pub(crate) fn sample_row() -> ImpressionRow {
    use crate::domain::{
        ids::{AssetNo, CampaignNo, DeviceNo, StoreNo},
        impression::{fraud::Flags, quality::Deductions, record::PlayMoney},
        money::Amount,
    };
    let base = 0x0192_f7a0_0000_7000_8000_0000_0000_0000;
    let cost = Amount::from_micros(78_000);
    ImpressionRow {
        id: Uuid::from_u128(base + 7),
        campaign: Some(CampaignNo(0)),
        named_campaign: None,
        device: DeviceNo(0),
        store: StoreNo(0),
        asset: Some(AssetNo(0)),
        named_asset: None,
        status: PlayStatus::Verified,
        reason: None,
        played_at: Timestamp::from_ms(1_770_301_800_000),
        received_at: Timestamp::from_ms(1_770_301_802_500),
        duration_expected: 15,
        duration_actual: 15,
        money: PlayMoney {
            cost,
            charged: cost,
            absorbed: Amount::ZERO,
            supplier: Amount::from_micros(62_400),
            cpm: Amount::from_units(78),
            remaining: Amount::from_micros(999_922_000),
        },
        is_peak: true,
        rate_version: 1,
        quality: 100,
        deductions: Deductions::default(),
        flags: Flags::NONE,
        delayed: false,
        queued: false,
        sent_at: Some(Timestamp::from_ms(1_770_301_802_000)),
        signature_version: 2,
        key: Some(0),
        names_key: true,
        named_key: None,
        counter: Some(17),
        lease: None,
        variant: None,
        ab_test: None,
        test_run: None,
        location: None,
        screenshot_hash: Some([9; 32]),
        raw: None,
        message: None,
        details: None,
        signature: vec![7; 256],
    }
}

#[cfg(test)]
#[path = "leaf_tests.rs"]
mod tests;
