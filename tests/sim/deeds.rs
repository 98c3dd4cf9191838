//! Random acts of people: edits, money, approvals, blocking rules, emergency stops, accounts and
//! tests; each is compared with what the model allows.

use rand::Rng;
use uuid::Uuid;
use vetrina::{
    domain::{
        blocking::RuleType,
        campaign::{
            ab_test::{TestMetric, VariantInput},
            emergency::{Grounds, Outcome, StopReason},
        },
        catalog::{Role, standing::SuspensionReason},
        ledger::credit::CreditStatus,
        money::Amount,
        time::Timestamp,
    },
    engine::{
        Actor, Command,
        commands::{
            ab_tests::{CancelAbTest, StartAbTest},
            approval::{PauseForPolicy, RequestChanges},
            campaigns::{CampaignFields, SubmitCampaign},
            credits::{DecideCredit, GiveCredit},
            daily_cap::SetDailyCap,
            editing::EditCampaign,
            emergency::StopCampaigns,
            incidents::ResolveIncident,
            standing::{Reinstate, Settle, Suspend, Terminate},
            status::{Approve, Reject},
            stores::{CreateBlockingRule, DeleteBlockingRule},
            test_mode::{StartTest, StopTest},
            top_up::{ApproveIncrease, RejectIncrease},
        },
    },
};

use crate::{
    model::{Account, MAdvertiser, MCredit, MRule, RuleKind, Stand},
    world::{HOUR, MINUTE, World},
};

fn because() -> String {
    "so it was decided".to_owned()
}

fn person(number: u128) -> Actor {
    let id = Some(Uuid::from_u128(number));
    Actor { id, name: format!("admin {number}"), role: Some(Role::SuperAdmin), ..Actor::system() }
}

impl World {
    /// Runs a command that the model has judged; answers what came of it.
    pub fn expect<C: Command>(
        &mut self,
        wanted: bool,
        what: &str,
        command: C,
    ) -> Option<C::Output> {
        let done = self.command(command);
        if let (Err(refusal), true) = (&done, wanted) {
            panic!("the rules allow {what}: {refusal:?}");
        }
        assert_eq!(done.is_ok(), wanted, "{what} is not allowed");
        let done = done.ok()?;
        self.tally.note(what);
        Some(done)
    }

    /// A campaign, rather one of those that are wished for.
    fn rather(&mut self, wished: impl Fn(Stand) -> bool) -> usize {
        let all = 0..self.model.campaigns.len();
        let good: Vec<usize> =
            all.clone().filter(|no| wished(self.model.campaigns[*no].stand())).collect();
        if good.is_empty() || self.chance(15) {
            self.random.random_range(all)
        } else {
            good[self.random.random_range(0..good.len())]
        }
    }

    /// Something that people do to campaigns, money or accounts.
    pub fn deed(&mut self) {
        let suspended = self.model.advertisers.iter().any(|b| b.account() == Account::Suspended);
        if suspended && self.chance(12) {
            self.account();
            return;
        }
        if self.chance(20) {
            self.more_deeds();
            return;
        }
        match self.random.random_range(0..100) {
            0..26 => self.edit(),
            26..32 => self.submit_again(),
            32..42 => self.judge_pending(),
            42..50 => self.decide_increase(),
            50..55 => self.credit(),
            55..63 => self.rule(),
            63..66 => self.stop(),
            66..71 => self.resolve(),
            71..73 => self.policy(),
            73..76 => self.account(),
            76..84 => self.test(),
            84..88 => self.ab_test(),
            88..96 => {
                let no = self.rather(Stand::is_paused);
                self.resume(no);
            }
            _ => {
                let no = self.rather(Stand::is_under_way);
                self.top_up(no);
            }
        }
    }

