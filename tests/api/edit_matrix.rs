//! Every field of a campaign in every status, over HTTP. Rule: CAM-11, D-40, D-41, D-52.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use vetrina::domain::campaign::status::CampaignStatus;

use crate::edit_gallery::{Gallery, reached};

/// What an edit wishes, from the campaign as it stands.
type Wish = fn(&Gallery, &Value) -> Value;

/// The published table: field, kind of change, where it is allowed (D draft, R rejected, W waits
/// for approval, S scheduled, A active, P paused; never when it is over), and the change.
const MOVES: &[(&str, &str, &str, Wish)] = &[
    ("name", "another", "DRWSAP", |_, now| json!(format!("{} 2", text(&now["name"])))),
    ("description", "another", "DRWSAP", |_, _| json!("Phở for all")),
    ("brand_name", "another", "DRW", |_, _| json!("Bánh Mì Việt")),
    ("category", "another", "DRW", |_, _| json!("ENTERTAINMENT")),
    ("budget", "more", "DRWSAP", |_, now| json!(number(&now["budget"]) + 100.0)),
    ("budget", "less", "DR", |_, now| json!(number(&now["budget"]) - 100.0)),
    ("start_date", "later", "DRWS", |_, now| moved(&now["start_date"], 1)),
    ("start_date", "earlier", "DRW", |_, now| moved(&now["start_date"], -1)),
    ("end_date", "later", "DRWSAP", |_, now| moved(&now["end_date"], 2)),
    ("end_date", "earlier", "DRWS", |_, now| moved(&now["end_date"], -1)),
    ("daily_cap", "another", "DRWSAP", |_, _| json!(250)),
    ("target_stores", "one more", "DRWSAP", |g, _| json!(g.stores[..3])),
    ("target_stores", "one less", "DRW", |g, now| {
        let stores = now["target_stores"].as_array().unwrap();
        assert!(stores.len() > 1);
        json!([g.stores[0]])
    }),
    ("content_assets", "one more", "DRWAP", |g, now| {
        let mut assets = now["content_assets"].as_array().unwrap().clone();
        assets.push(json!(g.assets[1]));
        json!(assets)
    }),
    ("content_assets", "another", "DRWP", |g, _| json!([g.assets[2]])),
    ("priority", "another", "DRWSAP", |_, _| json!(6)),
    (
        "dayparts",
        "another",
        "DRWSAP",
        |_, _| json!([{"days": ["MON", "FRI"], "from": "08:00", "to": "20:00"}]),
    ),
    ("impression_goal", "another", "DRWSAP", |_, _| json!(5000)),
];

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn number(value: &Value) -> f64 {
    value.to_string().parse().unwrap()
}

fn moved(moment: &Value, days: i64) -> Value {
    let moment = vetrina::domain::time::Timestamp::parse(text(moment)).unwrap();
    json!(moment.plus_ms(days * 24 * 3_600_000).to_string())
}

fn letter(status: CampaignStatus) -> char {
    use CampaignStatus as S;
    match status {
        S::Draft => 'D',
        S::Rejected => 'R',
        S::PendingApproval => 'W',
        S::Scheduled => 'S',
        S::Active => 'A',
        S::Paused | S::Error => 'P',
        S::Completed | S::Cancelled | S::Expired => '-',
    }
}

/// What must not change when an edit is refused.
async fn standing(gallery: &Gallery, id: &str) -> (Value, Value, usize) {
    let audit = gallery.audit(id, "limit=500").await;
    (gallery.campaign(id).await, gallery.wallet().await, audit.len())
}

/// Rule: CAM-11: what the table allows changes and is written down; what it does not changes
/// nothing and is explained.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_field_in_every_status_is_edited_or_refused_with_a_reason() {
    let gallery = Gallery::open().await;
    let mut campaigns = BTreeMap::new();
    for status in reached() {
        campaigns.insert(status, gallery.prepare(status, &format!("Edits {status}")).await);
    }
    gallery.friday().await;
    for (status, id) in &campaigns {
        gallery.finish(*status, id).await;
    }
    let mut pairs = 0;
    for (status, id) in &campaigns {
        for (field, kind, allowed, wish) in MOVES {
            let place = format!("{field} {kind} while {status}");
            let before = standing(&gallery, id).await;
            let wanted = wish(&gallery, &before.0);
            if allowed.contains(letter(*status)) {
                edited(&gallery, id, (field, &wanted), (before, &place)).await;
            } else {
                refused(&gallery, id, (field, &wanted), (before, &place, *status)).await;
            }
            pairs += 1;
        }
    }
    assert_eq!(pairs, MOVES.len() * 8);
    gallery.world.server.stop_and_audit().await;
}

