//! What an uploaded creative really is. Rules: CAM-06, DEV-06.

use std::{
    fs::File,
    io::{self, BufReader, Cursor, Read, Seek, SeekFrom},
    path::Path,
    sync::{Mutex, PoisonError},
};

use image::ImageFormat;

use super::{invalid, mp4, picture};
use crate::domain::refusal::{Detail, Refusal};

/// Picture or film.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A still picture.
    Image,
    /// A film.
    Video,
}

/// The file formats that players are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// ISO base media with H.264, H.265, AV1 or VP9.
    Mp4,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

impl Format {
    /// The kind of media that the format holds.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::Mp4 => Kind::Video,
            Self::Jpeg | Self::Png => Kind::Image,
        }
    }

    /// The media type for the `Content-Type` header.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Mp4 => "video/mp4",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

/// What a creative may be; the defaults are S3 Step 3's. Rule: CAM-06.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MediaRules {
    /// The most bytes of a file.
    pub max_bytes: u64,
    /// The fewest pixels of the longer side.
    pub min_long_px: u32,
    /// The fewest pixels of the shorter side.
    pub min_short_px: u32,
    /// The most pixels of either side.
    pub max_px: u32,
    /// The shortest film, in milliseconds.
    pub min_video_ms: u32,
    /// The longest film, in milliseconds.
    pub max_video_ms: u32,
    /// The most memory a decoded picture may take, in bytes.
    pub max_decode_bytes: u64,
}

/// 50 MB, 1920×1080 in either orientation, at most 8192 pixels a side, 10 to 60 s, 256 MiB.
impl Default for MediaRules {
    fn default() -> Self {
        Self {
            max_bytes: 50 * 1024 * 1024,
            min_long_px: 1920,
            min_short_px: 1080,
            max_px: 8192,
            min_video_ms: 10_000,
            max_video_ms: 60_000,
            max_decode_bytes: 256 * 1024 * 1024,
        }
    }
}

/// What was found in a creative that may be used.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probe {
    /// Picture or film.
    pub kind: Kind,
    /// The file format, by content.
    pub format: Format,
    /// Pixels across, as coded (a rotation noted in the file is not applied).
    pub width: u32,
    /// Pixels down, as coded.
    pub height: u32,
    /// The film's length in milliseconds, rounded down; a picture has none.
    pub duration_ms: Option<u32>,
    /// The media type for the `Content-Type` header.
    pub content_type: &'static str,
}

