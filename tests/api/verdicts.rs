//! Every reason a play is refused for, every flag that holds it, and the order of the checks.
//! Rules: D-02…D-11, D-15, IMP-03, IMP-05, IMP-08, IMP-09, IMP-10, S3 §6.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADMIN, Plan, Play, Screen, World, quiet};

/// A running world on Friday at 18:30 there.
async fn friday() -> World {
    let world = World::running(Plan::default()).await;
    world.server.set_clock("2026-02-06T11:30:00Z").await;
    world.screen.beat(&world.server).await;
    world
}

/// What a changed play is refused with: API word, recorded reason, message.
struct Case {
    name: &'static str,
    change: fn(&mut Play),
    error: &'static str,
    recorded: &'static str,
    message: &'static str,
}

const CASES: &[Case] = &[
    Case {
        name: "another key",
        change: |play| play.signer = Some(1),
        error: "INVALID_PROOF",
        recorded: "INVALID_SIGNATURE",
        message: "Signature verification failed",
    },
    Case {
        name: "six minutes in the future",
        change: |play| {
            play.played_at = "2026-02-06T11:36:00Z".into();
            play.sent_at = None;
        },
        error: "INVALID_TIMESTAMP_FUTURE",
        recorded: "INVALID_TIMESTAMP_FUTURE",
        message: "Sync device clock with NTP",
    },
    Case {
        name: "clock eleven minutes behind",
        change: |play| play.sent_at = Some("2026-02-06T11:19:00Z".into()),
        error: "TIMESTAMP_OUT_OF_BOUNDS",
        recorded: "TIMESTAMP_OUT_OF_BOUNDS",
        message: "Sync device clock with NTP",
    },
    Case {
        name: "no such campaign",
        change: |play| play.campaign = "0198a000-0000-7000-8000-000000000001".into(),
        error: "CAMPAIGN_NOT_ACTIVE",
        recorded: "CAMPAIGN_NOT_ACTIVE",
        message: "there is no campaign",
    },
    Case {
        name: "an asset of nobody",
        change: |play| play.asset = "0198a000-0000-7000-8000-000000000002".into(),
        error: "ASSET_NOT_IN_CAMPAIGN",
        recorded: "ASSET_NOT_IN_CAMPAIGN",
        message: "was not in campaign",
    },
    Case {
        name: "too short",
        change: |play| play.duration = 11,
        error: "INVALID_DURATION",
        recorded: "INSUFFICIENT_DURATION",
        message: "Played duration 11s < required 12s (80% of 15s)",
    },
    Case {
        name: "no screenshot",
        change: |play| play.screenshot_hash = String::new(),
        error: "SCREENSHOT_MISSING",
        recorded: "SCREENSHOT_MISSING",
        message: "screenshot_hash is missing",
    },
    Case {
        name: "far away",
        change: |play| play.location = Some((10.82, 106.66)),
        error: "INVALID_LOCATION",
        recorded: "INVALID_LOCATION",
        message: "from the store",
    },
];

/// Rule: IMP-03, D-05: each reason with its words, stored and counted.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_refusal_has_its_reason_and_is_counted() {
    let world = friday().await;
    let mut expected = std::collections::BTreeMap::new();
    for case in CASES {
        let mut play = world.play().await;
        (case.change)(&mut play);
        let answer = world.submit(&play).await.expect(422);
        assert_eq!(answer["error"], case.error, "{}: {answer}", case.name);
        let message = answer["message"].as_str().unwrap();
        assert!(message.contains(case.message), "{}: {message}", case.name);
        let stored = world.server.get(&format!("/impressions/{}", play.id)).await;
        assert_eq!(stored["status"], "REJECTED");
        assert_eq!(stored["rejection_reason"], case.recorded, "{}", case.name);
        if case.name != "no such campaign" {
            *expected.entry(case.recorded).or_insert(0) += 1;
        }
    }
    assert_eq!(world.stats().await["rejections"], json!(expected));
    let listed = world.server.get(&format!("/campaigns/{}/rejections", world.campaign)).await;
    assert_eq!(listed["items"].as_array().unwrap().len(), CASES.len() - 1);
    assert_eq!(world.campaign().await["spent"].to_string().parse::<f64>().unwrap(), 0.0);
}

