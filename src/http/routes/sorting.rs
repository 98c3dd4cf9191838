//! Lists in the order that the caller asks for, with cursors that stay where they were given.

use std::{cmp::Ordering, sync::Arc};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

use super::{listing::newest_first, search};
use crate::{
    domain::{money::Amount, time::Timestamp, wording::listed},
    engine::{
        publish::{Catalog, Views},
        registry::Entity,
    },
    http::{ApiError, AppState, List, PageRequest, error::ApiResult, paging::decode_cursor},
    search::{Kind, Scope, words::words},
};

/// Before a cursor of a sorted list, so that it is never taken for one of another list.
const MARK: char = '~';

/// What rows are compared by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Key {
    /// A number.
    Number(i64),
    /// Words without case and diacritics.
    Words(String),
    /// No value: comes last in both directions.
    Nothing,
}

impl Key {
    /// A text as people look it up.
    pub(super) fn text(text: &str) -> Self {
        Self::Words(words(text).join(" "))
    }
}

impl From<Timestamp> for Key {
    fn from(at: Timestamp) -> Self {
        Self::Number(at.ms())
    }
}

impl From<Amount> for Key {
    fn from(amount: Amount) -> Self {
        Self::Number(amount.micros())
    }
}

impl<T: Into<Self>> From<Option<T>> for Key {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}

/// A field that a list is sorted by: its name in `sort`, and the key of a row.
pub(super) type SortField<T> = (&'static str, fn(&Views, &T) -> Key);

/// What a list is asked for: its page, `sort`, and the fields that it knows.
pub(super) struct Asked<'a, T: 'static> {
    pub page: &'a PageRequest,
    pub sort: Option<&'a str>,
    pub fields: &'static [SortField<T>],
}

/// The order that `sort` asks for.
struct Order<T> {
    field: &'static str,
    key: fn(&Views, &T) -> Key,
    descending: bool,
}

/// Where a row stands in an order; rows with the same key stand by their numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    key: Key,
    number: u32,
}

/// What a cursor says: the order, and the place of the last row of the page before.
#[derive(Debug, Serialize, Deserialize)]
struct Cursor {
    field: String,
    descending: bool,
    last: Place,
}

