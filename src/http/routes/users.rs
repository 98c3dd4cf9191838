//! Users: people who sign in. Rule: D-47.

use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    listing::{fits, mentions, owner_id},
    sorting::{Asked, Key, SortField, ordered},
};
use crate::{
    domain::{
        catalog::{Role, User},
        notices::Language,
        refusal::Refusal,
        time::Timestamp,
    },
    engine::{
        commands::access::{CreateUser, UpdateUser},
        publish::Views,
    },
    http::{
        AppState, Caller, Idem, Json, List, NoBody, PageRequest, Patch, PatchBody, Path, Problem,
        Query,
        auth::{ADMINS, hash_password_later},
        body::created,
        error::ApiResult,
    },
};

/// Fewest characters of a password.
const MIN_PASSWORD_CHARS: usize = 10;
/// Most bytes of a password.
const MAX_PASSWORD_BYTES: usize = 1024;

/// Handlers of `/users`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(create_user, list_users)).routes(routes!(
        show_user,
        update_user,
        disable_user
    ))
}

/// A person who signs in.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct UserView {
    /// Id.
    pub id: Uuid,
    /// Sign-in name, lower case.
    pub email: String,
    /// Display name.
    pub name: String,
    /// Language of notifications.
    pub language: Language,
    /// What the person may do.
    pub role: Role,
    /// The advertiser or supplier the person acts for; absent (null) for the operator.
    pub owner_id: Option<Uuid>,
    /// False once disabled.
    pub is_active: bool,
    /// Creation.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

impl UserView {
    fn of(views: &Views, row: &User) -> Self {
        Self {
            id: row.id,
            email: row.email.clone(),
            name: row.name.clone(),
            language: row.language,
            role: row.role,
            owner_id: owner_id(views, row.owner),
            is_active: row.is_active,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// A user to be.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// Sign-in name, unique.
    pub email: String,
    /// Display name, 1 to 100 characters.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// The advertiser or supplier, for these roles.
    pub owner_id: Option<Uuid>,
    /// At least 10 characters.
    #[schema(format = Password, min_length = 10)]
    pub password: String,
    /// Language of notifications; English (`en`) where absent.
    pub language: Option<Language>,
}

/// What changes of a user.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserChange {
    /// Display name.
    pub name: Option<String>,
    /// What the person may do.
    pub role: Option<Role>,
    /// At least 10 characters; ends the person's sessions.
    #[schema(format = Password, min_length = 10)]
    pub password: Option<String>,
    /// False disables, true enables again.
    pub is_active: Option<bool>,
    /// Language of notifications.
    pub language: Option<Language>,
}

impl PatchBody for UserChange {
    const CLEARABLE: &'static [&'static str] = &[];
}

/// Which users are wanted.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UserFilter {
    /// Only those with this role.
    pub role: Option<Role>,
    /// Only those of this advertiser or supplier.
    pub owner_id: Option<Uuid>,
    /// Only those (not) disabled.
    pub is_active: Option<bool>,
    /// Only those whose name or address contains this.
    pub q: Option<String>,
    /// What to sort by, with `-` before it for descending: `created_at`, `name`, `email` or
    /// `role`. Newest first where absent.
    pub sort: Option<String>,
}

fn view(state: &AppState, id: Uuid) -> ApiResult<UserView> {
    let row = state.views().users.by_id(id).ok_or_else(|| Refusal::not_found("User"))?;
    Ok(UserView::of(state.views(), &row))
}

fn check_password(password: &str) -> Result<(), Refusal> {
    if password.chars().count() >= MIN_PASSWORD_CHARS && password.len() <= MAX_PASSWORD_BYTES {
        return Ok(());
    }
    let message = format!(
        "Password must have at least {MIN_PASSWORD_CHARS} characters and at most \
         {MAX_PASSWORD_BYTES} bytes"
    );
    Err(Refusal::field("password", "LENGTH", message))
}

