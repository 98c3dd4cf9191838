//! Every action on a campaign in every status, over HTTP. Rule: CAM-03, D-41.

use reqwest::Method;
use serde_json::{Value, json};
use vetrina::domain::{
    campaign::status::{Action, Actor, Asker, CampaignStatus, Circumstances, allowed, next},
    time::Timestamp,
};

use crate::{
    edit_gallery::{Gallery, reached},
    harness::{ADMIN, Answer},
};

/// The call of an action; `None` for what the clock or a rule does. A new action needs its row.
fn call(action: Action) -> Option<(Method, &'static str, Value)> {
    let post = |path, body| Some((Method::POST, path, body));
    match action {
        Action::Submit => post(
            "/campaigns/{id}/submit",
            json!({"terms_accepted": true, "acknowledged_warnings": ["SIMILAR_CAMPAIGN"]}),
        ),
        Action::Approve => post("/campaigns/{id}/approve", json!({})),
        Action::Reject => post("/campaigns/{id}/reject", json!({"reason": "no"})),
        Action::RequestChanges => post("/campaigns/{id}/request-changes", json!({"reason": "no"})),
        Action::Pause => post("/campaigns/{id}/pause", json!({})),
        Action::Resume => post("/campaigns/{id}/resume", json!({})),
        Action::EmergencyStop => {
            post("/campaigns/{id}/emergency-stop", json!({"reason_code": "BRAND_SAFETY"}))
        }
        Action::Cancel => post("/campaigns/{id}/cancel", json!({})),
        Action::RetryDistribution => post("/campaigns/{id}/retry-distribution", json!({})),
        Action::Edit => Some((Method::PATCH, "/campaigns/{id}", json!({"description": "another"}))),
        Action::TopUp => post("/campaigns/{id}/top-up", json!({"additional_budget": 50})),
        Action::StartTest => post("/campaigns/{id}/test", json!({})),
        Action::Activate
        | Action::AutoPause
        | Action::Complete
        | Action::Expire
        | Action::FailDistribution => None,
    }
}

/// The calls that this server has, by action.
async fn calls(gallery: &Gallery) -> Vec<(Action, Method, &'static str, Value)> {
    let document = gallery.world.server.get("/openapi.json").await;
    let exists = |method: &Method, path: &str| {
        let method = method.as_str().to_lowercase();
        document["paths"][format!("/api/v1{path}")][method].is_object()
    };
    let found: Vec<_> = Action::ALL
        .iter()
        .filter_map(|action| {
            call(*action).map(|(method, path, body)| (*action, method, path, body))
        })
        .filter(|(_, method, path, _)| exists(method, path))
        .collect();
    for action in [Action::Submit, Action::Approve, Action::Cancel, Action::Edit, Action::TopUp] {
        assert!(found.iter().any(|(one, ..)| *one == action), "{action} has no call");
    }
    found
}

/// What an action must lead to; `None` where the table has no way.
fn expected(
    status: CampaignStatus,
    action: Action,
    shown: &Value,
    now: Timestamp,
) -> Option<CampaignStatus> {
    let moment = |name: &str| Timestamp::parse(shown[name].as_str().unwrap()).unwrap();
    let case = Circumstances::at(now, moment("start_date"), moment("end_date"));
    // Rejected content is flagged, so that it waits for a person again.
    let case = case.with_approval(status == CampaignStatus::Rejected);
    next(status, action, Asker { who: Actor::Admin, pause_reason: None, case }).ok()
}

/// Rule: CAM-03: what the table does not hold is refused, explained and changes nothing; what it
/// holds leads where it says.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_action_in_every_status_follows_the_table() {
    let gallery = Gallery::open().await;
    let path = format!("/wallets/{}/deposits", gallery.world.advertiser);
    let more = json!({"amount": 200_000, "reference": "wire 2"});
    gallery.world.server.post(&path, more).await.expect(201);
    let calls = calls(&gallery).await;
    let mut prepared = Vec::new();
    for status in reached() {
        for (action, ..) in &calls {
            let id = gallery.prepare(status, &format!("{action} in {status}")).await;
            prepared.push((status, *action, id));
        }
    }
    gallery.friday().await;
    let now = gallery.world.server.now().await;
    let mut pairs = 0;
    for (status, action, id) in &prepared {
        gallery.finish(*status, id).await;
        let (_, method, path, body) = calls.iter().find(|(one, ..)| one == action).unwrap();
        let path = path.replace("{id}", id);
        let mut body = body.clone();
        if *action == Action::StartTest {
            body = json!({
                "stores": gallery.stores[..1], "duration_hours": 2, "test_budget": 20,
            });
        }
        let before = gallery.campaign(id).await;
        let entries = gallery.audit(id, "limit=500").await.len();
        let answer = gallery.world.server.send(method.clone(), &path, ADMIN, body).await;
        let after = gallery.campaign(id).await;
        let place = format!("{action} in {status}: {}", answer.body);
        match expected(*status, *action, &before, now) {
            Some(to) => took(&answer, &after, (*status, to), &place),
            None => {
                explained(&answer, (*status, *action), &place);
                assert_eq!(after, before, "{place}");
                let left = gallery.audit(id, "limit=500").await.len();
                assert_eq!(left, entries, "{place} left an entry");
            }
        }
        pairs += 1;
    }
    assert_eq!(pairs, calls.len() * 8);
    gallery.world.server.stop_and_audit().await;
}

fn took(answer: &Answer, after: &Value, (from, to): (CampaignStatus, CampaignStatus), place: &str) {
    // A rule beside the table may still say no, with its own words.
    let refused = answer.status == 422 && after["status"] == from.as_str();
    let done = answer.status.is_success() && after["status"] == to.as_str();
    assert!(done || refused, "{place} should lead to {to}, led to {}", after["status"]);
    let by_rule = answer.body["fields"].is_array() || answer.body["error"] != "ILLEGAL_TRANSITION";
    assert!(done || by_rule, "{place}");
}

fn explained(answer: &Answer, (status, action): (CampaignStatus, Action), place: &str) {
    let body = &answer.body;
    let message = body["message"].as_str().unwrap_or_default();
    assert!(message.contains(status.as_str()), "{place}");
    assert_eq!(body["campaign_status"], status.as_str(), "{place}");
    let allowed_now = body["allowed"].as_array().unwrap();
    if action == Action::Edit {
        // The matrix of fields answers: every field of what is over is read-only.
        assert_eq!((answer.status.as_u16(), &body["error"]), (422, &json!("FIELD_NOT_EDITABLE")));
        assert!(allowed_now.contains(&json!("description: READ_ONLY")), "{place}");
        return;
    }
    assert_eq!(answer.status.as_u16(), 409, "{place}");
    assert_eq!(body["error"], "ILLEGAL_TRANSITION", "{place}");
    let table: Vec<&str> = allowed(status).iter().map(|one| one.as_str()).collect();
    let names: Vec<&str> = allowed_now.iter().map(|one| one.as_str().unwrap()).collect();
    assert!(names.iter().all(|name| table.contains(name)), "{place}");
    let not_for_people = [action.as_str(), "ACTIVATE", "COMPLETE", "EXPIRE", "FAIL_DISTRIBUTION"];
    assert!(!names.iter().any(|name| not_for_people.contains(name)), "{place}");
}
