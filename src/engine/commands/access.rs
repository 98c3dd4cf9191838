//! Who signs in: users, sessions, API tokens. Rule: D-47.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::parties::{
    ADMINS, FieldChecks, MAX_NAME, find_advertiser, find_supplier, replace, replace_language,
    same_email,
};
use crate::{
    db::codec::sha256,
    domain::{
        catalog::{ApiToken, Role, User, access::Owner},
        ids::{TokenNo, UserNo},
        notices::{DEFAULT_LANGUAGE, Language},
        refusal::{Code, Refusal},
        time::Timestamp,
    },
    engine::{
        actor::{Actor, AuditDraft},
        command::{Changes, Command, Context, Record},
        live::{Live, Session},
    },
};

/// Refuses who may not give or take a role: only a `SUPER_ADMIN` deals with admins.
fn require_grant(actor: &Actor, role: Role) -> Result<(), Refusal> {
    if ADMINS.contains(&role) {
        actor.require_role(&[Role::SuperAdmin])
    } else {
        actor.require_role(&ADMINS)
    }
}

/// What a role acts for; the id must be of the role's kind.
fn resolve_owner(live: &Live, role: Role, owner_id: Option<Uuid>) -> Result<Owner, Refusal> {
    let required = |kind: &str| {
        let message = format!("The role {role} takes the owner_id of {kind}");
        Refusal::field("owner_id", "REQUIRED", message)
    };
    let unknown = |kind: &str| {
        let message = format!("owner_id is not the id of {kind}");
        Refusal::field("owner_id", "UNKNOWN", message)
    };
    match (role, owner_id) {
        (Role::Advertiser, None) => Err(required("an advertiser")),
        (Role::Supplier, None) => Err(required("a supplier")),
        (Role::Advertiser, Some(id)) => find_advertiser(live, id)
            .map(|row| Owner::Advertiser(row.no))
            .map_err(|_| unknown("an advertiser")),
        (Role::Supplier, Some(id)) => find_supplier(live, id)
            .map(|row| Owner::Supplier(row.no))
            .map_err(|_| unknown("a supplier")),
        (Role::SuperAdmin | Role::Admin | Role::Reviewer | Role::Auditor, None) => {
            Ok(Owner::Operator)
        }
        (Role::SuperAdmin | Role::Admin | Role::Reviewer | Role::Auditor, Some(_)) => {
            let message = format!("The role {role} acts for the operator: leave owner_id out");
            Err(Refusal::field("owner_id", "NOT_OF_THIS_ROLE", message))
        }
    }
}

fn counts(token: &ApiToken, now: Timestamp) -> bool {
    token.revoked_at.is_none() && token.expires_at.is_none_or(|end| now < end)
}

/// Refuses a step after which no `SUPER_ADMIN` could sign in.
fn keep_a_super_admin(
    live: &Live,
    now: Timestamp,
    without_user: Option<UserNo>,
    without_token: Option<TokenNo>,
) -> Result<(), Refusal> {
    let user_left = live.users.iter().any(|user| {
        user.role == Role::SuperAdmin && user.is_active && Some(user.no) != without_user
    });
    let token_left = live.tokens.iter().any(|token| {
        token.role == Role::SuperAdmin && counts(token, now) && Some(token.no) != without_token
    });
    if user_left || token_left {
        return Ok(());
    }
    let message = "This is the last SUPER_ADMIN: make another user or token with that role first";
    Err(Refusal::new(Code::Conflict, message))
}

/// Turns the operator's bootstrap secret into a `SUPER_ADMIN` token while there is no user.
///
/// Run at each start; the same secret is taken only once.
#[derive(Clone)]
pub struct Bootstrap {
    /// SHA-256 of the secret.
    pub token_hash: [u8; 32],
}

