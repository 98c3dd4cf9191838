//! Commands to devices: the stream, the list, the answers; logs of devices.
//! Rule: DEV-04, DEV-05, DEV-07.

use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{
        IntoResponse, Response,
        sse::{self, KeepAlive, Sse},
    },
};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    asker::Asker,
    device_view::sees,
    devices::device_actor,
    reading::{from_store, span},
};
use crate::{
    domain::{
        catalog::Device,
        device_command::{AckStatus, CommandKind, DeviceCommand, LogEntry, LogKind, LogLevel},
        ids::Seq,
        refusal::Refusal,
        time::Timestamp,
    },
    engine::{
        commands::device_commands::{
            AckCommand, AckManifest, Acknowledged, ManifestAcknowledged, PendingCommand,
            SendCommand, UploadLogs,
        },
        fleet::{Bell, device_logs},
    },
    http::{
        ApiError, AppState, Caller, DeviceCaller, Idem, Json, List, Page, Path, Problem, Query,
        auth::CallerAddress, body::created, error::ApiResult,
    },
};

/// Handlers of `/devices/{id}/commands`, `/manifest/ack` and `/logs`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(follow_commands, send_command))
        .routes(routes!(ack_command))
        .routes(routes!(ack_manifest))
        .routes(routes!(upload_logs, list_logs))
}

/// A comment goes out so often while nothing happens.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Credentials and commands are looked at this often at the latest.
const LOOK_AGAIN: Duration = Duration::from_secs(10);
/// The header of those who come back.
const LAST_EVENT_ID: &str = "last-event-id";

/// A command as people see it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CommandView {
    /// Id.
    pub command_id: Uuid,
    /// What the device was told.
    pub kind: CommandKind,
    /// The campaigns that it is about.
    pub campaign_ids: Vec<Uuid>,
    /// The incident behind a STOP.
    pub incident_id: Option<Uuid>,
    /// Why.
    pub reason: Option<String>,
    /// Creation.
    pub created_at: Timestamp,
    /// Whether the device still has to do it.
    pub open: bool,
    /// How often it was put on the stream again.
    pub repeats: u16,
    /// A newer one says the same and more.
    pub superseded: bool,
    /// What the device answered.
    pub ack_status: Option<AckStatus>,
    /// In its words.
    pub ack_detail: Option<String>,
    /// When.
    pub acked_at: Option<Timestamp>,
}

impl CommandView {
    fn of(state: &AppState, row: &DeviceCommand) -> Self {
        let views = state.views();
        let campaigns = row.campaigns.iter().filter_map(|no| views.campaigns.get(no.0));
        let incident = row.incident.and_then(|no| views.fleet.incidents.get(no.0));
        Self {
            command_id: row.id,
            kind: row.kind,
            campaign_ids: campaigns.map(|campaign| campaign.id).collect(),
            incident_id: incident.map(|incident| incident.id),
            reason: row.reason.clone(),
            created_at: row.created_at,
            open: row.is_open(),
            repeats: row.repeats,
            superseded: row.superseded,
            ack_status: row.ack.as_ref().map(|ack| ack.status),
            ack_detail: row.ack.as_ref().and_then(|ack| ack.detail.clone()),
            acked_at: row.ack.as_ref().map(|ack| ack.at),
        }
    }
}

/// A device's row, if the caller may see it.
fn find_device(state: &AppState, caller: &Caller, id: Uuid) -> ApiResult<Arc<Device>> {
    let row = state.views().devices.by_id(id).filter(|row| sees(state, &caller.actor, row));
    Ok(row.ok_or_else(|| Refusal::not_found("Device"))?)
}

