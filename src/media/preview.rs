//! Drawings of previews: an asset on a screen, the screen in a store, an hour of rotation.
//! Rule: CAM-13.

use std::{
    fs,
    io::Cursor,
    path::Path,
    sync::{Mutex, PoisonError},
};

use image::{
    ExtendedColorType, ImageEncoder as _, ImageFormat, ImageReader, Limits, Rgb, RgbImage,
    codecs::png,
    imageops::{self, FilterType},
};
use jpeg_encoder::{ColorType, Encoder};

use super::{glyphs::glyph, guarded, invalid};
use crate::domain::{
    campaign::preview::{Area, fitted},
    refusal::Refusal,
};

/// Quality of JPEG previews.
const QUALITY: u8 = 85;
/// The longest side of a picture that is decoded.
const MAX_SIDE: u32 = 8192;
/// Decoding is done one picture at a time: a large one takes hundreds of megabytes.
static DECODING: Mutex<()> = Mutex::new(());

const BLACK: Rgb<u8> = Rgb([0, 0, 0]);
const BEZEL: Rgb<u8> = Rgb([28, 30, 34]);
const EDGE: Rgb<u8> = Rgb([74, 78, 86]);
const PAPER: Rgb<u8> = Rgb([244, 245, 247]);
const WALL: Rgb<u8> = Rgb([224, 219, 210]);
const FLOOR: Rgb<u8> = Rgb([176, 164, 148]);
const SHELF: Rgb<u8> = Rgb([198, 186, 168]);
const INK: Rgb<u8> = Rgb([60, 64, 72]);
const SAFE: Rgb<u8> = Rgb([0, 220, 130]);
const CARD: Rgb<u8> = Rgb([32, 44, 66]);
const OWN: Rgb<u8> = Rgb([26, 115, 232]);
const OTHER: Rgb<u8> = Rgb([170, 178, 190]);
const LIGHT: Rgb<u8> = Rgb([235, 240, 248]);

/// What is shown on a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content<'a> {
    /// The file of a still: PNG or JPEG.
    Still {
        /// Where it lies.
        path: &'a Path,
        /// Memory that decoding may take, bytes.
        max_decode_bytes: u64,
    },
    /// A film, whose pictures are not decoded: a card says what it is.
    Film {
        /// Pixels as coded.
        size: (u32, u32),
        /// Its length.
        seconds: u16,
    },
}

/// Draws content on a screen of so many pixels, whole, with bars where the shapes differ.
///
/// # Errors
/// `INVALID_MEDIA` when a still cannot be decoded within the limits.
pub fn draw_content(content: &Content<'_>, screen: (u32, u32)) -> Result<RgbImage, Refusal> {
    let mut canvas = RgbImage::from_pixel(screen.0.max(1), screen.1.max(1), BLACK);
    match content {
        Content::Still { path, max_decode_bytes } => {
            let _one = DECODING.lock().unwrap_or_else(PoisonError::into_inner);
            let picture = decode(path, *max_decode_bytes)?;
            let area = fitted(picture.dimensions(), screen);
            let scaled = if picture.dimensions() == (area.width, area.height) {
                picture
            } else {
                imageops::resize(&picture, area.width, area.height, FilterType::Triangle)
            };
            imageops::replace(&mut canvas, &scaled, area.x.into(), area.y.into());
        }
        Content::Film { size, seconds } => {
            let area = fitted(*size, screen);
            fill(&mut canvas, area, CARD);
            let side = area.width.min(area.height);
            triangle(&mut canvas, (area.x + area.width / 2, area.y + area.height / 3), side / 6);
            let words = format!("VIDEO {seconds} S");
            centred(&mut canvas, &words, area, area.y + area.height * 3 / 5, LIGHT);
        }
    }
    Ok(canvas)
}

