//! Every endpoint of the OpenAPI document: who may call it, and what bad input is answered with.
//! A new endpoint is covered as soon as it is in the document. Rules: D-47, OPS-04.

use reqwest::{Method, header};
use serde_json::{Value, json};

use crate::harness::{ADMIN, Plan, Server, World, quiet};

/// Endpoints that need no credentials, each with a reason.
const PUBLIC: &[(&str, &str)] = &[
    ("POST", "/api/v1/auth/login"),    // gives credentials
    ("POST", "/api/v1/devices/enrol"), // carries its own one-time token
    ("GET", "/api/v1/welcome"),        // says whether there is anybody to sign in
    ("POST", "/api/v1/welcome"),       // carries the setup code, refused once there is a user
    // what everybody may check: signed heads, hashes, proofs
    ("GET", "/api/v1/log/key"),
    ("GET", "/api/v1/log/checkpoint"),
    ("GET", "/api/v1/log/checkpoints"),
    ("GET", "/api/v1/log/tile/{*path}"),
    ("GET", "/api/v1/log/proof/inclusion"),
    ("GET", "/api/v1/log/proof/consistency"),
];

/// An endpoint of the document.
#[derive(Clone, Debug)]
struct Endpoint {
    method: Method,
    /// With parameters in braces.
    path: String,
    has_json_body: bool,
}

impl Endpoint {
    /// The path with ids that exist nowhere.
    fn url(&self, base: &str) -> String {
        let mut path = self.path.clone();
        while let (Some(open), Some(close)) = (path.find('{'), path.find('}')) {
            path.replace_range(open..=close, "0198a000-0000-7000-8000-00000000ffff");
        }
        format!("{base}{path}")
    }
}

async fn endpoints(server: &Server) -> Vec<Endpoint> {
    let url = format!("{}/api/v1/openapi.json", server.base);
    let document: Value = server.client.get(url).send().await.unwrap().json().await.unwrap();
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let Ok(method) = method.to_uppercase().parse::<Method>() else { continue };
            let content = &operation["requestBody"]["content"];
            found.push(Endpoint {
                method,
                path: path.clone(),
                has_json_body: content["application/json"].is_object(),
            });
        }
    }
    assert!(found.len() > 60, "only {} endpoints in the document", found.len());
    found
}

fn is_public(endpoint: &Endpoint) -> bool {
    PUBLIC.iter().any(|(method, path)| endpoint.method == *method && endpoint.path == *path)
}

