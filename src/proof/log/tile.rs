//! Where hashes are found over HTTP: tiles of 256 hashes and their paths (C2SP `tlog-tiles`).

use std::{fmt, str::FromStr};

/// Binary levels of the tree between the hashes of two tile levels.
pub const HEIGHT: u8 = 8;
/// Hashes of a complete tile.
pub const WIDTH: u16 = 256;
/// Highest tile level that a path may name; 64-bit sizes reach level 7.
const MAX_LEVEL: u8 = 63;
/// Longest path that is read: seven groups of three digits and the rest around them.
const MAX_PATH_CHARS: usize = 64;

/// What a tile holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Content {
    /// Hashes of the tile level, 32 bytes each; level 0 holds leaf hashes.
    Hashes(u8),
    /// The leaves' own bytes, each after its length as two big-endian bytes.
    Entries,
}

impl Content {
    /// The tile level whose hashes count for this content; entries go with the leaf hashes.
    #[must_use]
    pub const fn level(self) -> u8 {
        match self {
            Self::Hashes(level) => level,
            Self::Entries => 0,
        }
    }
}

/// One tile: up to 256 consecutive hashes of a tile level, or the entries below them.
/// Rule: POP-07.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    content: Content,
    index: u64,
    width: u16,
}

/// Why a text is no path of a tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TileError {
    /// The path does not begin with `tile/`, or misses a part.
    #[error("a path of a tile reads tile/<level>/<index> or tile/entries/<index>")]
    NotATile,
    /// The level is no number from 0 to 63 without leading zeros.
    #[error("the level of a tile is a number from 0 to 63, or `entries`")]
    BadLevel,
    /// The index is not written in groups of three digits, or is too large.
    #[error("the index of a tile reads x001/x234/067: groups of three digits, none too many")]
    BadIndex,
    /// The width is no number from 1 to 255 (in a path) or 256.
    #[error("the width of a partial tile is a number from 1 to 255")]
    BadWidth,
}

/// How many tiles a level has at a size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelTiles {
    /// Tile level, from 0.
    pub level: u8,
    /// Number of complete tiles; they have the indices from 0.
    pub complete: u64,
    /// Width of the partial tile after them, 0 when there is none.
    pub partial: u16,
}

impl Tile {
    /// Names a tile of hashes or entries.
    ///
    /// # Errors
    /// [`TileError::BadLevel`] above 63, [`TileError::BadWidth`] unless 1 to 256,
    /// [`TileError::BadIndex`] when the index of its last hash does not fit 64 bits.
    pub fn new(content: Content, index: u64, width: u16) -> Result<Self, TileError> {
        if content.level() > MAX_LEVEL {
            return Err(TileError::BadLevel);
        }
        if width == 0 || width > WIDTH {
            return Err(TileError::BadWidth);
        }
        if index > u64::MAX >> HEIGHT {
            return Err(TileError::BadIndex);
        }
        Ok(Self { content, index, width })
    }

    /// What the tile holds.
    #[must_use]
    pub const fn content(&self) -> Content {
        self.content
    }

    /// Number of the tile in its level, from 0.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// Number of hashes or entries, 1 to 256.
    #[must_use]
    pub const fn width(&self) -> u16 {
        self.width
    }

    /// Whether all 256 hashes are there, so that the tile never changes again.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.width == WIDTH
    }

    /// Number, in its tile level, of the tile's first hash.
    #[must_use]
    pub const fn first(&self) -> u64 {
        self.index << HEIGHT
    }

    /// Whether a tree of `size` leaves has all hashes of the tile.
    ///
    /// True also for narrower partial tiles, which earlier sizes had.
    #[must_use]
    pub fn is_within(&self, size: u64) -> bool {
        let hashes = hashes_at(self.content.level(), size);
        self.first().checked_add(u64::from(self.width)).is_some_and(|end| end <= hashes)
    }

    /// The path below the log's prefix, as `tile/0/x001/x234/067.p/12`.
    #[must_use]
    pub fn path(&self) -> String {
        self.to_string()
    }
}

/// Number of hashes that a tile level has at a size: one for each complete subtree below it.
#[must_use]
pub fn hashes_at(level: u8, size: u64) -> u64 {
    size.checked_shr(u32::from(level) * u32::from(HEIGHT)).unwrap_or(0)
}

