//! Advertisers and suppliers: who buys plays and who owns screens.

use std::sync::Arc;

use uuid::Uuid;

use crate::{
    domain::{
        catalog::{Advertiser, PartyStatus, Role, Supplier, access::Owner, standing::Standing},
        change::Change,
        ids::{AdvertiserNo, SupplierNo},
        notices::{DEFAULT_LANGUAGE, Language},
        refusal::{Code, FieldError, Refusal},
        text::is_unreadable,
        time::Timeline,
    },
    engine::{
        actor::AuditDraft,
        command::{Changes, Command, Context, Record},
        live::Live,
    },
};

/// Roles that run the appliance. Rule: D-47.
pub(super) const ADMINS: [Role; 2] = [Role::SuperAdmin, Role::Admin];
/// Roles that change stores and devices: admins, and suppliers their own.
pub(super) const ADMINS_AND_SUPPLIERS: [Role; 3] = [Role::SuperAdmin, Role::Admin, Role::Supplier];
/// Most characters of the name of a party, store, device, user or token.
pub(super) const MAX_NAME: usize = 100;
/// Most characters of a reason or reference.
pub(super) const MAX_REASON: usize = 500;
/// Most bytes of an e-mail address (RFC 5321, path less brackets).
const MAX_EMAIL: usize = 254;

/// The fields of one request that break a rule; all are named at once.
#[derive(Debug, Default)]
pub(super) struct FieldChecks(Vec<FieldError>);

impl FieldChecks {
    /// Notes a wrong field.
    pub(super) fn fail(&mut self, field: &str, error: &str, message: impl Into<String>) {
        let (field, error) = (field.to_owned(), error.to_owned());
        self.0.push(FieldError { field, error, message: message.into() });
    }

    /// Takes over the fields of a refusal.
    pub(super) fn absorb(&mut self, refusal: Refusal) {
        self.0.extend(refusal.fields);
    }

    /// The trimmed text: 1 to `max` characters, none of them a control character or invisible.
    pub(super) fn text(&mut self, field: &str, label: &str, value: &str, max: usize) -> String {
        let value = value.trim();
        if value.is_empty() || value.chars().count() > max {
            self.fail(field, "LENGTH", format!("{label} must be 1-{max} characters"));
        } else if is_unreadable(value, false) {
            let message = format!("{label} must not contain control or invisible characters");
            self.fail(field, "CHARACTERS", message);
        }
        value.to_owned()
    }

    /// The same for a text that may be absent.
    pub(super) fn optional_text(
        &mut self,
        field: &str,
        label: &str,
        value: Option<&str>,
        max: usize,
    ) -> Option<String> {
        value.map(|value| self.text(field, label, value, max))
    }

    /// The trimmed address, if it is plausible: one `@`, a dot inside the domain, at most 254 bytes.
    pub(super) fn email(&mut self, field: &str, value: &str) -> String {
        let value = value.trim();
        if !is_plausible_email(value) {
            let message = format!(
                "E-mail must be an address such as name@example.com of at most {MAX_EMAIL} bytes"
            );
            self.fail(field, "INVALID_EMAIL", message);
        }
        value.to_owned()
    }

    /// Notes a number outside its range.
    pub(super) fn range(&mut self, field: &str, label: &str, value: u32, from: u32, to: u32) {
        if value < from || value > to {
            self.fail(field, "RANGE", format!("{label} must be {from} to {to}, not {value}"));
        }
    }

    /// Refuses when any field was wrong.
    ///
    /// # Errors
    /// `VALIDATION_FAILED` with all of them.
    pub(super) fn finish(self) -> Result<(), Refusal> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusal::validation(self.0)) }
    }
}

