//! How a screen misbehaves: which misbehaviours it can do now, and doing one.

use rand::{Rng as _, rngs::StdRng};

use super::{
    misbehaviour::{Expected, Misbehaviour, TABLE},
    play::{Draft, Location, Play, SignatureVersion},
    receipt::{Judgement, Receipt, Verdict},
    screen::{BUCKET_MS, Screen, random_id, single_receipt},
    site::{Ad, Site, SlotReport},
};

const MINUTE_MS: i64 = 60 * 1000;
/// One degree of latitude is about 111 km: ten kilometres, and three.
const FAR_DEGREES: f64 = 0.09;
const NEAR_DEGREES: f64 = 0.027;
/// Plays of one robotic burst: one more than the rule needs. Rule: D-10.
const ROBOT_PLAYS: i64 = 31;
/// What a device may play an hour when it declared no slots. Rule: D-10.
const PLAYS_PER_HOUR: u32 = 12;
/// Buckets of the last hour that a burst uses.
const BUCKETS_PER_HOUR: i64 = 11;

impl Screen {
    /// Chooses a misbehaviour that this screen can do now.
    #[must_use]
    pub fn choose_misbehaviour(&self, site: &Site, rng: &mut StdRng) -> Option<Misbehaviour> {
        // A screen that never said hello is rare: the chance is taken first.
        if self.can(site, Misbehaviour::NoHeartbeat) {
            return Some(Misbehaviour::NoHeartbeat);
        }
        let able: Vec<_> =
            TABLE.iter().map(|row| row.misbehaviour).filter(|kind| self.can(site, *kind)).collect();
        if able.is_empty() { None } else { able.get(rng.random_range(0..able.len())).copied() }
    }

    /// Whether this screen has what the misbehaviour needs.
    fn can(&self, site: &Site, kind: Misbehaviour) -> bool {
        let place = self.credentials.lat.is_some() && self.credentials.lng.is_some();
        let other = || site.ad_of_another(self.credentials.device_id);
        match kind {
            Misbehaviour::FarAway | Misbehaviour::Nearby => place,
            Misbehaviour::CounterReuse => self.last_accepted.is_some(),
            Misbehaviour::ReusedScreenshot => {
                self.last_accepted.is_some() && self.credentials.plays_video
            }
            Misbehaviour::ForeignLease => other().is_some_and(|ad| ad.lease_id.is_some()),
            Misbehaviour::NoHeartbeat => {
                self.credentials.fresh && self.last_heartbeat_ms.is_none() && other().is_some()
            }
            Misbehaviour::RobotTiming => site.bursts && !self.bursts.contains(&kind),
            Misbehaviour::TooFrequent => {
                let buckets = usize::try_from(BUCKETS_PER_HOUR).unwrap_or(0);
                let most = self.cached_ads.len() * buckets;
                site.bursts && !self.bursts.contains(&kind) && most > self.hourly_limit()
            }
            _ => true,
        }
    }

    /// One slot in which the screen misbehaves.
    pub async fn misbehave(&mut self, site: &Site, kind: Misbehaviour) -> SlotReport {
        let mut report = SlotReport::default();
        let done = match kind {
            Misbehaviour::ReplayOtherContent
            | Misbehaviour::ReplayOtherId
            | Misbehaviour::SpentLease => self.repeat(site, kind, &mut report).await,
            Misbehaviour::RobotTiming | Misbehaviour::TooFrequent => {
                self.burst(site, kind, &mut report).await
            }
            _ => self.distorted_play(site, kind, &mut report).await,
        };
        if let Err(error) = done {
            report.errors.push(error.to_string());
        }
        report
    }

    /// One play with one thing wrong.
    async fn distorted_play(
        &mut self,
        site: &Site,
        kind: Misbehaviour,
        report: &mut SlotReport,
    ) -> anyhow::Result<()> {
        let silent = kind == Misbehaviour::NoHeartbeat;
        let ad = if silent {
            let stolen = site.ad_of_another(self.credentials.device_id);
            stolen.map(|ad| Ad { lease_id: None, ..ad })
        } else {
            self.get_ad(site, report).await?
        };
        let Some(ad) = ad else {
            report.idle = true;
            return Ok(());
        };
        let now_ms = self.now_ms(site).await?;
        let mut draft = self.draft(&ad, now_ms)?;
        let shift_ms = self.distort(site, kind, &mut draft)?;
        let key = match kind {
            Misbehaviour::WrongKey => site.wrong_key()?,
            _ => &self.credentials.key,
        };
        let play = draft.sign(key)?;
        let queued = kind == Misbehaviour::StaleQueue;
        self.send_and_judge(site, kind, (&draft, &play), (now_ms + shift_ms, queued), report).await
    }

