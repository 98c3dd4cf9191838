//! Edge cases of the rules about money, told as stories: the last cents, grace, too small a budget,
//! new rates, late plays. Rules: BUD-02, BUD-03, CAM-29, D-12, D-13, D-27, D-54.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    budget::{at_once, many_screens, money, one_dollar_plays},
    harness::{ADMIN, Plan, Play, World},
    money::{notices, token},
};

async fn set_contract(world: &World, campaign: &str, cpm: f64) {
    let path = format!("/campaigns/{campaign}/pricing");
    let body = json!({"mode": "FIXED_CPM", "cpm": cpm});
    world.server.send(Method::PUT, &path, ADMIN, body).await.expect(200);
}

/// EC4: 0.10 remain, a play costs 0.08, three screens submit at the same time: the first is billed,
/// the others are refused, the campaign pauses, and nothing is below zero.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec04_three_screens_race_for_the_last_ten_cents() {
    // Given a campaign of 100.00 that has 0.10 left: 100 plays at 0.999, the last of which was made
    // just before its contract changed to 80.00 CPM.
    let plan = Plan { fixed_cpm: Some(999.0), ..one_dollar_plays(100.0) };
    let world = World::running(plan).await;
    let screens = many_screens(&world, 103).await;
    let counts = at_once(&world, &screens[..99], &[]).await;
    assert_eq!(counts["VERIFIED"], 99);
    let last = world.play().await;
    world.server.advance(30).await;
    set_contract(&world, &world.campaign, 80.0).await;
    let answer = screens[99].submit(&world.server, &last).await.expect(201);
    assert_eq!(money(&answer["campaign_remaining_budget"]), 0.1);
    assert_eq!(world.campaign().await["status"], "ACTIVE", "one more play can be paid");
    // When three screens submit at once
    world.server.advance(10).await;
    let counts = at_once(&world, &screens[100..], &[]).await;
    // Then one is billed and two are refused.
    assert_eq!((counts["VERIFIED"], counts["INSUFFICIENT_BUDGET"]), (1, 2));
    let campaign = world.campaign().await;
    assert_eq!(campaign["pause_reason"], "BUDGET_EXHAUSTED");
    assert_eq!((money(&campaign["spent"]), money(&campaign["remaining_budget"])), (99.98, 0.02));
    let path = format!("/campaigns/{}/transactions?limit=1", world.campaign);
    let newest = world.server.get(&path).await["items"][0].clone();
    assert_eq!((money(&newest["balance_before"]), money(&newest["balance_after"])), (0.1, 0.02));
    world.server.stop_and_audit().await;
}

/// EC6: a play that began before a pause and arrives within five minutes counts; after a pause for
/// budget it needs money: a lease from before is paid by the platform within 1 %, and its
/// transaction says so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec06_a_play_that_began_before_the_pause_is_honoured() {
    let world = World::running(one_dollar_plays(100.0)).await;
    let screens = many_screens(&world, 104).await;
    let lease = screens[0].next_ad(&world.server).await.expect(200)["lease_id"].clone();
    // Given that the budget is used up by others while the leased play is on screen
    world.server.advance(10).await;
    assert_eq!(at_once(&world, &screens[1..101], &[]).await["VERIFIED"], 100);
    assert_eq!(world.campaign().await["pause_reason"], "BUDGET_EXHAUSTED");
    // When it arrives five seconds later, then the platform pays it.
    world.server.advance(5).await;
    let mut leased = world.play().await;
    leased.lease = Some(lease.as_str().unwrap().to_owned());
    let answer = screens[0].submit(&world.server, &leased).await.expect(201);
    assert_eq!(
        (&answer["status"], money(&answer["campaign_remaining_budget"])),
        (&json!("VERIFIED"), 0.0)
    );
    let path = format!("/campaigns/{}/transactions?limit=1", world.campaign);
    let newest = world.server.get(&path).await["items"][0].clone();
    assert_eq!((&newest["transaction_type"], money(&newest["amount"])), (&json!("DEBIT"), 0.0));
    let text = newest["description"].as_str().unwrap();
    assert!(
        text.contains("Grace period impression") && text.contains("$1.00 paid by the platform")
    );
    // One without a lease began before the pause too, but grace gives no money.
    let unleased = world.play().await;
    let refused = screens[101].submit(&world.server, &unleased).await;
    assert_eq!(refused.refused(422), "INSUFFICIENT_BUDGET");

    // Given money again, and a pause by the advertiser
    let path = format!("/campaigns/{}/top-up", world.campaign);
    world.server.post(&path, json!({"additional_budget": 50})).await.expect(200);
    world.server.advance(60).await;
    let pause = format!("/campaigns/{}/pause", world.campaign);
    world.server.post(&pause, json!({})).await.expect(200);
    let paused_at = world.server.now().await;
    // A play of 15 s that ended 10 s after the pause began before it; 16 s after, it did not.
    world.server.advance(20).await;
    let before = Play::of(&world, paused_at.plus_ms(10_000));
    let after = Play::of(&world, paused_at.plus_ms(16_000));
    screens[102].submit(&world.server, &before).await.expect(201);
    let refused = screens[103].submit(&world.server, &after).await;
    assert_eq!(refused.refused(422), "CAMPAIGN_NOT_ACTIVE");
    // More than five minutes later even the first kind is too late.
    world.server.advance(290).await;
    screens[103].beat(&world.server).await;
    let late = Play::of(&world, paused_at.plus_ms(10_000));
    assert_eq!(screens[103].submit(&world.server, &late).await.refused(422), "CAMPAIGN_NOT_ACTIVE");
    assert_eq!(money(&world.campaign().await["remaining_budget"]), 49.0);
    world.server.stop_and_audit().await;
}

