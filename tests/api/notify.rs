//! Notifications on their ways: the app, mail, webhooks; retried, given up, revived. Rule: OPS-08.

use std::{path::Path, time::Duration};

use reqwest::{Method, header};
use serde_json::{Value, json};
use vetrina::{
    config::{MailTls, Settings},
    domain::time::Timestamp,
};

use crate::{
    crash::Process,
    harness::{ADMIN, Answer, Plan, START, Server, World, make_supplier, quiet},
    hook_server::HookServer,
    mail_server::MailServer,
};

/// Settings under which mail and webhooks reach servers of this test, and retry quickly.
pub fn outward(mail: Option<&MailServer>) -> Settings {
    let mut settings = quiet();
    settings.outbox.allow_http = true;
    settings.outbox.allow_private_addresses = vec!["127.0.0.0/8".to_owned()];
    settings.outbox.retry.first_ms = 20;
    settings.outbox.retry.most_seconds = 1;
    settings.outbox.retry.attempts = 4;
    settings.outbox.timeout_seconds = 2;
    if let Some(mail) = mail {
        settings.mail.host = "127.0.0.1".to_owned();
        settings.mail.port = mail.port;
        settings.mail.tls = MailTls::None;
        settings.mail.from = "Vetrina <notices@vetrina.example>".to_owned();
    }
    settings
}

pub async fn token(server: &Server, role: &str, owner: Option<&str>) -> String {
    let body = json!({"name": role, "role": role, "owner_id": owner});
    let made = server.post("/api-tokens", body).await.expect(201);
    made["token"].as_str().unwrap().to_owned()
}

pub async fn subscribe(
    server: &Server,
    token: &str,
    url: &str,
    events: &[&str],
) -> (String, String) {
    let body = json!({"url": url, "events": events});
    let made = server.send(Method::POST, "/webhooks", token, body).await.expect(201);
    let text = |name: &str| made[name].as_str().unwrap().to_owned();
    (text("id"), text("secret"))
}