impl Command for Bootstrap {
    /// The token, if one was made.
    type Output = Option<Uuid>;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        if context.actor.role.is_some() {
            let message = "Only the start of the appliance takes the bootstrap token";
            return Err(Refusal::new(Code::Forbidden, message));
        }
        let mut changes = Changes::default();
        let is_known = live.tokens.iter().any(|token| token.hash == self.token_hash);
        if is_known || !live.users.is_empty() {
            return Ok((changes, None));
        }
        let id = context.random.uuid(context.now);
        changes.put(Record::Token(Arc::new(ApiToken {
            no: TokenNo(live.tokens.next_number()),
            id,
            name: "bootstrap".to_owned(),
            hash: self.token_hash,
            role: Role::SuperAdmin,
            owner: Owner::Operator,
            expires_at: None,
            revoked_at: None,
            created_at: context.now,
        })));
        changes.audit(AuditDraft::new("api_token.bootstrap", "api_token", id));
        Ok((changes, Some(id)))
    }
}

/// Makes a user.
#[derive(Clone)]
pub struct CreateUser {
    /// Sign-in name, unique; kept in lower case.
    pub email: String,
    /// Display name.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// The advertiser or supplier, for these roles.
    pub owner_id: Option<Uuid>,
    /// Argon2id in PHC form.
    pub password_hash: String,
    /// Of notifications; English where absent.
    pub language: Option<Language>,
}

impl Command for CreateUser {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        require_grant(context.actor, self.role)?;
        let mut checks = FieldChecks::default();
        let email = checks.email("email", &self.email).to_lowercase();
        let name = checks.text("name", "Name", &self.name, MAX_NAME);
        let owner = resolve_owner(live, self.role, self.owner_id)
            .map_err(|refusal| checks.absorb(refusal))
            .unwrap_or(Owner::Operator);
        checks.finish()?;
        if live.users.iter().any(|user| same_email(&user.email, &email)) {
            let message = format!("The e-mail {email} belongs to another user already");
            return Err(Refusal::new(Code::Conflict, message));
        }
        let id = context.random.uuid(context.now);
        let mut changes = Changes::default();
        changes.put(Record::User(Arc::new(User {
            no: UserNo(live.users.next_number()),
            id,
            email,
            name,
            language: self.language.unwrap_or(DEFAULT_LANGUAGE),
            role: self.role,
            owner,
            password_hash: self.password_hash,
            is_active: true,
            created_at: context.now,
            updated_at: context.now,
        })));
        let role = self.role.to_string();
        changes.audit(AuditDraft::new("user.create", "user", id).change("role", "", role));
        Ok((changes, id))
    }
}

/// Changes a user. A new role, a new password or disabling ends the user's sessions.
///
/// People may change their own name and password.
#[derive(Clone, Default)]
pub struct UpdateUser {
    /// Which.
    pub id: Uuid,
    /// Display name.
    pub name: Option<String>,
    /// What the person may do; it must fit to what the person acts for.
    pub role: Option<Role>,
    /// Argon2id in PHC form.
    pub password_hash: Option<String>,
    /// False disables.
    pub is_active: Option<bool>,
    /// Of notifications.
    pub language: Option<Language>,
}

impl UpdateUser {
    fn require_right(&self, actor: &Actor, user: &User) -> Result<(), Refusal> {
        let is_own = actor.id == Some(user.id);
        if is_own && self.role.is_none() && self.is_active.is_none() {
            return Ok(());
        }
        require_grant(actor, user.role)?;
        self.role.map_or(Ok(()), |role| require_grant(actor, role))
    }

    /// The checked new name.
    fn check(&self, user: &User) -> Result<Option<String>, Refusal> {
        let mut checks = FieldChecks::default();
        let name = checks.optional_text("name", "Name", self.name.as_deref(), MAX_NAME);
        if let Some(role) = self.role.filter(|role| !user.owner.fits(*role)) {
            let message =
                format!("The role {role} does not fit what the user acts for; make a new user");
            checks.fail("role", "NOT_OF_THIS_OWNER", message);
        }
        checks.finish()?;
        Ok(name)
    }
}

/// Ends all sessions of a user.
fn end_sessions(live: &Live, user: UserNo, changes: &mut Changes) {
    let own = live.sessions.values().filter(|session| session.user == user);
    let mut hashes: Vec<[u8; 32]> = own.map(|session| session.hash).collect();
    hashes.sort_unstable();
    for hash in hashes {
        changes.put(Record::SessionEnd(hash));
    }
}

