//! The exact bytes of leaves, and that every field is among them.

use super::*;
use crate::domain::{
    campaign::ab_test::VariantRef,
    ids::{AbTestNo, AssetNo, CampaignNo},
    impression::{fraud::Flag, quality::Deduction},
    money::Amount,
    refusal::Code,
};

fn id(last: u128) -> Uuid {
    Uuid::from_u128(0x0192_f7a0_0000_7000_8000_0000_0000_0000 + last)
}

fn ids() -> PlayIds {
    PlayIds {
        campaign: id(1),
        device: id(2),
        store: id(3),
        supplier: id(4),
        asset: id(5),
        key: id(6),
    }
}

fn entry(row: &ImpressionRow, ids: &PlayIds) -> String {
    let (mut text, mut out) = (Vec::new(), b"left over".to_vec());
    write_play(row, ids, &mut text, &mut out);
    String::from_utf8(out).unwrap()
}

/// The format is a promise: other programs compute these bytes too. Rule: POP-07.
#[test]
fn the_leaf_of_a_play_has_exactly_these_bytes() {
    let mut row = sample_row();
    row.variant = Some("A 50%".to_owned());
    row.location = Some(GeoPoint::from_micro(10_762_622, -106_660_172).unwrap());
    let found = entry(&row, &ids());
    let wanted = "vetrina-play-leaf-v1
impression 0192f7a0-0000-7000-8000-000000000007
campaign 0192f7a0-0000-7000-8000-000000000001
device 0192f7a0-0000-7000-8000-000000000002
store 0192f7a0-0000-7000-8000-000000000003
supplier 0192f7a0-0000-7000-8000-000000000004
asset 0192f7a0-0000-7000-8000-000000000005
key 0192f7a0-0000-7000-8000-000000000006
key_named 0192f7a0-0000-7000-8000-000000000006
signature_version 2
counter 17
lease 
variant A%2050%25
ab_test 
ab_variant 
test_run 
played_at 1770301800000
received_at 1770301802500
sent_at 1770301802000
queued 0
delayed 0
duration_expected 15
duration_actual 15
lat 10762622
lng -106660172
screenshot 0909090909090909090909090909090909090909090909090909090909090909
raw_campaign 
raw_played_at 
raw_screenshot 
quality 100
deductions 0
flags 0
reviewed 0
peak 1
rate_version 1
cpm 78000000
cost 78000
charged 78000
absorbed 0
supplier_share 62400
remaining 999922000
proof ";
    assert!(found.starts_with(wanted), "{found}");
    let proof = found[wanted.len()..].strip_suffix('\n').unwrap();
    let mut text = Vec::new();
    write_signed_text(&row, &ids(), &mut text).unwrap();
    assert_eq!(proof, hex::encode(proof_hash(&text, &row.signature)));
    assert!(found.len() < MAX_ENTRY_BYTES);
}

#[test]
fn the_leaf_of_a_reversal_has_exactly_these_bytes() {
    let mut out = b"left over".to_vec();
    let leaf = ReversalLeaf {
        impression: id(7),
        play_leaf: 41,
        proof: [0xab; 32],
        reason: "CHARGEBACK",
        decided_at: Timestamp::from_ms(1_770_301_900_000),
    };
    leaf.write(&mut out);
    let proof = "ab".repeat(32);
    let wanted = format!(
        "vetrina-reversal-leaf-v1\nimpression {}\nplay_leaf 41\nreason CHARGEBACK\n\
         decided_at 1770301900000\nproof {proof}\n",
        id(7)
    );
    assert_eq!(String::from_utf8(out).unwrap(), wanted);
}

/// Something of a play that its leaf says.
type Change = fn(&mut ImpressionRow);

/// Whatever is changed in a row of a billed play changes its leaf. Rule: POP-07.
#[test]
fn every_field_of_a_billed_play_is_in_its_leaf() {
    let before = entry(&sample_row(), &ids());
    let changes: &[(&str, Change)] = &[
        ("id", |row| row.id = id(99)),
        ("status", |row| row.status = PlayStatus::UnderReview),
        ("played_at", |row| row.played_at = row.played_at.plus_ms(1)),
        ("received_at", |row| row.received_at = row.received_at.plus_ms(1)),
        ("duration_expected", |row| row.duration_expected += 1),
        ("duration_actual", |row| row.duration_actual += 1),
        ("cost", |row| row.money.cost = Amount::from_micros(1)),
        ("charged", |row| row.money.charged = Amount::from_micros(1)),
        ("absorbed", |row| row.money.absorbed = Amount::from_micros(1)),
        ("supplier", |row| row.money.supplier = Amount::from_micros(1)),
        ("cpm", |row| row.money.cpm = Amount::from_micros(1)),
        ("remaining", |row| row.money.remaining = Amount::from_micros(-1)),
        ("is_peak", |row| row.is_peak = !row.is_peak),
        ("rate_version", |row| row.rate_version += 1),
        ("quality", |row| row.quality -= 1),
        ("deductions", |row| row.deductions = [Deduction::LocationMissing].into_iter().collect()),
        ("flags", |row| row.flags = [Flag::NewDevice].into_iter().collect()),
        ("delayed", |row| row.delayed = true),
        ("queued", |row| row.queued = true),
        ("sent_at", |row| row.sent_at = None),
        ("signature_version", |row| row.signature_version = 1),
        ("names_key", |row| row.names_key = false),
        ("named_key", |row| row.named_key = Some(id(98))),
        ("counter", |row| row.counter = Some(18)),
        ("lease", |row| row.lease = Some(id(97))),
        ("variant", |row| row.variant = Some("B".to_owned())),
        ("ab_test", |row| row.ab_test = Some(VariantRef { test: AbTestNo(0), variant: 0 })),
        ("test_run", |row| row.test_run = Some(0)),
        ("location", |row| row.location = GeoPoint::from_micro(1, 2).ok()),
        ("screenshot_hash", |row| row.screenshot_hash = None),
        ("raw", |row| {
            let played_at = Some("2026-02-05T14:30:00.000Z".to_owned());
            row.raw = Some(Box::new(RawText { played_at, ..RawText::default() }));
        }),
        ("raw campaign", |row| {
            let campaign_id = Some("0192F7A0000070008000000000000001".to_owned());
            row.raw = Some(Box::new(RawText { campaign_id, ..RawText::default() }));
        }),
        ("signature", |row| row.signature[0] ^= 1),
    ];
    for (field, change) in changes {
        let mut row = sample_row();
        change(&mut row);
        assert_ne!(entry(&row, &ids()), before, "{field}");
    }
    for part in 0..6 {
        let mut other = ids();
        let part = match part {
            0 => &mut other.campaign,
            1 => &mut other.device,
            2 => &mut other.store,
            3 => &mut other.supplier,
            4 => &mut other.asset,
            _ => &mut other.key,
        };
        *part = id(96);
        assert_ne!(entry(&sample_row(), &other), before);
    }
    // What a billed play never has, and what the ids stand for.
    let mut row = sample_row();
    (row.campaign, row.asset) = (Some(CampaignNo(9)), Some(AssetNo(9)));
    row.reason = Some(Code::LowQuality);
    assert_eq!(entry(&row, &ids()), before);
}
