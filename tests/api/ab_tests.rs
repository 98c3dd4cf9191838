//! A/B tests over HTTP: drawn variants, counters, looks, winners, the edge cases. Rules: ABT-01…05.

use reqwest::Method;
use serde_json::{Value, json};
use vetrina::media::sample::sample_mp4;

use crate::harness::{ADMIN, Plan, Play, Screen, World, quiet};

/// Plays of each variant that a winner needs here.
const NEEDED: u64 = 20;

/// A running campaign with two films, `A` and `B`, and its screens.
struct Trial {
    world: World,
    screens: Vec<Screen>,
    assets: [String; 2],
}

impl Trial {
    /// A campaign of 4 to 20 February on so many screens; a winner needs 20 plays of each variant.
    async fn running(screens: usize) -> Self {
        let trial = Self::scheduled(screens, Plan::default()).await;
        trial.world.server.set_clock("2026-02-04T00:00:00Z").await;
        trial
    }

    async fn scheduled(screens: usize, plan: Plan) -> Self {
        let mut settings = quiet();
        settings.ab_test.min_plays = NEEDED;
        let world = World::drafted(Plan { settings, ..plan }).await;
        let film = sample_mp4(2560, 1440, 15);
        let second = world.server.asset(&world.advertiser, film, "second.mp4").await;
        let assets = [world.asset.clone(), second];
        let path = format!("/campaigns/{}", world.campaign);
        let body = json!({"content_assets": assets});
        world.server.send(Method::PATCH, &path, ADMIN, body).await.expect(200);
        let path = format!("{path}/submit");
        world.server.post(&path, json!({"terms_accepted": true})).await.expect(200);
        let mut all = Vec::new();
        for number in 0..screens {
            all.push(Screen::make(&world.server, &world.store, number).await);
        }
        Self { world, screens: all, assets }
    }

    /// Lets time pass while a screen is online.
    async fn wait_until(&self, to: &str) {
        self.screens[0].online_until(&self.world.server, to).await;
    }

    fn path(&self, rest: &str) -> String {
        format!("/campaigns/{}/ab-test{rest}", self.world.campaign)
    }

    fn body(&self) -> Value {
        json!({
            "metric": "COMPLETION_RATE", "auto_winner": true,
            "planned_end": "2026-02-15T00:00:00Z",
            "variants": [
                {"name": "Control", "content_assets": [self.assets[0]], "weight": 50},
                {"name": "New Creative", "content_assets": [self.assets[1]], "weight": 50},
            ],
        })
    }

    /// Begins a test; `change` overrides members.
    async fn begin(&self, change: Value) -> Value {
        let mut body = self.body();
        for (name, value) in change.as_object().unwrap() {
            body[name] = value.clone();
        }
        self.world.server.post(&self.path(""), body).await.expect(201)
    }

    async fn report(&self) -> Value {
        self.world.server.get(&self.path("")).await
    }

    async fn codes(&self) -> Vec<String> {
        self.world.told().await
    }

    /// Plays one round of variant and seconds, a screen each, five minutes after the last.
    async fn round(&self, plays: &[(&str, u32)]) {
        let server = &self.world.server;
        server.advance(300).await;
        for (screen, (variant, seconds)) in self.screens.iter().zip(plays) {
            screen.beat(server).await;
            let place = usize::from(*variant == "B");
            let mut play = Play::of(&self.world, server.now().await);
            play.asset.clone_from(&self.assets[place]);
            play.variant = Some((*variant).to_owned());
            play.duration = *seconds;
            let status = screen.submit(server, &play).await.status.as_u16();
            assert_eq!(status, if *seconds < 12 { 422 } else { 201 });
        }
    }

    /// 24 plays of each: all of B are shown to the end, of A only a third.
    async fn clear_lead(&self) {
        let row = [("A", 15), ("A", 12), ("A", 12), ("B", 15), ("B", 15), ("B", 15)];
        for _ in 0..8 {
            self.round(&row).await;
        }
    }

    /// 24 plays of each, half of them shown to the end.
    async fn no_lead(&self) {
        let row = [("A", 15), ("A", 12), ("A", 15), ("B", 15), ("B", 12), ("B", 15)];
        let other = [("A", 12), ("A", 15), ("A", 12), ("B", 12), ("B", 15), ("B", 12)];
        for turn in 0..8 {
            self.round(if turn % 2 == 0 { &row } else { &other }).await;
        }
    }