/// Rule: D-03: a device that never said hello never bills.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_silent_device_is_offline_until_it_says_hello() {
    let world = friday().await;
    let silent = Screen::make(&world.server, &world.store, 1).await;
    let play = world.play().await;
    let refused = silent.submit(&world.server, &play).await;
    assert_eq!(refused.refused(422), "DEVICE_OFFLINE");
    silent.beat(&world.server).await;
    let again = world.play().await;
    silent.submit(&world.server, &again).await.expect(201);
}

/// Rule: D-15: leases are spent once and belong to one device and campaign; counters go up.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn leases_and_counters_are_used_once() {
    let world = friday().await;
    let offer = world.screen.next_ad(&world.server).await.expect(200);
    assert_eq!(offer["duration_seconds"], 15);
    let second = offer["capture_second"].as_u64().unwrap();
    assert!((1..15).contains(&second), "{second}");
    world.server.advance(15).await;
    let mut play = world.play().await;
    play.lease = Some(offer["lease_id"].as_str().unwrap().to_owned());
    let other = Screen::make(&world.server, &world.store, 1).await;
    other.beat(&world.server).await;
    let mut foreign = play.clone();
    foreign.id = uuid::Uuid::from_u128(1).to_string();
    assert_eq!(other.submit(&world.server, &foreign).await.refused(422), "INVALID_LEASE");
    play.counter = Some(7);
    world.submit(&play).await.expect(201);
    world.server.advance(300).await;
    world.screen.beat(&world.server).await;
    let mut spent = world.play().await;
    spent.lease.clone_from(&play.lease);
    assert_eq!(world.submit(&spent).await.refused(422), "DUPLICATE_IMPRESSION");
    let mut reused = world.play().await;
    reused.counter = Some(7);
    assert_eq!(world.submit(&reused).await.refused(422), "COUNTER_REUSED");
}

/// Rule: CAM-17: at most two plays of a campaign an hour and device; 204 tells when to ask again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_campaign_is_offered_twice_an_hour_at_most() {
    let world = friday().await;
    for _ in 0..2 {
        let offer = world.screen.next_ad(&world.server).await.expect(200);
        let open = world.screen.next_ad(&world.server).await;
        assert_eq!(open.status.as_u16(), 204, "an open lease holds the slot");
        world.server.advance(15).await;
        let mut play = world.play().await;
        play.lease = Some(offer["lease_id"].as_str().unwrap().to_owned());
        world.submit(&play).await.expect(201);
        world.server.advance(290).await;
        world.screen.beat(&world.server).await;
    }
    let none = world.screen.next_ad(&world.server).await;
    assert_eq!(none.status.as_u16(), 204);
    assert_eq!(none.headers["retry-after"], "60");
    world.server.advance(3600).await;
    world.screen.beat(&world.server).await;
    world.screen.next_ad(&world.server).await.expect(200);
}

