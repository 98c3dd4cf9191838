//! Commands: what is asked of the engine, and the changes that a decision wishes for.

use std::sync::Arc;

use serde::{Serialize, de::DeserializeOwned};

use super::{
    actor::{Actor, AuditDraft, NoticeDraft},
    fleet::FleetChanges,
    live::{JobState, Lease, Live, Session, Timer},
    payables::PayoutDraft,
    plays::ChargebackOutcome,
};
use crate::{
    clock::Randomness,
    config::Settings,
    domain::{
        campaign::{
            ab_test::AbTest,
            emergency::{Incident, StopRequest},
            model::Campaign,
        },
        catalog::{
            Advertiser, ApiToken, Asset, Device, Store, StoreRule, Supplier, User, Webhook,
            access::Owner,
        },
        delivery::Delivery,
        ids::{DeviceNo, DisputeNo, Seq},
        impression::record::Overlay,
        ledger::{ManualCredit, TransferDraft},
        notices::{self, Language},
        pricing::{peak::Holiday, rates::RateCards},
        proof_of_play::DailyRecord,
        refusal::Refusal,
        share_of_voice::Draw,
        time::Timestamp,
    },
};

/// A row of master data that is added or replaced.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "each variant is the entity of its name")]
pub enum Record {
    Advertiser(Arc<Advertiser>),
    Supplier(Arc<Supplier>),
    Store(Arc<Store>),
    Device(Arc<Device>),
    Asset(Arc<Asset>),
    Campaign(Arc<Campaign>),
    Rule(Arc<StoreRule>),
    User(Arc<User>),
    Token(Arc<ApiToken>),
    Session(Arc<Session>),
    SessionEnd([u8; 32]),
    RateCards(Arc<RateCards>),
    Holiday { holiday: Holiday, is_holiday: bool },
    Lease(Arc<Lease>),
    Job(JobState),
    DailyRecord(Arc<DailyRecord>),
    Credit(Arc<ManualCredit>),
    AbTest(Arc<AbTest>),
    Incident(Arc<Incident>),
    StopRequest(Arc<StopRequest>),
    Webhook(Arc<Webhook>),
    Delivery(Arc<Delivery>),
}

/// What a decision wishes to change. Nothing happens until the engine applies it, all at once.
#[derive(Debug, Default)]
#[must_use]
pub struct Changes {
    /// Master data.
    pub records: Vec<Record>,
    /// Money.
    pub transfers: Vec<TransferDraft>,
    /// Who did what.
    pub audit: Vec<AuditDraft>,
    /// Whom to tell.
    pub notices: Vec<NoticeDraft>,
    /// Heartbeats: device, receipt, measured clock error.
    pub heartbeats: Vec<(DeviceNo, Timestamp, Option<i64>)>,
    /// Decisions on plays under review.
    pub reviews: Vec<ReviewOutcome>,
    /// Remaining budgets at a full hour.
    pub snapshot_hour: Option<Timestamp>,
    /// Records are cut through this day.
    pub cut_day: Option<crate::domain::time::Day>,
    /// Reviews that were reminded of.
    pub reminded: Vec<Seq>,
    /// Draws for the next slot of a screen.
    pub draws: Vec<Draw>,
    /// Leases that ran out unspent.
    pub expired_leases: Vec<uuid::Uuid>,
    /// The 90 % notice went out for these campaigns, or may go out again (false).
    pub notice_flags: Vec<(crate::domain::ids::CampaignNo, bool)>,
    /// Timers beside those that follow from rows.
    pub later: Vec<(Timestamp, Timer)>,
    /// Notices marked read.
    pub read_notices: Vec<(Seq, Timestamp)>,
    /// What devices are told and have answered.
    pub fleet: FleetChanges,
    /// All notices of an owner so far are marked read.
    pub read_all_notices: Option<(Owner, Timestamp)>,
    /// Payouts; their money is in `transfers`.
    pub payouts: Vec<PayoutDraft>,
    /// Plays that enter a dispute, so that their payout waits, or leave it without a chargeback.
    pub disputed: Vec<(Seq, Option<DisputeNo>)>,
    /// Billed plays that are charged back.
    pub chargebacks: Vec<ChargebackOutcome>,
}

/// A decision on one play under review.
#[derive(Clone, Debug)]
pub struct ReviewOutcome {
    /// The play.
    pub seq: Seq,
    /// What holds from now on.
    pub overlay: Overlay,
}

impl Changes {
    /// Adds master data.
    pub fn put(&mut self, record: Record) {
        self.records.push(record);
    }

    /// Adds an audit entry.
    pub fn audit(&mut self, entry: AuditDraft) {
        self.audit.push(entry);
    }

    /// Adds a notification whose sentence stands in `domain::notices`. Rule: OPS-08.
    pub fn tell(&mut self, to: Owner, code: &str, subject: uuid::Uuid, values: &[(&str, String)]) {
        debug_assert!(notices::message(code).is_some(), "{code} has no words");
        let values: Vec<_> =
            values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        self.notices.push(NoticeDraft {
            to,
            code: code.to_owned(),
            message: notices::render(code, &values, Language::En)
                .unwrap_or_else(|| code.to_owned()),
            subject_id: Some(subject),
            values,
        });
    }
}

/// What comes in with a command: time, randomness, who acts, the configured numbers.
pub struct Context<'a> {
    /// Server clock at arrival.
    pub now: Timestamp,
    /// Who acts.
    pub actor: &'a Actor,
    /// Configured numbers of the rules.
    pub settings: &'a Settings,
    /// Ids and chance.
    pub random: &'a mut Randomness,
}

/// Something asked of the engine.
///
/// `decide` looks at the state and answers what shall change, or refuses. It changes nothing
/// itself; all checks come before the first change.
pub trait Command: Send + 'static {
    /// The answer.
    type Output: Serialize + DeserializeOwned + Send + 'static;

    /// Decides.
    ///
    /// # Errors
    /// The refusal of the first rule that says no.
    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal>;
}
