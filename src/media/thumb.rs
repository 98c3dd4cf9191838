//! Thumbnails of screenshots, for lists of many.

use std::io::Cursor;

use image::{ImageFormat, ImageReader, Limits, imageops};
use jpeg_encoder::{ColorType, Encoder};

use super::{guarded, invalid};
use crate::domain::refusal::Refusal;

/// Quality of a thumbnail.
const QUALITY: u8 = 70;

/// Draws a JPEG smaller, so that its longer side has `longest` pixels; `None` where it is as small
/// already. Blocks: meant for a thread that may.
///
/// # Errors
/// `INVALID_MEDIA` when it cannot be decoded within `max_decode_bytes`.
pub fn thumbnail(
    jpeg: &[u8],
    longest: u32,
    max_decode_bytes: u64,
) -> Result<Option<Vec<u8>>, Refusal> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(max_decode_bytes);
    let decoded = guarded(|| {
        let mut reader = ImageReader::with_format(Cursor::new(jpeg), ImageFormat::Jpeg);
        reader.limits(limits);
        reader.decode().map(|picture| picture.to_rgb8())
    });
    let picture = match decoded {
        Some(Ok(picture)) => picture,
        Some(Err(error)) => {
            return Err(invalid(format!("The screenshot cannot be decoded: {error}")));
        }
        None => return Err(invalid("The screenshot cannot be decoded: its parts do not agree")),
    };
    let (width, height) = picture.dimensions();
    let longer = width.max(height);
    if longer <= longest.max(1) {
        return Ok(None);
    }
    let side = |side: u32| {
        let scaled = u64::from(side) * u64::from(longest.max(1)) / u64::from(longer);
        u16::try_from(scaled).unwrap_or(u16::MAX).max(1)
    };
    let (width, height) = (side(width), side(height));
    let small = imageops::thumbnail(&picture, width.into(), height.into());
    let mut out = Vec::new();
    Encoder::new(&mut out, QUALITY)
        .encode(small.as_raw(), width, height, ColorType::Rgb)
        .map_err(|error| invalid(format!("The thumbnail cannot be written: {error}")))?;
    Ok(Some(out))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::sample::{sample_jpeg, sample_png};

    #[test]
    fn a_thumbnail_keeps_the_shape_and_the_small_stay_as_they_are() {
        for (size, longest, expected) in [
            ((1920, 1080), 320, Some((320, 180))),
            ((1080, 1920), 320, Some((180, 320))),
            ((4096, 16), 320, Some((320, 1))),
            ((320, 180), 320, None),
            ((160, 90), 320, None),
        ] {
            let jpeg = sample_jpeg(size.0, size.1, 3);
            let small = thumbnail(&jpeg, longest, 64 << 20).unwrap();
            let found = small.map(|bytes| {
                let picture = image::load_from_memory(&bytes).unwrap();
                (picture.width(), picture.height())
            });
            assert_eq!(found, expected, "{size:?}");
        }
    }

    #[test]
    fn what_cannot_be_decoded_is_refused() {
        assert!(thumbnail(&sample_png(32, 32, 1), 16, 1 << 20).is_err());
        assert!(thumbnail(&sample_jpeg(640, 640, 1), 16, 1000).is_err());
        assert!(thumbnail(b"", 16, 1 << 20).is_err());
    }
}
