//! Uploads of assets: a form whose file goes to disk as it arrives. Rule: CAM-06, DEV-06.

use std::sync::Arc;

use axum::{
    extract::{
        DefaultBodyLimit, Multipart, State,
        multipart::{Field, MultipartError},
    },
    http::{HeaderMap, StatusCode, header},
};
use bytes::Bytes;
use tokio::{sync::mpsc, task::JoinHandle};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::assets::{AssetView, view};
use crate::{
    domain::{
        catalog::{AssetKind, PartyStatus, access::Owner},
        refusal::{Code, Detail, Refusal},
        time::Timestamp,
    },
    engine::{commands::assets::CreateAsset, core::IdempotencyKey},
    http::{
        ApiError, AppState, Caller, Json, Problem,
        auth::BUYERS,
        body::created,
        error::ApiResult,
        idempotency::{given_key, hash_key},
    },
    media::{
        blob::{BlobError, BlobStore, Received},
        name::display_name,
        probe::{Kind, MediaRules, Probe, ProbeError, probe_file},
    },
};

/// Most bytes of a part that is text.
const MAX_TEXT_BYTES: usize = 4096;
/// What a form takes beside the file at most.
const MAX_FORM_BYTES: u64 = 64 * 1024;
/// Chunks of the file that wait for the disk.
const WAITING_CHUNKS: usize = 8;

/// Handlers of `POST /assets`.
pub fn router() -> OpenApiRouter<AppState> {
    // The file is counted as it is written; the parts of text are counted one by one.
    OpenApiRouter::default().routes(routes!(create_asset)).layer(DefaultBodyLimit::disable())
}

/// The form of an upload.
#[derive(utoipa::ToSchema)]
#[allow(dead_code, reason = "describes the form; its parts are read one by one")]
pub struct AssetForm {
    /// MP4, JPEG or PNG; at least 1920×1080 in either orientation, a film 10 to 60 seconds.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// Display name; the file's name where absent.
    name: Option<String>,
    /// The owner; the caller's own advertiser where absent.
    advertiser_id: Option<Uuid>,
    /// End of the licence.
    license_expires_at: Option<Timestamp>,
}

