//! Wallets: manual credits with a second person, withdrawals, statements. Rules: BUD-06, BUD-07, D-31.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    budget::{at_once, many_screens, money, one_dollar_plays},
    harness::{ADMIN, Server, World, make_advertiser, make_supplier},
    money::{balances, codes, token},
};

/// Rule: BUD-07: who may give, how much, and that there is a reason.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_manual_credit_needs_an_admin_an_amount_and_a_reason() {
    let server = Server::start().await;
    let advertiser = make_advertiser(&server, "A", 0.0).await;
    let buyer = token(&server, "ADVERTISER", Some(&advertiser)).await;
    let path = format!("/wallets/{advertiser}/credits");
    let give = async |token: &str, amount: f64| {
        let body = json!({"amount": amount, "reason": "goodwill"});
        server.send(Method::POST, &path, token, body).await
    };
    assert_eq!(give(&buyer, 5.0).await.refused(403), "FORBIDDEN");
    for (amount, word) in [(0.0, "NOT_POSITIVE"), (0.001, "TOO_MANY_DECIMALS"), (2e7, "TOO_LARGE")]
    {
        assert_eq!(give(ADMIN, amount).await.expect(422)["fields"][0]["error"], word);
    }
    let empty = server.post(&path, json!({"amount": 5, "reason": ""})).await.expect(422);
    assert_eq!(empty["fields"][0]["field"], "reason");
    assert_eq!(balances(&server, &advertiser).await.0, 0.0);
}

/// Rule: BUD-07: above the limit, also in slices, another admin decides.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn large_manual_credits_need_another_admin() {
    let server = Server::start().await;
    let advertiser = make_advertiser(&server, "A", 0.0).await;
    let buyer = token(&server, "ADVERTISER", Some(&advertiser)).await;
    let second = token(&server, "ADMIN", None).await;
    let path = format!("/wallets/{advertiser}/credits");
    let give = async |token: &str, amount: f64| {
        let body = json!({"amount": amount, "reason": "goodwill"});
        server.send(Method::POST, &path, token, body).await
    };
    let booked = give(ADMIN, 900.0).await.expect(201);
    assert_eq!((&booked["status"], &booked["decided_by"]), (&json!("BOOKED"), &json!(null)));
    assert_eq!(balances(&server, &advertiser).await.0, 900.0);
    // Given 900 by one person today, 100.01 more are above 1,000 and wait.
    let waiting = give(ADMIN, 100.01).await.expect(202);
    assert_eq!(waiting["status"], "PENDING");
    assert_eq!(balances(&server, &advertiser).await.0, 900.0);
    let credit = waiting["id"].as_str().unwrap().to_owned();
    let decide = async |token: &str, credit: &str, verb: &str, body: Value| {
        server.send(Method::POST, &format!("{path}/{credit}/{verb}"), token, body).await
    };
    assert_eq!(
        decide(ADMIN, &credit, "approve", json!({})).await.refused(422),
        "SECOND_PERSON_REQUIRED"
    );
    let reason = json!({"reason": "mine"});
    assert_eq!(
        decide(ADMIN, &credit, "reject", reason).await.refused(422),
        "SECOND_PERSON_REQUIRED"
    );
    assert_eq!(decide(&buyer, &credit, "approve", json!({})).await.refused(403), "FORBIDDEN");
    let other_wallet = make_advertiser(&server, "B", 0.0).await;
    let elsewhere = format!("/wallets/{other_wallet}/credits/{credit}/approve");
    assert_eq!(server.send(Method::POST, &elsewhere, &second, json!({})).await.status, 404);
    let queue = server.get("/credits?status=PENDING").await;
    assert_eq!(queue["items"][0]["id"], json!(credit));
    let done = decide(&second, &credit, "approve", json!({})).await.expect(200);
    assert_eq!(done["status"], "BOOKED");
    assert!(done["decided_by"].as_str().unwrap().starts_with("ADMIN"), "{done}");
    assert_eq!(
        decide(&second, &credit, "approve", json!({})).await.refused(409),
        "ILLEGAL_TRANSITION"
    );
    assert_eq!(balances(&server, &advertiser).await.0, 1_000.01);

    // A day later one person may give again; a rejected one moves nothing.
    server.advance(86_400).await;
    give(ADMIN, 1_000.0).await.expect(201);
    let large = give(ADMIN, 5_000.0).await.expect(202);
    let large = large["id"].as_str().unwrap();
    assert_eq!(decide(&second, large, "reject", json!({"reason": " "})).await.status, 422);
    let rejected = decide(&second, large, "reject", json!({"reason": "no receipt"})).await;
    assert_eq!(rejected.expect(200)["decision_reason"], "no receipt");
    assert_eq!(balances(&server, &advertiser).await.0, 2_000.01);
    let told = codes(&server, &buyer).await;
    assert_eq!(told.iter().filter(|code| *code == "WALLET_CREDITED").count(), 3);
    let told = codes(&server, ADMIN).await;
    assert!(told.contains(&"CREDIT_NEEDS_SECOND_PERSON".to_owned()), "{told:?}");
    assert!(told.contains(&"CREDIT_REJECTED".to_owned()), "{told:?}");
    let audit = server.get(&format!("/audit?subject_id={advertiser}")).await.to_string();
    for action in ["credit_request", "credit_approve", "credit_reject"] {
        assert!(audit.contains(&format!("wallet.{action}")), "{action}");
    }
    let server = server.restart().await;
    let list = server.get(&format!("/wallets/{advertiser}/credits")).await;
    let stands: Vec<&Value> =
        list["items"].as_array().unwrap().iter().map(|c| &c["status"]).collect();
    assert_eq!(stands, ["REJECTED", "BOOKED", "BOOKED", "BOOKED"]);
    server.stop_and_audit().await;
}

