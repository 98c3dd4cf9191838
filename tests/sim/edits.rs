//! The edit matrix as the model has it: each function changes one field, if the rules allow it.

use crate::{
    model::{MCampaign, Model, Stand, default_priority, push},
    world::DAY,
};

impl MCampaign {
    /// A chosen priority lies within two of what follows from the budget.
    fn suits(priority: Option<i64>, budget: i64) -> bool {
        let default = default_priority(budget);
        priority.is_none_or(|chosen| (1..=10).contains(&chosen) && (chosen - default).abs() <= 2)
    }

    fn may_start_and_end(start: i64, end: i64) -> bool {
        start < end && end - start <= 365 * DAY
    }
}

/// The asset that a scan flagged.
pub const FLAGGED: usize = 3;

impl Model {
    pub fn edit_budget(&mut self, no: usize, budget: i64, now: i64) -> bool {
        let campaign = &mut self.campaigns[no];
        let stand = campaign.stand();
        let cap = campaign.daily_cap.unwrap_or(0);
        let valid = (100_000_000..=1_000_000_000_000).contains(&budget)
            && budget >= cap
            && (!stand.is_written() || MCampaign::suits(campaign.chosen, budget));
        if budget == campaign.budget {
            return true;
        }
        if stand.is_final() || !valid {
            return false;
        }
        if stand.is_written() {
            campaign.budget = budget;
            campaign.note_priority(now);
            return true;
        }
        let more = budget - campaign.budget;
        more > 0 && self.raise_by_edit(no, more, now)
    }

    pub fn edit_start(&mut self, no: usize, start: i64) -> bool {
        let campaign = &mut self.campaigns[no];
        if start == campaign.start {
            return true;
        }
        let ok = MCampaign::may_start_and_end(start, campaign.end)
            && match campaign.stand() {
                Stand::Draft | Stand::Rejected | Stand::Pending => true,
                Stand::Scheduled => start > campaign.start,
                _ => false,
            };
        if ok {
            campaign.start = start;
        }
        ok
    }

    pub fn edit_end(&mut self, no: usize, end: i64, now: i64) -> bool {
        let campaign = &mut self.campaigns[no];
        let stand = campaign.stand();
        if end == campaign.end {
            return true;
        }
        let direction = match stand {
            Stand::Draft | Stand::Rejected | Stand::Pending | Stand::Scheduled => true,
            _ => stand.is_under_way() && end > campaign.end && campaign.escrow > 0,
        };
        let ok = direction && MCampaign::may_start_and_end(campaign.start, end);
        if ok {
            campaign.end = end;
            self.look_at_blocks(no, now);
        }
        ok
    }

    pub fn edit_stores(&mut self, no: usize, stores: &[usize], now: i64) -> bool {
        let campaign = &self.campaigns[no];
        let stand = campaign.stand();
        if stores == campaign.stores {
            return true;
        }
        let only_more = campaign
            .stores
            .iter()
            .all(|store| stores.contains(store) || self.blocks(*store, campaign, now));
        let free = stand.is_written() || stand == Stand::Pending;
        let mut next = campaign.clone();
        next.stores = stores.to_vec();
        push(&mut next.stores_then, now, stores.to_vec());
        let shown =
            stand.is_written() || self.is_shut_out(campaign, now) || !self.is_shut_out(&next, now);
        let ok = !stand.is_final() && (free || only_more) && shown;
        if ok {
            self.campaigns[no] = next;
            self.look_at_blocks(no, now);
        }
        ok
    }

    pub fn edit_assets(&mut self, no: usize, assets: &[usize], now: i64) -> bool {
        let campaign = &mut self.campaigns[no];
        let stand = campaign.stand();
        if assets == campaign.assets {
            return true;
        }
        // An asset that may not play leaves an active campaign, once no screen may be showing it.
        let idle = |asset: &usize| {
            let on_screen = self.leases.values().any(|lease| {
                lease.campaign == no && lease.asset == *asset && !lease.spent && lease.expires > now
            });
            !self.assets[*asset].plays(now) && !on_screen
        };
        let campaign = &self.campaigns[no];
        let more = campaign.assets.iter().all(|asset| assets.contains(asset) || idle(asset));
        let joining = assets.iter().filter(|asset| !campaign.assets.contains(asset));
        // What waits for approval is submitted anew: all of its content must be able to play.
        let fit = match stand {
            Stand::Pending => assets.iter().all(|asset| self.assets[*asset].plays(now)),
            _ => joining.clone().all(|asset| self.assets[*asset].plays(now)),
        };
        // Content that every store blocks is not brought in.
        let mut next = campaign.clone();
        push(&mut next.assets_then, now, assets.to_vec());
        let shown =
            stand.is_written() || self.is_shut_out(campaign, now) || !self.is_shut_out(&next, now);
        // The second advertiser's film is flagged: a decided campaign cannot get it later.
        let flagged = assets.contains(&FLAGGED) && !campaign.assets.contains(&FLAGGED);
        let decided = !stand.is_written() && stand != Stand::Pending;
        let ok = match stand {
            Stand::Scheduled => false,
            Stand::Active => more,
            _ => !stand.is_final(),
        } && !(flagged && decided)
            && shown
            && (stand.is_written() || fit);
        if !ok {
            return false;
        }
        let campaign = &mut self.campaigns[no];
        campaign.assets = assets.to_vec();
        push(&mut campaign.assets_then, now, assets.to_vec());
        if stand == Stand::Pending {
            // A new submission: the wait for a decision begins anew.
            campaign.submitted = Some(now);
        }
        self.look_at_blocks(no, now);
        true
    }

    pub fn edit_word(&mut self, no: usize, word: bool, now: i64) -> bool {
        let campaign = &self.campaigns[no];
        let stand = campaign.stand();
        if word == campaign.word.last().unwrap().1 {
            return true;
        }
        let mut next = campaign.clone();
        push(&mut next.word, now, word);
        let shown =
            stand.is_written() || self.is_shut_out(campaign, now) || !self.is_shut_out(&next, now);
        let ok = !stand.is_final() && shown;
        if ok {
            self.campaigns[no] = next;
            self.look_at_blocks(no, now);
        }
        ok
    }

    pub fn edit_priority(&mut self, no: usize, priority: i64, now: i64) -> bool {
        let campaign = &mut self.campaigns[no];
        let stands = campaign
            .chosen
            .or_else(|| campaign.stand().is_final().then(|| default_priority(campaign.budget)));
        if stands == Some(priority) {
            return true;
        }
        let ok = !campaign.stand().is_final() && MCampaign::suits(Some(priority), campaign.budget);
        if ok {
            campaign.chosen = Some(priority);
            campaign.note_priority(now);
        }
        ok
    }

    pub fn edit_cap(&mut self, no: usize, cap: Option<i64>) -> bool {
        let campaign = &mut self.campaigns[no];
        let fits = cap.is_none_or(|cap| cap >= 10_000_000 && cap <= campaign.budget);
        let ok = !campaign.stand().is_final() && fits;
        if ok {
            campaign.daily_cap = cap;
        }
        ok
    }
}
