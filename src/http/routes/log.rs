//! The transparency log as other tools read it: checkpoint, tiles, proofs (C2SP `tlog-tiles`).
//!
//! The prefix of the log is `/api/v1/log`. Checkpoints, tiles of hashes and proofs are for
//! everybody; entries, which tell prices, are for the operator and auditors. Rules: POP-07, D-86.

use axum::{
    extract::State,
    http::{HeaderName, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{impression_reads::concerned, reading::from_store};
use crate::{
    db::Snapshot,
    domain::{refusal::Refusal, time::Timestamp},
    engine::{
        log::{
            LogError, SignedCheckpoint,
            read::{LogReader, checkpoints},
        },
        publish::Views,
    },
    http::{
        ApiError, AppState, Caller, Json, List, Page, Path, Principal, Problem, Query,
        auth::{OPERATOR, REVIEWERS},
        error::ApiResult,
    },
    proof::log::{
        Hash,
        prove::{ProveError, prove_consistency, prove_inclusion},
        source::{HashSource as _, tile_bytes},
        tile::{Content, Tile, entry_bundle},
    },
};

/// Tiles and entries never change once they are there.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// The same for what not everybody may read.
const FOR_EVER_PRIVATE: &str = "private, max-age=31536000, immutable";
/// What an Ed25519 public key begins with as `SubjectPublicKeyInfo`.
const ED25519_SPKI: [u8; 12] = [0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0];

/// Handlers of `/log`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(show_log_key))
        .routes(routes!(show_checkpoint, sign_checkpoint))
        .routes(routes!(list_checkpoints))
        .routes(routes!(show_tile))
        .routes(routes!(show_inclusion))
        .routes(routes!(show_consistency))
}

/// The log's public key.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct LogKeyView {
    /// Name of the log, first line of its checkpoints.
    pub origin: String,
    /// The key as `vetrina verify --log-key` and other tools read it: `name+id+base64`.
    pub key: String,
    /// The same as PEM, for `openssl`.
    pub public_key_pem: String,
}

/// Shows the log's public key. For everybody.
#[utoipa::path(
    get,
    path = "/log/key",
    tag = "log",
    responses((status = 200, body = LogKeyView), (status = 404, body = Problem)),
    security(()),
)]
pub async fn show_log_key(State(state): State<AppState>) -> ApiResult<Json<LogKeyView>> {
    let signer = state.views().log.signer.get().ok_or_else(|| Refusal::not_found("Log key"))?;
    let key = signer.key();
    let der = [&ED25519_SPKI[..], key.public()].concat();
    Ok(Json(LogKeyView {
        origin: key.name().to_owned(),
        key: key.to_string(),
        public_key_pem: crate::proof::evidence::pem(&der),
    }))
}

/// The newest checkpoint, made where there is none yet.
///
/// # Errors
/// `NOT_FOUND` where nobody signs the log.
pub(super) async fn newest_checkpoint(
    state: &AppState,
) -> ApiResult<std::sync::Arc<SignedCheckpoint>> {
    if let Some(newest) = state.views().log.checkpoint.load_full() {
        return Ok(newest);
    }
    sign_now(state).await
}

/// A checkpoint of everything that is committed.
///
/// # Errors
/// As `newest_checkpoint`.
pub(super) async fn sign_now(state: &AppState) -> ApiResult<std::sync::Arc<SignedCheckpoint>> {
    let now = state.now();
    state.handle().with_engine(move |engine| engine.sign_checkpoint(now)).await?;
    let newest = state.views().log.checkpoint.load_full();
    Ok(newest.ok_or_else(|| Refusal::not_found("Checkpoint"))?)
}

fn with_headers(kind: &'static str, cache: &'static str, body: Vec<u8>) -> Response {
    let headers: [(HeaderName, &str); 2] =
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, cache)];
    (headers, body).into_response()
}

/// Shows the newest checkpoint, a signed note. For everybody.
#[utoipa::path(
    get,
    path = "/log/checkpoint",
    tag = "log",
    responses(
        (status = 200, description = "C2SP tlog-checkpoint", content_type = "text/plain"),
        (status = 404, body = Problem),
        (status = 503, body = Problem),
    ),
    security(()),
)]
pub async fn show_checkpoint(State(state): State<AppState>) -> ApiResult<Response> {
    let newest = newest_checkpoint(&state).await?;
    let note = newest.note.clone().into_bytes();
    Ok(with_headers("text/plain; charset=utf-8", "no-cache", note))
}

/// A checkpoint with what it says.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CheckpointView {
    /// Number of leaves.
    pub size: u64,
    /// Root of the tree, hex.
    pub root: String,
    /// When it was signed, server clock.
    pub signed_at: Timestamp,
    /// The signed note.
    pub checkpoint: String,
}