/// Makes a user. For admins; only a `SUPER_ADMIN` makes admins.
///
/// Takes no `Idempotency-Key` (nothing about a password is kept beside its slow hash); a second
/// call with the same address is a conflict.
#[utoipa::path(
    post,
    path = "/users",
    tag = "users",
    request_body = NewUser,
    responses(
        (status = 201, body = UserView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 409, description = "The address is taken", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn create_user(
    State(state): State<AppState>,
    caller: Caller,
    Json(given): Json<NewUser>,
) -> ApiResult<(StatusCode, Json<UserView>)> {
    // Hashing is dear: only for those who may.
    caller.require(ADMINS)?;
    check_password(&given.password)?;
    let command = CreateUser {
        email: given.email,
        name: given.name,
        role: given.role,
        owner_id: given.owner_id,
        password_hash: hash_password_later(&state, given.password).await?,
        language: given.language,
    };
    let id = state.handle().run(&caller.actor, command, None).await?;
    Ok(created(view(&state, id)?))
}

/// What the list is sorted by.
const SORTS: &[SortField<User>] = &[
    ("created_at", |_, row| row.created_at.into()),
    ("name", |_, row| Key::text(&row.name)),
    ("email", |_, row| Key::text(&row.email)),
    ("role", |_, row| Key::Number(row.role as i64)),
];

/// Lists users, newest first; people of an advertiser or supplier see their own.
#[utoipa::path(
    get,
    path = "/users",
    tag = "users",
    params(PageRequest, UserFilter),
    responses(
        (status = 200, body = List<UserView>),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
    ),
)]
pub async fn list_users(
    State(state): State<AppState>,
    caller: Caller,
    page: PageRequest,
    Query(filter): Query<UserFilter>,
) -> ApiResult<Json<List<UserView>>> {
    let views = state.views();
    let asked = Asked { page: &page, sort: filter.sort.as_deref(), fields: SORTS };
    let rows = ordered(views, &views.users, &asked, |row| {
        caller.actor.sees(row.owner)
            && fits(filter.role, row.role)
            && (filter.owner_id.is_none() || filter.owner_id == owner_id(views, row.owner))
            && fits(filter.is_active, row.is_active)
            && mentions(filter.q.as_deref(), &[&row.name, &row.email])
    })?;
    Ok(Json(rows.map(|row| UserView::of(views, &row))))
}

/// Shows a user.
#[utoipa::path(
    get,
    path = "/users/{id}",
    tag = "users",
    params(("id" = Uuid, Path, description = "The user")),
    responses(
        (status = 200, body = UserView),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub async fn show_user(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> ApiResult<Json<UserView>> {
    let row = state.views().users.by_id(id).ok_or_else(|| Refusal::not_found("User"))?;
    caller.require_sight(row.owner, "User")?;
    Ok(Json(UserView::of(state.views(), &row)))
}

/// Changes a user; people change their own name, password and language, admins the rest.
///
/// A new role, a new password or disabling ends the person's sessions. Takes no
/// `Idempotency-Key`; the same change twice is one change.
#[utoipa::path(
    patch,
    path = "/users/{id}",
    tag = "users",
    params(("id" = Uuid, Path, description = "The user")),
    request_body = UserChange,
    responses(
        (status = 200, body = UserView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "The last SUPER_ADMIN", body = Problem),
        (status = 422, body = Problem),
    ),
)]
pub async fn update_user(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Patch { value: given, .. }: Patch<UserChange>,
) -> ApiResult<Json<UserView>> {
    if caller.actor.id != Some(id) {
        caller.require(ADMINS)?;
    }
    let password_hash = match given.password {
        Some(password) => {
            check_password(&password)?;
            Some(hash_password_later(&state, password).await?)
        }
        None => None,
    };
    let command = UpdateUser {
        id,
        name: given.name,
        role: given.role,
        password_hash,
        is_active: given.is_active,
        language: given.language,
    };
    let id = state.handle().run(&caller.actor, command, None).await?;
    Ok(Json(view(&state, id)?))
}

/// Disables a user and ends the person's sessions; the row stays. For admins.
#[utoipa::path(
    delete,
    path = "/users/{id}",
    tag = "users",
    params(("id" = Uuid, Path, description = "The user")),
    responses(
        (status = 200, body = UserView),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "The last SUPER_ADMIN", body = Problem),
    ),
)]
pub async fn disable_user(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Idem { key, .. }: Idem<NoBody>,
) -> ApiResult<Json<UserView>> {
    let command = UpdateUser { id, is_active: Some(false), ..UpdateUser::default() };
    let id = state.handle().run(&caller.actor, command, key).await?;
    Ok(Json(view(&state, id)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_have_ten_characters_and_are_no_novels() {
        for (password, fits) in [
            ("123456789", false),
            ("1234567890", true),
            ("mật khẩu!!", true),
            (&"x".repeat(1024), true),
            (&"x".repeat(1025), false),
        ] {
            assert_eq!(check_password(password).is_ok(), fits, "{}", password.len());
        }
    }
}