/// Rule: BUD-07: suppliers take out what is available, never more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn suppliers_withdraw_what_is_available() {
    let server = Server::start().await;
    let supplier = make_supplier(&server, "S").await;
    let other = make_supplier(&server, "T").await;
    let advertiser = make_advertiser(&server, "A", 100.0).await;
    let own = token(&server, "SUPPLIER", Some(&supplier)).await;
    let foreign = token(&server, "SUPPLIER", Some(&other)).await;
    let credit = json!({"amount": 100, "reason": "installation"});
    server.post(&format!("/wallets/{supplier}/credits"), credit).await.expect(201);
    let take = async |owner: &str, token: &str, amount: f64| {
        let body = json!({"amount": amount, "reference": "wire 7"});
        server.send(Method::POST, &format!("/wallets/{owner}/withdrawals"), token, body).await
    };
    let taken = take(&supplier, &own, 30.5).await.expect(201);
    assert_eq!(money(&taken["available_balance"]), 69.5);
    let refused = take(&supplier, &own, 69.51).await.expect(422);
    assert_eq!(refused["error"], "INSUFFICIENT_WALLET_BALANCE");
    assert_eq!(
        refused["message"],
        "Insufficient wallet balance ($69.50 available, $69.51 required)"
    );
    assert_eq!(take(&supplier, &foreign, 1.0).await.status, 404);
    assert_eq!(take(&supplier, &own, -1.0).await.status, 422);
    let buyer = token(&server, "ADVERTISER", Some(&advertiser)).await;
    assert_eq!(take(&advertiser, &buyer, 1.0).await.refused(403), "FORBIDDEN");
    let wrong = take(&advertiser, ADMIN, 1.0).await.expect(422);
    assert_eq!(wrong["fields"][0]["error"], "NOT_A_SUPPLIER");
    take(&supplier, ADMIN, 69.5).await.expect(201);
    let list = server.get(&format!("/wallets/{supplier}/transactions")).await;
    let words: Vec<&Value> =
        list["items"].as_array().unwrap().iter().map(|t| &t["transaction_type"]).collect();
    assert_eq!(words, ["DEBIT", "DEBIT", "CREDIT"]);
    assert_eq!(list["items"][1]["description"], "Withdrawal: wire 7");
    assert_eq!(money(&list["items"][1]["balance_after"]), 69.5);
    server.stop_and_audit().await;
}

