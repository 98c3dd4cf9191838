//! Where hashes come from, and any subtree or right edge computed from them.

use super::{
    hash::{Hash, empty_root, node_hash},
    range::Range,
    tile::{HEIGHT, Tile, WIDTH},
};

/// Most hashes of a tile level that one subtree needs: those below its highest node in the tile.
const MAX_READ: usize = 1 << (HEIGHT - 1);

/// Something that knows the hashes of a log.
///
/// Level 0 is recomputed from the records of the plays; from level 1 up the source has what
/// [`Range::append`] told to keep. Hashes never change, so a source may know a longer log than
/// the one a proof is for. Rule: POP-07.
pub trait HashSource {
    /// What can go wrong in reading.
    type Error;

    /// Fills `out` with consecutive hashes of a tile level, from the one numbered `first`.
    ///
    /// At most 256 are asked for at once, all inside one tile.
    ///
    /// # Errors
    /// When a hash cannot be had; never leaves a hash out.
    fn read(&self, level: u8, first: u64, out: &mut [Hash]) -> Result<(), Self::Error>;

    /// The root of a complete subtree: leaves `index × 2^height` up to `(index + 1) × 2^height`.
    ///
    /// # Errors
    /// Those of [`HashSource::read`].
    fn subtree(&self, height: u8, index: u64) -> Result<Hash, Self::Error> {
        let above = height % HEIGHT;
        let mut buffer = [Hash::default(); MAX_READ];
        let hashes = &mut buffer[..1 << above];
        self.read(height / HEIGHT, index << above, hashes)?;
        Ok(fold(hashes))
    }
}

impl<S: HashSource + ?Sized> HashSource for &S {
    type Error = S::Error;

    fn read(&self, level: u8, first: u64, out: &mut [Hash]) -> Result<(), Self::Error> {
        (**self).read(level, first, out)
    }

    fn subtree(&self, height: u8, index: u64) -> Result<Hash, Self::Error> {
        (**self).subtree(height, index)
    }
}

/// The root over a power of two of hashes, computed in their place.
fn fold(hashes: &mut [Hash]) -> Hash {
    let mut width = hashes.len();
    while width > 1 {
        width /= 2;
        for at in 0..width {
            hashes[at] = node_hash(&hashes[2 * at], &hashes[2 * at + 1]);
        }
    }
    hashes[0]
}

/// The right edge of the log as it was at `size` leaves, for a start or an audit.
///
/// # Errors
/// Those of the source, which must know at least `size` leaves.
pub fn range_at<S: HashSource>(source: &S, size: u64) -> Result<Range, S::Error> {
    let hashes = edge(source, 0, size)?;
    Ok(Range::from_hashes(size, hashes).expect("one hash for each bit of the size"))
}

/// The root of the log as it was at `size` leaves. Rule: D-86.
///
/// # Errors
/// Those of the source, which must know at least `size` leaves.
pub fn root_at<S: HashSource>(source: &S, size: u64) -> Result<Hash, S::Error> {
    if size == 0 { Ok(empty_root()) } else { span_root(source, 0, size) }
}

/// The bytes of a tile of hashes as served: 32 each. Rule: POP-07.
///
/// # Errors
/// Those of the source, which must know all hashes of the tile (see [`Tile::is_within`]).
pub fn tile_bytes<S: HashSource>(source: &S, tile: &Tile) -> Result<Vec<u8>, S::Error> {
    let mut buffer = [Hash::default(); WIDTH as usize];
    let hashes = &mut buffer[..usize::from(tile.width())];
    source.read(tile.content().level(), tile.first(), hashes)?;
    Ok(hashes.concat())
}

/// The root over leaves `start` up to `end`, of which RFC 6962 makes one node or the whole tree:
/// `start` is a multiple of the next power of two from the span's length.
pub(super) fn span_root<S: HashSource>(source: &S, start: u64, end: u64) -> Result<Hash, S::Error> {
    let hashes = edge(source, start, end)?;
    let mut smallest_first = hashes.into_iter().rev();
    let last = smallest_first.next().expect("a span has a leaf");
    Ok(smallest_first.fold(last, |right, left| node_hash(&left, &right)))
}

/// The roots of the complete subtrees of a span, largest first.
fn edge<S: HashSource>(source: &S, start: u64, end: u64) -> Result<Vec<Hash>, S::Error> {
    let mut hashes = Vec::with_capacity((end - start).count_ones() as usize);
    let mut at = start;
    while at < end {
        let height = (end - at).ilog2();
        hashes.push(source.subtree(height as u8, at >> height)?);
        at += 1 << height;
    }
    Ok(hashes)
}
