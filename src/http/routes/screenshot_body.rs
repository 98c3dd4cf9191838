//! Bodies of screenshots: to disk as they arrive, cut off past the limit.

use std::sync::Arc;

use axum::body::Body;
use bytes::Bytes;
use futures_util::StreamExt as _;
use tokio::{sync::mpsc, task::JoinHandle};

use super::screenshots::of_blob;
use crate::{
    engine::screenshots::Screenshots,
    http::{ApiError, error::ApiResult},
    media::blob::Received,
};

/// Pieces of a body that wait for the disk.
const WAITING_PIECES: usize = 8;

/// A piece of a body on its way to the disk.
enum Piece {
    Bytes(Bytes),
    End,
}

/// Writes a body of at most `limit` bytes under a temporary name.
///
/// # Errors
/// `BODY_TOO_LARGE` as soon as there is one byte more, `MALFORMED_REQUEST` when the sender breaks off.
pub(super) async fn receive(
    shots: &Arc<Screenshots>,
    body: Body,
    limit: u64,
) -> ApiResult<Received> {
    let (pieces, incoming) = mpsc::channel(WAITING_PIECES);
    let own = Arc::clone(shots);
    let writing: JoinHandle<ApiResult<Received>> =
        tokio::task::spawn_blocking(move || write(&own, incoming, limit));
    let mut stream = body.into_data_stream();
    loop {
        let piece = match stream.next().await {
            Some(Ok(bytes)) => Piece::Bytes(bytes),
            Some(Err(_)) => break,
            None => Piece::End,
        };
        let is_last = matches!(piece, Piece::End);
        // A closed channel means that the writing ended with an error, which the task tells.
        if pieces.send(piece).await.is_err() || is_last {
            break;
        }
    }
    drop(pieces);
    let received = writing.await.map_err(ApiError::internal)?;
    if received.is_err() {
        read_on(stream, limit).await;
    }
    received
}

fn write(
    shots: &Screenshots,
    mut pieces: mpsc::Receiver<Piece>,
    limit: u64,
) -> ApiResult<Received> {
    let mut incoming = shots.files().begin(limit).map_err(of_blob)?;
    loop {
        match pieces.blocking_recv() {
            Some(Piece::Bytes(bytes)) => incoming.append(&bytes).map_err(of_blob)?,
            Some(Piece::End) => return incoming.finish().map_err(of_blob),
            // The caller went away in the middle; dropping removes what arrived.
            None => return Err(ApiError::malformed("the body ended before it was complete")),
        }
    }
}

/// Reads a body that is not wanted, up to the limit: most callers look at the answer only once they
/// have sent all.
pub(super) async fn drain(body: Body, limit: u64) {
    read_on(body.into_data_stream(), limit).await;
}

async fn read_on(mut stream: axum::body::BodyDataStream, limit: u64) {
    let mut left = limit;
    while let Some(Ok(bytes)) = stream.next().await {
        left = left.saturating_sub(bytes.len() as u64);
        if left == 0 {
            return;
        }
    }
}
