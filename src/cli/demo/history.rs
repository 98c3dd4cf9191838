//! The past: days of plays through the engine itself, under the simulated clock.
//!
//! Every play is leased, drawn, signed, verified and submitted as over HTTP, only without the wire.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::Arc,
    time::Instant,
};

use anyhow::{Context as _, anyhow};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use serde::Serialize;
use uuid::Uuid;

use super::{
    estimates::Estimates,
    orders::Orders,
    plot::{Plot, QUIET_HOURS_MS, Span},
    screens::{Conduct, HistoryScreen, Making},
    stage::Stage,
};
use crate::{
    app::App,
    clock::Clock,
    domain::{
        device_command::{LogEntry, LogKind, LogLevel},
        ids::DeviceNo,
        impression::record::{JudgedSubmission, PlayStatus},
        time::{HOUR_MS, MINUTE_MS, SECOND_MS, Timestamp},
    },
    engine::{
        Actor,
        commands::{device_commands::UploadLogs, devices::Heartbeat},
        plays::PlayOutcome,
        serving::{LeaseOffer, NextAd},
    },
    http::{
        AppState,
        routes::{impressions::judge, screenshots::keep_screenshot},
    },
    player::{
        DeviceKey,
        frame::{self, FrameContent},
        play::{Draft, Submission},
    },
};

/// The simulated clock goes forward by this.
const TICK_MS: i64 = 5 * MINUTE_MS;
/// A play and its delivery end within this time after the slot began.
const LONGEST_SLOT_MS: i64 = 75 * SECOND_MS;
/// A screen says hello so long before it asks for an ad.
const HELLO_BEFORE_MS: i64 = 12 * SECOND_MS;
/// Slots in ten thousand in which an outage begins.
const OUTAGES_IN_10_000: u32 = 16;
/// No outage begins in the last hours: all queues are delivered at the end.
const NO_OUTAGE_MS: i64 = 4 * HOUR_MS;
/// In the quiet hours so many plays seem displaced, so that a person has something to decide.
const DISPLACED_AT_THE_END: u32 = 5;
/// Of so many hundred honest plays in the quiet hours one seems displaced, until there are enough.
const DISPLACED_PERCENT: u32 = 2;

/// Screenshots of the past that are uploaded of each campaign: each costs the disk two flushes, and
/// the demo should start soon.
const SHOTS_A_CAMPAIGN: u32 = 12;
/// So many of a campaign's accepted plays go by between two of them.
const SHOT_EVERY: u32 = 61;
/// The picture comes so long after its play.
const SHOT_AFTER_MS: i64 = 2 * SECOND_MS;

/// Lines of a screen's log that are sent together.
const LOG_LINES: usize = 100;

/// How far the history is, for a progress bar.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Progress {
    /// Simulated now.
    pub now: Timestamp,
    /// Plays answered so far.
    pub plays: u64,
    /// Verified at once.
    pub verified: u64,
    /// Held for review.
    pub held: u64,
    /// Rejected.
    pub rejected: u64,
    /// Not recorded.
    pub refused: u64,
    /// Slots without an ad.
    pub idle: u64,
    /// Screenshots uploaded.
    pub screenshots: u64,
    /// Real time so far, milliseconds.
    pub took_ms: u64,
}

impl Progress {
    /// Plays a second of real time.
    #[must_use]
    pub fn rate(&self) -> u64 {
        self.plays.saturating_mul(1000) / self.took_ms.max(1)
    }
}

/// The run through the past.
pub struct History<'a> {
    app: &'a App,
    stage: &'a Stage,
    span: Span,
    screens: Vec<HistoryScreen>,
    /// Screens that are hung up in the quiet hours.
    late: VecDeque<(usize, DeviceKey)>,
    stranger: DeviceKey,
    /// Campaigns whose content no screen can show.
    unplayable: HashSet<Uuid>,
    rng: StdRng,
    progress: Progress,
    displaced_left: u32,
    /// Accepted plays of each campaign, for the sample of screenshots.
    shown: HashMap<Uuid, u32>,
    started: Instant,
}

impl<'a> History<'a> {
    /// Hangs up the screens of the first day; the newest ones come in the quiet hours.
    ///
    /// # Errors
    /// What the engine refuses.
    pub async fn open(
        app: &'a App,
        stage: &'a Stage,
        span: Span,
        (mut keys, stranger): (Vec<DeviceKey>, DeviceKey),
        seed: u64,
    ) -> anyhow::Result<Self> {
        let newest = if keys.len() >= 24 { 2 } else { 1 };
        let first = keys.len().saturating_sub(newest);
        let late = keys.split_off(first);
        let mut history = Self {
            app,
            stage,
            span,
            screens: Vec::new(),
            late: (first..).zip(late).collect(),
            stranger,
            unplayable: HashSet::new(),
            rng: StdRng::seed_from_u64(seed),
            progress: Progress::default(),
            displaced_left: DISPLACED_AT_THE_END,
            shown: HashMap::new(),
            started: Instant::now(),
        };
        for (index, key) in keys.into_iter().enumerate() {
            history.hang(index, key).await?;
        }
        Ok(history)
    }

