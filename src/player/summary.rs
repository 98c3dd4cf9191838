//! What came of a run: totals by status, reason, flag and behaviour, money, latencies.

use std::{
    collections::{BTreeMap, HashSet},
    fmt::Write as _,
    fs::File,
    io::{BufWriter, Write as _},
    path::Path,
    time::Duration,
};

use anyhow::Context as _;
use serde::Serialize;
use uuid::Uuid;

use super::{
    receipt::{Judgement, Receipt},
    site::SlotReport,
};

/// Unexpected answers that a summary shows in full.
const SHOWN: usize = 20;

/// How often each answer came to one kind of behaviour.
#[derive(Clone, Debug, Default, Serialize)]
pub struct BehaviourTally {
    /// What the rules say should come.
    pub expected: String,
    /// Plays answered.
    pub answered: u64,
    /// Answers as the rules say.
    pub as_expected: u64,
    /// Answers that the rules do not give.
    pub unexpected: u64,
    /// Answers of another rule that spoke first.
    pub inconclusive: u64,
    /// Answer → how often.
    pub got: BTreeMap<String, u64>,
}

/// Running totals of a fleet.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Tally {
    /// Screens in the fleet.
    pub screens: u64,
    /// Slots worked through.
    pub slots: u64,
    /// Slots in which there was nothing to show.
    pub idle_slots: u64,
    /// Heartbeats that were answered.
    pub heartbeats: u64,
    /// Plays answered.
    pub answered: u64,
    /// Plays that went through an offline queue.
    pub queued: u64,
    /// Plays that full queues lost.
    pub lost_from_queue: u64,
    /// Plays that still wait in queues at the end.
    pub undelivered: u64,
    /// Bodies sent again after a 429 or 503.
    pub retries: u64,
    /// Screenshots uploaded.
    pub screenshots: u64,
    /// Commands obeyed and answered.
    pub commands: u64,
    /// Answers as the rules say.
    pub as_expected: u64,
    /// Answers that the rules do not give.
    pub unexpected: u64,
    /// Answers of another rule that spoke first.
    pub inconclusive: u64,
    /// Σ cost of VERIFIED plays, micros; a replayed answer counts once.
    pub cost_micros: i64,
    /// Σ cost of UNDER_REVIEW plays, where told, micros.
    pub held_micros: i64,
    /// Status → plays.
    pub by_status: BTreeMap<String, u64>,
    /// Refusal's word → plays.
    pub by_reason: BTreeMap<String, u64>,
    /// Flag → plays.
    pub by_flag: BTreeMap<String, u64>,
    /// Behaviour → answers.
    pub by_behaviour: BTreeMap<&'static str, BehaviourTally>,
    /// What went wrong besides verdicts → how often.
    pub errors: BTreeMap<String, u64>,
    #[serde(skip)]
    paid: HashSet<Uuid>,
}

impl Tally {
    /// Empty books of a fleet of this size.
    #[must_use]
    pub fn of(screens: usize) -> Self {
        Self { screens: screens as u64, ..Self::default() }
    }

    /// Adds the answers of one slot; the receipts stay with the caller.
    pub fn add(&mut self, report: &SlotReport) {
        self.idle_slots += u64::from(report.idle);
        self.heartbeats += report.heartbeats;
        self.queued += report.queued;
        self.lost_from_queue += report.lost;
        self.screenshots += report.screenshots;
        self.commands += report.commands;
        for error in &report.errors {
            *self.errors.entry(error.clone()).or_default() += 1;
        }
        for receipt in &report.receipts {
            self.add_receipt(receipt);
        }
    }

