//! MP4 files: the boxes are checked and pruned first, then `re_mp4` reads what is left.
//!
//! `re_mp4` loops for ever on a box of size zero and builds a list of every sample that a header
//! claims. So only the `moov` box of one film track reaches it, and only with boxes that lie
//! strictly inside each other. The coded pictures themselves are not decoded.

use std::io::{self, Cursor, Read, Seek, SeekFrom};

use re_mp4::{MoovBox, ReadBox, StblBox, StsdBoxContent, TrakBox};

use super::{guarded, invalid, picture::Size, probe::ProbeError};
use crate::domain::refusal::Refusal;

/// The largest `moov` box that is read, in bytes; a minute of film needs well under one million.
const MAX_MOOV_BYTES: u64 = 8 * 1024 * 1024;
/// The most boxes on the top level.
const MAX_TOP_BOXES: usize = 4096;
/// How far the samples' sum may lie from the track's own length, in milliseconds.
const MAX_DURATION_GAP_MS: u64 = 1000;

/// Brands of files that the players know.
const BRANDS: &[&[u8; 4]] = &[
    b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso7", b"iso8", b"iso9", b"mp41",
    b"mp42", b"avc1", b"dash", b"cmfc", b"M4V ", b"M4VH", b"M4VP", b"MSNV", b"mmp4",
];

/// Sample entries of the codecs that players know.
const CODECS: &[&[u8; 4]] = &[b"avc1", b"hev1", b"hvc1", b"av01", b"vp09"];

/// A box whose children are read: bytes before the first child, and the children that matter.
struct Container {
    name: &'static [u8; 4],
    prefix: usize,
    keep: &'static [&'static [u8; 4]],
}

/// Every container that is entered; other children are turned into free space.
const CONTAINERS: &[Container] = &[
    Container { name: b"moov", prefix: 0, keep: &[b"mvhd", b"trak"] },
    Container { name: b"trak", prefix: 0, keep: &[b"tkhd", b"mdia"] },
    Container { name: b"mdia", prefix: 0, keep: &[b"mdhd", b"hdlr", b"minf"] },
    Container { name: b"minf", prefix: 0, keep: &[b"vmhd", b"dinf", b"stbl"] },
    Container { name: b"dinf", prefix: 0, keep: &[b"dref"] },
    Container { name: b"dref", prefix: 8, keep: &[b"url "] },
    Container {
        name: b"stbl",
        prefix: 0,
        keep: &[b"stsd", b"stts", b"stsc", b"stsz", b"stco", b"co64"],
    },
    Container { name: b"stsd", prefix: 8, keep: CODECS },
    Container { name: b"avc1", prefix: 78, keep: &[b"avcC"] },
    Container { name: b"hvc1", prefix: 78, keep: &[b"hvcC"] },
    Container { name: b"hev1", prefix: 78, keep: &[b"hvcC"] },
    Container { name: b"av01", prefix: 78, keep: &[b"av1C"] },
    Container { name: b"vp09", prefix: 78, keep: &[b"vpcC"] },
];

/// What the film track says about itself.
pub(super) struct Film {
    /// Pixels as coded.
    pub(super) size: Size,
    /// The track's length in milliseconds, rounded down.
    pub(super) duration_ms: u32,
}

/// Reads the only film track of an MP4 file of `len` bytes.
pub(super) fn read_film(reader: &mut (impl Read + Seek), len: u64) -> Result<Film, ProbeError> {
    let mut moov = find_moov(reader, len)?;
    Ok(read_moov(&mut moov, len)?)
}

