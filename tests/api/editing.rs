//! The edit matrix over HTTP: every field in every status, both directions; and what follows from
//! allowed changes. Rules: CAM-11, D-40, D-41, D-52, D-55.

use reqwest::Method;
use serde_json::{Value, json};
use vetrina::media::sample::sample_jpeg;

use crate::harness::{ADMIN, Answer, Plan, Screen, World, make_store};

/// The seed's table (EDIT-001 with its footnotes): `E` edit, `.` read-only, `+` up only, `S` edit and
/// submit again.
const MATRIX: &str = "
                DRAFT REJECTED PENDING_APPROVAL SCHEDULED ACTIVE PAUSED COMPLETED CANCELLED
name            E     E        E                E         E      E      .         .
description     E     E        E                E         E      E      .         .
brand_name      E     E        E                .         .      .      .         .
category        E     E        E                .         .      .      .         .
budget          E     E        +                +         +      +      .         .
start_date      E     E        E                +         .      .      .         .
end_date        E     E        E                E         +      +      .         .
daily_cap       E     E        E                E         E      E      .         .
target_stores   E     E        E                +         +      +      .         .
content_assets  E     E        S                .         +      E      .         .
priority        E     E        E                E         E      E      .         .
";

/// Statuses that only a campaign over the limit of approval comes to.
fn status_is_large(status: &str) -> bool {
    matches!(status, "PENDING_APPROVAL" | "REJECTED")
}

async fn world_in(status: &str) -> World {
    let large = || Plan { budget: 12_000.0, ..Plan::default() };
    let world = match status {
        "DRAFT" | "CANCELLED" => World::drafted(Plan::default()).await,
        "PENDING_APPROVAL" | "REJECTED" => World::submitted(large()).await,
        "SCHEDULED" => World::submitted(Plan::default()).await,
        _ => World::running(Plan::default()).await,
    };
    match status {
        "CANCELLED" => drop(act(&world, "cancel", json!({})).await.expect(200)),
        "REJECTED" => drop(act(&world, "reject", json!({"reason": "blurred"})).await.expect(200)),
        "PAUSED" => drop(act(&world, "pause", json!({})).await.expect(200)),
        "COMPLETED" => world.server.set_clock("2026-02-21T01:00:00Z").await,
        _ => {}
    }
    assert_eq!(world.campaign().await["status"], status);
    world
}

async fn act(world: &World, action: &str, body: Value) -> Answer {
    world.server.post(&format!("/campaigns/{}/{action}", world.campaign), body).await
}

async fn edit(world: &World, body: Value) -> Answer {
    let path = format!("/campaigns/{}", world.campaign);
    world.server.send(Method::PATCH, &path, ADMIN, body).await
}

/// Other stores and assets to edit with.
struct Spare {
    store: String,
    asset: String,
}

impl Spare {
    async fn make(world: &World) -> Self {
        let store = make_store(&world.server, &world.supplier, json!({"name": "Spare"})).await;
        Screen::make(&world.server, &store, 7).await;
        let asset =
            world.server.asset(&world.advertiser, sample_jpeg(1920, 1080, 9), "spare.jpg").await;
        Self { store, asset }
    }

    /// A new value of a field: up, or another way.
    fn value(&self, world: &World, (field, status): (&str, &str), up: bool) -> Value {
        let pick = |high: Value, low: Value| if up { high } else { low };
        match field {
            "name" => pick(json!("Name A"), json!("Name B")),
            "description" => pick(json!("Text A"), json!("Text B")),
            "brand_name" => pick(json!("Brand A"), json!("Brand B")),
            "category" => pick(json!("FASHION_APPAREL"), json!("TELECOM")),
            "budget" => {
                pick(json!(if status_is_large(status) { 13_000 } else { 1_500 }), json!(400))
            }
            "start_date" => pick(json!("2026-02-08T00:00:00Z"), json!("2026-02-03T12:00:00Z")),
            "end_date" => pick(json!("2026-02-25"), json!("2026-02-18")),
            "daily_cap" => pick(json!(50), json!(20)),
            "target_stores" => pick(json!([world.store, self.store]), json!([self.store])),
            "content_assets" => pick(json!([world.asset, self.asset]), json!([self.asset])),
            "priority" if status_is_large(status) => pick(json!(9), json!(8)),
            "priority" => pick(json!(6), json!(5)),
            other => panic!("{other} is no field"),
        }
    }
}

