//! The table covers every code; problems say what the contract says.

use utoipa::{
    PartialSchema,
    openapi::{RefOr, schema::Schema},
};

use super::*;

/// Every code that the domain knows, read from its schema.
fn all_codes() -> Vec<Code> {
    let RefOr::T(Schema::Object(schema)) = Code::schema() else { panic!("codes are an enum") };
    let words = schema.enum_values.expect("codes are an enum");
    words.into_iter().map(|word| serde_json::from_value(word).unwrap()).collect()
}

async fn body_of(response: Response) -> Value {
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

#[test]
fn every_code_has_a_client_or_busy_status_and_a_title() {
    let codes = all_codes();
    assert!(codes.len() > 40, "{}", codes.len());
    for code in codes {
        let (status, title) = status_and_title(code);
        assert!(!title.is_empty(), "{code:?}");
        assert!(status.is_client_error() || code == Code::Overloaded, "{code:?} {status}");
    }
}

/// Rule: D-05: whatever a rule says about a play is a 422.
#[test]
fn rules_of_impressions_answer_422() {
    let codes = all_codes();
    let first = codes.iter().position(|code| *code == Code::InvalidProof).unwrap();
    let rules = &codes[first..];
    assert_eq!(rules.len(), 20);
    for code in rules {
        assert_eq!(status_of(*code), StatusCode::UNPROCESSABLE_ENTITY, "{code:?}");
    }
}

#[test]
fn statuses_of_the_contract() {
    for (code, status) in [
        (Code::MalformedRequest, 400),
        (Code::Unauthenticated, 401),
        (Code::InvalidToken, 401),
        (Code::DeviceMismatch, 403),
        (Code::NotFound, 404),
        (Code::MethodNotAllowed, 405),
        (Code::Conflict, 409),
        (Code::IdempotencyConflict, 409),
        (Code::IllegalTransition, 409),
        (Code::SimulationRefused, 409),
        (Code::ScreenshotDeleted, 410),
        (Code::StaleEtag, 412),
        (Code::BodyTooLarge, 413),
        (Code::UnsupportedMediaType, 415),
        (Code::ValidationFailed, 422),
        (Code::FieldNotEditable, 422),
        (Code::RateLimited, 429),
        (Code::Overloaded, 503),
    ] {
        assert_eq!(status_of(code).as_u16(), status, "{code:?}");
    }
}

#[tokio::test]
async fn a_problem_has_the_members_of_the_case() {
    let refusal = Refusal::new(Code::InvalidDuration, "Played duration 20s < required 24s")
        .with("required_duration", Detail::Int(24))
        .with("status", Detail::Text("never this".to_owned()));
    let response = ApiError::from(refusal).into_response();
    assert_eq!(response.headers()[header::CONTENT_TYPE], PROBLEM_JSON);
    let body = body_of(response).await;
    assert_eq!(body["type"], "urn:vetrina:problem:INVALID_DURATION");
    assert_eq!(body["error"], "INVALID_DURATION");
    assert_eq!(body["status"], 422);
    assert_eq!(body["required_duration"], 24);
    assert!(body.get("fields").is_none());
}

#[tokio::test]
async fn fields_are_listed() {
    let refusal = Refusal::field("budget", "TOO_SMALL", "At least 1");
    let body = body_of(ApiError::from(refusal).into_response()).await;
    assert_eq!(body["fields"][0]["field"], "budget");
}

#[tokio::test]
async fn a_failure_of_the_appliance_tells_nothing_internal() {
    let response = ApiError::internal("disk /dev/sda is full").into_response();
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let logged = response.extensions().get::<Failure>().unwrap().message.clone();
    assert_eq!(logged, "disk /dev/sda is full");
    assert!(!body_of(response).await.to_string().contains("sda"));
}

#[test]
fn busy_says_when_to_come_back_and_unknown_how_to_sign_in() {
    let busy = ApiError::from(EngineError::Overloaded).into_response();
    assert_eq!(
        (busy.status().as_u16(), &busy.headers()[header::RETRY_AFTER]),
        (503, &HeaderValue::from(1))
    );
    let limited =
        Refusal::new(Code::RateLimited, "slow down").with(RETRY_AFTER_MEMBER, Detail::Int(7));
    let limited = ApiError::from(limited).into_response();
    assert_eq!(limited.headers()[header::RETRY_AFTER], HeaderValue::from(7));
    let unknown = ApiError::new(Code::Unauthenticated, "no").into_response();
    assert_eq!(unknown.headers()[header::WWW_AUTHENTICATE], "Bearer");
}
