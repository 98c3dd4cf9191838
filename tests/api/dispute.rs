//! Disputes as stories over HTTP: the four types, their outcomes, who may what, what is refused.
//! Source: S0 "Dispute Resolution", S3 5.3. Rules: POP-06, CHB-01, CAM-27, D-14.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    court::{Court, at, path_of, token},
    harness::{ADMIN, Plan, Screen, make_store, make_supplier, quiet},
};

fn recommendation(dispute: &Value, place: usize) -> (&str, &Value) {
    let advice = &dispute["plays"][place]["recommendation"];
    (advice["outcome"].as_str().unwrap(), &advice["reason"])
}

/// Given a play that the device's own evidence contradicts, when its duration is disputed and the
/// investigation finds for the advertiser, then it is charged back as proof invalid.
/// Rule: POP-06, CHB-01.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_duration_is_charged_back_as_proof_invalid() {
    let court = Court::usual().await;
    let mut play = court.play().await;
    play.duration = 12;
    let id = court.bill(&play).await;
    let dispute = court.opened("WRONG_DURATION", &[&id]).await;
    assert_eq!(dispute["status"], "OPEN");
    assert_eq!(dispute["evidence_required"], "Playback log + device log");
    assert_eq!(dispute["amount"].to_string(), "0.078");
    // Twelve of fifteen seconds are enough, but the device uploaded no log: a person decides.
    assert_eq!(recommendation(&dispute, 0), ("PERSON", &Value::Null));
    let stored = court.impression(&id).await;
    assert_eq!((&stored["disputed"], &stored["dispute_id"]), (&json!(true), &dispute["id"]));
    assert_eq!(stored["status"], "VERIFIED", "until it is decided");
    let early = json!({"outcome": "CHARGEBACK", "findings": "too early"});
    assert_eq!(court.resolve(&dispute, early).await.refused(409), "ILLEGAL_TRANSITION");
    assert_eq!(court.investigate(&dispute).await["status"], "INVESTIGATING");
    let body = json!({"outcome": "CHARGEBACK", "findings": "the log says 3 seconds"});
    let resolved = court.resolve(&dispute, body).await.expect(200);
    assert_eq!(resolved["status"], "RESOLVED");
    assert_eq!(resolved["resolution"]["outcome"], "CHARGEBACK");
    assert_eq!(resolved["resolution"]["reason"], "PROOF_INVALID");
    assert_eq!(resolved["plays"][0]["outcome"], "CHARGEBACK");
    let stored = court.impression(&id).await;
    assert_eq!(stored["status"], "REJECTED");
    assert_eq!(stored["rejection_reason"], "CHARGEBACK_APPROVED");
    assert_eq!(stored["rejection_message"], "Chargeback approved: Proof invalid");
    assert_eq!((&stored["disputed"], &stored["dispute_id"]), (&json!(false), &dispute["id"]));
    let refund = court.told(&court.buyer, "REFUND_ISSUED").await;
    assert!(refund[0].starts_with("Refund issued: $0.0780 for 1 of 1"), "{refund:?}");
    let back = court.told(&court.seller, "CHARGEBACK").await;
    assert!(back[0].starts_with("Chargeback: $0.0780 - Proof invalid"), "{back:?}");
    let trail = court.server().get(&format!("/impressions/{id}/audit")).await;
    assert_eq!(trail["dispute"]["outcome"], "CHARGEBACK");
    let moves: Vec<_> = trail["transfers"].as_array().unwrap().iter().map(|t| &t["kind"]).collect();
    assert_eq!(moves.iter().filter(|kind| **kind == "CHARGEBACK_REFUND").count(), 2, "{moves:?}");
    let actions = court.server().get("/audit?limit=20").await;
    let actions: Vec<_> = actions["items"].as_array().unwrap().iter().collect();
    for action in
        ["dispute.open", "dispute.investigate", "dispute.resolve", "impression.dispute_resolved"]
    {
        assert!(actions.iter().any(|entry| entry["action"] == action), "{action}");
    }
    court.world.server.stop_and_audit().await;
}

