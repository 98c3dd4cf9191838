//! Stores and what they block.

use std::sync::Arc;

use jiff::tz::TimeZone;
use uuid::Uuid;

use super::parties::{
    ADMINS, ADMINS_AND_SUPPLIERS, FieldChecks, MAX_NAME, MAX_REASON, find_supplier, replace,
    replace_optional,
};
use crate::{
    domain::{
        blocking::{BlockingRule, RuleType, check_blocked_value},
        catalog::{
            PartyStatus, Store, StoreRule, StoreStatus, StoreTraits,
            access::Owner,
            hours::{DaypartInput, OpeningHours, check_dayparts},
        },
        change::Change,
        geo::GeoPoint,
        ids::{RuleNo, StoreNo, SupplierNo},
        pricing::{peak::CountryCode, rates::StoreCategory},
        refusal::{Code, Refusal},
        time::Timeline,
        wording::count,
    },
    engine::{
        actor::{Actor, AuditDraft},
        command::{Changes, Command, Context, Record},
        live::Live,
    },
};

/// Most characters of a street address.
const MAX_ADDRESS: usize = 200;
/// Most visitors a day that are believed.
const MAX_TRAFFIC: u32 = 10_000_000;
/// Minutes of a day, the longest stay.
const MAX_DWELL: u32 = 24 * 60;

/// Finds a store that the actor may change.
///
/// # Errors
/// `Forbidden` for the wrong role, `NotFound` for an unknown store or another supplier's.
pub(super) fn store_to_change<'l>(
    live: &'l Live,
    actor: &Actor,
    id: Uuid,
) -> Result<&'l Arc<Store>, Refusal> {
    actor.require_role(&ADMINS_AND_SUPPLIERS)?;
    let store = live.stores.by_id(id).ok_or_else(|| Refusal::not_found("Store"))?;
    actor.require_sight(Owner::Supplier(store.supplier), "Store")?;
    Ok(store)
}

/// The zone's name in the database's spelling.
fn check_zone(checks: &mut FieldChecks, name: &str) -> String {
    let zone = TimeZone::get(name.trim()).ok();
    match zone.as_ref().and_then(TimeZone::iana_name) {
        Some(known) => known.to_owned(),
        None => {
            let shown: String = name.chars().take(40).filter(|c| !c.is_control()).collect();
            let message =
                format!("Timezone must be an IANA name such as Asia/Ho_Chi_Minh, not {shown:?}");
            checks.fail("timezone", "UNKNOWN", message);
            String::new()
        }
    }
}

/// The place; both coordinates are judged, so that both can be named.
fn check_place(checks: &mut FieldChecks, lat: f64, lng: f64) -> Option<GeoPoint> {
    for (field, found) in
        [("lat", GeoPoint::from_degrees(lat, 0.0)), ("lng", GeoPoint::from_degrees(0.0, lng))]
    {
        if let Err(error) = found {
            checks.fail(field, "RANGE", error.to_string());
        }
    }
    GeoPoint::from_degrees(lat, lng).ok()
}

fn check_hours(checks: &mut FieldChecks, inputs: &[DaypartInput]) -> OpeningHours {
    match check_dayparts(inputs) {
        Ok(windows) => OpeningHours(windows),
        Err(wrong) => {
            for (place, sentence) in wrong {
                checks.fail(&format!("opening_hours.{place}"), "INVALID_WINDOW", sentence);
            }
            OpeningHours::default()
        }
    }
}

/// Makes a store of a supplier.
#[derive(Clone, Debug)]
pub struct CreateStore {
    /// The owner.
    pub supplier_id: Uuid,
    /// Display name.
    pub name: String,
    /// Decides the base rate (rule PRC-01).
    pub category: StoreCategory,
    /// Region of the reports.
    pub region: String,
    /// Street address.
    pub address: String,
    /// Degrees, north positive.
    pub lat: f64,
    /// Degrees, east positive.
    pub lng: f64,
    /// IANA zone name.
    pub timezone: String,
    /// For holidays.
    pub country: CountryCode,
    /// Store-local; empty means always open.
    pub opening_hours: Vec<DaypartInput>,
    /// Visitors a day; decides the traffic multiplier (rule PRC-03).
    pub daily_foot_traffic: u32,
    /// Mean stay of a visitor, minutes.
    pub avg_dwell_time_minutes: u32,
    /// OpenOOH venue type.
    pub venue_type: Option<String>,
    /// ACTIVE where absent.
    pub status: Option<StoreStatus>,
}

