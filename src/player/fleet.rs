//! A fleet: many screens against one appliance, each with its own task and its own luck.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use tokio::{
    sync::{mpsc, watch},
    task::JoinSet,
};

use super::{
    api::{Api, stopped},
    commands::{ORDERS_WAITING, Order, listen},
    receipt::Receipt,
    screen::Screen,
    site::{Site, SlotReport},
    summary::{Summary, Tally},
    timebase::Timebase,
};

/// Slots an hour of a device that declared none.
const DEFAULT_SLOTS_PER_HOUR: u32 = 12;
/// The first slot comes within this time, so that a fleet shows life at once.
const FIRST_SLOT_WITHIN: Duration = Duration::from_secs(5);
/// How much earlier or later than even a slot may come, percent.
const JITTER_PERCENT: u32 = 20;
/// The longest outage, in slots.
const LONGEST_OUTAGE: u64 = 4;
/// Slot reports that may wait to be counted before the screens are held back.
const REPORTS_WAITING: usize = 1024;

/// How a fleet runs. Without `Debug`, so that no log shows the token.
#[derive(Clone)]
pub struct FleetConfig {
    /// Scheme and host of the appliance.
    pub base_url: String,
    /// A token that may read the simulated clock; without it the first screen's token is tried.
    pub clock_token: Option<String>,
    /// Slots each screen works through; `None`: until the duration ends or the caller stops.
    pub slots: Option<u64>,
    /// How long the fleet runs.
    pub duration: Option<Duration>,
    /// The spacing of slots; `None`: real time, from each device's slots an hour. With a spacing
    /// of its own a play ends the moment it starts, and an empty answer's `Retry-After` is not
    /// waited for, because that time passes faster than the appliance's.
    pub interval: Option<Duration>,
    /// How often a slot is a misbehaviour, percent.
    pub misbehave_percent: u8,
    /// Whether misbehaviours that report dozens of plays at once are among them.
    pub bursts: bool,
    /// How often an outage begins in a slot, percent.
    pub offline_percent: u8,
    /// Requests in flight at most.
    pub concurrency: usize,
    /// Upload the screenshots of accepted plays.
    pub upload_screenshots: bool,
    /// How often a screen says that it is alive. Rule: D-03.
    pub heartbeat_every: Duration,
    /// What decides jitter, outages and misbehaviour.
    pub seed: u64,
}

impl FleetConfig {
    /// An honest fleet in real time against this appliance, until stopped.
    #[must_use]
    pub fn new(base_url: impl Into<String>) -> Self {
        Self {
            base_url: base_url.into(),
            clock_token: None,
            slots: None,
            duration: None,
            interval: None,
            misbehave_percent: 0,
            bursts: true,
            offline_percent: 0,
            concurrency: 64,
            upload_screenshots: false,
            heartbeat_every: Duration::from_secs(60),
            seed: 0,
        }
    }
}

/// Takes a seed from the system's randomness.
///
/// # Errors
/// The system gives none.
pub fn random_seed() -> anyhow::Result<u64> {
    let mut bytes = [0; 8];
    aws_lc_rs::rand::fill(&mut bytes)
        .map_err(|_| anyhow::anyhow!("the system gives no randomness"))?;
    Ok(u64::from_le_bytes(bytes))
}

