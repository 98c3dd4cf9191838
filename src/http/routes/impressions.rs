//! `POST /impressions` and `/impressions/batch`: decode, authenticate, verify, hand over.
//! Rule: IMP-02, IMP-04, D-05, D-06.

use std::{borrow::Cow, sync::Arc};

use axum::{
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    domain::{
        catalog::Device,
        geo::GeoPoint,
        impression::{
            fraud::Flags,
            record::{
                ImpressionRow, JudgedSubmission, PlayStatus, RawText, SignatureVerdict, Submission,
            },
        },
        money::Amount,
        refusal::{Code, Detail, FieldError, Refusal},
        time::Timestamp,
    },
    engine::plays::{PlayAnswer, PlayOutcome},
    http::{
        ApiError, AppState, DeviceCaller, Problem,
        body::{read_bytes, require_json_type, require_object},
        error::problem_members,
    },
    proof::{canonical, verify},
};

/// The routes of this noun.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(submit_impression)).routes(routes!(submit_batch))
}

/// A play as a device submits it (S3 §6.2 and its extensions).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct SubmissionBody<'a> {
    /// Campaign.
    #[serde(borrow)]
    #[schema(value_type = Uuid)]
    campaign_id: Cow<'a, str>,
    /// Device; must be the token's.
    #[schema(value_type = Uuid)]
    device_id: Cow<'a, str>,
    /// Asset.
    #[schema(value_type = Uuid)]
    content_asset_id: Cow<'a, str>,
    /// END of the play by the device's clock, RFC 3339.
    #[schema(value_type = Timestamp)]
    played_at: Cow<'a, str>,
    /// Seconds played.
    duration_actual: u32,
    /// Evidence.
    proof: ProofBody<'a>,
    /// The device's own id of the play: the idempotency key. Needed for signature v2.
    #[serde(default)]
    impression_id: Option<Uuid>,
    /// Moment of sending by the device's clock; measures its error.
    #[serde(default)]
    sent_at: Option<Timestamp>,
    /// True when the play waited in the device's queue.
    #[serde(default)]
    queued: bool,
    /// The lease that offered the slot.
    #[serde(default)]
    lease_id: Option<Uuid>,
    /// Variant of an A/B test.
    #[serde(default)]
    variant_id: Option<Cow<'a, str>>,
    /// Key that signed. Needed for signature v2.
    #[serde(default)]
    key_id: Option<Uuid>,
    /// Strictly increasing count of the device's plays. Needed for signature v2.
    #[serde(default)]
    counter: Option<u64>,
    /// 1 (default) or 2.
    #[serde(default = "version_one")]
    signature_version: u8,
}

const fn version_one() -> u8 {
    1
}

/// Evidence of a play.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct ProofBody<'a> {
    /// SHA-256 of the captured frame, hex.
    #[serde(default, borrow)]
    screenshot_hash: Option<Cow<'a, str>>,
    /// RSASSA-PKCS1-v1_5 SHA-256, base64.
    device_signature: Cow<'a, str>,
    /// Where the device stands.
    #[serde(default)]
    location: Option<LocationBody>,
}

/// Degrees.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct LocationBody {
    /// North positive.
    lat: f64,
    /// East positive.
    lng: f64,
}

/// What became of a play.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct SubmissionAnswer {
    /// Id of the impression.
    impression_id: Uuid,
    /// `VERIFIED` or `UNDER_REVIEW`.
    status: PlayStatus,
    /// Price, 4 decimals.
    cost: Amount,
    /// What the campaign can still spend.
    campaign_remaining_budget: Amount,
    /// 0 to 100.
    quality_score: u8,
    /// What was noticed.
    #[serde(skip_serializing_if = "no_flags")]
    #[schema(value_type = Vec<String>)]
    flags: Flags,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
const fn no_flags(flags: &Flags) -> bool {
    flags.is_empty()
}

impl SubmissionAnswer {
    fn of(row: &ImpressionRow) -> Self {
        Self {
            impression_id: row.id,
            status: row.status,
            cost: row.money.cost,
            campaign_remaining_budget: row.money.remaining,
            quality_score: row.quality,
            flags: row.flags,
        }
    }
}

