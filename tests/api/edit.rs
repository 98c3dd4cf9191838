//! Stories of edits: money, dates, stores, content, the audit trail.
//! Rule: CAM-11, D-40, D-52, D-55.

use reqwest::{Method, header};
use serde_json::{Value, json};
use vetrina::domain::campaign::status::CampaignStatus as S;

use crate::{
    edit_gallery::Gallery,
    harness::{ADMIN, Plan, Server, World, quiet},
};

fn money(value: &Value) -> f64 {
    value.to_string().parse().unwrap()
}

/// Rule: CAM-11 (EDIT-003): who, when, what, why, from where; for ever, and to be found.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_changed_field_leaves_an_entry_that_is_found_and_stays() {
    // Given an advertiser with a token of its own and a campaign that runs.
    let mut gallery = Gallery::open().await;
    let id = gallery.campaign_in(S::Active).await;
    let body = json!({
        "name": "desk", "role": "ADVERTISER", "owner_id": gallery.world.advertiser,
    });
    let token = gallery.world.server.post("/api-tokens", body).await.expect(201);
    let (token, who) = (token["token"].as_str().unwrap().to_owned(), token["id"].clone());
    // When it changes two fields with a reason.
    let path = format!("/campaigns/{id}");
    let body = json!({"name": "Tết sale", "daily_cap": 99.5, "reason": " spring prices "});
    let server = &gallery.world.server;
    server.send(Method::PATCH, &path, &token, body).await.expect(200);
    // Then each is an entry.
    let entries = gallery.audit(&id, "action=campaign.edit").await;
    assert_eq!(entries.len(), 2, "{entries:?}");
    let cap = entries.iter().find(|entry| entry["field"] == "daily_cap").unwrap();
    assert_eq!((&cap["old_value"], &cap["new_value"]), (&json!(""), &json!("99.5")));
    assert_eq!(cap["reason"], "spring prices");
    assert_eq!((&cap["actor"], &cap["actor_id"]), (&json!("desk"), &who));
    assert_eq!(cap["change_type"], "API");
    assert_eq!(cap["at"], "2026-02-06T00:00:00Z");
    assert_eq!(cap["ip_address"], "127.0.0.1");
    // And they are found by field, actor, time and words.
    for (query, count) in [
        ("field=name", 1),
        ("field=name&q=SALE", 1),
        ("q=spring%20prices", 2),
        ("actor=desk", 2),
        ("actor=nobody", 0),
        ("action=campaign.edit&from=2026-02-06&to=2026-02-06", 2),
        ("action=campaign.edit&from=2026-02-07", 0),
        ("field=budget", 0),
    ] {
        assert_eq!(gallery.audit(&id, query).await.len(), count, "{query}");
    }
    let all = server.get(&format!("/audit?subject_id={id}&field=name&actor=desk")).await;
    assert_eq!(all["items"].as_array().map(Vec::len), Some(1));
    let first = server.get(&format!("/audit?subject_id={id}&limit=1")).await;
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = server.get(&format!("/audit?subject_id={id}&limit=1&cursor={cursor}")).await;
    assert_ne!(first["items"][0]["seq"], second["items"][0]["seq"]);
    // And the owner reads them without addresses; nobody changes or removes one.
    let own = format!("{path}/audit?field=name");
    let own = server.send(Method::GET, &own, &token, Value::Null).await.expect(200);
    assert!(own["items"][0]["ip_address"].is_null());
    for method in [Method::DELETE, Method::PATCH, Method::PUT, Method::POST] {
        let answer = server.send(method, &format!("{path}/audit"), ADMIN, json!({})).await;
        assert_eq!(answer.status, 405);
    }
    for reason in [" ".to_owned(), "x".repeat(501)] {
        let body = json!({"name": "Other", "reason": reason});
        assert_eq!(gallery.edit(&id, body).await.refused(422), "VALIDATION_FAILED");
    }
    // And they are there after a restart.
    let before = gallery.audit(&id, "").await;
    gallery.world.server = gallery.world.server.restart().await;
    assert_eq!(gallery.audit(&id, "").await, before);
    assert_eq!(gallery.campaign(&id).await["name"], "Tết sale");
}

