//! What people may do to campaigns and accounts, and what follows in the model. Each function
//! answers whether the rules allow it; what they do not allow changes nothing.

use uuid::Uuid;

use crate::{
    model::{Account, MCampaign, MCredit, MIncident, MTest, Model, RuleKind, Stand, at, push},
    world::{DAY, HOUR},
};

/// Above this a person approves, and plays are looked at.
const LARGE: i64 = 10_000_000_000;
const MOST: i64 = 1_000_000_000_000;

impl Model {
    pub fn is_active(&self, advertiser: usize) -> bool {
        self.advertisers[advertiser].account() == Account::Active
    }

    /// Whether a rule of the store kept the campaign away at a moment.
    pub fn blocks(&self, store: usize, campaign: &MCampaign, moment: i64) -> bool {
        let rules = self.rules.iter().filter(|rule| rule.store == store);
        let mut on = rules.filter(|rule| at(&rule.on, moment) == Some(&true));
        on.any(|rule| match rule.kind {
            RuleKind::Brand => true,
            RuleKind::Word => campaign.word_at(moment),
            RuleKind::Flag => campaign.assets_at(moment).contains(&3),
        })
    }

    pub fn is_dark(&self, campaign: &MCampaign, moment: i64) -> bool {
        campaign.stores.iter().all(|store| self.blocks(*store, campaign, moment))
    }

    /// Blocking is looked at again after a change; what no store shows any more pauses.
    pub fn look_at_blocks(&mut self, no: usize, now: i64) {
        if self.campaigns[no].stand().is_final() {
            return;
        }
        let dark = self.is_dark(&self.campaigns[no], now);
        self.campaigns[no].dark = dark;
        if dark && self.campaigns[no].stand() == Stand::Active {
            self.campaigns[no].set_stand(now, Stand::Dark);
        }
    }

    /// A rule of a store was made or removed.
    pub fn rule_changed(&mut self, store: usize, now: i64) {
        for no in 0..self.campaigns.len() {
            if self.campaigns[no].stores.contains(&store) {
                self.look_at_blocks(no, now);
            }
        }
    }

    pub fn pause(&mut self, no: usize, now: i64) -> bool {
        let ok = self.campaigns[no].stand() == Stand::Active;
        if ok {
            self.campaigns[no].set_stand(now, Stand::PausedByUser);
        }
        ok
    }

    pub fn resume(&mut self, no: usize, now: i64) -> bool {
        let campaign = &self.campaigns[no];
        let stopped = campaign.stand() == Stand::Stopped;
        let looked_into = !stopped || !self.is_investigated(no);
        let enough = self.cheapest(campaign, now).is_none_or(|least| campaign.escrow >= least);
        let ok = campaign.stand().is_paused()
            && now < campaign.end
            && campaign.escrow > 0
            && enough
            && !campaign.dark
            && looked_into
            && self.is_active(campaign.advertiser);
        if ok {
            self.go_on(no, now);
        }
        ok
    }

    fn is_investigated(&self, no: usize) -> bool {
        let newest = self.incidents.iter().rfind(|incident| incident.campaign == no);
        newest.is_some_and(|incident| incident.open)
    }

    /// Its money stays where it is: the account is held, or a stop is looked into.
    pub fn is_frozen(&self, no: usize) -> bool {
        let buyer = &self.advertisers[self.campaigns[no].advertiser];
        buyer.account() == Account::Suspended || self.has_open_incident(no)
    }

    fn has_open_incident(&self, no: usize) -> bool {
        self.incidents.iter().any(|incident| incident.campaign == no && incident.open)
    }

    pub fn cancel(&mut self, no: usize, now: i64) -> bool {
        if self.campaigns[no].stand().is_final() {
            return false;
        }
        let campaign = &mut self.campaigns[no];
        campaign.set_stand(now, Stand::Cancelled);
        let ran = campaign.activated || !campaign.tests.is_empty();
        let campaign = &self.campaigns[no];
        if !ran && (campaign.escrow == 0 || !self.is_frozen(no)) {
            self.close(no, now);
        }
        true
    }