/// Submits one play for billing.
///
/// 201 verified and billed; 202 held for review; 200 the first answer again; 422 refused by a rule
/// with its reason and numbers. Answers only after the play is on disk.
#[utoipa::path(
    post,
    path = "/impressions",
    tag = "impressions",
    request_body = inline(SubmissionBody),
    responses(
        (status = 201, description = "Verified and billed", body = SubmissionAnswer),
        (status = 202, description = "Held for review", body = SubmissionAnswer),
        (status = 200, description = "Submitted before; the first answer again", body = SubmissionAnswer),
        (status = 400, description = "Malformed", body = Problem),
        (status = 401, description = "Unknown device token", body = Problem),
        (status = 403, description = "DEVICE_MISMATCH", body = Problem),
        (status = 409, description = "IDEMPOTENCY_CONFLICT", body = Problem),
        (status = 413, description = "Body too large", body = Problem),
        (status = 415, description = "Not JSON", body = Problem),
        (status = 422, description = "Refused by a rule", body = Problem),
        (status = 429, description = "Too many requests", body = Problem),
        (status = 503, description = "Busy; see Retry-After", body = Problem),
    ),
    security(("bearer" = [])),
)]
async fn submit_impression(
    State(state): State<AppState>,
    caller: DeviceCaller,
    request: Request,
) -> Result<Response, ApiError> {
    require_json_type(request.headers())?;
    let bytes = read_bytes(request, state.settings().http.max_body_bytes).await?;
    let play = judge(&state, &caller.0, &bytes)?;
    let answer = state.handle().submit(play).await?;
    respond(answer)
}

fn respond(answer: PlayAnswer) -> Result<Response, ApiError> {
    match answer.outcome {
        PlayOutcome::Refused(refusal) => Err((*refusal).into()),
        PlayOutcome::Recorded { refusal: Some(refusal), row, .. } => {
            let id = Detail::Text(row.id.to_string());
            Err((*refusal).with("impression_id", id).into())
        }
        PlayOutcome::Recorded { row, replayed, refusal: None } => {
            let status = match (replayed, row.status) {
                (true, _) => StatusCode::OK,
                (false, PlayStatus::UnderReview) => StatusCode::ACCEPTED,
                (false, PlayStatus::Verified | PlayStatus::Rejected) => StatusCode::CREATED,
            };
            Ok((status, crate::http::Json(SubmissionAnswer::of(&row))).into_response())
        }
    }
}

/// Many plays of one device, in order.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct BatchBody<'a> {
    /// At most 1,000 plays.
    #[serde(borrow)]
    #[schema(value_type = Vec<Object>)]
    items: Vec<&'a RawValue>,
}

/// A verdict for each play, in order.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct BatchAnswer {
    /// `index`, `impression_id`, `status`, and `cost`… or `error`, `message` and the numbers.
    #[schema(value_type = Vec<Object>)]
    results: Vec<serde_json::Value>,
}

/// Plays whose signatures are verified by one task of the pool.
const VERIFY_CHUNK: usize = 50;

/// Submits up to 1,000 plays of one device, each with its own verdict.
///
/// 200 also when some are refused: look at each result's `status` (`VERIFIED`, `UNDER_REVIEW`,
/// `REJECTED`, `REFUSED` for one that was not recorded).
#[utoipa::path(
    post,
    path = "/impressions/batch",
    tag = "impressions",
    request_body = inline(BatchBody),
    responses(
        (status = 200, description = "A verdict for each", body = BatchAnswer),
        (status = 400, description = "Malformed", body = Problem),
        (status = 401, description = "Unknown device token", body = Problem),
        (status = 413, description = "Body or batch too large", body = Problem),
        (status = 429, description = "Too many requests", body = Problem),
        (status = 503, description = "Busy; see Retry-After", body = Problem),
    ),
    security(("bearer" = [])),
)]
async fn submit_batch(
    State(state): State<AppState>,
    caller: DeviceCaller,
    request: Request,
) -> Result<Response, ApiError> {
    require_json_type(request.headers())?;
    let bytes = read_bytes(request, state.settings().http.max_body_bytes).await?;
    let judged = judge_all(&state, &caller.0, bytes).await?;
    let mut results: Vec<Option<serde_json::Value>> = vec![None; judged.len()];
    let mut plays = Vec::new();
    let mut places = Vec::new();
    for (index, verdict) in judged.into_iter().enumerate() {
        match verdict {
            Ok(play) => {
                plays.push(play);
                places.push(index);
            }
            Err(error) => results[index] = Some(not_recorded(index, &error)),
        }
    }
    let answers = state.handle().submit_batch(plays).await?;
    for (index, answer) in places.into_iter().zip(answers) {
        results[index] = Some(batch_result(index, &answer));
    }
    let results = results.into_iter().flatten().collect();
    Ok(crate::http::Json(BatchAnswer { results }).into_response())
}

