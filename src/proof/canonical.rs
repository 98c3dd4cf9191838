//! The texts that devices sign, byte for byte. Rule: D-06.

use uuid::Uuid;

/// The first line of a v2 text.
pub const V2_HEADER: &str = "vetrina-play-v2";

/// Writes the v1 text: the three strings as sent, one after the other, over what `out` held.
///
/// Rule: D-06, S3's `campaign_id + played_at + screenshot_hash`.
pub fn write_v1(out: &mut Vec<u8>, campaign_id: &str, played_at: &str, screenshot_hash: &str) {
    out.clear();
    for part in [campaign_id, played_at, screenshot_hash] {
        out.extend_from_slice(part.as_bytes());
    }
}

/// A field that is signed as sent holds a line break, so the text would be ambiguous.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field} holds a line break")]
pub struct NotOneLine {
    /// The field's name on the wire.
    pub field: &'static str,
}

/// Every billed field of one play, as signed by v2.
#[derive(Clone, Copy, Debug)]
pub struct SignedText<'a> {
    /// The device's key.
    pub key_id: Uuid,
    /// The device.
    pub device_id: Uuid,
    /// The device's counter of plays, strictly increasing.
    pub counter: u64,
    /// The device's own id of the play.
    pub impression_id: Uuid,
    /// The campaign.
    pub campaign_id: Uuid,
    /// The creative that was shown.
    pub content_asset_id: Uuid,
    /// The variant of an A/B test; an empty line without.
    pub variant_id: Option<&'a str>,
    /// The end of the play by the device's clock, exactly as sent.
    pub played_at: &'a str,
    /// Seconds played.
    pub duration_actual: u32,
    /// The hash of the screenshot, exactly as sent.
    pub screenshot_hash: &'a str,
    /// Latitude in millionths of a degree; an empty line without.
    pub lat_microdegrees: Option<i32>,
    /// Longitude in millionths of a degree; an empty line without.
    pub lng_microdegrees: Option<i32>,
}

impl SignedText<'_> {
    /// Writes the 13 lines, joined by `\n` without one at the end, over what `out` held.
    ///
    /// UUIDs are lowercase and hyphenated; degrees have exactly six decimals. Rule: D-06.
    ///
    /// # Errors
    /// Where a field that is taken as sent holds a line break.
    pub fn write_v2(&self, out: &mut Vec<u8>) -> Result<(), NotOneLine> {
        one_line("played_at", self.played_at)?;
        one_line("screenshot_hash", self.screenshot_hash)?;
        one_line("variant_id", self.variant_id.unwrap_or_default())?;
        out.clear();
        out.extend_from_slice(V2_HEADER.as_bytes());
        push_uuid_line(out, Some(self.key_id));
        push_uuid_line(out, Some(self.device_id));
        out.push(b'\n');
        push_number(out, self.counter);
        push_uuid_line(out, Some(self.impression_id));
        push_uuid_line(out, Some(self.campaign_id));
        push_uuid_line(out, Some(self.content_asset_id));
        push_text_line(out, self.variant_id.unwrap_or_default());
        push_text_line(out, self.played_at);
        out.push(b'\n');
        push_number(out, u64::from(self.duration_actual));
        push_text_line(out, self.screenshot_hash);
        push_degrees_line(out, self.lat_microdegrees);
        push_degrees_line(out, self.lng_microdegrees);
        Ok(())
    }
}

fn one_line(field: &'static str, text: &str) -> Result<(), NotOneLine> {
    if text.bytes().any(|byte| byte == b'\n' || byte == b'\r') {
        return Err(NotOneLine { field });
    }
    Ok(())
}

fn push_text_line(out: &mut Vec<u8>, text: &str) {
    out.push(b'\n');
    out.extend_from_slice(text.as_bytes());
}

fn push_uuid_line(out: &mut Vec<u8>, id: Option<Uuid>) {
    let text = id.map(|id| {
        let mut buffer = [0; uuid::fmt::Hyphenated::LENGTH];
        id.hyphenated().encode_lower(&mut buffer);
        buffer
    });
    out.push(b'\n');
    out.extend_from_slice(text.as_ref().map_or(&[], |buffer| buffer.as_slice()));
}