/// EC7: a budget below one play pauses the campaign before any play is refused.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec07_a_budget_below_one_play_pauses_ahead_of_any_refusal() {
    let plan = Plan { fixed_cpm: Some(999.0), ..one_dollar_plays(100.0) };
    let world = World::running(plan).await;
    let buyer = token(&world.server, "ADVERTISER", Some(&world.advertiser)).await;
    let screens = many_screens(&world, 101).await;
    // When a hundredth play leaves 0.10 of 100.00
    at_once(&world, &screens[..100], &[]).await;
    // Then the campaign is paused, and nobody was refused.
    let campaign = world.campaign().await;
    assert_eq!(
        (&campaign["status"], &campaign["pause_reason"]),
        (&json!("PAUSED"), &json!("BUDGET_EXHAUSTED"))
    );
    assert_eq!(money(&campaign["remaining_budget"]), 0.1);
    assert_eq!(world.stats().await["rejected"], 0);
    let told = notices(&world.server, &buyer).await;
    assert!(told.iter().any(|(_, text, _)| text.contains("budget exhausted")), "{told:?}");
    assert!(told.iter().any(|(code, ..)| code == "BUDGET_90_PERCENT"), "{told:?}");
    // A screen that tries anyway hears the numbers, and is not blamed.
    world.server.advance(60).await;
    let play = world.play().await;
    let refused = screens[100].submit(&world.server, &play).await.expect(422);
    assert_eq!(refused["error"], "INSUFFICIENT_BUDGET");
    assert_eq!(money(&refused["remaining_budget"]), 0.1);
    assert_eq!(money(&refused["required_budget"]), 0.999);
    assert_eq!(refused["message"], "Please add at least $0.8990 to resume");
    world.server.stop_and_audit().await;
}

fn rates(peak: f64, off_peak: f64) -> Vec<Value> {
    let categories = [
        "PREMIUM_MALL",
        "SHOPPING_MALL",
        "SUPERMARKET",
        "DEPARTMENT_STORE",
        "CONVENIENCE_STORE",
        "GAS_STATION",
        "RESTAURANT",
        "OTHER",
    ];
    let row =
        |category: &&str| json!({"category": category, "peak_cpm": peak, "off_peak_cpm": off_peak});
    categories.iter().map(row).collect()
}

