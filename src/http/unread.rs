//! Bodies that a handler left unread: a connection whose next bytes are the rest of an old request
//! cannot carry another one, and is not closed under the sender without a word.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, HttpBody, to_bytes},
    extract::Request,
    http::{HeaderValue, header},
    middleware::Next,
    response::Response,
};
use bytes::Bytes;
use hyper::body::{Frame, SizeHint};

/// What is left of a body is read to its end up to so many bytes; more is not worth the wait.
const MOST_BYTES: usize = 256 * 1024;
/// And for so long.
const LONGEST: Duration = Duration::from_secs(1);

/// Where a body goes that was dropped before its end.
type Slot = Arc<Mutex<Option<Body>>>;

/// A body that leaves what was not read of it in a slot.
struct Kept {
    inner: Option<Body>,
    slot: Slot,
}

impl HttpBody for Kept {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let Some(inner) = self.inner.as_mut() else { return Poll::Ready(None) };
        let polled = Pin::new(inner).poll_frame(context);
        // After its end, or a failure, nothing is left to read.
        if matches!(polled, Poll::Ready(None | Some(Err(_)))) {
            self.inner = None;
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.inner.as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.as_ref().map_or_else(|| SizeHint::with_exact(0), HttpBody::size_hint)
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        if let Some(inner) = self.inner.take().filter(|inner| !inner.is_end_stream()) {
            *self.slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(inner);
        }
    }
}

/// Reads what a handler left of a body; where that is too much, says that the connection ends.
pub async fn read_rest(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    // Who asks whether to send a body at all is not told to go on by reading it.
    let is_asked = request.headers().contains_key(header::EXPECT);
    let slot = Slot::default();
    let keep = Arc::clone(&slot);
    let request = request.map(|inner| Body::new(Kept { inner: Some(inner), slot: keep }));
    let mut response = next.run(request).await;
    let rest = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(rest) = rest
        && (is_asked || !is_read(rest).await)
    {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Reads a body to its end, unless it is too long.
async fn is_read(rest: Body) -> bool {
    if rest.size_hint().lower() > MOST_BYTES as u64 {
        return false;
    }
    matches!(tokio::time::timeout(LONGEST, to_bytes(rest, MOST_BYTES)).await, Ok(Ok(_)))
}