fn is_plausible_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let labels_are_full = domain.split('.').all(|label| !label.is_empty());
    text.len() <= MAX_EMAIL
        && !local.is_empty()
        && !domain.contains('@')
        && domain.contains('.')
        && labels_are_full
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// Whether two addresses are the same; letters in either case.
pub(super) fn same_email(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

fn email_taken(kind: &str, email: &str) -> Refusal {
    Refusal::new(Code::Conflict, format!("The e-mail {email} belongs to another {kind} already"))
}

/// One party's name and address, checked.
struct Checked {
    name: Option<String>,
    email: Option<String>,
}

fn check(name: Option<&str>, email: Option<&str>) -> Result<Checked, Refusal> {
    let mut checks = FieldChecks::default();
    let name = checks.optional_text("name", "Name", name, MAX_NAME);
    let email = email.map(|email| checks.email("email", email));
    checks.finish()?;
    Ok(Checked { name, email })
}

fn advertiser_email_free(
    live: &Live,
    email: &str,
    own: Option<AdvertiserNo>,
) -> Result<(), Refusal> {
    let mut others = live.advertisers.iter().filter(|row| Some(row.no) != own);
    if others.any(|row| same_email(&row.email, email)) {
        return Err(email_taken("advertiser", email));
    }
    Ok(())
}

fn supplier_email_free(live: &Live, email: &str, own: Option<SupplierNo>) -> Result<(), Refusal> {
    let mut others = live.suppliers.iter().filter(|row| Some(row.no) != own);
    if others.any(|row| same_email(&row.email, email)) {
        return Err(email_taken("supplier", email));
    }
    Ok(())
}

/// Finds an advertiser.
///
/// # Errors
/// `NotFound`.
pub(super) fn find_advertiser(live: &Live, id: Uuid) -> Result<&Arc<Advertiser>, Refusal> {
    live.advertisers.by_id(id).ok_or_else(|| Refusal::not_found("Advertiser"))
}

/// Finds a supplier.
///
/// # Errors
/// `NotFound`.
pub(super) fn find_supplier(live: &Live, id: Uuid) -> Result<&Arc<Supplier>, Refusal> {
    live.suppliers.by_id(id).ok_or_else(|| Refusal::not_found("Supplier"))
}

/// Replaces a value and notes the change for the audit; the same value changes nothing.
pub(super) fn replace(
    audit: &mut Vec<AuditDraft>,
    base: &AuditDraft,
    field: &str,
    slot: &mut String,
    value: Option<String>,
) -> bool {
    let Some(value) = value.filter(|value| *value != *slot) else { return false };
    audit.push(base.clone().change(field, &*slot, &value));
    *slot = value;
    true
}

/// The same for a text that may be empty.
pub(super) fn replace_optional(
    audit: &mut Vec<AuditDraft>,
    base: &AuditDraft,
    field: &str,
    slot: &mut Option<String>,
    change: Change<String>,
) {
    let new = change.onto(slot.clone());
    if new != *slot {
        let old = slot.clone().unwrap_or_default();
        audit.push(base.clone().change(field, old, new.clone().unwrap_or_default()));
        *slot = new;
    }
}

/// The same for the language of notifications. Rule: OPS-08.
pub(super) fn replace_language(
    audit: &mut Vec<AuditDraft>,
    base: &AuditDraft,
    slot: &mut Language,
    value: Option<Language>,
) {
    let Some(value) = value.filter(|value| value != slot) else { return };
    audit.push(base.clone().change("language", *slot, value));
    *slot = value;
}

/// Makes an advertiser: ACTIVE, its address not verified yet. Rule: CAM-04.
#[derive(Clone, Debug)]
pub struct CreateAdvertiser {
    /// Display name.
    pub name: String,
    /// Contact address, unique among advertisers.
    pub email: String,
    /// Of notifications; English where absent.
    pub language: Option<Language>,
}

impl Command for CreateAdvertiser {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        context.actor.require_role(&ADMINS)?;
        let mut checks = FieldChecks::default();
        let name = checks.text("name", "Name", &self.name, MAX_NAME);
        let email = checks.email("email", &self.email);
        checks.finish()?;
        advertiser_email_free(live, &email, None)?;
        let id = context.random.uuid(context.now);
        let mut changes = Changes::default();
        changes.put(Record::Advertiser(Arc::new(Advertiser {
            no: AdvertiserNo(live.advertisers.next_number()),
            id,
            name,
            email,
            language: self.language.unwrap_or(DEFAULT_LANGUAGE),
            email_verified: false,
            status: Timeline::starting(context.now, PartyStatus::Active),
            standing: Standing::default(),
            created_at: context.now,
            updated_at: context.now,
        })));
        changes.audit(AuditDraft::new("advertiser.create", "advertiser", id));
        Ok((changes, id))
    }
}

/// Changes an advertiser; a new address has to be verified again.
#[derive(Clone, Debug)]
pub struct UpdateAdvertiser {
    /// Which.
    pub id: Uuid,
    /// New display name.
    pub name: Option<String>,
    /// New contact address.
    pub email: Option<String>,
    /// New language of notifications.
    pub language: Option<Language>,
}

impl Command for UpdateAdvertiser {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        context.actor.require_role(&[Role::SuperAdmin, Role::Admin, Role::Advertiser])?;
        let found = find_advertiser(live, self.id)?;
        context.actor.require_sight(Owner::Advertiser(found.no), "Advertiser")?;
        let Checked { name, email } = check(self.name.as_deref(), self.email.as_deref())?;
        if let Some(email) = &email {
            advertiser_email_free(live, email, Some(found.no))?;
        }
        let mut row = (**found).clone();
        let mut changes = Changes::default();
        let base = AuditDraft::new("advertiser.update", "advertiser", row.id);
        replace(&mut changes.audit, &base, "name", &mut row.name, name);
        if replace(&mut changes.audit, &base, "email", &mut row.email, email) {
            row.email_verified = false;
        }
        replace_language(&mut changes.audit, &base, &mut row.language, self.language);
        if !changes.audit.is_empty() {
            row.updated_at = context.now;
            changes.put(Record::Advertiser(Arc::new(row)));
        }
        Ok((changes, self.id))
    }
}