    async fn audited(mut self) -> Self {
        self.world.server = self.world.server.audited().await;
        self
    }
}

fn messages(body: &Value) -> String {
    let fields = body["fields"].as_array().cloned().unwrap_or_default();
    let texts = fields.iter().map(|field| field["message"].as_str().unwrap_or("").to_owned());
    texts.collect::<Vec<_>>().join("; ")
}

/// Rule: ABT-01: every constraint, and who may.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_ab_test_keeps_to_its_constraints() {
    let trial = Trial::running(1).await;
    let server = &trial.world.server;
    let start = async |body: Value| server.post(&trial.path(""), body).await;
    let with = |change: Value| {
        let mut body = trial.body();
        for (name, value) in change.as_object().unwrap() {
            body[name] = value.clone();
        }
        body
    };
    let weights = |a: i64, b: i64| {
        json!([
            {"name": "a", "content_assets": [trial.assets[0]], "weight": a},
            {"name": "b", "content_assets": [trial.assets[1]], "weight": b},
        ])
    };
    for (change, expected) in [
        (json!({"variants": weights(50, 40)}), "must sum to 100, not 90"),
        (json!({"variants": weights(91, 9)}), "Minimum weight per variant is 10%, not 9%"),
        (json!({"variants": []}), "2 to 4 variants, not 0"),
        (json!({"planned_end": "2026-02-10T23:59:59Z"}), "Minimum test duration is 7 days"),
        (json!({"planned_end": "2026-02-21"}), "The campaign ends at"),
        (json!({"confidence_threshold": 79}), "80-99%, not 79%"),
        (json!({"planned_end": "soon"}), "planned_end is"),
    ] {
        let refused = start(with(change)).await.expect(422);
        assert!(messages(&refused).contains(expected), "{expected}: {refused}");
    }
    let foreign = server.asset(&trial.world.advertiser, sample_mp4(3840, 2160, 15), "x.mp4").await;
    let mut body = trial.body();
    body["variants"][1]["content_assets"] = json!([foreign]);
    let refused = start(body).await.expect(422);
    assert!(messages(&refused).contains("is not content of the campaign"), "{refused}");
    assert_eq!(server.send(Method::GET, &trial.path(""), ADMIN, Value::Null).await.status, 404);

    let report = trial.begin(json!({"auto_winner": false})).await;
    assert_eq!(report["status"], "RUNNING");
    assert_eq!(report["variants"][1]["variant_id"], "B");
    assert_eq!(report["confidence_threshold"], 95);
    let again = start(trial.body()).await;
    assert_eq!(again.refused(409), "CONFLICT");
    let winner = server.post(&trial.path("/winner"), json!({"variant_id": "A"})).await.expect(409);
    assert!(winner["message"].as_str().unwrap().contains("needs 7 days and 20 plays"), "{winner}");
    let none = server.post(&trial.path("/winner"), json!({"variant_id": "Z"})).await;
    assert_eq!(none.refused(422), "VALIDATION_FAILED");

    let plan = Plan { start_date: "2026-02-08T00:00:00Z", ..Plan::default() };
    let draft = trial.world.make_campaign("Draft", &plan).await;
    let path = format!("/campaigns/{draft}/ab-test");
    assert_eq!(server.post(&path, trial.body()).await.refused(409), "ILLEGAL_TRANSITION");
    let token = json!({"name": "r", "role": "REVIEWER"});
    let token = server.post("/api-tokens", token).await.expect(201);
    let token = token["token"].as_str().unwrap();
    let cancel = server.send(Method::POST, &trial.path("/cancel"), token, json!({})).await;
    assert_eq!(cancel.refused(403), "FORBIDDEN");
    let cancelled = server.post(&trial.path("/cancel"), json!({})).await.expect(200);
    assert_eq!(cancelled["status"], "CANCELLED");
    let late = server.post(&trial.path("/cancel"), json!({})).await;
    assert_eq!(late.refused(409), "ILLEGAL_TRANSITION");
    trial.begin(json!({})).await;
}