/// EC11: new rates are announced 30 days ahead, advertisers hear what they mean, contracts lock their
/// rate, and nothing that was played before costs more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec11_new_rates_are_announced_projected_and_never_retroactive() {
    // Given a running campaign by rate card and one under contract
    let plan = || Plan { end_date: "2026-04-20", ..Plan::default() };
    let world = World::running(plan()).await;
    let buyer = token(&world.server, "ADVERTISER", Some(&world.advertiser)).await;
    let locked_plan = Plan { fixed_cpm: Some(10.0), start_date: "2026-02-06T00:00:00Z", ..plan() };
    let locked = world.make_campaign("Locked", &locked_plan).await;
    let path = format!("/campaigns/{locked}/submit");
    world.server.post(&path, json!({"terms_accepted": true})).await.expect(200);
    let quiet = world.server.get(&format!("/campaigns/{}/rate-impact", world.campaign)).await;
    assert_eq!((&quiet["version"], &quiet["impact"]), (&json!(null), &json!(null)));
    // When rates double from 20 March, announced in time (and not a day too late)
    let announce = async |at: &str| {
        let body = json!({"rows": rates(100.0, 60.0), "effective_at": at});
        world.server.post("/rate-cards", body).await
    };
    let refused = announce("2026-03-05T00:00:00Z").await.expect(422);
    assert!(refused["message"].as_str().unwrap().contains("30 days of notice"), "{refused}");
    announce("2026-03-20T12:30:00Z").await.expect(201);
    // Then the advertiser hears of it, and what it means for the one campaign that it touches.
    let told = notices(&world.server, &buyer).await;
    let announced: Vec<_> = told.iter().filter(|(code, ..)| code == "RATES_ANNOUNCED").collect();
    assert_eq!(announced.len(), 1);
    let impacts: Vec<_> =
        told.iter().filter(|(code, ..)| code.starts_with("RATE_CHANGE")).collect();
    assert_eq!(impacts.len(), 1, "{told:?}");
    assert_eq!(
        (impacts[0].0.as_str(), &impacts[0].2),
        ("RATE_CHANGE_EXHAUSTS_BUDGET", &json!(world.campaign))
    );
    let impact = world.server.get(&format!("/campaigns/{}/rate-impact", world.campaign)).await;
    assert_eq!((&impact["version"], &impact["rate_lock"]), (&json!(2), &json!(false)));
    let impact = &impact["impact"];
    let doubled = money(&impact["current_cpm"]) * 2.0;
    assert!((money(&impact["new_cpm"]) - doubled).abs() < 0.001, "{impact}");
    // 1,000 over 76 days; the last 31.5 at twice the pace are 414 more.
    assert!((money(&impact["projected_cost"]) - 1000.0).abs() < 0.02, "{impact}");
    let dearer = money(&impact["new_projected_cost"]);
    assert!((1_413.0..1_416.0).contains(&dearer), "{impact}");
    assert_eq!(impact["exhausts_earlier"], true);
    assert!((money(&impact["suggested_increase"]) - (dearer - 1000.0)).abs() < 0.02, "{impact}");
    assert!(
        impacts[0].1.contains(&impact["new_exhausted_at"].as_str().unwrap()[..10]),
        "{impacts:?}"
    );
    let contract = world.server.get(&format!("/campaigns/{locked}/rate-impact")).await;
    assert_eq!((&contract["rate_lock"], &contract["impact"]), (&json!(true), &json!(null)));
    assert_eq!(money(&world.campaign().await["budget"]), 1000.0, "nothing is added by itself");

    // A play made before the change and arriving after it keeps its price; later ones cost double,
    // under the contract they do not.
    world.server.set_clock("2026-03-20T12:29:00Z").await;
    world.screen.beat(&world.server).await;
    let mut before = world.play().await;
    (before.queued, before.sent_at) = (true, None);
    world.server.set_clock("2026-03-20T13:30:00Z").await;
    world.screen.beat(&world.server).await;
    assert_eq!(money(&world.submit(&before).await.expect(201)["cost"]), 0.078);
    assert_eq!(money(&world.submit(&world.play().await).await.expect(201)["cost"]), 0.156);
    let mut under_contract = world.play().await;
    under_contract.campaign.clone_from(&locked);
    assert_eq!(money(&world.submit(&under_contract).await.expect(201)["cost"]), 0.01);
    let old = world.server.get(&format!("/impressions/{}", before.id)).await;
    assert_eq!(money(&old["cost"]), 0.078);
    world.server.stop_and_audit().await;
}

