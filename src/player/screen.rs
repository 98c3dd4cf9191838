//! One simulated screen: its clock, its counter, its queue, and the honest way through a slot.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    time::Duration,
};

use anyhow::Context as _;
use uuid::Uuid;

use super::{
    api::{NoAnswer, Reply},
    commands::Order,
    frame::{self, FrameContent},
    log::ScreenLog,
    misbehaviour::{Expected, HONEST, Misbehaviour},
    play::{Draft, Location, Play, SignatureVersion, Submission},
    queue::OfflineQueue,
    receipt::{Judgement, Receipt, Verdict},
    site::{Ad, DeviceCredentials, Site, SlotReport},
    timebase::parse_ms,
};

/// Plays that one batch carries at most.
const BATCH: usize = 200;
/// Ads a screen keeps for the time without a network.
const CACHED_ADS: usize = 16;
/// The appliance counts a campaign once a device in such a span. Rule: D-07.
pub(super) const BUCKET_MS: i64 = 5 * 60 * 1000;
/// A queued play older than this is refused, also an honest one. Rule: D-02.
const ACCEPTANCE_MS: i64 = 4 * 60 * 60 * 1000;
/// Verdicts on a batch's item that ask for another delivery.
const LATER: &[&str] = &["OVERLOADED", "RATE_LIMITED"];

/// One simulated device.
pub struct Screen {
    pub(super) credentials: DeviceCredentials,
    /// How far its clock is ahead of the fleet's, milliseconds (negative: behind).
    pub clock_offset_ms: i64,
    pub(super) queue: OfflineQueue,
    pub(super) last_heartbeat_ms: Option<i64>,
    pub(super) last_accepted: Option<Draft>,
    pub(super) cached_ads: VecDeque<Ad>,
    pub(super) used_buckets: HashSet<(Uuid, i64)>,
    /// Bursts done; after one of them, honest plays are scored and flagged for it too.
    pub(super) bursts: HashSet<Misbehaviour>,
    captured_at_ms: HashMap<Uuid, i64>,
    log: ScreenLog,
}

impl Screen {
    /// A screen with its queue, which may hold plays of an earlier run.
    #[must_use]
    pub fn new(credentials: DeviceCredentials, queue: OfflineQueue) -> Self {
        let used_buckets = queue
            .iter()
            .filter_map(|play| Some((play.campaign_id, parse_ms(&play.played_at)? / BUCKET_MS)))
            .collect();
        Self {
            credentials,
            clock_offset_ms: 0,
            queue,
            last_heartbeat_ms: None,
            last_accepted: None,
            cached_ads: VecDeque::new(),
            used_buckets,
            bursts: HashSet::new(),
            captured_at_ms: HashMap::new(),
            log: ScreenLog::default(),
        }
    }

    /// What the appliance knows it by.
    #[must_use]
    pub fn credentials(&self) -> &DeviceCredentials {
        &self.credentials
    }

