//! What people read is written for people: no names of the program's own, right plurals, and only
//! what they themselves may do.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::{Plan, Server, World},
    notify::{outward, token},
};

async fn told(server: &Server, method: Method, path: &str, token: &str, body: Value) -> Value {
    let answer = server.send(method, path, token, body).await;
    assert!(answer.status.is_client_error(), "{path}: {}", answer.body);
    answer.body
}

/// Given a call by the wrong role, then the refusal names roles as tokens do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn roles_are_named_as_on_the_wire() {
    let world = World::drafted(Plan { budget: 12_000.0, ..Plan::default() }).await;
    let server = &world.server;
    let advertiser = token(server, "ADVERTISER", Some(&world.advertiser)).await;
    let supplier = token(server, "SUPPLIER", Some(&world.supplier)).await;
    let approve = format!("/campaigns/{}/approve", world.campaign);
    for (path, token, message) in [
        (&approve, &advertiser, "the role ADVERTISER may not do this; it takes ADMIN or REVIEWER"),
        (
            &"/stores".to_owned(),
            &advertiser,
            "the role ADVERTISER may not do this; it takes ADMIN or SUPPLIER",
        ),
        (&"/suppliers".to_owned(), &supplier, "the role SUPPLIER may not do this; it takes ADMIN"),
    ] {
        let body = if path.ends_with("approve") { json!({}) } else { store(&world) };
        let body =
            if path == "/suppliers" { json!({"name": "A", "email": "a@b.example"}) } else { body };
        let problem = told(server, Method::POST, path, token, body).await;
        assert_eq!(
            (&problem["error"], &problem["message"]),
            (&json!("FORBIDDEN"), &json!(message))
        );
    }
    let wrong = json!({"name": "x", "role": "ADVERTISER"});
    let problem = server.post("/api-tokens", wrong).await.expect(422);
    assert!(
        problem["message"].as_str().unwrap().contains("The role ADVERTISER takes"),
        "{problem}"
    );
}

fn store(world: &World) -> Value {
    json!({
        "supplier_id": world.supplier, "name": "A", "category": "OTHER", "region": "r",
        "address": "a", "lat": 1.0, "lng": 1.0, "timezone": "Asia/Ho_Chi_Minh", "country": "VN",
        "daily_foot_traffic": 1, "avg_dwell_time_minutes": 1,
    })
}

/// Given somebody who asks for what the status does not allow, then the answer offers what this
/// caller may do, as `allowed_actions` does.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refused_actions_offer_what_the_caller_may_do() {
    let world = World::submitted(Plan { budget: 12_000.0, ..Plan::default() }).await;
    let server = &world.server;
    let advertiser = token(server, "ADVERTISER", Some(&world.advertiser)).await;
    let reviewer = token(server, "REVIEWER", None).await;
    let path = format!("/campaigns/{}", world.campaign);
    let resume = format!("{path}/resume");
    let problem = told(server, Method::POST, &resume, &advertiser, json!({})).await;
    assert_eq!(problem["allowed"], json!(["CANCEL", "EDIT"]), "{problem}");
    let message = "A campaign that is PENDING_APPROVAL cannot RESUME; allowed: CANCEL, EDIT";
    assert_eq!(problem["message"], message);
    let shown = server.send(Method::GET, &path, &reviewer, Value::Null).await.expect(200);
    assert_eq!(shown["allowed_actions"], json!(["APPROVE", "REJECT", "REQUEST_CHANGES"]));
    let approve = format!("{path}/approve");
    server.send(Method::POST, &approve, &reviewer, json!({})).await.expect(200);
    let problem = told(server, Method::POST, &approve, &reviewer, json!({})).await;
    assert_eq!(problem["allowed"], json!([]), "{problem}");
    assert_eq!(problem["message"], "A campaign that is SCHEDULED cannot APPROVE");
    let pause = format!("{path}/pause");
    let problem = told(server, Method::POST, &pause, &advertiser, json!({})).await;
    assert_eq!(problem["allowed"], json!(["CANCEL", "EDIT", "START_TEST"]), "{problem}");
}

/// Audit entries name enums as the API does.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_audit_speaks_the_words_of_the_wire() {
    let world = World::drafted(Plan { fixed_cpm: Some(9.0), ..Plan::default() }).await;
    let server = &world.server;
    let store = format!("/stores/{}", world.store);
    let change = json!({"category": "GAS_STATION", "status": "INACTIVE"});
    server.send(Method::PATCH, &store, crate::harness::ADMIN, change).await.expect(200);
    let newest = async |query: &str| {
        let list = server.get(&format!("/audit?{query}&limit=1")).await;
        let entry = &list["items"][0];
        (entry["old_value"].clone(), entry["new_value"].clone())
    };
    let expected = (json!("PREMIUM_MALL"), json!("GAS_STATION"));
    assert_eq!(newest("action=store.update&field=category").await, expected);
    assert_eq!(
        newest("action=store.update&field=status").await,
        (json!("ACTIVE"), json!("INACTIVE"))
    );
    let expected = (json!("RATE_CARD"), json!("FIXED_CPM 9"));
    assert_eq!(newest("action=campaign.pricing").await, expected);
}

/// Amounts as text are plain decimals; a screen of 4K is one in either case; an address of the
/// appliance's own machine is refused when the webhook is made.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn odd_values_are_taken_or_refused_with_the_reason() {
    let world = World::drafted(Plan::default()).await;
    let server = &world.server;
    let deposit = format!("/wallets/{}/deposits", world.advertiser);
    for amount in ["1e3", "1E3", "1,000", "+5", ".5", "5."] {
        let body = json!({"amount": amount, "reference": "wire"});
        let problem = server.post(&deposit, body).await.expect(400);
        let message = problem["message"].as_str().unwrap();
        assert!(
            message.contains("not a plain decimal amount such as 12.50"),
            "{amount}: {message}"
        );
    }
    server.post(&deposit, json!({"amount": "12.50", "reference": "wire"})).await.expect(201);
    for resolution in ["4k", "4K", "1080p", "1080P"] {
        let path = format!("/campaigns/{}/previews/device?resolution={resolution}", world.campaign);
        let shown = server.get(&path).await;
        assert_eq!(
            shown["device"]["resolution"].as_str().map(str::to_lowercase),
            Some(resolution.to_lowercase()),
            "{shown}"
        );
    }
    let path = format!("/campaigns/{}/previews/device?resolution=8K", world.campaign);
    let problem = told(server, Method::GET, &path, crate::harness::ADMIN, Value::Null).await;
    assert!(
        problem["message"].as_str().unwrap().contains("resolution is 1080p or 4k"),
        "{problem}"
    );

    for url in ["https://localhost/", "https://LOCALHOST:8443/x", "https://a.localhost./"] {
        let body = json!({"url": url, "events": ["*"]});
        let problem = server.post("/webhooks", body).await.expect(422);
        assert_eq!(problem["fields"][0]["error"], "ADDRESS_NOT_ALLOWED", "{url}");
        let message = problem["message"].as_str().unwrap();
        assert!(
            message.contains("a name of the appliance's own machine and not reached"),
            "{message}"
        );
    }
    let server = Server::with(outward(None)).await;
    let body = json!({"url": "http://localhost:9/hook", "events": ["*"]});
    server.post("/webhooks", body).await.expect(201);
}
