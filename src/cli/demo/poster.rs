//! Draws the demo's creatives: brand colours, simple shapes, dotted letters. Real files of full
//! size, made without a font or a picture on disk.

use image::{ExtendedColorType, ImageEncoder as _, codecs::png};
use jpeg_encoder::{ColorType, Encoder};

use super::cast::{ADVERTISERS, PosterCast, Style};
use crate::media::{glyphs::glyph, sample::sample_mp4};

const WIDTH: i32 = 1920;
const HEIGHT: i32 = 1080;
/// JPEG quality of creatives.
const QUALITY: u8 = 88;

type Rgb = [u8; 3];

/// The bytes of a creative: MP4, PNG or JPEG, by the ending of its name.
///
/// # Errors
/// An encoder refuses, which it does only for impossible sizes.
pub fn file(poster: &PosterCast) -> anyhow::Result<Vec<u8>> {
    if let Style::Film(seconds) = poster.style {
        return Ok(sample_mp4(1920, 1080, seconds));
    }
    let canvas = draw(poster);
    let mut bytes = Vec::new();
    let (width, height) = (WIDTH.unsigned_abs(), HEIGHT.unsigned_abs());
    if poster.name.ends_with(".png") {
        let kind = (png::CompressionType::Fast, png::FilterType::Up);
        png::PngEncoder::new_with_quality(&mut bytes, kind.0, kind.1).write_image(
            &canvas.pixels,
            width,
            height,
            ExtendedColorType::Rgb8,
        )?;
    } else {
        let size = (u16::try_from(width)?, u16::try_from(height)?);
        Encoder::new(&mut bytes, QUALITY).encode(&canvas.pixels, size.0, size.1, ColorType::Rgb)?;
    }
    Ok(bytes)
}

fn draw(poster: &PosterCast) -> Canvas {
    let [ground, accent, light] = ADVERTISERS[poster.advertiser].colours;
    let mut canvas = Canvas::rising(ground, mix(ground, accent, 45));
    match poster.style {
        Style::Sunrise => sunrise(&mut canvas, ground, accent, light),
        Style::Stripes => stripes(&mut canvas, ground, accent),
        Style::Bubbles => bubbles(&mut canvas, accent, light),
        Style::Panel | Style::Film(_) => panel(&mut canvas, ground, accent, light),
    }
    canvas.rectangle((0, HEIGHT - 36, WIDTH, HEIGHT), accent);
    canvas.text(poster.lines[0], (110, 330), 22, light);
    canvas.text(poster.lines[1], (114, 560), 10, mix(light, accent, 25));
    canvas
}

fn sunrise(canvas: &mut Canvas, ground: Rgb, accent: Rgb, light: Rgb) {
    let centre = (1500, 820);
    for (radius, percent) in [(620, 18), (500, 34), (390, 55), (290, 80)] {
        canvas.disc(centre, radius, mix(mix(ground, accent, 45), accent, percent));
    }
    canvas.disc(centre, 200, mix(accent, light, 70));
    for band in 0..4 {
        let top = 850 + band * 60;
        canvas.rectangle((0, top, WIDTH, top + 34), mix(ground, accent, 8 * band + 6));
    }
}

fn stripes(canvas: &mut Canvas, ground: Rgb, accent: Rgb) {
    for stripe in 0..6 {
        let left = 1150 + stripe * 190;
        let colour = mix(ground, accent, 28 + 13 * stripe);
        for y in 0..HEIGHT {
            let x = left + (HEIGHT - y) * 2 / 5 - 220;
            canvas.span(y, x, x + 110, colour);
        }
    }
}

fn bubbles(canvas: &mut Canvas, accent: Rgb, light: Rgb) {
    let places = [
        (1480, 470, 330),
        (1780, 860, 210),
        (1190, 860, 150),
        (1720, 180, 130),
        (1010, 190, 80),
        (1330, 980, 60),
    ];
    for (index, (x, y, radius)) in (0_i32..).zip(places) {
        let colour = mix(accent, light, 12 * index + 10);
        canvas.disc((x, y), radius, colour);
        canvas.disc((x - radius / 3, y - radius / 3), radius / 6, mix(colour, light, 70));
    }
}