/// Given a play at its store, when its place is disputed, then the evidence speaks for it, it stands
/// and both sides hear of it; it cannot be disputed again. Rule: POP-06.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_location_that_is_right_is_rejected() {
    let court = Court::usual().await;
    let id = court.billed().await;
    let dispute = court.opened("WRONG_LOCATION", &[&id]).await;
    assert_eq!(recommendation(&dispute, 0), ("REJECT", &Value::Null));
    court.investigate(&dispute).await;
    let told = court.told(&court.buyer, "DISPUTE_INVESTIGATED").await;
    assert_eq!(told.len(), 1);
    let body = json!({"outcome": "REJECTED", "findings": "GPS is 0 m from the store"});
    let resolved = court.resolve(&dispute, body.clone()).await.expect(200);
    assert_eq!(resolved["resolution"]["upheld"], 1);
    assert_eq!(resolved["plays"][0]["outcome"], "REJECTED");
    let stored = court.impression(&id).await;
    assert_eq!((&stored["status"], &stored["disputed"]), (&json!("VERIFIED"), &json!(false)));
    let told = court.told(&court.buyer, "DISPUTE_REJECTED").await;
    assert!(told[0].contains("GPS is 0 m from the store"), "{told:?}");
    assert_eq!(court.told(&court.seller, "DISPUTE_ENDED_SUPPLIER").await.len(), 1);
    assert_eq!(court.resolve(&dispute, body).await.refused(409), "ILLEGAL_TRANSITION");
    let again = court.dispute("FRAUDULENT", &[&id]).await.expect(409);
    assert_eq!(again["disputed"][0]["dispute_id"], dispute["id"]);
    assert_eq!(again["disputed"][0]["outcome"], "REJECTED");
}

/// D-14: given a play whose screenshot was never uploaded, when it is disputed, then the evidence
/// goes against the supplier; an upload before the investigation changes that.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fraud_dispute_about_a_play_without_screenshot_goes_against_the_supplier() {
    let court = Court::usual().await;
    let mut later = court.world.play().await;
    let picture = vetrina::media::sample::sample_jpeg(320, 180, 7);
    later.screenshot_hash = hex::encode(vetrina::db::codec::sha256(&picture));
    let never = court.world.play().await;
    let later = court.bill(&later).await;
    let never = Court::bill(
        &court,
        &crate::harness::Play {
            played_at: court.server().now().await.to_string(),
            sent_at: None,
            ..never
        },
    )
    .await;
    let dispute = court.opened("FRAUDULENT", &[&later, &never]).await;
    for place in 0..2 {
        assert_eq!(recommendation(&dispute, place), ("CHARGEBACK", &json!("PROOF_INVALID")));
    }
    assert_eq!(court.told(&court.seller, "DISPUTE_OPENED_SUPPLIER").await.len(), 1);
    court.upload(&later, picture).await;
    let again = court.investigate(&dispute).await;
    let plays = again["plays"].as_array().unwrap();
    let advice = |id: &str| {
        let play = plays.iter().find(|play| play["impression_id"] == id).unwrap();
        play["recommendation"]["outcome"].as_str().unwrap()
    };
    assert_eq!((advice(&later), advice(&never)), ("REJECT", "CHARGEBACK"));
}