fn push_degrees_line(out: &mut Vec<u8>, microdegrees: Option<i32>) {
    out.push(b'\n');
    let Some(value) = microdegrees else { return };
    if value < 0 {
        out.push(b'-');
    }
    let magnitude = value.unsigned_abs();
    push_number(out, u64::from(magnitude / 1_000_000));
    out.push(b'.');
    push_padded(out, u64::from(magnitude % 1_000_000), 6);
}

fn push_number(out: &mut Vec<u8>, number: u64) {
    push_padded(out, number, 1);
}

/// Writes a number with at least so many digits.
fn push_padded(out: &mut Vec<u8>, mut number: u64, min_digits: usize) {
    let mut digits = [b'0'; 20];
    let mut first = digits.len();
    while number > 0 {
        first -= 1;
        digits[first] = b'0' + (number % 10) as u8;
        number /= 10;
    }
    let first = first.min(digits.len() - min_digits);
    out.extend_from_slice(&digits[first..]);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sample() -> SignedText<'static> {
        SignedText {
            key_id: Uuid::from_u128(0x0192_f7a0_0000_7000_8000_0000_0000_000a),
            device_id: Uuid::from_u128(0x0192_f7a0_0000_7000_8000_0000_0000_000b),
            counter: 4711,
            impression_id: Uuid::from_u128(0x0192_f7a0_0000_7000_8000_0000_0000_000c),
            campaign_id: Uuid::from_u128(0x0192_f7a0_5b1e_7c3d_8a4f_1234_5678_90ab),
            content_asset_id: Uuid::from_u128(0x0192_f7a0_0000_7000_8000_0000_0000_000d),
            variant_id: None,
            played_at: "2026-02-05T14:30:00Z",
            duration_actual: 28,
            screenshot_hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            lat_microdegrees: Some(10_776_900),
            lng_microdegrees: Some(-500_001),
        }
    }

    #[test]
    fn both_texts_are_the_ones_that_were_signed_elsewhere() {
        let mut out = b"left over".to_vec();
        sample().write_v2(&mut out).unwrap();
        assert_eq!(out, include_bytes!("../../tests/fixtures/proof/play_v2.txt"));
        let campaign = "0192f7a0-5b1e-7c3d-8a4f-1234567890ab";
        write_v1(&mut out, campaign, sample().played_at, sample().screenshot_hash);
        assert_eq!(out, include_bytes!("../../tests/fixtures/proof/play_v1.txt"));
    }

    #[test]
    fn absent_fields_are_empty_lines() {
        let bare = SignedText { lat_microdegrees: None, lng_microdegrees: None, ..sample() };
        let mut out = Vec::new();
        bare.write_v2(&mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let lines: Vec<&str> = text.split('\n').collect();
        assert_eq!(lines.len(), 13);
        assert_eq!((lines[7], lines[11], lines[12]), ("", "", ""));
    }

    #[test]
    fn a_line_break_in_a_field_is_refused() {
        let mut out = Vec::new();
        let forged = SignedText { played_at: "2026-02-05T14:30:00Z\n28", ..sample() };
        assert_eq!(forged.write_v2(&mut out), Err(NotOneLine { field: "played_at" }));
        let forged = SignedText { screenshot_hash: "ab\rcd", ..sample() };
        assert_eq!(forged.write_v2(&mut out), Err(NotOneLine { field: "screenshot_hash" }));
    }

    #[test]
    fn degrees_have_exactly_six_decimals() {
        for (value, expected) in [
            (0, "0.000000"),
            (1, "0.000001"),
            (-1, "-0.000001"),
            (90_000_000, "90.000000"),
            (-180_000_000, "-180.000000"),
            (106_700_981, "106.700981"),
            (i32::MIN, "-2147.483648"),
        ] {
            let mut out = Vec::new();
            push_degrees_line(&mut out, Some(value));
            assert_eq!(out, format!("\n{expected}").into_bytes());
        }
    }

    proptest! {
        #[test]
        fn numbers_are_plain_decimals(number: u64) {
            let mut out = Vec::new();
            push_number(&mut out, number);
            prop_assert_eq!(out, number.to_string().into_bytes());
        }
    }
}