/// Walks the top level to its end, so that a file that is cut off is seen, and returns `moov`.
fn find_moov(reader: &mut (impl Read + Seek), len: u64) -> Result<Vec<u8>, ProbeError> {
    let mut at = 0;
    let mut moov = None;
    for _ in 0..MAX_TOP_BOXES {
        if at >= len {
            return Ok(moov.ok_or_else(|| invalid("MP4 has no moov box"))?);
        }
        let (name, header_len, size) = read_top_header(reader, at, len)?;
        let content = size.checked_sub(header_len).ok_or_else(damaged)?;
        let end = at.checked_add(size).filter(|end| *end <= len);
        let end = end.ok_or_else(|| invalid("MP4 is cut off: a box ends after the file"))?;
        match &name {
            b"ftyp" if at == 0 => check_brands(&read_exactly(reader, content.min(1024))?)?,
            b"moov" if moov.is_some() => return Err(damaged().into()),
            b"moov" if content > MAX_MOOV_BYTES => {
                let message = format!("MP4 index has {content} bytes; at most {MAX_MOOV_BYTES}");
                return Err(invalid(message).into());
            }
            b"moov" => moov = Some(read_exactly(reader, content)?),
            b"moof" => {
                let message = "MP4 is fragmented; export it as a plain MP4 file";
                return Err(invalid(message).into());
            }
            _ => {}
        }
        at = end;
    }
    Err(invalid(format!("MP4 has more than {MAX_TOP_BOXES} boxes")).into())
}

/// Reads a box header on the top level: name, its own length, and the box's size with it.
fn read_top_header(
    reader: &mut (impl Read + Seek),
    at: u64,
    len: u64,
) -> Result<([u8; 4], u64, u64), ProbeError> {
    if len - at < 8 {
        return Err(damaged().into());
    }
    reader.seek(SeekFrom::Start(at))?;
    let mut header = [0; 8];
    reader.read_exact(&mut header)?;
    let [s3, s2, s1, s0, name @ ..] = header;
    match u32::from_be_bytes([s3, s2, s1, s0]) {
        0 => Ok((name, 8, len - at)),
        1 if len - at >= 16 => {
            let mut large = [0; 8];
            reader.read_exact(&mut large)?;
            Ok((name, 16, u64::from_be_bytes(large)))
        }
        size => Ok((name, 8, u64::from(size))),
    }
}

fn read_exactly(reader: &mut impl Read, len: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(len).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn check_brands(ftyp: &[u8]) -> Result<(), Refusal> {
    // The second word is a version number, which is no brand.
    let (brands, _) = ftyp.as_chunks::<4>();
    let known = |(index, brand): (usize, &[u8; 4])| index != 1 && BRANDS.contains(&brand);
    if brands.iter().enumerate().any(known) {
        return Ok(());
    }
    let brand = printable(ftyp.get(..4).unwrap_or_default());
    Err(invalid(format!("The file is of the brand \"{brand}\", not MP4")))
}

/// Prunes the content of a `moov` box, lets `re_mp4` read it, and checks what it says.
fn read_moov(moov: &mut [u8], file_len: u64) -> Result<Film, Refusal> {
    drop_other_tracks(moov)?;
    prune(moov, container(b"moov").ok_or_else(damaged)?)?;
    let mut framed = Vec::with_capacity(moov.len() + 8);
    framed.extend_from_slice(&[0; 4]);
    framed.extend_from_slice(b"moov");
    framed.extend_from_slice(moov);
    let size = framed.len() as u64;
    let mut cursor = Cursor::new(framed);
    cursor.set_position(8);
    let parsed = guarded(|| MoovBox::read_box(&mut cursor, size).map_err(|e| e.to_string()))
        .unwrap_or_else(|| Err("its boxes do not agree".to_owned()))
        .map_err(|reason| invalid(format!("MP4 cannot be read: {reason}")))?;
    let [track] = parsed.traks.as_slice() else {
        let message =
            format!("MP4 has {} video tracks; exactly one is required", parsed.traks.len());
        return Err(invalid(message));
    };
    judge_track(track, file_len)
}

/// Turns every track that is not film (sound, subtitles, chapters) into free space.
fn drop_other_tracks(moov: &mut [u8]) -> Result<(), Refusal> {
    let mut at = 0;
    while at < moov.len() {
        let (name, end) = child(moov, at)?;
        if &name == b"trak" && handler(&moov[at + 8..end])? != Some(*b"vide") {
            moov[at + 4..at + 8].copy_from_slice(b"free");
        }
        at = end;
    }
    Ok(())
}

/// The handler type of a track's content.
fn handler(trak: &[u8]) -> Result<Option<[u8; 4]>, Refusal> {
    let Some(mdia) = find_child(trak, b"mdia")? else { return Ok(None) };
    let Some(hdlr) = find_child(mdia, b"hdlr")? else { return Ok(None) };
    Ok(hdlr.get(8..).and_then(|rest| rest.first_chunk()).copied())
}

fn find_child<'a>(content: &'a [u8], wanted: &[u8; 4]) -> Result<Option<&'a [u8]>, Refusal> {
    let mut at = 0;
    while at < content.len() {
        let (name, end) = child(content, at)?;
        if &name == wanted {
            return Ok(Some(&content[at + 8..end]));
        }
        at = end;
    }
    Ok(None)
}