/// Given a day with refused plays, when its missing impressions are disputed, then the cause is
/// documented and nothing is charged back. Rule: POP-06, CHB-01.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn missing_impressions_are_explained_without_a_chargeback() {
    let court = Court::usual().await;
    let mut short = court.play().await;
    short.duration = 3;
    court.world.submit(&short).await.expect(422);
    court.billed().await;
    court.days(1).await;
    let body = json!({
        "campaign_id": court.world.campaign, "date": "2026-02-06",
        "type": "MISSING_IMPRESSION", "reason": "fewer plays than promised",
    });
    let dispute = court.call(&court.buyer, "/disputes", body.clone()).await.expect(201);
    assert_eq!((&dispute["date"], &dispute["impressions"]), (&json!("2026-02-06"), &json!(0)));
    let cause = dispute["cause"].as_str().unwrap();
    assert!(cause.contains("1 submissions were refused and cost nothing: INSUFFICIENT_DURATION 1"));
    assert!(cause.contains("1 plays are billed"), "{cause}");
    let path = format!("{}/evidence?format=json", path_of(&dispute));
    let evidence = court.read(&court.buyer, &path).await.expect(200);
    let refused = &evidence["members"]["opened/refused-plays.json"][0];
    assert_eq!(refused["impression_id"], json!(short.id));
    assert_eq!(refused["reason"], "INSUFFICIENT_DURATION");
    let device = &evidence["members"]["opened/day.json"]["figures"]["devices"][0];
    assert_eq!((&device["billed"], device["online_minutes"].is_u64()), (&json!(1), true));
    assert_eq!(court.read(&court.seller, &path).await.refused(404), "NOT_FOUND");
    assert_eq!(court.call(&court.buyer, "/disputes", body).await.refused(409), "CONFLICT");
    court.investigate(&dispute).await;
    let wrong = json!({"outcome": "CHARGEBACK", "findings": "x"});
    let wrong = court.resolve(&dispute, wrong).await.expect(422);
    assert_eq!(wrong["possible_outcomes"], json!(["NO_CHARGEBACK", "REJECTED"]));
    let body = json!({"outcome": "NO_CHARGEBACK", "findings": "one play was cut short"});
    let resolved = court.resolve(&dispute, body).await.expect(200);
    assert_eq!(resolved["resolution"]["outcome"], "NO_CHARGEBACK");
    let told = court.told(&court.buyer, "DISPUTE_NO_CHARGEBACK").await;
    assert!(told[0].contains("one play was cut short"), "{told:?}");
    court.world.server.stop_and_audit().await;
}

/// CHB-01: the window is 30 days from the end of the play, its last moment included.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_play_is_disputed_within_thirty_days() {
    let court = Court::usual().await;
    let old = court.billed().await;
    let young = court.billed().await;
    court.server().set_clock("2026-03-08T11:35:00Z").await;
    let both = court.dispute("FRAUDULENT", &[&young, &old]).await.expect(422);
    assert_eq!(both["fields"][0]["error"], "WINDOW_CLOSED");
    assert_eq!((&both["too_old"], &both["window_days"]), (&json!([old]), &json!(30)));
    let message = both["message"].as_str().unwrap();
    assert!(message.contains("could be disputed until 2026-03-08T11:30:00Z"), "{message}");
    court.opened("FRAUDULENT", &[&young]).await;
    let day = |date: &str| {
        json!({"campaign_id": court.world.campaign, "date": date, "type": "MISSING_IMPRESSION",
               "reason": "too few"})
    };
    // The 6th ended at midnight; the 5th ended 30 days and 11 hours ago.
    let late = court.call(&court.buyer, "/disputes", day("2026-02-05")).await.expect(422);
    assert_eq!(late["fields"][0]["error"], "WINDOW_CLOSED");
    court.call(&court.buyer, "/disputes", day("2026-02-06")).await.expect(201);
}