    /// How many plays wait for delivery.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.queue.len()
    }

    /// One honest slot: heartbeat if due, what waits in the queue, then an ad, shown and submitted.
    /// Without an answer it goes on from its cache, as real hardware does; after a refusal not.
    pub async fn online_slot(&mut self, site: &Site) -> SlotReport {
        let mut report = SlotReport::default();
        match self.get_ad(site, &mut report).await {
            Ok(Some(ad)) => {
                if let Err(error) = self.perform(site, &ad, &mut report).await {
                    report.errors.push(error.to_string());
                }
            }
            Ok(None) => report.idle = true,
            Err(error) => {
                report.errors.push(error.to_string());
                if error.is::<NoAnswer>() {
                    self.go_on_from_cache(site, &mut report).await;
                }
            }
        }
        report
    }

    /// One slot in which the network fails between the ad and its delivery.
    pub async fn slot_with_broken_network(&mut self, site: &Site) -> SlotReport {
        let mut report = SlotReport::default();
        match self.get_ad(site, &mut report).await {
            Ok(Some(ad)) => self.show_and_keep(site, &ad, &mut report).await,
            Ok(None) => report.idle = true,
            Err(error) => report.errors.push(error.to_string()),
        }
        report
    }

    /// One slot without a network: an ad of the cache that this bucket did not show yet, or none.
    pub async fn offline_slot(&mut self, site: &Site) -> SlotReport {
        let mut report = SlotReport::default();
        self.go_on_from_cache(site, &mut report).await;
        report
    }

    /// Says that the screen is alive, if it is time to. Rule: D-03.
    ///
    /// # Errors
    /// No answer, or a refusal.
    pub async fn say_hello(&mut self, site: &Site, report: &mut SlotReport) -> anyhow::Result<()> {
        let now_ms = self.now_ms(site).await?;
        let every_ms = i64::try_from(site.heartbeat_every.as_millis()).unwrap_or(i64::MAX);
        if self.last_heartbeat_ms.is_some_and(|last| now_ms.saturating_sub(last) < every_ms) {
            return Ok(());
        }
        let path = format!("/devices/{}/heartbeat", self.credentials.device_id);
        let body = serde_json::json!({ "sent_at": super::timebase::rfc3339(now_ms) });
        let reply = site.api.post(&path, &self.credentials.device_token, &body).await?;
        reply.expect_success("heartbeat")?;
        if self.last_heartbeat_ms.replace(now_ms).is_none() {
            self.log.note_start(now_ms);
        }
        report.heartbeats += 1;
        self.log.send(site, &self.credentials).await;
        Ok(())
    }

    /// Does what the appliance asks for, and answers. Rule: DEV-05.
    ///
    /// # Errors
    /// No answer to the answer; the command comes again with the next stream.
    pub(super) async fn obey(&mut self, site: &Site, order: &Order) -> anyhow::Result<()> {
        let done = match order.kind.as_str() {
            "STOP" => {
                self.cached_ads.retain(|ad| !order.campaign_ids.contains(&ad.campaign_id));
                Ok("off the playlist".to_owned())
            }
            "MANIFEST_CHANGED" => self.fetch_manifest(site).await,
            "SCREENSHOT" => self.capture(site).await,
            other => Err(anyhow::anyhow!("a simulated screen cannot do {other}")),
        };
        let (status, detail) = match done {
            Ok(detail) => ("OK", detail),
            Err(error) => ("FAILED", format!("{error:#}")),
        };
        let (device_id, command_id) = (self.credentials.device_id, order.command_id);
        let path = format!("/devices/{device_id}/commands/{command_id}/ack");
        let detail: String = detail.chars().filter(|c| !c.is_control()).take(400).collect();
        let body = serde_json::json!({ "status": status, "detail": detail });
        let reply = site.api.post(&path, &self.credentials.device_token, &body).await?;
        reply.expect_success("command ack")
    }

    /// Fetches the manifest; ads that it no longer names leave the cache.
    async fn fetch_manifest(&mut self, site: &Site) -> anyhow::Result<String> {
        let path = format!("/devices/{}/manifest", self.credentials.device_id);
        let reply = site.api.get(&path, &self.credentials.device_token).await?;
        reply.expect_success("manifest")?;
        let campaigns = reply.body.get("campaigns").and_then(serde_json::Value::as_array);
        let campaigns = campaigns.context("a manifest without campaigns")?;
        let named: HashSet<Uuid> = campaigns
            .iter()
            .filter_map(|campaign| campaign.get("campaign_id")?.as_str()?.parse().ok())
            .collect();
        self.cached_ads.retain(|ad| named.contains(&ad.campaign_id));
        Ok(format!("{} campaigns", named.len()))
    }

    /// Captures what is on the screen: the frame of the newest ad.
    async fn capture(&mut self, site: &Site) -> anyhow::Result<String> {
        let ad = self.cached_ads.back().context("nothing was on the screen yet")?;
        let content = FrameContent {
            campaign_id: ad.campaign_id,
            device_id: self.credentials.device_id,
            captured_at_ms: self.now_ms(site).await?,
        };
        Ok(format!("sha256 {}", frame::draw(&content)?.sha256_hex))
    }

    /// Delivers what waits in the queue, oldest first, in batches, until it is empty or the
    /// appliance takes nothing of it.
    ///
    /// # Errors
    /// No answer, the appliance is busy, or the queue's file cannot be written. Rule: IMP-05.
    pub async fn flush(&mut self, site: &Site, report: &mut SlotReport) -> anyhow::Result<()> {
        while !self.queue.is_empty() {
            let plays: Vec<Play> = self.queue.iter().take(BATCH).cloned().collect();
            let now_ms = self.now_ms(site).await?;
            let verdicts = self.submit_batch(site, &plays, now_ms).await?;
            let mut answered = HashSet::new();
            for (play, (http_status, verdict)) in plays.iter().zip(verdicts) {
                let Some(verdict) = verdict else { continue };
                answered.insert(play.impression_id);
                let age_ms = now_ms.saturating_sub(parse_ms(&play.played_at).unwrap_or(now_ms));
                let expected = if age_ms > ACCEPTANCE_MS {
                    Expected::Refused(&["TIMESTAMP_OUT_OF_BOUNDS"])
                } else {
                    Expected::Accepted
                };
                let judgement = self.judge_honest(expected, &verdict);
                self.upload_screenshot(site, play, &verdict, report).await;
                let mut receipt = Receipt::new(play, verdict, (HONEST, expected.to_string()));
                (receipt.queued, receipt.http_status) = (true, http_status);
                receipt.judgement = judgement;
                report.receipts.push(receipt);
            }
            self.queue.retain(|play| !answered.contains(&play.impression_id))?;
            if answered.is_empty() {
                return Err(anyhow::Error::new(NoAnswer).context("the queue has to wait"));
            }
        }
        Ok(())
    }

    /// Sends plays as one batch; gives each play's verdict, or none where it must come again.
    pub(super) async fn submit_batch(
        &self,
        site: &Site,
        plays: &[Play],
        sent_at_ms: i64,
    ) -> anyhow::Result<Vec<(u16, Option<Verdict>)>> {
        let items: Vec<_> =
            plays.iter().map(|play| Submission::new(play, sent_at_ms, true)).collect();
        let body = serde_json::json!({ "items": items });
        let token = &self.credentials.device_token;
        let reply = site.api.post("/impressions/batch", token, &body).await?;
        let mut verdicts = vec![(reply.status, None); plays.len()];
        if !reply.is_success() {
            if reply.status < 500 && !reply.is_busy() {
                verdicts.fill((reply.status, Some(Verdict::from_reply(&reply))));
            }
            return Ok(verdicts);
        }
        let results = reply.body.get("results").and_then(|results| results.as_array());
        for (position, item) in results.into_iter().flatten().enumerate() {
            let index = item.get("index").and_then(serde_json::Value::as_u64);
            let index = index.and_then(|index| usize::try_from(index).ok()).unwrap_or(position);
            let verdict = Verdict::from_item(item);
            let later = verdict.reason.as_deref().is_some_and(|word| LATER.contains(&word));
            if let Some(slot) = verdicts.get_mut(index).filter(|_| !later) {
                slot.1 = Some(verdict);
            }
        }
        Ok(verdicts)
    }

    /// The time on the device's own clock, milliseconds since 1970 UTC.
    pub(super) async fn now_ms(&self, site: &Site) -> anyhow::Result<i64> {
        Ok(site.timebase.now_ms(&site.api).await?.saturating_add(self.clock_offset_ms))
    }

    /// Heartbeat, queue, next ad: all that comes before a play.
    pub(super) async fn get_ad(
        &mut self,
        site: &Site,
        report: &mut SlotReport,
    ) -> anyhow::Result<Option<Ad>> {
        self.say_hello(site, report).await?;
        self.flush(site, report).await?;
        let path = format!("/devices/{}/next-ad", self.credentials.device_id);
        let token = &self.credentials.device_token;
        let reply = site.api.post(&path, token, &serde_json::json!({})).await?;
        if reply.status == 204 {
            report.retry_after = reply.retry_after;
            return Ok(None);
        }
        reply.expect_success("next-ad")?;
        let ad: Ad = serde_json::from_value(reply.body).context("next-ad: not a readable ad")?;
        site.offer(self.credentials.device_id, &ad);
        self.cached_ads.retain(|known| known.campaign_id != ad.campaign_id);
        self.cached_ads.push_back(Ad { lease_id: None, ..ad.clone() });
        if self.cached_ads.len() > CACHED_ADS {
            self.cached_ads.pop_front();
        }
        Ok(Some(ad))
    }

    /// Shows an ad and submits the play; keeps it in the queue when it cannot be delivered.
    pub(super) async fn perform(
        &mut self,
        site: &Site,
        ad: &Ad,
        report: &mut SlotReport,
    ) -> anyhow::Result<()> {
        let Some(ended_at_ms) = self.show(site, ad).await? else { return Ok(()) };
        let draft = self.draft(ad, ended_at_ms)?;
        let play = draft.sign(&self.credentials.key)?;
        let answer = self.submit(site, &play, self.now_ms(site).await?, false).await;
        let reply = match answer {
            Ok(reply) if reply.status < 500 && !reply.is_busy() => reply,
            Ok(reply) => {
                report.errors.push(format!("impressions: {}", reply.describe()));
                return self.keep(play, report);
            }
            Err(error) => {
                report.errors.push(error.to_string());
                return self.keep(play, report);
            }
        };
        let verdict = Verdict::from_reply(&reply);
        let judgement = self.judge_honest(Expected::Accepted, &verdict);
        self.note_verdict(site, &draft, &verdict);
        self.upload_screenshot(site, &play, &verdict, report).await;
        let expectation = (HONEST, Expected::Accepted.to_string());
        report.receipts.push(single_receipt(&play, verdict, expectation, judgement, &reply));
        Ok(())
    }

    /// Sends one play.
    pub(super) async fn submit(
        &self,
        site: &Site,
        play: &Play,
        sent_at_ms: i64,
        queued: bool,
    ) -> anyhow::Result<Reply> {
        let body = Submission::new(play, sent_at_ms, queued);
        site.api.post("/impressions", &self.credentials.device_token, &body).await
    }

    /// An unsigned play of an ad that ended at this moment, with its frame drawn.
    pub(super) fn draft(&mut self, ad: &Ad, ended_at_ms: i64) -> anyhow::Result<Draft> {
        let device_id = self.credentials.device_id;
        let left_s = ad.duration_seconds.saturating_sub(ad.capture_second.unwrap_or(0));
        let captured_at_ms = ended_at_ms - i64::from(left_s) * 1000;
        let content = FrameContent { campaign_id: ad.campaign_id, device_id, captured_at_ms };
        let impression_id = random_id()?;
        self.captured_at_ms.insert(impression_id, captured_at_ms);
        Ok(Draft {
            impression_id,
            campaign_id: ad.campaign_id,
            device_id,
            content_asset_id: ad.content_asset_id,
            variant_id: ad.variant_id.clone(),
            lease_id: ad.lease_id.clone(),
            played_at_ms: ended_at_ms,
            duration_actual: ad.duration_seconds,
            screenshot_hash: frame::draw(&content)?.sha256_hex,
            location: self
                .credentials
                .lat
                .zip(self.credentials.lng)
                .map(|(lat, lng)| Location::new(lat, lng)),
            key_id: self.credentials.key_id.clone(),
            counter: self.queue.next_counter()?,
            version: SignatureVersion::V2,
        })
    }

    /// Remembers what an accepted play uses up.
    pub(super) fn note_verdict(&mut self, site: &Site, draft: &Draft, verdict: &Verdict) {
        if verdict.is_accepted() {
            self.use_bucket(draft.campaign_id, draft.played_at_ms);
            site.withdraw(self.credentials.device_id);
            self.last_accepted = Some(draft.clone());
        }
    }

    /// Notes how a play went, and puts up the picture of an accepted one; a failure costs only the proof. Rule: D-14.
    pub(super) async fn upload_screenshot(
        &mut self,
        site: &Site,
        play: &Play,
        verdict: &Verdict,
        report: &mut SlotReport,
    ) {
        self.log.note_play(play, verdict);
        let captured_at_ms = self.captured_at_ms.remove(&play.impression_id);
        let Some(captured_at_ms) = captured_at_ms else { return };
        if !site.upload_screenshots || !verdict.is_accepted() {
            return;
        }
        let (campaign_id, device_id) = (play.campaign_id, play.device_id);
        let content = FrameContent { campaign_id, device_id, captured_at_ms };
        let path = format!("/impressions/{}/screenshot", play.impression_id);
        let put = async {
            let jpeg = frame::draw(&content)?.jpeg;
            let reply = site.api.put_jpeg(&path, &self.credentials.device_token, jpeg).await?;
            reply.expect_success("screenshot")?;
            anyhow::Ok(())
        };
        match put.await {
            Ok(()) => report.screenshots += 1,
            Err(error) => report.errors.push(error.to_string()),
        }
    }

    /// Forgets the picture of a play that nobody will ask for.
    pub(super) fn forget_frame(&mut self, impression_id: Uuid) {
        self.captured_at_ms.remove(&impression_id);
    }

    /// Judges an honest play. One that is scored too low after a burst of this screen's own
    /// misbehaviour is no surprise.
    pub(super) fn judge_honest(&self, expected: Expected, verdict: &Verdict) -> Judgement {
        let low = verdict.reason.as_deref() == Some("LOW_QUALITY");
        match expected.judge(verdict) {
            Judgement::Unexpected if low && !self.bursts.is_empty() => Judgement::Inconclusive,
            judgement => judgement,
        }
    }

    /// Whether this bucket showed the campaign already.
    pub(super) fn bucket_is_used(&self, campaign_id: Uuid, at_ms: i64) -> bool {
        self.used_buckets.contains(&(campaign_id, at_ms / BUCKET_MS))
    }

    /// Notes that this bucket showed the campaign; forgets what nobody asks about any more.
    pub(super) fn use_bucket(&mut self, campaign_id: Uuid, at_ms: i64) {
        let bucket = at_ms / BUCKET_MS;
        let oldest = bucket - ACCEPTANCE_MS / BUCKET_MS;
        self.used_buckets.retain(|(_, used)| *used >= oldest);
        self.used_buckets.insert((campaign_id, bucket));
    }

    /// Lets the ad run; gives its end by the device's clock, or nothing when it was broken off.
    async fn show(&self, site: &Site, ad: &Ad) -> anyhow::Result<Option<i64>> {
        if site.real_pace {
            site.api.pause(Duration::from_secs(ad.duration_seconds.into())).await;
            if site.api.is_stopped() {
                return Ok(None);
            }
        }
        Ok(Some(self.now_ms(site).await?))
    }

    async fn go_on_from_cache(&mut self, site: &Site, report: &mut SlotReport) {
        let now_ms = match self.now_ms(site).await {
            Ok(now_ms) => now_ms,
            Err(error) => return report.errors.push(error.to_string()),
        };
        let unused = |ad: &&Ad| !self.bucket_is_used(ad.campaign_id, now_ms);
        match self.cached_ads.iter().find(unused).cloned() {
            Some(ad) => self.show_and_keep(site, &ad, report).await,
            None => report.idle = true,
        }
    }

    async fn show_and_keep(&mut self, site: &Site, ad: &Ad, report: &mut SlotReport) {
        let kept = async {
            let Some(ended_at_ms) = self.show(site, ad).await? else { return Ok(()) };
            if self.bucket_is_used(ad.campaign_id, ended_at_ms) {
                report.idle = true;
                return Ok(());
            }
            let play = self.draft(ad, ended_at_ms)?.sign(&self.credentials.key)?;
            self.use_bucket(ad.campaign_id, ended_at_ms);
            self.keep(play, report)
        };
        if let Err(error) = kept.await {
            report.errors.push(error.to_string());
        }
    }

    fn keep(&mut self, play: Play, report: &mut SlotReport) -> anyhow::Result<()> {
        report.queued += 1;
        self.log.note_queued(&play);
        if let Some(lost) = self.queue.push(play)? {
            self.captured_at_ms.remove(&lost.impression_id);
            report.lost += 1;
        }
        Ok(())
    }
}

/// The receipt of a play that was sent alone.
pub(super) fn single_receipt(
    play: &Play,
    verdict: Verdict,
    expectation: (&'static str, String),
    judgement: Judgement,
    reply: &Reply,
) -> Receipt {
    let mut receipt = Receipt::new(play, verdict, expectation);
    receipt.judgement = judgement;
    receipt.http_status = reply.status;
    receipt.latency_us = u64::try_from(reply.latency.as_micros()).ok();
    receipt
}

/// A random UUID, from the system's randomness even in seeded runs: a second run with the same
/// seed must not send the ids of the first.
pub(super) fn random_id() -> anyhow::Result<Uuid> {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes)
        .map_err(|_| anyhow::anyhow!("the system gives no randomness"))?;
    Ok(uuid::Builder::from_random_bytes(bytes).into_uuid())
}
