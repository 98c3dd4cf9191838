//! What an edit changes: the given values against those that stand. Rule: CAM-11.

use std::cmp::Ordering;

use uuid::Uuid;

use super::campaigns::CampaignFields;
use crate::{
    domain::{
        campaign::{
            editing::{Difference, Field, Move},
            model::Campaign,
            validation::{parse_end_date, parse_start_date},
        },
        catalog::{AssetStatus, hours::check_dayparts},
        ids::{AssetNo, StoreNo},
        money::{Amount, Dollars},
        time::Timestamp,
    },
    engine::live::Live,
};

/// Characters of a text that a refusal shows.
const SHOWN_CHARS: usize = 60;
/// Items of a list that a refusal names.
const SHOWN_ITEMS: usize = 5;

/// Leaves out what stands already: a form that sends all fields changes none of those.
pub(super) fn changed_fields(
    live: &Live,
    old: &Campaign,
    fields: CampaignFields,
) -> CampaignFields {
    let differs = |given: &String, stored: Option<&str>| given.trim() != stored.unwrap_or_default();
    let moment = |given: &str, parse: fn(&str) -> Result<Timestamp, String>, stored| {
        parse(given).map_or(true, |moment| Some(moment) != stored)
    };
    CampaignFields {
        name: fields.name.filter(|given| differs(given, Some(&old.name))),
        description: fields.description.where_it(|given| {
            given.map_or("", |text| text.trim()) != old.description.as_deref().unwrap_or_default()
        }),
        brand_name: fields.brand_name.filter(|given| differs(given, old.brand_name.as_deref())),
        category: fields
            .category
            .filter(|given| differs(given, old.category.map(|word| word.as_str()))),
        budget: fields.budget.filter(|given| Some(*given) != old.budget),
        start_date: fields
            .start_date
            .filter(|given| moment(given, parse_start_date, old.start_date)),
        end_date: fields.end_date.filter(|given| moment(given, parse_end_date, old.end_date)),
        daily_cap: fields.daily_cap.where_it(|given| given != old.daily_cap.as_ref()),
        priority: fields.priority.where_it(|given| {
            let stands = old.priority.or_else(|| old.is_terminal().then(|| old.priority_now()));
            given.copied() != stands.map(i64::from)
        }),
        impression_goal: fields.impression_goal.where_it(|given| {
            given.copied() != old.impression_goal.and_then(|goal| i64::try_from(goal).ok())
        }),
        dayparts: fields.dayparts.where_it(|given| {
            let given = given.map_or_else(|| Ok(Vec::new()), |given| check_dayparts(given));
            given.map_or(true, |given| given != old.dayparts)
        }),
        target_stores: fields.target_stores.filter(|given| !same_stores(live, old, given)),
        content_assets: fields.content_assets.filter(|given| !same_assets(live, old, given)),
        reason: None,
    }
}

/// Whether ids name the campaign's stores, in whatever order.
fn same_stores(live: &Live, old: &Campaign, ids: &[Uuid]) -> bool {
    let found: Option<Vec<StoreNo>> =
        ids.iter().map(|id| live.stores.by_id(*id).map(|store| store.no)).collect();
    let sorted = |mut stores: Vec<StoreNo>| {
        stores.sort_unstable();
        stores.dedup();
        stores
    };
    !ids.is_empty() && found.is_some_and(|found| sorted(found) == sorted(old.target_stores.clone()))
}

/// Whether ids name the campaign's assets in their order.
fn same_assets(live: &Live, old: &Campaign, ids: &[Uuid]) -> bool {
    let found: Option<Vec<AssetNo>> =
        ids.iter().map(|id| live.assets.by_id(*id).map(|asset| asset.no)).collect();
    !ids.is_empty() && found.is_some_and(|found| found == old.content_assets)
}

/// What an edit changes, field by field.
pub(super) fn differences(
    live: &Live,
    old: &Campaign,
    new: &Campaign,
    now: Timestamp,
) -> Vec<Difference> {
    let set = |field, old: String, new: String| {
        let shown = format!("{} → {}", short(&old), short(&new));
        (old != new).then(|| Difference { field, moves: vec![Move::Sets], shown, old, new })
    };
    let hours = |campaign: &Campaign| serde_json::to_string(&campaign.dayparts).unwrap_or_default();
    let plain = [
        set(Field::Name, old.name.clone(), new.name.clone()),
        set(Field::Description, text(&old.description), text(&new.description)),
        set(Field::BrandName, text(&old.brand_name), text(&new.brand_name)),
        set(Field::Category, text(&old.category), text(&new.category)),
        change(Field::Budget, old.budget, new.budget, (Move::Raises, Move::Lowers), dollars),
        change(
            Field::StartDate,
            old.start_date,
            new.start_date,
            (Move::Postpones, Move::Advances),
            Timestamp::to_string,
        ),
        change(
            Field::EndDate,
            old.end_date,
            new.end_date,
            (Move::Postpones, Move::Advances),
            Timestamp::to_string,
        ),
        set(Field::DailyCap, text(&old.daily_cap), text(&new.daily_cap)),
        set(Field::Priority, text(&old.priority), text(&new.priority)),
        set(Field::Dayparts, hours(old), hours(new)),
        set(Field::ImpressionGoal, text(&old.impression_goal), text(&new.impression_goal)),
        store_change(live, old, new, now),
        asset_change(live, old, new, now),
    ];
    plain.into_iter().flatten().collect()
}

fn text<T: ToString>(value: &Option<T>) -> String {
    value.as_ref().map_or_else(String::new, ToString::to_string)
}

