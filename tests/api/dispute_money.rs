//! What disputes do to money: each type, before and after a payout, in part, after the end.
//! Source: S3 5.2, 5.3. Rules: CHB-01, PAY-01, D-22, D-23, D-29, D-30.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    court::Court,
    harness::{ADMIN, Plan, quiet},
};

/// The world's wallets: what the campaign has left, the advertiser's available, the supplier's pending.
#[derive(Debug, PartialEq)]
struct Wallets {
    remaining: String,
    available: String,
    pending: String,
    spent: String,
}

fn number(value: &Value) -> String {
    let text = value.to_string();
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

async fn wallets(court: &Court) -> Wallets {
    let server = court.server();
    let campaign = court.world.campaign().await;
    let advertiser = server.get(&format!("/wallets/{}", court.world.advertiser)).await;
    let supplier = server.get(&format!("/wallets/{}", court.world.supplier)).await;
    Wallets {
        remaining: number(&campaign["remaining_budget"]),
        available: number(&advertiser["available_balance"]),
        pending: number(&supplier["pending_balance"]),
        spent: number(&campaign["spent"]),
    }
}

fn text(remaining: &str, available: &str, pending: &str, spent: &str) -> Wallets {
    let owned = str::to_owned;
    Wallets {
        remaining: owned(remaining),
        available: owned(available),
        pending: owned(pending),
        spent: owned(spent),
    }
}

/// CHB-01: a billed play costs 0.078, of which 0.0624 are the supplier's. Each type that can be
/// charged back gives the whole cost to the campaign that lives, and takes the supplier's share from
/// what is pending.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_type_gives_the_cost_back_while_the_campaign_lives() {
    for kind in ["WRONG_DURATION", "WRONG_LOCATION", "FRAUDULENT"] {
        let court = Court::usual().await;
        let (one, _two) = (court.billed().await, court.billed().await);
        assert_eq!(wallets(&court).await, text("999.844", "49000", "0.1248", "0.156"), "{kind}");
        court.charged_back(kind, &[&one]).await;
        assert_eq!(wallets(&court).await, text("999.922", "49000", "0.0624", "0.078"), "{kind}");
        let stats = court.world.stats().await;
        assert_eq!((&stats["verified"], &stats["rejected"]), (&json!(1), &json!(1)), "{kind}");
        assert_eq!(stats["rejections"], json!({"CHARGEBACK_APPROVED": 1}), "{kind}");
        court.world.server.stop_and_audit().await;
    }
}

/// CHB-01: missing impressions move no money, nor do rejected and withdrawn disputes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_charged_back_moves_no_money() {
    let court = Court::usual().await;
    let (one, two) = (court.billed().await, court.billed().await);
    let before = wallets(&court).await;
    let missing = json!({"campaign_id": court.world.campaign, "date": "2026-02-06",
                         "type": "MISSING_IMPRESSION", "reason": "too few"});
    let missing = court.call(&court.buyer, "/disputes", missing).await.expect(201);
    let rejected = court.opened("FRAUDULENT", &[&one]).await;
    let withdrawn = court.opened("FRAUDULENT", &[&two]).await;
    for (dispute, outcome) in [(&missing, "NO_CHARGEBACK"), (&rejected, "REJECTED")] {
        court.investigate(dispute).await;
        let body = json!({"outcome": outcome, "findings": "looked at"});
        court.resolve(dispute, body).await.expect(200);
    }
    let path = format!("/disputes/{}/withdraw", withdrawn["id"].as_str().unwrap());
    court.call(&court.buyer, &path, json!({})).await.expect(200);
    assert_eq!(wallets(&court).await, before);
    court.world.server.stop_and_audit().await;
}

/// CHB-01: of three plays one is charged back: one cost returns, two shares stay.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_part_gives_back_its_own_cost() {
    let court = Court::usual().await;
    let ids = [court.billed().await, court.billed().await, court.billed().await];
    let dispute = court.opened("FRAUDULENT", &[&ids[0], &ids[1], &ids[2]]).await;
    court.investigate(&dispute).await;
    let body = json!({"outcome": "CHARGEBACK", "findings": "one", "impression_ids": [ids[2]]});
    court.resolve(&dispute, body).await.expect(200);
    assert_eq!(wallets(&court).await, text("999.844", "49000", "0.1248", "0.156"));
    court.world.server.stop_and_audit().await;
}

