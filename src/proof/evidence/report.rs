//! What a check found, part by part and in plain words.

use serde::Serialize;

/// A part of an evidence file that is checked on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Part {
    /// JSON in the one spelling of its version.
    Format,
    /// The log's key, and whether it is the expected one.
    LogKey,
    /// The signature over the whole file.
    Seal,
    /// The device's signature over the text that it signed.
    DeviceSignature,
    /// The device's key and when it counted.
    DeviceKey,
    /// Verdict, quality, flags.
    Verdict,
    /// The price from its factors.
    Price,
    /// Who gets which part of the price.
    Split,
    /// The movements of money.
    Ledger,
    /// Hashes of the daily record and its supplements.
    DailyRecord,
    /// The leaf against everything that it says.
    Leaf,
    /// The proof that the leaf is in the log.
    Inclusion,
    /// The log's signature over its size and root.
    Checkpoint,
    /// The decision of a review.
    Review,
    /// The leaf that takes the play back.
    Reversal,
    /// Growth out of an older checkpoint.
    OlderCheckpoint,
}

/// How the check of a part ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Outcome {
    /// It holds.
    Holds,
    /// It does not.
    Fails,
    /// It is not in the file.
    Absent,
}

/// The check of one part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartReport {
    /// Which.
    pub part: Part,
    /// How it ended.
    pub outcome: Outcome,
    /// What was found, in a sentence.
    pub says: String,
}

/// The check of a whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// True when every part that is there holds.
    pub accepted: bool,
    /// The play, as far as it could be read.
    pub impression_id: Option<uuid::Uuid>,
    /// Part by part.
    pub parts: Vec<PartReport>,
    /// What is proved.
    pub proved: Vec<String>,
    /// What is not, and why.
    pub not_proved: Vec<String>,
}

impl Report {
    /// Notes how the check of a part ended.
    pub(super) fn note(&mut self, part: Part, result: Result<String, String>) {
        let (outcome, says) = match result {
            Ok(says) => (Outcome::Holds, says),
            Err(says) => (Outcome::Fails, says),
        };
        self.parts.push(PartReport { part, outcome, says });
    }

    /// Notes that a part is not there.
    pub(super) fn absent(&mut self, part: Part, says: &str) {
        self.parts.push(PartReport { part, outcome: Outcome::Absent, says: says.to_owned() });
    }

    /// The parts that do not hold.
    pub fn failures(&self) -> impl Iterator<Item = &PartReport> {
        self.parts.iter().filter(|part| part.outcome == Outcome::Fails)
    }

    /// Whether a part holds.
    #[must_use]
    pub fn holds(&self, part: Part) -> bool {
        self.parts.iter().any(|found| found.part == part && found.outcome == Outcome::Holds)
    }

    /// Whether a part was checked and does not hold.
    #[must_use]
    pub fn fails(&self, part: Part) -> bool {
        self.failures().any(|found| found.part == part)
    }
}
