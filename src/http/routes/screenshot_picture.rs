//! Pictures of plays as they are shown: exact bytes, or small. Rule: POP-03, D-14.

use std::{io::Read as _, sync::Arc};

use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    impression_reads::concerned,
    ranges::is_known,
    screenshots::{JPEG, gone, of_blob, screenshots},
};
use crate::{
    db::codec::sha256,
    domain::refusal::{Code, Detail, Refusal},
    engine::{reads::Impression, screenshots::Screenshots},
    http::{ApiError, AppState, Caller, Path, Problem, Query, error::ApiResult},
    media::{
        blob::{BlobHash, BlobStore},
        thumb::thumbnail,
    },
};

/// Largest thumbnail file; far above any.
const MAX_THUMB_BYTES: u64 = 1024 * 1024;

/// Handlers of `GET /impressions/{id}/screenshot`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(show_screenshot))
}

/// How large the picture is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum PictureSize {
    /// As uploaded.
    #[default]
    Full,
    /// Small, for lists.
    Thumb,
}

/// How the picture is wanted.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PictureQuery {
    /// `full` (default): the exact bytes that were signed; `thumb`: drawn smaller.
    #[serde(default)]
    #[param(inline)]
    pub size: PictureSize,
}

/// Shows the screenshot of a play. For the operator, the buyer, and the owner of the store.
///
/// Full size are the exact bytes whose hash was signed, checked once more as they are read. After its
/// time the answer is 410 with the moment of deletion; the hash stays with the impression.
#[utoipa::path(
    get,
    path = "/impressions/{id}/screenshot",
    tag = "impressions",
    params(
        ("id" = Uuid, Path, description = "The impression"),
        PictureQuery,
        ("if-none-match" = Option<String>, Header, description = "ETag that is known already"),
    ),
    responses(
        (status = 200, description = "The picture", content_type = "image/jpeg"),
        (status = 304, description = "Known already"),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, description = "No such play, or never uploaded", body = Problem),
        (status = 410, description = "Deleted: when, and the hash that stays", body = Problem),
    ),
)]
pub async fn show_screenshot(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(query): Query<PictureQuery>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let play = concerned(&state, &caller.principal, id).await?;
    let hash = play.row.screenshot_hash;
    let (Some(capture), Some(hash)) = (play.capture, hash) else {
        return Err(never_uploaded(&play).into());
    };
    if !capture.is_available() {
        return Err(gone(&state, &play, Some(&capture)).into());
    }
    let suffix = if query.size == PictureSize::Thumb { "-thumb" } else { "" };
    let etag = format!("\"{}{suffix}\"", hex::encode(hash));
    let mut head = HeaderMap::new();
    let name = format!("inline; filename=\"{id}{suffix}.jpg\"");
    for (field, text) in [
        (header::ETAG, &*etag),
        (header::CONTENT_TYPE, JPEG),
        // The picture of a play never changes; who may see it, and whether it is kept, is asked
        // each time.
        (header::CACHE_CONTROL, "private, no-cache"),
        (header::CONTENT_DISPOSITION, &*name),
    ] {
        insert(&mut head, field, text)?;
    }
    if is_known(&headers, &etag) {
        return Ok((StatusCode::NOT_MODIFIED, head).into_response());
    }
    let shots = Arc::clone(screenshots(&state)?);
    let bytes = match query.size {
        PictureSize::Full => read_file(shots, hash).await?,
        PictureSize::Thumb => read_thumb(&state, shots, hash).await?,
    };
    Ok((StatusCode::OK, head, bytes).into_response())
}

fn insert(headers: &mut HeaderMap, name: HeaderName, text: &str) -> ApiResult<()> {
    headers.insert(name, HeaderValue::from_str(text).map_err(ApiError::internal)?);
    Ok(())
}

fn never_uploaded(play: &Impression) -> Refusal {
    let message = "no screenshot of this play was uploaded; the signed hash stands with the \
                   impression";
    let hash = play.row.screenshot_hash.map(hex::encode);
    let refusal = Refusal::new(Code::NotFound, message);
    match hash {
        Some(hash) => refusal.with("sha256", Detail::Text(hash)),
        None => refusal,
    }
}

async fn read_file(shots: Arc<Screenshots>, hash: BlobHash) -> ApiResult<Vec<u8>> {
    let reading = tokio::task::spawn_blocking(move || checked_bytes(&shots, &hash));
    reading.await.map_err(ApiError::internal)?
}

/// The bytes of a file, which must still hash to its name: damage is never shown as evidence.
fn checked_bytes(shots: &Screenshots, hash: &BlobHash) -> ApiResult<Vec<u8>> {
    let bytes = file_bytes(shots.files(), hash)?;
    let bytes = bytes.filter(|bytes| sha256(bytes) == *hash);
    bytes.ok_or_else(|| {
        ApiError::internal(format!("the screenshot {} is missing or damaged", hex::encode(hash)))
    })
}

/// The bytes of a file, unchecked; `None` where there is none.
///
/// # Errors
/// A failure of the appliance.
pub(super) fn file_bytes(store: &BlobStore, hash: &BlobHash) -> ApiResult<Option<Vec<u8>>> {
    let Some(mut file) = store.open_blob(hash).map_err(of_blob)? else { return Ok(None) };
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(ApiError::internal)?;
    Ok(Some(bytes))
}

/// A thumbnail, drawn once and then kept beside the files.
async fn read_thumb(
    state: &AppState,
    shots: Arc<Screenshots>,
    hash: BlobHash,
) -> ApiResult<Vec<u8>> {
    let own = Arc::clone(&shots);
    let looking = tokio::task::spawn_blocking(move || file_bytes(own.thumbs(), &hash));
    if let Some(bytes) = looking.await.map_err(ApiError::internal)?? {
        return Ok(bytes);
    }
    let settings = &state.settings().screenshots;
    let (longest, room) = (settings.thumb_px, settings.frame_limits().max_decode_bytes);
    let turn = shots.turn(&hash).await;
    let own = Arc::clone(&shots);
    let _permit = shots.decoding().acquire().await.map_err(ApiError::internal)?;
    let drawing = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let bytes = checked_bytes(&own, &hash)?;
        let Some(small) = thumbnail(&bytes, longest, room)? else { return Ok(bytes) };
        let mut incoming = own.thumbs().begin(MAX_THUMB_BYTES).map_err(of_blob)?;
        incoming.append(&small).map_err(of_blob)?;
        let received = incoming.finish().map_err(of_blob)?;
        own.thumbs().keep_as(received, &hash).map_err(of_blob)?;
        Ok::<_, ApiError>(small)
    });
    drawing.await.map_err(ApiError::internal)?
}
