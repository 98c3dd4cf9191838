//! A dispute: what it is about, how far it is, how it ended. Source: S0 "Dispute Resolution", S3 5.3.
//! Rule: POP-06, CHB-01.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{assessment::Advice, grounds::ChargebackReason};
use crate::domain::{
    ids::{AdvertiserNo, CampaignNo, DeviceNo, DisputeNo, Seq, StoreNo, SupplierNo},
    money::Amount,
    time::{DAY_MS, Day, Timestamp},
    words::words,
};

words! {
    /// What is said to be wrong. Source: S0 "Dispute Resolution". Rule: POP-06.
    DisputeKind {
        /// Plays that should have been and are not in the report.
        MissingImpression = "MISSING_IMPRESSION",
        /// Shown for another time than reported.
        WrongDuration = "WRONG_DURATION",
        /// Shown somewhere else than reported.
        WrongLocation = "WRONG_LOCATION",
        /// Never shown.
        Fraudulent = "FRAUDULENT",
    }
}

words! {
    /// How far a dispute is. Rule: POP-06.
    DisputeStatus {
        /// Nobody looks into it yet.
        Open = "OPEN",
        /// Somebody looks into it.
        Investigating = "INVESTIGATING",
        /// Decided.
        Resolved = "RESOLVED",
        /// Taken back by who opened it.
        Withdrawn = "WITHDRAWN",
    }
}

words! {
    /// How a dispute, or one play of it, ended. Rule: CHB-01.
    DisputeOutcome {
        /// The money goes back.
        Chargeback = "CHARGEBACK",
        /// The plays stand.
        Rejected = "REJECTED",
        /// There is nothing to take back; the findings say what happened.
        NoChargeback = "NO_CHARGEBACK",
    }
}

words! {
    /// At which step evidence was put together.
    EvidenceStage {
        /// When the dispute was opened.
        Opened = "OPENED",
        /// When the investigation began.
        Investigation = "INVESTIGATION",
    }
}

/// What holds for a kind of dispute.
#[derive(Clone, Copy, Debug)]
pub struct KindRule {
    /// The kind.
    pub kind: DisputeKind,
    /// The evidence that the seed asks for.
    pub evidence: &'static str,
    /// Named by campaign and day instead of by plays.
    pub by_day: bool,
    /// How it may end.
    pub outcomes: &'static [DisputeOutcome],
    /// The reason of a chargeback where nobody names another.
    pub reason: Option<ChargebackReason>,
}

const BILLED: &[DisputeOutcome] = &[DisputeOutcome::Chargeback, DisputeOutcome::Rejected];
const UNBILLED: &[DisputeOutcome] = &[DisputeOutcome::NoChargeback, DisputeOutcome::Rejected];

/// All kinds. Source: S0 "Dispute Resolution"; mapped to S3's reasons by CHB-01.
pub const KINDS: [KindRule; 4] = [
    KindRule {
        kind: DisputeKind::MissingImpression,
        evidence: "Screenshot + log",
        by_day: true,
        outcomes: UNBILLED,
        reason: None,
    },
    KindRule {
        kind: DisputeKind::WrongDuration,
        evidence: "Playback log + device log",
        by_day: false,
        outcomes: BILLED,
        reason: Some(ChargebackReason::ProofInvalid),
    },
    KindRule {
        kind: DisputeKind::WrongLocation,
        evidence: "GPS + store geofence",
        by_day: false,
        outcomes: BILLED,
        reason: Some(ChargebackReason::ProofInvalid),
    },
    KindRule {
        kind: DisputeKind::Fraudulent,
        evidence: "Full audit trail",
        by_day: false,
        outcomes: BILLED,
        reason: Some(ChargebackReason::ProofInvalid),
    },
];

impl DisputeKind {
    /// What holds for it; `None` never occurs, a test looks at all kinds.
    #[must_use]
    pub fn rule(self) -> Option<&'static KindRule> {
        KINDS.iter().find(|rule| rule.kind == self)
    }

    /// Whether it names a campaign and a day instead of plays.
    #[must_use]
    pub fn is_by_day(self) -> bool {
        self.rule().is_some_and(|rule| rule.by_day)
    }

    /// How it may end.
    #[must_use]
    pub fn outcomes(self) -> &'static [DisputeOutcome] {
        self.rule().map_or(&[], |rule| rule.outcomes)
    }
}

