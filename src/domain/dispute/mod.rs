//! Disputes: what may be disputed, on which grounds, what the evidence says, how it ends.
//! Lives here: the dispute with its table of kinds, valid grounds, the assessment of evidence, rates.
//! Must not live here: the collecting of evidence, money, who is told.

pub mod assessment;
pub mod day;
pub mod grounds;
pub mod model;
pub mod rate;

pub use assessment::{Advice, Assessment, Check, Finding, PlayFacts, Verdict, assess};
pub use day::{DayFacts, DeviceDay, explain};
pub use grounds::{ChargebackReason, invalid_ground};
pub use model::{
    Dispute, DisputeKind, DisputeLimits, DisputeOutcome, DisputeResolution, DisputeStatus,
    DisputedPlay, EvidenceFigures, EvidenceMember, EvidencePart, EvidenceStage, Investigation,
};
pub use rate::{ChargebackRate, SupplierFlag};