/// D-30: after the end of the campaign the cost goes to the advertiser's wallet.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_the_end_the_cost_goes_to_the_wallet() {
    let court = Court::usual().await;
    let id = court.billed().await;
    court.server().set_clock("2026-02-21T12:00:00Z").await;
    let ended = wallets(&court).await;
    // 999.922 were left: the cents went back, the rest below a cent to the platform.
    assert_eq!(ended.available, "49999.92");
    court.charged_back("FRAUDULENT", &[&id]).await;
    let after = wallets(&court).await;
    assert_eq!((after.available.as_str(), after.remaining.as_str()), ("49999.998", "0"));
    court.world.server.stop_and_audit().await;
}

/// PAY-01, CHB-01: a disputed play is not paid out until it is decided; paid before, its share is
/// owed and taken from the next payout.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disputed_play_waits_and_a_paid_one_is_clawed_back() {
    let mut settings = quiet();
    settings.payout.minimum = 0;
    let plan = Plan {
        settings,
        fixed_cpm: Some(1_000.0),
        priority: Some(5),
        end_date: "2026-04-20",
        ..Plan::default()
    };
    let court = Court::open(plan).await;
    let paid = court.billed().await;
    let waits = court.billed().await;
    // 1 a play, 0.8 of it the supplier's.
    let dispute = court.opened("FRAUDULENT", &[&waits]).await;
    court.server().set_clock("2026-02-14T00:01:00Z").await;
    let wallet = format!("/wallets/{}", court.world.supplier);
    let supplier = court.server().get(&wallet).await;
    assert_eq!(number(&supplier["available_balance"]), "0.8", "the play that nobody disputes");
    assert_eq!(number(&supplier["pending_balance"]), "0.8", "the disputed one waits");
    court.charged_back("FRAUDULENT", &[&paid]).await;
    court.investigate(&dispute).await;
    court.resolve(&dispute, json!({"outcome": "REJECTED", "findings": "fine"})).await.expect(200);
    court.server().set_clock("2026-02-16T00:01:00Z").await;
    let supplier = court.server().get(&wallet).await;
    // 0.8 owed, 0.8 earned: nothing is left to pay out.
    assert_eq!(number(&supplier["available_balance"]), "0.8");
    let waits = &supplier["next_payout"]["waiting"];
    assert_eq!(
        (waits[0]["reason"].as_str(), number(&waits[0]["amount"])),
        (Some("OWED"), "0.8".into())
    );
    assert_eq!(waits.as_array().map(Vec::len), Some(1), "{waits}");
    let refused = court.server().send(Method::GET, "/payouts", &court.buyer, Value::Null).await;
    assert!(refused.status.is_client_error(), "payouts are not for advertisers");
    court.world.server.stop_and_audit().await;
}

/// PAY-01, CHB-01: a closed account has no payouts any more, so what it owes stays in its wallet.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_closed_supplier_owes_stays_in_its_wallet() {
    let mut settings = quiet();
    settings.payout.minimum = 0;
    let plan = Plan {
        settings,
        fixed_cpm: Some(1_000.0),
        priority: Some(5),
        end_date: "2026-04-20",
        ..Plan::default()
    };
    let court = Court::open(plan).await;
    let (one, _two) = (court.billed().await, court.billed().await);
    court.server().set_clock("2026-02-14T00:01:00Z").await;
    court.charged_back("FRAUDULENT", &[&one]).await;
    let supplier = court.world.supplier.clone();
    let wallet = court.server().get(&format!("/wallets/{supplier}")).await;
    assert_eq!(number(&wallet["available_balance"]), "1.6");
    let store = format!("/stores/{}", court.world.store);
    let close = json!({"status": "INACTIVE"});
    court.server().send(Method::PATCH, &store, ADMIN, close).await.expect(200);
    let end = format!("/suppliers/{supplier}/terminate");
    court.call(ADMIN, &end, json!({"reason": "the shop closed"})).await.expect(200);
    let take = async |amount: f64| {
        let body = json!({"amount": amount, "reference": "last wire"});
        court.call(ADMIN, &format!("/wallets/{supplier}/withdrawals"), body).await
    };
    let refused = take(0.81).await.expect(422);
    assert_eq!(refused["error"], "INSUFFICIENT_WALLET_BALANCE");
    assert_eq!((number(&refused["owed"]), number(&refused["withdrawable"])), pair("0.8", "0.8"));
    take(0.8).await.expect(201);
    take(0.01).await.expect(422);
    court.world.server.stop_and_audit().await;
}

fn pair(one: &str, two: &str) -> (String, String) {
    (one.to_owned(), two.to_owned())
}