/// Streams commands to the device itself (server-sent events named `command`); for people and
/// programs it lists them, newest first.
///
/// With the device's token: every command that is not acknowledged comes first, also after a
/// reconnect with `Last-Event-ID`, then new ones as they are given. A device has one stream: a
/// new one ends the one before. With other tokens: a JSON list. Rule: DEV-05.
#[utoipa::path(
    get,
    path = "/devices/{id}/commands",
    tag = "devices",
    params(
        ("id" = Uuid, Path, description = "The device"),
        ("last-event-id" = Option<u64>, Header, description = "The newest event that was read"),
        Page,
    ),
    responses(
        (status = 200, description = "An event's data is a PendingCommand", content(
            (List<CommandView> = "application/json"),
            (PendingCommand = "text/event-stream"),
        )),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, description = "Another device's token", body = Problem),
        (status = 404, body = Problem),
        (status = 429, body = Problem),
    ),
)]
pub async fn follow_commands(
    State(state): State<AppState>,
    Asker(asker): Asker,
    Path(id): Path<Uuid>,
    page: Page,
    headers: HeaderMap,
) -> ApiResult<Response> {
    match asker {
        Ok(caller) => {
            let device = find_device(&state, &caller, id)?;
            let commands = state.views().fleet.commands_of(device.no);
            let before = page.after.unwrap_or(Seq::MAX);
            let rows = commands.iter().rev().filter(|command| command.seq < before);
            let list =
                page.take(rows.map(|command| (command.seq, CommandView::of(&state, command))));
            Ok(Json(list).into_response())
        }
        Err(device) => {
            device.require_own(id)?;
            check_last_event_id(&headers)?;
            Ok(stream_to(state, device.0))
        }
    }
}

/// What was read and not acknowledged comes again all the same, so the number is only checked.
fn check_last_event_id(headers: &HeaderMap) -> ApiResult<()> {
    let Some(value) = headers.get(LAST_EVENT_ID) else { return Ok(()) };
    let number = value.to_str().ok().and_then(|text| text.trim().parse::<u64>().ok());
    number.map(|_| ()).ok_or_else(|| ApiError::malformed("Last-Event-ID must be an event's id"))
}

