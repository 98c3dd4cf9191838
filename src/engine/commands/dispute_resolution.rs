//! How disputes end: money back or not, for all plays or some; reminders; suppliers with too many
//! chargebacks. Source: S3 5.3. Rule: CHB-01, POP-06, D-30.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use uuid::Uuid;

use super::{
    disputes::{MAX_TEXT, find, require_not_frozen, require_status, values_of},
    parties::{ADMINS, FieldChecks, MAX_REASON},
    periodic::{done, not_done_yet},
};
use crate::{
    config::Settings,
    domain::{
        catalog::access::Owner,
        dispute::{
            ChargebackRate, ChargebackReason, Dispute, DisputeOutcome, DisputeResolution,
            DisputeStatus, SupplierFlag, model::sum, rate::window_start,
        },
        ids::{DisputeNo, SupplierNo},
        impression::record::{Overlay, PlayStatus},
        money::Dollars,
        refusal::{Code, Detail, Refusal},
        text,
        time::{DAY_MS, Timestamp},
    },
    engine::{
        actor::AuditDraft,
        command::{Changes, Command, Context, Record},
        live::Live,
        plays::ChargebackOutcome,
    },
};

/// Name of the daily look at suppliers' chargebacks.
pub const RATES_JOB: &str = "chargeback_rates";

/// Decides a dispute. For admins.
#[derive(Clone, Debug)]
pub struct ResolveDispute {
    /// Which.
    pub id: Uuid,
    /// How.
    pub outcome: DisputeOutcome,
    /// Why money goes back; the reason of the kind where absent.
    pub reason: Option<String>,
    /// What was found; required.
    pub findings: String,
    /// The plays whose money goes back; all where absent.
    pub impression_ids: Option<Vec<Uuid>>,
}

impl Command for ResolveDispute {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        context.actor.require_role(&ADMINS)?;
        let found = find(live, context.actor, self.id)?;
        let hint = match found.status {
            DisputeStatus::Open => "; an investigation comes before the decision",
            _ => " and was decided already",
        };
        require_status(found, &[DisputeStatus::Investigating], hint)?;
        require_not_frozen(live, found)?;
        let reason = self.check(found)?;
        let taken = self.charged_back(found)?;
        let mut next = (**found).clone();
        for play in &mut next.plays {
            let back = taken.contains(&play.id);
            play.outcome =
                Some(if back { DisputeOutcome::Chargeback } else { DisputeOutcome::Rejected });
        }
        next.status = DisputeStatus::Resolved;
        next.resolution = Some(DisputeResolution {
            outcome: Some(self.outcome),
            reason,
            findings: self.findings.trim().to_owned(),
            at: context.now,
            by: context.actor.id,
            by_name: context.actor.name.clone(),
        });
        let mut changes = Changes::default();
        let entry = AuditDraft::new("dispute.resolve", "dispute", next.id);
        let entry = entry.change("outcome", "", self.outcome);
        changes.audit(entry.because(Some(self.findings.trim())));
        settle_plays(&next, reason, context, &mut changes);
        tell(live, &next, reason, &mut changes);
        watch_rates(live, context, &next, &mut changes);
        changes.put(Record::Dispute(Arc::new(next)));
        Ok((changes, self.id))
    }
}

impl ResolveDispute {
    /// Checks outcome, reason and findings; answers the reason of a chargeback.
    fn check(&self, dispute: &Dispute) -> Result<Option<ChargebackReason>, Refusal> {
        let message = format!("Findings are required, 1-{MAX_TEXT} characters");
        text::required("findings", &self.findings, MAX_TEXT, message)?;
        let possible = dispute.kind.outcomes();
        if !possible.contains(&self.outcome) {
            let words: Vec<String> = possible.iter().map(ToString::to_string).collect();
            let message = format!(
                "A dispute about {} ends with {}, not with {}",
                dispute.kind,
                words.join(" or "),
                self.outcome
            );
            return Err(Refusal::field("outcome", "NOT_POSSIBLE", message)
                .with("possible_outcomes", Detail::List(words)));
        }
        let reason = self.reason.as_deref().map(ChargebackReason::read).transpose()?;
        if self.outcome == DisputeOutcome::Chargeback {
            return Ok(reason.or(dispute.kind.rule().and_then(|rule| rule.reason)));
        }
        if reason.is_some() {
            let message = "A reason goes with the outcome CHARGEBACK alone; write the findings";
            return Err(Refusal::field("reason", "MISMATCH", message));
        }
        Ok(None)
    }