/// Rule: D-04, D-11, IMP-08: 1–5 km waits for a person; approval bills, rejection gives back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_suspicious_location_is_held_until_decided() {
    let world = friday().await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        let mut play = world.play().await;
        play.location = Some((10.782, 106.660_172));
        let held = world.submit(&play).await.expect(202);
        assert_eq!(held["status"], "UNDER_REVIEW");
        assert_eq!(held["flags"], json!(["SUSPICIOUS_LOCATION"]));
        assert_eq!(held["quality_score"], 70);
        ids.push(play.id);
        world.server.advance(300).await;
        world.screen.beat(&world.server).await;
    }
    let campaign = world.campaign().await;
    assert_eq!(campaign["held_for_review"].to_string(), "0.156");
    assert_eq!(campaign["spent"].to_string().parse::<f64>().unwrap(), 0.0);
    let queue = world.server.get("/reviews").await;
    assert_eq!(queue["items"].as_array().unwrap().len(), 2);
    let approve = format!("/reviews/{}/approve", ids[0]);
    world.server.post(&approve, json!({})).await.expect(200);
    let reject = format!("/reviews/{}/reject", ids[1]);
    assert_eq!(world.server.post(&reject, json!({})).await.status.as_u16(), 422);
    world.server.post(&reject, json!({"reason": "not in the shop"})).await.expect(200);
    let twice = world.server.post(&reject, json!({"reason": "again"})).await;
    assert_eq!(twice.refused(409), "ILLEGAL_TRANSITION");
    let campaign = world.campaign().await;
    assert_eq!(campaign["held_for_review"].to_string().parse::<f64>().unwrap(), 0.0);
    assert_eq!(campaign["spent"].to_string(), "0.078");
    assert_eq!(campaign["remaining_budget"].to_string(), "999.922");
    let supplier = world.server.get(&format!("/wallets/{}", world.supplier)).await;
    assert_eq!(supplier["pending_balance"].to_string(), "0.0624");
    let rejected = world.server.get(&format!("/impressions/{}", ids[1])).await;
    assert_eq!(rejected["rejection_reason"], "REVIEW_REJECTED");
}

/// Rule: D-11: soft triggers are approved after 24 hours; hard ones wait, at most 30 days.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_review_timer_approves_soft_and_at_last_rejects_hard_triggers() {
    let mut settings = quiet();
    settings.review.new_device_impressions = 1;
    let plan = Plan { settings, end_date: "2026-04-20", ..Plan::default() };
    let world = World::running(plan).await;
    let soft = world.play().await;
    assert_eq!(world.submit(&soft).await.expect(202)["flags"], json!(["NEW_DEVICE"]));
    world.server.advance(300).await;
    world.screen.beat(&world.server).await;
    let mut hard = world.play().await;
    hard.location = Some((10.782, 106.660_172));
    assert_eq!(world.submit(&hard).await.expect(202)["flags"], json!(["SUSPICIOUS_LOCATION"]));
    world.server.advance(25 * 3600).await;
    let status = async |id: &str| world.server.get(&format!("/impressions/{id}")).await;
    assert_eq!(status(&soft.id).await["status"], "VERIFIED");
    assert_eq!(status(&hard.id).await["status"], "UNDER_REVIEW");
    world.server.advance(30 * 24 * 3600).await;
    let expired = status(&hard.id).await;
    assert_eq!(
        (&expired["status"], &expired["rejection_reason"]),
        (&json!("REJECTED"), &json!("REVIEW_EXPIRED"))
    );
}

/// Rule: D-10, IMP-10: more than twelve an hour, and clockwork timing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn frequency_and_robotic_timing_are_held() {
    let mut settings = quiet();
    settings.review.max_impressions_per_device_hour = 12;
    settings.review.robotic_min_plays = 30;
    let plan = Plan { settings, end_date: "2026-04-20", ..Plan::default() };
    let world = World::running(plan).await;
    let mut campaigns = vec![world.campaign.clone()];
    for number in 0..1 {
        let plan = Plan { end_date: "2026-04-20", start_date: "2026-02-06", ..Plan::default() };
        let id = world.make_campaign(&format!("Other {number}"), &plan).await;
        let path = format!("/campaigns/{id}/submit");
        world.server.post(&path, json!({"terms_accepted": true})).await.expect(200);
        campaigns.push(id);
    }
    world.server.set_clock("2026-02-06T01:00:00Z").await;
    let mut flags = Vec::new();
    // Two campaigns every nine minutes: 13 plays fall into an hour at the seventh round.
    for _ in 0..31 {
        world.screen.beat(&world.server).await;
        for campaign in &campaigns {
            let mut play = world.play().await;
            play.campaign.clone_from(campaign);
            let answer = world.submit(&play).await;
            assert!(answer.status.is_success(), "{}", answer.body);
            flags.push(answer.body.get("flags").cloned().unwrap_or(json!([])));
        }
        world.server.advance(540).await;
    }
    assert_eq!(flags[11], json!([]), "the twelfth play of the hour is fine");
    assert!(flags[12].to_string().contains("HIGH_FREQUENCY"), "{flags:?}");
    assert!(!flags[57].to_string().contains("ROBOTIC_TIMING"), "29 plays say too little");
    assert!(flags[60].to_string().contains("ROBOTIC_TIMING"), "{:?}", flags[60]);
}

