//! `vetrina serve`: runs the appliance.

use std::{
    io::Write as _,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use tokio::net::TcpListener;

use crate::{
    app::App, clock::Clock, config::Settings, domain::time::Timestamp, http::docs::DOCS_PATH,
    telemetry,
};

/// Environment variable whose value becomes the first SUPER_ADMIN token.
pub const BOOTSTRAP_VARIABLE: &str = "VETRINA_BOOTSTRAP_TOKEN";
/// Shortest bootstrap token.
const MIN_BOOTSTRAP: usize = 16;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Configuration file; defaults hold for what it does not say.
    #[arg(long)]
    pub config: Option<PathBuf>,
    /// Data directory (over the configuration).
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// Address and port (over the configuration).
    #[arg(long)]
    pub listen: Option<String>,
    /// Simulated clock that starts here and stands still until it is set, for tests and demos.
    #[arg(long, value_name = "TIME", value_parser = Timestamp::parse)]
    pub sim_clock: Option<Timestamp>,
}

/// Reads configuration file and environment.
///
/// # Errors
/// Unknown keys, wrong types.
pub fn load_settings(
    config: Option<&Path>,
    data: Option<PathBuf>,
    listen: Option<String>,
) -> anyhow::Result<Settings> {
    let mut settings = Settings::load(config, std::env::vars())?;
    if let Some(data) = data {
        settings.storage.data_dir = data;
    }
    if let Some(listen) = listen {
        settings.http.listen = listen;
    }
    Ok(settings)
}

/// Runs until SIGINT or SIGTERM.
///
/// # Errors
/// When the appliance cannot start.
pub async fn run(args: Args) -> anyhow::Result<i32> {
    let settings = load_settings(args.config.as_deref(), args.data, args.listen)?;
    telemetry::start_logs(&settings.log)?;
    let clock = args.sim_clock.map_or_else(Clock::real, Clock::simulated);
    let listen = settings.http.listen.clone();
    let app = App::open(settings, clock)?;
    if let Some(token) = bootstrap_token()? {
        app.bootstrap(&token).await?;
    }
    let listener =
        TcpListener::bind(&listen).await.with_context(|| format!("cannot listen on {listen}"))?;
    let address = listener.local_addr()?;
    tracing::info!(%address, simulated = app.handle.clock().is_simulated(), "vetrina is serving");
    greet(&app, address);
    app.serve(listener, stop_signal()).await?;
    tracing::info!("vetrina has stopped");
    Ok(0)
}

/// Says where the appliance is; whoever started it may have stopped listening.
fn greet(app: &App, address: SocketAddr) {
    let mut out = std::io::stdout();
    let docs = format!("http://{address}{DOCS_PATH}");
    let _ = writeln!(out, "Vetrina is serving on http://{address}  (API docs: {docs})");
    if !app.handle.views().users.is_empty() {
        return;
    }
    let code = app.state().setup_code();
    let line = if cfg!(feature = "embed-ui") {
        format!("open http://{address}/welcome#{code} to make the administrator")
    } else {
        format!("make the administrator with POST http://{address}/api/v1/welcome, code {code}")
    };
    let _ = writeln!(out, "First start: {line}");
}

fn bootstrap_token() -> anyhow::Result<Option<String>> {
    let Ok(token) = std::env::var(BOOTSTRAP_VARIABLE) else { return Ok(None) };
    if token.len() < MIN_BOOTSTRAP {
        anyhow::bail!(
            "{BOOTSTRAP_VARIABLE} has {} characters; at least {MIN_BOOTSTRAP} are needed",
            token.len()
        );
    }
    Ok(Some(token))
}

/// Ends at SIGINT or SIGTERM.
pub async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