impl CreateStore {
    /// The store, its texts cleaned; numbers and ids come from outside.
    fn build(self, owner: Owned, context: &mut Context<'_>) -> Result<Store, Refusal> {
        let mut checks = FieldChecks::default();
        let name = checks.text("name", "Name", &self.name, MAX_NAME);
        let region = checks.text("region", "Region", &self.region, MAX_NAME);
        let address = checks.text("address", "Address", &self.address, MAX_ADDRESS);
        let place = check_place(&mut checks, self.lat, self.lng);
        let timezone = check_zone(&mut checks, &self.timezone);
        let opening_hours = check_hours(&mut checks, &self.opening_hours);
        let venue = self.venue_type.as_deref();
        let venue_type = checks.optional_text("venue_type", "Venue type", venue, MAX_NAME);
        check_counts(&mut checks, Some(self.daily_foot_traffic), Some(self.avg_dwell_time_minutes));
        checks.finish()?;
        let location = place.ok_or_else(|| Refusal::not_found("Place"))?;
        let traits = StoreTraits {
            category: self.category,
            daily_foot_traffic: self.daily_foot_traffic,
            status: self.status.unwrap_or(StoreStatus::Active),
            location,
        };
        Ok(Store {
            no: owner.store,
            id: context.random.uuid(context.now),
            supplier: owner.supplier,
            name,
            region,
            address,
            location,
            timezone,
            country: self.country,
            opening_hours,
            avg_dwell_time_minutes: self.avg_dwell_time_minutes,
            venue_type,
            traits: Timeline::starting(context.now, traits),
            created_at: context.now,
            updated_at: context.now,
        })
    }
}

/// The numbers of a store to be.
struct Owned {
    store: StoreNo,
    supplier: SupplierNo,
}

fn check_counts(checks: &mut FieldChecks, traffic: Option<u32>, dwell: Option<u32>) {
    if let Some(traffic) = traffic {
        checks.range("daily_foot_traffic", "Daily foot traffic", traffic, 0, MAX_TRAFFIC);
    }
    if let Some(dwell) = dwell {
        checks.range("avg_dwell_time_minutes", "Average dwell time", dwell, 0, MAX_DWELL);
    }
}

impl Command for CreateStore {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        context.actor.require_role(&ADMINS_AND_SUPPLIERS)?;
        let supplier = find_supplier(live, self.supplier_id)?;
        context.actor.require_sight(Owner::Supplier(supplier.no), "Supplier")?;
        if supplier.status_now() == PartyStatus::Terminated {
            let message =
                format!("The supplier {} is terminated and gets no stores", supplier.name);
            return Err(Refusal::new(Code::AccountNotActive, message));
        }
        let store = StoreNo(live.stores.next_number());
        let store = self.build(Owned { store, supplier: supplier.no }, context)?;
        let id = store.id;
        let mut changes = Changes::default();
        changes.put(Record::Store(Arc::new(store)));
        changes.audit(AuditDraft::new("store.create", "store", id));
        Ok((changes, id))
    }
}

