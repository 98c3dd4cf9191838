//! Screenshots of plays, uploaded by the device that played. Rule: POP-03, D-14.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
};
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    reading::from_store,
    screenshot_body::{drain, receive},
};
use crate::{
    domain::{
        ids::DeviceNo,
        impression::{
            capture::{Capture, last_day},
            record::PlayStatus,
        },
        refusal::{Code, Detail, Refusal},
        time::Timestamp,
    },
    engine::{
        Actor, EngineError,
        captures::{capture_at, needs_file},
        commands::captures::{CaptureKept, KeepCapture},
        reads::{self, Impression},
        screenshots::Screenshots,
    },
    http::{
        ApiError, AppState, DeviceCaller, Json, Path, Problem,
        error::{ApiResult, RETRY_AFTER_MEMBER},
    },
    media::{
        blob::{BlobError, BlobHash, BlobState, Received},
        frame::{Frame, check_frame},
    },
};

/// The media type of screenshots.
pub(super) const JPEG: &str = "image/jpeg";
/// What `Retry-After` says while the disk is full, seconds.
const FULL_RETRY_SECONDS: i64 = 3_600;

/// Handlers of `PUT /impressions/{id}/screenshot`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(upload_screenshot))
}

/// What became of an upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ScreenshotKept {
    /// The play.
    pub impression_id: Uuid,
    /// Whether the file is kept. False where the appliance is configured to store none: the upload
    /// was checked and is done with.
    pub stored: bool,
    /// SHA-256 of the file, hex; equals the signed hash.
    pub sha256: String,
    /// Length of the file.
    pub bytes: u64,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// First arrival, server clock.
    pub uploaded_at: Timestamp,
    /// Start of the day after the last one on which it is kept.
    pub kept_until: Option<Timestamp>,
    /// Why it is not stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// Takes the screenshot of a play: exactly the bytes whose SHA-256 the device signed. With the token
/// of the device that played.
///
/// A JPEG within the configured limits. The same upload again is answered 200 and changes nothing.
/// What is refused leaves nothing. With `storage.screenshot_retention_days = 0` it is checked and not
/// stored, which the answer says.
#[utoipa::path(
    put,
    path = "/impressions/{id}/screenshot",
    tag = "impressions",
    params(("id" = Uuid, Path, description = "The impression")),
    request_body(content = Vec<u8>, content_type = "image/jpeg", description = "The JPEG"),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Uploaded before, or not stored", body = ScreenshotKept),
        (status = 201, body = ScreenshotKept),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, description = "Not a device", body = Problem),
        (status = 404, description = "No play of this device", body = Problem),
        (status = 409, description = "The play is REJECTED", body = Problem),
        (status = 410, description = "Its time is over", body = Problem),
        (status = 413, body = Problem),
        (status = 415, description = "Not image/jpeg", body = Problem),
        (status = 422, description = "SCREENSHOT_MISMATCH with both hashes, or INVALID_MEDIA",
            body = Problem),
        (status = 429, body = Problem),
        (status = 503, description = "Busy, or the disk is nearly full", body = Problem),
    ),
)]
pub async fn upload_screenshot(
    State(state): State<AppState>,
    device: DeviceCaller,
    Path(id): Path<Uuid>,
    request: Request,
) -> ApiResult<(StatusCode, Json<ScreenshotKept>)> {
    let shots = Arc::clone(screenshots(&state)?);
    let now = state.now();
    let limit = state.settings().screenshots.max_bytes;
    let (head, body) = request.into_parts();
    let checked = async {
        require_jpeg(&head.headers)?;
        refuse_too_large(&head.headers, limit)?;
        require_room(&state, &shots)?;
        own_play(&state, device.no(), id, now).await
    };
    let play = match checked.await {
        Ok(play) => play,
        Err(refused) => {
            // Who asks before sending is not told to go on, and what is too long is not waited for.
            let is_sent = !head.headers.contains_key(header::EXPECT);
            if is_sent && refused.code() != Some(Code::BodyTooLarge) {
                drain(body, limit).await;
            }
            return Err(refused);
        }
    };
    let received = receive(&shots, body, limit).await?;
    judge_and_keep(&state, shots, play, received, now).await
}

/// Keeps a screenshot that is in memory already, as an upload at a moment. Rule: POP-03.
///
/// # Errors
/// As an upload.
pub async fn keep_screenshot(
    state: &AppState,
    device: DeviceNo,
    id: Uuid,
    jpeg: Vec<u8>,
    at: Timestamp,
) -> ApiResult<ScreenshotKept> {
    let shots = Arc::clone(screenshots(state)?);
    let limit = state.settings().screenshots.max_bytes;
    let play = own_play(state, device, id, at).await?;
    let received = receive(&shots, jpeg.into(), limit).await?;
    judge_and_keep(state, shots, play, received, at).await.map(|(_, Json(kept))| kept)
}

