//! Plays as devices send them: honest, late, doubled, wrong; each judged by the model first.

use std::sync::Arc;

use rand::Rng;
use uuid::Uuid;
use vetrina::{
    domain::{
        geo::GeoPoint,
        ids::DeviceNo,
        impression::record::{
            ImpressionRow, JudgedSubmission, PlayStatus, RawText, SignatureVerdict, Submission,
        },
        refusal::Code,
        time::Timestamp,
    },
    engine::plays::PlayOutcome,
};

use crate::{
    model::{Play, Stand, Verdict},
    world::{DAY, HOUR, MINUTE, SECOND, World},
};

impl World {
    /// An honest play of a moment.
    fn honest(&mut self, device: usize, campaign: usize, played: i64) -> Play {
        let assets = &self.model.campaigns[campaign].assets;
        let asset = assets[self.random.random_range(0..assets.len())];
        self.next_counter += 1;
        let mut shot = [0; 32];
        self.random.fill(&mut shot);
        Play {
            device,
            campaign: Some(campaign),
            asset: Some(asset),
            played,
            received: self.now,
            sent: self.chance(50).then_some(self.now),
            queued: false,
            seconds: self.model.assets[asset].seconds,
            metres: self.chance(80).then_some(self.random.random_range(0..800)),
            shot: Some(shot),
            lease: None,
            variant: None,
            counter: self.chance(80).then_some(self.next_counter),
            version: if self.chance(80) { 2 } else { 1 },
            signed: true,
        }
    }

    fn some_campaign(&mut self) -> usize {
        let all = 0..self.model.campaigns.len();
        let running: Vec<usize> = all
            .clone()
            .filter(|no| {
                let campaign = &self.model.campaigns[*no];
                let tested = campaign.tests.last().is_some_and(|test| test.ended.is_none());
                matches!(campaign.stand(), Stand::Active | Stand::Exhausted | Stand::Dark) || tested
            })
            .collect();
        if running.is_empty() || self.chance(15) {
            self.random.random_range(all)
        } else {
            running[self.random.random_range(0..running.len())]
        }
    }

    /// A fresh lease of the device, if it has one.
    fn some_lease(&mut self, device: usize) -> Option<Uuid> {
        let now = self.now;
        let known = self.model.leases.iter();
        let fresh = known.filter(|(_, l)| l.device == device && now - l.granted < 4 * HOUR);
        let newest = fresh.max_by_key(|(_, lease)| (!lease.spent, lease.granted));
        newest.map(|(id, _)| *id)
    }

    pub fn play_once(&mut self) {
        let device = self.random.random_range(0..self.devices.len());
        let lease = self.some_lease(device).filter(|_| self.chance(60));
        let campaign = match lease {
            Some(lease) => self.model.leases[&lease].campaign,
            None => self.some_campaign(),
        };
        let played = self.now - self.random.random_range(0..2 * MINUTE);
        let mut play = self.honest(device, campaign, played);
        play.lease = lease;
        if let Some(lease) = lease.map(|lease| &self.model.leases[&lease]) {
            play.asset = Some(lease.asset);
            play.seconds = self.model.assets[lease.asset].seconds;
            play.variant.clone_from(&lease.variant);
        }
        for _ in 0..[0, 0, 1, 1, 2][self.random.random_range(0..5)] {
            self.spoil(&mut play);
        }
        self.submit(play);
    }

    /// What devices get wrong, one thing at a time.
    fn spoil(&mut self, play: &mut Play) {
        let shift = self.random.random_range(0..12 * MINUTE);
        match self.random.random_range(0..20) {
            0 => play.signed = false,
            1 => play.counter = Some(self.random.random_range(0..self.next_counter)),
            2 => play.sent = Some(self.now + shift - 6 * MINUTE),
            3 => play.played = self.now + shift,
            4 => play.played = self.now - shift * 2,
            5 => {
                play.queued = true;
                play.played = self.now - self.random.random_range(0..5 * HOUR);
            }
            6 => play.campaign = None,
            7 => play.campaign = Some(self.random.random_range(0..self.model.campaigns.len())),
            8 => play.asset = Some(self.random.random_range(0..self.assets.len())),
            9 => play.asset = None,
            10 => play.seconds = self.random.random_range(0..25),
            11 => play.shot = None,
            12 => play.metres = Some(self.random.random_range(1_300..4_700)),
            13 => play.metres = Some(self.random.random_range(5_600..50_000)),
            // Version 4, which no lease of the appliance has.
            14 => {
                let invented = uuid::Builder::from_random_bytes(self.random.random());
                play.lease = Some(invented.into_uuid());
            }
            15 => {
                let device = self.random.random_range(0..self.devices.len());
                play.lease = self.some_lease(device);
                if play.lease.is_none() {
                    play.variant = None;
                }
            }
            16 => {
                let shots: Vec<_> = self.model.devices[play.device].shots.keys().copied().collect();
                if !shots.is_empty() {
                    play.shot = Some(shots[self.random.random_range(0..shots.len())]);
                }
            }
            // Badly off in many ways at once.
            17 => {
                play.queued = true;
                play.played = self.now - self.random.random_range(HOUR..4 * HOUR);
                play.metres = Some(self.random.random_range(1_300..4_700));
                play.sent = Some(self.now - 6 * MINUTE);
                play.seconds = play.seconds * 85 / 100;
            }
            18 => play.seconds = play.seconds * 96 / 100,
            _ => play.device = self.random.random_range(0..self.devices.len()),
        }
    }

