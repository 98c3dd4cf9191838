//! Every billed play of a campaign for other systems, as a stream: the play log of DV360's
//! out-of-home seller API as CSV, and the play log of ITU-T H.782 as XML. Rule: POP-04.

use std::fmt::Write as _;

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use tokio::sync::OwnedSemaphorePermit;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    campaigns::status_visible, impression_view::signed_text, proof_figures::Days,
    reading::from_store,
};
use crate::{
    domain::{
        csv::CsvText,
        ids::CampaignNo,
        impression::record::{ImpressionRow, PlayStatus},
        money::Currency,
        time::{Day, SECOND_MS, Timestamp},
    },
    engine::{
        play_stream::{Span, plays_in, span_of},
        reads::Impression,
    },
    http::{ApiError, AppState, Caller, Path, Problem, Query, error::ApiResult},
};

/// Handlers of exports.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(export_dv360)).routes(routes!(export_h782))
}

/// The currency of all stores and campaigns. Rule: D-28.
const RETAIL: Currency = Currency::Usd;

/// Streams every billed play as CSV with the members of DV360's `AdPlay`, then ours. Rule: POP-04.
///
/// In order of receipt. `startTime` is `endTime` less the seconds played; `impressions` is 1.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/exports/dv360",
    tag = "proof of play",
    params(("id" = Uuid, Path, description = "The campaign"), Days),
    responses(
        (status = 200, body = String, content_type = "text/csv"),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 422, description = "Days that cannot be exported", body = Problem),
        (status = 503, description = "Too many exports at once", body = Problem),
    ),
)]
pub async fn export_dv360(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(days): Query<Days>,
) -> ApiResult<Response> {
    export(state, &caller, id, &days, Form::Dv360).await
}

/// Streams every billed play as an ITU-T H.782 play log with its signature. Rule: POP-04.
///
/// One `PlayLog` for each device and stretch of plays, in order of receipt.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/exports/h782",
    tag = "proof of play",
    params(("id" = Uuid, Path, description = "The campaign"), Days),
    responses(
        (status = 200, body = String, content_type = "application/xml"),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 422, description = "Days that cannot be exported", body = Problem),
        (status = 503, description = "Too many exports at once", body = Problem),
    ),
)]
pub async fn export_h782(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(days): Query<Days>,
) -> ApiResult<Response> {
    export(state, &caller, id, &days, Form::H782).await
}

/// How plays are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Members of DV360's `AdPlay`.
    Dv360,
    /// ITU-T H.782, Table 10.
    H782,
}

impl Form {
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Dv360 => ("dv360.csv", "text/csv; charset=utf-8"),
            Self::H782 => ("h782.xml", "application/xml; charset=utf-8"),
        }
    }

    fn head(self) -> String {
        match self {
            Self::Dv360 => {
                let mut csv = CsvText::default();
                csv.line(DV360_COLUMNS);
                csv.take()
            }
            Self::H782 => H782_HEAD.to_owned(),
        }
    }

    fn plays(self, state: &AppState, campaign: Uuid, plays: &[Impression]) -> String {
        match self {
            Self::Dv360 => dv360_lines(state, campaign, plays),
            Self::H782 => h782_logs(state, plays),
        }
    }

    const fn tail(self) -> &'static str {
        match self {
            Self::Dv360 => "",
            Self::H782 => H782_TAIL,
        }
    }
}

/// A stream between two stretches.
struct Export {
    state: AppState,
    form: Form,
    campaign: (CampaignNo, Uuid),
    days: (Day, Day),
    /// What is still to be read; `None` once all is sent.
    rest: Option<Span>,
    /// What goes in front of the next stretch.
    head: String,
    _place: OwnedSemaphorePermit,
}

async fn export(
    state: AppState,
    caller: &Caller,
    id: Uuid,
    days: &Days,
    form: Form,
) -> ApiResult<Response> {
    let campaign = status_visible(&state, caller, id)?;
    let max_days = state.settings().reports.proof_of_play_days;
    let (from, to) = days.read(state.now().day(), max_days)?;
    let place = state.press().export_place()?;
    let span = from_store(&state, move |snapshot| span_of(snapshot, from, to)).await?;
    let (name, media_type) = form.names();
    let name = format!("attachment; filename=\"plays-{id}-{from}_{to}-{name}\"");
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_str(&name).map_err(ApiError::internal)?,
    );
    let export = Export {
        state,
        form,
        campaign: (campaign.no, id),
        days: (from, to),
        rest: Some(span),
        head: form.head(),
        _place: place,
    };
    let stream = futures_util::stream::try_unfold(export, next_stretch);
    Ok((headers, Body::from_stream(stream)).into_response())
}