/// The tile levels that are not empty at a size, from 0, with the number of their tiles.
pub fn levels_at(size: u64) -> impl Iterator<Item = LevelTiles> {
    (0..=MAX_LEVEL).map(move |level| (level, hashes_at(level, size))).map_while(
        |(level, hashes)| {
            let partial = (hashes % u64::from(WIDTH)) as u16;
            (hashes > 0).then_some(LevelTiles { level, complete: hashes >> HEIGHT, partial })
        },
    )
}

/// Every tile of hashes that a tree of `size` leaves is served as, level by level, left to right.
pub fn tiles_at(size: u64) -> impl Iterator<Item = Tile> {
    levels_at(size).flat_map(|LevelTiles { level, complete, partial }| {
        let content = Content::Hashes(level);
        let whole = (0..complete).map(move |index| Tile { content, index, width: WIDTH });
        whole.chain((partial > 0).then_some(Tile { content, index: complete, width: partial }))
    })
}

/// The entries of a tile as served: each after its length in two big-endian bytes.
///
/// `None` when an entry is longer than 65,535 bytes.
pub fn entry_bundle<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Option<Vec<u8>> {
    let mut bundle = Vec::new();
    for entry in entries {
        bundle.extend_from_slice(&u16::try_from(entry.len()).ok()?.to_be_bytes());
        bundle.extend_from_slice(entry);
    }
    Some(bundle)
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.content {
            Content::Hashes(level) => write!(f, "tile/{level}/")?,
            Content::Entries => f.write_str("tile/entries/")?,
        }
        write_index(f, self.index)?;
        if self.is_complete() { Ok(()) } else { write!(f, ".p/{}", self.width) }
    }
}

/// Writes 1234067 as `x001/x234/067`.
fn write_index(f: &mut fmt::Formatter<'_>, index: u64) -> fmt::Result {
    let mut above = index / 1000;
    let mut groups = Vec::new();
    while above > 0 {
        groups.push(above % 1000);
        above /= 1000;
    }
    groups.iter().rev().try_for_each(|group| write!(f, "x{group:03}/"))?;
    write!(f, "{:03}", index % 1000)
}

impl FromStr for Tile {
    type Err = TileError;

    /// Reads a path below the log's prefix; only the one spelling of each tile is taken.
    fn from_str(path: &str) -> Result<Self, TileError> {
        let rest = path.strip_prefix("tile/").ok_or(TileError::NotATile)?;
        if path.len() > MAX_PATH_CHARS {
            return Err(TileError::BadIndex);
        }
        let (level, rest) = rest.split_once('/').ok_or(TileError::NotATile)?;
        let content = match level {
            "entries" => Content::Entries,
            _ => Content::Hashes(plain_number(level).ok_or(TileError::BadLevel)?),
        };
        let (index, width) = match rest.split_once(".p/") {
            None => (rest, WIDTH),
            Some((index, width)) => {
                let width: u8 = plain_number(width).ok_or(TileError::BadWidth)?;
                (index, u16::from(width))
            }
        };
        Self::new(content, read_index(index).ok_or(TileError::BadIndex)?, width)
    }
}

/// A decimal number in its shortest spelling.
pub(super) fn plain_number<N: FromStr>(text: &str) -> Option<N> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let shortest = text == "0" || !text.starts_with('0');
    if digits && shortest { text.parse().ok() } else { None }
}

/// Reads `x001/x234/067`; no group of zeros may come first unless it is the only one.
fn read_index(text: &str) -> Option<u64> {
    let groups: Vec<_> = text.split('/').collect();
    let (last, above) = groups.split_last()?;
    let mut index = 0_u64;
    for (at, group) in above.iter().enumerate() {
        let value = three_digits(group.strip_prefix('x')?)?;
        if at == 0 && value == 0 {
            return None;
        }
        index = index.checked_mul(1000)?.checked_add(value)?;
    }
    index.checked_mul(1000)?.checked_add(three_digits(last)?)
}

fn three_digits(group: &str) -> Option<u64> {
    let right = group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit());
    if right { group.parse().ok() } else { None }
}

#[cfg(test)]
#[path = "tile_tests.rs"]
mod tests;