fn short(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None if text.is_empty() => "nothing".to_owned(),
        None => text.to_owned(),
    }
}

fn dollars(amount: &Amount) -> String {
    Dollars(*amount).to_string()
}

fn change<T: Ord + ToString>(
    field: Field,
    old: Option<T>,
    new: Option<T>,
    (more, less): (Move, Move),
    show: fn(&T) -> String,
) -> Option<Difference> {
    let what = match (&old, &new) {
        (Some(old), Some(new)) => match new.cmp(old) {
            Ordering::Greater => more,
            Ordering::Less => less,
            Ordering::Equal => return None,
        },
        (None, None) => return None,
        (None, Some(_)) | (Some(_), None) => Move::Sets,
    };
    let words = |value: &Option<T>| value.as_ref().map_or_else(|| "nothing".to_owned(), show);
    let shown = format!("{} → {}", words(&old), words(&new));
    Some(Difference { field, moves: vec![what], old: text(&old), new: text(&new), shown })
}

/// An item of a list that joins or leaves, for moves and words.
struct Item {
    what: Move,
    name: String,
}

fn list_change(
    field: Field,
    items: Vec<Item>,
    (old, new): (String, String),
    is_reordered: bool,
) -> Option<Difference> {
    if items.is_empty() && !is_reordered {
        return None;
    }
    let mut moves: Vec<Move> = items.iter().map(|item| item.what).collect();
    if is_reordered {
        moves.push(Move::Reorders);
    }
    moves.dedup();
    let named = |verb: &str, of: &dyn Fn(Move) -> bool| {
        let names: Vec<&str> =
            items.iter().filter(|item| of(item.what)).map(|item| item.name.as_str()).collect();
        let more = names.len().saturating_sub(SHOWN_ITEMS);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let first = &names[..names.len().min(SHOWN_ITEMS)];
        (!names.is_empty()).then(|| format!("{verb} {}{more}", first.join(", ")))
    };
    let parts = [
        named("removes", &|what| what == Move::Removes),
        named("removes without effect", &|what| what == Move::RemovesIdle),
        named("adds", &|what| what == Move::Adds),
        is_reordered.then(|| "another order".to_owned()),
    ];
    let shown = parts.into_iter().flatten().collect::<Vec<_>>().join("; ");
    Some(Difference { field, moves, old, new, shown })
}

fn store_change(live: &Live, old: &Campaign, new: &Campaign, now: Timestamp) -> Option<Difference> {
    let name = |no: &StoreNo| live.store(*no).map_or_else(String::new, |row| row.name.clone());
    let leaving = old.target_stores.iter().filter(|no| !new.target_stores.contains(no));
    let mut items: Vec<Item> = leaving
        .map(|no| {
            let blocks = live.blocked_reason(old, *no, now).is_some();
            let what = if blocks { Move::RemovesIdle } else { Move::Removes };
            Item { what, name: name(no) }
        })
        .collect();
    let joining = new.target_stores.iter().filter(|no| !old.target_stores.contains(no));
    items.extend(joining.map(|no| Item { what: Move::Adds, name: name(no) }));
    let ids = |stores: &[StoreNo]| {
        let ids = stores.iter().filter_map(|no| live.store(*no)).map(|store| store.id.to_string());
        ids.collect::<Vec<_>>().join(" ")
    };
    let values = (ids(&old.target_stores), ids(&new.target_stores));
    list_change(Field::TargetStores, items, values, false)
}

fn asset_change(live: &Live, old: &Campaign, new: &Campaign, now: Timestamp) -> Option<Difference> {
    let name = |no: &AssetNo| live.assets.get(no.0).map_or_else(String::new, |a| a.name.clone());
    let leaving = old.content_assets.iter().filter(|no| !new.content_assets.contains(no));
    let mut items: Vec<Item> = leaving
        .map(|no| {
            let plays = may_play(live, *no, now) || is_on_screen(live, old, *no, now);
            let what = if plays { Move::Removes } else { Move::RemovesIdle };
            Item { what, name: name(no) }
        })
        .collect();
    items.extend(joining_assets(old, new).map(|no| Item { what: Move::Adds, name: name(&no) }));
    let kept = |of: &Campaign, other: &Campaign| -> Vec<AssetNo> {
        of.content_assets.iter().copied().filter(|no| other.content_assets.contains(no)).collect()
    };
    let ids = |assets: &[AssetNo]| {
        let ids = assets.iter().filter_map(|no| live.assets.get(no.0)).map(|a| a.id.to_string());
        ids.collect::<Vec<_>>().join(" ")
    };
    let values = (ids(&old.content_assets), ids(&new.content_assets));
    list_change(Field::ContentAssets, items, values, kept(old, new) != kept(new, old))
}

/// The assets that join.
pub(super) fn joining_assets(old: &Campaign, new: &Campaign) -> impl Iterator<Item = AssetNo> {
    new.content_assets.iter().copied().filter(|no| !old.content_assets.contains(no))
}

fn may_play(live: &Live, asset: AssetNo, now: Timestamp) -> bool {
    live.assets.get(asset.0).is_some_and(|row| row.status_at(now) == AssetStatus::Approved)
}

/// Whether a device may be showing an asset now: it holds a lease that is not spent.
fn is_on_screen(live: &Live, campaign: &Campaign, asset: AssetNo, now: Timestamp) -> bool {
    live.leases.values().any(|lease| {
        lease.campaign == campaign.no
            && lease.asset == asset
            && lease.spent_by.is_none()
            && lease.expires_at > now
    })
}
