//! Overrides of blocking rules: an administrator lets one campaign in. Rule: BLK-05.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    domain::{
        campaign::blocks::{RuleOverride, is_overridden, override_end},
        catalog::{StoreRule, access::Owner},
        refusal::Refusal,
        time::Timestamp,
    },
    engine::commands::blocking::OverrideRule,
    http::{
        AppState, Caller, Idem, Json, List, NoBody, Page, Path, Problem, Query, body::created,
        error::ApiResult,
    },
};

/// Handlers of `/blocking-rules/{id}/overrides`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(create_override, list_overrides))
}

/// One campaign that is let in.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OverrideView {
    /// Id.
    pub id: Uuid,
    /// The rule.
    pub rule_id: Uuid,
    /// The store whose rule it is.
    pub store_id: Option<Uuid>,
    /// The campaign.
    pub campaign_id: Option<Uuid>,
    /// Its name.
    pub campaign_name: Option<String>,
    /// `Manual override: ` and the justification.
    pub reason: String,
    /// User or token that approved it.
    pub approved_by: Option<Uuid>,
    /// Since when.
    pub created_at: Timestamp,
    /// The end of the campaign; it moves when that is extended.
    pub expires_at: Option<Timestamp>,
    /// Whether it holds now.
    pub is_active: bool,
}

impl OverrideView {
    fn of(state: &AppState, rule: &StoreRule, row: &RuleOverride) -> Self {
        let views = state.views();
        let campaign = views.campaigns.get(row.campaign.0);
        let campaign = campaign.as_deref();
        Self {
            id: row.id,
            rule_id: rule.id,
            store_id: views.stores.get(rule.store.0).map(|store| store.id),
            campaign_id: campaign.map(|campaign| campaign.id),
            campaign_name: campaign.map(|campaign| campaign.name.clone()),
            reason: row.reason.clone(),
            approved_by: row.approved_by,
            created_at: row.from,
            expires_at: campaign.and_then(override_end),
            is_active: campaign.is_some_and(|campaign| {
                !campaign.is_terminal() && is_overridden(rule, campaign, state.now())
            }),
        }
    }
}

/// An override to be.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOverride {
    /// The campaign to let in.
    pub campaign_id: Uuid,
    /// Business justification, 1 to 500 characters; the supplier reads it.
    pub reason: String,
}

fn find_rule(state: &AppState, caller: &Caller, id: Uuid) -> ApiResult<Arc<StoreRule>> {
    let missing = || Refusal::not_found("Blocking rule");
    let rule = state.views().rules.by_id(id).ok_or_else(missing)?;
    let store = state.views().stores.get(rule.store.0).ok_or_else(missing)?;
    caller.require_sight(Owner::Supplier(store.supplier), "Blocking rule")?;
    Ok(rule)
}

/// Lets a campaign into a store in spite of a rule, until the campaign's end. For super
/// administrators; the supplier is told. Rule: BLK-05.
#[utoipa::path(
    post,
    path = "/blocking-rules/{id}/overrides",
    tag = "stores",
    params(("id" = Uuid, Path, description = "The rule")),
    request_body = NewOverride,
    responses(
        (status = 201, body = OverrideView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "The rule does not block the campaign", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn create_override(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<NewOverride>,
) -> ApiResult<(StatusCode, Json<OverrideView>)> {
    let command =
        OverrideRule { rule_id: id, campaign_id: value.campaign_id, reason: value.reason };
    let made = state.handle().run(&caller.actor, command, key).await?;
    let rule = find_rule(&state, &caller, id)?;
    let row = rule.overrides.iter().find(|row| row.id == made);
    let row = row.ok_or_else(|| Refusal::not_found("Override"))?;
    Ok(created(OverrideView::of(&state, &rule, row)))
}

/// Lists a rule's overrides, newest first, also past ones. For operators and the store's owner.
#[utoipa::path(
    get,
    path = "/blocking-rules/{id}/overrides",
    tag = "stores",
    params(("id" = Uuid, Path, description = "The rule"), Page),
    responses(
        (status = 200, body = List<OverrideView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn list_overrides(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    page: Page,
    Query(NoBody {}): Query<NoBody>,
) -> ApiResult<Json<List<OverrideView>>> {
    let rule = find_rule(&state, &caller, id)?;
    let rows = rule.overrides.iter().rev();
    Ok(Json(page.slice(rows.map(|row| OverrideView::of(&state, &rule, row)))))
}
