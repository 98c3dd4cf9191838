//! Requests of suppliers for an emergency stop, and the end of an investigation.
//! Rule: CAM-12, D-59.

use std::sync::Arc;

use uuid::Uuid;

use super::{
    closing,
    credits::require_given_alone,
    emergency::{Stop, in_stores, new_incident, pause, reachable_by, tell_devices, tell_suppliers},
    parties::ADMINS,
    standing,
    status::moved,
};
use crate::{
    domain::{
        campaign::{
            emergency::{
                Grounds, Incident, Initiator, Outcome, RequestStatus, Resolution, StopRequest,
            },
            model::Campaign,
            status::{Action, Actor as Who, CampaignStatus, Circumstances, PauseReason},
            timeline::StatusSpan,
        },
        catalog::{
            AssetStatus, PartyStatus, Role,
            access::Owner,
            standing::{Suspension, SuspensionReason},
        },
        ids::{StopRequestNo, StoreNo, SupplierNo},
        ledger::{Account, TransferDraft, TransferKind},
        money::{Amount, Currency, Dollars},
        refusal::{Code, Detail, Refusal},
        text,
    },
    engine::{
        actor::AuditDraft,
        command::{Changes, Command, Context, Record},
        live::Live,
    },
};

/// Most characters of findings or of a note.
const MAX_FINDINGS: usize = 5_000;

/// A supplier asks for an emergency stop of a campaign on its stores.
///
/// For a reason of safety its own stores go dark at once. Rule: CAM-12, D-59.
#[derive(Clone, Debug)]
pub struct RequestStop {
    /// Campaign.
    pub campaign: Uuid,
    /// Why.
    pub grounds: Grounds,
}

impl Command for RequestStop {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        context.actor.require_role(&[Role::Supplier])?;
        let Owner::Supplier(supplier) = context.actor.owner else {
            return Err(Refusal::new(Code::Forbidden, "Only a supplier asks for a stop"));
        };
        let grounds = self.grounds.check(Initiator::Supplier, &context.settings.emergency)?;
        let (campaign, stores) = own_campaign(live, supplier, self.campaign)?;
        let open = live.fleet.requests.iter().find(|request| {
            request.supplier == supplier
                && request.campaign == campaign.no
                && request.status == RequestStatus::Pending
        });
        if let Some(open) = open {
            let message = format!("Your request of {} is not decided yet", open.created_at);
            return Err(Refusal::new(Code::Conflict, message)
                .with("request_id", Detail::Text(open.id.to_string())));
        }
        let mut changes = Changes::default();
        let mut request = StopRequest {
            no: StopRequestNo(live.fleet.requests.next_number()),
            id: context.random.uuid(context.now),
            supplier,
            campaign: campaign.no,
            stores,
            grounds,
            created_at: context.now,
            status: RequestStatus::Pending,
            decided_at: None,
            decided_by: None,
            decision_note: None,
            incident: None,
        };
        let dark = request.grounds.reason.is_safety();
        let dark_stores = if dark { request.stores.len() } else { 0 };
        if dark {
            let incident = stop_own_stores(live, context, &campaign, &request, &mut changes);
            request.incident = Some(incident.no);
            changes.put(Record::Incident(Arc::new(incident)));
        }
        let name = live.suppliers.get(supplier.0).map(|row| row.name.clone()).unwrap_or_default();
        let values = [
            ("supplier", name),
            ("campaign", campaign.name.clone()),
            ("reason", request.grounds.reason.to_string()),
            ("stores", dark_stores.to_string()),
        ];
        changes.tell(Owner::Operator, "STOP_REQUEST_RECEIVED", request.id, &values);
        let entry = AuditDraft::new("stop_request.create", "stop_request", request.id);
        let said = request.grounds.detail.clone().unwrap_or_default();
        let said = format!("{} {said}", request.grounds.reason);
        changes.audit(entry.change("campaign_id", "", campaign.id).because(Some(said.trim())));
        let id = request.id;
        changes.put(Record::StopRequest(Arc::new(request)));
        Ok((changes, id))
    }
}

