//! Deliberate misbehaviours of a screen, and the answer that the rules give to each.

use super::receipt::{Judgement, Verdict};

/// What a screen does wrong on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Misbehaviour {
    /// Signs with a key the appliance never saw.
    WrongKey,
    /// Plays half of the asset.
    ShortPlay,
    /// Its clock is eight minutes fast.
    ClockAhead,
    /// Its clock is twelve minutes slow.
    ClockBehind,
    /// Sends the id of an accepted play with other content.
    ReplayOtherContent,
    /// Sends an accepted play again under a new id, without the lease.
    ReplayOtherId,
    /// Claims to be ten kilometres away.
    FarAway,
    /// Claims to be three kilometres away.
    Nearby,
    /// Reports a day's plays at exactly equal gaps.
    RobotTiming,
    /// Sends a play of twenty minutes ago without declaring it as queued.
    UndeclaredOldPlay,
    /// Delivers a queued play after five hours.
    StaleQueue,
    /// Uses the lease of an accepted play once more.
    SpentLease,
    /// Uses another device's lease.
    ForeignLease,
    /// Uses an accepted play's counter once more.
    CounterReuse,
    /// Sends no screenshot hash.
    MissingScreenshot,
    /// Signs the old short text: allowed, but worth less.
    V1Signature,
    /// Sends the screenshot of an earlier play.
    ReusedScreenshot,
    /// Reports more plays an hour than it has slots.
    TooFrequent,
    /// Never said that it is alive before it plays.
    NoHeartbeat,
    /// Plays a file that is not the campaign's.
    WrongAsset,
}

/// What must come of a play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// VERIFIED or UNDER_REVIEW, without the mark of a misplaced device.
    Accepted,
    /// Accepted with at most this quality score, or refused as too low.
    QualityAtMost(i64),
    /// Refused with one of these words (the API's and the recorded one, rule D-05).
    Refused(&'static [&'static str]),
    /// Held for review with this flag.
    Flagged(&'static str),
}

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// What is done.
    pub misbehaviour: Misbehaviour,
    /// Its name in receipts and summaries.
    pub name: &'static str,
    /// What must come of it.
    pub expected: Expected,
}

const fn row(misbehaviour: Misbehaviour, name: &'static str, expected: Expected) -> Row {
    Row { misbehaviour, name, expected }
}