    /// The plays whose money goes back.
    fn charged_back(&self, dispute: &Dispute) -> Result<BTreeSet<Uuid>, Refusal> {
        let all: BTreeSet<Uuid> = dispute.plays.iter().map(|play| play.id).collect();
        let is_chargeback = self.outcome == DisputeOutcome::Chargeback;
        let Some(ids) = &self.impression_ids else {
            return Ok(if is_chargeback { all } else { BTreeSet::new() });
        };
        if !is_chargeback {
            let message = "Impressions are named with the outcome CHARGEBACK alone";
            return Err(Refusal::field("impression_ids", "MISMATCH", message));
        }
        let wanted: BTreeSet<Uuid> = ids.iter().copied().collect();
        let others = wanted.difference(&all).count();
        if wanted.is_empty() || others > 0 {
            let message = format!(
                "Name 1 to {} impressions of the dispute; {others} of {} are none of it",
                all.len(),
                wanted.len()
            );
            return Err(Refusal::field("impression_ids", "NOT_IN_DISPUTE", message));
        }
        Ok(wanted)
    }
}

/// The seed's words on a play that is charged back. Source: S3 5.3.
#[must_use]
pub fn chargeback_note(reason: ChargebackReason) -> String {
    format!("Chargeback approved: {}", reason.label())
}

/// What becomes of each play.
fn settle_plays(
    dispute: &Dispute,
    reason: Option<ChargebackReason>,
    context: &Context<'_>,
    changes: &mut Changes,
) {
    for play in &dispute.plays {
        let entry = AuditDraft::new("impression.dispute_resolved", "impression", play.id);
        let Some(reason) = reason.filter(|_| play.is_charged_back()) else {
            changes.disputed.push((play.seq, None));
            changes.audit(entry.change("dispute_id", dispute.id, "VERIFIED"));
            continue;
        };
        let note = chargeback_note(reason);
        changes.audit(entry.change("status", "VERIFIED", "REJECTED").because(Some(&note)));
        let overlay = Overlay {
            status: PlayStatus::Rejected,
            reason: Some(Code::ChargebackApproved),
            decided_at: context.now,
            decided_by: context.actor.name.clone(),
            note: Some(note),
        };
        changes.chargebacks.push(ChargebackOutcome { seq: play.seq, overlay, dispute: dispute.no });
    }
}

/// Tells both sides. Source: S3 5.3 "Notify both parties".
fn tell(live: &Live, dispute: &Dispute, reason: Option<ChargebackReason>, changes: &mut Changes) {
    let findings = dispute.resolution.as_ref().map(|end| end.findings.clone()).unwrap_or_default();
    let (to, id) = (Owner::Advertiser(dispute.advertiser), dispute.id);
    let back = dispute.plays.iter().filter(|play| play.is_charged_back());
    let refund = sum(back.clone().map(|play| play.charged));
    let mut values = values_of(live, dispute, None);
    values.push(("findings", findings.clone()));
    values.push(("cost", Dollars(refund).to_string()));
    values.push(("back", back.count().to_string()));
    let code = match dispute.resolution.as_ref().and_then(|end| end.outcome) {
        Some(DisputeOutcome::Chargeback) => "REFUND_ISSUED",
        Some(DisputeOutcome::NoChargeback) => "DISPUTE_NO_CHARGEBACK",
        _ => "DISPUTE_REJECTED",
    };
    changes.tell(to, code, id, &values);
    for supplier in dispute.suppliers() {
        let own = dispute.plays_of(Some(supplier)).filter(|play| play.is_charged_back());
        let costs: Vec<_> = own.map(|play| play.cost).collect();
        let cost = sum(costs.iter().copied());
        let mut values = values_of(live, dispute, Some(supplier));
        values.push(("back", costs.len().to_string()));
        values.push(("cost", Dollars(cost).to_string()));
        values.push(("reason", reason.map(|r| r.label().to_owned()).unwrap_or_default()));
        let code = if costs.is_empty() { "DISPUTE_ENDED_SUPPLIER" } else { "CHARGEBACK" };
        changes.tell(Owner::Supplier(supplier), code, id, &values);
    }
}