async fn judge_all(
    state: &AppState,
    device: &Arc<Device>,
    bytes: bytes::Bytes,
) -> Result<Vec<Result<JudgedSubmission, Refusal>>, ApiError> {
    require_object(&bytes)?;
    let body: BatchBody<'_> = serde_json::from_slice(&bytes)
        .map_err(|error| ApiError::malformed(format!("the body cannot be read: {error}")))?;
    let most = state.settings().http.max_batch_items;
    if body.items.len() > most {
        let message = format!("{} plays in one batch; at most {most} are taken", body.items.len());
        return Err(ApiError::new(Code::BodyTooLarge, message));
    }
    let mut tasks = Vec::new();
    for chunk in body.items.chunks(VERIFY_CHUNK) {
        // A slice of the shared body for each play: no copy of its text.
        let items: Vec<bytes::Bytes> =
            chunk.iter().map(|item| bytes.slice_ref(item.get().as_bytes())).collect();
        let (state, device) = (state.clone(), Arc::clone(device));
        tasks.push(tokio::task::spawn_blocking(move || {
            let judged = items.iter().map(|item| judge(&state, &device, item));
            judged.collect::<Vec<_>>()
        }));
    }
    let mut all = Vec::with_capacity(body.items.len());
    for task in tasks {
        all.extend(task.await.map_err(ApiError::internal)?);
    }
    Ok(all)
}

fn not_recorded(index: usize, refusal: &Refusal) -> serde_json::Value {
    let mut members = problem_members(refusal);
    members.insert("index".to_owned(), index.into());
    members.insert("status".to_owned(), "REFUSED".into());
    members.into()
}

fn batch_result(index: usize, answer: &PlayAnswer) -> serde_json::Value {
    match &answer.outcome {
        PlayOutcome::Refused(refusal) => {
            let mut result = not_recorded(index, refusal);
            result["impression_id"] = answer.impression_id.to_string().into();
            result
        }
        PlayOutcome::Recorded { refusal: Some(refusal), row, .. } => {
            let mut members = problem_members(refusal);
            members.insert("index".to_owned(), index.into());
            members.insert("impression_id".to_owned(), row.id.to_string().into());
            members.insert("status".to_owned(), "REJECTED".into());
            members.into()
        }
        PlayOutcome::Recorded { row, refusal: None, .. } => {
            let answer = SubmissionAnswer::of(row);
            let mut value = serde_json::to_value(&answer).unwrap_or_default();
            value["index"] = index.into();
            value
        }
    }
}

/// Decodes a play, checks that it is the device's own, and verifies its signature.
pub(crate) fn judge(
    state: &AppState,
    device: &Device,
    bytes: &[u8],
) -> Result<JudgedSubmission, Refusal> {
    require_object(bytes)?;
    let body: SubmissionBody<'_> = serde_json::from_slice(bytes).map_err(|error| {
        Refusal::new(Code::MalformedRequest, format!("the body cannot be read: {error}"))
    })?;
    let received_at = state.now();
    let submission = submission(&body)?;
    if submission.device_id != device.id {
        return Err(Refusal::new(
            Code::DeviceMismatch,
            format!("device_id {} is not the device of this token", submission.device_id),
        ));
    }
    let verdict = signature_verdict(state, device, &body, &submission);
    Ok(JudgedSubmission { submission, device: device.no, verdict, received_at })
}

fn submission(body: &SubmissionBody<'_>) -> Result<Submission, Refusal> {
    let mut wrong = Vec::new();
    let campaign_id = uuid("campaign_id", &body.campaign_id, &mut wrong);
    let device_id = uuid("device_id", &body.device_id, &mut wrong);
    let asset_id = uuid("content_asset_id", &body.content_asset_id, &mut wrong);
    let played_at = Timestamp::parse(&body.played_at)
        .map_err(|why| wrong.push(field("played_at", &why)))
        .unwrap_or_default();
    let hash_text = body.proof.screenshot_hash.as_deref().unwrap_or_default();
    let screenshot_hash = hash(hash_text, &mut wrong);
    let location = location(body.proof.location, &mut wrong);
    let signature = signature(&body.proof.device_signature, &mut wrong);
    check_version(body, &mut wrong);
    if !wrong.is_empty() {
        let mut refusal = Refusal::validation(wrong);
        refusal.code = Code::MalformedRequest;
        return Err(refusal);
    }
    Ok(Submission {
        impression_id: body.impression_id,
        campaign_id,
        device_id,
        asset_id,
        played_at,
        duration_actual: body.duration_actual,
        screenshot_hash,
        location,
        signature,
        sent_at: body.sent_at,
        queued: body.queued,
        lease_id: body.lease_id,
        variant_id: body.variant_id.as_deref().map(str::to_owned),
        key_id: body.key_id,
        counter: body.counter,
        signature_version: body.signature_version,
        raw: raw_text(body, campaign_id, played_at, screenshot_hash.as_ref()),
    })
}

