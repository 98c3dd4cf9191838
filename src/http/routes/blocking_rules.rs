//! Blocking rules of stores. Rule: BLK-01.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::listing::{fits, newest_first};
use crate::{
    domain::{
        blocking::RuleType,
        catalog::{Store, StoreRule, access::Owner},
        change::Change,
        refusal::Refusal,
        time::Timestamp,
    },
    engine::commands::stores::{CreateBlockingRule, DeleteBlockingRule, UpdateBlockingRule},
    http::{
        AppState, Caller, Idem, Json, List, NoBody, Page, Patch, PatchBody, Path, Problem, Query,
        body::created, error::ApiResult,
    },
};

/// Handlers of `/stores/{id}/blocking-rules`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(create_blocking_rule, list_blocking_rules))
        .routes(routes!(show_blocking_rule, update_blocking_rule, delete_blocking_rule))
}

/// What a store blocks.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct BlockingRuleView {
    /// Id.
    pub id: Uuid,
    /// The store.
    pub store_id: Uuid,
    /// What is compared.
    pub rule_type: RuleType,
    /// With what.
    pub blocked_value: String,
    /// Why.
    pub reason: Option<String>,
    /// Whether it is switched on.
    pub is_active: bool,
    /// User or token that made it.
    pub created_by: Option<Uuid>,
    /// Creation.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

fn is_active(row: &StoreRule) -> bool {
    row.rule.active.last() == Some(&true)
}

impl BlockingRuleView {
    fn of(store: &Store, row: &StoreRule) -> Self {
        Self {
            id: row.id,
            store_id: store.id,
            rule_type: row.rule.rule_type,
            blocked_value: row.rule.blocked_value.clone(),
            reason: row.rule.reason.clone(),
            is_active: is_active(row),
            created_by: row.rule.created_by,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

const fn yes() -> bool {
    true
}

/// A rule to be.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBlockingRule {
    /// What is compared.
    pub rule_type: RuleType,
    /// A brand's name, a category or scan flag, a keyword; 1 to 100 characters.
    pub blocked_value: String,
    /// Why.
    pub reason: Option<String>,
    /// Whether it is switched on at once.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub is_active: bool,
}

/// What changes of a rule; what it blocks never does.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BlockingRuleChange {
    /// Only the same value is taken.
    pub blocked_value: Option<String>,
    /// Why; `null`: no reason.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub reason: Change<String>,
    /// On or off from now.
    pub is_active: Option<bool>,
}

impl PatchBody for BlockingRuleChange {
    const CLEARABLE: &'static [&'static str] = &["reason"];
}

/// Which rules are wanted.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BlockingRuleFilter {
    /// Only those that compare this.
    pub rule_type: Option<RuleType>,
    /// Only those that are (not) switched on.
    pub is_active: Option<bool>,
}

/// The store, if the caller may see its rules.
fn find_store(state: &AppState, caller: &Caller, id: Uuid) -> ApiResult<Arc<Store>> {
    let store = state.views().stores.by_id(id).ok_or_else(|| Refusal::not_found("Store"))?;
    caller.require_sight(Owner::Supplier(store.supplier), "Store")?;
    Ok(store)
}

/// The rule of this store, if the caller may see it.
fn find_rule(
    state: &AppState,
    caller: &Caller,
    store_id: Uuid,
    rule_id: Uuid,
) -> ApiResult<(Arc<Store>, Arc<StoreRule>)> {
    let store = find_store(state, caller, store_id)?;
    let rule = state.views().rules.by_id(rule_id).filter(|rule| rule.store == store.no);
    Ok((store, rule.ok_or_else(|| Refusal::not_found("Blocking rule"))?))
}

