//! What happens in the model by itself: starts, ends, pauses, settlements, reviews that fall due.

use crate::{
    model::{Account, MCampaign, Model, Stand},
    world::{DAY, HOUR, MINUTE},
};

impl Model {
    /// Decides a play under review.
    pub fn decide(&mut self, no: usize, seq: u64, approve: bool, now: i64) {
        let campaign = &mut self.campaigns[no];
        let held = campaign.held.remove(&seq).expect("only held plays are decided");
        let charged = held.cost - held.absorbed;
        campaign.hold -= held.cost;
        campaign.absorbed_in_review -= held.absorbed;
        if approve {
            campaign.verified += 1;
            campaign.spent += charged;
            campaign.absorbed += held.absorbed;
            self.bill(seq, no, &held);
            return;
        }
        campaign.rejected += 1;
        *campaign.day_spend.entry(held.day).or_default() -= charged;
        if let Some(place) = held.test {
            campaign.tests[place].used -= charged;
        }
        self.absorbed += held.absorbed;
        if campaign.settled.is_some() {
            self.wallets[campaign.advertiser] += charged;
        } else {
            campaign.escrow += charged;
        }
        // Money that came back lets an exhausted campaign run on.
        let campaign = &self.campaigns[no];
        let enough = self.cheapest(campaign, now).is_some_and(|least| campaign.escrow >= least);
        if campaign.stand() == Stand::Exhausted && enough {
            self.run_on(no, now);
        }
    }

    /// Resumes by itself, within its dates and with money, while the account is active.
    pub fn run_on(&mut self, no: usize, now: i64) {
        let campaign = &self.campaigns[no];
        let active = self.is_active(campaign.advertiser);
        if !active || campaign.escrow == 0 || now >= campaign.end {
            return;
        }
        if self.has_content(campaign, now) {
            self.go_on(no, now);
        } else {
            self.resume_without_content(no, now);
        }
    }

    /// What may run again, but has nothing to play, waits for content instead.
    pub fn resume_without_content(&mut self, no: usize, now: i64) {
        let campaign = &mut self.campaigns[no];
        let early = now < campaign.start;
        campaign.set_stand(now, if early { Stand::Scheduled } else { Stand::Active });
        self.lose_content(no, now);
    }

    /// The end of a licence: campaigns that have nothing else to play pause.
    fn licence_ends(&mut self, asset: usize, at: i64) {
        self.assets[asset].ended = true;
        for no in 0..self.campaigns.len() {
            let campaign = &self.campaigns[no];
            let runs = matches!(campaign.stand(), Stand::Active | Stand::Error);
            let others = campaign.assets.iter().filter(|other| **other != asset);
            let goes_on = others.clone().any(|other| self.assets[*other].plays(at));
            if runs && campaign.assets.contains(&asset) && !goes_on {
                self.lose_content(no, at);
            }
        }
    }

    /// Scheduled before the start, active after it.
    pub fn go_on(&mut self, no: usize, now: i64) {
        let campaign = &mut self.campaigns[no];
        if now < campaign.start {
            campaign.set_stand(now, Stand::Scheduled);
        } else {
            campaign.set_stand(now, Stand::Active);
            self.look_at_blocks(no, now);
        }
    }

    /// The rest goes back, whole cents to the wallet, the residue to the platform; and whatever
    /// increase still waits.
    pub fn close(&mut self, no: usize, now: i64) {
        let campaign = &mut self.campaigns[no];
        campaign.settled = Some(now);
        let without_play = campaign.verified == 0 && campaign.held.is_empty();
        campaign.investigated = campaign.stand() == Stand::Completed && without_play;
        let rest = std::mem::take(&mut campaign.escrow);
        let residue = rest % 10_000;
        let increase = std::mem::take(&mut campaign.increase);
        self.wallets[campaign.advertiser] += rest - residue + increase;
        self.revenue += residue;
    }

    /// Everything that falls due until `now`, in the order of time.
    pub fn pass_time(&mut self, now: i64) {
        for lease in self.leases.values_mut() {
            lease.ran_out |= lease.expires <= now;
        }
        while let Some((at, no, event)) = self.next_event().filter(|(at, ..)| *at <= now) {
            match event {
                Event::Start => self.start(no, at, now),
                Event::Settle => self.close(no, at),
                Event::Review(seq) => self.review_due(no, seq, at),
                Event::End => self.campaigns[no].set_stand(at, Stand::Completed),
                Event::Silence => self.campaigns[no].set_stand(at, Stand::Silent),
                Event::Licence => self.licence_ends(no, at),
                Event::NoContent if self.has_content(&self.campaigns[no], at) => {
                    self.campaigns[no].content_due = at + DAY;
                }
                Event::TestEnd => self.campaigns[no].end_test(at, true),
                Event::Expiry => {
                    let campaign = &mut self.campaigns[no];
                    campaign.set_stand(at, Stand::Expired);
                    campaign.settled = Some(at);
                    self.wallets[campaign.advertiser] += std::mem::take(&mut campaign.escrow);
                }
                Event::NotResumed | Event::NoContent => {
                    self.campaigns[no].set_stand(at, Stand::CutOff);
                    if !self.campaigns[no].activated && !self.is_frozen(no) {
                        self.close(no, at);
                    }
                }
            }
        }
    }