/// Checks that children lie strictly inside their parent; the ones not needed become free space.
///
/// The depth is bounded by [`CONTAINERS`], in which no box contains itself.
fn prune(content: &mut [u8], parent: &Container) -> Result<(), Refusal> {
    let mut at = parent.prefix;
    if at > 0 && at >= content.len() {
        // The reader would take what follows the parent for a child.
        return Err(damaged());
    }
    while at < content.len() {
        let (name, end) = child(content, at)?;
        if parent.keep.contains(&&name) {
            if let Some(inner) = container(&name) {
                prune(&mut content[at + 8..end], inner)?;
            }
        } else if parent.name == b"stsd" {
            return Err(unknown_codec(&name));
        } else {
            content[at + 4..at + 8].copy_from_slice(b"free");
        }
        at = end;
    }
    Ok(())
}

fn container(name: &[u8; 4]) -> Option<&'static Container> {
    CONTAINERS.iter().find(|container| container.name == name)
}

/// The name of the child at an offset and where it ends: at least 8 bytes on, within the parent.
fn child(content: &[u8], at: usize) -> Result<([u8; 4], usize), Refusal> {
    let header = content.get(at..).and_then(|rest| rest.first_chunk::<8>()).ok_or_else(damaged)?;
    let [s3, s2, s1, s0, name @ ..] = *header;
    let size = u32::from_be_bytes([s3, s2, s1, s0]) as usize;
    let end = at.checked_add(size).filter(|end| size >= 8 && *end <= content.len());
    Ok((name, end.ok_or_else(damaged)?))
}

fn judge_track(track: &TrakBox, file_len: u64) -> Result<Film, Refusal> {
    let mdhd = &track.mdia.mdhd;
    let stbl = &track.mdia.minf.stbl;
    let size = coded_size(&stbl.stsd.contents)?;
    if mdhd.timescale == 0 {
        return Err(invalid("MP4 cannot be read: the video track's timescale is 0"));
    }
    let to_ms = |units: u128| {
        let ms = units.saturating_mul(1000) / u128::from(mdhd.timescale);
        u32::try_from(ms).unwrap_or(u32::MAX)
    };
    let duration_ms = to_ms(u128::from(mdhd.duration));
    let entries = &stbl.stts.entries;
    let counted: u64 = entries.iter().map(|entry| u64::from(entry.sample_count)).sum();
    let units = entries.iter().map(|e| u128::from(e.sample_count) * u128::from(e.sample_delta));
    let played_ms = to_ms(units.fold(0, u128::saturating_add));
    let claimed = u64::from(stbl.stsz.sample_count);
    if counted != claimed || claimed == 0 {
        return Err(invalid(format!(
            "MP4 cannot be read: the video track has {counted} sample times for {claimed} samples"
        )));
    }
    if u64::from(duration_ms.abs_diff(played_ms)) > MAX_DURATION_GAP_MS {
        return Err(invalid(format!(
            "MP4 cannot be read: the video track claims {duration_ms} ms, its samples last {played_ms} ms"
        )));
    }
    check_samples(stbl, file_len)?;
    Ok(Film { size, duration_ms })
}