fn field(name: &str, message: &str) -> FieldError {
    let message = format!("{name}: {message}");
    FieldError { field: name.to_owned(), error: "INVALID".to_owned(), message }
}

fn uuid(name: &str, text: &str, wrong: &mut Vec<FieldError>) -> Uuid {
    Uuid::try_parse(text).unwrap_or_else(|_| {
        wrong.push(field(name, "not a UUID"));
        Uuid::nil()
    })
}

fn hash(text: &str, wrong: &mut Vec<FieldError>) -> Option<[u8; 32]> {
    if text.is_empty() {
        return None;
    }
    let mut bytes = [0; 32];
    if hex::decode_to_slice(text, &mut bytes).is_err() {
        wrong.push(field("proof.screenshot_hash", "not a SHA-256 in hex (64 digits)"));
    }
    Some(bytes)
}

fn location(given: Option<LocationBody>, wrong: &mut Vec<FieldError>) -> Option<GeoPoint> {
    let given = given?;
    match GeoPoint::from_degrees(given.lat, given.lng) {
        Ok(point) => Some(point),
        Err(error) => {
            wrong.push(field("proof.location", &error.to_string()));
            None
        }
    }
}

/// Longest signature that is looked at: RSA of 8192 bits.
const MAX_SIGNATURE: usize = 1024;

fn signature(text: &str, wrong: &mut Vec<FieldError>) -> Vec<u8> {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    match STANDARD.decode(text) {
        Ok(bytes) if bytes.len() <= MAX_SIGNATURE => bytes,
        Ok(_) | Err(_) => {
            wrong.push(field("proof.device_signature", "not base64 of at most 1024 bytes"));
            Vec::new()
        }
    }
}

/// Longest name of a variant.
const MAX_VARIANT: usize = 32;

/// Signature v2 covers key, counter and id, so it needs them. Rule: D-06.
fn check_version(body: &SubmissionBody<'_>, wrong: &mut Vec<FieldError>) {
    let v2 = body.signature_version == 2;
    if !v2 && body.signature_version != 1 {
        wrong.push(field("signature_version", "1 or 2"));
    }
    let needed = [
        ("impression_id", body.impression_id.is_none()),
        ("key_id", body.key_id.is_none()),
        ("counter", body.counter.is_none()),
    ];
    for (name, missing) in needed {
        if v2 && missing {
            wrong.push(field(name, "needed for signature_version 2"));
        }
    }
    if body.variant_id.as_ref().is_some_and(|v| v.len() > MAX_VARIANT || v.contains(['\n', '\r'])) {
        wrong.push(field("variant_id", "at most 32 characters in one line"));
    }
}

/// Keeps what the signature covers where it differs from the canonical form of its value.
fn raw_text(
    body: &SubmissionBody<'_>,
    campaign_id: Uuid,
    played_at: Timestamp,
    hash: Option<&[u8; 32]>,
) -> RawText {
    let differs = |sent: &str, canonical: &str| (sent != canonical).then(|| sent.to_owned());
    let mut buffer = Uuid::encode_buffer();
    let campaign = campaign_id.hyphenated().encode_lower(&mut buffer);
    let sent_hash = body.proof.screenshot_hash.as_deref();
    RawText {
        campaign_id: differs(&body.campaign_id, campaign),
        played_at: differs(&body.played_at, &played_at.to_string()),
        screenshot_hash: match (sent_hash, hash) {
            (Some(sent), Some(hash)) => differs(sent, &hex::encode(hash)),
            _ => None,
        },
    }
}

/// Which key of the device signed the play, if any. Rule: IMP-04.
fn signature_verdict(
    state: &AppState,
    device: &Device,
    body: &SubmissionBody<'_>,
    submission: &Submission,
) -> SignatureVerdict {
    let mut text = Vec::with_capacity(512);
    let hash = body.proof.screenshot_hash.as_deref().unwrap_or_default();
    if submission.signature_version == 2 {
        let signed = canonical::SignedText {
            key_id: submission.key_id.unwrap_or_default(),
            device_id: submission.device_id,
            counter: submission.counter.unwrap_or_default(),
            impression_id: submission.impression_id.unwrap_or_default(),
            campaign_id: submission.campaign_id,
            content_asset_id: submission.asset_id,
            variant_id: submission.variant_id.as_deref(),
            played_at: &body.played_at,
            duration_actual: submission.duration_actual,
            screenshot_hash: hash,
            lat_microdegrees: submission.location.map(GeoPoint::lat_e6),
            lng_microdegrees: submission.location.map(GeoPoint::lng_e6),
        };
        if signed.write_v2(&mut text).is_err() {
            return SignatureVerdict::Invalid;
        }
    } else {
        canonical::write_v1(&mut text, &body.campaign_id, &body.played_at, hash);
    }
    find_key(state, device, submission, &text)
}