    async fn hang(&mut self, index: usize, key: DeviceKey) -> anyhow::Result<()> {
        let handle = &self.app.handle;
        let (place, credentials) = self.stage.hang_screen(handle, index, key).await?;
        let views = handle.views();
        let device = views.devices.by_id(credentials.device_id).context("the device just made")?;
        let store = views.stores.by_id(self.stage.stores[place]).context("a store of the cast")?;
        let zone = jiff::tz::TimeZone::get(&store.timezone)?;
        let first = handle.now().max(self.span.from);
        let hours = (store.opening_hours.clone(), zone);
        let at = (index, first);
        self.screens.push(HistoryScreen::new(credentials, device, hours, at, &mut self.rng));
        Ok(())
    }

    /// Runs until the machine's own time is reached; gives the screens, whose counters go on.
    ///
    /// # Errors
    /// What the engine refuses, or a failed signature.
    pub async fn run(
        mut self,
        mut plot: Plot,
        show: impl Fn(&Progress),
    ) -> anyhow::Result<(Progress, Vec<HistoryScreen>, Estimates)> {
        let driver = Arc::clone(&self.app.driver);
        let mut now = self.span.opened;
        self.started = Instant::now();
        loop {
            driver.catch_up(now).await?;
            plot.run_until(now, self.app, self.stage).await?;
            self.unplayable = plot.unplayable();
            self.hang_newest(now).await?;
            self.obey(now).await?;
            let next = now.plus_ms(TICK_MS);
            if next > Clock::real().now() {
                break;
            }
            if now >= self.span.from {
                self.play_until(next.plus_ms(-LONGEST_SLOT_MS)).await?;
            }
            now = next;
            self.progress.now = now;
            self.progress.took_ms = u64::try_from(self.started.elapsed().as_millis())?;
            show(&self.progress);
        }
        self.keep_backlogs()?;
        driver.catch_up(Clock::real().now()).await?;
        Ok((self.progress, self.screens, plot.estimates))
    }

    /// Screens that are connected do what the appliance asks for.
    async fn obey(&mut self, now: Timestamp) -> anyhow::Result<()> {
        let handle = &self.app.handle;
        let connected = self.screens.iter().filter(|screen| screen.is_connected(now));
        let devices: Vec<_> = connected.map(|screen| Arc::clone(&screen.device)).collect();
        Orders::waiting(handle, &devices, &self.unplayable).obey(handle, now, &mut self.rng).await
    }

    fn in_quiet_hours(&self, now: Timestamp) -> bool {
        self.span.until.since_ms(now) <= QUIET_HOURS_MS
    }

    async fn hang_newest(&mut self, now: Timestamp) -> anyhow::Result<()> {
        if now < self.span.from || !self.in_quiet_hours(now) {
            return Ok(());
        }
        while let Some((index, key)) = self.late.pop_front() {
            self.hang(index, key).await?;
        }
        Ok(())
    }

    /// Works through all slots that begin before a moment, a round of one slot a screen at a time.
    async fn play_until(&mut self, until: Timestamp) -> anyhow::Result<()> {
        loop {
            let due = self.screens.iter().enumerate().filter(|(_, s)| s.next_slot < until);
            let due: Vec<usize> = due.map(|(index, _)| index).collect();
            if due.is_empty() {
                return Ok(());
            }
            let (asking, mut makings) = self.take_slots(&due)?;
            if asking.is_empty() {
                continue;
            }
            let offers = self.ask(&asking).await?;
            for ((index, at), offer) in asking.into_iter().zip(offers) {
                match offer {
                    Some(offer) if !self.unplayable.contains(&offer.campaign_id) => {
                        makings.push(self.play(index, at, &offer)?);
                    }
                    Some(_) | None => self.progress.idle += 1,
                }
            }
            self.submit(makings).await?;
        }
    }