/// The numbers of disputes. Rule: CHB-01.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DisputeLimits {
    /// Plays may be disputed for so many days after they ended.
    pub window_days: u32,
    /// Plays in one dispute at most.
    pub max_impressions: u32,
    /// The operator is reminded of an undecided dispute every so many days; 0 = never.
    pub reminder_days: u32,
    /// A supplier is flagged above so many thousandths of its billed plays.
    pub flag_rate_permille: u32,
    /// The days over which that rate is taken.
    pub flag_days: u32,
    /// Log lines, heartbeats and other plays belong to the evidence so many minutes around a play.
    pub evidence_minutes: u32,
    /// Log lines of one device in the evidence at most.
    pub max_log_lines: u32,
}

impl Default for DisputeLimits {
    fn default() -> Self {
        Self {
            window_days: 30,
            max_impressions: 1_000,
            reminder_days: 3,
            flag_rate_permille: 50,
            flag_days: 30,
            evidence_minutes: 15,
            max_log_lines: 10_000,
        }
    }
}

impl DisputeLimits {
    /// The last moment at which something of a moment may be disputed.
    #[must_use]
    pub fn closes_at(&self, moment: Timestamp) -> Timestamp {
        moment.plus_ms(i64::from(self.window_days).saturating_mul(DAY_MS))
    }

    /// Whether something of a moment may still be disputed: up to 30 days, the last moment included.
    #[must_use]
    pub fn is_in_time(&self, moment: Timestamp, now: Timestamp) -> bool {
        now <= self.closes_at(moment)
    }

    /// When the operator is reminded next; `None` where reminders are off.
    #[must_use]
    pub fn reminder_after(&self, last: Timestamp) -> Option<Timestamp> {
        let days = i64::from(self.reminder_days);
        (days > 0).then(|| last.plus_ms(days.saturating_mul(DAY_MS)))
    }
}

/// One play of a dispute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputedPlay {
    /// Its place.
    pub seq: Seq,
    /// Its id.
    pub id: Uuid,
    /// Device.
    pub device: DeviceNo,
    /// Store that the device stood in.
    pub store: StoreNo,
    /// Owner of the store.
    pub supplier: SupplierNo,
    /// End of the play, device clock.
    pub played_at: Timestamp,
    /// What it cost.
    pub cost: Amount,
    /// Of the cost, what the advertiser paid.
    pub charged: Amount,
    /// What the evidence speaks for.
    pub advice: Advice,
    /// The reason that goes with it.
    pub advised_reason: Option<ChargebackReason>,
    /// How it ended; `None` until then, and when the dispute was withdrawn.
    pub outcome: Option<DisputeOutcome>,
}

impl DisputedPlay {
    /// Whether its money went back.
    #[must_use]
    pub fn is_charged_back(&self) -> bool {
        self.outcome == Some(DisputeOutcome::Chargeback)
    }
}

/// The begin of an investigation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Investigation {
    /// When, server clock.
    pub at: Timestamp,
    /// Who.
    pub by: Option<Uuid>,
    /// Name for people.
    pub by_name: String,
}

/// The end of a dispute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeResolution {
    /// How; `None` when it was withdrawn.
    pub outcome: Option<DisputeOutcome>,
    /// Why money went back.
    pub reason: Option<ChargebackReason>,
    /// What was found; what was said at a withdrawal.
    pub findings: String,
    /// When, server clock.
    pub at: Timestamp,
    /// Who.
    pub by: Option<Uuid>,
    /// Name for people.
    pub by_name: String,
}

/// A file inside evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceMember {
    /// Path inside the bundle.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// How many bytes.
    pub bytes: u64,
}

/// Evidence that was put together at one step about the plays of one supplier; never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidencePart {
    /// Whose.
    pub dispute: DisputeNo,
    /// Place among the dispute's parts.
    pub place: u32,
    /// At which step.
    pub stage: EvidenceStage,
    /// Whose plays; `None` for a day without named plays.
    pub supplier: Option<SupplierNo>,
    /// When it was put together, server clock.
    pub collected_at: Timestamp,
    /// SHA-256 of its file.
    pub sha256: [u8; 32],
    /// Bytes of its file.
    pub bytes: u64,
    /// What is inside.
    pub members: Vec<EvidenceMember>,
}

impl EvidencePart {
    /// Bytes in the order of disputes and parts.
    #[must_use]
    pub fn key(&self) -> [u8; 8] {
        let [a, b, c, d] = self.dispute.0.to_be_bytes();
        let [e, f, g, h] = self.place.to_be_bytes();
        [a, b, c, d, e, f, g, h]
    }
}

/// How much evidence a dispute has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceFigures {
    /// Parts.
    pub parts: u32,
    /// Files in them.
    pub members: u64,
    /// Bytes of the parts.
    pub bytes: u64,
    /// When the newest was put together.
    pub collected_at: Timestamp,
}