/// Rule: D-09, IMP-09: the score says what was deducted, and BASIC pays 80 %.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn quality_is_scored_and_priced() {
    let world = friday().await;
    let mut play = world.play().await;
    play.version = 1;
    play.location = None;
    play.duration = 14;
    play.sent_at = None;
    let answer = world.submit(&play).await.expect(201);
    // v1 −5, no location −10, 93 % played −5.
    assert_eq!(answer["quality_score"], 80);
    let impression = world.server.get(&format!("/impressions/{}", play.id)).await;
    let points: Vec<i64> = impression["deductions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| d["points"].as_i64().unwrap())
        .collect();
    assert_eq!(points.iter().sum::<i64>(), 20, "{impression}");

    // A film's screenshot that comes again: −40, with v1 and no location 45 → BASIC, 80 %.
    world.server.advance(300).await;
    world.screen.beat(&world.server).await;
    let mut again = world.play().await;
    again.version = 1;
    again.location = None;
    again.sent_at = None;
    again.screenshot_hash.clone_from(&play.screenshot_hash);
    let basic = world.submit(&again).await.expect(201);
    assert_eq!(basic["quality_score"], 45);
    assert_eq!(basic["cost"].to_string(), "0.0624", "80 % of 0.0780");

    world.server.advance(300).await;
    world.screen.beat(&world.server).await;
    let mut poor = again.clone();
    poor.id = uuid::Uuid::from_u128(9).to_string();
    let now = world.play().await;
    poor.played_at.clone_from(&now.played_at);
    poor.duration = 13;
    assert_eq!(world.submit(&poor).await.refused(422), "LOW_QUALITY");
}

/// Rule: D-02: five to ten minutes behind is noticed, not held.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_drifting_clock_is_flagged_and_scored() {
    let world = friday().await;
    let mut play = world.play().await;
    play.sent_at = Some("2026-02-06T11:24:00Z".into());
    play.played_at = "2026-02-06T11:24:00Z".into();
    let answer = world.submit(&play).await.expect(201);
    assert_eq!(answer["flags"], json!(["CLOCK_DRIFT"]));
    // Six minutes off −20, and no heartbeat within five minutes before that moment −10.
    assert_eq!(answer["quality_score"], 70);
}

