//! The proof of play as a file to hand on: PDF, CSV or JSON with the same figures.
//! Rule: POP-04, D-63.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    campaigns::status_visible,
    proof_csv::csv_text,
    proof_document::document_of,
    proof_figures::{Gathered, ProofOfPlay, chain_place, gather, read_days, report_of},
    ranges::is_known,
    reading::from_store,
};
use crate::{
    db::codec::{self, sha256},
    domain::{
        campaign::model::Campaign, ids::CampaignNo, notices::Language, proof_of_play::DailyRecord,
        refusal::Refusal, time::Day,
    },
    engine::{proof_file::FORMAT, reads},
    http::{
        ApiError, AppState, Caller, Path, Problem, Query, error::ApiResult, language::language_of,
    },
    proof::report::{self, CampaignReport},
};

/// Handlers of `/campaigns/{id}/proof-of-play/download`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(download_proof_of_play))
}

/// The header with the digest of a body. Source: RFC 9530.
const REPR_DIGEST: &str = "repr-digest";

/// How a report is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ReportFormat {
    /// A document for people.
    #[default]
    Pdf,
    /// Comma-separated values, one figure a line.
    Csv,
    /// A JSON object with the content of each record, so that its hash can be checked.
    Json,
}

impl ReportFormat {
    const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

/// Which days, and how they are written.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DownloadQuery {
    /// One UTC day.
    pub date: Option<String>,
    /// First UTC day.
    pub from: Option<String>,
    /// Last UTC day, inclusive; at most `reports.proof_of_play_days` days.
    pub to: Option<String>,
    /// `pdf` (default), `csv` or `json`.
    #[serde(default)]
    #[param(inline)]
    pub format: ReportFormat,
    /// Of the PDF: `en`, `vi`, `it`; by default the caller's.
    #[param(inline)]
    pub language: Option<Language>,
}

/// Downloads the proof of play of a day or a range as PDF, CSV or JSON. Rule: POP-04, D-63.
///
/// The same figures give the same bytes; `ETag` and `Repr-Digest` carry their SHA-256.
#[utoipa::path(
    get,
    path = "/campaigns/{id}/proof-of-play/download",
    tag = "proof of play",
    params(
        ("id" = Uuid, Path, description = "The campaign"),
        DownloadQuery,
        ("accept-language" = Option<String>, Header),
        ("if-none-match" = Option<String>, Header, description = "ETag that is known already"),
    ),
    responses(
        (status = 200, content(
            (String = "application/pdf"),
            (String = "text/csv"),
            (ProofFile = "application/json"),
        )),
        (status = 304, description = "Known already"),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 422, description = "Days that cannot be reported", body = Problem),
        (status = 503, description = "Too many documents at once", body = Problem),
    ),
)]
pub async fn download_proof_of_play(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(query): Query<DownloadQuery>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let campaign = status_visible(&state, &caller, id)?;
    if query.format == ReportFormat::Pdf {
        require_pdf()?;
    }
    let given = [&query.date, &query.from, &query.to].map(Option::as_deref);
    let max_days = state.settings().reports.proof_of_play_days;
    let span = read_days(given, state.now().day(), max_days)?;
    let gathered = gather(&state, campaign.no, span).await?;
    let figures = report_of(state.views(), id, &gathered, query.date.is_some());
    let body = match query.format {
        ReportFormat::Json => {
            let chain = chain(&state, campaign.no, &gathered).await?;
            Bytes::from(json_text(figures, &chain, span)?)
        }
        ReportFormat::Csv => Bytes::from(csv_text(&campaign, &gathered, &figures)),
        ReportFormat::Pdf => {
            let spoken = || language_of(&state, &caller.principal, &headers);
            let language = query.language.unwrap_or_else(spoken);
            let document = document_of(&state, &campaign, &gathered, &figures).await?;
            print(&state, document, language).await?
        }
    };
    answer(&headers, &Name { word: PROOF, campaign: &campaign, span }, query.format, body)
}

/// Refuses where the build makes no PDF.
///
/// # Errors
/// `VALIDATION_FAILED` with what there is instead.
pub(super) fn require_pdf() -> Result<(), Refusal> {
    if report::HAS_PDF {
        return Ok(());
    }
    let message = "this build makes no PDF; ask for CSV or JSON";
    Err(Refusal::field("format", "UNAVAILABLE", message))
}

/// Makes the PDF of a report, or takes it from where it is kept.
///
/// # Errors
/// `OVERLOADED`; a failure of the appliance.
pub(super) async fn print(
    state: &AppState,
    document: CampaignReport,
    language: Language,
) -> ApiResult<Bytes> {
    let mut content = serde_json::to_vec(&document).map_err(ApiError::internal)?;
    content.extend_from_slice(language.as_str().as_bytes());
    content.extend_from_slice(env!("CARGO_PKG_VERSION").as_bytes());
    for sample in &document.samples {
        content.extend_from_slice(&sha256(&sample.jpeg));
    }
    let key = sha256(&content);
    let work = move || report::campaign_pdf(&document, language);
    state.press().document(key, work).await
}