/// Every field in every status: allowed changes take effect, refused ones change nothing and say why.
async fn check_status(column: usize, status: &str) {
    let mut world = world_in(status).await;
    let mut spare = Spare::make(&world).await;
    for line in MATRIX.lines().filter(|line| !line.is_empty()).skip(1) {
        let mut cells = line.split_whitespace();
        let field = cells.next().unwrap();
        let cell = cells.nth(column).unwrap();
        for up in [true, false] {
            check_cell(&world, &spare, (field, status, cell), up).await;
            if field == "budget" || world.campaign().await["status"] != status {
                world = world_in(status).await;
                spare = Spare::make(&world).await;
            }
        }
    }
}

async fn check_cell(world: &World, spare: &Spare, cell: (&str, &str, &str), up: bool) {
    let (field, status, cell) = cell;
    let value = spare.value(world, (field, status), up);
    let before = world.campaign().await;
    let answer = edit(world, json!({field: value})).await;
    let after = world.campaign().await;
    let allowed = matches!(cell, "E" | "S") || (cell == "+" && up);
    if !allowed {
        let refused = answer.expect(422);
        assert_eq!(refused["error"], "FIELD_NOT_EDITABLE", "{field} in {status}: {refused}");
        let message = refused["message"].as_str().unwrap();
        assert!(message.contains(status), "{field} in {status}: {message}");
        assert_eq!(before, after, "{field} in {status} changed although refused");
        return;
    }
    answer.expect(200);
    if cell == "S" {
        assert_eq!(after["status"], "DRAFT", "{field} in {status}");
    }
    let shown = match field {
        "end_date" => &after["end_date"].as_str().unwrap()[..10],
        "budget" | "daily_cap" | "priority" => &after[field].to_string(),
        "target_stores" | "content_assets" => &after[field].to_string(),
        _ => after[field].as_str().unwrap(),
    };
    let wanted = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    assert_eq!(shown.trim_end_matches(".0"), wanted, "{field} in {status}");
    let path = format!("/audit?subject_id={}&limit=100", world.campaign);
    let audit = world.server.get(&path).await;
    let entries = audit["items"].as_array().unwrap();
    let entry = entries.iter().find(|entry| entry["field"] == field);
    assert!(entry.is_some(), "{field} in {status} left no audit entry");
}

macro_rules! statuses {
    ($($name:ident: $column:literal $status:literal),* $(,)?) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            check_status($column, $status).await;
        }
    )*};
}

statuses! {
    the_matrix_holds_in_draft: 0 "DRAFT",
    the_matrix_holds_in_rejected: 1 "REJECTED",
    the_matrix_holds_in_pending_approval: 2 "PENDING_APPROVAL",
    the_matrix_holds_in_scheduled: 3 "SCHEDULED",
    the_matrix_holds_in_active: 4 "ACTIVE",
    the_matrix_holds_in_paused: 5 "PAUSED",
    the_matrix_holds_in_completed: 6 "COMPLETED",
    the_matrix_holds_in_cancelled: 7 "CANCELLED",
}

/// Several fields: all refused ones are named, and nothing of the call takes effect.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_refused_field_stops_the_whole_edit() {
    let world = World::running(Plan::default()).await;
    let before = world.campaign().await;
    let body = json!({"name": "New name", "brand_name": "Other", "category": "TELECOM"});
    let refused = edit(&world, body).await.expect(422);
    let fields = refused["fields"].as_array().unwrap();
    let names: Vec<&str> = fields.iter().map(|f| f["field"].as_str().unwrap()).collect();
    assert_eq!(names, ["brand_name", "category"]);
    assert!(refused["editable"].as_array().unwrap().contains(&json!("name")));
    assert_eq!(world.campaign().await, before);
}

