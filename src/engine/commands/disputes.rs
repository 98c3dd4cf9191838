//! Disputes as they are opened, looked into and taken back. Source: S0 "Dispute Resolution", S3 5.3.
//! Rule: POP-06, CHB-01, CAM-27, D-30.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::status::visible;
use crate::{
    domain::{
        campaign::model::Campaign,
        catalog::{PartyStatus, Role, access::Owner},
        dispute::{
            Advice, ChargebackReason, Dispute, DisputeKind, DisputeLimits, DisputeResolution,
            DisputeStatus, DisputedPlay, EvidenceFigures, EvidenceMember, EvidencePart,
            EvidenceStage, Investigation, grounds::require_valid_ground, model::sum,
        },
        ids::{CampaignNo, DeviceNo, DisputeNo, Seq, StoreNo, SupplierNo},
        impression::record::PlayStatus,
        money::{Amount, Dollars},
        refusal::{Code, Detail, Refusal},
        text,
        time::{Day, Timestamp},
    },
    engine::{
        actor::{Actor, AuditDraft},
        command::{Changes, Command, Context, Record},
        live::Live,
    },
};

/// Most characters of what a dispute says, and of findings.
pub(super) const MAX_TEXT: usize = 5_000;
/// Plays that a refusal names at most.
const NAMED: usize = 20;
/// Who opens disputes and takes them back.
const OPENERS: [Role; 3] = [Role::SuperAdmin, Role::Admin, Role::Advertiser];

/// A play as the store has it now.
#[derive(Clone, Debug)]
pub struct PlayNow {
    /// Its place.
    pub seq: Seq,
    /// Its id.
    pub id: Uuid,
    /// Campaign; `None` when the submission named none that exists.
    pub campaign: Option<CampaignNo>,
    /// Device.
    pub device: DeviceNo,
    /// Store.
    pub store: StoreNo,
    /// The status that holds now.
    pub status: PlayStatus,
    /// End of the play, device clock.
    pub played_at: Timestamp,
    /// What it cost.
    pub cost: Amount,
    /// Of the cost, what the advertiser paid.
    pub charged: Amount,
}

/// What a dispute is about.
#[derive(Clone, Debug)]
pub enum Subject {
    /// Plays, and ids that no play has.
    Plays(Vec<PlayNow>, Vec<Uuid>),
    /// A campaign's day.
    Day(Uuid, Day),
}

/// A dispute as it is asked for.
#[derive(Clone, Debug)]
pub struct Opening {
    /// About what.
    pub subject: Subject,
    /// What is said to be wrong.
    pub kind: DisputeKind,
    /// In words.
    pub reason: String,
}

/// An opening that may be done.
struct Checked {
    campaign: Arc<Campaign>,
    reason: String,
    /// In the order of their places, each once.
    plays: Vec<PlayNow>,
    day: Option<Day>,
}

impl Opening {
    fn check(self, live: &Live, context: &Context<'_>) -> Result<Checked, Refusal> {
        let (actor, limits) = (context.actor, &context.settings.dispute);
        actor.require_role(&OPENERS)?;
        let message = format!("Say what is wrong with the plays, 1-{MAX_TEXT} characters");
        let reason = text::required("reason", &self.reason, MAX_TEXT, message)?;
        require_valid_ground("reason", &reason)?;
        let (campaign, plays, day) = match self.subject {
            Subject::Plays(plays, unknown) => {
                let plays: BTreeMap<Seq, PlayNow> =
                    plays.into_iter().map(|play| (play.seq, play)).collect();
                let plays: Vec<PlayNow> = plays.into_values().collect();
                let campaign = one_campaign(live, actor, limits, &plays, &unknown)?;
                check_plays(live, limits, &plays, context.now)?;
                (campaign, plays, None)
            }
            Subject::Day(campaign, day) => {
                let campaign = visible(live, actor, campaign)?;
                check_day(live, limits, &campaign, day, context.now)?;
                (campaign, Vec::new(), Some(day))
            }
        };
        require_unsettled(live, &campaign)?;
        Ok(Checked { campaign, reason, plays, day })
    }
}