/// Takes a file into the catalogue, PENDING. For admins and advertisers.
#[utoipa::path(
    post,
    path = "/assets",
    tag = "assets",
    request_body(content = AssetForm, content_type = "multipart/form-data"),
    responses(
        (status = 201, body = AssetView),
        (status = 400, description = "Unreadable form, unknown or missing parts", body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, description = "No such advertiser", body = Problem),
        (status = 413, body = Problem),
        (status = 422, description = "INVALID_MEDIA with the numbers found, or fields", body = Problem),
    ),
)]
pub async fn create_asset(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> ApiResult<(StatusCode, Json<AssetView>)> {
    caller.require(BUYERS)?;
    let idempotency = given_key(&headers)?;
    refuse_too_large(&state, &headers)?;
    let form = form.map_err(|why| {
        let message = format!("the body must be multipart/form-data: {}", why.body_text());
        ApiError::new(Code::UnsupportedMediaType, message)
    })?;
    let upload = read_form(&state, form).await?;
    let advertiser_id = find_advertiser(&state, &caller, upload.advertiser_id)?;
    let Probed { received, probe } = upload.file;
    let given = upload.name.as_deref().or(upload.file_name.as_deref());
    let name = display_name("name", given.unwrap_or_default())?;
    let command = command(advertiser_id, name, &received, &probe, upload.license_expires_at);
    let key = idempotency.map(|key| idempotency_key(&caller, &key, &command));
    keep(state.blobs(), received).await?;
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(created(view(&state, id)?))
}

/// The file's hash stands for its bytes.
fn idempotency_key(caller: &Caller, key: &str, command: &CreateAsset) -> IdempotencyKey {
    let licence = command.license_expires_at.map_or(0, Timestamp::ms).to_be_bytes();
    let what = [
        command.sha256.as_slice(),
        command.advertiser_id.as_bytes(),
        &licence,
        command.name.as_bytes(),
    ];
    hash_key(&caller.principal.identity(), key, "POST", "/api/v1/assets", &what.concat())
}

/// Refuses by the declared length, before a byte is read, what is far too large.
fn refuse_too_large(state: &AppState, headers: &HeaderMap) -> Result<(), Refusal> {
    let declared = headers.get(header::CONTENT_LENGTH);
    let declared = declared.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let limit = state.settings().http.max_asset_bytes;
    if declared
        .is_none_or(|declared| declared <= limit.saturating_mul(2).saturating_add(MAX_FORM_BYTES))
    {
        return Ok(());
    }
    let message = format!("the file is larger than {limit} bytes");
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    Err(Refusal::new(Code::BodyTooLarge, message).with("limit_bytes", Detail::Int(limit)))
}

/// The named advertiser, or the caller's own; it must take part, since what is written for nothing
/// stays on the disk.
fn find_advertiser(state: &AppState, caller: &Caller, named: Option<Uuid>) -> ApiResult<Uuid> {
    let views = state.views();
    let row = match (named, caller.actor.owner) {
        (Some(id), _) => views.advertisers.by_id(id),
        (None, Owner::Advertiser(no)) => views.advertisers.get(no.0),
        (None, Owner::Operator | Owner::Supplier(_)) => {
            return Err(ApiError::malformed("the form needs a part named advertiser_id"));
        }
    };
    let row = row.ok_or_else(|| Refusal::not_found("Advertiser"))?;
    caller.require_sight(Owner::Advertiser(row.no), "Advertiser")?;
    if row.status_now() != PartyStatus::Active {
        let message = format!("The advertiser {} is not ACTIVE and adds no assets", row.name);
        return Err(ApiError::new(Code::AccountNotActive, message));
    }
    Ok(row.id)
}

fn command(
    advertiser_id: Uuid,
    name: String,
    received: &Received,
    probe: &Probe,
    license_expires_at: Option<Timestamp>,
) -> CreateAsset {
    CreateAsset {
        advertiser_id,
        name,
        kind: match probe.kind {
            Kind::Image => AssetKind::Image,
            Kind::Video => AssetKind::Video,
        },
        content_type: probe.content_type.to_owned(),
        width: probe.width,
        height: probe.height,
        duration_seconds: probe.duration_ms.map(nearest_second),
        bytes: received.len,
        sha256: received.hash,
        license_expires_at,
    }
}

/// Whole seconds, halves upwards.
fn nearest_second(ms: u32) -> u16 {
    u16::try_from(ms.saturating_add(500) / 1000).unwrap_or(u16::MAX)
}

/// A file on disk under its temporary name, and what it is.
struct Probed {
    received: Received,
    probe: Probe,
}

/// A form that was read.
struct Upload {
    file: Probed,
    file_name: Option<String>,
    name: Option<String>,
    advertiser_id: Option<Uuid>,
    license_expires_at: Option<Timestamp>,
}

/// Parts of a form, each at most once.
#[derive(Default)]
struct Parts {
    file: Option<(Probed, Option<String>)>,
    name: Option<String>,
    advertiser_id: Option<Uuid>,
    license_expires_at: Option<Timestamp>,
}

async fn read_form(state: &AppState, mut form: Multipart) -> ApiResult<Upload> {
    let mut parts = Parts::default();
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "file" => {
                let file_name = field.file_name().map(str::to_owned);
                let file = receive(state, field).await?;
                set(&mut parts.file, (file, file_name), "file")?;
            }
            "name" => set(&mut parts.name, text(field, "name").await?, "name")?,
            "advertiser_id" => {
                let id = text(field, "advertiser_id").await?;
                let id =
                    Uuid::try_parse(id.trim()).map_err(|_| wrong("advertiser_id", "a UUID"))?;
                set(&mut parts.advertiser_id, id, "advertiser_id")?;
            }
            "license_expires_at" => {
                let end = text(field, "license_expires_at").await?;
                let end = Timestamp::parse(end.trim())
                    .map_err(|_| wrong("license_expires_at", "an RFC 3339 time"))?;
                set(&mut parts.license_expires_at, end, "license_expires_at")?;
            }
            other => {
                let shown: String = other.chars().take(40).collect();
                return Err(ApiError::malformed(format!("the form has an unknown part {shown:?}")));
            }
        }
    }
    let (file, file_name) =
        parts.file.ok_or_else(|| ApiError::malformed("the form needs a part named file"))?;
    Ok(Upload {
        file,
        file_name,
        name: parts.name,
        advertiser_id: parts.advertiser_id,
        license_expires_at: parts.license_expires_at,
    })
}