impl EvidenceFigures {
    /// Counts a part.
    pub fn add(&mut self, part: &EvidencePart) {
        let members = u64::try_from(part.members.len()).unwrap_or(u64::MAX);
        self.parts = self.parts.saturating_add(1);
        self.members = self.members.saturating_add(members);
        self.bytes = self.bytes.saturating_add(part.bytes);
        self.collected_at = self.collected_at.max(part.collected_at);
    }
}

/// A dispute. Rule: POP-06, CHB-01.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// Number inside rows.
    pub no: DisputeNo,
    /// Id for the outside.
    pub id: Uuid,
    /// Who bought the plays.
    pub advertiser: AdvertiserNo,
    /// Campaign.
    pub campaign: CampaignNo,
    /// UTC day, where plays are missing.
    pub day: Option<Day>,
    /// What is said to be wrong.
    pub kind: DisputeKind,
    /// In words.
    pub reason: String,
    /// The plays, in the order of their places.
    pub plays: Vec<DisputedPlay>,
    /// When, server clock.
    pub opened_at: Timestamp,
    /// User or token.
    pub opened_by: Option<Uuid>,
    /// Name for people.
    pub opened_by_name: String,
    /// How far it is.
    pub status: DisputeStatus,
    /// Since when somebody looks into it.
    pub investigation: Option<Investigation>,
    /// What the evidence says about a day, in words.
    pub cause: Option<String>,
    /// How much evidence there is.
    pub evidence: EvidenceFigures,
    /// How it ended.
    pub resolution: Option<DisputeResolution>,
    /// When the operator was last reminded.
    pub reminded_at: Option<Timestamp>,
}

impl Dispute {
    /// Whether it waits for a decision.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.status, DisputeStatus::Open | DisputeStatus::Investigating)
    }

    /// The plays of one supplier, or all.
    pub fn plays_of(&self, supplier: Option<SupplierNo>) -> impl Iterator<Item = &DisputedPlay> {
        self.plays.iter().filter(move |play| supplier.is_none_or(|no| no == play.supplier))
    }

    /// The suppliers concerned, each once.
    #[must_use]
    pub fn suppliers(&self) -> Vec<SupplierNo> {
        let mut suppliers: Vec<_> = self.plays.iter().map(|play| play.supplier).collect();
        suppliers.sort_unstable();
        suppliers.dedup();
        suppliers
    }
}

/// Sum of costs; saturates where it would not fit, which the money in one ledger rules out.
#[must_use]
pub fn sum(amounts: impl Iterator<Item = Amount>) -> Amount {
    Amount::sum(amounts).unwrap_or(Amount::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rule: POP-06, CHB-01: each kind stands in the table once, with S3's reason for S0's type.
    #[test]
    fn every_kind_has_its_evidence_outcomes_and_reason() {
        use ChargebackReason as R;
        use DisputeOutcome as O;
        let both: &[O] = &[O::Chargeback, O::Rejected];
        for (kind, evidence, by_day, outcomes, reason) in [
            (
                DisputeKind::MissingImpression,
                "Screenshot + log",
                true,
                &[O::NoChargeback, O::Rejected][..],
                None,
            ),
            (
                DisputeKind::WrongDuration,
                "Playback log + device log",
                false,
                both,
                Some(R::ProofInvalid),
            ),
            (
                DisputeKind::WrongLocation,
                "GPS + store geofence",
                false,
                both,
                Some(R::ProofInvalid),
            ),
            (DisputeKind::Fraudulent, "Full audit trail", false, both, Some(R::ProofInvalid)),
        ] {
            let rule = kind.rule().unwrap();
            assert_eq!((rule.evidence, rule.by_day, rule.reason), (evidence, by_day, reason));
            assert_eq!(kind.outcomes(), outcomes, "{kind}");
        }
        assert_eq!(DisputeKind::ALL.len(), KINDS.len());
    }

    /// Rule: CHB-01: 30 days, to the millisecond.
    #[test]
    fn the_window_closes_after_thirty_days() {
        let limits = DisputeLimits::default();
        let played_at = Timestamp::parse("2026-02-06T11:30:00Z").unwrap();
        let end = Timestamp::parse("2026-03-08T11:30:00Z").unwrap();
        assert_eq!(limits.closes_at(played_at), end);
        for (after_ms, in_time) in [(-1, true), (0, true), (1, false)] {
            assert_eq!(limits.is_in_time(played_at, end.plus_ms(after_ms)), in_time, "{after_ms}");
        }
    }

    #[test]
    fn reminders_may_be_off() {
        let at = Timestamp::from_ms(0);
        let limits = DisputeLimits::default();
        assert_eq!(limits.reminder_after(at), Some(Timestamp::from_ms(3 * DAY_MS)));
        assert_eq!(DisputeLimits { reminder_days: 0, ..limits }.reminder_after(at), None);
    }
}
