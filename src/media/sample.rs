//! Made-up creatives for the demo, the simulated players and the tests: small, but real files.

use image::{ExtendedColorType, ImageEncoder, codecs::png};
use jpeg_encoder::{ColorType, Encoder};

use super::h264::GreyFilm;

/// The smallest and the largest side of a sample, in pixels.
const SIDES: (u32, u32) = (16, 8192);
/// Pictures a second of a sample film.
const FRAMES_PER_SECOND: u32 = 5;
/// Units of time a second inside a sample film.
const TIMESCALE: u32 = 1000;
/// The bytes of a box's size and name.
const BOX_HEADER: usize = 8;

/// A film of one grey picture that lasts so many seconds (1 to 3,600), as an MP4 file with H.264.
///
/// Sides are held to 16 to 8192 pixels; players that decode it need even ones.
#[must_use]
pub fn sample_mp4(width: u32, height: u32, seconds: u32) -> Vec<u8> {
    let film = GreyFilm::new(held(width), held(height));
    let pictures: Vec<Vec<u8>> = (0..seconds.clamp(1, 3600) * FRAMES_PER_SECOND)
        .map(|index| {
            let unit = film.picture(index);
            [&(unit.len() as u32).to_be_bytes(), unit.as_slice()].concat()
        })
        .collect();
    let track = Track { width: held(width), height: held(height), film, pictures };
    let ftyp = boxed(b"ftyp", &[b"isom\0\0\x02\0isomiso2avc1mp41".as_slice()]);
    let before = ftyp.len() + track.moov(0).len() + BOX_HEADER;
    let mdat = boxed(b"mdat", &[track.pictures.concat().as_slice()]);
    [ftyp, track.moov(before as u32), mdat].concat()
}

/// A JPEG of coloured blocks (quality 75); every seed gives another picture.
#[must_use]
pub fn sample_jpeg(width: u32, height: u32, seed: u32) -> Vec<u8> {
    let (width, height) = (held(width), held(height));
    let pixels = blocks(width, height, seed);
    let mut out = Vec::new();
    Encoder::new(&mut out, 75)
        .encode(&pixels, width as u16, height as u16, ColorType::Rgb)
        .expect("the pixels fit the size and memory takes every byte");
    out
}

/// A PNG of coloured blocks; every seed gives another picture.
#[must_use]
pub fn sample_png(width: u32, height: u32, seed: u32) -> Vec<u8> {
    let (width, height) = (held(width), held(height));
    let pixels = blocks(width, height, seed);
    let mut out = Vec::new();
    png::PngEncoder::new_with_quality(&mut out, png::CompressionType::Fast, png::FilterType::Up)
        .write_image(&pixels, width, height, ExtendedColorType::Rgb8)
        .expect("the pixels fit the size and memory takes every byte");
    out
}

fn held(side: u32) -> u32 {
    side.clamp(SIDES.0, SIDES.1)
}

/// RGB pixels: 16 by 16 blocks over the picture, coloured by the seed.
fn blocks(width: u32, height: u32, seed: u32) -> Vec<u8> {
    let mut pixels = Vec::with_capacity((width * height * 3) as usize);
    for y in 0..height {
        for x in 0..width {
            let block = (y * 16 / height) * 16 + x * 16 / width;
            pixels.extend_from_slice(&colour(seed, block));
        }
    }
    pixels
}

fn colour(seed: u32, block: u32) -> [u8; 3] {
    let mixed = seed.wrapping_add(block.wrapping_mul(0x0019_660d)).wrapping_mul(0x9e37_79b1);
    let [red, green, blue, _] = mixed.to_be_bytes();
    [red, green, blue]
}

/// One film track and its pictures.
struct Track {
    width: u32,
    height: u32,
    film: GreyFilm,
    pictures: Vec<Vec<u8>>,
}

impl Track {
    fn duration(&self) -> [u8; 4] {
        (self.pictures.len() as u32 * (TIMESCALE / FRAMES_PER_SECOND)).to_be_bytes()
    }

