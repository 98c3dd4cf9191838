//! Screenshots that devices upload as proof of a play.

use image::ImageFormat;

use super::{
    guarded, invalid,
    picture::{self, Size},
};
use crate::domain::refusal::Refusal;

/// What a device's screenshot may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameLimits {
    /// The most bytes.
    pub max_bytes: u64,
    /// The largest width and height in pixels.
    pub max_px: u32,
    /// The most memory a decoded frame may take, in bytes.
    pub max_decode_bytes: u64,
}

/// 2 MB, 4096 pixels, 64 MiB. Rule: D-14.
impl Default for FrameLimits {
    fn default() -> Self {
        Self { max_bytes: 2 * 1024 * 1024, max_px: 4096, max_decode_bytes: 64 * 1024 * 1024 }
    }
}

/// Side of the blocks that a JPEG is coded in. Each takes a bit at least, so that a file with fewer
/// bits lacks a part, which the decoder would fill with grey.
const BLOCK_PX: u32 = 8;

/// A screenshot that decodes as a JPEG.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// Checks that a screenshot is a whole JPEG within the limits, by decoding it. Rule: D-14.
///
/// # Errors
/// `INVALID_MEDIA` with the numbers found.
pub fn check_frame(bytes: &[u8], limits: &FrameLimits) -> Result<Frame, Refusal> {
    let len = bytes.len() as u64;
    if len > limits.max_bytes {
        return Err(invalid(format!(
            "Screenshot has {len} bytes; at most {} are accepted",
            limits.max_bytes
        )));
    }
    if !bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        return Err(invalid("Screenshot is not a JPEG"));
    }
    let (width, height) = frame_size(bytes)?;
    if width.max(height) > limits.max_px {
        return Err(invalid(format!(
            "Screenshot is {width}×{height}; at most {} pixels a side are accepted",
            limits.max_px
        )));
    }
    let blocks = u64::from(width.div_ceil(BLOCK_PX)) * u64::from(height.div_ceil(BLOCK_PX));
    if len.saturating_mul(8) < blocks {
        return Err(invalid(format!(
            "Screenshot is not a whole JPEG: {len} bytes are too short for {width}×{height}"
        )));
    }
    let (format, size) = (ImageFormat::Jpeg, (width, height));
    picture::decode(bytes, format, size, limits.max_px, limits.max_decode_bytes)?;
    Ok(Frame { width, height })
}

fn frame_size(bytes: &[u8]) -> Result<Size, Refusal> {
    let walked = guarded(|| picture::jpeg_size(bytes)).unwrap_or(Err("it cannot be read"));
    walked.map_err(|reason| invalid(format!("Screenshot is not a whole JPEG: {reason}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::refusal::Code,
        media::sample::{sample_jpeg, sample_png},
    };

    /// Rule: D-14.
    #[test]
    fn a_whole_jpeg_within_limits_passes() {
        let frame = check_frame(&sample_jpeg(320, 180, 1), &FrameLimits::default()).unwrap();
        assert_eq!(frame, Frame { width: 320, height: 180 });
    }

    #[test]
    fn everything_else_is_refused_with_the_numbers() {
        let jpeg = sample_jpeg(320, 180, 1);
        let small = FrameLimits { max_bytes: 100, ..FrameLimits::default() };
        let narrow = FrameLimits { max_px: 319, ..FrameLimits::default() };
        let tight = FrameLimits { max_decode_bytes: 320 * 180 * 3 - 1, ..FrameLimits::default() };
        let cut = &jpeg[..jpeg.len() - 2];
        let png = sample_png(64, 64, 1);
        for (bytes, limits, expected) in [
            (jpeg.as_slice(), small, format!("has {} bytes; at most 100", jpeg.len())),
            (&jpeg, narrow, "is 320×180; at most 319 pixels".to_owned()),
            (&jpeg, tight, "320×180 needs more than".to_owned()),
            (cut, FrameLimits::default(), "cut off".to_owned()),
            (&png, FrameLimits::default(), "not a JPEG".to_owned()),
            (&[], FrameLimits::default(), "not a JPEG".to_owned()),
        ] {
            let refusal = check_frame(bytes, &limits).unwrap_err();
            assert_eq!(refusal.code, Code::InvalidMedia);
            assert!(refusal.message.contains(&expected), "{}", refusal.message);
        }
    }
}