/// The one campaign of the plays, if the actor may see it.
fn one_campaign(
    live: &Live,
    actor: &Actor,
    limits: &DisputeLimits,
    plays: &[PlayNow],
    unknown: &[Uuid],
) -> Result<Arc<Campaign>, Refusal> {
    let (count, most) = (plays.len() + unknown.len(), limits.max_impressions as usize);
    if count == 0 || count > most {
        let message = format!("A dispute names 1 to {most} impressions, not {count}");
        return Err(Refusal::field("impression_ids", "COUNT", message));
    }
    let own = |play: &&PlayNow| {
        let campaign = play.campaign.and_then(|no| live.campaigns.get(no.0));
        campaign.is_some_and(|row| actor.sees(Owner::Advertiser(row.advertiser)))
    };
    let foreign = plays.iter().filter(|play| !own(play)).map(|play| play.id);
    let missing: Vec<Uuid> = unknown.iter().copied().chain(foreign).collect();
    if !missing.is_empty() {
        let message = format!("{} of {count} impressions not found", missing.len());
        return Err(Refusal::new(Code::NotFound, message).with("impression_ids", named(&missing)));
    }
    let campaigns: BTreeSet<CampaignNo> = plays.iter().filter_map(|play| play.campaign).collect();
    let first = campaigns.first().and_then(|no| live.campaigns.get(no.0));
    match (first, campaigns.len()) {
        (Some(campaign), 1) => Ok(Arc::clone(campaign)),
        (_, many) => {
            let message = format!(
                "The impressions belong to {many} campaigns; open one dispute for each campaign"
            );
            Err(Refusal::field("impression_ids", "SEVERAL_CAMPAIGNS", message))
        }
    }
}

fn named(ids: &[Uuid]) -> Detail {
    Detail::List(ids.iter().take(NAMED).map(ToString::to_string).collect())
}

/// Each play must be billed, not disputed before, and recent.
fn check_plays(
    live: &Live,
    limits: &DisputeLimits,
    plays: &[PlayNow],
    now: Timestamp,
) -> Result<(), Refusal> {
    let all = plays.len();
    let known = plays.iter().filter_map(|play| Some((play, live.disputes.of_play(play.seq)?)));
    let known: Vec<_> = known.collect();
    if let Some((_, first)) = known.first() {
        let rows = known.iter().take(NAMED).map(|(play, dispute)| {
            let outcome = dispute.plays.iter().find(|row| row.seq == play.seq)?.outcome;
            Some(json!({"impression_id": play.id, "dispute_id": dispute.id, "outcome": outcome}))
        });
        let rows = rows.flatten().collect();
        let message = format!(
            "{} of {all} impressions were disputed before (dispute {}); a play is disputed once",
            known.len(),
            first.id
        );
        return Err(Refusal::new(Code::Conflict, message).with("disputed", Detail::Json(rows)));
    }
    let unbilled: Vec<_> = plays.iter().filter(|p| p.status != PlayStatus::Verified).collect();
    if !unbilled.is_empty() {
        let rows = unbilled.iter().take(NAMED);
        let rows = rows.map(|play| json!({"impression_id": play.id, "status": play.status}));
        let message = format!(
            "{} of {all} impressions are not billed; only VERIFIED ones are disputed",
            unbilled.len()
        );
        return Err(Refusal::new(Code::IllegalTransition, message)
            .with("not_billed", Detail::Json(rows.collect())));
    }
    let late = |play: &&PlayNow| !limits.is_in_time(play.played_at, now);
    let late: Vec<&PlayNow> = plays.iter().filter(late).collect();
    let Some(oldest) = late.iter().map(|play| play.played_at).min() else { return Ok(()) };
    let ids: Vec<Uuid> = late.iter().map(|play| play.id).collect();
    let message = format!(
        "{} of {all} impressions are older than {} days: the oldest was played at {oldest} and \
         could be disputed until {}",
        late.len(),
        limits.window_days,
        limits.closes_at(oldest)
    );
    Err(too_late("impression_ids", message, limits).with("too_old", named(&ids)))
}

fn too_late(field: &str, message: String, limits: &DisputeLimits) -> Refusal {
    Refusal::field(field, "WINDOW_CLOSED", message)
        .with("window_days", Detail::Int(limits.window_days.into()))
}

