//! What was measured, under which conditions, against which bar.

use std::{io::IsTerminal as _, path::Path, time::Duration};

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

/// One line of the result.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// What was measured.
    pub what: String,
    /// Below (or above, for times) it a release does not go out.
    pub bar: String,
    /// What the design should reach.
    pub aim: String,
    /// The figure in words.
    pub measured: String,
    /// The figure.
    pub value: f64,
    /// Whether it keeps the bar; `None` where there is none.
    pub ok: Option<bool>,
}

/// What the figures depend on.
#[derive(Clone, Debug, Serialize)]
pub struct Conditions {
    /// Of the program.
    pub version: &'static str,
    /// Model of the processor.
    pub cpu: String,
    /// Cores that the process may use.
    pub cores: usize,
    /// Kernel.
    pub kernel: String,
    /// File system of the data folder.
    pub filesystem: String,
    /// What was on and off.
    pub rules: &'static str,
}

/// What was on and off.
const RULES: &str = "every check of a play on; only the review thresholds and the limit of \
    requests a device off; distinct RSA-2048 keys, signature v2; 10,000 devices, 200 stores; no \
    duplicates; every commit durable (two-phase, fsync); load generator on the same cores";

/// The whole result.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// What the figures depend on.
    pub conditions: Conditions,
    /// The figures.
    pub lines: Vec<Line>,
}

impl Report {
    /// An empty report about this machine.
    #[must_use]
    pub fn new(data: &Path) -> Self {
        let conditions = Conditions {
            version: env!("CARGO_PKG_VERSION"),
            cpu: field_of("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown".to_owned()),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            kernel: read_line("/proc/sys/kernel/osrelease"),
            filesystem: filesystem(data),
            rules: RULES,
        };
        Self { conditions, lines: Vec::new() }
    }

    /// Adds a figure that should be at least `bar`.
    pub fn at_least(&mut self, what: &str, unit: &str, bar: f64, aim: &str, value: f64) {
        self.lines.push(Line {
            what: what.to_owned(),
            bar: format!("≥ {}{unit}", grouped(bar)),
            aim: aim.to_owned(),
            measured: format!("{}{unit}", grouped(value)),
            value,
            ok: Some(value >= bar),
        });
    }

    /// Adds a figure that should be at most `bar`.
    pub fn at_most(&mut self, what: &str, unit: &str, bar: f64, aim: &str, value: f64) {
        self.lines.push(Line {
            what: what.to_owned(),
            bar: format!("≤ {}{unit}", grouped(bar)),
            aim: aim.to_owned(),
            measured: format!("{}{unit}", grouped(value)),
            value,
            ok: Some(value <= bar),
        });
    }

    /// Adds a figure without a bar.
    pub fn note(&mut self, what: &str, unit: &str, value: f64) {
        self.lines.push(Line {
            what: what.to_owned(),
            bar: String::new(),
            aim: String::new(),
            measured: format!("{}{unit}", grouped(value)),
            value,
            ok: None,
        });
    }

    /// The newest figure whose description starts so.
    #[must_use]
    pub fn value(&self, what: &str) -> Option<f64> {
        self.lines.iter().rev().find(|line| line.what.starts_with(what)).map(|line| line.value)
    }

    /// Conditions and table for people.
    #[must_use]
    pub fn to_text(&self) -> String {
        let c = &self.conditions;
        let mut text = format!(
            "vetrina {} on {} cores of {}, kernel {}, {}\n{}\n\n",
            c.version, c.cores, c.cpu, c.kernel, c.filesystem, c.rules
        );
        let width = |of: fn(&Line) -> &str| {
            self.lines.iter().map(|line| of(line).chars().count()).max().unwrap_or(0)
        };
        let (what, bar) = (width(|l| &l.what), width(|l| &l.bar).max(3));
        let (aim, measured) = (width(|l| &l.aim).max(3), width(|l| &l.measured).max(8));
        text.push_str(&format!(
            "{:what$}  {:>bar$}  {:>aim$}  {:>measured$}\n",
            "what", "bar", "aim", "measured"
        ));
        for line in &self.lines {
            let mark = if line.ok == Some(false) { "  BELOW THE BAR" } else { "" };
            text.push_str(&format!(
                "{:what$}  {:>bar$}  {:>aim$}  {:>measured$}{mark}\n",
                line.what, line.bar, line.aim, line.measured
            ));
        }
        text
    }
}

