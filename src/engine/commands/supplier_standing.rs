//! Accounts of suppliers: suspend, reinstate, terminate. What was earned stays owed. Rule: PAY-01.

use std::sync::Arc;

use uuid::Uuid;

use super::parties::{ADMINS, FieldChecks, MAX_REASON, find_supplier};
use crate::{
    domain::{
        catalog::{PartyStatus, StoreStatus, Supplier, access::Owner},
        refusal::{Code, Detail, Refusal},
    },
    engine::{
        actor::AuditDraft,
        command::{Changes, Command, Context, Record},
        live::Live,
    },
};

/// Changes the status of a supplier's account.
#[derive(Clone, Debug)]
pub struct SetSupplierStatus {
    /// The supplier.
    pub id: Uuid,
    /// What it becomes.
    pub to: PartyStatus,
    /// Why; not needed to reinstate.
    pub reason: Option<String>,
}

/// What a change asks for: from which status, how it is called, what is told.
struct Step {
    from: &'static [PartyStatus],
    word: &'static str,
    action: &'static str,
    told: &'static str,
}

const fn step(to: PartyStatus) -> Step {
    match to {
        PartyStatus::Suspended => Step {
            from: &[PartyStatus::Active],
            word: "suspended",
            action: "supplier.suspend",
            told: "SUPPLIER_SUSPENDED",
        },
        PartyStatus::Active => Step {
            from: &[PartyStatus::Suspended],
            word: "reinstated",
            action: "supplier.reinstate",
            told: "SUPPLIER_REINSTATED",
        },
        PartyStatus::Terminated => Step {
            from: &[PartyStatus::Active, PartyStatus::Suspended],
            word: "terminated",
            action: "supplier.terminate",
            told: "SUPPLIER_TERMINATED",
        },
    }
}

impl Command for SetSupplierStatus {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        context.actor.require_role(&ADMINS)?;
        let found = find_supplier(live, self.id)?;
        let step = step(self.to);
        let old = found.status_now();
        if !step.from.contains(&old) {
            let message =
                format!("The supplier {} is {old:?} and cannot be {}", found.name, step.word);
            return Err(Refusal::new(Code::IllegalTransition, message)
                .with("status", Detail::Text(format!("{old:?}").to_uppercase())));
        }
        let mut checks = FieldChecks::default();
        let asked = self.to != PartyStatus::Active;
        let given = self.reason.as_deref().or(asked.then_some(""));
        let reason = checks.optional_text("reason", "Reason", given, MAX_REASON);
        checks.finish()?;
        if self.to == PartyStatus::Terminated {
            require_no_store(live, found)?;
        }
        let mut next = (**found).clone();
        next.status.push(context.now, self.to);
        next.updated_at = context.now;
        let mut changes = Changes::default();
        let entry = AuditDraft::new(step.action, "supplier", next.id);
        let entry = entry.change("status", format!("{old:?}"), format!("{:?}", self.to));
        changes.audit(entry.because(reason.as_deref()));
        let values = match &reason {
            Some(reason) => vec![("reason", reason.clone())],
            None => Vec::new(),
        };
        changes.tell(Owner::Supplier(next.no), step.told, next.id, &values);
        changes.put(Record::Supplier(Arc::new(next)));
        Ok((changes, self.id))
    }
}

/// A closed account takes no plays any more, so its stores are taken out first.
fn require_no_store(live: &Live, supplier: &Supplier) -> Result<(), Refusal> {
    let own = live.stores.iter().filter(|store| store.supplier == supplier.no);
    let is_active = |status: StoreStatus| status == StoreStatus::Active;
    let open = own.filter(|store| store.traits_now().is_some_and(|now| is_active(now.status)));
    let open = open.count();
    if open == 0 {
        return Ok(());
    }
    let message = format!(
        "{open} stores of {} are ACTIVE; set them INACTIVE, then terminate the account",
        supplier.name
    );
    let count = i64::try_from(open).unwrap_or(i64::MAX);
    Err(Refusal::new(Code::IllegalTransition, message).with("active_stores", Detail::Int(count)))
}
