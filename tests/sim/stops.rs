//! Random acts around stops and content: requests of suppliers, overrides of rules, licences, and
//! screens that refuse what they are told.

use rand::Rng;
use vetrina::{
    domain::{
        campaign::{
            emergency::{Grounds, StopReason},
            status::CampaignStatus,
        },
        catalog::{Role, access::Owner},
        change::Change,
        device_command::{AckStatus, CommandKind},
        ids::{CampaignNo, DeviceNo, SupplierNo},
        time::Timestamp,
    },
    engine::{
        Actor,
        commands::{
            blocking::OverrideRule,
            content::ExtendLicence,
            device_commands::AckCommand,
            distribution::RetryDistribution,
            incidents::{DecideStopRequest, RequestStop},
        },
    },
};

use crate::{
    model::{MRequest, Stand},
    world::{DAY, HOUR, MINUTE, World},
};

/// How often screens are told before a refusal counts for good.
const TRIES: usize = 3;

fn supplier(no: usize) -> Actor {
    let owner = Owner::Supplier(SupplierNo(u32::try_from(no).unwrap()));
    Actor { role: Some(Role::Supplier), owner, ..Actor::system() }
}

impl World {
    pub fn more_deeds(&mut self) {
        match self.random.random_range(0..10) {
            0..2 => self.let_in(),
            2..4 => self.ask_for_stop(),
            4..6 => self.decide_stop(),
            6..8 => self.set_licence(),
            _ => self.refuse_content(),
        }
    }

    fn let_in(&mut self) {
        if self.model.rules.is_empty() {
            return;
        }
        // Rather the newest rule, which is more often on.
        let newest = self.model.rules.len() - 1;
        let any = self.random.random_range(0..=newest);
        let place = if self.chance(60) { newest } else { any };
        let no = self.random.random_range(0..self.model.campaigns.len());
        let (rule_id, campaign_id) = (self.model.rules[place].id, self.model.campaigns[no].id);
        let wanted = self.model.let_in(place, no, self.now);
        let reason = "they are partners".to_owned();
        self.expect(wanted, "rule overridden", OverrideRule { rule_id, campaign_id, reason });
    }

    fn ask_for_stop(&mut self) {
        let no = self.random.random_range(0..self.model.campaigns.len());
        let active = (0..self.model.campaigns.len())
            .find(|no| self.model.campaigns[*no].stand() == Stand::Active);
        let no = active.filter(|_| self.chance(80)).unwrap_or(no);
        let by = self.random.random_range(0..2);
        let safety = self.chance(60);
        let reason = if safety { StopReason::BrandSafety } else { StopReason::SupplierComplaint };
        let grounds = Grounds { reason, detail: None, evidence_urls: Vec::new() };
        let wanted = self.model.may_ask_for_stop(by, no);
        let request = RequestStop { campaign: self.model.campaigns[no].id, grounds };
        let now = Timestamp::from_ms(self.now);
        let done = self.engine().run(now, &supplier(by), request, None);
        assert_eq!(done.is_ok(), wanted, "a supplier asks for a stop: {done:?}");
        let Ok(id) = done else { return };
        self.tally.note("stop asked for");
        let incident = safety.then(|| {
            let newest = self.engine().live().fleet.incidents.iter().next_back();
            let incident = newest.expect("a stop opens an incident").id;
            self.tally.note("own stores stopped");
            self.model.stop_own(by, no, incident, self.now)
        });
        self.model.requests.push(MRequest { id, supplier: by, campaign: no, incident });
    }

    fn decide_stop(&mut self) {
        if self.model.requests.is_empty() {
            return;
        }
        let place = self.random.random_range(0..self.model.requests.len());
        let request = self.model.requests[place];
        let note = Some("looked at".to_owned());
        if self.chance(40) {
            let decision = DecideStopRequest { id: request.id, approve: false, note };
            self.expect(true, "stop request declined", decision);
            self.model.requests.remove(place);
            return;
        }
        let opens = self.model.approve_stop(request, self.now);
        let decision = DecideStopRequest { id: request.id, approve: true, note };
        self.expect(opens.is_some(), "stop request approved", decision);
        let Some(opens) = opens else { return };
        self.model.requests.remove(place);
        if opens {
            let newest = self.engine().live().fleet.incidents.iter().next_back();
            let incident = newest.expect("a stop opens an incident").id;
            self.model.opened(incident, request.campaign, self.now);
        }
    }

    fn set_licence(&mut self) {
        // What was due before happens before.
        self.timers();
        let asset = self.random.random_range(0..self.assets.len());
        let longest = [3 * HOUR, DAY, 6 * DAY][self.random.random_range(0..3)];
        let end = self.now + self.random.random_range(10 * MINUTE..longest);
        let license_expires_at = Change::Set(Timestamp::from_ms(end));
        let licence = ExtendLicence { id: self.assets[asset], license_expires_at };
        self.expect(true, "licence set", licence);
        crate::model::push(&mut self.model.assets[asset].licence, self.now, Some(end));
        self.model.assets[asset].ended = false;
    }

    /// All screens refuse what they are told, often enough; or a campaign that they refused is
    /// distributed again. Which campaigns fail follows from what screens were told, which the model
    /// does not know: it takes the failure from the engine, and judges all that follows.
    fn refuse_content(&mut self) {
        let failed = |no: &usize| self.model.campaigns[*no].stand() == Stand::Error;
        if let Some(no) = (0..self.model.campaigns.len()).find(failed).filter(|_| self.chance(60)) {
            let wanted = self.model.retry(no, self.now);
            let id = self.model.campaigns[no].id;
            self.expect(wanted, "distributed again", RetryDistribution { id });
            return;
        }
        for _ in 0..TRIES {
            self.heartbeats();
            for no in 0..self.devices.len() {
                self.refuse_all(no);
            }
            self.now += 3 * MINUTE;
            self.timers();
        }
    }

    fn refuse_all(&mut self, no: usize) {
        let device = DeviceNo(u32::try_from(no).unwrap());
        let open = self.engine().live().fleet.open_commands(device);
        let open: Vec<_> = open
            .filter(|command| command.kind == CommandKind::ManifestChanged)
            .map(|command| command.id)
            .collect();
        for command in open {
            let (status, detail) = (AckStatus::Failed, None);
            self.command(AckCommand { device, command, status, detail }).unwrap();
            self.follow_failures();
        }
    }

    fn follow_failures(&mut self) {
        for no in 0..self.model.campaigns.len() {
            let number = CampaignNo(u32::try_from(no).unwrap());
            let row = self.engine().live().campaigns.get(number.0).expect("it is there");
            let failed = row.status_now() == CampaignStatus::Error;
            let campaign = &self.model.campaigns[no];
            if failed && campaign.stand() != Stand::Error {
                assert_eq!(campaign.stand(), Stand::Active, "only what runs can fail");
                assert_eq!(campaign.verified, 0, "what was played was not refused");
                let now = self.now;
                self.model.campaigns[no].set_stand(now, Stand::Error);
                self.tally.note("content refused by all");
            }
        }
    }
}