    /// Changes the draft; gives how far the device's clock is off, milliseconds.
    fn distort(&self, site: &Site, kind: Misbehaviour, draft: &mut Draft) -> anyhow::Result<i64> {
        let shift_ms = match kind {
            Misbehaviour::ClockAhead => 8 * MINUTE_MS,
            Misbehaviour::ClockBehind => -12 * MINUTE_MS,
            _ => 0,
        };
        draft.played_at_ms += shift_ms;
        let north = |degrees: f64| {
            draft.location.map(|place| {
                let away = if place.lat > 0.0 { -degrees } else { degrees };
                Location::new(place.lat + away, place.lng)
            })
        };
        match kind {
            Misbehaviour::ShortPlay => draft.duration_actual /= 2,
            Misbehaviour::FarAway => draft.location = north(FAR_DEGREES),
            Misbehaviour::Nearby => draft.location = north(NEAR_DEGREES),
            Misbehaviour::UndeclaredOldPlay => draft.played_at_ms -= 20 * MINUTE_MS,
            Misbehaviour::StaleQueue => draft.played_at_ms -= 5 * 60 * MINUTE_MS,
            Misbehaviour::MissingScreenshot => draft.screenshot_hash.clear(),
            Misbehaviour::V1Signature => draft.version = SignatureVersion::V1,
            Misbehaviour::WrongAsset => draft.content_asset_id = random_id()?,
            Misbehaviour::ForeignLease => {
                let other = site.ad_of_another(self.credentials.device_id);
                draft.lease_id = other.and_then(|ad| ad.lease_id);
            }
            Misbehaviour::CounterReuse => {
                draft.counter = self.last_accepted.as_ref().map_or(draft.counter, |p| p.counter);
            }
            Misbehaviour::ReusedScreenshot => {
                if let Some(earlier) = &self.last_accepted {
                    draft.screenshot_hash.clone_from(&earlier.screenshot_hash);
                }
            }
            _ => {}
        }
        Ok(shift_ms)
    }

    /// An honest play, and when it was accepted, the same once more with one thing changed.
    async fn repeat(
        &mut self,
        site: &Site,
        kind: Misbehaviour,
        report: &mut SlotReport,
    ) -> anyhow::Result<()> {
        let before = self.last_accepted.as_ref().map(|draft| draft.impression_id);
        *report = self.online_slot(site).await;
        let Some(accepted) =
            self.last_accepted.clone().filter(|draft| Some(draft.impression_id) != before)
        else {
            return Ok(());
        };
        let mut draft = Draft { counter: self.queue.next_counter()?, ..accepted };
        match kind {
            Misbehaviour::ReplayOtherContent => draft.duration_actual += 1,
            Misbehaviour::ReplayOtherId => {
                draft.impression_id = random_id()?;
                draft.lease_id = None;
            }
            _ => draft.impression_id = random_id()?,
        }
        let play = draft.sign(&self.credentials.key)?;
        let now_ms = self.now_ms(site).await?;
        self.send_and_judge(site, kind, (&draft, &play), (now_ms, false), report).await
    }

    /// Sends a play once and books the answer; nothing of this goes into the queue.
    async fn send_and_judge(
        &mut self,
        site: &Site,
        kind: Misbehaviour,
        (draft, play): (&Draft, &Play),
        (sent_at_ms, queued): (i64, bool),
        report: &mut SlotReport,
    ) -> anyhow::Result<()> {
        let reply = self.submit(site, play, sent_at_ms, queued).await?;
        anyhow::ensure!(
            reply.status < 500 && !reply.is_busy(),
            "impressions: {}",
            reply.describe()
        );
        let verdict = Verdict::from_reply(&reply);
        let judgement = kind.judge(&verdict);
        self.note_verdict(site, draft, &verdict);
        if matches!(kind, Misbehaviour::V1Signature | Misbehaviour::Nearby) {
            self.upload_screenshot(site, play, &verdict, report).await;
        }
        self.forget_frame(play.impression_id);
        let expectation = (kind.name(), kind.row().expected.to_string());
        let mut receipt = single_receipt(play, verdict, expectation, judgement, &reply);
        receipt.queued = queued;
        report.receipts.push(receipt);
        Ok(())
    }

