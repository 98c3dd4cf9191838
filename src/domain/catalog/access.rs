//! Users, roles and API tokens.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::{
    ids::{AdvertiserNo, SupplierNo, TokenNo, UserNo},
    notices::Language,
    time::Timestamp,
    words::words,
};

words! {
    /// What a person or program may do. Rule: D-47.
    Role {
        /// Everything, also other admins.
        SuperAdmin = "SUPER_ADMIN",
        /// Runs the appliance.
        Admin = "ADMIN",
        /// Decides reviews and approvals.
        Reviewer = "REVIEWER",
        /// Buys plays for one advertiser.
        Advertiser = "ADVERTISER",
        /// Owns stores.
        Supplier = "SUPPLIER",
        /// Reads everything, changes nothing.
        Auditor = "AUDITOR",
    }
}

/// What a user or token acts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Owner {
    /// The operator of the appliance.
    Operator,
    /// One advertiser.
    Advertiser(AdvertiserNo),
    /// One supplier.
    Supplier(SupplierNo),
}

impl Owner {
    /// Five bytes that name the owner inside keys.
    #[must_use]
    pub fn key(self) -> [u8; 5] {
        let (kind, number) = match self {
            Self::Operator => (0, 0),
            Self::Advertiser(no) => (1, no.0),
            Self::Supplier(no) => (2, no.0),
        };
        let [a, b, c, d] = number.to_be_bytes();
        [kind, a, b, c, d]
    }

    /// Whether a role fits to this owner.
    #[must_use]
    pub const fn fits(self, role: Role) -> bool {
        match self {
            Self::Advertiser(_) => matches!(role, Role::Advertiser),
            Self::Supplier(_) => matches!(role, Role::Supplier),
            Self::Operator => !matches!(role, Role::Advertiser | Role::Supplier),
        }
    }
}

/// A person who signs in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct User {
    /// Number inside rows.
    pub no: UserNo,
    /// Id for the outside.
    pub id: Uuid,
    /// Sign-in name, unique, lower case.
    pub email: String,
    /// Display name.
    pub name: String,
    /// Of notifications.
    pub language: Language,
    /// What the person may do.
    pub role: Role,
    /// What the person acts for.
    pub owner: Owner,
    /// Argon2id in PHC form.
    pub password_hash: String,
    /// False once disabled.
    pub is_active: bool,
    /// Creation, server clock.
    pub created_at: Timestamp,
    /// Last change, server clock.
    pub updated_at: Timestamp,
}

/// A token of a program; only its hash is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApiToken {
    /// Number inside rows.
    pub no: TokenNo,
    /// Id for the outside.
    pub id: Uuid,
    /// What it is for.
    pub name: String,
    /// SHA-256 of the token.
    pub hash: [u8; 32],
    /// What it may do.
    pub role: Role,
    /// What it acts for.
    pub owner: Owner,
    /// Counts until then, if set.
    pub expires_at: Option<Timestamp>,
    /// Since when it is revoked.
    pub revoked_at: Option<Timestamp>,
    /// Creation, server clock.
    pub created_at: Timestamp,
}