/// Notes that an advertiser's address was verified. Rule: CAM-04.
#[derive(Clone, Copy, Debug)]
pub struct VerifyEmail {
    /// The advertiser.
    pub id: Uuid,
}

impl Command for VerifyEmail {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        context.actor.require_role(&ADMINS)?;
        let mut row = (**find_advertiser(live, self.id)?).clone();
        let mut changes = Changes::default();
        if !row.email_verified {
            row.email_verified = true;
            row.updated_at = context.now;
            let entry = AuditDraft::new("advertiser.verify_email", "advertiser", row.id);
            changes.audit(entry.change("email_verified", false, true));
            changes.put(Record::Advertiser(Arc::new(row)));
        }
        Ok((changes, self.id))
    }
}

/// Makes a supplier: ACTIVE.
#[derive(Clone, Debug)]
pub struct CreateSupplier {
    /// Display name.
    pub name: String,
    /// Contact address, unique among suppliers.
    pub email: String,
    /// Of notifications; English where absent.
    pub language: Option<Language>,
}

impl Command for CreateSupplier {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        context.actor.require_role(&ADMINS)?;
        let mut checks = FieldChecks::default();
        let name = checks.text("name", "Name", &self.name, MAX_NAME);
        let email = checks.email("email", &self.email);
        checks.finish()?;
        supplier_email_free(live, &email, None)?;
        let id = context.random.uuid(context.now);
        let mut changes = Changes::default();
        changes.put(Record::Supplier(Arc::new(Supplier {
            no: SupplierNo(live.suppliers.next_number()),
            id,
            name,
            email,
            language: self.language.unwrap_or(DEFAULT_LANGUAGE),
            status: Timeline::starting(context.now, PartyStatus::Active),
            created_at: context.now,
            updated_at: context.now,
        })));
        changes.audit(AuditDraft::new("supplier.create", "supplier", id));
        Ok((changes, id))
    }
}

/// Changes a supplier.
#[derive(Clone, Debug)]
pub struct UpdateSupplier {
    /// Which.
    pub id: Uuid,
    /// New display name.
    pub name: Option<String>,
    /// New contact address.
    pub email: Option<String>,
    /// New language of notifications.
    pub language: Option<Language>,
}

impl Command for UpdateSupplier {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        context.actor.require_role(&ADMINS_AND_SUPPLIERS)?;
        let found = find_supplier(live, self.id)?;
        context.actor.require_sight(Owner::Supplier(found.no), "Supplier")?;
        let Checked { name, email } = check(self.name.as_deref(), self.email.as_deref())?;
        if let Some(email) = &email {
            supplier_email_free(live, email, Some(found.no))?;
        }
        let mut row = (**found).clone();
        let mut changes = Changes::default();
        let base = AuditDraft::new("supplier.update", "supplier", row.id);
        replace(&mut changes.audit, &base, "name", &mut row.name, name);
        replace(&mut changes.audit, &base, "email", &mut row.email, email);
        replace_language(&mut changes.audit, &base, &mut row.language, self.language);
        if !changes.audit.is_empty() {
            row.updated_at = context.now;
            changes.put(Record::Supplier(Arc::new(row)));
        }
        Ok((changes, self.id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plausible_addresses() {
        for (text, plausible) in [
            ("ada@example.com", true),
            ("a.b+c@mail.example.vn", true),
            ("ada@example", false),
            ("ada@@example.com", false),
            ("ada@example..com", false),
            ("ada@.com", false),
            ("@example.com", false),
            ("ada lovelace@example.com", false),
            ("ada", false),
        ] {
            assert_eq!(is_plausible_email(text), plausible, "{text}");
        }
        let long = format!("{}@example.com", "a".repeat(242));
        assert_eq!((long.len(), is_plausible_email(&long)), (254, true));
        assert!(!is_plausible_email(&format!("a{long}")));
    }

    #[test]
    fn all_wrong_fields_are_named() {
        let refusal = check(Some(" \n"), Some("nobody")).err().map(|refusal| refusal.fields);
        let names: Vec<String> = refusal.unwrap().into_iter().map(|field| field.field).collect();
        assert_eq!(names, ["name", "email"]);
        assert!(check(Some(&"ü".repeat(100)), None).is_ok());
        assert!(check(Some(&"ü".repeat(101)), None).is_err());
        assert!(check(Some("a\u{7}b"), None).is_err());
    }
}