/// EC5: a clock seven minutes ahead is refused and told by how much; a device that goes on so is
/// pointed out to the operator, who takes it out.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec05_a_clock_that_is_wrong_again_and_again_is_pointed_out() {
    let world = friday().await;
    for number in 1..=10_u32 {
        let mut play = world.play().await;
        let now = world.server.now().await;
        play.played_at = now.plus_ms(7 * 60_000).to_string();
        play.sent_at = None;
        let refused = world.submit(&play).await.expect(422);
        assert_eq!(refused["error"], "INVALID_TIMESTAMP_FUTURE");
        let message = refused["message"].as_str().unwrap();
        assert!(message.contains("7 min") && message.contains("NTP"), "{message}");
        let device = world.server.get(&format!("/devices/{}", world.screen.id)).await;
        assert_eq!(device["clock_troubles_24h"], number);
        assert_eq!(device["has_chronic_clock_trouble"], number == 10);
    }
    let notices = world.server.get("/notifications").await;
    let told: Vec<_> = notices["items"].as_array().unwrap().iter().collect();
    let told = told.iter().filter(|notice| notice["code"] == "DEVICE_CLOCK_TROUBLE");
    assert_eq!(told.count(), 1, "{notices}");
    // Lenient up to five minutes.
    let mut play = world.play().await;
    play.played_at = world.server.now().await.plus_ms(5 * 60_000).to_string();
    play.sent_at = None;
    world.submit(&play).await.expect(201);
    let body = json!({"status": "MAINTENANCE"});
    let path = format!("/devices/{}", world.screen.id);
    world.server.send(Method::PATCH, &path, crate::harness::ADMIN, body).await.expect(200);
    world.server.advance(25 * 3_600).await;
    let device = world.server.get(&path).await;
    assert_eq!(device["clock_troubles_24h"], 0);
}

/// Rule: IMP-02: a batch answers each play.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_has_a_verdict_for_each() {
    let world = friday().await;
    let good = world.play().await;
    let mut short = world.play().await;
    short.duration = 3;
    let items = json!({"items": [
        world.screen.body(&good), world.screen.body(&short), {"campaign_id": 1},
        world.screen.body(&good),
    ]});
    let token = world.screen.token.clone();
    let sent = world.server.send(Method::POST, "/impressions/batch", &token, items).await;
    let results = sent.expect(200)["results"].as_array().unwrap().clone();
    let statuses: Vec<&str> = results.iter().map(|r| r["status"].as_str().unwrap()).collect();
    // The fourth has the first's id but, freshly signed, another counter.
    assert_eq!(statuses, ["VERIFIED", "REJECTED", "REFUSED", "REFUSED"]);
    assert_eq!(results[1]["error"], "INVALID_DURATION");
    assert_eq!(results[2]["error"], "MALFORMED_REQUEST");
    assert_eq!(results[3]["error"], "IDEMPOTENCY_CONFLICT");
    assert_eq!(results[0]["impression_id"], json!(good.id));
}

/// Rule: IMP-12: the trail of one impression tells everything about it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_audit_trail_tells_checks_prices_and_transfers() {
    let world = friday().await;
    let play = world.play().await;
    world.submit(&play).await.expect(201);
    let trail = world.server.get(&format!("/impressions/{}/audit", play.id)).await;
    let text = trail.to_string();
    for word in ["signature", "SIGNATURE", "quality", "0.0624", "0.0156", "rate_version"] {
        let found = text.contains(word) || text.to_lowercase().contains(&word.to_lowercase());
        assert!(found, "{word} in {text}");
    }
    let path = format!("/impressions/{}/audit", play.id);
    let token = world.screen.token.clone();
    let anonymous: Value = world.server.send(Method::GET, &path, "", json!(null)).await.expect(401);
    assert_eq!(anonymous["error"], "UNAUTHENTICATED");
    let own = world.server.send(Method::GET, &path, &token, json!(null)).await;
    assert!(own.status.as_u16() == 200 || own.status.as_u16() == 403, "{own:?}");
    world.server.send(Method::GET, &path, ADMIN, json!(null)).await.expect(200);
}

/// Rule: D-47, DEV-01: the body's device must be the token's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_speaks_for_its_own_device_only() {
    let world = friday().await;
    let other = Screen::make(&world.server, &world.store, 1).await;
    let body = other.body(&world.play().await);
    let token = world.screen.token.clone();
    let sent = world.server.send(Method::POST, "/impressions", &token, body.clone()).await;
    assert_eq!(sent.refused(403), "DEVICE_MISMATCH");
    let unknown = world.server.send(Method::POST, "/impressions", "vtd_nobody", body).await;
    assert_eq!(unknown.refused(401), "UNAUTHENTICATED");
}