/// CHB-01: part of a dispute is charged back, the rest stands.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn part_of_a_dispute_is_charged_back() {
    let court = Court::usual().await;
    let ids = [court.billed().await, court.billed().await, court.billed().await];
    let dispute = court.opened("FRAUDULENT", &[&ids[0], &ids[1], &ids[2]]).await;
    assert_eq!(dispute["amount"].to_string(), "0.234");
    court.investigate(&dispute).await;
    let some = |ids: Value| {
        json!({"outcome": "CHARGEBACK", "reason": "DEVICE_OFFLINE", "findings": "dark",
               "impression_ids": ids})
    };
    let foreign = some(json!([ids[1], "0198a000-0000-7000-8000-00000000ffff"]));
    let refused = court.resolve(&dispute, foreign).await.expect(422);
    assert_eq!(refused["fields"][0]["error"], "NOT_IN_DISPUTE");
    assert_eq!(court.resolve(&dispute, some(json!([]))).await.refused(422), "VALIDATION_FAILED");
    let resolved = court.resolve(&dispute, some(json!([ids[1]]))).await.expect(200);
    let end = &resolved["resolution"];
    assert_eq!((&end["charged_back"], &end["upheld"]), (&json!(1), &json!(2)));
    assert_eq!(end["charged_back_amount"].to_string(), "0.078");
    for (place, id) in ids.iter().enumerate() {
        let expected = if place == 1 { "REJECTED" } else { "VERIFIED" };
        let stored = court.impression(id).await;
        assert_eq!(stored["status"], expected, "{place}");
        assert_eq!(stored["disputed"], false);
    }
    let message = court.impression(&ids[1]).await["rejection_message"].clone();
    assert_eq!(message, "Chargeback approved: Device offline");
    let told = court.told(&court.seller, "CHARGEBACK").await;
    assert!(told[0].contains("(1 of 3 disputed plays"), "{told:?}");
    court.world.server.stop_and_audit().await;
}

/// POP-06: two overlapping plays were billed in two buckets: the evidence says duplicate.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn overlapping_plays_are_found_as_duplicates() {
    let court = Court::usual().await;
    court.server().set_clock("2026-02-06T11:34:55Z").await;
    let first = court.play().await;
    court.world.submit(&first).await.expect(201);
    court.server().advance(10).await;
    let second = court.billed().await;
    let dispute = court.opened("WRONG_LOCATION", &[&second]).await;
    assert_eq!(recommendation(&dispute, 0), ("CHARGEBACK", &json!("DUPLICATE")));
    let path = format!("{}/evidence?format=json", path_of(&dispute));
    let evidence = court.read(ADMIN, &path).await.expect(200);
    let findings = &evidence["members"][format!("opened/plays/{second}/findings.json")];
    let duplicate = &findings["findings"][2];
    assert_eq!((&duplicate["check"], &duplicate["decides"]), (&json!("DUPLICATE"), &json!(true)));
    assert!(duplicate["sentence"].as_str().unwrap().contains(&first.id), "{duplicate}");
}

/// CHB-01: a play is in one dispute at a time, and after a decision in none any more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_play_is_disputed_once() {
    let court = Court::usual().await;
    let (one, two) = (court.billed().await, court.billed().await);
    let first = court.opened("FRAUDULENT", &[&one]).await;
    let both = court.dispute("WRONG_LOCATION", &[&one, &two]).await.expect(409);
    assert_eq!(both["disputed"].as_array().unwrap().len(), 1);
    assert_eq!(court.impression(&two).await["disputed"], false, "nothing of it was opened");
    let withdraw = format!("{}/withdraw", path_of(&first));
    let note = json!({"note": "found the recording"});
    let gone = court.call(&court.buyer, &withdraw, note.clone()).await.expect(200);
    assert_eq!(gone["status"], "WITHDRAWN");
    assert_eq!(gone["resolution"]["findings"], "found the recording");
    assert_eq!(court.call(&court.buyer, &withdraw, note).await.refused(409), "ILLEGAL_TRANSITION");
    assert_eq!(court.impression(&one).await["disputed"], false);
    assert_eq!(court.told(ADMIN, "DISPUTE_WITHDRAWN").await.len(), 1);
    let second = court.charged_back("FRAUDULENT", &[&one, &two]).await;
    assert_eq!(court.impression(&one).await["dispute_id"], second["id"]);
    let again = court.dispute("FRAUDULENT", &[&one]).await.expect(409);
    assert_eq!(again["disputed"][0]["outcome"], "CHARGEBACK");
    court.world.server.stop_and_audit().await;
}