/// Looks at the rates of the suppliers whose plays are charged back now.
fn watch_rates(live: &Live, context: &Context<'_>, dispute: &Dispute, changes: &mut Changes) {
    let days = context.settings.dispute.flag_days;
    let from = window_start(context.now.day(), days);
    let mut added: BTreeMap<SupplierNo, u64> = BTreeMap::new();
    let back = dispute.plays.iter().filter(|play| play.is_charged_back());
    for play in back.filter(|play| play.played_at.day() >= from) {
        *added.entry(play.supplier).or_default() += 1;
    }
    for (supplier, more) in added {
        let mut rate = live.chargeback_rate(supplier, context.now, days);
        rate.charged_back = rate.charged_back.saturating_add(more);
        let (settings, now) = (context.settings, context.now);
        changes.join(watch(live, settings, supplier, rate, Look { is_new: true, now }));
    }
}

/// On what occasion a rate is looked at.
#[derive(Clone, Copy)]
struct Look {
    /// Plays were charged back just now: also a flag that a person cleared is raised again.
    is_new: bool,
    now: Timestamp,
}

/// Raises a supplier's flag above the limit, ends it below. Rule: CHB-01.
fn watch(
    live: &Live,
    settings: &Settings,
    supplier: SupplierNo,
    rate: ChargebackRate,
    look: Look,
) -> Changes {
    let mut changes = Changes::default();
    let Some(row) = live.suppliers.get(supplier.0) else { return changes };
    let known = live.disputes.flag(supplier);
    let raised = known.filter(|flag| flag.is_raised());
    let exceeds = rate.exceeds(settings.dispute.flag_rate_permille);
    let values = rate_values(settings, &row.name, rate);
    match (raised, exceeds) {
        (None, true) if look.is_new || known.is_none_or(|flag| !flag.by_person) => {
            changes.put(flag(SupplierFlag {
                supplier,
                rate,
                raised_at: look.now,
                cleared_at: None,
                cleared_by: None,
                by_person: false,
                note: None,
            }));
            let entry = AuditDraft::new("supplier.flag", "supplier", row.id);
            changes.audit(entry.change("chargeback_rate_percent", "", rate.percent()));
            changes.tell(Owner::Operator, "SUPPLIER_CHARGEBACK_RATE", row.id, &values);
            changes.tell(Owner::Supplier(supplier), "CHARGEBACK_RATE_HIGH", row.id, &values);
        }
        (Some(before), true) if before.rate != rate => {
            changes.put(flag(SupplierFlag { rate, ..(**before).clone() }));
        }
        (Some(before), false) => {
            let next = SupplierFlag { rate, ..(**before).clone() };
            let by = Ending { by: "system", person: false, note: None, now: look.now };
            changes.join(cleared(row.id, next, &by, &values));
        }
        (None | Some(_), _) => {}
    }
    changes
}

fn flag(flag: SupplierFlag) -> Record {
    Record::SupplierFlag(Arc::new(flag))
}

fn rate_values(
    settings: &Settings,
    supplier: &str,
    rate: ChargebackRate,
) -> [(&'static str, String); 6] {
    let permille = settings.dispute.flag_rate_permille;
    let limit = format!("{}.{}", permille / 10, permille % 10);
    [
        ("supplier", supplier.to_owned()),
        ("rate", rate.percent()),
        ("charged_back", rate.charged_back.to_string()),
        ("billed", rate.billed.to_string()),
        ("days", settings.dispute.flag_days.to_string()),
        ("limit", limit.trim_end_matches(".0").to_owned()),
    ]
}

/// How a flag ends.
struct Ending<'a> {
    by: &'a str,
    person: bool,
    note: Option<&'a str>,
    now: Timestamp,
}