    /// Everything but the pictures; `first` is where the first of them begins in the file.
    fn moov(&self, first: u32) -> Vec<u8> {
        let timescale = TIMESCALE.to_be_bytes();
        let mvhd = boxed(
            b"mvhd",
            &[
                &[0; 12],
                &timescale,
                &self.duration(),
                &[0, 1, 0, 0, 1, 0],
                &[0; 10],
                &MATRIX,
                &[0; 24],
                &[0, 0, 0, 2],
            ],
        );
        let tkhd = boxed(
            b"tkhd",
            &[
                &[0, 0, 0, 3],
                &[0; 8],
                &[0, 0, 0, 1],
                &[0; 4],
                &self.duration(),
                &[0; 16],
                &MATRIX,
                &(self.width << 16).to_be_bytes(),
                &(self.height << 16).to_be_bytes(),
            ],
        );
        let mdhd = boxed(b"mdhd", &[&[0; 12], &timescale, &self.duration(), &[0x55, 0xc4, 0, 0]]);
        let hdlr = boxed(b"hdlr", &[&[0; 8], b"vide", &[0; 12], b"sample\0"]);
        let vmhd = boxed(b"vmhd", &[&[0, 0, 0, 1], &[0; 8]]);
        let url = boxed(b"url ", &[&[0, 0, 0, 1]]);
        let dref = boxed(b"dref", &[&[0; 4], &[0, 0, 0, 1], &url]);
        let dinf = boxed(b"dinf", &[&dref]);
        let minf = boxed(b"minf", &[&vmhd, &dinf, &self.sample_table(first)]);
        let mdia = boxed(b"mdia", &[&mdhd, &hdlr, &minf]);
        let trak = boxed(b"trak", &[&tkhd, &mdia]);
        boxed(b"moov", &[&mvhd, &trak])
    }

    fn sample_table(&self, first: u32) -> Vec<u8> {
        let count = (self.pictures.len() as u32).to_be_bytes();
        let one = [0, 0, 0, 1];
        let delta = (TIMESCALE / FRAMES_PER_SECOND).to_be_bytes();
        let sizes = self.pictures.iter().flat_map(|picture| (picture.len() as u32).to_be_bytes());
        let sizes: Vec<u8> = sizes.collect();
        let stsd = boxed(b"stsd", &[&[0; 4], &one, &self.sample_entry()]);
        let stts = boxed(b"stts", &[&[0; 4], &one, &count, &delta]);
        let stss = boxed(b"stss", &[&[0; 4], &one, &one]);
        let stsc = boxed(b"stsc", &[&[0; 4], &one, &one, &count, &one]);
        let stsz = boxed(b"stsz", &[&[0; 4], &[0; 4], &count, &sizes]);
        let stco = boxed(b"stco", &[&[0; 4], &one, &first.to_be_bytes()]);
        boxed(b"stbl", &[&stsd, &stts, &stss, &stsc, &stsz, &stco])
    }

    fn sample_entry(&self) -> Vec<u8> {
        let configuration = boxed(b"avcC", &[&self.film.configuration()]);
        boxed(
            b"avc1",
            &[
                &[0, 0, 0, 0, 0, 0, 0, 1],
                &[0; 16],
                &(self.width as u16).to_be_bytes(),
                &(self.height as u16).to_be_bytes(),
                &[0, 72, 0, 0, 0, 72, 0, 0],
                &[0, 0, 0, 0, 0, 1],
                &[0; 32],
                &[0, 24, 0xff, 0xff],
                &configuration,
            ],
        )
    }
}

/// The identity matrix of track and film headers.
const MATRIX: [u8; 36] = {
    let mut matrix = [0; 36];
    matrix[1] = 1;
    matrix[17] = 1;
    matrix[32] = 0x40;
    matrix
};

/// A box: its size, its name, its parts.
fn boxed(name: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let size = (content.len() + BOX_HEADER) as u32;
    [size.to_be_bytes().as_slice(), name, &content].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
        assert_eq!(sample_png(32, 32, 7), sample_png(32, 32, 7));
        assert_ne!(sample_png(32, 32, 7), sample_png(32, 32, 8));
        assert_ne!(sample_jpeg(32, 32, 7), sample_jpeg(32, 32, 8));
        assert_ne!(sample_mp4(32, 32, 10), sample_mp4(32, 32, 11));
    }

    #[test]
    fn full_size_samples_are_small() {
        assert!(sample_mp4(1920, 1080, 15).len() < 20_000);
        assert!(sample_mp4(3840, 2160, 60).len() < 60_000);
        assert!(sample_png(1920, 1080, 1).len() < 400_000);
    }
}