/// Asks again until it is so, for ten seconds at most.
pub async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..400 {
        if let Some(found) = ask().await {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("{what} did not happen within ten seconds");
}

/// The deliveries once none waits any more.
pub async fn settled(server: &Server, least: usize) -> Vec<Value> {
    until("every delivery's end", async || {
        let list = server.get("/outbox").await;
        let items = list["items"].as_array().unwrap().clone();
        let done = items.len() >= least && items.iter().all(|it| it["status"] != "PENDING");
        done.then_some(items)
    })
    .await
}

pub async fn submit(world: &World) {
    let path = format!("/campaigns/{}/submit", world.campaign);
    world.server.post(&path, json!({"terms_accepted": true})).await.expect(200);
}

async fn notifications(server: &Server, token: &str, language: &str) -> Vec<Value> {
    let url = format!("{}/api/v1/notifications", server.base);
    let mut request = server.client.get(url).bearer_auth(token);
    if !language.is_empty() {
        request = request.header(header::ACCEPT_LANGUAGE, language);
    }
    Server::read(request).await.expect(200)["items"].as_array().unwrap().clone()
}

/// Given an advertiser who reads Vietnamese, an operator who reads Italian and a webhook, when a
/// campaign waits for approval, then each is told in their language on each way.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_notice_reaches_the_app_mail_and_webhooks_in_the_readers_language() {
    let (mail, hook) = (MailServer::start().await, HookServer::start().await);
    let settings = outward(Some(&mail));
    let plan = Plan { settings, budget: 12_000.0, ..Plan::default() };
    let world = World::drafted(plan).await;
    let server = &world.server;
    let advertiser = token(server, "ADVERTISER", Some(&world.advertiser)).await;
    let path = format!("/advertisers/{}", world.advertiser);
    let changed = server.send(Method::PATCH, &path, &advertiser, json!({"language": "vi"})).await;
    let address = changed.expect(200)["email"].as_str().unwrap().to_owned();
    server
        .post(
            "/users",
            json!({"email": "sofia@example.com", "name": "Sofia", "role": "ADMIN",
                   "password": "lunga e segreta", "language": "it"}),
        )
        .await
        .expect(201);
    server
        .post(
            "/users",
            json!({"email": "auditor@example.com", "name": "Ada", "role": "AUDITOR",
                   "password": "long and secret"}),
        )
        .await
        .expect(201);
    let (_, secret) = subscribe(server, &advertiser, &hook.url(), &["*"]).await;
    settled(server, 0).await;
    let before = mail.mails().len();

    submit(&world).await;

    let deliveries = settled(server, 3).await;
    assert!(deliveries.iter().all(|it| it["status"] == "DELIVERED" && it["attempts"] == 1));
    let mails = mail.mails().split_off(before);
    let to = |wanted: &str| mails.iter().filter(|mail| mail.to == wanted).collect::<Vec<_>>();
    let [own] = to(&address)[..] else { panic!("one mail to the advertiser: {mails:?}") };
    assert_eq!(own.header("Subject"), "Chiến dịch đang chờ phê duyệt: Tết 2026");
    assert!(
        own.body().starts_with("Chiến dịch đang chờ phê duyệt: Tết 2026\r\n"),
        "{}",
        own.body()
    );
    assert_eq!(own.header("From"), "Vetrina <notices@vetrina.example>");
    assert_eq!(own.from, "notices@vetrina.example");
    assert!(own.header("Content-Type").starts_with("text/plain"));
    let [operator] = to("sofia@example.com")[..] else { panic!("one to the admin: {mails:?}") };
    assert!(
        operator.header("Subject").starts_with("La campagna Tết 2026 richiede un'approvazione")
    );
    assert_eq!(to("auditor@example.com").len(), 0, "an auditor is not written to");

    let [call] = &hook.calls()[..] else { panic!("one call: {:?}", hook.calls()) };
    assert!(call.is_signed_with(&secret));
    assert!(!call.is_signed_with("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    let body = call.json();
    assert_eq!(body["type"], "CAMPAIGN_PENDING_APPROVAL");
    assert_eq!(body["data"]["message"], "Campaign pending approval: Tết 2026");
    assert_eq!(body["data"]["subject_id"], json!(world.campaign));
    assert_eq!(body["data"]["values"], json!({"campaign": "Tết 2026"}));

    for (language, expected) in [
        ("", "Chiến dịch đang chờ phê duyệt: Tết 2026"),
        ("it", "Campagna in attesa di approvazione: Tết 2026"),
        ("de, en;q=0.5", "Campaign pending approval: Tết 2026"),
    ] {
        let newest = notifications(server, &advertiser, language).await.remove(0);
        assert_eq!(newest["message"], expected, "{language}");
    }
    let audit = server.get("/audit?action=advertiser.update").await;
    assert_eq!(audit["items"][0]["field"], "language");
    let audit = server.get("/audit?action=webhook.create").await;
    assert_eq!(audit["items"][0]["new_value"], "127.0.0.1", "the audit names the host alone");
}

/// Given servers that fail at first, then each delivery is tried again and arrives, known by the
/// same id.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn deliveries_are_tried_again_until_they_arrive() {
    let (mail, hook) = (MailServer::start().await, HookServer::start().await);
    let world = World::drafted(Plan { settings: outward(Some(&mail)), ..Plan::default() }).await;
    let server = &world.server;
    let advertiser = token(server, "ADVERTISER", Some(&world.advertiser)).await;
    let (_, secret) = subscribe(server, &advertiser, &hook.url(), &["CAMPAIGN_SCHEDULED"]).await;
    settled(server, 0).await;
    let before = mail.mails().len();
    mail.answer_next(&["451 come back later", "421 too busy"]);
    hook.answer_next(&[500, 503]);

    submit(&world).await;

    let deliveries = settled(server, 2).await;
    let told: Vec<_> = deliveries.iter().filter(|it| it["code"] == "CAMPAIGN_SCHEDULED").collect();
    assert_eq!(told.len(), 2, "{deliveries:?}");
    for delivery in &told {
        assert_eq!((&delivery["status"], &delivery["attempts"]), (&json!("DELIVERED"), &json!(3)));
        assert_eq!(delivery["last_error"], Value::Null);
    }
    assert_eq!(mail.mails().len(), before + 1);
    let calls = hook.calls();
    assert_eq!(calls.len(), 3);
    assert!(calls.iter().all(|call| call.is_signed_with(&secret)));
    let id = calls[0].header("webhook-id");
    assert!(calls.iter().all(|call| call.header("webhook-id") == id && call.body == calls[0].body));
    let hooked = told.iter().find(|it| it["channel"] == "WEBHOOK").unwrap();
    assert_eq!(id, format!("msg_{}", hooked["id"].as_str().unwrap().replace('-', "")));
}

/// What is refused for good, or too often, is given up and listed; an admin tries again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_arrive_is_given_up_and_may_be_revived() {
    let (mail, hook) = (MailServer::start().await, HookServer::start().await);
    let world = World::drafted(Plan { settings: outward(Some(&mail)), ..Plan::default() }).await;
    let server = &world.server;
    let advertiser = token(server, "ADVERTISER", Some(&world.advertiser)).await;
    subscribe(server, &advertiser, &hook.url(), &["*"]).await;
    let path = format!("/advertisers/{}", world.advertiser);
    let address = server.get(&path).await["email"].as_str().unwrap().to_owned();
    settled(server, 0).await;
    let attempts = mail.attempts();
    mail.refuse(&address, "550 no such mailbox");
    hook.answer_always(Some(500));

    submit(&world).await;
    settled(server, 2).await;

    let dead = server.get("/outbox?status=DEAD").await["items"].as_array().unwrap().clone();
    assert_eq!(dead.len(), 2, "{dead:?}");
    let of = |channel: &str| dead.iter().find(|it| it["channel"] == channel).unwrap();
    let (mailed, hooked) = (of("EMAIL"), of("WEBHOOK"));
    assert_eq!((&mailed["attempts"], mail.attempts()), (&json!(1), attempts + 1), "for good");
    assert!(mailed["last_error"].as_str().unwrap().contains("550"), "{mailed}");
    assert_eq!((&hooked["attempts"], hook.calls().len()), (&json!(4), 4), "too often");
    assert_eq!(hooked["last_error"], "the webhook answered 500");
    assert!(!dead.iter().any(|it| it.to_string().contains("hidden")), "no secrets: {dead:?}");

    let auditor = token(server, "AUDITOR", None).await;
    assert_eq!(server.send(Method::GET, "/outbox", &auditor, Value::Null).await.status, 200);
    let retry = format!("/outbox/{}/retry", hooked["seq"]);
    assert_eq!(server.send(Method::POST, &retry, &auditor, json!({})).await.status, 403);
    mail.accept_all();
    hook.answer_always(None);
    for delivery in [mailed, hooked] {
        let path = format!("/outbox/{}/retry", delivery["seq"]);
        let revived = server.post(&path, json!({})).await.expect(200);
        assert_eq!((&revived["status"], &revived["attempts"]), (&json!("PENDING"), &json!(0)));
    }
    let items = settled(server, 2).await;
    assert!(items.iter().all(|it| it["status"] == "DELIVERED"), "{items:?}");
    assert_eq!(server.post(&retry, json!({})).await.refused(409), "ILLEGAL_TRANSITION");
    assert_eq!(server.post("/outbox/999999/retry", json!({})).await.status, 404);
    let audit = server.get("/audit?action=delivery.retry").await;
    assert_eq!(audit["items"].as_array().unwrap().len(), 2);
}