/// Changes a store. Category, traffic and status count from now on; earlier plays keep the old
/// ones (rule D-08).
#[derive(Clone, Debug, Default)]
pub struct UpdateStore {
    /// Which.
    pub id: Uuid,
    /// Display name.
    pub name: Option<String>,
    /// Decides the base rate.
    pub category: Option<StoreCategory>,
    /// Region of the reports.
    pub region: Option<String>,
    /// Street address.
    pub address: Option<String>,
    /// Degrees, north positive.
    pub lat: Option<f64>,
    /// Degrees, east positive.
    pub lng: Option<f64>,
    /// IANA zone name.
    pub timezone: Option<String>,
    /// For holidays.
    pub country: Option<CountryCode>,
    /// Store-local; cleared or empty means always open.
    pub opening_hours: Change<Vec<DaypartInput>>,
    /// Visitors a day.
    pub daily_foot_traffic: Option<u32>,
    /// Mean stay of a visitor, minutes.
    pub avg_dwell_time_minutes: Option<u32>,
    /// OpenOOH venue type.
    pub venue_type: Change<String>,
    /// Takes plays or not.
    pub status: Option<StoreStatus>,
}

impl UpdateStore {
    fn change_texts(
        &self,
        row: &mut Store,
        base: &AuditDraft,
        audit: &mut Vec<AuditDraft>,
        checks: &mut FieldChecks,
    ) {
        let name = checks.optional_text("name", "Name", self.name.as_deref(), MAX_NAME);
        replace(audit, base, "name", &mut row.name, name);
        let region = checks.optional_text("region", "Region", self.region.as_deref(), MAX_NAME);
        replace(audit, base, "region", &mut row.region, region);
        let address = self.address.as_deref();
        let address = checks.optional_text("address", "Address", address, MAX_ADDRESS);
        replace(audit, base, "address", &mut row.address, address);
        let zone = self.timezone.as_deref().map(|name| check_zone(checks, name));
        replace(audit, base, "timezone", &mut row.timezone, zone);
        let venue = self.venue_type.clone();
        let venue = venue.map(|text| checks.text("venue_type", "Venue type", &text, MAX_NAME));
        replace_optional(audit, base, "venue_type", &mut row.venue_type, venue);
    }

    fn change_numbers(
        &self,
        row: &mut Store,
        base: &AuditDraft,
        audit: &mut Vec<AuditDraft>,
        checks: &mut FieldChecks,
    ) {
        if self.lat.is_some() || self.lng.is_some() {
            let lat = self.lat.unwrap_or_else(|| row.location.lat());
            let lng = self.lng.unwrap_or_else(|| row.location.lng());
            if let Some(place) = check_place(checks, lat, lng).filter(|p| *p != row.location) {
                let show = |p: GeoPoint| format!("{},{}", p.lat(), p.lng());
                audit.push(base.clone().change("location", show(row.location), show(place)));
                row.location = place;
            }
        }
        if let Some(country) = self.country.filter(|country| *country != row.country) {
            audit.push(base.clone().change("country", row.country, country));
            row.country = country;
        }
        if self.opening_hours.is_given() {
            let inputs = self.opening_hours.value().map_or(&[][..], Vec::as_slice);
            let hours = check_hours(checks, inputs);
            if hours != row.opening_hours {
                let windows = |hours: &OpeningHours| count(hours.0.len(), "window", "windows");
                let (old, new) = (windows(&row.opening_hours), windows(&hours));
                audit.push(base.clone().change("opening_hours", old, new));
                row.opening_hours = hours;
            }
        }
        check_counts(checks, self.daily_foot_traffic, self.avg_dwell_time_minutes);
        let dwell = self.avg_dwell_time_minutes;
        if let Some(minutes) = dwell.filter(|minutes| *minutes != row.avg_dwell_time_minutes) {
            let old = row.avg_dwell_time_minutes;
            audit.push(base.clone().change("avg_dwell_time_minutes", old, minutes));
            row.avg_dwell_time_minutes = minutes;
        }
    }

    fn change_traits(
        &self,
        row: &mut Store,
        base: &AuditDraft,
        audit: &mut Vec<AuditDraft>,
        context: &Context<'_>,
    ) {
        let Some(old) = row.traits_now().cloned() else { return };
        let new = StoreTraits {
            category: self.category.unwrap_or(old.category),
            daily_foot_traffic: self.daily_foot_traffic.unwrap_or(old.daily_foot_traffic),
            status: self.status.unwrap_or(old.status),
            location: row.location,
        };
        let words = |traits: &StoreTraits| {
            [
                ("category", traits.category.to_string()),
                ("daily_foot_traffic", traits.daily_foot_traffic.to_string()),
                ("status", traits.status.to_string()),
            ]
        };
        for ((field, before), (_, after)) in words(&old).into_iter().zip(words(&new)) {
            if before != after {
                audit.push(base.clone().change(field, before, after));
            }
        }
        if new != old {
            row.traits.push(context.now, new);
        }
    }
}