/// Rule: CAM-11: two people do not overwrite each other in any status.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_of_an_older_revision_is_refused() {
    let gallery = Gallery::open().await;
    let id = gallery.campaign_in(S::Active).await;
    let url = format!("{}/api/v1/campaigns/{id}", gallery.world.server.base);
    let client = &gallery.world.server.client;
    let shown = Server::read(client.get(&url).bearer_auth(ADMIN)).await;
    let tag = shown.headers[header::ETAG].to_str().unwrap().to_owned();
    let patch = async |tag: &str, name: &str| {
        let request = client.patch(&url).bearer_auth(ADMIN).header(header::IF_MATCH, tag);
        Server::read(request.json(&json!({"name": name}))).await
    };
    patch(&tag, "First").await.expect(200);
    assert_eq!(patch(&tag, "Second").await.refused(412), "STALE_ETAG");
    assert_eq!(gallery.campaign(&id).await["name"], "First");
    patch("*", "Second").await.expect(200);
}

/// Rule: CAM-11 (EDIT-002), BUD-04, D-55: more budget is taken from the wallet with the edit.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_budget_comes_from_the_wallet_or_not_at_all() {
    let gallery = Gallery::open().await;
    let id = gallery.prepare(S::Scheduled, "Scheduled").await;
    let small = gallery.edit(&id, json!({"budget": 1049.99, "name": "More"})).await.expect(422);
    assert_eq!(
        small["fields"][0]["message"],
        "A budget is increased by at least $50.00, not by $49.99"
    );
    let dear = gallery.edit(&id, json!({"budget": 60_000})).await.expect(422);
    assert_eq!(dear["error"], "INSUFFICIENT_WALLET_BALANCE");
    assert_eq!(money(&dear["required_balance"]), 59_000.0);
    assert_eq!(
        gallery.edit(&id, json!({"budget": 1_000_001})).await.refused(422),
        "VALIDATION_FAILED"
    );
    assert_eq!(money(&gallery.wallet().await["held_balance"]), 1000.0);
    // Within the limit it is there at once.
    let more = gallery.edit(&id, json!({"budget": 2500, "priority": 9})).await.expect(200);
    assert_eq!((money(&more["budget"]), money(&more["remaining_budget"])), (2500.0, 2500.0));
    assert_eq!(more["priority"], 9);
    let transactions = gallery.world.server.get(&format!("/campaigns/{id}/transactions")).await;
    let newest = &transactions["items"][0];
    assert_eq!((&newest["transaction_type"], money(&newest["amount"])), (&json!("HOLD"), 1500.0));
    // Over 10,000 a person decides, while the campaign keeps what it has.
    let cap = json!({"budget": 12_000, "daily_cap": 5000});
    assert_eq!(gallery.edit(&id, cap).await.refused(422), "VALIDATION_FAILED");
    let body = json!({"budget": 12_000, "name": "Larger", "reason": "Tết"});
    let waits = gallery.edit(&id, body).await.expect(200);
    assert_eq!((money(&waits["budget"]), &waits["name"]), (2500.0, &json!("Larger")));
    assert_eq!(money(&waits["pending_increase"]["amount"]), 9500.0);
    assert_eq!(money(&gallery.wallet().await["available_balance"]), 38_000.0);
    let again = gallery.edit(&id, json!({"budget": 11_000})).await;
    assert_eq!(again.refused(409), "CONFLICT");
    let path = format!("/campaigns/{id}/top-up/approve");
    let approved = gallery.world.server.post(&path, json!({})).await.expect(200);
    assert_eq!((money(&approved["budget"]), &approved["status"]), (12_000.0, &json!("SCHEDULED")));
    assert_eq!(money(&approved["remaining_budget"]), 12_000.0);
    // And never less.
    let less = gallery.edit(&id, json!({"budget": 11_999})).await.expect(422);
    assert_eq!(less["fields"][0]["error"], "INCREASE_ONLY");
    gallery.world.server.stop_and_audit().await;
}