    /// Many plays of the past at once, declared as queued; the newest must show the flag.
    async fn burst(
        &mut self,
        site: &Site,
        kind: Misbehaviour,
        report: &mut SlotReport,
    ) -> anyhow::Result<()> {
        let Some(ad) = self.get_ad(site, report).await? else {
            report.idle = true;
            return Ok(());
        };
        let now_ms = self.now_ms(site).await?;
        let moments = match kind {
            Misbehaviour::RobotTiming => self.robot_moments(&ad, now_ms),
            _ => self.crowded_moments(now_ms),
        };
        if moments.is_empty() {
            return self.perform(site, &ad, report).await;
        }
        self.bursts.insert(kind);
        let mut drafts = Vec::with_capacity(moments.len());
        let mut plays = Vec::with_capacity(moments.len());
        for (ad, ended_at_ms) in moments {
            let draft = self.draft(&Ad { lease_id: None, ..ad }, ended_at_ms)?;
            plays.push(draft.sign(&self.credentials.key)?);
            drafts.push(draft);
        }
        let verdicts = self.submit_batch(site, &plays, now_ms).await?;
        let last = plays.len() - 1;
        for (index, (http_status, verdict)) in verdicts.into_iter().enumerate() {
            let (Some(verdict), Some(play)) = (verdict, plays.get(index)) else { continue };
            if let Some(draft) = drafts.get(index) {
                self.note_verdict(site, draft, &verdict);
            }
            self.upload_screenshot(site, play, &verdict, report).await;
            let judged = self.judge_burst(kind, index == last, &verdict);
            let mut receipt = Receipt::new(play, verdict, (kind.name(), judged.1));
            (receipt.queued, receipt.http_status, receipt.judgement) =
                (true, http_status, judged.0);
            report.receipts.push(receipt);
        }
        Ok(())
    }

    /// Judges one play of a burst: the last by the table, those before by being accepted.
    fn judge_burst(
        &self,
        kind: Misbehaviour,
        is_last: bool,
        verdict: &Verdict,
    ) -> (Judgement, String) {
        if is_last {
            // Plays of an earlier run may lie between the equal gaps and hide the robot.
            let hidden = kind == Misbehaviour::RobotTiming
                && verdict.is_accepted()
                && !self.credentials.fresh;
            let judgement = match kind.judge(verdict) {
                Judgement::Unexpected if hidden => Judgement::Inconclusive,
                judgement => judgement,
            };
            return (judgement, kind.row().expected.to_string());
        }
        let judgement = match kind.judge(verdict) {
            Judgement::Inconclusive => Judgement::Inconclusive,
            _ => self.judge_honest(Expected::Accepted, verdict),
        };
        (judgement, Expected::Accepted.to_string())
    }

    /// Equal gaps over the last hours, for a campaign this screen did not play yet.
    fn robot_moments(&self, ad: &Ad, now_ms: i64) -> Vec<(Ad, i64)> {
        if self.used_buckets.iter().any(|(campaign, _)| *campaign == ad.campaign_id) {
            return Vec::new();
        }
        (0..ROBOT_PLAYS).rev().map(|back| (ad.clone(), now_ms - back * BUCKET_MS)).collect()
    }

    /// More plays in the last hour than the screen has slots for, each in a free bucket.
    fn crowded_moments(&self, now_ms: i64) -> Vec<(Ad, i64)> {
        let wanted = self.hourly_limit() + 1;
        let mut moments: Vec<(Ad, i64)> = (0..BUCKETS_PER_HOUR)
            .flat_map(|back| {
                self.cached_ads.iter().map(move |ad| (ad.clone(), now_ms - back * BUCKET_MS))
            })
            .filter(|(ad, at_ms)| !self.bucket_is_used(ad.campaign_id, *at_ms))
            .take(wanted)
            .collect();
        if moments.len() < wanted {
            return Vec::new();
        }
        moments.reverse();
        moments
    }

    /// How many plays an hour pass without a flag. Rule: D-10.
    fn hourly_limit(&self) -> usize {
        let limit = match self.credentials.slots_per_hour {
            Some(slots) => slots.saturating_mul(3).div_ceil(2),
            None => PLAYS_PER_HOUR,
        };
        usize::try_from(limit).unwrap_or(usize::MAX)
    }
}