/// The same call with the same key opens one dispute with one set of evidence, also after a restart.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_repeated_call_opens_one_dispute() {
    let mut court = Court::usual().await;
    let id = court.billed().await;
    let body = json!({"impression_ids": [id], "type": "FRAUDULENT", "reason": "dark"});
    let mut ids = Vec::new();
    for _ in 0..2 {
        let url = format!("{}/api/v1/disputes", court.server().base);
        let request = court.server().client.post(url).bearer_auth(&court.buyer).json(&body);
        let sent = crate::harness::Server::read(request.header("idempotency-key", "k1")).await;
        ids.push(sent.expect(201)["id"].clone());
        court.world.server = court.world.server.restart().await;
    }
    assert_eq!(ids[0], ids[1]);
    let folder = court.server().folder.path().join("evidence");
    let files = walk(&folder);
    assert_eq!(files.len(), 1, "{files:?}");
    assert_eq!(court.impression(&id).await["disputed"], true, "known again after the restart");
    let dispute = json!({"id": ids[0]});
    court.investigate(&dispute).await;
    let body = json!({"outcome": "CHARGEBACK", "findings": "dark"});
    court.resolve(&dispute, body).await.expect(200);
}

/// All files below a folder.
pub fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(walk(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// Who may do what. Rule: D-47, POP-06.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_has_a_part_in_a_dispute() {
    let court = Court::usual().await;
    let id = court.billed().await;
    let stranger = crate::harness::make_advertiser(court.server(), "Bún Chả", 0.0).await;
    let stranger = token(court.server(), "ADVERTISER", Some(&stranger)).await;
    let body = json!({"impression_ids": [id], "type": "FRAUDULENT", "reason": "dark"});
    for (who, status, error) in [
        (&court.seller, 403, "FORBIDDEN"),
        (&court.reviewer, 403, "FORBIDDEN"),
        (&court.auditor, 403, "FORBIDDEN"),
        (&stranger, 404, "NOT_FOUND"),
        (&court.world.screen.token, 403, "FORBIDDEN"),
    ] {
        assert_eq!(court.call(who, "/disputes", body.clone()).await.refused(status), error);
    }
    let dispute = court.call(ADMIN, "/disputes", body).await.expect(201);
    let path = path_of(&dispute);
    for (who, status) in [
        (&court.buyer, 200),
        (&court.seller, 200),
        (&court.reviewer, 200),
        (&court.auditor, 200),
        (&stranger, 404),
    ] {
        for end in ["", "/evidence", "/evidence?format=json"] {
            let seen = court.read(who, &format!("{path}{end}")).await;
            assert_eq!(seen.status.as_u16(), status, "{end} {}", seen.body);
        }
        let list = court.read(who, "/disputes").await.expect(200);
        assert_eq!(list["items"].as_array().unwrap().len(), usize::from(status == 200));
    }
    let own = court.read(&court.seller, &path).await.expect(200);
    assert_eq!(own["opened_by_name"], Value::Null, "not for suppliers");
    let investigate = format!("{path}/investigate");
    let decide = json!({"outcome": "REJECTED", "findings": "all is well"});
    for who in [&court.buyer, &court.seller, &court.auditor] {
        assert_eq!(court.call(who, &investigate, json!({})).await.refused(403), "FORBIDDEN");
    }
    court.call(&court.reviewer, &investigate, json!({})).await.expect(200);
    let resolve = format!("{path}/resolve");
    for who in [&court.buyer, &court.seller, &court.reviewer, &court.auditor] {
        assert_eq!(court.call(who, &resolve, decide.clone()).await.refused(403), "FORBIDDEN");
    }
    let withdraw = format!("{path}/withdraw");
    for (who, status) in [(&court.seller, 403), (&court.reviewer, 403), (&stranger, 404)] {
        let answer = court.call(who, &withdraw, json!({})).await;
        assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
    }
    court.resolve(&dispute, decide).await.expect(200);
}

/// A supplier sees its own plays of a dispute about several suppliers, and their evidence alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn suppliers_see_their_own_plays_alone() {
    let court = Court::usual().await;
    let server = court.server();
    let other = make_supplier(server, "Hanoi Panels").await;
    let store = make_store(server, &other, json!({"name": "Royal City"})).await;
    let screen = Screen::make(server, &store, 1).await;
    let path = format!("/campaigns/{}", court.world.campaign);
    for (action, body) in [("pause", json!({})), ("resume", json!({}))] {
        let sent = court.call(ADMIN, &format!("{path}/{action}"), body).await;
        assert_eq!(sent.status.as_u16(), 200, "{action}: {}", sent.body);
        if action == "pause" {
            let stores = json!({"target_stores": [court.world.store, store]});
            server.send(Method::PATCH, &path, ADMIN, stores).await.expect(200);
        }
    }
    screen.beat(server).await;
    let mine = court.billed().await;
    screen.beat(server).await;
    let theirs = court.play().await;
    screen.submit(server, &theirs).await.expect(201);
    let dispute = court.opened("FRAUDULENT", &[&mine, &theirs.id]).await;
    assert_eq!(dispute["impressions"], 2);
    let own = court.read(&court.seller, &path_of(&dispute)).await.expect(200);
    assert_eq!(own["impressions"], 1);
    assert_eq!(own["plays"][0]["impression_id"], json!(mine));
    assert_eq!(own["amount"].to_string(), "0.078");
    let evidence = format!("{}/evidence?format=json", path_of(&dispute));
    let own = court.read(&court.seller, &evidence).await.expect(200).to_string();
    assert!(own.contains(&mine) && !own.contains(&theirs.id) && !own.contains(&store));
    let all = court.read(&court.buyer, &evidence).await.expect(200);
    assert_eq!(all["manifest"]["parts"].as_array().unwrap().len(), 2);
    assert!(all.to_string().contains(&mine) && all.to_string().contains(&theirs.id));
    court.investigate(&dispute).await;
    let one = json!({"outcome": "CHARGEBACK", "findings": "dark", "impression_ids": [theirs.id]});
    court.resolve(&dispute, one).await.expect(200);
    assert!(court.told(&court.seller, "CHARGEBACK").await.is_empty());
    assert_eq!(court.told(&court.seller, "DISPUTE_ENDED_SUPPLIER").await.len(), 1);
    let panels = token(court.server(), "SUPPLIER", Some(&other)).await;
    assert_eq!(court.told(&panels, "CHARGEBACK").await.len(), 1);
}