/// The files of screenshots.
pub(super) fn screenshots(state: &AppState) -> ApiResult<&Arc<Screenshots>> {
    let found = state.handle().screenshots();
    found.ok_or_else(|| ApiError::internal("there is no folder of screenshots"))
}

fn require_jpeg(headers: &HeaderMap) -> Result<(), Refusal> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type = given.and_then(|text| text.split(';').next()).unwrap_or_default().trim();
    if media_type.eq_ignore_ascii_case(JPEG) {
        return Ok(());
    }
    let message = format!("the body must be sent with Content-Type: {JPEG}");
    Err(Refusal::new(Code::UnsupportedMediaType, message))
}

/// Refuses by the declared length, before a byte is read.
fn refuse_too_large(headers: &HeaderMap, limit: u64) -> Result<(), Refusal> {
    let declared = headers.get(header::CONTENT_LENGTH);
    let declared = declared.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    match declared {
        Some(length) if length > limit => {
            let message = format!("the body has {length} bytes; at most {limit} are taken");
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            Err(Refusal::new(Code::BodyTooLarge, message).with("limit_bytes", Detail::Int(limit)))
        }
        Some(_) | None => Ok(()),
    }
}

/// Without room plays could not be recorded, and they come first.
fn require_room(state: &AppState, shots: &Screenshots) -> Result<(), Refusal> {
    let settings = &state.settings().screenshots;
    let Some(room) = shots.room().filter(|room| settings.is_full(*room)) else { return Ok(()) };
    let mib = room.free / (1024 * 1024);
    let message = format!(
        "the disk has {mib} MiB left, less than {} MiB; keep the screenshot and try again later",
        settings.min_free_mib
    );
    let retry = Detail::Int(FULL_RETRY_SECONDS);
    Err(Refusal::new(Code::Overloaded, message).with(RETRY_AFTER_MEMBER, retry))
}

/// A play that a screenshot may be uploaded for.
struct OwnPlay {
    play: Impression,
    hash: BlobHash,
}

/// The play of an id, if this device made it and a screenshot of it is taken.
async fn own_play(
    state: &AppState,
    device: DeviceNo,
    id: Uuid,
    now: Timestamp,
) -> ApiResult<OwnPlay> {
    let recent = state.views().recent_ids.get(id);
    let found = from_store(state, move |snapshot| reads::impression(snapshot, id, recent)).await?;
    let play = found.filter(|play| play.row.device == device);
    let play = play.ok_or_else(|| Refusal::not_found("Impression"))?;
    if play.status() == PlayStatus::Rejected {
        let reason = play.reason().map_or_else(String::new, Code::recorded_reason);
        let message =
            format!("the play is REJECTED ({reason}): no screenshot of it is kept, drop it");
        return Err(ApiError::new(Code::IllegalTransition, message));
    }
    let Some(hash) = play.row.screenshot_hash else {
        return Err(ApiError::new(Code::IllegalTransition, "the play was signed without a hash"));
    };
    let days = state.settings().storage.screenshot_retention_days;
    let is_over = days > 0 && now.day() > last_day(play.row.received_at, days);
    let deleted = play.capture.filter(|capture| !capture.is_available());
    if deleted.is_some() || is_over {
        return Err(gone(state, &play, deleted.as_ref()).into());
    }
    Ok(OwnPlay { play, hash })
}

/// What stays of a screenshot whose time is over.
pub(super) fn gone(state: &AppState, play: &Impression, capture: Option<&Capture>) -> Refusal {
    let days = state.settings().storage.screenshot_retention_days;
    let hash = play.row.screenshot_hash.map(hex::encode).unwrap_or_default();
    let when = capture.and_then(|capture| capture.deleted_at);
    let ended = when.map_or_else(|| "not kept".to_owned(), |at| format!("deleted at {at}"));
    let message = format!(
        "the screenshot is {ended}: screenshots are kept for {days} days after the play; the signed \
         hash {hash} stays"
    );
    let mut refusal = Refusal::new(Code::ScreenshotDeleted, message)
        .with("sha256", Detail::Text(hash))
        .with("retention_days", Detail::Int(i64::from(days)));
    if let Some(at) = when {
        refusal = refusal.with("deleted_at", Detail::Time(at));
    }
    if let Some(capture) = capture {
        refusal = refusal.with("uploaded_at", Detail::Time(capture.uploaded_at));
    }
    refusal
}