fn set<T>(slot: &mut Option<T>, value: T, name: &str) -> ApiResult<()> {
    if slot.replace(value).is_some() {
        return Err(ApiError::malformed(format!("the form has the part {name} twice")));
    }
    Ok(())
}

fn wrong(name: &str, expected: &str) -> ApiError {
    ApiError::malformed(format!("the part {name} must be {expected}"))
}

fn unreadable(error: MultipartError) -> ApiError {
    ApiError::malformed(format!("the form cannot be read: {}", error.body_text()))
}

async fn text(mut field: Field<'_>, name: &str) -> ApiResult<String> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(unreadable)? {
        if bytes.len() + chunk.len() > MAX_TEXT_BYTES {
            return Err(wrong(name, &format!("at most {MAX_TEXT_BYTES} bytes long")));
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| wrong(name, "UTF-8 text"))
}

/// A piece of a file on its way to the disk.
enum Piece {
    Bytes(Bytes),
    End,
}

/// Writes a file to disk as it arrives, then looks at what it is.
async fn receive(state: &AppState, mut field: Field<'_>) -> ApiResult<Probed> {
    let max_bytes = state.settings().http.max_asset_bytes;
    let (pieces, incoming) = mpsc::channel(WAITING_CHUNKS);
    let blobs = Arc::clone(state.blobs());
    let writing: JoinHandle<ApiResult<Probed>> =
        tokio::task::spawn_blocking(move || write_and_probe(&blobs, incoming, max_bytes));
    loop {
        let chunk = field.chunk().await.map_err(unreadable)?;
        let is_last = chunk.is_none();
        let piece = chunk.map_or(Piece::End, Piece::Bytes);
        // A closed channel means that the writing ended with an error, which the task tells.
        let is_refused = pieces.send(piece).await.is_err();
        if is_refused {
            drain(&mut field, max_bytes).await;
        }
        if is_refused || is_last {
            break;
        }
    }
    drop(pieces);
    writing.await.map_err(ApiError::internal)?
}

/// Reads on for a while without keeping anything: most callers look at the answer only once they
/// have sent all.
async fn drain(field: &mut Field<'_>, max_bytes: u64) {
    let mut left = max_bytes;
    while let Ok(Some(chunk)) = field.chunk().await {
        left = left.saturating_sub(chunk.len() as u64);
        if left == 0 {
            return;
        }
    }
}

fn write_and_probe(
    blobs: &BlobStore,
    mut pieces: mpsc::Receiver<Piece>,
    max_bytes: u64,
) -> ApiResult<Probed> {
    let mut incoming = blobs.begin(max_bytes).map_err(of_blob)?;
    loop {
        match pieces.blocking_recv() {
            Some(Piece::Bytes(bytes)) => incoming.append(&bytes).map_err(of_blob)?,
            Some(Piece::End) => break,
            // The caller went away in the middle; dropping removes what arrived.
            None => return Err(ApiError::malformed("the file ended before it was complete")),
        }
    }
    let received = incoming.finish().map_err(of_blob)?;
    let rules = MediaRules { max_bytes, ..MediaRules::default() };
    let probe = probe_file(received.path(), &rules).map_err(|error| match error {
        ProbeError::Refused(refusal) => refusal.into(),
        ProbeError::Io(error) => ApiError::internal(error),
    })?;
    Ok(Probed { received, probe })
}

fn of_blob(error: BlobError) -> ApiError {
    match error {
        BlobError::Refused(refusal) => refusal.into(),
        BlobError::Incoming(source) => ApiError::internal(source),
        BlobError::Disk { path, source } => {
            ApiError::internal(format!("{}: {source}", path.display()))
        }
    }
}

/// Gives the file its name before the row that names it.
async fn keep(blobs: &Arc<BlobStore>, received: Received) -> ApiResult<()> {
    let blobs = Arc::clone(blobs);
    let keeping = tokio::task::spawn_blocking(move || blobs.keep(received));
    keeping.await.map_err(ApiError::internal)?.map_err(of_blob)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn films_last_the_nearest_second() {
        for (ms, seconds) in [(10_000, 10), (14_499, 14), (14_500, 15), (60_000, 60)] {
            assert_eq!(nearest_second(ms), seconds, "{ms}");
        }
    }
}