/// What is not a dispute, with what is said about it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_disputed_is_refused_with_its_reason() {
    let mut settings = quiet();
    settings.dispute.max_impressions = 2;
    let court = Court::open(Plan { settings, ..Plan::default() }).await;
    let id = court.billed().await;
    let mut short = court.play().await;
    short.duration = 3;
    court.world.submit(&short).await.expect(422);
    let nobody = "0198a000-0000-7000-8000-00000000ffff";
    let campaign = court.world.campaign.clone();
    let plays = |ids: Value, reason: &str| json!({"impression_ids": ids, "type": "FRAUDULENT", "reason": reason});
    let day = |date: &str| json!({"campaign_id": campaign, "date": date, "type": "MISSING_IMPRESSION", "reason": "few"});
    let mut both = plays(json!([id]), "dark");
    both["date"] = json!("2026-02-06");
    let mut by_ids = day("2026-02-06");
    by_ids["impression_ids"] = json!([id]);
    for (body, status, word) in [
        (plays(json!([id]), ""), 422, "REQUIRED"),
        (plays(json!([id]), "   "), 422, "REQUIRED"),
        (plays(json!([id]), "Too expensive"), 422, "NOT_VALID_GROUNDS"),
        (plays(json!([id]), "we changed our mind!"), 422, "NOT_VALID_GROUNDS"),
        (plays(json!([]), "dark"), 422, "COUNT"),
        (plays(json!([id, short.id, nobody]), "dark"), 422, "COUNT"),
        (plays(json!([id, nobody]), "dark"), 404, "NOT_FOUND"),
        (plays(json!([id, short.id]), "dark"), 409, "ILLEGAL_TRANSITION"),
        (plays(json!(["x"]), "dark"), 400, "MALFORMED_REQUEST"),
        (both, 422, "SHAPE"),
        (by_ids, 422, "SHAPE"),
        (json!({"type": "FRAUDULENT", "reason": "dark"}), 422, "SHAPE"),
        (json!({"type": "NOISE", "reason": "dark"}), 400, "MALFORMED_REQUEST"),
        (day("2026-02-31"), 422, "INVALID"),
        (day("2026-02-07"), 422, "OUT_OF_RANGE"),
        (day("2026-02-03"), 422, "OUT_OF_RANGE"),
    ] {
        let answer = court.call(&court.buyer, "/disputes", body.clone()).await.expect(status);
        let field = &answer["fields"][0]["error"];
        let found = if field.is_null() { &answer["error"] } else { field };
        assert_eq!(found, word, "{body} {answer}");
        assert!(answer["message"].as_str().unwrap().len() > 15, "{answer}");
    }
    let twice = court.opened("FRAUDULENT", &[&id, &id, &id]).await;
    assert_eq!(twice["impressions"], 1, "each counts once");
    court.investigate(&twice).await;
    let answer = |outcome: &str, reason: Value, findings: &str| json!({"outcome": outcome, "reason": reason, "findings": findings});
    for (body, word) in [
        (answer("CHARGEBACK", Value::Null, ""), "REQUIRED"),
        (answer("CHARGEBACK", json!("TOO_EXPENSIVE"), "x"), "NOT_VALID_GROUNDS"),
        (answer("CHARGEBACK", json!("Changed mind"), "x"), "NOT_VALID_GROUNDS"),
        (answer("CHARGEBACK", json!("NOISE"), "x"), "UNKNOWN"),
        (answer("REJECTED", json!("DUPLICATE"), "x"), "MISMATCH"),
        (answer("NO_CHARGEBACK", Value::Null, "x"), "NOT_POSSIBLE"),
    ] {
        let refused = court.resolve(&twice, body.clone()).await.expect(422);
        assert_eq!(refused["fields"][0]["error"], word, "{body} {refused}");
    }
    assert_eq!(court.read(&court.buyer, "/disputes/x").await.refused(400), "MALFORMED_REQUEST");
    let missing = format!("/disputes/{nobody}/evidence");
    assert_eq!(court.read(ADMIN, &missing).await.refused(404), "NOT_FOUND");
    let format = format!("{}/evidence?format=pdf", path_of(&twice));
    assert_eq!(court.read(ADMIN, &format).await.refused(400), "MALFORMED_REQUEST");
}