fn find_key(
    state: &AppState,
    device: &Device,
    submission: &Submission,
    text: &[u8],
) -> SignatureVerdict {
    let mut named_is_known = submission.key_id.is_none();
    // Newest first; keys that counted when the play was made before those that did not.
    let mut keys: Vec<_> = (0_u8..).zip(&device.keys).collect();
    keys.sort_by_key(|(place, key)| {
        (!key.valid_at(submission.played_at), std::cmp::Reverse(*place))
    });
    for (place, record) in keys {
        if submission.key_id.is_some_and(|named| named != record.id) {
            continue;
        }
        named_is_known = true;
        let Ok(key) = state.device_key(record) else { continue };
        if verify::verify(&key, text, &submission.signature).is_valid() {
            let proof = verify::proof_hash(text, &submission.signature);
            return SignatureVerdict::Valid { key: place, proof: Some(proof) };
        }
    }
    if named_is_known { SignatureVerdict::Invalid } else { SignatureVerdict::UnknownKey }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn body() -> String {
        serde_json::json!({
            "campaign_id": "0198a000-0000-7000-8000-000000000001",
            "device_id": "0198a000-0000-7000-8000-000000000002",
            "content_asset_id": "0198A000-0000-7000-8000-000000000003",
            "played_at": "2026-01-23T21:30:00+07:00",
            "duration_actual": 28,
            "proof": {
                "screenshot_hash": "AB".repeat(32),
                "device_signature": "c2lnbmF0dXJl",
                "location": {"lat": 10.762622, "lng": 106.660172},
            },
        })
        .to_string()
    }

    fn read(text: &[u8]) -> Result<Submission, Refusal> {
        let body: SubmissionBody<'_> = serde_json::from_slice(text)
            .map_err(|error| Refusal::new(Code::MalformedRequest, error.to_string()))?;
        submission(&body)
    }

    /// Rule: D-06, IMP-04: what differs from the canonical form is kept as sent.
    #[test]
    fn texts_are_kept_as_sent_where_they_are_not_canonical() {
        let sent = read(body().as_bytes()).unwrap();
        assert_eq!(sent.raw.campaign_id, None);
        assert_eq!(sent.raw.played_at.as_deref(), Some("2026-01-23T21:30:00+07:00"));
        assert_eq!(sent.raw.screenshot_hash, Some("AB".repeat(32)));
        assert_eq!(sent.played_at.to_string(), "2026-01-23T14:30:00Z");
        assert_eq!(sent.signature, b"signature");
        assert_eq!(sent.signature_version, 1);
    }

    /// Rule: IMP-02: every wrong field is named.
    #[test]
    fn wrong_fields_are_named_together() {
        let text = body()
            .replace("2026-01-23T21:30:00+07:00", "yesterday")
            .replace("c2lnbmF0dXJl", "?")
            .replace("10.762622", "95.0")
            .replacen("0198a000", "zzzz", 1);
        let refusal = read(text.as_bytes()).unwrap_err();
        assert_eq!(refusal.code, Code::MalformedRequest);
        let fields: Vec<&str> = refusal.fields.iter().map(|f| f.field.as_str()).collect();
        let expected = ["campaign_id", "played_at", "proof.location", "proof.device_signature"];
        assert_eq!(fields, expected);
        let two = body().replacen('{', "{\"signature_version\": 2, ", 1);
        let fields = read(two.as_bytes()).unwrap_err().fields;
        assert_eq!(fields.len(), 3, "v2 needs impression_id, key_id and counter: {fields:?}");
    }

    proptest! {
        #[test]
        fn reading_a_submission_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = read(&bytes);
        }

        #[test]
        fn a_damaged_submission_is_read_or_refused(
            place in 0_usize..500,
            byte in any::<u8>(),
        ) {
            let mut text = body().into_bytes();
            let place = place % text.len();
            text[place] = byte;
            let _ = read(&text);
        }
    }
}