/// Checks what arrived and keeps it; dropped on the way, nothing is left.
async fn judge_and_keep(
    state: &AppState,
    shots: Arc<Screenshots>,
    own: OwnPlay,
    received: Received,
    now: Timestamp,
) -> ApiResult<(StatusCode, Json<ScreenshotKept>)> {
    if received.hash != own.hash {
        return Err(mismatch(&own, &received).into());
    }
    let (received, frame) = decode(state, &shots, received).await?;
    let days = state.settings().storage.screenshot_retention_days;
    let mut kept = ScreenshotKept {
        impression_id: own.play.row.id,
        stored: days > 0,
        sha256: hex::encode(own.hash),
        bytes: received.len,
        width: frame.width,
        height: frame.height,
        uploaded_at: now,
        kept_until: Some(last_day(own.play.row.received_at, days).next().start()),
        message: None,
    };
    if days == 0 {
        kept.kept_until = None;
        kept.message =
            Some("this appliance stores no screenshots (screenshot_retention_days = 0)".to_owned());
        return Ok((StatusCode::OK, Json(kept)));
    }
    let command = KeepCapture {
        seq: own.play.seq,
        bytes: received.len,
        width: frame.width,
        height: frame.height,
        room: shots.room(),
    };
    let turn = shots.turn(&own.hash).await;
    let (state, runtime) = (state.clone(), tokio::runtime::Handle::current());
    // What is begun is ended, also when the caller goes away: the turn is held until the commit.
    let keeping = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let snapshot = state.handle().store().snapshot().map_err(ApiError::internal)?;
        if let Some(known) = capture_at(&snapshot, command.seq).map_err(ApiError::internal)? {
            heal(&shots, received).map_err(of_blob)?;
            return Ok((StatusCode::OK, known.uploaded_at));
        }
        let hash = received.hash;
        shots.files().keep(received).map_err(of_blob)?;
        let actor = Actor::system();
        let noted = state.handle().run_at(now, &actor, command, None);
        match runtime.block_on(noted) {
            Ok(CaptureKept { uploaded_at }) => Ok((StatusCode::CREATED, uploaded_at)),
            Err(error) => Err(take_back(&state, &shots, &hash, error)),
        }
    });
    let (status, uploaded_at) = keeping.await.map_err(ApiError::internal)??;
    kept.uploaded_at = uploaded_at;
    Ok((status, Json(kept)))
}

fn mismatch(own: &OwnPlay, received: &Received) -> Refusal {
    let (signed, sent) = (hex::encode(own.hash), hex::encode(received.hash));
    let message = format!(
        "the picture's SHA-256 is {sent}, but the device signed {signed}; send exactly the bytes \
         that were hashed"
    );
    Refusal::new(Code::ScreenshotMismatch, message)
        .with("signed_sha256", Detail::Text(signed))
        .with("received_sha256", Detail::Text(sent))
}

/// Decodes what arrived, a few at a time.
async fn decode(
    state: &AppState,
    shots: &Arc<Screenshots>,
    received: Received,
) -> ApiResult<(Received, Frame)> {
    let limits = state.settings().screenshots.frame_limits();
    let _permit = shots.decoding().acquire().await.map_err(ApiError::internal)?;
    let decoding = tokio::task::spawn_blocking(move || {
        let bytes = std::fs::read(received.path()).map_err(ApiError::internal)?;
        let frame = check_frame(&bytes, &limits)?;
        Ok::<_, ApiError>((received, frame))
    });
    decoding.await.map_err(ApiError::internal)?
}

/// Puts a file back into its place that is damaged or missing there.
fn heal(shots: &Screenshots, received: Received) -> Result<(), BlobError> {
    if shots.files().verify(&received.hash)? == BlobState::Intact {
        return Ok(());
    }
    tracing::warn!(file = %hex::encode(received.hash), "a damaged screenshot was uploaded again");
    shots.files().keep(received)
}

/// The file goes again where the row was refused, unless another row needs it. While the turn is
/// held, nobody else can have begun to.
fn take_back(
    state: &AppState,
    shots: &Screenshots,
    hash: &BlobHash,
    error: EngineError,
) -> ApiError {
    // An appliance that stops may still have committed the row; the next sweep looks at the file.
    if !matches!(error, EngineError::Stopped) {
        let snapshot = state.handle().store().snapshot();
        let is_needed = snapshot.is_ok_and(|snapshot| needs_file(&snapshot, hash).unwrap_or(true));
        if !is_needed && let Err(error) = shots.remove(hash) {
            tracing::warn!(%error, "a refused screenshot could not be removed");
        }
    }
    error.into()
}

pub(super) fn of_blob(error: BlobError) -> ApiError {
    match error {
        BlobError::Refused(refusal) => refusal.into(),
        BlobError::Incoming(source) => ApiError::internal(source),
        BlobError::Disk { path, source } => {
            ApiError::internal(format!("{}: {source}", path.display()))
        }
    }
}
