//! Share of voice: what the draws promised each campaign on a screen, beside what was offered.
//!
//! Each draw promises every campaign in it its weight's part of one slot. Summed over a day these
//! promises are what the campaign should get; leases and billed plays are what it got.
//! Rule: CAM-17, CAM-18.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    ids::{CampaignNo, DeviceNo, StoreNo},
    time::Day,
};

/// A whole slot in the unit of promises.
pub const SLOT: u64 = 1_000_000;

/// A screen in a store on a UTC day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ShareKey {
    /// UTC day of the draw, server clock.
    pub day: Day,
    /// Where the screen stood.
    pub store: StoreNo,
    /// The screen.
    pub device: DeviceNo,
}

impl ShareKey {
    /// Bytes in day order; days before 1970 do not occur.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 12] {
        let [a, b, c, d] = self.day.number().to_be_bytes();
        let [e, f, g, h] = self.store.0.to_be_bytes();
        let [i, j, k, l] = self.device.0.to_be_bytes();
        [a, b, c, d, e, f, g, h, i, j, k, l]
    }

    /// The key of bytes; `None` for bytes that are none.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let [a, b, c, d, e, f, g, h, i, j, k, l] = bytes.try_into().ok()?;
        Some(Self {
            day: Day::from_number(i32::from_be_bytes([a, b, c, d])),
            store: StoreNo(u32::from_be_bytes([e, f, g, h])),
            device: DeviceNo(u32::from_be_bytes([i, j, k, l])),
        })
    }
}

/// One draw for a screen's next slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draw {
    /// Which screen and day.
    pub key: ShareKey,
    /// Each campaign's part of the slot in millionths, rounded down.
    pub shares: Vec<(CampaignNo, u64)>,
    /// Who got the slot; `None` when nobody was there to get it.
    pub chosen: Option<CampaignNo>,
    /// Campaigns left out because their daily cap was reached (rule CAM-18).
    pub capped: Vec<CampaignNo>,
}

/// What a campaign was promised and offered on a screen and day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareTally {
    /// Slots promised, in millionths.
    pub promised: u64,
    /// Leases granted.
    pub offered: u64,
    /// Draws it was left out of because of its daily cap.
    pub capped: u64,
}

impl ShareTally {
    /// Adds another.
    pub fn merge(&mut self, other: &Self) {
        self.promised = self.promised.saturating_add(other.promised);
        self.offered = self.offered.saturating_add(other.offered);
        self.capped = self.capped.saturating_add(other.capped);
    }
}

/// All draws of a screen on a day; one row, written with each draw.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareDay {
    /// Slots given out.
    pub draws: u64,
    /// By campaign.
    pub campaigns: BTreeMap<CampaignNo, ShareTally>,
}

impl ShareDay {
    /// Counts a draw.
    pub fn count(&mut self, draw: &Draw) {
        for (campaign, share) in &draw.shares {
            let tally = self.campaigns.entry(*campaign).or_default();
            tally.promised = tally.promised.saturating_add(*share);
        }
        if let Some(chosen) = draw.chosen {
            self.draws = self.draws.saturating_add(1);
            let tally = self.campaigns.entry(chosen).or_default();
            tally.offered = tally.offered.saturating_add(1);
        }
        for campaign in &draw.capped {
            let tally = self.campaigns.entry(*campaign).or_default();
            tally.capped = tally.capped.saturating_add(1);
        }
    }
}

/// Each weight's part of one slot in millionths, rounded down; nothing when all weights are zero.
#[must_use]
pub fn shares(weights: &[(CampaignNo, u128)]) -> Vec<(CampaignNo, u64)> {
    let total = weights.iter().fold(0_u128, |sum, (_, weight)| sum.saturating_add(*weight));
    let part = |weight: u128| {
        let scaled = weight.saturating_mul(u128::from(SLOT)).checked_div(total).unwrap_or(0);
        u64::try_from(scaled).unwrap_or(SLOT)
    };
    weights
        .iter()
        .filter(|(_, weight)| *weight > 0)
        .map(|(campaign, weight)| (*campaign, part(*weight)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> ShareKey {
        ShareKey { day: Day::from_number(20_000), store: StoreNo(7), device: DeviceNo(70_000) }
    }

    #[test]
    fn keys_round_trip_and_sort_by_day() {
        let next = ShareKey { day: key().day.next(), store: StoreNo(0), device: DeviceNo(0) };
        assert_eq!(ShareKey::from_bytes(&key().to_bytes()), Some(key()));
        assert!(key().to_bytes() < next.to_bytes());
        assert_eq!(ShareKey::from_bytes(b"short"), None);
    }

    /// The example of the rules: 9.0, 3.5 and 5.0 of 17.5.
    #[test]
    fn a_slot_is_promised_by_weight() {
        let weights = [(CampaignNo(1), 90), (CampaignNo(2), 35), (CampaignNo(3), 50)];
        let expected =
            [(CampaignNo(1), 514_285), (CampaignNo(2), 200_000), (CampaignNo(3), 285_714)];
        assert_eq!(shares(&weights), expected);
        assert_eq!(shares(&[(CampaignNo(1), 0)]), []);
        assert_eq!(shares(&[(CampaignNo(1), 0), (CampaignNo(2), 1)]), [(CampaignNo(2), SLOT)]);
        assert_eq!(shares(&[]), []);
    }

    #[test]
    fn draws_add_up() {
        let mut day = ShareDay::default();
        let (a, b, c) = (CampaignNo(1), CampaignNo(2), CampaignNo(3));
        let draw = Draw {
            key: key(),
            shares: vec![(a, 750_000), (b, 250_000)],
            chosen: Some(b),
            capped: vec![c],
        };
        day.count(&draw);
        day.count(&Draw { chosen: Some(a), capped: Vec::new(), ..draw.clone() });
        day.count(&Draw { shares: Vec::new(), chosen: None, ..draw });
        assert_eq!(day.draws, 2);
        let tally = |promised, offered, capped| ShareTally { promised, offered, capped };
        assert_eq!(day.campaigns[&a], tally(1_500_000, 1, 0));
        assert_eq!(day.campaigns[&b], tally(500_000, 1, 0));
        assert_eq!(day.campaigns[&c], tally(0, 0, 2));
        let mut sum = day.campaigns[&a];
        sum.merge(&day.campaigns[&c]);
        assert_eq!(sum, tally(1_500_000, 1, 2));
    }
}