    fn edit(&mut self) {
        let no = self.rather(|stand| !stand.is_final());
        let mut fields = CampaignFields::default();
        let (now, facts) = (self.now, self.model.campaigns[no].clone());
        let (wanted, what) = match self.random.random_range(0..9) {
            0..2 => {
                let step = [-20, 10, 60, 400, 9_900][self.random.random_range(0..5)];
                let budget = facts.budget + step * 1_000_000;
                fields.budget = Some(Amount::from_micros(budget));
                (self.model.edit_budget(no, budget, now), "edit of the budget")
            }
            2 => {
                let start = facts.start + self.random.random_range(-2..6) * HOUR;
                fields.start_date = Some(Timestamp::from_ms(start).to_string());
                (self.model.edit_start(no, start), "edit of the start")
            }
            3 => {
                let end = facts.end + self.random.random_range(-20..50) * HOUR + MINUTE;
                fields.end_date = Some(Timestamp::from_ms(end).to_string());
                (self.model.edit_end(no, end, now), "edit of the end")
            }
            4..6 => {
                let mask = self.random.random_range(1..1_usize << self.stores.len());
                let stores: Vec<usize> =
                    (0..self.stores.len()).filter(|store| mask >> store & 1 == 1).collect();
                fields.target_stores = Some(stores.iter().map(|no| self.stores[*no]).collect());
                (self.model.edit_stores(no, &stores, now), "edit of the stores")
            }
            6 => {
                let all = facts.advertiser * 2..facts.advertiser * 2 + 2;
                let out = self.random.random_range(0..3) + facts.advertiser * 2;
                let assets: Vec<usize> = all.filter(|asset| *asset != out).collect();
                fields.content_assets = Some(assets.iter().map(|no| self.assets[*no]).collect());
                (self.model.edit_assets(no, &assets, now), "edit of the content")
            }
            7 => {
                let word = self.chance(50);
                fields.description =
                    Some(if word { "with sugar" } else { "plain" }.to_owned()).into();
                (self.model.edit_word(no, word, now), "edit of the text")
            }
            _ => {
                let priority = self.random.random_range(1..=10);
                fields.priority = Some(priority).into();
                (self.model.edit_priority(no, priority, now), "edit of the priority")
            }
        };
        self.expect(wanted, what, EditCampaign { id: facts.id, fields, if_revision: None });
        self.cap(no);
    }

    fn cap(&mut self, no: usize) {
        let id = self.model.campaigns[no].id;
        let cap = self.chance(70).then(|| self.random.random_range(5..200) * 1_000_000);
        let wanted = self.model.edit_cap(no, cap);
        let daily_cap = cap.map(Amount::from_micros);
        self.expect(wanted, "daily cap", SetDailyCap { id, daily_cap });
    }

    fn submit_again(&mut self) {
        let no = self.rather(Stand::is_written);
        self.submit_campaign(no);
    }

    pub fn submit_campaign(&mut self, no: usize) {
        let id = self.model.campaigns[no].id;
        let wanted = self.model.submit(no, self.now);
        let submission = SubmitCampaign {
            id,
            terms_accepted: true,
            acknowledged_warnings: vec!["SIMILAR_CAMPAIGN".to_owned()],
        };
        self.expect(wanted, "submission", submission);
    }

    pub fn judge_pending(&mut self) {
        let no = self.rather(|stand| stand == Stand::Pending);
        let (id, now, reason) = (self.model.campaigns[no].id, self.now, because());
        match self.random.random_range(0..4) {
            0..2 => {
                let wanted = self.model.approve(no, now);
                self.expect(wanted, "approval", Approve { id });
            }
            2 => {
                let wanted = self.model.send_back(no, now, Stand::Rejected);
                self.expect(wanted, "rejection", Reject { id, reason });
            }
            _ => {
                let wanted = self.model.send_back(no, now, Stand::Draft);
                self.expect(wanted, "request for changes", RequestChanges { id, reason });
            }
        }
    }

    fn decide_increase(&mut self) {
        let waits = self.model.campaigns.iter().position(|campaign| campaign.asks);
        let any = self.random.random_range(0..self.model.campaigns.len());
        let no = waits.unwrap_or(any);
        if waits.is_none() && self.chance(80) {
            return;
        }
        let (id, now) = (self.model.campaigns[no].id, self.now);
        if self.chance(60) {
            let wanted = self.model.approve_increase(no, now);
            self.expect(wanted, "increase approved", ApproveIncrease { id });
        } else {
            let wanted = self.model.reject_increase(no);
            let reason = because();
            self.expect(wanted, "increase rejected", RejectIncrease { id, reason });
        }
    }