impl Command for UpdateUser {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        let found = live.users.by_id(self.id);
        let Some(found) = found else {
            context.actor.require_role(&ADMINS)?;
            return Err(Refusal::not_found("User"));
        };
        self.require_right(context.actor, found)?;
        let name = self.check(found)?;
        let role = self.role.filter(|role| *role != found.role);
        let is_active = self.is_active.filter(|active| *active != found.is_active);
        let loses_rights = role.is_some() || is_active == Some(false);
        if found.role == Role::SuperAdmin && found.is_active && loses_rights {
            keep_a_super_admin(live, context.now, Some(found.no), None)?;
        }
        let mut row = (**found).clone();
        let mut changes = Changes::default();
        let base = AuditDraft::new("user.update", "user", row.id);
        replace(&mut changes.audit, &base, "name", &mut row.name, name);
        replace_language(&mut changes.audit, &base, &mut row.language, self.language);
        if let Some(role) = role {
            let (old, new) = (row.role, role);
            changes.audit(base.clone().change("role", old, new));
            row.role = role;
        }
        if let Some(active) = is_active {
            changes.audit(base.clone().change("is_active", row.is_active, active));
            row.is_active = active;
        }
        let new_password = self.password_hash.is_some();
        if let Some(password_hash) = self.password_hash {
            changes.audit(AuditDraft { field: Some("password".to_owned()), ..base });
            row.password_hash = password_hash;
        }
        if loses_rights || new_password {
            end_sessions(live, row.no, &mut changes);
        }
        if !changes.audit.is_empty() {
            row.updated_at = context.now;
            changes.put(Record::User(Arc::new(row)));
        }
        Ok((changes, self.id))
    }
}

/// Makes an API token for a program.
#[derive(Clone, Debug)]
pub struct CreateToken {
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// The advertiser or supplier, for these roles.
    pub owner_id: Option<Uuid>,
    /// Counts until then.
    pub expires_at: Option<Timestamp>,
}

/// The answer to `CreateToken`. The token is shown only here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TokenCreated {
    /// Of the token.
    pub id: Uuid,
    /// The secret.
    pub token: String,
}

impl Command for CreateToken {
    type Output = TokenCreated;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        require_grant(context.actor, self.role)?;
        let mut checks = FieldChecks::default();
        let name = checks.text("name", "Name", &self.name, MAX_NAME);
        let owner = resolve_owner(live, self.role, self.owner_id)
            .map_err(|refusal| checks.absorb(refusal))
            .unwrap_or(Owner::Operator);
        if let Some(end) = self.expires_at.filter(|end| *end <= context.now) {
            let message = format!("expires_at must lie in the future, not at {end}");
            checks.fail("expires_at", "IN_THE_PAST", message);
        }
        checks.finish()?;
        let id = context.random.uuid(context.now);
        let token = context.random.secret("vta");
        let mut changes = Changes::default();
        changes.put(Record::Token(Arc::new(ApiToken {
            no: TokenNo(live.tokens.next_number()),
            id,
            name,
            hash: sha256(token.as_bytes()),
            role: self.role,
            owner,
            expires_at: self.expires_at,
            revoked_at: None,
            created_at: context.now,
        })));
        let role = self.role.to_string();
        let entry = AuditDraft::new("api_token.create", "api_token", id);
        changes.audit(entry.change("role", "", role));
        Ok((changes, TokenCreated { id, token }))
    }
}

/// Ends an API token; done twice it changes nothing.
#[derive(Clone, Copy, Debug)]
pub struct RevokeToken {
    /// Which.
    pub id: Uuid,
}