fn stream_to(state: AppState, device: Arc<Device>) -> Response {
    let bell = state.views().fleet.bell(device.no);
    let number = bell.stream.fetch_add(1, Ordering::SeqCst).wrapping_add(1);
    // The stream before ends.
    bell.changed.notify_waiters();
    let feed = Feed { state, device, bell, number, sent: HashMap::new() };
    let events = stream::unfold(feed, |mut feed| async move {
        feed.next().await.map(|event| (Ok::<_, Infallible>(event), feed))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}

/// The one stream of a device.
struct Feed {
    state: AppState,
    device: Arc<Device>,
    bell: Arc<Bell>,
    number: u64,
    /// Commands that were sent, with their count of repeats.
    sent: HashMap<Seq, u16>,
}

impl Feed {
    /// The next command; `None` when the stream ends.
    async fn next(&mut self) -> Option<sse::Event> {
        let bell = Arc::clone(&self.bell);
        let stopping = self.state.stopping().clone();
        loop {
            let changed = bell.changed.notified();
            let mut changed = std::pin::pin!(changed);
            // From here on nothing is missed, though it is looked at only now.
            changed.as_mut().enable();
            if bell.stream.load(Ordering::SeqCst) != self.number || !self.may_go_on() {
                return None;
            }
            if let Some(event) = self.unsent() {
                return Some(event);
            }
            tokio::select! {
                () = stopping.cancelled() => return None,
                () = changed => {}
                () = tokio::time::sleep(LOOK_AGAIN) => {}
            }
        }
    }

    /// Whether the token still counts: a stream must not outlive it.
    fn may_go_on(&self) -> bool {
        let now = self.state.views().devices.get(self.device.no.0);
        now.is_some_and(|now| now.token_hash.is_some() && now.token_hash == self.device.token_hash)
    }

    /// The oldest command that is open and was not sent on this stream.
    fn unsent(&mut self) -> Option<sse::Event> {
        let views = self.state.views();
        let commands = views.fleet.commands_of(self.device.no);
        let mut open = commands.iter().filter(|command| command.is_open());
        let next = open.find(|command| self.sent.get(&command.seq) != Some(&command.repeats))?;
        self.sent.insert(next.seq, next.repeats);
        let campaign_id = |no: crate::domain::ids::CampaignNo| {
            views.campaigns.get(no.0).map(|campaign| campaign.id)
        };
        let seconds = self.state.settings().emergency.stop_seconds;
        let json = serde_json::to_string(&PendingCommand::of(next, seconds, campaign_id)).ok()?;
        Some(sse::Event::default().id(next.seq.to_string()).event("command").data(json))
    }
}

/// A command to a device.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCommand {
    /// `ROTATE_KEY` or `SCREENSHOT`.
    pub kind: CommandKind,
    /// Why.
    pub reason: Option<String>,
}

/// Sends ROTATE_KEY or SCREENSHOT to a device. For admins. Rule: DEV-05.
#[utoipa::path(
    post,
    path = "/devices/{id}/commands",
    tag = "devices",
    params(("id" = Uuid, Path, description = "The device")),
    request_body = NewCommand,
    responses(
        (status = 201, body = CommandView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Not in this status, or too many wait", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn send_command(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<NewCommand>,
) -> ApiResult<(StatusCode, Json<CommandView>)> {
    let kind = value.kind;
    let command = SendCommand { device: id, kind, reason: value.reason };
    state.handle().run(&caller.actor, command, key).await?;
    let device = find_device(&state, &caller, id)?;
    let commands = state.views().fleet.commands_of(device.no);
    let newest = commands.iter().rev().find(|command| command.kind == kind);
    let newest = newest.ok_or_else(|| Refusal::not_found("Command"))?;
    Ok(created(CommandView::of(&state, newest)))
}

/// What came of a command.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommandAnswer {
    /// `OK` or `FAILED`.
    pub status: AckStatus,
    /// In the device's words.
    pub detail: Option<String>,
}

/// Acknowledges a command. With the device's token; the same answer twice is one. Rule: DEV-05.
#[utoipa::path(
    post,
    path = "/devices/{id}/commands/{command_id}/ack",
    tag = "devices",
    params(
        ("id" = Uuid, Path, description = "The device"),
        ("command_id" = Uuid, Path, description = "The command"),
    ),
    request_body = CommandAnswer,
    security(("bearer" = [])),
    responses(
        (status = 200, body = Acknowledged),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, description = "Another device's token", body = Problem),
        (status = 404, body = Problem),
        (status = 422, body = Problem),
        (status = 429, body = Problem),
    ),
)]
pub async fn ack_command(
    State(state): State<AppState>,
    device: DeviceCaller,
    address: CallerAddress,
    Path((id, command_id)): Path<(Uuid, Uuid)>,
    Idem { value, key }: Idem<CommandAnswer>,
) -> ApiResult<Json<Acknowledged>> {
    device.require_own(id)?;
    let actor = device_actor(&state, &device.0, address);
    let command = AckCommand {
        device: device.no(),
        command: command_id,
        status: value.status,
        detail: value.detail,
    };
    Ok(Json(state.handle().run(&actor, command, key).await?))
}

/// How a device stands with its manifest.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ManifestAnswer {
    /// The manifest's tag, for the device's own records.
    pub etag: Option<String>,
    /// Only this campaign; otherwise all that the device was told of.
    pub campaign_id: Option<Uuid>,
    /// `OK` when all its files are there, `FAILED` when not.
    pub status: AckStatus,
    /// Why not.
    pub reason: Option<String>,
}

/// Says that the manifest's content is on the device, or why not. With the device's token.
/// Rule: DEV-04, CAM-10.
#[utoipa::path(
    post,
    path = "/devices/{id}/manifest/ack",
    tag = "devices",
    params(("id" = Uuid, Path, description = "The device")),
    request_body = ManifestAnswer,
    security(("bearer" = [])),
    responses(
        (status = 200, body = ManifestAcknowledged),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, description = "Another device's token", body = Problem),
        (status = 404, description = "No such campaign on this device", body = Problem),
        (status = 422, body = Problem),
        (status = 429, body = Problem),
    ),
)]
pub async fn ack_manifest(
    State(state): State<AppState>,
    device: DeviceCaller,
    address: CallerAddress,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<ManifestAnswer>,
) -> ApiResult<Json<ManifestAcknowledged>> {
    device.require_own(id)?;
    let actor = device_actor(&state, &device.0, address);
    let command = AckManifest {
        device: device.no(),
        campaign: value.campaign_id,
        status: value.status,
        reason: value.reason,
    };
    Ok(Json(state.handle().run(&actor, command, key).await?))
}