    fn credit(&mut self) {
        let by = self.random.random_range(1..=2);
        let now = Timestamp::from_ms(self.now);
        if !self.model.credits.is_empty() && self.chance(60) {
            let place = self.random.random_range(0..self.model.credits.len());
            let MCredit { id, advertiser, .. } = self.model.credits[place];
            let (approve, reason) = (self.chance(70), Some(because()));
            let wanted = self.model.decide_credit(place, by, approve);
            let owner_id = self.advertisers[advertiser];
            let decision = DecideCredit { owner_id, credit_id: id, approve, reason };
            let done = self.engine().run(now, &person(by), decision, None);
            assert_eq!(done.is_ok(), wanted, "a second person decides: {done:?}");
            self.tally.note(if wanted { "credit decided" } else { "credit not decided" });
            return;
        }
        let advertiser = self.random.random_range(0..2);
        let amount = self.random.random_range(1..1200) * 1_000_000;
        let wanted = self.model.credit(advertiser, amount, self.now);
        let owner_id = self.advertisers[advertiser];
        let credit =
            GiveCredit { owner_id, amount: Amount::from_micros(amount), reason: because() };
        let done = self.engine().run(now, &person(by), credit, None);
        let found = done.as_ref().ok().map(|made| made.status == CreditStatus::Pending);
        assert_eq!(found, wanted, "a credit of {amount}");
        let Ok(made) = done else { return };
        self.tally.note(if wanted == Some(true) { "credit waits" } else { "credit booked" });
        if made.status == CreditStatus::Pending {
            let waiting = MCredit { id: made.id, advertiser, amount, asked_by: by };
            self.model.credits.push(waiting);
        }
    }

    fn rule(&mut self) {
        let now = self.now;
        let on = |rule: &MRule| rule.on.last().unwrap().1;
        let found = self.model.rules.iter().position(on);
        if let Some(place) = found.filter(|_| self.chance(55)) {
            let store = self.model.rules[place].store;
            let id = self.model.rules[place].id;
            crate::model::push(&mut self.model.rules[place].on, now, false);
            self.model.rule_changed(store, now);
            self.expect(true, "rule removed", DeleteBlockingRule { id });
            return;
        }
        // Rather where it may be the last store that shows a campaign.
        let no = self.rather(|stand| stand == Stand::Active);
        let stores = self.model.campaigns[no].stores.clone();
        let store = stores[self.random.random_range(0..stores.len())];
        let kinds = [
            (RuleKind::Brand, RuleType::Brand, "brand"),
            (RuleKind::Word, RuleType::Keyword, "Sugar"),
            (RuleKind::Flag, RuleType::Category, "ALCOHOL"),
        ];
        let (kind, rule_type, value) = kinds[[0, 0, 1, 1, 2][self.random.random_range(0..5)]];
        let same = |rule: &MRule| on(rule) && rule.store == store && rule.kind == kind;
        let wanted = !self.model.rules.iter().any(same);
        let rule = CreateBlockingRule {
            store_id: self.stores[store],
            rule_type,
            blocked_value: value.to_owned(),
            reason: None,
            is_active: true,
        };
        if let Some(id) = self.expect(wanted, "rule made", rule) {
            let on = vec![(now, true)];
            self.model.rules.push(MRule { id, store, kind, on, let_in: Vec::new() });
            self.model.rule_changed(store, now);
        }
    }

    fn stop(&mut self) {
        let no = self.rather(|stand| stand == Stand::Active || stand == Stand::Scheduled);
        let wanted = self.model.stop(no, self.now);
        let reason = StopReason::TechnicalIssue;
        let grounds = Grounds { reason, detail: None, evidence_urls: Vec::new() };
        let ids = vec![self.model.campaigns[no].id];
        let stop = StopCampaigns { ids, grounds, several: false };
        if let Some(results) = self.expect(wanted, "emergency stop", stop) {
            let incident = results[0].incident_id.expect("a stop opens an incident");
            self.model.opened(incident, no, self.now);
        }
    }

    fn resolve(&mut self) {
        let Some(newest) = self.model.incidents.len().checked_sub(1) else { return };
        // What was due before happens before.
        self.timers();
        let open = self.model.incidents.iter().position(|incident| incident.open);
        let place = open.unwrap_or(newest);
        let outcomes = [
            ('A', Outcome::A),
            ('A', Outcome::A),
            ('B', Outcome::B),
            ('C', Outcome::C),
            ('D', Outcome::D),
        ];
        let (letter, outcome) = outcomes[self.random.random_range(0..5)];
        let no = self.model.incidents[place].campaign;
        let campaign = &self.model.campaigns[no];
        let waited = campaign.stand().is_final() && campaign.settled.is_none();
        let pays = letter == 'A' && self.chance(50);
        let paid = if pays { self.random.random_range(1..200) * 1_000_000 } else { 0 };
        let wanted = self.model.resolve(place, letter, paid, self.now);
        let resolution = ResolveIncident {
            id: self.model.incidents[place].id,
            outcome,
            findings: because(),
            compensation: pays.then(|| Amount::from_micros(paid)),
            reapprove_content: false,
        };
        self.expect(wanted, &format!("outcome {letter}"), resolution);
        // Refunds that waited for this are made.
        self.timers();
        if waited && self.model.campaigns[no].settled.is_some() {
            self.tally.note("refund after an investigation");
        }
    }

