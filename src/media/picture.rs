//! Pictures: the structure is walked first, then everything is really decoded within limits.

use std::io::Cursor;

use image::{ImageError, ImageFormat, ImageReader, Limits};

use super::{guarded, invalid};
use crate::domain::refusal::Refusal;

/// Width and height in pixels.
pub(super) type Size = (u32, u32);

/// Most scans of a JPEG; a progressive picture has about ten. Each is a pass over the whole picture,
/// so that thousands in a small file would keep a decoder busy for minutes.
const MAX_SCANS: usize = 64;

/// Walks a JPEG from its first marker to the end-of-image marker and reads the size on the way.
///
/// The decoder forgives a file that stops early; this walk does not.
pub(super) fn jpeg_size(bytes: &[u8]) -> Result<Size, &'static str> {
    let mut at = 2;
    let mut size = None;
    let mut scans = 0;
    loop {
        let marker = next_marker(bytes, &mut at).ok_or("the file is cut off")?;
        match marker {
            0xd9 => return size.ok_or("it has no frame"),
            0x01 | 0xd0..=0xd8 => {}
            _ => {
                let segment = take_segment(bytes, &mut at).ok_or("the file is cut off")?;
                if is_frame_header(marker) {
                    let found = frame_size(segment).ok_or("its frame header is too short")?;
                    if size.replace(found).is_some() {
                        return Err("it has two frames");
                    }
                }
                if marker == 0xda {
                    scans += 1;
                    if scans > MAX_SCANS {
                        return Err("it has too many scans");
                    }
                    at = skip_scan(bytes, at);
                }
            }
        }
    }
}

/// Reads the next marker's second byte; fill bytes may stand before it.
fn next_marker(bytes: &[u8], at: &mut usize) -> Option<u8> {
    if *bytes.get(*at)? != 0xff {
        return None;
    }
    while *bytes.get(*at)? == 0xff {
        *at += 1;
    }
    let marker = *bytes.get(*at)?;
    *at += 1;
    Some(marker)
}

/// Takes a segment that begins with its own length in two bytes.
fn take_segment<'a>(bytes: &'a [u8], at: &mut usize) -> Option<&'a [u8]> {
    let len = usize::from(u16::from_be_bytes(*bytes.get(*at..)?.first_chunk()?));
    let segment = bytes.get(*at..*at + len)?.get(2..)?;
    *at += len;
    Some(segment)
}

/// Start-of-frame markers; 0xC4, 0xC8 and 0xCC are tables and an extension.
fn is_frame_header(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
}

fn frame_size(segment: &[u8]) -> Option<Size> {
    let [_, h1, h0, w1, w0] = *segment.first_chunk()?;
    Some((u32::from(u16::from_be_bytes([w1, w0])), u32::from(u16::from_be_bytes([h1, h0]))))
}

/// Skips coded data to the marker that ends it, or to the end of the file.
fn skip_scan(bytes: &[u8], from: usize) -> usize {
    let coded = bytes.get(from..).unwrap_or_default();
    let end = coded
        .windows(2)
        .position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff));
    end.map_or(bytes.len(), |offset| from + offset)
}

/// Walks the chunks of a PNG from its header to its end chunk and reads the size.
pub(super) fn png_size(bytes: &[u8]) -> Result<Size, &'static str> {
    const CUT: &str = "the file is cut off";
    let mut rest = bytes.get(8..).ok_or(CUT)?;
    let mut size = None;
    loop {
        let (header, after) = rest.split_first_chunk::<8>().ok_or(CUT)?;
        let [l3, l2, l1, l0, kind @ ..] = *header;
        let len = u32::from_be_bytes([l3, l2, l1, l0]) as usize;
        let content = after.get(..len).ok_or(CUT)?;
        rest = after.get(len..).and_then(|after| after.get(4..)).ok_or(CUT)?;
        if size.is_none() && (&kind != b"IHDR" || len != 13) {
            return Err("it does not begin with its header");
        }
        match &kind {
            b"IHDR" => size = content.first_chunk::<8>().map(header_size),
            b"IEND" => return size.ok_or("it has no header"),
            _ => {}
        }
    }
}

fn header_size(header: &[u8; 8]) -> Size {
    let [w3, w2, w1, w0, h3, h2, h1, h0] = *header;
    (u32::from_be_bytes([w3, w2, w1, w0]), u32::from_be_bytes([h3, h2, h1, h0]))
}

/// Decodes a whole picture within limits, so that a broken one and a bomb are refused.
///
/// # Errors
/// `INVALID_MEDIA` with the decoder's reason.
pub(super) fn decode(
    bytes: &[u8],
    format: ImageFormat,
    size: Size,
    max_px: u32,
    max_alloc_bytes: u64,
) -> Result<(), Refusal> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(max_px);
    limits.max_image_height = Some(max_px);
    limits.max_alloc = Some(max_alloc_bytes);
    let decoded = guarded(|| {
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        reader.limits(limits);
        reader.decode()
    });
    match decoded {
        Some(Ok(picture)) if (picture.width(), picture.height()) == size => Ok(()),
        Some(Err(ImageError::Limits(_))) => Err(invalid(format!(
            "Image of {}×{} needs more than {} MB to decode",
            size.0,
            size.1,
            max_alloc_bytes / (1024 * 1024)
        ))),
        Some(Err(error)) => Err(invalid(format!("Image cannot be decoded: {error}"))),
        Some(Ok(_)) | None => Err(invalid("Image cannot be decoded: its parts do not agree")),
    }
}