/// Without an exception of the operator, nothing inside is reached: not by address, not by name,
/// not by a redirect.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn webhooks_reach_nothing_inside() {
    let (hook, inside) = (HookServer::start().await, HookServer::start().await);
    let mut settings = outward(None);
    settings.outbox.allow_private_addresses = Vec::new();
    let world = World::drafted(Plan { settings, ..Plan::default() }).await;
    let server = &world.server;
    let body = json!({"url": inside.url(), "events": ["*"]});
    let refused = server.post("/webhooks", body).await.expect(422);
    assert_eq!(refused["fields"][0]["error"], "ADDRESS_NOT_ALLOWED", "{refused}");

    // Given a webhook from a time when the inside was allowed, its name leads nowhere any more.
    let mut world = World::drafted(Plan { settings: outward(None), ..Plan::default() }).await;
    let advertiser = token(&world.server, "ADVERTISER", Some(&world.advertiser)).await;
    let by_name = format!("http://localhost:{}/", inside.port);
    subscribe(&world.server, &advertiser, &by_name, &["*"]).await;
    let close = |settings: &mut Settings| settings.outbox.allow_private_addresses = Vec::new();
    world.server = world.server.restart_with(close).await;
    submit(&world).await;
    let deliveries = settled(&world.server, 1).await;
    assert_eq!((&deliveries[0]["status"], &deliveries[0]["attempts"]), (&json!("DEAD"), &json!(1)));
    let error = deliveries[0]["last_error"].as_str().unwrap();
    assert!(error.starts_with("localhost leads to") && error.contains("loopback"), "{error}");
    assert!(inside.calls().is_empty());

    let world = World::drafted(Plan { settings: outward(None), ..Plan::default() }).await;
    let server = &world.server;
    let advertiser = token(server, "ADVERTISER", Some(&world.advertiser)).await;
    hook.lead_to(&inside.url());
    hook.answer_always(Some(307));
    subscribe(server, &advertiser, &hook.url(), &["*"]).await;
    submit(&world).await;
    let deliveries = settled(server, 1).await;
    let error = deliveries[0]["last_error"].as_str().unwrap();
    assert!(error.contains("redirects are not followed"), "{error}");
    assert_eq!((hook.calls().len(), inside.calls().len()), (1, 0));
}