/// A number with commas; decimals only below 100.
fn grouped(value: f64) -> String {
    if value < 100.0 && value.fract() != 0.0 {
        return format!("{value:.2}");
    }
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Times of requests.
#[derive(Debug, Default)]
pub struct Latencies(Vec<Duration>);

impl Latencies {
    /// Adds one.
    pub fn add(&mut self, took: Duration) {
        self.0.push(took);
    }

    /// Adds all of another.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Milliseconds that so many of a thousand do not exceed.
    pub fn permille_ms(&mut self, permille: usize) -> f64 {
        self.0.sort_unstable();
        let last = self.0.len().saturating_sub(1);
        let at = (self.0.len() * permille / 1000).min(last);
        self.0.get(at).map_or(0.0, |took| took.as_secs_f64() * 1e3)
    }
}

/// A progress bar on a terminal, elsewhere one line.
#[must_use]
pub fn progress(count: usize, message: &str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        eprintln!("{message}");
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(count as u64).with_style(style).with_message(message.to_owned())
}

/// The value of `key : value` in a file of the kernel.
#[must_use]
pub fn field_of(path: &str, key: &str) -> Option<String> {
    let text = std::fs::read_to_string(path).ok()?;
    let line = text.lines().find(|line| line.starts_with(key))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// The most memory that a process ever had, MiB.
#[must_use]
pub fn peak_memory_mib(process: u32) -> Option<f64> {
    let text = field_of(&format!("/proc/{process}/status"), "VmHWM")?;
    text.split_whitespace().next()?.parse::<f64>().ok().map(|kib| kib / 1024.0)
}

fn read_line(path: &str) -> String {
    std::fs::read_to_string(path).map_or_else(|_| "unknown".to_owned(), |t| t.trim().to_owned())
}

/// Type of the file system that holds a folder, by the longest mount point before its path.
#[must_use]
pub fn filesystem(folder: &Path) -> String {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let mounts = read_line("/proc/mounts");
    let of_line = |line: &str| {
        let mut fields = line.split_whitespace().skip(1);
        let (point, kind) = (fields.next()?, fields.next()?);
        folder.starts_with(point).then(|| (point.len(), kind.to_owned()))
    };
    let found = mounts.lines().filter_map(of_line).max();
    found.map_or_else(|| "unknown".to_owned(), |(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_readable() {
        for (value, text) in [(0.0, "0"), (7.3, "7.30"), (999.0, "999"), (41_235.4, "41,235")] {
            assert_eq!(grouped(value), text);
        }
        assert_eq!(grouped(1_234_567.0), "1,234,567");
    }

    #[test]
    fn the_slowest_are_counted() {
        let mut latencies = Latencies((1..=1000).map(Duration::from_millis).collect());
        assert_eq!(latencies.permille_ms(500), 501.0);
        assert_eq!(latencies.permille_ms(990), 991.0);
        assert_eq!(latencies.permille_ms(1000), 1000.0);
        assert_eq!(Latencies::default().permille_ms(990), 0.0);
    }

    #[test]
    fn a_figure_below_its_bar_is_marked() {
        let mut report = Report::new(Path::new("/"));
        report.at_least("rate", "/s", 10_000.0, "≥ 13,000/s", 9_000.0);
        report.at_most("p99", " ms", 130.0, "≤ 15 ms", 12.5);
        assert_eq!(report.lines[0].ok, Some(false));
        assert_eq!(report.lines[1].ok, Some(true));
        assert_eq!(report.to_text().matches("BELOW THE BAR").count(), 1);
        assert_eq!(report.value("rate"), Some(9_000.0));
    }
}