/// A campaign that runs on a supplier's stores, with those stores.
fn own_campaign(
    live: &Live,
    supplier: SupplierNo,
    id: Uuid,
) -> Result<(Arc<Campaign>, Vec<StoreNo>), Refusal> {
    let campaign = live.campaigns.by_id(id).ok_or_else(|| Refusal::not_found("Campaign"))?;
    let own = |no: &&StoreNo| live.store(**no).is_some_and(|store| store.supplier == supplier);
    let stores: Vec<StoreNo> = campaign.target_stores.iter().filter(own).copied().collect();
    if stores.is_empty() {
        return Err(Refusal::not_found("Campaign"));
    }
    if !campaign.is_active() {
        let status = campaign.status_now();
        let message = format!("The campaign is {status}; only an ACTIVE one is stopped");
        return Err(Refusal::new(Code::IllegalTransition, message)
            .with("status", Detail::Text(status.to_string())));
    }
    Ok((Arc::clone(campaign), stores))
}

/// Rule: D-59.
fn stop_own_stores(
    live: &Live,
    context: &mut Context<'_>,
    campaign: &Campaign,
    request: &StopRequest,
    changes: &mut Changes,
) -> Incident {
    let stop = Stop {
        grounds: &request.grounds,
        initiator: Initiator::Supplier,
        request: Some(request.no),
    };
    let all = reachable_by(live, context.settings, campaign, context.now);
    let mut incident = new_incident(live, context, campaign, &stop, changes);
    incident.stores.clone_from(&request.stores);
    incident.devices = in_stores(&all, &request.stores);
    tell_devices(live, &incident, &incident.devices, context.now, changes);
    let values = [
        ("campaign", campaign.name.clone()),
        ("stores", request.stores.len().to_string()),
        ("reason", request.grounds.reason.to_string()),
    ];
    let to = Owner::Advertiser(campaign.advertiser);
    changes.tell(to, "CAMPAIGN_STORE_STOPPED", campaign.id, &values);
    incident
}

/// An administrator decides about a supplier's request. Rule: CAM-12, D-59.
#[derive(Clone, Debug)]
pub struct DecideStopRequest {
    /// Which.
    pub id: Uuid,
    /// Whether the whole campaign is stopped.
    pub approve: bool,
    /// What is said about it.
    pub note: Option<String>,
}

impl Command for DecideStopRequest {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        context.actor.require_role(&ADMINS)?;
        let found = live.fleet.requests.by_id(self.id);
        let found = found.ok_or_else(|| Refusal::not_found("Request"))?;
        if found.status != RequestStatus::Pending {
            let message = format!("The request is {} already", found.status);
            return Err(Refusal::new(Code::IllegalTransition, message));
        }
        let note = self.note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
        if note.as_ref().is_some_and(|note| !text::is_plain_text(note, MAX_FINDINGS)) {
            let message = format!("A note has at most {MAX_FINDINGS} characters");
            return Err(Refusal::field("note", "LENGTH", message));
        }
        if !self.approve && note.is_none() {
            let message = "Say why the request is declined";
            return Err(Refusal::field("note", "REQUIRED", message));
        }
        let campaign = live.campaigns.get(found.campaign.0);
        let campaign = campaign.ok_or_else(|| Refusal::not_found("Campaign"))?;
        let mut changes = Changes::default();
        let mut next = (**found).clone();
        next.status = if self.approve { RequestStatus::Approved } else { RequestStatus::Declined };
        next.decided_at = Some(context.now);
        next.decided_by = context.actor.id;
        next.decision_note.clone_from(&note);
        if self.approve {
            next.incident = Some(stop_whole(live, context, campaign, found, &mut changes)?);
        }
        let entry = AuditDraft::new("stop_request.decide", "stop_request", next.id);
        changes.audit(entry.change("status", found.status, next.status).because(note.as_deref()));
        let values = [("campaign", campaign.name.clone()), ("note", note.unwrap_or_default())];
        let code = if self.approve { "STOP_REQUEST_APPROVED" } else { "STOP_REQUEST_DECLINED" };
        changes.tell(Owner::Supplier(next.supplier), code, next.id, &values);
        changes.put(Record::StopRequest(Arc::new(next)));
        Ok((changes, self.id))
    }
}