impl Command for RevokeToken {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        context.actor.require_role(&ADMINS)?;
        let found = live.tokens.by_id(self.id).ok_or_else(|| Refusal::not_found("API token"))?;
        require_grant(context.actor, found.role)?;
        let mut changes = Changes::default();
        if found.revoked_at.is_some() {
            return Ok((changes, self.id));
        }
        if found.role == Role::SuperAdmin && counts(found, context.now) {
            keep_a_super_admin(live, context.now, None, Some(found.no))?;
        }
        let mut row = (**found).clone();
        row.revoked_at = Some(context.now);
        changes.audit(AuditDraft::new("api_token.revoke", "api_token", row.id));
        changes.put(Record::Token(Arc::new(row)));
        Ok((changes, self.id))
    }
}

/// Signs a person in; the password was checked before. Expired sessions of the person go.
#[derive(Clone)]
pub struct StartSession {
    /// Who.
    pub user: UserNo,
    /// SHA-256 of the cookie's value.
    pub hash: [u8; 32],
    /// Value that state-changing calls must repeat.
    pub csrf: String,
    /// Counts until then.
    pub expires_at: Timestamp,
}

impl Command for StartSession {
    type Output = ();

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        let user = live.users.get(self.user.0).filter(|user| user.is_active);
        let user = user.ok_or_else(|| {
            Refusal::new(Code::Unauthenticated, "The user is unknown or disabled")
        })?;
        let mut changes = Changes::default();
        let own = live.sessions.values().filter(|session| session.user == self.user);
        let expired = own.filter(|session| session.expires_at <= context.now);
        let mut hashes: Vec<[u8; 32]> = expired.map(|session| session.hash).collect();
        hashes.sort_unstable();
        for hash in hashes {
            changes.put(Record::SessionEnd(hash));
        }
        changes.put(Record::Session(Arc::new(Session {
            hash: self.hash,
            user: self.user,
            csrf: self.csrf,
            expires_at: self.expires_at,
        })));
        changes.audit(AuditDraft::new("session.start", "user", user.id));
        Ok((changes, ()))
    }
}

/// Signs a person out; an unknown session changes nothing.
#[derive(Clone)]
pub struct EndSession {
    /// SHA-256 of the cookie's value.
    pub hash: [u8; 32],
}

impl Command for EndSession {
    type Output = ();

    fn decide(
        self,
        live: &Live,
        _context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        let mut changes = Changes::default();
        if let Some(session) = live.sessions.get(&self.hash) {
            if let Some(user) = live.users.get(session.user.0) {
                changes.audit(AuditDraft::new("session.end", "user", user.id));
            }
            changes.put(Record::SessionEnd(self.hash));
        }
        Ok((changes, ()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rule: D-47.
    #[test]
    fn owners_fit_their_roles() {
        let live = Live::default();
        let some = Some(Uuid::nil());
        for (role, owner_id, expected) in [
            (Role::Admin, None, Ok(Owner::Operator)),
            (Role::Auditor, None, Ok(Owner::Operator)),
            (Role::Admin, some, Err("NOT_OF_THIS_ROLE")),
            (Role::Advertiser, None, Err("REQUIRED")),
            (Role::Advertiser, some, Err("UNKNOWN")),
            (Role::Supplier, None, Err("REQUIRED")),
            (Role::Supplier, some, Err("UNKNOWN")),
        ] {
            let found = resolve_owner(&live, role, owner_id);
            let found = found.map_err(|refusal| refusal.fields[0].error.clone());
            assert_eq!(found, expected.map_err(str::to_owned), "{role} {owner_id:?}");
        }
    }

    /// Rule: D-47: only a SUPER_ADMIN deals with admins.
    #[test]
    fn admins_grant_only_lower_roles() {
        let admin = Actor { role: Some(Role::Admin), ..Actor::system() };
        for (role, allowed) in [
            (Role::SuperAdmin, false),
            (Role::Admin, false),
            (Role::Reviewer, true),
            (Role::Advertiser, true),
            (Role::Supplier, true),
            (Role::Auditor, true),
        ] {
            assert_eq!(require_grant(&admin, role).is_ok(), allowed, "{role}");
            assert!(require_grant(&Actor::system(), role).is_ok());
        }
        let reviewer = Actor { role: Some(Role::Reviewer), ..Actor::system() };
        assert!(require_grant(&reviewer, Role::Auditor).is_err());
    }
}