fn panel(canvas: &mut Canvas, ground: Rgb, accent: Rgb, light: Rgb) {
    canvas.disc((1530, 520), 430, mix(ground, accent, 70));
    canvas.rectangle((1250, 250, 1810, 780), mix(ground, light, 12));
    canvas.rectangle((1280, 280, 1780, 690), mix(accent, light, 30));
    canvas.disc((1420, 480), 110, mix(accent, light, 75));
    canvas.rectangle((1560, 420, 1740, 450), ground);
    canvas.rectangle((1560, 480, 1700, 505), mix(ground, accent, 50));
    canvas.rectangle((1560, 530, 1720, 555), mix(ground, accent, 50));
    canvas.rectangle((1480, 780, 1580, 830), mix(ground, light, 25));
}

/// A colour so many percent of the way from one to another.
fn mix(from: Rgb, to: Rgb, percent: i32) -> Rgb {
    let part = percent.clamp(0, 100);
    let one = |a: u8, b: u8| {
        let value = (i32::from(a) * (100 - part) + i32::from(b) * part) / 100;
        u8::try_from(value).unwrap_or(u8::MAX)
    };
    [one(from[0], to[0]), one(from[1], to[1]), one(from[2], to[2])]
}

struct Canvas {
    pixels: Vec<u8>,
}

impl Canvas {
    /// Filled from one colour at the top to another at the bottom.
    fn rising(top: Rgb, bottom: Rgb) -> Self {
        let mut canvas = Self { pixels: vec![0; (WIDTH * HEIGHT * 3).unsigned_abs() as usize] };
        for y in 0..HEIGHT {
            canvas.span(y, 0, WIDTH, mix(top, bottom, y * 100 / HEIGHT));
        }
        canvas
    }

    /// Fills a piece of a line; what lies outside is cut off.
    fn span(&mut self, y: i32, from: i32, to: i32, colour: Rgb) {
        if !(0..HEIGHT).contains(&y) {
            return;
        }
        let (from, to) = (from.clamp(0, WIDTH), to.clamp(0, WIDTH));
        let at = |x: i32| ((y * WIDTH + x) * 3).unsigned_abs() as usize;
        if from < to
            && let Some(piece) = self.pixels.get_mut(at(from)..at(to))
        {
            let line: Vec<u8> = colour.repeat(piece.len() / 3);
            piece.copy_from_slice(&line);
        }
    }

    /// Left, top, right, bottom.
    fn rectangle(&mut self, (left, top, right, bottom): (i32, i32, i32, i32), colour: Rgb) {
        for y in top..bottom {
            self.span(y, left, right, colour);
        }
    }

    fn disc(&mut self, (x, y): (i32, i32), radius: i32, colour: Rgb) {
        for step in -radius..=radius {
            let half = (radius * radius - step * step).isqrt();
            self.span(y + step, x - half, x + half + 1, colour);
        }
    }

    /// Letters of dots; `pitch` is the distance of the dots in pixels. A line too long is set
    /// smaller.
    fn text(&mut self, line: &str, (left, top): (i32, i32), pitch: i32, colour: Rgb) {
        let letters = i32::try_from(line.len()).unwrap_or(i32::MAX).max(1);
        let pitch = pitch.min((WIDTH / 2 + 60) / (letters * 6)).max(4);
        for (place, letter) in (0_i32..).zip(line.bytes()) {
            for (column, bits) in (0_i32..).zip(glyph(letter)) {
                for row in (0..7).filter(|row| bits >> row & 1 == 1) {
                    let x = left + (place * 6 + column) * pitch;
                    self.disc((x, top + row * pitch), pitch * 9 / 20, colour);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cli::demo::cast::POSTERS,
        media::probe::{MediaRules, probe},
    };

    #[test]
    fn every_creative_passes_the_probe_and_every_letter_is_drawn() {
        for poster in [&POSTERS[1], &POSTERS[2], &POSTERS[5]] {
            let bytes = file(poster).unwrap();
            let found = probe(&bytes, &MediaRules::default()).unwrap();
            assert_eq!((found.width, found.height), (1920, 1080), "{}", poster.name);
        }
        for poster in POSTERS {
            for letter in poster.lines.concat().bytes().filter(|letter| *letter != b' ') {
                assert_ne!(glyph(letter), [0; 5], "{} in {}", char::from(letter), poster.name);
            }
        }
    }
}
