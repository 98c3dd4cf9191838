//! Owners of webhooks try them out and look after their own dead letters. Rule: OPS-08.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::{ADMIN, Plan, Server, World},
    hook_server::HookServer,
    notify::{outward, settled, submit, subscribe, token, until},
};

async fn deliveries(server: &Server, token: &str, query: &str) -> Vec<Value> {
    let path = format!("/outbox?{query}");
    let list = server.send(Method::GET, &path, token, Value::Null).await.expect(200);
    list["items"].as_array().unwrap().clone()
}

async fn ping(server: &Server, token: &str, id: &str) -> crate::harness::Answer {
    server.send(Method::POST, &format!("/webhooks/{id}/ping"), token, json!({})).await
}

/// Given a webhook that asks for one code, when its owner tries it out, then it alone is called,
/// signed, with WEBHOOK_PING, and the result can be read.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_webhook_is_tried_out_by_its_owner() {
    let (hook, other) = (HookServer::start().await, HookServer::start().await);
    let world = World::drafted(Plan { settings: outward(None), ..Plan::default() }).await;
    let server = &world.server;
    let advertiser = token(server, "ADVERTISER", Some(&world.advertiser)).await;
    let supplier = token(server, "SUPPLIER", Some(&world.supplier)).await;
    let (id, secret) = subscribe(server, &advertiser, &hook.url(), &["BUDGET_90_PERCENT"]).await;
    subscribe(server, &advertiser, &other.url(), &["*"]).await;

    let made = ping(server, &advertiser, &id).await.expect(202);
    assert_eq!((&made["code"], &made["webhook_id"]), (&json!("WEBHOOK_PING"), &json!(id)));
    let result = until("the test call", async || {
        let found = deliveries(server, &advertiser, &format!("webhook_id={id}")).await;
        found.into_iter().find(|one| one["status"] != "PENDING")
    })
    .await;
    assert_eq!((&result["seq"], &result["status"]), (&made["seq"], &json!("DELIVERED")));
    let calls = hook.calls();
    assert_eq!((calls.len(), other.calls().len()), (1, 0));
    assert!(calls[0].is_signed_with(&secret));
    let body = calls[0].json();
    assert_eq!((&body["type"], &body["data"]["subject_id"]), (&json!("WEBHOOK_PING"), &json!(id)));
    assert_eq!(body["data"]["values"]["by"], "ADVERTISER");

    // Given a program that fails, the test call waits; a second one does too.
    hook.answer_always(Some(500));
    let first = ping(server, &advertiser, &id).await.expect(202);
    until("a failed attempt", async || {
        let found = deliveries(server, &advertiser, "code=WEBHOOK_PING&status=PENDING").await;
        found.into_iter().find(|one| one["last_error"] == "the webhook answered 500")
    })
    .await;
    let problem = ping(server, &advertiser, &id).await;
    if problem.status == 409 {
        assert!(problem.body["message"].as_str().unwrap().contains("tried again by itself"));
    }
    let dead = settled(server, 2).await;
    assert_eq!((&dead[0]["status"], &dead[0]["attempts"]), (&json!("DEAD"), &json!(4)));
    assert!(first["seq"].as_u64() <= dead[0]["seq"].as_u64());

    // Nobody else tries it out; one that is switched off is not called.
    assert_eq!(ping(server, &supplier, &id).await.refused(404), "NOT_FOUND");
    let reviewer = token(server, "REVIEWER", None).await;
    assert_eq!(ping(server, &reviewer, &id).await.refused(403), "FORBIDDEN");
    let path = format!("/webhooks/{id}");
    let off = json!({"is_active": false});
    server.send(Method::PATCH, &path, &advertiser, off).await.expect(200);
    let problem = ping(server, &advertiser, &id).await.expect(409);
    assert_eq!(problem["message"], "The webhook is switched off; set is_active to true first");
    let entries = server.get("/audit?action=webhook.ping").await;
    assert!(entries["items"].as_array().unwrap().len() >= 2);
}

/// Given a program that was down until its deliveries were given up, when their owner finds and
/// revives them, then they arrive; others see nothing of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn owners_see_and_revive_their_own_dead_letters() {
    let (hook, of_operator) = (HookServer::start().await, HookServer::start().await);
    let world = World::drafted(Plan { settings: outward(None), ..Plan::default() }).await;
    let server = &world.server;
    let advertiser = token(server, "ADVERTISER", Some(&world.advertiser)).await;
    let supplier = token(server, "SUPPLIER", Some(&world.supplier)).await;
    let auditor = token(server, "AUDITOR", None).await;
    subscribe(server, &advertiser, &hook.url(), &["*"]).await;
    let (id, _) = subscribe(server, ADMIN, &of_operator.url(), &["*"]).await;
    ping(server, ADMIN, &id).await.expect(202);
    hook.answer_always(Some(503));
    submit(&world).await;
    let pause = format!("/campaigns/{}/cancel", world.campaign);
    server.post(&pause, json!({})).await.expect(200);
    settled(server, 3).await;

    let all = deliveries(server, ADMIN, "").await;
    let own = deliveries(server, &advertiser, "status=DEAD").await;
    assert!(own.len() >= 2 && own.iter().all(|one| one["owner_id"] == world.advertiser.as_str()));
    assert!(own.iter().all(|one| one["last_error"] == "the webhook answered 503"), "{own:?}");
    assert_eq!(deliveries(server, &auditor, "").await, all, "who reads everything reads these");
    assert_eq!(deliveries(server, &supplier, "").await, Vec::<Value>::new());
    // Newest first, in pages.
    let seqs: Vec<u64> = own.iter().map(|one| one["seq"].as_u64().unwrap()).collect();
    assert!(seqs.is_sorted_by(|one, next| one > next), "{seqs:?}");
    let path = "/outbox?status=DEAD&limit=1";
    let first = server.send(Method::GET, path, &advertiser, Value::Null).await.expect(200);
    let next = format!("{path}&cursor={}", first["next_cursor"].as_str().unwrap());
    let second = server.send(Method::GET, &next, &advertiser, Value::Null).await.expect(200);
    assert_eq!(
        (&first["items"][0]["seq"], &second["items"][0]["seq"]),
        (&json!(seqs[0]), &json!(seqs[1]))
    );

    let retry = format!("/outbox/{}/retry", seqs[0]);
    let call = async |token: &str| server.send(Method::POST, &retry, token, json!({})).await;
    assert_eq!(call(&supplier).await.refused(404), "NOT_FOUND");
    let reviewer = token(server, "REVIEWER", None).await;
    for refused in [&auditor, &reviewer] {
        assert_eq!(call(refused).await.refused(403), "FORBIDDEN");
    }
    let theirs = all.iter().find(|one| one["owner_id"].is_null()).unwrap();
    let theirs = format!("/outbox/{}/retry", theirs["seq"]);
    let answer = server.send(Method::POST, &theirs, &advertiser, json!({})).await;
    assert_eq!(answer.refused(404), "NOT_FOUND", "the operator's are not theirs");

    hook.answer_always(None);
    let calls = hook.calls().len();
    let revived = call(&advertiser).await.expect(200);
    assert_eq!((&revived["status"], &revived["attempts"]), (&json!("PENDING"), &json!(0)));
    let arrived = until("the revived delivery", async || {
        let found = deliveries(server, &advertiser, "status=DELIVERED").await;
        found.into_iter().next()
    })
    .await;
    assert_eq!(arrived["seq"], seqs[0]);
    assert_eq!(hook.calls().len(), calls + 1);
    assert_eq!(call(&advertiser).await.refused(409), "ILLEGAL_TRANSITION", "once is enough");
}
