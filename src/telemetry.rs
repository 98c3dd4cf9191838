//! Logs and metrics of the process.

use std::sync::OnceLock;

use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

use crate::config::LogSettings;

/// Upper ends of the latency buckets, seconds.
const SECONDS: &[f64] =
    &[0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0];
/// Upper ends of the buckets of plays in a group.
const PLAYS: &[f64] = &[1.0, 4.0, 16.0, 64.0, 256.0, 1024.0, 4096.0];

static METRICS: OnceLock<Result<PrometheusHandle, String>> = OnceLock::new();

/// Why there are no logs or metrics.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// `log.level` cannot be read.
    #[error("log.level {level:?}: {reason}")]
    Level {
        /// As configured.
        level: String,
        /// What is wrong with it.
        reason: String,
    },
    /// `log.format` is neither `json` nor `text`.
    #[error("log.format {0:?}: json or text is possible")]
    Format(String),
    /// The process has other metrics already.
    #[error("metrics: {0}")]
    Metrics(String),
}

/// Starts logging to standard error; called again in the same process it changes nothing.
///
/// # Errors
/// `TelemetryError` for settings that cannot be read.
pub fn start_logs(settings: &LogSettings) -> Result<(), TelemetryError> {
    let filter = EnvFilter::builder().parse(&settings.level).map_err(|error| {
        TelemetryError::Level { level: settings.level.clone(), reason: error.to_string() }
    })?;
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()));
    let started = match settings.format.as_str() {
        "json" => builder.json().flatten_event(true).with_current_span(true).try_init(),
        "text" => builder.try_init(),
        other => return Err(TelemetryError::Format(other.to_owned())),
    };
    // Tests start several appliances in one process; the first one's logs serve all.
    drop(started);
    Ok(())
}

/// Starts the metrics of the process, once; answers what shows them.
///
/// # Errors
/// `TelemetryError::Metrics` when the process has other metrics.
pub fn start_metrics() -> Result<PrometheusHandle, TelemetryError> {
    let started = METRICS.get_or_init(|| install().map_err(|error| error.to_string()));
    started.clone().map_err(TelemetryError::Metrics)
}

fn install() -> Result<PrometheusHandle, BuildError> {
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), SECONDS)?
        .set_buckets_for_metric(Matcher::Suffix("_plays".to_owned()), PLAYS)?
        .install_recorder()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_start_once_and_are_shown() {
        let first = start_metrics().unwrap();
        metrics::counter!("vetrina_telemetry_test_total").increment(2);
        let second = start_metrics().unwrap();
        assert!(second.render().contains("vetrina_telemetry_test_total 2"));
        assert_eq!(first.render().is_empty(), second.render().is_empty());
    }

    #[test]
    fn settings_that_cannot_be_read_are_said() {
        let settings = |format: &str, level: &str| LogSettings {
            format: format.to_owned(),
            level: level.to_owned(),
        };
        assert!(matches!(start_logs(&settings("xml", "info")), Err(TelemetryError::Format(_))));
        let level = start_logs(&settings("text", "vetrina=loud"));
        assert!(matches!(level, Err(TelemetryError::Level { .. })));
    }
}