/// Rights, validation and the end of webhooks.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn webhooks_belong_to_their_owner() {
    let hook = HookServer::start().await;
    let mut settings = outward(None);
    settings.outbox.webhooks_per_owner = 2;
    let world = World::drafted(Plan { settings, ..Plan::default() }).await;
    let server = &world.server;
    let advertiser = token(server, "ADVERTISER", Some(&world.advertiser)).await;
    let supplier = token(server, "SUPPLIER", Some(&world.supplier)).await;
    let (id, secret) = subscribe(server, &advertiser, &hook.url(), &["*"]).await;
    let path = format!("/webhooks/{id}");
    let shown = server.send(Method::GET, &path, &advertiser, Value::Null).await.expect(200);
    assert!(!shown.to_string().contains(&secret) && shown["secret"].is_null());
    for (method, body) in [
        (Method::GET, Value::Null),
        (Method::PATCH, json!({"is_active": false})),
        (Method::DELETE, Value::Null),
    ] {
        let answer = server.send(method, &path, &supplier, body).await;
        assert_eq!(answer.refused(404), "NOT_FOUND", "another's webhook is not there");
    }
    let list = server.send(Method::GET, "/webhooks", &supplier, Value::Null).await.expect(200);
    assert_eq!(list["items"], json!([]));
    let reviewer = token(server, "REVIEWER", None).await;
    assert_eq!(server.send(Method::GET, "/webhooks", &reviewer, Value::Null).await.status, 403);
    for (body, field) in [
        (json!({"url": "gopher://example.com", "events": ["*"]}), "url"),
        (json!({"url": "https://example.com", "events": []}), "events"),
        (json!({"url": "https://example.com", "events": ["NOPE"]}), "events"),
    ] {
        let refused = server.send(Method::POST, "/webhooks", &advertiser, body).await.expect(422);
        assert_eq!(refused["fields"][0]["field"], field);
    }
    subscribe(server, &advertiser, "https://example.com/second", &["BUDGET_90_PERCENT"]).await;
    let body = json!({"url": "https://example.com/third", "events": ["*"]});
    let refused = server.send(Method::POST, "/webhooks", &advertiser, body).await.expect(409);
    assert_eq!(refused["limit"], 2);

    // Given a program that says it is gone, it is not called again.
    hook.answer_always(Some(410));
    submit(&world).await;
    let deliveries = settled(server, 1).await;
    assert_eq!((&deliveries[0]["status"], &deliveries[0]["attempts"]), (&json!("DEAD"), &json!(1)));
    let shown = server.send(Method::GET, &path, &advertiser, Value::Null).await.expect(200);
    assert_eq!(shown["is_active"], false);
    assert_eq!(shown["disabled_because"], "the webhook answered 410");
    let on = json!({"is_active": true});
    let shown = server.send(Method::PATCH, &path, &advertiser, on).await.expect(200);
    assert_eq!((&shown["is_active"], &shown["disabled_because"]), (&json!(true), &Value::Null));

    // Given a program whose answer never ends, its status counts and reading ends.
    hook.answer_always(None);
    hook.talk_without_end();
    let cancel = format!("/campaigns/{}/cancel", world.campaign);
    server.post(&cancel, json!({})).await.expect(200);
    let deliveries = settled(server, 2).await;
    assert_eq!(deliveries[0]["status"], "DELIVERED", "{deliveries:?}");

    server.send(Method::DELETE, &path, &advertiser, json!({})).await.expect(200);
    assert_eq!(server.send(Method::GET, &path, &advertiser, Value::Null).await.status, 404);
    let revive = format!("/outbox/{}/retry", deliveries[1]["seq"]);
    server.post(&revive, json!({})).await.expect(200);
    let deliveries = settled(server, 2).await;
    assert_eq!(deliveries[1]["last_error"], "the webhook is deleted or switched off");
    assert_eq!(hook.calls().len(), 2);
}