/// Runs the screens until their slots are done, the duration is over, or `stop` becomes true.
/// `progress` is called after every slot. The screens come back with their queues and counters,
/// so that a caller may let them play on.
///
/// # Errors
/// The address cannot be used, the appliance does not answer at all, or a task broke.
pub async fn run_fleet(
    config: &FleetConfig,
    screens: Vec<Screen>,
    progress: impl Fn(&Tally),
    stop: watch::Receiver<bool>,
) -> anyhow::Result<(Summary, Vec<Screen>)> {
    let started = Instant::now();
    let site = Arc::new(site_of(config, &screens, stop.clone()).await?);
    let deadline = config.duration.map(|duration| tokio::time::Instant::now() + duration);
    let mut totals = Tally::of(screens.len());
    let (reports, mut inbox) = mpsc::channel::<Report>(REPORTS_WAITING);
    let mut tasks = JoinSet::new();
    for (index, screen) in screens.into_iter().enumerate() {
        let seed = config.seed ^ (index as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let run = Run {
            site: Arc::clone(&site),
            config: config.clone(),
            rng: StdRng::seed_from_u64(seed),
            stop: stop.clone(),
            deadline,
            reports: reports.clone(),
            orders: None,
        };
        tasks.spawn(run.screen(screen, index));
    }
    drop(reports);
    let mut receipts: Vec<Receipt> = Vec::new();
    while let Some(report) = inbox.recv().await {
        totals.slots += u64::from(report.is_slot);
        totals.add(&report.slot);
        receipts.extend(report.slot.receipts);
        totals.retries = site.api.retries();
        progress(&totals);
    }
    let mut done = Vec::new();
    while let Some(finished) = tasks.join_next().await {
        done.push(finished?);
    }
    done.sort_by_key(|(index, _)| *index);
    let screens: Vec<Screen> = done.into_iter().map(|(_, screen)| screen).collect();
    totals.undelivered = screens.iter().map(|screen| screen.waiting() as u64).sum();
    Ok((Summary::new(totals, receipts, started.elapsed()), screens))
}

async fn site_of(
    config: &FleetConfig,
    screens: &[Screen],
    stop: watch::Receiver<bool>,
) -> anyhow::Result<Site> {
    let api = Api::new(&config.base_url, config.concurrency, stop)?;
    let of_first = || screens.first().map(|screen| screen.credentials().device_token.clone());
    let token = config.clock_token.clone().or_else(of_first).unwrap_or_default();
    let timebase = Timebase::detect(&api, &token).await?;
    let mut site = Site::new(api, timebase, config.interval.is_none());
    site.upload_screenshots = config.upload_screenshots;
    site.bursts = config.bursts;
    site.heartbeat_every = config.heartbeat_every;
    Ok(site)
}

struct Report {
    slot: SlotReport,
    is_slot: bool,
}

/// One screen's task.
struct Run {
    site: Arc<Site>,
    config: FleetConfig,
    rng: StdRng,
    stop: watch::Receiver<bool>,
    deadline: Option<tokio::time::Instant>,
    reports: mpsc::Sender<Report>,
    /// Commands of the appliance.
    orders: Option<mpsc::Receiver<Order>>,
}

impl Run {
    async fn screen(mut self, mut screen: Screen, index: usize) -> (usize, Screen) {
        let (sender, orders) = mpsc::channel(ORDERS_WAITING);
        self.orders = Some(orders);
        let identity = (screen.credentials.device_id, screen.credentials.device_token.clone());
        // One stream a device; it ends with this task.
        let mut listening = JoinSet::new();
        listening.spawn(listen(Arc::clone(&self.site), identity, sender));
        let spacing = self.spacing(&screen);
        let first = spacing.min(FIRST_SLOT_WITHIN);
        let mut wait = first.mul_f64(self.rng.random_range(0.0..1.0));
        let mut outage_left = 0;
        let slots = self.config.slots.unwrap_or(u64::MAX);
        for _ in 0..slots {
            if !self.wait(&mut screen, wait, outage_left == 0).await {
                break;
            }
            let slot = self.slot(&mut screen, &mut outage_left).await;
            wait = self.jittered(spacing);
            if self.config.interval.is_none() {
                wait = wait.max(slot.retry_after.unwrap_or_default());
            }
            self.tell(slot, true).await;
        }
        let mut last = SlotReport::default();
        if screen.waiting() > 0
            && let Err(error) = screen.flush(&self.site, &mut last).await
        {
            last.errors.push(error.to_string());
        }
        self.tell(last, false).await;
        (index, screen)
    }

    async fn slot(&mut self, screen: &mut Screen, outage_left: &mut u64) -> SlotReport {
        if *outage_left > 0 {
            *outage_left -= 1;
            return screen.offline_slot(&self.site).await;
        }
        if self.chance(self.config.offline_percent) {
            *outage_left = self.rng.random_range(0..LONGEST_OUTAGE);
            return screen.slot_with_broken_network(&self.site).await;
        }
        if self.chance(self.config.misbehave_percent)
            && let Some(kind) = screen.choose_misbehaviour(&self.site, &mut self.rng)
        {
            return screen.misbehave(&self.site, kind).await;
        }
        screen.online_slot(&self.site).await
    }

    fn chance(&mut self, percent: u8) -> bool {
        self.rng.random_range(0..100) < percent
    }

    fn spacing(&self, screen: &Screen) -> Duration {
        let slots = screen.credentials().slots_per_hour.unwrap_or(DEFAULT_SLOTS_PER_HOUR).max(1);
        self.config.interval.unwrap_or(Duration::from_secs(3600) / slots)
    }

    fn jittered(&mut self, spacing: Duration) -> Duration {
        let percent = self.rng.random_range(100 - JITTER_PERCENT..=100 + JITTER_PERCENT);
        spacing * percent / 100
    }

    /// Waits for the next slot, saying hello in between; false when the run is over.
    async fn wait(&mut self, screen: &mut Screen, wait: Duration, online: bool) -> bool {
        let next_slot = tokio::time::Instant::now() + wait;
        loop {
            let now = tokio::time::Instant::now();
            if *self.stop.borrow() || self.deadline.is_some_and(|deadline| now >= deadline) {
                return false;
            }
            if now >= next_slot {
                return true;
            }
            let until = next_slot.min(now + self.config.heartbeat_every);
            let until = self.deadline.map_or(until, |deadline| until.min(deadline));
            let order = tokio::select! {
                () = tokio::time::sleep_until(until) => None,
                () = stopped(&mut self.stop) => None,
                order = next_order(&mut self.orders), if online => Some(order),
            };
            if let Some(order) = order {
                self.obey(screen, order).await;
                continue;
            }
            // A screen that never said hello begins in its first slot, not before.
            if online && screen.last_heartbeat_ms.is_some() && until < next_slot {
                let mut report = SlotReport::default();
                if let Err(error) = screen.say_hello(&self.site, &mut report).await {
                    report.errors.push(error.to_string());
                }
                self.tell(report, false).await;
            }
        }
    }

    /// Does what was asked for; after the end of the stream nothing is asked for any more.
    async fn obey(&mut self, screen: &mut Screen, order: Option<Order>) {
        let Some(order) = order else {
            self.orders = None;
            return;
        };
        let mut report = SlotReport::default();
        match screen.obey(&self.site, &order).await {
            Ok(()) => report.commands += 1,
            Err(error) => report.errors.push(error.to_string()),
        }
        self.tell(report, false).await;
    }

    async fn tell(&self, slot: SlotReport, is_slot: bool) {
        // The receiver lives until every sender is gone; a lost report would only be a count.
        let _ = self.reports.send(Report { slot, is_slot }).await;
    }
}

/// The next command; `None` when the stream has ended for good. Without a stream it waits for ever.
async fn next_order(orders: &mut Option<mpsc::Receiver<Order>>) -> Option<Order> {
    match orders {
        Some(orders) => orders.recv().await,
        None => std::future::pending().await,
    }
}