/// Why a file was not probed.
#[derive(Debug, thiserror::Error)]
pub enum ProbeError {
    /// The file breaks a rule (`INVALID_MEDIA`, with the numbers found).
    #[error("{}", .0.message)]
    Refused(Refusal),
    /// The file could not be read from disk.
    #[error("reading the uploaded file failed")]
    Io(#[from] io::Error),
}

impl From<Refusal> for ProbeError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Decoding is done one picture at a time: a large progressive JPEG takes hundreds of megabytes.
static DECODING: Mutex<()> = Mutex::new(());

/// Probes a file on disk. Blocks: meant for a thread that may.
///
/// # Errors
/// A refusal with the numbers found, or the disk's error.
pub fn probe_file(path: &Path, rules: &MediaRules) -> Result<Probe, ProbeError> {
    let file = File::open(path)?;
    let len = file.metadata()?.len();
    probe_reader(&mut BufReader::new(file), len, rules)
}

/// Whether a film on disk has sound. Blocks: meant for a thread that may. Rule: CAM-13.
///
/// # Errors
/// A refusal when the file is no film, or the disk's error.
pub fn film_has_sound(path: &Path) -> Result<bool, ProbeError> {
    let file = File::open(path)?;
    let len = file.metadata()?.len();
    mp4::has_sound(&mut BufReader::new(file), len)
}

/// Probes bytes in memory.
///
/// # Errors
/// `INVALID_MEDIA` with the numbers found. Rule: CAM-06.
pub fn probe(bytes: &[u8], rules: &MediaRules) -> Result<Probe, Refusal> {
    probe_reader(&mut Cursor::new(bytes), bytes.len() as u64, rules).map_err(|error| match error {
        ProbeError::Refused(refusal) => refusal,
        ProbeError::Io(_) => invalid("The file is cut off"),
    })
}

fn probe_reader(
    reader: &mut (impl Read + Seek),
    len: u64,
    rules: &MediaRules,
) -> Result<Probe, ProbeError> {
    check_length(len, rules)?;
    let mut start = Vec::new();
    reader.by_ref().take(12).read_to_end(&mut start)?;
    reader.seek(SeekFrom::Start(0))?;
    match recognise(&start)? {
        Format::Mp4 => probe_video(reader, len, rules),
        format => {
            let mut bytes = Vec::new();
            reader.take(rules.max_bytes).read_to_end(&mut bytes)?;
            Ok(probe_image(&bytes, format, rules)?)
        }
    }
}

fn check_length(len: u64, rules: &MediaRules) -> Result<(), Refusal> {
    if len > rules.max_bytes {
        let refusal = invalid(format!(
            "File has {len} bytes; at most {} ({} MB) are accepted",
            rules.max_bytes,
            rules.max_bytes / (1024 * 1024)
        ));
        let found = i64::try_from(len).unwrap_or(i64::MAX);
        return Err(refusal.with("file_bytes", Detail::Int(found)));
    }
    if len == 0 {
        return Err(invalid("The file is empty"));
    }
    Ok(())
}

/// Tells the format by the first bytes; the file's name says nothing.
fn recognise(start: &[u8]) -> Result<Format, Refusal> {
    if start.starts_with(&[0xff, 0xd8, 0xff]) {
        Ok(Format::Jpeg)
    } else if start.starts_with(b"\x89PNG\r\n\x1a\n") {
        Ok(Format::Png)
    } else if start.get(4..8) == Some(b"ftyp") {
        Ok(Format::Mp4)
    } else {
        Err(invalid("The file is neither MP4 nor JPG nor PNG"))
    }
}

fn probe_image(bytes: &[u8], format: Format, rules: &MediaRules) -> Result<Probe, Refusal> {
    let (codec, size) = match format {
        Format::Png => (ImageFormat::Png, picture::png_size(bytes)),
        Format::Jpeg | Format::Mp4 => (ImageFormat::Jpeg, picture::jpeg_size(bytes)),
    };
    let size = size.map_err(|reason| invalid(format!("Image cannot be decoded: {reason}")))?;
    check_size("Image", size, rules)?;
    let _one_at_a_time = DECODING.lock().unwrap_or_else(PoisonError::into_inner);
    picture::decode(bytes, codec, size, rules.max_px, rules.max_decode_bytes)?;
    Ok(found(format, size, None))
}

fn probe_video(
    reader: &mut (impl Read + Seek),
    len: u64,
    rules: &MediaRules,
) -> Result<Probe, ProbeError> {
    let film = mp4::read_film(reader, len)?;
    check_size("Video", film.size, rules)?;
    check_duration(film.duration_ms, rules)?;
    Ok(found(Format::Mp4, film.size, Some(film.duration_ms)))
}

fn found(format: Format, (width, height): picture::Size, duration_ms: Option<u32>) -> Probe {
    let (kind, content_type) = (format.kind(), format.content_type());
    Probe { kind, format, width, height, duration_ms, content_type }
}

/// The minimum holds in either orientation: 1080×1920 is a portrait screen's full size.
fn check_size(what: &str, (width, height): (u32, u32), rules: &MediaRules) -> Result<(), Refusal> {
    let (short, long) = (width.min(height), width.max(height));
    let message = if long > rules.max_px {
        format!("{what} is {width}×{height}; at most {} pixels a side are accepted", rules.max_px)
    } else if long < rules.min_long_px || short < rules.min_short_px {
        let (min_long, min_short) = (rules.min_long_px, rules.min_short_px);
        format!("{what} is {width}×{height}; at least {min_long}×{min_short} is required")
    } else {
        return Ok(());
    };
    Err(invalid(message)
        .with("width", Detail::Int(i64::from(width)))
        .with("height", Detail::Int(i64::from(height))))
}

fn check_duration(duration_ms: u32, rules: &MediaRules) -> Result<(), Refusal> {
    if (rules.min_video_ms..=rules.max_video_ms).contains(&duration_ms) {
        return Ok(());
    }
    let message = format!(
        "Video duration must be {}-{} seconds (found {}.{:03})",
        rules.min_video_ms / 1000,
        rules.max_video_ms / 1000,
        duration_ms / 1000,
        duration_ms % 1000
    );
    Err(invalid(message).with("duration_ms", Detail::Int(i64::from(duration_ms))))
}

#[cfg(test)]
#[path = "probe_tests.rs"]
mod tests;