fn decode(path: &Path, max_decode_bytes: u64) -> Result<RgbImage, Refusal> {
    let bytes = fs::read(path)
        .map_err(|error| invalid(format!("The asset's file cannot be read: {error}")))?;
    let format = if bytes.starts_with(&[0x89, b'P', b'N', b'G']) {
        ImageFormat::Png
    } else {
        ImageFormat::Jpeg
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(max_decode_bytes);
    let decoded = guarded(|| {
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        reader.limits(limits);
        reader.decode().map(|picture| picture.to_rgb8())
    });
    match decoded {
        Some(Ok(picture)) => Ok(picture),
        Some(Err(error)) => Err(invalid(format!("Image cannot be decoded: {error}"))),
        None => Err(invalid("Image cannot be decoded: its parts do not agree")),
    }
}

/// How a device is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceDrawing {
    /// Pixels of the picture.
    pub screen: (u32, u32),
    /// Pixels of the frame around it.
    pub bezel: u32,
    /// Where text is safe, inside the picture.
    pub safe: Area,
}

/// Draws a device: the frame, the content, dashes around the safe zone, a label below.
///
/// # Errors
/// As `draw_content`.
pub fn draw_device(
    content: &Content<'_>,
    drawing: &DeviceDrawing,
    label: &str,
) -> Result<RgbImage, Refusal> {
    let picture = draw_content(content, drawing.screen)?;
    let (bezel, margin) = (drawing.bezel.max(1), drawing.bezel.max(8) * 2);
    let (width, height) = picture.dimensions();
    let whole = (width + 2 * (bezel + margin), height + 2 * (bezel + margin) + margin);
    let mut canvas = RgbImage::from_pixel(whole.0, whole.1, PAPER);
    let body = Area { x: margin, y: margin, width: width + 2 * bezel, height: height + 2 * bezel };
    put_device(&mut canvas, &picture, body, bezel);
    let safe = drawing.safe;
    let area = Area { x: body.x + bezel + safe.x, y: body.y + bezel + safe.y, ..safe };
    dashed(&mut canvas, area, SAFE);
    let below = Area { x: 0, y: body.y + body.height, width: whole.0, height: 2 * margin };
    centred(&mut canvas, label, below, body.y + body.height + margin / 2, INK);
    Ok(canvas)
}

fn put_device(canvas: &mut RgbImage, picture: &RgbImage, body: Area, bezel: u32) {
    fill(canvas, body, EDGE);
    let inner = Area {
        x: body.x + 1,
        y: body.y + 1,
        width: body.width.saturating_sub(2),
        height: body.height.saturating_sub(2),
    };
    fill(canvas, inner, BEZEL);
    imageops::replace(canvas, picture, (body.x + bezel).into(), (body.y + bezel).into());
}

/// Draws the device on the wall of a store, between shelves.
///
/// # Errors
/// As `draw_content`.
pub fn draw_store(
    content: &Content<'_>,
    drawing: &DeviceDrawing,
    label: &str,
) -> Result<RgbImage, Refusal> {
    let picture = draw_content(content, drawing.screen)?;
    let bezel = drawing.bezel.max(1);
    let (width, height) = (picture.width() + 2 * bezel, picture.height() + 2 * bezel);
    let whole = (width * 2, height * 2);
    let mut canvas = RgbImage::from_pixel(whole.0, whole.1, WALL);
    let floor = whole.1 * 4 / 5;
    fill(&mut canvas, Area { x: 0, y: floor, width: whole.0, height: whole.1 - floor }, FLOOR);
    for left in [true, false] {
        let shelf = (width / 3).max(1);
        let x = if left { width / 16 } else { whole.0 - shelf - width / 16 };
        for board in 0..5 {
            let y = whole.1 / 3 + board * (floor - whole.1 / 3) / 5;
            let boards = Area { x, y, width: shelf, height: (height / 40).max(2) };
            fill(&mut canvas, boards, SHELF);
        }
    }
    let body = Area { x: width / 2, y: height / 4, width, height };
    put_device(&mut canvas, &picture, body, bezel);
    let below = Area { x: 0, y: floor, width: whole.0, height: whole.1 - floor };
    centred(&mut canvas, label, below, floor + (whole.1 - floor) / 3, INK);
    Ok(canvas)
}

/// A piece of a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Seconds from the beginning.
    pub from: u32,
    /// Seconds from the beginning.
    pub to: u32,
    /// Whether it belongs to the campaign that is previewed.
    pub is_own: bool,
}

