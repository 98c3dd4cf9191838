//! Real files, refused files, damaged files.

use std::io::Write;

use super::*;
use crate::{
    domain::refusal::Code,
    media::sample::{sample_jpeg, sample_mp4, sample_png},
};

/// Rules under which a small sample passes, so that damage is what decides.
fn small() -> MediaRules {
    MediaRules { min_long_px: 16, min_short_px: 16, min_video_ms: 1000, ..MediaRules::default() }
}

fn refusal(bytes: &[u8], rules: &MediaRules) -> String {
    let refusal = probe(bytes, rules).unwrap_err();
    assert_eq!(refusal.code, Code::InvalidMedia);
    refusal.message
}

/// Swaps the first occurrence of one byte sequence for another of the same length.
fn swapped(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let at = bytes.windows(from.len()).position(|window| window == from).unwrap();
    let mut out = bytes.to_vec();
    out[at..at + to.len()].copy_from_slice(to);
    out
}

/// Rule: CAM-06.
#[test]
fn real_files_are_recognised_by_content() {
    let rules = MediaRules::default();
    for (bytes, format, size, duration_ms, content_type) in [
        (sample_jpeg(1920, 1080, 1), Format::Jpeg, (1920, 1080), None, "image/jpeg"),
        (sample_png(1080, 1920, 1), Format::Png, (1080, 1920), None, "image/png"),
        (sample_mp4(1920, 1080, 10), Format::Mp4, (1920, 1080), Some(10_000), "video/mp4"),
        (sample_mp4(2160, 3840, 60), Format::Mp4, (2160, 3840), Some(60_000), "video/mp4"),
    ] {
        let kind = if duration_ms.is_some() { Kind::Video } else { Kind::Image };
        let (width, height) = size;
        let expected = Probe { kind, format, width, height, duration_ms, content_type };
        assert_eq!(probe(&bytes, &rules).unwrap(), expected);
        let mut file = tempfile::NamedTempFile::with_suffix(".txt").unwrap();
        file.write_all(&bytes).unwrap();
        assert_eq!(probe_file(file.path(), &rules).unwrap(), expected);
    }
}

/// Rule: CAM-06, S3 Step 3.
#[test]
fn limits_are_refused_with_the_numbers_found() {
    let rules = MediaRules::default();
    let tight = MediaRules { max_bytes: 1000, ..rules };
    let big = sample_mp4(1920, 1080, 15);
    for (bytes, rules, expected) in [
        (sample_png(640, 480, 1), rules, "Image is 640×480; at least 1920×1080 is required".into()),
        (sample_jpeg(1920, 1079, 1), rules, "Image is 1920×1079; at least".into()),
        (sample_jpeg(1079, 1920, 1), rules, "Image is 1079×1920; at least".into()),
        (sample_mp4(1280, 720, 15), rules, "Video is 1280×720; at least 1920×1080".into()),
        (sample_mp4(1920, 1080, 9), rules, "must be 10-60 seconds (found 9.000)".into()),
        (sample_mp4(1920, 1080, 61), rules, "Video duration must be 10-60 seconds".into()),
        (big.clone(), tight, format!("File has {} bytes; at most 1000", big.len())),
        (Vec::new(), rules, "The file is empty".into()),
        (b"GIF89a, not taken here".to_vec(), rules, "neither MP4 nor JPG nor PNG".into()),
    ] {
        let message = refusal(&bytes, &rules);
        let expected: String = expected;
        assert!(message.contains(&expected), "{expected}: {message}");
    }
}

/// A PNG header that claims a size, followed by its end: nothing behind it to decode.
fn hollow_png(width: u32, height: u32) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    out.extend_from_slice(&width.to_be_bytes());
    out.extend_from_slice(&height.to_be_bytes());
    out.extend_from_slice(&[8, 2, 0, 0, 0, 0, 0, 0, 0]);
    out.extend_from_slice(b"\0\0\0\0IEND\xae\x42\x60\x82");
    out
}

#[test]
fn bombs_are_refused_before_they_are_decoded() {
    let rules = MediaRules::default();
    let message = refusal(&hollow_png(60_000, 60_000), &rules);
    assert!(message.contains("60000×60000; at most 8192"), "{message}");
    let tight = MediaRules { max_decode_bytes: 1024 * 1024, ..rules };
    for bytes in [sample_png(1920, 1080, 1), sample_jpeg(1920, 1080, 1)] {
        assert!(refusal(&bytes, &tight).contains("more than 1 MB to decode"));
    }
    assert!(refusal(&hollow_png(1920, 1080), &rules).contains("cannot be decoded"));
}

