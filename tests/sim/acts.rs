//! What people may do to campaigns and accounts, and what follows in the model. Each function
//! answers whether the rules allow it; what they do not allow changes nothing.

use uuid::Uuid;

use crate::{
    model::{
        Account, MCampaign, MCredit, MIncident, MLease, MRequest, MRule, MTest, Model, RuleKind,
        Stand, at, push,
    },
    world::{DAY, HOUR},
};

/// Above this a person approves, and plays are looked at.
const LARGE: i64 = 10_000_000_000;
const MOST: i64 = 1_000_000_000_000;

impl Model {
    pub fn is_active(&self, advertiser: usize) -> bool {
        self.advertisers[advertiser].account() == Account::Active
    }

    /// Whether the store kept the campaign away at a moment, by a rule or by its supplier's stop.
    pub fn blocks(&self, store: usize, campaign: &MCampaign, moment: i64) -> bool {
        self.is_stopped_in(store, campaign, moment) || self.rules_out(store, campaign, moment)
    }

    fn is_stopped_in(&self, store: usize, campaign: &MCampaign, moment: i64) -> bool {
        self.incidents.iter().any(|stop| {
            stop.stores.contains(&store)
                && self.campaigns[stop.campaign].id == campaign.id
                && stop.from <= moment
                && stop.lifted.is_none_or(|lifted| moment < lifted)
        })
    }

    /// Whether a rule of the store kept the campaign away at a moment.
    fn rules_out(&self, store: usize, campaign: &MCampaign, moment: i64) -> bool {
        let rules = self.rules.iter().filter(|rule| rule.store == store);
        let mut on = rules.filter(|rule| at(&rule.on, moment) == Some(&true));
        on.any(|rule| Self::applies(rule, campaign, moment) && !rule.lets_in(campaign, moment))
    }

    fn applies(rule: &MRule, campaign: &MCampaign, moment: i64) -> bool {
        match rule.kind {
            RuleKind::Brand => true,
            RuleKind::Word => campaign.word_at(moment),
            RuleKind::Flag => campaign.assets_at(moment).contains(&3),
        }
    }

    /// An administrator lets a campaign in, in spite of a rule.
    pub fn let_in(&mut self, place: usize, no: usize, now: i64) -> bool {
        let (rule, campaign) = (&self.rules[place], &self.campaigns[no]);
        let store = rule.store;
        let ok = !campaign.stand().is_final()
            && rule.on.last().unwrap().1
            && Self::applies(rule, campaign, now)
            && campaign.stores.contains(&store)
            && !rule.lets_in(campaign, now);
        if ok {
            let id = campaign.id;
            self.rules[place].let_in.push((id, now));
            self.rule_changed(store, now);
        }
        ok
    }

    /// Rules keep it away from every store: what a running campaign pauses for.
    pub fn is_dark(&self, campaign: &MCampaign, moment: i64) -> bool {
        campaign.stores.iter().all(|store| self.rules_out(*store, campaign, moment))
    }

    /// No store would show it, for whatever reason.
    pub fn is_shut_out(&self, campaign: &MCampaign, moment: i64) -> bool {
        campaign.stores.iter().all(|store| self.blocks(*store, campaign, moment))
    }

    /// Whether something of its content may play.
    pub fn has_content(&self, campaign: &MCampaign, moment: i64) -> bool {
        campaign.assets.iter().any(|asset| self.assets[*asset].plays(moment))
    }

    fn may_all_play(&self, campaign: &MCampaign, moment: i64) -> bool {
        campaign.assets.iter().all(|asset| self.assets[*asset].plays(moment))
    }

    /// Nothing of its content may play any more.
    pub fn lose_content(&mut self, no: usize, now: i64) {
        self.campaigns[no].set_stand(now, Stand::NoContent);
        let since = self.campaigns[no].stands.last().unwrap().0;
        self.campaigns[no].content_due = since + 7 * DAY;
    }

    /// The content is distributed again after an error.
    pub fn retry(&mut self, no: usize, now: i64) -> bool {
        let campaign = &self.campaigns[no];
        let ok = campaign.stand() == Stand::Error && now < campaign.end;
        if ok {
            self.campaigns[no].set_stand(now, Stand::Active);
            self.look_at_blocks(no, now);
        }
        ok
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
        let ok = matches!(self.campaigns[no].stand(), Stand::Active | Stand::Error);
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
            && self.has_content(campaign, now)
            && !campaign.dark
            && looked_into
            && self.is_active(campaign.advertiser);
        if ok {
            self.go_on(no, now);
        }
        ok
    }