impl UpdateStore {
    /// What prices and the location check depend on is changed by admins alone: the store's owner
    /// earns by it.
    fn check_who_changes_prices(&self, actor: &Actor) -> Result<(), Refusal> {
        let touches_prices = self.category.is_some()
            || self.daily_foot_traffic.is_some()
            || self.lat.is_some()
            || self.lng.is_some();
        if touches_prices { actor.require_role(&ADMINS) } else { Ok(()) }
    }

    /// Zone and country decide peak hours and local hours of plays that are recorded already; they
    /// never change. Rule: D-08, CAM-30.
    fn check_zone_stays(&self, row: &Store) -> Result<(), Refusal> {
        let same_zone = self.timezone.as_deref().is_none_or(|zone| zone == row.timezone);
        let same_country = self.country.is_none_or(|country| country == row.country);
        if same_zone && same_country {
            return Ok(());
        }
        let message = "A store's time zone and country never change, since billed hours depend on \
                       them; set it INACTIVE and make a new store";
        Err(Refusal::field("timezone", "IMMUTABLE", message))
    }
}

impl Command for UpdateStore {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        let mut row = (**store_to_change(live, context.actor, self.id)?).clone();
        self.check_who_changes_prices(context.actor)?;
        self.check_zone_stays(&row)?;
        let mut changes = Changes::default();
        let mut checks = FieldChecks::default();
        let base = AuditDraft::new("store.update", "store", row.id);
        self.change_texts(&mut row, &base, &mut changes.audit, &mut checks);
        self.change_numbers(&mut row, &base, &mut changes.audit, &mut checks);
        self.change_traits(&mut row, &base, &mut changes.audit, context);
        checks.finish()?;
        if !changes.audit.is_empty() {
            row.updated_at = context.now;
            changes.put(Record::Store(Arc::new(row)));
        }
        Ok((changes, self.id))
    }
}

/// Makes a store block a brand, category or keyword. Rule: BLK-01.
#[derive(Clone, Debug)]
pub struct CreateBlockingRule {
    /// The store.
    pub store_id: Uuid,
    /// What is compared.
    pub rule_type: RuleType,
    /// With what.
    pub blocked_value: String,
    /// Why.
    pub reason: Option<String>,
    /// Whether it is switched on at once.
    pub is_active: bool,
}

/// Refuses a second switched-on rule of the same kind and value.
fn refuse_double(
    live: &Live,
    store: StoreNo,
    rule_type: RuleType,
    value: &str,
    own: Option<RuleNo>,
) -> Result<(), Refusal> {
    let of_store = live.store_rules.get(&store).into_iter().flatten();
    let rules = of_store.filter(|no| Some(**no) != own).filter_map(|no| live.rules.get(no.0));
    let mut same = rules.filter(|row| {
        row.rule.rule_type == rule_type
            && row.rule.blocked_value.to_lowercase() == value.to_lowercase()
            && row.rule.active.last() == Some(&true)
    });
    if same.next().is_some() {
        let message = format!("The store has a switched-on {rule_type} rule for {value:?} already");
        return Err(Refusal::new(Code::Conflict, message));
    }
    Ok(())
}