/// Makes a store block a brand, category or keyword from now on. For admins and the owner.
#[utoipa::path(
    post,
    path = "/stores/{id}/blocking-rules",
    tag = "stores",
    params(("id" = Uuid, Path, description = "The store")),
    request_body = NewBlockingRule,
    responses(
        (status = 201, body = BlockingRuleView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "A rule for the same is on already", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn create_blocking_rule(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { value, key }: Idem<NewBlockingRule>,
) -> ApiResult<(StatusCode, Json<BlockingRuleView>)> {
    let command = CreateBlockingRule {
        store_id: id,
        rule_type: value.rule_type,
        blocked_value: value.blocked_value,
        reason: value.reason,
        is_active: value.is_active,
    };
    let rule = state.handle().run(&caller.actor, command, key).await?;
    let (store, rule) = find_rule(&state, &caller, id, rule)?;
    Ok(created(BlockingRuleView::of(&store, &rule)))
}

/// Lists a store's rules, newest first, also those that are off. For operators and the owner.
#[utoipa::path(
    get,
    path = "/stores/{id}/blocking-rules",
    tag = "stores",
    params(("id" = Uuid, Path, description = "The store"), Page, BlockingRuleFilter),
    responses(
        (status = 200, body = List<BlockingRuleView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn list_blocking_rules(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    page: Page,
    Query(filter): Query<BlockingRuleFilter>,
) -> ApiResult<Json<List<BlockingRuleView>>> {
    let store = find_store(&state, &caller, id)?;
    let rows = newest_first(&state.views().rules, &page, |row| {
        row.store == store.no
            && fits(filter.rule_type, row.rule.rule_type)
            && fits(filter.is_active, is_active(row))
    });
    Ok(Json(rows.map(|row| BlockingRuleView::of(&store, &row))))
}

/// Shows a rule. For operators and the owner.
#[utoipa::path(
    get,
    path = "/stores/{id}/blocking-rules/{rule_id}",
    tag = "stores",
    params(
        ("id" = Uuid, Path, description = "The store"),
        ("rule_id" = Uuid, Path, description = "The rule"),
    ),
    responses(
        (status = 200, body = BlockingRuleView),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn show_blocking_rule(
    State(state): State<AppState>,
    caller: Caller,
    Path((id, rule_id)): Path<(Uuid, Uuid)>,
) -> ApiResult<Json<BlockingRuleView>> {
    let (store, rule) = find_rule(&state, &caller, id, rule_id)?;
    Ok(Json(BlockingRuleView::of(&store, &rule)))
}

/// Switches a rule on or off, or changes its reason. For admins and the owner.
#[utoipa::path(
    patch,
    path = "/stores/{id}/blocking-rules/{rule_id}",
    tag = "stores",
    params(
        ("id" = Uuid, Path, description = "The store"),
        ("rule_id" = Uuid, Path, description = "The rule"),
    ),
    request_body = BlockingRuleChange,
    responses(
        (status = 200, body = BlockingRuleView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "A rule for the same is on already", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn update_blocking_rule(
    State(state): State<AppState>,
    caller: Caller,
    Path((id, rule_id)): Path<(Uuid, Uuid)>,
    Patch { value, key }: Patch<BlockingRuleChange>,
) -> ApiResult<Json<BlockingRuleView>> {
    find_rule(&state, &caller, id, rule_id)?;
    let command = UpdateBlockingRule {
        id: rule_id,
        blocked_value: value.blocked_value,
        reason: value.reason,
        is_active: value.is_active,
    };
    state.handle().run(&caller.actor, command, key).await?;
    let (store, rule) = find_rule(&state, &caller, id, rule_id)?;
    Ok(Json(BlockingRuleView::of(&store, &rule)))
}

/// Switches a rule off; it stays readable, for the plays that it judged. For admins and
/// the owner.
#[utoipa::path(
    delete,
    path = "/stores/{id}/blocking-rules/{rule_id}",
    tag = "stores",
    params(
        ("id" = Uuid, Path, description = "The store"),
        ("rule_id" = Uuid, Path, description = "The rule"),
    ),
    responses(
        (status = 200, body = BlockingRuleView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn delete_blocking_rule(
    State(state): State<AppState>,
    caller: Caller,
    Path((id, rule_id)): Path<(Uuid, Uuid)>,
    Idem { key, .. }: Idem<NoBody>,
) -> ApiResult<Json<BlockingRuleView>> {
    find_rule(&state, &caller, id, rule_id)?;
    state.handle().run(&caller.actor, DeleteBlockingRule { id: rule_id }, key).await?;
    let (store, rule) = find_rule(&state, &caller, id, rule_id)?;
    Ok(Json(BlockingRuleView::of(&store, &rule)))
}