/// Rule: ABT-02, D-15: the variant is drawn anew for each slot, stands on the lease, and the play
/// shows its content.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_slot_draws_a_variant_and_the_play_names_it() {
    let trial = Trial::running(1).await;
    let server = &trial.world.server;
    let screen = &trial.screens[0];
    trial.begin(json!({})).await;
    let mut seen = [0, 0];
    for _ in 0..24 {
        server.advance(1900).await;
        screen.beat(server).await;
        let offer = screen.next_ad(server).await.expect(200);
        let variant = offer["variant_id"].as_str().unwrap().to_owned();
        let place = usize::from(variant == "B");
        assert_eq!(offer["content_asset_id"], json!(trial.assets[place]));
        seen[place] += 1;
        server.advance(15).await;
        let mut play = Play::of(&trial.world, server.now().await);
        play.asset.clone_from(&trial.assets[place]);
        play.lease = Some(offer["lease_id"].as_str().unwrap().to_owned());
        play.variant = Some(if place == 0 { "B" } else { "A" }.to_owned());
        assert_eq!(screen.submit(server, &play).await.refused(422), "INVALID_LEASE");
        play.id = uuid::Uuid::from_u128(crate::harness::random()).to_string();
        play.variant = None;
        assert_eq!(screen.submit(server, &play).await.refused(422), "INVALID_LEASE");
        play.id = uuid::Uuid::from_u128(crate::harness::random()).to_string();
        play.variant = Some(variant);
        screen.submit(server, &play).await.expect(201);
    }
    assert!(seen[0] > 3 && seen[1] > 3, "{seen:?}");
    server.advance(600).await;
    screen.beat(server).await;
    for (asset, variant) in [(1, "A"), (0, "B"), (0, "C")] {
        let mut play = Play::of(&trial.world, server.now().await);
        play.asset.clone_from(&trial.assets[asset]);
        play.variant = Some(variant.to_owned());
        let refused = screen.submit(server, &play).await.expect(422);
        assert_eq!(refused["error"], "ASSET_NOT_IN_CAMPAIGN", "{refused}");
        assert_eq!(refused["variant_id"], variant);
    }
    let path = format!("/devices/{}/manifest", screen.id);
    let manifest = server.send(Method::GET, &path, &screen.token, Value::Null).await.expect(200);
    let variants = &manifest["campaigns"][0]["variants"];
    assert_eq!(
        variants[0],
        json!({"variant_id": "A", "weight": 50, "asset_ids": [trial.assets[0]]})
    );

    let before = trial.report().await;
    let counts = |report: &Value| {
        [0, 1].map(|place| report["variants"][place]["impressions"].as_u64().unwrap())
    };
    assert_eq!(counts(&before), seen);
    assert_eq!(before["variants"][0]["unique_devices"], 1);
    assert_eq!(before["variants"][0]["unique_stores"], 1);
    assert_eq!(before["total_impressions"], 24);
    let trial = trial.audited().await;
    let after = trial.report().await;
    assert_eq!(after["variants"], before["variants"], "counters are rebuilt at start");
}

/// Rule: ABT-03: seven days and enough plays, then the best variant gets all slots.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_winner_is_found_after_seven_days_and_gets_all_slots() {
    let trial = Trial::running(6).await;
    trial.begin(json!({})).await;
    trial.clear_lead().await;
    trial.round(&[("A", 11), ("A", 9)]).await;
    let early = trial.report().await;
    assert_eq!(early["status"], "RUNNING");
    assert_eq!(early["statistical_analysis"]["sample_size_adequate"], true);
    assert_eq!(early["statistical_analysis"]["duration_adequate"], false);
    assert_eq!(early["statistical_analysis"]["is_significant"], false);
    let a = &early["variants"][0];
    assert_eq!((&a["impressions"], &a["too_short"]), (&json!(24), &json!(2)));
    // 8 of 24 billed and 2 too short plays were shown to the end.
    assert_eq!(a["completion_rate"], json!(0.307_692));
    // Twelve seconds are engaged, so are eleven; nine are not.
    assert_eq!(a["engagement_rate"], json!(0.961_538));
    assert_eq!(a["avg_view_duration"], 13.0);
    assert_eq!(early["variants"][1]["completion_rate"], 1.0);
    trial.wait_until("2026-02-10T23:59:59Z").await;
    assert_eq!(trial.report().await["status"], "RUNNING");
    trial.wait_until("2026-02-11T00:00:01Z").await;
    let report = trial.report().await;
    assert_eq!(report["status"], "COMPLETED", "{report}");
    assert_eq!(report["outcome"], "WINNER_FOUND");
    assert_eq!(report["duration_days"], 7);
    assert_eq!(report["recommendation"]["winner"], "B");
    assert_eq!(report["recommendation"]["confidence"], "HIGH");
    let analysis = &report["statistical_analysis"];
    assert_eq!(analysis["test_type"], "chi_square");
    assert_eq!(analysis["is_significant"], true);
    assert_eq!(analysis["looks"][0]["at"], "2026-02-11T00:00:00Z");
    assert!(analysis["p_value"].as_f64().unwrap() < 0.001, "{analysis}");
    assert!(analysis["lead_low"].as_f64().unwrap() > 0.4, "{analysis}");
    assert!(trial.codes().await.contains(&"AB_TEST_WINNER".to_owned()));

    let trial = trial.audited().await;
    let server = &trial.world.server;
    for screen in &trial.screens {
        screen.beat(server).await;
        let offer = screen.next_ad(server).await.expect(200);
        assert_eq!(offer["content_asset_id"], json!(trial.assets[1]), "all slots to the winner");
        assert_eq!(offer["variant_id"], Value::Null);
    }
    let list = server.get("/audit?limit=50").await;
    let actions = list["items"].as_array().unwrap().iter().map(|one| one["action"].clone());
    let actions: Vec<_> = actions.collect();
    assert!(actions.contains(&json!("ab_test.start")) && actions.contains(&json!("ab_test.end")));
}