/// STARTTLS is asked for, and a server that has none gets no mail.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mail_does_not_fall_back_to_clear_text() {
    let mail = MailServer::start().await;
    for tls in [MailTls::Starttls, MailTls::Tls] {
        let mut settings = outward(Some(&mail));
        settings.mail.tls = tls;
        settings.outbox.retry.attempts = 2;
        let world = World::submitted(Plan { settings, ..Plan::default() }).await;
        let deliveries = settled(&world.server, 1).await;
        assert!(deliveries.iter().all(|it| it["status"] == "DEAD"), "{deliveries:?}");
        assert!(mail.mails().is_empty() && mail.attempts() == 0, "{tls:?}");
    }
}

/// Unread ones are counted, marked one by one or all at once; each owner has its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notifications_are_read_and_counted() {
    let world = World::running(Plan::default()).await;
    let server = &world.server;
    assert_eq!(server.get("/outbox").await["items"], json!([]), "neither mail nor webhooks");
    let advertiser = token(server, "ADVERTISER", Some(&world.advertiser)).await;
    let unread = async |token: &str| {
        let answer = server.send(Method::GET, "/notifications/unread", token, Value::Null).await;
        answer.expect(200)["unread"].as_u64().unwrap()
    };
    let all = notifications(server, &advertiser, "").await;
    let count = all.len() as u64;
    assert!(count >= 3, "{all:?}");
    assert_eq!(all[0]["code"], "CAMPAIGN_LIVE");
    assert_eq!(unread(&advertiser).await, count);
    let of_operator = unread(ADMIN).await;
    let read = |seq: &Value| format!("/notifications/{seq}/read");
    let seq = &all[0]["seq"];
    let marked = server.send(Method::POST, &read(seq), &advertiser, json!({})).await.expect(200);
    assert!(marked["read_at"].is_string());
    assert_eq!(unread(&advertiser).await, count - 1);
    let foreign = server.send(Method::POST, &read(seq), ADMIN, json!({})).await;
    assert_eq!(foreign.refused(404), "NOT_FOUND");
    let done = server.send(Method::POST, "/notifications/read-all", &advertiser, json!({})).await;
    assert_eq!(done.expect(200)["unread"], 0);
    assert_eq!((unread(&advertiser).await, unread(ADMIN).await), (0, of_operator));
    let all = notifications(server, &advertiser, "").await;
    assert!(all.iter().all(|it| it["read_at"].is_string()), "{all:?}");
    let pause = format!("/campaigns/{}/pause", world.campaign);
    server.post(&pause, json!({})).await.expect(200);
    assert_eq!(unread(&advertiser).await, 1);
    let path = "/notifications?unread=true";
    let list = server.send(Method::GET, path, &advertiser, Value::Null).await.expect(200);
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    let server = world.server.restart().await;
    let answer = server.send(Method::GET, "/notifications/unread", &advertiser, Value::Null).await;
    assert_eq!(answer.expect(200)["unread"], 1, "also after a restart");
}

