//! Incidents: what an emergency stop did, device by device, and how its investigation ended.
//! Rule: CAM-12.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    device_view::is_online,
    listing::{fits, newest_first},
};
use crate::{
    domain::{
        campaign::{
            emergency::{AffectedDevice, DarkState, Incident, Initiator, Outcome, StopReason},
            status::CampaignStatus,
        },
        catalog::access::Owner,
        device_command::{AckStatus, DeviceCommand},
        money::Amount,
        refusal::Refusal,
        time::{SECOND_MS, Timestamp},
    },
    engine::{actor::Actor, commands::incidents::ResolveIncident},
    http::{AppState, Caller, Idem, Json, List, Page, Path, Problem, Query, error::ApiResult},
};

/// Handlers of `/incidents`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(list_incidents))
        .routes(routes!(show_incident))
        .routes(routes!(resolve_incident))
}

/// A device that was told to stop.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct StoppedDevice {
    /// Device.
    pub device_id: Option<Uuid>,
    /// Its name.
    pub device_name: Option<String>,
    /// Where it stood.
    pub store_id: Option<Uuid>,
    /// How it stands.
    pub state: DarkState,
    /// Whether it was online at the stop.
    pub online_at_stop: bool,
    /// When it was told.
    pub told_at: Option<Timestamp>,
    /// When it said that it stopped.
    pub acked_at: Option<Timestamp>,
    /// Seconds from the stop to that.
    pub seconds_to_dark: Option<f64>,
    /// In its words.
    pub detail: Option<String>,
}

/// An emergency stop with its investigation.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct IncidentView {
    /// Id.
    pub id: Uuid,
    /// What was stopped.
    pub campaign_id: Option<Uuid>,
    /// The campaign's status now.
    pub campaign_status: Option<CampaignStatus>,
    /// The campaign's status before.
    pub status_before: CampaignStatus,
    /// `CAMPAIGN`, or `STORES` for a supplier's own stop.
    pub scope: String,
    /// Stores of a supplier's own stop.
    pub store_ids: Vec<Uuid>,
    /// Why.
    pub reason_code: StopReason,
    /// In words.
    pub reason_detail: Option<String>,
    /// Links to evidence.
    pub evidence_urls: Vec<String>,
    /// Who, by kind.
    pub initiator: Initiator,
    /// When.
    pub stopped_at: Timestamp,
    /// User or token; absent (null) for the system.
    pub stopped_by: Option<Uuid>,
    /// Name for people.
    pub stopped_by_name: String,
    /// Devices that were told to stop.
    pub devices_total: usize,
    /// Devices that said they stopped.
    pub devices_dark: usize,
    /// Devices that are offline and have not answered.
    pub devices_unreachable: usize,
    /// Whether every device said that it stopped.
    pub is_dark: bool,
    /// Seconds from the stop to the last device's answer; absent (null) until all have answered.
    pub time_to_dark_seconds: Option<f64>,
    /// Device by device; a supplier sees its own.
    pub devices: Vec<StoppedDevice>,
    /// Whether payouts of the affected plays wait.
    pub frozen: bool,
    /// Plays from this moment on are affected.
    pub frozen_from: Timestamp,
    /// `OPEN` or `RESOLVED`.
    pub status: String,
    /// The investigation is due.
    pub investigation_due_at: Timestamp,
    /// Since when it is overdue.
    pub overdue_since: Option<Timestamp>,
    /// What was found: A to D.
    pub outcome: Option<Outcome>,
    /// The same by name.
    pub outcome_name: Option<String>,
    /// In words; not for suppliers.
    pub findings: Option<String>,
    /// Paid for lost plays; not for suppliers.
    pub compensation_amount: Option<Amount>,
    /// Whether the content has to be approved again.
    pub content_reapproval_required: bool,
    /// When it was resolved.
    pub resolved_at: Option<Timestamp>,
    /// Who resolved it.
    pub resolved_by_name: Option<String>,
}

/// The STOP of an incident on a device.
fn stop_of(
    state: &AppState,
    incident: &Incident,
    device: &AffectedDevice,
) -> Option<std::sync::Arc<DeviceCommand>> {
    let commands = state.views().fleet.commands_of(device.device);
    commands.iter().rev().find(|command| command.incident == Some(incident.no)).cloned()
}

