//! Stretches of plays against all plays, whatever is posted already.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    db::{Batch, Store, codec},
    domain::{
        ids::{DeviceNo, StoreNo},
        impression::record::PlayMoney,
        time::Timestamp,
    },
};

/// The campaign asked for; another one has the other plays.
const MINE: CampaignNo = CampaignNo(3);

fn play(seq: Seq, campaign: CampaignNo, day: Day, status: PlayStatus) -> ImpressionRow {
    ImpressionRow {
        id: Uuid::from_u128(u128::from(seq)),
        campaign: Some(campaign),
        named_campaign: None,
        device: DeviceNo(1),
        store: StoreNo(1),
        asset: None,
        named_asset: None,
        status,
        reason: None,
        played_at: Timestamp::from_ms(day.start().ms() + 1_000),
        received_at: Timestamp::from_ms(day.start().ms() + 2_000),
        duration_expected: 15,
        duration_actual: 15,
        money: PlayMoney::default(),
        is_peak: false,
        rate_version: 1,
        quality: 100,
        deductions: Default::default(),
        flags: Default::default(),
        delayed: false,
        queued: false,
        sent_at: None,
        signature_version: 1,
        key: Some(0),
        names_key: false,
        named_key: None,
        counter: None,
        lease: None,
        variant: None,
        ab_test: None,
        test_run: None,
        location: None,
        screenshot_hash: None,
        raw: None,
        message: None,
        details: None,
        signature: Vec::new(),
    }
}

/// One play a place from 1 on, over days of `a_day` places; `kinds` says whose each is and how it
/// was decided. The first `posted` of mine are in posting rows of `a_row`.
fn filled(kinds: &[u8], a_day: usize, posted: usize, a_row: usize) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("store"), 1 << 20).unwrap();
    let mut batch = Batch::default();
    let mut mine = Vec::new();
    for (place, kind) in kinds.iter().enumerate() {
        let (seq, day) = (place as Seq + 1, day_of(place, a_day));
        if place % a_day == 0 {
            let key = u32::try_from(day.number()).unwrap().to_be_bytes();
            batch.put(Table::Days, &key, codec::encode(&(day, seq)));
        }
        let campaign = if kind % 2 == 0 { MINE } else { CampaignNo(4) };
        let status = PlayStatus::from_code(u64::from(kind / 2));
        let row = play(seq, campaign, day, status);
        let key = seq.to_be_bytes();
        batch.put(Table::Impressions(day.number()), &key, codec::encode_sealed(&key, &row));
        if campaign == MINE {
            mine.push((seq, status));
        }
    }
    let posted = &mine[..posted.min(mine.len())];
    for row in posted.chunks(a_row) {
        let mut before = row[0].0;
        let mut steps = Vec::new();
        for (seq, status) in row {
            steps.push((seq - before) << 2 | status.code());
            before = *seq;
        }
        let key = [&MINE.0.to_be_bytes()[..], &row[0].0.to_be_bytes()].concat();
        batch.put(Table::CampaignPlays, &key, codec::encode(&(before, steps)));
    }
    let replay_from = posted.last().map_or(1, |(seq, _)| seq + 1);
    let meta = Meta { next_seq: kinds.len() as Seq + 1, replay_from };
    batch.put(Table::Meta, META_KEY, codec::encode(&meta));
    store.commit(&mut batch).unwrap();
    (folder, store)
}

fn day_of(place: usize, a_day: usize) -> Day {
    Day::from_number(20_000 + i32::try_from(place / a_day).unwrap())
}

fn streamed(store: &Store, from: Day, to: Day, limit: usize) -> Vec<Seq> {
    let snapshot = store.snapshot().unwrap();
    let mut span = span_of(&snapshot, from, to).unwrap();
    let mut found = Vec::new();
    loop {
        let is_of_days = |row: &ImpressionRow| (from..=to).contains(&row.played_at.day());
        let stretch = plays_in(&snapshot, MINE, span, limit, is_of_days).unwrap();
        found.extend(stretch.plays.iter().map(|play| play.seq));
        match stretch.next {
            Some(after) if after > span.after => span.after = after,
            Some(after) => panic!("no step on from {after}"),
            None => return found,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Rule: POP-04: each play once, in order, however many are posted, days cut and stretches long.
    #[test]
    fn stretches_are_all_plays_of_the_days_in_order(
        kinds in prop::collection::vec(0_u8..6, 1..150),
        a_day in 1_usize..60,
        posted in 0_usize..100,
        a_row in 1_usize..20,
        limit in 1_usize..40,
        first in 0_usize..4,
        days in 0_usize..4,
    ) {
        let (_folder, store) = filled(&kinds, a_day, posted, a_row);
        let from = Day::from_number(20_000 + i32::try_from(first).unwrap());
        let to = Day::from_number(from.number() + i32::try_from(days).unwrap());
        let wanted = kinds.iter().enumerate().filter(|(place, kind)| {
            let is_mine = *kind % 2 == 0 && *kind / 2 != 1;
            is_mine && (from..=to).contains(&day_of(*place, a_day))
        });
        let expected: Vec<Seq> = wanted.map(|(place, _)| place as Seq + 1).collect();
        prop_assert_eq!(streamed(&store, from, to, limit), expected);
    }
}

#[test]
fn an_empty_store_streams_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("store"), 1 << 20).unwrap();
    let day = Day::from_number(20_000);
    assert!(streamed(&store, day, day, 10).is_empty());
}
