//! The frame a screen shows at the capture second: a small picture, encoded as JPEG.

use aws_lc_rs::digest;
use jpeg_encoder::{ColorType, Encoder};
use uuid::Uuid;

/// Width of a simulated frame in pixels.
pub const WIDTH: u16 = 160;
/// Height of a simulated frame in pixels.
pub const HEIGHT: u16 = 90;
/// JPEG quality that devices use. Rule: D-14.
pub const QUALITY: u8 = 75;
/// Side of one square of the bit pattern, in pixels.
const SQUARE: usize = 10;

/// What is on the screen; equal content gives equal bytes, so a frame can be drawn again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameContent {
    /// The campaign that plays.
    pub campaign_id: Uuid,
    /// The screen.
    pub device_id: Uuid,
    /// The moment of the picture by the device's clock, milliseconds since 1970 UTC.
    pub captured_at_ms: i64,
}

/// A JPEG and its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The JPEG file.
    pub jpeg: Vec<u8>,
    /// SHA-256 of `jpeg`, lowercase hex.
    pub sha256_hex: String,
}

/// Draws the frame: the campaign's colours, and a pattern of device and moment.
///
/// # Errors
/// The encoder refuses, which it does only for impossible sizes. Rule: D-14.
pub fn draw(content: &FrameContent) -> anyhow::Result<Frame> {
    let mut seed = Vec::with_capacity(40);
    seed.extend_from_slice(content.campaign_id.as_bytes());
    seed.extend_from_slice(content.device_id.as_bytes());
    seed.extend_from_slice(&content.captured_at_ms.to_be_bytes());
    let pattern = digest::digest(&digest::SHA256, &seed);
    let pixels = paint(content.campaign_id.as_bytes(), pattern.as_ref());
    let mut jpeg = Vec::with_capacity(8 * 1024);
    Encoder::new(&mut jpeg, QUALITY).encode(&pixels, WIDTH, HEIGHT, ColorType::Rgb)?;
    let sha256_hex = hex::encode(digest::digest(&digest::SHA256, &jpeg));
    Ok(Frame { jpeg, sha256_hex })
}

fn paint(campaign: &[u8; 16], pattern: &[u8]) -> Vec<u8> {
    let (width, height) = (usize::from(WIDTH), usize::from(HEIGHT));
    let mut pixels = Vec::with_capacity(width * height * 3);
    for band in 0..height / SQUARE {
        let first = pixels.len();
        for x in 0..width {
            let square = band * (width / SQUARE) + x / SQUARE;
            let byte = pattern[square / 8 % pattern.len()];
            let lit = byte >> (square % 8) & 1 == 1;
            let shade = u8::try_from(x * 96 / width).unwrap_or(96);
            for base in [campaign[13], campaign[14], campaign[15]] {
                let dark = base / 2;
                pixels.push(if lit { dark + shade } else { dark });
            }
        }
        // All rows of a band are the same.
        for _ in 1..SQUARE {
            pixels.extend_from_within(first..first + width * 3);
        }
    }
    pixels
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(captured_at_ms: i64) -> FrameContent {
        FrameContent {
            campaign_id: Uuid::from_u128(0xc0ffee),
            device_id: Uuid::from_u128(7),
            captured_at_ms,
        }
    }

    /// Rule: D-14.
    #[test]
    fn a_frame_is_a_jpeg_with_its_own_hash() {
        let frame = draw(&content(1_000)).unwrap();
        let hash = digest::digest(&digest::SHA256, &frame.jpeg);
        assert_eq!(frame.sha256_hex, hex::encode(hash));
        let decoded = image::load_from_memory(&frame.jpeg).unwrap();
        assert_eq!((decoded.width(), decoded.height()), (160, 90));
        assert_eq!(image::guess_format(&frame.jpeg).unwrap(), image::ImageFormat::Jpeg);
    }

    #[test]
    fn every_moment_device_and_campaign_has_its_own_bytes() {
        let first = content(1_000);
        let others = [
            content(2_000),
            FrameContent { device_id: Uuid::from_u128(8), ..first },
            FrameContent { campaign_id: Uuid::from_u128(9), ..first },
        ];
        let frame = draw(&first).unwrap();
        assert_eq!(draw(&first).unwrap(), frame);
        for other in others {
            assert_ne!(draw(&other).unwrap().sha256_hex, frame.sha256_hex);
        }
    }
}