/// Log lines of a device, oldest first.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LogUpload {
    /// 1 to 500 lines of at most 1,000 characters.
    pub entries: Vec<LogEntry>,
}

/// What was kept.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct LogsKept {
    /// Lines.
    pub lines: usize,
}

/// Keeps log lines of a device, as evidence. With the device's token. Rule: DEV-07.
#[utoipa::path(
    post,
    path = "/devices/{id}/logs",
    tag = "devices",
    params(("id" = Uuid, Path, description = "The device")),
    request_body = LogUpload,
    security(("bearer" = [])),
    responses(
        (status = 201, body = LogsKept),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, description = "Another device's token", body = Problem),
        (status = 422, body = Problem),
        (status = 429, body = Problem),
    ),
)]
pub async fn upload_logs(
    State(state): State<AppState>,
    device: DeviceCaller,
    address: CallerAddress,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<LogUpload>,
) -> ApiResult<(StatusCode, Json<LogsKept>)> {
    device.require_own(id)?;
    let actor = device_actor(&state, &device.0, address);
    let command = UploadLogs { device: device.no(), entries: value.entries };
    let lines = state.handle().run(&actor, command, key).await?;
    Ok(created(LogsKept { lines }))
}

/// One upload of log lines.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct LogView {
    /// Arrival, server clock.
    pub received_at: Timestamp,
    /// As sent.
    pub entries: Vec<LogEntry>,
}

/// Which lines are wanted.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LogFilter {
    /// Only lines not before this, by the device's clock: RFC 3339 or a date.
    pub from: Option<String>,
    /// Only lines not after this, by the device's clock: RFC 3339 or a date (inclusive).
    pub to: Option<String>,
    /// Only lines of this kind.
    pub kind: Option<LogKind>,
    /// Only lines of at least this weight.
    pub level: Option<LogLevel>,
    /// Only lines about this play.
    pub impression_id: Option<Uuid>,
}

/// Lists what a device logged, the newest upload first, oldest lines first within each. For
/// operators, and suppliers their own devices. Rule: DEV-07.
///
/// Uploads without a line that is wanted are left out.
#[utoipa::path(
    get,
    path = "/devices/{id}/logs",
    tag = "devices",
    params(("id" = Uuid, Path, description = "The device"), LogFilter, Page),
    responses(
        (status = 200, body = List<LogView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 422, description = "Moments that cannot be read", body = Problem),
    ),
)]
pub async fn list_logs(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    page: Page,
    Query(filter): Query<LogFilter>,
) -> ApiResult<Json<List<LogView>>> {
    let device = find_device(&state, &caller, id)?;
    let (from, to) = span(filter.from.as_deref(), filter.to.as_deref())?;
    let wanted = move |line: &LogEntry| {
        from.is_none_or(|from| line.at >= from)
            && to.is_none_or(|to| line.at <= to)
            && filter.kind.is_none_or(|kind| line.kind == kind)
            && filter.level.is_none_or(|level| line.level >= level)
            && filter.impression_id.is_none_or(|id| line.impression_id == Some(id))
    };
    let (before, limit) = (page.after.unwrap_or(Seq::MAX), page.limit.saturating_add(1));
    let rows =
        from_store(&state, move |snapshot| device_logs(snapshot, device.no, before, limit, wanted));
    let views = rows
        .await?
        .into_iter()
        .map(|(seq, log)| (seq, LogView { received_at: log.received_at, entries: log.entries }));
    Ok(Json(page.take(views)))
}
