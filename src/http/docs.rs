//! Readable documentation at `/api/docs`; its files are inside the binary, so it works offline.

use axum::Router;
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::{openapi::DOCUMENT_PATH, state::AppState};

/// Where the documentation is.
pub const DOCS_PATH: &str = "/api/docs";

/// Serves the documentation.
pub fn router() -> Router<AppState> {
    let config = Config::new([DOCUMENT_PATH]).try_it_out_enabled(true).persist_authorization(false);
    SwaggerUi::new(DOCS_PATH).config(config).into()
}