    pub fn needs_approval(campaign: &MCampaign) -> bool {
        campaign.assets.contains(&3) || campaign.budget > LARGE
    }

    pub fn submit(&mut self, no: usize, now: i64) -> bool {
        let campaign = &self.campaigns[no];
        let buyer = campaign.advertiser;
        let ok = campaign.stand().is_written()
            && self.is_active(buyer)
            && !self.is_dark(campaign, now)
            && self.wallets[buyer] >= campaign.budget;
        if ok {
            let campaign = &mut self.campaigns[no];
            let waits = Self::needs_approval(campaign);
            campaign.set_stand(now, if waits { Stand::Pending } else { Stand::Scheduled });
            campaign.submitted = Some(now);
            campaign.escrow += campaign.budget;
            self.wallets[buyer] -= campaign.budget;
        }
        ok
    }

    pub fn approve(&mut self, no: usize, now: i64) -> bool {
        let campaign = &self.campaigns[no];
        let over = now >= campaign.end;
        let active = self.is_active(campaign.advertiser);
        let ok = campaign.stand() == Stand::Pending && (over || active);
        if ok {
            let stand = if over { Stand::Completed } else { Stand::Scheduled };
            self.campaigns[no].set_stand(now, stand);
        }
        ok
    }

    /// Rejected, or sent back to be changed: the hold is released.
    pub fn send_back(&mut self, no: usize, now: i64, stand: Stand) -> bool {
        let campaign = &mut self.campaigns[no];
        let ok = campaign.stand() == Stand::Pending;
        if ok {
            campaign.set_stand(now, stand);
            self.wallets[campaign.advertiser] += std::mem::take(&mut campaign.escrow);
        }
        ok
    }

    /// Whether more budget would be more than a campaign may have, with what waits already.
    fn is_too_much(campaign: &MCampaign, more: i64) -> bool {
        let waiting = if campaign.asks { campaign.increase } else { 0 };
        campaign.budget + waiting + more > MOST
    }

    pub fn top_up(&mut self, no: usize, more: i64, now: i64) -> bool {
        let campaign = &self.campaigns[no];
        let in_time = campaign.stand().is_under_way() && now < campaign.end;
        let ok = more >= 50_000_000 && !Self::is_too_much(campaign, more) && in_time;
        ok && self.raise(no, more, now)
    }

    /// More budget from the wallet, at once or once a person agrees.
    fn raise(&mut self, no: usize, more: i64, now: i64) -> bool {
        let campaign = &mut self.campaigns[no];
        let buyer = campaign.advertiser;
        let crosses = campaign.budget <= LARGE && campaign.budget + more > LARGE;
        let asks = crosses && campaign.stand() != Stand::Pending;
        let affordable = self.wallets[buyer] >= more;
        if !affordable || (asks && campaign.asks) || !self.is_active(buyer) {
            return false;
        }
        let campaign = &mut self.campaigns[no];
        self.wallets[buyer] -= more;
        if asks {
            campaign.increase = more;
            campaign.asks = true;
        } else {
            self.grant(no, more, now);
        }
        true
    }

    fn grant(&mut self, no: usize, more: i64, now: i64) {
        let campaign = &mut self.campaigns[no];
        campaign.budget += more;
        campaign.escrow += more;
        campaign.note_priority(now);
        if campaign.stand() == Stand::Exhausted {
            self.go_on(no, now);
        }
    }

    pub fn approve_increase(&mut self, no: usize, now: i64) -> bool {
        let campaign = &mut self.campaigns[no];
        let stand = campaign.stand();
        let in_time = now < campaign.end && stand.is_under_way() || stand == Stand::Scheduled;
        let small = campaign.budget + campaign.increase <= MOST;
        let ok = campaign.asks && in_time && small && self.is_active(self.campaigns[no].advertiser);
        if ok {
            let campaign = &mut self.campaigns[no];
            campaign.asks = false;
            let more = std::mem::take(&mut campaign.increase);
            self.grant(no, more, now);
        }
        ok
    }

    pub fn reject_increase(&mut self, no: usize) -> bool {
        let campaign = &mut self.campaigns[no];
        let ok = std::mem::take(&mut campaign.asks);
        if ok {
            self.wallets[campaign.advertiser] += std::mem::take(&mut campaign.increase);
        }
        ok
    }