/// Lists and their filters.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn disputes_are_listed_and_filtered() {
    let court = Court::usual().await;
    let (one, two) = (court.billed().await, court.billed().await);
    let first = court.opened("FRAUDULENT", &[&one]).await;
    let second = court.charged_back("WRONG_LOCATION", &[&two]).await;
    let (campaign, supplier) = (&court.world.campaign, &court.world.supplier);
    let nobody = "0198a000-0000-7000-8000-00000000ffff";
    for (query, expected) in [
        (String::new(), vec![&second, &first]),
        ("open=true".to_owned(), vec![&first]),
        ("status=RESOLVED".to_owned(), vec![&second]),
        ("type=FRAUDULENT".to_owned(), vec![&first]),
        (format!("campaign_id={campaign}&supplier_id={supplier}"), vec![&second, &first]),
        (format!("impression_id={two}"), vec![&second]),
        (format!("advertiser_id={nobody}"), vec![]),
        (format!("campaign_id={nobody}"), vec![]),
        ("limit=1".to_owned(), vec![&second]),
    ] {
        let list = court.server().get(&format!("/disputes?{query}")).await;
        let ids: Vec<_> = list["items"].as_array().unwrap().iter().map(|row| &row["id"]).collect();
        let expected: Vec<_> = expected.iter().map(|row| &row["id"]).collect();
        assert_eq!(ids, expected, "{query}");
        assert!(list["items"].as_array().unwrap().iter().all(|row| row["plays"].is_null()));
    }
}