/// A listener is told at once, in the language it asks for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_notice_is_a_live_event() {
    let world = World::running(Plan::default()).await;
    let server = &world.server;
    let advertiser = token(server, "ADVERTISER", Some(&world.advertiser)).await;
    let url = format!("{}/api/v1/events", server.base);
    let listening = server.client.get(url).bearer_auth(&advertiser);
    let mut stream = listening.header(header::ACCEPT_LANGUAGE, "it").send().await.unwrap();
    let pause = format!("/campaigns/{}/pause", world.campaign);
    server.post(&pause, json!({})).await.expect(200);
    let mut text = String::new();
    let told = async {
        while !text.contains("event: notice") || !text.ends_with("\n\n") {
            text.push_str(std::str::from_utf8(&stream.chunk().await.unwrap().unwrap()).unwrap());
        }
    };
    tokio::time::timeout(Duration::from_secs(10), told).await.expect("the event comes at once");
    assert!(text.contains("Campagna messa in pausa: Tết 2026"), "{text}");
}

/// A supplier hears the plays of its own screens, since what it earns moves with them; no other does.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_supplier_hears_the_plays_of_its_own_screens() {
    let world = World::running(Plan::default()).await;
    let server = &world.server;
    let stranger = make_supplier(server, "Milano Schermi").await;
    let mut streams = Vec::new();
    for supplier in [&world.supplier, &stranger] {
        let token = token(server, "SUPPLIER", Some(supplier)).await;
        let url = format!("{}/api/v1/events", server.base);
        streams.push(server.client.get(url).bearer_auth(&token).send().await.unwrap());
    }
    let play = world.play().await;
    world.submit(&play).await.expect(201);
    let mut text = String::new();
    let told = async {
        while !text.contains(&play.id) {
            let chunk = streams[0].chunk().await.unwrap().unwrap();
            text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    };
    tokio::time::timeout(Duration::from_secs(10), told).await.expect("the event comes at once");
    assert!(text.contains("event: play"), "{text}");
    let mut others = String::new();
    let silent = async {
        while let Ok(Some(chunk)) = streams[1].chunk().await {
            others.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    };
    let silence = tokio::time::timeout(Duration::from_millis(500), silent).await;
    assert!(silence.is_err(), "the other stream goes on");
    assert!(!others.contains("event: play"), "{others}");
}

const OUTWARD: &[(&str, &str)] = &[
    ("VETRINA_OUTBOX__ALLOW_HTTP", "true"),
    ("VETRINA_OUTBOX__ALLOW_PRIVATE_ADDRESSES", "127.0.0.0/8"),
    ("VETRINA_OUTBOX__RETRY__FIRST_MS", "50"),
    ("VETRINA_OUTBOX__RETRY__MOST_SECONDS", "1"),
];

fn start(data: &Path) -> Process {
    Process::start_with(data, Timestamp::parse(START).unwrap(), OUTWARD)
}

/// kill −9 while the other side is down: what was told arrives after the next start.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_loses_no_delivery() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_owned();
    let reserved = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = reserved.local_addr().unwrap();
    drop(reserved);
    let mut process = start(&data);
    let server = Server::attach(process.base.clone(), folder);
    let mut world = World::drafted_on(server, Plan::default()).await;
    let advertiser = token(&world.server, "ADVERTISER", Some(&world.advertiser)).await;
    let url = format!("http://{address}/hook");
    let (_, secret) = subscribe(&world.server, &advertiser, &url, &["*"]).await;
    submit(&world).await;
    until("a failed attempt", async || {
        let list = world.server.get("/outbox?status=PENDING").await;
        list["items"][0]["attempts"].as_u64().filter(|attempts| *attempts > 0)
    })
    .await;
    process.kill();
    let hook = HookServer::on(tokio::net::TcpListener::bind(address).await.unwrap());
    process = start(&data);
    world.server.base.clone_from(&process.base);
    let deliveries = settled(&world.server, 1).await;
    assert_eq!(deliveries[0]["status"], "DELIVERED");
    let calls = hook.calls();
    assert!(!calls.is_empty() && calls.iter().all(|call| call.is_signed_with(&secret)));
    let answer: Answer = world.server.post("/webhooks", json!({})).await;
    assert_eq!(answer.status, 400);
    process.kill();
}