    /// Slots of screens that are open and online, and what those bring that were offline.
    #[allow(clippy::type_complexity, reason = "two lists of one round, used once")]
    fn take_slots(
        &mut self,
        due: &[usize],
    ) -> anyhow::Result<(Vec<(usize, Timestamp)>, Vec<Making>)> {
        let (mut asking, mut makings) = (Vec::new(), Vec::new());
        for index in due.iter().copied() {
            let screen = &mut self.screens[index];
            let at = screen.take_slot(&mut self.rng);
            if !screen.is_open(at) && screen.backlog.is_empty() {
                continue;
            }
            if screen.offline_until.is_some_and(|end| at < end) {
                screen.play_offline(index, at, &mut self.rng)?;
                continue;
            }
            screen.offline_until = None;
            screen.last_hello = Some(at);
            for mut making in screen.backlog.drain(..) {
                making.received_at = at.plus_ms(-2 * SECOND_MS);
                making.sent_at_ms = at.ms() - 2 * SECOND_MS - 80;
                makings.push(making);
            }
            asking.push((index, at));
        }
        Ok((asking, makings))
    }

    /// Says hello and asks for an ad, all in one commit.
    async fn ask(&self, asking: &[(usize, Timestamp)]) -> anyhow::Result<Vec<Option<LeaseOffer>>> {
        let slots = asking.iter().map(|(index, at)| (self.screens[*index].device.no, *at));
        let slots: Vec<(DeviceNo, Timestamp)> = slots.collect();
        let actor = Actor::system();
        let offers = self.app.handle.with_engine(move |engine| {
            let one = |(device, at): (DeviceNo, Timestamp)| {
                let hello_at = at.plus_ms(-HELLO_BEFORE_MS);
                let hello = Heartbeat { device, sent_at: Some(hello_at.plus_ms(-70)) };
                engine.run(hello_at, &actor, hello, None)?;
                engine.run(at, &actor, NextAd { device }, None)
            };
            slots.into_iter().map(one).collect::<Result<Vec<_>, _>>()
        });
        offers.await?.map_err(|refusal| anyhow!(refusal.message))
    }

    fn play(&mut self, index: usize, at: Timestamp, offer: &LeaseOffer) -> anyhow::Result<Making> {
        let quiet = self.in_quiet_hours(at);
        let screen = &mut self.screens[index];
        let mut conduct = screen.conduct(!quiet, &mut self.rng);
        if quiet
            && self.displaced_left > 0
            && conduct == Conduct::Honest
            && self.rng.random_range(0..100) < DISPLACED_PERCENT
        {
            conduct = Conduct::Nearby;
            self.displaced_left -= 1;
        }
        let mut making = screen.play(index, at, offer, &mut self.rng)?;
        screen.distort(conduct, &mut making, &mut self.rng)?;
        let may_fail = self.span.until.since_ms(at) > NO_OUTAGE_MS;
        if may_fail && self.rng.random_range(0..10_000) < OUTAGES_IN_10_000 {
            let lasts_ms = self.rng.random_range(40 * MINUTE_MS..150 * MINUTE_MS);
            screen.offline_until = Some(at.plus_ms(lasts_ms));
        }
        Ok(making)
    }

    /// Draws, signs and verifies on all cores, then submits everything as one group.
    async fn submit(&mut self, mut makings: Vec<Making>) -> anyhow::Result<()> {
        if makings.is_empty() {
            return Ok(());
        }
        makings.sort_by_key(|making| making.received_at);
        let drafts: Vec<_> = makings
            .iter()
            .map(|making| (making.screen, making.draft.clone(), making.frame, making.received_at))
            .collect();
        let judged = self.judge_all(makings).await?;
        let answers = self.app.handle.submit_batch(judged).await?;
        let mut shots = Vec::new();
        for ((index, draft, content, at), answer) in drafts.into_iter().zip(answers) {
            self.progress.plays += 1;
            self.screens[index].log.push(log_line(&draft, &answer.outcome));
            match answer.outcome {
                PlayOutcome::Refused(_) => self.progress.refused += 1,
                PlayOutcome::Recorded { row, .. } => match row.status {
                    PlayStatus::Rejected => self.progress.rejected += 1,
                    status => {
                        let held = status == PlayStatus::UnderReview;
                        self.progress.held += u64::from(held);
                        self.progress.verified += u64::from(!held);
                        if let Some(content) =
                            content.filter(|_| self.is_sampled(draft.campaign_id))
                        {
                            let device = self.screens[index].device.no;
                            shots.push((device, draft.impression_id, content, at));
                        }
                        self.screens[index].last_accepted = Some(draft);
                    }
                },
            }
        }
        self.upload(shots).await?;
        self.send_logs().await
    }

    /// Sends the logs that are long enough, all in one commit.
    async fn send_logs(&mut self) -> anyhow::Result<()> {
        let long = self.screens.iter_mut().filter(|screen| screen.log.len() >= LOG_LINES);
        let logs: Vec<_> = long
            .map(|screen| UploadLogs {
                device: screen.device.no,
                entries: std::mem::take(&mut screen.log),
            })
            .collect();
        if logs.is_empty() {
            return Ok(());
        }
        let (now, actor) = (self.app.handle.now(), Actor::system());
        let sent = self.app.handle.with_engine(move |engine| {
            let one = |log| engine.run(now, &actor, log, None);
            logs.into_iter().map(one).collect::<Result<Vec<_>, _>>()
        });
        sent.await?.map_err(|refusal| anyhow!(refusal.message))?;
        Ok(())
    }