/// The next piece of a stream, each from a snapshot of its own: a slow reader holds nothing back.
async fn next_stretch(mut export: Export) -> std::io::Result<Option<(Bytes, Export)>> {
    let Some(span) = export.rest else { return Ok(None) };
    if export.state.stopping().is_cancelled() {
        return Err(std::io::Error::other("the appliance is stopping"));
    }
    let limit = export.state.settings().reports.export_chunk.max(1);
    let ((number, id), (from, to)) = (export.campaign, export.days);
    let is_of_days = move |row: &ImpressionRow| (from..=to).contains(&row.played_at.day());
    let read = from_store(&export.state, move |snapshot| {
        plays_in(snapshot, number, span, limit, is_of_days)
    });
    let mut stretch = read.await.map_err(|error| {
        tracing::error!(campaign = %id, ?error, "an export ended early");
        std::io::Error::other("the export ended early")
    })?;
    stretch.plays.retain(|play| play.status() == PlayStatus::Verified);
    let mut text = std::mem::take(&mut export.head);
    text.push_str(&export.form.plays(&export.state, id, &stretch.plays));
    export.rest = stretch.next.map(|after| Span { after, ..span });
    if export.rest.is_none() {
        text.push_str(export.form.tail());
    }
    Ok(Some((Bytes::from(text), export)))
}

/// The members of `AdPlay` as `adPlays.createWithExternalIds` takes them, then columns of ours.
const DV360_COLUMNS: &[&str] = &[
    "lineExternalId",
    "orderExternalId",
    "adUnitExternalId",
    "creativeAssetExternalId",
    "startTime",
    "endTime",
    "recordTime",
    "impressions",
    "impressionId",
    "storeId",
    "venueType",
    "cost",
    "currency",
];

fn started_at(row: &ImpressionRow) -> Timestamp {
    row.played_at.plus_ms(-i64::from(row.duration_actual).saturating_mul(SECOND_MS))
}

fn dv360_lines(state: &AppState, campaign: Uuid, plays: &[Impression]) -> String {
    let views = state.views();
    let mut csv = CsvText::default();
    for play in plays {
        let row = &play.row;
        let store = views.stores.get(row.store.0);
        let asset = row.asset.and_then(|no| views.assets.get(no.0)).map(|asset| asset.id);
        csv.plain(campaign).plain(campaign);
        csv.optional(views.devices.get(row.device.0).map(|device| device.id)).optional(asset);
        csv.plain(started_at(row)).plain(row.played_at).plain(row.received_at).plain(1);
        csv.plain(row.id).optional(store.as_ref().map(|store| store.id));
        csv.text(store.as_ref().and_then(|store| store.venue_type.as_deref()).unwrap_or_default());
        csv.plain(row.money.cost).plain(RETAIL.code()).end();
    }
    csv.take()
}

/// H.782 names no element around several play logs; `PlayLogs` is ours.
const H782_HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PlayLogs>\n";
const H782_TAIL: &str = "</PlayLogs>\n";

/// A stretch of plays as one `PlayLog` a device. All values are ids, moments and base64: nothing
/// that a person wrote, so nothing needs escaping.
fn h782_logs(state: &AppState, plays: &[Impression]) -> String {
    let mut ordered: Vec<&Impression> = plays.iter().collect();
    ordered.sort_by_key(|play| (play.row.device, play.seq));
    let mut text = String::new();
    for log in ordered.chunk_by(|a, b| a.row.device == b.row.device) {
        let device = log.first().and_then(|play| state.views().devices.get(play.row.device.0));
        let Some(device) = device else { continue };
        // Writing to a text cannot fail.
        let _ = writeln!(text, "<PlayLog><TerminalIdRef>{}</TerminalIdRef>", device.id);
        for play in log {
            log_item(&mut text, state, &play.row);
        }
        text.push_str("</PlayLog>\n");
    }
    text
}

fn log_item(text: &mut String, state: &AppState, row: &ImpressionRow) {
    let asset = row.asset.and_then(|no| state.views().assets.get(no.0)).map(|asset| asset.id);
    let is_whole = row.duration_actual >= u32::from(row.duration_expected);
    let status = if is_whole { "success" } else { "content interruption" };
    let _ = writeln!(
        text,
        "<LogItem><StartDateTime>{}</StartDateTime><EndDateTime>{}</EndDateTime>\
         <LogItemType>ContentLog</LogItemType><ContentIdRef>{}</ContentIdRef>\
         <PlayStatus>{status}</PlayStatus><ProofOfPlay>{}</ProofOfPlay></LogItem>",
        started_at(row),
        row.played_at,
        asset.unwrap_or_default(),
        proof_text(state, row),
    );
}

/// What was signed, with what, and the signature: enough to check it with the device's key.
fn proof_text(state: &AppState, row: &ImpressionRow) -> String {
    let device = state.views().devices.get(row.device.0);
    let key = row.key.and_then(|place| {
        device.as_ref()?.keys.get(usize::from(place)).map(|key| key.id.to_string())
    });
    format!(
        "vetrina-play-v{} impression={} key={} text={} signature={}",
        row.signature_version,
        row.id,
        key.unwrap_or_default(),
        STANDARD.encode(signed_text(state, row)),
        STANDARD.encode(&row.signature),
    )
}
