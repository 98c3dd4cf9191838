//! Drawings of previews: PNG, and JPEG for content at its full resolution. Rule: CAM-13.

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::previews::{PreviewQuery, Scene, previewed, shown_asset};
use crate::{
    domain::{
        campaign::{
            preview::{PreviewKind, PreviewScreen, safe_zone},
            rotation::HOUR_SECONDS,
        },
        catalog::{Asset, AssetKind},
        refusal::Refusal,
    },
    http::{ApiError, AppState, Caller, Path, Problem, Query, error::ApiResult},
    media::preview::{
        Content, DeviceDrawing, Slice, draw_content, draw_device, draw_store, draw_timeline,
        to_jpeg, to_png,
    },
};

/// Handlers of `/campaigns/{id}/previews/{kind}/image`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(show_preview_image))
}

/// What is drawn, with everything it needs: drawing runs on a thread that may block.
enum Drawing {
    Content(Source, PreviewScreen),
    Device(Source, DeviceDrawing, String),
    Store(Source, DeviceDrawing, String),
    Schedule(Vec<Slice>, String),
}

/// An asset's file, or what is known of a film.
enum Source {
    Still(std::path::PathBuf, u64),
    Film((u32, u32), u16),
}

impl Source {
    fn of(state: &AppState, asset: &Asset) -> Self {
        match asset.kind {
            AssetKind::Image => {
                let room = state.settings().preview.decode_mib.saturating_mul(1024 * 1024);
                Self::Still(state.blobs().path(&asset.sha256), room)
            }
            AssetKind::Video => {
                Self::Film((asset.width, asset.height), asset.duration_seconds.unwrap_or(0))
            }
        }
    }

    fn content(&self) -> Content<'_> {
        match self {
            Self::Still(path, room) => Content::Still { path, max_decode_bytes: *room },
            Self::Film(size, seconds) => Content::Film { size: *size, seconds: *seconds },
        }
    }
}

/// Draws a preview: content at the target resolution (JPEG), a device or store to scale, or an hour
/// of rotation (PNG). Rule: CAM-13.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/previews/{kind}/image",
    tag = "campaigns",
    params(
        ("id" = Uuid, Path, description = "The campaign"),
        ("kind" = String, Path, description = "content, device, store or schedule"),
        PreviewQuery,
    ),
    responses(
        (status = 200, description = "The drawing", content_type = "image/png"),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Not available in this status", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn show_preview_image(
    State(state): State<AppState>,
    caller: Caller,
    Path((id, kind)): Path<(Uuid, String)>,
    Query(query): Query<PreviewQuery>,
) -> ApiResult<Response> {
    let (kind, campaign) = previewed(&state, &caller, id, &kind)?;
    let drawing = match kind {
        PreviewKind::Content => {
            let asset = shown_asset(&state, &campaign, &query)?;
            Drawing::Content(Source::of(&state, &asset), query.screen()?)
        }
        PreviewKind::Device => {
            let (screen, asset) = (query.screen()?, shown_asset(&state, &campaign, &query)?);
            let label = format!("{}\" {}", screen.inches, screen.resolution);
            Drawing::Device(Source::of(&state, &asset), drawn(&state, screen), label)
        }
        PreviewKind::Store => {
            let (screen, asset) = (query.screen()?, shown_asset(&state, &campaign, &query)?);
            let scene = Scene::of(&state, &caller, &campaign, &query)?;
            let label = scene.store_name().to_owned();
            Drawing::Store(Source::of(&state, &asset), drawn(&state, screen), label)
        }
        PreviewKind::Schedule => {
            let scene = Scene::of(&state, &caller, &campaign, &query)?;
            let plays = scene.hour_of_plays();
            let slices = plays.iter().map(|play| Slice {
                from: play.from,
                to: play.to,
                is_own: play.campaign == 0,
            });
            Drawing::Schedule(slices.collect(), format!("FROM {}", scene.hour(&query)?))
        }
    };
    let working = tokio::task::spawn_blocking(move || draw(&drawing));
    let (media_type, bytes) = working.await.map_err(ApiError::internal)??;
    let head = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
    ];
    Ok((head, bytes).into_response())
}

/// The device's picture, to the same scale for all sizes.
fn drawn(state: &AppState, screen: PreviewScreen) -> DeviceDrawing {
    let limits = &state.settings().preview;
    let size = screen.drawn(limits);
    let bezel = limits.bezel_tenths.saturating_mul(limits.pixels_per_inch) / 10;
    DeviceDrawing { screen: size, bezel, safe: safe_zone(size, limits) }
}

fn draw(drawing: &Drawing) -> Result<(&'static str, Vec<u8>), ApiError> {
    let refused = |refusal: Refusal| ApiError::from(refusal);
    let picture = match drawing {
        Drawing::Content(source, screen) => {
            let picture = draw_content(&source.content(), screen.pixels()).map_err(refused)?;
            return Ok(("image/jpeg", to_jpeg(&picture).map_err(ApiError::internal)?));
        }
        Drawing::Device(source, device, label) => {
            draw_device(&source.content(), device, label).map_err(refused)?
        }
        Drawing::Store(source, device, label) => {
            draw_store(&source.content(), device, label).map_err(refused)?
        }
        Drawing::Schedule(slices, label) => draw_timeline(slices, HOUR_SECONDS, label),
    };
    Ok(("image/png", to_png(&picture).map_err(ApiError::internal)?))
}