    /// More budget by an edit of a submitted campaign.
    pub fn raise_by_edit(&mut self, no: usize, more: i64, now: i64) -> bool {
        let campaign = &self.campaigns[no];
        let runs = campaign.stand().is_under_way();
        let small = more < 50_000_000 || (runs && now >= campaign.end);
        let too_much = runs && Self::is_too_much(campaign, more);
        !small && !too_much && self.raise(no, more, now)
    }

    pub fn policy_pause(&mut self, no: usize, now: i64) -> bool {
        let stand = self.campaigns[no].stand();
        let held = matches!(stand, Stand::Policy | Stand::Stopped);
        let ok = (stand.is_under_way() || stand == Stand::Scheduled) && !held;
        if ok {
            self.campaigns[no].set_stand(now, Stand::Policy);
        }
        ok
    }

    pub fn stop(&mut self, no: usize, now: i64) -> bool {
        let stand = self.campaigns[no].stand();
        let held = stand == Stand::Stopped && self.is_investigated(no);
        let ok = (stand.is_under_way() || stand == Stand::Scheduled) && !held;
        if ok {
            self.campaigns[no].set_stand(now, Stand::Stopped);
            let open = self.leases.values_mut().filter(|l| !l.spent && !l.ran_out);
            for lease in open.filter(|lease| lease.campaign == no) {
                lease.expires = lease.expires.min(now);
            }
        }
        ok
    }

    pub fn opened(&mut self, id: Uuid, campaign: usize) {
        let stopped = self.campaigns[campaign].stands.last().map_or(0, |(at, _)| *at);
        let from = stopped - 7 * DAY;
        self.incidents.push(MIncident { id, campaign, open: true, frozen: true, from });
    }

    /// The end of an investigation: A to D, A with a compensation.
    pub fn resolve(&mut self, incident: usize, outcome: char, paid: i64, now: i64) -> bool {
        let MIncident { campaign: no, open, .. } = self.incidents[incident];
        let campaign = &self.campaigns[no];
        if !open || paid > campaign.budget {
            return false;
        }
        let buyer = campaign.advertiser;
        if paid > 0 {
            if self.given_alone(buyer, now) + paid > 1_000_000_000 {
                return false;
            }
            self.advertisers[buyer].credits.push((now, paid));
        }
        let stand = campaign.stand();
        self.incidents[incident].open = false;
        let let_go = &mut self.campaigns[no].let_go;
        *let_go = now.max(*let_go);
        self.incidents[incident].frozen = outcome == 'D';
        self.absorbed -= paid;
        self.wallets[buyer] += paid;
        match outcome {
            'C' if stand == Stand::Stopped => self.campaigns[no].set_stand(now, Stand::Policy),
            'D' => {
                if !stand.is_final() {
                    self.campaigns[no].set_stand(now, Stand::CutOff);
                }
                self.suspend(buyer, now);
            }
            _ => {}
        }
        true
    }

    pub fn suspend(&mut self, advertiser: usize, now: i64) -> bool {
        if !self.is_active(advertiser) {
            return false;
        }
        push(&mut self.advertisers[advertiser].account, now, Account::Suspended);
        for campaign in self.campaigns.iter_mut().filter(|c| c.advertiser == advertiser) {
            if matches!(campaign.stand(), Stand::Active | Stand::Scheduled) {
                campaign.set_stand(now, Stand::Suspended);
            }
        }
        true
    }

    pub fn reinstate(&mut self, advertiser: usize, now: i64) -> bool {
        let ok = self.advertisers[advertiser].account() == Account::Suspended;
        if ok {
            push(&mut self.advertisers[advertiser].account, now, Account::Active);
            let lifted = &mut self.advertisers[advertiser].lifted;
            *lifted = now.max(*lifted);
        }
        ok
    }