fn cleared(
    id: Uuid,
    mut next: SupplierFlag,
    end: &Ending<'_>,
    values: &[(&str, String)],
) -> Changes {
    let mut changes = Changes::default();
    next.cleared_at = Some(end.now);
    next.cleared_by = Some(end.by.to_owned());
    next.by_person = end.person;
    next.note = end.note.map(str::to_owned);
    let entry = AuditDraft::new("supplier.unflag", "supplier", id);
    let entry = entry.change("chargeback_rate_percent", next.rate.percent(), "");
    changes.audit(entry.because(end.note));
    let to = Owner::Supplier(next.supplier);
    changes.tell(to, "CHARGEBACK_FLAG_CLEARED", id, values);
    changes.tell(Owner::Operator, "CHARGEBACK_FLAG_CLEARED", id, values);
    changes.put(flag(next));
    changes
}

/// Ends a supplier's flag after a look at its chargebacks. For admins. Rule: CHB-01.
#[derive(Clone, Debug)]
pub struct ClearFlag {
    /// The supplier.
    pub supplier: Uuid,
    /// What was found; required.
    pub note: String,
}

impl Command for ClearFlag {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        context.actor.require_role(&ADMINS)?;
        let row = live.suppliers.by_id(self.supplier);
        let row = row.ok_or_else(|| Refusal::not_found("Supplier"))?;
        let mut checks = FieldChecks::default();
        let note = checks.text("note", "Note", &self.note, MAX_REASON);
        checks.finish()?;
        let raised = live.disputes.flag(row.no).filter(|flag| flag.is_raised());
        let Some(raised) = raised else {
            let message = format!("The supplier {} is not flagged", row.name);
            return Err(Refusal::new(Code::IllegalTransition, message));
        };
        let values = rate_values(context.settings, &row.name, raised.rate);
        let (by, now) = (context.actor.name.as_str(), context.now);
        let end = Ending { by, person: true, note: Some(&note), now };
        Ok((cleared(row.id, (**raised).clone(), &end, &values), row.id))
    }
}

/// Looks at the rates of suppliers with chargebacks once a day: the window moves on. Rule: CHB-01.
#[derive(Clone, Copy, Debug)]
pub struct ReviewChargebackRates {
    /// Midnight UTC.
    pub slot: Timestamp,
}

impl Command for ReviewChargebackRates {
    type Output = String;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, String), Refusal> {
        not_done_yet(live, RATES_JOB, self.slot)?;
        let (settings, now) = (context.settings, self.slot);
        let days = settings.dispute.flag_days;
        let watched = live.disputes.suppliers_to_watch(window_start(now.day(), days));
        let mut changes = Changes::default();
        for supplier in &watched {
            let rate = live.chargeback_rate(*supplier, now, days);
            changes.join(watch(live, settings, *supplier, rate, Look { is_new: false, now }));
        }
        let result = format!("{} suppliers with chargebacks", watched.len());
        changes.put(done(RATES_JOB, self.slot, context.now, result.clone()));
        Ok((changes, result))
    }
}

/// Reminds the operator of a dispute that waits. Rule: POP-06.
pub fn remind(live: &Live, settings: &Settings, no: DisputeNo, due: Timestamp) -> Changes {
    let mut changes = Changes::default();
    let Some(found) = live.disputes.rows.get(no.0).filter(|dispute| dispute.is_open()) else {
        return changes;
    };
    let last = found.reminded_at.unwrap_or(found.opened_at);
    if settings.dispute.reminder_after(last).is_none_or(|at| at > due) {
        return changes;
    }
    let mut next = (**found).clone();
    next.reminded_at = Some(due);
    let mut values = values_of(live, &next, None);
    values.push(("days", (due.since_ms(next.opened_at) / DAY_MS).to_string()));
    values.push(("status", next.status.to_string()));
    changes.tell(Owner::Operator, "DISPUTE_REMINDER", next.id, &values);
    changes.put(Record::Dispute(Arc::new(next)));
    changes
}

/// Refuses while money may still come back to an account. Rule: CAM-27.
///
/// # Errors
/// `ILLEGAL_TRANSITION` with `open_disputes`.
pub fn require_no_disputes(
    live: &Live,
    advertiser: crate::domain::ids::AdvertiserNo,
) -> Result<(), Refusal> {
    let count = live.disputes.waiting_of(advertiser).count();
    if count == 0 {
        return Ok(());
    }
    let message = format!("{count} disputes of the account are open; resolve them before");
    Err(Refusal::new(Code::IllegalTransition, message)
        .with("open_disputes", Detail::Int(i64::try_from(count).unwrap_or(i64::MAX))))
}