impl CheckpointView {
    fn of(signed: &SignedCheckpoint) -> Self {
        Self {
            size: signed.size,
            root: hex::encode(signed.root),
            signed_at: signed.signed_at,
            checkpoint: signed.note.clone(),
        }
    }
}

/// Signs a checkpoint of everything billed so far; the newest one again where nothing was.
#[utoipa::path(
    post,
    path = "/log/checkpoint",
    tag = "log",
    responses(
        (status = 200, body = CheckpointView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 503, body = Problem),
    ),
)]
pub async fn sign_checkpoint(
    State(state): State<AppState>,
    caller: Caller,
) -> ApiResult<Json<CheckpointView>> {
    caller.require(REVIEWERS)?;
    Ok(Json(CheckpointView::of(&*sign_now(&state).await?)))
}

/// Lists all checkpoints that were signed, smallest first. For everybody.
#[utoipa::path(
    get,
    path = "/log/checkpoints",
    tag = "log",
    params(Page),
    responses((status = 200, body = List<CheckpointView>), (status = 400, body = Problem)),
    security(()),
)]
pub async fn list_checkpoints(
    State(state): State<AppState>,
    page: Page,
) -> ApiResult<Json<List<CheckpointView>>> {
    let from = page.after.map_or(0, |after| after.saturating_add(1));
    let found = from_store(&state, move |snapshot| Ok(checkpoints(snapshot, from, page.limit + 1)));
    let found = found.await?.map_err(ApiError::internal)?;
    Ok(Json(page.take(found.iter().map(|signed| (signed.place(), CheckpointView::of(signed))))))
}

/// Reads the log from a fresh snapshot on a thread that may block.
pub(super) async fn from_log<T: Send + 'static>(
    state: &AppState,
    read: impl FnOnce(&LogReader<'_, Views>, &Snapshot) -> Result<T, ApiError> + Send + 'static,
) -> ApiResult<T> {
    let shared = state.clone();
    let work = move |snapshot: &Snapshot| {
        let views = shared.views();
        let opened = LogReader::open(snapshot, views).map_err(ApiError::internal);
        Ok(opened.and_then(|reader| read(&reader, snapshot)))
    };
    from_store(state, work).await?
}

/// Shows a tile of hashes (for everybody) or of entries (for the operator and auditors).
///
/// `tile/<level>/<index>[.p/<width>]` and `tile/entries/<index>[.p/<width>]` as C2SP `tlog-tiles`
/// says; a tile is there once the newest checkpoint covers it.
#[utoipa::path(
    get,
    path = "/log/tile/{*path}",
    tag = "log",
    params(("path" = String, Path, description = "`<level>/<index>` or `entries/<index>`")),
    responses(
        (status = 200, description = "The tile", content_type = "application/octet-stream"),
        (status = 401, description = "Entries without credentials", body = Problem),
        (status = 403, description = "Entries, for others", body = Problem),
        (status = 404, body = Problem),
    ),
    security((), ("bearer" = [])),
)]
pub async fn show_tile(
    State(state): State<AppState>,
    caller: Result<Caller, ApiError>,
    Path(path): Path<String>,
) -> ApiResult<Response> {
    let missing = |why: String| ApiError::new(crate::domain::refusal::Code::NotFound, why);
    let tile: Tile =
        format!("tile/{path}").parse().map_err(|error| missing(format!("No tile: {error}")))?;
    let is_entries = tile.content() == Content::Entries;
    if is_entries {
        caller?.require(OPERATOR)?;
    }
    let size = newest_checkpoint(&state).await?.size;
    if !tile.is_within(size) {
        return Err(missing(format!("The log has {size} leaves, too few for {tile}")));
    }
    let bytes = from_log(&state, move |reader, _| {
        if !is_entries {
            return tile_bytes(reader, &tile).map_err(ApiError::internal);
        }
        let entries = reader.entries_of(tile.first(), usize::from(tile.width()));
        let entries = entries.map_err(ApiError::internal)?;
        entry_bundle(entries.iter().map(Vec::as_slice))
            .ok_or_else(|| ApiError::internal("an entry longer than a tile can carry"))
    });
    let cache = if is_entries { FOR_EVER_PRIVATE } else { FOR_EVER };
    Ok(with_headers("application/octet-stream", cache, bytes.await?))
}

/// Which leaf, and in which tree.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct InclusionQuery {
    /// Place of the leaf, from 0.
    leaf_index: Option<u64>,
    /// In place of it: the play, for those who may see it.
    impression_id: Option<Uuid>,
    /// Size of the tree; that of the newest checkpoint where absent.
    tree_size: Option<u64>,
}