    pub fn terminate(&mut self, advertiser: usize, debt: i64, now: i64) -> bool {
        if self.advertisers[advertiser].account() == Account::Terminated {
            return false;
        }
        push(&mut self.advertisers[advertiser].account, now, Account::Terminated);
        for no in 0..self.campaigns.len() {
            let campaign = &mut self.campaigns[no];
            if campaign.advertiser != advertiser {
                continue;
            }
            if !campaign.stand().is_final() {
                let written = campaign.submitted.is_none();
                campaign.set_stand(now, if written { Stand::Cancelled } else { Stand::CutOff });
            }
            if self.campaigns[no].settled.is_none() && !self.has_open_incident(no) {
                self.close(no, now);
            }
        }
        self.advertisers[advertiser].debt = debt;
        self.pay_debt(advertiser);
        true
    }

    fn pay_debt(&mut self, advertiser: usize) {
        let paid = self.advertisers[advertiser].debt.min(self.wallets[advertiser]);
        self.advertisers[advertiser].debt -= paid;
        self.wallets[advertiser] -= paid;
        self.revenue += paid;
    }

    pub fn pay_out(&mut self, advertiser: usize) -> bool {
        let own = self.campaigns.iter().filter(|campaign| campaign.advertiser == advertiser);
        let held: i64 = own.clone().map(|campaign| campaign.hold).sum();
        let waits = own.clone().any(|own| own.stand().is_final() && own.settled.is_none());
        let buyer = &self.advertisers[advertiser];
        if buyer.account() != Account::Terminated || buyer.paid_out || held > 0 || waits {
            return false;
        }
        self.pay_debt(advertiser);
        self.advertisers[advertiser].paid_out = true;
        let rest = std::mem::take(&mut self.wallets[advertiser]);
        self.outside += rest - rest % 10_000;
        self.revenue += rest % 10_000;
        true
    }

    /// A manual credit; answers whether it waits for a second person.
    pub fn credit(&mut self, advertiser: usize, amount: i64, now: i64) -> Option<bool> {
        let buyer = &self.advertisers[advertiser];
        if buyer.account() == Account::Terminated {
            return None;
        }
        let waits = self.given_alone(advertiser, now) + amount > 1_000_000_000;
        if !waits {
            self.advertisers[advertiser].credits.push((now, amount));
            self.book(advertiser, amount);
        }
        Some(waits)
    }

    /// Credits and compensations of single persons in the last day.
    fn given_alone(&self, advertiser: usize, now: i64) -> i64 {
        let credits = self.advertisers[advertiser].credits.iter();
        credits.filter(|(at, _)| *at > now - DAY).map(|(_, amount)| amount).sum()
    }

    fn book(&mut self, advertiser: usize, amount: i64) {
        self.wallets[advertiser] += amount;
        self.outside -= amount;
    }

    /// The second person's word on a credit that waits.
    pub fn decide_credit(&mut self, place: usize, by: u128, approve: bool) -> bool {
        let MCredit { advertiser, amount, asked_by, .. } = self.credits[place];
        let open = !approve || self.advertisers[advertiser].account() != Account::Terminated;
        let ok = by != asked_by && open;
        if ok {
            self.credits.remove(place);
            if approve {
                self.book(advertiser, amount);
            }
        }
        ok
    }

    pub fn start_test(&mut self, no: usize, test: (Vec<usize>, i64, i64), now: i64) -> bool {
        let (stores, hours, budget) = test;
        let campaign = &mut self.campaigns[no];
        let free = campaign.open_test().is_none();
        let campaign = &self.campaigns[no];
        let shown =
            |store: &usize| campaign.stores.contains(store) && !self.blocks(*store, campaign, now);
        let ok = campaign.stand() == Stand::Scheduled
            && now < campaign.start
            && free
            && stores.iter().all(shown)
            && campaign.escrow >= budget;
        if ok {
            let planned = (now + hours * HOUR).min(campaign.start);
            let test =
                MTest { stores, budget, used: 0, from: now, planned, ended: None, honours: true };
            self.campaigns[no].tests.push(test);
        }
        ok
    }

    pub fn stop_test(&mut self, no: usize, now: i64) -> bool {
        let ok = self.campaigns[no].open_test().is_some();
        self.campaigns[no].end_test(now, true);
        ok
    }
}