    /// The start, late or not.
    fn start(&mut self, no: usize, at: i64, now: i64) {
        let campaign = &self.campaigns[no];
        let poor = campaign.escrow == 0
            || self.cheapest(campaign, at).is_some_and(|least| campaign.escrow < least);
        let stand = if campaign.end < now {
            Stand::Completed
        } else if !self.is_active(campaign.advertiser) {
            Stand::Suspended
        } else if !self.has_content(campaign, at) && !self.has_content(campaign, now) {
            Stand::NoContent
        } else if poor {
            Stand::Insufficient
        } else if self.is_dark(campaign, at) {
            self.campaigns[no].dark = true;
            Stand::Dark
        } else {
            Stand::Active
        };
        let moment = if stand == Stand::Completed { now } else { at };
        let campaign = &mut self.campaigns[no];
        // Its test ends at the start at the latest, however late the start comes.
        campaign.end_test(at, stand.honours());
        campaign.set_stand(moment, stand);
        match stand {
            Stand::Active => self.look_at_blocks(no, at),
            Stand::NoContent => self.campaigns[no].content_due = at + 7 * DAY,
            _ => {}
        }
    }

    fn review_due(&mut self, no: usize, seq: u64, at: i64) {
        let held = self.campaigns[no].held.get_mut(&seq).expect("due reviews wait");
        if held.soft {
            self.decide(no, seq, true, at);
        } else if held.reminded || at - held.received >= 30 * DAY {
            self.decide(no, seq, false, at);
        } else {
            held.reminded = true;
        }
    }

    /// A day after an active campaign began to run or a device in its stores was heard from.
    fn silent_at(&self, campaign: &MCampaign) -> i64 {
        let devices = self.devices.iter().filter(|device| campaign.stores.contains(&device.store));
        let newest = devices.filter_map(|device| device.beats.last()).max();
        let since = campaign.stands.last().unwrap().0;
        newest.map_or(since, |beat| since.max(*beat)) + 24 * HOUR
    }

    /// A device said hello: campaigns that waited for one run on.
    pub fn heard(&mut self, device: usize, now: i64) {
        let store = self.devices[device].store;
        for no in 0..self.campaigns.len() {
            let campaign = &self.campaigns[no];
            let waits = campaign.stand() == Stand::Silent && campaign.stores.contains(&store);
            if waits && !self.blocks(store, campaign, now) {
                self.run_on(no, now);
            }
        }
    }

    fn next_event(&self) -> Option<(i64, usize, Event)> {
        let mut next: Option<(i64, usize, Event)> = None;
        for (no, campaign) in self.campaigns.iter().enumerate() {
            for (at, event) in self.events(no, campaign) {
                if next.as_ref().is_none_or(|(least, ..)| at < *least) {
                    next = Some((at, no, event));
                }
            }
        }
        for (no, asset) in self.assets.iter().enumerate().filter(|(_, asset)| !asset.ended) {
            if let Some(end) = asset.licence.last().unwrap().1
                && next.as_ref().is_none_or(|(least, ..)| end < *least)
            {
                next = Some((end, no, Event::Licence));
            }
        }
        next
    }

    fn events(&self, no: usize, campaign: &MCampaign) -> Vec<(i64, Event)> {
        let (since, stand) = *campaign.stands.last().unwrap();
        let buyer = &self.advertisers[campaign.advertiser];
        let mut events = Vec::new();
        match stand {
            Stand::Pending => {
                events.push((campaign.submitted.unwrap_or(since) + 30 * DAY, Event::Expiry));
            }
            Stand::Scheduled => {
                events.push((campaign.start, Event::Start));
                let open = campaign.tests.last().filter(|test| test.ended.is_none());
                events.extend(open.map(|test| (test.planned, Event::TestEnd)));
            }
            Stand::Draft | Stand::Rejected | Stand::Expired => {}
            Stand::Completed | Stand::Cancelled | Stand::CutOff => {
                if campaign.settled.is_none() && !self.is_frozen(no) {
                    let let_go = buyer.lifted.max(campaign.let_go);
                    let at = (campaign.stopped + 5 * MINUTE).max(let_go);
                    events.push((at, Event::Settle));
                }
            }
            _ => events.push((campaign.last_ms() + 1, Event::End)),
        }
        if stand == Stand::Active {
            events.push((self.silent_at(campaign), Event::Silence));
        }
        if stand == Stand::NoContent {
            events.push((campaign.content_due, Event::NoContent));
        }
        if stand == Stand::Suspended && buyer.account() == Account::Active {
            events.push((since.max(buyer.since()) + 7 * DAY, Event::NotResumed));
        }
        events.extend(campaign.held.iter().map(|(seq, held)| {
            let days = if held.reminded { 30 } else { 1 };
            (held.received + days * DAY, Event::Review(*seq))
        }));
        events
    }
}

#[derive(Clone, Copy, Debug)]
enum Event {
    Start,
    End,
    Settle,
    Silence,
    Expiry,
    TestEnd,
    NotResumed,
    NoContent,
    /// Of an asset.
    Licence,
    Review(u64),
}