/// Stops the whole campaign for a supplier's request: its own stop is widened, or a new one opened.
fn stop_whole(
    live: &Live,
    context: &mut Context<'_>,
    campaign: &Campaign,
    request: &StopRequest,
    changes: &mut Changes,
) -> Result<crate::domain::ids::IncidentNo, Refusal> {
    let grounds = &request.grounds;
    pause(campaign, Who::Admin, grounds, context.now, changes)?;
    let known = request.incident.and_then(|no| live.fleet.incidents.get(no.0));
    let known = known.filter(|incident| incident.is_open());
    let mut incident = match known {
        Some(known) => (**known).clone(),
        None => {
            let initiator = Initiator::Supplier;
            let stop = Stop { grounds, initiator, request: Some(request.no) };
            new_incident(live, context, campaign, &stop, changes)
        }
    };
    let told: Vec<_> = incident.devices.iter().map(|one| one.device).collect();
    let mut rest = reachable_by(live, context.settings, campaign, context.now);
    rest.retain(|one| !told.contains(&one.device));
    incident.campaign_stopped_at = Some(context.now);
    incident.dark_checked = false;
    tell_devices(live, &incident, &rest, context.now, changes);
    tell_suppliers(live, &incident, &rest, &campaign.name, changes);
    let values = [("campaign", campaign.name.clone()), ("reason", grounds.reason.to_string())];
    let to = Owner::Advertiser(campaign.advertiser);
    changes.tell(to, "CAMPAIGN_EMERGENCY_STOPPED", campaign.id, &values);
    incident.devices.extend(rest);
    let no = incident.no;
    changes.put(Record::Incident(Arc::new(incident)));
    Ok(no)
}

/// Ends an investigation with what was found. Rule: CAM-12.
#[derive(Clone, Debug)]
pub struct ResolveIncident {
    /// Which.
    pub id: Uuid,
    /// What was found.
    pub outcome: Outcome,
    /// In words; required.
    pub findings: String,
    /// Paid to the advertiser by the platform, for outcome A.
    pub compensation: Option<Amount>,
    /// The content has to be approved again, for outcome B.
    pub reapprove_content: bool,
}

impl Command for ResolveIncident {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        context.actor.require_role(&ADMINS)?;
        let found = live.fleet.incidents.by_id(self.id);
        let found = found.ok_or_else(|| Refusal::not_found("Incident"))?;
        if let Some(resolution) = &found.resolution {
            let message = format!(
                "The investigation ended at {} with {}",
                resolution.at,
                resolution.outcome.name()
            );
            return Err(Refusal::new(Code::IllegalTransition, message));
        }
        let campaign = live.campaigns.get(found.campaign.0);
        let campaign = campaign.ok_or_else(|| Refusal::not_found("Campaign"))?;
        let findings = self.check(campaign)?;
        if let Some(amount) = self.compensation {
            let field = "compensation_amount";
            require_given_alone(live, context, campaign.advertiser, amount, field)?;
        }
        let mut changes = Changes::default();
        let mut next = (**found).clone();
        next.frozen = !self.outcome.frees_payouts();
        if matches!(self.outcome, Outcome::A | Outcome::B) {
            next.lifted_at = Some(context.now);
        }
        next.resolution = Some(Resolution {
            outcome: self.outcome,
            findings: findings.clone(),
            compensation: self.compensation,
            reapprove_content: self.reapprove_content,
            at: context.now,
            by: context.actor.id,
            by_name: context.actor.name.clone(),
        });
        let entry = AuditDraft::new("incident.resolve", "incident", next.id);
        let entry = entry.change("outcome", "", self.outcome.name());
        changes.audit(entry.because(Some(&findings)));
        self.follow_outcome(live, context, campaign, found, &mut changes)?;
        // A refund that waited for this is due.
        changes.later.extend(closing::thawed(live, campaign, context.now));
        self.tell(campaign, &findings, &mut changes);
        changes.put(Record::Incident(Arc::new(next)));
        Ok((changes, self.id))
    }
}

impl ResolveIncident {
    /// Checks the fields; answers the findings.
    fn check(&self, campaign: &Campaign) -> Result<String, Refusal> {
        let message = format!("Findings are required, 1-{MAX_FINDINGS} characters");
        let findings = text::required("findings", &self.findings, MAX_FINDINGS, message)?;
        let field = "compensation_amount";
        if let Some(amount) = self.compensation {
            if self.outcome != Outcome::A {
                let message = "A compensation goes with outcome A (false alarm) alone";
                return Err(Refusal::field(field, "MISMATCH", message));
            }
            if !amount.is_positive() || !amount.is_whole_cents() {
                let message = "A compensation is positive, with at most 2 decimals";
                return Err(Refusal::field(field, "DECIMALS", message));
            }
            let most = campaign.budget_or_zero();
            if amount > most {
                let message =
                    format!("A compensation is at most the campaign's budget, {}", Dollars(most));
                return Err(Refusal::field(field, "MAXIMUM", message));
            }
        }
        if self.reapprove_content && self.outcome != Outcome::B {
            let message = "New approval of the content goes with outcome B (valid concern) alone";
            return Err(Refusal::field("require_content_reapproval", "MISMATCH", message));
        }
        Ok(findings)
    }