/// Every misbehaviour and its answer. Rules: D-02, D-03, D-04, D-06 … D-10, D-15.
pub const TABLE: &[Row] = &[
    row(
        Misbehaviour::WrongKey,
        "WRONG_KEY",
        Expected::Refused(&["INVALID_PROOF", "INVALID_SIGNATURE"]),
    ),
    row(
        Misbehaviour::ShortPlay,
        "SHORT_PLAY",
        Expected::Refused(&["INVALID_DURATION", "INSUFFICIENT_DURATION"]),
    ),
    row(Misbehaviour::ClockAhead, "CLOCK_AHEAD", Expected::Refused(&["INVALID_TIMESTAMP_FUTURE"])),
    row(Misbehaviour::ClockBehind, "CLOCK_BEHIND", Expected::Refused(&["TIMESTAMP_OUT_OF_BOUNDS"])),
    row(
        Misbehaviour::ReplayOtherContent,
        "REPLAY_OTHER_CONTENT",
        Expected::Refused(&["IDEMPOTENCY_CONFLICT"]),
    ),
    row(
        Misbehaviour::ReplayOtherId,
        "REPLAY_OTHER_ID",
        Expected::Refused(&["DUPLICATE_IMPRESSION"]),
    ),
    row(Misbehaviour::FarAway, "FAR_AWAY", Expected::Refused(&["INVALID_LOCATION"])),
    row(Misbehaviour::Nearby, "NEARBY", Expected::Flagged("SUSPICIOUS_LOCATION")),
    row(Misbehaviour::RobotTiming, "ROBOT_TIMING", Expected::Flagged("ROBOTIC_TIMING")),
    row(
        Misbehaviour::UndeclaredOldPlay,
        "UNDECLARED_OLD_PLAY",
        Expected::Refused(&["TIMESTAMP_OUT_OF_BOUNDS"]),
    ),
    row(Misbehaviour::StaleQueue, "STALE_QUEUE", Expected::Refused(&["TIMESTAMP_OUT_OF_BOUNDS"])),
    row(Misbehaviour::SpentLease, "SPENT_LEASE", Expected::Refused(&["DUPLICATE_IMPRESSION"])),
    row(Misbehaviour::ForeignLease, "FOREIGN_LEASE", Expected::Refused(&["INVALID_LEASE"])),
    row(Misbehaviour::CounterReuse, "COUNTER_REUSE", Expected::Refused(&["COUNTER_REUSED"])),
    row(
        Misbehaviour::MissingScreenshot,
        "MISSING_SCREENSHOT",
        Expected::Refused(&["SCREENSHOT_MISSING"]),
    ),
    row(Misbehaviour::V1Signature, "V1_SIGNATURE", Expected::QualityAtMost(95)),
    row(Misbehaviour::ReusedScreenshot, "REUSED_SCREENSHOT", Expected::QualityAtMost(60)),
    row(Misbehaviour::TooFrequent, "TOO_FREQUENT", Expected::Flagged("HIGH_FREQUENCY")),
    row(Misbehaviour::NoHeartbeat, "NO_HEARTBEAT", Expected::Refused(&["DEVICE_OFFLINE"])),
    row(Misbehaviour::WrongAsset, "WRONG_ASSET", Expected::Refused(&["ASSET_NOT_IN_CAMPAIGN"])),
];

/// The name of honest plays in receipts.
pub const HONEST: &str = "HONEST";

/// Refusals that come from the campaign's or the store's state, not from what the device did.
/// Rule: D-09 (the same list, and expired content).
const NOT_THE_DEVICE: &[&str] =
    &["INSUFFICIENT_BUDGET", "CAMPAIGN_NOT_ACTIVE", "STORE_BLOCKED", "CONTENT_EXPIRED"];

/// Refusals of plays before the device was set up, or where another rule answers first.
const TOO_EARLY: &[&str] = &["DEVICE_NOT_AUTHORIZED", "DUPLICATE_IMPRESSION", "DEVICE_OFFLINE"];

impl Misbehaviour {
    /// Its line in the table.
    ///
    /// # Panics
    /// Never: a test walks every variant.
    #[must_use]
    pub fn row(self) -> &'static Row {
        TABLE
            .iter()
            .find(|row| row.misbehaviour == self)
            .expect("the table has a line for every misbehaviour")
    }

    /// Its name in receipts and summaries.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// Judges the answer to a play that misbehaved.
    #[must_use]
    pub fn judge(self, verdict: &Verdict) -> Judgement {
        let judgement = self.row().expected.judge(verdict);
        let reason = verdict.reason.as_deref().unwrap_or_default();
        // Plays of past hours and of a device without an ad of its own depend on history that
        // only the appliance knows.
        let backdated = matches!(self, Self::RobotTiming | Self::TooFrequent | Self::NoHeartbeat);
        if judgement == Judgement::Unexpected && backdated && TOO_EARLY.contains(&reason) {
            return Judgement::Inconclusive;
        }
        judgement
    }
}