fn coded_size(entry: &StsdBoxContent) -> Result<Size, Refusal> {
    let (width, height) = match entry {
        StsdBoxContent::Avc1(entry) => (entry.width, entry.height),
        StsdBoxContent::Hev1(entry) | StsdBoxContent::Hvc1(entry) => (entry.width, entry.height),
        StsdBoxContent::Av01(entry) => (entry.width, entry.height),
        StsdBoxContent::Vp09(entry) => (entry.width, entry.height),
        StsdBoxContent::Vp08(_)
        | StsdBoxContent::Mp4a(_)
        | StsdBoxContent::Tx3g(_)
        | StsdBoxContent::Unknown(_) => return Err(unknown_codec(b"none")),
    };
    Ok((u32::from(width), u32::from(height)))
}

/// Checks that every chunk of samples lies inside the file.
fn check_samples(stbl: &StblBox, file_len: u64) -> Result<(), Refusal> {
    let cut = || invalid("MP4 is cut off: pictures of the video track lie outside the file");
    let offsets: Vec<u64> = match (&stbl.stco, &stbl.co64) {
        (Some(stco), _) => stco.entries.iter().map(|offset| u64::from(*offset)).collect(),
        (None, Some(co64)) => co64.entries.clone(),
        (None, None) => return Err(damaged()),
    };
    let mut runs = stbl.stsc.entries.iter().peekable();
    let mut per_chunk = 0;
    let mut sample = 0_u64;
    for (chunk, offset) in (1_u64..).zip(offsets) {
        while let Some(run) = runs.next_if(|run| u64::from(run.first_chunk) <= chunk) {
            per_chunk = u64::from(run.samples_per_chunk);
        }
        let next = sample.saturating_add(per_chunk).min(u64::from(stbl.stsz.sample_count));
        let end = offset.checked_add(bytes_of(stbl, sample, next)).ok_or_else(cut)?;
        if end > file_len {
            return Err(cut());
        }
        sample = next;
    }
    if sample == u64::from(stbl.stsz.sample_count) { Ok(()) } else { Err(damaged()) }
}

/// The size of the samples from one number to before another, in bytes.
fn bytes_of(stbl: &StblBox, from: u64, to: u64) -> u64 {
    let stsz = &stbl.stsz;
    if stsz.sample_size != 0 {
        return u64::from(stsz.sample_size).saturating_mul(to - from);
    }
    let range = usize::try_from(from).unwrap_or(usize::MAX)..usize::try_from(to).unwrap_or(0);
    let sizes = stsz.sample_sizes.get(range).unwrap_or_default();
    sizes.iter().map(|size| u64::from(*size)).sum()
}

fn unknown_codec(name: &[u8]) -> Refusal {
    let name = printable(name);
    invalid(format!("Video codec \"{name}\" is not known; H.264, H.265, AV1 or VP9 is required"))
}

fn printable(name: &[u8]) -> String {
    name.iter().filter(|byte| byte.is_ascii_graphic()).map(|byte| char::from(*byte)).collect()
}

fn damaged() -> Refusal {
    invalid("MP4 cannot be read: its boxes do not fit into each other")
}

/// Whether an MP4 file of `len` bytes has a track of sound.
pub(super) fn has_sound(reader: &mut (impl Read + Seek), len: u64) -> Result<bool, ProbeError> {
    let moov = find_moov(reader, len)?;
    let mut at = 0;
    while at < moov.len() {
        let (name, end) = child(&moov, at)?;
        if &name == b"trak" && handler(&moov[at + 8..end])? == Some(*b"soun") {
            return Ok(true);
        }
        at = end;
    }
    Ok(false)
}