    /// What each outcome does to campaign, content, money and account.
    fn follow_outcome(
        &self,
        live: &Live,
        context: &Context<'_>,
        campaign: &Campaign,
        incident: &Incident,
        changes: &mut Changes,
    ) -> Result<(), Refusal> {
        match self.outcome {
            Outcome::A => {
                changes.transfers.extend(self.compensation.map(|amount| TransferDraft {
                    debit: Account::PlatformAbsorbed,
                    credit: Account::AdvertiserAvailable(campaign.advertiser),
                    amount,
                    currency: Currency::Usd,
                    kind: TransferKind::Credit,
                    campaign: Some(campaign.no),
                    reference: Some(incident.id),
                    description: "Compensation after a false alarm".to_owned(),
                }));
            }
            Outcome::B if self.reapprove_content => {
                reopen_content(live, context, campaign, changes)
            }
            Outcome::B => {}
            Outcome::C => stay_paused(campaign, incident, context, changes),
            Outcome::D => terminate(live, campaign, context, changes)?,
        }
        Ok(())
    }

    fn tell(&self, campaign: &Campaign, findings: &str, changes: &mut Changes) {
        let compensation =
            self.compensation.map_or_else(|| "-".to_owned(), |amount| Dollars(amount).to_string());
        let values = [
            ("campaign", campaign.name.clone()),
            ("findings", findings.to_owned()),
            ("compensation", compensation),
            ("reapprove", if self.reapprove_content { "✓" } else { "-" }.to_owned()),
        ];
        let code = match self.outcome {
            Outcome::A => "INCIDENT_FALSE_ALARM",
            Outcome::B => "INCIDENT_VALID_CONCERN",
            Outcome::C => "INCIDENT_POLICY_VIOLATION",
            Outcome::D => "INCIDENT_FRAUD_CONFIRMED",
        };
        changes.tell(Owner::Advertiser(campaign.advertiser), code, campaign.id, &values);
    }
}

/// The content waits for approval again.
fn reopen_content(live: &Live, context: &Context<'_>, campaign: &Campaign, changes: &mut Changes) {
    for asset in campaign.content_assets.iter().filter_map(|no| live.assets.get(no.0)) {
        let mut next = (**asset).clone();
        next.status.push(context.now, AssetStatus::Pending);
        next.updated_at = context.now;
        let entry = AuditDraft::new("asset.reapproval", "asset", next.id);
        changes.audit(entry.change("status", "APPROVED", "PENDING"));
        changes.put(Record::Asset(Arc::new(next)));
    }
}

/// A policy violation: the pause is one now that only an administrator ends.
fn stay_paused(
    campaign: &Campaign,
    incident: &Incident,
    context: &Context<'_>,
    changes: &mut Changes,
) {
    let is_stopped = campaign.pause_reason() == Some(PauseReason::EmergencyStop)
        && campaign.status_now() == CampaignStatus::Paused;
    if !is_stopped || incident.campaign_stopped_at.is_none() {
        return;
    }
    let mut next = campaign.clone();
    let newest = next.status.iter().next_back().map_or(context.now, |(at, _)| at.max(context.now));
    next.status.push(newest, StatusSpan::paused(PauseReason::PolicyViolation));
    next.updated_at = newest;
    next.revision += 1;
    let entry = AuditDraft::new("campaign.policy_violation", "campaign", campaign.id);
    changes.audit(entry.change("pause_reason", "EMERGENCY_STOP", "POLICY_VIOLATION"));
    changes.put(Record::Campaign(Arc::new(next)));
}

/// Confirmed fraud: the campaign ends, the account is suspended for its investigation.
fn terminate(
    live: &Live,
    campaign: &Campaign,
    context: &Context<'_>,
    changes: &mut Changes,
) -> Result<(), Refusal> {
    if !campaign.is_terminal() {
        let reason = Some(PauseReason::EmergencyStop);
        let case = Circumstances::default();
        let (next, audit) = moved(campaign, Action::Cancel, reason, Who::Admin, case, context.now)?;
        changes.audit(audit.because(Some(Outcome::D.name())));
        changes.put(Record::Campaign(Arc::new(next)));
    }
    if let Some(account) = live.advertisers.get(campaign.advertiser.0)
        && account.status_now() == PartyStatus::Active
    {
        let suspension = Suspension {
            at: context.now,
            reason: SuspensionReason::FraudInvestigation,
            note: Some("account investigation after confirmed fraud".to_owned()),
            lifted_at: None,
        };
        changes.join(standing::suspended(live, account, suspension, Some(campaign.no)));
    }
    Ok(())
}