fn stopped_device(state: &AppState, incident: &Incident, one: &AffectedDevice) -> StoppedDevice {
    let views = state.views();
    let row = views.devices.get(one.device.0);
    let command = stop_of(state, incident, one);
    let acked_at = command.as_ref().and_then(|command| command.done_at());
    let ack = command.as_ref().and_then(|command| command.ack.as_ref());
    let failed = ack.is_some_and(|ack| ack.status == AckStatus::Failed);
    let online = row.as_ref().is_some_and(|row| is_online(state, row));
    let state_now = match (acked_at, failed, online) {
        (Some(_), ..) => DarkState::Dark,
        (None, true, _) => DarkState::Failed,
        (None, false, true) => DarkState::Waiting,
        (None, false, false) => DarkState::Unreachable,
    };
    let told_at = command.as_ref().map(|command| command.created_at);
    StoppedDevice {
        device_id: row.as_ref().map(|row| row.id),
        device_name: row.map(|row| row.name.clone()),
        store_id: views.stores.get(one.store.0).map(|store| store.id),
        state: state_now,
        online_at_stop: one.online,
        told_at,
        acked_at,
        seconds_to_dark: told_at.zip(acked_at).map(|(told, acked)| seconds(acked.since_ms(told))),
        detail: ack.and_then(|ack| ack.detail.clone()),
    }
}

fn seconds(ms: i64) -> f64 {
    ms as f64 / SECOND_MS as f64
}

impl IncidentView {
    fn of(state: &AppState, actor: &Actor, row: &Incident) -> Self {
        let views = state.views();
        let campaign = views.campaigns.get(row.campaign.0);
        let stores = row.stores.iter().filter_map(|no| views.stores.get(no.0));
        let visible = row.devices.iter().filter(|one| shows_device(state, actor, one));
        let devices: Vec<_> = visible.map(|one| stopped_device(state, row, one)).collect();
        let counted = |wanted| devices.iter().filter(|device| device.state == wanted).count();
        let is_dark = devices.iter().all(|device| device.state == DarkState::Dark);
        let slowest = devices.iter().filter_map(|device| device.seconds_to_dark).reduce(f64::max);
        let whole = row.campaign_stopped_at.is_some();
        let resolution = row.resolution.as_ref();
        // What is between the operator and the advertiser is not for the owners of screens.
        let inner = resolution.filter(|_| !matches!(actor.owner, Owner::Supplier(_)));
        Self {
            id: row.id,
            campaign_id: campaign.as_ref().map(|campaign| campaign.id),
            campaign_status: campaign.map(|campaign| campaign.status_now()),
            status_before: row.status_before,
            scope: if whole { "CAMPAIGN" } else { "STORES" }.to_owned(),
            store_ids: stores.map(|store| store.id).collect(),
            reason_code: row.grounds.reason,
            reason_detail: row.grounds.detail.clone(),
            evidence_urls: row.grounds.evidence_urls.clone(),
            initiator: row.initiator,
            stopped_at: row.stopped_at,
            stopped_by: row.stopped_by,
            stopped_by_name: row.stopped_by_name.clone(),
            devices_total: devices.len(),
            devices_dark: counted(DarkState::Dark),
            devices_unreachable: counted(DarkState::Unreachable),
            is_dark,
            time_to_dark_seconds: slowest.filter(|_| is_dark),
            devices,
            frozen: row.frozen,
            frozen_from: row.frozen_from,
            status: if row.is_open() { "OPEN" } else { "RESOLVED" }.to_owned(),
            investigation_due_at: row.due_at,
            overdue_since: row.overdue_since,
            outcome: resolution.map(|one| one.outcome),
            outcome_name: resolution.map(|one| one.outcome.name().to_owned()),
            findings: inner.map(|one| one.findings.clone()),
            compensation_amount: inner.and_then(|one| one.compensation),
            content_reapproval_required: resolution.is_some_and(|one| one.reapprove_content),
            resolved_at: resolution.map(|one| one.at),
            resolved_by_name: inner.map(|one| one.by_name.clone()),
        }
    }
}

fn supplier_of(state: &AppState, one: &AffectedDevice) -> Option<Owner> {
    state.views().stores.get(one.store.0).map(|store| Owner::Supplier(store.supplier))
}