/// Draws so many seconds as a line of blocks, own ones in colour, with a mark every five minutes.
#[must_use]
pub fn draw_timeline(slices: &[Slice], seconds: u32, label: &str) -> RgbImage {
    const WIDTH: u32 = 1200;
    let mut canvas = RgbImage::from_pixel(WIDTH + 80, 220, PAPER);
    let place = |second: u32| {
        40 + u32::try_from(
            u64::from(second.min(seconds)) * u64::from(WIDTH) / u64::from(seconds.max(1)),
        )
        .unwrap_or(WIDTH)
    };
    fill(&mut canvas, Area { x: 40, y: 80, width: WIDTH, height: 60 }, Rgb([225, 228, 233]));
    for slice in slices {
        let (left, right) = (place(slice.from), place(slice.to));
        let colour = if slice.is_own { OWN } else { OTHER };
        let width = right.saturating_sub(left).max(2);
        fill(&mut canvas, Area { x: left, y: 80, width, height: 60 }, colour);
    }
    for mark in 0..=(seconds / 300) {
        fill(&mut canvas, Area { x: place(mark * 300), y: 144, width: 2, height: 12 }, INK);
    }
    let above = Area { x: 40, y: 0, width: WIDTH, height: 80 };
    centred(&mut canvas, label, above, 26, INK);
    canvas
}

fn fill(canvas: &mut RgbImage, area: Area, colour: Rgb<u8>) {
    let (width, height) = canvas.dimensions();
    for y in area.y..area.y.saturating_add(area.height).min(height) {
        for x in area.x..area.x.saturating_add(area.width).min(width) {
            canvas.put_pixel(x, y, colour);
        }
    }
}

fn dashed(canvas: &mut RgbImage, area: Area, colour: Rgb<u8>) {
    let (right, bottom) = (area.x + area.width, area.y + area.height);
    for start in (0..area.width).step_by(24) {
        let width = 12.min(area.width - start);
        for y in [area.y, bottom.saturating_sub(2)] {
            fill(canvas, Area { x: area.x + start, y, width, height: 2 }, colour);
        }
    }
    for start in (0..area.height).step_by(24) {
        let height = 12.min(area.height - start);
        for x in [area.x, right.saturating_sub(2)] {
            fill(canvas, Area { x, y: area.y + start, width: 2, height }, colour);
        }
    }
}

/// A sign for "play", pointing right.
fn triangle(canvas: &mut RgbImage, centre: (u32, u32), radius: u32) {
    let radius = radius.max(4);
    for step in 0..2 * radius {
        let half = (2 * radius - step) / 2;
        let x = (centre.0 + step).saturating_sub(radius);
        let area = Area { x, y: centre.1.saturating_sub(half), width: 1, height: 2 * half };
        fill(canvas, area, LIGHT);
    }
}

/// Words in dotted capitals in the middle of an area, as large as fits up to a twentieth of it.
fn centred(canvas: &mut RgbImage, words: &str, area: Area, top: u32, colour: Rgb<u8>) {
    let words = words.to_uppercase();
    let letters = u32::try_from(words.chars().count()).unwrap_or(u32::MAX).max(1);
    let columns = letters.saturating_mul(6);
    let dot = (area.width * 4 / 5 / columns).clamp(1, (area.width / 160).max(2));
    let left = area.x + area.width.saturating_sub(columns.saturating_mul(dot)) / 2;
    for (place, letter) in (0_u32..).zip(words.chars()) {
        let columns = glyph(u8::try_from(letter).unwrap_or(b' '));
        for (column, bits) in (0_u32..).zip(columns) {
            for row in (0..7).filter(|row| bits >> row & 1 == 1) {
                let x = left + (place * 6 + column) * dot;
                fill(canvas, Area { x, y: top + row * dot, width: dot, height: dot }, colour);
            }
        }
    }
}

/// The picture as a PNG file.
///
/// # Errors
/// When the encoder refuses.
pub fn to_png(picture: &RgbImage) -> Result<Vec<u8>, image::ImageError> {
    let mut bytes = Vec::new();
    let (width, height) = picture.dimensions();
    png::PngEncoder::new_with_quality(&mut bytes, png::CompressionType::Fast, png::FilterType::Up)
        .write_image(picture.as_raw(), width, height, ExtendedColorType::Rgb8)?;
    Ok(bytes)
}