/// The day must lie in the campaign's time, be recent, and not be disputed already.
fn check_day(
    live: &Live,
    limits: &DisputeLimits,
    campaign: &Campaign,
    day: Day,
    now: Timestamp,
) -> Result<(), Refusal> {
    let begin = campaign.start_date.filter(|_| campaign.submitted_at.is_some());
    if day > now.day() || begin.is_none_or(|begin| begin.day() > day) {
        let begin =
            begin.map_or_else(|| "not submitted yet".to_owned(), |at| format!("to run from {at}"));
        let message = format!("The campaign is {begin}; {day} is no day of it until today");
        return Err(Refusal::field("date", "OUT_OF_RANGE", message));
    }
    if !limits.is_in_time(day.end(), now) {
        let message = format!(
            "{day} ended more than {} days ago and could be disputed until {}",
            limits.window_days,
            limits.closes_at(day.end())
        );
        return Err(too_late("date", message, limits));
    }
    let Some(known) = live.disputes.of_day(campaign.no, day) else { return Ok(()) };
    let message = format!("{day} of the campaign is disputed already (dispute {})", known.id);
    Err(Refusal::new(Code::Conflict, message)
        .with("dispute_id", Detail::Text(known.id.to_string())))
}

/// After its last payment an account has nothing that money could go back to.
fn require_unsettled(live: &Live, campaign: &Campaign) -> Result<(), Refusal> {
    let account = live.advertisers.get(campaign.advertiser.0);
    let end = account.and_then(|row| row.standing.termination.as_ref()?.settlement.as_ref());
    end.map_or(Ok(()), |end| {
        let message = format!("The account was settled at {}; nothing can be disputed", end.at);
        Err(Refusal::new(Code::AccountNotActive, message))
    })
}

/// Asks whether a dispute could be opened, and makes its id. Evidence is collected after that.
#[derive(Clone, Debug)]
pub struct PrepareDispute(pub Opening);

/// What a dispute will be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreparedDispute {
    /// Its id.
    pub id: Uuid,
    /// Server clock.
    pub at: Timestamp,
}

impl Command for PrepareDispute {
    type Output = PreparedDispute;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        self.0.check(live, context)?;
        let prepared = PreparedDispute { id: context.random.uuid(context.now), at: context.now };
        Ok((Changes::default(), prepared))
    }
}

/// A part of evidence whose file is on disk.
#[derive(Clone, Debug)]
pub struct CollectedPart {
    /// Whose plays.
    pub supplier: Option<SupplierNo>,
    /// SHA-256 of its file.
    pub sha256: [u8; 32],
    /// Bytes of its file.
    pub bytes: u64,
    /// What is inside.
    pub members: Vec<EvidenceMember>,
}

/// Evidence whose files are on disk.
#[derive(Clone, Debug)]
pub struct Collected {
    /// At which step.
    pub stage: EvidenceStage,
    /// When, server clock.
    pub at: Timestamp,
    /// Its parts.
    pub parts: Vec<CollectedPart>,
    /// What it speaks for, by play.
    pub advice: BTreeMap<Seq, (Advice, Option<ChargebackReason>)>,
    /// What it says about a day.
    pub cause: Option<String>,
}

impl Collected {
    /// Adds its parts to those that a dispute has.
    fn join(&self, dispute: &mut Dispute, changes: &mut Changes) {
        for part in &self.parts {
            let part = EvidencePart {
                dispute: dispute.no,
                place: dispute.evidence.parts,
                stage: self.stage,
                supplier: part.supplier,
                collected_at: self.at,
                sha256: part.sha256,
                bytes: part.bytes,
                members: part.members.clone(),
            };
            dispute.evidence.add(&part);
            changes.put(Record::EvidencePart(Arc::new(part)));
        }
        for play in &mut dispute.plays {
            if let Some((advice, reason)) = self.advice.get(&play.seq) {
                (play.advice, play.advised_reason) = (*advice, *reason);
            }
        }
        if self.cause.is_some() {
            dispute.cause.clone_from(&self.cause);
        }
    }
}

/// Opens a dispute: its plays leave the payouts. For the advertiser, or admins on its behalf.
#[derive(Clone, Debug)]
pub struct OpenDispute {
    /// From `PrepareDispute`; `None` where that was refused.
    pub prepared: Option<(PreparedDispute, Collected)>,
    /// About what.
    pub opening: Opening,
}

