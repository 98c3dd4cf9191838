//! Suppliers with too many chargebacks: flagged above 5 %, cleared by an admin or by time.
//! Rule: CHB-01 (S3 5.3).

use serde_json::{Value, json};

use crate::{court::Court, harness::ADMIN};

async fn flag(court: &Court) -> Value {
    let path = format!("/suppliers/{}", court.world.supplier);
    court.read(&court.seller, &path).await.expect(200)["chargeback_flag"].clone()
}

/// Given 20 billed plays, when one is charged back (5 %), then nothing happens; when a second is
/// (10 %), then the supplier is flagged and told; 30 days later the flag ends by itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_supplier_is_flagged_above_five_percent() {
    let mut court = Court::usual().await;
    let mut ids = Vec::new();
    for _ in 0..20 {
        ids.push(court.billed().await);
    }
    court.charged_back("FRAUDULENT", &[&ids[0]]).await;
    assert_eq!(flag(&court).await, Value::Null, "exactly 5 % is not above");
    let path = format!("/suppliers/{}", court.world.supplier);
    let rate = court.read(&court.seller, &path).await.expect(200)["chargebacks"].clone();
    let expected = json!({
        "charged_back": 1, "billed": 20, "rate_percent": "5.00", "days": 30, "limit_percent": "5.00",
    });
    assert_eq!(rate, expected, "known before anybody is flagged");
    court.charged_back("FRAUDULENT", &[&ids[1]]).await;
    let raised = flag(&court).await;
    assert_eq!((&raised["charged_back"], &raised["billed"]), (&json!(2), &json!(20)));
    assert_eq!(raised["rate_percent"], "10.00");
    let told = court.told(ADMIN, "SUPPLIER_CHARGEBACK_RATE").await;
    assert!(told[0].contains("2 of 20 billed plays of 30 days"), "{told:?}");
    assert!(told[0].contains("(10.00 %, more than 5 %)"), "{told:?}");
    assert_eq!(court.told(&court.seller, "CHARGEBACK_RATE_HIGH").await.len(), 1);
    court.world.server = court.world.server.restart().await;
    assert_eq!(flag(&court).await, raised, "known again after a restart");
    court.charged_back("FRAUDULENT", &[&ids[2]]).await;
    assert_eq!(flag(&court).await["rate_percent"], "15.00");
    assert_eq!(court.told(ADMIN, "SUPPLIER_CHARGEBACK_RATE").await.len(), 1, "told once");
    court.server().set_clock("2026-03-07T23:59:00Z").await;
    assert_eq!(flag(&court).await["charged_back"], 3, "the 6th is among the last 30 days");
    court.server().set_clock("2026-03-08T00:01:00Z").await;
    assert_eq!(flag(&court).await, Value::Null);
    assert_eq!(court.told(&court.seller, "CHARGEBACK_FLAG_CLEARED").await.len(), 1);
    let jobs = court.server().get("/jobs").await.to_string();
    assert!(jobs.contains("chargeback_rates"), "{jobs}");
    court.world.server.stop_and_audit().await;
}

/// An admin ends a flag after a look at it; only a further chargeback raises it again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_admin_ends_a_flag_and_a_further_chargeback_raises_it() {
    let court = Court::usual().await;
    let (one, two) = (court.billed().await, court.billed().await);
    let path = format!("/suppliers/{}/chargeback-flag/clear", court.world.supplier);
    let note = json!({"note": "new player software"});
    assert_eq!(court.call(ADMIN, &path, note.clone()).await.refused(409), "ILLEGAL_TRANSITION");
    court.charged_back("FRAUDULENT", &[&one]).await;
    assert_eq!(flag(&court).await["rate_percent"], "50.00");
    for who in [&court.buyer, &court.seller, &court.reviewer, &court.auditor] {
        assert_eq!(court.call(who, &path, note.clone()).await.refused(403), "FORBIDDEN");
    }
    for bad in [json!({}), json!({"note": "  "})] {
        assert_eq!(court.call(ADMIN, &path, bad).await.refused(422), "VALIDATION_FAILED");
    }
    let cleared = court.call(ADMIN, &path, note).await.expect(200);
    assert_eq!(cleared["chargeback_flag"], Value::Null);
    court.days(2).await;
    assert_eq!(flag(&court).await, Value::Null, "the daily look leaves it");
    court.charged_back("FRAUDULENT", &[&two]).await;
    assert_eq!(flag(&court).await["rate_percent"], "100.00");
    let nobody = "/suppliers/0198a000-0000-7000-8000-00000000ffff/chargeback-flag/clear";
    assert_eq!(court.call(ADMIN, nobody, json!({"note": "x"})).await.refused(404), "NOT_FOUND");
}
