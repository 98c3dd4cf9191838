//! The file of an asset, whole or in part. Rule: CAM-06, DEV-04.

use std::io::{Seek, SeekFrom};

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use tokio::io::AsyncReadExt;
use tokio_util::io::ReaderStream;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    asker::Asker,
    ranges::{Wanted, is_known, wanted},
};
use crate::{
    domain::{
        catalog::{Asset, AssetStatus, DeviceStatus, access::Owner},
        refusal::{Code, Refusal},
    },
    http::{ApiError, AppState, Path, Problem, error::ApiResult},
};

/// Bytes of the file in memory at a time.
const CHUNK_BYTES: usize = 64 * 1024;

/// Handlers of `/assets/{id}/content`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(show_asset_content))
}

/// Sends an asset's file, or one range of it. For operators, the owner and ACTIVE devices.
///
/// The `ETag` is the file's SHA-256; `If-None-Match` and `If-Range` are honoured. Several ranges
/// at once get the whole file.
#[utoipa::path(
    get,
    path = "/assets/{id}/content",
    tag = "assets",
    params(
        ("id" = Uuid, Path, description = "The asset"),
        ("range" = Option<String>, Header, description = "One byte range"),
        ("if-range" = Option<String>, Header, description = "ETag that the range is of"),
        ("if-none-match" = Option<String>, Header, description = "ETag that is known already"),
    ),
    responses(
        (status = 200, description = "The file", content_type = "application/octet-stream"),
        (status = 206, description = "The range", content_type = "application/octet-stream"),
        (status = 304, description = "Known already"),
        (status = 401, body = Problem),
        (status = 403, description = "A device that is not ACTIVE", body = Problem),
        (status = 404, body = Problem),
        (status = 416, description = "No such range; Content-Range has the length"),
    ),
)]
pub async fn show_asset_content(
    State(state): State<AppState>,
    Asker(asker): Asker,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let asset = state.views().assets.by_id(id).ok_or_else(|| Refusal::not_found("Asset"))?;
    match asker {
        Ok(caller) => caller.require_sight(Owner::Advertiser(asset.advertiser), "Asset")?,
        Err(device)
            if device.0.status_now() == DeviceStatus::Active
                && asset.status_at(state.now()) == AssetStatus::Approved => {}
        Err(device) if device.0.status_now() == DeviceStatus::Active => {
            return Err(ApiError::new(Code::Forbidden, "devices get APPROVED files only"));
        }
        Err(_) => return Err(ApiError::new(Code::Forbidden, "only ACTIVE devices get files")),
    }
    let etag = format!("\"{}\"", hex::encode(asset.sha256));
    let mut head = common_headers(&asset, &etag)?;
    if is_known(&headers, &etag) {
        return Ok((StatusCode::NOT_MODIFIED, head).into_response());
    }
    let len = asset.bytes;
    match wanted(&headers, &etag, len) {
        Wanted::Whole => send(&state, &asset, head, StatusCode::OK, (0, len)).await,
        Wanted::Part { first, last } => {
            insert(&mut head, header::CONTENT_RANGE, &format!("bytes {first}-{last}/{len}"))?;
            let part = (first, last - first + 1);
            send(&state, &asset, head, StatusCode::PARTIAL_CONTENT, part).await
        }
        Wanted::Unsatisfiable => {
            insert(&mut head, header::CONTENT_RANGE, &format!("bytes */{len}"))?;
            Ok((StatusCode::RANGE_NOT_SATISFIABLE, head).into_response())
        }
    }
}

fn insert(headers: &mut HeaderMap, name: HeaderName, text: &str) -> ApiResult<()> {
    headers.insert(name, HeaderValue::from_str(text).map_err(ApiError::internal)?);
    Ok(())
}

fn common_headers(asset: &Asset, etag: &str) -> ApiResult<HeaderMap> {
    let mut headers = HeaderMap::new();
    for (name, text) in [
        (header::ETAG, etag),
        (header::CONTENT_TYPE, &*asset.content_type),
        (header::ACCEPT_RANGES, "bytes"),
        // The file behind an id never changes; who may read it is asked each time.
        (header::CACHE_CONTROL, "private, no-cache"),
    ] {
        insert(&mut headers, name, text)?;
    }
    Ok(headers)
}

/// Streams `len` bytes of the file from `first` on.
async fn send(
    state: &AppState,
    asset: &Asset,
    mut head: HeaderMap,
    status: StatusCode,
    (first, len): (u64, u64),
) -> ApiResult<Response> {
    let (blobs, hash) = (state.blobs().clone(), asset.sha256);
    let opening = tokio::task::spawn_blocking(move || {
        let mut file = blobs.open_blob(&hash).map_err(ApiError::internal)?.ok_or_else(|| {
            ApiError::internal(format!("the file {} is not in the blob store", hex::encode(hash)))
        })?;
        file.seek(SeekFrom::Start(first)).map_err(ApiError::internal)?;
        Ok::<_, ApiError>(file)
    });
    let file = tokio::fs::File::from_std(opening.await.map_err(ApiError::internal)??);
    let body = Body::from_stream(ReaderStream::with_capacity(file.take(len), CHUNK_BYTES));
    head.insert(header::CONTENT_LENGTH, HeaderValue::from(len));
    Ok((status, head, body).into_response())
}