/// Operators and the campaign's advertiser see all devices, a supplier its own.
fn shows_device(state: &AppState, actor: &Actor, one: &AffectedDevice) -> bool {
    !matches!(actor.owner, Owner::Supplier(_)) || supplier_of(state, one) == Some(actor.owner)
}

fn may_see(state: &AppState, actor: &Actor, row: &Incident) -> bool {
    match actor.owner {
        Owner::Operator => true,
        Owner::Advertiser(no) => {
            let campaign = state.views().campaigns.get(row.campaign.0);
            campaign.is_some_and(|campaign| campaign.advertiser == no)
        }
        Owner::Supplier(_) => {
            row.devices.iter().any(|one| supplier_of(state, one) == Some(actor.owner))
        }
    }
}

/// An incident, if the caller may see it.
///
/// # Errors
/// `NOT_FOUND`.
pub(super) fn incident_view(
    state: &AppState,
    caller: &Caller,
    id: Uuid,
) -> ApiResult<IncidentView> {
    let row = state.views().fleet.incidents.by_id(id);
    let row = row.filter(|row| may_see(state, &caller.actor, row));
    let row = row.ok_or_else(|| Refusal::not_found("Incident"))?;
    Ok(IncidentView::of(state, &caller.actor, &row))
}

/// Which incidents are wanted.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct IncidentFilter {
    /// Only those of this campaign.
    pub campaign_id: Option<Uuid>,
    /// Only those whose investigation is (not) over.
    pub open: Option<bool>,
    /// Only those whose payouts are (not) frozen.
    pub frozen: Option<bool>,
}

/// Lists incidents, newest first: operators see all, advertisers those of their campaigns,
/// suppliers those on their stores.
#[utoipa::path(
    get,
    path = "/incidents",
    tag = "emergency",
    params(Page, IncidentFilter),
    responses(
        (status = 200, body = List<IncidentView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
    ),
)]
pub async fn list_incidents(
    State(state): State<AppState>,
    caller: Caller,
    page: Page,
    Query(filter): Query<IncidentFilter>,
) -> ApiResult<Json<List<IncidentView>>> {
    let views = state.views();
    let campaign = filter.campaign_id.map(|id| views.campaigns.by_id(id).map(|row| row.no));
    let rows = newest_first(&views.fleet.incidents, &page, |row| {
        may_see(&state, &caller.actor, row)
            && campaign.is_none_or(|campaign| campaign == Some(row.campaign))
            && fits(filter.open, row.is_open())
            && fits(filter.frozen, row.frozen)
    });
    Ok(Json(rows.map(|row| IncidentView::of(&state, &caller.actor, &row))))
}

/// Shows an incident with every device that was told to stop.
#[utoipa::path(
    get,
    path = "/incidents/{id}",
    tag = "emergency",
    params(("id" = Uuid, Path, description = "The incident")),
    responses(
        (status = 200, body = IncidentView),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn show_incident(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<IncidentView>> {
    Ok(Json(incident_view(&state, &caller, id)?))
}

/// What the investigation found.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResolutionBody {
    /// `A` false alarm, `B` valid concern, `C` policy violation, `D` fraud confirmed.
    pub outcome: Outcome,
    /// In words; required.
    pub findings: String,
    /// Paid to the advertiser for lost plays, with outcome A.
    pub compensation_amount: Option<Amount>,
    /// The content has to be approved again, with outcome B.
    #[serde(default)]
    pub require_content_reapproval: bool,
}

/// Ends an investigation. For admins.
///
/// A: may run on, by the advertiser too. B: an admin resumes once the issue is resolved. C: stays
/// paused for a policy violation, formal warning. D: the campaign is terminated, its payouts stay
/// frozen, the account is suspended and investigated. Rule: CAM-12.
#[utoipa::path(
    post,
    path = "/incidents/{id}/resolve",
    tag = "emergency",
    params(("id" = Uuid, Path, description = "The incident")),
    request_body = ResolutionBody,
    responses(
        (status = 200, body = IncidentView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Resolved already", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn resolve_incident(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<ResolutionBody>,
) -> ApiResult<Json<IncidentView>> {
    let command = ResolveIncident {
        id,
        outcome: value.outcome,
        findings: value.findings,
        compensation: value.compensation_amount,
        reapprove_content: value.require_content_reapproval,
    };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(incident_view(&state, &caller, id)?))
}
