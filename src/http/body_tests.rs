//! Bodies and queries that cannot be read say why.

use axum::body::Body;

use super::*;

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Deposit {
    amount: u32,
    reference: Option<String>,
}

fn request(content_type: &str, body: impl Into<Body>) -> Request {
    let builder = axum::http::Request::builder().header(header::CONTENT_TYPE, content_type);
    builder.body(body.into()).unwrap()
}

async fn read(content_type: &str, body: &'static str) -> Result<Deposit, ApiError> {
    read_json(request(content_type, body), 64).await.map(|(_, value)| value)
}

fn said(error: ApiError) -> (Code, String) {
    match error {
        ApiError::Refused(refusal) => (refusal.code, refusal.message),
        ApiError::Internal(reason) => panic!("{reason}"),
    }
}

#[tokio::test]
async fn json_is_read() {
    let expected = Deposit { amount: 5, reference: None };
    for content_type in ["application/json", "Application/JSON; charset=utf-8"] {
        assert_eq!(read(content_type, "{\"amount\":5}").await.unwrap(), expected);
    }
    let none: NoBody = parse_json(b"").unwrap();
    assert_eq!(none, NoBody {});
}

#[tokio::test]
async fn what_cannot_be_read_says_why() {
    const JSON: &str = "application/json";
    const BIG: &str =
        "{\"amount\":5,\"reference\":\"0123456789012345678901234567890123456789012\"}";
    for (content_type, body, code, part) in [
        (JSON, "{\"amount\":", Code::MalformedRequest, "line 1 column 10"),
        (JSON, "{\"amount\":\"5\"}", Code::MalformedRequest, "expected u32"),
        (JSON, "{\"amount\":5,\"x\":1}", Code::MalformedRequest, "unknown field `x`"),
        (JSON, "", Code::MalformedRequest, "the body is empty"),
        (JSON, BIG, Code::BodyTooLarge, "64 bytes"),
        ("text/plain", "{\"amount\":5}", Code::UnsupportedMediaType, "application/json"),
    ] {
        let (found, message) = said(read(content_type, body).await.unwrap_err());
        assert_eq!(found, code, "{body}");
        assert!(message.contains(part), "{body}: {message}");
    }
    let bytes = request(JSON, &b"{\"amount\":5,\"reference\":\"\xff\"}"[..]);
    let error = read_json::<Deposit>(bytes, 64).await.unwrap_err();
    assert_eq!(error.code(), Some(Code::MalformedRequest));
}

#[test]
fn a_query_is_read_without_its_paging() {
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Filter {
        status: Option<String>,
    }
    let other = |name: &str| !PAGE_PARAMETERS.contains(&name);
    let uri: Uri = "/x?limit=5&status=A%20B&cursor=zz".parse().unwrap();
    let filter: Filter = read_query(&uri, other).unwrap();
    assert_eq!(filter.status.as_deref(), Some("A B"));
    let typo: Uri = "/x?staus=A".parse().unwrap();
    let (code, message) = said(read_query::<Filter>(&typo, other).unwrap_err());
    assert_eq!(code, Code::MalformedRequest);
    assert!(message.contains("staus"), "{message}");
    let none: Filter = read_query(&"/x".parse().unwrap(), other).unwrap();
    assert_eq!(none.status, None);
}