impl Expected {
    /// Compares an answer with the expected one.
    #[must_use]
    pub fn judge(self, verdict: &Verdict) -> Judgement {
        let reason = verdict.reason.as_deref().unwrap_or_default();
        let flagged = |flag: &str| verdict.flags.iter().any(|known| known == flag);
        let met = match self {
            Self::Accepted => verdict.is_accepted() && !flagged("SUSPICIOUS_LOCATION"),
            Self::QualityAtMost(most) => match verdict.quality_score {
                Some(score) if verdict.is_accepted() => score <= most,
                // A review may keep the score to itself.
                _ => verdict.is_accepted() || reason == "LOW_QUALITY",
            },
            Self::Refused(words) => !verdict.is_accepted() && words.contains(&reason),
            Self::Flagged(flag) => verdict.status == "UNDER_REVIEW" && flagged(flag),
        };
        match met {
            true => Judgement::AsExpected,
            false if !verdict.is_accepted() && NOT_THE_DEVICE.contains(&reason) => {
                Judgement::Inconclusive
            }
            false => Judgement::Unexpected,
        }
    }
}

impl std::fmt::Display for Expected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Accepted => write!(f, "accepted"),
            Self::QualityAtMost(most) => write!(f, "quality <= {most}"),
            Self::Refused(words) => write!(f, "{}", words.join(" or ")),
            Self::Flagged(flag) => write!(f, "UNDER_REVIEW {flag}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(status: &str, reason: Option<&str>, flags: &[&str], quality: i64) -> Verdict {
        Verdict {
            status: status.to_owned(),
            reason: reason.map(str::to_owned),
            flags: flags.iter().map(|flag| (*flag).to_owned()).collect(),
            cost_micros: None,
            quality_score: Some(quality),
        }
    }

    #[test]
    fn every_misbehaviour_has_one_line_and_one_name() {
        assert_eq!(TABLE.len(), 20);
        for (index, row) in TABLE.iter().enumerate() {
            assert_eq!(row.misbehaviour.name(), row.name);
            for other in &TABLE[index + 1..] {
                assert_ne!(row.misbehaviour, other.misbehaviour);
                assert_ne!(row.name, other.name);
            }
        }
    }

    #[test]
    fn answers_are_judged_by_the_table() {
        use Judgement::{AsExpected, Inconclusive, Unexpected};
        use Misbehaviour as M;
        let verified = verdict("VERIFIED", None, &[], 100);
        let refused = |reason| verdict("REJECTED", Some(reason), &[], 0);
        let rows = [
            (M::WrongKey, refused("INVALID_PROOF"), AsExpected),
            (M::WrongKey, refused("INVALID_SIGNATURE"), AsExpected),
            (M::WrongKey, verified.clone(), Unexpected),
            (M::WrongKey, refused("DEVICE_OFFLINE"), Unexpected),
            (M::FarAway, refused("INSUFFICIENT_BUDGET"), Inconclusive),
            (M::Nearby, verdict("UNDER_REVIEW", None, &["SUSPICIOUS_LOCATION"], 70), AsExpected),
            (M::Nearby, verdict("UNDER_REVIEW", None, &["NEW_DEVICE"], 70), Unexpected),
            (M::V1Signature, verdict("VERIFIED", None, &[], 95), AsExpected),
            (M::V1Signature, verified.clone(), Unexpected),
            (M::ReusedScreenshot, refused("LOW_QUALITY"), AsExpected),
            (M::RobotTiming, refused("DEVICE_NOT_AUTHORIZED"), Inconclusive),
            (
                M::ReplayOtherContent,
                verdict("CONFLICT", Some("IDEMPOTENCY_CONFLICT"), &[], 0),
                AsExpected,
            ),
            (M::NoHeartbeat, refused("DEVICE_OFFLINE"), AsExpected),
        ];
        for (misbehaviour, verdict, expected) in rows {
            assert_eq!(misbehaviour.judge(&verdict), expected, "{misbehaviour:?} {verdict:?}");
        }
        assert_eq!(Expected::Accepted.judge(&verified), AsExpected);
        let misplaced = verdict("UNDER_REVIEW", None, &["SUSPICIOUS_LOCATION"], 70);
        assert_eq!(Expected::Accepted.judge(&misplaced), Unexpected);
        assert_eq!(Expected::Accepted.judge(&refused("CAMPAIGN_NOT_ACTIVE")), Inconclusive);
    }
}