/// Rule: CAM-11, D-54: an exhausted campaign is extended only with new budget, which resumes it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_exhausted_campaign_is_extended_with_new_budget_only() {
    // Given a campaign that spent its last dollar.
    let plan =
        Plan { budget: 100.0, fixed_cpm: Some(1000.0), priority: Some(5), ..Plan::default() };
    let gallery = Gallery::with(plan).await;
    let world = &gallery.world;
    let submit = format!("/campaigns/{}/submit", world.campaign);
    world.server.post(&submit, json!({"terms_accepted": true})).await.expect(200);
    world.server.set_clock("2026-02-04T00:00:00Z").await;
    for _ in 0..100 {
        world.screen.beat(&world.server).await;
        world.submit(&world.play().await).await.expect(201);
        world.server.advance(300).await;
    }
    let id = world.campaign.clone();
    assert_eq!(gallery.campaign(&id).await["pause_reason"], "BUDGET_EXHAUSTED");
    // When it is extended without money, then it is refused.
    let refused = gallery.edit(&id, json!({"end_date": "2026-02-25"})).await.expect(422);
    assert_eq!(refused["fields"][0]["error"], "NO_BUDGET", "{refused}");
    // When it comes with money, then the campaign runs on.
    let body = json!({"end_date": "2026-02-25", "budget": 200});
    let resumed = gallery.edit(&id, body).await.expect(200);
    assert_eq!(
        (&resumed["status"], money(&resumed["remaining_budget"])),
        (&json!("ACTIVE"), 100.0)
    );
    assert_eq!(resumed["end_date"], "2026-02-25T23:59:59Z");
    let changed: Vec<Value> = gallery.audit(&id, "action=campaign.edit").await;
    let fields: Vec<&str> = changed.iter().filter_map(|one| one["field"].as_str()).collect();
    assert_eq!(fields, ["budget", "end_date"]);
    gallery.world.server.stop_and_audit().await;
}

/// Rule: CAM-11 (EDIT-002), D-43: dates that move take their timers with them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn moved_dates_start_and_end_the_campaign() {
    let mut gallery = Gallery::open().await;
    let id = gallery.prepare(S::Scheduled, "Moves").await;
    let soon = gallery.edit(&id, json!({"start_date": "2026-02-09"})).await.expect(422);
    assert_eq!(soon["fields"][0]["error"], "DELAY_ONLY");
    gallery.edit(&id, json!({"start_date": "2026-02-11"})).await.expect(200);
    let server = &gallery.world.server;
    server.set_clock("2026-02-10T12:00:00Z").await;
    assert_eq!(gallery.campaign(&id).await["status"], "SCHEDULED");
    // Less than a day ahead of the new start.
    let late = gallery.edit(&id, json!({"start_date": "2026-02-11T10:00:00Z"})).await.expect(422);
    assert_eq!(late["fields"][0]["error"], "LEAD_TIME");
    let shorter = json!({"end_date": "2026-02-12"});
    gallery.edit(&id, shorter).await.expect(200);
    gallery.world.server = gallery.world.server.restart().await;
    let world = &gallery.world;
    world.screen.online_until(&world.server, "2026-02-11T00:00:00Z").await;
    assert_eq!(gallery.campaign(&id).await["status"], "ACTIVE");
    gallery.edit(&id, json!({"end_date": "2026-02-13"})).await.expect(200);
    let world = &gallery.world;
    world.screen.online_until(&world.server, "2026-02-13T23:59:59Z").await;
    assert_eq!(gallery.campaign(&id).await["status"], "ACTIVE");
    gallery.world.server.set_clock("2026-02-14T00:05:00Z").await;
    let ended = gallery.campaign(&id).await;
    assert_eq!(ended["status"], "COMPLETED");
    assert_eq!(ended["completed_at"], "2026-02-14T00:00:00Z");
}