/// Rule: BUD-06, BUD-07, D-31: opening + movements = closing, for both kinds of wallets, as JSON and
/// CSV; a supplier's shares stand as one sum a day.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_tells_opening_movements_and_closing() {
    let world = World::running(one_dollar_plays(100.0)).await;
    let server = &world.server;
    let screens = many_screens(&world, 3).await;
    at_once(&world, &screens, &[]).await;
    server.set_clock("2026-02-05T00:00:10Z").await;
    world.screen.beat(server).await;
    world.submit(&world.play().await).await.expect(201);

    let of = |owner: &str, query: &str| format!("/wallets/{owner}/statement?{query}");
    let feb_4 = "from=2026-02-04&to=2026-02-04";
    let first = server.get(&of(&world.supplier, feb_4)).await;
    assert_eq!(money(&first["opening"]["pending_balance"]), 0.0);
    assert_eq!(money(&first["closing"]["pending_balance"]), 2.4, "80 % of three plays");
    assert_eq!(first["lines"][0]["kind"], "SUPPLIER_SHARE");
    assert_eq!(first["lines"][0]["description"], "Shares of 3 plays received on 2026-02-04");
    let both = server.get(&of(&world.supplier, "from=2026-02-05&to=2026-02-05")).await;
    assert_eq!(money(&both["opening"]["pending_balance"]), 2.4);
    assert_eq!(money(&both["closing"]["pending_balance"]), 3.2);
    let wallet = server.get(&format!("/wallets/{}", world.supplier)).await;
    assert_eq!(wallet["pending_balance"], both["closing"]["pending_balance"]);
    let list = server.get(&format!("/wallets/{}/transactions", world.supplier)).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 2, "one sum a day");

    let buyer = server.get(&of(&world.advertiser, "from=2026-02-01&to=2026-02-05")).await;
    let words: Vec<&Value> =
        buyer["lines"].as_array().unwrap().iter().map(|l| &l["transaction_type"]).collect();
    assert_eq!(words, ["CREDIT", "HOLD"]);
    assert_eq!(money(&buyer["lines"][1]["available_change"]), -100.0);
    assert_eq!(money(&buyer["closing"]["available_balance"]), 49_900.0);
    assert_eq!(buyer["closing"]["pending_balance"], Value::Null);

    let csv = of(&world.advertiser, "from=2026-02-01&to=2026-02-05&format=csv");
    let answer = server.send(Method::GET, &csv, ADMIN, Value::Null).await;
    assert_eq!(answer.headers["content-type"], "text/csv; charset=utf-8");
    let text = answer.expect(200);
    let rows: Vec<&str> = text.as_str().unwrap().lines().collect();
    assert_eq!(rows.len(), 5, "{text}");
    assert!(
        rows[1].contains(",OPENING,,,,,0,") && rows[4].contains(",CLOSING,,,,,49900,"),
        "{text}"
    );
    assert!(rows[2].contains(",CREDIT,DEPOSIT,50000,50000,,50000,,,"), "{text}");

    for (query, field) in [
        ("from=2026-02-05&to=2026-02-04", "from"),
        ("from=2026-02-05&to=2026-02-06", "to"),
        ("from=2024-02-05&to=2026-02-05", "to"),
        ("from=x&to=2026-02-05", "from"),
    ] {
        let path = of(&world.advertiser, query);
        let refused = server.send(Method::GET, &path, ADMIN, Value::Null).await.expect(422);
        assert_eq!(refused["fields"][0]["field"], field, "{query}");
    }
    let foreign = token(server, "SUPPLIER", Some(&world.supplier)).await;
    let path = of(&world.advertiser, feb_4);
    assert_eq!(server.send(Method::GET, &path, &foreign, Value::Null).await.status, 404);
    world.server.stop_and_audit().await;
}
