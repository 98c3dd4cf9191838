//! HTTP: the wire of `/api/v1`, its problems, sign-in, limits and documents.
//! Lives here: extractors, handlers by noun (`routes`), layers, the server's accept loop.
//! Must not live here: rules, storage, write transactions (handlers ask the engine).

pub mod auth;
pub mod body;
pub mod docs;
pub mod error;
pub mod idempotency;
pub mod language;
pub mod limits;
pub mod openapi;
pub mod paging;
pub mod passwords;
pub mod patch;
pub mod press;
pub mod request_id;
pub mod routes;
pub mod security;
pub mod server;
pub mod state;
#[cfg(feature = "embed-ui")]
pub mod ui;
pub mod unread;

pub use auth::{Caller, DeviceCaller, Principal};
pub use body::{Json, NoBody, Path, Query};
pub use error::{ApiError, Problem};
pub use idempotency::Idem;
pub use paging::{List, Page, PageRequest};
pub use patch::{Patch, PatchBody};
pub use state::AppState;