async fn edited(
    gallery: &Gallery,
    id: &str,
    (field, wanted): (&str, &Value),
    ((before, wallet, entries), place): ((Value, Value, usize), &str),
) {
    let after = gallery.edit(id, json!({field: wanted})).await.expect(200);
    if wanted.is_number() {
        assert_eq!(number(&after[field]), number(wanted), "{place}");
    } else if field == "dayparts" {
        assert_eq!(after[field].as_array().map(Vec::len), Some(1), "{place}");
    } else {
        assert_eq!(&after[field], wanted, "{place}");
    }
    assert_eq!(after["status"], before["status"], "{place}");
    let audit = gallery.audit(id, "limit=500").await;
    assert!(audit.len() > entries, "{place}");
    let entry = audit.iter().find(|entry| entry["field"] == field).unwrap();
    assert_eq!(entry["action"], "campaign.edit", "{place}");
    assert_ne!(entry["old_value"], entry["new_value"], "{place}");
    let held = ["DRAFT", "REJECTED"].iter().all(|free| before["status"] != *free);
    let more = if held && field == "budget" { 100.0 } else { 0.0 };
    let now = gallery.wallet().await;
    let sum = |name: &str, by: f64| {
        assert_eq!(number(&now[name]), number(&wallet[name]) + by, "{name}: {place}");
    };
    sum("available_balance", -more);
    sum("held_balance", more);
    if held {
        let remaining = number(&before["remaining_budget"]) + more;
        assert_eq!(number(&after["remaining_budget"]), remaining, "{place}");
    }
}

async fn refused(
    gallery: &Gallery,
    id: &str,
    (field, wanted): (&str, &Value),
    (before, place, status): ((Value, Value, usize), &str, CampaignStatus),
) {
    let problem = gallery.edit(id, json!({field: wanted})).await.expect(422);
    assert_eq!(problem["error"], "FIELD_NOT_EDITABLE", "{place}: {problem}");
    assert_eq!(problem["campaign_status"], status.as_str(), "{place}");
    let fields = problem["fields"].as_array().unwrap();
    assert_eq!(fields.len(), 1, "{place}: {problem}");
    assert_eq!(fields[0]["field"], field, "{place}");
    let rule = &before.0["edit_rules"][field];
    assert_eq!(&fields[0]["error"], rule, "{place}");
    let message = text(&fields[0]["message"]);
    for part in [field, status.as_str()] {
        assert!(message.contains(part), "{part} in {message}");
    }
    let allowed = problem["allowed"].as_array().unwrap();
    assert!(allowed.contains(&json!(format!("{field}: {}", text(rule)))), "{place}: {problem}");
    assert_eq!(standing(gallery, id).await, before, "{place} changed something");
}

/// Rule: CAM-11: all failing fields at once, the matrix's and the validation's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_failing_fields_are_named_at_once() {
    let gallery = Gallery::open().await;
    let id = gallery.campaign_in(CampaignStatus::Active).await;
    let wish = json!({
        "name": "x", "brand_name": "Other", "budget": 900, "start_date": "2026-02-08",
        "end_date": "2026-02-19", "target_stores": [gallery.stores[3]], "priority": 9,
        "content_assets": [gallery.pending], "daily_cap": 5, "description": "fine",
    });
    let problem = gallery.edit(&id, wish).await.expect(422);
    assert_eq!(problem["error"], "FIELD_NOT_EDITABLE");
    let fields = problem["fields"].as_array().unwrap();
    let found: BTreeMap<&str, &str> =
        fields.iter().map(|one| (text(&one["field"]), text(&one["error"]))).collect();
    let expected = BTreeMap::from([
        ("name", "LENGTH"),
        ("brand_name", "READ_ONLY"),
        ("budget", "INCREASE_ONLY"),
        ("start_date", "READ_ONLY"),
        ("end_date", "EXTEND_ONLY"),
        ("target_stores", "ADD_STORES"),
        ("content_assets", "ADD_ASSETS"),
        ("daily_cap", "MINIMUM"),
        ("priority", "RANGE"),
    ]);
    assert_eq!(found, expected, "{problem}");
    let message = text(&problem["message"]);
    for part in ["$1,000.00 → $900.00", "removes Vincom Center, Store 1; adds Store 3"] {
        assert!(message.contains(part), "{part} in {message}");
    }
    assert!(gallery.campaign(&id).await["description"].is_null());
    // A form that sends everything as it stands changes nothing.
    let stands = gallery.campaign(&id).await;
    let mut form = serde_json::Map::new();
    for field in stands["edit_rules"].as_object().unwrap().keys() {
        if !stands[field].is_null() && field != "priority" {
            form.insert(field.clone(), stands[field].clone());
        }
    }
    assert!(form.len() > 8, "{form:?}");
    let same = gallery.edit(&id, Value::Object(form)).await.expect(200);
    assert_eq!(same["updated_at"], stands["updated_at"]);
}