/// Reads `sort`: the name of a field, `-` before it for descending.
///
/// # Errors
/// `MALFORMED_REQUEST` with the names that are possible.
pub(super) fn read_sort(sort: &str, fields: &[&'static str]) -> Result<(usize, bool), ApiError> {
    let (name, descending) = sort.strip_prefix('-').map_or((sort, false), |name| (name, true));
    let found = fields.iter().position(|known| *known == name);
    found.map(|at| (at, descending)).ok_or_else(|| {
        let names = listed(fields, "or");
        ApiError::malformed(format!("sort takes {names}, with - before it for descending"))
    })
}

fn other_order() -> ApiError {
    ApiError::malformed("the cursor is of another order; begin again without it")
}

impl<T: Entity> Order<T> {
    fn read(sort: &str, fields: &[SortField<T>]) -> Result<Self, ApiError> {
        let names: Vec<&'static str> = fields.iter().map(|(name, _)| *name).collect();
        let (at, descending) = read_sort(sort, &names)?;
        let (field, key) = fields[at];
        Ok(Self { field, key, descending })
    }

    fn place(&self, views: &Views, row: &T) -> Place {
        Place { key: (self.key)(views, row), number: row.number() }
    }

    fn compare(&self, one: &Place, other: &Place) -> Ordering {
        let is_nothing = |place: &Place| place.key == Key::Nothing;
        let forward = (&one.key, one.number).cmp(&(&other.key, other.number));
        let by_key = if self.descending { forward.reverse() } else { forward };
        is_nothing(one).cmp(&is_nothing(other)).then(by_key)
    }

    fn decode(&self, cursor: &str) -> Result<Place, ApiError> {
        let bytes = cursor.strip_prefix(MARK).and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
        let read = bytes.and_then(|bytes| postcard::from_bytes::<Cursor>(&bytes).ok());
        let same = read.filter(|it| it.field == self.field && it.descending == self.descending);
        same.map(|cursor| cursor.last).ok_or_else(other_order)
    }

    fn encode(&self, last: &Place) -> Result<String, ApiError> {
        let Self { field, descending, .. } = self;
        let (field, descending) = ((*field).to_owned(), *descending);
        let cursor = Cursor { field, descending, last: last.clone() };
        let bytes = postcard::to_allocvec(&cursor).map_err(ApiError::internal)?;
        Ok(format!("{MARK}{}", URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// The page's rows out of all rows, in any order given.
    fn page(
        &self,
        views: &Views,
        page: &PageRequest,
        rows: impl Iterator<Item = Arc<T>>,
    ) -> ApiResult<List<Arc<T>>> {
        let after = page.cursor.as_deref().map(|cursor| self.decode(cursor)).transpose()?;
        let placed = rows.map(|row| (self.place(views, &row), row));
        let mut placed: Vec<(Place, Arc<T>)> = match &after {
            Some(last) => placed.filter(|(place, _)| self.compare(place, last).is_gt()).collect(),
            None => placed.collect(),
        };
        let by_place =
            |one: &(Place, Arc<T>), other: &(Place, Arc<T>)| self.compare(&one.0, &other.0);
        let has_more = placed.len() > page.limit;
        if has_more {
            placed.select_nth_unstable_by(page.limit, by_place);
            placed.truncate(page.limit);
        }
        placed.sort_unstable_by(by_place);
        let last = placed.last().filter(|_| has_more);
        let next_cursor = last.map(|(place, _)| self.encode(place)).transpose()?;
        Ok(List { items: placed.into_iter().map(|(_, row)| row).collect(), next_cursor })
    }
}

/// One page of a catalogue's rows that are kept; newest first where no order is asked for.
///
/// # Errors
/// `MALFORMED_REQUEST` for a field that is not known, or a cursor of another order.
pub(super) fn ordered<T: Entity>(
    views: &Views,
    catalog: &Catalog<T>,
    asked: &Asked<'_, T>,
    keep: impl Fn(&T) -> bool,
) -> ApiResult<List<Arc<T>>> {
    let Some(sort) = asked.sort else {
        return Ok(newest_first(catalog, &asked.page.by_position()?, keep));
    };
    let order = Order::read(sort, asked.fields)?;
    order.page(views, asked.page, catalog.iter().filter(|row| keep(row)))
}

/// The same of those rows that `q` finds, where it is given.
///
/// # Errors
/// As `ordered`; `VALIDATION_FAILED` for a query that is too long; `OVERLOADED` while the index is
/// made.
pub(super) async fn searched<T: Entity + Send + Sync + 'static>(
    state: &AppState,
    catalog: &Catalog<T>,
    (kind, scope): (Kind, Scope),
    (asked, q): (&Asked<'_, T>, Option<&str>),
    keep: impl Fn(&T) -> bool,
) -> ApiResult<List<Arc<T>>> {
    let Some(query) = search::read_query(q)? else {
        return ordered(state.views(), catalog, asked, keep);
    };
    let Some(sort) = asked.sort else {
        let page = asked.page.by_position()?;
        return search::newest_found(state, catalog, (kind, scope), (&page, &query), keep).await;
    };
    let order = Order::read(sort, asked.fields)?;
    let numbers = search::all_found(state, kind, scope, &query).await?;
    let rows = numbers.into_iter().filter_map(|number| catalog.get(u32::try_from(number).ok()?));
    order.page(state.views(), asked.page, rows.filter(|row| keep(row)))
}

/// Whether entries are asked for oldest first, and then the place that the page begins at.
///
/// # Errors
/// `MALFORMED_REQUEST`.
pub(super) fn oldest_first(
    sort: Option<&str>,
    field: &'static str,
    page: &PageRequest,
) -> Result<Option<u64>, ApiError> {
    let Some(sort) = sort else { return Ok(None) };
    let (_, descending) = read_sort(sort, &[field])?;
    if descending {
        return Ok(None);
    }
    let Some(cursor) = &page.cursor else { return Ok(Some(0)) };
    let last = decode_cursor(cursor.strip_prefix(MARK).ok_or_else(other_order)?)?;
    Ok(Some(last.saturating_add(1)))
}

/// The list of [`oldest_first`] with its cursor marked.
pub(super) fn marked<T>(list: List<T>) -> List<T> {
    let next_cursor = list.next_cursor.map(|cursor| format!("{MARK}{cursor}"));
    List { next_cursor, ..list }
}

#[cfg(test)]
#[path = "sorting_tests.rs"]
mod tests;