    /// Devices were offline and send what they played, newest or oldest first. All of them favour
    /// the oldest campaign that runs, so that budgets come to their end.
    pub fn play_backlog(&mut self) {
        if self.chance(70) {
            self.now += self.random.random_range(HOUR..4 * HOUR);
            self.heartbeats();
        }
        let running = |no: &usize| self.model.campaigns[*no].stand() == Stand::Active;
        let favourite = (0..self.model.campaigns.len()).find(running);
        let campaign = match favourite {
            Some(favourite) if !self.chance(10) => favourite,
            _ => self.some_campaign(),
        };
        let facts = &self.model.campaigns[campaign];
        let from = facts.stands.last().map_or(0, |(from, _)| *from).max(facts.start);
        let hours = self.random.random_range(1..=4);
        let oldest = from.max(self.now - hours * HOUR);
        let honest = favourite == Some(campaign) && self.chance(90);
        for device in 0..self.devices.len() {
            if self.chance(25) {
                continue;
            }
            let moments = (0..48).map(|i| self.now - i * 5 * MINUTE);
            let jitter: Vec<i64> =
                moments.map(|at| at - self.random.random_range(0..4 * MINUTE)).collect();
            let mut moments: Vec<i64> =
                jitter.into_iter().filter(|at| *at >= oldest || !honest).collect();
            if !honest {
                moments.truncate(3);
            }
            if self.chance(50) {
                moments.reverse();
            }
            for played in moments {
                let mut play = self.honest(device, campaign, played);
                play.queued = true;
                self.submit(play);
            }
        }
    }

    fn submission(&mut self, play: &Play) -> JudgedSubmission {
        let location = play.metres.map(|metres| {
            let north = 10_000_000 + metres * 1_000_000 / 111_195;
            GeoPoint::from_micro(i32::try_from(north).unwrap(), 106_000_000).unwrap()
        });
        let mut signature = vec![0; 16];
        self.random.fill(&mut signature[..]);
        let unknown = Uuid::from_u128(7);
        let submission = Submission {
            impression_id: self.chance(90).then(|| Uuid::from_u128(self.random.random())),
            campaign_id: play.campaign.map_or(unknown, |no| self.model.campaigns[no].id),
            device_id: self.devices[play.device],
            asset_id: play.asset.map_or(unknown, |no| self.assets[no]),
            played_at: Timestamp::from_ms(play.played),
            duration_actual: u32::try_from(play.seconds).unwrap(),
            screenshot_hash: play.shot,
            location,
            signature,
            sent_at: play.sent.map(Timestamp::from_ms),
            queued: play.queued,
            lease_id: play.lease,
            variant_id: play.variant.clone(),
            key_id: None,
            counter: play.counter,
            signature_version: play.version,
            raw: RawText::default(),
        };
        JudgedSubmission {
            submission,
            device: DeviceNo(u32::try_from(play.device).unwrap()),
            verdict: if play.signed {
                SignatureVerdict::Valid { key: 0, proof: None }
            } else {
                SignatureVerdict::Invalid
            },
            received_at: Timestamp::from_ms(play.received),
        }
    }