/// Rule: CAM-11, CAM-08: new content while a person looks at it is a new submission.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn content_changed_while_pending_is_submitted_again() {
    let gallery = Gallery::open().await;
    let id = gallery.prepare(S::PendingApproval, "Waits").await;
    let first = gallery.campaign(&id).await["submitted_at"].clone();
    gallery.world.server.advance(3600).await;
    let unseen = gallery.edit(&id, json!({"content_assets": [gallery.pending]})).await.expect(422);
    assert_eq!(unseen["fields"][0]["message"], "Asset not approved by admin: new.png");
    assert_eq!(gallery.campaign(&id).await["submitted_at"], first);
    let body = json!({"content_assets": [gallery.flagged, gallery.assets[1]]});
    let edited = gallery.edit(&id, body).await.expect(200);
    assert_eq!(edited["status"], "PENDING_APPROVAL");
    assert_eq!(edited["submitted_at"], "2026-02-02T02:00:00Z");
    assert_eq!(gallery.audit(&id, "action=campaign.resubmit").await.len(), 1);
    let notices = gallery.world.server.get("/notifications").await;
    let told = notices["items"].as_array().unwrap().iter();
    let told: Vec<_> = told.filter(|one| one["code"] == "CAMPAIGN_RESUBMITTED").collect();
    assert_eq!(told.len(), 1);
    let message = told[0]["message"].as_str().unwrap();
    assert!(message.contains("Waits") && message.contains("Content flagged ALCOHOL"), "{message}");
    // Another text is no new submission.
    gallery.world.server.advance(3600).await;
    let edited = gallery.edit(&id, json!({"description": "clear"})).await.expect(200);
    assert_eq!(edited["submitted_at"], "2026-02-02T02:00:00Z");
    // A start that has come too near is found with the new content.
    gallery.world.server.set_clock("2026-02-09T12:00:00Z").await;
    let late = gallery.edit(&id, json!({"content_assets": [gallery.flagged]})).await.expect(422);
    assert_eq!(late["fields"][0]["error"], "LEAD_TIME");
}

/// Rule: CAM-11 (EDIT-002), D-52: what runs takes approved assets, and keeps those on screen.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn content_that_runs_is_added_to_and_replaced_while_paused() {
    let gallery = Gallery::open().await;
    let id = gallery.campaign_in(S::Active).await;
    let (assets, world) = (&gallery.assets, &gallery.world);
    world.screen.beat(&world.server).await;
    let offer = world.screen.next_ad(&world.server).await.expect(200);
    assert_eq!(offer["campaign_id"], json!(id));
    let with = |more: &str| json!({"content_assets": [assets[0], more]});
    let unseen = gallery.edit(&id, with(&gallery.pending)).await.expect(422);
    assert_eq!(unseen["fields"][0]["message"], "Asset not approved by admin: new.png");
    let flagged = gallery.edit(&id, with(&gallery.flagged)).await.expect(422);
    let message = flagged["fields"][0]["message"].as_str().unwrap();
    assert!(message.contains("wine.jpg is flagged ALCOHOL"), "{message}");
    gallery.edit(&id, with(&assets[1])).await.expect(200);
    let refused = gallery.edit(&id, json!({"content_assets": [assets[1]]})).await.expect(422);
    assert_eq!(refused["fields"][0]["error"], "ADD_ASSETS");
    assert!(refused["message"].as_str().unwrap().contains("pause the campaign, edit, resume"));
    // What an admin took out of circulation no longer plays, and may leave.
    let path = format!("/assets/{}/reject", assets[0]);
    world.server.post(&path, json!({"reason": "blurred"})).await.expect(200);
    let on_screen = gallery.edit(&id, json!({"content_assets": [assets[1]]})).await.expect(422);
    assert_eq!(on_screen["fields"][0]["error"], "ADD_ASSETS", "a screen still shows it");
    world.server.advance(300).await;
    gallery.edit(&id, json!({"content_assets": [assets[1]]})).await.expect(200);
    // While paused everything may be replaced; plays of before are judged by what was there then.
    let at = |verb: &str| format!("/campaigns/{id}/{verb}");
    gallery.world.server.post(&at("pause"), json!({})).await.expect(200);
    let replaced = gallery.edit(&id, json!({"content_assets": [assets[2]]})).await.expect(200);
    assert_eq!(replaced["content_assets"], json!([assets[2]]));
    assert_eq!(
        gallery.edit(&id, json!({"content_assets": []})).await.refused(422),
        "VALIDATION_FAILED"
    );
    gallery.world.server.post(&at("resume"), json!({})).await.expect(200);
}