/// Rule: ABT-03: without auto_winner the advertiser is told and chooses; the test goes on till then.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_auto_winner_a_person_chooses() {
    let trial = Trial::running(6).await;
    let server = &trial.world.server;
    trial.begin(json!({"auto_winner": false})).await;
    trial.clear_lead().await;
    trial.wait_until("2026-02-16T00:00:00Z").await;
    let report = trial.report().await;
    assert_eq!(report["status"], "RUNNING", "also past its planned end");
    assert_eq!(report["recommendation"]["winner"], "B");
    assert_eq!(report["statistical_analysis"]["looks"].as_array().unwrap().len(), 1);
    assert!(trial.codes().await.contains(&"AB_TEST_RESULT_READY".to_owned()));
    trial.screens[0].beat(server).await;
    let before = trial.screens[0].next_ad(server).await.expect(200);
    assert!(before["variant_id"].is_string(), "variants are still drawn");
    let chosen = server.post(&trial.path("/winner"), json!({"variant_id": "A"})).await.expect(200);
    assert_eq!(
        (&chosen["status"], &chosen["outcome"]),
        (&json!("COMPLETED"), &json!("WINNER_CHOSEN"))
    );
    assert_eq!(chosen["recommendation"]["winner"], "A", "a person may decide otherwise");
    trial.screens[1].beat(server).await;
    let offer = trial.screens[1].next_ad(server).await.expect(200);
    assert_eq!(offer["content_asset_id"], json!(trial.assets[0]));
    // A play that began after the choice names no variant; the lease of before it is honoured.
    server.advance(15).await;
    let mut play = Play::of(&trial.world, server.now().await);
    play.asset = before["content_asset_id"].as_str().unwrap().to_owned();
    play.variant = Some(before["variant_id"].as_str().unwrap().to_owned());
    let refused = trial.screens[0].submit(server, &play).await;
    assert_eq!(refused.refused(422), "ASSET_NOT_IN_CAMPAIGN");
    play.id = uuid::Uuid::from_u128(crate::harness::random()).to_string();
    play.lease = Some(before["lease_id"].as_str().unwrap().to_owned());
    trial.screens[0].submit(server, &play).await.expect(201);
    assert_eq!(trial.report().await["total_impressions"], 49);
    trial.audited().await;
}

/// Rule: ABT-04, case 1: too few plays: the test runs on past its planned end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_test_with_too_few_plays_runs_on_past_its_end() {
    let trial = Trial::running(6).await;
    trial.begin(json!({})).await;
    trial.round(&[("A", 15), ("B", 15)]).await;
    trial.wait_until("2026-02-15T00:00:01Z").await;
    let report = trial.report().await;
    assert_eq!(report["status"], "RUNNING");
    assert_eq!(report["statistical_analysis"]["fewest_impressions"], 1);
    let options = json!(["EXTEND", "END_WITHOUT_WINNER", "CANCEL"]);
    assert_eq!(report["recommendation"]["options"], options);
    let codes = trial.codes().await;
    let told = |codes: &[String]| codes.iter().filter(|code| *code == "AB_TEST_LOW_VOLUME").count();
    assert_eq!(told(&codes), 1);
    // Enough plays later: the next daily look decides.
    trial.clear_lead().await;
    trial.wait_until("2026-02-16T00:00:01Z").await;
    let report = trial.report().await;
    assert_eq!(report["outcome"], "WINNER_FOUND", "{report}");
    assert_eq!(told(&trial.codes().await), 1, "told once");
    trial.audited().await;
}