    fn add_receipt(&mut self, receipt: &Receipt) {
        self.answered += 1;
        *self.by_status.entry(receipt.status.clone()).or_default() += 1;
        let behaviour = self.by_behaviour.entry(receipt.behaviour).or_default();
        behaviour.answered += 1;
        *behaviour.got.entry(receipt.outcome()).or_default() += 1;
        // The last expectation stands: of a burst, it is the one of the whole burst.
        behaviour.expected.clone_from(&receipt.expected);
        let (count, behaviour_count) = match receipt.judgement {
            Judgement::AsExpected => (&mut self.as_expected, &mut behaviour.as_expected),
            Judgement::Unexpected => (&mut self.unexpected, &mut behaviour.unexpected),
            Judgement::Inconclusive => (&mut self.inconclusive, &mut behaviour.inconclusive),
        };
        *count += 1;
        *behaviour_count += 1;
        for flag in &receipt.flags {
            *self.by_flag.entry(flag.clone()).or_default() += 1;
        }
        let accepted = matches!(receipt.status.as_str(), "VERIFIED" | "UNDER_REVIEW");
        if let Some(reason) = receipt.reason.as_ref().filter(|_| !accepted) {
            *self.by_reason.entry(reason.clone()).or_default() += 1;
        }
        if let Some(cost) = receipt.cost_micros
            && accepted
            && self.paid.insert(receipt.impression_id)
        {
            let sum = match receipt.status.as_str() {
                "VERIFIED" => &mut self.cost_micros,
                _ => &mut self.held_micros,
            };
            *sum = sum.saturating_add(cost);
        }
    }
}

/// Times from request to answer, milliseconds, of plays that were sent alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Latencies {
    /// Half were faster.
    pub p50_ms: f64,
    /// All but one in a hundred were faster.
    pub p99_ms: f64,
    /// The slowest.
    pub max_ms: f64,
}

impl Latencies {
    /// Reads the percentiles (nearest rank) off the receipts.
    #[must_use]
    pub fn of(receipts: &[Receipt]) -> Self {
        let mut times: Vec<u64> = receipts.iter().filter_map(|r| r.latency_us).collect();
        times.sort_unstable();
        let rank = |percent: usize| {
            let index = (times.len() * percent).div_ceil(100).saturating_sub(1);
            let us = times.get(index).copied().unwrap_or(0);
            Duration::from_micros(us).as_secs_f64() * 1000.0
        };
        Self { p50_ms: rank(50), p99_ms: rank(99), max_ms: rank(100) }
    }
}

/// What came of a run.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// All totals.
    pub totals: Tally,
    /// Times from request to answer.
    pub latency: Latencies,
    /// How long the run took, milliseconds.
    pub elapsed_ms: u64,
    /// The first unexpected answers, in full.
    pub unexpected: Vec<Receipt>,
    /// Every answer; written to the receipts' file, not with the summary.
    #[serde(skip)]
    pub receipts: Vec<Receipt>,
}

impl Summary {
    /// Closes the books of a run.
    #[must_use]
    pub fn new(totals: Tally, receipts: Vec<Receipt>, elapsed: Duration) -> Self {
        let unexpected = receipts.iter().filter(|r| r.judgement == Judgement::Unexpected);
        Self {
            totals,
            latency: Latencies::of(&receipts),
            elapsed_ms: u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
            unexpected: unexpected.take(SHOWN).cloned().collect(),
            receipts,
        }
    }

    /// Whether every answer was as the rules say and nothing else went wrong.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.totals.unexpected == 0 && self.totals.errors.is_empty()
    }

    /// Writes summary and receipts as one JSON document.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write_receipts(&self, path: &Path) -> anyhow::Result<()> {
        let context = || format!("writing {}", path.display());
        let mut file = BufWriter::new(File::create(path).with_context(context)?);
        let document = serde_json::json!({ "summary": self, "receipts": self.receipts });
        serde_json::to_writer_pretty(&mut file, &document).with_context(context)?;
        file.write_all(b"\n").and_then(|()| file.flush()).with_context(context)
    }

    /// The summary as lines for a person.
    #[must_use]
    pub fn to_text(&self) -> String {
        let t = &self.totals;
        let mut text = String::new();
        let mut line = |name: &str, value: String| {
            let _ = writeln!(text, "{name:<22} {value}");
        };
        line("screens, slots, idle", format!("{}, {}, {}", t.screens, t.slots, t.idle_slots));
        line("plays answered", t.answered.to_string());
        line("status", counts(&t.by_status));
        line("refusals", counts(&t.by_reason));
        line("flags", counts(&t.by_flag));
        line("cost verified", amount(t.cost_micros));
        line("cost under review", amount(t.held_micros));
        line(
            "queued, lost, waiting",
            format!("{}, {}, {}", t.queued, t.lost_from_queue, t.undelivered),
        );
        line("retries", t.retries.to_string());
        let l = self.latency;
        line(
            "latency p50, p99, max",
            format!("{:.1} ms, {:.1} ms, {:.1} ms", l.p50_ms, l.p99_ms, l.max_ms),
        );
        line("errors", counts(&t.errors));
        let _ = writeln!(
            text,
            "\n{:<22} {:>8} {:>4} {:>6} {:>6}  expected | got",
            "behaviour", "answered", "ok", "wrong", "moot"
        );
        for (name, row) in &t.by_behaviour {
            let _ = writeln!(
                text,
                "{name:<22} {:>8} {:>4} {:>6} {:>6}  {} | {}",
                row.answered,
                row.as_expected,
                row.unexpected,
                row.inconclusive,
                row.expected,
                counts(&row.got)
            );
        }
        text
    }
}