/// Nobody gets anything without credentials; an auditor changes nothing; a screen stays a screen.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_endpoint_asks_who_calls() {
    let world = World::running(Plan::default()).await;
    let server = &world.server;
    let body = json!({"name": "auditor", "role": "AUDITOR"});
    let auditor = server.post("/api-tokens", body).await.expect(201);
    let auditor = auditor["token"].as_str().unwrap();
    let mut wrong = Vec::new();
    for endpoint in endpoints(server).await.into_iter().filter(|e| !is_public(e)) {
        // The document is public, and anyone may ask who they are.
        if endpoint.path.ends_with("openapi.json") || endpoint.path.ends_with("/auth/me") {
            continue;
        }
        let call = |token: &str| {
            let request =
                server.client.request(endpoint.method.clone(), endpoint.url(&server.base));
            let request = if token.is_empty() { request } else { request.bearer_auth(token) };
            let request = if endpoint.has_json_body { request.json(&json!({})) } else { request };
            async move { request.send().await.unwrap().status().as_u16() }
        };
        let anonymous = call("").await;
        if anonymous != 401 {
            wrong.push(format!(
                "{} {}: {anonymous} without credentials",
                endpoint.method, endpoint.path
            ));
        }
        let changes = !matches!(endpoint.method, Method::GET | Method::HEAD);
        let is_own_session = endpoint.path.starts_with("/api/v1/auth/");
        if changes && !is_own_session {
            let status = call(auditor).await;
            if !(400..500).contains(&status) {
                wrong.push(format!(
                    "{} {}: {status} for an auditor",
                    endpoint.method, endpoint.path
                ));
            }
        }
        if !endpoint.path.contains("/devices/") && !endpoint.path.contains("/impressions") {
            let status = call(&world.screen.token).await;
            let may_read_assets = endpoint.path.contains("/assets/");
            let is_refused = matches!(status, 401 | 403);
            if !is_refused && (!may_read_assets || status >= 500) {
                wrong.push(format!("{} {}: {status} for a screen", endpoint.method, endpoint.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is sent, and a name for it.
fn bad_bodies() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let json = "application/json";
    vec![
        ("broken JSON", json, b"{\"name\": ".to_vec()),
        ("an array", json, b"[1,2,3]".to_vec()),
        ("a list", json, b"[\"A\", \"a@example.com\"]".to_vec()),
        ("a number", json, b"17".to_vec()),
        ("null", json, b"null".to_vec()),
        ("an unknown field", json, b"{\"no_such_field\": 1}".to_vec()),
        ("invalid UTF-8", json, b"{\"name\": \"\xff\xfe\"}".to_vec()),
        ("a wrong type", json, b"{\"name\": {\"a\": []}, \"id\": 5, \"reason\": 7}".to_vec()),
        ("deep nesting", json, [vec![b'['; 5000], vec![b']'; 5000]].concat()),
        ("another media type", "text/plain", b"hello".to_vec()),
        (
            "a huge body",
            json,
            [b"{\"name\":\"".to_vec(), vec![b'a'; 3_000_000], b"\"}".to_vec()].concat(),
        ),
        ("a NUL", json, b"{\"name\": \"a\\u0000b\"}".to_vec()),
        (
            "an enormous number",
            json,
            b"{\"amount\": 1e999, \"budget\": 99999999999999999999}".to_vec(),
        ),
    ]
}

/// Bad bodies of every kind are answered with a clear problem, never with a failure.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_input_is_a_clear_problem_everywhere() {
    let world = World::running(Plan::default()).await;
    let server = &world.server;
    let mut wrong = Vec::new();
    for endpoint in endpoints(server).await.into_iter().filter(|e| e.has_json_body) {
        let device = endpoint.path.contains("/impressions")
            || endpoint.path.ends_with("/heartbeat")
            || endpoint.path.ends_with("/next-ad");
        let token = if device { world.screen.token.as_str() } else { ADMIN };
        for (name, media_type, body) in bad_bodies() {
            let request = server
                .client
                .request(endpoint.method.clone(), endpoint.url(&server.base))
                .bearer_auth(token)
                .header(header::CONTENT_TYPE, media_type)
                .body(body);
            // A body that is refused by its declared length may end the connection early.
            let Ok(response) = request.send().await else { continue };
            let status = response.status().as_u16();
            let kind = response.headers().get(header::CONTENT_TYPE).cloned();
            let text = response.text().await.unwrap_or_default();
            let place =
                format!("{} {} with {name}: {status} {text}", endpoint.method, endpoint.path);
            if !(400..500).contains(&status) {
                wrong.push(place);
            } else if kind.is_none_or(|kind| kind != "application/problem+json") {
                wrong.push(format!("{place}: not problem+json"));
            } else if serde_json::from_str::<Value>(&text).is_ok_and(|v| v["message"] == "") {
                wrong.push(format!("{place}: says nothing"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} answers:\n{}", wrong.len(), wrong.join("\n"));
    let stats = world.stats().await;
    assert_eq!(stats["rejected"], 0, "malformed submissions are no plays");
}

/// Ids, queries, methods and paths that make no sense.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nonsense_paths_and_queries_are_problems() {
    let world = World::running(Plan::default()).await;
    let cases = [
        (Method::GET, "/campaigns/not-a-uuid", 400),
        (Method::GET, "/campaigns/0198a000-0000-7000-8000-00000000ffff", 404),
        (Method::GET, "/nowhere", 404),
        (Method::DELETE, "/campaigns", 405),
        (Method::GET, "/campaigns?limit=0", 400),
        (Method::GET, "/campaigns?limit=501", 400),
        (Method::GET, "/campaigns?limit=x", 400),
        (Method::GET, "/campaigns?cursor=%00", 400),
        (Method::GET, "/campaigns?colour=red", 400),
    ];
    for (method, path, status) in cases {
        let answer = world.server.send(method.clone(), path, ADMIN, Value::Null).await;
        assert_eq!(answer.status.as_u16(), status, "{method} {path}: {}", answer.body);
        assert!(answer.body["message"].is_string(), "{method} {path}: {}", answer.body);
    }
    for query in
        ["date=2026-13-01", "date=x", "from=2026-02-05&to=2026-02-01", "from=2026-02-01", ""]
    {
        let path = format!("/campaigns/{}/proof-of-play?{query}", world.campaign);
        let answer = world.server.send(Method::GET, &path, ADMIN, Value::Null).await;
        assert!(answer.status.is_client_error(), "{query}: {}", answer.body);
    }
}

/// Rule: IMP-02: overload answers 429 with Retry-After, and loses nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_that_floods_is_told_when_to_come_back() {
    let mut settings = quiet();
    settings.http.device_requests_per_second = 1;
    let world = World::running(Plan { settings, ..Plan::default() }).await;
    let body = world.screen.body(&world.play().await);
    let mut limited = None;
    for _ in 0..40 {
        let token = world.screen.token.clone();
        let sent = world.server.send(Method::POST, "/impressions", &token, body.clone()).await;
        if sent.status == 429 {
            limited = Some(sent);
            break;
        }
    }
    let limited = limited.expect("forty requests at once are over the limit");
    assert!(limited.headers.contains_key("retry-after"));
    assert_eq!(limited.body["error"], "RATE_LIMITED");
    assert_eq!(world.stats().await["verified"], 1);
}

/// The document as it was last agreed: a change of the contract shows as a difference here.
#[test]
fn the_openapi_document_is_the_one_agreed() {
    let document = serde_json::to_value(vetrina::http::openapi::document()).unwrap();
    insta::assert_json_snapshot!("openapi", document);
}

/// Whoever generates a client from the document finds everything that it names.
#[test]
fn every_reference_of_the_openapi_document_resolves() {
    let document = serde_json::to_value(vetrina::http::openapi::document()).unwrap();
    let mut missing = Vec::new();
    let mut waiting = vec![&document];
    while let Some(value) = waiting.pop() {
        let target = value.get("$ref").and_then(Value::as_str);
        let pointer = target.map(|text| text.trim_start_matches('#'));
        missing.extend(pointer.filter(|path| document.pointer(path).is_none()));
        match value {
            Value::Object(members) => waiting.extend(members.values()),
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