/// The audit tells who, when, why, old and new; a stale tag changes nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn edits_leave_a_trail_and_respect_the_tag() {
    let world = World::running(Plan::default()).await;
    let body = json!({"description": "Spring", "reason": "typo"});
    edit(&world, body).await.expect(200);
    let path = format!("/audit?subject_id={}&limit=5", world.campaign);
    let entries = world.server.get(&path).await;
    let entry = &entries["items"][0];
    for (member, expected) in [
        ("field", "description"),
        ("old_value", ""),
        ("new_value", "Spring"),
        ("reason", "typo"),
        ("change_type", "API"),
        ("ip_address", "127.0.0.1"),
    ] {
        assert_eq!(entry[member], expected, "{entry}");
    }
    let url = format!("{}/api/v1/campaigns/{}", world.server.base, world.campaign);
    let request = world.server.client.patch(url).bearer_auth(ADMIN).header("if-match", "\"1\"");
    let stale = request.json(&json!({"name": "Too late"})).send().await.unwrap();
    assert_eq!(stale.status().as_u16(), 412);
}

/// More budget by an edit is held at once; what the wallet lacks is refused.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_larger_budget_is_held_at_once_or_refused() {
    let world = World::submitted(Plan::default()).await;
    edit(&world, json!({"budget": 1500})).await.expect(200);
    let wallet = world.server.get(&format!("/wallets/{}", world.advertiser)).await;
    assert_eq!(wallet["available_balance"].to_string(), "48500");
    assert_eq!(wallet["held_balance"].to_string(), "1500");
    let refused = edit(&world, json!({"budget": 60_000})).await.expect(422);
    assert_eq!(refused["error"], "INSUFFICIENT_WALLET_BALANCE");
    assert_eq!(world.campaign().await["budget"].to_string(), "1500");
}

/// D-55: an advertiser's increase past 10,000 waits for a person while the campaign runs on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_increase_past_the_limit_waits_for_approval() {
    let world = World::running(Plan { budget: 9_900.0, ..Plan::default() }).await;
    let body = json!({
        "name": "buyer", "role": "ADVERTISER", "owner_id": world.advertiser,
    });
    let token = world.server.post("/api-tokens", body).await.expect(201);
    let token = token["token"].as_str().unwrap().to_owned();
    let path = format!("/campaigns/{}/top-up", world.campaign);
    let body = json!({"additional_budget": 500});
    let waiting = world.server.send(Method::POST, &path, &token, body).await.expect(200);
    assert_eq!(waiting["pending_increase"]["amount"].to_string(), "500");
    assert_eq!(waiting["budget"].to_string(), "9900");
    assert_eq!(waiting["status"], "ACTIVE");
    let body = json!({"additional_budget": 500});
    assert_eq!(world.server.send(Method::POST, &path, &token, body).await.refused(409), "CONFLICT");
    let reject = act(&world, "top-up/reject", json!({"reason": "no"})).await.expect(200);
    assert_eq!(reject["pending_increase"], Value::Null);
    let body = json!({"additional_budget": 500});
    world.server.send(Method::POST, &path, &token, body).await.expect(200);
    let own = format!("/campaigns/{}/top-up/approve", world.campaign);
    world.server.send(Method::POST, &own, &token, json!({})).await.refused(403);
    let wallet = world.server.get(&format!("/wallets/{}", world.advertiser)).await;
    assert_eq!(wallet["available_balance"].to_string(), "39600", "the increase is held meanwhile");
    let approved = act(&world, "top-up/approve", json!({})).await.expect(200);
    assert_eq!(approved["budget"].to_string(), "10400");
    let wallet = world.server.get(&format!("/wallets/{}", world.advertiser)).await;
    assert_eq!(wallet["held_balance"].to_string(), "10400");
    act(&world, "top-up/approve", json!({})).await.refused(409);
}

/// D-52: a store that blocks the campaign may be removed while it runs, another one may not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_blocked_store_may_be_removed_while_active() {
    let world = World::drafted(Plan::default()).await;
    let spare = Spare::make(&world).await;
    edit(&world, json!({"target_stores": [world.store, spare.store]})).await.expect(200);
    act(&world, "submit", json!({"terms_accepted": true})).await.expect(200);
    world.server.set_clock("2026-02-04T00:00:00Z").await;
    let refused = edit(&world, json!({"target_stores": [world.store]})).await;
    assert_eq!(refused.refused(422), "FIELD_NOT_EDITABLE");
    let path = format!("/stores/{}/blocking-rules", spare.store);
    let rule = json!({"rule_type": "BRAND", "blocked_value": "phở việt", "is_active": true});
    world.server.post(&path, rule).await.expect(201);
    edit(&world, json!({"target_stores": [world.store]})).await.expect(200);
}