/// Rule: ABT-04, case 1: its three ways out.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_test_with_too_few_plays_is_extended_or_ended_without_winner() {
    let trial = Trial::running(1).await;
    let server = &trial.world.server;
    trial.begin(json!({})).await;
    trial.wait_until("2026-02-15T00:00:01Z").await;
    let past = json!({"planned_end": "2026-02-14"});
    assert_eq!(server.post(&trial.path("/extend"), past).await.refused(422), "VALIDATION_FAILED");
    let beyond = json!({"planned_end": "2026-03-14"});
    assert_eq!(server.post(&trial.path("/extend"), beyond).await.refused(422), "VALIDATION_FAILED");
    let later = json!({"planned_end": "2026-02-18T00:00:00Z"});
    let extended = server.post(&trial.path("/extend"), later).await.expect(200);
    assert_eq!(extended["planned_end"], "2026-02-18T00:00:00Z");
    trial.wait_until("2026-02-18T00:00:01Z").await;
    let codes = trial.codes().await;
    let told = codes.iter().filter(|code| *code == "AB_TEST_LOW_VOLUME").count();
    assert_eq!(told, 2, "told again at the new end");
    let ended = server.post(&trial.path("/winner"), json!({"variant_id": null})).await.expect(200);
    assert_eq!(ended["outcome"], "ENDED_WITHOUT_WINNER");
    assert_eq!(ended["recommendation"]["winner"], Value::Null);
    trial.screens[0].beat(server).await;
    let offer = trial.screens[0].next_ad(server).await.expect(200);
    assert_eq!(offer["variant_id"], Value::Null);
}

/// Rule: ABT-04, case 2: enough plays and no difference.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_significant_difference_can_be_accepted_or_run_longer() {
    let trial = Trial::running(6).await;
    let server = &trial.world.server;
    trial.begin(json!({})).await;
    trial.no_lead().await;
    trial.wait_until("2026-02-11T00:00:01Z").await;
    let open = trial.report().await;
    assert_eq!(open["status"], "RUNNING", "one look is no end");
    assert_eq!(open["statistical_analysis"]["next_look_at"], "2026-02-15T00:00:00Z");
    trial.wait_until("2026-02-15T00:00:01Z").await;
    let report = trial.report().await;
    assert_eq!(report["outcome"], "NO_SIGNIFICANT_DIFFERENCE", "{report}");
    assert_eq!(report["recommendation"]["winner"], Value::Null);
    let reason = report["recommendation"]["reasoning"].as_str().unwrap();
    assert!(reason.contains("run longer or accept any variant"), "{reason}");
    assert!(trial.codes().await.contains(&"AB_TEST_NO_DIFFERENCE".to_owned()));
    let later = json!({"planned_end": "2026-02-19T00:00:00Z"});
    let extended = server.post(&trial.path("/extend"), later).await.expect(200);
    assert_eq!((&extended["status"], &extended["outcome"]), (&json!("RUNNING"), &Value::Null));
    trial.wait_until("2026-02-19T00:00:01Z").await;
    let report = trial.report().await;
    assert_eq!(report["outcome"], "NO_SIGNIFICANT_DIFFERENCE");
    assert_eq!(report["statistical_analysis"]["looks"].as_array().unwrap().len(), 3);
    let chosen = server.post(&trial.path("/winner"), json!({"variant_id": "A"})).await.expect(200);
    assert_eq!(chosen["outcome"], "WINNER_CHOSEN");
    trial.audited().await;
}