/// The picture as a JPEG file.
///
/// # Errors
/// When the encoder refuses: a side beyond 65,535 pixels.
pub fn to_jpeg(picture: &RgbImage) -> Result<Vec<u8>, jpeg_encoder::EncodingError> {
    let mut bytes = Vec::new();
    let side = |pixels: u32| u16::try_from(pixels).unwrap_or(u16::MAX);
    let (width, height) = picture.dimensions();
    Encoder::new(&mut bytes, QUALITY).encode(
        picture.as_raw(),
        side(width),
        side(height),
        ColorType::Rgb,
    )?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::sample::{sample_jpeg, sample_png};

    fn still(bytes: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("asset");
        fs::write(&path, bytes).unwrap();
        (folder, path)
    }

    const ROOM: u64 = 64 * 1024 * 1024;

    /// Rule: CAM-13.
    #[test]
    fn a_still_is_shown_whole_between_bars() {
        for bytes in [sample_jpeg(200, 100, 1), sample_png(200, 100, 1)] {
            let (_folder, path) = still(&bytes);
            let content = Content::Still { path: &path, max_decode_bytes: ROOM };
            let drawn = draw_content(&content, (100, 100)).unwrap();
            assert_eq!(drawn.dimensions(), (100, 100));
            let row = |y: u32| (0..100).map(|x| *drawn.get_pixel(x, y)).collect::<Vec<_>>();
            assert!(row(5).iter().all(|pixel| *pixel == BLACK), "a bar above");
            assert!(row(50).iter().any(|pixel| *pixel != BLACK), "the picture between");
        }
    }

    #[test]
    fn what_cannot_be_decoded_is_refused() {
        let (_folder, path) = still(b"not a picture");
        let broken = Content::Still { path: &path, max_decode_bytes: ROOM };
        assert!(draw_content(&broken, (64, 64)).unwrap_err().message.contains("cannot be decoded"));
        let (_other, path) = still(&sample_jpeg(640, 480, 2));
        let tight = Content::Still { path: &path, max_decode_bytes: 1000 };
        assert!(draw_content(&tight, (64, 64)).is_err());
        let missing = Content::Still { path: Path::new("nowhere"), max_decode_bytes: ROOM };
        assert!(draw_content(&missing, (64, 64)).unwrap_err().message.contains("cannot be read"));
    }

    #[test]
    fn devices_have_a_frame_and_a_dashed_safe_zone() {
        let film = Content::Film { size: (1920, 1080), seconds: 15 };
        let safe = Area { x: 32, y: 18, width: 576, height: 324 };
        let drawing = DeviceDrawing { screen: (640, 360), bezel: 12, safe };
        let device = draw_device(&film, &drawing, "55\" 1080P").unwrap();
        let has = |picture: &RgbImage, colour| picture.pixels().any(|pixel| *pixel == colour);
        for colour in [BEZEL, EDGE, SAFE, CARD, LIGHT, INK] {
            assert!(has(&device, colour), "{colour:?}");
        }
        assert!(device.width() > 640 + 24 && device.height() > 360 + 24);
        let store = draw_store(&film, &drawing, "VINCOM CENTER").unwrap();
        for colour in [WALL, FLOOR, SHELF, BEZEL, CARD] {
            assert!(has(&store, colour), "{colour:?}");
        }
    }

    #[test]
    fn a_timeline_shows_own_and_other_plays() {
        let slices = [
            Slice { from: 0, to: 15, is_own: true },
            Slice { from: 15, to: 45, is_own: false },
            Slice { from: 3590, to: 4000, is_own: true },
        ];
        let drawn = draw_timeline(&slices, 3600, "ONE HOUR");
        for colour in [OWN, OTHER, INK] {
            assert!(drawn.pixels().any(|pixel| *pixel == colour), "{colour:?}");
        }
        assert!(to_png(&drawn).unwrap().starts_with(&[0x89, b'P', b'N', b'G']));
        assert!(to_jpeg(&drawn).unwrap().starts_with(&[0xff, 0xd8, 0xff]));
        assert_eq!(draw_timeline(&[], 0, "").dimensions(), (1280, 220));
    }
}
