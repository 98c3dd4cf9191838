//! The examples of the format, and paths that are none.

use proptest::prelude::*;

use super::*;
use crate::proof::log::{
    hash::Hash,
    source::tile_bytes,
    testing::{Kept, full_tree, leaf},
};

fn tile(content: Content, index: u64, width: u16) -> Tile {
    Tile::new(content, index, width).unwrap()
}

const PATHS: &[(&str, Content, u64, u16)] = &[
    ("tile/0/000", Content::Hashes(0), 0, 256),
    ("tile/0/x001/x234/067", Content::Hashes(0), 1_234_067, 256),
    ("tile/0/x001/x234/067.p/12", Content::Hashes(0), 1_234_067, 12),
    ("tile/2/000.p/1", Content::Hashes(2), 0, 1),
    ("tile/63/999.p/255", Content::Hashes(63), 999, 255),
    ("tile/1/x001/000", Content::Hashes(1), 1_000, 256),
    ("tile/entries/x273/112.p/7", Content::Entries, 273_112, 7),
    ("tile/entries/x001/x000/000", Content::Entries, 1_000_000, 256),
];

/// Rule: POP-07.
#[test]
fn paths_read_as_the_format_says() {
    for &(path, content, index, width) in PATHS {
        let wanted = tile(content, index, width);
        assert_eq!(wanted.path(), path);
        assert_eq!(path.parse(), Ok(wanted));
    }
}

#[test]
fn paths_that_are_none_are_refused() {
    for (path, wanted) in [
        ("", TileError::NotATile),
        ("/tile/0/000", TileError::NotATile),
        ("tile/0", TileError::NotATile),
        ("tile//000", TileError::BadLevel),
        ("tile/00/000", TileError::BadLevel),
        ("tile/64/000", TileError::BadLevel),
        ("tile/+1/000", TileError::BadLevel),
        ("tile/256/000", TileError::BadLevel),
        ("tile/data/000", TileError::BadLevel),
        ("tile/0/", TileError::BadIndex),
        ("tile/0/00", TileError::BadIndex),
        ("tile/0/0000", TileError::BadIndex),
        ("tile/0/+00", TileError::BadIndex),
        ("tile/0/x000/001", TileError::BadIndex),
        ("tile/0/001/002", TileError::BadIndex),
        ("tile/0/x001/x002", TileError::BadIndex),
        ("tile/0/x001//002", TileError::BadIndex),
        ("tile/0/000/", TileError::BadIndex),
        ("tile/0/x999/x999/x999/x999/x999/x999/999", TileError::BadIndex),
        ("tile/0/x072/x057/x594/x037/x927/936", TileError::BadIndex),
        ("tile/0/000.p/0", TileError::BadWidth),
        ("tile/0/000.p/256", TileError::BadWidth),
        ("tile/0/000.p/01", TileError::BadWidth),
        ("tile/0/000.p/", TileError::BadWidth),
        ("tile/0/000.p/1.p/1", TileError::BadWidth),
        ("tile/0/\u{661}\u{662}\u{663}", TileError::BadIndex),
    ] {
        assert_eq!(path.parse::<Tile>(), Err(wanted), "{path}");
    }
    assert_eq!(
        "tile/0/x072/x057/x594/x037/x927/935".parse(),
        Ok(tile(Content::Hashes(0), u64::MAX >> HEIGHT, WIDTH))
    );
}

/// The format's own example: 70,000 leaves. Rule: POP-07.
#[test]
fn the_tiles_of_a_size_are_those_of_the_format() {
    let levels: Vec<_> = levels_at(70_000).collect();
    assert_eq!(
        levels,
        [
            LevelTiles { level: 0, complete: 273, partial: 112 },
            LevelTiles { level: 1, complete: 1, partial: 17 },
            LevelTiles { level: 2, complete: 0, partial: 1 },
        ]
    );
    let tiles: Vec<_> = tiles_at(70_000).collect();
    assert_eq!(tiles.len(), 277);
    assert_eq!(tiles[273].path(), "tile/0/273.p/112");
    assert_eq!(tiles[276].path(), "tile/2/000.p/1");
    let paths: Vec<_> = tiles_at(256).map(|tile| tile.path()).collect();
    assert_eq!(paths, ["tile/0/000", "tile/1/000.p/1"]);
    assert_eq!(tiles_at(0).count(), 0);
    assert_eq!(levels_at(u64::MAX).count(), 8);
}

#[test]
fn a_tile_is_served_when_all_its_hashes_are_there() {
    let kept = Kept::of_size(70_000);
    for served in tiles_at(70_000) {
        assert!(served.is_within(70_000));
        assert!(!served.is_within(served.first() << (8 * served.content().level())));
        let bytes = tile_bytes(&kept, &served).unwrap();
        assert_eq!(bytes.len(), 32 * usize::from(served.width()));
    }
    let last = tile_bytes(&kept, &tile(Content::Hashes(0), 273, 112)).unwrap();
    assert_eq!(last.as_chunks::<32>().0, (69_888..70_000).map(leaf).collect::<Vec<Hash>>());
    let above = tile_bytes(&kept, &tile(Content::Hashes(1), 1, 17)).unwrap();
    assert_eq!(above[..32], full_tree(65_536..65_792));
    assert!(tile(Content::Entries, 273, 112).is_within(70_000));
    assert!(tile(Content::Entries, 273, 111).is_within(70_000));
    assert!(!tile(Content::Entries, 273, 113).is_within(70_000));
    assert!(!tile(Content::Hashes(63), 0, 1).is_within(u64::MAX));
    assert!(!tile(Content::Hashes(0), u64::MAX >> HEIGHT, WIDTH).is_within(u64::MAX));
}

#[test]
fn tiles_that_cannot_be_are_refused() {
    assert_eq!(Tile::new(Content::Hashes(64), 0, 1), Err(TileError::BadLevel));
    assert_eq!(Tile::new(Content::Entries, 0, 0), Err(TileError::BadWidth));
    assert_eq!(Tile::new(Content::Entries, 0, 257), Err(TileError::BadWidth));
    let beyond = (u64::MAX >> HEIGHT) + 1;
    assert_eq!(Tile::new(Content::Entries, beyond, 1), Err(TileError::BadIndex));
}

#[test]
fn entries_follow_their_lengths() {
    let bundle = entry_bundle([&b"ab"[..], b"", b"c"]);
    assert_eq!(bundle.as_deref(), Some(&b"\x00\x02ab\x00\x00\x00\x01c"[..]));
    let longest = vec![0; 65_536];
    assert_eq!(entry_bundle([&longest[1..]]).map(|bundle| bundle.len()), Some(65_537));
    assert_eq!(entry_bundle([&longest[..]]), None);
}

proptest! {
    #[test]
    fn every_tile_has_one_path(
        level in prop::option::of(0..=63_u8),
        index in 0..=u64::MAX >> HEIGHT,
        shift in 0..56_u32,
        width in 1..=WIDTH,
    ) {
        let content = level.map_or(Content::Entries, Content::Hashes);
        let tile = tile(content, index >> shift, width);
        prop_assert_eq!(tile.path().parse(), Ok(tile));
    }

    #[test]
    fn what_is_read_is_written_the_same(path in "tile/(entries|[0-9]{1,2})/[x0-9/]{0,12}(\\.p/[0-9]{0,3})?") {
        if let Ok(tile) = path.parse::<Tile>() {
            prop_assert_eq!(tile.path(), path);
        }
    }

    #[test]
    fn reading_a_path_never_panics(path in "\\PC{0,80}") {
        prop_assert!(path.parse::<Tile>().map_or(true, |tile| tile.path() == path));
    }
}