/// Rule: ABT-04, case 3: the budget runs out: the test ends early with what there is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_exhausted_budget_ends_the_test_early() {
    let plan =
        Plan { budget: 100.0, fixed_cpm: Some(1000.0), priority: Some(5), ..Plan::default() };
    let trial = Trial::scheduled(100, plan).await;
    trial.world.server.set_clock("2026-02-04T00:00:00Z").await;
    trial.begin(json!({})).await;
    let row: Vec<(&str, u32)> =
        (0..100).map(|n| (if n % 2 == 0 { "A" } else { "B" }, 15)).collect();
    trial.round(&row).await;
    assert_eq!(trial.world.campaign().await["pause_reason"], "BUDGET_EXHAUSTED");
    let report = trial.report().await;
    assert_eq!(report["status"], "COMPLETED");
    assert_eq!(report["outcome"], "BUDGET_EXHAUSTED");
    assert_eq!(report["total_impressions"], 100);
    assert_eq!(report["recommendation"]["confidence"], "LOW");
    assert_eq!(report["recommendation"]["winner"], Value::Null, "inconclusive");
    assert!(trial.codes().await.contains(&"AB_TEST_ENDED".to_owned()));
    trial.audited().await;
}

/// Rule: ABT-04, case 4: content that is rejected leaves; the last one left ends the test.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rejected_content_leaves_and_the_last_variant_wins() {
    let trial = Trial::running(1).await;
    let server = &trial.world.server;
    let third = trial.assets[1].clone();
    let variants = json!([
        {"id": "control", "name": "a", "content_assets": [trial.assets[0]], "weight": 40},
        {"id": "both", "name": "b", "content_assets": trial.assets, "weight": 30},
        {"id": "new", "name": "c", "content_assets": [third], "weight": 30},
    ]);
    trial.begin(json!({"variants": variants})).await;
    let path = format!("/assets/{}/reject", trial.assets[1]);
    server.post(&path, json!({"reason": "Misleading"})).await.expect(200);
    let report = trial.report().await;
    assert_eq!(report["status"], "RUNNING");
    assert_eq!(report["variants"][2]["removed_at"], "2026-02-04T00:00:00Z");
    assert_eq!(report["variants"][1]["removed_at"], Value::Null, "it has other content");
    assert!(trial.codes().await.contains(&"AB_TEST_VARIANT_REMOVED".to_owned()));
    trial.screens[0].beat(server).await;
    let offer = trial.screens[0].next_ad(server).await.expect(200);
    assert_ne!(offer["variant_id"], "new");
    server.post(&trial.path("/cancel"), json!({})).await.expect(200);

    let again = format!("/assets/{}/approve", trial.assets[1]);
    server.post(&again, json!({"scan_flags": []})).await.expect(200);
    trial.begin(json!({})).await;
    server.post(&path, json!({"reason": "Misleading"})).await.expect(200);
    let report = trial.report().await;
    assert_eq!(
        (&report["status"], &report["outcome"]),
        (&json!("COMPLETED"), &json!("ONE_VARIANT_LEFT"))
    );
    assert_eq!(report["recommendation"]["winner"], "A");
    trial.audited().await;
}

/// Rule: ABT-04, case 5: a pause stops the test's time, a resume goes on where it stopped; and a
/// test of a scheduled campaign begins with it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pause_stops_the_time_of_the_test() {
    let trial = Trial::scheduled(1, Plan::default()).await;
    let server = &trial.world.server;
    let report = trial.begin(json!({"planned_end": "2026-02-18T00:00:00Z"})).await;
    assert_eq!((&report["is_paused"], &report["started_at"]), (&json!(true), &Value::Null));
    trial.wait_until("2026-02-04T00:00:00Z").await;
    assert_eq!(trial.report().await["started_at"], "2026-02-04T00:00:00Z");
    trial.wait_until("2026-02-06T00:00:00Z").await;
    let campaign = format!("/campaigns/{}", trial.world.campaign);
    server.post(&format!("{campaign}/pause"), json!({})).await.expect(200);
    trial.wait_until("2026-02-09T00:00:00Z").await;
    let report = trial.report().await;
    assert_eq!((&report["is_paused"], &report["duration_days"]), (&json!(true), &json!(2)));
    assert_eq!(report["status"], "RUNNING", "paused, not cancelled");
    let trial = trial.audited().await;
    let server = &trial.world.server;
    server.post(&format!("{campaign}/resume"), json!({})).await.expect(200);
    server.advance(60).await;
    let report = trial.report().await;
    assert_eq!(report["is_paused"], false);
    assert_eq!(
        report["statistical_analysis"]["next_look_at"], "2026-02-14T00:00:00Z",
        "seven days of running"
    );
    server.post(&format!("{campaign}/cancel"), json!({})).await.expect(200);
    let report = trial.report().await;
    assert_eq!((&report["status"], &report["outcome"]), (&json!("CANCELLED"), &json!("CANCELLED")));
}
