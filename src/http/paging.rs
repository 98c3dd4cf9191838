//! Lists in pages: `limit` and an opaque `cursor`.

use axum::{extract::FromRequestParts, http::request::Parts};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use utoipa::openapi::path::{Parameter, ParameterIn};

use super::{body::read_query, error::ApiError, state::AppState};

/// Rows of a page at most.
pub const MAX_LIMIT: usize = 500;
/// Rows of a page where none is asked for.
pub const DEFAULT_LIMIT: usize = 100;
/// Parameters that [`Page`] reads; [`super::body::Query`] does not see them.
pub(super) const PAGE_PARAMETERS: &[&str] = &["limit", "cursor"];

/// Which page of a list is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Rows at most, 1 to 500.
    pub limit: usize,
    /// Position of the last row of the page before.
    pub after: Option<u64>,
}

/// Which page of a list is wanted whose order is chosen too: its cursor is read with the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// Rows at most, 1 to 500.
    pub limit: usize,
    /// As it was sent.
    pub cursor: Option<String>,
}

impl PageRequest {
    /// The page where the cursor is a position.
    ///
    /// # Errors
    /// `MALFORMED_REQUEST` for a cursor that is none.
    pub fn by_position(&self) -> Result<Page, ApiError> {
        Page::read(Some(self.limit), self.cursor.as_deref())
    }
}

impl utoipa::IntoParams for PageRequest {
    fn into_params(provider: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        PageParameters::into_params(provider)
    }
}

impl FromRequestParts<AppState> for PageRequest {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ApiError> {
        let given: PageParameters = read_query(&parts.uri, |name| PAGE_PARAMETERS.contains(&name))?;
        let Page { limit, .. } = Page::read(given.limit, None)?;
        Ok(Self { limit, cursor: given.cursor })
    }
}

/// The parameters of [`Page`] as they stand in the query.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct PageParameters {
    /// Rows at most.
    #[param(minimum = 1, maximum = 500, default = 100)]
    limit: Option<usize>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

impl utoipa::IntoParams for Page {
    fn into_params(provider: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        PageParameters::into_params(provider)
    }
}

impl FromRequestParts<AppState> for Page {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ApiError> {
        let given: PageParameters = read_query(&parts.uri, |name| PAGE_PARAMETERS.contains(&name))?;
        Self::read(given.limit, given.cursor.as_deref())
    }
}

impl Page {
    /// Reads the two parameters.
    ///
    /// # Errors
    /// `MALFORMED_REQUEST` for a limit outside 1 to 500 or a cursor that is none.
    pub fn read(limit: Option<usize>, cursor: Option<&str>) -> Result<Self, ApiError> {
        let limit = limit.unwrap_or(DEFAULT_LIMIT);
        if !(1..=MAX_LIMIT).contains(&limit) {
            return Err(ApiError::malformed(format!(
                "limit is {limit}; 1 to {MAX_LIMIT} is possible"
            )));
        }
        let after = cursor.map(decode_cursor).transpose()?;
        Ok(Self { limit, after })
    }

    /// Takes one page from rows that begin after `self.after`; each row comes with its position.
    pub fn take<T>(&self, rows: impl IntoIterator<Item = (u64, T)>) -> List<T> {
        let mut items = Vec::new();
        let mut last = None;
        let mut more = false;
        for (position, row) in rows {
            if items.len() == self.limit {
                more = true;
                break;
            }
            last = Some(position);
            items.push(row);
        }
        let next_cursor = last.filter(|_| more).map(encode_cursor);
        List { items, next_cursor }
    }

    /// Takes one page of rows in any order (sorted ones); positions count from the first row.
    pub fn slice<T>(&self, rows: impl IntoIterator<Item = T>) -> List<T> {
        let skip = self.after.map_or(0, |last| usize::try_from(last).unwrap_or(usize::MAX));
        self.take((1_u64..).zip(rows).skip(skip))
    }
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct List<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Gets the next page; absent (null) on the last one.
    pub next_cursor: Option<String>,
}

impl<T> List<T> {
    /// The same page with other rows.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> List<U> {
        List { items: self.items.into_iter().map(change).collect(), next_cursor: self.next_cursor }
    }
}

/// Writes a position as an opaque cursor.
#[must_use]
pub fn encode_cursor(position: u64) -> String {
    URL_SAFE_NO_PAD.encode(position.to_be_bytes())
}

/// Reads a cursor.
///
/// # Errors
/// `MALFORMED_REQUEST` when it was not made here.
pub fn decode_cursor(text: &str) -> Result<u64, ApiError> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok();
    let bytes = bytes.and_then(|bytes| <[u8; 8]>::try_from(bytes).ok());
    bytes.map(u64::from_be_bytes).ok_or_else(|| {
        ApiError::malformed("the cursor is none of this appliance's; begin again without")
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn cursors_round_trip(position: u64) {
            prop_assert_eq!(decode_cursor(&encode_cursor(position)).unwrap(), position);
        }

        #[test]
        fn reading_a_cursor_never_panics(text in ".{0,40}") {
            let _ = decode_cursor(&text);
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for cursor in ["", "!", "AAAA", "AAAAAAAAAAA=", "AAAAAAAAAAAA"] {
            assert!(decode_cursor(cursor).is_err(), "{cursor}");
        }
        for limit in [0, 501] {
            assert!(Page::read(Some(limit), None).is_err(), "{limit}");
        }
        assert_eq!(Page::read(None, None).unwrap(), Page { limit: 100, after: None });
    }

    #[test]
    fn pages_follow_one_another_without_gap() {
        let rows: Vec<u64> = (10..17).collect();
        let mut page = Page { limit: 3, after: None };
        let (mut by_position, mut by_place) = (Vec::new(), Vec::new());
        loop {
            let left = rows.iter().filter(|row| page.after.is_none_or(|after| **row > after));
            let list = page.take(left.map(|row| (*row, *row)));
            by_position.extend(list.items);
            let Some(cursor) = list.next_cursor else { break };
            page = Page::read(Some(3), Some(&cursor)).unwrap();
        }
        page.after = None;
        loop {
            let list = page.slice(rows.iter().copied());
            by_place.extend(list.items);
            let Some(cursor) = list.next_cursor else { break };
            page = Page::read(Some(3), Some(&cursor)).unwrap();
        }
        assert_eq!((by_position, by_place), (rows.clone(), rows));
        let full = Page { limit: 7, after: None }.slice(0..7);
        assert_eq!(full.next_cursor, None);
    }
}