/// Rule: CAM-11 (EDIT-002), D-52, BLK-01: stores join at once, and only those that block leave.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stores_join_a_running_campaign_and_blocking_ones_leave() {
    let gallery = Gallery::open().await;
    let id = gallery.campaign_in(S::Active).await;
    let stores = &gallery.stores;
    let block = async |store: &str, kind: &str, value: &str| {
        let body = json!({"rule_type": kind, "blocked_value": value, "is_active": true});
        let path = format!("/stores/{store}/blocking-rules");
        gallery.world.server.post(&path, body).await.expect(201);
    };
    // A new store that blocks the campaign joins and is shown as blocked.
    block(&stores[2], "BRAND", "Phở Việt").await;
    let edited = gallery.edit(&id, json!({"target_stores": stores[..3]})).await.expect(200);
    assert_eq!(edited["blocked_stores"][0]["store_id"], json!(stores[2]));
    let open = json!({"target_stores": [stores[0], stores[2]]});
    let refused = gallery.edit(&id, open).await.expect(422);
    assert!(refused["message"].as_str().unwrap().contains("removes Store 1"), "{refused}");
    let edited = gallery.edit(&id, json!({"target_stores": stores[..2]})).await.expect(200);
    assert_eq!(edited["blocked_stores"], json!([]));
    // A name that all stores block is not taken.
    block(&stores[0], "KEYWORD", "rượu").await;
    block(&stores[1], "KEYWORD", "rượu").await;
    let body = json!({"name": "Rượu vang"});
    assert_eq!(gallery.edit(&id, body).await.refused(422), "NO_ELIGIBLE_STORES");
    assert_eq!(gallery.campaign(&id).await["name"], "In ACTIVE");
    gallery.edit(&id, json!({"target_stores": stores[..2], "name": "Bánh"})).await.expect(200);
}

/// Rule: CAM-11: neither other advertisers nor suppliers nor reviewers edit a campaign.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_its_owner_and_admins_edit_a_campaign() {
    let gallery = Gallery::with(Plan { settings: quiet(), ..Plan::default() }).await;
    let server = &gallery.world.server;
    let id = &gallery.world.campaign;
    let other = crate::harness::make_advertiser(server, "Other", 0.0).await;
    for (role, owner, status) in [
        ("ADVERTISER", Some(&other), 404),
        ("SUPPLIER", Some(&gallery.world.supplier), 403),
        ("REVIEWER", None, 403),
        ("AUDITOR", None, 403),
        ("ADVERTISER", Some(&gallery.world.advertiser), 200),
    ] {
        let body = match owner {
            Some(owner) => json!({"name": role, "role": role, "owner_id": owner}),
            None => json!({"name": role, "role": role}),
        };
        let token = server.post("/api-tokens", body).await.expect(201);
        let token = token["token"].as_str().unwrap();
        let body = json!({"description": role});
        let path = format!("/campaigns/{id}");
        server.send(Method::PATCH, &path, token, body).await.expect(status);
    }
}

/// Rule: D-55: what waits for approval counts against the maximum, by an edit as by a top-up.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_counts_the_increase_that_waits() {
    let world = World::running(Plan { budget: 9_000.0, ..Plan::default() }).await;
    let deposit = json!({"amount": 1_000_000, "reference": "wire 2"});
    world
        .server
        .post(&format!("/wallets/{}/deposits", world.advertiser), deposit)
        .await
        .expect(201);
    let path = format!("/campaigns/{}", world.campaign);
    let more = json!({"additional_budget": 991_000});
    let waits = world.server.post(&format!("{path}/top-up"), more).await.expect(200);
    assert_eq!(money(&waits["pending_increase"]["amount"]), 991_000.0);
    let edit = json!({"budget": 9_100});
    let refused = world.server.send(Method::PATCH, &path, ADMIN, edit).await.expect(422);
    assert_eq!(refused["fields"][0]["error"], "MAXIMUM", "{refused}");
}