    fn is_investigated(&self, no: usize) -> bool {
        let of = |stop: &&MIncident| stop.campaign == no && stop.whole;
        let newest = self.incidents.iter().rfind(of);
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
            && !self.is_shut_out(campaign, now)
            && self.may_all_play(campaign, now)
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
        let fit = self.is_active(campaign.advertiser) && self.may_all_play(campaign, now);
        let ok = campaign.stand() == Stand::Pending && (over || fit);
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
        let stand = campaign.stand();
        let in_time = stand.is_under_way() && stand != Stand::Error && now < campaign.end;
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
        if campaign.stand() != Stand::Exhausted {
            return;
        }
        if self.campaigns[no].dark || self.has_content(&self.campaigns[no], now) {
            self.go_on(no, now);
        } else {
            self.resume_without_content(no, now);
        }
    }

    pub fn approve_increase(&mut self, no: usize, now: i64) -> bool {
        let campaign = &mut self.campaigns[no];
        let stand = campaign.stand();
        let by_edit = matches!(stand, Stand::Scheduled | Stand::Error);
        let in_time = now < campaign.end && stand.is_under_way() || by_edit;
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
            self.stop_whole(no, now);
        }
        ok
    }

    fn stop_whole(&mut self, no: usize, now: i64) {
        self.campaigns[no].set_stand(now, Stand::Stopped);
        self.end_leases(no, now, |_| true);
    }

    fn end_leases(&mut self, no: usize, now: i64, there: impl Fn(usize) -> bool) {
        let open = self.leases.values_mut().filter(|l| !l.spent && !l.ran_out);
        let devices = &self.devices;
        let there =
            |lease: &&mut MLease| lease.campaign == no && there(devices[lease.device].store);
        for lease in open.filter(there) {
            lease.expires = lease.expires.min(now);
        }
    }

    pub fn opened(&mut self, id: Uuid, campaign: usize, from: i64) {
        self.incidents.push(MIncident {
            id,
            campaign,
            open: true,
            frozen: true,
            frozen_from: from - 7 * DAY,
            whole: true,
            stores: Vec::new(),
            from,
            lifted: None,
        });
    }

    /// The stores of a supplier that a campaign targets.
    pub fn own_stores(&self, supplier: usize, no: usize) -> Vec<usize> {
        let own = |store: &usize| self.suppliers_of_stores[*store] == supplier;
        self.campaigns[no].stores.iter().copied().filter(own).collect()
    }

    pub fn may_ask_for_stop(&self, supplier: usize, no: usize) -> bool {
        let asked = |one: &MRequest| one.supplier == supplier && one.campaign == no;
        self.campaigns[no].stand() == Stand::Active
            && !self.own_stores(supplier, no).is_empty()
            && !self.requests.iter().any(asked)
    }

    /// A supplier stops a campaign on its own stores, for safety; answers the place of the incident.
    pub fn stop_own(&mut self, supplier: usize, no: usize, id: Uuid, now: i64) -> usize {
        let stores = self.own_stores(supplier, no);
        self.end_leases(no, now, |store| stores.contains(&store));
        self.incidents.push(MIncident {
            id,
            campaign: no,
            open: true,
            frozen: true,
            frozen_from: now - 7 * DAY,
            whole: false,
            stores,
            from: now,
            lifted: None,
        });
        self.incidents.len() - 1
    }

    /// A supplier's request is approved: its own stop is widened, or else one is to be opened, which
    /// the answer says.
    pub fn approve_stop(&mut self, request: MRequest, now: i64) -> Option<bool> {
        let no = request.campaign;
        let stand = self.campaigns[no].stand();
        if !stand.is_under_way() && stand != Stand::Scheduled {
            return None;
        }
        self.stop_whole(no, now);
        match request.incident.filter(|place| self.incidents[*place].open) {
            Some(place) => {
                self.incidents[place].whole = true;
                Some(false)
            }
            None => Some(true),
        }
    }

    /// The end of an investigation: A to D, A with a compensation.
    pub fn resolve(&mut self, incident: usize, outcome: char, paid: i64, now: i64) -> bool {
        let MIncident { campaign: no, open, whole, .. } = self.incidents[incident];
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
        if matches!(outcome, 'A' | 'B') {
            self.incidents[incident].lifted = Some(now);
        }
        let let_go = &mut self.campaigns[no].let_go;
        *let_go = now.max(*let_go);
        self.incidents[incident].frozen = outcome == 'D';
        self.absorbed -= paid;
        self.wallets[buyer] += paid;
        match outcome {
            'C' if stand == Stand::Stopped && whole => {
                self.campaigns[no].set_stand(now, Stand::Policy)
            }
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
            if matches!(campaign.stand(), Stand::Active | Stand::Scheduled | Stand::Error) {
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
        let waits = waits || self.disputes.iter().any(|open| open.advertiser == advertiser);
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