impl Command for CreateBlockingRule {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        let store = store_to_change(live, context.actor, self.store_id)?.no;
        let mut checks = FieldChecks::default();
        let value = check_blocked_value(self.rule_type, &self.blocked_value);
        let reason = checks.optional_text("reason", "Reason", self.reason.as_deref(), MAX_REASON);
        let value = value.map_err(|refusal| checks.absorb(refusal)).unwrap_or_default();
        checks.finish()?;
        if self.is_active {
            refuse_double(live, store, self.rule_type, &value, None)?;
        }
        let id = context.random.uuid(context.now);
        let entry = AuditDraft::new("blocking_rule.create", "blocking_rule", id)
            .change(self.rule_type.as_str(), "", &value)
            .because(reason.as_deref());
        let mut changes = Changes::default();
        changes.put(Record::Rule(Arc::new(StoreRule {
            no: RuleNo(live.rules.next_number()),
            id,
            store,
            rule: BlockingRule {
                rule_type: self.rule_type,
                blocked_value: value,
                reason,
                created_by: context.actor.id,
                active: Timeline::starting(context.now, self.is_active),
            },
            overrides: Vec::new(),
            created_at: context.now,
            updated_at: context.now,
        })));
        changes.audit(entry);
        Ok((changes, id))
    }
}

/// Finds a rule that the actor may change.
fn rule_to_change<'l>(
    live: &'l Live,
    actor: &Actor,
    id: Uuid,
) -> Result<&'l Arc<StoreRule>, Refusal> {
    actor.require_role(&ADMINS_AND_SUPPLIERS)?;
    let missing = || Refusal::not_found("Blocking rule");
    let rule = live.rules.by_id(id).ok_or_else(missing)?;
    let store = live.store(rule.store).ok_or_else(missing)?;
    actor.require_sight(Owner::Supplier(store.supplier), "Blocking rule")?;
    Ok(rule)
}

/// Changes why a rule is there or whether it is on. What it blocks stays: earlier plays were
/// judged by it. Rule: BLK-01, D-08.
#[derive(Clone, Debug)]
pub struct UpdateBlockingRule {
    /// Which.
    pub id: Uuid,
    /// Only the same value is taken.
    pub blocked_value: Option<String>,
    /// Why.
    pub reason: Change<String>,
    /// On or off from now.
    pub is_active: Option<bool>,
}

impl Command for UpdateBlockingRule {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        let found = rule_to_change(live, context.actor, self.id)?;
        let mut row = (**found).clone();
        let mut checks = FieldChecks::default();
        let reason = self.reason.map(|text| checks.text("reason", "Reason", &text, MAX_REASON));
        if self.blocked_value.as_deref().is_some_and(|value| value.trim() != row.rule.blocked_value)
        {
            let message = "What a rule blocks cannot change: delete the rule and create another";
            checks.fail("blocked_value", "IMMUTABLE", message);
        }
        checks.finish()?;
        let base = AuditDraft::new("blocking_rule.update", "blocking_rule", row.id);
        let mut changes = Changes::default();
        replace_optional(&mut changes.audit, &base, "reason", &mut row.rule.reason, reason);
        let was_active = row.rule.active.last().copied().unwrap_or(false);
        if let Some(active) = self.is_active.filter(|active| *active != was_active) {
            if active {
                let value = &row.rule.blocked_value;
                refuse_double(live, row.store, row.rule.rule_type, value, Some(row.no))?;
            }
            changes.audit(base.change("is_active", was_active, active));
            row.rule.active.push(context.now, active);
        }
        if !changes.audit.is_empty() {
            row.updated_at = context.now;
            changes.put(Record::Rule(Arc::new(row)));
        }
        Ok((changes, self.id))
    }
}

/// Switches a rule off. It stays readable, for plays that it judged. Rule: BLK-01.
#[derive(Clone, Copy, Debug)]
pub struct DeleteBlockingRule {
    /// Which.
    pub id: Uuid,
}

impl Command for DeleteBlockingRule {
    type Output = Uuid;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        let mut row = (**rule_to_change(live, context.actor, self.id)?).clone();
        let mut changes = Changes::default();
        if row.rule.active.last() == Some(&true) {
            row.rule.active.push(context.now, false);
            row.updated_at = context.now;
            let entry = AuditDraft::new("blocking_rule.delete", "blocking_rule", row.id);
            changes.audit(entry.change("is_active", true, false));
            changes.put(Record::Rule(Arc::new(row)));
        }
        Ok((changes, self.id))
    }
}
