//! How an hour of rotation on one screen would go: the serving rules, played through ahead of time.
//! Rule: CAM-13, CAM-17.

use super::allocation::{Candidate, choose};

/// Seconds of the buckets of which a campaign gets one play each (rule D-07).
const BUCKET_SECONDS: u32 = 300;
/// Seconds of the hour that is played through.
pub const HOUR_SECONDS: u32 = 3600;

/// A campaign in the rotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotating {
    /// Its weight.
    pub candidate: Candidate,
    /// Seconds of each asset, in rotation order.
    pub seconds: Vec<u16>,
}

/// A play of the hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedPlay {
    /// Place of the campaign among those given.
    pub campaign: usize,
    /// Place of the asset in its rotation.
    pub asset: usize,
    /// Seconds from the beginning of the hour.
    pub from: u32,
    /// Seconds from the beginning of the hour.
    pub to: u32,
}

/// Plays an hour through: weighted draws, at most `plays_per_hour` of a campaign, one a bucket.
///
/// `random` gives numbers uniform over 64 bits; the same numbers give the same hour. Rule: CAM-17.
#[must_use]
pub fn play_hour(
    campaigns: &[Rotating],
    plays_per_hour: u32,
    mut random: impl FnMut() -> u64,
) -> Vec<PlannedPlay> {
    let mut plays: Vec<PlannedPlay> = Vec::new();
    let mut at = 0_u32;
    while at < HOUR_SECONDS {
        let open: Vec<(usize, usize, u32)> = campaigns
            .iter()
            .enumerate()
            .filter_map(|(place, one)| next_play(place, one, &plays, plays_per_hour, at))
            .collect();
        let candidates: Vec<Candidate> = open
            .iter()
            .filter_map(|(place, ..)| campaigns.get(*place))
            .map(|one| one.candidate)
            .collect();
        let drawn = choose(&candidates, random()).and_then(|chosen| open.get(chosen));
        match drawn {
            Some((campaign, asset, seconds)) => {
                let to = at.saturating_add((*seconds).max(1));
                plays.push(PlannedPlay { campaign: *campaign, asset: *asset, from: at, to });
                at = to;
            }
            // Nobody may play before the next bucket begins.
            None => {
                let passed = at.checked_rem(BUCKET_SECONDS).unwrap_or(0);
                at = at.saturating_add(BUCKET_SECONDS.saturating_sub(passed));
            }
        }
    }
    plays
}

/// The campaign's next play, if it may have one now: its place, its asset, how long it lasts.
fn next_play(
    place: usize,
    one: &Rotating,
    plays: &[PlannedPlay],
    plays_per_hour: u32,
    at: u32,
) -> Option<(usize, usize, u32)> {
    let own = || plays.iter().filter(|play| play.campaign == place);
    let count = own().count();
    let asset = count.checked_rem(one.seconds.len())?;
    let seconds = u32::from(*one.seconds.get(asset)?);
    let bucket = |second: u32| second.checked_div(BUCKET_SECONDS);
    let ends = at.saturating_add(seconds);
    let is_free = own().all(|play| bucket(play.to) != bucket(ends));
    let has_room = u32::try_from(count).is_ok_and(|count| count < plays_per_hour);
    (is_free && has_room).then_some((place, asset, seconds))
}

#[cfg(test)]
mod tests {
    use rand::{RngCore, SeedableRng, rngs::StdRng};

    use super::*;
    use crate::domain::{ids::CampaignNo, money::Amount, time::Timestamp};

    fn rotating(no: u32, priority: u8, seconds: &[u16]) -> Rotating {
        let candidate = Candidate {
            priority,
            remaining: Amount::from_units(100),
            budget: Amount::from_units(100),
            created_at: Timestamp::from_ms(i64::from(no)),
            no: CampaignNo(no),
        };
        Rotating { candidate, seconds: seconds.to_vec() }
    }

    /// Rule: CAM-13, CAM-17.
    #[test]
    fn an_hour_keeps_the_serving_rules() {
        let campaigns = [rotating(0, 5, &[15, 30]), rotating(1, 9, &[10]), rotating(2, 1, &[60])];
        for seed in 0..50 {
            let mut random = StdRng::seed_from_u64(seed);
            let plays = play_hour(&campaigns, 2, || random.next_u64());
            assert!(plays.is_sorted_by_key(|play| play.from));
            assert!(plays.windows(2).all(|pair| pair[0].to <= pair[1].from));
            for place in 0..3 {
                let own: Vec<_> = plays.iter().filter(|play| play.campaign == place).collect();
                assert_eq!(own.len(), 2, "twice an hour and never more");
                assert_ne!(own[0].to / 300, own[1].to / 300, "one a bucket");
                let assets: Vec<usize> = own.iter().map(|play| play.asset).collect();
                let expected = if place == 0 { vec![0, 1] } else { vec![0, 0] };
                assert_eq!(assets, expected, "assets take turns");
            }
        }
    }

    #[test]
    fn nobody_and_nothing_to_show_leave_the_hour_empty() {
        assert!(play_hour(&[], 2, || 7).is_empty());
        assert!(play_hour(&[rotating(0, 5, &[])], 2, || 7).is_empty());
        assert!(play_hour(&[rotating(0, 5, &[15])], 0, || 7).is_empty());
    }
}