impl Command for OpenDispute {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        let kind = self.opening.kind;
        let checked = self.opening.check(live, context)?;
        let (prepared, collected) = self.prepared.ok_or_else(changed_meanwhile)?;
        let no = DisputeNo(live.disputes.rows.next_number());
        let mut dispute = Dispute {
            no,
            id: prepared.id,
            advertiser: checked.campaign.advertiser,
            campaign: checked.campaign.no,
            day: checked.day,
            kind,
            reason: checked.reason,
            plays: checked.plays.iter().map(|play| disputed(live, play)).collect(),
            opened_at: context.now,
            opened_by: context.actor.id,
            opened_by_name: context.actor.name.clone(),
            status: DisputeStatus::Open,
            investigation: None,
            cause: None,
            evidence: EvidenceFigures::default(),
            resolution: None,
            reminded_at: None,
        };
        let mut changes = Changes::default();
        collected.join(&mut dispute, &mut changes);
        changes.disputed.extend(dispute.plays.iter().map(|play| (play.seq, Some(no))));
        let entry = AuditDraft::new("dispute.open", "dispute", dispute.id);
        changes.audit(entry.change("type", "", kind).because(Some(&dispute.reason)));
        audit_plays(&dispute, "impression.dispute", &mut changes);
        tell_all(live, &dispute, "DISPUTE_OPENED", "DISPUTE_OPENED_SUPPLIER", &mut changes);
        let id = dispute.id;
        changes.put(Record::Dispute(Arc::new(dispute)));
        Ok((changes, id))
    }
}

pub(super) fn changed_meanwhile() -> Refusal {
    Refusal::new(Code::Conflict, "Something of it changed meanwhile; ask again")
}

fn disputed(live: &Live, play: &PlayNow) -> DisputedPlay {
    DisputedPlay {
        seq: play.seq,
        id: play.id,
        device: play.device,
        store: play.store,
        supplier: live.store(play.store).map(|store| store.supplier).unwrap_or_default(),
        played_at: play.played_at,
        cost: play.cost,
        charged: play.charged,
        advice: Advice::Person,
        advised_reason: None,
        outcome: None,
    }
}

fn audit_plays(dispute: &Dispute, action: &str, changes: &mut Changes) {
    for play in &dispute.plays {
        let entry = AuditDraft::new(action, "impression", play.id);
        changes.audit(entry.change("dispute_id", "", dispute.id));
    }
}

/// The values of a message about a dispute, and about the plays of one supplier in it.
pub(super) fn values_of(
    live: &Live,
    dispute: &Dispute,
    supplier: Option<SupplierNo>,
) -> Vec<(&'static str, String)> {
    let campaign = live.campaigns.get(dispute.campaign.0).map(|row| row.name.clone());
    let advertiser = live.advertisers.get(dispute.advertiser.0).map(|row| row.name.clone());
    let costs = dispute.plays_of(supplier).map(|play| play.cost);
    vec![
        ("campaign", campaign.unwrap_or_default()),
        ("advertiser", advertiser.unwrap_or_default()),
        ("type", dispute.kind.to_string()),
        ("count", dispute.plays_of(supplier).count().to_string()),
        ("amount", Dollars(sum(costs)).to_string()),
    ]
}

/// Tells the operator, and each supplier about its own plays.
fn tell_all(live: &Live, dispute: &Dispute, code: &str, supplier_code: &str, to: &mut Changes) {
    to.tell(Owner::Operator, code, dispute.id, &values_of(live, dispute, None));
    for supplier in dispute.suppliers() {
        let values = values_of(live, dispute, Some(supplier));
        to.tell(Owner::Supplier(supplier), supplier_code, dispute.id, &values);
    }
}

/// The dispute of an id, for those who may change it.
pub(super) fn find<'a>(
    live: &'a Live,
    actor: &Actor,
    id: Uuid,
) -> Result<&'a Arc<Dispute>, Refusal> {
    let dispute = live.disputes.rows.by_id(id).ok_or_else(|| Refusal::not_found("Dispute"))?;
    actor.require_sight(Owner::Advertiser(dispute.advertiser), "Dispute")?;
    Ok(dispute)
}