    /// Submits a new play and compares the answer with the model's.
    pub fn submit(&mut self, play: Play) {
        assert!(self.now < 4_102_444_800_000 + DAY, "the clock stays within reason");
        let mut judged = self.submission(&play);
        let verdict = self.model.judge(&play);
        let seq = self.engine().live().next_seq;
        let answer = self.engine().submit(&judged);
        let PlayOutcome::Recorded { row, replayed, .. } = answer.outcome else {
            panic!("a new play is recorded: {play:?}");
        };
        assert!(!replayed, "a new play is no replay");
        let stands: Vec<_> =
            play.campaign.map(|no| self.model.campaigns[no].stands.clone()).unwrap_or_default();
        compare(&row, &verdict, &play, &stands);
        self.note(&row);
        let tested = play.campaign.and_then(|no| self.model.campaigns[no].test_of(&play));
        if tested.is_some() && matches!(verdict, Verdict::Accepted { .. }) {
            self.tally.note("play of a test");
        }
        if play.variant.is_some() && matches!(verdict, Verdict::Accepted { .. }) {
            self.tally.note("play of a variant");
        }
        let before = play.campaign.map(|no| self.model.campaigns[no].stand());
        self.model.record(&play, &verdict, seq);
        let after = play.campaign.map(|no| self.model.campaigns[no].stand());
        if before != after && after == Some(Stand::Stopped) {
            let newest = self.engine().live().fleet.incidents.iter().next_back();
            let incident = newest.expect("a stop opens an incident").id;
            let stopped = play.campaign.expect("it was stopped");
            self.model.opened(incident, stopped, self.now);
            self.tally.note("stopped by the appliance");
        } else if before != after {
            self.tally.note("campaign exhausted");
        }
        judged.submission.impression_id = Some(row.id);
        self.waiting.push((judged, row));
    }

    fn note(&mut self, row: &ImpressionRow) {
        match row.status {
            PlayStatus::Verified => self.tally.note("play VERIFIED"),
            PlayStatus::UnderReview => self.tally.note("play UNDER_REVIEW"),
            PlayStatus::Rejected => {
                let code = row.reason.expect("rejections have a reason");
                self.tally.note(&format!("rejected {}", code.as_str()));
            }
        }
        if row.money.absorbed.is_positive() {
            self.tally.note("play overdrawn");
        }
        if row.delayed {
            self.tally.note("play delayed");
        }
    }

    /// Submits again what was submitted before, with the same or with other content.
    pub fn play_again(&mut self) {
        let known = self.acknowledged.len() + self.waiting.len();
        if known == 0 {
            return;
        }
        let at = self.random.random_range(0..known);
        let (mut judged, row) = match self.acknowledged.get(at) {
            Some(answered) => answered.clone(),
            None => self.waiting[at - self.acknowledged.len()].clone(),
        };
        judged.received_at = Timestamp::from_ms(self.now);
        if self.chance(70) {
            self.tally.note("replay same");
            self.expect_replay(&judged, &row);
            return;
        }
        self.tally.note("replay other content");
        match self.random.random_range(0..3) {
            0 => judged.submission.duration_actual += 1,
            1 => judged.submission.played_at = judged.submission.played_at.plus_ms(SECOND),
            _ => judged.submission.signature.push(1),
        }
        let seq = self.engine().live().next_seq;
        let PlayOutcome::Refused(refusal) = self.engine().submit(&judged).outcome else {
            panic!("the id of another play is refused");
        };
        assert_eq!(refusal.code, Code::IdempotencyConflict);
        assert_eq!(self.engine().live().next_seq, seq, "a refused play leaves nothing");
    }

    /// The first answer again, and nothing else.
    pub fn expect_replay(&mut self, judged: &JudgedSubmission, row: &Arc<ImpressionRow>) {
        let seq = self.engine().live().next_seq;
        let answer = self.engine().submit(judged);
        let PlayOutcome::Recorded { row: again, replayed, refusal } = answer.outcome else {
            panic!("a replay gets the first answer");
        };
        assert!(replayed, "a replay is known as one");
        assert_eq!(&again, row, "a replay gets the first row");
        assert_eq!(refusal.map(|refusal| refusal.code), row.reason);
        assert_eq!(self.engine().live().next_seq, seq, "a replay leaves nothing");
    }
}

fn compare(row: &ImpressionRow, verdict: &Verdict, play: &Play, stands: &[(i64, Stand)]) {
    let found = match row.status {
        PlayStatus::Rejected => Verdict::Rejected(row.reason.expect("rejections have a reason")),
        status => Verdict::Accepted {
            status,
            soft: !row.flags.needs_person(),
            cost: row.money.cost.micros(),
            charged: row.money.charged.micros(),
            absorbed: row.money.absorbed.micros(),
            score: i64::from(row.quality),
        },
    };
    assert_eq!(
        &found, verdict,
        "engine (left) and model (right) differ about {play:?}: {:?} (campaign: {stands:?})",
        row.message
    );
}