    fn policy(&mut self) {
        let no = self.rather(|stand| stand == Stand::Active);
        let wanted = self.model.policy_pause(no, self.now);
        let pause = PauseForPolicy { id: self.model.campaigns[no].id, reason: because() };
        self.expect(wanted, "pause for the policy", pause);
    }

    fn account(&mut self) {
        // What was due before happens before.
        self.timers();
        let held = |buyer: &MAdvertiser| buyer.account() == Account::Suspended;
        let held = self.model.advertisers.iter().position(held);
        let any = self.random.random_range(0..2);
        let advertiser = held.unwrap_or(any);
        let (id, now) = (self.advertisers[advertiser], self.now);
        let reason = SuspensionReason::PaymentDefault;
        let account = self.model.advertisers[advertiser].account();
        match (account, self.random.random_range(0..100)) {
            // The deposits of the first advertiser go on.
            (_, 0..6) if advertiser == 1 => {
                let debt = self.random.random_range(0..300) * 1_000_000;
                let wanted = self.model.terminate(advertiser, debt, now);
                let outstanding_debt = Amount::from_micros(debt);
                let end = Terminate { id, reason, note: None, outstanding_debt };
                self.expect(wanted, "termination", end);
            }
            (Account::Terminated, _) => {
                let wanted = self.model.pay_out(advertiser);
                let reference = "wire".to_owned();
                self.expect(wanted, "final settlement", Settle { id, reference });
            }
            (Account::Suspended, _) | (Account::Active, 6..15) => {
                let wanted = self.model.reinstate(advertiser, now);
                self.expect(wanted, "reinstatement", Reinstate { id, note: None });
                // Refunds that waited for this are made.
                self.timers();
            }
            (Account::Active, _) => {
                let wanted = self.model.suspend(advertiser, now);
                self.expect(wanted, "suspension", Suspend { id, reason, note: None });
            }
        }
    }

    fn test(&mut self) {
        let no = self.rather(|stand| stand == Stand::Scheduled);
        let (id, now) = (self.model.campaigns[no].id, self.now);
        if self.chance(20) {
            let wanted = self.model.stop_test(no, now);
            self.expect(wanted, "test stopped", StopTest { campaign: id });
            return;
        }
        let first = self.random.random_range(0..self.stores.len());
        let stores =
            if self.chance(50) { self.model.campaigns[no].stores.clone() } else { vec![first] };
        let hours = self.random.random_range(1..=24);
        let budget = self.random.random_range(10..=14) * 1_000_000;
        let wanted = self.model.start_test(no, (stores.clone(), hours, budget), now);
        let start = StartTest {
            campaign: id,
            stores: stores.iter().map(|no| self.stores[*no]).collect(),
            duration_hours: hours,
            test_budget: Amount::from_micros(budget),
        };
        self.expect(wanted, "test started", start);
    }

    /// An A/B test changes what is served, and nothing of status and money; the checks after the
    /// group say so.
    fn ab_test(&mut self) {
        let no = self.rather(|stand| stand == Stand::Active || stand == Stand::Scheduled);
        let facts = &self.model.campaigns[no];
        let (campaign, assets) = (facts.id, facts.assets.clone());
        if self.chance(30) {
            let done = self.command(CancelAbTest { campaign });
            self.tally.note(if done.is_ok() { "A/B test cancelled" } else { "no A/B test" });
            return;
        }
        let variants = assets.iter().map(|asset| VariantInput {
            id: None,
            name: format!("Variant {asset}"),
            content_assets: vec![self.assets[*asset]],
            weight: 50,
        });
        let start = StartAbTest {
            campaign,
            variants: variants.collect(),
            metric: TestMetric::Impressions,
            confidence_threshold: None,
            auto_winner: false,
            planned_end: None,
        };
        let done = self.command(start);
        let stand = self.model.campaigns[no].stand();
        let may = stand == Stand::Scheduled || stand.is_under_way() && stand != Stand::Exhausted;
        assert!(done.is_err() || (may && assets.len() == 2), "an A/B test while {stand:?}");
        self.tally.note(if done.is_ok() { "A/B test started" } else { "no A/B test" });
    }
}
