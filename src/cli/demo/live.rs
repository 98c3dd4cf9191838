//! The present: the appliance under the real clock, and the same screens over real HTTP.

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use serde_json::json;
use tokio::{
    net::TcpListener,
    sync::{oneshot, watch},
};

use super::{
    cast::{ADVERTISERS, OPERATORS, SUPPLIERS},
    history::Progress,
    report::{Report, earned_on},
    screens::HistoryScreen,
    stage::run as run_command,
};
use crate::{
    app::App,
    cli::serve::stop_signal,
    clock::Clock,
    config::Settings,
    domain::{catalog::Role, impression::record::PlayStatus, money::Dollars},
    engine::{
        Actor, Handle,
        commands::access::CreateToken,
        publish::{Event, EventKind, PlayEvent},
    },
    http::docs::DOCS_PATH,
    player::{FleetConfig, Screen, Summary, run_fleet},
};

/// Between two lines of figures.
const LINE_EVERY: Duration = Duration::from_secs(10);
/// Slots in a hundred in which a screen misbehaves.
const MISBEHAVE_PERCENT: u8 = 3;
/// Requests of the fleet in flight at most.
const CONCURRENCY: usize = 16;

/// What the live part needs to know.
pub struct Live {
    /// Where and how.
    pub settings: Settings,
    /// All people's password.
    pub password: String,
    /// Figures as JSON lines.
    pub json: bool,
    /// Decides jitter and misbehaviour.
    pub seed: u64,
    /// How the history went.
    pub history: Progress,
}

impl Live {
    /// Opens the same data under the real clock, serves it, and lets the screens play on.
    ///
    /// # Errors
    /// The address is taken, or the appliance cannot start.
    pub async fn run(&self, screens: Vec<HistoryScreen>) -> anyhow::Result<Report> {
        let listen = &self.settings.http.listen;
        let listener = TcpListener::bind(listen)
            .await
            .with_context(|| format!("cannot listen on {listen}"))?;
        let address = listener.local_addr()?;
        let app = App::open(self.settings.clone(), Clock::real())?;
        let handle = app.handle.clone();
        app.driver.catch_up(handle.now()).await?;
        let command = CreateToken {
            name: "demo".to_owned(),
            role: Role::SuperAdmin,
            owner_id: None,
            expires_at: None,
        };
        let token = run_command(&handle, &Actor::system(), command).await?.token;
        let url = format!("http://{address}");
        self.welcome(&url, &token);
        let (stop_fleet, fleet_stops) = watch::channel(false);
        let (stop_server, server_stops) = oneshot::channel::<()>();
        let server = app.serve(listener, async {
            // A dropped sender stops the server too.
            let _ = server_stops.await;
        });
        let fleet = self.fleet(&url, &token, screens, fleet_stops);
        let people = async {
            let (played, ()) = tokio::join!(fleet, self.watch(&handle, stop_fleet));
            drop(stop_server);
            let report = Report::read(&handle);
            (played, report)
        };
        let (served, (played, report)) = tokio::join!(server, people);
        served.context("the server")?;
        self.farewell(&played.context("the fleet")?);
        report
    }

    async fn fleet(
        &self,
        url: &str,
        token: &str,
        screens: Vec<HistoryScreen>,
        stop: watch::Receiver<bool>,
    ) -> anyhow::Result<Summary> {
        let config = FleetConfig {
            clock_token: Some(token.to_owned()),
            misbehave_percent: MISBEHAVE_PERCENT,
            bursts: false,
            concurrency: CONCURRENCY,
            upload_screenshots: true,
            seed: self.seed,
            ..FleetConfig::new(url)
        };
        let screens =
            screens.into_iter().map(|screen| Screen::new(screen.credentials, screen.queue));
        let (summary, _) = run_fleet(&config, screens.collect(), |_| {}, stop).await?;
        Ok(summary)
    }

    /// Shows a line now and then until the process is told to stop; then stops the fleet.
    async fn watch(&self, handle: &Handle, stop_fleet: watch::Sender<bool>) {
        let stop = stop_signal();
        tokio::pin!(stop);
        let (_, mut events) = handle.views().events.subscribe(None);
        let mut last: Option<PlayEvent> = None;
        let mut beat = tokio::time::interval(LINE_EVERY);
        loop {
            tokio::select! {
                () = &mut stop => break,
                _ = beat.tick() => self.show(handle, last.as_ref()),
                event = events.recv() => match event {
                    Ok(event) => note(&event, &mut last),
                    // Some were missed: the next one comes.
                    Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => {}
                    Err(tokio::sync::broadcast::error::RecvError::Closed) => break,
                },
            }
        }
        self.tell("stopping: the screens finish their plays, then the appliance");
        stop_fleet.send_replace(true);
    }