/// Refuses unless a dispute is in one of the statuses.
pub(super) fn require_status(
    dispute: &Dispute,
    allowed: &[DisputeStatus],
    hint: &str,
) -> Result<(), Refusal> {
    if allowed.contains(&dispute.status) {
        return Ok(());
    }
    let message = format!("The dispute is {}{hint}", dispute.status);
    Err(Refusal::new(Code::IllegalTransition, message)
        .with("status", Detail::Text(dispute.status.to_string())))
}

/// While its advertiser is suspended, nothing becomes of disputed plays. Rule: CAM-27.
pub(super) fn require_not_frozen(live: &Live, dispute: &Dispute) -> Result<(), Refusal> {
    let account = live.advertisers.get(dispute.advertiser.0);
    let suspended = account.filter(|row| row.status_now() == PartyStatus::Suspended);
    suspended.map_or(Ok(()), |row| {
        let message = format!(
            "The advertiser {} is SUSPENDED and its disputed impressions are frozen; lift the \
             suspension or end the account before",
            row.name
        );
        Err(Refusal::new(Code::IllegalTransition, message)
            .with("advertiser_status", Detail::Text("SUSPENDED".to_owned())))
    })
}

/// Begins the investigation of a dispute, with evidence put together anew. For reviewers and admins.
#[derive(Clone, Debug)]
pub struct Investigate {
    /// Which.
    pub id: Uuid,
    /// What was collected now; `None` where the dispute did not seem to wait for it.
    pub collected: Option<Collected>,
}

impl Command for Investigate {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        context.actor.require_role(&[Role::SuperAdmin, Role::Admin, Role::Reviewer])?;
        let found = find(live, context.actor, self.id)?;
        require_status(found, &[DisputeStatus::Open], "; only an OPEN one is taken up")?;
        let collected = self.collected.ok_or_else(changed_meanwhile)?;
        let mut changes = Changes::default();
        let mut next = (**found).clone();
        next.status = DisputeStatus::Investigating;
        next.investigation = Some(Investigation {
            at: context.now,
            by: context.actor.id,
            by_name: context.actor.name.clone(),
        });
        collected.join(&mut next, &mut changes);
        let entry = AuditDraft::new("dispute.investigate", "dispute", next.id);
        changes.audit(entry.change("status", found.status, next.status));
        let to = Owner::Advertiser(next.advertiser);
        changes.tell(to, "DISPUTE_INVESTIGATED", next.id, &values_of(live, &next, None));
        changes.put(Record::Dispute(Arc::new(next)));
        Ok((changes, self.id))
    }
}

/// Takes a dispute back: its plays join the payouts again, and may be disputed anew in their time.
#[derive(Clone, Debug)]
pub struct Withdraw {
    /// Which.
    pub id: Uuid,
    /// Why.
    pub note: Option<String>,
}

impl Command for Withdraw {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        context.actor.require_role(&OPENERS)?;
        let found = find(live, context.actor, self.id)?;
        let waiting = [DisputeStatus::Open, DisputeStatus::Investigating];
        require_status(found, &waiting, " and cannot be taken back any more")?;
        require_not_frozen(live, found)?;
        let note = self.note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
        if note.as_ref().is_some_and(|note| !text::is_plain_text(note, MAX_TEXT)) {
            let message = format!("A note has at most {MAX_TEXT} characters");
            return Err(Refusal::field("note", "LENGTH", message));
        }
        let mut changes = Changes::default();
        let mut next = (**found).clone();
        next.status = DisputeStatus::Withdrawn;
        next.resolution = Some(DisputeResolution {
            outcome: None,
            reason: None,
            findings: note.clone().unwrap_or_default(),
            at: context.now,
            by: context.actor.id,
            by_name: context.actor.name.clone(),
        });
        changes.disputed.extend(next.plays.iter().map(|play| (play.seq, None)));
        let entry = AuditDraft::new("dispute.withdraw", "dispute", next.id);
        changes.audit(entry.change("status", found.status, next.status).because(note.as_deref()));
        tell_all(live, &next, "DISPUTE_WITHDRAWN", "DISPUTE_ENDED_SUPPLIER", &mut changes);
        changes.put(Record::Dispute(Arc::new(next)));
        Ok((changes, self.id))
    }
}