fn counts(map: &BTreeMap<String, u64>) -> String {
    if map.is_empty() {
        return "none".to_owned();
    }
    map.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
}

/// Micros as decimal text with six decimals.
#[must_use]
pub fn amount(micros: i64) -> String {
    let sign = if micros < 0 { "-" } else { "" };
    let digits = micros.unsigned_abs();
    format!("{sign}{}.{:06}", digits / 1_000_000, digits % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::player::{
        keys::DeviceKey, misbehaviour::HONEST, play::tests::draft, receipt::Verdict,
    };

    fn receipt(status: &str, reason: Option<&str>, cost: Option<i64>, us: u64) -> Receipt {
        let key = DeviceKey::generate().unwrap();
        let mut play = draft().sign(&key).unwrap();
        play.impression_id = Uuid::from_u128(us.into());
        let verdict = Verdict {
            status: status.to_owned(),
            reason: reason.map(str::to_owned),
            flags: Vec::new(),
            cost_micros: cost,
            quality_score: None,
        };
        let mut receipt = Receipt::new(&play, verdict, (HONEST, "accepted".to_owned()));
        receipt.latency_us = Some(us);
        receipt
    }

    #[test]
    fn totals_count_each_play_and_pay_each_once() {
        let verified = receipt("VERIFIED", None, Some(78_000), 1);
        let mut refused = receipt("REJECTED", Some("DEVICE_OFFLINE"), None, 3);
        refused.judgement = Judgement::Unexpected;
        let held = receipt("UNDER_REVIEW", None, Some(50_000), 4);
        let receipts = vec![verified.clone(), verified, refused, held];
        let report = SlotReport { receipts: receipts.clone(), queued: 2, ..SlotReport::default() };
        let mut tally = Tally::default();
        tally.add(&report);
        assert_eq!((tally.answered, tally.queued, tally.unexpected), (4, 2, 1));
        assert_eq!((tally.cost_micros, tally.held_micros), (78_000, 50_000));
        assert_eq!(counts(&tally.by_status), "REJECTED 1, UNDER_REVIEW 1, VERIFIED 2");
        assert_eq!(counts(&tally.by_reason), "DEVICE_OFFLINE 1");

        let summary = Summary::new(tally, receipts, Duration::from_secs(1));
        assert!(!summary.is_clean());
        assert_eq!(summary.unexpected.len(), 1);
        assert!(summary.to_text().contains("DEVICE_OFFLINE 1"), "{}", summary.to_text());
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("receipts.json");
        summary.write_receipts(&path).unwrap();
        let written: serde_json::Value =
            serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        assert_eq!(written["receipts"].as_array().unwrap().len(), 4);
        assert_eq!(written["receipts"][0]["cost_micros"].to_string(), "78000");
        assert_eq!(written["summary"]["totals"]["cost_micros"].to_string(), "78000");
    }

    #[test]
    fn percentiles_are_nearest_ranks() {
        let one = receipt("VERIFIED", None, None, 0);
        let receipts: Vec<_> =
            (1..=200u64).map(|ms| Receipt { latency_us: Some(ms * 1000), ..one.clone() }).collect();
        let expected = Latencies { p50_ms: 100.0, p99_ms: 198.0, max_ms: 200.0 };
        assert_eq!(Latencies::of(&receipts), expected);
        assert_eq!(Latencies::of(&[]), Latencies::default());
    }

    #[test]
    fn amounts_have_six_decimals() {
        for (micros, text) in [(78_000, "0.078000"), (-1, "-0.000001"), (12_000_000, "12.000000")] {
            assert_eq!(amount(micros), text);
        }
    }
}