    /// Whether the screenshot of a campaign's next accepted play is uploaded.
    fn is_sampled(&mut self, campaign: Uuid) -> bool {
        let count = self.shown.entry(campaign).or_default();
        *count += 1;
        *count % SHOT_EVERY == 1 && *count / SHOT_EVERY < SHOTS_A_CAMPAIGN
    }

    /// Draws the frames of accepted plays once more and uploads them as devices do.
    async fn upload(
        &mut self,
        shots: Vec<(DeviceNo, Uuid, FrameContent, Timestamp)>,
    ) -> anyhow::Result<()> {
        let state = self.app.state();
        let uploads = shots.into_iter().map(async |(device, id, content, at)| {
            let jpeg = frame::draw(&content)?.jpeg;
            let at = at.plus_ms(SHOT_AFTER_MS);
            let kept = keep_screenshot(state, device, id, jpeg, at).await;
            kept.map_err(|error| anyhow!("a screenshot of the past is refused: {error:?}"))
        });
        let kept = futures_util::future::join_all(uploads).await;
        for one in kept {
            self.progress.screenshots += u64::from(one?.stored);
        }
        Ok(())
    }

    async fn judge_all(&self, makings: Vec<Making>) -> anyhow::Result<Vec<JudgedSubmission>> {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let share = makings.len().div_ceil(cores).max(1);
        let mut makings = makings.into_iter().peekable();
        let mut tasks = Vec::new();
        while makings.peek().is_some() {
            let part: Vec<_> = makings.by_ref().take(share).map(|m| self.signer(m)).collect();
            let state = self.app.state().clone();
            tasks.push(tokio::task::spawn_blocking(move || {
                part.into_iter().map(|signer| signer.judge(&state)).collect::<Result<Vec<_>, _>>()
            }));
        }
        let mut judged = Vec::new();
        for task in tasks {
            judged.extend(task.await??);
        }
        Ok(judged)
    }

    fn signer(&self, making: Making) -> Signer {
        let screen = &self.screens[making.screen];
        let key = if making.wrong_key { &self.stranger } else { &screen.credentials.key };
        Signer { key: key.clone(), device: Arc::clone(&screen.device), making }
    }

    /// Plays that still wait go to the queues that the fleet delivers.
    fn keep_backlogs(&mut self) -> anyhow::Result<()> {
        for screen in &mut self.screens {
            for mut making in std::mem::take(&mut screen.backlog) {
                making.draw()?;
                screen.queue.push(making.draft.sign(&screen.credentials.key)?)?;
            }
        }
        Ok(())
    }
}

impl Making {
    /// Draws the frame and notes its hash.
    fn draw(&mut self) -> anyhow::Result<()> {
        if let Some(content) = &self.frame {
            self.draft.screenshot_hash = frame::draw(content)?.sha256_hex;
        }
        Ok(())
    }
}

/// How a screen writes a play down.
fn log_line(draft: &Draft, outcome: &PlayOutcome) -> LogEntry {
    let (level, answer) = match outcome {
        PlayOutcome::Recorded { refusal: None, .. } => (LogLevel::Info, "accepted".to_owned()),
        PlayOutcome::Recorded { refusal: Some(refusal), .. } | PlayOutcome::Refused(refusal) => {
            (LogLevel::Warn, refusal.code.as_str())
        }
    };
    LogEntry {
        at: Timestamp::from_ms(draft.played_at_ms),
        level,
        kind: LogKind::Playback,
        impression_id: Some(draft.impression_id),
        message: format!(
            "campaign {} was on the screen for {} s: {answer}",
            draft.campaign_id, draft.duration_actual
        ),
    }
}

/// A play with what signs it.
struct Signer {
    making: Making,
    key: DeviceKey,
    device: Arc<crate::domain::catalog::Device>,
}

impl Signer {
    /// Draws, signs, writes the body, and has it judged as the server does with a request.
    fn judge(mut self, state: &AppState) -> anyhow::Result<JudgedSubmission> {
        self.making.draw()?;
        let play = self.making.draft.sign(&self.key)?;
        let body = Submission::new(&play, self.making.sent_at_ms, self.making.queued);
        let bytes = serde_json::to_vec(&body)?;
        let mut judged = judge(state, &self.device, &bytes)
            .map_err(|refusal| anyhow!("a demo play is malformed: {}", refusal.message))?;
        // The simulated clock stands at the tick; the play came at its own moment within it.
        judged.received_at = self.making.received_at;
        Ok(judged)
    }
}