/// The operator is reminded of what waits, until it is decided. Rule: POP-06.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_operator_is_reminded_of_disputes_that_wait() {
    let mut court = Court::usual().await;
    let id = court.billed().await;
    let dispute = court.opened("FRAUDULENT", &[&id]).await;
    assert_eq!(court.told(ADMIN, "DISPUTE_OPENED").await.len(), 1);
    court.days(2).await;
    assert!(court.told(ADMIN, "DISPUTE_REMINDER").await.is_empty());
    court.world.server = court.world.server.restart().await;
    court.days(1).await;
    let told = court.told(ADMIN, "DISPUTE_REMINDER").await;
    assert!(told.len() == 1 && told[0].contains("waited for 3 days: OPEN"), "{told:?}");
    court.days(3).await;
    assert_eq!(court.told(ADMIN, "DISPUTE_REMINDER").await.len(), 2);
    court.investigate(&dispute).await;
    let body = json!({"outcome": "REJECTED", "findings": "all is well"});
    court.resolve(&dispute, body).await.expect(200);
    court.days(7).await;
    assert_eq!(court.told(ADMIN, "DISPUTE_REMINDER").await.len(), 2);
}

/// CAM-27: while its advertiser is suspended, disputed plays are frozen; an account with open
/// disputes is not settled; after the settlement nothing is disputed any more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_suspension_freezes_disputed_plays() {
    let court = Court::usual().await;
    let (one, two) = (court.billed().await, court.billed().await);
    let dispute = court.opened("FRAUDULENT", &[&one]).await;
    court.investigate(&dispute).await;
    let account = format!("/advertisers/{}", court.world.advertiser);
    let why = json!({"reason": "PAYMENT_DEFAULT"});
    court.call(ADMIN, &format!("{account}/suspend"), why).await.expect(200);
    let decide = json!({"outcome": "CHARGEBACK", "findings": "dark"});
    let frozen = court.resolve(&dispute, decide.clone()).await.expect(409);
    assert_eq!(frozen["advertiser_status"], "SUSPENDED");
    assert!(frozen["message"].as_str().unwrap().contains("frozen"), "{frozen}");
    let withdraw = format!("{}/withdraw", path_of(&dispute));
    assert_eq!(court.call(ADMIN, &withdraw, json!({})).await.refused(409), "ILLEGAL_TRANSITION");
    assert_eq!(court.impression(&one).await["disputed"], true);
    // Its 30 days run on, so it may still say what is wrong.
    let second = court.opened("FRAUDULENT", &[&two]).await;
    let why = json!({"reason": "PAYMENT_DEFAULT", "outstanding_debt": 0});
    court.call(ADMIN, &format!("{account}/terminate"), why).await.expect(200);
    let settle = json!({"reference": "wire 9"});
    let open = court.call(ADMIN, &format!("{account}/settlement"), settle.clone()).await;
    assert_eq!(open.expect(409)["open_disputes"], 2);
    court.resolve(&dispute, decide.clone()).await.expect(200);
    court.investigate(&second).await;
    court.resolve(&second, json!({"outcome": "REJECTED", "findings": "fine"})).await.expect(200);
    let third = court.world.campaign.clone();
    court.call(ADMIN, &format!("{account}/settlement"), settle).await.expect(200);
    let body = json!({"campaign_id": third, "date": "2026-02-06", "type": "MISSING_IMPRESSION",
                      "reason": "too few"});
    assert_eq!(court.call(ADMIN, "/disputes", body).await.refused(422), "ACCOUNT_NOT_ACTIVE");
    assert!(court.server().now().await > at("2026-02-06T11:30:00Z"));
}