/// EC12: a network outage. The delayed play is judged by the campaign, the budget and the rate of its
/// own moment, and its supplier earns.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec12_a_delayed_play_is_judged_by_its_own_moment() {
    let world = World::running(Plan::default()).await;
    world.server.set_clock("2026-02-05T14:00:00Z").await;
    world.screen.beat(&world.server).await;
    // Given plays at 14:00:30 and 14:06:00 that wait on the device
    let queued = |at: &str| {
        let mut play = Play::of(&world, vetrina::domain::time::Timestamp::parse(at).unwrap());
        (play.queued, play.sent_at) = (true, None);
        play
    };
    let running = queued("2026-02-05T14:00:30Z");
    let paused = queued("2026-02-05T14:06:00Z");
    // and a pause at 14:05
    world.server.set_clock("2026-02-05T14:05:00Z").await;
    world.screen.beat(&world.server).await;
    let pause = format!("/campaigns/{}/pause", world.campaign);
    world.server.post(&pause, json!({})).await.expect(200);
    // When the network is back at 14:15
    world.server.set_clock("2026-02-05T14:15:06Z").await;
    world.screen.beat(&world.server).await;
    // Then the first counts at its rate of then, off-peak in Ho Chi Minh City (21:00), as delayed.
    let answer = world.submit(&running).await.expect(201);
    assert_eq!((&answer["status"], money(&answer["cost"])), (&json!("VERIFIED"), 0.0468));
    let impression = world.server.get(&format!("/impressions/{}", running.id)).await;
    assert_eq!(impression["backfill"], true);
    assert_eq!(world.submit(&paused).await.refused(422), "CAMPAIGN_NOT_ACTIVE");
    let supplier = world.server.get(&format!("/wallets/{}", world.supplier)).await;
    assert_eq!(money(&supplier["pending_balance"]), 0.0374);
    world.server.stop_and_audit().await;
}

/// EC16: backfill counts to its own day: for the daily cap, the report and the supplier; what was not
/// affordable then, or is older than four hours, is refused.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ec16_backfill_counts_to_its_own_day() {
    let world = World::running(one_dollar_plays(300.0)).await;
    let cap = format!("/campaigns/{}/daily-cap", world.campaign);
    world.server.send(Method::PUT, &cap, ADMIN, json!({"daily_cap": 10})).await.expect(200);
    let screens = many_screens(&world, 22).await;
    world.server.set_clock("2026-02-04T23:50:00Z").await;
    for screen in &screens {
        screen.beat(&world.server).await;
    }
    let queued = |at: &str| {
        let mut play = Play::of(&world, vetrina::domain::time::Timestamp::parse(at).unwrap());
        (play.queued, play.sent_at) = (true, None);
        play
    };
    // Given plays of 23:50 that arrive after midnight, when the day's record is cut
    world.server.set_clock("2026-02-05T00:40:00Z").await;
    for screen in &screens[..3] {
        screen.submit(&world.server, &queued("2026-02-04T23:50:00Z")).await.expect(201);
    }
    let stats = world.stats().await;
    assert_eq!((money(&stats["spent"]), money(&stats["daily_spent"])), (3.0, 0.0), "yesterday's");
    let path = format!("/campaigns/{}/proof-of-play?date=2026-02-04", world.campaign);
    let report = world.server.get(&path).await;
    assert_eq!((&report["total_impressions"], &report["backfilled"]), (&json!(3), &json!(3)));
    // When ten of today arrive late, then they fill today's cap, without preference.
    world.server.set_clock("2026-02-05T02:00:00Z").await;
    for screen in &screens[10..20] {
        screen.beat(&world.server).await;
        screen.submit(&world.server, &queued("2026-02-05T00:50:00Z")).await.expect(201);
    }
    assert_eq!(money(&world.stats().await["daily_spent"]), 10.0);
    screens[21].beat(&world.server).await;
    assert_eq!(screens[21].next_ad(&world.server).await.status.as_u16(), 204);
    assert_eq!(world.stats().await["daily_cap_skips"], 1);
    // The supplier's money lies in the hold like any other; the statement shows its day of receipt.
    let of_day = format!("/wallets/{}/statement?from=2026-02-05&to=2026-02-05", world.supplier);
    let statement = world.server.get(&of_day).await;
    assert_eq!(money(&statement["closing"]["pending_balance"]), 10.4, "80 % of 13 plays");
    world.server.set_clock("2026-02-05T02:01:00Z").await;
    let old = queued("2026-02-04T21:59:59Z");
    assert_eq!(
        screens[20].submit(&world.server, &old).await.refused(422),
        "TIMESTAMP_OUT_OF_BOUNDS"
    );
    // The next cut leaves the three as a supplement to the record of their day.
    world.server.set_clock("2026-02-06T00:00:00Z").await;
    let report = world.server.get(&path).await;
    assert_eq!(report["supplements"][0]["kind"], "LATE");
    world.server.stop_and_audit().await;
}