#[test]
fn films_that_lie_are_refused() {
    let good = sample_mp4(64, 64, 2);
    assert!(probe(&good, &small()).is_ok());
    let mdhd_at = good.windows(4).position(|window| window == b"mdhd").unwrap();
    let mut long = good.clone();
    long[mdhd_at + 20..mdhd_at + 24].copy_from_slice(&60_000_u32.to_be_bytes());
    let mut timeless = good.clone();
    timeless[mdhd_at + 16..mdhd_at + 20].copy_from_slice(&[0; 4]);
    let stsz_at = good.windows(4).position(|window| window == b"stsz").unwrap();
    let mut many = good.clone();
    many[stsz_at + 8..stsz_at + 16].copy_from_slice(&[0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff]);
    let stco_at = good.windows(4).position(|window| window == b"stco").unwrap();
    let mut outside = good.clone();
    outside[stco_at + 12] = 1;
    for (bytes, expected) in [
        (
            swapped(&good, b"isom\0\0\x02\0isomiso2avc1mp41", b"qt  \0\0\x02\0qt  qt  qt  qt  "),
            "\"qt\"",
        ),
        (swapped(&good, b"avc1\0\0\0\0", b"mp4v\0\0\0\0"), "codec \"mp4v\" is not known"),
        (swapped(&good, b"vide", b"soun"), "0 video tracks"),
        (swapped(&good, b"mdat", b"moof"), "fragmented"),
        (swapped(&good, b"moov", b"free"), "no moov"),
        (swapped(&good, b"mdat", b"moov"), "do not fit"),
        (swapped(&good, b"stts", b"free"), "cannot be read"),
        (long, "claims 60000 ms, its samples last 2000 ms"),
        (timeless, "timescale is 0"),
        (many, "10 sample times for 4294967295 samples"),
        (outside, "outside the file"),
    ] {
        let message = refusal(&bytes, &small());
        assert!(message.contains(expected), "{expected}: {message}");
    }
}

/// A box of size zero or one that ends outside its parent makes the reader behind loop for ever.
#[test]
fn no_box_size_makes_the_reader_hang() {
    let good = sample_mp4(32, 32, 1);
    let names: [&[u8; 4]; 20] = [
        b"moov", b"mvhd", b"trak", b"tkhd", b"mdia", b"mdhd", b"hdlr", b"minf", b"vmhd", b"dinf",
        b"dref", b"url ", b"stbl", b"stsd", b"avcC", b"stts", b"stss", b"stsc", b"stsz", b"stco",
    ];
    for name in names {
        let at = good.windows(4).position(|window| window == name).unwrap();
        for size in [0_u32, 1, 4, 7, 8, 9, 12, 16, 24, 0x7fff_ffff, u32::MAX] {
            let mut bad = good.clone();
            bad[at - 4..at].copy_from_slice(&size.to_be_bytes());
            // Size 0 on the top level means "to the end of the file", which is legal.
            let legal = bad == good || (name == b"moov" && size == 0);
            assert_eq!(probe(&bad, &small()).is_ok(), legal, "size {size} at {at}");
        }
    }
}

#[test]
fn every_truncation_is_refused() {
    for whole in [sample_jpeg(32, 32, 3), sample_png(32, 32, 3), sample_mp4(32, 32, 2)] {
        assert!(probe(&whole, &small()).is_ok());
        for len in 0..whole.len() {
            let _ = refusal(&whole[..len], &small());
        }
    }
}

#[test]
fn no_damage_makes_the_probe_panic_or_hang() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for whole in [sample_jpeg(32, 32, 3), sample_png(32, 32, 3), sample_mp4(32, 32, 2)] {
        let mut refused = 0;
        for _ in 0..2000 {
            let mut bad = whole.clone();
            for _ in 0..=next(4) {
                let at = next(bad.len());
                bad[at] ^= 1 << next(8);
            }
            match probe(&bad, &small()) {
                Ok(found) => assert!(found.width >= 16 && found.height >= 16),
                Err(refusal) => {
                    assert_eq!(refusal.code, Code::InvalidMedia);
                    refused += 1;
                }
            }
        }
        assert!(refused > 100, "damage is noticed: {refused}");
    }
}