/// Proof that a leaf is in the log.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct InclusionView {
    /// Place of the leaf, from 0.
    pub leaf_index: u64,
    /// Size of the tree.
    pub tree_size: u64,
    /// Hash of the leaf, hex.
    pub leaf_hash: String,
    /// Hashes from the leaf up, hex (RFC 6962, section 2.1.1).
    pub hashes: Vec<String>,
}

/// Proves that a leaf is in the log. For everybody by its index.
#[utoipa::path(
    get,
    path = "/log/proof/inclusion",
    tag = "log",
    params(InclusionQuery),
    responses(
        (status = 200, body = InclusionView),
        (status = 400, body = Problem),
        (status = 401, description = "By a play without credentials", body = Problem),
        (status = 404, body = Problem),
        (status = 422, body = Problem),
    ),
    security((), ("bearer" = [])),
)]
pub async fn show_inclusion(
    State(state): State<AppState>,
    principal: Result<Principal, ApiError>,
    Query(query): Query<InclusionQuery>,
) -> ApiResult<Json<InclusionView>> {
    let newest = newest_checkpoint(&state).await?.size;
    let tree_size = tree_size("tree_size", query.tree_size.unwrap_or(newest), newest)?;
    let leaf_index = match (query.leaf_index, query.impression_id) {
        (Some(index), None) => index,
        (None, Some(id)) => leaf_of(&state, &principal?, id).await?,
        _ => return Err(ApiError::malformed("give one of leaf_index and impression_id")),
    };
    let proof = from_log(&state, move |reader, _| {
        let hashes = prove_inclusion(reader, leaf_index, tree_size).map_err(not_proved)?;
        let mut leaf = [Hash::default()];
        reader.read(0, leaf_index, &mut leaf).map_err(ApiError::internal)?;
        Ok((hashes, leaf))
    });
    let (hashes, [leaf]) = proof.await?;
    let hashes = hashes.iter().map(hex::encode).collect();
    Ok(Json(InclusionView { leaf_index, tree_size, leaf_hash: hex::encode(leaf), hashes }))
}

async fn leaf_of(state: &AppState, principal: &Principal, id: Uuid) -> ApiResult<u64> {
    let play = concerned(state, principal, id).await?;
    let found = from_log(state, move |reader, _| {
        reader.leaf_of(play.seq, &play.row).map_err(ApiError::internal)
    });
    Ok(found.await?.ok_or_else(|| Refusal::not_found("Leaf"))?)
}

fn tree_size(field: &str, size: u64, newest: u64) -> Result<u64, Refusal> {
    if size <= newest {
        return Ok(size);
    }
    let message = format!("{field} is {size}, but the newest checkpoint has {newest} leaves");
    Err(Refusal::field(field, "TOO_LARGE", message))
}

fn not_proved(error: ProveError<LogError>) -> ApiError {
    match error {
        ProveError::NoSuchLeaf { index, size } => {
            let message = format!("A tree of {size} leaves has no leaf {index}");
            Refusal::field("leaf_index", "TOO_LARGE", message).into()
        }
        ProveError::Shrunk { old, new } => {
            let message = format!("from is {old}, after to, which is {new}");
            Refusal::field("from", "ORDER", message).into()
        }
        ProveError::Source(error) => ApiError::internal(error),
    }
}

/// Which two trees.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ConsistencyQuery {
    /// Size of the older tree.
    from: u64,
    /// Size of the newer tree; that of the newest checkpoint where absent.
    to: Option<u64>,
}

/// Proof that one tree grew out of another.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ConsistencyView {
    /// Size of the older tree.
    pub from: u64,
    /// Size of the newer tree.
    pub to: u64,
    /// Hashes, hex (RFC 6962, section 2.1.2).
    pub hashes: Vec<String>,
}

/// Proves that the log grew out of an older state of it. For everybody.
#[utoipa::path(
    get,
    path = "/log/proof/consistency",
    tag = "log",
    params(ConsistencyQuery),
    responses(
        (status = 200, body = ConsistencyView),
        (status = 400, body = Problem),
        (status = 422, body = Problem),
    ),
    security(()),
)]
pub async fn show_consistency(
    State(state): State<AppState>,
    Query(query): Query<ConsistencyQuery>,
) -> ApiResult<Json<ConsistencyView>> {
    let newest = newest_checkpoint(&state).await?.size;
    let from = tree_size("from", query.from, newest)?;
    let to = tree_size("to", query.to.unwrap_or(newest), newest)?;
    let proof =
        from_log(&state, move |reader, _| prove_consistency(reader, from, to).map_err(not_proved));
    let hashes = proof.await?.iter().map(hex::encode).collect();
    Ok(Json(ConsistencyView { from, to, hashes }))
}