    fn show(&self, handle: &Handle, last: Option<&PlayEvent>) {
        let views = handle.views();
        let totals = views.campaigns.iter().map(|campaign| views.figures_of(campaign.no));
        let (verified, rejected, reviews) = totals.fold((0, 0, 0), |sum, figures| {
            let totals = &figures.totals;
            let (v, r, u) = (totals.verified, totals.rejected, totals.under_review);
            (sum.0 + v, sum.1 + r, sum.2 + u)
        });
        let earned = earned_on(handle, handle.now().day());
        let last = last.map(|play| describe(handle, play));
        if self.json {
            let line = json!({ "event": "figures", "verified": verified, "rejected": rejected,
                "under_review": reviews, "earned_today": earned, "last_play": last });
            println!("{line}");
        } else {
            let last = last.unwrap_or_else(|| "none yet".to_owned());
            println!(
                "verified {verified}  rejected {rejected}  under review {reviews}  earned today {}  \
                 last play: {last}",
                Dollars(earned)
            );
        }
    }

    fn welcome(&self, url: &str, token: &str) {
        let people = OPERATORS.iter().map(|(name, email, role)| (*email, *name, *role));
        let buyers = ADVERTISERS.iter().map(|cast| (cast.person.1, cast.company, Role::Advertiser));
        let owners = SUPPLIERS.iter().map(|(company, _, email)| (*email, *company, Role::Supplier));
        let people: Vec<_> = people.chain(buyers).chain(owners).collect();
        if self.json {
            let emails: Vec<_> = people
                .iter()
                .map(|(email, name, role)| json!({ "email": email, "name": name, "role": role }))
                .collect();
            let line = json!({ "event": "ready", "url": url, "docs": format!("{url}{DOCS_PATH}"),
                "password": self.password, "sign_ins": emails, "token": token,
                "history": self.history });
            println!("{line}");
            return;
        }
        println!("\nVetrina is open at  {url}");
        println!("API docs            {url}{DOCS_PATH}");
        println!("password of all     {}", self.password);
        for (email, name, role) in people {
            println!("  {:<32} {:<12} {name}", email, format!("{role:?}"));
        }
        println!("admin API token     {token}");
        println!("Stop with Ctrl-C.\n");
    }

    fn farewell(&self, summary: &Summary) {
        if self.json {
            println!("{}", json!({ "event": "fleet", "tally": summary }));
        } else {
            println!("\n{}", summary.to_text());
        }
    }

    fn tell(&self, words: &str) {
        if self.json { eprintln!("{words}") } else { println!("{words}") }
    }
}

fn note(event: &Arc<Event>, last: &mut Option<PlayEvent>) {
    if let EventKind::Play(play) = &event.kind {
        *last = Some(play.clone());
    }
}

/// `Conto Zero on Casse 1, Mercato Garibaldi: VERIFIED $0.0312`
fn describe(handle: &Handle, play: &PlayEvent) -> String {
    let views = handle.views();
    let campaign = play.campaign.and_then(|no| views.campaigns.get(no.0));
    let campaign = campaign.map_or_else(|| "unknown campaign".to_owned(), |c| c.name.clone());
    let device = views.devices.get(play.device.0);
    let store = device.as_ref().and_then(|d| d.store_now()).and_then(|no| views.stores.get(no.0));
    let device = device.map_or_else(String::new, |device| device.name.clone());
    let store = store.map_or_else(String::new, |store| store.name.clone());
    let verdict = match (play.status, play.reason) {
        (PlayStatus::Verified, _) => format!("VERIFIED {}", Dollars(play.cost)),
        (PlayStatus::UnderReview, _) => format!("UNDER_REVIEW {}", Dollars(play.cost)),
        (PlayStatus::Rejected, reason) => {
            format!("REJECTED {}", reason.map_or_else(String::new, |code| code.recorded_reason()))
        }
    };
    format!("{campaign} on {device}, {store}: {verdict}")
}
