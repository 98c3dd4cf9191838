//! Lists from the catalogue, newest first, and what several nouns say about their owners.

use std::sync::Arc;

use uuid::Uuid;

use crate::{
    domain::catalog::access::Owner,
    engine::{
        publish::{Catalog, Views},
        registry::Entity,
    },
    http::{List, Page},
};

/// One page of a catalogue's rows that are kept, newest first; positions are the rows' numbers.
pub(super) fn newest_first<T: Entity>(
    catalog: &Catalog<T>,
    page: &Page,
    keep: impl Fn(&T) -> bool,
) -> List<Arc<T>> {
    let after = page.after.and_then(|after| u32::try_from(after).ok());
    let end = after.unwrap_or(u32::MAX).min(catalog.len());
    let rows = (0..end).rev().filter_map(|number| catalog.get(number));
    page.take(rows.filter(|row| keep(row)).map(|row| (u64::from(row.number()), row)))
}

/// Whether one of the texts contains what is searched for, in either case; nothing searched for
/// is in every text.
pub(super) fn mentions(search: Option<&str>, texts: &[&str]) -> bool {
    let Some(search) = search.map(str::trim).filter(|search| !search.is_empty()) else {
        return true;
    };
    let search = search.to_lowercase();
    texts.iter().any(|text| text.to_lowercase().contains(&search))
}

/// Whether a filter that may be absent lets a value through.
pub(super) fn fits<T: PartialEq>(wanted: Option<T>, found: T) -> bool {
    wanted.is_none_or(|wanted| wanted == found)
}

/// The id of what a user or token acts for; `None` for the operator.
pub(super) fn owner_id(views: &Views, owner: Owner) -> Option<Uuid> {
    match owner {
        Owner::Operator => None,
        Owner::Advertiser(no) => views.advertisers.get(no.0).map(|row| row.id),
        Owner::Supplier(no) => views.suppliers.get(no.0).map(|row| row.id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_looks_into_all_texts_in_either_case() {
        for (search, texts, found) in [
            (None, &["a"][..], true),
            (Some("  "), &["a"][..], true),
            (Some("PHỞ"), &["x", "Quán phở Việt"][..], true),
            (Some("bún"), &["x", "Quán phở Việt"][..], false),
            (Some("b"), &[][..], false),
        ] {
            assert_eq!(mentions(search, texts), found, "{search:?}");
        }
    }

    #[test]
    fn an_absent_filter_lets_everything_through() {
        assert!(fits(None, 1) && fits(Some(1), 1) && !fits(Some(2), 1));
    }
}