/// The first word of a proof of play's file.
pub(super) const PROOF: &str = "proof-of-play";

/// What a file's name says.
pub(super) struct Name<'a> {
    pub word: &'static str,
    pub campaign: &'a Campaign,
    pub span: (Day, Day),
}

impl Name<'_> {
    fn days(&self) -> String {
        let (from, to) = self.span;
        if from == to { from.to_string() } else { format!("{from}_{to}") }
    }

    /// Plain letters and the campaign's id.
    pub fn plain(&self, format: ReportFormat) -> String {
        format!("{}-{}-{}.{}", self.word, self.campaign.id, self.days(), format.extension())
    }

    /// The plain name for old programs, the campaign's name for others.
    fn disposition(&self, format: ReportFormat) -> String {
        let (name, days) = (&self.campaign.name, self.days());
        let wide = format!("{} {name} {days}.{}", self.word, format.extension());
        let mut encoded = String::new();
        for byte in wide.bytes() {
            // RFC 8187: what is no attr-char is written as its number.
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                encoded.push(char::from(byte));
            } else {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        }
        let plain = self.plain(format);
        format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
    }
}

/// A file with its name, tag and digest; or word that the caller holds it already.
///
/// # Errors
/// A failure of the appliance.
pub(super) fn answer(
    asked: &HeaderMap,
    name: &Name<'_>,
    format: ReportFormat,
    body: Bytes,
) -> ApiResult<Response> {
    let digest = sha256(&body);
    let etag = format!("\"{}\"", hex::encode(digest));
    let value = |text: &str| HeaderValue::from_str(text).map_err(ApiError::internal);
    let mut headers = HeaderMap::new();
    headers.insert(header::ETAG, value(&etag)?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if is_known(asked, &etag) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    headers.insert(header::CONTENT_DISPOSITION, value(&name.disposition(format))?);
    headers.insert(REPR_DIGEST, value(&format!("sha-256=:{}:", STANDARD.encode(digest)))?);
    Ok((headers, body).into_response())
}

/// The content of a record: its SHA-256 is the record's hash.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RecordContent {
    /// UTC day.
    pub date: Day,
    /// 0 = the record, 1… = supplements.
    pub number: u32,
    /// Whether it is of the report's days; the others link those in the chain.
    pub in_period: bool,
    /// SHA-256 of `content`, hex.
    pub hash: String,
    /// The bytes that were hashed, base64: the record with a hash of zeros.
    pub content: String,
}

/// The report as a file, with the content of its records.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ProofFile {
    /// `vetrina-proof-of-play/1`.
    pub format: &'static str,
    /// The report as `GET …/proof-of-play` answers it.
    #[serde(flatten)]
    pub report: ProofOfPlay,
    /// Content of each record and supplement from the first to the last of the report's days, in
    /// the order in which they were cut: each carries the hash of the one before it.
    pub record_contents: Vec<RecordContent>,
}

fn json_text(report: ProofOfPlay, chain: &[DailyRecord], span: (Day, Day)) -> ApiResult<Vec<u8>> {
    let record_contents = chain.iter().map(|record| content_of(record, span)).collect();
    let file = ProofFile { format: FORMAT, report, record_contents };
    serde_json::to_vec(&file).map_err(ApiError::internal)
}

/// The records of the days, and those of other days that were cut between them, in their order.
async fn chain(
    state: &AppState,
    campaign: CampaignNo,
    gathered: &Gathered,
) -> ApiResult<Vec<DailyRecord>> {
    let known: Vec<DailyRecord> = gathered.records.values().flatten().cloned().collect();
    let places = || known.iter().map(chain_place);
    let (Some(first), Some(last)) = (places().min(), places().max()) else {
        return Ok(Vec::new());
    };
    // A record is cut after its day is over.
    let (eldest, newest) = (Day::from_number(0), last.0.day());
    let all =
        from_store(state, move |snapshot| reads::daily_records(snapshot, campaign, eldest, newest));
    let mut chain: Vec<DailyRecord> = all.await?.into_values().flatten().collect();
    chain.retain(|record| (first..=last).contains(&chain_place(record)));
    chain.sort_by_key(chain_place);
    Ok(chain)
}

fn content_of(record: &DailyRecord, (from, to): (Day, Day)) -> RecordContent {
    let bare = DailyRecord { hash: [0; 32], ..record.clone() };
    RecordContent {
        date: record.day,
        number: record.number,
        in_period: (from..=to).contains(&record.day),
        hash: hex::encode(record.hash),
        content: STANDARD.encode(codec::encode(&bare)),
    }
}
